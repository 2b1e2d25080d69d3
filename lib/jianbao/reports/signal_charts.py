"""Two charts that only the monitors need: a series against reference lines, and rows cut into shares."""

from collections.abc import Sequence

from jianbao.brief import style
from jianbao.brief.canvas import WIDTH, Canvas
from jianbao.brief.style import present
from jianbao.brief.svg import Chart

__all__ = ["reference_lines", "share_rows"]

_TOP, _PLOT, _ROW, _HEAD = 26, 150, 24, 26
_FILLS = (style.STEPS[1], style.STEPS[2], style.STEPS[3], style.STEPS[4])
_LOOK = {"own": {"colour": style.ACCENT, "width": 3}, "reference": {"colour": style.CONTEXT, "width": 1.8}}


def reference_lines(
    labels: Sequence[str], lines: Sequence[tuple[str, Sequence[float | None], str]], marks: Sequence[tuple[float, str]], *, unit: str, alt: str, ident: str
) -> Chart:
    """Return series (label, a value or None for each point, role ``own`` or ``reference``) with dashed lines at the marks.

    The axis does not start at zero: what is read is the distance to the marks. Raises ValueError for a series of another length.
    """
    for name, values, _ in lines:
        if len(values) != len(labels):
            raise ValueError(f"{name}: {len(values)} values for {len(labels)} points")
    canvas = Canvas(ident, _TOP + _PLOT + 44)
    known = [v for _, values, _ in lines for v in values if present(v)] + [m for m, _ in marks]
    ticks = style.nice_ticks(min(known, default=0.0), max(known, default=1.0), 6)
    ends = [f"{style.number(next((v for v in reversed(values) if present(v)), None))} {name}" for name, values, _ in lines]
    left = 10 + max(style.text_width(style.number(t, 1)) for t in ticks)
    right = WIDTH - 14 - max(style.text_width(e, style.TEXT) * 1.05 for e in ends)
    step = (right - left - 8) / max(len(labels) - 1, 1)
    xs = [left + 4 + i * step for i in range(len(labels))]

    def at(value: float) -> float:
        return _TOP + _PLOT * (ticks[-1] - value) / (ticks[-1] - ticks[0])

    canvas.text(left, 9, unit, colour=style.MUTED)
    for tick in ticks:
        canvas.line([left, right], [at(tick)] * 2, colour=style.GRID, width=1.2)
        canvas.text(left - 6, at(tick), style.number(tick, 1), anchor="right", colour=style.MUTED)
    for value, words in marks:
        canvas.line([left, right], [at(value)] * 2, colour=style.DOWN, width=1.2, dash=(5, 3))
        canvas.text(right - 4, at(value) + (9 if at(value) < _TOP + 14 else -9), words, anchor="right", size=11, colour=style.DOWN)
    for _, values, role in sorted(lines, key=lambda line: line[2] == "own"):
        canvas.line(xs, [at(v) if present(v) else float("nan") for v in values], **_LOOK[role])
    ys = style.spread([at(next((v for v in reversed(values) if present(v)), ticks[0])) for _, values, _ in lines], [18.0] * len(lines), _TOP, _TOP + _PLOT)
    for (_, _, role), end, y in zip(lines, ends, ys, strict=True):
        canvas.text(xs[-1] + 8, y, end, size=style.TEXT, bold=role == "own", colour=style.ACCENT if role == "own" else style.MUTED)
    every = max(1, -(-len(labels) // 6))
    for i in range(len(labels) - 1, -1, -every):
        canvas.label(xs[i], _TOP + _PLOT + 22, labels[i].split("\n"), anchor="center", colour=style.MUTED)
    return canvas.chart(alt)


def share_rows(
    labels: Sequence[str], shares: Sequence[Sequence[float | None]], parts: Sequence[str], *, unit: str, alt: str, ident: str, own: int | None = None
) -> Chart:
    """Return a bar of 100 % for each row, cut into parts with their shares printed inside; a row with an unknown share is "…".

    Raises ValueError where a row has not one share a part, or there are more parts than tints.
    """
    if any(len(row) != len(parts) for row in shares) or len(shares) != len(labels) or len(parts) > len(_FILLS):
        raise ValueError(f"not {len(labels)} rows of {len(parts)} shares")
    fills = _FILLS if len(parts) > 2 else (_FILLS[0], _FILLS[2])
    canvas = Canvas(ident, _HEAD + _ROW * len(labels) + 6)
    left = 16 + max([50.0, *(style.text_width(name, style.SMALL) * 1.04 for name in labels)])
    room, x = WIDTH - left - 4, left
    for part, fill in zip(parts, fills, strict=False):
        canvas.box(x, 5, x + 12, 17, colour=fill)
        canvas.text(x + 16, 11, part, colour=style.MUTED)
        x += 28 + style.text_width(part, style.SMALL)
    canvas.text(left - 8, 11, unit, anchor="right", colour=style.MUTED)
    for i, (name, row) in enumerate(zip(labels, shares, strict=True)):
        y, x = _HEAD + (i + 0.5) * _ROW, left
        canvas.text(left - 8, y, name, anchor="right", bold=i == own)
        if not all(present(v) for v in row):
            canvas.text(left, y, style.ELLIPSIS, colour=style.MUTED)
            continue
        for value, fill in zip(row, fills, strict=False):
            wide = room * value / 100
            canvas.box(x, y - 8, x + wide, y + 8, colour=fill)
            text = style.number(value)
            if style.text_width(text, style.SMALL) + 4 < wide:
                canvas.text(x + wide / 2, y, text, anchor="center", colour="#ffffff" if fill in style.STEPS[3:] else style.INK)
            x += wide
    return canvas.chart(alt)
