"""Word and Excel files hold before Office's own rules: the checker is a port of Microsoft's Open XML SDK, for Office 2007 to Microsoft 365."""

import io
import re
import zipfile
from pathlib import Path

import nbformat.v4 as v4
import pytest

from jianbao.publish.exporter import BriefExporter
from jianbao.publish.meta import PageMeta
from jianbao.publish.office.blocks import Cell, Document, Paragraph, Run, Table
from jianbao.publish.office.excel import xlsx
from jianbao.publish.office.grid import read_table
from jianbao.publish.office.make import make
from jianbao.publish.office.package import pack
from jianbao.publish.office.reader import read
from jianbao.publish.office.text import plain_text
from jianbao.publish.office.tree import parse
from jianbao.publish.office.values import Number, value
from jianbao.publish.office.word import docx

SVG = '<svg viewBox="0 0 360 26" aria-hidden="true"><path d="M114 5H346V21H114z" fill="#cdc9bf"/></svg>'
BRIEF = (
    '<header><div class="mast"><span class="kick">行业县域简报</span><h1>吴兴区服装简报</h1></div><div class="sim"><b>模拟数据</b>　由模拟企业数据汇总</div></header>',
    '<section><h2><span class="n">1　对标</span> <span class="w">2项优于全省</span></h2><p>增加值增长2.7%。</p>'
    '<table><caption>对标 <small>%</small></caption><thead><tr><th scope="col">指标</th><th scope="col" class=c>◄ 劣　　全省同行业　　优 ►</th><th scope="col">差</th></tr></thead>'
    f'<tbody><tr class="me"><th scope="row" class="nmv">增速</th><td class="ch"><span class="vh"><span data-claim="q">居最优的四分之一（88个县）</span></span>{SVG}</td>'
    '<td><span data-claim="g">−2.3 弱于</span></td></tr></tbody></table><div class="src">右为优。 <small class="sim-tag">模拟数据</small></div>'
    '<figure><svg role="img" aria-label="增速走势" viewBox="0 0 90 40" width="90" height="40"><path d="M4 9L40 20" fill="none" stroke="#0f4c5c"/></svg></figure>'
    '<h3>口径</h3><p class="src">来源：规模以上工业企业月度数据逐户汇总。</p></section>',
)
LETTER = (
    '<header><div class="mast"><h1>关于增加值的提示函</h1></div></header>',
    '<p class="to">吴兴区人民政府：</p><div class="lead"><p>增加值增速低于全省2.3个百分点。</p></div><p class="sign">某厅</p>',
    '<table><caption>附：指标情况 <small>%</small></caption><thead><tr><th scope="col">指标</th><th scope="col">增速</th></tr></thead><tbody><tr><th>增加值</th><td>2.3</td></tr></tbody></table>',
)


def page(parts, lang="zh"):
    cells = [v4.new_code_cell("", outputs=[v4.new_output("display_data", {"text/html": f"<!--jianbao-->{o}"})]) for o in parts]
    return BriefExporter().page(v4.new_notebook(cells=cells), PageMeta("页", lang, "330502", "吴兴区", period="2024-12", footer=("内部资料，不得外传。", "模拟数据。")))


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.fixture(scope="module")
def faults(tmp_path_factory):
    """What the checker finds in a file, for every edition of Office that it knows."""
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed (the dev extra has it)")
    formats = [f for f in audit.FileFormat if f.name.startswith(("OFFICE_", "MICROSOFT_"))]
    assert {"OFFICE_2007", "OFFICE_2019", "MICROSOFT_365"} <= {f.name for f in formats}
    checkers = [audit.OpenXmlValidator(f, security_validation=True) for f in formats]
    folder = tmp_path_factory.mktemp("office")

    def found(content: bytes, ending: str) -> list[str]:
        path = folder / f"file.{ending}"
        path.write_bytes(content)
        return [f"{c.file_format.name} {e.part_uri} {e.description}" for c in checkers for e in c.validate(path).errors]

    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("parts", [BRIEF, LETTER], ids=["brief", "letter"])
def test_a_briefs_and_a_documents_files_are_valid_for_every_office(faults, parts, lang):
    for ending, content in make(page(parts, lang), ("docx", "xlsx")).items():
        assert faults(content, ending) == [], ending


def test_a_sheet_of_one_page_and_a_table_of_many_columns_are_valid(faults):
    many = "".join(f"<td>{n}.5</td>" for n in range(12))
    html = page((*LETTER, f'<div class="onepage"></div><table><caption>宽</caption><tbody><tr>{many}</tr></tbody></table>'))
    for ending, content in make(html, ("docx", "xlsx")).items():
        assert faults(content, ending) == [], ending


@pytest.mark.parametrize(("ending", "part", "old", "new"), [
    ("docx", "word/_rels/document.xml.rels", rb'<Relationship Id="rId6"[^>]*/>', b""),  # no theme: what it found first
    ("docx", "word/document.xml", rb'<w:tblLook w:val="0620"/>', b'<w:tblLook w:val="0620" w:firstRow="1"/>'),  # of Office 2010
    ("docx", "word/styles.xml", rb'<w:jc w:val="right"/>', b'<w:jc w:val="rightish"/>'),
    ("docx", "word/theme/theme1.xml", rb"<a:dk2>.*?</a:dk2>", b""),
    ("xlsx", "xl/_rels/workbook.xml.rels", rb'<Relationship Id="rIdD"[^>]*/>', b""),
    ("xlsx", "xl/worksheets/sheet2.xml", rb"<sheetData>", b"<sheetDate/><sheetData>"),
    ("xlsx", "xl/styles.xml", rb'borderId="\d+"', b'borderId="-7"'),
])  # fmt: skip
def test_a_spoilt_file_is_refused(faults, ending, part, old, new):
    parts = parts_of(make(page(BRIEF), (ending,))[ending])
    spoilt = re.sub(old, new, parts[part], count=1, flags=re.S)
    assert spoilt != parts[part]
    assert faults(pack(parts | {part: spoilt}), ending)


def test_a_theme_is_offered_and_no_style_takes_its_look_from_it():
    for ending, content in make(page(BRIEF), ("docx", "xlsx")).items():
        parts = parts_of(content)
        (name,) = (n for n in parts if n.endswith("theme/theme1.xml"))
        theme = parts[name].decode()
        assert 'name="简报"' in theme and ("仿宋_GB2312" if ending == "docx" else "宋体") in theme
        assert not any(b"asciiTheme" in p or b"themeColor" in p or b'scheme val="' in p or b" theme=" in p for p in parts.values())


# ---- what looking at every kind of document showed ----------------------------------------------------------------------


def document_xml(document):
    return parts_of(docx(document))["word/document.xml"].decode()


def test_a_drawing_that_the_page_says_in_words_stands_in_word_and_its_words_in_excel():
    """Word had the words under a head that explains a drawing, three lines high."""
    made = make(page(BRIEF), ("docx", "xlsx"))
    body = parts_of(made["docx"])["word/document.xml"].decode()
    assert body.count('descr="居最优的四分之一（88个县）"') == 1 and ">居最优的四分之一（88个县）<" not in body
    strings = parts_of(made["xlsx"])["xl/sharedStrings.xml"].decode()
    assert ">居最优的四分之一（88个县）<" in strings and ">全省同行业<" in strings and "►" not in strings


def test_a_drawing_that_cannot_be_drawn_leaves_its_words():
    table = Table("表", "", (), ((Cell("居中", words=True, drawing=parse('<svg viewBox="0 0 9 9"><path d="M0 0A9"/></svg>').first("svg"), spoken=True),),))
    assert ">居中<" in document_xml(Document("zh", "页", blocks=[table]))


@pytest.mark.parametrize(("cell", "wanted"), [
    ('<span data-claim="x">−2.3 弱于</span>', Number("-2.3", '0.0" 弱于"')), ('<span data-claim="x">10期</span>', Number("10", '0"期"')),
    ('<span data-claim="x">19.9万元/亩</span>', Number("19.9", '0.0"万元/亩"')), ('<span data-claim="x">600亿元</span>', Number("600", '0"亿元"')),
    ('<span data-claim="x">2.2%以上</span>', "2.2%以上"), ('<span data-claim="x">≥33期</span>', "≥33期"), ('<span data-claim="x">81（76–84）</span>', "81（76–84）"),
    ("10期", "10期"),
])  # fmt: skip
def test_a_claim_that_is_a_number_with_its_unit_is_a_number_in_excel(cell, wanted):
    table = read_table(parse(f"<table><tbody><tr><td>{cell}</td></tr></tbody></table>").first("table"), "t")
    assert value(table.body[0][0]) == wanted


def test_what_is_said_under_a_table_explains_it_and_only_a_source_is_a_source():
    strings = parts_of(make(page(BRIEF), ("xlsx",))["xlsx"])["xl/sharedStrings.xml"].decode()
    assert ">单位与说明：%　右为优。<" in strings and ">来源：模拟数据　由模拟企业数据汇总<" in strings
    assert ">规模以上工业企业月度数据逐户汇总。<" in strings, "where all comes from, on the first sheet"
    named = Document("zh", "页", source="企业月报", blocks=[Table("表", "亿元", ((Cell("指标"),),), ((Cell("1.0"),),), source="引自《统计年鉴》")])
    assert ">来源：引自《统计年鉴》 企业月报<" in parts_of(xlsx(named))["xl/sharedStrings.xml"].decode()


def test_the_source_is_a_note_of_words_size():
    body = parts_of(make(page(BRIEF), ("docx",))["docx"])["word/document.xml"].decode()
    assert re.search(r'w:val="Note"/>(<w:keepNext/>)?</w:pPr><w:r><w:t xml:space="preserve">来源：规模以上', body)


def test_what_stands_at_the_end_never_stands_alone_on_a_page():
    note = Paragraph((Run("说明"),), "note")
    body = document_xml(Document("zh", "页", blocks=[note], footer=("内部资料，不得外传。", "模拟数据。")))
    assert '<w:pStyle w:val="Note"/><w:keepNext/></w:pPr>' in body and ">内部资料，不得外传。　模拟数据。<" in body
    assert "<w:keepNext/>" not in document_xml(Document("zh", "页", blocks=[note]))


def test_a_table_that_calls_itself_an_annex_of_the_letter_has_no_number():
    body = document_xml(read(parse(page(LETTER))))
    assert "附：指标情况" in body and "表1" not in body


def test_a_table_of_many_columns_has_close_cells_and_names_are_not_torn():
    """The league table's 16 columns left two letters of a county's name one line each."""
    head = tuple(Cell(h) for h in ("地区", *("数值", "增速%", "位次", "变动", "市内") * 3))
    row = (Cell("安吉", words=True), *(Cell("1217.7"), Cell("12.5"), Cell("54（49–61）"), Cell("▽1"), Cell("1")) * 3)
    body = document_xml(Document("zh", "页", blocks=[Table("晾晒", "", (head,), (row,))]))
    assert '<w:left w:w="30" w:type="dxa"/>' in body
    assert min(int(w) for w in re.findall(r'<w:gridCol w:w="(\d+)"', body)) >= 4 * 75 + 60 - 20  # two letters of 7.5 points and the cell's edges


def test_a_card_is_set_for_one_sheet():
    plain, card = (parts_of(make(page((*LETTER, extra)), ("docx",))["docx"]) for extra in ("", '<div class="onepage"></div>'))
    assert b'w:top="2098"' in plain["word/document.xml"] and b'w:top="1020"' in card["word/document.xml"]
    normal = re.compile(r'w:styleId="Normal">.*?<w:sz w:val="(\d+)"', re.S)
    assert [normal.search(p["word/styles.xml"].decode())[1] for p in (plain, card)] == ["32", "21"]
    assert "onepage" not in plain_text(read(parse(page((*LETTER, '<div class="onepage"></div>'))))).decode()


@pytest.mark.browser
def test_a_card_of_many_tables_prints_on_one_page(tmp_path: Path, chromium):
    row = "<tr><th scope=row>指标</th><td>1.0</td></tr>"
    table = f'<div class="scroll"><table><caption>表</caption><thead><tr><th scope=col>甲</th><th scope=col>乙</th></tr></thead><tbody>{row * 4}</tbody></table></div>'
    sections = "".join(f'<section><h2><span class="n">{n}</span></h2>{table}</section>' for n in range(6))
    pages = []
    for mark in ("", '<div class="onepage"></div>'):
        path = tmp_path / "card.html"
        path.write_text(page((LETTER[0], mark + sections)), encoding="utf-8")
        tab = chromium.new_page()
        tab.goto(path.as_uri())
        pages.append(len(re.findall(rb"/Type\s*/Page\b", tab.pdf(prefer_css_page_size=True))))
        tab.close()
    assert pages[0] > pages[1] == 1


def test_sheets_are_named_by_their_tables_and_no_number_stands_beside_them():
    """In a public edition "6 主要指标" read as a number about a withheld cell, and no workbook could be published."""
    table = Table("主要指标", "", ((Cell("指标"),),), ((Cell("1.0"),),))
    parts = parts_of(xlsx(Document("zh", "页", blocks=[table, Table("来源", "", table.heads, table.body), table])))
    assert re.findall(r'<sheet name="([^"]*)"', parts["xl/workbook.xml"].decode()) == ["来源", "主要指标", "来源 2", "主要指标 3"]
    assert "行数" not in parts["xl/sharedStrings.xml"].decode()
