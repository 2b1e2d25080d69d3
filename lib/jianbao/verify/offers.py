"""Measures: the clause that is quoted is the register's row, its document is in force here, and what it answers did fire."""

import re

from jianbao.catalogue import Measure
from jianbao.verify.printed import numbers
from jianbao.verify.rules import About, rule
from jianbao.verify.watch import found, in_force_on

__all__ = []

_MOST = 6


def _troubles(a: About) -> list[str]:
    """Return the indicators whose rules fired: shortboards, worst first, then alarms; each once."""
    fired = [f.rule.indicator for kind in ("shortboard", "alarm") for f in found(a, kind) if f.state == "fired"]
    return list(dict.fromkeys(fired))


def _up(a: About) -> list[str]:
    return [a.claim.region, *(r.code for r in a.figures.cat.ancestors(a.claim.region))]


def _offered(a: About) -> list[Measure]:
    """Return the measures of documents in force for the region and sector (for all sectors: for any of them there)."""
    cat, sector = a.figures.cat, a.claim.sector
    on, over, kind = in_force_on(a.claim.period), _up(a), cat.sector(sector).kind
    offered = []
    for m in cat.plans.measures:
        document = cat.plans.documents[m.document]
        if not document.in_force(on) or not set(over) & set(m.regions):
            continue
        if sector == a.all_sectors:
            fits = a.claim.region in m.regions or sector in m.sectors or any(s[:4] == "set:" for s in m.sectors)
        else:
            fits = sector in m.sectors or f"set:{kind}" in m.sectors
        offered += [m] if fits else []
    return offered


def _chosen(a: About) -> list[Measure]:
    """Return at most six: for each trouble that none answers yet the nearest region's, then the sector's own, then the first."""
    over, troubles, offered = _up(a), _troubles(a), _offered(a)
    taken: list[Measure] = []
    for trouble in troubles:
        if any(trouble in m.troubles for m in taken):
            continue
        fits = [m for m in offered if trouble in m.troubles]
        if fits:
            taken.append(min(fits, key=lambda m: (min(over.index(r) for r in m.regions if r in over), a.claim.sector not in m.sectors, m.id)))
    return taken[:_MOST]


@rule("measures")
def _measures(a: About) -> str:
    chosen, troubles, offered, zh = _chosen(a), _troubles(a), _offered(a), a.lang == "zh"
    if a.claim.way == "none":
        return "" if troubles and not chosen and not numbers(a.text) else f"{len(chosen)} measures answer"
    left = sum(not any(t in m.troubles for m in offered) for t in troubles)
    if a.claim.way != ",".join(m.id for m in chosen):
        return f"the register offers {', '.join(m.id for m in chosen) or 'nothing'}"
    wanted = [len(chosen), *([left] if left else [])]
    more = ("没有查到" if zh else "nothing found") in a.text
    return "" if [int(n.value) for n in numbers(a.text)] == wanted and more == bool(left) else f"{len(chosen)} measures, nothing for {left}"


@rule("measure")
def _measure(a: About) -> str:
    chosen, zh, lang = _chosen(a), a.lang == "zh", a.lang
    at = next((n for n, m in enumerate(chosen) if m.id == a.claim.versus), None)
    if at is None:
        return "the register does not offer it here"
    m, cat = chosen[at], a.figures.cat
    answered = [t for t in _troubles(a) if t in m.troubles]
    names = [cat.indicator(t).short(lang) for t in answered]
    head, _, rest = a.text.partition("：" if zh else ": ")
    told = head.split("、") if zh else head.replace(" and ", ", ").split(", ")
    if [w.lower() for w in told] != [n.lower() for n in names]:
        return f"it answers {', '.join(names)}"
    quoted = m.text(lang)
    quoted = f"“{quoted.replace('“', '‘').replace('”', '’')}”" if zh else quoted
    if not rest.startswith(quoted):
        return f"the clause is {quoted!r}"
    where, document = rest[len(quoted) :], cat.plans.documents[m.document]
    same = at > 0 and chosen[at - 1].document == m.document
    title = ("同上" if zh else "The same") if same else document.title(lang)
    number = "" if same else document.number or document.state(lang)
    owner = m.owner(lang)
    for part in (title, number, m.clause(lang), owner and (f"责任单位：{owner}" if zh else f"responsible: {owner}")):
        if part not in where:
            return f"the source is {title} {number} {m.clause(lang)} {owner}"
    return "" if bool(owner) == (("责任单位" if zh else "responsible") in where) else "it names a responsible unit that the document does not"


@rule("reviewed")
def _reviewed(a: About) -> str:
    """A document of the register that looks back on a year, by its title: what it tells was done then."""
    document = a.figures.cat.plans.documents.get(a.claim.versus)
    if document is None or document.reviewed is None:
        return "the register has no such review"
    title, done = document.title(a.lang), "已开展" if a.lang == "zh" else "was done in"
    rest = a.text.replace(title, "")
    return "" if title in a.text and done in rest and str(document.reviewed) in rest else f"it reviews {document.reviewed}"


@rule("offered")
def _offered_no(a: About) -> str:
    """A measure of the list in the table of tasks; versus: its id (none for what nothing answers), way: its number, names or owner."""
    chosen, zh = _chosen(a), a.lang == "zh"
    at = next((n for n, m in enumerate(chosen, 1) if m.id == a.claim.versus), 0)
    if bool(at) != bool(a.claim.versus):
        return "the register does not offer it here"
    if a.claim.way == "owner":
        return "" if at and a.text == chosen[at - 1].owner(a.lang) else "the document names another"
    if a.claim.way == "names":
        first = {t: next((n for n, m in enumerate(chosen, 1) if t in m.troubles), 0) for t in _troubles(a)}
        names = [a.figures.cat.indicator(t).short(a.lang) for t, n in first.items() if n == at]
        told = a.text.split("、") if zh else a.text.replace(" and ", ", ").split(", ")
        return "" if names and told == names else f"it answers {', '.join(names)}"
    told = re.search(r"第(\d+)条" if zh else r"no\. (\d+)", a.text)
    return "" if at and a.claim.way == str(at) and told and told[1] == str(at) else f"it is number {at}"
