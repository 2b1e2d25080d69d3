"""Section 3: the indicator cards."""

import math
from dataclasses import replace

from jianbao.brief import charts, naming, words
from jianbao.brief.annex import data_table
from jianbao.brief.context import Brief
from jianbao.brief.glossary import term
from jianbao.brief.head import grown, observed_tag, profit_change
from jianbao.brief.mix import own_share, value_of
from jianbao.brief.parts import Part, conclusion, escape, fact_span, modelled_tag
from jianbao.brief.said import Markup, capital, claim, claim_of, plain, say
from jianbao.catalogue import Indicator
from jianbao.catalogue.period import Period
from jianbao.facts import ABSENT, Fact, difference, number
from jianbao.indicators import share as value_share

__all__ = ["cards"]

_POINTS = 24


def cards(b: Brief) -> Part:
    """Return a card an indicator of the place's list: value, change, comparison, trend in words, a small line."""
    if not b.present:
        return Part(why=b.untold)
    known = [b.cat.indicator(i) for i in b.cat.place.cards]
    shown = [(i, _change(b, i)) for i in known]
    shown = [(i, c) for i, c in shown if b.fact(i.id).status != "missing"]
    if not shown:
        return Part()
    if all(b.fact(i.id).status == "suppressed" for i, _ in shown):
        return Part(conclusion(plain(b, "主要指标均不公布" if b.zh else "No indicator is disclosed")))  # cards would say no more
    html = "".join(_card(b, i, c) for i, c in shown) + _structure_cards(b, len(shown))
    return Part(f'{conclusion(_lead(b, shown))}<div class="cards">{html}</div>{_figures(b, [i for i, _ in shown])}{_legend(b, html)}')


def _change(b: Brief, indicator: Indicator) -> Fact:
    """Growth in percent for levels, the difference in own units for ratios and counts."""
    if indicator.kind == "count":
        now = b.fact(indicator.id)
        then = b.fact(indicator.id, period=str(b.period.year_ago()))
        return _minus(now, then)
    return b.change(indicator.id) if indicator.kind == "ratio" else b.growth(indicator.id)


def _minus(now: Fact, then: Fact) -> Fact:
    if now.known and then.known:
        return replace(now, value=now.value - then.value, derived=True)
    return replace(now, value=None, status=(now if not now.known else then).status)


def _direction(b: Brief, indicator: Indicator, change: Fact) -> Fact:
    """Return the change whose sign a tag and the section's finding tell: of a profit that has no rate, the sums' difference."""
    if indicator.id != "profit" or change.known:
        return change
    now, then = b.fact(indicator.id), b.before(indicator.id)
    turn = words.profit_turn(now, then.value, b.lang)
    if not turn:
        return change
    return replace(change, value=math.copysign(1.0, now.value - then.value) if turn != "even" and now.value != then.value else 0.0, status=now.status)


def _is_rate(indicator: Indicator) -> bool:
    return indicator.kind not in ("ratio", "count")


def _card(b: Brief, indicator: Indicator, change: Fact) -> str:
    value = b.fact(indicator.id)
    unit = f"<small>{escape(value.unit_text(b.lang))}</small>" if value.known else ""
    withheld = value.status == "suppressed"
    moved = _direction(b, indicator, change)
    tag, colour = ("", "") if withheld else words.trend_tag(moved, indicator.direction, b.lang)
    judged = {"up": "b", "dn": "w"}.get(colour, "")
    way = (words.way(moved.shown(b.lang)) if moved.known else "?") + judged
    tagged = say('<span class="tag {}">{}</span>', colour, claim(b, tag, claim_of(change, "tag", indicator=indicator.id, way=way))) if tag else ""
    line = _spark(b, indicator)
    return (
        f'<div class="card"><div class="nm"><b>{term(b, indicator.id)}{observed_tag(b, value)}</b></div>'
        f'<div class="row"><div class="v">{fact_span(value, b.lang)}{unit}</div>{line}</div>'
        f'<div class="gr">{_change_text(b, indicator, value, change)}</div>'
        f'<div class="cmp">{_compare_text(b, indicator, value, change)}</div>'
        f'<div class="tg1">{tagged}</div></div>'
    )


def _change_text(b: Brief, indicator: Indicator, value: Fact, change: Fact) -> Markup:
    if value.status == "suppressed":
        return claim(b, "不公布" if b.zh else "not disclosed", claim_of(value, "none", indicator=indicator.id, versus="level", way="s"))
    unknown = claim_of(change, "none", indicator=indicator.id, versus="growth")
    if indicator.id == "profit":
        return profit_change(b, value) or claim(b, "无可比数" if b.zh else "no comparison", unknown)
    if not change.known:
        return claim(b, "上年同期无可比数" if b.zh else "no comparable figure a year earlier", unknown)
    if _is_rate(indicator):
        said = grown(b, change)
    else:
        said = claim(b, words.moved(change, b.lang), claim_of(change, "moved", indicator=indicator.id, way=words.way(change.shown(b.lang))))
    if b.zh:
        return say("{}{}", "同比" if b.monthly else "比上年", said)
    return say("{} on a year earlier", said)


def _compare_text(b: Brief, indicator: Indicator, value: Fact, change: Fact) -> Markup:
    """How growth (for levels) or the value (for ratios) stands against the province's."""
    if b.is_root or indicator.kind == "count":
        return Markup("")
    own = change if _is_rate(indicator) else value
    ask = b.growth if _is_rate(indicator) else b.fact
    other = ask(indicator.id, region=b.root.code)
    gap = difference(own, other, b.lang)
    if gap is None or (_is_rate(indicator) and (words.from_small_base(own) or words.from_small_base(other))):
        return Markup("")
    if own.unit == "%":
        size = words.points(gap, b.lang, own.places(b.lang))
    else:
        size = f"{number(abs(gap), own.places(b.lang))}{'' if b.zh else ' '}{own.unit_text(b.lang)}"
    text = words.compare(gap, naming.against_root(b), size, b.lang)
    lead = ("增速" if b.zh else "growth ") if _is_rate(indicator) else ""
    return say("{}{}", lead, claim(b, text, claim_of(own, "gap", versus=b.root.code, way=words.way(gap))))


def _spark(b: Brief, indicator: Indicator) -> str:
    series = list(b.series(indicator.id, growth=_is_rate(indicator)).values())[-_POINTS:]
    if sum(v is not None for v in series) < 3:
        return ""
    name = indicator.short(b.lang)
    alt = f"{name}近{len(series)}期走势" if b.zh else f"{name}, last {len(series)} periods"
    alt += ("（模拟数据）" if b.zh else " (modelled data)") if b.release.modelled else ""
    return charts.sparkline(series, alt=alt)


def _figures(b: Brief, shown: list[Indicator]) -> str:
    """The figures of the small lines: growth for levels, values for ratios and counts."""
    drawn = [i for i in shown if _spark(b, i)]
    periods = [p for p in b.release.periods if p <= b.at][-_POINTS:]
    if not drawn:
        return ""

    def name(i: Indicator) -> str:
        unit = ("同比%" if b.zh else "growth %") if _is_rate(i) else b.fact(i.id).unit_text(b.lang)
        return i.short(b.lang) + ((f"（{unit}）" if b.zh else f" ({unit})") if unit else "")

    rows = [
        [Period.parse(p).label(b.lang, "cumulative"), *((b.growth if _is_rate(i) else b.fact)(i.id, period=p).number(b.lang) for i in drawn)]
        for p in periods
    ]
    title = "主要指标走势" if b.zh else "Indicators over time"
    told = [f"value|{i.id}{'_growth' if _is_rate(i) else ''}|||@" for i in drawn]
    return data_table(b, title, ["期间" if b.zh else "Period", *map(name, drawn)], rows, claims=told, keys=periods)


def _lead(b: Brief, shown: list[tuple[Indicator, Fact]]) -> Markup:
    """Return which indicators rose, which fell and which stayed as they were."""
    bits = []
    for sign, zh, en in (("+", "上升", "up"), ("-", "下降", "down"), ("0", "持平", "unchanged")):
        moved = [i for i, c in shown if (d := _direction(b, i, c)).known and words.way(d.shown(b.lang)) == sign]
        if moved:
            names = words.joined([i.short("zh") if b.zh else naming.lower(i.short("en")) for i in moved], b.lang)
            text = f"{names}{zh}" if b.zh else f"{en}: {names}"
            own = b.fact(b.headline.id)
            bits.append(claim(b, text, claim_of(own, "moves", indicator=",".join(i.id for i in moved), way=sign)))
    if not bits:
        return plain(b, "主要指标持平或无可比数" if b.zh else "Indicators unchanged or without a comparison")
    return Markup("；").join(bits) if b.zh else capital(Markup("; ").join(bits))


def _structure_cards(b: Brief, already: int) -> str:
    """Return share and specialisation as cards, where a place publishes few indicators of a sector."""
    if already > 3 or b.is_total:
        return ""
    share, lq = own_share(b)
    whole = b.fact(b.headline.id, region=b.root.code)
    own = b.fact(b.headline.id)
    of_whole = 100 * value_share(value_of(own), value_of(whole))
    name, zh = b.headline.short(b.lang), b.zh
    figures = [
        (f"占{naming.here(b)}{name}" if zh else f"Share of {naming.here(b)}", number(share, 1) + "%", b.all_sectors.name(b.lang), claim_of(own, "share", versus="region")),
        (
            f"占{b.cat.place.reference_name('zh')}同行业" if zh else f"Share of {b.cat.place.reference_name('en')}", number(of_whole, 1) + "%", b.sector.name(b.lang),
            claim_of(own, "share", versus="root"),
        ),
        ("区位商" if zh else "Location quotient", number(lq, 2), f"{b.cat.place.reference_name('zh')}=1" if zh else f"{b.root.name('en')} = 1", claim_of(own, "quotient")),
    ]
    if b.is_root:
        figures = figures[:1]
    return "".join(
        f'<div class="card"><div class="nm"><b>{escape(label)}</b></div><div class="row"><div class="v">{claim(b, text, what)}</div></div>'
        f'<div class="src">{escape(note)}</div></div>'
        for label, text, note, what in figures
        if text.strip("%") != ABSENT
    )


def _legend(b: Brief, html: str) -> str:
    """Return what small lines and judging tags mean, as far as the cards have them."""
    drawn = "小图：金额类为同比增速，比率和数量为数值；逐期排列。" if b.zh else "Small lines: growth for levels, values for ratios and counts, period by period."
    judged = "“向好”“趋差”按指标方向判定，中性指标不判定。" if b.zh else "“Better” and “worse” follow the indicator's direction."
    said = [text for text, there in ((drawn, "<svg" in html), (judged, 'class="tag up"' in html or 'class="tag dn"' in html)) if there]
    text = ("" if b.zh else " ").join(said)
    return f'<div class="src">{escape(text)}{modelled_tag(b.release.modelled, b.lang)}</div>' if text or b.release.modelled else ""
