"""What a panel says of itself: what it was made from, and as of when."""

import json
from pathlib import Path
from typing import Any

__all__ = ["read_note"]


def read_note(panel: Path) -> dict[str, Any]:
    """Return what a panel says of itself; empty where there is none."""
    note = Path(panel) / "panel.json"
    return json.loads(note.read_text(encoding="utf-8")) if note.is_file() else {}
