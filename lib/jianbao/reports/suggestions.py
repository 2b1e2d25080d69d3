"""四、可对接的既有举措: what documents in force offer for the trouble of a bulletin, with the responsible units."""

from jianbao.brief import words
from jianbao.brief.context import Brief
from jianbao.brief.measures import answered, measures
from jianbao.brief.parts import Part, conclusion, source_line
from jianbao.brief.said import Markup, claim, own_claim, say
from jianbao.brief.targets import reference
from jianbao.catalogue import Measure
from jianbao.claims import Claim
from jianbao.reports import together
from jianbao.reports.words import responsible

__all__ = ["suggestions"]

_MOST = 5


def suggestions(b: Brief) -> Part:
    """Return the measures for the shortboards of a region; for the whole place, which has no yardstick, those for what worsened."""
    if not b.is_root:
        return Part(measures(b).html + _reviewed(b, [m for _, m, _ in answered(b) if m] if b.told else []), why=measures(b).why)
    kind = b.cat.place.brief_sectors
    found = [m for m in b.cat.plans.measures if b.root.code in m.regions and kind in m.sectors and b.cat.plans.documents[m.document].in_force(together.on(b))]
    worse = [m for m in found if any(_worse(b, t) for t in m.troubles)]
    if not b.told or not worse:
        return Part(conclusion(own_claim(b, "已收录的文件中没有与弱于上年同期的指标对应的举措" if b.zh else "The register has no measure for what worsened", "nothing", "measures")))
    items = "".join(f"<li>{_item(b, m)}</li>" for m in worse[:_MOST])
    text = "与弱于上年同期的指标对应的既有举措" if b.zh else "Measures there are for what was worse than a year earlier"
    note = "引号内为文件原文，按指标匹配，供对接参考，不是工作部署。" if b.zh else "Matched by indicator; offered for study, not an instruction."
    return Part(conclusion(own_claim(b, text, "plain")) + f'<ol class="ms">{items}</ol>' + source_line(note) + _reviewed(b, worse[:_MOST]))


def _reviewed(b: Brief, shown: list[Measure]) -> str:
    """Return, of documents that review a year, that what is quoted from them was done then; “” where there is none."""
    said = []
    for document in dict.fromkeys(m.document for m in shown):
        known = b.cat.plans.documents[document]
        if known.reviewed:
            text = f"引自《{known.title('zh')}》的各条为{known.reviewed}年已开展的相关工作" if b.zh else f"What is quoted from “{known.title('en')}” was done in {known.reviewed}: for reference"
            said.append(own_claim(b, text, "reviewed", document))
    return source_line(Markup("；" if b.zh else "; ").join(said) + ("。" if b.zh else ".")) if said else ""


def _worse(b: Brief, indicator: str) -> bool:
    """Return whether an indicator is worse than a year earlier, as printed."""
    known = b.cat.indicator(indicator)
    if known.kind == "growth":
        now, then = b.fact(indicator), b.fact(indicator, period=str(b.period.year_ago()))
    else:
        now, then = b.fact(indicator), b.before(indicator)
    if not now.known or not then.known or known.direction == "neutral":
        return False
    gap = now.shown("zh") - then.shown("zh")
    return gap < 0 if known.direction == "higher" else gap > 0


def _item(b: Brief, m: Measure) -> Markup:
    document, owner = reference(b.cat.plans.documents[m.document], b.lang), responsible(b, m)
    what = Claim("path", "", b.region.code, next(s.code for s in b.cat.brief_sectors()), b.at, m.id)
    worse = [t for t in m.troubles if _worse(b, t)]
    names = [t for t in worse if b.cat.indicator(t).growth_of not in worse]  # a level that fell says so already
    if b.zh:
        text = m.text("zh").replace("“", "‘").replace("”", "’")
        said = say('“{}”<span class="doc">{}{}{}</span>', text, document, m.clause("zh"), owner)
        return say("<b>{}</b>：{}", _worsened(b, names), claim(b, said, what))
    said = say('{}<span class="doc">{}, {}{}</span>', m.text("en"), document, m.clause("en"), owner)
    return say("<b>{}</b>: {}", _worsened(b, names), claim(b, said, what))


def _worsened(b: Brief, names: list[str]) -> Markup:
    """Return the indicators as a claim: each is worse than a year earlier."""
    text = words.joined([b.cat.indicator(t).short(b.lang) for t in names], b.lang)
    return claim(b, f"{text}弱于上年同期" if b.zh else f"{text} (worse than a year earlier)", Claim("worse", ",".join(names), b.region.code, b.sector.code, b.at))
