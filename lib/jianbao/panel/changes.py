"""What changed since the last edition, worked out once when a release is cut: registers, files that came, figures as they stood."""

import csv
import json
from pathlib import Path
from typing import Any

import duckdb

from jianbao.catalogue import Catalogue
from jianbao.panel import earlier
from jianbao.panel.note import read_note
from jianbao.panel.slices import SUFFIX, write_slice
from jianbao.panel.store import quoted
from jianbao.panel.taken import Taken, takings
from jianbao.panel.wide import make_wide

__all__ = ["EARLIER", "NAME", "registers", "write_changes"]

#: The file of a release with the changes, and its folder of figures as they stood, a file a sector.
NAME, EARLIER = "changes.json", "earlier"
#: What of an indicator's row decides what its figures mean; a rewritten note does not.
_DEFINES = (
    "definition_zh", "unit_zh", "kind", "measure", "scope", "price", "direction", "decimals", "numerator", "denominator", "factor", "annualised", "growth_of", "base_of",
)  # fmt: skip


def write_changes(con: duckdb.DuckDBPyConnection, cat: Catalogue, data_dir: Path, work: Path, audience: str) -> None:
    """Write ``changes.json`` and, for an internal release, ``earlier/<sector>.slice`` into a release that is being cut.

    ``against`` is ``edition`` (the state of the last whole edition of other data), ``flash`` (the modelled file's first
    figures, where there is no such state) or ``""``. A public release has no figure as it stood: what an earlier file
    held is not covered by the mask.
    """
    panel, note = data_dir / "panel", read_note(data_dir / "panel")
    state = {} if note.get("known_on") else earlier.read(data_dir)
    files = [t for t in takings(data_dir) if t.number in set(note.get("takings", ())) - set(state.get("takings", note.get("takings", ())))]
    found: dict[str, Any] = {
        "against": _before(con, data_dir, panel, state), "issued": sorted(state.get("issued", {})), "known": state.get("known", ""),
        "takings": {str(t.number): {"file": t.file, "taken": t.taken[:10], "released": t.released, "periods": list(t.periods)} for t in files},
        "touched": _touched(con, cat, files), "freshness": _freshness(con, cat, note),
    } | (registers(data_dir / earlier.FOLDER / "registers", data_dir / "catalogue") if state else registers(None, None))  # fmt: skip
    (work / EARLIER).mkdir()
    if audience == "internal" and found["against"]:
        _write_earlier(con, cat, work / EARLIER, found["code"])
    (work / NAME).write_text(json.dumps(found, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def registers(before: Path | None, after: Path | None) -> dict[str, dict[str, Any]]:
    """Return what differs between two folders of registers.

    ``definition``: indicator → the columns that changed. ``list``: sector → codes ``added`` and ``removed``. ``boundary``:
    region → the years of changes newly noted, or that it lies under another one. ``code``: new code → old one.
    """
    if before is None or after is None or not before.is_dir():
        return {"definition": {}, "list": {}, "boundary": {}, "code": {}}
    old, new = ({n: _rows(f / n) for n in earlier.REGISTERS if n.endswith(".csv")} for f in (before, after))
    code = _recoded(old["regions.csv"], new["regions.csv"]) | _recoded(_sectors(old), _sectors(new))
    return {"definition": _definitions(old, new), "list": _lists(old, new, code), "boundary": _boundaries(old, new, code), "code": code}


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _definitions(old: dict, new: dict) -> dict[str, list[str]]:
    before = {r["id"]: r for r in old["indicators.csv"]}
    found = {r["id"]: [c for c in _DEFINES if r.get(c, "") != before[r["id"]].get(c, "")] for r in new["indicators.csv"] if r["id"] in before}
    return {i: columns for i, columns in found.items() if columns}


def _sectors(registers: dict) -> list[dict[str, str]]:
    return registers["sectors.csv"] + registers["sector_sets.csv"]


def _recoded(old: list[dict[str, str]], new: list[dict[str, str]]) -> dict[str, str]:
    """Return new code → old code of what kept its name and place, and lost its code."""
    codes = {r["code"] for r in new}
    gone = {(r["name_zh"], r.get("level", "set")): r["code"] for r in old if r["code"] not in codes}
    known = {r["code"] for r in old}
    return {r["code"]: gone[key] for r in new if r["code"] not in known and (key := (r["name_zh"], r.get("level", "set"))) in gone}


def _lists(old: dict, new: dict, code: dict[str, str]) -> dict[str, dict[str, list[str]]]:
    before, after = _parts(old), _parts(new)
    back = {o: n for n, o in code.items()}
    own = {}
    for sector, parts in after.items():
        was = {back.get(p, p) for p in before.get(code.get(sector, sector), parts)}
        if parts != was:
            own[sector] = {"added": sorted(parts - was), "removed": sorted(was - parts)}

    def inside(sector: str) -> bool:
        return sector in own or any(inside(p) for p in after.get(sector, ()))

    found = {}
    for sector in after:
        if sector in own:
            found[sector] = own[sector]
        elif inside(sector) and _level(new, sector) == "set":  # a member of the set is made of other classes now
            parts = [own[p] for p in sorted(after[sector]) if p in own]
            found[sector] = {k: sorted({c for p in parts for c in p[k]}) for k in ("added", "removed")}
    return found


def _level(registers: dict, code: str) -> str:
    return next((r.get("level", "set") for r in _sectors(registers) if r["code"] == code), "")


def _parts(registers: dict) -> dict[str, set[str]]:
    """Return what each set and division is made of. All sectors together are the same whatever is where."""
    parts: dict[str, set[str]] = {}
    for row in registers["sector_set_members.csv"]:
        parts.setdefault(row["set"], set()).add(row["member"])
    level = {r["code"]: r["level"] for r in registers["sectors.csv"]}
    for row in registers["sectors.csv"]:
        if row["parent"] and level.get(row["parent"]) != "all":
            parts.setdefault(row["parent"], set()).add(row["code"])
    return parts


def _boundaries(old: dict, new: dict, code: dict[str, str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    noted = {(r["region"], r["year"], r["type"]) for r in old["region_changes.csv"]}
    for row in new["region_changes.csv"]:
        if (row["region"], row["year"], row["type"]) not in noted and row["region"] not in code:
            found.setdefault(row["region"], {"years": [], "under": ""})["years"].append(row["year"])
    back = {o: n for n, o in code.items()}
    before = {r["code"]: back.get(r["parent"], r["parent"]) for r in old["regions.csv"]}
    for row in new["regions.csv"]:
        was = before.get(code.get(row["code"], row["code"]))
        if was is not None and was != row["parent"]:
            for region, under in ((row["code"], row["parent"]), (was, ""), (row["parent"], "")):
                if region:
                    entry = found.setdefault(region, {"years": [], "under": ""})
                    entry["under"] = under or entry["under"]
    return found


def _before(con: duckdb.DuckDBPyConnection, data_dir: Path, panel: Path, state: dict[str, Any]) -> str:
    """Make the table ``stood`` of the figures to compare with; return what they are."""
    if state:
        make_wide(con, data_dir / earlier.FOLDER, "stood")
        return "edition"
    cells = panel / "cells.parquet"
    if cells.is_file() and con.execute(f"SELECT 1 FROM read_parquet({quoted(cells)}) WHERE vintage = 'flash' LIMIT 1").fetchone():
        make_wide(con, panel, "stood", "flash")
        return "flash"
    return ""


def _touched(con: duckdb.DuckDBPyConnection, cat: Catalogue, files: list[Taken]) -> dict[str, dict[str, list[int]]]:
    """Return region → sector → numbers of the new files that hold figures of it (enterprises: of all that they belong to)."""
    above = {r.code: [r.code, *(a.code for a in cat.ancestors(r.code))] for r in cat.regions()}
    holding: dict[str, list[str]] = {}
    for sector in {*(s.code for s in cat.brief_sectors()), cat.place.all_sector}:
        for leaf in cat.classes(sector):
            holding.setdefault(leaf, []).append(sector)
    found: dict[str, dict[str, list[int]]] = {}
    for one in files:
        pairs = set(con.execute(f"SELECT DISTINCT region, sector FROM read_parquet({quoted(one.data)})").fetchall())
        if one.kind == "enterprise":
            pairs = {(r, s) for region, leaf in pairs for r in above.get(region, ()) for s in holding.get(leaf, ())}
        for region, sector in sorted(pairs):
            found.setdefault(region, {}).setdefault(sector, []).append(one.number)
    return found


def _freshness(con: duckdb.DuckDBPyConnection, cat: Catalogue, note: dict[str, Any]) -> dict[str, Any]:
    """Return the day to judge by (“” if there is none) and, for each indicator of the cards, its newest period and how many counties have it.

    The day is that of ``known_on`` or of the newest file that was taken: a recorded one, never the clock's.
    """
    columns = {c for (c, *_) in con.execute("DESCRIBE wide").fetchall()}
    counties = [r.code for r in cat.regions(level=cat.place.levels[-1])]
    rows: dict[str, dict[str, Any]] = {}
    for indicator in dict.fromkeys((cat.place.headline, *cat.place.cards)):
        known = cat.indicator(indicator)
        parts = [p for p in ((known.numerator, known.denominator) if known.numerator else (indicator,)) if p in columns]
        if not parts:
            continue
        there = " AND ".join(f"{p} IS NOT NULL" for p in parts)
        found = con.execute(
            f"SELECT period, count(*) FROM wide WHERE sector = ? AND list_contains(?, region) AND {there} GROUP BY ALL ORDER BY period DESC LIMIT 1",
            [cat.place.all_sector, counties],
        ).fetchone()
        if found:
            rows[indicator] = {"last": found[0], "present": found[1], "of": len(counties)}
    return {"on": note.get("known_on") or note.get("known") or "", "indicators": rows}


def _write_earlier(con: duckdb.DuckDBPyConnection, cat: Catalogue, folder: Path, code: dict[str, str]) -> None:
    """Write the figures as they stood of what briefs lead with: the headline and the cards, what they are made of, their growth."""
    known = {i.id: i for i in cat.indicators()}
    names = {p for i in (cat.place.headline, *cat.place.cards) for p in (i, known[i].numerator, known[i].denominator) if p}
    names |= {g.id for n in names if (g := cat.growth_of(n))}
    held = [c for (c, *_) in con.execute("DESCRIBE stood").fetchall()]
    columns = ", ".join(sorted(names & set(held)))
    renamed = {old: new for new, old in code.items()}
    for sector in sorted({s.code for s in cat.brief_sectors()} | {cat.place.all_sector}):
        frame = con.execute(
            f"SELECT region AS key, period, {columns}{',' if columns else ''} status, flags FROM stood WHERE sector = ? ORDER BY key, period", [code.get(sector, sector)]
        ).df()
        if len(frame):
            write_slice(folder / f"{sector}{SUFFIX}", frame.assign(key=[renamed.get(r, r) for r in frame["key"]]))
