"""Horizontal bars of the sectors of a region: contributions, shares, location quotients, shift and share."""

from collections.abc import Sequence

from jianbao.brief import style
from jianbao.brief.canvas import WIDTH, Canvas
from jianbao.brief.style import present
from jianbao.brief.svg import Chart

__all__ = ["pull_bars", "share_lq", "shift_share_bars", "structure_bars"]

_ROW, _HEAD = 23, 24
_LABEL_MOST = 176
_WORDS = {
    "zh": {"down": "← 下拉", "up": "拉动 →", "share": "占比", "lq": "区位商（竖线为1）"},
    "en": {"down": "← drags", "up": "adds →", "share": "Share", "lq": "Location quotient (line at 1)"},
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
    canvas = Canvas(_HEAD + row * len(labels) + 6)
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
    canvas.text(zero + 6, 11, f"{words['up']}　{unit}", colour=style.MUTED)
    for i, value in enumerate(values):
        y = _HEAD + (i + 0.5) * row
        if rest and i == len(values) - 1:
            canvas.line([0, WIDTH], [y - row / 2] * 2, colour=style.RULE)
        _pull(canvas, value, zero, scale, y, i == own, decimals)
    canvas.line([zero, zero], [_HEAD - 4, _HEAD + row * len(labels)], width=1.2)
    return canvas.chart(ident, alt)


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


def share_lq(
    labels: Sequence[str], shares: Sequence[float | None], lqs: Sequence[float | None], own: int | None, *,
    unit: str = "%", lang: str, alt: str, ident: str, decimals: int = 1,
) -> Chart:
    """Return two panels side by side: bars of the share, and the location quotient as a dot on a stem from 1.

    Shares in `unit`; None is "…" without a mark. Raises ValueError where a column has not one value a label.
    """
    _rows(labels, shares, lqs)
    most = 136
    row = _row_height(labels, most)
    canvas = Canvas(_HEAD + row * len(labels) + 6)
    left = _label_rows(canvas, labels, own, row, most)
    middle = left + (WIDTH - left) * 0.44
    words = _WORDS[lang]
    canvas.text(left, 11, f"{words['share']} {unit}", colour=style.MUTED)
    heading = words["lq"] if style.text_width(words["lq"]) < WIDTH - middle - 8 else "LQ (line at 1)"
    canvas.text(middle + 12, 11, heading, colour=style.MUTED)
    _share_bars(canvas, shares, own, left, middle - 52, row, decimals)
    _lq_dots(canvas, lqs, own, middle + 12, WIDTH - 44, row)
    return canvas.chart(ident, alt)


def _share_bars(canvas: Canvas, shares, own, left: float, right: float, row: float, decimals: int) -> None:
    scale = (right - left) / (max([0.0, *(s for s in shares if present(s))]) or 1)
    for i, share in enumerate(shares):
        y = _HEAD + (i + 0.5) * row
        end = left + max(share, 0) * scale if present(share) else left
        if end > left:
            canvas.box(left, y - 6, end, y + 6, colour=style.ACCENT if i == own else style.BAR)
        canvas.text(end + 5, y, style.number(share, decimals), bold=i == own, colour=style.INK if present(share) else style.MUTED)


def _lq_dots(canvas: Canvas, lqs, own, left: float, right: float, row: float) -> None:
    top = max([2.0, *(q for q in lqs if present(q))])
    scale = (right - left - 6) / top
    one = left + scale
    canvas.line([one, one], [_HEAD - 2, _HEAD + row * len(lqs)], width=1.2)
    for i, lq in enumerate(lqs):
        y = _HEAD + (i + 0.5) * row
        if present(lq) and lq >= 0:
            x = left + lq * scale
            colour = style.ACCENT if i == own else style.BAR
            canvas.line([one, x], [y, y], colour=colour, width=3 if i == own else 2)
            canvas.dots([x], [y], colour=colour if lq >= 1 else "#ffffff", edge=colour, radius=5 if i == own else 4)
        canvas.text(WIDTH - 4, y, style.number(lq, 2), anchor="right", bold=i == own)


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
    canvas = Canvas(_HEAD + row * len(labels) + 6)
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
        _step(canvas, step, value, zero, scale, i, row, i == len(parts), decimals)
        if step and i < len(parts) - 1 and steps[i + 1]:
            x = zero + step[1] * scale
            canvas.line([x, x], [_HEAD + (i + 0.5) * row + 8, _HEAD + (i + 1.5) * row - 8], colour=style.CONTEXT, width=1)
    canvas.line([zero, zero], [_HEAD - 4, _HEAD + row * len(labels)], width=1.2)
    return canvas.chart(ident, alt)


def _step(canvas: Canvas, step, value, zero: float, scale: float, i: int, row: float, is_total: bool, decimals: int) -> None:
    y = _HEAD + (i + 0.5) * row
    if step and step[0] != step[1]:
        fall = step[1] < step[0]
        colour = style.DOWN if fall else style.ACCENT if is_total else style.BAR
        canvas.box(zero + step[0] * scale, y - 8, zero + step[1] * scale, y + 8, colour=colour, hatched=fall)
    end = zero + max(step) * scale if step else zero
    canvas.text(end + 6, y, style.number(value, decimals, sign=True), bold=is_total)


def structure_bars(
    labels: Sequence[str], shares: Sequence[float | None], reference: Sequence[float | None] | None = None, *,
    own: int | None = None, unit: str = "%", reference_label: str = "", lang: str, alt: str, ident: str, decimals: int = 1,
) -> Chart:
    """Return bars of shares in the order given, with a black tick at the reference's share (the province) of each.

    None is "…" without a mark. Raises ValueError where a column has not one value a label.
    """
    ticks = [None] * len(labels) if reference is None else list(reference)
    _rows(labels, shares, ticks)
    row = _row_height(labels)
    canvas = Canvas(_HEAD + row * len(labels) + 6)
    left = _label_rows(canvas, labels, own, row)
    right = WIDTH - 52
    top = max([0.0, *(v for v in [*shares, *ticks] if present(v))]) or 1
    canvas.text(left, 11, f"{_WORDS[lang]['share']} {unit}", colour=style.MUTED)
    if any(present(t) for t in ticks) and reference_label:
        x = WIDTH - 4 - style.text_width(reference_label)
        canvas.text(x, 11, reference_label, colour=style.MUTED)
        canvas.line([x - 7, x - 7], [4, 18], width=2)
    for i, (share, tick) in enumerate(zip(shares, ticks, strict=True)):
        y = _HEAD + (i + 0.5) * row
        end = left + max(share, 0) / top * (right - left) if present(share) else left
        if end > left:
            canvas.box(left, y - 6, end, y + 6, colour=style.ACCENT if i == own else style.BAR)
        place = end
        if present(tick):
            x = left + tick / top * (right - left)
            canvas.line([x, x], [y - 9, y + 9], width=2)
            # The number steps aside for a tick that would stand in it.
            place = x if end - 3 < x < end + 8 + style.text_width(style.number(share, decimals)) else end
        canvas.text(place + 6, y, style.number(share, decimals), bold=i == own)
    return canvas.chart(ident, alt)
