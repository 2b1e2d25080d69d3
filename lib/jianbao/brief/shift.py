"""Why the region's level changed: shift-share over three years, or as many as there are."""

import pandas as pd

from jianbao import indicators
from jianbao.brief import charts, naming
from jianbao.brief.context import Brief
from jianbao.brief.mix import own_row, value_of
from jianbao.brief.parts import escape, modelled_tag, source_line
from jianbao.catalogue.period import Period
from jianbao.facts import Fact

__all__ = ["shift_share_part"]


def shift_share_part(b: Brief) -> str:
    """The region's change over three years (or as many as there are), by sectors of the structure level."""
    zh = b.zh
    if b.is_root:
        return ""
    first = b.period
    for _ in range(3):
        earlier = first.year_ago()
        if str(earlier) not in b.release.periods:
            break
        first = earlier
    if str(first) == b.at:
        return ""
    codes = [s.code for s in b.cat.sectors(level=b.cat.place.structure_level)]
    series, holes = {}, 0
    for name, region, period in (
        ("r0", b.region.code, first), ("r1", b.region.code, b.period), ("n0", b.root.code, first), ("n1", b.root.code, b.period),
    ):
        facts = [b.fact(b.headline.id, region=region, sector=c, period=str(period)) for c in codes]
        holes = max(holes, sum(f.status == "suppressed" for f in facts))
        # A sector that is not there is zero in a complete (modelled) panel; a withheld one is unknown.
        series[name] = pd.Series([0.0 if f.status == "missing" and b.release.modelled else value_of(f) for f in facts], index=codes)
    try:
        result = indicators.shift_share(series["r0"], series["r1"], series["n0"], series["n1"])
    except ValueError:
        reason = (
            f"偏离—份额分解未计算：{holes}个行业的数值不公布或有缺。" if zh
            else f"Shift-share is not computed: {holes} of {len(codes)} sectors are withheld or missing in one of the two years."
        )
        return source_line(reason)
    return _shift_share_html(b, first, result, series)


def _shift_share_html(b: Brief, first: Period, result: indicators.ShiftShare, series: dict[str, pd.Series]) -> str:
    zh = b.zh
    focus = own_row(b)
    pick = (lambda s: float(s.sum())) if b.is_total or focus is None else (lambda s: float(s[focus]))
    parts = [pick(p) for p in result]
    like = b.fact(b.headline.id)
    change = pick(series["r1"]) - pick(series["r0"])

    def shown(value: float, sign: bool = True) -> str:
        return Fact.of(b.headline, "", "", b.at, value, "estimated").number(b.lang, sign=sign)

    whole = b.cat.place.region_word(b.root, b.lang)
    names = (
        [f"{whole}增长分量", "行业结构分量", "地区竞争力分量"] if zh
        else [f"Growth of {b.root.name('en')}", "Industry mix", "Regional shift"]
    )
    about = b.sector.short(b.lang) if focus and not b.is_total else naming.here(b) + ("工业" if zh else "")
    years = f"{first.year}—{b.period.year}" if zh else f"{first.year}–{b.period.year}"
    unit = like.unit_text(b.lang)
    title = f"{about}{naming.headline_name(b)}变动分解 （{unit}，{years}年）" if zh else f"Why {naming.headline_name(b)} changed: {about} ({unit}, {years})"
    alt = title + "：" + "、".join(f"{n}{shown(v)}" for n, v in zip(names, parts, strict=True))
    scale = like.scaled(b.lang) / like.value if like.known and like.value else 1.0
    chart = charts.shift_share_bars(
        [(n, v * scale) for n, v in zip(names, parts, strict=True)], ("合计变动" if zh else "Change", change * scale), unit=unit,
        lang=b.lang, alt=alt, ident="shift", decimals=like.places(b.lang),
    )
    total = ("合计变动" if zh else "Change")
    boxes = "".join(
        f"<div>{escape(n)}<b>{shown(v)}</b></div>" for n, v in zip([total, *names], [change, *parts], strict=True)
    )
    note = (
        "偏离—份额分解（Dunn），按各期发布数计算，未调整为可比口径；三项相加等于变动，四舍五入后可能略有出入。" if zh
        else "Classic shift-share (Dunn) from the levels of each year as published; the three parts add up to the change, apart from rounding."
    )
    return (
        f'<div class="g"><div class="c5"><h3>{escape(title)}{modelled_tag(b.release.modelled, b.lang)}</h3>{chart.html()}</div>'
        f'<div class="c7"><div class="ss">{boxes}</div>{source_line(note)}</div></div>'
    )
