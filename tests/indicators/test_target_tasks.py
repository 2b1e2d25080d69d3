"""Amounts, coverage, new ones, rules and milestones, with the figures of Huzhou's plan for traditional manufacturing."""

import math
from datetime import date

import pytest

from jianbao.indicators.target_tasks import (
    count_new_target,
    coverage_target,
    cumulative_target,
    milestone_target,
    rule_target,
)

NAN = math.nan


def stands(got, achieved: float, progress: float, expected: float, needed: float, verdict: str) -> bool:
    return got[:4] == pytest.approx((achieved, progress, expected, needed), abs=1e-9, nan_ok=True) and got.verdict == verdict


def test_without_an_amount_nothing_can_be_said() -> None:
    for got in (cumulative_target(NAN, 600.0, 3, 3), cumulative_target(1.0, NAN, 3, 3), count_new_target(1, NAN, 35, 3, 3)):
        assert stands(got, NAN, NAN, 1.0, NAN, "unknown")


def test_six_hundred_in_three_years() -> None:
    assert stands(cumulative_target(230.0, 600.0, 1, 3), 230.0, 23 / 60, 1 / 3, 185.0, "ahead")
    assert stands(cumulative_target(200.0, 600.0, 1, 3), 200.0, 1 / 3, 1 / 3, 200.0, "on_track")
    assert stands(cumulative_target(180.0, 600.0, 1, 3), 180.0, 0.3, 1 / 3, 210.0, "behind")
    assert stands(cumulative_target(360.0, 600.0, 2.25, 3), 360.0, 0.6, 0.75, 320.0, "behind")
    assert stands(cumulative_target(600.0, 600.0, 1, 3), 600.0, 1.0, 1 / 3, NAN, "met")
    assert stands(cumulative_target(599.0, 600.0, 3, 3), 599.0, 599 / 600, 1.0, NAN, "missed")
    assert cumulative_target(0.5, 0.5, 1, 3).verdict == "met"


def test_coverage_of_all_and_of_some() -> None:
    assert stands(coverage_target(300, 400, 1, 3), 0.75, 0.75, 1 / 3, 0.125, "ahead")
    assert stands(coverage_target(300, 400, 1, 3, target=0.9), 0.75, 5 / 6, 1 / 3, 0.075, "ahead")
    assert coverage_target(400, 400, 1, 3).verdict == "met" and coverage_target(399, 400, 3, 3).verdict == "missed"
    assert coverage_target(401, 400, 1, 3).verdict == "unknown" and coverage_target(300, 400, 1, 3, 0.75).verdict == "met"
    for target in (0.0, 1.01):
        with pytest.raises(ValueError, match="above"):
            coverage_target(300, 400, 1, 3, target)


def test_thirty_five_new_ones() -> None:
    assert stands(count_new_target(52, 40, 36, 1, 3), 12.0, 1 / 3, 1 / 3, 12.0, "on_track")
    assert stands(count_new_target(75, 40, 35, 2, 3), 35.0, 1.0, 2 / 3, NAN, "met")
    assert count_new_target(74, 40, 35, 3, 3).verdict == "missed" and count_new_target(50, 40, 35, 1, 3).verdict == "behind"


@pytest.mark.parametrize(
    ("value", "limit", "at_least", "progress", "needed", "verdict"),
    [(1, 1, False, 1.0, NAN, "met"), (0, 1, False, 1.0, NAN, "met"), (2, 1, False, 0.0, 1.0, "missed"), (5, 5, True, 1.0, NAN, "met"), (6, 5, True, 1.0, NAN, "met"), (3, 5, True, 0.0, 2.0, "missed")],
)
def test_a_rule_is_kept_or_broken(value: float, limit: float, at_least: bool, progress: float, needed: float, verdict: str) -> None:
    assert stands(rule_target(value, limit, at_least), float(value), progress, 1.0, needed, verdict)
    assert at_least or rule_target(value, limit) == pytest.approx(rule_target(value, limit, at_least=False), nan_ok=True) or math.isnan(needed)


DUE, START = date(2026, 3, 31), date(2026, 1, 1)


@pytest.mark.parametrize(
    ("done", "as_of", "start", "achieved", "expected", "needed", "verdict"),
    [
        (None, date(2026, 3, 1), START, 0.0, 59 / 89, 30.0, "on_track"), (None, DUE, START, 0.0, 1.0, 0.0, "on_track"),
        (None, date(2026, 4, 1), START, 0.0, NAN, NAN, "missed"), (DUE, date(2026, 4, 1), None, 1.0, NAN, NAN, "met"),
        (date(2026, 4, 1), date(2026, 4, 2), None, 1.0, NAN, NAN, "missed"), (date(2026, 3, 20), date(2026, 3, 1), None, 0.0, NAN, 30.0, "on_track"),
        (date(2026, 3, 1), date(2026, 3, 1), None, 1.0, NAN, NAN, "met"), (None, START, START, 0.0, 0.0, 89.0, "on_track"),
        (DUE, date(2026, 3, 30), None, 0.0, NAN, 1.0, "on_track"), (date(2026, 4, 9), date(2026, 4, 5), None, 0.0, NAN, NAN, "missed"),
    ],
)
def test_a_milestone_by_the_end_of_march(done, as_of, start, achieved, expected, needed, verdict) -> None:
    assert stands(milestone_target(DUE, done, as_of, start), achieved, achieved, expected, needed, verdict)


@pytest.mark.parametrize(("start", "as_of"), [(DUE, DUE), (date(2026, 4, 1), date(2026, 4, 2)), (date(2026, 3, 2), date(2026, 3, 1))])
def test_a_milestone_that_starts_too_late_is_refused(start: date, as_of: date) -> None:
    with pytest.raises(ValueError, match="cannot start"):
        milestone_target(DUE, None, as_of, start)
