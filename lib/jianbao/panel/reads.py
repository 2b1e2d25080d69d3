"""What this process read of the release, so that a brief is made again only when that changed.

A kernel serves one brief: everything noted since its start is the brief's. A row is one indicator of one region (or
sector) in one slice over all periods; the row "" of a key says only in which periods the key is there at all. Files that a cell opens by itself below the project's or the place's folder are noted too.
"""

import os
import sys
from collections.abc import Iterable
from importlib.util import source_from_cache
from pathlib import Path
from typing import Any

from jianbao import paths

__all__ = ["CHANGES", "FILE", "LAND", "LEDGERS", "PUBLISHED", "RELEASE", "STANDING", "TABLES", "file_of", "note", "reads", "row_notes", "rows_in"]

#: What is read whole, beside rows: the checksum of all inputs, published figures by region and sector, the table titles,
#: one region's peers or one sector's revision, one entry of what changed, one region's firms by land, one region's ledgers.
RELEASE, PUBLISHED, TABLES, FILE, STANDING, CHANGES, LAND, LEDGERS = "checksum", "published", "tables", "file", "standing", "changes", "land", "ledgers"
#: Below the place's folder these count anyway, row by row or for every brief.
_COUNTED = ("panel", "catalogue", "map")

_rows: dict[str, set[tuple[str, str]]] = {}
_whole: set[tuple[str, ...]] = set()
_releases: set[str] = set()
_opened: set[str] = set()


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
    whole = _whole | {(FILE, *where) for path in _opened.copy() for where in _within(path)}
    return {"rows": rows, "whole": [list(w) for w in sorted(whole)], "releases": sorted(_releases)}


def rows_in(found: dict[str, Any], source: str) -> Iterable[tuple[str, str]]:
    """Yield the rows of one slice as (indicator, key)."""
    for indicators, keys in found["rows"].get(source, ()):
        for indicator in indicators:
            for key in keys:
                yield indicator, key


def file_of(base: str, name: str, data_dir: Path) -> Path:
    """Return the file that a note names."""
    return (data_dir if base == "data" else paths.root()) / name


def _within(path: str) -> Iterable[tuple[str, str]]:
    """Yield how a file is named if it lies below the place's or the project's folder and is not counted otherwise."""
    path = os.path.realpath(source_from_cache(path) if os.sep + "__pycache__" + os.sep in path and path.endswith(".pyc") else path)
    package = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    for apart in (package, os.path.realpath(sys.prefix), os.path.realpath(paths.outputs_dir())):
        if path.startswith(apart + os.sep):
            return
    for base, folder in (("data", paths.data_dir()), ("home", paths.root())):
        top, rest, name = path.partition(os.path.realpath(folder) + os.sep)
        if not top and rest:
            if (base == "home" or name.split(os.sep)[0] not in _COUNTED) and not os.path.isdir(path):
                yield base, name.replace(os.sep, "/")
            return


def _notice(event: str, arguments: tuple) -> None:
    """Remember what is opened for reading (an audit hook: it sees every ``open`` of Python code)."""
    if event == "open" and isinstance(arguments[0], str) and not (arguments[2] or 0) & (os.O_WRONLY | os.O_CREAT):
        _opened.add(os.path.abspath(arguments[0]))


sys.addaudithook(_notice)
