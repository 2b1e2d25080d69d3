"""Every number explains itself: what each indicator of the page is, how it is worked out, from what, as of when.

Names in tables and cards are links to an entry here; nothing is folded away, so paper has the entries as notes.
"""

from collections.abc import Iterable

from jianbao.brief.context import Brief
from jianbao.brief.parts import escape
from jianbao.brief.rules import findings
from jianbao.brief.spine import rows
from jianbao.catalogue import Indicator
from jianbao.facts import Fact

__all__ = ["explain", "explained", "glossary", "term", "vintage_words"]


def vintage_words(b: Brief) -> str:
    """Return which version of the figures the page shows: 快报数, 定案数 …"""
    final = "年报数" if b.period.months == 12 else "定案数"
    return {"final": (final, "final"), "flash": ("快报数", "flash")}.get(b.release.vintage, (b.release.vintage,) * 2)[0 if b.zh else 1]


def _entries(b: Brief) -> dict[str, Indicator]:
    """Return the indicators that the page shows, by id: cards, benchmark, headline and shortboards; growth as its own."""
    return b.once(("glossary",), lambda: _asked(b))


def explain(b: Brief, indicators: Iterable[str]) -> None:
    """Let the page explain these indicators (registered or not) in place of a brief's: for a document, before its first part."""
    known = {i.id for i in b.cat.indicators()}
    b.once(("quotient",), lambda: False)  # documents show none
    b.once(("glossary",), lambda: {i: b.cat.indicator(i) for i in dict.fromkeys(indicators) if i in known})


def _asked(b: Brief) -> dict[str, Indicator]:
    known = {i.id for i in b.cat.indicators()}
    ids = [b.headline.id, f"{b.headline.id}_growth", *(i for i in b.cat.place.cards if b.fact(i).status != "missing")]
    ids += [row.known.id for row in rows(b)]
    ids += [f.rule.indicator for f in findings(b, "shortboard") if f.state == "fired"]
    return {i: b.cat.indicator(i) for i in dict.fromkeys(ids) if i in known}


def explained(b: Brief, indicator: str) -> str:
    """Return the indicator if the page has an entry of it, else “”."""
    return indicator if b.told and indicator in _entries(b) else ""


def term(b: Brief, indicator: str, text: str = "") -> str:
    """Return an indicator's short name (or a text) as a link to what it is, plain where the page has no entry of it."""
    shown = escape(text or b.cat.indicator(indicator).short(b.lang))
    return f'<a href="#g-{indicator}">{shown}</a>' if explained(b, indicator) else shown


def glossary(b: Brief) -> str:
    """Return the entries, and the line that says of all of them where they are from and as of when."""
    found = _entries(b) if b.told else {}
    if not found:
        return ""
    items = "".join(f'<p id="g-{i}"><b>{escape(_name(b, known))}</b>{escape(_text(b, known))}</p>' for i, known in found.items())
    whole = b.cat.place.reference_name(b.lang)
    lq = f"{'一个' if b.is_total else '本'}行业占本地比重÷{'该行业' if b.is_total else ''}占{whole}比重，大于1为相对集中。" if b.zh else "the sector's share here ÷ its share in the whole; above 1 is specialised."
    items += f"<p><b>{'区位商：' if b.zh else 'Location quotient: '}</b>{escape(lq)}</p>" if b.once(("quotient",), lambda: not b.is_root) else ""
    return f'<h3>{"指标口径与来源" if b.zh else "What each figure is"}</h3><p class="src">{escape(_common(b))}</p><div class="notes gloss">{items}</div>'


def _name(b: Brief, known: Indicator) -> str:
    short, unit = known.short(b.lang), Fact.of(known, "", "", "", None, "missing").unit_text(b.lang)  # as the page prints it
    return (f"{short}（{unit}）：" if b.zh else f"{short} ({unit}): ") if unit else f"{short}{'：' if b.zh else ': '}"


def _text(b: Brief, known: Indicator) -> str:
    """Return definition and formula in words; a ratio's definition is its formula."""
    text = known.definition(b.lang)
    stop, gap = ("。", "") if b.zh else (".", " ")
    said = [text.rstrip(stop) + stop] if text else []
    if known.kind == "growth":
        said.append(_growth(b, known))
    elif known.annualised and b.period.months != 12:
        said.append("累计数按12个月折算。" if b.zh else "Put on twelve months.")
    if known.measure == "point":
        said.append("期末数。" if b.zh else "At the end of the period.")
    return gap.join(said)


def _growth(b: Brief, known: Indicator) -> str:
    level = b.cat.indicator(known.growth_of).short(b.lang)
    if not b.cat.place.official_growth:
        return f"公式：本期{level}公布数÷上年公布数−1。" if b.zh else f"Formula: published {level.lower()} ÷ that of the year before − 1."
    real = known.price == "comparable"
    if b.zh:
        return f"公式：本期{level}{'（扣除价格变动）' if real else ''}÷同一批企业上年同期数−1。"
    return f"Formula: {level.lower()} {'less price changes ' if real else ''}÷ that of the same enterprises a year earlier − 1."


def _common(b: Brief) -> str:
    """Return source, period, vintage and status, the same for every entry."""
    zh, when = b.zh, b.period.label(b.lang)
    cumulative = b.monthly
    if b.release.modelled:
        source = "规模以上工业企业月度数据（模拟企业文件）逐户汇总，比率为总额之比" if zh else "summed over the monthly returns of enterprises above designated size (modelled file); ratios are total over total"
        status = "估算（模拟），注明公布数的除外" if zh else "estimated (modelled), unless marked as published"
    else:
        source = ("、" if zh else "; ").join(b.release.table_titles(b.lang))
        status = "公布数" if zh else "as published"
    if zh:
        return f"来源：{source}。期间：{when}{'累计，家数、用地等为期末数' if cumulative else ''}。版次：{vintage_words(b)}。状态：{status}。"
    return f"Source: {source}. Period: {when}{', cumulative; counts and land at its end' if cumulative else ''}. Vintage: {vintage_words(b)}. Status: {status}."
