"""Seasonal decomposition by hand."""

import math

import pandas as pd
import pytest

from jianbao.indicators.seasonal import seasonal_decompose

NAN = math.nan


def filled(values: pd.Series) -> list[float]:
    return values.fillna(-9).tolist()


def test_an_even_period_takes_half_weights_at_the_ends() -> None:
    # Line 10, 20, ... plus seasons 1, -1: 2x2 moving average is the line.
    values = pd.Series([11.0, 19.0, 31.0, 39.0, 51.0, 59.0], index=list("abcdef"), name="output")
    found = seasonal_decompose(values, 2)
    assert filled(found.trend) == [-9, 20, 30, 40, 50, -9]
    assert found.figure.to_dict() == {1: 1, 2: -1}
    assert found.seasonal.tolist() == [1, -1] * 3 and filled(found.remainder) == [-9, 0, 0, 0, 0, -9]
    assert found.trend.index.tolist() == list("abcdef") == found.seasonal.index.tolist()
    assert (found.trend.name, found.seasonal.name) == ("output", "output")
    assert found._fields == ("trend", "seasonal", "remainder", "figure")


def test_an_odd_period_takes_a_plain_mean() -> None:
    values = pd.Series([1.0, 3.0, 5.0, 4.0, 6.0, 8.0, 7.0])  # line of slope 1 plus seasons -1, 0, 1
    found = seasonal_decompose(values, 3)
    assert filled(found.trend) == pytest.approx([-9, 3, 4, 5, 6, 7, -9])
    assert found.figure.tolist() == pytest.approx([-1, 0, 1])
    assert filled(found.remainder) == pytest.approx([-9, 0, 0, 0, 0, 0, -9])
    assert found.seasonal.tolist() == pytest.approx([-1, 0, 1, -1, 0, 1, -1])


def test_the_figure_is_centred() -> None:
    # Values less trend: -1, -0.5 and 0.5, 1.5; their means -0.75 and 1 less 0.125.
    values = pd.Series([0.0, 2.0, 2.0, 6.0, 4.0, 4.0])
    found = seasonal_decompose(values, 2)
    assert filled(found.trend) == [-9, 1.5, 3, 4.5, 4.5, -9]
    assert found.figure.tolist() == [-0.875, 0.875]
    assert filled(found.remainder) == [-9, -0.375, -0.125, 0.625, 0.375, -9]


def test_two_full_periods_are_enough_and_one_less_is_not() -> None:
    assert seasonal_decompose(pd.Series([1.0, 2.0, 1.0, 2.0]), 2).figure.tolist() == [-0.5, 0.5]
    short = seasonal_decompose(pd.Series([1.0, 2.0, 1.0]), 2)
    assert all(part.isna().all() for part in short) and short.figure.index.tolist() == [1, 2] and len(short.trend) == 3
    assert seasonal_decompose(pd.Series([1.0, 2.0, 3.0] * 2), 3).figure.notna().all()
    assert seasonal_decompose(pd.Series([1.0, 2.0, 3.0, 1.0, 2.0]), 3).figure.isna().all()
    assert len(seasonal_decompose(pd.Series([], dtype=float), 2).trend) == 0
    assert seasonal_decompose(pd.Series([], dtype=float), 2).figure.isna().tolist() == [True, True]


@pytest.mark.parametrize("bad", [NAN, math.inf])
def test_a_hole_leaves_nothing(bad: float) -> None:
    found = seasonal_decompose(pd.Series([1.0, 2.0, bad, 2.0, 1.0, 2.0, 1.0, 2.0]), 2)
    assert all(part.isna().all() for part in found) and [len(part) for part in found] == [8, 8, 8, 2]


def test_values_too_large_to_add_leave_nothing_infinite() -> None:
    found = seasonal_decompose(pd.Series([1.7e308, -1.7e308] * 4), 2)
    assert not any((part.abs() == math.inf).any() for part in found)


@pytest.mark.parametrize("period", [1, 0, -4, 2.5])
def test_a_period_is_a_whole_number_of_two_or_more(period: float) -> None:
    with pytest.raises(ValueError, match="period"):
        seasonal_decompose(pd.Series([1.0] * 12), period)


def test_a_period_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        seasonal_decompose(pd.Series([1.0] * 4, index=[1, 1, 2, 3]), 2)
