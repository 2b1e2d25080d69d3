"""Write the masked table as an independent auditor reads it: cells with their status, the hierarchies, what else is known.

The files hold true values of withheld cells: they are for the auditor alone.

The whole is one run. For an auditor who is slow it is also split: a run attacks some withheld cells *while all others
are given away* but those on which their proofs rest. That attacker knows more than any reader, and all equations are
there; who is safe from him is safe.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from jianbao.catalogue import Catalogue
from jianbao.disclosure.contributions import LEAD
from jianbao.disclosure.masking import Masked
from jianbao.disclosure.proof import pairs_exposed
from jianbao.disclosure.suppress import Mask, Problem, proof_within
from jianbao.disclosure.system import parts
from jianbao.disclosure.table import published_sectors

__all__ = ["Run", "runs", "write_run"]

_COLUMNS = ("year", "region", "sector", "value", "status", "freq")


@dataclass(frozen=True)
class Run:
    """One run of an auditor: its name, the cells to attack, and those that are withheld beside them."""

    name: str
    attacked: frozenset[int]
    hidden: frozenset[int]


def runs(found: Masked, variable: str, period: str, most: int) -> Iterator[Run]:
    """Yield the runs for a layer: the whole first, then those that attack ``most`` cells each, neighbours together."""
    named = variable if (variable, period, False) in found.contributions.layers else LEAD
    rows = [n for n, (name, at, _) in enumerate(found.contributions.layers) if (name, at) == (named, period)]
    problem = replace(
        found.problem, values=found.problem.values[rows], single=found.problem.single[rows],
        known=None if found.problem.known is None else found.problem.known[rows],
    )  # fmt: skip
    mask, cells = found.mask, found.contributions.table.cells
    yield Run("whole", frozenset(map(int, np.flatnonzero(mask.primary))), frozenset(map(int, np.flatnonzero(mask.withheld))))
    attacked = sorted(map(int, np.flatnonzero(mask.primary)), key=lambda c: cells[c])
    for number, first in enumerate(range(0, len(attacked), most), 1):
        own = frozenset(attacked[first : first + most])
        yield _widened(found, problem, Run(f"{number:03d}", own, own.union(*(map(int, mask.proofs[c].cells) for c in own if c in mask.proofs))))


def _widened(found: Masked, problem: Problem, run: Run) -> Run:
    """Withhold so many more cells in a run as keep its single enterprises from reading each other, as the whole mask does."""
    hidden, size = set(run.hidden), len(found.mask.primary)
    while True:
        inside = np.isin(np.arange(size), list(hidden))
        attacked = np.isin(np.arange(size), list(run.attacked))
        mask = Mask(attacked, inside & ~attacked)
        before = len(hidden)
        for part in parts(problem.system, inside):
            for single, other in pairs_exposed(problem, mask, part):
                if (single, other) in found.mask.joined:
                    continue
                hidden |= set(map(int, proof_within(problem, found.mask, other, single, frozenset(hidden)).cells))
        if len(hidden) == before:
            return Run(run.name, run.attacked, frozenset(hidden))


def write_run(folder: Path, run: Run, found: Masked, catalogue: Catalogue, period: str, layers: dict[str, np.ndarray]) -> Path:
    """Write cells.csv, hierarchies.json and side.json of a run.

    ``layers`` holds the values of the cells (n,): ``now``, and ``base`` where last year's comparable figures are linked by growth.
    """
    folder.mkdir(parents=True, exist_ok=True)
    table = found.contributions.table
    sectors = [*published_sectors(catalogue, False), *sorted({s for _, s in table.cells if "~" in s})]
    groups = found.contributions.groups[found.contributions.lead.index((period, False))]
    with (folder / "cells.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(_COLUMNS)
        for year in layers:
            named: set[int] = set()
            for region in catalogue.regions():
                for sector in sectors:
                    out.writerow(_row(year, region.code, sector, table.at.get((region.code, sector)), layers[year], run, groups, named))
    tree = {r.code: [[c.code for c in catalogue.children(r.code)]] for r in catalogue.regions() if catalogue.children(r.code)}
    (folder / "hierarchies.json").write_text(json.dumps({"region": tree, "sector": _sector_tree(found, catalogue)}), encoding="utf-8")
    side = _growth(found, run, catalogue, sectors, layers) if "base" in layers else []
    (folder / "side.json").write_text(json.dumps(side), encoding="utf-8")
    return folder


def _row(year: str, region: str, sector: str, cell: int | None, values: np.ndarray, run: Run, groups: np.ndarray, named: set[int]) -> list:
    if cell is None or not values[cell]:
        return [year, region, sector, 0, "z", ""]
    # A second name of one cell is withheld with it, but it is attacked once.
    again = cell in named
    named.add(cell)
    status = "s" if cell not in run.hidden else "u" if cell in run.attacked and not again else "x"
    return [year, region, sector, f"{values[cell]:.0f}", status, "" if again else int(groups[cell])]


def _sector_tree(found: Masked, catalogue: Catalogue) -> dict[str, list[list[str]]]:
    """Return sector → its parts as the linked table cuts them below the root."""
    names = set(published_sectors(catalogue, False))
    atoms = {s: held for (r, s), held in zip(found.contributions.table.cells, found.contributions.table.leaves, strict=True) if "~" in s}
    held = {n: frozenset(catalogue.classes(n)) for n in names} | atoms
    whole = [s.code for s in catalogue.sectors(level="all")]
    divisions = [s.code for s in catalogue.sectors(level="division") if s.code in names]
    tree: dict[str, list[list[str]]] = {w: [divisions] for w in whole}
    for code in sorted(names - set(whole)):
        inside = [n for n in sorted(held) if n != code and held[n] <= held[code]]
        largest = [n for n in inside if not any(held[n] < held[m] for m in inside) and (held[n] != held[code] or n in divisions)]
        same = [n for n in largest if held[n] == held[code]]
        parts = same[:1] or largest
        if parts and frozenset().union(*(held[p] for p in parts)) == held[code] and not (code in divisions and same):
            tree[code] = [parts]
    return tree


def _growth(found: Masked, run: Run, catalogue: Catalogue, sectors: list[str], layers: dict[str, np.ndarray]) -> list[dict]:
    """Return the growth that is printed for every cell that is shown, to one decimal."""
    items = []
    for region in catalogue.regions():
        for sector in sectors:
            cell = found.contributions.table.at.get((region.code, sector))
            if cell is None or cell in run.hidden or min(layers["now"][cell], layers["base"][cell]) <= 0:
                continue
            names = {name: f"{year}|{region.code}|{sector}" for name, year in (("new", "now"), ("old", "base"))}
            growth = round(100 * (layers["now"][cell] / layers["base"][cell] - 1), 1)
            items.append({"type": "growth", **names, "pct": growth, "decimals": 1})
    return items
