"""How an SVG element looks and what its outline is."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from jianbao.publish.office.tree import Node

__all__ = ["Paint", "matrix", "number", "outline"]

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_STEP = re.compile(r"([MmLlHhVvCcQqZz])([^MmLlHhVvCcQqZz]*)")
_KNOWN = frozenset((
    "fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "fill-opacity", "stroke-opacity", "font-size", "font-weight",
    "text-anchor",
))  # fmt: skip


def number(text: str) -> float:
    """Return a length without its unit; ValueError where there is none.

    >>> number("12.5px"), number("-.5")
    (12.5, -0.5)
    """
    found = _NUMBER.match(text.strip())
    if not found:
        raise ValueError(f"{text!r} is no number")
    return float(found[0])


@dataclass(frozen=True)
class Paint:
    """What an element inherits: colours, line, letters."""

    fill: str = "#000000"
    stroke: str = "none"
    width: float = 1.0
    dash: tuple[float, ...] = ()
    alpha: float = 1.0
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    size: float = 12.5
    bold: bool = False
    anchor: str = "start"

    def within(self, attrs: Mapping[str, str]) -> "Paint":
        """Return the look of an element with these attributes inside one that looks so."""
        given = {k: v for k, v in attrs.items() if k in _KNOWN}
        for pair in attrs.get("style", "").split(";"):
            key, _, value = pair.partition(":")
            if key.strip() in _KNOWN:
                given[key.strip()] = value.strip()
        if not given:
            return self
        dash = given.get("stroke-dasharray", "")
        return replace(
            self,
            fill=given.get("fill", self.fill),
            stroke=given.get("stroke", self.stroke),
            width=number(given["stroke-width"]) if "stroke-width" in given else self.width,
            dash=tuple(float(d) for d in _NUMBER.findall(dash)) if dash else self.dash,
            alpha=self.alpha * number(given.get("opacity", "1")),
            fill_alpha=number(given["fill-opacity"]) if "fill-opacity" in given else self.fill_alpha,
            stroke_alpha=number(given["stroke-opacity"]) if "stroke-opacity" in given else self.stroke_alpha,
            size=number(given["font-size"]) if "font-size" in given else self.size,
            bold=given["font-weight"] in ("700", "bold", "600") if "font-weight" in given else self.bold,
            anchor=given.get("text-anchor", self.anchor),
        )

    def but(self, **changes: Any) -> "Paint":
        """Return this look with changes."""
        return replace(self, **changes)

    def colour(self, which: str) -> tuple[float, float, float, float] | None:
        """Return a colour as RGBA, None for none; ValueError for what is no plain colour."""
        from matplotlib.colors import to_rgba

        text = self.fill if which == "fill" else self.stroke
        own = self.fill_alpha if which == "fill" else self.stroke_alpha
        if text in ("none", "transparent"):
            return None
        red, green, blue, alpha = to_rgba(text)
        return red, green, blue, alpha * own * self.alpha


def matrix(text: str) -> tuple[float, float, float, float, float, float]:
    """Return a transform attribute as a matrix a b c d e f; ValueError for one that is not known.

    >>> matrix("translate(3 4) scale(2)")
    (2.0, 0.0, 0.0, 2.0, 3.0, 4.0)
    """
    a, b, c, d, e, f = 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
    for name, inner in re.findall(r"(\w+)\s*\(([^)]*)\)", text):
        v = [float(t) for t in _NUMBER.findall(inner)]
        if name == "translate":
            g, h, i, j, k, o = 1.0, 0.0, 0.0, 1.0, v[0], v[1] if len(v) > 1 else 0.0
        elif name == "scale":
            g, h, i, j, k, o = v[0], 0.0, 0.0, v[-1], 0.0, 0.0
        elif name == "rotate":
            turn = math.radians(v[0])
            cos, sin = math.cos(turn), math.sin(turn)
            x, y = (v[1], v[2]) if len(v) == 3 else (0.0, 0.0)
            g, h, i, j, k, o = cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y
        elif name == "matrix":
            g, h, i, j, k, o = v
        else:
            raise ValueError(f"transform {name}")
        a, b, c, d, e, f = a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * o + e, b * k + d * o + f
    return a, b, c, d, e, f


def outline(node: Node) -> Any:
    """Return an element's outline as a matplotlib path, None for an element without one."""
    from matplotlib.path import Path

    if node.tag == "path":
        return _path(node.get("d"))
    if node.tag == "rect":
        x, y, w, h = (number(node.get(k) or "0") for k in ("x", "y", "width", "height"))
        return Path([(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)], closed=True)
    if node.tag in ("circle", "ellipse"):
        x, y = number(node.get("cx") or "0"), number(node.get("cy") or "0")
        rx, ry = (number(node.get("r")),) * 2 if node.tag == "circle" else (number(node.get("rx")), number(node.get("ry")))
        round_one = Path.unit_circle()
        return Path(round_one.vertices * (rx, ry) + (x, y), round_one.codes)
    if node.tag == "line":
        return Path([(number(node.get("x1") or "0"), number(node.get("y1") or "0")), (number(node.get("x2") or "0"), number(node.get("y2") or "0"))])
    if node.tag in ("polyline", "polygon"):
        flat = [float(t) for t in _NUMBER.findall(node.get("points"))]
        points = list(zip(flat[::2], flat[1::2], strict=True))
        return Path([*points, points[0]], closed=True) if node.tag == "polygon" else Path(points)
    return None


def _path(d: str) -> Any:
    from matplotlib.path import Path

    if left := re.sub(r"[\s,\dMmLlHhVvCcQqZz.eE+-]", "", d):
        raise ValueError(f"path with {left[:5]!r}")
    points, codes = [], []
    x = y = x0 = y0 = 0.0
    for letter, rest in _STEP.findall(d):
        v = [float(t) for t in _NUMBER.findall(rest)]
        kind, ahead = letter.upper(), letter.islower()
        if kind == "Z":
            points.append((x0, y0))
            codes.append(Path.CLOSEPOLY)
            x, y = x0, y0
            continue
        step = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4}[kind]
        if not v or len(v) % step:
            raise ValueError(f"path step {letter}{rest[:20]}")
        for k in range(0, len(v), step):
            part = v[k : k + step]
            if kind == "H":
                place = [(part[0] + (x if ahead else 0), y)]
            elif kind == "V":
                place = [(x, part[0] + (y if ahead else 0))]
            else:
                place = [(part[n] + (x if ahead else 0), part[n + 1] + (y if ahead else 0)) for n in range(0, step, 2)]
            points += place
            x, y = place[-1]
            if kind == "M" and k == 0:
                x0, y0 = x, y
                codes.append(Path.MOVETO)
            else:
                codes += [{"C": Path.CURVE4, "Q": Path.CURVE3}.get(kind, Path.LINETO)] * len(place)
    return Path(points, codes) if points else Path([(0.0, 0.0)], [Path.MOVETO])
