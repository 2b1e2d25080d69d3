"""The completion mark: what the last step of every run states, and only a run that came so far can.

A saved notebook's own marks are not to be trusted (papermill calls the cells behind a dead kernel completed). So each
run is given a token, and its kernel states the token, and what of the release it read, after the last cell.
"""

import json
import sys
from pathlib import Path
from typing import Any

__all__ = ["CELL", "done", "read", "statement"]

#: The hidden last cell of a run in a cold kernel.
CELL = "from jianbao.run import mark as _mark\n_mark.done({path!r}, {token!r})"


def statement(token: str) -> dict[str, Any]:
    """Return what a run states when it has come to its end."""
    release = sys.modules.get("jianbao.panel.release")
    reads = getattr(release, "reads", None)
    return {"token": token, "reads": reads() if reads else None}


def done(path: str, token: str) -> None:
    """Write the statement where the worker looks for it."""
    Path(path).write_text(json.dumps(statement(token)), encoding="utf-8")


def read(path: Path, token: str) -> dict[str, Any] | None:
    """Return the statement of a run, None if it is not there or another run's."""
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("token") == token else None
