"""Drawings: a bar, point, line or coloured area of a withheld cell, read back from its place on the axes."""

import re
from collections.abc import Iterator

import numpy as np

from jianbao.disclosure.blocks import Finding, Judge
from jianbao.disclosure.naming import Mention
from jianbao.disclosure.pieces import Drawing, Mark
from jianbao.disclosure.tokens import plain

__all__ = ["drawn"]

_BOX = re.compile(r"M(-?[\d.]+)[ ,](-?[\d.]+)H(-?[\d.]+)V(-?[\d.]+)H(-?[\d.]+)z", re.I)
_PAIR = re.compile(r"[ML]?(-?[\d.]+)[ ,](-?[\d.]+)")
_HATCHED = re.compile(r"(?:fill:)?url\(#[\w-]*-h\);?")  # other patterns of a map say below, or none
_TICK = re.compile(r"[−+-]?\d[\d,]*(?:\.\d+)?%?")
#: A line of text stands this far (px) below the middle of what it names; a mark is that near to the place it is drawn for.
_BELOW, _NEAR, _ROW = 4.5, 0.35, 9.0


def drawn(drawing: Drawing, judge: Judge, file: str) -> Iterator[Finding]:
    """Yield what a drawing shows of withheld cells."""
    look = _Look(drawing, judge, file)
    if look.small:
        yield from look.in_a_row()
        return
    yield from look.areas()
    yield from look.bars()
    yield from look.points()
    yield from look.lines()


class _Look:
    def __init__(self, drawing: Drawing, judge: Judge, file: str) -> None:
        self.drawing, self.judge, self.file = drawing, judge, file
        self.held, self.namer = judge.held, judge.namer
        marks = drawing.marks
        self.texts = [(x, y, plain(m.text).strip(), m) for m in marks if m.kind == "text" and m.text.strip() for x, y in [_at(m, "x", "y")]]
        self.boxes = [(box, m) for m in marks if (box := _box(m)) is not None]
        self.dots = [(_at(m, "x", "y") if m.kind == "use" else _at(m, "cx", "cy")) for m in marks if m.kind == "use" or (m.kind in ("circle", "ellipse") and "cx" in m.at)]
        self.small = not self.texts and not any(m.text.strip() for m in marks)  # a map without a label is a map

    def _finding(self, rule: str, region: str, sector: str, name: tuple[str, str] = ("", ""), shown: str = "") -> Finding:
        return Finding(self.file, self.drawing.place, rule, region, sector, *name, shown)

    def _cells(self, text: str, alone: bool = False) -> list[tuple[str, str]]:
        """Return the cells that a label may mean: what it names, else (unless ``alone``) the page's own."""
        found: tuple[Mention, ...] = self.namer.mentions(text)
        if not found and alone:
            return []
        page = (self.drawing.region, self.drawing.sector)
        sides = [next((m.codes for m in found if m.region == side), ()) or (page[k],) for k, side in enumerate((True, False))]
        return [(r, s) for r in self.namer.resolve(sides[0], *page) for s in self.namer.resolve(sides[1], *page)]

    def _hidden(self, text: str) -> tuple[str, str] | None:
        """Return the withheld cell that a label names, None unless all it may mean are withheld."""
        cells = self._cells(text, alone=True)
        return cells[0] if cells and all(self.held.hidden(*c) for c in cells) else None

    def in_a_row(self) -> Iterator[Finding]:
        """A small picture without text, in a row or on a card about a withheld cell, draws nothing."""
        cells: list[tuple[str, str]] = []
        parts = self.drawing.fact.split("|")
        if any(self.drawing.row):
            page = (self.drawing.region, self.drawing.sector)
            cells = [(r, s) for r in self.namer.resolve(self.drawing.row[0] or page[:1], *page) for s in self.namer.resolve(self.drawing.row[1] or page[1:], *page)]
        elif len(parts) in (4, 5):
            cells = [(parts[1], parts[2])]
        else:
            cells = [(self.drawing.region, self.drawing.sector)]
        shapes = [m for m in self.drawing.marks if m.kind != "path" or m.at.get("d")]
        if cells and shapes and all(self.held.hidden(*c) for c in cells):
            yield self._finding("a small picture of a withheld cell", *cells[0])

    def areas(self) -> Iterator[Finding]:
        """An area of a map that names a withheld cell is hatched, like all withheld ones."""
        for mark in self.drawing.marks:
            if mark.kind in ("path", "polygon", "rect", "circle", "use") and mark.text and (cell := self._hidden(plain(mark.text))):
                fill = mark.at.get("style", "") or mark.fill
                if not _HATCHED.fullmatch(fill.strip()):
                    yield self._finding("a colour or mark of a withheld cell", *cell)

    def bars(self) -> Iterator[Finding]:
        """A bar beside (or above) the label of a withheld cell, or one without a label as long as such a cell's would be."""
        plots = [(b, m) for b, m in self.boxes if b[0] > 0.5 and b[2] - b[0] > 0.3 and 3 <= b[3] - b[1] <= 60]
        rows = [(y - _BELOW, text) for x, y, text, m in self.texts if m.at.get("text-anchor") != "middle" and not _TICK.fullmatch(text)]
        feet = [(x, text) for x, y, text, m in self.texts if m.at.get("text-anchor") == "middle" and not _TICK.fullmatch(text)]
        for (left, top, right, foot), _mark in plots:
            middle, centre = (top + foot) * 0.5, (left + right) * 0.5
            beside = [text for y, text in rows if abs(y - middle) <= _ROW]
            below = [text for x, text in feet if abs(x - centre) <= _ROW] if not beside else []
            for text in (*beside, *below):
                if cell := self._hidden(text):
                    yield self._finding("a bar of a withheld cell", *cell)
            if not beside and not below and len(plots) >= 2:
                yield from self._unnamed((left, top, right, foot), plots)
        numbers = [(y, text) for _x, y, text, _m in self.texts if _TICK.fullmatch(text.rstrip("亿元%家人"))]
        if len(plots) >= 3 and len(rows) >= 3:
            for y, text in rows:
                cell = self._hidden(text)
                if cell and any(abs(other - _BELOW - y) <= 2 for other, _ in numbers) and "…" not in text:
                    yield self._finding("a number beside the label of a withheld cell", *cell)

    def _unnamed(self, box: tuple[float, ...], plots: list) -> Iterator[Finding]:
        """Find whose length a bar without a label has, by the scale of the others and the numbers beside them."""
        scales: dict[int, list[float]] = {}
        for (left, top, right, foot), _ in plots:
            for _x, y, text, _m in self.texts:
                value = _number(text)
                if value and abs(y - _BELOW - (top + foot) * 0.5) <= _ROW and right - left > 8:
                    scales.setdefault(0, []).append((right - left) * (1 / abs(value)))
        for scale in [float(np.median(s)) for s in scales.values() if s]:
            value = (box[2] - box[0]) * (1 / scale)
            for cell in self.judge.around(self.drawing.region, self.drawing.sector):
                held = self.held.values(*cell)
                for k in np.flatnonzero(np.abs(held.at - value) * scale <= _NEAR):
                    if self.held.cat.place.headline in held.names[k][0] and held.names[k][1] == self.held.period:
                        yield self._finding("a bar as long as a withheld cell's", *cell, held.names[k])
                        return

    def points(self) -> Iterator[Finding]:
        """A point where no published cell lies and a withheld one does."""
        if len(self.dots) < 5:
            return
        across, up = self._axis(0), self._axis(1)
        if across is None:
            return
        place = self.held.cat.place
        pairs, numbers, withheld = self.held.heads(self.drawing.sector)
        if not len(pairs):
            return
        near = np.zeros((len(self.dots), len(pairs)), dtype=bool)
        dots = np.array(self.dots)
        level, growth = numbers.T
        ways = [(level, growth), (growth, level)] if up is not None else [(growth, None), (level, None)]
        for xs, ys in ways:
            close = np.abs(dots[:, :1] - across.at(xs)[None]) <= _NEAR
            if ys is not None and up is not None:
                close &= np.abs(dots[:, 1:] - up.at(ys)[None]) <= _NEAR
            near |= close
        for row in near[~near[:, ~withheld].any(axis=1)]:
            if row.any():
                yield self._finding("a point of a withheld cell", *pairs[int(np.argmax(row))], (f"{place.headline}_growth", self.held.period))

    def lines(self) -> Iterator[Finding]:
        """A line whose corners are a withheld cell's figures of the periods, and no published cell's."""
        up = self._axis(1)
        if up is None:
            return
        page = (self.drawing.region, self.drawing.sector)
        cells = dict.fromkeys([page, *(c for _, _, text, _m in self.texts for c in self._cells(text, alone=True)), *self.judge.around(*page)])
        shown = [c for c in cells if not self.held.hidden(*c)]
        hidden = [c for c in cells if self.held.hidden(*c)]
        for mark in self.drawing.marks:
            path = mark.at.get("points", "") or mark.at.get("d", "")
            if mark.kind not in ("path", "polyline") or mark.at.get("fill", "none") != "none" or path.count(" ") < 2 or re.search(r"[HVz]", path):
                continue
            ys = np.array([float(y) for _, y in _PAIR.findall(path)])
            if len(ys) < 3 or np.ptp(ys) < 3 or self._follows(ys, shown, up) is not None:
                continue
            if (cell := self._follows(ys, hidden, up)) is not None:
                yield self._finding("a line of a withheld cell", *cell)

    def _follows(self, ys: np.ndarray, cells: list[tuple[str, str]], up: "_Axis") -> tuple[str, str] | None:
        """Return the cell of which consecutive figures lie on the corners of a line, None if of none."""
        for course in self.held.courses(cells):  # cells × periods, growth then level
            at = up.at(course)
            for start in range(at.shape[1] - len(ys) + 1):
                hit = np.flatnonzero((np.abs(at[:, start : start + len(ys)] - ys) <= _NEAR).all(axis=1))
                if len(hit):
                    return cells[int(hit[0])]
        return None

    def _axis(self, side: int) -> "_Axis | None":
        """Return the axis that the numbers below (side 0) or at the left (1) of a field make, None if they make none."""
        groups: dict[float, list[tuple[float, float]]] = {}
        for x, y, text, mark in self.texts:
            value = _number(text) if _TICK.fullmatch(text) else None
            anchor = mark.at.get("text-anchor", "start")
            if value is None or (side == 0) != (anchor == "middle"):
                continue
            across, along = (y, x) if side == 0 else (x, y - _BELOW)
            groups.setdefault(round(across), []).append((along, value))
        found = max(groups.values(), key=len, default=[])
        return _Axis.through(found) if len(found) >= 3 else None


class _Axis:
    """Where a value is drawn: linear, or linear in its logarithm."""

    def __init__(self, start: float, step: float, log: bool) -> None:
        self.start, self.step, self.log = start, step, log

    @classmethod
    def through(cls, ticks: list[tuple[float, float]]) -> "_Axis | None":
        at, values = np.array(ticks).T
        for log in (False, True):
            if log and (values <= 0).any():
                return None
            given = np.log10(values) if log else values
            if np.ptp(given) == 0:
                return None
            step, start = np.polyfit(given, at, 1)
            if np.abs(start + step * given - at).max() <= 0.4:
                return cls(float(start), float(step), log)
        return None

    def at(self, values: np.ndarray) -> np.ndarray:
        """Return the places of values in px, NaN where one has none."""
        if self.log:
            values = np.log10(np.where(values > 0, values, np.nan))
        return self.start + self.step * values


def _at(mark: Mark, x: str, y: str) -> tuple[float, float]:
    return _float(mark.at.get(x)), _float(mark.at.get(y))


def _float(text: str | None) -> float:
    try:
        return float(str(text).removesuffix("px"))
    except ValueError:
        return 0.0


def _number(text: str) -> float | None:
    found = _TICK.search(text)
    return float(found[0].replace("−", "-").replace(",", "").rstrip("%")) if found else None


def _box(mark: Mark) -> tuple[float, float, float, float] | None:
    """Return left, top, right, foot of a rectangle, None for another shape."""
    if mark.kind == "rect":
        (x, y), (wide, high) = _at(mark, "x", "y"), _at(mark, "width", "height")
        return x, y, x + wide, y + high
    found = _BOX.fullmatch(mark.at.get("d", "").strip()) if mark.kind == "path" else None
    if not found:
        return None
    left, top, right, foot = (float(v) for v in found.groups()[:4])
    return min(left, right), min(top, foot), max(left, right), max(top, foot)
