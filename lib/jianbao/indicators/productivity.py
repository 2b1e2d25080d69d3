"""What a worker, an asset or a stock yields in a year: cumulative totals are made yearly by the months elapsed."""

from jianbao.indicators._values import Values, non_negative
from jianbao.indicators.ratios import in_a_year, ratio

__all__ = [
    "finished_goods_turnover_days", "labour_productivity", "profit_per_employee", "receivables_days",
    "revenue_per_asset", "revenue_per_employee",
]


def labour_productivity(value_added: Values, employees: Values, months: int = 12) -> Values:
    """Return the value added per worker in a year.

    Parameters
    ----------
    value_added, employees : float, Series or DataFrame
        Value added, which may be negative; average number of workers. Totals of the same enterprises and period.
    months : int
        Months elapsed in the cumulative period, 1 to 12.

    Returns
    -------
    float, Series or DataFrame
        Value's unit per person. NaN where one is missing or the denominator is not positive.

    Raises
    ------
    ValueError
        If the indexes differ or the months are not 1 to 12.

    Notes
    -----
    Formula: ``value_added / employees * 12 / months``

    Chinese: 全员劳动生产率.

    Source: NBS, notes to the monthly release on profits of industrial enterprises.

    Examples
    --------
    >>> labour_productivity(6.0, 0.5, months=6)
    24.0
    """
    return ratio(value_added, employees, months=months)


def revenue_per_employee(revenue: Values, employees: Values, months: int = 12) -> Values:
    """Return the revenue per worker in a year.

    Parameters
    ----------
    revenue, employees : float, Series or DataFrame
        Business revenue; average number of workers. Totals of the same enterprises and period.
    months : int
        Months elapsed in the cumulative period, 1 to 12.

    Returns
    -------
    float, Series or DataFrame
        Value's unit per person. NaN where one is missing, the numerator is negative or the denominator is not
        positive.

    Raises
    ------
    ValueError
        If the indexes differ or the months are not 1 to 12.

    Notes
    -----
    Formula: ``revenue / employees * 12 / months``

    Chinese: 人均营业收入.

    Source: NBS, notes to the monthly release on profits of industrial enterprises.

    Examples
    --------
    >>> revenue_per_employee(45.0, 0.5, months=6)
    180.0
    """
    return ratio(non_negative(revenue), employees, months=months)


def profit_per_employee(profit: Values, employees: Values, months: int = 12) -> Values:
    """Return the profit per worker in a year.

    Parameters
    ----------
    profit, employees : float, Series or DataFrame
        Total profit, which may be negative; average number of workers. Totals of the same enterprises and period.
    months : int
        Months elapsed in the cumulative period, 1 to 12.

    Returns
    -------
    float, Series or DataFrame
        Value's unit per person, negative for a loss. NaN where one is missing or the denominator is not positive.

    Raises
    ------
    ValueError
        If the indexes differ or the months are not 1 to 12.

    Notes
    -----
    Formula: ``profit / employees * 12 / months``

    Chinese: 人均利润.

    Source: NBS, notes to the monthly release on profits of industrial enterprises.

    Examples
    --------
    >>> profit_per_employee(-3.0, 0.5, months=6)
    -12.0
    """
    return ratio(profit, employees, months=months)


def revenue_per_asset(revenue: Values, assets: Values, months: int = 12) -> Values:
    """Return the revenue that each yuan of assets earns in a year.

    Parameters
    ----------
    revenue, assets : float, Series or DataFrame
        Business revenue; average total assets. Totals of the same enterprises and period.
    months : int
        Months elapsed in the cumulative period, 1 to 12.

    Returns
    -------
    float, Series or DataFrame
        Ratio. NaN where one is missing, the numerator is negative or the denominator is not positive.

    Raises
    ------
    ValueError
        If the indexes differ or the months are not 1 to 12.

    Notes
    -----
    Formula: ``revenue / assets * 12 / months``

    Chinese: 每百元资产实现的营业收入.

    Source: NBS, notes to the monthly release on profits of industrial enterprises.

    Examples
    --------
    >>> revenue_per_asset(40.0, 100.0, months=6)
    0.8
    """
    return ratio(non_negative(revenue), assets, months=months)


def finished_goods_turnover_days(finished_goods: Values, operating_cost: Values, months: int = 12) -> Values:
    """Return the days until finished goods in stock are sold.

    Parameters
    ----------
    finished_goods, operating_cost : float, Series or DataFrame
        Average stock of finished goods; operating cost. Totals of the same enterprises and period.
    months : int
        Months elapsed in the cumulative period, 1 to 12.

    Returns
    -------
    float, Series or DataFrame
        Days of a year of 360. NaN where one is missing, the numerator is negative or the denominator is not positive.

    Raises
    ------
    ValueError
        If the indexes differ or the months are not 1 to 12.

    Notes
    -----
    Formula: ``360 * finished_goods / operating_cost * months / 12``

    Chinese: 产成品存货周转天数.

    Source: NBS, notes to the monthly release on profits of industrial enterprises.

    Examples
    --------
    >>> finished_goods_turnover_days(5.0, 90.0, months=6)
    10.0
    """
    return ratio(non_negative(finished_goods), operating_cost, 360 / in_a_year(months))


def receivables_days(receivables: Values, revenue: Values, months: int = 12) -> Values:
    """Return the days until accounts receivable are paid.

    Parameters
    ----------
    receivables, revenue : float, Series or DataFrame
        Average accounts receivable; business revenue. Totals of the same enterprises and period.
    months : int
        Months elapsed in the cumulative period, 1 to 12.

    Returns
    -------
    float, Series or DataFrame
        Days of a year of 360. NaN where one is missing, the numerator is negative or the denominator is not positive.

    Raises
    ------
    ValueError
        If the indexes differ or the months are not 1 to 12.

    Notes
    -----
    Formula: ``360 * receivables / revenue * months / 12``

    Chinese: 应收账款平均回收期.

    Source: NBS, notes to the monthly release on profits of industrial enterprises.

    Examples
    --------
    >>> receivables_days(30.0, 90.0, months=6)
    60.0
    """
    return ratio(non_negative(receivables), revenue, 360 / in_a_year(months))
