"""Firms scored by land as their region's method has it (亩均论英雄), when a release is cut: pages get counts and shares, not firms.

An internal release also has each sector's grades and the firms at both ends of the list. A public one has neither, and a
region's grades only where no grade is a few firms or one that outweighs the others, nor becomes known by subtraction
from its city.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from jianbao.catalogue import Catalogue
from jianbao.catalogue.land_methods import LandItem, LandMethod, land_method
from jianbao.indicators import grade_by_share, land_efficiency_score, ratio, share
from jianbao.panel.enterprise import rows_of
from jianbao.panel.taken import Taken

__all__ = ["CLASSES", "FOLDER", "LISTED", "SHARED", "write_land"]

FOLDER = "land"
#: Firms by energy per value added, in thirds; firms without value added are in none.
CLASSES = {"low": 1 / 3, "middle": 2 / 3, "high": 1.0}
#: What each grade's share of is told.
SHARED = ("industrial_land", "value_added", "tax", "energy_consumption")
#: So many firms at either end of an internal list.
LISTED = 15
_TAX = ("taxes_and_surcharges", "vat")


def write_land(cat: Catalogue, data_dir: Path, work: Path, taken: Sequence[Taken], safe: tuple[int, float] | None) -> None:
    """Write ``land/<region>.json`` into a release that is being cut, for each county and city: year → what its method gives.

    *safe* is None for an internal release; for a public one the least groups of a grade, and by how many percent its
    largest may not be known (p % rule).
    """
    source = Path(data_dir) / "incoming" / "enterprise"
    (work / FOLDER).mkdir()
    if not (cat.place.modelled and source.is_dir() and cat.land_methods):
        return
    found: dict[str, dict[str, Any]] = {}
    years = sorted({f.stem for f in source.glob("[0-9][0-9][0-9][0-9].parquet")} | {p[:4] for t in taken if t.kind == "enterprise" for p in t.periods})
    for year in years:
        scored = {}
        for code, firms in _rows(cat, source, year, taken).groupby("region"):
            if (method := land_method(cat.land_methods, code, int(year))) is not None:
                scored[code] = _scored(method, firms)
                base = _bases(method, firms)
                found.setdefault(code, {})[year] = _about(cat, scored[code], safe, method, base)
        for city in cat.regions(level=cat.place.levels[1]) if len(cat.place.levels) > 2 else ():
            own = {c.code: scored[c.code] for c in cat.children(city.code) if c.code in scored}
            if own:
                found.setdefault(city.code, {})[year] = _city(own, {c: found[c][year] for c in own}, safe)
    for code, held in found.items():
        (work / FOLDER / f"{code}.json").write_text(json.dumps(held, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def _rows(cat: Catalogue, source: Path, year: str, taken: Sequence[Taken]) -> pd.DataFrame:
    """Return the enterprises of a whole year as they stand, with the columns that the methods ask for and their taxes in one."""
    asked = {c for m in cat.land_methods for i in m.items for c in (*i.top, i.bottom) if c} | {*_TAX, *SHARED} - {"tax"}
    columns = ", ".join(["enterprise_id", "group_id", "region", "sector", *(f"{c}::DOUBLE AS {c}" for c in sorted(asked))])
    with duckdb.connect(":memory:") as con:
        query = f"SELECT {columns}, ({' + '.join(_TAX)})::DOUBLE AS tax FROM ({rows_of(source, year, taken)}) WHERE period = ? ORDER BY enterprise_id"
        return con.execute(query, [f"{year}-12"]).df().set_index("enterprise_id")


def _scored(method: LandMethod, firms: pd.DataFrame) -> pd.DataFrame:
    """Return a county's firms with their items, score, grade and class of energy use."""
    items = pd.DataFrame({i.id: _item(i, firms) for i in method.items}, index=firms.index)
    base = _bases(method, firms)
    weights = pd.Series({i.id: i.weight for i in method.items})
    # Nobody has the figure: each firm gets what the average firm would, the item's weight.
    substitutes = pd.Series({i.id: i.weight if not i.bottom else float("nan") for i in method.items})
    score = land_efficiency_score(items, base, weights, method.cap, substitutes) if (base > 0).all() else pd.Series(float("nan"), firms.index)
    grade = grade_by_share(score, method.cuts) if method.cuts else pd.Series(None, firms.index, dtype=object)
    use = grade_by_share(ratio(firms["energy_consumption"], firms["value_added"]), CLASSES, higher_is_first=False)
    return firms[["group_id", "sector", *SHARED]].assign(**items.add_prefix("item_"), score=score, grade=grade, use=use)


def _item(item: LandItem, firms: pd.DataFrame) -> pd.Series:
    if not item.bottom:
        return pd.Series(float("nan"), firms.index)
    return ratio(firms[list(item.top)].sum(axis=1), firms[item.bottom], item.factor)


def _bases(method: LandMethod, firms: pd.DataFrame) -> pd.Series:
    """Return the base of each item: the method's, or the firms' total over total; 1 for an item that nobody has the figure of."""
    totals = firms.select_dtypes("number").sum()

    def base(item: LandItem) -> float:
        if item.base is not None:
            return item.base
        return ratio(float(totals[list(item.top)].sum()), float(totals[item.bottom]), item.factor) if item.bottom else 1.0

    return pd.Series({i.id: base(i) for i in method.items})


def _about(cat: Catalogue, firms: pd.DataFrame, safe: tuple[int, float] | None, method: LandMethod, base: pd.Series) -> dict[str, Any]:
    """Return what a county's page may tell."""
    graded = firms[firms["grade"].notna()]
    shown = bool(len(graded)) and (safe is None or _safe(graded, *safe))
    about = {"method": method.id, "base": {i.id: float(base[i.id]) for i in method.items if i.bottom}, "shown": shown, **_counted(firms, graded, shown, tuple(method.cuts), safe is None or _may_cross(graded, safe[0]))}
    if safe is None and shown:
        about |= {"sectors": _sectors(cat, graded, tuple(method.cuts)), "firms": _listed(graded, method)}
    return about


def _city(own: dict[str, pd.DataFrame], told: dict[str, dict[str, Any]], safe: tuple[int, float] | None) -> dict[str, Any]:
    """Return a city's grades: its counties' together. Not where one county's would be left over by subtraction."""
    firms = pd.concat(own.values())
    graded = firms[firms["grade"].notna()]
    shown = crossed = bool(len(graded))
    if safe is not None:
        left = {way: [own[c][own[c]["grade"].notna()] for c in own if not told[c][way]] for way in ("shown", "crossed")}
        shown = _safe(graded, *safe) and (not left["shown"] or len(left["shown"]) > 1 and _safe(pd.concat(left["shown"]), *safe))
        rest = left["crossed"]
        crossed = _may_cross(graded, safe[0]) and (not rest or len(rest) > 1 and _may_cross(pd.concat(rest), safe[0]))
    return {"method": "", "shown": bool(shown), "counties": sorted(own), **_counted(firms, graded, bool(shown), tuple(sorted(set(graded["grade"]))), bool(crossed))}


def _may_cross(graded: pd.DataFrame, minimum: int) -> bool:
    """Return whether no grade has one or two firms in a class of energy use."""
    return bool((graded.groupby(["grade", "use"]).size() >= minimum).all())


def _safe(graded: pd.DataFrame, minimum: int, p: float) -> bool:
    """Return whether no grade is a few groups of enterprises, and in none its largest could be worked out by its second."""
    for _, firms in graded.groupby("grade"):
        held = firms.groupby("group_id")[list(SHARED)].sum().abs()
        if len(held) < minimum:
            return False
        for name in SHARED:
            ordered = held[name].sort_values(ascending=False).to_numpy()
            if ordered[2:].sum() < p * 0.01 * ordered[0]:
                return False
    return True


def _counted(firms: pd.DataFrame, graded: pd.DataFrame, shown: bool, grades: tuple[str, ...], crossed: bool) -> dict[str, Any]:
    """Return the firms of each grade and what it holds of all; by energy use only where *crossed*."""
    found: dict[str, Any] = {"firms_in_all": len(firms), "crossed": shown and crossed}
    if not shown:
        return found
    sums, uses = graded.groupby("grade")[list(SHARED)].sum(), graded.groupby(["grade", "use"]).size()
    parts = sums.apply(lambda column: share(column, float(column.sum()))).round(9)
    firms_in = graded["grade"].value_counts()
    found |= {"graded": len(graded), "grades": {}}
    for grade in grades:
        part = {name: float(parts.loc[grade, name]) if grade in parts.index else 0.0 for name in SHARED}
        found["grades"][grade] = {"firms": int(firms_in.get(grade, 0)), **part, **({c: int(uses.get((grade, c), 0)) for c in CLASSES} if crossed else {})}
    return found


def _sectors(cat: Catalogue, graded: pd.DataFrame, grades: tuple[str, ...]) -> dict[str, list[int]]:
    """Return for each sector that has briefs how many of its firms are in each grade."""
    counted = graded.groupby(["sector", "grade"]).size().to_dict()
    found = {s.code: [sum(counted.get((c, g), 0) for c in cat.classes(s.code)) for g in grades] for s in cat.brief_sectors()}
    return {code: numbers for code, numbers in found.items() if any(numbers)}


def _listed(graded: pd.DataFrame, method: LandMethod) -> list[list[Any]]:
    """Return the firms at both ends of the ranking: place, id, sector, score, grade and the value of each item."""
    ordered = graded.sort_values(["score", "sector"], ascending=[False, True], kind="stable")
    places = list(range(1, len(ordered) + 1))
    chosen = places if len(places) <= 2 * LISTED else [*places[:LISTED], *places[-LISTED:]]
    listed = []
    for place in chosen:
        row = ordered.iloc[place - 1]
        values = [None if pd.isna(v := row[f"item_{i.id}"]) else float(v) for i in method.items if i.bottom]
        listed.append([place, str(row.name), row["sector"], float(row["score"]), row["grade"], values])
    return listed
