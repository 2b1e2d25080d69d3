"""Balancing by hand."""

import inspect
import math

import pandas as pd
import pytest

from jianbao.indicators.balancing import iterative_proportional_fitting

SEED = pd.DataFrame([[1.0, 1.0], [1.0, 3.0]], index=["a", "b"], columns=["x", "y"])


def margins(rows: tuple[float, float], columns: tuple[float, float]) -> tuple[pd.Series, pd.Series]:
    return pd.Series(rows, index=["a", "b"], dtype=float), pd.Series(columns, index=["x", "y"], dtype=float)


def test_a_flat_seed_gives_the_product_of_the_margins_in_one_pass() -> None:
    found = iterative_proportional_fitting(SEED * 0 + 1, *margins((30, 10), (20, 20)))
    assert found.table.to_numpy().tolist() == [[15, 15], [5, 5]] and (found.iterations, found.deviation) == (1, 0)
    assert found.table.index.tolist() == ["a", "b"] and found.table.columns.tolist() == ["x", "y"]
    assert found._fields == ("table", "iterations", "deviation")


def test_a_seed_that_fits_is_left_alone() -> None:
    found = iterative_proportional_fitting(SEED, *margins((2, 4), (2, 4)))
    pd.testing.assert_frame_equal(found.table, SEED)
    assert (found.iterations, found.deviation) == (0, 0.0)


def test_odds_ratio_three_between_equal_margins() -> None:
    # x / (1 - x) squared = 3, so the diagonal is sqrt(3) / (1 + sqrt(3)).
    found = iterative_proportional_fitting(SEED, *margins((1, 1), (1, 1)))
    diagonal = math.sqrt(3) / (1 + math.sqrt(3))
    assert found.table.to_numpy().ravel().tolist() == pytest.approx([diagonal, 1 - diagonal, 1 - diagonal, diagonal], abs=1e-9)
    assert found.deviation <= 1e-10 and found.iterations > 1


def test_the_deviation_is_a_fraction_of_the_total() -> None:
    rough = iterative_proportional_fitting(SEED, *margins((300, 100), (200, 200)), tolerance=0.05)
    fine = iterative_proportional_fitting(SEED, *margins((300, 100), (200, 200)), tolerance=1e-6)
    # One pass: rows to 150/150 and 25/75, columns 175 and 225 to 200 each; then the rows are 304.76 and 95.24.
    assert rough.iterations == 1 and rough.deviation == pytest.approx((150 / 175 * 200 + 150 / 225 * 200 - 300) / 400)
    assert fine.iterations > 1 and fine.deviation <= 1e-6 < rough.deviation


def test_the_seed_already_within_the_tolerance_counts_as_fitted() -> None:
    found = iterative_proportional_fitting(SEED, *margins((3, 3), (2, 4)), tolerance=0.5)
    assert (found.iterations, found.deviation) == (0, pytest.approx(1 / 6))


def test_the_deviation_looks_at_rows_and_at_columns() -> None:
    by_rows = iterative_proportional_fitting(SEED, *margins((2, 4), (3, 3)), tolerance=0.5)
    assert (by_rows.iterations, by_rows.deviation) == (0, pytest.approx(1 / 6))


def test_zeros_of_the_seed_stay() -> None:
    seed = pd.DataFrame([[1.0, 0.0], [1.0, 1.0]], index=["a", "b"], columns=["x", "y"])
    found = iterative_proportional_fitting(seed, *margins((3, 5), (4, 4)))
    assert found.table.to_numpy().ravel().tolist() == pytest.approx([3, 0, 1, 4], abs=1e-7) and found.table.iloc[0, 1] == 0


def test_an_empty_line_of_the_seed_goes_with_an_empty_margin() -> None:
    seed = pd.DataFrame([[0.0, 0.0], [1.0, 1.0]], index=["a", "b"], columns=["x", "y"])
    assert iterative_proportional_fitting(seed, *margins((0, 4), (1, 3))).table.to_numpy().tolist() == [[0, 0], [1, 3]]


@pytest.mark.parametrize(("rows", "columns"), [((1, 1), (1, 2)), ((1, 2), (1, 1)), ((1, 1), (1, 1 + 1e-9))])
def test_margins_with_different_totals_are_an_error_and_never_scaled(rows: tuple, columns: tuple) -> None:
    with pytest.raises(ValueError, match="different totals"):
        iterative_proportional_fitting(SEED, *margins(rows, columns))


def test_the_totals_agree_as_closely_as_the_tolerance_says() -> None:
    assert iterative_proportional_fitting(SEED, *margins((50, 50), (50, 51)), tolerance=0.01).iterations >= 0
    with pytest.raises(ValueError, match="different totals"):
        iterative_proportional_fitting(SEED, *margins((50, 50), (50, 51.01)), tolerance=0.01)


def test_zeros_that_do_not_allow_the_margins_are_an_error() -> None:
    diagonal = pd.DataFrame([[1.0, 0.0], [0.0, 1.0]], index=["a", "b"], columns=["x", "y"])
    with pytest.raises(ValueError, match="no fit within 7 passes"):
        iterative_proportional_fitting(diagonal, *margins((3, 1), (1, 3)), max_iterations=7)
    with pytest.raises(ValueError, match="no fit"):
        iterative_proportional_fitting(SEED * 0, *margins((3, 1), (1, 3)), max_iterations=7)


def test_one_pass_may_be_enough_or_not() -> None:
    assert iterative_proportional_fitting(SEED * 0 + 1, *margins((30, 10), (20, 20)), max_iterations=1).iterations == 1
    with pytest.raises(ValueError, match="no fit within 1 passes"):
        iterative_proportional_fitting(SEED, *margins((1, 1), (1, 1)), max_iterations=1)


def test_the_limits_are_as_documented() -> None:
    defaults = inspect.signature(iterative_proportional_fitting).parameters
    assert (defaults["tolerance"].default, defaults["max_iterations"].default) == (1e-10, 10000)


@pytest.mark.parametrize("bad", [math.nan, -1.0, math.inf])
def test_an_unknown_cell_or_margin_leaves_no_table(bad: float) -> None:
    cells = SEED.copy()
    cells.iloc[0, 1] = bad
    for found in (
        iterative_proportional_fitting(cells, *margins((1, 1), (1, 1))),
        iterative_proportional_fitting(SEED, *margins((bad, 1), (1, 1))),
        iterative_proportional_fitting(SEED, *margins((1, 1), (bad, 1))),
    ):
        assert found.table.isna().all(axis=None) and found.iterations == 0 and math.isnan(found.deviation)
        assert found.table.index.tolist() == ["a", "b"] and found.table.columns.tolist() == ["x", "y"]


def test_nothing_and_too_much_leave_no_table() -> None:
    assert iterative_proportional_fitting(SEED, *margins((0, 0), (0, 0))).table.isna().all(axis=None)
    assert iterative_proportional_fitting(SEED, *margins((1.7e308, 1.7e308), (1, 1))).table.isna().all(axis=None)
    assert iterative_proportional_fitting(SEED, *margins((1, 1), (1.7e308, 1.7e308))).table.isna().all(axis=None)
    assert iterative_proportional_fitting(SEED * 1e308, *margins((1, 1), (1, 1))).table.isna().all(axis=None)


def test_parameters_and_labels_that_are_refused() -> None:
    fits = margins((2, 4), (2, 4))
    for given in ({"tolerance": 0.0}, {"tolerance": -1.0}, {"tolerance": math.nan}, {"max_iterations": 0}):
        with pytest.raises(ValueError, match="positive"):
            iterative_proportional_fitting(SEED, *fits, **given)
    with pytest.raises(ValueError, match="different indexes"):
        iterative_proportional_fitting(SEED, fits[0].iloc[::-1], fits[1])
    with pytest.raises(ValueError, match="different indexes"):
        iterative_proportional_fitting(SEED, fits[0], fits[1].iloc[::-1])
    with pytest.raises(ValueError, match="twice"):
        iterative_proportional_fitting(SEED.set_axis(["a", "a"]), fits[0].set_axis(["a", "a"]), fits[1])


def test_the_seed_stays_as_it_was() -> None:
    kept = SEED.copy()
    for rows in ((1, 5), (2, 4)):
        table = iterative_proportional_fitting(SEED, *margins(rows, (2, 4))).table
        table.iloc[0, 0] = 9
        pd.testing.assert_frame_equal(SEED, kept)
