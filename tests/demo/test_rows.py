"""What holds for every row, shown on a few divisions."""

import hashlib
import shutil
import tomllib

import duckdb
import pytest

from jianbao import catalogue, demo
from jianbao.demo.annual import FLOWS, STOCKS

SMALL = ("B08", "B09", "C21", "C28", "D45")  # as in conftest

SIGNED = ("profit", "financial_expense")
RISING = [f for f in FLOWS if f not in SIGNED]


def files(folder):
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (folder / "incoming" / "enterprise").iterdir()}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(small, inputs_dir):
    demo.make(inputs_dir, divisions=SMALL)
    again = files(inputs_dir)
    assert again == files(small)
    demo.make(inputs_dir, divisions=SMALL, seed=7)
    assert files(inputs_dir)["2024.parquet"] != again["2024.parquet"]


def test_a_small_file_keeps_to_the_yearbook_as_well(small):
    found = demo.check(small)
    assert set(found["division"]) == set(SMALL) and found["equal"].all()


def test_columns_are_those_of_the_contract(rows):
    table = rows("DESCRIBE SELECT * FROM FILE").set_index("column_name")["column_type"]
    values = {f"{c}{s}" for c in (*FLOWS, *STOCKS) for s in ("", "_prev")}
    assert set(table.index) == values | {"enterprise_id", "group_id", "region", "sector", "period", "loss", "loss_prev"}
    assert set(table[sorted(values)]) == {"INTEGER"}


@pytest.mark.parametrize("year", ["2022", "2023", "2024"])
def test_nothing_is_empty_and_only_signed_figures_are_negative(rows, year):
    names = [f"{c}{s}" for c in (*FLOWS, *STOCKS) for s in ("", "_prev")]
    empty = rows(f"SELECT {', '.join(f'count(*) - count({c}) AS {c}' for c in (*names, 'loss', 'loss_prev', 'group_id'))} FROM FILE", year)
    assert empty.iloc[0].sum() == 0
    least = rows(f"SELECT {', '.join(f'min({c}) AS {c}' for c in names)} FROM FILE", year).iloc[0]
    assert [c for c in names if least[c] < 0 and c.removesuffix("_prev") not in SIGNED] == []
    assert least["gross_output_prev"] > 0 and least["average_employees"] > 0


@pytest.mark.parametrize("suffix", ["", "_prev"])
def test_loss_means_a_profit_below_nothing(rows, suffix):
    assert rows(f"SELECT count(*) n FROM FILE WHERE loss{suffix} <> (profit{suffix} < 0)")["n"][0] == 0
    assert rows(f"SELECT count(*) n FROM FILE WHERE loss{suffix}")["n"][0] > 0


def test_cumulative_flows_never_fall_within_the_year(rows):
    for name in [f"{c}{s}" for c in RISING for s in ("", "_prev")]:
        fell = rows(
            f"SELECT count(*) n FROM (SELECT {name} - lag({name}) OVER (PARTITION BY enterprise_id ORDER BY period) AS step "
            "FROM FILE) WHERE step < 0"
        )
        assert fell["n"][0] == 0, name


def test_parts_do_not_exceed_their_whole(rows):
    assert rows("SELECT count(*) n FROM FILE WHERE period LIKE '%-12' AND (export_delivery > gross_output "
                "OR new_product_output > gross_output OR value_added > gross_output)")["n"][0] == 0


def test_rows_are_in_order_and_january_does_not_exist(rows):
    table = rows("SELECT period, sector, region, enterprise_id FROM FILE")
    assert table.equals(table.sort_values(list(table.columns), ignore_index=True))
    assert sorted(table["period"].unique()) == [f"2024-{m:02d}" for m in range(2, 13)]


def test_a_list_only_grows_within_the_year_and_newcomers_have_last_year(rows):
    table = rows("SELECT enterprise_id, min(period) first, count(*) n, min(revenue_prev) prev FROM FILE GROUP BY 1")
    months = {f"2024-{m:02d}": 13 - m for m in range(2, 13)}
    assert (table["n"] == table["first"].map(months)).all()
    late = table[table["first"] > "2024-02"]
    assert len(late) > 0 and (late["prev"] > 0).all()


def test_last_year_is_the_own_return_for_most_and_restated_for_some(rows, small):
    path = small / "incoming" / "enterprise"
    equal, near, n = duckdb.sql(
        f"SELECT avg((a.revenue_prev = b.revenue)::INT), max(abs(a.revenue_prev / b.revenue - 1)), count(*) "
        f"FROM '{path}/2024.parquet' a JOIN '{path}/2023.parquet' b "
        "ON a.enterprise_id = b.enterprise_id AND a.period = '2024-12' AND b.period = '2023-12'"
    ).fetchall()[0]
    assert n > 1000 and 0.85 < equal < 0.95 and near < 0.08


def test_place_class_and_group_are_kept_and_known(small):
    path = small / "incoming" / "enterprise"
    moved = duckdb.sql(
        "SELECT count(*) FROM (SELECT enterprise_id FROM "
        f"'{path}/20??.parquet' GROUP BY 1 HAVING count(DISTINCT (region, sector, group_id)) > 1)"
    ).fetchall()[0]
    assert moved == (0,)
    cat = catalogue.read(small)
    known = {c for d in SMALL for c in cat.classes(d)}
    regions, sectors = duckdb.sql(f"SELECT list(DISTINCT region), list(DISTINCT sector) FROM '{path}/2024.parquet'").fetchall()[0]
    assert set(sectors) <= known and set(regions) <= {r.code for r in cat.regions(level="county")}
    shared = duckdb.sql(
        f"SELECT count(*) FROM (SELECT group_id FROM '{path}/2024.parquet' WHERE period = '2024-12' GROUP BY 1 HAVING count(*) > 1)"
    ).fetchall()[0][0]
    assert shared > 5


def test_prices_cover_every_division_and_month_within_bounds(small):
    path = small / "incoming" / "enterprise" / "prices.csv"
    table = duckdb.sql(f"SELECT * FROM read_csv('{path}', types = {{'period': 'VARCHAR'}})").df()
    assert list(table.columns) == ["division", "period", "price_index"]
    assert len(table) == len(SMALL) * 33 and table["price_index"].between(95, 104).all()


def test_the_note_says_what_the_file_is(small):
    folder = small / "incoming" / "enterprise"
    about = tomllib.loads((folder / "enterprise.toml").read_text(encoding="utf-8"))
    assert (about["status"], about["label"], about["seed"]) == ("estimated", "模拟数据", demo.SEED)
    assert about["extrapolated"]["2022"]["gross_output"] == "all"
    assert about["sha256"] == {k: v for k, v in files(small).items() if k != "enterprise.toml"}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"divisions": ("C16",)}, "withheld"), ({"years": (2021,)}, "2021"), ({"years": ()}, "none")],
)
def test_what_cannot_be_modelled_is_refused_and_nothing_changes(small, wrong, says):
    before = files(small)
    with pytest.raises(demo.DemoError, match=says):
        demo.make(small, **wrong)
    assert files(small) == before


def test_a_prior_for_an_unknown_county_is_refused(small, tmp_path):
    for name in ("catalogue", "published", "demo"):
        shutil.copytree(small / name, tmp_path / name)
    with open(tmp_path / "demo" / "prior.csv", "a", encoding="utf-8") as file:
        file.write("330104,江干区,C17,2,test,inferred\n")
    with pytest.raises(demo.DemoError, match="330104"):
        demo.make(tmp_path, divisions=SMALL)
    assert not (tmp_path / "incoming").exists()
