"""Gini, Hoover, Theil and the coefficient of variation: hand-worked cases."""

import math
from math import log, sqrt

import pandas as pd
import pytest

from jianbao.indicators.inequality import (
    TheilDecomposition,
    coefficient_of_variation,
    gini,
    hoover_index,
    locational_gini,
    theil,
    theil_decomposition,
)

FIVE = pd.Series([10, 50, 10, 20, 10], index=list("vwxyz"))


@pytest.mark.parametrize(
    ("values", "weights", "expected"),
    [
        ([1, 3], None, 0.25),
        ([3, 1], None, 0.25),
        ([3, 1], [1, 3], 0.25),
        ([1, 3], [1, 3], 0.15),
        ([0, 0, 3], None, 2 / 3),
        ([3, 3, 3], None, 0.0),
        ([1, 2, 3], None, 2 / 9),
        ([7], None, 0.0),
        ([1, 9, 3], [1, 0, 1], 0.25),
    ],
)
def test_the_gini_coefficient(values: list, weights: list | None, expected: float) -> None:
    got = gini(pd.Series(values), None if weights is None else pd.Series(weights))
    assert got == pytest.approx(expected, abs=1e-15) and type(got) is float


def test_equal_values_have_a_gini_of_exactly_nothing() -> None:
    assert gini(pd.Series([0.1] * 7)) == 0.0 and math.copysign(1, gini(pd.Series([0.1] * 7))) == 1.0


def test_a_tiny_region_that_has_almost_everything_counts() -> None:
    assert gini(pd.Series([1e20, 1.0]), pd.Series([1e-17, 1.0])) == pytest.approx(0.999, abs=1e-6)


def test_normalised_one_unit_with_everything_is_one() -> None:
    assert gini(pd.Series([0, 0, 3]), normalise=True) == pytest.approx(1.0)
    assert gini(pd.Series([1, 3]), normalise=True) == pytest.approx(0.5)
    assert math.isnan(gini(pd.Series([3]), normalise=True))


def test_a_weighted_gini_is_not_normalised() -> None:
    with pytest.raises(ValueError, match="normalised"):
        gini(pd.Series([1, 3]), pd.Series([1, 1]), normalise=True)


def test_the_locational_gini_has_two_conventions() -> None:
    industry, everything = pd.Series([500, 500, 1000, 7000, 1000]), pd.Series([20, 15, 20, 40, 5])
    assert locational_gini(industry, everything) == locational_gini(industry, everything, "lq") == pytest.approx(0.40689655)
    assert locational_gini(industry, everything, "lorenz") == pytest.approx(0.3725)


def test_a_class_that_the_reference_lacks_has_no_quotient() -> None:
    for method in ("lq", "lorenz"):
        assert math.isnan(locational_gini(pd.Series([1, 2, 0]), pd.Series([1, 1, 0]), method))


@pytest.mark.parametrize(
    ("values", "reference", "expected"),
    [([10, 10, 10, 20, 50], None, 0.3), ([1, 3], [3, 1], 0.5), ([1, 3], [2, 6], 0.0), ([1, 0], [0, 1], 1.0)],
)
def test_the_hoover_index(values: list, reference: list | None, expected: float) -> None:
    got = hoover_index(pd.Series(values), None if reference is None else pd.Series(reference))
    assert got == pytest.approx(expected)


@pytest.mark.parametrize(
    ("values", "weights", "t", "l"),
    [
        ([1, 3], None, 0.25 * log(0.5) + 0.75 * log(1.5), 0.5 * log(2) + 0.5 * log(2 / 3)),
        ([1, 3], [3, 1], 0.5 * log(4 / 3), 0.75 * log(1.5) + 0.25 * log(0.5)),
        ([5, 5], None, 0.0, 0.0),
        ([0, 4], None, log(2), math.nan),
        ([0, 4, 4], [1, 1, 0], log(2), math.nan),
        ([9, 4, 4], [0, 1, 1], 0.0, 0.0),
    ],
)
def test_the_two_theil_indices(values: list, weights: list | None, t: float, l: float) -> None:  # noqa: E741
    given = pd.Series(values), None if weights is None else pd.Series(weights)
    assert theil(*given) == theil(*given, kind="T") == pytest.approx(t, abs=1e-15)
    assert theil(*given, kind="L") == pytest.approx(l, abs=1e-15, nan_ok=True)


def test_theil_falls_into_between_and_within() -> None:
    groups = pd.Series(["low", "high", "low", "high", "low"], index=FIVE.index)
    found = theil_decomposition(FIVE, groups)
    assert isinstance(found, TheilDecomposition) and found._fields == ("total", "between", "within")
    assert found.total == pytest.approx(theil(FIVE))
    assert found.between == pytest.approx(0.3 * log(0.5) + 0.7 * log(1.75))
    assert found.within == pytest.approx(0.7 * (2 / 7 * log(4 / 7) + 5 / 7 * log(10 / 7)))


def test_weights_count_in_both_parts() -> None:
    found = theil_decomposition(pd.Series([1, 3, 2]), pd.Series([1, 1, 2]), pd.Series([3, 1, 2]))
    assert found == pytest.approx((0.6 * log(0.9) + 0.4 * log(1.2) + 0.3 * log(4 / 3), 0.6 * log(0.9) + 0.4 * log(1.2), 0.3 * log(4 / 3)))


def test_without_a_group_only_the_total_is_known() -> None:
    found = theil_decomposition(FIVE, pd.Series(["a", "a", "a", "b", None], index=FIVE.index))
    assert found.total == pytest.approx(theil(FIVE)) and math.isnan(found.between) and math.isnan(found.within)


@pytest.mark.parametrize(
    ("values", "weights", "ddof", "expected"),
    [
        ([1, 3], None, 0, 0.5),
        ([1, 3], None, 1, sqrt(0.5)),
        ([1, 2, 3], None, 1, 0.5),
        ([1, 3], [3, 1], 0, sqrt(0.75) / 1.5),
        ([-1, 3], None, 0, 2.0),
        ([-1, 1], None, 0, math.nan),
        ([4], None, 0, 0.0),
        ([4], None, 1, math.nan),
    ],
)
def test_the_coefficient_of_variation(values: list, weights: list | None, ddof: int, expected: float) -> None:
    got = coefficient_of_variation(pd.Series(values), None if weights is None else pd.Series(weights), ddof)
    assert got == pytest.approx(expected, nan_ok=True) and type(got) is float


def test_all_regions_are_there_unless_a_sample_is_said() -> None:
    assert coefficient_of_variation(pd.Series([1, 3])) == coefficient_of_variation(pd.Series([1, 3]), ddof=0) == 0.5


ONE, OTHER = pd.Series([1.0, 2.0]), pd.Series([1.0, 2.0], index=["a", "b"])


@pytest.mark.parametrize(
    "call",
    [
        lambda: gini(ONE, OTHER),
        lambda: gini(pd.Series([1.0, 2.0], index=["a", "a"])),
        lambda: gini(ONE, pd.Series([1.0, -1.0])),
        lambda: hoover_index(ONE, OTHER),
        lambda: hoover_index(pd.Series([1.0, 2.0], index=["a", "a"])),
        lambda: locational_gini(ONE, OTHER),
        lambda: locational_gini(ONE, ONE, "LQ"),
        lambda: theil(ONE, OTHER),
        lambda: theil(ONE, pd.Series([1.0, -1.0])),
        lambda: theil(ONE, kind="t"),
        lambda: theil_decomposition(ONE, OTHER),
        lambda: theil_decomposition(ONE, ONE, OTHER),
        lambda: theil_decomposition(ONE, ONE, pd.Series([1.0, -1.0])),
        lambda: coefficient_of_variation(ONE, OTHER),
        lambda: coefficient_of_variation(ONE, pd.Series([1.0, -1.0])),
        lambda: coefficient_of_variation(ONE, ddof=-1),
        lambda: coefficient_of_variation(ONE, ddof=2),
        lambda: coefficient_of_variation(ONE, ONE, ddof=1),
    ],
)
def test_what_does_not_fit_together_is_refused(call) -> None:
    with pytest.raises(ValueError):
        call()


def test_labels_of_groups_may_be_codes_with_leading_zeros() -> None:
    assert theil_decomposition(ONE, pd.Series(["01", "1"])).within == 0.0
