"""The rules of ``shortboard_rules.csv`` asked of a brief's own facts: which fire, which do not, which cannot be judged.

A figure that is withheld or missing never fires a rule: it makes the rule unjudged, and the page says so.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jianbao.brief.context import Brief
from jianbao.catalogue import Indicator, Rule
from jianbao.facts import Fact, difference
from jianbao.indicators import spine_position

__all__ = ["Finding", "findings"]


@dataclass(frozen=True)
class Finding:
    """What a rule found. ``state`` is fired, quiet, unjudged (no figure, or too few enterprises) or idle (does not apply).

    ``gap`` is own less reference as printed, ``before`` the same a year ago; ``running`` counts the periods in a row for which
    it has held, this one included; ``weight`` is how far on the bad side of the spine chart it lies (0 … 1), None if unknown.
    """

    rule: Rule
    state: str
    own: Fact
    reference: Fact | None = None
    gap: Decimal | None = None
    before: Decimal | None = None
    running: int = 0
    weight: float | None = None
    why: str = ""


def findings(b: Brief, kind: str) -> list[Finding]:
    """Return what each rule in force of a kind (shortboard, alarm) found; shortboards that fired worst first, then the rest."""
    return b.once(("findings", kind), lambda: _findings(b, kind))


def _findings(b: Brief, kind: str) -> list[Finding]:
    on = date(b.period.year, b.period.month or 12, 28)
    found = [_Asked(b, r).found() for r in b.cat.plans.rules if r.kind == kind and r.in_force(on)]
    if kind == "alarm":
        return found
    return sorted(found, key=lambda f: (f.state != "fired", -round(f.weight or 0.0, 9)))  # alike but for binary rounding: as registered


class _Asked:
    """One rule and one brief."""

    def __init__(self, b: Brief, rule: Rule) -> None:
        self.b, self.rule = b, rule
        self.known: Indicator = b.cat.indicator(rule.indicator)
        self.growth = self.known.kind == "growth"
        self.higher = self.known.direction == "higher"
        self.margin = Decimal(str(rule.margin))

    def found(self) -> Finding:
        own = self.value(self.b.at)
        if self.rule.test.startswith("below") and self.b.is_root:
            return Finding(self.rule, "idle", own)
        if self.rule.enterprises and self.few():
            return Finding(self.rule, "unjudged", own, why="few")
        if not own.known:
            return Finding(self.rule, "unjudged", own, why=own.status)
        return getattr(self, f"_{self.rule.test}")(own)

    def few(self) -> bool:
        """Whether there are fewer enterprises than the rule asks for; an unknown number is not held against it."""
        firms = self.b.fact("above_scale_enterprises")
        return firms.known and firms.value < self.rule.enterprises

    def value(self, period: str, region: str = "") -> Fact:
        """Return the indicator of a period; growth as ``Brief.growth`` gives it."""
        if self.growth:
            return self.b.growth(self.known.growth_of, region=region, period=period)
        return self.b.fact(self.known.id, region=region, period=period)

    def worse_by(self, period: str) -> Decimal | None:
        """Return how much worse than the same sector in the whole place a period was, as printed; None if unknown."""
        gap = difference(self.value(period), self.value(period, self.b.root.code), "zh")
        return None if gap is None else -gap if self.higher else gap

    def periods(self) -> list[str]:
        """Return the periods up to this one, the newest first."""
        return [p for p in reversed(self.b.release.periods) if p <= self.b.at]

    def run(self, holds) -> int:
        """Return for how many periods in a row something has held; a period without a figure ends it."""
        count = 0
        for period in self.periods():
            if not holds(period):
                break
            count += 1
        return count

    def state(self, fired: bool) -> str:
        return "fired" if fired else "quiet"

    def _below_reference(self, own: Fact) -> Finding:
        other = self.value(self.b.at, self.b.root.code)
        worse = self.worse_by(self.b.at)
        if worse is None:
            return Finding(self.rule, "unjudged", own, other, why=other.status)
        running = self.run(lambda p: (w := self.worse_by(p)) is not None and w > self.margin)
        before = self.worse_by(str(self.b.period.year_ago()))
        fired = running >= self.rule.periods and worse > 0
        return Finding(self.rule, self.state(fired), own, other, worse, before, running, self.weight(other) if fired else None)

    def _below_and_worsening(self, own: Fact) -> Finding:
        found = self._below_reference(own)
        if found.state != "fired":
            return found
        then = self.value(str(self.b.period.year_ago()))
        moved = difference(own, then, "zh")
        if moved is None:
            return Finding(self.rule, "unjudged", own, found.reference, why=then.status)
        return found if (moved < 0) == self.higher and moved != 0 else Finding(self.rule, "quiet", own, found.reference, found.gap, found.before, found.running)

    def _turned_negative(self, own: Fact) -> Finding:
        earlier = self.periods()[1:2]
        then = self.value(earlier[0]) if earlier else None
        if then is None or not then.known:
            return Finding(self.rule, "unjudged", own, why=then.status if then else "missing")
        return Finding(self.rule, self.state(own.shown("zh") < 0 <= then.shown("zh")), own, then, running=1)

    def _negative_for(self, own: Fact) -> Finding:
        running = self.run(lambda p: (f := self.value(p)).known and f.shown("zh") < -self.margin)
        return Finding(self.rule, self.state(running >= self.rule.periods), own, running=running)

    def _slowed(self, own: Fact) -> Finding:
        then = self.value(str(self.b.period.year_ago()))
        drop = difference(then, own, "zh")
        if drop is None:
            return Finding(self.rule, "unjudged", own, then, why=then.status)
        return Finding(self.rule, self.state(drop > self.margin), own, then, drop, running=1)

    def _turned_to_loss(self, own: Fact) -> Finding:
        then = self.b.before(self.known.id)
        if not then.known:
            return Finding(self.rule, "unjudged", own, then, why=then.status)
        return Finding(self.rule, self.state(own.value < 0 <= then.value), own, then, running=1)

    def weight(self, other: Fact) -> float | None:
        """Return the distance on the spine chart of the regions of the same level, 1 the farthest of all."""
        b, name = self.b, self.known.growth_of if self.growth else self.known.id
        values = b.across(b.region.level, name, growth=self.growth)
        place = spine_position(values, other.value, higher_is_better=self.higher)
        own = place.get(b.region.code)
        return None if own is None or own != own else -own
