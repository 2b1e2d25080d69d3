"""The rows of the table of freshness and coverage, as the page of changes prints them."""

from datetime import date
from typing import TYPE_CHECKING

from jianbao.catalogue.period import Period
from jianbao.facts import ABSENT, number
from jianbao.indicators import ratio

if TYPE_CHECKING:
    from jianbao.catalogue import Catalogue
    from jianbao.panel.release import Release

__all__ = ["rows"]


def rows(cat: "Catalogue", release: "Release", lang: str) -> tuple[list[tuple[str, ...]], str]:
    """Return a row an indicator (name, newest period, period due, days late, share of counties, calendar) and on which day it was judged."""
    held, on = release.changed("freshness", "indicators") or {}, release.changed("freshness", "on") or ""
    found = []
    for name, about in held.items():
        last = Period.parse(about["last"])
        due = cat.due(name, last.kind)
        expected, late = ABSENT, ABSENT
        if due is not None and on:
            day = date.fromisoformat(on)
            expected, late = due.newest_due(last, day).label(lang), str(due.days_late(last, day))
        share = f"{number(ratio(about['present'], about['of'], 100), 0)}%"
        why = due.labels[lang] if due is not None else ABSENT
        found.append((cat.indicator(name).short(lang), last.label(lang), expected, late, share, why))
    if lang == "zh":
        return found, f"以{on}为准" if on else "没有判断日期：未收过文件，也未用 --known-on"
    return found, f"judged on {on}" if on else "no day to judge by: no file was taken, and --known-on was not given"
