"""A new file against what is held of the same figures: units, swapped rows and columns, single months among cumulative ones, jumps."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import log10
from statistics import median

from jianbao.intake.checks import Case, finding, shown
from jianbao.intake.entries import Entry
from jianbao.intake.reference import Known, earlier, last
from jianbao.intake.shape import columns
from jianbao.intake.words import Finding

__all__ = ["CHECKS"]

_COLUMN = 0.6  # a column that is off by 4 times as a whole has another unit or another measure
_SWAPPED, _ALIKE = 0.012, 0.4  # rows: off from their own past, and how much nearer to the other one's
_NEAR = 0.06
_CHANGED = 0.0004
_COLUMN_OFF = 0.10
# a single figure: times off (log10) for a warning and for an error, by what it is held against
_JUMPS = {"same": (0.08, 0.8), "before": (0.5, 1.1), "estimated": (1.0, 2.2)}


@dataclass(frozen=True, slots=True)
class _Pair:
    entry: Entry
    known: Known
    off: float  # log10 of new over old


def _pairs(case: Case) -> dict[str, list[_Pair]]:
    """Return each indicator's figures with what is held of them; worked out once a case."""
    if "pairs" in case.kept:
        return case.kept["pairs"]
    found: dict[str, list[_Pair]] = defaultdict(list)
    case.kept["pairs"] = found
    for entry in case.by_key.values():
        if case.known is None or entry.number is None or entry.number <= 0 or case.cat.indicator(entry.indicator).kind == "growth":
            continue
        old = last(entry.key, case.known)
        if old is not None and old.value > 0:
            found[entry.indicator].append(_Pair(entry, old, log10(float(entry.number)) - log10(old.value)))
    return found


def _no_reference(case: Case) -> Iterator[Finding]:
    pairs = _pairs(case)
    if alone := sorted({e.indicator for e in case.entries if e.number is not None and case.cat.indicator(e.indicator).kind != "growth"} - set(pairs)):
        lang = case.cat.place.languages[0]
        names = "、".join(case.cat.indicator(i).short(lang) for i in alone[:8])
        yield Finding("warning", "no-reference", f"没有可比的往期数据，量级只按表单的范围核对：{names}",
                      f"nothing earlier to compare with; sizes were held against the form's bounds only: {names}", case.file)  # fmt: skip


def _units(case: Case) -> Iterator[Finding]:
    for indicator, pairs in _pairs(case).items():
        if len(pairs) < 3:
            continue
        off = median(p.off for p in pairs)
        if abs(off) > _COLUMN:
            name = case.cat.indicator(indicator).short(case.cat.place.languages[0])
            times = f"{10 ** abs(off):.3g}"
            more = ("大", "larger") if off > 0 else ("小", "smaller")
            yield finding(
                case, "error", "unit", f"{name}整列比已有数据{more[0]} {times} 倍（{len(pairs)} 个数的中位数）：单位错了，或累计与当月混了",
                f"{name} is {times} times {more[1]} than what is held (median of {len(pairs)}): another unit, or single months among cumulative figures",
                *(p.entry for p in pairs),
            )  # fmt: skip


def _jumps(case: Case) -> Iterator[Finding]:
    for pairs in _pairs(case).values():
        off = median(p.off for p in pairs) if len(pairs) >= 5 else 0.0
        # where a whole column moved together, one that moved 30 % more is worth a look
        usual = max(6 * 1.4826 * median(abs(p.off - off) for p in pairs), 0.12) if len(pairs) >= 8 else 9.0
        for p in pairs:
            warn, stop = _JUMPS["estimated" if not p.known.observed else "same" if p.known.same else "before"]
            apart = abs(p.off - off)
            if apart > min(warn, usual):
                zh, en = case.said(p.entry)
                words = ("已有的同期数", "the figure held") if p.known.same else (f"{p.known.period} 的数", f"the figure of {p.known.period}")
                yield finding(
                    case, "error" if apart > stop else "warning", "jump", f"{zh} = {shown(p.entry.number)}，{words[0]}是 {shown(p.known.value)}",  # type: ignore[arg-type]
                    f"{en} = {shown(p.entry.number)}, {words[1]} is {shown(p.known.value)}", p.entry,  # type: ignore[arg-type]
                )  # fmt: skip


def _rows(case: Case) -> dict[tuple[str, str, str], list[_Pair]]:
    rows: dict[tuple[str, str, str], list[_Pair]] = defaultdict(list)
    for pairs in _pairs(case).values():
        for p in pairs:
            if p.known.observed:
                rows[p.entry.region, p.entry.sector, p.entry.period].append(p)
    return rows


def _swapped_rows(case: Case) -> Iterator[Finding]:
    """Two regions (in a file of one region: divisions) whose figures fit each other's past instead of their own."""
    rows = _rows(case)
    common = median([p.off for ps in rows.values() for p in ps] or [0.0])  # what all grew by tells nothing of a swap
    odd = {
        k: (ps, own, median(p.off - common for p in ps)) for k, ps in rows.items()
        if len(ps) >= 2 and (own := median(abs(p.off - common) for p in ps)) > _SWAPPED
    }  # fmt: skip
    alone = len({region for region, _, _ in rows}) == 1  # divisions are held against each other in a file of one region
    if sum(own > _COLUMN_OFF for _, own, _ in odd.values()) * 3 > len(rows) + 6:
        return  # the whole file is another one than last time: the jumps say so
    for (one, (pairs, own, moved)), (other, (others, theirs, back)) in combinations(sorted(odd.items()), 2):
        if (one[1:] != other[1:] and not (alone and one[2] == other[2])) or abs(moved + back) >= max(own, theirs):
            continue
        near = (_off(case, pairs, other, common), _off(case, others, one, common))
        if near[0] < min(own * _ALIKE, _NEAR) and near[1] < min(theirs * _ALIKE, _NEAR):
            level = "error" if min(own, theirs) > _COLUMN_OFF else "warning"
            names = [case.said(ps[0].entry) for ps in (pairs, others)]
            yield finding(case, level, "swapped", f"疑似两行对调：{names[0][0]} 与 {names[1][0]} 的数各像对方的往期数",
                          f"two rows look swapped: {names[0][1]} and {names[1][1]} fit each other's earlier figures",
                          pairs[0].entry, others[0].entry)  # fmt: skip


def _slid_rows(case: Case) -> Iterator[Finding]:
    """Rows whose figures fit the past of the row above or below: the names and the figures slid against each other."""
    rows = _rows(case)
    order = sorted(rows, key=lambda k: rows[k][0].entry.place)
    odd = [n for n, k in enumerate(order) if len(rows[k]) >= 2 and median(abs(p.off) for p in rows[k]) > _SWAPPED]
    for step, zh, en in ((-1, "上", "above"), (1, "下", "below")):
        slid = []
        for n in odd:
            other = order[n + step] if 0 <= n + step < len(order) else None
            own = median(abs(p.off) for p in rows[order[n]])
            if other and other[2] == order[n][2] and _off(case, rows[order[n]], other) < min(own * _ALIKE, _NEAR):
                slid.append(rows[order[n]][0].entry)
        if len(slid) >= 3 and len(slid) * 2 > len(odd):
            yield finding(case, "error", "slid", f"疑似错行：{len(slid)} 行的数像{zh}一行的往期数（如 {case.said(slid[0])[0]}）",
                          f"{len(slid)} rows fit the earlier figures of the row {en} (such as {case.said(slid[0])[1]}): figures slid against names", *slid)  # fmt: skip


def _stale(case: Case) -> Iterator[Finding]:
    """A column whose figures are to the last digit those of another period: last time's file under a new name."""
    if case.known is None:
        return
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in case.by_key.values():
        if case.cat.indicator(entry.indicator).kind == "flow" and entry.number:
            groups[entry.indicator].append(entry)
    for indicator, entries in groups.items():
        same: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            for period in earlier(entry.period):
                old = case.known[0].get((*entry.key[:3], period)) if period != entry.period else None
                if old is not None and abs(float(entry.number) - old) <= 1e-9 * abs(old):  # type: ignore[arg-type]
                    same[period].append(entry)
        for period, found in same.items():
            if len(found) >= 4 and len(found) * 10 > len(entries) * 6:
                name = case.cat.indicator(indicator).short(case.cat.place.languages[0])
                yield finding(case, "error", "stale", f"{name}一列 {len(found)} 个数与已有的 {period} 完全相同：旧表换了期间？",
                              f"{len(found)} figures of {name} are those of {period} to the last digit: an old table under a new period?", *found)  # fmt: skip


def _revised(case: Case) -> Iterator[Finding]:
    """Nearly every figure held of the same period is another one: a revision, or another period under this one's name."""
    pairs = [p for ps in _pairs(case).values() for p in ps if p.known.same and p.known.observed and case.cat.indicator(p.entry.indicator).kind == "flow"]
    changed = [p for p in pairs if abs(p.off) > _CHANGED]
    if len(pairs) >= 8 and len(changed) * 2 > len(pairs):
        yield finding(case, "warning", "revised", f"{pairs[0].entry.period} 已有 {len(pairs)} 个数，这次 {len(changed)} 个不同（差 0.1% 以上）：是修订，还是期间写错？",
                      f"{len(changed)} of {len(pairs)} figures held of {pairs[0].entry.period} are others now (by over 0.1 %): a revision, or another period?",
                      *(p.entry for p in changed))  # fmt: skip


def _off(case: Case, pairs: list[_Pair], other: tuple[str, str, str], common: float = 0.0) -> float:
    """Return how far figures are from the past of another region and sector, in the middle."""
    offs = []
    for p in pairs:
        old = last((p.entry.indicator, *other), case.known)  # type: ignore[arg-type]
        if old is not None and old.value > 0:
            offs.append(abs(log10(float(p.entry.number)) - log10(old.value) - common))  # type: ignore[arg-type]
    return median(offs) if len(offs) >= 2 else 9.0


def _swapped_columns(case: Case) -> Iterator[Finding]:
    """A column whose figures fit the past of another indicator instead of its own."""
    pairs = {i: ps for i, ps in _pairs(case).items() if len(ps) >= 5}
    odd = [i for i, ps in pairs.items() if median(abs(p.off) for p in ps) > _COLUMN_OFF]
    for indicator in odd:
        for other in pairs:
            if other == indicator:
                continue
            offs = []
            for p in pairs[indicator]:
                old = last((other, *p.entry.key[1:]), case.known)  # type: ignore[arg-type]
                if old is not None and old.value > 0:
                    offs.append(abs(log10(float(p.entry.number)) - log10(old.value)))  # type: ignore[arg-type]
            if len(offs) >= 5 and median(offs) < min(median(abs(p.off) for p in pairs[indicator]) * _ALIKE, _NEAR):
                lang = case.cat.place.languages[0]
                mine, theirs = (case.cat.indicator(i).short(lang) for i in (indicator, other))
                yield finding(case, "error", "shifted", f"疑似错列：“{mine}”一列的数像“{theirs}”的往期数", f"the column of {mine} looks like earlier figures of {theirs}",
                              *(p.entry for p in pairs[indicator]))  # fmt: skip


def _lost(case: Case) -> Iterator[Finding]:
    """Blank cells where there was a figure before; a mark (…, —, x) is said on purpose, a blank may be a slip."""
    if case.known is None:
        return
    for entries in _by_indicator(e for e in case.entries if e.number is None and not e.value.mark and (old := last(e.key, case.known)) and old.observed):
        zh, en = case.said(entries[0])
        yield finding(case, "warning", "lost", f"{len(entries)} 格空白，往期有数（如 {zh}）；没有数请写“…”或“—”",
                      f"{len(entries)} cells are blank where there was a figure before (such as {en}); write … or — for none", *entries)  # fmt: skip


def _by_indicator(entries: Iterator[Entry]) -> list[list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.indicator].append(entry)
    return list(found.values())


def _cumulative(case: Case) -> Iterator[Finding]:
    """What adds up over the year does not fall from one month to the next; a column that does holds single months."""
    for (_, _, indicator), entries in columns(case).items():
        known = case.cat.indicator(indicator)
        if known.kind != "flow" or known.measure != "cumulative" or case.known is None:
            continue
        fell, tested = [], 0
        for entry in entries:
            year, _, month = entry.period.partition("-")
            before = f"{year}-{int(month) - 1:02d}" if month and int(month) > 2 else ""
            old = case.known[0].get((*entry.key[:3], before)) if before else None
            if old is None or old <= 0 or entry.number is None or not case.known[1].get((*entry.key[:3], before)):
                continue
            tested += 1
            if float(entry.number) < old * 0.98:
                fell.append(entry)
        level = "error" if tested >= 3 and len(fell) * 3 > tested else "warning"
        for entry in fell[:5]:
            zh, en = case.said(entry)
            yield finding(case, level, "falls", f"{zh} 的累计数比上月小：像是当月数", f"{en}: cumulative, yet below the month before: a single month?", entry)


CHECKS = (_no_reference, _units, _stale, _swapped_rows, _slid_rows, _revised, _swapped_columns, _jumps, _lost, _cumulative)
