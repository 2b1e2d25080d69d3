"""The index's map: counties in the shades of the index's table, each leading to its own brief."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from jianbao.geometry import UNITS, Geometry, load
from jianbao.publish.matrix import Layout, figure, href

__all__ = ["index_map"]

WIDTH = 460
#: Below the reference is lined, so that it is told from above in black and white too; what is withheld is hatched.
_FILLS = {"a": "#7fb0dc", "b": "#d3e4f3", "c": "#f3f1ec", "d": "url(#m-d)", "e": "url(#m-e)", "h": "url(#m-h)", "o": "url(#m-n)", "": "#fff"}
_PATTERNS = (
    '<defs><pattern id="m-d" width="12" height="12" patternUnits="userSpaceOnUse"><path d="M0 0H12V12H0z" fill="#fbe3c6"/><path d="M0 6H12" stroke="#dd9a52" stroke-width="1.4"/></pattern>'
    '<pattern id="m-e" width="7" height="7" patternUnits="userSpaceOnUse"><path d="M0 0H7V7H0z" fill="#e9a862"/><path d="M0 3H7" stroke="#8a4a00" stroke-width="2"/></pattern>'
    '<pattern id="m-h" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0H10V10H0z" fill="#fff"/><path d="M0 0V10" stroke="#7d848b" stroke-width="3"/></pattern>'
    '<pattern id="m-n" width="8" height="8" patternUnits="userSpaceOnUse"><path d="M0 0H8V8H0z" fill="#faf8f3"/><circle cx="4" cy="4" r="1.1" fill="#a59f8f"/></pattern></defs>'
)  # fmt: skip


def index_map(plan: Layout, catalogue: Any, path: Path, lang: str, words: Mapping[str, str]) -> str:
    """Return the map as SVG, "" where fewer than two counties of the map have a brief with a figure.

    The figure is that of the county's own brief, its shade the distance from the root region's, as in the table. A county
    without a brief in this edition is white. Raises ValueError for a file that is no map.
    """
    geometry = load(path, WIDTH)
    shown = {c.code: _look(plan, c.code, words) for c in geometry.counties}
    if sum(shade not in ("", "o") for shade, _ in shown.values()) < 2:
        return ""
    names = {r.code: r.short(lang) for r in catalogue.regions()}
    looks: dict[str, list[str]] = {}
    for county in geometry.counties:
        shade, text = shown[county.code]
        outline = f'<path d="{county.path}"><title>{escape(f"{names.get(county.code, county.name)} {text}")}</title></path>'
        if shade:  # not a stop of the Tab key: the same links are in the tables
            outline = f"<a href={href(plan.regions[county.code])} tabindex=-1>{outline}</a>"
        looks.setdefault(shade, []).append(outline)
    body = "".join(f'<g fill="{_FILLS[shade]}">{"".join(parts)}</g>' for shade, parts in sorted(looks.items()))
    counted = [(words[key], sum(shade in group for shade, _ in shown.values())) for key, group in (("above", ("a", "b")), ("alike", ("c",)), ("below", ("d", "e")))]
    root = plan.regions.get(plan.root)
    said = words["map_said"].format(n=sum(n for _, n in counted), parts=words["comma"].join(f"{word}{n}" for word, n in counted)) if root and root.headline and root.headline.growth is not None else ""
    return (
        f'<svg class="map" role="group" aria-labelledby="m-t m-s" viewBox="0 0 {geometry.width} {geometry.height}" fill="#1b1f23">'
        f'<title id="m-t">{escape(words["map"])}</title><desc id="m-s">{escape(said)}</desc>{_PATTERNS}'
        f'<g stroke="#a9b6ba" stroke-width="1" stroke-linejoin="round">{body}</g>'
        f'<path d="{geometry.coast}" fill="none" stroke="#8f969c" stroke-width="1.2"/>'
        f'<path d="{geometry.city_borders}" fill="none" stroke="#fff" stroke-width="4"/>'
        f'<path d="{geometry.city_borders}" fill="none" stroke="#555c64" stroke-width="1.6"/>{_labels(geometry, names)}</svg>'
    )


def _look(plan: Layout, code: str, words: Mapping[str, str]) -> tuple[str, str]:
    """Return the shade of a county and the figure said of it; no shade where this edition has no brief of it."""
    entry = plan.regions.get(code)
    if entry is None or entry.result != "ok":
        return "", words["no_brief"]
    root = plan.regions.get(plan.root)
    reference = root.headline.growth if root and root.headline else None
    shade, text = figure(entry, reference, words)
    return shade, f"{text}%" if shade in "abcde" else text


def _labels(geometry: Geometry, names: Mapping[str, str]) -> str:
    """Return the names of the cities, each in the middle of its counties; the pointer passes through them."""
    cities: dict[str, list[Any]] = {}
    for county in geometry.counties:
        cities.setdefault(county.city_code, []).append(county)
    out = []
    for code, counties in cities.items():
        left, top, right, foot = (f(c.box[k] for c in counties) for k, f in enumerate((min, min, max, max)))
        x, y = min((c.centre for c in counties), key=lambda at: abs(2 * at[0] - left - right) + abs(2 * at[1] - top - foot))
        out.append(f'<text x="{x}" y="{y + 4 * UNITS}" font-size="24">{escape(names.get(code, ""))}</text>')
    halo = 'paint-order="stroke" stroke="#fff" stroke-width="6" stroke-linejoin="round"'
    return f'<g text-anchor="middle" font-weight="700" pointer-events="none" {halo}>{"".join(out)}</g>'
