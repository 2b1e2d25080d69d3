"""Charts read back from their drawing and held against the table of the annex that has their figures."""

import math
import re
from collections import Counter
from collections.abc import Callable
from html import unescape

__all__ = ["drawn"]

_SVG = re.compile(r'<svg[^>]*aria-labelledby="([\w-]+)-t[ "][^>]*>(.*?)</svg>(.{0,160})', re.S)
_LINK, _DATA = re.compile(r'href="#(a\d+)"'), re.compile(r'<details class="data"(?: id="(a\d+)")?>.*?<tbody>(.*?)</tbody>', re.S)
_TEXT = re.compile(r'<text x="([\d.-]+)" y="([\d.-]+)"([^>]*)>([^<]*)</text>')
_USE, _LINE = re.compile(r'<use href="#[^"]*" x="([\d.-]+)" y="([\d.-]+)"/>'), re.compile(r'<path d="((?:[ML][\d.-]+ [\d.-]+)+)" fill="none"([^>]*)/>')
_POINT = re.compile(r"[ML]([\d.-]+) ([\d.-]+)")
_BASE = 4.5  # a line of text stands so many px below its middle


def drawn(html: str) -> list[str]:
    """Return where a chart of a page does not show the figures of its table; charts of an analyst's own are left out."""
    tables = {name or str(m.start()): _rows(body) for m in _DATA.finditer(html) for name, body in [m.groups()]}
    found = []
    for m in _SVG.finditer(html):
        ident, body, after = m.groups()
        link, inline = _LINK.search(after), re.search(r'<details class="data">', after)
        rows = tables.get(link[1] if link else str(m.start(3) + inline.start()) if inline else "")
        check = _CHECKS.get(ident, _ledger if ident.startswith("ledger-") else None)
        if rows and check and (why := check(body, rows)):
            found.append(f"chart {ident}: {why}")
    return found


def _rows(body: str) -> list[list[str]]:
    cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in re.findall(r"<tr\b.*?</tr>", body, re.S))
    return [[unescape(re.sub(r"<[^>]*>", "", c)).strip() for c in row] for row in cells]


def _number(text: str) -> float | None:
    try:
        return float(text.replace("−", "-").replace("+", "").replace(",", ""))
    except ValueError:
        return None


def _texts(body: str) -> list[str]:
    return [unescape(t[3]) for t in _TEXT.findall(body)]


def _scale(marks: list[tuple[float, float]]) -> Callable[[float], float] | None:
    """Return where a value stands, from the marks of an axis: value and px."""
    if len(marks) < 2:
        return None
    (v0, p0), (v1, p1) = min(marks), max(marks)
    return lambda v: p0 + (v - v0) * (p1 - p0) / (v1 - v0)


def _apart(at: Callable[[float], float], shown: list[float], values: list[float]) -> str:
    """Return why places do not fit values in the same order: within half a printed unit and a tenth of a px."""
    if len(shown) != len(values):
        return f"{len(shown)} marks for {len(values)} figures"
    slack = abs(at(0.051) - at(0)) + 0.11
    worst = next(((p, v) for p, v in zip(shown, values, strict=True) if abs(p - at(v)) > slack), None)
    return f"a mark at {worst[0]} px for {worst[1]}, which stands at {at(worst[1]):.1f}" if worst else ""


def _lines(body: str, rows: list[list[str]]) -> str:
    """Growth lines: one style a line, the own one last; its points in the order of the rows."""
    ticks = [(v, float(y) - _BASE) for _, y, look, text in _TEXT.findall(body) if 'anchor="end"' in look and (v := _number(text)) is not None]
    at = _scale(ticks)
    styles: dict[str, list[float]] = {}
    for path, look in _LINE.findall(body):
        points = _POINT.findall(path)
        width = re.search(r'stroke-width="([\d.]+)"', look)
        if not width or (len(points) == 2 and points[0][1] == points[1][1] and width[1] == "1.2"):
            continue  # the grid
        styles.setdefault(look, []).extend(float(y) for _, y in points)
    columns = [[_number(row[k]) for row in rows] for k in range(1, len(rows[0]))]
    if at is None or len(styles) != len(columns):
        return f"{len(styles)} lines for {len(columns)} columns"
    ordered = [columns[-1 if k < 0 else k] for k in (*range(1, len(columns)), 0)]
    return next((why for ys, column in zip(styles.values(), ordered, strict=True) if (why := _apart(at, ys, [v for v in column if v is not None]))), "")


def _dots(body: str, rows: list[list[str]]) -> str:
    """All regions on one axis of growth: the dots from left to right are the last column from low to high."""
    ticks = [(v, float(x)) for x, y, look, text in _TEXT.findall(body) if 'anchor="middle"' in look and float(y) > 100 and (v := _number(text)) is not None]
    at = _scale(ticks)
    values = sorted(v for row in rows if (v := _number(row[-1])) is not None)
    return "no axis" if at is None else _apart(at, sorted(float(x) for x, _ in _USE.findall(body)), values)


def _field(body: str, rows: list[list[str]]) -> str:
    """Level (logarithmic) against growth: a mark for each row that has both, at its place; at the edge where it lies beyond."""
    marks = [(float(x), float(y), look, v) for x, y, look, text in _TEXT.findall(body) if (v := _number(text)) is not None]
    up = _scale([(v, y - _BASE) for _, y, look, v in marks if 'anchor="end"' in look])
    across = _scale([(math.log10(v), x) for x, _, look, v in marks if 'anchor="middle"' in look and v > 0])
    pairs = [(_number(row[1]), _number(row[2]), row[1]) for row in rows]
    left = [(level, growth, 0.51 * 10.0 ** -len(text.partition(".")[2])) for level, growth, text in pairs if level and level > 0 and growth is not None]
    places = [(float(x), float(y)) for x, y in _USE.findall(body)]
    if up is None or across is None or len(places) != len(left):
        return f"{len(places)} marks for {len(left)} figures"
    ends = sorted(y - _BASE for _, y, look, _ in marks if 'anchor="end"' in look)
    slack = abs(up(0.051) - up(0)) + 0.11

    def stands(y: float, growth: float) -> bool:
        wanted = up(growth)
        beyond = wanted < ends[0] + 8 and y < ends[0] + 9 or wanted > ends[-1] - 8 and y > ends[-1] - 9
        return abs(y - wanted) <= slack or beyond

    # The fewest that fit choose first: levels are printed with one decimal, so that several small ones fit one mark.
    fits = {n: [f for f in left if across(math.log10(max(f[0] - f[2], 1e-9))) - 0.2 <= x <= across(math.log10(f[0] + f[2])) + 0.2 and stands(y, f[1])] for n, (x, y) in enumerate(places)}
    for n in sorted(fits, key=lambda n: len(fits[n])):
        free = [f for f in fits[n] if f in left]
        if not free:
            return f"a mark at {places[n][0]}, {places[n][1]} px is no region's"
        left.remove(min(free, key=lambda f, y=places[n][1]: abs(y - up(f[1]))))
    return ""


def _labels(body: str, rows: list[list[str]]) -> str:
    """Bars: each row's figure is printed at its bar."""
    told = _texts(body)
    return next((f"{row[1]} of {row[0]} is not printed" for row in rows if row[1] not in told), "")


def _heat(body: str, rows: list[list[str]]) -> str:
    told, wanted = [t for t in _texts(body) if _number(t) is not None], [c for row in rows for c in row[1:] if _number(c) is not None]
    return "" if not Counter(wanted) - Counter(told) else "the figures in the cells are others"


def _ledger(body: str, rows: list[list[str]]) -> str:
    """Bars and cells of a ledger: every number of its table is printed in the drawing, as often."""
    told, wanted = Counter(t for t in _texts(body) if _number(t) is not None), Counter(c for row in rows for c in row[1:] if _number(c) is not None)
    return "" if not wanted - told else "the figures drawn are others"


def _map(body: str, rows: list[list[str]]) -> str:
    """The map: each county's tooltip has the figure of its row."""
    told = dict(t.split(" ")[:2] for t in map(unescape, re.findall(r"<title>([^<]*)</title></path>", body)) if t.count(" ") == 1)
    wrong = [row[0] for row in rows if row[0] in told and (_number(row[1]) or 0) > 0 and not re.match(re.escape(row[1]) + r"(?![\d.,])", told[row[0]])]
    return f"{wrong[0]} is {told[wrong[0]]} there" if wrong else ""


_CHECKS: dict[str, Callable[[str, list[list[str]]], str]] = {"run": _lines, "power": _lines, "inv": _lines, "cap": _lines, "spread": _dots, "size": _field, "pull": _labels, "shift": _labels, "heat": _heat, "map": _map}
