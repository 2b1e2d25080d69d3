"""The sector mix of a region: levels, shares, quotients and pulls as numbers, and the sentences about them."""

import math

import pandas as pd

from jianbao import indicators
from jianbao.brief import naming
from jianbao.brief.context import Brief
from jianbao.brief.parts import escape, fact_span
from jianbao.facts import Fact, number

__all__ = ["own_pull", "own_row", "own_share", "pull_sentence", "pull_words", "sector_frame", "share_sentence", "value_of"]

_NO_ROWS = dict.fromkeys(("level", "base", "growth", "share", "lq", "status"), ())


def sector_frame(b: Brief) -> pd.DataFrame:
    """Return the region's sectors of the structure level.

    Returns
    -------
    DataFrame
        Index: sector code. ``level`` and ``base`` (the comparable figure a year earlier) in the register's unit,
        ``growth`` and ``share`` and ``pull`` in percent (points), ``lq`` a ratio; NaN where it does not exist; ``status``.
    """
    return b.once(("sector_frame",), lambda: _sector_frame(b)).copy()


def _sector_frame(b: Brief) -> pd.DataFrame:
    total = b.fact(b.headline.id, sector=b.all_sectors.code)
    whole = b.fact(b.headline.id, region=b.root.code, sector=b.all_sectors.code)
    codes, rows = [], []
    for sector in b.cat.sectors(level=b.cat.place.structure_level):
        level = b.fact(b.headline.id, sector=sector.code)
        if not level.known and level.status != "suppressed":
            continue
        growth = b.growth(b.headline.id, sector=sector.code)
        base = b.before(b.headline.id, sector=sector.code)
        there = b.fact(b.headline.id, region=b.root.code, sector=sector.code)
        have, all_here = value_of(level), value_of(total)
        quotient = indicators.location_quotient(have, all_here, value_of(there), value_of(whole))
        codes.append(sector.code)
        rows.append((have, value_of(base), value_of(growth), 100 * indicators.share(have, all_here), quotient, level.status))
    columns = dict(zip(("level", "base", "growth", "share", "lq", "status"), zip(*rows, strict=True), strict=True)) if rows else _NO_ROWS
    frame = pd.DataFrame({name: list(values) for name, values in columns.items()}, index=codes)
    frame["pull"] = _pull(b, frame)
    return frame


def value_of(fact: Fact) -> float:
    return fact.value if fact.known else math.nan


def _pull(b: Brief, frame: pd.DataFrame) -> pd.Series:
    """Percentage points that each sector adds to the growth of all: base share times its own (official) growth."""
    base_total = value_of(b.before(b.headline.id, sector=b.all_sectors.code))
    grown = indicators.contribution_from_share(indicators.share(frame["base"], base_total), frame["growth"] / 100)
    # A sector that is new has no growth rate; its whole level (at this year's prices: there is no other) is a gain.
    gained = indicators.contribution_to_growth(frame["level"], frame["base"], total=base_total)
    return 100 * grown.where(frame["base"] != 0, gained)


def own_pull(b: Brief) -> float:
    """Return the pull of the brief's own sector (a set may not be one of the structure level's sectors)."""
    base, total = value_of(b.before(b.headline.id)), value_of(b.before(b.headline.id, sector=b.all_sectors.code))
    return 100 * indicators.contribution_from_share(indicators.share(base, total), value_of(b.growth(b.headline.id)) / 100)


def own_share(b: Brief) -> tuple[float, float]:
    own, total = value_of(b.fact(b.headline.id)), value_of(b.fact(b.headline.id, sector=b.all_sectors.code))
    there = value_of(b.fact(b.headline.id, region=b.root.code))
    whole = value_of(b.fact(b.headline.id, region=b.root.code, sector=b.all_sectors.code))
    return 100 * indicators.share(own, total), indicators.location_quotient(own, total, there, whole)


def own_row(b: Brief) -> str | None:
    """Return the structure-level sector that is the brief's own sector, if it is exactly one."""
    if b.sector.level == b.cat.place.structure_level:
        return b.sector.code
    leaves = set(b.cat.classes(b.sector.code))
    for sector in b.cat.sectors(level=b.cat.place.structure_level):
        if set(b.cat.classes(sector.code)) == leaves:
            return sector.code
    return None


def pull_words(points: float, lang: str) -> str:
    """Return a pull in words: 拉动 / 下拉 X个百分点."""
    shown = number(abs(points), 1)
    if shown == "0.0":
        return "拉动不足0.1个百分点" if lang == "zh" else "less than 0.1 percentage points"
    if lang == "zh":
        return f"{'拉动' if points > 0 else '下拉'}{shown}个百分点"
    return f"{'−' if points < 0 and shown != '0.0' else '+'}{shown} percentage points"


def pull_sentence(b: Brief) -> str:
    """Return what the sector pulls, and what pulls and drags most in the region; “” where it cannot be said."""
    frame, own, zh = sector_frame(b), own_pull(b), b.zh
    known = frame["pull"].dropna().sort_values()
    total = b.growth(b.headline.id, sector=b.all_sectors.code)
    if known.empty or not total.known:
        return ""
    here, parts = naming.here(b), []
    withheld = bool((frame["status"] == "suppressed").any())
    size = "" if math.isnan(own) else number(abs(own), 1)
    if not b.is_total and size == "0.0":
        parts.append(
            f"本行业对{here}工业增长的影响不足<b>0.1个百分点</b>" if zh
            else f"The sector changed growth in {escape(here)} by less than <b>0.1 percentage points</b>"
        )
    elif not b.is_total and size:
        parts.append(
            f"本行业<b>{'下拉' if own < 0 else '拉动'}</b>{here}工业增长<b>{size}个百分点</b>" if zh
            else f"The sector {'took' if own < 0 else 'added'} <b>{size} percentage points</b> {'off' if own < 0 else 'to'} growth in {escape(here)}"
        )
    top, bottom = known.index[-1], known.index[0]
    if float(number(known[top], 1).replace("−", "-")) > 0:
        name = b.cat.sector(top).name("zh") if zh else b.cat.sector(top).short("en")
        parts.append(
            f"{'可公布的行业中，' if withheld else ''}{here}拉动最大的是{escape(name)}（{number(known[top], 1)}个百分点）" if zh
            else f"{'among the sectors disclosed, ' if withheld else ''}the largest pull came from {escape(naming.lower(name))} ({number(known[top], 1, sign=True)})"
        )
    if float(number(known[bottom], 1).replace("−", "-")) < 0:
        name = b.cat.sector(bottom).name("zh") if zh else b.cat.sector(bottom).short("en")
        parts.append(
            f"{'可公布的行业中' if withheld and len(parts) < 2 else ''}下拉最大的是{escape(name)}（{number(abs(known[bottom]), 1)}个百分点）" if zh
            else f"{'among the sectors disclosed, ' if withheld and len(parts) < 2 else ''}the largest drag from {escape(naming.lower(name))} ({number(known[bottom], 1)})"
        )
    if not parts:
        return ""
    if zh:
        return "；".join(parts) + "。"
    text = "; ".join(parts)
    return text[:1].upper() + text[1:] + "."


def share_sentence(b: Brief, *, region_only: bool = False) -> str:
    """Return share and location quotient as a sentence, or the region's total where the sector's is withheld."""
    name = naming.headline_name(b)
    total = b.fact(b.headline.id, sector=b.all_sectors.code)
    if region_only or b.is_total:
        if not total.known or b.is_total:
            return ""
        all_name = b.all_sectors.name(b.lang)
        return (
            f"{naming.here(b)}{escape(all_name)}{escape(name)}为{fact_span(total, b.lang, unit=True)}。" if b.zh
            else f"{escape(name[:1].upper() + name[1:])} of {escape(naming.lower(all_name))} as a whole came to {fact_span(total, b.lang, unit=True)}."
        )
    share, lq = own_share(b)
    if math.isnan(share):
        return ""
    if b.zh:
        return f"占{naming.here(b)}{escape(b.all_sectors.name('zh'))}{escape(name)}的{number(share, 1)}%" + (
            f"，区位商{number(lq, 2)}。" if not math.isnan(lq) and not b.is_root else "。"
        )
    return f"It made up {number(share, 1)}% of {escape(naming.lower(b.all_sectors.name('en')))} {escape(name)} in {escape(naming.here(b))}" + (
        f"; the location quotient is {number(lq, 2)}." if not math.isnan(lq) and not b.is_root else "."
    )
