"""The document leading_signals on the small place: each sentence from figures worked by hand, and what is left out where there are none."""

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

from jianbao import brief, catalogue, panel, reports
from jianbao.catalogue import CatalogueError
from jianbao.disclosure import secrets
from jianbao.panel import release
from jianbao.panel.cut import Withheld
from jianbao.verify.report import pages

HERE = Path(__file__)


def _load(name: str, path: Path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


signals = _load("small_signals", HERE.with_name("small_signals.py"))
text_of = _load("brief_text", HERE.parents[1] / "brief" / "test_brief_text.py").text_of
GOLDEN = HERE.parents[1] / "brief" / "golden"
SECTIONS = (reports.electricity, reports.capacity, reports.investment, reports.digitalisation, reports.greening, reports.makeup, reports.signal_notes)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = signals.write(tmp_path_factory.mktemp("signals"))
    panel.build(folder)
    release.cut(folder)
    return folder


def opened(place, region="990100", lang="zh"):
    return brief.open(region, period="2024-12", lang=lang, data_dir=place)


def page(b, sections=SECTIONS) -> str:
    metas = "".join(f'<meta name="jianbao:{k}" content="{v}">' for k, v in (("region", b.region.code), ("sector", b.sector.code), ("period", b.at)))
    return f'<html lang="{b.lang}"><head>{metas}</head><body>{"".join(part(b)._repr_html_() for part in sections)}</body></html>'


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("region", ["990000", "990100"])
def test_the_document_says_what_it_said(place, region, lang):
    b = opened(place, region, lang)
    text = text_of([reports.head(b, "leading_signals"), *(part(b) for part in SECTIONS)])
    golden = GOLDEN / f"leading_signals-{region}.{lang}.txt"
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("region", ["990000", "990100"])
def test_every_sentence_of_it_is_proved(place, region, lang):
    report = pages({"p.html": page(opened(place, region, lang))}, place)
    assert [u.line() for u in report.unproved] == []
    assert report.claims > 20


# Each sentence from the figures of small_signals.MONITORS.
@pytest.mark.parametrize(
    ("section", "region", "sentence"),
    [
        (reports.electricity, "990100", "工业用电增长5.2%，高于增加值增速3.5个百分点，已连续2期背离"),  # 5.2 − 1.7, 5.0 − 1.7; 2023-12 is −9.0 − (−9.1)
        (reports.electricity, "990000", "工业用电增长2.5%，高于增加值增速0.8个百分点，未达到背离门槛"),
        (reports.electricity, "990100", "2个县（市、区）中，用电增速与增加值增速相比，1个低3.0个百分点以上"),  # 子县 −3.2 − 0.0, 丑县 10.4 − 10.0
        (reports.electricity, "990100", "1个重点行业的用电与增加值增速之差均未达到3.0个百分点"),
        (reports.electricity, "990100", "用电只作提示，不说明原因"),
        (reports.capacity, "990100", "2024年四季度产能利用率74.2%，低于75%参考线0.8个百分点，同比下降1.8个百分点"),
        (reports.capacity, "990000", "2024年四季度产能利用率75.0%，与75%参考线持平，同比下降1.0个百分点"),
        (reports.capacity, "990100", "1个重点行业中，1个低于75%"),
        (reports.investment, "990100", "制造业投资增长11.8%，连续3个月两位数增长"),  # 3月, 11月, 12月; 1—2月 was 9.9
        (reports.investment, "990000", "制造业投资增长10.0%，连续6个月以上两位数增长"),  # 9.96 prints as 10.0; 1—2月 counts twice
        (reports.investment, "990100", "工业投资同比增长8.0%"),
        (reports.investment, "990100", "千亿技术改造 | 200.0 | 91.2 | 45.6 |"),
        (reports.digitalisation, "990100", "数字化改造覆盖率58.0%（口径2024年调整，与上年不可比），居全省1个设区市第1位"),
        (reports.digitalisation, "990100", "子县 | 60.0 | 1 |"),
        (reports.digitalisation, "990100", "2024年末在役工业机器人120台，同比增加20台"),
        (reports.digitalisation, "990100", "数字经济核心产业增加值13.2亿元，占生产总值12.0%，占比同比提高1.0个百分点"),  # 13.2 / 110, 11 / 100
        (reports.digitalisation, "990100", "已评价企业10家，其中最低一级占40.0%，最高一级占10.0%"),
        (reports.greening, "990100", "1个重点行业中1个单位增加值碳排放低于全省同行业"),  # 5.00 / 2.86 = 1.75 against 2.00
        (reports.greening, "990100", "VOCs排放强度0.85千克/万元，比2023年下降15.0%（甲市方案：下降20%以上）"),
        (reports.greening, "990000", "氮氧化物排放强度1.10千克/万元，比2023年下降45.0%。"),
        (reports.makeup, "990100", "战略性新兴产业增加值占规上工业34.6%，同比提高0.7个百分点"),
        (reports.makeup, "990100", "制造业增加值占生产总值32.5%，同比下降0.5个百分点"),
        (reports.makeup, "990100", "规上企业占全部工业企业9.0%"),
        (reports.makeup, "990100", "据公布数，2023年全省规上工业企业占普查工业企业法人单位11.1%"),  # 3 / 27
        (reports.makeup, "990100", "子县 | 20.0 | 50.0 | 40.0 |"),
        (reports.makeup, "990100", "增加值增速1.7%，高于全国0.5个百分点、与江苏持平、低于山东0.3个百分点"),
        (reports.makeup, "990100", "新兴产业口径：战略性新兴产业增加值÷规模以上工业增加值"),
    ],
)
def test_a_sentence_worked_by_hand(place, section, region, sentence):
    assert sentence in text_of([section(opened(place, region))])


def test_a_cause_is_never_claimed(place):
    text = text_of([reports.electricity(opened(place))])
    assert not [w for w in ("因为", "由于", "导致", "受", "所致") if w in text]


def test_a_series_that_breaks_has_no_change_on_a_year_earlier(place, tmp_path):
    """Coverage counts another level from 2024 on; without the row of the register 58.0 − 50.0 is said, and a year earlier is shown."""
    text = text_of([reports.digitalisation(opened(place))])
    assert "覆盖率58.0%，同比" not in text and "上年同期" not in text and "51.0" not in text
    shutil.copytree(place, tmp_path / "place")
    rules = tmp_path / "place" / "catalogue" / "signal_rules.csv"
    rules.write_text("".join(line for line in rules.read_text(encoding="utf-8").splitlines(keepends=True) if not line.startswith("COV,")), encoding="utf-8")
    text = text_of([reports.digitalisation(opened(tmp_path / "place"))])
    assert "数字化改造覆盖率58.0%，同比提高8.0个百分点" in text and "子县 | 60.0 | 51.0 | 1 |" in text


def test_a_joint_month_counts_as_the_table_says(place, tmp_path):
    shutil.copytree(place, tmp_path / "place")
    rules = tmp_path / "place" / "catalogue" / "signal_rules.csv"
    rules.write_text(rules.read_text(encoding="utf-8").replace("10,3,2,,", "10,3,1,,"), encoding="utf-8")
    assert "连续5个月以上两位数增长" in text_of([reports.investment(opened(tmp_path / "place", "990000"))])


def test_other_provinces_are_left_out_where_no_figure_is_registered(place, tmp_path):
    shutil.copytree(place, tmp_path / "place")
    (tmp_path / "place" / "catalogue" / "comparators.csv").write_text(signals.COMPARATORS.splitlines()[0] + "\n", encoding="utf-8")
    text = text_of([reports.makeup(opened(tmp_path / "place"))])
    assert "省际比较" not in text and "全国" not in text


def test_sections_without_monitors_are_left_out(tmp_path):
    folder = signals.small_place.write(tmp_path / "bare")
    panel.build(folder)
    release.cut(folder)
    b = opened(folder)
    assert [part(b).html for part in (reports.electricity, reports.capacity, reports.investment, reports.digitalisation)] == [""] * 4


def test_a_public_release_has_no_monitor_of_a_county_and_keeps_those_above(place, tmp_path):
    shutil.copytree(place, tmp_path / "place")
    folder = release.cut(tmp_path / "place", "public", Withheld("x" * 64, frozenset({("990100", "T01")}), frozenset()))
    public = release.open_release(folder.parents[1], "public")
    assert public.region("990101").value("digital_transformation_coverage", "IND", "2024-12")[0] is None
    assert public.sector("IND").value("above_scale_electricity_growth", "990102", "2024-12")[0] is None
    assert public.sector("IND").value("digital_transformation_coverage", "990100", "2024-12") == (58.0, "estimated")
    assert public.sector("T01").value("above_scale_electricity_growth", "990100", "2024-12") == (None, "suppressed")


def test_the_leak_scan_knows_a_monitor_of_a_withheld_cell(place, monkeypatch):
    monkeypatch.setattr(secrets, "read_mask", lambda _: Withheld("x" * 64, frozenset({("990100", "T01")}), frozenset()))
    held = secrets.secrets(place, "2024-12")
    assert held.raw("990100", "T01", "2024-12", "capacity_utilisation") == 73.0
    assert ("capacity_utilisation", "2024-12") in held.values("990100", "T01").names


def test_a_monitor_is_modelled_and_no_published_figure(place):
    b = opened(place)
    assert b.fact("capacity_utilisation").status == "estimated"
    assert "capacity_utilisation" not in set(b.release.published("990100")["indicator"])
    assert b.release.published("990101", "IND").set_index("indicator")["value"]["gdp"] == 50.0


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("signal_rules.csv", "DIV,divergence", "DIV,guess", "kind is 'guess'"),
        ("signal_rules.csv", "value_added_growth,3,", ",3,", "a divergence needs versus"),
        ("signal_rules.csv", ",,75,", ",,high,", "must be a number"),
        ("signal_rules.csv", ",10,3,2,", ",10,3,5,", "1 or 2 months"),
        ("signal_rules.csv", "990100,VOCs", "990900,VOCs", "990900 is not in regions.csv"),
        ("programmes.csv", "programme_upgrade_rate", "nothing", "nothing is not in indicators.csv"),
        ("comparators.csv", "2024-12,1.2", "2024-12,", "value is empty"),
    ],
)
def test_a_wrong_row_is_refused_in_one_line(place, tmp_path, name, old, new, told):
    shutil.copytree(place / "catalogue", tmp_path / "catalogue")
    file = tmp_path / "catalogue" / name
    assert old in file.read_text(encoding="utf-8")
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=told) as refusal:
        catalogue.read(tmp_path)
    assert "\n" not in str(refusal.value) and name in str(refusal.value)
