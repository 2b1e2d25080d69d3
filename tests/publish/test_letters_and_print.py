"""What documents add to a page's files: a letter's addressee and signature, page numbers outside, plain text, PDF."""

import re
import zipfile
import zlib
from io import BytesIO

import nbformat.v4 as v4
import pytest

from jianbao.publish.edition import Edition
from jianbao.publish.exporter import BriefExporter
from jianbao.publish.meta import Entry, PageMeta
from jianbao.publish.office.make import KINDS, OfficeError, make
from jianbao.run.public import derived

LETTER = (
    '<header><div class="mast"><h1>关于增加值的提示函</h1></div></header>',
    '<p class="to">吴兴区人民政府：</p><div class="lead"><p>增加值增速低于全省2.3个百分点。</p></div><p class="sign">某厅</p>',
    '<table><caption>指标 <small>%</small></caption><thead><tr><th scope="col">指标</th><th scope="col">增速</th></tr></thead><tbody><tr><th>增加值</th><td>2.3</td></tr></tbody></table>',
)


@pytest.fixture(scope="module")
def letter() -> str:
    cells = [v4.new_code_cell("", outputs=[v4.new_output("display_data", {"text/html": f"<!--jianbao-->{o}"})]) for o in LETTER]
    meta = PageMeta("关于增加值的提示函", "zh", "330502", "吴兴区", period="2024-12", footer=("内部资料，不得外传。",))
    return BriefExporter().page(v4.new_notebook(cells=cells), meta)


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(content)) as file:
        return file.read(name).decode()


def test_a_letters_addressee_stands_flush_and_its_signature_right(letter):
    made = make(letter, ("docx",))["docx"]
    body = part(made, "word/document.xml")
    assert re.search(r'w:val="Addressee"/>.{0,200}?吴兴区人民政府：', body) and re.search(r'w:val="Signature"/>.{0,200}?某厅', body)
    styles = part(made, "word/styles.xml")
    addressee = styles[styles.index('w:styleId="Addressee"') :]
    assert 'w:firstLine="0"' in addressee[: addressee.index("</w:style>")]
    signature = styles[styles.index('w:styleId="Signature"') :]
    assert '<w:jc w:val="right"/>' in signature[: signature.index("</w:style>")]


def test_odd_pages_are_numbered_on_the_right_and_even_ones_on_the_left(letter):
    made = make(letter, ("docx",))["docx"]
    assert "<w:evenAndOddHeaders/>" in part(made, "word/settings.xml")
    sides = {kind: part(made, f"word/{re.search(f'{rid}. Type=[^>]*Target=.([a-z0-9.]+)', part(made, 'word/_rels/document.xml.rels'))[1]}")
             for kind, rid in re.findall(r'footerReference w:type="(\w+)" r:id="(\w+)"', part(made, "word/document.xml"))}
    assert '<w:jc w:val="right"/>' in sides["default"] and '<w:jc w:val="left"/>' in sides["even"]
    assert all("— " in foot and " PAGE " in foot for foot in sides.values())


def test_the_plain_text_has_every_sentence_and_names_the_table(letter):
    text = make(letter, ("txt",))["txt"].decode("utf-8-sig")
    assert text.splitlines()[0] == "关于增加值的提示函" and "\r\n" in text
    assert "\r\n吴兴区人民政府：\r\n　　增加值增速低于全省2.3个百分点。\r\n某厅\r\n" in text
    assert "（表：指标，" in text and "内部资料，不得外传。" in text
    assert "<" not in text


def test_a_pdf_is_the_page_tagged_with_letters_of_its_own_and_the_same_each_time(letter):
    one, two = (make(letter, ("pdf",))["pdf"] for _ in range(2))
    assert one == two and one.startswith(b"%PDF-")
    inside = b"".join(zlib.decompressobj().decompress(s) for s in re.findall(rb"/FlateDecode[^\n]*>>\nstream\n(.*?)\nendstream", one, re.DOTALL))
    assert b"/MarkInfo" in inside and b"/FontFile" in inside


def test_a_pdf_fetches_nothing():
    from jianbao.publish.office.pdf import _fetch

    for url in ("https://example.org/a.png", "file:///etc/passwd", "http://localhost/"):
        with pytest.raises(ValueError, match="fetch nothing"):
            _fetch(url)


def test_without_weasyprint_one_line_says_what_to_install(letter, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(OfficeError, match="pip install weasyprint"):
        make(letter, ("pdf",))


def test_every_kind_of_file_has_a_writer(letter):
    assert {k: bool(v) for k, v in make(letter, tuple(KINDS.values())).items()} == dict.fromkeys(KINDS.values(), True)


def test_a_file_that_is_made_of_its_page_need_not_be_scanned_and_any_other_is(letter, tmp_path):
    edition = Edition(tmp_path / "e")
    with edition:
        edition.stage()
        edition.add("reports/x/330502.html", letter, Entry("reports/x/330502.html", "report", "330502", "t"))
        for ending, content in make(letter, ("docx", "xlsx", "txt")).items():
            edition.add_beside(f"reports/x/330502.{ending}", content, "reports/x/330502.html")
        assert derived(edition) == {f"reports/x/330502.{e}" for e in ("docx", "xlsx", "txt")}
        other = make(letter.replace("2.3", "2.4"), ("xlsx",))["xlsx"]
        edition.add_beside("reports/x/330502.xlsx", other, "reports/x/330502.html")
        assert derived(edition) == {f"reports/x/330502.{e}" for e in ("docx", "txt")}
