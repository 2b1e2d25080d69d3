"""Why the region's level changed: shift-share over three years, or as many as there are."""

import math

import pandas as pd

from jianbao import indicators
from jianbao.brief import charts, naming
from jianbao.brief.annex import data_table
from jianbao.brief.breaks import broken, mark_words
from jianbao.brief.context import Brief
from jianbao.brief.mix import value_of
from jianbao.brief.parts import escape, modelled_tag, source_line
from jianbao.brief.said import Markup, claim, claim_of, say
from jianbao.catalogue import RegionChange
from jianbao.catalogue.breaks import SectorChange
from jianbao.catalogue.period import Period
from jianbao.facts import Fact, number, rounded

__all__ = ["shift_share_part"]

_YEARS = 3


def shift_share_part(b: Brief) -> str:
    """Return the decomposition of the sector's change (of all sectors' in a region's own brief), or why there is none."""
    first = _first(b)
    if b.is_root or first is None:
        return ""
    codes = [s.code for s in b.cat.sectors(level=b.cat.place.structure_level)] if b.is_total else [b.sector.code]
    here, there = b.region.code, b.root.code
    then, now = str(first), b.at
    facts = [[b.fact(b.headline.id, region=r, sector=c, period=p) for c in codes] for r, p in ((here, then), (here, now), (there, then), (there, now))]
    total = [value_of(b.fact(b.headline.id, region=there, sector=b.all_sectors.code, period=p)) for p in (then, now)]
    series = [pd.Series([_level(b, f) for f in row], index=codes) for row in facts]
    result = indicators.shift_share(*series, reference_total=(total[0], total[1]))
    parts = [float(part.sum(skipna=False)) for part in (result.national_share, result.industry_mix, result.regional_shift)]
    if any(map(math.isnan, parts)):
        return source_line(claim(b, _why_not(b, [f for row in facts[:2] for f in row]), claim_of(b.fact(b.headline.id), "lacks", versus=then)))
    return _html(b, first, parts, float(series[1].sum() - series[0].sum()))


def _first(b: Brief) -> Period | None:
    first = b.period
    for _ in range(_YEARS):
        if str(first.year_ago()) in b.release.periods:
            first = first.year_ago()
    return first if first != b.period else None


def _level(b: Brief, fact: Fact) -> float:
    """A sector that is not there is zero in a complete (modelled) panel; a withheld one is unknown."""
    return 0.0 if fact.status == "missing" and b.release.modelled else value_of(fact)


def _why_not(b: Brief, facts: list[Fact]) -> str:
    counts = (
        (sum(f.status == "suppressed" for f in facts), "不公布", "withheld"),
        (sum(math.isnan(_level(b, f)) and f.status != "suppressed" for f in facts), "没有公布", "not published"),
        (sum(f.known and f.value < 0 for f in facts), "为负", "negative"),
    )
    reasons = [(n, zh, en) for n, zh, en in counts if n]
    if not reasons:  # the whole's figures are at fault
        return "偏离—份额分解未计算：对照的数缺失或为负。" if b.zh else "Shift-share is not computed: the figures of the whole are missing or negative."
    if b.zh:
        return "偏离—份额分解未计算：所需的数中" + "、".join(f"{n}个{zh}" for n, zh, _ in reasons) + "。"
    return f"Shift-share is not computed: of the {len(facts)} figures it needs, " + ", ".join(f"{n} {en}" for n, _, en in reasons) + "."


def _html(b: Brief, first: Period, parts: list[float], change: float) -> str:
    zh = b.zh
    like = b.fact(b.headline.id, region=b.root.code)  # the whole's decimals: a small part must not set them
    scale, places, unit = like.scaled(b.lang) / like.value, like.places(b.lang), like.unit_text(b.lang)
    if not any(rounded(v * scale, places) for v in (change, *parts)):
        return ""  # four zeros say nothing
    names = (
        [f"{b.cat.place.reference_name('zh')}增长分量", "行业结构分量", "地区竞争力分量"] if zh
        else [f"Growth of {b.root.name('en')}", "Industry mix", "Regional shift"]
    )
    total = "合计变动" if zh else "Change"
    about = naming.here(b) + ("工业" if zh else "") if b.is_total else b.sector.short(b.lang)
    years = f"{first.narrative('zh')}至{b.when()}" if zh else f"{first.narrative('en')} to {b.when()}"
    name = naming.headline_name(b)
    title = f"{about}{name}变动分解 （{unit}，{years}）" if zh else f"Why {name} changed: {about} ({unit}, {years})"
    shown = [number(v * scale, places, sign=True, grouped=not zh) for v in (change, *parts)]
    alt = title + ("：" if zh else ": ") + ("、" if zh else ", ").join(f"{n} {v}" for n, v in zip(names, shown[1:], strict=True))
    chart = charts.shift_share_bars(
        [(n, v * scale) for n, v in zip(names, parts, strict=True)], (total, change * scale), unit=unit, lang=b.lang, alt=alt,
        ident="shift", decimals=places,
    )
    figures = data_table(b, title, ("分量" if zh else "Part", unit), list(zip([*names, total], [*shown[1:], shown[0]], strict=True)), claims=(f"shift|{b.headline.id}||||{first}|@",), keys=("share", "mix", "regional", "change"))
    parts_of = ("change", "share", "mix", "regional")
    boxes = Markup("").join(
        say("<div>{}{}</div>", n, claim(b, v, claim_of(b.fact(b.headline.id), "shift", versus=str(first), way=w), strong=True))
        for n, v, w in zip([total, *names], shown, parts_of, strict=True)
    )
    levels = ("模拟数（现价）" if b.release.modelled else "发布数") if zh else ("modelled levels (current prices)" if b.release.modelled else "published levels")
    note = (
        f"偏离—份额分解（Dunn），按各期{levels}计算，未调整为可比口径；三项相加等于变动，四舍五入后可能略有出入。" if zh
        else f"Classic shift-share (Dunn) from the {levels} of each period; the three parts add up to the change, apart from rounding."
    )
    return (
        f'<div class="g"><div class="c5"><h3>{escape(title)}{modelled_tag(b.release.modelled, b.lang)}</h3>{chart.html()}{figures}</div>'
        f'<div class="c7"><div class="ss">{boxes}</div>{source_line(note + "".join(("" if zh else " ") + _broke(b, c) for c in broken(b, str(first))))}</div></div>'
    )


def _broke(b: Brief, change: RegionChange | SectorChange) -> str:
    return f"{mark_words(b, change)}，变动含口径变化。" if b.zh else f"{mark_words(b, change).capitalize()}: part of the change is one of scope."
