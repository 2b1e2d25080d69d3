"""Income content: how rich the regions are that have a sector, and how rich the sectors that a region has."""

import pandas as pd

from jianbao.indicators._values import floats, non_negative, same_index, whole

__all__ = ["expy", "prody"]


def _region_shares(table: pd.DataFrame, income: pd.Series) -> pd.DataFrame:
    """Return each sector's share of its region, without the regions that have nothing."""
    same_index(table=table)
    same_index(table=table.index.to_series(), income=income)
    cells = non_negative(table)
    totals = whole(cells.T)
    return cells.div(totals, axis=0)[totals != 0]


def _incomes(parts: pd.DataFrame, income: pd.Series) -> pd.Series:
    """Return the mean income of the regions by sector, weighted by the sector's shares in them."""
    weights = parts / parts.sum()
    return whole(weights.mul(floats(income).loc[parts.index], axis=0))


def prody(table: pd.DataFrame, income: pd.Series) -> pd.Series:
    """Return the income level of each sector: the income of the regions that have it, weighted by specialisation.

    Parameters
    ----------
    table : DataFrame
        Level of each sector (columns) in each region (rows).
    income : Series
        Income or output per head of each region.

    Returns
    -------
    Series
        In the unit of the income, by sector. NaN for a sector without activity, and throughout with a hole or a negative
        level; a region without activity does not count.

    Raises
    ------
    ValueError
        If the regions differ or a label is there twice.

    Notes
    -----
    Formula: ``sum_c(s_cp Y_c) / sum_c(s_cp)`` with the shares ``s_cp`` of sectors in regions
    Chinese: 产品技术复杂度（PRODY）.
    Source: Hausmann, Hwang & Rodrik (2007), Journal of Economic Growth 12.

    Examples
    --------
    >>> table = pd.DataFrame({"textiles": [30.0, 10.0], "steel": [10.0, 30.0]}, index=["Wuxing", "Deqing"])
    >>> prody(table, pd.Series({"Wuxing": 40.0, "Deqing": 80.0})).to_dict()
    {'textiles': 50.0, 'steel': 70.0}
    """
    return _incomes(_region_shares(table, income), income)


def expy(table: pd.DataFrame, income: pd.Series) -> pd.Series:
    """Return the income level of each region's structure: the mean PRODY of its sectors, weighted by their shares.

    Parameters
    ----------
    table : DataFrame
        Level of each sector (columns) in each region (rows).
    income : Series
        Income or output per head of each region.

    Returns
    -------
    Series
        In the unit of the income, by region. NaN for a region without activity, and throughout with a hole or a negative
        level.

    Raises
    ------
    ValueError
        If the regions differ or a label is there twice.

    Notes
    -----
    Formula: ``sum_p(s_cp PRODY_p)``
    Chinese: 出口（产业）技术复杂度（EXPY）.
    Source: Hausmann, Hwang & Rodrik (2007), Journal of Economic Growth 12.

    Examples
    --------
    >>> table = pd.DataFrame({"textiles": [30.0, 10.0], "steel": [10.0, 30.0]}, index=["Wuxing", "Deqing"])
    >>> expy(table, pd.Series({"Wuxing": 40.0, "Deqing": 80.0})).to_dict()
    {'Wuxing': 55.0, 'Deqing': 65.0}
    """
    parts = _region_shares(table, income)
    content = (parts * _incomes(parts, income)).mask(parts == 0, 0.0)
    return content.sum(axis=1, skipna=False).reindex(table.index)
