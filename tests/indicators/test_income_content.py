"""PRODY and EXPY: hand-worked cases."""

import math

import pandas as pd
import pytest

from jianbao.indicators.income_content import expy, prody

TABLE = pd.DataFrame({"textiles": [30.0, 10.0], "steel": [10.0, 30.0]}, index=["Wuxing", "Deqing"])
INCOME = pd.Series({"Wuxing": 40.0, "Deqing": 80.0})


def test_a_sector_earns_what_its_regions_do_and_a_region_what_its_sectors_do() -> None:
    pd.testing.assert_series_equal(prody(TABLE, INCOME), pd.Series({"textiles": 50.0, "steel": 70.0}))
    pd.testing.assert_series_equal(expy(TABLE, INCOME), pd.Series({"Wuxing": 55.0, "Deqing": 65.0}))


def test_the_shares_count_and_not_the_size_of_the_region() -> None:
    larger = TABLE.mul(pd.Series({"Wuxing": 100.0, "Deqing": 1.0}), axis=0)
    assert prody(larger, INCOME).to_list() == pytest.approx([50.0, 70.0])


def test_a_region_or_sector_without_activity_does_not_count() -> None:
    table = pd.DataFrame([[3.0, 1.0, 0.0], [1.0, 3.0, 0.0], [0.0, 0.0, 0.0]])
    income = pd.Series([40.0, 80.0, math.nan])
    assert prody(table, income).to_list() == pytest.approx([50.0, 70.0, math.nan], nan_ok=True)
    assert expy(table, income).to_list() == pytest.approx([55.0, 65.0, math.nan], nan_ok=True)


def test_one_region_alone_gives_its_own_income_and_none_gives_nothing() -> None:
    assert prody(TABLE.iloc[:1], INCOME.iloc[:1]).to_list() == expy(TABLE.iloc[:1], INCOME.iloc[:1]).to_list() * 2 == [40.0, 40.0]
    assert prody(TABLE.iloc[:0], INCOME.iloc[:0]).isna().all() and expy(TABLE.iloc[:0], INCOME.iloc[:0]).empty


def test_regions_that_differ_are_refused() -> None:
    for call in (prody, expy):
        with pytest.raises(ValueError, match="different indexes"):
            call(TABLE, INCOME.iloc[::-1])
        with pytest.raises(ValueError, match="twice"):
            call(pd.DataFrame([[1.0, 2.0]], columns=["a", "a"]), pd.Series([1.0]))
