"""A sheet and its form → entries: each figure or mark with its whole identity and the cell it stands in."""

import re
from dataclasses import dataclass
from fractions import Fraction

from jianbao.catalogue import Catalogue, Period, PeriodError
from jianbao.intake.forms import Column, Form, factor_of
from jianbao.intake.grid import Cell, Grid, address
from jianbao.intake.heads import name_of, periods_in
from jianbao.intake.layout import Head, locate, unknown_columns
from jianbao.intake.names import Name, Names
from jianbao.intake.periods import period_of
from jianbao.intake.readers import Book
from jianbao.intake.values import Value, plain, value_of
from jianbao.intake.words import Finding, IntakeError, cut

__all__ = ["Entry", "Extract", "extract"]

_TOTALS = re.compile(r"^(?:合计|总计|小计|总数)$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure or mark. ``factor`` turns the printed figure into the register's unit."""

    indicator: str
    region: str
    sector: str
    period: str
    measure: str
    value: Value
    unit: str
    factor: Fraction
    sheet: str
    row: int
    column: int
    plausible: tuple[float, float] | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What names the figure in the panel."""
        return self.indicator, self.region, self.sector, self.period

    @property
    def place(self) -> tuple[str, int, int]:
        """Sheet, row and column."""
        return self.sheet, self.row, self.column

    @property
    def number(self) -> Fraction | None:
        """The figure in the register's unit."""
        return None if self.value.number is None else self.value.number * self.factor

    @property
    def rounding(self) -> Fraction:
        """Half of the last printed digit, in the register's unit."""
        return Fraction(1, 2 * 10**self.value.decimals) * self.factor


@dataclass
class Extract:
    """What was read from a file: entries, findings, the heads of the sheets that were read, and the sheets that were not."""

    entries: list[Entry]
    findings: list[Finding]
    heads: list[Head]
    passed_over: list[str]


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
        head = locate(grid, form) if not grid.hidden and any(_glob(grid.name, p) for p in form.sheets) else None
        if head is None or head.missing:
            out.passed_over.append(grid.name)
            continue
        out.heads.append(head)
        _Sheet(book, form, cat, names, period, out, head).read()
    if not out.heads:
        raise IntakeError(f"{book.name}：没有一个工作表符合表单 {form.id}", f"{book.name}: no sheet fits the form {form.id}")
    return out


def _glob(name: str, pattern: str) -> bool:
    from fnmatch import fnmatchcase

    return fnmatchcase(name, pattern)


class _Sheet:
    """Reads one table; findings and entries go to ``out``."""

    def __init__(self, book: Book, form: Form, cat: Catalogue, names: Names, period: str, out: Extract, head: Head) -> None:
        self.book, self.form, self.cat, self.names, self.out, self.head, self.given = book, form, cat, names, out, head, period
        self.grid: Grid = head.grid
        self.lang = cat.place.languages[0]
        self.marks = {plain(k): v for k, v in form.marks.items()}
        self.noted: set[tuple[str, str]] = set()

    def read(self) -> None:
        """Read the rows below the head."""
        self.out.findings += unknown_columns(self.head, self.form, self.book.name)
        self._hidden()
        try:
            self.period = period_of(self.form, self.head, self.book.name, self.given)
            self.fixed = {n: self._outside(n) for n in ("region", "sector")}
            self.columns = [c for c in (self._column(p.column, p.at, p.path, p.unit) for p in self.head.placed) if c] + self._across()
        except IntakeError as error:
            self._find("error", "head", error.zh, error.en, self.head.top, min(self.head.keys.values(), default=0))
            return
        for row in range(self.head.bottom + 1, self.grid.height):
            if self.grid.row(row):
                self._row(row)

    # -- what stands outside the rows

    def _hidden(self) -> None:
        rows = sorted(r for r in self.grid.hidden_rows if r > self.head.bottom and self.grid.row(r))
        columns = sorted(c for c in self.grid.hidden_columns if c < self.grid.width)
        if rows or columns:
            at = (rows[0], min(self.head.keys.values(), default=0)) if rows else (self.head.bottom, columns[0])
            self._find("warning", "hidden", f"有隐藏的行或列（{len(rows)} 行、{len(columns)} 列），其中的数也读取了",
                       f"{len(rows)} rows and {len(columns)} columns are hidden; their figures are read too", *at)  # fmt: skip

    def _outside(self, what: str) -> Name | None:
        """Return the region or sector that holds for the whole sheet, None if it stands in the rows or heads."""
        key = getattr(self.form, what)
        if key.column or key.code or (self.form.across and self.form.across.what == what):
            return None
        if key.fixed:
            return Name(key.fixed)
        for source in key.from_:
            text = {"sheet": self.grid.name, "title": self.head.title, "file": self.book.path.stem}.get(source, "")
            if found := self._named_in(text, what, source):
                return found
        zh, en = {"region": ("地区", "region"), "sector": ("行业", "sector")}[what]
        raise IntakeError(f"表名、工作表名中没有认出{zh}", f"no {en} was recognised in the title or the sheet's name")

    def _named_in(self, text: str, what: str, source: str) -> Name | None:
        look = self.names.region if what == "region" else self.names.sector
        if source == "sheet":
            options = {"period": Period.parse(self.period)} if what == "region" and self.period else {}
            return look(re.sub(r"^[\d.\-_、\s]+|[\d\s]+$", "", text) or text, **options)
        register = self.cat.regions() if what == "region" else tuple(s for s in self.cat.sectors() if s.level != "set")
        narrow = name_of(text)
        found = {item.code: item for item in register if name_of(item.name(self.lang)) in narrow}
        if what == "region":
            above = {a.code for code in found for a in self.cat.ancestors(code)}
            found = {c: i for c, i in found.items() if c not in above}
        if len(found) > 1:
            several = "、".join(i.name(self.lang) for i in found.values())
            raise IntakeError(f"表名中有多个名称：{several}", f"the title names several: {several}")
        return Name(next(iter(found))) if found else None

    def _column(self, column: Column, at: int, path: str, printed: str) -> tuple[Column, int, str, Fraction, str, str] | None:
        """Return a column of figures with its unit, its factor and the name (sector, region or period) that its head gives."""
        if column.skip:
            return None
        self._says_its_measure(column, at, path)
        known = self.cat.indicator(column.indicator)
        registered = known.unit(self.lang)
        options = [printed, *(p.unit for p in self.head.placed if column.unit_as and column.unit_as in p.column.head), self.head.unit]
        unit = next((u for u in options if u and _converts(u, registered)), "")
        own = next((u for u in options[:1] if u), "")
        if own and not unit and known.kind not in ("growth", "ratio"):
            raise IntakeError(
                f"{self._at(self.head.bottom, at)}：“{cut(path)}”的单位 {own} 不能换算成 {registered}",
                f"{self._at(self.head.bottom, at)}: unit {own} of {cut(path)!r} does not convert to {registered}",
            )
        if not (unit or column.unit):
            raise IntakeError(f"{self._at(self.head.bottom, at)}：“{cut(path)}”没有单位，表单也没有写", f"{self._at(self.head.bottom, at)}: {cut(path)!r} has no unit, nor has the form")
        if unit and column.unit and unit != column.unit:
            self._find("warning", "unit-changed", f"“{cut(path)}”的单位是 {unit}，表单写的是 {column.unit}；按 {unit} 换算",
                       f"{cut(path)!r} is in {unit}, the form says {column.unit}; converted from {unit}", self.head.bottom, at)  # fmt: skip
        if not unit:
            self._once("unit-assumed", f"表头没有写单位的列按表单换算（如“{cut(path)}”按 {column.unit}）",
                       f"columns whose head prints no unit follow the form (such as {cut(path)!r} in {column.unit})", self.head.bottom, at)  # fmt: skip
        unit = unit or column.unit
        return column, at, unit, factor_of(unit, registered, cut(path)), "", ""

    def _says_its_measure(self, column: Column, at: int, path: str) -> None:
        """Refuse a head that says another stretch of time than the form."""
        measure, where = column.measure or self.form.measure, self._at(self.head.bottom, at)
        leaf = path.split("/")[-1]
        if re.search(r"本月|当月", leaf) and measure != "month":
            raise IntakeError(f"{where}：“{cut(path)}”是当月数，表单按累计数收：不能混用", f"{where}: {cut(path)!r} is a single month, the form takes cumulative figures")
        if re.search(r"累计", path) and measure == "month":
            raise IntakeError(f"{where}：“{cut(path)}”是累计数，表单按当月数收：不能混用", f"{where}: {cut(path)!r} is cumulative, the form takes single months")
        if (found := re.search(r"1-(\d+)月", path)) and self.period and Period.parse(self.period).month not in (None, int(found[1])):
            raise IntakeError(f"{where}：表头写 1—{found[1]}月，表名是 {self.period}", f"{where}: the head says January to month {found[1]}, the title {self.period}")

    def _across(self) -> list:
        across = self.form.across
        found = []
        for at, path, printed in self.head.across if across else ():
            leaf = path.split("/")[-1]
            if leaf in {name_of(s) for s in across.skip}:
                continue
            column = Column((leaf,), across.indicator, across.unit, plausible=across.plausible)
            if not any(self.grid.at(r, at).text for r in range(self.head.bottom + 1, self.grid.height)):
                continue
            try:
                name = self._resolve(across.what, leaf, "")
            except IntakeError as error:
                self._find("error", "name", error.zh, error.en, self.head.bottom, at)
                continue
            made = self._column(column, at, path, printed)
            if made:
                found.append((*made[:4], across.what, name.code))
        return found

    # -- the rows

    def _row(self, row: int) -> None:
        keys = self.head.keys
        texts = {name: self._key_text(row, at) for name, at in keys.items()}
        cells = [(at, self.grid.at(row, at)) for _, at, *_ in self.columns]
        first = next((t for n, t in texts.items() if t), "")
        figures = [at for at, cell in cells if cell.kind != "text" or re.search(r"\d", cell.text)]
        if any(name_of(self.grid.words(self.head.top, at)) == name_of(t) != "" for n, t in texts.items() for at in (keys[n],)) or self._numbering(first, cells):
            self._repeated(row)
            return
        if not first:
            if figures:
                self._find("error", "no-name", "这一行有数，但没有名称", "figures without a name before them", row, figures[0])
            return
        note = any(plain(first).startswith(n) for n in self.form.notes)
        if (note or len(first) > 60) and not figures:
            return
        if note:
            self._find("error", "note", f"“{cut(first)}”像注释，却有数", f"{cut(first)!r} looks like a note, yet has figures", row, figures[0])
            return
        try:
            who = self._who(row, texts)
        except IntakeError as error:
            level = "error" if figures else "warning"
            self._find(level, "name", error.zh, error.en, row, min(keys.values()))
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
        for _, at, *_ in self.columns:
            again = name_of(self.grid.words(row, at))
            above = {name_of(self.grid.spread(r, at).words) for r in range(self.head.top, self.head.bottom + 1)}
            if again and not again.isdigit() and again not in above:
                self._find("error", "second-head", f"表中又有一个不同的表头（“{cut(again)}”）；请拆成两张表",
                           f"another head inside the table ({cut(again)!r}); split it into two tables", row, at)  # fmt: skip
                return

    def _who(self, row: int, texts: dict[str, str]) -> dict[str, Name] | None:
        """Return region, sector and period of a row, None where the form passes it over."""
        found: dict[str, Name] = {}
        if "period" in texts or "period code" in texts:
            found["period"] = Name(self._own_period(texts.get("period") or texts.get("period code", "")))
        for what in ("region", "sector"):
            name, code = texts.get(what, ""), texts.get(f"{what} code", "")
            if what not in texts and f"{what} code" not in texts:
                continue
            if name and name_of(name) in {name_of(s) for s in getattr(self.form, what).skip}:
                return None
            found[what] = self._resolve(what, name, code, found.get("period", Name(self.period)).code)
            if note := found[what].note_zh:
                self._once(f"old-name {found[what].code}", f"“{cut(name or code)}”按 {found[what].code} 收入：{note}",
                           f"{cut(name or code)!r} is taken as {found[what].code}: {found[what].note_en}", row, self.head.keys.get(what, 0))  # fmt: skip
        return found

    def _own_period(self, text: str) -> str:
        found = periods_in(text) or periods_in(text + "年")
        try:
            return str(found[0].period if len(found) == 1 else Period.parse(text))
        except PeriodError:
            raise IntakeError(f"“{cut(text)}”不是期间（如 2024-10、2024年1—10月）", f"{cut(text)!r} is no period (such as 2024-10)") from None

    def _resolve(self, what: str, name: str, code: str, period: str = "") -> Name:
        key = getattr(self.form, what)
        if what == "period":
            return Name(self._own_period(name))
        own = {name_of(n): c for n, c in key.names.items()}
        if name_of(name) in own:
            return Name(own[name_of(name)])
        if what == "sector":
            return self.names.sector(name, code, sets=key.sets)
        when = period or self.period
        if _TOTALS.match(name_of(name)) and not code:
            raise IntakeError(f"“{name}”是哪个地区的合计？请在表单 [keys.region] names 中写明", f"{name!r}: the total of which region? say so in the form, [keys.region] names")
        return self.names.region(name, code, period=Period.parse(when) if when else None)

    def _figures(self, row: int, who: dict[str, Name], any_figures: bool) -> None:
        level = self.form.region.level
        region = (who.get("region") or self.fixed["region"])
        if level and region and not any_figures and self.cat.region(region.code).level != level:
            return  # the heading of a group
        for column, at, unit, factor, what, code in self.columns:
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
            if what:
                keys[what] = Name(code)
            if any(k is None or not k.code for k in keys.values()):
                self._find("error", "key", "缺少地区、行业或期间", "region, sector or period is missing", row, at)
                continue
            self.out.entries.append(Entry(
                column.indicator, keys["region"].code, keys["sector"].code, keys["period"].code, column.measure or self.form.measure,  # type: ignore[union-attr]
                value, unit, factor, self.grid.name, row, at, column.plausible,
            ))  # fmt: skip

    # -- saying so

    def _at(self, row: int, column: int) -> str:
        return f"{self.book.name}#{self.grid.name}!{address(row, column)}"

    def _find(self, level: str, code: str, zh: str, en: str, row: int, column: int) -> None:
        where = self._at(row, column)
        self.out.findings.append(Finding(level, code, zh, en, where, ((self.grid.name, row, column),)))

    def _once(self, code: str, zh: str, en: str, row: int, column: int) -> None:
        if (code, self.grid.name) not in self.noted:
            self.noted.add((code, self.grid.name))
            self._find("warning", code.split(" ")[0], zh, en, row, column)


def _converts(unit: str, registered: str) -> bool:
    try:
        factor_of(unit, registered, "")
    except IntakeError:
        return False
    return True
