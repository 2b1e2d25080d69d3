"""Firms scored by land: the shipped methods by hand, what a release holds of a county, what the public may see."""

import importlib.util
import json
from pathlib import Path

import pandas as pd
import pytest

from jianbao import catalogue
from jianbao.catalogue.land_methods import land_method
from jianbao.indicators import land_efficiency_score, ratio
from jianbao.panel.land import _safe
from jianbao.verify.report import pages

_spec = importlib.util.spec_from_file_location("report_place", Path(__file__).with_name("report_place.py"))
report_place = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(report_place)
said = report_place.said

ROOT = Path(__file__).parents[2]
METHODS = {m.id: m for m in catalogue.read(ROOT / "data").land_methods}
#: A firm of 黄岩: twice the base of 2021 in tax, half in value added per mu, at the base in energy and emissions, twice in
#: productivity, half in R&D.
FIRM = {"tax_per_mu": 52.02, "value_added_per_mu": 66.135, "value_added_per_tce": 2.54, "value_added_per_emission": 4861.08, "labour_productivity": 34.9, "rd_share": 0.01525}


def points(method: str, firm: dict[str, float], substitutes: dict[str, float] | None = None) -> float:
    m = METHODS[method]
    base, weights = (pd.Series({i.id: float(getattr(i, name)) for i in m.items}) for name in ("base", "weight"))
    return land_efficiency_score(pd.Series(firm)[base.index], base, weights, m.cap, None if substitutes is None else pd.Series(substitutes)[base.index])


def test_a_firm_of_huangyan_in_2021_by_hand():
    assert points("huangyan2021", FIRM) == pytest.approx(60 + 10 + 20 + 10 + 20 + 5)  # 125


def test_the_same_firm_in_2022_by_hand():
    """52.02/24.097×30 + 66.135/136.16×20 + 2.54/2.694×20 + 4861.08/4929.81×10 + 34.9/18.14×10 + 0.01525/0.0302×10."""
    assert points("huangyan2022", FIRM) == pytest.approx(64.7632 + 9.7143 + 18.8567 + 9.8606 + 19.2393 + 5.0497, abs=2e-4)


def test_a_firm_below_the_threshold_by_hand():
    assert points("huangyan2022below", {"tax_per_mu": 11.5932 * 1.5, "tax_per_electricity": 0.2352}) == pytest.approx(75 + 50)


def test_without_emissions_a_firm_gets_the_points_of_the_local_average_for_that_item():
    firm = FIRM | {"value_added_per_emission": float("nan")}
    blank = dict.fromkeys(FIRM, float("nan")) | {"value_added_per_emission": 10.0}
    assert points("huangyan2021", firm, blank) == pytest.approx(125) and pd.isna(points("huangyan2021", firm))


def test_the_methods_shipped_are_those_of_the_notices():
    first, second = METHODS["huangyan2021"], METHODS["huangyan2022"]
    assert [i.weight for i in first.items] == [i.weight for i in second.items] == [30, 20, 20, 10, 10, 10]
    assert [i.base for i in first.items] == [26.01, 132.27, 2.54, 4861.08, 17.45, 0.0305]
    assert [i.base for i in second.items] == [24.097, 136.16, 2.694, 4929.81, 18.14, 0.0302]
    assert first.cap is None and [(i.weight, i.base) for i in METHODS["huangyan2022below"].items] == [(50, 11.5932), (50, 0.2352)]
    assert METHODS["huangyan2022below"].cuts == {} and "未查到" in second.cuts_about["zh"]  # shares not found are said to be another's


@pytest.mark.parametrize(("region", "year", "found"), [
    ("331003", 2021, "huangyan2021"), ("331003", 2022, "huangyan2022"), ("331003", 2024, "huangyan2022"), ("331003", 2020, None), ("330502", 2024, "trial"), ("330502", 2021, None),
])  # fmt: skip
def test_a_region_is_scored_by_its_own_method_of_the_year_or_the_last_before_else_by_the_trial(region, year, found):
    method = land_method(tuple(METHODS.values()), region, year)
    assert (method.id if method else None) == found


def test_a_regions_ratio_is_total_over_total_and_not_the_mean_of_its_firms():
    """100 on 10 mu and 90 on 90 mu: 10 and 1, their mean 5.5; together 190 on 100 mu."""
    added, land = pd.Series([100.0, 90.0]), pd.Series([10.0, 90.0])
    assert ratio(added, land).mean() == 5.5 and ratio(added.sum(), land.sum()) == 1.9


def test_a_share_is_printed_in_percent_and_another_ratio_as_it_is():
    from jianbao.reports.land import _base

    share, other = (next(i for i in METHODS["huangyan2022below" if name != "rd_share" else "huangyan2022"].items if i.id == name) for name in ("rd_share", "tax_per_mu"))
    assert share.unit("zh") == "%" and _base(share, 0.0302) == "3.02" and not other.percent


def held(place, audience: str, region: str) -> dict:
    return json.loads((place / "panel" / f"release-{audience}" / "land" / f"{region}.json").read_text(encoding="utf-8"))["2024"]


def test_the_release_has_the_scores_of_a_county_by_hand(place):
    """A1: 40/10×60 + 200/100×30 + 10 = 310; A2 120+30+10; A3 60+15+10; A4 30+30+10; A5 12+10+10."""
    own = held(place, "internal", "990101")
    assert [(f[1], round(f[3], 6), f[4]) for f in own["firms"]] == [("A1", 310, "A"), ("A2", 160, "B"), ("A3", 85, "B"), ("A4", 70, "C"), ("A5", 32, "C")]
    assert own["method"] == "zi" and own["grades"]["A"]["tax"] == pytest.approx(20_000 / 35_600) and own["sectors"]["T01"] == [1, 2, 1]
    alike = held(place, "internal", "990103")
    assert alike["method"] == "trial" and alike["base"]["value_added_per_mu"] == pytest.approx(12_000 / 198)  # 11 … 22 mu are 198


def test_the_public_release_has_neither_firms_nor_sectors_nor_grades_of_a_few(place):
    few, many, city = (held(place, "public", r) for r in ("990101", "990103", "990100"))
    assert not few["shown"] and "grades" not in few and "firms" not in few
    assert many["shown"] and many["grades"]["B"]["firms"] == 6 and not {"firms", "sectors"} & set(many)
    # Three counties are withheld: what they leave over in the city is one firm in grade A.
    assert not city["shown"] and "grades" not in city


def graded(*firms: tuple[str, str, float]) -> pd.DataFrame:
    columns = ("industrial_land", "value_added", "tax", "energy_consumption")
    return pd.DataFrame([{"group_id": g, "grade": grade, **dict.fromkeys(columns, size)} for g, grade, size in firms])


@pytest.mark.parametrize(("firms", "safe"), [
    ([("a", "A", 5.0), ("b", "A", 5.0), ("c", "A", 5.0)], True),
    ([("a", "A", 5.0), ("b", "A", 5.0)], False),
    ([("a", "A", 5.0), ("a", "A", 5.0), ("b", "A", 5.0)], False),  # two of one group
    ([("a", "A", 100.0), ("b", "A", 5.0), ("c", "A", 10.0)], False),  # the second knows the first within 5 %
    ([("a", "A", 100.0), ("b", "A", 10.0), ("c", "A", 10.0)], True),  # exactly 10 % is left
    ([("a", "A", 5.0), ("b", "A", 5.0), ("c", "A", 5.0), ("d", "B", 5.0)], False),
])  # fmt: skip
def test_a_grade_of_a_few_groups_or_one_that_outweighs_the_rest_is_not_safe(firms, safe):
    assert _safe(graded(*firms), 3, 10.0) is safe


def test_one_withheld_county_withholds_its_city():
    from jianbao.panel.land import _city

    many = graded(*((f"g{n}", "A", 5.0) for n in range(4))).assign(use="low", score=1.0, sector="C1713")
    few = many.iloc[:2].assign(group_id=["x", "y"])
    cases = [({"1": many, "2": many}, (True, True), True), ({"1": many, "2": few}, (True, False), False), ({"1": few, "2": few.assign(group_id=["u", "v"])}, (False, False), True)]
    for own, shown, open_ in cases:
        told = {c: {"shown": s, "crossed": s} for c, s in zip(own, shown, strict=True)}
        made = _city(own, told, (3, 10.0))
        assert made["shown"] is made["crossed"] is open_ and ("grades" in made) is open_


def test_grade_by_energy_is_left_out_where_a_cell_is_one_or_two_firms():
    from jianbao.panel.land import _counted, _may_cross

    firms = graded(*((f"g{n}", "A", 5.0) for n in range(6))).assign(use=["low"] * 3 + ["high"] * 3, score=1.0, sector="C1713")
    assert _may_cross(firms, 3) and not _may_cross(firms.iloc[:5], 3)
    assert "low" not in _counted(firms, firms, True, ("A",), False)["grades"]["A"] and _counted(firms, firms, True, ("A",), True)["grades"]["A"]["high"] == 3


RIGHT = [
    ("A类", "grade|||||A|name"), ("2", "grade|||||B|firms"), ("40.0", "grade|||||C|share"), ("56.2", "grade|||||A|tax"), ("100.0", "grade|||||A|low"), ("1", "grade|||T01||A|firms"),
    ("C类企业2家，占用工业用地25.0%、能耗57.7%，增加值占15.0%、税收占4.5%", "grade|||||C|lead"), ("A3", "firm|||||3|id"), ("85.0", "firm|||||3|score"), ("B", "firm|||||3|grade"), ("服装业", "firm|||||3|sector"),
    ("33.3", "firm|||||5|item.value_added_per_mu"), ("60", "landitem|||||tax_per_mu|weight"), ("10.0", "landitem|||||tax_per_mu|base"), ("—", "landitem|||||emission|base"), ("万元/亩", "landitem|||||tax_per_mu|unit"),
    ("2024年度办法未收录，沿用2023年度办法和基准值，仅供测算参考", "land|||||zi|method"), ("办法没有写明单项封顶", "land|||||zi|cap"), ("单位排放增加值没有企业数据，各企业均按当地平均水平计10分", "land|||||zi|blank"),
    ("等级按得分排序划定：A类前25%、B类25%—75%、C类75%—100%（自定）", "land|||||zi|cuts"), ("试算办法：自定，指标为亩均税收等3项；不是本地评价结果", "land||990100|||trial|trial"), ("5家计分企业中首尾共5家", "land||||||firms"), ("本地", "land||||||which"), ("试算", "land||990102||||which"), ("亩均税收（万元/亩）", "ratio|tax_per_mu"),
]  # fmt: skip
WRONG = [
    ("B类", "grade|||||A|name"), ("3", "grade|||||B|firms"), ("40.1", "grade|||||C|share"), ("56.3", "grade|||||A|tax"), ("99.0", "grade|||||A|low"), ("2", "grade|||T01||A|firms"), ("…", "grade|||||A|firms"),
    ("C类企业2家，占用工业用地25.0%、能耗57.7%，增加值占15.1%、税收占4.5%", "grade|||||C|lead"), ("A2", "firm|||||3|id"), ("85.1", "firm|||||3|score"), ("C", "firm|||||3|grade"), ("棉印染", "firm|||||3|sector"), ("1", "firm|||||9|place"),
    ("33.4", "firm|||||5|item.value_added_per_mu"), ("50", "landitem|||||tax_per_mu|weight"), ("10.1", "landitem|||||tax_per_mu|base"), ("100", "landitem|||||emission|base"), ("万元/人", "landitem|||||tax_per_mu|unit"),
    ("按子县办法办法计分", "land|||||zi|method"), ("单项最高按权重的2倍计", "land|||||zi|cap"), ("单位排放增加值没有企业数据，各企业均按当地平均水平计20分", "land|||||zi|blank"), ("按试算办法计分", "land|||||trial|method"),
    ("4个县（市、区）均按试算办法计分，等级按各县（市、区）分别划定", "land||990100||||city"), ("等级按得分排序划定：A类到25%、B类到75%、C类到100%（自定）", "land|||||zi|cuts"),
    ("等级按得分排序划定：A类前20%、B类20%至75%、C类75%至100%（自定）", "land|||||zi|cuts"), ("试算办法：自定，指标为亩均税收等4项；不是本地评价结果", "land||990100|||trial|trial"), ("试算办法：自定，指标为亩均税收等3项", "land||990100|||trial|trial"), ("试算办法：自定，指标为亩均税收等3项；不是本地评价结果", "land||990100|||zi|trial"), ("6家计分企业中首尾共5家", "land||||||firms"), ("试算", "land||||||which"), ("没有登记评价办法", "land||||||none"), ("各等级情况不公布", "land||||||withheld"),
    ("亩均税收（万元/人）", "ratio|tax_per_mu"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "claim"), RIGHT, ids=[c for _, c in RIGHT])
def test_what_the_enterprise_file_gives_is_proved(place, text, claim):
    assert [u.line() for u in pages({"p": said(text, claim, "990101")}, place).unproved] == []


@pytest.mark.parametrize(("text", "claim"), WRONG, ids=[f"{t}-{c}" for t, c in WRONG])
def test_anything_else_fails_the_page(place, text, claim):
    assert pages({"p": said(text, claim, "990101")}, place).failed == {"p"}


@pytest.mark.parametrize(("text", "claim"), [("A1", "firm|||||1|id"), ("1", "grade|||||A|firms"), ("20.0", "grade|||||A|share"), ("1", "grade|||T01||A|firms"), ("100.0", "grade|||||A|low")])
def test_a_public_page_with_a_firm_or_a_grade_of_a_few_fails(place, text, claim):
    assert pages({"p": said(text, claim, "990101")}, place, "public").failed == {"p"}


@pytest.mark.parametrize(("old", "new", "told"), [
    ('regions = ["990101"]', 'regions = ["999999"]', "999999 is not in regions.csv"), ('regions = ["990101"]', 'regions = ["990101", "990101"]', "two methods"), ("B = 0.75", "B = 0.2", "grades rise"), ("C = 1.0", "C = 0.9", "grades rise"),
    ("base = 10.0", "base = 0", "base"), ("weight = 60", "weight = -1", "weight"), ('certainty = "stated"', 'certainty = "sure"', "certainty"), ("year = 2023", 'year = "2023"', "a year"), ("weight = 60", "weight = ", "zi.toml"),
])  # fmt: skip
def test_a_wrong_method_is_refused_in_one_line(place, tmp_path, old, new, told):
    import shutil

    shutil.copytree(place / "catalogue", tmp_path / "catalogue")
    path = tmp_path / "catalogue" / "land_methods" / "zi.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(catalogue.CatalogueError, match=told) as refusal:
        catalogue.read(tmp_path)
    assert "\n" not in str(refusal.value)


def test_a_method_without_shares_of_grades_scores_no_firm_publicly_or_not(place, tmp_path):
    """规下 2022 has none: grades are not made up."""
    from jianbao.panel.land import _scored

    firms = pd.DataFrame({"group_id": ["a"], "sector": ["C1713"], "taxes_and_surcharges": [100.0], "vat": [0.0], "tax": [100.0], "industrial_land": [1.0], "value_added": [50.0], "energy_consumption": [1.0]}, index=["E"])
    found = _scored(METHODS["huangyan2022below"], firms)
    assert found["grade"].isna().all() and found["score"].iloc[0] == pytest.approx(10 / 11.5932 * 50 + 50)
