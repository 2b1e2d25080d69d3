"""Read .ods (LibreOffice, WPS): cells that hold something, repeated empty ones never unrolled."""

from pathlib import Path
from xml.etree.ElementTree import Element

from jianbao.intake.grid import Cell, Grid
from jianbao.intake.package import MAX_CELLS, Package, local, whole
from jianbao.intake.words import IntakeError
from jianbao.intake.xlsx import RAISED

__all__ = ["read_ods"]

_MOST_REPEATS = 1000  # of a cell or row that holds something


def read_ods(path: Path) -> list[Grid]:
    """Return the sheets of a workbook in their order. Raises IntakeError if it is damaged or too large."""
    pack = Package(path)
    if "content.xml" not in pack.names:
        raise IntakeError(f"{path.name}：不是 ODS 工作簿", f"{path.name}: no ODS workbook")
    grids: list[Grid] = []
    row, held, depth = 0, 0, 0
    raised: set[str] = set()
    for event, element in pack.events("content.xml"):
        tag = local(element.tag)
        if tag == "style" and event == "end" and any(_get(e, "text-position").startswith(("super", "sub")) for e in element):
            raised.add(_get(element, "name"))
        if tag == "table":
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                grids.append(Grid(_get(element, "name"), {}))
                row = 0
        elif tag == "table-row" and event == "end" and depth == 1:
            repeat = _count(element, "number-rows-repeated")
            before = len(grids[-1].cells)
            _row(element, grids[-1], row, repeat, path, raised)
            held += len(grids[-1].cells) - before
            if held > MAX_CELLS:
                raise IntakeError(f"{path.name}：有内容的单元格超过 {MAX_CELLS:,} 个，超出上限", f"{path.name}: over {MAX_CELLS:,} cells hold something")
            if _get(element, "visibility") in ("collapse", "filter"):
                grids[-1].hidden_rows |= set(range(row, row + min(repeat, _MOST_REPEATS)))
            row += repeat
            element.clear()
    for grid in grids:
        grid.hidden_rows = {r for r in grid.hidden_rows if r < grid.height}
    return grids


def _get(element: Element, name: str) -> str:
    return next((v for k, v in element.attrib.items() if local(k) == name), "")


def _count(element: Element, name: str) -> int:
    return max(whole(_get(element, name), 1), 1)


def _row(element: Element, grid: Grid, row: int, repeat: int, path: Path, raised: set[str]) -> None:
    column = 0
    for part in element:
        if local(part.tag) not in ("table-cell", "covered-table-cell"):
            continue
        times, cell = _count(part, "number-columns-repeated"), _cell(part, raised)
        down, across = _count(part, "number-rows-spanned"), _count(part, "number-columns-spanned")
        if down > 1 or across > 1:
            grid.merges.append((row, column, row + down - 1, column + across - 1))
        if cell is not None:
            if max(times, repeat) > _MOST_REPEATS:
                raise IntakeError(
                    f"{path.name}#{grid.name}：第 {row + 1} 行的内容重复 {max(times, repeat):,} 次，疑为异常文件，未读取",
                    f"{path.name}#{grid.name}: row {row + 1} repeats its content {max(times, repeat):,} times; not read",
                )
            for r in range(row, row + repeat):
                for c in range(column, column + times):
                    grid.cells[r, c] = cell
        column += times


def _cell(part: Element, raised: set[str]) -> Cell | None:
    kind, formula = _get(part, "value-type"), _get(part, "formula")
    words = "\n".join("".join(_pieces(p, raised)) for p in part if local(p.tag) == "p")
    if kind in ("float", "currency", "percentage"):
        value = _get(part, "value")
        if not value:
            return Cell("formula", formula or "=")
        return Cell("percent" if kind == "percentage" else "number", value)
    if kind == "date":
        return Cell("date", _get(part, "date-value")[:10])
    if kind in ("time", "boolean"):
        return Cell("bool", words)
    if words.startswith("#") and formula:
        return Cell("error", words)
    if words.strip():
        return Cell("text", words)
    return Cell("formula", formula) if formula and not kind else None


def _pieces(element: Element, raised: set[str]) -> list[str]:
    """Return the text of a paragraph, notes left out; blanks written as elements come back, a raised 1 as ¹."""
    found = [element.text or ""]
    for child in element:
        tag = local(child.tag)
        if tag == "s":
            found.append(" " * min(_count(child, "c"), 100))
        elif tag in ("tab", "line-break"):
            found.append(" ")
        elif tag != "annotation":
            inside = _pieces(child, raised)
            found += [t.translate(RAISED) for t in inside] if _get(child, "style-name") in raised else inside
        found.append(child.tail or "")
    return found
