"""A thousand spoilt files (design/RELIABILITY.md, T11): `make mutated`, or `make mutated N=200`.

Each is made from a replica of a shipped form's layout, and its truth is what the replica was made of, never what a reader
says. What is right: the same figures as before, an error, or a warning that points at what is wrong. FIRST=1 asks an
office that holds nothing to compare with.
"""

import os
import random
import resource
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import spoil as s
from replicas import xlsx
from small_forms import BUILDERS, Small, earlier_files

from jianbao import catalogue, paths
from jianbao.intake import ledger
from jianbao.intake.take import Result, take
from jianbao.intake.words import IntakeError
from jianbao.panel.store import connect

__all__ = ["MUTATIONS", "Mutation", "Office", "Outcome", "judge", "plan"]

NOW = datetime(2026, 1, 5, 9, 0)
OBSERVED = ("county", "electricity", "sector", "monthly")
ALL = tuple(BUILDERS)
TOTALS = ("sector", "monthly")
TEXTS = ("csv", "tsv", "xlsx", "ods")
SAME_UNIT = "两列同单位、量级相近（成本与上年收入），又没有往期数可比"


@dataclass(frozen=True)
class Mutation:
    """One way. ``sound``: the figures are still there and right. ``loses``: figures may be gone.

    ``drift``: a unit or a total is off, of which 99 % must be seen. ``unseen``: why a file may hide it from everybody.
    """

    name: str
    make: Callable[[Small, random.Random, Path], Path]
    on: tuple[str, ...] = OBSERVED
    sound: bool = False
    loses: bool = False
    drift: bool = False
    unseen: str = ""
    heavy: bool = False
    adds: bool = False  # more figures than before, all right


def _m(name: str, change: Callable, on: tuple[str, ...] = OBSERVED, *containers: str, **more) -> Mutation:
    return Mutation(name, s.sheet(change, *containers), on, **more)


def _f(name: str, make: Callable, on: tuple[str, ...] = ALL, **more) -> Mutation:
    return Mutation(name, make, on, **more)


def _drifts() -> Iterator[Mutation]:
    for factor in (10_000, 0.0001, 10, 0.1, 100, 1000, 0.001):
        turn = partial(lambda v, k: round(v * k, 8), k=factor)
        yield _m(f"a column × {factor:g}", s.column(turn), (*OBSERVED, "enterprise"), *TEXTS, drift=True)
        yield _m(f"all columns × {factor:g}", s.all_levels(turn), (*OBSERVED, "enterprise"), *TEXTS, drift=True)
        yield _m(f"a figure × {factor:g}", s.level_cell(lambda v, d, turn=turn: turn(v)), OBSERVED, *TEXTS, drift=True)
    for share in (0.005, 0.03, 0.2, -0.01, -0.5, 9):
        turn2 = partial(lambda v, d, k: v * (1 + k), k=share)
        yield _m(f"a total {share:+.1%}", s.total(turn2), TOTALS, *TEXTS, drift=True)
        yield _m(f"a part {share:+.1%}", s.child(turn2), TOTALS, *TEXTS, drift=True)
    for old, new, on in (("亿元", "万元", ("county", "sector")), ("万元", "亿元", ("monthly",)), ("万元", "千元", ("monthly",)), ("千元", "元", ("enterprise",)), ("千元", "万元", ("enterprise",)),
                         ("亿元", "元", ("county", "sector")), ("万千瓦时", "千瓦时", ("electricity",))):  # fmt: skip
        yield _m(f"the head says {new} for {old}, the figures do not", s.unit_of_head(old, new), on, *TEXTS, drift=True)
    for old, new, k in (("亿元", "万元", 1e4), ("万元", "亿元", 1e-4), ("万元", "元", 1e4)):
        yield _m(f"head and figures say {new} for {old}", s.unit_of_head(old, new, k), ("monthly",) if old == "万元" else ("county", "sector"), sound=True)
    yield _m("percentages as fractions", s.percent(lambda v: round(v / 100, 6)), ("monthly",), *TEXTS, drift=True)
    yield _m("percentages as fractions, shown as %", s.percent(lambda v: round(v / 100, 6), True), ("monthly",), sound=True)
    yield _m("percentages shown as % but not fractions", s.percent(lambda v: v, True), ("monthly",), drift=True)
    yield _m("percentages × 100", s.percent(lambda v: round(v * 100, 2)), ("monthly",), *TEXTS, drift=True)
    yield _m("percentages as index (106.8)", s.percent(lambda v: round(v + 100, 2)), ("monthly",), *TEXTS, drift=True)
    yield _m("percentages with the sign in text", s.percent(lambda v: f"{v}%"), ("monthly",), *TEXTS, sound=True)


def _cells() -> Iterator[Mutation]:
    same = {
        "full-width digits": s.wide, "blanks around": lambda v: f" {v}　", "grouped by ,": s.grouped(","), "grouped by a blank": s.grouped(" "),
        "grouped by a hard blank": s.grouped("\u00a0"), "grouped by a full-width comma": s.grouped("，"), "a plus": lambda v: f"+{v}" if v >= 0 else str(v),
        "digits in text": str, "a no-break mark": lambda v: f"\ufeff{v}",
    }
    for name, turn in same.items():
        yield _m(f"a figure: {name}", s.cell(turn, 1000), ALL, *TEXTS, sound=True)
        yield _m(f"all figures: {name}", s.all_levels(turn), ALL, *TEXTS, sound=True)
    wrong: dict[str, Callable[[float], object]] = {
        "decimal comma": lambda v: f"{v / 10:.2f}".replace(".", ","), "in brackets": lambda v: f"({v})", "a footnote ①": lambda v: f"{v}①", "a footnote ²": lambda v: f"{v}²",
        "a footnote 1)": lambda v: f"{v} 1)", "a footnote *": lambda v: f"{v}*", "a unit behind": lambda v: f"{v}亿", "scientific": lambda v: f"{v:.2E}", "NaN": lambda v: "NaN",
        "inf": lambda v: "inf", "two figures in a cell": lambda v: f"{round(v)}\n{round(v / 2)}", "two figures with blanks": lambda v: f"{round(v)} {round(v) + 11}", "about": lambda v: f"约{v}", "more than": lambda v: f">{v}",
        "a range": lambda v: f"{round(v)}-{round(v * 1.1)}", "a letter O": lambda v: f"{v}O", "a leading 0": lambda v: f"0{v}", "Arabic digits": lambda v: "".join(chr(0x660 + int(c)) if c.isdigit() else c for c in str(v)),
        "two points": lambda v: f"{round(v)}.1.2", "Chinese digits": lambda v: "一百二十", "an error": lambda v: "#REF!", "a date in text": lambda v: "2024-10-03", "a question mark": lambda v: f"{v}?",
        "an underscore": lambda v: f"1_{round(v)}", "hexadecimal": lambda v: f"0x{round(v):x}", "a Chinese comma": lambda v: f"{round(v)}、{round(v)}", "dash for minus": lambda v: f"—{v}",
    }  # fmt: skip
    for name, turn in wrong.items():
        yield _m(f"a figure: {name}", s.cell(turn, 10), ALL, *TEXTS)
    for name, mark in {"blank": None, "…": "…", "—": "—", "x": "x"}.items():
        yield _m(f"a figure: {name}", s.cell(lambda v, mark=mark: mark), OBSERVED, *TEXTS, loses=mark is not None)
    raw = {
        "a formula without value": '<c r="{at}"><f>SUM(B4:B5)</f></c>', "a formula with empty value": '<c r="{at}"><f>B4</f><v></v></c>', "an error cell": '<c r="{at}" t="e"><v>#DIV/0!</v></c>',
        "TRUE": '<c r="{at}" t="b"><v>1</v></c>', "a date": '<c r="{at}" s="2"><v>45292</v></c>', "shown as %": '<c r="{at}" s="1"><v>{v}</v></c>',
        "shown in 万": '<c r="{at}" s="3"><v>{v}</v></c>',
        "a footnote in superscript": '<c r="{at}" t="inlineStr"><is><r><t>{v}</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></is></c>',
        "two cells of one name": '<c r="{at}"><v>{v}</v></c><c r="{at}"><v>1</v></c>', "struck out, then corrected": '<c r="{at}" t="inlineStr"><is><r><rPr><strike/></rPr><t>1</t></r><r><t>{v}</t></r></is></c>',
    }  # fmt: skip
    for name, xml in raw.items():
        yield _m(f"a cell: {name}", s.raw(xml, 10), ALL if "date" not in name else OBSERVED)
    yield _m("a cell: text result of a formula", s.raw('<c r="{at}" t="str"><f>TEXT(B4,"0")</f><v>{v}</v></c>'), ALL, sound=True)
    yield _m("a figure: two digits transposed", s.level_cell(s.transposed), OBSERVED, *TEXTS, unseen="数仍在合理范围内，表中没有合计可核")
    yield _m("a figure: sign turned", s.level_cell(lambda v, d: -v), OBSERVED, *TEXTS)


def _columns() -> Iterator[Mutation]:
    yield _m("two columns swapped with their heads", s.swap_columns(True), ("electricity", "sector"), *TEXTS, sound=True)
    yield _m("two columns' figures swapped", s.swap_columns(False), OBSERVED, *TEXTS)
    yield _m("two neighbours' figures swapped", s.swap_columns(False, True), OBSERVED, *TEXTS)
    yield _m("two neighbours' figures of a return swapped", s.swap_columns(False, True), ("enterprise",), *TEXTS, unseen=SAME_UNIT)
    yield _m("this year and last year swapped", s.swap_years, ("monthly",), *TEXTS)
    yield _m("figures one column to the right", s.shift(1), (*OBSERVED, "enterprise"), *TEXTS)
    yield _m("figures one column to the left", s.shift(-1), (*OBSERVED, "enterprise"), *TEXTS)
    yield _m("one row a column to the right", s.shift(1, "one"), (*OBSERVED, "enterprise"), *TEXTS)
    yield _m("one row a column to the left", s.shift(-1, "one"), (*OBSERVED, "enterprise"), *TEXTS)
    yield _m("the head one column to the right", s.shift_head, (*OBSERVED, "enterprise"))
    yield _m("a column twice, head too", s.copy_column, (*OBSERVED, "enterprise"), *TEXTS, sound=True)
    yield _m("a column without head", s.insert_column("", lambda small, r: r * 1.5), OBSERVED, *TEXTS, sound=True)
    yield _m("a column that the form does not know", s.insert_column("备用指标", lambda small, r: r * 1.5), OBSERVED, *TEXTS, sound=True)
    yield _m("a column of remarks", s.insert_column("备注", lambda small, r: "已核"), ALL, *TEXTS, sound=True)
    yield _m("a column's figures gone", s.drop_column, OBSERVED, *TEXTS)
    yield _m("a head renamed", s.rename_head, OBSERVED, *TEXTS, loses=True)


def _rows() -> Iterator[Mutation]:
    yield _m("two rows' figures swapped", s.swap_names, OBSERVED, *TEXTS)
    yield _m("two counties swapped whole", s.swap_blocks, ("monthly",), *TEXTS)
    yield _m("a code of another county", s.swap_code, ("monthly",), *TEXTS)
    yield _m("figures slide down a row", s.slide, OBSERVED, *TEXTS)
    yield _m("a row twice", s.row(lambda row, d: [row, list(row)]), ALL, *TEXTS)
    yield _m("a row twice, figures changed", s.row(lambda row, d: [row, [v * 1.01 if isinstance(v, float) else v for v in row]]), ALL, *TEXTS)
    yield _m("a row gone", s.row(lambda row, d: []), OBSERVED, *TEXTS)
    yield _m("an empty row inside", s.row(lambda row, d: [[""] * len(row), row]), OBSERVED, *TEXTS, sound=True)
    yield _m("figures of the row above", s.fill_down, OBSERVED, *TEXTS)
    yield _m("an unknown name", s.rename(lambda v: "吴淞区"), ALL, *TEXTS)
    yield _m("a name without 市县区", s.rename(lambda v: v[:-1]), ("county", "electricity", "monthly"), *TEXTS, sound=True)
    yield _m("a name with blanks", s.rename(lambda v: "　".join(v)), ALL, *TEXTS, sound=True)
    yield _m("a name of another place", s.rename(lambda v: "余杭区"), ("county", "electricity", "monthly", "enterprise"), *TEXTS)
    yield _m("an ambiguous name", s.rename(lambda v: "绍兴"), ("county", "electricity", "monthly", "enterprise"), *TEXTS)
    yield _m("no name", s.rename(lambda v: ""), OBSERVED, *TEXTS)
    yield _m("合计 for a name", s.rename(lambda v: "合计"), ALL, *TEXTS)
    yield _m("其中 before a name", s.rename(lambda v: f"其中：{v}"), OBSERVED, *TEXTS, sound=True)
    yield _m("a merged cell over two figures", s.merge_rows, OBSERVED)
    yield _m("a row of no total without a place", s.add_total(1.0), ("county", "electricity"), *TEXTS)
    yield _m("a row with the city's right total", s.add_total(1.0, "温州市"), ("county", "electricity"), *TEXTS, sound=True, adds=True)
    yield _m("a row with the city's total, 10 % too large", s.add_total(1.1, "温州市"), ("county", "electricity"), *TEXTS, drift=True)


def _around() -> Iterator[Mutation]:
    yield _m("a line of notes at the end", s.insert("end", ["注：本表为快报数。", ""]), ALL, *TEXTS, sound=True)
    yield _m("a line of sources at the end", s.insert("end", ["资料来源：统计局 2024年", ""]), OBSERVED, *TEXTS, sound=True)
    yield _m("a row of column numbers", s.insert("below head", ["甲", "#"]), OBSERVED, *TEXTS, sound=True)
    yield _m("a line above the title", s.insert("above", ["内部资料", ""]), ALL, *TEXTS, sound=True)
    yield _m("a unit line that agrees", s.insert("above", ["计量单位：万元", ""]), ("monthly",), *TEXTS, sound=True)
    yield _m("a unit line against the heads", s.insert("above", ["计量单位：万元", ""]), ("county", "sector"), *TEXTS, sound=True)
    yield _m("the title of last year", s.words("2024年", "2023年"), (*OBSERVED, "enterprise"), *TEXTS)
    yield _m("title and file of another period", s.words("1—10月", "1—9月", True), ("monthly",), *TEXTS)
    yield _m("the title says a single month", s.words("1—10月", "10月"), ("monthly", "enterprise"), *TEXTS)
    yield _m("a year's table with a month's title", s.words("2024年", "2024年1—10月"), ("county", "electricity", "sector"), *TEXTS)
    yield _m("title without a period, file with another", s.untitled, ("county", "monthly", "sector", "electricity"), *TEXTS)
    yield _m("last year's figures under this year's names", s.last_year, OBSERVED, *TEXTS)
    yield _m("a single month, the head says so", s.single_month(True), ("monthly",), *TEXTS)
    yield _m("当月 in the head of this year's figures", s.single_month(True, "some"), ("monthly",), *TEXTS, loses=True)
    yield _m("single months under a cumulative head", s.single_month(False), ("monthly",), *TEXTS)
    yield _m("single months in this year's figures only", s.single_month(False, "some"), ("monthly",), *TEXTS)
    yield _m("the head again on the next page", s.second_table("", 1.0), OBSERVED, "csv", "xlsx", sound=True)
    yield _m("the head again with a title", s.second_table("续表", 1.0), OBSERVED, "csv", "xlsx", sound=True)
    yield _m("the head again in another unit", s.second_table("", 1e4, lambda v: v.replace("亿元", "万元")), ("county", "sector"), "csv", "xlsx")
    yield _m("the head again in another unit", s.second_table("", 10, lambda v: v.replace("万元", "千元")), ("monthly",), "csv", "xlsx")
    yield _m("a second table of another year below", s.second_table("续表（2023年）", 0.94), OBSERVED, "csv", "xlsx")
    yield _m("a second table in another unit below, said in its title", s.second_table("续表 单位：万元", 1e4), ("county", "sector"), "csv", "xlsx")
    yield _m("a second table with the same counties below", s.second_table("2023年", 0.94, others=True), OBSERVED, "csv", "xlsx")
    yield _m("the sheet twice", s.second_sheet(str), (*OBSERVED, "enterprise"))
    yield _m("the sheet twice, the second of another year", s.second_sheet(lambda t: t.replace("2024", "2023"), 0.94), OBSERVED)
    yield _m("a second sheet in another unit", s.second_sheet(str, 1e4), OBSERVED)
    yield _m("rows and columns turned", s.turned, OBSERVED, *TEXTS)
    yield _m("merged heads taken apart", s.unmerged, ALL, sound=True)
    yield _m("the region's name once, merged down", s.merged_names, ("monthly",), sound=True)


def _files() -> Iterator[Mutation]:
    for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"):
        yield _f(f"CSV in {name}", s.encoded(name), sound=True)
    yield _f("TSV in utf-16", s.encoded("utf-16", "\t", "tsv"), sound=True)
    yield _f("semicolons", s.encoded("utf-8", ";"), sound=True)
    yield _f("packed CSV", s.encoded("utf-8", ",", "csv.gz", True), sound=True)
    yield _f("an .ods", lambda small, d, folder: s.write(small, folder, "ods"), sound=True)
    yield _f("the right file", lambda small, d, folder: s.write(small, folder), sound=True)
    yield _f("a workbook cut off", s.spoilt_bytes(s.cut))
    yield _f("a CSV cut off", s.spoilt_bytes(s.cut, "csv"))
    yield _f("a CSV cut off between rows", s.spoilt_bytes(s.cut_line, "csv"), OBSERVED)
    yield _f("a UTF-16 file cut off", s.spoilt_bytes(lambda b, d: s.cut(b.decode("utf-8-sig").encode("utf-16"), d), "csv"))
    yield _f("bytes of a workbook flipped", s.spoilt_bytes(s.flip))
    yield _f("bytes of an .ods flipped", s.spoilt_bytes(s.flip, "ods"))
    yield _f("a byte of a CSV flipped", s.spoilt_bytes(s.flip_one, "csv"), OBSERVED, unseen="一个数字变成另一个数字，仍在合理范围内")
    yield _f("encodings mixed", s.spoilt_bytes(lambda b, d: b[: len(b) // 2] + b[len(b) // 2 :].decode("utf-8", "ignore").encode("gb18030"), "csv"))
    yield _f("no break at the end", s.spoilt_bytes(lambda b, d: b.rstrip(), "csv"), sound=True)
    yield _f("an empty file", s.spoilt_bytes(lambda b, d: b""))
    yield _f("a web page called .xls", s.spoilt_bytes(lambda b, d: b"<html><table><tr><td>1</td></tr></table></html>", "xlsx", "a.xls"))
    yield _f("a locked workbook", s.spoilt_bytes(lambda b, d: s.OLE))
    yield _f("a damaged .xls", s.spoilt_bytes(lambda b, d: s.OLE, "xlsx", "a.xls"))
    yield _f("a workbook called .csv", s.renamed("csv"), sound=True)
    yield _f("a workbook called .xls", s.renamed("xls"), sound=True)
    yield _f("a CSV called .xlsx", s.renamed("xlsx", "csv"), sound=True)
    yield _f("a million blank rows", s.part("xl/worksheets/sheet1.xml", partial(s.rows_of_xml, '<row r="{n}" ht="15"/>', 1_000_000)), ("county", "monthly"), sound=True, heavy=True)
    yield _f("a million formatted blank cells", s.part("xl/worksheets/sheet1.xml", partial(s.rows_of_xml, '<row r="{n}"><c r="A{n}" s="0"/></row>', 1_000_000)), ("county",), sound=True, heavy=True)
    yield _f("a million blank texts", s.part("xl/worksheets/sheet1.xml", partial(s.rows_of_xml, '<row r="{n}"><c r="A{n}" t="inlineStr"><is><t> </t></is></c></row>', 1_000_000)), ("county",), sound=True, heavy=True)
    yield _f("a zip bomb", s.part("xl/worksheets/sheet1.xml", s.bomb), ("county", "enterprise"), heavy=True)
    yield _f("a hidden row", s.part("xl/worksheets/sheet1.xml", s.hide), OBSERVED, sound=True)
    yield _f("a sheet that is no XML", s.part("xl/worksheets/sheet1.xml", lambda b: b"\0\1\2"), ALL)
    yield _f("a declared entity", s.part("xl/worksheets/sheet1.xml", lambda b: b'<!DOCTYPE x [<!ENTITY a "1">]>' + b), ALL)
    yield _f("no styles", s.part("xl/styles.xml", lambda b: b"<styleSheet/>"), OBSERVED, sound=True)
    yield _f("no list of sheets", s.part("xl/workbook.xml", lambda b: b"<workbook/>"), ALL)


MUTATIONS: tuple[Mutation, ...] = (*_drifts(), *_cells(), *_columns(), *_rows(), *_around(), *_files())


# -- what became of it


@dataclass
class Outcome:
    """``what``: same, noted (right, with a warning), refused, flagged (wrong, a warning points at it), SILENT or TRACEBACK."""

    mutation: Mutation
    form: str
    what: str
    words: str
    seconds: float


Truth = dict[tuple, object]


class Office:
    """A data folder that has taken in what came before."""

    def __init__(self, folder: Path, earlier: bool = True) -> None:
        self.folder, self.data = folder, folder / "data"
        shutil.copytree(paths.root() / "data" / "catalogue", self.data / "catalogue")
        for small in earlier_files() if earlier else ():
            result = take(xlsx(folder / f"{small.file}.xlsx", small.sheet), self.data, now=NOW)
            assert result.taking, (small.file, [f.zh for f in result.errors])
        self.right: dict[str, tuple[Truth, set]] = {}
        for name, build in BUILDERS.items():
            small = build()
            result = take(xlsx(folder / f"right-{small.file}.xlsx", small.sheet), self.data, now=NOW, dry_run=True)
            assert not result.errors, (name, [f.zh for f in result.errors])
            self.right[name] = (self.read(result), {(f.code, f.zh) for f in result.findings})

    def read(self, result: Result) -> Truth:
        """Return what was read: figure by figure."""
        if result.extract is not None:
            return {e.key: None if e.number is None else round(float(e.number), 9) for e in result.extract.entries}
        if result.enterprise is not None and result.enterprise.data is not None:
            frame = connect().execute("SELECT * FROM read_parquet(?)", [str(result.enterprise.data)]).df()
            return {(i, c): v for c in frame.columns for i, v in zip(frame.enterprise_id, frame[c], strict=True)}
        if result.form and result.form.kind == "ledger" and result.book:
            found = list(ledger.rows(result.book, result.form, catalogue.read(self.data), []))
            return {(r["item"], r["region"], r["sector"], k): v for r in found for k, v in r.items() if k not in ("source", "item")}
        return {}


def judge(office: Office, mutation: Mutation, name: str, seed: int, folder: Path) -> Outcome:
    """Spoil a replica and take it in (nothing is kept); return what became of it."""
    path = mutation.make(BUILDERS[name]().copy(), random.Random(seed), folder)
    start = time.process_time()  # of all threads: what else the machine does is no matter
    try:
        result = take(path, office.data, now=NOW, dry_run=True)
    except IntakeError as error:
        bad = "\n" in str(error) or not error.zh or not error.en
        return Outcome(mutation, name, "TRACEBACK" if bad else "refused", error.zh, time.process_time() - start)
    except Exception:
        return Outcome(mutation, name, "TRACEBACK", traceback.format_exc(), time.process_time() - start)
    took = time.process_time() - start
    if result.errors:
        return Outcome(mutation, name, "refused", f"{result.errors[0].where}：{result.errors[0].zh}", took)
    truth, usual = office.right[name]
    read = office.read(result)
    new = [f for f in result.findings if (f.code, f.zh) not in usual]
    words = "；".join(f"{f.where}：{f.zh}" for f in new[:3])
    wrong = {k for k in read if k not in truth or not _equal(read[k], truth[k])}
    gone = {k for k in truth if k not in read or read[k] is None is not truth[k]}
    if mutation.adds:
        wrong = {k for k in wrong if k in truth}
    if mutation.loses:
        wrong, gone = wrong - gone, set()
    if not wrong and not gone:
        return Outcome(mutation, name, "noted" if new else "same", words, took)
    if _pointed_at(result, new, wrong - gone) if wrong - gone else new:
        return Outcome(mutation, name, "flagged", words, took)
    sample = sorted(map(str, [(k, truth.get(k), read.get(k)) for k in wrong | gone]))[:3]
    return Outcome(mutation, name, "SILENT", f"{len(wrong)} wrong, {len(gone)} gone: {sample} | {words}", took)


def _equal(one: object, two: object) -> bool:
    if isinstance(one, int | float) and isinstance(two, int | float):
        return abs(one - two) <= 1e-6 * max(abs(one), abs(two))
    return one == two


def _pointed_at(result: Result, new: list, wrong: set) -> bool:
    """Tell whether a new finding names no cell, or one in the row or column of a wrong figure."""
    if result.extract is None:
        return bool(new)
    places = [e.place for e in result.extract.entries if e.key in wrong]
    rows, columns = {p[:2] for p in places}, {(p[0], p[2]) for p in places}
    return any(not f.cells or any((sheet, r) in rows or (sheet, c) in columns for sheet, r, c in f.cells) for f in new)


def plan(count: int, seed: int = 7) -> list[tuple[Mutation, str, int]]:
    """Return so many (mutation, form, seed): every mutation on every form it is for, then again with other dice; heavy ones once."""
    every = [(m, name) for m in MUTATIONS for name in m.on]
    found = [(m, name, seed) for m, name in every]
    turn = [(m, name) for m, name in every if not m.heavy]
    while len(found) < count:
        found += [(m, name, seed + 1 + len(found) // len(every)) for m, name in turn][: count - len(found)]
    dice = random.Random(seed)
    return [found[i] for i in sorted(dice.sample(range(len(found)), count))]


def main() -> int:
    """Run the plan and print the table; 1 if anything is silent, slow, large or a traceback."""
    count, seed = int(os.environ.get("N") or 1000), int(os.environ.get("SEED") or 7)
    table: dict[str, Counter] = defaultdict(Counter)
    bad: list[Outcome] = []
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder), earlier=not os.environ.get("FIRST"))
        for n, (mutation, name, dice) in enumerate(plan(count, seed)):
            place = Path(folder) / f"f{n}"
            place.mkdir()
            found = judge(office, mutation, name, dice, place)
            shutil.rmtree(place)
            outcomes.append(found)
            if found.what == "SILENT" or found.seconds > 10:
                print(f"{n} {found.what} [{found.form}] {found.mutation.name} {found.seconds:.1f}s {found.words[:300]}", file=sys.stderr, flush=True)
            table[mutation.name][found.what] += 1
            if found.what in ("SILENT", "TRACEBACK") or found.seconds > 10 or mutation.sound and found.what == "refused":
                bad.append(found)
    for name, counts in table.items():
        print(f"{name:58} " + " ".join(f"{k} {v}" for k, v in sorted(counts.items())))
    print()
    for found in bad:
        print(f"{found.what} {found.seconds:.1f}s [{found.form}] {found.mutation.name}{' (in principle)' if found.mutation.unseen else ''}: {found.words[:600]}")
    drifts = [o for o in outcomes if o.mutation.drift]
    seen = sum(o.what in ("refused", "flagged") for o in drifts)
    print(f"\n{len(outcomes)} files: {dict(Counter(o.what for o in outcomes))}; drifts seen {seen} of {len(drifts)}; "
          f"slowest {max(o.seconds for o in outcomes):.1f} s; largest {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10:.0f} MB")  # fmt: skip
    return int(any(o.what == "TRACEBACK" or o.seconds > 10 or o.what == "SILENT" and not o.mutation.unseen for o in outcomes))


if __name__ == "__main__":
    sys.exit(main())
