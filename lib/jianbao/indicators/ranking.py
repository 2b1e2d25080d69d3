"""Position among peers, and how sure it is. Units without a value are not ranked; the rank of the others counts only those ranked."""

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

import numpy as np
import pandas as pd

from jianbao.indicators._tables import exceeds, worded
from jianbao.indicators._values import floats, only, same_index

__all__ = ["Rank", "movement", "rank_among", "rank_interval", "ranks", "ranks_printed", "revision_error"]

WIDE = Context(prec=700)  # digits enough for any float


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
    ValueError
        If a label occurs twice.

    Notes
    -----
    Formula: ``1 + #{j: value_j ahead of value_unit}``
    Chinese: 位次.
    Source: competition ranking ("1224"), R ``rank(ties.method = "min")``.

    Examples
    --------
    >>> rank_among(pd.Series({"a": 3.0, "b": 9.0, "c": 3.0, "d": float("nan")}), "a")
    Rank(position=2, ranked=3, tied=2)
    """
    values = floats(values)
    same_index(values=values)
    own = values.loc[unit]
    if pd.isna(own):
        return None
    known = values.dropna()
    ahead = (known > own) if higher_is_first else (known < own)
    return Rank(int(ahead.sum()) + 1, len(known), int((known == own).sum()))


def ranks(values: pd.Series | pd.DataFrame, method: str = "min", *, higher_is_first: bool = True) -> pd.Series | pd.DataFrame:
    """Return the rank of every unit, 1 for the first.

    Parameters
    ----------
    values : Series or DataFrame
        Value of each unit; of a DataFrame, each column is ranked by itself.
    method : {"min", "max", "average", "first"}
        Tied units share the best rank of the tie, its worst, or its mean; "first" gives them different ranks in the order
        of the rows (the only one that depends on it: sort by code before).
    higher_is_first : bool
        Whether the largest value is number 1.

    Returns
    -------
    Series or DataFrame
        1 … number ranked. NaN for a unit without a value: it is not ranked.

    Raises
    ------
    ValueError
        If the method is unknown or a label occurs twice.

    Notes
    -----
    Formula: ``min: 1 + #{j: x_j ahead of x_i}; max: #{j: x_j not behind x_i}; average: (min + max) / 2``
    Chinese: 位次（排名）.
    Source: R ``rank``, ties.method.

    Examples
    --------
    >>> ranks(pd.Series({"a": 3.0, "b": 9.0, "c": 3.0, "d": float("nan")})).to_dict()
    {'a': 2.0, 'b': 1.0, 'c': 2.0, 'd': nan}
    """
    if method not in ("min", "max", "average", "first"):
        raise ValueError(f"unknown method for ties: {method}")
    values = floats(values)
    same_index(values=values)
    return values.rank(method=method, ascending=not higher_is_first)


def ranks_printed(values: pd.Series, decimals: int, *, higher_is_first: bool = True) -> pd.Series:
    """Return the ranks of the values as printed: equal at the published decimals means the same rank (并列).

    Parameters
    ----------
    values : Series
        Value of each unit, in the unit that is printed.
    decimals : int
        Decimals printed; -1 is tens.
    higher_is_first : bool
        Whether the largest value is number 1.

    Returns
    -------
    Series
        1 … number ranked, ties share the best. NaN for a unit without a value.

    Raises
    ------
    ValueError
        If a label occurs twice.

    Notes
    -----
    Formula: ``1 + #{j: round(x_j) ahead of round(x_i)}``, rounding halves away from zero in decimal (四舍五入).
    Chinese: 按公布精度的位次.
    Source: GB/T 8170 in its customary form 四舍五入.

    Examples
    --------
    >>> ranks_printed(pd.Series({"a": 5.24, "b": 5.15, "c": 5.14}), 1).to_dict()
    {'a': 1.0, 'b': 1.0, 'c': 3.0}
    """
    step = Decimal(1).scaleb(-decimals)
    values = floats(values)
    printed = [x if np.isnan(x) else float(Decimal(repr(x)).quantize(step, ROUND_HALF_UP, WIDE)) for x in values.tolist()]
    return ranks(pd.Series(printed, index=values.index, name=values.name, dtype=float), higher_is_first=higher_is_first)


def revision_error(first: pd.Series, final: pd.Series) -> float:
    """Return the spread of past revisions, to serve as the standard error of a figure that will be revised.

    Parameters
    ----------
    first, final : Series
        First published and final figures of past periods or units, same unit and index.

    Returns
    -------
    float
        Standard deviation (n - 1) of final minus first, in the unit of the data: a revision common to all units moves no
        rank, so the mean revision is left out. NaN with a hole, or with fewer than two revisions.

    Raises
    ------
    ValueError
        If the indexes differ or have a label twice.

    Notes
    -----
    Formula: ``sd(final - first)``
    Chinese: 修订误差（修订幅度的标准差）.
    Source: OECD/Eurostat Guidelines on Revisions Policy and Analysis: standard deviation of revisions.

    Examples
    --------
    >>> revision_error(pd.Series([5.0, 6.0, 7.0]), pd.Series([5.1, 6.2, 7.3])).__round__(6)
    0.1
    """
    first, final = floats(first), floats(final)
    same_index(first=first, final=final)
    with np.errstate(all="ignore"):
        return floats((final - first).std(ddof=1, skipna=False))


def rank_interval(
    values: pd.Series, *, unit: float = 0.0, standard_error: float | pd.Series = 0.0, z: float = 1.96, higher_is_first: bool = True
) -> pd.DataFrame:
    """Return the rank of every unit with the ranks it may have within the error of the values.

    Parameters
    ----------
    values : Series
        Value of each unit.
    unit : float
        One unit of the last printed digit (0.1 for one decimal): rounding alone leaves so much open.
    standard_error : float or Series
        Of each unit's value (sampling, or ``revision_error``); half-widths of 95 % go with ``z=1``.
    z : float
        Normal quantile: 1.96 for 95 % of one comparison; a larger one if the whole table is read.
    higher_is_first : bool
        Whether the largest value is number 1.

    Returns
    -------
    DataFrame
        ``rank`` (ties share the best), ``low`` (best possible rank) and ``high`` (worst). NaN for a unit without a value;
        ``low`` and ``high`` are NaN where its own error is unknown, and the others are not told apart from it.

    Raises
    ------
    ValueError
        If the indexes differ, a label occurs twice, or the unit, an error or z is negative.

    Notes
    -----
    Formula: ``[1 + #surely ahead, n - #surely behind]``, sure if ``|x_i - x_j| > unit + z sqrt(se_i^2 + se_j^2)``.
    Chinese: 位次区间.
    Source: Goldstein & Spiegelhalter (1996); Bird et al. (2005), RSS working party on performance indicators.

    Examples
    --------
    >>> rank_interval(pd.Series({"a": 5.3, "b": 5.2, "c": 4.0}), unit=0.1).astype(int).to_dict("index")
    {'a': {'rank': 1, 'low': 1, 'high': 2}, 'b': {'rank': 2, 'low': 1, 'high': 2}, 'c': {'rank': 3, 'low': 3, 'high': 3}}
    """
    values, error, unit, z = floats(values), floats(standard_error), floats(unit), floats(z)
    same_index(values=values, standard_error=error)
    if unit < 0 or z < 0 or np.any(error < 0):
        raise ValueError("the unit, a standard error or z is negative")
    turned = values.to_numpy() if higher_is_first else -values.to_numpy()
    errors = np.broadcast_to(error, turned.shape)
    with np.errstate(all="ignore"):
        margin = unit + z * np.hypot(errors[:, None], errors)
        ahead = exceeds(turned - turned[:, None], margin)
    known = values.notna() & ~np.isnan(np.diag(margin))
    bounds = {"low": 1.0 + ahead.sum(axis=1), "high": values.notna().sum() - 1.0 * ahead.sum(axis=0)}
    named = {name: only(pd.Series(bound, values.index), known) for name, bound in bounds.items()}
    return pd.DataFrame({"rank": ranks(values, higher_is_first=higher_is_first), **named})


def movement(now: pd.DataFrame, before: pd.DataFrame) -> pd.Series:
    """Return whether each unit's rank moved by more than the error of the ranks.

    Parameters
    ----------
    now, before : DataFrame
        Rank intervals of the same units (``rank_interval``), columns ``low`` and ``high``.

    Returns
    -------
    Series
        "up" or "down" where the two intervals do not overlap (up is towards rank 1), "within_error" where they share a
        rank; None where one interval is unknown.

    Raises
    ------
    ValueError
        If the indexes differ or have a label twice.

    Notes
    -----
    Formula: ``up: high_now < low_before; down: low_now > high_before``
    Chinese: 位次变动（位次变化在误差范围内）.
    Source: Spiegelhalter et al.: changes in league tables need evidence beyond chance.

    Examples
    --------
    >>> before = rank_interval(pd.Series({"a": 5.3, "b": 5.2, "c": 4.0}), unit=0.1)
    >>> now = rank_interval(pd.Series({"a": 5.0, "b": 5.2, "c": 6.0}), unit=0.1)
    >>> movement(now, before).to_dict()
    {'a': 'down', 'b': 'within_error', 'c': 'up'}
    """
    same_index(now=now, before=before)
    up, down = now["high"] < before["low"], now["low"] > before["high"]
    known = pd.concat([now, before], axis=1).sum(axis=1, skipna=False)
    return worded(known, {"up": up, "down": down, "within_error": True})
