"""Specialisation: how a region's structure differs from the reference area's. A quotient of 1 is the average."""

import pandas as pd

from jianbao.indicators._distribution import shares_of
from jianbao.indicators._values import Values, floats, non_negative, only, quotient, same_index, whole

__all__ = [
    "hachman_index", "krugman_concentration", "krugman_specialisation", "location_quotient", "location_quotients",
    "presence", "specialisation_coefficient",
]


def location_quotient(local: Values, local_total: Values, reference: Values, reference_total: Values) -> Values:
    """Return how much larger a sector's share is here than in the reference area.

    Parameters
    ----------
    local, local_total : float, Series or DataFrame
        Level of the sector and of all sectors in the region.
    reference, reference_total : float, Series or DataFrame
        The same in the reference area, which includes the region.

    Returns
    -------
    float, Series or DataFrame
        Ratio from 0 up, 1 is the reference's share. NaN where a level is missing or negative, a total is not positive
        or the reference has none of the sector.

    Raises
    ------
    ValueError
        If the indexes differ or hold a label twice.

    Notes
    -----
    Formula: ``(local / local_total) / (reference / reference_total)``
    Chinese: 区位商.
    Source: Farhauer & Kröll (2013), Standorttheorien.

    Examples
    --------
    >>> round(location_quotient(1714, 79006, 879213, 15593224), 4)
    0.3848
    """
    same_index(local=local, local_total=local_total, reference=reference, reference_total=reference_total)
    here = quotient(non_negative(local), floats(local_total))
    return quotient(here, quotient(floats(reference), floats(reference_total)))


def location_quotients(
    table: pd.DataFrame, region_total: pd.Series | None = None, sector_total: pd.Series | None = None,
    total: float | None = None,
) -> pd.DataFrame:
    """Return the location quotient of every sector in every region.

    Parameters
    ----------
    table : DataFrame
        Level of each sector (columns) in each region (rows), in one unit.
    region_total, sector_total : Series, optional
        Published totals of the rows and of the columns; they win over the sums, which a hole makes unknown.
    total : float, optional
        The reference area's total; otherwise the sum of the sector totals.

    Returns
    -------
    DataFrame
        Ratios from 0 up, shaped like the table. NaN for a missing or negative cell, for what has an unknown total, and
        for a region or sector without activity: one hole leaves every quotient unknown unless totals are given.

    Raises
    ------
    ValueError
        If a total's index is not the table's, or a label is there twice.

    Notes
    -----
    Formula: ``(x_ij / x_j) / (x_i / x)``
    Chinese: 区位商（显性比较优势指数）.
    Source: Balassa (1965), Manchester School 33; Farhauer & Kröll (2013), Standorttheorien.

    Examples
    --------
    >>> table = pd.DataFrame({"textiles": [30.0, 10.0], "steel": [10.0, 50.0]}, index=["Wuxing", "Deqing"])
    >>> location_quotients(table).round(2).to_dict("list")
    {'textiles': [1.88, 0.42], 'steel': [0.42, 1.39]}
    """
    same_index(table=table)
    cells = non_negative(table)
    rows = whole(cells.T) if region_total is None else non_negative(region_total)
    columns = whole(cells) if sector_total is None else non_negative(sector_total)
    same_index(table=cells.index.to_series(), region_total=rows)
    same_index(table=cells.columns.to_series(), sector_total=columns)
    reference = shares_of(columns) if total is None else quotient(columns, floats(total))
    # What a total of 0 divides is infinite or undefined, and so unknown.
    return floats(cells.div(rows, axis=0).div(reference, axis=1))


def presence(quotients: Values, cutoff: float = 1.0) -> Values:
    """Return 1 where a region is specialised in a sector, 0 where it is not.

    Parameters
    ----------
    quotients : float, Series or DataFrame
        Location quotients (revealed comparative advantage).
    cutoff : float
        The quotient from which a sector counts as present; the cutoff itself does.

    Returns
    -------
    float, Series or DataFrame
        1.0 or 0.0. NaN where the quotient is missing or negative.

    Raises
    ------
    ValueError
        If the cutoff is not positive.

    Notes
    -----
    Formula: ``1 if LQ >= cutoff else 0``
    Chinese: 显性比较优势判别.
    Source: Hidalgo & Hausmann (2009), PNAS 106.

    Examples
    --------
    >>> presence(pd.Series({"textiles": 1.88, "steel": 1.0, "food": 0.42})).to_dict()
    {'textiles': 1.0, 'steel': 1.0, 'food': 0.0}
    """
    if not cutoff > 0:
        raise ValueError("the cutoff is not positive")
    held = floats(quotients)
    return only(1.0 * (held >= cutoff), held >= 0)


def hachman_index(region: pd.Series, reference: pd.Series) -> float:
    """Return how close a region's structure is to the reference area's, 1 being the same.

    Parameters
    ----------
    region, reference : Series
        Level of each sector in the region and in the reference area, which includes it.

    Returns
    -------
    float
        Above 0 up to 1. NaN with a hole, a negative level, nothing in all, or a sector of the region that the reference
        lacks; a sector that both lack changes nothing.

    Raises
    ------
    ValueError
        If the indexes differ or hold a label twice.

    Notes
    -----
    Formula: ``1 / sum(s_i LQ_i)`` with the region's shares ``s_i``
    Chinese: 哈克曼指数（产业多样化）.
    Source: Hachman (1995), Bureau of Economic and Business Research, University of Utah.

    Examples
    --------
    >>> round(hachman_index(pd.Series([60.0, 20.0, 20.0]), pd.Series([200.0, 400.0, 400.0])), 4)
    0.5
    """
    same_index(region=region, reference=reference)
    here = shares_of(region)
    quotients = quotient(here, shares_of(reference))
    return quotient(1.0, whole((here * quotients).mask(here == 0, 0.0)))


def krugman_specialisation(region: pd.Series, reference: pd.Series) -> float:
    """Return how far a region's structure is from a reference structure (or another region's).

    Parameters
    ----------
    region, reference : Series
        Level of each sector. The reference is taken as given: the whole with the region in it, the rest, or another
        region; say which. A reference that is a mean of shares is passed as these means.

    Returns
    -------
    float
        0 (same structure) to 2 (no sector in common). NaN with a hole, a negative level or nothing in all.

    Raises
    ------
    ValueError
        If the indexes differ or hold a label twice.

    Notes
    -----
    Formula: ``sum(|s_i - r_i|)`` of the shares
    Chinese: 克鲁格曼专业化指数.
    Source: Krugman (1991), Geography and Trade; Farhauer & Kröll (2013), Standorttheorien.

    Examples
    --------
    >>> krugman_specialisation(pd.Series([20, 10, 70, 0, 0]), pd.Series([0, 0, 0, 60, 40]))
    2.0
    """
    same_index(region=region, reference=reference)
    return whole((shares_of(region) - shares_of(reference)).abs())


def specialisation_coefficient(region: pd.Series, reference: pd.Series) -> float:
    """Return the share of a region's activity that would have to change sector to give it the reference structure.

    Parameters
    ----------
    region, reference : Series
        Level of each sector, as in ``krugman_specialisation``.

    Returns
    -------
    float
        0 to 1: half of ``krugman_specialisation``. NaN with a hole, a negative level or nothing in all.

    Raises
    ------
    ValueError
        If the indexes differ or hold a label twice.

    Notes
    -----
    Formula: ``sum(|s_i - r_i|) / 2`` of the shares
    Chinese: 专业化系数.
    Source: Hoover & Giarratani (1984), An Introduction to Regional Economics.

    Examples
    --------
    >>> specialisation_coefficient(pd.Series([3.0, 1.0]), pd.Series([1.0, 1.0]))
    0.25
    """
    return krugman_specialisation(region, reference) / 2


def krugman_concentration(sector: pd.Series, references: pd.DataFrame, reference: str = "mean_of_shares") -> float:
    """Return how far a sector's distribution over the regions is from that of a group of sectors.

    Parameters
    ----------
    sector : Series
        Level of the sector in each region.
    references : DataFrame
        Level of each sector of the group (columns) in each region (rows).
    reference : {"mean_of_shares", "share_of_sums"}
        Whether the sectors of the group count equally (the textbook's form) or by their size.

    Returns
    -------
    float
        0 (distributed alike) to 2 (no region in common). NaN with a hole, a negative level, or a sector without activity
        among the equally counted.

    Raises
    ------
    ValueError
        If the regions differ, a label is there twice, or the form of reference is unknown.

    Notes
    -----
    Formula: ``sum(|s_j - r_j|)`` of the shares of regions
    Chinese: 克鲁格曼集中指数.
    Source: Farhauer & Kröll (2013), Standorttheorien.

    Examples
    --------
    >>> others = pd.DataFrame({"a": [1.0, 1.0], "b": [10.0, 30.0]})
    >>> krugman_concentration(pd.Series([1.0, 0.0]), others)
    1.25
    >>> round(krugman_concentration(pd.Series([1.0, 0.0]), others, reference="share_of_sums"), 4)
    1.4762
    """
    same_index(references=references)
    same_index(sector=sector, references=references.index.to_series())
    cells = non_negative(references)
    if reference == "mean_of_shares":
        return krugman_specialisation(sector, cells.apply(shares_of).mean(axis=1, skipna=False))
    if reference == "share_of_sums":
        return krugman_specialisation(sector, whole(cells.T))
    raise ValueError(f"an unknown form of reference: {reference}")
