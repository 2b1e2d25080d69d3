"""Shares, and what each part contributes to the growth of a total. Fractions: a pull of 0.016 is 1.6 percentage points."""

import math

import pandas as pd

from jianbao.indicators._values import Values, floats, only, quotient, same_index, whole

__all__ = [
    "change_of_share", "contribution_from_rate", "contribution_from_share", "contribution_rate",
    "contribution_rate_from_growth", "contribution_to_growth", "share",
]


def contribution_to_growth(current: pd.Series, previous: pd.Series, total: float | None = None) -> pd.Series:
    """Return how much each part added to the growth of their total.

    Parameters
    ----------
    current, previous : Series
        Level of each part, in the same unit and prices, on one index. The parts do not overlap, and are exhaustive
        unless a total is given. A part may be negative (net exports).
    total : float, optional
        The previous total as published. It wins over the sum of the parts, which may then have holes.

    Returns
    -------
    Series
        Fraction of the previous total. The values sum to the growth rate of the total. NaN throughout if the previous
        total is missing or not positive, or a level is missing and no total is given: a sum with a hole in it is not a
        total. With a total given, only the part with the hole is NaN.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``(current - previous) / sum(previous)``
    Chinese: 拉动百分点（拉动率）.
    Source: NBS, Explanatory notes: 拉动 = 贡献率 × 增长速度.

    Chain-linked volumes do not add up: take previous-year prices. On ``p1 * q0`` and ``p0 * q0`` of products these are
    their contributions to a Laspeyres price change.

    Examples
    --------
    >>> parts = ["primary", "secondary", "tertiary"]
    >>> previous = pd.Series([20.0, 50.0, 30.0], index=parts)
    >>> current = pd.Series([20.0, 53.0, 33.0], index=parts)
    >>> contribution_to_growth(current, previous).round(3).to_dict()
    {'primary': 0.0, 'secondary': 0.03, 'tertiary': 0.03}
    """
    same_index(current=current, previous=previous)
    current, previous = floats(current), floats(previous)
    if total is None:
        total = whole(previous) if current.notna().all() else math.nan
    return quotient(current - previous, floats(total))


def contribution_rate(
    current: pd.Series, previous: pd.Series, totals: tuple[float, float] | None = None, min_growth: float = 0.005
) -> pd.Series:
    """Return the share of each part in the change of their total.

    Parameters
    ----------
    current, previous : Series
        Level of each part, in the same unit and prices, on one index, as in ``contribution_to_growth``.
    totals : tuple of float, optional
        The current and the previous total as published, in this order. They win over the sums of the parts.
    min_growth : float
        Growth of the total, up or down, below which the rates explode and are not given. A fraction.

    Returns
    -------
    Series
        Fraction of the total's change; above 1 and below 0 are normal, the values sum to 1. Where the total fell, a
        positive rate means pulling down. NaN as in ``contribution_to_growth``, and throughout if the total grew or fell
        by less than ``min_growth``.

    Raises
    ------
    ValueError
        If the indexes differ or ``min_growth`` is negative.

    Notes
    -----
    Formula: ``(current - previous) / (sum(current) - sum(previous))``
    Chinese: 贡献率.
    Source: Qinghai Statistical Yearbook 2020, table 4-15, note 2.

    Examples
    --------
    >>> contribution_rate(pd.Series({"choy sum": 18.0, "cucumber": 36.0}), pd.Series({"choy sum": 14.0, "cucumber": 24.0})).to_dict()
    {'choy sum': 0.25, 'cucumber': 0.75}
    """
    same_index(current=current, previous=previous)
    now, before = totals if totals else (whole(floats(current)), whole(floats(previous)))
    growth = quotient(floats(now) - floats(before), floats(before))
    return contribution_rate_from_growth(contribution_to_growth(current, previous, before if totals else None), growth, min_growth)


def contribution_rate_from_growth(contribution: Values, growth: float, min_growth: float = 0.005) -> Values:
    """Return the share of a part in the change of its total from its pull and the total's growth.

    Parameters
    ----------
    contribution : float, Series or DataFrame
        What the part added to the growth of the total, a fraction (0.016 for 1.6 percentage points).
    growth : float
        Growth of the total, fraction.
    min_growth : float
        Growth of the total, up or down, below which the rates explode and are not given. A fraction.

    Returns
    -------
    float, Series or DataFrame
        Fraction of the total's change, any sign. NaN if a figure is missing, or the total grew or fell by less than
        ``min_growth`` or not at all.

    Raises
    ------
    ValueError
        If ``min_growth`` is negative.

    Notes
    -----
    Formula: ``contribution / growth``
    Chinese: 贡献率（由拉动百分点计算）.
    Source: Qinghai Statistical Yearbook 2020, table 4-15, note 3, turned round.

    Examples
    --------
    >>> round(contribution_rate_from_growth(0.019, 0.043), 3)
    0.442
    """
    if not min_growth >= 0:
        raise ValueError(f"min_growth is not negative, not {min_growth}")
    same_index(contribution=contribution)
    contribution, growth = floats(contribution), floats(growth)
    moved = only(abs(growth), abs(growth) >= min_growth)
    return quotient(contribution if growth > 0 else -contribution, moved)


def contribution_from_rate(rate: Values, growth: Values) -> Values:
    """Return the pull of a part on its total from its contribution rate and the total's growth, cell by cell.

    Parameters
    ----------
    rate : float, Series or DataFrame
        Contribution rate of the part, fraction of the total's change, any sign.
    growth : float, Series or DataFrame
        Growth of the total, fraction.

    Returns
    -------
    float, Series or DataFrame
        Fraction of the previous total. NaN if a figure is missing.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``rate * growth``
    Chinese: 拉动百分点 = 贡献率 × 增长速度.
    Source: Qinghai Statistical Yearbook 2020, table 4-15, note 3.

    Examples
    --------
    >>> round(contribution_from_rate(0.8628, 0.0714), 4)
    0.0616
    """
    same_index(rate=rate, growth=growth)
    return floats(floats(rate) * floats(growth))


def contribution_from_share(base_share: Values, growth: Values) -> Values:
    """Return the pull of a part on its total from its share in the base period and its own growth, cell by cell.

    Parameters
    ----------
    base_share : float, Series or DataFrame
        Share of the part in the total of the base period, fraction, in current prices of that period.
    growth : float, Series or DataFrame
        Growth of the part itself, fraction; real growth gives the pull on real growth.

    Returns
    -------
    float, Series or DataFrame
        Fraction of the previous total. NaN if a figure is missing, the share negative, or the growth below -1.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``base_share * growth``
    Chinese: 拉动百分点 = 基期比重 × 增长速度.
    Source: identity of (current - previous) / total = previous / total * (current / previous - 1).

    Examples
    --------
    >>> round(contribution_from_share(0.184, 0.087), 3)
    0.016
    """
    same_index(base_share=base_share, growth=growth)
    base_share, growth = floats(base_share), floats(growth)
    return floats(only(base_share, base_share >= 0) * only(growth, growth >= -1))


def share(part: Values, total: Values) -> Values:
    """Return the share of a part in its total, cell by cell.

    Parameters
    ----------
    part, total : float, Series or DataFrame
        Levels in the same unit and prices, on one index.

    Returns
    -------
    float, Series or DataFrame
        Fraction. NaN if one is missing, the part is negative or the total is not positive: a share of something
        negative has no meaning.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``part / total``
    Chinese: 比重（占比）.
    Source: NBS, Explanatory notes: 结构相对指标.

    Examples
    --------
    >>> share(7.3, 100.0)
    0.073
    >>> share(-1.0, 100.0)
    nan
    """
    same_index(part=part, total=total)
    part = floats(part)
    return quotient(only(part, part >= 0), floats(total))


def change_of_share(part: Values, total: Values, part_before: Values, total_before: Values) -> Values:
    """Return by how much the share of a part in its total changed, cell by cell.

    Parameters
    ----------
    part, total : float, Series or DataFrame
        Levels of this period, in the same unit and prices, on one index.
    part_before, total_before : float, Series or DataFrame
        The same a period earlier.

    Returns
    -------
    float, Series or DataFrame
        Fraction, -1 to 1, printed as percentage points. NaN where one of the two shares does not exist.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``part / total - part_before / total_before``
    Chinese: 比重提高（下降）百分点.
    Source: NBS, Explanatory notes: 百分点.

    Examples
    --------
    >>> round(change_of_share(30.0, 120.0, 20.0, 100.0), 3)
    0.05
    """
    same_index(part=part, total=total, part_before=part_before, total_before=total_before)
    return share(part, total) - share(part_before, total_before)
