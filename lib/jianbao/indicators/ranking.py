"""Position among peers."""

from typing import NamedTuple

import pandas as pd

__all__ = ["Rank", "rank_among"]


class Rank(NamedTuple):
    """A position, the number ranked, and how many share the position."""

    position: int
    ranked: int
    tied: int


def rank_among(values: pd.Series, unit: object, *, higher_is_first: bool = True) -> Rank | None:
    """Return the position of a unit among all units that have a value.

    Parameters
    ----------
    values : Series
        Value of each unit. NaN units (missing, suppressed, none) are not ranked.
    unit : label
        The unit asked for.
    higher_is_first : bool
        Whether the largest value is number 1.

    Returns
    -------
    Rank or None
        ``position`` is 1 plus the number of units strictly ahead, so ties share it. None if the unit has no value.

    Raises
    ------
    KeyError
        If the unit is not in the index.

    Notes
    -----
    Formula: ``1 + #{j: value_j ahead of value_unit}``

    Examples
    --------
    >>> rank_among(pd.Series({"a": 3.0, "b": 9.0, "c": 3.0, "d": float("nan")}), "a")
    Rank(position=2, ranked=3, tied=2)
    """
    own = values.loc[unit]
    if pd.isna(own):
        return None
    known = values.dropna()
    ahead = (known > own) if higher_is_first else (known < own)
    return Rank(int(ahead.sum()) + 1, len(known), int((known == own).sum()))
