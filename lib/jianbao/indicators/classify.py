"""Classes that a reader acts on: grades by share of the ranking, and above or below a reference."""

import numpy as np
import pandas as pd

from jianbao.indicators._tables import exceeds, worded
from jianbao.indicators._values import Values, floats, same_index
from jianbao.indicators.ranking import ranks

__all__ = ["grade_by_share", "class_against_reference"]


def grade_by_share(scores: pd.Series, cuts: dict[str, float], *, higher_is_first: bool = True) -> pd.Series:
    """Return the grade of every unit from its place in the ranking, as in the evaluation of output per mu.

    Parameters
    ----------
    scores : Series
        Score of each unit.
    cuts : dict
        Grade → share of the ranking down to its end, best grade first and the last at 1: the top 20 % A, the last 5 % D is
        ``{"A": 0.2, "B": 0.8, "C": 0.95, "D": 1}``. The shares differ by county and year.
    higher_is_first : bool
        Whether the largest score is number 1.

    Returns
    -------
    Series
        Grades. A grade ends at the last unit that lies within its share wholly (20 % of 7 units is one unit); ties get the
        better grade. None for a unit without a score: it is not ranked.

    Raises
    ------
    ValueError
        If a label occurs twice, or the cuts do not rise from above 0 to 1.

    Notes
    -----
    Formula: ``first grade with rank / n <= cut``
    Chinese: 按比例分档（A、B、C、D 类）.
    Source: 浙政发〔2018〕5号 “亩均论英雄”; 温岭 2022: A 20 %, B to 80 %, C to 95 %, D last 5 %.

    Examples
    --------
    >>> scores = pd.Series({"a": 90.0, "b": 70.0, "c": 70.0, "d": 40.0, "e": 10.0})
    >>> grade_by_share(scores, {"A": 0.2, "B": 0.8, "C": 0.95, "D": 1}).to_dict()
    {'a': 'A', 'b': 'B', 'c': 'B', 'd': 'B', 'e': 'D'}
    """
    ends = [0.0, *cuts.values()]
    if ends[-1] != 1 or not (np.diff(ends) > 0).all():
        raise ValueError("the cuts rise from above 0 to 1")
    position = ranks(scores, higher_is_first=higher_is_first)
    return worded(position, {grade: position / position.notna().sum() <= end for grade, end in cuts.items()})


def class_against_reference(value: Values, error: Values, reference: Values) -> object:
    """Return whether a value is above a reference, below it, or cannot be told from it.

    Parameters
    ----------
    value, reference : float, Series or DataFrame
        In the same unit; the reference is taken as known exactly.
    error : float, Series or DataFrame
        Half-width of the value's interval, same unit (1.96 standard errors, or half a unit of the last printed digit).

    Returns
    -------
    str, Series or DataFrame
        "above", "not distinguishable" or "below"; at exactly the error it is not distinguishable. None where one is missing.

    Raises
    ------
    ValueError
        If the indexes differ or have a label twice, or an error is negative.

    Notes
    -----
    Formula: ``above: value - reference > error; below: reference - value > error``
    Chinese: 高于、低于参照值，或无明显差异.
    Source: OHID Fingertips, comparison by confidence interval with the benchmark.

    Examples
    --------
    >>> class_against_reference(5.4, 0.1, 5.2), class_against_reference(5.3, 0.1, 5.2)
    ('above', 'not distinguishable')
    """
    value, error, reference = floats(value), floats(error), floats(reference)
    same_index(value=value, error=error, reference=reference)
    if np.any(np.asarray(error) < 0):
        raise ValueError("an error is negative")
    excess = value - reference
    above, below = exceeds(excess, error), exceeds(-excess, error)
    return worded(excess + error, {"above": above, "below": below, "not distinguishable": True})
