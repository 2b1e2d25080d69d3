"""What the output of industry is made of and where it goes: value added, new products, sales, exports."""

from jianbao.indicators._values import Values, non_negative
from jianbao.indicators.ratios import ratio

__all__ = [
    "digital_core_share", "export_delivery_share", "export_share", "new_product_rate", "sales_rate",
    "value_added_rate",
]


def value_added_rate(value_added: Values, gross_output: Values) -> Values:
    """Return the share of value added in gross output.

    Parameters
    ----------
    value_added, gross_output : float, Series or DataFrame
        Value added at current prices, which may be negative; gross output at current prices. Totals of the same
        enterprises and period.

    Returns
    -------
    float, Series or DataFrame
        Fraction. Negative where inputs cost more than the output is worth. NaN where one is missing or the
        denominator is not positive.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``value_added / gross_output``

    Chinese: 工业增加值率.

    Source: NBS, industrial reporting system (工业统计报表制度).

    Examples
    --------
    >>> value_added_rate(21.5, 100.0)
    0.215
    """
    return ratio(value_added, gross_output)


def new_product_rate(new_products: Values, gross_output: Values) -> Values:
    """Return the share of new products in gross output.

    Parameters
    ----------
    new_products, gross_output : float, Series or DataFrame
        Output value of new products; gross output. Totals of the same enterprises and period.

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
    Formula: ``new_products / gross_output``

    Chinese: 新产品产值率.

    Source: NBS, industrial reporting system (工业统计报表制度).

    Examples
    --------
    >>> new_product_rate(44.0, 100.0)
    0.44
    """
    return ratio(non_negative(new_products), gross_output)


def sales_rate(sales_output: Values, gross_output: Values) -> Values:
    """Return the share of output that is sold.

    Parameters
    ----------
    sales_output, gross_output : float, Series or DataFrame
        Sales value of industrial output; gross output. Totals of the same enterprises and period.

    Returns
    -------
    float, Series or DataFrame
        Fraction. Above 1 where stocks are sold. NaN where one is missing, the numerator is negative or the
        denominator is not positive.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``sales_output / gross_output``

    Chinese: 产销率（工业产品销售率）.

    Source: NBS, industrial reporting system (工业统计报表制度).

    Examples
    --------
    >>> sales_rate(97.3, 100.0)
    0.973
    """
    return ratio(non_negative(sales_output), gross_output)


def export_share(export_delivery: Values, gross_output: Values) -> Values:
    """Return the share of output delivered for export.

    Parameters
    ----------
    export_delivery, gross_output : float, Series or DataFrame
        Export delivery value, which is not customs exports; gross output. Totals of the same enterprises and period.

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
    Formula: ``export_delivery / gross_output``

    Chinese: 出口交货值占总产值比重.

    Source: NBS, industrial reporting system (工业统计报表制度).

    Examples
    --------
    >>> export_share(18.0, 100.0)
    0.18
    """
    return ratio(non_negative(export_delivery), gross_output)


def export_delivery_share(export_delivery: Values, sales_output: Values) -> Values:
    """Return the share of sales delivered for export.

    Parameters
    ----------
    export_delivery, sales_output : float, Series or DataFrame
        Export delivery value, which is not customs exports; sales value of industrial output. Totals of the same
        enterprises and period.

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
    Formula: ``export_delivery / sales_output``

    Chinese: 出口交货值占销售产值比重.

    Source: NBS, industrial reporting system (工业统计报表制度).

    Examples
    --------
    >>> export_delivery_share(18.0, 90.0)
    0.2
    """
    return ratio(non_negative(export_delivery), sales_output)


def digital_core_share(digital_core_value_added: Values, gdp: Values) -> Values:
    """Return the share of the core digital industries in gross domestic product.

    Parameters
    ----------
    digital_core_value_added, gdp : float, Series or DataFrame
        Value added of the core digital industries; gross domestic product, both of the region. Totals of the same
        enterprises and period.

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
    Formula: ``digital_core_value_added / gdp``

    Chinese: 数字经济核心产业增加值占GDP比重.

    Source: 数字经济及其核心产业统计分类 (2021).

    Examples
    --------
    >>> round(digital_core_share(9.9, 100.0), 3)
    0.099
    """
    return ratio(non_negative(digital_core_value_added), gdp)
