"""Debt and losses of enterprises, from totals."""

from jianbao.indicators._values import Values, non_negative
from jianbao.indicators.ratios import ratio

__all__ = [
    "debt_ratio", "loss_rate", "loss_share",
]


def debt_ratio(liabilities: Values, assets: Values) -> Values:
    """Return the share of assets owed to others.

    Parameters
    ----------
    liabilities, assets : float, Series or DataFrame
        Total liabilities; total assets. Totals of the same enterprises and period.

    Returns
    -------
    float, Series or DataFrame
        Fraction. Above 1 for insolvency. NaN where one is missing, the numerator is negative or the denominator is
        not positive.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``liabilities / assets``

    Chinese: 资产负债率.

    Source: NBS, notes to the monthly release on profits of industrial enterprises.

    Examples
    --------
    >>> round(debt_ratio(56.7, 100.0), 4)
    0.567
    """
    return ratio(non_negative(liabilities), assets)


def loss_share(loss_making: Values, enterprises: Values) -> Values:
    """Return the share of enterprises that make a loss.

    Parameters
    ----------
    loss_making, enterprises : float, Series or DataFrame
        Number of loss-making enterprises; number of all enterprises. Totals of the same enterprises and period.

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
    Formula: ``loss_making / enterprises``

    Chinese: 亏损面.

    Source: NBS, notes to the monthly release on profits of industrial enterprises.

    Examples
    --------
    >>> loss_share(143, 1000)
    0.143
    """
    return ratio(non_negative(loss_making), enterprises)


def loss_rate(losses: Values, profits: Values) -> Values:
    """Return the losses of loss-making enterprises per yuan of profit of the others.

    Parameters
    ----------
    losses, profits : float, Series or DataFrame
        Losses of the loss-making enterprises, as a positive amount; profits of the profitable ones. Totals of the
        same enterprises and period.

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
    Formula: ``losses / profits``

    Chinese: 亏损率（亏损深度）.

    Source: NBS, industrial reporting system (工业统计报表制度).

    Examples
    --------
    >>> loss_rate(2.0, 25.0)
    0.08
    """
    return ratio(non_negative(losses), profits)
