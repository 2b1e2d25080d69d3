"""The official words, at and on both sides of every threshold."""

import pandas as pd
import pytest

from jianbao.indicators.verdicts import (
    CHANGE_WORDS,
    describe_change,
    describe_growth_change,
    growth_is_defined,
)


@pytest.mark.parametrize(
    ("current", "previous", "word"),
    [
        (148.0, -46.0, "扭亏为盈"), (-2.0, 5.0, "由盈转亏"), (-5.0, -3.0, "增亏"), (-3.0, -5.0, "减亏"), (0.0, -5.0, "减亏"),
        (12.0, 10.0, "增长"), (8.0, 10.0, "下降"), (0.0, 10.0, "下降"), (10.0, 10.0, "持平"), (-5.0, -5.0, "持平"), (0.0, 0.0, "持平"),
        (5.0, 0.0, None), (-5.0, 0.0, None), (0.001, -100.0, "扭亏为盈"), (-0.001, 100.0, "由盈转亏"), (1e-9, -1e-9, "扭亏为盈"),
        (100.05, 100.0, "增长"), (100.049, 100.0, "持平"), (99.95, 100.0, "下降"), (99.951, 100.0, "持平"),
        (-100.05, -100.0, "增亏"), (-100.049, -100.0, "持平"), (-99.95, -100.0, "减亏"), (-99.951, -100.0, "持平"),
    ],
)
def test_the_word_for_a_change(current: float, previous: float, word: str | None) -> None:
    assert describe_change(current, previous) == word
    assert word is None or word in CHANGE_WORDS


@pytest.mark.parametrize(
    ("current", "decimals", "word"),
    [(100.4, 0, "持平"), (100.5, 0, "增长"), (100.005, 2, "增长"), (100.0049, 2, "持平"), (100.04, 1, "持平"), (100.04, 2, "增长")],
)
def test_unchanged_is_judged_at_the_printed_precision(current: float, decimals: int, word: str) -> None:
    assert describe_change(current, 100.0, decimals) == word


@pytest.mark.parametrize(
    ("growth", "before", "word"),
    [
        (0.058, 0.051, "加快"), (0.051, 0.058, "放缓"), (0.05, 0.0, "加快"), (0.0, 0.05, "放缓"), (0.051, 0.051, "持平"), (0.0, 0.0, "持平"),
        (-0.021, -0.034, "降幅收窄"), (-0.034, -0.021, "降幅扩大"), (0.0, -0.034, "降幅收窄"), (-0.034, 0.0, "降幅扩大"), (-0.02, -0.02, "持平"),
        (0.01, -0.02, "由负转正"), (-0.01, 0.02, "由正转负"), (0.0504, 0.0496, "持平"), (0.0505, 0.0504, "加快"), (-0.0505, -0.0504, "降幅扩大"),
        (0.0004, -0.0004, "持平"), (0.0005, -0.0004, "加快"), (-0.0005, 0.0004, "降幅扩大"), (0.0005, -0.0005, "由负转正"), (-0.0005, 0.0005, "由正转负"),
        (0.0575, 0.0574, "加快"), (0.00285, 0.00281, "持平"),
    ],
)
def test_the_word_for_a_change_of_growth_is_judged_on_rounded_rates(growth: float, before: float, word: str) -> None:
    assert describe_growth_change(growth, before) == word
    assert word in CHANGE_WORDS


@pytest.mark.parametrize(("decimals", "word"), [(0, "持平"), (1, "加快"), (2, "加快")])
def test_the_printed_decimals_decide_whether_growth_changed(decimals: int, word: str) -> None:
    assert describe_growth_change(0.0512, 0.0504, decimals) == word


def test_decimals_that_cannot_be_are_refused() -> None:
    for function in (describe_change, describe_growth_change):
        with pytest.raises(ValueError, match="decimals"):
            function(0.2, 0.1, -1)


def test_every_word_has_its_english() -> None:
    assert len(CHANGE_WORDS) == len(set(CHANGE_WORDS.values())) == 13
    assert CHANGE_WORDS["扭亏为盈"] == "from loss to profit" and CHANGE_WORDS["降幅扩大"] == "decline widened"


def test_a_rate_exists_only_above_a_positive_base_for_a_level_that_is_no_loss() -> None:
    index = ["a", "b", "c", "d"]
    current, previous = pd.Series([1.0, 0.0, -1.0, 1.0], index), pd.Series([1.0, 1.0, 1.0, 0.0], index)
    pd.testing.assert_series_equal(growth_is_defined(current, previous), pd.Series([True, True, False, False], index))
    assert growth_is_defined(0.5, 0.5) is True and growth_is_defined(0.5, -0.5) is False
    with pytest.raises(ValueError, match="index"):
        growth_is_defined(current, pd.Series([1.0]))
