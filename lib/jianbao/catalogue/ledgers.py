"""Kinds of ledgers: ``ledgers.toml``, one table a kind. A place may have none. An edit needs new pages, not a new panel.

A ledger is a list of items (tasks, enterprises, projects, cases): what states one goes through, which of them close it, what
classes there are, what a quantity is, what the items must add up to. How items are read, cut and shown is the same for all.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jianbao.catalogue.records import CatalogueError, Place, text_in
from jianbao.catalogue.rows import CERTAINTIES, read_toml

if TYPE_CHECKING:
    from jianbao.catalogue.catalogue import Catalogue

__all__ = ["FILE", "GROUPS", "SHAPES", "Goal", "LedgerKind", "Word", "check_ledgers", "read_ledgers"]

FILE = "ledgers.toml"
#: Sections of the report, in its order.
GROUPS = ("tasks", "clearing", "factors", "projects", "green", "cultivation", "coverage", "service", "risk", "funds", "cases")
#: How a kind is shown: by states, by classes, as steps that add up, as levels, as stages, as a matrix, as coverage,
#: with two sides, as amounts against what was planned, as texts.
SHAPES = ("progress", "classes", "lines", "ladder", "funnel", "heat", "coverage", "sides", "funds", "cases")
_ABOUT, _SPANS, _CADENCES = ("firm", "place", "task"), ("year", "stock"), ("month", "quarter", "halfyear", "year", "demand")
_KEYS = {
    "id": str, "zh": str, "en": str, "group": str, "about": str, "cadence": str, "span": str, "shape": str, "state": list, "class": list, "count_zh": str,
    "count_en": str, "unit_zh": str, "unit_en": str, "evidence": bool, "listed": bool, "timed": bool, "total": list, "goal": list, "serves": list,
    "also": list, "note": str, "source": str, "certainty": str, "warn_days": int, "texts": list, "amount": bool, "detail": bool,
    "rate_zh": str, "rate_en": str, "rated": bool, "internal": bool,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A state or class: what it is called, what else files call it; a state may close an item, a class be on a side."""

    names: dict[str, str]
    also: tuple[str, ...] = ()
    final: bool = False
    side: str = ""  # of two: out (腾), in (换)
    unit: dict[str, str] | None = None  # of a class whose quantity has a unit of its own

    def name(self, lang: str) -> str:
        """Return what it is called."""
        return text_in(self.names, lang, "state or class")


@dataclass(frozen=True, slots=True)
class Goal:
    """What a document asks of a region: a number of items or an amount (of a class) from a year to a year."""

    region: str
    word: str  # the class, "" for all
    measure: str  # count or quantity
    value: float
    start: int
    end: int
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class LedgerKind:
    """One kind of ledger. ``states`` are in order; ``totals`` say what the classes of a region must add up to."""

    id: str
    names: dict[str, str]
    group: str
    about: str
    cadence: str
    span: str
    shape: str
    states: tuple[Word, ...]
    classes: tuple[Word, ...]
    counts: dict[str, str]
    units: dict[str, str]
    evidence: bool
    listed: bool  # the lists are official and published: counts are no secret
    timed: bool
    amount: bool  # what is done is measured by the quantity, not by the number of items
    detail: bool  # whether the report has a table by region
    warn_days: int
    totals: tuple[tuple[str, dict[str, int]], ...]
    goals: tuple[Goal, ...]
    texts: tuple[int, int] | None  # how long a text (evidence) must be, in characters
    rates: dict[str, str]  # what the share of what is closed is called
    rated: bool
    internal: bool  # nothing of it in public: about a sector in which a region has one or two enterprises
    serves: tuple[str, ...]
    also: tuple[str, ...]
    source: str
    certainty: str

    def name(self, lang: str) -> str:
        """Return what the ledger is called."""
        return text_in(self.names, lang, self.id)

    def count(self, lang: str) -> str:
        """Return the word that items are counted with: 家, 件."""
        return text_in(self.counts, lang, self.id)

    def unit(self, lang: str, word: int | None = None) -> str:
        """Return the unit of quantities (of a class); "" where they have none."""
        own = self.classes[word].unit if word is not None else None
        return (own or self.units).get(lang, "")

    def state_of(self, text: str) -> int | None:
        """Return the place of a state that a file names, None where it is none of this kind's."""
        return _place(self.states, text)

    def class_of(self, text: str) -> int | None:
        """Return the place of a class that a file names, None where it is none of this kind's."""
        return _place(self.classes, text)

    def rate(self, lang: str) -> str:
        """Return what the share of what is closed is called."""
        return text_in(self.rates, lang, self.id)

    @property
    def balanced(self) -> bool:
        """Whether what comes in must not be more than what goes out: two sides in one unit."""
        return self.shape == "sides" and self.amount and not any(w.unit for w in self.classes)

    @property
    def secret(self) -> bool:
        """Whether small counts could tell of an enterprise."""
        return self.about == "firm" and not self.listed


def _place(words: tuple[Word, ...], text: str) -> int | None:
    return next((n for n, w in enumerate(words) if text in (*w.names.values(), *w.also)), None)


def read_ledgers(folder: Path, place: Place) -> dict[str, LedgerKind]:
    """Return the kinds by id in the order of the file; CatalogueError in one line for a wrong one."""
    if not (folder / FILE).is_file():
        return {}
    found: dict[str, LedgerKind] = {}
    for number, given in enumerate(read_toml(folder, FILE).get("kind", ()), 1):
        where = f"{FILE}, {given.get('id') or f'kind {number}'}:"
        kind = _kind(given, place, where)
        if kind.id in found:
            raise CatalogueError(f"{where} the id stands twice")
        found[kind.id] = kind
    return found


def _kind(given: dict[str, Any], place: Place, where: str) -> LedgerKind:
    if unknown := sorted(set(given) - set(_KEYS)):
        raise CatalogueError(f"{where} unknown key {unknown[0]}")
    for key, value in given.items():
        if not isinstance(value, _KEYS[key]):
            raise CatalogueError(f"{where} {key} must be a {_KEYS[key].__name__}")
    for key in ("id", "group", "source", "certainty"):
        if not given.get(key):
            raise CatalogueError(f"{where} {key} is missing")
    for key, allowed, usual in (
        ("group", GROUPS, ""), ("about", _ABOUT, "task"), ("span", _SPANS, "year"), ("shape", SHAPES, "progress"), ("cadence", _CADENCES, "quarter"),
        ("certainty", CERTAINTIES, ""),
    ):  # fmt: skip
        if given.get(key, usual) not in allowed:
            raise CatalogueError(f"{where} {key} is {given.get(key)!r}, must be one of {', '.join(allowed)}")
    states = tuple(_word(w, place, where) for w in given.get("state", ()))
    classes = tuple(_word(w, place, where) for w in given.get("class", ()))
    if not states:
        raise CatalogueError(f"{where} no state")
    for words in (states, classes):
        said = [t for w in words for t in {*w.names.values(), *w.also}]
        if twice := next((t for t in said if said.count(t) > 1), ""):
            raise CatalogueError(f"{where} {twice!r} could be two states or classes")
    totals = tuple((str(t.get("region", "")), _total(t, classes, where)) for t in given.get("total", ()))
    texts = given.get("texts")
    return LedgerKind(
        given["id"], _texts(given, "", place, where), given["group"], given.get("about", "task"), given.get("cadence", "quarter"),
        given.get("span", "year"), given.get("shape", "progress"), states, classes,
        {lang: given.get(f"count_{lang}", "件" if lang == "zh" else "items") for lang in place.languages},
        {lang: given.get(f"unit_{lang}", "") for lang in place.languages}, given.get("evidence", False), given.get("listed", False),
        given.get("timed", True), given.get("amount", False), given.get("detail", True), given.get("warn_days", 30), totals, tuple(_goal(g, where) for g in given.get("goal", ())),
        (texts[0], texts[1]) if texts else None, {lang: given.get(f"rate_{lang}") or _rate(given, lang) for lang in place.languages},
        given.get("rated", any(not s.final for s in states) or given.get("shape") == "funds"), given.get("internal", False), tuple(given.get("serves", ())), tuple(given.get("also", ())), given["source"], given["certainty"],
    )  # fmt: skip


def _rate(given: dict[str, Any], lang: str) -> str:
    covers = given.get("shape") == "coverage"
    return ("覆盖率" if covers else "完成率") if lang == "zh" else "covered" if covers else "done"


def _texts(given: dict[str, Any], stem: str, place: Place, where: str) -> dict[str, str]:
    found = {lang: given.get(f"{stem}{lang}", "") for lang in place.languages}
    if empty := next((lang for lang, text in found.items() if not text), ""):
        raise CatalogueError(f"{where} {stem}{empty} is empty")
    return found


def _word(given: dict[str, Any], place: Place, where: str) -> Word:
    if unknown := sorted(set(given) - {"zh", "en", "also", "final", "side", "unit_zh", "unit_en"}):
        raise CatalogueError(f"{where} a state or class has no {unknown[0]}")
    if given.get("side", "") not in ("", "out", "in"):
        raise CatalogueError(f"{where} side is {given['side']!r}, must be out or in")
    unit = {lang: given[f"unit_{lang}"] for lang in place.languages if given.get(f"unit_{lang}")}
    return Word(_texts(given, "", place, where), tuple(given.get("also", ())), given.get("final", False), given.get("side", ""), unit or None)


def _total(given: dict[str, Any], classes: tuple[Word, ...], where: str) -> dict[str, int]:
    parts = {k: v for k, v in given.items() if k not in ("region", "all")}
    if unknown := next((k for k in parts if _place(classes, k) is None), ""):
        raise CatalogueError(f"{where} total: {unknown!r} is no class")
    if sum(parts.values()) != given.get("all"):
        raise CatalogueError(f"{where} total: {' + '.join(str(v) for v in parts.values())} is not {given.get('all')}")
    return parts


def _goal(given: dict[str, Any], where: str) -> Goal:
    try:
        goal = Goal(**{"word": "", "measure": "count"} | given)
    except TypeError as error:
        raise CatalogueError(f"{where} goal: {str(error).rpartition(': ')[2]}") from None
    if goal.measure not in ("count", "quantity") or goal.start > goal.end or goal.certainty not in CERTAINTIES or not goal.source:
        raise CatalogueError(f"{where} goal of {goal.region}: measure, years, source or certainty is wrong")
    return goal


def check_ledgers(cat: "Catalogue") -> None:
    """Hold the kinds against the other registers; CatalogueError for a region or class that is not there."""
    for kind in cat.ledgers.values():
        for region in (*(r for r, _ in kind.totals), *(g.region for g in kind.goals)):
            if region not in cat.all_regions:
                raise CatalogueError(f"{FILE}, {kind.id}: region {region} is not in regions.csv")
        for goal in kind.goals:
            if goal.word and kind.class_of(goal.word) is None:
                raise CatalogueError(f"{FILE}, {kind.id}: goal: {goal.word!r} is no class")
