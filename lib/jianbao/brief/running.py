"""Section 4: how growth has run, against the province and the region's own total."""

from jianbao.brief import charts, naming, words
from jianbao.brief.annex import data_table
from jianbao.brief.breaks import broken, mark_words, notice
from jianbao.brief.context import Brief
from jianbao.brief.glossary import explained
from jianbao.brief.head import grown
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
from jianbao.brief.said import Markup, capital, claim, claim_of, plain, say, spoken
from jianbao.brief.streak import streak_words
from jianbao.catalogue.period import Period
from jianbao.facts import difference, number

__all__ = ["running"]

_MONTHS, _YEARS, _ROWS = 22, 18, 6  # 22 periods are 24 months: January is not collected


def running(b: Brief) -> Part:
    """Return the growth line (24 months or all years) and the table of the last six periods."""
    if not b.present:
        return Part(why=b.untold)
    periods = [p for p in b.release.periods if p <= b.at][-(_MONTHS if b.monthly else _YEARS):]
    own = b.series(b.headline.id, growth=True)
    if b.fact(b.headline.id).status == "suppressed":
        text = "本行业数值不公布，不画走势" if b.zh else "The sector's figure is withheld: no line is drawn"
        return Part(conclusion(claim(b, text, claim_of(b.fact(b.headline.id), "none", versus="level", way="s"))))
    if sum(own[p] is not None for p in periods) < 2:
        return Part(conclusion(plain(b, "可比的期数不足两期，不画走势" if b.zh else "Fewer than two comparable periods: no line is drawn")))
    lines = [charts.Line(naming.here(b) + ("本行业" if not b.is_total else "工业") if b.zh else b.region.short("en"), [own[p] for p in periods], "own")]
    if not b.is_root:
        root = b.series(b.headline.id, region=b.root.code, growth=True)
        lines.append(charts.Line(naming.against_root(b) if b.zh else b.root.short("en"), [root[p] for p in periods], "reference"))
    if not b.is_total:
        total = b.series(b.headline.id, sector=b.all_sectors.code, growth=True)
        name = f"{naming.here(b)}工业" if b.zh else b.all_sectors.short("en")
        lines.append(charts.Line(name, [total[p] for p in periods], "context"))
    first, last = (Period.parse(p).label(b.lang, "cumulative") for p in (periods[0], periods[-1]))
    name = naming.headline_name(b)
    title = f"{name}{'累计' if b.monthly else ''}增速 （%，{first}至{last}）" if b.zh else f"Growth of {name} (%, {first} to {last})"
    finding = _sentence(b)
    told = ("；" if b.zh else "; ").join(words for _, words in _breaks(b, periods))
    alt = f"{title}{'。' if b.zh else '. '}{spoken(finding)}" + ((f"。{told}" if b.zh else f". {told}") if told else "")
    chart = charts.growth_lines(periods, lines, unit="%", lang=b.lang, alt=alt, ident="run", breaks=_breaks(b, periods))
    drawn = [{}] + ([{"region": b.root.code}] if not b.is_root else []) + ([{"sector": b.all_sectors.code}] if not b.is_total else [])
    rows = [[Period.parse(p).label(b.lang, "cumulative"), *(b.growth(b.headline.id, period=p, **of).number(b.lang) for of in drawn)] for p in periods]
    figures = data_table(b, title, ["期间" if b.zh else "Period", *(line.label for line in lines)], rows, note="；".join(filter(None, ["单位：%", told])) if b.zh else "; ".join(filter(None, ["in %", told])), claims=[f"value|{b.headline.id}_growth|{of.get('region', '')}|{of.get('sector', '')}|@" for of in drawn], keys=periods)
    return Part(
        f'{conclusion(finding)}<div class="g"><div class="c7"><h3>{escape(title)}{modelled_tag(b.release.modelled, b.lang)}</h3>{chart.html()}{figures}'
        f"{source_line(_source(b))}</div><div class=\"c5\">{_table(b, periods[-_ROWS:])}</div></div>"
    )


def _breaks(b: Brief, periods: list[str]) -> list[tuple[int, str]]:
    """Return where the region's own series breaks within the periods drawn, and the words for the mark."""
    found = broken(b, periods[0], periods[-1])
    return [(next(k for k, p in enumerate(periods) if Period.parse(p).year >= c.year), mark_words(b, c)) for c in found]


def _sentence(b: Brief) -> Markup:
    now = b.growth(b.headline.id)
    periods = [p for p in b.release.periods if p < b.at]
    if not now.known or not periods:
        return claim(b, "本期增速无可比数" if b.zh else "No growth rate for this period", claim_of(now, "none", indicator=b.headline.id, versus="growth"))
    before = b.growth(b.headline.id, period=periods[-1])
    label = Period.parse(periods[-1]).narrative(b.lang)
    if b.zh and b.monthly:
        label = label.removeprefix(f"{b.period.year}年")
    how = words.pace_way(now, before, b.lang)
    moved = claim(b, words.pace(now, before, label, b.lang), claim_of(now, "pace", versus=periods[-1], way=how))
    name = naming.headline_name(b)
    said = say("{}{}{}" if b.zh else "{1} {2}", "累计" if b.monthly else "", name, grown(b, now))
    run = streak_words(b, b.headline.id)
    # Below zero qualifies the rate; faster and slower qualify how it moved.
    bits = [bit for bit in ((said, run, moved) if now.shown(b.lang) < 0 else (said, moved, run)) if bit]
    broke = notice(b, str(b.period.year_ago()))
    return Markup("，").join(bits) + broke if b.zh else capital(Markup("; ").join(bits) + broke)


def _source(b: Brief) -> str:
    if b.monthly:
        return (
            "累计增速，增加值为可比价格、可比企业口径。1月份数据免报，曲线在年际断开，不连接12月与次年1—2月。" if b.zh
            else "Cumulative growth, value added at comparable prices on a comparable set of enterprises. January is not collected: the line breaks between years."
        )
    if not b.cat.place.official_growth:
        return "按发布数计算的年度增速。" if b.zh else "Annual growth calculated from published figures; a withheld year leaves a gap in the line."
    return ""


def _table(b: Brief, periods: list[str]) -> str:
    zh = b.zh
    columns = [Column("期间" if zh else "Period", text=True, claims="label||||||period"), Column("本行业" if zh and not b.is_total else naming.here(b) if zh and b.is_root else "本地区" if zh else b.region.short("en"), of=explained(b, f"{b.headline.id}_growth"))]
    if not b.is_root:
        columns += [Column(naming.against_root(b) if zh else b.root.short("en")), Column("差距" if zh else "Gap", claims=f"diff|{b.headline.id}_growth||||{b.root.code}")]
    if not b.is_total:
        columns.append(Column(f"{naming.here(b)}工业" if zh else b.all_sectors.short("en")))
    rows = []
    for period in periods:
        own = b.growth(b.headline.id, period=period)
        row: list[str | Cell] = [Period.parse(period).label(b.lang, "cumulative"), Cell(fact_span(own, b.lang))]
        if not b.is_root:
            root = b.growth(b.headline.id, region=b.root.code, period=period)
            gap = difference(own, root, b.lang)
            row += [Cell(fact_span(root, b.lang)), number(gap, 1, sign=True)]
        if not b.is_total:
            row.append(Cell(fact_span(b.growth(b.headline.id, sector=b.all_sectors.code, period=period), b.lang)))
        rows.append(row)
    caption = "最近各期增速" if zh else "Growth, latest periods"
    note = "%" if b.is_root else "%，差距为百分点" if zh else "%; gap in percentage points"
    note += ("；模拟数据" if zh else "; modelled data") if b.release.modelled else ""
    text = "差距由表内四舍五入后的数值计算。" if zh else "The gap is computed from the rounded figures shown."
    return table(columns, rows, caption=caption, note=note, own=[len(rows) - 1]) + (source_line(text) if not b.is_root else "")
