"""What every indicator asks of its input: numbers, one index, and unknown stays unknown."""

import math

import numpy as np
import pandas as pd

__all__ = ["Values", "floats", "non_negative", "only", "quotient", "same_index", "shares", "whole"]

Values = float | pd.Series | pd.DataFrame


def floats(values):
    """Return the values as float64, everything that is not a finite number as NaN; text raises TypeError."""
    if isinstance(values, pd.DataFrame):
        columns = [floats(values.iloc[:, i]).to_numpy() for i in range(values.shape[1])]
        table = np.column_stack(columns) if columns else np.empty(values.shape)
        return pd.DataFrame(table, values.index, values.columns)
    if not isinstance(values, pd.Series):
        number = math.nan if values is None or values is pd.NA else _number(values)
        return number if math.isfinite(number) else math.nan
    if any(isinstance(v, str) for v in values) if values.dtype.kind not in "fiub" else False:
        raise TypeError(f"numbers are expected, not text: {values.name or 'a Series'}")
    numbers = values.to_numpy(dtype=float, na_value=math.nan)
    return pd.Series(np.where(np.isfinite(numbers), numbers, math.nan), index=values.index, name=values.name)


def _number(value) -> float:
    if isinstance(value, str) or np.ndim(value):
        raise TypeError(f"a number, a Series or a DataFrame is expected, not {type(value).__name__}")
    return float(value)


def same_index(**named) -> None:
    """Raise ValueError unless all Series and DataFrames given have one index (and columns) without a label twice."""
    held = {name: v for name, v in named.items() if isinstance(v, pd.Series | pd.DataFrame)}
    names = list(held)
    for name, values in held.items():
        first = held[names[0]]
        if values.ndim != first.ndim:
            raise ValueError(f"{names[0]} and {name} have different shapes")
        for mine, theirs in zip(values.axes, first.axes, strict=True):
            if not mine.equals(theirs):
                raise ValueError(f"{names[0]} and {name} have different indexes")
            if not mine.is_unique:
                raise ValueError(f"{name} has a label twice")


def only(values, condition):
    """Return the values where the condition holds, NaN elsewhere."""
    if isinstance(values, pd.Series | pd.DataFrame):
        return values.where(condition)
    return values if condition else math.nan


def quotient(numerator, denominator):
    """Return ``numerator / denominator``: NaN where either is missing or the denominator is not positive, never inf."""
    with np.errstate(all="ignore"):
        return floats(numerator / only(denominator, denominator > 0))


def whole(parts):
    """Return the sum of the parts (of each column of a DataFrame): NaN with a hole in it, of nothing, or beyond the largest number."""
    with np.errstate(all="ignore"):
        return floats(parts.sum(skipna=False, min_count=1))


def non_negative(values):
    """Return the values as floats, the negative ones as missing."""
    numbers = floats(values)
    return only(numbers, numbers >= 0)


def shares(parts: pd.Series) -> pd.Series:
    """Return each part's share of the sum: NaN throughout with a hole, a negative part or nothing to share."""
    total = whole(parts)
    return parts / total if (parts >= 0).all() and total > 0 else parts * math.nan
