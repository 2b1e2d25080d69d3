"""Claims of the league table worked out anew: places by what is good of an indicator, moves, who is first, what regions bring to growth."""

import math
from dataclasses import replace
from datetime import date
from decimal import Decimal

from jianbao.verify.groups import members, ranged, ranked
from jianbao.verify.printed import near, numbers, rounded
from jianbao.verify.rules import About, changed, growth_of, rule, sign

__all__ = ["Place", "places"]

Place = tuple[int, int, int, bool]  # position, best, worst, shared


def places(a: About, indicator: str, among: str, period: str) -> dict[str, Place]:
    """Return where every region stands that is ranked, the best first as the register says of the indicator."""
    about = About(a.figures, replace(a.claim, indicator=indicator, versus=among, period=period), a.text, a.lang)
    return a.figures.once(("places", indicator, a.claim.sector, among, period), lambda: _places(about))


def _places(a: About) -> dict[str, Place]:
    lower = a.indicator is not None and a.indicator.direction == "lower"
    values = {code: -v if lower else v for code, v in ranked(a).items()}
    found = {}
    for code, own in values.items():
        low, high = ranged(About(a.figures, replace(a.claim, region=code), a.text, a.lang), values, own)
        found[code] = (1 + sum(v > own for v in values.values()), low, high, sum(v == own for v in values.values()) > 1)
    return found


def _ints(text: str) -> list[int]:
    return [int(n.value) for n in numbers(text)]


def _hidden(a: About) -> bool:
    """Whether the figure, or the level that its growth is of, is withheld."""
    level = a.claim.indicator.removesuffix("_growth")
    return any(a.figures.withheld(i, *a.where) for i in (a.claim.indicator, level) if i in a.figures.cat.all_indicators)


@rule("stands")
def _stands(a: About) -> str:
    """A place by what is good of the indicator: in a table as it prints (way: none, or position), in words position/ranked[=][:best-worst]."""
    own, way = places(a, a.claim.indicator, a.claim.versus, a.claim.period).get(a.claim.region), a.claim.way
    if own is None or a.text == "…":
        return "" if a.text == ("…" if _hidden(a) else "—") else "there is no figure to rank"
    position, low, high, shared = own
    within = f"（{low}–{high}）" if a.lang == "zh" else f" ({low}–{high})"
    if way in ("", "position"):
        told = str(position) if way else f"{position}{'=' if shared else ''}{'' if low == high else within}"
        return "" if a.text == told else f"the panel gives {told}"
    n = len(places(a, a.claim.indicator, a.claim.versus, a.claim.period))
    right = f"{position}/{n}{'=' if shared else ''}" + (f":{low}-{high}" if low < high else "")
    if way != right:
        return f"the panel gives {right}"
    named = f"第{position}位" if a.lang == "zh" else f"{position}{_suffix(position)}"
    shown = sorted([position, n, *([low, high] if low < high else [])])
    alone = sorted([position, *([low, high] if low < high else [])])  # how many are ranked may have been said before
    ok = named in a.text and sorted(_ints(a.text)) in (shown, alone) and ("并列" in a.text or "tied" in a.text) == shared and (low == high or within.strip() in a.text)
    return "" if ok else f"the words are not those of {right}"


def _suffix(n: int) -> str:
    return "th" if 10 <= n % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")


def _move(a: About, code: str, among: str, then: str) -> tuple[int, bool] | None:
    """Return by how many places a region moved towards the first since an earlier period, and whether the two ranges share none."""
    now, before = (places(a, a.claim.indicator, among, p).get(code) for p in (a.claim.period, then))
    if now is None or before is None:
        return None
    return before[0] - now[0], now[2] < before[1] or now[1] > before[2]


def _earlier(a: About) -> str:
    before = [p for p in a.figures.periods if p < a.claim.period and p[:4] == a.claim.period[:4]]
    return before[-1] if before else ""


@rule("shifts")
def _shifts(a: About) -> str:
    """Places moved since the period before; full marks only beyond the error. Way: the earlier period; in words after a colon how many."""
    then, _, told = a.claim.way.partition(":")
    if then != _earlier(a) or not then:
        return "it is not the period before in the same year"
    found = _move(a, a.claim.region, a.claim.versus, then)
    if a.text == "…":
        return "" if _hidden(a) else "the figure is not withheld"
    if found is None:
        return "" if a.text == "—" else "one of the two places is missing"
    moved, sure = found
    if told:
        words = (("不变", "unchanged") if not moved else ("前移", "up") if moved > 0 else ("后移", "down"))[a.lang != "zh"]
        right = told == str(moved) and words in a.text and _ints(a.text) == ([abs(moved)] if moved else []) and (not moved or sure != ("区间重叠" in a.text or "overlap" in a.text))
        return "" if right else f"it moved by {moved}{'' if sure else ' within the error'}"
    mark = "=" if not moved else (("▲" if moved > 0 else "▼") if sure else ("△" if moved > 0 else "▽")) + str(abs(moved))
    return "" if a.text == mark else f"the panel gives {mark}"


#: How many regions the words of an end speak of.
_MANY = {1: ("居首位", "居末位", "first is "), 2: ("两位", "first two", "last two"), 3: ("三位", "first three", "last three")}


@rule("firsts")
def _firsts(a: About) -> str:
    """Who is first, last or has moved most; versus: among whom, way: first:N last:N up:PERIOD down:PERIOD, still:PERIOD where none has."""
    kind, _, more = a.claim.way.partition(":")
    if kind in ("first", "last"):
        table = places(a, a.claim.indicator, a.claim.versus, a.claim.period)
        order = sorted(table, key=lambda c: (table[c][0], c))
        n = min(3, max(1, len(order) // 3)) if len(order) > 1 else 0  # a third of those ranked, three at most
        if more != str(n) or not n:
            return f"{len(order)} are ranked"
        if any(w in a.text for k, called in _MANY.items() if k != n for w in called):
            return f"the words are not those of {n}"
        wrong = {"first": ("居后", "居末", "last"), "last": ("居前", "居首", "first")}[kind]
        return _names(a, order[:n] if kind == "first" else order[-n:]) or ("the words are those of the other end" if any(w in a.text for w in wrong) else "")
    if more != _earlier(a) or not more:
        return "it is not the period before in the same year"
    if kind == "still":
        wide = a.claim.versus if ":" not in a.claim.versus else a.figures.cat.place.levels[-1]
        moved = [c for c in members(a, [a.claim.versus]) if (m := _move(a, c, wide, more)) and m[1] and m[0]]
        return "" if not moved and not _ints(a.text) and any(w in a.text for w in ("误差范围内", "no place moved")) else f"{len(moved)} have moved"
    wide, turn = a.claim.versus if ":" not in a.claim.versus else a.figures.cat.place.levels[-1], 1 if kind == "up" else -1
    found = {c: m for c in members(a, [a.claim.versus]) if (m := _move(a, c, wide, more)) and m[1] and m[0] * turn > 0}
    most = max((abs(m[0]) for m in found.values()), default=0)
    codes = sorted(c for c, m in found.items() if abs(m[0]) == most)
    if _ints(a.text) != [most]:
        return f"the most is {most}"
    other = ("后移", "down") if kind == "up" else ("前移", "up ")
    return _names(a, codes) or ("the words are those of the other way" if any(w in a.text for w in other) else "")


def _names(a: About, codes: list[str]) -> str:
    """Return why a text does not name exactly these regions, in this order."""
    names = [a.figures.cat.region(c).name(a.lang) for c in codes]
    at = [a.text.find(n) for n in names]
    joined = a.text.count("、") + a.text.count(" and ") + a.text.count(",") + 1
    return "" if -1 not in at and at == sorted(at) and joined == len(codes) else f"it does not name {', '.join(names)} in this order"


@rule("step")
def _step(a: About) -> str:
    """The signed change of a ratio on a year earlier, in a table."""
    change = changed(a)
    if change is None:
        hidden = a.figures.withheld(a.claim.indicator, *a.where)
        return "" if a.text == ("…" if hidden else "—") else "there is nothing to compare"
    _, factor, least = a.unit
    sizes = {(v * Decimal(str(factor))).quantize(Decimal(1).scaleb(-least)) for v in change}
    shown = numbers(a.text)
    right = len(shown) == 1 and shown[0].value in sizes and ("+" in a.text) == (shown[0].value > 0)
    return "" if right else f"the change is {'/'.join(map(str, sorted(sizes)))}"


@rule("tabled")
def _tabled(a: About) -> str:
    """How many regions a table has (way), and how many indicators are on the list; versus: among whom."""
    cat, period = a.figures.cat, a.claim.period
    on = date(int(period[:4]), int(period[5:7]) if period[4:5] == "-" else 12, 28)
    whole = (a.root, a.claim.sector, period)
    rows = [r for r in cat.plans.league if r.in_force(on) and (a.figures.value(r.indicator, *whole) is not None or a.figures.withheld(r.indicator, *whole))]
    n = len(members(a, [a.claim.versus]))
    if a.claim.way != str(n) or _ints(a.text) not in ([len(rows), n], [n]):
        return f"{len(rows)} indicators of {n} regions"
    ordered = "按" in a.text or "in order of" in a.text
    return "" if not ordered or cat.indicator(rows[0].ranked).name(a.lang).lower() in a.text.lower() else "they are in the order of the first indicator"


@rule("lifts")
def _lifts(a: About) -> str:
    """What regions bring to the growth of the whole place; way: cell, rate (of one region), share, points (of those of versus)."""
    level, (_, sector, period) = a.claim.indicator, a.where
    codes = [a.claim.region] if a.claim.way in ("cell", "rate") else members(a, a.claim.versus.split(","))
    keys = [(i, c, sector, period) for c in codes for i in (level, f"{level}_growth", f"{level}_base")]
    hidden = any(a.figures.withheld(*k) for k in keys)
    if a.claim.way == "share":
        values, whole = [a.value(region=c) for c in codes], a.value(region=a.root)
        if None in values or not whole:
            return "a figure is unknown"
        return _size(a, near(100 * math.fsum(values) / whole, 1), signed=False)
    total, grown = a.figures.base(level, a.root, sector, period), growth_of(a, a.root, sector, period)
    parts = [(a.figures.base(level, c, sector, period), growth_of(a, c, sector, period)) for c in codes]
    if not total or any(v is None for pair in parts for v in pair) or hidden:
        return "" if a.text == ("…" if hidden else "—") else "a figure is unknown"
    points = math.fsum(base / total * rate for base, rate in parts)
    if a.claim.way == "cell":
        return _size(a, near(points, 2), signed=True)
    if a.claim.way == "rate":
        if points <= 0 or grown is None or grown < 0.5:
            return "" if a.text == "—" else "there is no such rate"
        return _size(a, near(100 * points / grown, 1), signed=False)
    sizes = near(points, 1)
    verbs = {"+": ("拉动", "+"), "-": ("下拉", "−"), "0": ("不足", "less than")}
    told = [w for s in sign(sizes) for w in verbs[s]]
    shown = numbers(a.text)
    wanted = {abs(s) for s in sizes} if "0" not in sign(sizes) else {rounded(0.1, 1)}
    return "" if len(shown) == 1 and abs(shown[0].value) in wanted and any(w in a.text for w in told) else f"the panel gives {points:.4g}"


def _size(a: About, sizes: set[Decimal], *, signed: bool) -> str:
    shown = numbers(a.text)
    right = len(shown) == 1 and shown[0].value in sizes and (not signed or ("+" in a.text) == (shown[0].value > 0))
    return "" if right else f"the panel gives {'/'.join(map(str, sorted(sizes)))}"
