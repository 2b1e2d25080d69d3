"""Pages in Chromium, opened from file:// as from a USB stick."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def page_file(tmp_path, sample_page):
    path = tmp_path / "brief.html"
    path.write_text(sample_page, encoding="utf-8")
    return path


def violations(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    return [(v["id"], v["nodes"][0]["html"]) for v in axe.Axe().run(page).response["violations"]]


def test_a_page_asks_for_nothing_and_says_nothing_in_the_console(open_file, page_file):
    seen = open_file(page_file)
    seen.page.wait_for_load_state("networkidle")
    assert (seen.requests, seen.messages) == ([], [])


@pytest.mark.parametrize("width", [320, 375, 768, 1366])
def test_a_page_never_scrolls_sideways(open_file, page_file, width):
    seen = open_file(page_file, width)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    # The wide table of the sample does scroll, in its own box: else this test would prove nothing.
    if width < 400:
        assert seen.page.evaluate("(b => b.scrollWidth > b.clientWidth)(document.querySelector('.scroll'))")


@pytest.mark.parametrize("width", [375, 1366])
def test_axe_finds_nothing(open_file, page_file, width):
    assert violations(open_file(page_file, width).page) == []


def test_the_first_tab_stop_leads_to_the_content(open_file, page_file):
    page = open_file(page_file).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_script_that_slipped_in_would_not_run(open_file, tmp_path, sample_page):
    path = tmp_path / "bad.html"
    path.write_text(sample_page.replace("</main>", "<script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\"></main>"))
    page = open_file(path).page
    page.wait_for_timeout(200)
    assert page.title() != "ran"


def test_the_printed_page_is_a4_with_its_foot_on_each_sheet(open_file, tmp_path, sample_page):
    long = sample_page.replace("只有中文", "</p>" + "<p>一段文字。</p>" * 150 + "<p>")
    path = tmp_path / "long.html"
    path.write_text(long, encoding="utf-8")
    page = open_file(path).page
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    sheets = pdf.count(b"/Type /Page\n")
    assert sheets >= 3 and b"/MediaBox [0 0 594.95996 841.91998]" in pdf or b"/MediaBox [0 0 595" in pdf
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.pf')).display") == "table-footer-group"
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).display") == "none"
