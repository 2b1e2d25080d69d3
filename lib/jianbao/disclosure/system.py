"""Cells and the additive equations between them: all that an attacker can subtract with."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

__all__ = ["System", "parts"]


@dataclass
class System:
    """*n* cells and the equations Σ coefficient · cell = 0 that hold between them in every layer.

    A layer is one variable in one period: the equations are the same in all of them.
    """

    ids: list[str]
    equations: list[dict[int, float]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, parent: int, children: Iterable[int]) -> None:
        """Add the equation parent = sum of children."""
        row = {parent: 1.0}
        for child in children:
            row[child] = row.get(child, 0.0) - 1.0
        self.equations.append(row)

    def touching(self) -> list[list[int]]:
        """Return for each cell the numbers of its equations."""
        found: list[list[int]] = [[] for _ in self.ids]
        for number, row in enumerate(self.equations):
            for cell in row:
                found[cell].append(number)
        return found


def parts(system: System, withheld: np.ndarray) -> list[np.ndarray]:
    """Return the independent parts: withheld cells (n,) that no equation joins with one of another part.

    What is published is a constant, so an equation binds only the withheld cells in it. A part is an array of
    cell numbers; the largest comes first.
    """
    root = list(range(len(system)))

    def find(cell: int) -> int:
        while root[cell] != cell:
            root[cell] = root[root[cell]]
            cell = root[cell]
        return cell

    for row in system.equations:
        hidden = [c for c in row if withheld[c]]
        for cell in hidden[1:]:
            root[find(cell)] = find(hidden[0])
    found: dict[int, list[int]] = {}
    for cell in np.flatnonzero(withheld):
        found.setdefault(find(int(cell)), []).append(int(cell))
    return sorted((np.array(p) for p in found.values()), key=lambda p: (-len(p), p[0]))
