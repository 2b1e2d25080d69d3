"""The index's table: a row a region, a column a sector, a cell a brief. Short HTML: some 2,000 links in one page."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from jianbao.facts import ABSENT, number, rounded
from jianbao.publish.meta import Entry

__all__ = ["FAR", "NEAR", "Layout", "column_labels", "figure", "found_by", "href", "layout", "matrix"]

NEAR, FAR = 2, 8
"""Distances from the whole place's growth in the same sector, in percentage points, at which the shade changes."""


@dataclass(frozen=True)
class Layout:
    """Which rows (in groups: the region above and its rows) and which columns the entries need."""

    groups: tuple[tuple[Any, tuple[Any, ...]], ...]
    sectors: tuple[Any, ...]
    cells: Mapping[tuple[str, str], Entry]
    regions: Mapping[str, Entry]
    heads: Mapping[str, Entry]
    reference: Mapping[str, float]
    languages: tuple[str, ...]
    root: str


def layout(entries: Iterable[Entry], catalogue: Any) -> Layout:
    """Sort *entries* into the table; the order of rows and columns is the registers'. CatalogueError for an unknown code."""
    entries = tuple(entries)
    cells = {(e.region, e.sector): e for e in entries if e.sector and e.kind != "sector_brief"}
    heads = {e.sector: e for e in entries if e.kind == "sector_brief"}
    own = {e.region: e for e in entries if not e.sector}
    root = catalogue.place.root_region
    wanted = {catalogue.region(c).code for c in ({r for r, _ in cells} | set(own))}
    used = {s for _, s in cells} | set(heads)
    sectors = tuple(s for s in catalogue.brief_sectors() if s.code in used)
    sectors += tuple(catalogue.sector(c) for c in sorted(used - {s.code for s in sectors}))
    groups: list[tuple[Any, tuple[Any, ...]]] = []
    if root in wanted:
        groups.append((catalogue.region(root), (catalogue.region(root),)))
    children = [r for r in catalogue.regions() if r.parent == root]
    parents = [r for r in children if any(x.parent == r.code for x in catalogue.regions(under=r.code))]
    for city in parents:
        rows = tuple(r for r in catalogue.regions(under=city.code) if r.code in wanted)
        if rows:
            groups.append((city, rows))
    if rows := tuple(r for r in children if r not in parents and r.code in wanted):
        groups.append((catalogue.region(root), rows))
    reference = {
        s: e.headline.growth
        for (r, s), e in cells.items()
        if r == root and e.headline and e.headline.growth is not None
    }
    return Layout(tuple(groups), sectors, cells, own, heads, reference, tuple(catalogue.place.languages), root)


def matrix(plan: Layout, lang: str, words: Mapping[str, str]) -> str:
    """Return the tables as HTML: the whole place first with the columns' own links, then one ``<details>`` a group."""
    out = []
    # Latin names stand upright on their side; Chinese ones break anywhere and fit.
    vertical = " vt" if any(len(name) > 9 and name.isascii() for name in (s.short(lang) for s in plan.sectors)) else ""
    cols = f"<colgroup><col class=n><col span={max(len(plan.sectors), 1)}></colgroup>"
    for position, (parent, rows) in enumerate(plan.groups):
        linked = position == 0
        body = "".join(_row(plan, r, lang, words, me=r.code == parent.code) for r in rows)
        table = (
            f'<div class=scroll tabindex=0 role=region aria-label="{escape(parent.name(lang))}{position or ""}">'
            f'<table class="ht{vertical}{" head" if linked else ""}" data-k="{_key(plan, parent)}">{cols}'
            f"<thead><tr><td>{_heads(plan, lang, linked)}<tbody>{body}</table></div>"
        )
        if len(rows) == 1 and rows[0].code == parent.code:
            out.append(table)
        else:
            made = sum(e.result == "ok" for e in _of(plan, rows))
            label = f"{escape(parent.name(lang))} <small>{escape(words['briefs'].format(n=made))}</small>"
            out.append(f"<details class=city open><summary>{label}</summary>{table}</details>")
    return "\n".join(out)


def column_labels(plan: Layout, lang: str) -> str:
    """Return the style rules that put a column's name before each of its cells where the table is stacked (telephone)."""
    rules = (f'.ht td:nth-child({k}) a:before{{content:"{_css_text(s.short(lang))}"}}' for k, s in enumerate(plan.sectors, 2))
    return "@media (max-width:640px){" + "".join(rules) + "}"


def _of(plan: Layout, rows: tuple[Any, ...]) -> list[Entry]:
    codes = {r.code for r in rows}
    return [e for (r, _), e in plan.cells.items() if r in codes] + [e for r, e in plan.regions.items() if r in codes]


def _heads(plan: Layout, lang: str, linked: bool) -> str:
    out = []
    for sector in plan.sectors:
        entry = plan.heads.get(sector.code)
        name = f"<span>{escape(sector.short(lang))}</span>"
        if linked and entry and entry.result == "ok":
            name = f"<a href={href(entry)}>{name}</a>"
        out.append(f'<th scope=col data-k="{_key(plan, sector)}">{name}' if linked else f"<th scope=col>{name}")
    return "".join(out)


def _row(plan: Layout, region: Any, lang: str, words: Mapping[str, str], me: bool) -> str:
    entry = plan.regions.get(region.code)
    name = escape(region.name(lang) if me else region.short(lang))
    if entry and entry.result == "ok":
        name = f"<a href={href(entry)}>{name}</a>"
    cells = "".join(_cell(plan.cells.get((region.code, s.code)), plan.reference.get(s.code), words) for s in plan.sectors)
    return f'<tr{" class=me" if me else ""} data-k="{_key(plan, region)}"><th scope=row>{name}{cells}\n'


def _cell(entry: Entry | None, reference: float | None, words: Mapping[str, str]) -> str:
    if entry is None:
        return "<td>"
    if entry.result != "ok":
        return f"<td class=f>{escape(words['failed'])}"
    shade, text = figure(entry, reference, words)
    return f"<td{f' class={shade}' if shade else ''}><a href={href(entry)}>{text}</a>"


def figure(entry: Entry, reference: float | None, words: Mapping[str, str]) -> tuple[str, str]:
    """Return the cell's class and text. A distance is computed from the two printed values, as a reader would."""
    headline = entry.headline
    if headline is None:
        return "o", escape(words["open"])
    if headline.status == "suppressed":
        return "h", "…"
    if headline.status == "not_applicable":
        return "o", escape(words["absent"])
    if headline.growth is None:
        return "o", ABSENT  # a level among rates would be read as a rate
    growth, text = rounded(headline.growth, 1), number(headline.growth, 1, sign=True)
    if reference is None:
        return ("b" if growth > 0 else "d" if growth < 0 else "c"), text
    gap = growth - rounded(reference, 1)
    return ("a" if gap >= FAR else "b" if gap >= NEAR else "c" if gap > -NEAR else "d" if gap > -FAR else "e"), text


def href(entry: Entry) -> str:
    """Return a brief's address as an attribute's value, in quotes only where it needs them."""
    return f'"{quote(entry.file)}"' if re.search(r"[^\w./-]", quote(entry.file)) else quote(entry.file)


def _key(plan: Layout, item: Any) -> str:
    return escape(found_by(item, plan.languages))


def found_by(item: Any, languages: tuple[str, ...]) -> str:
    """Return the words by which a region or sector is found: codes, names in each language, pinyin and initials."""
    names = [t for lang in languages for t in (item.name(lang), item.short(lang))]
    spoken = [getattr(item, "pinyin", ""), getattr(item, "initials", "") or initials(item.short(languages[0]))]
    words = [item.code, *getattr(item, "members", ()), *names, *spoken]
    return " ".join(dict.fromkeys(w for w in words if w)).lower()


# GB 2312 orders its 3,755 common characters by sound: the first character of each initial letter, as a two-byte number.
_BOUNDS = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"), (0xB9FE, "h"),
    (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"), (0xC5BE, "p"), (0xC6DA, "q"),
    (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"), (0xD1B9, "y"), (0xD4D1, "z"), (0xD7FA, ""),
)  # fmt: skip


def initials(text: str) -> str:
    """Return the initial letters of common Chinese characters, for a register that has none.

    >>> initials("纺织服装"), initials("化学纤维"), initials("C17")
    ('fzfz', 'hxxw', '')
    """
    out = []
    for char in text:
        raw = char.encode("gb2312", "ignore")
        code = int.from_bytes(raw, "big") if len(raw) == 2 else 0
        out.append(next((letter for bound, letter in reversed(_BOUNDS) if code >= bound), ""))
    return "".join(out)


def _css_text(text: str) -> str:
    return "".join(c if c.isalnum() else f"\\{ord(c):x} " for c in text)
