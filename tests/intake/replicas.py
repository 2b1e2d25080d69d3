"""Small replicas of the workbooks that are taken in, and ways to spoil them: files as offices send them.

Written with the standard library only, so that the readers are tested against another hand than their own.
"""

import csv
import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

__all__ = ["MUTATIONS", "Sheet", "county_table", "csv_bytes", "mutants", "ods", "xlsx"]

Cell = str | float | int | None


@dataclass
class Sheet:
    """A sheet to be written: rows of cells, merged ranges (``A1:C1``), and what XML stands in for some cells."""

    name: str
    rows: list[list[Cell]]
    merges: list[str] = field(default_factory=list)
    raw: dict[str, str] = field(default_factory=dict)
    percent: set[str] = field(default_factory=set)

    def copy(self) -> "Sheet":
        """Return a copy to spoil."""
        return Sheet(self.name, [list(r) for r in self.rows], list(self.merges), dict(self.raw), set(self.percent))


def place(row: int, column: int) -> str:
    """Return ``B3`` for row 2, column 1."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def xlsx(path: Path, *sheets: Sheet) -> Path:
    """Write an .xlsx by hand: inline texts, numbers as they are."""
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            for n in range(1, len(sheets) + 1)
        ) + "</Types>",
        "_rels/.rels": _rels([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
        + "".join(f'<sheet name="{escape(s.name)}" sheetId="{n}" r:id="rId{n}"/>' for n, s in enumerate(sheets, 1)) + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _rels(
            [*(("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)), ("styles", "styles.xml")]
        ),
        "xl/styles.xml": '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="0!.0,"/></numFmts><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>',
    }  # fmt: skip
    for n, sheet in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{n}.xml"] = _sheet_xml(sheet)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return path


def _rels(links: list[tuple[str, str]]) -> str:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    inside = "".join(f'<Relationship Id="rId{n}" Type="{base}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(links, 1))
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'


def _sheet_xml(sheet: Sheet) -> str:
    rows = []
    for r, row in enumerate(sheet.rows):
        cells = []
        for c, value in enumerate(row):
            at = place(r, c)
            if at in sheet.raw:
                cells.append(sheet.raw[at])
            elif isinstance(value, str) and value:
                cells.append(f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>')
            elif isinstance(value, int | float):
                style = ' s="1"' if at in sheet.percent else ""
                cells.append(f'<c r="{at}"{style}><v>{value!r}</v></c>')
        rows.append(f'<row r="{r + 1}">{"".join(cells)}</row>')
    merges = f'<mergeCells>{"".join(f"<mergeCell ref={m!r}/>" for m in sheet.merges)}</mergeCells>' if sheet.merges else ""
    return f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{"".join(rows)}</sheetData>{merges}</worksheet>'


def ods(path: Path, sheet: Sheet) -> Path:
    """Write an .ods by hand."""
    def cell(value: Cell) -> str:
        if isinstance(value, str) and value:
            return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
        if isinstance(value, int | float):
            return f'<table:table-cell office:value-type="float" office:value="{value!r}"><text:p>{value}</text:p></table:table-cell>'
        return "<table:table-cell/>"

    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in sheet.rows)
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    blank = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    text = (
        f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="{escape(sheet.name)}">{rows}{blank}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", text)
    return path


def csv_bytes(sheet: Sheet, encoding: str = "utf-8", separator: str = ",") -> bytes:
    """Return a sheet as CSV in an encoding."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows([["" if v is None else v for v in row] for row in sheet.rows])
    return out.getvalue().encode(encoding)


HEAD = [
    ["市县名称", "土地面积 (平方公里)", "年末常住人口 (万人)", "生产总值 （亿元", "", "", "", "", "人均生产总值 (元)", "社会消费品零售总额 （亿元）", "财政总收入 (亿元)",
     "一般公共预算收入 （亿元）", "一般公共预算支出 （亿元", "住户存款年末余额 (亿元)", "城镇居民人均可支配收入 (元)", "农村居民人均可支配收入 (元)"],
    ["", "", "", "", "第一产业", "第二产业", "第三产业", "工业"] + [""] * 8,
]  # fmt: skip


def county_table(regions: list[tuple[str, str]], year: int = 2024, seed: int = 7) -> Sheet:
    """Return a table of the 17-25 kind for (code, name) regions, with invented figures that hold together."""
    dice, rows = random.Random(seed), []
    for code, name in regions:
        size = random.Random(code).uniform(200, 1800)
        first, second = round(size * dice.uniform(0.038, 0.042), 2), round(size * dice.uniform(0.44, 0.46), 2)
        third = round(size * dice.uniform(0.5, 0.52), 2)
        gdp = round(first + second + third, 2)
        people = round(gdp / 12, 1)
        revenue = round(gdp * 0.08, 2)
        rows.append([
            name, round(size * 1.2), people, gdp, first, second, third, round(second * 0.88, 2), round(gdp / people * 10000), round(gdp * 0.4, 2),
            round(revenue * 1.7, 2), revenue, round(revenue * 1.3, 2), round(gdp * 1.1, 2), round(60000 + size * 10), round(35000 + size * 5),
        ])  # fmt: skip
    title = [f"17-25 各市、县国民经济主要指标（{year}年）"] + [""] * 15
    note = ["注:　人均生产总值按常住人口计算,以后各表同。"] + [""] * 15
    merges = ["A1:P1", *(f"{place(1, c)}:{place(2, c)}" for c in (0, 1, 2, 3, *range(8, 16))), "E2:H2"]
    return Sheet(f"17-25 各市、县（{year}年）", [title, *[list(r) for r in HEAD], *rows, note], merges)


FIRST, LAST = 3, -1  # rows of figures in a county table


@dataclass(frozen=True)
class Mutation:
    """A way to spoil a county table. ``spoils`` says if figures or their meaning are wrong, so that silence is a fault."""

    name: str
    change: Callable[[Sheet, random.Random], None]
    spoils: bool


def _figure(sheet: Sheet, dice: random.Random) -> tuple[int, int]:
    at = [(r, c) for r in range(FIRST, len(sheet.rows) + LAST) for c in range(1, 16) if isinstance(sheet.rows[r][c], int | float)]
    return dice.choice(at)


def _column(factor: float) -> Callable[[Sheet, random.Random], None]:
    def change(sheet: Sheet, dice: random.Random) -> None:
        c = dice.choice([3, 9, 10, 11, 12, 13])
        for row in sheet.rows[FIRST:LAST]:
            row[c] = round(row[c] * factor, 6)

    return change


def _cell(write: Callable[[float], Cell]) -> Callable[[Sheet, random.Random], None]:
    def change(sheet: Sheet, dice: random.Random) -> None:
        r, c = _figure(sheet, dice)
        sheet.rows[r][c] = write(sheet.rows[r][c])  # type: ignore[arg-type]

    return change


def _swap_rows(sheet: Sheet, dice: random.Random) -> None:
    a, b = dice.sample(range(FIRST, len(sheet.rows) + LAST), 2)
    sheet.rows[a][0], sheet.rows[b][0] = sheet.rows[b][0], sheet.rows[a][0]


def _shift(sheet: Sheet, dice: random.Random) -> None:
    for row in sheet.rows[FIRST:LAST]:
        row[1:] = [None, *row[1:-1]]


def _double(sheet: Sheet, dice: random.Random) -> None:
    r = dice.randrange(FIRST, len(sheet.rows) + LAST)
    sheet.rows.insert(r, list(sheet.rows[r]))


def _rename(name: str) -> Callable[[Sheet, random.Random], None]:
    def change(sheet: Sheet, dice: random.Random) -> None:
        sheet.rows[dice.randrange(FIRST, len(sheet.rows) + LAST)][0] = name

    return change


def _head(old: str, new: str) -> Callable[[Sheet, random.Random], None]:
    def change(sheet: Sheet, dice: random.Random) -> None:
        for row in sheet.rows[:3]:
            row[:] = [v.replace(old, new) if isinstance(v, str) else v for v in row]

    return change


def _wide(text: object) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c in "0123456789.-" else c for c in str(text))


def _no_value(sheet: Sheet, dice: random.Random) -> None:
    at = place(*_figure(sheet, dice))
    sheet.raw[at] = f'<c r="{at}"><f>SUM(B4:B5)</f></c>'


def _merge_figures(sheet: Sheet, dice: random.Random) -> None:
    r, c = _figure(sheet, dice)
    r = min(r, len(sheet.rows) - 3)
    sheet.rows[r + 1][c] = None
    sheet.merges.append(f"{place(r, c)}:{place(r + 1, c)}")


MUTATIONS = (
    Mutation("as it came", lambda s, d: None, False),
    Mutation("full-width digits", _cell(_wide), False),
    Mutation("digits in text", _cell(lambda v: f" {v} "), False),
    Mutation("grouped thousands", _cell(lambda v: f"{v:,}"), False),
    Mutation("a column times 10000", _column(10000), True),
    Mutation("a column over 10000", _column(0.0001), True),
    Mutation("a column times 10", _column(10), True),
    Mutation("a figure times 10000", _cell(lambda v: v * 10000), True),
    Mutation("a figure over 10000", _cell(lambda v: v / 10000), True),
    Mutation("a unit of the head changed", _head("生产总值 （亿元", "生产总值 （万元"), True),
    Mutation("a unit that does not convert", _head("土地面积 (平方公里)", "土地面积 (万元)"), True),
    Mutation("shifted by a column", _shift, True),
    Mutation("two counties swapped", _swap_rows, True),
    Mutation("a county twice", _double, True),
    Mutation("an unknown county", _rename("吴淞区"), True),
    Mutation("a total without a place", _rename("合计"), True),
    Mutation("nan", _cell(lambda v: "NaN"), True),
    Mutation("inf", _cell(lambda v: "inf"), True),
    Mutation("a unit behind the figure", _cell(lambda v: f"{v}亿"), True),
    Mutation("a footnote behind the figure", _cell(lambda v: f"{v}①"), True),
    Mutation("scientific notation", _cell(lambda v: f"{v:.2E}"), True),
    Mutation("a formula without value", _no_value, True),
    Mutation("merged figures", _merge_figures, True),
    Mutation("another title", _head("2024年", "2024年1—10月"), True),
    Mutation("a mark", _cell(lambda v: "…"), False),
)


def mutants(base: Sheet, count: int, seed: int = 1) -> list[tuple[Mutation, Sheet]]:
    """Return so many spoilt copies of a county table, every way in turn."""
    dice, found = random.Random(seed), []
    for n in range(count):
        mutation, sheet = MUTATIONS[n % len(MUTATIONS)], base.copy()
        mutation.change(sheet, dice)
        found.append((mutation, sheet))
    return found
