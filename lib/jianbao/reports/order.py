"""Places of regions by what is good of an indicator, with their range, and by how many places they moved since the period before."""

from typing import NamedTuple

import pandas as pd

from jianbao.brief import standing
from jianbao.brief.context import Brief
from jianbao.brief.said import Markup, claim
from jianbao.brief.standing import Standing
from jianbao.claims import Claim

__all__ = ["Move", "candidates", "earlier", "move_of", "move_text", "moves", "place_claim", "place_of", "place_text", "table_of"]


class Move(NamedTuple):
    """How many places a region moved towards the first (below zero: away), and whether by more than the error of the ranks."""

    places: int
    sure: bool


def earlier(b: Brief) -> str:
    """Return the period before in the same year; “” for the first of a year: its cumulative figures have no predecessor."""
    before = [p for p in b.release.periods if p < b.at and p[:4] == b.at[:4]]
    return before[-1] if before and b.monthly else ""


def candidates(b: Brief, among: str) -> tuple[str, ...]:
    """Return the codes that *among* names: a level, ``group:ID``, or ``under:CODE`` for the lowest regions of a region."""
    kind, _, name = among.partition(":")
    if kind == "group":
        return b.cat.peer_group(name).members
    if kind == "under":
        return tuple(r.code for r in b.cat.regions(level=b.cat.place.levels[-1], under=name))
    return tuple(r.code for r in b.cat.regions(level=among))


def table_of(b: Brief, name: str, among: str, period: str = "") -> pd.DataFrame:
    """Return rank, low and high of all that are ranked, the best first as the register says of the indicator (a ratio or a growth)."""
    known, level = b.cat.indicator(name), among if ":" not in among else b.cat.place.levels[-1]
    growth, members = known.kind == "growth", candidates(b, among) if ":" in among else ()
    return standing.intervals(
        b, level, growth=growth, members=members, period=period, indicator=known.growth_of if growth else name, higher=known.direction == "higher"
    )


def place_of(b: Brief, name: str, code: str, among: str, period: str = "") -> Standing | None:
    """Return where a region stands; None if it is not ranked."""
    found = table_of(b, name, among, period)
    if code not in found.index:
        return None
    own = found.loc[code]
    return Standing(int(own["rank"]), len(found), int((found["rank"] == own["rank"]).sum()), int(own["low"]), int(own["high"]))


def moves(b: Brief, name: str, among: str) -> dict[str, Move]:
    """Return how each region that is ranked now and then has moved; nothing in the first period of a year."""
    then = earlier(b)
    if not then:
        return {}
    now, before = table_of(b, name, among), table_of(b, name, among, then)
    both = now.index.intersection(before.index)
    return {
        str(c): Move(int(before.loc[c, "rank"] - now.loc[c, "rank"]), bool(now.loc[c, "high"] < before.loc[c, "low"] or now.loc[c, "low"] > before.loc[c, "high"]))
        for c in both
    }


def move_of(b: Brief, name: str, code: str, among: str) -> Move | None:
    """Return how one region has moved; None where one of the two places is missing."""
    return b.once(("moves", name, among), lambda: moves(b, name, among)).get(code)


def move_text(move: Move | None) -> str:
    """Return a move as a table prints it: full marks beyond the error, hollow ones within it, so that it needs no colour.

    >>> [move_text(m) for m in (Move(3, True), Move(-2, True), Move(1, False), Move(-4, False), Move(0, False), None)]
    ['▲3', '▼2', '△1', '▽4', '=', '—']
    """
    if move is None:
        return "—"
    if move.places == 0:
        return "="
    return f"{('▲' if move.places > 0 else '▼') if move.sure else ('△' if move.places > 0 else '▽')}{abs(move.places)}"


def place_text(place: Standing | None, lang: str) -> str:
    """Return a place as a table prints it: position, = where shared, the range in brackets.

    >>> place_text(Standing(7, 90, 2, 5, 10), "zh"), place_text(Standing(1, 90, 1, 1, 1), "en"), place_text(None, "zh")
    ('7=（5–10）', '1', '—')
    """
    if place is None:
        return "—"
    within = "" if place.low == place.high else f"（{place.low}–{place.high}）" if lang == "zh" else f" ({place.low}–{place.high})"
    return f"{place.position}{'=' if place.tied > 1 else ''}{within}"


def place_claim(b: Brief, text: str, name: str, code: str, place: Standing, among: str) -> Markup:
    """Return words that name a place with its range, as a claim (kind ``stands``)."""
    way = f"{place.position}/{place.ranked}{'=' if place.tied > 1 else ''}" + (f":{place.low}-{place.high}" if place.low < place.high else "")
    return claim(b, text, Claim("stands", name, code, b.sector.code, b.at, among, way))
