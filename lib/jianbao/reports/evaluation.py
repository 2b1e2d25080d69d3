"""The annual evaluation: what the scheme asks, scores and ranks inside tiers with their range, what would bring a region most."""

from collections.abc import Sequence

import pandas as pd

from jianbao.brief import naming, words
from jianbao.brief.context import Brief
from jianbao.brief.parts import Cell, Column, Part, conclusion, source_line, table
from jianbao.brief.said import Markup, own_claim, say
from jianbao.catalogue.schemes import Scheme, Tier
from jianbao.facts import ABSENT, number, rounded
from jianbao.indicators import aggregate
from jianbao.reports.ranges import range_cell
from jianbao.reports.scoring import Scored, scheme_of, scored

__all__ = ["awards", "evaluation", "evaluation_scheme"]

#: The peer group of the regions that won the award three times running.
_AWARD = "tiangong_gold_2025"


def evaluation_scheme(b: Brief) -> Part:
    """Return what the scheme in force asks, which items have figures, and how the weights were set; a line where no scheme is in force."""
    scheme = scheme_of(b)
    if scheme is None:
        return Part(conclusion(own_claim(b, "评价办法暂未收录" if b.zh else "No scheme of evaluation is on the register", "scheme", "", "none")))
    every, there = sum(len(d.items) for d in scheme.dimensions), len(scheme.present)
    told = f"{every}项发展指标中{there}项有数据，按有数据的指标计分" if b.zh else f"{there} of {every} indicators have figures; regions are scored on those"
    rows, keys = [], []
    for d in scheme.dimensions:
        for n, item in enumerate(d.items):
            name = b.cat.indicator(item.indicator).name(b.lang) if item.indicator else item.names[b.lang]
            weight = number(100 * _share(scheme, item.indicator), 1) if item.indicator else ABSENT
            state = ("有数据" if b.zh else "yes") if item.indicator else "缺数据" if b.zh else "no figures"
            rows.append([name, d.name(b.lang), state, weight])
            keys.append(f"{d.id}.{n}")
    columns = [
        Column(h, text=k < 3, claims=f"item|||||@|{way}" if way else "")
        for k, (h, way) in enumerate(zip(("指标", "维度", "数据", "实际权重（%）") if b.zh else ("Indicator", "Dimension", "Figures", "Weight used (%)"), ("name", "", "", "weight"), strict=True))
    ]
    html = table(columns, rows, caption=scheme.name(b.lang), keys=keys, classes="bar")
    return Part(conclusion(own_claim(b, told, "scheme", scheme.id, "items")) + html + source_line(_weights(b, scheme)) + _example(b, scheme))


def _share(scheme: Scheme, indicator: str) -> float:
    """Return the weight of an item among those with figures, a fraction."""
    weights = pd.Series(scheme.weights())
    return aggregate(pd.Series({i: float(i == indicator) for i in weights.index}), weights)


def _weights(b: Brief, scheme: Scheme) -> Markup:
    """Return how weights and points were set, plainly: what was published and what was not."""
    filled = [d for d in scheme.dimensions if any(i.indicator for i in d.items)]
    empty = [d for d in scheme.dimensions if d not in filled]
    sizes = "：".join(f"{d.weight:g}" for d in filled)
    draws = scheme.draws
    shares = {i.indicator: _share(scheme, i.indicator) for _, i in scheme.present}
    heaviest = max(shares, key=lambda i: shares[i])
    most, size = b.cat.indicator(heaviest).name(b.lang), number(100 * shares[heaviest], 1)
    if b.zh:
        said = f"{'、'.join(d.name('zh') for d in filled)}按{sizes}计（推定），维度内各指标等权（办法未公布）"
        said += "；" + "、".join(f"{d.name('zh')}（{d.weight:g}）" for d in empty) + "没有数据，得分折算为满分100分" if empty else ""
        text = own_claim(b, said, "scheme", scheme.id, "weights")
        tried = own_claim(b, f"各权重在±{100 * draws.spread:g}%以内随机变动{draws.runs}次，位次的第5至第95百分位", "scheme", scheme.id, "draws")
        heavy = own_claim(b, f"有数据的指标中，{most}权重最大，占{size}%", "scheme", scheme.id, "heaviest")
        return say("{}；{}。各指标在同级地区内按极差法计分：最低为零分，最高为满分。试算区间是{}；“位次不变比例”是试算中位次不变的次数占比。{}", text, heavy, tried, _cited(b, scheme))
    said = f"{words.joined([d.name('en') for d in filled], 'en')} weigh {sizes.replace('：', ':')} (inferred); items weigh the same inside (not published)"
    said += "; " + ", ".join(f"{d.name('en')} ({d.weight:g})" for d in empty) + " has no figures, so scores are of 100 without it" if empty else ""
    text = own_claim(b, said, "scheme", scheme.id, "weights")
    tried = own_claim(b, f"the 5th to the 95th percentile over {draws.runs} random draws of weights within ±{100 * draws.spread:g}%", "scheme", scheme.id, "draws")
    heavy = own_claim(b, f"of the items with figures {naming.lower(most)} weighs most, {size}%", "scheme", scheme.id, "heaviest")
    return say("{}; {}. An item gives nothing to the lowest region of a level and full points to the highest. The trial range of a rank is {}; “same rank” is the share of draws at the same rank. {}", text, heavy, tried, _cited(b, scheme))


def _cited(b: Brief, scheme: Scheme) -> Markup:
    return own_claim(b, f"来源：{scheme.source}。" if b.zh else f"Source: {scheme.source}.", "scheme", scheme.id, "source")


def _example(b: Brief, scheme: Scheme) -> str:
    """Return the one published score that the weights were inferred from, and what it proves."""
    given = scheme.example
    if given is None:
        return ""
    weights = pd.Series({d.id: d.weight for d in scheme.dimensions})
    scores = pd.Series(given.scores)[weights.index]
    made, low, high = (round(aggregate(scores + slack, weights), 9) for slack in (0.0, -0.05, 0.05))  # ends that are ties stay ties
    region, parts = b.cat.region(given.region).name(b.lang), "、".join(number(s, 1) for s in scores)
    sizes = "：".join(f"{w:g}" for w in weights)
    reached = rounded(low, 1) <= rounded(given.total, 1) <= rounded(high, 1)
    if b.zh:
        verdict = "可由此得到，但不能据此证明权重" if reached else "不能由此得到"
        text = f"权重由一例推定：{region}{given.year}年度各维度{parts}分，按{sizes}合成得{number(made, 2)}分；各分项四舍五入，合成分在{number(low, 2)}—{number(high, 2)}之间，公布的{number(given.total, 1)}分{verdict}"
        return source_line(say("{}。", own_claim(b, text, "scheme", scheme.id, "example")))
    verdict = "can be reached, which does not prove the weights" if reached else "cannot be reached"
    text = (
        f"The weights come from one example: {region} {given.year} with {parts.replace('、', ', ')}; weighed {sizes.replace('：', ':')} that gives {number(made, 2)}; "
        f"as the parts are rounded it lies within {number(low, 2)}–{number(high, 2)}, and the {number(given.total, 1)} published {verdict}"
    )
    return source_line(say("{}.", own_claim(b, text, "scheme", scheme.id, "example")))


def evaluation(b: Brief, level: str) -> Part:
    """Return scores and ranks of the regions of a level: cities among each other, counties inside their tiers; empty without a scheme."""
    found = scored(b, level)
    if found is None:
        return Part()
    groups: Sequence[Tier | None] = found.scheme.tiers if level == b.cat.place.levels[-1] else (None,)
    html = "".join(_group(b, found, g) for g in groups)
    return Part(html + _left(b, found, groups) + (_published_means(b, found.scheme) if None not in groups and html else ""))


def _published_means(b: Brief, scheme: Scheme) -> str:
    """Return the mean scores that were once published of the tiers; another scheme made them."""
    known = [t for t in scheme.tiers if t.published_mean is not None]
    if not known:
        return ""
    means = ("、" if b.zh else ", ").join(f"{t.name(b.lang)}{'' if b.zh else ' '}{number(t.published_mean, 1)}" for t in known)
    text = own_claim(b, f"2016年工业强县评价公布的平均分为{means}" if b.zh else f"Mean scores published of 2016: {means}", "scheme", scheme.id, "tiers")
    return source_line(say("{}，办法不同，不与本页得分比较。" if b.zh else "{}; another scheme made them, so they are not compared with these.", text))


def _group(b: Brief, found: Scored, tier: Tier | None) -> str:
    """Return one tier: its finding, its table; empty where nobody is in it."""
    ranking = found.ranking(tier)
    if ranking.empty:
        return ""
    dims = [d for d in found.scheme.dimensions if any(i.indicator for i in d.items)]
    by = {d.id: found.dimension(d.id) for d in dims}
    key = f"{found.level}.{tier.id}" if tier else found.level
    rows = []
    for code, r in ranking.iterrows():
        name = b.cat.region(code).short(b.lang)
        span = range_cell(int(r["low"]), int(r["nominal"]), int(r["high"]), len(ranking))
        low_high = f"{number(r['low'], 0)}–{number(r['high'], 0)}" if r["low"] < r["high"] else number(r["nominal"], 0)
        row = [name, *([found.output(code).number(b.lang)] if tier else []), number(r["total"], 1), number(r["nominal"], 0), Cell(span, "ch"), low_high, number(100 * r["held"], 0)]
        rows.append([*row, *(number(by[d.id][code], 1) for d in dims), _gain(b, found, code, tier)])
    return conclusion(_finding(b, found, tier, ranking)) + table(
        _columns(b, found, tier, key, dims), rows, caption=_caption(b, found, tier), note=_note(b), keys=list(ranking.index), classes="bar",
    )


def _columns(b: Brief, found: Scored, tier: Tier | None, key: str, dims: list) -> list[Column]:
    zh, output = b.zh, found.scheme.tier_indicator
    unit = found.output(found.codes[0]).unit_text(b.lang)
    year = b.period.year_ago()
    heads = [(naming.level_name(b, found.level) if zh else naming.level_name(b, found.level).capitalize(), "label|||||@")]
    if tier:
        heads.append((f"上年{b.cat.indicator(output).short('zh')}（{unit}）" if zh else f"{b.cat.indicator(output).short('en')} a year ago ({unit})", f"value|{output}|@||{year}"))
    heads += [("得分" if zh else "Score", f"score||@|||{key}|total"), ("位次" if zh else "Rank", f"score||@|||{key}|rank"), ("", "")]
    heads += [("试算区间" if zh else "Trial range", f"score||@|||{key}|range"), ("位次不变比例（%）" if zh else "Same rank (%)", f"score||@|||{key}|held")]
    heads += [(d.name(b.lang), f"score||@|||{key}|{d.id}") for d in dims]
    heads.append(("提升空间最大的指标及可达位次" if zh else "Item with most to gain, and the rank in reach", f"score||@|||{key}|gain"))
    last = len(heads) - 1
    return [Column(label, text=k in (0, last), wide_only=label == "" or last - len(dims) <= k, claims=claims) for k, (label, claims) in enumerate(heads)]


def _gain(b: Brief, found: Scored, code: str, tier: Tier | None) -> str:
    gain = found.gain(code, tier)
    if gain is None:
        return ABSENT
    name, size = b.cat.indicator(gain.indicator).short(b.lang), number(gain.points, 1, sign=True)
    if gain.rank == found.ranking(tier).loc[code, "nominal"]:
        return f"{name} {size}分，位次不变" if b.zh else f"{name} {size}, same rank"
    return f"{name} {size}分，第{gain.rank}位" if b.zh else f"{name} {size}, rank {gain.rank}"


def _finding(b: Brief, found: Scored, tier: Tier | None, ranking: pd.DataFrame) -> Markup:
    """Return how many are ranked, their mean score, the best, and how many ranks hold in at least half of the draws."""
    best = b.cat.region(ranking.index[0]).name(b.lang)
    n, mean, top, firm = len(ranking), number(ranking["total"].mean(), 1), number(ranking["total"].iloc[0], 1), int((ranking["held"] >= 0.5).sum())
    key = f"{found.level}.{tier.id}" if tier else found.level
    if b.zh:
        text = f"{tier.name('zh') if tier else ''}{n}个{naming.level_name(b, found.level)}平均得分{mean}分，{best}最高，为{top}分"
        called = naming.level_name(b, found.level)
        more = f"{firm}个{called}的位次在半数以上的试算中保持不变" if firm else f"没有一个{called}的位次在半数以上的试算中保持不变"
        return say("{}；{}", own_claim(b, text, "scored", key, "mean"), own_claim(b, more, "scored", key, "held"))
    whose = f"{tier.name('en')}: " if tier else ""
    text = f"{whose}{naming.counted(b, n, found.level)} with a mean score of {mean}; {best} has the highest, {top}"
    return say("{}; {}", own_claim(b, text, "scored", key, "mean"), own_claim(b, f"{firm} {'keeps its' if firm == 1 else 'keep their'} rank in at least half of the draws", "scored", key, "held"))


def _caption(b: Brief, found: Scored, tier: Tier | None) -> str:
    level = naming.level_name(b, found.level)
    if tier is None:
        return f"{level}得分与位次" if b.zh else f"Scores and ranks of {naming.plural(b, found.level)}"
    return f"{tier.name('zh')}{level}得分与档内位次" if b.zh else f"{tier.name('en')}: scores and ranks inside the tier"


def _note(b: Brief) -> str:
    return ("模拟数据" if b.zh else "modelled data") if b.release.modelled else ""


def _left(b: Brief, found: Scored, groups: Sequence[Tier | None]) -> str:
    """Return who is not ranked, and why: a figure withheld or missing, or no figure of last year to find the tier by."""
    withheld = [c for c in found.codes if found.lacking(c) == "suppressed"]
    missing = [c for c in found.codes if found.lacking(c) == "missing"]
    adrift = [c for c in found.points.index if None not in groups and found.tier(c) is None]
    bits = []
    for codes, way, zh, en in (
        (withheld, "withheld", "有指标不公布，不计分、不排位", "figures withheld, so neither scored nor ranked"),
        (missing, "missing", "缺指标，不计分、不排位", "figures missing, so neither scored nor ranked"),
        (adrift, "adrift", "没有上年数，不分档、不排位", "no figure of last year, so in no tier and not ranked"),
    ):
        if codes:
            names = words.joined([b.cat.region(c).short(b.lang) for c in codes], b.lang)
            text = f"{len(codes)}个{zh}：{names}" if b.zh else f"{len(codes)} with {en}: {names}"
            bits.append(own_claim(b, text, "scored", found.level, way))
    if not bits:
        return ""
    return source_line(say("{}。", Markup("；").join(bits)) if b.zh else say("{}.", Markup("; ").join(bits)))


def awards(b: Brief) -> Part:
    """Return the regions that hold the award as the dated list has them; empty where the place has no such list."""
    group = next((g for g in b.cat.groups if g.id == _AWARD), None)
    if group is None:
        return Part()
    own = [c for c in group.members if c in b.cat.all_regions]
    names = words.joined([b.cat.region(c).short(b.lang) for c in own], b.lang)
    text = f"{group.name('zh')}{len(own)}个：{names}" if b.zh else f"{group.name('en')}, {len(own)} on the register: {names}"
    note = f"名单为{group.valid_from.year}年公布的县级名单，据公开报道整理，尚待核对。" if b.zh else f"The list of counties of {group.valid_from.year}, not checked against a second source."
    return Part(conclusion(own_claim(b, text, "award", group.id)) + source_line(note))
