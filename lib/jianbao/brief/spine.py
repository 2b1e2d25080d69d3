"""What the spine chart of section 5 is made of: an indicator here, in the city, in like regions, in the whole place, and its spread.

Only figures that the audience may see enter the spread: the worst, the quartiles and the best are those of the regions shown.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pandas as pd

from jianbao.brief.context import Brief
from jianbao.brief.standing import chosen
from jianbao.catalogue import Indicator
from jianbao.facts import Fact, difference
from jianbao.indicators import SpineBands, quartile_position, quartiles, spine_bands, spine_position

__all__ = ["FEW", "Row", "rows"]

#: Regions with a figure from which a spread is drawn (the page says five in words), and like regions from which a middle is taken.
FEW, _FEW_PEERS = 5, 3


@dataclass(frozen=True)
class Row:
    """One indicator. ``worst`` … ``best`` are facts in the order of the chart, better to the right; None below ``FEW`` regions.

    ``places`` holds, on the axis from −1 to 1, what of own, city and peers is known; ``quarter`` is 1 for the worst quarter of
    the regions to 4 for the best, 0 where there is no figure or so many regions share it that it is in no one quarter.
    """

    known: Indicator
    own: Fact
    root: Fact
    city: Fact | None
    peers: Fact | None
    members: tuple[str, ...]
    count: int
    worst: Fact | None
    worse: Fact | None
    better: Fact | None
    best: Fact | None
    bands: SpineBands | None
    places: dict[str, float]
    quarter: int

    @property
    def higher(self) -> bool:
        """Whether more is better."""
        return self.known.direction == "higher"

    def gap(self, lang: str) -> Decimal | None:
        """Return own less the whole place's, as printed; None where one is not known."""
        return difference(self.own, self.root, lang)

    def way(self, lang: str) -> str:
        """Return b where it is better here, w where worse, 0 where it prints the same, "" where it cannot be said."""
        gap = self.gap(lang)
        if gap is None:
            return ""
        return "0" if gap == 0 else "b" if (gap > 0) == self.higher else "w"


def rows(b: Brief) -> list[Row]:
    """Return a row for each indicator of the list in force that the whole place has a figure of; none for the whole place."""
    return b.once(("spine",), lambda: _rows(b))


def _rows(b: Brief) -> list[Row]:
    if b.is_root or not b.told:
        return []
    on = date(b.period.year, b.period.month or 12, 28)
    asked = [b.cat.indicator(k.indicator) for k in b.cat.plans.benchmarks if k.in_force(on)]
    made = [_row(b, known) for known in asked]
    return [row for row in made if row.root.known]


def _row(b: Brief, known: Indicator) -> Row:
    def ask(region: str) -> Fact:
        growth = known.kind == "growth"
        return b.growth(known.growth_of, region=region) if growth else b.fact(known.id, region=region)

    values = b.across(b.region.level, known.growth_of or known.id, growth=known.kind == "growth").dropna()
    own, root, city = ask(b.region.code), ask(b.root.code), ask(b.city.code) if b.city else None
    members = tuple(c for c in chosen(b) if c in values.index)
    peers = None
    if len(members) >= _FEW_PEERS:
        peers = replace(root, region="", value=quartiles(values[list(members)]).median)
    marks = {name: f.value for name, f in (("own", own), ("city", city), ("peers", peers)) if f is not None and f.known}
    higher = known.direction == "higher"
    if len(values) < FEW or not root.known:
        return Row(known, own, root, city, peers, members, len(values), None, None, None, None, None, {}, 0)
    five = quartiles(values)
    ends = [ask(str(values.idxmin())), replace(root, region="", value=five.lower), replace(root, region="", value=five.upper), ask(str(values.idxmax()))]
    worst, worse, better, best = ends if higher else ends[::-1]
    at = spine_position(values, root.value, higher_is_better=higher, of=pd.Series(marks, dtype=float))
    return Row(
        known, own, root, city, peers, members, len(values), worst, worse, better, best,
        spine_bands(values, root.value, higher_is_better=higher), {k: float(v) for k, v in at.items() if v == v},
        _quarter(values if higher else -values, b.region.code),
    )  # fmt: skip


def _quarter(values: pd.Series, code: str) -> int:
    """Return the quarter of a unit, 4 the highest values; 0 where it has none, or its value is two of the quartiles at once."""
    if code not in values.index:
        return 0
    low, high = quartile_position(values)[code], 5 - quartile_position(-values)[code]
    return int(low) if low == low and high - low < 2 else 0
