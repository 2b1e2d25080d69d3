"""Pure functions: numbers in, numbers out. Levels go in, fractions and ratios come out; only ``facts`` prints."""

from jianbao.indicators.decomposition import ShiftShare, shift_share
from jianbao.indicators.growth import contribution_to_growth, growth_rate
from jianbao.indicators.ranking import Rank, rank_among
from jianbao.indicators.structure import location_quotient, ratio, share

__all__ = [
    "Rank", "ShiftShare", "contribution_to_growth", "growth_rate", "location_quotient", "rank_among", "ratio", "share",
    "shift_share",
]
