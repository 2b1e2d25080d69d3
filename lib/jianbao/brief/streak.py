"""How long growth has run one way: consecutive published points, January and February counted as the two months they are."""

from dataclasses import dataclass

from jianbao.brief import words
from jianbao.brief.breaks import broken, notice
from jianbao.brief.context import Brief
from jianbao.brief.said import Markup, claim, claim_of
from jianbao.catalogue.period import Period
from jianbao.facts import Fact

__all__ = ["Streak", "streak", "streak_words"]

_SHORTEST = 3  # fewer in a row are no streak


@dataclass(frozen=True)
class Streak:
    """``way``: falling (below zero), faster or slower; ``length`` in months (years); ``open`` where the data begin no earlier."""

    way: str
    length: int
    open: bool = False


def streak(points: list[tuple[str, Fact]]) -> Streak | None:
    """Return the streak that the last of the points (period, growth; in order) stands in, None where there is none.

    Growth below zero counts over the years, the joint 1—2月 as two months. Faster and slower compare a month with the
    one before it in the same year: the cumulative rate of 1—2月 has no predecessor.

    >>> f = lambda v: Fact("value_added_growth", "", "", "", v, "estimated", 1, "%", "%")
    >>> streak([("2023-12", f(1.0)), ("2024-02", f(-1.0)), ("2024-03", f(-0.5))])
    Streak(way='falling', length=3, open=False)
    >>> streak([("2024-02", f(1.0)), ("2024-03", f(1.2)), ("2024-04", f(1.4)), ("2024-05", f(1.9))])
    Streak(way='faster', length=3, open=False)
    >>> streak([("2024-02", f(1.0)), ("2024-03", f(1.2)), ("2024-04", f(1.2))]) is None
    True
    """
    if not points or not points[-1][1].known:
        return None
    shown = [(Period.parse(p), f.shown("zh") if f.known else None) for p, f in points]
    if shown[-1][1] < 0:
        return _falling(shown)
    steps = []
    for (before, p), (now, x) in zip(shown[-2::-1], shown[:0:-1], strict=True):
        if before.year != now.year or p is None or x is None or p < 0 or x < 0 or x == p:
            break
        steps.append("faster" if x > p else "slower")
    length = next((n for n, s in enumerate(steps) if s != steps[0]), len(steps))
    return Streak(steps[0], length) if length >= _SHORTEST else None


def _falling(shown: list[tuple[Period, object]]) -> Streak | None:
    length, since_ever = 0, False
    for period, x in reversed(shown):
        if x is None or x >= 0:
            break
        length += 2 if period.month == 2 else 1
    else:
        since_ever = True
    return Streak("falling", length, since_ever) if length >= _SHORTEST else None


def streak_words(b: Brief, indicator: str) -> Markup:
    """Return the streak of the growth of *indicator* as a claim; “” where there is none."""
    points = [(p, b.growth(indicator, period=p)) for p in b.release.periods if p <= b.at]
    found = streak(points)
    if found is None or any(words.from_small_base(f) for _, f in points[-found.length :]):
        return Markup("")
    unit = ("个月" if b.monthly else "年") if b.zh else ("months" if b.monthly else "years")
    if b.zh:
        length = f"连续{found.length}{unit}{'以上' if found.open else ''}"
        text = {"falling": f"增速{length}为负", "faster": f"{length}加快", "slower": f"{length}回落"}[found.way]
    else:
        verb = {"falling": "below zero", "faster": "faster", "slower": "slower"}[found.way]
        text = f"{verb} for {found.length} {unit}{' or more' if found.open else ''} in a row"
    told = claim(b, text, claim_of(points[-1][1], "streak", way=(">" if found.open else "") + found.way))
    this_year = broken(b, str(b.period.year_ago()))  # said of the rate itself
    return told if this_year else told + notice(b, points[-min(found.length, len(points))][0])
