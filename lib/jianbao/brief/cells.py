"""Pictures of a word's size for table cells and cards: written by hand, no matplotlib, at most 400 bytes."""

from collections.abc import Sequence
from html import escape

from jianbao.brief.style import ACCENT, BAR, INK, present
from jianbao.brief.svg import short

__all__ = ["bar_cell", "lq_cell", "progress_cell", "sparkline"]

_MOST = 24  # points of a sparkline; more do not show at its size


def sparkline(values: Sequence[float | None], *, alt: str) -> str:
    """Return the course of the values (equal steps, None breaks the line) with a dot on the last; "" without values."""
    shown = list(values)[-_MOST:]
    known = [v for v in shown if present(v)]
    if not known:
        return ""
    low, high = min(known), max(known)
    rise = 20 / (high - low) if high > low else 0
    step = 92 / max(len(shown) - 1, 1)
    places = [(round(4 + i * step), round(24 - (v - low) * rise) if rise else 14) if present(v) else None for i, v in enumerate(shown)]
    path, pen = "", "M"
    for place in places:
        path += f"{pen}{place[0]} {place[1]}" if place else ""
        pen = "L" if place else "M"
    x, y = [p for p in places if p][-1]
    return (
        f'<svg role="img" aria-label="{escape(alt)}" viewBox="0 0 100 28" width="100" height="28"><path d="{path}" fill="none" '
        f'stroke="{ACCENT}" stroke-width="1.6"/><circle cx="{x}" cy="{y}" r="2.6" fill="{ACCENT}"/></svg>'
    )


def bar_cell(fraction: float | None, own: bool = False) -> str:
    """Return a bar of a fraction (0 … 1) of the cell's width; "" where there is none or it is negative."""
    if not present(fraction) or fraction < 0:
        return ""
    long = short(min(fraction, 1) * 90)
    return f'<svg aria-hidden="true" viewBox="0 0 90 10" width="90" height="10"><path d="M0 0H{long}V10H0z" fill="{ACCENT if own else BAR}"/></svg>'


def lq_cell(lq: float | None, own: bool = False, top: float = 4.0) -> str:
    """Return a bar of a location quotient with the line at 1; a point ends the bar that goes beyond `top`."""
    if not present(lq) or lq < 0:
        return ""
    long, one = min(lq / top, 1) * 84, short(84 / top)
    beyond = "M85 0L90 5L85 10z" if lq > top else ""
    return (
        f'<svg aria-hidden="true" viewBox="0 0 90 10" width="90" height="10"><path d="M0 1H{short(long)}V9H0z{beyond}" fill="{ACCENT if own else BAR}"/>'
        f'<path d="M{one} 0V10" stroke="{INK}" stroke-width="1.5"/></svg>'
    )


def progress_cell(done: float | None, due: float | None) -> str:
    """Return a bar of the part that is done (0 … 1, the frame is the whole) with a line at the part due by now."""
    if not present(done):
        return ""
    line = f'<path d="M{short(min(max(due, 0), 1) * 88 + 1)} 0V12" stroke="{INK}" stroke-width="1.5"/>' if present(due) else ""
    return (
        f'<svg aria-hidden="true" viewBox="0 0 90 12" width="90" height="12"><path d="M1 2H89V10H1z" fill="none" stroke="{BAR}"/>'
        f'<path d="M1 2H{short(min(max(done, 0), 1) * 88 + 1)}V10H1z" fill="{ACCENT}"/>{line}</svg>'
    )
