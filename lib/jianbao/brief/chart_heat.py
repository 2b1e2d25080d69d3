"""A matrix as coloured cells with the figure in each: cities by indicator, or cities by month."""

from collections.abc import Sequence

from jianbao.brief import style
from jianbao.brief.canvas import WIDTH, finish
from jianbao.brief.style import present
from jianbao.brief.svg import Chart

__all__ = ["heat"]

_BLUES = ("#a84f00", "#e2ae7c", "#f7f4ee", "#8fb6da", "#1f63a6")


def heat(
    values: Sequence[Sequence[float | None]], rows: Sequence[str], columns: Sequence[str], *, unit: str, lang: str, alt: str,
    ident: str, decimals: int = 1, signed: bool = False, own: int | None = None,
    absent: Sequence[Sequence[bool]] | None = None,
) -> Chart:
    """Return a heat map with every figure printed; an undisclosed cell is hatched and says "…".

    A cell without a figure counts as undisclosed unless `absent` says that there is nothing there: then it says "—".

    `signed` centres the colours on zero (orange below, blue above) and prints the sign. `own` frames a row. Raises
    ValueError where the matrix has not the shape of its labels.
    """
    if len(values) != len(rows) or any(len(row) != len(columns) for row in values):
        raise ValueError(f"the matrix is not {len(rows)} rows of {len(columns)} columns")
    import numpy as np
    import seaborn as sns
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.figure import Figure

    known = np.array([[v if present(v) else np.nan for v in row] for row in values], dtype=float).reshape(len(rows), len(columns))
    left = 14 + max([40.0, *(style.text_width(row) for row in rows)])
    heads = [style.wrap(column, (WIDTH - left) / max(len(columns), 1) - 2) for column in columns]
    top = 26 + 14 * max([1, *(len(head) for head in heads)])
    height = top + 25 * len(rows) + 6
    figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72)
    figure.patch.set_visible(False)
    axes = figure.add_axes((left / WIDTH, 6 / height, (WIDTH - left - 4) / WIDTH, 25 * len(rows) / height))
    reach = np.nanmax(np.abs(known)) if np.isfinite(known).any() else 1.0
    colours = LinearSegmentedColormap.from_list("jianbao", _BLUES if signed else style.STEPS)
    limits = {"vmin": -reach, "vmax": reach} if signed else {}
    texts = [[style.number(v, decimals, sign=signed) if present(v) else "" for v in row] for row in values]
    sns.heatmap(
        known, ax=axes, cmap=colours, mask=np.isnan(known), annot=np.array(texts, dtype=object).reshape(known.shape), fmt="", cbar=False,
        linewidths=1, linecolor="#ffffff", xticklabels=False, yticklabels=False, annot_kws={"fontproperties": style.font(), "fontsize": style.SMALL}, **limits,
    )
    _dress(axes, known, rows, heads, unit, own, absent)
    return finish(figure, WIDTH, height, ident, alt)


def _dress(axes, known, rows, heads, unit: str, own: int | None, absent) -> None:
    """Add labels, the hatched cells and the own row's frame; seaborn's own ticks are off, so nothing is drawn twice."""
    from matplotlib.patches import Rectangle

    axes.set_axis_off()
    for artist in [*axes.collections, *axes.texts]:
        artist.set_clip_on(False)
    for i, label in enumerate(rows):
        axes.annotate(label, (0, i + 0.5), (-8, 0), textcoords="offset points", ha="right", va="center", fontproperties=style.font(i == own), fontsize=style.SMALL, color=style.INK)
    for j, head in enumerate(heads):
        for k, line in enumerate(reversed(head)):
            axes.annotate(line, (j + 0.5, 0), (0, 6 + 14 * k), textcoords="offset points", ha="center", va="baseline", fontproperties=style.font(), fontsize=style.SMALL, color=style.MUTED)
    axes.annotate(unit, (0, 0), (-8, 6), textcoords="offset points", ha="right", va="baseline", fontproperties=style.font(), fontsize=style.SMALL, color=style.MUTED)
    look = {"facecolor": "#ffffff", "clip_on": False}
    for i, j in zip(*(known != known).nonzero(), strict=True):
        if absent is not None and absent[i][j]:
            axes.text(j + 0.5, i + 0.5, "—", ha="center", va="center", fontproperties=style.font(), fontsize=style.TEXT, color=style.MUTED)
            continue
        axes.add_patch(Rectangle((j + 0.04, i + 0.04), 0.92, 0.92, hatch="////", edgecolor=style.RULE, linewidth=0.5, **look))
        axes.text(j + 0.5, i + 0.5, style.ELLIPSIS, ha="center", va="center", fontproperties=style.font(True), fontsize=style.TEXT, color=style.INK)
    if own is not None:
        axes.add_patch(Rectangle((0, own), known.shape[1], 1, fill=False, edgecolor=style.INK, linewidth=2, clip_on=False))
