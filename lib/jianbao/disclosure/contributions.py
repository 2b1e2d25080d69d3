"""Who contributes what to each cell of the linked table, read from the enterprise file."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from jianbao.catalogue import Catalogue
from jianbao.disclosure.table import Table, linked_table, waived
from jianbao.panel.enterprise import rows_of
from jianbao.panel.store import PanelError, connect
from jianbao.panel.taken import in_panel

__all__ = ["LEAD", "SHADOWS", "Contributions", "read_contributions", "read_layer"]

#: The variable whose contributions decide, and those that are protected by intervals under its mask.
LEAD = "revenue"
SHADOWS = ("value_added", "average_employees", "gross_output", "total_assets")


@dataclass(frozen=True)
class Contributions:
    """The linked table without what is empty, and per layer what stands in its cells.

    ``layers`` are (variable, period, base) with base True for last year's comparable figure; ``values`` is layers ×
    cells; ``groups``, ``largest`` and ``second`` belong to the lead variable: (period, base) × cells.
    """

    table: Table
    layers: tuple[tuple[str, str, bool], ...]
    values: np.ndarray
    lead: tuple[tuple[str, bool], ...]
    groups: np.ndarray
    total: np.ndarray
    largest: np.ndarray
    second: np.ndarray

    def layer(self, variable: str, period: str, base: bool = False) -> np.ndarray:
        """Return the values of the cells (n,) in a layer."""
        return self.values[self.layers.index((variable, period, base))]


def read_contributions(data_dir: Path, catalogue: Catalogue) -> Contributions:
    """Return the contributions of enterprise groups; PanelError if there is no enterprise file."""
    files = _years(data_dir)
    con = connect()
    leaves = " UNION ALL ".join(f"SELECT DISTINCT region, sector FROM ({f})" for f in files)
    there = set(con.execute(leaves).fetchall())
    there |= {(above.code, leaf) for region, leaf in there for above in catalogue.ancestors(region)}
    everywhere = {leaf for s in catalogue.sectors(level="all") for leaf in catalogue.classes(s.code)}
    table = linked_table(catalogue, ((r.code, leaf) for r in catalogue.regions() for leaf in everywhere if (r.code, leaf) not in there))
    _cells(con, catalogue, table)
    # One year after another, so that memory holds one.
    found = pd.concat([_of_file(con, f) for f in files], ignore_index=True)
    con.close()
    periods = sorted(set(found["period"]))
    shape = (len(periods), len(table.system))
    at = (pd.Index(periods).get_indexer(found["period"]), found["cell"].to_numpy())

    def grid(values: np.ndarray) -> np.ndarray:
        out = np.zeros(shape)
        out[at] = np.asarray(values, dtype=float)
        return out

    layers, values = [], []
    for variable in (LEAD, *SHADOWS):
        for base in (False, True):
            held = grid(found[f"{variable}_prev" if base else variable])
            layers += [(variable, p, base) for p in periods]
            values.append(held)
    layers += [("enterprises", p, False) for p in periods]
    values.append(grid(found["enterprises"]))
    tops = [np.array([[*t, 0.0, 0.0][:2] for t in found[name]], dtype=float) for name in ("top", "top_prev")]
    groups = grid(found["groups"])
    return Contributions(
        table, tuple(layers), np.maximum(np.concatenate(values), 0.0),
        tuple((p, base) for base in (False, True) for p in periods),
        np.concatenate([groups, groups]),
        np.concatenate([grid(found[LEAD]), grid(found[f"{LEAD}_prev"])]),
        np.concatenate([grid(t[:, 0]) for t in tops]), np.concatenate([grid(t[:, 1]) for t in tops]),
    )  # fmt: skip


def read_layer(data_dir: Path, catalogue: Catalogue, table: Table, variable: str, period: str) -> tuple[np.ndarray, np.ndarray]:
    """Return what stands in the cells (n,) for any variable of the enterprise file: this year, last year's comparable figure.

    Unlike the layers of ``Contributions`` it may be negative (profit). PanelError if the file has no such variable or period.
    """
    con = connect()
    _cells(con, catalogue, table)
    rows = con.sql(" UNION ALL ".join(_years(data_dir)))
    if variable not in rows.columns or f"{variable}_prev" not in rows.columns:
        raise PanelError(f"企业数据没有 {variable} · the enterprise file has no {variable}")
    found = con.execute(
        f"""SELECT cell, sum({variable}) AS now, sum({variable}_prev) AS base FROM rows JOIN held USING (region, sector)
            WHERE period = ? GROUP BY cell""", [period]
    ).df()
    con.close()
    if not len(found):
        raise PanelError(f"企业数据没有 {period} 这一期 · the enterprise file has no {period}")
    filled = found.set_index("cell").reindex(range(len(table.system)), fill_value=0.0)
    return filled["now"].to_numpy(float), filled["base"].to_numpy(float)


def _years(data_dir: Path) -> list[str]:
    """Return a query for the rows of each year as they stand in the panel that is there, returns that were taken included."""
    folder = Path(data_dir) / "incoming" / "enterprise"
    returns = [t for t in in_panel(data_dir) if t.kind == "enterprise"]
    years = {f.stem for f in folder.glob("[0-9]*.parquet") if not f.stem.endswith("-flash")} | {p[:4] for t in returns for p in t.periods}
    if not years:
        raise PanelError("没有企业数据（data/incoming/enterprise），无法判定哪些单元须保密")
    return [rows_of(folder, year, returns) for year in sorted(years)]


def _of_file(con: duckdb.DuckDBPyConnection, rows: str) -> pd.DataFrame:
    """Return a row for each cell and period of a year's rows: sums of all variables; groups and the two largest of the lead variable."""
    columns = [c for v in (LEAD, *SHADOWS) for c in (v, f"{v}_prev")]
    sums, leads = (", ".join(f"sum({c}) AS {c}" for c in names) for names in (columns, columns[:2]))
    return con.execute(
        f"""WITH leaf AS (SELECT region, sector, period, count(*) AS enterprises, {sums} FROM ({rows}) GROUP BY ALL),
          total AS (SELECT cell, period, sum(enterprises) AS enterprises, {sums} FROM leaf JOIN held USING (region, sector) GROUP BY ALL),
          owner AS (SELECT region, sector, period, group_id, {leads} FROM ({rows}) GROUP BY ALL),
          own AS (SELECT cell, period, group_id, {leads} FROM owner JOIN held USING (region, sector) WHERE NOT known GROUP BY ALL),
          top AS (SELECT cell, period, count(*) AS groups, max({LEAD}, 2) AS top, max({LEAD}_prev, 2) AS top_prev FROM own GROUP BY ALL)
        SELECT total.*, coalesce(groups, 0) AS groups, coalesce(top, []) AS top, coalesce(top_prev, []) AS top_prev
        FROM total LEFT JOIN top USING (cell, period)"""
    ).df()


def _cells(con: duckdb.DuckDBPyConnection, catalogue: Catalogue, table: Table) -> None:
    """Write which county × leaf lies in which cells, and whether the bureau itself publishes the cell."""
    counties = {r.code: [c.code for c in catalogue.regions(level=catalogue.place.levels[-1], under=r.code)] for r in catalogue.regions()}
    known = waived(catalogue, table)
    held = [
        (county, leaf, n, bool(known[n]))
        for n, ((region, _), own) in enumerate(zip(table.cells, table.leaves, strict=True))
        for county in counties[region] for leaf in own
    ]  # fmt: skip
    frame = pd.DataFrame(held, columns=["region", "sector", "cell", "known"])  # noqa: F841 (DuckDB reads it by its name)
    con.execute("CREATE TABLE held AS SELECT * FROM frame")
