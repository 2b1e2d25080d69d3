"""Cumulative and single periods: hand-worked."""

import math

import pandas as pd
import pytest

from jianbao.indicators.cumulative import (
    cumulative_from_period,
    months_covered,
    period_from_cumulative,
    period_growth_from_cumulative,
)

NAN = math.nan
TWICE = pd.Series([1.0, 2.0], index=["2025-02", "2025-02"])


def series(**values: float) -> pd.Series:
    """'m2025_02' → '2025-02'."""
    return pd.Series({label[1:].replace("_", "-"): value for label, value in values.items()}, name="profit", dtype=float)


@pytest.mark.parametrize(
    ("cumulative", "single", "covered"),
    [
        (series(m2025_01=50, m2025_02=120, m2025_03=200), [50, 70, 80], [1, 1, 1]),
        (series(m2025_02=120, m2025_03=200), [120, 80], [2, 1]),
        (series(m2025_01=NAN, m2025_02=120, m2025_03=200), [NAN, 120, 80], [NAN, 2, 1]),
        (series(m2025_01=50, m2025_02=NAN, m2025_03=200, m2025_04=290), [50, NAN, NAN, 90], [1, NAN, NAN, 1]),
        (series(m2025_02=120, m2025_04=290, m2025_05=300), [120, NAN, 10], [2, NAN, 1]),
        (series(m2025_03=200, m2025_04=290), [NAN, 90], [NAN, 1]),
        (series(m2025_11=10, m2025_12=30, m2026_01=5, m2026_02=8), [NAN, 20, 5, 3], [NAN, 1, 1, 1]),
        (series(m2026_02=8, m2025_12=30, m2025_11=40), [8, -10, NAN], [2, 1, NAN]),
        (series(m2025_10=10, m2025_09=4), [6, NAN], [1, NAN]),
    ],
)
def test_single_months_out_of_cumulative_figures(cumulative: pd.Series, single: list[float], covered: list[float]) -> None:
    expected = pd.Series(single, index=cumulative.index, name="profit", dtype=float)
    pd.testing.assert_series_equal(period_from_cumulative(cumulative), expected)
    pd.testing.assert_series_equal(months_covered(cumulative), pd.Series(covered, index=cumulative.index, name="profit", dtype=float))


def test_quarters_and_half_years_are_taken_apart_too() -> None:
    quarters = series(m2025_03=10, m2025_06=30, m2025_09=60, m2025_12=100, m2026_02=4)
    assert period_from_cumulative(quarters, 3).tolist() == pytest.approx([10, 20, 30, 40, NAN], nan_ok=True)
    assert months_covered(quarters, 3).tolist() == pytest.approx([3, 3, 3, 3, NAN], nan_ok=True)
    assert cumulative_from_period(series(m2025_03=10, m2025_06=20, m2025_09=30, m2025_12=40), 3).tolist() == [10, 30, 60, 100]
    assert period_from_cumulative(series(m2025_06=30, m2025_12=100), 6).tolist() == [30, 70]
    assert cumulative_from_period(series(m2025_12=70, m2025_06=30), 6).tolist() == [100, 30]


@pytest.mark.parametrize(
    ("single", "cumulative"),
    [
        (series(m2025_01=50, m2025_02=70, m2025_03=80), [50, 120, 200]),
        (series(m2025_03=80, m2025_02=120, m2026_01=7), [200, 120, 7]),
        (series(m2025_02=120, m2025_03=NAN, m2025_04=5), [120, NAN, NAN]),
        (series(m2025_02=120, m2025_04=5), [120, NAN]),
        (series(m2025_01=50, m2025_02=NAN, m2025_03=80), [50, NAN, NAN]),
        (pd.Series(1.0, index=[f"2025-{m:02d}" for m in range(1, 13)], name="profit"), list(range(1, 13))),
    ],
)
def test_single_months_add_up_within_their_year(single: pd.Series, cumulative: list[float]) -> None:
    expected = pd.Series(cumulative, index=single.index, name="profit", dtype=float)
    pd.testing.assert_series_equal(cumulative_from_period(single), expected)


@pytest.mark.parametrize("function", [period_from_cumulative, cumulative_from_period, months_covered])
@pytest.mark.parametrize("label", ["2025", "2025-13", "2025-00", "2025-1", "2025Q1", 202501, "x2025-01", "2025-01-01", pd.Period("2025-01")])
def test_a_label_that_is_no_month_is_refused(function, label) -> None:
    with pytest.raises(ValueError, match="YYYY-MM"):
        function(pd.Series([1.0], index=[label]))


@pytest.mark.parametrize("function", [period_from_cumulative, cumulative_from_period, months_covered])
def test_a_month_twice_or_a_strange_length_is_refused(function) -> None:
    with pytest.raises(ValueError, match="twice"):
        function(TWICE)
    for months in (0, 2, 4, 12):
        with pytest.raises(ValueError, match="1, 3 or 6"):
            function(series(m2025_02=1.0), months)


def test_september_is_known_only_within_its_interval() -> None:
    no_base = period_growth_from_cumulative(300.0, 0.5, 220.0, 0.1)  # 200 before in both, but for binary rounding
    assert no_base.level == 80.0 and all(math.isnan(rate) for rate in no_base[1:])
    october = period_growth_from_cumulative(330.0, 0.1, 210.0, 0.05, half_unit=0.05)
    assert october.level == pytest.approx(120.0)
    assert october.growth == pytest.approx(120 / (330 / 1.1 - 210 / 1.05) - 1)
    assert october.low == pytest.approx(120 / (330 / 1.05 - 210 / 1.1) - 1)
    assert october.high == pytest.approx(120 / (330 / 1.15 - 210 / 1.0) - 1)


def test_without_rounding_the_interval_is_a_point_and_an_impossible_end_is_unknown() -> None:
    exact = period_growth_from_cumulative(330.0, 0.1, 220.0, 0.1)
    assert exact.growth == exact.low == exact.high == pytest.approx(0.1)
    wide = period_growth_from_cumulative(330.0, 0.1, 220.0, 0.1, half_unit=0.5)
    assert math.isfinite(wide.low) and math.isnan(wide.high)


def test_a_negative_rounding_is_refused() -> None:
    with pytest.raises(ValueError, match="half_unit"):
        period_growth_from_cumulative(3.0, 0.1, 2.0, 0.1, -1e-9)
