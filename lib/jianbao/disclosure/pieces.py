"""Pieces of a page that are no plain text: drawings as their marks, JSON as blocks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from jianbao.disclosure.blocks import Block
from jianbao.disclosure.naming import Namer
from jianbao.disclosure.tokens import plain

__all__ = ["Drawing", "Mark", "json_blocks"]


@dataclass
class Mark:
    """A shape or text of a drawing: kind, its attributes, its text (``title`` inside it included)."""

    kind: str
    at: dict[str, str]
    text: str = ""
    fill: str = ""


@dataclass
class Drawing:
    """One svg element and what it stands in: a row or card about ``row``, drawn on a page about ``region`` and ``sector``."""

    place: str
    region: str
    sector: str
    row: tuple[tuple[str, ...], tuple[str, ...]]
    fact: str
    marks: list[Mark] = field(default_factory=list)


def json_blocks(value: Any, place: str, region: str, sector: str, namer: Namer, key: str = "") -> Iterator[Block]:
    """Yield every text and number of a JSON value, about the region and sector that its object names."""
    if isinstance(value, dict):
        own = {k.lower(): v for k, v in value.items() if isinstance(v, str)}
        own |= {k.lower(): v for k, v in (value.get("parameters") or {}).items() if isinstance(v, str)} if isinstance(value.get("parameters"), dict) else {}
        texts = " ".join(v for k, v in own.items() if len(v) < 60)
        found = namer.mentions(plain(texts))
        regions = [own.get(k) for k in ("region", "region_code", "r", "county") if own.get(k)] or [m.codes[0] for m in found if m.region]
        sectors = [own.get(k) for k in ("sector", "sector_code", "s", "industry") if own.get(k)] or [m.codes[0] for m in found if not m.region]
        inner = (*namer.resolve(regions[:1], region, sector), *(() if regions else (region,)), *namer.resolve(sectors[:1], region, sector), *(() if sectors else (sector,)))
        for k, v in value.items():
            yield Block(str(k), f"{place} key", inner[0], inner[1], loose=True)
            named = namer.mentions(plain(str(k)))
            there = next((m.codes[0] for m in named if m.region), inner[0]), next((m.codes[0] for m in named if not m.region), inner[1])
            yield from json_blocks(v, f"{place}.{k}", *namer.resolve(there[:1], region, sector), *namer.resolve(there[1:], region, sector), namer, str(k))
    elif isinstance(value, list):
        texts = " ".join(v for v in value if isinstance(v, str) and len(v) < 60)
        found = namer.mentions(plain(texts))
        named_r = next((m.codes[0] for m in found if m.region), region)
        named_s = next((m.codes[0] for m in found if not m.region), sector)
        for v in value:
            yield from json_blocks(v, place, *namer.resolve((named_r, named_s), region, sector), namer, key)
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int | float):
        yield Block(repr(value), place, region, sector)
    elif isinstance(value, str) and value and not re.fullmatch(r"[0-9a-f]{16,}", value):
        yield Block(value, place, region, sector)
