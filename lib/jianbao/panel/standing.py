"""What is worked out once for all briefs when a release is cut: like regions, and how far first figures were revised.

Peers are fixed for a release and chosen before the figures that they are compared by: from the structure of the last
whole year before the newest one. A brief notes only its own list, so a revision elsewhere does not make it anew.
"""

import json
import math
from pathlib import Path

import duckdb
import pandas as pd

from jianbao.catalogue import Catalogue
from jianbao.catalogue.period import Period
from jianbao.indicators import ratio, revision_error, structural_peers

__all__ = ["NAME", "write_standing"]

NAME = "standing.json"
_PEERS, _WIDEST, _FEWEST = 10, 3.0, 5
_UNDISCLOSED = "undisclosed"  # the part of a total that its sectors leave open is a sector of its own


def write_standing(con: duckdb.DuckDBPyConnection, cat: Catalogue, work: Path, cells: Path | None) -> None:
    """Write ``standing.json`` into a release that is being cut.

    ``con`` has the release's cells as table ``wide``; ``cells`` holds those of every vintage, None where there is one.
    ``peers``: region → up to ten [region, difference of structure (0 … 2), size over own size], nearest first.
    ``revision``: sector → standard deviation over counties of the last revision: ``level`` a fraction, ``growth`` in points.
    """
    year = _structure_year(con)
    found = {"year": year or "", "peers": _peers(con, cat, year) if year else {}, "revision": _revisions(con, cat, cells) if cells else {}}
    (work / NAME).write_text(json.dumps(found, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def _structure_year(con: duckdb.DuckDBPyConnection) -> str | None:
    periods = [Period.parse(p) for (p,) in con.execute("SELECT DISTINCT period FROM wide ORDER BY 1").fetchall()]
    years = [p for p in periods if p.months == 12]
    before = [p for p in years if p.year < periods[-1].year]
    return str(before[-1]) if before else str(years[0]) if years else None


def _peers(con: duckdb.DuckDBPyConnection, cat: Catalogue, year: str) -> dict[str, list[list]]:
    """Return the peers of each region among those of its level and of a third to three times its size."""
    name, total = cat.place.headline, cat.place.all_sector
    parts = [s.code for s in cat.sectors(level=cat.place.structure_level)]
    rows = con.execute(f"SELECT region, sector, {name} FROM wide WHERE period = ?", [year]).df()
    table = rows.pivot(index="region", columns="sector", values=name)
    if total not in table:
        return {}
    mix = table.reindex(columns=parts).astype(float).clip(lower=0).fillna(0.0)
    mix[_UNDISCLOSED] = (table[total] - mix.sum(axis=1)).clip(lower=0)
    sizes, found = table[total], {}
    for level in cat.place.levels:
        codes = [r.code for r in cat.regions(level=level) if r.code in sizes.index and sizes[r.code] > 0]
        for code in codes:
            scale = {c: ratio(sizes[c], sizes[code]) for c in codes}
            like = [c for c in codes if ratio(1.0, _WIDEST) <= scale[c] <= _WIDEST]
            if len(like) > 1:
                near = structural_peers(mix.loc[like], code, _PEERS)
                found[code] = [[c, round(d, 3), round(scale[c], 2)] for c, d in near.items()]
    return found


def _revisions(con: duckdb.DuckDBPyConnection, cat: Catalogue, cells: Path) -> dict[str, dict[str, float]]:
    """Return the spread of first to final figures of the headline over counties, by sector; only where there are two.

    Counties below ten printed units are left out: one firm that reports late doubles such a figure. So are cells that the
    release withholds, and sectors with fewer than five counties left: a spread of few could be undone.
    """
    name, counties = cat.place.headline, {r.code for r in cat.regions(level=cat.place.levels[-1])}
    growth = f"{name}_growth"  # a place with an enterprise file has it
    least = 10 * 10 ** -cat.indicator(name).decimals
    rows = con.execute(
        f"""SELECT region, sector, f.{name} AS first, l.{name} AS last, f.{growth} AS first_growth, l.{growth} AS last_growth
            FROM read_parquet(?) f JOIN read_parquet(?) l USING (region, sector, period)
            JOIN wide w USING (region, sector, period)
            WHERE w.{name} IS NOT NULL AND f.vintage = 'flash' AND l.vintage = 'final' AND f.{name} > 0 AND l.{name} >= {least}""", [str(cells), str(cells)],
    ).df()
    found = {}
    for sector, own in rows[rows["region"].isin(counties)].groupby("sector"):
        if len(own) < _FEWEST:
            continue
        logs = own[["first", "last"]].map(math.log)
        spread = {"level": revision_error(logs["first"], logs["last"])}
        known = own.dropna(subset=["first_growth", "last_growth"])
        spread["growth"] = revision_error(known["first_growth"], known["last_growth"])
        found[sector] = {k: round(v, 6) for k, v in spread.items() if not pd.isna(v)}
    return found
