"""Targets, rules, measures and ranks of the small place, worked out by hand (see small_place.ENTERPRISES)."""

import importlib.util
import json
import math
import re
from pathlib import Path

import pytest

from jianbao import brief, panel
from jianbao.brief.progress import binding
from jianbao.brief.rules import findings
from jianbao.brief.standing import Standing, intervals, printed, standing
from jianbao.panel import release

_spec = importlib.util.spec_from_file_location("small_place", Path(__file__).parents[1] / "panel" / "small_place.py")
small_place = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(small_place)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = small_place.write(tmp_path_factory.mktemp("plans"))
    panel.build(folder)
    release.cut(folder)
    return folder


@pytest.fixture
def opened(place):
    return lambda region="", sector="", lang="zh", period="2024-12": brief.open(region, sector, period, lang, data_dir=place)


def change(place, name, old, new):
    path = place / "catalogue" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return lambda: path.write_text(text, encoding="utf-8")


def text_of(part):
    html = re.sub(r"</?span[^>]*>", "", re.sub(r"<svg.*?</svg>", "", part.html, flags=re.S))  # a claim's mark is no space
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# ---- targets --------------------------------------------------------------------------------------------------------


def test_progress_of_each_type_by_hand(opened):
    """E1: margin 50/1000 = 5 % from 40/900; revenue 10.0; value added 2.2 from 2.0 at prices 110: nothing in real terms."""
    made = {p.target.id: p.made for p in binding(opened("990101", "T01"))}
    due = 4.0 / 90 * (6 / (400 / 90)) ** 0.5 * 100  # half of the way from 4.44 % to 6 %, at even growth
    assert made["X1"][:3] == pytest.approx((5.0, 5 / 6, due / 6)) and made["X1"].verdict == "behind"
    assert made["X3"][:4] == pytest.approx((10.0, 0.4, 0.5, 15.0)) and made["X3"].verdict == "behind"
    assert made["X4"][:4] == pytest.approx((0.0, 1 / 1.1025, 1.05 / 1.1025, 0.1025)) and made["X4"].verdict == "behind"
    assert made["X5"].verdict == "unknown" and math.isnan(made["X5"].progress)


def test_a_target_of_the_city_is_a_yardstick_for_its_county_and_binds_the_city(opened):
    county = {p.target.id: p for p in binding(opened("990101", "T01"))}
    assert county["X2"].here is False and county["X1"].here is True
    city = {p.target.id: p for p in binding(opened("990100"))}
    assert city["X2"].here is True and city["X2"].reference.value == pytest.approx(80 / 1300 * 100)


def test_targets_of_another_county_or_another_year_are_not_shown(opened):
    assert [p.target.id for p in binding(opened("990102", "T01"))] == ["X2"]
    assert binding(opened("990101", "T01", period="2023-12")) == []


def test_a_county_without_a_target_says_so_in_one_line(place, opened):
    undo = change(place, "targets.csv", "990100,set:traditional17", "990101,set:traditional17")
    try:
        assert text_of(brief.targets(opened("990102", "T01"))) == "登记的方案中没有适用于全县本行业的目标"
    finally:
        undo()


def test_average_growth_chains_official_rates_and_never_divides_two_levels(opened):
    """丑县's revenue rose from nothing (E3 was below the threshold) to 3.0: only the comparable rate is a growth."""
    zi, chou = opened("990101", "T01"), opened("990102", "T01")
    assert chou.fact("revenue", period="2023-12").value is None
    (growth,) = [p for p in binding(zi) if p.target.id == "X4"]
    assert growth.actual.text("zh") == "0.0%"  # levels alone would say 10 %


# ---- rules ----------------------------------------------------------------------------------------------------------


def states(b):
    return {f.rule.id: f.state for kind in ("shortboard", "alarm") for f in findings(b, kind)}


def test_each_rule_by_hand(opened):
    zi = opened("990101", "T01")
    assert states(zi) == {"B1": "fired", "B2": "fired", "A1": "fired", "A2": "quiet", "A3": "unjudged"}
    margin = next(f for f in findings(zi, "shortboard") if f.rule.id == "B1")
    assert (str(margin.gap), str(margin.before), margin.running) == ("1.15", "0.00", 2)  # 6.15 − 5.00; a year ago it was all there was


def test_a_county_with_a_loss_sets_off_the_alarm_of_losses(opened):
    """子县's C17 outside dyeing (E2): 10 to −20."""
    assert states(opened("990101", "C17R"))["A2"] == "fired"
    assert states(opened("990102", "T01"))["A2"] == "quiet"  # E3: −5 to 30


def test_shortboards_stand_worst_first_and_the_worst_county_of_two_lies_at_the_end(opened):
    found = [f for f in findings(opened("990101", "T01"), "shortboard") if f.state == "fired"]
    assert [f.weight for f in found] == sorted((f.weight for f in found), reverse=True)
    # 丑县 10.00 % is 3.85 points above 6.15, 子县 1.15 below: 1.15 / 3.85
    assert found[0].rule.id == "B1" and found[0].weight == pytest.approx((80 / 13 - 5) / (10 - 80 / 13))


def test_the_whole_place_is_not_compared_with_itself(opened):
    found = states(opened("", "T01"))
    assert found["B1"] == found["B2"] == found["A1"] == "idle" and found["A2"] == "quiet"


def test_too_few_enterprises_leave_a_rule_unjudged_and_the_page_says_so(place, opened):
    assert "未判断（企业数不足的1条）" in text_of(brief.shortboards(opened("990101", "T01")))
    undo = change(place, "shortboard_rules.csv", ",0,1,5,", ",0,1,1,")
    try:
        assert states(opened("990101", "T01"))["A3"] == "quiet"
    finally:
        undo()


def test_a_margin_or_a_number_of_periods_edited_in_the_table_changes_the_verdict(place, opened):
    for old, new in ((",1,1,,", ",3,1,,"), (",1,1,,", ",1,3,,")):
        undo = change(place, "shortboard_rules.csv", f"value_added_growth{old}", f"value_added_growth{new}")
        try:
            assert states(opened("990101", "T01"))["A1"] == "quiet"
        finally:
            undo()


@pytest.mark.parametrize("status", ["suppressed", "missing"])
def test_a_figure_that_is_withheld_or_missing_never_fires_a_rule(opened, monkeypatch, status):
    from jianbao.panel.slices import Slice

    monkeypatch.setattr(Slice, "value", lambda self, indicator, key, period: (None, status))
    b = opened("990101", "T01")
    assert set(states(b).values()) == {"unjudged"}
    said = text_of(brief.shortboards(b)) if status == "suppressed" else ""  # without any figure there is no such sector
    assert ("没有可判断的数" in said and "数值不公布的5条" in said and not re.search(r"\d\.\d", said)) or status == "missing"


def test_a_period_without_a_figure_ends_the_run(opened, monkeypatch):
    from jianbao.panel.slices import Slice

    real = Slice.value
    gap = lambda self, i, k, p: (None, "suppressed") if p == "2024-11" else real(self, i, k, p)  # noqa: E731
    monkeypatch.setattr(Slice, "value", gap)
    assert next(f for f in findings(opened("990101", "T01"), "shortboard") if f.rule.id == "B1").running == 1


def test_what_the_page_carries_for_the_page_of_alarms_is_what_fired(opened):
    html = brief.shortboards(opened("990101", "T01")).html
    assert re.findall(r'data-rule="([^"]+)"', html) == ["A1"] and 'data-short="2"' in html


# ---- measures -------------------------------------------------------------------------------------------------------


def test_measures_are_quoted_with_document_clause_and_unit_the_nearest_first(opened):
    text = text_of(brief.measures(opened("990101", "T01")))
    assert text.index("推进‘品牌+’行动") < text.index("扩大投资")
    assert "《提升方案（2024—2025年）》（小政发〔2024〕1号）一；责任单位：甲市经信局" in text and "同上，一" in text
    assert not re.search(r"应当|必须|要求|责令", text)


def test_no_trouble_no_measure(opened):
    zh, en = (brief.measures(opened("990102", "T01", lang)) for lang in ("zh", "en"))
    assert zh.html == en.html == "" and (zh.why, en.why) == ("没有列出短板和预警", "no shortboard or alarm is listed")  # the page names the section it leaves out


def test_a_target_beside_the_whole_says_what_it_is_the_whole_of(opened):
    """The page of a sector looks at the sector in the province, that of all industry at the target's sectors: once both said 全省, and county pages of 湖州 did not build."""
    sector, county = (text_of(brief.targets(opened("990101", s))) for s in ("T01", ""))
    assert "全省同行业6.15%" in sector and "全省同口径6.15%" in county


def test_four_zeros_are_no_decomposition(opened, monkeypatch):
    from jianbao.brief import shift

    b = opened("990101", "T01")
    first = shift._first(b)
    assert shift._html(b, first, [0.01, -0.02, 0.0], -0.01) == "" != shift._html(b, first, [0.1, -0.02, 0.0], 0.08)


def test_the_whole_place_has_no_quotient_and_no_gap(opened):
    html = brief.structure(opened("", "T01")).html + brief.running(opened("", "T01")).html
    assert "区位商" not in html and "差距" not in html and "区位商" in brief.structure(opened("990101", "T01")).html


def test_a_document_that_has_run_out_offers_nothing(place, opened):
    undo = change(place, "documents.csv", "2025-12-31", "2024-06-30")
    try:
        assert "没有与这些短板对应的举措" in text_of(brief.measures(opened("990101", "T01")))
    finally:
        undo()


# ---- ranks and peers ------------------------------------------------------------------------------------------------


@pytest.fixture
def worked_out(place):
    """Set what the release says of peers and revisions, and put it back."""
    path = place / "panel" / "release-internal" / "standing.json"
    before = path.read_text(encoding="utf-8")
    yield lambda **given: path.write_text(json.dumps(json.loads(before) | given), encoding="utf-8")
    path.write_text(before, encoding="utf-8")


def test_counties_further_apart_than_rounding_have_a_range_of_one(opened):
    assert standing(opened("990101", "T01")) == Standing(1, 2, 1, 1, 1)


def test_a_revision_as_large_as_the_distance_opens_the_range(opened, worked_out):
    """2.2 and 0.7: 1.54 apart; 1.96 × hypot(0.4 × 2.2, 0.4 × 0.66) + 0.1 = 1.90 is more."""
    worked_out(revision={"T01": {"level": 0.4, "growth": 0.2}})
    b = opened("990101", "T01")
    assert standing(b) == Standing(1, 2, 1, 1, 2) and printed(standing(b), "zh") == "第1位（1–2）"
    assert "第1位（1–2）" in text_of(brief.place(b)) and "修订幅度" in text_of(brief.place(b))


def test_no_move_is_claimed_where_ranges_overlap(opened, monkeypatch):
    from jianbao.brief import standing as module

    b = opened("990101", "T01")
    table = intervals(b, "county")
    tables = {"": table.assign(rank=2, low=1, high=2), "2023-12": table}
    monkeypatch.setattr(module, "intervals", lambda b, level, **k: tables[k.get("period") or ""])
    assert module.moved_words(b).striptags() == "上年第1位，区间重叠，不判断升降"
    tables[""] = table.assign(rank=2, low=2, high=2)
    assert module.moved_words(b).striptags() == "上年第1位，位次后移"
    part = opened("990101", "T01", period="2024-11")
    assert module._moved_text(part, Standing(1, 2, 1, 1, 1), Standing(1, 2, 1, 1, 1), "2023-11", False) == "上年同期也居第1位"


def test_peers_are_named_with_their_reason_and_a_rank_with_its_range(opened, worked_out):
    worked_out(year="2023-12", peers={"990101": [["990102", 0.5, 0.3], ["990103", 0.9, 0.5]]}, revision={"T01": {"level": 0.4, "growth": 9.0}})
    text = text_of(brief.peers(opened("990101", "T01")))
    assert "在本地和1个同类地区中，增加值居第1位（1–2）" in text and "增速居第2位（1–2）" in text
    assert "按2023年增加值的行业构成选出" in text and "其中1个没有该行业，未列" in text and "寅县" not in text


def test_a_region_without_a_peer_and_the_whole_place_have_no_such_section(opened):
    assert brief.peers(opened("990101", "T01")).html == "" and brief.peers(opened("", "T01")).html == ""


@pytest.mark.parametrize(("kind", "achieved", "zh", "en"), [
    ("average_growth", 3.3, "增长3.3%", "up 3.3%"), ("average_growth", -1.0, "下降1.0%", "down 1.0%"),
    ("average_decline", 6.4, "下降6.4%", "down 6.4%"), ("average_decline", -7.2, "上升7.2%", "up 7.2%"), ("average_decline", 0.04, "持平", "unchanged"),
])  # fmt: skip
def test_an_average_is_told_with_its_direction(opened, kind, achieved, zh, en):
    from dataclasses import replace

    from jianbao.brief.targets import _actual

    found = next(p for p in binding(opened("990101", "T01")) if p.target.id == "X4")
    told = replace(found, target=replace(found.target, type=kind), actual=replace(found.actual, value=achieved))
    assert (_actual(opened("990101", "T01"), told), _actual(opened("990101", "T01", "en"), told)) == (zh, en)


def test_a_withheld_figure_has_no_progress_and_the_page_says_so(opened, monkeypatch):
    from jianbao.panel.slices import Slice

    monkeypatch.setattr(Slice, "value", lambda self, indicator, key, period: (None, "suppressed"))
    zh, en = (text_of(brief.targets(opened("990101", "T01", lang))) for lang in ("zh", "en"))
    assert "4项目标没有监测数；上级目标因本地数值不公布，未作对照" in zh and "利润率6%以上（不公布）" in zh
    assert "4 cannot be tracked: no figures; figures here are withheld" in en and "at least 6% (not disclosed)" in en
    assert "<table" not in brief.targets(opened("990101", "T01")).html
