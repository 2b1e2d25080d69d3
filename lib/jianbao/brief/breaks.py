"""Comparability: where a series of the page breaks, said in the sentence, marked in the chart, noted at the figures.

A change in a year parts that year and later ones from all before it: the registers know no month.
"""

from jianbao.brief.context import Brief
from jianbao.brief.said import Markup, claim, claim_of
from jianbao.catalogue import RegionChange
from jianbao.catalogue.breaks import SectorChange
from jianbao.catalogue.period import Period

__all__ = ["broken", "changes", "mark_words", "notice"]


def changes(b: Brief) -> list[RegionChange | SectorChange]:
    """Return the changes of the page's region and sector, in the order of years."""
    above = {b.sector.code, b.sector.parent, b.all_sectors.code}
    sector = [c for c in b.cat.plans.sector_changes if c.sector in above]
    return sorted([*b.cat.region_changes(b.region.code), *sector], key=lambda c: c.year)


def broken(b: Brief, since: str, until: str = "") -> list[RegionChange | SectorChange]:
    """Return the changes after which figures of *until* (by default the page's period) are not comparable with those of *since*."""
    first, last = Period.parse(since).year, Period.parse(until or b.at).year
    return [c for c in changes(b) if not c.comparable and first < c.year <= last]


def mark_words(b: Brief, change: RegionChange | SectorChange) -> str:
    """Return what a chart's mark says: 2021年区划调整."""
    kind = "区划" if isinstance(change, RegionChange) else "行业分类" if change.type == "classification" else "名单"
    if b.zh:
        return f"{change.year}年{kind}调整"
    return {"区划": "boundary change", "行业分类": "new classification", "名单": "list changed"}[kind] + f" in {change.year}"


def notice(b: Brief, since: str) -> Markup:
    """Return, for a sentence that compares with *since*, that the series breaks in between; “” where it does not."""
    found = broken(b, since)
    if not found:
        return Markup("")
    what = ("、" if b.zh else ", ").join(dict.fromkeys(mark_words(b, c) for c in found))
    text = f"（{what}，与此前不可比）" if b.zh else f" ({what}: not comparable with earlier figures)"
    years = ",".join(dict.fromkeys(str(c.year) for c in found))
    return claim(b, text, claim_of(b.fact(b.headline.id), "break", indicator="", versus=since, way=years))
