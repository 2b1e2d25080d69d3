"""Read one regional table of the US Bureau of Economic Analysis in the bureau's own CSV layout.

One row holds a region and a line of the table, one column a year. The quirks met in real files:
the code 13000 is wrapped in doubled quotes after a blank, descriptions are indented to show their level and carry footnote
numbers (`Population (persons) 2/`), CAGDP2 writes its years `gdp2001`, marks such as (D) stand in the
place of numbers, footnotes follow the data, county names end in the state (`Appling, GA`), lines end in CRLF.
"""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

__all__ = ["BeaError", "BeaTable", "Line", "identify", "read_table"]

_COLUMNS = ("GeoFIPS", "GeoName", "LineCode", "IndustryClassification", "Description", "Unit")
_YEAR = re.compile(r"^[A-Za-z]*((?:19|20)\d{2})$")
_NUMBER = re.compile(r"^-?\d+(\.\d+)?$")
_TABLE_ID = re.compile(r"(?<![A-Z0-9])(CA[A-Z]+\d+N?)(?![A-Z0-9])")


class BeaError(ValueError):
    """A file is not in the bureau's layout, or says something that is not understood; one line."""


@dataclass(frozen=True)
class Line:
    """One line of the table: its code, the industry codes it covers, its name and the unit printed."""

    code: str
    naics: str
    name: str
    unit: str


@dataclass(frozen=True)
class BeaTable:
    """One file, as printed. `cells` maps (region, line, year) to the text of the cell, mark or number."""

    id: str
    path: Path
    title: str
    released: str
    years: tuple[str, ...]
    lines: dict[str, Line]
    regions: dict[str, str]
    cells: dict[tuple[str, str, str], str]

    def state(self) -> str:
        """Return the code of the file's one state (`13000`). Raises BeaError if there is none, or several."""
        states = [code for code in self.regions if code.endswith("000") and code != "00000"]
        if len(states) != 1:
            raise BeaError(f"{self.path.name}: holds {len(states)} states; a data folder is about exactly one")
        return states[0]


def identify(path: Path) -> str:
    """Return the table's id (`CAINC5N`): from the file's name, else from what the file says of itself."""
    if found := _TABLE_ID.search(path.name.upper()):
        return found[1]
    text = _text(path)
    footer = re.search(r"^\"?(CA[A-Z]+\d+N?): ", text, re.M) or re.search(r",(CA[A-Z]+\d+N?),", text[:4000])
    if not footer:
        raise BeaError(f"{path.name}: neither its name nor its text says which table it is (such as CAINC5N)")
    return footer[1]


def read_table(path: Path, lines: Collection[str], marks: Collection[str]) -> BeaTable:
    """Read the lines of a `.csv` or `.csv.gz` file that are wanted.

    Parameters
    ----------
    path : Path
        The bureau's file of one state: the state and its counties.
    lines : collection of str
        Line codes to keep (`500`); all others are passed over unread.
    marks : collection of str
        What may stand in the place of a number.

    Raises
    ------
    BeaError
        If the layout is another one, a wanted line is absent, a region lacks a line or has it twice,
        or a cell holds neither a number nor one of `marks`.
    """
    rows = csv.reader(io.StringIO(_text(path), newline=""))
    header = [cell.strip() for cell in next(rows, [])]
    if absent := [name for name in _COLUMNS if name not in header]:
        raise BeaError(f"{path.name}: not the bureau's layout, no column {', '.join(absent)}")
    at = {name: header.index(name) for name in _COLUMNS}
    years = {found[1]: i for i, name in enumerate(header) if (found := _YEAR.match(name))}
    if not years:
        raise BeaError(f"{path.name}: no column of a year")

    known: dict[str, Line] = {}
    regions: dict[str, str] = {}
    cells: dict[tuple[str, str, str], str] = {}
    notes: list[str] = []
    for number, row in enumerate(rows, start=2):
        if not any(row):
            continue
        if len(row) <= at["LineCode"] or not row[at["LineCode"]].strip():
            notes.append(row[0].strip())  # a footnote: the only rows without a line code
            continue
        if len(row) != len(header):
            raise BeaError(f"{path.name} row {number}: {len(row)} cells under {len(header)} headings")
        code = _fips(row[at["GeoFIPS"]], f"{path.name} row {number}")
        regions.setdefault(code, row[at["GeoName"]].strip().rstrip("*").strip())
        line = row[at["LineCode"]].strip()
        if line not in lines:
            continue
        if (code, line, next(iter(years))) in cells:
            raise BeaError(f"{path.name} row {number}: line {line} of {code} for the second time")
        known.setdefault(line, _line(line, row, at))
        for year, column in years.items():
            cells[code, line, year] = _cell(row[column], f"{path.name} row {number}, {year}", marks)
    _complete(path, lines, known, regions, cells, years)
    title, released = _footer(notes)
    return BeaTable(identify(path), path, title, released, tuple(sorted(years)), known, regions, cells)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
        data = gzip.decompress(data) if path.suffix == ".gz" else data
    except (OSError, EOFError, zlib.error) as error:
        raise BeaError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error})") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")  # the bureau's older files: Doña Ana, NM


def _fips(cell: str, where: str) -> str:
    code = cell.replace('"', "").strip()
    if not re.fullmatch(r"\d{5}", code):
        raise BeaError(f"{where}: {cell!r} is not a five-digit code")
    return code


def _line(code: str, row: list[str], at: dict[str, int]) -> Line:
    naics = row[at["IndustryClassification"]].strip()
    name = re.sub(r"\s+\d+/$", "", row[at["Description"]].strip())
    return Line(code, "" if naics == "..." else naics, name, row[at["Unit"]].strip())


def _cell(text: str, where: str, marks: Collection[str]) -> str:
    text = text.strip()
    if text not in marks and not _NUMBER.match(text):
        raise BeaError(f"{where}: {text!r} is neither a number nor a known mark ({' '.join(marks)})")
    return text


def _complete(path, lines, known, regions, cells, years) -> None:
    if absent := [line for line in lines if line not in known]:
        raise BeaError(f"{path.name}: no line {', '.join(absent)}")
    year = next(iter(years))
    for code in regions:
        for line in lines:
            if (code, line, year) not in cells:
                raise BeaError(f"{path.name}: {code} has no line {line}")


def _footer(notes: list[str]) -> tuple[str, str]:
    title = next((m[1].strip() for n in notes if (m := re.match(r"CA\w+: (.*?)(?:\s+\d+/)?$", n))), "")
    stamp = next((m[1] for n in notes if (m := re.match(r"Last updated: (\w+ \d{1,2}, \d{4})", n))), "")
    return title, datetime.strptime(stamp, "%B %d, %Y").date().isoformat() if stamp else ""
