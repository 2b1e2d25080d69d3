"""工业大市大县挑大梁: what cities, and the major industrial counties that are known, bring to the growth of the whole place."""

import math
from collections.abc import Sequence

from jianbao import indicators
from jianbao.brief import naming
from jianbao.brief.context import Brief
from jianbao.brief.mix import pull_words, value_of
from jianbao.brief.parts import Cell, Column, Part, conclusion, fact_span, source_line, table
from jianbao.brief.said import Markup, claim, claim_of, own_claim
from jianbao.catalogue import PeerGroup
from jianbao.facts import ABSENT, SUPPRESSED, number
from jianbao.reports.order import candidates

__all__ = ["big_counties", "points", "rate"]

BIG = "big_industrial45"


def points(b: Brief, codes: Sequence[str]) -> float:
    """Return the percentage points of the whole place's growth that regions bring: base share times their own growth; NaN with a hole."""
    total = value_of(b.before(b.headline.id, region=b.root.code))
    shares = {c: indicators.share(value_of(b.before(b.headline.id, region=c)), total) for c in codes}
    return math.fsum(100 * indicators.contribution_from_share(shares[c], value_of(b.growth(b.headline.id, region=c)) / 100) for c in codes)


def rate(b: Brief, pulled: float) -> float:
    """Return the percent of the whole's growth that a pull makes; NaN for a drag, a fall, or growth below half a percent."""
    growth = value_of(b.growth(b.headline.id, region=b.root.code))
    return 100 * indicators.contribution_rate_from_growth(pulled / 100, growth / 100) if pulled > 0 and growth > 0 else math.nan


def big_counties(b: Brief) -> Part:
    """Return the contribution of the cities and of the counties on the list of major industrial counties; only in the whole place's document.

    A list that is known in part says so: its sum is that of the counties named, not of the list.
    """
    if not b.is_root or not b.growth(b.headline.id).known:
        return Part()
    group = next((g for g in b.cat.peer_groups() if g.id == BIG), None)
    cities = candidates(b, "city") if "city" in b.cat.place.levels else ()
    html, lead = _table(b, cities, naming.level_name(b, "city") if cities else ""), Markup("")
    if group is not None and group.members:
        html = f'<div class="g"><div class="c6">{html}</div><div class="c6">{_table(b, group.members, group.name(b.lang))}</div></div>'
        lead = _lead(b, group)
    if not html:
        return Part()
    return Part((conclusion(lead) if lead else "") + html + source_line(own_claim(b, _how(b), "plain")))


def _lead(b: Brief, group: PeerGroup) -> Markup:
    n, of, among = len(group.members), group.expected, f"group:{group.id}"
    size = (f"{n}个（共{of}个）" if of else f"{n}个") if b.zh else f"{n}/{of}" if of else str(n)
    pulled, whole = points(b, group.members), b.fact(b.headline.id)
    known = own_claim(b, f"{group.name('zh')}名单已核实{size}" if b.zh else f"{group.name('en')}: the list is known in part ({size})", "listed", among) if not group.complete else Markup("")
    if math.isnan(pulled):
        return known
    share = 100 * indicators.share(sum(value_of(b.fact(b.headline.id, region=c)) for c in group.members), value_of(whole))
    text = f"{'' if group.complete else '已核实的'}合计占{naming.here(b)}{naming.headline_name(b)}的{number(share, 1)}%" if b.zh else f"together {number(share, 1)}% of {naming.headline_name(b)}"
    brings = f"{pull_words(pulled, 'zh')}" if b.zh else f"{pull_words(pulled, 'en')} of growth"
    bits = [known, claim(b, text, claim_of(whole, "lifts", versus=among, way="share")), claim(b, brings, claim_of(whole, "lifts", versus=among, way="points"))]
    return Markup("，" if b.zh else ", ").join(t for t in bits if t)


def _table(b: Brief, codes: Sequence[str], caption: str) -> str:
    if not codes:
        return ""
    zh, unit = b.zh, b.fact(b.headline.id).unit_text(b.lang)
    name, what = b.headline.short(b.lang), b.headline.id
    heads = ("地区", f"{name}（{unit}）", "占全省%", "增速%", "拉动（百分点）", "贡献率%") if zh else ("Region", f"{name} ({unit})", "Share %", "Growth %", "Pull (points)", "Contribution %")
    told = ("label|||||@", "", f"share|{what}||||root", "", f"lifts|{what}|@||||cell", f"lifts|{what}|@||||rate")
    order = sorted(codes, key=lambda c: (-value_of(b.fact(what, region=c)) if b.fact(what, region=c).known else math.inf, c))
    rows = [_row(b, c) for c in order]
    heading = (f"{caption}对全省增长的贡献" if zh else f"What each {naming.lower(caption)} brings to growth") if caption else ""
    note = ("模拟数据" if zh else "modelled data") if b.release.modelled else ""
    return table([Column(h, text=k == 0, claims=c) for k, (h, c) in enumerate(zip(heads, told, strict=True))], rows, caption=heading, note=note, keys=order)


def _row(b: Brief, code: str) -> list[str | Cell]:
    level, growth = b.fact(b.headline.id, region=code), b.growth(b.headline.id, region=code)
    base = b.before(b.headline.id, region=code)
    hidden = "suppressed" in (level.status, growth.status, base.status)
    share = 100 * indicators.share(value_of(level), value_of(b.fact(b.headline.id)))
    pulled = points(b, (code,))
    shown = [SUPPRESSED if hidden else ABSENT if math.isnan(v) else number(v, d, sign=s) for v, d, s in ((share, 1, False), (pulled, 2, True), (rate(b, pulled), 1, False))]
    return [b.cat.region(code).name(b.lang), Cell(fact_span(level, b.lang)), shown[0], Cell(fact_span(growth, b.lang)), shown[1], shown[2]]


def _how(b: Brief) -> str:
    if b.zh:
        return "拉动为上年同期可比基数占全省比重乘以本地增速；贡献率为拉动占全省增速的比重，本地下拉时不计算。各地相加不等于全省，不作调整。"
    return "Pull: share of the comparable base times the region’s own growth; contribution: the pull over the whole’s growth, none for a drag. Regions need not add up to the whole; nothing is scaled."
