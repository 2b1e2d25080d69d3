"""An analyst's own chart: matplotlib or seaborn in the briefs' look, and the finished drawing as a part of the page."""

import io
import sys
from hashlib import sha256
from numbers import Real
from typing import TYPE_CHECKING

from jianbao.brief import style
from jianbao.brief.annex import data_table
from jianbao.brief.canvas import WIDTH
from jianbao.brief.context import Brief
from jianbao.brief.parts import Part, escape, modelled_tag
from jianbao.brief.svg import Chart, frame
from jianbao.brief.tidy import tidy
from jianbao.facts import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from pandas import DataFrame

__all__ = ["chart", "figure", "theme"]

_SAVE = {"svg.fonttype": "none", "svg.hashsalt": "jianbao", "svg.id": None, "hatch.linewidth": 1.0, "path.sketch": None}
_CYCLE = (style.ACCENT, style.DOWN, style.BAR, style.UP, style.CONTEXT, style.BAR_OTHER)


def theme() -> None:
    """Set matplotlib's defaults to the briefs' font, colours and sizes, for the rest of the notebook.

    `figure` does it by itself; call it before seaborn's functions that open a figure of their own (``catplot``, ``relplot``).
    """
    import matplotlib
    from cycler import cycler

    style.font()
    style.font(bold=True)
    matplotlib.rcParams.update({
        "font.family": [style.FAMILY], "font.size": style.SMALL, "axes.titlesize": style.TEXT, "axes.labelsize": style.SMALL,
        "xtick.labelsize": style.SMALL, "ytick.labelsize": style.SMALL, "legend.fontsize": style.SMALL, "legend.title_fontsize": style.SMALL,
        "text.color": style.INK, "axes.labelcolor": style.MUTED, "xtick.labelcolor": style.MUTED, "ytick.labelcolor": style.MUTED,
        "xtick.color": style.CONTEXT, "ytick.color": style.CONTEXT, "axes.edgecolor": style.CONTEXT, "axes.linewidth": 1,
        "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "axes.grid.axis": "y", "axes.axisbelow": True,
        "grid.color": style.GRID, "grid.linewidth": 1, "axes.prop_cycle": cycler(color=_CYCLE), "lines.linewidth": 2,
        "figure.facecolor": "none", "axes.facecolor": "none", "figure.dpi": 72, "figure.figsize": (WIDTH / 72, 260 / 72),
        "legend.frameon": False, "axes.unicode_minus": True, "svg.fonttype": "none",
    })


def figure(height: float = 260, width: float = WIDTH) -> tuple["Figure", "Axes"]:
    """Return a figure of width × height px in the briefs' look and its one set of axes; draw on it, then show it with `chart`.

    The margins are fixed (no layout pass): ``axes.set_position`` changes them.
    """
    from matplotlib.figure import Figure

    theme()
    made = Figure(figsize=(width / 72, height / 72), dpi=72)
    return made, made.add_axes((56 / width, 46 / height, 1 - 66 / width, 1 - 62 / height))


def chart(b: Brief, drawn: "Figure", title: str, *, alt: str = "", data: "DataFrame | None" = None, decimals: int = 1) -> Part:
    """Return a matplotlib figure as a part of the page, under its title (which says if the figures are modelled).

    Parameters
    ----------
    drawn : matplotlib Figure
        From `figure`, or a seaborn grid's ``.figure``. It is closed, so Jupyter does not show it a second time.
    title : str
        What is shown, with unit and period; text, escaped here.
    alt : str
        What a reader who cannot see the chart should know; the title where it is left out.
    data : pandas DataFrame
        The figures drawn, for the annex: the index names the rows; numbers are printed with *decimals*.
    """
    width, height = (round(float(inches) * 72, 1) for inches in drawn.get_size_inches())
    alt = alt or title
    raw = _saved(drawn)
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(drawn)
    # The ident comes from what is drawn, so it is the same in every run and another one for another chart.
    ident = f"fig-{sha256((title + alt + raw).encode()).hexdigest()[:8]}"
    finished = Chart(frame(tidy(raw, ident), width=width, height=height, ident=ident, alt=alt), alt)
    figures = "" if data is None else _figures(b, title, data, decimals)
    return Part(f"<h3>{escape(title)}{modelled_tag(b.release.modelled, b.lang)}</h3>{finished.html()}{figures}")


def _figures(b: Brief, title: str, data: "DataFrame", decimals: int) -> str:
    def printed(value: object) -> str:
        return number(float(value), decimals, grouped=not b.zh) if isinstance(value, Real) else str(value)

    rows = [[str(name), *map(printed, row)] for name, row in zip(data.index, data.itertuples(index=False), strict=True)]
    return data_table(b, title, [str(data.index.name or ""), *map(str, data.columns)], rows)


def _saved(drawn: "Figure") -> str:
    """Return a figure as matplotlib writes it: once, without a bounding-box pass, a date or random ids."""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    out = io.StringIO()
    with matplotlib.rc_context(_SAVE):
        FigureCanvasSVG(drawn).print_svg(out, metadata={"Date": None})
    return out.getvalue()
