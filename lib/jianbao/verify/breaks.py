"""The claim that a series breaks between two periods, held against the registers of changes."""

from jianbao.verify.rules import About, rule

__all__ = []

_WORDS = ("不可比", "not comparable")


@rule("break")
def _break(a: About) -> str:
    cat, c = a.figures.cat, a.claim
    first, last = int(c.versus[:4]), int(c.period[:4])
    sectors = {c.sector, cat.sector(c.sector).parent, a.all_sectors}
    found = [x.year for x in cat.changes if x.region == c.region and not x.comparable]
    found += [x.year for x in cat.plans.sector_changes if x.sector in sectors and not x.comparable]
    years = sorted({y for y in found if first < y <= last})
    if not years or c.way != ",".join(map(str, years)):
        return f"the registers give {', '.join(map(str, years)) or 'no break'}"
    said = all(str(y) in a.text for y in years) and any(w in a.text for w in _WORDS)
    return "" if said else f"the words do not say that figures before {c.way} are not comparable"
