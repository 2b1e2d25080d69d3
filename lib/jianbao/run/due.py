"""``jianbao due``: which documents are due about a day, whether their data are there, and whether they are made."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

from jianbao import catalogue
from jianbao.catalogue.period import Period
from jianbao.catalogue.reports import Report
from jianbao.run.letters import LETTER
from jianbao.run.words import say

__all__ = ["Item", "items", "show"]


@dataclass(frozen=True)
class Item:
    """One document of one period: by when, how many there are to be, how many are made, whether its data are there."""

    report: Report
    period: Period
    by: date
    planned: int
    made: int
    has_data: bool

    def state(self, on: date, lang: str) -> str:
        """Return how it stands on a day, in words."""
        if self.planned and self.made >= self.planned:
            return say(lang, "已生成", "made")
        if not self.has_data:
            return say(lang, "缺数据", "no data yet")
        some = say(lang, f"（已生成{self.made}）", f" ({self.made} made)") if self.made else ""
        if self.by < on:
            return say(lang, f"逾期{(on - self.by).days}天", f"{(on - self.by).days} days overdue") + some
        return (say(lang, "今日到期", "due today") if self.by == on else say(lang, f"还有{(self.by - on).days}天", f"in {(self.by - on).days} days")) + some


def items(cat: catalogue.Catalogue, periods: tuple[str, ...], outputs: Path, on: date, days: int) -> list[Item]:
    """Return the documents due within so many days before and after a day, the earliest first."""
    made, found = _made(outputs), []
    first, last = on - timedelta(days=days), on + timedelta(days=days)
    for report in cat.reports:
        if report.cadence == "demand":
            continue
        for period in (Period(year, month) for year in range(first.year - 1, last.year + 1) for month in report.months):
            if report.reports_on(period) and first <= report.due(period) <= last:
                at = str(period)
                found.append(Item(report, period, report.due(period), _planned(cat, report, at if at in periods else ""), made[report.notebook, at, _what(report)], at in periods))
    return sorted(found, key=lambda i: (i.by, i.report.notebook))


def show(data: Path, outputs: Path, on: date, days: int, lang: str) -> None:
    """Print what is due about a day."""
    from jianbao.run.listing import periods_of

    cat = catalogue.read(data)
    tongue = lang if lang in cat.place.languages else cat.place.languages[0]
    found = items(cat, periods_of(data), outputs, on, days)
    heads = ("到期日", "文件", "期间", "篇数", "情况", "命令") if lang == "zh" else ("due", "document", "period", "number", "state", "command")
    table, console = Table(*heads, box=None, pad_edge=False), Console(highlight=False)
    for i in found:
        command = f"jianbao build --notebook {i.report.notebook} --period {i.period}"
        table.add_row(i.by.isoformat(), i.report.name(tongue), i.period.narrative(tongue), str(i.planned), i.state(on, lang), command)
    if not found:
        console.print(say(lang, f"{on} 前后 {days} 天内没有到期的文件", f"no document is due within {days} days of {on}"))
        return
    console.print(table)
    console.print(say(lang, "一次生成到期的全部：jianbao build --due now --period 期间", "to make all that is due: jianbao build --due now --period PERIOD"), style="dim")


def _what(report: Report) -> str:
    return "sector" if report.sectors else "region"


def _planned(cat: catalogue.Catalogue, report: Report, period: str) -> int:
    """Return how many there are to be; letters only for counties with a new finding, once the data of the period are there."""
    if report.notebook == LETTER and period:
        from jianbao.reports.letter_rules import addressees

        return len(addressees(cat.folder.parent, "internal", period, tuple(r.code for level in report.levels for r in cat.regions(level=level))))
    if report.sectors:
        return sum(bool(s.members) for s in cat.sectors(level="set", kind=report.sectors.removeprefix("set:")))
    return sum(len(cat.regions(level=level)) for level in report.levels)


def _made(outputs: Path) -> Counter[tuple[str, str, str]]:
    """Return how many pages of each document and period the editions hold, the same page of two editions once."""
    pages: set[tuple[str, str, str, str]] = set()
    for manifest in sorted(Path(outputs).glob("*/manifest.json")):
        try:
            held = json.loads(manifest.read_text(encoding="utf-8"))
            rows = [(held["inputs"]["period"], row) for row in held["briefs"] if row["kind"] == "report" and row["result"] == "ok"]
        except (OSError, ValueError, KeyError, TypeError):  # no edition of ours
            continue
        pages |= {(row["notebook"], period, "sector" if row["sector"] else "region", row["file"]) for period, row in rows}
    return Counter((notebook, period, what) for notebook, period, what, _ in pages)
