"""What each column of an unknown workbook seems to be, by its head and figures, and every doubt about it."""

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from jianbao.catalogue import Catalogue, Indicator
from jianbao.intake.forms import converts
from jianbao.intake.grid import Grid, address
from jianbao.intake.heads import name_of
from jianbao.intake.layout import Head, path_of
from jianbao.intake.names import Names
from jianbao.intake.values import value_of
from jianbao.intake.words import IntakeError

__all__ = ["AcrossGuess", "Guess", "across_of", "adds_up", "guess_of", "known", "once_each"]

_GROWTH = re.compile(r"(?:同比)?(?:增长|增速|±|比上年)[^/]*$")
_BASE = re.compile(r"上年同期|去年同期")


@dataclass
class Guess:
    """A column: where, how its head reads, the first figure below, what it seems to be, and the doubts."""

    at: int
    path: str
    unit: str
    sample: str
    indicator: str = ""
    skip: bool = False
    doubts: list[tuple[str, str]] = field(default_factory=list)


def guess_of(head: Head, at: int, path: str, first: int, cat: Catalogue) -> Guess | None:
    """Return what a column seems to be, None for one without figures from row *first* on."""
    grid = head.grid
    values = [(r, value_of(grid.at(r, at), {}, percent=True)) for r in grid.rows if r >= first]
    figures = [(r, v) for r, v in values if v.number is not None]
    if not figures:
        return None
    guess = Guess(at, path, path_of(head, at)[1], grid.words(figures[0][0], at))
    if not path:
        guess.skip = True
        guess.doubts.append(("没有表头，不收", "no head: not taken"))
        return guess
    found, near = _indicator(path, cat)
    if found is None:
        guess.skip, guess.unit = True, guess.unit or "、".join(head.units)
        words = "、".join(f"{i.id}（{i.short(cat.place.languages[0])}）" for i in near)
        guess.doubts.append((f"目录中没有这个指标，先不收{'；相近：' + words if words else ''}", f"no such indicator, not taken for now; near: {', '.join(i.id for i in near) or 'none'}"))
        return guess
    guess.indicator, registered = found.id, found.unit(cat.place.languages[0])
    guess.unit = guess.unit or head.unit_for(registered)
    if near:
        guess.doubts.append((f"名称不完全相同，请确认是“{found.name(cat.place.languages[0])}”", f"the name differs; is it {found.name(cat.place.languages[-1])!r}?"))
    if found.kind == "growth" and not converts(guess.unit, registered):
        guess.unit = registered
    if not guess.unit:
        guess.unit = registered
        guess.doubts.append((f"表中没有单位，暂按目录的 {registered}，请核对", f"no unit is printed; {registered} is assumed, check it"))
    elif not converts(guess.unit, registered):
        guess.skip = True
        guess.doubts.append((f"单位 {guess.unit} 不能换算成目录的 {registered}，先不收", f"unit {guess.unit} does not convert to {registered}: not taken for now"))
    if re.search(r"(?<!1-)(?<![至到])本月(?!止)|当月", path.split("/")[-1]) or found.measure == "cumulative" and re.fullmatch(r"\d{1,2}月份?", path.split("/")[-1]):
        guess.skip = True
        guess.doubts.append(("当月数，不与累计混收", "a single month: not taken among cumulative figures"))
    return guess


def _indicator(path: str, cat: Catalogue) -> tuple[Indicator | None, list[Indicator]]:
    """Return the indicator that a head names, and near ones: with an indicator, near ones mean that the name is not quite its own."""
    lang = cat.place.languages[0]
    growth, base = _GROWTH.search(path), _BASE.search(path)
    bare = [p for part in path.split("/") if (p := _BASE.sub("", _GROWTH.sub("", part))) and not re.search(r"本月|累计|本期|\d月", p)]
    levels = [i for i in cat.indicators() if i.kind not in ("growth", "base")]
    index: dict[str, list[Indicator]] = {}
    for item in levels:
        for text in {name_of(item.name(lang)), name_of(item.short(lang)), *(name_of(item.name(lang)).replace(w, "") for w in ("规模以上工业", "规模以上"))} - {""}:
            index.setdefault(text, []).append(item)
    exact = [i for part in ("".join(bare), *reversed(bare)) for i in index.get(part, [])]
    near = [i for part in bare for k in difflib.get_close_matches(part, list(index), n=2, cutoff=0.6) for i in index[k]]
    found, doubtful = (exact[0], [i for i in exact[1:] if i.id != exact[0].id]) if exact else (near[0], near) if near and difflib.SequenceMatcher(None, bare[-1], name_of(near[0].name(lang))).ratio() > 0.75 else (None, near)
    if found is None or not (growth or base):
        return found, doubtful[:3]
    wanted = [i for i in cat.indicators() if (i.growth_of if growth else i.base_of) == found.id]
    return (wanted[0], doubtful[:3]) if wanted else (None, doubtful[:3])


def once_each(guesses: list[Guess]) -> None:
    """An indicator is taken from one column: the one whose head says months so far, else the first."""
    for id in {g.indicator for g in guesses if g.indicator and not g.skip}:
        same = [g for g in guesses if g.indicator == id and not g.skip]
        best = next((g for g in same if re.search(r"累计|1-", g.path)), same[0])
        for g in same:
            if g is not best:
                g.skip = True
                g.doubts.append((f"与 {address(0, best.at)[:-1]} 列同为 {id}，先不收", f"{id} like column {address(0, best.at)[:-1]}: not taken for now"))


def adds_up(grid: Grid, column: int, guesses: list[Guess], cat: Catalogue) -> bool | None:
    """Return whether the divisions of the first region make up its total in the columns of levels; None where there is no total."""
    names, levels = Names(cat), {s.code: s.level for s in cat.sectors()}
    found: dict[str, int] = {}
    for row in grid.rows:
        try:
            code = names.sector(grid.words(row, column)).code
        except IntakeError:
            continue
        if code in found:
            break  # the next region
        found[code] = row
    parts = [row for code, row in found.items() if levels.get(code) == "division"]
    for g in guesses:
        if g.skip or not g.indicator or cat.indicator(g.indicator).kind not in ("flow", "stock") or cat.place.all_sector not in found:
            continue
        whole, *rest = (value_of(grid.at(row, g.at), {}, percent=False).number for row in (found[cat.place.all_sector], *parts))
        if whole:
            return bool(rest) and abs(sum(r for r in rest if r is not None) - whole) * 50 <= abs(whole)
    return None


@dataclass(frozen=True)
class AcrossGuess:
    """Heads that are names themselves: of what, how many, those that are none, the indicator and unit of all ("" where unknown)."""

    what: str
    count: int
    strange: tuple[str, ...]
    indicator: str
    unit: str


def across_of(head: Head, keys: Iterable[str], names: Names, cat: Catalogue) -> AcrossGuess | None:
    """Return what the heads of the figures name, if most of them are regions or sectors; None if they are indicators."""
    leaves = [path.split("/")[-1] for _, path in head.unknown if path]
    for what, look in (("region", names.region), ("sector", names.sector)):
        named = [leaf for leaf in leaves if known(look, leaf)]
        if what in keys or len(named) < 3 or len(named) * 2 <= len(leaves):
            continue
        lang, title = cat.place.languages[0], name_of(head.title)
        said = [(len(w), i) for i in cat.indicators() if i.kind not in ("growth", "base") for w in (name_of(i.name(lang)), name_of(i.short(lang))) if w in title]
        best = max(said, key=lambda s: s[0])[1] if said else None
        unit = head.unit_for(best.unit(lang)) or best.unit(lang) if best else ""
        return AcrossGuess(what, len(named), tuple(leaf for leaf in leaves if leaf not in named), best.id if best else "", unit)
    return None


def known(look: Callable[[str], object], text: str) -> bool:
    """Return whether a register knows a name."""
    try:
        look(text)
    except IntakeError:
        return False
    return True
