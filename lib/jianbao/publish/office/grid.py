"""A table of the page → rows of cells; columns that hold nothing but an ornament are left out."""

import re
from dataclasses import replace

from jianbao.publish.office.blocks import Cell, Table
from jianbao.publish.office.tree import Node

__all__ = ["read_table"]

#: A claim that is a number with a plain unit, or with a word apart from it: Excel holds the number.
_MEASURED = re.compile(r"[+−]?[\d,]+(\.\d+)?(%|个百分点|期|家|项|个|位|(亿|万)?[元人]|[万亿]?(元|吨[^\d\s]{0,4})/\S{1,4}| (弱于|优于|持平|ahead|behind|level))?")


def read_table(node: Node, title: str) -> Table:
    """Return a table element as a table; *title*, else its caption, names it."""
    caption = node.first("caption")
    note = ""
    if caption and (small := caption.first("small")):
        note = small.text()
    named = caption.text().removesuffix(note).strip() if caption else ""
    heads_of = {id(row) for head in node.elements if head.tag == "thead" for row in head.elements}
    rows = [(row, "thead" if id(row) in heads_of else "tbody") for row in node.all("tr")]
    grid = _spread([row for row, _ in rows])
    kept = [c for c in range(len(grid[0]) if grid else 0) if not _ornament([grid[r][c] for r, (_, part) in enumerate(rows) if part == "tbody"])]
    made = [_row(line, kept, grid[r - 1] if r else None, grid[r + 1 :]) for r, line in enumerate(grid)]
    heads = tuple(m for m, (_, part) in zip(made, rows, strict=True) if part == "thead")
    body = [(m, row) for m, (row, part) in zip(made, rows, strict=True) if part == "tbody"]
    own = frozenset(n for n, (_, row) in enumerate(body) if "me" in row.classes)
    return Table(title or named, note, heads, tuple(m for m, _ in body), own)


def _spread(rows: list[Node]) -> list[list[Node | None]]:
    """Return a cell for every place of the table; one that spans stands in each of its places."""
    filled: dict[tuple[int, int], Node] = {}
    for r, row in enumerate(rows):
        c = 0
        for cell in (e for e in row.elements if e.tag in ("th", "td")):
            while (r, c) in filled:
                c += 1
            for below in range(min(_count(cell, "rowspan"), len(rows) - r)):
                for right in range(_count(cell, "colspan")):
                    filled[r + below, c + right] = cell
            c += _count(cell, "colspan")
    width = max((c for _, c in filled), default=-1) + 1
    return [[filled.get((r, c)) for c in range(width)] for r in range(len(rows))]


def _count(cell: Node, name: str) -> int:
    return max(1, min(int(cell.get(name)), 200)) if cell.get(name).isdigit() else 1


def _ornament(column: list[Node | None]) -> bool:
    """Whether a column has drawings and all of them only repeat what stands beside them."""
    cells = [c for c in column if c is not None]
    drawn = [svg for c in cells for svg in c.all("svg")]
    return bool(drawn) and not any(c.text() for c in cells) and all(svg.get("aria-hidden") == "true" for svg in drawn)


def _row(line: list[Node | None], kept: list[int], above: list[Node | None] | None, below: list[list[Node | None]]) -> tuple[Cell, ...]:
    """Return one row; a cell that began in the row above is empty here and has ``rows`` 0."""
    cells: list[Cell] = []
    before: Node | None = None
    for c in kept:
        node = line[c]
        if node is not None and node is before:
            last = cells[-1]
            cells[-1] = replace(last, span=last.span + 1)
            continue
        before = node
        if node is None:
            cells.append(Cell())
            continue
        begun = above is not None and above[c] is node
        rows = 0 if begun else 1 + next((k for k, r in enumerate(below) if r[c] is not node), len(below))
        cells.append(_cell(node, rows))
    return tuple(cells)


def _cell(node: Node, rows: int) -> Cell:
    words = bool(node.classes & {"l", "nmv"}) or node.tag == "th" and node.get("scope") != "col"
    text = node.text() if rows else ""
    said = [n.attrs for n in node.all("span", "b")]
    fact = any("data-fact" in a for a in said) or any("data-claim" in a for a in said) and bool(_MEASURED.fullmatch(text))
    drawing = next((s for s in node.all("svg") if s.get("aria-hidden") != "true"), None)
    if drawing is None and rows and (hidden := node.first("svg")) and (words_of := node.first(name="vh")) and words_of.text() == text:
        return Cell(text, 1, rows, True, fact, False, hidden, spoken=True)  # the page shows the drawing, and says it
    return Cell(text, 1, rows, words, fact, False, drawing)
