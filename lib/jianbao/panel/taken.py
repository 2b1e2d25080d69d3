"""What intake took, kept for good: each file as it came beside what was read from it. Nothing here is ever overwritten.

``taken/<number>-<first 8 of the file's sha256>/`` holds ``taken.json``, ``original/<file name>`` and
``observations.parquet`` (columns ``store.COLUMNS``) or ``enterprise.parquet`` (rows as in an enterprise file).
What was undone lies in ``taken/undone/``. A number is never given twice.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
import pandas as pd

from jianbao.catalogue.period import Period, PeriodError
from jianbao.panel.columns import FIGURES, KEYS
from jianbao.panel.store import COLUMNS, PanelError, connect, quoted

__all__ = ["Taken", "in_panel", "keep", "rows", "takings", "undo"]

_FOLDER = re.compile(r"(\d{4,})-([0-9a-f]{8})")
_STATUSES = ("observed", "estimated", "suppressed", "missing", "not_applicable")
_KEYS = COLUMNS[:7]  # indicator, region, sector, period, measure, scope, price
_UNDONE, _NOTE = "undone", "taken.json"
_KINDS = ("observations", "enterprise")


@dataclass(frozen=True)
class Taken:
    """One file that was taken: what it was, how it was read, and where that is kept."""

    folder: Path
    number: int
    file: str
    sha256: str
    form: str
    form_sha256: str
    taken: str
    released: str
    vintage: str
    kind: str
    rows: int
    periods: tuple[str, ...]
    warnings: tuple[dict[str, str], ...]
    data_sha256: str

    @property
    def data(self) -> Path:
        """The rows that were read."""
        return self.folder / f"{self.kind}.parquet"

    @property
    def original(self) -> Path:
        """The file as it came."""
        return self.folder / "original" / self.file


def keep(
    data_dir: Path, *, file: Path, form: str, form_sha256: str, vintage: str, released: str, taken: datetime,
    observations: pd.DataFrame | None = None, enterprise: pd.DataFrame | Path | None = None,
    warnings: Sequence[Mapping[str, str]] = (),
) -> Taken:
    """Keep a file with what was read from it and return the taking; nothing is kept if anything is wrong.

    Parameters
    ----------
    file
        The file as it came; it is copied.
    form, form_sha256
        The form it was read with, and the checksum of that.
    vintage
        What the figures are: ``flash``, ``final`` or the id of a publication.
    released
        ISO date on which the source published them, or "".
    taken
        Local date and time at which the file was taken.
    observations, enterprise
        One of the two: rows with the columns ``store.COLUMNS`` (one a key), or rows of an enterprise file, also as a Parquet file of them.
    warnings
        What was doubtful: ``code``, ``text``, ``where``.

    Raises
    ------
    PanelError
        If the same file is kept already, or the rows are not what they should be.
    """
    data_dir, file = Path(data_dir), Path(file)
    if (observations is None) == (enterprise is None):
        raise PanelError("一次只能收观测值或企业数据之一 · a taking holds observations or enterprises, one of the two")
    kind = "enterprise" if observations is None else "observations"
    con = connect()
    con.execute("SET memory_limit='300MB'; SET preserve_insertion_order=false")  # rows of enterprises are many: sorted on disk
    if observations is not None:
        con.register("given", _observations(observations, file))
    elif enterprise is not None:
        _enterprises(con, enterprise, file)
    periods = _periods(con, file)
    _iso(released, file)
    sha256 = _sha256(file)
    held = takings(data_dir)
    if same := [t for t in held if t.sha256 == sha256]:
        raise PanelError(f"{file.name}：该文件已于 {same[0].taken[:10]} 收入（第 {same[0].number} 号），内容相同，未重复收入 · taken already as no. {same[0].number}")
    number, work = _reserved(data_dir / "taken")
    try:
        (work / "original").mkdir()
        shutil.copyfile(file, work / "original" / file.name)
        rows_kept = _write(con, work / f"{kind}.parquet")
        note = {
            "number": number, "file": file.name, "sha256": sha256, "form": form, "form_sha256": form_sha256,
            "taken": taken.replace(tzinfo=None).isoformat(timespec="seconds"), "released": released, "vintage": vintage, "kind": kind,
            "rows": rows_kept, "periods": periods,
            "warnings": [{k: str(w.get(k, "")) for k in ("code", "text", "where")} for w in warnings],
            "data_sha256": _sha256(work / f"{kind}.parquet"),
        }  # fmt: skip
        (work / _NOTE).write_text(json.dumps(note, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        target = work.with_name(f"{number:04d}-{sha256[:8]}")
        os.rename(work, target)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    return _read(target)


def takings(data_dir: Path, known_on: date | None = None) -> tuple[Taken, ...]:
    """Return what was taken (up to and including a day), in the order it came; undone takings are not among them.

    Raises PanelError if a taking cannot be read.
    """
    found = sorted((_read(f) for f in _folders(Path(data_dir) / "taken")), key=lambda t: t.number)
    return tuple(t for t in found if known_on is None or date.fromisoformat(t.taken[:10]) <= known_on)


def in_panel(data_dir: Path) -> tuple[Taken, ...]:
    """Return the takings that the panel that is there was made of; PanelError if one of them is not there any more."""
    note = Path(data_dir) / "panel" / "panel.json"
    numbers = json.loads(note.read_text(encoding="utf-8")).get("takings", ()) if note.is_file() else ()
    held = {t.number: t for t in takings(data_dir)}
    if gone := [n for n in numbers if n not in held]:
        raise PanelError(f"面板用到的第 {gone[0]} 号收入已不在，请重新运行 jianbao panel · taking {gone[0]} is gone, make the panel again")
    return tuple(held[n] for n in numbers)


def rows(taking: Taken) -> pd.DataFrame:
    """Return the rows of a taking as they were kept."""
    con = connect()
    found = con.execute("SELECT * FROM read_parquet(?)", [str(taking.data)]).df()
    con.close()
    return found


def undo(data_dir: Path, number: int) -> Taken:
    """Put a taking aside, into ``taken/undone``, and return it from there; the next panel is made without it.

    Raises PanelError if there is no such taking.
    """
    held = {t.number: t for t in takings(data_dir)}
    if number not in held:
        known = "、".join(str(n) for n in held) or "无"
        raise PanelError(f"没有第 {number} 号收入记录；现有：{known} · no taking {number}")
    aside = Path(data_dir) / "taken" / _UNDONE
    aside.mkdir(exist_ok=True)
    os.rename(held[number].folder, aside / held[number].folder.name)
    return _read(aside / held[number].folder.name)


def _observations(frame: pd.DataFrame, file: Path) -> pd.DataFrame:
    """Return the rows in the order of the columns, checked: what every reader of the store relies on."""
    if absent := [c for c in COLUMNS if c not in frame.columns]:
        raise PanelError(f"{file.name}：缺少列 {absent[0]} · no column {absent[0]}")
    found = frame[list(COLUMNS)].reset_index(drop=True)
    found = found.assign(value=pd.to_numeric(found["value"]).astype("float64"), **{c: found[c].astype("str") for c in COLUMNS if c != "value"})
    valued = found["status"].isin(_STATUSES[:2])
    wrong = (
        (found.duplicated(list(_KEYS)), "同一指标、地区、行业、期间出现两次 · a key twice"),
        (~found["status"].isin(_STATUSES), "状态未登记 · unknown status"),
        (valued != found["value"].notna(), "数值与状态不一致 · value and status do not agree"),
        (found["value"].abs() == float("inf"), "数值无穷大 · an infinite value"),
    )
    for bad, what in wrong:
        if bad.any():
            row = found[bad].iloc[0]
            raise PanelError(f"{row['source']}：{' '.join(row[list(_KEYS[:4])])}：{what}")
    return found


def _enterprises(con: duckdb.DuckDBPyConnection, rows: pd.DataFrame | Path, file: Path) -> None:
    """Make the view ``given`` with the columns of an enterprise file, checked: a blank figure would be a silent zero in every sum."""
    if isinstance(rows, Path):
        source = f"read_parquet({quoted(rows)})"
    else:
        con.register("frame", rows)
        source = "frame"
    there = {c for c, *_ in con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
    if absent := [c for c in (*KEYS, *FIGURES) if c not in there]:
        raise PanelError(f"{file.name}：缺少列 {absent[0]} · no column {absent[0]}")
    con.execute(f"CREATE VIEW given AS SELECT {', '.join((*KEYS, *FIGURES))} FROM {source}")
    if again := con.execute("SELECT enterprise_id, period FROM given GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL LIMIT 1").fetchone():
        raise PanelError(f"{file.name}：企业 {again[0]}（{again[1]}）出现两次 · an enterprise twice in a period")
    blanks = {c: f"{c} IS NULL" + (f" OR isnan({c}::DOUBLE)" if c in FIGURES else "") for c in (*KEYS, *FIGURES)}
    counts = con.execute("SELECT " + ", ".join(f"count_if({b})" for b in blanks.values()) + " FROM given").fetchone()
    if blank := [c for c, n in zip(blanks, counts or (), strict=True) if n]:
        enterprise, period = con.execute(f"SELECT enterprise_id, period FROM given WHERE {blanks[blank[0]]} ORDER BY ALL LIMIT 1").fetchone()
        raise PanelError(f"{file.name}：企业 {enterprise}（{period}）的 {blank[0]} 空白 · is blank")


def _periods(con: duckdb.DuckDBPyConnection, file: Path) -> list[str]:
    """Return the periods of the rows ``given``, in order."""
    found = [str(p) for (p,) in con.execute("SELECT DISTINCT period FROM given ORDER BY 1").fetchall()]
    if not found:
        raise PanelError(f"{file.name}：没有读到数据 · no rows")
    for period in found:
        try:
            Period.parse(period)
        except PeriodError as error:
            raise PanelError(f"{file.name}：{error}") from None
    return found


def _iso(released: str, file: Path) -> None:
    try:
        _ = released and date.fromisoformat(released)
    except ValueError:
        raise PanelError(f"{file.name}：发布日期 {released!r} 应为 2025-01-31 这样的日期 · not an ISO date") from None


def _reserved(folder: Path) -> tuple[int, Path]:
    """Return the next number and an empty folder of its own to write in; two processes never get the same one."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [p.name for p in (*folder.iterdir(), *(folder / _UNDONE).glob("*"))]
    number = max((int(m[1]) for n in names if (m := re.match(r"\.?(\d+)-", n))), default=0) + 1
    while True:
        work = folder / f".{number:04d}-work"
        try:
            work.mkdir()
            return number, work
        except FileExistsError:
            number += 1


def _folders(folder: Path) -> list[Path]:
    return [p for p in folder.iterdir() if _FOLDER.fullmatch(p.name)] if folder.is_dir() else []


def _read(folder: Path) -> Taken:
    try:
        note = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
        found = Taken(folder, **note | {"periods": tuple(note["periods"]), "warnings": tuple(note["warnings"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise PanelError(f"收入记录 {folder / _NOTE} 读不出：{error} · unreadable") from None
    if found.kind not in _KINDS or not found.data.is_file():
        raise PanelError(f"收入记录 {folder} 缺少数据文件 {found.data.name} · no data file")
    return found


def _write(con: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Write the rows ``given`` in their order and return how many there are."""
    con.execute(f"SET temp_directory={quoted(path.with_suffix('.spilt'))}")
    there = [c for c, *_ in con.execute("DESCRIBE SELECT * FROM given").fetchall()]
    order = ", ".join(dict.fromkeys(c for c in ("period", "enterprise_id", *_KEYS) if c in there))
    con.execute(f"COPY (SELECT * FROM given ORDER BY {order}) TO {quoted(path)} (FORMAT parquet, COMPRESSION zstd)")
    (count,) = con.execute("SELECT count(*) FROM given").fetchone()
    con.close()
    shutil.rmtree(path.with_suffix(".spilt"), ignore_errors=True)
    return count


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
