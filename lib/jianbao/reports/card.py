"""The sector card 一业一策: 短板—目标—区域—路径, in that order, of one sector in the whole place; one page."""

import math

from jianbao.brief import naming, words
from jianbao.brief.context import Brief
from jianbao.brief.lists import counted_growth, regions_called
from jianbao.brief.parts import Cell, Column, Part, conclusion, fact_span, source_line, table
from jianbao.brief.progress import Progress
from jianbao.brief.said import Markup, claim, claim_of, claimed_value, own_claim, say
from jianbao.brief.targets import aim_words, reference
from jianbao.catalogue import Measure, Target
from jianbao.catalogue.clusters import Card, Cluster
from jianbao.claims import Claim
from jianbao.facts import SUPPRESSED, number
from jianbao.indicators import TargetProgress
from jianbao.reports import together
from jianbao.reports.words import over, responsible, whole_name

__all__ = ["behind", "carriers", "goals", "routes", "shortcomings", "tags"]

#: What a sector is held against all industry by; what less is better of is turned round by the register's direction.
BESIDE = (
    "value_added_growth", "profit_margin", "cost_per_100_revenue", "financial_expense_per_100_revenue", "labour_productivity", "value_added_rate",
    "rd_expense_share_revenue", "new_product_output_rate", "tax_per_mu", "energy_intensity",
)
_REGIONS, _ROUTES, _LARGEST, _WORST, _BENCHMARK = 4, 3, 10, 4, "labour_productivity"


def cards_of(b: Brief) -> list[Card]:
    """Return the cards of plans in force for the sector or for a part of it."""
    held = b.cat.clusters.cards
    return [c for c in held if b.sector.code in (c.sector, *c.shown_with) and b.cat.plans.documents[c.document].in_force(together.on(b))]


def clusters_of(b: Brief) -> list[tuple[Cluster, bool]]:
    """Return the clusters with known codes that share classes with the sector, and whether all of the sector is inside."""
    own = set(b.cat.classes(b.sector.code))
    found = [(c, set(b.cat.classes(c.sector))) for c in b.cat.clusters.clusters.values() if c.sector]
    return [(c, own <= held) for c, held in found if own & held]


def tags(b: Brief) -> Part:
    """Return the line of labels: the clusters the sector belongs to, the benchmark region."""
    bits = []
    for cluster, whole in clusters_of(b):
        text = f"“415X”{cluster.name('zh')}集群{'' if whole else '（部分）'}" if b.zh else f"415X cluster {cluster.name('en')}{'' if whole else ' (in part)'}"
        bits.append(own_claim(b, text, "tagged", cluster.id))
    first = Markup("、" if b.zh else ", ").join(bits) if bits else own_claim(b, "没有对应的先进制造业集群" if b.zh else "No cluster of the register holds it", "nothing", "clusters")
    best = _benchmark(b)  # apart from the clusters' names: its figure is the sector's, not theirs
    return Part(f'{conclusion(first)}<div class="onepage"></div>' + (f'<div class="lead"><p>{best}{"。" if b.zh else "."}</p></div>' if best else ""))


def _benchmark(b: Brief) -> Markup:
    """Return the region with the highest labour productivity among the largest of the sector: what others are held against."""
    level = b.cat.place.levels[-1]
    largest = list(b.across(level, b.headline.id).dropna().sort_values(ascending=False, kind="stable").index[:_LARGEST])
    values = b.across(level, _BENCHMARK).reindex(largest).dropna()
    if values.empty:
        return Markup("")
    code = values.sort_values(ascending=False, kind="stable").index[0]
    own = b.fact(_BENCHMARK)
    called = naming.level_name(b, level)
    text = f"规模前{len(largest)}位的{called}中，劳动生产率最高的是{b.cat.region(code).name('zh')}" if b.zh else f"highest labour productivity of the {len(largest)} largest: {b.cat.region(code).name('en')}"
    said = claim(b, text, claim_of(own, "leader", versus=level, way=code))
    return say("{}，为{}" if b.zh else "{}, {}", said, claimed_value(b, b.fact(_BENCHMARK, region=code)))


# ---- 短板 ---------------------------------------------------------------------------------------------------------


def shortcomings(b: Brief) -> Part:
    """Return what the plans name as shortboards, and where the sector is behind all industry."""
    cards, rows = cards_of(b), behind(b)
    html = _quoted(b, cards, "shortboard")
    if rows:
        heads = ("指标", "本行业", whole_name(b), "对照") if b.zh else ("Indicator", "Sector", "All industry", "Beside")
        columns = [Column(h, text=k in (0, 3), claims="" if k else "label|||||@") for k, h in enumerate(heads)]
        note = ("模拟数据" if b.zh else "modelled data") if b.release.modelled else ""
        figures = table(columns, list(rows.values()), caption=f"弱于{whole_name(b)}的主要指标" if b.zh else "Behind all industry", note=note, keys=list(rows))
    else:
        figures = conclusion(own_claim(b, f"可比指标均不弱于{whole_name(b)}" if b.zh else "No figure is behind all industry", "nothing", "behind"))
    return Part(html + figures)


def behind(b: Brief) -> dict[str, list[str | Cell]]:
    """Return the rows of the indicators in which the sector is behind all industry: the first of the list, growth and margin before all."""
    made = {i: _behind(b, i) for i in BESIDE if i in b.cat.all_indicators}
    return dict([(i, row) for i, row in made.items() if row][:_WORST])  # one page


def _behind(b: Brief, indicator: str) -> list[str | Cell] | None:
    known = b.cat.indicator(indicator)
    own, other = (b.growth(known.growth_of, sector=s) if known.kind == "growth" else b.fact(indicator, sector=s) for s in (b.sector.code, b.all_sectors.code))
    if not own.known or not other.known or own.value == other.value:
        return None
    if (own.shown("zh") > other.shown("zh")) == (known.direction == "higher") or own.shown("zh") == other.shown("zh"):
        return None
    said = over(b, own, other)
    return [known.short(b.lang), Cell(fact_span(own, b.lang, unit=True)), Cell(fact_span(other, b.lang, unit=True)), Cell(said)] if said else None


def _quoted(b: Brief, cards: list[Card], what: str) -> str:
    """Return a text of plans' cards as a table: field, quotation, clause; “” without a card."""
    heads = ("领域", "方案所列短板" if what == "shortboard" else "方案所列目标", "条款") if b.zh else ("Field", "Weak point named" if what == "shortboard" else "Goal named", "Clause")
    rows = []
    for card in cards:
        text = card.text(what, b.lang)
        quote = f"“{text.replace('“', '‘').replace('”', '’')}”" if b.zh else text
        told = ((card.text("name", b.lang), "name"), (quote, what), (card.text("clause", b.lang), "clause"))
        rows.append([Cell(own_claim(b, said, "card", card.id, way)) for said, way in told])
    documents = dict.fromkeys(c.document for c in cards)
    named = ("、" if b.zh else "; ").join(reference(b.cat.plans.documents[d], b.lang) for d in documents)
    note = f"引自{named}" if b.zh else f"from {named}"
    return table([Column(h, text=True) for h in heads], rows, caption=_captioned(b, cards, heads[1]), note=note) if rows else ""


def _captioned(b: Brief, cards: list[Card], head: str) -> str:
    """Return what a table of plans' words is called: whose plans, and that they are drafts, or for reference only."""
    codes = dict.fromkeys(next((x.code for x in (b.cat.region(r), *b.cat.ancestors(r)) if x.parent == b.root.code), r) for c in cards for r in c.regions)
    whose = words.joined([b.cat.region(c).name(b.lang) for c in codes], b.lang)
    states = dict.fromkeys(state for c in cards if (state := b.cat.plans.documents[c.document].state(b.lang)))
    if b.zh:
        return f"{whose}{head}（{''.join(f'{s}，' for s in states)}供参考）"
    return f"{whose}: {head[:1].lower()}{head[1:]} ({''.join(f'{s}, ' for s in states)}for reference)"


# ---- 目标 ---------------------------------------------------------------------------------------------------------


def goals(b: Brief) -> Part:
    """Return what plans in force aim at for the sector or a part of it, each with whom it binds, its clause and its owner."""
    html = _quoted(b, cards_of(b), "goal")
    found = [t for t in b.cat.plans.targets if b.sector.code in (t.sector, *t.shown_with) and t.start <= b.period.year <= t.end]
    rows = [_goal(b, t, region) for t in found for region in t.regions[:1]]
    heads = ("目标", "目标值", "地区", "条款", "责任单位") if b.zh else ("Target", "Aimed at", "Region", "Clause", "Responsible")
    keep = [k for k in range(len(heads)) if k != len(heads) - 1 or any(t.owner(b.lang) for t in found)]  # no column of dashes
    columns = [Column(heads[k], text=k != 1) for k in keep]
    named = ("、" if b.zh else "; ").join(dict.fromkeys(reference(b.cat.plans.documents[t.document], b.lang) for t in found))
    note = f"引自{named}" if b.zh else f"from {named}"
    figures = table(columns, [[row[k] for k in keep] for row in rows], caption="方案量化目标" if b.zh else "Targets in figures", note=note, stacked=True) if rows else ""
    if not html and not rows:
        return Part(conclusion(own_claim(b, "已收录的方案中没有为本行业单列的目标" if b.zh else "No plan on the register sets a target for this sector alone", "nothing", "goals")))
    return Part(html + figures)


def _goal(b: Brief, t: Target, region: str) -> list[str | Cell]:
    def told(text: str, way: str) -> Cell:
        return Cell(claim(b, text, Claim("target", "", region, b.sector.code, b.at, t.id, way)))

    aim = aim_words(b, Progress(t, True, None, None, TargetProgress(math.nan, math.nan, math.nan, math.nan, "unknown")))
    regions = ("、" if b.zh else ", ").join(b.cat.region(r).name(b.lang) for r in t.regions)
    return [told(t.name(b.lang), "name"), told(aim, "aim"), regions, told(t.clause(b.lang), "clause"), told(t.owner(b.lang) or "—", "owner")]


# ---- 区域 ---------------------------------------------------------------------------------------------------------


def carriers(b: Brief) -> Part:
    """Return the regions that carry the sector: the largest ones and those a plan names, with level, growth and share."""
    level = b.cat.place.levels[-1]
    values = b.across(level, b.headline.id).dropna().sort_values(ascending=False, kind="stable")
    named = {r: c for c in cards_of(b) for r in c.regions if b.cat.region(r).level == level}
    codes = list(values.index[:_REGIONS]) + [r for r in named if r not in values.index[:_REGIONS]]
    if not codes:
        return Part()
    unit = b.fact(b.headline.id).unit_text(b.lang)
    name, i = b.headline.short(b.lang), b.headline.id
    heads = ("地区", f"{name}（{unit}）", "增速（%）", "占全省（%）") if b.zh else ("Region", f"{name} ({unit})", "Growth (%)", "Of the province (%)")
    told = ["label|||||@", "", "", f"share|{i}||||root"]
    columns = [Column(h, text=k == 0, claims=told[k]) for k, h in enumerate(heads)]
    rows = []
    for code in codes:
        own = b.fact(i, region=code)
        part = together.share_of(b, i, together.single(b, region=code))
        share = SUPPRESSED if own.status == "suppressed" else number(None if math.isnan(part) else part, 1)
        rows.append([b.cat.region(code).name(b.lang), Cell(fact_span(own, b.lang)), Cell(fact_span(b.growth(i, region=code), b.lang)), share])
    note = ("模拟数据" if b.zh else "modelled data") if b.release.modelled else ""
    fields = [say("{}（{}）" if b.zh else "{} ({})", own_claim(b, c.text("name", b.lang), "card", c.id, "name"), own_claim(b, ("、" if b.zh else ", ").join(b.cat.region(r).name(b.lang) for r in c.regions), "card", c.id, "where")) for c in cards_of(b)]
    under = source_line(say("方案所列重点区域：{}。" if b.zh else "Named by plans: {}.", Markup("、" if b.zh else ", ").join(fields))) if fields else ""
    growth = [b.growth(i, region=c) for c in values.index]
    lead = conclusion(counted_growth(b, growth, regions_called(b, level), f"{level}+"))
    return Part(lead + table(columns, rows, caption="重点地区（规模居前及方案所列）" if b.zh else "The largest regions and those that plans name", note=note, keys=codes) + under)


# ---- 路径 ---------------------------------------------------------------------------------------------------------


def routes(b: Brief) -> Part:
    """Return the measures that documents in force have for the sector itself, by reference; those for all traditional industries are none of its own."""
    found = [m for m in b.cat.plans.measures if b.sector.code in m.sectors and b.cat.plans.documents[m.document].in_force(together.on(b))]
    found.sort(key=lambda m: m.id)
    if not found:
        return Part(conclusion(own_claim(b, "已收录的方案中没有为本行业单列的举措" if b.zh else "No plan on the register has a measure for this sector alone", "nothing", "routes")))
    shown = found[: _ROUTES + 1]
    before = [None, *shown]
    items = "".join(f"<li>{_route(b, m, x)}</li>" for m, x in zip(shown, before, strict=False))
    note = "引号内为文件原文，供对接参考，不是工作部署" if b.zh else "Quoted from documents for study, not an instruction"
    return Part(f'<ol class="ms">{items}</ol>' + source_line(note + ("。" if b.zh else ".")))


def _route(b: Brief, m: Measure, before: Measure | None) -> Markup:
    """Return a measure by reference; a document that the one before was quoted from is not named again."""
    same = before is not None and before.document == m.document
    document, owner = reference(b.cat.plans.documents[m.document], b.lang), responsible(b, m)
    if b.zh:
        text, where = m.text("zh").replace("“", "‘").replace("”", "’"), "同上，" if same else document
        said = say('“{}”<span class="doc">{}{}{}</span>', text, where, m.clause("zh"), owner)
    else:
        said = say('{}<span class="doc">{}, {}{}</span>', m.text("en"), "the same" if same else document, m.clause("en"), owner)
    return own_claim(b, said, "path", m.id, before.id if same else "")
