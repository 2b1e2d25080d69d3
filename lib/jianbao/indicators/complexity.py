"""Economic complexity: what the presences of regions and of sectors say about each other."""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from jianbao.indicators._values import floats, same_index

__all__ = ["EconomicComplexity", "Reflections", "diversity", "economic_complexity", "reflections", "ubiquity"]

#: Eigenvalues nearer than this are one: the matrix falls into parts, or its second eigenvector is any of several.
SAME = 1e-9


class EconomicComplexity(NamedTuple):
    """The economic complexity index of regions and the product complexity index of sectors, on one scale."""

    eci: pd.Series
    pci: pd.Series


class Reflections(NamedTuple):
    """The method of reflections: steps 0, 1, 2 ... in columns, for regions and for sectors."""

    regions: pd.DataFrame
    sectors: pd.DataFrame


def marks(presence: pd.DataFrame) -> pd.DataFrame:
    """Return the presences as floats; ValueError unless each is 0, 1 or missing and no label is there twice."""
    same_index(presence=presence)
    held = floats(presence)
    if not (held.isin([0, 1]) | held.isna()).all(axis=None):
        raise ValueError("a presence is 0 or 1")
    return held


def diversity(presence: pd.DataFrame) -> pd.Series:
    """Return how many sectors each region is specialised in.

    Parameters
    ----------
    presence : DataFrame
        1 where the region (row) is specialised in the sector (column), otherwise 0; see ``presence``.

    Returns
    -------
    Series
        Number of sectors by region. NaN for a region with a hole.

    Raises
    ------
    ValueError
        If a presence is not 0 or 1, or a label is there twice.

    Notes
    -----
    Formula: ``k_c = sum_p(M_cp)``
    Chinese: 多样性.
    Source: Hidalgo & Hausmann (2009), PNAS 106.

    Examples
    --------
    >>> diversity(pd.DataFrame({"textiles": [1, 0], "steel": [1, 1]}, index=["Wuxing", "Deqing"])).to_dict()
    {'Wuxing': 2.0, 'Deqing': 1.0}
    """
    return marks(presence).sum(axis=1, skipna=False)


def ubiquity(presence: pd.DataFrame) -> pd.Series:
    """Return how many regions are specialised in each sector.

    Parameters
    ----------
    presence : DataFrame
        1 where the region (row) is specialised in the sector (column), otherwise 0.

    Returns
    -------
    Series
        Number of regions by sector. NaN for a sector with a hole.

    Raises
    ------
    ValueError
        If a presence is not 0 or 1, or a label is there twice.

    Notes
    -----
    Formula: ``k_p = sum_c(M_cp)``
    Chinese: 遍在性（普遍性）.
    Source: Hidalgo & Hausmann (2009), PNAS 106.

    Examples
    --------
    >>> ubiquity(pd.DataFrame({"textiles": [1, 0], "steel": [1, 1]}, index=["Wuxing", "Deqing"])).to_dict()
    {'textiles': 1.0, 'steel': 2.0}
    """
    return marks(presence).sum(axis=0, skipna=False)


def _filled(held: pd.DataFrame) -> pd.DataFrame:
    """Return the matrix without its empty rows and columns; nothing of one with a hole."""
    if held.isna().any(axis=None):
        return held.iloc[:0, :0]
    return held.loc[held.any(axis=1), held.any(axis=0)]


def reflections(presence: pd.DataFrame, steps: int = 2) -> Reflections:
    """Return the method of reflections: averages of the averages of the other side, step by step.

    Parameters
    ----------
    presence : DataFrame
        1 where the region (row) is specialised in the sector (column), otherwise 0.
    steps : int
        How many times to reflect; step 0 is diversity and ubiquity.

    Returns
    -------
    Reflections
        Two DataFrames, units in rows and steps in columns. NaN for a region or sector without a presence, and throughout
        with a hole.

    Raises
    ------
    ValueError
        If a presence is not 0 or 1, a label is there twice, or steps is negative.

    Notes
    -----
    Formula: ``k_c,N = mean of k_p,N-1 over the region's sectors, and the reverse``
    Chinese: 反射法.
    Source: Hidalgo & Hausmann (2009), PNAS 106.

    Examples
    --------
    >>> marks = pd.DataFrame({"textiles": [1, 0], "steel": [1, 1]}, index=["Wuxing", "Deqing"])
    >>> reflections(marks, steps=1).regions.to_dict("index")
    {'Wuxing': {0: 2.0, 1: 1.5}, 'Deqing': {0: 1.0, 1: 2.0}}
    """
    if steps < 0:
        raise ValueError(f"steps cannot be negative: {steps}")
    held = marks(presence)
    known = _filled(held)
    regions, sectors = [known.sum(axis=1)], [known.sum(axis=0)]
    for _ in range(steps):
        latest, other = regions[-1], sectors[-1]
        regions.append(known.dot(other) / regions[0])
        sectors.append(known.T.dot(latest) / sectors[0])
    columns = range(steps + 1)
    return Reflections(
        pd.concat(regions, axis=1, keys=columns).reindex(held.index).astype(float),
        pd.concat(sectors, axis=1, keys=columns).reindex(held.columns).astype(float),
    )


def _second_eigenvector(known: np.ndarray) -> np.ndarray:
    """Return the second eigenvector of D^-1 M U^-1 M', NaN where there is not one and only one."""
    nothing = np.full(len(known), math.nan)
    if len(known) < 2:
        return nothing
    # D^-1/2 M U^-1 M' D^-1/2 has the same eigenvalues and is symmetric: they come out real and in order.
    root = np.sqrt(known.sum(axis=1))
    half = known / root[:, None] / np.sqrt(known.sum(axis=0))
    found, vectors = np.linalg.eigh(half @ half.T)
    third = found[-3] if len(found) > 2 else 0.0
    single = found[-2] - third > SAME and found[-2] < 1 - SAME
    return vectors[:, -2] / root if single else nothing


def economic_complexity(presence: pd.DataFrame) -> EconomicComplexity:
    """Return the economic complexity of regions and the product complexity of sectors.

    Parameters
    ----------
    presence : DataFrame
        1 where the region (row) is specialised in the sector (column), otherwise 0. Do not rank on fewer than about ten
        regions or sectors.

    Returns
    -------
    EconomicComplexity
        ``eci`` has mean 0 and standard deviation 1 (ddof 0) over the regions that have a sector; ``pci`` is on the same
        scale, so a region's eci is the mean of its sectors' pci. NaN for a region or sector without a presence, and
        throughout with a hole, where the regions fall into groups without a sector in common, or where the eigenvector
        or its sign is not determined.

    Raises
    ------
    ValueError
        If a presence is not 0 or 1, or a label is there twice.

    Notes
    -----
    Formula: ``K = second eigenvector of D^-1 M U^-1 M', (K - mean(K)) / sd(K), corr(K, diversity) > 0``
    Chinese: 经济复杂度指数（ECI）与产品复杂度指数（PCI）.
    Source: Hausmann, Hidalgo et al. (2014), The Atlas of Economic Complexity; Growth Lab's ecomplexity.

    Examples
    --------
    >>> marks = pd.DataFrame([[1, 1, 1, 1], [1, 1, 1, 0], [0, 1, 0, 0]], index=list("abc"))
    >>> economic_complexity(marks).eci.round(2).to_dict()
    {'a': 0.93, 'b': 0.46, 'c': -1.39}
    """
    held = marks(presence)
    known = _filled(held)
    regions = pd.Series(_second_eigenvector(known.to_numpy()), index=known.index)
    sectors = known.T.dot(regions) / known.sum(axis=0)
    # In proportion to its own image, so that the regions' values are the means of their sectors'.
    own = known.dot(sectors) / known.sum(axis=1)
    scale = own.std(ddof=0)
    eci, pci = ((part - own.mean()) / scale for part in (own, sectors))
    # The covariance with diversity, because the mean of eci is 0.
    lean = float((eci * known.sum(axis=1)).mean()) if len(eci) else math.nan
    sign = math.copysign(1.0, lean) if abs(lean) > SAME else math.nan
    return EconomicComplexity((eci * sign).reindex(held.index), (pci * sign).reindex(held.columns))
