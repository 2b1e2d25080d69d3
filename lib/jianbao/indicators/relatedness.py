"""Relatedness: which sectors are found in the same regions, and how close a region is to a sector."""

import numpy as np
import pandas as pd

from jianbao.indicators._values import non_negative, quotient, same_index, whole
from jianbao.indicators.complexity import marks

__all__ = ["co_occurrence", "proximity", "relatedness", "relatedness_density"]


def _together(presence: pd.DataFrame) -> pd.DataFrame:
    """Return how many regions have both sectors, on the diagonal how many have the one."""
    held = marks(presence)
    found = held.to_numpy()
    with np.errstate(invalid="ignore"):
        return pd.DataFrame(found.T @ found, held.columns, held.columns)


def co_occurrence(presence: pd.DataFrame) -> pd.DataFrame:
    """Return how many regions are specialised in both sectors of a pair.

    Parameters
    ----------
    presence : DataFrame
        1 where the region (row) is specialised in the sector (column), otherwise 0.

    Returns
    -------
    DataFrame
        Number of regions, sectors × sectors, 0 on the diagonal. NaN for every pair with a sector that has a hole.

    Raises
    ------
    ValueError
        If a presence is not 0 or 1, or a label is there twice.

    Notes
    -----
    Formula: ``C_ij = sum_c(M_ci M_cj), C_ii = 0``
    Chinese: 共现矩阵.
    Source: Hidalgo et al. (2007), Science 317; Balland's EconGeo.

    Examples
    --------
    >>> marks = pd.DataFrame({"textiles": [1, 1, 0], "dyes": [1, 1, 1], "steel": [0, 0, 1]})
    >>> co_occurrence(marks).loc["dyes"].to_dict()
    {'textiles': 2.0, 'dyes': 0.0, 'steel': 1.0}
    """
    pairs = _together(presence)
    return pairs.where(pairs.isna() | ~np.eye(len(pairs), dtype=bool), 0.0)


def proximity(presence: pd.DataFrame) -> pd.DataFrame:
    """Return the smaller of the two chances that a region with one sector of a pair has the other.

    Parameters
    ----------
    presence : DataFrame
        1 where the region (row) is specialised in the sector (column), otherwise 0.

    Returns
    -------
    DataFrame
        0 to 1, sectors × sectors, 1 on the diagonal. NaN for every pair with a sector that has a hole, and for a sector
        that no region has with itself or with another such.

    Raises
    ------
    ValueError
        If a presence is not 0 or 1, or a label is there twice.

    Notes
    -----
    Formula: ``C_ij / max(u_i, u_j)`` with the ubiquities ``u``
    Chinese: 产品邻近度.
    Source: Hidalgo et al. (2007), Science 317.

    Examples
    --------
    >>> marks = pd.DataFrame({"textiles": [1, 1, 0], "dyes": [1, 1, 1], "steel": [0, 0, 1]})
    >>> proximity(marks).loc["dyes"].round(2).to_dict()
    {'textiles': 0.67, 'dyes': 1.0, 'steel': 0.33}
    """
    pairs = _together(presence)
    everywhere = np.diag(pairs)
    larger = pd.DataFrame(np.maximum.outer(everywhere, everywhere), pairs.index, pairs.columns)
    return quotient(pairs, larger)


def relatedness(presence: pd.DataFrame, method: str = "cosine") -> pd.DataFrame:
    """Return how often two sectors occur together, measured against how often each occurs with any.

    Parameters
    ----------
    presence : DataFrame
        1 where the region (row) is specialised in the sector (column), otherwise 0.
    method : {"cosine", "jaccard", "association"}
        What the co-occurrences ``C_ij`` are measured against. "association" is their ratio to chance: 1 is chance.

    Returns
    -------
    DataFrame
        From 0 up, sectors × sectors, 0 on the diagonal; cosine and jaccard at most 1. NaN for a sector that occurs with no
        other, and throughout with a hole.

    Raises
    ------
    ValueError
        If a presence is not 0 or 1, a label is there twice, or the method is unknown.

    Notes
    -----
    Formula: ``C_ij / sqrt(S_i S_j)``, ``C_ij / (S_i + S_j - C_ij)`` or ``C_ij S / (S_i S_j)``
    Chinese: 产业关联度（相关性）.
    Source: Van Eck & Waltman (2009), JASIST 60; EconGeo: ``S_i`` are row sums of the co-occurrences, not ubiquities.

    Examples
    --------
    >>> marks = pd.DataFrame({"textiles": [1, 1, 0], "dyes": [1, 1, 1], "steel": [0, 0, 1]})
    >>> relatedness(marks, method="association").loc["dyes"].round(2).to_dict()
    {'textiles': 2.0, 'dyes': 0.0, 'steel': 2.0}
    """
    pairs = co_occurrence(presence)
    found = pairs.sum(axis=1, skipna=False).to_numpy()
    known = np.where(found > 0, found, np.nan)
    against = {
        "cosine": np.sqrt(np.multiply.outer(known, known)),
        "jaccard": np.add.outer(known, known) - pairs.to_numpy(),
        "association": np.multiply.outer(known, known / found.sum()),
    }
    if method not in against:
        raise ValueError(f"an unknown method: {method}")
    return quotient(pairs, pd.DataFrame(against[method], pairs.index, pairs.columns))


def relatedness_density(presence: pd.DataFrame, proximity: pd.DataFrame, *, own: bool = True) -> pd.DataFrame:
    """Return how close each region's present sectors are to each sector.

    Parameters
    ----------
    presence : DataFrame
        1 where the region (row) is specialised in the sector (column), otherwise 0.
    proximity : DataFrame
        Proximity or relatedness, sectors × sectors.
    own : bool
        Whether the sector itself counts (the diagonal of the proximity). Without it, the density is what the region
        offers a sector that it may not have.

    Returns
    -------
    DataFrame
        0 to 1, regions × sectors; 1 in a region with every sector. NaN for a region with a hole, a sector close to none,
        and every sector that has a proximity missing or negative: take out sectors that no region has.

    Raises
    ------
    ValueError
        If the sectors differ, a label is there twice, or a presence is not 0 or 1.

    Notes
    -----
    Formula: ``sum_j(M_cj phi_ij) / sum_j(phi_ij)``
    Chinese: 关联密度（产品空间密度）.
    Source: Hidalgo et al. (2007), Science 317; Boschma, Balland & Kogler (2015), Industrial and Corporate Change 24.

    Examples
    --------
    >>> marks = pd.DataFrame([[1, 1, 0], [1, 1, 1]], index=["Wuxing", "Deqing"], columns=["textiles", "dyes", "steel"])
    >>> near = pd.DataFrame([[1, 0.6, 0.2], [0.6, 1, 0.4], [0.2, 0.4, 1]], index=marks.columns, columns=marks.columns)
    >>> relatedness_density(marks, near).loc["Wuxing"].round(3).to_dict()
    {'textiles': 0.889, 'dyes': 0.8, 'steel': 0.375}
    """
    held, near = marks(presence), non_negative(proximity)
    sectors = held.columns.to_series()
    same_index(presence=sectors, rows=near.index.to_series(), columns=near.columns.to_series())
    if not own:
        near = near.mask(np.eye(len(near), dtype=bool), 0.0)
    # Divided first, so that no sum is larger than 1.
    near = near.div(whole(near.T), axis=0)
    with np.errstate(invalid="ignore"):
        return pd.DataFrame(held.to_numpy() @ near.to_numpy().T, held.index, held.columns)
