"""What only documents say: phrases about parts taken together. Values are as the reader sees them; each comes with its claim."""

import math

from jianbao.brief import words
from jianbao.brief.context import Brief
from jianbao.brief.said import Markup, claim, claim_of
from jianbao.catalogue import Measure
from jianbao.claims import Claim
from jianbao.facts import Fact, difference, number, rounded
from jianbao.reports import together
from jianbao.reports.together import Group

__all__ = ["added", "contributed", "lead", "over", "rate_of", "responsible", "share_said", "signed", "traditional", "value_said", "whole_name"]

_LEADS = {
    ("production", "+"): ("生产保持增长", "Output grew"), ("production", "-"): ("生产同比下降", "Output fell"), ("production", "0"): ("生产与上年同期持平", "Output was unchanged"),
    ("efficiency", "+"): ("利润率提高", "Margins widened"), ("efficiency", "-"): ("利润率下降", "Margins narrowed"), ("efficiency", "0"): ("利润率持平", "Margins were unchanged"),
    ("structure", "+"): ("{}占比提高", "The share of {} rose"), ("structure", "-"): ("{}占比下降", "The share of {} fell"), ("structure", "0"): ("{}占比持平", "The share of {} was unchanged"),
    ("structure", "~"): ("{}占比基本持平", "The share of {} was nearly unchanged"),
    ("regions", "all"): ("各{}均保持增长", "All {} grew"), ("regions", "+"): ("多数{}保持增长", "Most {} grew"), ("regions", "-"): ("保持增长的{}不到一半", "Fewer than half of the {} grew"),
    ("regions", "0"): ("保持增长的{}占一半", "Half of the {} grew"),
}  # fmt: skip
_ORDER = "一二三四五六七八九"


def lead(b: Brief, n: int, topic: str, way: str, who: str = "") -> Markup:
    """Return the bold phrase that opens the n-th point (from 1); ``who``: the level of the regions, or whose share it is."""
    zh, en = (text.format(who) for text in _LEADS[topic, way])
    text = f"{_ORDER[n - 1]}是{zh}。" if b.zh else f"{en}. "
    return claim(b, text, Claim("lead", "", b.region.code, b.sector.code, b.at, topic, way), strong=True)


def traditional(b: Brief) -> str:
    """Return what the sectors that get briefs are called together."""
    return "传统制造业" if b.zh else "the traditional industries"


def whole_name(b: Brief) -> str:
    """Return what all sectors are called in a comparison."""
    return b.all_sectors.short(b.lang) if b.zh else "all industry"


def _of(b: Brief, indicator: str, group: Group, kind: str, way: str) -> Claim:
    return Claim(kind, indicator, b.region.code, b.sector.code, b.at, group.spec, way)


def value_said(b: Brief, indicator: str, group: Group) -> Markup:
    """Return a level or ratio of parts together with its unit; “” where it is not known."""
    value = together.total(b, indicator, group.cells)
    return claim(b, value.text(b.lang), _of(b, indicator, group, "together", "value")) if value.known else Markup("")


def rate_of(b: Brief, indicator: str, group: Group) -> Markup:
    """Return the growth of parts together in words; “” where it is not known."""
    rate = together.grown(b, indicator, group.cells)
    if not rate.known or words.from_small_base(rate):
        return Markup("")
    return claim(b, words.change_words(rate, b.lang), _of(b, indicator, group, "together", f"rate{words.way(rate.shown(b.lang))}"))


def share_said(b: Brief, indicator: str, group: Group) -> tuple[Markup, Markup]:
    """Return the share of parts in their whole, and how it moved on a year earlier; “” where it is not known."""
    now, then = together.share_of(b, indicator, group), together.share_of(b, indicator, group, before=True)
    if math.isnan(now):
        return Markup(""), Markup("")
    text = f"{number(now, 1)}%"
    said = claim(b, text, _of(b, indicator, group, "together", "share"))
    if math.isnan(then):
        return said, Markup("")
    gap = rounded(now, 1) - rounded(then, 1)
    size = words.points(gap, b.lang)
    moved = ("持平" if b.zh else "unchanged") if gap == 0 else f"{'提高' if gap > 0 else '下降'}{size}" if b.zh else f"{'up' if gap > 0 else 'down'} {size}"
    return said, claim(b, moved, _of(b, indicator, group, "together", f"moved{words.way(gap)}"))


def over(b: Brief, own: Fact, all_of: Fact, *, group: Group | None = None) -> Markup:
    """Return how a ratio or growth stands against all sectors of the region: 高出规上工业0.07元."""
    gap = difference(own, all_of, b.lang)
    if gap is None or words.from_small_base(own):
        return Markup("")
    decimals, unit = own.places(b.lang), own.unit_text(b.lang)
    size = words.points(gap, b.lang, decimals) if unit == "%" else f"{number(abs(gap), decimals)}{'' if b.zh else ' '}{unit}"
    text = words.compare(gap, whole_name(b), size, b.lang)
    if group is not None:
        return claim(b, text, _of(b, own.indicator, group, "together", f"over{words.way(gap)}"))
    return claim(b, text, claim_of(own, "over", way=words.way(gap)))


def added(b: Brief, indicator: str, group: Group, of: str) -> Markup:
    """Return what parts add to the growth of their whole: 拉动规上工业增长1.2个百分点."""
    points = together.pull(b, indicator, group)
    if math.isnan(points):
        return Markup("")
    shown = rounded(points, 1)
    way = "~" if shown == 0 else words.way(shown)
    if b.zh:
        text = f"对{of}增长的影响不足0.1个百分点" if way == "~" else f"{'拉动' if way == '+' else '下拉'}{of}增长{words.points(shown, 'zh')}"
    else:
        text = f"less than 0.1 percentage points of growth of {of}" if way == "~" else f"{'adding' if way == '+' else 'taking'} {words.points(shown, 'en')} {'to' if way == '+' else 'off'} growth of {of}"
    return claim(b, text, _of(b, indicator, group, "adds", way))


def contributed(b: Brief, indicator: str, group: Group, of: str, *, tenths: bool = False) -> Markup:
    """Return the parts' contribution rate, in tenths where it is near one; “” where it is unstable or negative."""
    rate = together.contribution(b, indicator, group)
    if math.isnan(rate):
        return Markup("")
    size, near = f"{number(rate, 1)}%", words.tenths(rate) if tenths and b.zh else ""
    shown = f"{near}（{size}）" if near else size
    text = f"对{of}增长的贡献率为{shown}" if b.zh else f"a contribution of {size} to growth of {of}"
    return claim(b, text, _of(b, indicator, group, "contribution", ""))


def responsible(b: Brief, m: Measure) -> str:
    """Return the units that a measure's document names, and whose they are where the document is not the whole place's; “” for none."""
    owner, names = m.owner(b.lang), [b.cat.region(r).name(b.lang) for r in m.regions]
    whose = "" if b.root.code in m.regions or all(n in owner for n in names) else words.joined(names, b.lang)
    if b.zh:
        return f"；责任单位{f'（{whose}）' if whose else ''}：{owner}" if owner else ""
    return f"; responsible{f' ({whose})' if whose else ''}: {owner}" if owner else ""


def signed(value: float) -> str:
    """Return a signed figure of a table; a dash where there is none."""
    return number(None if math.isnan(value) else value, 1, sign=True)
