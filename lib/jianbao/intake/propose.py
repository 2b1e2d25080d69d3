"""Look at a workbook that no form knows and propose one: what each column seems to be, and every doubt about it."""

import difflib
import re
from dataclasses import dataclass, field
from pathlib import Path

from jianbao.catalogue import Catalogue, Indicator
from jianbao.intake.forms import Form, Key
from jianbao.intake.grid import Grid, address
from jianbao.intake.heads import name_of, periods_in
from jianbao.intake.layout import Head, locate
from jianbao.intake.names import Names
from jianbao.intake.readers import read_book
from jianbao.intake.values import value_of
from jianbao.intake.words import IntakeError, cut
from jianbao.panel.published import PublishedError, unit_factor

__all__ = ["Proposal", "propose"]

_GROWTH = re.compile(r"(?:同比)?(?:增长|增速|±|比上年)[^/]*$")
_BASE = re.compile(r"上年同期|去年同期")
_LOOK = 60


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


@dataclass
class Proposal:
    """A proposed form: its id, its text, the columns, and doubts about the whole."""

    id: str
    toml: str
    sheet: str
    guesses: list[Guess]
    doubts: list[tuple[str, str]]
    keys: dict[str, str]

    def lines(self, lang: str) -> list[str]:
        """Return the proposal as a table to confirm, then its text."""
        en = lang == "en"
        found = [("sheet: " if en else "工作表：") + self.sheet]
        found += [f"{k}: {v}" for k, v in self.keys.items()]
        found.append("")
        rows = [("Col", "Head", "First figure", "Indicator", "Unit", "Doubt") if en else ("列", "表头", "第一个数", "指标", "单位", "疑问")]
        for g in self.guesses:
            what = g.indicator or ("(not taken)" if en else "（不收）")
            rows.append((address(0, g.at)[:-1], cut(g.path, 26), cut(g.sample, 12), what, g.unit or "?", "；".join(d[en] for d in g.doubts)))
        widths = [max(_wide(r[c]) for r in rows) for c in range(5)]
        for r in rows:
            found.append("  ".join(r[c] + " " * (widths[c] - _wide(r[c])) for c in range(5)) + "  " + r[5])
        found += ["", *(("doubt: " if en else "疑问：") + d[en] for d in self.doubts), "", self.toml]
        return found


def propose(path: Path, cat: Catalogue, *, name: str = "", sheet: str = "") -> Proposal:
    """Return a form for a workbook.

    Raises
    ------
    IntakeError
        If the file cannot be read, or no column holds names of regions or sectors.
    """
    book, names = read_book(Path(path)), Names(cat)
    grids = [g for g in book.grids if not g.hidden and (not sheet or g.name == sheet)]
    if not grids:
        known = "、".join(g.name for g in book.grids)
        raise IntakeError(f"{book.name}：没有工作表 {sheet}；有 {known}", f"{book.name}: no sheet {sheet}; there are {known}")
    grid = max(grids, key=lambda g: len(g.cells))
    keys, first = _keys(grid, names, cat)
    if not keys:
        raise IntakeError(
            f"{book.name}#{grid.name}：没有一列是地区或行业名称，提不出表单", f"{book.name}#{grid.name}: no column holds names of regions or sectors; no form to propose",
        )
    heads = {what: _head_of(grid, column, first) for what, column in keys.items()}
    top = min(r for r, _ in heads.values())
    sketch = Form("sketch", {}, "observations", "", Path("sketch"), **{w: Key(column=(heads[w][1],)) for w in keys if w in ("region", "sector")})
    head = locate(grid, sketch)
    if head is None:
        raise IntakeError(f"{book.name}#{grid.name}!{address(top, 0)}：看不懂表头", f"{book.name}#{grid.name}!{address(top, 0)}: the head is not understood")
    guesses = [g for at, path in head.unknown if (g := _guess(head, at, path, first, cat))]
    return _proposal(book.path, grid, head, keys, heads, guesses, cat, name)


def _keys(grid: Grid, names: Names, cat: Catalogue) -> tuple[dict[str, int], int]:
    """Return the columns of names by what they name, and the first row of figures."""
    scores: dict[tuple[str, int], list[int]] = {}
    for (row, column), cell in grid.cells.items():
        if cell.kind != "text" or len(cell.words) > 30 or row > 400 or column > 30:
            continue
        for what, look in (("region", names.region), ("sector", names.sector)):
            try:
                look(cell.words, "")
            except IntakeError:
                continue
            scores.setdefault((what, column), []).append(row)
    keys: dict[str, int] = {}
    for (what, column), rows in sorted(scores.items(), key=lambda s: -len(s[1])):
        if len(rows) >= 3 and what not in keys and column not in keys.values():
            keys[what] = column
    if not keys:
        return {}, 0
    rows = scores[next(iter(keys.items()))]
    first = min(r for r in rows if any(grid.at(r, c).kind in ("number", "percent") or re.fullmatch(r"\s*-?[\d.,]+\s*", grid.at(r, c).text) for c in grid.columns))
    return keys, first


def _head_of(grid: Grid, column: int, first: int) -> tuple[int, str]:
    for row in range(first - 1, -1, -1):
        owner = grid.merged(row, column) or (row, column)
        if text := grid.at(*owner).words:
            return owner[0], name_of(text)
    raise IntakeError(f"{grid.name}!{address(first, column)}：这一列名称没有表头", f"{grid.name}!{address(first, column)}: the column of names has no head")


def _guess(head: Head, at: int, path: str, first: int, cat: Catalogue) -> Guess | None:
    grid = head.grid
    values = [(r, value_of(grid.at(r, at), {}, percent=True)) for r in grid.rows if r >= first]
    figures = [(r, v) for r, v in values if v.number is not None]
    if not figures:
        return None
    from jianbao.intake.layout import _path

    guess = Guess(at, path, _path(head, at)[1] or head.unit, grid.words(figures[0][0], at))
    if not path:
        guess.skip = True
        guess.doubts.append(("没有表头，不收", "no head: not taken"))
        return guess
    known, near = _indicator(path, cat)
    if known is None:
        guess.skip = True
        words = "、".join(f"{i.id}（{i.short(cat.place.languages[0])}）" for i in near)
        guess.doubts.append((f"目录中没有这个指标，先不收{'；相近：' + words if words else ''}", f"no such indicator, not taken for now; near: {', '.join(i.id for i in near) or 'none'}"))
        return guess
    guess.indicator, registered = known.id, known.unit(cat.place.languages[0])
    if near:
        guess.doubts.append((f"名称不完全相同，请确认是“{known.name(cat.place.languages[0])}”", f"the name differs; is it {known.name(cat.place.languages[-1])!r}?"))
    if known.kind == "growth" and not _converts(guess.unit, registered):
        guess.unit = registered
    if not guess.unit:
        guess.unit = registered
        guess.doubts.append((f"表中没有单位，暂按目录的 {registered}，请核对", f"no unit is printed; {registered} is assumed, check it"))
    elif not _converts(guess.unit, registered):
        guess.skip = True
        guess.doubts.append((f"单位 {guess.unit} 不能换算成目录的 {registered}，先不收", f"unit {guess.unit} does not convert to {registered}: not taken for now"))
    if re.search(r"(?<!1-)(?<![至到])本月(?!止)|当月", path.split("/")[-1]):
        guess.skip = True
        guess.doubts.append(("当月数，不与累计混收", "a single month: not taken among cumulative figures"))
    return guess


def _converts(unit: str, registered: str) -> bool:
    try:
        unit_factor(unit, registered)
    except PublishedError:
        return False
    return True


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


def _proposal(
    path: Path, grid: Grid, head: Head, keys: dict[str, int], heads: dict[str, tuple[int, str]], guesses: list[Guess], cat: Catalogue, name: str,
) -> Proposal:  # fmt: skip
    doubts: list[tuple[str, str]] = []
    said = periods_in(head.title) or periods_in(grid.name) or periods_in(path.name)
    measure = said[0].measure if said else ""
    if len(said) != 1:
        doubts.append(("没有认出唯一的期间，收入时要写 --period", "no single period was recognised: say --period at the intake"))
    if measure == "month":
        doubts.append(("表名写的是当月；目录中的指标是累计，请核对是否 1—N月", "the title says a single month, the register is cumulative: check"))
    measure = measure if measure in ("year", "cumulative") else "cumulative" if said and said[0].period.month else "year"
    scope = "above_scale" if "规模以上" in head.title + path.name or "规上" in head.title + path.name else "all"
    if scope == "all":
        doubts.append(("表名没有“规模以上”，口径暂写 all，请核对", "the title does not say 规模以上: scope all is assumed, check it"))
    id = name or "form_" + "_".join(re.findall(r"[A-Za-z0-9]+", path.stem))[:30].lower()
    printed = next((grid.words(r, c) for r in range(head.top) for c in grid.row(r)), path.stem)
    pieces = re.split(r"[（(][^（）()]*[)）]|\d{4}年.*$|^[\d\-—.、\s]+", printed)
    title = "".join(pieces).strip() or path.stem
    word = "".join(max(pieces, key=len).split())[-12:] or "".join(path.stem.split())[:12]  # as it is printed, without a break
    text = [
        "# 由 jianbao form new 提出，请核对每一处“疑问” · proposed by jianbao form new: settle every doubt", f'id = "{id}"', f"title_zh = {_quoted(title)}", f"title_en = {_quoted(title)}",
        f"title = [{_quoted(word)}]   # 表名须含这几个字，用来识别 · words the title must hold", f'scope = "{scope}"', 'price = "current"', f'measure = "{measure}"', 'vintage = "final"',
    ]  # fmt: skip
    for what in ("region", "sector"):
        text += ["", f"[keys.{what}]"]
        if what in keys:
            text.append(f"column = [{_quoted(heads[what][1])}]")
        else:
            fixed = cat.place.root_region if what == "region" else cat.place.all_sector
            text.append(f'fixed = "{fixed}"   # 疑问：表中没有这一列，暂用全部 · doubt: no such column, the whole is assumed')
            doubts.append((f"{what} 不在表中，暂用 {fixed}", f"{what} is not in the table, {fixed} is assumed"))
    kind = said[0].period.kind if said else "month"
    text += ["", "[keys.period]", 'from = ["title", "sheet", "file"]', f'kind = "{kind}"']
    text += [line for g in guesses if g.path for line in _column_text(g)]
    text += ["", "[[sum]]" if "sector" in keys else "", 'over = "sector"' if "sector" in keys else ""]
    shown = {w: f"{address(0, c)[:-1]}（{heads[w][1]}）" for w, c in keys.items()} | {"period": "、".join(d.words for d in said) or "?", "measure": measure}
    return Proposal(id, "\n".join(text).rstrip() + "\n", grid.name, guesses, doubts, shown)


def _column_text(g: Guess) -> list[str]:
    text = ["", "[[column]]", f"head = [{_quoted(g.path)}]", *(f"# 疑问：{d[0]}" for d in g.doubts)]
    if g.skip or not g.indicator:
        return [*text, "skip = true"]
    return [*text, f'indicator = "{g.indicator}"', f'unit = "{g.unit}"']


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)


def _wide(text: str) -> int:
    return sum(2 if ord(c) > 0x2E80 else 1 for c in text)
