"""What the definitions imply, tried on random levels."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao.indicators.balancing import iterative_proportional_fitting
from jianbao.indicators.chains import chain, chain_residual, chain_volume, rebase, volume_links
from jianbao.indicators.convergence import beta_convergence, convergence_speed, half_life, sigma_convergence
from jianbao.indicators.decomposition import dynamic_shift_share, gerfin_shift, shift_share
from jianbao.indicators.index_numbers import chained_index, deflate, price_index, quantity_index
from jianbao.indicators.land import land_efficiency_score
from jianbao.indicators.ratios import ratio
from jianbao.indicators.seasonal import seasonal_decompose

FORMULAS = ("laspeyres", "paasche", "fisher", "tornqvist", "walsh")
METHODS = st.sampled_from(["classic", "esteban_marquillas"])
level = st.floats(1, 1000)
factor = st.floats(0.1, 10)


@st.composite
def columns(draw: st.DrawFn, count: int, least: int = 2, values: st.SearchStrategy = level) -> list[pd.Series]:
    """Return ``count`` Series of one random length."""
    size = draw(st.integers(least, 6))
    return [pd.Series(draw(st.lists(values, min_size=size, max_size=size)), [f"s{i}" for i in range(size)]) for _ in range(count)]


def close(one, other) -> bool:
    return np.allclose(one, other, rtol=1e-9, atol=1e-7, equal_nan=True)


# --- shift-share


@given(columns(4), METHODS)
def test_the_parts_sum_to_the_change_of_each_sector(levels: list, method: str) -> None:
    assert close(sum(shift_share(*levels, method)), levels[1] - levels[0])


@given(columns(2), METHODS)
def test_the_whole_against_itself_has_no_mix_in_sum_and_no_shift(levels: list, method: str) -> None:
    parts = shift_share(*levels, *levels, method)
    assert close(parts.industry_mix.sum(), 0) and close(parts.regional_shift, 0) and close(parts.allocation, 0)


@given(columns(3), factor, METHODS)
def test_equal_growth_of_all_sectors_leaves_no_mix(levels: list, growth: float, method: str) -> None:
    assert close(shift_share(*levels, levels[2] * growth, method).industry_mix, 0)


@given(columns(3), st.floats(0.001, 1))
def test_the_references_structure_leaves_no_allocation(levels: list, size: float) -> None:
    r1, n0, n1 = levels
    found = shift_share(n0 * size, r1, n0, n1, "esteban_marquillas")
    assert close(found.allocation, 0) and close(found.regional_shift, shift_share(n0 * size, r1, n0, n1).regional_shift)


@given(columns(4), st.floats(0.05, 0.95), METHODS)
def test_splitting_a_sector_in_proportion_changes_nothing(levels: list, share: float, method: str) -> None:
    split = [pd.concat([v.iloc[1:], pd.Series({"a": v.iloc[0] * share, "b": v.iloc[0] * (1 - share)})]) for v in levels]
    assert close([part.sum() for part in shift_share(*levels, method)], [part.sum() for part in shift_share(*split, method)])


@given(columns(4), METHODS, st.randoms())
def test_the_order_of_sectors_changes_nothing(levels: list, method: str, random) -> None:
    order = list(levels[0].index)
    random.shuffle(order)
    for one, other in zip(shift_share(*levels, method), shift_share(*(v[order] for v in levels), method), strict=True):
        assert close(one[order], other) and other.index.tolist() == order


@given(columns(4), factor, METHODS)
def test_another_unit_changes_the_parts_by_that_factor(levels: list, unit: float, method: str) -> None:
    for one, other in zip(shift_share(*levels, method), shift_share(*(v * unit for v in levels), method), strict=True):
        assert close(one * unit, other)


@given(columns(4))
def test_the_two_parts_of_esteban_marquillas_are_dunns_shift(levels: list) -> None:
    found = shift_share(*levels, "esteban_marquillas")
    assert close(found.regional_shift + found.allocation, shift_share(*levels).regional_shift)


@given(columns(4), factor, factor)
def test_gerfin_is_structure_times_location_and_free_of_units(levels: list, here: float, there: float) -> None:
    found = gerfin_shift(*levels)
    r0, r1, n0, n1 = (v.sum() for v in levels)
    assert math.isclose(found.structure * found.location, found.regional, rel_tol=1e-9)
    assert math.isclose(found.regional, (r1 / r0) / (n1 / n0), rel_tol=1e-9)
    assert close(found, gerfin_shift(levels[0] * here, levels[1] * here, levels[2] * there, levels[3] * there))


@given(columns(2))
def test_gerfin_of_the_whole_against_itself_is_one(levels: list) -> None:
    assert close(gerfin_shift(*levels, *levels), [1, 1, 1])


@given(columns(6))
def test_the_steps_of_the_dynamic_form_sum_to_the_whole_change(levels: list) -> None:
    region, reference = pd.DataFrame(levels[:3]).reset_index(drop=True), pd.DataFrame(levels[3:]).reset_index(drop=True)
    found = dynamic_shift_share(region, reference)
    assert close(found.totals.sum(axis=1), levels[2] - levels[0])


# --- index numbers


@given(columns(4))
def test_laspeyres_prices_times_paasche_quantities_is_the_change_in_value(goods: list) -> None:
    p0, p1, q0, q1 = goods
    value = (p1 * q1).sum() / (p0 * q0).sum()
    for one, other in (("laspeyres", "paasche"), ("paasche", "laspeyres"), ("fisher", "fisher")):
        assert math.isclose(price_index(*goods, one) * quantity_index(*goods, other), value, rel_tol=1e-9)


@given(columns(4), st.sampled_from(["fisher", "tornqvist", "walsh"]))
def test_back_and_forth_is_one(goods: list, formula: str) -> None:
    p0, p1, q0, q1 = goods
    assert math.isclose(price_index(*goods, formula) * price_index(p1, p0, q1, q0, formula), 1, rel_tol=1e-9)


@given(columns(4), st.sampled_from(FORMULAS), factor)
def test_equal_relatives_give_that_relative_in_every_formula(goods: list, formula: str, rise: float) -> None:
    p0, _, q0, q1 = goods
    assert math.isclose(price_index(p0, p0, q0, q1, formula), 1, rel_tol=1e-9)
    assert math.isclose(price_index(p0, p0 * rise, q0, q1, formula), rise, rel_tol=1e-9)


@given(columns(4), st.sampled_from(FORMULAS), factor)
def test_prices_in_proportion_change_the_index_in_proportion(goods: list, formula: str, rise: float) -> None:
    p0, p1, q0, q1 = goods
    dearer = price_index(p0, p1 * rise, q0, q1, formula)
    assert math.isclose(dearer, rise * price_index(*goods, formula), rel_tol=1e-9)


@given(columns(5), st.sampled_from(FORMULAS))
def test_the_unit_in_which_a_good_is_measured_changes_nothing(goods: list, formula: str) -> None:
    p0, p1, q0, q1, unit = goods
    other = p0 * unit, p1 * unit, q0 / unit, q1 / unit
    assert math.isclose(price_index(p0, p1, q0, q1, formula), price_index(*other, formula), rel_tol=1e-9)
    assert math.isclose(quantity_index(p0, p1, q0, q1, formula), quantity_index(*other, formula), rel_tol=1e-9)


@given(columns(4), st.sampled_from(FORMULAS))
def test_every_index_lies_between_the_least_and_the_largest_relative(goods: list, formula: str) -> None:
    relatives = goods[1] / goods[0]
    assert relatives.min() * (1 - 1e-9) <= price_index(*goods, formula) <= relatives.max() * (1 + 1e-9)


@given(columns(4))
def test_fisher_lies_between_laspeyres_and_paasche(goods: list) -> None:
    one, two = sorted([price_index(*goods, "laspeyres"), price_index(*goods, "paasche")])
    assert one * (1 - 1e-9) <= price_index(*goods, "fisher") <= two * (1 + 1e-9)


@given(columns(6), st.sampled_from(FORMULAS), st.sampled_from(["price", "quantity"]))
def test_a_link_of_a_chained_index_is_the_two_period_index(goods: list, formula: str, kind: str) -> None:
    prices, quantities = pd.DataFrame(goods[:3]).reset_index(drop=True), pd.DataFrame(goods[3:]).reset_index(drop=True)
    found = chained_index(prices, quantities, formula, kind)
    between = (price_index if kind == "price" else quantity_index)(goods[1], goods[2], goods[4], goods[5], formula)
    assert found.iloc[0] == 1 and math.isclose(found.iloc[2] / found.iloc[1], between, rel_tol=1e-9)


@given(columns(1, values=factor), st.data())
def test_links_can_be_had_back_from_the_chain(links: list, data: st.DataObject) -> None:
    reference = data.draw(st.sampled_from(list(links[0].index)))
    index = chain(links[0], reference)
    assert index[reference] == 1 and close(index.iloc[1:] / index.shift(1).iloc[1:], links[0].iloc[1:])
    assert close(rebase(index, links[0].index[0]), chain(links[0], links[0].index[0]))


@given(columns(2), st.data())
def test_chained_volumes_grow_as_their_links_and_meet_the_value_at_the_reference(money: list, data: st.DataObject) -> None:
    values, volumes = money
    reference = data.draw(st.sampled_from(list(values.index)))
    found = chain_volume(values, volumes, reference)
    assert math.isclose(found[reference], values[reference], rel_tol=1e-9)
    assert close((found / found.shift(1)).iloc[1:], volume_links(values, volumes).iloc[1:])


@given(columns(3))
def test_the_residual_and_the_parts_make_the_total(volumes: list) -> None:
    total, *parts = volumes
    table = pd.DataFrame({"a": parts[0], "b": parts[1]})
    assert close(chain_residual(total, table) + table.sum(axis=1), total)


@given(columns(2))
def test_deflated_and_inflated_again_is_the_value(pair: list) -> None:
    assert close(deflate(*pair) * pair[1], pair[0])


# --- convergence


@given(columns(1, least=3), factor, st.sampled_from(["sd_log", "cv"]))
def test_dispersion_does_not_depend_on_the_unit_or_the_order(levels: list, unit: float, measure: str) -> None:
    table = levels[0].to_frame()
    found = sigma_convergence(table, measure)
    assert found.iloc[0] >= 0 and close(found, sigma_convergence(table.iloc[::-1] * unit, measure))


@given(st.lists(st.floats(1, 1000), min_size=3, max_size=8, unique_by=lambda x: round(math.log(x), 1)), st.floats(0.001, 0.05), st.integers(1, 19))
def test_a_known_speed_is_found_again(before: list, speed: float, years: int) -> None:
    start = np.log(before)
    steady = 10.0
    after = np.exp(steady + (start - steady) * math.exp(-speed * years))
    fit = beta_convergence(pd.Series(before), pd.Series(after), years)
    assert math.isclose(fit.speed, speed, rel_tol=1e-6) and math.isclose(fit.half_life, math.log(2) / speed, rel_tol=1e-6)
    assert fit.r_squared == pytest.approx(1)


@given(st.floats(-0.09, -0.0001), st.floats(1, 10))
def test_after_the_half_life_half_of_the_gap_is_left(beta: float, years: float) -> None:
    speed = convergence_speed(beta, years)
    assert math.isclose(math.exp(-speed * half_life(speed)), 0.5) and math.isclose((math.exp(-speed * years) - 1) / years, beta, rel_tol=1e-6)


# --- balancing


@st.composite
def tables(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    """Return a positive seed and the margins of another positive table."""
    rows, cols = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    cells = st.lists(st.floats(1, 20), min_size=rows * cols, max_size=rows * cols)
    seed, other = (pd.DataFrame(np.reshape(draw(cells), (rows, cols))) for _ in range(2))
    return seed, other.sum(axis=1), other.sum(axis=0)


@given(tables())
def test_the_fitted_table_has_the_margins_and_the_odds_ratios_of_the_seed(given_: tuple) -> None:
    seed, rows, cols = given_
    table, _, deviation = iterative_proportional_fitting(seed, rows, cols)
    assert deviation <= 1e-10 and close(table.sum(axis=1), rows) and close(table.sum(axis=0), cols)
    one, other = (t.iloc[0, 0] * t.iloc[1, 1] / t.iloc[0, 1] / t.iloc[1, 0] for t in (seed, table))
    assert math.isclose(one, other, rel_tol=1e-9)


@given(tables())
def test_a_fitted_table_is_left_alone_and_the_transposed_seed_gives_the_transposed_table(given_: tuple) -> None:
    seed, rows, cols = given_
    table = iterative_proportional_fitting(seed, rows, cols).table
    again = iterative_proportional_fitting(table, rows, cols)
    assert again.iterations == 0 and again.table.equals(table)
    assert np.allclose(iterative_proportional_fitting(seed.T, cols, rows).table.T, table, rtol=1e-6)


@given(tables(), factor, factor)
def test_the_seeds_unit_changes_nothing_and_the_margins_unit_is_the_tables(given_: tuple, unit: float, money: float) -> None:
    seed, rows, cols = given_
    table = iterative_proportional_fitting(seed, rows, cols).table
    assert np.allclose(iterative_proportional_fitting(seed * unit, rows * money, cols * money).table, table * money, rtol=1e-6)


@given(tables())
def test_a_zero_of_the_seed_is_kept(given_: tuple) -> None:
    seed = given_[0].copy()
    seed.iloc[0, 0] = 0
    other = given_[0] * (seed > 0)
    table = iterative_proportional_fitting(seed, other.sum(axis=1), other.sum(axis=0)).table
    assert table.iloc[0, 0] == 0 and close(table, other)


# --- seasons


@given(st.integers(2, 6), st.floats(-100, 100), st.floats(-5, 5), st.data())
def test_a_line_with_a_season_is_taken_apart(period: int, start: float, slope: float, data: st.DataObject) -> None:
    season = np.array(data.draw(st.lists(st.floats(-50, 50), min_size=period, max_size=period)))
    season -= season.mean()
    line = start + slope * np.arange(3 * period + 1)
    found = seasonal_decompose(pd.Series(line + np.resize(season, len(line))), period)
    known = found.trend.notna()
    assert known.sum() == len(line) - 2 * (period // 2) and close(found.trend[known], line[known])
    assert close(found.figure, season) and close(found.remainder[known], 0)


@given(st.lists(st.floats(-1000, 1000), min_size=8, max_size=20), st.floats(-100, 100), factor)
def test_the_parts_of_a_series_sum_to_it_and_follow_its_level_and_unit(values: list, shift: float, unit: float) -> None:
    series = pd.Series(values)
    found, moved = seasonal_decompose(series, 4), seasonal_decompose(series * unit + shift, 4)
    known = found.trend.notna()
    assert close((found.trend + found.seasonal + found.remainder)[known], series[known]) and close(found.figure.sum(), 0)
    assert close(moved.figure, found.figure * unit) and close(moved.trend, found.trend * unit + shift)


# --- ratios


@given(columns(2))
def test_the_ratio_of_totals_lies_between_the_ratios_of_the_units(totals: list) -> None:
    units = ratio(*totals)
    assert units.min() * (1 - 1e-12) <= ratio(totals[0].sum(), totals[1].sum()) <= units.max() * (1 + 1e-12)


@given(columns(3), factor)
def test_points_are_linear_and_a_cap_only_lowers_them(items: list, times: float) -> None:
    actual, base, weights = items
    points = land_efficiency_score(actual, base, weights)
    assert math.isclose(land_efficiency_score(actual * times, base, weights), points * times, rel_tol=1e-9)
    assert land_efficiency_score(actual, base, weights, cap=1.5) <= min(points, 1.5 * weights.sum()) * (1 + 1e-9)
    assert math.isclose(land_efficiency_score(base, base, weights), weights.sum(), rel_tol=1e-12)


# --- unknown in, unknown out


@given(columns(4), st.integers(0, 3), METHODS)
def test_a_sector_with_an_unknown_level_has_no_part(levels: list, which: int, method: str) -> None:
    levels[which] = levels[which].where(levels[which].index != "s0")
    assert all(math.isnan(part.iloc[0]) for part in shift_share(*levels, method))


@given(columns(4), st.integers(0, 3), st.sampled_from(FORMULAS))
def test_a_good_with_an_unknown_figure_leaves_no_index(goods: list, which: int, formula: str) -> None:
    goods[which] = goods[which].where(goods[which].index != "s0")
    assert math.isnan(price_index(*goods, formula)) and math.isnan(quantity_index(*goods, formula))
    assert all(map(math.isnan, gerfin_shift(*goods))) and math.isnan(sigma_convergence(goods[which].to_frame()).iloc[0])
