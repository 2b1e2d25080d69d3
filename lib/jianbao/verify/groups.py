"""Claims about a region among others, or a sector among others, worked out anew: ranks, counts, shares, pulls, shift-share."""

import math
import re
from itertools import product

from jianbao.verify.printed import agrees, bare, near, numbers, says, unit
from jianbao.verify.rules import About, changed, growth_of, rule, sign

__all__ = ["members", "pulls", "ranged", "ranked"]


def _levels(a: About, level: str) -> dict[str, float]:
    """Return the positive levels of the regions of a level."""
    found = {r.code: a.value(region=r.code) for r in a.figures.cat.regions(level=level)}
    return {code: v for code, v in found.items() if v is not None and v > 0}


def ranked(a: About) -> dict[str, float]:
    """Return what is ranked: the regions of a level or those named; growth and ratios whatever their sign, levels above zero."""
    known = a.indicator
    among = a.claim.versus.split(",")
    codes = members(a, among)
    any_sign = known is None or known.kind in ("ratio", "growth")
    found = {code: a.value(region=code) for code in codes}
    return {code: v for code, v in found.items() if v is not None and (any_sign or v > 0)}


def members(a: About, among: list[str]) -> list[str]:
    """Return the regions of a level, of a list (group:ID), of one region (under:CODE), or those that are named."""
    cat, (kind, _, code) = a.figures.cat, among[0].partition(":")
    if kind == "group":
        return list(next((g.members for g in cat.peer_groups() if g.id == code), ()))
    if kind == "under":
        return [r.code for r in cat.regions(level=cat.place.levels[-1], under=code)]
    return [r.code for r in cat.regions(level=kind)] if kind in cat.place.levels else among


def _errors(a: About, values: dict[str, float]) -> tuple[float, dict[str, float]]:
    """Return the printed unit, and the standard error of each figure: what the headline was revised by last."""
    known, headline = a.indicator, a.figures.cat.place.headline
    growth = known is None or known.kind == "growth"
    spread = a.figures.release.revision(a.claim.sector) if a.claim.indicator.removesuffix("_growth") == headline else {}
    unit = 0.1 if growth else 10.0**-known.decimals
    return unit, {code: spread.get("growth", 0.0) if growth else spread.get("level", 0.0) * v for code, v in values.items()}


def ranged(a: About, values: dict[str, float], own: float) -> tuple[int, int]:
    """Return the best and worst rank: a region is surely ahead or behind only beyond the unit and 95 % of both errors."""
    unit, errors = _errors(a, values)
    mine = errors[a.claim.region]
    margin = {code: (unit + 1.96 * math.hypot(mine, errors[code])) * (1 + 1e-9) for code in values}
    ahead = sum(v - own > margin[code] for code, v in values.items())
    return 1 + ahead, len(values) - sum(own - v > margin[code] for code, v in values.items())


@rule("rank")
def _rank(a: About) -> str:
    values = ranked(a)
    own = values.get(a.claim.region)
    if own is None:
        return "the panel has no figure to rank"
    position, (low, high) = 1 + sum(v > own for v in values.values()), ranged(a, values, own)
    shared = sum(v == own for v in values.values()) > 1
    within = f":{low}-{high}" if low < high else ""
    if a.claim.way != f"{position}/{len(values)}{'=' if shared else ''}{within}":
        return f"the panel gives {position}/{len(values)}{'=' if shared else ''}{within}"
    if not a.claim.versus.count(",") and (wrong := a.elsewhere(a.root)):
        return wrong
    place = ("居" * bool(a.claim.versus.count(",")) + f"第{position}位" if a.lang == "zh" else rf"\b{position}(?:st|nd|rd|th)\b") + (rf"\s?[（(]{low}–{high}[）)]" if within else "")
    told, others = [position, *([low, high] if within else [])], a.claim.versus.count(",")
    shown = sorted(int(n.value) for n in numbers(a.text))  # among regions that are named: beside so many others, or that not again
    right = re.search(place, a.text) and shown in ([sorted([*told, others]), sorted(told)] if others else [sorted([*told, len(values)])])
    return "" if right and ("并列" in a.text or "tied" in a.text) == shared else f"the words are not those of {a.claim.way}"


@rule("top")
def _top(a: About) -> str:
    values = _levels(a, a.claim.versus)
    codes = a.claim.way.split(",")
    ordered = sorted(values.values(), reverse=True)[: len(codes)]
    if [values.get(c) for c in codes] != ordered:
        return "the panel gives another order"
    return _named(a, [a.figures.cat.region(c).name(a.lang) for c in codes])


def _named(a: About, names: list[str]) -> str:
    at = [a.text.lower().find(n.lower()) for n in names]
    return "" if -1 not in at and at == sorted(at) else f"it does not name {', '.join(names)} in this order"


@rule("having")
def _having(a: About) -> str:
    n = len(_levels(a, a.claim.versus))
    shown = [int(p.value) for p in numbers(a.text)]
    return "" if a.claim.way == str(n) and shown == [n] else f"the panel gives {n}"


@rule("count")
def _count(a: About) -> str:
    cat, c, among = a.figures.cat, a.claim, a.claim.versus
    if among == "sectors":
        rates = [growth_of(a, c.region, s.code, c.period) for s in cat.brief_sectors()]
    else:
        some = _levels(a, among[:-1]) if among.endswith("+") else [r.code for r in cat.regions(level=among)]
        rates = [growth_of(a, code, c.sector, c.period) for code in some]
    printed = [sign(near(r, 1)) for r in rates if r is not None]
    up, down = sum("+" in p for p in printed), sum("-" in p for p in printed)
    if c.way != f"{len(printed)}/{up}/{down}":
        return f"the panel gives {len(printed)}/{up}/{down}"
    return "" if _counts_told(a, len(printed), up, down) else f"the words are not those of {c.way}"


def _counts_told(a: About, n: int, up: int, down: int) -> bool:
    """Return whether a text tells how many there are and how many of them grew, fell and stayed; none is left unsaid."""
    verbs = ("增长", "下降", "持平") if a.lang == "zh" else ("grew", "fell", "unchanged")
    some = {verb: k for verb, k in zip(verbs, (up, down, n - up - down), strict=True) if k}
    if {v for v in verbs if v in a.text} != set(some):
        return False
    shown = [int(p.value) for p in numbers(a.text)]
    if len(some) < 2:
        return shown == [n] if n > 1 else shown in ([], [n])
    told = {verb: int(k) for k, verb in re.findall(rf"(\d+) ?个?(?:was |were )?({'|'.join(verbs)})", a.text)}
    return told == some and shown[0] == n


# ---- a sector among the sectors -------------------------------------------------------------------------------


def _part(part: float | None, whole: float | None) -> float | None:
    return None if part is None or whole is None or part < 0 or whole <= 0 else part / whole


@rule("share")
def _share(a: About) -> str:
    whole = a.value(sector=a.all_sectors) if a.claim.versus == "region" else a.value(region=a.root)
    return a.elsewhere(a.claim.region if a.claim.versus == "region" else a.root) or _one(a, _part(a.value(), whole), 100, 1)


@rule("quotient")
def _quotient(a: About) -> str:
    here = _part(a.value(), a.value(sector=a.all_sectors))
    there = _part(a.value(region=a.root), a.value(region=a.root, sector=a.all_sectors))
    return _one(a, None if here is None or not there else here / there, 1, 2)


def _one(a: About, value: float | None, factor: int, decimals: int) -> str:
    shown = numbers(a.text)
    if a.text in ("…", "—"):
        withheld = a.figures.withheld(a.claim.indicator, *a.where)
        return "" if value is None and withheld == (a.text == "…") else "there is a figure"
    if value is None:
        return "the panel has no such share"
    return "" if len(shown) == 1 and agrees(factor * value, shown[0], decimals) else f"the panel gives {factor * value:.6g}"


def pulls(a: About) -> dict[str, float]:
    """Return the percentage points of each sector of the structure level."""
    found, (region, _, period) = {}, a.where
    total = a.figures.base(a.claim.indicator, region, a.all_sectors, period)
    for sector in a.figures.cat.sectors(level=a.figures.cat.place.structure_level):
        level, base = a.value(sector=sector.code), a.figures.base(a.claim.indicator, region, sector.code, period)
        points = _points(base, total, growth_of(a, region, sector.code, period))
        if base == 0 and level is not None and total:
            points = 100 * level / total
        if points is not None and level is not None:
            found[sector.code] = points
    return found


def _points(base: float | None, total: float | None, growth: float | None) -> float | None:
    part = _part(base, total)
    return None if part is None or growth is None or growth < -100 else part * growth


@rule("pull")
def _pull(a: About) -> str:
    """A pull in words; without a way the signed figure of a table, where ``~`` before sectors is what they leave."""
    region, sector, period = a.where
    if not a.claim.way:
        return _pull_cell(a)
    bases = [a.figures.base(a.claim.indicator, region, s, period) for s in (sector, a.all_sectors)]
    points = _points(*bases, growth_of(a, *a.where))
    if points is None:
        return "the panel has no such pull"
    printed = near(points, 1)
    ways = {"~" if w == "0" else w for w in sign(printed)}
    shown = numbers(a.text)
    if a.claim.way not in ways or not says("pull", a.claim.way, a.text):
        return f"the panel gives {points:.4g}"
    if (wrong := a.elsewhere(region)) or "下降" in a.text:
        return wrong or "a pull is on growth"
    wanted = {abs(v) for v in printed} if a.claim.way != "~" else {near(0.1, 1).pop()}
    return "" if len(shown) == 1 and abs(shown[0].value) in wanted else f"the panel gives {points:.4g}"


def _pull_cell(a: About) -> str:
    region, sector, period = a.where
    found = a.figures.once(("pulls", a.claim.indicator, region, period), lambda: pulls(a))
    codes = sector.removeprefix("~").split(",")
    if any(c not in found for c in codes):
        return "the panel has no such pull"
    points = found[sector] if sector in found else (growth_of(a, region, a.all_sectors, period) or 0.0) - sum(found[c] for c in codes)
    shown = numbers(a.text)
    right = len(shown) == 1 and shown[0].value in near(points, 1) and ("+" in a.text) == (shown[0].value > 0)
    return "" if right else f"the panel gives {points:.4g}"


@rule("most")
def _most(a: About) -> str:
    found, way, code = pulls(a), a.claim.way[:1], a.claim.way[1:]
    if code not in found:
        return "the panel has no such pull"
    best = max(found.values()) if way == "+" else min(found.values())
    if abs(found[code] - best) > 1e-9 * max(1, abs(best)):
        return "another sector does so more"
    sector, shown = a.figures.cat.sector(code), numbers(a.text)
    problem = _named(a, [sector.name("zh") if a.lang == "zh" else sector.short("en")]) or a.elsewhere(a.claim.region)
    if problem or not says("most", way, a.text):
        return problem or f"the words are not those of {way!r}"
    right = len(shown) == 1 and abs(shown[0].value) in {abs(v) for v in near(best, 1)} and (best > 0) == (way == "+")
    return "" if right else f"the panel gives {best:.4g}"


@rule("mix")
def _mix(a: About) -> str:
    total = a.value(sector=a.all_sectors)
    parts = {s.code: _part(a.value(sector=s.code), total) for s in a.figures.cat.sectors(level=a.figures.cat.place.structure_level)}
    known = {code: v for code, v in parts.items() if v is not None}
    codes = a.claim.way.split(",")
    largest = sorted(known.values(), reverse=True)[:3]
    if [known.get(c) for c in codes] != largest:
        return "the panel gives other sectors"
    sums = {sum(printed) for printed in product(*(near(100 * v, 1) for v in largest))}  # of the shares as the table prints them
    if a.lang == "zh" and len(codes) > 1 and f"居前{'两三'[len(codes) - 2]}位，合计" not in a.text:
        return "it does not say how many stand in front"
    problem = _named(a, [a.figures.cat.sector(c).short(a.lang) for c in codes]) or _tenths(a.text, float(min(sums))) or a.elsewhere(a.claim.region)
    return problem or ("" if len(shown := numbers(a.text)) == 1 and shown[0].value in sums else f"the printed shares add up to {min(sums)}")


def _tenths(text: str, percent: float) -> str:
    """Return why a number of tenths (近六成) is not that percentage."""
    found = re.search(r"([近超]?)([三四五六七八九])成", text)
    if not found:
        return ""
    exact = 10 * "零一二三四五六七八九".index(found[2])
    low, high = {"近": (0.97 * exact, exact), "超": (exact, 1.1 * exact), "": (exact, exact)}[found[1]]
    return "" if low <= percent <= high else f"{found[0]} is not {percent:.1f}%"


@rule("shift")
def _shift(a: About) -> str:
    cat, then, (region, sector, now) = a.figures.cat, a.claim.versus, a.where
    total = sector == a.all_sectors
    codes = [s.code for s in cat.sectors(level=cat.place.structure_level)] if total else [sector]
    absent = 0.0 if a.figures.release.modelled else None

    def level(where: str, code: str, period: str) -> float | None:
        found = a.value(region=where, sector=code, period=period)
        if found is None and not a.figures.masked(a.claim.indicator, where, code, period):
            return absent if not a.figures.withheld(a.claim.indicator, where, code, period) else None
        return found

    here = [(level(region, c, then), level(region, c, now)) for c in codes]
    there = [(level(a.root, c, then), level(a.root, c, now)) for c in codes]
    whole = [a.value(region=a.root, sector=a.all_sectors, period=p) for p in (then, now)]
    if None in (*whole, *(v for pair in (*here, *there) for v in pair)) or whole[0] <= 0:
        return "a figure is unknown"
    overall, sums = whole[1] / whole[0], dict.fromkeys(("change", "share", "mix", "regional"), 0.0)
    for (r0, r1), (n0, n1) in zip(here, there, strict=True):
        own = n1 / n0 if n0 > 0 else overall
        sums["change"] += r1 - r0
        sums["share"] += r0 * (overall - 1)
        sums["mix"] += r0 * (own - overall)
        sums["regional"] += r1 - r0 * own
    _, factor, least = unit(cat.indicator(a.claim.indicator), a.lang)
    value, shown = sums[a.claim.way] * factor, numbers(a.text)
    return "" if len(shown) == 1 and agrees(value, shown[0], least) else f"the panel gives {value:.6g}"


@rule("none")
def _none(a: About) -> str:
    value, c = a.value(), a.claim
    if bare(a.text) and numbers(a.text):
        return "a number where none belongs"
    if c.way == "s":
        return "" if a.figures.withheld(c.indicator, *a.where) else "the panel does not withhold it"
    if a.figures.masked(c.indicator, *a.where):
        return "names a suppressed cell as if there were none"
    if c.versus == "level":
        return "" if value is None or value == 0 else f"the panel has {value:.6g}"
    if c.versus == "growth":
        known = a.indicator
        rate = changed(a) if known is not None and known.kind in ("ratio", "count") else growth_of(a, *a.where)
        before = [p for p in a.figures.periods if p < c.period]
        return "" if rate is None or not before else "the panel has a rate"
    shares = [_part(a.value(sector=s.code), a.value(sector=a.all_sectors)) for s in a.figures.cat.sectors(level=a.figures.cat.place.structure_level)]
    if c.sector == a.all_sectors and value is not None and value > 0:
        return "" if all(s is None for s in shares) else "the panel has shares"
    return "" if value is None or value <= 0 else "the panel has a share"
