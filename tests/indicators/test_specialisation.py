"""Location quotients, Krugman's and Hachman's indices: hand-worked cases."""

import math

import pandas as pd
import pytest

from jianbao.indicators.specialisation import (
    hachman_index,
    krugman_concentration,
    krugman_specialisation,
    location_quotient,
    location_quotients,
    presence,
    specialisation_coefficient,
)

TABLE = pd.DataFrame({"textiles": [30.0, 10.0], "steel": [10.0, 50.0]}, index=["Wuxing", "Deqing"])


def same(got: pd.DataFrame, rows: list[list[float]]) -> None:
    pd.testing.assert_frame_equal(got, pd.DataFrame(rows, TABLE.index, TABLE.columns), rtol=1e-12)


def test_a_location_quotient_is_a_share_over_a_share() -> None:
    assert location_quotient(30.0, 40.0, 40.0, 100.0) == pytest.approx(1.875)
    assert type(location_quotient(30, 40, 40, 100)) is float


def test_a_location_quotient_of_series_keeps_labels_and_name_and_takes_a_scalar_total() -> None:
    local = pd.Series({"textiles": 30, "steel": 10}, name="Wuxing")
    got = location_quotient(local, 40.0, pd.Series({"textiles": 40, "steel": 60}), 100.0)
    pd.testing.assert_series_equal(got, pd.Series({"textiles": 1.875, "steel": 5 / 12}, name="Wuxing"), check_names=False)


def test_a_location_quotient_of_tables_is_cell_by_cell() -> None:
    totals = pd.DataFrame({"textiles": [40.0, 60.0], "steel": [40.0, 60.0]}, index=TABLE.index)
    reference = pd.DataFrame({"textiles": [40.0, 40.0], "steel": [60.0, 60.0]}, index=TABLE.index)
    same(location_quotient(TABLE, totals, reference, 100.0), [[1.875, 5 / 12], [5 / 12, 25 / 18]])


def test_a_table_gives_the_quotient_of_every_region_and_sector() -> None:
    same(location_quotients(TABLE), [[1.875, 5 / 12], [5 / 12, 25 / 18]])


@pytest.mark.parametrize(
    ("given", "rows"),
    [
        ({"total": 200.0}, [[3.75, 5 / 6], [5 / 6, 25 / 9]]),
        ({"sector_total": pd.Series({"textiles": 400.0, "steel": 1600.0})}, [[3.75, 0.3125], [5 / 6, 25 / 24]]),
        ({"sector_total": pd.Series({"textiles": 400.0, "steel": 1600.0}), "total": 4000.0}, [[7.5, 0.625], [5 / 3, 25 / 12]]),
        ({"region_total": pd.Series({"Wuxing": 50.0, "Deqing": 60.0})}, [[1.5, 1 / 3], [5 / 12, 25 / 18]]),
        ({"region_total": pd.Series({"Wuxing": 0.0, "Deqing": 60.0})}, [[math.nan, math.nan], [5 / 12, 25 / 18]]),
        ({"region_total": pd.Series({"Wuxing": -50.0, "Deqing": 60.0})}, [[math.nan, math.nan], [5 / 12, 25 / 18]]),
        ({"region_total": pd.Series({"Wuxing": 0.5, "Deqing": 60.0})}, [[150.0, 100 / 3], [5 / 12, 25 / 18]]),
        ({"sector_total": pd.Series({"textiles": 0.0, "steel": 1600.0}), "total": 4000.0}, [[math.nan, 0.625], [math.nan, 25 / 12]]),
        ({"sector_total": pd.Series({"textiles": -4.0, "steel": 1600.0}), "total": 4000.0}, [[math.nan, 0.625], [math.nan, 25 / 12]]),
        ({"total": math.nan}, [[math.nan] * 2] * 2),
        ({"total": 0.0}, [[math.nan] * 2] * 2),
    ],
)
def test_a_published_total_wins_over_the_sum(given: dict, rows: list[list[float]]) -> None:
    same(location_quotients(TABLE, **given), rows)


@pytest.mark.parametrize(
    "given",
    [
        {"region_total": pd.Series([40.0, 60.0])},
        {"region_total": pd.Series({"Deqing": 60.0, "Wuxing": 40.0})},
        {"sector_total": pd.Series({"steel": 60.0, "textiles": 40.0})},
    ],
)
def test_totals_of_other_regions_or_sectors_are_refused(given: dict) -> None:
    with pytest.raises(ValueError, match="different indexes"):
        location_quotients(TABLE, **given)


def test_a_table_with_a_label_twice_is_refused() -> None:
    for table in (pd.DataFrame([[1.0], [2.0]], index=["a", "a"]), pd.DataFrame([[1.0, 2.0]], columns=["x", "x"])):
        with pytest.raises(ValueError, match="twice"):
            location_quotients(table)


def test_presence_begins_at_the_cutoff_itself() -> None:
    quotients = pd.Series({"below": 0.9999999, "at": 1.0, "above": 1.0000001, "unknown": math.nan}, name="LQ")
    pd.testing.assert_series_equal(
        presence(quotients), pd.Series({"below": 0.0, "at": 1.0, "above": 1.0, "unknown": math.nan}, name="LQ")
    )
    assert presence(quotients, cutoff=1.0000001).to_list()[:3] == [0.0, 0.0, 1.0]
    assert (presence(0.5, cutoff=0.5), presence(0.4999, cutoff=0.5), type(presence(2.0))) == (1.0, 0.0, float)


@pytest.mark.parametrize("cutoff", [0.0, -1.0, math.nan])
def test_a_cutoff_that_is_not_positive_is_refused(cutoff: float) -> None:
    with pytest.raises(ValueError, match="cutoff"):
        presence(1.0, cutoff)


@pytest.mark.parametrize(
    ("region", "reference", "hachman", "krugman"),
    [
        ([60, 20, 20], [200, 400, 400], 0.5, 0.8),
        ([2, 1, 1], [1, 1, 2], 1 / 1.375, 0.5),
        ([1, 2, 3], [10, 20, 30], 1.0, 0.0),
        ([0, 5, 0], [1, 1, 2], 0.25, 1.5),
        ([0, 1, 1], [0, 1, 3], 0.75, 0.5),
    ],
)
def test_the_distance_between_two_structures(region: list, reference: list, hachman: float, krugman: float) -> None:
    pair = pd.Series(region), pd.Series(reference)
    assert hachman_index(*pair) == pytest.approx(hachman)
    assert krugman_specialisation(*pair) == pytest.approx(krugman)
    assert specialisation_coefficient(*pair) == pytest.approx(krugman / 2)


def test_a_sector_that_only_the_region_has_gives_no_hachman_index_but_the_largest_krugman() -> None:
    pair = pd.Series([1.0, 0.0]), pd.Series([0.0, 3.0])
    assert math.isnan(hachman_index(*pair)) and krugman_specialisation(*pair) == 2.0


GROUP = pd.DataFrame({"a": [1.0, 1.0], "b": [10.0, 30.0]})


def test_the_sectors_of_the_group_count_equally_unless_the_share_of_sums_is_asked_for() -> None:
    sector = pd.Series([1.0, 0.0])
    assert krugman_concentration(sector, GROUP) == krugman_concentration(sector, GROUP, "mean_of_shares") == 1.25
    assert krugman_concentration(sector, GROUP, "share_of_sums") == pytest.approx(62 / 42)


def test_a_region_without_one_sector_is_no_hole() -> None:
    group = pd.DataFrame({"a": [0.0, 1.0], "b": [10.0, 30.0]})
    assert krugman_concentration(pd.Series([1.0, 0.0]), group) == pytest.approx(1.75)
    assert krugman_concentration(pd.Series([1.0, 0.0]), group, "share_of_sums") == pytest.approx(62 / 41)


@pytest.mark.parametrize(
    "call",
    [
        lambda: krugman_concentration(pd.Series([1.0, 0.0]), GROUP, "median"),
        lambda: krugman_concentration(pd.Series([1.0, 0.0], index=["x", "y"]), GROUP),
        lambda: krugman_concentration(pd.Series([1.0, 0.0]), pd.DataFrame([[1, 2], [3, 4]], columns=["a", "a"])),
        lambda: krugman_specialisation(pd.Series([1.0, 0.0]), pd.Series([1.0, 0.0], index=[1, 0])),
        lambda: hachman_index(pd.Series([1.0, 0.0]), pd.Series([1.0, 0.0, 0.0])),
        lambda: location_quotient(pd.Series([1.0]), 1.0, pd.Series([1.0], index=["b"]), 1.0),
    ],
)
def test_what_does_not_fit_together_is_refused(call) -> None:
    with pytest.raises(ValueError):
        call()


def test_text_is_refused() -> None:
    with pytest.raises(TypeError):
        location_quotient("1", 1.0, 1.0, 1.0)
