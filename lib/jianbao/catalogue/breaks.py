"""Where a series of a sector breaks: another edition of the classification, another list of what a set is made of."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao.catalogue.records import CatalogueError, Place, text_in
from jianbao.catalogue.rows import read_rows

if TYPE_CHECKING:
    from jianbao.catalogue.catalogue import Catalogue

__all__ = ["FILE", "SectorChange", "check_sector_changes", "read_sector_changes"]

FILE = "sector_changes.csv"


@dataclass(frozen=True, slots=True)
class SectorChange:
    """A change that touches the series of ``sector`` and of all below it; ``comparable`` says if they go on."""

    sector: str
    year: int
    type: str  # classification or list
    comparable: bool
    notes: dict[str, str]
    source: str
    certainty: str

    def note(self, lang: str) -> str:
        """Return what the change does to the series."""
        return text_in(self.notes, lang, f"change of {self.sector} in {self.year}")


def read_sector_changes(folder: Path, place: Place) -> tuple[SectorChange, ...]:
    """Return the changes in the order of years; none where the place has no such file."""
    if not (folder / FILE).exists():
        return ()
    rows = read_rows(folder, FILE, ("sector", "year", "type", "comparable"))
    made = []
    for row in rows:
        if (year := row.whole("year")) is None:
            raise row.error("year is empty")
        kind = row.one_of("type", ("classification", "list"))
        made.append(SectorChange(row.need("sector"), year, kind, row.yes("comparable"), row.texts("note", place.languages), row.get("source"), row.get("certainty")))
    return tuple(sorted(made, key=lambda change: (change.year, change.sector)))


def check_sector_changes(cat: "Catalogue") -> None:
    """Refuse a change of a sector that no register has."""
    for change in cat.plans.sector_changes:
        if change.sector not in cat.all_sectors:
            raise CatalogueError(f"{FILE}: {change.sector} is not in sectors.csv or sector_sets.csv")
