"""Turn regional tables of the US Bureau of Economic Analysis into a data folder: registers and published tables.

    jianbao intake FILE… --place DIR

One state with its counties, manufacturing and its 22 subsectors, by year; see docs/another-place.md. CAINC5N is
needed; CAEMP25N (jobs) and CAGDP2 (GDP) add their figures where they are given.
"""

import csv
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from jianbao.intake.bea_file import BeaError, BeaTable, identify, read_table
from jianbao.intake.bea_form import BeaForm, read_bea_form
from jianbao.intake.bea_registers import SUBSECTORS, place_toml, registers
from jianbao.intake.bea_tables import Identity, Published, identities, published

__all__ = ["Summary", "make_place"]


@dataclass(frozen=True)
class Summary:
    """What was written: the place, its counts, each table with its values by status, each sum that was tested."""

    place: str
    counties: int
    subsectors: int
    years: tuple[str, ...]
    tables: dict[str, Counter]
    identities: tuple[Identity, ...]

    def lines(self, out: Path) -> list[str]:
        """Return what to tell the user, line by line."""
        found = [f"{self.place}: {self.counties} counties, {self.subsectors} subsectors, {self.years[0]}-{self.years[-1]} -> {out}"]
        for name, statuses in self.tables.items():
            counts = ", ".join(f"{count:,} {status}" for status, count in sorted(statuses.items()))
            found.append(f"  published/{name}: {sum(statuses.values()):,} values: {counts}")
        for identity in self.identities:
            found.append(f"  {identity.name}: holds in all {identity.tested:,} region-years (of {identity.of:,}) that print every part")
        return found


def make_place(files: Iterable[Path], out: Path, *, county_word: str = "County", replace: bool = False) -> Summary:
    """Write `catalogue/` and `published/` of a state into a data folder.

    Everything is read and tested before the first file is written.

    Parameters
    ----------
    files : iterable of Path
        `.csv` or `.csv.gz` files in the bureau's layout; CAINC5N must be among them.
    out : Path
        The data folder; made if it does not exist.
    county_word : str
        What the state calls its counties.
    replace : bool
        Write over registers of the same place; edits made in them are lost.

    Raises
    ------
    BeaError
        If a file is not understood, the files are not about the same state and years, a sum does not hold,
        or `out` holds registers already.
    """
    form = read_bea_form()
    tables = _read(files, form)
    main = tables[form.needed]
    tested = identities(main, form)
    ready = published(tables, form)
    stored = {indicator for table in ready for indicator in table.indicators}
    place = place_toml(main, stored, county_word)
    _refuse_overwriting(out, tomllib.loads(place)["id"], replace)
    _write(out, place, registers(main, stored, county_word), ready)
    return Summary(
        main.regions[main.state()], len(main.regions) - 1, len(SUBSECTORS), main.years,
        {table.id: table.statuses for table in ready}, tested,
    )


def _read(files: Iterable[Path], form: BeaForm) -> dict[str, BeaTable]:
    tables: dict[str, BeaTable] = {}
    for path in map(Path, files):
        name = identify(path)
        if name not in form.lines:
            raise BeaError(f"{path.name}: table {name} is not used; known: {', '.join(form.lines)}")
        if name in tables:
            raise BeaError(f"{path.name}: table {name} is given twice")
        tables[name] = read_table(path, form.lines[name], form.marks)
    if form.needed not in tables:
        raise BeaError(f"{form.needed} (earnings by county and industry) is not among the files")
    main = tables[form.needed]
    main.state()
    if not main.title:  # the other tables are held against the regions of this one
        raise BeaError(f"{main.path.name}: the bureau's notes below the rows are not there; the file is cut off, fetch it again")
    for table in tables.values():
        if set(table.regions) != set(main.regions):
            code = min(set(table.regions) ^ set(main.regions))
            raise BeaError(f"{table.path.name}: not the regions of {main.path.name} (first difference: {code})")
        if table.years != main.years:
            raise BeaError(f"{table.path.name}: {table.years[0]}-{table.years[-1]}, but {main.path.name} has {main.years[0]}-{main.years[-1]}")
    return tables


def _refuse_overwriting(out: Path, place: str, replace: bool) -> None:
    file = out / "catalogue" / "place.toml"
    if not file.exists():
        return
    try:
        there = tomllib.loads(file.read_text(encoding="utf-8")).get("id")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BeaError(f"{file}: {error}") from None
    if there != place:
        raise BeaError(f"{out}: holds another place ({there}); choose another folder")
    if not replace:
        raise BeaError(f"{out}: holds registers of {place} already; --replace writes over them")


def _write(out: Path, place: str, registers: dict[str, list[list[str]]], tables: tuple[Published, ...]) -> None:
    catalogue = out / "catalogue"
    catalogue.mkdir(parents=True, exist_ok=True)
    for name, rows in registers.items():
        with (catalogue / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    for table in tables:
        folder = out / "published" / table.id
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "data.csv").write_text(table.data, encoding="utf-8", newline="")
        (folder / "table.toml").write_text(table.toml, encoding="utf-8", newline="")
    # place.toml comes last: a folder without it is not taken for a whole place
    (catalogue / "place.toml").write_text(place, encoding="utf-8", newline="")
