"""Horizontal bars of the sectors of a region: contributions, shares, location quotients, shift and share."""

from collections.abc import Sequence

from jianbao.brief import style
from jianbao.brief.canvas import WIDTH, Canvas
from jianbao.brief.style import present
from jianbao.brief.svg import Chart

__all__ = ["pull_bars", "shift_share_bars"]

_ROW, _HEAD = 23, 24
_LABEL_MOST = 176
_WORDS = {
    "zh": {"down": "← 下拉", "up": "拉动 →"},
    "en": {"down": "← drags", "up": "adds →"},
}


def _rows(labels: Sequence[str], *columns: Sequence) -> None:
    for column in columns:
        if len(column) != len(labels):
            raise ValueError(f"{len(column)} values for {len(labels)} labels")


def _label_rows(canvas: Canvas, labels: Sequence[str], own: int | None, row: float = _ROW, most: float = _LABEL_MOST) -> float:
    """Write the labels, mark the own row across the canvas, and return where the next column may begin."""
    wrapped = [style.wrap(label, most, style.SMALL) for label in labels]
    for i, rows in enumerate(wrapped):
        y = _HEAD + (i + 0.5) * row
        if i == own:
            canvas.box(0, y - row / 2, canvas.width, y + row / 2, colour=style.ACCENT_PALE)
            canvas.box(0, y - row / 2, 3, y + row / 2, colour=style.ACCENT)
        canvas.label(8, y, rows, bold=i == own)
    return 18 + max([60.0, *(style.text_width(r) * 1.04 for rows in wrapped for r in rows)])


def _row_height(labels: Sequence[str], most: float = _LABEL_MOST) -> float:
    return 32 if any(len(style.wrap(label, most, style.SMALL)) > 1 for label in labels) else _ROW


def pull_bars(
    labels: Sequence[str], values: Sequence[float | None], own: int | None, *, unit: str, lang: str, alt: str, ident: str,
    decimals: int = 1, rest: bool = False,
) -> Chart:
    """Return bars of contributions to growth (percentage points) on both sides of zero, in the order given.

    Negative bars are hatched; every value is printed with its sign; None is "…" without a bar. `own` is the row in the
    accent colour; `rest` sets off the last row (其余). Raises ValueError where there is not one value a label.
    """
    _rows(labels, values)
    row = _row_height(labels)
    canvas = Canvas(ident, _HEAD + row * len(labels) + 6)
    left = _label_rows(canvas, labels, own, row)
    known = [v for v in values if present(v)]
    low, high = min([0.0, *known]), max([0.0, *known])
    room = WIDTH - left - 50 - (16 if low < 0 else 0)
    scale = room / ((high - low) or 1)
    zero = left + 8 - low * scale
    words = _WORDS[lang]
    if low < 0:
        # The words stand on both sides of zero unless the negative side is too narrow for its word.
        canvas.text(max(zero - 6, style.text_width(words["down"]) + 2), 11, words["down"], anchor="right", colour=style.MUTED)
    canvas.text(zero + 6, 11, f"{words['up']}{'　' if lang == 'zh' else ' '}{unit}", colour=style.MUTED)
    for i, value in enumerate(values):
        y = _HEAD + (i + 0.5) * row
        if rest and i == len(values) - 1:
            canvas.line([0, WIDTH], [y - row / 2] * 2, colour=style.RULE)
        _pull(canvas, value, zero, scale, y, i == own, decimals)
    canvas.line([zero, zero], [_HEAD - 4, _HEAD + row * len(labels)], width=1.2)
    return canvas.chart(alt)


def _pull(canvas: Canvas, value, zero: float, scale: float, y: float, own: bool, decimals: int) -> None:
    if not present(value):
        canvas.text(zero + 6, y, style.ELLIPSIS, colour=style.MUTED)
        return
    end = zero + value * scale
    if value < 0:
        canvas.box(end, y - 6, zero, y + 6, colour=style.DOWN, hatched=True)
    elif value > 0:
        canvas.box(zero, y - 6, end, y + 6, colour=style.ACCENT if own else style.BAR)
    canvas.text(max(end, zero) + 6, y, style.number(value, decimals, sign=True), bold=own)


def shift_share_bars(
    parts: Sequence[tuple[str, float | None]], total: tuple[str, float | None], *, unit: str, lang: str, alt: str, ident: str,
    decimals: int = 1,
) -> Chart:
    """Return a waterfall: each part begins where the one before ended, and the total stands below from zero.

    Levels of change in `unit`; a part that is None is "…" and the steps after it are not drawn, since where they begin
    is not known.
    """
    labels = [label for label, _ in parts] + [total[0]]
    row = 30
    canvas = Canvas(ident, _HEAD + row * len(labels) + 6)
    left = _label_rows(canvas, labels, None, row, 150)
    steps: list[tuple[float, float] | None] = []
    start: float | None = 0.0
    for _, value in parts:
        end = start + value if start is not None and present(value) else None
        steps.append((start, end) if end is not None else None)
        start = end
    steps.append((0.0, total[1]) if present(total[1]) else None)
    marks = [0.0, *(edge for step in steps if step for edge in step)]
    scale = (WIDTH - left - 66) / ((max(marks) - min(marks)) or 1)
    zero = left + 8 - min(marks) * scale
    canvas.text(zero + 6, 11, unit, colour=style.MUTED)
    canvas.line([0, WIDTH], [_HEAD + row * len(parts)] * 2, colour=style.RULE)
    values = [value for _, value in parts] + [total[1]]
    for i, (step, value) in enumerate(zip(steps, values, strict=True)):
        _step(canvas, step, style.number(value, decimals, sign=True, lang=lang), zero, scale, i, row, i == len(parts))
        if step and i < len(parts) - 1 and steps[i + 1]:
            x = zero + step[1] * scale
            canvas.line([x, x], [_HEAD + (i + 0.5) * row + 8, _HEAD + (i + 1.5) * row - 8], colour=style.CONTEXT, width=1)
    canvas.line([zero, zero], [_HEAD - 4, _HEAD + row * len(labels)], width=1.2)
    return canvas.chart(alt)


def _step(canvas: Canvas, step, label: str, zero: float, scale: float, i: int, row: float, is_total: bool) -> None:
    y = _HEAD + (i + 0.5) * row
    if step and step[0] != step[1]:
        fall = step[1] < step[0]
        colour = style.DOWN if fall else style.ACCENT if is_total else style.BAR
        canvas.box(zero + step[0] * scale, y - 8, zero + step[1] * scale, y + 8, colour=colour, hatched=fall)
    end = zero + max(step) * scale if step else zero
    canvas.text(end + 6, y, label, bold=is_total)
