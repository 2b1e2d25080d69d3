"""Convergence: do regions grow alike, and do the poorer ones catch up."""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from jianbao.indicators._values import Values, floats, non_negative, only, quotient, same_index, whole

__all__ = ["BetaConvergence", "beta_convergence", "convergence_speed", "half_life", "sigma_convergence"]


class BetaConvergence(NamedTuple):
    """The regression of yearly log growth on the log level before; ``speed`` per year, ``half_life`` in years."""

    alpha: float
    beta: float
    se_beta: float
    t_beta: float
    speed: float
    half_life: float
    r_squared: float


def sigma_convergence(values: pd.DataFrame, measure: str = "sd_log", ddof: int = 0) -> pd.Series:
    """Return how far apart the regions are in each period: falling dispersion is sigma convergence.

    Parameters
    ----------
    values : DataFrame
        Level of each region (rows) in each period (columns), such as value added per head.
    measure : {"sd_log", "cv"}
        Standard deviation of the logarithms, or coefficient of variation.
    ddof : int
        0 divides by the number of regions (all regions are there), 1 by one less (a sample).

    Returns
    -------
    Series
        Dispersion by period, 0 where all are equal. NaN in a period with a missing or negative level (``sd_log``: or zero),
        with a mean of zero, or with no more than ``ddof`` regions.

    Raises
    ------
    ValueError
        If the measure is unknown, ``ddof`` is neither 0 nor 1, or a label comes twice.

    Notes
    -----
    Formula: ``sd(ln y)`` or ``sd(y) / mean(y)``

    Chinese: σ收敛.

    Source: Barro & Sala-i-Martin (2004), Economic Growth, chapter 11.

    Examples
    --------
    >>> sigma_convergence(pd.DataFrame({2019: [1.0, 3.0], 2024: [2.0, 3.0]}), "cv").tolist()
    [0.5, 0.2]
    """
    if measure not in ("sd_log", "cv") or ddof not in (0, 1):
        raise ValueError(f"there is no such measure of dispersion: {measure}, ddof {ddof}")
    same_index(values=values)
    levels = non_negative(values)
    if measure == "cv":
        return quotient(_deviation(levels, ddof), _mean(levels))
    return _deviation(np.log(only(levels, levels > 0)), ddof)


def _mean(levels: pd.DataFrame) -> pd.Series:
    return levels.apply(whole) / len(levels)


def _deviation(levels: pd.DataFrame, ddof: int) -> pd.Series:
    """Return the standard deviation of each column; NaN with a hole, or 0 / 0 with ``ddof`` rows."""
    squares = (levels - _mean(levels)) ** 2
    return np.sqrt(squares.apply(whole) / (len(levels) - ddof))


def beta_convergence(before: pd.Series, after: pd.Series, years: float) -> BetaConvergence:
    """Return whether regions with a lower level grew faster: absolute beta convergence by least squares.

    Parameters
    ----------
    before, after : Series
        Level of each region at the two ends, same unit, prices and index.
    years : float
        Years between them.

    Returns
    -------
    BetaConvergence
        Coefficients per year; beta < 0 is convergence. All NaN if a level is missing or not positive, there are fewer than
        three regions, or they all start from one level. ``t_beta`` is NaN where the error is zero, ``r_squared`` where all
        grow alike, ``speed`` and ``half_life`` as in ``convergence_speed`` and ``half_life``.

    Raises
    ------
    ValueError
        If the indexes differ or the years are not positive.

    Notes
    -----
    Formula: ``ln(after / before) / years = alpha + beta ln(before)``

    Chinese: β收敛（绝对收敛）.

    Source: Barro & Sala-i-Martin (2004), Economic Growth, chapter 11.

    Examples
    --------
    >>> fit = beta_convergence(pd.Series([1.0, 2.0, 4.0]), pd.Series([2.0, 3.0, 4.0]), 10)
    >>> round(fit.beta, 4), round(fit.half_life, 1)
    (-0.05, 10.0)
    """
    same_index(before=before, after=after)
    _positive(years)
    start, end = (np.log(only(v, v > 0)) for v in map(floats, (before, after)))
    growth = floats((end - start) / years)
    if start.isna().any() or growth.isna().any() or len(start) < 3 or start.max() == start.min():
        return BetaConvergence(*[math.nan] * 7)
    return _least_squares(start, growth, years)


def _positive(years: float) -> None:
    if not 0 < years < math.inf:
        raise ValueError(f"the number of years is positive, not {years}")


def _least_squares(start: pd.Series, growth: pd.Series, years: float) -> BetaConvergence:
    x, y = start - start.mean(), growth - growth.mean()
    spread = whole(x * x)
    beta = whole(x * y) / spread
    squares = whole((y - beta * x) ** 2)
    error = math.sqrt(squares / (len(x) - 2) / spread)
    speed = convergence_speed(beta, years)
    alpha = float(growth.mean() - beta * start.mean())
    explained = 1 - quotient(squares, whole(y * y))
    return BetaConvergence(*map(floats, (alpha, beta, error, quotient(beta, error), speed, half_life(speed), explained)))


def convergence_speed(beta: Values, years: float) -> Values:
    """Return the share of the gap to the steady state that closes in a year, from the coefficient of a regression.

    Parameters
    ----------
    beta : float, Series or DataFrame
        Coefficient of the log level before, per year.
    years : float
        Years between the two ends of the regression.

    Returns
    -------
    float, Series or DataFrame
        Fraction per year, in continuous time. NaN where beta is missing or not negative (no convergence), or beta × years
        is -1 or less (the gap would close at once).

    Raises
    ------
    ValueError
        If the years are not positive.

    Notes
    -----
    Formula: ``-ln(1 + beta years) / years``

    Chinese: 收敛速度.

    Source: Barro & Sala-i-Martin (2004), Economic Growth, chapter 11.

    Examples
    --------
    >>> round(convergence_speed(-0.00725480267783852, 60), 6)
    0.009524
    """
    _positive(years)
    beta = floats(beta)
    within = only(beta, (beta < 0) & (beta * years > -1))
    return floats(-np.log1p(within * years) / years)


def half_life(speed: Values) -> Values:
    """Return the years in which half of the gap to the steady state closes.

    Parameters
    ----------
    speed : float, Series or DataFrame
        Fraction per year, from ``convergence_speed``.

    Returns
    -------
    float, Series or DataFrame
        Years. NaN where the speed is missing or not positive: the gap does not close.

    Notes
    -----
    Formula: ``ln 2 / speed``

    Chinese: 半衰期（收敛半程时间）.

    Source: Barro & Sala-i-Martin (2004), Economic Growth, chapter 2.

    Examples
    --------
    >>> round(half_life(0.02), 1)
    34.7
    """
    return quotient(math.log(2), floats(speed))
