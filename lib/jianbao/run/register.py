"""The register of runs, ``outputs/runs.sqlite``: the only place with clock times. Several runs may write at once.

A run holds a lock as long as it lives, so one that was killed is seen and noted as ``died``.
"""

import contextlib
import os
import socket
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from jianbao.publish.folder import lock
from jianbao.run.failure import expected

__all__ = ["Register", "failures", "letters_of", "note_letters", "recorded", "runs"]

_TABLES = """
CREATE TABLE IF NOT EXISTS run (
    id TEXT PRIMARY KEY, started TEXT NOT NULL, ended TEXT, command TEXT NOT NULL, edition TEXT NOT NULL,
    planned INTEGER NOT NULL, result TEXT NOT NULL DEFAULT 'running');
CREATE TABLE IF NOT EXISTS brief (
    run TEXT NOT NULL REFERENCES run (id), file TEXT NOT NULL, notebook TEXT NOT NULL, region TEXT NOT NULL,
    sector TEXT NOT NULL, lang TEXT NOT NULL, seconds REAL NOT NULL, result TEXT NOT NULL, cell TEXT NOT NULL,
    PRIMARY KEY (run, file));
CREATE TABLE IF NOT EXISTS letters (
    region TEXT NOT NULL, indicator TEXT NOT NULL, rule TEXT NOT NULL, since TEXT NOT NULL, period TEXT NOT NULL,
    file TEXT NOT NULL, made TEXT NOT NULL, PRIMARY KEY (region, indicator, rule, since, period));
"""
#: Added later: a register made before is given them.
_COLUMNS = {"reused": "INTEGER NOT NULL DEFAULT 0", "host": "TEXT", "pid": "INTEGER", "exit_code": "INTEGER", "message": "TEXT NOT NULL DEFAULT ''"}
#: What a run's result means for the exit code.
_CODES = {"published": 0, "unchanged": 0, "ok": 0, "failed": 1, "error": 1, "refused": 2, "busy": 3}


class Register:
    """One run in the register. Times are UTC, seconds are wall-clock seconds of a brief.

    Inside ``recorded`` a second one is the same run, so that a scheduled run and its build are one row.
    """

    _current: "Register | None" = None

    def __init__(self, path: Path, command: str, edition: str, planned: int) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path, outer = path, Register._current
        self._outer = outer if outer is not None and outer.path == path else None
        self._held = contextlib.ExitStack()
        self._db = _open(path)
        if self._outer is not None:
            self.id = self._outer.id
            self._set(edition=edition, planned=planned)
            return
        self.id = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{os.getpid()}"
        self._held.enter_context(lock(_lock_of(path, self.id)))
        with self._db:
            self._db.execute(
                "INSERT INTO run (id, started, command, edition, planned, host, pid) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (self.id, _now(), command, edition, planned, socket.gethostname(), os.getpid()),
            )

    def brief(self, file: str, notebook: str, region: str, sector: str, lang: str, seconds: float, result: str, cell: str) -> None:
        """Note one brief; *result* is ``ok`` or one line saying why there is no page."""
        with self._db:
            self._db.execute(
                "INSERT OR REPLACE INTO brief VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (self.id, file, notebook, region, sector, lang, round(seconds, 3), result, cell),
            )

    def reused(self, number: int) -> None:
        """Note how many briefs were as they had to be and not made again."""
        self._set(reused=number)

    def end(self, result: str, message: str = "") -> None:
        """Note how the run ended: ``published``, ``unchanged``, ``failed``, ``refused``, ``busy``.

        ``stopped`` stands for the exception on its way: a signal is ``interrupted``, the user's to put right is
        ``refused``, any other an ``error``.
        """
        code = _CODES.get(result)
        if result == "stopped":
            result, code, message = _why(sys.exception())
        self._set(result=result, exit_code=code, message=message)
        if self._outer is None:
            self._set(ended=_now())
        self._db.close()
        if self._outer is None:
            self._held.close()
            _lock_of(self.path, self.id).unlink(missing_ok=True)

    @property
    def row(self) -> dict[str, object]:
        """The run as it stands."""
        return next(r for r in runs(self.path, last=1_000) if r["id"] == self.id)

    def _set(self, **values: object) -> None:
        with self._db:
            names = ", ".join(f"{name} = ?" for name in values)
            self._db.execute(f"UPDATE run SET {names} WHERE id = ?", (*values.values(), self.id))


@contextmanager
def recorded(path: Path, command: str) -> Iterator[Register]:
    """Keep one run from its beginning, before anything is looked at, to its end."""
    register = Register(path, command, "", 0)
    Register._current, before = register, Register._current
    try:
        yield register
    except BaseException:
        Register._current = before
        register.end("stopped")
        raise
    Register._current = before
    (result, message) = register._db.execute("SELECT result, message FROM run WHERE id = ?", (register.id,)).fetchone()
    register.end("ok" if result == "running" else result, message)


def runs(path: Path, last: int = 10) -> list[dict[str, object]]:
    """Return the last runs, the newest first, with the number of briefs made and failed."""
    if not path.is_file():
        return []
    with closing(_open(path)) as db:
        db.row_factory = sqlite3.Row
        _note_the_dead(db, path)
        rows = db.execute(
            "SELECT run.*, count(brief.file) FILTER (WHERE brief.result = 'ok') AS made, "
            "count(brief.file) FILTER (WHERE brief.result <> 'ok') AS failed "
            "FROM run LEFT JOIN brief ON brief.run = run.id GROUP BY run.id ORDER BY run.id DESC LIMIT ?",
            (last,),
        )
        return [dict(row) for row in rows]


def failures(path: Path, run: str) -> list[tuple[str, str, int]]:
    """Return a run's failures as (cause, first file, how many), the most frequent first."""
    with closing(_open(path)) as db:
        return db.execute(
            "SELECT notebook || ' [' || cell || '] ' || result, min(file), count(*) FROM brief "
            "WHERE run = ? AND result <> 'ok' GROUP BY 1 ORDER BY 3 DESC, 2",
            (run,),
        ).fetchall()


def note_letters(path: Path, rows: list[tuple[str, ...]]) -> None:
    """Note what letters told: region, indicator, rule, first period of the run, period, file; when the first was made stays."""
    if not rows:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(_open(path)) as db, db:
        for region, period in {(r[0], r[4]) for r in rows}:  # a letter made anew says all that it says
            kept = [r[1:4] for r in rows if (r[0], r[4]) == (region, period)]
            for row in db.execute("SELECT indicator, rule, since FROM letters WHERE region = ? AND period = ?", (region, period)).fetchall():
                if row not in kept:
                    db.execute("DELETE FROM letters WHERE region = ? AND period = ? AND indicator = ? AND rule = ? AND since = ?", (region, period, *row))
        db.executemany("INSERT OR IGNORE INTO letters VALUES (?, ?, ?, ?, ?, ?, ?)", [(*r, _now()) for r in rows])


def letters_of(path: Path) -> list[tuple[str, ...]]:
    """Return what letters told: region, indicator, rule, since, period, file, when it was made (UTC)."""
    if not path.is_file():
        return []
    with closing(_open(path)) as db:
        return db.execute("SELECT region, indicator, rule, since, period, file, made FROM letters ORDER BY period, region, rule").fetchall()


def _open(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=30)
    db.executescript(_TABLES)
    there = {row[1] for row in db.execute("PRAGMA table_info(run)")}
    for name, kind in _COLUMNS.items():
        if name not in there:
            with contextlib.suppress(sqlite3.OperationalError):  # another run was a moment quicker
                db.execute(f"ALTER TABLE run ADD COLUMN {name} {kind}")
    return db


def _note_the_dead(db: sqlite3.Connection, path: Path) -> None:
    """Mark runs of this computer that nobody holds any more."""
    rows = db.execute("SELECT id FROM run WHERE result = 'running' AND ended IS NULL AND host = ?", (socket.gethostname(),))
    for (run,) in rows.fetchall():
        with contextlib.suppress(OSError), lock(file := _lock_of(path, run)), db:  # held: it lives
            # It may have ended since we asked.
            db.execute("UPDATE run SET result = 'died' WHERE id = ? AND result = 'running'", (run,))
            file.unlink(missing_ok=True)


def _lock_of(path: Path, run: str) -> Path:
    folder = path.parent / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"run-{run}.lock"


def _why(error: BaseException | None) -> tuple[str, int, str]:
    if isinstance(error, KeyboardInterrupt):
        return "interrupted", 130, ""
    if isinstance(error, SystemExit):
        return "interrupted", error.code if isinstance(error.code, int) else 1, ""
    line = " ".join(str(error).split())[:300]
    if isinstance(getattr(error, "__context__", None), BlockingIOError):
        return "busy", 3, line
    return ("refused", 2, line) if error is not None and expected(error) else ("error", 1, f"{type(error).__name__}: {line}")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
