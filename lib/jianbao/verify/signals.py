"""Claims of the monitors worked out anew: growth against growth, runs over a threshold, reference lines, bases, other provinces."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

from jianbao.catalogue.signals import SignalRule
from jianbao.verify.cells import _as_printed
from jianbao.verify.printed import near, numbers
from jianbao.verify.rules import About, rule, sign

__all__ = []

_ABOVE_BELOW = {"zh": {"+": "高于", "-": "低于", "0": "持平"}, "en": {"+": "above", "-": "below", "0": "the same as"}}


def _register(a: About, id: str = "") -> SignalRule | None:
    """Return the rule that a claim names, if it is in force at the end of the claim's period."""
    found = next((r for r in a.figures.cat.signals.rules if r.id == (id or a.claim.versus)), None)
    year, month = int(a.claim.period[:4]), int(a.claim.period[5:7] or 12)
    last = date(year + month // 12, month % 12 + 1, 1)
    if found is None or found.valid_from and found.valid_from >= last or found.valid_to and found.valid_to < date(year, month, 28):
        return None
    return found


def _floor(known: SignalRule) -> Decimal:
    return Decimal(repr(known.value))


def _gaps(a: About, indicator: str, other: str, **where: str) -> set[Decimal]:
    """Return what growth less other growth may print as; empty where one is unknown."""
    own, against = a.value(indicator=indicator, **where), a.value(indicator=other, **where)
    if own is None or against is None:
        return set()
    return {x - y for x, y in product(near(own, 1), near(against, 1))}


def _worded(a: About, way: str) -> bool:
    """Return whether the words say above, below or the same, and only that."""
    words = _ABOVE_BELOW[a.lang]
    return words[way] in a.text and not any(w in a.text for k, w in words.items() if k != way)


def _names(a: About, indicator: str) -> bool:
    return a.figures.cat.indicator(indicator).short(a.lang).lower() in a.text.lower()


@rule("diverge")
def _diverge(a: About) -> str:
    gaps, shown = _gaps(a, a.claim.indicator, a.claim.versus), numbers(a.text)
    if not gaps:
        return "" if a.text in ("—", "…") else "one of the two rates is unknown"
    if not a.claim.way:  # a cell
        right = len(shown) == 1 and shown[0].value in gaps and ("+" in a.text) == (shown[0].value > 0)
        return "" if right else f"the difference is {'/'.join(map(str, sorted(gaps)))}"
    if a.claim.way not in sign(gaps) or not _worded(a, a.claim.way) or not _names(a, a.claim.versus):
        return f"the panel gives {'/'.join(sorted(sign(gaps)))} against {a.claim.versus}"
    told = [abs(s.value) for s in shown]
    wanted = [] if a.claim.way == "0" else [abs(g) for g in gaps]
    return "" if (not told and not wanted) or (len(told) == 1 and told[0] in wanted) else f"the panel gives {'/'.join(map(str, sorted(gaps)))}"


@rule("diverged")
def _diverged(a: About) -> str:
    known = _register(a)
    if known is None or known.kind != "divergence" or known.indicator != a.claim.indicator:
        return "no such rule is in force"
    count, side, ever = 0, "", True
    for period in [p for p in a.figures.periods if p <= a.claim.period][::-1]:
        gaps = {g for g in _gaps(a, known.indicator, known.versus, period=period) if abs(g) >= _floor(known)}
        signs = sign(gaps) & ({side} if side else {"+", "-"})
        if not signs:
            ever = False
            break
        side, count = min(signs), count + 1
    told = [int(n.value) for n in numbers(a.text)]
    if not count:
        return "" if not told and (a.text == "—" or "未达到" in a.text or "within" in a.text) else "it is not over the threshold"
    if told != [count] or ("以上" in a.text or "or more" in a.text) != ever:
        return f"the panel gives {count}{' or more' if ever else ''}"
    away = "背离" in a.text or "diverging" in a.text
    return "" if away == (count >= known.periods) or a.text.split()[0].rstrip("以上") == str(count) else f"the rule asks for {known.periods} periods"


@rule("diverging")
def _diverging(a: About) -> str:
    id, _, counts = a.claim.way.partition(":")
    known, among = _register(a, id), a.claim.versus
    if known is None or known.kind != "divergence":
        return "no such rule is in force"
    gaps = [g for where in _among(a, among) if (g := _gaps(a, known.indicator, known.versus, **where))]
    up, down = sum(any(x >= _floor(known) for x in g) for g in gaps), sum(any(x <= -_floor(known) for x in g) for g in gaps)
    if counts != f"{up}/{down}/{len(gaps)}":
        return f"the panel gives {up}/{down}/{len(gaps)}"
    floor = _floor(known)
    if not up and not down:
        right = [n.value for n in numbers(a.text)] == [len(gaps), floor] and ("均未达到" in a.text or "In none" in a.text)
        return "" if right else f"the words are not those of {counts}"
    some = [(k, verb) for k, verb in zip((up, down), ("个高", "个低") if a.lang == "zh" else ("faster", "more slowly"), strict=True) if k]
    order = [len(gaps), *(n for k, _ in some for n in ((k, floor) if a.lang == "zh" else (floor, k)))]
    right = [n.value for n in numbers(a.text)] == order and _in_order(a.text, tuple(verb for _, verb in some))
    return "" if right else f"the words are not those of {counts}"


def _among(a: About, among: str) -> list[dict[str, str]]:
    cat, (kind, _, code) = a.figures.cat, among.partition(":")
    if kind == "sectors":
        return [{"sector": s.code} for s in cat.brief_sectors()]
    if kind == "under":
        return [{"region": r.code} for r in cat.regions() if r.parent == code]
    return [{"region": r.code} for r in cat.regions(level=kind)]


def _in_order(text: str, words: tuple[str, ...]) -> bool:
    at = [text.find(w) for w in words]
    return -1 not in at and at == sorted(at)


@rule("signal")
def _signal(a: About) -> str:
    known = _register(a)
    if known is None:
        return "no such rule is in force"
    wanted = {"divergence": [_floor(known), Decimal(known.periods)], "base": [-_floor(known)]}.get(known.kind, [_floor(known)])
    return "" if [n.value for n in numbers(a.text)] == wanted else f"the rule says {', '.join(map(str, wanted))}"


# ---- lines and runs ------------------------------------------------------------------------------------------------


@rule("line")
def _line(a: About) -> str:
    known, own = _register(a), a.value()
    if known is None or known.kind != "reference" or known.indicator != a.claim.indicator or own is None:
        return "there is no such line or figure"
    gaps, shown = {v - _floor(known) for v in near(own, a.unit[2])}, numbers(a.text)
    if a.claim.way not in sign(gaps) or not _worded(a, a.claim.way):
        return f"the figure is {'/'.join(sorted(sign(gaps)))} of the line"
    told = [abs(n.value) for n in shown]
    floor = _floor(known)
    return "" if any(sorted(told) == sorted([floor, abs(g)] if g else [floor]) for g in gaps) else f"the panel gives {'/'.join(map(str, sorted(gaps)))}"


@rule("lines")
def _lines(a: About) -> str:
    known = _register(a)
    if known is None or known.kind != "reference":
        return "no such line is in force"
    figures = [v for s in a.figures.cat.brief_sectors() if (v := a.value(sector=s.code)) is not None]
    under = sum(min(near(v, a.unit[2])) < _floor(known) for v in figures)
    if a.claim.way != f"{under}/{len(figures)}":
        return f"the panel gives {under}/{len(figures)}"
    order = [len(figures), under] if a.lang == "zh" else [under, len(figures)]
    told = [n.value for n in numbers(a.text)]  # of how many may have been said with the line before
    right = told in ([*order, _floor(known)], [under, _floor(known)]) and ("低于" in a.text or "below" in a.text)
    return "" if right else f"the words are not those of {a.claim.way}"


@rule("quartered")
def _quartered(a: About) -> str:
    year, month = a.claim.period[:4], int(a.claim.period[5:7] or 12)
    told = f"{year}年{'一二三四'[month // 3 - 1]}季度" if a.lang == "zh" else f"Q{month // 3} {year}"
    return "" if month % 3 == 0 and a.text == told else f"the row is {told}"


@rule("double")
def _double(a: About) -> str:
    known = _register(a)
    if known is None or known.kind != "streak" or known.indicator != a.claim.indicator:
        return "no such rule is in force"
    months, ever = 0, True
    for period in [p for p in a.figures.periods if p <= a.claim.period][::-1]:
        rate = a.value(period=period)
        if rate is None or max(near(rate, 1)) < _floor(known):
            ever = False
            break
        months += known.joint if period.endswith("-02") else 1
    told = [int(n.value) for n in numbers(a.text)]
    if not months:
        return "" if a.text == "—" else "growth is below the rule's value"
    right = told == [months] and ("以上" in a.text or "or more" in a.text) == ever
    return "" if right else f"the panel gives {months}{' or more' if ever else ''}"


# ---- sectors, bases, shares -----------------------------------------------------------------------------------------


@rule("better")
def _better(a: About) -> str:
    cat, where = a.figures.cat, {"region": a.claim.versus} if a.claim.versus in a.figures.cat.all_regions else {"period": a.claim.versus}
    pairs = [(a.value(sector=s.code), a.value(sector=s.code, **where)) for s in cat.brief_sectors()]
    known = [(x, y) for x, y in pairs if x is not None and y is not None]
    least = a.unit[2] if a.lang == "zh" else a.indicator.decimals
    lower = sum(any(p < q for p, q in product(near(x, least), near(y, least))) for x, y in known)
    if a.claim.way != f"{lower}/{len(known)}":
        return f"the panel gives {lower}/{len(known)}"
    order = [len(known), lower] if a.lang == "zh" else [lower, len(known)]
    right = [n.value for n in numbers(a.text)] == order and ("低于" in a.text or "less" in a.text)
    named = ("上年" in a.text or "a year earlier" in a.text) == ("period" in where)
    return "" if right and named else f"the words are not those of {a.claim.way}"


@rule("since")
def _since(a: About) -> str:
    known = _register(a)
    if known is None or known.kind != "base":
        return "no such rule is in force"
    asked = replace(a, claim=replace(a.claim, indicator=known.indicator))
    own, base = asked.value(), asked.value(period=known.versus)
    if own is None or base is None:
        return "" if a.text == "—" else "one of the two figures is unknown"
    least = asked.unit[2]
    moved = {p for x, y in product(near(own, least), near(base, least)) if y for p in near(float(100 * (x / y - 1)), 1)}
    told = [n.value for n in numbers(a.text)]
    if not a.claim.way:
        right = len(told) == 1 and told[0] in moved and ("+" in a.text) == (told[0] > 0)
        return "" if right else f"the panel gives {'/'.join(map(str, sorted(moved)))}"
    verbs = {"+": ("上升", "up "), "-": ("下降", "down "), "0": ("持平", "unchanged")}
    said = a.text.split("（")[0].split(" (")[0]
    if a.claim.way not in sign(moved) or not any(v in said for v in verbs[a.claim.way]) or known.versus[:4] not in a.text:
        return f"the panel gives {'/'.join(sorted(sign(moved)))} since {known.versus}"
    whose = bool(known.region) and known.region != a.claim.region  # another region's plan binds nobody here: nothing is said of it
    if any(w in a.text for w in ("参照", "yardstick")) or any(w in a.text for w in ("方案", "the plan")) == whose or known.region and not whose and a.figures.cat.region(known.region).name(a.lang) not in a.text:
        return f"the plan is that of {known.region}"
    wanted = [{abs(m) for m in moved}] if a.claim.way != "0" else []
    wanted += [] if whose else [{_floor(known)}]
    right = len(told) == len(wanted) and all(abs(t) in w for t, w in zip(told, wanted, strict=True))
    return "" if right else f"the panel gives {'/'.join(map(str, sorted(moved)))} against {known.value:g}"


@rule("broken")
def _broken(a: About) -> str:
    """A figure that is not comparable with that of a year earlier, by a rule in force (versus)."""
    known = _register(a)
    year = int(a.claim.period[:4])
    if known is None or known.kind != "break" or known.indicator != a.claim.indicator or known.value != year:
        return "no such break is in force"
    told = str(year) in a.text and any(w in a.text for w in ("不可比", "not comparable"))
    return "" if told and numbers(a.text.replace(str(year), "")) == [] else f"the words do not say that {year} is not comparable with the year before"


@rule("rest")
def _rest(a: About) -> str:
    own, shown = a.value(), numbers(a.text)
    if own is None:
        withheld = a.figures.withheld(a.claim.indicator, *a.where)
        return "" if a.text == ("…" if withheld else "—") else "there is no such share"
    wanted = {100 - v for v in near(own, a.unit[2])}
    return "" if len(shown) == 1 and shown[0].value in wanted else f"the rest is {'/'.join(map(str, sorted(wanted)))}"


@rule("ofpublished")
def _of_published(a: About) -> str:
    """A published figure over another one of the same region, sector and year."""
    top, bottom = (a.figures.observed(i, *a.where) for i in (a.claim.indicator, a.claim.versus))
    shown = numbers(a.text)
    wanted = {p for x, y in product(top, bottom) if x is not None and y for p in near(100 * x / y, 1)}
    return "" if len(shown) == 1 and shown[0].value in wanted else f"the published figures give {'/'.join(map(str, sorted(wanted))) or 'nothing'}"


@rule("besides")
def _besides(a: About) -> str:
    other = next((c for c in a.figures.cat.signals.comparators if c.id == a.claim.versus), None)
    own = a.value()
    if other is None or own is None or (other.indicator, other.period) != (a.claim.indicator, a.claim.period):
        return "comparators.csv has no such figure"
    least = a.unit[2]
    gaps = {x - y for x, y in product(_as_printed(own, least, a.unit[0]), near(other.value, least))}
    if a.claim.way not in sign(gaps) or not _worded(a, a.claim.way) or other.name(a.lang) not in a.text:
        return f"the panel gives {'/'.join(sorted(sign(gaps)))} against {other.name(a.lang)}"
    told = [abs(n.value) for n in numbers(a.text)]
    return "" if (a.claim.way == "0" and not told) or (len(told) == 1 and told[0] in {abs(g) for g in gaps}) else f"the difference is {'/'.join(map(str, sorted(gaps)))}"


@rule("comparator")
def _comparator(a: About) -> str:
    other = next((c for c in a.figures.cat.signals.comparators if c.id == a.claim.versus), None)
    shown = numbers(a.text)
    if other is None or other.period != a.claim.period:
        return "comparators.csv has no such figure"
    return "" if len(shown) == 1 and shown[0].value in near(other.value, a.figures.cat.indicator(other.indicator).decimals) else f"the source says {other.value:g}"
