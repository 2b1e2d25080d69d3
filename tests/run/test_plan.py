"""What a choice of region, level, sector and notebook makes."""

from collections import Counter
from pathlib import Path

import pytest

from jianbao import catalogue
from jianbao.run.plan import Choice, PlanError, find_notebooks, plan

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def cat():
    return catalogue.read(ROOT / "data")


@pytest.fixture(scope="module")
def notebooks():
    return find_notebooks(ROOT / "notebooks")


def make(cat, notebooks, langs=("zh",), **choice):
    return plan(cat, notebooks, Choice(**choice), "2024-12", langs)


def test_the_whole_province(cat, notebooks):
    specs = make(cat, notebooks)
    assert Counter(s.kind for s in specs) == {"sector_county_brief": 1734, "county_brief": 102, "sector_brief": 17}
    levels = Counter(cat.region(s.region).level for s in specs if s.kind == "sector_county_brief")
    assert levels == {"county": 1530, "city": 187, "province": 17}
    assert len({s.file for s in specs}) == 1853


def test_a_region_is_that_region_and_all_below(cat, notebooks):
    specs = make(cat, notebooks, region="330500")
    assert {s.region for s in specs} == {r.code for r in cat.regions(under="330500")}
    assert Counter(s.kind for s in specs) == {"sector_county_brief": 17 * 6, "county_brief": 6}


def test_a_level_narrows(cat, notebooks):
    assert {s.region for s in make(cat, notebooks, region="330500", level="city")} == {"330500"}
    assert len(make(cat, notebooks, level="city", notebook="county_brief")) == 11


def test_a_sector_narrows_and_keeps_its_own_brief(cat, notebooks):
    assert Counter(s.kind for s in make(cat, notebooks, sector="T02")) == {"sector_county_brief": 102, "sector_brief": 1}
    (spec,) = make(cat, notebooks, sector="T02", notebook="sector_brief", region="330500")
    assert spec.file == "briefs/sector/T02.html"


def test_a_division_may_be_asked_for(cat, notebooks):
    (spec,) = make(cat, notebooks, sector="C17", region="330502", notebook="sector_county_brief")
    assert spec.file == "briefs/330502/C17.html"


def test_files(cat, notebooks):
    files = {s.file for s in make(cat, notebooks, langs=("zh", "en"), region="330502")}
    assert {"briefs/330502/T02.html", "briefs/330502/T02.en.html", "briefs/330502/index.html", "briefs/330502/index.en.html"} <= files


def test_a_notebook_of_the_offices_own_overwrites_no_page(cat, notebooks, tmp_path):
    own = tmp_path / "monthly.ipynb"
    own.write_bytes((ROOT / "notebooks" / "county_brief.ipynb").read_bytes())
    files = [s.file for s in make(cat, (*notebooks, own), region="330502")]
    assert "briefs/330502/index-monthly.html" in files
    assert len(set(files)) == len(files)


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        ({"level": "town"}, "层级"),
        ({"region": "330502", "level": "city"}, "330502"),
        ({"notebook": "county_breif"}, "county_brief"),
        ({"notebook": "county_brief", "region": "330502", "level": "province"}, "330502"),
    ],
)
def test_a_choice_that_finds_nothing_is_refused(cat, notebooks, choice, says):
    with pytest.raises(PlanError, match=says):
        make(cat, notebooks, **choice)


def test_the_scope_names_the_part():
    assert Choice().scope == ""
    assert Choice(region="330500", sector="T02").scope == "330500-T02"
