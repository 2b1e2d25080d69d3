"""The spine chart: one row an indicator, the whole place's figure in the middle, better to the right, every distance signed.

Marks differ in shape as well as colour: a circle for the region (blue better, orange worse), a diamond for its city, a small
square for regions of like structure.
"""

from collections.abc import Mapping

from jianbao.brief.style import DOWN, INK, UP
from jianbao.brief.svg import short
from jianbao.indicators import SpineBands

__all__ = ["legend_drawing", "mark_drawing", "spine_cell"]

_WIDE, _HIGH, _MIDDLE, _REACH = 360, 26, 180.0, 166.0
_DARK, _LIGHT = "#cdc9bf", "#e9e6df"
_FILL = {"b": UP, "w": DOWN, "0": "#fff"}


def _x(place: float) -> float:
    return _MIDDLE + _REACH * min(max(place, -1.0), 1.0)


def _bar(left: float, right: float, colour: str) -> str:
    x0, x1 = (short(round(x)) for x in (left, right))
    return f'<path d="M{x0} 5H{x1}V21H{x0}z" fill="{colour}"/>'


def _mark(role: str, x: float, fill: str = "#fff") -> str:
    at = short(x)
    if role == "own":
        return f'<circle cx="{at}" cy="13" r="6.5" fill="{fill}" stroke="{INK}"/>'
    form = "l6.5 6.5-6.5 6.5-6.5-6.5" if role == "city" else "h4.5v9h-9v-9"
    top = "6.5" if role == "city" else "8.5"
    return f'<path d="M{at} {top}{form}z" fill="{fill}" stroke="{INK}"/>'


def spine_cell(bands: SpineBands | None, places: Mapping[str, float], way: str) -> str:
    """Return one row's drawing, hidden from screen readers: a sentence beside it says what it shows. "" without bands.

    Parameters
    ----------
    bands
        Where the bars end, on the axis from −1 to 1.
    places
        own, city, peers → place on the same axis; what is beyond it stands at its end.
    way
        b, w or 0: how the region's mark is filled.
    """
    if bands is None or any(end != end for end in bands):
        return ""
    shapes = _bar(_x(bands.worst), _x(bands.best), _DARK) + _bar(_x(bands.worse_quartile), _x(bands.better_quartile), _LIGHT)
    shapes += f'<path d="M180 0V26" stroke="{INK}" stroke-width="2"/>'
    shapes += "".join(_mark(role, _x(places[role]), _FILL.get(way, "#fff") if role == "own" else "#fff") for role in ("peers", "city", "own") if role in places)
    return f'<svg viewBox="0 0 {_WIDE} {_HIGH}" aria-hidden="true">{shapes}</svg>'


def legend_drawing(words: tuple[str, str, str, str, str], alt: str) -> str:
    """Return the picture that explains the bars: the words under worst, quartile, whole place, quartile, best."""
    edges = (14.0, 100.0, 180.0, 250.0, 346.0)
    shapes = _bar(edges[0], edges[4], _DARK) + _bar(edges[1], edges[3], _LIGHT) + f'<path d="M180 0V26" stroke="{INK}" stroke-width="2"/>'
    anchors = ("", ' text-anchor="middle"', ' text-anchor="middle"', ' text-anchor="middle"', ' text-anchor="end"')
    shapes += "".join(f'<text x="{short(x)}" y="39"{a}>{word}</text>' for x, a, word in zip(edges, anchors, words, strict=True))
    return f'<svg viewBox="0 0 360 44" width="360" height="44" role="img" aria-label="{alt}" font-size="12" fill="{INK}">{shapes}</svg>'


def mark_drawing(role: str, fill: str = "#fff") -> str:
    """Return a mark by itself, for the legend's words."""
    return f'<svg width="15" height="15" viewBox="0 5 15 16" aria-hidden="true">{_mark(role, 7.5, _FILL.get(fill, fill))}</svg>'
