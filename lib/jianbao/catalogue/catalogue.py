"""The registers of a place, read once."""

from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeVar

from jianbao import paths
from jianbao.catalogue import reader
from jianbao.catalogue.calendar import Due, read_calendar
from jianbao.catalogue.checks import check
from jianbao.catalogue.clusters import check_clusters, read_clusters
from jianbao.catalogue.land_methods import check_land_methods, read_land_methods
from jianbao.catalogue.ledgers import check_ledgers, read_ledgers
from jianbao.catalogue.plans import check_plans, read_plans
from jianbao.catalogue.records import CatalogueError, Indicator, PeerGroup, Region, RegionChange, Sector
from jianbao.catalogue.reports import check_reports, read_reports
from jianbao.catalogue.schemes import check_schemes, read_schemes
from jianbao.catalogue.signals import check_signals, read_signals

__all__ = ["Catalogue", "read"]

T = TypeVar("T")


class Catalogue:
    """Regions, sectors, indicators, peer groups and plans of one place. Ask it by code; every answer is frozen."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.place = reader.read_place(folder)
        self.all_regions = reader.read_regions(folder, self.place)
        self.changes = reader.read_region_changes(folder, self.place)
        self.all_sectors = reader.read_sectors(folder, self.place)
        self.all_indicators = reader.read_indicators(folder, self.place)
        self.groups = reader.read_peer_groups(folder, self.place)
        self.plans = read_plans(folder, self.place)
        self.calendar = read_calendar(folder)
        self.reports = read_reports(folder, self.place)
        self.clusters = read_clusters(folder, self.place)
        self.schemes = read_schemes(folder, self.place)
        self.land_methods = read_land_methods(folder, self.place)
        self.ledgers = read_ledgers(folder, self.place)
        check(self)
        check_plans(self)
        check_schemes(self)
        check_land_methods(self)
        self.signals = read_signals(folder, self.place)
        check_signals(self.signals, set(self.all_indicators), set(self.all_regions))
        check_ledgers(self)
        check_reports(self.reports, {s.kind for s in self.all_sectors.values()})
        check_clusters(self)

    def region(self, code: str) -> Region:
        """Return the region of a code; CatalogueError if the register has none."""
        return _find(self.all_regions, code, "region")

    def regions(self, level: str | None = None, under: str | None = None) -> tuple[Region, ...]:
        """Return regions in code order, of one level and under one region (itself included) where asked."""
        found = self.all_regions.values() if under is None else self._subtree(self.region(under).code)
        if level is not None and level not in self.place.levels:
            raise CatalogueError(f"level {level!r} is unknown: the place has {', '.join(self.place.levels)}")
        return tuple(region for region in found if level in (None, region.level))

    def children(self, code: str) -> tuple[Region, ...]:
        """Return the regions right below one, in code order."""
        return self._children.get(self.region(code).code, ())

    def ancestors(self, code: str) -> tuple[Region, ...]:
        """Return the regions above one, the nearest first, the root last."""
        found, region = [], self.region(code)
        while region.parent:
            region = self.all_regions[region.parent]
            found.append(region)
        return tuple(found)

    def _subtree(self, code: str) -> list[Region]:
        found = [self.all_regions[code]]
        for child in self._children.get(code, ()):
            found.extend(self._subtree(child.code))
        return sorted(found, key=lambda region: region.code)

    @cached_property
    def _children(self) -> dict[str, tuple[Region, ...]]:
        found: dict[str, tuple[Region, ...]] = {}
        for region in self.all_regions.values():
            found[region.parent] = (*found.get(region.parent, ()), region)
        return found

    def region_changes(self, code: str) -> tuple[RegionChange, ...]:
        """Return the changes that touch a region's series, oldest first."""
        return tuple(change for change in self.changes if change.region == self.region(code).code)

    def sector(self, code: str) -> Sector:
        """Return the sector or set of a code; CatalogueError if the registers have none."""
        return _find(self.all_sectors, code, "sector")

    def sectors(self, level: str | None = None, kind: str | None = None) -> tuple[Sector, ...]:
        """Return sectors in the register's order, of one level (all, division, class, set) and kind of set where asked."""
        return tuple(s for s in self.all_sectors.values() if level in (None, s.level) and kind in (None, s.kind))

    def brief_sectors(self) -> tuple[Sector, ...]:
        """Return the sectors that get briefs, as ``brief_sectors`` of the place says; sets without codes are left out."""
        what, _, name = self.place.brief_sectors.partition(":")
        found = self.sectors(level="set", kind=name) if what == "set" else self.sectors(level=name) if what == "level" else ()
        found = tuple(sector for sector in found if sector.level != "set" or sector.members)
        if not found:
            raise CatalogueError(f"place.toml: brief_sectors {self.place.brief_sectors} finds no sector; write set:KIND or level:LEVEL")
        return found

    def classes(self, code: str) -> tuple[str, ...]:
        """Return the codes of the leaves that make up a node or set: classes, or divisions where the place has no classes.

        A set that is not mapped to codes gives an empty tuple."""
        sector = self.sector(code)
        below = sector.members if sector.level == "set" else self._below.get(code, ())
        if not below:
            return () if sector.level == "set" else (code,)
        return tuple(leaf for part in below for leaf in self.classes(part))

    @cached_property
    def _below(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for sector in self.all_sectors.values():
            if sector.parent:
                found[sector.parent] = (*found.get(sector.parent, ()), sector.code)
        return found

    def indicator(self, id: str) -> Indicator:
        """Return the indicator of an id; CatalogueError if the register has none."""
        return _find(self.all_indicators, id, "indicator")

    def indicators(self, kind: str | None = None) -> tuple[Indicator, ...]:
        """Return indicators in the register's order, of one kind where asked."""
        return tuple(item for item in self.all_indicators.values() if kind in (None, item.kind))

    def growth_of(self, id: str) -> Indicator | None:
        """Return the growth indicator of a level, None where it has none."""
        return next((item for item in self.all_indicators.values() if item.growth_of == id), None)

    def base_of(self, id: str) -> Indicator | None:
        """Return the comparable-base indicator of a level, None where it has none."""
        return next((item for item in self.all_indicators.values() if item.base_of == id), None)

    def due(self, indicator: str, kind: str) -> Due | None:
        """Return when an indicator's figures of a kind of period (month, quarter, year) are due: its own row before that for all."""
        rows = [d for d in self.calendar if d.kind == kind]
        return next((d for d in rows if indicator in d.indicators), next((d for d in rows if d.indicators == ("*",)), None))

    def peer_group(self, id: str) -> PeerGroup:
        """Return the peer group of an id."""
        return _find({group.id: group for group in self.groups}, id, "peer group")

    def peer_groups(self, on: date | None = None) -> tuple[PeerGroup, ...]:
        """Return the peer groups in force on a day, all of them where no day is given."""
        return tuple(group for group in self.groups if on is None or group.in_force(on))

    def peers(self, group: PeerGroup, code: str) -> tuple[str, ...]:
        """Return the codes of the group that ``code`` belongs to, itself included; empty where it does not belong."""
        if group.rule == "same_city":
            region = self.region(code)
            below_city = region.level == self.place.levels[-1] and len(self.place.levels) > 2
            return tuple(peer.code for peer in self.children(region.parent)) if below_city else ()
        return group.members if code in group.members else ()


_ZH = {"region": "地区", "sector": "行业", "indicator": "指标", "peer group": "组别"}


def _find(register: dict[str, T], code: str, what: str) -> T:
    try:
        return register[code]
    except (KeyError, TypeError):
        named = [c for c, record in register.items() if code in getattr(record, "names", {}).values()] if isinstance(code, str) else []
        hint = f"；是否指 · did you mean {named[0]}?" if named else ""
        raise CatalogueError(f"没有登记的{_ZH.get(what, what)} {code!r} · {what} {code!r} is not in the register{hint}") from None


def read(data_dir: Path | str | None = None) -> Catalogue:
    """Return the catalogue of a data folder (default: the place's own); read again only when a register changed on disk."""
    folder = Path(data_dir if data_dir is not None else paths.data_dir()).resolve() / "catalogue"
    if not folder.is_dir():
        raise CatalogueError(f"no catalogue in {folder}")
    # an analyst edits a register beside a running kernel: the stamps let the next call see it
    stamps = tuple(sorted((file.as_posix(), file.stat().st_mtime_ns, file.stat().st_size) for file in folder.rglob("*")))
    return _read(folder, stamps)


@lru_cache(maxsize=8)
def _read(folder: Path, stamps: tuple) -> Catalogue:
    return Catalogue(folder)
