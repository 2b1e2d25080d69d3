"""An enterprise return, one row an enterprise, with the same period of last year → rows of an enterprise file.

Rows are streamed into DuckDB on disk, turned into numbers there and handed on as a Parquet file: a million rows need no frame.
"""

import csv
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao.catalogue import Catalogue, Period
from jianbao.intake.columns import period_in
from jianbao.intake.forms import Form, factor_of
from jianbao.intake.grid import Cell, Grid, address
from jianbao.intake.heads import name_of
from jianbao.intake.layout import Head, locate
from jianbao.intake.names import Names
from jianbao.intake.periods import period_of
from jianbao.intake.readers import is_text, read_book
from jianbao.intake.text_table import rows_of_text
from jianbao.intake.values import plain
from jianbao.intake.words import Finding, IntakeError, cut
from jianbao.panel.columns import FIGURES, KEYS
from jianbao.panel.store import connect, quoted

if TYPE_CHECKING:
    import duckdb

__all__ = ["UNITS", "Return", "read_return"]

_HEAD_ROWS = 40
#: The units of an enterprise file (docs/contracts.md), by figure.
UNITS = dict.fromkeys(FIGURES, "千元") | {
    f"{name}{tail}": unit
    for name, unit in (("average_employees", "人"), ("industrial_land", "亩"), ("energy_consumption", "吨标准煤")) for tail in ("", "_prev")
}  # fmt: skip
_NUMBER = r"^[+-]?(0|[1-9][0-9]*)(\.[0-9]+)?$"
_GROUPED = r"^[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?$"
_SPACED = r"^[+-]?[1-9][0-9]{0,2}( [0-9]{3})+(\.[0-9]+)?$"
_WIDE = "０１２３４５６７８９．－＋，\u00a0\u2009\u202f\u3000", "0123456789.-+,    "


def _figure(name: str) -> str:
    """Return the SQL that makes a number of a text: full-width digits and grouped thousands are read, all else is NULL."""
    plain_number = f"regexp_matches({name}, '{_NUMBER}')"  # nearly all are: the rest is not worked out for them
    bare = f"trim(translate(replace(replace({name}, '−', '-'), '\ufeff', ''), '{_WIDE[0]}', '{_WIDE[1]}'))"
    grouped = f"regexp_matches({bare}, '{_GROUPED}') OR regexp_matches({bare}, '{_SPACED}')"
    return f"CASE WHEN {plain_number} THEN {name}::DOUBLE WHEN regexp_matches({bare}, '{_NUMBER}') THEN {bare}::DOUBLE WHEN {grouped} THEN translate({bare}, ', ', '')::DOUBLE END"


@dataclass
class Return:
    """What was read: the rows as an enterprise file holds them (``rows.parquet`` in a folder of its own), what is wrong or doubtful."""

    findings: list[Finding] = field(default_factory=list)
    rows: int = 0
    head: Head | None = None
    folder: tempfile.TemporaryDirectory | None = None  # None where nothing may be kept; goes when the Return goes

    @property
    def data(self) -> Path | None:
        """The file of rows, None where there are errors."""
        return Path(self.folder.name) / "rows.parquet" if self.folder else None


def read_return(path: Path, form: Form, cat: Catalogue, names: Names, period: str = "") -> Return:
    """Return the rows of a return under a form of kind ``enterprise``.

    Raises
    ------
    IntakeError
        If the file cannot be read, a column is missing, or the period is not known.
    """
    sheet, first, rows = _source(path, form)
    head = locate(first, form)
    if head is None or head.missing:
        lacking = "、".join(cut(c.head[0], 20) for c in head.missing[:6]) if head else "企业、地区、行业"
        raise IntakeError(f"{path.name}：缺列 {lacking}", f"{path.name}: no column {lacking}")
    what = _Return(path, form, cat, names, sheet, head, period_of(form, head, path.name, period))
    with tempfile.TemporaryDirectory(prefix="jb-") as work:
        try:
            what.load(rows, Path(work) / "rows.csv")
            return what.read()
        finally:
            what.con.close()


def _written(con: "duckdb.DuckDBPyConnection") -> tempfile.TemporaryDirectory:
    """Write the table ``made`` into a folder of its own and return that."""
    folder = tempfile.TemporaryDirectory(prefix="jb-")
    columns = ", ".join((*KEYS, *FIGURES))
    con.execute(f"COPY (SELECT {columns} FROM made ORDER BY period, enterprise_id) TO {quoted(Path(folder.name) / 'rows.parquet')} (FORMAT parquet, COMPRESSION zstd)")
    return folder


def _source(path: Path, form: Form) -> tuple[str, Grid, Iterator[tuple[int, list[str]]]]:
    """Return the sheet's name, its first rows as a grid, and all its rows as text with their numbers."""
    if is_text(path):
        first = Grid("csv", {})
        for r, row in rows_of_text(path):
            if r >= _HEAD_ROWS:
                break
            first.cells |= {(r, c): Cell("text", v) for c, v in enumerate(row) if v.strip()}
        return "csv", first, rows_of_text(path)
    grids = [g for g in read_book(path).grids if not g.hidden and locate(g, form) is not None]
    if len(grids) != 1:
        raise IntakeError(f"{path.name}：有 {len(grids)} 个工作表像企业报表，应只有一个", f"{path.name}: {len(grids)} sheets look like a return, there should be one")
    grid = grids[0]
    strange = next(((at, c) for at, c in grid.cells.items() if c.kind in ("formula", "error", "scaled", "bool")), None)
    if strange is not None:
        raise IntakeError(
            f"{path.name}#{grid.name}!{address(*strange[0])}：公式没有结果、出错，或显示格式会换算单位（“{cut(strange[1].text)}”）",
            f"{path.name}#{grid.name}!{address(*strange[0])}: a formula without result, an error, or a format that rescales ({cut(strange[1].text)!r})",
        )
    return grid.name, grid, ((r, [grid.at(r, c).text for c in range(grid.width)]) for r in grid.rows)


@dataclass
class _Return:
    path: Path
    form: Form
    cat: Catalogue
    names: Names
    sheet: str
    head: Head
    period: str

    def __post_init__(self) -> None:
        self.findings: list[Finding] = []
        self.at = {p.column.field: p.at for p in self.head.placed if p.column.field}
        self.factors = {p.column.field: self._factor(p) for p in self.head.placed if p.column.field in UNITS}
        self.columns = {**{f"k_{n.replace(' ', '_')}": c for n, c in self.head.keys.items()}, **self.at}
        if absent := sorted({"enterprise_id", *FIGURES} - set(self.at)):
            raise IntakeError(f"表单 {self.form.id} 没有说明 {absent[0]} 在哪一列", f"form {self.form.id} does not say where {absent[0]} is")
        self.given = ""
        self.con: duckdb.DuckDBPyConnection = connect()

    def _factor(self, placed) -> float:
        unit = placed.unit or self.head.unit_for(UNITS[placed.column.field])
        return float(factor_of(unit or placed.column.unit or UNITS[placed.column.field], UNITS[placed.column.field], placed.path))

    def load(self, rows: Iterator[tuple[int, list[str]]], work: Path) -> None:
        """Write the rows below the head into a table of texts, with their line numbers."""
        usual = max(self.columns.values()) + 1
        enterprise, wanted = self.at["enterprise_id"], itemgetter(*self.columns.values())
        with work.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
            for r, row in rows:
                if r <= self.head.bottom or not any(v.strip() for v in row):
                    continue
                if len(row) < usual and len([v for v in row if v.strip()]) > 1:
                    self._find("error", "ragged", f"第 {r + 1} 行只有 {len(row)} 格", f"row {r + 1} has {len(row)} cells only", r, 0)
                    continue
                if plain(row[0]).startswith(self.form.notes) or enterprise < len(row) and len(row[enterprise]) < 20 and name_of(row[enterprise].strip()) in ("合计", "总计"):
                    continue
                values = [v.strip() for v in wanted(row)]
                if not "".join(values).isprintable():
                    values = [v.replace("\0", " ").replace("\n", "␤") for v in values]
                out.writerow([r, *values])
        columns = "{" + ", ".join(f"'{n}': 'VARCHAR'" for n in ("line", *self.columns)) + "}"
        # a database on disk: a return of any size is worked through in the same memory
        self.con.execute(f"ATTACH {quoted(work.with_name('rows.db'))} AS work; USE work; SET memory_limit='300MB'; SET preserve_insertion_order=false")
        self.con.execute(f"SET temp_directory={quoted(work.with_name('spilt'))}")
        self.given = (
            f"read_csv({quoted(work)}, header=false, columns={columns}, delim=',', quote='\"', escape='\"', nullstr='\x01', auto_detect=false, max_line_size=4000000)"
        )
        keys = ", ".join(c for c in self.columns if c not in FIGURES)
        self.con.execute(f"CREATE TABLE given AS SELECT line::INT AS line, {keys}, {', '.join(f'{_figure(n)} AS {n}' for n in FIGURES)} FROM {self.given}")

    def read(self) -> Return:
        """Return the rows as numbers, after every check."""
        (count,) = self.con.execute("SELECT count(*) FROM given").fetchone()
        if not count:
            raise IntakeError(f"{self.path.name}：表头下没有企业", f"{self.path.name}: no enterprise below the head")
        self._who()
        self._numbers()
        self._twice()
        if any(f.level == "error" for f in self.findings):
            return Return(self.findings, count, self.head)
        self._made()
        from jianbao.intake.enterprise_checks import check_return

        self.findings += check_return(self.con, self.cat)
        wrong = any(f.level == "error" for f in self.findings)
        return Return(self.findings, count, self.head, None if wrong else _written(self.con))

    def _who(self) -> None:
        """Resolve the regions, sectors and periods that occur, each once."""
        keys = [n for n in self.columns if n.startswith("k_")]
        wheres = {"region": ("k_region", "k_region_code"), "sector": ("k_sector", "k_sector_code"), "period": ("k_period", "k_period_code")}
        for what, pair in wheres.items():
            there = [n if n in keys else "''" for n in pair]
            self.con.execute(f"CREATE TABLE {what}_of (a VARCHAR, b VARCHAR, code VARCHAR)")
            if there == ["''", "''"]:
                continue
            for a, b, line in self.con.execute(f"SELECT {there[0]}, {there[1]}, min(line) FROM given GROUP BY 1, 2 ORDER BY 3").fetchall():
                try:
                    code = self._one(what, a or "", b or "")
                except IntakeError as error:
                    column = self.head.keys.get(what, self.head.keys.get(f"{what} code", 0))
                    self._find("error", "name", error.zh, error.en, line, column)
                    continue
                self.con.execute(f"INSERT INTO {what}_of VALUES (?, ?, ?)", [a or "", b or "", code])

    def _one(self, what: str, name: str, code: str) -> str:
        if what == "period":
            return period_in(name or code)
        if what == "region":
            found = self.names.region(name, code, period=Period.parse(self.period) if self.period else None).code
            if self.cat.region(found).level != self.cat.place.levels[-1]:
                raise IntakeError(f"“{cut(name or code)}”不是县（市、区）", f"{cut(name or code)!r} is no county")
            return found
        return self.names.leaf(name, code)

    def _numbers(self) -> None:
        """Clean every figure and find those that are none; a blank is an error, for it would be a silent zero in every sum."""
        wrong = self.con.execute("SELECT " + ", ".join(f"count(*) - count({n})" for n in FIGURES) + " FROM given").fetchone()
        for name, count in zip(FIGURES, wrong or (), strict=True):
            if not count:
                continue
            for line, text in self.con.execute(f"SELECT line::INT, {name} FROM {self.given} WHERE {_figure(name)} IS NULL ORDER BY 1 LIMIT 5").fetchall():
                words = ("空白（没有就写 0）", "blank (write 0 for none)") if not text else (f"“{cut(text)}”不是数", f"{cut(text)!r} is no number")
                self._find("error", "value", words[0], words[1], line, self.at[name])

    def _twice(self) -> None:
        own = "k_period" if "k_period" in self.columns else "''"
        rows = self.con.execute(
            f"SELECT enterprise_id, max(line), count(*) FROM given GROUP BY enterprise_id, {own} HAVING count(*) > 1 OR enterprise_id = '' ORDER BY 2 LIMIT 10"
        ).fetchall()
        for name, line, count in rows:
            words = (f"企业 {cut(name)} 出现 {count} 次", f"enterprise {cut(name)} occurs {count} times") if name else ("没有企业代码", "no code of an enterprise")
            self._find("error", "twice", *words, line, self.at["enterprise_id"])

    def _made(self) -> None:
        def join(what: str) -> str:
            pair = [f"g.k_{what}" if f"k_{what}" in self.columns else "''", f"g.k_{what}_code" if f"k_{what}_code" in self.columns else "''"]
            return f"LEFT JOIN {what}_of {what[0]} ON {what[0]}.a = {pair[0]} AND {what[0]}.b = {pair[1]}"

        group = "coalesce(nullif(g.group_id, ''), g.enterprise_id)" if "group_id" in self.columns else "g.enterprise_id"
        figures = ", ".join(f"round(g.{n} * {self.factors[n]!r}, 6) AS {n}" for n in FIGURES)
        self.con.execute(
            f"""CREATE TABLE made AS SELECT *, profit < 0 AS loss, profit_prev < 0 AS loss_prev FROM (
                SELECT g.enterprise_id, {group} AS group_id, r.code AS region, s.code AS sector, coalesce(p.code, '{self.period}') AS period, {figures}
                FROM given g {join('region')} {join('sector')} {join('period')})"""
        )
        lost = self.con.execute("SELECT count(*) FROM made WHERE region IS NULL OR sector IS NULL OR period = ''").fetchone()[0]
        self.con.execute("DROP TABLE given")
        if lost:
            raise IntakeError(f"{self.path.name}：{lost} 行没有归入地区、行业或期间", f"{self.path.name}: {lost} rows have no region, sector or period")

    def _find(self, level: str, code: str, zh: str, en: str, row: int, column: int) -> None:
        where = f"{self.path.name}#{self.sheet}!{address(row, column)}"
        self.findings.append(Finding(level, code, zh, en, where, ((self.sheet, row, column),)))


