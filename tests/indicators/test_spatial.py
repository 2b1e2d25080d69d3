"""Moran's I and Geary's C: hand-worked cases on a line of regions."""

import math
from math import sqrt

import pandas as pd
import pytest

from jianbao.indicators.spatial import MoransI, geary_c, morans_i, row_standardise


def frame(rows: list, labels: str = "abcd") -> pd.DataFrame:
    names = list(labels[: len(rows)])
    return pd.DataFrame(rows, index=names, columns=names)


LINE = frame([[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]])
RISING = pd.Series({"a": 1.0, "b": 2.0, "c": 3.0, "d": 4.0})


def test_a_row_of_weights_adds_up_to_one() -> None:
    got = row_standardise(LINE * 3)
    pd.testing.assert_frame_equal(got, frame([[0, 1, 0, 0], [0.5, 0, 0.5, 0], [0, 0.5, 0, 0.5], [0, 0, 1.0, 0]]).astype(float))
    assert row_standardise(frame([[0, 1, 3], [1, 0, 0], [2, 2, 0]])).loc["a"].to_list() == [0.0, 0.25, 0.75]


def test_morans_i_with_its_moments() -> None:
    found = morans_i(RISING, LINE)
    assert isinstance(found, MoransI) and {type(part) for part in found} == {float}
    assert found == pytest.approx((1 / 3, -1 / 3, 4 / 27, 8 / 45, sqrt(3), 2 / 3 / sqrt(8 / 45)))


def test_morans_i_takes_weights_that_are_not_symmetric_as_they_are() -> None:
    found = morans_i(RISING, row_standardise(LINE))
    assert (found.statistic, found.variance_normal) == pytest.approx((0.4, 68 / 240 - 1 / 9))
    assert found.variance_randomisation == pytest.approx((4 * (7 * 5.5 - 68 + 48) - 1.64 * (12 * 5.5 - 8 * 17 + 96)) / (6 * 16) - 1 / 9)
    assert found.z_normal == pytest.approx((0.4 + 1 / 3) / sqrt(68 / 240 - 1 / 9))


def test_too_few_regions_have_no_variance() -> None:
    three = morans_i(pd.Series({"a": 1.0, "b": 2.0, "c": 4.0}), frame([[0, 1, 0], [1, 0, 1], [0, 1, 0]]))
    assert math.isnan(three.variance_randomisation) and math.isnan(three.z_randomisation) and not math.isnan(three.z_normal)
    two = morans_i(pd.Series({"a": 1.0, "b": 2.0}), frame([[0, 1], [1, 0]]))
    assert (two.statistic, two.expected, two.variance_normal) == (-1.0, -1.0, 0.0) and math.isnan(two.z_normal)


def test_gearys_c_is_the_squared_differences_of_neighbours() -> None:
    assert geary_c(RISING, LINE) == pytest.approx(0.3) and type(geary_c(RISING, LINE)) is float
    assert geary_c(RISING, row_standardise(LINE)) == pytest.approx(0.3)
    assert geary_c(pd.Series({"a": 0.0, "b": 1.0, "c": 0.0, "d": 1.0}), LINE) == pytest.approx(1.5)
    assert geary_c(RISING, frame([[0, 0, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]])) == pytest.approx(3 / 8 * 12 / 5)


def test_values_that_are_equal_everywhere_have_no_autocorrelation() -> None:
    flat = RISING * 0 + 0.1
    assert all(map(math.isnan, morans_i(flat, LINE))) and math.isnan(geary_c(flat, LINE))


def test_a_missing_weight_leaves_both_unknown() -> None:
    holed = LINE.astype(float)
    holed.loc["d", "a"] = math.nan
    assert all(map(math.isnan, morans_i(RISING, holed))) and math.isnan(geary_c(RISING, holed))


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (frame([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]), "without a neighbour: c, d"),
        (frame([[0, 1, 0, 0], [1, 0, 1, 0], [0, -1, 0, 1], [0, 0, 1, 0]]), "negative"),
        (frame([[1, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]]), "own neighbour"),
        (LINE.rename(columns={"d": "e"}), "different indexes"),
        (LINE.iloc[:3], "different indexes"),
        (frame(LINE.to_numpy().tolist(), "abcc"), "twice"),
    ],
)
def test_weights_that_are_no_neighbourhood_are_refused(weights: pd.DataFrame, message: str) -> None:
    values = pd.Series(RISING.to_list()[: len(weights)], index=weights.index)
    for call in (lambda: row_standardise(weights), lambda: morans_i(values, weights), lambda: geary_c(values, weights)):
        with pytest.raises(ValueError, match=message):
            call()


@pytest.mark.parametrize("measure", [morans_i, geary_c])
def test_values_of_other_regions_are_refused(measure) -> None:
    with pytest.raises(ValueError, match="different indexes"):
        measure(RISING.iloc[::-1], LINE)


def test_huge_weights_do_not_matter() -> None:
    assert morans_i(RISING, LINE * 1e308) == pytest.approx(morans_i(RISING, LINE))
    assert geary_c(RISING * 1e307, LINE * 1e308) == pytest.approx(0.3)
