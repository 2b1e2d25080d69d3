"""What earlier public editions have shown: it cannot be taken back, and it can be subtracted."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from jianbao.disclosure.table import Table

__all__ = ["earlier", "known_before", "note_edition", "withheld_before"]


def note_edition(data_dir: Path, edition: str, periods: Iterable[str], withheld: Iterable[tuple[str, str]], root_only: Iterable[str], base: str = "") -> Path:
    """Write down what a public edition shows, when it is published; return the file.

    ``base`` is the checksum of what the mask was made from, earlier editions aside: another edition of the same mask
    shows nothing new.
    """
    folder = Path(data_dir) / "disclosed"
    folder.mkdir(parents=True, exist_ok=True)
    held: dict[str, list[str]] = {}
    for region, sector in sorted(withheld):
        held.setdefault(region, []).append(sector)
    path, part = folder / f"{edition}.json", folder / f".{edition}.part"
    note = {"edition": edition, "periods": sorted(periods), "withheld": held, "root_only": sorted(root_only), "base": base}
    text = json.dumps(note, ensure_ascii=False, indent=1) + "\n"
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        part.write_text(text, encoding="utf-8")
        os.replace(part, path)
    return path


def earlier(data_dir: Path, base: str) -> list[dict]:
    """Return the notes of the editions that were published under another mask, in order of their names."""
    found = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(Path(data_dir).glob("disclosed/*.json"))]
    return [e for e in found if e["base"] != base]


def _hidden(edition: dict, table: Table) -> np.ndarray:
    """Return the cells (n,) that an edition did not show by themselves."""
    shown = np.zeros(len(table.cells), dtype=bool)
    root = table.cells[0][0]
    for (region, sector), cell in table.at.items():
        withheld = sector in edition["withheld"].get(region, ()) or "~" in sector
        shown[cell] |= not withheld and (region == root or sector not in edition["root_only"])
    # What is left of a shown sum when all its other parts were shown, was shown too.
    changed = True
    while changed:
        changed = False
        for row in table.system.equations:
            hidden = [c for c in row if not shown[c]]
            if len(hidden) == 1:
                shown[hidden[0]] = changed = True
    return ~shown


def known_before(editions: list[dict], table: Table, layers: tuple[tuple[str, str, bool], ...]) -> np.ndarray | None:
    """Return layers × cells: whether an earlier edition showed the figure; None where there was none."""
    if not editions:
        return None
    known = np.zeros((len(layers), len(table.cells)), dtype=bool)
    for edition in editions:
        periods = set(edition["periods"])
        rows = np.array([period in periods for _, period, _ in layers])
        known[rows] |= ~_hidden(edition, table)[None, :]
    return known


def withheld_before(editions: list[dict], table: Table) -> np.ndarray:
    """Return the cells (n,) that the newest earlier edition withheld: they are withheld again rather than others."""
    return _hidden(editions[-1], table) if editions else np.zeros(len(table.cells), dtype=bool)
