"""Read .xls (Excel 97–2003) through python-calamine, beside a look at the file's own records for what it does not tell.

calamine gives every formula its stored result. Programs that write .xls without working formulas out store 0 and mark
the formula "to be worked out when opened"; such a 0 is no figure. Number formats (%, dates) stand in the records too.
"""

import struct
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from jianbao.intake.grid import Cell, Grid
from jianbao.intake.package import MAX_CELLS
from jianbao.intake.words import IntakeError
from jianbao.intake.xlsx import _builtin, _shown

__all__ = ["MAX_XLS", "read_xls"]

MAX_XLS = 40 * 2**20
_NUMBER, _RK, _MULRK, _FORMULA, _BOF, _SHEET, _XF, _FORMAT = 0x203, 0x27E, 0xBD, 0x6, 0x809, 0x85, 0xE0, 0x41E
_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE


def read_xls(path: Path) -> list[Grid]:
    """Return the sheets of a workbook. Raises IntakeError if it is damaged, locked, too large or calamine is not there."""
    try:
        import python_calamine as calamine
    except ImportError:
        raise IntakeError(
            f"{path.name}：读 .xls 需要 python-calamine，本机没有安装；请另存为 .xlsx",
            f"{path.name}: .xls needs python-calamine, which is not installed here; save it as .xlsx",
        ) from None
    if path.stat().st_size > MAX_XLS:
        raise IntakeError(f"{path.name}：.xls 超过 {MAX_XLS // 2**20} MB 上限", f"{path.name}: over {MAX_XLS // 2**20} MB, the limit for .xls")
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        visible = {m.name: m.visible == calamine.SheetVisibleEnum.Visible for m in book.sheets_metadata}
        worksheets = [m.name for m in book.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
        marks = _records(_stream(path.read_bytes()))
        return [_sheet(book.get_sheet_by_name(name), name, not visible[name], marks.get(name, {}), path) for name in worksheets]
    except IntakeError:
        raise
    except calamine.PasswordError:
        raise IntakeError(f"{path.name}：文件有密码，请取消密码后再试", f"{path.name}: locked with a password; take it off first") from None
    except BaseException as error:  # a panic of the Rust library is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise IntakeError(f"{path.name}：文件已损坏，或不是 Excel 文件", f"{path.name}: damaged, or no Excel file") from None


def _sheet(sheet, name: str, hidden: bool, marks: dict[tuple[int, int], str], path: Path) -> Grid:
    if sheet.height * max(sheet.width, 1) > 20_000_000:
        raise IntakeError(f"{path.name}#{name}：表格范围过大", f"{path.name}#{name}: the sheet spreads too far")
    grid = Grid(name, {}, hidden=hidden)
    top, left = sheet.start or (0, 0)
    for r, row in enumerate(sheet.iter_rows()):
        for c, value in enumerate(row):
            if value == "" or value is None:
                continue
            place = _place(sheet, r, c, top, left)
            if (cell := _cell(value, marks.get(place, ""))) is not None:
                grid.cells[place] = cell
                if len(grid.cells) > MAX_CELLS:
                    raise IntakeError(f"{path.name}：单元格超过 {MAX_CELLS:,} 个", f"{path.name}: over {MAX_CELLS:,} cells")
    for (r, c), mark in marks.items():
        if mark == "formula":
            grid.cells[r, c] = Cell("formula", "=")
    grid.merges = [(a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or ()]
    return grid


def _place(sheet, r: int, c: int, top: int, left: int) -> tuple[int, int]:
    """Return the place in the sheet: ``iter_rows`` starts at the sheet's top left, not at the first cell in use."""
    return (r, c) if sheet.total_height == sheet.height and sheet.total_width == sheet.width else (r + top, c + left)


def _cell(value: object, shown: str) -> Cell | None:
    if isinstance(value, bool):
        return Cell("bool", str(value))
    if isinstance(value, (int, float)):
        text = repr(value)
        return Cell(shown if shown in ("percent", "scaled") else "number", text[:-2] if text.endswith(".0") else text)
    if isinstance(value, (datetime, date)):
        return Cell("date", value.isoformat()[:10])
    if isinstance(value, (time, timedelta)):
        return Cell("date", str(value))
    text = str(value)
    return Cell("text", text) if text.strip() else None


def _stream(data: bytes) -> bytes:
    """Return the workbook's records out of the compound file that holds them; nothing where it has another shape."""
    if data[:8] != b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or len(data) < 1536:
        return b""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    first_dir, _, mini_limit = struct.unpack_from("<III", data, 48)
    masters = [s for s in struct.unpack_from("<109I", data, 76) if s < _END]
    table: list[int] = []
    for sector in masters:
        table += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size) if (sector + 2) * size <= len(data) + size else ()

    def chain(start: int) -> bytes:
        parts, seen = [], 0
        while start < len(table) and seen <= len(table):
            parts.append(data[(start + 1) * size : (start + 2) * size])
            start, seen = table[start], seen + 1
        return b"".join(parts)

    folder = chain(first_dir)
    for at in range(0, len(folder) - 127, 128):
        length = struct.unpack_from("<H", folder, at + 64)[0]
        name = folder[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        start, total = struct.unpack_from("<II", folder, at + 116)
        if name in ("Workbook", "Book") and total >= mini_limit:
            return chain(start)[:total]
    return b""


def _each(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
        if kind == 0x0A:
            return


def _never_worked_out(formula: bytes) -> bool:
    """A result that is no text at all, or a mark that the result must be worked out when the file is opened."""
    blank = formula[12:14] == b"\xff\xff" and formula[6] == 3
    return blank or bool(struct.unpack_from("<H", formula, 14)[0] & 3)


def _records(stream: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Return for each sheet what its cells are beside their value: percent, scaled, or a formula never worked out."""
    sheets, formats, styles = [], {}, []
    for kind, body in _each(stream, 0):
        if kind == _SHEET and len(body) > 8:
            wide = body[7] & 1
            name = body[8 : 8 + body[6] * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1", "replace")
            sheets.append((name, struct.unpack_from("<I", body, 0)[0]))
        elif kind == _FORMAT and len(body) > 5:
            number, length, wide = struct.unpack_from("<HHB", body, 0)
            formats[number] = body[5 : 5 + length * (2 if wide & 1 else 1)].decode("utf-16-le" if wide & 1 else "latin-1", "replace")
        elif kind == _XF and len(body) >= 4:
            number = struct.unpack_from("<H", body, 2)[0]
            styles.append(_shown(formats[number]) if number in formats else _builtin(number))
    found: dict[str, dict[tuple[int, int], str]] = {}
    for name, at in sheets:
        cells = found.setdefault(name, {})
        for kind, body in _each(stream, at):
            if kind in (_NUMBER, _RK, _FORMULA) and len(body) >= 10:
                row, column, style = struct.unpack_from("<HHH", body, 0)
                cells[row, column] = styles[style] if style < len(styles) else ""
                if kind == _FORMULA and len(body) >= 16 and _never_worked_out(body):
                    cells[row, column] = "formula"
            elif kind == _MULRK and len(body) >= 6:
                row, first = struct.unpack_from("<HH", body, 0)
                for n in range((len(body) - 6) // 6):
                    style = struct.unpack_from("<H", body, 4 + 6 * n)[0]
                    cells[row, first + n] = styles[style] if style < len(styles) else ""
    return found
