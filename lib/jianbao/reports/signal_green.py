"""leading_signals 5 and 6: green indicators, and the structure of industry beside others."""


from jianbao.brief import naming
from jianbao.brief.context import Brief
from jianbao.brief.parts import (
    Cell,
    Column,
    Part,
    conclusion,
    escape,
    modelled_tag,
    source_line,
    table,
)
from jianbao.brief.said import Markup, capital, claim, claim_of, claimed_value, own_claim, plain, say
from jianbao.brief.words import compare, way
from jianbao.catalogue.period import Period
from jianbao.catalogue.signals import SignalRule
from jianbao.claims import Claim
from jianbao.facts import ABSENT, Fact, difference, number, rounded
from jianbao.indicators import growth_rate
from jianbao.reports.signal_charts import share_rows
from jianbao.reports.signal_money import moved_words
from jianbao.reports.signal_others import comparator_table, comparators, observed, published_pair
from jianbao.reports.signal_parts import cell, either, modelled_line, newest, note, ruling, sentences

__all__ = ["greening", "makeup"]


def greening(b: Brief) -> Part:
    """Return energy and carbon per value added, sectors against the whole, and emissions against the base of the plan in force."""
    own = b.fact("energy_intensity")
    if not own.known:
        return Part()
    lead = say("单位工业增加值能耗{}" if b.zh else "energy per unit of value added was {}", claimed_value(b, own))
    if not b.is_root and (gap := difference(own, b.fact(own.indicator, region=b.root.code), b.lang)) is not None:
        size = f"{number(abs(gap), own.places(b.lang))}{'' if b.zh else ' '}{own.unit_text(b.lang)}"
        lead += say("，{}" if b.zh else ", {}", claim(b, compare(gap, naming.against_root(b), size, b.lang), claim_of(own, "gap", versus=b.root.code, way=way(gap))))
    parts = '<div class="g">' + f'<div class="c7">{_carbon(b)}</div><div class="c5">{_emissions(b)}</div></div>'
    told = [_better(b), *(_since(b, rule) for rule in ruling(b, "base"))]
    return Part(
        conclusion(lead if b.zh else capital(lead)) + sentences(*told) + parts
        + _plan_line(b)
        + modelled_line(b, "能耗由企业月度数据汇总，现价；碳排放、VOCs和氮氧化物为监测数。", "Energy is summed over the monthly returns, at current prices; carbon, VOCs and NOx are monitored.")
    )


def _carbon_period(b: Brief) -> tuple[str, str, str]:
    """Return the newest period with carbon, and the region or the earlier period that sectors are held against."""
    period = newest(b, "carbon_emission").period
    return period, b.root.code if not b.is_root else "", str(Period.parse(period).year_ago()) if b.is_root else ""


def _pairs(b: Brief) -> dict[str, tuple[Fact, Fact]]:
    period, region, then = _carbon_period(b)
    found = {}
    for s in b.cat.brief_sectors():
        found[s.code] = (b.fact("carbon_intensity", sector=s.code, period=period), b.fact("carbon_intensity", sector=s.code, region=region, period=then or period))
    return found


def _better(b: Brief) -> Markup:
    period, region, then = _carbon_period(b)
    known = [(own, other) for own, other in _pairs(b).values() if own.known and other.known]
    if not known:
        return Markup("")
    lower = sum(own.shown("zh") < other.shown("zh") for own, other in known)
    if b.zh:
        text = f"{len(known)}个重点行业中{lower}个单位增加值碳排放低于{'全省同行业' if region else '上年'}"
    else:
        text = f"{lower} of {len(known)} sectors emit less carbon per unit of value added than {'the sector in the province' if region else 'a year earlier'}"
    what = Claim("better", "carbon_intensity", b.region.code, b.sector.code, period, region or then, f"{lower}/{len(known)}")
    return say("{}。" if b.zh else "{}.", claim(b, text, what))


def _carbon(b: Brief) -> str:
    pairs = {s: p for s, p in _pairs(b).items() if p[0].known or p[0].status == "suppressed"}
    if not pairs:
        return ""
    period, region, _ = _carbon_period(b)
    order = sorted(pairs, key=lambda s: (-(pairs[s][0].value or 0.0), s))
    unit = pairs[order[0]][0].unit_text(b.lang)
    columns = [
        Column(either(b, "行业", "Sector"), text=True, claims="label||||||sector"), Column(f"{naming.here(b)}（{unit}）" if b.zh else f"Here ({unit})"),
        Column(either(b, "全省同行业", "Province") if region else either(b, "上年", "A year earlier")),
    ]  # fmt: skip
    columns += [Column(either(b, "差", "Gap"), claims=f"diff|carbon_intensity||||{region}")] if region else []
    rows = []
    for s in order:
        own, other = pairs[s]
        gap = difference(own, other, b.lang)
        rows.append([b.cat.sector(s).short(b.lang), cell(b, own), cell(b, other)] + ([number(gap, own.places(b.lang), sign=True) if gap is not None else ABSENT] if region else []))
    year = Period.parse(period).narrative(b.lang)
    return table(columns, rows, caption=either(b, "分行业单位增加值碳排放（碳效）", "Carbon per unit of value added by sector"), note=note(b, year))


def _change(b: Brief, rule: SignalRule) -> tuple[Fact, Fact, float] | None:
    """Return a monitored figure, that of its base, and the change between them in percent, of the figures as printed."""
    own = newest(b, rule.indicator)
    base = b.fact(rule.indicator, period=rule.versus) if rule.versus in b.release.periods else b.fact(rule.indicator)
    if not own.known or not base.known or own.period <= rule.versus:
        return None
    return own, base, 100 * growth_rate(float(own.shown("zh")), float(base.shown("zh")))


def _since(b: Brief, rule: SignalRule) -> Markup:
    found = _change(b, rule)
    if found is None:
        return Markup("")
    own, base, percent = found
    shown, name = rounded(percent, 1), b.cat.indicator(rule.indicator).short(b.lang)
    goal = _goal(b, rule)
    since, when = Period.parse(base.period).narrative(b.lang), Period.parse(own.period).narrative(b.lang)
    verb = either(b, "上升" if shown > 0 else "下降", "up" if shown > 0 else "down")
    if b.zh:
        text = (f"比{since}{verb}{number(abs(shown), 1)}%" if shown else f"与{since}持平") + (f"（{goal}）" if goal else "")
    else:
        text = (f"{verb} {number(abs(shown), 1)}% since {since}" if shown else f"unchanged since {since}") + (f" ({goal})" if goal else "")
    told = claim(b, text, claim_of(own, "since", versus=rule.id, way=way(shown)))
    return say("{}{}{}，{}。" if b.zh else "In {} {} was {}, {}.", when, name if b.zh else naming.lower(name), claimed_value(b, own), told)


def _goal(b: Brief, rule: SignalRule) -> str:
    """Return what the plan asks for where it binds the region, “” elsewhere: one city's plan measures no other place."""
    if not _binds(b, rule):
        return ""
    whose, size = b.cat.region(rule.region).name(b.lang) if rule.region else "", number(rule.value, 0)
    return f"{whose}方案：下降{size}%以上" if b.zh else f"the plan{' of ' + whose if whose else ''} asks for a fall of {size}% or more"


def _binds(b: Brief, rule: SignalRule) -> bool:
    return rule.region in ("", b.region.code)


def _plan_line(b: Brief) -> str:
    """Return which document the goals are from; it has a Chinese title only."""
    plans = dict.fromkeys(rule.source.partition(" (S")[0] for rule in ruling(b, "base") if _binds(b, rule) and _change(b, rule) is not None)
    return source_line("方案：" + "；".join(plans)) if plans and b.zh else ""


def _emissions(b: Brief) -> str:
    rows, keys = [], []
    for rule in ruling(b, "base"):
        if (found := _change(b, rule)) is not None:
            own, base, percent = found
            rows.append([b.cat.indicator(rule.indicator).short(b.lang), cell(b, own), cell(b, base), number(percent, 1, sign=True), Cell(str(own_claim(b, f"−{number(rule.value, 0)}%", "signal", rule.id))) if _binds(b, rule) else ABSENT])
            keys.append(rule.id)
    if not rows:
        return ""
    planned = any(_binds(b, rule) for rule in ruling(b, "base"))
    columns = [
        Column(either(b, "指标（千克/万元）", "kg per 10,000 yuan"), text=True), Column(either(b, "本期", "Now")), Column(either(b, "基期", "Base")),
        Column(either(b, "变动 %", "Change %"), claims="since|||||@"), *([Column(either(b, "方案", "Plan"))] if planned else []),
    ]  # fmt: skip
    rows = [row[: len(columns)] for row in rows]
    return table(columns, rows, caption=either(b, "排放强度对基期", "Emission intensity against its base"), note=note(b), keys=keys)


# ---- structure ----------------------------------------------------------------------------------------------------


def makeup(b: Brief) -> Part:
    """Return exports and the home market, emerging industries, manufacturing in GDP, enterprises above the threshold, other provinces."""
    told = [_share(b, "strategic_emerging_share", "战略性新兴产业增加值占规上工业", "strategic emerging industries"), _share(b, "manufacturing_share_gdp", "制造业增加值占生产总值", "manufacturing in GDP"), *_above(b), comparators(b)]
    foot = b.cat.indicator("strategic_emerging_share").definition(b.lang)
    if not any(told):
        return Part()
    body = _exports(b) + f'<div class="g"><div class="c6">{_series(b)}</div><div class="c6">{comparator_table(b)}{observed(b)}</div></div>'
    return Part(
        conclusion(_abroad(b)) + sentences(*told) + body
        + source_line(either(b, "新兴产业口径：", "Emerging industries: ") + foot.rstrip("。.").replace("×100%", "") + either(b, "。", "."))
        + modelled_line(b, "", "")
    )


def _abroad(b: Brief) -> Markup:
    own = b.fact("export_share")
    if not own.known:
        return plain(b, either(b, "结构指标", "Indicators of structure"))
    lead = say("出口占总产值{}" if b.zh else "exports are {} of output", claimed_value(b, own))
    if change := moved_words(b, own):
        lead += say("，{}" if b.zh else ", {}", change)
    home = claim(b, f"{number(100 - own.shown('zh'), 1)}%", claim_of(own, "rest"))
    lead += say("，内销占{}" if b.zh else "; the home market takes {}", home)
    return lead if b.zh else capital(lead)


def _share(b: Brief, indicator: str, zh: str, en: str) -> Markup:
    own = newest(b, indicator)
    if not own.known:
        return Markup("")
    change, when = moved_words(b, own), Period.parse(own.period).narrative(b.lang)
    said = say("{}{}{}" if b.zh else "In {} {}: {}", when, either(b, zh, en), claimed_value(b, own))
    return (said + (say("，{}" if b.zh else ", {}", change) if change else Markup("")) + ("。" if b.zh else "."))


def _above(b: Brief) -> list[Markup]:
    """Return the share of enterprises above the threshold: as modelled for the region, and as published for the whole place."""
    found = [_share(b, "above_scale_enterprise_share", "规上企业占全部工业企业", "enterprises above designated size among all of industry")]
    both = published_pair(b, b.root.code, "above_scale_enterprises", "census_legal_entities")
    if both is not None:
        year, percent = both
        text = claim(b, f"{number(percent, 1)}%", Claim("ofpublished", "above_scale_enterprises", b.root.code, b.all_sectors.code, year, "census_legal_entities"))
        whole = b.cat.place.reference_name(b.lang)
        found.append(say("据公布数，{}年{}规上工业企业占普查工业企业法人单位{}。" if b.zh else "As published, in {}, {} had above-scale enterprises equal to {} of the census's industrial entities.", year, whole, text))
    return found


def _exports(b: Brief) -> str:
    rows, shares, names = [], [], []
    facts = {s.code: (b.fact("export_delivery", sector=s.code), b.fact("export_share", sector=s.code)) for s in b.cat.brief_sectors()}
    order = sorted((s for s, (_, share) in facts.items() if share.known or share.status == "suppressed"), key=lambda s: (-(facts[s][1].value or 0.0), s))
    for s in order:
        level, share = facts[s]
        home = number(100 - share.shown("zh"), 1) if share.known else share.number(b.lang)
        rows.append([b.cat.sector(s).short(b.lang), cell(b, share), home, cell(b, level), cell(b, b.growth("export_delivery", sector=s))])
        names.append(b.cat.sector(s).short(b.lang))
        shares.append([100 - float(share.shown("zh")), float(share.shown("zh"))] if share.known else [None, None])
    if not rows:
        return ""
    title = either(b, "分行业内销与出口（占总产值%）", "Home market and exports by sector (% of output)")
    chart = share_rows(names, shares, [either(b, "内销", "home"), either(b, "出口", "exports")], unit="%", alt=title, ident="homes")
    unit = b.fact("export_delivery", region=b.root.code).unit_text(b.lang)
    columns = [
        Column(either(b, "行业", "Sector"), text=True, claims="label||||||sector"), Column(either(b, "出口占比 %", "Exports %")),
        Column(either(b, "内销占比 %", "Home %"), claims="rest|export_share"), Column(either(b, f"出口交货值（{unit}）", f"Export delivery ({unit})")),
        Column(either(b, "增速 %", "Growth %"), wide_only=True),
    ]  # fmt: skip
    left = f"<h3>{escape(title)}{modelled_tag(b.release.modelled, b.lang)}</h3>{chart.html()}"
    right = table(columns, rows, caption=either(b, "分行业出口与内销", "Exports and home market by sector"), note=note(b))
    return f'<div class="g"><div class="c5">{left}</div><div class="c7">{right}</div></div>'


def _series(b: Brief) -> str:
    ids = ("manufacturing_share_gdp", "above_scale_enterprise_share", "strategic_emerging_share", "energy_intensity")
    periods = [p for p in b.release.periods if p <= b.at and p.endswith("-12")]
    shown = [i for i in ids if any(b.fact(i, period=p).known for p in periods)]
    if not shown or not periods:
        return ""
    columns = [Column(either(b, "指标", "Indicator"), text=True, claims="label|||||@"), *(Column(f"{p[:4]}年" if b.zh else p[:4]) for p in periods)]
    rows = [[b.cat.indicator(i).short(b.lang), *(cell(b, b.fact(i, period=p)) for p in periods)] for i in shown]
    return table(columns, rows, caption=either(b, "结构与绿色指标各年", "Structure and green indicators by year"), note=note(b, either(b, "%，能耗为吨标准煤/万元", "%; energy in tce per 10,000 yuan")), keys=shown)
