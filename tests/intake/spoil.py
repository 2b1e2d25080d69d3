"""Ways to spoil a small replica: its cells, columns, rows, the sheet around them and the bytes of the file."""

import gzip
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from replicas import Cell, csv_bytes, ods, place, xlsx
from small_forms import BUILDERS, Small


def sheet(change: Callable[[Small, random.Random], object], *containers: str) -> Callable[[Small, random.Random, Path], Path]:
    """Return a way that changes the sheet and writes it as a workbook, or as one of ``containers`` in turn."""
    def make(small: Small, dice: random.Random, folder: Path) -> Path:
        change(small, dice)
        return write(small, folder, dice.choice(containers) if containers else "xlsx")

    return make


def write(small: Small, folder: Path, container: str = "xlsx") -> Path:
    """Write a replica as .xlsx, .ods, .csv or .tsv."""
    path = folder / f"{small.file}.{container}"
    if container == "xlsx":
        return xlsx(path, small.sheet, *small.more)
    if container == "ods":
        return ods(path, small.sheet)
    path.write_bytes(csv_bytes(small.sheet, "utf-8-sig", "\t" if container == "tsv" else ","))
    return path


# -- one cell


def cell(turn: Callable[[float], Cell], big: float = 0.0) -> Callable[[Small, random.Random], None]:
    """Write one figure in another way."""
    def change(small: Small, dice: random.Random) -> None:
        r, c = dice.choice([(r, c) for r, c in small.figures if abs(small.sheet.rows[r][c]) >= big] or small.figures)  # type: ignore[arg-type]
        small.sheet.rows[r][c] = turn(small.sheet.rows[r][c])  # type: ignore[arg-type]

    return change


def level_cell(turn: Callable[[float, random.Random], Cell]) -> Callable[[Small, random.Random], None]:
    """Change one figure that adds up."""
    def change(small: Small, dice: random.Random) -> None:
        r, c = dice.choice([(r, c) for r, c in small.figures if c in small.levels and small.sheet.rows[r][c]])
        small.sheet.rows[r][c] = turn(small.sheet.rows[r][c], dice)  # type: ignore[arg-type]

    return change


def raw(xml: str, big: float = 0.0) -> Callable[[Small, random.Random], None]:
    """Put XML in the place of a cell: ``{at}``, ``{v}`` its value."""
    def change(small: Small, dice: random.Random) -> None:
        r, c = dice.choice([(r, c) for r, c in small.figures if abs(small.sheet.rows[r][c]) >= big] or small.figures)  # type: ignore[arg-type]
        small.sheet.raw[place(r, c)] = xml.format(at=place(r, c), v=small.sheet.rows[r][c])

    return change


def wide(text: object) -> str:
    """Return digits in full width."""
    return "".join(chr(ord(c) + 0xFEE0) if c in "0123456789.-" else c for c in str(text))


def grouped(mark: str) -> Callable[[float], str]:
    """Group thousands by a mark."""
    return lambda v: f"{v:,}".replace(",", mark)


def transposed(value: float, dice: random.Random) -> float:
    """Swap two digits of a figure."""
    digits = list(str(value))
    spots = [n for n in range(len(digits) - 1) if digits[n].isdigit() and digits[n + 1].isdigit() and digits[n] != digits[n + 1] and (n or digits[1] != "0")]
    if not spots:
        return value * 10
    n = spots[0]
    digits[n], digits[n + 1] = digits[n + 1], digits[n]
    return float("".join(digits))


# -- columns


def turn_columns(small: Small, columns: list[int], turn: Callable[[float], Cell]) -> None:
    """Change every figure of some columns."""
    for r in range(small.top, small.end):
        for c in columns:
            if isinstance(small.sheet.rows[r][c], int | float):
                small.sheet.rows[r][c] = turn(small.sheet.rows[r][c])  # type: ignore[arg-type]


def column(turn: Callable[[float], Cell]) -> Callable[[Small, random.Random], None]:
    """Change one column that adds up."""
    return lambda small, dice: turn_columns(small, [dice.choice(small.levels)], turn)


def all_levels(turn: Callable[[float], Cell], percents: bool = False) -> Callable[[Small, random.Random], None]:
    """Change all columns that add up, or all percentages."""
    return lambda small, dice: turn_columns(small, list(small.percents if percents else small.levels), turn)


def percent(turn: Callable[[float], Cell], shown: bool = False) -> Callable[[Small, random.Random], None]:
    """Change one column of percentages."""
    def change(small: Small, dice: random.Random) -> None:
        c = dice.choice(small.percents)
        turn_columns(small, [c], turn)
        if shown:
            small.sheet.percent |= {place(r, c) for r in range(small.top, small.end)}

    return change


def unit_of_head(old: str, new: str, factor: float = 1.0) -> Callable[[Small, random.Random], None]:
    """Say another unit over a column; with ``factor`` its figures say it too."""
    def change(small: Small, dice: random.Random) -> None:
        head = small.sheet.rows[small.head]
        c = dice.choice([c for c, v in enumerate(head) if isinstance(v, str) and old in v and c in small.levels])
        head[c] = str(head[c]).replace(old, new)
        group = [c] if small.form != "monthly_county_sector" else [c, c + 1]
        if small.form == "yearbook_county_main" and c == 3:
            group = [3, 4, 5, 6, 7]  # the parts stand under the whole's unit
        if factor != 1.0:
            turn_columns(small, group, lambda v: round(v * factor, 8))

    return change


def swap_columns(heads: bool, near: bool = False) -> Callable[[Small, random.Random], None]:
    """Swap two columns of figures, with or without their heads."""
    def change(small: Small, dice: random.Random) -> None:
        a, b = dice.choice(list(zip(small.levels, small.levels[1:], strict=False))) if near else dice.sample(small.levels, 2)
        for row in small.sheet.rows[small.head if heads else small.top : small.end]:
            row[a], row[b] = row[b], row[a]

    return change


def shift(by: int, rows: str = "all") -> Callable[[Small, random.Random], None]:
    """Move figures a column to the right or left, in all rows or one."""
    def change(small: Small, dice: random.Random) -> None:
        one = dice.randrange(small.top, small.end)
        first = max(small.keys) + 1
        for r in range(small.top, small.end) if rows == "all" else (one,):
            row = small.sheet.rows[r]
            row[first:] = [None, *row[first:-1]] if by > 0 else [*row[first + 1 :], None]

    return change


def shift_head(small: Small, dice: random.Random) -> None:
    """Move the heads a column to the right."""
    first = max(small.keys) + 1
    for row in small.sheet.rows[small.head : small.top]:
        row[first:] = ["", *row[first:-1]]
    small.sheet.merges = small.sheet.merges[:1]


def insert_column(head: str, value: Callable[[Small, int], Cell]) -> Callable[[Small, random.Random], None]:
    """Add a column at the end."""
    def change(small: Small, dice: random.Random) -> None:
        for r, row in enumerate(small.sheet.rows):
            row.append(head if r == small.head else value(small, r) if small.top <= r < small.end else "")

    return change


def copy_column(small: Small, dice: random.Random) -> None:
    """Repeat a column at the end."""
    c = dice.choice(small.levels)
    for row in small.sheet.rows:
        row.append(row[c])


def drop_column(small: Small, dice: random.Random) -> None:
    """Take the figures of a column away."""
    c = dice.choice(small.levels)
    for row in small.sheet.rows[small.top : small.end]:
        row[c] = None


def swap_years(small: Small, dice: random.Random) -> None:
    """This year's figures under 上年同期 and the other way round, in one indicator."""
    c = dice.choice(small.levels[::2])
    for row in small.sheet.rows[small.top : small.end]:
        row[c], row[c + 1] = row[c + 1], row[c]


def rename_head(small: Small, dice: random.Random) -> None:
    """One head says something else."""
    head = small.sheet.rows[small.head]
    c = dice.choice([c for c in small.levels if head[c]])
    head[c] = "其他指标（亿元）"


# -- rows


def swap_names(small: Small, dice: random.Random) -> None:
    """Two counties (or divisions) get each other's figures; whole rows of a return by county and division."""
    a, b = dice.sample([r for r in range(small.top, small.end) if r not in small.totals], 2)
    rows, first = small.sheet.rows, max(small.keys) + 1
    rows[a][first:], rows[b][first:] = rows[b][first:], rows[a][first:]


def swap_blocks(small: Small, dice: random.Random) -> None:
    """Two counties swapped whole: names and codes of all rows."""
    names = list(dict.fromkeys(row[0] for row in small.sheet.rows[small.top + 9 : small.end]))
    a, b = dice.sample(names, 2)
    codes = {row[0]: row[1] for row in small.sheet.rows[small.top : small.end]}
    for row in small.sheet.rows[small.top : small.end]:
        if row[0] in (a, b):
            row[0] = b if row[0] == a else a
            row[1] = codes[row[0]]


def swap_code(small: Small, dice: random.Random) -> None:
    """Give a row the code of another county."""
    r = dice.randrange(small.top, small.end)
    small.sheet.rows[r][1] = dice.choice([c for c in ("330502", "330503", "330521") if c != small.sheet.rows[r][1]])


def slide(small: Small, dice: random.Random) -> None:
    """The figures slide down by one row against their names."""
    rows, first = small.sheet.rows, max(small.keys) + 1
    start = small.top + (1 if small.totals else 0)
    cells = [rows[r][first:] for r in range(start, small.end)]
    for n, r in enumerate(range(start, small.end)):
        rows[r][first:] = cells[n - 1]


def row(change: Callable[[list[Cell], random.Random], list[list[Cell]]]) -> Callable[[Small, random.Random], None]:
    """Replace one row by others."""
    def make(small: Small, dice: random.Random) -> None:
        r = dice.choice([r for r in range(small.top, small.end) if r not in small.totals])
        found = change(small.sheet.rows[r], dice)
        small.sheet.rows[r : r + 1] = found
        small.end += len(found) - 1

    return make


def fill_down(small: Small, dice: random.Random) -> None:
    """Repeat the figures of the row above."""
    r, first = dice.randrange(small.top + 1, small.end), max(small.keys) + 1
    small.sheet.rows[r][first:] = small.sheet.rows[r - 1][first:]


def rename(turn: Callable[[str], Cell]) -> Callable[[Small, random.Random], None]:
    """Write one name in another way."""
    def change(small: Small, dice: random.Random) -> None:
        row = small.sheet.rows[dice.choice([r for r in range(small.top, small.end) if r not in small.totals])]
        at = 1 if small.form == "enterprise_return" else 0
        row[at] = turn(str(row[at]))

    return change


def total(turn: Callable[[float, random.Random], float]) -> Callable[[Small, random.Random], None]:
    """Change one figure of a row of totals."""
    def change(small: Small, dice: random.Random) -> None:
        r, c = dice.choice(small.totals), dice.choice(small.levels)
        small.sheet.rows[r][c] = round(turn(small.sheet.rows[r][c], dice), 2)  # type: ignore[arg-type]

    return change


def child(turn: Callable[[float, random.Random], float]) -> Callable[[Small, random.Random], None]:
    """Change one figure of a part."""
    def change(small: Small, dice: random.Random) -> None:
        r = dice.choice([r for r in range(small.top, small.end) if r not in small.totals])
        c = dice.choice(small.levels)
        small.sheet.rows[r][c] = round(turn(small.sheet.rows[r][c], dice), 2)  # type: ignore[arg-type]

    return change


def merge_rows(small: Small, dice: random.Random) -> None:
    """Merge two figures that stand one above the other."""
    r, c = dice.choice([f for f in small.figures if f[0] + 1 < small.end])
    small.sheet.rows[r + 1][c] = None
    small.sheet.merges.append(f"{place(r, c)}:{place(r + 1, c)}")


def add_total(times: float, name: str = "合计") -> Callable[[Small, random.Random], None]:
    """Put a row of totals first; of ratios it holds nothing."""
    def change(small: Small, dice: random.Random) -> None:
        rows = small.sheet.rows
        sums: list[Cell] = [name, *[None] * (len(rows[small.top]) - 1)]
        for c in small.levels:
            found = sum(v for r in range(small.top, small.end) if isinstance(v := rows[r][c], int | float))
            sums[c] = round(found * times, 2)
        rows.insert(small.top, sums)

    return change


# -- the sheet around the table


def words(old: str, new: str, file: bool = False) -> Callable[[Small, random.Random], None]:
    """Change words in title, heads and sheet name."""
    def change(small: Small, dice: random.Random) -> None:
        rows = small.sheet.rows
        for r in range(small.top):
            rows[r] = [v.replace(old, new) if isinstance(v, str) else v for v in rows[r]]
        small.sheet.name = small.sheet.name.replace(old, new)
        if file:
            small.file = small.file.replace(old, new)

    return change


def insert(at: str, *rows: list[Cell]) -> Callable[[Small, random.Random], None]:
    """Insert rows; the last cell is repeated to the full width."""
    def change(small: Small, dice: random.Random) -> None:
        r = {"above": 0, "below head": small.top, "end": len(small.sheet.rows), "middle": dice.randrange(small.top + 1, small.end)}[at]
        width = len(small.sheet.rows[small.head])
        made = [[str(n) if v == "#" else v for n, v in enumerate((row + [row[-1]] * width)[:width])] for row in rows]
        small.sheet.rows[r:r] = made
        if at == "above":
            small.sheet.merges = []

    return change


def untitled(small: Small, dice: random.Random) -> None:
    """No period in the title, last year's in the name of the file."""
    words("（2024年1—10月）", "")(small, dice)
    words("（2024年）", "")(small, dice)
    small.file = small.file.replace("2024", "2023")


def unmerged(small: Small, dice: random.Random) -> None:
    """Heads stand in the first cell of what was merged."""
    small.sheet.merges = []


def merged_names(small: Small, dice: random.Random) -> None:
    """The region stands once over its divisions."""
    for start in range(small.top, small.end, 9):
        for c in (0, 1):
            small.sheet.merges.append(f"{place(start, c)}:{place(start + 8, c)}")
            for r in range(start + 1, start + 9):
                small.sheet.rows[r][c] = None


def second_table(title: str, factor: float, again: Callable[[str], str] = str, others: bool = False) -> Callable[[Small, random.Random], None]:
    """A second table under the first: title and head again (changed by ``again``), and the last rows in another unit."""
    def change(small: Small, dice: random.Random) -> None:
        rows, half = small.sheet.rows, (small.top + small.end) // 2
        width = len(rows[small.head])
        below = [[again(v) if isinstance(v, str) else v for v in row] for row in rows[small.head : small.top]]
        body = [list(r) for r in rows[half : small.end]]
        for row in body:
            for c in small.levels:
                row[c] = round(row[c] * factor, 6) if isinstance(row[c], int | float) else row[c]
        top = [[title, *[""] * (width - 1)]] if title else []
        rows[half if not others else small.end :] = [*top, *below, *body]

    return change


def second_sheet(title: Callable[[str], str], factor: float = 1.0) -> Callable[[Small, random.Random], None]:
    """Add a copy of the sheet."""
    def change(small: Small, dice: random.Random) -> None:
        other = small.copy()
        other.sheet.name = "Sheet2"
        other.sheet.rows[0][0] = title(str(other.sheet.rows[0][0]))
        turn_columns(other, list(small.levels), lambda v: v * factor)
        small.more.append(other.sheet)

    return change


def last_year(small: Small, dice: random.Random) -> None:
    """Last year's figures under this year's names."""
    year = BUILDERS[name(small)](2023)
    small.sheet.rows[small.top : small.end] = year.sheet.rows[year.top : year.end]


def name(small: Small) -> str:
    """Return the name of a replica."""
    return next(n for n, b in BUILDERS.items() if b().form == small.form)


def single_month(head: bool, columns: str = "all") -> Callable[[Small, random.Random], None]:
    """October alone where January to October should stand; ``head`` says so."""
    def change(small: Small, dice: random.Random) -> None:
        wanted = small.levels if columns == "all" else small.levels[::2]
        turn_columns(small, list(wanted), lambda v: round(v / 10))
        if head:
            small.sheet.rows[2] = [("10月" if columns == "all" else "当月") if v == "1-10月" else v for v in small.sheet.rows[2]]

    return change


def turned(small: Small, dice: random.Random) -> None:
    """Turn rows and columns."""
    body = small.sheet.rows[small.head :]
    small.sheet.rows[small.head :] = [list(r) for r in zip(*body, strict=False)]
    small.sheet.merges = []


# -- the file


def spoilt_bytes(change: Callable[[bytes, random.Random], bytes], container: str = "xlsx", name: str = "") -> Callable[[Small, random.Random, Path], Path]:
    """Change the bytes of the file."""
    def make(small: Small, dice: random.Random, folder: Path) -> Path:
        path = write(small, folder, container)
        data = change(path.read_bytes(), dice)
        path.unlink()
        path = folder / (name or path.name)
        path.write_bytes(data)
        return path

    return make


def encoded(encoding: str, separator: str = ",", ending: str = "csv", pack: bool = False) -> Callable[[Small, random.Random, Path], Path]:
    """Write as CSV in an encoding."""
    def make(small: Small, dice: random.Random, folder: Path) -> Path:
        data = csv_bytes(small.sheet, encoding, separator)
        path = folder / f"{small.file}.{ending}"
        path.write_bytes(gzip.compress(data, mtime=0) if pack else data)
        return path

    return make


def flip(data: bytes, dice: random.Random) -> bytes:
    """Change some bytes."""
    found = bytearray(data)
    for _ in range(dice.randint(1, 8)):
        found[dice.randrange(len(found))] = dice.randrange(256)
    return bytes(found)


def flip_one(data: bytes, dice: random.Random) -> bytes:
    """Turn one byte below the head into another digit."""
    found = bytearray(data)
    spots = [n for n in range(len(found) // 2, len(found)) if 48 <= found[n] <= 57]
    found[dice.choice(spots)] = 48 + dice.randrange(10)
    return bytes(found)


def renamed(ending: str, container: str = "xlsx") -> Callable[[Small, random.Random, Path], Path]:
    """Give a file the ending of another kind."""
    return lambda small, dice, folder: write(small, folder, container).rename(folder / f"{small.file}.{ending}")


def cut(data: bytes, dice: random.Random) -> bytes:
    """Cut the file off."""
    return data[: dice.randrange(20, len(data) - 2)]


def cut_line(data: bytes, dice: random.Random) -> bytes:
    """Cut the file off between two rows."""
    lines = data.split(b"\r\n")
    return b"\r\n".join(lines[: dice.randrange(len(lines) // 2, len(lines) - 2)]) + b"\r\n"


def part(name: str, change: Callable[[bytes], bytes]) -> Callable[[Small, random.Random, Path], Path]:
    """Change a part of a workbook."""
    def make(small: Small, dice: random.Random, folder: Path) -> Path:
        path = write(small, folder)
        with zipfile.ZipFile(path) as file:
            parts = {n: file.read(n) for n in file.namelist()}
        parts[name] = change(parts.get(name, b""))
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for n, data in parts.items():
                file.writestr(n, data)
        return path

    return make


def rows_of_xml(row: str, count: int, data: bytes) -> bytes:
    """Add rows to a sheet."""
    more = "".join(row.format(n=n) for n in range(500, 500 + count))
    return data.replace(b"</sheetData>", more.encode() + b"</sheetData>")


def hide(data: bytes) -> bytes:
    """Hide the fifth row."""
    return data.replace(b'<row r="5">', b'<row r="5" hidden="1">')


def bomb(data: bytes) -> bytes:
    """A sheet that unpacks to a hundred times its size."""
    return b"<worksheet><sheetData>" + b"<row><c><v>1</v></c></row>" * 6_000_000


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 24 + struct.pack("<HH", 9, 6) + b"\0" * 1500
