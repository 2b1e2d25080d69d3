"""Each kind of claim worked out anew from the panel: what is said of one region and sector."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from jianbao.catalogue import CatalogueError, Indicator
from jianbao.catalogue.period import Period
from jianbao.claims import Claim
from jianbao.verify.figures import Figures, year_ago
from jianbao.verify.printed import agrees, even, near, numbers, says, unit

__all__ = ["RULES", "SMALL_BASE", "About", "Rule", "growth_of", "rule", "sign"]

#: Growth above this (percent) is told in words, as docs/decisions/0008-claims.md says.
SMALL_BASE = 500


@dataclass(frozen=True)
class About:
    """What a rule works with: the panel, the claim, its words, the page's language."""

    figures: Figures
    claim: Claim
    text: str
    lang: str

    @property
    def where(self) -> tuple[str, str, str]:
        """Region, sector and period of the claim."""
        return self.claim.region, self.claim.sector, self.claim.period

    @property
    def indicator(self) -> Indicator | None:
        """The indicator's row of the register; None for a growth that the place has none of."""
        try:
            return self.figures.cat.indicator(self.claim.indicator)
        except CatalogueError:
            return None

    @property
    def unit(self) -> tuple[str, float, int]:
        """Unit, factor and least decimals in the page's language; a rate that is derived has one decimal."""
        known = self.indicator
        return unit(known, self.lang) if known else ("%", 1.0, 1)

    def value(self, **other: str) -> float | None:
        """Return the claim's figure, or that of another region, sector or period."""
        return self.figures.value(*(other.get(k, getattr(self.claim, k)) for k in ("indicator", "region", "sector", "period")))

    @property
    def all_sectors(self) -> str:
        """The sector that is all sectors."""
        return self.figures.cat.place.all_sector

    @property
    def root(self) -> str:
        """The region that is the whole place."""
        return self.figures.cat.place.root_region

    def elsewhere(self, region: str) -> str:
        """Return why the words name another whole than that region's (全市 for 全省); “” where they do not."""
        cat = self.figures.cat
        own = cat.place.region_word(cat.region(region), self.lang)
        others = {words[self.lang] for words in cat.place.region_words.values() if self.lang in words} - {own}
        told = [w for w in others if w in self.text.replace(own, "")] if self.lang == "zh" else []
        return f"it is about {own}, not {told[0]}" if told else ""


Rule = Callable[[About], str]
#: Kind of claim → what returns why it does not hold, “” where it does.
RULES: dict[str, Rule] = {}


def rule(kind: str) -> Callable[[Rule], Rule]:
    """Enter a rule for a kind of claim."""

    def enter(check: Rule) -> Rule:
        RULES[kind] = check
        return check

    return enter


def sign(values: set[Decimal]) -> set[str]:
    """Return the signs that printed values may have."""
    return {"+" if v > 0 else "-" if v < 0 else "0" for v in values}


def growth_of(a: About, region: str, sector: str, period: str) -> float | None:
    """Return the growth in percent of the claim's level."""
    return a.figures.value(f"{a.claim.indicator.removesuffix('_growth')}_growth", region, sector, period)


def _told(a: About, ways: set[str], sizes: set[Decimal] | None) -> str:
    """Return why direction or size of a text is not as worked out; *sizes* None where no number is printed."""
    c = a.claim
    if c.way not in ways:
        return f"the panel gives {'/'.join(sorted(ways))}, not {c.way}"
    if not says(c.kind, c.way, a.text):
        return f"the words are not those of {c.way!r}"
    shown = numbers(a.text)
    if sizes is None:
        return "a number where none belongs" if shown else ""
    if len(shown) != 1 or abs(shown[0].value) not in {abs(s) for s in sizes}:
        return f"the panel gives {'/'.join(str(abs(s)) for s in sorted(sizes))}"
    return ""


@rule("plain")
def _plain(a: About) -> str:
    return "a number in a heading that claims none" if numbers(a.text) else ""


@rule("value")
def _value(a: About) -> str:
    c, v = a.claim, a.value()
    if c.way == "observed" and a.figures.release.modelled and not a.figures.is_observed(c.indicator, *a.where):
        found = a.figures.observed(c.indicator, *a.where)
        return "" if any(x is not None and not _printed(a, x) for x in found) else "no published figure prints so"
    if a.text in ("…", "—"):
        withheld = a.figures.withheld(c.indicator, *a.where)
        return "" if v is None and withheld == (a.text == "…") else f"the panel has {'a withheld figure' if withheld else v}"
    if a.figures.withheld(c.indicator, *a.where):
        return "names a suppressed cell"
    return "the panel has no such figure" if v is None else _printed(a, v)


def _printed(a: About, value: float) -> str:
    name, factor, least = a.unit
    shown = numbers(a.text)
    loss = a.claim.way == "abs"
    if len(shown) != 1 or not agrees(value * factor, shown[0], least, signless=loss):
        return f"the panel gives {value * factor:.6g}"
    if loss and not value < 0:
        return "the panel has no loss"
    said = a.text.lstrip("+−-0123456789,. ")
    return f"the unit is {name}" if said and said != name else ""


@rule("rate")
def _rate(a: About) -> str:
    if (v := growth_of(a, *a.where)) is None:
        return "the panel has no growth rate"
    printed = near(v, 1)
    if any(p > SMALL_BASE for p in printed):
        return _told(a, {">"}, None)
    return _told(a, sign(printed), None if a.claim.way == "0" else printed)


@rule("moved")
def _moved(a: About) -> str:
    if (change := changed(a)) is None:
        return "the panel has no figure to compare with"
    _, factor, least = a.unit
    scaled = {(v * Decimal(str(factor))).quantize(Decimal(1).scaleb(-least)) for v in change}
    return _told(a, sign(change), None if a.claim.way == "0" else scaled)


def changed(a: About) -> set[Decimal] | None:
    """Return by how much a ratio or count changed on a year earlier, from the figures as printed in the first language."""
    known = a.indicator
    now = a.value()
    if known is not None and known.kind == "count":
        then = a.figures.value(a.claim.indicator, *a.where[:2], year_ago(a.claim.period))
    else:
        then = a.figures.base(a.claim.indicator, *a.where)
    if now is None or then is None or known is None:
        return None
    return {x - y for x, y in product(near(now, known.decimals), near(then, known.decimals))}


@rule("gap")
def _gap(a: About) -> str:
    own, other = a.value(), a.value(region=a.claim.versus)
    if own is None or other is None:
        return "one of the two figures is unknown"
    _, factor, least = a.unit
    gaps = {x - y for x, y in product(near(own * factor, least), near(other * factor, least))}
    cat = a.figures.cat
    names = {cat.region(a.claim.versus).name(a.lang)} | ({cat.place.reference_name(a.lang)} if a.claim.versus == a.root else set())
    if not any(n in a.text for n in names):
        return f"it does not name {' or '.join(sorted(names))}"
    return _told(a, sign(gaps), None if a.claim.way == "0" else gaps)


@rule("pace")
def _pace(a: About) -> str:
    now, then = growth_of(a, *a.where), growth_of(a, *a.where[:2], a.claim.versus)
    if now is None or then is None:
        return "one of the two rates is unknown"
    label, table = (form(a.lang) for form in (Period.parse(a.claim.versus).narrative, Period.parse(a.claim.versus).label))
    said = label.removeprefix(f"{a.claim.period[:4]}年") in a.text and (table == label or table not in a.text)
    if not said and not (a.lang == "zh" and a.claim.way in ("up", "down")):
        return f"the earlier period is {label}"
    pairs = list(product(near(now, 1), near(then, 1)))
    turned = a.claim.way in ("up", "down", "same")
    return _told(a, {pace_way(x, p) for x, p in pairs}, None if turned else {x - p for x, p in pairs})


def pace_way(x: Decimal, p: Decimal) -> str:
    """Return the way from a printed rate *p* to a printed rate *x* (methods.md, table f)."""
    if x == p:
        return "same"
    if x * p < 0:
        return "up" if x > 0 else "down"
    if x < 0 or p < 0:
        return "narrower" if x > p else "wider"
    return "faster" if x > p else "slower"


@rule("streak")
def _streak(a: About) -> str:
    way, opened = a.claim.way.lstrip(">"), a.claim.way.startswith(">")
    periods = [p for p in a.figures.periods if p <= a.claim.period]
    rates = [growth_of(a, *a.where[:2], p) for p in periods]
    if any(r is None for r in rates[-2:]):
        return "a rate is unknown"
    length, ever = _falling(periods, rates) if way == "falling" else (_stepping(periods, rates, way), False)
    shown = numbers(a.text)
    if len(shown) != 1 or shown[0].value != length or ever != opened or ("以上" in a.text or "or more" in a.text) != opened:
        return f"the panel gives {length}{' or more' if ever else ''}"
    counted = ("个月", "months") if "-" in a.claim.period else ("年", "years")
    return "" if says("streak", way, a.text) and any(c in a.text for c in counted) else f"the words are not those of {way!r}"


def _falling(periods: list[str], rates: list[float | None]) -> tuple[int, bool]:
    length = 0
    for period, rate in zip(reversed(periods), reversed(rates), strict=True):
        if rate is None or min(near(rate, 1)) >= 0:
            return length, False
        length += 2 if period.endswith("-02") else 1
    return length, True


def _stepping(periods: list[str], rates: list[float | None], way: str) -> int:
    length = 0
    for k in range(len(periods) - 1, 0, -1):
        x, p = rates[k], rates[k - 1]
        if periods[k][:4] != periods[k - 1][:4] or x is None or p is None:
            break
        if way not in {pace_way(s, t) for s, t in product(near(x, 1), near(p, 1))}:
            break
        length += 1
    return length


@rule("turn")
def _turn(a: About) -> str:
    now, then = a.value(), a.figures.base(a.claim.indicator, *a.where)
    if now is None or then is None:
        return "one of the two profits is unknown"
    if growth_of(a, *a.where) is not None:
        return "there is a growth rate"
    if then and (then < 0) == (now < 0):
        way = "even" if even(now, then, a.indicator, a.lang) else "smaller" if abs(now) < abs(then) else "larger"
    else:
        way = "zero" if then == 0 else "profit" if then < 0 else "loss"
    return _told(a, {way}, None)


@rule("tag")
def _tag(a: About) -> str:
    way, judged = a.claim.way[:1], a.claim.way[1:]
    ways = direction(a, a.claim.indicator)
    if way not in ways:
        return f"the panel gives {'/'.join(sorted(ways))}, not {way}"
    wanted = a.indicator.direction
    good = "" if wanted == "neutral" or way in "0?" else "b" if (way == "+") == (wanted == "higher") else "w"
    told = "b" if any(w in a.text for w in ("向好", "better")) else "w" if any(w in a.text for w in ("趋差", "worse")) else ""
    return "" if good == judged == told and says("tag", way, a.text) else "the words are not those of the change"


def direction(a: About, indicator: str) -> set[str]:
    """Return the direction in which an indicator changed, as printed; ? where there is no comparison."""
    other = About(a.figures, Claim("tag", indicator, *a.where), a.text, a.lang)
    known = other.indicator
    if known is not None and known.kind in ("ratio", "count"):
        change = changed(other)
        return {"?"} if change is None else sign(change)
    rate = growth_of(other, *a.where)
    if rate is not None or indicator != "profit":
        return {"?"} if rate is None else sign(near(rate, 1))
    now, then = other.value(), a.figures.base(indicator, *a.where)  # a turn has no rate, but a direction
    if now is None or then is None:
        return {"?"}
    return {"0"} if now < 0 and then < 0 and even(now, then, known, a.lang) else sign({Decimal(repr(now)) - Decimal(repr(then))})


@rule("moves")
def _moves(a: About) -> str:
    for indicator in a.claim.indicator.split(","):
        ways = direction(a, indicator)
        if a.claim.way not in ways:
            return f"{indicator}: the panel gives {'/'.join(sorted(ways))}"
        name = a.figures.cat.indicator(indicator).short(a.lang)
        if name.lower() not in a.text.lower():
            return f"it does not name {name}"
    return "" if says("moves", a.claim.way, a.text) else f"the words are not those of {a.claim.way!r}"
