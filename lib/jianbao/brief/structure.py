"""Section 6: the region's sectors: share, specialisation, pull on growth, and why the level changed."""

import math

import pandas as pd

from jianbao.brief import charts, naming, words
from jianbao.brief.annex import data_table
from jianbao.brief.context import Brief
from jianbao.brief.glossary import explained
from jianbao.brief.mix import own_pull, own_row, own_share, pull_claim, pull_words, sector_frame
from jianbao.brief.parts import (
    Cell,
    Column,
    Part,
    conclusion,
    fact_span,
    modelled_tag,
    source_line,
    table,
)
from jianbao.brief.said import Markup, claim, claim_of, say, spoken
from jianbao.brief.shift import shift_share_part
from jianbao.facts import SUPPRESSED, number, rounded

__all__ = ["structure"]

_SHOWN = 10
_COUNT = {2: "两", 3: "三"}


def structure(b: Brief) -> Part:
    """Return the section: pull bars, shares and location quotients, shift-share."""
    frame = sector_frame(b)
    if not b.present or frame.empty:
        return Part(why=b.untold)
    own = own_row(b)
    parts = [conclusion(_lead(b, frame)), '<div class="g">']
    pulls = _pull_chart(b, frame, own)
    parts.append(f'<div class="c5">{pulls}</div><div class="c7">{_table(b, frame, own)}</div></div>')
    parts.append(shift_share_part(b))
    return Part("".join(parts))


def _lead(b: Brief, frame: pd.DataFrame) -> Markup:
    zh, own = b.zh, b.fact(b.headline.id)
    if b.is_total:
        return _largest(b, frame)
    share, lq = own_share(b)
    pull = own_pull(b)
    bits = []
    if not math.isnan(share):
        text = f"占{naming.here(b)}{number(share, 1)}%" if zh else f"{number(share, 1)}% of all"
        bits.append(claim(b, text, claim_of(own, "share", versus="region")))
    if not math.isnan(lq) and not b.is_root:
        bits.append(claim(b, f"区位商{number(lq, 2)}" if zh else f"location quotient {number(lq, 2)}", claim_of(own, "quotient")))
    if not math.isnan(pull):
        bits.append(claim(b, pull_words(pull, "zh") if zh else f"{pull_words(pull, 'en')} of growth", pull_claim(b, pull)))
    if bits:
        return Markup("，" if zh else ", ").join(bits)
    if own.status == "suppressed":
        text = "本行业数值不公布，不计算占比、区位商和拉动" if zh else "The sector's figure is withheld: no share, quotient or pull"
        return claim(b, text, claim_of(own, "none", versus="level", way="s"))
    whole = b.fact(b.headline.id, sector=b.all_sectors.code)
    if own.value is not None and own.value > 0 and whole.status == "suppressed":
        text = f"{b.all_sectors.name('zh')}的数值不公布，不计算占比、区位商和拉动" if zh else f"The figure of {b.all_sectors.name('en')} is withheld: no share, quotient or pull"
        return claim(b, text, claim_of(whole, "none", versus="level", way="s"))
    text = "本行业数值为负或无可比数，不计算占比、区位商和拉动" if zh else "A negative figure has a level, but no share, quotient or pull"
    return claim(b, text, claim_of(own, "none", versus="mix"))


def _largest(b: Brief, frame: pd.DataFrame) -> Markup:
    """Return the largest sectors and what they make up together."""
    ranked = frame["share"].dropna().sort_values(ascending=False, kind="stable")
    top, own = list(ranked.index[:3]), b.fact(b.headline.id)
    if not top:
        text = "各行业数值不公布或为负，不计算占比" if b.zh else "No share can be computed: figures are withheld or negative"
        return claim(b, text, claim_of(own, "none", versus="mix"))
    names = words.joined([b.cat.sector(c).short(b.lang) for c in top], b.lang)
    share = float(sum(rounded(v, 1) for v in ranked.iloc[:3]))  # of the shares as the table prints them
    size, near = number(share, 1), words.tenths(share)
    withheld = (frame["status"] == "suppressed").any()
    if b.zh:
        said = f"占{naming.here(b)}的{near}（{size}%）" if near else f"占{naming.here(b)}的{size}%"
        among = "可公布的行业中，" if withheld else ""
        text = f"{among}{names}居前{_COUNT[len(top)]}位，合计{said}" if len(top) > 1 else f"{among}{names}{said}"
    else:
        lead = "Among the sectors disclosed, the" if withheld else "The"
        text = f"{lead} largest, {names}, make{'s' if len(top) == 1 else ''} up {size}%"
    return claim(b, text, claim_of(own, "mix", way=",".join(top)))


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
    withheld = (frame["status"] == "suppressed").any()
    labels.append(("其余（含不公布）" if withheld else "其余行业") if b.zh else "All others, incl. withheld" if withheld else "All others")
    values.append(rest)
    shown = total.number(b.lang)
    head = say("拉动与下拉 （百分点，合计{}）" if b.zh else "Pull on growth (percentage points, {} in all)", claim(b, shown, claim_of(total, "value")))
    title = spoken(head)
    alt = title + ("：" if b.zh else ": ") + words.joined(
        [f"{n} {number(v, 1, sign=True)}" for n, v in zip(labels, values, strict=True)], b.lang
    )
    chart = charts.pull_bars(
        labels, values, keep.index(own) if own in keep else None, unit="", lang=b.lang, alt=alt, ident="pull", rest=True,
    )
    heads = ("行业", "拉动（百分点）") if b.zh else ("Sector", "Pull (points)")
    rows = [(n, number(v, 1, sign=True)) for n, v in zip(labels, values, strict=True)]
    claims, keys = ((f"pull|{b.headline.id}||@",), [*keep, "~" + ",".join(keep)])
    figures = data_table(b, head, heads, rows[:-1] if b.public else rows, claims=claims, keys=keys)  # the rest has withheld sectors in it
    return f"<h3>{head}{modelled_tag(b.release.modelled, b.lang)}</h3>{chart.html()}{figures}"


def _table(b: Brief, frame: pd.DataFrame, own: str | None) -> str:
    zh = b.zh
    ranked = frame.sort_values("level", ascending=False, na_position="last", kind="stable")
    keep = list(ranked.index[: _SHOWN + 2])
    if own in ranked.index and own not in keep:
        keep[-1] = own
    columns = [
        Column("行业" if zh else "Sector", text=True, claims="label||||||sector"), Column("占比 %" if zh else "Share %", text=True, span=2, claims=f"share|{b.headline.id}||||region"),
        *([] if b.is_root else [Column("区位商" if zh else "LQ", text=True, span=2, claims=f"quotient|{b.headline.id}")]),
        Column("增速 %" if zh else "Growth %", of=explained(b, f"{b.headline.id}_growth")),
    ]
    widest = max((v for v in ranked["share"] if not math.isnan(v)), default=1.0) or 1.0
    rows, mine = [], []
    for n, code in enumerate(keep):
        row = frame.loc[code]
        rows.append(_row(b, b.cat.sector(code).short(b.lang), row["share"], row["lq"], code, widest, code == own))
        if code == own:
            mine.append(n)
    if own is None and not b.is_total and b.present:
        share, lq = own_share(b)
        rows.append(_row(b, b.sector.short(b.lang) + ("※" if zh else " *"), share, lq, b.sector.code, widest, True))
        mine.append(len(rows) - 1)
    name = naming.headline_name(b)
    note = f"{name}占{naming.here(b)}比重" if zh else f"of {name} in {naming.here(b)}"
    if not b.is_root:
        note += f"；区位商：{b.cat.place.reference_name('zh')}=1" if zh else f"; location quotient: {b.root.name('en')} = 1"
    note += ("；模拟数据" if zh else "; modelled data") if b.release.modelled else ""
    html = table(columns, rows, caption=("各行业占比" if zh else "Shares") if b.is_root else "占比与区位商" if zh else "Shares and specialisation", note=note, own=mine, classes="bar")
    if own is None and not b.is_total:
        html += source_line(
            "※ 本行业是若干行业代码的集合，与上列大类有重叠，不参加合计。" if zh
            else "* A named set of industry codes: it overlaps the divisions above and is not added to them."
        )
    return html


def _row(b: Brief, label: str, share: float, lq: float, code: str, widest: float, own: bool) -> list[str | Cell]:
    level = b.fact(b.headline.id, sector=code)
    withheld = level.status == "suppressed"

    def shown(value: float, decimals: int) -> str:
        return SUPPRESSED if withheld else number(value, decimals)

    growth = b.growth(b.headline.id, sector=code)
    quotient = [] if b.is_root else [shown(lq, 2), Cell("" if math.isnan(lq) else charts.lq_cell(lq, own=own), "bc")]
    return [label, shown(share, 1), Cell("" if math.isnan(share) else charts.bar_cell(share / widest, own=own), "bc"), *quotient, Cell(fact_span(growth, b.lang))]
