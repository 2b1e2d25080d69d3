"""The ledger of plans (任务台账): item, region, sector, quantity, unit, due, owner, state; checked and kept, shown later."""

import csv
import json
import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao.catalogue import Catalogue
from jianbao.intake.forms import Form
from jianbao.intake.grid import Grid, address
from jianbao.intake.heads import periods_in
from jianbao.intake.layout import Head, locate
from jianbao.intake.names import Names
from jianbao.intake.readers import Book
from jianbao.intake.values import plain, value_of
from jianbao.intake.words import Finding, IntakeError, cut

if TYPE_CHECKING:
    from jianbao.intake.take import Result

__all__ = ["FIELDS", "keep", "read", "rows"]

FIELDS = ("item", "region", "sector", "quantity", "unit", "due", "owner", "state")
_FOLDER = "ledger"


def read(book: Book, form: Form, cat: Catalogue) -> tuple[list[Finding], None, int]:
    """Return what is wrong with a ledger, and how many items it holds."""
    found: list[Finding] = []
    count = sum(1 for _ in rows(book, form, cat, found))
    if not count:
        found.append(Finding("error", "nothing", "没有读到事项", "no item was read", book.name))
    return found, None, count


def rows(book: Book, form: Form, cat: Catalogue, found: list[Finding]) -> Iterator[dict[str, str]]:
    """Yield the items of a ledger as texts (``FIELDS`` and ``source``); what is wrong goes to ``found``."""
    names, seen = Names(cat), {}
    for grid in book.grids:
        head = None if grid.hidden else locate(grid, form)
        if head is None or head.missing:
            continue
        at = {p.column.field: p.at for p in head.placed if p.column.field}
        for row in (r for r in grid.rows if r > head.bottom):
            if not grid.words(row, at["item"]):
                if any(grid.words(row, c) for c in at.values()):
                    _find(found, book, grid, row, at["item"], "有内容，但没有事项名称", "no name of the item")
                continue
            item = _item(book, grid, row, at, head, names, form, found)
            key = (item["item"], item["region"], item["sector"], item["due"])
            if key in seen:
                _find(found, book, grid, row, at["item"], f"事项重复（另一处第 {seen[key] + 1} 行）", f"the item occurs twice (also row {seen[key] + 1})")
            seen[key] = row
            yield item


def _item(book: Book, grid: Grid, row: int, at: dict[str, int], head: Head, names: Names, form: Form, found: list[Finding]) -> dict[str, str]:
    item = {f: grid.spread(row, at[f]).words if f in at else "" for f in FIELDS if f not in ("region", "sector")}
    item["source"] = f"{book.name}#{grid.name}!{address(row, at['item'])}"
    for what, look in (("region", names.region), ("sector", lambda n, c: names.sector(n, c, sets=True))):
        column = head.keys.get(what, head.keys.get(f"{what} code"))
        text = grid.spread(row, column).words if column is not None else ""
        item[what] = ""
        if text:
            try:
                item[what] = look(text, "").code
            except IntakeError as error:
                _find(found, book, grid, row, column or 0, error.zh, error.en)
        elif what == "region":
            _find(found, book, grid, row, column or at["item"], "没有地区", "no region")
    if "quantity" in at:
        value = value_of(grid.at(row, at["quantity"]), dict(form.marks), percent=True)
        if value.trouble:
            _find(found, book, grid, row, at["quantity"], f"“{cut(item['quantity'])}”{value.trouble[0]}", f"{cut(item['quantity'])!r}: {value.trouble[1]}")
        elif value.fraction and item["unit"] not in ("", "%", "％"):
            _find(found, book, grid, row, at["quantity"], f"单元格显示为 %，单位却是 {cut(item['unit'])}", f"shown as %, yet the unit is {cut(item['unit'])}")
        elif value.fraction:
            item["quantity"], item["unit"] = f"{float(value.number * 100):.10g}", "%"  # type: ignore[operator]
        elif value.number is not None and not item["unit"]:
            _find(found, book, grid, row, at["quantity"], "有数量，没有单位", "a quantity without a unit")
        elif value.number is not None:
            item["quantity"] = f"{float(value.number):.10g}"
    if item["due"]:
        item["due"] = _due(item["due"])
        if not item["due"]:
            _find(found, book, grid, row, at["due"], f"“{cut(grid.words(row, at['due']))}”不是日期（如 2025-06、2025-06-30）", "no date (such as 2025-06)")
    return item


def _due(text: str) -> str:
    try:
        return date.fromisoformat(plain(text).replace("/", "-")).isoformat()
    except ValueError:
        said = periods_in(text)
        return str(said[0].period) if len(said) == 1 else ""


def keep(result: "Result", data_dir: Path, now: datetime) -> "Result":
    """Keep a ledger under ``taken/ledger``: the file as it came beside ``ledger.csv``; IntakeError if it is kept already."""
    from jianbao import catalogue

    book, form = result.book, result.form
    assert book is not None and form is not None
    folder = Path(data_dir) / "taken" / _FOLDER / f"{now:%Y%m%d}-{book.sha256[:8]}"
    if list(folder.parent.glob(f"*-{book.sha256[:8]}")):
        raise IntakeError(f"{book.name}：该台账已收入，内容相同", f"{book.name}: this ledger is taken already")
    work = folder.with_name(f".{folder.name}")
    work.mkdir(parents=True, exist_ok=True)
    with (work / "ledger.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, (*FIELDS, "source"), lineterminator="\n")
        out.writeheader()
        out.writerows(rows(book, form, catalogue.read(data_dir), []))
    (work / book.name).write_bytes(book.path.read_bytes())
    note = {"file": book.name, "sha256": book.sha256, "form": form.id, "form_sha256": form.sha256, "taken": now.replace(tzinfo=None).isoformat(timespec="seconds"), "rows": result.rows}
    (work / "ledger.json").write_text(json.dumps(note, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.rename(work, folder)
    result.kept = folder
    return result


def _find(found: list[Finding], book: Book, grid: Grid, row: int, column: int, zh: str, en: str) -> None:
    found.append(Finding("error", "ledger", zh, en, f"{book.name}#{grid.name}!{address(row, column)}", ((grid.name, row, column),)))
