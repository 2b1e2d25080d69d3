"""The index's map shows each county's own figure, what is withheld and what is not there, and leads to the briefs."""

import re

import pytest

from jianbao.catalogue import read
from jianbao.publish.index import index_page
from jianbao.publish.meta import Entry, Headline, IndexMeta
from jianbao.verify.lint import lint


@pytest.fixture(scope="module")
def catalogue():
    return read()


def county(code, growth=None, status="estimated", lang="zh"):
    return Entry(f"briefs/{code}/index.html", "county_brief", code, "t", lang=lang, headline=Headline("12.3", growth, status))


ROOT = county("330000", 6.0)


def drawn(entries, catalogue, lang="zh"):
    page = index_page(entries, catalogue, IndexMeta("t", lang))
    found = re.search(r'<svg class="map".*?</svg>', page, re.S)
    return found[0] if found else ""


def look_of(svg, name):
    """Return the fill and the tooltip of a county, and where it leads."""
    for fill, group in re.findall(r'<g fill="([^"]+)">(.*?)</g>', svg):
        for href, title in re.findall(r"(?:<a href=(\S+) tabindex=-1>)?<path [^>]*><title>([^<]*)</title>", group):
            if title.startswith(name):
                return fill, title, href
    return None


@pytest.mark.parametrize(
    ("growth", "status", "fill", "title"),
    [
        (14.04, "estimated", "#7fb0dc", "吴兴 +14.0%"),
        (8.0, "estimated", "#d3e4f3", "吴兴 +8.0%"),
        (7.9, "estimated", "#f3f1ec", "吴兴 +7.9%"),
        (4.0, "estimated", "url(#m-d)", "吴兴 +4.0%"),
        (-2.0, "estimated", "url(#m-e)", "吴兴 −2.0%"),
        (None, "suppressed", "url(#m-h)", "吴兴 …"),
        (None, "not_applicable", "url(#m-n)", "吴兴 无"),
        (None, "missing", "url(#m-n)", "吴兴 —"),
    ],
)
def test_a_county_has_the_shade_of_the_table_and_says_its_figure(catalogue, growth, status, fill, title):
    svg = drawn([ROOT, county("330502", growth, status), county("330503", 1.0), county("330521", 1.0)], catalogue)
    assert look_of(svg, "吴兴") == (fill, title, "briefs/330502/index.html")


def test_a_county_without_a_brief_is_white_and_leads_nowhere(catalogue):
    svg = drawn([ROOT, county("330502", 1.0), county("330503", 1.0)], catalogue)
    assert look_of(svg, "安吉") == ("#fff", "安吉 本版没有", "")
    assert svg.count("<a href") == 2


def test_every_county_of_the_province_is_one_link_and_the_description_counts_them(catalogue):
    counties = catalogue.regions(level="county")
    svg = drawn([ROOT, *(county(r.code, 9.0) for r in counties)], catalogue)
    links = re.findall(r"<a href=(\S+) ", svg)
    assert len(links) == len(set(links)) == len(counties) == 90
    assert "共90个县（市、区）有数据，与全省相比：高于90，相差不大0，低于0。" in svg
    assert all(f">{r.short('zh')}</text>" in svg for r in catalogue.regions(level="city"))


def test_one_county_makes_no_map(catalogue):
    assert drawn([ROOT, county("330502", 1.0)], catalogue) == ""


def test_cities_stand_beside_the_map_with_the_provinces_figure_first(catalogue):
    page = index_page([ROOT, county("330500", 4.9), county("330502", 1.0), county("330503", 1.0)], catalogue, IndexMeta("t"))
    table = re.search(r'<table class="cities">.*?</table>', page, re.S)[0]
    assert re.findall(r'<a href="([^"]+)">([^<]+)</a>', table) == [("briefs/330000/index.html", "浙江省"), ("briefs/330500/index.html", "湖州市")]
    assert '<i class="c"></i>4.9' not in table and '<i class="c"></i>+4.9' in table


def test_an_english_index_counts_in_english_units_and_has_no_chinese_mark(catalogue):
    """The head said “100 million yuan” above figures in billions."""
    page = index_page([county(c, 4.9, lang="en") for c in ("330000", "330500", "330502", "330503")], catalogue, IndexMeta("t", "en", "2024", "internal", True, changes="c.html"))
    assert "<th>Value added, billion yuan" in re.sub(r"<th [^>]*>", "<th>", page) and '<html lang="en"' in page
    assert [s.line() for s in lint(page)] == []


def test_english_names_and_words_on_the_english_map(catalogue):
    entries = [county(c, g, lang="en") for c, g in (("330000", 6.0), ("330502", 9.0), ("330503", 1.0))]
    svg = drawn(entries, catalogue, "en")
    assert "Wuxing +9.0%" in svg and "Anji not in this edition" in svg and "above: 1, about the same: 0, below: 1" in svg
