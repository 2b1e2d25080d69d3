"""Price and quantity indexes of several goods, and deflation. Results are ratios: 1.05 is an index of 105."""

import math

import numpy as np
import pandas as pd

from jianbao.indicators._values import Values, floats, non_negative, only, quotient, same_index, shares, whole
from jianbao.indicators.chains import chain

__all__ = ["chained_index", "deflate", "price_index", "quantity_index"]

FORMULAS = ("laspeyres", "paasche", "fisher", "tornqvist", "walsh")


def price_index(
    prices_before: pd.Series, prices: pd.Series, quantities_before: pd.Series, quantities: pd.Series, formula: str,
) -> float:
    """Return how much the prices of several goods rose together.

    Parameters
    ----------
    prices_before, prices, quantities_before, quantities : Series
        Price and quantity of each good in the two periods, same index: goods of one period only are matched or imputed
        before.
    formula : {"laspeyres", "paasche", "fisher", "tornqvist", "walsh"}
        Weights: quantities before, quantities now, both (geometric mean of the two indexes), mean value shares, geometric
        mean of the quantities.

    Returns
    -------
    float
        Ratio, 1 is no change. NaN if a price or quantity is missing or negative, or the goods have no value to compare;
        Törnqvist's also if a price is zero.

    Raises
    ------
    ValueError
        If the indexes differ or the formula is unknown.

    Notes
    -----
    Formula: ``sum(p1 q) / sum(p0 q)``, ``q = q0 | q1 | sqrt(q0 q1)``; Törnqvist ``exp(sum((s0 + s1) / 2 ln(p1 / p0)))``

    Chinese: 价格指数（拉氏、帕氏、费雪、特恩奎斯特、沃尔什）.

    Source: ILO et al., Producer Price Index Manual (2004), chapters 15 and 16.

    Examples
    --------
    >>> p0, p1 = pd.Series([1.0, 1.0]), pd.Series([2.0, 1.0])
    >>> round(price_index(p0, p1, pd.Series([1.0, 1.0]), pd.Series([1.0, 3.0]), "laspeyres"), 4)
    1.5
    >>> round(price_index(p0, p1, pd.Series([1.0, 1.0]), pd.Series([1.0, 3.0]), "paasche"), 4)
    1.25
    """
    if formula not in FORMULAS:
        raise ValueError(f"unknown formula of an index number: {formula}")
    same_index(prices_before=prices_before, prices=prices, quantities_before=quantities_before, quantities=quantities)
    p0, p1, q0, q1 = map(non_negative, (prices_before, prices, quantities_before, quantities))
    if any(v.isna().any() for v in (p0, p1, q0, q1)):
        return math.nan
    if formula == "tornqvist":
        return _tornqvist(p0, p1, q0, q1)
    weights = {"laspeyres": (q0,), "paasche": (q1,), "fisher": (q0, q1), "walsh": (np.sqrt(q0) * np.sqrt(q1),)}[formula]
    relatives = [quotient(whole(p1 * q), whole(p0 * q)) for q in weights]
    return relatives[0] if len(relatives) == 1 else math.sqrt(relatives[0]) * math.sqrt(relatives[1])


def _tornqvist(p0: pd.Series, p1: pd.Series, q0: pd.Series, q1: pd.Series) -> float:
    """Return the geometric mean of the price relatives, weighted by the mean of the two value shares."""
    logs = np.log(only(p1, p1 > 0)) - np.log(only(p0, p0 > 0))
    with np.errstate(all="ignore"):
        return floats(np.exp(whole((shares(p0 * q0) + shares(p1 * q1)) / 2 * logs)))


def quantity_index(
    prices_before: pd.Series, prices: pd.Series, quantities_before: pd.Series, quantities: pd.Series, formula: str,
) -> float:
    """Return how much the quantities of several goods rose together.

    Parameters
    ----------
    prices_before, prices, quantities_before, quantities : Series
        As in ``price_index``.
    formula : {"laspeyres", "paasche", "fisher", "tornqvist", "walsh"}
        Weights: prices before, prices now, both, mean value shares, geometric mean of the prices.

    Returns
    -------
    float
        Ratio, 1 is no change. NaN if a price or quantity is missing or negative, or the goods have no value to compare;
        Törnqvist's also if a quantity is zero.

    Raises
    ------
    ValueError
        If the indexes differ or the formula is unknown.

    Notes
    -----
    Formula: ``price_index with prices and quantities exchanged``

    Chinese: 物量指数.

    Source: ILO et al., Producer Price Index Manual (2004), chapters 15 and 16.

    Examples
    --------
    >>> one, q0, q1 = pd.Series([1.0, 1.0]), pd.Series([1.0, 1.0]), pd.Series([1.0, 3.0])
    >>> quantity_index(one, pd.Series([2.0, 1.0]), q0, q1, "laspeyres")
    2.0
    """
    return price_index(quantities_before, quantities, prices_before, prices, formula)


def chained_index(prices: pd.DataFrame, quantities: pd.DataFrame, formula: str, kind: str = "quantity") -> pd.Series:
    """Return the chain of two-period indexes, 1 at the first period.

    Parameters
    ----------
    prices, quantities : DataFrame
        Periods in rows in the order of time, goods in columns, same index and columns.
    formula : {"laspeyres", "paasche", "fisher", "tornqvist", "walsh"}
        Formula of each link.
    kind : {"quantity", "price"}
        Which index is chained.

    Returns
    -------
    Series
        Ratio by period. NaN from the first period on whose link is NaN or zero.

    Raises
    ------
    ValueError
        If the indexes differ, the formula or kind is unknown, or there is no period.

    Notes
    -----
    Formula: ``I_0 = 1, I_t = I_(t-1) * index(t-1, t)``

    Chinese: 链式指数.

    Source: ILO et al., Producer Price Index Manual (2004), chapter 15. ``rebase`` gives another reference.

    Examples
    --------
    >>> prices = pd.DataFrame({"a": [1.0, 2.0, 2.0], "b": [1.0, 1.0, 1.0]})
    >>> quantities = pd.DataFrame({"a": [1.0, 1.0, 2.0], "b": [1.0, 3.0, 3.0]})
    >>> chained_index(prices, quantities, "laspeyres").tolist()
    [1.0, 2.0, 2.8]
    """
    same_index(prices=prices, quantities=quantities)
    if kind not in ("quantity", "price") or formula not in FORMULAS or prices.empty:
        raise ValueError(f"there is no chained index: formula {formula}, kind {kind}, {len(prices)} periods")
    two_periods = quantity_index if kind == "quantity" else price_index
    links = [
        two_periods(prices.iloc[t - 1], prices.iloc[t], quantities.iloc[t - 1], quantities.iloc[t], formula)
        for t in range(1, len(prices))
    ]
    return chain(pd.Series([math.nan, *links], prices.index), prices.index[0])


def deflate(value: Values, index: Values) -> Values:
    """Return a value in the prices of the index's reference period.

    Parameters
    ----------
    value : float, Series or DataFrame
        Value in current prices; it may be negative (a balance).
    index : float, Series or DataFrame
        Price index as a ratio (1.05, not 105), same index.

    Returns
    -------
    float, Series or DataFrame
        In the input unit. NaN where one is missing or the index is not positive.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``value / index``

    Chinese: 价格缩减法.

    Source: System of National Accounts 2008, chapter 15.

    Examples
    --------
    >>> round(deflate(11898.0, 1.1078), 1)
    10740.2
    """
    same_index(value=value, index=index)
    return quotient(floats(value), floats(index))
