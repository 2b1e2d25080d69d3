"""The cheapest mask of a small table, by a mixed-integer programme: proven, where the heuristic only tries.

For each primary cell and each direction there is a movement as in ``flow``; a cell that moves in any of them must be
withheld, and what is withheld is paid once (Fischetti and Salazar 2000, in its direct form).
"""

import highspy
import numpy as np

from jianbao.disclosure.proof import Proof
from jianbao.disclosure.system import System

__all__ = ["SMALL", "cheapest"]

#: Up to so many movements × cells the programme is solved in seconds.
SMALL = 4000
#: It is given up after so many nodes: never after a time, or a slower machine would find another mask.
_NODES = 2000


def cheapest(
    system: System, primary: np.ndarray, free: np.ndarray, price: np.ndarray, capacity: dict[int, np.ndarray]
) -> dict[int, Proof] | None:
    """Return the proofs of the cheapest mask; None if there is no mask or the search is too long.

    ``primary`` and ``free`` are masks over the n cells, ``capacity`` how far each cell can fall, in units of what the
    primary cell needs (``Problem.capacity``), for every primary cell to be protected.
    """
    cells = np.flatnonzero(primary | free)
    place = {int(c): n for n, c in enumerate(cells)}
    rows = [r for e in system.equations if (r := {place[c]: v for c, v in e.items() if c in place})]
    count, moves = len(cells), [(c, sign) for c in sorted(capacity) for sign in (1, -1)]
    solver = highspy.Highs()
    for name, value in (("output_flag", False), ("threads", 1), ("random_seed", 1), ("mip_max_nodes", _NODES), ("mip_rel_gap", 1e-9)):
        solver.setOptionValue(name, value)
    inf = highspy.kHighsInf
    # Columns: z for each cell, then up and down of each cell for each movement.
    for cell in cells:
        solver.addVar(1.0 if primary[cell] else 0.0, 1.0)
    solver.changeColsIntegrality(count, np.arange(count, dtype=np.int32), np.array([highspy.HighsVarType.kInteger] * count))
    solver.changeColsCost(count, np.arange(count, dtype=np.int32), np.where(primary[cells], 0.0, price[cells]))
    far = float(count)
    for number, (cell, sign) in enumerate(moves):
        first, own = count + 2 * count * number, place[cell]
        fall = np.minimum(capacity[cell][cells], far)
        for n in range(count):
            # A zero, or what is known from before, can neither fall nor rise.
            rises = 1.0 if n == own and sign > 0 else 0.0 if n == own or fall[n] <= 0 else far
            solver.addVar(1.0 if rises == 1.0 and n == own else 0.0, rises)
        for n in range(count):
            falls = 1.0 if n == own and sign < 0 else 0.0 if n == own else fall[n]
            solver.addVar(1.0 if n == own and sign < 0 else 0.0, falls)
        if sign < 0 and fall[own] < 1:
            return None
        for row in rows:
            index = np.array([first + c for c in row] + [first + count + c for c in row], dtype=np.int32)
            solver.addRow(0.0, 0.0, len(index), index, np.array([*row.values(), *(-v for v in row.values())], dtype=float))
        for n in range(count):
            if not primary[cells[n]]:
                for column, limit in ((first + n, far if fall[n] > 0 else 0.0), (first + count + n, fall[n])):
                    if limit > 0:
                        solver.addRow(-inf, 0.0, 2, np.array([column, n], dtype=np.int32), np.array([1.0, -limit]))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    found = np.asarray(solver.getSolution().col_value)
    proofs: dict[int, dict[int, np.ndarray]] = {}
    for number, (cell, sign) in enumerate(moves):
        first = count + 2 * count * number
        moved = found[first : first + count] - found[first + count : first + 2 * count]
        moved[np.abs(moved) < 1e-7] = 0.0
        proofs.setdefault(cell, {})[sign] = moved
    return {cell: Proof.of(cells, both[1], both[-1]) for cell, both in proofs.items()}
