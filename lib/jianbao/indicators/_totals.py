"""What the ratios of totals share: no negative total where none can be, and months made a year."""

import numpy as np
import pandas as pd

from jianbao.indicators._values import Values, floats, only, whole

__all__ = ["in_a_year", "non_negative", "total_of"]


def non_negative(values: Values) -> Values:
    """Return the values as floats, the negative ones as missing."""
    numbers = floats(values)
    return only(numbers, numbers >= 0)


def total_of(parts: pd.Series) -> float:
    """Return the sum of the parts: NaN with a hole in it, of nothing, or beyond the largest number."""
    with np.errstate(all="ignore"):
        return floats(whole(parts))


def in_a_year(months: int) -> float:
    """Return how many times the months elapsed go into a year; ValueError unless they are 1 to 12."""
    if months not in range(1, 13):
        raise ValueError(f"the months elapsed are 1 to 12, not {months}")
    return 12 / months
