"""How a table stands on a Word page: its columns' widths, the size of its letters, a long list side by side."""

import re
import unicodedata
from dataclasses import replace

from jianbao.publish.office.blocks import Cell, Table
from jianbao.publish.office.word_styles import TEXT_WIDTH

__all__ = ["IN_CELL", "folded", "is_annex", "is_dense", "padding", "widths"]

IN_CELL = 46.0  # mm of a drawing in a cell
_PAD, _DENSE_PAD, _DENSE = 150, 70, 9  # what a cell adds, in twentieths of a point; where columns are many; how many are
_BREAKS, _HEAD_BREAKS = 14.0, 8.0  # halves of a letter from which text may break
_SIZES = (21, 18, 15)  # of letters, in halves of a point: 五号, 小五, 六号
_LONG_FIGURE = 18.0  # a figure with words around it (English) may break like a text
_GAPS = re.compile(r"(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[\u4e00-\u9fff])")
_LONG, _MOST = 20, 3  # rows from which an annex table is folded, and into how many parts at most


def is_annex(table: Table) -> bool:
    """Whether a table is of the annex, which numbers its own."""
    return bool(re.match(r"附表\d|Table A\d", table.title))


def is_dense(table: Table) -> bool:
    """Whether a table has so many columns that its cells stand closer."""
    return table.width > _DENSE


def padding(table: Table) -> int:
    """Return what the cells of a table add to their text, in twentieths of a point."""
    return _DENSE_PAD if is_dense(table) else _PAD


def _letters(line: str) -> float:
    """Return a text's width in halves of a Chinese letter, with the gap that programs put between a word and a number."""
    return sum(2.0 if unicodedata.east_asian_width(c) in "WFA" and c not in "–−" else 1.05 for c in line) + 0.5 * len(_GAPS.findall(line))


def _need(table: Table) -> tuple[list[float], list[float]]:
    """Return the columns' widths that need no break, and the least: a long text may break, a number or a short word may not."""
    need, least = [3.0] * table.width, [3.0] * table.width
    slack = 0.4 if is_dense(table) else 0.8
    for n, row in enumerate((*table.heads, *table.body)):
        c = 0
        for cell in row:
            if cell.span == 1:
                whole = slack + (0 if cell.spoken else _letters(cell.text)) + (IN_CELL / 1.9 if cell.drawing else 0)
                need[c] = max(need[c], whole)
                limit = _HEAD_BREAKS if n < len(table.heads) else whole if cell.drawing else _BREAKS if cell.words or (" " in cell.text and whole > _LONG_FIGURE) else whole
                least[c] = max(least[c], min(whole, limit))
            c += cell.span
    return need, least


def widths(table: Table) -> tuple[list[int], int]:
    """Return the columns' widths in twentieths of a point, the text's width at most, and the letters' size in half points."""
    need, least = _need(table)
    pad = padding(table)
    room = TEXT_WIDTH - pad * table.width
    sizes = _SIZES[1:] if is_annex(table) else _SIZES
    size = next((s for s in sizes if sum(need) * s * 5 <= room), None) or next((s for s in _SIZES[1:] if sum(least) * s * 5 <= room), _SIZES[-1])
    half, total = size * 5, sum(need) * size * 5  # half a letter, in twentieths of a point
    if total <= room:  # spread half of what is left over the columns
        made = [round(n * half + (room - total) / 2 * n / sum(need)) + pad for n in need]
    else:
        floor = sum(least) * half
        give = max(room - floor, 0.0) / max(total - floor, 1.0)
        made = [round((m + (n - m) * give) * half) + pad for m, n in zip(least, need, strict=True)]
    if sum(made) > TEXT_WIDTH:
        made = [w * TEXT_WIDTH // sum(made) for w in made]
    return made, size


def folded(table: Table) -> Table:
    """Return a long narrow table of the annex in two or three parts side by side, any other as it is."""
    plain = all(c.span == c.rows == 1 and not c.drawing for row in (*table.heads, *table.body) for c in row)
    if not is_annex(table) or len(table.body) <= _LONG or not plain or len(table.heads) != 1:
        return table
    wide = sum(_need(table)[0]) * _SIZES[1] * 5 + _PAD * table.width
    parts = min(_MOST, int(TEXT_WIDTH / wide))
    if parts < 2:
        return table
    high = -(-len(table.body) // parts)
    rows = [tuple(replace(c, bold=n in table.own) for c in row) for n, row in enumerate(table.body)]
    rows += [(Cell(),) * table.width] * (high * parts - len(rows))
    body = tuple(tuple(c for p in range(parts) for c in rows[p * high + r]) for r in range(high))
    return replace(table, heads=(table.heads[0] * parts,), body=body, own=frozenset())
