"""Cells of tables, captions and notes: positions and their ranges, differences, peers, how many are left out."""

import math
import re
from dataclasses import replace
from decimal import Decimal

from jianbao.catalogue.period import Period
from jianbao.verify.figures import year_ago
from jianbao.verify.groups import ranged, ranked
from jianbao.verify.printed import agrees, near, numbers, places, rounded
from jianbao.verify.rules import About, rule

__all__ = []

_PEERS, _WIDEST = 10, 3.0
_PARTS = {"share": ("{}增长分量", "Growth of {}"), "mix": ("行业结构分量", "Industry mix"), "regional": ("地区竞争力分量", "Regional shift"), "change": ("合计变动", "Change")}


def _ints(text: str) -> list[int]:
    return [int(n.value) for n in numbers(text)]


@rule("label")
def _label(a: About) -> str:
    """The name at the head of a row: of the region, the sector or the period that the row's figures are of."""
    c, cat = a.claim, a.figures.cat
    key = c.versus or {"region": c.region, "sector": c.sector, "period": c.period}[c.way]
    if key in _PARTS:
        whole = cat.place.reference_name("zh") if a.lang == "zh" else cat.region(a.root).name("en")
        told = _PARTS[key][a.lang != "zh"].format(whole)
        return "" if a.text == told else f"the row is {told}"
    if key.startswith("~"):
        return "" if a.text.startswith(("其余", "All others")) else "the row is what is left"
    if key in cat.all_regions:
        names = {cat.region(key).name(a.lang), cat.region(key).short(a.lang)}
    elif key in cat.all_indicators:
        names = {cat.indicator(key).name(a.lang), cat.indicator(key).short(a.lang)}
    elif key in cat.all_sectors:
        names = {cat.sector(key).name(a.lang), cat.sector(key).short(a.lang)}
    else:
        names = {Period.parse(key).label(a.lang, "cumulative")}
    return "" if a.text.rstrip(" ※*") in names else f"the row is {' or '.join(sorted(names))}"


@rule("diff")
def _diff(a: About) -> str:
    """A signed difference to another region, from the two figures as printed."""
    own, other, shown = a.value(), a.value(region=a.claim.versus), numbers(a.text)
    if own is None or other is None:
        return "" if a.text == "—" else "one of the two figures is unknown"
    name, factor, least = a.unit
    sizes = {x - y for x in _as_printed(own * factor, least, name) for y in _as_printed(other * factor, least, name)}
    right = len(shown) == 1 and shown[0].value in sizes and ("+" in a.text) == (shown[0].value > 0)
    return "" if right else f"the difference is {'/'.join(map(str, sorted(sizes)))}"


def _as_printed(value: float, least: int, name: str) -> set[Decimal]:
    return near(value, places(value, least, name))


# ---- ranks --------------------------------------------------------------------------------------------------------


@rule("place")
def _place(a: About) -> str:
    """A position in a table; way: position, range, ranked, both (position, = where shared, range in brackets)."""
    values = a.figures.once(("ranked", a.claim.indicator, a.claim.sector, a.claim.period, a.claim.versus), lambda: ranked(a))
    own = values.get(a.claim.region)
    if a.claim.way == "ranked":
        return "" if a.text == str(len(values)) else f"{len(values)} are ranked"
    if own is None:
        return "" if a.text == "—" else "there is no figure to rank"
    position, (low, high) = 1 + sum(v > own for v in values.values()), ranged(a, values, own)
    within = str(low) if low == high else f"{low}–{high}"
    if a.claim.way == "both":
        shared = sum(v == own for v in values.values()) > 1
        told = f"{position}{'=' if shared else ''}{'' if low == high else f'（{within}）' if a.lang == 'zh' else f' ({within})'}"
    else:
        told = str(position) if a.claim.way == "position" else within
    return "" if a.text == told else f"the panel gives {told}"


@rule("ranked")
def _ranked_then(a: About) -> str:
    """How the rank stood a year ago: risen or fallen only where the two ranges share no position."""
    then, zh = a.claim.versus, a.lang == "zh"
    level = a.figures.cat.region(a.claim.region).level
    tables = []
    for period in (a.claim.period, then):
        other = About(a.figures, replace(a.claim, versus=level, period=period), a.text, a.lang)
        values = ranked(other)
        own = values.get(a.claim.region)
        if own is None:
            return "there is no figure to rank"
        tables.append((1 + sum(v > own for v in values.values()), *ranged(other, values, own)))
    if then != year_ago(a.claim.period):
        return "it is not a year earlier"
    (now, low, high), (before, low_, high_) = tables
    shown = [before, *([low_, high_] if low_ < high_ else [])]
    if _ints(a.text) != shown:
        return f"a year earlier it was {before} ({low_}–{high_})"
    if zh and ("上年同期" in a.text) == (then[4:] in ("", "-12")):
        return "a part of a year stands against the same part of the last"
    same = ("也居", " too")[not zh] in a.text
    if same != (now == before):
        return f"the position was {before} and is {now}"
    if same:
        return ""
    words = {"前移": "moved up", "后移": "moved down", "不判断": "no move is claimed"}
    want = "前移" if high < low_ else "后移" if low > high_ else "不判断"
    told = [w for w, en in words.items() if (w if zh else en) in a.text]
    return "" if told == [want] else f"the ranges {low}–{high} and {low_}–{high_} say otherwise"


@rule("error")
def _error(a: About) -> str:
    """The standard deviation of the last revision of growth."""
    spread = a.figures.release.revision(a.claim.sector).get("growth")
    shown = numbers(a.text)
    return "" if spread is not None and len(shown) == 1 and agrees(spread, shown[0], 1) else f"the release has {spread}"


@rule("left")
def _left(a: About) -> str:
    """How many regions of a level have a figure that ranks, and why the others have none; versus: the level."""
    f, zh = a.figures, a.lang == "zh"
    regions = [r.code for r in f.cat.regions(level=a.claim.versus)]
    values = {c: a.value(region=c) for c in regions}
    having = sum(v is not None and v > 0 for v in values.values())
    withheld = sum(v is None and f.withheld(a.claim.indicator, c, a.claim.sector, a.claim.period) for c, v in values.items())
    negative = sum(v is not None and v < 0 for v in values.values())
    told = {"不公布": withheld, "为负": negative} if zh else {"withheld": withheld, "negative": negative}
    for word, n in told.items():
        found = re.search(rf"(\d+)个{word}" if zh else rf"(\d+) {word}", a.text)
        if n != (int(found[1]) if found else 0):
            return f"{n} are {word}"
    shown, none = _ints(a.text), len(regions) - having - withheld - negative
    if bool(none) != any(w in a.text for w in ("个没有该行业", "个无数据", "without a figure")):
        return f"{none} have no figure"
    wanted = ([having] if a.claim.way != "rest" else []) + [n for n in (withheld, negative, none) if n]
    return "" if shown == wanted else f"the panel gives {wanted}"


@rule("plotted")
def _plotted(a: About) -> str:
    """How many regions have a level above zero and a growth rate."""
    regions = [r.code for r in a.figures.cat.regions(level=a.claim.versus)]
    level = a.claim.indicator
    n = sum((v := a.value(region=c)) is not None and v > 0 and a.figures.value(f"{level}_growth", c, a.claim.sector, a.claim.period) is not None for c in regions)
    return "" if _ints(a.text) == [n] else f"{n} have both"


# ---- peers --------------------------------------------------------------------------------------------------------


def _year(a: About) -> str:
    """Return the last whole year before the newest, by whose structure peers are chosen."""
    whole = [p for p in a.figures.periods if p[4:] in ("", "-12", "Q4")]
    before = [p for p in whole if p[:4] < a.figures.periods[-1][:4]]
    return before[-1] if before else whole[0]


def _mix(a: About, region: str, year: str) -> tuple[float | None, dict[str, float]]:
    """Return a region's size and the shares of its sectors; what they leave open of the total is a sector of its own."""
    f = a.figures
    total = f.value(f.cat.place.headline, region, a.all_sectors, year)
    parts = {s.code: max(0.0, f.value(f.cat.place.headline, region, s.code, year) or 0.0) for s in f.cat.sectors(level=f.cat.place.structure_level)}
    parts[""] = max(0.0, (total or 0.0) - sum(parts.values()))
    whole = sum(parts.values())
    return total, {k: v / whole for k, v in parts.items()} if whole > 0 else {}


def _peers(a: About) -> list[tuple[str, float, float]]:
    """Return the ten nearest of the region's level and of a third to three times its size: code, difference, relative size."""
    f, own, year = a.figures, a.claim.region, _year(a)
    mixes = f.once(("mixes", f.cat.region(own).level, year), lambda: {r.code: _mix(a, r.code, year) for r in f.cat.regions(level=f.cat.region(own).level)})
    size, mine = mixes[own]
    if not size or size <= 0:
        return []
    found = []
    for code, (other, mix) in mixes.items():
        if code != own and other and other > 0 and 1 / _WIDEST <= other / size <= _WIDEST and mix:
            found.append((code, math.fsum(abs(mix[k] - mine[k]) for k in mine), other / size))
    return sorted(found, key=lambda p: (round(p[1], 12), p[0]))[:_PEERS]


def _listed(a: About) -> list[tuple[str, float, float]]:
    return a.figures.once(("peers", a.claim.region), lambda: _peers(a))


@rule("peer")
def _peer(a: About) -> str:
    """A peer's difference of structure or size over the page's own; versus: the page's region, way: distance or size."""
    if a.claim.region == a.claim.versus:
        return "" if a.text == ("—" if a.claim.way == "distance" else "1.00") else "it is the region itself"
    own = About(a.figures, replace(a.claim, region=a.claim.versus), a.text, a.lang)
    peer = next((p for p in _listed(own) if p[0] == a.claim.region), None)
    if peer is None:
        return "it is not among the regions of like structure"
    value, shown = peer[1 if a.claim.way == "distance" else 2], numbers(a.text)
    # The release keeps three decimals of a difference and two of a size.
    kept = float(rounded(value, 3)) if a.claim.way == "distance" else value
    return "" if len(shown) == 1 and (agrees(kept, shown[0], 2) or agrees(value, shown[0], 2)) else f"the panel gives {value:.4g}"


@rule("chosen")
def _chosen(a: About) -> str:
    """By which year peers were chosen, and how many of them lack the sector; versus: those that are shown."""
    year, level, zh = _year(a), a.claim.indicator, a.lang == "zh"
    shown = a.claim.versus.split(",")
    having, without = [], 0
    for code, _, _ in _listed(a):
        if a.figures.value(level, code, a.claim.sector, a.claim.period) is not None or a.figures.withheld(level, code, a.claim.sector, a.claim.period) and a.figures.audience != "public":
            having.append(code)
        else:
            without += 1
    if shown != having[: len(shown)] or len(shown) != min(5, len(having)):
        return f"the nearest are {', '.join(having[:5])}"
    if year[:4] not in a.text:
        return f"the structure is that of {year[:4]}"
    found = re.search(r"其中(\d+)个", a.text) if zh else re.search(r"\. (\d+) with", a.text)
    return "" if without == (int(found[1]) if found else 0) else f"{without} are without the sector"


@rule("listed")
def _listed_in_part(a: About) -> str:
    """A list of regions of which only a part is known; versus: group and its id."""
    group = next(g for g in a.figures.cat.peer_groups() if f"group:{g.id}" == a.claim.versus)
    return "" if not group.complete and _ints(a.text) == [len(group.members), *([group.expected] if group.expected else [])] else f"{len(group.members)} are known"


@rule("lacks")
def _lacks(a: About) -> str:
    """Why there is no shift-share: how many of the region's own figures are withheld, not there (or not possible) or below zero."""
    f, cat, (region, sector, now) = a.figures, a.figures.cat, a.where
    codes = [s.code for s in cat.sectors(level=cat.place.structure_level)] if sector == a.all_sectors else [sector]
    cells = [(a.claim.indicator, region, code, period) for period in (a.claim.versus, now) for code in codes]
    withheld = sum(f.withheld(*c) for c in cells)
    negative = sum((v := f.value(*c)) is not None and v < 0 for c in cells)
    shown, known = _ints(a.text), {"不公布": withheld, "withheld": withheld, "为负": negative, "negative": negative}
    if not shown:  # the whole's figures are at fault
        return "" if not withheld + negative and ("对照的数" in a.text or "of the whole" in a.text) else f"{withheld} are withheld, {negative} negative"
    if a.lang == "en":
        if shown[:1] != [len(cells)]:
            return f"it needs {len(cells)} figures"
        shown = shown[1:]
    for word, n in known.items():
        told = re.search(rf"(\d+) ?个?{word}", a.text)
        if told and int(told[1]) != n:
            return f"{n} are {word}"
    if any(n and word not in a.text for word, n in known.items() if (word[0] > "z") == (a.lang == "zh")):
        return f"{withheld} are withheld, {negative} negative"
    rest = [n for n in shown if n not in (withheld, negative)]
    return "" if shown and sum(rest) <= len(cells) - withheld - negative else "so many figures there are not"
