"""Every page lets through its own style sheet and script by checksum and nothing else."""

import re

import pytest

from jianbao.catalogue import read
from jianbao.publish import sanitise
from jianbao.publish.index import index_page
from jianbao.publish.meta import Entry, IndexMeta
from jianbao.publish.policy import digest, policy
from jianbao.publish.worry import Alarms, worry_page

ENTRY = Entry("briefs/330502/T02.html", "sector_county_brief", "330502", "t", sector="T02")
META = IndexMeta("浙江省行业与地区简报", "zh", "2024年1—12月", worry="worry.html")


@pytest.fixture
def pages(sample_page):
    catalogue = read()
    return {
        "brief": sample_page,
        "index": index_page([ENTRY], catalogue, META),
        "worry": worry_page([ENTRY], {ENTRY.file: Alarms(("A02",), 1)}, catalogue, META, "index.html"),
    }


@pytest.mark.parametrize("name", ["brief", "index", "worry"])
def test_each_style_sheet_and_script_is_let_through_by_its_checksum_alone(pages, name):
    page = pages[name]
    (stated,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    styles, scripts = (re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", page, re.S) for tag in ("style", "script"))
    assert len(styles) == 1 and len(scripts) == (name == "index")
    assert stated == policy(styles[0], *scripts)
    assert stated.startswith("default-src 'none'; ") and "unsafe" not in stated and "img-src" not in stated
    assert all(digest(text) in stated for text in (*styles, *scripts))
    assert not re.search(r"<[^>]*\sstyle\s*=", page)


def test_a_picture_in_the_page_is_let_through_where_there_is_one(sample_notebook, sample_meta):
    from nbformat import v4

    from jianbao.publish.exporter import BriefExporter

    picture = v4.new_output("display_data", {"image/png": "iVBORw0KGgo="})
    sample_notebook.cells.append(v4.new_code_cell("1", outputs=[picture]))
    assert "; img-src data:; " in BriefExporter().page(sample_notebook, sample_meta)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ('<path d="M0 0L1 1" style="fill: none; stroke: #0f4c5c; stroke-width: 2"/>', {"fill": "none", "stroke": "#0f4c5c", "stroke-width": "2"}),
        ('<path d="M0 0L1 1" fill="red" style="fill:#fff"/>', {"fill": "#fff"}),  # a style wins over an attribute
        ('<path d="M0 0" style="fill:url(#h)"/>', {"fill": "url(#p-h)"}),
        ('<text style="font: 12px \'Noto Sans SC\', sans-serif; text-anchor: middle">a</text>', {"font-size": "12px", "text-anchor": "middle"}),
        ('<text style="font: italic 700 9.5px serif">a</text>', {"font-style": "italic", "font-weight": "700", "font-size": "9.5px", "font-family": "serif"}),
        ('<text style="font-weight: bold !important">a</text>', {"font-weight": "bold"}),
        ('<text aria-label="a &gt; b" style="fill:red">a</text>', {"fill": "red", "aria-label": "a > b"}),
        ('<path d="M0 0" style="position:fixed;background:url(http://x.example/)"/>', {}),
    ],
)
def test_the_style_of_a_drawing_becomes_attributes(given, kept):
    from xml.etree import ElementTree

    shown = sanitise.svg(f'<svg width="9pt" height="9pt" viewBox="0 0 9 9">{given}</svg>', "p-")
    (element,) = ElementTree.fromstring(shown)
    found = {k: v for k, v in element.attrib.items() if k != "d"}
    assert kept.items() <= found.items() and "style" not in found
    assert shown.startswith('<svg viewBox="0 0 9 9">')
