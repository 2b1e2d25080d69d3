"""A matplotlib figure drawn on in px from the top left: fixed margins, no axes, no layout pass, no pyplot.

Axes with their ticks, clips and transforms cost more than all else in a small chart.
"""

import io
from collections.abc import Sequence

from jianbao.brief import style
from jianbao.brief.svg import Chart, tidy

__all__ = ["WIDTH", "Canvas"]

WIDTH = 460
_SAVE = {"svg.fonttype": "none", "svg.hashsalt": "jianbao", "svg.id": None, "hatch.linewidth": 1.0, "path.sketch": None}


class Canvas:
    """What a chart is drawn on. Everything is stated, so a notebook's own rcParams change nothing."""

    def __init__(self, height: float, width: float = WIDTH):
        """Open a canvas of width × height px."""
        from matplotlib.figure import Figure

        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / 72, height / 72), dpi=72)
        self.figure.patch.set_visible(False)

    def text(
        self, x: float, y: float, text: str, *, anchor: str = "left", size: float = style.SMALL,
        colour: str = style.INK, bold: bool = False,
    ) -> None:
        """Write one line with its middle at y."""
        from matplotlib.text import Text

        place = {"x": x, "y": self.height - y - 0.36 * size, "ha": anchor, "va": "baseline"}
        self._add(Text(text=text, color=colour, fontproperties=style.font(bold, size), parse_math=False, **place))

    def label(self, x: float, y: float, rows: Sequence[str], *, size: float = style.SMALL, **look) -> None:
        """Write some lines around the middle y."""
        for i, row in enumerate(rows):
            self.text(x, y + (i - (len(rows) - 1) / 2) * (size + 2), row, size=size, **look)

    def line(self, xs: Sequence[float], ys: Sequence[float], *, colour: str = style.INK, width: float = 1, dash: Sequence[float] = ()) -> None:
        """Draw a line through points; a NaN interrupts it."""
        from matplotlib.lines import Line2D

        form = (0, tuple(d / width for d in dash)) if dash else "-"
        self._add(Line2D(xs, [self.height - y for y in ys], color=colour, linewidth=width, linestyle=form, marker=""))

    def box(self, x0: float, y0: float, x1: float, y1: float, *, colour: str, hatched: bool = False, edge: str = "") -> None:
        """Draw a rectangle from corner to corner; a hatched one is white with slanted lines and a frame of the colour."""
        from matplotlib.patches import Rectangle

        stroke = edge or (colour if hatched else "none")
        self._add(Rectangle(
            (min(x0, x1), self.height - max(y0, y1)), abs(x1 - x0), abs(y1 - y0), facecolor="#ffffff" if hatched else colour,
            edgecolor=stroke, linewidth=1 if stroke != "none" else 0, hatch="////" if hatched else None,
        ))

    def dots(self, xs: Sequence[float], ys: Sequence[float], *, colour: str, radius: float = 3.5, edge: str = "#ffffff", mark: str = "o") -> None:
        """Draw a mark at each point."""
        from matplotlib.lines import Line2D

        self._add(Line2D(
            xs, [self.height - y for y in ys], linestyle="none", marker=mark, markersize=2 * radius, markerfacecolor=colour,
            markeredgecolor=edge, markeredgewidth=0.8,
        ))

    def _add(self, artist) -> None:
        """Add an artist in px; order of drawing is order of adding."""
        from matplotlib.transforms import IdentityTransform

        artist.set(transform=IdentityTransform(), zorder=2)
        self.figure.add_artist(artist)

    def chart(self, ident: str, alt: str) -> Chart:
        """Return the finished chart."""
        return finish(self.figure, self.width, self.height, ident, alt)


def finish(figure, width: float, height: float, ident: str, alt: str) -> Chart:
    """Return a figure as a Chart: saved once, without a bounding-box pass, a date or random ids."""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    out = io.StringIO()
    with matplotlib.rc_context(_SAVE):
        FigureCanvasSVG(figure).print_svg(out, metadata={"Date": None})
    return Chart(tidy(out.getvalue(), width=width, height=height, ident=ident, alt=alt), alt)
