"""Register files to checked rows: every complaint is one line that names file and row."""

import csv
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jianbao.catalogue.records import CatalogueError

__all__ = ["CERTAINTIES", "Row", "read_rows", "read_toml"]

CERTAINTIES = ("stated", "well_known", "inferred", "unverified")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a register, with where it stands."""

    file: str
    line: int
    cells: dict[str, str]

    def error(self, text: str) -> CatalogueError:
        """Return the error to raise about this row."""
        return CatalogueError(f"{self.file} row {self.line}: {text}")

    def get(self, column: str) -> str:
        """Return an optional cell, "" where the file lacks the column."""
        return self.cells.get(column, "")

    def need(self, column: str) -> str:
        """Return a cell that must not be empty."""
        if not (value := self.get(column)):
            raise self.error(f"{column} is empty")
        return value

    def one_of(self, column: str, allowed: Iterable[str]) -> str:
        """Return a cell that must be one of the words allowed."""
        value = self.get(column)
        if value not in allowed:
            raise self.error(f"{column} is {value!r}, must be one of {', '.join(word or 'empty' for word in allowed)}")
        return value

    def yes(self, column: str) -> bool:
        """Return a yes or no cell; empty is no."""
        return self.one_of(column, ("yes", "no", "")) == "yes"

    def whole(self, column: str) -> int | None:
        """Return a whole number, None where empty."""
        text = self.get(column)
        if text and not (text.isascii() and text.isdigit()):
            raise self.error(f"{column} is {text!r}, must be a whole number")
        return int(text) if text else None

    def day(self, column: str) -> date | None:
        """Return an ISO date, None (open) where empty."""
        text = self.get(column)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise self.error(f"{column} is {text!r}, must be a date like 2024-08-01") from None

    def texts(self, column: str, languages: tuple[str, ...], required: bool = True, instead: str = "") -> dict[str, str]:
        """Return the texts of ``column_zh``, ``column_en``; an empty one falls back to ``instead``, or is refused."""
        found = {lang: self.get(f"{column}_{lang}") or (self.get(f"{instead}_{lang}") if instead else "") for lang in languages}
        for lang, text in found.items():
            if required and not text:
                raise self.error(f"{column}_{lang} is empty")
        return found


def read_rows(folder: Path, name: str, columns: tuple[str, ...]) -> list[Row]:
    """Return the rows of a CSV register, stripped; CatalogueError for a missing file, column, source or certainty."""
    path = folder / name
    try:
        # utf-8-sig: Excel writes a byte-order mark
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CatalogueError(f"{name}: no such file in {folder}") from None
    except UnicodeDecodeError:
        raise CatalogueError(f"{name}: not UTF-8; save it as CSV UTF-8") from None
    reader = csv.reader(text.splitlines(), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if lacking := [column for column in (*columns, "source", "certainty") if column not in header]:
            raise CatalogueError(f"{name}: column missing: {', '.join(lacking)}")
        rows = []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise CatalogueError(f"{name} row {reader.line_num}: {len(cells)} cells, the header has {len(header)}")
            row = Row(name, reader.line_num, {key: cell.strip() for key, cell in zip(header, cells, strict=True)})
            row.need("source")
            row.one_of("certainty", CERTAINTIES)
            rows.append(row)
    except csv.Error as error:
        raise CatalogueError(f"{name} row {reader.line_num}: {error}") from None
    return rows


def read_toml(folder: Path, name: str) -> dict:
    """Return a TOML register; CatalogueError in one line for a missing or broken file."""
    try:
        return tomllib.loads((folder / name).read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise CatalogueError(f"{name}: no such file in {folder}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{name}: {error}") from None
