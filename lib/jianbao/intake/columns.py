"""What stands around the rows of a table: region, sector and period of the whole sheet, and what each column of figures is."""

import re
from dataclasses import dataclass
from fractions import Fraction

from jianbao.catalogue import Catalogue, Period, PeriodError
from jianbao.intake.entries import Extract
from jianbao.intake.forms import Column, Form, converts, factor_of
from jianbao.intake.grid import Grid, address
from jianbao.intake.heads import name_of, periods_in
from jianbao.intake.layout import Head
from jianbao.intake.names import Name, Names
from jianbao.intake.periods import same_measure
from jianbao.intake.readers import Book
from jianbao.intake.values import plain
from jianbao.intake.words import Finding, IntakeError, cut

__all__ = ["Figures", "Sheet", "period_in"]

_TOTALS = re.compile(r"^(?:合计|总计|小计|总数)$")


@dataclass(frozen=True, slots=True)
class Figures:
    """A column of figures: where it stands, its unit and factor, and what its head names (``what`` is sector, region, period or "")."""

    column: Column
    at: int
    unit: str
    factor: Fraction
    what: str = ""
    code: str = ""


class Sheet:
    """One table under its form; findings go to ``out``."""

    def __init__(self, book: Book, form: Form, cat: Catalogue, names: Names, period: str, out: Extract, head: Head) -> None:
        self.book, self.form, self.cat, self.names, self.out, self.head, self.given = book, form, cat, names, out, head, period
        self.grid: Grid = head.grid
        self.lang = cat.place.languages[0]
        self.marks = {plain(k): v for k, v in form.marks.items()}
        self.noted: set[tuple[str, str]] = set()
        self.period: str | None = None  # not known yet

    def _hidden(self) -> None:
        rows = sorted(r for r in self.grid.hidden_rows if r > self.head.bottom and self.grid.row(r))
        columns = sorted(c for c in self.grid.hidden_columns if c < self.grid.width)
        if rows or columns:
            at = (rows[0], min(self.head.keys.values(), default=0)) if rows else (self.head.bottom, columns[0])
            self._find("warning", "hidden", f"有隐藏的行或列（{len(rows)} 行、{len(columns)} 列），其中的数也读取了",
                       f"{len(rows)} rows and {len(columns)} columns are hidden; their figures are read too", *at)  # fmt: skip

    def _dated(self) -> tuple[int, int]:
        """Return the cell above the head that says a period, else the first of the head."""
        above = ((r, c) for r in range(self.head.top) for c in self.grid.row(r) if periods_in(self.grid.words(r, c)))
        return next(above, (self.head.top, min(self.head.keys.values(), default=0)))

    def _heads_say_cumulative(self) -> bool:
        """Return whether every column of a cumulative indicator says so itself (1—10月, 累计): then 2024年10月 above is the report's month."""
        wanted = [p for p in self.head.placed if p.column.indicator and not p.column.skip]
        flows = [p for p in wanted if (i := self.cat.indicator(p.column.indicator)).measure == "cumulative" and i.kind == "flow"]
        return bool(flows) and all(p.column.measure == "cumulative" or re.search(r"1-(?:\d+|本)月|累计", p.path) for p in flows)

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

    def _column(self, column: Column, at: int, path: str, printed: str) -> Figures | None:
        """Return a column of figures with its unit and factor, None for one that the form passes over."""
        if column.skip:
            return None
        self._says_its_measure(column, at, path)
        known = self.cat.indicator(column.indicator)
        registered = known.unit(self.lang)
        options = [printed, *(p.unit for p in self.head.placed if column.unit_as and column.unit_as in p.column.head), self.head.unit_for(registered)]
        unit = next((u for u in options if u and converts(u, registered)), "")
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
        return Figures(column, at, unit, factor_of(unit, registered, cut(path)))

    def _says_its_measure(self, column: Column, at: int, path: str) -> None:
        """Refuse a head that says another stretch of time than the form."""
        measure, where = column.measure or self.form.measure, self._at(self.head.bottom, at)
        leaf = path.split("/")[-1]
        single = re.search(r"(?<!1-)(?<![至到])本月(?!止|累计|末)|当月", leaf) or measure == "cumulative" and re.fullmatch(r"(?:[2-9]|1[0-2])月份?", leaf)
        if single and measure != "month":
            raise IntakeError(f"{where}：“{cut(path)}”是当月数，表单按累计数收：不能混用", f"{where}: {cut(path)!r} is a single month, the form takes cumulative figures")
        if re.search(r"累计", path) and measure == "month":
            raise IntakeError(f"{where}：“{cut(path)}”是累计数，表单按当月数收：不能混用", f"{where}: {cut(path)!r} is cumulative, the form takes single months")
        if (found := re.search(r"1-(\d+)月", path)) and self.period and Period.parse(self.period).month not in (None, int(found[1])):
            raise IntakeError(f"{where}：表头写 1—{found[1]}月，表名是 {self.period}", f"{where}: the head says January to month {found[1]}, the title {self.period}")

    def _across(self) -> list[Figures]:
        across = self.form.across
        found: list[Figures] = []
        for at, path, printed in self.head.across if across else ():
            leaf = path.split("/")[-1]
            if leaf in {name_of(s) for s in across.skip}:
                continue
            column = Column((leaf,), across.indicator, across.unit, plausible=across.plausible)
            if not any(self.grid.at(r, at).text for r in self.grid.rows if r > self.head.bottom):
                continue
            try:
                name = self._resolve(across.what, leaf, "")
            except IntakeError as error:
                self._find("error", "name", error.zh, error.en, self.head.bottom, at)
                continue
            made = self._column(column, at, path, printed)
            if made:
                found.append(Figures(made.column, at, made.unit, made.factor, across.what, name.code))
        return found

    def _resolve(self, what: str, name: str, code: str, period: str = "") -> Name:
        key = getattr(self.form, what)
        if what == "period":
            return self._period(name)
        own = {name_of(n): c for n, c in key.names.items()}
        if name_of(name) in own:
            return Name(own[name_of(name)])
        if what == "sector":
            return self.names.sector(name, code, sets=key.sets)
        when = period or self.period
        if _TOTALS.match(name_of(name)) and not code:
            raise IntakeError(f"“{name}”是哪个地区的合计？请在表单 [keys.region] names 中写明", f"{name!r}: the total of which region? say so in the form, [keys.region] names")
        return self.names.region(name, code, period=Period.parse(when) if when else None)

    def _period(self, text: str) -> Name:
        """Return the period of a row or head; a single month is none of a form that takes cumulative figures."""
        for dated in periods_in(text):
            if not (dated.measure == "month" and self._heads_say_cumulative()):
                same_measure(self.form, dated, "cell")
        return Name(period_in(text))

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


def period_in(text: str) -> str:
    """Return the period that a cell says (``2024-10``, ``2024年1—10月``, ``2024``); IntakeError if it says none."""
    found = periods_in(text) or periods_in(text + "年")
    try:
        return str(found[0].period if len(found) == 1 else Period.parse(text))
    except PeriodError:
        raise IntakeError(f"“{cut(text)}”不是期间（如 2024-10、2024年1—10月）", f"{cut(text)!r} is no period (such as 2024-10)") from None
