"""All counties as dots, the own one named: level against growth, and the place in a field."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from jianbao.brief import style
from jianbao.brief.canvas import WIDTH, Canvas
from jianbao.brief.style import present
from jianbao.brief.svg import Chart

__all__ = ["Point", "level_growth", "rank_dots"]

_LEFT, _TOP, _PLOT = 46, 28, 218
_WORDS = {
    "zh": {"median": "中位数", "left": "未画出 {n} 个（不公布或无数据）", "beyond": "▲▼ 超出图幅", "one": "本地"},
    "en": {"median": "median", "left": "{n} not drawn (not disclosed or no data)", "beyond": "▲▼ beyond the chart", "one": "this one"},
}


@dataclass(frozen=True)
class Point:
    """One region: label, level (> 0 to be drawn), growth, and whether it is the brief's own."""

    label: str
    level: float | None
    growth: float | None
    own: bool = False


def level_growth(
    points: Sequence[Point], *, level_label: str, growth_label: str, lang: str, alt: str, ident: str, named: int = 5,
) -> Chart:
    """Return growth against level (logarithmic) with the two medians dashed, the own and the largest regions named.

    A point without level or growth is left out and counted in the note; growth far outside the field is drawn as a
    triangle at the edge, which the note says.
    """
    drawn = [p for p in points if present(p.level) and present(p.growth) and p.level > 0]
    canvas = Canvas(ident, _TOP + _PLOT + 50)
    canvas.text(2, 9, growth_label, colour=style.MUTED)
    canvas.text(WIDTH - 4, _TOP + _PLOT + 32, level_label, anchor="right", colour=style.MUTED)
    note = _WORDS[lang]["left"].format(n=len(points) - len(drawn)) if len(points) > len(drawn) else ""
    if drawn:
        beyond = _field(canvas, drawn, lang, named)
        note = ("　" if lang == "zh" else "; ").join(part for part in (note, _WORDS[lang]["beyond"] if beyond else "") if part)
    if note:
        canvas.text(2, _TOP + _PLOT + 46 - 14 * (style.text_width(note + level_label) < WIDTH - 20), note, colour=style.MUTED)
    return canvas.chart(alt)


def _field(canvas: Canvas, drawn: Sequence[Point], lang: str, named: int) -> bool:
    logs = [math.log10(p.level) for p in drawn]
    low, high = min(logs) - 0.06, max(logs) + 0.06
    ticks = _growth_ticks(drawn)

    def across(level: float) -> float:
        return _LEFT + 6 + (WIDTH - _LEFT - 16) * (math.log10(level) - low) / (high - low)

    def up(growth: float) -> float:
        return _TOP + _PLOT * (ticks[-1] - min(max(growth, ticks[0]), ticks[-1])) / (ticks[-1] - ticks[0])

    for tick in ticks:
        canvas.line([_LEFT, WIDTH], [up(tick)] * 2, colour=style.INK if tick == 0 else style.GRID, width=1.2 if tick == 0 else 1)
        canvas.text(_LEFT - 6, up(tick), style.number(tick, 0 if tick == int(tick) else 1), anchor="right", colour=style.MUTED)
    for tick in _log_ticks(low, high):
        canvas.line([across(tick)] * 2, [_TOP + _PLOT, _TOP + _PLOT + 4], colour=style.CONTEXT)
        canvas.text(across(tick), _TOP + _PLOT + 14, _round_number(tick, lang), anchor="center", colour=style.MUTED)
    _medians(canvas, drawn, across, up, lang)
    places = [(across(p.level), up(p.growth)) for p in drawn]
    marks = ["^" if p.growth > ticks[-1] else "v" if p.growth < ticks[0] else "o" for p in drawn]
    for mark in ("o", "^", "v"):
        chosen = [xy for xy, m, p in zip(places, marks, drawn, strict=True) if m == mark and not p.own]
        if chosen:
            canvas.dots([x for x, _ in chosen], [y for _, y in chosen], colour="#b9c4ca", edge="#6b747c", mark=mark)
    for (x, y), mark, p in zip(places, marks, drawn, strict=True):
        if p.own:
            canvas.dots([x], [y], colour=style.ACCENT, radius=6, mark=mark)
    _name(canvas, drawn, places, named, [up(0.0), up(median(p.growth for p in drawn))])
    return any(m != "o" for m in marks)


def _growth_ticks(drawn: Sequence[Point]) -> list[float]:
    """Return ticks over the middle nine tenths of the field and the own points: one wild county must not flatten the rest."""
    ordered = sorted(p.growth for p in drawn)
    cut = len(ordered) // 20
    wanted = [ordered[cut], ordered[-1 - cut], 0.0, *(p.growth for p in drawn if p.own)]
    return style.nice_ticks(min(wanted), max(wanted), 6)


def _log_ticks(low: float, high: float) -> list[float]:
    for mantissas in ((1, 2, 5), (1,)):
        found = [m * 10.0**e for e in range(math.floor(low), math.ceil(high) + 1) for m in mantissas if low <= math.log10(m * 10.0**e) <= high]
        if len(found) <= 7:
            break
    return found


def _round_number(tick: float, lang: str) -> str:
    return style.number(tick, max(0, -math.floor(math.log10(tick) + 1e-9)), lang=lang)


def _medians(canvas: Canvas, drawn, across, up, lang: str) -> None:
    x, y = across(median(p.level for p in drawn)), up(median(p.growth for p in drawn))
    canvas.line([x, x], [_TOP, _TOP + _PLOT], colour=style.CONTEXT, dash=(4, 3))
    canvas.line([_LEFT, WIDTH], [y, y], colour=style.CONTEXT, dash=(4, 3))
    canvas.text(x, _TOP - 8, _WORDS[lang]["median"], anchor="center", colour=style.MUTED)


def _name(canvas: Canvas, drawn, places, named: int, rules: Sequence[float]) -> None:
    """Write the own name, then the largest others', each where it covers the fewest dots and no other name."""
    largest = sorted(range(len(drawn)), key=lambda i: (not drawn[i].own, -drawn[i].level, drawn[i].label))
    taken: list[tuple[float, float, float, float]] = []
    for rank, i in enumerate(largest[: named + sum(p.own for p in drawn)]):
        own = drawn[i].own
        size = style.TEXT if own else style.SMALL
        found = _free_box(places[i], style.text_width(drawn[i].label, size) * (1.05 if own else 1) * style.GROWN, size * style.GROWN, taken, places, rules, force=rank == 0)
        if found:
            box, anchor = found
            taken.append(box)
            x = {"left": box[0], "right": box[2], "center": (box[0] + box[2]) / 2}[anchor]
            canvas.text(x, (box[1] + box[3]) / 2, drawn[i].label, anchor=anchor, size=size, bold=own, colour=style.ACCENT if own else style.MUTED)


def _free_box(place, width: float, size: float, taken, dots, rules, force: bool):
    x, y = place
    best, fewest = None, 99
    for dx, dy in ((8, 0), (-8 - width, 0), (-width / 2, -15), (-width / 2, 15), (6, -12), (6, 12), (-6 - width, -12), (-6 - width, 12)):
        box = (x + dx, y + dy - size / 2, x + dx + width, y + dy + size / 2)
        inside = box[0] >= _LEFT and box[2] <= WIDTH and box[1] >= _TOP - 4 and box[3] <= _TOP + _PLOT
        if not inside or any(box[0] < t[2] and t[0] < box[2] and box[1] < t[3] and t[1] < box[3] for t in taken):
            continue
        covered = sum(box[0] - 3 < a < box[2] + 3 and box[1] - 3 < b < box[3] + 3 for a, b in dots if (a, b) != place)
        covered += 0.5 * sum(box[1] < rule < box[3] for rule in rules)
        if covered < fewest:
            best, fewest = (box, "left" if dx > 0 else "center" if dx == -width / 2 else "right"), covered
    return best if force or fewest < 1 else None


def rank_dots(
    values: Sequence[float | None], own: int | None, *, average: float | None = None, average_label: str = "",
    own_label: str = "", unit: str, lang: str, alt: str, ident: str, decimals: int = 1, log: bool = False,
) -> Chart:
    """Return the values of all regions as a swarm on one axis, the own one marked, the average as a line.

    `log` sets a logarithmic axis, on which only positive values are drawn. Values that cannot be drawn are counted in a
    note, never drawn as zero.
    """
    known = [(i, v) for i, v in enumerate(values) if present(v) and (v > 0 or not log)]
    canvas = Canvas(ident, 132)
    canvas.text(WIDTH - 4, 124, unit, anchor="right", colour=style.MUTED)
    if len(known) < len(values):
        canvas.text(2, 124, _WORDS[lang]["left"].format(n=len(values) - len(known)), colour=style.MUTED)
    if known:
        _swarm(canvas, known, own, average, average_label, own_label or _WORDS[lang]["one"], decimals, log, lang)
    return canvas.chart(alt)


def _swarm(canvas: Canvas, known, own, average, average_label: str, own_label: str, decimals: int, log: bool, lang: str) -> None:
    shown = [v for _, v in known] + ([average] if present(average) and (average > 0 or not log) else [])
    if log:
        low, high = math.log10(min(shown)) - 0.04, math.log10(max(shown)) + 0.04
        ticks = _log_ticks(low, high)
    else:
        ticks = style.nice_ticks(min(shown), max(shown), 6)
        low, high = ticks[0], ticks[-1]

    def across(value: float) -> float:
        return 14 + (WIDTH - 28) * ((math.log10(value) if log else value) - low) / (high - low)

    base = 58
    canvas.line([4, WIDTH - 4], [96, 96], colour=style.CONTEXT)
    for tick in ticks:
        canvas.line([across(tick)] * 2, [96, 100], colour=style.CONTEXT)
        text = _round_number(tick, lang) if log else style.number(tick, 0 if tick == int(tick) else decimals, lang=lang)
        canvas.text(min(max(across(tick), style.text_width(text) / 2 + 2), WIDTH - 2 - style.text_width(text) / 2), 109, text, anchor="center", colour=style.MUTED)
    heads = _heads(known, own, average, average_label, own_label, decimals, lang, across, shown)
    if present(average) and average in shown:
        canvas.line([across(average)] * 2, [22, 96], width=1.6)
    places = _stack([(i, across(v)) for i, v in known], base, own)
    others = [places[i] for i, _ in known if i != own]
    canvas.dots([x for x, _ in others], [y for _, y in others], colour="#b9c4ca", edge="#6b747c", radius=3.5)
    if own in places:
        x, y = places[own]
        canvas.line([x, x], [22, y], colour=style.ACCENT, width=1)
        canvas.dots([x], [y], colour=style.ACCENT, radius=6.5)
    for x, text, is_own in heads:
        canvas.text(x, 12, text, anchor="center", size=style.TEXT, bold=is_own, colour=style.ACCENT if is_own else style.INK)


def _heads(known, own, average, average_label: str, own_label: str, decimals: int, lang: str, across, shown):
    """Return the two labels above the swarm, moved apart where they would meet."""
    found = [(across(v), f"{own_label} {style.number(v, decimals, lang=lang)}", True) for i, v in known if i == own]
    if present(average) and average in shown:
        found.append((across(average), f"{average_label} {style.number(average, decimals, lang=lang)}".strip(), False))
    widths = [style.text_width(text, style.TEXT) * 1.05 + 14 for _, text, _ in found]
    widest = max(widths, default=0) / 2
    moved = style.spread([x for x, _, _ in found], widths, widest, WIDTH - widest)
    return [(x, text, is_own) for x, (_, text, is_own) in zip(moved, found, strict=True)]


def _stack(xs: Sequence[tuple[int, float]], base: float, own: int | None) -> dict[int, tuple[float, float]]:
    """Return the places of the dots: each beside the middle line as near as no earlier dot allows; the own one on it."""
    placed: dict[int, tuple[float, float]] = {}
    for i, x in sorted(xs, key=lambda p: (p[0] != own, p[1])):
        near = [((x - a) ** 2, b, 64 if j == own else 42) for j, (a, b) in placed.items() if abs(x - a) <= 8]
        for level in range(11):
            y = base + (level + 1) // 2 * 6.0 * (-1 if level % 2 else 1)
            if all(across + (y - b) ** 2 >= apart for across, b, apart in near):
                break
        placed[i] = (x, y)
    return placed
