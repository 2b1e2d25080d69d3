"""The registers: regions, sectors, indicators and peer groups of a place, dated and sourced."""

from jianbao.catalogue.catalogue import Catalogue, read
from jianbao.catalogue.period import Period, PeriodError
from jianbao.catalogue.records import (
           CatalogueError,
           Indicator,
           PeerGroup,
           Place,
           Region,
           RegionChange,
           Sector,
)

__all__ = ["Catalogue", "CatalogueError", "Indicator", "PeerGroup", "Period", "PeriodError", "Place", "Region",
           "RegionChange", "Sector", "read"]
