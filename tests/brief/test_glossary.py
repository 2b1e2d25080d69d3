"""Every indicator of a page is explained on it: a link from its name to an entry, without script, on paper too."""

import importlib.util
import re
from pathlib import Path

import pytest

from jianbao import brief, panel
from jianbao.panel import release
from jianbao.publish.office.reader import read
from jianbao.publish.office.tree import parse

_spec = importlib.util.spec_from_file_location("brief_text", Path(__file__).with_name("test_brief_text.py"))
brief_text = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(brief_text)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = brief_text.small_place.write(tmp_path_factory.mktemp("glossary"))
    panel.build(folder)
    release.cut(folder)
    return folder


def page(place, about, kind, lang):
    b = brief.open(**about, period="2024-12", lang=lang, data_dir=place)
    parts = dict.fromkeys((*brief_text.SECTIONS[kind], brief.notes))
    return "".join(part(b)._repr_html_() for part in parts)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("kind", "name", "about"), brief_text.CASES, ids=[f"{k}-{n}" for k, n, _ in brief_text.CASES])
def test_every_link_to_an_entry_finds_one(place, kind, name, about, lang):
    html = page(place, about, kind, lang)
    asked, there = set(re.findall(r'href="#(g-[\w-]+)"', html)), re.findall(r'id="(g-[\w-]+)"', html)
    assert len(there) == len(set(there)) and asked <= set(there)
    assert bool(asked) == (name != "yin_absent")


def test_an_entry_says_what_how_from_what_and_as_of_when(place):
    html = page(place, {"region_code": "990101", "sector_code": "T01"}, "sector_county", "zh")
    entry = {i: re.sub("<[^>]+>", "", text) for i, text in re.findall(r'<p id="g-(\w+)">(.*?)</p>', html)}
    assert entry["profit_margin"] == "利润率（%）：利润总额÷营业收入×100%。"
    assert entry["value_added_growth"].endswith("公式：本期增加值（扣除价格变动）÷同一批企业上年同期数−1。")
    assert "期末数" in entry["above_scale_enterprises"]
    (common,) = re.findall(r'<p class="src">(来源：.*?)</p>', html)
    assert "模拟企业文件" in common and "2024年1—12月累计" in common and "版次：年报数" in common and "状态：估算（模拟）" in common


def test_the_entries_are_small_and_not_folded_away(place):
    html = page(place, {"region_code": "990101", "sector_code": "T01"}, "sector_county", "zh")
    gloss = re.search(r'<div class="notes gloss">.*?</div>', html, re.S)[0]
    assert len(gloss.encode()) < 8_000 and "<details" not in gloss
    assert not re.search(r'<div class="card">(?:(?!</div></div>).)*<details', html, re.S)  # said once, not in each card


def test_word_and_excel_have_the_definitions(place):
    html = page(place, {"region_code": "990101", "sector_code": "T01"}, "sector_county", "zh")
    document = read(parse(f'<html lang="zh"><title>x</title><body><main>{html}</main></body></html>'))
    assert ("利润率（%）", "利润总额÷营业收入×100%。") in document.definitions
    assert any(getattr(block, "text", "").startswith("利润率（%）：") for block in document.blocks)
