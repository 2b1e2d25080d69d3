"""Bulletin, card and cluster brief of the small place: what they say, sentence by sentence, and that each is proved.

``GOLDEN=write pytest`` rewrites the texts in golden/. By hand, 2024-12 (small_place.ENTERPRISES, 亿元): value added E1 2.2 of
2.0 at 110 prices (growth 0.0), E2 1.1 of 1.0 at 110 (0.0), E3 0.66 of 0.6 at 100 (10.0); profit 0.5 of 0.4, −0.2 of 0.1,
0.3 of −0.05. The set T01 is E1 and E3: 2.66 of 2.6 in real terms (2.3 %), 0.06 of the whole's gain of 0.06.
"""

import importlib.util
import os
from pathlib import Path

import pytest

from jianbao import brief, panel, reports
from jianbao.panel import release
from jianbao.verify.report import pages

HERE = Path(__file__).parent
_spec = importlib.util.spec_from_file_location("small_clusters", HERE / "small_clusters.py")
small = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(small)

BULLETIN = (
    lambda b: reports.head(b, "quarterly_bulletin"), reports.opening, reports.main_table, reports.features, reports.pulls, reports.structure, reports.weaknesses,
    reports.suggestions, reports.below, reports.by_sector,
)
SECTOR = (reports.opening, reports.main_table, reports.features, reports.pulls, reports.weaknesses, reports.routes, reports.below)
CARD = (reports.tags, reports.shortcomings, reports.goals, reports.carriers, reports.routes)
CLUSTER = (reports.cluster_opening, reports.cluster_members, reports.cluster_areas, reports.increments, reports.cluster_counties, reports.chain)
CASES = [
    ("bulletin-province", BULLETIN, {"region_code": "990000"}), ("bulletin-city", BULLETIN, {"region_code": "990100"}), ("sector_bulletin-t01", SECTOR, {"sector_code": "T01"}),
    ("sector_card-t01", CARD, {"sector_code": "T01"}), ("cluster_brief-t01", CLUSTER, {"sector_code": "T01"}),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = small.write(tmp_path_factory.mktemp("documents"))
    panel.build(folder)
    release.cut(folder)
    return folder


def opened(place, lang="zh", **about):
    return brief.open(**about, period="2024-12", lang=lang, data_dir=place)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("name", "parts", "about"), CASES, ids=[c[0] for c in CASES])
def test_the_document_says_what_it_said_and_all_of_it_is_proved(place, name, parts, about, lang):
    b = opened(place, lang, **about)
    made = [part(b) for part in parts]
    html = small.page("".join(p.html for p in made), b.region.code, b.sector.code, lang)
    found = pages({name: html}, place)
    assert [u.line() for u in found.unproved] == []
    assert found.claims > 5
    text, golden = small.text_of(made), HERE / "golden" / f"{name}.{lang}.txt"
    if os.environ.get("GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_hand_worked_sentences_of_the_bulletin(place):
    b = opened(place, region_code="990000")
    text = small.text_of([reports.features(b), reports.pulls(b)])
    assert "一是生产保持增长。" in text
    assert "增加值合计同比增长2.3%，拉动全部工业增长1.7个百分点，对全部工业增长的贡献率为100.0%" in text  # 0.06 / 3.6, 0.06 / 0.06
    assert "对全部工业利润增长的贡献率为300.0%" in text  # (0.8 − 0.35) / (0.6 − 0.45)
    assert "服装业 | 0.7 | 10.0 | 16.7 | +1.7 | 100.0" in text  # 0.66 / 3.96; 0.06 / 3.6
    assert "传统制造业改造提升试点县（市、区）（子县）增加值同比持平，其余县（市、区）合计增长10.0%" in text
    assert "试点县名单已核实1个（共35个），数据仅供参考，不排位次" in text
    assert "四是各设区市均保持增长。" in text
    sector = small.text_of([reports.features(opened(place, sector_code="T01"))])
    assert "试点" not in sector  # those are pilots of other trades, or of all


def test_within_a_city_the_fastest_and_the_slowest_county_are_told(place):
    text = small.text_of([reports.features(opened(place, region_code="990100"))])
    assert "丑县增长10.0%为最快，子县持平为最慢，相差10.0个百分点" in text


def test_a_county_whose_growth_is_zero_has_no_contribution_rates(place):
    """The guard of methods.md e-10: a total that hardly moved gives pulls only."""
    b = opened(place, region_code="990101")
    text = small.text_of([reports.features(b), reports.pulls(b)])
    assert "贡献率为" not in text
    assert "| — |" in text.replace("\n", " ") or "贡献率" not in text


def test_the_card_keeps_its_order_and_names_regions_measures_and_cluster(place):
    b = opened(place, sector_code="T01")
    text = small.text_of([part(b) for part in CARD])
    places = [text.index(words) for words in ("企业数量多且分布散", "形成若干个印染组团", "重点地区（规模居前及方案所列）", "推进‘品牌+’行动")]
    assert places == sorted(places)
    assert "“415X”现代印染集群\n规模前2位的县（市、区）中，劳动生产率最高的是子县，为44.0万元/人。" in text
    assert "责任单位：甲市经信局" in text and "责任单位（甲市）" not in text
    assert "甲市方案所列短板（供参考）" in text
    assert "扩大投资" not in text  # that is for all traditional industries


def test_the_cluster_brief_tells_areas_moves_and_growth_by_hand(place):
    text = small.text_of([part(opened(place, sector_code="T01")) for part in CLUSTER])
    assert "其中本集群已核实核心区1个、协同区0个，名单不全，不排位次" in text  # 寅县 came after the period
    assert "丑县由“新星”产业群升为核心区" in text
    assert "贡献率为100.0%" in text  # 丑县 gained 0.06, the cluster 0.06
    assert "先进制造业集群2027年规上营业收入总目标为12万亿元，分项未见公布" in text
    assert "3万亿元" not in text
    assert "对应的重点产业链为印染链" in text


def test_a_sector_that_is_no_cluster_is_refused_in_one_line(place):
    with pytest.raises(brief.BriefError, match="C17") as refusal:
        reports.cluster_areas(opened(place, sector_code="C17"))
    assert "\n" not in str(refusal.value)
