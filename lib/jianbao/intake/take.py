"""Take a file in: read it, find its form, check it, keep it with what was doubtful; or say why not, and keep nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao import catalogue
from jianbao.intake import ledger
from jianbao.intake.checks import Case, check
from jianbao.intake.entries import Entry, Extract
from jianbao.intake.extract import extract
from jianbao.intake.forms import Form, forms
from jianbao.intake.grid import Cell, Grid, address
from jianbao.intake.layout import locate
from jianbao.intake.names import Names
from jianbao.intake.readers import Book, file_sha256, is_text, read_book
from jianbao.intake.reference import known_of
from jianbao.intake.text_table import rows_of_text
from jianbao.intake.words import Finding, IntakeError, cut
from jianbao.panel import taken as store
from jianbao.panel.store import COLUMNS, PanelError

if TYPE_CHECKING:
    import pandas as pd

    from jianbao.intake.enterprise import Return

__all__ = ["Result", "observations", "read", "recognise", "take"]


@dataclass
class Result:
    """What became of a file. ``taking`` is None where nothing was kept: errors, or a dry run."""

    path: Path
    form: Form | None
    book: Book | None
    extract: Extract | None
    findings: list[Finding] = field(default_factory=list)
    taking: store.Taken | None = None
    rows: int = 0
    enterprise: "Return | None" = None
    kept: Path | None = None  # a ledger's folder


    @property
    def errors(self) -> list[Finding]:
        """What stops the file."""
        return [f for f in self.findings if f.level == "error"]

    @property
    def warnings(self) -> list[Finding]:
        """What is kept with the data."""
        return [f for f in self.findings if f.level == "warning"]


def recognise(book: Book, known: Iterable[Form], chosen: str = "") -> Form:
    """Return the form that a book was filled in on: the one chosen, else the only one whose head fits.

    Raises
    ------
    IntakeError
        If there is no form of that name, none fits (with what the nearest one lacks), or several do.
    """
    every = list(known)
    if chosen:
        found = next((f for f in every if f.id == chosen), None)
        if found is None:
            raise IntakeError(f"没有表单 {chosen}；现有：{'、'.join(f.id for f in every) or '无'}", f"there is no form {chosen}; known: {', '.join(f.id for f in every) or 'none'}")
        return found
    fits, near, doubts = [], [], []
    for form in every:
        for grid in book.grids:
            try:
                head = None if grid.hidden else locate(grid, form)
            except IntakeError as error:
                above = "".join(grid.words(r, c) for r in range(6) for c in grid.row(r))
                if _titled(form, above + grid.name + book.name):
                    doubts.append((form, error))
                continue
            if head is None:
                continue
            if head.missing or not _titled(form, head.title + grid.name + book.name):
                near.append((len(head.missing), form, [c.head[0] for c in head.missing]))
            elif form.across and len(head.across) < 2:
                near.append((99, form, ["…"]))
            else:
                fits.append(form)
    unique = {f.id: f for f in fits}
    words = "".join(g.words(r, c) for g in book.grids for r in range(min(g.height, 6)) for c in g.row(r))
    if len(unique) == 1:
        return next(iter(unique.values()))
    if unique:
        several = "、".join(unique)
        raise IntakeError(f"{book.name}：符合多个表单（{several}），请用 --form 指明", f"{book.name}: several forms fit ({several}); choose with --form")
    if doubts:
        error = min(doubts, key=lambda d: not (d[0].title and _titled(d[0], book.name + words)))[1]
        raise IntakeError(f"{book.name}：{error.zh}", f"{book.name}: {error.en}")
    if near:
        _, form, missing = min(near, key=lambda n: n[0])
        what = f"缺列“{'、'.join(cut(m, 20) for m in missing[:4])}”" if missing else "表名不符"
        raise IntakeError(f"{book.name}：没有符合的表单；最接近 {form.id}，{what}", f"{book.name}: no form fits; the nearest is {form.id}, which lacks {', '.join(missing[:4]) or 'its title'}")
    raise IntakeError(
        f"{book.name}：没有符合的表单（认不出表头）；可用 jianbao form new 建一个", f"{book.name}: no form fits (its head is not known); make one with jianbao form new",
    )


def _titled(form: Form, text: str) -> bool:
    return not form.title or any("".join(word.split()) in "".join(text.split()) for word in form.title)


def read(path: Path, data_dir: Path, *, form: str = "", period: str = "", book: Book | None = None) -> Result:
    """Read a file and check it; nothing is kept.

    Raises
    ------
    IntakeError
        If the file cannot be read, or its form is not known.
    """
    cat = catalogue.read(data_dir)
    path, every = Path(path), forms(data_dir, cat)
    start = book or _first_rows(path) or read_book(path)
    chosen = recognise(start, every if form else ledger.fitting(every, start, cat), form)
    if chosen.kind in _OTHERS:
        return _OTHERS[chosen.kind](path, chosen, cat, period)
    book = book or read_book(path)
    result = Result(path, chosen, book, None)
    try:
        result.extract = extract(book, chosen, cat, Names(cat), period)
    except IntakeError as error:
        result.findings = [*book.findings, Finding("error", "file", error.zh, error.en, book.name)]
        return result
    known = known_of(data_dir, {e.key for e in result.extract.entries}) if result.extract.entries else None
    result.findings = check(Case(book.name, chosen, cat, result.extract, known))
    result.rows = len(result.extract.entries)
    return result


def take(
    path: Path, data_dir: Path, *, form: str = "", period: str = "", vintage: str = "", released: str = "", now: datetime, dry_run: bool = False,
    book: Book | None = None,
) -> Result:  # fmt: skip
    """Read a file, check it and keep it.

    Parameters
    ----------
    vintage : str
        What the figures are (``flash``, ``final``, a publication's id); "" for what the form says.
    released : str
        ISO date of publication, "" if not known.
    now : datetime
        When the file is taken.
    dry_run : bool
        Check only.

    Raises
    ------
    IntakeError
        If the file cannot be read, its form is not known, or the store refuses it.
    """
    result = read(path, data_dir, form=form, period=period, book=book)
    if result.errors or dry_run or result.form is None:
        return result
    cat = catalogue.read(data_dir)
    if result.form.kind == "ledger":
        return ledger.keep(result, data_dir, now)
    kept = {"enterprise": result.enterprise.data if result.enterprise else None}
    if result.extract is not None:
        kept = {"observations": observations(result.extract.entries, result.form, cat, result.path.name, vintage or result.form.vintage)}
    try:
        result.taking = store.keep(
            data_dir, file=result.path, form=result.form.id, form_sha256=result.form.sha256, **kept,
            vintage=vintage or result.form.vintage, released=released, taken=now,
            warnings=[{"code": f.code, "text": f.text(cat.place.languages[0]), "where": f.where} for f in result.warnings],
        )  # fmt: skip
    except PanelError as error:
        zh, _, en = str(error).partition(" · ")
        raise IntakeError(zh, en or zh) from None
    if result.book and result.taking and result.taking.sha256 != result.book.sha256:
        store.undo(data_dir, result.taking.number)
        result.taking = None
        raise IntakeError(f"{result.path.name}：读取时文件被改动，未收入；请再试一次", f"{result.path.name}: changed while it was read, not taken; try again")
    return result


def _first_rows(path: Path) -> Book | None:
    """Return a book of the first rows of a text file, enough to know its form by; None for a workbook."""
    if not is_text(path):
        return None
    grid = Grid("csv", {})
    for r, row in rows_of_text(path):
        if r >= 80:
            break
        grid.cells |= {(r, c): Cell("text", v) for c, v in enumerate(row) if v.strip()}
    return Book(path, "", [grid], [])


def _enterprise(path: Path, form: Form, cat: catalogue.Catalogue, period: str) -> Result:
    from jianbao.intake.enterprise import read_return

    book = Book(path, file_sha256(path), [], [])
    try:
        found = read_return(path, form, cat, Names(cat), period)
    except IntakeError as error:
        return Result(path, form, book, None, [Finding("error", "file", error.zh, error.en, path.name)])
    return Result(path, form, book, None, found.findings, rows=found.rows, enterprise=found)


def _ledger(path: Path, form: Form, cat: catalogue.Catalogue, period: str) -> Result:
    book = read_book(path)
    return Result(path, form, book, None, *ledger.read(book, form, cat))


_OTHERS = {"enterprise": _enterprise, "ledger": _ledger}


def observations(entries: Iterable[Entry], form: Form, cat: catalogue.Catalogue, file: str, vintage: str) -> "pd.DataFrame":
    """Return entries as the store keeps them: columns ``store.COLUMNS``, values in the units of the registers."""
    import pandas as pd

    rows = [
        (e.indicator, e.region, e.sector, e.period, e.measure, form.scope, "none" if cat.indicator(e.indicator).price == "none" else form.price,
         e.value.status, vintage, None if e.number is None else float(e.number), f"{file}#{e.sheet}!{address(e.row, e.column)}")
        for e in entries
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["indicator", "region", "sector", "period", "measure", "scope", "price", "status", "vintage", "value", "source"])
    return frame.astype({"value": "float64"})[list(COLUMNS)]

