"""What a brief's figures were before: compared at the printed precision, with the cause of what differs."""

from functools import cached_property

from jianbao.brief.context import Brief
from jianbao.facts import Fact, derived_rate, difference
from jianbao.indicators import growth_rate

__all__ = ["Stood"]


class Stood:
    """A brief's headline and cards as they stood and as they stand, in the newest period that both have.

    ``against`` is ``edition``, ``flash`` or “”; ``period`` the period compared: the brief's own, or the last one before it
    that the earlier state has.
    """

    def __init__(self, b: Brief) -> None:
        self._b = b
        self.against: str = b.release.changed("against") or ""
        self._slice = b.once(("earlier", b.sector.code), lambda: b.release.earlier(b.sector.code))

    @cached_property
    def period(self) -> str:
        """The period that is compared."""
        b = self._b
        there = [p for p in b.release.periods if p <= b.at and self._slice.has(b.region.code, p)] if self.against else []
        return there[-1] if there else b.at

    @cached_property
    def unflashed(self) -> bool:
        """Whether there were first figures, but none of the brief's region and period: an earlier period's are not kept."""
        return self.against == "flash" and not self._slice.has(self._b.region.code, self.period)

    @cached_property
    def compared(self) -> list[str]:
        """The indicators compared: levels and ratios of the cards and the headline, then growth rates where there are any."""
        b = self._b
        levels = list(dict.fromkeys((b.headline.id, *b.cat.place.cards)))
        return levels + [f"{i}_growth" for i in levels if b.cat.indicator(i).kind not in ("ratio", "count")]

    def fact(self, name: str, region: str, period: str) -> Fact:
        """Return a figure as it stood."""
        b = self._b
        if name.endswith("_growth") and not b.cat.place.official_growth:
            level = name.removesuffix("_growth")
            now, then = self.fact(level, region, period), self.fact(level, region, f"{int(period[:4]) - 1}{period[4:]}")
            return derived_rate(now, name, 100 * growth_rate(now.value, then.value) if now.known and then.known else float("nan"))
        known = b.cat.indicator(name)
        if known.numerator:
            return b.of_parts(known, self.fact(known.numerator, region, period), self.fact(known.denominator, region, period))
        return Fact.of(known, region, b.sector.code, period, *self._slice.value(name, region, period))

    def _now(self, name: str, region: str, period: str) -> Fact:
        ask = self._b.growth if name.endswith("_growth") else self._b.fact
        return ask(name.removesuffix("_growth"), region=region, period=period)

    @cached_property
    def _both(self) -> dict[str, tuple[Fact, Fact]]:
        if not self.against or self._b.public:
            return {}
        where = self._b.region.code, self.period
        return {name: (self.fact(name, *where), self._now(name, *where)) for name in self.compared}

    @cached_property
    def pairs(self) -> dict[str, tuple[Fact, Fact]]:
        """Indicator → its figure as it stood and as it stands, where they print differently."""
        return {n: (old, new) for n, (old, new) in self._both.items() if old.known and new.known and old.shown("zh") != new.shown("zh")}

    @cached_property
    def revised(self) -> list[str]:
        """The indicators that were revised."""
        return list(self.pairs)

    @cached_property
    def new(self) -> list[str]:
        """Levels and ratios that have a figure now and had none."""
        return [n for n, (old, new) in self._both.items() if not n.endswith("_growth") and new.known and not old.known]

    @cached_property
    def past(self) -> list[str]:
        """Earlier periods in which the headline was revised."""
        b, name, where = self._b, self._b.headline.id, self._b.region.code
        if not self.against or b.public:
            return []
        found = []
        for period in (p for p in b.release.periods if p < self.period):
            old, new = self.fact(name, where, period), self._now(name, where, period)
            if old.known and new.known and old.shown("zh") != new.shown("zh"):
                found.append(period)
        return found

    @cached_property
    def verdicts(self) -> dict[str, tuple[str, str, str]]:
        """Indicator (``|gap`` against the whole place) → that region or “”, sign before, sign now, where the sign turned."""
        b, found = self._b, {}
        headline = f"{b.headline.id}_growth"
        for name in (headline, "profit"):
            if name in self.pairs and (signs := self._signs(*(f.shown("zh") for f in self.pairs[name]))):
                found[name] = ("", *signs)
        if headline in self.compared and not b.is_root:
            root = b.root.code
            gaps = [difference(own, other, "zh") for own, other in zip(self._both.get(headline, ()), (self.fact(headline, root, self.period), self._now(headline, root, self.period)), strict=False)]
            if len(gaps) == 2 and None not in gaps and (signs := self._signs(*gaps)):
                found[f"{headline}|gap"] = (root, *signs)
        return found

    @staticmethod
    def _signs(was, now) -> tuple[str, str] | None:
        signs = tuple("+" if v > 0 else "-" if v < 0 else "0" for v in (was, now))
        return signs if signs[0] != signs[1] else None

    @cached_property
    def cause(self) -> tuple[str, str] | None:
        """Why figures differ: code, boundary, list, definition, file, flash or revision, the first that holds; and its detail."""
        b = self._b
        files = b.release.changed("touched", b.region.code, b.sector.code)
        if not (self.pairs or self.new or self.past):
            return None
        shown = {p for n in (*self.pairs, *self.new, *([b.headline.id] if self.past else [])) for p in self._parts(n)}
        if old := b.release.changed("code", b.region.code) or b.release.changed("code", b.sector.code):
            return "code", old
        if b.release.changed("boundary", b.region.code):
            return "boundary", ""
        if b.release.changed("list", b.sector.code):
            return "list", ""
        if redefined := sorted(i for i in shown if b.release.changed("definition", i)):
            return "definition", ",".join(redefined)
        if files:
            return "file", ",".join(str(n) for n in files)
        return ("flash" if self.against == "flash" else "revision"), ""

    def _parts(self, name: str) -> list[str]:
        level = name.removesuffix("_growth")
        known = self._b.cat.indicator(level)
        return [level, *(p for p in (known.numerator, known.denominator) if p)]
