"""Tables and heat maps across sectors (a region's own brief) and across cities (a sector brief)."""

from jianbao.brief import charts, naming, words
from jianbao.brief.annex import data_table
from jianbao.brief.context import Brief
from jianbao.brief.glossary import explained
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
from jianbao.facts import ABSENT, SUPPRESSED, Fact

__all__ = ["counted_growth", "heat", "regions_called", "sectors", "with_unit"]

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
        Column("行业" if zh else "Sector", text=True, claims="label||||||sector"), Column(f"{b.headline.short(b.lang)}（{unit}）" if zh else f"{b.headline.short('en')} ({unit})", of=explained(b, b.headline.id)),
        Column("增速（%）" if zh else "Growth (%)", of=explained(b, f"{b.headline.id}_growth")),
    ]
    if not b.is_root:
        columns.append(Column(f"{whole}增速（%）" if zh else f"{whole[:1].upper() + whole[1:]} (%)"))
    columns += [Column(with_unit(b, i), wide_only=True, of=explained(b, i)) for i in extra]
    note = _marks(b, rows)
    return Part(conclusion(_ups_and_downs(b)) + table(columns, rows, caption=f"{b.region.name(b.lang)}各重点行业" if zh else f"Sectors of {b.region.name('en')}", note=note))


def with_unit(b: Brief, indicator: str) -> str:
    """Return an indicator as the head of a column: 企业数（家）, 利润率（%）."""
    known = b.cat.indicator(indicator)
    unit = Fact.of(known, "", "", "", None, "missing").unit_text(b.lang)
    return (f"{known.short('zh')}（{unit}）" if b.zh else f"{known.short('en')} ({unit})") if unit else known.short(b.lang)


def _marks(b: Brief, rows: list[list[Cell]]) -> str:
    """Return the note under a table's name: modelled, and what the marks that it has stand for."""
    html = "".join(cell.html for row in rows for cell in row)
    said = [("模拟数据" if b.zh else "modelled data")] if b.release.modelled else []
    if f">{SUPPRESSED}<" in html:
        said.append(f"“{SUPPRESSED}”为不公布" if b.zh else f"“{SUPPRESSED}”: not disclosed")
    if f">{ABSENT}<" in html:
        said.append(f"“{ABSENT}”为没有该行业或无可比数" if b.zh else f"“{ABSENT}”: no such sector, or no comparison")
    return ("；" if b.zh else "; ").join(said)


def _ups_and_downs(b: Brief) -> Markup:
    growth = [b.growth(b.headline.id, sector=s.code) for s in b.cat.brief_sectors()]
    return counted_growth(b, growth, ("行业", "行业") if b.zh else ("sector", "sectors"), "sectors")


def regions_called(b: Brief, level: str) -> tuple[str, str]:
    """Return what one region of a level is called, and several."""
    return naming.level_name(b, level), naming.plural(b, level)


def counted_growth(b: Brief, growth: list[Fact], called: tuple[str, str], among: str) -> Markup:
    """Return how many of several grew and fell, as printed; *called* says what one is and several are, *among* the claim."""
    known = [g.shown(b.lang) for g in growth if g.known]
    n, up, down = len(known), sum(g > 0 for g in known), sum(g < 0 for g in known)
    verbs = ("增长", "下降", "持平") if b.zh else ("grew", "fell", "unchanged")
    some = [(k, verb) for k, verb in zip((up, down, n - up - down), verbs, strict=True) if k]
    if b.zh:
        only = f"只有1个{called[0]}有可比增速，{'' if some[0][1] == '持平' else '为'}{some[0][1]}" if n == 1 else ""
        whose = f"有可比增速的{n}个{called[0]}"
        text = only or (f"{whose}全部{some[0][1]}" if len(some) == 1 else f"{whose}中，" + "、".join(f"{k}个{v}" for k, v in some))
    elif len(some) == 1:
        text = f"{'The one' if n == 1 else f'All {n}'} {called[n > 1]} with a growth rate{':' if some[0][1] == 'unchanged' else ''} {some[0][1]}"
    elif some:
        text = f"Of {n} {called[1]} with a growth rate, " + words.joined([f"{k} {'' if v != 'unchanged' else 'was ' if k == 1 else 'were '}{v}" for k, v in some], "en")
    if not n:
        text = f"没有{called[0]}有可比的增速" if b.zh else f"No {called[0]} has a growth rate to compare"
    return claim(b, text, claim_of(b.fact(b.headline.id), "count", versus=among, way=f"{n}/{up}/{down}"))


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
    rows = [[c.short(b.lang), *(f.number(b.lang, sign=True) for f in row)] for c, row in zip(cities, facts, strict=True)]
    figures = data_table(b, title, ["地区" if b.zh else "Region", *labels], rows, note="单位：%" if b.zh else "in %", claims=[f"value|{b.headline.id}_growth|@||{p}" for p in periods], keys=[c.code for c in cities])
    note = "“—”为没有该行业或无可比数。" if b.zh else "— : the city does not have the sector, or there is no comparison."
    lead = conclusion(counted_growth(b, [row[-1] for row in facts], regions_called(b, "city"), "city"))
    return Part(f'{lead}<div class="fig-wide"><h3>{escape(title)}{modelled_tag(b.release.modelled, b.lang)}</h3>{chart.html()}{figures}</div>{source_line(note)}')


def _short(period: str, lang: str) -> str:
    when = Period.parse(period)
    if when.month is None:
        return str(when.year)
    return f"{when.year % 100}年{when.month}月" if lang == "zh" else f"{when.month}/{when.year % 100}"
