"""The map of counties: five natural classes, hatch for what is not disclosed, the own region outlined and named."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from jianbao.brief import style
from jianbao.brief.style import present
from jianbao.brief.svg import Chart, escape_text, frame, hatch
from jianbao.facts import rounded
from jianbao.geometry import UNITS, County, Geometry, load

__all__ = ["choropleth", "natural_breaks"]

WIDTH = 460
_CLASSES = 5
_WORDS = {
    "zh": {"suppressed": "不公布（…）", "none": "无规上企业", "missing": "无数据", "note": "示意图", "to": "—"},
    "en": {"suppressed": "not disclosed (…)", "none": "no such firms", "missing": "no data", "note": "Sketch map", "to": "–"},
}
_MISSING = "#ffffff"
_STATUS = {"suppressed": "suppressed", "not_applicable": "none", "none": "none", "missing": "missing"}


def natural_breaks(values: Sequence[float], classes: int = _CLASSES) -> list[tuple[float, float]]:
    """Return the lowest and highest value of each of Fisher and Jenks's classes, exact, by dynamic programming.

    Equal values stay together; fewer different values than classes give fewer classes.

    >>> natural_breaks([1, 2, 10, 11, 50], 3)
    [(1.0, 2.0), (10.0, 11.0), (50.0, 50.0)]
    """
    import numpy as np

    if not len(values):
        return []
    different, counts = np.unique(np.asarray(values, dtype=float), return_counts=True)
    n, k = len(different), min(classes, len(different))
    weight, total, square = (np.concatenate([[0.0], np.cumsum(counts * different**p)]) for p in (0, 1, 2))

    def within(start: np.ndarray, stop: np.ndarray) -> np.ndarray:
        summed = total[stop] - total[start]
        return square[stop] - square[start] - summed**2 / (weight[stop] - weight[start])

    # The spread within every stretch start … stop; what is no stretch costs too much ever to be chosen.
    start, stop = np.meshgrid(np.arange(n + 1), np.arange(n + 1), indexing="ij")
    spread = np.full((n + 1, n + 1), np.inf)
    spread[start < stop] = within(start[start < stop], stop[start < stop])
    cost, begins = spread[0], []
    for _ in range(2, k + 1):
        sums = cost[:, None] + spread
        begins.append(np.argmin(sums, axis=0))
        cost = sums.min(axis=0)
    edges = [n]
    for begin in reversed(begins):
        edges.append(int(begin[edges[-1]]))
    edges = [*edges, 0][::-1]
    return [(float(different[a]), float(different[b - 1])) for a, b in zip(edges, edges[1:], strict=False)]


def choropleth(
    source: Path | str, values: Mapping[str, float | None], *, statuses: Mapping[str, str] | None = None,
    own: str | Sequence[str] | None = None, names: Mapping[str, str] | None = None, unit: str, lang: str, alt: str, ident: str,
    decimals: int = 1,
) -> Chart:
    """Return the map of a GeoJSON file (or of the only one in the data folder's ``map/``) with values by county code.

    A status of suppressed is hatched whatever its value, not_applicable (or none) is pale, no value at all is white; the
    legend names what occurs and each class's lowest and highest value. `own` is a county, a city (its counties are
    outlined together) or several codes; `names` are printed names by code, of counties and cities. Values in `unit`.
    Raises FileNotFoundError or ValueError where there is no such map.
    """
    geometry = load(_file(Path(source)), WIDTH)
    statuses = {str(k): v for k, v in (statuses or {}).items()}
    kinds = {c.code: _kind(values.get(c.code), statuses.get(c.code, "")) for c in geometry.counties}
    classes = natural_breaks([values[code] for code, kind in kinds.items() if kind == "class"])
    body = f"<defs>{hatch(f'{ident}-h', '#7d848b', units=UNITS)}{_dotted(f'{ident}-n')}</defs>"
    body += _counties(geometry, kinds, values, classes, dict(names or {}), unit, lang, ident, decimals)
    body += _borders(geometry)
    body += _own(geometry, own, kinds, values, dict(names or {}), unit, lang, decimals)
    legend, foot = _legend(geometry, kinds, classes, lang, ident, decimals)
    height = geometry.height / UNITS + foot
    return Chart(frame(body + legend, width=WIDTH, height=height, ident=ident, alt=alt, units=UNITS), alt)


def _figure(value: float, decimals: int, lang: str = "zh") -> str:
    """Return a figure as printed everywhere: a small one gets enough decimals not to print as zero."""
    places = next((d for d in range(decimals, decimals + 4) if rounded(value, d)), decimals)
    return style.number(value, places, lang=lang)


def _file(source: Path) -> Path:
    if source.is_file():
        return source
    found = sorted((source / "map").glob("*.geojson"))
    if len(found) != 1:
        raise FileNotFoundError(f"{source.name}: {len(found)} maps in map/, one is needed")
    return found[0]


def _kind(value: float | None, status: str) -> str:
    """Return class, suppressed, none or missing. A status always wins over a value that came with it."""
    if status in _STATUS:
        return _STATUS[status]
    return "class" if present(value) else "missing"


def _class_of(value: float, classes: Sequence[tuple[float, float]]) -> int:
    return next(i for i, (_, high) in enumerate(classes) if value <= high)


def _steps(classes: Sequence) -> tuple[str, ...]:
    """Return a colour for each class; few classes take colours that are far apart."""
    chosen = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4)}.get(len(classes), (0, 1, 2, 3, 4))
    return tuple(style.STEPS[i] for i in chosen)


def _fill(kind: str, ident: str) -> str:
    return {"suppressed": f"url(#{ident}-h)", "none": f"url(#{ident}-n)", "missing": _MISSING}[kind]


def _dotted(ident: str) -> str:
    """Return the ground of counties without such firms: pale and dotted, so that in black and white it is not the lowest class."""
    return (
        f'<pattern id="{ident}" width="8" height="8" patternUnits="userSpaceOnUse"><path d="M0 0H8V8H0z" fill="#faf8f3"/>'
        '<circle cx="4" cy="4" r="1.1" fill="#a59f8f"/></pattern>'
    )


def _counties(geometry: Geometry, kinds, values, classes, names, unit: str, lang: str, ident: str, decimals: int) -> str:
    """Return the counties grouped by their look, each with its name and figure as a tooltip."""
    steps = _steps(classes)
    looks: dict[str, list[str]] = {}
    for county in geometry.counties:
        kind = kinds[county.code]
        if kind == "class":
            fill, said = steps[_class_of(values[county.code], classes)], f"{_figure(values[county.code], decimals, lang=lang)}{_spaced(unit)}"
        else:
            fill, said = _fill(kind, ident), _WORDS[lang][kind]
        title = escape_text(f"{names.get(county.code, county.name)} {said}")
        looks.setdefault(fill, []).append(f'<path d="{county.path}"><title>{title}</title></path>')
    groups = (f'<g fill="{fill}">{"".join(paths)}</g>' for fill, paths in sorted(looks.items()))
    return f'<g stroke="#a9b6ba" stroke-width="1" stroke-linejoin="round">{"".join(groups)}</g>'


def _spaced(unit: str) -> str:
    return f" {unit}" if unit[:1].isascii() and unit[:1].isalpha() else unit


def _borders(geometry: Geometry) -> str:
    return (
        f'<path d="{geometry.coast}" fill="none" stroke="#8f969c" stroke-width="1.2"/>'
        f'<path d="{geometry.city_borders}" fill="none" stroke="#fff" stroke-width="4"/>'
        f'<path d="{geometry.city_borders}" fill="none" stroke="{style.MUTED}" stroke-width="1.6"/>'
    )


def _own(geometry: Geometry, own, kinds, values, names, unit: str, lang: str, decimals: int) -> str:
    """Return the outline of the own counties, and the name beside it where it covers least of the map."""
    codes = [own] if isinstance(own, str) else list(own or ())
    members = [c for c in geometry.counties if c.code in codes or c.city_code in codes]
    if not members:
        return ""
    edge = geometry.edge([c.code for c in members])
    single = members[0] if len(members) == 1 else None
    rows = [names.get(codes[0], single.name if single else "")]
    if single and kinds[single.code] == "class":
        rows.append(f"{_figure(values[single.code], decimals, lang=lang)}{_spaced(unit)}")
    elif single and kinds[single.code] == "suppressed":
        rows.append(style.ELLIPSIS)
    # A thick line would fill small islands.
    line = 5 if max(c.box[2] - c.box[0] for c in members) > 50 else 3
    outline = (
        f'<path d="{edge}" fill="none" stroke="#fff" stroke-width="{line + 4}" stroke-linejoin="round"/>'
        f'<path d="{edge}" fill="none" stroke="{style.INK}" stroke-width="{line}" stroke-linejoin="round"/>'
    )
    return outline + (_callout(geometry, members, [row for row in rows if row]) if any(rows) and len(codes) == 1 else "")


def _callout(geometry: Geometry, members: Sequence[County], rows: Sequence[str]) -> str:
    """Return the label with a line to the region's middle, on the nearest ground that covers few borders."""
    import numpy as np

    size, gap = style.TEXT * UNITS, 8 * UNITS
    wide, high = max(style.text_width(row, size) * 1.05 for row in rows), (size + 4) * len(rows)
    box = [f(c.box[i] for c in members) for i, f in enumerate((min, min, max, max))]
    middle = max(members, key=lambda c: (c.box[2] - c.box[0]) * (c.box[3] - c.box[1])).centre
    x, y = (g.ravel() for g in np.meshgrid(np.arange(4, geometry.width - wide - 4, 12), np.arange(4, max(geometry.height - high, 5), 12)))
    apart = (x >= box[2] + gap) | (x + wide + gap <= box[0]) | (y >= box[3] + gap) | (y + high + gap <= box[1])
    far = np.abs(x + wide / 2 - middle[0]) + 1.3 * np.abs(y + high / 2 - middle[1])
    near = apart & (far <= far[apart].min() + geometry.width / 3) if apart.any() else ~apart
    covered = geometry.nodes_in(x - gap, y - gap, x + wide + gap, y + high + gap)
    best = int(np.argmin(np.where(near, covered * 12 + 0.25 * far, np.inf)))
    x, y = float(x[best]), float(y[best])
    # The line ends at the side of the label that looks at the region.
    if middle[0] < x or middle[0] > x + wide:
        tip, knee = (x - 6 if middle[0] < x else x + wide + 6), y + high / 2
    else:
        tip, knee = x + wide / 2, (y - 4 if middle[1] < y else y + high + 4)
    lead = f'<path d="M{tip:.0f} {knee:.0f}L{middle[0]} {middle[1]}" stroke="{style.INK}" stroke-width="2" fill="none"/><circle cx="{middle[0]}" cy="{middle[1]}" r="5" fill="#fff" stroke="{style.INK}" stroke-width="2"/>'
    halo = ' paint-order="stroke" stroke="#fff" stroke-width="7" stroke-linejoin="round"'
    bold = ' font-weight="700"'
    return lead + "".join(
        f'<text x="{x:.0f}" y="{y + size * 0.9 + i * (size + 4):.0f}" font-size="{size}"{bold if i == 0 else ""}{halo}>{escape_text(row)}</text>'
        for i, row in enumerate(rows)
    )


def _legend(geometry: Geometry, kinds, classes, lang: str, ident: str, decimals: int) -> tuple[str, float]:
    """Return the legend below the map, in as many rows as it needs, and its height in px."""
    words, steps = _WORDS[lang], _steps(classes)
    items = [(steps[i], _range(low, high, lang, decimals)) for i, (low, high) in enumerate(classes)]
    items += [(_fill(kind, ident), words[kind]) for kind in ("suppressed", "none", "missing") if kind in kinds.values()]
    x, row, out = 2.0, 0, ""
    for fill, text in items:
        wide = 24 + style.text_width(text) + 12
        if x + wide > WIDTH and x > 2:
            x, row = 2.0, row + 1
        top = geometry.height + UNITS * (10 + 19 * row)
        out += f'<path d="M{x * UNITS:.0f} {top}h36v22h-36z" fill="{fill}" stroke="#8f969c"/>'
        out += _small(x + 23, top / UNITS + 10, text)
        x += wide
    note = words["note"]
    if x + style.text_width(note) + 4 > WIDTH:
        row += 1
    out += _small(WIDTH - 2, geometry.height / UNITS + 20 + 19 * row, note, ' text-anchor="end"')
    return out, 10 + 19 * (row + 1)


def _small(x: float, y: float, text: str, anchor: str = "") -> str:
    return f'<text x="{x * UNITS:.0f}" y="{y * UNITS:.0f}"{anchor} font-size="{style.SMALL * UNITS:g}" fill="{style.MUTED}">{escape_text(text)}</text>'


def _range(low: float, high: float, lang: str, decimals: int) -> str:
    first, last = _figure(low, decimals, lang=lang), _figure(high, decimals, lang=lang)
    return first if first == last else f"{first}{_WORDS[lang]['to']}{last}"
