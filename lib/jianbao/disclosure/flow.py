"""The cheapest way to move one cell while every published figure stays as it is: a linear programme over the equations.

If x is the true table, every other table with the same published figures is x + y where y obeys the same equations
and is zero where a figure is published. A cell is protected by the cells that move with it.
"""

import highspy
import numpy as np

from jianbao.disclosure.system import System

__all__ = ["Flows"]


class Flows:
    """Movements y = up − down of the cells of a system; asked many times with other prices and limits."""

    def __init__(self, system: System, cells: np.ndarray) -> None:
        """Keep the given cells; all others cannot move."""
        self.cells = np.asarray(cells, dtype=np.int64)
        self.place = {int(c): n for n, c in enumerate(self.cells)}
        rows = [r for e in system.equations if (r := {self.place[c]: v for c, v in e.items() if c in self.place})]
        count = len(self.cells)
        self._columns = np.arange(2 * count, dtype=np.int32)
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = 2 * count, len(rows)
        lp.col_cost_ = np.zeros(2 * count)
        lp.col_lower_, lp.col_upper_ = np.zeros(2 * count), np.zeros(2 * count)
        lp.row_lower_ = lp.row_upper_ = np.zeros(len(rows))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        starts, index, value = [0], [], []
        for row in rows:
            for cell, coefficient in row.items():
                index += [cell, cell + count]
                value += [coefficient, -coefficient]
            starts.append(len(index))
        lp.a_matrix_.start_ = np.array(starts, dtype=np.int32)
        lp.a_matrix_.index_ = np.array(index, dtype=np.int32)
        lp.a_matrix_.value_ = np.array(value, dtype=float)
        solver.passModel(lp)
        self._solver = solver

    def cheapest(self, cell: int, sign: int, price: np.ndarray, up: np.ndarray, down: np.ndarray) -> np.ndarray | None:
        """Return the cheapest movement that moves ``cell`` by *sign* (1 or −1); None if there is none.

        ``price``, ``up`` and ``down`` are arrays over ``cells``: the price of moving a cell by one unit, and how far
        it can rise and fall (inf: without limit). The unit is the protection that the cell needs.
        """
        count, own = len(self.cells), self.place[int(cell)]
        high = np.concatenate([up, down])
        low = np.zeros(2 * count)
        high[own], high[own + count] = (1.0, 0.0) if sign > 0 else (0.0, 1.0)
        low[own], low[own + count] = high[own], high[own + count]
        self._solver.changeColsBounds(2 * count, self._columns, low, high)
        self._solver.changeColsCost(2 * count, self._columns, np.concatenate([price, price]))
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = np.asarray(self._solver.getSolution().col_value)
        moved = found[:count] - found[count:]
        moved[np.abs(moved) < 1e-9] = 0.0
        return moved
