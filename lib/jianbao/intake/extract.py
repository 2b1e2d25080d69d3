"""A sheet and its form → entries: each figure or mark with its whole identity and the cell it stands in."""

import re
from fnmatch import fnmatchcase

from jianbao.catalogue import Catalogue
from jianbao.intake.columns import Sheet
from jianbao.intake.entries import Entry, Extract
from jianbao.intake.forms import Form
from jianbao.intake.grid import Cell
from jianbao.intake.heads import name_of, periods_in, sheet_units, unit_in
from jianbao.intake.layout import locate, unknown_columns
from jianbao.intake.names import Name, Names
from jianbao.intake.periods import period_of
from jianbao.intake.readers import Book
from jianbao.intake.values import Value, plain, value_of
from jianbao.intake.words import IntakeError, cut

__all__ = ["extract"]


def extract(book: Book, form: Form, cat: Catalogue, names: Names, period: str = "") -> Extract:
    """Return the entries of a book under a form.

    Parameters
    ----------
    period : str
        The period that the user gives; it must not contradict what the file says.

    Raises
    ------
    IntakeError
        If no sheet has the form's table.
    """
    out = Extract([], list(book.findings), [], [])
    for grid in book.grids:
        head = locate(grid, form) if not grid.hidden and any(fnmatchcase(grid.name, p) for p in form.sheets) else None
        if head is None or head.missing:
            out.passed_over.append(grid.name)
            continue
        out.heads.append(head)
        _Rows(book, form, cat, names, period, out, head).read()
    if not out.heads:
        lacking = _lacking(book, form)
        raise IntakeError(f"没有一个工作表符合表单 {form.id}：缺{lacking}", f"no sheet fits the form {form.id}: it lacks {lacking}")
    return out


def _lacking(book: Book, form: Form) -> str:
    """Return what the nearest sheet lacks of a form's head."""
    heads = [h for g in book.grids if (h := locate(g, form))]
    if not heads:
        return "、".join(f"“{c}”" for k in (form.region, form.sector, form.period) for c in (k.column or k.code)[:1]) or "表头"
    return "、".join(f"“{c.head[0]}”" for c in min(heads, key=lambda h: len(h.missing)).missing[:6])


class _Rows(Sheet):
    """Reads the rows of one table; entries go to ``out``."""

    def read(self) -> None:
        """Read the rows below the head."""
        self.out.findings += unknown_columns(self.head, self.form, self.book.name)
        self._hidden()
        self.title_inside: tuple[int, str, str] | None = None
        try:
            self.period = period_of(self.form, self.head, self.book.name, self.given, cumulative=self._heads_say_cumulative())
            self._doubts()
            self.fixed = {n: self._outside(n) for n in ("region", "sector")}
            self._old_names()
            self.columns = [c for c in (self._column(p.column, p.at, p.path, p.unit) for p in self.head.placed) if c] + self._across()
        except IntakeError as error:
            self._find("error", "head", error.zh, error.en, *self._dated() if self.period is None else (self.head.top, min(self.head.keys.values(), default=0)))
            return
        for row in self.grid.rows:
            if row > self.head.bottom:
                self._row(row)

    def _old_names(self) -> None:
        """Say what a reader must know of the region that the title or the sheet names."""
        at = min(self.head.keys.values(), default=0)
        for what, found in self.fixed.items():
            if found:
                self._old_name(what, found, self.grid.name, self.head.top, at)

    def _old_name(self, what: str, found: Name, said: str, row: int, column: int) -> None:
        if found.note_zh:
            zh, en = (getattr(self.cat, what)(found.code).name(lang) for lang in (self.lang, self.cat.place.languages[-1]))
            self._once(f"old-name {found.code}", f"“{cut(said)}”按{zh} {found.code} 收入：{found.note_zh}", f"{cut(said)!r} is taken as {en} {found.code}: {found.note_en}", row, column)

    def _doubts(self) -> None:
        """Note a period that only the file's name says, and an indicator whose growth or base stands there without its level."""
        at = min(self.head.keys.values(), default=0)
        if self.period and not self.given and not periods_in(self.head.title) and not periods_in(self.grid.name) and not self.form.period.fixed:
            self._once("period-of-file", f"表名没有期间，按文件名取 {self.period}，请核对", f"the title says no period; {self.period} is that of the file's name, check it", self.head.top, at)
        placed = {p.column.indicator for p in self.head.placed}
        for name in sorted(placed - {""}):
            known = self.cat.indicator(name)
            level = known.growth_of or known.base_of
            if level and level not in placed and any(level == c.indicator for c in self.form.columns):
                self._find("warning", "no-level", f"有 {name}，没有 {level} 的本期数（表头改了？）", f"{name} is there without {level} (another head?)", self.head.bottom, at)

    def _row(self, row: int) -> None:
        keys = self.head.keys
        texts = {name: self._key_text(row, at) for name, at in keys.items()}
        cells = [(c.at, self.grid.at(row, c.at)) for c in self.columns]
        first = next((t for n, t in texts.items() if t), "")
        figures = [at for at, cell in cells if cell.kind != "text" or re.search(r"\d", cell.text)]
        if any(name_of(self.grid.words(self.head.top, at)) == name_of(t) != "" for n, t in texts.items() for at in (keys[n],)) or self._numbering(first, cells):
            self._repeated(row)
            return
        note = any(plain(first).startswith(n) for n in self.form.notes)
        if figures:
            self._under_another_title()
        elif not note:
            self.title_inside = self._title(row) or self.title_inside
        if not first:
            if self._below_head_again(row):
                return
            if figures:
                self._find("error", "no-name", "这一行有数，但没有名称", "figures without a name before them", row, figures[0])
            return
        if (note or len(first) > 60) and not figures:
            return
        if note:
            self._find("error", "note", f"“{cut(first)}”像注释，却有数", f"{cut(first)!r} looks like a note, yet has figures", row, figures[0])
            return
        try:
            who = self._who(row, texts)
        except IntakeError as error:
            level = "error" if figures else "warning"
            self._find(level, "name", error.zh, error.en, row, min(keys.values()) if error.column is None else error.column)
            return
        if who is not None:
            self._figures(row, who, bool(figures))

    def _key_text(self, row: int, at: int) -> str:
        cell = self.grid.spread(row, at)
        return cell.words if cell.kind in ("text", "number", "date") else ""

    def _numbering(self, first: str, cells: list[tuple[int, Cell]]) -> bool:
        """Tell a row that only numbers the columns (甲 1 2 3), which stands below many heads."""
        return first in ("甲", "乙", "丙") or (bool(cells) and first in ("", "A") and [c.words for _, c in cells] == [str(n) for n in range(1, len(cells) + 1)])

    def _repeated(self, row: int) -> None:
        """A head that comes again (a page of print) must be the same head."""
        for at, unit in ((c.at, c.unit) for c in self.columns):
            if (other := unit_in(self.grid.words(row, at))) not in ("", unit):
                self._find("error", "second-head", f"表中又有一个表头，单位是 {other}，上面是 {unit}；请拆成两张表",
                           f"another head inside the table, in {other}, the one above in {unit}; split it into two tables", row, at)  # fmt: skip
                return
            again = name_of(self.grid.words(row, at))
            above = {name_of(self.grid.spread(r, at).words) for r in range(self.head.top, self.head.bottom + 1)}
            if again and not again.isdigit() and again not in above:
                self._find("error", "second-head", f"表中又有一个不同的表头（“{cut(again)}”）；请拆成两张表",
                           f"another head inside the table ({cut(again)!r}); split it into two tables", row, at)  # fmt: skip
                return

    def _below_head_again(self, row: int) -> bool:
        """Tell the second row of a head that comes again: each cell says what stands above its column."""
        def above(at: int) -> set[str]:
            return {name_of(self.grid.spread(r, at).words) for r in range(self.head.top, self.head.bottom + 1)}

        return all(self.grid.at(row, at).kind == "text" and name_of(self.grid.words(row, at)) in above(at) for at in self.grid.row(row))

    def _title(self, row: int) -> tuple[int, str, str] | None:
        """Return a line inside the table that says another period or unit than the head: (row, what it says, what the head says)."""
        words = " ".join(self.grid.words(row, c) for c in self.grid.row(row))
        own = {c.unit for c in self.columns}
        unit = next(iter(sheet_units(words)), "")
        if unit and unit not in own:
            return row, unit, "、".join(sorted(own))
        said = {str(d.period) for d in periods_in(words)}
        return (row, "、".join(sorted(said)), self.period) if self.period and said and self.period not in said else None

    def _under_another_title(self) -> None:
        if self.title_inside:
            row, said, own = self.title_inside
            self._find("error", "second-title", f"表中有一行写的是 {said}，下面还有数，表头却是 {own}；请拆成两张表",
                       f"a line inside the table says {said}, figures follow, the head says {own}; split it into two tables", row, self.grid.row(row)[0])  # fmt: skip
            self.title_inside = None

    def _who(self, row: int, texts: dict[str, str]) -> dict[str, Name] | None:
        """Return region, sector and period of a row, None where the form passes it over."""
        found: dict[str, Name] = {}
        if "period" in texts or "period code" in texts:
            found["period"] = self._period(texts.get("period") or texts.get("period code", ""))
        for what in ("region", "sector"):
            name, code = texts.get(what, ""), texts.get(f"{what} code", "")
            if what not in texts and f"{what} code" not in texts:
                continue
            if name and name_of(name) in {name_of(s) for s in getattr(self.form, what).skip}:
                return None
            try:
                found[what] = self._resolve(what, name, code, found.get("period", Name(self.period)).code)
            except IntakeError as error:
                error.column = self.head.keys.get(what if name else f"{what} code")
                raise
            self._old_name(what, found[what], name or code, row, self.head.keys.get(what, 0))
        return found

    def _figures(self, row: int, who: dict[str, Name], any_figures: bool) -> None:
        level = self.form.region.level
        region = (who.get("region") or self.fixed["region"])
        if level and region and not any_figures and self.cat.region(region.code).level != level:
            return  # the heading of a group
        for figures in self.columns:
            column, at, unit = figures.column, figures.at, figures.unit
            cell = self.grid.at(row, at)
            value = value_of(cell, self.marks, percent=unit == "%")
            if self.grid.merged(row, at) not in (None, (row, at)) or any(m[:2] == (row, at) and m[2:] != (row, at) for m in self.grid.merges if self.grid.merged(row, at)):
                self._find("error", "merged", "合并单元格盖住了几个数，分不清是谁的", "a merged cell covers several figures", row, at)
                continue
            if value.trouble:
                self._find("error", "value", f"“{cut(cell.text)}”{value.trouble[0]}", f"{cut(cell.text)!r}: {value.trouble[1]}", row, at)
                continue
            if value.fraction:
                if unit != "%":
                    self._find("error", "percent", "单元格显示为 %，这一列却不是百分数", "shown as %, but the column is no percentage", row, at)
                    continue
                value = Value(value.number * 100, max(value.decimals - 2, 0), status="observed")  # type: ignore[operator]
            keys = {n: who.get(n) or self.fixed.get(n) for n in ("region", "sector")} | {"period": who.get("period", Name(self.period))}
            if figures.what:
                keys[figures.what] = Name(figures.code)
            if any(k is None or not k.code for k in keys.values()):
                self._find("error", "key", "缺少地区、行业或期间", "region, sector or period is missing", row, at)
                continue
            self.out.entries.append(Entry(
                column.indicator, keys["region"].code, keys["sector"].code, keys["period"].code, column.measure or self.form.measure,  # type: ignore[union-attr]
                value, unit, figures.factor, None if value.number is None else value.number * figures.factor, self.grid.name, row, at, column.plausible,
            ))  # fmt: skip

