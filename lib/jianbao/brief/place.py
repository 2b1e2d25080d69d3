"""Section 7: where the region stands: map, ranks with their range, standing in its groups."""

import math  # noqa: I001 - the list of parts stays on one line
from datetime import date

import pandas as pd

from jianbao.brief import charts, naming, spine, words
from jianbao.brief import map as maps
from jianbao.brief.annex import data_table
from jianbao.brief.context import Brief
from jianbao.brief.glossary import explained
from jianbao.brief.lists import counted_growth, regions_called, with_unit
from jianbao.brief.mix import value_of
from jianbao.brief.parts import Cell, Column, Part, conclusion, escape, fact_span, modelled_tag, source_line, table
from jianbao.brief.said import Markup, capital, claim, claim_of, own_claim, say, spoken
from jianbao.brief.standing import Standing, intervals, moved_words, printed, range_note, rank_claim, standing
from jianbao.facts import SUPPRESSED, Fact, number
from jianbao.indicators import ranks, share

__all__ = ["league", "place"]

_AROUND = 4


def place(b: Brief) -> Part:
    """Return the map with the region outlined, the ranks around its own, its standing in its groups."""
    if not b.present:
        return Part(why=b.untold)
    level = "county" if b.is_root else b.region.level
    left = choropleth(b) or _dots(b)
    right, scatter, beside = _ranks(b, level), _scatter(b), _groups(b)
    if not any(row.known.growth_of == b.headline.id and row.bands for row in spine.rows(b)):  # else section 5 shows how growth is spread
        right, beside = right + beside, _dots_growth(b) if scatter else ""
    below = f'<div class="g"><div class="c6">{scatter}</div><div class="c6">{beside}</div></div>' if scatter else beside  # paper may part the two rows
    return Part(f'{conclusion(_lead(b))}<div class="g"><div class="c5">{left}</div><div class="c7">{right}</div></div>{below}')


def _lead(b: Brief) -> Markup:
    rank, name = (None if b.is_root else standing(b)), naming.headline_name(b)
    level, own = naming.level_name(b, b.region.level), b.fact(b.headline.id)
    if rank:
        if b.zh:
            tied, whole = "（并列）" if rank.tied > 1 else "", b.cat.place.region_word(b.root, "zh")
            text = f"居{whole}{rank.ranked}个有数据的{level}{printed(rank, 'zh')}{tied}"
            return say("{}{}", name, claim(b, text, rank_claim(own, rank, b.region.level)))
        text = f"{printed(rank, 'en')} of {naming.counted(b, rank.ranked, b.region.level)}{' (tied)' if rank.tied > 1 else ''}"
        return say("{}: {}", name[:1].upper() + name[1:], claim(b, text, rank_claim(own, rank, b.region.level)))
    if b.is_root:
        return _leaders(b, own, name)
    withheld = own.status == "suppressed"
    text = ("本地区数值不公布，不作位次" if withheld else "本地区数值为负，不作位次") if b.zh else f"The region's figure is {'withheld' if withheld else 'negative'}: no rank"
    return claim(b, text, claim_of(own, "none", versus="level" if withheld else "mix", way="s" if withheld else ""))


def _leaders(b: Brief, own: Fact, name: str) -> Markup:
    """Return the three regions with the largest figures, or how many have one at all."""
    values = b.across("county", b.headline.id).dropna().sort_values(ascending=False, kind="stable")
    if len(values) >= 3:
        codes = list(values.index[:3])
        names = words.joined([b.cat.region(c).name(b.lang) for c in codes], b.lang)
        text = f"{name}居前三位的是{names}" if b.zh else f"The three largest: {names}"
        return claim(b, text, claim_of(own, "top", versus="county", way=",".join(codes)))
    text = f"{naming.counted(b, len(values), 'county')}{'有数据' if b.zh else ' with a figure'}"
    return claim(b, text, claim_of(own, "having", versus="county", way=str(len(values))))


def choropleth(b: Brief) -> str:
    """Return the county map of the headline indicator; “” where the place has no map."""
    if not b.cat.place.map:
        return ""
    counties = b.cat.regions(level="county")
    facts = {r.code: b.fact(b.headline.id, region=r.code) for r in counties}
    like = b.fact(b.headline.id, region=b.root.code)
    if not like.known or not any(f.known for f in facts.values()):
        return ""
    values = {c: (f.scaled(b.lang) if f.known and f.value > 0 else None) for c, f in facts.items()}
    # In a complete (modelled) panel a county without a cell has no enterprise of the sector: that is no gap in the data.
    none = "not_applicable" if b.release.modelled else "missing"
    statuses = {c: none if f.status == "missing" else f.status for c, f in facts.items()}
    own = None if b.is_root else b.region.code
    unit = like.unit_text(b.lang)
    sector = b.all_sectors.short(b.lang) if b.is_total else b.sector.short(b.lang)
    title = f"{sector}{naming.headline_name(b)} （{unit}，{b.when()}，示意图）" if b.zh else f"{naming.headline_name(b).capitalize()}: {sector.lower()} ({unit}, {b.when()}, schematic)"
    names = {r.code: r.name(b.lang) for r in b.cat.regions()}
    path = b.cat.folder.parent / b.cat.place.map
    chart = maps.choropleth(
        path, values, statuses=statuses, own=own, names=names, unit=unit, lang=b.lang, alt=f"{title}{'。' if b.zh else '. '}{spoken(_lead(b))}",
        ident="map", decimals=like.places(b.lang),
    )
    return f"<h3>{escape(title)}{modelled_tag(b.release.modelled, b.lang)}</h3>{chart.html()}{_figures(b, title)}"


def _figures(b: Brief, title: str | Markup) -> str:
    """The figures of map, scatter and dots: one table of all counties that have the sector or whose figure is withheld."""
    if b.kind == "sector_brief":  # its league has them all
        return source_line(f"数据见“分{naming.level_name(b, 'county')}情况”表。" if b.zh else f"Figures in the table “All {naming.plural(b, 'county')}”.")
    like = b.fact(b.headline.id, region=b.root.code)
    unit, name = like.unit_text(b.lang), b.headline.short(b.lang)
    facts = {r.code: b.fact(b.headline.id, region=r.code) for r in b.cat.regions(level="county")}
    shown = sorted((c for c, f in facts.items() if f.known or f.status == "suppressed"), key=lambda c: -facts[c].value if facts[c].known else math.inf)
    rows = [(b.cat.region(c).name(b.lang), facts[c].number(b.lang), b.growth(b.headline.id, region=c).number(b.lang)) for c in shown]
    heads = (naming.level_name(b, "county"), f"{name}（{unit}）", "增速（%）") if b.zh else ("Region", f"{name} ({unit})", "Growth (%)")
    return data_table(b, title, heads, rows, claims=[f"value|{b.headline.id}{what}|@" for what in ("", "_growth")], keys=shown)


def _dots(b: Brief) -> str:
    """All regions on one line, where there is no map."""
    values = b.across("county", b.headline.id).dropna()
    if len(values) < 5:
        return source_line("本地没有地图。" if b.zh else "This place has no map.")
    like = b.fact(b.headline.id, region=b.root.code)
    scale, unit = (like.scaled(b.lang) / like.value if like.known else 1.0), like.unit_text(b.lang)
    title = f"各地{naming.headline_name(b)} （{unit}，对数）" if b.zh else f"All {naming.plural(b, 'county')} by {naming.headline_name(b)} ({unit}, log scale)"
    ordered = values.sort_values()
    own = list(ordered.index).index(b.region.code) if b.region.code in ordered.index else None
    chart = charts.rank_dots(
        [float(v) * scale for v in ordered], own, own_label=b.region.short(b.lang), unit=unit, lang=b.lang,
        alt=title + ("。" if b.zh else ". ") + spoken(_lead(b)), ident="dots", decimals=like.places(b.lang), log=True,
    )
    return f"<h3>{escape(title)}{modelled_tag(b.release.modelled, b.lang)}</h3>{chart.html()}{_figures(b, title)}" + source_line("本地没有地图。" if b.zh else "No map comes with this data; each mark is one region.")


def _row(b: Brief, position: str, code: str) -> list[str | Cell]:
    level, growth = b.fact(b.headline.id, region=code), b.growth(b.headline.id, region=code)
    return [position, b.cat.region(code).name(b.lang), Cell(fact_span(level, b.lang)), Cell(fact_span(growth, b.lang))]


def _columns(b: Brief, level: str) -> list[Column]:
    like = b.fact(b.headline.id, region=b.root.code)
    name, unit = b.headline.short(b.lang), like.unit_text(b.lang)
    claims = (_place(b, level), "label||||||region", "", "")
    heads = ("位次", naming.level_name(b, level), f"{name}（{unit}）", "增速（%）") if b.zh else ("Rank", "Region", f"{name} ({unit})", "Growth (%)")
    of = ("", "", explained(b, b.headline.id), explained(b, f"{b.headline.id}_growth"))
    return [Column(head, text=n < 2, claims=c, of=i) for n, (head, c, i) in enumerate(zip(heads, claims, of, strict=True))]


def _place(b: Brief, level: str, way: str = "position") -> str:
    """Return what a column of positions claims."""
    return f"place|{b.headline.id}||||{level}|{way}"


def _range(table: pd.DataFrame, code: str) -> str:
    low, high = (int(table.loc[code, k]) for k in ("low", "high"))
    return str(low) if low == high else f"{low}–{high}"


def _ranks(b: Brief, level: str) -> str:
    values = b.across(level, b.headline.id)
    known = values.dropna().sort_values(ascending=False, kind="stable")
    if known.empty:
        return ""
    own = b.region.code if b.region.code in known.index else None
    if own:
        at = list(known.index).index(own)
        start = max(0, min(at - _AROUND, len(known) - 2 * _AROUND - 1))
        picked = known.index[start : start + 2 * _AROUND + 1]
    else:
        picked = known.index[: 2 * _AROUND + 2]
    position = ranks(known)
    ranges = intervals(b, level)
    rows = [[*_row(b, str(int(position[c])), c), _range(ranges, c)] for c in picked]
    mine = [n for n, c in enumerate(picked) if c == own]
    counts = _left_out(b, level)
    text = (f"{len(known)}个{naming.level_name(b, level)}有数据" if b.zh else f"{len(known)} ranked") + counts
    note = claim(b, text, claim_of(b.fact(b.headline.id), "left", versus=level)) + _modelled(b)
    columns = [*_columns(b, level), Column("位次区间" if b.zh else "Range", claims=_place(b, level, "range"))]
    moved = moved_words(b) if own else Markup("")
    under = range_note(b) + (say("{}。" if b.zh else " {}.", moved if b.zh else capital(moved)) if moved else "")
    return table(columns, rows, caption="位次及其区间" if b.zh else "Rank and its range", note=note, own=mine) + source_line(under)


def _modelled(b: Brief) -> str:
    return ("；模拟数据" if b.zh else "; modelled data") if b.release.modelled else ""


def _left_out(b: Brief, level: str) -> str:
    statuses = [b.fact(b.headline.id, region=r.code) for r in b.cat.regions(level=level)]
    withheld = sum(f.status == "suppressed" for f in statuses)
    negative = sum(f.known and f.value < 0 for f in statuses)
    none = sum((not f.known and f.status != "suppressed") or (f.known and f.value == 0) for f in statuses)
    bits = []
    if withheld:
        bits.append(f"{withheld}个不公布" if b.zh else f"{withheld} withheld")
    if negative:
        bits.append(f"{negative}个为负不排位" if b.zh else f"{negative} negative, not ranked")
    if none:
        bits.append(f"{none}个没有该行业" if b.zh and not b.is_total else f"{none}个无数据" if b.zh else f"{none} without a figure")
    return ("；" if b.zh else "; ") + ("、" if b.zh else ", ").join(bits) if bits else ""


def _groups(b: Brief) -> str:
    """Standing in the groups the region belongs to; a list known only in part gives no rank and says so."""
    if b.region.level != "county":
        return ""
    on = date(b.period.year, b.period.month or 12, 28)
    rows = []
    groups = [(g.name(b.lang), g.members, g.complete, g.expected, g.in_force(on), f"group:{g.id}") for g in b.cat.peer_groups() if not g.rule]
    if b.city:
        members = tuple(r.code for r in b.cat.regions(level="county", under=b.city.code))
        groups.insert(0, (b.city.name(b.lang), members, True, None, True, f"under:{b.city.code}"))
    for name, members, complete, expected, in_force, among in groups:
        if b.region.code not in members or not in_force:
            continue
        if not complete:
            size = f"{len(members)}/{expected}" if expected else f"{len(members)}/?"
            text = f"名单只知{size}" if b.zh else f"list known only in part ({size})"
            rows.append([name, Cell(own_claim(b, text, "listed", among)), "不作位次" if b.zh else "no rank", ""])
            continue
        level, growth = standing(b, members=members), standing(b, growth=True, members=members)
        own, rate = b.fact(b.headline.id), b.growth(b.headline.id)
        ranked = b.across(b.region.level, b.headline.id).reindex(list(members)).notna().sum()
        told = ((str(ranked), own, "ranked"), (_position(level, b.zh), own, "both"), (_position(growth, b.zh), rate, "both"))
        rows.append([name, *(Cell(claim(b, text, claim_of(of, "place", versus=among, way=way))) for text, of, way in told)])
    if not rows:
        return ""
    columns = (
        [Column("组别", text=True), Column("可排位数"), Column("总量位次"), Column("增速位次")] if b.zh
        else [Column("Group", text=True), Column("Ranked"), Column("By level"), Column("By growth")]
    )
    return table(columns, rows, caption="在所属组别中的位次" if b.zh else "Standing in its groups", note=_modelled(b).lstrip("；; "))


def _position(rank: Standing | None, zh: bool) -> str:
    if not rank:
        return "—"
    around = "" if rank.low == rank.high else f"（{rank.low}–{rank.high}）" if zh else f" ({rank.low}–{rank.high})"
    return f"{rank.position}{'=' if rank.tied > 1 else ''}{around}"


def _scatter(b: Brief) -> str:
    """Level against growth of all counties that have the sector."""
    level, growth = b.across("county", b.headline.id), b.across("county", b.headline.id, growth=True)
    frame = pd.DataFrame({"x": level, "y": growth}).dropna()
    if len(frame) < 5:
        return ""
    like = b.fact(b.headline.id, region=b.root.code)
    scale = like.scaled(b.lang) / like.value
    mine = {r.code for r in b.cat.regions(level="county", under=b.region.code)} if not b.is_root else set()
    points = [
        charts.Point(b.cat.region(c).short(b.lang), x * scale, y, c in mine)
        for c, x, y in zip(frame.index, frame["x"].tolist(), frame["y"].tolist(), strict=True)
    ]
    unit = like.unit_text(b.lang)
    x_label = f"{b.headline.short('zh')}（{unit}，对数）" if b.zh else f"{b.headline.short('en')} ({unit}, log scale)"
    y_label = "增速（%）" if b.zh else "Growth (%)"
    counted = naming.counted(b, len(frame), "county")
    head = say("规模与增速：{}" if b.zh else "Size and growth: {}", claim(b, counted, claim_of(b.fact(b.headline.id), "plotted", versus="county")))
    title = spoken(head)
    chart = charts.level_growth(points, level_label=x_label, growth_label=y_label, lang=b.lang, alt=title, ident="s")
    return f'<h3>{head}{modelled_tag(b.release.modelled, b.lang)}</h3>{chart.html()}{_figures(b, head)}'


def _dots_growth(b: Brief) -> str:
    ordered = b.across("county", b.headline.id, growth=True).dropna().sort_values(kind="stable")
    own = list(ordered.index).index(b.region.code) if b.region.code in ordered.index else None
    title = f"各{naming.level_name(b, 'county')}增速 （%）" if b.zh else "Growth across regions (%)"
    root = b.growth(b.headline.id, region=b.root.code)
    chart = charts.rank_dots(
        [float(v) for v in ordered], own, own_label=b.region.short(b.lang), unit="%", lang=b.lang, average=root.value if root.known else None,
        average_label=b.cat.place.reference_name(b.lang), alt=title, ident="d",
    )
    return f"<h3>{escape(title)}{modelled_tag(b.release.modelled, b.lang)}</h3>{chart.html()}{_figures(b, title)}"


def league(b: Brief, level: str = "county") -> Part:
    """Return the full table of a sector over all regions of a level: level, growth, share, location quotient."""
    if not b.present:
        return Part(why=b.untold)
    values = b.across(level, b.headline.id)
    order = list(values.dropna().sort_values(ascending=False, kind="stable").index)
    rest = [c for c in values.index if c not in set(order) and b.fact(b.headline.id, region=c).status == "suppressed"]
    rest += [c for c in values.index if (f := b.fact(b.headline.id, region=c)).known and f.value < 0]
    if not order and not rest:
        return Part()
    columns = _columns(b, level) + [Column(f"占{b.cat.place.reference_name('zh')}（%）" if b.zh else "Of the whole (%)", claims=f"share|{b.headline.id}||||root")]
    extra = [i for i in ("profit_margin", "labour_productivity") if i in b.cat.place.cards]
    columns += [Column(with_unit(b, i), wide_only=True) for i in extra]
    whole = b.fact(b.headline.id, region=b.root.code)
    rows, position = [], ranks(values)
    for code in order + rest:
        row = _row(b, "—" if pd.isna(position[code]) else str(int(position[code])), code)
        own = b.fact(b.headline.id, region=code)
        part = 100 * share(value_of(own), value_of(whole))
        row.append(SUPPRESSED if own.status == "suppressed" else number(part, 1))
        row += [Cell(fact_span(b.fact(i, region=code), b.lang)) for i in extra]
        rows.append(row)
    caption = f"分{naming.level_name(b, level)}情况" if b.zh else f"All {naming.plural(b, level)}"
    left = _left_out(b, level).lstrip("；; ")
    note = claim(b, left, claim_of(b.fact(b.headline.id), "left", versus=level, way="rest")) + (_modelled(b) if left else _modelled(b).lstrip("；; "))
    growth = [b.growth(b.headline.id, region=c) for c in order]
    lead = counted_growth(b, growth, regions_called(b, level), f"{level}+")
    return Part(conclusion(lead) + table(columns, rows, caption=caption, note=note, classes="league"))
