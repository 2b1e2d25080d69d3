"""Normalisations, worked by hand: unit, direction, goalposts, targets, caps."""

import math

import pandas as pd
import pytest

from jianbao.indicators.normalisation import (
    borda,
    distance_to_target,
    minmax,
    percentile_rank,
    ratio_to_base,
    zscore,
)

NAN = math.nan
X = pd.Series({"a": 2.0, "b": 6.0, "c": 10.0}, name="tax")
TABLE = pd.DataFrame({"tax": [2.0, 6.0, 10.0], "energy": [1.0, 5.0, 2.0]}, index=list("abc"))
MIXED = pd.Series({"tax": 1, "energy": -1})


@pytest.mark.parametrize(("given", "expected"), [
    ({}, [0.0, 0.5, 1.0]),
    ({"direction": -1}, [1.0, 0.5, 0.0]),
    ({"low": 0, "high": 20}, [0.1, 0.3, 0.5]),
    ({"low": 4, "high": 8}, [-0.5, 0.5, 1.5]),
    ({"low": 4, "high": 8, "direction": -1}, [1.5, 0.5, -0.5]),
    ({"low": -6}, [0.5, 0.75, 1.0]),
    ({"high": 18}, [0.0, 0.25, 0.5]),
    ({"high": 18, "direction": -1}, [1.0, 0.75, 0.5]),
    ({"low": 11}, [NAN, NAN, NAN]),
])
def test_minmax_by_goalposts_and_direction(given: dict, expected: list) -> None:
    pd.testing.assert_series_equal(minmax(X, **given), pd.Series(expected, X.index, name="tax"))


def test_columns_have_their_own_scale_and_direction() -> None:
    assert minmax(TABLE, MIXED).to_dict("list") == {"tax": [0.0, 0.5, 1.0], "energy": [1.0, 0.0, 0.75]}
    assert zscore(TABLE, MIXED)["tax"].tolist() == [-1.0, 0.0, 1.0] and zscore(TABLE, MIXED)["energy"].idxmax() == "a"
    assert borda(TABLE, MIXED).to_dict("list") == {"tax": [0.0, 1.0, 2.0], "energy": [2.0, 0.0, 1.0]}
    assert percentile_rank(TABLE, MIXED).to_dict("list") == {"tax": [0.0, 0.5, 1.0], "energy": [1.0, 0.0, 0.5]}
    goals = pd.Series({"tax": 18.0, "energy": 3.0})
    assert distance_to_target(TABLE, goals, MIXED).to_dict("list") == {"tax": [0.0, 0.25, 0.5], "energy": [2.0, 0.0, 1.5]}
    assert minmax(TABLE, low=0, high=10).to_dict("list") == {"tax": [0.2, 0.6, 1.0], "energy": [0.1, 0.5, 0.2]}
    assert minmax(TABLE, MIXED, low=0, high=10).to_dict("list") == {"tax": [0.2, 0.6, 1.0], "energy": [0.9, 0.5, 0.8]}


def test_a_column_that_does_not_vary_has_no_scale_and_leaves_the_others_theirs() -> None:
    table = TABLE.assign(energy=3.0)
    for how in (minmax, zscore, borda, percentile_rank):
        assert how(table)["energy"].isna().all() and how(table)["tax"].equals(how(X).rename("tax"))


def test_the_deviation_divides_by_n_less_1_or_by_n() -> None:
    assert zscore(X).tolist() == [-1.0, 0.0, 1.0]
    assert zscore(X, ddof=0).tolist() == pytest.approx([-math.sqrt(1.5), 0.0, math.sqrt(1.5)])
    assert zscore(X, -1).tolist() == [1.0, 0.0, -1.0]


def test_a_unit_without_a_value_is_not_counted() -> None:
    x = pd.Series([3.0, NAN, 5.0, 5.0, 9.0])
    assert borda(x).tolist() == pytest.approx([0, NAN, 1, 1, 3], nan_ok=True)
    assert percentile_rank(x).tolist() == pytest.approx([0, NAN, 1 / 3, 1 / 3, 1], nan_ok=True)
    assert borda(x, -1).tolist() == pytest.approx([3, NAN, 1, 1, 0], nan_ok=True)


def test_only_with_a_cap_does_the_target_end_the_scale() -> None:
    assert distance_to_target(X, 6.0).tolist() == [0.0, 1.0, 2.0]
    assert distance_to_target(X, 6.0, cap=True).tolist() == [0.0, 1.0, 1.0]
    assert distance_to_target(X, 6.0, -1).tolist() == [2.0, 1.0, 0.0]
    assert distance_to_target(X, 2.0).isna().all() and distance_to_target(X, 10.0, -1).isna().all()


def test_a_ratio_to_base_takes_a_base_for_all_for_each_unit_or_for_each_column() -> None:
    assert ratio_to_base(3.0, 2.0) == 1.5 and ratio_to_base(3.0, 2.0, cap=1.2) == 1.2 and ratio_to_base(2.0, 2.0, cap=1.2) == 1.0
    assert type(ratio_to_base(3, 2, cap=1)) is type(ratio_to_base(3, 2)) is float
    pd.testing.assert_series_equal(ratio_to_base(X, 4.0), pd.Series([0.5, 1.5, 2.5], X.index, name="tax"))
    assert ratio_to_base(X, pd.Series({"a": 2.0, "b": 0.0, "c": 5.0})).tolist() == pytest.approx([1, NAN, 2], nan_ok=True)
    found = ratio_to_base(TABLE, pd.Series({"tax": 4.0, "energy": 2.0}), cap=2)
    assert found.to_dict("list") == {"tax": [0.5, 1.5, 2.0], "energy": [0.5, 2.0, 1.0]}


@pytest.mark.parametrize("how", [minmax, zscore, borda, percentile_rank, lambda v, d=1: distance_to_target(v, 1.0, d)])
def test_a_direction_is_1_or_less_1_for_columns_that_are_there(how) -> None:
    for direction, match in ((0, "1 .higher"), (2, "1 .higher"), (pd.Series({"tax": 1, "energy": 0}), "1 .higher"), (MIXED[::-1], "different labels")):
        with pytest.raises(ValueError, match=match):
            how(TABLE, direction)
    with pytest.raises(ValueError, match="different labels"):
        how(X, MIXED)
    with pytest.raises(ValueError, match="twice"):
        how(X.rename({"a": "b"}))


def test_what_cannot_be_asked_is_refused() -> None:
    for low, high in ((5, 5), (6, 5)):
        with pytest.raises(ValueError, match="goalpost"):
            minmax(X, low=low, high=high)
    with pytest.raises(ValueError, match="ddof"):
        zscore(X, ddof=2)
    for cap in (0, -1, NAN):
        with pytest.raises(ValueError, match="cap"):
            ratio_to_base(X, 1.0, cap=cap)
    with pytest.raises(ValueError, match="different labels"):
        distance_to_target(TABLE, pd.Series({"energy": 1.0, "tax": 1.0}))
    with pytest.raises(ValueError, match="different labels"):
        ratio_to_base(TABLE, pd.Series({"energy": 1.0, "tax": 1.0}))
    with pytest.raises(ValueError, match="different indexes"):
        ratio_to_base(X, pd.Series({"a": 1.0}))
    with pytest.raises(ValueError, match="twice"):
        ratio_to_base(TABLE.rename(index={"a": "b"}), 1.0)
