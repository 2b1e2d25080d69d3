"""How far the ranks of a composite indicator rest on the choices made in it: weights, normalisation, aggregation."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from jianbao.indicators._tables import checked_weights, signed
from jianbao.indicators._values import floats, same_index
from jianbao.indicators.normalisation import minmax, percentile_rank, zscore
from jianbao.indicators.rank_agreement import agreement, orders
from jianbao.indicators.ranking import ranks

__all__ = ["RankRobustness", "rank_robustness", "rank_shift_without"]

NORMALISATIONS = {"minmax": minmax, "zscore": zscore, "percentile_rank": percentile_rank}
AGGREGATIONS = ("arithmetic", "geometric", "harmonic")
Direction = int | pd.Series


class RankRobustness(NamedTuple):
    """Ranks under all variants, and how much they differ from the nominal ranks; each figure is the mean over the runs."""

    units: pd.DataFrame
    mean_shift: float
    spearman: float
    kendall: float
    stable_pairs: float
    top_overlap: float
    most_influential: object


def _ranks_under(
    table: pd.DataFrame, weights: np.ndarray, direction: Direction, normalisation: str, aggregation: str
) -> pd.DataFrame:
    """Return the ranks of the units (rows) under each row of weights; a unit with a hole has none."""
    scores = NORMALISATIONS[normalisation](table, direction)
    if aggregation != "arithmetic":
        scaled = 1 + 99 * minmax(scores)  # the geometric and the harmonic mean need scores above 0
        scores = np.log(scaled) if aggregation == "geometric" else -1 / scaled
    with np.errstate(all="ignore"):
        means = scores.to_numpy() @ weights.T  # in the order of the means, which is all a rank needs
    # To twelve decimals: equal units differ in the last bits of a sum.
    return ranks(pd.DataFrame(means.round(12), index=table.index))


def _checked(table: pd.DataFrame, weights: pd.Series, direction: Direction, normalisations, aggregations):
    table = floats(table)
    same_index(table=table)
    if not normalisations or not aggregations or set(normalisations) - set(NORMALISATIONS) or set(aggregations) - set(AGGREGATIONS):
        raise ValueError(f"unknown normalisation or aggregation: {normalisations}, {aggregations}")
    return signed(table, direction), checked_weights(weights, table.columns)


def rank_shift_without(
    table: pd.DataFrame, weights: pd.Series, direction: Direction = 1, *, normalisation: str = "minmax", aggregation: str = "arithmetic"
) -> pd.Series:
    """Return by how many places the ranks shift on average when each indicator is left out.

    Parameters
    ----------
    table : DataFrame
        Units × indicators as measured. A unit with a hole is not ranked.
    weights : Series
        One for each indicator; the weights of the rest keep their proportions.
    direction : {1, -1} or Series
        -1 where lower is better.
    normalisation : {"minmax", "zscore", "percentile_rank"}
        How indicators are put on one scale.
    aggregation : {"arithmetic", "geometric", "harmonic"}
        The last two on scores rescaled to 1 … 100.

    Returns
    -------
    Series
        Places by indicator, from 0. NaN if no unit is ranked (an indicator does not vary, a weight is missing), or where
        the indicator has all the weight.

    Raises
    ------
    ValueError
        If the labels differ, a weight is negative, a direction is not 1 or -1, or a name is unknown.

    Notes
    -----
    Formula: ``mean_i |rank_i - rank_i without the indicator|``
    Chinese: 剔除单项指标的位次变动.
    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 7.

    Examples
    --------
    >>> table = pd.DataFrame({"tax": [1.0, 2.0, 3.0], "energy": [3.0, 1.0, 2.0]})
    >>> rank_shift_without(table, pd.Series({"tax": 3.0, "energy": 1.0})).round(3).to_dict()
    {'tax': 1.333, 'energy': 0.0}
    """
    turned, weights = _checked(table, weights, direction, [normalisation], [aggregation])
    share = weights.to_numpy()
    nominal = _ranks_under(turned, share[None, :], 1, normalisation, aggregation)[0]
    left = (1 - np.eye(len(share))) * share
    rest = left.sum(axis=1)
    shares = left / np.where(rest > 0, rest, np.nan)[:, None]
    without = _ranks_under(turned, shares, 1, normalisation, aggregation)
    return without.sub(nominal, axis=0)[nominal.notna()].abs().mean(skipna=False).set_axis(weights.index)


def rank_robustness(
    table: pd.DataFrame, weights: pd.Series, direction: Direction = 1, *, n: int = 1000, seed: int = 0, spread: float = 0.25,
    normalisations: tuple[str, ...] = ("minmax",), aggregations: tuple[str, ...] = ("arithmetic",), k: int = 10,
) -> RankRobustness:
    """Return how the ranks of a composite indicator vary when its weights and methods do.

    Parameters
    ----------
    table : DataFrame
        Units × indicators as measured. A unit with a hole is not ranked.
    weights : Series
        Nominal weight of each indicator, on any scale.
    direction : {1, -1} or Series
        -1 where lower is better.
    n, seed : int
        Number of runs, and the seed that makes them the same each time.
    spread : float
        Each run multiplies every weight by a number drawn evenly from ``1 - spread`` … ``1 + spread`` (0 … 1).
    normalisations, aggregations : tuple of str
        Names as for ``rank_shift_without``; the first of each is the nominal one, each run draws one of each.
    k : int
        Places that ``top_overlap`` looks at.

    Returns
    -------
    RankRobustness
        ``units``: nominal rank, median, 5th (low) and 95th percentile (high) by unit, NaN for a unit that is not ranked.
        ``mean_shift`` in places; ``spearman`` and ``kendall`` with the nominal order; ``stable_pairs``: share of the pairs
        with different nominal ranks whose order holds in at least 95 % of the runs; ``top_overlap``;
        ``most_influential``: the indicator whose removal moves the nominal ranks most. NaN and None if no unit is ranked.

    Raises
    ------
    ValueError
        If n or k is less than 1, the spread is not 0 … 1, the labels differ, a weight is negative, a direction is not 1 or
        -1, or a name is unknown.

    Notes
    -----
    Formula: ``5th, 50th, 95th percentile of rank_i over n runs with w_j u_j / sum(w u), u_j ~ U(1 - spread, 1 + spread)``
    Chinese: 排名稳健性（权重与方法的不确定性分析）.
    Source: Saisana, Saltelli & Tarantola (2005); OECD/JRC Handbook (2008), step 7; COINr ``get_sensitivity``.

    Examples
    --------
    >>> table = pd.DataFrame({"tax": [9.0, 5.5, 4.0, 1.0], "energy": [8.0, 4.0, 5.0, 1.0]}, index=list("abcd"))
    >>> found = rank_robustness(table, pd.Series({"tax": 1.0, "energy": 1.0}), n=200, k=1)
    >>> found.units.astype(int).loc[["a", "b"]].to_dict("index")
    {'a': {'nominal': 1, 'median': 1, 'low': 1, 'high': 1}, 'b': {'nominal': 2, 'median': 2, 'low': 2, 'high': 3}}
    """
    if n < 1 or k < 1 or not 0 <= spread <= 1:
        raise ValueError("n and k are at least 1, the spread is 0 … 1")
    turned, weights = _checked(table, weights, direction, normalisations, aggregations)
    methods = [(norm, how) for norm in normalisations for how in aggregations]
    nominal = _ranks_under(turned, weights.to_numpy()[None, :], 1, *methods[0])[0].rename("nominal")
    generator = np.random.default_rng(seed)
    drawn = generator.uniform(1 - spread, 1 + spread, (n, len(weights))) * weights.to_numpy()
    drawn /= drawn.sum(axis=1, keepdims=True)
    which = generator.integers(len(methods), size=n)
    runs = pd.concat([_ranks_under(turned, drawn[which == m], 1, *method) for m, method in enumerate(methods)], axis=1)
    without = rank_shift_without(turned, weights, normalisation=normalisations[0], aggregation=aggregations[0])
    middle, low, high = np.quantile(runs.to_numpy(), [0.5, 0.05, 0.95], axis=1)
    units = pd.DataFrame({"nominal": nominal, "median": middle, "low": low, "high": high})
    known = nominal.notna()
    figures = _over_runs(nominal[known], runs[known].set_axis(range(n), axis=1), k)
    return RankRobustness(units, *figures, without.idxmax() if without.notna().any() else None)


def _over_runs(nominal: pd.Series, runs: pd.DataFrame, k: int) -> tuple[float, ...]:
    """Return mean shift, Spearman, Kendall, stable pairs and top overlap; NaN without units."""
    if nominal.empty:
        return (np.nan,) * 5
    first, each = nominal.to_numpy(), runs.to_numpy()
    middle, middles = (2 * ranks(r, "average").to_numpy().T - len(first) - 1 for r in (nominal, runs))
    spearman = [agreement(middle, other) for other in middles]
    order, held, kendall = orders(first), np.zeros((len(first), len(first))), []
    for run in each.T:
        own = orders(run)
        held += own == order
        kendall.append(agreement(order, own))
    stable = (held[order != 0] >= 0.95 * len(kendall)).tolist()
    figures = np.abs(each - first[:, None]), spearman, kendall, stable or [np.nan], each[first <= k] <= k
    return tuple(float(np.mean(figure)) for figure in figures)
