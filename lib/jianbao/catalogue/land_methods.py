"""How a region scores its firms by land (亩均论英雄): ``land_methods/*.toml``, a file for each region, year and scope."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao.catalogue.records import CatalogueError, Place, text_in
from jianbao.catalogue.rows import CERTAINTIES, read_toml
from jianbao.catalogue.schemes import number_of, texts_of

if TYPE_CHECKING:
    from jianbao.catalogue.catalogue import Catalogue

__all__ = ["FOLDER", "LandItem", "LandMethod", "check_land_methods", "land_method", "read_land_methods"]

FOLDER = "land_methods"
#: For every region without a method of its own.
_ANY = "*"


@dataclass(frozen=True, slots=True)
class LandItem:
    """One item: factor × (sum of the columns in ``top``) ÷ ``bottom``, over its base, times its weight.

    ``bottom`` is "" where no file has the figure; ``base`` None is the region's own total over total of the year.
    """

    id: str
    names: dict[str, str]
    units: dict[str, str]
    top: tuple[str, ...]
    bottom: str
    factor: float
    weight: float
    base: float | None

    def name(self, lang: str) -> str:
        """Return what the item is called."""
        return text_in(self.names, lang, self.id)

    @property
    def percent(self) -> bool:
        """Whether it is a share, which pages print in percent: a ratio without a unit, not scaled."""
        return bool(self.bottom) and not self.units["zh"] and self.factor == 1

    def unit(self, lang: str) -> str:
        """Return the unit that pages print, “” for none."""
        return self.units[lang] or ("%" if self.percent else "")


@dataclass(frozen=True, slots=True)
class LandMethod:
    """A region's method of one year; ``cuts`` (grade → share of the ranking down to its end) is empty where not known."""

    id: str
    names: dict[str, str]
    regions: tuple[str, ...]
    year: int
    scope: str
    items: tuple[LandItem, ...]
    cap: float | None
    cuts: dict[str, float]
    cuts_about: dict[str, str]
    source: str
    certainty: str
    abouts: dict[str, str]  # of one for all regions: where weights and bases are from

    def name(self, lang: str) -> str:
        """Return what the method is called."""
        return text_in(self.names, lang, self.id)

    @property
    def own(self) -> bool:
        """Whether it is a region's own, not the trial for those without one."""
        return _ANY not in self.regions


def land_method(methods: tuple[LandMethod, ...], region: str, year: int, scope: str = "above_scale") -> LandMethod | None:
    """Return the method of a region for a year: its own of that year or the last before it, else the one for all; None where there is none."""
    fit = [m for m in methods if m.scope == scope and m.year <= year]
    for code in (region, _ANY):
        if mine := [m for m in fit if code in m.regions]:
            return max(mine, key=lambda m: m.year)
    return None


def read_land_methods(folder: Path, place: Place) -> tuple[LandMethod, ...]:
    """Return the methods by name of file; CatalogueError in one line for a wrong one."""
    return tuple(_method(read_toml(folder, f"{FOLDER}/{p.name}"), f"{FOLDER}/{p.name}", place) for p in sorted((folder / FOLDER).glob("*.toml")))


def _method(given: dict, where: str, place: Place) -> LandMethod:
    items = tuple(_item(i, where, place) for i in given.get("item", ()))
    cuts, about = given.get("grades", {}), given.get("grades_about", {})
    shares = list(cuts.values())
    if not items or not given.get("regions") or not isinstance(given.get("year"), int):
        raise CatalogueError(f"{where}: regions, a year and items are needed")
    if cuts and (shares != sorted(set(shares)) or shares[0] <= 0 or shares[-1] != 1):
        raise CatalogueError(f"{where}: grades rise from above 0 to 1")
    if not given.get("source") or given.get("certainty") not in CERTAINTIES or cuts and about.get("certainty") not in CERTAINTIES:
        raise CatalogueError(f"{where}: source and a known certainty are needed, of the grades too")
    cap = number_of(given, "cap", where) if "cap" in given else None
    return LandMethod(
        given.get("id", ""), texts_of(given, "name", place, where), tuple(given["regions"]), given["year"], given.get("scope", ""), items, cap,
        cuts, texts_of(about, "source", place, where) if cuts else {}, given["source"], given["certainty"],
        texts_of(given, "about", place, where) if _ANY in given["regions"] else {},
    )  # fmt: skip


def _item(given: dict, where: str, place: Place) -> LandItem:
    where = f"{where}, {given.get('id')}"
    base = None if given.get("base") == "local" else number_of(given, "base", where, 1e-12)
    return LandItem(
        given.get("id", ""), texts_of(given, "name", place, where), texts_of(given, "unit", place, where), tuple(given.get("top", ())), given.get("bottom", ""),
        number_of(given, "factor", where), number_of(given, "weight", where), base,
    )  # fmt: skip


def check_land_methods(cat: "Catalogue") -> None:
    """Refuse a method of a region that is not registered, and two of one region, year and scope."""
    seen = set()
    for method in cat.land_methods:
        for region in method.regions:
            if region != _ANY and region not in cat.all_regions:
                raise CatalogueError(f"{FOLDER}, {method.id}: {region} is not in regions.csv")
            if (key := (region, method.year, method.scope)) in seen:
                raise CatalogueError(f"{FOLDER}, {method.id}: {region} has two methods of {method.year}")
            seen.add(key)
