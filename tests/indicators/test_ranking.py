"""Ranks, ties, the error of a rank and its movement, worked by hand."""

import math

import pandas as pd
import pytest

from jianbao.indicators.ranking import (
    movement,
    rank_among,
    rank_interval,
    ranks,
    ranks_printed,
    revision_error,
)

NAN = math.nan
X = pd.Series({"a": 3.0, "b": 9.0, "c": 3.0, "d": NAN, "e": 1.0}, name="output")


@pytest.mark.parametrize(("method", "first", "last"), [
    ("min", [2, 1, 2, NAN, 4], [2, 4, 2, NAN, 1]),
    ("max", [3, 1, 3, NAN, 4], [3, 4, 3, NAN, 1]),
    ("average", [2.5, 1, 2.5, NAN, 4], [2.5, 4, 2.5, NAN, 1]),
    ("first", [2, 1, 3, NAN, 4], [2, 4, 3, NAN, 1]),
])
def test_ties_share_a_rank_by_the_method(method: str, first: list, last: list) -> None:
    pd.testing.assert_series_equal(ranks(X, method), pd.Series(first, X.index, float, "output"))
    pd.testing.assert_series_equal(ranks(X, method, higher_is_first=False), pd.Series(last, X.index, float, "output"))


def test_the_best_rank_of_a_tie_is_the_default_and_columns_are_ranked_by_themselves() -> None:
    assert ranks(X).equals(ranks(X, "min"))
    found = ranks(pd.DataFrame({"p": [1.0, 2.0], "q": [2.0, 1.0]}))
    assert found.to_dict("list") == {"p": [2.0, 1.0], "q": [1.0, 2.0]}


def test_a_method_nobody_knows_and_a_label_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown method"):
        ranks(X, "dense")
    twice = pd.Series([1.0, 2.0], index=["a", "a"])
    for refused in (lambda: ranks(twice), lambda: rank_among(twice, "a"), lambda: ranks_printed(twice, 1), lambda: rank_interval(twice)):
        with pytest.raises(ValueError, match="twice"):
            refused()


@pytest.mark.parametrize(("unit", "higher", "expected"), [
    ("a", True, (2, 4, 2)), ("b", True, (1, 4, 1)), ("e", True, (4, 4, 1)), ("d", True, None),
    ("a", False, (2, 4, 2)), ("b", False, (4, 4, 1)), ("e", False, (1, 4, 1)),
])
def test_one_unit_has_its_position_among_those_ranked(unit: str, higher: bool, expected: tuple | None) -> None:
    assert rank_among(X, unit, higher_is_first=higher) == expected
    assert rank_among(X, "b") == (1, 4, 1)


def test_a_unit_that_is_not_there_has_no_rank() -> None:
    with pytest.raises(KeyError):
        rank_among(X, "z")


@pytest.mark.parametrize(("values", "decimals", "expected"), [
    ([5.24, 5.15, 5.14], 1, [1, 1, 3]),
    ([0.125, 0.12, 0.13], 2, [1, 3, 1]),  # half away from zero, not to even
    ([1.005, 1.00, 1.01], 2, [1, 3, 1]),  # in decimal, not in binary
    ([-0.25, -0.3, -0.2], 1, [2, 2, 1]),
    ([14, 15, 24], -1, [3, 1, 1]),
    ([1.4, 1.5, 2.4], 0, [3, 1, 1]),
])
def test_equal_as_printed_is_the_same_rank(values: list, decimals: int, expected: list) -> None:
    x = pd.Series(values, index=list("pqr"), dtype=float, name="share")
    pd.testing.assert_series_equal(ranks_printed(x, decimals), pd.Series(expected, x.index, float, "share"))


def test_the_lowest_may_be_first_as_printed() -> None:
    assert ranks_printed(pd.Series([5.24, 5.15, 5.14]), 1, higher_is_first=False).tolist() == [2, 2, 1]


def test_the_error_of_revision_is_the_spread_and_not_the_mean_of_revisions() -> None:
    assert revision_error(pd.Series([1.0, 2.0, 3.0]), pd.Series([6.0, 7.0, 8.0])) == 0
    assert revision_error(pd.Series([0.0, 0.0]), pd.Series([1.0, 3.0])) == pytest.approx(2**0.5)
    assert math.isnan(revision_error(pd.Series([0.0, 0.0, NAN]), pd.Series([1.0, 3.0, 2.0])))
    assert isinstance(revision_error(pd.Series([0.0, 0.0]), pd.Series([1.0, 3.0])), float)
    with pytest.raises(ValueError, match="different indexes"):
        revision_error(pd.Series([1.0]), pd.Series([1.0, 2.0]))


def intervals(found: pd.DataFrame) -> list:
    assert list(found) == ["rank", "low", "high"]
    return [tuple(row) for row in found.to_numpy().tolist()]


def test_values_one_printed_unit_apart_may_be_equal_and_more_apart_are_not() -> None:
    x = pd.Series({"a": 0.4, "b": 0.3, "c": 0.1})
    assert intervals(rank_interval(x, unit=0.1)) == [(1, 1, 2), (2, 1, 2), (3, 3, 3)]
    assert intervals(rank_interval(x, unit=0.2)) == [(1, 1, 2), (2, 1, 3), (3, 2, 3)]
    assert intervals(rank_interval(x, unit=0.1, higher_is_first=False)) == [(3, 2, 3), (2, 2, 3), (1, 1, 1)]
    assert rank_interval(x).index.equals(x.index)


def test_without_error_only_ties_are_open() -> None:
    assert intervals(rank_interval(pd.Series([2.0, 2.0, 5.0, 1.0]))) == [(2, 2, 3), (2, 2, 3), (1, 1, 1), (4, 4, 4)]


def test_two_standard_errors_add_in_squares() -> None:
    x, se = pd.Series([10.0, 0.0]), pd.Series([3.0, 4.0])
    assert intervals(rank_interval(x, standard_error=se, z=1.99)) == [(1, 1, 1), (2, 2, 2)]
    assert intervals(rank_interval(x, standard_error=se, z=2)) == [(1, 1, 2), (2, 1, 2)]
    assert intervals(rank_interval(x, standard_error=se)) == [(1, 1, 1), (2, 2, 2)]
    assert intervals(rank_interval(x, standard_error=se, unit=0.3)) == [(1, 1, 2), (2, 1, 2)]
    assert intervals(rank_interval(x - [0, 0.201], standard_error=se, unit=0.4)) == [(1, 1, 1), (2, 2, 2)]
    assert intervals(rank_interval(pd.Series([1.0, 0.0]), standard_error=0.5, z=0)) == [(1, 1, 1), (2, 2, 2)]


def test_the_normal_quantile_is_1_96_unless_given() -> None:
    near, far = pd.Series([1.959, 0.0]), pd.Series([1.961, 0.0])
    se = pd.Series([1.0, 0.0])
    assert intervals(rank_interval(near, standard_error=se)) == [(1, 1, 2), (2, 1, 2)]
    assert intervals(rank_interval(far, standard_error=se)) == [(1, 1, 1), (2, 2, 2)]


def test_a_unit_without_a_value_has_no_interval_and_counts_for_nobody() -> None:
    found = rank_interval(pd.Series([5.0, NAN, 1.0]))
    assert found.loc[[0, 2]].to_numpy().tolist() == [[1, 1, 1], [2, 2, 2]] and found.loc[1].isna().all()
    unsure = rank_interval(pd.Series([5.0, 3.0, 1.0]), standard_error=pd.Series([0.0, NAN, 0.0]))
    assert unsure["rank"].tolist() == [1, 2, 3] and unsure.loc[1, ["low", "high"]].isna().all()
    assert unsure.loc[[0, 2], ["low", "high"]].to_numpy().tolist() == [[1, 2], [2, 3]]


@pytest.mark.parametrize("given", [{"unit": -0.1}, {"z": -1.0}, {"standard_error": -0.1}, {"standard_error": pd.Series([0.1, -0.1])}])
def test_a_negative_error_is_refused(given: dict) -> None:
    with pytest.raises(ValueError, match="negative"):
        rank_interval(pd.Series([1.0, 2.0]), **given)


def test_an_error_of_other_units_is_refused() -> None:
    with pytest.raises(ValueError, match="different indexes"):
        rank_interval(pd.Series([1.0, 2.0]), standard_error=pd.Series([0.1, 0.1], index=["a", "b"]))


def test_a_rank_moved_only_if_the_intervals_share_none() -> None:
    before = pd.DataFrame({"rank": [3, 3, 3, 3], "low": [3, 3, 3, 3], "high": [4, 4, 4, 4]}, index=list("abcd"), dtype=float)
    now = pd.DataFrame({"rank": [1, 2, 4, 5], "low": [1, 2, 4, 5], "high": [2, 3, 5, 6]}, index=list("abcd"), dtype=float)
    assert movement(now, before).to_dict() == {"a": "up", "b": "within_error", "c": "within_error", "d": "down"}
    assert movement(now, before).name is None
    with pytest.raises(ValueError, match="different indexes"):
        movement(now, before.rename(index={"a": "z"}))


@pytest.mark.parametrize(("side", "column"), [("now", "low"), ("now", "high"), ("before", "low"), ("before", "high")])
def test_a_movement_from_or_to_an_unknown_interval_is_unknown(side: str, column: str) -> None:
    frames = {name: pd.DataFrame({"rank": [1.0], "low": [1.0], "high": [2.0]}) for name in ("now", "before")}
    frames[side][column] = NAN
    assert movement(**frames).tolist() == [None]
