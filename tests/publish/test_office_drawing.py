"""A chart in Word is the chart of the page: drawn whole or, where that is not possible, said in words."""

import io

import numpy as np
import pytest
from PIL import Image

from jianbao.brief import charts
from jianbao.publish.office.blocks import Document, Picture
from jianbao.publish.office.drawing import DrawingError, png, size
from jianbao.publish.office.paint import matrix
from jianbao.publish.office.tree import parse
from jianbao.publish.office.word import docx


def svg(body, box="0 0 100 100"):
    return parse(f'<svg viewBox="{box}">{body}</svg>').first("svg")


def pixels(body, wide=100, box="0 0 100 100"):
    return np.asarray(Image.open(io.BytesIO(png(svg(body, box), wide))).convert("RGB")).astype(int)


def covers(body, *, box="0 0 100 100", wide=100):
    """The part of the picture that is not paper."""
    return float((pixels(body, wide, box).min(axis=2) < 200).mean())


@pytest.mark.parametrize(("body", "part"), [
    ('<path d="M0 0H50V100H0z" fill="#000"/>', 0.50),
    ('<path d="M0 0h50v100h-50z" fill="#000"/>', 0.50),
    ('<path d="M0 0L100 0 100 100z" fill="#000"/>', 0.50),
    ('<path d="m10 10l20 0 0 20-20 0z" fill="#000"/>', 0.04),
    ('<rect x="0" y="0" width="20" height="50" fill="#000"/>', 0.10),
    ('<circle cx="50" cy="50" r="25" fill="#000"/>', 0.196),
    ('<polygon points="0,0 100,0 0,100" fill="#000"/>', 0.50),
    ('<path d="M0 50H100" stroke="#000" stroke-width="10"/>', 0.10),
    ('<path d="M0 50H100" stroke="#000" stroke-width="10" stroke-dasharray="5,5"/>', 0.05),
    ('<path d="M0 100Q50 0 100 100z" fill="#000"/>', 0.333),
    ('<path d="M0 100C0 0 100 0 100 100z" fill="#000"/>', 0.60),
    ('<g transform="translate(50 0)"><rect width="10" height="100" fill="#000"/></g>', 0.10),
    ('<g transform="scale(2)"><rect width="10" height="10" fill="#000"/></g>', 0.04),
    ('<g fill="#000"><rect width="50" height="50"/></g>', 0.25),
    ('<rect width="50" height="50" fill="#000" style="fill:none"/>', 0.0),
    ('<defs><circle id="m" r="10" fill="#000"/></defs><use href="#m" x="50" y="50"/>', 0.0314),
    ('<defs><clipPath id="c"><rect width="50" height="100"/></clipPath></defs><rect clip-path="url(#c)" width="100" height="100" fill="#000"/>', 0.5),
    ('<title>words</title><desc>words</desc><metadata>words</metadata>', 0.0),
])  # fmt: skip
def test_each_shape_covers_what_it_should(body, part):
    assert covers(body) == pytest.approx(part, abs=0.012)


def test_a_hatch_covers_a_part_of_its_shape_and_nothing_outside():
    pattern = '<defs><pattern id="h" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0H10V10H0z" fill="#fff"/><path d="M0 0V10" stroke="#000" stroke-width="4"/></pattern></defs>'
    drawn = pixels(pattern + '<path d="M0 0H50V100H0z" fill="url(#h)"/>', 400)
    dark = drawn.min(axis=2) < 128
    assert 0.15 < dark[:, :200].mean() < 0.25 and not dark[:, 204:].any()


def test_two_hatched_shapes_keep_their_own_outlines_however_often_they_are_drawn():
    # The rasteriser once lent one clip path's mask to the next, when both had the same address.
    pattern = '<defs><pattern id="h" width="4" height="4" patternUnits="userSpaceOnUse"><path d="M0 0H4V4H0z" fill="#fff"/><circle cx="2" cy="2" r="1" fill="#000"/></pattern></defs>'
    shapes = "".join(f'<path d="M{x} {x}h8v8h-8z" fill="url(#h)"/>' for x in range(0, 100, 10))
    first = png(svg(pattern + shapes), 300)
    assert all(png(svg(pattern + shapes), 300) == first for _ in range(10))
    drawn = pixels(pattern + shapes, 300).min(axis=2) < 128
    for x in range(0, 300, 30):
        assert drawn[x : x + 24, x : x + 24].any()


def test_text_is_drawn_where_it_is_anchored():
    for anchor, low, high in (("start", 50, 100), ("middle", 20, 80), ("end", 0, 50)):
        dark = np.argwhere(pixels(f'<text x="50" y="60" text-anchor="{anchor}" style="font-size:14px">增速</text>', 400).min(axis=2) < 128)
        assert dark[:, 1].min() >= low * 4 - 6 and dark[:, 1].max() <= high * 4 + 6, anchor
        assert dark[:, 0].min() > 46 * 4 and dark[:, 0].max() < 64 * 4


def test_text_turned_by_ninety_degrees_is_higher_than_wide():
    dark = np.argwhere(pixels('<text x="50" y="80" transform="rotate(-90 50 80)">增加值增速</text>', 400).min(axis=2) < 128)
    assert np.ptp(dark[:, 0]) > 3 * np.ptp(dark[:, 1])


@pytest.mark.parametrize("body", [
    '<image href="data:image/png;base64,AA"/>', '<path d="M0 0A5 5 0 0 1 9 9"/>', '<path d="M0 0X9"/>', '<g transform="skewX(9)"><path d="M0 0H9"/></g>',
    '<use href="#nowhere"/>', '<path d="M0 0H9" fill="url(#gone)"/>', '<path d="M0 0H9" stroke="context-fill"/>', "<foreignobject></foreignobject>",
    '<path d="M0"/>', '<circle r="x"/>',
])  # fmt: skip
def test_what_cannot_be_drawn_is_refused_and_said_in_words(body):
    with pytest.raises(DrawingError):
        png(svg(body), 100)
    made = docx(Document("zh", "题", blocks=[Picture("增速", "增速加快1.4个百分点", svg(body))]))
    import zipfile

    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert "增速加快1.4个百分点" in file.read("word/document.xml").decode() and not any("media" in n for n in file.namelist())


@pytest.mark.parametrize("box", ["", "0 0 0 9", "0 0 9", "0 0 -1 9"])
def test_a_drawing_without_a_size_is_refused(box):
    with pytest.raises(DrawingError):
        size(svg("", box))


def test_our_own_charts_are_drawn_and_are_small():
    alt = "题"
    made = [
        charts.growth_lines(["2024-02", "2024-03"], [charts.Line("本区", [1.0, None], "own")], unit="%", lang="zh", alt=alt, ident="a"),
        charts.pull_bars(["甲", "乙"], [1.0, -2.0], 0, unit="", lang="zh", alt=alt, ident="b"),
        charts.shift_share_bars([("甲", 1.0), ("乙", -2.0)], ("合计", -1.0), unit="亿元", lang="zh", alt=alt, ident="c"),
        charts.rank_dots([1.0, 2.0, 3.0], 1, own_label="本区", unit="%", lang="zh", alt=alt, ident="d"),
        charts.heat([[1.0, None]], ["甲"], ["1月", "2月"], unit="%", lang="zh", alt=alt, ident="e"),
        charts.level_growth([charts.Point("甲", 1.0, 2.0, True), charts.Point("乙", 9.0, 1.0, False)], level_label="x", growth_label="y", lang="zh", alt=alt, ident="f"),
    ]  # fmt: skip
    for chart in made:
        drawn = png(parse(chart.svg).first("svg"), 944)
        assert drawn == png(parse(chart.svg).first("svg"), 944) and 1_000 < len(drawn) < 40_000
        assert np.asarray(Image.open(io.BytesIO(drawn)).convert("RGB")).max() == 255, "the paper is white"


def test_matrices_are_multiplied_in_the_order_they_are_written():
    assert matrix("translate(10) rotate(90)") == pytest.approx((0, 1, -1, 0, 10, 0))
    assert matrix("rotate(90 5 5)") == pytest.approx((0, 1, -1, 0, 10, 0))
