"""Peers: the units that a unit is fairly compared with, because their structure is similar."""

import numpy as np
import pandas as pd

from jianbao.indicators._values import floats, quotient, same_index, shares

__all__ = ["peer_distance", "structural_peers"]


def peer_distance(table: pd.DataFrame, unit: object, *, method: str = "krugman") -> pd.Series:
    """Return how different the structure of every other unit is.

    Parameters
    ----------
    table : DataFrame
        Units in rows. "krugman": levels or shares of sectors, of which row shares are taken. "zscore": features of any unit,
        that describe the place and not its performance.
    unit : label
        The unit that peers are wanted for.
    method : {"krugman", "zscore"}
        Sum of absolute differences of shares, or Euclidean distance of features standardised over all units (n - 1).

    Returns
    -------
    Series
        One distance for each other unit: 0 … 2 for "krugman", from 0 for "zscore". NaN for a unit with a hole (also a
        negative or nothing at all for "krugman"), for all if it is the unit itself, and for all if a feature does not vary.

    Raises
    ------
    KeyError
        If the unit is not in the index.
    ValueError
        If the method is unknown or a label occurs twice.

    Notes
    -----
    Formula: ``krugman: sum_k |s_ik - s_jk|; zscore: sqrt(sum_k (z_ik - z_jk)^2)``
    Chinese: 结构差异度（克鲁格曼指数或标准化欧氏距离）.
    Source: Krugman (1991), Geography and Trade; CIPFA nearest neighbours model.

    Examples
    --------
    >>> table = pd.DataFrame({"textiles": [6.0, 5.0, 1.0], "machines": [4.0, 5.0, 9.0]}, index=["a", "b", "c"])
    >>> peer_distance(table, "a").round(3).to_dict()
    {'b': 0.2, 'c': 1.0}
    """
    if method not in ("krugman", "zscore"):
        raise ValueError(f"unknown method: {method}")
    table = floats(table)
    same_index(table=table)
    with np.errstate(all="ignore"):
        if method == "krugman":
            structure = table.apply(shares, axis=1)
            return (structure - structure.loc[unit]).abs().sum(axis=1, skipna=False).drop(unit)
        # By the range first: a standard deviation of large or small figures would leave the floats.
        scaled = quotient(table, floats(table.max() - table.min()))
        standard = quotient(scaled, scaled.std(ddof=1))
        return ((standard - standard.loc[unit]) ** 2).sum(axis=1, skipna=False).drop(unit) ** 0.5


def structural_peers(table: pd.DataFrame, unit: object, k: int = 5, *, method: str = "krugman") -> pd.Series:
    """Return the units with the most similar structure and their distances, nearest first.

    Parameters
    ----------
    table, unit, method : DataFrame, label, str
        As for ``peer_distance``.
    k : int
        Number of peers.

    Returns
    -------
    Series
        Distance by peer; ties in the order of labels. Units whose distance is NaN are no peers, so there may be fewer than
        k, and none if the structure of the unit itself is unknown.

    Raises
    ------
    KeyError
        If the unit is not in the index.
    ValueError
        If k is less than 1, the method is unknown or a label occurs twice.

    Notes
    -----
    Formula: ``the k smallest peer_distance``
    Chinese: 结构相近地区（可比地区）.
    Source: CIPFA nearest neighbours model.

    Examples
    --------
    >>> table = pd.DataFrame({"textiles": [6.0, 5.0, 1.0], "machines": [4.0, 5.0, 9.0]}, index=["a", "b", "c"])
    >>> structural_peers(table, "a", 1).index.tolist()
    ['b']
    """
    if k < 1:
        raise ValueError("at least one peer is asked for")
    distances = peer_distance(table, unit, method=method).dropna().sort_index()
    # The twelfth decimal: equal distances differ in their last bits, and would not be ties.
    return distances.sort_values(kind="stable", key=lambda d: d.round(12)).head(k)
