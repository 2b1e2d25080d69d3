"""Ask the panel: tidy frames, one row an observation."""

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pandas as pd

from jianbao import catalogue, paths

__all__ = ["COLUMNS", "Panel", "PanelError", "connect", "quoted"]

#: The identity of an observation, its value and where it came from.
COLUMNS = (
    "indicator", "region", "sector", "period", "measure", "scope", "price", "status", "vintage", "value", "source",
)
KEYS = ("indicator", "region", "sector", "period", "status", "vintage", "source")


class PanelError(ValueError):
    """The panel is missing or cannot answer; one line for the user."""


def connect() -> duckdb.DuckDBPyConnection:
    """Return a private in-memory DuckDB that never reaches for the network."""
    con = duckdb.connect(":memory:")
    con.execute("SET autoinstall_known_extensions=false; SET autoload_known_extensions=false")
    return con


def quoted(path: Path) -> str:
    """Return a path as a text in SQL, where a parameter cannot stand."""
    return "'" + str(path).replace("'", "''") + "'"


class Panel:
    """Read access to all observations of a place, every vintage, published and modelled side by side.

    Published tables are stored as they are, one row an observation. Aggregates of the enterprise file are stored as
    cells (region x sector x period x vintage, a column an indicator) and turned into observations when asked for:
    the identity that all cells of an indicator share (measure, scope, price) is the register's.
    """

    def __init__(self, data_dir: Path | None = None) -> None:
        self.data_dir = Path(data_dir) if data_dir else paths.data_dir()
        self.folder = self.data_dir / "panel"
        if not (self.folder / "panel.json").is_file():
            raise PanelError(f"面板数据尚未生成：{self.folder} 不存在；请先运行 jianbao panel")

    def query(self, **wanted: str | Iterable[str] | None) -> pd.DataFrame:
        """Return the observations that match, as a tidy frame with the columns ``COLUMNS``.

        Parameters
        ----------
        **wanted
            Any of ``indicator, region, sector, period, status, vintage, source``: one text or several.
            ``source`` matches the source's name before ``#`` or ``:`` too (``enterprise``, a table's id).

        Returns
        -------
        DataFrame
            One row an observation, in a stable order. ``value`` is NaN unless observed or estimated.

        Raises
        ------
        PanelError
            If a key is unknown.
        """
        unknown = set(wanted) - set(KEYS)
        if unknown:
            raise PanelError(f"unknown key {sorted(unknown)[0]!r}; known: {', '.join(KEYS)}")
        lists = {k: [v] if isinstance(v, str) else list(v) for k, v in wanted.items() if v is not None}
        con = connect()
        parts = [self._published(con, lists), self._cells(con, lists)]
        con.close()
        found = [p for p in parts if p is not None and len(p)]
        if not found:
            return pd.DataFrame({c: pd.Series(dtype="float64" if c == "value" else "str") for c in COLUMNS})
        frame = pd.concat(found, ignore_index=True)
        return frame.sort_values(list(COLUMNS[:4]) + ["vintage", "source"], ignore_index=True)

    def _published(self, con: duckdb.DuckDBPyConnection, lists: dict[str, list[str]]) -> pd.DataFrame | None:
        path = self.folder / "observations.parquet"
        if not path.is_file():
            return None
        where, values = _where(lists, source="(source IN ({0}) OR split_part(source, '#', 1) IN ({0}))")
        return con.execute(f"SELECT {', '.join(COLUMNS)} FROM read_parquet(?) {where}", [str(path), *values]).df()

    def _cells(self, con: duckdb.DuckDBPyConnection, lists: dict[str, list[str]]) -> pd.DataFrame | None:
        path = self.folder / "cells.parquet"
        if not path.is_file():
            return None
        if "source" in lists and not any(s.split(":")[0] == "enterprise" for s in lists["source"]):
            return None
        cat = catalogue.read(self.data_dir)
        keys = ("region", "sector", "period", "vintage")
        columns = [r[0] for r in con.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()]
        indicators = [c for c in columns if c not in keys]
        if "indicator" in lists:
            indicators = [i for i in indicators if i in set(lists["indicator"])]
        if not indicators:
            return None
        where, values = _where({k: v for k, v in lists.items() if k in keys})
        wide = con.execute(
            f"SELECT {', '.join((*keys, *indicators))} FROM read_parquet(?) {where}", [str(path), *values]
        ).df()
        long = wide.melt(id_vars=list(keys), var_name="indicator", value_name="value")
        known = {i: cat.indicator(i) for i in indicators}
        for field in ("measure", "scope", "price"):
            long[field] = long["indicator"].map({i: getattr(known[i], field) for i in indicators})
        long["status"] = long["value"].notna().map({True: "estimated", False: "not_applicable"})
        long["source"] = "enterprise:" + long["period"].str[:4]
        if "status" in lists:
            long = long[long["status"].isin(lists["status"])]
        if "source" in lists:
            names = set(lists["source"])
            long = long[long["source"].isin(names) | ("enterprise" in names)]
        return long[list(COLUMNS)]


def _where(lists: dict[str, list[str]], **special: str) -> tuple[str, list[str]]:
    clauses, values = [], []
    for key, wanted in lists.items():
        marks = ", ".join("?" * len(wanted))
        if key in special:
            clauses.append(special[key].format(marks))
            values += wanted * special[key].count("{0}")
        else:
            clauses.append(f"{key} IN ({marks})")
            values += wanted
    return ("WHERE " + " AND ".join(clauses) if clauses else ""), values
