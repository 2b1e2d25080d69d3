"""What indicators over tables of units × indicators share: labels, directions, weights, margins, words."""

import numpy as np
import pandas as pd

from jianbao.indicators._values import floats, shares

__all__ = ["checked_weights", "exceeds", "signed", "varies", "worded"]


def checked_weights(weights: pd.Series, labels: pd.Index) -> pd.Series:
    """Return the weights as shares of their sum; ValueError if the labels differ or one is negative."""
    weights = floats(weights)
    if not weights.index.equals(labels) or not labels.is_unique:
        raise ValueError("the weights and the indicators have different labels, or a label twice")
    if (weights < 0).any():
        raise ValueError("a weight is negative")
    return shares(weights)


def signed(values, direction):
    """Return the values turned so that higher is better: ``direction`` is 1 or -1, or a Series of them by column."""
    if not pd.Series(direction).isin([1, -1]).all():
        raise ValueError("a direction is 1 (higher is better) or -1 (lower is better)")
    if isinstance(direction, pd.Series) and not direction.index.equals(getattr(values, "columns", None)):
        raise ValueError("the directions and the columns have different labels")
    return values * direction


def varies(values):
    """Return 1.0 for each column that has two different values, else 0.0."""
    return (values.max() > values.min()) * 1.0


def exceeds(difference, margin) -> np.ndarray:
    """Return where a difference is larger than its margin, False where one is unknown.

    Judged to a billionth of the margin: in binary 0.4 - 0.3 is a little more than 0.1, in the published figures it is not.
    """
    difference, margin = np.asarray(difference, dtype=float), np.asarray(margin, dtype=float)
    with np.errstate(all="ignore"):
        return np.where(margin > 0, np.round(difference / margin, 9) > 1, difference > margin)


def worded(numbers, words: dict[str, object]):
    """Return the first word whose condition holds, in the shape of ``numbers``; None where a number is unknown."""
    known = np.asarray(pd.notna(numbers))
    chosen = np.full(known.shape, None, dtype=object)
    for word, condition in reversed(words.items()):
        chosen[np.asarray(condition) & known] = word
    if isinstance(numbers, pd.DataFrame):
        return pd.DataFrame(chosen, numbers.index, numbers.columns, dtype=object)
    return pd.Series(chosen, numbers.index, dtype=object, name=numbers.name) if isinstance(numbers, pd.Series) else chosen.item()
