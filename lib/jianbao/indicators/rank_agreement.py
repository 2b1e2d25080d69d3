"""How far two rankings of the same units agree."""

import numpy as np
import pandas as pd

from jianbao.indicators._values import floats, same_index
from jianbao.indicators.ranking import ranks

__all__ = ["mean_rank_shift", "rank_correlation", "top_overlap"]


def mean_rank_shift(reference: pd.Series, alternative: pd.Series) -> float:
    """Return by how many places the ranks of two rankings differ on average.

    Parameters
    ----------
    reference, alternative : Series
        Ranks of the same units.

    Returns
    -------
    float
        Places, from 0. NaN with a hole, or without units.

    Raises
    ------
    ValueError
        If the indexes differ or have a label twice.

    Notes
    -----
    Formula: ``mean |rank_reference - rank_alternative|``
    Chinese: 平均位次变动.
    Source: Saisana, Saltelli & Tarantola (2005), J. R. Statist. Soc. A 168(2).

    Examples
    --------
    >>> mean_rank_shift(pd.Series([1.0, 2.0, 3.0, 4.0]), pd.Series([2.0, 1.0, 3.0, 4.0]))
    0.5
    """
    reference, alternative = floats(reference), floats(alternative)
    same_index(reference=reference, alternative=alternative)
    return floats((reference - alternative).abs().mean(skipna=False))


def top_overlap(reference: pd.Series, alternative: pd.Series, k: int) -> float:
    """Return which share of the first k units of a ranking is among the first k of another.

    Parameters
    ----------
    reference, alternative : Series
        Ranks of the same units, 1 is the first; units tied at rank k or before it all belong to the first k.
    k : int
        How many places.

    Returns
    -------
    float
        Fraction, 1 if none drops out. NaN with a hole, or without units.

    Raises
    ------
    ValueError
        If k is less than 1, the indexes differ or have a label twice.

    Notes
    -----
    Formula: ``|top_k(reference) ∩ top_k(alternative)| / |top_k(reference)|``
    Chinese: 前 k 位重合率.
    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 7.

    Examples
    --------
    >>> top_overlap(pd.Series([1.0, 2.0, 3.0, 4.0]), pd.Series([1.0, 4.0, 2.0, 3.0]), 2)
    0.5
    """
    if k < 1:
        raise ValueError("at least one place is asked for")
    reference, alternative = floats(reference), floats(alternative)
    same_index(reference=reference, alternative=alternative)
    if reference.isna().any() or alternative.isna().any():
        return np.nan
    return floats((alternative[reference <= k] <= k).mean())


def rank_correlation(x: pd.Series, y: pd.Series, *, method: str = "spearman") -> float:
    """Return how far two orders of the same units agree.

    Parameters
    ----------
    x, y : Series
        Values or ranks of each unit.
    method : {"spearman", "kendall"}
        Correlation of the ranks (ties share the average rank), or Kendall's tau-b.

    Returns
    -------
    float
        -1 (reversed) … 1 (the same). NaN with a hole, with fewer than two units, or if one does not vary.

    Raises
    ------
    ValueError
        If the method is unknown, the indexes differ or have a label twice.

    Notes
    -----
    Formula: ``spearman: r of the ranks; kendall: (concordant - discordant) / sqrt((pairs - ties_x) (pairs - ties_y))``
    Chinese: 斯皮尔曼等级相关系数、肯德尔等级相关系数.
    Source: Kendall (1970), Rank Correlation Methods; R ``cor(method = "spearman")`` and ``"kendall"``.

    Examples
    --------
    >>> x, y = pd.Series([1.0, 2.0, 3.0, 4.0]), pd.Series([1.0, 3.0, 2.0, 4.0])
    >>> rank_correlation(x, y), round(rank_correlation(x, y, method="kendall"), 4)
    (0.8, 0.6667)
    """
    if method not in ("spearman", "kendall"):
        raise ValueError(f"unknown method: {method}")
    x, y = floats(x), floats(y)
    same_index(x=x, y=y)
    if x.isna().any() or y.isna().any():
        return np.nan
    first, second = ranks(x, "average").to_numpy(), ranks(y, "average").to_numpy()
    if method == "spearman":
        return agreement(2 * first - len(x) - 1, 2 * second - len(x) - 1)
    return agreement(orders(first), orders(second))


def orders(position: np.ndarray) -> np.ndarray:
    """Return for each pair of units whether the first is behind (1), level (0) or ahead (-1)."""
    return np.sign(position[:, None] - position)


def agreement(first: np.ndarray, second: np.ndarray) -> float:
    """Return the correlation of two centred arrays."""
    size = float((first**2).sum() * (second**2).sum()) ** 0.5
    return float((first * second).sum()) / size if size > 0 else np.nan
