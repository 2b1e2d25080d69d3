"""The registers of Zhejiang say what the sources say, and mark what is uncertain."""

import csv
from collections import Counter
from datetime import date

import pytest

from jianbao import paths
from jianbao.catalogue import CatalogueError, read

CAT = read(paths.root() / "data")
FOLDER = CAT.folder
FLOWS = ["gross_output", "value_added", "revenue", "operating_cost", "taxes_and_surcharges", "vat", "selling_expense", "administrative_expense", "financial_expense", "rd_expense", "profit", "export_delivery", "new_product_output", "energy_consumption", "technical_upgrade_investment", "total_assets", "total_liabilities", "average_employees", "industrial_land", "loss_enterprises", "above_scale_enterprises"]


@pytest.mark.parametrize(("level", "count"), [("province", 1), ("city", 11), ("county", 90)])
def test_regions_by_level(level, count):
    assert len(CAT.regions(level)) == count


def test_counties_add_up_over_the_cities():
    assert sum(len(CAT.regions("county", under=city.code)) for city in CAT.regions("city")) == 90
    assert [region.code for region in CAT.regions(under="330500")][:2] == ["330500", "330502"]


def test_there_are_41_divisions_each_with_one_residual_class():
    divisions = CAT.sectors("division")
    assert len(divisions) == 41
    residuals = Counter(s.parent for s in CAT.sectors("class") if s.residual)
    assert residuals == {division.code: 1 for division in divisions}
    assert all(CAT.sector(division.code + "R").residual for division in divisions)


def test_every_leaf_belongs_to_one_division_by_its_own_digits():
    for leaf in CAT.sectors("class"):
        assert leaf.code.startswith(leaf.parent), leaf.code
    every = CAT.classes("IND")
    assert len(every) == len(set(every)) == len(CAT.sectors("class"))


def test_silk_and_dyeing_share_one_class_and_neither_is_a_level():
    assert CAT.classes("S07") == ("C1741", "C1742", "C1743")
    assert CAT.classes("S08") == ("C1713", "C1723", "C1733", "C1743", "C1752", "C1762")
    assert not [s for s in CAT.all_sectors.values() if s.parent in ("S07", "S08")]


def test_the_seventeen_are_in_the_order_of_the_source_and_resolve():
    traditional = CAT.sectors(kind="traditional17")
    assert [s.code for s in traditional] == [f"T{n:02d}" for n in range(1, 18)]
    assert all(CAT.classes(s.code) for s in traditional)
    assert CAT.brief_sectors() == traditional


@pytest.mark.parametrize("code", ["S05", "S29", "S30"])
def test_what_has_no_code_has_no_members_and_says_why(code):
    assert CAT.classes(code) == ()
    assert CAT.sector(code).note


@pytest.mark.parametrize("code", ["T14", "T15", "T16", "T17"])
def test_sectors_found_in_no_source_stay_unverified(code):
    assert CAT.sector(code).certainty == "unverified"
    assert set(CAT.sector(code).member_certainty.values()) == {"unverified"}


def test_no_mapping_of_a_set_to_codes_claims_more_than_inferred():
    assert {c for s in CAT.sectors("set") for c in s.member_certainty.values()} == {"inferred", "unverified"}


@pytest.mark.parametrize("file", sorted(p.name for p in FOLDER.glob("*.csv")))
def test_every_row_has_a_source_and_a_certainty(file):
    with (FOLDER / file).open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            assert row["source"] and row["certainty"], row


def test_names_stand_once_in_a_level():
    for lang in ("zh", "en"):
        for level in ("division", "class"):
            names = Counter(s.name(lang) for s in CAT.sectors(level))
            assert max(names.values()) == 1, names.most_common(1)
        names = Counter(i.name(lang) for i in CAT.indicators())
        assert max(names.values()) == 1, names.most_common(1)
        assert max(Counter(r.name(lang) for r in CAT.regions()).values()) == 1


@pytest.mark.parametrize("id", FLOWS)
def test_what_enterprises_report_has_a_comparable_base_and_a_growth(id):
    assert CAT.base_of(id).id == f"{id}_base"
    growth = CAT.growth_of(id)
    assert (growth.id, growth.unit("zh"), growth.decimals) == (f"{id}_growth", "%", 1)


def test_only_value_added_grows_at_comparable_prices():
    assert [i.id for i in CAT.indicators("growth") if i.price == "comparable"] == ["value_added_growth"]


@pytest.mark.parametrize(("id", "numerator", "denominator", "factor", "unit"), [
    ("profit_margin", "profit", "revenue", 100, "%"), ("cost_per_100_revenue", "operating_cost", "revenue", 100, "元"),
    ("labour_productivity", "value_added", "average_employees", 1, "万元/人"),  # 亿元 / 万人
    ("value_added_per_mu", "value_added", "industrial_land", 10000, "万元/亩"),  # 亿元 / 亩
    ("energy_intensity", "energy_consumption", "value_added", 1, "吨标准煤/万元"),  # 万吨 / 亿元
])
def test_factors_give_the_stated_unit(id, numerator, denominator, factor, unit):
    ratio = CAT.indicator(id)
    assert (ratio.numerator, ratio.denominator, ratio.factor, ratio.unit("zh")) == (numerator, denominator, factor, unit)


def test_margins_have_two_decimals_and_counts_none():
    assert CAT.indicator("profit_margin").decimals == CAT.indicator("cost_per_100_revenue").decimals == 2
    assert {i.decimals for i in CAT.indicators("count") if i.unit("zh") == "家"} == {0}
    assert {i.decimals for i in CAT.indicators() if i.kind in ("flow", "stock") and i.unit("zh") == "亿元"} <= {1, 2}


def test_every_indicator_is_defined_in_both_languages():
    assert [i.id for i in CAT.indicators() if not i.definition("zh") or not i.definition("en")] == []


@pytest.mark.parametrize(("code", "pinyin", "initials"), [
    ("331100", "lishui", "ls"), ("330800", "quzhou", "qz"), ("330382", "yueqing", "yq"), ("331000", "taizhou", "tz"),
    ("330212", "yinzhou", "yz"), ("330683", "shengzhou", "sz"), ("330921", "daishan", "ds"), ("331122", "jinyun", "jy"),
    ("330702", "wucheng", "wc"), ("331002", "jiaojiang", "jj"), ("330522", "changxing", "cx"), ("330112", "linan", "la"),
])
def test_pinyin_is_that_of_the_place(code, pinyin, initials):
    assert (CAT.region(code).pinyin, CAT.region(code).initials) == (pinyin, initials)


def test_pinyin_agrees_with_the_english_name():
    for region in CAT.regions():
        assert region.pinyin == region.short("en").lower().replace("'", ""), region.code


@pytest.mark.parametrize(("id", "count", "complete"), [
    ("mountain_island25", 25, True), ("mountain26", 26, True), ("big_industrial45", 13, False), ("pilot", 3, False)])
def test_peer_groups_hold_what_is_known(id, count, complete):
    group = CAT.peer_group(id)
    assert (len(group.members), group.complete) == (count, complete)


def test_a_list_expires():
    after, before = ({g.id for g in CAT.peer_groups(on=date(year, 12, 31))} for year in (2024, 2022))
    assert "mountain_island25" in after and "mountain26" not in after
    assert "mountain26" in before and "mountain_island25" not in before


def test_the_known_big_counties_keep_their_certainty():
    certainty = CAT.peer_group("big_industrial45").member_certainty
    assert certainty["330102"] == "stated" and certainty["330603"] == "inferred"


def test_counties_of_the_same_city_follow_from_the_tree():
    group = CAT.peer_group("same_city")
    assert CAT.peers(group, "330502") == ("330502", "330503", "330521", "330522", "330523")
    assert CAT.peers(group, "330500") == ()


def test_yuhang_and_the_counties_that_lost_land_show_a_break():
    assert [(c.year, c.comparable) for c in CAT.region_changes("330110")] == [(2021, False)]
    assert not CAT.region_changes("330327")[0].comparable
    assert CAT.region_changes("330111")[0].comparable


@pytest.mark.parametrize("change", CAT.changes, ids=lambda c: f"{c.region}-{c.year}")
def test_a_change_of_boundary_names_the_region_it_made(change):
    """On 余杭's own page “由余杭区析置；…” says of nobody that it was split off; “一一对应” alone says nothing."""
    made = CAT.region(change.new_code)
    assert made.name("zh") in change.note("zh") and made.name("en").split()[0] in change.note("en")


@pytest.mark.parametrize(("code", "word"), [("330502", "全区"), ("330521", "全县"), ("330481", "全市"), ("330500", "全市"),
                                            ("330000", "全省"), ("331127", "全县")])
def test_a_region_is_named_by_its_kind(code, word):
    assert CAT.place.region_word(CAT.region(code), "zh") == word


@pytest.mark.parametrize("ask", [lambda: CAT.region("330999"), lambda: CAT.sector("C99"), lambda: CAT.indicator("gdpp"),
                                 lambda: CAT.peer_group("x"), lambda: CAT.regions("town"), lambda: CAT.region(None)])
def test_an_unknown_code_is_one_line(ask):
    with pytest.raises(CatalogueError) as caught:
        ask()
    assert "\n" not in str(caught.value) and not str(caught.value).startswith(("'", '"'))
