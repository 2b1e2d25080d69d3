"""leading_signals 6: what is published or of other provinces, beside the region's own figures."""

import pandas as pd

from jianbao.brief import naming
from jianbao.brief.context import Brief
from jianbao.brief.parts import Cell, Column, fact_span, table
from jianbao.brief.said import Markup, claim, claim_of, claimed_value, own_claim, say
from jianbao.brief.words import compare, points, way
from jianbao.catalogue.signals import Comparator
from jianbao.claims import Claim
from jianbao.facts import Fact, number, rounded
from jianbao.indicators import ratio
from jianbao.reports.signal_parts import below, cell, either

__all__ = ["comparator_table", "comparators", "observed", "published_pair"]


def published_pair(b: Brief, region: str, top: str, bottom: str) -> tuple[str, float] | None:
    """Return the newest year up to the page's for which both figures are published, and the one in percent of the other."""
    held = b.release.published(region, b.all_sectors.code)
    held = held[(held["status"] == "observed") & (held["period"] <= str(b.period.year))]
    wide = held[held["indicator"].isin([top, bottom])].pivot_table(index="period", columns="indicator", values="value", aggfunc="first")
    if not {top, bottom} <= set(wide.columns) or (both := wide.dropna()).empty:
        return None
    year = str(both.index[-1])
    return year, 100 * float(ratio(both[top].iloc[-1], both[bottom].iloc[-1]))


def observed(b: Brief) -> str:
    """Return industry's share of GDP in the regions below, as the yearbook prints it; “” where it prints none."""
    rows = []
    for code in below(b)[0]:
        both = published_pair(b, code, "industrial_value_added", "gdp")
        if both is None:
            continue
        year, percent = both
        held = b.release.published(code, b.all_sectors.code)
        facts = [_published_fact(b, held, i, code, year) for i in ("industrial_value_added", "gdp")]
        share = claim(b, number(percent, 1), Claim("ofpublished", "industrial_value_added", code, b.all_sectors.code, year, "gdp"))
        rows.append((percent, [b.cat.region(code).name(b.lang), *(Cell(fact_span(f, b.lang)) for f in facts), Cell(str(share))]))
    if not rows:
        return ""
    columns = [
        Column(either(b, "地区", "Region"), text=True, claims="label||||||region"), Column(either(b, "工业增加值", "Industry")), Column(either(b, "生产总值", "GDP")),
        Column(either(b, "占比 %", "Share %")),
    ]  # fmt: skip
    ordered = [row for _, row in sorted(rows, key=lambda r: -r[0])]
    return table(columns, ordered, caption=either(b, "工业占生产总值（年鉴公布数）", "Industry in GDP (as published)"), note=either(b, "亿元；全部工业，实际公布数", "billion yuan; all industry, observed"))


def _published_fact(b: Brief, held: pd.DataFrame, indicator: str, region: str, year: str) -> Fact:
    value = held[(held["indicator"] == indicator) & (held["period"] == year)]["value"].iloc[0]
    return Fact.of(b.cat.indicator(indicator), region, b.all_sectors.code, year, float(value), "observed")


def _others(b: Brief) -> list[Comparator]:
    return [c for c in b.cat.signals.comparators if c.period == b.at and b.fact(c.indicator).known]


def comparators(b: Brief) -> Markup:
    """Return growth against the nation and other provinces; “” where comparators.csv has no figure of the period."""
    told = []
    for other in _others(b):
        own = b.fact(other.indicator)
        gap = own.shown(b.lang) - rounded(other.value, own.decimals)
        text = compare(gap, other.name(b.lang), points(gap, b.lang), b.lang)
        told.append(claim(b, text, claim_of(own, "besides", versus=other.id, way=way(gap))))
    if not told:
        return Markup("")
    own = b.fact(_others(b)[0].indicator)
    name = b.cat.indicator(own.indicator).short(b.lang)
    return say("{}{}，{}。" if b.zh else "{} {}, {}.", name, claimed_value(b, own), Markup("、" if b.zh else ", ").join(told))


def comparator_table(b: Brief) -> str:
    others = _others(b)
    if not others:
        return ""
    columns = [Column(either(b, "地区", "Region"), text=True), Column(either(b, "增速 %", "Growth %")), Column(naming.here(b) if b.zh else "Here"), Column(either(b, "来源", "Source"), text=True)]
    rows = [
        [c.name(b.lang), Cell(str(own_claim(b, number(c.value, b.fact(c.indicator).decimals), "comparator", c.id))), cell(b, b.fact(c.indicator)), c.source] for c in others
    ]
    return table(columns, rows, caption=either(b, "省际比较", "Beside the nation and other provinces"), note=either(b, "他省与全国为来源所载", "others as their sources state"))
