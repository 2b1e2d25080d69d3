"""The visible text of the small place's briefs: read as prose, sentence by sentence. ``make golden`` rewrites them."""

import importlib.util
import os
import re
from html import unescape
from pathlib import Path

import pytest

from jianbao import brief, panel
from jianbao.panel import release

GOLDEN = Path(__file__).with_name("golden")
_spec = importlib.util.spec_from_file_location("small_place", Path(__file__).parents[1] / "panel" / "small_place.py")
small_place = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(small_place)

SECTIONS = {
    "sector_county": (brief.head, brief.changes, brief.headline, brief.cards, brief.running, brief.benchmark, brief.structure, brief.place, brief.peers, brief.targets, brief.shortboards, brief.measures, brief.published, brief.notes),
    "county": (brief.head, brief.changes, brief.headline, brief.cards, brief.benchmark, brief.structure, brief.sectors, brief.place, brief.peers, brief.targets, brief.shortboards, brief.measures),
    "sector": (brief.head, brief.changes, brief.headline, brief.place, brief.heat, brief.league, brief.targets, brief.shortboards, brief.measures),
}
CASES = [
    ("sector_county", "zi", {"region_code": "990101", "sector_code": "T01"}),
    ("sector_county", "yin_absent", {"region_code": "990103", "sector_code": "T01"}),
    ("sector_county", "city", {"region_code": "990100", "sector_code": "T01"}),
    ("county", "zi", {"region_code": "990101"}),
    ("sector", "t01", {"sector_code": "T01"}),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = small_place.write(tmp_path_factory.mktemp("text"))
    panel.build(folder)
    release.cut(folder)
    return folder


def text_of(parts) -> str:
    """Return what a reader sees, a line a block; drawings leave their description."""
    lines = []
    for part in parts:
        html = part._repr_html_()
        html = re.sub(r'<details class="data">.*?</details>', "", html, flags=re.S)  # figures for the annex, not prose
        html = re.sub(r"<svg.*?</svg>", " [drawing] ", html, flags=re.S)
        html = re.sub(r"</(p|div|tr|h3|caption|li|summary)>", "\n", html)
        html = re.sub(r"</t[hd]>", " | ", html)
        lines += [" ".join(unescape(re.sub(r"<[^>]+>", "", line)).split()) for line in html.splitlines()]
    text = "\n".join(line for line in lines if line)
    return re.sub(r"(编制号|Reference) \S+", r"\1 #", text) + "\n"  # the last four are of the inputs' checksum


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("kind", "name", "about"), CASES, ids=[f"{k}-{n}" for k, n, _ in CASES])
def test_the_page_says_what_it_said(place, kind, name, about, lang):
    b = brief.open(**about, period="2024-12", lang=lang, data_dir=place)
    text = text_of(part(b) for part in SECTIONS[kind])
    golden = GOLDEN / f"{kind}-{name}.{lang}.txt"
    if os.environ.get("GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_hand_worked_sentences(place):
    """E1 and the county by hand: see small_place.ENTERPRISES."""
    b = brief.open("990101", "T01", "2024-12", "zh", data_dir=place)
    text = text_of([brief.headline(b)])
    assert "实现增加值2.2亿元" in text  # 220,000 千元
    assert "按可比价格计算，同比持平" in text  # 2.2 / 1.1 against 2.0
    assert "增速低于全省同行业2.3个百分点" in text  # (2.0 + 0.66) / (2.0 + 0.6) - 1 = 2.3 %
    assert "同比增长25.0%；营业收入利润率5.00%" in text  # 50 against 40; 50 / 1000
    assert "低于全省同行业1.15个百分点" in text  # 80 / 1300 = 6.15 %
    assert "2个有数据的县（市、区）第1位" in text


def test_a_county_without_the_sector_gets_its_short_page(place):
    b = brief.open("990103", "T01", "2024-12", "zh", data_dir=place)
    assert "没有规模以上印染与服装企业" in text_of([brief.headline(b)])
    for part in (brief.cards, brief.running, brief.benchmark, brief.structure, brief.place, brief.league, brief.peers, brief.targets, brief.shortboards, brief.measures):
        assert part(b).html == ""


def test_a_profit_from_a_loss_is_told_in_words(place):
    b = brief.open("990102", "T01", "2024-12", "zh", data_dir=place)  # E3: -5 to +30
    text = text_of([brief.headline(b), brief.cards(b)])
    assert "扭亏为盈" in text
    assert not re.search(r"利润总额0\.3亿元，同比", text)


@pytest.mark.parametrize(
    ("about", "problem"),
    [
        ({"region_code": "990199", "sector_code": "T01"}, "990199"),
        ({"region_code": "990101", "sector_code": "T99"}, "T99"),
        ({"region_code": 990101, "sector_code": "T01"}, "region_code"),
        ({"region_code": "990101", "sector_code": "T01", "lang": "fr"}, "lang"),
        ({"region_code": "990101", "sector_code": "T01", "period": "2031-12"}, "2031-12"),
        ({"region_code": "990101", "sector_code": "T01", "period": "2024-01"}, "2024-01"),
    ],
)
def test_a_brief_about_nothing_is_refused_in_one_line(place, about, problem):
    with pytest.raises((brief.BriefError, KeyError, ValueError), match=problem) as refusal:
        brief.open(**{"period": "2024-12", **about}, data_dir=place)
    assert "\n" not in str(refusal.value)
