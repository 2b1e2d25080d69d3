"""The same code reads a state with counties only, English only, divisions without classes."""

import pytest

from jianbao.catalogue import CatalogueError, read

PLACE = """
id = "georgia"
name_en = "Georgia"
languages = ["en"]
root_region = "13000"
levels = ["province", "county"]
all_sector = "500"
brief_sectors = "level:division"
structure_level = "division"
default_period = "2018"
headline = "earnings"
cards = ["earnings"]
official_growth = false
modelled = false
map = ""
[reference_name]
en = "the state"
[level_names.province]
en = "state"
[level_names.county]
en = "county"
[region_words.state]
en = "the state"
[region_words.county]
en = "the county"
"""
REGIONS = """code,name_en,level,parent,kind,source,certainty
13000,Georgia,province,,state,BEA,stated
13001,Appling County,county,13000,county,BEA,stated
13003,Atkinson County,county,13000,county,BEA,stated
"""
SECTORS = """code,name_en,level,parent,residual,source,certainty
500,Manufacturing,all,,,BEA,stated
511,Wood products,division,500,,BEA,stated
512,Nonmetallic minerals,division,500,,BEA,stated
"""
INDICATORS = """id,name_en,unit_en,kind,measure,scope,price,direction,decimals,source,certainty
earnings,Earnings,thousand dollars,flow,year,all,current,higher,0,BEA,stated
"""


@pytest.fixture
def georgia(tmp_path):
    folder = tmp_path / "catalogue"
    folder.mkdir()
    for name, text in {"place.toml": PLACE, "regions.csv": REGIONS, "sectors.csv": SECTORS, "indicators.csv": INDICATORS}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return read(tmp_path)


def test_a_county_stands_right_under_the_state(georgia):
    assert [region.code for region in georgia.ancestors("13001")] == ["13000"]
    assert len(georgia.regions("county", under="13000")) == 2


def test_divisions_are_leaves_where_there_are_no_classes(georgia):
    assert georgia.classes("500") == ("511", "512")
    assert georgia.classes("511") == ("511",)
    assert [sector.code for sector in georgia.brief_sectors()] == ["511", "512"]


def test_what_the_place_lacks_is_empty(georgia):
    assert georgia.peer_groups() == () and georgia.region_changes("13001") == () and georgia.growth_of("earnings") is None
    with pytest.raises(CatalogueError, match="unknown"):
        georgia.regions("city")


def test_a_short_name_falls_back_to_the_name_and_chinese_is_refused(georgia):
    assert georgia.region("13001").short("en") == "Appling County"
    assert georgia.place.region_word(georgia.region("13001"), "en") == "the county"
    with pytest.raises(CatalogueError, match="no text in 'zh'"):
        georgia.region("13001").name("zh")
