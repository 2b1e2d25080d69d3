"""Ranks with their range: which positions the error of the figures leaves open, and whether a rank has moved."""

from typing import NamedTuple

import pandas as pd

from jianbao.brief import words
from jianbao.brief.context import Brief
from jianbao.brief.said import Markup, claim, claim_of, own_claim, say
from jianbao.claims import Claim
from jianbao.facts import Fact, number
from jianbao.indicators import movement, rank_interval

__all__ = ["SHOWN", "Standing", "alike", "chosen", "intervals", "moved_words", "printed", "range_note", "rank_claim", "standing"]

SHOWN = 5  # regions of like structure that a brief compares with


class Standing(NamedTuple):
    """A position among ``ranked`` regions, how many share it, and the best and worst it may be within the error."""

    position: int
    ranked: int
    tied: int
    low: int
    high: int


def intervals(
    b: Brief, level: str, *, growth: bool = False, members: tuple[str, ...] = (), period: str = "", indicator: str = "", higher: bool = True
) -> pd.DataFrame:
    """Return rank, low and high of every region that is ranked, indexed by code.

    The error is half a printed unit on each side and, for the headline, the spread of the last revision
    (``Release.revision``), two standard errors of it. *higher* False puts the smallest figure first.
    """
    name = indicator or b.headline.id
    asked = ("intervals", level, name, growth, members, period, higher)
    return b.once(asked, lambda: _intervals(b, *asked[1:]))


def _intervals(b: Brief, level: str, name: str, growth: bool, members: tuple[str, ...], period: str, higher: bool) -> pd.DataFrame:
    values = b.across(level, name, growth=growth, period=period).dropna()
    if members:
        values = values[values.index.isin(members)]
    spread = b.release.revision(b.sector.code) if name == b.headline.id else {}
    error = values * 0 + spread.get("growth", 0.0) if growth else values * spread.get("level", 0.0)
    unit = 0.1 if growth else 10.0 ** -b.cat.indicator(name).decimals
    return rank_interval(values, unit=unit, standard_error=error, higher_is_first=higher).astype(int)


def standing(b: Brief, *, growth: bool = False, level: str = "", members: tuple[str, ...] = (), period: str = "", indicator: str = "") -> Standing | None:
    """Return where the region stands among those of its level (or among members); None if it is not ranked."""
    table = intervals(b, level or b.region.level, growth=growth, members=members, period=period, indicator=indicator)
    if b.region.code not in table.index:
        return None
    own = table.loc[b.region.code]
    return Standing(int(own["rank"]), len(table), int((table["rank"] == own["rank"]).sum()), int(own["low"]), int(own["high"]))


def printed(place: Standing, lang: str) -> str:
    """Return a rank with its range; a range of one position is not repeated.

    >>> printed(Standing(7, 78, 1, 5, 10), "zh"), printed(Standing(7, 78, 1, 5, 10), "en"), printed(Standing(1, 78, 1, 1, 1), "zh")
    ('第7位（5–10）', '7th (5–10)', '第1位')
    """
    text = words.ordinal(place.position, lang)
    if place.low == place.high:
        return text
    return f"{text}（{place.low}–{place.high}）" if lang == "zh" else f"{text} ({place.low}–{place.high})"


def rank_claim(value: Fact, place: Standing, among: str) -> Claim:
    """Return what a sentence claims that prints a rank with its range; *among* is a level, or codes joined by commas."""
    way = f"{place.position}/{place.ranked}{'=' if place.tied > 1 else ''}"
    return claim_of(value, "rank", versus=among, way=way if place.low == place.high else f"{way}:{place.low}-{place.high}")


def moved_words(b: Brief, *, growth: bool = False) -> Markup:
    """Return how the rank stands against a year ago: risen or fallen only where the two ranges share no position."""
    before = str(b.period.year_ago())
    then = standing(b, growth=growth, period=before) if before in b.release.periods else None
    now = standing(b, growth=growth)
    if now is None or then is None:
        return Markup("")
    own = b.growth(b.headline.id) if growth else b.fact(b.headline.id)
    return claim(b, _moved_text(b, now, then, before, growth), claim_of(own, "ranked", versus=before))


def _moved_text(b: Brief, now: Standing, then: Standing, before: str, growth: bool) -> str:
    year = "上年" if b.period.months == 12 else "上年同期"
    if now.position == then.position:
        return f"{year}也居{printed(then, 'zh')}" if b.zh else f"a year earlier it was {printed(then, 'en')} too"
    own = [b.region.code]
    tables = (intervals(b, b.region.level, growth=growth, period=p).loc[own] for p in ("", before))
    verdict = movement(*tables).iloc[0]
    if b.zh:
        how = {"up": "位次前移", "down": "位次后移", "within_error": "区间重叠，不判断升降"}[verdict]
        return f"{year}{printed(then, 'zh')}，{how}"
    how = {"up": "it has moved up", "down": "it has moved down", "within_error": "the ranges overlap, so no move is claimed"}[verdict]
    return f"a year earlier {printed(then, 'en')}; {how}"


def range_note(b: Brief) -> Markup:
    """Return how the ranges are worked out, for the notes under a table."""
    revised = b.release.revision(b.sector.code)
    if not revised:
        return Markup("位次区间按四舍五入误差推算。" if b.zh else "Ranges allow for rounding.")
    growth = number(revised["growth"], 1) if "growth" in revised else ""
    if b.zh:
        more = say("（{}）", own_claim(b, f"增速标准差{growth}个百分点", "error")) if growth else ""
        return say("位次区间按四舍五入和最近一次由快报数到年报数的修订幅度{}推算，区间重叠者不作先后判断。", more)
    more = say(" ({})", own_claim(b, f"standard deviation of growth: {growth} points", "error")) if growth else ""
    return say(
        "Ranges allow for rounding and for the last revision from first to final figures{}; regions whose ranges overlap are not ranked against each other.", more
    )


def chosen(b: Brief) -> tuple[str, ...]:
    """Return the codes of the regions of like structure that the brief compares with; none for the whole place."""
    return tuple(code for code, _, _ in alike(b)[:SHOWN])


def alike(b: Brief) -> list[tuple[str, float, float]]:
    """Return the regions of like structure that have the sector and may be named, the nearest first."""
    listed = () if b.is_root else b.release.peers(b.region.code)[1]
    return [(c, d, s) for c, d, s in listed if (own := b.fact(b.headline.id, region=c)).known or own.status == "suppressed" and not b.public]
