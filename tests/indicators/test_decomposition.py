"""Shift-share by hand: each form, each gap, each refusal."""

import math

import pandas as pd
import pytest

from jianbao.indicators.decomposition import dynamic_shift_share, gerfin_shift, shift_share

SECTORS = ["C13", "C17", "C34"]


def series(*values: float, index: list[str] = SECTORS) -> pd.Series:
    return pd.Series(values, index=index, dtype=float, name="level")


# The reference grows by 25 % (400 to 500): C13 by 50 %, C17 not, C34 by 25 %.
R0, R1 = series(20, 60, 20), series(35, 54, 25)
N0, N1 = series(160, 160, 80), series(240, 160, 100)


def lists(parts: tuple) -> list[list[float]]:
    return [part.tolist() for part in parts]


def test_dunn_splits_growth_into_the_whole_the_sector_and_the_region() -> None:
    assert lists(shift_share(R0, R1, N0, N1)) == [[5, 15, 5], [5, -15, 0], [5, -6, 0], [0, 0, 0]]
    assert shift_share(R0, R1, N0, N1).national_share.index.tolist() == SECTORS
    assert shift_share(R0, R1, N0, N1)._fields == ("national_share", "industry_mix", "regional_shift", "allocation")


def test_esteban_marquillas_weighs_the_regions_own_growth_by_the_references_structure() -> None:
    # Homothetic levels 40, 40, 20; own growth less the sector's: 0.75 - 0.5, -0.1 - 0, 0.25 - 0.25.
    parts = shift_share(R0, R1, N0, N1, "esteban_marquillas")
    assert lists(parts[:2]) == [[5, 15, 5], [5, -15, 0]]
    assert parts.regional_shift.tolist() == pytest.approx([10, -4, 0])
    assert parts.allocation.tolist() == pytest.approx([-5, -2, 0])


def test_a_published_total_wins_over_the_sum() -> None:
    parts = shift_share(R0, R1, N0, N1, reference_total=(1000, 1500))
    assert lists(parts) == [[10, 30, 10], [0, -30, -5], [5, -6, 0], [0, 0, 0]]


def test_one_sector_alone_will_do_with_a_published_total() -> None:
    one = [part[:1] for part in (R0, R1, N0, N1)]
    assert lists(shift_share(*one, reference_total=(400, 500))) == [[5], [5], [5], [0]]


def test_a_published_total_of_nothing_after_is_a_total() -> None:
    assert shift_share(R0, R1, N0, N1, reference_total=(400, 0)).national_share.tolist() == [-20, -60, -20]


@pytest.mark.parametrize("total", [(0, 500), (-1, 500), (400, -1), (math.nan, 500), (400, math.nan), (400, math.inf)])
def test_without_a_total_there_is_no_part(total: tuple) -> None:
    assert all(part.isna().all() for part in shift_share(R0, R1, N0, N1, reference_total=total))


@pytest.mark.parametrize("which", range(4))
@pytest.mark.parametrize("bad", [math.nan, -1.0, math.inf])
def test_a_sector_with_an_unknown_level_has_no_parts_and_the_others_keep_theirs(which: int, bad: float) -> None:
    levels = [level.copy() for level in (R0, R1, N0, N1)]
    levels[which].iloc[0] = bad
    parts = shift_share(*levels, reference_total=(400, 500))
    assert all(math.isnan(part.iloc[0]) for part in parts)
    assert [part.tolist()[1:] for part in parts] == [[15, 5], [-15, 0], [-6, 0], [0, 0]]
    without = shift_share(*levels)
    assert [part.notna().tolist() for part in without] == [[False, which < 2, which < 2]] * 4


@pytest.mark.parametrize("which", [0, 2])
def test_a_hole_in_a_structure_before_leaves_only_dunns_first_parts(which: int) -> None:
    levels = [level.copy() for level in (R0, R1, N0, N1)]
    levels[which].iloc[0] = math.nan
    parts = shift_share(*levels, "esteban_marquillas", (400, 500))
    assert [part.notna().tolist() for part in parts] == [[False, True, True]] * 2 + [[False] * 3] * 2


@pytest.mark.parametrize("which", [1, 3])
def test_a_hole_after_leaves_the_other_sectors_whole(which: int) -> None:
    levels = [level.copy() for level in (R0, R1, N0, N1)]
    levels[which].iloc[0] = math.nan
    parts = shift_share(*levels, "esteban_marquillas", (400, 500))
    assert [part.notna().tolist() for part in parts] == [[False, True, True]] * 4
    assert parts.regional_shift.iloc[1] == pytest.approx(-4)


@pytest.mark.parametrize("method", ["classic", "esteban_marquillas"])
def test_a_sector_new_in_both_is_all_regional_shift(method: str) -> None:
    parts = shift_share(series(0, 80, 20), series(7, 80, 20), series(0, 320, 80), series(9, 320, 80), method)
    assert [part.iloc[0] for part in parts] == [0, 0, 7, 0]


def test_a_sector_new_in_the_region_is_all_regional_shift_and_has_no_allocation() -> None:
    levels = series(0, 80, 20), series(7, 80, 20), N0, N1
    assert [part.iloc[0] for part in shift_share(*levels)] == [0, 0, 7, 0]
    parts = shift_share(*levels, "esteban_marquillas")
    assert [part.isna().tolist() for part in parts] == [[False] * 3] * 2 + [[True, False, False]] * 2


@pytest.mark.parametrize("method", ["classic", "esteban_marquillas"])
def test_a_sector_of_the_region_that_the_reference_lacks_is_a_contradiction(method: str) -> None:
    parts = shift_share(series(5, 60, 20), R1, series(0, 160, 80), N1, method)
    assert [part.isna().tolist() for part in parts] == [[True, False, False]] * 4


def test_a_sector_that_closed_is_counted() -> None:
    parts = shift_share(series(20, 60, 20), series(0, 60, 20), N0, N1)
    assert [part.iloc[0] for part in parts] == [5, 5, -30, 0]


def test_what_shift_share_refuses() -> None:
    with pytest.raises(ValueError, match="arcelus"):
        shift_share(R0, R1, N0, N1, "arcelus")
    for which, name in enumerate(("region_after", "region_after", "reference_before", "reference_after")):
        levels = [R0, R1, N0, N1]
        levels[which] = levels[which].iloc[::-1]
        with pytest.raises(ValueError, match=f"region_before and {name} have different indexes"):
            shift_share(*levels)
        with pytest.raises(ValueError, match="different indexes"):
            gerfin_shift(*levels)
    twice = [level.set_axis(["C13", "C13", "C34"]) for level in (R0, R1, N0, N1)]
    with pytest.raises(ValueError, match="twice"):
        shift_share(*twice)
    with pytest.raises(TypeError):
        shift_share(pd.Series(["a", "b", "c"], index=SECTORS), R1, N0, N1)


def test_inputs_stay_as_they_were() -> None:
    levels = [level.copy() for level in (R0, R1, N0, N1)]
    shift_share(*levels, "esteban_marquillas")
    for level, kept in zip(levels, (R0, R1, N0, N1), strict=True):
        pd.testing.assert_series_equal(level, kept)


def test_gerfin_multiplies_structure_and_location() -> None:
    # 100 would be 115 at the sectors' growth, is 114, and the reference grows by 1.25.
    found = gerfin_shift(R0, R1, N0, N1)
    assert list(found) == pytest.approx([1.15 / 1.25, 114 / 115, 1.14 / 1.25], rel=1e-12)
    assert found._fields == ("structure", "location", "regional") and all(type(ratio) is float for ratio in found)


@pytest.mark.parametrize("which", range(4))
@pytest.mark.parametrize("bad", [math.nan, -1.0])
def test_one_unknown_level_leaves_gerfin_nothing(which: int, bad: float) -> None:
    levels = [level.copy() for level in (R0, R1, N0, N1)]
    levels[which].iloc[0] = bad
    assert all(map(math.isnan, gerfin_shift(*levels)))


def test_gerfin_of_a_region_that_closed_is_zero() -> None:
    assert list(gerfin_shift(R0, R1 * 0, N0, N0)) == [1, 0, 0]


def test_gerfin_counts_a_new_sector_as_location() -> None:
    levels = series(0, 80, 20), series(50, 80, 20), series(0, 320, 80), series(0, 320, 80)
    assert list(gerfin_shift(*levels)) == [1, 1.5, 1.5]
    assert all(map(math.isnan, gerfin_shift(series(1, 80, 20), *levels[1:])))
    assert all(map(math.isnan, gerfin_shift(*levels[:3], series(0, 0, 0))))


REGION = pd.DataFrame([R0, R1, R1 * 2], index=[2019, 2020, 2021])
REFERENCE = pd.DataFrame([N0, N1, N1 * 2], index=[2019, 2020, 2021])


def test_the_dynamic_form_adds_the_steps() -> None:
    found = dynamic_shift_share(REGION, REFERENCE)
    assert found.national_share.index.tolist() == [2020, 2021] and found.national_share.columns.tolist() == SECTORS
    assert found.national_share.to_numpy().tolist() == [[5, 15, 5], [35, 54, 25]]
    assert found.industry_mix.to_numpy().tolist() == [[5, -15, 0], [0, 0, 0]]
    assert found.regional_shift.to_numpy().tolist() == [[5, -6, 0], [0, 0, 0]]
    assert found.totals.to_dict("list") == {
        "national_share": [40, 69, 30], "industry_mix": [5, -15, 0], "regional_shift": [5, -6, 0],
    }
    assert found.totals.index.tolist() == SECTORS


def test_a_step_that_is_unknown_makes_the_sum_unknown() -> None:
    region = REGION.copy()
    region.loc[2020, "C13"] = math.nan
    found = dynamic_shift_share(region, REFERENCE)
    assert found.totals.isna().to_numpy().tolist() == [[True] * 3, [False] * 3, [False] * 3]


def test_what_the_dynamic_form_refuses() -> None:
    with pytest.raises(ValueError, match="two periods"):
        dynamic_shift_share(REGION[:1], REFERENCE[:1])
    assert len(dynamic_shift_share(REGION[:2], REFERENCE[:2]).national_share) == 1
    with pytest.raises(ValueError, match="different indexes"):
        dynamic_shift_share(REGION, REFERENCE[:2])
    with pytest.raises(ValueError, match="different indexes"):
        dynamic_shift_share(REGION, REFERENCE[SECTORS[::-1]])
