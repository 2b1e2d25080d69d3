"""What an audience may see, cut into small files beforehand: all that a notebook gets.

A brief needs its sector over all regions and its region over all sectors. Each is one small Parquet file, a row for
each region (or sector) and period, a column for each indicator, read in milliseconds.
"""

import json
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import duckdb
import pandas as pd

from jianbao import catalogue, paths
from jianbao.panel import published
from jianbao.panel.store import Panel, PanelError, connect, quoted

__all__ = ["AUDIENCES", "EMPTY_SLICE", "Release", "Slice", "cut", "is_current", "open_release"]

AUDIENCES = ("internal",)
_KEY = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True)
class Slice:
    """One file of the release: ``frame`` has a row for each (key, period), a column for each indicator.

    The column ``status`` is that of the row; ``flags`` lists the cells of the row with another one,
    as ``indicator:status`` separated by blanks.
    """

    frame: pd.DataFrame
    source: str

    @cached_property
    def _rows(self) -> dict[tuple[str, str], int]:
        return {key: n for n, key in enumerate(zip(self.frame["key"], self.frame["period"], strict=True))}

    @cached_property
    def _columns(self) -> dict[str, list[float]]:
        return {c: self.frame[c].tolist() for c in self.frame.columns}

    def value(self, indicator: str, key: str, period: str) -> tuple[float | None, str]:
        """Return a value (None if there is none) and its status; ``missing`` where there is no such cell."""
        row = self._rows.get((key, period))
        if row is None or indicator not in self._columns:
            return None, "missing"
        value, flags = self._columns[indicator][row], self._columns["flags"][row] or ""
        status = self._columns["status"][row]
        for flag in flags.split():
            name, _, other = flag.partition(":")
            if name == indicator:
                status = other
        if status not in ("observed", "estimated"):
            return None, status
        if value != value:
            # A hole in a published table is a figure that is not published; in a modelled cell, one that cannot exist.
            return None, "missing" if status == "observed" else "not_applicable"
        return value, status

    def has(self, key: str, period: str | None = None) -> bool:
        """Return whether there is a row for the key (in the period)."""
        return any(k == key and period in (None, p) for k, p in self._rows)

    def at(self, period: str) -> pd.DataFrame:
        """Return the rows of a period, indexed by region (or sector) code, a column an indicator."""
        return self.frame[self.frame["period"] == period].set_index("key").drop(columns=["period"])


#: What a registered region or sector without a single row has.
EMPTY_SLICE = Slice(pd.DataFrame({c: pd.Series(dtype="str") for c in ("key", "period", "status", "flags")}), "sector/")


@dataclass(frozen=True)
class Release:
    """The release of one audience. Notebooks are handed this; it has no way to the panel."""

    folder: Path
    audience: str
    modelled: bool
    periods: tuple[str, ...]
    vintage: str
    checksum: str

    def sector(self, code: str) -> Slice:
        """Return one sector over all regions: ``key`` is the region's code."""
        return self._read("sector", code)

    def region(self, code: str) -> Slice:
        """Return one region over all sectors: ``key`` is the sector's code."""
        return self._read("region", code)

    def has(self, kind: str, code: str) -> bool:
        """Return whether there is a file of a ``sector`` or ``region``."""
        return bool(_KEY.fullmatch(code)) and (self.folder / kind / f"{code}.parquet").is_file()

    def published(self, region: str, sector: str | None = None) -> pd.DataFrame:
        """Return the published observations of a region (and sector), tidy, with status and source."""
        path = self.folder / "published.parquet"
        clause, values = ("AND sector = ?", [sector]) if sector else ("", [])
        query = f"SELECT * FROM read_parquet(?) WHERE region = ? {clause} ORDER BY ALL"
        return _reader().execute(query, [str(path), region, *values]).df()

    def table_title(self, source: str, lang: str) -> str:
        """Return publication and table number of what an observation's source names."""
        known = json.loads((self.folder / "tables.json").read_text(encoding="utf-8")).get(source.split("#")[0], {})
        if not known:
            return source
        number = known["table_number"]
        where = (f"表{number}" if lang == "zh" else f" table {number}") if number else ""
        name = (known["publication_en"] if lang == "en" else "") or known["publication"] or known[f"title_{lang}"]
        return f"{name}{where if lang == 'zh' else where and ',' + where}"

    def table_titles(self, lang: str) -> tuple[str, ...]:
        """Return publication and number of every published table, each once, in order."""
        known = json.loads((self.folder / "tables.json").read_text(encoding="utf-8"))
        return tuple(dict.fromkeys(self.table_title(name, lang) for name in sorted(known)))

    def _read(self, kind: str, code: str) -> Slice:
        if not self.has(kind, code):
            raise PanelError(f"数据中没有 {code}")
        path = self.folder / kind / f"{code}.parquet"
        return Slice(_reader().execute("SELECT * FROM read_parquet(?)", [str(path)]).df(), f"{kind}/{code}")


@lru_cache(maxsize=1)
def _reader() -> duckdb.DuckDBPyConnection:
    """Return the one connection of this process: opening one costs more than reading a slice."""
    con = connect()
    con.execute("SET threads=1")
    return con


def open_release(data_dir: Path | None = None, audience: str | None = None) -> Release:
    """Return the release that was cut for an audience (``JIANBAO_AUDIENCE``, else ``internal``)."""
    data_dir = Path(data_dir) if data_dir else paths.data_dir()
    audience = audience or os.environ.get("JIANBAO_AUDIENCE") or "internal"
    if audience not in AUDIENCES:
        raise PanelError(f"没有“{audience}”版：目前只有内部版（internal）")
    folder = data_dir / "panel" / f"release-{audience}"
    note = folder / "release.json"
    if not note.is_file():
        raise PanelError("发布数据尚未生成；请先运行 jianbao panel")
    made = json.loads(note.read_text(encoding="utf-8"))
    return Release(folder, audience, made["modelled"], tuple(made["periods"]), made["vintage"], made["checksum"])


def is_current(data_dir: Path, audience: str) -> bool:
    """Return whether the release was cut from the panel that is there now."""
    panel, note = Path(data_dir) / "panel", Path(data_dir) / "panel" / f"release-{audience}" / "release.json"
    if not note.is_file():
        return False
    return json.loads(note.read_text(encoding="utf-8"))["checksum"] == json.loads((panel / "panel.json").read_text())["inputs"]


def cut(data_dir: Path, audience: str = "internal") -> Path:
    """Cut the release of an audience from the panel and return its folder.

    An ``internal`` release holds everything, in its latest vintage. (Releases for other audiences come with
    disclosure control; until then there are none.)
    """
    if audience not in AUDIENCES:
        raise PanelError(f"没有“{audience}”版：目前只有内部版（internal）")
    panel = Panel(data_dir)
    cat = catalogue.read(data_dir)
    target = panel.folder / f"release-{audience}"
    work = Path(tempfile.mkdtemp(prefix=".release-", dir=panel.folder))
    con = connect()
    try:
        cells = panel.folder / "cells.parquet"
        modelled = cells.is_file()
        if modelled:
            con.execute(
                "CREATE TABLE wide AS SELECT * EXCLUDE (vintage), 'estimated' AS status, '' AS flags "
                "FROM read_parquet(?) WHERE vintage = 'final'", [str(cells)],
            )
        else:
            _pivot(con, panel.folder / "observations.parquet")
        for kind, other in (("sector", "region"), ("region", "sector")):
            (work / kind).mkdir()
            con.execute(f"CREATE TABLE by_{kind} AS SELECT * FROM wide ORDER BY {kind}, {other}, period")
            for (code,) in con.execute(f"SELECT DISTINCT {kind} FROM wide ORDER BY 1").fetchall():
                if not _KEY.fullmatch(code):
                    raise PanelError(f"代码 {code!r} 不合规")
                con.execute(
                    f"COPY (SELECT {other} AS key, * EXCLUDE (region, sector) FROM by_{kind} WHERE {kind} = ? "
                    f"ORDER BY {other}, period) TO {quoted(work / kind / f'{code}.parquet')} (FORMAT parquet, COMPRESSION zstd)",
                    [code],
                )
        con.execute(
            f"COPY (SELECT * FROM read_parquet(?) ORDER BY ALL) TO {quoted(work / 'published.parquet')} (FORMAT parquet)",
            [str(panel.folder / "observations.parquet")],
        )
        titles = {
            t.id: {k: t.about.get(k, "") for k in ("publication", "publication_en", "table_number", "title_zh", "title_en")}
            for t in published.tables(data_dir)
        }
        (work / "tables.json").write_text(json.dumps(titles, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        periods = [p for (p,) in con.execute("SELECT DISTINCT period FROM wide ORDER BY 1").fetchall()]
        inputs = json.loads((panel.folder / "panel.json").read_text(encoding="utf-8"))["inputs"]
        vintage = "final" if modelled else _published_vintage(con, panel.folder / "observations.parquet")
        note = {
            "audience": audience, "modelled": modelled, "periods": periods, "vintage": vintage, "checksum": inputs,
            "place": cat.place.id,
        }
        (work / "release.json").write_text(json.dumps(note, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        old = panel.folder / ".release-old"
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            os.rename(target, old)
        os.rename(work, target)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        con.close()
        shutil.rmtree(work, ignore_errors=True)
    return target


def _pivot(con: duckdb.DuckDBPyConnection, observations: Path) -> None:
    names = [
        n for (n,) in con.execute("SELECT DISTINCT indicator FROM read_parquet(?) ORDER BY 1", [str(observations)]).fetchall()
    ]
    columns = ", ".join(f"max(value) FILTER (indicator = '{n}') AS {n}" for n in names)
    con.execute(
        f"""CREATE TABLE wide AS SELECT region, sector, period, {columns}, 'observed' AS status,
            coalesce(string_agg(indicator || ':' || status, ' ' ORDER BY indicator) FILTER (status <> 'observed'), '') AS flags
            FROM (SELECT * FROM read_parquet(?) QUALIFY
                  row_number() OVER (PARTITION BY indicator, region, sector, period ORDER BY vintage DESC, source) = 1)
            GROUP BY region, sector, period""",
        [str(observations)],
    )


def _published_vintage(con: duckdb.DuckDBPyConnection, observations: Path) -> str:
    return con.execute("SELECT max(vintage) FROM read_parquet(?)", [str(observations)]).fetchone()[0] or ""
