"""Shares, pulls and contribution rates: official tables worked by hand."""

import math

import pandas as pd
import pytest

from jianbao.indicators.comparable import comparable_base
from jianbao.indicators.contribution import (
    change_of_share,
    contribution_from_rate,
    contribution_from_share,
    contribution_rate,
    contribution_rate_from_growth,
    contribution_to_growth,
    share,
)
from jianbao.indicators.growth import growth_rate

OTHER = pd.Series([1.0, 2.0], index=["b", "c"])
TWICE = pd.Series([1.0, 2.0], index=["a", "a"])


def test_a_sector_pulls_its_county_down_as_the_report_says() -> None:
    """A county report: 文教 4.54 after -57.2 %, share now 8.8 %, previous total 60.98: 下拉 10.0 points of a fall of 15.4 %."""
    base = comparable_base(4.54, -0.572)
    assert base == pytest.approx(10.61, abs=0.005)
    total = 60.98
    pull = contribution_to_growth(pd.Series({"culture": 4.54}), pd.Series({"culture": base}), total)["culture"]
    assert pull == pytest.approx(-0.1, abs=0.0006)  # the share and the rate are printed to 0.1
    assert contribution_from_share(share(base, total), -0.572) == pytest.approx(pull)
    assert growth_rate(4.54 / 0.088, total) == pytest.approx(-0.154, abs=0.0005)
    assert contribution_rate_from_growth(pull, -0.154) == pytest.approx(10.0 / 15.4, abs=0.004)


def test_zhejiangs_manufacturing_and_large_firms_pull_as_the_release_says() -> None:
    """Zhejiang, November 2021: total 4.3 %; 制造业 rate 82.8 %; 大型企业 pull 1.9, rate 43.5 %."""
    assert round(100 * contribution_from_rate(0.828, 0.043), 2) == 3.56
    assert round(100 * contribution_from_rate(0.435, 0.043), 1) == 1.9
    assert contribution_rate_from_growth(contribution_from_rate(0.435, 0.043), 0.043) == pytest.approx(0.435)
    assert contribution_rate_from_growth(0.0187, 0.043) == pytest.approx(0.435, abs=0.0005)


def test_pulls_keep_the_labels_and_divide_by_the_previous_total() -> None:
    now, before = pd.Series({"b": 13.0, "a": 9.0}, name="va"), pd.Series({"b": 12.0, "a": 8.0}, name="va")
    pd.testing.assert_series_equal(contribution_to_growth(now, before), pd.Series({"b": 0.05, "a": 0.05}, name="va"))
    pd.testing.assert_series_equal(contribution_to_growth(now, before, 40.0), pd.Series({"b": 0.025, "a": 0.025}, name="va"))


def test_a_given_total_wins_and_only_the_hole_is_unknown() -> None:
    now, before = pd.Series({"a": 6.0, "b": None}), pd.Series({"a": 5.0, "b": 5.0})
    assert contribution_to_growth(now, before).isna().all()
    assert contribution_to_growth(before, now).isna().all()
    assert contribution_to_growth(now, before, 20.0)["a"] == 0.05 and math.isnan(contribution_to_growth(now, before, 20.0)["b"])
    assert contribution_rate(now, before, (22.0, 20.0))["a"] == pytest.approx(0.5)
    assert math.isnan(contribution_rate(now, before, (22.0, 20.0))["b"]) and contribution_rate(now, before).isna().all()


def test_rates_use_the_totals_in_the_order_current_then_previous() -> None:
    rates = contribution_rate(pd.Series([6.0]), pd.Series([5.0]), (24.0, 20.0))
    assert rates.tolist() == pytest.approx([0.25])
    assert contribution_rate(pd.Series([6.0]), pd.Series([5.0]), (16.0, 20.0)).tolist() == pytest.approx([-0.25])


@pytest.mark.parametrize(
    ("growth", "min_growth", "known"),
    [(0.005, 0.005, True), (-0.005, 0.005, True), (0.0049, 0.005, False), (-0.0049, 0.005, False), (0.0049, 0.0, True), (0.0, 0.0, False), (0.02, 0.03, False)],
)
def test_no_rate_is_given_where_the_total_hardly_moved(growth: float, min_growth: float, known: bool) -> None:
    assert math.isfinite(contribution_rate_from_growth(0.001, growth, min_growth)) is known
    total = 1000.0 * (1 + growth)
    current, previous = pd.Series([total - 400.0, 400.0]), pd.Series([500.0, 500.0])
    if abs(growth) != min_growth:
        assert contribution_rate(current, previous, min_growth=min_growth).notna().all() == known


def test_the_usual_floor_is_half_a_per_cent() -> None:
    assert contribution_rate(pd.Series([502.0, 503.0]), pd.Series([500.0, 500.0])).tolist() == pytest.approx([0.4, 0.6])
    assert contribution_rate(pd.Series([502.0, 502.9]), pd.Series([500.0, 500.0])).isna().all()
    assert contribution_rate_from_growth(0.001, 0.005) == pytest.approx(0.2) and math.isnan(contribution_rate_from_growth(0.001, 0.00499))


def test_rates_of_a_falling_total_are_positive_for_what_pulls_it_down() -> None:
    rates = contribution_rate(pd.Series({"a": 6.0, "b": 11.0}), pd.Series({"a": 10.0, "b": 10.0}))
    assert rates.to_dict() == pytest.approx({"a": 4 / 3, "b": -1 / 3})
    assert contribution_rate_from_growth(pd.Series([-0.2, 0.05]), -0.15).tolist() == pytest.approx([4 / 3, -1 / 3])


def test_products_of_shares_rates_and_growth_go_cell_by_cell() -> None:
    table = pd.DataFrame({"a": [0.5, -0.5]}, index=["x", "y"])
    pd.testing.assert_frame_equal(contribution_from_rate(table, 0.1), pd.DataFrame({"a": [0.05, -0.05]}, index=["x", "y"]))
    pd.testing.assert_frame_equal(contribution_from_share(table, 0.1), pd.DataFrame({"a": [0.05, math.nan]}, index=["x", "y"]))
    assert contribution_from_share(0.5, pd.Series([0.2, -1.0, -1.1])).tolist() == pytest.approx([0.1, -0.5, math.nan], nan_ok=True)


@pytest.mark.parametrize(("part", "total", "expected"), [(7.3, 100.0, 0.073), (0.0, 5.0, 0.0), (5.0, 5.0, 1.0), (6.0, 5.0, 1.2), (0.5, 0.5, 1.0)])
def test_a_share_is_the_part_over_the_total(part: float, total: float, expected: float) -> None:
    assert share(part, total) == pytest.approx(expected, abs=1e-15) and type(share(part, total)) is float


def test_a_share_of_a_table_keeps_its_labels() -> None:
    parts = pd.Series({"Anji": 3.0, "Deqing": -1.0}, name="va")
    pd.testing.assert_series_equal(share(parts, 12.0), pd.Series({"Anji": 0.25, "Deqing": math.nan}, name="va"))


def test_the_change_of_a_share_is_now_less_before() -> None:
    assert change_of_share(30.0, 120.0, 20.0, 100.0) == pytest.approx(0.05)
    assert change_of_share(20.0, 100.0, 30.0, 120.0) == pytest.approx(-0.05)
    assert change_of_share(100.0, 100.0, 0.0, 100.0) == 1.0


@pytest.mark.parametrize(
    "call",
    [
        lambda: contribution_to_growth(OTHER, TWICE), lambda: contribution_to_growth(TWICE, TWICE), lambda: contribution_rate(OTHER, TWICE),
        lambda: contribution_rate(TWICE, TWICE), lambda: contribution_rate_from_growth(TWICE, 0.1), lambda: contribution_from_rate(OTHER, TWICE),
        lambda: contribution_from_share(OTHER, TWICE), lambda: share(OTHER, TWICE), lambda: change_of_share(OTHER, OTHER, OTHER, TWICE),
        lambda: contribution_rate_from_growth(0.1, 0.1, -1e-9), lambda: contribution_rate(OTHER, OTHER, None, -1e-9),
    ],
)
def test_different_or_repeated_labels_and_a_negative_floor_are_refused(call) -> None:
    with pytest.raises(ValueError, match="index|twice|min_growth"):
        call()


def test_inputs_stay_as_they_are() -> None:
    now, before = pd.Series([1.0, math.inf]), pd.Series([1.0, 2.0])
    contribution_to_growth(now, before, 3.0), contribution_rate(now, before), share(now, before)
    assert now.tolist() == [1.0, math.inf] and before.tolist() == [1.0, 2.0]
