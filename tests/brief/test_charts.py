"""Charts: real text, small, the same bytes twice, and nothing drawn for what is not disclosed."""

import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from jianbao.brief import charts, style

MONTHS = [f"{year}-{month:02d}" for year in (2023, 2024) for month in range(2, 13)]
LABELS = ["通用设备制造业", "计算机、通信和其他电子设备制造业", "纺织服装、服饰业", "其余行业"]
WORDS = {"unit": "%", "lang": "zh", "alt": "增速图。末月高于全省。", "ident": "c1"}
POINTS = [charts.Point(f"县{i}", 1.5**i, i - 4.0, own=i == 3) for i in range(12)]


def lines(own=None):
    series = own or [round(-6 + 0.6 * i, 1) for i in range(22)]
    return [charts.Line("本区本行业", series, "own"), charts.Line("全省同行业", [3.9] * 22, "reference"), charts.Line("全区规上工业", [4.0] * 22)]


def drawn(**changes):
    """One of each chart, with changes to the common words."""
    words = WORDS | changes
    plain = {key: value for key, value in words.items() if key != "unit"}
    return {
        "growth_lines": charts.growth_lines(MONTHS, lines(), **words),
        "pull_bars": charts.pull_bars(LABELS, [1.8, None, -0.5, -0.1], 2, rest=True, **words),
        "shift_share_bars": charts.shift_share_bars([("全省", 2.1), ("结构", -0.7), ("竞争力", 3.4)], ("增量", 4.8), **words),
        "level_growth": charts.level_growth(POINTS, level_label="亿元", growth_label="增速 %", **plain),
        "rank_dots": charts.rank_dots([1, 2, None, 4, 8], 3, average=3, average_label="全省", own_label="吴兴区", **words),
        "heat": charts.heat([[1, -2.5], [None, 4]], ["杭州", "湖州"], ["增加值", "利润"], signed=True, own=1, **words),
    }


@pytest.fixture(scope="module")
def all_charts():
    return drawn()


def texts(chart):
    return [element.text for element in ElementTree.fromstring(chart.svg).iter() if element.tag.endswith("}text")]


def hatched(chart):
    """How many shapes are filled with slanted lines."""
    return len(re.findall(r'fill="url\(#', chart.svg))


def test_the_same_chart_twice_is_the_same_bytes(all_charts):
    assert {name: chart.svg for name, chart in drawn().items()} == {name: chart.svg for name, chart in all_charts.items()}


def test_a_notebook_that_changed_matplotlib_changes_no_chart(all_charts):
    import matplotlib

    with matplotlib.rc_context({"text.color": "red", "lines.linewidth": 9, "svg.fonttype": "path", "font.size": 30, "hatch.linewidth": 7}):
        again = drawn()
    assert {n for n, chart in again.items() if chart.svg != all_charts[n].svg} == set()


def test_every_chart_is_well_formed_small_and_free_of_rests(all_charts):
    for name, chart in all_charts.items():
        root = ElementTree.fromstring(chart.svg)
        assert root.get("role") == "img" and float(root.get("width")) > 0 and "style=" not in chart.svg, name
        assert len(chart.svg.encode()) <= 15_000, name
        for rest in ("nan", "<?xml", "DOCTYPE", "metadata", "rdf", "clip-path", "http://www.w3.org/1999/xlink", "matplotlib"):
            assert rest not in chart.svg.lower().replace("finance", ""), (name, rest)
        assert not re.search(r"\d\.\d\d", re.sub(r"<text.*?</text>", "", chart.svg)), f"{name}: numbers beyond 0.1 px"


def test_ids_begin_with_the_ident_are_unique_and_every_reference_has_one(all_charts):
    other = drawn(ident="c2")
    for name, chart in all_charts.items():
        ids = re.findall(r'\bid="([^"]+)"', chart.svg)
        assert ids and len(set(ids)) == len(ids) and all(i.startswith("c1-") for i in ids), name
        asked = set(re.findall(r"#([\w-]+)\)", chart.svg)) | set(re.findall(r'href="#([\w-]+)"', chart.svg))
        asked |= set(re.search(r'aria-labelledby="([^"]+)"', chart.svg)[1].split())
        assert asked <= set(ids), name
        assert not set(ids) & set(re.findall(r'\bid="([^"]+)"', other[name].svg)), name


def test_an_ident_that_cannot_be_an_id_is_refused():
    with pytest.raises(ValueError, match="not an id"):
        charts.pull_bars(["a"], [1.0], None, **WORDS | {"ident": '"><b'})


def test_the_alternative_text_is_the_title_and_the_description(all_charts):
    chart = all_charts["growth_lines"]
    assert '<title id="c1-t">增速图。</title><desc id="c1-d">末月高于全省。</desc>' in chart.svg
    assert chart.alt == "增速图。末月高于全省。"
    assert chart.html() == f'<figure class="chart">{chart.svg}</figure>'


def test_labels_are_text_and_are_escaped():
    chart = charts.pull_bars(["R&D <b>", "纺织业"], [1.0, 2.0], None, **WORDS)
    assert "R&amp;D &lt;b&gt;" in chart.svg
    assert {"纺织业", "+1.0", "+2.0"} <= set(texts(chart))


def test_no_glyph_of_the_charts_own_words_is_missing(recwarn):
    drawn()
    drawn(lang="en")
    assert [str(w.message) for w in recwarn if "missing from" in str(w.message)] == []


def test_what_is_not_disclosed_has_a_sign_and_no_bar():
    with_none = charts.pull_bars(["甲", "乙"], [1.0, None], None, **WORDS)
    with_zero = charts.pull_bars(["甲", "乙"], [1.0, 0.0], None, **WORDS)
    assert "…" in texts(with_none) and "0.0" not in texts(with_none)
    assert "0.0" in texts(with_zero) and "…" not in texts(with_zero)
    nan = charts.pull_bars(["甲", "乙"], [1.0, float("nan")], None, **WORDS)
    assert nan.svg == with_none.svg


def test_negative_bars_are_hatched_and_positive_ones_are_not():
    assert hatched(charts.pull_bars(["甲", "乙", "丙"], [1.0, -1.0, -2.0], None, **WORDS)) == 2
    assert hatched(charts.pull_bars(["甲"], [1.0], None, **WORDS)) == 0
    assert "−2.0" in texts(charts.pull_bars(["甲"], [-2.0], None, **WORDS))


def test_months_leave_a_gap_at_january_and_say_why():
    chart = charts.growth_lines(MONTHS, lines(), **WORDS)
    assert {"1月", "免报", "1—2月", "2023年", "2024年"} <= set(texts(chart))
    accent = [p for p in re.findall(r'<path d="([^"]+)"[^>]*stroke="#0f4c5c"', chart.svg) if p.count("L") > 3]
    assert [p.count("L") for p in accent] == [10, 10], "one line a year, none from December to February"
    assert "免报" not in texts(charts.growth_lines(MONTHS[:11], [charts.Line("a", [1.0] * 11)], **WORDS))


def test_years_stand_side_by_side_without_a_gap():
    years = [str(y) for y in range(2001, 2019)]
    chart = charts.growth_lines(years, [charts.Line("Textile mills", [float(i % 5) for i in range(18)], "own")], **WORDS | {"lang": "en"})
    assert "2018" in texts(chart) and "no" not in texts(chart)
    assert max(p.count("L") for p in re.findall(r'<path d="([^"]+)"', chart.svg)) == 17
    assert sum(bool(re.fullmatch(r"20\d\d", t)) for t in texts(chart)) <= 6


def test_none_interrupts_a_line_and_a_line_without_an_end_says_so():
    series = [float(i) for i in range(22)]
    series[15] = series[21] = None
    chart = charts.growth_lines(MONTHS, [charts.Line("本区", series, "own")], **WORDS)
    assert "… 本区" in texts(chart)
    accent = re.findall(r'<path d="([^"]+)"[^>]*stroke="#0f4c5c"', chart.svg)
    assert any(p.count("M") == 2 for p in accent)


def test_labels_at_the_line_ends_do_not_overlap():
    chart = charts.growth_lines(MONTHS, lines([4.0] * 22), **WORDS)
    ys = sorted(float(m[1]) for m in re.finditer(r'<text x="[\d.]+" y="([\d.]+)"[^>]*>[−\d.]+ [全本]', chart.svg))
    assert len(ys) == 3 and all(b - a >= 13 for a, b in zip(ys, ys[1:], strict=False))


def test_lines_are_refused_with_a_wrong_length_or_role():
    with pytest.raises(ValueError, match="1 values for 22 periods"):
        charts.growth_lines(MONTHS, [charts.Line("a", [1.0])], **WORDS)
    with pytest.raises(ValueError, match="unknown role"):
        charts.growth_lines(MONTHS, [charts.Line("a", [1.0] * 22, "mine")], **WORDS)


def test_a_waterfall_does_not_go_on_after_a_part_that_is_not_disclosed():
    whole = charts.shift_share_bars([("a", 2.0), ("b", 1.0)], ("t", 3.0), **WORDS)
    part = charts.shift_share_bars([("a", None), ("b", 1.0)], ("t", 3.0), **WORDS)
    bars = [chart.svg.count(f'fill="{style.BAR}"') for chart in (whole, part)]
    assert bars == [2, 0] and "…" in texts(part)


def test_points_without_a_value_are_counted_not_drawn():
    points = [*POINTS, charts.Point("x", None, 2.0), charts.Point("y", 5.0, None), charts.Point("z", -1.0, 1.0)]
    more = charts.level_growth(points, level_label="亿元", growth_label="%", lang="zh", alt="x", ident="c1")
    less = charts.level_growth(POINTS, level_label="亿元", growth_label="%", lang="zh", alt="x", ident="c1")
    assert more.svg.count("<use") == less.svg.count("<use")
    assert any("未画出 3 个" in t for t in texts(more)) and not any("未画出" in t for t in texts(less))
    assert "县3" in texts(less), "the own county is always named"


def test_a_field_of_counties_leaves_out_the_undisclosed():
    chart = charts.rank_dots([1.0, 2.0, None, 3.0], 1, own_label="吴兴区", **WORDS)
    assert chart.svg.count("<use") == 3 and "吴兴区 2.0" in texts(chart)
    assert any("未画出 1 个" in t for t in texts(chart))
    own_hidden = charts.rank_dots([1.0, 2.0, None, 3.0], 2, own_label="吴兴区", **WORDS)
    assert not any("吴兴区" in t for t in texts(own_hidden))


def test_a_heat_map_hatches_what_is_missing_and_prints_every_figure(all_charts):
    chart = all_charts["heat"]
    assert hatched(chart) == 1
    assert {"+1.0", "−2.5", "+4.0", "…", "杭州", "湖州", "增加值", "利润"} <= set(texts(chart))
    with pytest.raises(ValueError, match="2 rows of 2 columns"):
        charts.heat([[1, 2]], ["a", "b"], ["c", "d"], **WORDS)


def luminance(colour):
    """The relative luminance of WCAG 2."""
    parts = [c / 255 for c in bytes.fromhex(colour[1:])]
    return sum(w * (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4) for w, c in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


@pytest.mark.parametrize("signed", [True, False])
def test_a_figure_stands_out_from_its_cell_whatever_the_colour(signed):
    values = [[k / 10 for k in range(-20, 21)]]
    svg = charts.heat(values, ["甲"], [""] * 41, signed=signed, **WORDS).svg
    pairs = re.findall(r'fill="(#[0-9a-f]{6})"/><text[^>]*fill="(#[0-9a-f]{6})', svg)
    assert len(pairs) == 41
    for cell, figure in pairs:
        low, high = sorted((luminance(cell), luminance(figure)))
        assert (high + 0.05) / (low + 0.05) >= 3.8, (cell, figure)


@pytest.mark.parametrize("values", [[None, None], [], [0.0, 0.0]])
def test_empty_and_level_data_still_make_a_chart(values):
    labels = [f"行{i}" for i in range(len(values))]
    periods = [f"20{10 + i}" for i in range(len(values))]
    made = [
        charts.pull_bars(labels, values, None, **WORDS),
        charts.rank_dots(values, None, **WORDS),
        charts.shift_share_bars(list(zip(labels, values, strict=True)), ("t", None), **WORDS),
        charts.growth_lines(periods, [charts.Line("a", values, "own")], **WORDS),
        charts.level_growth([charts.Point("a", v, v) for v in values], level_label="", growth_label="", lang="zh", alt="x", ident="c1"),
    ]
    assert all("nan" not in chart.svg and ElementTree.fromstring(chart.svg) is not None for chart in made)


def test_one_region_alone_and_negative_shares_make_a_chart():
    one = charts.level_growth([charts.Point("甲", 3.0, 2.0, True)], level_label="", growth_label="", lang="zh", alt="x", ident="c1")
    assert "甲" in texts(one)
    charts.rank_dots([5.0], 0, log=True, **WORDS)


def test_cells_are_tiny_and_empty_where_there_is_nothing():
    many = charts.sparkline([float(i % 7) - 3 for i in range(33)], alt="走势")
    for cell in (many, charts.bar_cell(0.42, True), charts.lq_cell(12.3, True), charts.lq_cell(0.3)):
        assert len(cell.encode()) <= 400 and ElementTree.fromstring(cell) is not None
    assert charts.sparkline([None], alt="x") == charts.bar_cell(None) == charts.lq_cell(float("nan")) == charts.bar_cell(-0.1) == ""
    assert charts.sparkline([1, None, 3, 4], alt="x").count("M") == 2


def test_numbers_are_rounded_half_up_with_a_true_minus_and_none_before_zero():
    assert [style.number(v, 1) for v in (-1.25, -0.04, 1234.5, None)] == ["−1.3", "0.0", "1234.5", "…"]
    assert style.number(1234.5, 1, lang="en") == "1,234.5"
    assert style.number(0.5, 1, sign=True) == "+0.5" and style.number(0.0, 1, sign=True) == "0.0"


def test_places_are_spread_without_leaving_the_room():
    moved = style.spread([50, 50, 51, 99], [10] * 4, 0, 100)
    assert all(b - a >= 10 for a, b in zip(sorted(moved), sorted(moved)[1:], strict=False)) and max(moved) <= 100


def test_long_labels_take_two_lines_broken_at_a_joint():
    assert style.wrap("计算机、通信和其他电子设备制造业", 136, 12) == ["计算机、通信", "和其他电子设备制造业"]
    assert style.wrap("纺织业", 136, 12) == ["纺织业"]
    cut = style.wrap("Computers, communication and other electronic equipment", 100, 12)
    assert len(cut) == 2 and cut[1].endswith("…") and all(style.text_width(row, 12) <= 100 for row in cut)


def test_importing_the_charts_imports_no_drawing_library():
    code = "import sys, jianbao.brief.charts; print([m for m in ('matplotlib', 'seaborn') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
