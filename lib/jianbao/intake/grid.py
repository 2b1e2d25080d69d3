"""A sheet as intake sees it, whatever file it came from: cells that are not empty, each with its address."""

from dataclasses import dataclass, field
from functools import cached_property

__all__ = ["EMPTY", "MOST_COLUMNS", "MOST_MERGED", "MOST_ROWS", "Cell", "Grid", "address"]

MOST_ROWS, MOST_COLUMNS = 1_048_576, 2_000  # of a sheet; no table has more columns
MOST_MERGED = 1_000_000  # cells in merged ranges


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``text`` is what the file holds, untouched: a number's own digits, a date in ISO form.

    ``kind`` is ``text``, ``number``, ``percent`` (a fraction that the sheet shows as %), ``date``, ``bool``, ``error``
    (``#REF!``), ``formula`` (a formula that no program has worked out) or ``scaled`` (shown in another unit than stored).
    """

    kind: str
    text: str

    @property
    def words(self) -> str:
        """The text without breaks and outer blanks."""
        return " ".join(self.text.split())


EMPTY = Cell("text", "")


@dataclass
class Grid:
    """A sheet: ``cells`` by (row, column) from 0, ``merges`` as (top, left, bottom, right), hidden rows and columns."""

    name: str
    cells: dict[tuple[int, int], Cell]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False

    @cached_property
    def height(self) -> int:
        """Rows up to the last that holds something."""
        return 1 + max((r for r, _ in self.cells), default=-1)

    @cached_property
    def width(self) -> int:
        """Columns up to the last that holds something."""
        return 1 + max((c for _, c in self.cells), default=-1)

    def at(self, row: int, column: int) -> Cell:
        """Return a cell, EMPTY where there is none."""
        return self.cells.get((row, column), EMPTY)

    def words(self, row: int, column: int) -> str:
        """Return the text of a cell without breaks and outer blanks."""
        return self.at(row, column).words

    @cached_property
    def rows(self) -> list[int]:
        """Rows that hold something, in order."""
        return sorted({r for r, _ in self.cells})

    @cached_property
    def columns(self) -> list[int]:
        """Columns that hold something, in order."""
        return sorted({c for _, c in self.cells})

    @cached_property
    def _owner(self) -> dict[tuple[int, int], tuple[int, int]]:
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for top, left, bottom, right in self.merges:  # no further than the content goes
            for r in range(top, min(bottom, self.height) + 1):
                for c in range(left, min(right, self.width) + 1):
                    found[r, c] = (top, left)
            if len(found) > MOST_MERGED:
                break
        return found

    @property
    def merged_cells(self) -> int:
        """How many cells lie in merged ranges."""
        return len(self._owner)

    def merged(self, row: int, column: int) -> tuple[int, int] | None:
        """Return the first cell of the merged range that a cell lies in, None if it lies in none."""
        return self._owner.get((row, column))

    def spread(self, row: int, column: int) -> Cell:
        """Return what a reader sees at a place: for a merged range, what stands in its first cell."""
        return self.at(*(self.merged(row, column) or (row, column)))

    def row(self, row: int) -> list[int]:
        """Return the columns of a row that hold something, in order."""
        return self._rows.get(row, [])

    @cached_property
    def _rows(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for r, c in sorted(self.cells):
            found.setdefault(r, []).append(c)
        return found


def address(row: int, column: int) -> str:
    """Return the name of a cell as a spreadsheet shows it.

    >>> address(4, 2), address(0, 27)
    ('C5', 'AB1')
    """
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
