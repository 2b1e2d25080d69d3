"""The items of ledgers as ``verify`` reads them: all that there are, and what state each was in on a day, worked out anew."""

import csv
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

from jianbao.catalogue.calendar import end_of
from jianbao.catalogue.ledgers import LedgerKind
from jianbao.catalogue.period import Period
from jianbao.verify.figures import Figures

__all__ = ["Item", "Sheet", "day", "load"]

Item = dict[str, str]


def load(figures: Figures) -> dict[str, dict[str, Item]]:
    """Return kind → id → item, as texts."""
    path = Path(figures.data_dir) / "panel" / "ledger" / "items.csv"
    found: dict[str, dict[str, Item]] = defaultdict(dict)
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found[row["kind"]][row["id"]] = row
    return found


def day(text: str, first: bool = False) -> str:
    """Return the last (or first) day of a date that may be a day, a month or a quarter.

    >>> day("2024-02"), day("2024-12"), day("2024-03", first=True), day("2024Q2"), day("2024-05-06")
    ('2024-02-29', '2024-12-31', '2024-03-01', '2024-06-30', '2024-05-06')
    """
    if text[4:5] == "Q":
        text = f"{text[:4]}-{3 * int(text[5]):02d}"
    if len(text) == 7:
        return f"{text}-01" if first else (date(int(text[:4]) + text.endswith("12"), int(text[5:]) % 12 + 1, 1) - timedelta(days=1)).isoformat()
    return text


def _state(kind: LedgerKind, item: Item, on: str) -> int | None:
    """Return the state on a day: what a file says now, or what it must have been before."""
    opened, started, closed = day(item["opened"], True), day(item["started"], True), day(item["closed"])
    if opened > on:
        return None
    now = kind.state_of(item["state"]) or 0
    if not kind.states[now].final:
        return 0 if started and started > on else now
    ended = closed or opened
    if ended <= on:
        return None if kind.span == "year" and ended and ended[:4] != on[:4] else now
    still = [n for n, s in enumerate(kind.states) if not s.final]
    return now if not still else still[-1] if started and started <= on else still[0]


class Sheet:
    """The items of a kind in a region on the last day of a period: (item, place of its class, place of its state)."""

    def __init__(self, figures: Figures, kind: LedgerKind, region: str, period: str) -> None:
        cat = figures.cat
        self.kind, self.end = kind, end_of(Period.parse(period))
        self.on, under = self.end.isoformat(), {r.code for r in cat.regions(under=region)}
        every = figures.once(("ledgers",), lambda: load(figures))[kind.id]
        inside = [i for i in every.values() if i["region"] in under]
        self.rows = [(i, kind.class_of(i["class"]) if i["class"] else None, s) for i in inside if (s := _state(kind, i, self.on)) is not None]

    def count(self, word: int | None = None, state: int | None = None, least: int = 0, done: bool = False) -> int:
        """Return how many items are of a class, in a state, from a state on, closed."""
        return sum(
            (word is None or w == word) and (state is None or s == state) and s >= least and (not done or self.kind.states[s].final) for _, w, s in self.rows
        )  # fmt: skip

    def amount(self, word: int | None = None, done: bool = False) -> float:
        """Return the amount of items; what was paid after the day is not counted."""
        chosen = [(i, s) for i, w, s in self.rows if (word is None or w == word) and (not done or self.kind.states[s].final)]
        known = [i for i, s in chosen if self.kind.shape != "funds" or s == (self.kind.state_of(i["state"]) or 0)]
        return sum((float(i["quantity"] or 0) for i in known), 0.0)

    @property
    def planned(self) -> float:
        """What was planned in all."""
        return sum((float(i["planned"] or 0) for i, *_ in self.rows), 0.0)

    def late(self) -> list[Item]:
        """Return the items past their date and open."""
        return [i for i, _, s in self.rows if i["due"] and day(i["due"]) < self.on and not self.kind.states[s].final]

    def soon(self) -> int:
        """Return how many open items are due soon."""
        limit = (self.end + timedelta(days=self.kind.warn_days)).isoformat()
        return sum(bool(i["due"]) and self.on <= day(i["due"]) <= limit and not self.kind.states[s].final for i, _, s in self.rows)

    def rate(self, word: int | None = None) -> float | None:
        """Return the percentage closed: of amounts or of items, as the kind goes."""
        if self.kind.shape == "funds":
            part, whole = self.amount(), self.planned
        elif self.kind.amount and word is None:
            part, whole = self.amount(done=True), self.planned
        else:
            part, whole = float(self.count(word, done=True)), float(self.count(word))
        return 100 * part / whole if whole else None
