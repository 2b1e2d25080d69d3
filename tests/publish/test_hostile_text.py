"""What others wrote is shown as text: no name, remark or table of theirs can act."""

from dataclasses import replace

import nbformat.v4 as v4
import pytest

from jianbao.publish import sanitise
from jianbao.publish.check import check_page, visible_text
from jianbao.publish.exporter import BriefExporter

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<body onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</main></body><script>alert(1)</script>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<object data=data:text/html,<script>alert(1)</script>></object>",
    "<link rel=stylesheet href=http://x.example/a.css>",
    "<meta http-equiv=refresh content=0;url=http://x.example/>",
    "<base href=http://x.example/>",
    "<form action=http://x.example/><button>x</button></form>",
    "<style>*{background:url(http://x.example/)}</style>",
    "{{ 7*7 }}<marquee onstart=alert(1)>x</marquee>",
    "<!--><script>alert(1)</script>-->",
    "<noscript><p title=\"</noscript><script>alert(1)</script>\">",
    "<!--jianbao--><script>alert(1)</script>",
    "<template><script>alert(1)</script></template>",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_name_is_shown_literally(payload, sample_notebook, sample_meta):
    meta = replace(sample_meta, title=payload, region_name=payload, sector_name="", footer=(payload,), place=payload)
    nb = v4.new_notebook(cells=[v4.new_markdown_cell("文")])
    page = BriefExporter().page(nb, meta)
    assert check_page(page, meta) == []
    assert visible_text(page).count(" ".join(payload.split())) >= 3


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("form", ["{}", "文字 {} 文字", "- {}", "# {}", "| a |\n|---|\n| {} |"])
def test_markdown_cannot_act(payload, form, sample_meta):
    page = BriefExporter().page(v4.new_notebook(cells=[v4.new_markdown_cell("文 吴兴区 纺织业\n\n" + form.format(payload))]), sample_meta)
    assert check_page(page, sample_meta) == []


# Raw HTML between words; comments are the one thing that a Markdown author hides on purpose.
@pytest.mark.parametrize("payload", [p for p in PAYLOADS if "<!--" not in p])
@pytest.mark.parametrize("form", ["{}", "文字 {} 文字"])
def test_markdown_shows_raw_html_literally(payload, form, sample_meta):
    page = BriefExporter().page(v4.new_notebook(cells=[v4.new_markdown_cell(form.format(payload))]), sample_meta)
    assert payload in visible_text(page)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_another_librarys_table_cannot_act(payload, sample_meta):
    html = f"<table><tr><td>吴兴区 纺织业</td><td>{payload}</td></tr></table>"
    output = v4.new_output("display_data", {"text/html": html, "text/plain": ""})
    page = BriefExporter().page(v4.new_notebook(cells=[v4.new_code_cell("1", outputs=[output])]), sample_meta)
    assert check_page(page, sample_meta) == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_drawing_cannot_act(payload, sample_meta):
    drawing = f'<svg viewBox="0 0 9 9"><text>吴兴区 纺织业</text>{payload}<use href="http://x.example/a.svg#a"/><rect fill="url(http://x.example/)" style="position:fixed"/></svg>'
    output = v4.new_output("display_data", {"image/svg+xml": drawing})
    page = BriefExporter().page(v4.new_notebook(cells=[v4.new_code_cell("1", outputs=[output])]), sample_meta)
    assert check_page(page, sample_meta) == []
    assert "position" not in page.partition("<main")[2]


def test_only_harmless_tags_without_attributes_work_in_markdown():
    html = sanitise.markdown("m<sup>2</sup> 一<br>二 <b onclick=x>三</b>")
    assert "<sup>2</sup>" in html and "<br>" in html and "&lt;b onclick" in html


def test_a_table_keeps_its_spans_and_loses_its_style():
    html = sanitise.html_table('<table class="x" style="color:red"><tr><th colspan="2" style="x">头</th></tr></table>')
    assert 'colspan="2"' in html and "style" not in html and 'tabindex="0"' in html
