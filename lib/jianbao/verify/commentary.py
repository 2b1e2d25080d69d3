"""Numbers in analysts' own words held against the panel: what contradicts it is pointed out, never forbidden.

A number is held against the panel where the words before it, in the same clause, name an indicator of the register (and
perhaps the whole place, the city or the sector's region); every other number is left alone.
"""

import re
from collections.abc import Iterator
from html import unescape

from jianbao.catalogue import Indicator
from jianbao.verify.figures import Figures
from jianbao.verify.page import PageText
from jianbao.verify.printed import agrees, bare, near, numbers
from jianbao.verify.printed import unit as unit_of

__all__ = ["contradictions"]

_OWN = re.compile(r'<div class="own">(.*?)</div>\s*((?:<p>.*?</p>)*)</div>', re.S)
_CLAUSE = re.compile(r"[，。；！？,;!?\n]|、(?=[^\d])|\.(?!\d)")
_NUMBER = re.compile(r"[−-]?\d[\d,]*(?:\.\d+)?\s*(?:个百分点|percentage points?|亿元|万元/人|万元/亩|万元|万人|元|家|%|billion yuan|thousand persons)?")
_UP, _DOWN = re.compile(r"增长|上升|增速|\bup\b|grew|rose|growth"), re.compile(r"下降|减少|\bdown\b|fell|declin")
_CHANGE = re.compile(r"百分点|percentage point|提高|加快|放缓|回落|高于|低于|差|above|below|第\s*\d|目标|力争|预计|上年|去年|同期为|target|last year")


def contradictions(figures: Figures, page: PageText, html: str) -> Iterator[tuple[str, str]]:
    """Yield clauses of the analysts' own words on a page with a number that the panel has another figure for, and why."""
    for found in _OWN.finditer(html):
        text = unescape(re.sub(r"<[^>]+>", "\n", found[2]))
        subject: Indicator | None = None
        for clause in filter(str.strip, _CLAUSE.split(text)):
            subject = _indicator(figures, page, clause) or subject
            if subject is not None and (why := _contradicted(figures, page, clause, subject)):
                yield clause.strip(), why


def _indicator(figures: Figures, page: PageText, clause: str) -> Indicator | None:
    """Return the indicator that a clause names, by the longest of its names."""
    low, best = clause.lower(), (0, None)
    for known in figures.cat.indicators():
        if known.kind == "base":
            continue
        for name in (known.name(page.lang), known.short(page.lang)):
            if len(name) > best[0] and name.lower() in low:
                best = (len(name), known)
    return best[1]


def _region(figures: Figures, page: PageText, clause: str) -> str:
    cat = figures.cat
    if cat.place.reference_name(page.lang).lower() in clause.lower():
        return cat.place.root_region
    named = [r.code for r in cat.regions() if r.name(page.lang).lower() in clause.lower()]
    return named[-1] if named else page.region


def _contradicted(figures: Figures, page: PageText, clause: str, known: Indicator) -> str:
    """Return why the clause's number is not the panel's, "" where it is or cannot be told."""
    shown = [m[0] for m in _NUMBER.finditer(bare(clause))]
    if len(shown) != 1 or _CHANGE.search(clause):
        return ""
    growing, falling = _UP.search(clause), _DOWN.search(clause)
    percent = shown[0].rstrip().endswith("%")
    growth = known.kind == "growth" or percent and known.kind not in ("ratio", "count") and bool(growing or falling)
    of = known if known.kind == "growth" else _growth_of(figures, known) if growth else known
    if of is None:
        return ""
    name, factor, _ = unit_of(of, page.lang)
    said = re.sub(r"[−\-\d.,\s]", "", shown[0])
    if said != name.replace(" ", ""):
        return ""  # in another unit: not ours to convert
    value = figures.value(of.id, _region(figures, page, clause), page.sector, page.period)
    if value is None:
        return ""
    number = numbers(shown[0])[0]
    told = number._replace(value=-abs(number.value)) if growth and falling and not growing else number
    if agrees(value * factor, told, 0):
        return ""
    best = next(iter(near(value * factor, max(number.decimals, of.decimals))))
    return f"{of.short(page.lang)}：面板为 {best}{name} · the panel gives {best} {name}" if page.lang == "zh" else f"{of.short('en')}: the panel gives {best} {name}"


def _growth_of(figures: Figures, known: Indicator) -> Indicator | None:
    return next((i for i in figures.cat.indicators() if i.growth_of == known.id), None)

