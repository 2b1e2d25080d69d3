"""What must hold before anything is kept: each check returns findings; errors stop the file, warnings stay with the data."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from jianbao.catalogue import Catalogue
from jianbao.intake.entries import Entry, Extract
from jianbao.intake.forms import Form
from jianbao.intake.grid import address
from jianbao.intake.heads import periods_in
from jianbao.intake.reference import Key
from jianbao.intake.words import Finding

__all__ = ["Case", "check", "finding", "shown"]


@dataclass
class Case:
    """All that a check may look at."""

    file: str
    form: Form
    cat: Catalogue
    extract: Extract
    known: tuple[dict[Key, float], dict[Key, bool]] | None

    def __post_init__(self) -> None:
        self.entries = self.extract.entries
        self.kept: dict[str, Any] = {}  # what several checks need, worked out once
        self.by_key: dict[Key, Entry] = {}
        for entry in self.entries:
            self.by_key.setdefault(entry.key, entry)
        digits: dict[str, int] = defaultdict(int)
        for entry in self.entries:
            digits[entry.indicator] = max(digits[entry.indicator], entry.value.decimals)
        self.digits = digits

    def half(self, entry: Entry) -> Fraction:
        """Return half of the last digit that the entry's indicator prints, in the register's unit."""
        return Fraction(1, 2 * 10 ** self.digits[entry.indicator]) * entry.factor

    def said(self, entry: Entry) -> tuple[str, str]:
        """Return how a message names an entry, in Chinese and English."""
        langs = self.cat.place.languages
        return tuple(  # type: ignore[return-value]
            " ".join((self.cat.region(entry.region).name(lang), "" if entry.sector == self.cat.place.all_sector else self.cat.sector(entry.sector).short(lang),
                      self.cat.indicator(entry.indicator).short(lang), entry.period)).replace("  ", " ")
            for lang in (langs[0], langs[-1])
        )  # fmt: skip


def shown(number: Fraction | float) -> str:
    """Return a number as a message prints it."""
    return f"{float(number):.6g}" if abs(number) < 10**6 else f"{float(number):,.0f}"


def finding(case: Case, level: str, code: str, zh: str, en: str, *entries: Entry) -> Finding:
    """Return a finding about entries; it is told at the first."""
    first = entries[0]
    return Finding(
        level, code, zh, en, f"{case.file}#{first.sheet}!{address(first.row, first.column)}", tuple(e.place for e in entries[:200])
    )


def check(case: Case) -> list[Finding]:
    """Return everything that is wrong or doubtful with what was read."""
    from jianbao.intake import against, shape, sums

    found = list(case.extract.findings)
    for one in (_nothing, _twice, _apart, *sums.CHECKS, *shape.CHECKS, *against.CHECKS):
        found += one(case)
    return _few(found)


def _few(found: list[Finding]) -> list[Finding]:
    """Keep at most thirty findings of a kind, and say how many more there are."""
    kept: list[Finding] = []
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for item in found:
        counts[item.level, item.code] += 1
        if counts[item.level, item.code] <= 30:
            kept.append(item)
    for (level, code), count in counts.items():
        if count > 30:
            kept.append(Finding(level, code, f"同类问题另有 {count - 30} 处", f"{count - 30} more of the same kind"))
    return sorted(kept, key=lambda f: f.level != "error")


def _nothing(case: Case) -> Iterator[Finding]:
    if not any(e.value.number is not None for e in case.entries):
        yield Finding("error", "nothing", "没有读到任何数", "no figure was read", case.file)


def _twice(case: Case) -> Iterator[Finding]:
    for entry in case.entries:
        first = case.by_key[entry.key]
        if first is not entry:
            zh, en = case.said(entry)
            yield finding(
                case, "error", "twice", f"{zh} 出现两次（另一处 {address(first.row, first.column)}）", f"{en} stands there twice (also {address(first.row, first.column)})",
                entry, first,
            )  # fmt: skip


def _apart(case: Case) -> Iterator[Finding]:
    """Where each sheet is a region or sector, all are of one period, unless their names say it: else one is of another file."""
    form = case.form
    if "sheet" not in (*form.region.from_, *form.sector.from_) or form.period.column or form.period.code or (form.across and form.across.what == "period"):
        return
    first: dict[str, Entry] = {}
    for entry in case.entries:
        if not periods_in(entry.sheet):
            first.setdefault(entry.period, entry)
    if len(first) > 1:
        one, *others = sorted(first.values(), key=lambda e: sum(o.period == e.period for o in case.entries))
        other = others[-1]
        yield finding(case, "error", "apart", f"各工作表的期间不一致：{one.sheet}是 {one.period}，{other.sheet}是 {other.period}",
                      f"the sheets are of different periods: {one.sheet} of {one.period}, {other.sheet} of {other.period}", one, other)  # fmt: skip


Check = Callable[[Case], Iterator[Finding]]
