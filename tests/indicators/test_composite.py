"""Weights and means, worked by hand."""

import math

import numpy as np
import pandas as pd
import pytest

from jianbao.indicators.composite import aggregate, weights_critic, weights_entropy, weights_equal

NAN = math.nan
W = pd.Series({"tax": 1.0, "jobs": 3.0})
SCORES = pd.DataFrame({"tax": [4.0, 1.0], "jobs": [1.0, 16.0]}, index=["a", "b"])


def test_equal_weights_are_one_over_the_number() -> None:
    assert weights_equal(pd.DataFrame(columns=list("pqrs"))).to_dict() == dict.fromkeys("pqrs", 0.25)
    with pytest.raises(ValueError, match="twice"):
        weights_equal(pd.DataFrame([[1.0, 2.0]], columns=["p", "p"]))


def entropy_of(p: list[float]) -> float:
    return -sum(q * math.log(q) for q in p if q) / math.log(len(p))


def test_entropy_weights_follow_the_divergence_of_each_indicator() -> None:
    table = pd.DataFrame({"tax": [1.0, 3.0, 0.0], "jobs": [2.0, 2.0, 4.0]})
    d = [1 - entropy_of([0.25, 0.75, 0]), 1 - entropy_of([0.25, 0.25, 0.5])]
    assert weights_entropy(table).to_dict() == pytest.approx({"tax": d[0] / sum(d), "jobs": d[1] / sum(d)}, rel=1e-12)
    d = [1 - entropy_of([2 / 7, 4 / 7, 1 / 7]), 1 - entropy_of([3 / 11, 3 / 11, 5 / 11])]
    assert weights_entropy(table, shift=1).to_dict() == pytest.approx({"tax": d[0] / sum(d), "jobs": d[1] / sum(d)}, rel=1e-12)


def test_an_indicator_that_does_not_vary_has_weight_0_whatever_the_bits() -> None:
    n = 49  # 1/49 * 49 is not 1
    table = pd.DataFrame({"tax": [1.0] * (n - 1) + [2.0], "jobs": [0.1] * n})
    assert weights_entropy(table).to_dict() == {"tax": 1.0, "jobs": 0.0}
    assert weights_entropy(table[["jobs"]]).isna().all()


def test_a_shift_below_0_and_a_label_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="shift"):
        weights_entropy(SCORES, shift=-1e-9)
    for how in (weights_entropy, weights_critic):
        with pytest.raises(ValueError, match="twice"):
            how(SCORES.rename(index={"a": "b"}))


def test_critic_weights_are_deviation_times_conflict() -> None:
    table = pd.DataFrame({"tax": [0.0, 1.0, 2.0], "jobs": [0.0, 0.0, 9.0], "land": [5.0, 0.0, 5.0]})
    scaled = table / table.max()
    content = scaled.std() * (1 - scaled.corr()).sum()
    assert weights_critic(table).to_dict() == pytest.approx((content / content.sum()).to_dict())
    turned = table.assign(land=-table["land"])
    assert weights_critic(table, pd.Series({"tax": 1, "jobs": 1, "land": -1})).to_dict() == pytest.approx(weights_critic(turned).to_dict())
    assert weights_critic(table[["tax"]].assign(jobs=3 * table["tax"] + 0.1)).isna().all()


@pytest.mark.parametrize(("method", "power", "a", "b"), [
    ("arithmetic", None, 1.75, 12.25),
    ("geometric", None, math.sqrt(2), 8.0),
    ("harmonic", None, 4 / 3.25, 4 / (1 + 3 / 16)),
    ("generalised", 2, math.sqrt(19 / 4), math.sqrt(769 / 4)),
    ("generalised", 0, math.sqrt(2), 8.0),
    ("generalised", -2, (3.0625 / 4) ** -0.5, ((1 + 3 / 256) / 4) ** -0.5),
    ("generalised", 0.5, (5 / 4) ** 2, (13 / 4) ** 2),
])
def test_the_four_means(method: str, power: float | None, a: float, b: float) -> None:
    found = aggregate(SCORES, W, method, power=power)
    assert found.to_dict() == pytest.approx({"a": a, "b": b}, rel=1e-12)
    assert aggregate(SCORES.loc["a"], W, method, power=power) == pytest.approx(a, rel=1e-12)
    assert type(aggregate(SCORES.loc["a"], W, method, power=power)) is float


def test_the_arithmetic_mean_is_the_default() -> None:
    assert aggregate(SCORES, W).to_dict() == {"a": 1.75, "b": 12.25}


@pytest.mark.parametrize(("method", "power", "at_zero", "below"), [
    ("arithmetic", None, 2.0, 1.0), ("generalised", 1, 2.0, 1.0), ("generalised", 2, math.sqrt(8), NAN), ("generalised", 0.5, 1.0, NAN),
    ("geometric", None, NAN, NAN), ("harmonic", None, NAN, NAN), ("generalised", -1, NAN, NAN),
])
def test_a_score_outside_the_domain_of_the_mean_leaves_none(method: str, power: float | None, at_zero: float, below: float) -> None:
    table, weights = pd.DataFrame({"p": [0.0, -2.0], "q": [4.0, 4.0]}), pd.Series({"p": 1, "q": 1})
    assert aggregate(table, weights, method, power=power).tolist() == pytest.approx([at_zero, below], nan_ok=True)
    assert math.isnan(aggregate(pd.Series({"p": -2.0, "q": -2.0}), weights, method, power=power)) == (method != "arithmetic" and power != 1)


def test_weights_of_the_rest_are_scaled_up_only_above_the_share_asked_for() -> None:
    table = pd.DataFrame([[1.0, 2.0, NAN], [1.0, NAN, NAN], [NAN, NAN, NAN]], columns=list("pqr"))
    weights = pd.Series({"p": 0.5, "q": 0.3, "r": 0.2})
    assert aggregate(table, weights).isna().all()
    assert aggregate(table, weights, min_weight=0.8).tolist() == pytest.approx([1.1 / 0.8, NAN, NAN], nan_ok=True)
    assert aggregate(table, weights, min_weight=0.81).isna().all()
    assert aggregate(table, weights, min_weight=0.5).tolist() == pytest.approx([1.375, 1.0, NAN], nan_ok=True)
    assert aggregate(table, weights, min_weight=1e-13).tolist() == pytest.approx([1.375, 1.0, NAN], nan_ok=True)
    assert aggregate(table, weights, "geometric", min_weight=0.8)[0] == pytest.approx(2**0.375)


def test_an_indicator_without_weight_neither_counts_nor_is_missed() -> None:
    weights = pd.Series({"tax": 1.0, "jobs": 0.0})
    assert aggregate(SCORES.assign(jobs=[NAN, -1.0]), weights, "geometric").tolist() == [4.0, 1.0]


@pytest.mark.parametrize("given", [
    {"method": "median"}, {"method": "generalised"}, {"method": "arithmetic", "power": 1}, {"power": 2},
    {"min_weight": 0}, {"min_weight": 1.01}, {"min_weight": -0.5}, {"min_weight": NAN},
])
def test_what_cannot_be_asked_is_refused(given: dict) -> None:
    with pytest.raises(ValueError, match="unknown method|min_weight"):
        aggregate(SCORES, W, **given)


@pytest.mark.parametrize(("scores", "weights"), [
    (SCORES, W[::-1]), (SCORES, W.drop("tax")), (SCORES, pd.Series({"tax": 1.0, "jobs": -1.0})),
    (SCORES.set_axis(["p", "p"], axis=1), pd.Series([1.0, 1.0], index=["p", "p"])), (SCORES.set_axis(["u", "u"]), W),
])
def test_other_labels_labels_twice_and_negative_weights_are_refused(scores: pd.DataFrame, weights: pd.Series) -> None:
    with pytest.raises(ValueError, match="label|negative"):
        aggregate(scores, weights)


def test_nothing_given_is_changed() -> None:
    scores, weights = SCORES.copy(), W.copy()
    aggregate(SCORES, W, "geometric", min_weight=0.5), weights_entropy(SCORES, shift=0.1), weights_critic(SCORES)
    assert SCORES.equals(scores) and W.equals(weights) and np.isfinite(SCORES).all(axis=None)
