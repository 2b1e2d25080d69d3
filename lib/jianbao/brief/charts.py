"""Charts of the briefs. All take values and printed labels and return a `Chart`; what is not disclosed is never drawn.

>>> bar_cell(None)
''
"""

from jianbao.brief.cells import bar_cell, lq_cell, sparkline
from jianbao.brief.chart_bars import pull_bars, shift_share_bars
from jianbao.brief.chart_dots import Point, level_growth, rank_dots
from jianbao.brief.chart_heat import heat
from jianbao.brief.chart_lines import Line, growth_lines
from jianbao.brief.svg import Chart

__all__ = [
    "Chart", "Line", "Point", "bar_cell", "growth_lines", "heat", "level_growth", "lq_cell", "pull_bars", "rank_dots",
    "shift_share_bars", "sparkline",
]
