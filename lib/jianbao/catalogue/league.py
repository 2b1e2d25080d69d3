"""Which indicators the monthly league table shows (晾晒), in their order, and by what each of them ranks."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao.catalogue.reader import unique
from jianbao.catalogue.records import CatalogueError, Dated
from jianbao.catalogue.rows import read_rows

if TYPE_CHECKING:
    from jianbao.catalogue.catalogue import Catalogue

__all__ = ["LEAGUE", "Listed", "check_league", "listed_on", "read_league"]

LEAGUE = "league.csv"


@dataclass(frozen=True, slots=True)
class Listed(Dated):
    """One indicator of the list: ``shows`` growth (ranked by its growth) or level (a ratio, ranked by itself)."""

    indicator: str
    shows: str
    direction: str
    valid_from: date | None
    valid_to: date | None
    note: str
    source: str
    certainty: str

    @property
    def ranked(self) -> str:
        """The indicator that decides the place: the growth, or the ratio itself."""
        return f"{self.indicator}_growth" if self.shows == "growth" else self.indicator

    @property
    def higher(self) -> bool:
        """Whether the largest figure comes first."""
        return self.direction == "higher"


def read_league(folder: Path) -> tuple[Listed, ...]:
    """Return the list in its order, nothing where a place has none; CatalogueError in one line for a wrong row."""
    if not (folder / LEAGUE).exists():
        return ()
    rows = unique(read_rows(folder, LEAGUE, ("indicator", "shows", "direction", "valid_from", "valid_to")), "indicator")
    return tuple(
        Listed(r.need("indicator"), r.one_of("shows", ("growth", "level")), r.one_of("direction", ("higher", "lower")), r.day("valid_from"),
               r.day("valid_to"), r.get("note"), r.get("source"), r.get("certainty"))
        for r in rows
    )


def listed_on(cat: "Catalogue", period: str) -> tuple[Listed, ...]:
    """Return the rows in force in a period (its last month)."""
    on = date(int(period[:4]), int(period[5:7]) if period[4:5] == "-" else 12, 28)
    return tuple(row for row in cat.plans.league if row.in_force(on))


def check_league(cat: "Catalogue") -> None:
    """Refuse what no register has, what is neutral, and a direction other than the register's."""
    for row in cat.plans.league:
        if row.indicator not in cat.all_indicators:
            raise CatalogueError(f"{LEAGUE}: {row.indicator} is not in indicators.csv")
        known = cat.growth_of(row.indicator) if row.shows == "growth" else cat.indicator(row.indicator)
        if known is None or (row.shows == "level") != (known.kind == "ratio"):
            raise CatalogueError(f"{LEAGUE}: {row.indicator} cannot be shown by its {row.shows}: ratios by their level, all else by its growth")
        if known.direction != row.direction:
            raise CatalogueError(f"{LEAGUE}: {row.indicator}: direction is {row.direction}, indicators.csv has {known.direction} for {known.id}")
