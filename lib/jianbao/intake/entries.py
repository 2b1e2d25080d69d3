"""What is read from a file: figures and marks, each with its whole identity and the cell it stands in."""

from dataclasses import dataclass
from fractions import Fraction

from jianbao.intake.layout import Head
from jianbao.intake.values import Value
from jianbao.intake.words import Finding

__all__ = ["Entry", "Extract"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure or mark. ``factor`` turns the printed figure into the register's unit."""

    indicator: str
    region: str
    sector: str
    period: str
    measure: str
    value: Value
    unit: str
    factor: Fraction
    number: Fraction | None  # the figure in the register's unit
    sheet: str
    row: int
    column: int
    plausible: tuple[float, float] | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What names the figure in the panel."""
        return self.indicator, self.region, self.sector, self.period

    @property
    def place(self) -> tuple[str, int, int]:
        """Sheet, row and column."""
        return self.sheet, self.row, self.column


@dataclass
class Extract:
    """What was read from a file: entries, findings, the heads of the sheets that were read, and the sheets that were not."""

    entries: list[Entry]
    findings: list[Finding]
    heads: list[Head]
    passed_over: list[str]
