"""The published tables of a state: data.csv with every figure as printed, table.toml that describes it."""

import csv
import hashlib
import io
import json
from collections import Counter
from dataclasses import dataclass

from jianbao.intake.bea_file import MARKS, BeaError, BeaTable
from jianbao.intake.bea_registers import DURABLE, MANUFACTURING, NONDURABLE, SUBSECTORS

__all__ = ["LINES", "Identity", "Published", "identities", "published"]

_MONEY = "Thousands of dollars"
# table id → (file, price, indicators: id → (unit the file must print, its name in table.toml, line → sector))
_TABLES = {
    "bea_earnings": ("CAINC5N", "current", {
        "earnings": (_MONEY, "thousand dollars", {code: code for code in (MANUFACTURING, *SUBSECTORS)}),
        "earnings_all_industries": (_MONEY, "thousand dollars", {"35": MANUFACTURING}),
        "personal_income": (_MONEY, "thousand dollars", {"10": MANUFACTURING}),
        "income_per_person": ("Dollars", "dollars", {"30": MANUFACTURING}),
    }),
    "bea_population": ("CAINC5N", "none", {"population": ("Number of persons", "persons", {"20": MANUFACTURING})}),
    "bea_jobs": ("CAEMP25N", "none", {"jobs": ("Number of jobs", "jobs", {"500": MANUFACTURING})}),
    "bea_gdp": ("CAGDP2", "current", {"gdp_manufacturing": (_MONEY, "thousand dollars", {"12": MANUFACTURING})}),
}
# Lines to read of each file; the two halves of manufacturing are read for the identities only.
LINES = {
    "CAINC5N": ("10", "20", "30", "35", MANUFACTURING, "510", *DURABLE, "530", *NONDURABLE),
    "CAEMP25N": ("500",),
    "CAGDP2": ("12",),
}
_IDENTITIES = (
    ("durable goods = its 11 subsectors", "510", DURABLE),
    ("nondurable goods = its 11 subsectors", "530", NONDURABLE),
    ("manufacturing = durable + nondurable goods", MANUFACTURING, ("510", "530")),
    ("manufacturing = its 22 subsectors", MANUFACTURING, SUBSECTORS),
)
_CAVEATS = {
    "CAINC5N": (
        "Earnings are counted where people work, not where they live.",
        "Earnings include proprietors' income and can be negative.",
        "The bureau splits NAICS 336: motor vehicles (3361-3363) and other transport equipment (3364-3369) are two lines.",
        "(D) hides single figures and enough others to protect them; a hidden figure is part of the totals above it.",
        "Each yearly release revises earlier years: do not join two releases into one series.",
    ),
    "CAEMP25N": ("Jobs, not persons: part-time jobs count as one, and a person with two jobs counts twice.",),
    "CAGDP2": ("At current prices: growth holds price changes.",),
}


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


def identities(table: BeaTable) -> tuple[Identity, ...]:
    """Test that the lines of CAINC5N add up wherever total and parts are all printed.

    A sum with a (D) in it is not tested: what is known of it says nothing about the total. The tolerance is half a
    thousand dollars for each figure rounded.

    Raises
    ------
    BeaError
        At the first sum that does not hold.
    """
    return tuple(_identity(table, *identity) for identity in _IDENTITIES)


def _identity(table: BeaTable, name: str, total: str, parts: tuple[str, ...]) -> Identity:
    tested = 0
    for region in table.regions:
        for year in table.years:
            texts = [table.cells[region, line, year] for line in (total, *parts)]
            if any(text in MARKS for text in texts):
                continue
            whole, *rest = map(float, texts)
            tested += 1
            if abs(whole - sum(rest)) > 0.5 * len(texts):
                raise BeaError(f"{table.path.name}: {table.regions[region]} {year}: {name}: {sum(rest):.0f} is not {whole:.0f}")
    return Identity(name, tested, len(table.regions) * len(table.years))


def published(files: dict[str, BeaTable]) -> tuple[Published, ...]:
    """Return the tables that the files given can fill.

    Raises
    ------
    BeaError
        If a line is printed in another unit than known.
    """
    return tuple(
        _published(name, files[source], price, indicators)
        for name, (source, price, indicators) in _TABLES.items() if source in files
    )


def _published(name: str, table: BeaTable, price: str, indicators: dict) -> Published:
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
                    statuses[MARKS[text][0] if text in MARKS else "observed"] += 1
                    writer.writerow([indicator, region, sector, year, *(("", text) if text in MARKS else (text, ""))])
    data = out.getvalue()
    return Published(name, tuple(indicators), data, _toml(name, table, price, indicators, data), statuses)


def _toml(name: str, table: BeaTable, price: str, indicators: dict, data: str) -> str:
    place = table.regions[table.state()]
    title = json.dumps(f"{table.id}: {table.title or 'regional table'}, {place} and its counties")  # TOML quotes like JSON
    used = [line for _, _, lines in indicators.values() for line in lines]
    printed = {table.cells[region, line, year] for region in table.regions for line in used for year in table.years}
    caveats = list(_CAVEATS[table.id]) + ([] if table.released else ["The file does not state the day of its release."])
    caveats += [f"{mark}: {MARKS[mark][1]}." for mark in MARKS if mark in printed]
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
        "", "[marks]", *(f'"{mark}" = "{status}"' for mark, (status, _) in MARKS.items()),
    ]
    if "earnings" in indicators:
        parts = ", ".join(f'"{code}"' for code in SUBSECTORS)
        text += [
            "", "# A sum with a hidden part is not tested: what is known of it says nothing about the total.", "[[identity]]",
            'name = "manufacturing = its 22 subsectors"', 'over = "sector"', 'indicator = "earnings"', f'total = "{MANUFACTURING}"',
            f"parts = [{parts}]", 'tolerance = "rounding"', 'missing_parts = "skip"',
        ]
    return "\n".join(text) + "\n"
