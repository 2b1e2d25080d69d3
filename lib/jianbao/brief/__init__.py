"""What notebooks call: open a brief, then show its parts.

>>> from jianbao import brief
>>> b = brief.open("330502", "T02", "2024-12", "zh")  # doctest: +SKIP
>>> brief.headline(b)  # doctest: +SKIP
"""

from jianbao.brief.cards import cards
from jianbao.brief.context import Brief, BriefError
from jianbao.brief.context import open_brief as open
from jianbao.brief.head import head, headline
from jianbao.brief.lists import heat, sectors
from jianbao.brief.notes import notes, published
from jianbao.brief.parts import Part
from jianbao.brief.place import league, place
from jianbao.brief.running import running
from jianbao.brief.structure import structure

__all__ = [
    "Brief", "BriefError", "Part", "cards", "head", "headline", "heat", "league", "notes", "open", "place", "published", "running",
    "sectors", "structure",
]
