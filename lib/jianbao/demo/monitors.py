"""Figures of other reports than the enterprise file, modelled: electricity, capacity, investment, digital and green monitors.

They lean on the modelled enterprise file (real growth of value added, energy, persons) and on ``demo/monitors.toml``; every draw
is seeded by what it is of, so that a figure does not depend on its neighbours. The table is tidy and its status ``estimated``.
"""

import csv
import hashlib
import shutil
import tempfile
import tomllib
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from jianbao import catalogue
from jianbao.demo.inputs import DemoError
from jianbao.panel.published import MONITORS

__all__ = ["ASSUMPTIONS", "is_current", "make"]

#: The assumptions, from the data folder; a place without them has no monitors.
ASSUMPTIONS = Path("demo") / "monitors.toml"
_SEED = 2024
_ROW = tuple[str, str, str, str, str]  # indicator, region, sector, period, value
_PROGRAMMES = ("trillion", "manufacturing", "upgrade", "digital")
_QUARTERS = ("03", "06", "09", "12")


def is_current(data_dir: Path) -> bool:
    """Return whether the monitors are there and made from the assumptions and the enterprise file that are there."""
    note = Path(data_dir) / "incoming" / MONITORS / "table.toml"
    return note.is_file() and tomllib.loads(note.read_text(encoding="utf-8")).get("made_from") == _inputs(Path(data_dir))


def make(data_dir: Path) -> Path:
    """Make ``<data_dir>/incoming/monitors`` (``data.csv`` and ``table.toml``, as published tables are) and return it.

    The same input gives the same bytes. Raises DemoError where the assumptions or the enterprise file are missing.
    """
    data_dir = Path(data_dir)
    folder = data_dir / "incoming" / "enterprise"
    if not (data_dir / ASSUMPTIONS).is_file() or not list(folder.glob("[0-9][0-9][0-9][0-9].parquet")):
        raise DemoError(f"monitors need {ASSUMPTIONS.as_posix()} and the enterprise file (jianbao demo)")
    cat = catalogue.read(data_dir)
    rules = tomllib.loads((data_dir / ASSUMPTIONS).read_text(encoding="utf-8"))
    rows = sorted(_Monitors(cat, rules, data_dir).rows())
    target = data_dir / "incoming" / MONITORS
    work = Path(tempfile.mkdtemp(prefix=f".{MONITORS}-", dir=target.parent))
    try:
        with (work / "data.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(("indicator", "region", "sector", "period", "value", "mark", "note"))
            out.writerows((*row, "", "") for row in rows)
        (work / "table.toml").write_text(_note(cat, {r[0] for r in rows}, work / "data.csv", _inputs(data_dir)), encoding="utf-8")
        work.chmod(0o755)
        shutil.rmtree(target, ignore_errors=True)
        work.rename(target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target


def _inputs(data_dir: Path) -> str:
    digest = hashlib.sha256((data_dir / ASSUMPTIONS).read_bytes() if (data_dir / ASSUMPTIONS).is_file() else b"")
    for path in (data_dir / "incoming" / "enterprise" / "enterprise.toml", Path(__file__)):
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def _note(cat: catalogue.Catalogue, indicators: set[str], data: Path, inputs: str) -> str:
    known = {i: cat.indicator(i) for i in sorted(indicators)}
    units = "\n".join(f'{i} = "{k.unit("zh")}"' for i, k in known.items())
    decimals = "\n".join(f"{i} = {k.decimals}" for i, k in known.items())
    return f"""# Made by `jianbao demo`; edit demo/monitors.toml instead.
id = "{MONITORS}"
title_zh = "模拟监测数据（用电、产能、投资、数字化、绿色）"
title_en = "Modelled monitors (electricity, capacity, investment, digital, green)"
publication = "模拟监测数据"
publication_en = "Modelled monitors"
table_number = "—"
publisher = "jianbao demo"
released = "unknown"
retrieved_through = "jianbao demo"
licence = "none needed: modelled"
grain = "one value per indicator, region, sector and period"
key = ["indicator", "region", "sector", "period"]
scope = "above_scale"
measure = "cumulative"
price = "current"
vintage = "final"
status = "estimated"
made_from = "{inputs}"
sha256 = "{hashlib.sha256(data.read_bytes()).hexdigest()}"
caveats = ["模拟数据：不是任何部门的统计或监测结果，不得引用。 · Modelled: no office's statistics."]

[units]
{units}

[decimals]
{decimals}

[marks]
"""


@cache
def _draw(*what: object) -> float:
    """Return a standard normal draw that belongs to what it is of."""
    return float(np.random.default_rng([_SEED, zlib.crc32("|".join(map(str, what)).encode())]).normal())


def _chance(*what: object) -> float:
    return float(np.random.default_rng([_SEED, zlib.crc32("|".join(map(str, ("chance", *what))).encode())]).random())


class _Monitors:
    """All rows of the table."""

    def __init__(self, cat: catalogue.Catalogue, rules: dict[str, Any], data_dir: Path) -> None:
        self.cat, self.rules = cat, rules
        self.cells = _cells(cat, data_dir / "incoming" / "enterprise")
        self.periods = sorted({p for _, _, p in self.cells})
        self.years = sorted({p[:4] for p in self.periods if p.endswith("-12")})
        levels = cat.place.levels
        self.small = {r.code for r in cat.regions(level=levels[-1])}
        self.above = [r.code for r in cat.regions() if r.code not in self.small]
        self.all = cat.place.all_sector
        self.sectors = [s.code for s in cat.brief_sectors()]
        last = f"{self.years[-1]}-12"
        self.weight = {r.code: self.cells.get((r.code, self.all, last), {}).get("value_added", 0.0) for r in cat.regions()}
        self.gdp = _observed_gdp(cat, data_dir)
        self._habits: dict[tuple[str, str], float] = {}

    def rows(self) -> Iterator[_ROW]:
        """Yield every row."""
        yield from self._electricity()
        yield from self._capacity()
        yield from self._investment()
        yield from self._digital()
        yield from self._green()

    def _row(self, indicator: str, region: str, sector: str, period: str, value: float) -> _ROW:
        return indicator, region, sector, period, f"{value:.{self.cat.indicator(indicator).decimals}f}"

    def _habit(self, what: str, region: str) -> float:
        """Return how a region differs, in standard deviations: above the smallest ones the weighted mean of those below."""
        if (what, region) not in self._habits:
            below = [r.code for r in self.cat.regions(level=self.cat.place.levels[-1], under=region)]
            total = sum(self.weight[c] for c in below)
            self._habits[what, region] = sum(self.weight[c] * _draw(what, c) for c in below) / total if total else _draw(what, region)
        return self._habits[what, region]

    def _relative(self, what: str, region: str) -> float:
        """Return a region's habit beside the whole place's, so that the place as a whole keeps to the assumptions."""
        return self._habit(what, region) - self._habit(what, self.cat.place.root_region)

    def _electricity(self) -> Iterator[_ROW]:
        e = self.rules["electricity"]
        for (region, sector, period), cell in self.cells.items():
            if sector != self.all and region in self.small or cell["growth"] is None:
                continue
            year, month = period[:4], int(period[5:])
            own = e["spread"] * (self._habit("power", region) if sector == self.all else _draw("power", region, sector))
            astray = _chance("power", region, sector) < e["astray_share"] and year == self.years[-1] and region != self.cat.place.root_region
            ramp = min(1.0, max(0.0, (month - 3) / 4)) * (1 if _chance("side", region, sector) < 0.5 else -1) if astray else 0.0
            wave = 0.5 * np.sin(2 * np.pi * (month / 12 + _chance("phase", region, sector)))
            real = min(60.0, max(-40.0, cell["growth"]))
            grown = e["follows"] * real + e["level"] + own + e["astray"] * ramp + wave + e["noise"] * _draw("power", region, sector, period)
            yield self._row("above_scale_electricity_growth", region, sector, period, grown)
            if sector == self.all:
                yield self._row("above_scale_electricity", region, sector, period, cell["energy"] * e["kwh_per_tce"] * e["electric_share"])

    def _capacity(self) -> Iterator[_ROW]:
        c = self.rules["capacity"]
        for region in self.above:
            for sector in (self.all, *self.sectors):
                for period in (p for p in self.periods if p[5:] in _QUARTERS):
                    if (region, sector, period) not in self.cells:
                        continue
                    level = c["level"] + c["by_year"].get(period[:4], 0.0) + c["by_quarter"][_QUARTERS.index(period[5:])]
                    if sector != self.all:
                        level += c["sector_spread"] * _draw("capacity", sector) + 0.6 * _draw("capacity", region, sector)
                    yield self._row("capacity_utilisation", region, sector, period, level + c["region_spread"] * self._relative("capacity", region) + 0.3 * _draw("capacity", region, sector, period))

    def _investment(self) -> Iterator[_ROW]:
        i = self.rules["investment"]
        for region in self.weight:
            for kind in ("manufacturing", "industrial"):
                if region in self.small and kind == "industrial":
                    continue
                own = i["region_spread"] * self._relative("investment", region)
                for period in self.periods:
                    left = 1 - int(period[5:]) / 12
                    grown = i[kind].get(period[:4], 10.0) + own + 2.5 * left * _draw("path", region, period[:4]) + i["noise"] * left * _draw(kind, region, period)
                    yield self._row(f"{kind}_investment_growth", region, self.all, period, grown)
        for name in _PROGRAMMES:
            for region in self.above:
                share = self.weight[region] / self.weight[self.cat.place.root_region]
                for period in self.periods:
                    plan = round(self.rules["programmes"][name].get(period[:4], 1000.0) * share, 1)
                    pace = self.rules["programmes"]["done_by_month"][int(period[5:]) - 2] * (1 + 0.05 * self._relative(name, region))
                    yield self._row(f"programme_{name}_plan", region, self.all, period, plan)
                    yield self._row(f"programme_{name}_done", region, self.all, period, plan * pace)

    def _digital(self) -> Iterator[_ROW]:
        d = self.rules["digital"]
        for region in self.weight:
            for period in (p for p in self.periods if p[5:] in _QUARTERS and self.weight[region]):
                end = d["coverage"][period[:4]]
                before = d["coverage"].get(str(int(period[:4]) - 1), end - 12)
                level = before + (end - before) * int(period[5:]) / 12 + d["coverage_spread"] * self._relative("coverage", region)
                yield self._row("digital_transformation_coverage", region, self.all, period, min(99.0, max(5.0, level)))
            for year in self.years:
                cell = self.cells.get((region, self.all, f"{year}-12"))
                if cell is not None:
                    yield from self._levels(region, year, cell)

    def _levels(self, region: str, year: str, cell: dict[str, float]) -> Iterator[_ROW]:
        d, period = self.rules["digital"], f"{year}-12"
        tilt = 0.10 * self._relative("coverage", region)
        shares = np.array(d["levels"][year]) * np.exp(tilt * np.array([-1.0, 0.0, 1.0, 2.0]))
        counts = np.floor(shares / shares.sum() * cell["enterprises"]).astype(int)
        counts[1] += int(cell["enterprises"]) - counts.sum()
        yield self._row("digital_assessed", region, self.all, period, counts.sum())
        for n, count in enumerate(counts, 1):
            yield self._row(f"digital_level_{n}", region, self.all, period, count)
        if region not in self.small:
            robots = d["robots_per_1000_employees"][year] * 10 * cell["employees"] * np.exp(0.15 * self._relative("robots", region))
            yield self._row("industrial_robots", region, self.all, period, robots)
            gdp = self.gdp[region] / np.prod([self.rules["green"]["gdp_growth"][y] for y in self.years if y > year])
            yield self._row("gdp", region, self.all, period, gdp)
            yield self._row("digital_core_value_added", region, self.all, period, gdp * d["core_share_gdp"][year] / 100 * np.exp(d["core_spread"] * self._relative("core", region)))

    def _green(self) -> Iterator[_ROW]:
        g = self.rules["green"]
        for region in self.above:
            for year in self.years:
                period = f"{year}-12"
                for sector in (self.all, *self.sectors):
                    if cell := self.cells.get((region, sector, period)):
                        own = np.exp(g["carbon_spread"] * (self._relative("carbon", region) + (0.8 * _draw("carbon", region, sector) if region != self.cat.place.root_region else 0)))
                        yield self._row("carbon_emission", region, sector, period, cell["energy"] * g["carbon_per_tce"][year] * own)
                for name in ("voc", "nox"):
                    yield self._row(f"{name}_intensity", region, self.all, period, g[name][year] * np.exp(g["emission_spread"] * self._relative(name, region) + 0.03 * _draw(name, region, year)))
                for name, indicator in (("manufacturing", "manufacturing_share_gdp"), ("above_scale", "above_scale_enterprise_share")):
                    yield self._row(indicator, region, self.all, period, g["manufacturing_gdp" if name == "manufacturing" else name][year] + g[f"{name}_spread"] * self._relative(name, region))
            for period in (p for p in self.periods if p[5:] in _QUARTERS):
                level = g["emerging"][period[:4]] + 0.4 * (int(period[5:]) / 12 - 1)
                yield self._row("strategic_emerging_share", region, self.all, period, level + g["emerging_spread"] * self._relative("emerging", region))


def _cells(cat: catalogue.Catalogue, folder: Path) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Return what the figures lean on, by region, sector (all and those that get briefs) and period, in the registers' units."""
    con = duckdb.connect()
    con.execute("SET enable_progress_bar = false")
    smallest = cat.place.levels[-1]
    up = [(r.code, node.code) for r in cat.regions(level=smallest) for node in (r, *cat.ancestors(r.code))]
    sets = [(leaf, s) for s in (cat.place.all_sector, *(s.code for s in cat.brief_sectors())) for leaf in cat.classes(s)]
    division = [(leaf, d.code) for d in cat.sectors(level="division") for leaf in cat.classes(d.code)]
    for name, pairs in (("up", up), ("inside", sets), ("part", division)):
        con.register(name, pd.DataFrame(pairs, columns=["leaf", "node"]))
    files = [str(f) for f in sorted(folder.glob("[0-9][0-9][0-9][0-9].parquet"))]
    rows = con.execute(
        """WITH leaf AS (SELECT e.region, e.sector, e.period, sum(value_added / (p.price_index / 100)) AS fixed, sum(value_added_prev) AS base,
             sum(value_added) AS value_added, sum(energy_consumption) AS energy, sum(average_employees) AS persons, count(*) AS n
             FROM read_parquet(?) e JOIN part ON part.leaf = e.sector JOIN read_csv(?, header=true) p ON p.division = part.node AND p.period = e.period
             GROUP BY ALL)
           SELECT up.node, inside.node, period, sum(fixed), sum(base), sum(value_added), sum(energy), sum(persons), sum(n)
           FROM leaf JOIN up ON up.leaf = leaf.region JOIN inside ON inside.leaf = leaf.sector GROUP BY ALL ORDER BY 1, 2, 3""",
        [files, str(folder / "prices.csv")],
    ).fetchall()
    con.close()
    return {
        (region, sector, period): {
            "growth": 100 * (fixed / base - 1) if base > 0 else None, "value_added": float(added) / 1e5, "energy": float(energy) / 1e4,
            "employees": float(persons) / 1e4, "enterprises": float(n),
        }
        for region, sector, period, fixed, base, added, energy, persons, n in rows
    }  # fmt: skip


def _observed_gdp(cat: catalogue.Catalogue, data_dir: Path) -> dict[str, float]:
    """Return the newest GDP (亿元) of each region above the smallest: the sum of what its counties' table prints."""
    known: dict[str, float] = {}
    for path in sorted(data_dir.glob("published/*/data.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            known |= {r["region"]: float(r["value"]) for r in csv.DictReader(file) if r["indicator"] == "gdp" and r["value"]}
    smallest = cat.place.levels[-1]
    return {r.code: sum(known.get(c.code, 0.0) for c in cat.regions(level=smallest, under=r.code)) for r in cat.regions()}
