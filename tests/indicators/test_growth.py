"""Growth rates, averages and chains: hand-worked figures, conventions and what is refused."""

import math

import pandas as pd
import pytest

from jianbao.indicators.growth import (
    annualised_growth,
    average_growth_cumulative,
    average_growth_from_rates,
    chain_growth,
    growth_rate,
    trend_growth,
    two_year_average_growth,
)

TWICE = pd.Series([1.0, 2.0], index=["a", "a"])
OTHER = pd.Series([1.0, 2.0], index=["b", "c"])


@pytest.mark.parametrize(
    ("current", "previous", "rate"),
    [(105.2, 100.0, 0.052), (100.0, 100.0, 0.0), (0.0, 100.0, -1.0), (279.0, 100.0, 1.79), (1e-9, 1e-9, 0.0)],
)
def test_growth_is_the_level_over_its_base_less_one(current: float, previous: float, rate: float) -> None:
    assert growth_rate(current, previous) == pytest.approx(rate, abs=1e-12)


def test_growth_of_a_table_is_taken_cell_by_cell_and_keeps_its_labels() -> None:
    now = pd.DataFrame({"C13": [110.0, -1.0], "C14": [3.0, 8.0]}, index=["Anji", "Deqing"])
    before = pd.DataFrame({"C13": [100.0, 5.0], "C14": [0.0, 4.0]}, index=["Anji", "Deqing"])
    expected = pd.DataFrame({"C13": [0.1, math.nan], "C14": [math.nan, 1.0]}, index=["Anji", "Deqing"])
    pd.testing.assert_frame_equal(growth_rate(now, before), expected)
    row = pd.Series([110.0, 90.0], index=["Anji", "Deqing"], name="value")
    pd.testing.assert_series_equal(growth_rate(row, 100.0), pd.Series([0.1, -0.1], index=row.index, name="value"))


@pytest.mark.parametrize(
    "call",
    [
        lambda: growth_rate(OTHER, TWICE), lambda: growth_rate(TWICE, TWICE), lambda: annualised_growth(OTHER, TWICE, 1),
        lambda: annualised_growth(1.0, 2.0, math.nan), lambda: average_growth_cumulative(1.0, TWICE),
        lambda: average_growth_from_rates(TWICE), lambda: chain_growth(TWICE), lambda: trend_growth(TWICE),
        lambda: two_year_average_growth(TWICE), lambda: chain_growth(OTHER, -1e-9),
        lambda: growth_rate(pd.DataFrame({"a": [1.0]}), OTHER),
    ],
)
def test_different_or_repeated_labels_and_impossible_parameters_are_refused(call) -> None:
    with pytest.raises(ValueError, match="index|twice|periods|half_unit|shapes"):
        call()


def test_text_is_refused() -> None:
    with pytest.raises(TypeError):
        growth_rate("5", 4.0)
    with pytest.raises(TypeError):
        trend_growth(pd.Series([1.0, 2.0], index=["2019", "2020"]))


@pytest.mark.parametrize(
    ("first", "last", "periods", "rate"),
    [(100.0, 121.0, 2, 0.1), (100.0, 81.0, 2, -0.1), (100.0, 107.0, 1, 0.07), (100.0, 110.0, 0.5, 0.21), (8.0, 1.0, 3, -0.5)],
)
def test_the_level_method_spreads_growth_evenly_over_the_steps(first: float, last: float, periods: float, rate: float) -> None:
    assert annualised_growth(first, last, periods) == pytest.approx(rate, abs=1e-12)


def test_the_level_method_keeps_labels() -> None:
    first = pd.Series({"Anji": 100.0, "Deqing": 0.0}, name="value")
    last = pd.Series({"Anji": 121.0, "Deqing": 5.0}, name="value")
    pd.testing.assert_series_equal(annualised_growth(first, last, 2), pd.Series({"Anji": 0.1, "Deqing": math.nan}, name="value"))


@pytest.mark.parametrize(
    ("base", "values", "rate"),
    [
        (100.0, [110.0, 121.0], 0.1), (100.0, [231.0, 0.0], 0.1), (100.0, [90.0, 81.0], -0.1), (100.0, [50.0], -0.5),
        (100.0, [100.0] * 5, 0.0), (2.0, [5e200], 2.5e200 - 1), (64.0, [16.0, 4.0, 1.0], -0.75),
    ],
)
def test_the_cumulative_method_finds_the_path_with_the_same_sum(base: float, values: list[float], rate: float) -> None:
    assert average_growth_cumulative(base, pd.Series(values)) == pytest.approx(rate, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(
    ("rates", "average"), [([0.5, -0.5], 0.75**0.5 - 1), ([0.21], 0.21), ([0.0, 0.21], 0.1), ([0.1, 0.1, 0.1], 0.1), ([-0.999], -0.999)]
)
def test_rates_are_averaged_geometrically(rates: list[float], average: float) -> None:
    assert average_growth_from_rates(pd.Series(rates)) == pytest.approx(average, abs=1e-12)


def test_a_chain_multiplies_and_its_interval_takes_every_rate_half_a_unit_up_or_down() -> None:
    chained = chain_growth(pd.Series([0.1, 0.2]), 0.0005)
    assert chained.growth == pytest.approx(0.32, abs=1e-12)
    assert chained.low == pytest.approx(1.0995 * 1.1995 - 1, abs=1e-12)
    assert chained.high == pytest.approx(1.1005 * 1.2005 - 1, abs=1e-12)
    assert chain_growth(pd.Series([0.5])) == (0.5, 0.5, 0.5)


@pytest.mark.parametrize(("rate", "half_unit", "known"), [(-1.0, 0.0, False), (-0.75, 0.0, True), (-0.75, 0.25, False), (-0.5, 0.25, True)])
def test_a_chain_ends_where_a_rate_may_take_the_level_to_zero(rate: float, half_unit: float, known: bool) -> None:
    assert all(math.isfinite(g) is known for g in chain_growth(pd.Series([0.1, rate]), half_unit))


@pytest.mark.parametrize(
    ("values", "years", "rate"),
    [
        ([100.0, 105.0, 121.0], [2018, 2019, 2020], 10.5 / (326 / 3 - 10.5)), ([121.0, 100.0, 105.0], [2020, 2018, 2019], 10.5 / (326 / 3 - 10.5)),
        ([100.0, 140.0], [2018, 2022], 0.1), ([100.0, 80.0, 60.0], [1, 2, 3], -0.2), ([5.0, 5.0], [1, 2], 0.0), ([0.0, 0.0, 9.0], [0, 1, 2], math.nan),
    ],
)
def test_the_trend_is_the_slope_over_the_first_fitted_level(values: list[float], years: list[int], rate: float) -> None:
    assert trend_growth(pd.Series(values, index=years)) == pytest.approx(rate, abs=1e-12, nan_ok=True)


def test_a_trend_that_starts_at_zero_has_no_growth() -> None:
    assert math.isnan(trend_growth(pd.Series([0.0, 1.0], index=[1, 2])))


def test_growth_against_two_years_earlier_is_halved_geometrically() -> None:
    result = two_year_average_growth(pd.Series({"Jan-Feb": 0.21, "Aug": -0.19}, name="g"))
    pd.testing.assert_series_equal(result, pd.Series({"Jan-Feb": 0.1, "Aug": -0.1}, name="g"))
    assert type(two_year_average_growth(0.44)) is float and two_year_average_growth(0.44) == pytest.approx(0.2)


def test_inputs_stay_as_they_are() -> None:
    rates, values = pd.Series([0.1, None, math.inf]), pd.Series([1.0, math.inf], index=[2019, 2020])
    kept, kept_values = rates.copy(), values.copy()
    chain_growth(rates, 0.01), growth_rate(rates, rates), trend_growth(values), average_growth_cumulative(1.0, values)
    pd.testing.assert_series_equal(rates, kept)
    pd.testing.assert_series_equal(values, kept_values)
