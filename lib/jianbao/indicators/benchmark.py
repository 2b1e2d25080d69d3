"""A unit beside its comparators: gap, quartile, place on a spine chart.

What places a unit among others (quartile, position) looks at the units that have a value, as a ranking does; what
measures the others as a whole (``quartiles``) is NaN if one is missing.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from jianbao.indicators._tables import varies
from jianbao.indicators._values import Values, floats, only, quotient, same_index

__all__ = ["Quartiles", "SpineBands", "gap", "gap_ratio", "quartile_position", "quartiles", "spine_bands", "spine_position"]


class Quartiles(NamedTuple):
    """The five numbers that divide a distribution into quarters, in the unit of the data."""

    lowest: float
    lower: float
    median: float
    upper: float
    highest: float


class SpineBands(NamedTuple):
    """Where the bars of a spine chart end, on its axis from -1 (worse) to 1 (better); the comparator is at 0."""

    worst: float
    worse_quartile: float
    better_quartile: float
    best: float


def gap(value: Values, comparator: Values) -> Values:
    """Return how far a value is above its comparator.

    Parameters
    ----------
    value, comparator : float, Series or DataFrame
        In the same unit. For rates the result is in the unit of the rate: 0.05 less 0.03 is 2 percentage points.

    Returns
    -------
    float, Series or DataFrame
        In the unit of the data, negative below the comparator. NaN where one is missing.

    Raises
    ------
    ValueError
        If the indexes differ or have a label twice.

    Notes
    -----
    Formula: ``value - comparator``
    Chinese: 差距（绝对差）.
    Source: definition.

    Examples
    --------
    >>> gap(17.5, 20.0)
    -2.5
    """
    value, comparator = floats(value), floats(comparator)
    same_index(value=value, comparator=comparator)
    return floats(value - comparator)


def gap_ratio(value: Values, comparator: Values) -> Values:
    """Return how far a value is above its comparator, as a fraction of the comparator.

    Parameters
    ----------
    value, comparator : float, Series or DataFrame
        In the same unit; the comparator must be positive.

    Returns
    -------
    float, Series or DataFrame
        Fraction, negative below the comparator. NaN where one is missing or the comparator is not positive.

    Raises
    ------
    ValueError
        If the indexes differ or have a label twice.

    Notes
    -----
    Formula: ``value / comparator - 1``
    Chinese: 相对差距.
    Source: definition.

    Examples
    --------
    >>> gap_ratio(17.5, 20.0)
    -0.125
    """
    value, comparator = floats(value), floats(comparator)
    same_index(value=value, comparator=comparator)
    return quotient(value, comparator) - 1


def quartiles(values: pd.Series) -> Quartiles:
    """Return the lowest value, the three quartiles and the highest value.

    Parameters
    ----------
    values : Series
        Value of each unit.

    Returns
    -------
    Quartiles
        In the unit of the data. NaN throughout with a hole in the values, or without any: drop the units that have none
        before, and say how many are left.

    Notes
    -----
    Formula: ``x at position 1 + p (n - 1) of the sorted values, linear between two; p = 0, 1/4, 1/2, 3/4, 1``
    Chinese: 四分位数.
    Source: Hyndman & Fan (1996), type 7: R ``quantile`` and Excel QUARTILE.INC.

    Examples
    --------
    >>> quartiles(pd.Series([1.0, 2.0, 4.0, 8.0, 16.0]))
    Quartiles(lowest=1.0, lower=2.0, median=4.0, upper=8.0, highest=16.0)
    """
    ordered = np.sort(floats(values).to_numpy()) if len(values) else np.array([np.nan])
    with np.errstate(all="ignore"):
        found = np.quantile(ordered, [0, 0.25, 0.5, 0.75, 1])
    return Quartiles(*(floats(q) for q in found.tolist()))


def quartile_position(values: pd.Series) -> pd.Series:
    """Return which quarter of the units each unit is in, 1 for the lowest values.

    Parameters
    ----------
    values : Series
        Value of each unit.

    Returns
    -------
    Series
        1, 2, 3 or 4; a value at a quartile is in the quarter below it. NaN for a unit without a value, and for all if the
        units do not differ.

    Raises
    ------
    ValueError
        If a label occurs twice.

    Notes
    -----
    Formula: ``1 + #{q in (lower quartile, median, upper quartile): x > q}``
    Chinese: 四分位组.
    Source: Hyndman & Fan (1996), type 7, over the units that have a value.

    Examples
    --------
    >>> quartile_position(pd.Series([1.0, 2.0, 4.0, 8.0, 16.0])).tolist()
    [1.0, 1.0, 2.0, 3.0, 4.0]
    """
    values = floats(values)
    same_index(values=values)
    _, *inner, _ = quartiles(values.dropna())
    above = sum((values > q) * 1.0 for q in inner)
    return only(1 + above, values.notna() & (varies(values) > 0))


def _on_spine(numbers, values: pd.Series, comparator: float | None, higher_is_better: bool, scale: str):
    """Return the numbers on the axis of the spine chart of the values."""
    if scale not in ("common", "sides"):
        raise ValueError(f"unknown scale: {scale}")
    centre = quartiles(values.dropna()).median if comparator is None else floats(comparator)
    turn = 1 if higher_is_better else -1
    distances, place = (floats(turn * (v - centre)) for v in (values, numbers))
    best, worst = max(distances.max(), 0.0), max(-distances.min(), 0.0)
    if scale == "common":
        return quotient(place, max(best, worst))
    return quotient(place, best).where(place > 0, quotient(place, worst)).where(place != 0, quotient(place, max(best, worst)))


def spine_position(
    values: pd.Series, comparator: float | None = None, *, higher_is_better: bool = True, scale: str = "common",
    of: pd.Series | None = None,
) -> pd.Series:
    """Return where each unit stands on a spine chart, better to the right.

    Parameters
    ----------
    values : Series
        Value of each unit.
    comparator : float, optional
        The benchmark at 0, e.g. the figure of the province; the median of the units if none is given.
    higher_is_better : bool
        Whether higher values stand to the right.
    scale : {"common", "sides"}
        "common": one scale for both sides, the farther of best and worst at the edge, so that equal lengths are equal gaps
        (Fingertips). "sides": the worst at -1 and the best at 1, each side by its own length.
    of : Series, optional
        Other figures to place on the chart of the values, e.g. that of a city among counties; the values themselves if none
        are given.

    Returns
    -------
    Series
        -1 … 1, 0 at the comparator; beyond for one of ``of`` that lies outside the values. NaN for a unit without a value; NaN throughout if the comparator is missing or no unit
        differs from it.

    Raises
    ------
    ValueError
        If the scale is unknown or a label occurs twice.

    Notes
    -----
    Formula: ``±(x - c) / max(|best - c|, |worst - c|)``; "sides": by the best or the worst, whichever is on that side.
    Chinese: 脊柱图位置（相对基准的标准化位置）.
    Source: OHID Fingertips, area profile spine chart.

    Examples
    --------
    >>> spine_position(pd.Series({"a": 2.0, "b": 4.0, "c": 8.0})).to_dict()
    {'a': -0.5, 'b': 0.0, 'c': 1.0}
    """
    values = floats(values)
    placed = values if of is None else floats(of)
    same_index(values=values)
    same_index(of=placed)
    return _on_spine(placed, values, comparator, higher_is_better, scale)


def spine_bands(
    values: pd.Series, comparator: float | None = None, *, higher_is_better: bool = True, scale: str = "common"
) -> SpineBands:
    """Return where the bars of a spine chart end: worst, the two quartiles, best.

    Parameters
    ----------
    values, comparator, higher_is_better, scale : Series, float, bool, str
        As for ``spine_position``.

    Returns
    -------
    SpineBands
        On the axis from -1 to 1. NaN throughout if the comparator is missing or no unit differs from it.

    Raises
    ------
    ValueError
        If the scale is unknown or a label occurs twice.

    Notes
    -----
    Formula: ``±(q - c) / max(|best - c|, |worst - c|)`` for the lowest, lower quartile, upper quartile and highest.
    Chinese: 脊柱图区间（最差、下四分位、上四分位、最优）.
    Source: OHID Fingertips, area profile spine chart.

    Examples
    --------
    >>> spine_bands(pd.Series([1.0, 2.0, 4.0, 8.0, 14.0]))
    SpineBands(worst=-0.3, worse_quartile=-0.2, better_quartile=0.4, best=1.0)
    """
    values = floats(values)
    same_index(values=values)
    five = quartiles(values.dropna())
    ends = pd.Series([five.lowest, five.lower, five.upper, five.highest])
    found = _on_spine(ends, values, comparator, higher_is_better, scale)
    return SpineBands(*(found if higher_is_better else found[::-1]).tolist())
