"""Word and Excel say what the page says: the same numbers, nothing withheld, nothing that acts, the same bytes."""

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import nbformat.v4 as v4
import pytest

from jianbao import brief, panel
from jianbao.brief.annex import data_table
from jianbao.brief.parts import Column
from jianbao.brief.parts import table as part_table
from jianbao.facts import number
from jianbao.intake.bea import make_place
from jianbao.panel import release
from jianbao.publish.check import visible_text
from jianbao.publish.exporter import BriefExporter
from jianbao.publish.meta import PageMeta
from jianbao.publish.office.blocks import Cell, Heading, Picture, Table
from jianbao.publish.office.check import numbers, numbers_of, problems
from jianbao.publish.office.columns import folded, widths
from jianbao.publish.office.make import OfficeError, make
from jianbao.publish.office.reader import read
from jianbao.publish.office.tree import parse
from jianbao.publish.office.values import Number, sheet_name, value
from jianbao.publish.office.word_styles import TEXT_WIDTH

DATA = Path(__file__).parents[1] / "data" / "bea"
PARTS = (brief.head, brief.headline, brief.cards, brief.running, brief.structure, brief.place, brief.league, brief.notes, brief.annex)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def page_of(*outputs, lang="zh", title="吴兴区简报（2024年1—12月）"):
    """A page made of ready parts, as a build makes it."""
    cells = [v4.new_code_cell("", outputs=[v4.new_output("display_data", {"text/html": f"<!--jianbao-->{o}"})]) for o in outputs]
    meta = PageMeta(title, lang, "330502", "吴兴区", period="2024-12", files=("p.docx", "p.xlsx"))
    return BriefExporter().page(v4.new_notebook(cells=cells), meta)


def head(text="吴兴区"):
    return f'<header><div class="mast"><h1>{text}</h1></div></header>'


def table(rows, caption="表"):
    columns = [Column(f"列{k}", text=k == 0) for k in range(len(rows[0]))]
    return part_table(columns, rows, caption=caption)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A place with figures that its source withholds."""
    out = tmp_path_factory.mktemp("office") / "meadowland"
    make_place(sorted(DATA.glob("*.csv")), out)
    panel.build(out)
    release.cut(out)
    return out


@pytest.fixture(scope="module", params=[("99003", "531"), ("", "511"), ("99001", "511"), ("99003", "")], ids=["withheld", "sector", "county", "region"])
def real(request, place):
    """A real brief with withheld figures, its page and its files."""
    region, sector = request.param
    b = brief.open(region, sector, "2018", "en", data_dir=place)
    headings = {brief.annex: "## 12　Annex", brief.notes: "## 11　Notes"}
    cells = []
    for part in PARTS:
        cells += [v4.new_markdown_cell(headings[part])] if part in headings else []
        cells.append(v4.new_code_cell("", outputs=[v4.new_output("display_data", {"text/html": part(b)._repr_html_()})]))
    meta = PageMeta("Brief", "en", b.region.code, b.region.name("en"), period="2018", files=("p.docx", "p.xlsx"))
    html = BriefExporter().page(v4.new_notebook(cells=cells), meta)
    return b, html, make(html, ("docx", "xlsx"))


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def words(content):
    """The paragraphs of a Word file and the rows of its tables."""
    body = ElementTree.fromstring(parts_of(content)["word/document.xml"])
    rows = [["".join(t.text or "" for t in cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc")] for row in body.iter(f"{W}tr")]
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p")], rows


def book(content):
    """The sheets of a workbook: name → rows of cells; a number is a Number with its format."""
    parts = parts_of(content)
    strings = ["".join(t.text or "" for t in si.iter(f"{S}t")) for si in ElementTree.fromstring(parts["xl/sharedStrings.xml"])]
    styles = ElementTree.fromstring(parts["xl/styles.xml"])
    forms = {n.get("numFmtId"): n.get("formatCode") for n in styles.iter(f"{S}numFmt")}
    looks = list(styles.find(f"{S}cellXfs"))
    names = [s.get("name") for s in ElementTree.fromstring(parts["xl/workbook.xml"]).iter(f"{S}sheet")]
    sheets = {}
    for n, name in enumerate(names, 1):
        rows = []
        for row in ElementTree.fromstring(parts[f"xl/worksheets/sheet{n}.xml"]).iter(f"{S}row"):
            cells = []
            for cell in row:
                v, look = cell.findtext(f"{S}v"), looks[int(cell.get("s"))]
                cells.append(strings[int(v)] if cell.get("t") == "s" else Number(v, forms[look.get("numFmtId")]) if v else "")
            rows.append(cells)
        sheets[name] = rows
    return sheets


# ---- the same numbers ---------------------------------------------------------------------------------------------------


def test_every_table_of_a_real_page_stands_in_word_cell_by_cell(real):
    _, html, made = real
    _, rows = words(made["docx"])
    flat = [cell for row in rows for cell in row]
    for t in read(parse(html)).tables:
        for row in (*t.heads, *t.body):
            for cell in row:
                assert cell.text in flat, (t.title, cell.text)


def test_every_figure_of_a_real_pages_tables_is_a_number_in_excel_and_shows_as_printed(real):
    _, html, made = real
    sheets = book(made["xlsx"])
    named = [t for t in read(parse(html)).tables if t.title and t.body]
    assert len(sheets) == len(named) + 1, "a sheet a table and the sources"
    counted = 0
    for t, (name, rows) in zip(named, list(sheets.items())[1:], strict=True):
        assert rows[0][0] == t.title, name
        body = rows[-len(t.body) :]
        for printed, written in zip(t.body, body, strict=True):
            for cell, there in zip(printed, written, strict=True):
                if isinstance(there, Number):
                    counted += 1
                    decimals = len(there.digits.partition(".")[2])
                    shown = number(float(there.digits), decimals, sign=there.form.startswith("+"), grouped="#,##0" in there.form)
                    assert shown + (there.form.split('"')[1] if '"' in there.form else "") == cell.text
                else:
                    assert there == cell.text
    assert counted > 20


def test_no_number_of_the_files_is_missing_from_the_page(real):
    _, html, made = real
    shown = numbers_of(parse(html))
    for content in made.values():
        assert problems(content, shown) == []


def test_every_sentence_of_the_page_is_in_word(real):
    _, html, made = real
    text = " ".join(words(made["docx"])[0])
    for paragraph in re.findall(r"<p(?: class=\"w\")?>(.*?)</p>", re.search(r"<main.*</main>", html, re.S)[0], re.S):
        assert visible_text(paragraph).replace(" ", "") in text.replace(" ", "")


def test_every_chart_has_its_figures_in_the_annex_as_it_prints_them(real):
    _, html, _ = real
    annex = {t.title.split(".")[0]: t for t in read(parse(html)).tables if t.title.startswith("Table A")}
    charts = re.findall(r'<figure class="chart">(.*?)</figure><div class="src files"><a href="#a(\d+)">', html, re.S)
    assert 0 < len(charts) == html.count("<figure") and {f"Table A{n}" for _, n in charts} <= set(annex)
    compared = 0
    for svg, n in charts:
        body = [[c.text for c in row] for row in annex[f"Table A{n}"].body]
        labels = re.findall(r"<text[^>]*>([^<]+)</text>", svg)
        if ends := [found for t in labels if (found := re.match(r"([−\d.,]+) (\D.*)", t))]:  # at the end of each line
            heads = [c.text for c in annex[f"Table A{n}"].heads[0]]
            for found in ends:
                compared += 1
                assert body[-1][heads.index(found[2])] == found[1]
        elif signed := [t for t in labels if re.fullmatch(r"[+−][\d.,]+", t) or t == "0.0"]:  # beside each bar
            compared += len(signed)
            assert sorted(signed) == sorted(row[1] for row in body if row[1] not in ("…", "—"))
        for row in body:
            assert all(t in ("…", "—") or isinstance(value(Cell(t)), Number) for t in row[1:]), row
    assert compared


# ---- what is withheld ---------------------------------------------------------------------------------------------------


def test_a_withheld_figure_is_an_ellipsis_in_both_and_its_value_is_nowhere(place):
    b = brief.open("99003", "531", "2018", "en", data_dir=place)
    assert b.fact("earnings").status == "suppressed"
    html = page_of(head("Meadow"), *(part(b).html for part in PARTS[2:]), lang="en", title="Brief")
    made = make(html, ("docx", "xlsx"))
    _, rows = words(made["docx"])
    assert any("…" in row for row in rows)
    sheets = book(made["xlsx"])
    cells = [c for rows in sheets.values() for row in rows for c in row]
    assert "…" in cells, "text, not zero and not empty"
    for row in (row for name, rows in list(sheets.items())[1:] for row in rows if "…" in row and "league" in name.casefold()):
        assert row[0] == "—", "never ranked"


def test_a_number_that_the_page_does_not_show_stops_the_file():
    html = page_of(head(), table([["甲", "1.5"]]))
    content = make(html, ("xlsx",))["xlsx"]
    parts = parts_of(content)
    name = "xl/worksheets/sheet2.xml"
    parts[name] = parts[name].replace(b"<v>1.5</v>", b"<v>1.4937</v>")
    assert parts[name] != parts_of(content)[name]
    from jianbao.publish.office.package import pack

    assert problems(pack(parts), numbers_of(parse(html))) == [f"{name} has numbers that the page has not: 1.4937"]


# ---- nothing acts -------------------------------------------------------------------------------------------------------

HOSTILE = ("=1+1", "=cmd|'/c calc'!A1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "＝1+1", '=HYPERLINK("http://x.example","y")')


def test_text_that_looks_like_a_formula_is_text_and_stays_text_when_it_is_edited():
    html = page_of(head(), table([[text, text, "1.0"] for text in HOSTILE], caption="=2+2"))
    content = make(html, ("xlsx",))["xlsx"]
    parts = parts_of(content)
    for name, data in parts.items():
        assert b"<f>" not in data and b"<f " not in data and b"External" not in data, name
    looks = list(ElementTree.fromstring(parts["xl/styles.xml"]).find(f"{S}cellXfs"))
    strings = ["".join(t.text or "" for t in si.iter(f"{S}t")) for si in ElementTree.fromstring(parts["xl/sharedStrings.xml"])]
    found = set()
    for n in (1, 2):
        for cell in ElementTree.fromstring(parts[f"xl/worksheets/sheet{n}.xml"]).iter(f"{S}c"):
            text = strings[int(cell.findtext(f"{S}v"))] if cell.get("t") == "s" else ""
            if text.lstrip()[:1] in "=+-@＝" and text:
                found.add(text)
                assert looks[int(cell.get("s"))].get("quotePrefix") == "1", text
    assert found >= {t.strip() for t in HOSTILE} | {"=2+2"}


def test_mark_up_in_a_figure_or_name_is_text_in_both():
    html = page_of(head(), table([["</w:t><w:evil/>", "1.0"], ["a&b\x0b", "2.0"]], caption="<![CDATA[x]]>"))
    made = make(html, ("docx", "xlsx"))
    assert "</w:t><w:evil/>" in [c for row in words(made["docx"])[1] for c in row]
    assert any("</w:t><w:evil/>" in row for rows in book(made["xlsx"]).values() for row in rows)


@pytest.mark.parametrize("part, old, new, why", [
    ("word/document.xml", b"<w:body>", b"<w:body><w:p><w:r><w:instrText> DDEAUTO c:\\x </w:instrText></w:r></w:p>", "formula or a field"),
    ("word/_rels/document.xml.rels", b'Target="styles.xml"', b'Target="http://x.example/t.dotm" TargetMode="External"', "leads out"),
    ("word/document.xml", b"</w:body>", b"", "not whole"),
])  # fmt: skip
def test_a_file_that_acts_fetches_or_is_torn_is_not_published(part, old, new, why):
    from jianbao.publish.office.package import pack

    html = page_of(head(), table([["甲", "1.5"]]))
    parts = parts_of(make(html, ("docx",))["docx"])
    parts[part] = parts[part].replace(old, new)
    assert any(why in line for line in problems(pack(parts), numbers_of(parse(html))))


def test_make_refuses_what_its_check_finds(monkeypatch):
    monkeypatch.setattr("jianbao.publish.office.make.numbers_of", lambda page: set())
    with pytest.raises(OfficeError, match="xlsx: .* numbers that the page has not"):
        make(page_of(head(), table([["甲", "98.5"]])), ("xlsx",))


# ---- the same bytes -----------------------------------------------------------------------------------------------------


def test_the_same_page_gives_the_same_bytes_and_no_clock(real):
    _, html, made = real
    assert make(html, ("docx", "xlsx")) == made
    for content in made.values():
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            assert {i.date_time for i in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            core = file.read("docProps/core.xml").decode()
        assert "created" not in core and "modified" not in core and "T00:" not in core


# ---- what programs ask of the files -------------------------------------------------------------------------------------

_ORDER = {  # children in the order that the standard asks for; a program "repairs" a file that has another
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl pBdr shd tabs autoSpaceDE autoSpaceDN spacing ind jc outlineLvl rPr",
    "rPr": "rFonts b bCs color kern sz szCs lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
    "style": "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr",
    "sectPr": "footerReference pgSz pgMar",
}


def test_words_elements_stand_in_the_standards_order(real):
    parts = parts_of(real[2]["docx"])
    for name in ("word/document.xml", "word/styles.xml", "word/footer1.xml", "word/footer2.xml"):
        for element in ElementTree.fromstring(parts[name]).iter():
            wanted = _ORDER.get(element.tag.removeprefix(W), "").split()
            if wanted:
                places = [wanted.index(child.tag.removeprefix(W)) for child in element]
                once = [p for k, p in enumerate(places) if not (k and wanted[p] == "footerReference" == wanted[places[k - 1]])]  # one a side
                assert once == sorted(set(once)), (name, element.tag, [c.tag for c in element])


def test_excels_elements_stand_in_the_standards_order(real):
    wanted = ["sheetPr", "sheetViews", "sheetFormatPr", "cols", "sheetData", "mergeCells", "hyperlinks", "pageMargins", "pageSetup", "headerFooter", "ignoredErrors"]
    for name, data in parts_of(real[2]["xlsx"]).items():
        if name.startswith("xl/worksheets"):
            places = [wanted.index(child.tag.removeprefix(S)) for child in ElementTree.fromstring(data)]
            assert places == sorted(set(places)), name


def test_every_part_is_declared_and_every_relation_has_its_part(real):
    for content in real[2].values():
        parts = parts_of(content)
        assert next(iter(parts)) == "[Content_Types].xml"
        listed = ElementTree.fromstring(parts["[Content_Types].xml"])
        endings = {e.get("Extension") for e in listed if e.tag.endswith("Default")}
        named = {e.get("PartName", "").lstrip("/") for e in listed if e.tag.endswith("Override")}
        assert named <= set(parts) and all(n.rpartition(".")[2] in endings for n in parts if n not in named and n != "[Content_Types].xml")
        for name in (n for n in parts if n.endswith(".rels")):
            base = name.replace("_rels/", "").rpartition("/")[0]
            for relation in ElementTree.fromstring(parts[name]):
                assert f"{base}/{relation.get('Target')}".lstrip("/") in parts


def test_word_has_real_headings_repeated_head_rows_numbered_pages_and_pictures_with_words(real):
    _, html, made = real
    parts = parts_of(made["docx"])
    body = ElementTree.fromstring(parts["word/document.xml"])
    styles = {p.find(f"{W}pPr/{W}pStyle").get(f"{W}val") for p in body.iter(f"{W}p")}
    known = {s.get(f"{W}styleId") for s in ElementTree.fromstring(parts["word/styles.xml"]).iter(f"{W}style")}
    assert {"Title", "Heading1", "Normal", "Caption"} <= styles <= known
    for t in body.iter(f"{W}tbl"):
        assert t.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
    assert " PAGE " in parts["word/footer1.xml"].decode()
    drawn = [b for b in read(parse(html)).blocks if isinstance(b, Picture)]
    described = re.findall(r'<wp:docPr [^>]*descr="([^"]+)"', parts["word/document.xml"].decode())
    assert len(described) >= len(drawn) > 0
    assert sum(n.endswith(".png") for n in parts) >= len(drawn)


def test_tables_fit_the_page_and_no_column_vanishes(real):
    for t in read(parse(real[1])).tables:
        wide, _ = widths(folded(t))
        assert sum(wide) <= TEXT_WIDTH and min(wide) > 200, t.title


def test_a_figure_with_words_around_it_leaves_room_for_the_name_of_its_row():
    """In English "the province 168 thousand yuan per mu" took half the page, and names stood six lines high."""
    name, aim = "Operating margin at the provincial average (profit margin stands in)", "the province 168 thousand yuan per mu"
    row = (Cell(name, words=True), Cell(aim), Cell("169 thousand yuan per mu"), Cell("not reached", words=True), Cell("1 thousand yuan per mu beyond", words=True))
    wide, _ = widths(Table("t", "", ((Cell("Target"), Cell("Aimed at"), Cell("Actual"), Cell("Verdict"), Cell("Gap")),), (row,)))
    assert wide[0] > wide[1] > 0
    number_only, _ = widths(Table("t", "", ((Cell("a"), Cell("b")),), ((Cell("名称" * 60, words=True), Cell("1234567.89")),)))
    assert number_only[1] >= 10 * 1.05 * 5 * 15  # a plain number never breaks


# ---- the pieces ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cell", "wanted"), [
    (Cell("0.0"), Number("0.0", "0.0")),
    (Cell("−0.03"), Number("-0.03", "0.00")),
    (Cell("+1.2"), Number("1.2", "+0.0;-0.0;0.0")),
    (Cell("12,345"), Number("12345", "#,##0")),
    (Cell("1040340万千瓦时", fact=True), Number("1040340", '0"万千瓦时"')),
    (Cell("1.96 billion yuan", fact=True), Number("1.96", '0.00" billion yuan"')),
    (Cell("3.26%", fact=True), Number("3.26", '0.00"%"')),
    (Cell("16.9", words=True), Number("16.9", "0.0")),
    (Cell("7", words=True), Number("7", "0")),
    (Cell("2024", words=True), "2024"), (Cell("330502", words=True), "330502"), (Cell("T02"), "T02"), (Cell("2024-12"), "2024-12"),
    (Cell("…"), "…"), (Cell("—"), "—"), (Cell(""), ""), (Cell("1="), "1="), (Cell("00"), "00"), (Cell("1.2.3"), "1.2.3"),
    (Cell("2676家"), "2676家"), (Cell("7（5–10）"), "7（5–10）"), (Cell("1e5"), "1e5"),
])  # fmt: skip
def test_a_printed_cell_is_the_number_it_shows_or_text(cell, wanted):
    assert value(cell) == wanted


def test_sheet_names_are_allowed_and_differ():
    taken: set[str] = set()
    names = [sheet_name(n, title, taken) for n, title in enumerate(["a/b:[c]*?", "'x'", "长" * 60, "长" * 60, ""], 1)]
    assert len({n.casefold() for n in names}) == 5 and all(0 < len(n) <= 31 and not re.search(r"[\[\]:*?/\\]", n) for n in names)


def test_an_ornament_column_is_left_out_and_merged_heads_stay_aligned():
    html = page_of(head(), (
        '<table><caption>t</caption><thead><tr><th>行业</th><th colspan=2>占比</th><th rowspan="1">增速</th></tr></thead><tbody>'
        '<tr class="me"><th scope="row">a</th><td>1.0</td><td><svg aria-hidden="true" viewBox="0 0 9 9"></svg></td><td>2.0</td></tr></tbody></table>'
    ))  # fmt: skip
    (found,) = read(parse(html)).tables
    assert [c.text for c in found.heads[0]] == ["行业", "占比", "增速"] and [c.text for c in found.body[0]] == ["a", "1.0", "2.0"]
    assert found.own == {0} and all(c.span == 1 for c in (*found.heads[0], *found.body[0]))


def test_a_long_annex_table_stands_side_by_side_and_loses_no_row():
    rows = tuple((Cell(f"县{n}", words=True), Cell(f"{n}.0")) for n in range(50))
    t = Table("附表1　各县", "", ((Cell("县"), Cell("值")),), rows, frozenset({3}))
    side = folded(t)
    assert len(side.body) < 30
    texts = [c.text for row in side.body for c in row if c.text]
    assert sorted(texts) == sorted(c.text for row in rows for c in row)
    assert [c.text for row in side.body for c in row if c.bold] == ["县3", "3.0"]
    assert folded(Table("表", "", t.heads, rows)) == Table("表", "", t.heads, rows)


def test_the_page_links_to_its_files_and_the_files_do_not_say_so():
    html = page_of(head(), table([["甲", "1.5"]]))
    assert '<a href="p.docx">Word 文件</a>' in html and '<a href="p.xlsx">Excel 数据</a>' in html
    assert "Excel" not in " ".join(words(make(html, ("docx",))["docx"])[0])


def test_charts_with_the_same_figures_share_one_table_of_the_annex(place):
    b = brief.open("99005", "511", "2018", "en", data_dir=place)
    one, two = (data_table(b, t, ["x", "y"], [["a", "1.0"]]) for t in ("First", "Second"))
    html = page_of(head(), f"<h3>First</h3>{one}", f"<h3>Second</h3>{two}", brief.annex(b).html, lang="en")
    tables = read(parse(html)).tables
    assert [t.title for t in tables] == ["Table A1. First; Second"] and html.count('href="#a1"') == 2


def test_an_annex_without_charts_is_left_out():
    heading = v4.new_markdown_cell("## 12　附表")
    cell = v4.new_code_cell("", outputs=[v4.new_output("display_data", {"text/html": "<!--jianbao--><p class=\"w\">各图</p><!--jianbao:annex-->"})])
    meta = PageMeta("t", "zh", "330502", "吴兴区")
    assert "附表" not in BriefExporter().page(v4.new_notebook(cells=[v4.new_markdown_cell("文"), heading, cell]), meta)


def test_headings_of_the_page_are_headings_of_word():
    html = page_of(head(), "<section><h2><span class=\"n\">2　概要</span> <span class=\"w\">增长</span></h2><h3>小题</h3><p>正文</p></section>")
    found = [(b.level, b.text) for b in read(parse(html)).blocks if isinstance(b, Heading)]
    assert found == [(1, "2　概要"), (2, "小题")]


def test_numbers_are_read_with_their_thousands():
    assert numbers("1,234.5 and 2,345 in 2024年") == {"1234.5", "2345", "2024"}
