"""The real workbooks and the bureau's files, taken in unchanged and read a second time by another hand (`make acceptance SHARED=folder`)."""

import csv
import gzip
import hashlib
import os
import re
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from jianbao import catalogue, paths
from jianbao.intake.bea import make_place
from jianbao.intake.take import take
from jianbao.panel.taken import rows

SHARED = os.environ.get("JIANBAO_SHARED") or os.environ.get("SHARED")
pytestmark = [pytest.mark.acceptance, pytest.mark.skipif(not SHARED, reason="the full files are not here: make acceptance SHARED=folder")]
# number of the table -> (first row of figures, column of a spreadsheet -> indicator), written down by hand from the printed heads
COLUMNS = {
    "17-25": (4, dict(zip("BCDEFGHIJKLMNOP", (
        "land_area", "resident_population", "gdp", "primary_value_added", "secondary_value_added", "tertiary_value_added", "industrial_value_added", "gdp_per_capita",
        "retail_sales", "fiscal_revenue_total", "budget_revenue", "budget_expenditure", "household_deposits", "urban_income", "rural_income",
    ), strict=True))),
    "17-35": (4, {"H": "electricity", "I": "industrial_electricity"}),
}  # fmt: skip
#: The data folder of Georgia as the hand-made step wrote it before there was an intake: one checksum over names and bytes.
GEORGIA = "59036092e8e620020b8455b1d07d7314bd40c76da7931b96ee358389d8f8ab79"


@pytest.mark.parametrize(("number", "figures", "blank"), [("17-25", 1305, 45), ("17-35", 176, 4)])
def test_every_figure_of_a_yearbook_table_is_the_one_that_openpyxl_reads(tmp_path, number, figures, blank):
    openpyxl = pytest.importorskip("openpyxl")
    data = tmp_path / "data"
    shutil.copytree(paths.root() / "data" / "catalogue", data / "catalogue")
    (path,) = (Path(SHARED) / "data" / "zhejiang" / "yearbook2025").glob(f"{number}*.xlsx")
    result = take(path, data, now=datetime(2026, 1, 5))
    assert result.taking, [f.zh for f in result.errors]
    taken = rows(result.taking)
    got = {(r.indicator, r.region): (None if r.value != r.value else r.value, r.source.rpartition("!")[2]) for r in taken.itertuples()}
    sheet = openpyxl.load_workbook(path, data_only=True).active
    first, columns = COLUMNS[number]
    names = {r.name("zh"): r.code for r in catalogue.read(data).regions(level="county")} | {"景宁县": "331127"}
    read = {}
    for row in range(first, first + 90):
        for letter, indicator in columns.items():
            value = sheet[f"{letter}{row}"].value
            read[indicator, names[sheet[f"A{row}"].value]] = (value if isinstance(value, int | float) else None, f"{letter}{row}")
    assert got == read
    assert (sum(v is not None for v, _ in got.values()), sum(v is None for v, _ in got.values())) == (figures, blank)


@pytest.fixture(scope="module")
def georgia(tmp_path_factory):
    out = tmp_path_factory.mktemp("bea") / "georgia"
    make_place(sorted((Path(SHARED) / "data" / "georgia" / "bea").glob("*.csv.gz")), out)
    return out


def test_the_folder_of_georgia_is_the_one_that_the_hand_made_step_wrote(georgia):
    digest = hashlib.sha256()
    for path in sorted(p for p in georgia.rglob("*") if p.is_file()):
        digest.update(path.relative_to(georgia).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    assert digest.hexdigest() == GEORGIA


def test_every_figure_and_mark_of_georgia_is_the_one_that_the_csv_module_reads(georgia):
    lines = {"CAINC5N": {"35": "earnings_all_industries", "10": "personal_income", "30": "income_per_person", "20": "population"}, "CAEMP25N": {"500": "jobs"}, "CAGDP2": {"12": "gdp_manufacturing"}}
    subsectors = {*map(str, range(511, 520)), "521", "522", *map(str, range(531, 540)), "541", "542", "500"}
    read = {}
    for name, wanted in lines.items():
        path = Path(SHARED) / "data" / "georgia" / "bea" / f"{name}_GA_2001_2018.csv.gz"
        with gzip.open(path, "rt", encoding="latin-1", newline="") as file:
            for row in csv.DictReader(file):
                line = (row["LineCode"] or "").strip()
                region = re.sub(r"\D", "", row["GeoFIPS"] or "")
                for year in range(2001, 2019):
                    text = (row.get(str(year)) or row.get(f"gdp{year}") or "").strip()
                    if name == "CAINC5N" and line in subsectors:
                        read["earnings", region, line, str(year)] = text
                    elif line in wanted:
                        read[wanted[line], region, "500", str(year)] = text
    got = {}
    for path in georgia.glob("published/*/data.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            got |= {(r["indicator"], r["region"], r["sector"], r["period"]): r["value"] or r["mark"] for r in csv.DictReader(file)}
    assert got == read and len(got) == 83_520
