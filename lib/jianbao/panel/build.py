"""Make the panel: published tables as they are, the enterprise file aggregated over the trees."""

import hashlib
import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import duckdb

from jianbao import catalogue
from jianbao.catalogue.plans import FILES as PLANS
from jianbao.panel import published
from jianbao.panel.store import COLUMNS, PanelError, connect, quoted
from jianbao.panel.swap import replacing

__all__ = ["FLOWS", "STOCKS", "build", "is_current"]

#: Column of the enterprise file -> what one unit of it is in the register's unit.
_MONEY, _TEN_THOUSAND, _ONE = 1e-5, 1e-4, 1.0  # 千元 -> 亿元; 人 -> 万人, 吨 -> 万吨; 亩 -> 亩
FLOWS = {
    **dict.fromkeys(
        (
            "gross_output", "value_added", "revenue", "operating_cost", "taxes_and_surcharges", "vat", "selling_expense",
            "administrative_expense", "financial_expense", "rd_expense", "profit", "export_delivery",
            "new_product_output", "technical_upgrade_investment",
        ),
        _MONEY,
    ),
    "energy_consumption": _TEN_THOUSAND,
}
STOCKS = {
    "total_assets": _MONEY, "total_liabilities": _MONEY, "average_employees": _TEN_THOUSAND, "industrial_land": _ONE,
}


def build(data_dir: Path, echo: Callable[[str], None] | None = None) -> Path:
    """Build ``<data_dir>/panel`` from the published tables and, where there is one, the enterprise file.

    The new panel is made beside the old one and put in its place by a rename.

    Raises
    ------
    published.PublishedError
        If a published table breaks one of its own promises.
    """
    say = echo or (lambda _: None)
    data_dir = Path(data_dir)
    cat = catalogue.read(data_dir)
    target = data_dir / "panel"
    with replacing(target) as work:
        tables = published.tables(data_dir)
        problems = [p for t in tables for p in published.verify(t)]
        if problems:
            raise published.PublishedError(problems[0])
        _observations(tables, work)
        folder = data_dir / "incoming" / "enterprise"
        if cat.place.modelled and folder.is_dir():
            say("汇总企业数据…")
            _cells(cat, folder, work)
        (work / "panel.json").write_text(json.dumps({"inputs": checksum(data_dir)}, indent=1) + "\n", encoding="utf-8")
    return target


def is_current(data_dir: Path) -> bool:
    """Return whether the panel was made from the inputs that are there now."""
    note = Path(data_dir) / "panel" / "panel.json"
    return note.is_file() and json.loads(note.read_text(encoding="utf-8")).get("inputs") == checksum(data_dir)


def checksum(data_dir: Path) -> str:
    """Return one checksum over registers (those of plans decide no figure), published tables, the enterprise file's own description and the panel's code."""
    data_dir = Path(data_dir)
    digest = hashlib.sha256()
    for module in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(module.read_bytes())
    registers = [f for f in data_dir.glob("catalogue/*") if f.name not in PLANS]
    files = [*registers, *data_dir.glob("published/*/*"), data_dir / "incoming/enterprise/enterprise.toml"]
    for path in sorted(f for f in files if f.is_file()):
        digest.update(path.relative_to(data_dir).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _observations(tables: tuple["published.PublishedTable", ...], work: Path) -> None:
    import pandas as pd

    con = connect()
    con.execute(f"CREATE TABLE frame ({', '.join(f'{c} ' + ('DOUBLE' if c == 'value' else 'VARCHAR') for c in COLUMNS)})")
    frames = [published.read(t) for t in tables]
    if frames:
        con.register("given", pd.concat(frames, ignore_index=True)[list(COLUMNS)])
        con.execute("INSERT INTO frame SELECT * FROM given")
    con.execute(
        f"COPY (SELECT * FROM frame ORDER BY {', '.join(COLUMNS)}) TO {quoted(work / 'observations.parquet')} "
        "(FORMAT parquet, COMPRESSION zstd)"
    )
    con.close()


def _cells(cat: "catalogue.Catalogue", folder: Path, work: Path) -> None:
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
    sums = [f"sum({c}) AS {c}" for f in (*FLOWS, *STOCKS) for c in (f, f"{f}_prev")]
    files = sorted(folder.glob("[0-9]*.parquet"))
    scans = " UNION ALL ".join(
        f"SELECT *, '{'flash' if f.stem.endswith('-flash') else 'final'}' AS vintage FROM read_parquet({quoted(f)})" for f in files
    )
    con.execute(
        f"""CREATE TABLE leaf AS SELECT e.region, e.sector, e.period, e.vintage,
              count(*) AS enterprises, sum(loss::INT) AS losses, sum(loss_prev::INT) AS losses_prev,
              sum(CASE WHEN profit < 0 THEN -profit ELSE 0 END) AS loss_amount,
              sum(value_added / (p.price_index / 100)) AS value_added_real, {', '.join(sums)}
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
    con.execute(
        f"COPY (SELECT region_code AS region, sector_code AS sector, period, vintage, {', '.join(_columns(cat))} FROM cell "
        f"ORDER BY sector, region, period, vintage) TO {quoted(work / 'cells.parquet')} (FORMAT parquet, COMPRESSION zstd)"
    )
    con.close()
    label = tomllib.loads((folder / "enterprise.toml").read_text(encoding="utf-8"))
    (work / "enterprise.json").write_text(
        json.dumps({k: label.get(k) for k in ("status", "label", "seed")}, ensure_ascii=False) + "\n", encoding="utf-8"
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
        "enterprises::DOUBLE AS above_scale_enterprises_base", "losses_prev::DOUBLE AS loss_enterprises_base", f"loss_amount * {_MONEY} AS loss_amount",
    ]
    combined = {
        "tax_total": "(taxes_and_surcharges{0} + vat{0})",
        "profit_and_tax": "(profit{0} + taxes_and_surcharges{0} + vat{0})",
        "period_expenses": "(selling_expense{0} + administrative_expense{0} + financial_expense{0} + rd_expense{0})",
    }
    expressions = {f: (f"{f}{{0}}", k) for f, k in {**FLOWS, **STOCKS}.items()} | {f: (e, _MONEY) for f, e in combined.items()}
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
