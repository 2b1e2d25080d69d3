"""Section 10: what documents in force offer for the shortboards that were found; quoted for study, never an order."""

from collections.abc import Sequence
from datetime import date

from jianbao.brief import naming, words
from jianbao.brief.context import Brief
from jianbao.brief.parts import Part, conclusion, source_line
from jianbao.brief.rules import findings
from jianbao.brief.said import Markup, own_claim, say
from jianbao.brief.targets import reference
from jianbao.catalogue import Measure

__all__ = ["answered", "measures"]

_MOST = 6


def measures(b: Brief) -> Part:
    """Return the measures that answer the shortboards and alarms of the brief, the worst trouble first.

    Empty where the place has no register of measures, the region no such sector, or nothing is wrong.
    """
    troubles = _troubles(b)
    if not b.cat.plans.measures or not b.told:
        return Part(why=b.untold)
    if not troubles:
        return Part(why="没有列出短板和预警" if b.zh else "no shortboard or alarm is listed")
    offered = [m for m in b.cat.plans.measures if _applies(b, m)]
    chosen = _chosen(b, offered, troubles)
    if not chosen:
        text = "登记的文件中没有与这些短板对应的举措" if b.zh else "The documents in force on the register offer nothing for these weak points"
        return Part(conclusion(own_claim(b, text, "measures", way="none")))
    items = _items(b, chosen, troubles)
    return Part(f'{conclusion(_lead(b, chosen, offered, troubles))}<ol class="ms">{items}</ol>{source_line(_source(b, chosen))}')


def answered(b: Brief) -> list[tuple[int, Measure | None, list[str]]]:
    """Return the measures of the list with their numbers and the indicators in trouble that each answers first; then 0, None and those that none answers."""
    troubles = _troubles(b)
    chosen = _chosen(b, [m for m in b.cat.plans.measures if _applies(b, m)], troubles)
    first = {t: next((n for n, m in enumerate(chosen, 1) if t in m.troubles), 0) for t in troubles}
    found = [(n, m, [t for t in troubles if first[t] == n]) for n, m in enumerate(chosen, 1)]
    return [*found, *([(0, None, left)] if (left := [t for t in troubles if not first[t]]) else [])]


def _troubles(b: Brief) -> list[str]:
    """Return the indicators in trouble: shortboards, worst first, then alarms."""
    fired = [f.rule.indicator for kind in ("shortboard", "alarm") for f in findings(b, kind) if f.state == "fired"]
    return list(dict.fromkeys(fired))


def _applies(b: Brief, m: Measure) -> bool:
    """Whether the document is in force, covers the region, and is about the sector (for a whole region: about any there)."""
    on = date(b.period.year, b.period.month or 12, 28)
    over = {b.region.code, *(r.code for r in b.cat.ancestors(b.region.code))}
    if not b.cat.plans.documents[m.document].in_force(on) or not over & set(m.regions):
        return False
    if b.is_total:
        return b.region.code in m.regions or any(s == b.all_sectors.code or s.startswith("set:") for s in m.sectors)
    return bool({b.sector.code, f"set:{b.sector.kind}"} & set(m.sectors))


def _chosen(b: Brief, offered: Sequence[Measure], troubles: Sequence[str]) -> list[Measure]:
    """Return at most six: for each trouble that none answers yet the one written for the nearest region and the sector."""
    order = [b.region.code, *(r.code for r in b.cat.ancestors(b.region.code))]
    near = sorted(offered, key=lambda m: (min(order.index(r) for r in m.regions if r in order), b.sector.code not in m.sectors, m.id))
    found: list[Measure] = []
    for trouble in troubles:
        if not any(trouble in m.troubles for m in found):
            found += [m for m in near if trouble in m.troubles][:1]
    return found[:_MOST]


def _items(b: Brief, chosen: Sequence[Measure], troubles: Sequence[str]) -> str:
    last, items = "", []
    for m in chosen:
        document = reference(b.cat.plans.documents[m.document], b.lang)
        same = "同上，" if b.zh else "the same, "
        where = same if document == last else document if b.zh else f"{document}, "
        said = _item(b, m, [t for t in troubles if t in m.troubles], where)
        items.append(f"<li>{own_claim(b, said, 'measure', m.id)}</li>")
        last = document
    return "".join(items)


def _item(b: Brief, m: Measure, answered: list[str], where: str) -> Markup:
    names = [b.cat.indicator(i).short(b.lang) for i in answered]
    owner = m.owner(b.lang)
    if b.zh:
        text = m.text("zh").replace("“", "‘").replace("”", "’")  # a quotation in a quotation
        where += m.clause("zh") + (f"；责任单位：{owner}" if owner else "")
        return say('<b>{}</b>：“{}”<span class="doc">{}</span>', words.joined(names, "zh"), text, where)
    where = f"{where[:1].upper()}{where[1:]}{m.clause('en')}" + (f"; responsible: {owner}" if owner else "")
    named = words.joined([names[0], *(naming.lower(n) for n in names[1:])], "en")
    return say('<b>{}</b>: {}<span class="doc">{}</span>', named, m.text("en"), where)


def _lead(b: Brief, chosen: list[Measure], offered: list[Measure], troubles: list[str]) -> Markup:
    n, left = len(chosen), sum(not any(t in m.troubles for m in offered) for t in troubles)
    if b.zh:
        text = f"登记的文件中与短板对应的举措{n}条，供研究" + (f"；另有{left}项短板没有查到对应举措" if left else "")
        return own_claim(b, text, "measures", way=",".join(m.id for m in chosen))
    more = f"; nothing found for {left} more" if left else ""
    text = f"Documents in force offer {n} measure{'s' if n > 1 else ''} for the weak points, for study{more}"
    return own_claim(b, text, "measures", way=",".join(m.id for m in chosen))


def _source(b: Brief, chosen: list[Measure]) -> str:
    drafts = any(b.cat.plans.documents[m.document].state(b.lang) for m in chosen)
    if b.zh:
        return "引号内为文件原文，按短板指标对应列出，供对接参考，不是工作部署" + ("；征求意见稿以正式印发文本为准。" if drafts else "。")
    return "Matched by indicator from the register of measures, shortened and translated; offered for study, not an instruction." + (" Of a draft the text as issued prevails." if drafts else "")
