"""Tables and heat maps across sectors (a region's own brief) and across cities (a sector brief)."""

from jianbao.brief import charts, naming
from jianbao.brief.context import Brief
from jianbao.brief.parts import (
    Cell,
    Column,
    Part,
    conclusion,
    escape,
    fact_span,
    modelled_tag,
    source_line,
    table,
)
from jianbao.brief.said import Markup, claim, claim_of
from jianbao.catalogue.period import Period
from jianbao.facts import Fact

__all__ = ["heat", "sectors"]

_COLUMNS = 8


def sectors(b: Brief) -> Part:
    """Return a row for each sector that this edition has briefs of, with links to them."""
    zh, rows = b.zh, []
    suffix = ".html" if b.lang == b.cat.place.languages[0] else f".{b.lang}.html"
    extra = [i for i in ("above_scale_enterprises", "profit_margin") if i in b.cat.place.cards]
    for sector in b.cat.brief_sectors():
        level = b.fact(b.headline.id, sector=sector.code)
        growth = b.growth(b.headline.id, sector=sector.code)
        root = b.growth(b.headline.id, region=b.root.code, sector=sector.code)
        name = f'<a href="{sector.code}{suffix}">{escape(sector.short(b.lang))}</a>'
        row = [Cell(name), Cell(fact_span(level, b.lang)), Cell(fact_span(growth, b.lang))]
        if not b.is_root:
            row.append(Cell(fact_span(root, b.lang)))
        rows.append(row + [Cell(fact_span(b.fact(i, sector=sector.code), b.lang)) for i in extra])
    like = b.fact(b.headline.id, sector=b.all_sectors.code)
    unit = like.unit_text(b.lang)
    whole = b.cat.place.reference_name(b.lang)
    columns = [
        Column("行业" if zh else "Sector", text=True), Column(f"{b.headline.short(b.lang)}（{unit}）" if zh else f"{b.headline.short('en')} ({unit})"),
        Column("增速 %" if zh else "Growth %"),
    ]
    if not b.is_root:
        columns.append(Column(f"{whole}增速 %" if zh else f"{whole[:1].upper() + whole[1:]} %"))
    columns += [Column(b.cat.indicator(i).short(b.lang), wide_only=True) for i in extra]
    note = ("模拟数据；“—”为没有该行业" if zh else "modelled data; “—” where the region has none") if b.release.modelled else ""
    return Part(conclusion(_ups_and_downs(b)) + table(columns, rows, caption=f"{b.region.name(b.lang)}各重点行业" if zh else f"Sectors of {b.region.name('en')}", note=note))


def _ups_and_downs(b: Brief) -> Markup:
    growth = [b.growth(b.headline.id, sector=s.code) for s in b.cat.brief_sectors()]
    return counted_growth(b, growth, "个行业" if b.zh else "sectors", "sectors")


def counted_growth(b: Brief, growth: list[Fact], what: str, among: str) -> Markup:
    """Return how many of several grew and fell, as printed; *among* is what the claim is compared with."""
    known = [g.shown(b.lang) for g in growth if g.known]
    up, down = sum(g > 0 for g in known), sum(g < 0 for g in known)
    if b.zh:
        text = f"{len(known)}{what}有增速，其中{up}个增长、{down}个下降"
        if known and len(known) in (up, down):  # 全部 says it all
            text = f"{len(known)}{what}全部{'增长' if up else '下降'}" if len(known) > 1 else f"1{what}有增速，为{'增长' if up else '下降'}"
    else:
        text = f"{up} of {len(known)} {what} with a growth rate grew, {down} fell"
    return claim(b, text, claim_of(b.fact(b.headline.id), "count", versus=among, way=f"{len(known)}/{up}/{down}"))


def heat(b: Brief) -> Part:
    """Return growth of the sector by city and period; empty where the place has no cities."""
    cities = b.cat.regions(level="city") if "city" in b.cat.place.levels else ()
    periods = [p for p in b.release.periods if p <= b.at][-_COLUMNS:]
    if not cities or not b.present or len(periods) < 2:
        return Part()
    facts = [[b.growth(b.headline.id, region=c.code, period=p) for p in periods] for c in cities]
    values = [[f.value if f.known else None for f in row] for row in facts]
    title = f"分市{naming.headline_name(b)}累计增速 （%）" if b.zh else f"Growth of {naming.headline_name(b)} by city (%)"
    labels = [_short(p, b.lang) for p in periods]
    chart = charts.heat(
        values, [c.short(b.lang) for c in cities], labels, unit="%", lang=b.lang, alt=title, ident="heat", signed=True,
        absent=[[f.status != "suppressed" for f in row] for row in facts],
    )
    note = "“—”为没有该行业或无可比数。" if b.zh else "— : the city does not have the sector, or there is no comparison."
    lead = conclusion(counted_growth(b, [row[-1] for row in facts], f"个{naming.level_name(b, 'city')}" if b.zh else naming.plural(b, "city"), "city"))
    return Part(f'{lead}<div class="fig-wide"><h3>{escape(title)}{modelled_tag(b.release.modelled, b.lang)}</h3>{chart.html()}</div>{source_line(note)}')


def _short(period: str, lang: str) -> str:
    when = Period.parse(period)
    if when.month is None:
        return str(when.year)
    return f"{when.year % 100}年{when.month}月" if lang == "zh" else f"{when.month}/{when.year % 100}"
