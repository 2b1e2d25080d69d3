"""Structural peers, worked by hand."""

import math

import pandas as pd
import pytest

from jianbao.indicators.peers import peer_distance, structural_peers

LEVELS = pd.DataFrame({"textiles": [6.0, 10.0, 1.0, 80.0], "machines": [4.0, 10.0, 9.0, 120.0]}, index=["m", "c", "b", "a"])


def test_krugman_distance_is_the_sum_of_differences_of_shares() -> None:
    assert peer_distance(LEVELS, "m").to_dict() == pytest.approx({"c": 0.2, "b": 1.0, "a": 0.4})
    assert peer_distance(LEVELS, "m").equals(peer_distance(LEVELS, "m", method="krugman"))


def test_features_count_in_standard_deviations_over_all_units() -> None:
    table = pd.DataFrame({"size": [0.0, 3.0, 6.0], "age": [10.0, 10.0, 70.0]}, index=["x", "y", "z"])
    # size: sd 3; age: sd sqrt(1200)
    assert peer_distance(table, "x", method="zscore").to_dict() == pytest.approx({"y": 1.0, "z": math.sqrt(4 + 3)})
    assert peer_distance(table * 1e200, "x", method="zscore").to_dict() == pytest.approx({"y": 1.0, "z": math.sqrt(7)})


def test_a_feature_that_does_not_vary_or_is_missing_leaves_no_distance() -> None:
    table = pd.DataFrame({"size": [0.0, 3.0, 6.0], "age": [7.0, 7.0, 7.0]})
    assert peer_distance(table, 0, method="zscore").isna().all()
    holed = pd.DataFrame({"size": [0.0, 3.0, 6.0, math.nan]})
    assert peer_distance(holed, 0, method="zscore").tolist() == pytest.approx([1.0, 2.0, math.nan], nan_ok=True)
    assert peer_distance(pd.DataFrame({"size": [-1e308, 1e308]}), 0, method="zscore").isna().all()


def test_a_hole_in_the_levels_leaves_no_distance() -> None:
    holed = pd.DataFrame({"p": [1.0, 1.0, 1.0], "q": [1.0, 3.0, math.nan]})
    assert peer_distance(holed, 0).tolist() == pytest.approx([0.5, math.nan], nan_ok=True)


def test_the_nearest_come_first_and_ties_in_the_order_of_labels() -> None:
    assert structural_peers(LEVELS, "m", 2).to_dict() == pytest.approx({"c": 0.2, "a": 0.4})
    assert structural_peers(LEVELS, "m", 2).index.tolist() == ["c", "a"]
    assert structural_peers(LEVELS, "m", 1).index.tolist() == ["c"]
    same = pd.DataFrame({"p": [5.0, 4.0, 6.0, 4.0], "q": [5.0, 6.0, 4.0, 6.0]}, index=["x", "d", "b", "c"])
    assert structural_peers(same, "x", 2).index.tolist() == ["b", "c"]
    # 0.1 + 0.2 against 0.3: a tie all the same
    bits = pd.DataFrame({"p": [0.0, 0.3, 0.1], "q": [0.0, 0.0, 0.2], "r": [10.0, 9.7, 9.7]}, index=["x", "b", "a"])
    assert structural_peers(bits, "x").index.tolist() == ["a", "b"]


def test_five_peers_are_given_unless_asked_otherwise_and_fewer_if_there_are_no_more() -> None:
    many = pd.DataFrame({"p": [float(k) for k in range(1, 9)], "q": 10.0})
    assert structural_peers(many, 0).index.tolist() == [1, 2, 3, 4, 5]
    assert len(structural_peers(LEVELS, "m")) == 3
    assert structural_peers(many, 7, method="zscore", k=1).empty
    assert structural_peers(many[["p"]], 7, method="zscore", k=2).index.tolist() == [6, 5]


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown method"):
        peer_distance(LEVELS, "m", method="cosine")
    with pytest.raises(ValueError, match="twice"):
        peer_distance(LEVELS.rename(index={"a": "b"}), "m")
    with pytest.raises(ValueError, match="at least one"):
        structural_peers(LEVELS, "m", 0)
    for missing in ("krugman", "zscore"):
        with pytest.raises(KeyError):
            peer_distance(LEVELS, "zz", method=missing)
