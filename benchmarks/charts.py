"""What a chart costs: ``python benchmarks/charts.py [n]``. CPU ms, median of n, all variants one after another in each round.

* **svg**: the standard charts as the briefs draw them.
* **matplotlib**: the same shapes at the same places as matplotlib artists without axes, saved as SVG text (how the briefs drew
  them before): what a drawing library costs however sparingly it is used.
* For one bar chart also **seaborn tuned** (`brief.figure` and `brief.chart`: SVG, fixed margins, registered font) and **seaborn
  untuned** (as a tutorial has it: pyplot, PNG, ``tight_layout`` and a tight bounding box).
"""

import io
import statistics
import sys
import time
from collections.abc import Callable
from types import SimpleNamespace

import matplotlib
from matplotlib import pyplot
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from jianbao import brief, paths
from jianbao.brief import chart_bars, chart_dots, chart_heat, chart_lines, charts, style
from jianbao.brief.canvas import WIDTH, Canvas
from jianbao.brief.map import choropleth
from jianbao.brief.svg import Chart, frame
from jianbao.brief.tidy import tidy

MODULES = (chart_bars, chart_dots, chart_heat, chart_lines)
WORDS = {"unit": "%", "lang": "zh", "alt": "图。", "ident": "c"}
PLAIN = {key: value for key, value in WORDS.items() if key != "unit"}
MONTHS = [f"{year}-{month:02d}" for year in (2023, 2024) for month in range(2, 13)]
SECTORS = ["通用设备", "服装服饰", "仪器仪表", "橡胶塑料", "汽车", "化学原料", "专用设备", "金属制品", "纺织", "医药", "其余行业"]
PULLS = [0.7, 0.5, 0.4, 0.3, 0.3, 0.3, 0.3, 0.2, 0.2, -0.3, -0.1]
COUNTIES = 90
VALUES = [float((37 * k) % COUNTIES + 1) for k in range(COUNTIES)]


class Artists(Canvas):
    """The canvas with matplotlib artists instead of SVG text."""

    def __init__(self, ident: str, height: float, width: float = WIDTH):
        super().__init__(ident, height, width)
        self.figure = Figure(figsize=(width / 72, height / 72), dpi=72)
        self.figure.patch.set_visible(False)

    def text(self, x, y, text, *, anchor="left", size=style.SMALL, colour=style.INK, bold=False):
        place = {"x": x, "y": self.height - y - 0.36 * size, "ha": anchor, "va": "baseline"}
        self._add(Text(text=text, color=colour, fontproperties=style.font(bold, size), parse_math=False, **place))

    def line(self, xs, ys, *, colour=style.INK, width=1, dash=()):
        form = (0, tuple(d / width for d in dash)) if dash else "-"
        self._add(Line2D(xs, [self.height - y for y in ys], color=colour, linewidth=width, linestyle=form, marker=""))

    def box(self, x0, y0, x1, y1, *, colour, hatched=False, edge="", width=1):
        stroke = edge or (colour if hatched else "none")
        self._add(Rectangle(
            (min(x0, x1), self.height - max(y0, y1)), abs(x1 - x0), abs(y1 - y0), facecolor="#ffffff" if hatched else colour,
            edgecolor=stroke, linewidth=width if stroke != "none" else 0, hatch="////" if hatched else None,
        ))

    def dots(self, xs, ys, *, colour, radius=3.5, edge="#ffffff", mark="o"):
        look = {"markerfacecolor": colour, "markeredgecolor": edge, "markeredgewidth": 0.8, "markersize": 2 * radius}
        self._add(Line2D(xs, [self.height - y for y in ys], linestyle="none", marker=mark, **look))

    def _add(self, artist):
        artist.set(transform=IdentityTransform(), zorder=2)
        self.figure.add_artist(artist)

    def chart(self, alt):
        out = io.StringIO()
        with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "jianbao"}):
            FigureCanvasSVG(self.figure).print_svg(out, metadata={"Date": None})
        return Chart(frame(tidy(out.getvalue(), self.ident), width=self.width, height=self.height, ident=self.ident, alt=alt), alt)


def standard() -> dict[str, Callable[[], object]]:
    """Return each standard chart with as much in it as on a county's page."""
    lines = [charts.Line(name, [round(-6 + 0.6 * k + n, 1) for k in range(22)], role) for n, (name, role) in enumerate(
        (("本区本行业", "own"), ("全省同行业", "reference"), ("全区工业", "context"))
    )]
    points = [charts.Point(f"县{k}", v, v % 17 - 8, own=k == 3) for k, v in enumerate(VALUES)]
    growth = sorted(v % 23 - 9 for v in VALUES)
    cities = [[(7 * i + 3 * j) % 19 - 6.5 for j in range(8)] for i in range(11)]
    return {
        "growth_lines": lambda: charts.growth_lines(MONTHS, lines, **WORDS),
        "pull_bars": lambda: charts.pull_bars(SECTORS, PULLS, 8, rest=True, **WORDS),
        "shift_share_bars": lambda: charts.shift_share_bars([("全省", 1.5), ("结构", 0.1), ("竞争力", -1.9)], ("变动", -0.3), **WORDS),
        "level_growth": lambda: charts.level_growth(points, level_label="亿元", growth_label="增速 %", **PLAIN),
        "rank_dots": lambda: charts.rank_dots(growth, 40, average=3.0, average_label="全省", own_label="本区", **WORDS),
        "heat": lambda: charts.heat(cities, [f"市{i}" for i in range(11)], MONTHS[-8:], signed=True, **WORDS),
    }


def with_artists(draw: Callable[[], object]) -> Callable[[], object]:
    """Return a standard chart drawn with matplotlib artists."""

    def drawn() -> object:
        for module in MODULES:
            module.Canvas = Artists
        try:
            return draw()
        finally:
            for module in MODULES:
                module.Canvas = Canvas

    return drawn


def seaborn_tuned() -> object:
    """Draw the pulls with seaborn in the briefs' look."""
    import seaborn

    about = SimpleNamespace(lang="zh", release=SimpleNamespace(modelled=True))
    drawn, axes = brief.figure(283)
    seaborn.barplot(x=PULLS, y=SECTORS, color=style.BAR, ax=axes)
    axes.bar_label(axes.containers[0], fmt="%+.1f", padding=3)
    return brief.chart(about, drawn, "拉动（百分点）")


def seaborn_untuned() -> object:
    """Draw the pulls with seaborn as it comes, apart from a Chinese font."""
    import seaborn

    figure, axes = pyplot.subplots(figsize=(6.4, 3.9))
    seaborn.barplot(x=PULLS, y=SECTORS, ax=axes)
    axes.bar_label(axes.containers[0], fmt="%+.1f", padding=3)
    figure.tight_layout()
    out = io.BytesIO()
    figure.savefig(out, dpi=110, bbox_inches="tight")
    pyplot.close(figure)
    return out.getvalue()


def timed(variants: dict[str, Callable[[], object]], n: int) -> dict[str, float]:
    """Return the median CPU ms of each variant over n rounds, after one that does not count."""
    spent: dict[str, list[float]] = {name: [] for name in variants}
    for round_ in range(n + 1):
        for name, draw in variants.items():
            start = time.process_time()
            draw()
            if round_:
                spent[name].append(1000 * (time.process_time() - start))
    return {name: statistics.median(values) for name, values in spent.items()}


def main(n: int = 15) -> None:
    """Print a row for each chart."""
    matplotlib.use("agg")
    brief.theme()  # the font, for the untuned drawing too: without it every Chinese letter is a box and a warning
    drawings = standard()
    variants = {f"{name} svg": draw for name, draw in drawings.items()}
    variants |= {f"{name} matplotlib": with_artists(draw) for name, draw in drawings.items()}
    variants |= {"seaborn tuned": seaborn_tuned, "seaborn untuned": seaborn_untuned}
    maps = sorted((paths.data_dir() / "map").glob("*.geojson"))
    if maps:
        from jianbao.brief.geometry import load

        values = {county.code: v for county, v in zip(load(maps[0], WIDTH).counties, VALUES, strict=False)}
        variants["map svg"] = lambda: choropleth(maps[0], values, own=next(iter(values)), **WORDS)
    found = timed(variants, n)
    print(f"CPU ms a chart, median of {n}\n{'':18}{'matplotlib':>12}{'svg':>8}{'ratio':>8}")
    for name in drawings:
        before, after = found[f"{name} matplotlib"], found[f"{name} svg"]
        print(f"{name:18}{before:12.1f}{after:8.2f}{before / after:8.1f}")
    if maps:
        print(f"{'map':18}{'':12}{found['map svg']:8.2f}")
    ours = found["pull_bars svg"]
    for name in ("seaborn tuned", "seaborn untuned"):
        print(f"pull_bars, {name:18}{found[name]:8.1f} ms, {found[name] / ours:.0f} × ours")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
