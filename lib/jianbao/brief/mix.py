"""The sector mix of a region: levels, shares, quotients and pulls as numbers, and the sentences about them."""

import math

import pandas as pd

from jianbao import indicators
from jianbao.brief import naming, words
from jianbao.brief.context import Brief
from jianbao.brief.said import Markup, capital, claim, claim_of, claimed_value, say
from jianbao.claims import Claim
from jianbao.facts import Fact, number, rounded

__all__ = ["own_pull", "own_row", "own_share", "pull_claim", "pull_sentence", "pull_words", "sector_frame", "share_sentence", "value_of"]

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
        return "影响不足0.1个百分点" if lang == "zh" else "less than 0.1 percentage points"
    size = words.points(rounded(points, 1), lang)
    if lang == "zh":
        return f"{'拉动' if points > 0 else '下拉'}{size}"
    return f"{'−' if points < 0 else '+'}{size}"


def pull_claim(b: Brief, points: float) -> Claim:
    """Return what a sentence claims that states the pull of the brief's own sector."""
    shown = rounded(points, 1)
    return claim_of(b.fact(b.headline.id), "pull", way="+" if shown > 0 else "-" if shown < 0 else "~")


def pull_sentence(b: Brief) -> Markup:
    """Return what the sector pulls, and what pulls and drags most in the region; “” where it cannot be said."""
    frame = sector_frame(b)
    known = frame["pull"].dropna().sort_values()
    if known.empty or not b.growth(b.headline.id, sector=b.all_sectors.code).known:
        return Markup("")
    withheld = bool((frame["status"] == "suppressed").any())
    parts = [own] if (own := _own_pull_words(b)) else []
    for sign in (1, -1):
        if _is_most(known, sign):
            parts.append(_most(b, known, sign, withheld, named=len(parts)))
            withheld = False  # the scope is said once
    if not parts:
        return Markup("")
    return Markup("；").join(parts) + "。" if b.zh else capital(Markup("; ").join(parts)) + "."


def _own_pull_words(b: Brief) -> Markup:
    own, here = own_pull(b), naming.here(b)
    if b.is_total or math.isnan(own):
        return Markup("")
    what, down = pull_claim(b, own), own < 0
    size = words.points(rounded(0.1 if what.way == "~" else own, 1), b.lang)
    if what.way == "~":
        text = f"本行业对{here}工业增长的影响不足{size}" if b.zh else f"The sector changed growth in {here} by less than {size}"
    elif b.zh:
        text = f"本行业{'下拉' if down else '拉动'}{here}工业增长{size}"
    else:
        text = f"The sector {'took' if down else 'added'} {size} {'off' if down else 'to'} growth in {here}"
    return claim(b, _strong_number(text, size), what)


def _strong_number(text: str, size: str) -> Markup:
    before, after = text.rsplit(size, 1)
    return say("{}<b>{}</b>{}", before, size, after)


def _is_most(known: pd.Series, sign: int) -> bool:
    """Return whether a sector pulls (sign 1) or drags (−1) by a printed number."""
    return rounded(known.iloc[-1 if sign > 0 else 0], 1) * sign > 0


def _most(b: Brief, known: pd.Series, sign: int, withheld: bool, named: int) -> Markup:
    """Return which sector pulls (sign 1) or drags (−1) most; *withheld* with the words that it is among those disclosed.

    *named* is how many parts of the sentence stand before: the first names the growth that is pulled.
    """
    code = known.index[-1 if sign > 0 else 0]
    sector = b.cat.sector(code)
    size = number(abs(known[code]), 1)
    what = claim_of(b.fact(b.headline.id), "most", way=f"{'+' if sign > 0 else '-'}{code}")
    if b.zh:
        among = "可公布的行业中，" if withheld else "各行业中" if named == 1 and sign > 0 else ""
        of = "" if named else f"对{naming.here(b)}工业增长"
        return claim(b, f"{among}{of}{'拉动' if sign > 0 else '下拉'}最大的是{sector.name('zh')}（{size}个百分点）", what)
    among = "among the sectors disclosed, " if withheld else ""
    verb = "pull came from" if sign > 0 else "drag from"
    return claim(b, f"{among}the largest {verb} {naming.lower(sector.short('en'))} ({'+' if sign > 0 else '−'}{size})", what)


def share_sentence(b: Brief, *, region_only: bool = False) -> Markup:
    """Return share and location quotient as a sentence, or the region's total where the sector's is withheld."""
    name, all_name = naming.headline_name(b), naming.all_name(b)
    total = b.fact(b.headline.id, sector=b.all_sectors.code)
    if region_only or b.is_total:
        if not total.known or b.is_total:
            return Markup("")
        if b.zh:
            return say("{}{}{}为{}。", naming.here(b), all_name, name, claimed_value(b, total))
        return say("{} of {} as a whole came to {}.", name[:1].upper() + name[1:], naming.lower(all_name), claimed_value(b, total))
    share, lq = own_share(b)
    if math.isnan(share):
        return Markup("")
    own = b.fact(b.headline.id)
    part = f"占{naming.here(b)}{all_name}{name}的{number(share, 1)}%" if b.zh else f"It made up {number(share, 1)}% of {naming.lower(all_name)} {name} in {naming.here(b)}"
    text = claim(b, part, claim_of(own, "share", versus="region"))
    if not math.isnan(lq) and not b.is_root:
        quotient = f"区位商{number(lq, 2)}" if b.zh else f"the location quotient is {number(lq, 2)}"
        text += say("，{}" if b.zh else "; {}", claim(b, quotient, claim_of(own, "quotient")))
    return text + ("。" if b.zh else ".")
