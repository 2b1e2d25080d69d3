"""Readers: the stored digits as they are, and one line for whatever cannot be read."""

import gzip
import random
import zipfile
from fractions import Fraction
from pathlib import Path

import pytest
from replicas import Sheet, csv_bytes, ods, place, xlsx

from jianbao.intake.grid import Cell
from jianbao.intake.heads import periods_in, sheet_units, unit_in
from jianbao.intake.readers import read_book
from jianbao.intake.values import plain, value_of
from jianbao.intake.words import IntakeError


def refused(path, words):
    with pytest.raises(IntakeError, match=words) as error:
        read_book(path)
    assert "\n" not in str(error.value)


def cells(path):
    return read_book(path).grids[0].cells


def test_a_number_keeps_its_digits_and_a_percentage_its_sign(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", Sheet("s", [["a", 0.1, 1e-3], [0.068]], percent={"A2"}))
    assert cells(path) == {(0, 0): Cell("text", "a"), (0, 1): Cell("number", "0.1"), (0, 2): Cell("number", "0.001"), (1, 0): Cell("percent", "0.068")}


@pytest.mark.parametrize(
    ("xml", "cell"),
    [
        ('<c r="A1"><f>B1*2</f></c>', Cell("formula", "=B1*2")),
        ('<c r="A1"><f>B1*2</f><v></v></c>', Cell("formula", "=B1*2")),
        ('<c r="A1"><f>B1*2</f><v>4</v></c>', Cell("number", "4")),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', Cell("error", "#DIV/0!")),
        ('<c r="A1" s="2"><v>45292</v></c>', Cell("date", "2024-01-01")),
        ('<c r="A1" t="b"><v>1</v></c>', Cell("bool", "1")),
        ('<c r="A1" t="inlineStr"><is><r><t>吴</t></r><r><t>兴</t></r><rPh sb="0" eb="1"><t>wu</t></rPh></is></c>', Cell("text", "吴兴")),
    ],
)
def test_a_cell_says_more_than_its_value(tmp_path, xml, cell):
    assert cells(xlsx(tmp_path / "a.xlsx", Sheet("s", [["x", 1]], raw={"A1": xml})))[0, 0] == cell


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_workbook_that_was_cut_off_is_refused(tmp_path, share):
    path = xlsx(tmp_path / "a.xlsx", Sheet("s", [[f"x{n}", n] for n in range(500)]))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    refused(path, "损坏|打不开")


def test_a_workbook_that_swells_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(xlsx(path, Sheet("s", [["a"]])), "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/sharedStrings.xml", b" " * 60_000_000)
        names = file.read("xl/_rels/workbook.xml.rels").decode()
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as file:
        extra = '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>'
        file.writestr("xl/_rels/workbook.xml.rels", names.replace("</Relationships>", extra + "</Relationships>"))
    refused(path, "解压后超过")


def test_a_million_blank_rows_cost_nothing(tmp_path):
    rows = "".join(f'<row r="{n}"/>' for n in range(2, 200_000))
    path = xlsx(tmp_path / "a.xlsx", Sheet("s", [["a"]], raw={"A1": f'<c r="A1"><v>1</v></c></row>{rows}<row r="1048576">'}))
    grid = read_book(path).grids[0]
    assert (grid.height, len(grid.cells)) == (1, 1)


def test_an_ods_with_repeated_blank_rows_is_as_long_as_its_content(tmp_path):
    grid = read_book(ods(tmp_path / "a.ods", Sheet("s", [["a", None, 2.5]]))).grids[0]
    assert grid.cells == {(0, 0): Cell("text", "a"), (0, 2): Cell("number", "2.5")}


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsx", b"", "空文件"), ("a.doc", b"x", "不认识这种文件"), ("a.xlsx", b"<html><table>", "网页"), ("a.csv", b"\x80\x81\xff", "编码"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "密码"), ("a.csv", b"a,b\n\"x,1\n", "引号"), ("a.csv.gz", gzip.compress(bytes(range(32, 127)) * 9, mtime=0)[:60], "损坏"),
        ("a.csv", b"\x00\x01\x02\x03", "编码|文本"), ("a.csv", b"\n\n , ,\n", "没有内容"), ("a.xlsx", b"PK\x03\x04" + b"\0" * 40, "损坏"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_line(tmp_path, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)
    refused(path, words)


def test_an_entity_is_never_unrolled(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", Sheet("s", [["a"]]))
    with zipfile.ZipFile(path) as file:
        parts = {n: file.read(n) for n in file.namelist()}
    parts["xl/worksheets/sheet1.xml"] = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>'
    with zipfile.ZipFile(path, "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)
    refused(path, "损坏")


def test_a_row_with_a_separator_too_many_is_told_and_an_open_end_too(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("地区,a,b\n吴兴,1,2\n南浔,3,4,5\n德清,6,7".encode())
    assert [f.code for f in read_book(path).findings] == ["open-end", "ragged"]


def test_a_damaged_workbook_never_ends_in_a_traceback(tmp_path):
    """Flipped bytes: refused in one line, or read; whatever else escapes fails the test."""
    whole = xlsx(tmp_path / "a.xlsx", Sheet("s", [[f"行{n}", n * 1.5] for n in range(60)], merges=["A1:B1"])).read_bytes()
    dice = random.Random(11)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 6)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        path = tmp_path / "b.xlsx"
        path.write_bytes(bytes(data))
        try:
            read_book(path)
        except IntakeError as error:
            assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("１２．５", "12.5"), ("－3", "-3"), ("−3", "-3"), ("1,234,567.8", "1234567.8"), (" 7 ", "7"), (".5", "0.5"), ("0", "0"),
        ("12.3①", None), ("5²", None), ("1,23", None), ("1.234,56", None), ("(12.3)", None), ("012", None), ("1.2E+05", None), ("NaN", None), ("inf", None),
        ("12.3亿", None), ("12 .", None), ("1٢", None), ("--3", None),
    ],
)  # fmt: skip
def test_a_figure_in_text_is_read_whole_or_not_at_all(text, number):
    value = value_of(Cell("text", text), {})
    assert value.number == (Fraction(number) if number else None)
    assert (value.trouble is None) == (number is not None)


@pytest.mark.parametrize(("text", "status"), [("", "missing"), ("…", "missing"), ("—", "missing"), ("x", "suppressed"), ("#", "suppressed"), ("注", "missing"), ("持平", "missing"), ("／", "not_applicable")])
def test_a_mark_is_kept_as_a_status(text, status):
    assert (value_of(Cell("text", text), {}).status, value_of(Cell("text", text), {plain(text): "suppressed"}).status) == (status, "suppressed")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("各县规上工业（2024年1—10月）", ["2024-10 cumulative"]), ("2024年1-2月", ["2024-02 cumulative"]), ("2024年10月", ["2024-10 month"]), ("（2024年）", ["2024 year"]),
        ("2024年前三季度", ["2024-09 cumulative"]), ("2024年上半年", ["2024-06 cumulative"]), ("报表2024-10.xlsx", ["2024-10 "]), ("报表202410.xlsx", ["2024-10 "]),
        ("2023年与2024年", ["2023 year", "2024 year"]), ("2024年1月", []), ("二〇二四年", []), ("12024年", []), ("2024年一至九月", ["2024-09 cumulative"]),
    ],
)  # fmt: skip
def test_a_title_says_its_period(text, found):
    assert [f"{d.period} {d.measure}" for d in periods_in(text)] == found


def test_a_head_says_its_unit_even_if_the_bracket_stays_open():
    assert unit_in("生产总值 （亿元") == "亿元" and unit_in("增速（％）") == "%" and unit_in("工业（规上）") == ""
    assert sheet_units("计量单位：万元") == ("万元",) and sheet_units("制表单位：统计局") == ()


def test_places_are_named_as_a_spreadsheet_names_them():
    assert place(0, 0) == "A1" and place(9, 26) == "AA10"
    assert csv_bytes(Sheet("s", [["a", None]])) == b"a,\r\n"


def test_an_xls_tells_formulas_percentages_and_formats_that_rescale():
    pytest.importorskip("python_calamine")
    (grid,) = read_book(Path(__file__).parents[1] / "data" / "intake" / "records.xls").grids
    assert {k: v for k, v in grid.cells.items() if k[0] < 10} == {
        (0, 0): Cell("text", "各县工业（2024年）"), (2, 1): Cell("text", "吴兴区"), (2, 2): Cell("number", "1.5"), (3, 2): Cell("formula", "="),
        (4, 2): Cell("percent", "0.068"), (5, 2): Cell("scaled", "12345"), (6, 2): Cell("date", "2024-01-01"),
    }  # fmt: skip
    assert grid.merges == [(0, 0, 0, 3)] and grid.words(129, 1) == "第119行"
