"""Targets worked out anew: which bind a region and sector, the figure each is judged by, how far it has come."""

import math
from dataclasses import dataclass
from typing import NamedTuple

from jianbao.catalogue import Period, Target
from jianbao.catalogue.calendar import end_of
from jianbao.verify.rules import About

__all__ = ["Stand", "binding", "sectors_of", "stand", "total_at"]

_ANY_SIZE = ("level", "comparator", "average_growth", "average_decline")
#: Done and due are the same where both print alike as percent with one decimal.
_ALIKE = 0.0005


class Stand(NamedTuple):
    """Where a target stands: the figure judged, the reference of a comparator, fractions done and due, what each year left
    has to bring, the verdict; None where it is not known."""

    actual: float | None
    reference: float | None = None
    done: float | None = None
    due: float | None = None
    need: float | None = None
    verdict: str = "unknown"
    hidden: bool = False  # the figure is withheld


def binding(a: About) -> list[tuple[Target, bool]]:
    """Return the targets in force for the claim's region and sector, and whether each is its own or only a yardstick."""
    return a.figures.once(("binding", *a.where), lambda: _binding(a))


def _binding(a: About) -> list[tuple[Target, bool]]:
    cat, (region, sector, period) = a.figures.cat, a.where
    over = {region, *(r.code for r in cat.ancestors(region))}
    total, kind = sector == a.all_sectors, cat.sector(sector).kind
    own, above = [], []
    for t in cat.plans.targets:
        if not t.start <= int(period[:4]) <= t.end or not over & set(t.regions) or t.type == "milestone":
            continue
        last = end_of(Period.parse(period))
        if t.valid_from and last < t.valid_from or t.valid_to and last > t.valid_to:
            continue  # another version of the share is in force
        same = total or t.sector == sector or sector in t.shown_with
        wide = t.sector == a.all_sectors or bool(kind) and t.sector == f"set:{kind}"
        if same and region in t.regions:
            own.append((t, True))
        elif region != a.root and t.indicator and t.type in _ANY_SIZE and (wide or total and t.sector.startswith("set:")):
            ratio = cat.indicator(t.indicator).kind == "ratio"
            if ratio or t.type in ("average_growth", "average_decline"):
                above.append((t, False))
    return own + [(t, h) for t, h in above if (s := stand(a, t, h)).actual is not None or s.hidden]


def sectors_of(a: About, t: Target, here: bool) -> tuple[str, ...]:
    """Return the sectors that a target's figure is summed over: the page's own for a yardstick of a sector."""
    if not here and a.claim.sector != a.all_sectors:
        return (a.claim.sector,)
    if t.sector[:4] == "set:":
        return tuple(s.code for s in a.figures.cat.sectors(level="set", kind=t.sector[4:]))
    return (t.sector,)


def stand(a: About, t: Target, here: bool) -> Stand:
    """Return where a target stands in the claim's region, sector and period."""
    return a.figures.once(("target", t.id, here, *a.where), lambda: _Judging(a, t, sectors_of(a, t, here)).stand() if t.indicator else Stand(None))


def total_at(a: About, t: Target, year: int) -> float | None:
    """Return a target's figure of the same months of a year, in the claim's region."""
    judging = _Judging(a, t, sectors_of(a, t, True))
    return judging.total(t.indicator, a.claim.region, judging.of(year))


@dataclass
class _Judging:
    """One target and the sectors that its figure is summed over."""

    a: About
    t: Target
    sectors: tuple[str, ...]

    # ---- figures ----------------------------------------------------------------------------------------------

    def there(self, indicator: str, region: str, sector: str, period: str) -> bool:
        """Whether the region has the sector: in a modelled panel a cell that is not there is no enterprise."""
        f = self.a.figures
        if f.value(indicator, region, sector, period) is not None or not f.release.modelled:
            return True
        return f.masked(indicator, region, sector, period) or f.withheld(indicator, region, sector, period)

    def total(self, indicator: str, region: str, period: str) -> float | None:
        f, known = self.a.figures, self.a.figures.cat.indicator(indicator)
        if len(self.sectors) == 1:
            return f.value(indicator, region, self.sectors[0], period)
        if known.numerator:
            top, bottom = (self.total(part, region, period) for part in (known.numerator, known.denominator))
            if top is None or bottom is None or bottom <= 0:
                return None
            months = {"-": int(period[5:7] or 12), "Q": 3}.get(period[4:5], 12) if known.annualised else 12
            return known.factor * top / bottom * 12 / months
        if known.kind == "ratio":
            return None
        parts = [f.value(indicator, region, s, period) for s in self.sectors if self.there(indicator, region, s, period)]
        return sum(parts) if parts and None not in parts else None

    def rate(self, indicator: str, period: str) -> float | None:
        """Return growth as a fraction: stored rates, weighted by last year's comparable figures; a ratio's from its parts."""
        f, region, known = self.a.figures, self.a.claim.region, self.a.figures.cat.indicator(indicator)
        if known.kind == "ratio":
            top, bottom = (self.rate(part, period) for part in (known.numerator, known.denominator))
            return None if top is None or bottom is None or bottom <= -1 else (1 + top) / (1 + bottom) - 1
        if len(self.sectors) == 1:
            found = f.value(f"{indicator}_growth", region, self.sectors[0], period)
            return None if found is None else found / 100
        before = after = 0.0
        for sector in self.sectors:
            if not self.there(indicator, region, sector, period) or f.value(indicator, region, sector, period) == 0:
                continue
            base, rate = f.base(indicator, region, sector, period), f.value(f"{indicator}_growth", region, sector, period)
            if base is None or rate is None:
                return None
            before, after = before + base, after + base * (1 + rate / 100)
        return after / before - 1 if before > 0 else None

    def of(self, year: int) -> str:
        return f"{year}{self.a.claim.period[4:]}"

    # ---- verdicts ---------------------------------------------------------------------------------------------

    def stand(self) -> Stand:
        t, region, now = self.t, self.a.claim.region, self.a.claim.period
        months = int(now[5:7]) if now[4:5] == "-" else 3 if now[4:5] == "Q" else 12
        self.gone, self.years = int(now[:4]) - t.start + months / 12, t.end - t.start + 1
        value = self.total(t.indicator, region, now)
        before = None if t.base is None else self.total(t.indicator, region, self.of(t.base))
        made = getattr(self, t.type)(value, before)
        parts = self.a.figures.cat.indicator(t.indicator)
        asked = [parts.numerator, parts.denominator] if parts.numerator else [t.indicator]
        hidden = value is None and any(self.a.figures.withheld(i, region, s, now) for i in asked for s in self.sectors)
        return made._replace(hidden=hidden)

    def judged(self, actual: float, done: float | None, due: float | None, met: bool, need: float | None, reference: float | None = None) -> Stand:
        if met or self.gone >= self.years:
            return Stand(actual, reference, done, due, None, "met" if met else "missed")
        if done is None or due is None:
            return Stand(actual, reference, done, due, need, "unknown")
        ahead = done - due
        return Stand(actual, reference, done, due, need, "on_track" if abs(ahead) < _ALIKE else "ahead" if ahead > 0 else "behind")

    def level(self, value: float | None, before: float | None, aim: float | None = None, higher: bool | None = None) -> Stand:
        aim, higher = self.t.value if aim is None else aim, self.t.higher if higher is None else higher
        if value is None:
            return Stand(None)
        path = before * (aim / before) ** (self.gone / self.years) if before and before > 0 and aim > 0 else None
        done, due = (_share(x, aim) if higher else _share(aim, x) for x in (value if value >= 0 else None, path))
        left = self.years - self.gone
        need = (aim / value) ** (1 / left) - 1 if left > 0 and value > 0 and aim > 0 else None
        met = value >= aim or math.isclose(value, aim, rel_tol=1e-12) if higher else value <= aim or math.isclose(value, aim, rel_tol=1e-12)
        return self.judged(value, done, due, met, need)

    def comparator(self, value: float | None, before: float | None) -> Stand:
        t, root = self.t, self.a.root
        whole = self.total(t.indicator, root, self.a.claim.period)
        first = None if t.base is None else self.total(t.indicator, root, self.of(t.base))
        if value is None or whole is None:
            return Stand(value, whole)
        turn = 1 if t.higher else -1
        gap = turn * (value - whole)
        start = None if before is None or first is None else turn * (before - first)
        done = 1 - gap / start if start is not None and start < 0 else None
        met = gap >= 0 or math.isclose(value, whole, rel_tol=1e-12)
        return self.judged(value, done, self.gone / self.years, met, None, whole)

    def average(self, higher: bool) -> Stand:
        year, base = int(self.a.claim.period[:4]), self.t.base
        rates = [self.rate(self.t.indicator, self.of(y)) for y in range((base or year) + 1, year + 1)]
        if not rates or None in rates or min(rates) <= -1:
            return Stand(None)
        index, aim = math.prod(1 + r for r in rates), self.t.value / 100
        self.gone, self.years = len(rates), self.t.end - base
        made = self.level(index, 1.0, (1 + aim if higher else 1 - aim) ** self.years, higher)
        achieved = index ** (1 / len(rates)) - 1
        return made._replace(actual=100 * (achieved if higher else -achieved), need=made.need if higher or made.need is None else -made.need)

    def average_growth(self, value: float | None, before: float | None) -> Stand:
        return self.average(True)

    def average_decline(self, value: float | None, before: float | None) -> Stand:
        return self.average(False)

    def amount(self, done: float | None, aim: float, actual: float | None = None) -> Stand:
        if done is None:
            return Stand(actual)
        left = self.years - self.gone
        met = done >= aim or math.isclose(done, aim, rel_tol=1e-12)
        return self.judged(done if actual is None else actual, done / aim, self.gone / self.years, met, (aim - done) / left if left > 0 else None)

    def cumulative(self, value: float | None, before: float | None) -> Stand:
        now = self.a.claim.period
        last = {"-": "-12", "Q": "Q4"}.get(now[4:5], "")
        years = [self.total(self.t.indicator, self.a.claim.region, f"{y}{last}") for y in range(self.t.start, int(now[:4]))]
        return self.amount(None if value is None or None in years else value + sum(years), self.t.value)

    def count_new(self, value: float | None, before: float | None) -> Stand:
        return self.amount(None if value is None or before is None else value - before, self.t.value)

    def coverage(self, value: float | None, before: float | None) -> Stand:
        covered = None if value is None or not 0 <= value <= 100 else value / 100
        return self.amount(covered, self.t.value / 100, value)

    def decline_from_base(self, value: float | None, before: float | None) -> Stand:
        fall = (before - value) / before if value is not None and value >= 0 and before is not None and before > 0 else None
        made = self.amount(fall, self.t.value / 100)
        return made._replace(actual=None if fall is None else 100 * fall)

    def rule(self, value: float | None, before: float | None) -> Stand:
        if value is None:
            return Stand(None)
        limit = self.t.value
        kept = (value >= limit if self.t.higher else value <= limit) or math.isclose(value, limit, rel_tol=1e-12)
        return Stand(value, None, float(kept), 1.0, None if kept else abs(value - limit), "met" if kept else "missed")


def _share(part: float | None, whole: float | None) -> float | None:
    return None if part is None or whole is None or not whole > 0 else part / whole
