"""What land yields, and the points of a firm in the assessment per mu (亩均论英雄)."""

import math

import numpy as np
import pandas as pd

from jianbao.indicators._values import Values, floats, non_negative, quotient, same_index
from jianbao.indicators.ratios import ratio

__all__ = [
    "land_efficiency_score", "revenue_per_mu", "tax_per_mu", "value_added_per_mu",
]


def value_added_per_mu(value_added: Values, land: Values, months: int = 12) -> Values:
    """Return the value added per mu of industrial land in a year.

    Parameters
    ----------
    value_added, land : float, Series or DataFrame
        Value added, which may be negative; industrial land in use, in mu. Totals of the same enterprises and period.
    months : int
        Months elapsed in the cumulative period, 1 to 12.

    Returns
    -------
    float, Series or DataFrame
        Value's unit per mu. NaN where one is missing or the denominator is not positive.

    Raises
    ------
    ValueError
        If the indexes differ or the months are not 1 to 12.

    Notes
    -----
    Formula: ``value_added / land * 12 / months``

    Chinese: 亩均增加值.

    Source: 浙政发〔2018〕5号, assessment per mu (亩均论英雄).

    Examples
    --------
    >>> value_added_per_mu(68.0, 1.0, months=6)
    136.0
    """
    return ratio(value_added, land, months=months)


def tax_per_mu(tax: Values, land: Values, months: int = 12) -> Values:
    """Return the tax per mu of industrial land in a year.

    Parameters
    ----------
    tax, land : float, Series or DataFrame
        Tax assessed, which refunds may make negative; industrial land in use, in mu. Totals of the same enterprises
        and period.
    months : int
        Months elapsed in the cumulative period, 1 to 12.

    Returns
    -------
    float, Series or DataFrame
        Tax's unit per mu. NaN where one is missing or the denominator is not positive.

    Raises
    ------
    ValueError
        If the indexes differ or the months are not 1 to 12.

    Notes
    -----
    Formula: ``tax / land * 12 / months``

    Chinese: 亩均税收.

    Source: 浙政发〔2018〕5号, assessment per mu (亩均论英雄).

    Examples
    --------
    >>> tax_per_mu(18.5, 1.0, months=6)
    37.0
    """
    return ratio(tax, land, months=months)


def revenue_per_mu(revenue: Values, land: Values, months: int = 12) -> Values:
    """Return the revenue per mu of industrial land in a year.

    Parameters
    ----------
    revenue, land : float, Series or DataFrame
        Business revenue; industrial land in use, in mu. Totals of the same enterprises and period.
    months : int
        Months elapsed in the cumulative period, 1 to 12.

    Returns
    -------
    float, Series or DataFrame
        Value's unit per mu. NaN where one is missing, the numerator is negative or the denominator is not positive.

    Raises
    ------
    ValueError
        If the indexes differ or the months are not 1 to 12.

    Notes
    -----
    Formula: ``revenue / land * 12 / months``

    Chinese: 亩均营业收入.

    Source: 浙政发〔2018〕5号, assessment per mu (亩均论英雄).

    Examples
    --------
    >>> revenue_per_mu(300.0, 2.0, months=12)
    150.0
    """
    return ratio(non_negative(revenue), land, months=months)


def land_efficiency_score(
    actual: pd.Series | pd.DataFrame, base: pd.Series, weights: pd.Series, cap: float | None = None,
    substitutes: pd.Series | None = None,
) -> float | pd.Series:
    """Return the points of a firm in the assessment per mu: each item over its base, weighted.

    Parameters
    ----------
    actual : Series or DataFrame
        The firm's value of each item; or firms in rows and items in columns.
    base : Series
        Value of each item that earns its weight (the notice's base of the year).
    weights : Series
        Points of each item, usually 100 together.
    cap : float, optional
        Largest multiple of its weight that an item earns, where the notice has one.
    substitutes : Series, optional
        Points for an item whose value is missing, such as the average of firms above the threshold; NaN for none.

    Returns
    -------
    float or Series
        Points: the sum of the weights for a firm at the base. NaN for a firm with an item missing and no substitute. A
        negative value earns negative points, since the formula has no floor.

    Raises
    ------
    ValueError
        If the items differ, a base or the cap is not positive, or the weights are missing, negative or all zero.

    Notes
    -----
    Formula: ``sum(min(actual / base, cap) * weight)``

    Chinese: 亩均效益综合评价得分.

    Source: 黄岩区 notices of 2022-09-20 and 2023-09-25, after 浙政发〔2018〕5号.

    Examples
    --------
    >>> base, weights = pd.Series({"tax": 11.5932, "power": 0.2352}), pd.Series({"tax": 50.0, "power": 50.0})
    >>> land_efficiency_score(pd.Series({"tax": 23.1864, "power": 0.1176}), base, weights)
    125.0
    """
    values, base, weights = floats(actual), floats(base), floats(weights)
    substitutes = base * math.nan if substitutes is None else floats(substitutes)
    same_index(base=base, weights=weights, substitutes=substitutes, items=_items(values))
    _check_parameters(base, weights, cap)
    points = floats(quotient(values, base).clip(upper=cap) * weights)
    points = points.where(values.notna(), substitutes, axis=values.ndim - 1)
    with np.errstate(all="ignore"):
        return floats(points.sum(axis=values.ndim - 1, skipna=False))


def _items(values: pd.Series | pd.DataFrame) -> pd.Series:
    """Return a Series on the items of one firm or of many."""
    same_index(actual=values)
    return values if values.ndim == 1 else pd.Series(0.0, values.columns)


def _check_parameters(base: pd.Series, weights: pd.Series, cap: float | None) -> None:
    if not (base > 0).all():
        raise ValueError("a base is missing or not positive")
    if not ((weights >= 0).all() and weights.sum() > 0):
        raise ValueError("weights are not negative, and not all zero")
    if cap is not None and not cap > 0:
        raise ValueError(f"a cap is positive, not {cap}")
