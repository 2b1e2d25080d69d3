"""Agreement of two rankings, worked by hand."""

import math

import pandas as pd
import pytest

from jianbao.indicators.rank_agreement import mean_rank_shift, rank_correlation, top_overlap

A = pd.Series([1.0, 2.0, 3.0, 4.0], index=list("abcd"))


@pytest.mark.parametrize(("y", "spearman", "kendall"), [
    ([1, 3, 2, 4], 0.8, 4 / 6),
    ([4, 3, 2, 1], -1.0, -1.0),
    ([1, 1, 2, 2], 8 / math.sqrt(80), 4 / math.sqrt(6 * 4)),
    ([2, 1, 4, 3], 0.6, 2 / 6),
    ([10, 20, 300, 4000], 1.0, 1.0),
    ([5, 5, 5, 5], math.nan, math.nan),
])
def test_rank_correlations_of_four_units(y: list, spearman: float, kendall: float) -> None:
    other = pd.Series(y, index=A.index, dtype=float)
    assert rank_correlation(A, other) == pytest.approx(spearman, nan_ok=True)
    assert rank_correlation(A, other, method="kendall") == pytest.approx(kendall, nan_ok=True)
    assert rank_correlation(other, A) == pytest.approx(spearman, nan_ok=True)


def test_ties_on_both_sides_share_the_average_rank() -> None:
    x, y = pd.Series([1.0, 1.0, 2.0]), pd.Series([1.0, 2.0, 2.0])
    assert rank_correlation(x, y) == pytest.approx(0.5) and rank_correlation(x, y, method="kendall") == pytest.approx(0.5)
    assert type(rank_correlation(x, y)) is float


def test_the_mean_shift_counts_places_both_ways() -> None:
    assert mean_rank_shift(A, A[::-1].set_axis(A.index)) == 2.0
    assert mean_rank_shift(A, pd.Series([3.0, 1.0, 2.0, 4.0], index=A.index)) == 1.0


def test_the_first_k_of_one_ranking_are_sought_in_the_other() -> None:
    other = pd.Series([2.0, 4.0, 1.0, 3.0], index=A.index)
    assert [top_overlap(A, other, k) for k in (1, 2, 3, 4)] == pytest.approx([0.0, 0.5, 2 / 3, 1.0])
    tied = pd.Series([1.0, 1.0, 1.0, 4.0], index=A.index)
    assert top_overlap(tied, A, 1) == pytest.approx(1 / 3) and top_overlap(A, tied, 1) == 1.0
    assert type(top_overlap(A, other, 1)) is float


def test_a_hole_on_either_side_leaves_no_agreement() -> None:
    holed = A.where(A < 4)
    for x, y in ((A, holed), (holed, A)):
        for measure in (mean_rank_shift, rank_correlation, lambda a, b: top_overlap(a, b, 1)):
            assert math.isnan(measure(x, y))


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown method"):
        rank_correlation(A, A, method="pearson")
    with pytest.raises(ValueError, match="at least one"):
        top_overlap(A, A, 0)
    for refused in (mean_rank_shift, rank_correlation, lambda x, y: top_overlap(x, y, 1)):
        with pytest.raises(ValueError, match="different indexes"):
            refused(A, A[::-1])
