"""一市一县一策: where a region stands, what pulls and what drags, then its shortboards with the measures and who answers for them."""

from jianbao.brief import mix, naming, words
from jianbao.brief.context import Brief
from jianbao.brief.head import headline
from jianbao.brief.measures import answered
from jianbao.brief.parts import Cell, Column, Part, conclusion, fact_span, modelled_tag, source_line, table
from jianbao.brief.said import Markup, claim, claim_of, own_claim, plain
from jianbao.brief.standing import chosen, range_note
from jianbao.catalogue.league import Listed
from jianbao.catalogue.period import Period
from jianbao.facts import ABSENT, SUPPRESSED, Fact, difference, number
from jianbao.reports.league import listed
from jianbao.reports.ledger_rows import open_ledger
from jianbao.reports.letter import mean_of
from jianbao.reports.order import earlier, move_of, move_text, place_of, place_text

__all__ = ["diagnosis", "policy_notes", "region_tasks"]

_EACH = 4  # sectors that pull, and as many that drag
_BLANK = "______"


def diagnosis(b: Brief) -> Part:
    """Return the sentences of the brief's headline and a table: each indicator of the list, its place, the gap to the whole and to its like."""
    if not b.told:
        return headline(b)
    rows, level, then, peers = listed(b), b.region.level, earlier(b), chosen(b)
    if not rows:
        return headline(b)
    zh, whole = b.zh, b.cat.place.reference_name(b.lang)
    heads = ("指标", "数值", "增速或增减", "全省位次", "位次变动", "与全省差距", "与同类差距") if zh else ("Indicator", "Figure", "Growth or change", "Rank", "Places moved", f"Gap to {whole}", "Gap to peers")
    told = ("", "", "", f"stands|@||||{level}", f"shifts|@||||{level}|{then}" if then else "", f"diff|@||||{b.root.code}", "")
    keep = [k for k in range(len(heads)) if (k != 4 or then) and (k != 6 or len(peers) > 1)]
    body = [_row(b, row, level, peers) for row in rows]
    note = ("总量指标的位次和差距按增速计，比率类按数值计；位次后括号内为位次区间；%类的差距为百分点" if zh else "places and gaps of levels by their growth, of ratios by their figure; in brackets the range of a place; gaps of % in points") + (("；模拟数据" if zh else "; modelled data") if b.release.modelled else "")
    columns = [Column(heads[k], text=k == 0, claims=told[k]) for k in keep]
    position = table(columns, [[cells[k] for k in keep] for cells in body], caption="主要指标与位次" if zh else "Main indicators and places", note=note, keys=[r.ranked for r in rows])
    return Part(f'{headline(b).html}<div class="g"><div class="c8">{position}</div><div class="c4">{_pulls(b)}</div></div>')


def _row(b: Brief, row: Listed, level: str, peers: tuple[str, ...]) -> list[str | Cell]:
    growth = row.shows == "growth"
    fact, own = b.fact(row.indicator), b.growth(row.indicator) if growth else b.fact(row.indicator)
    hidden = own.status == "suppressed" or fact.status == "suppressed"
    moved = Cell(fact_span(own, b.lang, unit=True)) if growth else Cell(claim(b, _stepped(b, row.indicator), claim_of(fact, "step")))
    name = Cell(own_claim(b, b.cat.indicator(row.indicator).short(b.lang), "label", row.indicator))
    whole = b.growth(row.indicator, region=b.root.code) if growth else b.fact(row.indicator, region=b.root.code)
    place = SUPPRESSED if hidden else place_text(place_of(b, row.ranked, b.region.code, level), b.lang)
    step = SUPPRESSED if hidden else move_text(move_of(b, row.ranked, b.region.code, level))
    return [name, Cell(fact_span(fact, b.lang, unit=True)), moved, place, step, _gap(b, own, whole), Cell(_beside(b, row.ranked, own, peers))]


def _stepped(b: Brief, indicator: str) -> str:
    """Return the signed change of a ratio on a year earlier with its unit, points for percent."""
    change = b.change(indicator)
    text = change.number(b.lang, sign=True)
    if text in (ABSENT, SUPPRESSED):
        return text
    unit = b.fact(indicator).unit_text(b.lang)
    if unit == "%":
        unit = "个百分点" if b.zh else "points"
    return f"{text}{'' if b.zh else ' '}{unit}"


def _gap(b: Brief, own: Fact, other: Fact) -> str:
    gap = difference(own, other, b.lang)
    return ABSENT if gap is None else number(gap, own.places(b.lang), sign=True, grouped=not b.zh)


def _beside(b: Brief, name: str, own: Fact, peers: tuple[str, ...]) -> Markup | str:
    """Return the signed difference to the regions of like structure together, as a claim."""
    mean, used = mean_of(b, name, peers) if len(peers) > 1 else (own, ())
    gap = difference(own, mean, b.lang) if len(used) > 1 else None
    if gap is None:
        return ABSENT
    return claim(b, number(gap, own.places(b.lang), sign=True, grouped=not b.zh), claim_of(own, "mean", versus=",".join(used)))


def _pulls(b: Brief) -> str:
    """Return the sectors that pull and drag most, with their growth and pull; the sentence is in the headline."""
    frame = mix.sector_frame(b)
    known = frame["pull"].dropna().sort_values(ascending=False, kind="stable")
    if known.empty or not b.growth(b.headline.id).known:
        return ""
    printed = known.round(1)  # what prints as 0.0 neither pulls nor drags
    codes = [*known[printed > 0].index[:_EACH], *known[printed < 0].index[-_EACH:]]
    if not codes:
        return ""
    zh, what = b.zh, b.headline.id
    heads = ("行业", "增速%", "拉动（百分点）") if zh else ("Sector", "Growth %", "Pull (points)")
    told = ("label|||||@", "", f"pull|{what}||@")
    rows = [[b.cat.sector(c).short(b.lang), Cell(fact_span(b.growth(what, sector=c), b.lang)), number(frame.loc[c, "pull"], 1, sign=True)] for c in codes]
    caption = "拉动与下拉" if zh else "What pulls and drags"
    note = ("模拟数据" if zh else "modelled data") if b.release.modelled else ""
    return table([Column(h, text=k == 0, claims=c) for k, (h, c) in enumerate(zip(heads, told, strict=True))], rows, caption=caption, note=note, keys=codes)


def region_tasks(b: Brief) -> Part:
    """Return the tasks of the region: its ledger where there is one, else shortboards with the clause that answers them and blanks to fill in.

    Nothing is ordered: who is responsible is named only where the document does, the term is for the region to fill in.
    """
    from jianbao import reports

    ledger = getattr(reports, "ledger", None)  # the ledgers of tasks, where the place keeps them
    kept, led = (ledger(b, "task", heading=False), open_ledger(b, "task")) if ledger is not None else (Part(), None)
    rows_of = answered(b) if b.told else []
    if not rows_of:
        return kept
    zh = b.zh
    heads = ("短板", "对应举措", "责任单位", "工作打算", "完成时限") if zh else ("Weak point", "Measure", "Responsible", "What is to be done", "By")
    rows = []
    for at, m, indicators in rows_of:
        def told(text: str, way: str, id_: str = m.id if m else "") -> Cell:
            return Cell(own_claim(b, text, "offered", id_, way))

        names = words.joined([b.cat.indicator(i).short(b.lang) for i in indicators], b.lang)
        where = told(f"第{at}条" if zh else f"no. {at}", str(at)) if m else "暂无对应举措" if zh else "none yet"
        owner = told(m.owner(b.lang), "owner") if m and m.owner(b.lang) else _BLANK
        rows.append([told(names, "names"), where, owner, _BLANK, _BLANK])
    caption = "拟办事项（待填）" if zh else "To be done (to be filled in)"
    html = table([Column(h, text=True) for h in heads], rows, caption=("（二）" if zh else "(2) ") + caption if kept.html else caption, stacked=True)
    lead = conclusion(plain(b, "短板、可参照的举措与责任单位" if zh else "Weak points, the measures that answer them, and who is responsible"))
    if not kept.html:
        return Part(lead + html)
    return Part(f"<h3>{'（一）已登记任务办理情况' if zh else '(1) Tasks on the register'}{modelled_tag(led is not None and led.modelled, b.lang)}</h3>{kept.html}{html}")


def policy_notes(b: Brief) -> Part:
    """Return how to read places, moves, peers and pulls."""
    then = earlier(b)
    if b.zh:
        moved = f"位次变动：较{Period.parse(then).narrative('zh')}前移（▲）、后移（▼）的位数，空心为区间重叠，不判断升降；" if then else ""
        said = f"{moved}同类：结构和规模相近的同级地区合计；拉动：上年同期可比基数占比乘以增速。空白处由本地填写；举措供对接参考，不是工作部署。"
    else:
        moved = f"Moved: places gained (▲) or lost (▼) since {Period.parse(then).narrative('en')}, hollow where ranges overlap. " if then else ""
        said = f"{moved}Peers: {naming.plural(b, b.region.level)} of similar structure and size, taken together; a pull is the share in the base times growth. Blanks are for the region to fill in; measures are for study, not orders."
    return Part(source_line(Markup("" if b.zh else " ").join([own_claim(b, said, "plain"), range_note(b)])))
