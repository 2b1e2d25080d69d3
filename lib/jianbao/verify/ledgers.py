"""Ledgers counted anew: from every item there is (``panel/ledger/items.csv``) and the register of kinds, not from what was cut."""

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date
from statistics import median

from jianbao.catalogue.calendar import end_of
from jianbao.catalogue.ledgers import LedgerKind
from jianbao.catalogue.period import Period
from jianbao.verify.ledger_items import Sheet, day, load
from jianbao.verify.printed import agrees, in_english, numbers, rounded
from jianbao.verify.rules import About, rule

__all__ = []

_FEW, _NAMED = 3, 6


def _sheet(a: About, region: str = "") -> Sheet:
    c = a.claim
    region = region or c.region
    return a.figures.once(("ledger", c.indicator, region, c.period), lambda: Sheet(a.figures, a.figures.cat.ledgers[c.indicator], region, c.period))


def _whole(a: About, value: int, secret: bool) -> str:
    """Hold a count against its text; of a secret kind a public page must not show a small one, and may show none."""
    if a.text == "…":
        return "" if secret else "nothing has to be withheld here"
    if secret and 0 < value < _FEW:
        return "so small a count must be withheld"
    return "" if [n.value for n in numbers(a.text)] == [value] else f"the items give {value}"


def _amount(a: About, value: float, word: int | None, bare: bool, secret: bool) -> str:
    if a.text == "…":
        return "" if secret else "nothing has to be withheld here"
    if secret:
        return "amounts of single enterprises could be worked out"
    places = 0 if round(value, 6).is_integer() or value >= 100 else 1 if value >= 1 else 2
    unit, factor, more = _unit(a, a.figures.cat.ledgers[a.claim.indicator], word)
    value, places = value * factor, max(0, places + more) if value else 0
    if not bare and unit and not a.text.endswith(unit):
        return f"the unit is {unit}"
    shown = numbers(a.text if bare else a.text.removesuffix(unit))
    return "" if len(shown) == 1 and shown[0].decimals == places and agrees(value, shown[0], places) else f"the items give {value}"


def _unit(a: About, kind: LedgerKind, word: int | None) -> tuple[str, float, int]:
    """Return what the page counts amounts (of a class) in, the factor from the ledger's unit, and how many decimals more."""
    zh, own = kind.unit("zh", word), kind.unit(a.lang, word)
    name, factor, more = (own, 1.0, 0) if a.lang == "zh" else in_english(zh, own)
    return name or own, factor, more


@rule("ledger")
def _ledger(a: About) -> str:
    c, cat = a.claim, a.figures.cat
    if not c.indicator and c.way.startswith("item."):  # a list of several kinds: versus is kind/item
        kind, _, ident = c.versus.partition("/")
        return _ledger(replace(a, claim=replace(c, indicator=kind, versus=ident)))
    if not c.indicator:
        return _all(a)
    if c.indicator not in cat.ledgers:
        return "no such kind of ledger"
    kind, sheet, way = cat.ledgers[c.indicator], _sheet(a), c.way
    if a.figures.audience == "public" and kind.internal:
        return "that kind is the office's own"
    secret = a.figures.audience == "public" and kind.secret
    if way in ("name", "where"):
        told = kind.name(a.lang) if way == "name" else cat.region(c.region).short(a.lang)
        return "" if a.text == told else f"it is {told}"
    if way in ("hidden", "states hidden"):
        return "" if secret and not numbers(a.text) else "nothing has to be withheld here"
    if found := re.fullmatch(r"(t?)(n|done|[scf]\d+|dc\d+|q|p|paid|qc\d+)", way):
        return _number(a, sheet, found[1] == "t", found[2], secret)
    if way.startswith("goal."):
        return _goal(a, kind, way.removeprefix("goal."))
    if way.startswith("item.") or way == "text":
        return _item(a, kind, sheet, way.removeprefix("item."))
    return _OTHERS[way](a, kind, sheet, secret) if way in _OTHERS else f"{way!r} is nothing that a ledger says"


def _number(a: About, sheet: Sheet, bare: bool, what: str, secret: bool) -> str:
    kind = sheet.kind
    at = int(re.sub(r"\D", "", what) or 0)
    if what in ("q", "p", "paid") or what.startswith("qc"):
        value = sheet.planned if what == "p" else sheet.amount(at if what.startswith("qc") else None, done=what != "paid")
        owed, zh = kind.rate("zh") in ("兑付率", "清偿率", "贴息率"), a.lang == "zh"
        word = {"p": (("应付", "owed") if owed else ("计划", "planned")), "paid": (("已付", "paid") if owed else ("完成", "done"))}.get(what, ("", ""))
        if kind.shape == "funds" and not bare and not a.text.startswith(word[not zh]):
            return f"the word for it is {word[not zh]}"
        return _amount(a, value, at if what.startswith("qc") else None, bare, secret)
    value = {
        "n": lambda: sheet.count(), "d": lambda: sheet.count(at if what != "done" else None, done=True), "s": lambda: sheet.count(state=at),
        "c": lambda: sheet.count(word=at), "f": lambda: sheet.count(least=at),
    }[what[0]]()  # fmt: skip
    words = {"s": kind.states, "c": kind.classes, "f": kind.states}.get(what[0])
    if words and len(a.text) > len(str(value)) + 1 and words[at].name(a.lang) not in a.text:
        return f"the words are not those of {words[at].name(a.lang)}"
    if words and a.lang == "zh" and words[at].name("zh") in a.text and not a.text.endswith(kind.count("zh")):
        return f"the unit is {kind.count('zh')}"
    return "" if what == "done" and a.text == "—" and not kind.rated else _whole(a, value, secret)


def _rate(a: About, kind: LedgerKind, sheet: Sheet, secret: bool) -> str:
    value, shown = sheet.rate(), numbers(a.text)
    if a.text == "…":
        return "" if secret else "nothing has to be withheld here"
    if a.text == "—":
        return "" if value is None or not kind.rated else "there is a rate"
    return "" if value is not None and len(shown) == 1 and agrees(value, shown[0], 1) else f"the items give {value}"


def _pace(a: About, kind: LedgerKind, sheet: Sheet, secret: bool) -> str:
    value = sheet.rate()
    if value is None:
        return "there is no rate"
    gap = rounded(value, 1) - rounded(100 * int(a.claim.period[5:7]) / 12, 1)
    way = "+" if gap > 0 else "-" if gap < 0 else "0"
    told = {"+": ("高于", "ahead"), "-": ("低于", "behind"), "0": ("同步", "on schedule")}
    right = a.claim.versus == way and all((told[w][a.lang != "zh"] in a.text) == (w == way) for w in told)
    shown = [n.value for n in numbers(a.text)]
    return "" if right and shown == ([abs(gap)] if gap else []) else f"it is {gap} points"


def _days(a: About, kind: LedgerKind, sheet: Sheet, secret: bool) -> str:
    taken = [
        (date.fromisoformat(day(i["closed"])) - date.fromisoformat(day(i["opened"], True))).days
        for i, _, s in sheet.rows if kind.states[s].final and i["closed"] and i["opened"]
    ]  # fmt: skip
    shown = numbers(a.text)
    return "" if taken and not secret and len(shown) == 1 and float(shown[0].value) == median(taken) else "the median is another"


def _red(a: About, kind: LedgerKind, sheet: Sheet, secret: bool) -> str:
    return _light_count(a, len(sheet.late()), secret)


def _amber(a: About, kind: LedgerKind, sheet: Sheet, secret: bool) -> str:
    return _light_count(a, sheet.soon(), secret)


def _light_count(a: About, value: int, secret: bool) -> str:
    if a.text == "—":
        return "" if not a.figures.cat.ledgers[a.claim.indicator].timed else f"the items give {value}"
    if secret:
        return "" if a.text == "…" else "what is late is the office's own"
    return _whole(a, value, False)


def _light(a: About, kind: LedgerKind, sheet: Sheet, secret: bool) -> str:
    if a.text == "—":
        return "" if secret or not kind.timed else "there is a light"
    want = ("■ 红", "■ red") if sheet.late() else ("▲ 黄", "▲ amber") if sheet.soon() else ("● 绿", "● green")
    return "" if not secret and a.text == want[a.lang != "zh"] else f"it is {want[a.lang != 'zh']}"


def _cover(a: About, kind: LedgerKind, sheet: Sheet, secret: bool) -> str:
    word = int(a.claim.versus) if a.claim.versus else None
    done, whole, value = sheet.count(word, done=True), sheet.count(word), sheet.rate(word)
    shown = numbers(a.text)
    named = word is None or kind.classes[word].name(a.lang) in a.text
    right = len(shown) == 3 and value is not None and agrees(value, shown[0], 1) and [int(n.value) for n in shown[1:]] == [done, whole]
    small = secret and (0 < done < _FEW or 0 < whole - done < _FEW)
    return "" if right and named and not small else f"{done} of {whole} are covered"


def _miss(a: About, kind: LedgerKind, sheet: Sheet, secret: bool) -> str:
    cat = a.figures.cat
    missing = sorted({i["region"] for i, *_ in sheet.rows} - {i["region"] for i, _, s in sheet.rows if kind.states[s].final} - {a.claim.region})
    names = [cat.region(r).short(a.lang) for r in missing[:_NAMED]]
    joined = ("、" if a.lang == "zh" else ", ").join(names)
    counted = [int(n.value) for n in numbers(a.text)] == ([len(missing)] if len(missing) > _NAMED else [])
    return "" if not secret and missing and joined in a.text and counted else f"it is {joined}"


def _reach(a: About, kind: LedgerKind, sheet: Sheet, secret: bool) -> str:
    cat, lowest = a.figures.cat, a.figures.cat.place.levels[-1]
    of: dict[int, set[str]] = defaultdict(set)
    for item, word, state in sheet.rows:
        if word is not None and not kind.states[state].final and cat.region(item["region"]).level == lowest:
            of[word].add(item["region"])
    widest = max((len(found) for found in of.values()), default=0)
    most = sorted(w for w, found in of.items() if len(found) == widest)
    if not of or a.claim.versus != ",".join(map(str, most)):
        return "another class is met with in more counties, or in as many"
    every = widest == len(cat.regions(level=lowest, under=a.claim.region))
    rest = a.text
    for name in (kind.classes[w].name(a.lang) for w in most):
        if name not in rest:
            return f"{name} is met with as widely"
        rest = rest.replace(name, "", 1)
    alone = a.claim.region == a.root and len(most) == 1 and not every
    wanted = [] if every else [*([len({cat.region(r).parent for r in of[most[0]]})] if alone else []), widest]
    said = [("最广", "most widely"), ("均有反映", "in every county")]
    right = [int(n.value) for n in numbers(rest)] == wanted and [w[a.lang != "zh"] in a.text for w in said] == [not every, every]
    others = any(w.name(a.lang) in rest for n, w in enumerate(kind.classes) if n not in most)
    return "" if right and not others else f"it is {', '.join(map(str, wanted)) or 'every county'}"


def _balance(a: About, kind: LedgerKind, sheet: Sheet, secret: bool) -> str:
    out, into = (sum(sheet.amount(n, done=True) for n, w in enumerate(kind.classes) if w.side == side) for side in ("out", "in"))
    way = "+" if into > out else "-"
    told = {"+": ("新增大于退出", "more came in"), "-": ("新增不大于退出", "no more came in")}[way][a.lang != "zh"]
    return "" if not secret and a.claim.versus == way and a.text.startswith(told) else f"{into} came in, {out} left"


def _covered_table(word: int | None):
    def check(a: About, kind: LedgerKind, sheet: Sheet, secret: bool) -> str:
        value, shown = sheet.rate(word), numbers(a.text)
        if a.text in ("…", "—"):
            return "" if secret or value is None else "there is a rate"
        return "" if value is not None and len(shown) == 1 and agrees(value, shown[0], 1) else f"the items give {value}"

    return check


_OTHERS = {
    "rate": _rate, "pace": _pace, "days": _days, "red": _red, "amber": _amber, "light": _light, "cover": _cover, "miss": _miss, "reach": _reach, "balance": _balance,
    "cov": _covered_table(None), **{f"cov{n}": _covered_table(n) for n in range(9)},
}  # fmt: skip


# ---- goals, items, all kinds ---------------------------------------------------------------------------------------


def _goal(a: About, kind: LedgerKind, what: str) -> str:
    c, cat = a.claim, a.figures.cat
    goal = kind.goals[int(c.versus)]
    if goal.region != c.region:
        return "the goal is another region's"
    word = kind.class_of(goal.word) if goal.word else None
    if what == "name":
        return "" if a.text == (kind.name(a.lang) if word is None else kind.classes[word].name(a.lang)) else "the goal is called otherwise"
    shown = [float(n.value) for n in numbers(a.text)]
    if what == "aim":
        unit, factor, _ = (kind.count(a.lang), 1.0, 0) if goal.measure == "count" else _unit(a, kind, word)
        return "" if len(shown) > 0 and abs(shown[0] - goal.value * factor) < 1e-9 and a.text.endswith(unit) else f"the goal is {goal.value} {unit}"
    if what == "years":
        return "" if re.findall(r"\d{4}", a.text) == [str(goal.start), str(goal.end)] else f"the years are {goal.start} to {goal.end}"
    if what == "share":
        over = {r.code for r in cat.ancestors(c.region)}
        whole = [g.value for g in kind.goals if g.region in over and (g.word, g.measure, g.start, g.end) == (goal.word, goal.measure, goal.start, goal.end)]
        if not whole:
            return "" if a.text == "—" else "nothing above has that goal"
        return "" if len(shown) == 1 and agrees(100 * goal.value / whole[0], numbers(a.text)[0], 0) else f"it is {100 * goal.value / whole[0]}"
    under, on = {r.code for r in cat.regions(under=c.region)}, min(end_of(Period.parse(c.period)).isoformat(), f"{goal.end}-12-31")
    every = a.figures.once(("ledgers",), lambda: load(a.figures))[kind.id]
    done = [
        i for i in every.values()
        if i["region"] in under and (word is None or i["class"] and kind.class_of(i["class"]) == word)
        and kind.states[kind.state_of(i["state"]) or 0].final and f"{goal.start}-01-01" <= (day(i["closed"]) or day(i["opened"], True)) <= on
    ]  # fmt: skip
    value = float(len(done)) if goal.measure == "count" else sum(float(i["quantity"] or 0) for i in done)
    if a.figures.audience == "public" and kind.secret and 0 < len(done) < _FEW:
        return "so small a count must be withheld"
    value = 100 * value / goal.value if what == "rate" else value
    told = numbers(a.text)
    return "" if len(told) == 1 and agrees(value, told[0], 1 if what == "rate" else 0) else f"the items give {value}"


def _item(a: About, kind: LedgerKind, sheet: Sheet, what: str) -> str:
    """A field of an item that is listed: only where items may be seen, and only of one that is late (a text: that is closed)."""
    found = next(((i, s) for i, _, s in sheet.rows if i["id"] == a.claim.versus), None)
    if found is None:
        return "there is no such item"
    item, state = found
    short = a.figures.cat.region(item["region"]).short(a.lang)
    if what == "text":
        told = f"{short}{'：' if a.lang == 'zh' else ': '}{item['item']}。{item['evidence']}"
        return "" if kind.shape == "cases" and kind.states[state].final and a.text == " ".join(told.split()) else "the item says otherwise"
    if a.figures.audience == "public":
        return "items are the office's own"
    if item not in sheet.late():
        return "the item is not late"
    if what == "late":
        days = (sheet.end - date.fromisoformat(day(item["due"]))).days
        return "" if a.text == str(days) else f"it is {days} days late"
    held = {"region": short, "state": kind.states[state].name(a.lang)}.get(what, item.get(what, ""))
    if what == "state" and kind.states[kind.state_of(item["state"]) or 0].final:
        held = next(s for s in kind.states if not s.final).name(a.lang)
    return "" if a.text == (" ".join(held.split()) or "—") else f"the item says {held}"


def _all(a: About) -> str:
    """How many kinds have items, and how many items of them are late; of a group or of all."""
    c, cat = a.claim, a.figures.cat
    public = a.figures.audience == "public"
    kinds = [k for k in cat.ledgers.values() if (not c.versus or k.group == c.versus) and not (public and k.internal)]
    sheets = [a.figures.once(("ledger", k.id, c.region, c.period), lambda k=k: Sheet(a.figures, k, c.region, c.period)) for k in kinds]
    shown = [int(n.value) for n in numbers(a.text)]
    if c.way == "kinds":
        having = sum(bool(s.rows) for s in sheets)
        return "" if shown == [having] or having == 1 and a.lang == "en" and not shown else f"{having} kinds have items"
    if c.way == "reds":
        late = sum(len(s.late()) for s in sheets if s.kind.timed and not (public and s.kind.secret))
        return "" if shown == [late] else f"{late} items are late"
    return f"{c.way!r} is nothing that ledgers say"
