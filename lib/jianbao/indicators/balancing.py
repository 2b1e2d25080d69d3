"""Balancing: a table made to agree with its published margins."""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from jianbao.indicators._values import floats, same_index, whole

__all__ = ["Fitted", "iterative_proportional_fitting"]


class Fitted(NamedTuple):
    """The fitted table, the passes it took, and the largest deviation of a margin as a fraction of the total."""

    table: pd.DataFrame
    iterations: int
    deviation: float


def iterative_proportional_fitting(
    seed: pd.DataFrame, rows: pd.Series, columns: pd.Series, tolerance: float = 1e-10, max_iterations: int = 10000,
) -> Fitted:
    """Return the table with the given margins that keeps the odds ratios of the seed.

    Parameters
    ----------
    seed : DataFrame
        Non-negative cells. A zero stays zero.
    rows, columns : Series
        Total of each row and of each column, indexed like the seed's rows and columns.
    tolerance : float
        Largest deviation of a margin that counts as none, as a fraction of the total. The two totals agree as closely.
    max_iterations : int
        Passes (rows, then columns) allowed.

    Returns
    -------
    Fitted
        Table in the margins' unit. Table and deviation are NaN, without a pass, if a cell or margin is missing or negative,
        or the total is not positive.

    Raises
    ------
    ValueError
        If the indexes differ, the margins have different totals (they are not scaled), the zeros of the seed or the number
        of passes do not allow the margins, or a parameter is not positive.

    Notes
    -----
    Formula: ``x_ij <- x_ij rows_i / x_i.``, then ``x_ij <- x_ij columns_j / x_.j``, until both hold

    Chinese: 迭代比例拟合（RAS法、双比例平衡法）.

    Source: Deming & Stephan (1940); Stone (1961) for the RAS method.

    Examples
    --------
    >>> seed = pd.DataFrame([[1.0, 1.0], [1.0, 1.0]])
    >>> iterative_proportional_fitting(seed, pd.Series([52.0, 48.0]), pd.Series([87.0, 13.0])).table.round(2).values.tolist()
    [[45.24, 6.76], [41.76, 6.24]]
    """
    if not tolerance > 0 or max_iterations < 1:
        raise ValueError("the tolerance and the number of passes are positive")
    same_index(seed=seed)
    same_index(seed=pd.Series(0.0, seed.index), rows=rows)
    same_index(seed=pd.Series(0.0, seed.columns), columns=columns)
    cells, margins = floats(seed), (floats(rows), floats(columns))
    if not _usable(cells, *margins):
        return Fitted(cells * math.nan, 0, math.nan)
    total = whole(margins[0])
    if not abs(total - whole(margins[1])) <= tolerance * total:
        raise ValueError(f"the margins have different totals: {total} and {whole(margins[1])}")
    table, iterations, deviation = _passes(cells.to_numpy(), *(m.to_numpy() for m in margins), tolerance, max_iterations)
    return Fitted(pd.DataFrame(table, seed.index, seed.columns), iterations, deviation)


def _usable(cells: pd.DataFrame, rows: pd.Series, columns: pd.Series) -> bool:
    """Return whether nothing is missing or negative, and the totals are finite and not zero."""
    known = bool((cells >= 0).all(axis=None) and (rows >= 0).all() and (columns >= 0).all())
    with np.errstate(all="ignore"):
        return known and 0 < whole(rows) < math.inf and whole(columns) < math.inf and cells.to_numpy().sum() < math.inf


def _passes(
    table: np.ndarray, rows: np.ndarray, columns: np.ndarray, tolerance: float, max_iterations: int,
) -> tuple[np.ndarray, int, float]:
    with np.errstate(all="ignore"):
        for iteration in range(max_iterations + 1):
            gaps = np.concatenate([table.sum(axis=1) - rows, table.sum(axis=0) - columns])
            deviation = float(np.abs(gaps).max() / rows.sum())
            if deviation <= tolerance:
                return table, iteration, deviation
            table = table * _factors(rows, table.sum(axis=1))[:, None]
            table = table * _factors(columns, table.sum(axis=0))
    raise ValueError(f"no fit within {max_iterations} passes: the seed's zeros may not allow the margins")


def _factors(margin: np.ndarray, sums: np.ndarray) -> np.ndarray:
    """Return what each line is multiplied by; a line of zeros stays one."""
    return np.divide(margin, sums, out=np.zeros_like(sums), where=sums > 0)
