"""Spatial autocorrelation: whether neighbours are alike. Every region needs a neighbour."""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from jianbao.indicators._values import floats, only, quotient, same_index

__all__ = ["MoransI", "geary_c", "morans_i", "row_standardise"]


class MoransI(NamedTuple):
    """Moran's I with its moments under no autocorrelation: values normal, or any values shuffled over the regions."""

    statistic: float
    expected: float
    variance_normal: float
    variance_randomisation: float
    z_normal: float
    z_randomisation: float


def _neighbours(weights: pd.DataFrame) -> pd.DataFrame:
    """Return the weights as floats; ValueError unless they are a matrix of neighbours without an island."""
    same_index(rows=weights.index.to_series(), columns=weights.columns.to_series())
    held = floats(weights)
    if (held < 0).any(axis=None) or (np.diag(held) > 0).any():
        raise ValueError("a weight is negative, or a region is its own neighbour")
    islands = held.index[(held == 0).all(axis=1)]
    if len(islands):
        raise ValueError(f"regions without a neighbour: {', '.join(map(str, islands))}; take them out or give them one")
    return held


def _deviations(values: pd.Series) -> np.ndarray:
    """Return the deviations from the mean on a scale without overflow: NaN throughout with a hole or where all are equal."""
    held = floats(values).to_numpy()
    if not len(held) or not held.max() > held.min():
        return np.full(len(held), math.nan)
    scaled = held / np.abs(held).max()
    return scaled - scaled.mean()


def row_standardise(weights: pd.DataFrame) -> pd.DataFrame:
    """Return the spatial weights with each region's neighbours adding up to 1.

    Parameters
    ----------
    weights : DataFrame
        Weight of each neighbour (columns) of each region (rows); same labels on both, 0 for no neighbour.

    Returns
    -------
    DataFrame
        Fractions; each row sums to 1. NaN in a row with a missing weight.

    Raises
    ------
    ValueError
        If rows and columns differ or hold a label twice, a weight is negative, a region is its own neighbour, or a region
        has none (an island, such as Zhoushan by land borders).

    Notes
    -----
    Formula: ``w_ij / sum_j(w_ij)``
    Chinese: 空间权重矩阵行标准化.
    Source: Anselin (1988), Spatial Econometrics.

    Examples
    --------
    >>> line = pd.DataFrame([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    >>> row_standardise(line).to_numpy().tolist()
    [[0.0, 1.0, 0.0], [0.5, 0.0, 0.5], [0.0, 1.0, 0.0]]
    """
    held = _neighbours(weights)
    scaled = held.div(held.max(axis=1), axis=0)
    return scaled.div(scaled.sum(axis=1, skipna=False), axis=0)


def morans_i(values: pd.Series, weights: pd.DataFrame) -> MoransI:
    """Return Moran's I of spatial autocorrelation, with its expectation, variances and z scores.

    Parameters
    ----------
    values : Series
        Value of each region.
    weights : DataFrame
        Weight of each neighbour (columns) of each region (rows); same labels as the values, 0 for no neighbour. Used as
        given: pass ``row_standardise(weights)`` for the row-standardised form.

    Returns
    -------
    MoransI
        ``statistic`` about -1 (neighbours opposite) to 1 (alike); ``expected`` is what no autocorrelation gives. NaN
        throughout with a hole in values or weights or equal values everywhere; a variance and its z also where n < 4
        (randomisation) or the variance is not positive.

    Raises
    ------
    ValueError
        If the labels differ or are there twice, a weight is negative, a region is its own neighbour, or has none.

    Notes
    -----
    Formula: ``(n / sum(w)) sum(w_ij z_i z_j) / sum(z_i^2), z = x - mean``
    Chinese: 莫兰指数（全局）.
    Source: Moran (1950), Biometrika 37; moments in Cliff & Ord (1981), Spatial Processes.

    Examples
    --------
    >>> line = pd.DataFrame([[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]])
    >>> result = morans_i(pd.Series([1.0, 2.0, 3.0, 4.0]), line)
    >>> round(result.statistic, 4), round(result.expected, 4)
    (0.3333, -0.3333)
    """
    same_index(values=values, weights=weights.index.to_series())
    w, z = _neighbours(weights).to_numpy(), _deviations(values)
    n = float(len(z))
    with np.errstate(all="ignore"):
        w = w / w.max() if len(w) else w
        statistic = floats(n / w.sum() * (z @ w @ z) / (z @ z)) if len(w) else math.nan
    if math.isnan(statistic):
        return MoransI(*[math.nan] * 6)
    expected = -1 / (n - 1)
    normal, shuffled = _variances(w, z, n)
    return MoransI(
        statistic, expected, normal, shuffled, _z(statistic - expected, normal), _z(statistic - expected, shuffled)
    )


def _variances(w: np.ndarray, z: np.ndarray, n: float) -> tuple[float, float]:
    """Return the variance of Moran's I for normal values and under randomisation, in Cliff and Ord's terms."""
    s0 = float(w.sum())
    s1 = float(((w + w.T) ** 2).sum()) / 2
    s2 = float(((w.sum(axis=0) + w.sum(axis=1)) ** 2).sum())
    square = 1 / (n - 1) ** 2
    kurtosis = float(n * (z**4).sum() / (z @ z) ** 2)
    normal = (n**2 * s1 - n * s2 + 3 * s0**2) / (s0**2 * (n**2 - 1)) - square
    shuffled = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    shuffled -= kurtosis * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    return normal, quotient(shuffled, (n - 1) * (n - 2) * (n - 3) * s0**2) - square


def _z(difference: float, variance: float) -> float:
    return quotient(difference, math.sqrt(only(variance, variance > 0)))


def geary_c(values: pd.Series, weights: pd.DataFrame) -> float:
    """Return Geary's C of spatial autocorrelation, from the differences between neighbours.

    Parameters
    ----------
    values : Series
        Value of each region.
    weights : DataFrame
        Weight of each neighbour (columns) of each region (rows), as in ``morans_i``.

    Returns
    -------
    float
        0 (neighbours equal) up; 1 without autocorrelation, above 1 where neighbours are opposite. NaN with a hole in
        values or weights or equal values everywhere.

    Raises
    ------
    ValueError
        If the labels differ or are there twice, a weight is negative, a region is its own neighbour, or has none.

    Notes
    -----
    Formula: ``(n - 1) / (2 sum(w)) sum(w_ij (x_i - x_j)^2) / sum(z_i^2), z = x - mean``
    Chinese: 吉尔里系数.
    Source: Geary (1954), Incorporated Statistician 5; Cliff & Ord (1981), Spatial Processes.

    Examples
    --------
    >>> line = pd.DataFrame([[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]])
    >>> round(geary_c(pd.Series([1.0, 2.0, 3.0, 4.0]), line), 4)
    0.3
    """
    same_index(values=values, weights=weights.index.to_series())
    w, z = _neighbours(weights).to_numpy(), _deviations(values)
    if not len(w):
        return math.nan
    with np.errstate(all="ignore"):
        w = w / w.max()
        apart = (w * np.subtract.outer(z, z) ** 2).sum()
        return floats((len(z) - 1) / (2 * w.sum()) * apart / (z @ z))
