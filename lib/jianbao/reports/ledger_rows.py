"""What a ledger says of a region at the end of a period, as numbers that can be asked for: of states, of classes, of all."""

from dataclasses import dataclass
from typing import Any

from jianbao import indicators
from jianbao.brief.context import Brief
from jianbao.catalogue.ledgers import LedgerKind
from jianbao.facts import ABSENT, SUPPRESSED, english_unit, number

__all__ = ["Ledger", "Row", "open_ledger"]


@dataclass(frozen=True)
class Row:
    """One region's row; every number is None where an audience does not get it."""

    kind: LedgerKind
    held: dict[str, Any]

    @property
    def total(self) -> int | None:
        """How many items there are."""
        return self.held.get("n")

    @property
    def open(self) -> bool:
        """Whether states and classes may be seen."""
        return "hidden" not in self.held

    def count(self, word: int | None = None, state: int | None = None, least: int | None = None) -> int | None:
        """Return how many items are of a class, in a state, or in a state from *least* on."""
        return None if not self.open else sum(n for _, n, _ in self._cells(word, state, least))

    def amount(self, word: int | None = None, done: bool = False) -> float | None:
        """Return the amount of all items (of a class), or of those that are closed."""
        cells = self._cells(word, None, None)
        if not self.open or any(q is None for *_, q in cells):
            return None
        return sum(q for s, _, q in cells if not done or self.kind.states[s].final)

    def done(self, word: int | None = None) -> int | None:
        """Return how many items are closed."""
        return None if not self.open else sum(n for s, n, _ in self._cells(word, None, None) if self.kind.states[s].final)

    def _cells(self, word: int | None, state: int | None, least: int | None) -> list[tuple[int, int, float | None]]:
        found = []
        for key, (n, amount) in self.held.get("by", {}).items():
            of, _, at = key.partition(".")
            if (word is None or of == str(word)) and (state is None or at == str(state)) and (least is None or int(at) >= least):
                found.append((int(at), n, amount))
        return found

    @property
    def rate_hidden(self) -> bool:
        """Whether the rate may not be seen: the states may not, or the amounts that it goes by."""
        by_amount = self.kind.shape == "funds" or self.kind.amount
        return not self.open or by_amount and self.amount() is None

    def rate(self, word: int | None = None) -> float | None:
        """Return the percentage closed: of the amount planned where the kind goes by amounts, else of the items."""
        if self.kind.shape == "funds":
            part, whole = self.amount(), self.held.get("planned")
        elif self.kind.amount and word is None:
            part, whole = self.amount(done=True), self.held.get("planned")
        else:
            part, whole = self.done(word), self.count(word)
        return 100 * float(indicators.share(part, whole)) if part is not None and whole else None


@dataclass(frozen=True)
class Ledger:
    """A kind of ledger as a region's page has it: its own row, those of the regions right below, items."""

    b: Brief
    kind: LedgerKind
    rows: dict[str, Row]
    items: dict[str, dict[str, str]]
    modelled: bool

    @property
    def own(self) -> Row:
        """The row of the page's region."""
        return self.rows[self.b.region.code]

    @property
    def below(self) -> list[str]:
        """The regions below that have items, in the register's order."""
        return [r.code for r in self.b.cat.children(self.b.region.code) if r.code in self.rows]

    def count_text(self, n: int | None) -> str:
        """Return a number of items with its word."""
        if n is None:
            return SUPPRESSED
        lang = self.b.lang
        return f"{n}{self.kind.count('zh')}" if self.b.zh else f"{number(n, 0, grouped=True)} {self.kind.count(lang)}"

    def amount_text(self, value: float | None, word: int | None = None, *, unit: bool = True) -> str:
        """Return an amount as printed: whole numbers from a hundred on, else one decimal where it has any; two below one."""
        if value is None:
            return SUPPRESSED
        places, name = 0 if float(value).is_integer() or value >= 100 else 1 if value >= 1 else 2, self.unit(word)
        if self.b.zh:
            return f"{number(value, places)}{name if unit else ''}"
        factor, _, more = english_unit(self.kind.unit("zh", word), name)
        text = number(value * factor, max(0, places + more) if value else 0, grouped=True)
        return f"{text} {name}" if unit and name else text

    def unit(self, word: int | None = None) -> str:
        """Return what amounts (of a class) are printed in: 万元 / million yuan."""
        own = self.kind.unit(self.b.lang, word)
        return own if self.b.zh else english_unit(self.kind.unit("zh", word), own)[1]

    def rate_text(self, value: float | None, *, hidden: bool = False) -> str:
        """Return a rate in percent without its sign; … where it is withheld, — where there is none."""
        return SUPPRESSED if hidden else ABSENT if value is None else number(value, 1)


def open_ledger(b: Brief, kind: str) -> Ledger | None:
    """Return a ledger of the brief's region and period, None where it has no item there."""
    held = b.release.ledger(b.region.code)
    rows = held["kinds"].get(kind, {}).get("rows", {}).get(b.at, {})
    if kind not in b.cat.ledgers or b.region.code not in rows:
        return None
    made = b.cat.ledgers[kind]
    return Ledger(b, made, {r: Row(made, row) for r, row in rows.items()}, held["items"], held["kinds"][kind]["modelled"])
