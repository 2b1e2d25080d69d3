"""Shift-share: why a region's level changed."""

from typing import NamedTuple

import pandas as pd

__all__ = ["ShiftShare", "shift_share"]


class ShiftShare(NamedTuple):
    """The three parts of the change in level, sector by sector, in the input unit."""

    national_share: pd.Series
    industry_mix: pd.Series
    regional_shift: pd.Series


def shift_share(
    region_before: pd.Series, region_after: pd.Series, reference_before: pd.Series, reference_after: pd.Series,
    reference_total: tuple[float, float] | None = None,
) -> ShiftShare:
    """Return the classic (Dunn) decomposition of a region's change.

    Parameters
    ----------
    region_before, region_after, reference_before, reference_after : Series
        Level of each sector in the region and in the reference area, same unit and index; sectors are exhaustive unless a
        total is given.
    reference_total : (float, float), optional
        The reference area's total before and after, as published; it wins over the sum, and one sector alone will do.

    Returns
    -------
    ShiftShare
        Three Series in the input unit. Their sum over parts is the change of each sector.

    Raises
    ------
    ValueError
        If the indexes differ, a level is missing or negative, or the reference's total before is zero.

    Notes
    -----
    Formula: ``r0 G + r0 (g_i - G) + (r1 - r0 (1 + g_i))``; a sector new in the reference (n0 = 0) has only a regional
    shift.

    Examples
    --------
    >>> before, after = pd.Series([10.0, 20.0]), pd.Series([12.0, 19.0])
    >>> parts = shift_share(before, after, pd.Series([100.0, 100.0]), pd.Series([110.0, 100.0]))
    >>> [float(round(p.sum(), 2)) for p in parts]
    [1.5, -0.5, 0.0]
    """
    inputs = (region_before, region_after, reference_before, reference_after)
    if any(not s.index.equals(region_before.index) for s in inputs):
        raise ValueError("the four series have different indexes")
    if any(s.isna().any() for s in inputs):
        raise ValueError("a level is missing, so the total is unknown")
    if any((s < 0).any() for s in inputs):
        raise ValueError("a level is negative")
    before, after = reference_total or (reference_before.sum(), reference_after.sum())
    if not before > 0:
        raise ValueError("the reference area has nothing before")
    overall = after / before - 1
    known = reference_before > 0
    own = (reference_after / reference_before.where(known) - 1).where(known, overall)
    return ShiftShare(
        region_before * overall, region_before * (own - overall), region_after - region_before * (1 + own)
    )
