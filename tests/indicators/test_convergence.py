"""Convergence by hand."""

import math

import numpy as np
import pandas as pd
import pytest

from jianbao.indicators.convergence import beta_convergence, convergence_speed, half_life, sigma_convergence

NAN = math.nan
E = math.e


def series(*values: float) -> pd.Series:
    return pd.Series(values, dtype=float)


def test_dispersion_of_logarithms_is_the_default() -> None:
    table = pd.DataFrame({2019: [1.0, E**2], 2024: [E, E]}, index=["a", "b"])
    assert sigma_convergence(table).to_dict() == pytest.approx({2019: 1.0, 2024: 0.0})
    assert sigma_convergence(table, "sd_log", 1).to_dict() == pytest.approx({2019: math.sqrt(2), 2024: 0.0})
    assert sigma_convergence(table, ddof=1).iloc[0] == pytest.approx(math.sqrt(2))


def test_the_coefficient_of_variation_divides_by_the_mean() -> None:
    table = pd.DataFrame({2019: [1.0, 3.0, 2.0], 2024: [0.0, 6.0, 3.0]})
    assert sigma_convergence(table, "cv").tolist() == pytest.approx([math.sqrt(2 / 3) / 2, math.sqrt(6) / 3])
    assert sigma_convergence(table, "cv", ddof=1).tolist() == pytest.approx([0.5, 1.0])


@pytest.mark.parametrize("bad", [NAN, -1.0, math.inf])
def test_a_period_with_an_unknown_level_has_no_dispersion(bad: float) -> None:
    table = pd.DataFrame({2019: [1.0, bad], 2024: [2.0, 2.0]})
    for measure in ("sd_log", "cv"):
        assert sigma_convergence(table, measure).fillna(-9).tolist() == [-9, 0]


def test_zero_has_no_logarithm_and_a_mean_of_zero_no_variation() -> None:
    assert sigma_convergence(pd.DataFrame({0: [0.0, 2.0]})).isna().all()
    assert sigma_convergence(pd.DataFrame({0: [0.0, 2.0]}), "cv").tolist() == [1]
    assert sigma_convergence(pd.DataFrame({0: [0.0, 0.0]}), "cv").isna().all()


def test_dispersion_needs_more_regions_than_ddof() -> None:
    one = pd.DataFrame({0: [2.0]})
    assert sigma_convergence(one).tolist() == [0] and sigma_convergence(one, "cv").tolist() == [0]
    assert sigma_convergence(one, ddof=1).isna().all()
    assert sigma_convergence(one[:0]).isna().tolist() == [True] and sigma_convergence(one[:0], "cv").isna().tolist() == [True]


@pytest.mark.parametrize(("measure", "ddof"), [("sd", 0), ("cv", 2), ("cv", -1), ("gini", 1)])
def test_an_unknown_measure_of_dispersion_is_refused(measure: str, ddof: int) -> None:
    with pytest.raises(ValueError, match="no such measure"):
        sigma_convergence(pd.DataFrame({0: [1.0, 2.0]}), measure, ddof)


def test_a_region_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        sigma_convergence(pd.DataFrame({0: [1.0, 2.0]}, index=["a", "a"]))


def test_the_regression_by_hand() -> None:
    # ln y0 = 0, 1, 2, 3; yearly growth 0.3, 0.1, 0.2, 0.0 over 2 years: beta = -0.4/5, residuals .03 -.09 .09 -.03.
    start, growth = np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.3, 0.1, 0.2, 0.0])
    fit = beta_convergence(series(*np.exp(start)), series(*np.exp(start + 2 * growth)), 2)
    error = math.sqrt(0.018 / 2 / 5)
    assert fit.alpha == pytest.approx(0.27) and fit.beta == pytest.approx(-0.08)
    assert fit.se_beta == pytest.approx(error) and fit.t_beta == pytest.approx(-0.08 / error)
    assert fit.r_squared == pytest.approx(1 - 0.018 / 0.05)
    assert fit.speed == pytest.approx(-math.log(0.84) / 2) and fit.half_life == pytest.approx(2 * math.log(2) / -math.log(0.84))
    assert all(type(figure) is float for figure in fit)
    assert fit._fields == ("alpha", "beta", "se_beta", "t_beta", "speed", "half_life", "r_squared")


def test_divergence_has_a_coefficient_but_no_speed() -> None:
    fit = beta_convergence(series(1, 2, 4), series(1, 3, 9), 10)
    assert fit.beta > 0 and fit.alpha == pytest.approx(0) and math.isnan(fit.speed) and math.isnan(fit.half_life)


def test_alike_growth_explains_nothing() -> None:
    fit = beta_convergence(series(1, 2, 4), series(1, 2, 4), 10)
    assert (fit.alpha, fit.beta, fit.se_beta) == (0, 0, 0)
    assert all(map(math.isnan, (fit.t_beta, fit.speed, fit.half_life, fit.r_squared)))


@pytest.mark.parametrize("bad", [NAN, 0.0, -1.0, math.inf])
def test_one_unknown_level_leaves_no_regression(bad: float) -> None:
    assert all(map(math.isnan, beta_convergence(series(1, 2, bad), series(1, 2, 3), 1)))
    assert all(map(math.isnan, beta_convergence(series(1, 2, 4), series(1, 2, bad), 1)))


def test_a_regression_needs_three_regions_that_differ() -> None:
    assert all(map(math.isnan, beta_convergence(series(1, 2), series(2, 3), 1)))
    assert all(map(math.isnan, beta_convergence(series(2, 2, 2), series(2, 3, 4), 1)))
    assert beta_convergence(series(1, 2, 4), series(2, 3, 4), 1).beta < 0


def test_the_speed_is_judged_at_its_limits() -> None:
    assert convergence_speed(-0.5, 1) == pytest.approx(math.log(2)) and type(convergence_speed(-0.5, 1)) is float
    assert convergence_speed(-0.05, 10) == pytest.approx(math.log(2) / 10)
    assert math.isnan(convergence_speed(0.0, 1)) and math.isnan(convergence_speed(0.1, 1))
    assert math.isnan(convergence_speed(-1.0, 1)) and math.isnan(convergence_speed(-0.5, 2)) and math.isnan(convergence_speed(-0.6, 2))
    assert convergence_speed(-0.999, 1) == pytest.approx(-math.log(0.001))
    assert convergence_speed(series(-0.5, 0.5, NAN), 1).fillna(-9).tolist() == pytest.approx([math.log(2), -9, -9])


@pytest.mark.parametrize("years", [0, -1, NAN, math.inf])
def test_years_are_positive(years: float) -> None:
    with pytest.raises(ValueError, match="years"):
        convergence_speed(-0.1, years)
    with pytest.raises(ValueError, match="years"):
        beta_convergence(series(1, 2, 4), series(1, 2, 3), years)


def test_regions_agree() -> None:
    with pytest.raises(ValueError, match="different indexes"):
        beta_convergence(series(1, 2, 4), series(1, 2, 3).iloc[::-1], 1)


def test_half_of_the_gap_closes_in_ln_two_over_the_speed() -> None:
    assert half_life(math.log(2)) == pytest.approx(1) and half_life(math.log(2) / 35) == pytest.approx(35)
    assert math.isnan(half_life(0.0)) and math.isnan(half_life(-0.1))
    assert half_life(series(math.log(2), 0, NAN)).fillna(-9).tolist() == pytest.approx([1, -9, -9])
