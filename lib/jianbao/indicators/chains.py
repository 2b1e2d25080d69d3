"""Chaining: indexes linked year by year, and the volumes they give."""


import numpy as np
import pandas as pd

from jianbao.indicators._values import floats, non_negative, only, quotient, same_index, whole

__all__ = ["chain", "chain_residual", "chain_volume", "rebase", "volume_links"]


def chain(links: pd.Series, reference: object) -> pd.Series:
    """Return the index that the links from each period to the one before it make, 1 at the reference period.

    Parameters
    ----------
    links : Series
        Ratio of each period to the one before it, periods in the order of time. The first is not used and may be NaN.
    reference : label
        The period that is 1.

    Returns
    -------
    Series
        Index as a ratio. NaN where a missing or not positive link lies between the period and the reference.

    Raises
    ------
    ValueError
        If the reference is not a period of the links, or a period comes twice.

    Notes
    -----
    Formula: ``I_ref = 1, I_t = I_(t-1) * link_t``; before the reference ``I_(t-1) = I_t / link_t``

    Chinese: 环比指数连乘（定基指数）.

    Source: IMF, Quarterly National Accounts Manual (2017), chapter 8.

    Examples
    --------
    >>> chain(pd.Series([float("nan"), 1.25, 1.1], index=[2009, 2010, 2011]), 2010).round(4).to_dict()
    {2009: 0.8, 2010: 1.0, 2011: 1.1}
    """
    at = _position(links, reference)
    ratios = floats(links)
    known = only(ratios, ratios > 0).to_numpy()
    with np.errstate(all="ignore"):
        earlier, later = 1 / np.cumprod(known[at:0:-1])[::-1], np.cumprod(known[at + 1:])
    return floats(pd.Series(np.concatenate([earlier, [1.0], later]), links.index, name=links.name))


def _position(series: pd.Series, label: object) -> int:
    """Return where the label stands in a series without a label twice."""
    same_index(series=series)
    if label not in series.index:
        raise ValueError(f"the reference is not a period of the series: {label}")
    return series.index.get_loc(label)


def rebase(index: pd.Series, reference: object) -> pd.Series:
    """Return an index with another reference period.

    Parameters
    ----------
    index : Series
        Index by period, in any unit (100 or 1 at its reference).
    reference : label
        The period that becomes 1.

    Returns
    -------
    Series
        Index as a ratio. NaN where the value is missing or negative; NaN throughout if the reference's is not positive.

    Raises
    ------
    ValueError
        If the reference is not a period of the index, or a period comes twice.

    Notes
    -----
    Formula: ``index_t / index_reference``

    Chinese: 指数换算基期.

    Source: ILO et al., Producer Price Index Manual (2004), chapter 9.

    Examples
    --------
    >>> rebase(pd.Series([80.0, 100.0, 120.0], index=[2019, 2020, 2021]), 2019).to_dict()
    {2019: 1.0, 2020: 1.25, 2021: 1.5}
    """
    at = _position(index, reference)
    levels = non_negative(index)
    return quotient(levels, levels.iloc[at])


def volume_links(values: pd.Series, volumes: pd.Series) -> pd.Series:
    """Return the volume growth factor of each period: its value in last period's prices over last period's value.

    Parameters
    ----------
    values : Series
        Value of each period in its own prices, periods in the order of time.
    volumes : Series
        Value of each period in the prices of the period before; the first is not used. Same unit and index.

    Returns
    -------
    Series
        Ratio. NaN at the first period, and where a value is missing, the volume negative or the value before not positive.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``volume_t / value_(t-1)``

    Chinese: 物量指数（上年价格）.

    Source: System of National Accounts 2008, chapter 15.

    Examples
    --------
    >>> volume_links(pd.Series([16689.0, 18382.0]), pd.Series([float("nan"), 17502.0])).round(4).tolist()
    [nan, 1.0487]
    """
    same_index(values=values, volumes=volumes)
    return quotient(non_negative(volumes), floats(values).shift(1))


def chain_volume(values: pd.Series, volumes: pd.Series, reference: object) -> pd.Series:
    """Return chain-linked volumes in the prices of the reference period.

    Parameters
    ----------
    values : Series
        Value of each period in its own prices, periods in the order of time.
    volumes : Series
        Value of each period in the prices of the period before; the first is not used. Same unit and index.
    reference : label
        The period in whose prices the volumes are.

    Returns
    -------
    Series
        In the input unit. NaN where the chain to the reference is broken or the reference's value is missing or negative.

    Raises
    ------
    ValueError
        If the indexes differ or the reference is not a period.

    Notes
    -----
    Formula: ``value_reference * chain(volume_t / value_(t-1))``

    Chinese: 连锁物量（不变价）.

    Source: System of National Accounts 2008, chapter 15. Chained parts do not add up: see ``chain_residual``.

    Examples
    --------
    >>> chain_volume(pd.Series([100.0, 120.0]), pd.Series([float("nan"), 110.0]), 0).round(6).tolist()
    [100.0, 110.0]
    """
    index = chain(volume_links(values, volumes), reference)
    return floats(index * non_negative(values).loc[reference])


def chain_residual(total: pd.Series, parts: pd.DataFrame) -> pd.Series:
    """Return what a chained total has more than the sum of its chained parts: it is shown, never spread.

    Parameters
    ----------
    total : Series
        Chained volume of the total, by period.
    parts : DataFrame
        Chained volumes of the parts, periods in rows with the total's index, same unit.

    Returns
    -------
    Series
        In the input unit. NaN where the total or a part is missing.

    Raises
    ------
    ValueError
        If the periods differ.

    Notes
    -----
    Formula: ``total_t - sum(parts_t)``

    Chinese: 不可加性差额.

    Source: IMF, Quarterly National Accounts Manual (2017), chapter 8.

    Examples
    --------
    >>> chain_residual(pd.Series([100.0, 110.0]), pd.DataFrame({"a": [60.0, 63.0], "b": [40.0, 46.0]})).tolist()
    [0.0, 1.0]
    """
    same_index(parts=parts)
    same_index(total=total, parts=pd.Series(0.0, parts.index))
    return floats(floats(total) - floats(parts).apply(whole, axis=1))
