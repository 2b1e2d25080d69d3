"""The whole file against the yearbook."""

import csv
import tomllib

import duckdb
import pytest

from jianbao import demo

INDICATORS = {
    "above_scale_enterprises", "loss_enterprises", "gross_output", "revenue", "operating_cost", "profit", "profit_and_tax",
    "taxes_and_surcharges", "vat", "total_assets", "total_liabilities", "selling_expense", "administrative_expense",
    "financial_expense", "average_employees",
}


@pytest.fixture(scope="module")
def compared(whole):
    return demo.check(whole)


def test_every_printed_figure_of_2023_and_2024_is_met_to_the_digit(compared):
    both = compared[compared["year"].isin(["2023", "2024"])]
    assert set(both["indicator"]) == INDICATORS
    # 36 divisions x 15 indicators x 2 years, less B08's blank selling expense (twice) and VAT (2024)
    assert len(both) == 36 * 15 * 2 - 3
    assert both[~both["equal"]].empty


def test_what_the_yearbook_gives_of_2022_is_met_too(compared):
    first = compared[compared["year"] == "2022"]
    assert len(first) == 35 * 10 and first["equal"].all()


def test_printed_figures_read_straight_from_the_table_agree(whole):
    """A second road: the csv and one sum, without the model's own reading of the totals."""
    with open(whole / "published" / "zj_sector_2024" / "data.csv", encoding="utf-8") as file:
        printed = {
            r["sector"]: r["value"] for r in csv.DictReader(file) if r["indicator"] == "revenue" and r["sector"][0] in "BCD"
        }
    path = whole / "incoming" / "enterprise" / "2024.parquet"
    sums = dict(
        duckdb.sql(f"SELECT sector[1:3], sum(revenue) FROM '{path}' WHERE period = '2024-12' GROUP BY 1").fetchall()
    )
    assert set(printed) - set(sums) == {"C16"}
    assert {d: f"{int(v) / 1e5:.2f}" for d, v in sums.items()} == {d: f"{float(printed[d]):.2f}" for d in sums}


def test_2024_has_60605_enterprises_and_no_withheld_division(whole):
    path = whole / "incoming" / "enterprise"
    count = duckdb.sql(f"SELECT count(*), count(DISTINCT enterprise_id) FROM '{path}/2024.parquet' WHERE period = '2024-12'")
    assert count.fetchall()[0] == (60605, 60605)
    held = duckdb.sql(f"SELECT count(*) FROM '{path}/20??.parquet' WHERE sector[1:3] IN ('C16', 'B06')").fetchall()[0]
    assert held == (0,)
    about = tomllib.loads((path / "enterprise.toml").read_text(encoding="utf-8"))
    assert about["withheld"] == ["B06", "C16"]


def test_county_shares_are_near_the_margin_and_the_residual_is_reported(whole):
    path = whole / "incoming" / "enterprise"
    about = tomllib.loads((path / "enterprise.toml").read_text(encoding="utf-8"))["county_margin"]
    held = dict(
        duckdb.sql(
            f"SELECT region, 100 * sum(value_added) / (SELECT sum(value_added) FROM '{path}/2024.parquet' WHERE period = '2024-12') "
            f"FROM '{path}/2024.parquet' WHERE period = '2024-12' GROUP BY 1"
        ).fetchall()
    )
    assert len(about["residual"]) == len(held) == 90
    for code, told in about["residual"].items():
        assert told["modelled"] == pytest.approx(held[code], abs=1e-3)
        assert abs(told["difference"]) <= about["largest_difference"] + 1e-4 < 0.1


def test_many_cells_are_empty_or_hold_one_or_two_enterprises(whole):
    path = whole / "incoming" / "enterprise" / "2024.parquet"
    found = duckdb.sql(f"SELECT region, sector[1:3], count(*) FROM '{path}' WHERE period = '2024-12' GROUP BY ALL").fetchall()
    assert 90 * 36 - len(found) > 300
    assert sum(n <= 2 for *_, n in found) > 500


def test_known_specialities_stand_out(whole):
    path = whole / "incoming" / "enterprise" / "2024.parquet"
    rows = duckdb.sql(
        f"SELECT region, sector, sum(value_added) FROM '{path}' WHERE period = '2024-12' GROUP BY ALL"
    ).fetchall()
    total = sum(v for *_, v in rows)
    for county, sector in {
        "330523": "C2190", "330502": "C1819", "330522": "C1751", "330603": "C1752", "330481": "C19R", "330483": "C28R",
        "330382": "C3823", "331081": "C344", "330784": "C338", "330881": "C2032",
    }.items():
        own = sum(v for c, s, v in rows if (c, s) == (county, sector))
        of_county = sum(v for c, _, v in rows if c == county)
        of_sector = sum(v for _, s, v in rows if s == sector)
        assert own * total / (of_county * of_sector) > 3, (county, sector)


def test_real_growth_is_near_the_aim_and_differs_from_the_naive_rate(whole):
    path = whole / "incoming" / "enterprise"
    for year, aim in {"2023": 6.0, "2024": 7.2}.items():
        now, before, real = duckdb.sql(
            f"""SELECT sum(value_added), sum(value_added_prev), sum(value_added * 100 / price_index)
            FROM '{path}/{year}.parquet' f JOIN read_csv('{path}/prices.csv', types = {{'period': 'VARCHAR'}}) p
            ON f.sector[1:3] = p.division AND f.period = p.period WHERE f.period = '{year}-12'"""
        ).fetchall()[0]
        assert 100 * (float(real) / float(before) - 1) == pytest.approx(aim, abs=0.8)
        own = duckdb.sql(
            f"SELECT sum(value_added) FROM '{path}/{int(year) - 1}.parquet' WHERE period = '{int(year) - 1}-12'"
        ).fetchall()[0][0]
        assert abs(float(now) / float(before) - float(now) / float(own)) > 0.001


def test_flash_differs_from_final_by_a_little(whole):
    path = whole / "incoming" / "enterprise"
    flash, n = duckdb.sql(f"SELECT sum(gross_output), count(*) FROM '{path}/2024-flash.parquet'").fetchall()[0]
    final = duckdb.sql(f"SELECT sum(gross_output) FROM '{path}/2024.parquet' WHERE period = '2024-12'").fetchall()[0][0]
    assert n < 60605
    assert 0.001 < abs(float(flash) / float(final) - 1) < 0.015
