"""A matrix as coloured cells with the figure in each: cities by indicator, or cities by month."""

from collections.abc import Callable, Sequence

from jianbao.brief import style
from jianbao.brief.canvas import WIDTH, Canvas
from jianbao.brief.style import present
from jianbao.brief.svg import Chart
from jianbao.facts import ABSENT

__all__ = ["heat"]

_ROW = 25
_SIGNED = ("#a84f00", "#e2ae7c", "#f7f4ee", "#8fb6da", "#1f63a6")
_ON_PALE = "#262626"


def heat(
    values: Sequence[Sequence[float | None]], rows: Sequence[str], columns: Sequence[str], *, unit: str, lang: str, alt: str,
    ident: str, decimals: int = 1, signed: bool = False, own: int | None = None,
    absent: Sequence[Sequence[bool]] | None = None,
) -> Chart:
    """Return a heat map with every figure printed; an undisclosed cell is hatched and says "…".

    A cell without a figure counts as undisclosed unless `absent` says that there is nothing there: then it says "—".

    `signed` centres the colours on zero (orange below, blue above) and prints the sign. `own` frames a row. Raises
    ValueError where the matrix has not the shape of its labels.
    """
    if len(values) != len(rows) or any(len(row) != len(columns) for row in values):
        raise ValueError(f"the matrix is not {len(rows)} rows of {len(columns)} columns")
    left = 14 + max([40.0, *(style.text_width(row) for row in rows)])
    wide = (WIDTH - left - 4) / max(len(columns), 1)
    heads = [style.wrap(column, wide - 6) for column in columns]
    top = 26 + 14 * max([1, *(len(head) for head in heads)])
    canvas = Canvas(ident, top + _ROW * len(rows) + 6)
    baseline = top - 6 - 0.36 * style.SMALL
    canvas.text(left - 8, baseline, unit, anchor="right", colour=style.MUTED)
    for j, head in enumerate(heads):
        for k, line in enumerate(reversed(head)):
            canvas.text(left + (j + 0.5) * wide, baseline - 14 * k, line, anchor="center", colour=style.MUTED)
    shades = _shades([v for row in values for v in row if present(v)], signed)
    for i, row in enumerate(values):
        canvas.text(left - 8, top + (i + 0.5) * _ROW, rows[i], anchor="right", bold=i == own)
        for j, value in enumerate(row):
            corner = (left + j * wide, top + i * _ROW)
            if present(value):
                _figure(canvas, *corner, wide, shades(value), style.number(value, decimals, sign=signed))
            else:
                _no_figure(canvas, *corner, wide, bool(absent is not None and absent[i][j]))
    if own is not None:
        canvas.box(left, top + own * _ROW, left + len(columns) * wide, top + (own + 1) * _ROW, colour="none", edge=style.INK, width=2)
    return canvas.chart(alt)


def _figure(canvas: Canvas, x: float, y: float, wide: float, fill: tuple[int, int, int], text: str) -> None:
    """Draw a coloured cell with its figure, dark on pale and white on dark."""
    canvas.box(x + 0.5, y + 0.5, x + wide - 0.5, y + _ROW - 0.5, colour="#{:02x}{:02x}{:02x}".format(*fill))
    # At this luminance both stand out equally, 3.9 : 1; on every other cell the chosen one does better.
    canvas.text(x + wide / 2, y + _ROW / 2, text, anchor="center", colour=_ON_PALE if _luminance(fill) > 0.22 else "#ffffff")


def _no_figure(canvas: Canvas, x: float, y: float, wide: float, nothing: bool) -> None:
    """Draw a dash where there is nothing, a hatched cell where a figure is not disclosed."""
    if not nothing:
        canvas.box(x + 0.04 * wide, y + 1, x + 0.96 * wide, y + _ROW - 1, colour=style.RULE, hatched=True, width=0.5)
    text, colour = (ABSENT, style.MUTED) if nothing else (style.ELLIPSIS, style.INK)
    canvas.text(x + wide / 2, y + _ROW / 2, text, anchor="center", size=style.TEXT, bold=not nothing, colour=colour)


def _shades(known: Sequence[float], signed: bool) -> Callable[[float], tuple[int, int, int]]:
    """Return what colours a value: around zero where signed, else from the smallest to the largest."""
    stops = [tuple(bytes.fromhex(colour[1:])) for colour in (_SIGNED if signed else style.STEPS)]
    reach = max(map(abs, known), default=1.0)
    low, high = (-reach, reach) if signed else (min(known, default=0.0), max(known, default=1.0))

    def shade(value: float) -> tuple[int, int, int]:
        place = (len(stops) - 1) * ((value - low) / (high - low) if high > low else 0.5)
        i = min(int(place), len(stops) - 2)
        return tuple(round(a + (b - a) * (place - i)) for a, b in zip(stops[i], stops[i + 1], strict=True))

    return shade


def _luminance(colour: tuple[int, int, int]) -> float:
    """Return the relative luminance (WCAG 2) of a colour, 0 … 1."""
    parts = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
