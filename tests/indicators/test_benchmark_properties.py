"""What holds for all rankings, spine charts, peers and composite indicators, whatever the figures."""

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from jianbao.indicators.benchmark import (
    gap,
    gap_ratio,
    quartile_position,
    quartiles,
    spine_bands,
    spine_position,
)
from jianbao.indicators.classify import class_against_reference, grade_by_share
from jianbao.indicators.composite import aggregate, weights_critic, weights_entropy, weights_equal
from jianbao.indicators.multicriteria import benefit_of_the_doubt, copeland, outranking, topsis
from jianbao.indicators.normalisation import (
    borda,
    distance_to_target,
    minmax,
    percentile_rank,
    ratio_to_base,
    zscore,
)
from jianbao.indicators.peers import peer_distance, structural_peers
from jianbao.indicators.rank_agreement import mean_rank_shift, rank_correlation, top_overlap
from jianbao.indicators.ranking import movement, rank_among, rank_interval, ranks, ranks_printed
from jianbao.indicators.robustness import rank_robustness

UNITS = list("abcdefgh")
whole_numbers = st.integers(-50, 50).map(float)
positive = st.integers(1, 100).map(float)
methods = st.sampled_from(["arithmetic", "geometric", "harmonic"])
CUTS = {"A": 0.2, "B": 0.8, "C": 0.95, "D": 1}


def series(values: st.SearchStrategy = whole_numbers, least: int = 1) -> st.SearchStrategy:
    return st.lists(values, min_size=least, max_size=8).map(lambda v: pd.Series(v, index=UNITS[: len(v)]))


def varying(least: int = 2) -> st.SearchStrategy:
    return st.lists(st.integers(-50, 50), min_size=least, max_size=8, unique=True).map(lambda v: pd.Series(v, index=UNITS[: len(v)], dtype=float))


def tables(values: st.SearchStrategy = positive, columns: int = 3, rows: int = 4) -> st.SearchStrategy:
    cells = st.lists(st.lists(values, min_size=columns, max_size=columns), min_size=rows, max_size=rows)
    return cells.map(lambda c: pd.DataFrame(c, index=UNITS[:rows], columns=[f"i{k}" for k in range(columns)]))


def varying_tables(rows: int = 5) -> st.SearchStrategy:
    column = st.lists(st.integers(1, 100), min_size=rows, max_size=rows, unique=True)
    return st.lists(column, min_size=3, max_size=3).map(lambda c: pd.DataFrame(dict(zip(["i0", "i1", "i2"], c, strict=True)), index=UNITS[:rows], dtype=float))


weights3 = st.lists(st.integers(1, 9), min_size=3, max_size=3).map(lambda w: pd.Series(w, index=["i0", "i1", "i2"], dtype=float))


def close(first, second) -> bool:
    return bool(np.allclose(np.asarray(first, dtype=float), np.asarray(second, dtype=float), rtol=1e-9, atol=1e-9, equal_nan=True))


# Ranks


@given(series())
def test_average_ranks_sum_to_the_triangle_of_n(x: pd.Series) -> None:
    assert ranks(x, "average").sum() == len(x) * (len(x) + 1) / 2


@given(series())
def test_a_monotone_transformation_leaves_the_ranks(x: pd.Series) -> None:
    assert ranks(x**3 + 2 * x).equals(ranks(x))


@given(series())
def test_the_reversed_order_turns_r_into_n_plus_1_less_r(x: pd.Series) -> None:
    assert ranks(x, "average", higher_is_first=False).equals(len(x) + 1 - ranks(x, "average"))
    assert ranks(x, "min", higher_is_first=False).equals(len(x) + 1 - ranks(x, "max"))


@given(series(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_rank(x: pd.Series, random) -> None:
    order = random.sample(list(x.index), len(x))
    assert ranks(x[order]).equals(ranks(x)[order])
    assert rank_interval(x[order], unit=3).equals(rank_interval(x, unit=3).loc[order])


@given(series())
def test_a_worst_unit_more_changes_no_other_rank(x: pd.Series) -> None:
    assert ranks(pd.concat([x, pd.Series({"z": -99.0})])).drop("z").equals(ranks(x))


@given(series(whole_numbers | st.just(math.nan)))
def test_every_unit_is_ranked_or_unranked_as_alone(x: pd.Series) -> None:
    found = ranks(x)
    for unit in x.index:
        one = rank_among(x, unit)
        assert (one is None) == math.isnan(found[unit]) == math.isnan(x[unit])
        assert one is None or (one.position == found[unit] and one.ranked == x.notna().sum() and one.tied == (x == x[unit]).sum())


@given(series(), st.integers(0, 30), st.integers(0, 30))
def test_an_interval_contains_the_rank_and_no_larger_error_narrows_it(x: pd.Series, unit: int, se: int) -> None:
    small, large = rank_interval(x, unit=unit, standard_error=se), rank_interval(x, unit=unit + 1, standard_error=2 * se)
    assert (small["low"] <= small["rank"]).all() and (small["rank"] <= small["high"]).all()
    assert (large["low"] <= small["low"]).all() and (large["high"] >= small["high"]).all()
    assert (large["low"] >= 1).all() and (large["high"] <= len(x)).all()


@given(series(whole_numbers | st.just(math.nan)), st.booleans())
def test_without_error_the_interval_is_the_tie(x: pd.Series, higher: bool) -> None:
    found = rank_interval(x, higher_is_first=higher)
    assert found["low"].equals(ranks(x, higher_is_first=higher)) and found["high"].equals(ranks(x, "max", higher_is_first=higher))


@given(series(whole_numbers, 2), st.integers(0, 20))
def test_a_movement_there_is_the_other_way_back_and_none_to_itself(x: pd.Series, unit: int) -> None:
    now, before = rank_interval(x, unit=unit), rank_interval(x[::-1].set_axis(x.index), unit=unit)
    back = {"up": "down", "down": "up", "within_error": "within_error"}
    assert movement(before, now).tolist() == [back[word] for word in movement(now, before)]
    assert set(movement(now, now)) == {"within_error"}


@given(series(st.integers(-500, 500).map(lambda v: v / 10)))
def test_what_is_published_at_a_decimal_is_ranked_as_it_is_at_that_decimal(x: pd.Series) -> None:
    assert ranks_printed(x, 1).equals(ranks(x))
    assert ranks_printed(x, 2).equals(ranks(x))


# Comparators


@given(series(), whole_numbers)
def test_a_gap_is_antisymmetric(x: pd.Series, c: float) -> None:
    assert (gap(x, c) == -gap(c, x)).all() and (gap(x, x) == 0).all()


@given(series(positive), positive, positive)
def test_a_gap_ratio_ignores_the_unit_and_is_the_gap_over_the_comparator(x: pd.Series, c: float, k: float) -> None:
    assert close(gap_ratio(k * x, k * c), gap_ratio(x, c)) and close(gap_ratio(x, c) * c, gap(x, c))


@given(series(), st.integers(1, 9), whole_numbers)
def test_quartiles_are_ordered_and_follow_an_affine_change(x: pd.Series, k: int, shift: float) -> None:
    five = quartiles(x)
    assert list(five) == sorted(five) and five.lowest == x.min() and five.highest == x.max()
    assert close(quartiles(k * x + shift), [k * q + shift for q in five])
    assert close(quartiles(-x), [-q for q in five][::-1])


@given(varying(4))
def test_quarters_rise_with_the_value_and_none_is_empty(x: pd.Series) -> None:
    quarter = quartile_position(x)
    assert set(quarter) == {1, 2, 3, 4} and quarter[x.sort_values().index].is_monotonic_increasing


@given(varying(), st.booleans(), st.none() | whole_numbers)
def test_a_spine_reaches_the_edge_and_never_beyond(x: pd.Series, higher: bool, c: float | None) -> None:
    found = spine_position(x, c, higher_is_better=higher)
    assert found.abs().max() == 1
    assert close(spine_position(x, c, higher_is_better=not higher), -found)
    assert (found.rank() == ranks(x, "average", higher_is_first=not higher)).all()


@given(varying(3), st.booleans())
def test_with_each_side_for_itself_worst_is_minus_1_and_best_is_1(x: pd.Series, higher: bool) -> None:
    found = spine_position(x, higher_is_better=higher, scale="sides")
    assert found.min() == -1 and found.max() == 1


@given(varying(), st.booleans(), st.sampled_from(["common", "sides"]), st.none() | whole_numbers)
def test_the_bars_run_from_the_worst_unit_to_the_best(x: pd.Series, higher: bool, scale: str, c: float | None) -> None:
    bands, units = (f(x, c, higher_is_better=higher, scale=scale) for f in (spine_bands, spine_position))
    assert list(bands) == sorted(bands) and (bands.worst, bands.best) == (units.min(), units.max())


@given(varying(), whole_numbers, st.integers(1, 9), whole_numbers)
def test_a_spine_ignores_unit_and_zero_point(x: pd.Series, c: float, k: int, shift: float) -> None:
    assert close(spine_position(k * x + shift, k * c + shift), spine_position(x, c))


@given(tables(), positive)
def test_krugman_distances_are_symmetric_bounded_and_ignore_the_size_of_a_unit(table: pd.DataFrame, k: float) -> None:
    found = peer_distance(table, "a")
    assert found.between(0, 2 + 1e-12).all() and close(found["b"], peer_distance(table, "b")["a"])
    assert close(peer_distance(table.mul([k, 1, 1, 1], axis=0), "a"), found)


@given(varying_tables(), positive, whole_numbers)
def test_standardised_distances_ignore_unit_and_zero_point_of_a_feature(table: pd.DataFrame, k: float, shift: float) -> None:
    found = peer_distance(table, "a", method="zscore")
    z = zscore(table)
    assert close(found, ((z - z.loc["a"]) ** 2).sum(axis=1).drop("a") ** 0.5)
    assert close(peer_distance(table.assign(i1=k * table["i1"] + shift), "a", method="zscore"), found)


@given(tables(st.integers(1, 3).map(float), rows=6), st.integers(1, 6), st.randoms(use_true_random=False))
def test_peers_are_the_nearest_and_the_same_in_any_order_of_rows(table: pd.DataFrame, k: int, random) -> None:
    found, all_of_them = structural_peers(table, "a", k), peer_distance(table, "a")
    assert len(found) == min(k, 5) and found.max() <= all_of_them.drop(found.index).min() + 1e-9 if k < 5 else len(found) == 5
    assert structural_peers(table.loc[random.sample(list(table.index), 6)], "a", k).index.tolist() == found.index.tolist()


# Composite indicators


@given(varying(), st.integers(1, 9), whole_numbers)
def test_minmax_runs_from_0_to_1_whatever_the_unit_and_flips_with_the_direction(x: pd.Series, k: int, shift: float) -> None:
    found = minmax(x)
    assert (found.min(), found.max()) == (0, 1)
    assert close(minmax(k * x + shift), found) and close(minmax(x, -1), 1 - found)
    assert close(minmax(x, low=x.min(), high=x.max()), found)


@given(varying(), st.sampled_from([0, 1]), st.integers(1, 9), whole_numbers)
def test_z_scores_have_mean_0_and_deviation_1_whatever_the_unit(x: pd.Series, ddof: int, k: int, shift: float) -> None:
    found = zscore(x, ddof=ddof)
    assert close(found.mean(), 0) and close(found.std(ddof=ddof), 1)
    assert close(zscore(k * x + shift, ddof=ddof), found) and close(zscore(x, -1, ddof=ddof), -found)


@given(varying())
def test_borda_points_are_n_less_the_rank(x: pd.Series) -> None:
    assert close(borda(x), len(x) - ranks(x)) and close(percentile_rank(x) * (len(x) - 1), borda(x))
    assert close(borda(x, -1), len(x) - 1 - borda(x))


@given(varying(), st.integers(1, 50))
def test_the_best_value_as_target_is_minmax(x: pd.Series, beyond: int) -> None:
    assert close(distance_to_target(x, x.max()), minmax(x)) and close(distance_to_target(x, x.min(), -1), minmax(x, -1))
    nearer = distance_to_target(x, x.max() - 0.5)
    assert close(distance_to_target(x, x.max() - 0.5, cap=True), np.minimum(nearer, 1))
    assert (distance_to_target(x, x.max() + beyond) < 1).all()


@given(series(positive), positive, positive)
def test_a_ratio_to_base_ignores_the_unit_and_stops_at_the_cap(x: pd.Series, base: float, k: float) -> None:
    assert close(ratio_to_base(k * x, k * base), ratio_to_base(x, base))
    assert close(ratio_to_base(x, base, cap=1.5), np.minimum(x / base, 1.5))


@given(varying_tables(), positive, st.sampled_from([weights_equal, weights_entropy, weights_critic]))
def test_weights_sum_to_1_and_ignore_the_unit_of_an_indicator(table: pd.DataFrame, k: float, how: Callable) -> None:
    found = how(table)
    assert (close(found.sum(), 1) and (found >= 0).all()) or (how is weights_critic and found.isna().all())
    assert close(how(table.assign(i1=k * table["i1"])), found)


@given(varying_tables())
def test_critic_weights_are_unknown_only_if_all_indicators_say_the_same(table: pd.DataFrame) -> None:
    found = weights_critic(table)
    assert found.isna().all() == (table.corr() > 1 - 1e-12).all(axis=None) and close(weights_critic(table, -1), found)


@given(varying_tables())
def test_equal_columns_get_equal_weights_and_one_that_does_not_vary_none(table: pd.DataFrame) -> None:
    found = weights_entropy(table.assign(i1=table["i0"], i2=7.0))
    assert found["i0"] == found["i1"] == 0.5 and found["i2"] == 0


@given(tables(), weights3, st.integers(1, 9))
def test_means_lie_within_the_scores_in_their_known_order(table: pd.DataFrame, weights: pd.Series, k: int) -> None:
    arithmetic, geometric, harmonic = (aggregate(table, weights, m) for m in ("arithmetic", "geometric", "harmonic"))
    e = 1e-9
    assert (table.min(axis=1) <= harmonic + e).all() and (harmonic <= geometric + e).all()
    assert (geometric <= arithmetic + e).all() and (arithmetic <= table.max(axis=1) + e).all()
    assert close(aggregate(table, k * weights), arithmetic)


@given(tables(), weights3, methods, positive)
def test_a_mean_takes_the_scale_of_its_scores(table: pd.DataFrame, weights: pd.Series, method: str, k: float) -> None:
    assert close(aggregate(k * table, weights, method), k * aggregate(table, weights, method))


@given(tables(), weights3, methods)
def test_the_generalised_mean_of_power_1_0_and_less_1_is_the_named_one(table: pd.DataFrame, weights: pd.Series, method: str) -> None:
    power = {"arithmetic": 1, "geometric": 0, "harmonic": -1}[method]
    assert close(aggregate(table, weights, "generalised", power=power), aggregate(table, weights, method))


@given(tables(), weights3, methods, st.sampled_from(["i0", "i1", "i2"]))
def test_a_score_that_is_missing_is_unknown_or_left_out_with_its_weight(table: pd.DataFrame, weights: pd.Series, method: str, gone: str) -> None:
    holed = table.assign(**{gone: math.nan})
    assert aggregate(holed, weights, method).isna().all()
    assert close(aggregate(holed, weights, method, min_weight=0.01), aggregate(table.drop(columns=gone), weights.drop(gone), method))


# Several criteria


@given(varying_tables(), weights3, st.sampled_from(["vector", "minmax", "none"]), st.integers(1, 9))
def test_closeness_is_0_to_1_and_only_proportions_of_weights_count(table: pd.DataFrame, weights: pd.Series, how: str, k: int) -> None:
    found = topsis(table, weights, normalise=how)
    assert found.between(0, 1).all() and close(topsis(table, k * weights, normalise=how), found)
    assert close(topsis(table, weights, -1, normalise=how), 1 - found)


@given(varying_tables(), weights3, positive, st.sampled_from(["vector", "minmax"]))
def test_closeness_ignores_the_unit_of_a_normalised_criterion(table: pd.DataFrame, weights: pd.Series, k: float, how: str) -> None:
    assert close(topsis(table.assign(i0=k * table["i0"]), weights, normalise=how), topsis(table, weights, normalise=how))


@given(tables(), positive)
def test_the_benefit_of_the_doubt_is_at_most_1_somebody_has_it_and_units_do_not_matter(table: pd.DataFrame, k: float) -> None:
    found = benefit_of_the_doubt(table)
    assert (found > 0).all() and found.max() == 1
    assert np.allclose(benefit_of_the_doubt(table.assign(i1=k * table["i1"])), found, atol=1e-6)
    assert (found >= (table / table.max()).max(axis=1) - 1e-6).all()


@given(tables(st.integers(1, 4).map(float)), weights3)
def test_each_pair_shares_the_weight_and_copeland_scores_sum_to_0(table: pd.DataFrame, weights: pd.Series) -> None:
    ahead = outranking(table, weights)
    assert close(ahead + ahead.T + np.eye(len(table)), np.ones((4, 4))) and ahead.ge(0).all(axis=None)
    assert copeland(table, weights).sum() == 0 and copeland(table, weights).abs().le(3).all()


@given(tables(st.integers(1, 4).map(float)))
def test_copeland_ignores_increasing_transformations_and_turns_with_the_order(table: pd.DataFrame) -> None:
    assert copeland(table**3).equals(copeland(table)) and (copeland(-table) == -copeland(table)).all()


# Robustness and classes


@given(varying(), st.sampled_from(["spearman", "kendall"]))
def test_an_order_agrees_with_itself_and_opposes_its_reverse(x: pd.Series, method: str) -> None:
    assert close(rank_correlation(x, x**3, method=method), 1) and close(rank_correlation(x, -x, method=method), -1)
    assert mean_rank_shift(ranks(x), ranks(x)) == 0 and top_overlap(ranks(x), ranks(x), 2) == 1


@given(varying(3), st.randoms(use_true_random=False), st.sampled_from(["spearman", "kendall"]))
def test_a_rank_correlation_is_symmetric_and_bounded(x: pd.Series, random, method: str) -> None:
    y = pd.Series(random.sample(x.tolist(), len(x)), index=x.index)
    assert -1 <= rank_correlation(x, y, method=method) <= 1
    assert close(rank_correlation(x, y, method=method), rank_correlation(y, x, method=method))


@given(varying_tables(4), weights3, st.integers(0, 9))
def test_weights_that_do_not_vary_move_nothing_and_a_seed_repeats(table: pd.DataFrame, weights: pd.Series, seed: int) -> None:
    still = rank_robustness(table, weights, n=2, seed=seed, spread=0, k=1)
    assert (still.mean_shift, still.stable_pairs, still.top_overlap) == (0, 1, 1) or still.units["nominal"].nunique() == 1
    assert still.units["low"].equals(still.units["nominal"].rename("low"))


@given(series(whole_numbers | st.just(math.nan)))
def test_grades_follow_the_ranks_and_ties_share_one(x: pd.Series) -> None:
    grade, position = grade_by_share(x, CUTS), ranks(x)
    assert (grade.isna() == x.isna()).all()
    known = position.dropna().sort_values().index
    assert grade[known].tolist() == sorted(grade[known]) and all(grade[known].groupby(position).nunique() == 1)


@given(series(), st.integers(0, 20), whole_numbers)
def test_a_class_turns_with_the_sign_and_follows_a_shift(x: pd.Series, error: int, reference: float) -> None:
    found = class_against_reference(x, error, reference)
    turned = {"above": "below", "below": "above", "not distinguishable": "not distinguishable"}
    assert class_against_reference(-x, error, -reference).tolist() == [turned[word] for word in found]
    assert class_against_reference(x + 7, error, reference + 7).equals(found)
