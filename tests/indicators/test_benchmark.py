"""Gaps, quarters and the geometry of the spine chart, worked by hand."""

import math

import pandas as pd
import pytest

from jianbao.indicators.benchmark import (
    gap,
    gap_ratio,
    quartile_position,
    quartiles,
    spine_bands,
    spine_position,
)

NAN = math.nan
X = pd.Series({"a": 1.0, "b": 2.0, "c": 4.0, "d": 8.0, "e": 14.0}, name="rate")


def test_a_gap_is_a_difference_and_its_ratio_a_fraction_of_the_comparator() -> None:
    assert (gap(5.0, 8.0), gap_ratio(6.0, 8.0), gap_ratio(10.0, 8.0)) == (-3.0, -0.25, 0.25)
    assert type(gap(5, 8)) is type(gap_ratio(6, 8)) is float
    pd.testing.assert_series_equal(gap(X, 4.0), pd.Series([-3.0, -2.0, 0.0, 4.0, 10.0], X.index, name="rate"))
    pd.testing.assert_series_equal(gap_ratio(X, 4.0), pd.Series([-0.75, -0.5, 0.0, 1.0, 2.5], X.index, name="rate"))
    assert gap(4.0, X).tolist() == [3.0, 2.0, 0.0, -4.0, -10.0] and gap_ratio(4.0, X).tolist() == [3.0, 1.0, 0.0, -0.5, 4 / 14 - 1]


@pytest.mark.parametrize("measure", [gap, gap_ratio])
def test_other_units_are_no_comparator(measure) -> None:
    with pytest.raises(ValueError, match="different indexes"):
        measure(X, X.rename({"a": "z"}))


def test_quartiles_lie_between_two_values_in_proportion() -> None:
    assert quartiles(pd.Series([4.0, 1.0, 3.0, 2.0])) == (1.0, 1.75, 2.5, 3.25, 4.0)
    assert quartiles(pd.Series([7.0])) == (7.0, 7.0, 7.0, 7.0, 7.0)


def test_a_value_at_a_quartile_is_in_the_quarter_below() -> None:
    pd.testing.assert_series_equal(quartile_position(X), pd.Series([1.0, 1, 2, 3, 4], X.index, name="rate"))
    assert quartile_position(pd.Series([1.0, 2.0, 3.0, 4.0])).tolist() == [1, 2, 3, 4]
    assert quartile_position(pd.Series([1.0, 1.0, 1.0, 1.0, 2.0])).tolist() == [1, 1, 1, 1, 4]


def test_a_unit_without_a_value_is_in_no_quarter_and_equal_units_are_in_none() -> None:
    assert quartile_position(pd.Series([1.0, 2.0, NAN, 3.0, 4.0])).tolist() == pytest.approx([1, 2, NAN, 3, 4], nan_ok=True)
    assert quartile_position(pd.Series([5.0, 5.0])).isna().all()


def test_on_one_scale_the_farther_end_is_at_the_edge() -> None:
    expected = [-0.3, -0.2, 0.0, 0.4, 1.0]
    pd.testing.assert_series_equal(spine_position(X), pd.Series(expected, X.index, name="rate"))
    assert spine_position(X, higher_is_better=False).tolist() == [0.3, 0.2, 0.0, -0.4, -1.0]
    assert spine_position(X, 11.0).tolist() == pytest.approx([-1.0, -0.9, -0.7, -0.3, 0.3])


def test_other_figures_are_placed_on_the_scale_of_the_values() -> None:
    city = pd.Series({"city": 9.0, "beyond": 24.0, "none": NAN})
    assert spine_position(X, of=city).tolist() == pytest.approx([0.5, 2.0, NAN], nan_ok=True)
    assert spine_position(X, 4.0, higher_is_better=False, of=city).tolist() == pytest.approx([-0.5, -2.0, NAN], nan_ok=True)


def test_with_each_side_by_its_own_length_both_ends_are_at_the_edge() -> None:
    assert spine_position(X, scale="sides").tolist() == pytest.approx([-1.0, -2 / 3, 0.0, 0.4, 1.0])
    assert spine_position(X, higher_is_better=False, scale="sides").tolist() == pytest.approx([1.0, 2 / 3, 0.0, -0.4, -1.0])
    assert spine_position(X, 0.0, scale="sides").tolist() == pytest.approx([1 / 14, 1 / 7, 2 / 7, 4 / 7, 1.0])
    assert spine_position(X, 15.0, scale="sides").tolist() == pytest.approx([-1.0, -13 / 14, -11 / 14, -0.5, -1 / 14])
    assert spine_position(X, 1.0, scale="sides")["a"] == 0 and spine_position(X, 14.0, scale="sides")["e"] == 0
    assert spine_position(pd.Series([3.0, 3.0]), 3.0, scale="sides").isna().all()


def test_a_benchmark_outside_all_units_keeps_them_on_one_side() -> None:
    assert spine_position(X, 0.0).tolist() == pytest.approx([1 / 14, 1 / 7, 2 / 7, 4 / 7, 1.0])
    assert spine_bands(X, 0.0) == pytest.approx((1 / 14, 1 / 7, 4 / 7, 1.0))
    assert spine_position(X, 15.0).max() < 0 and spine_position(X, 15.0).min() == -1


def test_the_bars_end_at_worst_quartiles_and_best() -> None:
    assert spine_bands(X) == (-0.3, -0.2, 0.4, 1.0)
    assert spine_bands(X, higher_is_better=False) == (-1.0, -0.4, 0.2, 0.3)
    assert spine_bands(X, scale="sides") == pytest.approx((-1.0, -2 / 3, 0.4, 1.0))
    assert spine_bands(X, scale="sides")._fields == ("worst", "worse_quartile", "better_quartile", "best")


@pytest.mark.parametrize("chart", [spine_position, spine_bands])
def test_an_unknown_scale_and_a_label_twice_are_refused(chart) -> None:
    with pytest.raises(ValueError, match="unknown scale"):
        chart(X, scale="log")
    for refused in (chart, quartile_position):
        with pytest.raises(ValueError, match="twice"):
            refused(pd.Series([1.0, 2.0], index=["a", "a"]))
