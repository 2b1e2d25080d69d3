"""What is watched beside the briefs: thresholds for signals, investment programmes, and figures of other provinces and the nation.

Three dated tables that people edit (``signal_rules.csv``, ``programmes.csv``, ``comparators.csv``); a place may lack each.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jianbao.catalogue.reader import unique
from jianbao.catalogue.records import CatalogueError, Dated, Place, text_in
from jianbao.catalogue.rows import Row, read_rows

__all__ = ["FILES", "KINDS", "Comparator", "Programme", "SignalRule", "Signals", "check_signals", "read_signals"]

#: The tables; none decides a figure of the panel.
FILES = ("signal_rules.csv", "programmes.csv", "comparators.csv")
#: What a rule is for. ``value`` is in the unit printed.
KINDS = (
    "divergence",  # growth of ``indicator`` less that of ``versus`` of at least ``value`` points, either way, ``periods`` published periods running
    "reference",  # a line that ``indicator`` is held against
    "streak",  # growth of at least ``value`` percent, told from ``periods`` months on; 1—2月 counts as ``joint`` months
    "base",  # ``indicator`` is to be lower by ``value`` percent or more than in ``versus``, a period
    "break",  # from the year ``value`` on ``indicator`` counts something else: not comparable with years before
)


@dataclass(frozen=True, slots=True)
class SignalRule(Dated):
    """One threshold, and when it is in force."""

    id: str
    kind: str
    indicator: str
    versus: str
    value: float
    periods: int
    joint: int
    region: str  # that the document of a base binds; "" for no one region
    names: dict[str, str]
    valid_from: date | None
    valid_to: date | None
    note: str
    source: str
    certainty: str

    def name(self, lang: str) -> str:
        """Return what it is called."""
        return text_in(self.names, lang, self.id)


@dataclass(frozen=True, slots=True)
class Programme(Dated):
    """An investment programme: the indicators of its year's plan, of what is invested, and of the one over the other."""

    id: str
    plan: str
    done: str
    rate: str
    names: dict[str, str]
    valid_from: date | None
    valid_to: date | None
    source: str
    certainty: str

    def name(self, lang: str) -> str:
        """Return what it is called."""
        return text_in(self.names, lang, self.id)


@dataclass(frozen=True, slots=True)
class Comparator:
    """A figure of the nation or another province, as its source states it; no figure of the panel."""

    id: str
    indicator: str
    period: str
    value: float
    names: dict[str, str]
    source: str
    certainty: str

    def name(self, lang: str) -> str:
        """Return whose figure it is."""
        return text_in(self.names, lang, self.id)


@dataclass(frozen=True, slots=True)
class Signals:
    """The three tables of a place."""

    rules: tuple[SignalRule, ...] = ()
    programmes: tuple[Programme, ...] = ()
    comparators: tuple[Comparator, ...] = ()

    def in_force(self, kind: str, on: date) -> tuple[SignalRule, ...]:
        """Return the rules of a kind that are in force on a day, in the order of the table."""
        return tuple(r for r in self.rules if r.kind == kind and r.in_force(on))


def read_signals(folder: Path, place: Place) -> Signals:
    """Return the tables; CatalogueError in one line for a wrong row."""

    def rows(name: str, *columns: str) -> list[Row]:
        return unique(read_rows(folder, name, ("id", *columns)), "id") if (folder / name).is_file() else []

    rules = tuple(_rule(r, place) for r in rows(FILES[0], "kind", "indicator", "versus", "value", "periods", "joint", "region"))
    programmes = tuple(
        Programme(r.get("id"), r.need("plan"), r.need("done"), r.need("rate"), r.texts("name", place.languages), r.day("valid_from"), r.day("valid_to"), r.get("source"), r.get("certainty"))
        for r in rows(FILES[1], "plan", "done", "rate")
    )  # fmt: skip
    comparators = tuple(
        Comparator(r.get("id"), r.need("indicator"), r.need("period"), _number(r, "value"), r.texts("name", place.languages), r.get("source"), r.get("certainty"))
        for r in rows(FILES[2], "indicator", "period", "value")
    )
    return Signals(rules, programmes, comparators)


def _number(row: Row, column: str) -> float:
    try:
        return float(row.need(column))
    except ValueError:
        raise row.error(f"{column} is {row.get(column)!r}, must be a number") from None


def _rule(row: Row, place: Place) -> SignalRule:
    kind = row.one_of("kind", KINDS)
    if (kind in ("divergence", "base")) != bool(row.get("versus")):
        raise row.error(f"versus: a {kind} {'needs' if kind in ('divergence', 'base') else 'has no'} versus")
    joint = row.whole("joint")
    if joint not in (None, 1, 2):
        raise row.error("joint: 1 or 2 months for 1—2月")
    return SignalRule(
        row.get("id"), kind, row.need("indicator"), row.get("versus"), _number(row, "value"), row.whole("periods") or 1, joint or 1, row.get("region"),
        row.texts("name", place.languages), row.day("valid_from"), row.day("valid_to"), row.get("note"), row.get("source"), row.get("certainty"),
    )


def check_signals(signals: Signals, known: set[str], regions: set[str]) -> None:
    """Refuse an indicator or region that the registers do not have."""
    asked = [(FILES[0], r.id, i) for r in signals.rules for i in (r.indicator, *([r.versus] if r.kind == "divergence" else []))]
    asked += [(FILES[1], p.id, i) for p in signals.programmes for i in (p.plan, p.done, p.rate)]
    asked += [(FILES[2], c.id, c.indicator) for c in signals.comparators]
    if lost := next((r for r in signals.rules if r.region and r.region not in regions), None):
        raise CatalogueError(f"{FILES[0]}, {lost.id}: region {lost.region} is not in regions.csv")
    if wrong := next(((f, i, n) for f, i, n in asked if n not in known), None):
        raise CatalogueError(f"{wrong[0]}, {wrong[1]}: {wrong[2]} is not in indicators.csv")
