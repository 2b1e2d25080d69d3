"""The registers as they were when the last edition was made and as they are, compared column by column."""

import csv
from functools import lru_cache
from pathlib import Path

from jianbao.verify.figures import Figures

__all__ = ["Registers"]

_MEANING = (
    "definition_zh", "unit_zh", "kind", "measure", "scope", "price", "direction", "decimals", "numerator", "denominator", "factor", "annualised", "growth_of", "base_of",
)  # fmt: skip


class Registers:
    """The registers as they were and as they are, compared column by column."""

    def __init__(self, figures: Figures) -> None:
        self._there = figures.against == "edition"
        self._before, self._after = figures.data_dir / "earlier" / "registers", figures.data_dir / "catalogue"

    def _both(self, name: str, key: str) -> tuple[dict, dict]:
        if not self._there:
            return {}, {}
        return _table(self._before / name, key), _table(self._after / name, key)

    @property
    def code(self) -> dict[str, str]:
        """New code → old code, of regions, sectors and sets that kept their names."""
        found = {}
        for name in ("regions.csv", "sectors.csv", "sector_sets.csv"):
            old, new = self._both(name, "code")
            lost = {(r[0]["name_zh"], r[0].get("level", "")): c for c, r in old.items() if c not in new}
            found |= {c: lost[k] for c, r in new.items() if c not in old and (k := (r[0]["name_zh"], r[0].get("level", ""))) in lost}
        return found

    def redefined(self, indicator: str) -> bool:
        """Return whether an indicator means something else."""
        old, new = self._both("indicators.csv", "id")
        return indicator in old and any(old[indicator][0].get(c, "") != new[indicator][0].get(c, "") for c in _MEANING)

    def relisted(self, sector: str) -> tuple[set[str], set[str]]:
        """Return the codes that a set or division gained and lost."""
        code, (old, new) = self.code, self._both("sector_set_members.csv", "set")
        older, newer = self._both("sectors.csv", "parent")
        was = {r["member"] for r in old.get(code.get(sector, sector), ())} | {r["code"] for r in older.get(code.get(sector, sector), ())}
        now = {r["member"] for r in new.get(sector, ())} | {r["code"] for r in newer.get(sector, ())}
        if not was and not (sector in code or sector in old):  # a new set has no list to compare with
            return set(), set()
        now_as_was = {code.get(c, c): c for c in now}
        gained, lost = {now_as_was[c] for c in now_as_was.keys() - was}, was - now_as_was.keys()
        if not gained and not lost:
            for part in (r["member"] for r in new.get(sector, ())):
                more, less = self.relisted(part)
                gained, lost = gained | more, lost | less
        return gained, lost

    def moved(self, region: str) -> tuple[list[str], str, bool]:
        """Return the years of changes newly noted for a region, what it lies under now if that changed, and whether what lies under it changed."""
        code, (old, new) = self.code, self._both("region_changes.csv", "region")
        had = {(r["year"], r["type"]) for r in old.get(region, ())}
        years = [r["year"] for r in new.get(region, ()) if (r["year"], r["type"]) not in had and region not in code]
        older, newer = self._both("regions.csv", "code")
        parents = {c: (older[o][0]["parent"], r[0]["parent"]) for c, r in newer.items() if (o := code.get(c, c)) in older}
        changed = {c: (was, now) for c, (was, now) in parents.items() if code.get(now, now) != was}
        under = changed[region][1] if region in changed else ""
        return years, under, any(region in (now, next((n for n, o in code.items() if o == was), was)) for was, now in changed.values())


@lru_cache(maxsize=32)
def _read(path: Path, stamp: int, key: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row[key], []).append(row)
    return found


def _table(path: Path, key: str) -> dict[str, list[dict[str, str]]]:
    return _read(path, path.stat().st_mtime_ns, key) if path.is_file() else {}
