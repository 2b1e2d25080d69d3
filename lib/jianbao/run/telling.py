"""Which briefs tell most about a notebook: the largest, the smallest, the one with most missing, the most extreme."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from jianbao.facts import Fact, number
from jianbao.panel import PanelError
from jianbao.panel.release import Release
from jianbao.run.headlines import growth_at
from jianbao.run.plan import BriefSpec
from jianbao.run.words import say

if TYPE_CHECKING:
    from jianbao.catalogue import Catalogue

__all__ = ["Case", "telling"]


@dataclass(frozen=True)
class Case:
    """A brief, which case it is and why, as read by the analyst."""

    spec: BriefSpec
    name: str
    reason: str


@dataclass(frozen=True)
class _Cell:
    spec: BriefSpec
    level: Fact
    growth: float | None
    gaps: int
    present: bool


def telling(specs: Sequence[BriefSpec], cat: "Catalogue", release: Release, lang: str) -> tuple[Case, ...]:
    """Return up to four cases among briefs of one notebook, each another brief, chosen by the figures of the release.

    Largest and smallest go by the level of the place's headline indicator, extreme by the size of its growth, missing by
    how many registered indicators are withheld or missing where the sector is there; where none is, a place without the
    sector stands for it. Equals are decided by the order of the briefs.
    """
    slices = lru_cache(maxsize=4)(release.sector)
    whole, period = slices(cat.place.all_sector), specs[0].values["period"]
    # An indicator that nobody has is missing nowhere.
    there = tuple(i.id for i in cat.indicators() if whole.value(i.id, cat.place.root_region, period)[0] is not None)
    cells = [_cell(spec, cat, slices, there) for spec in sorted(specs, key=lambda s: (s.sector, s.file))]
    known = [c for c in cells if c.level.known]
    head = cat.indicator(cat.place.headline).short(lang)

    def of(cell: _Cell) -> str:
        return say(lang, f"{head}{cell.level.text(lang)}", f"{head} {cell.level.text(lang)}")

    def growth(cell: _Cell) -> str:
        rate = number(cell.growth, 1, sign=True)
        return say(lang, f"{head}增速{rate}%", f"growth of {head.lower()} {rate}%")

    def gaps(cell: _Cell) -> str:
        if not cell.present:
            return say(lang, "该地区没有这一行业", "the place has no such sector")
        return say(lang, f"{len(there)}个指标中{cell.gaps}个不公布或缺失", f"{cell.gaps} of {len(there)} indicators withheld or missing")

    order = (
        (say(lang, "最大", "largest"), sorted(known, key=lambda c: -c.level.value), of),
        (say(lang, "最小", "smallest"), sorted(known, key=lambda c: (c.level.value <= 0, c.level.value)), of),
        (say(lang, "缺失最多", "most missing"), sorted((c for c in cells if c.gaps or not c.present), key=lambda c: (not c.present, -c.gaps)), gaps),
        (say(lang, "最极端", "most extreme"), sorted((c for c in known if c.growth is not None), key=lambda c: -abs(c.growth)), growth),
    )  # fmt: skip
    chosen: dict[str, Case] = {}
    for name, ranked, reason in order:
        if cell := next((c for c in ranked if c.spec.file not in chosen), None):
            chosen[cell.spec.file] = Case(cell.spec, name, reason(cell))
    return tuple(chosen.values())


def _cell(spec: BriefSpec, cat: "Catalogue", slices, there: Sequence[str]) -> _Cell:
    region, sector, period = spec.region or cat.place.root_region, spec.sector or cat.place.all_sector, spec.values["period"]
    head = cat.indicator(cat.place.headline)
    try:
        where = slices(sector)
    except PanelError:  # no region has the sector
        return _Cell(spec, Fact.of(head, region, sector, period, None, "not_applicable"), None, 0, False)
    value, status = where.value(head.id, region, period)
    level = Fact.of(head, region, sector, period, value, status)
    growth = growth_at(where, cat, region, period, level) if level.known else None
    gaps = sum(where.value(name, region, period)[1] in ("suppressed", "missing") for name in there)
    present = where.has(region, period)
    return _Cell(spec, level, growth, gaps if present else 0, present)
