"""The page of changes gathers what the briefs say of themselves, by cause, and stays small."""

import re

import pytest

from jianbao.catalogue import read
from jianbao.publish.changed import MAX_BYTES, Changed, changed_of, changes_page
from jianbao.publish.check import visible_text
from jianbao.publish.index import index_page
from jianbao.publish.meta import Entry, IndexMeta

META = IndexMeta("浙江省行业与地区简报", "zh", "2024年1—12月", "internal", True, changes="changes.html")
SECTION = (
    '<section><h2><span class="n">1　变化</span> <span class="w"><span data-claim="revised|value_added||||edition|+">增加值由2.2亿元修订为2.4亿元，上修9.1%</span></span></h2>\n'
    '<div class="chg"><div><b>期次</b><p class="ch"><span data-claim="issue||||||{way}">x</span></p></div><div><b>数据</b>'
    '<p class="ch"><span data-claim="cause|||||file|3">原因</span></p></div><div><p class="ch"><span data-claim="register|||||boundary|2023">y</span></p></div></div></section>'
)


@pytest.fixture(scope="module")
def catalogue():
    return read()


def entry(region, sector, lang="zh"):
    return Entry(f"briefs/{region}/{sector or 'index'}.html", "sector_county_brief", region, "t", sector=sector, lang=lang)


ENTRIES = [entry("330502", "T02"), entry("330522", "T01"), entry("330102", "T05")]
FOUND = {
    ENTRIES[0].file: Changed(("file",), "增加值由2.2亿元修订为2.4亿元，上修9.1%", 9.1, False),
    ENTRIES[1].file: Changed(("boundary", "file"), "增加值由3.0亿元修订为3.6亿元，上修20.0%", 20.0, True),
    ENTRIES[2].file: Changed((), "数据无变化", 0.0, False),
}
FILES = [("3", "月报<1>.xlsx", "2025-02-01", "2024-12")]


def page(catalogue, found=FOUND, entries=ENTRIES, lang="zh"):
    meta = META if lang == "zh" else IndexMeta("t", "en", "2024", "internal", True)
    return changes_page(entries, found, catalogue, meta, "index.html", "edition", FILES, [("增加值", "2024年1—12月", "2025年1—2月", "35", "99%", "惯例")], "以2025-05-01为准")


def test_a_page_tells_causes_finding_size_and_whether_the_period_is_new():
    told = changed_of(SECTION.format(way="new"))
    assert told == Changed(("boundary", "file"), "增加值由2.2亿元修订为2.4亿元，上修9.1%", 9.1, True)
    assert not changed_of(SECTION.format(way="newest")).new and not changed_of(SECTION.format(way="same")).new
    assert changed_of("<p>no section 1</p>") is None


def test_briefs_stand_under_each_cause_the_largest_revision_first(catalogue):
    html = page(catalogue)
    groups = [g.partition("</section>")[0] for g in re.split(r'<h2><span class="n">', html)[1:]]
    named = {g.partition("<")[0]: re.findall(r"<a href=(briefs\S+?)>", g) for g in groups}
    assert {n: f for n, f in named.items() if f} == {"行政区划": [ENTRIES[1].file], "新数据": [ENTRIES[1].file, ENTRIES[0].file]}
    text = visible_text(html)
    assert "3篇简报中2篇有变化，其中新增期次1篇" in text and "与上一版比较" in text
    assert "月报<1>.xlsx" in text and "35" in text and "以2025-05-01为准" in text


def test_no_change_is_said(catalogue):
    assert "3篇简报的数据都没有变化" in visible_text(page(catalogue, {e.file: FOUND[ENTRIES[2].file] for e in ENTRIES}))


def test_a_large_edition_stays_small_and_says_what_is_left_out(catalogue):
    entries = [entry(r.code, s.code) for r in catalogue.regions(level="county") for s in catalogue.brief_sectors()]
    html = page(catalogue, {e.file: Changed(("revision",), "增加值由2.2亿元修订为2.4亿元，上修9.1%", 9.1, False) for e in entries}, entries)
    assert len(html.encode()) <= MAX_BYTES and "每类只列修订幅度最大的300篇" in html


def test_it_runs_nothing_and_has_no_style_attribute(catalogue):
    html = page(catalogue)
    assert "<script" not in html and " style=" not in html and "default-src 'none'" in html and "'unsafe-inline'" not in html


def test_the_index_leads_to_it(catalogue):
    assert 'href="changes.html"' in index_page(ENTRIES, catalogue, META)
    assert "变化与原因" not in index_page(ENTRIES, catalogue, IndexMeta("t"))
