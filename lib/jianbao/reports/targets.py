"""All targets of a region: by the plan's groups, reached, near or behind; milestones; whether the aims themselves are reasonable."""

import math
from collections.abc import Sequence

from jianbao.brief import words
from jianbao.brief.context import Brief
from jianbao.brief.parts import Cell, Column, Part, conclusion, escape, source_line, table
from jianbao.brief.progress import Progress, at_start, binding, in_force
from jianbao.brief.said import Markup, own_claim, say
from jianbao.brief.targets import documents_named, not_followed, progress_columns, progress_row, without_empty
from jianbao.catalogue.calendar import end_of
from jianbao.catalogue.target_checks import TargetCheck
from jianbao.facts import ABSENT, number, rounded
from jianbao.indicators import milestone_target

__all__ = ["milestones", "state", "target_checks", "target_progress"]

_STATES = {"met": ("● 达标", "● on time", "up"), "near": ("► 接近", "► near", ""), "behind": ("▼ 滞后", "▼ behind", "dn"), "open": ("○ 未判断", "○ not judged", "")}
_DONE = {"met": ("● 已完成", "● done", "up"), "on_track": ("► 未到期", "► not due yet", ""), "missed": ("▼ 已到期，未见完成记录", "▼ due, not on record as done", "dn"), "late": ("▼ 逾期完成", "▼ done late", "dn")}


def _check(b: Brief, test: str) -> TargetCheck | None:
    return next((c for c in b.cat.plans.checks if c.test == test and c.in_force(end_of(b.period))), None)


def state(b: Brief, p: Progress) -> str:
    """Return whether a target is "met" (reached, or not behind time), "near" (behind by no more than the margin), "behind" or "open"."""
    if p.made.verdict in ("met", "ahead", "on_track"):
        return "met"
    done, due = p.made.progress, 1.0 if p.made.verdict == "missed" else p.made.expected
    if math.isnan(done) or math.isnan(due):
        return "open"
    margin = _check(b, "near")
    short = rounded(100 * due, 1) - rounded(100 * done, 1)
    return "near" if margin is not None and short <= rounded(margin.margin, 1) else "behind"


def target_progress(b: Brief) -> Part:
    """Return the region's own targets in the plan's groups, each with its progress and state; a line where there is none."""
    own = [p for p in binding(b) if p.here]
    if not own:
        return Part(conclusion(own_claim(b, "登记的方案中没有适用于本地的目标" if b.zh else "No target of the plans on the register applies here", "states", "none")))
    known = [p for p in own if p.actual is not None and p.actual.known]
    blind = [p for p in own if p not in known]
    groups = dict.fromkeys(p.target.group(b.lang) for p in known)
    html = "".join(_group(b, g, [p for p in known if p.target.group(b.lang) == g]) for g in sorted(groups, key=lambda g: not g))
    rest = source_line(not_followed(b, blind)) if blind else ""
    return Part(conclusion(_counted(b, known, blind)) + html + _yardsticks(b) + rest + source_line(documents_named(b, binding(b))) + source_line(_how(b)))


def _group(b: Brief, name: str, own: list[Progress]) -> str:
    words_of = {s: (zh if b.zh else en, colour) for s, (zh, en, colour) in _STATES.items()}
    told = [words_of[state(b, p)] for p in own]
    columns = [progress_columns(b)[0], Column("状态" if b.zh else "State", text=True, claims=f"target||{b.region.code}|{b.sector.code}||@|state"), *progress_columns(b)[1:]]
    rows = []
    for p, (word, colour) in zip(own, told, strict=True):
        row = progress_row(b, p)
        rows.append([row[0], Cell(f'<span class="tag {colour}">{escape(word)}</span>'), *row[1:]])
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
        said = f"本地目标{len(known) + len(blind)}项" + (f"，有数据的{len(known)}项中" + "、".join(f"{_STATES[s][0][2:]}{n}项" for s, n in there) if known else "，都没有监测数")
    else:
        said = f"{len(known) + len(blind)} targets of its own" + (f"; of {len(known)} with figures " + words.joined([f"{n} {_STATES[s][1][2:]}" for s, n in there], "en") if known else ", none with figures")
    return own_claim(b, said, "states", "counts")


def _how(b: Brief) -> Markup:
    margin = _check(b, "near")
    if margin is None:
        return Markup("")
    size = number(margin.margin, 0)
    text = f"接近：完成率落后序时不超过{size}个百分点" if b.zh else f"Near: what is done is behind what is due by no more than {size} points"
    more = "达标：已达到，或不慢于序时进度；其余为滞后" if b.zh else "on time: reached, or not behind; all else is behind"
    return say("{}；{}。" if b.zh else "{}; {}.", own_claim(b, text, "states", "margin"), more)


# ---- are the aims reasonable --------------------------------------------------------------------------------------


def _unreasonable(b: Brief, check: TargetCheck, own: Sequence[Progress]) -> list[Progress]:
    if check.test == "below_start":
        return [p for p in own if p.target.type == "level" and (first := at_start(b, p.target)) == first and (first >= p.target.value if p.target.higher else first <= p.target.value)]
    grows = [p for p in own if p.target.type.startswith("average") or p.target.type == "level" and p.actual is not None and p.actual.unit != "%"]
    return [p for p in grows if not math.isnan(p.made.needed) and rounded(100 * abs(p.made.needed), 1) > rounded(check.margin, 1)]


def target_checks(b: Brief) -> Part:
    """Return which aims are no better than the base year's figure, and which need more growth than the register's margin."""
    own = [p for p in binding(b) if p.here]
    lines = []
    for test in ("below_start", "growth_above"):
        if not own or (check := _check(b, test)) is None:
            continue
        found = _unreasonable(b, check, own)
        margin = (f"（今后年均超过{number(check.margin, 0)}%）" if b.zh else f" (above {number(check.margin, 0)}% a year from now)") if test == "growth_above" else ""
        names = words.joined([p.target.name(b.lang) for p in found], b.lang) if found else ""
        if b.zh:
            text = f"{check.name('zh')}{margin}的{len(found)}项：{names}" if found else f"未发现{check.name('zh')}{margin}的情况"
        else:
            text = f"{len(found)} with {check.name('en')}{margin}: {names}" if found else f"None found with {check.name('en')}{margin}"
        lines.append(conclusion(own_claim(b, text, "check", check.id)))
    return Part("".join(lines))


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
