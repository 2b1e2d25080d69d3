"""What documents say of sectors or regions taken together, worked out anew: totals, shares, pulls, contributions."""

import math
import re
from datetime import date
from decimal import Decimal
from itertools import product

from jianbao.verify.printed import agrees, near, numbers, says, unit
from jianbao.verify.rules import About, rule, sign

__all__ = ["Part", "base_of", "day_of", "gain_of", "parts_of", "points_of", "rate_of", "sum_of", "tenths"]

Part = tuple[str, str]  # region and sector
_TOO_LITTLE = 0.05


# ---- parts and their totals ---------------------------------------------------------------------------------------


def day_of(a: About) -> date:
    """Return the day by which the lists of the claim's period are judged."""
    return date(int(a.claim.period[:4]), int(a.claim.period[5:7] or 12), 28)


def parts_of(a: About, spec: str) -> tuple[list[Part], Part]:
    """Return the cells that a claim's ``versus`` names, and the cell that they are a part of."""
    cat, (region, sector, _) = a.figures.cat, a.where
    what, _, which = spec.partition(":")
    if what == "":
        return [(region, sector)], (region, a.all_sectors)
    if what == "root":
        return [(region, sector)], (a.root, sector)
    if what == "set":
        return [(region, s.code) for s in cat.sectors(level="set", kind=which)], (region, a.all_sectors)
    if what == "areas":
        own = next(c for c in cat.clusters.clusters.values() if c.sector == sector)
        codes = {x.region for x in cat.clusters.areas if x.cluster == own.id and x.role in which.split("+") and x.in_force(day_of(a))}
        return [(c, sector) for c in sorted(codes)], (a.root, sector)
    listed = {p.region for p in cat.clusters.pilots if p.level == which and p.in_force(day_of(a))}
    return [(r.code, sector) for r in cat.regions(level=which) if (r.code in listed) == (what == "pilot")], (a.root, sector)


def _there(a: About, indicator: str, part: Part) -> bool:
    """Whether a part has any figure at all: in a modelled panel a cell that is not there is no enterprise."""
    f, period = a.figures, a.claim.period
    if f.value(indicator, *part, period) is not None or not f.release.modelled:
        return True
    return f.masked(indicator, *part, period) or f.withheld(indicator, *part, period)


def sum_of(a: About, indicator: str, parts: list[Part], *, before: bool = False, period: str = "") -> float | None:
    """Return the total of an indicator over parts, a ratio as total over total; None where one is not known."""
    known = a.figures.cat.indicator(indicator)
    if known.numerator:
        top, bottom = (sum_of(a, i, parts, before=before, period=period) for i in (known.numerator, known.denominator))
        months = int((period or a.claim.period)[5:7] or 12) if known.annualised else 12
        return None if top is None or bottom is None or bottom <= 0 else known.factor * top / bottom * 12 / months
    ask, when = a.figures.base if before else a.figures.value, period or a.claim.period
    there = [p for p in parts if period or _there(a, indicator, p)]
    found = [ask(indicator, *p, when) for p in there]
    if period and a.figures.release.modelled:
        found = [v for p, v in zip(there, found, strict=True) if v is not None or a.figures.withheld(indicator, *p, when) or a.figures.masked(indicator, *p, when)]
    return None if not found or None in found else math.fsum(found)


def base_of(a: About, indicator: str, parts: list[Part]) -> float | None:
    """Return what parts had together a year earlier on comparable figures."""
    return sum_of(a, indicator, parts, before=True)


def gain_of(a: About, indicator: str, parts: list[Part]) -> float | None:
    """Return by how much parts grew together: rates on bases where growth is real, else this year's less the base."""
    if a.figures.cat.indicator(f"{indicator}_growth").price != "comparable":
        now, base = sum_of(a, indicator, parts), base_of(a, indicator, parts)
        return None if now is None or base is None else now - base
    gains = []
    for part in (p for p in parts if _there(a, indicator, p)):
        level, base, rate = (f(n, *part, a.claim.period) for f, n in ((a.figures.value, indicator), (a.figures.base, indicator), (a.figures.value, f"{indicator}_growth")))
        gains.append(level if base == 0 else None if base is None or rate is None else base * rate / 100)
    return None if not gains or None in gains else math.fsum(gains)


def rate_of(a: About, indicator: str, parts: list[Part]) -> float | None:
    """Return the growth of parts together in percent."""
    base, gain = base_of(a, indicator, parts), gain_of(a, indicator, parts)
    return None if base is None or gain is None or base <= 0 or base + gain < 0 else 100 * gain / base


def points_of(a: About, parts: list[Part], whole: Part) -> float | None:
    """Return the percentage points that parts add to the growth of their whole."""
    gain, of = gain_of(a, a.claim.indicator, parts), a.figures.base(a.claim.indicator, *whole, a.claim.period)
    return None if gain is None or of is None or of <= 0 else 100 * gain / of


# ---- claims of them -----------------------------------------------------------------------------------------------


@rule("adds")
def _adds(a: About) -> str:
    """A pull in words; without a way the signed figure of a table."""
    points, shown = points_of(a, *parts_of(a, a.claim.versus)), numbers(a.text)
    if points is None:
        return "" if a.text in ("—", "…") and not a.claim.way else "the panel has no such pull"
    printed = near(points, 1)
    if not a.claim.way:
        right = len(shown) == 1 and shown[0].value in printed and ("+" in a.text) == (shown[0].value > 0)
        return "" if right else f"the panel gives {points:.4g}"
    ways = {"~" if w == "0" else w for w in sign(printed)}
    if a.claim.way not in ways or not says("pull", a.claim.way, a.text):
        return f"the panel gives {points:.4g}"
    wanted = {abs(v) for v in printed} if a.claim.way != "~" else {Decimal("0.1")}
    return _whole_named(a) or ("" if len(shown) == 1 and abs(shown[0].value) in wanted else f"the panel gives {points:.4g}")


@rule("contribution")
def _contribution(a: About) -> str:
    """A contribution rate: none where the whole hardly grew or the parts moved against it; in tenths only where they are near."""
    parts, whole = parts_of(a, a.claim.versus)
    points, rate = points_of(a, parts, whole), a.figures.value(f"{a.claim.indicator}_growth", *whole, a.claim.period)
    stable = points is not None and rate is not None and rate >= _TOO_LITTLE and points > 0
    if a.text in ("—", "…"):
        return "there is a contribution rate" if stable else ""
    if not stable:
        return "the panel has no contribution rate"
    percent, shown = 100 * points / rate, numbers(a.text)
    wrong = tenths(a.text, percent) or (_whole_named(a) if len(a.text) > 8 else "")
    return wrong or ("" if len(shown) == 1 and agrees(percent, shown[0], 1) else f"the panel gives {percent:.4g}")


def tenths(text: str, percent: float) -> str:
    """Return why a number of tenths (近九成) is not that percentage: at most 3 % short, or less than half a tenth beyond."""
    for near_word, digit in re.findall(r"([近超]?)([一二三四五六七八九])成", text):
        exact = 10 * "零一二三四五六七八九".index(digit)
        low, high = {"近": (0.97 * exact, exact), "超": (exact, exact + 5), "": (exact - 0.05, exact + 0.05)}[near_word]
        if not low <= percent <= high:
            return f"{near_word}{digit}成 is not {percent:.1f}%"
    return ""


def _whole_named(a: About) -> str:
    """Return why a text names another whole than the one its parts are of."""
    cat = a.figures.cat
    _, (region, sector) = parts_of(a, a.claim.versus)
    if sector == a.all_sectors:
        name = cat.sector(sector).short("zh") if a.lang == "zh" else "all industry"
        return "" if name in a.text else f"the whole is {name}"
    word = cat.place.region_word(cat.region(region), a.lang)
    return "" if word in a.text else f"the whole is {word}"


@rule("together")
def _together(a: About) -> str:
    parts, whole = parts_of(a, a.claim.versus)
    what, way, i, shown = a.claim.way.rstrip("+-0"), a.claim.way[-1:], a.claim.indicator, numbers(a.text)
    known = a.figures.cat.indicator(i)
    name, factor, least = unit(known, a.lang)
    if what == "value":
        v = sum_of(a, i, parts)
        right = v is not None and len(shown) == 1 and agrees(v * factor, shown[0], least) and a.text.lstrip("−0123456789,. ") == name
        return "" if right else f"the panel gives {v}"
    if what == "rate":
        v = rate_of(a, i, parts)
        return "the panel has no such rate" if v is None else _worded(a, near(v, 1), way, "rate")
    if what == "over":
        own, other = sum_of(a, i, parts), a.figures.value(i, a.claim.region, a.all_sectors, a.claim.period)
        return _above(a, own, other, way)
    period = a.claim.period
    pairs = [(sum_of(a, i, parts), a.figures.value(i, *whole, period)), (base_of(a, i, parts), a.figures.base(i, *whole, period))]
    if what == "share":
        return _share_told(a, *pairs[0], shown)
    found = [None if x is None or y is None or y <= 0 or x < 0 else near(100 * x / y, 1) for x, y in pairs]
    if None in found:
        return "a share is unknown"
    return _worded(a, {x - y for x, y in product(*found)}, way, "moved")


def _share_told(a: About, part: float | None, of: float | None, shown: list) -> str:
    if part is None or of is None or of <= 0 or part < 0:
        return "" if a.text == "—" else "the panel has no such share"
    return "" if len(shown) == 1 and agrees(100 * part / of, shown[0], 1) else f"the panel gives {100 * part / of:.4g}"


def _worded(a: About, sizes: set[Decimal], way: str, kind: str) -> str:
    if way not in sign(sizes) or not says(kind, way, a.text):
        return f"the panel gives {'/'.join(map(str, sorted(sizes)))}"
    shown = numbers(a.text)
    if way == "0":
        return "a number where none belongs" if shown else ""
    return "" if len(shown) == 1 and abs(shown[0].value) in {abs(s) for s in sizes} else f"the panel gives {'/'.join(map(str, sorted(sizes)))}"


def _above(a: About, own: float | None, other: float | None, way: str) -> str:
    if own is None or other is None:
        return "one of the two figures is unknown"
    name, factor, least = unit(a.figures.cat.indicator(a.claim.indicator), a.lang)
    sizes = {x - y for x, y in product(near(own * factor, least), near(other * factor, least))}
    called = a.figures.cat.sector(a.all_sectors).short("zh") if a.lang == "zh" else "all industry"
    if called not in a.text:
        return f"it does not name {called}"
    wanted = ("个百分点" if a.lang == "zh" else "percentage point") if name == "%" else name
    if way != "0" and wanted not in a.text:
        return f"the unit is {wanted}"
    return _worded(a, sizes, way, "gap")


@rule("over")
def _over(a: About) -> str:
    """A difference to all sectors of the region: in words, or without a way the signed figure of a table."""
    own, other = a.value(), a.value(sector=a.all_sectors)
    if a.claim.way:
        return _above(a, own, other, a.claim.way)
    if own is None or other is None:
        return "one of the two figures is unknown"
    _, factor, least = a.unit
    sizes, shown = {x - y for x, y in product(near(own * factor, least), near(other * factor, least))}, numbers(a.text)
    right = len(shown) == 1 and shown[0].value in sizes and ("+" in a.text) == (shown[0].value > 0)
    return "" if right else f"the difference is {'/'.join(map(str, sorted(sizes)))}"
