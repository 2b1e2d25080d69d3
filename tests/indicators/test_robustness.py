"""Robustness of a composite ranking: units that differ in everything stay, units that differ by weight swap."""

import math

import numpy as np
import pandas as pd
import pytest

from jianbao.indicators.robustness import rank_robustness, rank_shift_without

NAN = math.nan
TABLE = pd.DataFrame({"tax": [9.0, 5.5, 4.0, 1.0], "energy": [8.0, 4.0, 5.0, 1.0]}, index=list("abcd"))
W = pd.Series({"tax": 1.0, "energy": 1.0})
LONG = pd.DataFrame({"p": [1.0, 2.0, 3.0, 4.0], "q": [3.0, 1.0, 4.0, 2.0], "r": [4.0, 3.0, 2.0, 1.0]}, index=list("wxyz"))
V = pd.Series({"p": 4.0, "q": 3.0, "r": 1.0})


def test_a_pair_whose_order_hangs_on_the_weights_is_seen() -> None:
    found = rank_robustness(TABLE, W, n=400, k=2)
    assert found.units.to_dict("index") == {
        "a": {"nominal": 1, "median": 1, "low": 1, "high": 1}, "b": {"nominal": 2, "median": 2, "low": 2, "high": 3},
        "c": {"nominal": 3, "median": 3, "low": 2, "high": 3}, "d": {"nominal": 4, "median": 4, "low": 4, "high": 4},
    }
    swapped = found.mean_shift * 2  # a swap shifts two of four units by one place
    assert 0.05 < swapped < 0.2 and found.stable_pairs == 5 / 6
    # one swap of neighbours among four: Spearman 0.8, Kendall 2/3, half of the first two
    assert found.spearman == pytest.approx(1 - 0.2 * swapped) and found.kendall == pytest.approx(1 - swapped / 3)
    assert found.top_overlap == pytest.approx(1 - swapped / 2)


def test_the_share_of_swaps_is_that_of_the_weights_drawn() -> None:
    # b ahead of c if w_tax * 1.5 / 8 > w_energy / 7
    swapped = 2 * rank_robustness(TABLE, W, n=4000).mean_shift
    u = (np.arange(2000) + 0.5) / 2000 * 0.5 + 0.75
    exact = float(np.mean(np.clip((1.25 - u * 1.5 * 7 / 8) / 0.5, 0, 1)))
    assert swapped == pytest.approx(exact, abs=0.02)
    wide = 2 * rank_robustness(TABLE, W, n=4000, spread=1).mean_shift
    u = (np.arange(2000) + 0.5) / 1000
    assert wide == pytest.approx(float(np.mean(np.clip((2 - u * 1.5 * 7 / 8) / 2, 0, 1))), abs=0.03)
    assert rank_robustness(TABLE, W, n=50, spread=0).mean_shift == 0


def test_ranks_are_the_same_each_time_and_others_with_another_seed() -> None:
    first, again, other = (rank_robustness(TABLE, W, n=301, seed=s) for s in (0, 0, 1))
    assert first.units.equals(again.units) and first[1:] == again[1:] and other.mean_shift != first.mean_shift
    assert rank_robustness(TABLE, W, n=301)[1:] == first[1:]
    assert rank_robustness(TABLE[::-1], W, n=301).mean_shift == first.mean_shift


def test_a_thousand_runs_a_quarter_and_ten_places_are_the_default() -> None:
    table = pd.DataFrame({"p": np.arange(12.0), "q": np.roll(np.arange(12.0), 5)})
    weights = pd.Series({"p": 1.0, "q": 1.5})
    assert rank_robustness(table, weights)[1:] == rank_robustness(table, weights, n=1000, seed=0, spread=0.25, k=10)[1:]
    assert rank_robustness(table, weights, n=1000)[1:] != rank_robustness(table, weights, n=1001)[1:]


def test_the_methods_named_are_drawn_and_the_first_is_nominal() -> None:
    table = pd.DataFrame({"p": [0.0, 1.0, 10.0], "q": [10.0, 9.5, 0.0]}, index=list("xyz"))
    weights = pd.Series({"p": 1.0, "q": 1.0})
    # arithmetic: y 0.525 ahead of the tie at 0.5; percentile ranks: all 0.5
    plain = rank_robustness(table, weights, n=20, spread=0)
    assert plain.units["nominal"].tolist() == [2, 1, 2]
    ranked = rank_robustness(table, weights, n=20, spread=0, normalisations=("percentile_rank",))
    assert ranked.units["nominal"].tolist() == [1, 1, 1] and math.isnan(ranked.stable_pairs) and math.isnan(ranked.spearman)
    both = rank_robustness(table, weights, n=200, spread=0, normalisations=("minmax", "percentile_rank"))
    assert both.units["nominal"].tolist() == [2, 1, 2] and 0.3 < both.mean_shift * 3 / 2 < 0.7
    assert both.units["low"].tolist() == [1, 1, 1] and both.units["high"].tolist() == [2, 1, 2]


@pytest.mark.parametrize(("aggregation", "order"), [("arithmetic", [1, 2, 3]), ("geometric", [2, 1, 3]), ("harmonic", [3, 1, 2])])
def test_means_that_punish_imbalance_order_otherwise(aggregation: str, order: list) -> None:
    # scores: x 100 and 25.75 (means 62.9, 50.7, 41.0), y 62.4 and 56.4 (59.4, 59.3, 59.2), z 48.5 and 42.6 (45.5, 45.5, 45.4)
    table = pd.DataFrame({"p": [100.0, 62.0, 48.0, 0.0, 0.0], "q": [25.0, 56.0, 42.0, 100.0, 0.0]}, index=["x", "y", "z", "one", "none"])
    found = rank_robustness(table, pd.Series({"p": 1.0, "q": 1.0}), n=3, spread=0, aggregations=(aggregation,))
    assert found.units["nominal"].loc[["x", "y", "z"]].rank().tolist() == order


def test_z_scores_weigh_by_deviation_and_not_by_range() -> None:
    # p: halves at its ends, deviation 0.577 of the range; q: one unit at each end, deviation 0.408 of the range
    table = pd.DataFrame({"p": [0.0, 10.0, 0.0, 10.0], "q": [10.0, 0.0, 5.0, 5.0]})
    weights = pd.Series({"p": 1.0, "q": 1.2})
    # by range: 1.2, 1.0, 0.6, 1.6; in deviations q counts 1.2 * 2.449, p 1.732: 2.94, 1.73, 1.47, 3.20 before centring
    by_range, by_deviation = (rank_robustness(table, weights, n=2, normalisations=(how,)).units["nominal"].tolist() for how in ("minmax", "zscore"))
    assert by_range == by_deviation == [2, 3, 4, 1]
    heavier = pd.Series({"p": 1.0, "q": 1.6})  # 1.6, 1.0, 0.8, 1.8 against 3.92, 1.73, 1.96, 3.69
    by_range, by_deviation = (rank_robustness(table, heavier, n=2, normalisations=(how,)).units["nominal"].tolist() for how in ("minmax", "zscore"))
    assert (by_range, by_deviation) == ([2, 3, 4, 1], [1, 4, 3, 2])


def test_a_direction_turns_an_indicator() -> None:
    down = TABLE.assign(energy=-TABLE["energy"])
    direction = pd.Series({"tax": 1, "energy": -1})
    first, second = rank_robustness(TABLE, W, n=50), rank_robustness(down, W, direction, n=50)
    assert first.units.equals(second.units) and first[1:] == second[1:]
    assert rank_shift_without(down, W, direction).equals(rank_shift_without(TABLE, W))
    assert rank_robustness(TABLE, W, -1, n=5).units["nominal"].tolist() == [4, 3, 2, 1]


def test_a_unit_with_a_hole_is_not_ranked_and_the_rest_is() -> None:
    holed = pd.concat([TABLE, pd.DataFrame({"tax": [5.0], "energy": [NAN]}, index=["x"])])
    found = rank_robustness(holed, W, n=50)
    assert found.units.loc["x"].isna().all() and found.mean_shift == rank_robustness(TABLE, W, n=50).mean_shift
    assert found.units.loc[list("abcd")].equals(rank_robustness(TABLE, W, n=50).units)


def test_the_indicator_whose_removal_moves_most_is_named() -> None:
    # three times the scores: 9, 6, 18, 15 (ranks 3 4 1 2); without p 9, 2, 10, 3 (2 4 1 3); without q 3, 6, 9, 12 (4 3 2 1);
    # without r 6, 4, 17, 15 (3 4 1 2)
    assert rank_shift_without(LONG, V).to_dict() == {"p": 0.5, "q": 1.0, "r": 0.0}
    assert rank_robustness(LONG, V, n=5).most_influential == "q"


def test_a_single_indicator_cannot_be_left_out() -> None:
    one = TABLE[["tax"]]
    assert rank_shift_without(one, pd.Series({"tax": 1.0})).isna().all()
    assert rank_robustness(one, pd.Series({"tax": 1.0}), n=5).most_influential is None


@pytest.mark.parametrize(("aggregation", "normalisation"), [("geometric", "minmax"), ("harmonic", "zscore"), ("arithmetic", "percentile_rank")])
def test_leaving_out_uses_the_methods_named(aggregation: str, normalisation: str) -> None:
    found = rank_shift_without(LONG, V, normalisation=normalisation, aggregation=aggregation)
    robust = rank_robustness(LONG, V, n=2, normalisations=(normalisation,), aggregations=(aggregation,))
    assert robust.most_influential == found.idxmax() and found.notna().all()


@pytest.mark.parametrize("given", [
    {"n": 0}, {"k": 0}, {"spread": -0.1}, {"spread": 1.1}, {"normalisations": ("sum",)}, {"aggregations": ("median",)},
    {"normalisations": ()}, {"aggregations": ()}, {"direction": 0}, {"weights": W[::-1]}, {"weights": -W},
])
def test_what_cannot_be_asked_is_refused(given: dict) -> None:
    with pytest.raises(ValueError, match="at least|unknown|direction|label|negative"):
        rank_robustness(**{"table": TABLE, "weights": W, "n": 2} | given)


@pytest.mark.parametrize("given", [{"normalisation": "sum"}, {"aggregation": "median"}, {"direction": 2}, {"weights": W[::-1]}])
def test_leaving_out_refuses_the_same(given: dict) -> None:
    with pytest.raises(ValueError, match="unknown|direction|label"):
        rank_shift_without(**{"table": TABLE, "weights": W} | given)
    with pytest.raises(ValueError, match="twice"):
        rank_shift_without(TABLE.set_axis(list("aacd")), W)
