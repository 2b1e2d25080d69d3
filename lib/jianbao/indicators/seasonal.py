"""Seasonal decomposition, for teaching: published seasonally adjusted series come from the agency."""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from jianbao.indicators._values import floats, same_index

__all__ = ["SeasonalDecomposition", "seasonal_decompose"]


class SeasonalDecomposition(NamedTuple):
    """trend + seasonal + remainder = values; ``figure`` is the season by position (1 is that of the first value)."""

    trend: pd.Series
    seasonal: pd.Series
    remainder: pd.Series
    figure: pd.Series


def seasonal_decompose(values: pd.Series, period: int) -> SeasonalDecomposition:
    """Return trend, season and remainder of a series: the classical additive decomposition.

    Parameters
    ----------
    values : Series
        Values at equal distances in the order of time; they may be negative.
    period : int
        Values in a year: 4 for quarters, 12 for months.

    Returns
    -------
    SeasonalDecomposition
        In the input unit; the figure sums to 0. Trend and remainder are NaN half a period at both ends. All NaN with a hole
        in the values or fewer than two full periods.

    Raises
    ------
    ValueError
        If the period is not a whole number of 2 or more, or a label comes twice.

    Notes
    -----
    Formula: ``trend = centred moving average (2 x period if even), figure = mean(values - trend) by season, centred``

    Chinese: 季节分解（经典加法模型，移动平均法）.

    Source: Kendall & Stuart (1983), The Advanced Theory of Statistics, volume 3; R's ``decompose``.

    Examples
    --------
    >>> seasonal_decompose(pd.Series([1.0, 3.0, 2.0, 4.0, 3.0, 5.0]), 2).figure.tolist()
    [-0.75, 0.75]
    """
    if period < 2 or period != int(period):
        raise ValueError(f"a period has 2 values or more, not {period}")
    same_index(values=values)
    known = floats(values)
    if known.isna().any() or len(known) < 2 * period:
        known = known * math.nan
    trend = _moving_average(known, int(period))
    position = np.arange(len(known)) % int(period) + 1
    # The ends have no trend: their seasons are known from the other years.
    figure = floats((known - trend).groupby(position).mean().reindex(range(1, int(period) + 1)))
    figure = floats(figure - figure.mean(skipna=False))
    seasonal = pd.Series(figure.loc[position].to_numpy(), known.index, name=known.name)
    return SeasonalDecomposition(trend, seasonal, floats(known - trend - seasonal), figure)


def _moving_average(values: pd.Series, period: int) -> pd.Series:
    """Return the mean of one period around each value, half weight at the ends of an even one."""
    weights = np.ones(period + 1 - period % 2) / period
    if period % 2 == 0:
        weights[[0, -1]] /= 2
    trend = pd.Series(math.nan, values.index, name=values.name)
    if len(values) >= len(weights):
        with np.errstate(all="ignore"):
            trend.iloc[period // 2:len(values) - period // 2] = np.convolve(values, weights, mode="valid")
    return floats(trend)
