"""Cut the release of an audience from the panel: one slice a sector and a region, the published tables beside them."""

import hashlib
import json
import os
import re
import shutil
import tempfile
from pathlib import Path

import duckdb

from jianbao import catalogue
from jianbao.panel import published
from jianbao.panel.slices import SUFFIX, write_slice
from jianbao.panel.store import Panel, PanelError, connect

__all__ = ["AUDIENCES", "FORMAT", "cut", "is_current"]

AUDIENCES = ("internal",)
#: The layout of a release's files; a release of another one is cut anew.
FORMAT = 3
_KEY = re.compile(r"[A-Za-z0-9]+")


def is_current(data_dir: Path, audience: str) -> bool:
    """Return whether the release was cut from the panel that is there now."""
    panel, note = Path(data_dir) / "panel", Path(data_dir) / "panel" / f"release-{audience}" / "release.json"
    if not note.is_file():
        return False
    made = json.loads(note.read_text(encoding="utf-8"))
    return made.get("format") == FORMAT and made["checksum"] == json.loads((panel / "panel.json").read_text())["inputs"]


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
                frame = con.execute(
                    f"SELECT {other} AS key, * EXCLUDE (region, sector) FROM by_{kind} WHERE {kind} = ? ORDER BY {other}, period", [code]
                ).df()
                write_slice(work / kind / f"{code}{SUFFIX}", frame)
        _write_published(con, panel.folder / "observations.parquet", work)
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
            "place": cat.place.id, "format": FORMAT,
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


def _write_published(con: duckdb.DuckDBPyConnection, observations: Path, work: Path) -> None:
    """Write the published figures, a file a region, and a checksum of those of each region and sector."""
    frame = con.execute("SELECT * FROM read_parquet(?) ORDER BY ALL", [str(observations)]).df()
    (work / "published").mkdir()
    sums: dict[str, dict[str, str]] = {}
    for region, own in frame.groupby("region", dropna=False, sort=True):
        text = own.to_json(orient="split", index=False, double_precision=15, force_ascii=False)
        (work / "published" / f"{region}.json").write_text(text, encoding="utf-8")
        for sector, rows in own.groupby("sector", dropna=False, sort=True):
            sums.setdefault(region, {})[sector] = hashlib.sha256(rows.to_json(orient="split", index=False, double_precision=15).encode()).hexdigest()
    (work / "published.json").write_text(json.dumps(sums, indent=1) + "\n", encoding="utf-8")
