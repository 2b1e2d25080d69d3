"""Growth of a level, and what each part contributes to it. Rates are fractions: 0.052 is 5.2 %."""

import math

import numpy as np
import pandas as pd

__all__ = ["contribution_to_growth", "growth_rate"]


def growth_rate(current: float, previous: float) -> float:
    """Return the change of a level over one period.

    Parameters
    ----------
    current, previous : float
        Levels in the same unit, prices and coverage.

    Returns
    -------
    float
        Fraction. NaN if a level is missing, the base is zero or negative, or the current level is negative: such a
        growth does not exist, words take its place.

    Notes
    -----
    Formula: ``current / previous - 1``. Official growth rests on a comparable set of enterprises: it is stored, and
    this function is only for what is published as levels.

    Examples
    --------
    >>> round(growth_rate(105.2, 100.0), 3)
    0.052
    >>> growth_rate(3.0, -5.0)
    nan
    """
    if math.isnan(current) or math.isnan(previous) or previous <= 0 or current < 0:
        return math.nan
    return current / previous - 1


def contribution_to_growth(current: pd.Series, previous: pd.Series, total: float | None = None) -> pd.Series:
    """Return how much each part added to the growth of their total.

    Parameters
    ----------
    current, previous : Series
        Level of each part, in the same unit and prices, on the same index. The parts do not overlap, and are exhaustive
        unless a total is given.
    total : float, optional
        The previous total as published. It wins over the sum of the parts, which may then have holes.

    Returns
    -------
    Series
        Fraction of the previous total. The values sum to the growth rate of the total. NaN throughout if the previous
        total is not positive.

    Raises
    ------
    ValueError
        If the indexes differ, or a level is missing and no total is given: a sum with a hole in it is not a total.

    Notes
    -----
    Formula: ``c_i = (current_i - previous_i) / sum(previous)``

    Examples
    --------
    >>> parts = ["primary", "secondary", "tertiary"]
    >>> previous = pd.Series([20.0, 50.0, 30.0], index=parts)
    >>> current = pd.Series([20.0, 53.0, 33.0], index=parts)
    >>> contribution_to_growth(current, previous).round(3).to_dict()
    {'primary': 0.0, 'secondary': 0.03, 'tertiary': 0.03}
    """
    if not current.index.equals(previous.index):
        raise ValueError("current and previous have different indexes")
    if total is None:
        if current.isna().any() or previous.isna().any():
            raise ValueError("a part is missing, so the total is unknown")
        total = previous.sum()
    return (current - previous) / (total if total > 0 else np.nan)
