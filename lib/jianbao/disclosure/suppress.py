"""Secondary suppression: which further cells are withheld so that no unsafe one can be worked out.

For each unsafe cell the cheapest movement of other cells is sought that lets it lie far enough above and below its
true value in *every* layer (variable × period) while all published figures stay (Kelly 1990, Fischetti and Salazar
2000: the flow heuristic). What moves is withheld. The movement itself is kept: it is the proof. Then every secondary
cell that the proofs can do without is published again, and single enterprises are kept from reading each other.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from jianbao.disclosure.exact import SMALL, cheapest
from jianbao.disclosure.flow import Flows
from jianbao.disclosure.proof import Proof, pairs_exposed
from jianbao.disclosure.system import System, parts
from jianbao.panel.store import PanelError

__all__ = ["ProtectionError", "Mask", "Problem", "proof_within", "protect"]


class ProtectionError(PanelError):
    """No set of secondary cells protects a primary one."""

    def __init__(self, cell: str) -> None:
        super().__init__(f"{cell}：不论再隐去什么都保护不了 · cannot be protected whatever else is withheld")


@dataclass
class Problem:
    """What is to be protected, by what.

    ``values`` is layers × cells, not negative, in any unit a layer; ``need`` the protection of each cell as a share of
    its value in each layer (n,), or absolute amounts (layers × cells) as ``level``; ``known`` the layers × cells that an attacker has from elsewhere (an earlier edition):
    they cannot move there, nor need protection. ``free`` cells may be withheld, at ``price`` each. ``single`` marks
    the layers × cells with one contributing group.
    ``reuse`` is the price of a cell that is withheld already (default: next to nothing). A price on the cells that join
    blocks (a city's own) keeps the proofs inside the blocks, so that each can be audited alone.
    """

    system: System
    values: np.ndarray
    primary: np.ndarray
    free: np.ndarray
    price: np.ndarray
    need: np.ndarray
    single: np.ndarray
    known: np.ndarray | None = None
    level: np.ndarray | None = None
    reuse: np.ndarray | None = None

    def __post_init__(self) -> None:
        movable = self.values if self.known is None else np.where(self.known, 0.0, self.values)
        wanted = movable * self.need[None, :] if self.level is None else np.where(movable > 0, self.level, 0.0)
        # A layer where the cell is empty asks for nothing; one where it cannot move protects nobody else.
        self._movable, self._wanted = movable, wanted
        if self.reuse is None:
            self.reuse = 1e-4 * self.price

    def capacity(self, cell: int) -> np.ndarray:
        """Return how far every cell (n,) can fall, in units of what ``cell`` needs, in the layer where that is least."""
        wanted = self._wanted[:, cell]
        layers = np.flatnonzero(wanted > 0)
        if not len(layers):
            return np.full(self.values.shape[1], np.inf)
        return (self._movable[layers] / wanted[layers][:, None]).min(axis=0)

    def needs(self, cell: int) -> bool:
        """Return whether there is a layer in which the cell must be protected."""
        return bool((self._wanted[:, cell] > 0).any())


@dataclass
class Mask:
    """The outcome: what is withheld, and for each primary cell the two movements that prove its protection."""

    primary: np.ndarray
    secondary: np.ndarray
    proofs: dict[int, Proof] = field(default_factory=dict)
    #: (single, other) pairs that no suppression can part: what everybody knows already (waived figures) joins them.
    joined: set[tuple[int, int]] = field(default_factory=set)

    @property
    def withheld(self) -> np.ndarray:
        return self.primary | self.secondary


def protect(problem: Problem, say: Callable[[str], None] | None = None) -> Mask:
    """Return a mask under which every primary cell is protected in every layer.

    Raises ProtectionError with the cell's id if withholding everything that is free does not protect it.
    """
    echo = say or (lambda _: None)
    mask = Mask(problem.primary.copy(), np.zeros_like(problem.primary))
    cells = np.flatnonzero(problem.primary | problem.free)
    flows = Flows(problem.system, cells)
    if not _exactly(problem, mask):
        _greedily(problem, flows, mask, echo)
        publish_again(problem, mask)
    while _separate_singles(problem, flows, mask):
        pass
    return mask


def _exactly(problem: Problem, mask: Mask) -> bool:
    """Fill a small problem's mask with the proven cheapest one; return whether that was done."""
    needy = [int(c) for c in np.flatnonzero(problem.primary) if problem.needs(c)]
    if 2 * len(needy) * int((problem.primary | problem.free).sum()) > SMALL:
        return False
    found = cheapest(problem.system, problem.primary, problem.free, problem.price, {c: problem.capacity(c) for c in needy})
    for cell, proof in (found or {}).items():
        mask.proofs[cell] = proof
        _withhold(mask, proof)
    return found is not None


def _greedily(problem: Problem, flows: Flows, mask: Mask, echo: Callable[[str], None]) -> None:
    """Protect one primary cell after another, the largest first, each as cheaply as what is withheld already allows."""
    lead = problem.values.max(axis=0)
    order = sorted(np.flatnonzero(problem.primary), key=lambda c: (-lead[c], c))
    for count, cell in enumerate(order):
        if problem.needs(cell):
            mask.proofs[int(cell)] = _prove(problem, flows, mask, int(cell), open_only=False)
            _withhold(mask, mask.proofs[int(cell)])
        if count % 100 == 99:
            echo(f"{count + 1}/{len(order)}")


def _withhold(mask: Mask, proof: Proof) -> None:
    mask.secondary[proof.cells] = ~mask.primary[proof.cells]


def _prove(problem: Problem, flows: Flows, mask: Mask, cell: int, open_only: bool, barred: int | None = None) -> Proof:
    """Return the cheapest proof of a cell; ``open_only``: with what is withheld already (ProtectionError if not enough)."""
    capacity = problem.capacity(cell)[flows.cells]
    withheld = mask.withheld[flows.cells]
    free = withheld if open_only else np.ones(len(withheld), dtype=bool)
    if barred is not None:
        free = free & (flows.cells != barred)
    price = np.where(withheld, problem.reuse[flows.cells], problem.price[flows.cells])
    # One movement that serves both ways is sought first: every cell in it can fall as far as is needed.
    both = np.where(free & (capacity >= 1), capacity, 0.0)
    found = flows.cheapest(cell, 1, price, both, both)
    if found is not None:
        return Proof.of(flows.cells, found, -found)
    up = np.where(free & (capacity > 0), np.inf, 0.0)
    down = np.where(free, capacity, 0.0)
    rise = flows.cheapest(cell, 1, price, up, down)
    if rise is not None:
        price = np.where(rise != 0, problem.reuse[flows.cells], price)
        fall = flows.cheapest(cell, -1, price, up, down) if capacity[flows.place[cell]] >= 1 else None
        if fall is not None:
            return Proof.of(flows.cells, rise, fall)
    raise ProtectionError(problem.system.ids[cell])


def proof_within(problem: Problem, mask: Mask, cell: int, barred: int, near: frozenset[int]) -> Proof:
    """Return how a cell can move a little, among what is withheld, while ``barred`` stays; cells of ``near`` are preferred."""
    reuse = np.where(np.isin(np.arange(len(problem.price)), list(near)), 1e-4, 1.0)
    little = replace(problem, need=problem.need * 1e-6, reuse=reuse)
    return _prove(little, Flows(problem.system, np.flatnonzero(mask.withheld)), mask, cell, open_only=True, barred=barred)


def publish_again(problem: Problem, mask: Mask) -> int:
    """Publish every secondary cell that the proofs can do without, the dearest first; return how many."""
    freed = 0
    for part in parts(problem.system, mask.withheld):
        flows = Flows(problem.system, part)
        users: dict[int, set[int]] = {int(c): set() for c in part}
        for cell in part:
            for used in mask.proofs[int(cell)].cells if int(cell) in mask.proofs else ():
                users[int(used)].add(int(cell))
        for cell in sorted((int(c) for c in part if mask.secondary[c]), key=lambda c: (-problem.price[c], c)):
            mask.secondary[cell] = False
            again: dict[int, Proof] = {}
            try:
                for user in sorted(users[cell]):
                    again[user] = _prove(problem, flows, mask, user, open_only=True)
            except ProtectionError:
                mask.secondary[cell] = True
                continue
            freed += 1
            for user, proof in again.items():
                for used in mask.proofs[user].cells:
                    users[int(used)].discard(user)
                for used in proof.cells:
                    users[int(used)].add(user)
                mask.proofs[user] = proof
    return freed


def _separate_singles(problem: Problem, flows: Flows, mask: Mask) -> bool:
    """Withhold more where a single enterprise, knowing its own cell, could work out another; return whether any was."""
    changed = False
    for part in parts(problem.system, mask.withheld):
        for single, other in pairs_exposed(problem, mask, part):
            if (single, other) in mask.joined:
                continue
            try:
                proof = _prove(problem, flows, mask, other, open_only=False, barred=single)
            except ProtectionError:
                try:
                    little = replace(problem, need=problem.need * 1e-6)
                    proof = _prove(little, flows, mask, other, open_only=False, barred=single)
                except ProtectionError:
                    mask.joined.add((single, other))
                    continue
            before = int(mask.secondary.sum())
            _withhold(mask, proof)
            changed |= int(mask.secondary.sum()) > before
    return changed
