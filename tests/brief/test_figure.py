"""An analyst's own chart: seaborn in any cell looks like the brief, and its drawing is safe to stand in the page."""

import re
from types import SimpleNamespace
from xml.etree import ElementTree

import matplotlib
import pytest
import seaborn

from jianbao import brief
from jianbao.brief import style

MODELLED = SimpleNamespace(lang="zh", release=SimpleNamespace(modelled=True))
OBSERVED = SimpleNamespace(lang="en", release=SimpleNamespace(modelled=False))
COUNTIES = ["吴兴区", "南浔区", "R&D <b>"]


@pytest.fixture(autouse=True)
def own_defaults():
    """The theme lasts for a notebook; here, for a test."""
    with matplotlib.rc_context():
        yield


def bars(b=MODELLED, values=(3.1, -2.2, 5.0), **words):
    drawn, axes = brief.figure(240)
    seaborn.barplot(x=COUNTIES, y=list(values), ax=axes)
    axes.set_ylabel("增速", rotation=90)
    return brief.chart(b, drawn, "各县增速（%）", **words)


def svg_of(part):
    return ElementTree.fromstring(re.search(r"<svg.*</svg>", part.html, re.S)[0])


def texts(part):
    return [e.text for e in svg_of(part).iter() if e.tag.endswith("}text")]


def test_a_seaborn_chart_has_the_briefs_size_colours_and_real_text():
    part = bars()
    assert svg_of(part).get("viewBox") == "0 0 460 240"
    assert set(COUNTIES) <= set(texts(part)), "letters are text and escaped, not outlines"
    assert "font-family" not in part.html, "its letters are the page's"
    assert style.GRID in part.html and style.INK in part.html


def test_lines_take_the_colours_of_the_briefs_one_after_another():
    drawn, axes = brief.figure()
    for k in range(2):
        axes.plot([0, 1], [k, k + 1])
    strokes = re.findall(r'stroke="(#[0-9a-f]{6})"', brief.chart(MODELLED, drawn, "x").html)
    assert {style.ACCENT, style.DOWN} <= set(strokes)


def test_the_heading_says_when_figures_are_modelled():
    assert "<h3>各县增速（%） <small" in bars().html and "模拟数据" in bars().html
    assert "<h3>各县增速（%）</h3>" in bars(OBSERVED).html


def test_the_alternative_text_is_the_title_unless_another_is_given():
    assert ">各县增速（%）</title>" in bars().html
    assert ">南浔区下降。</title>" in bars(alt="南浔区下降。").html


def test_the_same_figure_is_the_same_bytes_and_another_has_other_ids():
    assert bars().html == bars().html
    ids = [set(re.findall(r'\bid="([^"]+)"', part.html)) for part in (bars(), bars(values=(1, 2, 3)))]
    assert ids[0] and not ids[0] & ids[1]


def test_every_reference_has_its_element_and_nothing_of_matplotlib_is_left():
    drawn, axes = brief.figure()
    seaborn.scatterplot(x=[1, 10, 100], y=[1, 2, 9], ax=axes)
    axes.set(xscale="log", ylim=(0, 3))
    html = brief.chart(MODELLED, drawn, "x").html
    asked = set(re.findall(r"url\(#([\w-]+)\)", html)) | set(re.findall(r'href="#([\w-]+)"', html))
    assert asked and asked <= set(re.findall(r'\bid="([^"]+)"', html))
    assert "clip-path" in html, "what lies beyond the axes is not drawn over their edge"
    assert not re.search(r"metadata|DOCTYPE|xlink|Matplotlib", html)


def test_turned_text_stays_turned_and_powers_stay_small():
    drawn, axes = brief.figure()
    axes.plot([1, 1000], [1, 2])
    axes.set(xscale="log", ylabel="增速")
    html = brief.chart(MODELLED, drawn, "x").html
    assert re.search(r'<text[^>]*transform="rotate\(-90 [^"]+"[^>]*>增速</text>', html)
    assert "<tspan" in html


def test_a_seaborn_grid_is_shown_once_at_its_own_size():
    from matplotlib import pyplot

    brief.theme()
    grid = seaborn.catplot(x=COUNTIES, y=[1, 2, 3], kind="bar", height=3, aspect=2)
    part = brief.chart(MODELLED, grid.figure, "分面")
    assert svg_of(part).get("viewBox").endswith(" 216"), "3 inches of 72 px"
    assert not pyplot.fignum_exists(grid.figure.number), "or Jupyter would show it a second time"


def test_no_chinese_letter_is_missing_from_the_font(recwarn):
    bars()
    assert [str(w.message) for w in recwarn if "missing from" in str(w.message)] == []
