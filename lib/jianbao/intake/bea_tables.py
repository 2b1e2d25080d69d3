"""The published tables of a state: data.csv with every figure as printed, table.toml that describes it."""

import csv
import hashlib
import io
import json
from collections import Counter
from dataclasses import dataclass

from jianbao.intake.bea_file import BeaError, BeaTable
from jianbao.intake.bea_form import BeaForm
from jianbao.intake.bea_registers import MANUFACTURING, SUBSECTORS

__all__ = ["Identity", "Published", "identities", "published"]

@dataclass(frozen=True)
class Published:
    """One table ready to write: its id, indicators, the two files' text, and how many values have which status."""

    id: str
    indicators: tuple[str, ...]
    data: str
    toml: str
    statuses: Counter


@dataclass(frozen=True)
class Identity:
    """How often a sum could be tested (all parts and the total printed), out of how many region-years."""

    name: str
    tested: int
    of: int


def identities(table: BeaTable, form: BeaForm) -> tuple[Identity, ...]:
    """Test that the lines of CAINC5N add up wherever total and parts are all printed.

    A sum with a (D) in it is not tested: what is known of it says nothing about the total. The tolerance is half a
    thousand dollars for each figure rounded.

    Raises
    ------
    BeaError
        At the first sum that does not hold.
    """
    return tuple(_identity(table, form, *identity) for identity in form.identities)


def _identity(table: BeaTable, form: BeaForm, name: str, total: str, parts: tuple[str, ...]) -> Identity:
    tested = 0
    for region in table.regions:
        for year in table.years:
            texts = [table.cells[region, line, year] for line in (total, *parts)]
            if any(text in form.marks for text in texts):
                continue
            whole, *rest = map(float, texts)
            tested += 1
            if abs(whole - sum(rest)) > 0.5 * len(texts):
                raise BeaError(f"{table.path.name}: {table.regions[region]} {year}: {name}: {sum(rest):.0f} is not {whole:.0f}")
    return Identity(name, tested, len(table.regions) * len(table.years))


def published(files: dict[str, BeaTable], form: BeaForm) -> tuple[Published, ...]:
    """Return the tables that the files given can fill.

    Raises
    ------
    BeaError
        If a line is printed in another unit than known.
    """
    return tuple(
        _published(name, files[source], form, price, indicators)
        for name, (source, price, indicators) in form.tables.items() if source in files
    )


def _published(name: str, table: BeaTable, form: BeaForm, price: str, indicators: dict) -> Published:
    out, statuses = io.StringIO(), Counter()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["indicator", "region", "sector", "period", "value", "mark"])
    for indicator, (unit, _, lines) in indicators.items():
        for line, sector in lines.items():
            if table.lines[line].unit != unit:
                raise BeaError(f"{table.path.name}: line {line} is in {table.lines[line].unit!r}, expected {unit!r}")
            for region in sorted(table.regions):
                for year in table.years:
                    text = table.cells[region, line, year]
                    statuses[form.marks[text][0] if text in form.marks else "observed"] += 1
                    writer.writerow([indicator, region, sector, year, *(("", text) if text in form.marks else (text, ""))])
    data = out.getvalue()
    return Published(name, tuple(indicators), data, _toml(name, table, form, price, indicators, data), statuses)


def _toml(name: str, table: BeaTable, form: BeaForm, price: str, indicators: dict, data: str) -> str:
    place = table.regions[table.state()]
    title = json.dumps(f"{table.id}: {table.title or 'regional table'}, {place} and its counties")  # TOML quotes like JSON
    used = [line for _, _, lines in indicators.values() for line in lines]
    printed = {table.cells[region, line, year] for region in table.regions for line in used for year in table.years}
    caveats = list(form.caveats[table.id]) + ([] if table.released else ["The file does not state the day of its release."])
    caveats += [f"{mark}: {form.marks[mark][1]}." for mark in form.marks if mark in printed]
    text = [
        f"# Written by python -m jianbao.intake.bea from {table.path.name}",
        f'id = "{name}"',
        f"title_zh = {title}",
        f"title_en = {title}",
        'publication = "Regional Economic Accounts"',
        f'table_number = "{table.id}"',
        'publisher = "U.S. Bureau of Economic Analysis"',
        f'released = "{table.released}"',
        f"retrieved_through = {json.dumps(table.path.name)}",
        'licence = "Public domain (work of the United States government)"',
        'grain = "one value per indicator, region, sector and year"',
        'key = ["indicator", "region", "sector", "period"]',
        'scope = "all"', 'measure = "year"', f'price = "{price}"', 'vintage = "final"',
        f'sha256 = "{hashlib.sha256(data.encode()).hexdigest()}"',
        "caveats = [", *(f'  "{caveat}",' for caveat in caveats), "]",
        "", "[units]", *(f'{indicator} = "{unit}"' for indicator, (_, unit, _) in indicators.items()),
        "", "[marks]", *(f'"{mark}" = "{status}"' for mark, (status, _) in form.marks.items()),
    ]
    if "earnings" in indicators:
        parts = ", ".join(f'"{code}"' for code in SUBSECTORS)
        text += [
            "", "# A sum with a hidden part is not tested: what is known of it says nothing about the total.", "[[identity]]",
            'name = "manufacturing = its 22 subsectors"', 'over = "sector"', 'indicator = "earnings"', f'total = "{MANUFACTURING}"',
            f"parts = [{parts}]", 'tolerance = "rounding"', 'missing_parts = "skip"',
        ]
    return "\n".join(text) + "\n"
