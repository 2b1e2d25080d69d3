"""Section 11: definitions, sources, scope, breaks; and what the statistics bureau itself has published."""

from typing import Any

import pandas as pd

from jianbao.brief.breaks import changes
from jianbao.brief.context import Brief
from jianbao.brief.glossary import glossary
from jianbao.brief.parts import Cell, Column, Part, conclusion, escape, fact_span, table
from jianbao.brief.said import plain, spoken
from jianbao.brief.standing import range_note
from jianbao.catalogue import CatalogueError, RegionChange
from jianbao.facts import ABSENT, SUPPRESSED, Fact

__all__ = ["notes", "published"]

_REGION_FIRST = (
    "industrial_value_added", "gdp", "secondary_value_added", "resident_population", "electricity", "industrial_electricity",
)
_OF_DIVISIONS = frozenset(("revenue", "profit", "above_scale_enterprises", "average_employees"))


def published(b: Brief) -> Part:
    """Return the table of figures that the statistics bureau has published about the region or the sector."""
    records = _published_rows(b)
    zh = b.zh
    rows: list[list[str | Cell]] = []
    titles = {source: b.release.table_title(source, b.lang) for source in {str(r.source) for r in records}}
    for record in records:
        try:
            indicator = b.cat.indicator(record.indicator)
            sector = b.cat.sector(record.sector).short(b.lang)
            if indicator.scope == "all":  # of the whole economy, not of industry above the threshold
                sector = "全口径" if zh else "all"
        except CatalogueError:
            continue
        value = None if pd.isna(record.value) else float(record.value)
        if value is None and record.status == "missing":
            continue  # nobody published it: there is nothing to compare with
        fact = Fact.of(indicator, record.region, record.sector, record.period, value, record.status)
        where = b.cat.region(record.region).short(b.lang)
        rows.append([indicator.name(b.lang), where, sector, record.period, Cell(fact_span(fact, b.lang, unit=True)), titles[str(record.source)]])
    heads = ("指标", "地区", "行业", "年份", "公布数", "来源") if zh else ("Indicator", "Region", "Sector", "Year", "Published", "Source")
    columns = [Column(h, text=k in (0, 1, 2, 3, 5), wide_only=k in (3, 5)) for k, h in enumerate(heads)]
    caption = "统计部门公布的相关数据" if zh else "Figures published by the statistics bureau"
    note = "公布数，不是模拟数据；口径见来源表" if zh else "observed, not modelled"
    if not rows:
        return Part()
    lead = plain(b, "以下均为实际公布数" if zh else "These figures are observed, not modelled")
    return Part(conclusion(lead) + table(columns, rows, caption=caption, note=note, classes="pub"))


def _published_rows(b: Brief) -> list[Any]:
    """Return the published observations to show: the county's own first, then the yearbook's of the sector's divisions."""
    if not b.release.modelled:
        return []  # the page is made of the published figures already
    order = {name: n for n, name in enumerate(_REGION_FIRST)}
    found = [r for r in b.release.published(b.region.code).itertuples() if r.indicator in order] if b.region.level == "county" else []
    found.sort(key=lambda r: (order[r.indicator], r.sector))
    divisions = sorted({_division(b, leaf) for leaf in b.cat.classes(b.sector.code)})
    codes = [b.all_sectors.code] if b.is_total else divisions if _whole(b, divisions) else []
    year = str(b.period.year)
    for code in codes:
        found += [r for r in b.release.published(b.root.code, code).itertuples() if r.indicator in _OF_DIVISIONS and r.period == year]
    return found


def _division(b: Brief, leaf: str) -> str:
    sector = b.cat.sector(leaf)
    return sector.code if sector.level == "division" else sector.parent


def _whole(b: Brief, divisions: list[str]) -> bool:
    """Whether the sector is made of whole divisions, so that the yearbook's divisions are comparable."""
    return {leaf for d in divisions for leaf in b.cat.classes(d)} == set(b.cat.classes(b.sector.code))


def notes(b: Brief, *, ranked: bool = True, grown: bool = True) -> Part:
    """Return what a reader needs to know about the figures of this page; *ranked* and *grown* False for one that has no such rank, no growth."""
    figures = [*(_about_ranks(b) if ranked else []), *_about_rounding(b)] if b.present else []  # a region without the sector has none to explain
    items = [*_about_data(b, grown=grown and b.present), *figures, *_left_out(b), *_about_sector(b), *_about_region(b)]
    body = "".join(f"<p><b>{escape(head)}</b>{escape(text)}</p>" for head, text in items if text)
    return Part(f'{conclusion(plain(b, "口径、来源与读法" if b.zh else "Scope, sources and how to read it"))}<div class="notes">{body}</div>{glossary(b)}')


def _about_data(b: Brief, *, grown: bool) -> list[tuple[str, str]]:
    zh, items = b.zh, []
    if b.release.modelled:
        items.append((
            ("模拟数据。" if zh else "Modelled data. "),
            b.cat.place.modelled_method(b.lang),
        ))
        if real := [b.cat.indicator(i).short(b.lang) for i in b.cat.place.cards if b.fact(i).status == "observed"]:
            items.append((
                "实际数。" if zh else "Observed. ",
                f"{'、'.join(real)}来自收到的文件，是实际数；本页其余数字仍为模拟。" if zh else f"{', '.join(real)}: from a file that was received. The other figures of this page are modelled.",
            ))
        items += [] if not grown else [(
            "增速。" if zh else "Growth. ",
            (
                "同比按可比口径：本期企业与同一批企业上年同期之比，因而不等于两年公布数相除；增加值增速扣除价格因素，其余为现价。拉动＝上年同期占比×增速。"
                if zh else
                "Growth is on a comparable basis: this period's enterprises over the same enterprises a year earlier, so it differs from dividing two published levels. Value added growth is real, the rest nominal. Pull = share a year earlier × growth."
            ),
        )]
        if b.public:
            items.append((
                "不公布。" if zh else "Not disclosed. ",
                (
                    f"“{SUPPRESSED}”表示不公布：该单元企业过少或集中于个别企业，或一经公布即可推算出这样的单元；不是零，不进入位次和图。" if zh else
                    f"“{SUPPRESSED}” marks a figure in which a single enterprise could be recognised, or from which such a figure could be worked out. It is not zero and enters no rank or chart."
                ),
            ))
    else:
        tables = ("、" if zh else "; ").join(b.release.table_titles(b.lang))
        items.append((
            "来源。" if zh else "Source. ",
            (f"公布表：{tables}。增速按发布数计算。" if zh else f"{tables}. Growth is calculated from published figures (current prices), not an official rate."),
        ))
        items.append((
            "不公布。" if zh else "Not disclosed. ",
            (
                f"“{SUPPRESSED}”表示来源单位不公布，不是零，不进入合计、位次和图；“{ABSENT}”表示没有。负值只列数值，不计算占比、区位商和位次。" if zh else
                f"“{SUPPRESSED}” marks figures the source withholds, (D) in its files: not zero, and never part of a sum, rank or chart. “{ABSENT}” means there is no figure. A negative figure has a level but no share, location quotient or rank."
            ),
        ))
    return items


def _about_ranks(b: Brief) -> list[tuple[str, str]]:
    zh = b.zh
    text = (
        "只在有正值的地区之间排，同值并列（标“=”）；括号内为位次区间。" if zh
        else "Among regions with a positive figure; equal values share a rank (=); the range stands in brackets. "
    )
    return [("位次。" if zh else "Rank. ", text + spoken(range_note(b)))]


def _about_rounding(b: Brief) -> list[tuple[str, str]]:
    if b.zh:
        return [("差距与四舍五入。", "差距由页面所示（四舍五入后）的数计算；分项合计与总计可能略有出入，未作调整。")]
    return [("Differences. ", "Differences are computed from the rounded figures shown; parts need not add up to totals exactly.")]


def _left_out(b: Brief) -> list[tuple[str, str]]:
    """Name what other places' pages have and this place has no data for."""
    zh, texts = b.zh, []
    if not b.monthly:
        texts.append("月度走势（只有年度数）" if zh else "monthly running (figures are annual)")
    if "city" not in b.cat.place.levels:
        texts.append("分市走势和与所在市的比较（没有市一级）" if zh else "cities (there is no level between region and whole)")
    if not b.cat.place.map:
        texts.append("地图" if zh else "a map")
    if not b.release.modelled:
        texts.append("公布数对照（本页就是公布数）" if zh else "published figures to compare with (this page is made of them)")
    if not b.cat.place.official_growth:
        texts.append("官方增速" if zh else "official growth rates")
    if not texts:
        return []
    return [("本地没有的内容。" if zh else "Left out. ", ("、".join(texts) + "。") if zh else "This place has no data for: " + "; ".join(texts) + ".")]


def _about_sector(b: Brief) -> list[tuple[str, str]]:
    zh = b.zh
    if b.is_total or b.sector.level != "set":
        return []
    members = "、".join(b.sector.members) if zh else ", ".join(b.sector.members)
    sure = b.sector.certainty in ("stated", "well_known")
    text = f"“{b.sector.name('zh')}”按行业代码{members}汇总。" if zh else f"“{b.sector.name('en')}” is a named set of industry codes: {members}. "
    if not sure:
        kinds = {"inferred": ("为推定", "inferred"), "unverified": ("尚未核实", "unverified")}[b.sector.certainty]
        text += f"官方代码清单未找到，此对应{kinds[0]}，以主管部门口径为准。" if zh else f"The official code list was not found: the mapping is {kinds[1]}."
    return [("行业范围。" if zh else "Sector. ", text)]


def _about_region(b: Brief) -> list[tuple[str, str]]:
    """Return the changes of boundaries, classifications and lists, with whether the series goes on."""
    of: dict[bool, list[str]] = {True: [], False: []}
    for change in changes(b):
        mark = "" if change.comparable else ("（序列有断点）" if b.zh else " (break in series)")
        sure = "" if change.certainty in ("stated", "well_known") else ("（待核）" if b.zh else " (to be verified)")
        text = f"{change.year}年：{change.note('zh')}{mark}{sure}" if b.zh else f"{change.year}: {change.note('en')}{mark}{sure}"
        of[isinstance(change, RegionChange)].append(text)
    heads = {True: ("行政区划。", "Boundaries. "), False: ("分类与名单。", "Classification and lists. ")}
    return [(heads[k][0 if b.zh else 1], ("；".join(texts) + "。") if b.zh else "; ".join(texts) + ".") for k, texts in of.items() if texts]
