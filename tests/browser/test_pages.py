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


def test_a_style_that_slipped_in_has_no_effect_and_is_told(open_file, tmp_path, sample_page):
    path = tmp_path / "bad.html"
    path.write_text(sample_page.replace("</main>", '<style>#a{color:#ff0000}</style><p id="a" style="color:#ff0000">a</p></main>'))
    seen = open_file(path)
    assert seen.page.evaluate("getComputedStyle(document.getElementById('a')).color") != "rgb(255, 0, 0)"
    assert len(seen.messages) == 2 and all("Content Security Policy" in m for m in seen.messages)


LOOKS = ("fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "font-style", "text-anchor", "opacity")


def test_a_drawing_that_another_library_styled_looks_as_it_drew_it(open_file, tmp_path, sample_meta):
    """matplotlib writes every look as a style attribute, which the page's policy would drop."""
    import io

    import matplotlib
    from matplotlib.figure import Figure
    from nbformat import v4

    from jianbao.publish.exporter import BriefExporter

    drawn = Figure(figsize=(4, 3))
    axes = drawn.add_subplot()
    axes.plot([1, 2, 3], [2, 1, 3], "--", color="#a84f00", alpha=0.6, label="a")
    axes.bar([1, 2, 3], [1, 2, 1], color="#0f4c5c", hatch="//", edgecolor="w")
    axes.set_title("Title", fontsize=17, weight="bold", style="italic")
    axes.text(1.5, 1.5, "$10^3$", ha="center", color="red")
    axes.legend()
    out = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none"}):
        drawn.savefig(out, format="svg")
    raw = out.getvalue()[out.getvalue().index("<svg") :]
    shown = v4.new_output("display_data", {"image/svg+xml": raw}, metadata={"alt": "图"})
    page = BriefExporter().page(v4.new_notebook(cells=[v4.new_code_cell("1", outputs=[shown])]), sample_meta)
    assert " style=" not in page
    looks = f"all => all.map(e => [e.tagName, ...{list(LOOKS)}.map(k => getComputedStyle(e).getPropertyValue(k))].join(' ').replace(/#[^)\"]*/g, '#'))"
    seen = []
    for name, text in (("free.html", f"<!DOCTYPE html><meta charset=utf-8><body style='font-size:12px'>{raw}"), ("page.html", page)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        seen.append(open_file(tmp_path / name))
    free, held = (s.page.eval_on_selector_all("svg path, svg text, svg use, svg tspan", looks) for s in seen)
    assert len(free) > 40 and held == free and seen[1].messages == []
