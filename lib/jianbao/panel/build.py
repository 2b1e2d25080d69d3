"""Make the panel: published tables and files that were taken as they are, the enterprise file aggregated over the trees."""

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from jianbao import catalogue
from jianbao.catalogue.plans import FILES as PLANS
from jianbao.catalogue.reports import FILE as REPORTS
from jianbao.catalogue.signals import FILES as SIGNALS
from jianbao.panel import earlier, enterprise, published
from jianbao.panel.note import read_note
from jianbao.panel.store import COLUMNS, PanelError, connect, quoted
from jianbao.panel.swap import replacing
from jianbao.panel.taken import Taken, takings

__all__ = ["build", "checksum", "is_current"]

#: Registers that decide no figure: an edit needs new pages, not a new panel.
_NO_FIGURES = (*PLANS, *SIGNALS, REPORTS, "calendar.csv")


def build(data_dir: Path, echo: Callable[[str], None] | None = None, known_on: date | None = None) -> Path:
    """Build ``<data_dir>/panel`` from the published tables, the files that were taken and, where there is one, the enterprise file.

    The new panel is made beside the old one and put in its place by a rename. Every vintage is kept: the column
    ``number`` of ``observations.parquet`` is that of the taking, 0 for a published table; ``stands`` is false for a taken
    figure of another measure or scope than the register's (当月, say): it is kept, and no brief uses it. If an edition was published
    from the old panel and the data are others now, the old panel becomes the earlier state (``panel.earlier``).

    Parameters
    ----------
    known_on
        Make the panel as it was known on that day: without what was taken or released later.

    Raises
    ------
    published.PublishedError
        If a published table breaks one of its own promises.
    PanelError
        If a file that was taken cannot stand in this place's panel.
    """
    say = echo or (lambda _: None)
    data_dir = Path(data_dir)
    cat = catalogue.read(data_dir)
    target = data_dir / "panel"
    with replacing(target) as work:
        tables = _tables(data_dir, known_on)
        problems = [p for t in tables for p in published.verify(t)]
        if problems:
            raise published.PublishedError(problems[0])
        taken = takings(data_dir, known_on)
        _observations(cat, tables, taken, work)
        folder = data_dir / "incoming" / "enterprise"
        if cat.place.modelled and folder.is_dir():
            say("汇总企业数据…")
            enterprise.aggregate(cat, folder, work, taken)
        elif returns := [t for t in taken if t.kind == "enterprise"]:
            raise PanelError(f"第 {returns[0].number} 号收入（{returns[0].file}）是企业数据，而该地没有企业文件（place.toml 中 modelled、incoming/enterprise） · this place has no enterprise file")
        earlier.copy_registers(data_dir, work)
        data, note = _data(data_dir, known_on), read_note(target)
        if note and not known_on and not note.get("known_on") and note.get("data") != data and earlier.issued(target):
            earlier.keep_earlier(data_dir, target)
        elif note and note.get("data") == data and (target / "issued.json").is_file():
            (work / "issued.json").write_bytes((target / "issued.json").read_bytes())
        about = {
            "inputs": checksum(data_dir, known_on), "data": data, "known_on": known_on.isoformat() if known_on else "",
            "takings": [t.number for t in taken], "known": max((t.taken[:10] for t in taken), default=""),
        }  # fmt: skip
        (work / "panel.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    return target


def is_current(data_dir: Path, known_on: date | None = None) -> bool:
    """Return whether the panel was made from the inputs that are there now (that were known on a day)."""
    return read_note(Path(data_dir) / "panel").get("inputs") == checksum(data_dir, known_on)


def checksum(data_dir: Path, known_on: date | None = None) -> str:
    """Return one checksum over the data, the state they are compared with, and the panel's code."""
    digest = hashlib.sha256()
    for module in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(module.read_bytes())
    digest.update(_data(data_dir, known_on).encode() + earlier.id_of(earlier.read(data_dir)).encode())
    return digest.hexdigest()


def _data(data_dir: Path, known_on: date | None) -> str:
    """Return one checksum over registers, published tables, the enterprise file's own description and what was taken."""
    data_dir, digest = Path(data_dir), hashlib.sha256()
    registers = [f for f in data_dir.glob("catalogue/*") if f.name not in _NO_FIGURES] + list(data_dir.glob("catalogue/land_methods/*.toml"))
    enterprises = [data_dir / "incoming" / "enterprise" / name for name in ("enterprise.toml", "prices.csv")]
    for path in sorted(f for f in [*registers, *data_dir.glob("published/*/*"), *data_dir.glob(f"incoming/{published.MONITORS}/*"), *enterprises] if f.is_file()):
        digest.update(path.relative_to(data_dir).as_posix().encode() + b"\0" + path.read_bytes())
    for taking in takings(data_dir, known_on):
        digest.update(f"{taking.number} {taking.data_sha256}".encode())
    digest.update(known_on.isoformat().encode() if known_on else b"")
    return digest.hexdigest()


def _tables(data_dir: Path, known_on: date | None) -> tuple[published.PublishedTable, ...]:
    """Return the published tables that were out on a day; one whose date is unknown counts as out."""
    found = published.tables(data_dir)
    if known_on is None:
        return found
    dates = {t.id: t.about.get("released", "") for t in found}
    return tuple(t for t in found if not (d := dates[t.id])[:4].isdigit() or d <= known_on.isoformat())


def _observations(cat: "catalogue.Catalogue", tables: Sequence[published.PublishedTable], taken: Sequence[Taken], work: Path) -> None:
    con = connect()
    con.execute(f"CREATE TABLE frame ({', '.join(f'{c} ' + ('DOUBLE' if c == 'value' else 'VARCHAR') for c in COLUMNS)}, number INTEGER, stands BOOLEAN)")
    con.execute("CREATE TABLE known (indicator VARCHAR, measure VARCHAR, scope VARCHAR)")
    con.executemany("INSERT INTO known VALUES (?, ?, ?)", [(i.id, i.measure, i.scope) for i in cat.indicators()])
    frames = [published.read(t) for t in tables]
    if frames:
        con.register("given", pd.concat(frames, ignore_index=True)[list(COLUMNS)])
        con.execute("INSERT INTO frame SELECT *, 0, true FROM given")
    for one in taken:
        if one.kind == "observations":
            con.execute(f"INSERT INTO frame SELECT {', '.join(COLUMNS)}, {one.number}, (indicator, measure, scope) IN (SELECT * FROM known) FROM read_parquet({quoted(one.data)})")
    con.execute(
        f"COPY (SELECT * FROM frame ORDER BY {', '.join(COLUMNS)}, number) TO {quoted(work / 'observations.parquet')} "
        "(FORMAT parquet, COMPRESSION zstd)"
    )
    con.close()
