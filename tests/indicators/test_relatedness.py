"""Co-occurrence, proximity, relatedness and its density: hand-worked cases."""

import math
from math import sqrt

import pandas as pd
import pytest

from jianbao.indicators.relatedness import co_occurrence, proximity, relatedness, relatedness_density

SECTORS = ["textiles", "dyes", "steel"]
MARKS = pd.DataFrame([[1, 1, 0], [1, 1, 0], [0, 1, 1]], columns=SECTORS)


def square(rows: list) -> pd.DataFrame:
    return pd.DataFrame(rows, index=SECTORS, columns=SECTORS, dtype=float)


@pytest.mark.parametrize(
    ("got", "rows"),
    [
        (co_occurrence(MARKS), [[0, 2, 0], [2, 0, 1], [0, 1, 0]]),
        (proximity(MARKS), [[1, 2 / 3, 0], [2 / 3, 1, 1 / 3], [0, 1 / 3, 1]]),
        (relatedness(MARKS), [[0, 2 / sqrt(6), 0], [2 / sqrt(6), 0, 1 / sqrt(3)], [0, 1 / sqrt(3), 0]]),
        (relatedness(MARKS, "cosine"), [[0, 2 / sqrt(6), 0], [2 / sqrt(6), 0, 1 / sqrt(3)], [0, 1 / sqrt(3), 0]]),
        (relatedness(MARKS, "jaccard"), [[0, 2 / 3, 0], [2 / 3, 0, 1 / 3], [0, 1 / 3, 0]]),
        (relatedness(MARKS, "association"), [[0, 2, 0], [2, 0, 2], [0, 2, 0]]),
    ],
)
def test_how_close_two_sectors_are(got: pd.DataFrame, rows: list) -> None:
    pd.testing.assert_frame_equal(got, square(rows))


def test_a_sector_that_no_region_has_is_close_to_none() -> None:
    marks = MARKS.assign(gold=0)
    assert proximity(marks)["gold"].to_list()[:3] == [0.0, 0.0, 0.0] and math.isnan(proximity(marks).loc["gold", "gold"])
    for method in ("cosine", "jaccard", "association"):
        found = relatedness(marks, method)
        assert found["gold"].isna().all() and found.loc["gold"].isna().all()
        pd.testing.assert_frame_equal(found.loc[SECTORS, SECTORS], relatedness(MARKS, method))


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(ValueError, match="method: Cosine"):
        relatedness(MARKS, "Cosine")


NEAR = square([[1, 0.6, 0.2], [0.6, 1, 0.4], [0.2, 0.4, 1]])
HELD = pd.DataFrame([[1, 1, 0], [1, 1, 1], [0, 0, 0]], index=["Wuxing", "Deqing", "Anji"], columns=SECTORS)


@pytest.mark.parametrize(
    ("given", "wuxing"), [({}, [1.6 / 1.8, 0.8, 0.375]), ({"own": True}, [1.6 / 1.8, 0.8, 0.375]), ({"own": False}, [0.75, 0.6, 1.0])]
)
def test_the_density_around_a_sector(given: dict, wuxing: list) -> None:
    expected = pd.DataFrame([wuxing, [1.0] * 3, [0.0] * 3], index=HELD.index, columns=SECTORS)
    pd.testing.assert_frame_equal(relatedness_density(HELD, NEAR, **given), expected)


def test_the_row_of_the_sector_counts_where_the_matrix_is_not_symmetric() -> None:
    near = square([[0, 3, 1], [1, 0, 1], [1, 9, 0]])
    assert relatedness_density(HELD.loc[["Wuxing"]], near).loc["Wuxing"].to_list() == pytest.approx([0.75, 0.5, 1.0])


def test_a_sector_close_to_none_has_no_density() -> None:
    near = square([[1, 0, 0], [0, 0, 0], [0, 0, 1]])
    assert relatedness_density(HELD, near).loc["Wuxing"].to_list() == pytest.approx([1.0, math.nan, 0.0], nan_ok=True)
    assert relatedness_density(HELD, near, own=False).isna().all(axis=None)


@pytest.mark.parametrize(
    "near", [NEAR.iloc[::-1, ::-1], NEAR.iloc[:2], NEAR.rename(columns={"steel": "iron"}), NEAR.set_axis(["a", "b", "c"])]
)
def test_a_proximity_of_other_sectors_is_refused(near: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="different indexes"):
        relatedness_density(HELD, near)


@pytest.mark.parametrize("call", [co_occurrence, proximity, relatedness, lambda m: relatedness_density(m, NEAR)])
def test_a_presence_is_zero_or_one(call) -> None:
    with pytest.raises(ValueError, match="0 or 1"):
        call(HELD * 2)
