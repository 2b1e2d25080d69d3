import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao.demo.annual import profits
from jianbao.demo.interior import fit
from jianbao.demo.rounding import share_out, share_out_signed, systematic

weights = st.lists(st.floats(0, 1e6), min_size=1, max_size=60).filter(lambda w: sum(w) > 1)


@given(st.integers(0, 10**9), weights)
def test_parts_are_whole_never_negative_and_sum_to_the_total(total, w):
    parts = share_out(total, np.array(w))
    assert parts.sum() == total and parts.min() >= 0 and parts.dtype == np.int64


def test_largest_remainder_by_hand():
    assert share_out(10, np.array([3.6, 3.3, 3.1])).tolist() == [4, 3, 3]


def test_nothing_to_divide_over_is_refused():
    with pytest.raises(ValueError, match="cannot divide 5"):
        share_out(5, np.zeros(3))


@given(st.integers(-(10**6), 10**6), weights)
def test_signed_parts_sum_to_a_total_of_any_sign(total, w):
    w = np.array(w)
    assert share_out_signed(total, w - w.mean(), w + 1).sum() == total


@given(weights, st.floats(0, 0.999), st.integers(0, 500))
def test_systematic_counts_sum_and_stay_beside_their_expectation(w, start, total):
    w = np.array(w)
    counts = systematic(w, total, start)
    expected = w * total / w.sum()
    assert counts.sum() == total and counts.min() >= 0
    assert (np.abs(counts - expected) < 1 + 1e-6).all()


@given(st.integers(-500_000, 500_000), st.integers(0, 20), st.integers(0, 2**32 - 1))
def test_profits_sum_exactly_with_the_stated_number_of_losses(total, losers, seed):
    rng = np.random.default_rng(seed)
    revenue = rng.integers(10_000, 90_000, size=21)
    if losers == 0 and total < 0:  # none may lose and together they do
        with pytest.raises(ValueError, match="cannot divide"):
            profits(total, losers, revenue, rng.normal(size=21), rng.uniform(0.01, 0.1, size=21))
        return
    found = profits(total, losers, revenue, rng.normal(size=21), rng.uniform(0.01, 0.1, size=21))
    assert found.sum() == total and (found < 0).sum() == losers


def test_fitting_meets_both_margins_and_keeps_zeros():
    seed = np.array([[1.0, 2.0, 0.0], [3.0, 1.0, 1.0]])
    table = fit(seed, np.array([4.0, 6.0]), np.array([3.0, 5.0, 2.0]))
    assert np.allclose(table.sum(axis=0), [3, 5, 2]) and np.allclose(table.sum(axis=1), [4, 6], atol=1e-5)
    assert table[0, 2] == 0


def test_fitting_refuses_margins_of_different_sums():
    with pytest.raises(ValueError, match="margins sum to"):
        fit(np.ones((2, 2)), np.array([1.0, 1.0]), np.array([1.0, 2.0]))
