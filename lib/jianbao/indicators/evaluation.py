"""An evaluation read inside its tiers: how firmly each rank holds, and which gap costs a unit most points."""

import numpy as np
import pandas as pd

from jianbao.indicators._tables import checked_weights
from jianbao.indicators._values import floats, same_index
from jianbao.indicators.ranking import ranks

__all__ = ["closing_gain", "rank_held"]


def rank_held(scores: pd.DataFrame, weights: pd.Series, *, n: int = 1000, seed: int = 0, spread: float = 0.25) -> pd.DataFrame:
    """Return how firmly each rank of a weighted mean holds when the weights vary.

    Parameters
    ----------
    scores : DataFrame
        Units × items on one scale already, such as those of one tier scored over all tiers. A unit with a hole is not ranked.
    weights : Series
        Nominal weight of each item, on any scale.
    n, seed : int
        Number of runs, and the seed that makes them the same each time.
    spread : float
        Each run multiplies every weight by a number drawn evenly from ``1 - spread`` … ``1 + spread`` (0 … 1).

    Returns
    -------
    DataFrame
        ``nominal`` rank, 5th (``low``) and 95th percentile (``high``) of the ranks drawn, and ``held``, the fraction of the
        runs in which the rank is the nominal one. NaN for a unit that is not ranked.

    Raises
    ------
    ValueError
        If n is less than 1, the spread is not 0 … 1, the labels differ, or a weight is negative.

    Notes
    -----
    Formula: ``rank of sum(w u x) / sum(w u), u ~ U(1 - spread, 1 + spread), over n runs; held = share of runs at the nominal rank``
    Chinese: 位次稳健性（权重变动下位次保持的比例）.
    Source: Saisana, Saltelli & Tarantola (2005); OECD/JRC Handbook (2008), step 7.

    Examples
    --------
    >>> scores = pd.DataFrame({"tax": [90.0, 55.0, 10.0], "energy": [80.0, 40.0, 20.0]}, index=list("abc"))
    >>> rank_held(scores, pd.Series({"tax": 1.0, "energy": 1.0}), n=50)["held"].to_dict()
    {'a': 1.0, 'b': 1.0, 'c': 1.0}
    """
    if n < 1 or not 0 <= spread <= 1:
        raise ValueError("n is at least 1, the spread is 0 … 1")
    scores = floats(scores)
    same_index(scores=scores)
    weights = checked_weights(weights, scores.columns)
    drawn = np.random.default_rng(seed).uniform(1 - spread, 1 + spread, (n, len(weights))) * weights.to_numpy()
    runs = _ranked(scores, drawn / drawn.sum(axis=1, keepdims=True))
    nominal = _ranked(scores, weights.to_numpy()[None, :])[0]
    low, high = np.quantile(runs.to_numpy(), [0.05, 0.95], axis=1, method="inverted_cdf") if len(scores) else ([], [])
    held = runs.eq(nominal, axis=0).mean(axis=1).where(nominal.notna())
    return pd.DataFrame({"nominal": nominal, "low": low, "high": high, "held": held}, index=scores.index).astype(float)


def closing_gain(scores: pd.DataFrame, weights: pd.Series, goal: pd.Series) -> pd.DataFrame:
    """Return the points that each unit would gain by bringing one item alone up to a goal.

    Parameters
    ----------
    scores : DataFrame
        Units × items on one scale, higher is better.
    weights : Series
        Weight of each item, on any scale.
    goal : Series
        Score of each item to come up to, such as the upper quartile of the tier.

    Returns
    -------
    DataFrame
        Points of the weighted mean by unit and item; 0 where a unit is at the goal or beyond. NaN where a score or goal is missing.

    Raises
    ------
    ValueError
        If the labels differ or a weight is negative.

    Notes
    -----
    Formula: ``w_j max(goal_j - score_ij, 0) / sum(w)``
    Chinese: 补齐单项短板可提升的得分.
    Source: own; the marginal effect of one item in a weighted arithmetic mean.

    Examples
    --------
    >>> scores = pd.DataFrame({"tax": [20.0, 80.0], "energy": [50.0, 40.0]}, index=["a", "b"])
    >>> closing_gain(scores, pd.Series({"tax": 3.0, "energy": 1.0}), pd.Series({"tax": 60.0, "energy": 50.0})).to_dict("index")
    {'a': {'tax': 30.0, 'energy': 0.0}, 'b': {'tax': 0.0, 'energy': 2.5}}
    """
    scores, goal = floats(scores), floats(goal)
    same_index(scores=scores)
    weights = checked_weights(weights, scores.columns)
    same_index(goal=goal, weights=weights)
    return (goal - scores).clip(lower=0) * weights


def _ranked(scores: pd.DataFrame, weights: np.ndarray) -> pd.DataFrame:
    """Return the rank of each unit under each row of weights; to ten decimals, since equal units differ in the last bits of a sum."""
    with np.errstate(all="ignore"):
        return ranks(pd.DataFrame((scores.to_numpy() @ weights.T).round(10), index=scores.index))
