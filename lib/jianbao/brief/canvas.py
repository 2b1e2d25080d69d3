"""What a chart is drawn on: px from the top left, each shape written as SVG at once; no drawing library, no layout."""

from collections.abc import Sequence

from jianbao.brief import style
from jianbao.brief.style import present
from jianbao.brief.svg import Chart, escape_text, frame, hatch, short

__all__ = ["WIDTH", "Canvas"]

WIDTH = 460
_ANCHORS = {"left": "", "center": ' text-anchor="middle"', "right": ' text-anchor="end"'}


class Canvas:
    """A drawing of shapes in the order they are added. Everything is stated, so nothing outside changes it."""

    def __init__(self, ident: str, height: float, width: float = WIDTH):
        """Open a canvas of width × height px; every id in it begins with ident."""
        self.ident, self.width, self.height = ident, width, height
        self._shapes: list[str] = []
        self._shared: dict[tuple, str] = {}  # patterns and marks: written once, referred to by their place

    def text(
        self, x: float, y: float, text: str, *, anchor: str = "left", size: float = style.SMALL,
        colour: str = style.INK, bold: bool = False,
    ) -> None:
        """Write one line with its middle at y."""
        if text:
            place = f'x="{short(x)}" y="{short(y + 0.36 * size)}"'
            self._shapes.append(f"<text {place}{_ANCHORS[anchor]}{_letters(size, colour, bold)}>{escape_text(text)}</text>")

    def label(self, x: float, y: float, rows: Sequence[str], *, size: float = style.SMALL, **look) -> None:
        """Write some lines around the middle y."""
        for i, row in enumerate(rows):
            self.text(x, y + (i - (len(rows) - 1) / 2) * (size + 2), row, size=size, **look)

    def line(self, xs: Sequence[float], ys: Sequence[float], *, colour: str = style.INK, width: float = 1, dash: Sequence[float] = ()) -> None:
        """Draw a line through points; a NaN interrupts it."""
        path, pen = "", "M"
        for x, y in zip(xs, ys, strict=True):
            known = present(x) and present(y)
            path += f"{pen}{short(x)} {short(y)}" if known else ""
            pen = "L" if known else "M"
        broken = f' stroke-dasharray="{",".join(map(short, dash))}"' if dash else ""
        self._shapes.append(f'<path d="{path}" fill="none"{broken}{_stroke(colour, width)}/>')

    def box(
        self, x0: float, y0: float, x1: float, y1: float, *, colour: str, hatched: bool = False, edge: str = "", width: float = 1,
    ) -> None:
        """Draw a rectangle from corner to corner; a hatched one is white with slanted lines and a frame of the colour."""
        left, right, top, foot = (short(end(pair)) for pair in ((x0, x1), (y0, y1)) for end in (min, max))
        fill = f"url(#{self._hatch(colour)})" if hatched else colour
        stroke = _stroke(edge or colour, width) if edge or hatched else ""
        self._shapes.append(f'<path d="M{left} {top}H{right}V{foot}H{left}z" fill="{fill}"{stroke}/>')

    def dots(self, xs: Sequence[float], ys: Sequence[float], *, colour: str, radius: float = 3.5, edge: str = "#ffffff", mark: str = "o") -> None:
        """Draw a mark at each point: ``o`` a dot, ``^`` and ``v`` a triangle."""
        name = self._mark(colour, radius, edge, mark)
        self._shapes += [f'<use href="#{name}" x="{short(x)}" y="{short(y)}"/>' for x, y in zip(xs, ys, strict=True)]

    def _hatch(self, colour: str) -> str:
        """Return the id of a pattern."""
        key, name = ("hatch", colour), f"{self.ident}-{len(self._shared)}"
        return _ident(self._shared.setdefault(key, hatch(name, colour, "#ffffff")))

    def _mark(self, colour: str, radius: float, edge: str, mark: str) -> str:
        """Return the id of a mark."""
        key, name, r = (mark, colour, radius, edge), f"{self.ident}-{len(self._shared)}", short(radius)
        form = {"o": f'<circle id="{name}" r="{r}"', "^": f'<path id="{name}" d="M0-{r}L-{r} {r}H{r}z"', "v": f'<path id="{name}" d="M0 {r}L-{r}-{r}H{r}z"'}
        return _ident(self._shared.setdefault(key, f'{form[mark]} fill="{colour}"{_stroke(edge, 0.8)}/>'))

    def chart(self, alt: str) -> Chart:
        """Return the finished chart."""
        shared = f"<defs>{''.join(self._shared.values())}</defs>" if self._shared else ""
        body = shared + "".join(self._shapes)
        return Chart(frame(body, width=self.width, height=self.height, ident=self.ident, alt=alt), alt)


def _ident(element: str) -> str:
    return element.split('id="', 1)[1].split('"', 1)[0]


def _stroke(colour: str, width: float) -> str:
    return f' stroke="{colour}"' + (f' stroke-width="{short(width)}"' if width != 1 else "")


def _letters(size: float, colour: str, bold: bool) -> str:
    """Return what differs from the chart's own text; the page's rules for svg text leave alone what has an attribute."""
    kept = f' font-size="{short(size)}"' if size != style.SMALL else ""
    kept += ' font-weight="700"' if bold else ""
    return kept + (f' fill="{colour}"' if colour != style.INK else "")
