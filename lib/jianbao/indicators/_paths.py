"""What growth and targets share: sums and powers that never overflow, and the verdict on the path to a target."""

import math
from typing import NamedTuple

import numpy as np

from jianbao.indicators._values import floats

__all__ = ["TargetProgress", "aimed_at", "power", "progressed", "reached", "time_left"]

#: Progress and what is due are the same where both print alike as percent with one decimal.
SAME = 0.0005


class TargetProgress(NamedTuple):
    """Where a target stands. Numbers are NaN where unknown; what ``achieved`` and ``needed`` measure depends on the target.

    ``progress`` (完成率) and ``expected`` (序时进度: due by now) are fractions of the target; ``needed`` is what each period
    left has to bring. The verdict is "met", "ahead", "on_track", "behind", "missed" or "unknown".
    """

    achieved: float
    progress: float
    expected: float
    needed: float
    verdict: str


def power(values, exponent: float):
    """Return ``values ** exponent``, NaN where that is no finite number."""
    with np.errstate(all="ignore"):
        return floats(np.power(values, exponent))


def time_left(elapsed: float, periods: float) -> float:
    """Return the periods left of a horizon; ValueError for an elapsed time outside it."""
    if not 0 < periods < math.inf or not 0 <= elapsed <= periods:
        raise ValueError(f"{elapsed} of {periods} periods cannot have elapsed")
    return periods - elapsed


def aimed_at(target: float, above: float, at_most: float = math.inf) -> float:
    """Return the target as float; ValueError for one that nobody can aim at, NaN stays."""
    target = floats(target)
    if target <= above or target > at_most:
        raise ValueError(f"the target has to be above {above} and at most {at_most}, not {target}")
    return target


def reached(value: float, target: float, at_least: bool = True) -> bool:
    """Return whether a value is at its target or beyond it; figures that differ only by binary rounding are equal."""
    return (value >= target if at_least else value <= target) or math.isclose(value, target, rel_tol=1e-12)


def progressed(achieved: float, progress: float, expected: float, needed: float, met: bool, left: float) -> TargetProgress:
    """Return the figures with their verdict; nothing is needed once the target is met or the time is over."""
    if met or left == 0 or math.isnan(achieved):
        verdict = "unknown" if math.isnan(achieved) else "met" if met else "missed"
        return TargetProgress(achieved, progress, expected, math.nan, verdict)
    ahead = progress - expected
    verdict = "unknown" if math.isnan(ahead) else "on_track" if abs(ahead) < SAME else "ahead" if ahead > 0 else "behind"
    return TargetProgress(achieved, progress, expected, needed, verdict)
