"""Grades by share of the ranking and classes against a reference, at their thresholds."""

import math

import pandas as pd
import pytest

from jianbao.indicators.classify import class_against_reference, grade_by_share

CUTS = {"A": 0.2, "B": 0.8, "C": 0.95, "D": 1}


def test_twenty_units_are_graded_4_12_3_1() -> None:
    grades = grade_by_share(pd.Series(range(20, 0, -1), dtype=float, name="score"), CUTS)
    assert "".join(grades) == "AAAA" + "B" * 12 + "CCC" + "D"
    assert grades.name == "score"


@pytest.mark.parametrize(("n", "expected"), [(1, "D"), (4, "BBBD"), (5, "ABBBD"), (6, "ABBBCD"), (10, "AABBBBBBCD")])
def test_a_grade_ends_at_the_last_unit_wholly_within_its_share(n: int, expected: str) -> None:
    assert "".join(grade_by_share(pd.Series(range(n, 0, -1), dtype=float), CUTS)) == expected


def test_ties_get_the_better_grade_and_the_next_follows_all_of_them() -> None:
    scores = pd.Series([9.0, 9.0, 9.0, 5.0, 4.0])
    assert grade_by_share(scores, CUTS).tolist() == ["A", "A", "A", "B", "D"]
    assert grade_by_share(scores, CUTS, higher_is_first=False).tolist() == ["B", "B", "B", "B", "A"]


def test_a_unit_without_a_score_takes_no_place() -> None:
    scores = pd.Series({"x": math.nan, "a": 9.0, "b": 8.0, "c": 7.0, "d": 6.0, "e": 5.0})
    assert grade_by_share(scores, CUTS).to_dict() == {"x": None, "a": "A", "b": "B", "c": "B", "d": "B", "e": "D"}


@pytest.mark.parametrize("cuts", [{}, {"A": 0.2}, {"A": 0.2, "B": 0.2, "C": 1}, {"A": 0.5, "B": 0.2, "C": 1}, {"A": 0, "B": 1}, {"A": 0.2, "B": 1.1}, {"A": -0.1, "B": 1}, {"A": math.nan, "B": 1}])
def test_cuts_that_do_not_rise_from_above_0_to_1_are_refused(cuts: dict) -> None:
    with pytest.raises(ValueError, match="rise from above 0 to 1"):
        grade_by_share(pd.Series([1.0, 2.0]), cuts)


def test_one_grade_for_all_is_allowed() -> None:
    assert grade_by_share(pd.Series([1.0, 2.0]), {"A": 1}).tolist() == ["A", "A"]


@pytest.mark.parametrize(("value", "error", "reference", "expected"), [
    (5.4, 0.1, 5.2, "above"), (5.3, 0.1, 5.2, "not distinguishable"), (5.1, 0.1, 5.2, "not distinguishable"), (5.0, 0.1, 5.2, "below"),
    (0.4, 0.1, 0.3, "not distinguishable"), (0.3, 0.1, 0.4, "not distinguishable"), (0.401, 0.1, 0.3, "above"),
    (2.0, 0.0, 2.0, "not distinguishable"), (2.5, 0.0, 2.0, "above"), (1.5, 0.0, 2.0, "below"), (1.0, None, 2.0, None),
])
def test_at_exactly_the_error_a_value_cannot_be_told_from_the_reference(value, error, reference, expected) -> None:
    assert class_against_reference(value, error, reference) == expected


def test_a_whole_table_is_classed_cell_by_cell_with_its_labels() -> None:
    table = pd.DataFrame({"p": [1.0, 5.0], "q": [math.nan, 3.0]}, index=["a", "b"])
    found = class_against_reference(table, 1.0, 3.0)
    assert found.to_dict() == {"p": {"a": "below", "b": "above"}, "q": {"a": None, "b": "not distinguishable"}}
    x = pd.Series({"a": 1.0, "b": 5.0}, name="share")
    found = class_against_reference(x, pd.Series({"a": 1.0, "b": 4.0}), pd.Series({"a": 3.0, "b": 3.0}))
    assert found.to_dict() == {"a": "below", "b": "not distinguishable"}
    assert class_against_reference(x, 1.0, 3.0).name == "share"


def test_an_error_of_nothing_is_an_error_like_any_other() -> None:
    x = pd.Series([1.0, 2.5, 2.0])
    assert class_against_reference(x, pd.Series([0.0, 0.5, 0.5]), 2.0).tolist() == ["below", "not distinguishable", "not distinguishable"]


@pytest.mark.parametrize("error", [-0.1, pd.Series([0.1, -0.1]), pd.DataFrame([[0.1], [-0.1]])])
def test_a_negative_error_is_refused(error) -> None:
    value = error * 0 + 1.0
    with pytest.raises(ValueError, match="negative"):
        class_against_reference(value, error, 1.0)


def test_an_error_of_other_units_is_refused() -> None:
    with pytest.raises(ValueError, match="different indexes"):
        class_against_reference(pd.Series([1.0]), pd.Series([1.0], index=["a"]), 0.0)
