"""All targets of a region: by the plan's groups, reached, near or behind; milestones; whether the aims themselves are reasonable."""

import math
from collections.abc import Sequence
from dataclasses import replace

from jianbao import indicators
from jianbao.brief import words
from jianbao.brief.context import Brief
from jianbao.brief.parts import Cell, Column, Part, conclusion, escape, source_line, table
from jianbao.brief.progress import Progress, at_start, binding, in_force
from jianbao.brief.said import Markup, own_claim, say
from jianbao.brief.targets import documents_named, not_followed, progress_columns, progress_row, without_empty
from jianbao.catalogue import Target
from jianbao.catalogue.calendar import end_of
from jianbao.catalogue.target_checks import TargetCheck
from jianbao.facts import ABSENT, number, rounded
from jianbao.indicators import milestone_target
from jianbao.reports.ledger_rows import open_ledger

__all__ = ["in_ledger", "milestones", "state", "target_checks", "target_progress"]

_STATES = {
    "met": ("● 已达到", "● met", "up"), "ahead": ("▲ 快于序时", "▲ ahead of schedule", "up"), "on_track": ("► 达到序时", "► on schedule", ""),
    "near": ("► 接近序时", "► near", ""), "behind": ("▼ 落后序时", "▼ behind", "dn"), "missed": ("▼ 未达到", "▼ missed", "dn"), "open": ("○ 未判断", "○ not judged", ""),
}  # fmt: skip
_DONE = {"met": ("● 已完成", "● done", "up"), "on_track": ("► 未到期", "► not due yet", ""), "missed": ("▼ 已到期，未见完成记录", "▼ due, not on record as done", "dn"), "late": ("▼ 逾期完成", "▼ done late", "dn")}
_VERDICT = 4  # which of progress_columns


def _check(b: Brief, test: str) -> TargetCheck | None:
    return next((c for c in b.cat.plans.checks if c.test == test and c.in_force(end_of(b.period))), None)


def state(b: Brief, p: Progress) -> str:
    """Return whether a target is "met" (reached), "ahead" of time, "on_track", "near" (behind by no more than the margin), "behind", "missed" or "open"; an average below its rate is "behind"."""
    if p.made.verdict in ("met", "ahead", "on_track", "missed"):
        return p.made.verdict
    done, due = p.made.progress, p.made.expected
    if math.isnan(done) or math.isnan(due):
        return "open"
    if p.target.type.startswith("average"):  # the level an average leads to is always near the level aimed at: the rate is what is asked
        return "behind"
    margin = _check(b, "near")
    short = rounded(100 * due, 1) - rounded(100 * done, 1)
    return "near" if margin is not None and short <= rounded(margin.margin, 1) else "behind"


def target_progress(b: Brief) -> Part:
    """Return the region's own targets in the plan's groups, each with its progress and state; a line where there is none."""
    own = [p for p in binding(b) if p.here]
    if not own:
        return Part(conclusion(own_claim(b, "已收录的方案中没有适用于本地的目标" if b.zh else "No target of the plans on the register applies here", "states", "none")))
    known = [p for p in own if p.actual is not None and p.actual.known]
    blind = [p for p in own if p not in known]
    groups = dict.fromkeys(p.target.group(b.lang) for p in known)
    html = "".join(_group(b, g, [p for p in known if p.target.group(b.lang) == g]) for g in sorted(groups, key=lambda g: not g))
    kept = [p for p in blind if in_ledger(b, p.target)]
    rest = source_line(not_followed(b, left)) if (left := [p for p in blind if p not in kept]) else ""
    if kept:
        names = words.joined([p.target.name(b.lang) for p in kept], b.lang)
        text = f"另有{len(kept)}项目标按台账统计，办理情况见台账报告：{names}" if b.zh else f"{len(kept)} more are counted in ledgers, see the ledger report: {names}"
        rest += source_line(say("{}。" if b.zh else "{}.", own_claim(b, text, "states", "ledgers")))
    return Part(conclusion(_counted(b, known, blind)) + html + _yardsticks(b) + rest + source_line(documents_named(b, binding(b))) + source_line(_how(b)))


def in_ledger(b: Brief, t: Target) -> bool:
    """Return whether a ledger with items here counts what a target without a figure asks for: by its number and its words."""

    def asks(value: float, word: str) -> bool:
        return value == t.value and bool(word) and word.replace("企业", "") in t.name("zh").replace("企业", "")

    for kind in b.cat.ledgers.values():
        goals = any(g.region == b.region.code and g.source == t.document and asks(g.value, g.word) for g in kind.goals)
        totals = any(region == b.region.code and asks(value, word) for region, parts in kind.totals for word, value in parts.items())
        if (goals or totals) and open_ledger(b, kind.id) is not None:
            return True
    return False


def _group(b: Brief, name: str, own: list[Progress]) -> str:
    words_of = {s: (zh if b.zh else en, colour) for s, (zh, en, colour) in _STATES.items()}
    told = [words_of[state(b, p)] for p in own]
    columns = progress_columns(b)  # the state stands in the place of the brief's verdict: one judgement a row
    columns[_VERDICT] = Column("状态" if b.zh else "State", text=True, claims=f"target||{b.region.code}|{b.sector.code}||@|state")
    rows = []
    for p, (word, colour) in zip(own, told, strict=True):
        row = progress_row(b, p)
        rows.append([*row[:_VERDICT], Cell(f'<span class="tag {colour}">{escape(word)}</span>'), *row[_VERDICT + 1 :]])
    columns, rows = without_empty(columns, rows)
    caption = name or ("其他目标" if b.zh else "Other targets")
    note = ("实际数为模拟数据" if b.zh else "actual figures are modelled") if b.release.modelled else ""
    return table(columns, rows, caption=caption, note=note, stacked=True, keys=[p.target.id for p in own])


def _yardsticks(b: Brief) -> str:
    """Return the targets of the level above that the region can be held beside, though they are not its own; "" without any."""
    above = [p for p in binding(b) if not p.here and p.actual is not None and p.actual.known]
    if not above:
        return ""
    columns, rows = without_empty(progress_columns(b), [progress_row(b, p) for p in above])
    return table(columns, rows, caption="上级目标（参照）" if b.zh else "Targets of the level above (yardsticks)", stacked=True, keys=[p.target.id for p in above])


def _counted(b: Brief, known: list[Progress], blind: list[Progress]) -> Markup:
    counts = {s: sum(state(b, p) == s for p in known) for s in _STATES}
    there = [(s, n) for s, n in counts.items() if n]
    if b.zh:
        said = f"目标{len(known) + len(blind)}项" + (f"，有数据的{len(known)}项中，" + "、".join(f"{_STATES[s][0][2:]}{n}项" for s, n in there) if known else "，都没有监测数")
    else:
        said = f"{len(known) + len(blind)} targets of its own" + (f"; of {len(known)} with figures " + words.joined([f"{n} {_STATES[s][1][2:]}" for s, n in there], "en") if known else ", none with figures")
    return own_claim(b, said, "states", "counts")


def _how(b: Brief) -> Markup:
    margin = _check(b, "near")
    if margin is None:
        return Markup("")
    size = number(margin.margin, 0)
    text = f"接近序时：完成率落后序时不超过{size}个百分点" if b.zh else f"Near: what is done is behind what is due by no more than {size} points"
    more = "超过的、年均增速未达到目标的为落后序时；已达到指实际数已达到目标值" if b.zh else "behind: by more, or an average below its rate; met: the figure has reached the aim"
    return say("{}；{}。" if b.zh else "{}; {}.", own_claim(b, text, "states", "margin"), more)


# ---- are the aims reasonable --------------------------------------------------------------------------------------


def _checked(b: Brief, test: str, own: Sequence[Progress]) -> list[Progress]:
    """Return the aims that a test can be held against: levels with a base year's figure, or what has growth still to bring."""
    if test == "below_start":
        return [p for p in own if p.target.type == "level" and (first := at_start(b, p.target)) == first]
    grows = [p for p in own if p.target.type.startswith("average") or p.target.type == "level" and p.actual is not None and p.actual.unit != "%"]
    return [p for p in grows if not math.isnan(p.made.needed)]


def _unreasonable(b: Brief, check: TargetCheck, own: Sequence[Progress]) -> list[Progress]:
    if check.test == "below_start":
        return [p for p in _checked(b, check.test, own) if (at_start(b, p.target) >= p.target.value if p.target.higher else at_start(b, p.target) <= p.target.value)]
    return [p for p in _checked(b, check.test, own) if rounded(100 * abs(p.made.needed), 1) > rounded(check.margin, 1)]


def target_checks(b: Brief) -> Part:
    """Return which aims are no better than the base year's figure, which need steep growth, and the pace that totals over years need."""
    own = [p for p in binding(b) if p.here]
    lines = []
    for test in ("below_start", "growth_above"):
        if not own or (check := _check(b, test)) is None:
            continue
        held, found = _checked(b, test, own), _unreasonable(b, check, own)
        if not held:
            continue
        margin = (f"（今后年均超过{number(check.margin, 0)}%）" if b.zh else f" (above {number(check.margin, 0)}% a year from now)") if test == "growth_above" else ""
        names = words.joined([p.target.name(b.lang) for p in found], b.lang) if found else ""
        if b.zh:
            text = f"{check.name('zh')}{margin}的{len(found)}项：{names}" if found else _sound(b, check, len(held))
        else:
            text = f"{len(found)} with {check.name('en')}{margin}: {names}" if found else _sound(b, check, len(held))
        lines.append(conclusion(own_claim(b, text, "check", check.id)))
    return Part("".join([*lines, *(conclusion(said) for p in own if (said := _pace(b, p)))]))


def _sound(b: Brief, check: TargetCheck, held: int) -> str:
    """Return that a test finds fault with none of the aims that it can be held against."""
    every = "均" if held > 1 else ""
    if check.test == "below_start":
        return f"有基期数的{held}项水平类目标{every}优于基期实际" if b.zh else f"Levels that aim at better than the base year's figure: {held} of {held}"
    size = number(check.margin, 0)
    return f"可测算的{held}项目标，今后年均所需增速{every}不超过{size}%" if b.zh else f"Growth needed a year from now is at most {size}%: {held} of {held} targets"


def _pace(b: Brief, p: Progress) -> Markup | None:
    """Return what each year left has to bring for a total over years, beside the average so far; None where it is no faster."""
    if p.target.type not in ("cumulative", "count_new") or p.actual is None or not p.actual.known or math.isnan(p.made.needed) or b.period.months != 12:
        return None
    gone, left = b.period.year - p.target.start + 1, p.target.end - b.period.year
    times = rounded(float(indicators.share(p.made.needed, indicators.share(p.actual.value, gone))), 1)
    if left < 1 or not times > 1:  # nothing done so far has no pace
        return None
    need, size, name = replace(p.actual, value=p.made.needed).text(b.lang), number(times, 1), p.target.name(b.lang)
    if b.zh:
        text = f"{name}：剩余{left}年{'年均' if left > 1 else ''}需完成{need}，为前{gone}年{'年均' if gone > 1 else ''}的{size}倍"
    else:
        text = f"{name}: {need} {'a year for the' if left > 1 else 'in the'} {left} year{'s' if left > 1 else ''} left, {size} times {f'the average of the {gone}' if gone > 1 else 'what the 1 brought'} so far"
    return own_claim(b, text, "needs", p.target.id)


# ---- milestones ---------------------------------------------------------------------------------------------------


def milestones(b: Brief) -> Part:
    """Return the milestones of the period's year in the region: the day each is due, and whether it is done; empty without any."""
    own = [t for t in b.cat.plans.targets if t.type == "milestone" and in_force(b, t) and b.region.code in t.regions]
    if not own:
        return Part()
    rows = []
    for t in own:
        verdict = milestone_target(t.due, t.done, end_of(b.period)).verdict
        word = _DONE["late" if verdict == "missed" and t.done is not None and t.done <= end_of(b.period) else verdict]
        mark = Cell(f'<span class="tag {word[2]}">{escape(word[0] if b.zh else word[1])}</span>')
        rows.append([t.name(b.lang), t.due.isoformat(), t.done.isoformat() if t.done else ABSENT, mark, t.owner(b.lang) or ABSENT])
    heads = ("节点", "期限", "完成日期", "状态", "责任单位") if b.zh else ("Milestone", "Due", "Done", "State", "Responsible")
    columns = [Column(h, text=True, claims=f"milestone|||||@|{way}") for h, way in zip(heads, ("name", "due", "done", "state", "owner"), strict=True)]
    return Part(table(columns, rows, caption="时间节点" if b.zh else "Milestones", keys=[t.id for t in own]))
