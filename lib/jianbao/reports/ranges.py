"""A rank with its range as a small bar in a table's row: the whole width is all ranks, the first at the left."""

from jianbao.brief.style import ACCENT, BAR_OTHER, INK
from jianbao.brief.svg import short

__all__ = ["range_cell"]

_WIDE, _HIGH, _EDGE = 150, 14, 5.0


def range_cell(low: int, rank: int, high: int, ranked: int) -> str:
    """Return the drawing, hidden from screen readers: the columns beside it have the figures.

    >>> range_cell(1, 1, 1, 1).count("<circle")
    1
    """
    low, high = min(low, rank), max(high, rank)  # weights as they are may rank it outside what nine draws of ten give

    def across(place: int) -> float:
        return _EDGE + (_WIDE - 2 * _EDGE) * (place - 1) / max(ranked - 1, 1)

    x0, x1, at = across(low), across(high), across(rank)
    bar = f'<path d="M{short(x0 - 3)} 4H{short(x1 + 3)}V10H{short(x0 - 3)}z" fill="{BAR_OTHER}" stroke="{INK}" stroke-width=".6"/>'
    axis = f'<path d="M{_EDGE:g} 7H{_WIDE - _EDGE:g}" stroke="{BAR_OTHER}"/>'
    return f'<svg viewBox="0 0 {_WIDE} {_HIGH}" width="{_WIDE}" height="{_HIGH}" aria-hidden="true">{axis}{bar}<circle cx="{short(at)}" cy="7" r="3.6" fill="{ACCENT}"/></svg>'
