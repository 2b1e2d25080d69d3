"""The benchmark of a place of six counties with one firm each, worked out by hand: quarters, quartiles, signed distances, the chart."""

import importlib.util
import re
from pathlib import Path

import pytest

from jianbao import brief, panel
from jianbao.brief import chart_spine
from jianbao.brief.spine import rows
from jianbao.indicators import SpineBands
from jianbao.panel import release
from jianbao.verify.report import pages

#: Margins −2, 2, 4, 6, 8 and 12 % on a revenue of 10 each: 5 % in all. The quartiles (type 7 of six) are 2.5, 5 and 7.5.
MARGINS = (-2, 2, 4, 6, 8, 12)


def _small_place():
    spec = importlib.util.spec_from_file_location("small_place", Path(__file__).parents[1] / "panel" / "small_place.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    small = _small_place()
    codes = [f"9901{n:02}" for n in range(1, 8)]
    small.REGIONS = [*small.REGIONS[:2], *((c, f"{zh}县", "ABCDEFG"[n - 1] + " county", "county", "990100", "县") for n, (c, zh) in enumerate(zip(codes, "子丑寅卯辰巳午", strict=True), 1))]
    flat = (100_000, 100_000)
    small.ENTERPRISES = [(f"E{n}", c, "C1713", flat, (1_000_000, 1_000_000), (800_000, 800_000), (m * 10_000, m * 10_000), (100 + n, 100)) for n, (c, m) in enumerate(zip(codes, MARGINS, strict=False))]
    small.BENCHMARKS = ("profit_margin", "labour_productivity", "loss_enterprise_share", "new_product_output_rate")
    folder = small.write(tmp_path_factory.mktemp("six"))
    panel.build(folder)
    release.cut(folder)
    return folder


def opened(place: Path, region: str, lang: str = "zh"):
    return brief.open(region, "T01", "2024-12", lang, data_dir=place)


def told(place: Path, text: str, claim: str) -> list[str]:
    metas = "".join(f'<meta name="jianbao:{k}" content="{v}">' for k, v in (("region", "990106"), ("sector", "T01"), ("period", "2024-12")))
    html = f'<html lang="zh"><head>{metas}</head><body><p class="w"><span data-claim="{claim}">{text}</span></p></body></html>'
    return [u.why for u in pages({"p": html}, place).unproved]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("居最优的四分之一（6个县（市、区））", "quarter|profit_margin||||county|4/6"),
        ("居最差的四分之一（6个县（市、区））", "quarter|profit_margin|990101|||county|1/6"),
        ("居中等偏前的四分之一（6个县）", "quarter|profit_margin|990104|||county|3/6"),
        ("2.50", "quartile|profit_margin||||county|1"), ("5.00", "quartile|profit_margin||||county|2"), ("7.50", "quartile|profit_margin||||county|3"),
        ("6.00", "quartile|profit_margin||||990103,990104,990105|2"),
        ("+7.00 优于", "beside|profit_margin||||990000|b"),
        ("0.00 持平", "beside|profit_margin|990100|||990000|0"),
        ("在各县中，1项居最优的四分之一、1项居最差的四分之一", "quarters|||||county|1/1"),  # the most workers: the least productive
    ],
)  # fmt: skip
def test_a_claim_that_holds_is_proved(place, text, claim):
    assert told(place, text, claim) == []


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("居最优的四分之一（6个县）", "quarter|profit_margin|990101|||county|4/6"), ("居最差的四分之一（6个县）", "quarter|profit_margin||||county|4/6"),
        ("居最优的四分之一（7个县）", "quarter|profit_margin||||county|4/6"), ("2.51", "quartile|profit_margin||||county|1"), ("2.5", "quartile|profit_margin||||county|1"),
        ("7.50", "quartile|profit_margin||||county|1"), ("5.00", "quartile|profit_margin||||990103,990104|2"), ("在各县中，2项居最优的四分之一", "quarters|||||county|2/0"),
        ("居最差的四分之一（6个县）", "quarter|loss_enterprise_share||||county|1/6"), ("居最优的四分之一（6个县）", "quarter|loss_enterprise_share||||county|4/6"),  # five share none
    ],
)  # fmt: skip
def test_a_claim_that_does_not_hold_is_not(place, text, claim):
    assert told(place, text, claim) != []


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("region", ["990101", "990104", "990106"])
def test_the_whole_section_is_proved_by_the_second_road(place, region, lang):
    b = opened(place, region, lang)
    metas = "".join(f'<meta name="jianbao:{k}" content="{v}">' for k, v in (("region", region), ("sector", "T01"), ("period", "2024-12")))
    html = brief.benchmark(b)._repr_html_()
    report = pages({"p": f'<html lang="{lang}"><head>{metas}</head><body>{html}</body></html>'}, place)
    assert [u.line() for u in report.unproved] == [] and report.claims > 30


def test_distances_are_signed_and_better_is_right(place):
    """−2 against +5 is 7 to the left, not 3: the farthest end (12) fills the scale of 7."""
    row = next(r for r in rows(opened(place, "990101")) if r.known.id == "profit_margin")
    assert row.places["own"] == pytest.approx(-1.0) and row.bands.best == pytest.approx(1.0)
    assert (row.worst.value, row.best.value) == (pytest.approx(-2.0), pytest.approx(12.0))
    low = next(r for r in rows(opened(place, "990101")) if r.known.id == "loss_enterprise_share")  # the only loss: 100 % against one in six
    assert low.places["own"] < 0 and low.way("zh") == "w" and low.worst.value > low.best.value


def test_the_chart_stands_where_the_numbers_say(place):
    row = next(r for r in rows(opened(place, "990104")) if r.known.id == "profit_margin")  # 6 against 5, of 7
    drawn = chart_spine.spine_cell(row.bands, row.places, row.way("zh"))
    x = float(re.search(r'<circle cx="([\d.]+)"', drawn)[1])
    assert x == pytest.approx(180 + 166 / 7, abs=0.06)
    assert re.findall(r'd="M(\d+) 5H(\d+)', drawn) == [("14", "346"), (str(round(180 - 166 * 2.5 / 7)), str(round(180 + 166 * 2.5 / 7)))]


def test_the_figures_of_the_bars_are_in_the_annex(place):
    html = brief.benchmark(opened(place, "990104")).html
    annex = re.sub(r"<[^>]+>", " ", re.search(r'<details class="data">.*?</details>', html, re.S)[0])
    assert re.search(r"利润率 +子县? +−2\.00 +2\.50 +7\.50 +巳县? +12\.00", annex), annex


def test_nothing_is_drawn_for_a_county_without_the_sector_or_the_whole_place(place):
    assert brief.benchmark(opened(place, "990107")).html == "" and brief.benchmark(opened(place, "990000")).html == ""


def test_a_city_among_too_few_gets_its_figures_and_no_chart(place):
    html = brief.benchmark(opened(place, "990100")).html
    assert "不足五个设区市有数据，不画" in html and "M180 0V26" not in html.split('class="leg"')[0]


def test_without_bands_there_is_no_drawing():
    nan = float("nan")
    assert chart_spine.spine_cell(None, {}, "b") == chart_spine.spine_cell(SpineBands(nan, nan, nan, nan), {"own": 0.1}, "b") == ""


def test_a_city_beyond_the_counties_stands_at_the_edge():
    drawn = chart_spine.spine_cell(SpineBands(-1, -0.5, 0.5, 0.9), {"city": 1.7}, "")
    assert 'M346 6.5' in drawn


def test_one_far_region_does_not_press_a_row_flat():
    """138.3 万元/亩 in one county left the marks of every other on the middle line: such an end is cut and says so."""
    flat = SpineBands(-0.08, -0.02, 0.03, 1.0)
    drawn = chart_spine.spine_cell(flat, {"own": -0.013, "city": -0.007}, "w")
    assert chart_spine.cut(flat, {"own": -0.013}) and "H346l7 8-7 8H" in drawn and "l-7-8" not in drawn
    x = float(re.search(r'<circle cx="([\d.]+)"', drawn)[1])
    assert x == pytest.approx(180 - 166 * 0.013 * 8, abs=0.06)  # 0.03 is drawn as 0.24
    wide = SpineBands(-1.0, -0.2, 0.15, 0.5)
    assert not chart_spine.cut(wide, {"own": 0.01}) and not chart_spine.cut(None, {}) and "l7" not in chart_spine.spine_cell(wide, {"own": 0.01}, "b")


def test_no_mark_hides_another():
    """The diamond and the square stood behind the circle; they move up and down where they meet, and only there."""
    bands = SpineBands(-1.0, -0.2, 0.15, 0.5)
    met = chart_spine.spine_cell(bands, {"own": 0.1, "city": 0.1, "peers": 0.1}, "b")
    apart = chart_spine.spine_cell(bands, {"own": 0.1, "city": -0.1, "peers": 0.4}, "b")
    assert 'M196.6 -0.5l6.5' in met and 'M196.6 15.5h4.5' in met and met.index("<circle") > met.index("h4.5")
    assert "163.4 6.5l6.5" in apart and "246.4 8.5h4.5" in apart
