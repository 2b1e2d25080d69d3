"""The ten kinds of targets, with the figures of Huzhou's plan for traditional manufacturing."""

import math

import pytest

from jianbao.indicators.target_tasks import count_new_target, coverage_target, cumulative_target, rule_target
from jianbao.indicators.targets import (
    average_decline_target,
    average_growth_target,
    comparator_target,
    decline_from_base_target,
    level_target,
)

NAN = math.nan
CLOCKED = {
    "level": lambda *time: level_target(4400.0, 4000.0, 4840.0, *time),
    "comparator": lambda *time: comparator_target(0.05, 0.06, 0.04, 0.06, *time),
    "average growth": lambda *time: average_growth_target(107.0, 100.0, 0.07, *time),
    "average decline": lambda *time: average_decline_target(96.0, 100.0, 0.0366, *time),
    "decline from base": lambda *time: decline_from_base_target(90.0, 100.0, 0.2, *time),
    "cumulative": lambda *time: cumulative_target(230.0, 600.0, *time),
    "coverage": lambda *time: coverage_target(300, 400, *time),
    "new ones": lambda *time: count_new_target(52, 40, 35, *time),
}


def stands(got, achieved: float, progress: float, expected: float, needed: float, verdict: str) -> bool:
    return got[:4] == pytest.approx((achieved, progress, expected, needed), abs=1e-9, nan_ok=True) and got.verdict == verdict


@pytest.mark.parametrize("name", CLOCKED)
@pytest.mark.parametrize("time", [(-0.1, 3), (3.1, 3), (0, 0), (1, -3), (1, NAN), (NAN, 3), (1, math.inf)])
def test_time_outside_the_plan_is_refused(name: str, time: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="elapsed"):
        CLOCKED[name](*time)


@pytest.mark.parametrize("name", CLOCKED)
def test_a_plan_may_be_judged_on_its_last_day(name: str) -> None:
    assert CLOCKED[name](3, 3).verdict == "missed" and math.isnan(CLOCKED[name](3, 3).needed)


def test_a_level_of_5000_is_due_along_even_growth() -> None:
    assert stands(level_target(4500.0, 3200.0, 5000.0, 1, 2), 4500.0, 0.9, 0.8, 1 / 9, "ahead")
    assert stands(level_target(4000.0, 3200.0, 5000.0, 1, 2), 4000.0, 0.8, 0.8, 0.25, "on_track")
    assert stands(level_target(3200.0, 3200.0, 5000.0, 1, 2), 3200.0, 0.64, 0.8, 0.5625, "behind")
    assert stands(level_target(5000.0, 3200.0, 5000.0, 1, 2), 5000.0, 1.0, 0.8, NAN, "met")
    assert stands(level_target(4999.9, 3200.0, 5000.0, 2, 2), 4999.9, 0.99998, 1.0, NAN, "missed")
    assert stands(level_target(3200.0, 3200.0, 5000.0, 0, 2), 3200.0, 0.64, 0.64, 0.25, "on_track")


def test_a_level_that_is_a_ceiling_counts_the_other_way_round() -> None:
    assert stands(level_target(90.0, 100.0, 64.0, 1, 2, at_least=False), 90.0, 64 / 90, 0.8, 64 / 90 - 1, "behind")
    assert stands(level_target(70.0, 100.0, 64.0, 1, 2, at_least=False), 70.0, 64 / 70, 0.8, 64 / 70 - 1, "ahead")
    assert stands(level_target(64.0, 100.0, 64.0, 2, 2, at_least=False), 64.0, 1.0, 1.0, NAN, "met")
    assert level_target(64.1, 100.0, 64.0, 2, 2, at_least=False).verdict == "missed"


@pytest.mark.parametrize(("value", "verdict"), [(0.8004, "on_track"), (0.8006, "ahead"), (0.7996, "on_track"), (0.7994, "behind")])
def test_on_track_means_alike_when_printed_with_one_decimal(value: float, verdict: str) -> None:
    assert level_target(value, 0.64, 1.0, 1, 2).verdict == verdict


def test_figures_that_differ_by_binary_rounding_only_are_equal() -> None:
    assert rule_target(0.1 + 0.2, 0.3).verdict == "met"
    assert cumulative_target(0.1 + 0.7, 0.8, 1, 1).verdict == "met"
    assert rule_target(0.3 + 1e-9, 0.3).verdict == "missed"


def test_the_provincial_average_moves_and_the_gap_has_to_close() -> None:
    assert stands(comparator_target(0.05, 0.06, 0.03, 0.055, 1, 2), -0.01, 0.6, 0.5, 0.01, "ahead")
    assert stands(comparator_target(0.05, 0.07, 0.03, 0.07, 1, 2), -0.02, 0.5, 0.5, 0.02, "on_track")
    assert stands(comparator_target(0.05, 0.08, 0.04, 0.06, 1, 3), -0.03, -0.5, 1 / 3, 0.015, "behind")
    assert stands(comparator_target(0.06, 0.06, 0.03, 0.055, 1, 2), 0.0, 1.0, 0.5, NAN, "met")
    assert stands(comparator_target(0.07, 0.06, 0.07, 0.06, 1, 2), 0.01, NAN, 0.5, NAN, "met")
    assert stands(comparator_target(0.05, 0.06, 0.07, 0.06, 1, 2), -0.01, NAN, 0.5, 0.01, "unknown")


def test_carbon_intensity_has_to_be_below_the_sector_of_the_province() -> None:
    assert stands(comparator_target(1.2, 1.0, 1.8, 1.4, 1, 2, at_least=False), -0.2, 0.5, 0.5, 0.2, "on_track")
    assert comparator_target(0.9, 1.0, 1.8, 1.4, 1, 2, at_least=False).verdict == "met"
    assert comparator_target(0.9, 1.0, 1.8, 1.4, 2, 2).verdict == "missed"


def test_new_products_grow_by_seven_per_cent_a_year() -> None:
    assert stands(average_growth_target(107.0, 100.0, 0.07, 1, 3), 0.07, 1.07**-2, 1.07**-2, 0.07, "on_track")
    assert stands(average_growth_target(121.0, 100.0, 0.07, 2, 3), 0.1, 1.21 / 1.07**3, 1 / 1.07, 1.07**3 / 1.21 - 1, "ahead")
    assert average_growth_target(104.0, 100.0, 0.07, 1, 3).verdict == "behind"
    assert average_growth_target(100 * 1.07**3, 100.0, 0.07, 3, 3).verdict == "met"
    assert average_growth_target(122.4, 100.0, 0.07, 3, 3).verdict == "missed"
    assert stands(average_growth_target(100.0, 100.0, 0.07, 0, 3), NAN, NAN, NAN, NAN, "unknown")
    with pytest.raises(ValueError, match="above -1"):
        average_growth_target(100.0, 100.0, -1.0, 1, 3)
    assert average_growth_target(100.0, 100.0, -0.5, 1, 3).verdict == "met"


def test_energy_falls_by_3_66_per_cent_a_year() -> None:
    due = 1 - 0.0366
    assert stands(average_decline_target(100 * due, 100.0, 0.0366, 1, 3), 0.0366, due**2, due**2, 0.0366, "on_track")
    assert stands(average_decline_target(81.0, 100.0, 0.1, 2, 3), 0.1, 0.9, 0.9, 0.1, "on_track")
    assert stands(average_decline_target(96.0, 100.0, 0.1, 1, 2), 0.04, 0.84375, 0.9, 0.15625, "behind")
    assert stands(average_decline_target(85.0, 100.0, 0.1, 1, 2), 0.15, 0.81 / 0.85, 0.9, 1 - 0.81 / 0.85, "ahead")
    assert average_decline_target(105.0, 100.0, 0.1, 1, 2).achieved == pytest.approx(-0.05)
    assert average_decline_target(100 * due**3, 100.0, 0.0366, 3, 3).verdict == "met"
    assert average_decline_target(89.5, 100.0, 0.0366, 3, 3).verdict == "missed"
    assert average_decline_target(89.4, 100.0, 0.0366, 3, 3).verdict == "met"
    for target in (0.0, 1.0, -0.0366, 3.66):
        with pytest.raises(ValueError, match="above"):
            average_decline_target(96.0, 100.0, target, 1, 3)


def test_emissions_fall_by_20_and_40_per_cent_from_a_base_that_has_to_be_named() -> None:
    assert stands(decline_from_base_target(85.0, 100.0, 0.2, 1, 2), 0.15, 0.75, 0.5, 0.05, "ahead")
    assert stands(decline_from_base_target(85.0, 100.0, 0.4, 1, 2), 0.15, 0.375, 0.5, 0.25, "behind")
    assert stands(decline_from_base_target(80.0, 100.0, 0.4, 1, 3), 0.2, 0.5, 1 / 3, 0.1, "ahead")
    assert stands(decline_from_base_target(80.0, 100.0, 0.2, 1, 2), 0.2, 1.0, 0.5, NAN, "met")
    assert decline_from_base_target(80.1, 100.0, 0.2, 2, 2).verdict == "missed"
    assert decline_from_base_target(80.1, None, 0.2, 2, 2).verdict == "unknown"
    assert decline_from_base_target(0.0, 100.0, 1.0, 1, 2).verdict == "met"
    for target in (0.0, 1.01, -0.2):
        with pytest.raises(ValueError, match="above"):
            decline_from_base_target(80.0, 100.0, target, 1, 2)
