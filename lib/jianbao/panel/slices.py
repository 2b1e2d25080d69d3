"""One file of the release: a region over all sectors or a sector over all regions, read in a millisecond.

The file is a line of JSON (keys, periods, indicators, where each column lies), then one compressed column an
indicator: 8 bytes a value, one byte a status, keys × periods; last a 64-bit checksum for each indicator and key, so
that two releases can be compared without reading the values. Only the columns asked for are unpacked.
"""

import json
import mmap
import os
import zlib
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from jianbao.panel.reads import row_notes

__all__ = ["SUFFIX", "Slice", "write_slice"]

SUFFIX = ".slice"
#: A status is stored as its place in this list; 0 means that there is no such row.
_STATUSES = ("", "observed", "estimated", "suppressed", "missing", "not_applicable")
_KNOWN = frozenset(("observed", "estimated"))


def write_slice(path: Path, frame: pd.DataFrame) -> None:
    """Write a slice from a frame: a row for each (key, period), a column for each indicator, ``status`` and ``flags``."""
    path.write_bytes(_packed(frame))


def _packed(frame: pd.DataFrame) -> bytes:
    keys, periods = sorted(set(frame["key"])), sorted(set(frame["period"]))
    indicators = [c for c in frame.columns if c not in ("key", "period", "status", "flags")]
    at = pd.Index(keys).get_indexer(frame["key"]) * len(periods) + pd.Index(periods).get_indexer(frame["period"])
    size = len(keys) * len(periods)
    codes = np.zeros((len(indicators), size), dtype=np.uint8)
    codes[:, at] = [_STATUSES.index(s) for s in frame["status"]]
    number = {name: n for n, name in enumerate(indicators)}
    for row, flags in zip(at, frame["flags"], strict=True):
        for flag in (flags or "").split():
            name, _, status = flag.partition(":")
            if name in number:
                codes[number[name], row] = _STATUSES.index(status)
    columns, sums, places, start = [], [], [], 0
    for n, name in enumerate(indicators):
        values = np.full(size, np.nan)
        values[at] = frame[name].to_numpy(dtype=float, na_value=np.nan)
        values[np.isnan(values)] = np.nan  # one kind of "not a number"
        sums.append(_row_sums(values.reshape(len(keys), -1), codes[n].reshape(len(keys), -1)))
        packed = zlib.compress(values.tobytes() + codes[n].tobytes(), 1)
        places.append([start, len(packed)])
        start += len(packed)
        columns.append(packed)
    head = {"keys": keys, "periods": periods, "indicators": indicators, "places": places}
    body = b"".join(columns) + (np.array(sums, dtype=np.uint64).tobytes() if sums else b"")
    return json.dumps(head, ensure_ascii=False).encode() + b"\n" + body


def _row_sums(values: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Return a checksum for each row of a column; a value counts with its place and its status."""
    place = np.arange(values.shape[1], dtype=np.uint64)[None, :] * np.uint64(0x9E3779B97F4A7C15)
    bits = values.view(np.uint64) ^ _mixed(place + codes.astype(np.uint64) * np.uint64(0xD1B54A32D192ED03))
    return _mixed(bits + place).sum(axis=1, dtype=np.uint64)


def _mixed(x: np.ndarray) -> np.ndarray:
    """Return numbers whose every bit depends on every bit (the finaliser of splitmix64)."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


class Slice:
    """The figures of one file; what is asked of it is noted (``panel.reads``)."""

    def __init__(self, packed: bytes | mmap.mmap, source: str) -> None:
        end = packed.find(b"\n")
        self.source, self._body = source, memoryview(packed)[end + 1 :]
        self._head: dict[str, Any] = json.loads(packed[:end])
        self._key = {k: n for n, k in enumerate(self._head["keys"])}
        self._period = {p: n for n, p in enumerate(self._head["periods"])}
        self._indicator = {i: n for n, i in enumerate(self._head["indicators"])}
        self._columns: dict[str, tuple[memoryview, bytes]] = {}
        self._seen = row_notes(source)

    @classmethod
    def open(cls, path: Path, source: str) -> "Slice":
        """Return the slice of a file; only what is asked for is read (Windows would not let an open file be replaced)."""
        if os.name == "nt":
            return cls(path.read_bytes(), source)
        with path.open("rb") as file:
            return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), source)

    @classmethod
    def of(cls, frame: pd.DataFrame, source: str) -> "Slice":
        """Return the slice that a frame would be read back as (the columns are those of ``frame``)."""
        return cls(_packed(frame), source)

    def value(self, indicator: str, key: str, period: str) -> tuple[float | None, str]:
        """Return a value (None if there is none) and its status; ``missing`` where there is no such cell."""
        self._seen.add((indicator, key))
        row, column = self._key.get(key), self._period.get(period)
        if row is None or column is None or indicator not in self._indicator:
            return None, "missing"
        values, codes = self._column(indicator)
        at = row * len(self._period) + column
        status = _STATUSES[codes[at]] or "missing"
        if status not in _KNOWN:
            return None, status
        value = values[at]
        if value != value:
            # A hole in a published table is a figure that is not published; in a modelled cell, one that cannot exist.
            return None, "missing" if status == "observed" else "not_applicable"
        return value, status

    def has(self, key: str, period: str | None = None) -> bool:
        """Return whether there is a row for the key (in the period)."""
        self._seen.add(("", key))
        there = self._present(key)
        return any(there) if period is None else period in self._period and bool(there) and bool(there[self._period[period]])

    def at(self, period: str) -> pd.DataFrame:
        """Return the rows of a period, indexed by region (or sector) code, a column an indicator."""
        return self.frame[self.frame["period"] == period].set_index("key").drop(columns=["period"])

    @cached_property
    def frame(self) -> pd.DataFrame:
        """A row for each (key, period), a column for each indicator.

        The column ``status`` is that of the row; ``flags`` lists the cells of the row with another one,
        as ``indicator:status`` separated by blanks.
        """
        keys, periods, names = (self._head[k] for k in ("keys", "periods", "indicators"))
        self._seen.add(("", ""))
        self._seen.update((name, key) for name in ("", *names) for key in keys)
        codes = np.array([np.frombuffer(self._column(n)[1], dtype=np.uint8) for n in names]).reshape(len(names), -1)
        there = np.flatnonzero(codes[0]) if names else np.array([], dtype=int)
        frame = pd.DataFrame({"key": np.repeat(keys, len(periods))[there], "period": np.tile(periods, len(keys))[there]}, dtype="str")
        for name in names:
            frame[name] = np.frombuffer(self._column(name)[0], dtype=float)[there]
        status, flags = [], []
        for cell in codes[:, there].T.tolist():
            own = next((c for c in cell if _STATUSES[c] in _KNOWN), cell[0])
            status.append(_STATUSES[own])
            flags.append(" ".join(f"{n}:{_STATUSES[c]}" for n, c in zip(names, cell, strict=True) if c != own))
        return frame.assign(status=pd.Series(status, dtype="str"), flags=pd.Series(flags, dtype="str"))

    def row_sum(self, indicator: str, key: str) -> int | bytes | str:
        """Return what identifies the content of one row without noting it as read; ("", "") is the list of rows itself."""
        if not key:
            return json.dumps([self._head["keys"], self._head["indicators"]])
        if key not in self._key or (indicator and indicator not in self._indicator):
            return "absent"
        if not indicator:
            return bytes(bool(c) for c in self._present(key))
        return self._sums[self._indicator[indicator] * len(self._key) + self._key[key]]

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods of the slice."""
        return tuple(self._head["periods"])

    def _present(self, key: str) -> bytes:
        row = self._key.get(key)
        if row is None or not self._indicator:
            return b""
        return self._column(self._head["indicators"][0])[1][row * len(self._period) : (row + 1) * len(self._period)]

    def _column(self, indicator: str) -> tuple[memoryview, bytes]:
        found = self._columns.get(indicator)
        if found is None:
            start, length = self._head["places"][self._indicator[indicator]]
            raw = zlib.decompress(self._body[start : start + length])
            size = 8 * len(self._key) * len(self._period)
            found = self._columns[indicator] = memoryview(raw)[:size].cast("d"), raw[size:]
        return found

    @cached_property
    def _sums(self) -> list[int]:
        count = len(self._indicator) * len(self._key)
        return np.frombuffer(self._body, dtype=np.uint64, offset=len(self._body) - 8 * count).tolist() if count else []
