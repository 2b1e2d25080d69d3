"""Composite indicators: weigh the indicators and bring them together."""

import numpy as np
import pandas as pd

from jianbao.indicators._tables import checked_weights, varies
from jianbao.indicators._values import floats, quotient, same_index, shares
from jianbao.indicators.normalisation import minmax

__all__ = ["aggregate", "weights_critic", "weights_entropy", "weights_equal"]

POWERS = {"arithmetic": 1.0, "geometric": 0.0, "harmonic": -1.0}


def weights_equal(table: pd.DataFrame) -> pd.Series:
    """Return the same weight for every indicator.

    Parameters
    ----------
    table : DataFrame
        Units × indicators; only the names of the columns count, so holes do not matter.

    Returns
    -------
    Series
        Fractions that sum to 1. Never NaN; empty without columns.

    Raises
    ------
    ValueError
        If a label occurs twice.

    Notes
    -----
    Formula: ``1 / k``
    Chinese: 等权重.
    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 6.

    Examples
    --------
    >>> weights_equal(pd.DataFrame({"tax": [1.0], "energy": [2.0]})).to_dict()
    {'tax': 0.5, 'energy': 0.5}
    """
    same_index(table=table)
    return shares(pd.Series(1.0, index=table.columns))


def weights_entropy(table: pd.DataFrame, *, shift: float = 0.0) -> pd.Series:
    """Return the weights of the entropy method: the more unequal an indicator, the heavier.

    Parameters
    ----------
    table : DataFrame
        Units × indicators, none negative. Chinese evaluations normalise with ``minmax`` before.
    shift : float
        Added to every value (0.0001 or 0.01 is usual after ``minmax``). The weights depend on it: report it.

    Returns
    -------
    Series
        Fractions that sum to 1, 0 for an indicator that does not vary; they measure spread, not importance. NaN throughout
        with a hole, a negative value, an indicator that is zero everywhere, fewer than two units, or if none varies.

    Raises
    ------
    ValueError
        If the shift is negative or a label occurs twice.

    Notes
    -----
    Formula: ``w = (1 - e) / sum(1 - e), e = -sum p ln p / ln n, p = (x + shift) / sum(x + shift)``
    Chinese: 熵值法（熵权法）.
    Source: Shannon (1948); Zeleny (1982); scikit-criteria and pymcdm ``entropy_weights``.

    Examples
    --------
    >>> weights_entropy(pd.DataFrame({"tax": [1.0, 4.0], "energy": [2.0, 16.0]})).round(4).to_dict()
    {'tax': 0.3589, 'energy': 0.6411}
    """
    if shift < 0:
        raise ValueError("the shift is negative")
    table = floats(table)
    same_index(table=table)
    with np.errstate(all="ignore"):
        # sum p ln(n p), term by term not below zero: 1 - e would leave noise where an indicator hardly varies.
        over = table.apply(lambda column: shares(column + floats(shift))) * len(table) - 1
        spread = ((1 + over) * np.log1p(over.where(over > -1)) - over).where(over != -1, 1.0).sum(skipna=False)
        return shares(spread * varies(table))


def weights_critic(table: pd.DataFrame, direction: int | pd.Series = 1) -> pd.Series:
    """Return the weights of the CRITIC method: heavier for an indicator that varies and says what the others do not.

    Parameters
    ----------
    table : DataFrame
        Units × indicators.
    direction : {1, -1} or Series
        -1 where lower is better; one direction for all gives the same weights as the other.

    Returns
    -------
    Series
        Fractions that sum to 1. NaN throughout with a hole, an indicator that does not vary (its correlation is undefined),
        or if all indicators say the same.

    Raises
    ------
    ValueError
        If a direction is not 1 or -1, or a label occurs twice.

    Notes
    -----
    Formula: ``C_j = sd_j sum_k (1 - r_jk), w = C / sum C``, of the columns after ``minmax``.
    Chinese: CRITIC 法（指标相关性权重法）.
    Source: Diakoulaki, Mavrotas & Papayannakis (1995), Computers & Operations Research 22(7).

    Examples
    --------
    >>> table = pd.DataFrame({"tax": [1.0, 2.0, 3.0], "profit": [2.0, 4.0, 6.0], "energy": [3.0, 1.0, 3.0]})
    >>> weights_critic(table).round(3).to_dict()
    {'tax': 0.232, 'profit': 0.232, 'energy': 0.536}
    """
    scaled = minmax(table, direction)
    z = quotient(scaled - scaled.mean(), scaled.std(ddof=0))
    conflict = 1 - (z.T @ z) / len(table)
    # A rounded correlation of 1 is 1: two indicators that say the same are not in conflict.
    content = scaled.std(ddof=0, skipna=False) * conflict.round(12).sum(skipna=False)
    return shares(content)


def aggregate(
    scores: pd.DataFrame | pd.Series, weights: pd.Series, method: str = "arithmetic", *, power: float | None = None, min_weight: float = 1.0
) -> pd.Series | float:
    """Return the weighted mean of the indicators of every unit.

    Parameters
    ----------
    scores : DataFrame or Series
        Units × indicators, normalised; or the indicators of one unit.
    weights : Series
        One for each indicator, on any scale: only their proportions count. An indicator of weight 0 is left out.
    method : {"arithmetic", "geometric", "harmonic", "generalised"}
        The geometric and harmonic mean need scores above 0: rescale to 1 … 100 before, and say so.
    power : float, optional
        Of the generalised mean, which needs it: 1 arithmetic, 0 geometric, -1 harmonic.
    min_weight : float
        Share of the weight that must have a score (0 … 1). Only below 1 are the weights of the rest scaled up.

    Returns
    -------
    Series, or float for one unit
        On the scale of the scores. NaN where scores of more than ``1 - min_weight`` are missing, a score is not in the
        domain of the mean (below 0, or at 0 for a power of 0 or less; any score will do for power 1), or a weight is missing.

    Raises
    ------
    ValueError
        If the labels differ, a weight is negative, the method is unknown, the power is missing or given for another
        method, or ``min_weight`` is not above 0 and up to 1.

    Notes
    -----
    Formula: ``(sum w x^p / sum w)^(1/p)``; p = 1 arithmetic, p → 0 geometric ``exp(sum w ln x / sum w)``, p = -1 harmonic.
    Chinese: 综合合成（加权算术、几何、调和、幂平均）.
    Source: OECD/JRC Handbook (2008), step 6; COINr ``a_amean``, ``a_gmean``, ``a_hmean``, ``a_genmean``.

    Examples
    --------
    >>> scores, weights = pd.Series({"tax": 2.0, "energy": 8.0}), pd.Series({"tax": 1.0, "energy": 1.0})
    >>> aggregate(scores, weights), round(aggregate(scores, weights, "geometric"), 6)
    (5.0, 4.0)
    """
    if method not in (*POWERS, "generalised") or (power is None) == (method == "generalised"):
        raise ValueError(f"unknown method, or a power with or without the generalised mean: {method}, {power}")
    if not 0 < min_weight <= 1:
        raise ValueError("min_weight is above 0 and up to 1")
    if isinstance(scores, pd.Series):
        return float(aggregate(scores.to_frame().T, weights, method, power=power, min_weight=min_weight).iloc[0])
    scores = floats(scores)
    same_index(scores=scores)
    weights = checked_weights(weights, scores.columns)
    used = (weights != 0).to_numpy()
    x = scores.to_numpy()[:, used]
    present = ~np.isnan(x) * weights.to_numpy()[used]
    missing = (1 - present.sum(axis=1)).round(12)  # 1 - 0.8 is not 0.2 in binary
    enough = (missing <= round(1 - min_weight, 12)) & (missing < 1)
    return pd.Series(np.where(enough, _power_mean(x, present, POWERS.get(method, power)), np.nan), scores.index)


def _power_mean(scores: np.ndarray, weights: np.ndarray, power: float) -> np.ndarray:
    """Return the weighted power mean of each row over its known scores; NaN where one is outside the domain."""
    outside = np.zeros(scores.shape, bool) if power == 1 else scores <= 0 if power <= 0 else scores < 0
    with np.errstate(all="ignore"):
        raised = np.log(scores) if power == 0 else scores**power
        mean = np.nansum(raised * weights, axis=1) / weights.sum(axis=1)
        found = np.exp(mean) if power == 0 else mean ** (1 / power)
    return np.where(outside.any(axis=1) | ~np.isfinite(found), np.nan, found)
