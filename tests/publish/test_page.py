"""A page shows an analyst's prose and what the cells show, and nothing else."""

import re
from dataclasses import replace

import nbformat.v4 as v4
import pytest

from jianbao.publish.check import check_page, visible_text
from jianbao.publish.css import sheet
from jianbao.publish.exporter import BriefExporter, ExportError

EXPECTED = (
    "跳到正文 行业县域简报 吴兴区 ｜ 纺织业 2024年1—12月 内部资料 分析 本区 增长6.8% ，见下表。 "
    + " ".join(f"指标{k}" for k in range(12))
    + " 1234.56" * 12
    + " 只有中文 3 主要指标 规模上升 增加值 19.6 亿元 同比增长6.8% ▲ 上升·向好 营业收入 吴兴区 96.4 增速 生成的 文字"
    " 数据截至 2025年1月27日 来源：样例 吴兴区 纺织业 2024年1—12月 内部资料 模拟数据"
)


def test_the_page_reads_like_the_notebook(sample_page):
    assert visible_text(sample_page) == EXPECTED


def test_prose_of_the_other_language_is_left_out(sample_notebook, sample_meta):
    page = BriefExporter().page(sample_notebook, replace(sample_meta, lang="en"))
    assert "English only" in page and "只有中文" not in page and '<html lang="en">' in page


def test_code_streams_reprs_and_comments_are_never_shown(sample_page):
    for noise in ("secret_code", "DeprecationWarning", "printed noise", "42", "frame repr", "Head()", "作者备注", "Figure"):
        assert noise not in sample_page


def test_a_failed_cell_is_no_page(sample_notebook, sample_meta):
    sample_notebook.cells[4].outputs.append(v4.new_output("error", ename="KeyError", evalue="'330599'", traceback=[]))
    with pytest.raises(ExportError, match="cell 5 failed: KeyError"):
        BriefExporter().page(sample_notebook, sample_meta)


def test_an_empty_notebook_is_no_page(sample_meta):
    with pytest.raises(ExportError, match="shows nothing"):
        BriefExporter().page(v4.new_notebook(cells=[v4.new_code_cell("1")]), sample_meta)


def test_one_exporter_makes_the_same_page_twice_and_leaves_the_notebook_alone(sample_notebook, sample_meta):
    exporter, before = BriefExporter(), str(sample_notebook)
    assert exporter.page(sample_notebook, sample_meta) == exporter.page(sample_notebook, sample_meta)
    assert str(sample_notebook) == before


def test_a_page_without_a_head_part_gets_one_from_its_meta(sample_meta):
    page = BriefExporter().page(v4.new_notebook(cells=[v4.new_markdown_cell("文")]), sample_meta)
    assert page.count("<h1>") == 1 and "模拟数据" in page and "<header>" in page


def test_an_analysts_heading_never_competes_with_the_pages_title(sample_meta):
    page = BriefExporter().page(v4.new_notebook(cells=[v4.new_markdown_cell("# 大标题")]), sample_meta)
    assert "<h2>大标题</h2>" in page


def test_outside_addresses_are_printed_not_linked(sample_meta):
    text = "[局网站](https://example.org/a) ![图](http://example.org/x.png) [本页](#main)"
    page = BriefExporter().page(v4.new_notebook(cells=[v4.new_markdown_cell(text)]), sample_meta)
    assert "https://example.org/a" in visible_text(page) and 'href="http' not in page and 'src="http' not in page
    assert '<a href="#main">本页</a>' in page


def test_two_charts_of_a_page_share_no_id(sample_notebook, sample_meta):
    sample_notebook.cells[4].outputs.append(sample_notebook.cells[4].outputs[5])
    page = BriefExporter().page(sample_notebook, sample_meta)
    ids = re.findall(r'<clipPath id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 2 and all(f"url(#{i})" in page for i in ids)


@pytest.mark.parametrize(("names", "most"), [(("page.css",), 15_000), (("page.css", "card.css"), 16_000)])
def test_the_style_sheet_stays_small_and_old_browsers_understand_it(names, most):
    css = sheet(*names)
    assert len(css.encode()) < most
    assert not re.search(r":has\(|@container|@layer|:is\(|:where\(|http|@import|url\(", css)


@pytest.mark.parametrize("name", ["sheet", "mast", "kick", "stamp", "sim", "lead", "toc", "cards", "card", "nm", "row", "v", "gr", "cmp", "g", "c4", "c12", "up", "dn", "tag", "bar", "ss", "notes", "src", "foot", "leg", "vh", "nb", "me", "scroll"])
def test_the_style_sheet_knows_the_class(name):
    assert re.search(rf"\.{name}(?![\w-])", sheet("page.css"))


def test_a_good_page_passes(sample_page, sample_meta):
    assert check_page(sample_page, sample_meta) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('content="330502"', 'content="330503"', "region"),
        ('content="T01"', 'content="T02"', "sector"),
        ('content="2024-12"', 'content="2024-11"', "period"),
        ("default-src 'none'; ", "", "policy"),
        ("style-src 'sha256-", "style-src 'unsafe-inline' 'sha256-", "policy"),
        ("</style>", "p{color:red}</style>", "policy"),
        ("</head>", "<style>p{color:red}</style></head>", "policy"),
        ("<main", '<p style="color:red">a</p><main', "style="),
        ("19.6", "NaN", "'NaN'"),
        ("19.6", "nan", "'nan'"),
        ("增长6.8%", "增长inf%", "'inf'"),
        ("19.6", "None", "'None'"),
        ("<main", '<script>1</script><main', "<script>"),
        ("<main", '<p onclick="x()">a</p><main', "onclick"),
        ("<main", '<img alt="a" src="http://x.example/a.png"><main', "leads out"),
        ("<main", '<a href="https://x.example/">a</a><main', "leads out"),
        ("<main", '<a href="//x.example/">a</a><main', "leads out"),
        ("<main", '<a href="java&#10;script:1">a</a><main', "leads out"),
        ("<main", '<p style="background:url(http://x.example/)">a</p><main', "leads out"),
        ("</style>", "@import 'a.css';</style>", "@import"),
        ("<main", '<iframe></iframe><main', "<iframe>"),
        ("<main", '<meta http-equiv="refresh" content="0"><main', "refresh"),
        ("<main", "<h1>二</h1><main", "2 <h1>"),
        ("<main", "<p>" + "字" * 70_000 + "</p><main", "bytes"),
        ("纺织业", "造纸业", "does not name 纺织业"),
        ('lang="zh-CN"', 'lang="en"', "language"),
        ("增速图", "增速NaN", "'NaN'"),
    ],
)  # fmt: skip
def test_a_bad_page_is_held_back(sample_page, sample_meta, old, new, says):
    assert old in sample_page
    problems = check_page(sample_page.replace(old, new), sample_meta)
    assert any(says in p for p in problems), problems


def test_english_prose_about_none_of_the_counties_is_no_lost_number(sample_page, sample_meta):
    assert check_page(sample_page.replace("只有中文", "None of the counties in Nan'an; Nanxun; infrastructure"), sample_meta) == []


def test_the_finding_of_a_section_stands_in_its_heading(sample_meta):
    part = v4.new_output("display_data", {"text/html": '<!--jianbao--><p class="w">增速回升</p><p>正文</p>'})
    nb = v4.new_notebook(cells=[v4.new_markdown_cell("## 4　运行\n\n引言"), v4.new_code_cell("1", outputs=[part])])
    page = BriefExporter().page(nb, sample_meta)
    assert '<h2><span class="n">4　运行</span> <span class="w">增速回升</span></h2>\n<div class="md"><p>引言</p></div>' in page
    assert page.count("增速回升") == 1 and "<p>正文</p>" in page


def test_the_style_of_a_page_has_every_rule_that_a_part_of_it_meets(sample_page):
    """Rules that no part meets are left out (2 KB of a page); the classes of the page's own template count too."""
    from jianbao.publish.css import sheet

    style = sample_page[sample_page.index("<style>") : sample_page.index("</style>")]
    assert ".letter" not in style and ".spine" not in style and "[lang=en]" not in style and len(style) < len(sheet("page.css")) - 2500
    assert all(rule in style for rule in (".skip:focus", ".card{", ".pf{display:table-footer-group", "@page{size:A4", ".tag.up", ".scroll{", "tr.me" if "class=me" in sample_page else ".mast"))
