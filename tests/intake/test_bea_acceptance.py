"""The full files of Georgia (`make acceptance SHARED=folder`), read a second way: no CSV parser, no line of the step."""

import csv
import gzip
import os
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from jianbao import catalogue
from jianbao.facts import Fact
from jianbao.intake.bea import make_place
from jianbao.panel import published

SHARED = os.environ.get("JIANBAO_SHARED") or os.environ.get("SHARED")
pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not SHARED, reason="the full files are not here: make acceptance SHARED=folder"),
]
CASES = list(csv.DictReader((Path(__file__).parent / "bea_cases.csv").read_text(encoding="utf-8").splitlines()))
TABLES = ("CAINC5N", "CAGDP2", "CAEMP25N")
SUBSECTORS = {*map(str, range(511, 520)), "521", "522", *map(str, range(531, 540)), "541", "542"}


def source(name):
    return Path(SHARED) / "data" / "georgia" / "bea" / f"{name}_GA_2001_2018.csv.gz"


def raw(name):
    """Return (region, line, the 18 cells) of each row of the file, by pattern."""
    text = gzip.decompress(source(name).read_bytes()).decode("latin-1")
    pattern = r'^" ""(\d{5})""",(?:"[^"]*"|[^,"]*),(?:5,CAGDP2,)?(\d+),.*?((?:,(?:-?\d+|\([A-Z]+\))){18})\r?$'
    return [(region, line, cells[1:].split(",")) for region, line, cells in re.findall(pattern, text, re.M)]


@pytest.fixture(scope="module")
def georgia(tmp_path_factory):
    out = tmp_path_factory.mktemp("bea") / "georgia"
    return out, make_place([source(name) for name in TABLES], out)


@pytest.fixture(scope="module")
def earnings(georgia):
    with (georgia[0] / "published/bea_earnings/data.csv").open(encoding="utf-8", newline="") as file:
        return {(r["indicator"], r["region"], r["sector"], r["period"]): r["value"] or r["mark"] for r in csv.DictReader(file)}


def test_159_counties_and_22_subsectors(georgia):
    cat = catalogue.read(georgia[0])
    assert len(cat.regions(level="county")) == georgia[1].counties == 159
    assert {s.code for s in cat.brief_sectors()} == SUBSECTORS and len(SUBSECTORS) == 22
    assert cat.region("13089").name("en") == "DeKalb County"


def test_hidden_figures_are_as_many_as_in_the_text_of_the_file(georgia):
    wanted = SUBSECTORS | {"500", "35", "10", "30"}
    counted = Counter(cell for _, line, cells in raw("CAINC5N") if line in wanted for cell in cells if cell[0] == "(")
    assert counted == {"(D)": 20849}
    assert georgia[1].tables["bea_earnings"] == {"suppressed": 20849, "observed": 160 * 26 * 18 - 20849}
    for name, line, table in (("CAGDP2", "12", "bea_gdp"), ("CAEMP25N", "500", "bea_jobs")):
        hidden = sum(cells.count("(D)") for _, code, cells in raw(name) if code == line)
        assert georgia[1].tables[table]["suppressed"] == hidden == 293


def test_every_figure_is_the_one_in_the_text_of_the_file(earnings):
    printed = {
        ("earnings", region, line, str(2001 + n)): cell
        for region, line, cells in raw("CAINC5N") if line in SUBSECTORS | {"500"} for n, cell in enumerate(cells)
    }
    assert len(printed) == 160 * 23 * 18
    assert printed == {key: value for key, value in earnings.items() if key[0] == "earnings"}


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['region']}-{c['sector']}-{c['period']}")
def test_a_figure_read_by_hand(earnings, georgia, case):
    cat = catalogue.read(georgia[0])
    assert earnings["earnings", case["region"], case["sector"], case["period"]] == case["raw"]
    assert cat.region(case["region"]).name("en") == case["place"]
    assert cat.sector(case["sector"]).name("en") == case["subsector"]


def test_the_sums_hold_wherever_they_can_be_tested(georgia):
    assert [i.tested for i in georgia[1].identities] == [147, 272, 1924, 100]


def test_income_per_person_is_the_published_one(georgia, earnings):
    with (georgia[0] / "published/bea_population/data.csv").open(encoding="utf-8", newline="") as file:
        people = {(r["region"], r["period"]): int(r["value"]) for r in csv.DictReader(file)}
    for (region, year), persons in people.items():
        income = int(earnings["personal_income", region, "500", year])
        assert abs(income * 1000 / persons - int(earnings["income_per_person", region, "500", year])) <= 0.5


def test_the_release_is_the_one_of_november_2019(georgia):
    tables = {p.parent.name: tomllib.loads(p.read_text(encoding="utf-8")) for p in georgia[0].glob("published/*/table.toml")}
    assert tables["bea_earnings"]["released"] == "2019-11-14"
    assert tables["bea_gdp"]["released"] == "2019-12-12"
    assert tables["bea_jobs"]["released"] == ""


def test_the_panel_finds_nothing_wrong_with_the_tables(georgia):
    tables = published.tables(georgia[0])
    assert len(tables) == 4
    assert [problem for table in tables for problem in published.verify(table)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['region']}-{c['sector']}-{c['period']}")
def test_a_figure_reaches_the_page_in_the_form_of_the_case_table(observations, georgia, case):
    """The printed form, as the brief's own parts print it; the pages themselves are looked at by hand."""
    row = observations.loc[("earnings", case["region"], case["sector"], case["period"])]
    value = None if row["value"] != row["value"] else row["value"]
    known = catalogue.read(georgia[0]).indicator("earnings")
    fact = Fact.of(known, case["region"], case["sector"], case["period"], value, row["status"])
    assert fact.number("en") == case["shown"]
    assert (row["status"] == "suppressed") == (case["raw"] == "(D)")


@pytest.fixture(scope="module")
def observations(georgia):
    frame = published.read(next(t for t in published.tables(georgia[0]) if t.id == "bea_earnings"))
    return frame.set_index(["indicator", "region", "sector", "period"]).sort_index()
