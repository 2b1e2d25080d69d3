"""Ledgers (台账) of every kind: what a row says of an item, checked by the rules of its kind and kept under ``taken/ledger``."""

import csv
import json
import os
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao.catalogue import Catalogue
from jianbao.catalogue.ledgers import LedgerKind
from jianbao.intake.forms import Form
from jianbao.intake.grid import Grid, address
from jianbao.intake.heads import periods_in
from jianbao.intake.layout import Head, locate
from jianbao.intake.ledger_checks import check_file, check_item
from jianbao.intake.names import Names
from jianbao.intake.readers import Book
from jianbao.intake.values import plain, value_of
from jianbao.intake.words import Finding, IntakeError, cut
from jianbao.panel.ledger import FIELDS

if TYPE_CHECKING:
    from jianbao.intake.take import Result

__all__ = ["FIELDS", "fitting", "keep", "named_kind", "read", "rows", "undo"]

_FOLDER, _UNDONE = "ledger", "undone"
_TITLES = 6
_DATES = ("due", "opened", "started", "closed")
_ALONE = ("任务", "重点任务", "规划任务", "任务台账", "任务清单")  # titles of a plan's own form


def read(book: Book, form: Form, cat: Catalogue) -> tuple[list[Finding], None, int]:
    """Return what is wrong with a ledger, and how many items it holds."""
    found: list[Finding] = []
    every = list(rows(book, form, cat, found))
    if not every:
        found.append(Finding("error", "nothing", "没有读到事项", "no item was read", book.name))
    found += check_file(every, cat, book.name)
    return found, None, len(every)


def named_kind(text: str, cat: Catalogue) -> LedgerKind | None:
    """Return the kind of ledger that a title names, the longest name first; None for a plan's tasks and for none."""
    names = [(n, k) for k in cat.ledgers.values() for n in (*k.names.values(), *k.also) if n not in _ALONE and n in text]
    return max(names, key=lambda n: len(n[0]))[1] if names else None


def fitting(every: Sequence[Form], book: Book, cat: Catalogue) -> list[Form]:
    """Return the forms that a book may be of: one that names a kind of ledger is of the form for all kinds, others are not."""
    heads = {w for g in book.grids for r in g.rows[:60] for c in g.row(r) if (w := g.words(r, c)) in ("类别", "台账类别")}
    says = bool(heads) or named_kind(_words(book, [g for g in book.grids if not g.hidden]), cat) is not None
    return [f for f in every if f.kind != "ledger" or (not f.ledger) == says]


def _words(book: Book, grids: Sequence[Grid]) -> str:
    """Return the names of file and sheets and the titles above tables: rows with one cell that holds something."""
    titles = (g.words(r, g.row(r)[0]) for g in grids for r in g.rows[:_TITLES] if len(g.row(r)) == 1)
    return "".join(f"{book.name} {' '.join(g.name for g in grids)} {' '.join(titles)}".split())


def rows(book: Book, form: Form, cat: Catalogue, found: list[Finding]) -> Iterator[dict[str, str]]:
    """Yield the items of a ledger as texts (``FIELDS`` and ``source``); what is wrong goes to ``found``."""
    names, seen = Names(cat), {}
    for grid in book.grids:
        head = None if grid.hidden else locate(grid, form)
        if head is None or head.missing:
            continue
        usual = cat.ledgers.get(form.ledger) or named_kind(head.title + _words(book, [grid]), cat)
        at = {p.column.field: p.at for p in head.placed if p.column.field}
        units = {p.column.field: p.unit for p in head.placed if p.column.field}
        first = at.get("item", at.get("firm", at.get("state", 0)))
        for row in (r for r in grid.rows if r > head.bottom):
            if not any(grid.words(row, at[f]) for f in ("item", "firm") if f in at):
                if any(grid.words(row, c) for c in at.values()):
                    _find(found, book, grid, row, first, "有内容，但没有事项名称", "no name of the item")
                continue
            item, kind = _item(book, grid, row, at, units, head, names, form, usual, cat, found)
            key = tuple(item[f] for f in ("kind", "item", "region", "sector", "class", "due", "firm", "opened"))
            if key in seen:
                _find(found, book, grid, row, first, f"事项重复（另一处第 {seen[key] + 1} 行）", f"the item occurs twice (also row {seen[key] + 1})")
            seen[key] = row
            if kind is not None:
                for level, field, zh, en in check_item(item, kind):
                    _find(found, book, grid, row, at.get(field, first), zh, en, level)
            yield item


def _item(
    book: Book, grid: Grid, row: int, at: dict[str, int], units: dict[str, str], head: Head, names: Names, form: Form, usual: LedgerKind | None,
    cat: Catalogue, found: list[Finding],
) -> tuple[dict[str, str], LedgerKind | None]:  # fmt: skip
    item = {f: grid.spread(row, at[f]).words if f in at else "" for f in FIELDS if f not in ("region", "sector")}
    first = at.get("item", at.get("firm", 0))
    item["item"] = item["item"] or item["firm"]
    item["source"] = f"{book.name}#{grid.name}!{address(row, first)}"
    kind = _kind(item, usual, cat)
    if kind is None:
        known = "、".join(k.name("zh") if "zh" in k.names else k.id for k in list(cat.ledgers.values())[:8])
        said = cut(item["kind"])
        _find(found, book, grid, row, at.get("kind", first), f"不知道是哪类台账{f'（“{said}”）' if said else ''}；可用：{known}等", f"no known kind of ledger {said!r}")
    item["kind"] = kind.id if kind else ""
    for what, look in (("region", names.region), ("sector", lambda n, c: names.sector(n, c, sets=True))):
        column = head.keys.get(what, head.keys.get(f"{what} code", at.get(what)))
        text = grid.spread(row, column).words if column is not None else ""
        item[what] = ""
        if text:
            try:
                item[what] = look(text, "").code
            except IntakeError as error:
                _find(found, book, grid, row, column or 0, error.zh, error.en)
        elif what == "region":
            _find(found, book, grid, row, column or first, "没有地区", "no region")
    for field in ("quantity", "planned"):
        if field in at:
            _amount(book, grid, row, at[field], field, item, units, form, found)
    for field in _DATES:
        if item[field]:
            said, item[field] = item[field], _due(item[field])
            if not item[field]:
                _find(found, book, grid, row, at[field], f"“{cut(said)}”不是日期（如 2025-06、2025-06-30）", "no date (such as 2025-06)")
    if not item["unit"] and item["quantity"]:
        item["unit"] = units.get("quantity", "")
    return item, kind


def _kind(item: dict[str, str], usual: LedgerKind | None, cat: Catalogue) -> LedgerKind | None:
    """Return the kind that a row names, else the file's; a word that is a class of the file's kind is its class."""
    said = item["kind"]
    if usual is not None and said and not item["class"] and usual.class_of(said) is not None:
        item["class"] = said
        return usual
    own = next((k for k in cat.ledgers.values() if said and said in (k.id, *k.names.values(), *k.also)), None)
    return own or (usual if not said else None)


def _amount(
    book: Book, grid: Grid, row: int, column: int, field: str, item: dict[str, str], units: dict[str, str], form: Form, found: list[Finding],
) -> None:  # fmt: skip
    """Read a quantity: a number as text in the unit that the row (or the column's head) says."""
    unit = item["unit"] or units.get(field, "")
    value = value_of(grid.at(row, column), dict(form.marks), percent=True)
    if value.trouble:
        _find(found, book, grid, row, column, f"“{cut(item[field])}”{value.trouble[0]}", f"{cut(item[field])!r}: {value.trouble[1]}")
    elif value.fraction and unit not in ("", "%", "％"):
        _find(found, book, grid, row, column, f"单元格显示为 %，单位却是 {cut(unit)}", f"shown as %, yet the unit is {cut(unit)}")
    elif value.fraction:
        item[field], item["unit"] = f"{float(value.number * 100):.10g}", "%"  # type: ignore[operator]
    elif value.number is not None and not unit:
        _find(found, book, grid, row, column, "有数量，没有单位", "a quantity without a unit")
    elif value.number is not None:
        item[field] = f"{float(value.number):.10g}"
    else:
        item[field] = ""


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
    top = Path(data_dir) / "taken" / _FOLDER
    number = 1 + max((int(p.name[1:5]) for p in (*top.glob("L*-*"), *(top / _UNDONE).glob("L*-*"))), default=0)
    folder = top / f"L{number:04d}-{book.sha256[:8]}"
    if list(folder.parent.glob(f"*-{book.sha256[:8]}")):
        raise IntakeError(f"{book.name}：该台账已收入，内容相同", f"{book.name}: this ledger is taken already")
    work = folder.with_name(f".{folder.name}")
    work.mkdir(parents=True, exist_ok=True)
    with (work / "ledger.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, (*FIELDS, "source"), lineterminator="\n")
        out.writeheader()
        out.writerows(rows(book, form, catalogue.read(data_dir), []))
    (work / book.name).write_bytes(book.path.read_bytes())
    note = {"number": number, "file": book.name, "sha256": book.sha256, "form": form.id, "form_sha256": form.sha256, "taken": now.replace(tzinfo=None).isoformat(timespec="seconds"), "rows": result.rows}
    (work / "ledger.json").write_text(json.dumps(note, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.rename(work, folder)
    result.kept = folder
    return result


def undo(data_dir: Path, number: int) -> Path:
    """Put a ledger that was taken aside, into ``taken/ledger/undone``, and return it from there; IntakeError if there is none."""
    top = Path(data_dir) / "taken" / _FOLDER
    found = list(top.glob(f"L{number:04d}-*"))
    if not found:
        known = "、".join(sorted(p.name.split("-")[0] for p in top.glob("L*-*"))) or "无"
        raise IntakeError(f"没有第 L{number} 号台账；现有：{known}", f"there is no ledger L{number}")
    (top / _UNDONE).mkdir(exist_ok=True)
    aside = top / _UNDONE / found[0].name
    os.rename(found[0], aside)
    return aside


def _find(found: list[Finding], book: Book, grid: Grid, row: int, column: int, zh: str, en: str, level: str = "error") -> None:
    found.append(Finding(level, "ledger", zh, en, f"{book.name}#{grid.name}!{address(row, column)}", ((grid.name, row, column),)))
