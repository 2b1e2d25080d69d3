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
    for name in (n for n in dict.fromkeys((cat.place.headline, *cat.place.cards)) if n in held):
        about = held[name]
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
        return found, f"以{on}为准" if on else "尚无判断日期，不判断迟报"
    return found, f"judged on {on}" if on else "not judged: there is no day to judge by"
