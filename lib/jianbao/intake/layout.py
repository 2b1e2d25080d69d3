"""Find a form's table in a sheet: the rows of the head, the columns of names, the columns of figures and their units."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from jianbao.intake.forms import Column, Form, converts
from jianbao.intake.grid import Grid, address
from jianbao.intake.heads import name_of, sheet_units, unit_in
from jianbao.intake.words import Finding, IntakeError, cut

__all__ = ["Head", "Placed", "locate", "path_of"]

_ROWS_LOOKED_AT = 60
_ROWS_OF_HEAD = 4
_STAR = "\ue000"


@dataclass(frozen=True, slots=True)
class Placed:
    """A column of the form where it stands in the sheet; ``unit`` is what the sheet prints, "" where it prints none."""

    column: Column
    at: int
    path: str
    unit: str


@dataclass
class Head:
    """Where a form's table stands: rows of the head, columns of names and codes, columns of figures, what was not found."""

    grid: Grid
    top: int
    bottom: int
    keys: dict[str, int]
    placed: list[Placed] = field(default_factory=list)
    missing: list[Column] = field(default_factory=list)
    unknown: list[tuple[int, str]] = field(default_factory=list)
    across: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """All words above the head."""
        return " ".join(w for r in range(self.top) for c in self.grid.row(r) if (w := self.grid.words(r, c)))

    @property
    def units(self) -> tuple[str, ...]:
        """The units that lines above the head (单位：万元、人) print for the sheet, each once."""
        found = [u for r in range(self.top) for c in self.grid.row(r) for u in sheet_units(self.grid.words(r, c)) or (unit_in(self.grid.words(r, c)),)]
        found += [u for c in self.keys.values() for u in sheet_units(self.grid.words(self.top, c))]
        return tuple(dict.fromkeys(u for u in found if u))

    def unit_for(self, registered: str) -> str:
        """The one of ``units`` that converts to a unit of the register; "" where none does or several do (亿元、万元)."""
        found = [u for u in self.units if converts(u, registered)]
        return found[0] if len(found) == 1 else ""


def locate(grid: Grid, form: Form) -> Head | None:
    """Return where a form's table stands in a sheet, None where its columns of names are not to be found.

    Raises
    ------
    IntakeError
        If a head that the form names stands there twice.
    """
    wanted = {name: heads for name, heads in _keys(form).items() if heads}
    if not wanted:
        return None
    for row in range(min(grid.height, _ROWS_LOOKED_AT)):
        at: dict[str, int] = {}
        for name, heads in wanted.items():
            found = [c for c in grid.row(row) if name_of(grid.words(row, c)) in heads]
            if len(found) > 1:
                raise IntakeError(
                    f"{grid.name}!{address(row, found[1])}：表头“{cut(grid.words(row, found[1]))}”出现两次（左右并排的两张表请拆开）",
                    f"{grid.name}!{address(row, found[1])}: the head {cut(grid.words(row, found[1]))!r} stands there twice (split tables side by side)",
                )
            if found:
                at[name] = found[0]
        needed = {n for n in wanted if not n.endswith(" code") or n.removesuffix(" code") not in wanted}
        if needed <= set(at):
            head = Head(grid, row, _bottom(grid, row, at), at)
            _place(head, form)
            return head
    return None


def _keys(form: Form) -> dict[str, set[str]]:
    """Return the heads of the columns of names (``region``) and of codes (``region code``)."""
    found: dict[str, set[str]] = {}
    for name in ("region", "sector", "period"):
        key = getattr(form, name)
        found[name] = {name_of(h) for h in key.column}
        found[f"{name} code"] = {name_of(h) for h in key.code}
    return found


def _bottom(grid: Grid, top: int, at: dict[str, int]) -> int:
    """Return the last row of the head: as far as the names' heads are merged, else as long as only words follow beside them."""
    corner = min(at.values())
    merged = [m[2] for m in grid.merges if m[0] <= top <= m[2] and m[1] <= corner <= m[3]]
    if merged and merged[0] > top:
        return min(merged[0], top + _ROWS_OF_HEAD - 1)
    bottom = top
    while bottom + 1 < min(grid.height, top + _ROWS_OF_HEAD):
        cells = [(c, grid.at(bottom + 1, c)) for c in grid.row(bottom + 1)]
        if not cells or any(c in at.values() for c, _ in cells) or any(cell.kind != "text" or re.fullmatch(r"\s*[-+]?[\d.,]+\s*", cell.text) for _, cell in cells):
            break
        bottom += 1
    return bottom


def path_of(head: Head, column: int) -> tuple[str, str]:
    """Return the names above a column, joined from top to bottom, and the unit printed nearest to the figures."""
    grid, names, unit = head.grid, [], ""
    for row in range(head.top, head.bottom + 1):
        text = grid.spread(row, column).words
        if not text and row < head.bottom and grid.merged(row, column) is None:
            text = _to_the_left(head, row, column)
        unit = unit_in(text) or unit
        name = name_of(text)
        if name and (not names or names[-1] != name):
            names.append(name)
    return "/".join(names), unit


def _to_the_left(head: Head, row: int, column: int) -> str:
    """Return the head of the group that a column without a head of its own in this row belongs to."""
    for left in reversed(head.grid.columns[: bisect_left(head.grid.columns, column)]):
        if left in head.keys.values():
            return ""
        if text := head.grid.spread(row, left).words:
            return text
    return ""


def _place(head: Head, form: Form) -> None:
    grid = head.grid
    paths = {c: path_of(head, c) for c in grid.columns if c not in head.keys.values()}
    named = {c: path for c, (path, _) in paths.items() if path}
    taken: set[int] = set()
    for column in form.columns:
        found = [c for c, path in named.items() if c not in taken and any(_fits(path, h) for h in column.head)]
        exact = [c for c in found if any(fnmatchcase(named[c], _narrow(h)) for h in column.head)]
        found = exact or found
        if len(found) > 1:
            one, two = (address(head.bottom, c) for c in found[:2])
            raise IntakeError(
                f"{grid.name}：两列都像“{column.head[0]}”（{one}、{two}），分不清；请在表单中写上级表头",
                f"{grid.name}: two columns could be {column.head[0]!r} ({one}, {two}); name the head above them in the form",
            )
        if found:
            taken.add(found[0])
            head.placed.append(Placed(column, found[0], named[found[0]], paths[found[0]][1]))
        elif not (column.optional or column.skip):
            head.missing.append(column)
    if form.columns and sum(not p.column.skip for p in head.placed) < form.least:
        head.missing += [c for c in form.columns if c.optional and not c.skip and c not in [p.column for p in head.placed]]
    rest = [c for c in paths if c not in taken]
    if form.across:
        head.across = [(c, named[c], paths[c][1]) for c in rest if c in named]
    else:
        head.unknown = [(c, named.get(c, "")) for c in rest]


def _narrow(pattern: str) -> str:
    """Return a pattern as ``name_of`` writes heads; a * at either end is the pattern's own, no footnote mark."""
    return "/".join(name_of(part.replace("*", _STAR)) for part in pattern.split("/")).replace(_STAR, "*")


def _fits(path: str, pattern: str) -> bool:
    """Return whether a path of heads ends as a pattern says; ``1-*月累计`` stands for any month."""
    parts, wanted = path.split("/"), _narrow(pattern).split("/")
    if len(wanted) > len(parts) or not fnmatchcase(parts[-1], wanted[-1]):
        return False
    above = iter(parts[:-1])
    return all(any(fnmatchcase(part, want) for part in above) for want in wanted[:-1])


def unknown_columns(head: Head, form: Form, file: str) -> list[Finding]:
    """Return a finding for each column with figures that the form does not know."""
    found = []
    for column, path in head.unknown:
        rows = [r for r in head.grid.rows if r > head.bottom and (head.grid.at(r, column).kind in ("number", "percent")
                or re.fullmatch(r"\s*[-+]?[\d,]+(\.\d+)?\s*", head.grid.at(r, column).text))]  # fmt: skip
        if not rows:
            continue
        where = f"{file}#{head.grid.name}!{address(rows[0], column)}"
        level = "error" if not path else form.unknown_columns
        found.append(Finding(
            level, "unknown-column", f"“{cut(path) or '没有表头'}”列有 {len(rows)} 个数，表单没有说明这一列，未收入",
            f"column {cut(path) or 'without a head'!r} holds {len(rows)} figures and the form does not say what they are: not taken",
            where, ((head.grid.name, rows[0], column),),
        ))  # fmt: skip
    return found
