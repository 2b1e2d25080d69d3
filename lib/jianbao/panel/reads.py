"""What this process read of the release, so that a brief is made again only when that changed.

A kernel serves one brief: everything noted since its start is the brief's. A row is one indicator of one region (or
sector) in one slice over all periods; the row "" of a key says only in which periods the key is there at all.
"""

from collections.abc import Iterable
from typing import Any

__all__ = ["RELEASE", "PUBLISHED", "TABLES", "note", "reads", "row_notes", "rows_in"]

#: What is read whole, beside rows: the checksum of all inputs, published figures by region and sector, the table titles.
RELEASE, PUBLISHED, TABLES = "checksum", "published", "tables"

_rows: dict[str, set[tuple[str, str]]] = {}
_whole: set[tuple[str, ...]] = set()
_releases: set[str] = set()


def row_notes(source: str) -> set[tuple[str, str]]:
    """Return the set in which a slice notes its rows, as (indicator, key)."""
    return _rows.setdefault(source, set())


def note(*what: str, release: str = "") -> None:
    """Note something read whole, and of which release."""
    if what:
        _whole.add(what)
    if release:
        _releases.add(release)


def reads() -> dict[str, Any]:
    """Return all that was read since this process began, as JSON values in a fixed order.

    ``rows`` has for each slice pairs of indicators and keys: every indicator of a pair was read for every key of it.
    ``releases`` are the checksums of the releases opened: one, unless the data changed in between.
    """
    rows = {}
    for source in sorted(_rows):
        keys: dict[str, list[str]] = {}
        for indicator, key in sorted(_rows[source]):
            keys.setdefault(indicator, []).append(key)
        groups: dict[tuple[str, ...], list[str]] = {}
        for indicator, named in keys.items():
            groups.setdefault(tuple(named), []).append(indicator)
        rows[source] = [[indicators, list(named)] for named, indicators in groups.items()]
    return {"rows": rows, "whole": [list(w) for w in sorted(_whole)], "releases": sorted(_releases)}


def rows_in(found: dict[str, Any], source: str) -> Iterable[tuple[str, str]]:
    """Yield the rows of one slice as (indicator, key)."""
    for indicators, keys in found["rows"].get(source, ()):
        for indicator in indicators:
            for key in keys:
                yield indicator, key
