"""Several sectors or several regions taken together: totals over totals, and what they add to growth.

A part that is withheld leaves the whole unknown; in a modelled panel a part without a cell has no enterprise and adds nothing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from jianbao.brief.context import Brief
from jianbao.brief.mix import value_of
from jianbao.catalogue.clusters import Cluster
from jianbao.facts import Fact, derived_rate
from jianbao.indicators import contribution_rate_from_growth, contribution_to_growth, growth_rate, share

__all__ = ["Cells", "Group", "areas", "contribution", "gained", "grown", "on", "pilots", "pull", "sets", "share_of", "single", "total"]

Cells = Sequence[tuple[str, str]]  # region and sector of each part

#: A whole that grew by less than this (percent) gives no contribution rate (methods.md, e-10: guards).
_TOO_LITTLE = 0.05


@dataclass(frozen=True)
class Group:
    """Parts that are taken together: how a claim names them, their cells, and the cell they are a part of."""

    spec: str
    cells: Cells
    whole: tuple[str, str]


def on(b: Brief) -> date:
    """Return the day by which lists are judged: near the end of the period."""
    return date(b.period.year, b.period.month or 12, 28)


def single(b: Brief, *, region: str = "", sector: str = "") -> Group:
    """Return one sector of the page's region (of all sectors there), or one region of the page's sector (of the whole place)."""
    if region:
        return Group("root", ((region, b.sector.code),), (b.root.code, b.sector.code))
    return Group("", ((b.region.code, sector or b.sector.code),), (b.region.code, b.all_sectors.code))


def sets(b: Brief) -> Group:
    """Return the sectors that get briefs together, in the page's region."""
    return Group(b.cat.place.brief_sectors, tuple((b.region.code, s.code) for s in b.cat.brief_sectors()), (b.region.code, b.all_sectors.code))


def pilots(b: Brief, level: str, *, rest: bool = False) -> Group:
    """Return the pilot regions of a level together, or all others of that level."""
    listed = {p.region for p in b.cat.clusters.pilots_on(on(b)) if p.level == level}
    codes = [r.code for r in b.cat.regions(level=level) if (r.code in listed) != rest]
    return Group(f"{'rest' if rest else 'pilot'}:{level}", tuple((c, b.sector.code) for c in codes), (b.root.code, b.sector.code))


def areas(b: Brief, cluster: Cluster, *roles: str) -> Group:
    """Return the regions on the lists of a cluster with one of the roles, together; a region on two lists counts once."""
    codes = dict.fromkeys(a.region for a in b.cat.clusters.areas_of(cluster.id, on(b)) if a.role in roles)
    return Group("areas:" + "+".join(roles), tuple((c, b.sector.code) for c in codes), (b.root.code, b.sector.code))


def total(b: Brief, indicator: str, parts: Cells, *, before: bool = False, period: str = "") -> Fact:
    """Return the sum of an indicator over parts that do not overlap, or for a ratio the sums of its parts over each other.

    ``parts`` are pairs of region and sector; ``before`` asks for the comparable figures a year earlier.
    """
    known = b.cat.indicator(indicator)
    if known.numerator:
        return b.of_parts(known, total(b, known.numerator, parts, before=before, period=period), total(b, known.denominator, parts, before=before, period=period))
    ask = b.before if before else b.fact
    facts = [f for region, sector in parts if not _absent(b, f := ask(indicator, region=region, sector=sector, period=period))]
    none = Fact.of(known, b.region.code, b.sector.code, period or b.at, None, "missing")
    bad = next((f for f in facts if not f.known), None)
    if bad is not None or not facts:
        return none if bad is None else replace(none, status=bad.status)
    return replace(none, value=math.fsum(f.value for f in facts), status=facts[0].status, derived=True)


def _absent(b: Brief, fact: Fact) -> bool:
    return b.release.modelled and fact.status in ("missing", "not_applicable")


def gained(b: Brief, indicator: str, parts: Cells) -> float:
    """Return by how much parts together grew on their comparable figures a year earlier, in the register's unit.

    Value added in real terms: each part's official rate on its base. What a part has that had nothing a year earlier is a gain
    at this year's prices: there is no other. NaN where a figure is not known.
    """
    if b.cat.indicator(f"{indicator}_growth").price != "comparable":
        return value_of(total(b, indicator, parts)) - value_of(total(b, indicator, parts, before=True))
    gains = []
    for region, sector in parts:
        level, base = (ask(indicator, region=region, sector=sector) for ask in (b.fact, b.before))
        if not _absent(b, level):
            rate = b.growth(indicator, region=region, sector=sector)
            gains.append(value_of(level) if base.known and base.value == 0 else 0.01 * value_of(base) * value_of(rate))
    return math.fsum(gains) if gains else math.nan


def grown(b: Brief, indicator: str, parts: Cells) -> Fact:
    """Return the growth in percent of parts together on their comparable figures a year earlier."""
    base = value_of(total(b, indicator, parts, before=True))
    rate = 100 * growth_rate(base + gained(b, indicator, parts), base)
    return derived_rate(replace(b.growth(indicator), status="estimated"), f"{indicator}_growth", rate)


def pull(b: Brief, indicator: str, group: Group) -> float:
    """Return the percentage points that parts together add to the growth of a whole; NaN where that is not known."""
    base, gain = value_of(total(b, indicator, group.cells, before=True)), gained(b, indicator, group.cells)
    of = value_of(b.before(indicator, region=group.whole[0], sector=group.whole[1]))
    return 100 * float(contribution_to_growth(pd.Series([base + gain]), pd.Series([base]), total=of).iloc[0])


def contribution(b: Brief, indicator: str, group: Group) -> float:
    """Return the parts' contribution rate to the growth of a whole, in percent; NaN where it says nothing.

    A whole that hardly grew, and parts that moved against it, give no rate: then only pulls are told.
    """
    points, rate = pull(b, indicator, group), value_of(b.growth(indicator, region=group.whole[0], sector=group.whole[1]))
    if math.isnan(rate) or math.isnan(points) or rate < _TOO_LITTLE or points <= 0:
        return math.nan
    return 100 * contribution_rate_from_growth(0.01 * points, 0.01 * rate, 0)


def share_of(b: Brief, indicator: str, group: Group, *, before: bool = False, period: str = "") -> float:
    """Return the parts' share of a whole in percent; NaN where it is not known."""
    ask = b.before if before else b.fact
    of = ask(indicator, region=group.whole[0], sector=group.whole[1], period=period)
    return 100 * share(value_of(total(b, indicator, group.cells, before=before, period=period)), value_of(of))
