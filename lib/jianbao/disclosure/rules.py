"""Primary rules: which cells are unsafe by themselves, and how wide their interval must stay.

Contributions are those of enterprise groups (the units of one holding summed first), not negative, in any order.
Source of all: ESSnet Handbook on Statistical Disclosure Control, 2nd ed., chapter 4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = ["Rules", "p_of_k", "p_percent", "p_q", "dominance", "protection_level", "too_few"]


def too_few(contributors: Any, minimum: int) -> Any:
    """Return whether a cell has fewer contributing groups than ``minimum``; a cell without any is not unsafe.

    Works on a number or an array; 0 contributors is an empty cell, which says nothing about anyone.
    """
    return (contributors > 0) & (contributors < minimum)


def p_percent(total: Any, largest: Any, second: Any, p: float) -> Any:
    """Return whether the second largest contributor learns the largest within *p* %: X − x1 − x2 < p/100 · x1.

    Numbers or arrays of one shape, in one unit. A cell of zero is not unsafe.
    """
    return (total - largest - second) < p * 0.01 * largest


def p_q(total: Any, largest: Any, second: Any, p: float, q: float) -> Any:
    """Return whether the prior-posterior rule calls a cell unsafe: X − x1 − x2 < (p/q) · x1, *q* % known beforehand."""
    return p_percent(total, largest, second, 100 * p / q)


def dominance(contributions: Sequence[float], n: int, k: float) -> bool:
    """Return whether the *n* largest contributions are more than *k* % of the cell: the (n,k) rule."""
    ordered = sorted(contributions, reverse=True)
    return sum(ordered[:n]) > k * 0.01 * sum(ordered)


def p_of_k(k: float) -> float:
    """Return the *p* whose p % rule protects the largest like (2,k) does: 100 (100 − k) / k."""
    return 100 * (100 - k) / k


def protection_level(contributions: Sequence[float], *, p: float | None = None, n: int = 1, k: float | None = None) -> float:
    """Return how far above the true value the upper bound of an attacker must lie, in the unit of the contributions.

    p % rule: p/100 · x1 − (X − x1 − x2). (n,k) rule: 100/k · (x1 + … + xn) − X. Not below 0.
    """
    ordered = [*sorted(contributions, reverse=True), 0.0, 0.0]
    total = sum(ordered)
    level = 0.0 if p is None else p * 0.01 * ordered[0] - (total - ordered[0] - ordered[1])
    if k is not None:
        level = max(level, 100 / k * sum(ordered[:n]) - total)
    return max(level, 0.0)


@dataclass(frozen=True)
class Rules:
    """The parameters in force from a day on. They are confidential: no public page may print them."""

    valid_from: str
    minimum: int = 3
    p: float | None = 10.0
    n: int | None = None
    k: float | None = None
    #: How wide, in percent of the true value, the interval of a withheld cell stays on either side.
    interval: float = 10.0

    def unsafe(self, contributors: np.ndarray, total: np.ndarray, largest: np.ndarray, second: np.ndarray) -> dict[str, np.ndarray]:
        """Return reason → whether it makes each cell unsafe; arrays of one shape, the (n,k) rule with n ≤ 2."""
        found = {"too_few": too_few(contributors, self.minimum)}
        enough = contributors >= self.minimum
        if self.p is not None:
            found["p_percent"] = enough & (total > 0) & p_percent(total, largest, second, self.p)
        if self.n and self.k is not None:
            found["dominance"] = enough & (largest + (second if self.n == 2 else 0.0) > self.k * 0.01 * total)
        return found
