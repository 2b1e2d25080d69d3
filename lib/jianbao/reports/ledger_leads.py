"""The sentences of a ledger: what there is, how much of it is closed, beside the time that has passed; each number a claim."""

from jianbao import indicators
from jianbao.brief import words
from jianbao.brief.context import Brief
from jianbao.brief.said import Markup, capital, claim, say
from jianbao.catalogue.ledgers import Goal, LedgerKind
from jianbao.claims import Claim
from jianbao.facts import SUPPRESSED, number, rounded
from jianbao.reports.ledger_rows import Ledger

__all__ = ["fund_words", "goal_words", "lead", "ledger_claim", "light"]

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
            said.append(ledger_claim(b, kind.id, f"{name}{led.count_text(count)}" if b.zh else f"{name} {count}", f"s{n}"))
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
        zh = {"+": f"高于序时进度{size}个百分点", "-": f"低于序时进度{size}个百分点", "0": "与序时进度同步"}[way]
        en = {"+": f"{size} points ahead of schedule", "-": f"{size} points behind schedule", "0": "on schedule"}[way]
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
    """Return what is late and what is due soon, in words; the shapes are the tables'."""
    b, kind, held = led.b, led.kind, led.own.held
    if not kind.timed or held.get("red") is None:
        return []
    said = []
    if held["red"]:
        said.append(ledger_claim(b, kind.id, f"逾期{held['red']}{kind.count('zh')}" if b.zh else f"{held['red']} overdue", "red"))
    if held["amber"]:
        said.append(ledger_claim(b, kind.id, f"临期{held['amber']}{kind.count('zh')}" if b.zh else f"{held['amber']} due soon", "amber"))
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
            said.append(ledger_claim(b, kind.id, f"{word.name('zh')}{led.count_text(count)}" if b.zh else f"{word.name('en')} {count}", f"c{n}"))
    inner = [Markup("、" if b.zh else ", ").join(said)] if said else []
    return [*inner, *_rate(led)]


def _lines(led: Ledger) -> list[Markup]:
    """Return what is planned for how many of them, then how many are done."""
    b, kind, row = led.b, led.kind, led.own
    said = []
    for n, word in enumerate(kind.classes):
        if count := row.count(word=n):
            said.append(ledger_claim(b, kind.id, f"{'' if said else '计划'}{word.name('zh')}{led.count_text(count)}" if b.zh else f"{'' if said else 'planned: '}{word.name('en')} {count}", f"c{n}"))
    inner = [Markup("、" if b.zh else ", ").join(said)] if said else []
    final = kind.states[-1].name(b.lang)
    return [*inner, ledger_claim(b, kind.id, f"{final}{led.count_text(row.done())}" if b.zh else f"{final} {row.done()}", "done"), *_rate(led)]


def _heat(led: Ledger) -> list[Markup]:
    """Return the class that is met with in most counties, or those that tie for it: in how many cities and counties."""
    b, kind, reach = led.b, led.kind, led.own.held.get("reach", {})
    said = _classes(led)[:1]
    level = b.cat.place.levels[-1]
    whole = len(b.cat.regions(level=level, under=b.region.code))
    if reach and b.region.level != level:
        counties = max(found[1] for found in reach.values())
        most = sorted((w for w in reach if reach[w][1] == counties), key=int)
        names = words.joined([kind.classes[int(w)].name(b.lang) for w in most], b.lang)
        # Cities are counted for a single class only: those that tie may have different ones.
        cities = reach[most[0]][0] if b.is_root and len(most) == 1 and counties < whole else None
        said.append(ledger_claim(b, kind.id, _reach_words(b, names, len(most) > 1, counties, whole, cities), "reach", versus=",".join(most)))
    return said


def _reach_words(b: Brief, names: str, tie: bool, counties: int, whole: int, cities: int | None) -> str:
    """Return that some classes are met with everywhere, or most widely and in how many counties."""
    if b.zh:
        level = b.cat.place.level_name(b.cat.place.levels[-1], "zh")
        if counties == whole:
            return f"{names}在各{level}均有反映"
        return f"其中{names}涉及面最广，{'各' if tie else ''}有{f'{cities}个市、' if cities else ''}{counties}个{level}反映"
    if counties == whole:
        return f"{names} met with in every county"
    return f"{names} met with most widely, in {f'{cities} cities and ' if cities else ''}{counties} counties{' each' if tie else ''}"


def _funnel(led: Ledger) -> list[Markup]:
    b, kind = led.b, led.kind
    said = []
    for n, state in enumerate(kind.states):
        count, last = led.own.count(least=n), n == len(kind.states) - 1
        zh = f"{state.name('zh')}{count}{kind.count('zh')}" if last else f"到达{state.name('zh')}阶段{count}{kind.count('zh')}"
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
    for side, zh, en in (("out", "腾出方面", "out: "), ("in", "换入方面", "in: ")):
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
    before, after = fund_words(kind, b.lang)
    said = [ledger_claim(b, kind.id, f"{before}{'' if b.zh else ' '}{led.amount_text(plan)}", "p")]
    said.append(ledger_claim(b, kind.id, f"{after}{'' if b.zh else ' '}{led.amount_text(paid)}", "paid"))
    return [*said, *_rate(led)]


def fund_words(kind: LedgerKind, lang: str) -> tuple[str, str]:
    """Return what a sum of money is called before and after it is paid: a debt is owed, all else is planned."""
    if kind.rate("zh") in ("兑付率", "清偿率", "贴息率"):
        return ("应付", "已付") if lang == "zh" else ("owed", "paid")
    return ("计划", "完成") if lang == "zh" else ("planned", "done")


def goal_words(goal: Goal, kind: LedgerKind, lang: str) -> str:
    """Return what a goal is about: its class, else the kind."""
    word = kind.class_of(goal.word) if goal.word else None
    return kind.name(lang) if word is None else kind.classes[word].name(lang)


_SHAPES = {
    "classes": _classes, "ladder": _classes, "lines": _lines, "heat": _heat, "funnel": _funnel, "coverage": _coverage, "sides": _sides, "funds": _funds,
    "cases": _classes,
}  # fmt: skip
