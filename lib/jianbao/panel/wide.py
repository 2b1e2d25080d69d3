"""One row a region, sector and period, as it stands: modelled cells or published figures, and over both what was taken."""

from pathlib import Path

import duckdb
import pandas as pd

__all__ = ["ORDER", "latest", "make_wide"]

_KEYS = ("region", "sector", "period")
#: A taking counts before any table, the later before the earlier; a blank in it takes no figure away.
ORDER = "number > 0 AND status = 'missing', number DESC, vintage DESC, source"


def make_wide(con: duckdb.DuckDBPyConnection, folder: Path, name: str, vintage: str = "final") -> bool:
    """Make the table ``name`` from a panel's folder: an indicator a column, ``status`` of the row, ``flags`` of other cells.

    A figure that was taken stands in place of a modelled one, with its own status; so does one that its source withholds.
    Modelled observations of other reports (``published.MONITORS``) stand beside the cells, under what was taken.
    Returns whether the cells are modelled.
    """
    cells, observations = folder / "cells.parquet", folder / "observations.parquet"
    modelled = cells.is_file()
    if not modelled:
        _pivot(con, observations, name)
        return False
    con.execute(
        f"CREATE TABLE {name} AS SELECT * EXCLUDE (vintage), 'estimated' AS status, '' AS flags FROM read_parquet(?) WHERE vintage = ?",
        [str(cells), vintage],
    )
    if vintage == "final":
        _stand(con, latest(con, observations), name)
    return True


def latest(con: duckdb.DuckDBPyConnection, observations: Path) -> list[tuple]:
    """Return what stands over the cells, taken or modelled: (indicator, region, sector, period, value, status, number), the latest of each."""
    return con.execute(
        f"""SELECT indicator, region, sector, period, value, status, number FROM read_parquet(?)
            WHERE stands AND (number > 0 AND status IN ('observed', 'suppressed') OR status = 'estimated')
            QUALIFY row_number() OVER (PARTITION BY indicator, region, sector, period ORDER BY {ORDER}) = 1 ORDER BY ALL""",
        [str(observations)],
    ).fetchall()


def _stand(con: duckdb.DuckDBPyConnection, figures: list[tuple], name: str) -> None:
    if not figures:
        return
    con.execute("CREATE OR REPLACE TEMP TABLE stands (indicator VARCHAR, region VARCHAR, sector VARCHAR, period VARCHAR, value DOUBLE, status VARCHAR, number INTEGER)")
    con.register("given", pd.DataFrame(figures, columns=["indicator", "region", "sector", "period", "value", "status", "number"]))
    con.execute("INSERT INTO stands SELECT * FROM given")
    con.unregister("given")
    columns = {c for (c, *_) in con.execute(f"DESCRIBE {name}").fetchall()}
    same = " AND ".join(f"s.{k} = {name}.{k}" for k in _KEYS)
    for indicator in sorted({f[0] for f in figures} - columns):
        con.execute(f"ALTER TABLE {name} ADD COLUMN {indicator} DOUBLE")
    con.execute(
        f"INSERT INTO {name} BY NAME SELECT DISTINCT region, sector, period, 'missing' AS status, '' AS flags FROM stands s "
        f"WHERE NOT EXISTS (SELECT 1 FROM {name} WHERE {same})"
    )
    for indicator in sorted({f[0] for f in figures}):
        con.execute(
            f"UPDATE {name} SET {indicator} = CASE WHEN s.status = 'suppressed' THEN NULL ELSE s.value END, "
            f"flags = CASE WHEN s.status = {name}.status THEN {name}.flags ELSE trim({name}.flags || ' {indicator}:' || s.status) END FROM stands s WHERE s.indicator = '{indicator}' AND {same}"
        )


def _pivot(con: duckdb.DuckDBPyConnection, observations: Path, name: str) -> None:
    names = [n for (n,) in con.execute("SELECT DISTINCT indicator FROM read_parquet(?) ORDER BY 1", [str(observations)]).fetchall()]
    columns = ", ".join(f"max(value) FILTER (indicator = '{n}') AS {n}" for n in names)
    con.execute(
        f"""CREATE TABLE {name} AS SELECT region, sector, period, {columns}, 'observed' AS status,
            coalesce(string_agg(indicator || ':' || status, ' ' ORDER BY indicator) FILTER (status <> 'observed'), '') AS flags
            FROM (SELECT * FROM read_parquet(?) WHERE stands QUALIFY
                  row_number() OVER (PARTITION BY indicator, region, sector, period ORDER BY {ORDER}) = 1)
            GROUP BY region, sector, period""",
        [str(observations)],
    )
