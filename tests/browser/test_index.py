"""The index in Chromium: a brief is found by what a reader would type, and without script too."""

import pytest

from jianbao.catalogue import read
from jianbao.publish.index import index_page
from jianbao.publish.meta import Entry, Headline, IndexMeta

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def index_file(tmp_path_factory):
    catalogue, entries = read(), []
    for region in catalogue.regions():
        growth = Headline("1.0", int(region.code) % 97 / 10, "estimated")
        entries.append(Entry(f"briefs/{region.code}.html", "county_brief", region.code, region.name("zh"), headline=growth))
        for k, sector in enumerate(catalogue.brief_sectors()):
            growth = (int(region.code) * 7 + k * 13) % 301 / 10 - 12
            entries.append(Entry(f"briefs/{region.code}-{sector.code}.html", "sector_county_brief", region.code, "", sector=sector.code, headline=Headline("", growth, "estimated")))
    for sector in catalogue.brief_sectors():
        entries.append(Entry(f"briefs/{sector.code}.html", "sector_brief", "330000", "", sector=sector.code))
    meta = IndexMeta("浙江省", "zh", "2024年1—12月", "internal", True, "2025年1月27日", "0.1.0", "增加值同比增速（%）")
    path = tmp_path_factory.mktemp("index") / "index.html"
    path.write_text(index_page(entries, catalogue, meta), encoding="utf-8")
    (path.parent / "briefs").mkdir()
    (path.parent / "briefs" / "330502-T03.html").write_text("<title>330502-T03</title>", encoding="utf-8")
    return path


def found(page, text):
    page.fill("#q", text)
    return page.eval_on_selector_all("#list a", "all => all.map(a => a.getAttribute('href').split('/').pop().split('.')[0])")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("吴兴 纺织", "330502-T01"),
        ("吴兴区", "330502"),
        ("330502", "330502"),
        ("330502 T02", "330502-T02"),
        ("330502 C18", "330502-T02"),
        ("wuxing fangzhi", "330502-T01"),
        ("fuzhuang", "T02"),
        ("changxing youse", "330522-T09"),
        ("wx fz", "330502-T01"),
        ("WX　FZ", "330502-T01"),
        ("ｗｘ ｆｚ", "330502-T01"),
        ("wuxing 服装", "330502-T02"),
        ("anji", "330523"),
        ("纺织", "T01"),
        ("造纸 富阳", "330111-T06"),
        ("没有这个县", None),
    ],
)
def test_the_brief_is_found_first(open_file, index_file, text, first):
    page = open_file(index_file).page
    hits = found(page, text)
    assert (hits[0] if hits else None) == first
    assert page.is_visible("#all") is False and page.text_content("#state").startswith("找到" if first else "没有")


def test_a_citys_name_finds_its_counties(open_file, index_file):
    hits = found(open_file(index_file).page, "湖州 T01")
    assert set(hits) == {f"{c}-T01" for c in ("330500", "330502", "330503", "330521", "330522", "330523")}


def test_the_keyboard_is_enough(open_file, index_file):
    page = open_file(index_file).page
    page.focus("#q")
    page.keyboard.type("吴兴")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "briefs/330502-T01.html"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.input_value("#q") == "" and page.is_visible("#all")
    page.keyboard.type("330502 T03")
    page.keyboard.press("Enter")
    page.wait_for_url("**/briefs/330502-T03.html", wait_until="commit")


def test_without_script_every_brief_is_there_to_read(open_file, index_file):
    page = open_file(index_file, script=False).page
    assert page.locator("#all a").count() == 1853 and page.locator("#map svg a").count() == 90
    assert page.locator("a[href='briefs/330502-T01.html']").is_visible()
    assert not page.locator("#find").is_visible() and page.locator("noscript").is_visible()


@pytest.mark.parametrize("width", [375, 1366])
def test_quiet_narrow_and_accessible(open_file, index_file, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    seen = open_file(index_file, width)
    for text in ("", "湖州"):
        seen.page.fill("#q", text)
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
        assert [(v["id"], v["nodes"][0]["html"]) for v in axe.Axe().run(seen.page).response["violations"]] == []
    if width == 375:  # closed on a telephone; opened, the stacked rows fit too
        seen.page.fill("#q", "")
        seen.page.click("details.city >> nth=4 >> summary")
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert (seen.requests, seen.messages) == ([], [])


def test_a_county_on_the_map_opens_its_brief_and_the_tab_key_passes_the_map(open_file, index_file):
    (index_file.parent / "briefs" / "330522.html").write_text("<title>330522</title>", encoding="utf-8")
    page = open_file(index_file).page
    page.focus("p.worry a, .cities a >> nth=0")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.closest('svg') === null")
    page.locator("#map a[href='briefs/330522.html'] path").click()
    page.wait_for_url("**/briefs/330522.html", wait_until="commit")


@pytest.fixture(scope="module")
def documents_file(tmp_path_factory):
    """The index of an edition that has documents alone."""
    catalogue = read()
    notebook = catalogue.reports[0].notebook
    entries = [Entry(f"reports/{notebook}/{r.code}.html", "report", r.code, "", notebook=notebook, beside={f"reports/{notebook}/{r.code}.docx": ""}) for r in catalogue.regions(level="city")]
    path = tmp_path_factory.mktemp("documents") / "index.html"
    path.write_text(index_page(entries, catalogue, IndexMeta("浙江省", "zh", "2024年", "internal", True, "2024年", "0.1.0")), encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [375, 1366])
def test_an_edition_of_documents_alone_is_searched_and_accessible(open_file, documents_file, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    seen = open_file(documents_file, width)
    assert seen.page.locator("#documents li").count() == 11 and not seen.page.locator("#all").count()
    assert found(seen.page, "huzhou") == ["330500"] and not seen.page.is_visible("#documents")
    seen.page.fill("#q", "")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert [(v["id"], v["nodes"][0]["html"]) for v in axe.Axe().run(seen.page).response["violations"]] == []
    assert (seen.requests, seen.messages) == ([], [])
