"""Cut the release of an audience from the panel: one slice a sector and a region, the published tables beside them."""

import hashlib
import json
import re
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from jianbao import catalogue
from jianbao.panel import published
from jianbao.panel.changes import write_changes
from jianbao.panel.land import write_land
from jianbao.panel.slices import SUFFIX, write_slice
from jianbao.panel.standing import write_standing
from jianbao.panel.store import COLUMNS, Panel, PanelError, connect
from jianbao.panel.swap import replacing
from jianbao.panel.taken import in_panel
from jianbao.panel.wide import make_wide

__all__ = ["AUDIENCES", "FORMAT", "Withheld", "check_publishable", "cut", "is_current"]

AUDIENCES = ("internal", "public")
#: The layout of a release's files; a release of another one is cut anew.
FORMAT = 8
_KEY = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True)
class Withheld:
    """What a public release leaves out (``disclosure.masking``): region × sector cells, and sectors of the root alone."""

    checksum: str
    pairs: frozenset[tuple[str, str]]
    root_only: frozenset[str]
    minimum: int = 3  # groups of enterprises that a figure of firms needs, and the p of the p % rule
    p: float = 10.0


def is_current(data_dir: Path, audience: str, mask: str | None = None) -> bool:
    """Return whether the release was cut from the panel that is there now, and under the mask with that checksum if given."""
    panel, note = Path(data_dir) / "panel", Path(data_dir) / "panel" / f"release-{audience}" / "release.json"
    if not note.is_file():
        return False
    made = json.loads(note.read_text(encoding="utf-8"))
    inputs = json.loads((panel / "panel.json").read_text())["inputs"]
    return made.get("format") == FORMAT and made["panel"] == inputs and mask in (None, made["mask"])


def cut(data_dir: Path, audience: str = "internal", withheld: Withheld | None = None) -> Path:
    """Cut the release of an audience from the panel and return its folder.

    An ``internal`` release holds everything, in its latest vintage. A ``public`` one has no value of any withheld cell,
    in any period, and for regions below the root no sector that only the root shows.

    Raises PanelError if a public release is asked for without a mask.
    """
    if audience not in AUDIENCES:
        raise PanelError(f"没有“{audience}”版；可用：{'、'.join(AUDIENCES)} · no {audience!r} edition")
    if audience == "public" and withheld is None:
        raise PanelError("公开版须先有保密单元表（mask） · a public release needs a mask")
    panel = Panel(data_dir)
    if audience == "public":
        check_publishable(Path(data_dir))
    cat = catalogue.read(data_dir)
    target = panel.folder / f"release-{audience}"
    with closing(connect()) as con, replacing(target) as work:
        cells = panel.folder / "cells.parquet"
        modelled = make_wide(con, panel.folder, "wide")
        if withheld is not None and audience == "public":
            _withhold(con, withheld, cat.place.root_region)
            _monitors_above(con, cat, panel.folder / "observations.parquet")
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
        write_standing(con, cat, work, cells if modelled else None)
        safe = (withheld.minimum, withheld.p) if withheld is not None and audience == "public" else None
        write_land(cat, Path(data_dir), work, in_panel(Path(data_dir)), safe)
        write_changes(con, cat, Path(data_dir), work, audience)
        _write_published(con, panel.folder / "observations.parquet", work)
        titles = {
            t.id: {k: t.about.get(k, "") for k in ("publication", "publication_en", "table_number", "title_zh", "title_en")}
            for t in published.tables(data_dir)
        } | {
            t.file: {"publication": f"报送文件“{t.file}”", "publication_en": f"file “{t.file}”", "table_number": "", "title_zh": t.file, "title_en": t.file}
            for t in in_panel(Path(data_dir))
        }  # fmt: skip
        (work / "tables.json").write_text(json.dumps(titles, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        periods = [p for (p,) in con.execute("SELECT DISTINCT period FROM wide ORDER BY 1").fetchall()]
        inputs = json.loads((panel.folder / "panel.json").read_text(encoding="utf-8"))["inputs"]
        vintage = "final" if modelled else _published_vintage(con, panel.folder / "observations.parquet")
        mask = withheld.checksum if withheld is not None and audience == "public" else ""
        note = {
            "audience": audience, "modelled": modelled, "periods": periods, "vintage": vintage,
            "checksum": hashlib.sha256(f"{inputs} {mask}".encode()).hexdigest() if mask else inputs, "panel": inputs, "mask": mask,
            "place": cat.place.id, "format": FORMAT,
        }
        (work / "release.json").write_text(json.dumps(note, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return target


def check_publishable(data_dir: Path) -> None:
    """Refuse a public release of figures that were taken and that nobody has proved safe, or that their source has not published.

    The mask is made from enterprises. An aggregate that was taken has none behind it: between modelled neighbours it could be
    subtracted, or let one of them be.

    Raises PanelError naming the taking.
    """
    for one in in_panel(data_dir):
        who = f"第 {one.number} 号收入（{one.file}）"
        if one.kind == "observations" and (data_dir / "panel" / "cells.parquet").is_file():
            raise PanelError(f"{who}是汇总数，尚不能与企业数据一并审核保密，不能发布公开版；可撤回：jianbao intake --undo {one.number} · taking {one.number} cannot be cleared for a public edition")
        if one.kind == "observations" and not one.released:
            raise PanelError(f"{who}没有写明来源的发布日期，不能发布公开版 · taking {one.number} has no release date of its source")


def _withhold(con: duckdb.DuckDBPyConnection, withheld: Withheld, root: str) -> None:
    """Take every value of a withheld cell out of the table ``wide``; it has one empty row for each period, like every other."""
    values = [c for (c, *_) in con.execute("DESCRIBE wide").fetchall() if c not in ("region", "sector", "period", "status", "flags")]
    con.execute("CREATE TABLE masked (region VARCHAR, sector VARCHAR)")
    if withheld.pairs:
        con.executemany("INSERT INTO masked VALUES (?, ?)", sorted(withheld.pairs))
    con.execute("DELETE FROM wide WHERE region <> ? AND list_contains(?, sector)", [root, sorted(withheld.root_only)])
    con.execute("DELETE FROM masked WHERE NOT EXISTS (SELECT 1 FROM wide WHERE wide.region = masked.region AND wide.sector = masked.sector)")
    con.execute("DELETE FROM wide WHERE EXISTS (SELECT 1 FROM masked WHERE masked.region = wide.region AND masked.sector = wide.sector)")
    con.execute("CREATE TABLE every AS SELECT DISTINCT period FROM wide")
    con.execute(
        f"INSERT INTO wide BY NAME SELECT region, sector, period, {', '.join(f'CAST(NULL AS DOUBLE) AS {v}' for v in values)}, "
        "'suppressed' AS status, '' AS flags FROM masked CROSS JOIN every"
    )


def _monitors_above(con: duckdb.DuckDBPyConnection, cat: "catalogue.Catalogue", observations: Path) -> None:
    """Take modelled figures of other reports out of the smallest regions: how many firms such a figure is of is not known here."""
    names = [i for (i,) in con.execute("SELECT DISTINCT indicator FROM read_parquet(?) WHERE number = 0 AND status = 'estimated' ORDER BY 1", [str(observations)]).fetchall()]
    smallest = [r.code for r in cat.regions(level=cat.place.levels[-1])]
    held = {c for (c, *_) in con.execute("DESCRIBE wide").fetchall()}
    if lost := [n for n in names if n in held]:
        con.execute(f"UPDATE wide SET {', '.join(f'{n} = NULL' for n in lost)} WHERE list_contains(?, region)", [smallest])


def _published_vintage(con: duckdb.DuckDBPyConnection, observations: Path) -> str:
    query = "SELECT coalesce(max(vintage) FILTER (number = 0), max(vintage)) FROM read_parquet(?)"
    return con.execute(query, [str(observations)]).fetchone()[0] or ""


def _write_published(con: duckdb.DuckDBPyConnection, observations: Path, work: Path) -> None:
    """Write the published figures, a file a region, and a checksum of those of each region and sector."""
    keys = "indicator, region, sector, period, measure, scope, price"
    # What was taken stands in place of every earlier figure of the same identity.
    frame = con.execute(
        f"SELECT {', '.join(COLUMNS)} FROM read_parquet(?) WHERE number > 0 OR status <> 'estimated' "
        f"QUALIFY number = max(number) OVER (PARTITION BY {keys}) ORDER BY ALL", [str(observations)]
    ).df()
    (work / "published").mkdir()
    sums: dict[str, dict[str, str]] = {}
    for region, own in frame.groupby("region", dropna=False, sort=True):
        text = own.to_json(orient="split", index=False, double_precision=15, force_ascii=False)
        (work / "published" / f"{region}.json").write_text(text, encoding="utf-8")
        for sector, rows in own.groupby("sector", dropna=False, sort=True):
            sums.setdefault(region, {})[sector] = hashlib.sha256(rows.to_json(orient="split", index=False, double_precision=15).encode()).hexdigest()
    (work / "published.json").write_text(json.dumps(sums, indent=1) + "\n", encoding="utf-8")
