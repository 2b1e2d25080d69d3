"""The words of official releases for a change: which one a pair of figures allows. Rates are fractions."""

import math
from decimal import ROUND_HALF_UP, Context, Decimal

import pandas as pd

from jianbao.indicators._values import Values, floats, same_index

__all__ = ["CHANGE_WORDS", "describe_change", "describe_growth_change", "growth_is_defined"]

#: Every word that a function here returns, with its meaning in English.
CHANGE_WORDS = {
    "增长": "growth", "下降": "decline", "持平": "unchanged",
    "扭亏为盈": "from loss to profit", "由盈转亏": "from profit to loss", "减亏": "loss narrowed", "增亏": "loss widened",
    "加快": "faster", "放缓": "slower", "降幅收窄": "decline narrowed", "降幅扩大": "decline widened",
    "由负转正": "from decline to growth", "由正转负": "from growth to decline",
}


def growth_is_defined(current: Values, previous: Values) -> bool | pd.Series | pd.DataFrame:
    """Return whether a rate of change may be printed, cell by cell.

    Parameters
    ----------
    current, previous : float, Series or DataFrame
        Levels in the same unit, prices and coverage, on one index.

    Returns
    -------
    bool, Series or DataFrame of bool
        False if a level is missing, the base is zero or negative, or the current level is negative: exactly where
        ``growth_rate`` is NaN, short of overflow. Never NaN itself.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    Formula: ``previous > 0 and current >= 0``
    Chinese: 增长速度是否可比.
    Source: NBS profit releases, note: no rate where the base is a loss.

    Examples
    --------
    >>> growth_is_defined(148.0, -46.0)
    False
    """
    same_index(current=current, previous=previous)
    return (floats(current) >= 0) & (floats(previous) > 0)


def describe_change(current: float, previous: float, decimals: int = 1) -> str | None:
    """Return the official word for the change of a level that may be a loss.

    Parameters
    ----------
    current, previous : float
        Levels in the same unit, prices and coverage.
    decimals : int
        Decimals to which the rate is printed in percent: what rounds to zero there is 持平.

    Returns
    -------
    str or None
        增长, 下降, 持平, 扭亏为盈, 由盈转亏, 减亏 (also down to zero) or 增亏; ``CHANGE_WORDS`` has the English. None if a
        level is missing, or the base is zero and the current level is not.

    Raises
    ------
    ValueError
        If ``decimals`` is negative.

    Notes
    -----
    Formula: ``sign of previous, sign of current, sign of (current - previous) / |previous| as printed``
    Chinese: 增减变动用语（扭亏为盈、由盈转亏、减亏、增亏）.
    Source: NBS releases on industrial profits; 由亏转盈 = 扭亏为盈, 亏损扩大 = 增亏, 亏损收窄 = 减亏.

    Examples
    --------
    >>> describe_change(148.0, -46.0), describe_change(-3.0, -5.0), describe_change(100.02, 100.0)
    ('扭亏为盈', '减亏', '持平')
    """
    current, previous = floats(current), floats(previous)
    if math.isnan(current) or math.isnan(previous) or (previous == 0 != current):
        return None
    if previous < 0 < current or current < 0 < previous:
        return "扭亏为盈" if current > 0 else "由盈转亏"
    now, before = Decimal(repr(current)), Decimal(repr(previous))
    change = _printed((now - before) / abs(before) if before else now, decimals)
    if change == 0:
        return "持平"
    better, worse = ("减亏", "增亏") if previous < 0 else ("增长", "下降")
    return better if change > 0 else worse


def describe_growth_change(growth: float, growth_before: float, decimals: int = 1) -> str | None:
    """Return the official word for the change of a growth rate, judged on the rates as the reader sees them.

    Parameters
    ----------
    growth, growth_before : float
        Growth of this period and of the one it is compared with, fractions.
    decimals : int
        Decimals to which both are printed in percent. They are rounded first (四舍五入), then compared.

    Returns
    -------
    str or None
        加快, 放缓, 降幅收窄 (also to zero), 降幅扩大 (also from zero), 由负转正, 由正转负 or 持平; ``CHANGE_WORDS`` has the
        English. None if a rate is missing.

    Raises
    ------
    ValueError
        If ``decimals`` is negative.

    Notes
    -----
    Formula: ``signs of both rates and of their difference, after rounding half away from zero``
    Chinese: 增速变动用语（加快、放缓、降幅收窄、降幅扩大、由负转正、由正转负）.
    Source: NBS and Zhejiang releases; 提高 = 加快, 回落 = 放缓.

    Examples
    --------
    >>> describe_growth_change(0.058, 0.051), describe_growth_change(-0.021, -0.034), describe_growth_change(0.0504, 0.0496)
    ('加快', '降幅收窄', '持平')
    """
    growth, growth_before = floats(growth), floats(growth_before)
    if math.isnan(growth) or math.isnan(growth_before):
        return None
    now, before = _printed(Decimal(repr(growth)), decimals), _printed(Decimal(repr(growth_before)), decimals)
    if now == before:
        return "持平"
    if now * before < 0:
        return "由负转正" if now > 0 else "由正转负"
    better, worse = ("降幅收窄", "降幅扩大") if min(now, before) < 0 else ("加快", "放缓")
    return better if now > before else worse


def _printed(fraction: Decimal, decimals: int) -> Decimal:
    """Return a fraction in percent as printed, half away from zero; decimal, so that 0.0005 is a half and prints as 0.1."""
    if decimals < 0:
        raise ValueError(f"decimals is not negative, not {decimals}")
    unit = Decimal(1).scaleb(-decimals)
    return (fraction * 100).quantize(unit, ROUND_HALF_UP, Context(prec=1000))  # room for 1e308 over 1e-308
