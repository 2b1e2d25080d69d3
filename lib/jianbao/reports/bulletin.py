"""The quarterly bulletin: main indicators against the province (a sector: against all sectors), and what drags growth."""

import math

import pandas as pd

from jianbao.brief import charts, naming, words
from jianbao.brief.annex import data_table
from jianbao.brief.context import Brief
from jianbao.brief.head import headline, observed_tag
from jianbao.brief.parts import (
    Cell,
    Column,
    Part,
    conclusion,
    escape,
    fact_span,
    modelled_tag,
    source_line,
    table,
)
from jianbao.brief.progress import binding
from jianbao.brief.said import Markup, claim, claim_of, own_claim, say
from jianbao.brief.shortboards import shortboards
from jianbao.brief.standing import Standing, range_note, standing
from jianbao.brief.targets import aim_words, done_words
from jianbao.claims import Claim
from jianbao.facts import ABSENT, SUPPRESSED, Fact, difference, number
from jianbao.reports import together
from jianbao.reports.card import shortcomings
from jianbao.reports.words import signed, whole_name

__all__ = ["drags", "main_table", "opening", "pulls", "shown_in_main", "weaknesses"]

#: What the first table lists, as far as the place has figures; levels by growth, ratios by their change.
_MAIN = (
    "value_added", "gross_output", "revenue", "profit", "tax_total", "export_delivery", "new_product_output", "technical_upgrade_investment",
    "profit_margin", "cost_per_100_revenue", "labour_productivity", "rd_expense_share_revenue", "tax_per_mu", "energy_intensity",
)
_NIL = 1e-9  # points that are only binary error
_MOST = 10  # rows of a table of pulls


def opening(b: Brief) -> Part:
    """Return the opening sentences of a bulletin: level, growth, gap, rank, profit, what pulls and drags."""
    return headline(b)


# ---- 一、主要指标 -----------------------------------------------------------------------------------------------


def shown_in_main(b: Brief) -> list[str]:
    """Return the indicators of the main table that the page has a figure of."""
    return [i for i in _MAIN if i in b.cat.all_indicators and (f := b.fact(i)).known and f.value != 0]


def main_table(b: Brief) -> Part:
    """Return the table of main indicators: this period, growth or change, the comparison, rank, target and progress."""
    if not b.told:
        return Part()
    shown = shown_in_main(b)
    bound = {p.target.indicator: p for p in reversed(binding(b)) if p.actual is not None and p.actual.known}
    rows = [_main_row(b, i, bound) for i in shown]
    columns = _main_columns(b)
    empty = {k for k in range(3, len(columns)) if all((r[k].html if isinstance(r[k], Cell) else r[k]) in (ABSENT, "") for r in rows)}
    columns, rows = [c for k, c in enumerate(columns) if k not in empty], [[v for k, v in enumerate(r) if k not in empty] for r in rows]
    said = ["比率类指标列增减" if b.zh else "ratios: change"]
    said += ["差距：增速和%类指标为百分点" if b.zh else "gaps of growth and % in percentage points"] if _compared(b) else []
    said += ["模拟数据" if b.zh else "modelled data"] if b.release.modelled else []
    note = ("；" if b.zh else "; ").join(said)
    html = table(columns, rows, caption="主要指标完成情况" if b.zh else "Main indicators", note=note, stacked=True, keys=shown)
    under = source_line(range_note(b)) if not b.is_root else ""
    return Part(html + under)


def _compared(b: Brief) -> str:
    """Return what the page's figures are compared with: the whole place, all sectors, or nothing."""
    return "root" if not b.is_root else "all" if not b.is_total else ""


def _main_columns(b: Brief) -> list[Column]:
    beside = {"root": b.cat.place.reference_name(b.lang), "all": whole_name(b), "": ""}[_compared(b)]
    heads = ["指标", "本期", "增速（%）或增减"] if b.zh else ["Indicator", "This period", "Growth (%) or change"]
    heads += [beside[:1].upper() + beside[1:], "差距" if b.zh else "Gap"] if beside else []
    heads += ["位次" if b.zh else "Rank"] if _compared(b) == "root" else []
    heads += ["年度目标", "进度"] if b.zh else ["Target", "Progress"]
    return [Column(h, text=k == 0, claims="label|||||@" if k == 0 else "", wide_only=h in ("进度", "Progress")) for k, h in enumerate(heads)]


def _main_row(b: Brief, indicator: str, bound: dict) -> list[str | Cell]:
    now = b.fact(indicator)
    known = b.cat.indicator(indicator)
    growth = None if known.kind == "ratio" else b.growth(indicator)
    row: list[str | Cell] = [known.short(b.lang), Cell(fact_span(now, b.lang, unit=True) + observed_tag(b, now))]
    row.append(Cell(fact_span(growth, b.lang)) if growth else Cell(_moved(b, indicator)))
    kind = _compared(b)
    if kind:
        own = growth or now
        where = {"region": b.root.code} if kind == "root" else {"sector": b.all_sectors.code}
        other = b.growth(indicator, **where) if growth else b.fact(indicator, **where)
        row += [Cell(fact_span(other, b.lang)), Cell(_gap(b, own, other, kind))]
    if kind == "root":
        better = known.direction != "lower"
        place = standing(b, growth=growth is not None, indicator=indicator) if better else None
        row.append(Cell(claim(b, _position(place, b.zh), claim_of(growth or now, "place", versus=b.region.level, way="both"))) if place else ABSENT)
    return [*row, *_target(b, bound.get(indicator))]


def _moved(b: Brief, indicator: str) -> str:
    change = b.change(indicator)
    return claim(b, words.moved(change, b.lang), claim_of(change, "moved", way=words.way(change.shown(b.lang)))) if change.known else ABSENT


def _gap(b: Brief, own: Fact, other: Fact, kind: str) -> str:
    gap = difference(own, other, b.lang)
    if gap is None:
        return ABSENT
    text = number(gap, own.places(b.lang), sign=True, grouped=not b.zh)
    return claim(b, text, claim_of(own, "diff", versus=b.root.code) if kind == "root" else claim_of(own, "over"))


def _position(place: Standing, zh: bool) -> str:
    around = "" if place.low == place.high else f"（{place.low}–{place.high}）" if zh else f" ({place.low}–{place.high})"
    return f"{place.position}{'=' if place.tied > 1 else ''}{around}"


def _target(b: Brief, p) -> list[str | Cell]:
    if p is None:
        return [ABSENT, ABSENT]
    mark = "" if p.here else "（参照）" if b.zh else " (yardstick)"
    aim, done = aim_words(b, p), done_words(b, p)
    told = say("{}{}", own_claim(b, aim, "target", p.target.id, "aim"), mark)
    return [Cell(told), Cell(own_claim(b, Markup(done), "target", p.target.id, "done")) if done != ABSENT else ABSENT]


# ---- 贡献与拉动 -------------------------------------------------------------------------------------------------


def _parts(b: Brief) -> pd.DataFrame:
    """Return the parts of the page's whole: its sectors (a region's page) or the regions that have the sector.

    Index: code. ``pull`` in percentage points and ``rate`` (contribution) in percent; NaN where they do not exist.
    """
    return b.once(("bulletin_parts",), lambda: _worked(b))


def _worked(b: Brief) -> pd.DataFrame:
    level = "city" if "city" in b.cat.place.levels else b.cat.place.levels[-1]
    codes = [s.code for s in b.cat.sectors(level=b.cat.place.structure_level)] if b.is_total else [r.code for r in b.cat.regions(level=level)]
    found = {}
    for code in codes:
        group = together.single(b, sector=code) if b.is_total else together.single(b, region=code)
        own = b.fact(b.headline.id, region=group.cells[0][0], sector=group.cells[0][1])
        if own.known or own.status == "suppressed":
            found[code] = (together.pull(b, b.headline.id, group), together.contribution(b, b.headline.id, group), own.known)
    return pd.DataFrame.from_dict(found, orient="index", columns=["pull", "rate", "known"])


def pulls(b: Brief) -> Part:
    """Return the table of what pulls growth: level, growth, share, pull in points and contribution rate, the largest first."""
    frame = _parts(b) if b.told else pd.DataFrame()
    if frame.empty or frame["pull"].dropna().empty:
        return Part()
    order = list(frame["pull"].dropna().sort_values(ascending=False, kind="stable").index)
    keep = [c for c in order if frame.loc[c, "pull"] > 0][:_MOST] or order[:_MOST]
    caption = "贡献与拉动，由大到小" if b.zh else "Pull and contribution, the largest first"
    html = _pull_table(b, frame, keep, caption, rate=True)
    return Part(f'<div class="g"><div class="c5">{_pull_chart(b, frame)}</div><div class="c7">{html}</div></div>')


def _pull_chart(b: Brief, frame: pd.DataFrame) -> str:
    """Return the bars of the largest pulls and drags; what is left is not drawn: withheld parts would be in it."""
    known = frame["pull"].dropna()
    order = known.abs().sort_values(ascending=False, kind="stable").index[:_MOST]
    keep = sorted(order, key=lambda c: (-known[c], c))
    labels = [b.cat.sector(c).short(b.lang) if b.is_total else b.cat.region(c).short(b.lang) for c in keep]
    values = [float(known[c]) for c in keep]
    title = (_sides(known[keep]) + ("行业" if b.is_total else "地区") + "（百分点）") if b.zh else "The largest pulls and drags (percentage points)"
    alt = title + ("：" if b.zh else ": ") + words.joined([f"{n} {number(v, 1, sign=True)}" for n, v in zip(labels, values, strict=True)], b.lang)
    chart = charts.pull_bars(labels, values, None, unit="", lang=b.lang, alt=alt, ident="adds")
    told = f"adds|{b.headline.id}||@" if b.is_total else f"adds|{b.headline.id}|@|||root"
    heads = ("行业" if b.is_total else "地区", "拉动（百分点）") if b.zh else ("Sector" if b.is_total else "Region", "Pull (points)")
    rows = [(n, number(v, 1, sign=True)) for n, v in zip(labels, values, strict=True)]
    return f"<h3>{escape(title)}{modelled_tag(b.release.modelled, b.lang)}</h3>{chart.html()}{data_table(b, title, heads, rows, claims=(told,), keys=keep)}"


def _sides(shown: pd.Series) -> str:
    """Return what the bars of a chart show: pulls, drags or both."""
    return "下拉较大的" if (shown < 0).all() else "拉动与下拉较大的" if (shown < 0).any() else "拉动较大的"


def weaknesses(b: Brief) -> Part:
    """Return what takes from growth, then what is worse than the yardstick: the whole place, or for a sector all industry."""
    return Part(drags(b).html + (shortboards(b) if not b.is_root else shortcomings(b) if not b.is_total else Part()).html)


def drags(b: Brief) -> Part:
    """Return what takes from growth: how many, and the table of level, growth, share and points taken."""
    frame = _parts(b) if b.told else pd.DataFrame()
    known = frame["pull"].dropna() if not frame.empty else pd.Series(dtype=float)
    if known.empty:
        return Part()
    down = known[known < -_NIL].sort_values(kind="stable")
    lead = conclusion(_drag_lead(b, len(down), len(known)))
    if down.empty:
        return Part(lead)
    down = down[down.round(1) < 0]  # what prints as 0.0 is no large drag
    if down.empty:
        return Part(lead)
    caption = ("下拉较大的" + ("行业" if b.is_total else "地区")) if b.zh else "What takes most from growth"
    return Part(lead + _pull_table(b, frame, list(down.index[:_MOST]), caption, rate=False))


def _drag_lead(b: Brief, n: int, known: int) -> Markup:
    versus = "sectors" if b.is_total else "city" if "city" in b.cat.place.levels else b.cat.place.levels[-1]
    what = ("行业大类" if b.is_total else naming.level_name(b, versus)) if b.zh else ("sector" if known == 1 else "sectors") if b.is_total else naming.counted(b, known, versus).partition(" ")[2]
    of = (whole_name(b) if b.is_total else f"{naming.here(b)}本行业") if b.zh else (whole_name(b) if b.is_total else "the sector")
    text = f"{known}个有可比数的{what}中，{n}个下拉{of}增长" if b.zh else f"Of {known} {what} with comparable figures, {n} {'takes' if n == 1 else 'take'} from growth of {of}"
    if not n:
        text = f"{known}个有可比数的{what}均未下拉{of}增长" if b.zh else f"None of {known} {what} with comparable figures takes from growth of {of}"
    return claim(b, text, Claim("drags", b.headline.id, b.region.code, b.sector.code, b.at, versus, f"{n}/{known}"))


def _pull_table(b: Brief, frame: pd.DataFrame, keep: list[str], caption: str, *, rate: bool) -> str:
    name, zh, i = b.headline.short(b.lang), b.zh, b.headline.id
    unit = b.fact(i).unit_text(b.lang)
    first = ("行业" if b.is_total else "地区") if zh else ("Sector" if b.is_total else "Region")
    heads = [first, f"{name}（{unit}）" if zh else f"{name} ({unit})", "增速（%）" if zh else "Growth (%)", "占比（%）" if zh else "Share (%)"]
    heads += ["拉动（百分点）" if zh else "Pull (points)"] + (["贡献率（%）" if zh else "Contribution (%)"] if rate else [])
    versus = "" if b.is_total else "root"
    told = ["label|||||@", "", "", f"share|{i}||||{'region' if b.is_total else 'root'}", f"adds|{i}||||{versus}", f"contribution|{i}||||{versus}"]
    columns = [Column(h, text=k == 0, claims=told[k]) for k, h in enumerate(heads)]
    rows = []
    for code in keep:
        where = {"sector": code} if b.is_total else {"region": code}
        level, growth = b.fact(i, **where), b.growth(i, **where)
        label = b.cat.sector(code).short(b.lang) if b.is_total else b.cat.region(code).name(b.lang)
        part = together.share_of(b, i, together.single(b, **where))
        row = [label, Cell(fact_span(level, b.lang)), Cell(fact_span(growth, b.lang)), _shown(level, part), signed(frame.loc[code, "pull"])]
        rows.append([*row, _shown(level, frame.loc[code, "rate"])] if rate else row)
    note = ("贡献率＝拉动÷总体增速；总体增速过小或方向相反时不列" if zh else "contribution = pull ÷ growth of the whole; none where that hardly moved or moved the other way") if rate else ""
    note += ("；模拟数据" if zh else "; modelled data") if b.release.modelled and note else ("模拟数据" if zh else "modelled data") if b.release.modelled else ""
    return table(columns, rows, caption=caption, note=note, keys=keep)


def _shown(level: Fact, value: float) -> str:
    return SUPPRESSED if level.status == "suppressed" else number(None if math.isnan(value) else value, 1)
