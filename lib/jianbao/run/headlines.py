"""The one figure that each brief shows in the index, from the release that the brief was made from."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from jianbao.catalogue.period import Period
from jianbao.facts import Fact
from jianbao.indicators import growth_rate
from jianbao.panel import PanelError
from jianbao.panel.release import Release
from jianbao.publish.meta import Headline
from jianbao.run.plan import REPORT, BriefSpec

if TYPE_CHECKING:
    from jianbao.catalogue import Catalogue

__all__ = ["growth_at", "headlines"]


def headlines(specs: Sequence[BriefSpec], cat: "Catalogue", release: Release) -> dict[str, Headline]:
    """Return the headline of each brief (documents have none) by its file: the level as printed and its growth in percent."""
    slices = lru_cache(maxsize=4)(release.sector)  # one sector after the other: few are held at a time
    found = {}
    for spec in sorted((s for s in specs if s.kind != REPORT), key=lambda s: (s.sector, s.file)):
        found[spec.file] = _headline(spec, cat, slices)
    return found


def _headline(spec: BriefSpec, cat: "Catalogue", slices) -> Headline:
    values = spec.values
    region, sector = spec.region or cat.place.root_region, spec.sector or cat.place.all_sector
    known, period = cat.indicator(cat.place.headline), values["period"]
    try:
        where = slices(sector)
    except PanelError:  # no region has the sector
        return Headline(status="not_applicable")
    value, status = where.value(known.id, region, period)
    fact = Fact.of(known, region, sector, period, value, status)
    if not fact.known:
        present = where.has(region, period)
        return Headline(status=status if present else "not_applicable")
    return Headline(fact.number(values["lang"]), growth_at(where, cat, region, period, fact), status)


def growth_at(where, cat: "Catalogue", region: str, period: str, now: Fact) -> float | None:
    """Return the stored growth; where the place has none, the rate between two levels, if the base is positive."""
    growth = cat.growth_of(now.indicator)
    if cat.place.official_growth:
        return where.value(growth.id, region, period)[0] if growth else None
    then, _ = where.value(now.indicator, region, str(Period.parse(period).year_ago()))
    rate = growth_rate(now.value, then) if then is not None else math.nan
    return None if math.isnan(rate) else 100 * rate
