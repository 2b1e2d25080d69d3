"""The register of runs, ``outputs/runs.sqlite``: the only place with clock times. Several runs may write at once."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

__all__ = ["Register", "runs"]

_TABLES = """
CREATE TABLE IF NOT EXISTS run (
    id TEXT PRIMARY KEY, started TEXT NOT NULL, ended TEXT, command TEXT NOT NULL, edition TEXT NOT NULL,
    planned INTEGER NOT NULL, result TEXT NOT NULL DEFAULT 'running');
CREATE TABLE IF NOT EXISTS brief (
    run TEXT NOT NULL REFERENCES run (id), file TEXT NOT NULL, notebook TEXT NOT NULL, region TEXT NOT NULL,
    sector TEXT NOT NULL, lang TEXT NOT NULL, seconds REAL NOT NULL, result TEXT NOT NULL, cell TEXT NOT NULL,
    PRIMARY KEY (run, file));
"""


class Register:
    """One run in the register. Times are UTC, seconds are wall-clock seconds of a brief."""

    def __init__(self, path: Path, command: str, edition: str, planned: int) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, timeout=30)
        self._db.executescript(_TABLES)
        self.id = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{os.getpid()}"
        with self._db:
            self._db.execute(
                "INSERT INTO run (id, started, command, edition, planned) VALUES (?, ?, ?, ?, ?)",
                (self.id, _now(), command, edition, planned),
            )

    def brief(self, file: str, notebook: str, region: str, sector: str, lang: str, seconds: float, result: str, cell: str) -> None:
        """Note one brief; *result* is ``ok`` or one line saying why there is no page."""
        with self._db:
            self._db.execute(
                "INSERT OR REPLACE INTO brief VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (self.id, file, notebook, region, sector, lang, round(seconds, 3), result, cell),
            )

    def end(self, result: str) -> None:
        """Note how the run ended: ``published``, ``failed``, ``stopped`` or an error's name."""
        with self._db:
            self._db.execute("UPDATE run SET ended = ?, result = ? WHERE id = ?", (_now(), result, self.id))
        self._db.close()


def runs(path: Path, last: int = 10) -> list[dict[str, object]]:
    """Return the last runs, the newest first, with the number of briefs made and failed."""
    if not path.is_file():
        return []
    with closing(sqlite3.connect(path, timeout=30)) as db:
        db.row_factory = sqlite3.Row
        rows = db.execute(
            "SELECT run.*, count(brief.file) FILTER (WHERE brief.result = 'ok') AS made, "
            "count(brief.file) FILTER (WHERE brief.result <> 'ok') AS failed "
            "FROM run LEFT JOIN brief ON brief.run = run.id GROUP BY run.id ORDER BY run.id DESC LIMIT ?",
            (last,),
        )
        return [dict(row) for row in rows]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
