"""The index lists every brief once, shades by the printed difference, and stays small."""

import re

import pytest

from jianbao.catalogue import read
from jianbao.publish.check import visible_text
from jianbao.publish.index import index_page
from jianbao.publish.matrix import layout, matrix
from jianbao.publish.meta import Entry, Headline, IndexMeta

META = IndexMeta("浙江省行业县域简报", "zh", "2024年1—12月", "internal", True, "2025年1月27日", "0.1.0", "增加值同比增速（%）")


@pytest.fixture(scope="module")
def catalogue():
    return read()


def brief(region, sector, growth=None, status="observed", **more):
    return Entry(f"briefs/{region}-{sector}.html", "sector_county_brief", region, "t", sector=sector, headline=Headline("", growth, status), **more)


@pytest.fixture(scope="module")
def whole(catalogue):
    entries = [brief(r.code, s.code, 1.25) for r in catalogue.regions() for s in catalogue.brief_sectors()]
    entries += [Entry(f"briefs/{r.code}.html", "county_brief", r.code, "t") for r in catalogue.regions()]
    root = catalogue.place.root_region
    return entries + [Entry(f"briefs/{s.code}.html", "sector_brief", root, "t", sector=s.code) for s in catalogue.brief_sectors()]


def test_every_brief_of_the_whole_province_has_exactly_one_link(whole, catalogue):
    page = index_page(whole, catalogue, META)
    links = re.findall(r"<a href=\"?([^\s\">]+\.html)", page)
    assert len(whole) == 1853 and sorted(links) == sorted(e.file for e in whole)
    assert len(page.encode()) <= 200_000


def test_the_head_says_what_the_edition_is(whole, catalogue):
    text = visible_text(index_page(whole, catalogue, META))
    for words in ("内部资料", "模拟数据", "数据截至 2025年1月27日", "1,853 本版简报", "1,734 地区·行业简报", "102 地区简报", "17 行业简报"):
        assert words in text


def test_the_order_of_entries_does_not_change_the_page(whole, catalogue):
    assert index_page(whole, catalogue, META) == index_page(list(reversed(whole)), catalogue, META)


@pytest.mark.parametrize(
    ("growth", "status", "shade", "text"),
    [
        (12.0, "observed", "a", "+12.0"),
        (11.96, "observed", "a", "+12.0"),  # printed 12.0 against 4.0: 8.0 apart, whatever the digits behind
        (11.94, "observed", "b", "+11.9"),
        (6.0, "estimated", "b", "+6.0"),
        (4.0, "observed", "c", "+4.0"),
        (2.0, "observed", "d", "+2.0"),
        (-4.0, "observed", "e", "−4.0"),
        (-0.04, "observed", "d", "0.0"),
        (None, "suppressed", "h", "…"),
        (None, "not_applicable", "o", "无"),
        (None, "missing", "o", "—"),
    ],
)
def test_a_cell_shows_sign_and_distance_from_the_province(catalogue, growth, status, shade, text):
    entries = [brief("330000", "T01", 4.04), brief("330502", "T01", growth, status)]
    plan = layout(entries, catalogue)
    html = matrix(plan, "zh", {"briefs": "{n}", "absent": "无", "open": "打开", "failed": "未生成"})
    assert f"<td class={shade}><a href=briefs/330502-T01.html>{text}</a>" in html


def test_without_the_province_only_the_sign_is_shaded(catalogue):
    page = index_page([brief("330502", "T01", -0.3), brief("330503", "T01", 0.3)], catalogue, META)
    assert "<td class=d><a href=briefs/330502-T01.html>−0.3" in page and "<td class=b>" in page and "同行业8个百分点" not in page


def test_a_brief_that_was_not_made_is_said_and_not_linked(catalogue):
    page = index_page([brief("330502", "T01", 1.0), brief("330503", "T01", result="cell 3 failed")], catalogue, META)
    assert "330503-T01.html" not in page and "<td class=f>未生成" in page and "1 未生成（篇）" in visible_text(page)


def test_the_other_language_has_its_own_index(catalogue):
    page = index_page([brief("330502", "T01", 1.0, lang="en"), brief("330503", "T01", 1.0)], catalogue, IndexMeta("Zhejiang", "en"))
    assert "330502-T01" in page and "330503-T01" not in page and "Wuxing" in page


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><script>alert(1)</script>"])
def test_no_text_of_an_edition_can_act(catalogue, payload):
    entries = [Entry(f"briefs/{payload.replace('/', '')}.html", "c", "330502", payload, sector="T01", headline=Headline(payload, None, "observed"))]
    page = index_page(entries, catalogue, IndexMeta(payload, "zh", payload, payload, True, payload, payload, payload))
    assert page.count("<script>") == 1 and "<img" not in page
    assert payload in visible_text(page)


def test_a_code_that_is_not_in_the_registers_is_refused(catalogue):
    with pytest.raises(KeyError, match="339999"):
        index_page([brief("339999", "T01")], catalogue, META)


@pytest.mark.parametrize(("growth", "printed"), [(2.25, "+2.3"), (-2.25, "−2.3"), (0.04, "0.0"), (-0.04, "0.0")])
def test_the_index_rounds_as_the_page_does(growth, printed):
    """2.25 is 2.3 on a page (四舍五入); rounding by the computer's habit would print 2.2 here."""
    from jianbao.publish.matrix import figure
    from jianbao.publish.meta import Entry, Headline

    entry = Entry(file="a.html", kind="sector_county_brief", region="1", title="", headline=Headline("1.0", growth, "estimated"))
    assert figure(entry, None, {})[1] == printed


def test_a_level_is_not_printed_among_rates():
    from jianbao.publish.matrix import figure
    from jianbao.publish.meta import Entry, Headline

    entry = Entry(file="a.html", kind="sector_county_brief", region="1", title="", headline=Headline("−35", None, "observed"))
    assert figure(entry, None, {})[1] == "—"
