"""The proof that a cell is protected: two movements of withheld cells, checked without a solver."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from jianbao.disclosure.suppress import Mask, Problem

__all__ = ["Proof", "pairs_exposed"]


@dataclass(frozen=True)
class Proof:
    """Two movements (k,) over ``cells`` (k,), in units of what the cell needs: ``up`` raises it by one, ``down`` lowers it."""

    cells: np.ndarray
    up: np.ndarray
    down: np.ndarray

    @classmethod
    def of(cls, cells: np.ndarray, up: np.ndarray, down: np.ndarray) -> "Proof":
        """Keep the cells that move."""
        moved = (up != 0) | (down != 0)
        return cls(cells[moved], up[moved], down[moved])

    def holds(self, problem: "Problem", mask: "Mask", cell: int, tolerance: float = 1e-6) -> str:
        """Return why the proof does not hold; "" if it does.

        Checked: only withheld cells move, every equation stays true, the cell moves by one unit each way, and no cell
        falls below zero in any layer.
        """
        if not mask.withheld[self.cells].all():
            return "a published cell moves"
        place = {int(c): n for n, c in enumerate(self.cells)}
        for move, sign in ((self.up, 1.0), (self.down, -1.0)):
            if cell not in place or abs(move[place[cell]] - sign) > tolerance:
                return "the cell does not move"
            if (-move > problem.capacity(cell)[self.cells] * (1 + tolerance) + tolerance).any():
                return "a cell falls below zero"
            for row in problem.system.equations:
                if abs(sum(v * move[place[c]] for c, v in row.items() if c in place)) > tolerance:
                    return "an equation breaks"
        return ""


def pairs_exposed(problem: "Problem", mask: "Mask", part: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield (single, other): whoever knows the first works out the second, a primary cell, by the equations alone.

    The movements that the equations leave open are the null space of the part; two cells whose rows in it are parallel
    move only together.
    """
    own = {int(c): n for n, c in enumerate(part)}
    singles = [c for c in own if problem.single[:, c].any()]
    if not singles:
        return
    rows = [r for e in problem.system.equations if (r := {own[c]: v for c, v in e.items() if c in own})]
    matrix = np.zeros((len(rows), len(part)))
    for number, row in enumerate(rows):
        for place, coefficient in row.items():
            matrix[number, place] = coefficient
    _, size, right = np.linalg.svd(matrix, full_matrices=True)
    rank = int((size > 1e-9 * max(matrix.shape) * (size[0] if len(size) else 1)).sum())
    null = right[rank:].T
    length = np.linalg.norm(null, axis=1)
    unit = null / np.where(length > 1e-9, length, 1)[:, None]
    others = [c for c in own if mask.primary[c]]
    alike = np.abs(unit[[own[s] for s in singles]] @ unit[[own[o] for o in others]].T)
    for a, b in np.argwhere(alike > 1 - 1e-9):
        if singles[a] != others[b]:
            yield singles[a], others[b]
