"""Ledgers in a document: a section a kind with its sentence, its table by region, its drawing, its overdue items, its texts.

``ledgers(b, group)`` shows a group of kinds, ``ledger(b, kind)`` one, for any document. A kind without items leaves no trace.
"""

from collections.abc import Callable
from datetime import date

from jianbao import indicators
from jianbao.brief.context import Brief
from jianbao.brief.parts import Cell, Column, Part, conclusion, escape, modelled_tag, source_line, table
from jianbao.brief.said import Markup, plain, say
from jianbao.brief.targets import reference
from jianbao.catalogue.calendar import end_of
from jianbao.catalogue.ledgers import GROUPS, LedgerKind
from jianbao.facts import ABSENT, SUPPRESSED, number
from jianbao.reports.ledger_charts import drawing
from jianbao.reports.ledger_leads import fund_words, goal_words, lead, ledger_claim, light
from jianbao.reports.ledger_rows import Ledger, Row, open_ledger

__all__ = ["ledger", "ledger_overview", "ledgers"]

_LATE = 6
_SPANS = (
    "各台账的时段和口径不同：名称注明起止年份的为该时段累计，其余为本年或期末数，数量不相加、不互比。",
    "Ledgers differ in span and scope: one that names its years covers them together, the others this year or the day; do not add or compare them.",
)
Entry = tuple[str, str, Callable[[Row], str]]  # heading, what it claims, what a row prints


def ledger(b: Brief, kind: str, *, heading: bool = True, detail: bool = True, late: bool = True) -> Part:
    """Return one kind of ledger for the brief's region; empty where it has no item there.

    Parameters
    ----------
    heading : bool
        Whether the kind's name stands above it.
    detail : bool
        Whether tables and drawings follow the sentence.
    late : bool
        Whether the items longest overdue are listed (internal editions only).
    """
    led = open_ledger(b, kind)
    if led is None:
        return Part()
    name, tag = escape(led.kind.name(b.lang)), modelled_tag(led.modelled, b.lang)
    if heading and not detail:  # one line says it all
        return Part(f'<div class="lead"><p><b>{name}</b>{tag}{"　" if b.zh else " "}{lead(led, named=False)}</p></div>')
    head = f"<h3>{name}{tag}</h3>" if heading else ""
    body = [f'{head}<div class="lead"><p>{lead(led, named=not heading)}</p></div>']
    if detail and not led.own.open and any(led.rows[c].total is not None for c in led.below):
        body.append(_table(led))
    elif detail and led.own.open:
        body += [_table(led), drawing(led), _goals(led), _late([led]) if late else "", _cases(led)]
    return Part("".join(body))


def ledgers(b: Brief, group: str) -> Part:
    """Return the ledgers of a group (``catalogue.ledgers.GROUPS``), those without items left out.

    Raises ValueError for a group that there is none of.
    """
    if group not in GROUPS:
        raise ValueError(f"no group of ledgers {group!r}: {', '.join(GROUPS)}")
    kinds = [k for k in b.cat.ledgers.values() if k.group == group]
    parts = [p.html for k in kinds if (p := ledger(b, k.id, detail=k.detail, late=False)).html]
    if not parts:
        return Part()
    text = f"涉及台账{len(parts)}类" if b.zh else f"{len(parts)} kinds of ledger" if len(parts) > 1 else "One kind of ledger"
    found = [ledger_claim(b, "", text, "kinds", versus=group)]
    known = [led for k in kinds if (led := open_ledger(b, k.id)) and led.own.held.get("red")]
    if red := sum(led.own.held["red"] for led in known):
        found.append(ledger_claim(b, "", f"逾期事项共{red}项" if b.zh else f"{red} item{'s' if red > 1 else ''} overdue", "reds", versus=group))
    spans = source_line(_SPANS[0 if b.zh else 1]) if group == "clearing" and len(parts) > 1 else ""
    return Part(conclusion(Markup("，" if b.zh else ", ").join(found)) + "".join(parts) + spans + _late(known))


def ledger_overview(b: Brief) -> Part:
    """Return one table of all kinds: how many items, how many closed, at what rate, the lights; empty without ledgers."""
    found = [led for k in b.cat.ledgers.values() if (led := open_ledger(b, k.id))]
    if not found:
        return Part()
    zh = b.zh
    heads = ("台账", "条目", "已办结", "办结（完成）率（%）", "■ 逾期", "▲ 临期", "灯号") if zh else ("Ledger", "Items", "Closed", "Rate (%)", "■ Late", "▲ Soon", "Light")
    ways = ("name", "n", "done", "rate", "red", "amber", "light")
    columns = [Column(h, text=k == 0, wide_only=k in (2, 5), claims=f"ledger|@|||||{w}") for k, (h, w) in enumerate(zip(heads, ways, strict=True))]
    rows = []
    for led in found:
        row, timed = led.own, led.kind.timed
        lights = [_or_hidden(row.held.get(k)) if timed else ABSENT for k in ("red", "amber")]
        shown = light(row.held, b.lang) if timed and row.held.get("red") is not None else ABSENT
        rate = led.rate_text(_rate_of(row), hidden=row.rate_hidden and row.kind.rated)
        done = _or_hidden(row.done()) if led.kind.rated else ABSENT  # who is on a list is not done with
        rows.append([led.kind.name(b.lang), _or_hidden(row.total), done, rate, *lights, shown])
    every = [ledger_claim(b, "", f"有条目的台账{len(found)}类" if zh else f"{len(found)} kinds of ledger", "kinds")]
    if red := sum(led.own.held.get("red") or 0 for led in found):
        every.append(ledger_claim(b, "", f"逾期事项共{red}项" if zh else f"{red} item{'s' if red > 1 else ''} overdue", "reds"))
    caption = "台账一览" if zh else "All ledgers"
    note = "模拟台账" if zh and any(led.modelled for led in found) else "modelled" if any(led.modelled for led in found) else ""
    lead_ = conclusion(Markup("，" if zh else ", ").join(every))
    told = (
        "■ 红为已过时限未办结，▲ 黄为时限临近，● 绿为其余；办结（完成）率按件数或数量计，见各类；名单、经验类不计办结，以“—”表示。" if zh
        else "■ red: past its date and open; ▲ amber: due soon; ● green: all others. Rates go by items or amounts, as each kind says; lists and texts have none (—)."
    )  # fmt: skip
    if note:
        told += "各类台账的条目为模拟，不对应任何企业、项目和事项。" if zh else " Items are modelled: no real enterprise, project or task."
    return Part(lead_ + table(columns, rows, caption=caption, note=note, keys=[led.kind.id for led in found]) + source_line(told))


def _or_hidden(value: int | None) -> str:
    return SUPPRESSED if value is None else str(value)


def _rate_of(row: Row) -> float | None:
    return row.rate() if row.kind.rated else None


# ---- by region ---------------------------------------------------------------------------------------------------


def _table(led: Ledger) -> str:
    """Return the regions right below with the page's own region on top; nothing for a region without any below it."""
    b, kind = led.b, led.kind
    if not led.below or kind.shape in ("heat", "cases"):  # a matrix is drawn with its figures; texts speak for themselves
        return ""
    entries = _entries(led)
    codes = [b.region.code, *led.below]
    columns = [Column("地区" if b.zh else "Region", text=True, claims=f"ledger|{kind.id}|@||||where")]
    columns += [Column(label, claims=f"ledger|{kind.id}|@||||{way}") for label, way, _ in entries]
    rows = [[b.cat.region(c).short(b.lang), *(show(led.rows[c]) for *_, show in entries)] for c in codes]
    level = b.cat.place.level_name(b.cat.region(led.below[0]).level, b.lang)
    caption = f"{kind.name('zh')}：分{level}" if b.zh else f"{kind.name('en')} by {level}"
    return table(columns, rows, caption=caption, own=[0], keys=codes)


def _entries(led: Ledger) -> list[Entry]:
    """Return the columns of a kind's table by its shape."""
    b, kind = led.b, led.kind
    lang, shape = b.lang, kind.shape
    batches = kind.amount and kind.about == "place"  # how many there are of them says nothing
    found: list[Entry] = [] if batches else [("合计" if b.zh else "All", "n", lambda r: _or_hidden(r.total))]
    if shape in ("classes", "lines", "ladder", "heat", "cases"):
        found += [(w.name(lang), f"c{n}", lambda r, n=n: _or_hidden(r.count(word=n))) for n, w in enumerate(kind.classes)]
    elif shape == "funnel":
        last = len(kind.states) - 1
        more = "及以后" if b.zh else " or further"
        found += [(s.name(lang) + ("" if n == last else more), f"f{n}", lambda r, n=n: _or_hidden(r.count(least=n))) for n, s in enumerate(kind.states)]
    elif shape == "coverage":
        words = [(n, f"{w.name(lang)}（%）" if b.zh else f"{w.name(lang)} (%)") for n, w in enumerate(kind.classes)] or [(None, "覆盖率（%）" if b.zh else "Covered (%)")]
        found += [(label, f"cov{'' if n is None else n}", lambda r, n=n: led.rate_text(r.rate(n), hidden=not r.open)) for n, label in words]
    elif shape == "sides" and kind.amount:
        found = [(f"{w.name(lang)}（{kind.unit(lang, n)}）" if b.zh else f"{w.name(lang)} ({led.unit(n)})", f"tqc{n}", lambda r, n=n: led.amount_text(r.amount(n, done=True), n, unit=False)) for n, w in enumerate(kind.classes)]
    elif shape == "sides":
        found += [(w.name(lang), f"dc{n}", lambda r, n=n: _or_hidden(r.done(n))) for n, w in enumerate(kind.classes)]
    elif shape != "funds" and len(kind.states) > 1 and not batches:
        found += [(s.name(lang), f"s{n}", lambda r, n=n: _or_hidden(r.count(state=n))) for n, s in enumerate(kind.states)]
    if shape == "funds" or kind.amount and shape != "sides":
        paid = shape == "funds"
        labels = [w.capitalize() for w in fund_words(kind, lang)] if paid else ["计划", "完成"] if b.zh else ["Planned", "Done"]
        labels = [(f"{w}（{unit}）" if b.zh else f"{w} ({unit})") if (unit := led.unit()) else w for w in labels]
        found.append((labels[0], "tp", lambda r: led.amount_text(r.held.get("planned"), unit=False)))
        found.append((labels[1], "tpaid" if paid else "tq", lambda r: led.amount_text(r.amount(done=not paid), unit=False)))
    if shape in ("progress", "funds", "lines", "classes") and kind.rated:
        found.append((f"{kind.rate('zh')}（%）" if b.zh else "Rate (%)", "rate", lambda r: led.rate_text(r.rate(), hidden=r.rate_hidden)))
    if kind.timed and not (b.public and kind.secret):
        found.append(("■ 逾期" if b.zh else "■ Late", "red", lambda r: _or_hidden(r.held.get("red"))))
        found.append(("灯号" if b.zh else "Light", "light", lambda r: light(r.held, lang)))
    return found


# ---- goals, late items, texts --------------------------------------------------------------------------------------


def _goals(led: Ledger) -> str:
    """Return what documents ask of the region, what was done, and what part of the region above's it is."""
    b, kind, done = led.b, led.kind, led.own.held.get("goals", {})
    mine = [(n, g) for n, g in enumerate(kind.goals) if g.region == b.region.code and str(n) in done]
    if not mine:
        return ""
    zh, above = b.zh, [r.code for r in b.cat.ancestors(b.region.code)]
    heads = ["任务", "目标", "期限", "已完成", "完成率（%）"] if zh else ["Task", "Goal", "Years", "Done", "Rate (%)"]
    ways = ["name", "aim", "years", "done", "rate"]
    shares = {n: part for n, g in mine if (part := _share(kind, g, above)) is not None}
    if shares:
        heads.append(f"占{b.cat.place.reference_name('zh')}目标（%）" if zh else "Share of the goal above (%)")
        ways.append("share")
    rows = []
    for n, g in mine:
        word = kind.class_of(g.word) if g.word else None
        counted = g.measure == "count"
        aim = f"{number(g.value, 0, grouped=not zh)}{'' if zh else ' '}{kind.count(b.lang)}" if counted else led.amount_text(g.value, word)
        rate = number(100 * float(indicators.share(done[str(n)], g.value)), 1)
        made = led.amount_text(done[str(n)], word, unit=False)
        cells = [goal_words(g, kind, b.lang), aim, f"{g.start}—{g.end}年" if zh else f"{g.start}–{g.end}", made, rate]
        rows.append([*cells, *([number(shares[n], 0) if n in shares else ABSENT] if shares else [])])
    columns = [Column(h, text=k == 0, claims=f"ledger|{kind.id}||||@|goal.{w}") for k, (h, w) in enumerate(zip(heads, ways, strict=True))]
    caption = "目标任务" if zh else "Goals"
    documents = b.cat.plans.documents
    named = [reference(documents[g.source], b.lang) if g.source in documents else f"《{g.source}》" if zh else g.source for _, g in mine]
    note = source_line(f"目标出自{'；'.join(dict.fromkeys(named))}。" if zh else f"From {'; '.join(dict.fromkeys(named))}.")
    return table(columns, rows, caption=caption, note=("完成数为模拟" if zh else "done: modelled") if led.modelled else "", keys=[str(n) for n, _ in mine]) + note


def _share(kind: LedgerKind, goal, above: list[str]) -> float | None:
    whole = next((g for g in kind.goals if g.region in above and (g.word, g.measure, g.start, g.end) == (goal.word, goal.measure, goal.start, goal.end)), None)
    return 100 * float(indicators.share(goal.value, whole.value)) if whole else None


def _late(found: list[Ledger]) -> str:
    """Return the items longest overdue of some kinds with who answers for them; only where the audience has items."""
    every = [(led, i, led.items[i]) for led in found for i in led.own.held.get("late", ()) if i in led.items]
    if not every or every[0][0].b.public:
        return ""
    b = every[0][0].b
    zh, lang, on = b.zh, b.lang, end_of(b.period)
    chosen = sorted(every, key=lambda e: (e[2]["day"], e[1]))[:_LATE]
    heads = ("事项", "地区", "时限", "逾期天数", "状态", "责任单位") if zh else ("Item", "Region", "Due", "Days late", "State", "Responsible")
    ways = ("item", "region", "due", "late", "state", "owner")
    columns = [Column(h, text=k in (0, 1, 4, 5), wide_only=k in (4,), claims=f"ledger|||||@|item.{w}") for k, (h, w) in enumerate(zip(heads, ways, strict=True))]
    rows: list[list[str | Cell]] = []
    for led, _, held in chosen:
        state = led.kind.states[led.kind.state_of(held["state"]) or 0]
        if state.final:  # it was closed after the page's day
            state = next(s for s in led.kind.states if not s.final)
        late = (on - date.fromisoformat(held["day"])).days
        rows.append([held["item"], b.cat.region(held["region"]).short(lang), held["due"], str(late), state.name(lang), held.get("owner", ABSENT)])
    caption = "逾期最久的事项" if zh else "Longest overdue"
    return table(columns, rows, caption=caption, note="仅供内部" if zh else "internal; items and units as the ledger names them", keys=[f"{led.kind.id}/{i}" for led, i, _ in chosen])


def _cases(led: Ledger) -> str:
    """Return the newest texts of a kind that has them, as they were handed in."""
    b = led.b
    idents = [i for i in led.own.held.get("shown", ()) if i in led.items]
    if not idents or led.kind.shape != "cases":
        return ""
    found = []
    for ident in idents:
        held = led.items[ident]
        word = led.kind.class_of(held.get("class", ""))
        tag = "" if word is None else say('<b class="tag">{}</b> ', plain(b, led.kind.classes[word].name(b.lang)))
        where = b.cat.region(held["region"]).short(b.lang)
        text = ledger_claim(b, led.kind.id, f"{where}：{held['item']}。{held.get('evidence', '')}" if b.zh else f"{where}: {held['item']}。{held.get('evidence', '')}", "text", versus=ident)
        found.append(f"<li>{tag}{text}</li>")
    return f'<ol class="ms">{"".join(found)}</ol>'
