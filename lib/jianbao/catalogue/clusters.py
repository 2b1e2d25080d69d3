"""Clusters (415X), the regions listed for them, pilot regions, and the cards of plans: registers that decide no figure.

A place without one of these tables has none of it. A list of which only a part is known says how many it should have
(``cluster_counts.csv``, the expected number of a peer group), and gives no rank.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao.catalogue.reader import unique
from jianbao.catalogue.records import CatalogueError, Dated, Named, Place, text_in
from jianbao.catalogue.rows import Row, read_rows

if TYPE_CHECKING:
    from jianbao.catalogue.catalogue import Catalogue

__all__ = ["FILES", "LEVELS", "ROLES", "Area", "Card", "Cluster", "Clusters", "Count", "Pilot", "check_clusters", "read_clusters"]

FILES = ("clusters.csv", "cluster_areas.csv", "cluster_counts.csv", "pilots.csv", "sector_cards.csv")
LEVELS = ("system", "world_class", "characteristic", "star", "chain", "national")
#: From the lowest to the highest: a region moves up from one to the next.
ROLES = ("candidate", "star", "coordinated", "core")


@dataclass(frozen=True, slots=True)
class Cluster(Named):
    """A cluster, or a chain or national cluster that belongs to one; ``sector`` is "" where no known code is behind it."""

    id: str
    level: str
    names: dict[str, str]
    shorts: dict[str, str]
    parent: str
    sector: str
    target_year: int | None
    target: float | None
    units: dict[str, str]
    codes: str  # the GB/T codes its name points to
    note: str
    source: str
    certainty: str

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Area(Dated):
    """A region on a list of a cluster, with its role; ``name`` as the list prints it."""

    cluster: str
    role: str
    region: str
    name: str
    batch: int
    valid_from: date | None
    valid_to: date | None
    note: str
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Count(Dated):
    """How many regions the lists hold after a batch; None where that was not told."""

    batch: int
    numbers: dict[str, int | None]  # role -> how many
    valid_from: date | None
    valid_to: date | None
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Pilot(Dated):
    """A region that pilots the upgrading of traditional industry; ``sector`` "" for all of it."""

    region: str
    level: str
    sector: str
    batch: int | None
    valid_from: date | None
    valid_to: date | None
    note: str
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a plan says of one field: its shortboard, its goal in words, the regions that carry it."""

    id: str
    document: str
    clauses: dict[str, str]
    sector: str
    shown_with: tuple[str, ...]
    names: dict[str, str]
    shortboards: dict[str, str]
    goals: dict[str, str]
    regions: tuple[str, ...]
    source: str
    certainty: str

    def text(self, what: str, lang: str) -> str:
        """Return its name, shortboard, goal or clause in a language."""
        return text_in({"name": self.names, "shortboard": self.shortboards, "goal": self.goals, "clause": self.clauses}[what], lang, self.id)


@dataclass(frozen=True, slots=True)
class Clusters:
    """The five tables of a place."""

    clusters: dict[str, Cluster]
    areas: tuple[Area, ...]
    counts: tuple[Count, ...]
    pilots: tuple[Pilot, ...]
    cards: tuple[Card, ...]

    def of_sector(self, sector: str) -> Cluster | None:
        """Return the cluster that a sector set stands for."""
        return next((c for c in self.clusters.values() if c.sector == sector), None)

    def areas_of(self, cluster: str, on: date) -> tuple[Area, ...]:
        """Return the regions on the lists of a cluster in force on a day, the highest role first."""
        found = [a for a in self.areas if a.cluster == cluster and a.in_force(on)]
        return tuple(sorted(found, key=lambda a: (-ROLES.index(a.role), a.batch, a.region)))

    def pilots_on(self, on: date) -> tuple[Pilot, ...]:
        """Return the pilots in force on a day."""
        return tuple(p for p in self.pilots if p.in_force(on))

    def promotions(self, cluster: str, on: date) -> tuple[tuple[Area, Area], ...]:
        """Return the regions that moved up on the lists of a cluster by a day: the row before and the row after."""
        rows = sorted((a for a in self.areas if a.cluster == cluster and a.valid_from and a.valid_from <= on), key=lambda a: a.valid_from)
        pairs = [(before, after) for n, after in enumerate(rows) for before in rows[:n] if before.region == after.region]
        return tuple((x, y) for x, y in pairs if ROLES.index(x.role) < ROLES.index(y.role))


def read_clusters(folder: Path, place: Place) -> Clusters:
    """Return the tables; CatalogueError in one line for a wrong row."""
    clusters = {r.get("id"): _cluster(r, place) for r in unique(_rows(folder, "clusters.csv", ("id", "level", "sector")), "id")}
    areas = tuple(_area(r) for r in _rows(folder, "cluster_areas.csv", ("cluster", "role", "region", "name", "batch")))
    counts = tuple(
        Count(r.whole("batch") or 0, {role: r.whole(role) for role in ("core", "coordinated", "star")}, r.day("valid_from"), r.day("valid_to"), r.get("source"), r.get("certainty"))
        for r in _rows(folder, "cluster_counts.csv", ("batch", "core", "coordinated", "star"))
    )
    pilots = tuple(
        Pilot(r.need("region"), r.one_of("level", place.levels), r.get("sector"), r.whole("batch"), r.day("valid_from"), r.day("valid_to"), r.get("note"), r.get("source"), r.get("certainty"))
        for r in _rows(folder, "pilots.csv", ("region", "level", "sector"))
    )
    cards = tuple(_card(r, place) for r in unique(_rows(folder, "sector_cards.csv", ("id", "document", "sector", "region")), "id"))
    return Clusters(clusters, areas, counts, pilots, cards)


def _rows(folder: Path, name: str, columns: tuple[str, ...]) -> list[Row]:
    return read_rows(folder, name, columns) if (folder / name).exists() else []


def _cluster(row: Row, place: Place) -> Cluster:
    names, text = row.texts("name", place.languages), row.get("target_value")
    try:
        target = float(text) if text else None
    except ValueError:
        raise row.error(f"target_value is {text!r}, must be a number") from None
    return Cluster(row.get("id"), row.one_of("level", LEVELS), names, names, row.get("parent"), row.get("sector"), row.whole("target_year"), target,
                   row.texts("target_unit", place.languages, required=False), row.get("gbt_hint"), row.get("note"), row.get("source"), row.get("certainty"))


def _area(row: Row) -> Area:
    row.need("valid_from")
    return Area(row.need("cluster"), row.one_of("role", ROLES), row.need("region"), row.need("name"), row.whole("batch") or 0,
                row.day("valid_from"), row.day("valid_to"), row.get("note"), row.get("source"), row.get("certainty"))


def _card(row: Row, place: Place) -> Card:
    langs = place.languages
    return Card(row.get("id"), row.need("document"), row.texts("clause", langs), row.need("sector"), _list(row, "shown_with"), row.texts("name", langs),
                row.texts("shortboard", langs), row.texts("goal", langs), _list(row, "region"), row.get("source"), row.get("certainty"))


def _list(row: Row, column: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in row.get(column).split(";") if part.strip())


def check_clusters(cat: "Catalogue") -> None:
    """Refuse rows that name what no register has."""
    held = cat.clusters
    for c in held.clusters.values():
        _known(f"clusters.csv, {c.id}:", (c.parent,), held.clusters, "clusters.csv")
        _known(f"clusters.csv, {c.id}:", (c.sector,), cat.all_sectors, "sectors.csv or sector_sets.csv")
    for a in held.areas:
        _known(f"cluster_areas.csv, {a.name}:", (a.cluster,), held.clusters, "clusters.csv")
        _known(f"cluster_areas.csv, {a.name}:", (a.region,), cat.all_regions, "regions.csv")
    for p in held.pilots:
        _known(f"pilots.csv, {p.region}:", (p.region,), cat.all_regions, "regions.csv")
        _known(f"pilots.csv, {p.region}:", (p.sector,), cat.all_sectors, "sectors.csv or sector_sets.csv")
        if cat.all_regions[p.region].level != p.level:
            raise CatalogueError(f"pilots.csv, {p.region}: it is no {p.level}")
    for card in held.cards:
        where = f"sector_cards.csv, {card.id}:"
        _known(where, (card.document,), cat.plans.documents, "documents.csv")
        _known(where, (card.sector, *card.shown_with), cat.all_sectors, "sectors.csv or sector_sets.csv")
        _known(where, card.regions, cat.all_regions, "regions.csv")


def _known(where: str, codes: tuple[str, ...], among: dict, file: str) -> None:
    for code in codes:
        if code and code not in among:
            raise CatalogueError(f"{where} {code} is not in {file}")
