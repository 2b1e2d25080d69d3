"""Published figures are those of the source, add up as the source says, and a broken table is named in one line."""

import hashlib
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from jianbao.panel import published
from jianbao.panel.store import COLUMNS

DATA = Path(__file__).parents[2] / "data"
TABLES = {table.id: table for table in published.tables(DATA) if table.status == "observed"}  # modelled monitors: demo/test_monitors
FIGURES = {
    "zj_county_2024_main": [("gdp", "330523", "IND", "2024", 675.57), ("industrial_value_added", "330921", "IND", "2024", 634.51),
                            ("gdp_per_capita", "330303", "IND", "2024", 133221)],
    "zj_county_2024_electricity": [("electricity", "330523", "IND", "2024", 555315)],
    "zj_sector_2022": [("average_employees", "330000", "C38", "2022", 90.76)],
    "zj_sector_2023": [("revenue", "330000", "C16", "2023", 982.22), ("above_scale_enterprises", "330000", "IND", "2023", 56843)],
    "zj_sector_2024": [("revenue", "330000", "C17", "2024", 5025.85), ("above_scale_enterprises", "330000", "C17", "2024", 5239)],
    "zj_census_2023_sector": [("census_legal_entities", "330000", "C17", "2023", 35505)],
    "zj_employment_sector": [("non_private_employees", "330000", "C17", "2022", 18.02)],
    "cn_sector_2024": [("revenue", "100000", "C17", "2024", 23914.9)],
}
WITHHELD = [
    ("zj_sector_2024", "above_scale_enterprises", "C16", "missing"), ("zj_sector_2023", "revenue", "B06", "missing"),
    ("zj_sector_2022", "revenue", "C16", "missing"), ("zj_sector_2022", "profit", "D44", "missing"),
    ("zj_census_2023_sector", "census_assets", "C16", "suppressed"), ("zj_census_2023_sector", "census_revenue", "B06", "suppressed"),
    ("zj_census_2023_sector", "census_employees", "B12", "missing"),
]


def test_the_tables_of_the_place_are_all_there():
    assert set(TABLES) == {
        "zj_county_2024_main", "zj_county_2024_population", "zj_county_2024_electricity", "zj_sector_2022", "zj_sector_2023",
        "zj_sector_2024", "zj_census_2023_sector", "zj_employment_sector", "cn_sector_2022", "cn_sector_2023", "cn_sector_2024",
    }


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_table_keeps_its_promises(table):
    assert published.verify(table) == []


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_observations_have_a_value_exactly_where_they_are_observed(table):
    frame = published.read(table)
    assert tuple(frame.columns) == COLUMNS
    assert (frame["value"].notna() == frame["status"].eq("observed")).all()
    assert frame["source"].is_unique and frame["source"].str.startswith(f"{table.id}#row").all()


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_table_says_where_it_comes_from(table):
    said = ("title_zh", "title_en", "publication", "table_number", "publisher", "released", "retrieved_through", "licence", "grain")
    assert all(table.about[name] for name in said) and table.caveats


@pytest.mark.parametrize(("table", "figure"), [(t, f) for t, figures in FIGURES.items() for f in figures])
def test_figures_looked_up_by_hand(table, figure):
    *key, value = figure
    frame = published.read(TABLES[table]).set_index(["indicator", "region", "sector", "period"])
    assert frame.loc[tuple(key), "value"] == value


@pytest.mark.parametrize(("table", "indicator", "sector", "status"), WITHHELD)
def test_withheld_figures_are_rows_without_a_value(table, indicator, sector, status):
    frame = published.read(TABLES[table])
    row = frame[(frame["indicator"] == indicator) & (frame["sector"] == sector)]
    assert row["status"].tolist() == [status] and row["value"].isna().all()


def test_the_county_table_has_all_counties_and_sums_recomputed_elsewhere():
    frame = published.read(TABLES["zj_county_2024_main"])
    gdp = frame[frame["indicator"] == "gdp"]
    assert len(gdp) == 90 and gdp["value"].sum() == pytest.approx(89874.39)
    value_added = frame[frame["indicator"] == "industrial_value_added"]
    assert value_added["value"].notna().all() and value_added["value"].sum() == pytest.approx(30072.99)


def test_light_and_heavy_industry_stay_in_the_file():
    table = TABLES["zj_sector_2024"]
    assert {"LIGHT", "HEAVY"} <= set(pd.read_csv(table.file)["sector"])
    assert not {"LIGHT", "HEAVY"} & set(published.read(table)["sector"])


def test_the_exceptions_of_the_source_are_listed_with_their_amount():
    found = {e["region"]: e["difference"] for i in TABLES["zj_county_2024_main"].identities for e in i.exceptions}
    assert found == {"330105": "0.02", "330903": "-25.84", "330921": "-14.79"}
    (tobacco,) = TABLES["zj_sector_2024"].identities[0].exceptions
    assert (tobacco["indicator"], tobacco["difference"]) == ("above_scale_enterprises", "2")


def test_counts_have_no_price_basis_in_a_table_of_money():
    frame = published.read(TABLES["zj_sector_2024"]).groupby("indicator")["price"].unique().map(list)
    assert frame["average_employees"] == ["none"] and frame["revenue"] == ["current"]


# Seeded faults: a copy of a table is broken in one place.


@pytest.fixture
def copy(tmp_path):
    """Return a function that copies one table and the registers, changes texts in both files and loads the copy."""

    def make(name: str, *changes: tuple[str, str], toml: tuple[tuple[str, str], ...] = (), reseal: bool = True):
        shutil.copytree(DATA / "catalogue", tmp_path / "catalogue")
        folder = tmp_path / "published" / name
        shutil.copytree(DATA / "published" / name, folder)
        for file, edits in ((folder / "data.csv", changes), (folder / "table.toml", toml)):
            text = file.read_text(encoding="utf-8")
            for old, new in edits:
                assert text.count(old) == 1, old
                text = text.replace(old, new)
            file.write_text(text, encoding="utf-8")
        if reseal:
            about = folder / "table.toml"
            seal = hashlib.sha256((folder / "data.csv").read_bytes()).hexdigest()
            about.write_text(re.sub(r'(?m)^sha256 = .*$', f'sha256 = "{seal}"', about.read_text(encoding="utf-8")), encoding="utf-8")
        (table,) = published.tables(tmp_path)
        return table

    return make


def line_of(table, start: str) -> int:
    lines = table.file.read_text(encoding="utf-8").splitlines()
    return next(n for n, text in enumerate(lines, 1) if text.startswith(start))


C17 = "revenue,330000,C17,2024,"


def test_a_changed_digit_breaks_the_checksum_and_the_sum(copy):
    table = copy("zj_sector_2024", (f"{C17}5025.85", f"{C17}5026.85"), reseal=False)
    checksum, total = published.verify(table)
    assert checksum.startswith("zj_sector_2024/data.csv: checksum is ")
    row = line_of(table, "revenue,330000,IND,")
    assert total == (f"zj_sector_2024/data.csv row {row}: divisions add up to all industry: revenue 330000 2024: "
                     "differs by -0.99, not listed as an exception")


def test_a_wrong_checksum_is_one_line(copy):
    table = copy("zj_sector_2024", toml=((f'sha256 = "{TABLES["zj_sector_2024"].sha256}"', f'sha256 = "{"0" * 64}"'),), reseal=False)
    (problem,) = published.verify(table)
    assert problem.startswith("zj_sector_2024/data.csv: checksum is ") and problem.endswith("table.toml says 000000000000…")


def test_a_key_twice_is_named_with_its_row(copy):
    table = copy("zj_sector_2024", (f"{C17}5025.85,,\n", f"{C17}5025.85,,\n{C17}5025.85,,\n"))
    row = line_of(table, C17) + 1
    assert published.verify(table) == [f"zj_sector_2024/data.csv row {row}: key again: revenue 330000 C17 2024"]


@pytest.mark.parametrize(("cell", "said"), [
    (",x", "mark 'x' is unknown: not in [marks]"),
    (",", "mark '' is unknown: not in [marks]"),
    ("5025.85,NA", "value 5025.85 and mark 'NA' in one cell"),
    ("5 025.85,", "'5 025.85' is not a number"),
    ("nan,", "'nan' is not a number"),
])
def test_a_broken_cell_is_named_with_its_row_and_cannot_be_read(copy, cell, said):
    table = copy("zj_sector_2024", (f"{C17}5025.85,", f"{C17}{cell}"))
    expected = f"zj_sector_2024/data.csv row {line_of(table, C17)}: {said}"
    assert published.verify(table) == [expected]
    with pytest.raises(published.PublishedError, match=re.escape(expected)):
        published.read(table)


@pytest.mark.parametrize(("new", "said"), [
    ("revenues,330000,C17,2024,", "indicator 'revenues' is not in the register"),
    ("revenue,339999,C17,2024,", "region '339999' is not in the register"),
    ("revenue,330000,C99,2024,", "sector 'C99' is not in the register"),
])
def test_an_unregistered_code_is_named_with_its_row(copy, new, said):
    table = copy("zj_sector_2024", (C17, new))
    assert f"zj_sector_2024/data.csv row {line_of(table, new)}: {said}" in published.verify(table)


def test_an_exception_that_no_longer_occurs_is_a_problem(copy):
    start = "secondary_value_added,330921,IND,2024,"
    table = copy("zj_county_2024_main", (f"{start}619.72", f"{start}739.12"), ("tertiary_value_added,330921,IND,2024,133.43", "tertiary_value_added,330921,IND,2024,14.03"))
    assert published.verify(table) == [
        "zj_county_2024_main/table.toml: industry is part of the secondary sector: exception 330921 IND 2024 (-14.79) does not occur"
    ]


def test_an_exception_of_another_amount_is_a_problem(copy):
    table = copy("zj_county_2024_main", toml=(('difference = "-14.79"', 'difference = "-14.78"'),))
    (problem,) = published.verify(table)
    assert problem.endswith("330921 IND 2024: differs by -14.79, table.toml lists -14.78")


def test_a_unit_that_does_not_convert_is_named(copy):
    table = copy("zj_sector_2024", toml=(('revenue = "亿元"', 'revenue = "万人"'),))
    (problem,) = published.verify(table)
    assert problem.endswith("indicator 'revenue': unit '万人' does not convert to '亿元'")


def test_printed_units_become_those_of_the_register(copy):
    table = copy("zj_sector_2024", toml=(('revenue = "亿元"', 'revenue = "万元"'), ('average_employees = "万人"', 'average_employees = "人"')))
    frame = published.read(table).set_index(["indicator", "sector"])["value"]
    assert frame["revenue", "C17"] == 5025.85 / 10000 and frame["average_employees", "C17"] == 56.65 / 10000
    assert frame["profit", "C17"] == 217.67


@pytest.mark.parametrize(("printed", "registered", "factor"), [
    ("千元", "亿元", 1e-5), ("元", "亿元", 1e-8), ("亿千瓦时", "万千瓦时", 1e4), ("个", "家", 1), ("thousand dollars", "million dollars", 1e-3),
    ("100 million yuan", "亿元", 1), ("件", "件", 1),
])
def test_units_convert(printed, registered, factor):
    assert float(published.unit_factor(printed, registered)) == factor


@pytest.mark.parametrize(("old", "new", "said"), [
    ('scope = "above_scale"\n', "", "no scope"),
    ('"NA" = "missing"', '"NA" = "gone"', "status 'gone' of a mark; use one of suppressed, missing, not_applicable"),
    ('id = "zj_sector_2024"', 'id = "zj_sector"', "id 'zj_sector' is not the folder's name"),
])
def test_a_description_that_lacks_something_is_refused_in_one_line(copy, old, new, said):
    with pytest.raises(published.PublishedError, match=f"^zj_sector_2024/table.toml: {re.escape(said)}$"):
        copy("zj_sector_2024", toml=((old, new),))


ABROAD = """\
id = "earnings"
title_zh = "Earnings"
title_en = "Earnings"
scope = "all"
measure = "year"
price = "current"
vintage = "final"
key = ["indicator", "region", "sector", "period"]
sha256 = "{seal}"
caveats = []
[units]
revenue = "亿元"
[marks]
"(D)" = "suppressed"
"(NA)" = "missing"
[[identity]]
name = "the total is its parts"
over = "sector"
indicator = "revenue"
total = "IND"
parts = ["C17", "C18"]
tolerance = 1.5
exceptions = []
"""


def test_the_marks_of_another_source_hide_figures_and_leave_sums_untested(tmp_path):
    shutil.copytree(DATA / "catalogue", tmp_path / "catalogue")
    folder = tmp_path / "published" / "earnings"
    folder.mkdir(parents=True)
    cells = {"330100": ("10", "(D)", "4"), "330200": ("10", "5", "(NA)"), "330300": ("10", "5", "4"), "330400": ("10", "5", "3")}
    rows = ["indicator,region,sector,period,value,mark"] + [
        f"revenue,{region},{sector},2018,{',' + cell if cell.startswith('(') else cell + ','}"
        for region, line in cells.items() for sector, cell in zip(("IND", "C17", "C18"), line, strict=True)
    ]
    (folder / "data.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    seal = hashlib.sha256((folder / "data.csv").read_bytes()).hexdigest()
    (folder / "table.toml").write_text(ABROAD.format(seal=seal), encoding="utf-8")
    (table,) = published.tables(tmp_path)
    assert published.verify(table) == [
        "earnings/data.csv row 11: the total is its parts: revenue 330400 2018: differs by 2, not listed as an exception"
    ]
    frame = published.read(table)
    assert frame["status"].value_counts().to_dict() == {"observed": 10, "suppressed": 1, "missing": 1}
    assert frame.loc[frame["status"] != "observed", "value"].isna().all()
