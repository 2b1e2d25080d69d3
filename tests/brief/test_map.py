"""The map: classes, signs of what is not disclosed, shared borders, small islands, one region outlined."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from jianbao import geometry
from jianbao.brief.map import choropleth, natural_breaks

COUNTIES = Path(__file__).parents[2] / "data" / "map" / "counties.geojson"
CODES = [str(f["properties"]["code"]) for f in json.loads(COUNTIES.read_text(encoding="utf-8"))["features"]]
VALUES = {code: float((i * 37) % 90 + 1) for i, code in enumerate(CODES)}
WORDS = {"unit": "亿元", "lang": "zh", "alt": "地图。吴兴区居中。", "ident": "m"}


def drawn(values=None, **changes):
    return choropleth(COUNTIES, VALUES if values is None else values, **WORDS | changes)


def title_of(chart, name):
    return re.search(rf"<title>{name} ([^<]*)</title>", chart.svg)[1]


def fill_of(chart, name):
    """The fill of the group in which a county stands."""
    before = chart.svg[: chart.svg.index(f"<title>{name}")]
    return re.findall(r'<g fill="([^"]+)"', before)[-1]


def test_every_county_is_drawn_once_with_its_name_and_figure():
    chart = drawn()
    assert len(re.findall(r"</title></path>", chart.svg)) == 90
    assert title_of(chart, "嵊泗县") == f"{VALUES['330922']:.1f}亿元"


def test_a_small_figure_is_not_printed_as_zero_so_map_and_table_agree():
    chart = drawn(VALUES | {"330922": 0.03}, own="330922")
    assert title_of(chart, "嵊泗县") == "0.03亿元" and ">0.03亿元</text>" in chart.svg


def test_the_map_is_small_well_formed_and_the_same_twice():
    chart = drawn(own="330502", statuses={"330922": "suppressed", "330302": "not_applicable", "330304": "missing"})
    assert len(chart.svg.encode()) <= 48_000
    assert ElementTree.fromstring(chart.svg).get("role") == "img" and "nan" not in chart.svg
    geometry._load.cache_clear()
    assert drawn(own="330502", statuses={"330922": "suppressed", "330302": "not_applicable", "330304": "missing"}).svg == chart.svg
    ids = re.findall(r'\bid="([^"]+)"', chart.svg)
    assert len(set(ids)) == len(ids) and all(i.startswith("m-") for i in ids)
    assert set(re.findall(r"url\(#([\w-]+)\)", chart.svg)) <= set(ids)


def test_a_suppressed_county_is_hatched_even_where_a_value_came_with_it():
    chart = drawn(statuses={"330922": "suppressed"})
    assert fill_of(chart, "嵊泗县") == "url(#m-h)" and title_of(chart, "嵊泗县") == "不公布（…）"
    assert chart.svg == drawn(VALUES | {"330922": None}, statuses={"330922": "suppressed"}).svg


def test_no_firms_no_data_and_not_disclosed_are_three_signs_in_the_legend():
    chart = drawn(VALUES | {"330302": None, "330304": None}, statuses={"330922": "suppressed", "330302": "not_applicable"})
    fills = [fill_of(chart, name) for name in ("嵊泗县", "鹿城区", "瓯海区")]
    assert len(set(fills)) == 3
    for word in ("不公布（…）", "无规上企业", "无数据", "示意图"):
        assert f">{word}</text>" in chart.svg
    assert "不公布" not in drawn().svg


def test_a_nan_is_no_data_and_enters_no_class():
    chart = drawn(dict.fromkeys(CODES, float("nan")) | {"330502": 5.0})
    assert title_of(chart, "嵊泗县") == "无数据" and title_of(chart, "吴兴区") == "5.0亿元"
    assert "nan" not in chart.svg


def test_a_map_without_any_value_is_drawn():
    assert len(re.findall("<title>", drawn({}).svg)) == 90


def test_the_own_county_is_outlined_and_named():
    plain, own = drawn(), drawn(own="330502", names={"330502": "Wuxing"})
    assert ">Wuxing</text>" in own.svg and f">{VALUES['330502']:.1f}亿元</text>" in own.svg
    assert 'stroke-width="5"' in own.svg and 'stroke-width="5"' not in plain.svg
    assert ">…</text>" in drawn(own="330922", statuses={"330922": "suppressed"}).svg


def test_a_city_is_its_counties_outlined_together():
    shape = geometry.load(COUNTIES, 460)
    members = [c.code for c in shape.counties if c.city_code == "330500"]
    assert len(members) == 5
    assert shape.edge(members) in drawn(own="330500", names={"330500": "湖州市"}).svg
    assert shape.edge(members) in drawn(own=members).svg
    inner = shape.edge(members[:1])
    assert len(shape.edge(members)) < sum(len(shape.edge([m])) for m in members) and inner


def test_the_label_stays_on_the_picture_for_every_county():
    width, height = map(float, re.search(r'viewBox="0 0 (\d+) ([\d.]+)"', drawn().svg).groups())
    for code in CODES:
        chart = drawn(own=code, names={code: "某某某某县"})
        x, y = map(float, re.search(r'<text x="(\d+)" y="(\d+)"[^>]*>某某某某县</text>', chart.svg).groups())
        assert 0 <= x <= width - 5 * 26 and 20 <= y <= height, code


def test_the_nodes_in_a_box_are_counted_as_by_hand():
    shape = geometry.load(COUNTIES, 460)
    nodes = [node for _, line in shape.arcs for node in line] + [c.centre for c in shape.counties]
    boxes = np.array([(0, 0, 920, 2000), (100.5, 200, 300, 299.5), (-16, -16, 40, 40), (800, 10, 1000, 60)], dtype=float)
    by_hand = [sum(x0 < x < x1 and y0 < y < y1 for x, y in nodes) for x0, y0, x1, y1 in boxes]
    assert shape.nodes_in(*boxes.T).tolist() == by_hand and by_hand[1] > 0


def test_neighbours_share_their_border_and_small_islands_stay():
    shape = geometry.load(COUNTIES, 460)
    assert {len(sides) for sides, _ in shape.arcs} == {1, 2}
    assert sum(len(sides) == 2 for sides, _ in shape.arcs) > 200
    sizes = {c.name: c.path.count("M") for c in shape.counties}
    assert sizes["嵊泗县"] >= 3 and sizes["岱山县"] >= 3 and sizes["洞头区"] >= 2 and min(sizes.values()) >= 1


def test_city_borders_are_borders_between_cities_only():
    shape = geometry.load(COUNTIES, 460)
    city = {c.code: c.city_code for c in shape.counties}
    between = [line for sides, line in shape.arcs if len({city[code] for code in sides}) == 2]
    assert shape.city_borders.count("M") == len(between) > 20


@pytest.mark.parametrize(("values", "classes", "expected"), [
    ([1, 2, 3, 10, 11, 12, 50], 3, [(1, 3), (10, 12), (50, 50)]),
    ([4, 4, 4], 5, [(4, 4)]),
    ([1, 1, 1, 9], 2, [(1, 1), (9, 9)]),
    ([], 5, []),
])
def test_natural_breaks_of_hand_worked_cases(values, classes, expected):
    assert natural_breaks(values, classes) == expected


def test_natural_breaks_leave_less_variance_than_any_other_cut():
    from itertools import combinations

    rng = np.random.default_rng(3)
    values = np.sort(rng.lognormal(1, 1, 14).round(2))

    def within(cuts):
        return sum(((part - part.mean()) ** 2).sum() for part in np.split(values, cuts))

    best = min(within(cuts) for cuts in combinations(range(1, 14), 3))
    found = [int((values < low).sum()) for low, _ in natural_breaks(values, 4)][1:]
    assert within(found) == pytest.approx(best)


def test_a_file_that_is_no_map_is_refused_in_one_line(tmp_path):
    bad = tmp_path / "x.geojson"
    bad.write_text('{"features": [{"properties": {}}]}', encoding="utf-8")
    with pytest.raises(ValueError, match="x.geojson: not a map of counties") as error:
        choropleth(bad, {}, **WORDS)
    assert "\n" not in str(error.value)
    with pytest.raises(FileNotFoundError, match="0 maps"):
        choropleth(tmp_path / "none", {}, **WORDS)
