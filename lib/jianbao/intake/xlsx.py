"""Read .xlsx: only cells that hold something, the stored digits as they are, and what a number alone does not tell.

Beside the value a sheet says how it is shown: a fraction shown as 6.8%, yuan shown in 万元, a date that is stored as a
number. A formula that no program has worked out has no value at all. Readers that hand out plain numbers lose these.
"""

import posixpath
import re
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree.ElementTree import Element

from jianbao.intake.grid import MOST_ROWS, Cell, Grid, address
from jianbao.intake.package import MAX_BLANKS, MAX_CELLS, Package, local, whole
from jianbao.intake.words import IntakeError

__all__ = ["read_xlsx"]

_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_DATES = {14, 15, 16, 17, 18, 19, 20, 21, 22, *range(27, 37), 45, 46, 47, *range(50, 59)}
_PERCENTS = {9, 10}
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def read_xlsx(path: Path) -> list[Grid]:
    """Return the sheets of a workbook in their order, hidden ones too.

    Raises
    ------
    IntakeError
        If the file is damaged, too large, or holds more than ``MAX_CELLS`` cells.
    """
    pack = Package(path)
    book = next((n for n in ("xl/workbook.xml", "xl/Workbook.xml") if n in pack.names), None)
    if book is None:
        raise IntakeError(f"{path.name}：不是 Excel 工作簿（.xlsx）", f"{path.name}: no Excel workbook (.xlsx)")
    root = pack.whole(book)
    targets = _targets(pack, book)
    date1904 = any(local(e.tag) == "workbookPr" and e.get("date1904") in ("1", "true") for e in root)
    shared, shows = _shared(pack, targets), _styles(pack, targets)
    grids, held = [], 0
    for sheet in (e for e in root.iter() if local(e.tag) == "sheet"):
        link = next((v for k, v in sheet.attrib.items() if local(k) == "id"), "")
        kind, part = targets.get(link, ("", ""))
        if kind != "worksheet":
            continue  # a chart sheet
        grid = _sheet(pack, part, sheet.get("name", ""), shared, shows, date1904, MAX_CELLS - held)
        grid.hidden = sheet.get("state", "visible") != "visible"
        held += len(grid.cells)
        grids.append(grid)
    return grids


def _targets(pack: Package, book: str) -> dict[str, tuple[str, str]]:
    folder, name = posixpath.split(book)
    found = {}
    for link in pack.whole(f"{folder}/_rels/{name}.rels"):
        target = link.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[link.get("Id", "")] = (link.get("Type", "").rpartition("/")[2], part)
    return found


def _part(targets: dict[str, tuple[str, str]], kind: str) -> str:
    return next((part for k, part in targets.values() if k == kind), "")


def _text(element: Element) -> str:
    """Return the text of a string item without the phonetic guides beside it; a raised 1 as ¹: 123¹ is not 1231."""
    found = []
    for child in element:
        if local(child.tag) == "t":
            found.append(child.text or "")
        elif local(child.tag) == "r":
            raised = any(local(e.tag) == "vertAlign" and e.get("val") in ("superscript", "subscript") for e in child.iter())
            struck = any(local(e.tag) in ("strike", "dstrike") and e.get("val", "1") not in ("0", "false") for e in child.iter())
            text = "".join(t.text or "" for t in child if local(t.tag) == "t")
            found.append(f"〔{text}〕" if struck and text.strip() else text.translate(RAISED) if raised else text)
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), "".join(found))


def _shared(pack: Package, targets: dict[str, tuple[str, str]]) -> list[str]:
    part, found = _part(targets, "sharedStrings"), []
    if part and part in pack.names:
        for element in pack.ends(part):
            if local(element.tag) == "si":
                found.append(_text(element))
                element.clear()
    return found


def _styles(pack: Package, targets: dict[str, tuple[str, str]]) -> list[str]:
    """Return how the cells of each style show a number: "", date, percent or scaled."""
    part = _part(targets, "styles")
    if not part or part not in pack.names:
        return []
    own, shows = {}, []
    for element in pack.ends(part, keep=True):
        if local(element.tag) == "numFmt":
            own[element.get("numFmtId", "")] = element.get("formatCode", "")
        elif local(element.tag) == "cellXfs":
            for style in element:
                number = style.get("numFmtId", "0")
                shows.append(_shown(own[number]) if number in own else _builtin(whole(number)))
    return shows


def _builtin(number: int) -> str:
    return "percent" if number in _PERCENTS else "date" if number in _DATES else ""


def _shown(code: str) -> str:
    """Return what a format code does to a number.

    >>> [_shown(c) for c in ("0.0%", "yyyy\\\\-mm", "0!.0,", "#,##0.00", "0.00,,", '[Red]0.0"%"')]
    ['percent', 'date', 'scaled', '', 'scaled', '']
    """
    first = code.split(";")[0]
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.', "", first)
    literal = "".join(re.findall(r'"([^"]*)"', first)) + "".join(re.findall(r"[\\!](.)", first))
    if "%" in bare:
        return "percent"
    if re.search(r"[ymdhs年月日]", bare, re.I) and "General" not in bare:
        return "date"
    if re.search(r"[0#?],+(?![0#?])", bare) or "!" in bare or re.search(r"[.‰万亿千]", literal):
        return "scaled"
    return ""


def _sheet(
    pack: Package, part: str, name: str, shared: list[str], shows: list[str], date1904: bool, room: int,
) -> Grid:  # fmt: skip
    grid, row, column, blanks, rows = Grid(name, {}), -1, -1, 0, None
    limit = _too_many(pack.path)
    for event, element in pack.events(part, sheet=True):
        tag = local(element.tag)
        if event == "start":
            if tag == "sheetData":
                rows = element
            elif tag == "row":
                row, column = whole(element.get("r"), row + 2) - 1, -1
                if element.get("hidden") in ("1", "true"):
                    grid.hidden_rows.add(row)
            continue
        if tag == "c":
            place = _PLACE.fullmatch(element.get("r") or "")
            row, column = (int(place[2]) - 1, _column(place[1])) if place else (row, column + 1)
            cell = _cell(element, shared, shows, date1904, f"{pack.path.name}#{name}!{address(row, column)}")
            if (row, column) in grid.cells:  # two figures of one place: programs differ in which they show
                raise pack.damaged(f"{name}!{address(row, column)} occurs twice")
            if cell is None:
                blanks += 1
                if blanks > MAX_BLANKS // 15:  # texts of blanks: each costs as much as a word
                    raise pack.too_blank(MAX_BLANKS // 15)
            else:
                grid.cells[row, column] = cell
                if not 0 <= row < MOST_ROWS:
                    raise pack.damaged(f"row {row + 1}")
                if len(grid.cells) > room:
                    raise limit
            element.clear()
        elif tag == "mergeCell":
            corner = [_PLACE.fullmatch(p) for p in (element.get("ref") or "").split(":")]
            if len(corner) == 2 and all(corner):
                grid.merges.append(tuple(n for p in corner for n in (int(p[2]) - 1, _column(p[1]))))  # type: ignore[union-attr,index]
        elif tag == "col" and element.get("hidden") in ("1", "true"):
            first, last = (whole(element.get(k), 1) for k in ("min", "max"))
            grid.hidden_columns |= set(range(first - 1, min(last, 16_384)))
        elif tag == "row" and rows is not None:
            rows.clear()
    grid.hidden_rows = {r for r in grid.hidden_rows if r < grid.height}
    return grid


def _too_many(path: Path) -> IntakeError:
    return IntakeError(
        f"{path.name}：有内容的单元格超过 {MAX_CELLS:,} 个，超出上限；请拆分或导出为 CSV",
        f"{path.name}: over {MAX_CELLS:,} cells hold something; split it or export it as CSV",
    )


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _cell(
    element: Element, shared: list[str], shows: list[str], date1904: bool, where: str,
) -> Cell | None:  # fmt: skip
    value = formula = inline = None
    for child in element:
        tag = local(child.tag)
        value, formula, inline = (
            (child.text or "") if tag == "v" else value, child if tag == "f" else formula, child if tag == "is" else inline,
        )
    kind = element.get("t", "n")
    if inline is not None:
        return Cell("text", text) if (text := _text(inline)).strip() else None
    if value is None or (value == "" and kind != "str"):
        return Cell("formula", "=" + (formula.text or "")) if formula is not None else None
    if kind == "s":
        number = whole(value.strip(), len(shared))
        if number >= len(shared):
            raise IntakeError(f"{where}：文字引用有误，文件已损坏", f"{where}: a text that the file does not hold; damaged")
        return Cell("text", shared[number]) if shared[number].strip() else None
    if kind in ("str", "inlineStr"):
        return Cell("text", value) if value.strip() else None
    if kind in ("b", "e"):
        return Cell("bool" if kind == "b" else "error", value)
    if kind == "d":
        return Cell("date", value)
    style = whole(element.get("s"))
    shown = shows[style] if style < len(shows) else ""
    if shown == "date":
        return Cell("date", _date(value.strip(), date1904))
    return Cell(shown or "number", value.strip())


def _date(serial: str, date1904: bool) -> str:
    try:
        days = float(serial)
        start = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)
        return (start + timedelta(days=days)).date().isoformat()
    except (ValueError, OverflowError):
        return serial
