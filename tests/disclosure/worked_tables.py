"""The 26 worked tables (12 families; index.json gives their sources): read as problems to be solved anew."""

import csv
import itertools
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from jianbao.disclosure.suppress import Problem
from jianbao.disclosure.system import System

FOLDER = Path(__file__).resolve().parent / "worked"
INDEX = {t["key"]: t for t in json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))}
NAMES = {"value", "status", "freq", "x1", "x2", "lpl", "upl", "lb", "ub", "rounding", "id", "cost"}


@dataclass
class Table:
    problem: Problem
    ids: list[str]
    given: dict[str, str]
    unknown: np.ndarray


def read(key: str) -> Table:
    """Return a table with its primary cells; all other cells may be withheld, zeros may not."""
    with (FOLDER / f"{key}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    dims = [c for c in rows[0] if c not in NAMES]
    ids = ["|".join(r[d] for d in dims) for r in rows]
    at = {tuple(r[d] for d in dims): n for n, r in enumerate(rows)}
    system = System(list(ids))
    codes = {d: list(dict.fromkeys(r[d] for r in rows)) for d in dims}
    for d, tree in json.loads((FOLDER / f"{key}.hier.json").read_text(encoding="utf-8")).items():
        place = dims.index(d)
        for parent, sets in tree.items():
            for children in sets if isinstance(sets[0], list) else [sets]:
                for rest in itertools.product(*(codes[o] for o in dims if o != d)):
                    named = [rest[:place] + (c,) + rest[place:] for c in (parent, *children)]
                    if all(n in at for n in named):
                        system.add(at[named[0]], [at[n] for n in named[1:]])
    status = np.array([r["status"] for r in rows])
    if not (status == "u").any():
        status[status == "x"] = "u"
    values = np.array([float(r["value"] or 0) for r in rows])
    share = argument(key, "--p")
    level = None
    need = np.full(len(rows), (share or 0.01) / 100)
    if "upl" in rows[0] and share is None:
        level = np.array([[float(r["upl"] or 0) for r in rows]])
    single = np.array([r.get("freq") == "1" for r in rows]) if "--singletons" in INDEX[key]["args"] else np.zeros(len(rows), dtype=bool)
    free = np.isin(status, ["s", "x", "n"]) & (values > 0)
    price = np.where(status == "n", 1e-6, values + 1e-6)
    problem = Problem(system, values[None], status == "u", free, price, need, single[None], level=level)
    return Table(problem, ids, dict(zip(ids, status, strict=True)), status == "n")


def argument(key: str, name: str) -> float | None:
    """Return a number of the table's command line."""
    given = INDEX[key]["args"]
    return float(given[given.index(name) + 1]) if name in given else None
