"""Ranks under varied weights inside a tier, and what closing one gap brings, worked out by hand."""

import pandas as pd
import pytest

from jianbao.indicators.evaluation import closing_gain, rank_held

SCORES = pd.DataFrame({"p": [90.0, 60.0, 40.0, 0.0], "q": [80.0, 40.0, 60.0, 10.0]}, index=list("abcd"))
W = pd.Series({"p": 3.0, "q": 2.0})


def test_units_that_lead_in_everything_keep_their_rank_and_a_pair_that_hangs_on_the_weights_swaps() -> None:
    found = rank_held(SCORES, W, n=1000, spread=0.5)
    assert found["nominal"].tolist() == [1, 2, 3, 4] and found.loc[["a", "d"], "held"].tolist() == [1, 1]
    # b is before c while 3u > 2v, u and v even on 0.5 … 1.5: not while v > 1.5u, a triangle of the square of draws
    swapped = (1.5 - 0.5 * 1.5) ** 2 / (2 * 1.5)
    assert found.loc["b", "held"] == pytest.approx(1 - swapped, abs=0.03) and found.loc["b", "held"] == found.loc["c", "held"]
    assert found.loc["b", ["low", "high"]].tolist() == [2, 3] and found.loc["c", ["low", "high"]].tolist() == [2, 3]


def test_the_same_seed_gives_the_same_and_without_spread_nothing_moves() -> None:
    assert rank_held(SCORES, W, seed=7).equals(rank_held(SCORES, W, seed=7)) and not rank_held(SCORES, W, seed=7, spread=0.5).equals(rank_held(SCORES, W, seed=8, spread=0.5))
    assert (rank_held(SCORES, W, spread=0)["held"] == 1).all() and (rank_held(SCORES, W * 9)["nominal"] == [1, 2, 3, 4]).all()
    assert rank_held(SCORES.iloc[:0], W).empty


def test_the_scale_of_the_scores_is_kept_so_a_tier_is_not_scored_anew() -> None:
    """b is 10 better in p, c 11 better in q: with equal weights c leads; rescaled to the two of them they would tie."""
    pair = pd.DataFrame({"p": [60.0, 50.0], "q": [40.0, 51.0]}, index=["b", "c"])
    assert rank_held(pair, pd.Series({"p": 1.0, "q": 1.0}), n=10)["nominal"].tolist() == [2, 1]


@pytest.mark.parametrize("wrong", [{"n": 0}, {"spread": 1.01}, {"spread": -0.01}])
def test_runs_and_spread_have_their_bounds(wrong) -> None:
    with pytest.raises(ValueError):
        rank_held(SCORES, W, **wrong)
    assert len(rank_held(SCORES, W, n=1, spread=1)) == 4


def test_what_closing_a_gap_brings_adds_to_the_weighted_mean() -> None:
    gain = closing_gain(SCORES, W, pd.Series({"p": 60.0, "q": 60.0}))
    assert gain.loc["b"].tolist() == pytest.approx([0, 20 * 2 / 5]) and gain.loc["c"].tolist() == pytest.approx([20 * 3 / 5, 0])
    assert gain.loc["a"].tolist() == [0, 0]
    raised = SCORES.copy()
    raised.loc["c", "p"] = 60.0
    mean = lambda t: (t * W).sum(axis=1) / W.sum()  # noqa: E731
    assert (mean(raised) - mean(SCORES))["c"] == pytest.approx(gain.loc["c", "p"])


def test_other_labels_are_refused() -> None:
    with pytest.raises(ValueError):
        closing_gain(SCORES, W, pd.Series({"p": 60.0, "r": 60.0}))
    with pytest.raises(ValueError):
        rank_held(SCORES, pd.Series({"p": 1.0, "r": 1.0}))
