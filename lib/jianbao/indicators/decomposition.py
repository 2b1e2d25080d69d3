"""Shift-share: why a region's level changed."""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from jianbao.indicators._values import floats, non_negative, only, quotient, same_index, shares, whole

__all__ = ["DynamicShiftShare", "GerfinShift", "ShiftShare", "dynamic_shift_share", "gerfin_shift", "shift_share"]


class ShiftShare(NamedTuple):
    """The parts of the change in level, sector by sector, in the input unit; ``allocation`` is 0 in the classic form."""

    national_share: pd.Series
    industry_mix: pd.Series
    regional_shift: pd.Series
    allocation: pd.Series


class GerfinShift(NamedTuple):
    """Ratios around 1: ``structure`` × ``location`` = ``regional``, the region's growth factor over the reference's."""

    structure: float
    location: float
    regional: float


class DynamicShiftShare(NamedTuple):
    """Classic parts of each step (rows: the later period; columns: sectors) and, by sector, their sums over all steps."""

    national_share: pd.DataFrame
    industry_mix: pd.DataFrame
    regional_shift: pd.DataFrame
    totals: pd.DataFrame


def shift_share(
    region_before: pd.Series, region_after: pd.Series, reference_before: pd.Series, reference_after: pd.Series,
    method: str = "classic", reference_total: tuple[float, float] | None = None,
) -> ShiftShare:
    """Return why each sector of a region changed: the reference's growth, the sector's growth there, the region itself.

    Parameters
    ----------
    region_before, region_after, reference_before, reference_after : Series
        Level of each sector in the region and in the reference area (which may include the region), same unit and index.
    method : {"classic", "esteban_marquillas"}
        Dunn's three parts; or Esteban-Marquillas, who splits Dunn's regional shift into one at the reference's structure
        (among the sectors given) and an allocation effect.
    reference_total : (float, float), optional
        The reference area's total before and after, as published; it wins over the sums, and one sector alone will do.

    Returns
    -------
    ShiftShare
        Four Series in the input unit, which sum to the change of each sector. NaN for a sector with a missing or negative
        level, or one the region has and the reference has not. All NaN if the reference's total is not positive, or is a
        sum with a hole. Esteban-Marquillas: regional shift and allocation are NaN for a sector the region lacked but the
        reference had, and throughout with a hole in a structure before.

    Raises
    ------
    ValueError
        If the indexes differ or the method is unknown.

    Notes
    -----
    Formula: ``r0 G + r0 (g_i - G) + (r1 - r0 (1 + g_i))``, the last ``= h_i (r_i - g_i) + (r0 - h_i) (r_i - g_i)``

    Chinese: 偏离—份额分析法.

    Source: Dunn (1960); Esteban-Marquillas (1972), h_i = sum(r0) n0_i / sum(n0).

    A sector new in both (r0 = n0 = 0) has no growth rate: all of its change is regional shift.

    Examples
    --------
    >>> before, after = pd.Series([10.0, 20.0]), pd.Series([12.0, 19.0])
    >>> parts = shift_share(before, after, pd.Series([100.0, 100.0]), pd.Series([110.0, 100.0]))
    >>> [float(round(p.sum(), 2)) for p in parts]
    [1.5, -0.5, 0.0, 0.0]
    """
    if method not in ("classic", "esteban_marquillas"):
        raise ValueError(f"unknown method of shift-share: {method}")
    r0, r1, n0, n1 = _levels(region_before, region_after, reference_before, reference_after)
    before, after = (whole(n0), whole(n1)) if reference_total is None else map(floats, reference_total)
    overall = quotient(after, before)
    own = only(_own_factor(r0, n0, n1, overall), r1.notna() & n1.notna() & (overall >= 0))
    national, mix, shift = only(r0 * (overall - 1), own.notna()), r0 * (own - overall), r1 - r0 * own
    regional = shift if method == "classic" else _at_structure(shift, r0, r1, n0, own)
    return ShiftShare(*map(floats, (national, mix, regional, shift - regional)))


def _levels(*series: pd.Series) -> list[pd.Series]:
    """Return the levels, the negative ones as missing."""
    same_index(**dict(zip(("region_before", "region_after", "reference_before", "reference_after"), series, strict=True)))
    return [non_negative(level) for level in series]


def _own_factor(r0: pd.Series, n0: pd.Series, n1: pd.Series, overall: float) -> pd.Series:
    """Return 1 + g_i; a sector new in both has none, and r0 = 0 makes any factor do."""
    return quotient(n1, n0).where((r0 != 0) | (n0 != 0), overall)


def _at_structure(shift: pd.Series, r0: pd.Series, r1: pd.Series, n0: pd.Series, own: pd.Series) -> pd.Series:
    """Return the regional shift a region of its size with the reference's structure would have."""
    with np.errstate(all="ignore"):
        homothetic = whole(r0) * shares(n0)
    # A sector new in both has no growth rate, and the reference's structure has none of it: Dunn's shift stays.
    return (homothetic * (quotient(r1, r0) - own)).where((homothetic != 0) | (r0 != 0), shift)


def gerfin_shift(
    region_before: pd.Series, region_after: pd.Series, reference_before: pd.Series, reference_after: pd.Series,
) -> GerfinShift:
    """Return a region's growth relative to a reference area as structure times location.

    Parameters
    ----------
    region_before, region_after, reference_before, reference_after : Series
        Level of each sector in the region and in the reference area, same unit and index; the sectors are exhaustive.

    Returns
    -------
    GerfinShift
        Three ratios, 1 is the reference's growth factor. All NaN if a level is missing or negative, a total before or the
        reference's total after is not positive, or the region has a sector that the reference has not.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``(sum(r0 n1 / n0) / R0) / (N1 / N0) * R1 / sum(r0 n1 / n0) = (R1 / R0) / (N1 / N0)``

    Chinese: 偏离—份额分析法（比率形式）.

    Source: Gerfin (1964); Farhauer & Kröll (2013), Standorttheorien.

    Examples
    --------
    >>> before, after = pd.Series([10.0, 20.0]), pd.Series([12.0, 19.0])
    >>> [round(r, 3) for r in gerfin_shift(before, after, pd.Series([100.0, 100.0]), pd.Series([110.0, 100.0]))]
    [0.984, 1.0, 0.984]
    """
    r0, r1, n0, n1 = _levels(region_before, region_after, reference_before, reference_after)
    own = _own_factor(r0, n0, n1, 1.0)
    expected, after, before = whole(r0 * own), whole(r1), whole(r0)
    overall = quotient(whole(n1), whole(n0))
    parts = (
        quotient(quotient(expected, before), overall), quotient(after, expected), quotient(quotient(after, before), overall)
    )
    return GerfinShift(*parts) if not any(map(math.isnan, parts)) else GerfinShift(math.nan, math.nan, math.nan)


def dynamic_shift_share(region: pd.DataFrame, reference: pd.DataFrame) -> DynamicShiftShare:
    """Return the classic parts of every step between consecutive periods, and their sums.

    Parameters
    ----------
    region, reference : DataFrame
        Levels, periods in rows in the order of time, sectors (exhaustive) in columns, same unit and index.

    Returns
    -------
    DynamicShiftShare
        Tables in the input unit; ``totals`` has a row for each sector and a column for each part. The sum of the parts is
        the same as over the whole span, the parts are not. NaN as in ``shift_share``; a total with a NaN step is NaN.

    Raises
    ------
    ValueError
        If the indexes differ or there are fewer than two periods.

    Notes
    -----
    Formula: ``sum over t of shift_share(r[t-1], r[t], n[t-1], n[t])``

    Chinese: 动态偏离—份额分析法.

    Source: Barff & Knight (1988).

    Examples
    --------
    >>> region = pd.DataFrame({"C17": [10.0, 12.0, 15.0]}, index=[2019, 2020, 2021])
    >>> reference = pd.DataFrame({"C17": [100.0, 110.0, 121.0]}, index=[2019, 2020, 2021])
    >>> dynamic_shift_share(region, reference).totals.round(3).loc["C17"].to_dict()
    {'national_share': 2.2, 'industry_mix': 0.0, 'regional_shift': 2.8}
    """
    same_index(region=region, reference=reference)
    if len(region) < 2:
        raise ValueError("a change needs two periods")
    steps = [
        shift_share(region.iloc[t - 1], region.iloc[t], reference.iloc[t - 1], reference.iloc[t])
        for t in range(1, len(region))
    ]
    tables = {
        name: pd.DataFrame(np.array([getattr(step, name) for step in steps]), region.index[1:], region.columns)
        for name in ShiftShare._fields[:3]
    }
    totals = pd.DataFrame({name: table.apply(whole) for name, table in tables.items()})
    return DynamicShiftShare(*tables.values(), totals)
