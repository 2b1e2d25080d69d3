"""Targets for a level and the path to it: level, comparator, average growth and decline, decline from a base."""

import math

from jianbao.indicators._paths import TargetProgress, aimed_at, power, progressed, reached, time_left
from jianbao.indicators._values import floats, only, quotient
from jianbao.indicators.growth import annualised_growth

__all__ = [
    "TargetProgress", "average_decline_target", "average_growth_target", "comparator_target", "decline_from_base_target",
    "level_target",
]


def level_target(
    value: float, base: float, target: float, elapsed: float, periods: float, at_least: bool = True
) -> TargetProgress:
    """Return where a target for a level stands (产业规模达到5000亿元).

    Parameters
    ----------
    value, base, target : float
        Level now, at the start of the plan, and aimed at, in one unit.
    elapsed, periods : float
        Periods that have passed, and periods of the plan.
    at_least : bool
        True for 以上, False for 以下.

    Returns
    -------
    TargetProgress
        ``achieved`` the level; ``progress`` level over target (以下: target over level); ``expected`` the same for the
        level due by now at even growth; ``needed`` the growth each period left has to bring. NaN where a figure is
        missing or not positive; without a base the verdict is "unknown" until the target is met or the time is over.

    Raises
    ------
    ValueError
        If ``elapsed`` lies outside the plan.

    Notes
    -----
    Formula: ``progress = value / target; due = base * (target / base) ** (elapsed / periods)``
    Chinese: 总量目标完成率、序时进度.
    Source: 十四五 plan monitoring; Huzhou action plan for traditional manufacturing.

    Examples
    --------
    >>> level_target(4410.0, 4000.0, 4840.0, 1, 2).verdict
    'ahead'
    """
    left = time_left(elapsed, periods)
    base, target = floats(base), floats(target)
    value = floats(value) if target == target else target
    aim = only(target, target > 0)
    due = base * power(quotient(aim, base), elapsed / periods)
    done, expected = (quotient(x, aim) if at_least else quotient(aim, x) for x in (only(value, value >= 0), due))
    needed = annualised_growth(value, target, left) if left else math.nan
    return progressed(value, done, expected, needed, reached(value, target, at_least), left)


def comparator_target(
    value: float, comparator: float, value_before: float, comparator_before: float, elapsed: float, periods: float,
    at_least: bool = True,
) -> TargetProgress:
    """Return where a target set by others stands, such as the province's average (达到省均水平).

    Parameters
    ----------
    value, comparator : float
        Own figure and the one to reach, both of now: the comparator moves. Rates may be negative.
    value_before, comparator_before : float
        Both at the start of the plan.
    elapsed, periods : float
        Periods that have passed, and periods of the plan.
    at_least : bool
        True where higher is better, False where lower is.

    Returns
    -------
    TargetProgress
        ``achieved`` the gap, own figure less comparator (lower is better: the other way round), met at zero or above;
        ``progress`` the part of the first gap that is closed, ``expected`` the time passed; ``needed`` the gap to close in
        each period left. NaN where a figure is missing; no ``progress`` where there was no gap at the start.

    Raises
    ------
    ValueError
        If ``elapsed`` lies outside the plan.

    Notes
    -----
    Formula: ``gap = value - comparator; progress = 1 - gap / gap at the start``
    Chinese: 对标目标（达到省均水平、优于全省同行业平均水平）.
    Source: Huzhou action plan for traditional manufacturing, 营业利润率、亩均税收达到省均水平.

    Examples
    --------
    >>> comparator_target(0.052, 0.055, 0.046, 0.054, 1, 2).verdict
    'ahead'
    """
    left, sign = time_left(elapsed, periods), 1 if at_least else -1
    value, comparator = floats(value), floats(comparator)
    gap, first = floats(sign * (value - comparator)), floats(sign * (floats(value_before) - floats(comparator_before)))
    needed = -gap / left if left else math.nan
    return progressed(gap, 1 - quotient(-gap, -first), elapsed / periods, needed, reached(value, comparator, at_least), left)


def average_growth_target(value: float, base: float, target: float, elapsed: float, periods: float) -> TargetProgress:
    """Return where a target for average growth stands (新产品产值年均增长7%).

    Parameters
    ----------
    value, base : float
        Level now and in the year before the plan, in one unit.
    target : float
        Average growth aimed at, a fraction above -1.
    elapsed, periods : float
        Periods that have passed, and periods of the plan.

    Returns
    -------
    TargetProgress
        ``achieved`` the average growth so far; ``progress`` and ``expected`` the level now and the level due, over the one
        that the whole plan leads to; ``needed`` the average growth of the periods left. NaN and "unknown" without a base,
        or before any time has passed.

    Raises
    ------
    ValueError
        If ``elapsed`` lies outside the plan or ``target`` is -1 or less.

    Notes
    -----
    Formula: ``progress = value / (base * (1 + target) ** periods)``
    Chinese: 年均增长目标.
    Source: NBS, Explanatory notes: 平均增长速度, level method.

    Examples
    --------
    >>> average_growth_target(114.49, 100.0, 0.07, 2, 5).verdict
    'on_track'
    """
    return _average(value, base, target, elapsed, periods, True)


def average_decline_target(value: float, base: float, target: float, elapsed: float, periods: float) -> TargetProgress:
    """Return where a target for average decline stands (单位增加值能耗年均下降3.66%以上).

    Parameters
    ----------
    value, base : float
        Level now and in the year before the plan, in one unit.
    target : float
        Average decline aimed at, a positive fraction below 1.
    elapsed, periods : float
        Periods that have passed, and periods of the plan.

    Returns
    -------
    TargetProgress
        ``achieved`` the average decline so far, ``needed`` that of the periods left, both positive for a fall; ``progress``
        and ``expected`` the level aimed at over the level now and over the level due. NaN and "unknown" without a base, or
        before any time has passed.

    Raises
    ------
    ValueError
        If ``elapsed`` lies outside the plan or ``target`` is not between 0 and 1.

    Notes
    -----
    Formula: ``achieved = 1 - (value / base) ** (1 / elapsed)``
    Chinese: 年均下降目标.
    Source: energy targets of the five-year plans; NBS, Explanatory notes: 平均增长速度, level method.

    Examples
    --------
    >>> round(average_decline_target(92.0, 100.0, 0.0366, 2, 3).achieved, 4)
    0.0408
    """
    fall = _average(value, base, -aimed_at(target, 0), elapsed, periods, False)
    return fall._replace(achieved=0 - fall.achieved, needed=0 - fall.needed)


def _average(value: float, base: float, target: float, elapsed: float, periods: float, at_least: bool) -> TargetProgress:
    time_left(elapsed, periods)
    goal = floats(base) * power(1 + aimed_at(target, -1), periods)
    so_far = annualised_growth(base, value, elapsed) if elapsed else math.nan
    if math.isnan(so_far):
        return TargetProgress(so_far, math.nan, math.nan, math.nan, "unknown")
    return level_target(value, base, goal, elapsed, periods, at_least)._replace(achieved=so_far)


def decline_from_base_target(value: float, base: float, target: float, elapsed: float, periods: float) -> TargetProgress:
    """Return where a target for the decline from a base year stands (排放强度下降20%以上).

    Parameters
    ----------
    value, base : float
        Level now and in the base year, in one unit.
    target : float
        Decline aimed at over the whole plan, a positive fraction up to 1.
    elapsed, periods : float
        Periods that have passed, and periods of the plan.

    Returns
    -------
    TargetProgress
        ``achieved`` the decline so far, negative for a rise; ``progress`` its part of the target, ``expected`` the time
        passed; ``needed`` the decline each period left has to bring, a fraction of the base. NaN and "unknown" where the
        base is missing (the plan does not say which year) or not positive.

    Raises
    ------
    ValueError
        If ``elapsed`` lies outside the plan or ``target`` is not above 0 and at most 1.

    Notes
    -----
    Formula: ``achieved = 1 - value / base; progress = achieved / target``
    Chinese: 较基期累计下降目标.
    Source: Huzhou action plan for traditional manufacturing, 分别下降20%和40%以上.

    Examples
    --------
    >>> decline_from_base_target(90.0, 100.0, 0.2, 1, 2).verdict
    'on_track'
    """
    left = time_left(elapsed, periods)
    target, value, base = aimed_at(target, 0, 1), floats(value), floats(base)
    fall = quotient(base - only(value, value >= 0), base) if target == target else target
    needed = (target - fall) / left if left else math.nan
    return progressed(fall, fall / target, elapsed / periods, needed, reached(fall, target), left)
