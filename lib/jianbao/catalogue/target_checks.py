"""How targets are judged beyond their arithmetic: ``target_checks.csv``, rows that people edit. A place may have none."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jianbao.catalogue.records import Dated, Place, text_in
from jianbao.catalogue.rows import read_rows

__all__ = ["FILE", "TESTS", "TargetCheck", "read_target_checks"]

FILE = "target_checks.csv"
TESTS = (
    "below_start",  # the aim is no better than the figure of the base year
    "growth_above",  # from the base year it needs growth of more than the margin, percent a year
    "near",  # behind time by no more than the margin, points of what is done: near, not behind
)


@dataclass(frozen=True, slots=True)
class TargetCheck(Dated):
    """One test with its margin."""

    id: str
    test: str
    margin: float
    names: dict[str, str]
    valid_from: date | None
    valid_to: date | None
    source: str
    certainty: str

    def name(self, lang: str) -> str:
        """Return the finding in words."""
        return text_in(self.names, lang, self.id)


def read_target_checks(folder: Path, place: Place) -> tuple[TargetCheck, ...]:
    """Return the rows; CatalogueError in one line for a wrong one."""
    if not (folder / FILE).exists():
        return ()
    found = []
    for row in read_rows(folder, FILE, ("id", "test", "margin", "valid_from", "valid_to")):
        try:
            margin = float(row.get("margin") or 0)
        except ValueError:
            raise row.error("margin must be a number") from None
        if margin < 0:
            raise row.error("margin is negative")
        found.append(TargetCheck(
            row.need("id"), row.one_of("test", TESTS), margin, row.texts("name", place.languages), row.day("valid_from"), row.day("valid_to"), row.get("source"), row.get("certainty"),
        ))  # fmt: skip
    return tuple(found)
