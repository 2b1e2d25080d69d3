"""Orderings by several criteria at once. Every unit is judged against the others, so a hole leaves no result: drop it before."""

import numpy as np
import pandas as pd

from jianbao.indicators._tables import checked_weights, signed
from jianbao.indicators._values import floats, quotient, same_index
from jianbao.indicators.composite import weights_equal
from jianbao.indicators.normalisation import minmax

__all__ = ["benefit_of_the_doubt", "copeland", "outranking", "topsis"]


def topsis(
    table: pd.DataFrame, weights: pd.Series, directions: int | pd.Series = 1, *, normalise: str = "vector"
) -> pd.Series:
    """Return how close each unit is to the ideal unit and far from the worst (TOPSIS closeness).

    Parameters
    ----------
    table : DataFrame
        Units × criteria.
    weights : Series
        One for each criterion, on any scale: only their proportions count.
    directions : {1, -1} or Series
        -1 where lower is better: the ideal is then the lowest value (Hwang & Yoon), no value is turned into 1 - r.
    normalise : {"vector", "minmax", "none"}
        Divide each column by its Euclidean length, put it on 0 … 1, or take it as it is.

    Returns
    -------
    Series
        0 (the worst in everything) … 1 (the best in everything). Ranks can reverse when a unit is added. NaN throughout with
        a hole, a missing weight, a column of zeros ("vector"), one that does not vary ("minmax"), or if all units are equal.

    Raises
    ------
    ValueError
        If the labels differ, a weight is negative, a direction is not 1 or -1, the normalisation is unknown, or a label
        occurs twice.

    Notes
    -----
    Formula: ``d- / (d+ + d-)``, Euclidean distances of the weighted criteria to the best and to the worst values.
    Chinese: 逼近理想解排序法（TOPSIS，优劣解距离法）.
    Source: Hwang & Yoon (1981); Tzeng & Huang (2011), Multiple Attribute Decision Making.

    Examples
    --------
    >>> table = pd.DataFrame({"tax": [5.0, 7.0, 8.0, 7.0], "profit": [8.0, 6.0, 8.0, 4.0], "output": [4.0, 8.0, 6.0, 6.0]})
    >>> topsis(table, pd.Series({"tax": 0.3, "profit": 0.4, "output": 0.3})).round(4).tolist()
    [0.5037, 0.6581, 0.7482, 0.334]
    """
    if normalise not in ("vector", "minmax", "none"):
        raise ValueError(f"unknown normalisation: {normalise}")
    table = floats(table)
    same_index(table=table)
    weights = checked_weights(weights, table.columns)
    turned = signed(table, directions)
    with np.errstate(all="ignore"):
        if normalise == "minmax":
            turned = minmax(turned)
        elif normalise == "vector":
            scaled = quotient(turned, turned.abs().max())  # so that no square leaves the floats
            turned = quotient(scaled, (scaled**2).sum() ** 0.5)
        weighed = turned * weights
        ends = weighed.max(skipna=False), weighed.min()
        to_best, to_worst = (((weighed - end) ** 2).sum(axis=1, skipna=False) ** 0.5 for end in ends)
        return quotient(to_worst, to_best + to_worst)


def benefit_of_the_doubt(table: pd.DataFrame) -> pd.Series:
    """Return each unit's score under the weights that are best for it, as long as no unit scores above 1 with them.

    Parameters
    ----------
    table : DataFrame
        Units × indicators, none negative, higher is better. The unit of a column does not matter.

    Returns
    -------
    Series
        0 … 1; 1 for every unit that no weights put behind, 0 only for a unit that is zero in everything. NaN throughout with
        a hole, a negative value, or if everything is zero.

    Raises
    ------
    ValueError
        If a label occurs twice.

    Notes
    -----
    Formula: ``max_w w · x_i subject to w · x_j <= 1 for every unit j, w >= 0`` (one linear programme per unit, HiGHS)
    Chinese: 疑点受益法（BoD，数据包络型内生权重）.
    Source: Melyn & Moesen (1991); Cherchye, Moesen, Rogge & Van Puyenbroeck (2007), Social Indicators Research 82.

    Examples
    --------
    >>> benefit_of_the_doubt(pd.DataFrame({"tax": [0.9, 0.6, 0.3], "jobs": [0.3, 0.8, 0.4]})).round(6).tolist()
    [1.0, 1.0, 0.5]
    """
    table = floats(table)
    same_index(table=table)
    if not (table >= 0).all(axis=None) or not (table > 0).any(axis=None):
        return pd.Series(np.nan, index=table.index)
    used = table.loc[:, table.max() > 0]
    shape = quotient(used, used.max()).to_numpy()
    scores = shape @ _own_best_weights(shape).T  # row j, column i: unit j under the weights of unit i
    return pd.Series(np.diag(scores) / scores.max(axis=0), index=table.index)


def _own_best_weights(shape: np.ndarray) -> np.ndarray:
    """Return for each row the weights that make it largest while no row exceeds 1."""
    import highspy

    units, criteria = shape.shape
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.addVars(criteria, np.zeros(criteria), np.full(criteria, solver.inf))
    columns = np.arange(criteria, dtype=np.int32)
    for row in shape:
        solver.addRow(-solver.inf, 1.0, criteria, columns, row)
    solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
    found = np.empty((units, criteria))
    for i, row in enumerate(shape):
        # Scaled, or the solver takes a unit far behind for one at zero; a unit at zero is 0 under any weights.
        solver.changeColsCost(criteria, columns, row / row.max() if row.any() else row + 1)
        solver.clearSolver()  # each unit from the start: no result depends on the unit before
        solver.run()
        found[i] = solver.getSolution().col_value
    return found


def outranking(table: pd.DataFrame, weights: pd.Series | None = None) -> pd.DataFrame:
    """Return for each pair of units the share of the weight in which the first is ahead.

    Parameters
    ----------
    table : DataFrame
        Units × criteria, higher is better.
    weights : Series, optional
        One for each criterion, on any scale; equal weights if none are given.

    Returns
    -------
    DataFrame
        Units × units, 0 … 1, a tie counts half, 0 on the diagonal. NaN in the row and column of a unit with a hole, and
        throughout if a weight is missing.

    Raises
    ------
    ValueError
        If the labels differ, a weight is negative or a label occurs twice.

    Notes
    -----
    Formula: ``o_ij = sum of w_k where x_ik > x_jk, plus half the w_k where equal``
    Chinese: 优序矩阵（级别优先关系矩阵）.
    Source: Munda & Nardo (2009); COINr ``outrankMatrix``.

    Examples
    --------
    >>> outranking(pd.DataFrame({"tax": [1.0, 2.0], "jobs": [3.0, 3.0]}, index=["a", "b"])).loc["b"].tolist()
    [0.75, 0.0]
    """
    table = floats(table)
    same_index(table=table)
    weights = checked_weights(weights_equal(table) if weights is None else weights, table.columns)
    ahead = np.zeros((len(table), len(table)))
    for weight, column in zip(weights, table.to_numpy().T, strict=True):
        ahead += weight * (column[:, None] > column) + weight / 2 * (column[:, None] == column)
    np.fill_diagonal(ahead, 0)
    full = table.notna().all(axis=1).to_numpy() & weights.notna().all()
    return pd.DataFrame(np.where(full[:, None] & full, ahead, np.nan), table.index, table.index)


def copeland(table: pd.DataFrame, weights: pd.Series | None = None) -> pd.Series:
    """Return how many more units each unit outranks than outrank it.

    Parameters
    ----------
    table : DataFrame
        Units × criteria, higher is better.
    weights : Series, optional
        One for each criterion, on any scale; equal weights if none are given.

    Returns
    -------
    Series
        -(n - 1) … n - 1; the scores sum to 0. NaN throughout with a hole or a missing weight.

    Raises
    ------
    ValueError
        If the labels differ, a weight is negative or a label occurs twice.

    Notes
    -----
    Formula: ``#{j: o_ij > 1/2} - #{j: o_ij < 1/2}``, with o of ``outranking``
    Chinese: 科普兰计分法.
    Source: Copeland (1951); COINr ``a_copeland``.

    Examples
    --------
    >>> copeland(pd.DataFrame({"tax": [1.0, 2.0, 3.0], "jobs": [3.0, 3.0, 1.0], "rd": [1.0, 2.0, 3.0]})).tolist()
    [-2.0, 0.0, 2.0]
    """
    ahead = outranking(table, weights)
    # To twelve decimals: 1/3 + 1/6 is one half.
    return np.sign((ahead - ahead.T).round(12)).sum(axis=1, skipna=False)
