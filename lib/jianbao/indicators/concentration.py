"""Concentration: how few parts hold the whole, and how few places."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from jianbao.indicators._distribution import shares_of
from jianbao.indicators._values import floats, only, quotient, same_index, whole

__all__ = [
    "EllisonGlaeser", "concentration_ratio", "ellison_glaeser", "equivalent_number", "herfindahl", "rosenbluth_index",
]


class EllisonGlaeser(NamedTuple):
    """The index gamma, and what it is made of: raw geographic concentration G, and the Herfindahl index of the firms."""

    gamma: float
    geographic_concentration: float
    herfindahl: float


def herfindahl(parts: pd.Series, *, normalise: bool = False) -> float:
    """Return the Herfindahl-Hirschman index of concentration.

    Parameters
    ----------
    parts : Series
        Level of each part; a part of 0 counts as one when normalised.
    normalise : bool
        Put equal parts at 0 instead of ``1 / n``.

    Returns
    -------
    float
        ``1 / n`` (equal parts) to 1 (one part has all), or from 0 when normalised; competition law prints it times
        10,000. NaN with a hole, a negative part, nothing in all, or one part when normalised.

    Raises
    ------
    ValueError
        If a label is there twice.

    Notes
    -----
    Formula: ``H = sum(s_i^2); normalised (H - 1 / n) / (1 - 1 / n)``
    Chinese: 赫芬达尔—赫希曼指数.
    Source: Hirschman (1964), American Economic Review 54; Dörsam (2004), Wirtschaftsstatistik anschaulich dargestellt.

    Examples
    --------
    >>> makers = pd.Series([20, 50, 20, 10])
    >>> round(herfindahl(makers), 4), round(herfindahl(makers, normalise=True), 4)
    (0.34, 0.12)
    """
    held = whole(shares_of(parts) ** 2)
    equal = quotient(1.0, float(len(parts)))
    return quotient(held - equal, 1 - equal) if normalise else held


def equivalent_number(parts: pd.Series) -> float:
    """Return how many equal parts would be as concentrated.

    Parameters
    ----------
    parts : Series
        Level of each part.

    Returns
    -------
    float
        1 to the number of parts. NaN with a hole, a negative part or nothing in all.

    Raises
    ------
    ValueError
        If a label is there twice.

    Notes
    -----
    Formula: ``1 / sum(s_i^2)``
    Chinese: 等价企业数（HHI倒数）.
    Source: Adelman (1969), Review of Economics and Statistics 51.

    Examples
    --------
    >>> round(equivalent_number(pd.Series([20, 50, 20, 10])), 2)
    2.94
    """
    return quotient(1.0, herfindahl(parts))


def _largest_first(parts: pd.Series) -> pd.Series:
    return shares_of(parts).sort_values(ascending=False)


def concentration_ratio(parts: pd.Series, k: int) -> float:
    """Return the share of the k largest parts (CR4 for k = 4).

    Parameters
    ----------
    parts : Series
        Level of each part. In industrial organisation the part is the enterprise group; a ratio of few firms can
        disclose them.
    k : int
        How many of the largest; all where there are fewer.

    Returns
    -------
    float
        Fraction, 0 to 1. NaN with a hole, a negative part or nothing in all.

    Raises
    ------
    ValueError
        If k is not a whole number from 1 up, or a label is there twice.

    Notes
    -----
    Formula: ``sum(s_1 ... s_k)`` with the largest share first
    Chinese: 行业集中率（CRn）.
    Source: Bain (1959), Industrial Organization.

    Examples
    --------
    >>> round(concentration_ratio(pd.Series([20, 50, 20, 10]), 2), 4)
    0.7
    """
    if k < 1 or k != int(k):
        raise ValueError(f"k is a whole number from 1 up, not {k}")
    return whole(_largest_first(parts).iloc[: int(k)])


def rosenbluth_index(parts: pd.Series) -> float:
    """Return the Rosenbluth (Hall-Tideman) index, which weights each share by its rank.

    Parameters
    ----------
    parts : Series
        Level of each part.

    Returns
    -------
    float
        ``1 / n`` (equal parts) to 1 (one part has all). NaN with a hole, a negative part or nothing in all.

    Raises
    ------
    ValueError
        If a label is there twice.

    Notes
    -----
    Formula: ``1 / (2 sum(k s_k) - 1)`` with the largest share first
    Chinese: 罗森布鲁斯指数.
    Source: Rosenbluth (1955), in Business Concentration and Price Policy; Hall & Tideman (1967), JASA 62.

    Examples
    --------
    >>> round(rosenbluth_index(pd.Series([20, 50, 20, 10])), 4)
    0.3571
    """
    ranked = _largest_first(parts)
    return quotient(1.0, 2 * whole(ranked * np.arange(1.0, len(ranked) + 1)) - 1)


def ellison_glaeser(firms: pd.Series, firm_region: pd.Series, region_sizes: pd.Series) -> EllisonGlaeser:
    """Return the Ellison-Glaeser index: concentration beyond what few large firms make by chance.

    Parameters
    ----------
    firms : Series
        Employment of each firm of the sector.
    firm_region : Series
        Region of each firm, a label of ``region_sizes``.
    region_sizes : Series
        Employment of all sectors in each region, those without a firm included.

    Returns
    -------
    EllisonGlaeser
        ``gamma`` is 0 for chance, above 0.05 it is called strong; few firms give large values of either sign. NaN with a hole,
        a negative level or nothing in all; gamma also with one firm or one region, G also with a region missing.

    Raises
    ------
    ValueError
        If the indexes of the firms differ, a label is there twice, or a firm's region is not among the regions.

    Notes
    -----
    Formula: ``gamma = (G / (1 - sum(x^2)) - H) / (1 - H), G = sum((s - x)^2)``
    Chinese: EG指数（产业地理集中指数）.
    Source: Ellison & Glaeser (1997), Journal of Political Economy 105.

    Examples
    --------
    >>> regions = pd.Series({"Linz": 50.0, "Graz": 50.0})
    >>> ellison_glaeser(pd.Series([1.0, 1.0]), pd.Series(["Linz", "Linz"]), regions)
    EllisonGlaeser(gamma=1.0, geographic_concentration=0.5, herfindahl=0.5)
    """
    same_index(firms=firms, firm_region=firm_region)
    same_index(region_sizes=region_sizes)
    if not firm_region.dropna().isin(region_sizes.index).all():
        raise ValueError("a firm is in a region that is not among the regions")
    held = floats(firms)
    held = only(held, (held >= 0) & firm_region.notna().all())
    there = shares_of(region_sizes)
    here = shares_of(held.groupby(firm_region).sum(skipna=False).reindex(there.index, fill_value=0.0))
    spread, plants = whole((here - there) ** 2), herfindahl(firms)
    gamma = quotient(quotient(spread, 1 - whole(there**2)) - plants, 1 - plants)
    return EllisonGlaeser(gamma, spread, plants)
