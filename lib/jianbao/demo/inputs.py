"""What the model is given: published totals, the registers, and our stated assumptions (``data/demo``)."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from jianbao import catalogue
from jianbao.demo.controls import YEARS, Controls, read_controls
from jianbao.panel import published

__all__ = ["DemoError", "Inputs", "read_inputs"]


class DemoError(ValueError):
    """The modelled file cannot be made from what is given; one line says why."""


@dataclass(frozen=True)
class Inputs:
    """Everything the model uses, in the order of ``divisions``, ``leaves`` and ``counties``."""

    divisions: tuple[str, ...]
    leaves: tuple[str, ...]
    division_of: np.ndarray  # leaf -> place of its division
    leaf_share: np.ndarray  # leaf's part of its division, sums to 1 in each
    counties: tuple[str, ...]
    city_of: np.ndarray  # county -> place of its city
    county_value_added: np.ndarray  # 亿元, all industry; shares only
    prior: np.ndarray  # multiplier, county x leaf
    rates: pd.DataFrame  # by division
    controls: Controls
    model: dict
    defaulted: tuple[str, ...]  # classes without a share in class_shares.csv


def _table(folder: Path, name: str) -> pd.DataFrame:
    path = folder / name
    if not path.is_file():
        raise DemoError(f"{path.name} is missing from data/demo")
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _leaves(cat, folder: Path, divisions: tuple[str, ...]) -> tuple[list[str], list[int], list[float], list[str]]:
    given = {row["class"]: float(row["share"]) for row in _table(folder, "class_shares.csv").to_dict("records")}
    leaves, owner, share, defaulted = [], [], [], []
    for d, division in enumerate(divisions):
        codes = [c for c in cat.classes(division) if not c.endswith("R")]
        rest = [c for c in cat.classes(division) if c.endswith("R")]
        parts = [given.get(c, 0.03) for c in codes]
        defaulted += [c for c in codes if c not in given]
        room = max(0.0, 1.0 - sum(parts))
        parts += [room / len(rest)] * len(rest)
        if sum(parts) <= 0:
            raise DemoError(f"division {division} has no class to put enterprises in")
        leaves += codes + rest
        owner += [d] * len(parts)
        share += [p / sum(parts) for p in parts]
    return leaves, owner, share, defaulted


def _prior(folder: Path, root: str, counties, leaves, divisions, owner) -> np.ndarray:
    """Multiply the rows that hold for a county; a row of the root region holds for every one."""
    at = {root: range(len(counties)), **{c: [i] for i, c in enumerate(counties)}}
    multiplier = np.ones((len(counties), len(leaves)))
    for row in _table(folder, "prior.csv").to_dict("records"):
        if row["region"] not in at:
            raise DemoError(f"prior.csv: region {row['region']} is not a county of the register")
        under = [
            j for j, leaf in enumerate(leaves) if leaf == row["sector"] or divisions[owner[j]] == row["sector"]
        ]
        multiplier[np.ix_(at[row["region"]], under)] *= float(row["multiplier"])
    return multiplier


def read_inputs(data_dir: Path, *, divisions: tuple[str, ...] | None = None) -> Inputs:
    """Read published totals, registers and assumptions; ``divisions`` keeps only those (a small file for tests).

    Raises
    ------
    DemoError
        If a file or a figure that the model needs is missing.
    """
    data_dir = Path(data_dir)
    folder = data_dir / "demo"
    cat = catalogue.read(data_dir)
    if not (folder / "model.toml").is_file():
        raise DemoError("data/demo/model.toml is missing: this place has no modelled enterprise file")
    model = tomllib.loads((folder / "model.toml").read_text(encoding="utf-8"))
    tables = {t.id: published.read(t) for t in published.tables(data_dir)}
    wanted = model["sources"]["sector_tables"] + [model["sources"]["county_table"]]
    if missing := [t for t in wanted if t not in tables]:
        raise DemoError(f"published table {missing[0]} is missing")
    sector = pd.concat([tables[t] for t in model["sources"]["sector_tables"]])
    all_divisions = tuple(s.code for s in cat.sectors(level="division"))
    controls = read_controls(sector, cat.place.root_region, all_divisions, only=divisions)
    if unknown := sorted(set(divisions or ()) - set(controls.divisions)):
        raise DemoError(f"division {unknown[0]} cannot be modelled: not in the published tables, or its count is withheld")

    county = tables[model["sources"]["county_table"]]
    county = county[county["indicator"].eq(model["sources"]["county_indicator"]) & county["period"].eq(YEARS[-1])]
    value = dict(zip(county["region"], pd.to_numeric(county["value"], errors="coerce"), strict=True))
    regions = cat.regions(level="county")
    if absent := [r.code for r in regions if not value.get(r.code, np.nan) > 0]:
        raise DemoError(f"no published industrial value added for county {absent[0]}")
    counties = tuple(r.code for r in regions)
    cities = sorted({r.parent for r in regions})

    leaves, owner, share, defaulted = _leaves(cat, folder, controls.divisions)
    rates = _table(folder, "rates.csv").set_index("division").drop(columns=["source", "certainty"]).astype(float)
    if absent := [d for d in controls.divisions if d not in rates.index]:
        raise DemoError(f"rates.csv has no row for division {absent[0]}")
    return Inputs(
        divisions=controls.divisions,
        leaves=tuple(leaves),
        division_of=np.array(owner),
        leaf_share=np.array(share),
        counties=counties,
        city_of=np.array([cities.index(r.parent) for r in regions]),
        county_value_added=np.array([value[c] for c in counties], dtype=float),
        prior=_prior(folder, cat.place.root_region, counties, leaves, controls.divisions, owner),
        rates=rates.loc[list(controls.divisions)],
        controls=controls,
        model=model,
        defaulted=tuple(defaulted),
    )
