"""The documents that are issued and when each is due: ``reports.csv``, a row for each document and cadence. A place may have none."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from jianbao.catalogue.calendar import end_of
from jianbao.catalogue.period import Period
from jianbao.catalogue.records import CatalogueError, Dated, Place, Region, text_in
from jianbao.catalogue.rows import Row, read_rows

__all__ = ["CADENCES", "FILE", "Report", "called", "check_reports", "issued", "read_reports", "titled"]

FILE = "reports.csv"
CADENCES = ("month", "quarter", "year", "demand")
#: The months whose cumulative figures a cadence reports on, where the row names none.
_MONTHS = {"month": tuple(range(2, 13)), "quarter": (3, 6, 9, 12), "year": (12,), "demand": ()}


@dataclass(frozen=True, slots=True)
class Report(Dated):
    """One document in one cadence: what there is one of, and by which day.

    ``levels`` are the levels of region that there is one for each region of; ``sectors`` (``set:KIND``) the sets that there
    is one for each of. A name may have a part for each level (``;``). ``days`` count from the end of the period.
    """

    notebook: str
    cadence: str
    months: tuple[int, ...]
    days: int
    levels: tuple[str, ...]
    sectors: str
    names: dict[str, str]
    internal: bool
    valid_from: date | None
    valid_to: date | None
    source: str
    certainty: str

    def name(self, lang: str, level: str = "") -> str:
        """Return what the document is called; where the row has a name for each of its levels (``;``), that of the level, else all."""
        each = text_in(self.names, lang, self.notebook).split(";")
        if level in self.levels and len(each) == len(self.levels):
            return each[self.levels.index(level)]
        return ("、" if lang == "zh" else ", ").join(each)

    def reports_on(self, period: Period) -> bool:
        """Tell whether there is one about a period (a cumulative month)."""
        return period.month in self.months and self.in_force(end_of(period))

    def due(self, period: Period) -> date:
        """Return the day by which the document about a period is due."""
        return end_of(period) + timedelta(days=self.days)


def read_reports(folder: Path, place: Place) -> tuple[Report, ...]:
    """Return the rows of ``reports.csv``; CatalogueError in one line for a wrong one."""
    if not (folder / FILE).is_file():
        return ()
    rows = read_rows(folder, FILE, ("notebook", "cadence", "months", "days", "levels", "sectors"))
    found, seen = [], set()
    for row in rows:
        report = _report(row, place)
        key = (report.notebook, report.cadence, report.months, report.valid_from)
        if key in seen:
            raise row.error(f"{report.notebook} stands twice for the same cadence, months and valid_from")
        seen.add(key)
        found.append(report)
    return tuple(found)


def called(reports: tuple[Report, ...], notebook: str, period: Period, lang: str, level: str = "") -> str:
    """Return what a document about a period is called: the name of the row that reports on it, else of its first row; “” where there is none."""
    row = _row_of(reports, notebook, period)
    return row.name(lang, level) if row else ""


def titled(reports: tuple[Report, ...], notebook: str, period: Period, lang: str, region: Region, sector: str = "") -> str:
    """Return a document's title: region, period, sector if it is about one, what it is called; “” for a document without a row.

    A monthly document says its months (2024年1—12月), others the period as prose does (2024年).
    """
    row = _row_of(reports, notebook, period)
    if row is None:
        return ""
    name, when = row.name(lang, region.level), period.label(lang) if row.cadence == "month" else period.narrative(lang)
    if lang == "zh":
        return f"{region.name('zh')}{when}{sector}{name}"
    return f"{', '.join(p for p in (sector, region.name('en')) if p)}: {name[:1].lower()}{name[1:]}, {when}"


def _row_of(reports: tuple[Report, ...], notebook: str, period: Period) -> Report | None:
    rows = issued(reports, notebook)
    return next((r for r in rows if r.reports_on(period)), rows[0] if rows else None)


def issued(reports: tuple[Report, ...], notebook: str) -> tuple[Report, ...]:
    """Return the rows of one document."""
    return tuple(r for r in reports if r.notebook == notebook)


def _report(row: Row, place: Place) -> Report:
    levels, sectors = tuple(t for t in row.get("levels").split(";") if t), row.get("sectors")
    if bool(levels) == bool(sectors):
        raise row.error("levels or sectors: give one of the two")
    if unknown := sorted(set(levels) - set(place.levels)):
        raise row.error(f"levels: {unknown[0]!r} is no level of the place ({', '.join(place.levels)})")
    if sectors and not sectors.startswith("set:"):
        raise row.error(f"sectors is {sectors!r}, must be set:KIND")
    cadence = row.one_of("cadence", CADENCES)
    try:
        months = tuple(int(m) for m in row.get("months").split(";") if m) or _MONTHS[cadence]
    except ValueError:
        raise row.error(f"months is {row.get('months')!r}, must be numbers like 3;6;9;12") from None
    if any(m not in range(2, 13) for m in months):
        raise row.error("months: 2 (January–February) to 12")
    days = row.whole("days")
    if days is None and cadence != "demand":
        raise row.error("days is empty")
    return Report(
        row.need("notebook"), cadence, months, days or 0, levels, sectors, row.texts("name", place.languages), row.yes("internal"),
        row.day("valid_from"), row.day("valid_to"), row.need("source"), row.get("certainty"),
    )  # fmt: skip


def check_reports(reports: tuple[Report, ...], kinds: set[str]) -> None:
    """Hold the rows against the register of sets; CatalogueError for a kind that no set has."""
    for report in reports:
        if report.sectors and report.sectors.removeprefix("set:") not in kinds:
            raise CatalogueError(f"{FILE}: {report.notebook}: no set of kind {report.sectors.removeprefix('set:')!r}")
