"""Whether targets are reached, near or behind, whether their aims are reasonable, and where milestones stand, worked out anew."""

from datetime import date
from decimal import Decimal

from jianbao.catalogue import Period, Target
from jianbao.catalogue.calendar import end_of
from jianbao.catalogue.target_checks import TargetCheck
from jianbao.verify.goals import Stand, binding, stand, total_at
from jianbao.verify.ledger_items import Sheet
from jianbao.verify.printed import agrees, numbers, rounded, unit
from jianbao.verify.rules import About, rule

__all__ = ["state_of", "told_state"]

_STATES = {
    "met": ("已达到", "met"), "ahead": ("快于序时", "ahead of schedule"), "on_track": ("达到序时", "on schedule"), "near": ("接近序时", "near"), "behind": ("落后序时", "behind"),
    "missed": ("未达到", "missed"), "open": ("未判断", "not judged"),
}  # fmt: skip
_DONE = {"met": ("已完成", "done"), "open": ("未到期", "not due yet"), "missed": ("已到期，未见完成记录", "due, not on record as done"), "late": ("逾期完成", "done late")}


def _last(a: About) -> date:
    return end_of(Period.parse(a.claim.period))


def _check(a: About, test: str) -> TargetCheck | None:
    return next((c for c in a.figures.cat.plans.checks if c.test == test and c.in_force(_last(a))), None)


def state_of(a: About, t: Target, s: Stand) -> str:
    """Return where a target stands; near is behind by at most the register's points of what is done, never an average that is not reached."""
    if s.verdict in ("met", "ahead", "on_track", "missed"):
        return s.verdict
    if s.done is None or s.due is None:
        return "open"
    if t.type[:7] == "average":
        return "behind"
    near = _check(a, "near")
    short = rounded(100 * s.due, 1) - rounded(100 * s.done, 1)
    return "near" if near is not None and short <= Decimal(repr(near.margin)) else "behind"


def told_state(a: About, t: Target, here: bool, s: Stand) -> str:
    """Hold a row's state against it."""
    word = _STATES[state_of(a, t, s)][a.lang != "zh"]
    return "" if here and a.text.lstrip("●▲►▼○ ") == word else f"the target is {word}"


def _own(a: About) -> list[tuple[Target, Stand]]:
    return [(t, stand(a, t, True)) for t, here in binding(a) if here]


def _in_ledger(a: About, t: Target) -> bool:
    """Whether a ledger with items of the region has a goal of the target's document, or a total, of that number and those words."""
    c, plain = a.claim, t.name("zh").replace("企业", "")
    for kind in a.figures.cat.ledgers.values():
        asked = [(g.word, g.value) for g in kind.goals if (g.region, g.source) == (c.region, t.document)]
        asked += [pair for region, parts in kind.totals if region == c.region for pair in parts.items()]
        if not any(w and w.replace("企业", "") in plain and v == t.value for w, v in asked) or a.figures.audience == "public" and kind.internal:
            continue
        if a.figures.once(("ledger", kind.id, c.region, c.period), lambda k=kind: Sheet(a.figures, k, c.region, c.period)).rows:
            return True
    return False


@rule("states")
def _states(a: About) -> str:
    own, shown = _own(a), [int(n.value) for n in numbers(a.text)]
    if a.claim.versus == "none":
        return "" if not own and not shown else f"{len(own)} targets apply"
    if a.claim.versus == "margin":
        near = _check(a, "near")
        return "" if near is not None and [Decimal(n) for n in shown] == [Decimal(repr(near.margin))] else "the margin is another"
    if a.claim.versus == "ledgers":
        names = [t.name(a.lang) for t, s in own if s.actual is None and _in_ledger(a, t)]
        rest = a.text
        for name in sorted(names, key=len, reverse=True):
            rest = rest.replace(name, "")
        others = any(t.name(a.lang) in rest for t, _ in own)
        right = names and all(n in a.text for n in names) and [int(n.value) for n in numbers(rest)] == [len(names)] and not others
        return "" if right else f"ledgers count {', '.join(names) or 'none'}"
    states = [state_of(a, t, s) for t, s in own if s.actual is not None]
    counts = [states.count(s) for s in _STATES if s in states]
    zh = a.lang == "zh"
    named = all((f"{_STATES[s][0]}{states.count(s)}项" if zh else f"{states.count(s)} {_STATES[s][1]}") in a.text for s in set(states))
    wanted = [len(own), len(states), *counts] if states else [len(own)]
    return "" if own and shown == wanted and named else f"{len(own)} targets, of {len(states)} with figures {', '.join(f'{s} {states.count(s)}' for s in _STATES)}"


@rule("check")
def _reasonable(a: About) -> str:
    """A finding on the aims themselves: how many, and which."""
    check = next(c for c in a.figures.cat.plans.checks if c.id == a.claim.versus)
    if not check.in_force(_last(a)):
        return "that check is not in force"
    held = [(t, s) for t, s in _own(a) if (_levels if check.test == "below_start" else _grows)(a, t, s)]
    found = [t for t, s in held if (_below if check.test == "below_start" else _steep)(a, check, t, s)]
    names = [t.name(a.lang) for t in found]
    rest = a.text
    for name in sorted(names, key=len, reverse=True):
        rest = rest.replace(name, "")
    shown = [float(n.value) for n in numbers(rest)]
    margin = [check.margin] if check.test == "growth_above" else []
    zh = a.lang == "zh"
    counted = [float(len(found))] if found else [float(len(held))] * (1 if zh else 2)
    sound = {"below_start": ("优于基期实际", "better than the base year"), "growth_above": ("不超过", "at most")}[check.test][not zh]
    told = check.name(a.lang) in a.text and sound not in a.text if found else sound in a.text and check.name(a.lang) not in a.text
    right = held and sorted(shown) == sorted([*margin, *counted]) and told and all(n in a.text for n in names)
    return "" if right else f"{len(found)} of {len(held)}: {', '.join(names)}"


def _levels(a: About, t: Target, s: Stand) -> bool:
    return t.type == "level" and t.base is not None and bool(t.indicator) and total_at(a, t, t.base) is not None


def _below(a: About, check: TargetCheck, t: Target, s: Stand) -> bool:
    first = total_at(a, t, t.base)
    return first >= t.value if t.higher else first <= t.value


def _grows(a: About, t: Target, s: Stand) -> bool:
    unit = a.figures.cat.indicator(t.indicator).units.get("zh", "") if t.indicator else ""
    return (t.type.startswith("average") or t.type == "level" and unit != "%") and s.need is not None and s.verdict not in ("met", "missed")


def _steep(a: About, check: TargetCheck, t: Target, s: Stand) -> bool:
    return rounded(100 * abs(s.need), 1) > rounded(check.margin, 1)


@rule("needs")
def _needs(a: About) -> str:
    """What each year left has to bring for a total over years, beside the average of the years so far."""
    found = next(((t, s) for t, s in _own(a) if t.id == a.claim.versus), None)
    if found is None or found[0].type not in ("cumulative", "count_new") or not found[1].actual or found[1].need is None:
        return "no total over years that is still open"
    (t, s), year = found, int(a.claim.period[:4])
    gone, left = year - t.start + 1, t.end - year
    times = rounded(s.need * gone / s.actual, 1)
    text = a.text.replace(t.name(a.lang), "", 1).replace(f"前{gone}年", "").replace(f"剩余{left}年", "")
    name, factor, least = unit(a.figures.cat.indicator(t.indicator), a.lang)
    counted = [float(left), float(gone)] if a.lang != "zh" else []
    shown = numbers(text)
    if t.name(a.lang) not in a.text or len(shown) != len(counted) + 2 or times <= 1:
        return f"{t.name(a.lang)}: {times} times"
    need, *rest = shown
    said = [float(n.value) for n in rest]
    right = agrees(s.need * factor, need, least) and said == ([float(times)] if a.lang == "zh" else [float(left), float(times), float(gone)])
    years = (f"剩余{left}年" in a.text and f"前{gone}年" in a.text and ("年均需" in a.text) == (left > 1)) if a.lang == "zh" else ("a year for" in a.text) == (left > 1)
    return "" if right and years and (not name or name in a.text) else f"{s.need} a year, {times} times, {left} left of {gone + left}"


@rule("milestone")
def _milestone(a: About) -> str:
    t = next(t for t in a.figures.cat.plans.targets if t.id == a.claim.versus)
    last = _last(a)
    if t.type != "milestone" or a.claim.region not in t.regions or not t.start <= last.year <= t.end:
        return "that milestone is not the region's"
    done = t.done is not None and t.done <= last
    state = ("late" if t.done > t.due else "met") if done else "missed" if last > t.due else "open"
    told = {
        "name": t.name(a.lang), "due": t.due.isoformat(), "done": t.done.isoformat() if t.done else "—", "state": _DONE[state][a.lang != "zh"],
        "owner": t.owner(a.lang) or "—",
    }[a.claim.way]  # fmt: skip
    return "" if a.text.lstrip("●►▼○ ") == told else f"it is {told}"


