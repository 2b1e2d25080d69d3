"""The project's own notebooks, run by the engine on the small place, as pages in Chromium."""

import importlib.util
from pathlib import Path

import pytest

from jianbao import catalogue, panel, paths
from jianbao.panel import release

pytestmark = pytest.mark.browser
_spec = importlib.util.spec_from_file_location("small_place", Path(__file__).parents[1] / "panel" / "small_place.py")
small_place = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(small_place)

ABOUT = {"region_code": "990101", "sector_code": "T01", "period": "2024-12"}
CASES = {
    "sector_county_brief.zh": ("sector_county_brief", {**ABOUT, "lang": "zh"}),
    "sector_county_brief.en": ("sector_county_brief", {**ABOUT, "lang": "en"}),
    "short_page.zh": ("sector_county_brief", {**ABOUT, "region_code": "990103", "lang": "zh"}),
    "county_brief.zh": ("county_brief", {"region_code": "990101", "period": "2024-12", "lang": "zh"}),
    "sector_brief.zh": ("sector_brief", {"sector_code": "T01", "period": "2024-12", "lang": "zh"}),
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    from jianbao.run.plan import BriefSpec, kind_of
    from jianbao.run.worker import Context, make

    root = tmp_path_factory.mktemp("real")
    place = small_place.write(root / "data")
    panel.build(place)
    release.cut(place)
    (root / "outputs" / "log").mkdir(parents=True)
    context = Context(place, "internal", paths.root(), root / "w", root / "outputs" / "log" / "x.log", modelled=True)
    (root / "w").mkdir()
    made = {}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in context.environment().items():
            patch.setenv(name, value)
        for name, (notebook, parameters) in CASES.items():
            spec = BriefSpec(paths.notebooks_dir() / f"{notebook}.ipynb", kind_of(tuple(parameters)), tuple(parameters.items()), f"{name}.html")
            result = make(spec, context)
            assert result.ok, (name, result.cell, result.cause)
            made[name] = root / f"{name}.html"
            made[name].write_bytes(result.html)
    assert catalogue.read(place).place.id == "small"
    return made


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("width", [375, 1366])
def test_a_brief_is_quiet_fits_and_is_accessible(open_file, pages, name, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    seen = open_file(pages[name], width)
    seen.page.wait_for_load_state("networkidle")
    assert (seen.requests, seen.messages) == ([], [])  # what the page's policy stops is a message
    assert " style=" not in pages[name].read_text(encoding="utf-8")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert [v["id"] for v in axe.Axe().run(seen.page).response["violations"]] == []
    assert pages[name].stat().st_size <= 200_000


@pytest.mark.parametrize("name", CASES)
def test_modelled_figures_are_labelled_at_every_chart_and_table(open_file, pages, name):
    page = open_file(pages[name]).page
    label = "Modelled data" if name.endswith(".en") else "模拟数据"
    assert label in page.inner_text("header")
    word = "odelled" if name.endswith(".en") else "模拟数据"
    for figure in page.query_selector_all("figure.chart"):
        heading = figure.evaluate("f => (f.previousElementSibling || {}).innerText || ''")
        assert word in heading, f"a chart without its label: {heading!r}"
    captions = [c.text_content() for c in page.query_selector_all("caption")]  # those folded away too
    for caption in captions:
        assert word in caption or "公布" in caption or "ublished" in caption, f"a table without its label: {caption!r}"


def test_charts_and_map_hold_real_text(open_file, pages):
    page = open_file(pages["sector_county_brief.zh"]).page
    texts = page.eval_on_selector_all("figure.chart svg text", "all => all.map(t => t.textContent)")
    assert any("子县" in t for t in texts), "the map names its county"
    assert any("1月" in t or "免报" in t for t in texts), "the line chart says why it breaks"
    assert len(page.query_selector_all("figure.chart svg")) >= 4
    assert len(page.query_selector_all("table")) >= 3


def test_a_section_with_nothing_to_say_leaves_no_heading(open_file, pages):
    headings = open_file(pages["short_page.zh"]).page.eval_on_selector_all("h2", "all => all.map(h => h.innerText)")
    assert not any("主要指标" in h or "产业结构" in h for h in headings)
    assert any("概要" in h for h in headings)


@pytest.mark.parametrize("name", ["sector_county_brief.zh", "sector_county_brief.en", "sector_brief.zh"])
def test_the_letters_of_a_chart_can_be_read_on_a_phone(open_file, pages, name):
    page = open_file(pages[name], 375).page
    sizes = page.eval_on_selector_all(
        "figure.chart svg text",
        "all => all.filter(t => t.getClientRects().length).map(t => parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a)",
    )
    assert len(sizes) > 10 and min(sizes) >= 10


def test_no_name_in_the_charts_meets_another_on_a_phone(open_file, tmp_path):
    """北仑 stood on 萧山, and 12月 on 1—2月: a telephone writes the letters of a chart larger than the chart was laid out for."""
    from jianbao.brief import charts
    from jianbao.publish.css import sheet

    names = ("Wuxing", "Beilun", "Xiaoshan", "Keqiao", "Cixi", "Fenghua")
    points = [charts.Point(n, 40.0 + 3 * k, 9.0 - 0.4 * k, own=not k) for k, n in enumerate(names)]
    points += [charts.Point(f"x{k}", 1.3**k, k % 7 * 3.0) for k in range(14)]
    months = [f"{year}-{month:02d}" for year in (2023, 2024) for month in range(2, 13)]
    drawn = [
        charts.level_growth(points, level_label="billion yuan", growth_label="%", lang="en", alt="a", ident="s"),
        charts.growth_lines(months, [charts.Line("本区", [1.0] * 22, "own")], unit="%", lang="zh", alt="b", ident="run"),
    ]
    path = tmp_path / "charts.html"
    path.write_text(f"<!DOCTYPE html><meta name=viewport content='width=device-width'><style>{sheet('page.css')}</style><div class=sheet><div class=g>{''.join(c.html() for c in drawn)}</div></div>", encoding="utf-8")
    meet = """all => all.map(t => [t.textContent, t.getBoundingClientRect()]).flatMap(([n, a], i, rest) => rest.slice(i + 1).filter(([m, b]) =>
        a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4).map(([m]) => n + " " + m))"""
    seen = open_file(path, 375).page
    assert seen.eval_on_selector_all("svg text", meet) == []
    assert any("吴" in t or "Wuxing" in t for t in seen.eval_on_selector_all("svg text", "all => all.map(t => t.textContent)"))


@pytest.mark.parametrize("name", CASES)
def test_a4_takes_the_page_whole_and_its_charts_can_be_read(open_file, pages, name):
    """What is wider than the paper makes Chromium print everything smaller; letters in charts of half a page were 5.4 pt."""
    page = open_file(pages[name], 688).page  # A4 within its margins
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 688
    sizes = page.eval_on_selector_all(
        "figure.chart svg text", "all => all.filter(t => t.getClientRects().length).map(t => 0.75 * parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a)"
    )
    assert min(sizes, default=9) >= 6


@pytest.mark.parametrize("name", CASES)
def test_no_table_is_wider_than_a_phone(open_file, pages, name):
    wide = "all => all.filter(e => e.getClientRects().length && !e.closest('details') && e.scrollWidth > e.clientWidth + 1).map(e => e.getAttribute('aria-label'))"
    assert open_file(pages[name], 375).page.eval_on_selector_all(".scroll", wide) == []


@pytest.mark.parametrize("name", CASES)
def test_the_rules_left_out_of_a_page_change_nothing_on_it(open_file, pages, tmp_path, name):
    import re

    from jianbao.publish.css import sheet
    from jianbao.publish.policy import policy

    html = pages[name].read_text(encoding="utf-8")
    small = re.search("<style>(.*?)</style>", html, re.S)[1]
    (tmp_path / "whole.html").write_text(html.replace(small, sheet("page.css")).replace(policy(small), policy(sheet("page.css"))), encoding="utf-8")
    looks = """all => all.map(e => { const s = getComputedStyle(e), r = e.getBoundingClientRect();
        return [e.tagName, r.x, r.y, r.width, r.height, s.display, s.position, s.color, s.background, s.font, s.border, s.textDecoration, s.fill].join(" ") })"""
    for width, media in ((375, "screen"), (1366, "screen"), (688, "print")):
        seen_as = []
        for file in (pages[name], tmp_path / "whole.html"):
            seen = open_file(file, width)
            seen.page.emulate_media(media=media)
            assert seen.messages == []
            seen_as.append(seen.page.eval_on_selector_all("body *", looks))
        assert [pair for pair in zip(*seen_as, strict=True) if pair[0] != pair[1]] == [], (width, media)
