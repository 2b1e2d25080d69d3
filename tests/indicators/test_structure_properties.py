"""What the definitions imply for specialisation, inequality, concentration, space and complexity, on generated data."""

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao.indicators.complexity import economic_complexity, reflections
from jianbao.indicators.concentration import (
    concentration_ratio,
    ellison_glaeser,
    equivalent_number,
    herfindahl,
    rosenbluth_index,
)
from jianbao.indicators.income_content import expy, prody
from jianbao.indicators.inequality import (
    coefficient_of_variation,
    gini,
    hoover_index,
    locational_gini,
    theil,
    theil_decomposition,
)
from jianbao.indicators.relatedness import co_occurrence, proximity, relatedness, relatedness_density
from jianbao.indicators.spatial import geary_c, morans_i, row_standardise
from jianbao.indicators.specialisation import (
    hachman_index,
    krugman_concentration,
    krugman_specialisation,
    location_quotients,
    presence,
    specialisation_coefficient,
)
from jianbao.indicators.variety import entropy, related_variety, unrelated_variety

SMALL = 1e-9


def near(got: float, expected: float) -> bool:
    return math.isclose(got, expected, rel_tol=1e-9, abs_tol=SMALL)


def series(numbers: list) -> pd.Series:
    return pd.Series(numbers, dtype=float, index=[f"u{i}" for i in range(len(numbers))])


#: Levels of two to seven parts, zeros among them, never all zero.
PARTS = st.lists(st.integers(0, 60), min_size=2, max_size=7).map(lambda v: series([v[0] + 1, *v[1:]]))
POSITIVE = st.lists(st.integers(1, 60), min_size=2, max_size=7).map(series)
FACTOR = st.sampled_from([0.001, 0.7, 3.0, 1e6])


@st.composite
def pairs(draw: st.DrawFn, first: int = 0) -> tuple[pd.Series, pd.Series]:
    """Two distributions over the same parts; the second has something of each."""
    rows = draw(st.lists(st.tuples(st.integers(first, 60), st.integers(1, 60)), min_size=2, max_size=7))
    one, other = zip(*rows, strict=True)
    return series([one[0] + 1, *one[1:]]), series(list(other))


@st.composite
def grouped(draw: st.DrawFn) -> tuple[pd.Series, pd.Series]:
    rows = draw(st.lists(st.tuples(st.integers(0, 60), st.sampled_from("abc")), min_size=2, max_size=7))
    values, groups = zip(*rows, strict=True)
    return series([values[0] + 1, *values[1:]]), pd.Series(groups, index=[f"u{i}" for i in range(len(rows))])


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """Regions by sectors, zeros inside, no empty row or column."""
    n, m = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    cells = np.array(draw(st.lists(st.integers(0, 40), min_size=n * m, max_size=n * m)), dtype=float).reshape(n, m)
    cells[0] += 1
    cells[:, 0] += 1
    return pd.DataFrame(cells, index=[f"r{i}" for i in range(n)], columns=[f"s{j}" for j in range(m)])


@st.composite
def marked(draw: st.DrawFn) -> pd.DataFrame:
    """Presences where every region has the first sector, and the first region every sector: connected."""
    n, m = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    cells = np.array(draw(st.lists(st.integers(0, 1), min_size=n * m, max_size=n * m)), dtype=float).reshape(n, m)
    cells[0], cells[:, 0] = 1, 1
    return pd.DataFrame(cells, index=[f"r{i}" for i in range(n)], columns=[f"s{j}" for j in range(m)])


@st.composite
def neighbourhoods(draw: st.DrawFn) -> tuple[pd.Series, pd.DataFrame]:
    """Values of four to seven regions on a ring with some more neighbours, not all values equal."""
    n = draw(st.integers(4, 7))
    values = draw(st.lists(st.integers(-30, 30), min_size=n, max_size=n))
    more = np.array(draw(st.lists(st.integers(0, 2), min_size=n * n, max_size=n * n)), dtype=float).reshape(n, n)
    np.fill_diagonal(more, 0)
    ring = np.roll(np.eye(n), 1, axis=1)
    names = [f"u{i}" for i in range(n)]
    return series([100, *values[1:]]), pd.DataFrame(more + ring, index=names, columns=names)


#: Every measure of one distribution, with what 0 parts, holes and order must do to it.
ONE: dict[str, Callable[[pd.Series], float]] = {
    "gini": gini,
    "gini normalised": lambda x: gini(x, normalise=True),
    "hoover": hoover_index,
    "theil T": theil,
    "theil L": lambda x: theil(x, kind="L"),
    "cv": coefficient_of_variation,
    "cv sample": lambda x: coefficient_of_variation(x, ddof=1),
    "hhi": herfindahl,
    "hhi normalised": lambda x: herfindahl(x, normalise=True),
    "equivalent number": equivalent_number,
    "cr2": lambda x: concentration_ratio(x, 2),
    "rosenbluth": rosenbluth_index,
    "entropy": entropy,
}
TWO: dict[str, Callable[[pd.Series, pd.Series], float]] = {
    "krugman": krugman_specialisation,
    "specialisation": specialisation_coefficient,
    "hachman": hachman_index,
    "hoover": hoover_index,
    "locational gini": locational_gini,
    "lorenz": lambda x, y: locational_gini(x, y, method="lorenz"),
    "concentration": lambda x, y: krugman_concentration(x, pd.DataFrame({"y": y})),
    "weighted gini": lambda x, y: gini(x, weights=y),
    "weighted theil": lambda x, y: theil(x, weights=y),
    "williamson": lambda x, y: coefficient_of_variation(x, weights=y),
}
ANY_ONE, ANY_TWO = st.sampled_from(sorted(ONE)), st.sampled_from(sorted(TWO))


@given(name=ANY_ONE, parts=POSITIVE, factor=FACTOR)
def test_the_unit_of_the_values_does_not_matter(name: str, parts: pd.Series, factor: float) -> None:
    assert near(ONE[name](parts * factor), ONE[name](parts))


@given(name=ANY_TWO, pair=pairs(), factor=FACTOR)
def test_the_unit_of_the_first_distribution_does_not_matter(name: str, pair: tuple, factor: float) -> None:
    assert near(TWO[name](pair[0] * factor, pair[1]), TWO[name](*pair))


@given(name=ANY_TWO, pair=pairs(), factor=FACTOR)
def test_the_unit_of_the_reference_or_the_weights_does_not_matter(name: str, pair: tuple, factor: float) -> None:
    assert near(TWO[name](pair[0], pair[1] * factor), TWO[name](*pair))


@given(name=ANY_ONE, parts=POSITIVE, random=st.randoms(use_true_random=False))
def test_the_order_of_the_parts_does_not_matter(name: str, parts: pd.Series, random) -> None:
    order = random.sample(list(parts.index), len(parts))
    assert near(ONE[name](parts.loc[order]), ONE[name](parts))


@given(name=ANY_TWO, pair=pairs(), random=st.randoms(use_true_random=False))
def test_the_order_of_the_pairs_does_not_matter(name: str, pair: tuple, random) -> None:
    order = random.sample(list(pair[0].index), len(pair[0]))
    assert near(TWO[name](pair[0].loc[order], pair[1].loc[order]), TWO[name](*pair))


@given(name=st.sampled_from(["gini", "theil T", "theil L", "hoover", "cv"]), parts=POSITIVE, times=st.integers(2, 4))
def test_the_population_twice_over_is_as_unequal(name: str, parts: pd.Series, times: int) -> None:
    assert near(ONE[name](series(parts.to_list() * times)), ONE[name](parts))


@given(parts=PARTS, times=st.integers(2, 4))
def test_the_population_twice_over_is_half_as_concentrated_and_one_bit_more_diverse(parts: pd.Series, times: int) -> None:
    copied = series(parts.to_list() * times)
    assert near(herfindahl(copied), herfindahl(parts) / times) and near(equivalent_number(copied), equivalent_number(parts) * times)
    assert near(entropy(copied), entropy(parts) + math.log2(times))


@given(name=st.sampled_from(["gini", "theil T", "theil L", "cv"]), pair=pairs(first=1))
def test_a_weight_is_so_many_equal_units(name: str, pair: tuple) -> None:
    values, weights = pair
    weighted = {"gini": gini, "theil T": theil, "theil L": lambda x, w: theil(x, w, kind="L"), "cv": coefficient_of_variation}
    units = series([v for v, w in zip(values, weights, strict=True) for _ in range(int(w))])
    assert near(weighted[name](values, weights), ONE[name](units))


@given(parts=PARTS)
def test_inequality_stays_in_its_bounds(parts: pd.Series) -> None:
    n = len(parts)
    assert 0 <= gini(parts) <= 1 - 1 / n + SMALL and 0 <= hoover_index(parts) <= 1 - 1 / n + SMALL
    assert -SMALL <= theil(parts) <= math.log(n) + SMALL


@given(parts=PARTS)
def test_concentration_stays_in_its_bounds(parts: pd.Series) -> None:
    n = len(parts)
    assert 1 / n - SMALL <= herfindahl(parts) <= 1 + SMALL and -SMALL <= herfindahl(parts, normalise=True) <= 1 + SMALL
    assert 1 / n - SMALL <= rosenbluth_index(parts) <= 1 + SMALL and 1 - SMALL <= equivalent_number(parts) <= n + SMALL
    assert 0 <= entropy(parts) <= math.log2(n) + SMALL


@given(pair=pairs())
def test_the_distance_between_structures_stays_in_its_bounds(pair: tuple) -> None:
    assert 0 <= krugman_specialisation(*pair) <= 2 + SMALL and 0 <= specialisation_coefficient(*pair) <= 1 + SMALL
    assert 0 <= hoover_index(*pair) <= 1 + SMALL and 0 < hachman_index(*pair) <= 1 + SMALL


@given(pair=pairs())
def test_the_locational_gini_stays_in_its_bounds(pair: tuple) -> None:
    assert 0 <= locational_gini(*pair) <= 1 - 1 / len(pair[0]) + SMALL and 0 <= locational_gini(*pair, method="lorenz") < 1


@given(values=POSITIVE)
def test_a_distribution_against_itself_shows_nothing(values: pd.Series) -> None:
    other = values * 7
    assert near(krugman_specialisation(values, other), 0) and near(hoover_index(values, other), 0)
    assert near(hachman_index(values, other), 1) and near(locational_gini(values, other), 0)


@given(pair=pairs(first=1))
def test_krugman_takes_either_region_first_and_is_twice_the_hoover_index(pair: tuple) -> None:
    assert near(krugman_specialisation(*pair), krugman_specialisation(*pair[::-1]))
    assert near(krugman_specialisation(*pair), 2 * hoover_index(*pair))
    assert near(krugman_specialisation(*pair), 2 * specialisation_coefficient(*pair))


@given(parts=POSITIVE, method=st.sampled_from(["lq", "lorenz"]))
def test_against_equal_parts_the_locational_gini_is_the_gini(parts: pd.Series, method: str) -> None:
    assert near(locational_gini(parts, parts * 0 + 3, method), gini(parts))


@given(parts=POSITIVE)
def test_against_equal_parts_hoover_and_hachman_need_no_reference(parts: pd.Series) -> None:
    flat = parts * 0 + 3
    assert near(hoover_index(parts, flat), hoover_index(parts)) and near(hachman_index(parts, flat), 1 / (len(parts) * herfindahl(parts)))


@given(pair=pairs())
def test_the_lorenz_form_is_the_gini_of_the_quotients_weighted_by_the_reference(pair: tuple) -> None:
    assert near(locational_gini(*pair, method="lorenz"), gini(pair[0] / pair[1], weights=pair[1]))


@given(parts=PARTS)
def test_the_measures_agree_with_each_other(parts: pd.Series) -> None:
    n = len(parts)
    assert near(herfindahl(parts), (coefficient_of_variation(parts) ** 2 + 1) / n)
    assert near(entropy(parts, base=math.e), math.log(n) - theil(parts))
    assert near(rosenbluth_index(parts), 1 / (n * (1 - gini(parts))))
    assert near(equivalent_number(parts) * herfindahl(parts), 1)


@given(parts=PARTS)
def test_the_largest_parts_hold_more_the_more_of_them_there_are(parts: pd.Series) -> None:
    ratios = [concentration_ratio(parts, k) for k in range(1, len(parts) + 1)]
    steps = np.diff([0.0, *ratios])
    assert near(ratios[-1], 1) and (steps >= -SMALL).all() and (np.diff(steps) <= SMALL).all()


@given(name=st.sampled_from(["gini", "theil T", "theil L", "hhi", "cv"]), parts=POSITIVE, share=st.floats(0.05, 0.5))
def test_a_transfer_from_rich_to_poor_lowers_inequality(name: str, parts: pd.Series, share: float) -> None:
    values = series([200, *parts])
    poorer = values.copy()
    moved = share * (values.iloc[0] - values.iloc[1])
    poorer.iloc[0] -= moved
    poorer.iloc[1] += moved
    assert ONE[name](poorer) < ONE[name](values)


@given(pair=grouped(), weights=st.lists(st.integers(1, 9), min_size=7, max_size=7))
def test_theil_between_and_within_add_up(pair: tuple, weights: list[int]) -> None:
    values, groups = pair
    sizes = series(weights).iloc[: len(values)]
    found = theil_decomposition(values, groups, sizes)
    assert near(found.between + found.within, found.total)
    assert found.between >= -SMALL and found.within >= -SMALL


@given(pair=grouped())
def test_theil_between_is_that_of_the_means_of_the_groups(pair: tuple) -> None:
    values, groups = pair
    held = values.groupby(groups)
    assert near(theil_decomposition(values, groups).between, theil(held.mean(), held.size()))


@given(values=PARTS, alone=st.booleans())
def test_one_group_has_nothing_between_and_single_units_nothing_within(values: pd.Series, alone: bool) -> None:
    found = theil_decomposition(values, pd.Series(values.index if alone else "a", index=values.index))
    assert near(found.within if alone else found.between, 0)


@given(values=PARTS, alone=st.booleans())
def test_one_group_has_only_related_variety_and_single_sectors_only_unrelated(values: pd.Series, alone: bool) -> None:
    groups = pd.Series(values.index if alone else "a", index=values.index)
    assert near((related_variety if alone else unrelated_variety)(values, groups), 0)


@given(pair=grouped(), base=st.sampled_from([2, math.e, 10]))
def test_related_and_unrelated_variety_add_up_to_the_entropy(pair: tuple, base: float) -> None:
    related, unrelated = related_variety(*pair, base), unrelated_variety(*pair, base)
    assert near(related + unrelated, entropy(pair[0], base)) and related >= 0 and unrelated >= 0


@given(table=tables())
def test_quotients_average_to_one_in_every_sector_and_in_every_region(table: pd.DataFrame) -> None:
    quotients, total = location_quotients(table), table.to_numpy().sum()
    by_region, by_sector = table.sum(axis=1) / total, table.sum() / total
    assert np.allclose(quotients.mul(by_region, axis=0).sum(), 1) and np.allclose(quotients.mul(by_sector, axis=1).sum(axis=1), 1)


@given(table=tables(), factor=FACTOR)
def test_quotients_do_not_depend_on_the_unit(table: pd.DataFrame, factor: float) -> None:
    assert np.allclose(location_quotients(table * factor), location_quotients(table))


@given(table=tables(), turned=st.booleans())
def test_quotients_do_not_depend_on_the_order_or_on_what_is_a_row(table: pd.DataFrame, turned: bool) -> None:
    found = location_quotients(table)
    again = location_quotients(table.T).T if turned else location_quotients(table.iloc[::-1, ::-1]).iloc[::-1, ::-1]
    assert found.index.equals(again.index) and found.columns.equals(again.columns) and np.allclose(found, again)


@given(table=tables(), times=st.integers(1, 4))
def test_merging_two_sectors_with_equal_quotients_keeps_them(table: pd.DataFrame, times: int) -> None:
    split = location_quotients(table.assign(twin=table["s0"] * times))
    merged = location_quotients(table.assign(s0=table["s0"] * (1 + times)))
    assert np.allclose(split["s0"], split["twin"]) and np.allclose(split[list(table)], merged)


@given(row=POSITIVE, sizes=POSITIVE)
def test_regions_with_the_structure_of_the_nation_have_quotients_of_one(row: pd.Series, sizes: pd.Series) -> None:
    table = pd.DataFrame(np.outer(sizes, row))
    assert np.allclose(location_quotients(table), 1)


@given(table=tables())
def test_the_hachman_index_is_the_inverse_of_the_mean_quotient(table: pd.DataFrame) -> None:
    quotients = location_quotients(table)
    row = table.loc["r1"]
    assert near(hachman_index(row, table.sum()), 1 / (quotients.loc["r1"] * row / row.sum()).sum())


@given(firms=POSITIVE, random=st.randoms(use_true_random=False), factor=FACTOR)
def test_the_ellison_glaeser_index_knows_neither_unit_nor_order(firms: pd.Series, random, factor: float) -> None:
    where = pd.Series([random.choice("ab") for _ in firms], index=firms.index)
    sizes = pd.Series({"a": 5.0, "b": 3.0, "c": 2.0})
    found = ellison_glaeser(firms, where, sizes)
    order = random.sample(list(firms.index), len(firms))
    again = ellison_glaeser(firms.loc[order] * factor, where.loc[order], sizes.iloc[::-1] / factor)
    assert all(map(near, found, again)) and near(found.herfindahl, herfindahl(firms))
    shares = (firms / firms.sum()).groupby(where).sum().reindex(sizes.index, fill_value=0.0)
    assert near(found.geographic_concentration, ((shares - sizes / 10) ** 2).sum())


@given(marks=marked())
def test_proximity_is_symmetric_with_one_on_the_diagonal(marks: pd.DataFrame) -> None:
    found = proximity(marks)
    held = found.to_numpy()
    assert found.index.equals(found.columns) and (held == held.T).all()
    assert (np.diag(held) == 1).all() and ((held >= 0) & (held <= 1)).all()


@given(marks=marked(), method=st.sampled_from(["cosine", "jaccard", "association"]))
def test_relatedness_is_symmetric_and_nothing_with_itself(marks: pd.DataFrame, method: str) -> None:
    held = relatedness(marks, method).to_numpy()
    assert (np.diag(held) == 0).all() and (held >= 0).all() and np.allclose(held, held.T)
    assert method == "association" or (held <= 1 + SMALL).all()


@given(marks=marked())
def test_sectors_occur_together_at_most_as_often_as_each_occurs(marks: pd.DataFrame) -> None:
    held, each = co_occurrence(marks).to_numpy(), marks.sum().to_numpy()
    assert (held == held.T).all() and (np.diag(held) == 0).all() and (held <= np.minimum.outer(each, each)).all()


@given(marks=marked(), own=st.booleans())
def test_density_is_one_in_a_region_with_every_sector_and_nowhere_above(marks: pd.DataFrame, own: bool) -> None:
    found = relatedness_density(marks, proximity(marks), own=own)
    held = found.to_numpy()
    assert np.allclose(held[0], 1) and ((held >= 0) & (held <= 1 + SMALL)).all()


@given(marks=marked())
def test_complexity_is_standardised_leans_with_diversity_and_is_the_mean_of_the_sectors(marks: pd.DataFrame) -> None:
    eci, pci = economic_complexity(marks)
    if eci.isna().any():
        assert eci.isna().all() and pci.isna().all()
        return
    held = marks.to_numpy()
    assert near(eci.mean(), 0) and near(eci.std(ddof=0), 1) and (eci.to_numpy() * (held.sum(axis=1) - held.sum(axis=1).mean())).sum() > 0
    assert np.allclose(held @ pci.to_numpy() / held.sum(axis=1), eci)


@given(marks=marked(), random=st.randoms(use_true_random=False))
def test_complexity_does_not_depend_on_the_order(marks: pd.DataFrame, random) -> None:
    regions, sectors = random.sample(list(marks.index), len(marks)), random.sample(list(marks), marks.shape[1])
    eci, pci = economic_complexity(marks)
    again = economic_complexity(marks.loc[regions, sectors])
    assert list(again.eci.index) == regions and list(again.pci.index) == sectors
    assert np.allclose(again.eci, eci.loc[regions], atol=1e-6, equal_nan=True)
    assert np.allclose(again.pci, pci.loc[sectors], atol=1e-6, equal_nan=True)


@given(table=tables(), factor=FACTOR)
def test_what_is_present_does_not_depend_on_the_unit_of_the_levels(table: pd.DataFrame, factor: float) -> None:
    # A little under 1, where no quotient of these whole numbers lies.
    first, again = (presence(location_quotients(t), 1 - 1e-9).to_numpy() for t in (table, table * factor))
    assert (first == again).all() and set(first.ravel()) <= {0.0, 1.0}


@given(marks=marked(), steps=st.integers(1, 2))
def test_reflections_stay_between_the_lowest_and_highest_of_the_other_side(marks: pd.DataFrame, steps: int) -> None:
    regions, sectors = (side.to_numpy() for side in reflections(marks, steps))
    for one, other in ((regions, sectors), (sectors, regions)):
        assert (one[:, 1:] >= other[:, :-1].min(axis=0) - SMALL).all() and (one[:, 1:] <= other[:, :-1].max(axis=0) + SMALL).all()


INCOMES = st.lists(st.integers(1, 99), min_size=5, max_size=5)


@given(measure=st.sampled_from([prody, expy]), table=tables(), incomes=INCOMES)
def test_income_content_lies_between_the_incomes(measure: Callable, table: pd.DataFrame, incomes: list) -> None:
    income = pd.Series(incomes[: len(table)], index=table.index, dtype=float)
    assert measure(table, income).between(income.min() - SMALL, income.max() + SMALL).all()


@given(measure=st.sampled_from([prody, expy]), table=tables(), incomes=INCOMES, factor=FACTOR)
def test_income_content_has_the_unit_of_the_income(measure: Callable, table: pd.DataFrame, incomes: list, factor: float) -> None:
    income = pd.Series(incomes[: len(table)], index=table.index, dtype=float)
    assert np.allclose(measure(table * factor, income * factor), measure(table, income) * factor)


@given(pair=neighbourhoods(), factor=FACTOR, shift=st.integers(-50, 50))
def test_morans_i_does_not_depend_on_unit_or_zero_of_the_values(pair: tuple, factor: float, shift: int) -> None:
    values, weights = pair
    assert np.allclose(morans_i(values * -factor + shift, weights * factor), morans_i(values, weights), equal_nan=True)


@given(pair=neighbourhoods(), factor=FACTOR, shift=st.integers(-50, 50))
def test_gearys_c_does_not_depend_on_unit_or_zero_of_the_values(pair: tuple, factor: float, shift: int) -> None:
    values, weights = pair
    assert near(geary_c(values * -factor + shift, weights * factor), geary_c(values, weights))


@given(pair=neighbourhoods(), random=st.randoms(use_true_random=False), measure=st.sampled_from([morans_i, geary_c]))
def test_autocorrelation_does_not_depend_on_the_order(pair: tuple, random, measure: Callable) -> None:
    values, weights = pair
    order = random.sample(list(values.index), len(values))
    assert np.allclose(measure(values.loc[order], weights.loc[order, order]), measure(values, weights), equal_nan=True)


@given(rows=st.integers(2, 5), columns=st.integers(2, 5), standardised=st.booleans())
def test_a_chessboard_is_minus_one(rows: int, columns: int, standardised: bool) -> None:
    cells = [(i, j) for i in range(rows) for j in range(2 * columns)]
    weights = pd.DataFrame([[abs(i - k) + abs(j - m) == 1 for k, m in cells] for i, j in cells]).astype(float)
    board = pd.Series([(i + j) % 2 for i, j in cells])
    assert near(morans_i(board, row_standardise(weights) if standardised else weights).statistic, -1)


@given(pair=neighbourhoods())
def test_row_standardised_weights_add_up_to_one_and_stay_so(pair: tuple) -> None:
    once = row_standardise(pair[1])
    assert np.allclose(once.sum(axis=1), 1) and np.allclose(row_standardise(once), once)


@given(values=st.permutations([1.0, 2.0, 4.0, 9.0, 16.0]))
def test_where_all_are_neighbours_nothing_is_special(values: list) -> None:
    everyone = pd.DataFrame(1.0 - np.eye(5), index=[f"u{i}" for i in range(5)], columns=[f"u{i}" for i in range(5)])
    found = morans_i(series(values), everyone)
    assert near(found.statistic, found.expected) and near(found.variance_randomisation, 0) and near(geary_c(series(values), everyone), 1)


@given(name=ANY_ONE, parts=POSITIVE, at=st.integers(0, 6), bad=st.sampled_from([math.nan, math.inf, -1.0]))
def test_one_part_unknown_infinite_or_negative_leaves_the_measure_unknown(name: str, parts: pd.Series, at: int, bad: float) -> None:
    parts.iloc[at % len(parts)] = bad
    assert math.isnan(ONE[name](parts)) or (bad == -1.0 and name.startswith("cv"))


@given(name=ANY_TWO, pair=pairs(), at=st.integers(0, 6), second=st.booleans())
def test_one_hole_on_either_side_leaves_the_measure_unknown(name: str, pair: tuple, at: int, second: bool) -> None:
    pair[second].iloc[at % len(pair[0])] = math.nan
    assert math.isnan(TWO[name](*pair))


@given(measure=st.sampled_from([location_quotients, prody, expy]), table=tables(), at=st.tuples(st.integers(0, 4), st.integers(0, 4)))
def test_one_hole_in_a_table_leaves_what_rests_on_it_unknown(measure: Callable, table: pd.DataFrame, at: tuple) -> None:
    table.iloc[at[0] % table.shape[0], at[1] % table.shape[1]] = math.nan
    found = measure(table) if measure is location_quotients else measure(table, pd.Series(9.0, index=table.index))
    assert np.isnan(found.to_numpy()).all()


@given(
    measure=st.sampled_from([economic_complexity, reflections, relatedness, proximity, co_occurrence]), marks=marked(),
    at=st.tuples(st.integers(0, 5), st.integers(0, 5)),
)
def test_one_hole_in_the_presences_leaves_what_rests_on_it_unknown(measure: Callable, marks: pd.DataFrame, at: tuple) -> None:
    column = at[1] % marks.shape[1]
    marks.iloc[at[0] % marks.shape[0], column] = math.nan
    found = measure(marks)
    if measure in (proximity, co_occurrence):
        assert np.isnan(found.to_numpy()[column]).all() and np.isnan(found.to_numpy()[:, column]).all()
    else:
        assert all(np.isnan(part.to_numpy()).all() for part in (found if isinstance(found, tuple) else (found,)))


INPUTS = {
    "distribution": series([3, 0, 5, 2]), "reference": series([2, 1, 4, 4]), "groups": series([1, 1, 2, 2]),
    "table": pd.DataFrame([[3.0, 0.0], [2.0, 5.0]]), "marks": pd.DataFrame([[1, 1], [0, 1]]), "income": pd.Series([4.0, 9.0]),
    "weights": pd.DataFrame([[0, 1], [1, 0]]), "values": pd.Series([4, 1]), "firms": series([1, 2, 3, 4]),
    "where": pd.Series(list("abab"), index=["u0", "u1", "u2", "u3"]), "sizes": pd.Series({"b": 2, "a": 1}),
}


@pytest.mark.parametrize(
    ("measure", "names"),
    [
        *[(measure, ["distribution"]) for measure in ONE.values()],
        *[(measure, ["distribution", "reference"]) for measure in TWO.values()],
        *[(measure, ["distribution", "groups"]) for measure in (theil_decomposition, related_variety, unrelated_variety)],
        *[(measure, ["table", "income"]) for measure in (prody, expy)],
        *[(measure, ["marks"]) for measure in (economic_complexity, reflections, relatedness, proximity, co_occurrence)],
        *[(measure, ["values", "weights"]) for measure in (morans_i, geary_c)],
        (location_quotients, ["table"]), (presence, ["table"]), (row_standardise, ["weights"]),
        (ellison_glaeser, ["firms", "where", "sizes"]), (lambda m, p: relatedness_density(m, p, own=False), ["marks", "weights"]),
    ],
)
def test_no_measure_changes_what_it_is_given(measure: Callable, names: list[str]) -> None:
    given_, copies = [INPUTS[name] for name in names], [INPUTS[name].copy() for name in names]
    measure(*given_)
    for one, copy in zip(given_, copies, strict=True):
        (pd.testing.assert_frame_equal if one.ndim == 2 else pd.testing.assert_series_equal)(one, copy)
