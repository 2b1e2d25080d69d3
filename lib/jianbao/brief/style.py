"""Colours, sizes, fonts and the measuring of text: everything that charts and the map have in common."""

import math
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from jianbao import facts

__all__ = [
    "ACCENT", "ACCENT_PALE", "BAND", "BAR", "BAR_OTHER", "CONTEXT", "DOWN", "ELLIPSIS", "GRID", "GROWN", "INK", "MUTED",
    "RULE", "SMALL", "STEPS", "TEXT", "UP", "font", "nice_ticks", "number", "present", "spread", "text_width", "wrap",
]

INK, MUTED = "#1b1f23", "#555c64"
ACCENT, ACCENT_PALE = "#0f4c5c", "#e3edef"
UP, DOWN = "#1f63a6", "#a84f00"
BAR, BAR_OTHER = "#8ea8b4", "#c9cfd2"
CONTEXT = "#7d848b"
GRID, RULE, BAND = "#e8e5de", "#d5d2ca", "#f3f1ea"
STEPS = ("#e6eef0", "#bcd3d8", "#86b0b9", "#468593", "#0f4c5c")

TEXT, SMALL = 13, 12.5
ELLIPSIS = "…"
GROWN = 1.16  # a telephone and paper write the letters of a chart larger (page.css): names keep clear of each other there too
FAMILY = "Noto Sans SC"
_FONTS = Path(__file__).parent / "fonts"
_NARROW = {" ": 0.23, ".": 0.28, ",": 0.28, "-": 0.35, "%": 0.92, "i": 0.28, "l": 0.28, "(": 0.34, ")": 0.34}


@cache
def font(bold: bool = False, size: float = SMALL):
    """Return the matplotlib properties of the vendored face; by file, so no font cache is searched or rebuilt."""
    from matplotlib import font_manager

    path = _FONTS / f"NotoSansSC-{'Bold' if bold else 'Regular'}-gb2312.ttf"
    font_manager.fontManager.addfont(path)
    return font_manager.FontProperties(fname=str(path), family=FAMILY, weight=700 if bold else 400, size=size)


def text_width(text: str, size: float = TEXT) -> float:
    """Return the width of a line of text in px, from the widths of kinds of letters (within about 5 %)."""
    return size * sum(_advance(letter) for letter in text)


@cache
def _advance(letter: str) -> float:
    if letter in "—…◄►▲▼" or unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if letter in _NARROW:
        return _NARROW[letter]
    return 0.64 if letter.isupper() else 0.555


def wrap(text: str, width: float, size: float = TEXT, lines: int = 2) -> list[str]:
    """Return the text in at most `lines` lines of `width` px, about equally long; what does not fit ends in "…"."""
    return list(_wrap(text, width, size, lines))


@lru_cache(maxsize=512)
def _wrap(text: str, width: float, size: float, lines: int) -> tuple[str, ...]:
    pieces = _pieces(text)
    rows = _filled(pieces, width, size)
    if 1 < len(rows) <= lines:
        narrow = text_width(text, size) / len(rows)
        while narrow < width and len(even := _filled(pieces, narrow, size)) > len(rows):
            narrow += size / 2
        rows = _at_a_joint(text, width, size) or (even if narrow < width else rows)
    last = rows[lines - 1] if len(rows) >= lines else ""
    if len(rows) > lines or text_width(last, size) > width:
        while last and text_width(last + ELLIPSIS, size) > width:
            last = last[:-1]
        rows[lines - 1:] = [last.rstrip("、，, ") + ELLIPSIS]
    return tuple(rows)


def _at_a_joint(text: str, width: float, size: float) -> list[str]:
    """Return two lines broken before 和 or after 、, where a Chinese reader would, if both fit."""
    cuts = [i for i in range(2, len(text) - 1) if text[i] in "和及与" or text[i - 1] in "、，"]
    halves = ([text[:i], text[i:]] for i in cuts)
    fit = [pair for pair in halves if max(text_width(half, size) for half in pair) <= width]
    return min(fit, key=lambda pair: max(map(len, pair)), default=[])


def _filled(pieces: Sequence[str], width: float, size: float) -> list[str]:
    rows: list[str] = [""]
    for piece in pieces:
        if text_width((rows[-1] + piece).rstrip(), size) > width and rows[-1]:
            rows.append("")
        rows[-1] += piece if rows[-1] else piece.lstrip()
    return [row.rstrip() for row in rows]


def _pieces(text: str) -> list[str]:
    """Cut where a line may break: after a space, and around each Chinese character but not before its punctuation."""
    pieces: list[str] = []
    for letter in text:
        wide = _advance(letter) == 1.0 and letter not in "、，。；：）—…"
        joins = pieces and not wide and not pieces[-1].endswith(" ") and letter != " "
        after_wide = pieces and _advance(pieces[-1][-1]) == 1.0 and _advance(letter) < 1.0 and letter not in " )"
        if pieces and (letter == " " or (joins and not after_wide)):
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def number(value: float | None, decimals: int = 1, *, sign: bool = False, lang: str = "zh") -> str:
    """Return a value as printed in a chart, rounded and grouped as everywhere on the page; "…" for what is not shown."""
    return facts.number(value, decimals, sign=sign, grouped=lang == "en") if present(value) else ELLIPSIS


def present(value: float | None) -> bool:
    """Return whether there is a value to draw: None, NaN and infinities are none."""
    return value is not None and math.isfinite(value)


def nice_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Return at most `most` round ticks (steps of 1, 2, 2.5, 5 × 10ⁿ) that enclose low and high."""
    if high <= low:
        high = low + (abs(low) or 1.0)
    power = 10.0 ** (math.floor(math.log10(high - low)) - 1)
    for step in (power * m for m in (1, 2, 2.5, 5, 10, 20, 25, 50)):
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first < most:
            break
    return [round(i * step, 10) + 0.0 for i in range(first, last + 1)]


def spread(places: list[float], gaps: list[float], low: float, high: float) -> list[float]:
    """Return the places moved apart so that neighbours keep half of both their gaps; inside low … high if they fit."""
    order = sorted(range(len(places)), key=lambda i: (places[i], i))
    moved = [min(max(p, low), high) for p in places]
    for before, i in zip(order, order[1:], strict=False):
        moved[i] = max(moved[i], moved[before] + (gaps[before] + gaps[i]) / 2)
    ceiling = high
    for position in range(len(order) - 1, -1, -1):
        i = order[position]
        moved[i] = min(moved[i], ceiling)
        if position:
            ceiling = moved[i] - (gaps[i] + gaps[order[position - 1]]) / 2
    return moved
