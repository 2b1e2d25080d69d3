"""The tables of a bulletin: traditional industries over time and beside all industry, the regions below, the sectors."""

import math

from jianbao.brief import naming
from jianbao.brief.context import Brief
from jianbao.brief.lists import counted_growth
from jianbao.brief.parts import Cell, Column, Part, conclusion, fact_span, table
from jianbao.brief.said import Markup
from jianbao.catalogue.period import Period
from jianbao.facts import ABSENT, number
from jianbao.reports import together
from jianbao.reports.words import over, traditional, value_said, whole_name

__all__ = ["BESIDE", "FOUR", "below", "by_sector", "level_below", "structure"]

#: What traditional industries are held against all industry by (S000-05), and the four of S000-03.
BESIDE = ("profit_margin", "labour_productivity", "tax_per_mu", "rd_expense_share_revenue", "financial_expense_per_100_revenue", "energy_intensity")
FOUR = ("gross_output", "revenue", "profit", "tax_total")


def level_below(b: Brief) -> str:
    """Return the level of region that a page compares inside its region: cities of the province, counties of a city."""
    levels = b.cat.place.levels
    at = levels.index(b.region.level) + 1
    return levels[at] if at < len(levels) else ""


def structure(b: Brief) -> Part:
    """Return traditional industries in all industry: their share over time, and beside all industry."""
    return Part(shares(b).html + structure_gaps(b).html)


def shares(b: Brief) -> Part:
    """Return the share of traditional industries in all industry over time: the same months of each year."""
    if not b.told or not b.is_total:
        return Part()
    group = together.sets(b)
    periods = [str(Period(y, b.period.month)) for y in range(b.period.year - 4, b.period.year + 1)]
    rows, keys = [], []
    for period in (p for p in periods if p in b.release.periods):
        cells = [together.share_of(b, i, group, period=period) for i in (b.headline.id, "revenue", "profit")]
        if not all(math.isnan(c) for c in cells):
            rows.append([Period.parse(period).narrative(b.lang), *(number(None if math.isnan(c) else c, 1) for c in cells)])
            keys.append(period)
    if len(rows) < 2:
        return Part()
    heads = ("期间", "增加值占比（%）", "营业收入占比（%）", "利润占比（%）") if b.zh else ("Period", "Share of value added (%)", "Of revenue (%)", "Of profit (%)")
    told = ["", *(f"together|{i}|{b.region.code}|{b.sector.code}|@|{group.spec}|share" for i in (b.headline.id, "revenue", "profit"))]
    columns = [Column(h, text=k == 0, claims=told[k]) for k, h in enumerate(heads)]
    note = "现价，与正文的可比基数不同" if b.zh else "current prices, not the comparable base of the text"
    note += ("；模拟数据" if b.zh else "; modelled data") if b.release.modelled else ""
    return Part(table(columns, rows, caption=f"传统制造业占{whole_name(b)}比重" if b.zh else "Traditional industries in all industry", note=note, keys=keys))


def structure_gaps(b: Brief) -> Part:
    """Return traditional industries beside all industry: margin, productivity, tax per mu, R&D, financial expense, energy."""
    group = together.sets(b)
    rows, keys = [], []
    for i in (i for i in BESIDE if i in b.cat.all_indicators):
        own, other = together.total(b, i, group.cells), b.fact(i)
        gap = over(b, own, other, group=group) if own.known and other.known and other.value else ""
        if gap:
            rows.append([b.cat.indicator(i).short(b.lang), Cell(value_said(b, i, group)), Cell(fact_span(other, b.lang, unit=True)), Cell(gap)])
            keys.append(i)
    if not b.told or not b.is_total or not rows:
        return Part()
    heads = ("指标", "传统制造业", whole_name(b), "对照") if b.zh else ("Indicator", "Traditional", "All industry", "Beside")
    columns = [Column(h, text=k in (0, 3), claims="" if k else "label|||||@") for k, h in enumerate(heads)]
    note = ("模拟数据" if b.zh else "modelled data") if b.release.modelled else ""
    return Part(table(columns, rows, caption=f"传统制造业与{whole_name(b)}对照" if b.zh else "Traditional industries beside all industry", note=note, stacked=True, keys=keys))


def below(b: Brief) -> Part:
    """Return the table of the regions below: level, growth, gap to the whole, share, pull on the whole's growth."""
    level, i = level_below(b), b.headline.id
    codes = [r.code for r in b.cat.children(b.region.code)] if level and b.told else []
    facts = {c: b.fact(i, region=c) for c in codes}
    order = sorted((c for c, f in facts.items() if f.known or f.status == "suppressed"), key=lambda c: -facts[c].value if facts[c].known else math.inf)
    if not order:
        return Part()
    unit = b.fact(i).unit_text(b.lang)
    name = b.headline.short(b.lang)
    heads = ("地区", f"{name}（{unit}）", "增速（%）", "利润率（%）", "劳动生产率（万元/人）") if b.zh else ("Region", f"{name} ({unit})", "Growth (%)", "Margin (%)", "Labour productivity (thousand yuan per person)")
    columns = [Column(h, text=k == 0, claims="label|||||@" if k == 0 else "", wide_only=k == 4) for k, h in enumerate(heads)]
    rows = [[b.cat.region(c).name(b.lang), *(Cell(fact_span(f, b.lang)) for f in (facts[c], b.growth(i, region=c), b.fact("profit_margin", region=c), b.fact("labour_productivity", region=c)))] for c in order]
    note = ("模拟数据" if b.zh else "modelled data") if b.release.modelled else ""
    caption = f"分{naming.level_name(b, level)}情况" if b.zh else f"All {naming.plural(b, level)}"
    return Part(table(columns, rows, caption=caption, note=note, keys=order))


def by_sector(b: Brief) -> Part:
    """Return the table of the sectors that get briefs: value added and growth, and the growth of output, sales, profit and tax."""
    if not b.told or not b.is_total:
        return Part()
    i, rows, keys = b.headline.id, [], []
    for s in b.cat.brief_sectors():
        level = b.fact(i, sector=s.code)
        if level.known or level.status == "suppressed":
            rows.append([s.short(b.lang), Cell(fact_span(level, b.lang)), *(Cell(fact_span(b.growth(x, sector=s.code), b.lang)) for x in (i, *FOUR))])
            keys.append(s.code)
    name, unit = b.headline.short(b.lang), b.fact(i).unit_text(b.lang)
    heads = ("行业", f"{name}（{unit}）", f"{name}增速", "产值增速", "营收增速", "利润增速", "税金增速") if b.zh else ("Sector", f"{name} ({unit})", f"{name} growth", "Output", "Revenue", "Profit", "Tax")
    columns = [Column(h, text=k == 0, claims="label|||||@" if k == 0 else "") for k, h in enumerate(heads)]
    said = ["增速单位：%" if b.zh else "growth in %"]
    if any(not (g := b.growth(x, sector=k)).known and g.status != "suppressed" for k in keys for x in (i, *FOUR)):
        said.append(f"“{ABSENT}”为无可比增速（如上年同期亏损）" if b.zh else f"“{ABSENT}”: no comparable rate, such as after a loss")
    said += ["模拟数据" if b.zh else "modelled data"] if b.release.modelled else []
    caption = f"{traditional(b)}分行业情况" if b.zh else "By sector"
    return Part(conclusion(_listed(b)) + table(columns, rows, caption=caption, note=("；" if b.zh else "; ").join(said), keys=keys)) if rows else Part()


def _listed(b: Brief) -> Markup:
    rates = [b.growth(b.headline.id, sector=s.code) for s in b.cat.brief_sectors()]
    return counted_growth(b, rates, (traditional(b),) * 2 if b.zh else ("traditional industry", "traditional industries"), "sectors")
