"""The documents of an edition as the index lists them: by kind, with their Word and Excel files."""

from collections.abc import Iterable
from typing import Any

from jianbao.publish.matrix import found_by
from jianbao.publish.meta import Entry, say

__all__ = ["REPORT", "documents"]

#: The kind of an entry that is a document of the register (reports.csv), not a brief.
REPORT = "report"
Row = tuple[str, str, list[tuple[str, str]], str]


def documents(entries: Iterable[Entry], catalogue: Any, lang: str) -> list[tuple[str, list[Row]]]:
    """Return (name, rows) of each kind of document in the register's order; a row is (file, what it is about, other files, words to find it by)."""
    names = {r.notebook: r.name(lang) for r in reversed(catalogue.reports)}
    order = list(dict.fromkeys(r.notebook for r in catalogue.reports))
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.result == "ok":
            found.setdefault(entry.notebook, []).append(entry)
    return [
        (names.get(notebook, notebook), [_row(e, catalogue, lang) for e in sorted(found[notebook], key=lambda e: (e.sector, e.region))])
        for notebook in sorted(found, key=lambda n: order.index(n) if n in order else len(order))
    ]


def _row(entry: Entry, catalogue: Any, lang: str) -> Row:
    about = catalogue.sector(entry.sector) if entry.sector else catalogue.region(entry.region)
    return entry.file, about.name(lang), [(path, say(path.rpartition(".")[2], lang)) for path in sorted(entry.beside)], found_by(about, catalogue.place.languages)
