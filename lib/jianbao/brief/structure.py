"""Section 6: the region's sectors: share, specialisation, pull on growth, and why the level changed."""

import math

import pandas as pd

from jianbao import indicators
from jianbao.brief import charts, naming, words
from jianbao.brief.context import Brief
from jianbao.brief.parts import Cell, Column, Part, conclusion, escape, fact_span, source_line, table
from jianbao.catalogue.period import Period
from jianbao.facts import Fact, number

__all__ = ["pull_sentence", "sector_frame", "share_sentence", "structure"]

_SHOWN = 10


def sector_frame(b: Brief) -> pd.DataFrame:
    """Return the region's sectors of the structure level.

    Returns
    -------
    DataFrame
        Index: sector code. ``level`` and ``base`` (the comparable figure a year earlier) in the register's unit,
        ``growth`` and ``share`` and ``pull`` in percent (points), ``lq`` a ratio; NaN where it does not exist; ``status``.
    """
    total = b.fact(b.headline.id, sector=b.all_sectors.code)
    whole = b.fact(b.headline.id, region=b.root.code, sector=b.all_sectors.code)
    rows = {}
    for sector in b.cat.sectors(level=b.cat.place.structure_level):
        level = b.fact(b.headline.id, sector=sector.code)
        if not level.known and level.status != "suppressed":
            continue
        growth = b.growth(b.headline.id, sector=sector.code)
        base = b.before(b.headline.id, sector=sector.code)
        there = b.fact(b.headline.id, region=b.root.code, sector=sector.code)
        have, all_here = _value(level), _value(total)
        rows[sector.code] = {
            "level": have,
            "base": _value(base),
            "growth": _value(growth),
            "share": 100 * indicators.share(have, all_here),
            "lq": indicators.location_quotient(have, all_here, _value(there), _value(whole)),
            "status": level.status,
        }
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["level", "base", "growth", "share", "lq", "status"])
    frame["pull"] = _pull(b, frame)
    return frame


def _value(fact: Fact) -> float:
    return fact.value if fact.known else math.nan


def _pull(b: Brief, frame: pd.DataFrame) -> pd.Series:
    """Percentage points that each sector adds to the growth of all: base share times its own (official) growth."""
    base_total = _value(b.before(b.headline.id, sector=b.all_sectors.code))
    now = frame["base"] * (1 + frame["growth"] / 100)
    # A sector that is new has no growth rate; its whole (real) level is a gain.
    now = now.where(~((frame["base"] == 0) & frame["level"].notna()), frame["level"])
    return 100 * indicators.contribution_to_growth(now, frame["base"], total=base_total)


def own_pull(b: Brief) -> float:
    """Return the pull of the brief's own sector (a set may not be one of the structure level's sectors)."""
    base, total = b.before(b.headline.id), _value(b.before(b.headline.id, sector=b.all_sectors.code))
    growth = b.growth(b.headline.id)
    if not base.known or not growth.known or not total > 0:
        return math.nan
    return base.value * growth.value / total


def _own_share(b: Brief) -> tuple[float, float]:
    own, total = _value(b.fact(b.headline.id)), _value(b.fact(b.headline.id, sector=b.all_sectors.code))
    there = _value(b.fact(b.headline.id, region=b.root.code))
    whole = _value(b.fact(b.headline.id, region=b.root.code, sector=b.all_sectors.code))
    return 100 * indicators.share(own, total), indicators.location_quotient(own, total, there, whole)


def _own_row(b: Brief) -> str | None:
    """Return the structure-level sector that is the brief's own sector, if it is exactly one."""
    if b.sector.level == b.cat.place.structure_level:
        return b.sector.code
    leaves = set(b.cat.classes(b.sector.code))
    for sector in b.cat.sectors(level=b.cat.place.structure_level):
        if set(b.cat.classes(sector.code)) == leaves:
            return sector.code
    return None


def pull_words(points: float, lang: str) -> str:
    """Return a pull in words: 拉动 / 下拉 X个百分点."""
    shown = number(abs(points), 1)
    if lang == "zh":
        return f"拉动{shown}个百分点" if points >= 0 or shown == "0.0" else f"下拉{shown}个百分点"
    return f"{'−' if points < 0 and shown != '0.0' else '+'}{shown} percentage points"


def pull_sentence(b: Brief) -> str:
    """Return what the sector pulls, and what pulls and drags most in the region; “” where it cannot be said."""
    frame, own, zh = sector_frame(b), own_pull(b), b.zh
    known = frame["pull"].dropna().sort_values()
    total = b.growth(b.headline.id, sector=b.all_sectors.code)
    if known.empty or not total.known:
        return ""
    here, parts = naming.here(b), []
    if not b.is_total and not math.isnan(own):
        size = number(abs(own), 1)
        parts.append(
            f"本行业<b>{'下拉' if own < 0 and size != '0.0' else '拉动'}</b>{here}工业增长<b>{size}个百分点</b>" if zh
            else f"The sector {'took' if own < 0 and size != '0.0' else 'added'} <b>{size} percentage points</b> {'off' if own < 0 and size != '0.0' else 'to'} growth in {escape(here)}"
        )
    top, bottom = known.index[-1], known.index[0]
    if float(number(known[top], 1).replace("−", "-")) > 0:
        name = b.cat.sector(top).name(b.lang)
        parts.append(
            f"{here}拉动最大的是{escape(name)}（{number(known[top], 1)}个百分点）" if zh
            else f"the largest pull came from {escape(naming.lower(name))} ({number(known[top], 1, sign=True)})"
        )
    if float(number(known[bottom], 1).replace("−", "-")) < 0:
        name = b.cat.sector(bottom).name(b.lang)
        parts.append(
            f"下拉最大的是{escape(name)}（{number(abs(known[bottom]), 1)}个百分点）" if zh
            else f"the largest drag from {escape(naming.lower(name))} ({number(known[bottom], 1)})"
        )
    if not parts:
        return ""
    if zh:
        return "；".join(parts) + "。"
    text = "; ".join(parts)
    return text[:1].upper() + text[1:] + "."


def share_sentence(b: Brief, *, region_only: bool = False) -> str:
    """Return share and location quotient as a sentence, or the region's total where the sector's is withheld."""
    name = naming.headline_name(b)
    total = b.fact(b.headline.id, sector=b.all_sectors.code)
    if region_only or b.is_total:
        if not total.known or b.is_total:
            return ""
        all_name = b.all_sectors.name(b.lang)
        return (
            f"{naming.here(b)}{escape(all_name)}{escape(name)}为{fact_span(total, b.lang, unit=True)}。" if b.zh
            else f"{escape(name[:1].upper() + name[1:])} of {escape(naming.lower(all_name))} as a whole came to {fact_span(total, b.lang, unit=True)}."
        )
    share, lq = _own_share(b)
    if math.isnan(share):
        return ""
    if b.zh:
        return f"占{naming.here(b)}{escape(b.all_sectors.name('zh'))}{escape(name)}的{number(share, 1)}%" + (
            f"，区位商{number(lq, 2)}。" if not math.isnan(lq) else "。"
        )
    return f"It made up {number(share, 1)}% of {escape(naming.lower(b.all_sectors.name('en')))} {escape(name)} in {escape(naming.here(b))}" + (
        f"; the location quotient is {number(lq, 2)}." if not math.isnan(lq) else "."
    )


def structure(b: Brief) -> Part:
    """Return the section: pull bars, shares and location quotients, shift-share."""
    frame = sector_frame(b)
    if not b.present or frame.empty:
        return Part()
    own = _own_row(b)
    parts = [conclusion(_lead(b, frame)), '<div class="g">']
    pulls = _pull_chart(b, frame, own)
    parts.append(f'<div class="c5">{pulls}</div><div class="c7">{_table(b, frame, own)}</div></div>')
    parts.append(_shift_share(b, frame))
    return Part("".join(parts))


def _lead(b: Brief, frame: pd.DataFrame) -> str:
    zh = b.zh
    if b.is_total:
        ranked = frame["share"].dropna().sort_values(ascending=False)
        names = words.joined([b.cat.sector(c).short(b.lang) for c in ranked.index[:3]], b.lang) if len(ranked) else ""
        size = number(ranked.iloc[:3].sum(), 1)
        if not names:
            return "行业结构" if zh else "Structure"
        return f"前三大行业{names}合计占{size}%" if zh else f"The largest sectors, {names}, make up {size}%"
    share, lq = _own_share(b)
    pull = own_pull(b)
    bits = []
    if not math.isnan(share):
        bits.append(f"占{naming.here(b)}{number(share, 1)}%" if zh else f"{number(share, 1)}% of all")
    if not math.isnan(lq) and not b.is_root:
        bits.append(f"区位商{number(lq, 2)}" if zh else f"location quotient {number(lq, 2)}")
    if not math.isnan(pull):
        bits.append((pull_words(pull, "zh")) if zh else f"{number(pull, 1, sign=True)} percentage points of growth")
    if not bits:
        return "本行业数值不公布，不计算占比、区位商和拉动" if zh else "The sector's figure is withheld: no share, quotient or pull"
    return ("，" if zh else ", ").join(bits)


def _pull_chart(b: Brief, frame: pd.DataFrame, own: str | None) -> str:
    known = frame["pull"].dropna()
    total = b.growth(b.headline.id, sector=b.all_sectors.code)
    if known.empty or not total.known:
        return ""
    order = known.abs().sort_values(ascending=False).index
    keep = list(order[:_SHOWN])
    if own in known.index and own not in keep:
        keep[-1] = own
    keep.sort(key=lambda c: -known[c])
    labels = [b.cat.sector(c).short(b.lang) for c in keep]
    values = [float(known[c]) for c in keep]
    # What is left is everything else, withheld sectors too: the parts add up to the total that is published.
    rest = total.value - sum(values)
    labels.append("其余行业" if b.zh else "All others")
    values.append(rest)
    shown = total.number(b.lang)
    title = f"拉动与下拉 （百分点，合计{shown}）" if b.zh else f"Pull on growth (percentage points, {shown} in all)"
    alt = title + ("：" if b.zh else ": ") + words.joined(
        [f"{n} {number(v, 1, sign=True)}" for n, v in zip(labels, values, strict=True)], b.lang
    )
    chart = charts.pull_bars(
        labels, values, keep.index(own) if own in keep else None, unit="", lang=b.lang, alt=alt, ident="pull", rest=True,
    )
    return f"<h3>{escape(title)}{modelled_tag(b)}</h3>{chart.html()}"


def modelled_tag(b: Brief) -> str:
    if not b.release.modelled:
        return ""
    return f' <small class="sim-tag">{"模拟数据" if b.zh else "modelled"}</small>'


def _table(b: Brief, frame: pd.DataFrame, own: str | None) -> str:
    zh = b.zh
    ranked = frame.sort_values("level", ascending=False, na_position="last", kind="stable")
    keep = list(ranked.index[: _SHOWN + 2])
    if own in ranked.index and own not in keep:
        keep[-1] = own
    columns = [
        Column("行业" if zh else "Sector", text=True), Column("占比 %" if zh else "Share %", text=True, span=2),
        Column("区位商" if zh else "LQ", text=True, span=2), Column("增速 %" if zh else "Growth %"),
    ]
    widest = max((v for v in ranked["share"] if not math.isnan(v)), default=1.0) or 1.0
    rows, mine = [], []
    for n, code in enumerate(keep):
        row = frame.loc[code]
        rows.append(_row(b, b.cat.sector(code).short(b.lang), row["share"], row["lq"], code, widest, code == own))
        if code == own:
            mine.append(n)
    if own is None and not b.is_total and b.present:
        share, lq = _own_share(b)
        rows.append(_row(b, b.sector.short(b.lang) + ("※" if zh else " *"), share, lq, b.sector.code, widest, True))
        mine.append(len(rows) - 1)
    name = naming.headline_name(b)
    note = f"{name}占{naming.here(b)}比重；区位商：{b.cat.place.reference_name('zh')}=1" if zh else f"of {name} in {naming.here(b)}; location quotient: {b.root.name('en')} = 1"
    note += ("；模拟数据" if zh else "; modelled data") if b.release.modelled else ""
    html = table(columns, rows, caption="占比与区位商" if zh else "Shares and specialisation", note=note, own=mine, classes="bar")
    if own is None and not b.is_total:
        html += source_line(
            "※ 本行业是若干行业代码的集合，与上列大类有重叠，不参加合计。" if zh
            else "* A named set of industry codes: it overlaps the divisions above and is not added to them."
        )
    return html


def _row(b: Brief, label: str, share: float, lq: float, code: str, widest: float, own: bool) -> list[str | Cell]:
    level = b.fact(b.headline.id, sector=code)
    withheld = level.status == "suppressed"
    shown = (lambda v, d: "…" if withheld else number(v, d))
    growth = b.growth(b.headline.id, sector=code)
    return [
        label, shown(share, 1), Cell("" if math.isnan(share) else charts.bar_cell(share / widest, own=own), "bc"),
        shown(lq, 2), Cell("" if math.isnan(lq) else charts.lq_cell(lq, own=own), "bc"), Cell(fact_span(growth, b.lang)),
    ]


def _shift_share(b: Brief, frame: pd.DataFrame) -> str:
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
        series[name] = pd.Series([0.0 if f.status == "missing" and b.release.modelled else _value(f) for f in facts], index=codes)
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
    focus = _own_row(b)
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
        f'<div class="g"><div class="c5"><h3>{escape(title)}{modelled_tag(b)}</h3>{chart.html()}</div>'
        f'<div class="c7"><div class="ss">{boxes}</div>{source_line(note)}</div></div>'
    )
