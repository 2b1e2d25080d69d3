"""Claims about what changed, worked out anew: from the panel as it stood, the registers as they were, the files that came."""

import csv
import json
from functools import lru_cache
from itertools import product
from pathlib import Path

import duckdb

from jianbao.verify.figures import Figures
from jianbao.verify.printed import near, numbers, says
from jianbao.verify.rules import About, rule

__all__ = []

_MEANING = (
    "definition_zh", "unit_zh", "kind", "measure", "scope", "price", "direction", "decimals", "numerator", "denominator", "factor", "annualised", "growth_of", "base_of",
)  # fmt: skip
_WORDS = {
    "code": ("代码", "code"), "boundary": ("区划", "boundary"), "list": ("行业范围", "list of codes"), "definition": ("口径", "definition"), "file": ("新收文件", "new file"),
    "flash": ("快报", "flash"), "revision": ("数据修订", "a revision of the data"),
}  # fmt: skip


# ---- figures as they stood ------------------------------------------------------------------------------------------


def _as_it_stood(a: About, indicator: str, region: str, period: str) -> float | None:
    stood = a.figures.stood
    codes = _Registers(a.figures).code if stood is not None else {}
    return None if stood is None else stood.value(indicator, codes.get(region, region), codes.get(a.claim.sector, a.claim.sector), period)


def _pair(a: About, indicator: str, region: str = "", period: str = "") -> tuple[float | None, float | None]:
    """Return a figure as it stood and as it stands."""
    region, period = region or a.claim.region, period or a.claim.period
    return _as_it_stood(a, indicator, region, period), a.figures.value(indicator, region, a.claim.sector, period)


def _decimals(a: About, indicator: str) -> int:
    known = {i.id: i for i in a.figures.cat.indicators()}.get(indicator)
    return known.decimals if known else 1


def _printed(value: float, decimals: int) -> set:
    """Return what a level may print as: a small one gets enough digits not to print as zero."""
    while value and decimals < 4 and near(value, decimals) == {0}:
        decimals += 1
    return near(value, decimals)


def _differs(a: About, indicator: str, period: str = "", pair: tuple | None = None) -> set[bool]:
    """Return whether a figure prints differently now: both answers where a tie hides it, False where one is unknown."""
    then, now = pair or _pair(a, indicator, period=period)
    if then is None or now is None:
        return {False}
    places = _decimals(a, indicator)
    return {x != y for x, y in product(_printed(then, places), _printed(now, places))}


def _compared(a: About) -> str:
    return "" if a.claim.versus == a.figures.against else f"it is compared with {a.figures.against or 'nothing'}"


@rule("against")
def _against(a: About) -> str:
    if (a.figures.against or "none") != a.claim.way:
        return f"it is compared with {a.figures.against or 'nothing'}"
    return "a number where none belongs" if numbers(a.text) else ""


@rule("revised")
def _revised(a: About) -> str:
    if why := _compared(a):
        return why
    then, now = _pair(a, a.claim.indicator)
    if then is None or now is None:
        return "one of the two figures is unknown"
    _, factor, least = a.unit
    shown = numbers(a.text)
    if len(shown) not in (2, 3) or shown[0].decimals < least or shown[1].decimals < least:
        return "it does not name both figures"
    if shown[0].value not in near(then * factor, shown[0].decimals) or shown[1].value not in near(now * factor, shown[1].decimals):
        return f"the panel gives {then * factor:.6g} and {now * factor:.6g}"
    old, new = shown[0].value, shown[1].value
    if old == new or a.claim.way != ("+" if new > old else "-") or not says("revised", a.claim.way, a.text):
        return "the words are not those of the direction"
    return _resized(a, old, new, shown[2] if len(shown) == 3 else None)


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
        level, growth = _differs(a, indicator), _differs(a, f"{indicator}_growth")
        if level == {False} and growth == {False}:
            return f"{indicator} prints as it did"
    return _named(a, a.claim.indicator.split(","))


@rule("unrevised")
def _unrevised(a: About) -> str:
    if why := _compared(a):
        return why
    wrong = [i for i in a.claim.indicator.split(",") if _differs(a, i) == {True}]
    if wrong:
        return f"{wrong[0]} was revised"
    told = any(w in a.text.lower() for w in ("无变化", "一致", "as in the flash", "no figure has changed"))
    return "" if told and not numbers(a.text) else "the words are not those of no change"


@rule("past")
def _past(a: About) -> str:
    shown = numbers(a.text)
    found = [_differs(a, a.claim.indicator, p) for p in a.figures.periods if p < a.claim.period]
    sure, possible = sum(f == {True} for f in found), sum(True in f for f in found)
    if len(shown) != 1 or str(shown[0].value) != a.claim.way or not sure <= int(a.claim.way) <= possible:
        return f"the panel gives {sure}"
    return ""


@rule("appeared")
def _appeared(a: About) -> str:
    for indicator in a.claim.indicator.split(","):
        then, now = _pair(a, indicator)
        if now is None or then is not None:
            return f"{indicator} is not new"
    return _named(a, a.claim.indicator.split(","))


@rule("flipped")
def _flipped(a: About) -> str:
    root = a.claim.versus if a.claim.versus == a.root else ""
    if not root and (why := _compared(a)):
        return why
    own, whole = _pair(a, a.claim.indicator), _pair(a, a.claim.indicator, root) if root else (0.0, 0.0)
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
    return "" if 0 <= first < second and not numbers(a.text) else "the words are not those of the signs"


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


def _named(a: About, indicators: list[str]) -> str:
    absent = [n for i in indicators if (n := a.figures.cat.indicator(i).short(a.lang)).lower() not in a.text.lower()]
    return f"it does not name {absent[0]}" if absent else ""


# ---- registers and causes -------------------------------------------------------------------------------------------


class _Registers:
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


@rule("register")
def _register(a: About) -> str:
    c, found = a.claim, _Registers(a.figures)
    if a.figures.against != "edition":
        return "there are no registers to compare with"
    if c.versus == "definition":
        same = [i for i in c.indicator.split(",") if not found.redefined(i)]
        return f"{same[0]} means what it did" if same else _named(a, c.indicator.split(","))
    if c.versus == "list":
        gained, lost = found.relisted(c.sector)
        right = {f"+{x}" for x in gained} | {f"-{x}" for x in lost}
        return "" if right and set(c.way.split(",")) == right and all(x[1:] in a.text for x in right) else f"the list changed by {','.join(sorted(right)) or 'nothing'}"
    if c.versus == "code":
        old, _, new = c.way.partition(">")
        return "" if new in (c.region, c.sector) and found.code.get(new) == old and old in a.text and new in a.text else "the code is as it was"
    if c.versus == "boundary":
        years, under, below = found.moved(c.region)
        right = ",".join(years) or (f">{under}" if under or below else "")
        return "" if right == c.way and all(y in a.text for y in years) else f"the boundary changed by {right or 'nothing'}"
    wrong = found.code.get(c.sector) or found.relisted(c.sector) != (set(), set()) or any(found.redefined(i) for i in c.indicator.split(","))
    if c.way == "region":
        years, under, below = found.moved(c.region)
        wrong = found.code.get(c.region) or years or under or below
    return "something changed" if wrong else "" if not numbers(a.text) and any(w in a.text.lower() for w in ("无变化", "no change")) else "the words are not those of no change"


@rule("cause")
def _cause(a: About) -> str:
    c, found = a.claim, _Registers(a.figures)
    years, under, below = found.moved(c.region)
    old = found.code.get(c.region) or found.code.get(c.sector)
    cards = dict.fromkeys((a.figures.cat.place.headline, *a.figures.cat.place.cards))
    known = {i.id: i for i in a.figures.cat.indicators()}
    shown = sorted({p for i in cards for p in (i, known[i].numerator, known[i].denominator) if p and found.redefined(p) and _touches(a, i)})
    files = _files(a)
    right = (
        ("code", old) if old else ("boundary", "") if years or under or below else ("list", "") if found.relisted(c.sector) != (set(), set())
        else ("definition", ",".join(shown)) if shown else ("file", ",".join(files)) if files
        else ("flash", "") if a.figures.against == "flash" else ("revision", "")
    )  # fmt: skip
    if (c.versus, c.way) != right:
        return f"the cause is {right[0]} {right[1]}".rstrip()
    if not any(w in a.text.lower() for w in _WORDS[c.versus]) and not (c.versus == "file" and f"{len(files)} new files" in a.text):
        return f"the words are not those of {c.versus!r}"
    return "" if c.versus != "file" or len(files) == 1 or str(len(files)) in a.text else f"{len(files)} files came"


def _touches(a: About, indicator: str) -> bool:
    """Return whether an indicator, its growth or a part of its past is not as it was."""
    pairs = [_pair(a, indicator), _pair(a, f"{indicator}_growth")]
    if any(True in _differs(a, indicator, pair=p) for p in pairs) or (pairs[0][0] is None and pairs[0][1] is not None):
        return True
    return indicator == a.figures.cat.place.headline and any(True in _differs(a, indicator, p) for p in a.figures.periods if p < a.claim.period)


def _files(a: About) -> list[str]:
    """Return the numbers of the files taken since that hold figures of the claim's region and sector."""
    figures = a.figures
    if figures.against != "edition":
        return []
    before, now = (set(json.loads((figures.data_dir / f / "panel.json").read_text(encoding="utf-8")).get("takings", ())) for f in ("earlier", "panel"))
    counties = {r.code for r in figures.cat.regions(under=a.claim.region)}
    leaves = set(figures.cat.classes(a.claim.sector))
    found = []
    for number in sorted(now - before):
        folder = next((figures.data_dir / "taken").glob(f"{number:04d}-*"))
        about = json.loads((folder / "taken.json").read_text(encoding="utf-8"))
        pairs = _pairs_of(folder / f"{about['kind']}.parquet")
        own = (a.claim.region, a.claim.sector) in pairs if about["kind"] == "observations" else any(r in counties and s in leaves for r, s in pairs)
        found += [str(number)] if own else []
    return found


@lru_cache(maxsize=32)
def _pairs_of(path: Path) -> frozenset[tuple[str, str]]:
    """Files that were taken are never rewritten, so what one holds is read once."""
    con = duckdb.connect(":memory:")
    found = con.execute("SELECT DISTINCT region, sector FROM read_parquet(?)", [str(path)]).fetchall()
    con.close()
    return frozenset(found)
