"""The linked table of a place: every published sum of regions × sectors, cut into cells that nothing published cuts further.

A leaf of the sector tree belongs to the same *atom* as another if every published sector holds both or neither. At the
root the published sectors are all registered ones, classes too; below it the whole, the divisions and the sets that
get briefs. A published sector that is one atom *is* that cell: they have one status.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from jianbao.catalogue import Catalogue
from jianbao.disclosure.system import System

__all__ = ["Table", "linked_table", "published_sectors", "waived"]


@dataclass(frozen=True)
class Table:
    """The cells of a place and where each published figure lies among them.

    ``at`` is (region, sector) → cell; ``leaves`` is, for each cell, its region and the leaves of the sector tree in it;
    a cell that no page prints (a division without the set inside it) has a sector code with "~".
    """

    system: System
    at: dict[tuple[str, str], int]
    cells: tuple[tuple[str, str], ...]
    leaves: tuple[frozenset[str], ...]


def published_sectors(catalogue: Catalogue, root: bool) -> tuple[str, ...]:
    """Return the sectors that a public edition shows for the root region, or for one below it."""
    if root:
        return tuple(s.code for s in catalogue.sectors() if catalogue.classes(s.code))
    brief = {s.code for s in catalogue.brief_sectors()}
    return tuple(s.code for s in catalogue.sectors() if s.level in ("all", "division") or s.code in brief)


def linked_table(catalogue: Catalogue, empty: Iterable[tuple[str, str]] = ()) -> Table:
    """Return the linked table; ``empty`` (region, leaf) pairs without any enterprise hold nothing and bind nothing."""
    without = set(empty)
    root = catalogue.place.root_region
    below = _Level(catalogue, published_sectors(catalogue, False))
    top = _Level(catalogue, published_sectors(catalogue, True))
    at: dict[tuple[str, str], int] = {}
    cells: list[tuple[str, str]] = []
    leaves: list[frozenset[str]] = []
    system = System([])

    def cell(region: str, name: str, held: frozenset[str]) -> int | None:
        if all((region, leaf) in without for leaf in held):
            return None
        key = (region, name)
        if key not in at:
            at[key] = len(cells)
            cells.append(key)
            leaves.append(held)
            system.ids.append(f"{region}|{name}")
        return at[key]

    def equation(parent: int | None, children: list[int | None]) -> None:
        known = [c for c in children if c is not None]
        if parent is not None and known and known != [parent]:
            system.add(parent, known)

    for region in catalogue.regions():
        level = top if region.code == root else below
        for name, held in level.atoms.items():
            cell(region.code, name, held)
        for sector, parts in level.nodes.items():
            if len(parts) == 1:
                found = at.get((region.code, parts[0]))
                if found is not None:
                    at[region.code, sector] = found
            else:
                equation(cell(region.code, sector, frozenset().union(*(level.atoms[p] for p in parts))), [at.get((region.code, p)) for p in parts])
    # The atoms below the root are sums of the root's atoms.
    for name, held in below.atoms.items():
        inside = [p for p, own in top.atoms.items() if own <= held]
        if inside != [name]:
            equation(cell(root, name, held), [at.get((root, p)) for p in inside])
    for region in catalogue.regions():
        children = catalogue.children(region.code)
        if children:
            for sector in (*below.atoms, *below.nodes):
                own = at.get((region.code, sector))
                equation(own, list(dict.fromkeys(at.get((c.code, sector)) for c in children)))
    return _merged(Table(system, at, tuple(cells), tuple(leaves)))


def waived(cat: Catalogue, table: Table) -> np.ndarray:
    """Return the cells that the statistics bureau itself publishes: root × division, and every region's whole."""
    out = np.zeros(len(table.cells), dtype=bool)
    whole = {s.code for s in cat.sectors(level="all")}
    divisions = {s.code for s in cat.sectors(level="division")} | whole
    for (region, sector), cell in table.at.items():
        out[cell] |= sector in whole or (region == cat.place.root_region and sector in divisions)
    # What is a sum of known cells is known.
    for row in table.system.equations:
        open_cells = [c for c in row if not out[c]]
        if len(open_cells) == 1:
            out[open_cells[0]] = True
    return out


def _merged(table: Table) -> Table:
    """Make one cell of a sum and its only part: whoever sees one sees the other."""
    same = list(range(len(table.cells)))

    def find(cell: int) -> int:
        while same[cell] != cell:
            cell = same[cell]
        return cell

    rows = table.system.equations
    while True:
        pairs = [list(row) for row in rows if len(row) == 2]
        for one, other in pairs:
            same[max(find(one), find(other))] = min(find(one), find(other))
        rows = [_summed(row, find) for row in rows]
        rows = [row for row in rows if row]
        if not pairs:
            break
    kept = sorted({find(c) for c in range(len(table.cells))})
    place = {c: n for n, c in enumerate(kept)}
    system = System([table.system.ids[c] for c in kept])
    system.equations = list({tuple(sorted(r.items())): r for row in rows if (r := {place[c]: v for c, v in row.items()})}.values())
    at = {key: place[find(c)] for key, c in table.at.items()}
    return Table(system, at, tuple(table.cells[c] for c in kept), tuple(table.leaves[c] for c in kept))


def _summed(row: dict[int, float], find: Callable[[int], int]) -> dict[int, float]:
    out: dict[int, float] = {}
    for cell, coefficient in row.items():
        out[find(cell)] = out.get(find(cell), 0.0) + coefficient
    return {c: v for c, v in out.items() if v}


class _Level:
    """The published sectors of a level cut into atoms: atom → leaves, sector → its atoms."""

    def __init__(self, catalogue: Catalogue, sectors: tuple[str, ...]) -> None:
        held = {code: frozenset(catalogue.classes(code)) for code in sectors}
        signature: dict[str, tuple[str, ...]] = {}
        for code in sectors:
            for leaf in held[code]:
                signature[leaf] = (*signature.get(leaf, ()), code)
        groups: dict[tuple[str, ...], set[str]] = {}
        for leaf, inside in signature.items():
            groups.setdefault(inside, set()).add(leaf)
        self.atoms: dict[str, frozenset[str]] = {}
        for inside, own in sorted(groups.items(), key=lambda g: (g[0], sorted(g[1]))):
            # An atom is called after the smallest sector that is just it, else "division~".
            same = [c for c in inside if held[c] == own]
            smallest = min(inside, key=lambda c: (len(held[c]), sectors.index(c)))
            name = same[0] if same else f"{smallest}~"
            while name in self.atoms:
                name += "~"
            self.atoms[name] = frozenset(own)
        self.nodes = {code: [n for n, own in self.atoms.items() if own <= held[code]] for code in sectors if held[code]}
