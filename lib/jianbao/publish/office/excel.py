"""A page's tables as a workbook: figures are numbers, text is never a formula, a first sheet says where all comes from."""

import math
import re
import unicodedata
from collections.abc import Iterable

from jianbao.publish.office.blocks import Cell, Document, Table
from jianbao.publish.office.excel_parts import Book, Sheet
from jianbao.publish.office.values import sheet_name, value

__all__ = ["xlsx"]

_ENDS = re.compile(r"^◄ \S+\s+|\s+\S+ ►$")  # what the two ends of a drawing mean: a workbook has none
_NOTE = 76  # digits that a line of notes is given at least


def xlsx(document: Document) -> bytes:
    """Return the workbook; the same document gives the same bytes."""
    book = Book(document.title, document.lang)
    taken = {"来源", "sources"}
    tables = [t for t in document.tables if t.title and t.body]
    names = [sheet_name(n, t.title, taken) for n, t in enumerate(tables, 1)]
    _sources(book, document, tables, names)
    for name, table in zip(names, tables, strict=True):
        _table(book, document, name, table)
    return book.file()


def _period(document: Document) -> str:
    return re.split("　| · ", document.period)[0].strip()


def _about(table: Table) -> str:
    """The unit of a table, and what the page says under it."""
    under = "" if _names_source(table) else re.sub(r"\s*(模拟数据|Modelled data)$", "", table.source)
    return "　".join(t for t in (table.note, under) if t)


def _names_source(table: Table) -> bool:
    """Whether the line under a table says where its figures come from; most explain how to read them."""
    return bool(re.search(r"来源|公布数|年鉴|引自|Source|published|Yearbook", table.source))


def _source(document: Document, table: Table) -> str:
    """Where a table's figures come from, in the page's words."""
    heads = {c.text for row in table.heads for c in row}
    if column := heads & {"来源", "Source"}:
        return f"见“{column.pop()}”列" if document.zh else "see the column “Source”"
    own = table.source if _names_source(table) else ""
    return " ".join(t for t in (own, document.banner or document.source or next(iter(document.notes), "")) if t)


def _sources(book: Book, document: Document, tables: list[Table], names: list[str]) -> None:
    zh = document.zh
    sheet = book.sheet("来源" if zh else "Sources")
    sheet.widths(wide := [28, 46, 34, 20, 60])
    sheet.row([document.title], "title")
    for line in [" · ".join(t for t in (*document.stamp, document.period) if t), document.banner]:
        if line:
            _note(sheet, line, wide)
    sheet.row([])
    heads = ("工作表", "内容", "单位与说明", "期间", "来源") if zh else ("Sheet", "Contents", "Unit and notes", "Period", "Source")
    sheet.row(heads, "head")
    for name, table in zip(names, tables, strict=True):
        said = [name, table.title, _about(table), _period(document), _source(document, table)]
        at = sheet.row(said, "long")
        sheet.tall(at, max(_lines(t, w) for t, w in zip(said, wide, strict=False)))
        sheet.link(at, 0, name)
    for title, lines in (
        ("数据来源" if zh else "Source of the data", [document.source] if document.source else []),
        ("指标口径" if zh else "Definitions", [f"{k}{'：' if zh else ': '}{v}" for k, v in document.definitions]),
        ("说明" if zh else "Notes", [*document.notes, *document.footer]),
    ):
        if lines:
            sheet.row([])
            sheet.row([title], "head")
            for line in lines:
                _note(sheet, line, wide)


def _table(book: Book, document: Document, name: str, table: Table) -> None:
    zh = document.zh
    sheet = book.sheet(name)
    sheet.widths(wide := _widths(table))
    sheet.row([table.title], "title")
    for label, line in (
        ("单位与说明" if zh else "Unit and notes", _about(table)), ("期间" if zh else "Period", _period(document)),
        ("来源" if zh else "Source", _source(document, table)),
    ):  # fmt: skip
        _note(sheet, f"{label}{'：' if zh else ': '}{line or '—'}", wide)
    sheet.row([])
    first = sheet.height
    for row in table.heads:
        _row(sheet, row, "head")
    sheet.freeze(first, sheet.height)
    for n, row in enumerate(table.body):
        _row(sheet, row, "own" if n in table.own else "text")


def _row(sheet: Sheet, row: Iterable[Cell], look: str) -> None:
    at, c = sheet.row([]), 0
    for cell in row:
        if cell.rows:
            sheet.cell(at, c, _ENDS.sub("", cell.text) if look == "head" else value(cell), look, right=not cell.words)
        for k in range(1, cell.span):
            sheet.cell(at, c + k, "", look)
        if cell.span > 1 or cell.rows > 1:
            sheet.merge(at, c, at + max(cell.rows, 1) - 1, c + cell.span - 1)
        c += cell.span


def _note(sheet: Sheet, line: str, wide: list[float]) -> None:
    """Add a line across the table, and a little beyond a narrow one, as high as it needs."""
    at, last, room = sheet.row([line], "note"), len(wide) - 1, sum(wide)
    while room < _NOTE:
        last, room = last + 1, room + 9
    sheet.merge(at, 0, at, last)
    sheet.tall(at, _lines(line, room))


def _lines(line: str, room: float) -> int:
    return max(1, math.ceil(_digits(line) / room))


def _digits(line: str) -> float:
    return sum(2.1 if unicodedata.east_asian_width(c) in "WF" else 1.1 for c in line)


def _widths(table: Table) -> list[float]:
    """Return the columns' widths in digits."""
    wide = [6.0] * table.width
    for row in (*table.heads, *table.body):
        c = 0
        for cell in row:
            if cell.span == 1:
                wide[c] = max(wide[c], min(44.0, 2.0 + _digits(cell.text)))
            c += cell.span
    return wide
