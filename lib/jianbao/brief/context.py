"""What a brief is about, and the only way its parts get numbers: facts."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from jianbao import catalogue
from jianbao.catalogue.period import Period
from jianbao.facts import Fact, derived_rate
from jianbao.indicators import Rank, growth_rate, rank_among, ratio
from jianbao.panel.release import EMPTY_SLICE, Release, Slice, open_release

__all__ = ["Brief", "BriefError", "open_brief"]


T = TypeVar("T")


class BriefError(ValueError):
    """The brief cannot be about what was asked for; one line for the user."""


@dataclass(frozen=True)
class Brief:
    """One region, one sector, one period, one language: a single checked identity.

    ``sector`` is the register's total (all industry) in a region's own brief; ``region`` is the root (the province)
    in a sector brief.
    """

    region: catalogue.Region
    sector: catalogue.Sector
    period: Period
    lang: str
    kind: str
    cat: catalogue.Catalogue
    release: Release
    _slices: dict[str, Slice] = field(default_factory=dict, repr=False)
    _known: dict[tuple, Any] = field(default_factory=dict, repr=False)  # what was worked out for this brief already

    # ---- what it is about -------------------------------------------------------------------------------------

    @property
    def at(self) -> str:
        """The period as text."""
        return str(self.period)

    @property
    def zh(self) -> bool:
        """Whether the page is in Chinese."""
        return self.lang == "zh"

    @cached_property
    def root(self) -> catalogue.Region:
        """The place's top region (the province)."""
        return self.cat.region(self.cat.place.root_region)

    @cached_property
    def all_sectors(self) -> catalogue.Sector:
        """The total of all sectors."""
        return self.cat.sector(self.cat.place.all_sector)

    @cached_property
    def city(self) -> catalogue.Region | None:
        """The city above a county; None for a city, the province, or a place without cities."""
        if self.region.level != "county" or not self.region.parent:
            return None
        parent = self.cat.region(self.region.parent)
        return parent if parent.level == "city" else None

    @property
    def public(self) -> bool:
        """Whether the page is for everybody: cells in which an enterprise could be recognised are withheld by ourselves."""
        return self.release.audience == "public"

    @cached_property
    def told(self) -> bool:
        """Whether there is something to tell of the region's sector: it is there, and not withheld from everybody by ourselves."""
        return self.present and not (self.public and self.fact(self.headline.id).status == "suppressed")

    @property
    def untold(self) -> str:
        """Why there is nothing to tell, as a page says it of what it leaves out; “” where there is something."""
        if self.told:
            return ""
        if self.fact(self.headline.id).status == "suppressed":
            return "数值不公布" if self.zh else "the figures are withheld"
        if self.release.modelled and not self.is_total:
            return "本地没有该行业" if self.zh else "the sector is not here"
        return "没有数据" if self.zh else "there are no figures"

    @property
    def unlike(self) -> str:
        """Why nothing is laid beside the page's figures, as ``untold`` says it; “” for a page that is not of the whole place."""
        if not self.told or not self.is_root:
            return self.untold
        return f"{self.cat.place.reference_name('zh')}是对照的基准" if self.zh else "the whole is what others are laid beside"

    @property
    def is_total(self) -> bool:
        """Whether the brief is about all sectors together."""
        return self.sector.code == self.all_sectors.code

    @property
    def is_root(self) -> bool:
        """Whether the brief is about the whole place."""
        return self.region.code == self.root.code

    @property
    def headline(self) -> catalogue.Indicator:
        """The indicator the brief leads with."""
        return self.cat.indicator(self.cat.place.headline)

    @cached_property
    def present(self) -> bool:
        """Whether the region has the sector in this period at all (a withheld value counts as having it)."""
        value, status = self._cell(self.headline.id, self.region.code, self.sector.code, self.at)
        return status == "suppressed" or (value is not None and value != 0)

    @property
    def monthly(self) -> bool:
        """Whether the figures are monthly (cumulative since January)."""
        return self.period.kind == "month"

    def when(self) -> str:
        """Return the period as prose and titles say it: 2024年, 2024年上半年; tables print its months."""
        return self.period.narrative(self.lang)

    # ---- numbers ----------------------------------------------------------------------------------------------

    def slice_for(self, region: str, sector: str) -> Slice:
        """Return a file of the release that holds the region and sector, keyed by whichever is not fixed."""
        if sector == self.sector.code:
            return self._slice("sector", sector)
        if region in (self.region.code, self.root.code):
            return self._slice("region", region)
        return self._slice("sector", sector)

    def _slice(self, kind: str, code: str) -> Slice:
        name = f"{kind}/{code}"
        if name not in self._slices:
            # A registered region or sector without a single row is empty, not an error.
            self._slices[name] = getattr(self.release, kind)(code) if self.release.has(kind, code) else EMPTY_SLICE
        return self._slices[name]

    def _cell(self, indicator: str, region: str, sector: str, period: str) -> tuple[float | None, str]:
        where = self.slice_for(region, sector)
        return where.value(indicator, region if where.source.startswith("sector/") else sector, period)

    def once(self, what: tuple, work: Callable[[], T]) -> T:
        """Return what ``work`` returns, worked out once a brief; ``what`` names it and everything that it depends on."""
        if what not in self._known:
            self._known[what] = work()
        return self._known[what]

    def fact(self, indicator: str, *, region: str = "", sector: str = "", period: str = "") -> Fact:
        """Return a level or ratio as a fact; a ratio is total over total."""
        region, sector, period = region or self.region.code, sector or self.sector.code, period or self.at
        where = (indicator, region, sector, period)
        found = self._known.get(where)
        if found is None:
            found = self._known[where] = self._fact(*where)
        return found

    def _fact(self, indicator: str, region: str, sector: str, period: str) -> Fact:
        known = self.cat.indicator(indicator)
        if known.numerator:  # a ratio that is only published has no parts
            top = self.fact(known.numerator, region=region, sector=sector, period=period)
            bottom = self.fact(known.denominator, region=region, sector=sector, period=period)
            return self.of_parts(known, top, bottom)
        return Fact.of(known, region, sector, period, *self._cell(indicator, region, sector, period))

    def of_parts(self, known: catalogue.Indicator, top: Fact, bottom: Fact) -> Fact:
        """Return a ratio of two facts: total over total."""
        where = (top.region, top.sector, top.period)
        # A part that nobody publishes makes a ratio missing; only then does a withheld part make it withheld.
        unknown = [p.status for p in (top, bottom) if not p.known]
        if unknown:
            return Fact.of(known, *where, None, "missing" if "missing" in unknown else unknown[0])
        months = Period.parse(top.period).months if known.annualised else 12
        # Of two modelled parts, or of one, the ratio is modelled.
        status = top.status if top.status == bottom.status else "estimated"
        return Fact.of(known, *where, ratio(top.value, bottom.value, known.factor, months), status)

    def before(self, indicator: str, *, region: str = "", sector: str = "", period: str = "") -> Fact:
        """Return the same period last year on the comparable base where one is stored, else the published level."""
        region, sector, period = region or self.region.code, sector or self.sector.code, period or self.at
        known = self.cat.indicator(indicator)
        if known.numerator:  # a ratio that is only published has no parts
            top = self.before(known.numerator, region=region, sector=sector, period=period)
            bottom = self.before(known.denominator, region=region, sector=sector, period=period)
            return self.of_parts(known, top, bottom)
        value, status = self._cell(f"{indicator}_base", region, sector, period)
        if status != "missing":
            return Fact.of(known, region, sector, str(Period.parse(period).year_ago()), value, status)
        return self.fact(indicator, region=region, sector=sector, period=str(Period.parse(period).year_ago()))

    def growth(self, indicator: str, *, region: str = "", sector: str = "", period: str = "") -> Fact:
        """Return growth in percent: the stored official rate, else (where the place has none) one marked derived."""
        region, sector, period = region or self.region.code, sector or self.sector.code, period or self.at
        name = f"{indicator}_growth"
        if self.cat.place.official_growth:
            return self.fact(name, region=region, sector=sector, period=period)
        now = self.fact(indicator, region=region, sector=sector, period=period)
        then = self.fact(indicator, region=region, sector=sector, period=str(Period.parse(period).year_ago()))
        if not now.known or not then.known:
            return replace(derived_rate(now, name, math.nan), status=now.status if not now.known else then.status)
        return derived_rate(now, name, 100 * growth_rate(now.value, then.value))

    def change(self, indicator: str, *, region: str = "", sector: str = "") -> Fact:
        """Return the change of a ratio or count in its own unit, from the values as printed."""
        now = self.fact(indicator, region=region, sector=sector)
        then = self.before(indicator, region=region, sector=sector)
        known = now.known and then.known
        value = float(now.shown("zh") - then.shown("zh")) if known else None
        return replace(now, value=value, status=now.status if known else (now if not now.known else then).status, derived=True)

    def series(self, indicator: str, *, region: str = "", sector: str = "", growth: bool = False) -> dict[str, float | None]:
        """Return the values of all periods up to this one, None where there is none."""
        ask = self.growth if growth else self.fact
        periods = [p for p in self.release.periods if p <= self.at]
        return {p: f.value if f.known else None for p in periods for f in [ask(indicator, region=region, sector=sector, period=p)]}

    def across(self, level: str, indicator: str, *, growth: bool = False, sector: str = "", period: str = "") -> pd.Series:
        """Return the values of all regions of a level, indexed by code; NaN where there is none.

        Nothing to rank is left in: a level that is zero or negative, a suppressed or missing value.
        """
        asked = (level, indicator, growth, sector, period)
        return self.once(("across", *asked), lambda: self._across(*asked)).copy()

    def _across(self, level: str, indicator: str, growth: bool, sector: str, period: str) -> pd.Series:
        ask, regions = self.growth if growth else self.fact, self.cat.regions(level=level)
        any_sign = growth or self.cat.indicator(indicator).kind in ("ratio", "growth")
        facts = [ask(indicator, region=region.code, sector=sector, period=period) for region in regions]
        values = [fact.value if fact.known and (any_sign or fact.value > 0) else math.nan for fact in facts]
        return pd.Series(values, index=[region.code for region in regions], dtype=float)

    def rank(self, indicator: str, *, level: str = "", growth: bool = False, members: tuple[str, ...] = ()) -> Rank | None:
        """Return the region's position among the regions of its level (or among members)."""
        return self.once(("rank", indicator, level, growth, members), lambda: self._rank(indicator, level, growth, members))

    def _rank(self, indicator: str, level: str, growth: bool, members: tuple[str, ...]) -> Rank | None:
        values = self.across(level or self.region.level, indicator, growth=growth)
        if members:
            values = values[values.index.isin(members)]
        return rank_among(values, self.region.code) if self.region.code in values.index else None


def open_brief(
    region_code: str = "", sector_code: str = "", period: str = "", lang: str = "zh", *, data_dir: Path | None = None
) -> Brief:
    """Return the brief of a region and a sector, after checking that all of it exists.

    Parameters
    ----------
    region_code, sector_code : str
        Codes of the registers. Leave out the sector for a region's own brief, the region for a sector brief.
    period : str
        As in the registers: ``2024-12``, ``2018``.
    lang : str
        ``zh`` or ``en``, if the place has it.

    Raises
    ------
    BriefError, catalogue.CatalogueError, PeriodError
        One line: what is wrong and what would be right.
    """
    cat = catalogue.read(data_dir)
    for name, value in (("region_code", region_code), ("sector_code", sector_code), ("period", period), ("lang", lang)):
        if not isinstance(value, str):
            raise BriefError(f"{name} 应为文本（带引号），收到 {value!r}")
    if lang not in cat.place.languages:
        raise BriefError(f"lang 应为 {' / '.join(cat.place.languages)}，收到 {lang!r}")
    region = cat.region(region_code or cat.place.root_region)
    sector = cat.sector(sector_code or cat.place.all_sector)
    when = Period.parse(period or cat.place.default_period)
    release = open_release(data_dir)
    if str(when) not in release.periods:
        raise BriefError(f"数据中没有 {str(when)} 这一期；现有 {release.periods[0]} 至 {release.periods[-1]}")
    kind = "sector_brief" if not region_code else "county_brief" if not sector_code else "sector_county_brief"
    return Brief(region, sector, when, lang, kind, cat, release)
