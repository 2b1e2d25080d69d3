"""What a careful reader of official Chinese found wrong on real pages, each as a permanent case."""

import importlib.util
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from jianbao import brief, panel
from jianbao.brief import mix, naming
from jianbao.brief.changes import _revised
from jianbao.facts import Fact
from jianbao.panel import release

_spec = importlib.util.spec_from_file_location("brief_text", Path(__file__).with_name("test_brief_text.py"))
brief_text = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(brief_text)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = brief_text.small_place.write(tmp_path_factory.mktemp("wording"))
    panel.build(folder)
    release.cut(folder)
    return folder


def opened(place, region, sector="", lang="zh"):
    return brief.open(region, sector, "2024-12", lang, data_dir=place) if sector else brief.open(region, period="2024-12", lang=lang, data_dir=place)


@pytest.mark.parametrize(("lang", "title", "sentence"), [("zh", "2024年 地区", "2024年，子县"), ("en", "2024 · Region", "In 2024, value added")])
def test_prose_and_titles_name_a_whole_year_as_the_year(place, lang, title, sentence):
    b = opened(place, "990101", lang=lang)
    assert title in brief_text.text_of([brief.head(b)]) and brief_text.text_of([brief.headline(b)]).splitlines()[1].startswith(sentence)
    assert "1—12月" not in brief_text.text_of([brief.head(b), brief.changes(b), brief.headline(b)])


@pytest.mark.parametrize(("lang", "words", "tag"), [("zh", "扭亏为盈", "▲ 上升·向好"), ("en", "from a loss to a profit", "▲ rising, better")])
def test_a_profit_that_turned_has_a_direction_and_stands_in_the_finding(place, lang, words, tag):
    html = brief.cards(opened(place, "990102", "T01", lang)).html  # 0.3 after a loss of 0.05
    lead, _, rest = html.partition("</p>")
    card = next(c for c in re.findall(r'<div class="card">.*?<div class="tg1">.*?</div>', rest, re.S) if words in c)
    assert tag in card and "无法比较" not in card and "not comparable" not in card
    assert re.search("利润总额[^；]*上升|up: [^;]*, profit and", re.sub("<[^>]+>", "", lead), re.I)


@pytest.mark.parametrize(
    ("pulls", "text"),
    [
        ([1.2, -0.4], "可公布的行业中，对全县工业增长拉动最大的是纺织业（1.2个百分点）；下拉最大的是服装业（0.4个百分点）。"),
        ([0.0, -0.4], "可公布的行业中，对全县工业增长下拉最大的是服装业（0.4个百分点）。"),
        ([1.2, 0.0], "可公布的行业中，对全县工业增长拉动最大的是纺织业（1.2个百分点）。"),
    ],
)
def test_the_scope_of_a_superlative_is_said_once(place, monkeypatch, pulls, text):
    frame = pd.DataFrame({"pull": pulls, "status": ["estimated", "suppressed"]}, index=["C17", "C18"])
    monkeypatch.setattr(mix, "sector_frame", lambda b: frame)
    assert re.sub("<[^>]+>", "", mix.pull_sentence(opened(place, "990101"))) == text


@pytest.mark.parametrize(("name", "told"), [("全部规模以上工业", "规模以上工业"), ("全部工业", "全部工业")])
def test_all_is_not_said_twice_of_all_industry_above_the_threshold(name, told):
    """全区规模以上工业增加值; 全部工业 is a term of its own."""
    assert naming.all_name(SimpleNamespace(zh=True, lang="zh", all_sectors=SimpleNamespace(name=lambda lang: name))) == told


GROWTH = Fact("value_added_growth", "990101", "T01", "2024-12", 0.0, "estimated", 1, "%", "%")


@pytest.mark.parametrize(
    ("then", "now", "zh", "en"),
    [
        (2.1, 2.4, "增加值增速由快报2.1%修订为2.4%，上修0.3个百分点", "Value added growth revised from a flash 2.1% to 2.4%, up 0.3 percentage points"),
        (-2.1, -1.3, "增加值同比由快报的下降2.1%修订为下降1.3%，上修0.8个百分点", "Value added growth revised from a flash fall of 2.1% to a fall of 1.3%, up 0.8 percentage points"),
        (-0.5, 0.5, "增加值同比由快报的下降0.5%修订为增长0.5%，上修1.0个百分点", "Value added growth revised from a flash fall of 0.5% to a rise of 0.5%, up 1.0 percentage point"),
        (0.4, 0.0, "增加值同比由快报的增长0.4%修订为持平，下修0.4个百分点", "Value added growth revised from a flash rise of 0.4% to no growth, down 0.4 percentage points"),
    ],
)
def test_a_revised_growth_has_no_minus_sign_in_prose(place, then, now, zh, en):
    stood = SimpleNamespace(pairs={"value_added_growth": (replace(GROWTH, value=then), replace(GROWTH, value=now))}, period="2024-12", against="flash")
    for lang, told in (("zh", zh), ("en", en)):
        said = _revised(opened(place, "990101", "T01", lang), stood, "value_added_growth", short=True)
        assert re.sub("<[^>]+>", "", said) == told


def test_a_table_of_sectors_names_its_units_and_only_the_marks_that_it_has(place):
    b = opened(place, "990101")
    html = brief.sectors(b).html
    assert "企业数（家）" in html and "利润率（%）" in html and "增速（%）" in html
    for mark in "—…":
        assert (f"“{mark}”" in html.partition("<thead>")[0]) == (f">{mark}<" in html.partition("<thead>")[2])
