"""Figures that are overdue mark the brief itself: no newer period is there though the calendar says that one should be."""

from datetime import date

from jianbao.brief.context import Brief
from jianbao.brief.said import Markup, claim
from jianbao.catalogue.period import Period
from jianbao.claims import Claim

__all__ = ["late"]


def late(b: Brief) -> Markup:
    """Return the mark at a page's head; “” where nothing is overdue, or there is no day to judge by.

    The day is a recorded one (``panel.changes``): that of “as known on”, or of the newest file that was taken.
    """
    on = b.release.changed("freshness", "on")
    if not on:
        return Markup("")
    found = []
    for name in dict.fromkeys((b.headline.id, *b.cat.place.cards)):
        held = b.release.changed("freshness", "indicators", name)
        last = Period.parse(held["last"]) if held else None
        due = b.cat.due(name, last.kind) if last else None
        if due is not None and (days := due.days_late(last, date.fromisoformat(on))):
            found.append((days, name, last))
    if not found:
        return Markup("")
    days, name, last = max(found, key=lambda f: (f[0], f[1] == b.headline.id))
    label, newest = b.cat.indicator(name).short(b.lang), last.label(b.lang)
    if b.zh:
        more, text = ("" if len(found) == 1 else "等"), f"至{on}已迟{days}天"
        head, lead = "数据未按期更新", f"{label}{more}最新为{newest}，按发布日程"
    else:
        more, text = ("" if len(found) == 1 else " and others"), f"{days} days overdue on {on}"
        head, lead = "Data overdue", f"The newest figures of {label.lower()}{more} are of {newest}: the next are "
    told = claim(b, text, Claim("late", name, b.region.code, b.sector.code, str(last), on, str(days)))
    return Markup('<div class="stale" role="note"><b>{}</b>{}<span class="ch">{}{}</span></div>').format(head, "　" if b.zh else ". ", lead, told)
