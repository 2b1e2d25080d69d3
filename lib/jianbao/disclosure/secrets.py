"""What a public edition must not print: the true values of withheld cells, and what follows from them."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from jianbao import catalogue, indicators
from jianbao.catalogue import Catalogue, Indicator
from jianbao.catalogue.period import Period
from jianbao.disclosure.masking import read as read_mask
from jianbao.disclosure.tokens import Token
from jianbao.panel.cut import Withheld
from jianbao.panel.store import Panel, connect

__all__ = ["Secrets", "Values", "secrets"]

_SHARED = ("value_added", "revenue", "average_employees", "profit")
_SERIES = ("value_added", "value_added_growth", "revenue", "revenue_growth", "profit")


@dataclass(frozen=True)
class Values:
    """Numbers of one cell: ``names`` (indicator, period), ``at`` their absolute values, ``level`` whether a unit may scale them."""

    names: tuple[tuple[str, str], ...]
    at: np.ndarray
    level: np.ndarray

    def match(self, token: Token) -> tuple[str, str] | None:
        """Return which number a token prints, in whatever unit, None if none."""
        if not token.value or not len(self.at):
            return None
        power = np.rint(np.log10(self.at * (1 / token.value)))
        power = np.where(self.level, power, np.where(np.abs(power) == 2, power, 0))
        scale = 10.0**power
        hit = np.flatnonzero(np.abs(token.value * scale - self.at) <= token.half * scale * 1.001 + 1e-9 * self.at)
        return self.names[hit[0]] if len(hit) else None


@dataclass
class Secrets:
    """The withheld cells of a place and every number of its cells in a period (from the panel, not from a release)."""

    cat: Catalogue
    mask: Withheld
    period: str
    frame: pd.DataFrame = field(repr=False)  # (region, sector, period) × indicators
    _values: dict[tuple[str, str], Values] = field(default_factory=dict, repr=False)

    @cached_property
    def alike(self) -> dict[str, str]:
        """A sector that only the root shows → the sector shown below it that holds the same classes."""
        shown = {self.cat.classes(s.code): s.code for s in self.cat.sectors() if s.code not in self.mask.root_only}
        return {s: shown[self.cat.classes(s)] for s in self.mask.root_only if self.cat.classes(s) in shown}

    def hidden(self, region: str, sector: str) -> bool:
        """Return whether a public edition withholds the cell."""
        sector = self.alike.get(sector, sector)
        return (region, sector) in self.mask.pairs or (sector in self.mask.root_only and region != self.cat.place.root_region)

    @cached_property
    def by_region(self) -> dict[str, tuple[str, ...]]:
        """Region → its withheld sectors."""
        held: dict[str, list[str]] = {}
        for region, sector in sorted(self.mask.pairs):
            held.setdefault(region, []).append(sector)
        return {r: tuple(s) for r, s in held.items()}

    @cached_property
    def by_sector(self) -> dict[str, tuple[str, ...]]:
        """Sector → the regions where it is withheld."""
        held: dict[str, list[str]] = {}
        for region, sector in sorted(self.mask.pairs):
            held.setdefault(sector, []).append(region)
        return {s: tuple(r) for s, r in held.items()}

    def raw(self, region: str, sector: str, period: str, indicator: str) -> float:
        """Return one true number, NaN where there is none; a ratio is worked out."""
        number = self._at.get((region, sector, period))
        if number is None:
            return np.nan
        if indicator in self._column:
            return self._array[number, self._column[indicator]]
        try:
            known = self.cat.indicator(indicator)
        except KeyError:
            return np.nan
        if known.kind != "ratio":
            return np.nan
        months = Period.parse(period).months if known.annualised else 12
        top, bottom = (self._array[number, self._column[n]] if n in self._column else np.nan for n in (known.numerator, known.denominator))
        if not bottom or top != top or bottom != bottom:
            return np.nan
        return float(indicators.ratio(float(top), float(bottom), known.factor or 1.0, months))

    def _row(self, region: str, sector: str, period: str) -> dict[str, float] | None:
        number = self._at.get((region, sector, period))
        return None if number is None else dict(zip(self._column, self._array[number].tolist(), strict=True))

    @cached_property
    def _at(self) -> dict[tuple[str, str, str], int]:
        return {key: n for n, key in enumerate(self.frame.index)}

    @cached_property
    def _column(self) -> dict[str, int]:
        return {name: n for n, name in enumerate(self.frame.columns)}

    @cached_property
    def _array(self) -> np.ndarray:
        return self.frame.to_numpy(dtype=float)

    def values(self, region: str, sector: str) -> Values:
        """Return every number of a cell: levels, bases, growth, ratios, shares, quotient, pull, rank, differences, course."""
        sector = self.alike.get(sector, sector)
        if (region, sector) not in self._values:
            found = {k: v for k, v in self._numbers(region, sector).items() if v == v and v != 0 and np.isfinite(v)}
            # Levels and what is in a unit of account may be printed in any unit; rates may not.
            level = [not n.endswith(("_growth", "_rank")) and n.partition(":")[0] not in ("share", "quotient", "pull", "gap") for n, _ in found]
            self._values[region, sector] = Values(tuple(found), np.abs(np.array(list(found.values()), dtype=float)), np.array(level, dtype=bool))
        return self._values[region, sector]

    def _numbers(self, region: str, sector: str) -> dict[tuple[str, str], float]:
        place, now = self.cat.place, self.period
        then = str(Period.parse(now).year_ago())
        row, root = self._row(region, sector, now), self._row(place.root_region, sector, now)
        out: dict[tuple[str, str], float] = {}
        if row is None:
            return out
        out |= {(n, now): v for n, v in row.items()}
        out |= {(n, then): v for n, v in (self._row(region, sector, then) or {}).items()}
        out |= {(i.id, p): self.raw(region, sector, p, i.id) for i in self._ratios for p in (now, then)}
        whole, top = self._row(region, place.all_sector, now), self._row(place.root_region, place.all_sector, now)
        for name in _SHARED:
            if name not in row or root is None or whole is None or top is None:
                continue
            base, growth = f"{name}_base", f"{name}_growth"
            out[f"share:region:{name}", now] = 100 * float(indicators.share(row[name], whole[name]))
            out[f"share:sector:{name}", now] = 100 * float(indicators.share(row[name], root[name]))
            out[f"quotient:{name}", now] = float(indicators.location_quotient(row[name], whole[name], root[name], top[name]))
            if base in row:
                before = indicators.share(row[base], whole[base])
                out[f"pull:region:{name}", now] = 100 * float(indicators.contribution_from_share(before, row[growth] / 100))
                before = indicators.share(row[base], root[base])
                out[f"pull:sector:{name}", now] = 100 * float(indicators.contribution_from_share(before, row[growth] / 100))
                out[f"change:{name}", now] = row[name] - row[base]
                out[f"gap:root:{growth}", now] = row[growth] - root[growth]
            for shown in (name, growth):
                if (rank := self._ranks(sector, shown).get(region)) is not None:
                    out[f"{shown}_rank", now] = rank
        for period in self.periods:
            if period not in (now, then) and (other := self._row(region, sector, period)):
                out |= {(n, period): other[n] for n in _SERIES if n in other}
        return out

    @cached_property
    def _ratios(self) -> list[Indicator]:
        return [i for i in self.cat.indicators(kind="ratio") if i.numerator in self._column and i.denominator in self._column]

    @cached_property
    def periods(self) -> list[str]:
        """Every period of the panel, in order."""
        return sorted(set(self.frame.index.get_level_values("period")))

    def _ranks(self, sector: str, name: str) -> dict[str, float]:
        key = (sector, name)
        if key not in self._ranked:
            level = self.cat.place.levels[-1]
            rows = {r.code: self._row(r.code, sector, self.period) for r in self.cat.regions(level=level)}
            given = pd.Series({r: row[name] for r, row in rows.items() if row and name in row}, dtype=float)
            self._ranked[key] = indicators.ranks(given).dropna().to_dict() if len(given) else {}
        return self._ranked[key]

    def heads(self, sector: str) -> tuple[list[tuple[str, str]], np.ndarray, np.ndarray]:
        """Return a sector's cells, their headline level and growth (n × 2), and which of them are withheld."""
        if sector not in self._drawn:
            name, cells = self.cat.place.headline, [(r.code, sector) for r in self.cat.regions()]
            rows = np.array([[self.raw(*c, self.period, n) for n in (name, f"{name}_growth")] for c in cells])
            known = np.flatnonzero(np.isfinite(rows).all(axis=1))
            cells = [cells[k] for k in known]
            self._drawn[sector] = cells, rows[known], np.array([self.hidden(*c) for c in cells], dtype=bool)
        return self._drawn[sector]

    def courses(self, cells: list[tuple[str, str]]) -> tuple[np.ndarray, np.ndarray]:
        """Return headline growth and headline level of cells in every period (cells × periods, NaN where there is none)."""
        name = self.cat.place.headline
        for cell in cells:
            if cell not in self._course:
                self._course[cell] = np.array([[self.raw(*cell, p, n) for p in self.periods] for n in (f"{name}_growth", name)])
        both = np.array([self._course[c] for c in cells]).reshape(len(cells), 2, len(self.periods))
        return both[:, 0], both[:, 1]

    @cached_property
    def _drawn(self) -> dict[str, tuple[list[tuple[str, str]], np.ndarray, np.ndarray]]:
        return {}

    @cached_property
    def _course(self) -> dict[tuple[str, str], np.ndarray]:
        return {}

    @cached_property
    def _ranked(self) -> dict[tuple[str, str], dict[str, float]]:
        return {}


def secrets(data_dir: Path, period: str = "") -> Secrets:
    """Return what the frozen mask withholds, with the true values of the panel around a period (default: the place's own).

    Raises PanelError if there is no panel or no mask.
    """
    panel, cat = Panel(data_dir), catalogue.read(data_dir)
    now = period or cat.place.default_period
    con, cells = connect(), panel.folder / "cells.parquet"
    keys = ["region", "sector", "period"]
    if cells.is_file():
        frame = con.execute("SELECT * EXCLUDE (vintage) FROM read_parquet(?) WHERE vintage = 'final'", [str(cells)]).df()
        monitors = con.execute(
            "SELECT region, sector, period, indicator, value FROM read_parquet(?) WHERE number = 0 AND status = 'estimated'", [str(panel.folder / "observations.parquet")]
        ).df()
        if len(monitors):  # modelled figures of other reports are withheld with the cell that they are of
            frame = frame.merge(monitors.pivot(index=keys, columns="indicator", values="value").reset_index(), on=keys, how="outer")
    else:
        frame = panel.query().pivot_table(index=keys, columns="indicator", values="value", aggfunc="last").reset_index()
    con.close()
    return Secrets(cat, read_mask(data_dir), now, frame.set_index(keys))
