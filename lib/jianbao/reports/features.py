"""The features of a period, point by point: output, margins, structure, regions; each sentence is made of claims."""

import math

import pandas as pd

from jianbao.brief import naming, words
from jianbao.brief.context import Brief
from jianbao.brief.head import grown, profit_change
from jianbao.brief.lists import counted_growth, regions_called
from jianbao.brief.parts import Part
from jianbao.brief.said import Markup, claim, claim_of, claimed_value, own_claim, say
from jianbao.catalogue.period import Period
from jianbao.claims import Claim
from jianbao.facts import Fact, number, rounded
from jianbao.indicators import coefficient_of_variation
from jianbao.reports import together
from jianbao.reports.tables import FOUR, level_below
from jianbao.reports.words import (
    added,
    contributed,
    lead,
    over,
    rate_of,
    share_said,
    traditional,
    value_said,
    whole_name,
)

__all__ = ["features"]

_TEN = 10
_LITTLE = 0.1  # points: a share that moved by no more is called nearly unchanged


def features(b: Brief) -> Part:
    """Return the points of the section, each a bold phrase and its sentences; points without a figure are left out."""
    if not b.told:
        return Part()
    made = [(topic, way, said) for topic, way, said in (_output(b), _margins(b), _structure(b), _regions(b)) if way and said]
    points = [say("<p>{}{}</p>", lead(b, n, topic, way, _who(b, topic)), _sentences(b, said)) for n, (topic, way, said) in enumerate(made, 1)]
    return Part(f'<div class="lead">{Markup("").join(points)}</div>') if points else Part()


def _who(b: Brief, topic: str) -> str:
    """Return whom the phrase of a point is about: the regions by their level, or what takes a share."""
    if topic == "structure":
        return traditional(b) if b.is_total else "本行业" if b.zh else "the sector"
    level = level_below(b)
    return naming.plural(b, level) if level else ""


def _sentences(b: Brief, said: list[Markup]) -> Markup:
    return Markup("").join(s + "。" for s in said) if b.zh else Markup(" ").join(s + "." for s in said)


def _joined(b: Brief, bits: list[Markup]) -> Markup:
    return Markup("，" if b.zh else ", ").join([x for x in bits if x])


# ---- 生产 ---------------------------------------------------------------------------------------------------------


def _output(b: Brief) -> tuple[str, str, list[Markup]]:
    growth = b.growth(b.headline.id)
    if not growth.known:
        return "production", "", []
    year = ("同比" if b.monthly else "比上年") if b.zh else " on a year earlier"
    name = naming.headline_name(b)
    first = say("{}{}{}", name, year, grown(b, growth)) if b.zh else say("{} was {}{}", name.capitalize(), grown(b, growth), year)
    said = [_joined(b, [first, _pace(b, growth)])]
    if b.is_total:
        said += [s for s in (_counters(b), _traditional(b)) if s]
    else:
        rate = b.growth(b.headline.id, sector=b.all_sectors.code)
        said += [s for s in (_joined(b, [_named(b, over(b, growth, rate)), added(b, b.headline.id, together.single(b), whole_name(b)), _rate(b, together.single(b))]),) if s]
    return "production", words.way(growth.shown(b.lang)), said


def _named(b: Brief, text: Markup) -> Markup:
    return say("增速{}" if b.zh else "Growth was {}", text) if text else text


def _rate(b: Brief, group: together.Group) -> Markup:
    return contributed(b, b.headline.id, group, whole_name(b))


def _pace(b: Brief, growth: Fact) -> Markup:
    """Return how growth moved since the quarter before (in the first: since January–February)."""
    months = [m for m in (9, 6, 3, 2) if b.period.month and m < b.period.month]
    before = str(Period(b.period.year, months[0])) if months else ""
    if before not in b.release.periods:
        return Markup("")
    then = b.growth(b.headline.id, period=before)
    label = Period.parse(before).narrative(b.lang)
    text = words.pace(growth, then, label.removeprefix(f"{b.period.year}年"), b.lang)
    return claim(b, text, claim_of(growth, "pace", versus=before, way=words.pace_way(growth, then, b.lang)))


def _counters(b: Brief) -> Markup:
    """Return how many of the sectors that get briefs grew, by ten percent and more, and faster than all industry."""
    rates = [b.growth(b.headline.id, sector=s.code) for s in b.cat.brief_sectors()]
    known = [r.shown(b.lang) for r in rates if r.known]
    of = b.growth(b.headline.id)
    if not known or not of.known:
        return Markup("")
    hits = {"grew": sum(k > 0 for k in known), "double": sum(k >= _TEN for k in known), "faster": sum(k > of.shown(b.lang) for k in known)}
    n = len(known)
    zh = {
        "grew": f"{_among(b, n)}中，{hits['grew']}个行业增加值增长" if 0 < hits["grew"] < n else f"{_among(b, n)}增加值{'均' if hits['grew'] else '均未'}增长",
        "double": f"{hits['double']}个行业实现两位数增长" if hits["double"] else "没有行业实现两位数增长",
        "faster": f"{hits['faster']}个行业增速快于{whole_name(b)}" if hits["faster"] else f"没有行业增速快于{whole_name(b)}",
    }
    en = {
        "grew": f"Of {n} traditional industries, {hits['grew']} grew",
        "double": f"{hits['double']} by 10% or more", "faster": f"{hits['faster']} grew faster than all industry",
    }
    bits = [claim(b, (zh if b.zh else en)[test], Claim("sectors", b.headline.id, b.region.code, b.sector.code, b.at, test, f"{hits[test]}/{n}")) for test in hits]
    return Markup("，" if b.zh else ", ").join(bits)


def _among(b: Brief, n: int) -> str:
    every = len(b.cat.brief_sectors())
    return f"{n}个传统制造业" if n == every else f"有可比增速的{n}个传统制造业"


def _traditional(b: Brief) -> Markup:
    """Return what the sectors that get briefs did together: growth, pull on all industry, contribution."""
    group = together.sets(b)
    rate = rate_of(b, b.headline.id, group)
    if not rate:
        return Markup("")
    first = say("{}增加值合计同比{}", traditional(b), rate) if b.zh else say("Together {} were {}", traditional(b), rate)
    return _joined(b, [first, added(b, b.headline.id, group, whole_name(b)), contributed(b, b.headline.id, group, whole_name(b))])


# ---- 效益 ---------------------------------------------------------------------------------------------------------


def _margins(b: Brief) -> tuple[str, str, list[Markup]]:
    profit, margin = b.fact("profit"), b.fact("profit_margin")
    change = b.change("profit_margin")
    if not profit.known or not margin.known or not change.known:
        return "efficiency", "", []
    way = words.way(change.shown(b.lang))
    loss = profit.value < 0
    shown = claimed_value(b, profit, loss=loss)
    moved = claim(b, words.moved(change, b.lang), claim_of(change, "moved", way=way))
    if b.zh:
        first = _joined(b, [say("{}{}", "亏损总额" if loss else "利润总额", shown), profit_change(b, profit), say("营业收入利润率{}", claimed_value(b, margin)), say("同比{}", moved)])
    else:
        first = _joined(b, [say("{} was {}", "Total loss" if loss else "Total profit", shown), profit_change(b, profit), say("the margin {}", claimed_value(b, margin)), moved])
    said = [first]
    if b.is_total:
        said += [s for s in (_profit_part(b), _productivity(b), _finance(b), _fourfold(b)) if s]
    else:
        own, other = (b.fact("financial_expense_per_100_revenue", sector=s) for s in (b.sector.code, b.all_sectors.code))
        said += [_joined(b, [_cost(b, claimed_value(b, own)), over(b, own, other)])] if own.known and other.known and other.value else []
    return "efficiency", way, said


def _cost(b: Brief, shown: Markup) -> Markup:
    return say("每百元营业收入财务费用{}" if b.zh else "Financial expense per 100 yuan of revenue was {}", shown)


def _profit_part(b: Brief) -> Markup:
    group, of = together.sets(b), f"{whole_name(b)}利润" if b.zh else "profit of all industry"
    said = [contributed(b, "profit", group, of, tenths=True)]
    said = [x for x in said if x] or [added(b, "profit", group, of)]
    return say("{}{}" if b.zh else "{}: {}", traditional(b) if b.zh else "The traditional industries", said[0]) if said[0] else Markup("")


def _productivity(b: Brief) -> Markup:
    pairs = [(b.fact("labour_productivity", sector=s.code), b.before("labour_productivity", sector=s.code)) for s in b.cat.brief_sectors()]
    known = [(now.shown("zh"), then.shown("zh")) for now, then in pairs if now.known and then.known]
    if not known:
        return Markup("")
    n, up = len(known), sum(now > then for now, then in known)
    if b.zh:
        text = f"{_among(b, n)}中有{up}个行业劳动生产率高于上年同期" if 0 < up < n else f"{_among(b, n)}劳动生产率均{'' if up else '不'}高于上年同期"
    else:
        text = f"In {up} of {n} traditional industries labour productivity was higher than a year earlier"
    return claim(b, text, Claim("sectors", "labour_productivity", b.region.code, b.sector.code, b.at, "better", f"{up}/{n}"))


def _finance(b: Brief) -> Markup:
    i, group = "financial_expense_per_100_revenue", together.sets(b)
    own, shown = together.total(b, i, group.cells), value_said(b, i, group)
    if not shown or not b.fact(i).value:
        return Markup("")
    return _joined(b, [say("传统制造业每百元营业收入财务费用{}" if b.zh else "Financial expense of traditional industries per 100 yuan of revenue was {}", shown), over(b, own, b.fact(i), group=group)])


def _fourfold(b: Brief) -> Markup:
    """Return how many of output, sales, profit and tax of the sectors together grew by ten percent or more."""
    group = together.sets(b)
    rates = [together.grown(b, i, group.cells) for i in FOUR]
    if not all(r.known for r in rates):
        return Markup("")
    n, hits = len(rates), sum(r.shown(b.lang) >= _TEN for r in rates)
    if not hits:  # that nothing grew by ten percent is no news
        return Markup("")
    if b.zh:
        text = "传统制造业产、销、利、税" + ("均实现两位数增长" if hits == n else f"{n}项中{hits}项实现两位数增长")
    else:
        text = f"Of output, sales, profit and tax of traditional industries {hits} of {n} grew by 10% or more"
    return claim(b, text, Claim("fourfold", ",".join(FOUR), b.region.code, b.sector.code, b.at, group.spec, f"{hits}/{n}"))


# ---- 结构 ---------------------------------------------------------------------------------------------------------


def _structure(b: Brief) -> tuple[str, str, list[Markup]]:
    group = together.sets(b) if b.is_total else together.single(b)
    now, then = (together.share_of(b, b.headline.id, group, before=x) for x in (False, True))
    said, moved = share_said(b, b.headline.id, group)
    if not said or not moved or math.isnan(then):
        return "structure", "", []
    who = ("传统制造业" if b.is_total else "本行业") if b.zh else ("Traditional industries" if b.is_total else "The sector")
    base = "（按可比基数）" if b.zh else " (on comparable bases)"
    text = say("{}增加值占{}的{}，同比{}{}", who, whole_name(b), said, moved, base) if b.zh else say("{} made up {} of {}, {} on a year earlier{}", who, said, whole_name(b), moved, base)
    gap = rounded(rounded(now, 1) - rounded(then, 1), 1)
    return "structure", "~" if 0 < abs(gap) <= _LITTLE else words.way(gap), [text]


# ---- 区域 ---------------------------------------------------------------------------------------------------------


def _regions(b: Brief) -> tuple[str, str, list[Markup]]:
    level = level_below(b)
    codes = [r.code for r in b.cat.children(b.region.code)] if level else []
    rates = {c: r for c in codes if (r := b.growth(b.headline.id, region=c)).known and b.fact(b.headline.id, region=c).known}
    if not rates:
        return "regions", "", []
    up, n = sum(r.shown("zh") > 0 for r in rates.values()), len(rates)
    way = "all" if up == n else words.way(rounded(2 * up - n, 0))
    versus = level if b.is_root else f"under:{b.region.code}"
    counted = b.is_root and not (way == "all" and n == len(codes))  # that all grew is said by the phrase before it
    said = [_count(b, level, list(rates.values())) if counted else Markup(""), _range(b, rates, versus), _variation(b, codes, versus), *_pilots(b)]
    return "regions", way, [s for s in said if s]


def _count(b: Brief, level: str, rates: list[Fact]) -> Markup:
    return counted_growth(b, rates, regions_called(b, level), f"{level}+")


def _range(b: Brief, rates: dict[str, Fact], versus: str) -> Markup:
    shown = {c: r.shown(b.lang) for c, r in rates.items()}
    best, worst = max(shown, key=lambda c: (shown[c], c)), min(shown, key=lambda c: (shown[c], c))
    if shown[best] == shown[worst] or any(words.from_small_base(rates[c]) for c in (best, worst)):
        return Markup("")
    names = [b.cat.region(c).name(b.lang) for c in (best, worst)]
    gap = words.points(shown[best] - shown[worst], b.lang)
    told = [words.change_words(rates[c], b.lang) for c in (best, worst)]
    if b.zh:
        text = f"{names[0]}{told[0]}为最快，{names[1]}{told[1]}为最慢，相差{gap}"
    else:
        text = f"the fastest, {names[0]}, was {told[0]}, the slowest, {names[1]}, {told[1]}: {gap} apart"
    return claim(b, text if b.zh else text[:1].upper() + text[1:], Claim("range", f"{b.headline.id}_growth", b.region.code, b.sector.code, b.at, versus, f"{best},{worst}"))


def _variation(b: Brief, codes: list[str], versus: str) -> Markup:
    i = "labour_productivity"
    now = [f.value for c in codes if (f := b.fact(i, region=c)).known and f.value > 0]
    cv = coefficient_of_variation(pd.Series(now)) if len(now) > 1 else math.nan
    if math.isnan(cv):
        return Markup("")
    text = f"各{naming.level_name(b, level_below(b))}劳动生产率的变异系数为{number(cv, 2)}，越小越均衡" if b.zh else f"The coefficient of variation of labour productivity was {number(cv, 2)} (the smaller, the more even)"
    return claim(b, text, Claim("variation", i, b.region.code, b.sector.code, b.at, versus))


def _pilots(b: Brief) -> list[Markup]:
    """Return pilots of all trades against the other regions, and that the list is known only in part: no rank is given."""
    if not b.is_root or not b.is_total:
        return []
    said = []
    for level in b.cat.place.levels[1:]:
        pilot, rest = together.pilots(b, level), together.pilots(b, level, rest=True)
        rates = rate_of(b, b.headline.id, pilot), rate_of(b, b.headline.id, rest)
        if pilot.cells and all(rates):
            names = words.joined([b.cat.region(c).name(b.lang) for c, _ in pilot.cells], b.lang)
            called = naming.level_name(b, level)
            said.append(say("传统制造业改造提升试点{}（{}）增加值同比{}，其余{}合计{}", called, names, rates[0], called, rates[1]) if b.zh else say("{} that pilot the upgrading of traditional industries ({}): {}; the others together: {}", naming.plural(b, level).capitalize(), names, *rates))
    group = next((g for g in b.cat.peer_groups() if g.id == "pilot" and not g.complete and g.in_force(together.on(b))), None)
    if said and group is not None:
        n, of = len(group.members), group.expected
        if b.zh:
            text = f"试点县名单已核实{n}个{f'（共{of}个）' if of else ''}，数据仅供参考，不排位次"
        else:
            text = f"Of the list of pilot counties {n}{f' of {of}' if of else ''} are verified: for reference only, no rank is given"
        said.append(own_claim(b, text, "listed", f"group:{group.id}"))
    return said
