"""Variety: how evenly a whole is spread over sectors, close ones and distant ones."""

import math

import numpy as np
import pandas as pd

from jianbao.indicators._distribution import shares_of
from jianbao.indicators._values import floats, only, quotient, same_index, whole

__all__ = ["entropy", "related_variety", "unrelated_variety"]


def _log_sum(weight: pd.Series, part: pd.Series) -> float:
    """Return ``-sum(weight ln(part))`` of shares, with 0 ln 0 = 0."""
    # No term is positive, so the size of the sum is it, and that of one part is 0, not minus 0.
    return abs(whole((weight * np.log(part.where(weight > 0))).mask(weight == 0, 0.0)))


def _logarithm(base: float) -> float:
    if not 1 < base < math.inf:
        raise ValueError(f"the base of the logarithm is above 1, not {base}")
    return math.log(base)


def entropy(parts: pd.Series, base: float = 2) -> float:
    """Return the Shannon entropy, a measure of diversity.

    Parameters
    ----------
    parts : Series
        Level of each part; a part of 0 adds nothing.
    base : float
        Base of the logarithm: 2 gives bits, ``math.e`` nats.

    Returns
    -------
    float
        0 (one part has all) to ``log n`` (equal parts). NaN with a hole, a negative part or nothing in all.

    Raises
    ------
    ValueError
        If the base is not above 1, or a label is there twice.

    Notes
    -----
    Formula: ``-sum(s_i log s_i)``
    Chinese: 香农熵（熵指数）.
    Source: Shannon (1948), Bell System Technical Journal 27; Jacquemin & Berry (1979), J. of Industrial Economics 27.

    Examples
    --------
    >>> entropy(pd.Series([1, 1, 1, 1])), entropy(pd.Series([7, 0, 0, 0]))
    (2.0, 0.0)
    """
    held = shares_of(parts)
    return _log_sum(held, held) / _logarithm(base)


def unrelated_variety(parts: pd.Series, groups: pd.Series, base: float = 2) -> float:
    """Return the entropy between groups: diversity over sectors that share little.

    Parameters
    ----------
    parts : Series
        Level of each sector, in the finest classification.
    groups : Series
        Group of each sector, such as its two-digit division.
    base : float
        Base of the logarithm.

    Returns
    -------
    float
        0 to ``log`` of the number of groups; with ``related_variety`` it adds up to ``entropy``. NaN with a hole, a
        negative part, nothing in all, or a group missing.

    Raises
    ------
    ValueError
        If the indexes differ or hold a label twice, or the base is not above 1.

    Notes
    -----
    Formula: ``-sum(P_g log P_g)``
    Chinese: 无关多样性（非相关多样化）.
    Source: Frenken, Van Oort & Verburg (2007), Regional Studies 41.

    Examples
    --------
    >>> unrelated_variety(pd.Series([1, 1, 2, 0]), pd.Series(["textiles", "textiles", "metal", "metal"]))
    1.0
    """
    same_index(parts=parts, groups=groups)
    held = floats(parts)
    held = only(held, (held >= 0) & groups.notna().all())
    return entropy(held.groupby(groups).sum(skipna=False), base)


def related_variety(parts: pd.Series, groups: pd.Series, base: float = 2) -> float:
    """Return the entropy within groups, weighted by their size: diversity over sectors that are close.

    Parameters
    ----------
    parts : Series
        Level of each sector, in the finest classification.
    groups : Series
        Group of each sector, such as its two-digit division.
    base : float
        Base of the logarithm.

    Returns
    -------
    float
        0 (one sector in each group) to ``log n``; with ``unrelated_variety`` it adds up to ``entropy``. NaN with a hole,
        a negative part, nothing in all, or a group missing.

    Raises
    ------
    ValueError
        If the indexes differ or hold a label twice, or the base is not above 1.

    Notes
    -----
    Formula: ``sum(P_g H_g), H_g = sum((s_i / P_g) log(P_g / s_i))``
    Chinese: 相关多样性.
    Source: Frenken, Van Oort & Verburg (2007), Regional Studies 41.

    Examples
    --------
    >>> related_variety(pd.Series([1, 1, 2, 0]), pd.Series(["textiles", "textiles", "metal", "metal"]))
    0.5
    """
    same_index(parts=parts, groups=groups)
    held = shares_of(parts)
    held = only(held, (held >= 0) & groups.notna().all())
    within = quotient(held, held.groupby(groups).transform("sum"))
    return _log_sum(held, within) / _logarithm(base)
