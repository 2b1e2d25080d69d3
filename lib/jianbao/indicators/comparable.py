"""The base behind published figures: the comparable level a growth rests on, the share a pull and a growth imply."""

import pandas as pd

from jianbao.indicators._values import Values, floats, only, quotient, same_index, whole
from jianbao.indicators.growth import growth_rate

__all__ = ["comparable_base", "comparable_gap", "comparable_growth", "implied_base_share"]


def comparable_base(current: Values, growth: Values) -> Values:
    """Return the base that a published growth rests on, cell by cell.

    Parameters
    ----------
    current : float, Series or DataFrame
        Level as published.
    growth : float, Series or DataFrame
        Its published growth on a comparable basis, fraction, on one index with the level.

    Returns
    -------
    float, Series or DataFrame
        In the unit of the level. NaN if a figure is missing, the level is negative or the growth is -1 or less.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``current / (1 + growth)``
    Chinese: 可比口径上年同期数（推算）.
    Source: NBS, explanation of 2018-06-29 on industrial profits.

    Examples
    --------
    >>> round(comparable_base(27298.3, 0.165), 1)
    23432.0
    """
    same_index(current=current, growth=growth)
    current = floats(current)
    return quotient(only(current, current >= 0), 1 + floats(growth))


def comparable_gap(current: Values, previous_published: Values, growth: Values) -> Values:
    """Return how far a published growth lies above the one computed from published levels, cell by cell.

    Parameters
    ----------
    current, previous_published : float, Series or DataFrame
        Levels as published in this and in last year's release, on one index.
    growth : float, Series or DataFrame
        Published growth on a comparable basis, fraction.

    Returns
    -------
    float, Series or DataFrame
        Difference of two fractions, printed as percentage points. A gap is normal and never a reason to replace the
        published rate. NaN if a figure is missing or the levels have no growth.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``growth - (current / previous_published - 1)``
    Chinese: 可比口径增速与发布数增速之差.
    Source: NBS, explanation of 2018-06-29: firms enter and leave, double counting goes, other business is split off.

    Examples
    --------
    >>> round(comparable_gap(27298.3, 29047.6, 0.165), 3)
    0.225
    """
    same_index(current=current, previous_published=previous_published, growth=growth)
    return floats(growth) - growth_rate(current, previous_published)


def comparable_growth(current: pd.Series | pd.DataFrame, previous: pd.Series | pd.DataFrame) -> float | pd.Series:
    """Return growth on a comparable basis from returns that carry last year's figure of the same enterprise.

    Parameters
    ----------
    current, previous : Series or DataFrame
        This and last year's figure of this year's enterprises, one row each; a column for each item of a DataFrame.

    Returns
    -------
    float or Series
        Fraction, one for each column. NaN if any enterprise lacks a figure, there is none, or the totals have no growth.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``sum(current) / sum(previous) - 1``
    Chinese: 可比口径增长速度.
    Source: NBS, note to the releases on industrial profits: 按可比口径计算.

    Examples
    --------
    >>> round(comparable_growth(pd.Series([60.0, 50.0]), pd.Series([58.0, 42.0])), 3)
    0.1
    """
    same_index(current=current, previous=previous)
    return growth_rate(whole(floats(current)), whole(floats(previous)))


def implied_base_share(contribution: Values, growth: Values) -> Values:
    """Return the share in the base period that a published pull and growth of a part imply, cell by cell.

    Parameters
    ----------
    contribution : float, Series or DataFrame
        What the part added to the growth of the total, fraction.
    growth : float, Series or DataFrame
        Growth of the part itself, fraction.

    Returns
    -------
    float, Series or DataFrame
        Fraction. NaN if a figure is missing, the growth is zero, or the two have opposite signs: no share does that.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``contribution / growth``
    Chinese: 基期比重（由拉动百分点推算）.
    Source: identity of ``contribution_from_share``; NBS release of 2025-10-27 (8.7 % pulls 1.6 points).

    Examples
    --------
    >>> round(implied_base_share(0.016, 0.087), 3)
    0.184
    """
    same_index(contribution=contribution, growth=growth)
    contribution, growth = floats(contribution), floats(growth)
    one_way = (contribution >= 0) & (growth > 0) | (contribution <= 0) & (growth < 0)
    return only(quotient(abs(contribution), abs(growth)), one_way)
