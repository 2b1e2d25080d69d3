"""Cut the ledgers for an audience: counts by region, state and class, a file a region; items only where they may be seen.

A public cut has no item of any kind that is about enterprises, and counts only where nobody can be told from them: of such a
kind a region's states are shown where each is none or at least ``MINIMUM``, its total where it is, and neither where what
is left of the region above would be less.
"""

import csv
import json
import shutil
from collections import Counter, defaultdict
from datetime import date
from functools import lru_cache
from pathlib import Path
from statistics import median
from typing import Any

from jianbao import catalogue
from jianbao.catalogue import Catalogue
from jianbao.catalogue.calendar import end_of
from jianbao.catalogue.ledgers import LedgerKind
from jianbao.catalogue.period import Period
from jianbao.panel.ledger import COLUMNS, Item, items, state_at, sum_of

__all__ = ["FOLDER", "MINIMUM", "cut_ledgers", "ledgers_are_current", "rows_on"]

FOLDER, MINIMUM = "ledger", 3
_LATE, _SHOWN = 8, 3
_OPEN_FIELDS = ("item", "region", "class", "evidence", "opened")
Rows = dict[str, dict[str, Any]]


def ledgers_are_current(data_dir: Path, audience: str) -> bool:
    """Return whether the ledgers were cut for an audience from what is there now."""
    note = _release(Path(data_dir), audience) / FOLDER / "ledger.json"
    return note.is_file() and json.loads(note.read_text(encoding="utf-8"))["inputs"] == _inputs(Path(data_dir), audience)


def _inputs(data_dir: Path, audience: str) -> str:
    return f"{sum_of(data_dir)} {','.join(_periods(data_dir, audience))}"


def _periods(data_dir: Path, audience: str) -> list[str]:
    return json.loads((_release(data_dir, audience) / "release.json").read_text(encoding="utf-8"))["periods"]


def _release(data_dir: Path, audience: str) -> Path:
    return data_dir / "panel" / f"release-{audience}"


def cut_ledgers(data_dir: Path, audience: str) -> Path:
    """Write ``panel/ledger/items.csv`` (all items, for ``verify``) and ``ledger/`` in an audience's release; return that folder.

    The release must be there: a release that is cut anew has no ledgers until this is called again.
    """
    data_dir = Path(data_dir)
    cat, top = catalogue.read(data_dir), data_dir / "panel" / FOLDER
    every, periods = items(data_dir, cat), _periods(data_dir, audience)
    target = _release(data_dir, audience) / FOLDER
    work = target.with_name(f".{FOLDER}")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    top.mkdir(exist_ok=True)
    with (top / "items.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, COLUMNS, lineterminator="\n", extrasaction="ignore")
        out.writeheader()
        out.writerows(i.texts for i in every)
    of_kind: dict[str, list[Item]] = defaultdict(list)
    for item in every:
        of_kind[item.kind.id].append(item)
    files: dict[str, dict[str, Any]] = {r.code: {"kinds": {}, "items": {}} for r in cat.regions()}
    for kind in (k for k in cat.ledgers.values() if audience == "internal" or not k.internal):
        held = {i.id: i for i in of_kind[kind.id]}
        for period in periods:
            rows = rows_on(cat, kind, of_kind[kind.id], period)
            if audience != "internal":
                _guard(cat, kind, rows)
            _share(cat, kind, rows, held, period, files)
    for region, content in files.items():
        (work / f"{region}.json").write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    (work / "ledger.json").write_text(json.dumps({"inputs": _inputs(data_dir, audience)}) + "\n", encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    work.rename(target)
    return target


def _share(cat: Catalogue, kind: LedgerKind, rows: Rows, held: dict[str, Item], period: str, files: dict[str, dict[str, Any]]) -> None:
    """Give each region its own row and those right below it, and the items that its row names."""
    modelled = any(i.modelled for i in held.values())
    for region, row in rows.items():
        around = {region: row} | {c.code: rows[c.code] for c in cat.children(region) if c.code in rows}
        own = files[region]["kinds"].setdefault(kind.id, {"modelled": modelled, "rows": {}})
        own["rows"][period] = around
        for ident in row.get("late", ()):
            files[region]["items"].setdefault(ident, {f: held[ident].texts[f] for f in COLUMNS if held[ident].texts[f]} | {"day": held[ident].due})
        for ident in row.get("shown", ()):
            files[region]["items"].setdefault(ident, {f: held[ident].texts[f] for f in _OPEN_FIELDS})


def rows_on(cat: Catalogue, kind: LedgerKind, held: list[Item], period: str) -> Rows:
    """Return region → what the ledger says of it at the end of a period; regions without an item are not there.

    ``n`` items; ``by`` ``class.state`` → [items, quantity]; ``planned``; ``red`` (late) and ``amber`` (due soon); ``days`` (median
    from opening to closing); ``reach`` class → [cities, counties] that have one; ``miss`` counties with nothing closed;
    ``goals`` place of the goal → what was done in its years; ``late``, ``shown`` ids of items.
    """
    end = end_of(Period.parse(period))
    on, soon = end.isoformat(), end.fromordinal(end.toordinal() + kind.warn_days).isoformat()
    found: dict[str, dict[str, Any]] = {}
    own: dict[str, dict[str, Any]] = {}
    for item in held:
        state = state_at(item, on)
        if state is not None:
            if item.region not in found:
                found[item.region] = _empty()
            _count(found[item.region], item, state, on, soon)
    for region, row in list(found.items()):
        for above in cat.ancestors(region):
            if above.code not in own:
                own[above.code] = _empty()
            _add(own[above.code], row)
    for region, row in own.items():  # a city may have items of its own beside those of its counties
        if region in found:
            _add(row, found[region])
    found |= own
    for region, row in found.items():
        _finish(cat, kind, region, row)
    for number, goal in enumerate(kind.goals):
        if goal.region in found:
            found[goal.region].setdefault("goals", {})[str(number)] = _towards(cat, kind, held, number, on)
    return found


def _empty() -> dict[str, Any]:
    return {"n": 0, "by": {}, "planned": 0.0, "red": 0, "amber": 0, "_days": [], "_in": set(), "_late": [], "_shown": []}


def _count(row: dict[str, Any], item: Item, state: int, on: str, soon: str) -> None:
    """Enter an item in the row of its own region."""
    kind, final, late = item.kind, item.kind.states[state].final, item.late(on, state)
    word = "" if item.word is None else str(item.word)
    row["n"] += 1
    cell = row["by"].setdefault(f"{word}.{state}", [0, 0.0])
    cell[0] += 1
    if item.quantity and (kind.shape != "funds" or state == item.state):  # what was paid later was not known then
        cell[1] += item.quantity
    row["planned"] += item.planned or 0.0
    row["_in"].add((word, final, item.region))
    if late:
        row["red"] += 1
        row["_late"].append((item.due, item.id))
    elif not final and item.due and item.due <= soon:
        row["amber"] += 1
    if final and item.closed and item.opened:
        row["_days"].append(_days(item.opened, item.closed))
    if final and kind.shape == "cases":
        row["_shown"].append((item.opened, item.id))


def _add(above: dict[str, Any], row: dict[str, Any]) -> None:
    """Add a region's row to that of a region above it."""
    for name in ("n", "planned", "red", "amber"):
        above[name] += row[name]
    for name in ("_days", "_late", "_shown"):
        above[name].extend(row[name])
    above["_in"] |= row["_in"]
    for key, (n, amount) in row["by"].items():
        cell = above["by"].setdefault(key, [0, 0.0])
        cell[0] += n
        cell[1] += amount


def _finish(cat: Catalogue, kind: LedgerKind, region: str, row: dict[str, Any]) -> None:
    days, late, shown, places = row.pop("_days"), row.pop("_late"), row.pop("_shown"), row.pop("_in")
    row["planned"] = round(row["planned"], 6)
    row["by"] = {key: [n, round(q, 6)] for key, (n, q) in sorted(row["by"].items())}
    if days and kind.timed:
        row["days"] = median(days)
    if late:
        row["late"] = [ident for _, ident in sorted(late)[:_LATE]]
    if shown:
        row["shown"] = [ident for _, ident in sorted(shown, reverse=True)[:_SHOWN]]
    if kind.shape == "heat":
        row["reach"] = {}
        for word in sorted({w for w, _, _ in places}):
            here = {r for w, final, r in places if w == word and not final}
            counties = {r for r in here if cat.region(r).level == cat.place.levels[-1]}
            row["reach"][word] = [len({cat.region(r).parent for r in counties}), len(counties)]
    if kind.shape == "coverage":
        row["miss"] = sorted({r for _, _, r in places} - {r for _, final, r in places if final})


def _towards(cat: Catalogue, kind: LedgerKind, held: list[Item], number: int, on: str) -> float:
    """Return what was closed for a goal in its years, up to a day."""
    goal = kind.goals[number]
    under, last = {r.code for r in cat.regions(under=goal.region)}, min(on, f"{goal.end}-12-31")
    word = kind.class_of(goal.word) if goal.word else None
    done = [
        i for i in held
        if i.region in under and kind.states[i.state].final and f"{goal.start}-01-01" <= (i.closed or i.opened) <= last
        and (not goal.word or i.word == word)
    ]  # fmt: skip
    return float(len(done)) if goal.measure == "count" else round(sum(i.quantity or 0.0 for i in done), 6)


@lru_cache(maxsize=20_000)
def _days(opened: str, closed: str) -> int:
    return (date.fromisoformat(closed) - date.fromisoformat(opened)).days


# ---- what a public cut leaves out ----------------------------------------------------------------------------------


def _guard(cat: Catalogue, kind: LedgerKind, rows: Rows) -> None:
    """Take out of the rows what could tell of an enterprise, and all that is the office's own; ``hidden``: states, all."""
    for row in rows.values():
        row.pop("late", None)
    if not kind.secret:
        return
    shown = {r: _cells(row) for r, row in rows.items()}
    states = _open(cat, shown, {r for r, c in shown.items() if all(v >= MINIMUM for v in c.values())})
    totals = _open(cat, {r: Counter(n=row["n"]) for r, row in rows.items()}, {r for r, row in rows.items() if row["n"] >= MINIMUM})
    for region, row in rows.items():
        whole = region in states and region in totals
        keep = {"n": row["n"], "by": {k: [n, None] for k, (n, _) in row["by"].items()}, "red": None, "amber": None} if whole else {}
        if not whole:
            keep = {"hidden": "states", "n": row["n"]} if region in totals else {"hidden": "all"}
        if region == cat.place.root_region and "reach" in row:  # counts places, not enterprises
            keep["reach"] = row["reach"]
        if whole and "goals" in row:
            keep["goals"] = row["goals"]
        row.clear()
        row.update(keep)


def _cells(row: dict[str, Any]) -> Counter:
    return Counter({key: n for key, (n, _) in row["by"].items()})


def _open(cat: Catalogue, cells: dict[str, Counter], safe: set[str]) -> set[str]:
    """Return the regions that may be shown: what is left of one after those shown below it is none or enough, cell by cell."""
    root, shown = cat.place.root_region, set(safe)

    def covered(region: str) -> list[str]:
        found: list[str] = []
        for child in cat.children(region):
            found += [child.code] if child.code in shown else covered(child.code)
        return found

    for level in cat.place.levels:
        for region in [r for r in cells if cat.region(r).level == level]:
            while region in shown and (below := [r for r in covered(region) if r in cells]):
                rest = cells[region].copy()
                for r in below:
                    rest.subtract(cells[r])
                if all(v == 0 or v >= MINIMUM for v in rest.values()):
                    break
                shown.discard(min(below, key=lambda r: (sum(cells[r].values()), r)))
    return shown if root in cells else shown
