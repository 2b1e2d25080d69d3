"""Section 5: the region beside the same sector of the whole place, an indicator a row, with a spine chart."""

from dataclasses import replace

from jianbao.brief import chart_spine, naming, words
from jianbao.brief.annex import data_table
from jianbao.brief.context import Brief
from jianbao.brief.glossary import term
from jianbao.brief.parts import Part, conclusion, escape, fact_span, source_line
from jianbao.brief.said import Markup, claim, claim_of, plain, say
from jianbao.brief.spine import Row, rows
from jianbao.facts import Fact, number

__all__ = ["benchmark"]

_QUARTERS = {
    "zh": ("", "居最差的四分之一", "居中等偏后的四分之一", "居中等偏前的四分之一", "居最优的四分之一"),
    "en": ("", "in the worst quartile", "in the quartile below the median", "in the quartile above the median", "in the best quartile"),
}


def benchmark(b: Brief) -> Part:
    """Return the table with the spine chart; nothing for the whole place, which is itself what others are laid beside."""
    found = rows(b)
    if not found:
        return Part(why=b.unlike)
    return Part(conclusion(_lead(b, found)) + _table(b, found) + _legend(b, found) + _figures(b, found))


def _lead(b: Brief, found: list[Row]) -> Markup:
    ways = [row.way(b.lang) for row in found]
    better, worse, same = (ways.count(w) for w in ("b", "w", "0"))
    n, whom, own = better + worse + same, naming.against_root(b), b.fact(b.headline.id)
    if not n:
        return plain(b, "所列指标均不公布，未作对标" if b.zh else "None of the indicators is disclosed: nothing is compared")
    if b.zh:
        parts = [f"{k}项{v}" for k, v in ((better, "优于"), (worse, "弱于")) if k]
        text = f"对标的{n}项指标" + ("均" + parts[0].lstrip("0123456789项") if len(parts) == 1 and not same and n > 1 else "中" + "、".join(parts) if parts else "均与") + whom
        text += ("持平" if not parts else f"，{same}项持平" if same else "")
    else:
        parts = [f"{k} {'is' if k == 1 else 'are'} {v}" for k, v in ((better, "better"), (worse, "worse")) if k]
        text = f"Of {n} indicators compared, {' and '.join(parts)} than {whom}" if parts else f"All {n} indicators compared are level with {whom}"
        text += f", {same} level" if same and parts else ""
    said = claim(b, text, claim_of(own, "benchmark", indicator="", versus=b.root.code, way=f"{better}/{worse}/{n}"))
    top, foot = (sum(row.quarter == q for row in found) for q in (4, 1))
    if not top and not foot:
        return said
    if b.zh:
        ends = "、".join(f"{k}项{v}" for k, v in ((top, "居最优的四分之一"), (foot, "居最差的四分之一")) if k)
        text = f"在各{naming.level_name(b, b.region.level)}中，{ends}"
    else:
        ends = " and ".join(f"{k} {'is' if k == 1 else 'are'} in the {v} quartile" for k, v in ((top, "best"), (foot, "worst")) if k)
        text = f"among {naming.plural(b, b.region.level)}, {ends}"
    quarters = claim(b, text, claim_of(own, "quarters", indicator="", versus=b.region.level, way=f"{top}/{foot}"))
    return Markup("；" if b.zh else "; ").join([said, quarters])


def _head(b: Brief, found: list[Row]) -> str:
    level = naming.level_name(b, b.region.level)
    short = {"county": "县"}.get(b.region.level, "市") if b.zh else level
    heads = [("l", "指标" if b.zh else "Indicator"), ("l", "比上年" if b.zh else "On a year ago"), ("", b.region.short(b.lang))]
    heads += [("", b.city.short(b.lang))] if b.city else []
    heads += [("", "同类中位数" if b.zh else "Similar, median")] if any(row.peers for row in found) else []
    heads += [("", b.cat.place.reference_name("zh") if b.zh else b.root.short("en"))]
    axis = f"◄ 劣　　　{naming.against_root(b)}　　　优 ►" if b.zh else f"◄ worse · {naming.against_root(b)} · better ►"
    heads += [("ends", f"最差{short}" if b.zh else f"Worst {short}"), ("c", axis), ("ends", f"最优{short}" if b.zh else f"Best {short}")]
    heads += [("", f"与{b.cat.place.reference_name('zh')}之差" if b.zh else "Difference")]
    return "".join(f'<th scope="col"{f" class={c}" if c else ""}>{escape(t)}</th>' for c, t in heads)


def _table(b: Brief, found: list[Row]) -> str:
    whole = b.cat.place.reference_name("zh") if b.zh else b.root.short("en")
    labels = {"own": b.region.short(b.lang), "city": b.city.short(b.lang) if b.city else "", "peers": "同类" if b.zh else "Like", "root": whole, "gap": f"与{whole}之差" if b.zh else "Difference"}
    has_peers = any(row.peers for row in found)
    body = "".join(f"<tr>{_cells(b, row, labels, has_peers)}</tr>" for row in found)
    caption = f"{b.region.name(b.lang)}与{naming.against_root(b)}对标" if b.zh else f"{b.region.name('en')} beside {naming.against_root(b)}"
    note = ("%类指标之差为百分点" if b.zh else "differences of % in percentage points") + (("；模拟数据" if b.zh else "; modelled data") if b.release.modelled else "")
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption, quote=True)}"><table class="spine"><caption>{escape(caption)} <small>{escape(note)}</small></caption>'
        f"<thead><tr>{_head(b, found)}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cells(b: Brief, row: Row, labels: dict[str, str], has_peers: bool) -> str:
    def cell(fact: Fact | None, role: str, classes: str = "") -> str:
        shown = fact_span(fact, b.lang) if fact is not None else "—"
        return f'<td{classes} data-l="{escape(labels[role], quote=True)}">{shown}</td>'

    unit = row.own.unit_text(b.lang)
    more = ("，低为优" if b.zh else ", low is better") if not row.higher else ""
    html = f'<th class="nmv">{_named(b, row, term(b, row.known.id))} <small>{escape((unit + more).lstrip("，, "))}</small></th><td class="l tr">{_trend(b, row)}</td>'
    html += cell(row.own, "own", ' class="k"') + (cell(row.city, "city") if b.city else "")
    if has_peers:
        html += f'<td data-l="{labels["peers"]}">{_middle(b, row)}</td>'
    html += cell(row.root, "root")
    ends = [f'<td class="ends mu">{fact_span(f, b.lang) if f else "—"}</td>' for f in (row.worst, row.best)]
    return html + ends[0] + f'<td class="ch">{_drawn(b, row)}</td>' + ends[1] + _gap(b, row, labels["gap"])


def _named(b: Brief, row: Row, shown: str) -> str:
    """Return an indicator's name at the head of its row, claimed."""
    return str(claim(b, "@", claim_of(row.own, "label", indicator="", versus=row.known.id))).replace(">@<", f">{shown}<")


def _trend(b: Brief, row: Row) -> str:
    if row.own.status == "suppressed" or row.known.kind == "growth":  # a rate is itself the change
        return ""
    change = b.change(row.known.id)
    text, colour = words.trend_tag(change, row.known.direction, b.lang)
    way = (words.way(change.shown(b.lang)) if change.known else "?") + {"up": "b", "dn": "w"}.get(colour, "")
    what = claim_of(change, "tag", indicator=row.known.id, way=way)
    return str(claim(b, text, what)).replace("<span", f'<span class="tag{f" {colour}" if colour else ""}"', 1)


def _middle(b: Brief, row: Row) -> Markup | str:
    """Return the middle of the regions of like structure."""
    if row.peers is None:
        return "—"
    return claim(b, row.peers.number(b.lang), claim_of(replace(row.own, indicator=row.known.id), "quartile", versus=",".join(row.members), way="2"))


def _drawn(b: Brief, row: Row) -> str:
    drawing = chart_spine.spine_cell(row.bands, row.places, row.way(b.lang))
    level = naming.level_name(b, b.region.level)
    if not drawing:
        return f'<span class="mu">{f"不足五个{level}有数据，不画" if b.zh else "fewer than five with a figure: not drawn"}</span>'
    if not row.quarter:
        none = ("本地无数，图中无本地的点", "no figure here, so no mark") if not row.own.known else ("许多地区同值，不分四分位", "shared by many: in no one quartile")
        return f'<span class="vh">{none[0 if b.zh else 1]}</span>{drawing}'
    text = f"{_QUARTERS[b.lang][row.quarter]}（{row.count}个{level}）" if b.zh else f"{_QUARTERS['en'][row.quarter]} of {row.count} {naming.plural(b, b.region.level)}"
    said = claim(b, text, claim_of(replace(row.own, indicator=row.known.id), "quarter", versus=b.region.level, way=f"{row.quarter}/{row.count}"))
    return f'<span class="vh">{said}</span>{drawing}'


def _gap(b: Brief, row: Row, label: str) -> str:
    gap, way = row.gap(b.lang), row.way(b.lang)
    if gap is None:
        none = ("不公布" if b.zh else "not disclosed") if row.own.status == "suppressed" else "—"
        return f'<td data-l="{escape(label, quote=True)}">{none}</td>'
    verdict = {"b": "优于", "w": "弱于", "0": "持平"}[way] if b.zh else {"b": "better", "w": "worse", "0": "level"}[way]
    text = f"{number(gap, row.own.places(b.lang), sign=True, grouped=not b.zh)} {verdict}"
    said = claim(b, text, claim_of(replace(row.own, indicator=row.known.id), "beside", versus=b.root.code, way=way))
    return f'<td class="{ {"b": "up ", "w": "dn "}.get(way, "")}df" data-l="{escape(label, quote=True)}">{said}</td>'


def _legend(b: Brief, found: list[Row]) -> str:
    mark, zh = chart_spine.mark_drawing, b.zh
    if not any(row.bands for row in found):
        return ""
    level, whole = naming.level_name(b, b.region.level), b.cat.place.reference_name("zh") if zh else b.root.short("en")
    bars = (f"最差{'县' if b.region.level == 'county' else '市'}", "四分位", whole, "四分位", f"最优{'县' if b.region.level == 'county' else '市'}") if zh else ("worst", "quartile", whole, "quartile", "best")
    alt = f"图例：深条自最差到最优，浅条为中间一半的{level}，黑线为{naming.against_root(b)}" if zh else f"Legend: dark bar from worst to best, light bar the middle half, black line {naming.against_root(b)}"
    items = [chart_spine.legend_drawing(bars, escape(alt, quote=True))]
    items.append(f'{mark("own", "b")}{mark("own", "w")} {escape(b.region.short(b.lang))}{"：优于、弱于" if zh else ": better, worse than "}{escape(whole)}')
    if b.city:
        items.append(f"{mark('city')} {escape(b.city.short(b.lang))}")
    if any(row.peers for row in found):
        items.append(f'{mark("peers")} {"结构相近" + level + "的中位数（选法见“同类对标”）" if zh else "median of similar " + naming.plural(b, b.region.level) + " (chosen as in “Similar regions”)"}')
    spans = "".join(f"<span>{item}</span>" for item in items)
    far = any(chart_spine.cut(row.bands, row.places) for row in found)
    ends = ("，过远的一端截断（箭头）" if zh else " (one far beyond all else is cut, with an arrow)") if far else ""
    text = (
        f"右为优。距离按数值之差（含正负号）画，各行以离{whole}最远的一端为满刻度{ends}；四分位只用有数且可公布的{level}，不足五个不画。"
        if zh else
        f"Better is to the right. Distances are signed; in each row the end farther from {whole} fills the scale{ends}. Quartiles are those of {naming.plural(b, b.region.level)} with a figure that may be shown; fewer than five are not drawn."
    )
    return f'<div class="leg">{spans}</div>{source_line(text)}'


def _figures(b: Brief, found: list[Row]) -> str:
    """The figures of the bars; those of the marks stand in the table itself."""
    drawn = [row for row in found if row.bands is not None]
    if not drawn:
        return ""
    zh, level = b.zh, naming.level_name(b, b.region.level)
    heads = ("指标", f"最差{level}", "较差四分位", "较优四分位", f"最优{level}") if zh else ("Indicator", "Worst", "Worse quartile", "Better quartile", "Best")

    def end(fact: Fact) -> Markup:
        return say("{} {}", b.cat.region(fact.region).short(b.lang), claim(b, fact.number(b.lang), claim_of(fact, "value")))

    def quartile(row: Row, fact: Fact, better: bool) -> Markup:
        k = 3 if better == row.higher else 1
        return claim(b, fact.number(b.lang), claim_of(replace(row.own, indicator=row.known.id), "quartile", versus=b.region.level, way=str(k)))

    lines = [[Markup(_named(b, row, escape(row.known.short(b.lang)))), end(row.worst), quartile(row, row.worse, False), quartile(row, row.better, True), end(row.best)] for row in drawn]
    return data_table(b, "对标：各指标的分布" if zh else "Benchmark: the spread of each indicator", heads, lines)
