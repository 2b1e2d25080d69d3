"""TOPSIS, benefit of the doubt, outranking and Copeland, worked by hand."""

import math

import pandas as pd
import pytest

from jianbao.indicators.multicriteria import benefit_of_the_doubt, copeland, outranking, topsis

NAN = math.nan
TABLE = pd.DataFrame({"tax": [3.0, 4.0], "energy": [4.0, 3.0]}, index=["a", "b"])
EQUAL = pd.Series({"tax": 1.0, "energy": 1.0})


def test_closeness_compares_the_distances_to_best_and_worst() -> None:
    # vector lengths 5 and 5; the two differ by 0.2 in each, weights 3/4 and 1/4
    weights = pd.Series({"tax": 3.0, "energy": 1.0})
    assert topsis(TABLE, weights).to_dict() == pytest.approx({"a": 0.25, "b": 0.75})
    assert topsis(TABLE, EQUAL).to_dict() == pytest.approx({"a": 0.5, "b": 0.5})
    assert topsis(TABLE, EQUAL, pd.Series({"tax": 1, "energy": -1})).to_dict() == {"a": 0.0, "b": 1.0}
    assert topsis(TABLE, EQUAL, -1).to_dict() == pytest.approx({"a": 0.5, "b": 0.5})


def test_the_normalisation_decides_what_a_criterion_weighs() -> None:
    table = pd.DataFrame({"p": [0.0, 3.0, 4.0], "q": [12.0, 5.0, 0.0]})
    weights = pd.Series({"p": 1.0, "q": 1.0})
    plain = [12 / 16, math.hypot(3, 5) / (math.hypot(1, 7) + math.hypot(3, 5)), 4 / 16]
    assert topsis(table, weights, normalise="none").tolist() == pytest.approx(plain)
    p, q = [0, 0.6, 0.8], [12 / 13, 5 / 13, 0]
    vector = [math.hypot(x, y) / (math.hypot(0.8 - x, 12 / 13 - y) + math.hypot(x, y)) for x, y in zip(p, q, strict=True)]
    assert topsis(table, weights).tolist() == pytest.approx(vector)
    p, q = [0, 0.75, 1], [1, 5 / 12, 0]
    scaled = [math.hypot(x, y) / (math.hypot(1 - x, 1 - y) + math.hypot(x, y)) for x, y in zip(p, q, strict=True)]
    assert topsis(table, weights, normalise="minmax").tolist() == pytest.approx(scaled)
    assert topsis(table * 1e200, weights).tolist() == pytest.approx(vector)
    assert topsis(table, weights, pd.Series({"p": -1, "q": 1}), normalise="minmax").tolist() == pytest.approx(
        [1.0, math.hypot(0.25, 5 / 12) / (math.hypot(0.75, 7 / 12) + math.hypot(0.25, 5 / 12)), 0.0])


def test_topsis_refuses_what_it_cannot_weigh() -> None:
    for weights in (EQUAL[::-1], EQUAL.drop("tax"), -EQUAL):
        with pytest.raises(ValueError, match="label|negative"):
            topsis(TABLE, weights)
    with pytest.raises(ValueError, match="unknown normalisation"):
        topsis(TABLE, EQUAL, normalise="sum")
    with pytest.raises(ValueError, match="twice"):
        topsis(TABLE.set_axis(["a", "a"]), EQUAL)
    with pytest.raises(ValueError, match="direction"):
        topsis(TABLE, EQUAL, 0)


@pytest.mark.parametrize("how", ["vector", "minmax", "none"])
def test_a_hole_or_a_missing_weight_leaves_no_closeness(how: str) -> None:
    table = pd.DataFrame({"tax": [1.0, 2.0, 3.0], "energy": [2.0, NAN, 1.0]})
    assert topsis(table, EQUAL, normalise=how).isna().all()
    assert topsis(table.fillna(3.0), pd.Series({"tax": 1.0, "energy": NAN}), normalise=how).isna().all()
    assert topsis(table.fillna(3.0), EQUAL, normalise=how).notna().all()


def test_each_unit_scores_under_its_own_best_weights() -> None:
    table = pd.DataFrame({"p": [4.0, 0.0, 2.0, 1.0], "q": [0.0, 8.0, 2.0, 2.0]}, index=list("abcd"))
    # frontier p/4 + q/8 = 1: c has 0.75, d has 0.5
    assert benefit_of_the_doubt(table).to_dict() == pytest.approx({"a": 1.0, "b": 1.0, "c": 0.75, "d": 0.5})
    assert benefit_of_the_doubt(table * [1e6, 1e-6])["c"] == pytest.approx(0.75)
    assert benefit_of_the_doubt(table[::-1]).to_dict() == pytest.approx(benefit_of_the_doubt(table).to_dict())


def test_one_criterion_is_a_share_of_the_best_even_far_behind() -> None:
    assert benefit_of_the_doubt(pd.DataFrame({"p": [1e-9, 2.0, 8.0]})).tolist() == pytest.approx([1.25e-10, 0.25, 1.0])
    assert benefit_of_the_doubt(pd.DataFrame({"p": [0.0, 2.0], "q": [0.0, 0.0]})).tolist() == [0.0, 1.0]


def test_outranking_is_the_weight_ahead_with_ties_as_halves() -> None:
    table = pd.DataFrame({"p": [1.0, 2.0, 2.0], "q": [3.0, 3.0, 1.0]}, index=list("abc"))
    weights = pd.Series({"p": 3.0, "q": 1.0})
    found = outranking(table, weights)
    assert found.to_dict("index") == {
        "a": {"a": 0.0, "b": 0.125, "c": 0.25}, "b": {"a": 0.875, "b": 0.0, "c": 0.625}, "c": {"a": 0.75, "b": 0.375, "c": 0.0},
    }
    assert outranking(table).loc["a", "c"] == 0.5 and outranking(table).loc["a", "b"] == 0.25
    assert copeland(table, weights).to_dict() == {"a": -2.0, "b": 2.0, "c": 0.0}
    assert copeland(table).to_dict() == {"a": -1.0, "b": 2.0, "c": -1.0}


def test_a_hole_leaves_its_pairs_unknown_and_no_copeland_score() -> None:
    table = pd.DataFrame({"p": [1.0, 2.0, 3.0], "q": [NAN, 3.0, 4.0]})
    found = outranking(table)
    assert found.loc[0].isna().all() and found[0].isna().all() and found.loc[1:, [1, 2]].to_numpy().tolist() == [[0, 0], [1, 0]]
    assert copeland(table).isna().all()
    weights = pd.Series({"p": 1.0, "q": NAN})
    assert outranking(table, weights).isna().all(axis=None) and copeland(table.fillna(1.0), weights).isna().all()


def test_no_score_without_a_frontier() -> None:
    for cells in ([[1.0, NAN], [2.0, 3.0]], [[-1.0, 1.0], [2.0, 3.0]], [[0.0, 0.0], [0.0, 0.0]]):
        assert benefit_of_the_doubt(pd.DataFrame(cells)).isna().all()


def test_a_unit_far_behind_in_everything_still_gets_its_own_best_weights() -> None:
    table = pd.DataFrame({"p": [1.0, 0.0, 2e-9], "q": [0.0, 1.0, 8e-9]})
    assert benefit_of_the_doubt(table).tolist() == pytest.approx([1.0, 1.0, 1e-8], rel=1e-6)


def test_one_half_is_a_tie_whatever_the_bits_of_the_weights() -> None:
    table = pd.DataFrame([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]], columns=list("pqr"))
    assert copeland(table, pd.Series({"p": 0.1, "q": 0.2, "r": 0.3})).tolist() == [0.0, 0.0]
    assert copeland(table, pd.Series({"p": 0.1, "q": 0.2, "r": 0.3001})).tolist() == [-1.0, 1.0]


def test_other_labels_and_labels_twice_are_refused() -> None:
    for how in (outranking, copeland):
        with pytest.raises(ValueError, match="different labels"):
            how(TABLE, EQUAL[::-1])
    for how in (outranking, copeland, benefit_of_the_doubt):
        with pytest.raises(ValueError, match="twice"):
            how(TABLE.set_axis(["a", "a"]))
