"""How regions are scored: ``schemes/*.toml``, a file for each scheme of evaluation. A place may have none."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao.catalogue.records import CatalogueError, Dated, Place, text_in
from jianbao.catalogue.rows import CERTAINTIES, read_toml

if TYPE_CHECKING:
    from jianbao.catalogue.catalogue import Catalogue

__all__ = ["FOLDER", "Dimension", "Draws", "Example", "Item", "Scheme", "Tier", "check_schemes", "number_of", "read_schemes", "texts_of"]

FOLDER = "schemes"


@dataclass(frozen=True, slots=True)
class Item:
    """One indicator of a scheme; ``indicator`` is "" for one that the register does not have."""

    indicator: str
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Dimension:
    """A part of a scheme with its weight; items weigh the same inside it. One without items is scored by others."""

    id: str
    names: dict[str, str]
    weight: float
    certainty: str
    items: tuple[Item, ...]

    def name(self, lang: str) -> str:
        """Return what the dimension is called."""
        return text_in(self.names, lang, self.id)


@dataclass(frozen=True, slots=True)
class Tier:
    """Regions from a level of last year's figure on; ``published_mean`` is the mean score published of 2016, None where there is none."""

    id: str
    names: dict[str, str]
    floor: float
    published_mean: float | None

    def name(self, lang: str) -> str:
        """Return what the tier is called."""
        return text_in(self.names, lang, self.id)


@dataclass(frozen=True, slots=True)
class Draws:
    """How the ranks are tried: so many runs, each weight times an even draw from 1 − spread … 1 + spread."""

    runs: int
    seed: int
    spread: float


@dataclass(frozen=True, slots=True)
class Example:
    """A published score of a region: of each dimension, and the whole; as printed, with one decimal."""

    region: str
    year: int
    scores: dict[str, float]
    total: float
    source: str


@dataclass(frozen=True, slots=True)
class Scheme(Dated):
    """A scheme of evaluation: dimensions with their items, the tiers that ranks are read in, the draws."""

    id: str
    names: dict[str, str]
    dimensions: tuple[Dimension, ...]
    tier_indicator: str
    tiers: tuple[Tier, ...]  # from the highest floor down
    draws: Draws
    valid_from: date | None
    valid_to: date | None
    source: str
    certainty: str
    example: Example | None = None

    def name(self, lang: str) -> str:
        """Return what the scheme is called."""
        return text_in(self.names, lang, self.id)

    @property
    def present(self) -> tuple[tuple[Dimension, Item], ...]:
        """The items that the register has an indicator for, each with its dimension."""
        return tuple((d, i) for d in self.dimensions for i in d.items if i.indicator)

    def weights(self) -> dict[str, float]:
        """Return the weight of each indicator that is there: its dimension's, equally among those of the dimension."""
        return {i.indicator: d.weight / sum(bool(j.indicator) for j in d.items) for d, i in self.present}

    def tier_of(self, level: float) -> Tier:
        """Return the tier of a figure."""
        return next((t for t in self.tiers if level >= t.floor), self.tiers[-1])


def read_schemes(folder: Path, place: Place) -> tuple[Scheme, ...]:
    """Return the schemes by name of file; CatalogueError in one line for a wrong one."""
    return tuple(_scheme(read_toml(folder, f"{FOLDER}/{p.name}"), f"{FOLDER}/{p.name}", place) for p in sorted((folder / FOLDER).glob("*.toml")))


def texts_of(table: dict, name: str, place: Place, where: str) -> dict[str, str]:
    """Return ``name_zh``, ``name_en`` of a table; CatalogueError where one is missing."""
    found = {lang: table.get(f"{name}_{lang}") for lang in place.languages}
    if lacking := [lang for lang, text in found.items() if not isinstance(text, str)]:
        raise CatalogueError(f"{where}: {name}_{lacking[0]} is missing")
    return found


def number_of(table: dict, name: str, where: str, least: float = 0.0) -> float:
    """Return a number of a table that is not below *least*; CatalogueError else."""
    found = table.get(name)
    if isinstance(found, bool) or not isinstance(found, int | float) or not found >= least:
        raise CatalogueError(f"{where}: {name} is {found!r}, must be a number from {least:g}")
    return float(found)


def _scheme(given: dict, where: str, place: Place) -> Scheme:
    dimensions = tuple(_dimension(d, where, place) for d in given.get("dimension", ()))
    tiers = given.get("tiers", {})
    steps = tuple(
        Tier(t.get("id", ""), texts_of(t, "name", place, f"{where}, tier"), number_of(t, "floor", f"{where}, tier"), t.get("mean_2016"))
        for t in tiers.get("tier", ())
    )
    if not dimensions or not steps or [t.floor for t in steps] != sorted({t.floor for t in steps}, reverse=True):
        raise CatalogueError(f"{where}: it has dimensions, and tiers with falling floors")
    draws = given.get("draws", {})
    tried = Draws(int(number_of(draws, "runs", where, 1)), int(number_of(draws, "seed", where)), number_of(draws, "spread", where))
    if not given.get("source") or given.get("certainty") not in CERTAINTIES or tried.spread > 1:
        raise CatalogueError(f"{where}: source, a known certainty and a spread up to 1 are needed")
    return Scheme(
        given.get("id", ""), texts_of(given, "name", place, where), dimensions, tiers.get("indicator", ""), steps, tried,
        given.get("valid_from"), given.get("valid_to"), given["source"], given["certainty"],
        _example(given["example"], {d.id for d in dimensions}, where) if "example" in given else None,
    )  # fmt: skip


def _example(given: dict, dimensions: set[str], where: str) -> Example:
    scores = given.get("scores", {})
    if set(scores) != dimensions:
        raise CatalogueError(f"{where}, example: a score of each dimension is needed")
    values = {name: number_of(scores, name, f"{where}, example") for name in scores}
    return Example(given.get("region", ""), given.get("year", 0), values, number_of(given, "total", f"{where}, example"), given.get("source", ""))


def _dimension(given: dict, where: str, place: Place) -> Dimension:
    where = f"{where}, {given.get('id')}"
    items = tuple(Item(i.get("indicator", ""), {} if i.get("indicator") else texts_of(i, "name", place, where)) for i in given.get("item", ()))
    if given.get("certainty") not in CERTAINTIES:
        raise CatalogueError(f"{where}: certainty is one of {', '.join(CERTAINTIES)}")
    return Dimension(given.get("id", ""), texts_of(given, "name", place, where), number_of(given, "weight", where), given["certainty"], items)


def check_schemes(cat: "Catalogue") -> None:
    """Refuse indicators that no register has, or of which more is neither better nor worse."""
    for scheme in cat.schemes:
        where = f"{FOLDER}, {scheme.id}:"
        if scheme.example and scheme.example.region not in cat.all_regions:
            raise CatalogueError(f"{where} {scheme.example.region} is not in regions.csv")
        for name in (scheme.tier_indicator, *(i.indicator for _, i in scheme.present)):
            if name not in cat.all_indicators:
                raise CatalogueError(f"{where} {name} is not in indicators.csv")
        if wrong := [i.indicator for _, i in scheme.present if cat.indicator(i.indicator).direction == "neutral"]:
            raise CatalogueError(f"{where} {wrong[0]} is neutral: nothing of it is better or worse")
