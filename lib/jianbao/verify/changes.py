"""Claims about figures that were revised, worked out anew from the panel as it stood and as it stands."""

import json
import re
from itertools import product

from jianbao.verify.printed import near, numbers, says
from jianbao.verify.registers import Registers
from jianbao.verify.rules import About, rule

__all__ = ["differs", "named", "pair"]


def _as_it_stood(a: About, indicator: str, region: str, period: str) -> float | None:
    stood = a.figures.stood
    codes = Registers(a.figures).code if stood is not None else {}
    return None if stood is None else stood.value(indicator, codes.get(region, region), codes.get(a.claim.sector, a.claim.sector), period)


def pair(a: About, indicator: str, region: str = "", period: str = "") -> tuple[float | None, float | None]:
    """Return a figure as it stood and as it stands."""
    region, period = region or a.claim.region, period or a.claim.period
    return _as_it_stood(a, indicator, region, period), a.figures.value(indicator, region, a.claim.sector, period)


def _decimals(a: About, indicator: str) -> tuple[int, bool]:
    """Return an indicator's decimals, and whether they are all it ever has: percentages get no more."""
    known = {i.id: i for i in a.figures.cat.indicators()}.get(indicator)
    return (known.decimals, known.units.get("zh") == "%") if known else (1, True)


def _printed(value: float, places: tuple[int, bool]) -> set:
    """Return what a figure may print as: a small level gets enough digits not to print as zero."""
    decimals, fixed = places
    while value and not fixed and decimals < 4 and near(value, decimals) == {0}:
        decimals += 1
    return near(value, decimals)


def differs(a: About, indicator: str, period: str = "", both: tuple | None = None) -> set[bool]:
    """Return whether a figure prints differently now: both answers where a tie hides it, False where one is unknown."""
    then, now = both or pair(a, indicator, period=period)
    if then is None or now is None:
        return {False}
    places = _decimals(a, indicator)
    return {x != y for x, y in product(_printed(then, places), _printed(now, places))}


def _compared(a: About) -> str:
    return "" if a.claim.versus == a.figures.against else f"it is compared with {a.figures.against or 'nothing'}"


@rule("against")
def _against(a: About) -> str:
    if a.claim.way == "unflashed":
        cards = (a.figures.cat.place.headline, *a.figures.cat.place.cards)
        kept = [i for i in cards if any(_as_it_stood(a, i, a.claim.region, p) is not None for p in a.figures.periods if p <= a.claim.period)]
        told = a.text.lower() in ("没有可比的快报数", "no flash figures to compare with")
        return "" if a.figures.against == "flash" and told and not kept else "there is a flash figure to compare with"
    if (a.figures.against or "none") != a.claim.way:
        return f"it is compared with {a.figures.against or 'nothing'}"
    return "a number where none belongs" if numbers(a.text) else ""


@rule("revised")
def _revised(a: About) -> str:
    if why := _compared(a):
        return why
    then, now = pair(a, a.claim.indicator)
    if then is None or now is None:
        return "one of the two figures is unknown"
    if why := named(a, [a.claim.indicator.removesuffix("_growth")]):
        return why
    _, factor, least = a.unit
    text, verb = _signed(a.text, least) if a.claim.indicator.endswith("_growth") else (a.text, "")
    shown = numbers(text)
    if verb:
        return verb
    if len(shown) not in (2, 3) or shown[0].decimals < least or shown[1].decimals < least:
        return "it does not name both figures"
    if shown[0].value not in near(then * factor, shown[0].decimals) or shown[1].value not in near(now * factor, shown[1].decimals):
        return f"the panel gives {then * factor:.6g} and {now * factor:.6g}"
    old, new = shown[0].value, shown[1].value
    if old == new or a.claim.way != ("+" if new > old else "-") or not says("revised", a.claim.way, a.text):
        return "the words are not those of the direction"
    return _resized(a, old, new, shown[2] if len(shown) == 3 else None)


_WORDED = re.compile(r"(增长|下降|rise of |fall of )(?=[\d.,]+%)|(持平|no growth)")


def _signed(text: str, decimals: int) -> tuple[str, str]:
    """Return a text on growth with its words made signs (下降2.1% → −2.1%), and why it may not print so, “” where it may."""
    if re.search(r"−|(?<![\d.,])0\.0+%", text):
        return text, "a sign or a zero where a word belongs"
    zero = f"{0:.{decimals}f}%"
    return _WORDED.sub(lambda m: zero if m[2] else "−" if m[1] in ("下降", "fall of ") else "", text), ""


def _resized(a: About, old, new, size) -> str:
    rate = a.unit[0] == "%"
    if rate:
        right = {abs(new - old)}
    elif old <= 0 or new < 0:
        return "a size where there is no rate" if size else ""
    else:
        right = {abs(v) for v in near(100 * (float(new) / float(old) - 1), 1)}
    if size is None:
        return "the size is missing"
    small = "不足" in a.text or "less than" in a.text
    if small:
        return "" if not rate and min(right) == 0 and str(size.value) == "0.1" else "the size is not so small"
    return "" if size.value in right and (not rate or any(w in a.text for w in ("个百分点", "percentage point"))) else f"the size is {'/'.join(map(str, sorted(right)))}"


@rule("also")
def _also(a: About) -> str:
    if why := _compared(a):
        return why
    for indicator in a.claim.indicator.split(","):
        level, growth = differs(a, indicator), differs(a, f"{indicator}_growth")
        if level == {False} and growth == {False}:
            return f"{indicator} prints as it did"
    return named(a, a.claim.indicator.split(","))


@rule("unrevised")
def _unrevised(a: About) -> str:
    if why := _compared(a):
        return why
    if all(None in pair(a, i) for i in a.claim.indicator.split(",")):
        return "there is nothing to compare with"
    wrong = [i for i in a.claim.indicator.split(",") if differs(a, i) == {True}]
    if wrong:
        return f"{wrong[0]} was revised"
    told = any(w in a.text.lower() for w in ("无变化", "一致", "as in the flash", "no figure has changed"))
    return "" if told and not numbers(a.text) else "the words are not those of no change"


@rule("past")
def _past(a: About) -> str:
    shown = numbers(a.text)
    found = [differs(a, a.claim.indicator, p) for p in a.figures.periods if p < a.claim.period]
    sure, possible = sum(f == {True} for f in found), sum(True in f for f in found)
    if len(shown) != 1 or str(shown[0].value) != a.claim.way or not sure <= int(a.claim.way) <= possible:
        return f"the panel gives {sure}"
    return ""


@rule("appeared")
def _appeared(a: About) -> str:
    for indicator in a.claim.indicator.split(","):
        then, now = pair(a, indicator)
        if now is None or then is not None:
            return f"{indicator} is not new"
    return named(a, a.claim.indicator.split(","))


@rule("flipped")
def _flipped(a: About) -> str:
    root = a.claim.versus if a.claim.versus == a.root else ""
    if not root and (why := _compared(a)):
        return why
    own, whole = pair(a, a.claim.indicator), pair(a, a.claim.indicator, root) if root else (0.0, 0.0)
    if None in own or None in whole:
        return "a figure is unknown"
    places, ways = _decimals(a, a.claim.indicator), []
    for x, y in zip(own, whole, strict=True):
        gaps = {p - q for p, q in product(_printed(x, places), _printed(y, places))} if root else _printed(x, places)
        ways.append({"+" if g > 0 else "-" if g < 0 else "0" for g in gaps})
    if len(a.claim.way) != 2 or a.claim.way[0] == a.claim.way[1] or any(w not in found for w, found in zip(a.claim.way, ways, strict=True)):
        return f"the signs are {'/'.join(sorted(ways[0]))} and {'/'.join(sorted(ways[1]))}"
    words = {"+": ("高于", "above"), "-": ("低于", "below"), "0": ("持平", "level with")} if root else {"+": ("正", "positive"), "-": ("负", "negative"), "0": ("零", "zero")}
    k = 0 if a.lang == "zh" else 1
    first, second = a.text.lower().find(words[a.claim.way[0]][k]), a.text.lower().rfind(words[a.claim.way[1]][k])
    told = ("修订后由", "before the revision")[k] in a.text  # else it would read as a move from one period to the next
    return "" if told and 0 <= first < second and not numbers(a.text) else "the words are not those of the signs"


@rule("issue")
def _issue(a: About) -> str:
    state = a.figures.data_dir / "earlier" / "issued.json"
    if a.figures.against == "edition":
        issued = json.loads(state.read_text(encoding="utf-8")) if state.is_file() else {}
        way = "same" if a.claim.period in issued else "new"
    else:
        way = "newest" if a.claim.period == a.figures.periods[-1] else "older"
    if way != a.claim.way:
        return f"the period is {way}"
    return "" if says("issue", way, a.text) and not numbers(a.text) else f"the words are not those of {way!r}"


def named(a: About, indicators: list[str]) -> str:
    """Return which indicator a text does not name, “” if it names all."""
    absent = [n for i in indicators if (n := a.figures.cat.indicator(i).short(a.lang)).lower() not in a.text.lower()]
    return f"it does not name {absent[0]}" if absent else ""
