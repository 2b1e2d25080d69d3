"""The rules for shortboards and alarms asked anew of the panel: which fire, by how much, since when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from jianbao.catalogue import Indicator, Rule
from jianbao.verify.figures import year_ago
from jianbao.verify.printed import places, rounded
from jianbao.verify.rules import About

__all__ = ["Found", "found", "in_force_on"]


class Found(NamedTuple):
    """What a rule found: fired, quiet, unjudged or idle; how much worse than the reference, a year ago, since how long."""

    rule: Rule
    state: str
    gap: Decimal | None = None
    before: Decimal | None = None
    running: int = 0
    weight: float = 0.0
    why: str = ""


def in_force_on(period: str) -> date:
    """Return the day on which what a brief of that period quotes has to be in force."""
    return date(int(period[:4]), int(period[5:7]) if period[4:5] == "-" else 12, 28)


def found(a: About, kind: str, slack: int = 0) -> list[Found]:
    """Return what every rule in force of a kind finds in the claim's region and sector; those that fire first, worst first.

    ``slack`` is 1 or −1 where what lies on the edge of rounding is rounded up or down: binary arithmetic hides such a tie.
    """
    where = a.where
    return a.figures.once(("found", kind, slack, *where), lambda: _found(a, kind, slack))


def _found(a: About, kind: str, slack: int) -> list[Found]:
    on = in_force_on(a.claim.period)
    asked = [_Asking(a, r, slack).ask() for r in a.figures.cat.plans.rules if r.kind == kind and r.in_force(on)]
    if kind == "alarm":
        return asked
    fired = sorted((f for f in asked if f.state == "fired"), key=lambda f: -round(f.weight, 9))
    return fired + [f for f in asked if f.state != "fired"]


@dataclass
class _Asking:
    """One rule, asked of one region and sector."""

    a: About
    rule: Rule
    slack: int

    @property
    def known(self) -> Indicator:
        return self.a.figures.cat.indicator(self.rule.indicator)

    def value(self, period: str, region: str = "") -> float | None:
        region_, sector, _ = self.a.where
        return self.a.figures.value(self.rule.indicator, region or region_, sector, period)

    def shown(self, value: float | None) -> Decimal | None:
        """Return a figure as the first language prints it."""
        return None if value is None else rounded(value, places(value, self.known.decimals, self.known.unit("zh")), self.slack)

    def worse(self, period: str) -> Decimal | None:
        own, whole = self.shown(self.value(period)), self.shown(self.value(period, self.a.root))
        if own is None or whole is None:
            return None
        return whole - own if self.known.direction == "higher" else own - whole

    @property
    def periods(self) -> list[str]:
        return [p for p in self.a.figures.periods if p <= self.a.claim.period][::-1]

    def run(self, holds: Callable[[str], bool]) -> int:
        return next((n for n, p in enumerate(self.periods) if not holds(p)), len(self.periods))

    def hidden(self, period: str, region: str = "") -> str:
        region_, sector, _ = self.a.where
        return "suppressed" if self.a.figures.withheld(self.rule.indicator, region or region_, sector, period) else "missing"

    def ask(self) -> Found:
        region, sector, now = self.a.where
        test = self.rule.test
        for period in self.periods if self.rule.test.startswith(("below", "negative")) else ():
            self.value(period), self.value(period, self.a.root)  # asked for at once, not one after the other
        if test in ("below_reference", "below_and_worsening") and region == self.a.root:
            return Found(self.rule, "idle")
        firms = self.a.figures.value("above_scale_enterprises", region, sector, now)
        if self.rule.enterprises and firms is not None and firms < self.rule.enterprises:
            return Found(self.rule, "unjudged", why="few")
        if self.value(now) is None:
            return Found(self.rule, "unjudged", why=self.hidden(now))
        return {
            "below_reference": self.below, "below_and_worsening": self.worsening, "turned_negative": self.turned, "negative_for": self.negative,
            "slowed": self.slowed, "turned_to_loss": self.loss,
        }[test](now)

    def fired(self, does: bool, **more) -> Found:
        return Found(self.rule, "fired" if does else "quiet", **more)

    def below(self, now: str) -> Found:
        gap, margin = self.worse(now), Decimal(repr(self.rule.margin))
        if gap is None:
            return Found(self.rule, "unjudged", why=self.hidden(now, self.a.root))
        running = self.run(lambda p: (w := self.worse(p)) is not None and w > margin)
        does = running >= self.rule.periods and gap > 0
        return self.fired(does, gap=gap, before=self.worse(year_ago(now)), running=running, weight=self.weight(now) if does else 0.0)

    def weight(self, now: str) -> float:
        """Return how far on the bad side the region lies, the farthest of its level being 1."""
        whole, own = self.value(now, self.a.root), self.value(now)
        cat = self.a.figures.cat
        others = [self.value(now, r.code) for r in cat.regions(level=cat.region(self.a.claim.region).level)]
        widest = max((abs(v - whole) for v in others if v is not None), default=0.0)
        return abs(own - whole) / widest if widest else 0.0

    def worsening(self, now: str) -> Found:
        first = self.below(now)
        if first.state != "fired":
            return first
        then, own = self.shown(self.value(year_ago(now))), self.shown(self.value(now))
        if then is None:
            return Found(self.rule, "unjudged", why=self.hidden(year_ago(now)))
        wrong = own < then if self.known.direction == "higher" else own > then
        return first if wrong else first._replace(state="quiet")

    def turned(self, now: str) -> Found:
        then = self.shown(self.value(self.periods[1])) if len(self.periods) > 1 else None
        if then is None:
            return Found(self.rule, "unjudged", why=self.hidden(self.periods[1]) if len(self.periods) > 1 else "missing")
        return self.fired(self.shown(self.value(now)) < 0 <= then, running=1)

    def negative(self, now: str) -> Found:
        limit = -Decimal(repr(self.rule.margin))
        running = self.run(lambda p: (v := self.shown(self.value(p))) is not None and v < limit)
        return self.fired(running >= self.rule.periods, running=running)

    def slowed(self, now: str) -> Found:
        then = self.shown(self.value(year_ago(now)))
        if then is None:
            return Found(self.rule, "unjudged", why=self.hidden(year_ago(now)))
        drop = then - self.shown(self.value(now))
        return self.fired(drop > Decimal(repr(self.rule.margin)), gap=drop, running=1)

    def loss(self, now: str) -> Found:
        then, own = self.a.figures.base(self.rule.indicator, *self.a.where), self.value(now)
        if then is None:
            return Found(self.rule, "unjudged", why=self.hidden(year_ago(now)))
        return self.fired(own < 0 <= then, running=1)
