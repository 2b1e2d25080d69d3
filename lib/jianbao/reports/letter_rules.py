"""Which counties get a letter about a shortboard: the rules of ``letter_rules.csv`` asked, what was told before left out.

All conditions of a rule must hold for its number of published periods in a row. A county that is withheld or not ranked
meets none. A finding is told once: as long as the run goes on in which a letter told it, no other letter does.
"""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from jianbao import catalogue
from jianbao.brief.context import Brief
from jianbao.brief.standing import Standing
from jianbao.catalogue.letters import LetterRule, Told, rules_on, told
from jianbao.catalogue.period import Period
from jianbao.facts import Fact, difference
from jianbao.panel.release import open_release
from jianbao.reports.order import place_of, table_of

__all__ = ["Due", "addressees", "due", "due_letters", "figure", "known_before"]


@dataclass(frozen=True)
class Due:
    """A finding: the rule, the figures, the place among all counties, for how many periods, since which."""

    rule: LetterRule
    own: Fact
    whole: Fact
    place: Standing
    running: int
    since: str


def figure(b: Brief, indicator: str, region: str, period: str = "") -> Fact:
    """Return the figure of a ratio, or a growth as the brief gives it."""
    known = b.cat.indicator(indicator)
    if known.kind == "growth":
        return b.growth(known.growth_of, region=region, period=period)
    return b.fact(indicator, region=region, period=period)


def _worse(b: Brief, rule: LetterRule, region: str, period: str) -> Decimal | None:
    """Return how much worse than the whole place a figure is, as printed in the first language; None if unknown."""
    gap = difference(figure(b, rule.indicator, region, period), figure(b, rule.indicator, b.root.code, period), "zh")
    return None if gap is None else -gap if b.cat.indicator(rule.indicator).direction == "higher" else gap


def _holds(b: Brief, rule: LetterRule, region: str, period: str) -> bool:
    table = table_of(b, rule.indicator, b.cat.place.levels[-1], period)
    worse = _worse(b, rule, region, period)
    if region not in table.index or worse is None or worse < Decimal(str(rule.gap)) or worse <= 0:
        return False
    behind = len(table) - int(table.loc[region, "rank"])  # how many stand behind it at most
    return behind < rule.last if rule.last else 100 * (behind + 1) <= rule.share * len(table)


def _run(b: Brief, rule: LetterRule, region: str) -> list[str]:
    """Return the periods in a row up to this one in which all conditions held, the newest first."""
    run: list[str] = []
    for period in reversed([p for p in b.release.periods if p <= b.at]):
        if not _holds(b, rule, region, period):
            break
        run.append(period)
    return run


def due(b: Brief, region: str = "") -> list[Due]:
    """Return what every rule in force finds in a county of the place (the brief's own by default), told before or not."""
    region, found = region or b.region.code, []
    if b.cat.region(region).level != b.cat.place.levels[-1]:
        return []
    for rule in rules_on(b.cat, b.at):
        run = _run(b, rule, region)
        if len(run) >= rule.periods:
            place = place_of(b, rule.indicator, region, b.cat.place.levels[-1])
            found.append(Due(rule, figure(b, rule.indicator, region), figure(b, rule.indicator, b.root.code), place, len(run), run[-1]))
    return found


def known_before(b: Brief, region: str = "") -> tuple[Told, ...]:
    """Return what letters of other periods told the county."""
    return told(b.cat.folder.parent, region or b.region.code, b.release.periods, b.at)


def due_letters(b: Brief, regions: tuple[str, ...] = ()) -> dict[str, list[Due]]:
    """Return the new findings of each county that has some: what no letter of another period told in the same run."""
    codes = regions or tuple(r.code for r in b.cat.regions(level=b.cat.place.levels[-1]))
    found = {}
    for code in codes:
        if all_ := due(b, code):
            before = known_before(b, code)
            if new := [f for f in all_ if not any(_same(f, t, b.at) for t in before)]:
                found[code] = new
    return found


def _same(f: Due, t: Told, now: str) -> bool:
    """Whether a finding told in another period is of the same run: the two stretches of periods overlap."""
    return (f.rule.indicator, f.rule.id) == (t.indicator, t.rule) and t.since <= now and f.since <= t.period


def addressees(data_dir: Path, audience: str, period: str, regions: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of the regions that get a letter about a period, in their order; none in a public edition.

    Raises
    ------
    CatalogueError, PeriodError, PanelError
        If a register, the period or the data are not as they must be; one line.
    """
    if audience == "public" or not regions:
        return ()
    cat = catalogue.read(data_dir)
    release = open_release(data_dir, audience)
    if period not in release.periods:
        return ()
    whole = cat.region(cat.place.root_region)
    b = Brief(whole, cat.sector(cat.place.all_sector), Period.parse(period), cat.place.languages[0], "county_brief", cat, release)
    counties = tuple(c for c in regions if cat.region(c).level == cat.place.levels[-1])
    return tuple(due_letters(b, counties)) if counties else ()
