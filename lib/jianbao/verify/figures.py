"""Figures of the panel by SQL: whatever many pages ask for is looked up in one query."""

import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from jianbao import catalogue
from jianbao.panel.release import open_release
from jianbao.panel.store import connect

__all__ = ["Figures"]

T = TypeVar("T")
Key = tuple[str, str, str]  # region, sector, period
_KNOWN = ("observed", "estimated")


class Figures:
    """Levels, ratios, bases and growth of a place, as an audience may see them.

    What is asked for and not there yet is noted; `load` then looks all of it up. Until then a figure is None.
    """

    def __init__(self, data_dir: Path, audience: str = "internal", folder: Path | None = None, vintage: str = "", main: "Figures | None" = None) -> None:
        # The earlier state needs no release of its own: a public build may be the only one there is.
        self.cat, self.release = catalogue.read(data_dir), main.release if main is not None else open_release(data_dir, audience)
        self.data_dir, self.audience, self._folder = Path(data_dir), audience, folder or Path(data_dir) / "panel"
        self._vintage = vintage or ("final" if self.release.modelled else "")
        self._cells = self.release.modelled and (self._folder / "cells.parquet").is_file()
        self._rows: dict[Key, dict[str, float | None]] = {}
        self._withheld: set[tuple[str, str, str, str]] = set()
        self._observed: dict[tuple[str, str, str, str], set[float | None]] = {}
        self._keys: set[Key] = set()
        self._columns: set[str] = set()
        self._new: tuple[set[Key], set[str]] = (set(), set())
        self._main = main  # whose earlier state this is
        self.short = False  # whether a figure was asked for that is not looked up yet
        self._seen: dict[tuple[str, str, str, str], str] = {}  # status in the release, of other audiences than internal
        self._done: dict[tuple, object] = {}

    # ---- figures ----------------------------------------------------------------------------------------------

    def value(self, indicator: str, region: str, sector: str, period: str) -> float | None:
        """Return a figure: a level, a ratio (total over total) or a growth in percent; None where there is none."""
        known = self._register.get(indicator)
        if known is not None and known.kind == "ratio" and known.numerator:
            top, bottom = (self.value(i, region, sector, period) for i in (known.numerator, known.denominator))
            return self._ratio(known, top, bottom, period)
        if indicator.endswith("_growth") and not self.cat.place.official_growth:
            level = indicator.removesuffix("_growth")
            now, then = self.value(level, region, sector, period), self.value(level, region, sector, year_ago(period))
            return None if now is None or then is None or now < 0 or then <= 0 else 100 * (now / then - 1)
        return self._cell(indicator, region, sector, period)

    def base(self, indicator: str, region: str, sector: str, period: str) -> float | None:
        """Return the figure a year earlier on the comparable base, where there is one."""
        known = self._register.get(indicator)
        if known is not None and known.kind == "ratio" and known.numerator:
            top, bottom = (self.base(i, region, sector, period) for i in (known.numerator, known.denominator))
            return self._ratio(known, top, bottom, period)
        column, then = f"{indicator}_base", self.value(indicator, region, sector, year_ago(period))
        if column in self._held:
            found = self._cell(column, region, sector, period)
            if self._rows.get((region, sector, period)):
                return found
        return then

    def withheld(self, indicator: str, region: str, sector: str, period: str) -> bool:
        """Return whether the audience may not see the figure, or what it is made of."""
        known = self._register.get(indicator)
        if known is not None and known.kind == "ratio" and known.numerator:
            return any(self.withheld(i, region, sector, period) for i in (known.numerator, known.denominator))
        if indicator.endswith("_growth") and not self.cat.place.official_growth:
            level = indicator.removesuffix("_growth")
            return any(self.withheld(level, region, sector, p) for p in (period, year_ago(period)))
        self._cell(indicator, region, sector, period)
        return (indicator, region, sector, period) in self._withheld

    def observed(self, indicator: str, region: str, sector: str, period: str) -> set[float | None]:
        """Return every published figure of that identity, None for one that is not published."""
        return self._published.get((indicator, region, sector, period), set())

    def _ratio(self, known: catalogue.Indicator, top: float | None, bottom: float | None, period: str) -> float | None:
        if top is None or bottom is None or bottom <= 0:
            return None
        months = int(period[5:7]) if known.annualised and len(period) == 7 else 12
        return known.factor * top / bottom * 12 / months

    def _cell(self, indicator: str, region: str, sector: str, period: str) -> float | None:
        if indicator not in self._held:
            return None
        key = (region, sector, period)
        if key not in self._keys or indicator not in self._columns:
            self._new[0].add(key)
            self._new[1].add(indicator)
            self.short = True
            if self._main is not None:
                self._main.short = True
            return None
        value = self._rows.get(key, {}).get(indicator)
        where = (indicator, *key)
        if self.audience == "internal":
            return None if where in self._withheld else value
        if where not in self._seen:
            self._seen[where] = self._status(indicator, key)
        if self._seen[where] == "suppressed":
            self._withheld.add(where)
        return value if self._seen[where] in _KNOWN else None

    def masked(self, indicator: str, region: str, sector: str, period: str) -> bool:
        """Return whether the panel has a figure that the audience does not get, marked as withheld or left out altogether."""
        shown = self._cell(indicator, region, sector, period)
        return shown is None and self._rows.get((region, sector, period), {}).get(indicator) is not None

    def once(self, what: tuple, work: Callable[[], T]) -> T:
        """Return what *work* returns, worked out once from the figures that are held; ``what`` names it."""
        if what not in self._done:
            before, self.short = self.short, False
            self._done[what] = (work(), self.short)
            self.short |= before
        found, short = self._done[what]
        self.short |= short
        return found

    # ---- reading ----------------------------------------------------------------------------------------------

    @cached_property
    def _register(self) -> dict[str, catalogue.Indicator]:
        return {i.id: i for i in self.cat.indicators()}

    @cached_property
    def _con(self):
        con = connect()
        con.execute("SET threads = 1")
        con.execute(f"CREATE VIEW cells AS SELECT * FROM read_parquet({_text(self._folder / 'cells.parquet')})" if self._cells else "SELECT 1")
        con.execute(f"CREATE VIEW observations AS SELECT * FROM read_parquet({_text(self._folder / 'observations.parquet')})")
        return con

    @cached_property
    def _held(self) -> frozenset[str]:
        """The indicators that the panel has a column or rows of."""
        if not self._cells:
            return frozenset(name for (name,) in self._con.execute("SELECT DISTINCT indicator FROM observations").fetchall())
        return self._modelled | {indicator for found in self._stands.values() for indicator in found}

    @cached_property
    def _modelled(self) -> frozenset[str]:
        columns = self._con.execute("SELECT column_name FROM (DESCRIBE cells)").fetchall()
        return frozenset(name for (name,) in columns) - {"region", "sector", "period", "vintage"}

    @cached_property
    def _stands(self) -> dict[Key, dict[str, tuple[float | None, str]]]:
        """What stands beside or in place of modelled cells, with its status: the taken file of the highest number, else a modelled monitor."""
        found: dict[Key, dict[str, tuple[float | None, str]]] = {}
        if self._cells and self._vintage == "final":
            rows = self._con.execute(
                "SELECT region, sector, period, indicator, arg_max(struct_pack(v := value, s := status), number) FROM observations "
                "WHERE stands AND (number > 0 AND status IN ('observed', 'suppressed') OR status = 'estimated') GROUP BY ALL"
            ).fetchall()
            for *where, indicator, held in rows:
                found.setdefault(tuple(where), {})[indicator] = (_number(held["v"]), held["s"])
        return found

    def is_observed(self, indicator: str, region: str, sector: str, period: str) -> bool:
        """Return whether a figure of a modelled place was observed: taken from a file, or a ratio of two that were."""
        known = self._register.get(indicator)
        if known is not None and known.kind == "ratio" and known.numerator:
            return all(self.is_observed(i, region, sector, period) for i in (known.numerator, known.denominator))
        return self._stands.get((region, sector, period), {}).get(indicator, (None, ""))[1] == "observed"

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """Every period of the panel, in order."""
        source = "cells" if self._cells else "observations"
        found = {p for (p,) in self._con.execute(f"SELECT DISTINCT period FROM {source}").fetchall()}
        return tuple(sorted(found | {period for *_, period in self._stands}))

    @cached_property
    def _published(self) -> dict[tuple[str, str, str, str], set[float | None]]:
        found: dict[tuple[str, str, str, str], set[float | None]] = {}
        query = (
            "SELECT indicator, region, sector, period, value FROM observations WHERE number > 0 OR status <> 'estimated' "
            "QUALIFY number = max(number) OVER (PARTITION BY indicator, region, sector, period, measure, scope, price)"
        )
        for *where, value in self._con.execute(query).fetchall():
            found.setdefault(tuple(where), set()).add(None if value is None or value != value else value)
        return found

    def load(self) -> bool:
        """Look up all that was asked for; return whether anything was new."""
        (keys, columns), self._done, self.short = self._new, {what: made for what, made in self._done.items() if not made[1]}, False
        earlier = self.stood is not None and self.stood.load()
        if not keys:
            return earlier
        self._keys |= keys
        if columns - self._columns:  # what was looked up before lacks these
            self._columns, keys, self._rows = self._columns | columns, self._keys, {}
        self._new = (set(), set())
        names = sorted(self._columns)
        columns = list(map(list, zip(*sorted(keys), strict=True)))
        self._con.execute("CREATE OR REPLACE TEMP TABLE wanted AS SELECT unnest(?) AS region, unnest(?) AS sector, unnest(?) AS period", columns)
        if self._cells:
            names = [n for n in names if n in self._modelled]
            rows = self._con.execute(
                f"SELECT {', '.join(('region', 'sector', 'period', *names))} FROM cells JOIN wanted USING (region, sector, period) WHERE vintage = ?",
                [self._vintage],
            ).fetchall()
            self._rows |= {row[:3]: {n: _number(v) for n, v in zip(names, row[3:], strict=True)} for row in rows}
            for key in keys & self._stands.keys():
                for indicator, (value, status) in self._stands[key].items():
                    self._rows.setdefault(key, {})[indicator] = None if status == "suppressed" else value
                    if status == "suppressed":
                        self._withheld.add((indicator, *key))
        else:
            self._load_observations()
        return True

    def _load_observations(self) -> None:
        rows = self._con.execute(
            "SELECT region, sector, period, indicator, "
            # A blank in a file that was taken takes no figure away; else the latest file, then the latest vintage.
            "arg_max(struct_pack(v := value, s := status), (number = 0 OR status <> 'missing')::INT || lpad(number::VARCHAR, 6, '0') || vintage) "
            "FROM observations JOIN wanted USING (region, sector, period) WHERE stands GROUP BY ALL"
        ).fetchall()
        for region, sector, period, indicator, held in rows:
            row = self._rows.setdefault((region, sector, period), {})
            row[indicator] = _number(held["v"]) if held["s"] in _KNOWN else None
            if held["s"] == "suppressed":
                self._withheld.add((indicator, region, sector, period))

    def _status(self, indicator: str, key: Key) -> str:
        """Return a figure's status in the release of the audience."""
        region, sector, period = key
        return self._slice(sector).value(indicator, region, period)[1] if self.release.has("sector", sector) else "missing"

    def _slice(self, sector: str):
        if sector not in self._slices:
            self._slices[sector] = self.release.sector(sector)
        return self._slices[sector]

    @cached_property
    def _slices(self) -> dict:
        return {}

    def forget(self) -> None:
        """Drop the figures that are held, before another batch of pages."""
        self._keys, self._columns, self._rows, self._done, self._new = set(), set(), {}, {}, (set(), set())
        if self.stood is not None:
            self.stood.forget()

    # ---- as it stood ------------------------------------------------------------------------------------------

    @cached_property
    def against(self) -> str:
        """What figures are compared with: the state of the last edition, the modelled file's first figures, or nothing."""
        known_on = json.loads((self.data_dir / "panel" / "panel.json").read_text(encoding="utf-8")).get("known_on")
        if not known_on and (self.data_dir / "earlier" / "panel.json").is_file():
            return "edition"
        flash = self._cells and self._con.execute("SELECT count(*) FROM cells WHERE vintage = 'flash'").fetchone()[0]
        return "flash" if flash else ""

    @cached_property
    def stood(self) -> "Figures | None":
        """The figures as they stood; None where there is nothing to compare with, and in these themselves."""
        if self._main is not None:
            return None
        if self.against == "edition":
            return Figures(self.data_dir, "internal", self.data_dir / "earlier", main=self)
        return Figures(self.data_dir, "internal", self._folder, "flash", main=self) if self.against == "flash" else None


def year_ago(period: str) -> str:
    """Return the same period of last year.

    >>> year_ago("2024-12"), year_ago("2018")
    ('2023-12', '2017')
    """
    return f"{int(period[:4]) - 1}{period[4:]}"


def _number(value: float | None) -> float | None:
    return None if value is None or value != value else float(value)


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
