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
    """Yield (single, other): whoever knows the first works out the second, a primary cell, in some layer.

    The movements that the equations leave open are the null space of the part; two cells whose rows in it are parallel
    move only together. A cell that is zero in a layer is known to be zero there and does not move.
    """
    seen: set[tuple[int, int]] = set()
    there = problem.values[:, part] > 0
    single = problem.single[:, part]
    for pattern in np.unique(there, axis=0):
        own, alone = part[pattern], single[(there == pattern).all(axis=1)].any(axis=0)[pattern]
        others = mask.primary[own]
        if not alone.any() or not others.any():
            continue
        null = _null_space(problem, own)
        length = np.linalg.norm(null, axis=1)
        unit = null * (1 / np.where(length > 1e-9, length, 1))[:, None]
        alike = np.abs(unit[alone] @ unit[others].T) > 1 - 1e-9
        layers = (there == pattern).all(axis=1)
        for a, b in np.argwhere(alike):
            pair = int(own[alone][a]), int(own[others][b])
            # One figure under two names (a city with a single county in the sector) is the enterprise's own.
            same = (problem.values[layers, pair[0]] == problem.values[layers, pair[1]]).all()
            if not same and pair not in seen:
                seen.add(pair)
                yield pair


def _null_space(problem: "Problem", own: np.ndarray) -> np.ndarray:
    """Return a basis (cells × dimensions) of the movements of the cells that break no equation."""
    place = {int(c): n for n, c in enumerate(own)}
    rows = [r for e in problem.system.equations if (r := {place[c]: v for c, v in e.items() if c in place})]
    matrix = np.zeros((len(rows), len(own)))
    for number, row in enumerate(rows):
        matrix[number, list(row)] = list(row.values())
    pivots: list[int] = []
    for column in range(len(own)):
        done = len(pivots)
        if done == len(rows):
            break
        best = done + int(np.abs(matrix[done:, column]).argmax())
        if abs(matrix[best, column]) < 1e-9:
            continue
        matrix[[done, best]] = matrix[[best, done]]
        matrix[done] *= 1 / matrix[done, column]
        factor = matrix[:, column].copy()
        factor[done] = 0
        touched = np.flatnonzero(np.abs(factor) > 1e-12)
        matrix[touched] -= factor[touched, None] * matrix[done]
        pivots.append(column)
    free = np.setdiff1d(np.arange(len(own)), pivots)
    basis = np.zeros((len(own), len(free)))
    basis[free, np.arange(len(free))] = 1
    basis[pivots] = -matrix[: len(pivots), free]
    return basis
