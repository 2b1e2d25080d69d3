"""Herfindahl, concentration ratios, Rosenbluth, Ellison-Glaeser: hand-worked cases."""

import math

import pandas as pd
import pytest

from jianbao.indicators.concentration import (
    EllisonGlaeser,
    concentration_ratio,
    ellison_glaeser,
    equivalent_number,
    herfindahl,
    rosenbluth_index,
)


@pytest.mark.parametrize(
    ("parts", "h", "normalised", "rosenbluth"),
    [
        ([1, 3], 0.625, 0.25, 2 / 3),
        ([3, 1], 0.625, 0.25, 2 / 3),
        ([20, 50, 20, 10], 0.34, 0.12, 1 / 2.8),
        ([1, 1, 1, 1], 0.25, 0.0, 0.25),
        ([0, 5, 0], 1.0, 1.0, 1.0),
        ([1, 1, 0, 0], 0.5, 1 / 3, 0.5),
        ([4], 1.0, math.nan, 1.0),
    ],
)
def test_concentration_over_all_parts(parts: list, h: float, normalised: float, rosenbluth: float) -> None:
    held = pd.Series(parts)
    assert herfindahl(held) == pytest.approx(h) and equivalent_number(held) == pytest.approx(1 / h)
    assert herfindahl(held, normalise=True) == pytest.approx(normalised, abs=1e-15, nan_ok=True)
    assert rosenbluth_index(held) == pytest.approx(rosenbluth)
    assert {type(f(held)) for f in (herfindahl, equivalent_number, rosenbluth_index)} == {float}


@pytest.mark.parametrize(("k", "expected"), [(1, 0.4), (2, 0.7), (3, 0.9), (4, 1.0), (9, 1.0), (2.0, 0.7)])
def test_the_share_of_the_k_largest(k: int, expected: float) -> None:
    assert concentration_ratio(pd.Series([1, 3, 4, 2], index=list("dcba")), k) == pytest.approx(expected)


@pytest.mark.parametrize("k", [0, -1, 2.5, 0.5])
def test_k_is_a_whole_number_from_one_up(k: float) -> None:
    with pytest.raises(ValueError, match="whole number"):
        concentration_ratio(pd.Series([1, 3]), k)


@pytest.mark.parametrize("call", [herfindahl, equivalent_number, rosenbluth_index, lambda x: concentration_ratio(x, 1)])
def test_a_part_named_twice_is_refused(call) -> None:
    with pytest.raises(ValueError, match="twice"):
        call(pd.Series([1.0, 2.0], index=["a", "a"]))


@pytest.mark.parametrize(
    ("firms", "where", "sizes", "expected"),
    [
        ([1, 1], "aa", {"a": 1, "b": 1}, (1.0, 0.5, 0.5)),
        ([2, 1, 1], "aab", {"a": 1, "b": 1}, (-0.2, 0.125, 0.375)),
        ([2, 1, 1], "aab", {"b": 1, "a": 1}, (-0.2, 0.125, 0.375)),
        ([1, 1], "ab", {"a": 3, "b": 1}, (-1 / 3, 0.125, 0.5)),
        ([1, 1], "aa", {"a": 1}, (math.nan, 0.0, 0.5)),
        ([4], "a", {"a": 1, "b": 1}, (math.nan, 0.5, 1.0)),
        ([1, 1], "aa", {"a": 2, "b": 1, "c": 1}, (0.2, 0.375, 0.5)),
    ],
)
def test_the_ellison_glaeser_index(firms: list, where: str, sizes: dict, expected: tuple) -> None:
    found = ellison_glaeser(pd.Series(firms), pd.Series(list(where)), pd.Series(sizes))
    assert isinstance(found, EllisonGlaeser) and found == pytest.approx(expected, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize(
    ("where", "sizes", "message"),
    [
        (pd.Series(["a", "c"]), pd.Series({"a": 1, "b": 1}), "among the regions"),
        (pd.Series(["a", "b"], index=["x", "y"]), pd.Series({"a": 1, "b": 1}), "different indexes"),
        (pd.Series(["a", "b"]), pd.Series([1, 1, 1], index=["a", "b", "b"]), "twice"),
    ],
)
def test_firms_and_regions_that_do_not_fit_are_refused(where: pd.Series, sizes: pd.Series, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ellison_glaeser(pd.Series([1.0, 2.0]), where, sizes)
