"""leading_signals 3 and 4: investment and its programmes; the digital level of enterprises."""

from dataclasses import replace

from jianbao.brief import charts, naming
from jianbao.brief.annex import data_table
from jianbao.brief.context import Brief
from jianbao.brief.head import grown
from jianbao.brief.map import choropleth
from jianbao.brief.parts import Column, Part, conclusion, escape, modelled_tag, table
from jianbao.brief.said import Markup, capital, claim, claim_of, claimed_value, say, spoken
from jianbao.brief.standing import intervals, printed, rank_claim, standing
from jianbao.brief.words import joined, moved, way
from jianbao.catalogue.calendar import end_of
from jianbao.catalogue.period import Period
from jianbao.facts import Fact, difference, number
from jianbao.reports.signal_charts import share_rows
from jianbao.reports.signal_parts import (
    below,
    broken,
    cell,
    double_digits,
    either,
    modelled_line,
    newest,
    note,
    ruling,
    run_words,
    sentences,
    titled,
)

__all__ = ["digitalisation", "investment", "moved_words"]

_POINTS, _LEVELS = 22, (1, 2, 3, 4)


def moved_words(b: Brief, own: Fact) -> Markup:
    """Return how a ratio, stock or count stands against a year earlier, as a claim; “” where there is no figure, or none comparable."""
    if broken(b, own):
        return Markup("")
    then = b.before(own.indicator, region=own.region, sector=own.sector, period=own.period)
    if (gap := difference(own, then, "zh")) is None:
        return Markup("")
    text = claim(b, moved(replace(own, value=float(gap)), b.lang), claim_of(own, "moved", way=way(gap)))
    return say("同比{}" if b.zh else "{} on a year earlier", text)


def investment(b: Brief) -> Part:
    """Return growth of investment and its streak, the programmes' completion, the regions below."""
    own = b.growth("manufacturing_investment")
    if not own.known:
        return Part()
    rules = ruling(b, "streak", own.indicator)
    lead = say("制造业投资{}" if b.zh else "manufacturing investment {}", grown(b, own))
    if rules and (run := run_words(b, rules[0], double_digits(b, rules[0]))):
        lead += say("，{}" if b.zh else ", {}", run)
    others = [said for i, zh, en in (
        ("industrial_investment", "工业投资", "industrial investment"), ("technical_upgrade_investment", "技术改造投资", "technical upgrading"),
    ) if (said := _other(b, i, zh, en))]  # fmt: skip
    told = say("{}。" if b.zh else "{}.", Markup("；" if b.zh else "; ").join(others)) if others else Markup("")
    left = f'<div class="c6">{_chart(b, lead)}{_programmes(b)}</div><div class="c6">{_regions(b)}</div>'
    return Part(
        conclusion(lead if b.zh else capital(lead)) + sentences(told if b.zh else capital(told)) + f'<div class="g">{left}</div>'
        + modelled_line(b, "两位数增长的月数：1—2月按两个月计，1月份不单独发布。技改投资由企业月度数据汇总。", "Months of double digits: January–February counts as two; upgrading is summed over the monthly returns.")
    )


def _other(b: Brief, indicator: str, zh: str, en: str) -> Markup:
    rate, level = b.growth(indicator), b.fact(indicator)
    if not rate.known:
        return Markup("")
    size = say("{}，", claimed_value(b, level)) if level.known and b.zh else say("{}, ", claimed_value(b, level)) if level.known else Markup("")
    said = say("{}{}同比{}" if b.zh else "{} {}{} on a year earlier", either(b, zh, en), size, grown(b, rate))
    rules = ruling(b, "streak", rate.indicator)
    run = run_words(b, rules[0], double_digits(b, rules[0])) if rules else Markup("")
    return said + (say("，{}" if b.zh else ", {}", run) if run else Markup(""))


def _chart(b: Brief, lead: Markup) -> str:
    periods = [p for p in b.release.periods if p <= b.at][-_POINTS:]
    shown = [("manufacturing_investment_growth", either(b, "制造业", "manufacturing"), "own"), ("industrial_investment_growth", either(b, "工业", "industry"), "reference")]
    facts = {i: [b.fact(i, period=p) for p in periods] for i, _, _ in shown}
    title = either(b, "投资累计增速（%）", "Growth of investment (%)")
    lines = [charts.Line(name, [f.value if f.known else None for f in facts[i]], role) for i, name, role in shown]
    chart = charts.growth_lines(periods, lines, unit="%", lang=b.lang, alt=f"{title}{'。' if b.zh else '. '}{spoken(lead)}", ident="inv")
    rows = [[Period.parse(p).label(b.lang, "cumulative"), *(facts[i][n].number(b.lang) for i, _, _ in shown)] for n, p in enumerate(periods)]
    heads = [either(b, "期间", "Period"), *(name for _, name, _ in shown)]
    return f"<h3>{escape(title)}{modelled_tag(b.release.modelled, b.lang)}</h3>{chart.html()}" + data_table(
        b, title, heads, rows, note=either(b, "单位：%", "in %"), claims=[f"value|{i}|||@" for i in facts], keys=periods
    )


def _programmes(b: Brief) -> str:
    programmes = [p for p in b.cat.signals.programmes if p.in_force(end_of(b.period)) and b.fact(p.plan).known]
    if not programmes:
        return ""
    unit = b.fact(programmes[0].plan).unit_text(b.lang)
    columns = [
        Column(either(b, "工程", "Programme"), text=True), Column(either(b, f"年度计划（{unit}）", f"Planned ({unit})")),
        Column(either(b, f"完成投资（{unit}）", f"Invested ({unit})")), Column(either(b, "完成率 %", "Done %")),
    ]  # fmt: skip
    rows = [[p.name(b.lang) if b.zh else p.name("en").capitalize(), *(cell(b, b.fact(i)) for i in (p.plan, p.done, p.rate))] for p in programmes]
    return table(columns, rows, caption=either(b, "投资工程进展", "Investment programmes"), note=note(b, either(b, "自年初累计", "since January")))


def _regions(b: Brief) -> str:
    codes, _ = below(b)
    rules = ruling(b, "streak", "manufacturing_investment_growth")
    shown = [c for c in codes if b.growth("manufacturing_investment", region=c).known]
    if not shown or not rules:
        return ""
    order = sorted(shown, key=lambda c: (-b.growth("manufacturing_investment", region=c).value, c))
    unit = b.fact("technical_upgrade_investment").unit_text(b.lang)
    columns = [
        Column(titled(b, codes) if b.zh else "Region", text=True, claims="label||||||region"), Column(either(b, "制造业投资 %", "Manufacturing %")),
        Column(either(b, "两位数增长月数", "Months in double digits"), claims=f"double|manufacturing_investment_growth||||{rules[0].id}"),
        Column(either(b, f"技改投资（{unit}）", f"Upgrading ({unit})")), Column(either(b, "技改 %", "Upgrading %"), wide_only=True),
    ]  # fmt: skip
    rows = [
        [
            b.cat.region(c).name(b.lang), cell(b, b.growth("manufacturing_investment", region=c)), run_words(b, rules[0], double_digits(b, rules[0], region=c), table=True),
            cell(b, b.fact("technical_upgrade_investment", region=c)), cell(b, b.growth("technical_upgrade_investment", region=c)),
        ]
        for c in order
    ]  # fmt: skip
    return table(columns, rows, caption=either(b, "分地区投资", "Investment by region"), note=note(b, either(b, "累计同比", "on a year earlier")))


# ---- digital ------------------------------------------------------------------------------------------------------


def digitalisation(b: Brief) -> Part:
    """Return coverage of digital transformation with ranks and map, the distribution of levels, robots, the core of the digital economy."""
    own = newest(b, "digital_transformation_coverage")
    if not own.known:
        return Part()
    lead = say("数字化改造覆盖率{}" if b.zh else "digital transformation covers {}", claimed_value(b, own))
    if change := moved_words(b, own):
        lead += say("，{}" if b.zh else ", {}", change)
    if rule := broken(b, own):
        year = number(rule.value, 0, grouped=False)
        said = f"口径{year}年调整，与上年不可比" if b.zh else f"counted otherwise since {year}, not comparable with the year before"
        lead += say("（{}）" if b.zh else " ({})", claim(b, said, claim_of(own, "broken", versus=rule.id)))
    place = None if b.is_root else standing(b, indicator=own.indicator, period=own.period)
    if place:
        whole, tied = b.cat.place.region_word(b.root, "zh"), either(b, "（并列）", " (tied)") if place.tied > 1 else ""
        text = f"居{whole}{place.ranked}个{naming.level_name(b, b.region.level)}{printed(place, 'zh')}{tied}" if b.zh else f"{printed(place, 'en')} of {naming.counted(b, place.ranked, b.region.level)}{tied}"
        lead += say("，{}" if b.zh else "; {}", claim(b, text, rank_claim(own, place, b.region.level)))
    other = [s for s in (_top(b, own), _robots(b), _core(b), _levels_said(b)) if s]
    body = f'<div class="g"><div class="c6">{_map(b, own, lead)}{_coverage(b, own)}</div><div class="c6">{_levels(b)}</div></div>'
    return Part(
        conclusion(lead if b.zh else capital(lead)) + sentences(*other) + body
        + modelled_line(b, "数字化水平按评估规范分四级，数字越大水平越高；等级占比以已评价企业为分母，覆盖率以全部规上企业为分母，两者不能相互推算。", "Four levels by the standard; a higher number is a higher level. Levels are shares of the enterprises assessed, coverage is of all above designated size: the one does not give the other.")
    )


def _top(b: Brief, own: Fact) -> Markup:
    level = b.cat.place.levels[-1]
    values = b.across(level, own.indicator, period=own.period).dropna().sort_values(ascending=False, kind="stable")
    if not b.is_root or len(values) < 3:
        return Markup("")
    codes = list(values.index[:3])
    text = either(b, "居前三位的是", "The three highest: ") + joined([b.cat.region(c).name(b.lang) for c in codes], b.lang)
    told = claim(b, text, claim_of(own, "top", versus=level, way=",".join(codes)))
    return say("{}中，覆盖率{}。", b.cat.place.level_name(level, "zh"), told) if b.zh else say("{}.", told)


def _robots(b: Brief) -> Markup:
    own = newest(b, "industrial_robots")
    if not own.known:
        return Markup("")
    change = moved_words(b, own)
    year = Period.parse(own.period).narrative(b.lang)
    said = say("{}末在役工业机器人{}" if b.zh else "At the end of {} {} of industrial robots were in use", year, claimed_value(b, own))
    return said + (say("，{}" if b.zh else ", {}", change) if change else Markup("")) + ("。" if b.zh else ".")


def _core(b: Brief) -> Markup:
    own, share = newest(b, "digital_core_value_added"), newest(b, "digital_core_share_gdp")
    if not own.known or not share.known:
        return Markup("")
    year, change = Period.parse(share.period).narrative(b.lang), moved_words(b, share)
    said = say("{}数字经济核心产业增加值{}，占生产总值{}" if b.zh else "In {} the core of the digital economy had a value added of {}, {} of GDP", year, claimed_value(b, own), claimed_value(b, share))
    return said + (say("，占比{}" if b.zh else "; the share was {}", change) if change else Markup("")) + ("。" if b.zh else ".")


def _levels_said(b: Brief) -> Markup:
    low = newest(b, "digital_level_1_share")
    high = b.fact("digital_level_4_share", period=low.period)
    if not low.known or not high.known:
        return Markup("")
    return say(
        either(b, "已评价企业{}，其中最低一级占{}，最高一级占{}。", "{} enterprises have been assessed; {} are at the lowest level, {} at the highest."),
        claimed_value(b, b.fact("digital_assessed", period=low.period)), claimed_value(b, low), claimed_value(b, high),
    )


def _map(b: Brief, own: Fact, lead: Markup) -> str:
    level = b.cat.place.levels[-1]
    facts = {r.code: b.fact(own.indicator, region=r.code, period=own.period) for r in b.cat.regions(level=level)}
    if not b.cat.place.map or not any(f.known for f in facts.values()):
        return ""
    title = either(b, "数字化改造覆盖率（%，示意图）", "Coverage of digital transformation (%, schematic)")
    chart = choropleth(
        b.cat.folder.parent / b.cat.place.map, {c: f.value if f.known else None for c, f in facts.items()}, statuses={c: f.status for c, f in facts.items()},
        own=None if b.is_root else b.region.code, names={r.code: r.name(b.lang) for r in b.cat.regions()}, unit="%", lang=b.lang,
        alt=f"{title}{'。' if b.zh else '. '}{spoken(lead)}", ident="map", decimals=own.places(b.lang),
    )
    shown = sorted((c for c, f in facts.items() if f.known), key=lambda c: (-facts[c].value, c))
    rows = [[b.cat.region(c).name(b.lang), facts[c].number(b.lang)] for c in shown]
    figures = data_table(b, title, [naming.level_name(b, level) if b.zh else "Region", "%"], rows, claims=[f"value|{own.indicator}|@||{own.period}"], keys=shown)
    return f"<h3>{escape(title)}{modelled_tag(b.release.modelled, b.lang)}</h3>{chart.html()}{figures}"


def _coverage(b: Brief, own: Fact) -> str:
    codes, _ = below(b)
    facts = {c: b.fact(own.indicator, region=c, period=own.period) for c in codes}
    order = sorted((c for c, f in facts.items() if f.known), key=lambda c: (-facts[c].value, c))
    if not order:
        return ""
    level, then = b.cat.region(order[0]).level, str(Period.parse(own.period).year_ago())
    places, since = intervals(b, level, indicator=own.indicator, period=own.period), broken(b, own)
    columns = [
        Column(titled(b, codes) if b.zh else "Region", text=True, claims="label||||||region"), Column(either(b, "覆盖率 %", "Coverage %")),
        *([] if since else [Column(either(b, "上年同期 %", "A year earlier %"))]),
        Column(either(b, "位次（区间）", "Rank (range)"), claims=f"place|{own.indicator}||||{level}|both"),
    ]  # fmt: skip
    rows = []
    for c in order:
        rank, low, high = (int(places.loc[c][k]) for k in ("rank", "low", "high"))
        shared = "=" if int((places["rank"] == rank).sum()) > 1 else ""
        within = "" if low == high else f"（{low}–{high}）" if b.zh else f" ({low}–{high})"
        rows.append([b.cat.region(c).name(b.lang), cell(b, facts[c]), *([] if since else [cell(b, b.fact(own.indicator, region=c, period=then))]), f"{rank}{shared}{within}"])
    return table(columns, rows, caption=either(b, "分地区数字化改造覆盖率", "Coverage by region"), note=note(b, either(b, "“=”为并列；括号内为位次区间，按四舍五入误差推算", "“=”: shared; in brackets the range of a rank, allowing for rounding")))


def _levels(b: Brief) -> str:
    period = newest(b, "digital_assessed").period
    codes = [c for c in (b.region.code, *below(b)[0]) if b.fact("digital_assessed", region=c, period=period).known]
    shares = {c: [b.fact(f"digital_level_{n}_share", region=c, period=period) for n in _LEVELS] for c in codes}
    if not codes:
        return ""
    names = [b.cat.region(c).name(b.lang) for c in codes]
    parts = [f"{n}.0级" if b.zh else f"{n}.0" for n in _LEVELS]
    title = either(b, "数字化水平分布（占已评价企业%）", "Distribution of digital levels (% of those assessed)")
    chart = share_rows([b.cat.region(c).short(b.lang) for c in codes], [[f.value if f.known else None for f in shares[c]] for c in codes], parts, unit="%", alt=title, ident="levels", own=0)
    columns = [Column(either(b, "地区", "Region"), text=True, claims="label||||||region"), Column(either(b, "已评价（家）", "Assessed")), *(Column(f"{p} %") for p in parts)]
    rows = [[name, cell(b, b.fact("digital_assessed", region=c, period=period)), *(cell(b, f) for f in shares[c])] for name, c in zip(names, codes, strict=True)]
    year = Period.parse(period).narrative(b.lang)
    figures = table(columns, rows, caption=title, note=note(b, either(b, f"{year}末", f"end of {year}")), own=[0])
    return f"<h3>{escape(title)}{modelled_tag(b.release.modelled, b.lang)}</h3>{chart.html()}{figures}"
