"""What a chart shows is what its table says: read back from the drawing, the dots of all regions included."""

import random
import re

import pytest

from jianbao.brief import charts
from jianbao.verify.drawn import drawn

GROWTH = [-18.4, -9.6, -3.2, -0.4, 0.0, 1.7, 2.3, 2.3, 4.9, 7.7, 12.1, 41.6]
LEVEL = [0.3, 1.2, 4.4, 0.8, 15.6, 2.2, 0.7, 9.9, 57.9, 3.1, 0.2, 1.1]


def number(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")


def page(chart, rows: list[list[str]]) -> str:
    """Return a chart with the table of its figures under it, as a part of a page has them."""
    body = "".join(f'<tr><th scope="row">{row[0]}</th>' + "".join(f"<td>{c}</td>" for c in row[1:]) + "</tr>" for row in rows)
    return f'{chart.html()}<details class="data"><summary>x</summary><table><thead><tr><th>y</th></tr></thead><tbody>{body}</tbody></table></details>'


def lines() -> str:
    periods, random_ = [f"2024-{m:02d}" for m in range(2, 13)], random.Random(1)
    values = [[random_.uniform(-20, 30) for _ in periods] for _ in range(3)]
    values[2][3] = None
    drawn_lines = [charts.Line(name, v, role) for name, v, role in zip(("a", "b", "c"), values, ("own", "reference", "context"), strict=True)]
    chart = charts.growth_lines(periods, drawn_lines, unit="%", lang="zh", alt="x", ident="run")
    return page(chart, [[p, *("—" if v[n] is None else number(v[n]) for v in values)] for n, p in enumerate(periods)])


def dots() -> str:
    chart = charts.rank_dots(GROWTH, 4, own_label="子", unit="%", lang="zh", average=3.0, average_label="全省", alt="x", ident="spread")
    return page(chart, [[str(n), number(level), number(g)] for n, (level, g) in enumerate(zip(LEVEL, GROWTH, strict=True))])


def field() -> str:
    points = [charts.Point(f"r{n}", level + 0.02, g, n == 3) for n, (level, g) in enumerate(zip(LEVEL, GROWTH, strict=True))]
    chart = charts.level_growth(points, level_label="x", growth_label="y", lang="zh", alt="x", ident="size")
    return page(chart, [[p.label, number(p.level), number(p.growth)] for p in points])


def heat() -> str:
    values = [GROWTH[:4], GROWTH[4:8], GROWTH[8:]]
    chart = charts.heat(values, ["a", "b", "c"], ["w", "x", "y", "z"], unit="%", lang="zh", alt="x", ident="heat", signed=True)
    return page(chart, [[name, *(("+" if v > 0 else "") + number(v) for v in row)] for name, row in zip("abc", values, strict=True)])


def pulls() -> str:
    chart = charts.pull_bars(["a", "b", "c"], [1.2, 0.3, -0.4], 0, unit="", lang="zh", alt="x", ident="pull", rest=True)
    return page(chart, [["a", "+1.2"], ["b", "+0.3"], ["c", "−0.4"]])


@pytest.mark.parametrize("make", [lines, dots, field, heat, pulls], ids=lambda f: f.__name__)
def test_a_chart_shows_the_figures_of_its_table_and_no_others(make):
    html = make()
    assert drawn(html) == []
    start, found = html.index("<tbody>"), 0
    figures = [m for m in re.finditer(r"<td>([^<]*\d)</td>", html) if m.start() > start]
    for m in figures:
        value = float(m[1].replace("−", "-"))
        text = number(value + (1.0 if value < 0 or value > 5 else 2.0))
        other = ("+" if "+" in html[start:] and not text.startswith("−") else "") + text
        found += bool(drawn(html[: m.start(1)] + other + html[m.end(1) :]))
    unseen = {dots: len(LEVEL), field: 1}.get(make, 0)  # levels belong to the other charts; one growth lies beyond the chart's edge
    assert found == len(figures) - unseen


def test_a_mark_left_out_or_moved_is_found():
    for make in (dots, field):
        html = make()
        marks = list(re.finditer(r'<use href="[^"]*" x="([\d.]+)" y="([\d.]+)"/>', html))
        assert all(drawn(html[: m.start()] + html[m.end() :]) for m in marks)
        moved = [drawn(html[: m.start(1)] + f"{float(m[1]) + 9:.1f}" + html[m.end(1) :]) for m in marks]
        assert sum(map(bool, moved)) >= len(marks) - 1  # one may lie where another one of like growth could


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_charts_of_the_small_place_show_their_tables(small, lang):
    seen = set()
    for kind, _, about in small.CASES:
        html = small.page(kind, about, lang)
        seen |= set(re.findall(r'aria-labelledby="(\w+)-t', html))
        assert drawn(html) == []
    assert seen >= {"run", "pull", "shift", "map"}
