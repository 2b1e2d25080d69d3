"""Regions scored by the scheme in force: points of each item, dimensions, the whole, the rank inside a tier and how firm it is."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from jianbao.brief.context import Brief
from jianbao.catalogue.calendar import end_of
from jianbao.catalogue.schemes import Scheme, Tier
from jianbao.facts import Fact
from jianbao.indicators import aggregate, closing_gain, minmax, rank_held, ranks

__all__ = ["Gain", "Scored", "scheme_of", "scored"]

#: What a gap is closed to: the upper quartile of those that a region is ranked with.
_GOAL = 0.75


@dataclass(frozen=True)
class Gain:
    """The item that would bring a region most: its indicator, the points, and the rank that it would then have."""

    indicator: str
    points: float
    rank: int


def scheme_of(b: Brief) -> Scheme | None:
    """Return the scheme in force at the end of the period, the latest where there are several; None where there is none."""
    found = [s for s in b.cat.schemes if s.in_force(end_of(b.period))]
    return max(found, key=lambda s: s.valid_from.isoformat() if s.valid_from else "") if found else None


def scored(b: Brief, level: str) -> "Scored | None":
    """Return the regions of a level as the scheme in force scores them; None where no scheme is."""
    scheme = scheme_of(b)
    return b.once(("scored", level), lambda: Scored(b, level, scheme)) if scheme else None


class Scored:
    """The regions of one level, all on one scale; a region with a figure withheld or missing has no score and no rank."""

    def __init__(self, b: Brief, level: str, scheme: Scheme) -> None:
        self.b, self.level, self.scheme = b, level, scheme
        self.items = [i.indicator for _, i in scheme.present]
        self.codes = [r.code for r in b.cat.regions(level=level)]

    def fact(self, indicator: str, region: str) -> Fact:
        """Return a region's figure of an item, of all sectors."""
        known, sector = self.b.cat.indicator(indicator), self.b.all_sectors.code
        if known.kind == "growth":
            return self.b.growth(known.growth_of, region=region, sector=sector)
        return self.b.fact(indicator, region=region, sector=sector)

    @cached_property
    def facts(self) -> dict[str, dict[str, Fact]]:
        """The figure of each region and item."""
        return {code: {i: self.fact(i, code) for i in self.items} for code in self.codes}

    def lacking(self, code: str) -> str:
        """Return why a region has no score: withheld or missing; "" where it has one."""
        states = {f.status for f in self.facts[code].values() if not f.known}
        return "suppressed" if "suppressed" in states else "missing" if states else ""

    @cached_property
    def points(self) -> pd.DataFrame:
        """Points of each region and item, 0 to 100 over the regions of the level; rows only of regions with all of them."""
        whole = [c for c in self.codes if not self.lacking(c)]
        values = pd.DataFrame([[self.facts[c][i].value for i in self.items] for c in whole], index=whole, columns=self.items, dtype=float)
        direction = pd.Series({i: -1 if self.b.cat.indicator(i).direction == "lower" else 1 for i in self.items})
        return 100 * minmax(values, direction)

    @cached_property
    def weights(self) -> pd.Series:
        """Weight of each item that has figures."""
        return pd.Series(self.scheme.weights())

    @cached_property
    def totals(self) -> pd.Series:
        """Points of each region that is scored."""
        return aggregate(self.points, self.weights)

    def dimension(self, name: str) -> pd.Series:
        """Return the points of each region in a dimension."""
        items = [i.indicator for d, i in self.scheme.present if d.id == name]
        return aggregate(self.points[items], self.weights[items])

    def output(self, code: str) -> Fact:
        """Return last year's figure by which a region has its tier."""
        return self.b.fact(self.scheme.tier_indicator, region=code, sector=self.b.all_sectors.code, period=str(self.b.period.year_ago()))

    def tier(self, code: str) -> Tier | None:
        """Return a region's tier; None where last year's figure is not known."""
        level = self.output(code)
        return self.scheme.tier_of(level.value) if level.known else None

    def members(self, tier: Tier | None) -> list[str]:
        """Return the regions of a tier (all where there is None) that are scored."""
        return [c for c in self.points.index if tier is None or self.tier(c) == tier]

    def ranking(self, tier: Tier | None) -> pd.DataFrame:
        """Return rank, range, share of draws that keep it, and points, of those in a tier, the best first."""
        return self.b.once(("ranking", self.level, tier.id if tier else ""), lambda: self._ranking(tier)).copy()

    def _ranking(self, tier: Tier | None) -> pd.DataFrame:
        own, draws = self.members(tier), self.scheme.draws
        found = rank_held(self.points.loc[own], self.weights, n=draws.runs, seed=draws.seed, spread=draws.spread)
        return found.assign(total=self.totals[own]).dropna().sort_values("nominal", kind="stable")

    def gain(self, code: str, tier: Tier | None) -> Gain | None:
        """Return what would bring a region most points: one item up to the upper quartile of its tier; None where nothing would."""
        own = self.members(tier)
        goal = pd.Series(np.quantile(self.points.loc[own].to_numpy(), _GOAL, axis=0), index=self.items)
        bring = closing_gain(self.points.loc[[code]], self.weights, goal).loc[code]
        best = bring.idxmax()
        if not bring[best] > 0:
            return None
        totals = self.totals[own].copy()
        totals[code] += bring[best]
        return Gain(str(best), float(bring[best]), int(ranks(totals.round(10))[code]))
