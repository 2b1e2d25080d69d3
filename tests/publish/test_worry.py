"""The page of alarms lists the briefs whose rules fired, from what the briefs themselves say, and stays small."""

import re

import pytest

from jianbao.catalogue import read
from jianbao.publish.check import visible_text
from jianbao.publish.index import index_page
from jianbao.publish.meta import Entry, IndexMeta
from jianbao.publish.worry import MAX_BYTES, Alarms, alarms_of, worry_page

META = IndexMeta("浙江省行业与地区简报", "zh", "2024年1—12月", "internal", True, worry="worry.html")


@pytest.fixture(scope="module")
def catalogue():
    return read()


def entry(region, sector, lang="zh"):
    return Entry(f"briefs/{region}/{sector or 'index'}.html", "sector_county_brief", region, "t", sector=sector, lang=lang)


ENTRIES = [entry("330502", "T02"), entry("330522", "T01"), entry("330102", "T05"), entry("330502", "")]
FOUND = {
    ENTRIES[0].file: Alarms(("A02",), 9), ENTRIES[1].file: Alarms(("A01", "A02", "A07"), 4),
    ENTRIES[2].file: Alarms((), 3), ENTRIES[3].file: Alarms(("A11",), 10),
}  # fmt: skip


def test_briefs_stand_by_the_number_of_alarms_then_of_shortboards(catalogue):
    page = worry_page(ENTRIES, FOUND, catalogue, META, "index.html")
    assert re.findall(r"<a href=(briefs\S+?)>", page) == [ENTRIES[k].file for k in (1, 3, 0)]
    text = visible_text(page)
    assert "4篇简报中3篇触发预警，其中1篇触发3条及以上" in text
    assert "长兴　纺织" in page and "增加值增速由正转负；增加值增速持续低于全省；利润持续下降" in text


def test_each_rule_is_listed_with_the_briefs_it_fired_in_and_how_far_off_a_figure_has_to_be(catalogue):
    text = visible_text(worry_page(ENTRIES, FOUND, catalogue, META, "index.html"))
    assert "A02 增加值增速持续低于全省 5个百分点 3 2" in text and "A03 增加值持续下降 5% 3 0" in text and "A06 利润由盈转亏 — 1 0" in text


def test_an_edition_without_an_alarm_says_so(catalogue):
    page = worry_page(ENTRIES, {e.file: Alarms((), 0) for e in ENTRIES}, catalogue, META, "index.html")
    assert "4篇都没有触发预警" in visible_text(page)


def test_a_brief_of_another_language_or_without_rules_is_left_out(catalogue):
    other = entry("330521", "T01", "en")
    page = worry_page([*ENTRIES, other, entry("330523", "T13")], FOUND | {other.file: Alarms(("A01",), 1)}, catalogue, META, "index.html")
    assert "4篇简报" in page and "330521" not in page and "330523" not in page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_whole_province_with_three_alarms_each_stays_below_the_limit(catalogue, lang):
    entries = [entry(r.code, s.code, lang) for r in catalogue.regions() for s in catalogue.brief_sectors()]
    meta = IndexMeta("t", lang, worry="x")
    found = {e.file: Alarms(("A02", "A10", "A12"), 14) for e in entries}
    for share, by_id, whole in ((1, True, False), (2, True, True), (8, False, True)):
        some = dict(list(found.items())[::share])
        page = worry_page(entries, some, catalogue, meta, "index.html")
        assert len(page.encode()) <= MAX_BYTES and ("A02 A10 A12" in page) == by_id
        assert page.count("<a href=briefs") == (len(some) if whole else 1000)


def test_what_a_page_says_is_read_once_a_rule():
    html = '<div data-short="3"><li data-rule="A02"><b>x</b></li><li data-rule="A01"></li><li data-rule="A02"></li></div>'
    assert alarms_of(html) == Alarms(("A02", "A01"), 3)


def test_the_index_links_to_the_page_only_where_there_is_one(catalogue):
    assert 'href="worry.html"' in index_page(ENTRIES, catalogue, META)
    assert "worry" not in visible_text(index_page(ENTRIES, catalogue, IndexMeta("t"))) and "需要留意" not in index_page(ENTRIES, catalogue, IndexMeta("t"))


def test_the_page_needs_no_script_and_fetches_nothing(catalogue):
    page = worry_page(ENTRIES, FOUND, catalogue, META, "index.html")
    assert "<script" not in page and "default-src 'none'" in page and " style=" not in page
