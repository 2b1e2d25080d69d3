"""Targets for things to be done: an amount in all, full coverage, a number of new ones, a rule kept, a date met."""

import math
from datetime import date

import pandas as pd

from jianbao.indicators._paths import TargetProgress, aimed_at, progressed, reached, time_left
from jianbao.indicators._values import floats, only
from jianbao.indicators.contribution import share

__all__ = ["count_new_target", "coverage_target", "cumulative_target", "milestone_target", "rule_target"]


def cumulative_target(done: float, target: float, elapsed: float, periods: float) -> TargetProgress:
    """Return where a target for an amount in all stands (三年累计完成技改投资600亿元).

    Parameters
    ----------
    done, target : float
        Amount since the start of the plan, and aimed at over the whole plan, in one unit.
    elapsed, periods : float
        Periods that have passed, and periods of the plan.

    Returns
    -------
    TargetProgress
        ``achieved`` the amount; ``progress`` its part of the target, ``expected`` the time passed; ``needed`` the amount
        each period left has to bring. NaN and "unknown" where the amount is missing.

    Raises
    ------
    ValueError
        If ``elapsed`` lies outside the plan or ``target`` is not positive.

    Notes
    -----
    Formula: ``progress = done / target; needed = (target - done) / (periods - elapsed)``
    Chinese: 累计完成目标、序时进度.
    Source: investment and budget monitoring: 序时进度 is the part of the time that has passed.

    Examples
    --------
    >>> cumulative_target(230.0, 600.0, 1, 3)[1:]
    (0.38333333333333336, 0.3333333333333333, 185.0, 'ahead')
    """
    left = time_left(elapsed, periods)
    target = aimed_at(target, 0)
    done = floats(done) if target == target else target
    needed = floats((target - done) / left) if left else math.nan
    return progressed(done, floats(done / target), elapsed / periods, needed, reached(done, target), left)


def coverage_target(done: float, eligible: float, elapsed: float, periods: float, target: float = 1.0) -> TargetProgress:
    """Return where a target for coverage stands (“三化”技术改造实现全覆盖).

    Parameters
    ----------
    done, eligible : float
        Number that is covered and number that is to be, both of now.
    elapsed, periods : float
        Periods that have passed, and periods of the plan.
    target : float
        Coverage aimed at, a fraction; 1 for 全覆盖.

    Returns
    -------
    TargetProgress
        ``achieved`` the coverage; ``progress`` its part of the target, ``expected`` the time passed; ``needed`` the
        coverage each period left has to add. NaN and "unknown" where a number is missing, nobody is eligible, or more are
        covered than eligible.

    Raises
    ------
    ValueError
        If ``elapsed`` lies outside the plan or ``target`` is not above 0 and at most 1.

    Notes
    -----
    Formula: ``achieved = done / eligible``
    Chinese: 覆盖率目标（全覆盖）.
    Source: Huzhou action plan for traditional manufacturing.

    Examples
    --------
    >>> coverage_target(300, 400, 2, 3)[:3]
    (0.75, 0.75, 0.6666666666666666)
    """
    covered = share(done, eligible)
    return cumulative_target(only(covered, covered <= 1), aimed_at(target, 0, 1), elapsed, periods)


def count_new_target(count: float, base: float, target: float, elapsed: float, periods: float) -> TargetProgress:
    """Return where a target for a number of new ones stands (新增35个).

    Parameters
    ----------
    count, base : float
        Number now and at the start of the plan.
    target : float
        Number to be added over the whole plan.
    elapsed, periods : float
        Periods that have passed, and periods of the plan.

    Returns
    -------
    TargetProgress
        ``achieved`` the net increase; ``progress`` its part of the target, ``expected`` the time passed; ``needed`` the
        increase each period left has to bring. NaN and "unknown" where a number is missing.

    Raises
    ------
    ValueError
        If ``elapsed`` lies outside the plan or ``target`` is not positive.

    Notes
    -----
    Formula: ``achieved = count - base``
    Chinese: 新增数量目标.
    Source: Huzhou action plan for traditional manufacturing.

    Examples
    --------
    >>> count_new_target(52, 40, 35, 1, 3)[0], count_new_target(52, 40, 35, 1, 3).verdict
    (12.0, 'ahead')
    """
    return cumulative_target(floats(count) - floats(base), target, elapsed, periods)


def rule_target(value: float, limit: float, at_least: bool = False) -> TargetProgress:
    """Return whether a rule is kept (≤1家).

    Parameters
    ----------
    value, limit : float
        Figure now, and the limit it has to keep.
    at_least : bool
        False for 以下 (at most the limit), True for 以上.

    Returns
    -------
    TargetProgress
        ``achieved`` the figure; ``progress`` 1 if the rule is kept, else 0; ``expected`` 1, for a rule holds at any time;
        ``needed`` how far the figure has to move where the rule is broken, else NaN. The verdict is "met" or "missed"; NaN
        and "unknown" where a figure is missing.

    Notes
    -----
    Formula: ``value <= limit``
    Chinese: 约束性目标（不超过、不少于）.
    Source: five-year plans: 约束性指标.

    Examples
    --------
    >>> rule_target(3, 1)
    TargetProgress(achieved=3.0, progress=0.0, expected=1.0, needed=2.0, verdict='missed')
    """
    value, limit = floats(value), floats(limit)
    if math.isnan(value) or math.isnan(limit):
        return TargetProgress(value, math.nan, 1.0, math.nan, "unknown")
    kept = reached(value, limit, at_least)
    needed = math.nan if kept else floats(abs(value - limit))
    return TargetProgress(value, float(kept), 1.0, needed, "met" if kept else "missed")


def milestone_target(due: date, done: date | None, as_of: date, start: date | None = None) -> TargetProgress:
    """Return where a milestone stands (3月底前完成).

    Parameters
    ----------
    due : date
        Last day for it.
    done : date or None
        Day on which it was done; None, or a day after ``as_of``, where it is not done yet.
    as_of : date
        Day on which this is judged.
    start : date, optional
        Day on which the work began.

    Returns
    -------
    TargetProgress
        ``achieved`` and ``progress`` 1 if it is done, else 0; ``expected`` the part of the time from start to due that has
        passed, NaN without a start or after the due day; ``needed`` the days left, NaN once done or too late. "on_track" up to
        the due day, "missed" after it, also if it was done late; "unknown" without a due day.

    Raises
    ------
    ValueError
        If the start is not before the due day, or after ``as_of``.

    Notes
    -----
    Formula: ``done <= due, or as_of <= due while it is not done``
    Chinese: 节点目标（时间节点）.
    Source: work plans: 3月底前, 年底前.

    Examples
    --------
    >>> milestone_target(date(2026, 3, 31), None, date(2026, 3, 1), start=date(2026, 1, 1)).needed
    30.0
    """
    if pd.isna(due) or pd.isna(as_of):
        return TargetProgress(math.nan, math.nan, math.nan, math.nan, "unknown")
    if start is not None and not start < due or start is not None and start > as_of:
        raise ValueError(f"a milestone due {due}, judged {as_of}, cannot start {start}")
    finished = not pd.isna(done) and done <= as_of
    late = (done if finished else as_of) > due
    expected = math.nan if start is None or as_of > due else (as_of - start).days / (due - start).days
    needed = math.nan if finished or late else float((due - as_of).days)
    verdict = "missed" if late else "met" if finished else "on_track"
    return TargetProgress(float(finished), float(finished), expected, needed, verdict)
