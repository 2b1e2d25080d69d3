"""Claims of the benchmark, worked out anew: better or worse than the whole place, the quarter a region is in, the quartiles."""

import re
from datetime import date
from decimal import Decimal

from jianbao.catalogue import Indicator
from jianbao.verify.printed import agrees, near, numbers
from jianbao.verify.printed import unit as unit_of
from jianbao.verify.rules import About, rule

__all__ = []

#: Regions with a figure from which a quartile is stated; of regions that are named, three do.
_LEAST, _LEAST_NAMED = 5, 3
_VERDICTS = {"b": ("优于", "better"), "w": ("弱于", "worse"), "0": ("持平", "level")}
_QUARTERS = {
    1: ("最差的四分之一", "worst quartile"), 2: ("中等偏后的四分之一", "quartile below the median"),
    3: ("中等偏前的四分之一", "quartile above the median"), 4: ("最优的四分之一", "best quartile"),
}  # fmt: skip


def _known(a: About, indicator: str) -> Indicator:
    return a.figures.cat.indicator(indicator)


def _printed(a: About, known: Indicator, value: float) -> set[Decimal]:
    """Return what a figure may print as: a small one gets up to three decimals more, so as not to print as zero."""
    _, factor, least = unit_of(known, a.lang)
    shown = near(value * factor, least)
    if known.units.get("zh") == "%" or not value:
        return shown
    for more in range(least, least + 4):
        if any(near(value * factor, more)):
            return near(value * factor, more)
    return shown


def _against(a: About, indicator: str) -> tuple[set[Decimal], set[str]] | None:
    """Return the differences to the region in ``versus`` and whether that is better (b), worse (w) or level (0); None if unknown."""
    own, other = a.value(indicator=indicator), a.value(indicator=indicator, region=a.claim.versus)
    if own is None or other is None:
        return None
    known = _known(a, indicator)
    gaps = {x - y for x in _printed(a, known, own) for y in _printed(a, known, other)}
    return gaps, {"0" if g == 0 else "b" if (g > 0) == (known.direction == "higher") else "w" for g in gaps}


def _compared(a: About) -> list[str]:
    """Return the indicators in force of the list of what is compared."""
    year, _, month = a.claim.period.partition("-")
    on = date(int(year), int(month or 12), 28)
    rows = a.figures.cat.plans.benchmarks
    return [r.indicator for r in rows if r.in_force(on)]


def _spread(a: About, indicator: str, among: str) -> dict[str, float]:
    """Return the figures of the regions of a level, or of those named, that the audience may see."""
    cat = a.figures.cat
    codes = [r.code for r in cat.regions(level=among)] if among in cat.place.levels else among.split(",")
    found = {code: a.value(indicator=indicator, region=code) for code in codes}
    return {code: v for code, v in found.items() if v is not None}


def _quantile(values: list[float], quarters: int) -> float:
    """Return the value at 1 + p (n - 1) of the sorted values, in proportion between two."""
    ordered = sorted(values)
    whole, part = divmod(quarters * (len(ordered) - 1), 4)
    low, high = ordered[whole], ordered[min(whole + 1, len(ordered) - 1)]
    return low if not part else low + (high - low) * part / 4


def _quarter(a: About, indicator: str, among: str) -> tuple[int, int]:
    """Return the quarter that the region is in, 1 the worst, 0 where there is none, and how many regions have a figure."""
    values = _spread(a, indicator, among)
    turn = 1 if _known(a, indicator).direction == "higher" else -1
    own, all_of = values.get(a.claim.region), [turn * v for v in values.values()]
    if own is None or len(all_of) < _LEAST or min(all_of) == max(all_of):
        return 0, len(all_of)
    quartiles = [_quantile(all_of, k) for k in (1, 2, 3)]
    shared = quartiles.count(turn * own) > 1  # so many regions have the figure that it is in no one quarter
    return 0 if shared else 1 + sum(turn * own > q for q in quartiles), len(all_of)


@rule("benchmark")
def _benchmark(a: About) -> str:
    found = [w[1] for i in _compared(a) if (w := _against(a, i)) is not None]
    sure = {way: sum(w == {way} for w in found) for way in "bw0"}
    may = {way: sum(way in w for w in found) for way in "bw0"}
    try:
        better, worse, n = (int(p) for p in a.claim.way.split("/"))
    except ValueError:
        return f"{a.claim.way} is no count of better, worse, compared"
    same = n - better - worse
    told = {"b": better, "w": worse, "0": same}
    if n != len(found) or any(not sure[w] <= told[w] <= may[w] for w in told):
        return f"the panel gives {sure['b']}/{sure['w']}/{len(found)}"
    shown = sorted(int(p.value) for p in numbers(a.text))
    right = shown in (sorted([n, *(k for k in told.values() if k)]), [n])
    said = all(_counted(a.text, w, k, n) if k else not any(word in a.text for word in _VERDICTS[w]) for w, k in told.items())
    whom = a.figures.cat.place.reference_name(a.lang) if a.claim.versus == a.root else a.figures.cat.region(a.claim.versus).name(a.lang)
    return "" if right and said and whom in a.text else f"the words are not those of {a.claim.way}"


def _counted(text: str, way: str, k: int, n: int) -> bool:
    """Whether a text says that k of n are better, worse or level."""
    zh, en = _VERDICTS[way]
    every = k == n and re.search(rf"均(?:与.+)?{zh}|^All \d+ .*{en}", text)
    return bool(every or re.search(rf"(?<!\d){k}项{zh}|\b{k} (?:(?:is|are) )?{en}", text))


@rule("beside")
def _beside(a: About) -> str:
    found = _against(a, a.claim.indicator)
    if found is None:
        return "one of the two figures is unknown"
    gaps, ways = found
    if a.claim.way not in ways:
        return f"the panel gives {'/'.join(sorted(ways))}"
    shown = numbers(a.text.replace("+", ""))
    if len(shown) != 1 or shown[0].value not in gaps:
        return f"the panel gives {'/'.join(map(str, sorted(gaps)))}"
    told = {w for w, words in _VERDICTS.items() if any(word in a.text for word in words)}
    return "" if told == {a.claim.way} else f"the words are not those of {a.claim.way!r}"


@rule("quarter")
def _in_quarter(a: About) -> str:
    quarter, n = _quarter(a, a.claim.indicator, a.claim.versus)
    if a.claim.way != f"{quarter}/{n}" or not quarter:
        return f"the panel gives {quarter}/{n}"
    told = {q for q, words in _QUARTERS.items() if any(word in a.text for word in words)}
    return "" if told == {quarter} and [int(p.value) for p in numbers(a.text)] == [n] else f"the words are not those of {a.claim.way}"


@rule("quarters")
def _in_quarters(a: About) -> str:
    found = [_quarter(a, i, a.claim.versus)[0] for i in _compared(a) if a.value(indicator=i, region=a.root) is not None]
    best, worst = found.count(4), found.count(1)
    if a.claim.way != f"{best}/{worst}":
        return f"the panel gives {best}/{worst}"
    said = [any(word in a.text for word in words) for words in (("最优", "best"), ("最差", "worst"))]
    shown = [int(p.value) for p in numbers(a.text)]
    return "" if shown == [k for k in (best, worst) if k] and said == [best > 0, worst > 0] else f"the words are not those of {a.claim.way}"


@rule("quartile")
def _quartile(a: About) -> str:
    values = list(_spread(a, a.claim.indicator, a.claim.versus).values())
    least = _LEAST if a.claim.versus in a.figures.cat.place.levels else _LEAST_NAMED
    if a.claim.way not in ("1", "2", "3") or len(values) < least:
        return f"{len(values)} regions have a figure, a quartile needs {least}"
    _, factor, decimals = unit_of(_known(a, a.claim.indicator), a.lang)
    exact, shown = _quantile(values, int(a.claim.way)) * factor, numbers(a.text)
    return "" if len(shown) == 1 and agrees(exact, shown[0], decimals) else f"the panel gives {exact:.6g}"
