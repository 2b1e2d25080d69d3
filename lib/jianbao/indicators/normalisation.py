"""Normalisation: put indicators on one scale before they are brought together.

Takes a Series of units or a DataFrame of units × indicators (each column by itself, over the units that have a value) and
keeps NaN as NaN. A column that does not vary has no scale: NaN, not 0. ``direction`` is 1 where higher is better, -1 where
lower is, or a Series of them by column.
"""

import numpy as np
import pandas as pd

from jianbao.indicators._tables import signed, varies
from jianbao.indicators._values import Values, floats, quotient, same_index
from jianbao.indicators.ranking import ranks

__all__ = ["borda", "distance_to_target", "minmax", "percentile_rank", "ratio_to_base", "zscore"]

Table = pd.Series | pd.DataFrame
Direction = int | pd.Series


def _turned(values: Table, direction: Direction) -> Table:
    values = floats(values)
    same_index(values=values)
    return signed(values, direction)


def _by_column(given: float | pd.Series, values: Values) -> float | pd.Series:
    if isinstance(given, pd.Series) and isinstance(values, pd.DataFrame) and not given.index.equals(values.columns):
        raise ValueError("the columns have different labels")
    return floats(given)


def minmax(values: Table, direction: Direction = 1, *, low: float | None = None, high: float | None = None) -> Table:
    """Return the values on a scale from 0 (worst) to 1 (best).

    Parameters
    ----------
    values : Series or DataFrame
        Units in rows.
    direction : {1, -1} or Series
        -1 where lower is better.
    low, high : float, optional
        Goalposts, in the unit of the data; the lowest and the highest value where not given.

    Returns
    -------
    Series or DataFrame
        0 … 1; beyond where a value is outside the goalposts. NaN where a value is missing or the column does not vary.

    Raises
    ------
    ValueError
        If a direction is not 1 or -1, low is not below high, or a label occurs twice.

    Notes
    -----
    Formula: ``(x - low) / (high - low); (high - x) / (high - low) where lower is better``
    Chinese: 极差标准化（最小—最大标准化）.
    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 5.

    Examples
    --------
    >>> minmax(pd.Series([3.0, 7.0, 11.0]), -1).tolist()
    [1.0, 0.5, 0.0]
    """
    if low is not None and high is not None and low >= high:
        raise ValueError("the low goalpost is not below the high one")
    values = floats(values)
    same_index(values=values)
    turned = signed(values, direction)
    with np.errstate(all="ignore"):
        bottom = values.min() if low is None else floats(low)
        top = values.max() if high is None else floats(high)
        return quotient(turned - np.minimum(bottom * direction, top * direction), floats(top - bottom))


def zscore(values: Table, direction: Direction = 1, *, ddof: int = 1) -> Table:
    """Return how many standard deviations each value is above the mean.

    Parameters
    ----------
    values : Series or DataFrame
        Units in rows.
    direction : {1, -1} or Series
        -1 where lower is better.
    ddof : {1, 0}
        1: divide by n - 1 (R, COINr). 0: by n (the population of units).

    Returns
    -------
    Series or DataFrame
        Standard deviations, mean 0. NaN where a value is missing or the column does not vary.

    Raises
    ------
    ValueError
        If a direction is not 1 or -1, ddof is not 0 or 1, or a label occurs twice.

    Notes
    -----
    Formula: ``(x - mean) / sd``
    Chinese: 标准差标准化（Z 分数）.
    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 5; COINr ``n_zscore``.

    Examples
    --------
    >>> zscore(pd.Series([2.0, 4.0, 6.0])).tolist()
    [-1.0, 0.0, 1.0]
    """
    if ddof not in (0, 1):
        raise ValueError("ddof is 0 or 1")
    scaled = minmax(values, direction)  # the same z, and no square leaves the floats
    return quotient(scaled - scaled.mean(), scaled.std(ddof=ddof))


def borda(values: Table, direction: Direction = 1) -> Table:
    """Return how many units each unit is ahead of.

    Parameters
    ----------
    values : Series or DataFrame
        Units in rows.
    direction : {1, -1} or Series
        -1 where lower is better.

    Returns
    -------
    Series or DataFrame
        0 … n - 1, tied units share the lower. NaN where a value is missing or the column does not vary.

    Raises
    ------
    ValueError
        If a direction is not 1 or -1, or a label occurs twice.

    Notes
    -----
    Formula: ``#{j: x_j worse than x_i}``
    Chinese: 博尔达计分.
    Source: Borda (1781); COINr ``n_borda``.

    Examples
    --------
    >>> borda(pd.Series([3.0, 7.0, 10.0, 3.0])).tolist()
    [0.0, 2.0, 3.0, 0.0]
    """
    turned = _turned(values, direction)
    return quotient(ranks(turned, higher_is_first=False) - 1, varies(turned))


def percentile_rank(values: Table, direction: Direction = 1) -> Table:
    """Return the share of the other units that each unit is ahead of.

    Parameters
    ----------
    values : Series or DataFrame
        Units in rows.
    direction : {1, -1} or Series
        -1 where lower is better.

    Returns
    -------
    Series or DataFrame
        0 … 1, tied units share the lower. NaN where a value is missing or the column does not vary.

    Raises
    ------
    ValueError
        If a direction is not 1 or -1, or a label occurs twice.

    Notes
    -----
    Formula: ``#{j: x_j worse than x_i} / (n - 1)``
    Chinese: 百分位次.
    Source: COINr ``n_prank``; Excel PERCENTRANK.INC.

    Examples
    --------
    >>> percentile_rank(pd.Series([3.0, 7.0, 10.0, 3.0, 8.0])).tolist()
    [0.0, 0.5, 1.0, 0.0, 0.75]
    """
    return quotient(borda(values, direction), floats(values).notna().sum() - 1)


def distance_to_target(values: Table, target: float | pd.Series, direction: Direction = 1, *, cap: bool = False) -> Table:
    """Return how much of the way from the worst value to the target each unit has gone.

    Parameters
    ----------
    values : Series or DataFrame
        Units in rows.
    target : float or Series
        In the unit of the data; a Series holds one target for each column.
    direction : {1, -1} or Series
        -1 where lower is better.
    cap : bool
        Whether what goes beyond the target counts as 1.

    Returns
    -------
    Series or DataFrame
        0 at the worst value, 1 at the target, above 1 beyond it unless capped. NaN where a value or the target is missing,
        or the target is not better than the worst value.

    Raises
    ------
    ValueError
        If a direction is not 1 or -1, the targets and columns differ, or a label occurs twice.

    Notes
    -----
    Formula: ``(x - min) / (target - min); (max - x) / (max - target) where lower is better``
    Chinese: 目标达成度（目标距离法）.
    Source: COINr ``n_dist2targ``; OECD/JRC Handbook (2008), step 5.

    Examples
    --------
    >>> distance_to_target(pd.Series([0.0, 5.0, 11.0]), 10.0).tolist()
    [0.0, 0.5, 1.1]
    """
    turned, aim = _turned(values, direction), _by_column(target, values) * direction
    with np.errstate(all="ignore"):
        reached = quotient(turned - turned.min(), floats(aim - turned.min()))
    return reached.clip(upper=1.0) if cap else reached


def ratio_to_base(values: Values, base: float | pd.Series, *, cap: float | None = None) -> Values:
    """Return each value as a multiple of a base value, as evaluations of output per mu score it.

    Parameters
    ----------
    values : float, Series or DataFrame
        Of a DataFrame, units in rows and indicators in columns.
    base : float or Series
        E.g. the average of the county, same unit; for a DataFrame one for each column.
    cap : float, optional
        The most that counts, e.g. 1.5.

    Returns
    -------
    float, Series or DataFrame
        Ratio, 1 is the base; negative where the value is. NaN where one is missing or the base is not positive.

    Raises
    ------
    ValueError
        If the cap is not positive, the indexes or columns differ, or a label occurs twice.

    Notes
    -----
    Formula: ``min(x / base, cap)``; times the weight and summed it is the score.
    Chinese: 基准值比值法（实际值／基准值）.
    Source: 黄岩区 2022, 2023: score = Σ actual / base × weight; 浙政发〔2018〕5号.

    Examples
    --------
    >>> ratio_to_base(pd.Series([13.0, 26.0, 65.0]), 26.0, cap=1.5).tolist()
    [0.5, 1.0, 1.5]
    """
    if cap is not None and not cap > 0:
        raise ValueError("the cap is not positive")
    values, base = floats(values), _by_column(base, values)
    same_index(values=values, **({} if isinstance(values, pd.DataFrame) else {"base": base}))
    with np.errstate(all="ignore"):
        found = quotient(values, base)
    if cap is None:
        return found
    return found.clip(upper=cap) if isinstance(found, pd.Series | pd.DataFrame) else min(found, float(cap))
