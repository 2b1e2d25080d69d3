"""What must hold for any growth, chain, cumulative figure, contribution, word and target."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao.indicators.comparable import (
    comparable_base,
    comparable_gap,
    comparable_growth,
    implied_base_share,
)
from jianbao.indicators.contribution import (
    change_of_share,
    contribution_from_rate,
    contribution_from_share,
    contribution_rate,
    contribution_rate_from_growth,
    contribution_to_growth,
    share,
)
from jianbao.indicators.cumulative import (
    cumulative_from_period,
    period_from_cumulative,
    period_growth_from_cumulative,
)
from jianbao.indicators.growth import (
    annualised_growth,
    average_growth_cumulative,
    average_growth_from_rates,
    chain_growth,
    growth_rate,
    trend_growth,
    two_year_average_growth,
)
from jianbao.indicators.target_tasks import cumulative_target
from jianbao.indicators.targets import average_decline_target, average_growth_target, level_target
from jianbao.indicators.verdicts import describe_change, describe_growth_change, growth_is_defined

LEVEL = st.floats(0.01, 1e6)
ANY = st.integers(-(10**9), 10**9).map(lambda thousandths: thousandths / 1000) | st.sampled_from([0.0, math.nan])
RATE = st.floats(-0.5, 2.0)
RATES = st.lists(RATE, min_size=1, max_size=6).map(pd.Series)
PAIRS = st.lists(st.tuples(LEVEL, LEVEL), min_size=1, max_size=8).map(lambda rows: pd.DataFrame(rows, columns=["now", "before"]))
HOLED = st.lists(st.tuples(ANY, ANY), min_size=1, max_size=8).map(lambda rows: pd.DataFrame(rows, columns=["now", "before"], dtype=float))


def close(left, right) -> bool:
    return left == pytest.approx(right, rel=1e-9, abs=1e-9, nan_ok=True)


@given(LEVEL, LEVEL, st.floats(0.01, 100))
def test_growth_does_not_depend_on_the_unit(now: float, before: float, factor: float) -> None:
    assert close(growth_rate(factor * now, factor * before), growth_rate(now, before))


@given(HOLED)
def test_growth_of_a_series_is_that_of_each_cell_in_any_order(table: pd.DataFrame) -> None:
    rates = growth_rate(table["now"], table["before"])
    assert close(rates.tolist(), [growth_rate(*row) for row in table.itertuples(index=False)])
    back = table[::-1]
    assert close(growth_rate(back["now"], back["before"])[table.index].tolist(), rates.tolist())


@given(HOLED)
def test_growth_is_known_exactly_where_it_is_defined(table: pd.DataFrame) -> None:
    rates = growth_rate(table["now"], table["before"])
    assert rates.notna().tolist() == growth_is_defined(table["now"], table["before"]).tolist()
    assert (rates.dropna() >= -1).all()


@given(RATES)
def test_a_chain_undone_link_by_link_gives_each_rate_back(rates: pd.Series) -> None:
    levels = [1.0, *(1 + chain_growth(rates[: n + 1]).growth for n in range(len(rates)))]
    assert close([growth_rate(b, a) for a, b in zip(levels, levels[1:], strict=False)], rates.tolist())


@given(st.lists(st.integers(-500, 2000).map(lambda tenths: tenths / 1000), min_size=1, max_size=6), st.lists(st.floats(-0.00049, 0.00049), min_size=6, max_size=6))
def test_the_interval_of_a_chain_holds_the_truth_before_rounding(printed: list[float], errors: list[float]) -> None:
    true = [p + e for p, e in zip(printed, errors, strict=False)]
    chained = chain_growth(pd.Series(printed), 0.0005)
    assert chained.low <= chain_growth(pd.Series(true)).growth <= chained.high and chained.low <= chained.growth <= chained.high


@given(LEVEL, RATE, st.integers(1, 8))
def test_every_average_of_constant_growth_is_that_growth(base: float, rate: float, years: int) -> None:
    path = pd.Series([base * (1 + rate) ** k for k in range(1, years + 1)])
    assert close(annualised_growth(base, path.iloc[-1], years), rate)
    assert close(average_growth_cumulative(base, path), rate)
    assert close(average_growth_from_rates(pd.Series([rate] * years)), rate)


@given(LEVEL, st.lists(st.floats(0, 1e6), min_size=1, max_size=8))
def test_the_cumulative_average_reproduces_the_sum(base: float, values: list[float]) -> None:
    ratio = 1 + average_growth_cumulative(base, pd.Series(values))
    assert sum(base * ratio**k for k in range(1, len(values) + 1)) == pytest.approx(sum(values), rel=1e-9, abs=1e-6)


@given(RATES)
def test_the_geometric_average_lies_between_the_rates_and_below_their_mean(rates: pd.Series) -> None:
    average = average_growth_from_rates(rates)
    assert rates.min() - 1e-9 <= average <= rates.mean() + 1e-9 and close(average_growth_from_rates(rates[::-1]), average)


@given(LEVEL, RATE, RATE)
def test_the_two_year_average_is_the_average_of_both_years(base: float, first: float, second: float) -> None:
    two_years = growth_rate(base * (1 + first) * (1 + second), base)
    assert close(two_year_average_growth(two_years), average_growth_from_rates(pd.Series([first, second])))


@given(LEVEL, st.floats(0, 10), st.integers(2, 10), st.floats(0.01, 100))
def test_the_trend_of_a_line_is_its_slope_in_any_unit_and_order(first: float, slope: float, years: int, factor: float) -> None:
    line = pd.Series([first * (1 + slope * k) for k in range(years)], index=range(2000, 2000 + years))
    assert trend_growth(line) == pytest.approx(slope, rel=1e-6, abs=1e-6)
    assert close(trend_growth(factor * line[::-1]), trend_growth(line))


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=12), st.integers(1, 2), st.integers(0, 11))
def test_cumulative_to_single_and_back_changes_nothing(values: list[float], first: int, turn: int) -> None:
    labels = [f"2025-{m:02d}" for m in range(first, 13)][: len(values)]
    cumulative = pd.Series(values[: len(labels)], labels[turn:] + labels[:turn])
    assert cumulative_from_period(period_from_cumulative(cumulative)).tolist() == pytest.approx(cumulative.tolist(), rel=1e-9, abs=1e-6)
    assert period_from_cumulative(cumulative_from_period(cumulative)).tolist() == pytest.approx(cumulative.tolist(), rel=1e-9, abs=1e-6)


@given(st.lists(st.floats(0, 1e4) | st.just(math.nan), min_size=2, max_size=12))
def test_a_single_month_is_known_only_where_both_cumulative_figures_are(values: list[float]) -> None:
    cumulative = pd.Series(values, [f"2025-{m:02d}" for m in range(1, len(values) + 1)])
    known, before = cumulative.notna(), cumulative.shift(1, fill_value=0.0).notna()
    before.iloc[1] = True
    assert period_from_cumulative(cumulative).notna().tolist() == (known & before).tolist()


@given(st.floats(100, 1e4), st.floats(100, 1e4), st.floats(-0.3, 0.5), st.floats(-0.3, 0.5))
def test_the_interval_of_a_period_holds_the_truth_before_rounding(base: float, month: float, growth: float, month_growth: float) -> None:
    before, current = base * (1 + growth), base * (1 + growth) + month * (1 + month_growth)
    total = current / (base + month) - 1
    found = period_growth_from_cumulative(current, round(total, 3), before, round(growth, 3), 0.00050001)
    assert math.isnan(found.low) or found.low <= month_growth + 1e-9
    assert math.isnan(found.high) or month_growth - 1e-9 <= found.high
    assert close(period_growth_from_cumulative(current, total, before, growth).growth, month_growth) or month / base < 0.05


@given(LEVEL, RATE, LEVEL)
def test_growth_on_the_comparable_base_is_the_published_one(current: float, growth: float, published: float) -> None:
    assert close(growth_rate(current, comparable_base(current, growth)), growth)
    assert comparable_gap(current, comparable_base(current, growth), growth) == pytest.approx(0, abs=1e-9)
    assert comparable_gap(current, published, growth) == pytest.approx(growth - growth_rate(current, published), rel=1e-9, abs=1e-9)


@given(PAIRS)
def test_comparable_growth_is_that_of_the_totals_and_lies_between_the_enterprises(table: pd.DataFrame) -> None:
    rate, each = comparable_growth(table["now"], table["before"]), growth_rate(table["now"], table["before"])
    assert each.min() <= rate + 1e-9 * (1 + abs(rate)) and rate <= each.max() + 1e-9 * (1 + abs(rate))
    assert close(comparable_growth(table["now"][::-1], table["before"][::-1]), rate)
    assert math.isnan(comparable_growth(table["now"].where(table.index > 0), table["before"]))


@given(PAIRS)
def test_contributions_sum_to_growth_and_rates_to_one(table: pd.DataFrame) -> None:
    growth = growth_rate(table["now"].sum(), table["before"].sum())
    assert close(contribution_to_growth(table["now"], table["before"]).sum(), growth)
    rates = contribution_rate(table["now"], table["before"])
    assert abs(growth) < 0.0051 or rates.sum() == pytest.approx(1, abs=1e-6)
    assert rates.isna().all() == (abs(growth) < 0.005) or abs(abs(growth) - 0.005) < 1e-9


@given(PAIRS)
def test_a_pull_is_the_base_share_times_own_growth_and_the_rate_times_total_growth(table: pd.DataFrame) -> None:
    pulls = contribution_to_growth(table["now"], table["before"])
    own, shares = growth_rate(table["now"], table["before"]), share(table["before"], table["before"].sum())
    assert close(contribution_from_share(shares, own).tolist(), pulls.tolist())
    growth = growth_rate(table["now"].sum(), table["before"].sum())
    rates = contribution_rate(table["now"], table["before"])
    assert rates.isna().all() or close(contribution_from_rate(rates, growth).tolist(), pulls.tolist())
    assert rates.isna().all() or contribution_rate_from_growth(pulls, growth).tolist() == pytest.approx(rates.tolist(), rel=1e-6, abs=1e-9)


@given(st.floats(0.01, 1), st.floats(0.01, 2) | st.floats(-0.9, -0.01))
def test_the_share_comes_back_from_pull_and_growth(base_share: float, growth: float) -> None:
    assert close(implied_base_share(contribution_from_share(base_share, growth), growth), base_share)


@given(st.lists(st.tuples(LEVEL, LEVEL), min_size=2, max_size=8).map(lambda rows: pd.DataFrame(rows, columns=["now", "before"])), st.floats(0.01, 100))
def test_merging_parts_adds_their_contributions_in_any_unit(table: pd.DataFrame, factor: float) -> None:
    pulls = contribution_to_growth(table["now"], table["before"])
    merged = table.groupby([0, 0, *range(1, len(table) - 1)]).sum()
    joined = contribution_to_growth(factor * merged["now"], factor * merged["before"])
    assert close(joined.iloc[0], pulls.iloc[0] + pulls.iloc[1])
    assert close(contribution_to_growth(table["now"][::-1], table["before"][::-1])[table.index].tolist(), pulls.tolist())


@given(PAIRS)
def test_shares_sum_to_one_and_their_changes_to_zero(table: pd.DataFrame) -> None:
    now, before = table["now"].sum(), table["before"].sum()
    assert share(table["now"], now).sum() == pytest.approx(1)
    changes = change_of_share(table["now"], now, table["before"], before)
    assert changes.sum() == pytest.approx(0, abs=1e-9) and changes.abs().max() <= 1


@given(PAIRS)
def test_a_hole_makes_every_contribution_unknown_unless_the_total_is_given(table: pd.DataFrame) -> None:
    holed = table["now"].where(table.index > 0)
    assert contribution_to_growth(holed, table["before"]).isna().all()
    assert contribution_to_growth(holed, table["before"], 1.0).isna().tolist() == [True, *[False] * (len(table) - 1)]


OPPOSITE = {
    "加快": "放缓", "降幅收窄": "降幅扩大", "由负转正": "由正转负", "增长": "下降", "减亏": "增亏", "扭亏为盈": "由盈转亏", "持平": "持平",
}
OPPOSITE |= {b: a for a, b in OPPOSITE.items()}


@given(st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
def test_the_other_way_round_the_opposite_word_is_said(growth: float, before: float) -> None:
    assert OPPOSITE[describe_growth_change(growth, before)] == describe_growth_change(before, growth)


@given(st.integers(-1000, 1000).filter(bool), st.integers(-1000, 1000).filter(bool), st.integers(1, 1000))
def test_the_word_for_a_change_does_not_depend_on_the_unit_and_turns_round(now: int, before: int, factor: int) -> None:
    word = describe_change(now, before)
    assert describe_change(factor * now, factor * before) == word
    assert OPPOSITE[word] == describe_change(before, now)


@given(LEVEL, LEVEL, LEVEL, st.integers(0, 4), st.booleans())
def test_doing_what_is_needed_leads_to_the_target(value: float, base: float, target: float, elapsed: int, at_least: bool) -> None:
    got = level_target(value, base, target, elapsed, 5, at_least)
    if got.verdict == "met":
        assert math.isnan(got.needed) and (value >= target - 1e-6 if at_least else value <= target + 1e-6)
    else:
        assert value * (1 + got.needed) ** (5 - elapsed) == pytest.approx(target, rel=1e-9)
        assert (got.verdict == "behind") == (got.progress - got.expected <= -0.0005)


@given(LEVEL, st.floats(0.01, 0.3), st.integers(1, 4))
def test_who_keeps_to_the_average_is_on_track(base: float, rate: float, elapsed: int) -> None:
    assert average_growth_target(base * (1 + rate) ** elapsed, base, rate, elapsed, 5).verdict == "on_track"
    assert average_decline_target(base * (1 - rate) ** elapsed, base, rate, elapsed, 5).verdict == "on_track"


@given(st.floats(0, 500), st.floats(501, 1000), st.integers(0, 4))
def test_what_is_done_and_what_is_needed_make_the_target(done: float, target: float, elapsed: int) -> None:
    got = cumulative_target(done, target, elapsed, 5)
    assert close(got.achieved + got.needed * (5 - elapsed), target)
    assert (got.verdict == "ahead") == (got.progress - elapsed / 5 >= 0.0005)
