"""The registers: regions, sectors, indicators and peer groups of a place, dated and sourced."""

from jianbao.catalogue.catalogue import Catalogue, read
from jianbao.catalogue.period import Period, PeriodError
from jianbao.catalogue.plans import Document, Measure, Plans, Rule, Target
from jianbao.catalogue.records import (
           CatalogueError,
           Indicator,
           PeerGroup,
           Place,
           Region,
           RegionChange,
           Sector,
)

__all__ = ["Catalogue", "CatalogueError", "Document", "Indicator", "Measure", "PeerGroup", "Period", "PeriodError", "Place", "Plans", "Region",
           "RegionChange", "Rule", "Sector", "Target", "read"]
