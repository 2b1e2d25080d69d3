"""Ratios of totals from the accounts of enterprises: margin, cost, expenses. Fractions; only printing multiplies."""

import math

from jianbao.indicators._values import Values, floats, non_negative, quotient, same_index

__all__ = [
    "cost_per_revenue", "expense_per_revenue", "finance_cost_per_revenue", "operating_margin", "ratio",
    "rd_expense_share", "rd_intensity",
]


def in_a_year(months: int) -> float:
    """Return how many times the months elapsed go into a year; ValueError unless they are 1 to 12."""
    if months not in range(1, 13):
        raise ValueError(f"the months elapsed are 1 to 12, not {months}")
    return 12 / months


def ratio(numerator: Values, denominator: Values, factor: float = 1.0, months: int = 12) -> Values:
    """Return total over total, never the mean of the units' ratios.

    Parameters
    ----------
    numerator, denominator : float, Series or DataFrame
        Totals of the same units and period, same index. The numerator may be negative (a loss).
    factor : float
        1, or from the register: 100 for percent and for items of 100 yuan.
    months : int
        Months elapsed, where the figures of a part of the year are made a year's.

    Returns
    -------
    float, Series or DataFrame
        In the numerator's unit per denominator's, times the factor. NaN where one is missing or the denominator is not
        positive.

    Raises
    ------
    ValueError
        If the indexes differ, the factor is not positive, or the months elapsed are not 1 to 12.

    Notes
    -----
    Formula: ``factor * numerator / denominator * 12 / months``

    Chinese: 比率（总量之比）.

    Source: NBS, notes to the monthly release on profits of industrial enterprises.

    Examples
    --------
    >>> round(ratio(3.09, 96.4, 100), 2)
    3.21
    """
    if not 0 < factor < math.inf:
        raise ValueError(f"a factor is positive, not {factor}")
    same_index(numerator=numerator, denominator=denominator)
    return floats(quotient(floats(numerator), floats(denominator)) * factor * in_a_year(months))


def operating_margin(profit: Values, revenue: Values) -> Values:
    """Return the profit of each yuan of revenue.

    Parameters
    ----------
    profit, revenue : float, Series or DataFrame
        Total profit, which may be negative; business revenue. Totals of the same enterprises and period.

    Returns
    -------
    float, Series or DataFrame
        Fraction. Negative for a loss. NaN where one is missing or the denominator is not positive.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``profit / revenue``

    Chinese: 营业收入利润率.

    Source: NBS, notes to the monthly release on profits of industrial enterprises.

    Examples
    --------
    >>> round(operating_margin(5.2, 100.0), 4)
    0.052
    """
    return ratio(profit, revenue)


def cost_per_revenue(operating_cost: Values, revenue: Values) -> Values:
    """Return the operating cost of each yuan of revenue.

    Parameters
    ----------
    operating_cost, revenue : float, Series or DataFrame
        Operating cost; business revenue. Totals of the same enterprises and period.

    Returns
    -------
    float, Series or DataFrame
        Fraction. NaN where one is missing, the numerator is negative or the denominator is not positive.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``operating_cost / revenue``

    Chinese: 每百元营业收入中的成本.

    Source: NBS, notes to the monthly release on profits of industrial enterprises.

    Examples
    --------
    >>> cost_per_revenue(84.7, 100.0)
    0.847
    """
    return ratio(non_negative(operating_cost), revenue)


def expense_per_revenue(period_expenses: Values, revenue: Values) -> Values:
    """Return the period expenses of each yuan of revenue.

    Parameters
    ----------
    period_expenses, revenue : float, Series or DataFrame
        Selling, administrative, R&D (since 2019) and financial expenses together, negative if interest earned
        outweighs them; business revenue. Totals of the same enterprises and period.

    Returns
    -------
    float, Series or DataFrame
        Fraction. NaN where one is missing or the denominator is not positive.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``period_expenses / revenue``

    Chinese: 每百元营业收入中的费用.

    Source: NBS, notes to the monthly release on profits of industrial enterprises.

    Examples
    --------
    >>> expense_per_revenue(3.0 + 4.0 + 2.5 - 0.5, 100.0)
    0.09
    """
    return ratio(period_expenses, revenue)


def finance_cost_per_revenue(financial_expense: Values, revenue: Values) -> Values:
    """Return the financial expense of each yuan of revenue.

    Parameters
    ----------
    financial_expense, revenue : float, Series or DataFrame
        Financial expense, negative where interest earned is more than interest paid; business revenue. Totals of the
        same enterprises and period.

    Returns
    -------
    float, Series or DataFrame
        Fraction. NaN where one is missing or the denominator is not positive.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``financial_expense / revenue``

    Chinese: 每百元营业收入中的财务费用.

    Source: NBS, notes to the monthly release on profits of industrial enterprises.

    Examples
    --------
    >>> finance_cost_per_revenue(-0.4, 100.0)
    -0.004
    """
    return ratio(financial_expense, revenue)


def rd_intensity(rd_expenditure: Values, revenue: Values) -> Values:
    """Return the R&D expenditure of each yuan of revenue.

    Parameters
    ----------
    rd_expenditure, revenue : float, Series or DataFrame
        R&D expenditure of the science survey; business revenue. Totals of the same enterprises and period.

    Returns
    -------
    float, Series or DataFrame
        Fraction. NaN where one is missing, the numerator is negative or the denominator is not positive.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``rd_expenditure / revenue``

    Chinese: 研发经费投入强度（R&D经费占营业收入比重）.

    Source: 浙政发〔2018〕5号, assessment per mu; OECD, Frascati Manual (2015).

    Examples
    --------
    >>> rd_intensity(3.02, 100.0)
    0.0302
    """
    return ratio(non_negative(rd_expenditure), revenue)


def rd_expense_share(rd_expense: Values, revenue: Values) -> Values:
    """Return the R&D expense in the accounts of each yuan of revenue.

    Parameters
    ----------
    rd_expense, revenue : float, Series or DataFrame
        R&D expense of the accounts, which is not the expenditure of the science survey; business revenue. Totals of
        the same enterprises and period.

    Returns
    -------
    float, Series or DataFrame
        Fraction. NaN where one is missing, the numerator is negative or the denominator is not positive.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``rd_expense / revenue``

    Chinese: 研发费用占营业收入比重.

    Source: 浙江制造业高质量发展评估 (2021).

    Examples
    --------
    >>> rd_expense_share(3.25, 100.0)
    0.0325
    """
    return ratio(non_negative(rd_expense), revenue)
