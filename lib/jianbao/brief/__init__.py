"""What notebooks call: open a brief, then show its parts.

>>> from jianbao import brief
>>> b = brief.open("330502", "T02", "2024-12", "zh")  # doctest: +SKIP
>>> brief.headline(b)  # doctest: +SKIP

Standard charts come with the parts. An analyst's own is drawn in the same look in any cell:

>>> drawn, axes = brief.figure(240)  # doctest: +SKIP
>>> seaborn.barplot(data, x="county", y="growth", ax=axes)  # doctest: +SKIP
>>> brief.chart(b, drawn, "各县增速（%）")  # doctest: +SKIP
"""

from jianbao.brief.annex import annex
from jianbao.brief.benchmark import benchmark
from jianbao.brief.cards import cards
from jianbao.brief.changes import changes
from jianbao.brief.commentary import commentary
from jianbao.brief.context import Brief, BriefError
from jianbao.brief.context import open_brief as open
from jianbao.brief.figure import chart, figure, theme
from jianbao.brief.head import head, headline
from jianbao.brief.lists import heat, sectors
from jianbao.brief.measures import measures
from jianbao.brief.notes import notes, published
from jianbao.brief.parts import Part
from jianbao.brief.peers import peers
from jianbao.brief.place import league, place
from jianbao.brief.running import running
from jianbao.brief.shared import warm
from jianbao.brief.shortboards import shortboards
from jianbao.brief.structure import structure
from jianbao.brief.targets import targets

__all__ = [
    "Brief", "BriefError", "Part", "annex", "benchmark", "cards", "changes", "chart", "commentary", "figure", "head", "headline", "heat", "league", "measures", "notes", "open",
    "peers", "place", "published", "running", "sectors", "shortboards", "structure", "targets", "theme", "warm",
]
