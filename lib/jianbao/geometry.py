"""County boundaries as shared arcs on a half-pixel grid: projected, thinned, once a process; no GIS library.

Arcs (the line between the same two counties, or between a county and the outside) are thinned as a whole, so
neighbours keep one common border, and the edge of any set of counties is the arcs with one side in the set.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

__all__ = ["Geometry", "County", "load"]

UNITS = 2  # grid units a px
_KEEP = 2.6  # grid units that a thinned line may leave the true one: about a px
_SPECK = 3.0  # square grid units below which an islet is not drawn, unless it is all its county has

Node = tuple[int, int]


@dataclass(frozen=True)
class County:
    """One county: code and names, its path, its box, a point inside its largest ring (grid units)."""

    code: str
    name: str
    city_code: str
    path: str
    box: tuple[int, int, int, int]
    centre: Node


@dataclass(frozen=True)
class Geometry:
    """All counties of a place on one grid of width × height units."""

    width: int
    height: int
    counties: tuple[County, ...]
    arcs: tuple[tuple[frozenset[str], tuple[Node, ...]], ...]

    def edge(self, members: Collection[str]) -> str:
        """Return the path of the outline of a set of counties."""
        wanted = frozenset(members)
        return _join(line for sides, line in self.arcs if len(sides & wanted) == 1)

    @cached_property
    def city_borders(self) -> str:
        """The path of the borders between counties of different cities."""
        city = {c.code: c.city_code for c in self.counties}
        return _join(line for sides, line in self.arcs if len({city[code] for code in sides}) == 2)

    @cached_property
    def crowd(self) -> np.ndarray:
        """How many border nodes and counties' middles lie above and to the left of each place: counts of boxes by subtraction."""
        x, y = np.array([node for _, line in self.arcs for node in line] + [c.centre for c in self.counties]).T
        counts = np.zeros((self.height + 2, self.width + 2), dtype=np.int32)
        np.add.at(counts, (y + 1, x + 1), 1)
        return counts.cumsum(axis=0).cumsum(axis=1)

    def nodes_in(self, left: np.ndarray, top: np.ndarray, right: np.ndarray, foot: np.ndarray) -> np.ndarray:
        """Return how many nodes lie inside each of some boxes, not on their edges."""
        x0, x1 = (np.clip(edge.astype(int), 0, self.width + 1) for edge in (np.floor(left) + 1, np.ceil(right)))
        y0, y1 = (np.clip(edge.astype(int), 0, self.height + 1) for edge in (np.floor(top) + 1, np.ceil(foot)))
        counts = self.crowd
        return counts[y1, x1] - counts[y0, x1] - counts[y1, x0] + counts[y0, x0]

    @cached_property
    def coast(self) -> str:
        """The path of the outer edge of the place."""
        return _join(line for sides, line in self.arcs if len(sides) == 1)


def load(path: Path, width: float) -> Geometry:
    """Return the boundaries in a GeoJSON file (properties code, name, city_code) on `width` px, read once a process.

    Raises ValueError with one line for a file that is not one.
    """
    stat = Path(path).stat()
    return _load(Path(path), (stat.st_mtime_ns, stat.st_size), width)


@lru_cache(maxsize=4)
def _load(path: Path, _changed: Node, width: float) -> Geometry:
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        shapes = [(f["properties"], _rings(f["geometry"])) for f in features]
        names = {str(p["code"]): (str(p["name"]), str(p["city_code"])) for p, _ in shapes}
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: not a map of counties ({type(error).__name__}: {error})") from None
    grid, size = _on_grid([ring for _, rings in shapes for ring in rings], width)
    ringed: dict[str, list[list[Node]]] = {}
    for properties, rings in shapes:
        ringed[str(properties["code"])] = [grid.pop(0) for _ in rings]
    arcs, chains = _arcs(ringed)
    counties = tuple(_county(code, *names[code], chains[code]) for code in ringed)
    return Geometry(*size, counties, tuple(arcs))


def _rings(geometry: dict) -> list[np.ndarray]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [np.asarray(ring, dtype=float)[:, :2] for polygon in polygons for ring in polygon]


def _on_grid(rings: list[np.ndarray], width: float) -> tuple[list[list[Node]], Node]:
    """Project rings by Albers' equal-area conic, standard parallels a sixth inside the extent, and round to the grid."""
    sizes = np.cumsum([len(ring) for ring in rings])[:-1]
    lon, lat = np.radians(np.concatenate(rings)).T
    south, north = lat.min(), lat.max()
    first, second = south + (north - south) / 6, north - (north - south) / 6
    n = (np.sin(first) + np.sin(second)) / 2
    c = np.cos(first) ** 2 + 2 * n * np.sin(first)
    rho, theta = np.sqrt(c - 2 * n * np.sin(lat)) / n, n * (lon - (lon.min() + lon.max()) / 2)
    x, y = rho * np.sin(theta), rho * np.cos(theta)
    margin = 3 * UNITS
    scale = (width * UNITS - 2 * margin) / (x.max() - x.min())
    places = np.rint(np.stack([(x - x.min()) * scale, (y - y.min()) * scale], axis=1)).astype(int) + margin
    nodes = [[tuple(p) for p in part.tolist()] for part in np.split(places, sizes)]
    return nodes, (round(width * UNITS), int(places[:, 1].max()) + margin)


def _edges(ring: list[Node]) -> list[tuple[Node, Node]]:
    return [(a, b) for a, b in zip(ring, ring[1:] + ring[:1], strict=True) if a != b]


def _arcs(ringed: dict[str, list[list[Node]]]):
    """Cut the rings into arcs where the neighbour changes; return the thinned arcs and each county's rings of them."""
    sides: dict[tuple[Node, Node], set[str]] = {}
    for code, rings in ringed.items():
        for ring in rings:
            for a, b in _edges(ring):
                sides.setdefault((a, b) if a < b else (b, a), set()).add(code)
    meets: dict[Node, set] = {}
    for (a, b), codes in sides.items():
        for node in (a, b):
            meets.setdefault(node, set()).add(frozenset(codes))
    thinned: dict[tuple[Node, ...], tuple[Node, ...]] = {}
    owners: dict[tuple[Node, ...], frozenset[str]] = {}
    chains = {code: [_chain(ring, sides, meets, thinned, owners) for ring in rings] for code, rings in ringed.items()}
    return [(owners[key], line) for key, line in thinned.items()], chains


def _chain(ring, sides, meets, thinned, owners) -> list[Node]:
    edges = _edges(ring)
    if not edges:
        return ring[:1]
    cuts = [i for i, (a, _) in enumerate(edges) if len(meets[a]) > 1]
    if not cuts:
        # An island: it is cut at its two extremes so that every reader of it cuts at the same points.
        low, high = min(range(len(edges)), key=lambda i: edges[i]), max(range(len(edges)), key=lambda i: edges[i])
        cuts = sorted({low, high})
    out: list[Node] = []
    for start, stop in zip(cuts, cuts[1:] + [cuts[0] + len(edges)], strict=True):
        line = [edges[i % len(edges)][0] for i in range(start, stop)] + [edges[stop % len(edges)][0]]
        forward = tuple(line) <= tuple(reversed(line))
        key = tuple(line) if forward else tuple(reversed(line))
        if key not in thinned:
            a, b = edges[start % len(edges)]
            thinned[key], owners[key] = tuple(_thin(key)), frozenset(sides[(a, b) if a < b else (b, a)])
        kept = thinned[key] if forward else tuple(reversed(thinned[key]))
        out.extend(kept[:-1])
    return out


def _thin(line: tuple[Node, ...]) -> list[Node]:
    """Thin a line by Douglas and Peucker's rule."""
    keep, stack = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stack:
        a, b = stack.pop()
        if b - a < 2:
            continue
        (xa, ya), (xb, yb) = line[a], line[b]
        dx, dy = xb - xa, yb - ya
        length = (dx * dx + dy * dy) ** 0.5
        away = [
            abs(dx * (y - ya) - dy * (x - xa)) / length if length else ((x - xa) ** 2 + (y - ya) ** 2) ** 0.5 for x, y in line[a + 1 : b]
        ]
        far = max(away)
        if far > _KEEP:
            middle = a + 1 + away.index(far)
            keep.add(middle)
            stack += [(a, middle), (middle, b)]
    return [line[i] for i in sorted(keep)]


def _county(code: str, name: str, city_code: str, rings: list[list[Node]]) -> County:
    rings = sorted(rings, key=_area, reverse=True)
    shown = [ring for ring in rings if _area(ring) >= _SPECK] or [_dot(rings[0][0])]
    xs, ys = zip(*shown[0], strict=True)
    path = "".join(f"{_relative(ring)}z" for ring in shown)
    return County(code, name, city_code, path, (min(xs), min(ys), max(xs), max(ys)), _middle(shown[0]))


def _dot(node: Node) -> list[Node]:
    x, y = node
    return [(x - 2, y - 2), (x + 2, y - 2), (x + 2, y + 2), (x - 2, y + 2)]


def _area(ring: list[Node]) -> float:
    return abs(sum(xa * yb - xb * ya for (xa, ya), (xb, yb) in _edges(ring))) / 2


def _middle(ring: list[Node]) -> Node:
    """Return the middle of the widest stretch inside the ring among a few level lines."""
    ys = [y for _, y in ring]
    best = (-1, ring[0])
    for k in range(1, 8):
        y = min(ys) + (max(ys) - min(ys)) * k / 8 + 0.01
        xs = sorted(xa + (y - ya) * (xb - xa) / (yb - ya) for (xa, ya), (xb, yb) in _edges(ring) if (ya > y) != (yb > y))
        for left, right in zip(xs[::2], xs[1::2], strict=False):
            weight = (right - left) * (1 - abs(k - 4) / 12)
            best = max(best, (weight, (round((left + right) / 2), round(y))))
    return best[1]


def _join(lines: Iterable[tuple[Node, ...]]) -> str:
    return "".join(_relative(line) for line in lines)


def _relative(line: Iterable[Node]) -> str:
    """Return a line as `M x y` and relative steps, with no separator before a minus."""
    nodes = iter(line)
    px, py = next(nodes)
    text = f"M{px} {py}l"
    steps = []
    for x, y in nodes:
        steps.append(f"{x - px}{'' if y < py else ' '}{y - py}")
        px, py = x, y
    for i, step in enumerate(steps):
        text += step if i == 0 or step[0] == "-" else f" {step}"
    return text
