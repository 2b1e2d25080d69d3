"""The base, gap, growth and share behind published figures: hand-worked."""

import math

import pandas as pd
import pytest

from jianbao.indicators.comparable import (
    comparable_base,
    comparable_gap,
    comparable_growth,
    implied_base_share,
)

NAN = math.nan
OTHER = pd.Series([1.0, 2.0], index=["b", "c"])
TWICE = pd.Series([1.0, 2.0], index=["a", "a"])


@pytest.mark.parametrize(("current", "growth", "base"), [(110.0, 0.1, 100.0), (50.0, -0.5, 100.0), (0.0, 0.1, 0.0), (5.0, -1.0, NAN), (-5.0, 0.1, NAN)])
def test_the_comparable_base_undoes_the_published_growth(current: float, growth: float, base: float) -> None:
    assert comparable_base(current, growth) == pytest.approx(base, nan_ok=True)


def test_base_gap_and_share_go_cell_by_cell_and_keep_labels() -> None:
    level, rate = pd.Series({"a": 110.0, "b": 90.0}, name="x"), pd.Series({"a": 0.1, "b": -0.1}, name="x")
    pd.testing.assert_series_equal(comparable_base(level, rate), pd.Series({"a": 100.0, "b": 100.0}, name="x"))
    pd.testing.assert_series_equal(comparable_gap(level, 88.0, rate), pd.Series({"a": -0.15, "b": -0.1 - 2 / 88}, name="x"))
    pd.testing.assert_series_equal(implied_base_share(rate / 5, rate), pd.Series({"a": 0.2, "b": 0.2}, name="x"))


def test_enterprises_grow_as_a_total_and_one_hole_makes_it_unknown() -> None:
    now = pd.DataFrame({"revenue": [60.0, 50.0, 11.0], "profit": [3.0, -1.0, None]}, index=["A", "B", "C"])
    before = pd.DataFrame({"revenue": [50.0, 50.0, 0.0], "profit": [2.0, 1.0, 1.0]}, index=["A", "B", "C"])
    pd.testing.assert_series_equal(comparable_growth(now, before), pd.Series({"revenue": 0.21, "profit": NAN}))
    assert comparable_growth(now["revenue"], before["revenue"]) == pytest.approx(0.21)
    assert type(comparable_growth(now["revenue"], before["revenue"])) is float


@pytest.mark.parametrize(
    ("contribution", "growth", "base_share"),
    [(0.02, 0.1, 0.2), (-0.02, -0.1, 0.2), (0.0, 0.1, 0.0), (0.0, -0.1, 0.0), (0.0, 0.0, NAN), (0.02, -0.1, NAN), (-0.02, 0.1, NAN), (0.3, 0.2, 1.5)],
)
def test_a_share_is_implied_only_where_pull_and_growth_go_one_way(contribution: float, growth: float, base_share: float) -> None:
    assert implied_base_share(contribution, growth) == pytest.approx(base_share, nan_ok=True)


@pytest.mark.parametrize(
    "call",
    [
        lambda: comparable_base(OTHER, TWICE), lambda: comparable_gap(OTHER, 1.0, TWICE), lambda: comparable_growth(OTHER, TWICE),
        lambda: implied_base_share(OTHER, TWICE), lambda: comparable_base(TWICE, 0.1), lambda: comparable_growth(TWICE, TWICE),
    ],
)
def test_different_or_repeated_labels_are_refused(call) -> None:
    with pytest.raises(ValueError, match="index|twice"):
        call()
