"""What the registers must be together. Each check raises CatalogueError in one line that names the file and the row's code."""

from collections import Counter
from typing import TYPE_CHECKING

from jianbao.catalogue.period import Period, PeriodError
from jianbao.catalogue.records import CatalogueError, Sector

if TYPE_CHECKING:
    from jianbao.catalogue.catalogue import Catalogue

__all__ = ["check"]


def check(cat: "Catalogue") -> None:
    """Refuse registers that contradict themselves."""
    _regions(cat)
    _sectors(cat)
    _sets(cat)
    _indicators(cat)
    _peer_groups(cat)
    _place(cat)


def _regions(cat: "Catalogue") -> None:
    levels = cat.place.levels
    for region in cat.all_regions.values():
        where = f"regions.csv, {region.code}:"
        if region.code == cat.place.root_region:
            if region.parent or region.level != levels[0]:
                raise CatalogueError(f"{where} the root has level {levels[0]} and no parent")
            continue
        if region.parent not in cat.all_regions:
            raise CatalogueError(f"{where} parent {region.parent or 'empty'} is unknown")
        above = cat.all_regions[region.parent]
        if levels.index(above.level) != levels.index(region.level) - 1:
            raise CatalogueError(f"{where} a {region.level} cannot be under the {above.level} {above.code}")
    if cat.place.root_region not in cat.all_regions:
        raise CatalogueError(f"place.toml: root_region {cat.place.root_region} is not in regions.csv")
    for change in cat.changes:
        if change.region not in cat.all_regions:
            raise CatalogueError(f"region_changes.csv, {change.year}: region {change.region} is not in regions.csv")


def _sectors(cat: "Catalogue") -> None:
    root = cat.place.all_sector
    if root not in cat.all_sectors or cat.all_sectors[root].level != "all":
        raise CatalogueError(f"place.toml: all_sector {root} is not the sector of level all in sectors.csv")
    above = {"division": "all", "class": "division"}
    classes: dict[str, list[Sector]] = {}
    for sector in cat.all_sectors.values():
        where = f"sectors.csv, {sector.code}:"
        if sector.level == "all" and sector.code != root:
            raise CatalogueError(f"{where} only one sector can have level all, {root}")
        if sector.level not in above:
            continue
        parent = cat.all_sectors.get(sector.parent)
        if parent is None or parent.level != above[sector.level]:
            raise CatalogueError(f"{where} parent {sector.parent or 'empty'} is no sector of level {above[sector.level]}")
        if sector.residual and sector.level != "class":
            raise CatalogueError(f"{where} only a class can be a residual")
        if sector.level == "class":
            classes.setdefault(sector.parent, []).append(sector)
    for division, found in classes.items():
        residuals = [leaf.code for leaf in found if leaf.residual]
        if len(residuals) != 1:
            raise CatalogueError(f"sectors.csv, {division}: a division with classes needs one residual class, has {len(residuals)}")
        codes = sorted(leaf.code for leaf in found if not leaf.residual)
        for short, long in zip(codes, codes[1:], strict=False):  # sorted, so what lies inside stands right behind
            if long.startswith(short):
                raise CatalogueError(f"sectors.csv, {long}: overlaps with the leaf {short}")


def _sets(cat: "Catalogue") -> None:
    for sector in cat.sectors(level="set"):
        counts = Counter(leaf for member in sector.members for leaf in cat.classes(member))
        if twice := sorted(leaf for leaf, count in counts.items() if count > 1):
            raise CatalogueError(f"sector_set_members.csv, {sector.code}: {', '.join(twice)} would be counted twice")


def _indicators(cat: "Catalogue") -> None:
    known = cat.all_indicators
    for item in known.values():
        where = f"indicators.csv, {item.id}:"
        parts = (item.numerator, item.denominator)
        if any(parts) != all(parts) or any(parts) != (item.factor is not None) or (any(parts) and item.kind != "ratio"):
            raise CatalogueError(f"{where} numerator, denominator and factor go together, and only in a ratio")
        for column in ("numerator", "denominator", "growth_of", "base_of"):
            if (other := getattr(item, column)) and other not in known:
                raise CatalogueError(f"{where} {column} {other} is not an indicator")
        for kind, column in (("growth", "growth_of"), ("base", "base_of")):
            if (item.kind == kind) != bool(getattr(item, column)):
                raise CatalogueError(f"{where} kind {kind} and {column} go together")


def _peer_groups(cat: "Catalogue") -> None:
    for group in cat.groups:
        where = f"peer_groups.csv, {group.id}:"
        for code in group.members:
            if code not in cat.all_regions:
                raise CatalogueError(f"peer_group_members.csv, {group.id}: region {code} is not in regions.csv")
        if group.rule and group.members:
            raise CatalogueError(f"{where} the rule {group.rule} derives the members, none can be listed")
        if group.complete and group.expected is not None and len(group.members) != group.expected:
            raise CatalogueError(f"{where} complete, {group.expected} expected, {len(group.members)} listed")
        if group.valid_from and group.valid_to and group.valid_from > group.valid_to:
            raise CatalogueError(f"{where} valid_from is after valid_to")


def _place(cat: "Catalogue") -> None:
    place = cat.place
    for item in (place.headline, *place.cards):
        if item not in cat.all_indicators:
            raise CatalogueError(f"place.toml: {item} is not in indicators.csv")
    try:
        Period.parse(place.default_period)
    except PeriodError as error:
        raise CatalogueError(f"place.toml: default_period {error}") from None
    cat.brief_sectors()
    if not cat.sectors(level=place.structure_level):
        raise CatalogueError(f"place.toml: structure_level {place.structure_level} has no sector")
