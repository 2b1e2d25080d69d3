"""Attack the mask: what can be worked out about each withheld cell from everything that is published.

Two roads. *Proofs*: the movements kept with the mask are checked by arithmetic in every layer: enough by itself.
*Bounds*: for the newest period of the lead variable, last year's comparable figure and the counts, linear programmes
find the least and greatest value of each primary cell that agrees with all that is published (Fischetti and Salazar 2000).
"""

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from jianbao.disclosure.contributions import Contributions
from jianbao.disclosure.proof import pairs_exposed
from jianbao.disclosure.suppress import Mask, Problem
from jianbao.disclosure.system import parts

__all__ = ["Audit", "audit", "bounds"]


@dataclass(frozen=True)
class Audit:
    """What the audit found; ``failed`` names cells and why, empty if everything is protected."""

    cells: int
    layers: int
    proofs: int
    attacked: int
    parts: tuple[int, ...]
    exposed_to_singles: int
    joined_by_waiver: int
    failed: tuple[str, ...]

    def summary(self) -> dict[str, Any]:
        """Return the figures for a report; no cell and no value."""
        return {
            "cells": self.cells, "layers": self.layers, "proofs": self.proofs, "attacked": self.attacked,
            "parts": list(self.parts), "exposed_to_singles": self.exposed_to_singles, "joined_by_waiver": self.joined_by_waiver, "failed": len(self.failed),
        }  # fmt: skip


def audit(problem: Problem, mask: Mask, contributions: Contributions, every: bool = False) -> Audit:
    """Return the outcome of both roads for a mask; ``every``: bounds for all protected variables of the newest period."""
    ids = problem.system.ids
    failed = [f"{ids[c]}：没有证明 · no proof" for c in np.flatnonzero(mask.primary) if problem.needs(c) and int(c) not in mask.proofs]
    failed += [f"{ids[c]}：{why}" for c, proof in mask.proofs.items() if (why := proof.holds(problem, mask, c))]
    found = parts(problem.system, mask.withheld)
    exposed = sum(pair not in mask.joined for part in found for pair in pairs_exposed(problem, mask, part))
    newest = max(p for _, p, _ in contributions.layers)
    rows = [n for n, (name, period, _) in enumerate(contributions.layers) if period == newest and (every or name in ("revenue", "enterprises"))]
    attacked = 0
    for row in rows:
        values = problem.values[row] if problem.known is None else np.where(problem.known[row], 0.0, problem.values[row])
        low, high = bounds(problem, mask, values)
        wanted = values * problem.need
        targets = mask.primary & (values > 0)
        attacked += int(targets.sum())
        slack = 1e-7 * np.maximum(values, 1.0)
        narrow = targets & ((high < values + wanted * (1 - 1e-6) - slack) | (low > values - wanted * (1 - 1e-6) + slack))
        failed += [f"{ids[c]}：{'·'.join(map(str, contributions.layers[row]))} 可推出 · can be worked out" for c in np.flatnonzero(narrow)]
    if exposed:
        failed.append(f"{exposed} 对单一企业单元可互推 · single enterprises can read each other")
    return Audit(len(ids), len(contributions.layers), len(mask.proofs), attacked, tuple(map(len, found)), exposed, len(mask.joined), tuple(failed))


def bounds(problem: Problem, mask: Mask, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and greatest value (n,) of each primary cell that agrees with what is published in one layer.

    Cells that are not primary keep their value in both arrays. A zero is known to be zero.
    """
    low, high = values.copy(), values.copy()
    for part in parts(problem.system, mask.withheld & (values > 0)):
        targets = [int(c) for c in part if mask.primary[c]]
        if targets:
            solver, place = _attacker(problem, part, values)
            for cell in targets:
                low[cell] += _extreme(solver, place[cell], 1.0)
                high[cell] += _extreme(solver, place[cell], -1.0)
    return low, high


def _attacker(problem: Problem, part: np.ndarray, values: np.ndarray) -> tuple[highspy.Highs, dict[int, int]]:
    """Return a solver over the movements of a part: the equations hold and no cell falls below zero."""
    place = {int(c): n for n, c in enumerate(part)}
    rows = [r for e in problem.system.equations if (r := {place[c]: v for c, v in e.items() if c in place})]
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(part), len(rows)
    lp.col_cost_ = np.zeros(len(part))
    lp.col_lower_, lp.col_upper_ = -values[part], np.full(len(part), highspy.kHighsInf)
    lp.row_lower_ = lp.row_upper_ = np.zeros(len(rows))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *map(len, rows)]).astype(np.int32)
    lp.a_matrix_.index_ = np.array([c for r in rows for c in r], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([v for r in rows for v in r.values()], dtype=float)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(lp)
    return solver, place


def _extreme(solver: highspy.Highs, column: int, cost: float) -> float:
    """Return the least (cost 1) or greatest (cost −1) movement of a column; infinite where nothing stops it."""
    solver.changeColCost(column, cost)
    solver.run()
    status = solver.getModelStatus()
    value = float(np.asarray(solver.getSolution().col_value)[column]) if status == highspy.HighsModelStatus.kOptimal else float("nan")
    solver.changeColCost(column, 0.0)
    if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return -cost * highspy.kHighsInf
    if status != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"the attacker's programme ended with {status}")
    return value
