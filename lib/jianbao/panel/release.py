"""What an audience may see, cut into small files beforehand (``panel.cut``): all that a notebook gets.

A brief needs its sector over all regions and its region over all sectors. Each is one slice, read in a millisecond.
What a process reads is noted (``reads``), so that a brief is made again only when that changed.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from jianbao import paths
from jianbao.panel.changes import EARLIER
from jianbao.panel.changes import NAME as CHANGES_FILE
from jianbao.panel.cut import AUDIENCES, Withheld, cut, is_current
from jianbao.panel.reads import (
    CHANGES,
    FILE,
    LAND,
    LEDGERS,
    PUBLISHED,
    RELEASE,
    STANDING,
    TABLES,
    file_of,
    note,
    reads,
    rows_in,
)
from jianbao.panel.slices import SUFFIX, Slice
from jianbao.panel.standing import NAME as STANDING_FILE
from jianbao.panel.store import PanelError

__all__ = ["AUDIENCES", "EMPTY_SLICE", "Release", "Slice", "Withheld", "cut", "fingerprints", "is_current", "open_release", "reads"]

#: The columns of a published observation.
OBSERVED = ("indicator", "region", "sector", "period", "measure", "scope", "price", "status", "vintage", "value", "source")
_KEY = re.compile(r"[A-Za-z0-9]+")

#: What a registered region or sector without a single row has.
EMPTY_SLICE = Slice.of(pd.DataFrame({c: pd.Series(dtype="str") for c in ("key", "period", "status", "flags")}), "sector/")


@dataclass(frozen=True)
class Release:
    """The release of one audience. Notebooks are handed this; it has no way to the panel."""

    folder: Path
    audience: str
    modelled: bool
    periods: tuple[str, ...]
    vintage: str
    inputs: str  # the checksum of everything the panel was made from

    @property
    def checksum(self) -> str:
        """The checksum of all inputs. A page that prints it is made again whenever anything changes."""
        note(RELEASE)
        return self.inputs

    def sector(self, code: str) -> Slice:
        """Return one sector over all regions: ``key`` is the region's code."""
        return self._read("sector", code)

    def region(self, code: str) -> Slice:
        """Return one region over all sectors: ``key`` is the sector's code."""
        return self._read("region", code)

    def has(self, kind: str, code: str) -> bool:
        """Return whether there is a file of a ``sector`` or ``region``."""
        note("has", kind, code)
        return self._path(kind, code) is not None

    def published(self, region: str, sector: str | None = None) -> pd.DataFrame:
        """Return the published observations of a region (and sector), tidy, with status and source."""
        note(PUBLISHED, region, sector or "")
        path = self.folder / "published" / f"{region}.json"
        held = json.loads(path.read_text(encoding="utf-8")) if _KEY.fullmatch(region) and path.is_file() else {"columns": OBSERVED, "data": []}
        frame = pd.DataFrame(held["data"], columns=held["columns"]).astype({"value": float})
        return frame[frame["sector"] == sector].reset_index(drop=True) if sector else frame

    def table_title(self, source: str, lang: str) -> str:
        """Return publication and table number of what an observation's source names."""
        known = self._tables().get(source.split("#")[0], {})
        if not known:
            return source
        number = known["table_number"]
        where = (f"表{number}" if lang == "zh" else f" table {number}") if number else ""
        name = (known["publication_en"] if lang == "en" else "") or known["publication"] or known[f"title_{lang}"]
        return f"{name}{where if lang == 'zh' else where and ',' + where}"

    def table_titles(self, lang: str) -> tuple[str, ...]:
        """Return publication and number of every published table, each once, in order."""
        return tuple(dict.fromkeys(self.table_title(name, lang) for name in sorted(self._tables())))

    def peers(self, region: str) -> tuple[str, list[list[Any]]]:
        """Return the year that peers were chosen by, and those of a region: [code, difference of structure, relative size]."""
        note(STANDING, "peers", region)
        held = self._standing()
        return held["year"], held["peers"].get(region, [])

    def revision(self, sector: str) -> dict[str, float]:
        """Return how far the last revision spread in a sector: ``level`` (a fraction), ``growth`` (points); empty if unknown."""
        note(STANDING, "revision", sector)
        return self._standing()["revision"].get(sector, {})

    def earlier(self, sector: str) -> Slice:
        """Return a sector's figures as they stood before, by region: what the briefs lead with; empty where there are none."""
        return self._read(EARLIER, sector) if self.has(EARLIER, sector) else EMPTY_SLICE

    def changed(self, what: str, *keys: str) -> Any:
        """Return an entry of what changed since the last edition (``panel.changes``), one of its keys and so on; None where there is none."""
        note(CHANGES, what, *keys)
        path = self.folder / CHANGES_FILE
        return _entry(_held(path, path.stat().st_mtime_ns), (what, *keys))

    def land(self, region: str, year: int) -> dict[str, Any]:
        """Return what a region's method of scoring firms by land gives in a year (``panel.land``); empty where there is nothing."""
        note(LAND, region)
        path = self.folder / LAND / f"{region}.json"
        return json.loads(path.read_text(encoding="utf-8")).get(str(year), {}) if _KEY.fullmatch(region) and path.is_file() else {}

    def ledger(self, region: str) -> dict[str, Any]:
        """Return the ledgers of a region as the audience may see them (``panel.ledger_cut``): ``kinds`` and ``items``."""
        note(LEDGERS, region)
        path = self._ledger(region)
        return _held(path, path.stat().st_mtime_ns) if path.is_file() else {"kinds": {}, "items": {}}

    def _ledger(self, region: str) -> Path:
        return self.folder / "ledger" / f"{region if _KEY.fullmatch(region) else '-'}.json"

    def _standing(self) -> dict[str, Any]:
        path = self.folder / STANDING_FILE
        return _held(path, path.stat().st_mtime_ns)

    def _tables(self) -> dict[str, dict[str, str]]:
        note(TABLES)
        return json.loads((self.folder / "tables.json").read_text(encoding="utf-8"))

    def _read(self, kind: str, code: str) -> Slice:
        path = self._path(kind, code)
        if path is None:
            raise PanelError(f"数据中没有 {code}")
        return Slice.open(path, f"{kind}/{code}")

    def _path(self, kind: str, code: str) -> Path | None:
        path = self.folder / kind / f"{code}{SUFFIX}"
        return path if _KEY.fullmatch(code) and path.is_file() else None


def _entry(held: Any, keys: tuple[str, ...]) -> Any:
    for key in keys:
        held = held.get(key) if isinstance(held, dict) else None
    return held


@lru_cache(maxsize=6)
def _held(path: Path, stamp: int) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def open_release(data_dir: Path | None = None, audience: str | None = None) -> Release:
    """Return the release that was cut for an audience (``JIANBAO_AUDIENCE``, else ``internal``)."""
    data_dir = Path(data_dir) if data_dir else paths.data_dir()
    audience = audience or os.environ.get("JIANBAO_AUDIENCE") or "internal"
    if audience not in AUDIENCES:
        raise PanelError(f"没有“{audience}”版；可用：{'、'.join(AUDIENCES)} · no {audience!r} edition")
    folder = data_dir / "panel" / f"release-{audience}"
    stated = folder / "release.json"
    if not stated.is_file():
        raise PanelError("发布数据尚未生成；请先运行 jianbao panel")
    made = json.loads(stated.read_text(encoding="utf-8"))
    note(release=made["checksum"])
    return Release(folder, audience, made["modelled"], tuple(made["periods"]), made["vintage"], made["checksum"])


def fingerprints(release: Release) -> Callable[[dict[str, Any]], str]:
    """Return a function from what a brief read (``reads``) to a checksum of what that is in *release* now.

    Each slice is opened once for all briefs, and what several briefs read alike is looked up once.
    """
    whole = json.loads((release.folder / "published.json").read_text(encoding="utf-8"))
    tables = hashlib.sha256((release.folder / "tables.json").read_bytes()).hexdigest()
    standing, changes = (json.loads((release.folder / name).read_text(encoding="utf-8")) for name in (STANDING_FILE, CHANGES_FILE))

    @cache
    def slice_of(source: str) -> Slice | None:
        path = release._path(*source.split("/", 1))
        return Slice.open(path, source) if path else None

    @cache
    def rows(source: str, group: str) -> str:
        found = slice_of(source)
        if found is None:
            return "absent"
        named = {"rows": {source: json.loads(group)}}
        content = repr([found.periods, [found.row_sum(*row) for row in rows_in(named, source)]])
        return hashlib.blake2b(content.encode(), digest_size=16).hexdigest()

    @cache
    def content(base: str, name: str) -> str | None:
        path = file_of(base, name, release.folder.parents[1])
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None

    def one(what: list[str]) -> Any:
        if what[0] == "has":
            return release._path(what[1], what[2]) is not None
        if what[0] == FILE:
            return content(*what[1:])
        if what[0] == PUBLISHED:
            region = whole.get(what[1], {})
            return region.get(what[2]) if what[2] else region
        if what[0] == LEDGERS:
            path = release._ledger(what[1])
            return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
        if what[0] == STANDING:
            return [standing["year"], standing[what[1]].get(what[2])]
        if what[0] == LAND:
            path = release.folder / LAND / f"{what[1]}.json"
            return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
        if what[0] == CHANGES:
            return _entry(changes, tuple(what[1:]))
        return {RELEASE: release.inputs, TABLES: tables}[what[0]]

    def fingerprint(found: dict[str, Any]) -> str:
        parts = [[s, [rows(s, json.dumps([g])) for g in groups]] for s, groups in found["rows"].items()]
        content = json.dumps([release.modelled, release.periods, release.vintage, parts, [one(w) for w in found["whole"]]])
        return hashlib.sha256(content.encode()).hexdigest()

    return fingerprint
