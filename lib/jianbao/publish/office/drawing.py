"""A chart's SVG drawn as a PNG picture, for Word: by matplotlib's own rasteriser, which every installation has.

Only the SVG that charts are made of is known. Anything else raises DrawingError, and the document says in words what the
chart shows: a picture with a piece missing would be worse than none.
"""

import io
import math
import warnings
from functools import cache
from pathlib import Path
from typing import Any

from jianbao.publish.office.paint import Paint, matrix, number, outline
from jianbao.publish.office.tree import Node

__all__ = ["DrawingError", "png", "size"]

_FONTS = Path(__file__).parents[2] / "brief" / "fonts"
_COLOURS = 32  # shades kept: letters stay smooth and a chart takes 8–20 KB
_DEFAULT = Paint()


class DrawingError(ValueError):
    """The drawing has something that this program cannot draw."""


def size(svg: Node) -> tuple[float, float]:
    """Return the width and height of a drawing in its own units; DrawingError without a viewBox."""
    box = [number(t) for t in svg.get("viewbox").replace(",", " ").split()]
    if len(box) != 4 or not (box[2] > 0 and box[3] > 0):
        raise DrawingError("no viewBox")
    return box[2], box[3]


def png(svg: Node, pixels: int) -> bytes:
    """Return a drawing as PNG of *pixels* width on white; the same drawing gives the same bytes.

    Raises DrawingError.
    """
    from matplotlib.backends.backend_agg import RendererAgg
    from PIL import Image

    width, height = size(svg)
    scale = pixels / width
    tall = max(1, round(height * scale))
    try:
        canvas = _Canvas(RendererAgg(pixels, tall, 72), scale, tall, {n.get("id"): n for n in svg.all("circle", "path", "pattern", "clippath", "g", "rect") if n.get("id")})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a letter that the face lacks is a box, as in a browser without it
            canvas.children(svg, _DEFAULT.within(svg.attrs), (1, 0, 0, 1, 0, 0), None)
        flat = Image.new("RGB", (pixels, tall), "white")
        drawn = Image.fromarray(canvas.pixels())
    except (KeyError, IndexError, ValueError, OverflowError) as error:
        raise DrawingError(str(error)) from error
    flat.paste(drawn, mask=drawn.getchannel("A"))
    out = io.BytesIO()
    few = flat.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    palette = few.getpalette()
    for k in range(0, len(palette), 3):  # the paper stays white: its shade is averaged with the edges of letters
        if min(palette[k : k + 3]) >= 250:
            palette[k : k + 3] = (255, 255, 255)
    few.putpalette(palette)
    few.save(out, "PNG", compress_level=6)
    return out.getvalue()


@cache
def _face(bold: bool, points: float) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=str(_FONTS / f"NotoSansSC-{'Bold' if bold else 'Regular'}-gb2312.ttf"), size=points)


class _Canvas:
    """Draws elements; *at* is the matrix from their units to the drawing's, *clip* a path in pixels or None."""

    def __init__(self, renderer: Any, scale: float, tall: int, named: dict[str, Node]) -> None:
        self.renderer, self.scale, self.tall, self.named = renderer, scale, tall, named
        # The rasteriser tells clip paths apart by their address: one that is freed lends its mask to the next one there.
        self._clips: list[Any] = []

    def pixels(self) -> Any:
        import numpy as np

        return np.asarray(self.renderer.buffer_rgba())

    def children(self, node: Node, paint: Paint, at: tuple, clip: Any) -> None:
        for child in node.elements:
            self.draw(child, paint, at, clip)

    def draw(self, node: Node, paint: Paint, at: tuple, clip: Any) -> None:
        if node.tag in ("title", "desc", "defs", "metadata"):
            return
        paint = paint.within(node.attrs)
        at = _times(at, matrix(node.get("transform")))
        if link := node.get("clip-path"):
            clip = self._clip(self.named[link[5:-1]], at)
        if node.tag == "g":
            self.children(node, paint, at, clip)
        elif node.tag == "use":
            target = self.named[(node.get("href") or node.get("xlink:href")).removeprefix("#")]
            moved = _times(at, (1, 0, 0, 1, number(node.get("x") or "0"), number(node.get("y") or "0")))
            self.draw(target, paint, moved, clip)
        elif node.tag == "text":
            self._text(node, paint, at)
        elif (shape := outline(node)) is not None:
            self._shape(shape, paint, at, clip)
        else:
            raise DrawingError(f"<{node.tag}>")

    def _affine(self, at: tuple) -> Any:
        """From an element's units to pixels; matplotlib counts them from the foot."""
        from matplotlib.transforms import Affine2D

        a, b, c, d, e, f = at
        return Affine2D.from_values(a, b, c, d, e, f).scale(self.scale, -self.scale).translate(0, self.tall)

    def _clip(self, node: Node, at: tuple) -> Any:
        from matplotlib.path import Path as Outline

        shapes = [_outlined(child).transformed(self._affine(_times(at, matrix(child.get("transform"))))) for child in node.elements]
        return Outline.make_compound_path(*shapes)

    def _shape(self, shape: Any, paint: Paint, at: tuple, clip: Any) -> None:
        if paint.fill.startswith("url("):
            self._pattern(self.named[paint.fill[5:-1]], shape, paint, at, clip)
            paint = paint.but(fill="none")
        fill, stroke = paint.colour("fill"), paint.colour("stroke")
        if fill is None and stroke is None or not len(shape):
            return
        gc = self._context(paint, at, clip)
        if stroke is None:
            gc.set_linewidth(0)
        else:
            gc.set_foreground(stroke, isRGBA=True)
        self.renderer.draw_path(gc, shape, self._affine(at), fill)
        gc.restore()

    def _context(self, paint: Paint, at: tuple, clip: Any) -> Any:
        from matplotlib.transforms import IdentityTransform, TransformedPath

        gc = self.renderer.new_gc()
        grown = self.scale * math.sqrt(abs(at[0] * at[3] - at[1] * at[2]))
        gc.set_linewidth(paint.width * grown)
        gc.set_antialiased(True)
        gc.set_snap(False)
        gc.set_joinstyle("round")
        gc.set_capstyle("butt")
        if paint.dash:
            gc.set_dashes(0, [d * grown for d in paint.dash])
        if clip is not None:
            self._clips.append(clip)
            gc.set_clip_path(TransformedPath(clip, IdentityTransform()))
        return gc

    def _pattern(self, pattern: Node, shape: Any, paint: Paint, at: tuple, clip: Any) -> None:
        """Fill a shape with a pattern's tiles: the first element of a tile is its ground, the others are its marks."""
        import numpy as np
        from matplotlib.path import Path as Outline

        if clip is not None:
            raise DrawingError("a pattern in a clipped shape")
        wide, high = number(pattern.get("width")), number(pattern.get("height"))
        ground, *marks = pattern.elements
        self._shape(shape, _DEFAULT.within(ground.attrs).but(stroke="none"), at, None)
        turn = matrix(pattern.get("patterntransform"))
        x0, y0, x1, y1 = shape.get_extents().extents
        back = [_back(turn, x, y) for x in (x0, x1) for y in (y0, y1)]
        columns = range(math.floor(min(x for x, _ in back) / wide) - 1, math.ceil(max(x for x, _ in back) / wide) + 1)
        rows = range(math.floor(min(y for _, y in back) / high) - 1, math.ceil(max(y for _, y in back) / high) + 1)
        if len(columns) * len(rows) > 20_000:
            raise DrawingError("a pattern of too many tiles")
        inside = shape.transformed(self._affine(at))
        for mark in marks:
            one = _outlined(mark)
            corners = np.array([(i * wide, j * high) for i in columns for j in rows])
            codes = one.codes if one.codes is not None else [Outline.MOVETO] + [Outline.LINETO] * (len(one) - 1)
            tiles = Outline((corners[:, None, :] + one.vertices[None, :, :]).reshape(-1, 2), np.tile(codes, len(corners)))
            look = _DEFAULT.within(mark.attrs)
            # A browser cuts a line on a tile's edge in half.
            self._shape(tiles, look.but(width=look.width / 2) if mark.tag == "path" else look, _times(at, turn), inside)

    def _text(self, node: Node, paint: Paint, at: tuple) -> None:
        grown = self.scale * math.sqrt(abs(at[0] * at[3] - at[1] * at[2]))
        x, y = number(node.get("x") or "0"), number(node.get("y") or "0")
        pieces = [c if isinstance(c, str) else c for c in node.children]
        placed = []
        for piece in pieces:
            inner = paint if isinstance(piece, str) else paint.within(piece.attrs)
            said = piece if isinstance(piece, str) else piece.text()
            if not isinstance(piece, str):
                x, y = number(piece.get("x") or str(x)), number(piece.get("y") or str(y))
            face = _face(inner.bold, inner.size * grown)
            wide = self.renderer.get_text_width_height_descent(said, face, False)[0] / grown if said.strip() else 0.0
            placed.append((said, x, y, inner, face))
            x += wide
        shift = {"middle": 0.5, "end": 1.0}.get(paint.anchor, 0.0) * (x - number(node.get("x") or "0"))
        angle = -math.degrees(math.atan2(at[1], at[0]))
        for said, left, base, inner, face in placed:
            colour = inner.colour("fill")
            if not said.strip() or colour is None:
                continue
            gc = self.renderer.new_gc()
            gc.set_foreground(colour, isRGBA=True)
            px, py = at[0] * (left - shift) + at[2] * base + at[4], at[1] * (left - shift) + at[3] * base + at[5]
            self.renderer.draw_text(gc, px * self.scale, py * self.scale, said, face, angle)
            gc.restore()


def _outlined(node: Node) -> Any:
    found = outline(node)
    if found is None:
        raise DrawingError(f"<{node.tag}>")
    return found


def _times(m: tuple, n: tuple) -> tuple:
    """Return the matrix that does *n* and then *m*."""
    a, b, c, d, e, f = m
    g, h, i, j, k, o = n
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * o + e, b * k + d * o + f)


def _back(m: tuple, x: float, y: float) -> tuple[float, float]:
    """Return the point that a matrix brings to x, y."""
    a, b, c, d, e, f = m
    det = a * d - b * c
    return (d * (x - e) - c * (y - f)) / det, (a * (y - f) - b * (x - e)) / det
