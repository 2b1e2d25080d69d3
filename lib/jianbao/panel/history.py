"""Every value that one figure has had: when it came, from which file and cell, and which one the briefs use now."""

from dataclasses import dataclass
from pathlib import Path

from jianbao import catalogue
from jianbao.panel import published
from jianbao.panel.enterprise import BEFORE
from jianbao.panel.store import Panel, connect
from jianbao.panel.taken import Taken, takings
from jianbao.panel.wide import ORDER

__all__ = ["Known", "history"]


@dataclass(frozen=True)
class Known:
    """One value of a figure: ``came`` is an ISO date ("" where unknown), ``number`` that of the taking, 0 for none."""

    value: float | None
    status: str
    vintage: str
    measure: str
    came: str
    source: str
    number: int
    file: str
    form: str
    used: bool


def history(data_dir: Path, indicator: str, region: str, sector: str, period: str) -> list[Known]:
    """Return the values of a figure in the order in which they came; of a ratio, those of its parts are asked for by themselves.

    Raises
    ------
    PanelError
        If there is no panel.
    """
    panel, held = Panel(data_dir), {t.number: t for t in takings(data_dir)}
    dates = {t.id: t.about.get("released", "") for t in published.tables(data_dir)}
    con = connect()
    rows = con.execute(
        f"""SELECT value, status, vintage, measure, source, number, stands, row_number() OVER (ORDER BY NOT stands, {ORDER}) AS place
            FROM read_parquet(?) WHERE indicator = ? AND region = ? AND sector = ? AND period = ? ORDER BY number, vintage, source""",
        [str(panel.folder / "observations.parquet"), indicator, region, sector, period],
    ).fetchall()
    found = [
        Known(value, status, vintage, measure, _came(source, number, held, dates), source, number, *_of(held.get(number)), place == 1 and stands)
        for value, status, vintage, measure, source, number, stands, place in rows
    ]
    found += _cells(con, panel, held, indicator, region, sector, period, found)
    con.close()
    return found


def _came(source: str, number: int, held: dict[int, Taken], dates: dict[str, str]) -> str:
    if number:
        return held[number].taken[:10] if number in held else ""
    date = dates.get(source.split("#")[0], "")
    return date if date[:4].isdigit() else ""


def _of(one: Taken | None) -> tuple[str, str]:
    return (one.file, one.form) if one else ("", "")


def _cells(con, panel: Panel, held: dict[int, Taken], indicator: str, region: str, sector: str, period: str, found: list[Known]) -> list[Known]:
    """Return the values of the enterprise file's cell; one from before a return came until that day."""
    cells = panel.folder / "cells.parquet"
    if not cells.is_file():
        return []
    # Published tables stand beside modelled cells, what was taken stands in place of them.
    observed = any(k.used and k.number and k.status in ("observed", "estimated", "suppressed") for k in found)
    found[:] = [k if not k.used or (observed and k.number) else Known(**{**vars(k), "used": False}) for k in found]
    columns = {c for (c, *_) in con.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(cells)]).fetchall()}
    if indicator not in columns:
        return []
    rows = con.execute(
        f"SELECT vintage, {indicator} FROM read_parquet(?) WHERE region = ? AND sector = ? AND period = ?", [str(cells), region, sector, period]
    ).fetchall()
    rank = {"flash": (0, ""), "final": (2, "")}
    out, measure = [], catalogue.read(panel.data_dir).indicator(indicator).measure
    returns = sorted(int(v.removeprefix(BEFORE)) for v, _ in rows if v.startswith(BEFORE))
    for vintage, value in sorted(rows, key=lambda r: rank.get(r[0], (1, r[0]))):
        earlier = [n for n in returns if vintage == "final" or (vintage.startswith(BEFORE) and n < int(vintage.removeprefix(BEFORE)))]
        number = earlier[-1] if earlier else 0  # the return that made the cell what it is
        status = "estimated" if value is not None and value == value else "not_applicable"
        out.append(Known(value, status, vintage, measure, _came("", number, held, {}), f"enterprise:{period[:4]}", number, *_of(held.get(number)), vintage == "final" and not observed))
    return out
