"""What each function does with missing, suppressed, zero, negative and infinite input, row by row.

``edges/*.csv``: function, condition, call, result. ``call`` and ``result`` are Python; ``result`` is a value, or
``raises ValueError``. In them: ``nan``, ``inf``, ``NA`` (a suppressed cell of a nullable column), ``S`` (Series of
floats), ``N`` (nullable Series), ``D`` (DataFrame of floats), ``pd`` and every public function.
"""

import csv
import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from jianbao import indicators

CONDITIONS = ("missing", "suppressed", "zero", "negative", "infinite")
ROWS = [row for path in sorted(Path(__file__).parent.glob("edges/*.csv")) for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())]
PUBLIC = [name for name in indicators.__all__ if name[0].islower()]
NAMES = {
    **{name: getattr(indicators, name) for name in indicators.__all__},
    "pd": pd, "nan": math.nan, "inf": math.inf, "NA": pd.NA,
    "S": lambda *values, **named: pd.Series(named or list(values), dtype=float),
    "N": lambda *values: pd.Series(list(values), dtype="Float64"),
    "D": lambda *rows: pd.DataFrame([list(row) for row in rows], dtype=float),
}


def test_every_function_says_what_it_does_under_each_condition() -> None:
    said = {(row["function"], row["condition"]) for row in ROWS}
    assert sorted({(name, condition) for name in PUBLIC for condition in CONDITIONS} - said) == []
    assert {function for function, _ in said} <= set(PUBLIC) and {condition for _, condition in said} <= set(CONDITIONS)


def same(got: Any, expected: Any) -> bool:
    """Equal, NaN with NaN, through Series, DataFrames, tuples and dicts; a float within 1e-12."""
    if isinstance(expected, pd.Series | pd.DataFrame):
        return type(got) is type(expected) and got.shape == expected.shape and same(got.to_numpy().ravel().tolist(), expected.to_numpy().ravel().tolist())
    if isinstance(got, pd.Series | pd.DataFrame):
        return same(got.to_numpy().ravel().tolist(), list(expected)) if isinstance(expected, list | tuple) else False
    if isinstance(expected, list | tuple):
        return isinstance(got, list | tuple) and len(got) == len(expected) and all(map(same, got, expected))
    if isinstance(expected, float) and isinstance(got, int | float):
        return math.isnan(got) if math.isnan(expected) else math.isclose(got, expected, rel_tol=1e-12, abs_tol=1e-12)
    return got is expected or bool(got == expected)


def infinite(got: Any) -> bool:
    if isinstance(got, pd.Series | pd.DataFrame):
        return any(isinstance(v, float) and math.isinf(v) for v in got.to_numpy().ravel())
    return any(map(infinite, got)) if isinstance(got, tuple) else isinstance(got, float) and math.isinf(got)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['function']}-{row['condition']}-{row['call']}")
def test_an_edge(row: dict[str, str]) -> None:
    assert f"{row['function']}(" in row["call"]
    if row["result"].startswith("raises "):
        with pytest.raises({"ValueError": ValueError, "TypeError": TypeError, "KeyError": KeyError}[row["result"].removeprefix("raises ")]):
            eval(row["call"], NAMES)
        return
    got = eval(row["call"], NAMES)
    assert not infinite(got)
    assert same(got, eval(row["result"], NAMES)), got
