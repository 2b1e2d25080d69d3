"""The enterprise file aggregated over the trees: its years, and the returns that were taken since, in one pass each."""

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path

import duckdb

from jianbao import catalogue
from jianbao.panel.columns import FIGURES, FLOWS, KEYS, MONEY, STOCKS
from jianbao.panel.store import PanelError, connect, quoted
from jianbao.panel.taken import Taken

__all__ = ["BEFORE", "aggregate", "rows_of"]

#: Before the number of a taking: the vintage of the cells that it changed, as they stood until then.
BEFORE = "before-"


def aggregate(cat: "catalogue.Catalogue", folder: Path, work: Path, taken: Sequence[Taken] = ()) -> None:
    """Write ``cells.parquet``: region × sector × period × vintage, a column an indicator, of an enterprise file and what was taken since.

    Vintages are ``flash``, ``final`` (what stands now) and ``before-<number>`` for the cells that a taking changed.

    Raises
    ------
    PanelError
        If a row belongs to no cell: its region, sector or price index is unknown.
    """
    con = connect()
    con.execute("CREATE TABLE region_node (leaf VARCHAR, node VARCHAR)")
    con.executemany("INSERT INTO region_node VALUES (?, ?)", _region_nodes(cat))
    con.execute("CREATE TABLE sector_node (leaf VARCHAR, node VARCHAR)")
    con.executemany("INSERT INTO sector_node VALUES (?, ?)", _sector_nodes(cat))
    con.execute("CREATE TABLE division_of (leaf VARCHAR, division VARCHAR)")
    con.executemany("INSERT INTO division_of VALUES (?, ?)", _divisions(cat))
    con.execute(
        "CREATE TABLE prices AS SELECT * FROM read_csv(?, header=true, "
        "columns={'division': 'VARCHAR', 'period': 'VARCHAR', 'price_index': 'DOUBLE'})",
        [str(folder / "prices.csv")],
    )
    sums = [f"sum({c}) AS {c}" for c in FIGURES]
    scans = _scans(folder, taken)
    if not scans:
        raise PanelError(f"{folder} 中没有企业数据（如 2024.parquet），也没有收入企业报表 · no file of enterprises and no return")
    # A sum of floating numbers would depend on which thread came first; a decimal one is the same each time.
    con.execute(
        f"""CREATE TABLE leaf AS SELECT e.region, e.sector, e.period, e.vintage,
              count(*) AS enterprises, sum(loss::INT) AS losses, sum(loss_prev::INT) AS losses_prev,
              sum(CASE WHEN profit < 0 THEN -profit ELSE 0 END) AS loss_amount,
              sum((value_added / (p.price_index / 100))::DECIMAL(28, 6)) AS value_added_real, {', '.join(sums)}
            FROM ({scans}) e JOIN division_of d ON d.leaf = e.sector
            JOIN prices p ON p.division = d.division AND p.period = e.period
            GROUP BY ALL"""
    )
    _nothing_lost(con, scans)
    con.execute(
        """CREATE TABLE cell AS SELECT r.node AS region_code, s.node AS sector_code, l.period, l.vintage,
             sum(COLUMNS(l.* EXCLUDE (region, sector, period, vintage)))
           FROM leaf l JOIN region_node r ON r.leaf = l.region JOIN sector_node s ON s.leaf = l.sector GROUP BY ALL"""
    )
    _only_changed(con, folder, taken)
    con.execute(
        f"COPY (SELECT region_code AS region, sector_code AS sector, period, vintage, {', '.join(_columns(cat))} FROM cell "
        f"ORDER BY sector, region, period, vintage) TO {quoted(work / 'cells.parquet')} (FORMAT parquet, COMPRESSION zstd)"
    )
    con.close()
    label = tomllib.loads((folder / "enterprise.toml").read_text(encoding="utf-8"))
    (work / "enterprise.json").write_text(
        json.dumps({k: label.get(k) for k in ("status", "label", "seed")}, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def rows_of(folder: Path, year: str, taken: Sequence[Taken] = ()) -> str:
    """Return a query for the rows of a year as they stand: those of the file, each replaced by the latest return of it."""
    taken = [t for t in taken if t.kind == "enterprise" and any(p.startswith(year) for p in t.periods)]
    columns = ", ".join((*KEYS, *FIGURES))
    parts = [f"SELECT {columns}, 0 AS number FROM read_parquet({quoted(f)})" for f in [folder / f"{year}.parquet"] if f.is_file()]
    parts += [f"SELECT {columns}, {t.number} AS number FROM read_parquet({quoted(t.data)}) WHERE starts_with(period, '{year}')" for t in taken]
    if len(parts) < 2:
        return parts[0] if parts else ""
    # Only periods that a return is about can hold an enterprise twice.
    periods = ", ".join(f"'{p}'" for p in sorted({p for t in taken for p in t.periods if p.startswith(year)}))
    every = " UNION ALL ".join(parts)
    latest = f"SELECT * FROM ({every}) WHERE period IN ({periods}) QUALIFY number = max(number) OVER (PARTITION BY enterprise_id, period)"
    return f"{parts[0]} WHERE period NOT IN ({periods}) UNION ALL {latest}" if (folder / f"{year}.parquet").is_file() else latest


def _scans(folder: Path, taken: Sequence[Taken]) -> str:
    """Return a query for all rows of every vintage, with the column ``vintage``."""
    columns = ", ".join((*KEYS, *FIGURES))
    returns = [t for t in taken if t.kind == "enterprise"]
    years = sorted({f.stem for f in folder.glob("[0-9]*.parquet") if not f.stem.endswith("-flash")} | {p[:4] for t in returns for p in t.periods})
    parts = [f"SELECT {columns}, 'final' AS vintage FROM ({rows_of(folder, y, returns)})" for y in years]
    parts += [f"SELECT {columns}, 'flash' AS vintage FROM read_parquet({quoted(f)})" for f in sorted(folder.glob("[0-9]*-flash.parquet"))]
    for n, own in enumerate(returns):
        for year in sorted({p[:4] for p in own.periods}):
            periods = ", ".join(f"'{p}'" for p in own.periods if p.startswith(year))
            if before := rows_of(folder, year, returns[:n]):
                parts.append(f"SELECT {columns}, '{BEFORE}{own.number:04d}' AS vintage FROM ({before}) WHERE period IN ({periods})")
    return " UNION ALL ".join(parts)


def _only_changed(con: duckdb.DuckDBPyConnection, folder: Path, taken: Sequence[Taken]) -> None:
    """Drop the earlier cells that a taking left alone: those with none of its enterprises, where they were or are now."""
    for n, own in enumerate(t for t in taken if t.kind == "enterprise"):
        earlier = [rows_of(folder, y, [t for t in taken if t.kind == "enterprise"][:n]) for y in sorted({p[:4] for p in own.periods})]
        new = f"SELECT enterprise_id, region, sector, period FROM read_parquet({quoted(own.data)})"
        touched = [new] + [f"SELECT enterprise_id, o.region, o.sector, period FROM ({e}) o JOIN ({new}) USING (enterprise_id, period)" for e in earlier if e]
        con.execute(
            f"""CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT r.node AS region, s.node AS sector, l.period
                FROM ({' UNION ALL '.join(touched)}) l JOIN region_node r ON r.leaf = l.region JOIN sector_node s ON s.leaf = l.sector"""
        )
        con.execute(
            "DELETE FROM cell WHERE vintage = ? AND NOT EXISTS (SELECT 1 FROM touched t WHERE t.region = region_code AND t.sector = sector_code "
            "AND t.period = cell.period)", [f"{BEFORE}{own.number:04d}"],
        )


def _nothing_lost(con: duckdb.DuckDBPyConnection, scans: str) -> None:
    """Refuse an enterprise file with a row that no total would hold."""
    lost = con.execute(
        f"""SELECT e.enterprise_id, e.region, e.sector, e.period FROM ({scans}) e
            LEFT JOIN division_of d ON d.leaf = e.sector LEFT JOIN region_node r ON r.leaf = e.region AND r.node = e.region
            LEFT JOIN prices p ON p.division = d.division AND p.period = e.period
            WHERE d.leaf IS NULL OR r.leaf IS NULL OR p.period IS NULL ORDER BY ALL LIMIT 1"""
    ).fetchone()
    if lost:
        enterprise, region, sector, period = lost
        raise PanelError(f"企业 {enterprise}（{period}）：地区 {region}、行业 {sector} 未登记，或 prices.csv 没有该行业该期的价格指数")


def _columns(cat: "catalogue.Catalogue") -> list[str]:
    """Return the select list: levels in the register's unit, comparable bases, growth in percent."""
    known = {i.id for i in cat.indicators()}
    out = [
        "enterprises::DOUBLE AS above_scale_enterprises", "losses::DOUBLE AS loss_enterprises",
        # The comparable base is last year's figure of this year's enterprises: there are as many of them.
        "enterprises::DOUBLE AS above_scale_enterprises_base", "losses_prev::DOUBLE AS loss_enterprises_base", f"loss_amount * {MONEY} AS loss_amount",
    ]
    combined = {
        "tax_total": "(taxes_and_surcharges{0} + vat{0})",
        "profit_and_tax": "(profit{0} + taxes_and_surcharges{0} + vat{0})",
        "period_expenses": "(selling_expense{0} + administrative_expense{0} + financial_expense{0} + rd_expense{0})",
    }
    expressions = {f: (f"{f}{{0}}", k) for f, k in {**FLOWS, **STOCKS}.items()} | {f: (e, MONEY) for f, e in combined.items()}
    for name, (expression, unit) in expressions.items():
        now, base = expression.format(""), expression.format("_prev")
        numerator = "value_added_real" if name == "value_added" else now
        out.append(f"{now} * {unit} AS {name}")
        if f"{name}_base" in known:
            out.append(f"{base} * {unit} AS {name}_base")
        if f"{name}_growth" in known:
            # Growth from a base that is zero or negative, or to a negative level, does not exist.
            out.append(
                f"CASE WHEN {base} > 0 AND {now} >= 0 THEN 100.0 * ({numerator} / {base} - 1) END AS {name}_growth"
            )
    return out


def _region_nodes(cat: "catalogue.Catalogue") -> list[tuple[str, str]]:
    rows = []
    for county in cat.regions(level="county"):
        node = county
        rows.append((county.code, county.code))
        while node.parent and node.code != cat.place.root_region:
            node = cat.region(node.parent)
            rows.append((county.code, node.code))
    return rows


def _sector_nodes(cat: "catalogue.Catalogue") -> list[tuple[str, str]]:
    nodes = [s for level in ("all", "division", "class", "set") for s in cat.sectors(level=level)]
    return [(leaf, s.code) for s in nodes for leaf in cat.classes(s.code)]


def _divisions(cat: "catalogue.Catalogue") -> list[tuple[str, str]]:
    return [(leaf, d.code) for d in cat.sectors(level="division") for leaf in cat.classes(d.code)]
