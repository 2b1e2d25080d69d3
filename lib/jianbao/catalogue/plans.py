"""What plans say and what to watch: documents, their targets and measures, and the rules for shortboards and alarms.

Four tables that people edit; a place without one has none of it. Every row names its document and clause.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao.catalogue.benchmarks import FILE as BENCHMARKS
from jianbao.catalogue.benchmarks import Benchmark, check_benchmarks, read_benchmarks
from jianbao.catalogue.breaks import FILE as SECTOR_CHANGES
from jianbao.catalogue.breaks import SectorChange, check_sector_changes, read_sector_changes
from jianbao.catalogue.clusters import FILES as CLUSTERS
from jianbao.catalogue.league import LEAGUE, Listed, check_league, read_league
from jianbao.catalogue.letters import LETTER_RULES, LetterRule, check_letter_rules, read_letter_rules
from jianbao.catalogue.reader import unique
from jianbao.catalogue.records import CatalogueError, Dated, Place, text_in
from jianbao.catalogue.rows import Row, read_rows
from jianbao.catalogue.shares import FILE as SHARES
from jianbao.catalogue.shares import Share, check_shares, read_shares, shared
from jianbao.catalogue.target_checks import FILE as TARGET_CHECKS
from jianbao.catalogue.target_checks import TargetCheck, read_target_checks

if TYPE_CHECKING:
    from jianbao.catalogue.catalogue import Catalogue

__all__ = ["FILES", "TARGET_TYPES", "TESTS", "Document", "Measure", "Plans", "Rule", "Target", "check_plans", "read_plans"]

#: The tables of plans, documents and ledgers: they decide no figure, so that an edit of one needs no new panel.
FILES = ("documents.csv", "targets.csv", "measures.csv", "shortboard_rules.csv", BENCHMARKS, SECTOR_CHANGES, SHARES, TARGET_CHECKS, LEAGUE, LETTER_RULES, "reports.csv", "ledgers.toml", *CLUSTERS)
#: How a target is judged; each is a function of ``jianbao.indicators`` (targets, target_tasks).
TARGET_TYPES = ("level", "comparator", "average_growth", "average_decline", "decline_from_base", "cumulative", "coverage", "count_new", "rule", "milestone")
#: What a rule asks of an indicator. ``margin`` is in the unit printed (percentage points for growth).
TESTS = (
    "below_reference",  # worse than the same sector in the whole place by more than the margin, ``periods`` periods running
    "below_and_worsening",  # the same now, and moved the wrong way since a year ago
    "turned_negative",  # growth below zero now, not in the period before
    "negative_for",  # growth below minus the margin, ``periods`` periods running
    "slowed",  # growth lower than a year ago by more than the margin
    "turned_to_loss",  # a level below zero now, not a year ago
)
_GROWTH_ONLY = ("turned_negative", "negative_for", "slowed")


@dataclass(frozen=True, slots=True)
class Document(Dated):
    """A plan or circular that targets, measures and rules are taken from; ``number`` is "" where none was found."""
    id: str
    number: str
    titles: dict[str, str]
    states: dict[str, str]  # 征求意见稿 …; "" for one that was issued
    valid_from: date | None
    valid_to: date | None
    note: str
    source: str
    certainty: str
    reviewed: int | None = None  # the year that it looks back on: its measures were done then

    def title(self, lang: str) -> str:
        """Return the title."""
        return text_in(self.titles, lang, self.id)

    def state(self, lang: str) -> str:
        """Return whether it is a draft, "" if not."""
        return self.states.get(lang, "")


@dataclass(frozen=True, slots=True)
class Target(Dated):
    """One target of a plan. ``indicator`` is "" where the register has none, so that nothing can be measured.

    A region's share of a target (``target_shares.csv``) is a target too: ``version`` is the share's, and it is in force
    until the next version is.
    """

    id: str
    document: str
    clauses: dict[str, str]
    names: dict[str, str]
    indicator: str
    regions: tuple[str, ...]
    sector: str  # a code, or set:KIND for all sets of a kind together
    shown_with: tuple[str, ...]  # sectors of which the target's sector is a part
    type: str
    value: float | None  # in ``units``; None for a comparator
    units: dict[str, str]
    higher: bool
    loose: str  # 以上, 突破, 左右 … as the document writes it
    base: int | None  # year of the base, None where the document does not say
    start: int
    end: int
    owners: dict[str, str]
    note: str
    source: str
    certainty: str
    groups: dict[str, str] = field(default_factory=dict)  # which of the plan's groups of targets it is in
    due: date | None = None  # of a milestone: the last day for it, and the day it was done
    done: date | None = None
    version: int = 0
    valid_from: date | None = None
    valid_to: date | None = None

    def name(self, lang: str) -> str:
        """Return what the target is called."""
        return text_in(self.names, lang, self.id)

    def clause(self, lang: str) -> str:
        """Return where in the document it stands."""
        return text_in(self.clauses, lang, self.id)

    def unit(self, lang: str) -> str:
        """Return its unit."""
        return self.units.get(lang, "")

    def owner(self, lang: str) -> str:
        """Return the responsible unit, "" where the document names none."""
        return self.owners.get(lang, "")

    def group(self, lang: str) -> str:
        """Return the plan's group of targets that it is in, "" where the plan has none."""
        return self.groups.get(lang, "")


@dataclass(frozen=True, slots=True)
class Measure:
    """What a document offers for a trouble: quoted, never ordered."""

    id: str
    document: str
    clauses: dict[str, str]
    regions: tuple[str, ...]
    sectors: tuple[str, ...]  # codes or set:KIND
    troubles: tuple[str, ...]  # indicator ids
    texts: dict[str, str]
    owners: dict[str, str]
    note: str
    source: str
    certainty: str

    def clause(self, lang: str) -> str:
        """Return where in the document it stands."""
        return text_in(self.clauses, lang, self.id)

    def text(self, lang: str) -> str:
        """Return the measure in words."""
        return text_in(self.texts, lang, self.id)

    def owner(self, lang: str) -> str:
        """Return the responsible unit, "" where the document names none."""
        return self.owners.get(lang, "")


@dataclass(frozen=True, slots=True)
class Rule(Dated):
    """A rule: a shortboard (an indicator worse than the reference) or an alarm (what the worry page lists)."""

    id: str
    kind: str  # shortboard or alarm
    names: dict[str, str]
    test: str
    indicator: str
    margin: float
    periods: int
    enterprises: int  # fewer are not judged: one firm's growth is no trend
    valid_from: date | None
    valid_to: date | None
    note: str
    source: str
    certainty: str

    def name(self, lang: str) -> str:
        """Return the rule in words."""
        return text_in(self.names, lang, self.id)


@dataclass(frozen=True, slots=True)
class Plans:
    """The tables of a place; those of documents, targets, measures and rules, and the list of what is compared."""

    documents: dict[str, Document]
    targets: tuple[Target, ...]
    measures: tuple[Measure, ...]
    rules: tuple[Rule, ...]
    benchmarks: tuple[Benchmark, ...] = ()
    sector_changes: tuple[SectorChange, ...] = ()
    shares: tuple[Share, ...] = ()
    checks: tuple[TargetCheck, ...] = ()
    league: tuple[Listed, ...] = ()
    letter_rules: tuple[LetterRule, ...] = ()


def read_plans(folder: Path, place: Place) -> Plans:
    """Return the tables; CatalogueError in one line for a wrong row."""
    documents = {r.get("id"): _document(r, place) for r in _rows(folder, "documents.csv", ("id", "number", "valid_from", "valid_to"))}
    columns = ("id", "document", "indicator", "region", "sector", "type", "target", "direction", "base", "start", "end")
    targets = tuple(_target(r, place) for r in _rows(folder, "targets.csv", columns))
    measures = tuple(_measure(r, place) for r in _rows(folder, "measures.csv", ("id", "document", "region", "sector", "trouble")))
    rules = tuple(_rule(r, place) for r in _rows(folder, "shortboard_rules.csv", ("id", "kind", "test", "indicator", "margin", "periods")))
    shares = read_shares(folder, place, {t.id: t.value for t in targets})
    passed_down = tuple(shared(t, s) for t in targets for s in shares if s.target == t.id)
    return Plans(
        documents, targets + passed_down, measures, rules, read_benchmarks(folder), read_sector_changes(folder, place), shares,
        read_target_checks(folder, place), read_league(folder), read_letter_rules(folder, place),
    )  # fmt: skip


def _rows(folder: Path, name: str, columns: tuple[str, ...]) -> list[Row]:
    return unique(read_rows(folder, name, columns), "id") if (folder / name).exists() else []


def _list(row: Row, column: str, required: bool = True) -> tuple[str, ...]:
    found = tuple(part.strip() for part in row.get(column).split(";") if part.strip())
    if required and not found:
        raise row.error(f"{column} is empty")
    return found


def _number(row: Row, column: str) -> float | None:
    text = row.get(column)
    try:
        return float(text) if text else None
    except ValueError:
        raise row.error(f"{column} is {text!r}, must be a number") from None


def _document(row: Row, place: Place) -> Document:
    return Document(row.get("id"), row.get("number"), row.texts("title", place.languages), row.texts("state", place.languages, required=False),
                    row.day("valid_from"), row.day("valid_to"), row.get("note"), row.get("source"), row.get("certainty"), row.whole("reviewed"))


def _target(row: Row, place: Place) -> Target:
    kind, value = row.one_of("type", TARGET_TYPES), _number(row, "target")
    if (value is None) != (kind in ("comparator", "milestone")):
        raise row.error(f"a target of type {kind} {'has none: the reference or the day is its aim' if value is not None else 'has a number'}")
    if (row.day("due") is None) == (kind == "milestone"):
        raise row.error("due: a milestone has a day, no other target has")
    row.need("start"), row.need("end")
    start, end, base = row.whole("start"), row.whole("end"), row.whole("base")
    if start > end or (base is not None and base > end):
        raise row.error(f"base {base}, start {start} and end {end} are not in order")
    return Target(row.get("id"), row.need("document"), row.texts("clause", place.languages), row.texts("name", place.languages), row.get("indicator"),
                  _list(row, "region"), row.need("sector"), _list(row, "shown_with", required=False), kind, value,
                  row.texts("unit", place.languages, required=False), row.one_of("direction", ("higher", "lower")) == "higher",
                  row.get("loose"), base, start, end, row.texts("owner", place.languages, required=False),
                  row.get("note"), row.get("source"), row.get("certainty"), row.texts("group", place.languages, required=False), row.day("due"), row.day("done"))


def _measure(row: Row, place: Place) -> Measure:
    return Measure(row.get("id"), row.need("document"), row.texts("clause", place.languages), _list(row, "region"), _list(row, "sector"), _list(row, "trouble"),
                   row.texts("measure", place.languages), row.texts("owner", place.languages, required=False),
                   row.get("note"), row.get("source"), row.get("certainty"))


def _rule(row: Row, place: Place) -> Rule:
    margin = _number(row, "margin") or 0.0
    if margin < 0:
        raise row.error("margin is negative")
    return Rule(row.get("id"), row.one_of("kind", ("shortboard", "alarm")), row.texts("name", place.languages), row.one_of("test", TESTS), row.need("indicator"),
                margin, row.whole("periods") or 1, row.whole("enterprises") or 0, row.day("valid_from"), row.day("valid_to"), row.get("note"), row.get("source"), row.get("certainty"))


def check_plans(cat: "Catalogue") -> None:
    """Refuse rows that name what no register has, or ask of an indicator what it cannot answer."""
    plans = cat.plans
    check_benchmarks(cat)
    check_sector_changes(cat)
    check_shares(plans.shares, {t.id: (t.type, t.regions) for t in plans.targets if not t.version}, set(cat.all_regions))
    check_league(cat)
    check_letter_rules(cat)
    for target in plans.targets:
        where = f"targets.csv, {target.id}:"
        _refers(cat, where, (target.document,), target.regions, (target.sector, *target.shown_with), (target.indicator,) if target.indicator else ())
        if not target.indicator and target.type != "milestone" and not all(target.units.get(lang) for lang in cat.place.languages):
            raise CatalogueError(f"{where} a target without an indicator needs its own unit")
    for measure in plans.measures:
        _refers(cat, f"measures.csv, {measure.id}:", (measure.document,), measure.regions, measure.sectors, measure.troubles)
    for rule in plans.rules:
        where = f"shortboard_rules.csv, {rule.id}:"
        _refers(cat, where, (), (), (), (rule.indicator,))
        known = cat.indicator(rule.indicator)
        if (rule.test in _GROWTH_ONLY) != (known.kind == "growth") and rule.test not in ("below_reference", "below_and_worsening"):
            raise CatalogueError(f"{where} the test {rule.test} does not fit {rule.indicator}, which is of kind {known.kind}")
        if known.direction == "neutral":
            raise CatalogueError(f"{where} {rule.indicator} is neutral: nothing of it is better or worse")
        if known.kind not in ("growth", "ratio") and rule.test != "turned_to_loss":
            raise CatalogueError(f"{where} a level of {rule.indicator} cannot be compared with the whole: use its growth or a ratio")


def _refers(cat: "Catalogue", where: str, documents: tuple, regions: tuple, sectors: tuple, indicators: tuple) -> None:
    kinds = {f"set:{s.kind}" for s in cat.sectors(level="set")}
    for code, known, name in (
        *((d, cat.plans.documents, "documents.csv") for d in documents),
        *((r, cat.all_regions, "regions.csv") for r in regions),
        *((s, {*cat.all_sectors, *kinds}, "sectors.csv or sector_sets.csv") for s in sectors),
        *((i, cat.all_indicators, "indicators.csv") for i in indicators),
    ):
        if code not in known:
            raise CatalogueError(f"{where} {code} is not in {name}")
