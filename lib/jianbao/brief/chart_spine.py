"""The spine chart: one row an indicator, the whole place's figure in the middle, better to the right, every distance signed.

Marks differ in shape as well as colour: a circle for the region (blue better, orange worse), a diamond for its city, a small
square for regions of like structure.
"""

from collections.abc import Mapping

from jianbao.brief.style import DOWN, INK, UP
from jianbao.brief.svg import short
from jianbao.indicators import SpineBands, ratio

__all__ = ["cut", "legend_drawing", "mark_drawing", "spine_cell"]

_WIDE, _HIGH, _MIDDLE, _REACH = 360, 26, 180.0, 166.0
_DARK, _LIGHT = "#cdc9bf", "#e9e6df"
_FILL = {"b": UP, "w": DOWN, "0": "#fff"}
_NEAR, _WIDENED = 0.12, 0.24  # where all but the ends lies nearer the middle than the first, it is drawn as far out as the second


def _x(place: float) -> float:
    return _MIDDLE + _REACH * min(max(place, -1.0), 1.0)


def _bar(left: float, right: float, colour: str, low: str = "", high: str = "") -> str:
    x0, x1 = (short(round(x)) for x in (left, right))
    return f'<path d="M{x0} 5H{x1}{high or "V21"}H{x0}{low}z" fill="{colour}"/>'


def _mark(role: str, x: float, middle: float = 13, fill: str = "") -> str:
    at, look = short(x), f' fill="{fill}"' if fill else ""
    if role == "own":
        return f'<circle cx="{at}" cy="13" r="6.5"{look}/>'
    form = "l6.5 6.5-6.5 6.5-6.5-6.5" if role == "city" else "h4.5v9h-9v-9"
    return f'<path d="M{at} {short(middle - (6.5 if role == "city" else 4.5))}{form}z"{look}/>'


def _grown(bands: SpineBands, places: Mapping[str, float]) -> float:
    """Return how much larger a row is drawn than its ends allow: 1, or more where one far region would press all else flat."""
    near = max(map(abs, (bands.worse_quartile, bands.better_quartile, *places.values())))
    return float(ratio(_WIDENED, near)) if 0 < near < _NEAR else 1.0


def cut(bands: SpineBands | None, places: Mapping[str, float]) -> bool:
    """Return whether a row's drawing leaves off an end, which an arrow says."""
    return bands is not None and all(end == end for end in bands) and _grown(bands, places) > 1


def spine_cell(bands: SpineBands | None, places: Mapping[str, float], way: str) -> str:
    """Return one row's drawing, hidden from screen readers: a sentence beside it says what it shows. "" without bands.

    Parameters
    ----------
    bands
        Where the bars end, on the axis from −1 to 1.
    places
        own, city, peers → place on the same axis; what is beyond it stands at its end. Where marks meet, the city's moves up and
        the peers' down, under the region's: none is hidden.
    way
        b, w or 0: how the region's mark is filled.
    """
    if bands is None or any(end != end for end in bands):
        return ""
    grown = _grown(bands, places)
    worst, worse, better, best = (end * grown for end in bands)
    shapes = _bar(_x(worst), _x(best), _DARK, "l-7-8 7-8" if worst < -1 else "", "l7 8-7 8" if best > 1 else "") + _bar(_x(worse), _x(better), _LIGHT)
    xs = {role: _x(places[role] * grown) for role in ("peers", "city", "own") if role in places}
    ys = {role: 13 + aside * any(abs(x - xs[role]) < 11 for other, x in xs.items() if other != role) for role, aside in (("peers", 7), ("city", -7), ("own", 0)) if role in xs}
    marks = "".join(_mark(role, x, ys[role], _FILL.get(way, "") if role == "own" else "") for role, x in xs.items())
    shapes += f'<g fill="#fff" stroke="{INK}"><path d="M180 0V26" stroke-width="2"/>{marks}</g>'
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
    return f'<svg width="15" height="15" viewBox="0 5 15 16" stroke="{INK}" aria-hidden="true">{_mark(role, 7.5, fill=_FILL.get(fill, fill))}</svg>'
