"""Ledgers: the items that were taken from files or modelled, and what state each was in on a day.

``incoming/ledger/ledger.csv`` holds modelled items (``jianbao demo``), ``taken/ledger/`` what files brought. Once a file has
brought items of a kind, no modelled item of that kind stands any more; a later file of the same region replaces an earlier one.
"""

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jianbao.catalogue import Catalogue
from jianbao.catalogue.calendar import end_of
from jianbao.catalogue.ledgers import LedgerKind
from jianbao.catalogue.period import Period
from jianbao.panel.note import read_note

__all__ = ["COLUMNS", "FIELDS", "TAKEN", "Item", "folders", "items", "last_day", "read_csv", "state_at", "sum_of"]

#: What a file says of an item, as texts; dates are ISO days or months, numbers in the unit that stands beside them.
FIELDS = ("kind", "item", "region", "sector", "class", "state", "quantity", "unit", "planned", "due", "owner", "evidence", "opened", "started", "closed", "firm")
COLUMNS = ("id", *FIELDS, "status", "source")
TAKEN, _MODELLED = Path("taken") / "ledger", Path("incoming") / "ledger" / "ledger.csv"
_FOLDER = re.compile(r"(?:L\d{4,}|\d{8})-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Item:
    """One item. ``word`` is the place of its class, None where it has none; ``day``s are ISO texts that compare as days."""

    id: str
    kind: LedgerKind
    region: str
    word: int | None
    state: int
    quantity: float | None
    planned: float | None
    due: str
    opened: str
    started: str
    closed: str
    texts: dict[str, str]
    modelled: bool

    def late(self, on: str, state: int) -> bool:
        """Return whether the item should have been closed by a day and was not."""
        return bool(self.due) and self.due < on and not self.kind.states[state].final


def folders(data_dir: Path) -> list[Path]:
    """Return the folders of the ledgers that were taken, in the order they came; of a panel as of a day, those there by then."""
    top, known_on = Path(data_dir) / TAKEN, read_note(Path(data_dir) / "panel").get("known_on")
    found = [p for p in top.iterdir() if _FOLDER.fullmatch(p.name)] if top.is_dir() else []
    came = {p: json.loads((p / "ledger.json").read_text(encoding="utf-8"))["taken"] for p in found}
    return sorted((p for p in found if not known_on or came[p][:10] <= known_on), key=lambda p: (came[p], p.name))


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a kept ledger; what an earlier layout lacks is empty."""
    with path.open(encoding="utf-8", newline="") as file:
        return [{f: row.get(f) or "" for f in COLUMNS} for row in csv.DictReader(file)]


def _rows(data_dir: Path, cat: Catalogue) -> Iterator[dict[str, str]]:
    """Yield the rows that stand: taken ones, the latest of each kind and region; modelled ones of kinds that no file has."""
    taken: dict[tuple[str, str], list[dict[str, str]]] = {}
    for folder in folders(data_dir):
        brought: dict[tuple[str, str], list[dict[str, str]]] = {}
        for n, row in enumerate(read_csv(folder / "ledger.csv"), 1):
            row |= {"id": f"{folder.name[-8:]}-{n}", "status": "observed", "kind": row["kind"] or "task"}
            brought.setdefault((row["kind"], row["region"]), []).append(row)
        taken |= brought
    real = {kind for kind, _ in taken}
    modelled = read_csv(Path(data_dir) / _MODELLED) if (Path(data_dir) / _MODELLED).is_file() else []
    for rows in (*taken.values(), [r for r in modelled if r["kind"] not in real]):
        yield from (r for r in rows if r["kind"] in cat.ledgers and r["region"] in cat.all_regions)


def items(data_dir: Path, cat: Catalogue) -> list[Item]:
    """Return every item that stands, in the order of kind and id. A state or class that is no longer registered counts as the first."""
    return sorted((_item(row, cat.ledgers[row["kind"]]) for row in _rows(data_dir, cat)), key=lambda i: (i.kind.id, i.id))


def _item(row: dict[str, str], kind: LedgerKind) -> Item:
    word = kind.class_of(row["class"]) if row["class"] else None
    return Item(
        row["id"], kind, row["region"], word, kind.state_of(row["state"]) or 0, _number(row["quantity"]), _number(row["planned"]), last_day(row["due"]),
        f"{row['opened']}-01" if len(row["opened"]) == 7 else row["opened"], f"{row['started']}-01" if len(row["started"]) == 7 else row["started"],
        last_day(row["closed"]), row, row["status"] != "observed",
    )  # fmt: skip


def last_day(text: str) -> str:
    """Return the last day of what a date says.

    >>> last_day("2024-02"), last_day("2024-02-03"), last_day("2024Q1"), last_day("")
    ('2024-02-29', '2024-02-03', '2024-03-31', '')
    """
    if re.fullmatch(r"\d{4}-01", text):
        return f"{text}-31"
    return end_of(Period.parse(text)).isoformat() if text and len(text) < 10 else text


def _number(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def state_at(item: Item, on: str) -> int | None:
    """Return the place of an item's state on a day (ISO), None where the ledger of that day does not have it.

    A file holds the latest state. Before the day it was closed an item was open: begun (the last open state) if it has a day
    it was started on and that had come, else in its first state. In a ledger of a year what an earlier year closed is gone.
    """
    kind, state = item.kind, item.state
    if item.opened > on:
        return None
    if kind.states[state].final:
        closed = item.closed or item.opened
        if closed > on:
            unfinished = [n for n, s in enumerate(kind.states) if not s.final] or [state]
            return unfinished[-1] if item.started and item.started <= on else unfinished[0]
        return None if kind.span == "year" and closed and closed[:4] < on[:4] else state
    return 0 if item.started > on else state


def sum_of(data_dir: Path) -> str:
    """Return one checksum over every file that items come from, the kinds, the regions, and this code."""
    data_dir, digest = Path(data_dir), hashlib.sha256()
    files = [data_dir / _MODELLED, *(f / name for f in folders(data_dir) for name in ("ledger.csv", "ledger.json"))]
    files += [data_dir / "catalogue" / name for name in ("ledgers.toml", "regions.csv", "place.toml")]
    for path in (*files, *sorted(Path(__file__).parent.glob("ledger*.py"))):
        digest.update(path.name.encode() + b"\0" + (path.read_bytes() if path.is_file() else b""))
    return digest.hexdigest()
