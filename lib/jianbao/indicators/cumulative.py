"""Between cumulative figures (January to date) and those of single periods; January and February may be joint."""

import math
import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from jianbao.indicators._values import floats, only, same_index
from jianbao.indicators.comparable import comparable_base
from jianbao.indicators.growth import growth_rate

__all__ = [
    "PeriodGrowth", "cumulative_from_period", "months_covered", "period_from_cumulative", "period_growth_from_cumulative",
]


def _month(labels: pd.Index) -> np.ndarray:
    """Return the month of each period 'YYYY-MM'; any other label raises."""
    wrong = [label for label in labels if not re.fullmatch("[0-9]{4}-(0[1-9]|1[0-2])", str(label)) or not isinstance(label, str)]
    if wrong:
        raise ValueError(f"periods are written 'YYYY-MM', not {wrong[0]!r}")
    return np.array([label[5:] for label in labels], dtype=int)


def _checked(values: pd.Series, months: int) -> pd.Series:
    if months not in (1, 3, 6):
        raise ValueError(f"a period has 1, 3 or 6 months, not {months}")
    same_index(values=values)
    return floats(values)


def _earlier(label: str, months: int) -> str:
    """Return the period a number of months earlier; before January it is no period of any table."""
    return f"{label[:5]}{int(label[5:]) - months:02d}"


def _shifted(values: pd.Series, months: int) -> np.ndarray:
    """Return the value a number of months before each period, NaN where there is none in the year."""
    return values.reindex([_earlier(label, months) for label in values.index]).to_numpy()


def _joint(values: pd.Series, months: int) -> np.ndarray:
    """Return which figures are January and February together: a February of months without a known January."""
    return (months == 1) & (_month(values.index) == 2) & np.isnan(_shifted(values, 1))


def _previous(cumulative: pd.Series, months: int) -> np.ndarray:
    """Return the cumulative figure before each period: 0 at the start of the year, NaN where it is not known."""
    start = (_month(cumulative.index) == months) | _joint(cumulative, months)
    return np.where(start, 0.0, _shifted(cumulative, months))


def period_from_cumulative(cumulative: pd.Series, months: int = 1) -> pd.Series:
    """Return the figure of each single period from cumulative ones.

    Parameters
    ----------
    cumulative : Series
        January to date, indexed by periods 'YYYY-MM' in any order, several years if need be, of one vintage.
    months : int
        Months in a period: 1, or 3 for quarters ('2024-03', '2024-06', ...), or 6.

    Returns
    -------
    Series
        In the unit of the input, on its index. February without a known January is January and February together
        (``months_covered`` says 2), never split. NaN where the figure or the one before it is missing: over a gap no
        single period is known. Negative periods (after revisions) stay.

    Raises
    ------
    ValueError
        If a label is not a period, is there twice, or ``months`` is not 1, 3 or 6.

    Notes
    -----
    Formula: ``c[t] - c[t - 1] within a year``
    Chinese: 当月（当季）数，由累计数推算.
    Source: NBS practice; no January figure is collected (1月份数据免报).

    Examples
    --------
    >>> period_from_cumulative(pd.Series({"2025-02": 120.0, "2025-03": 200.0, "2025-05": 380.0})).to_dict()
    {'2025-02': 120.0, '2025-03': 80.0, '2025-05': nan}
    """
    cumulative = _checked(cumulative, months)
    return floats(cumulative - _previous(cumulative, months))


def cumulative_from_period(period: pd.Series, months: int = 1) -> pd.Series:
    """Return the cumulative figures from those of single periods, the inverse of ``period_from_cumulative``.

    Parameters
    ----------
    period : Series
        Figure of each period, indexed by 'YYYY-MM' in any order. February without a known January is taken for January
        and February together, as they are published.
    months : int
        Months in a period: 1, 3 or 6.

    Returns
    -------
    Series
        In the unit of the input, on its index. NaN from the first missing period to the end of its year.

    Raises
    ------
    ValueError
        If a label is not a period, is there twice, or ``months`` is not 1, 3 or 6.

    Notes
    -----
    Formula: ``sum of the periods of the year up to t``
    Chinese: 累计数.
    Source: definition; official cumulative figures contain revisions of earlier months, so this is a check.

    Examples
    --------
    >>> cumulative_from_period(pd.Series({"2025-02": 120.0, "2025-03": 80.0, "2026-02": 90.0})).to_dict()
    {'2025-02': 120.0, '2025-03': 200.0, '2026-02': 90.0}
    """
    period = _checked(period, months)
    starts = period.index[(_month(period.index) == months) | _joint(period, months)]
    sums: dict[str, float] = {}
    for label, value in sorted(period.to_dict().items()):
        sums[label] = value + (0.0 if label in starts else sums.get(_earlier(label, months), math.nan))
    return floats(pd.Series(sums, dtype=float).reindex(period.index).rename(period.name))


def months_covered(cumulative: pd.Series, months: int = 1) -> pd.Series:
    """Return how many months each figure of ``period_from_cumulative`` covers.

    Parameters
    ----------
    cumulative : Series
        January to date, as there.
    months : int
        Months in a period: 1, 3 or 6.

    Returns
    -------
    Series
        Number of months: 2 for a February that holds January too, else ``months``. NaN where no figure is known.

    Raises
    ------
    ValueError
        If a label is not a period, is there twice, or ``months`` is not 1, 3 or 6.

    Notes
    -----
    Formula: ``2 for January and February together, else months``
    Chinese: 1—2月合并.
    Source: NBS practice; no January figure is collected (1月份数据免报).

    Examples
    --------
    >>> months_covered(pd.Series({"2025-02": 120.0, "2025-03": 200.0})).to_dict()
    {'2025-02': 2.0, '2025-03': 1.0}
    """
    single = period_from_cumulative(cumulative, months)
    covered = np.where(_joint(floats(cumulative), months), 2.0, float(months))
    return only(pd.Series(covered, single.index, name=single.name), single.notna())


class PeriodGrowth(NamedTuple):
    """Level and growth of a period out of cumulative figures, and the growth that rounding allows at least and at most."""

    level: float
    growth: float
    low: float
    high: float


def period_growth_from_cumulative(
    current: float, growth: float, current_before: float, growth_before: float, half_unit: float = 0.0
) -> PeriodGrowth:
    """Return level and growth of a single period from two cumulative levels and their published growth.

    Parameters
    ----------
    current, growth : float
        Cumulative level to date and its published growth, a fraction.
    current_before, growth_before : float
        The same one period earlier in the year.
    half_unit : float
        Half a unit of the last digit of the printed rates, a fraction: 0.0005 for 3.2 %.

    Returns
    -------
    PeriodGrowth
        ``level`` in the unit of the input; fractions ``growth``, ``low``, ``high``. NaN where a figure is missing, the
        comparable base of the period is not positive, or the level is negative (the level itself stays).

    Raises
    ------
    ValueError
        If ``half_unit`` is negative.

    Notes
    -----
    Formula: ``(c1 - c0) / (c1 / (1 + g1) - c0 / (1 + g0)) - 1``
    Chinese: 当月增速（由累计数推算）.
    Source: NBS practice on comparable bases. The interval is wide: publish only official monthly rates, check with this.

    Examples
    --------
    >>> [round(x, 3) for x in period_growth_from_cumulative(53732.0, 0.032, 46929.7, 0.009, half_unit=0.0005)]
    [6802.3, 0.225, 0.214, 0.235]
    """
    if not half_unit >= 0:
        raise ValueError(f"half_unit is not negative, not {half_unit}")
    level = floats(floats(current) - floats(current_before))
    rates = []
    for shift in (0.0, -half_unit, half_unit):  # the base is largest where the later rate is lowest
        later, earlier = comparable_base(current, floats(growth) + shift), comparable_base(current_before, floats(growth_before) - shift)
        nothing = math.isclose(later, earlier, rel_tol=1e-12)  # what binary rounding leaves of zero is no base
        rates.append(math.nan if nothing else growth_rate(level, later - earlier))
    return PeriodGrowth(level, *rates)
