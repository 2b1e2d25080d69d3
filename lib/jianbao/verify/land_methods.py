"""What pages say of a region's method of scoring firms by land, held against the register."""

from jianbao.catalogue.land_methods import LandItem, LandMethod
from jianbao.verify.land import _ENDS, base_of, county, method_of
from jianbao.verify.printed import near, numbers
from jianbao.verify.printed import unit as unit_of
from jianbao.verify.rules import About, rule

__all__ = []


def _counties(a: About) -> list[str]:
    cat = a.figures.cat
    return [r.code for r in cat.regions(level=cat.place.levels[-1], under=a.claim.region)]


@rule("land")
def _land(a: About) -> str:
    way, method = a.claim.way, method_of(a, a.claim.region)
    if way == "none":
        return "" if method is None and not numbers(a.text) else "a method is on the register"
    if way == "which":
        told = ("本地", "own") if method is not None and "*" not in method.regions else ("试算", "trial")
        return "" if a.text == told[a.lang != "zh"] else f"the method is {told[1]}"
    if way == "city":
        own = [c for c in _counties(a) if (m := method_of(a, c)) is not None and "*" not in m.regions]
        shown = sorted(int(n.value) for n in numbers(a.text))
        every = any(w in a.text for w in ("均按试算", "All "))  # none has its own: no number of them is said
        return "" if shown == sorted((len(_counties(a)), *([len(own)] if own else []))) and every == (not own) else f"{len(own)} of {len(_counties(a))} have their own"
    if way == "firms":
        n = sum(f.score is not None for f in county(a, a.claim.region))
        shown = sorted(int(x.value) for x in numbers(a.text))
        return "" if a.figures.audience == "internal" and shown == sorted((n, min(n, 2 * _ENDS))) else f"{n} firms have points"
    if way == "withheld":
        return "" if a.figures.audience != "internal" and not numbers(a.text) else "nothing is withheld"
    if way == "trial":
        found = [m for c in _counties(a) if (m := method_of(a, c)) is not None and "*" in m.regions and m.id == a.claim.versus]
        text, items = (a.text.replace(found[0].abouts[a.lang], ""), len(found[0].items)) if found else ("", 0)
        right = found and found[0].abouts[a.lang] in a.text and [int(n.value) for n in numbers(text)] == [items] and ("不是本地评价结果" in text or "no result" in text)
        return "" if right else "it is not the trial of its counties"
    if method is None or method.id != a.claim.versus:
        return "that is not the method"
    return {"method": _which, "blank": _blank, "cap": _cap, "cuts": _cuts}[way](a, method)


def _which(a: About, method: LandMethod) -> str:
    year, own, trial = int(a.claim.period[:4]), "*" not in method.regions, ("试算", "trial")
    if not own:
        name = a.figures.cat.region(a.claim.region).name(a.lang)
        return "" if trial[a.lang != "zh"] in a.text and name in a.text and method.abouts[a.lang] in a.text and ("不是本地评价结果" in a.text or "no result" in a.text) else "it is the trial"
    if method.year < year:
        right = str(method.year) in a.text and str(year) in a.text and ("沿用" in a.text or "goes on" in a.text)
        return "" if right else f"the method of {method.year} is carried on"
    return "" if method.name(a.lang) in a.text and "沿用" not in a.text and "goes on" not in a.text else f"the method is {method.name(a.lang)}"


def _blank(a: About, method: LandMethod) -> str:
    blank = [i for i in method.items if not i.bottom]
    shown = [float(n.value) for n in numbers(a.text)]
    return "" if blank and all(i.name(a.lang) in a.text for i in blank) and shown == [sum(i.weight for i in blank)] else f"{len(blank)} items are without figures"


def _cap(a: About, method: LandMethod) -> str:
    shown = [float(n.value) for n in numbers(a.text)]
    return "" if shown == ([method.cap] if method.cap else []) else f"the cap is {method.cap}"


def _cuts(a: About, method: LandMethod) -> str:
    about = method.cuts_about[a.lang]
    shown = [float(n.value) for n in numbers(a.text.replace(about, ""))]
    ends = list(method.cuts.values())
    wanted = [c for n, c in enumerate(ends) for c in ([ends[n - 1]] if n else []) + [c]]  # where a grade begins, but the first, and where it ends
    right = about in a.text and len(shown) == len(wanted) and all(s in {float(x) for x in near(100 * c, 0)} for s, c in zip(shown, wanted, strict=True))
    return "" if right and all(g in a.text for g in method.cuts) else f"the cuts are {method.cuts}"


def _share(item: LandItem) -> bool:
    """Tell whether an item is a share: a ratio without a unit, not scaled."""
    return bool(item.bottom) and not item.units["zh"] and item.factor == 1


@rule("landitem")
def _item(a: About) -> str:
    """A row of the method's table: name, unit, weight and base of an item."""
    method = method_of(a, a.claim.region)
    item = next(i for i in method.items if i.id == a.claim.versus)
    if a.claim.way == "name":
        name = item.name(a.lang)  # an English row starts with a capital
        return "" if a.text == name[0].upper() + name[1:] else f"the item is {name}"
    if a.claim.way == "unit":
        unit = item.units[a.lang] or ("%" if _share(item) else "—")
        return "" if a.text == unit else f"the unit is {unit}"
    shown = numbers(a.text)
    if a.claim.way == "weight":
        return "" if len(shown) == 1 and float(shown[0].value) == item.weight else f"the weight is {item.weight:g}"
    base = base_of(method, county(a, a.claim.region), item) if item.bottom else None
    if base is None:
        return "" if a.text == "—" else "the item is without figures"
    if _share(item):
        return "" if len(shown) == 1 and shown[0].value in near(100 * base, 2) else f"the base is {100 * base:.4f} %"
    if len(shown) == 1 and item.base is not None:
        return "" if float(shown[0].value) == item.base else f"the base is {item.base}"
    return "" if len(shown) == 1 and shown[0].decimals >= 2 and shown[0].value in near(base, shown[0].decimals) else f"the base is {base:.6g}"


@rule("ratio")
def _ratio(a: About) -> str:
    """The name of a row: an indicator and its unit."""
    known = a.indicator
    name, unit = known.short(a.lang), unit_of(known, a.lang)[0]
    return "" if a.text == (f"{name}（{unit}）" if a.lang == "zh" else f"{name} ({unit})") else f"the row is {name} in {unit}"
