"""What measures over a distribution share: its parts as fractions of the whole."""

import pandas as pd

from jianbao.indicators._values import floats, same_index, shares

__all__ = ["shares_of"]


def shares_of(parts: pd.Series) -> pd.Series:
    """Return each part's share: NaN throughout with a hole, a negative part, nothing or too much to sum; labels are unique."""
    same_index(parts=parts)
    return shares(floats(parts))
