"""Claims about why figures changed and what is overdue, worked out anew: from registers, the files that came, the calendar."""

import json
from datetime import date
from functools import lru_cache
from pathlib import Path

import duckdb

from jianbao.verify.changes import differs, named, pair
from jianbao.verify.printed import numbers
from jianbao.verify.registers import Registers
from jianbao.verify.rules import About, rule

__all__ = []

_WORDS = {
    "code": ("代码", "code"), "boundary": ("区划", "boundary"), "list": ("行业范围", "list of codes"), "definition": ("口径", "definition"), "file": ("新收文件", "new file"),
    "flash": ("快报", "flash"), "revision": ("数据修订", "a revision of the data"),
}  # fmt: skip


@rule("register")
def _register(a: About) -> str:
    c, found = a.claim, Registers(a.figures)
    if a.figures.against != "edition":
        return "there are no registers to compare with"
    if c.versus == "definition":
        same = [i for i in c.indicator.split(",") if not found.redefined(i)]
        return f"{same[0]} means what it did" if same else named(a, c.indicator.split(","))
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
    c, found = a.claim, Registers(a.figures)
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
    pairs = [pair(a, indicator), pair(a, f"{indicator}_growth")]
    if any(True in differs(a, indicator, both=p) for p in pairs) or (pairs[0][0] is None and pairs[0][1] is not None):
        return True
    return indicator == a.figures.cat.place.headline and any(True in differs(a, indicator, p) for p in a.figures.periods if p < a.claim.period)


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


@rule("late")
def _late(a: About) -> str:
    note = json.loads((a.figures.data_dir / "panel" / "panel.json").read_text(encoding="utf-8"))
    if a.claim.versus != (note.get("known_on") or note.get("known") or ""):
        return "that is not the day the data were known on"
    cat, c = a.figures.cat, a.claim
    counties = [r.code for r in cat.regions(level=cat.place.levels[-1])]
    newest = next((p for p in reversed(a.figures.periods) if any(a.figures.value(c.indicator, r, a.all_sectors, p) is not None for r in counties)), "")
    if newest != c.period:
        return f"the newest figure is of {newest}"
    kind = "month" if "-" in newest else "quarter" if "Q" in newest else "year"
    row = next((r for r in cat.calendar if r.kind == kind and c.indicator in r.indicators), None) or next((r for r in cat.calendar if r.kind == kind and "*" in r.indicators), None)
    if row is None:
        return "the calendar says nothing of it"
    year, month = int(newest[:4]), int(newest[5:7]) if kind == "month" else 0
    if kind == "month":
        year, month = (year, month + 1) if month < 12 else (year + 1, 2)
    elif kind == "quarter":
        quarter = int(newest[5]) % 4 + 1
        year, month = year + (quarter == 1), 3 * quarter
    else:
        year, month = year + 1, 12
    following = date(year + month // 12, month % 12 + 1, 1)
    days = (date.fromisoformat(c.versus) - following).days + 1 - row.days
    return "" if days > 0 and str(days) == c.way and f"{days}" in a.text and c.versus in a.text else f"it is {max(days, 0)} days late"
