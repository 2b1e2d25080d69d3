"""Whether targets are reached, near or behind, whether their aims are reasonable, and where milestones stand, worked out anew."""

from datetime import date
from decimal import Decimal

from jianbao.catalogue import Period, Target
from jianbao.catalogue.calendar import end_of
from jianbao.catalogue.target_checks import TargetCheck
from jianbao.verify.goals import Stand, binding, stand, total_at
from jianbao.verify.printed import numbers, rounded
from jianbao.verify.rules import About, rule

__all__ = ["state_of", "told_state"]

_STATES = {"met": ("达标", "on time"), "near": ("接近", "near"), "behind": ("滞后", "behind"), "open": ("未判断", "not judged")}
_DONE = {"met": ("已完成", "done"), "open": ("未到期", "not due yet"), "missed": ("已到期，未见完成记录", "due, not on record as done"), "late": ("逾期完成", "done late")}


def _last(a: About) -> date:
    return end_of(Period.parse(a.claim.period))


def _check(a: About, test: str) -> TargetCheck | None:
    return next((c for c in a.figures.cat.plans.checks if c.test == test and c.in_force(_last(a))), None)


def state_of(a: About, s: Stand) -> str:
    """Return met, near, behind or open; near is behind by at most the register's points of what is done."""
    if s.verdict in ("met", "ahead", "on_track"):
        return "met"
    due = 1.0 if s.verdict == "missed" else s.due
    if s.done is None or due is None:
        return "open"
    near = _check(a, "near")
    short = rounded(100 * due, 1) - rounded(100 * s.done, 1)
    return "near" if near is not None and short <= Decimal(repr(near.margin)) else "behind"


def told_state(a: About, t: Target, here: bool, s: Stand) -> str:
    """Hold a row's state against it."""
    word = _STATES[state_of(a, s)][a.lang != "zh"]
    return "" if here and a.text.lstrip("●►▼○ ") == word else f"the target is {word}"


def _own(a: About) -> list[tuple[Target, Stand]]:
    return [(t, stand(a, t, True)) for t, here in binding(a) if here]


@rule("states")
def _states(a: About) -> str:
    own, shown = _own(a), [int(n.value) for n in numbers(a.text)]
    if a.claim.versus == "none":
        return "" if not own and not shown else f"{len(own)} targets apply"
    if a.claim.versus == "margin":
        near = _check(a, "near")
        return "" if near is not None and [Decimal(n) for n in shown] == [Decimal(repr(near.margin))] else "the margin is another"
    states = [state_of(a, s) for _, s in own if s.actual is not None]
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
    found = [t for t, s in _own(a) if (_below if check.test == "below_start" else _steep)(a, check, t, s)]
    names = [t.name(a.lang) for t in found]
    rest = a.text
    for name in sorted(names, key=len, reverse=True):
        rest = rest.replace(name, "")
    shown = [float(n.value) for n in numbers(rest)]
    margin = [check.margin] if check.test == "growth_above" else []
    wanted = sorted(margin + ([float(len(found))] if found else []))
    right = sorted(shown) == wanted and check.name(a.lang) in a.text and all(n in a.text for n in names) and found != [] or not found and shown == margin and ("未发现" in a.text or "None found" in a.text)
    return "" if right else f"{len(found)}: {', '.join(names)}"


def _below(a: About, check: TargetCheck, t: Target, s: Stand) -> bool:
    if t.type != "level" or t.base is None or not t.indicator:
        return False
    first = total_at(a, t, t.base)
    return first is not None and (first >= t.value if t.higher else first <= t.value)


def _steep(a: About, check: TargetCheck, t: Target, s: Stand) -> bool:
    unit = a.figures.cat.indicator(t.indicator).units.get("zh", "") if t.indicator else ""
    grows = t.type.startswith("average") or t.type == "level" and unit != "%"
    return grows and s.need is not None and s.verdict not in ("met", "missed") and rounded(100 * abs(s.need), 1) > rounded(check.margin, 1)


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


