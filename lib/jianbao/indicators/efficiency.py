"""What energy, electricity and emissions yield, and what a yuan of value added costs in them."""

from jianbao.indicators._values import Values, non_negative
from jianbao.indicators.ratios import ratio

__all__ = [
    "emission_intensity", "energy_intensity", "tax_per_electricity", "value_added_per_emission",
    "value_added_per_energy",
]


def energy_intensity(energy: Values, value_added: Values) -> Values:
    """Return the energy that each unit of value added takes.

    Parameters
    ----------
    energy, value_added : float, Series or DataFrame
        Energy consumption at equivalent value (等价值); value added. Totals of the same enterprises and period.

    Returns
    -------
    float, Series or DataFrame
        Energy's unit per value's. NaN where one is missing, the numerator is negative or the denominator is not
        positive.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``energy / value_added``

    Chinese: 单位工业增加值能耗.

    Source: 国家统计局 能源统计报表制度.

    Examples
    --------
    >>> energy_intensity(43.0, 100.0)
    0.43
    """
    return ratio(non_negative(energy), value_added)


def value_added_per_energy(value_added: Values, energy: Values) -> Values:
    """Return the value added of each unit of energy.

    Parameters
    ----------
    value_added, energy : float, Series or DataFrame
        Value added, which may be negative; energy consumption at equivalent value (等价值). Totals of the same
        enterprises and period.

    Returns
    -------
    float, Series or DataFrame
        Value's unit per energy's. NaN where one is missing or the denominator is not positive.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``value_added / energy``

    Chinese: 单位能耗增加值.

    Source: 浙政发〔2018〕5号, assessment per mu (亩均论英雄).

    Examples
    --------
    >>> value_added_per_energy(269.4, 100.0)
    2.694
    """
    return ratio(value_added, energy)


def emission_intensity(emission: Values, value_added: Values) -> Values:
    """Return the emission of each unit of value added.

    Parameters
    ----------
    emission, value_added : float, Series or DataFrame
        Emission, of carbon dioxide or a pollutant; value added. Totals of the same enterprises and period.

    Returns
    -------
    float, Series or DataFrame
        Emission's unit per value's. NaN where one is missing, the numerator is negative or the denominator is not
        positive.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``emission / value_added``

    Chinese: 单位增加值碳排放（排放强度）.

    Source: 湖州碳效码.

    Examples
    --------
    >>> emission_intensity(120.0, 100.0)
    1.2
    """
    return ratio(non_negative(emission), value_added)


def value_added_per_emission(value_added: Values, emission: Values) -> Values:
    """Return the value added of each unit of the main pollutants.

    Parameters
    ----------
    value_added, emission : float, Series or DataFrame
        Value added, which may be negative; emission of the main pollutants. Totals of the same enterprises and
        period.

    Returns
    -------
    float, Series or DataFrame
        Value's unit per emission's. NaN where one is missing or the denominator is not positive.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``value_added / emission``

    Chinese: 单位排放增加值.

    Source: 浙政发〔2018〕5号, assessment per mu (亩均论英雄).

    Examples
    --------
    >>> value_added_per_emission(9859.62, 2.0)
    4929.81
    """
    return ratio(value_added, emission)


def tax_per_electricity(tax: Values, electricity: Values) -> Values:
    """Return the tax of each unit of electricity.

    Parameters
    ----------
    tax, electricity : float, Series or DataFrame
        Tax assessed, which refunds may make negative; electricity used. Totals of the same enterprises and period.

    Returns
    -------
    float, Series or DataFrame
        Tax's unit per electricity's. NaN where one is missing or the denominator is not positive.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``tax / electricity``

    Chinese: 单位电耗税收.

    Source: 浙政发〔2018〕5号, assessment per mu (亩均论英雄).

    Examples
    --------
    >>> tax_per_electricity(2.352, 10.0)
    0.2352
    """
    return ratio(tax, electricity)
