"""Files of the modelled return: Parquet in a fixed order, prices, and what the file is."""

import hashlib
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from jianbao.demo.annual import FLOWS, STOCKS
from jianbao.demo.controls import YEARS
from jianbao.demo.inputs import Inputs
from jianbao.demo.months import MONTHS, Year
from jianbao.demo.roster import Roster

__all__ = ["checksum", "periods", "price_table", "write_year"]

VALUES = (*FLOWS, *STOCKS)


def periods(year: int) -> list[str]:
    """Return the months of a year (its place) as text; February stands for 1—2月."""
    return [f"{YEARS[year]}-{m:02d}" for m in MONTHS]


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_year(
    path: Path, given: Inputs, roster: Roster, year: int, now: Year, before: dict[str, np.ndarray],
    *, months: tuple[int, ...] = tuple(range(len(MONTHS))), keep: np.ndarray | None = None,
) -> None:
    """Write one row an enterprise and month, in the order period, class, county, enterprise.

    ``months`` are places in ``MONTHS``; ``keep`` leaves out enterprises (a flash estimate has not all of them).
    """
    rows = now.rows
    joins = np.where(roster.first[rows] == year, roster.joins[rows], 0)
    mask = np.array([MONTHS[m] for m in months])[:, None] >= joins
    if keep is not None:
        mask &= keep
    shape = mask.shape

    def flat(values: np.ndarray) -> np.ndarray:
        return np.broadcast_to(values, shape)[mask].astype(np.int32)

    frame = {
        "number": flat(roster.number[rows]), "family": flat(roster.group[rows]), "leaf": flat(roster.leaf[rows]),
        "county": flat(roster.county[rows]), "month": flat(np.array(months)[:, None]),
    }
    for name in VALUES:
        frame[name] = flat(now.values[name][list(months)])
        frame[f"{name}_prev"] = flat(before[name][list(months)])
    order = [f'"{c}"' for name in VALUES for c in (name, f"{name}_prev")]
    columns = [
        "'E' || lpad(number::VARCHAR, 6, '0') AS enterprise_id", "'G' || lpad(family::VARCHAR, 6, '0') AS group_id",
        "$regions[county + 1] AS region", "$sectors[leaf + 1] AS sector", "$periods[month + 1] AS period",
        "profit < 0 AS loss", "profit_prev < 0 AS loss_prev", *order,
    ]
    lists = {"regions": list(given.counties), "sectors": list(given.leaves), "periods": periods(year)}
    part = path.with_name(f".{path.name}.part")
    with duckdb.connect() as con:
        con.execute("SET preserve_insertion_order = true; SET enable_progress_bar = false")
        con.register("frame", pd.DataFrame(frame, copy=False))
        query = ", ".join(columns)
        for name, values in lists.items():
            query = query.replace(f"${name}", "[" + ",".join(f"'{v}'" for v in values) + "]")
        target = str(part).replace("'", "''")
        con.execute(f"COPY (SELECT {query} FROM frame) TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 61440)")
    part.replace(path)


def price_table(given: Inputs, rng: np.random.Generator) -> pd.DataFrame:
    """Return division, period, price_index (same period of last year = 100); the last month has the year's stated index."""
    left = (1 - np.array(MONTHS) / 12)[:, None]
    tables = []
    for year, label in enumerate(YEARS):
        end = given.rates[f"price_{label}"].to_numpy()
        start = given.rates[f"price_{YEARS[max(year - 1, 0)]}"].to_numpy()
        path = end + (start - end) * 0.35 * left + rng.normal(size=(len(MONTHS), len(end))) * 0.4 * left
        tables.append(
            pd.DataFrame(
                {
                    "division": np.tile(given.divisions, len(MONTHS)),
                    "period": np.repeat(periods(year), len(end)),
                    "price_index": np.clip(path, 95.0, 104.0).ravel(),
                }
            )
        )
    return pd.concat(tables, ignore_index=True).sort_values(["division", "period"], kind="stable")
