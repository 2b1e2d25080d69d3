"""Growth of a level over one period, averaged over several, and chained. Rates are fractions: 0.052 is 5.2 %."""

import math
from typing import NamedTuple

import pandas as pd

from jianbao.indicators._paths import power
from jianbao.indicators._values import Values, floats, only, quotient, same_index, whole

__all__ = [
    "ChainedGrowth", "annualised_growth", "average_growth_cumulative", "average_growth_from_rates", "chain_growth",
    "growth_rate", "trend_growth", "two_year_average_growth",
]


def growth_rate(current: Values, previous: Values) -> Values:
    """Return the change of a level over one period, cell by cell.

    Parameters
    ----------
    current, previous : float, Series or DataFrame
        Levels in the same unit, prices and coverage, on one index.

    Returns
    -------
    float, Series or DataFrame
        Fraction, at least -1. NaN if a level is missing, the base is zero or negative, or the current level is negative:
        such a growth does not exist, words take its place (``describe_change``).

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``current / previous - 1``
    Chinese: 增长速度（同比增长率）.
    Source: NBS, Explanatory notes on main statistical indicators.

    Official growth rests on a comparable set of enterprises: it is stored, and this function is only for what is
    published as levels. Real growth needs levels in constant prices.

    Examples
    --------
    >>> round(growth_rate(105.2, 100.0), 3)
    0.052
    >>> growth_rate(3.0, -5.0)
    nan
    """
    same_index(current=current, previous=previous)
    current, previous = floats(current), floats(previous)
    return quotient(only(current, current >= 0), previous) - 1


def annualised_growth(first: Values, last: Values, periods: float) -> Values:
    """Return the constant growth a period that leads from the first level to the last (level method).

    Parameters
    ----------
    first, last : float, Series or DataFrame
        Levels of the base year and of the end year, in the same unit and prices, on one index.
    periods : float
        Number of steps between them: 5 from 2020 to 2025.

    Returns
    -------
    float, Series or DataFrame
        Fraction a period. NaN unless both levels are positive.

    Raises
    ------
    ValueError
        If the indexes differ or ``periods`` is not a positive number.

    Notes
    -----
    Formula: ``(last / first) ** (1 / periods) - 1``
    Chinese: 年均增长速度（水平法）; 复合年均增长率.
    Source: NBS, Explanatory notes: 平均增长速度, level method.

    Examples
    --------
    >>> round(annualised_growth(100.0, 140.0, 5), 4)
    0.0696
    """
    if not 0 < periods < math.inf:
        raise ValueError(f"periods is a positive number of steps, not {periods}")
    same_index(first=first, last=last)
    first, last = floats(first), floats(last)
    return power(quotient(only(last, last > 0), first), 1 / periods) - 1


def average_growth_cumulative(base: float, values: pd.Series) -> float:
    """Return the constant growth whose path adds up to the values of all years (cumulative method).

    Parameters
    ----------
    base : float
        Flow of the year before the plan.
    values : Series
        Flow of each year of the plan, in the same unit and prices: investment, not a stock.

    Returns
    -------
    float
        Fraction a year, at least -1. NaN if a value is missing or negative, or the base is not positive.

    Raises
    ------
    ValueError
        If the index has a label twice.

    Notes
    -----
    Formula: ``g = r - 1 where base * (r + r**2 + ... + r**n) = sum(values)``
    Chinese: 年均增长速度（累计法）.
    Source: NBS, Explanatory notes: 平均增长速度, cumulative method.

    Examples
    --------
    >>> round(average_growth_cumulative(100.0, pd.Series([120.0, 110.0, 130.0, 125.0, 140.0])), 4)
    0.0753
    """
    same_index(values=values)
    values, base = floats(values), floats(base)
    target = quotient(whole(only(values, values >= 0)), base)
    if math.isnan(target):
        return math.nan
    low, high = 0.0, max(1.0, power(target, 1 / len(values)))  # r ** n is at most the sum, so nothing overflows
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if _path_sum(middle, len(values)) < target else (low, middle)
    return high - 1


def _path_sum(ratio: float, n: int) -> float:
    total = 0.0
    for _ in range(n):
        total = ratio * (1 + total)
    return total


def average_growth_from_rates(rates: pd.Series) -> float:
    """Return the average growth of several periods from the growth of each: never their arithmetic mean.

    Parameters
    ----------
    rates : Series
        Growth of each period over the one before, fractions.

    Returns
    -------
    float
        Fraction a period. NaN if a rate is missing or takes the level to zero (-1 or less), or there is none.

    Raises
    ------
    ValueError
        If the index has a label twice.

    Notes
    -----
    Formula: ``prod(1 + g) ** (1 / n) - 1``
    Chinese: 平均增长速度（几何平均法）.
    Source: NBS, Explanatory notes: 平均发展速度 is a geometric mean.

    Examples
    --------
    >>> round(average_growth_from_rates(pd.Series([0.5, -0.5])), 4)
    -0.134
    """
    chained = chain_growth(rates).growth
    return math.nan if math.isnan(chained) else annualised_growth(1.0, 1 + chained, len(rates))


class ChainedGrowth(NamedTuple):
    """Growth over a chain of periods, and the lowest and highest that the rounding of the rates allows."""

    growth: float
    low: float
    high: float


def chain_growth(rates: pd.Series, half_unit: float = 0.0) -> ChainedGrowth:
    """Return the growth over all periods from the growth of each, with the interval that rounding leaves.

    Parameters
    ----------
    rates : Series
        Growth of each period over the one before, fractions.
    half_unit : float
        Half a unit of the last digit printed, a fraction: 0.0005 for rates printed as 5.2 %.

    Returns
    -------
    ChainedGrowth
        Fractions ``growth``, ``low`` and ``high``. All NaN if a rate is missing or may take the level to zero (-1 or
        less within rounding), or there is none.

    Raises
    ------
    ValueError
        If the index has a label twice or ``half_unit`` is negative.

    Notes
    -----
    Formula: ``prod(1 + g) - 1, low and high with g - half_unit and g + half_unit``
    Chinese: 定基增长速度（由环比发展速度连乘）.
    Source: NBS, Explanatory notes: 定基发展速度 is the product of 环比发展速度.

    Examples
    --------
    >>> [round(g, 4) for g in chain_growth(pd.Series([0.10, 0.10]), half_unit=0.0005)]
    [0.21, 0.2089, 0.2111]
    """
    same_index(rates=rates)
    links = 1 + floats(rates)
    if not half_unit >= 0:
        raise ValueError(f"half_unit is not negative, not {half_unit}")
    if not len(links) or not (links - half_unit > 0).all():
        return ChainedGrowth(math.nan, math.nan, math.nan)
    return ChainedGrowth(*(floats(math.prod(links + shift)) - 1 for shift in (0.0, -half_unit, half_unit)))


def trend_growth(values: pd.Series) -> float:
    """Return the growth a year along a straight line fitted to all years, against the line's first year.

    Parameters
    ----------
    values : Series
        Level of each year; the index holds the years as numbers, in any order, gaps allowed.

    Returns
    -------
    float
        Fraction of the first fitted level, a year. NaN if a level is missing or negative, there are fewer than two years,
        or the line starts at zero or below.

    Raises
    ------
    ValueError
        If a year is there twice.

    Notes
    -----
    Formula: ``b / (a + b * first year), a + b * year fitted by least squares``
    Chinese: 趋势增长率（最小二乘法）.
    Source: COINr, ``prc_change``; every year counts, where ``annualised_growth`` sees only the ends.

    Examples
    --------
    >>> round(trend_growth(pd.Series([100.0, 105.0, 121.0], index=[2018, 2019, 2020])), 4)
    0.107
    """
    same_index(values=values)
    years, levels = floats(pd.Series(values.index, index=values.index)), floats(values)
    away, mean = years - years.mean(), whole(only(levels, levels >= 0)) / max(len(levels), 1)
    slope = quotient(whole(away * levels), whole(away * away))
    return quotient(slope, mean + slope * away.min())


def two_year_average_growth(growth: Values) -> Values:
    """Return the two-year average growth from the growth against two years earlier, cell by cell.

    Parameters
    ----------
    growth : float, Series or DataFrame
        Growth against the same period two years earlier, fraction.

    Returns
    -------
    float, Series or DataFrame
        Fraction a year. NaN if the growth is missing or -1 or less.

    Notes
    -----
    Formula: ``(1 + growth) ** (1 / 2) - 1``
    Chinese: 两年平均增长.
    Source: NBS releases of 2021: geometric mean with the same period of 2019 as the base.

    Examples
    --------
    >>> round(two_year_average_growth(0.721), 3)
    0.312
    """
    same_index(growth=growth)
    return annualised_growth(1.0, 1 + floats(growth), 2)
