"""leading_signals 1 and 2: electricity against value added, and how far capacity is used."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from jianbao.brief import charts, naming
from jianbao.brief.annex import data_table
from jianbao.brief.context import Brief
from jianbao.brief.head import grown
from jianbao.brief.parts import Column, Part, conclusion, escape, fact_span, modelled_tag, source_line, table
from jianbao.brief.said import Markup, capital, claim, claim_of, claimed_value, own_claim, say, spoken
from jianbao.brief.words import compare, moved, points, way
from jianbao.catalogue.period import Period
from jianbao.catalogue.signals import SignalRule
from jianbao.claims import Claim
from jianbao.facts import ABSENT, Fact, difference, number
from jianbao.reports.signal_charts import reference_lines
from jianbao.reports.signal_parts import (
    apart,
    below,
    cell,
    either,
    modelled_line,
    newest,
    note,
    periods_running,
    quarter,
    ruling,
    sentences,
    titled,
)

__all__ = ["capacity", "electricity"]

_POINTS, _QUARTERS, _LISTED = 22, 12, 12


def electricity(b: Brief) -> Part:
    """Return growth of electricity beside growth of value added: the region, those below it, its sectors; no cause is claimed."""
    rules = ruling(b, "divergence")
    own = b.fact(rules[0].indicator) if rules else None
    if own is None or not own.known:
        return Part()
    rule, codes, among = rules[0], *below(b)
    sectors = [s.code for s in b.cat.brief_sectors()]
    lead = _lead(b, rule)
    called, away = titled(b, codes), []
    counted = [_counted(b, rule, [{"region": c} for c in codes], among, _several(b, codes)), _counted(b, rule, [{"sector": s} for s in sectors], "sectors", either(b, "重点行业", "sectors"))]
    if b.is_root and not b.public:
        smallest = [r.code for r in b.cat.regions(level=b.cat.place.levels[-1])]
        counted.insert(1, _counted(b, rule, [{"region": c} for c in smallest], b.cat.place.levels[-1], _several(b, smallest)))
        away = _running_away(b, rule, smallest)
    here = f"{naming.here(b)}各{called}" if b.zh else f"Regions of {b.region.name('en')}"
    tables = f'<div class="c6">{_chart(b, rule, lead)}{_table(b, rule, [{"region": c} for c in codes], called, here)}</div>' if any(b.fact(rule.indicator, region=c).known for c in codes) else f'<div class="c6">{_chart(b, rule, lead)}</div>'
    by_sector = _table(b, rule, [{"sector": s} for s in sectors], either(b, "行业", "Sector"), either(b, "分行业用电与增加值", "Electricity and value added by sector"))
    limit = own_claim(b, either(b, f"{number(rule.value, 1)}个百分点、持续{rule.periods}期", f"{number(rule.value, 1)} points, {rule.periods} periods running"), "signal", rule.id)
    if away:
        name = naming.level_name(b, b.cat.place.levels[-1])
        by_sector += _table(b, rule, [{"region": c} for c in away], name, f"持续背离的{name}" if b.zh else "Counties diverging the longest")
    text = say(
        either(
            b, "背离：用电增速与增加值增速之差（按四舍五入后的数）同向达到{}以上。用电只作提示，不说明原因，须结合产品结构、自备电和价格核实。",
            "Diverging: electricity growth less value added growth (of the rounded figures) in one direction by {} or more. It is a hint, not a cause: product mix, own generation and prices have to be looked at.",
        ), limit,
    )
    return Part(f'{conclusion(lead)}{sentences(*counted)}<div class="g">{tables}<div class="c6">{by_sector}</div></div>{source_line(text)}{modelled_line(b, "", "")}')


def _several(b: Brief, codes: Sequence[str]) -> str:
    return naming.plural(b, b.cat.region(codes[0]).level) if codes else ""


def _other(b: Brief, rule: SignalRule) -> str:
    name = b.cat.indicator(rule.versus).short(b.lang)
    return name if b.zh else name[:1].lower() + name[1:]


def _lead(b: Brief, rule: SignalRule) -> Markup:
    own, gap = b.fact(rule.indicator), apart(b, rule)
    said = say(either(b, "工业用电{}", "electricity use of industry {}"), grown(b, own))
    if gap is None:
        return said if b.zh else capital(said)
    text = compare(gap, _other(b, rule), points(gap, b.lang), b.lang)
    said += say("，{}" if b.zh else ", {}", claim(b, text, claim_of(own, "diverge", versus=rule.versus, way=way(gap))))
    run, open_ = periods_running(b, rule)
    if run >= rule.periods:
        words = f"已连续{run}期{'以上' if open_ else ''}背离" if b.zh else f"diverging for {run} periods{' or more' if open_ else ''} in a row"
    elif run:
        words = f"差距达到门槛{run}期" if b.zh else f"beyond the limit for {run} period{'s' if run > 1 else ''}"
    else:
        words = either(b, "未达到背离门槛", "within the limit")
    said += say("，{}" if b.zh else ", {}", claim(b, words, claim_of(own, "diverged", versus=rule.id)))
    return said if b.zh else capital(said)


def _counted(b: Brief, rule: SignalRule, rows: list[dict[str, str]], among: str, called: str) -> Markup:
    gaps = [g for row in rows if (g := apart(b, rule, **row)) is not None]
    if not gaps:
        return Markup("")
    limit = Decimal(str(rule.value))
    up, down = sum(g >= limit for g in gaps), sum(g <= -limit for g in gaps)
    size = number(rule.value, 1)
    if not up and not down:
        text = f"{len(gaps)}个{called}的用电与增加值增速之差均未达到{size}个百分点" if b.zh else f"In none of {len(gaps)} {called} is electricity growth {size} points or more away from that of value added"
    elif b.zh:
        some = [f"{k}个{verb}{size}个百分点以上" for k, verb in ((up, "高"), (down, "低")) if k]
        text = f"{len(gaps)}个{called}中，用电增速与增加值增速相比，{'、'.join(some)}"
    else:
        some = [f"by {size} points or more {verb} in {k}" for k, verb in ((up, "faster"), (down, "more slowly")) if k]
        text = f"Of {len(gaps)} {called}, electricity, against value added, grew {' and '.join(some)}"
    return say("{}。" if b.zh else "{}.", own_claim(b, text, "diverging", among, f"{rule.id}:{up}/{down}/{len(gaps)}"))


def _running_away(b: Brief, rule: SignalRule, codes: list[str]) -> list[str]:
    """Return the regions that are away long enough, the farthest first."""
    away = [c for c in codes if periods_running(b, rule, region=c)[0] >= rule.periods]
    return sorted(away, key=lambda c: (-abs(apart(b, rule, region=c) or 0), c))[:_LISTED]


def _chart(b: Brief, rule: SignalRule, lead: Markup) -> str:
    periods = [p for p in b.release.periods if p <= b.at][-_POINTS:]
    facts = {i: [b.fact(i, period=p) for p in periods] for i in (rule.indicator, rule.versus)}
    lines = [
        charts.Line(either(b, "工业用电", "electricity"), [f.value if f.known else None for f in facts[rule.indicator]], "own"),
        charts.Line(either(b, "增加值", "value added"), [f.value if f.known else None for f in facts[rule.versus]], "reference"),
    ]
    title = either(b, "工业用电与增加值累计增速（%）", "Growth of electricity and value added (%)")
    chart = charts.growth_lines(periods, lines, unit="%", lang=b.lang, alt=f"{title}{'。' if b.zh else '. '}{spoken(lead)}", ident="power")
    rows = [[Period.parse(p).label(b.lang, "cumulative"), *(facts[i][n].number(b.lang) for i in facts)] for n, p in enumerate(periods)]
    figures = data_table(
        b, title, [either(b, "期间", "Period"), *(line.label for line in lines)], rows, note=either(b, "单位：%", "in %"),
        claims=[f"value|{i}|||@" for i in facts], keys=periods,
    )
    return f"<h3>{escape(title)}{modelled_tag(b.release.modelled, b.lang)}</h3>{chart.html()}{figures}"


def _table(b: Brief, rule: SignalRule, rows: list[dict[str, str]], head: str, caption: str) -> str:
    of = "sector" if rows and "sector" in rows[0] else "region"
    columns = [
        Column(head, text=True, claims=f"label||||||{of}"), Column(either(b, "用电 %", "Electricity %")), Column(either(b, "增加值 %", "Value added %")),
        Column(either(b, "差（百分点）", "Gap (points)"), claims=f"diverge|{rule.indicator}||||{rule.versus}"),
        Column(either(b, "达门槛期数", "Periods"), claims=f"diverged|{rule.indicator}||||{rule.id}"),
    ]
    cells = []
    for row in rows:
        name = b.cat.sector(row["sector"]).short(b.lang) if of == "sector" else b.cat.region(row["region"]).name(b.lang)
        gap, (run, open_) = apart(b, rule, **row), periods_running(b, rule, **row)
        more = either(b, "以上", " or more") if open_ else ""
        cells.append([name, cell(b, b.fact(rule.indicator, **row)), cell(b, b.fact(rule.versus, **row)), number(gap, 1, sign=True), f"{run}{more}" if run else ABSENT])
    return table(columns, cells, caption=caption, note=note(b, either(b, "累计同比，差为百分点", "on a year earlier; gap in points")))


# ---- capacity -----------------------------------------------------------------------------------------------------


def capacity(b: Brief) -> Part:
    """Return the use of capacity by quarter against the reference lines, and by sector."""
    rules, own = ruling(b, "reference", "capacity_utilisation"), newest(b, "capacity_utilisation")
    if not rules or not own.known:
        return Part()
    sectors = [s.code for s in b.cat.brief_sectors()]
    facts = {s: b.fact(own.indicator, sector=s, period=own.period) for s in sectors}
    counted = [said for n, r in enumerate(rules) if (said := _lines_below(b, r, facts, own.period, whole=n == 0))]
    lead = _used(b, rules, own)
    both = f'<div class="g"><div class="c5">{_quarters(b, rules, own, lead)}</div><div class="c7">{_sector_quarters(b, facts, own.period)}</div></div>'
    told = say("{}。" if b.zh else "{}.", Markup("、" if b.zh else ", ").join(counted)) if counted else ""
    return Part(
        f"{conclusion(lead)}{sentences(told)}{both}"
        + modelled_line(b, "产能利用率按季调查，为当季数，不作季节调整；参考线由本报告设定，文件没有规定数值。", "A quarterly survey, not seasonally adjusted; the reference lines are this report's own, no document sets them.")
    )


def _used(b: Brief, rules: tuple[SignalRule, ...], own: Fact) -> Markup:
    when = quarter(own.period, b.lang)
    said = say("{}产能利用率{}" if b.zh else "in {} capacity utilisation was {}", when, claimed_value(b, own))
    told = []
    for rule in rules:
        gap = own.shown(b.lang) - Decimal(str(rule.value))
        line = f"{number(rule.value, 0)}%参考线" if b.zh else f"the {number(rule.value, 0)}% line"
        told.append(claim(b, compare(gap, line, points(gap, b.lang), b.lang), claim_of(own, "line", versus=rule.id, way=way(gap))))
    then = b.fact(own.indicator, period=str(Period.parse(own.period).year_ago()))
    said += say("，{}" if b.zh else ", {}", Markup("、" if b.zh else " and ").join(told))
    if (gap := difference(own, then, b.lang)) is not None:
        changed = moved(replace(own, value=float(gap)), b.lang)
        said += say("，同比{}" if b.zh else "; on a year earlier it was {}", claim(b, changed, claim_of(own, "moved", way=way(gap))))
    return said if b.zh else capital(said)


def _lines_below(b: Brief, rule: SignalRule, facts: dict, period: str, *, whole: bool) -> Markup:
    """Return how many sectors are below a line; of how many is said with the first line only (*whole*)."""
    known = [f for f in facts.values() if f.known]
    if not known:
        return Markup("")
    under = sum(f.shown(b.lang) < Decimal(str(rule.value)) for f in known)
    line = number(rule.value, 0)
    if whole:
        text = f"{len(known)}个重点行业中，{under}个低于{line}%" if b.zh else f"{under} of {len(known)} sectors are below {line}%"
    else:
        text = f"{under}个低于{line}%" if b.zh else f"{under} below {line}%"
    return claim(b, text, Claim("lines", rule.indicator, b.region.code, b.sector.code, period, rule.id, f"{under}/{len(known)}"))


def _quarters(b: Brief, rules: tuple[SignalRule, ...], own: Fact, lead: Markup) -> str:
    periods = [p for p in b.release.periods if p <= own.period and p[5:] in ("03", "06", "09", "12")][-_QUARTERS:]
    places = [b.region.code] + ([] if b.is_root else [b.root.code])
    facts = {c: [b.fact(own.indicator, region=c, period=p) for p in periods] for c in places}
    names = [b.cat.region(c).short(b.lang) if c != b.root.code or b.is_root else b.cat.place.reference_name("zh") if b.zh else b.root.short("en") for c in places]
    lines = [(name, [f.value if f.known else None for f in facts[c]], "own" if k == 0 else "reference") for k, (c, name) in enumerate(zip(places, names, strict=True))]
    title = either(b, "产能利用率（%，当季）", "Capacity utilisation (%, by quarter)")
    short = [f"{p[2:4]}年\n{'一二三四'[int(p[5:]) // 3 - 1]}季" if b.zh else f"Q{int(p[5:]) // 3}\n{p[:4]}" for p in periods]
    marks = [(r.value, f"{number(r.value, 0)}%") for r in rules]
    chart = reference_lines(short, lines, marks, unit="%", alt=f"{title}{'。' if b.zh else '. '}{spoken(lead)}", ident="cap")
    rows = [[claim(b, _quarter_of(b, p), Claim("quartered", "", b.region.code, b.sector.code, p)), *(Markup(fact_span(facts[c][n], b.lang)) for c in places)] for n, p in enumerate(periods)]
    figures = data_table(
        b, title, [either(b, "季度", "Quarter"), *names], rows, note=either(b, "单位：%，当季数", "in %, of the quarter alone"),
    )
    return f"<h3>{escape(title)}{modelled_tag(b.release.modelled, b.lang)}</h3>{chart.html()}{figures}"


def _quarter_of(b: Brief, period: str) -> str:
    """Return a quarter as a table names it."""
    return quarter(period, "zh") if b.zh else f"Q{int(period[5:]) // 3} {period[:4]}"


def _sector_quarters(b: Brief, facts: dict, period: str) -> str:
    periods = [p for p in b.release.periods if p <= period and p[5:] in ("03", "06", "09", "12")][-5:]
    order = sorted(facts, key=lambda s: (facts[s].value if facts[s].known else 999.0, s))
    columns = [Column(either(b, "行业", "Sector"), text=True, claims="label||||||sector")]
    columns += [Column(_quarter_of(b, p), wide_only=k in (1, 2)) for k, p in enumerate(periods)]
    rows = [[b.cat.sector(s).short(b.lang), *(cell(b, b.fact("capacity_utilisation", sector=s, period=p)) for p in periods)] for s in order]
    return table(columns, rows, caption=either(b, "分行业产能利用率（%，由低到高）", "Capacity utilisation by sector (%, lowest first)"), note=note(b))
