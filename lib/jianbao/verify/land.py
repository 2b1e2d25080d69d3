"""Firms scored by land anew, from the enterprise file itself: scores, grades, what each grade holds."""

from dataclasses import dataclass, field

from jianbao.catalogue.land_methods import LandMethod
from jianbao.panel.enterprise import rows_of
from jianbao.panel.store import connect
from jianbao.panel.taken import in_panel
from jianbao.verify.printed import near, numbers
from jianbao.verify.rules import About, rule

__all__ = ["Firm", "county", "method_of"]

_TOLD = ("industrial_land", "value_added", "tax", "energy_consumption")
_ENDS = 15


@dataclass
class Firm:
    """One enterprise: its figures, the value of each item, points and grade."""

    id: str
    sector: str
    figures: dict[str, float]
    items: dict[str, float | None] = field(default_factory=dict)
    score: float | None = None
    grade: str = ""


def method_of(a: About, region: str) -> LandMethod | None:
    """Return the method of a county for the claim's year: its own, the last before, or the one for all."""
    year = int(a.claim.period[:4])
    fit = sorted((m for m in a.figures.cat.land_methods if m.scope == "above_scale" and m.year <= year), key=lambda m: -m.year)
    return next((m for m in fit if region in m.regions), next((m for m in fit if "*" in m.regions), None))


def county(a: About, region: str) -> list[Firm]:
    """Return a county's firms with points, the best first, each with its grade; without points last."""
    return a.figures.once(("firms", region, a.claim.period[:4]), lambda: _graded(_read(a, region), method_of(a, region)))


def _read(a: About, region: str) -> list[Firm]:
    year, folder = a.claim.period[:4], a.figures.data_dir / "incoming" / "enterprise"
    con = connect()
    cursor = con.execute(f"SELECT * FROM ({rows_of(folder, year, in_panel(a.figures.data_dir))}) WHERE period = ? AND region = ?", [f"{year}-12", region])
    names = [c[0] for c in cursor.description]
    found = []
    for row in cursor.fetchall():
        held = dict(zip(names, row, strict=True))
        figures = {n: float(v) for n, v in held.items() if isinstance(v, int | float) and not isinstance(v, bool)}
        found.append(Firm(held["enterprise_id"], held["sector"], figures | {"tax": figures["taxes_and_surcharges"] + figures["vat"]}))
    con.close()
    return found


def _over(top: float, bottom: float, factor: float) -> float | None:
    return factor * top / bottom if bottom > 0 else None


def base_of(method: LandMethod, firms: list[Firm], item) -> float | None:
    """Return an item's base: the method's, or all firms' total over total."""
    if item.base is not None or not item.bottom:
        return item.base
    return _over(sum(f.figures[c] for f in firms for c in item.top), sum(f.figures[item.bottom] for f in firms), item.factor)


def _graded(firms: list[Firm], method: LandMethod | None) -> list[Firm]:
    if method is None:
        return firms
    bases = {i.id: base_of(method, firms, i) for i in method.items}
    for firm in firms:
        points = []
        for item in method.items:
            if not item.bottom:
                points.append(item.weight)
                continue
            value = firm.items[item.id] = _over(sum(firm.figures[c] for c in item.top), firm.figures[item.bottom], item.factor)
            over = None if value is None or not bases[item.id] else value / bases[item.id]
            points.append(None if over is None else item.weight * (min(over, method.cap) if method.cap else over))
        firm.score = None if None in points else sum(points)
    ranked = sorted((f for f in firms if f.score is not None), key=lambda f: (-f.score, f.sector))
    place = 0
    for n, firm in enumerate(ranked):
        place = n + 1 if n == 0 or firm.score < ranked[n - 1].score - 1e-9 else place
        firm.grade = next((g for g, end in method.cuts.items() if place / len(ranked) <= end), "")
    return ranked + [f for f in firms if f.score is None]


def _own(a: About) -> list[list[Firm]]:
    """Return the firms of the claim's counties: one, or those of a city."""
    cat, region = a.figures.cat, a.claim.region
    last = cat.place.levels[-1]
    return [county(a, r.code) for r in cat.regions(level=last, under=region)]


def _thirds(counties: list[list[Firm]]) -> dict[str, dict[str, int]]:
    """Return grade → low, middle, high → firms, by energy per value added in thirds of each county's firms with value added."""
    found: dict[str, dict[str, int]] = {}
    for firms in counties:
        use = {f.id: f.figures["energy_consumption"] / f.figures["value_added"] for f in firms if f.figures["value_added"] > 0}
        ordered = sorted(use.values())
        first = {u: n + 1 for n, u in reversed(list(enumerate(ordered)))}
        for f in firms:
            if f.grade and f.id in use:
                part = first[use[f.id]] / len(ordered)
                name = "low" if part <= 1 / 3 else "middle" if part <= 2 / 3 else "high"
                found.setdefault(f.grade, dict.fromkeys(("low", "middle", "high"), 0))[name] += 1
    return found


@rule("grade")
def _grade(a: About) -> str:
    """A grade's firms, and what of all it holds, in percent; a sector's firms in the grade."""
    counties, grade, way = _own(a), a.claim.versus, a.claim.way
    firms = [f for c in counties for f in c if f.grade]
    own = [f for f in firms if f.grade == grade]
    if way == "name":
        return "" if a.text == (f"{grade}类" if a.lang == "zh" else grade) and grade else f"the grade is {grade}"
    few = any(0 < sum(f.grade == g for f in firms) < 3 for g in {f.grade for f in firms})
    if a.text == "…":
        return "" if a.figures.audience != "internal" else "nothing is withheld from the office"
    if few and a.figures.audience != "internal":
        return "names a grade of a few firms"
    if way == "firms":
        codes = set(a.figures.cat.classes(a.claim.sector))
        if a.claim.sector != a.all_sectors and a.figures.audience != "internal":
            return "grades of a sector are for the office"
        n = sum(f.sector in codes for f in own)
        return "" if a.text == f"{n}" else f"{n} firms"
    if way == "lead":
        return _lead(a, own, firms)
    if way in ("low", "middle", "high"):
        thirds = _thirds(counties)
        if a.figures.audience != "internal" and any(0 < n < 3 for cells in thirds.values() for n in cells.values()):
            return "names a cell of a few firms"
        use = thirds.get(grade, {})
        total = sum(use.values())
        return ("" if a.text == "—" else "no firm of it has value added") if not total else _percent(a, use[way] / total)
    return _percent(a, len(own) / len(firms) if way == "share" else _held(own, firms, way))


def _held(own: list[Firm], firms: list[Firm], name: str) -> float:
    return sum(f.figures[name] for f in own) / sum(f.figures[name] for f in firms)


def _percent(a: About, part: float) -> str:
    shown = numbers(a.text)
    return "" if len(shown) == 1 and shown[0].value in near(100 * part, 1) else f"it is {100 * part:.3f} %"


def _lead(a: About, own: list[Firm], firms: list[Firm]) -> str:
    shown = [n.value for n in numbers(a.text)]
    parts = [100 * _held(own, firms, n) for n in ("industrial_land", "energy_consumption", "value_added", "tax")]
    right = len(shown) == 5 and shown[0] == len(own) and all(s in near(p, 1) for s, p in zip(shown[1:], parts, strict=True))
    return "" if right and (f"{a.claim.versus}类" in a.text or f"grade {a.claim.versus}" in a.text) else f"{len(own)} firms with {', '.join(f'{p:.2f}' for p in parts)} %"


@rule("firm")
def _firm(a: About) -> str:
    """A row of the office's list: the firm at a place of the ranking."""
    if a.figures.audience != "internal":
        return "firms are for the office only"
    ranked = [f for f in county(a, a.claim.region) if f.score is not None]
    place, way = int(a.claim.versus), a.claim.way
    if not 1 <= place <= len(ranked):
        return "there is no such place"
    firm = ranked[place - 1]
    if way == "sector":
        return "" if a.text == a.figures.cat.sector(firm.sector).short(a.lang) else f"its sector is {firm.sector}"
    if way in ("place", "id", "grade"):
        told = {"place": f"{place}", "id": firm.id, "grade": firm.grade}[way]
        return "" if a.text == told else f"it is {told}"
    value = firm.score if way == "score" else firm.items[way.removeprefix("item.")]
    if value is None:
        return "" if a.text == "—" else "the firm has no such figure"
    shown = numbers(a.text)
    item = next((i for i in method_of(a, a.claim.region).items if way == f"item.{i.id}"), None)
    if item is not None and not item.units["zh"] and item.factor == 1:  # a share, in percent
        return "" if len(shown) == 1 and shown[0].value in near(100 * value, 2) else f"it is {100 * value:.4g} %"
    return "" if len(shown) == 1 and shown[0].value in near(value, 1 if way == "score" or abs(value) >= 1 else 3) else f"it is {value:.5g}"
