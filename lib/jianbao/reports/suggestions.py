"""四、下步建议: what documents in force offer for the trouble of a bulletin, with the responsible units."""

from jianbao.brief import words
from jianbao.brief.context import Brief
from jianbao.brief.measures import measures
from jianbao.brief.parts import Part, conclusion, source_line
from jianbao.brief.said import Markup, claim, own_claim, say
from jianbao.brief.targets import reference
from jianbao.catalogue import Measure
from jianbao.claims import Claim
from jianbao.reports import together

__all__ = ["suggestions"]

_MOST = 5


def suggestions(b: Brief) -> Part:
    """Return the measures for the shortboards of a region; for the whole place, which has no yardstick, those for what worsened."""
    if not b.is_root:
        return measures(b)
    kind = b.cat.place.brief_sectors
    found = [m for m in b.cat.plans.measures if b.root.code in m.regions and kind in m.sectors and b.cat.plans.documents[m.document].in_force(together.on(b))]
    worse = [m for m in found if any(_worse(b, t) for t in m.troubles)]
    if not b.told or not worse:
        return Part(conclusion(own_claim(b, "登记的文件中没有与走低指标对应的举措" if b.zh else "The register has no measure for what worsened", "nothing", "measures")))
    items = "".join(f"<li>{_item(b, m)}</li>" for m in worse[:_MOST])
    text = "登记的文件中有对应举措的，列出供研究" if b.zh else "Measures on the register, for study"
    note = "引号内为文件原文，按指标匹配，只作参考，不是工作部署。" if b.zh else "Matched by indicator; offered for study, not an instruction."
    return Part(conclusion(own_claim(b, text, "plain")) + f'<ol class="ms">{items}</ol>' + source_line(note))


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
    document, owner = reference(b.cat.plans.documents[m.document], b.lang), m.owner(b.lang)
    what = Claim("path", "", b.region.code, next(s.code for s in b.cat.brief_sectors()), b.at, m.id)
    names = [t for t in m.troubles if _worse(b, t)]
    if b.zh:
        text = m.text("zh").replace("“", "‘").replace("”", "’")
        said = say('“{}”<span class="doc">{}{}{}</span>', text, document, m.clause("zh"), f"；责任单位：{owner}" if owner else "")
        return say("<b>{}</b>：{}", _worsened(b, names), claim(b, said, what))
    said = say('{}<span class="doc">{}, {}{}</span>', m.text("en"), document, m.clause("en"), f"; responsible: {owner}" if owner else "")
    return say("<b>{}</b>: {}", _worsened(b, names), claim(b, said, what))


def _worsened(b: Brief, names: list[str]) -> Markup:
    """Return the indicators as a claim: each is worse than a year earlier."""
    text = words.joined([b.cat.indicator(t).short(b.lang) for t in names], b.lang)
    return claim(b, f"{text}差于上年同期" if b.zh else f"{text} (worse than a year earlier)", Claim("worse", ",".join(names), b.region.code, b.sector.code, b.at))
