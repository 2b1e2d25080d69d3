"""Inequality between regions: how unevenly something is spread, over units or against a reference."""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from jianbao.indicators._distribution import shares_of
from jianbao.indicators._values import floats, quotient, same_index, whole

__all__ = [
    "TheilDecomposition", "coefficient_of_variation", "gini", "hoover_index", "locational_gini", "theil",
    "theil_decomposition",
]


class TheilDecomposition(NamedTuple):
    """Theil T in all, between the groups and within them: the last two add up to the first."""

    total: float
    between: float
    within: float


def _population(values: pd.Series, weights: pd.Series | None) -> tuple[pd.Series, pd.Series]:
    """Return the values and each unit's share of the weight; a negative weight raises ValueError."""
    weights = pd.Series(1.0, index=values.index) if weights is None else floats(weights)
    same_index(values=values, weights=weights)
    if (weights < 0).any():
        raise ValueError("a weight is negative")
    return floats(values), shares_of(weights)


def gini(values: pd.Series, weights: pd.Series | None = None, *, normalise: bool = False) -> float:
    """Return the Gini coefficient: the area between the Lorenz curve and the diagonal, over its largest possible.

    Parameters
    ----------
    values : Series
        Value of each unit; with weights, the value per head.
    weights : Series, optional
        Size of each unit, such as population. Without, units count equally.
    normalise : bool
        Multiply by ``n / (n - 1)``, so that one unit with everything gives 1. Only without weights.

    Returns
    -------
    float
        0 (equal) to ``(n - 1) / n``, or to 1 when normalised. NaN with a hole, a negative value, nothing in all, or one
        unit when normalised.

    Raises
    ------
    ValueError
        If the indexes differ or hold a label twice, a weight is negative, or a weighted Gini is to be normalised.

    Notes
    -----
    Formula: ``1 - sum((p_k - p_{k-1}) (L_k + L_{k-1}))``
    Chinese: 基尼系数.
    Source: Gini (1914); Dörsam (2004), Wirtschaftsstatistik anschaulich dargestellt.

    Examples
    --------
    >>> round(gini(pd.Series([20, 50, 20, 10])), 4), round(gini(pd.Series([20, 50, 20, 10]), normalise=True), 4)
    (0.3, 0.4)
    """
    if normalise and weights is not None:
        raise ValueError("a weighted Gini has no normalised form")
    held, sizes = _population(values, weights)
    if not ((held >= 0) & (sizes >= 0)).all():
        return math.nan
    held = held.sort_values()
    sizes = sizes.loc[held.index]
    # The same area gap by gap: poorer share times richer share, so no term is negative and equal values give 0.
    poorer, richer = sizes.cumsum(), sizes[::-1].cumsum()[::-1]
    gaps = (poorer * richer.shift(-1) * (held.shift(-1) - held)).iloc[:-1]
    area = quotient(float(gaps.sum()), float((sizes * held).sum()))
    return area * quotient(len(held), len(held) - 1) if normalise else area


def locational_gini(region: pd.Series, reference: pd.Series, method: str = "lq") -> float:
    """Return the Gini coefficient of a distribution against a reference distribution.

    Parameters
    ----------
    region, reference : Series
        A sector and all sectors over the regions (spatial concentration), or a region and the country over the sectors
        (specialisation).
    method : {"lq", "lorenz"}
        "lq": inequality of the location quotients, each counted once (Farhauer & Kröll). "lorenz": area of the curve of
        cumulated shares against cumulated reference shares (Hoover, Krugman; EconGeo prints half of it).

    Returns
    -------
    float
        0 (distributed like the reference) to ``(n - 1) / n`` for "lq", below 1 for "lorenz". NaN with a hole, a negative
        level, nothing in all, or a class that the reference lacks: it has no quotient.

    Raises
    ------
    ValueError
        If the indexes differ, hold a label twice, or the method is unknown.

    Notes
    -----
    Formula: ``2 / (n^2 R) sum(k (R_k - R))``, quotients ``R_k`` sorted, ``R`` their mean
    Chinese: 区位基尼系数.
    Source: Farhauer & Kröll (2013), Standorttheorien; Krugman (1991), Geography and Trade.

    Examples
    --------
    >>> industry, everything = pd.Series([500, 500, 1000, 7000, 1000]), pd.Series([20, 15, 20, 40, 5])
    >>> round(locational_gini(industry, everything), 4)
    0.4069
    >>> round(locational_gini(industry, everything, method="lorenz"), 4)
    0.3725
    """
    if method not in ("lq", "lorenz"):
        raise ValueError(f"an unknown method: {method}")
    same_index(region=region, reference=reference)
    there = shares_of(reference)
    quotients = quotient(shares_of(region), there)
    return gini(quotients, there if method == "lorenz" else None)


def hoover_index(values: pd.Series, reference: pd.Series | None = None) -> float:
    """Return the share of the whole that would have to move to spread it like the reference.

    Parameters
    ----------
    values : Series
        Level of each unit.
    reference : Series, optional
        Level of what it is compared with, such as population or area. Without, an equal spread.

    Returns
    -------
    float
        0 to 1. NaN with a hole, a negative level or nothing in all.

    Raises
    ------
    ValueError
        If the indexes differ or hold a label twice.

    Notes
    -----
    Formula: ``sum(|s_i - r_i|) / 2`` of the shares
    Chinese: 胡佛指数（集中指数）.
    Source: Hoover (1936), Review of Economics and Statistics 18.

    Examples
    --------
    >>> round(hoover_index(pd.Series([10, 10, 10, 20, 50])), 4)
    0.3
    """
    reference = pd.Series(1.0, index=values.index) if reference is None else reference
    same_index(values=values, reference=reference)
    return whole((shares_of(values) - shares_of(reference)).abs()) / 2


def _mean_log(weight: pd.Series, ratio: pd.Series) -> float:
    """Return ``sum(weight ln(ratio))`` with 0 ln 0 = 0."""
    return whole((weight * np.log(ratio.where(weight > 0))).mask(weight == 0, 0.0))


def theil(values: pd.Series, weights: pd.Series | None = None, kind: str = "T") -> float:
    """Return the Theil index of inequality.

    Parameters
    ----------
    values : Series
        Value of each unit; with weights, the value per head.
    weights : Series, optional
        Size of each unit, such as population. Without, units count equally.
    kind : {"T", "L"}
        T weights units by what they have; L, the mean log deviation, by their size.

    Returns
    -------
    float
        0 (equal) up; T at most ``ln n`` without weights. NaN with a hole, a negative value, nothing in all, and for L
        with a unit that has nothing.

    Raises
    ------
    ValueError
        If the indexes differ or hold a label twice, a weight is negative, or the kind is unknown.

    Notes
    -----
    Formula: ``T = mean((x / m) ln(x / m)), L = mean(ln(m / x))``
    Chinese: 泰尔指数（T指数与L指数）.
    Source: Theil (1967), Economics and Information Theory; Störmann (2009), Regionalökonomik, prints L as "Theil".

    Examples
    --------
    >>> incomes = pd.Series([10, 10, 10, 20, 50])
    >>> round(theil(incomes), 4), round(theil(incomes, kind="L"), 4)
    (0.2502, 0.2326)
    """
    if kind not in ("T", "L"):
        raise ValueError(f"an unknown kind of Theil index: {kind}")
    held, sizes = _population(values, weights)
    owned = shares_of(held * sizes)
    return _mean_log(owned, quotient(owned, sizes)) if kind == "T" else _mean_log(sizes, quotient(sizes, owned))


def theil_decomposition(
    values: pd.Series, groups: pd.Series, weights: pd.Series | None = None
) -> TheilDecomposition:
    """Return Theil T split into inequality between groups and within them.

    Parameters
    ----------
    values : Series
        Value of each unit; with weights, the value per head.
    groups : Series
        Group of each unit, such as the province of a county.
    weights : Series, optional
        Size of each unit. Without, units count equally.

    Returns
    -------
    TheilDecomposition
        ``total = between + within``; within is weighted by the groups' shares of the whole. NaN as in ``theil``; between
        and within are NaN when a unit's group is missing.

    Raises
    ------
    ValueError
        If the indexes differ or hold a label twice, or a weight is negative.

    Notes
    -----
    Formula: ``T = sum(s_g ln(m_g / m)) + sum(s_g T_g)``
    Chinese: 泰尔指数分解（组间差异与组内差异）.
    Source: Theil (1967), Economics and Information Theory; Conceição & Ferreira (2000), UTIP working paper 14.

    Examples
    --------
    >>> incomes, coast = pd.Series([10, 10, 10, 20, 50]), pd.Series(["no", "no", "no", "yes", "yes"])
    >>> [round(part, 4) for part in theil_decomposition(incomes, coast)]
    [0.2502, 0.1838, 0.0664]
    """
    same_index(values=values, groups=groups)
    held, sizes = _population(values, weights)
    owned = shares_of(held * sizes)
    total = _mean_log(owned, quotient(owned, sizes))
    if groups.isna().any():
        return TheilDecomposition(total, math.nan, math.nan)
    group_owned, group_sizes = (part.groupby(groups).transform("sum") for part in (owned, sizes))
    ratio, group_ratio = quotient(owned, sizes), quotient(group_owned, group_sizes)
    return TheilDecomposition(total, _mean_log(owned, group_ratio), _mean_log(owned, quotient(ratio, group_ratio)))


def coefficient_of_variation(values: pd.Series, weights: pd.Series | None = None, ddof: int = 0) -> float:
    """Return the standard deviation over the mean.

    Parameters
    ----------
    values : Series
        Value of each unit.
    weights : Series, optional
        Size of each unit, used in both the mean and the deviation (Williamson's index). Without, units count equally.
    ddof : int
        0 divides by n (all regions are there), 1 by n - 1 (a sample). Only 0 with weights.

    Returns
    -------
    float
        Ratio from 0 up. NaN with a hole, a mean that is not positive, or too few units for the divisor. A negative value
        is allowed.

    Raises
    ------
    ValueError
        If the indexes differ or hold a label twice, a weight is negative, or ddof is not 0 or 1, or not 0 with weights.

    Notes
    -----
    Formula: ``sqrt(sum(p_i (x_i - m)^2)) / m``
    Chinese: 变异系数（加权为威廉森系数）.
    Source: Williamson (1965), Economic Development and Cultural Change 13.

    Examples
    --------
    >>> incomes = pd.Series([10, 10, 10, 20, 50])
    >>> round(coefficient_of_variation(incomes), 4), round(coefficient_of_variation(incomes, ddof=1), 4)
    (0.7746, 0.866)
    """
    if ddof not in (0, 1) or (ddof and weights is not None):
        raise ValueError("ddof is 0 or 1, and 0 with weights")
    held, sizes = _population(values, weights)
    relative = quotient(held, whole(sizes * held)) - 1
    variance = whole(sizes * relative**2) * quotient(len(held), len(held) - ddof)
    return floats(math.sqrt(variance))
