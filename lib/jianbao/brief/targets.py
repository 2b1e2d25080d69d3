"""Section 8: the targets of the plans in force, how far they have come, who answers for them."""

import math
from dataclasses import replace
from decimal import Decimal

from jianbao.brief import cells, naming, words
from jianbao.brief.context import Brief
from jianbao.brief.glossary import term
from jianbao.brief.parts import Cell, Column, Part, conclusion, escape, fact_span, source_line, table
from jianbao.brief.progress import Progress, binding
from jianbao.brief.said import Markup, capital, own_claim, say
from jianbao.catalogue import Document
from jianbao.facts import ABSENT, Fact, difference, number

__all__ = ["aim_words", "documents_named", "done_words", "not_followed", "progress_columns", "progress_row", "reference", "targets", "without_empty"]

_VERDICTS = {
    "met": ("● 已达到", "● met", "up"), "ahead": ("▲ 快于序时", "▲ ahead of schedule", "up"), "on_track": ("► 与序时同步", "► on schedule", ""),
    "behind": ("▼ 慢于序时", "▼ behind schedule", "dn"), "missed": ("▼ 未达到", "▼ missed", "dn"), "unknown": ("○ 未达到", "○ not reached", ""),
}
_LOOSE_EN = {"以上": "at least ", "突破": "above ", "超": "above ", "左右": "about ", "原则上不超过": "at most "}
_BEFORE = ("突破", "超", "原则上不超过")


def targets(b: Brief) -> Part:
    """Return the targets that bind the region and sector, then the city's as yardsticks; a line where there is none.

    Empty where the place has no register of targets, or the region has no such sector.
    """
    if not b.cat.plans.targets or not b.told:
        return Part(why=b.untold if b.cat.plans.targets else "")
    found = binding(b)
    if not found:
        whom = naming.here(b) + ("" if b.is_total else "本行业")
        text = f"登记的方案中没有适用于{whom}的目标" if b.zh else "No target of the plans on the register applies here"
        return Part(conclusion(own_claim(b, text, "targets", "none")))
    known = [p for p in found if p.actual is not None and p.actual.known]
    rows = [progress_row(b, p) for p in known]
    columns, rows = without_empty(progress_columns(b), rows)
    html = table(columns, rows, caption="目标进度" if b.zh else "Progress on targets", note=_note(b), stacked=True, keys=[p.target.id for p in known]) if rows else ""
    blind = [p for p in found if p not in known]
    return Part(conclusion(_lead(b, known, blind)) + html + (source_line(not_followed(b, blind)) if any(p.here for p in blind) else "") + source_line(documents_named(b, found)))


def progress_columns(b: Brief) -> list[Column]:
    """Return the columns of a table of targets."""
    heads = (
        ("目标", "目标值", "实际", "完成率／序时（%）", "判断", "差距与所需", "责任单位", "条款") if b.zh
        else ("Target", "Aimed at", "Actual", "Done / due (%)", "Verdict", "Gap and need", "Responsible", "Clause")
    )
    ways = ("name", "aim", "actual", "done", "verdict", "gap", "owner", "clause")
    return [Column(h, text=k not in (1, 2), claims=f"target||{b.region.code}|{b.sector.code}||@|{way}") for k, (h, way) in enumerate(zip(heads, ways, strict=True))]


def without_empty(columns: list[Column], rows: list[list[str | Cell]]) -> tuple[list[Column], list[list[str | Cell]]]:
    """Leave out the columns in which no target has anything."""
    empty = {k for k in range(len(columns)) if all((r[k].html if isinstance(r[k], Cell) else r[k]) == ABSENT for r in rows)}
    return [c for k, c in enumerate(columns) if k not in empty], [[v for k, v in enumerate(r) if k not in empty] for r in rows]


def progress_row(b: Brief, p: Progress) -> list[str | Cell]:
    """Return a target's row: aim, figure, done and due, verdict, what is missing, who answers for it."""
    name = term(b, p.target.indicator, p.target.name(b.lang))
    if not p.here:
        name += f' <span class="tag">{"参照" if b.zh else "yardstick"}</span>'
    word, colour = _verdict(b, p)
    return [
        Cell(name), _aim(b, p), Cell(_actual(b, p)), Cell(_done(b, p)),
        Cell(f'<span class="tag {colour}">{escape(word)}</span>'), _gap(b, p), p.target.owner(b.lang) or ABSENT, p.target.clause(b.lang),
    ]


def _actual(b: Brief, p: Progress) -> str:
    """Return the figure that is judged; only one that a release holds says what it is a number of."""
    kind = p.target.type
    if kind in ("level", "comparator") and p.actual.sector in b.cat.all_sectors:
        return fact_span(p.actual, b.lang, unit=True)
    if not kind.startswith("average"):
        return escape(p.actual.text(b.lang))
    shown = p.actual.shown(b.lang)
    size = f"{number(abs(shown), p.actual.places(b.lang))}%"
    if shown == 0:
        return escape(words.change_words(p.actual, b.lang))
    falls = (shown > 0) == (kind == "average_decline")  # a decline is counted as a positive rate
    return f"{'下降' if falls else '增长' if kind == 'average_growth' else '上升'}{size}" if b.zh else f"{'down' if falls else 'up'} {size}"


def _verdict(b: Brief, p: Progress) -> tuple[str, str]:
    if p.here:
        zh, en, colour = _VERDICTS[p.made.verdict]
        return (zh if b.zh else en), colour
    if reached_here(p):
        return ("● 达到" if b.zh else "● reached"), "up"
    return ("○ 未达到" if b.zh else "○ not reached"), ""


def reached_here(p: Progress) -> bool:
    """Return whether a figure stands at a yardstick: an average at the rate aimed at, anything else at the target itself."""
    average = p.target.type.startswith("average")
    return p.made.verdict == "met" or average and p.made.verdict in ("ahead", "on_track")


def _done(b: Brief, p: Progress) -> str:
    done, due, kind = p.made.progress, p.made.expected, p.target.type
    # The level an average leads to is always near the level aimed at: as a percentage done it would say nothing.
    if math.isnan(done) or not p.here or kind.startswith("average") or kind == "comparator" and p.made.verdict == "met":
        return ABSENT
    if done < 0:
        return "差距扩大" if b.zh else "gap wider"
    text = number(100 * done, 1) + (f"{'／' if b.zh else ' / '}{number(100 * due, 1)}" if not math.isnan(due) else "")
    return f"{cells.progress_cell(done, due)}{text}"


def _aimed(b: Brief, p: Progress) -> Fact | None:
    """Return the target's figure as a fact, so that it prints as the actual one does."""
    t = p.target
    if t.type == "comparator":
        return p.reference
    places = max(0, -int(Decimal(str(t.value)).normalize().as_tuple().exponent))  # as the document writes it
    return Fact("", b.region.code, t.sector, b.at, t.value, "observed", places, t.unit("zh") or t.unit("en"), t.unit("en"))


def _aim(b: Brief, p: Progress) -> str:
    aimed = _aimed(b, p)
    if p.target.type == "comparator":
        if aimed is None or not aimed.known:
            return ""
        return f"{_whole(b, aimed)}{aimed.text('zh')}" if b.zh else f"{_whole(b, aimed)} {aimed.text('en')}"
    text, loose = aimed.text(b.lang), p.target.loose
    if not b.zh:
        return f"{_LOOSE_EN.get(loose, '')}{text}"
    return f"{loose}{text}" if loose in _BEFORE else f"{text}{loose}"


def _whole(b: Brief, reference: Fact) -> str:
    """Return what the whole is called that a comparator looks at: of all sectors, of the page's, or of those the target names."""
    whole = b.cat.place.reference_name(b.lang)
    if reference.sector == b.all_sectors.code:
        return whole
    if reference.sector == b.sector.code:
        return naming.against_root(b)
    return f"{whole}同口径" if b.zh else f"{whole}, same sectors,"


def _gap(b: Brief, p: Progress) -> str:
    """Return what is missing (or beyond), and what each year left has to bring."""
    aimed, average = _aimed(b, p), p.target.type.startswith("average")
    # An average decline is a rate of falling: more of it is better.
    gap = difference(p.actual, aimed, b.lang)
    if gap is None:
        return ""
    size = number(abs(gap), max(p.actual.places(b.lang), aimed.places(b.lang)))
    unit = p.actual.unit_text(b.lang)
    said = f"{size}{'个百分点' if unit == '%' else unit}" if b.zh else f"{size} {'points' if unit == '%' else unit}".strip()
    better = gap > 0 if p.target.higher or average else gap < 0
    word = ("持平" if b.zh else "level") if gap == 0 else f"{'超' if better else '差'}{said}" if b.zh else f"{said} {'beyond' if better else 'short'}"
    need = _needed(b, p) if p.here else ""
    return word + (f"{'；' if b.zh else '; '}{need}" if need else "")


def _needed(b: Brief, p: Progress) -> str:
    """Return what each year left has to bring; "" where the gap says it already."""
    need, kind, end = p.made.needed, p.target.type, p.target.end
    last = b.period.year + 1 >= end and (b.period.months == 12 or kind.startswith("average"))
    if math.isnan(need) or b.period.year == end:
        return ""
    if kind in ("cumulative", "count_new"):
        each = replace(p.actual, value=need).text(b.lang)
        return "" if last else f"今后每年需{each}" if b.zh else f"{each} a year from now"
    if kind.startswith("average") or kind == "level" and p.actual.unit != "%":
        size, fall = number(100 * abs(need), 1), kind == "average_decline"
        if b.zh:
            return f"{f'{end}年' if last else '今后年均'}需{'下降' if fall else '增长'}{size}%"
        return f"{'a fall' if fall else 'growth'} of {size}% {f'in {end}' if last else 'a year from now'}"
    return ""


def _lead(b: Brief, known: list[Progress], blind: list[Progress]) -> Markup:
    own = [p for p in known if p.here]
    others = [p for p in known if not p.here]
    met = sum(map(reached_here, others))
    bits = []
    if b.zh:
        verdicts = {"met": "已达到", "ahead": "快于序时进度", "on_track": "与序时进度同步", "behind": "慢于序时进度", "missed": "未达到", "unknown": "未达到"}
        if own:
            counted = _count(own, verdicts)
            one = "均" if len(own) > 1 else ""
            text = f"有数据的{len(own)}项目标" + (f"{one}{counted[0][0]}" if len(counted) == 1 else "中，" + "、".join(f"{n}项{w}" for w, n in counted))
            bits.append(own_claim(b, text, "targets", "here"))
        if others:
            all_ = "均" if len(others) > 1 else ""
            how = f"{all_}达到" if met == len(others) else f"{met}项达到" if met else f"{all_}未达到"
            bits.append(own_claim(b, f"上级目标中可参照的{len(others)}项，本地{how}", "targets", "above"))
        if any(p.here for p in blind):
            bits.append(own_claim(b, f"{'另有' if own else ''}{sum(p.here for p in blind)}项目标没有监测数", "targets", "blind"))
        if any(not p.here for p in blind):
            bits.append(own_claim(b, "上级目标因本地数值不公布，未作对照", "targets", "withheld"))
        return Markup("；").join(bits)
    verdicts = {"met": "met", "ahead": "ahead of schedule", "on_track": "on schedule", "behind": "behind schedule", "missed": "not reached", "unknown": "not reached"}
    if own:
        counted = _count(own, verdicts)
        one = f"The one target with figures is {counted[0][0]}" if len(own) == 1 else f"All {len(own)} targets with figures are {counted[0][0]}"
        text = one if len(counted) == 1 else f"Of {len(own)} targets with figures, " + words.joined([f"{n} {'is' if n == 1 else 'are'} {w}" for w, n in counted], "en")
        bits.append(own_claim(b, text, "targets", "here"))
    if others:
        bits.append(own_claim(b, f"yardsticks reached: {met} of {len(others)}", "targets", "above"))
    if any(p.here for p in blind):
        bits.append(own_claim(b, f"{sum(p.here for p in blind)} {'more ' if own else ''}cannot be tracked: no figures", "targets", "blind"))
    if any(not p.here for p in blind):
        bits.append(own_claim(b, "figures here are withheld, so yardsticks are left out", "targets", "withheld"))
    return capital(Markup("; ").join(bits))


def _count(found: list[Progress], words: dict[str, str]) -> list[tuple[str, int]]:
    """Return how many have each verdict, in the order of the words."""
    return [(w, n) for w in dict.fromkeys(words.values()) if (n := sum(words[p.made.verdict] == w for p in found))]


def _note(b: Brief) -> str:
    return ("实际数为模拟数据" if b.zh else "actual figures are modelled") if b.release.modelled else ""


def not_followed(b: Brief, blind: list[Progress]) -> Markup:
    """Name the targets that cannot be followed, each with its reason."""
    said = []
    for p in (p for p in blind if p.here):
        why = _why(b, p)
        text = f"{p.target.name(b.lang)}{_aim(b, p)}（{why}）" if b.zh else f"{p.target.name(b.lang)} {_aim(b, p)} ({why})"
        said.append(own_claim(b, text, "target", p.target.id, "blind"))
    return say("没有监测数的目标：{}。", Markup("；").join(said)) if b.zh else say("Not tracked: {}.", Markup("; ").join(said))


def _why(b: Brief, p: Progress) -> str:
    if p.target.base is None and p.target.type == "decline_from_base":
        return "方案未列基期" if b.zh else "no base year stated"
    if p.target.base and not p.made.progress >= 0 and p.target.type == "decline_from_base":
        return "缺基期数" if b.zh else "no figure of the base year"
    if p.actual is None:
        return "无对应监测指标" if b.zh else "no such indicator"
    if p.actual.status == "suppressed":
        return "不公布" if b.zh else "not disclosed"
    return "无数据" if b.zh else "no data"


def documents_named(b: Brief, found: list[Progress]) -> Markup:
    """Return where the targets are from and how they are judged, for the line under their table."""
    documents = [b.cat.plans.documents[d] for d in dict.fromkeys(p.target.document for p in found)]
    named = ("；" if b.zh else "; ").join(reference(d, b.lang) for d in documents)
    drafts = any(d.state(b.lang) for d in documents)
    start = min(p.target.start for p in found)
    known = [p for p in found if p.actual is not None and p.actual.known]
    done, average = any(_done(b, p) != ABSENT for p in known), any(p.target.type.startswith("average") for p in known)
    owners = [bool(p.target.owner(b.lang)) for p in known]
    some = any(owners) and not all(owners)  # only then is there a column with a gap
    apart = any(p.actual.sector != b.sector.code for p in known)
    if b.zh:
        text = f"目标出自{named}{'，以正式印发文本为准' if drafts else ''}。"
        text += "完成率为实际占目标的比重，序时为按进度此时应达到的比重。" if done else ""
        text += f"{'年均增速由各年可比增速连乘；' if average else ''}年均类和达标类以{start - 1}年为基期。"
        text += "没有责任单位的，方案没有列明。" if some else ""
        text += f"实际数按各目标所列行业计算，口径与{b.sector.name('zh')}不同。" if apart else ""
        if any(not p.here for p in found):
            text += "“参照”为上级目标，没有分解到本地，只作对照，不是本地任务。"
        return own_claim(b, text, "sources")
    text = f"From {named}{'; the text as issued prevails' if drafts else ''}. "
    text += "Done: the figure over the target; due: the part that steady progress would have reached. " if done else ""
    text += f"{'Averages chain official growth. ' if average else ''}Averages and levels start from {start - 1}."
    text += " No responsible unit is named where the plan names none." if some else ""
    text += " Figures are of the sectors that each target names, not of this page's." if apart else ""
    if any(not p.here for p in found):
        text += f" A yardstick is a target of the level above, not broken down to {naming.here(b)}: no task of its own."
    return own_claim(b, text, "sources")


def reference(document: Document, lang: str) -> str:
    """Return how a document is cited: title, number or state.

    >>> from datetime import date
    >>> plan = Document("A", "浙政发〔2021〕1号", {"zh": "某方案", "en": "A plan"}, {}, date(2021, 1, 1), None, "", "", "stated")
    >>> reference(plan, "zh"), reference(plan, "en")
    ('《某方案》（浙政发〔2021〕1号）', 'A plan (浙政发〔2021〕1号)')
    """
    title = f"《{document.title('zh')}》" if lang == "zh" else document.title(lang)
    more = document.number or document.state(lang)
    return title + ((f"（{more}）" if lang == "zh" else f" ({more})") if more else "")


def aim_words(b: Brief, p: Progress) -> str:
    """Return what a target aims at, as its table prints it."""
    return _aim(b, p)


def done_words(b: Brief, p: Progress) -> str:
    """Return how much of a target is done and was due, as its table prints it (ready-made HTML)."""
    return _done(b, p)
