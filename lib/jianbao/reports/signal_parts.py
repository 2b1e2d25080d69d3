"""What the sections of leading_signals share: the newest figure, the rules in force, runs of periods, small tables."""

from collections.abc import Sequence
from decimal import Decimal

from jianbao.brief import naming
from jianbao.brief.context import Brief
from jianbao.brief.parts import Cell, fact_span, source_line
from jianbao.brief.said import Markup, claim, say
from jianbao.catalogue.calendar import end_of
from jianbao.catalogue.period import Period
from jianbao.catalogue.signals import SignalRule
from jianbao.claims import Claim
from jianbao.facts import ABSENT, Fact, difference

__all__ = ["apart", "below", "broken", "cell", "double_digits", "either", "modelled_line", "newest", "note", "periods_running", "quarter", "ruling", "run_words", "sentences", "titled"]


def either(b: Brief, zh: str, en: str) -> str:
    """Return the words of the page's language."""
    return zh if b.zh else en


def cell(b: Brief, fact: Fact) -> Cell:
    """Return a figure of a table."""
    return Cell(fact_span(fact, b.lang))


def note(b: Brief, more: str = "") -> str:
    """Return the note of a table: that its figures are modelled, and what else there is to say."""
    said = [more] if more else []
    said += [either(b, "模拟数据", "modelled data")] if b.release.modelled else []
    return either(b, "；", "; ").join(said)


def sentences(*told: Markup | str) -> str:
    """Return paragraphs of a section, those that say something."""
    body = "".join(str(say("<p>{}</p>", t)) for t in told if t)
    return f'<div class="lead">{body}</div>' if body else ""


def newest(b: Brief, indicator: str, *, region: str = "", sector: str = "") -> Fact:
    """Return the newest known figure up to the page's period, that of the period itself where there is none."""
    for period in reversed([p for p in b.release.periods if p <= b.at]):
        found = b.fact(indicator, region=region, sector=sector, period=period)
        if found.known or found.status == "suppressed":
            return found
    return b.fact(indicator, region=region, sector=sector)


def quarter(period: str, lang: str, *, year: bool = True) -> str:
    """Return the quarter that ends with a month, in words.

    >>> quarter("2024-12", "zh"), quarter("2024-03", "en"), quarter("2024-06", "zh", year=False)
    ('2024年四季度', 'the first quarter of 2024', '二季度')
    """
    when = Period.parse(period)
    place = (when.month or 12) // 3 - 1
    if lang == "zh":
        return (f"{when.year}年" if year else "") + f"{'一二三四'[place]}季度"
    return f"the {('first', 'second', 'third', 'fourth')[place]} quarter" + (f" of {when.year}" if year else "")


def ruling(b: Brief, kind: str, indicator: str = "") -> tuple[SignalRule, ...]:
    """Return the rules of a kind (and indicator) that are in force at the end of the period."""
    return tuple(r for r in b.cat.signals.in_force(kind, end_of(b.period)) if indicator in ("", r.indicator))


def broken(b: Brief, own: Fact) -> SignalRule | None:
    """Return the rule by which a figure is not comparable with that of a year earlier; None where it is."""
    year = Period.parse(own.period).year
    return next((r for r in ruling(b, "break", own.indicator) if r.value == year), None)


def below(b: Brief) -> tuple[tuple[str, ...], str]:
    """Return the regions right below the page's own, and how a claim names them."""
    codes = tuple(r.code for r in b.cat.children(b.region.code))
    level = b.cat.region(codes[0]).level if codes else b.region.level
    return codes, level if b.is_root else f"under:{b.region.code}"


def apart(b: Brief, rule: SignalRule, *, region: str = "", sector: str = "", period: str = "") -> Decimal | None:
    """Return growth of a rule's indicator less that of its other one, from the figures as printed; None if one is unknown."""
    where = {"region": region, "sector": sector, "period": period}
    return difference(b.fact(rule.indicator, **where), b.fact(rule.versus, **where), b.lang)


def periods_running(b: Brief, rule: SignalRule, *, region: str = "", sector: str = "") -> tuple[int, bool]:
    """Return for how many published periods in a row growth has been away one way, and whether the data begin no earlier."""
    count, sign = 0, 0
    for period in reversed([p for p in b.release.periods if p <= b.at]):
        gap = apart(b, rule, region=region, sector=sector, period=period)
        if gap is None or abs(gap) < Decimal(str(rule.value)) or sign and (gap > 0) != (sign > 0):
            return count, False
        count, sign = count + 1, 1 if gap > 0 else -1
    return count, True


def double_digits(b: Brief, rule: SignalRule, *, region: str = "") -> tuple[int, bool]:
    """Return for how many months in a row growth has reached a rule's value, and whether the data begin no earlier.

    1—2月 counts as the rule's ``joint`` months: January is not published alone.
    """
    months = 0
    for period in reversed([p for p in b.release.periods if p <= b.at]):
        grown = b.fact(rule.indicator, region=region, period=period)
        if not grown.known or grown.shown("zh") < Decimal(str(rule.value)):
            return months, False
        months += rule.joint if period.endswith("-02") else 1
    return months, True


def run_words(b: Brief, rule: SignalRule, run: tuple[int, bool], *, region: str = "", table: bool = False) -> Markup | str:
    """Return a run of double digits in words: in a sentence as a claim, from the rule's least length on; in a table as text."""
    months, open_ = run
    if table:
        return (f"{months}{'以上' if open_ else ''}" if b.zh else f"{months}{' or more' if open_ else ''}") if months else ABSENT
    if months < rule.periods:
        return Markup("")
    text = f"连续{months}个月{'以上' if open_ else ''}{rule.name('zh')}" if b.zh else f"{rule.name('en')} for {months} months{' or more' if open_ else ''} in a row"
    return claim(b, text, Claim("double", rule.indicator, region or b.region.code, b.sector.code, b.at, rule.id))


def modelled_line(b: Brief, zh: str, en: str) -> str:
    """Return the line under a section that says what its monitors are."""
    public = either(b, "公开版不列县（市、区）的监测数：不能判断一个数涉及几家企业。", " The public edition has no monitors of counties: how many firms a figure is of is not known.") if b.public else ""
    made = either(b, "监测数为模拟。", " The monitors are modelled.") if b.release.modelled else ""
    return source_line(either(b, zh, en) + made + public)


def titled(b: Brief, codes: Sequence[str]) -> str:
    """Return what the regions of a table are called."""
    name = naming.level_name(b, b.cat.region(codes[0]).level) if codes else ""
    return name[:1].upper() + name[1:]
