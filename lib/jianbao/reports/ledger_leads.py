"""The sentences of a ledger: what there is, how much of it is closed, beside the time that has passed; each number a claim."""

from jianbao import indicators
from jianbao.brief.context import Brief
from jianbao.brief.said import Markup, capital, claim, say
from jianbao.catalogue.ledgers import Goal, LedgerKind
from jianbao.claims import Claim
from jianbao.facts import SUPPRESSED, number, rounded
from jianbao.reports.ledger_rows import Ledger

__all__ = ["goal_words", "lead", "ledger_claim", "light"]

_NAMED = 6


def ledger_claim(b: Brief, kind: str, text: object, way: str, *, versus: str = "", region: str = "") -> Markup:
    """Return words that claim something of a kind of ledger."""
    return claim(b, text, Claim("ledger", kind, region or b.region.code, b.sector.code, b.at, versus, way))


def lead(led: Ledger, *, named: bool = True) -> Markup:
    """Return what a kind's ledger says, in one sentence, with its name before it unless that stands above."""
    b, kind, row = led.b, led.kind, led.own
    if row.total is None:
        text = f"条目较少，不公布（{SUPPRESSED}）" if b.zh else f"few items: not disclosed ({SUPPRESSED})"
        return _sentence(led, [ledger_claim(b, kind.id, text, "hidden")], named)
    parts: list[Markup] = []
    if not (row.open and kind.amount and kind.about == "place"):  # the number of batches says nothing
        parts.append(ledger_claim(b, kind.id, f"共{led.count_text(row.total)}" if b.zh else f"{number(row.total, 0, grouped=True)} in all", "n"))
    if row.open:
        parts += _SHAPES.get(kind.shape, _states)(led)
        parts += _late(led)
    else:
        parts.append(ledger_claim(b, kind.id, "分状态的数不公布" if b.zh else "states are not disclosed", "states hidden"))
    return _sentence(led, parts, named)


def _sentence(led: Ledger, parts: list[Markup], named: bool) -> Markup:
    b = led.b
    body = Markup("，" if b.zh else ", ").join(p for p in parts if p)
    if b.zh:
        return say("{}{}。", f"{led.kind.name('zh')}：" if named else "", body)
    return capital(say("{}{}.", f"{led.kind.name('en')}: " if named else "", body))


def _states(led: Ledger) -> list[Markup]:
    """States in their order, then the rate of what is closed and how that stands beside the year."""
    b, kind, row = led.b, led.kind, led.own
    said = []
    for n, state in enumerate(kind.states):
        count = row.count(state=n)
        if count or state.final:
            name = state.name(b.lang)
            said.append(ledger_claim(b, kind.id, f"{name}{count}" if b.zh else f"{name} {count}", f"s{n}"))
    inner = [Markup("、" if b.zh else ", ").join(said)] if len(kind.states) > 1 and not (kind.amount and kind.about == "place") else []
    return [*inner, *_amounts(led), *_rate(led)]


def _amounts(led: Ledger) -> list[Markup]:
    b, kind, row = led.b, led.kind, led.own
    if not kind.amount or not kind.unit(b.lang):
        return []
    done, plan = row.amount(done=True), row.held.get("planned")
    if done is None:
        return []
    said = [ledger_claim(b, kind.id, f"计划{led.amount_text(plan)}" if b.zh else f"planned {led.amount_text(plan)}", "p")] if plan else []
    final = kind.states[-1].name(b.lang)
    said.append(ledger_claim(b, kind.id, f"{final}{led.amount_text(done)}" if b.zh else f"{final} {led.amount_text(done)}", "q"))
    return [Markup("、" if b.zh else ", ").join(said)]


def _rate(led: Ledger) -> list[Markup]:
    """Return the rate, and for a year's plan how far it is before or behind the time that has passed."""
    b, kind, rate = led.b, led.kind, led.own.rate()
    if rate is None or not kind.rated:
        return []
    word = kind.rate(b.lang)
    said = [ledger_claim(b, kind.id, f"{word}{number(rate, 1)}%" if b.zh else f"{number(rate, 1)}% {word}", "rate")]
    if paced(kind):
        gap = rounded(rate, 1) - rounded(due_share(b), 1)
        size = number(abs(gap), 1)
        way = "+" if gap > 0 else "-" if gap < 0 else "0"
        zh = {"+": f"快于序时进度{size}个百分点", "-": f"慢于序时进度{size}个百分点", "0": "与序时进度同步"}[way]
        en = {"+": f"{size} points ahead of time", "-": f"{size} points behind time", "0": "on time"}[way]
        said.append(ledger_claim(b, kind.id, zh if b.zh else en, "pace", versus=way))
    if kind.warn_days < 15 and led.own.held.get("days") is not None:
        days = led.own.held["days"]
        text = number(days, 0 if float(days).is_integer() else 1)
        said.append(ledger_claim(b, kind.id, f"办结用时中位数{text}天" if b.zh else f"median {text} days", "days"))
    return said


def paced(kind: LedgerKind) -> bool:
    """Return whether a kind is a year's plan, so that even progress is a yardstick."""
    return kind.span == "year" and kind.timed and kind.warn_days >= 15 and kind.shape in ("progress", "sides", "classes")


def due_share(b: Brief) -> float:
    """Return the percentage of the year that has passed (序时进度)."""
    return 100 * float(indicators.share(b.period.months, 12))


def _late(led: Ledger) -> list[Markup]:
    """Return what is late and what is due soon; in words and shapes, not by colour alone."""
    b, kind, held = led.b, led.kind, led.own.held
    if not kind.timed or held.get("red") is None:
        return []
    said = []
    if held["red"]:
        said.append(ledger_claim(b, kind.id, f"■ 逾期{held['red']}{kind.count('zh')}" if b.zh else f"■ {held['red']} overdue", "red"))
    if held["amber"]:
        said.append(ledger_claim(b, kind.id, f"▲ 临期{held['amber']}{kind.count('zh')}" if b.zh else f"▲ {held['amber']} due soon", "amber"))
    return said


def light(row: dict, lang: str) -> str:
    """Return red, amber or green in a word and a shape.

    >>> light({"red": 1, "amber": 4}, "zh"), light({"red": 0, "amber": 0}, "en")
    ('■ 红', '● green')
    """
    colour = 0 if row.get("red") else 1 if row.get("amber") else 2
    return (("■ 红", "▲ 黄", "● 绿") if lang == "zh" else ("■ red", "▲ amber", "● green"))[colour]


def _classes(led: Ledger) -> list[Markup]:
    b, kind = led.b, led.kind
    said = []
    for n, word in enumerate(kind.classes):
        if count := led.own.count(word=n):
            said.append(ledger_claim(b, kind.id, f"{word.name('zh')}{count}" if b.zh else f"{word.name('en')} {count}", f"c{n}"))
    inner = [Markup("、" if b.zh else ", ").join(said)] if said else []
    return [*inner, *_rate(led)]


def _heat(led: Ledger) -> list[Markup]:
    """Return the class that is met with in most counties: in how many cities, in what part of the counties."""
    b, kind, reach = led.b, led.kind, led.own.held.get("reach", {})
    said = _classes(led)[:1]
    level = b.cat.place.levels[-1]
    whole = len(b.cat.regions(level=level, under=b.region.code))
    if reach and b.region.level != level:
        most = max(reach, key=lambda w: (reach[w][1], -int(w)))
        cities, counties = reach[most]
        name, part = kind.classes[int(most)].name(b.lang), number(100 * float(indicators.share(counties, whole)), 1)
        if b.zh:
            text = f"其中{name}涉及面最广，{f'有{cities}个市、' if b.is_root else ''}{part}%的县（市、区）反映"
        else:
            text = f"{name} met with most widely, in {f'{cities} cities and ' if b.is_root else ''}{part}% of counties"
        said.append(ledger_claim(b, kind.id, text, "reach", versus=most))
    return said


def _funnel(led: Ledger) -> list[Markup]:
    b, kind = led.b, led.kind
    said = []
    for n, state in enumerate(kind.states):
        count, last = led.own.count(least=n), n == len(kind.states) - 1
        zh = f"{state.name('zh')}{'' if last else '及以后'}{count}"
        said.append(ledger_claim(b, kind.id, zh if b.zh else f"{state.name('en')}{'' if last else ' or further'} {count}", f"f{n}"))
    return [Markup("、" if b.zh else ", ").join(said)]


def _coverage(led: Ledger) -> list[Markup]:
    """Return each ratio with what it is made of, then the counties where nothing is covered."""
    b, kind, row = led.b, led.kind, led.own
    said = []
    for word in range(len(kind.classes)) or [None]:
        rate = row.rate(word)
        if rate is None:
            continue
        name = "" if word is None else kind.classes[word].name(b.lang)
        done, whole = row.done(word), row.count(word)
        text = f"{name}覆盖率{number(rate, 1)}%（{done}／{whole}）" if b.zh else f"{name or 'coverage'} {number(rate, 1)}% ({done} of {whole})"
        said.append(ledger_claim(b, kind.id, text, "cover", versus="" if word is None else str(word)))
    missing = [c for c in row.held.get("miss", ()) if c != b.region.code]
    if missing:
        names = [b.cat.region(c).short(b.lang) for c in missing[:_NAMED]]
        more = (f"等{len(missing)}个" if b.zh else f" and others, {len(missing)} in all") if len(missing) > _NAMED else ""
        text = f"尚无覆盖的有{'、'.join(names)}{more}" if b.zh else f"nothing covered yet in {', '.join(names)}{more}"
        said.append(ledger_claim(b, kind.id, text, "miss"))
    return said


def _sides(led: Ledger) -> list[Markup]:
    """Return what went out (腾) and what came in (换)."""
    b, kind, row, said = led.b, led.kind, led.own, []
    for side, zh, en in (("out", "腾：", "out: "), ("in", "换：", "in: ")):
        parts = []
        for n, word in enumerate(kind.classes):
            if word.side == side and row.count(word=n) and (not kind.amount or row.amount(n) is not None):
                text = led.amount_text(row.amount(n, done=True), n) if kind.amount else led.count_text(row.done(n)) if b.zh else str(row.done(n))
                parts.append(ledger_claim(b, kind.id, f"{word.name('zh')}{text}" if b.zh else f"{word.name('en')} {text}", f"{'q' if kind.amount else 'd'}c{n}"))
        if parts:
            said.append(say("{}{}", zh if b.zh else en, Markup("、" if b.zh else ", ").join(parts)))
    body = [Markup("；" if b.zh else "; ").join(said)] if said else []
    if kind.balanced and row.amount() is not None:
        out, into = (sum(row.amount(n, done=True) or 0.0 for n, w in enumerate(kind.classes) if w.side == side) for side in ("out", "in"))
        more = into > out
        zh, en = f"新增{'大于' if more else '不大于'}退出", f"{'more' if more else 'no more'} came in than left"
        body.append(ledger_claim(b, kind.id, zh if b.zh else en, "balance", versus="+" if more else "-"))
    return body


def _funds(led: Ledger) -> list[Markup]:
    b, kind, row = led.b, led.kind, led.own
    paid, plan = row.amount(), row.held.get("planned")
    if paid is None or not plan:
        return []
    owed = kind.rate("zh") in ("兑付率", "清偿率", "贴息率") if b.zh else False
    zh, en = f"{'应付' if owed else '计划'}{led.amount_text(plan)}", f"planned {led.amount_text(plan)}"
    said = [ledger_claim(b, kind.id, zh if b.zh else en, "p")]
    said.append(ledger_claim(b, kind.id, f"{'已付' if owed else '完成'}{led.amount_text(paid)}" if b.zh else f"paid or done {led.amount_text(paid)}", "paid"))
    return [*said, *_rate(led)]


def goal_words(goal: Goal, kind: LedgerKind, lang: str) -> str:
    """Return what a goal is about: its class, else the kind."""
    word = kind.class_of(goal.word) if goal.word else None
    return kind.name(lang) if word is None else kind.classes[word].name(lang)


_SHAPES = {
    "classes": _classes, "ladder": _classes, "lines": _classes, "heat": _heat, "funnel": _funnel, "coverage": _coverage, "sides": _sides, "funds": _funds,
    "cases": _classes,
}  # fmt: skip
