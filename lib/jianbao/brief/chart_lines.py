"""Growth over months or years, labelled at the ends of the lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from jianbao.brief import style
from jianbao.brief.canvas import WIDTH, Canvas
from jianbao.brief.style import present
from jianbao.brief.svg import Chart

__all__ = ["Line", "growth_lines"]

_TOP, _PLOT = 26, 172  # px of the head line, px of the plot
_GAP = 38  # px between December and February
_LOOK = {
    "own": {"colour": style.ACCENT, "width": 3},
    "reference": {"colour": style.CONTEXT, "width": 1.8},
    "context": {"colour": style.CONTEXT, "width": 1.4, "dash": (5, 3)},
}
_MONTHS = ("Jan", "Jan–Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Line:
    """One line: its label, a value (or None) for each period, and its role: own, reference or context."""

    label: str
    values: Sequence[float | None]
    role: str = "context"


def growth_lines(
    periods: Sequence[str], lines: Sequence[Line], *, unit: str, lang: str, alt: str, ident: str, decimals: int = 1,
    breaks: Sequence[tuple[int, str]] = (),
) -> Chart:
    """Return lines of growth by period, the zero line in ink, each line's last value and label at its end.

    Months (``2024-02`` … ``2024-12``) leave a gap with a pale band at January, for which no data are collected; other
    periods stand side by side. ``breaks`` are places of periods from which the series is another one, each with the words for
    its mark. None breaks a line; a line that does not reach the last period is labelled "…".
    Raises ValueError where a line has not one value a period, or for an unknown role.
    """
    for line in lines:
        if len(line.values) != len(periods):
            raise ValueError(f"{line.label}: {len(line.values)} values for {len(periods)} periods")
        if line.role not in _LOOK:
            raise ValueError(f"{line.label}: unknown role {line.role!r}")
    canvas = Canvas(ident, _TOP + _PLOT + (44 if _monthly(periods) else 28))
    known = [v for line in lines for v in line.values if present(v)]
    ticks = style.nice_ticks(min([0.0, *known]), max([0.0, *known]) if known else 1.0, 6)
    ends = [style.wrap(_end(line, decimals), 118, style.TEXT) for line in lines]
    left = 8 + max(style.text_width(style.number(t, _places(ticks))) for t in ticks)
    right = WIDTH - 16 - max([40.0, *(style.text_width(row, style.TEXT) * (1.05 if line.role == "own" else 1) for line, end in zip(lines, ends, strict=True) for row in end)])
    xs = _positions(periods, left, right)

    def at(value: float) -> float:
        return _TOP + _PLOT * (ticks[-1] - value) / (ticks[-1] - ticks[0])

    _grid(canvas, ticks, left, right, at, unit)
    _calendar(canvas, periods, xs, lang)
    for place, words in breaks:
        x = (xs[place - 1] + xs[place]) / 2 if place else xs[0]
        canvas.line([x, x], [_TOP - 4, _TOP + _PLOT], colour=style.DOWN, width=1.4, dash=(2, 3))
        fits = x + style.text_width(words, style.SMALL) + 6 < right
        canvas.text(x + (4 if fits else -4), _TOP + 2, words, anchor="left" if fits else "right", colour=style.DOWN)
    for line in sorted(lines, key=lambda line: line.role == "own"):
        _draw(canvas, line, periods, xs, at)
    _label_ends(canvas, lines, ends, xs, at)
    return canvas.chart(alt)


def _monthly(periods: Sequence[str]) -> bool:
    return bool(periods) and all(len(p) == 7 and p[4] == "-" for p in periods)


def _breaks(periods: Sequence[str]) -> list[int]:
    """Return the places of the periods before which a year ends."""
    return [i for i in range(1, len(periods)) if periods[i][:4] != periods[i - 1][:4]] if _monthly(periods) else []


def _positions(periods: Sequence[str], left: float, right: float) -> list[float]:
    breaks = _breaks(periods)
    step = (right - left - 8 - _GAP * len(breaks)) / max(len(periods) - 1 - len(breaks), 1)
    xs, x = [], left + 4.0
    for i in range(len(periods)):
        x += 0 if i == 0 else _GAP if i in breaks else step
        xs.append(x)
    return xs


def _places(ticks: Sequence[float]) -> int:
    return next((d for d in range(4) if all(abs(t - round(t, d)) < 1e-9 for t in ticks)), 4)


def _grid(canvas: Canvas, ticks, left, right, at, unit: str) -> None:
    canvas.text(left, 9, unit, colour=style.MUTED)
    for tick in ticks:
        zero = tick == 0
        canvas.line([left, right], [at(tick)] * 2, colour=style.INK if zero else style.GRID, width=1.2 if zero else 1)
        canvas.text(left - 6, at(tick), style.number(tick, _places(ticks)), anchor="right", colour=style.MUTED)


def _calendar(canvas: Canvas, periods: Sequence[str], xs: Sequence[float], lang: str) -> None:
    foot = _TOP + _PLOT
    if not _monthly(periods):
        most = 5
        every = max(1, -(-(len(periods) - 1) // most))
        for i in range(len(periods) - 1, -1, -every):
            canvas.text(xs[i], foot + 14, periods[i], anchor="center", colour=style.MUTED)
        return
    for i in _breaks(periods):
        middle = (xs[i - 1] + xs[i]) / 2
        canvas.box(middle - _GAP / 2 + 5, _TOP, middle + _GAP / 2 - 5, foot, colour=style.BAND)
        canvas.label(middle, _TOP + 18, ["1月", "免报"] if lang == "zh" else ["no", "Jan."], anchor="center", colour=style.MUTED)
    _months(canvas, periods, xs, foot, lang)


def _months(canvas: Canvas, periods: Sequence[str], xs: Sequence[float], foot: float, lang: str) -> None:
    starts = [0, *_breaks(periods), len(periods)]
    taken = -100.0
    for a, b in zip(starts, starts[1:], strict=False):
        canvas.text((xs[a] + xs[b - 1]) / 2, foot + 32, periods[a][:4] + ("年" if lang == "zh" else ""), anchor="center", bold=True)
        wanted = {0, b - a - 1} | ({i for i in range(b - a) if periods[a + i].endswith("-06")} if len(starts) < 4 else set())
        for i in sorted(wanted):
            month = int(periods[a + i][5:])
            text = _MONTHS[month - 1] if lang == "en" else "1—2月" if month == 2 else f"{month}月"
            half = style.text_width(text) * style.GROWN / 2
            last = a + i == len(periods) - 1
            if xs[a + i] - half > taken + 4 and (last or i == b - a - 1 or len(starts) < 4):
                canvas.text(xs[a + i], foot + 14, text, anchor="center", colour=style.MUTED)
                taken = xs[a + i] + half


def _draw(canvas: Canvas, line: Line, periods, xs, at) -> None:
    look = _LOOK[line.role]
    starts = [0, *_breaks(periods), len(periods)]
    for a, b in zip(starts, starts[1:], strict=False):
        ys = [at(v) if present(v) else float("nan") for v in line.values[a:b]]
        if any(y == y for y in ys):
            canvas.line(xs[a:b], ys, **look)
        # A value between two gaps has no line of its own.
        alone = [i for i in range(b - a) if ys[i] == ys[i] and all(not 0 <= j < b - a or ys[j] != ys[j] for j in (i - 1, i + 1))]
        if alone:
            canvas.dots([xs[a + i] for i in alone], [ys[i] for i in alone], colour=look["colour"], radius=look["width"])
    if line.values and present(line.values[-1]):
        canvas.dots([xs[-1]], [at(line.values[-1])], colour=look["colour"], radius=4.5 if line.role == "own" else 3)


def _end(line: Line, decimals: int) -> str:
    return f"{style.number(line.values[-1] if line.values else None, decimals)} {line.label}"


def _label_ends(canvas: Canvas, lines, ends, xs, at) -> None:
    last = [next((v for v in reversed(line.values) if present(v)), 0.0) for line in lines]
    gaps = [len(end) * (style.TEXT + 2) + 2.0 for end in ends]
    ys = style.spread([at(v) for v in last], gaps, _TOP, _TOP + _PLOT)
    for line, end, y in zip(lines, ends, ys, strict=True):
        own = line.role == "own"
        canvas.label((xs[-1] if xs else 0) + 9, y, end, size=style.TEXT, bold=own, colour=style.ACCENT if own else style.MUTED)
