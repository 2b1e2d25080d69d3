"""Claims of letters worked out anew: which rules a county meets, since when, what was told before; what regions make together."""

import math
from dataclasses import replace
from decimal import Decimal

from jianbao.catalogue.letters import LetterRule, rules_on, told
from jianbao.catalogue.period import Period
from jianbao.verify.groups import ranked
from jianbao.verify.printed import near, numbers, places, rounded
from jianbao.verify.rules import About, growth_of, rule, sign

__all__ = ["due", "together"]


def _level(a: About) -> str:
    return a.figures.cat.place.levels[-1]


def _values(a: About, rule_: LetterRule, period: str) -> dict[str, float]:
    """Return the figures of all counties that are ranked."""
    other = About(a.figures, replace(a.claim, indicator=rule_.indicator, versus=_level(a), period=period), "", a.lang)
    return a.figures.once(("letter values", rule_.indicator, a.claim.sector, period), lambda: ranked(other))


def _holds(a: About, rule_: LetterRule, period: str) -> bool:
    """Tell whether a county is among the last of a rule and far enough behind the whole place in a period."""
    values, known = _values(a, rule_, period), a.figures.cat.indicator(rule_.indicator)
    own, whole = values.get(a.claim.region), a.figures.value(rule_.indicator, a.root, a.claim.sector, period)
    if own is None or whole is None:
        return False
    turn = 1 if known.direction == "higher" else -1
    ahead = sum(turn * v > turn * own for v in values.values())
    behind = len(values) - 1 - ahead
    printed = [rounded(v, places(v, known.decimals, known.unit("zh"))) for v in (own, whole)]
    worse = turn * (printed[1] - printed[0])
    if worse <= 0 or worse < Decimal(repr(rule_.gap)):
        return False
    return behind < rule_.last if rule_.last else 100 * (behind + 1) <= rule_.share * len(values)


def due(a: About) -> dict[str, list[str]]:
    """Return the ids of the rules that the claim's county meets and the periods of their run, the newest first."""
    return a.figures.once(("letter", *a.where), lambda: _due(a))


def _due(a: About) -> dict[str, list[str]]:
    found, before = {}, [p for p in a.figures.periods if p <= a.claim.period][::-1]
    for rule_ in rules_on(a.figures.cat, a.claim.period):
        for period in before[: rule_.periods + 9]:  # asked for at once, not one after the other
            _values(a, rule_, period)
        run: list[str] = []
        for period in before:
            if not _holds(a, rule_, period):
                break
            run.append(period)
        if len(run) >= rule_.periods:
            found[rule_.id] = run
    return found


def _new(a: About) -> dict[str, list[str]]:
    """Return those that no letter of another period told in the same run."""
    known = told(a.figures.data_dir, a.claim.region, a.figures.periods, a.claim.period)
    return {
        id_: run for id_, run in due(a).items()
        if not any(t.rule == id_ and t.since <= a.claim.period and t.period >= run[-1] for t in known)
    }


@rule("letter")
def _letter(a: About) -> str:
    """What a letter says of its rules; versus: their ids, way: count run ask days condition same, or none where there is nothing new."""
    ids, rules = [i for i in a.claim.versus.split(",") if i], {r.id: r for r in rules_on(a.figures.cat, a.claim.period)}
    shown = [int(n.value) for n in numbers(a.text)]
    if a.claim.way == "none":
        words = ("此前", "before") if ids else ("没有达到", "no indicator")
        return "" if sorted(ids) == sorted(due(a)) and not _new(a) and any(w in a.text for w in words) else f"the rules find {', '.join(_new(a)) or 'nothing'}"
    new = _new(a)
    if missing := [i for i in ids if i not in new]:
        return f"{missing[0]} finds nothing new"
    if a.claim.way in ("count", "days") and sorted(ids) != sorted(new):
        return f"the rules find {', '.join(new)}"
    if a.claim.way == "count":
        return "" if shown == [len(new)] else f"there are {len(new)}"
    if a.claim.way == "days":
        return "" if shown == [min(rules[i].reply_days for i in ids)] else "the rules give another term"
    if a.claim.way == "ask":
        return "" if a.text == rules[ids[0]].question(a.lang) else "the rule asks otherwise"
    if a.claim.way == "condition":
        return _condition(a, rules[ids[0]])
    if a.claim.way == "same":
        told = ids[0] != ids[-1] and not shown and ("同上" if a.lang == "zh" else "as above") in a.text
        return "" if told and alike(a, [rules[i] for i in ids]) else "the other rule asks for something else"
    run = new[ids[0]]
    since = Period.parse(run[-1]).label(a.lang)
    told_since = "自" not in a.text and "since" not in a.text or since in a.text
    return "" if shown == [len(run)] and told_since else f"it has held for {len(run)} periods, since {since}"


def alike(a: About, found: list[LetterRule]) -> bool:
    """Tell whether rules ask for the same: how far down, on which side by how much (points or the same unit), how long."""
    known = [a.figures.cat.indicator(r.indicator) for r in found]
    return len({(r.last, r.share, r.gap, r.periods, k.direction, k.unit(a.lang), k.decimals) for r, k in zip(found, known, strict=True)}) == 1


def _condition(a: About, rule_: LetterRule) -> str:
    """What a rule asks for, in words: how far down of the ranking, on which side of the whole place by how much, how long."""
    known = a.figures.cat.indicator(rule_.indicator)
    unit, decimals = known.unit(a.lang), places(rule_.gap, known.decimals, known.unit("zh"))
    wanted = [Decimal(rule_.last or rule_.share), *([rounded(rule_.gap, decimals)] if rule_.gap else []), Decimal(rule_.periods)]
    side = (("低于", "高于"), ("below", "above"))[a.lang != "zh"]
    right, wrong = side if known.direction == "higher" else side[::-1]
    points = unit != "%" or not rule_.gap or "个百分点" in a.text or "percentage point" in a.text
    ok = [n.value for n in numbers(a.text)] == wanted and right in a.text and wrong not in a.text and points and (("%" in a.text) == bool(rule_.share) or unit not in ("%", ""))
    return "" if ok else f"the rule asks for {', '.join(map(str, wanted))}, {right}"


def together(a: About, codes: list[str]) -> float | None:
    """Return a ratio or growth of several regions together, total over total; None where one has no figure."""
    f, known, (_, sector, period) = a.figures, a.indicator, a.where
    if known is None or known.kind == "growth":
        level = a.claim.indicator.removesuffix("_growth")
        pairs = [(f.base(level, c, sector, period), growth_of(a, c, sector, period)) for c in codes]
        if any(base is None or rate is None or base <= 0 for base, rate in pairs):
            return None
        return math.fsum(base * rate for base, rate in pairs) / math.fsum(base for base, _ in pairs)
    tops, bottoms = ([f.value(i, c, sector, period) for c in codes] for i in (known.numerator, known.denominator))
    if None in tops or None in bottoms or math.fsum(bottoms) <= 0:
        return None
    months = int(period[5:7]) if known.annualised and len(period) == 7 else 12
    return known.factor * math.fsum(tops) / math.fsum(bottoms) * 12 / months


@rule("mean")
def _mean(a: About) -> str:
    """The difference to several regions taken together (total over total); versus: their codes, way: + - 0, none in a table."""
    codes = a.claim.versus.split(",")
    own, other = a.value(), together(a, codes)
    if own is None or other is None:
        return "a figure is unknown"
    name, factor, least = a.unit
    gaps = {x - y for x in _shown(own * factor, least, name) for y in _shown(other * factor, least, name)}
    if not a.claim.way:
        shown = numbers(a.text)
        return "" if len(shown) == 1 and shown[0].value in gaps and ("+" in a.text) == (shown[0].value > 0) else f"the difference is {'/'.join(map(str, sorted(gaps)))}"
    words = {"+": ("高于", " above "), "-": ("低于", " below "), "0": ("持平", "the same as")}
    if a.claim.way not in sign(gaps) or not any(w in a.text for w in words[a.claim.way]) or any(w in a.text for k, v in words.items() if k != a.claim.way for w in v):
        return f"the panel gives {'/'.join(sorted(sign(gaps)))}"
    shown = [abs(n.value) for n in numbers(a.text)]
    size = [] if a.claim.way == "0" else [s for s in shown if s in {abs(g) for g in gaps}][:1]
    right = sorted(shown) == sorted([Decimal(len(codes)), *size]) and len(size) == (a.claim.way != "0")
    return "" if right else f"the difference is {'/'.join(str(abs(g)) for g in sorted(gaps))} to {len(codes)}"


def _shown(value: float, least: int, name: str) -> set[Decimal]:
    return near(value, places(value, least, name))
