"""Counters and spreads of documents, worked out anew: how many sectors passed a test, fastest and slowest, opening phrases."""

import re
import statistics
from decimal import Decimal
from itertools import product

from jianbao.verify.printed import agrees, near, numbers, says
from jianbao.verify.rules import About, growth_of, rule, sign
from jianbao.verify.together import base_of, parts_of, points_of, rate_of, sum_of

__all__ = []

# ---- counters -----------------------------------------------------------------------------------------------------

_COUNTED = {
    "grew": (("增长",), ("grew",)), "double": (("两位数增长",), ("10% or more",)), "faster": (("快于",), ("faster than",)),
    "better": (("劳动生产率", "高于上年同期"), ("labour productivity", "higher than a year earlier")),
}


@rule("sectors")
def _sectors(a: About) -> str:
    """How many of the sectors that get briefs passed a test, and of how many that is known."""
    cat, test, (region, _, period) = a.figures.cat, a.claim.versus, a.where
    every = cat.brief_sectors()
    if test == "better":
        i, places = a.claim.indicator, cat.indicator(a.claim.indicator).decimals
        pairs = [(a.figures.value(i, region, s.code, period), a.figures.base(i, region, s.code, period)) for s in every]
        hits = [max(near(x, places)) > min(near(y, places)) for x, y in pairs if x is not None and y is not None]
    else:
        rates = [growth_of(a, region, s.code, period) for s in every]
        of = growth_of(a, region, a.all_sectors, period)
        least = {"grew": Decimal("0.1"), "double": Decimal(10)}.get(test) or (max(near(of, 1)) + Decimal("0.1") if of is not None else Decimal("Infinity"))
        hits = [max(near(r, 1)) >= least for r in rates if r is not None]
    n, k = len(hits), sum(hits)
    if a.claim.way != f"{k}/{n}":
        return f"the panel gives {k}/{n}"
    words = _COUNTED[test][a.lang != "zh"]
    if not all(w in a.text for w in words):
        return f"the words are not those of {test}"
    return _counts_told(a, n, k, len(every), test)


def _counts_told(a: About, n: int, k: int, every: int, test: str) -> str:
    """Return why a text does not tell k of n: all, none, or the number; where some are unknown it says so."""
    shown = [int(x.value) for x in numbers(a.text.replace("10% or more", ""))]
    head = [] if test in ("double", "faster") else [n]
    if a.lang != "zh":
        return "" if sorted(shown) == sorted([*head, k]) else f"{k} of {n}"
    if (n < every) != ("有可比增速的" in a.text) and head:
        return f"{n} of {every} are known"
    if k == n and head:
        return "" if shown == head and "均" in a.text and "不" not in a.text and "未" not in a.text else f"all of {n}"
    if k == 0:
        return "" if shown == head and re.search("没有|均未|均不", a.text) else "none of them"
    return "" if shown == [*head, k] and not re.search("均|没有", a.text) else f"{k} of {n}"


@rule("fourfold")
def _fourfold(a: About) -> str:
    parts, _ = parts_of(a, a.claim.versus)
    rates = [rate_of(a, i, parts) for i in a.claim.indicator.split(",")]
    if None in rates:
        return "a rate is unknown"
    n, k = len(rates), sum(max(near(r, 1)) >= 10 for r in rates)
    if a.claim.way != f"{k}/{n}":
        return f"the panel gives {k}/{n}"
    shown = [int(x.value) for x in numbers(a.text.replace("10% or more", ""))]
    if a.lang != "zh":
        return "" if shown == [k, n] else f"{k} of {n}"
    if k in (0, n):
        return "" if shown == ([] if k else [n]) and ("均未" in a.text) == (k == 0) and "均" in a.text else f"{k} of {n}"
    return "" if shown == [n, k] and "均" not in a.text else f"{k} of {n}"


@rule("drags")
def _drags(a: About) -> str:
    """How many sectors of the region (or regions of the place) take from growth, of those with comparable figures."""
    cat, (region, sector, _), level = a.figures.cat, a.where, a.claim.versus
    if level == "sectors":
        cells = [[(region, s.code)] for s in cat.sectors(level=cat.place.structure_level)]
        whole = (region, a.all_sectors)
    else:
        cells, whole = [[(r.code, sector)] for r in cat.regions(level=level)], (a.root, sector)
    found = [v for c in cells if (v := points_of(a, c, whole)) is not None]
    n, k = len(found), sum(v < -1e-9 for v in found)
    if a.claim.way != f"{k}/{n}":
        return f"the panel gives {k}/{n}"
    return "" if [int(x.value) for x in numbers(a.text)] == ([n, k] if k else [n]) else f"{k} of {n}"


# ---- between regions ----------------------------------------------------------------------------------------------


def _regions(a: About) -> list[str]:
    """Return the regions that ``versus`` names; those of a level under the claim's own region."""
    kind, _, code = a.claim.versus.partition(":")
    if kind == "under":
        return [r.code for r in a.figures.cat.children(code)]
    return [r.code for r in a.figures.cat.regions(level=kind)]


@rule("range")
def _range(a: About) -> str:
    rates = {c: v for c in _regions(a) if (v := a.value(region=c)) is not None and a.figures.value(a.claim.indicator.removesuffix("_growth"), c, *a.where[1:]) is not None}
    best, _, worst = a.claim.way.partition(",")
    if best not in rates or worst not in rates:
        return "the panel has no such rates"
    high, low = max(max(near(v, 1)) for v in rates.values()), min(min(near(v, 1)) for v in rates.values())
    if high not in near(rates[best], 1) or low not in near(rates[worst], 1):
        return "other regions grew fastest and slowest"
    names = [a.figures.cat.region(c).name(a.lang) for c in (best, worst)]
    at = [a.text.find(n) for n in names]
    if -1 in at or at != sorted(at):
        return f"it does not name {' and '.join(names)}"
    wanted = [abs(v) for v in (high, low) if v] + [high - low]
    for value, start, end in ((high, at[0], at[1]), (low, at[1], None)):
        if not says("rate", "+" if value > 0 else "-" if value < 0 else "0", a.text[start:end].split("相差")[0]):
            return f"the rates are {high} and {low}"
    return "" if [n.value for n in numbers(a.text)] == wanted else f"the rates are {high} and {low}"


@rule("variation")
def _variation(a: About) -> str:
    values = [v for c in _regions(a) if (v := a.value(region=c)) is not None and v > 0]
    if len(values) < 2:
        return "too few regions have a figure"
    cv, shown = statistics.pstdev(values) / statistics.fmean(values), numbers(a.text)
    named = a.indicator.short(a.lang).lower() in a.text.lower()
    return "" if named and len(shown) == 1 and agrees(cv, shown[0], 2) else f"the panel gives {cv:.4g}"


@rule("lead")
def _lead(a: About) -> str:
    """The phrase that opens a point: what it says is what the figure of its topic did."""
    topic, way, text = a.claim.versus, a.claim.way, a.text
    if numbers(text):
        return "a number in a heading"
    ways = _LEAD[topic](a)
    if way not in ways:
        return f"the panel gives {'/'.join(sorted(ways))}"
    words = _LEAD_WORDS[topic][way][a.lang != "zh"]
    who = _about(a, topic)
    return "" if words in text and who in text else f"the phrase is {words} of {who}"


def _about(a: About, topic: str) -> str:
    """Return whom a phrase must name: the level right below the region, or what takes a share."""
    cat, zh = a.figures.cat, a.lang == "zh"
    if topic == "structure":
        return ("传统制造业" if zh else "traditional industries") if a.claim.sector == a.all_sectors else "本行业" if zh else "the sector"
    if topic != "regions":
        return ""
    levels = cat.place.levels
    name = cat.place.level_name(levels[levels.index(cat.region(a.claim.region).level) + 1], a.lang)
    return name if zh else name.removesuffix("y")


_LEAD_WORDS = {
    "production": {"+": ("保持增长", "grew"), "-": ("同比下降", "fell"), "0": ("持平", "unchanged")},
    "efficiency": {"+": ("利润率提高", "widened"), "-": ("利润率下降", "narrowed"), "0": ("利润率持平", "unchanged")},
    "structure": {"+": ("占比提高", "rose"), "-": ("占比下降", "fell"), "0": ("占比持平", "was unchanged"), "~": ("占比基本持平", "nearly unchanged")},
    "regions": {"all": ("均保持增长", "All"), "+": ("多数", "Most"), "-": ("不到一半", "Fewer than half"), "0": ("占一半", "Half")},
}


def _production(a: About) -> set[str]:
    rate = growth_of_headline(a, *a.where)
    return set() if rate is None else sign(near(rate, 1))


def growth_of_headline(a: About, region: str, sector: str, period: str) -> float | None:
    """Return the growth of the headline indicator of a cell."""
    return a.figures.value(f"{a.figures.cat.place.headline}_growth", region, sector, period)


def _efficiency(a: About) -> set[str]:
    known = a.figures.cat.indicator("profit_margin")
    now, then = a.figures.value("profit_margin", *a.where), a.figures.base("profit_margin", *a.where)
    return set() if now is None or then is None else sign({x - y for x, y in product(near(now, known.decimals), near(then, known.decimals))})


def _structure(a: About) -> set[str]:
    headline, cat, period = a.figures.cat.place.headline, a.figures.cat, a.claim.period
    parts, whole = parts_of(a, cat.place.brief_sectors if a.claim.sector == a.all_sectors else "")
    pairs = [(sum_of(a, headline, parts), a.figures.value(headline, *whole, period)), (base_of(a, headline, parts), a.figures.base(headline, *whole, period))]
    if any(x is None or not y or y <= 0 for x, y in pairs):
        return set()
    now, then = (near(100 * x / y, 1) for x, y in pairs)
    gaps = {x - y for x, y in product(now, then)}
    return ({"~"} if any(0 < abs(g) <= Decimal("0.1") for g in gaps) else set()) | sign({g for g in gaps if not 0 < abs(g) <= Decimal("0.1")})


def _regional(a: About) -> set[str]:
    rates = [v for r in a.figures.cat.children(a.claim.region) if (v := growth_of_headline(a, r.code, *a.where[1:])) is not None]
    up = sum(max(near(v, 1)) > 0 for v in rates)
    return {"all"} if rates and up == len(rates) else sign({Decimal(2 * up - len(rates))})


_LEAD = {"production": _production, "efficiency": _efficiency, "structure": _structure, "regions": _regional}


@rule("leader")
def _leader(a: About) -> str:
    """The region with the highest figure among the ten (or fewer) largest by the headline."""
    headline, regions = a.figures.cat.place.headline, [r.code for r in a.figures.cat.regions(level=a.claim.versus)]
    sizes = {c: v for c in regions if (v := a.figures.value(headline, c, *a.where[1:])) is not None and v > 0}
    largest = sorted(sizes, key=lambda c: -sizes[c])[:10]
    found = {c: v for c in largest if (v := a.value(region=c)) is not None}
    if a.claim.way not in found or found[a.claim.way] < max(found.values()):
        return "another region has a higher figure"
    name = a.figures.cat.region(a.claim.way).name(a.lang)
    return "" if name in a.text and [int(n.value) for n in numbers(a.text)] == [len(largest)] else f"it is {name} of {len(largest)}"
