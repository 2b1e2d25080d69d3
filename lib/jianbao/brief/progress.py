"""How far the targets that apply to a brief have come; the arithmetic is ``indicators.targets`` and ``target_tasks``."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from jianbao.brief.context import Brief
from jianbao.catalogue import Target
from jianbao.catalogue.calendar import end_of
from jianbao.catalogue.period import Period
from jianbao.facts import Fact, derived_rate
from jianbao.indicators import (
    TargetProgress,
    average_decline_target,
    average_growth_target,
    chain_growth,
    comparator_target,
    count_new_target,
    coverage_target,
    cumulative_target,
    decline_from_base_target,
    growth_rate,
    level_target,
    ratio,
    rule_target,
)

__all__ = ["Progress", "at_start", "binding", "in_force", "progress"]

#: A target of a whole city says something about one of its counties only where size does not matter.
_OF_ANY_SIZE = ("level", "comparator", "average_growth", "average_decline")


@dataclass(frozen=True)
class Progress:
    """A target, the figure it is judged by, how far it has come. ``here`` is False for one that is only a yardstick.

    ``actual`` and ``reference`` (of a comparator) are facts; what a plan counts from its start is a derived fact.
    """

    target: Target
    here: bool
    actual: Fact | None
    reference: Fact | None
    made: TargetProgress


def binding(b: Brief) -> list[Progress]:
    """Return the targets in force that bind the region and sector, then those of the city above as yardsticks.

    Of a region's share of a target, the version in force at the end of the period. Milestones have no figure: they are not here.
    """
    found = [(t, _reach(b, t)) for t in b.cat.plans.targets if in_force(b, t) and t.type != "milestone"]
    own = [progress(b, t, True) for t, reach in found if reach == "here"]
    above = [progress(b, t, False) for t, reach in found if reach == "above"]
    return own + [p for p in above if p.actual is not None and (p.actual.known or p.actual.status == "suppressed")]


def in_force(b: Brief, target: Target) -> bool:
    """Return whether a target is of the period's year, and its version the one in force when the period ends."""
    return target.start <= b.period.year <= target.end and target.in_force(end_of(b.period))


def _reach(b: Brief, target: Target) -> str:
    """Return "here" for a target of this region and sector (or a part of it), "above" for a yardstick, else ""."""
    regions = [b.region.code, *(r.code for r in b.cat.ancestors(b.region.code))]
    over = next((r for r in regions if r in target.regions), "")
    wide = target.sector == b.all_sectors.code or target.sector == f"set:{b.sector.kind}" and b.sector.kind
    same = target.sector == b.sector.code or b.sector.code in target.shown_with or b.is_total
    if not over or not (wide or same):
        return ""
    if over == b.region.code and same:
        return "here"
    sized = target.indicator and (b.cat.indicator(target.indicator).kind == "ratio" or target.type.startswith("average"))
    # A part's own target (children's wear) is no yardstick for another county; nor is the province's for the province's sectors.
    general = wide or b.is_total and target.sector.startswith("set:")
    return "above" if sized and general and target.type in _OF_ANY_SIZE and not b.is_root else ""


def _sectors(b: Brief, target: Target, here: bool) -> tuple[str, ...]:
    if not here and not b.is_total:
        return (b.sector.code,)
    if target.sector.startswith("set:"):
        return tuple(s.code for s in b.cat.sectors(level="set", kind=target.sector[4:]))
    return (target.sector,)


def progress(b: Brief, target: Target, here: bool) -> Progress:
    """Return how far a target has come; the verdict is "unknown" where a figure is missing, withheld or not registered."""
    if not target.indicator:
        return Progress(target, here, None, None, TargetProgress(math.nan, math.nan, math.nan, math.nan, "unknown"))
    return _Judge(b, target, _sectors(b, target, here)).judge(here)


def at_start(b: Brief, target: Target) -> float:
    """Return the figure of the base year of a target of the region's own; NaN where the document names none, or it is not known."""
    return _Judge(b, target, _sectors(b, target, True)).before() if target.indicator else math.nan


class _Judge:
    """One target and the sectors that its figure is summed over."""

    def __init__(self, b: Brief, target: Target, sectors: tuple[str, ...]) -> None:
        self.b, self.target, self.sectors = b, target, sectors
        self.elapsed = b.period.year - target.start + ratio(b.period.months, 12.0)
        self.periods = target.end - target.start + 1.0

    def judge(self, here: bool) -> Progress:
        t, now = self.target, self.at(self.b.period.year)
        reference, actual = None, now
        if t.type in ("average_growth", "average_decline"):
            made, actual = self.average(now)
        elif t.type == "comparator":
            reference = self.at(self.b.period.year, self.b.root.code)
            made = comparator_target(_v(now), _v(reference), self.before(), self.before(self.b.root.code), self.elapsed, self.periods, t.higher)
        elif t.type == "level":
            made = level_target(_v(now), self.before(), t.value, self.elapsed, self.periods, t.higher)
        elif t.type == "cumulative":
            # Years before the panel begins leave the sum unknown.
            years = [self.total(t.indicator, self.b.region.code, str(_whole_year(self.b.period, y))) for y in range(t.start, self.b.period.year)]
            done = sum(map(_v, [*years, now]))
            known = not math.isnan(done)
            actual = replace(now, value=done if known else None, status=now.status if known else _worst([now, *years]))
            made = cumulative_target(done, t.value, self.elapsed, self.periods)
        elif t.type == "count_new":
            made = count_new_target(_v(now), self.before(), t.value, self.elapsed, self.periods)
            new = None if math.isnan(made.achieved) else made.achieved  # the increase is judged, not how many there are
            actual = replace(now, value=new, status=now.status if new is not None or not now.known else "missing")
        elif t.type == "coverage":
            made = coverage_target(_v(now), 100.0, self.elapsed, self.periods, t.value / 100)
        elif t.type == "decline_from_base":
            made = decline_from_base_target(_v(now), self.before(), t.value / 100, self.elapsed, self.periods)
            actual = replace(derived_rate(now, t.indicator, 100 * made.achieved), status=now.status if math.isfinite(made.achieved) or not now.known else "missing")
        else:
            made = rule_target(_v(now), t.value, t.higher)
        return Progress(t, here, actual, reference, made)

    def average(self, now: Fact) -> tuple[TargetProgress, Fact]:
        """Average growth since the base: official rates of the years chained, never two published levels divided."""
        t, years = self.target, range((self.target.base or self.b.period.year) + 1, self.b.period.year + 1)
        rates = pd.Series([self.rate(t.indicator, y) for y in years], index=list(years), dtype=float)
        index = 1 + chain_growth(rates).growth
        judge = average_growth_target if t.type == "average_growth" else average_decline_target
        made = judge(index, 1.0, t.value / 100, len(rates), t.end - (t.base or t.start - 1))
        like = replace(now, decimals=1)
        fact = derived_rate(like, f"{t.indicator}_growth", 100 * made.achieved)
        return made, fact if fact.known else replace(fact, status=now.status if not now.known else "missing")

    def rate(self, indicator: str, year: int) -> float:
        """Return growth of the sectors together, a fraction, NaN if one is unknown; a ratio's from those of its parts."""
        known = self.b.cat.indicator(indicator)
        if known.kind == "ratio":
            top, bottom = (self.rate(part, year) for part in (known.numerator, known.denominator))
            return growth_rate(1 + top, 1 + bottom)
        period = self.period(year)
        if len(self.sectors) == 1:
            return _v(self.b.growth(indicator, sector=self.sectors[0], period=period)) / 100
        base, grown = 0.0, 0.0
        for sector in self.sectors:
            level = self.b.fact(indicator, sector=sector, period=period)
            if not self.there(level) or level.known and level.value == 0:
                continue
            before, rate = self.b.before(indicator, sector=sector, period=period), self.b.growth(indicator, sector=sector, period=period)
            if not before.known or not rate.known:
                return math.nan
            base += before.value
            grown += before.value * (1 + rate.value / 100)
        return growth_rate(grown, base)

    def there(self, fact: Fact) -> bool:
        """Whether the region has the sector: in a complete (modelled) panel a cell that is not there is no enterprise."""
        return not (fact.status == "missing" and self.b.release.modelled)

    def before(self, region: str = "") -> float:
        """Return the figure of the base year, NaN where the document names none."""
        return math.nan if self.target.base is None else _v(self.at(self.target.base, region))

    def at(self, year: int, region: str = "") -> Fact:
        """Return the target's figure of the sectors together, of the same months of a year."""
        return self.total(self.target.indicator, region or self.b.region.code, self.period(year))

    def period(self, year: int) -> str:
        return str(Period(year, self.b.period.month, self.b.period.quarter))

    def total(self, indicator: str, region: str, period: str) -> Fact:
        facts = [self.b.fact(indicator, region=region, sector=s, period=period) for s in self.sectors]
        if len(facts) == 1:
            return facts[0]
        known = self.b.cat.indicator(indicator)
        if known.numerator:
            parts = [self.total(part, region, period) for part in (known.numerator, known.denominator)]
            value = ratio(_v(parts[0]), _v(parts[1]), known.factor, Period.parse(period).months if known.annualised else 12)
            facts = parts
        else:
            facts = [f for f in facts if self.there(f)]
            value = sum((_v(f) for f in facts), 0.0) if facts and known.kind != "ratio" else math.nan
        status = "estimated" if not math.isnan(value) else _worst(facts)
        return Fact.of(known, region, self.target.sector, period, None if math.isnan(value) else value, status)


def _whole_year(like: Period, year: int) -> Period:
    return Period(year, 12 if like.month else None, 4 if like.quarter else None)


def _v(fact: Fact) -> float:
    return fact.value if fact.known else math.nan


def _worst(facts: Sequence[Fact]) -> str:
    unknown = {f.status for f in facts if not f.known}
    return "missing" if "missing" in unknown or not unknown else "suppressed" if "suppressed" in unknown else "not_applicable"
