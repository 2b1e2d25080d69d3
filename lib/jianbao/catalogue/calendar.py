"""When figures are due: ``calendar.csv``, days from the end of a period to the release of its figures. A place may have none."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from jianbao.catalogue.period import Period
from jianbao.catalogue.rows import read_rows

__all__ = ["Due", "end_of", "next_period", "read_calendar"]

_KINDS = ("month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class Due:
    """How many days after the end of a period of a kind the figures of some indicators are out; ``*`` is every indicator."""

    indicators: tuple[str, ...]
    kind: str
    days: int
    labels: dict[str, str]
    source: str
    certainty: str

    def on(self, period: Period) -> date:
        """Return the day by which a period's figures are due."""
        return end_of(period) + timedelta(days=self.days)

    def days_late(self, last: Period, on: date) -> int:
        """Return by how many days the period after the last one that is there is overdue on a day; 0 if it is not."""
        return max(0, (on - self.on(next_period(last))).days)

    def newest_due(self, last: Period, on: date) -> Period:
        """Return the newest period, from the last one that is there, whose figures are due on a day."""
        while self.on(next_period(last)) < on:
            last = next_period(last)
        return last


def end_of(period: Period) -> date:
    """Return the last day of a period.

    >>> end_of(Period.parse("2024-02")), end_of(Period.parse("2018"))
    (datetime.date(2024, 2, 29), datetime.date(2018, 12, 31))
    """
    month = period.month or (3 * period.quarter if period.quarter else 12)
    return date(period.year, month, monthrange(period.year, month)[1])


def next_period(period: Period) -> Period:
    """Return the period after one of the same kind; January is not collected.

    >>> str(next_period(Period.parse("2024-12"))), str(next_period(Period.parse("2024Q4")))
    ('2025-02', '2025Q1')
    """
    if period.month:
        return Period(period.year, period.month + 1) if period.month < 12 else Period(period.year + 1, 2)
    if period.quarter:
        return Period(period.year, None, period.quarter + 1) if period.quarter < 4 else Period(period.year + 1, None, 1)
    return Period(period.year + 1)


def read_calendar(folder: Path) -> tuple[Due, ...]:
    """Return the rows of ``calendar.csv``; none where a place has no such file."""
    if not (folder / "calendar.csv").is_file():
        return ()
    found = []
    for row in read_rows(folder, "calendar.csv", ("indicators", "kind", "days", "source", "certainty")):
        days = row.whole("days")
        if days is None:
            raise row.error("days is empty")
        found.append(
            Due(
                tuple(row.need("indicators").split(";")), row.one_of("kind", _KINDS), days, {"zh": row.get("label_zh"), "en": row.get("label_en")},
                row.need("source"), row.get("certainty"),
            )
        )  # fmt: skip
    return tuple(found)
