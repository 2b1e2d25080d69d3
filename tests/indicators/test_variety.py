"""Entropy, related and unrelated variety: hand-worked cases."""

import math

import pandas as pd
import pytest

from jianbao.indicators.variety import entropy, related_variety, unrelated_variety

PARTS, GROUPS = pd.Series([1, 1, 2, 0]), pd.Series(["textiles", "textiles", "metal", "metal"])


@pytest.mark.parametrize(
    ("parts", "bits"), [([1, 1, 2], 1.5), ([2, 1, 1], 1.5), ([1, 1, 1, 1], 2.0), ([7, 0, 0], 0.0), ([7], 0.0), ([1, 1, 0], 1.0)]
)
def test_entropy_is_in_bits_unless_another_base_is_given(parts: list, bits: float) -> None:
    held = pd.Series(parts)
    assert entropy(held) == pytest.approx(bits) and math.copysign(1, entropy(held)) == 1
    assert entropy(held, base=math.e) == pytest.approx(bits * math.log(2))
    assert entropy(held, base=4) == pytest.approx(bits / 2)
    assert entropy(held, base=1.5) == pytest.approx(bits * math.log(2) / math.log(1.5))
    assert type(entropy(held)) is float


def test_variety_between_and_within_groups() -> None:
    assert (unrelated_variety(PARTS, GROUPS), related_variety(PARTS, GROUPS)) == (1.0, 0.5)
    assert (unrelated_variety(PARTS, GROUPS, base=4), related_variety(PARTS, GROUPS, base=4)) == (0.5, 0.25)


def test_within_is_weighted_by_the_size_of_the_group() -> None:
    parts, groups = pd.Series([3, 3, 1, 1]), pd.Series(["a", "a", "b", "c"])
    assert related_variety(parts, groups) == pytest.approx(0.75)
    assert unrelated_variety(parts, groups) == pytest.approx(0.75 * math.log2(4 / 3) + 0.75)


def test_one_group_has_no_variety_between_and_single_sectors_none_within() -> None:
    assert unrelated_variety(PARTS, pd.Series(["a"] * 4)) == 0.0 and related_variety(PARTS, pd.Series(list("abcd"))) == 0.0
    assert math.copysign(1, related_variety(PARTS, pd.Series(list("abcd")))) == 1


def test_a_missing_group_leaves_both_unknown() -> None:
    groups = pd.Series(["textiles", "textiles", "metal", None])
    assert math.isnan(unrelated_variety(PARTS, groups)) and math.isnan(related_variety(PARTS, groups))


@pytest.mark.parametrize("base", [1, 0.5, 0, -2, math.inf, math.nan])
def test_a_base_not_above_one_is_refused(base: float) -> None:
    for call in (lambda: entropy(PARTS, base), lambda: unrelated_variety(PARTS, GROUPS, base), lambda: related_variety(PARTS, GROUPS, base)):
        with pytest.raises(ValueError, match="base"):
            call()


@pytest.mark.parametrize("measure", [unrelated_variety, related_variety])
def test_groups_of_other_sectors_are_refused(measure) -> None:
    with pytest.raises(ValueError, match="different indexes"):
        measure(PARTS, pd.Series(["a"] * 4, index=list("abcd")))
    with pytest.raises(ValueError, match="twice"):
        entropy(pd.Series([1.0, 2.0], index=["a", "a"]))
