"""Diversity, ubiquity, reflections, economic complexity: hand-worked cases."""

import math

import pandas as pd
import pytest

from jianbao.indicators.complexity import (
    EconomicComplexity,
    Reflections,
    diversity,
    economic_complexity,
    reflections,
    ubiquity,
)

MARKS = pd.DataFrame([[1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]], index=list("abcd"), columns=list("wxyz"))


def unknown(found: EconomicComplexity) -> bool:
    return bool(found.eci.isna().all() and found.pci.isna().all())


def test_diversity_counts_sectors_and_ubiquity_regions() -> None:
    pd.testing.assert_series_equal(diversity(MARKS), pd.Series({"a": 3.0, "b": 2.0, "c": 1.0, "d": 0.0}))
    pd.testing.assert_series_equal(ubiquity(MARKS), pd.Series({"w": 3.0, "x": 2.0, "y": 1.0, "z": 0.0}))


def test_each_reflection_averages_the_other_side() -> None:
    found = reflections(MARKS)
    assert isinstance(found, Reflections)
    pd.testing.assert_frame_equal(
        found.regions,
        pd.DataFrame({0: [3, 2, 1, math.nan], 1: [2.0, 2.5, 3.0, math.nan], 2: [2.5, 2.25, 2.0, math.nan]}, index=list("abcd")),
        check_column_type=False,
    )
    pd.testing.assert_frame_equal(
        found.sectors,
        pd.DataFrame({0: [3, 2, 1, math.nan], 1: [2.0, 2.5, 3.0, math.nan], 2: [2.5, 2.25, 2.0, math.nan]}, index=list("wxyz")),
        check_column_type=False,
    )


@pytest.mark.parametrize("steps", [0, 1, 3])
def test_the_steps_are_the_columns(steps: int) -> None:
    found = reflections(MARKS, steps)
    assert list(found.regions) == list(found.sectors) == list(range(steps + 1))
    with pytest.raises(ValueError, match="steps"):
        reflections(MARKS, -1)


def test_complexity_of_two_regions_worked_by_hand() -> None:
    found = economic_complexity(pd.DataFrame([[1, 0], [1, 1]], index=["Deqing", "Wuxing"], columns=["food", "robots"]))
    assert isinstance(found, EconomicComplexity)
    pd.testing.assert_series_equal(found.eci, pd.Series({"Deqing": -1.0, "Wuxing": 1.0}))
    pd.testing.assert_series_equal(found.pci, pd.Series({"food": -1.0, "robots": 3.0}))


def test_complexity_of_three_regions_and_an_empty_one() -> None:
    found = economic_complexity(pd.DataFrame([[1, 1, 1, 1, 0], [1, 1, 1, 0, 0], [0, 1, 0, 0, 0], [0, 0, 0, 0, 0]]))
    # Eigenvalue 1/4 of D^-1 M U^-1 M': the vector (1, 0, -4), less its mean -1, over its standard deviation sqrt(14/3).
    # Its sectors are (2, -4, 2, 4), less -1.
    scale = math.sqrt(14 / 3)
    assert found.eci.to_list() == pytest.approx([2 / scale, 1 / scale, -3 / scale, math.nan], nan_ok=True)
    assert found.pci.to_list() == pytest.approx([3 / scale, -3 / scale, 3 / scale, 5 / scale, math.nan], nan_ok=True)


@pytest.mark.parametrize(
    "rows",
    [
        [[1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 1], [0, 0, 1, 0]],
        [[1, 0], [0, 1]],
        [[1, 1, 0], [0, 1, 1], [1, 0, 1]],
        [[1, 1, 0], [0, 1, 1]],
        [[1, 1], [1, 1]],
        [[1, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]],
        [[1, 1, 1, 1, 1], [1, 0, 1, 0, 0], [1, 0, 0, 0, 1]],
        [[1, 1, 1, 1], [1, 0, 0, 0], [0, 0, 1, 0], [1, 0, 1, 0]],
        [[1, 1, 1, 0], [1, 1, 0, 0], [0, 0, 0, 1]],
        [[1, 1, 1]],
        [[1], [1]],
        [[0, 0], [0, 0]],
    ],
    ids=["two groups", "two regions apart", "a ring", "equal diversity", "all alike", "a tie of eigenvectors",
         "a tie, three regions", "a tie, four regions", "a region apart", "one region", "one sector", "nothing"],
)
def test_no_complexity_where_it_is_not_determined(rows: list) -> None:
    assert unknown(economic_complexity(pd.DataFrame(rows)))


def test_one_hole_leaves_complexity_and_reflections_unknown() -> None:
    holed = MARKS.astype(float)
    holed.loc["d", "z"] = math.nan
    found = reflections(holed)
    assert unknown(economic_complexity(holed)) and list(economic_complexity(holed).eci.index) == list("abcd")
    assert found.regions.isna().all(axis=None) and found.sectors.shape == (4, 3)
    assert diversity(holed).to_list()[:3] == [3.0, 2.0, 1.0] and math.isnan(diversity(holed)["d"])


@pytest.mark.parametrize("call", [diversity, ubiquity, reflections, economic_complexity])
@pytest.mark.parametrize(
    "presence",
    [pd.DataFrame([[1, 2], [0, 1]]), pd.DataFrame([[1, 0.5], [0, 1]]), pd.DataFrame([[1, 0]], columns=["a", "a"])],
)
def test_a_presence_is_zero_or_one_and_named_once(call, presence: pd.DataFrame) -> None:
    with pytest.raises(ValueError):
        call(presence)
