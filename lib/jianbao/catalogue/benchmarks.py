"""Which indicators a brief lays beside the same sector of the whole place, in the order they are shown."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao.catalogue.reader import unique
from jianbao.catalogue.records import CatalogueError, Dated
from jianbao.catalogue.rows import read_rows

if TYPE_CHECKING:
    from jianbao.catalogue.catalogue import Catalogue

__all__ = ["FILE", "Benchmark", "check_benchmarks", "read_benchmarks"]

FILE = "benchmarks.csv"


@dataclass(frozen=True, slots=True)
class Benchmark(Dated):
    """One indicator of the list, and when it belongs to it."""

    indicator: str
    valid_from: date | None
    valid_to: date | None
    note: str
    source: str
    certainty: str


def read_benchmarks(folder: Path) -> tuple[Benchmark, ...]:
    """Return the list in its order, nothing where a place has none; CatalogueError in one line for a wrong row."""
    if not (folder / FILE).exists():
        return ()
    rows = unique(read_rows(folder, FILE, ("indicator", "valid_from", "valid_to")), "indicator")
    return tuple(
        Benchmark(r.need("indicator"), r.day("valid_from"), r.day("valid_to"), r.get("note"), r.get("source"), r.get("certainty"))
        for r in rows
    )


def check_benchmarks(cat: "Catalogue") -> None:
    """Refuse what no register has, and what cannot be better or worse than the whole place's."""
    for row in cat.plans.benchmarks:
        if row.indicator not in cat.all_indicators:
            raise CatalogueError(f"{FILE}: {row.indicator} is not in indicators.csv")
        known = cat.indicator(row.indicator)
        if known.direction == "neutral" or known.kind not in ("growth", "ratio"):
            raise CatalogueError(f"{FILE}: {row.indicator} is a level or neutral; only a ratio or growth that should be high or low can be compared")
