"""Look at a workbook that no form knows and propose one: what each column seems to be, and every doubt about it."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from jianbao.catalogue import Catalogue
from jianbao.intake.columns import period_in
from jianbao.intake.forms import Form, Key
from jianbao.intake.grid import Grid, address
from jianbao.intake.guess import AcrossGuess, Guess, across_of, adds_up, guess_of, known, once_each
from jianbao.intake.heads import name_of, periods_in
from jianbao.intake.layout import Head, locate
from jianbao.intake.names import Names
from jianbao.intake.readers import Book, read_book
from jianbao.intake.words import IntakeError, cut

__all__ = ["Proposal", "propose"]



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
        there = "、".join(g.name for g in book.grids)
        raise IntakeError(f"{book.name}：没有工作表 {sheet}；有 {there}", f"{book.name}: no sheet {sheet}; there are {there}")
    grid = max(grids, key=lambda g: len(g.cells))
    keys, first = _keys(grid, names, cat)
    if not keys:
        raise _nameless(book.name, grid)
    first, totals = _above(grid, keys, first)
    heads = {what: _head_of(grid, column, first) for what, column in keys.items()}
    top = min(r for r, _ in heads.values())
    sketch = Form("sketch", {}, "observations", "", Path("sketch"), **{w: Key(column=(heads[w][1],)) for w in keys})
    head = locate(grid, sketch)
    if head is None:
        raise IntakeError(f"{book.name}#{grid.name}!{address(top, 0)}：看不懂表头", f"{book.name}#{grid.name}!{address(top, 0)}: the head is not understood")
    across = across_of(head, keys, names, cat)
    guesses = [] if across else [g for at, path in head.unknown if (g := guess_of(head, at, path, first, cat))]
    once_each(guesses)
    around = {w: found for w in ("region", "sector") if w not in (*keys, across.what if across else "") and (found := _around(w, book, grid, head, names, cat))}
    made = _proposal(book.path, grid, head, keys, heads, guesses, cat, name, around, across)
    return _with_totals(made, totals, grid, keys, names, cat)


def _above(grid: Grid, keys: dict[str, int], first: int) -> tuple[int, list[str]]:
    """Return the first row of figures with the rows of totals (全市) that stand above the first known name, and how these are called."""
    at, totals = keys.get("region"), []
    while at is not None and first and re.search(r"^(?:全[省市县区]|合计|总计|小计|总数)", name_of(grid.words(first - 1, at))) and any(grid.at(first - 1, c).kind == "number" for c in grid.columns):
        first -= 1
        totals.append(grid.words(first, at))
    return first, totals


def _with_totals(made: Proposal, totals: list[str], grid: Grid, keys: dict[str, int], names: Names, cat: Catalogue) -> Proposal:
    """Say of which region the totals are: the smallest that holds all that are there."""
    if not totals:
        return made
    there = {names.region(text).code for r in grid.rows if known(names.region, text := grid.words(r, keys["region"]))}
    above = [{a.code for a in cat.ancestors(code)} for code in there]
    shared = max((c for c in set.intersection(*above)), key=lambda c: len(cat.ancestors(c)), default=cat.place.root_region)
    line = f"names = {{ {', '.join(f'{_quoted(t)} = {_quoted(shared)}' for t in totals)} }}"
    where = cat.region(shared)
    made.doubts.append((f"“{'、'.join(totals)}”按{where.name(cat.place.languages[0])}的合计收入，请核对", f"{', '.join(totals)} is taken as the total of {where.name(cat.place.languages[-1])}: check it"))
    made.toml = made.toml.replace("[keys.region]\n", f"[keys.region]\n{line}   # 疑问 · doubt\n", 1)
    return made


def _nameless(file: str, grid: Grid) -> IntakeError:
    """Say which words were looked at, for the reader to see what is not known."""
    words: dict[int, list[str]] = {}
    for (row, column), cell in sorted(grid.cells.items()):
        if cell.kind == "text" and len(cell.words) < 30 and any(grid.at(row, c).kind == "number" for c in grid.row(row)):
            words.setdefault(column, []).append(cell.words)
    column, seen = max(words.items(), key=lambda item: len(item[1]), default=(0, []))
    shown = "、".join(f"“{cut(w, 16)}”" for w in seen[:3])
    return IntakeError(
        f"{file}#{grid.name}：没有一列是地区或行业名称，提不出表单" + (f"；{address(0, column)[:-1]} 列是 {shown}…，目录中没有这些名称（可在 catalogue/names/ 中加别名）" if seen else ""),
        f"{file}#{grid.name}: no column holds names of regions or sectors; no form to propose" + (f"; column {address(0, column)[:-1]} has {shown}…, names that no register has (aliases go into catalogue/names/)" if seen else ""),
    )


def _around(what: str, book: Book, grid: Grid, head: Head, names: Names, cat: Catalogue) -> tuple[str, str]:
    """Return where the region or sector of a whole sheet stands, and an example: the sheets' names, the title, or nowhere ()."""
    look = names.region if what == "region" else names.sector
    sheets = [g.name for g in book.grids if not g.hidden and g.cells]
    named = [s for s in sheets if known(look, s)]
    if grid.name in named and len(named) * 2 > len(sheets):
        return "sheet", "、".join(named[:3])
    register = cat.regions() if what == "region" else tuple(s for s in cat.sectors() if s.level == "division")
    said = [i.name(cat.place.languages[0]) for i in register if name_of(i.name(cat.place.languages[0])) in name_of(head.title)]
    return ("title", said[-1]) if said else ()  # type: ignore[return-value]


def _keys(grid: Grid, names: Names, cat: Catalogue) -> tuple[dict[str, int], int]:
    """Return the columns of names by what they name, and the first row of figures."""
    scores: dict[tuple[str, int], list[int]] = {}
    for (row, column), cell in grid.cells.items():
        if cell.kind != "text" or len(cell.words) > 30 or row > 400 or column > 30:
            continue
        for what, look in (("region", names.region), ("sector", names.sector), ("period", period_in)):
            if not known(look, cell.words):
                continue
            scores.setdefault((what, column), []).append(row)
    keys: dict[str, int] = {}
    for (what, column), rows in sorted(scores.items(), key=lambda s: -len(s[1])):
        if len(rows) >= 3 and what not in keys and column not in keys.values():
            keys[what] = column
    if not keys:
        return {}, 0
    rows = scores[next(iter(keys.items()))]
    first = min((r for r in rows if any(grid.at(r, c).kind in ("number", "percent") or re.fullmatch(r"\s*-?[\d.,]+\s*", grid.at(r, c).text) for c in grid.columns)), default=rows[0])
    return keys, first


def _head_of(grid: Grid, column: int, first: int) -> tuple[int, str]:
    for row in range(first - 1, -1, -1):
        owner = grid.merged(row, column) or (row, column)
        if text := grid.at(*owner).words:
            return owner[0], name_of(text)
    raise IntakeError(f"{grid.name}!{address(first, column)}：这一列名称没有表头", f"{grid.name}!{address(first, column)}: the column of names has no head")


def _proposal(
    path: Path, grid: Grid, head: Head, keys: dict[str, int], heads: dict[str, tuple[int, str]], guesses: list[Guess], cat: Catalogue, name: str,
    around: dict[str, tuple[str, str]], across: AcrossGuess | None,
) -> Proposal:  # fmt: skip
    doubts: list[tuple[str, str]] = []
    inside = grid.words(head.bottom + 1, keys["period"]) if "period" in keys else ""
    said = periods_in(inside) or periods_in(head.title) or periods_in(grid.name) or periods_in(path.name)
    measure = said[0].measure if said else ""
    if len(said) != 1:
        doubts.append(("没有认出唯一的期间，收入时要写 --period", "no single period was recognised: say --period at the intake"))
    if measure == "month" and not any(re.search(r"累计|1-", g.path) for g in guesses if g.indicator and not g.skip):
        doubts.append(("表名写的是当月；目录中的指标是累计，请核对是否 1—N月", "the title says a single month, the register is cumulative: check"))
    measure = measure if measure in ("year", "cumulative") else "cumulative" if said and said[0].period.month else "year"
    scope = "above_scale" if "规模以上" in head.title + path.name or "规上" in head.title + path.name else "all"
    if scope == "all":
        doubts.append(("表名没有“规模以上”，口径暂写 all，请核对", "the title does not say 规模以上: scope all is assumed, check it"))
    id = name or "form_" + "_".join(re.findall(r"[A-Za-z0-9]+", path.stem))[:30].lower()
    printed = next((grid.words(r, c) for r in range(head.top) for c in grid.row(r)), path.stem)
    pieces = re.split(r"[（(][^（）()]*[)）]|\d{4}年.*$|^[\d\-—.、\s]+", printed)
    title = "".join(pieces).strip() or path.stem
    word = "".join(max(pieces, key=len).split())  # as it is printed, without a break
    word = next((w for r in cat.regions() if (w := word.removeprefix(r.name(cat.place.languages[0]))) != word), word)[-12:] or "".join(path.stem.split())[:12]
    text = [
        "# 由 jianbao form new 提出，请核对每一处“疑问” · proposed by jianbao form new: settle every doubt", f'id = "{id}"', f"title_zh = {_quoted(title)}", f"title_en = {_quoted(title)}",
        f"title = [{_quoted(word)}]   # 表名须含这几个字，用来识别 · words the title must hold", f'scope = "{scope}"', 'price = "current"', f'measure = "{measure}"', f'vintage = "{"flash" if said and said[0].period.month else "final"}"',
    ]  # fmt: skip
    for what in ("region", "sector"):
        text += ["", f"[keys.{what}]"]
        if what in keys:
            text.append(f"column = [{_quoted(heads[what][1])}]")
        elif across and across.what == what:
            text.append("# 名称在表头中，见 [across] · the heads are the names, see [across]")
        elif what in around:
            text.append(f'from = ["{around[what][0]}"]   # {around[what][1]}')
        else:
            fixed = cat.place.root_region if what == "region" else cat.place.all_sector
            text.append(f'fixed = "{fixed}"   # 疑问：表中没有这一列，暂用全部 · doubt: no such column, the whole is assumed')
            doubts.append((f"{what} 不在表中，暂用 {fixed}", f"{what} is not in the table, {fixed} is assumed"))
    kind = said[0].period.kind if said else "month"
    keys_said = {w: f"{'工作表名' if where == 'sheet' else '表名'}（{what}）" for w, (where, what) in around.items()}
    text += ["", "[keys.period]", f"column = [{_quoted(heads['period'][1])}]" if "period" in keys else 'from = ["title", "sheet", "file"]', f'kind = "{kind}"']
    text += [line for g in guesses if g.path for line in _column_text(g)]
    text += _across_text(across, doubts) if across else []
    if "sector" in keys and not across:
        adding = adds_up(grid, keys["sector"], guesses, cat)
        if adding is False:
            doubts.append(("各行业之和不等于总计（只列了部分行业？），没有写 [[sum]]", "the sectors do not add up to the total (only some are listed?): no [[sum]] is proposed"))
        text += ["", "[[sum]]", 'over = "sector"'] if adding is not False else []
    shown = {w: f"{address(0, c)[:-1]}（{heads[w][1]}）" for w, c in keys.items() if w != "period"} | keys_said | ({across.what: f"表头（{across.count}）", "indicator": across.indicator or "?"} if across else {}) | {"period": "、".join(d.words for d in said) or "?", "measure": measure}
    return Proposal(id, "\n".join(text).rstrip() + "\n", grid.name, guesses, doubts, shown)


def _across_text(across: AcrossGuess, doubts: list[tuple[str, str]]) -> list[str]:
    text = ["", "[across]", f'what = "{across.what}"', f'indicator = "{across.indicator}"', f'unit = "{across.unit}"']
    if not across.indicator:
        doubts.append(("表名没有说是什么指标，请在 [across] 中写 indicator 和 unit", "the title names no indicator: write indicator and unit below [across]"))
    if across.strange:
        shown = "、".join(across.strange)
        doubts.append((f"表头 {shown} 不是{'地区' if across.what == 'region' else '行业'}，先不收；是合计就从 skip 移到 [keys.{across.what}] names", f"the heads {shown} are no {across.what}: not taken for now; a total goes from skip to [keys.{across.what}] names"))
        text.append(f"skip = [{', '.join(_quoted(s) for s in across.strange)}]")
    return text


def _column_text(g: Guess) -> list[str]:
    # another month's file has the same head with another number
    above, _, leaf = re.sub(r"1-\d{1,2}月", "1-*月", g.path).rpartition("/")
    own = [f"{above}/{leaf}".lstrip("/")] if not re.fullmatch(r"\d{1,2}月份?", leaf) else [f"{above}/{n}{leaf.lstrip('0123456789')}".lstrip("/") for n in ("?", "1?")]
    text = ["", "[[column]]", f"head = [{', '.join(_quoted(h) for h in own)}]", *(f"# 疑问：{d[0]} · doubt: {d[1]}" for d in g.doubts)]
    if g.skip or not g.indicator:
        return [*text, "skip = true"]
    return [*text, f'indicator = "{g.indicator}"', f'unit = "{g.unit}"']


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _wide(text: str) -> int:
    return sum(2 if ord(c) > 0x2E80 else 1 for c in text)
