"""What pages say of shortboards and alarms, held against what ``watch`` finds."""

import re
from collections.abc import Callable
from decimal import Decimal

from jianbao.catalogue import Rule
from jianbao.verify.printed import bare, near, numbers, places, rounded, says, unit
from jianbao.verify.rules import SMALL_BASE, About, rule, sign
from jianbao.verify.watch import Found, found

__all__ = []


def _whole_called(a: About) -> str:
    """Return what a comparison calls the whole: 全省同行业, the sector in the province."""
    name = a.figures.cat.place.reference_name(a.lang)
    if a.claim.sector == a.all_sectors:
        return name
    return f"{name}同行业" if a.lang == "zh" else f"the sector in {name}"


def _either(check: Callable[[About, int], str]) -> Callable[[About], str]:
    """Return a rule that holds if it does for one way of rounding what lies on the edge."""

    def checked(a: About) -> str:
        why = check(a, 0)
        return why and ("" if "" in (check(a, 1), check(a, -1)) else why)

    return checked


def _ints(text: str) -> list[int]:
    return [int(n.value) for n in numbers(text)]


@rule("shortboards")
@_either
def _shortboards(a: About, slack: int) -> str:
    short, zh = found(a, "shortboard", slack), a.lang == "zh"
    judged, fired = sum(f.state in ("fired", "quiet") for f in short), [f for f in short if f.state == "fired"]
    if a.claim.way == "open":
        alarms = found(a, "alarm", slack)
        blind = not judged and all(f.state not in ("fired", "quiet") for f in alarms)
        return "" if blind and not numbers(a.text) and ("没有可判断" in a.text or "No figure to judge" in a.text) else "there are figures to judge by"
    if not judged or _whole_called(a) not in a.text:
        return f"it does not name {_whole_called(a)}" if judged else "no rule can be judged"
    codes = a.claim.way.split(",") if a.claim.way else []
    if not fired:
        none = f"{judged}项可比指标都不弱于" if zh else f"None of {judged} indicator{'' if judged == 1 else 's'} is worse than"
        return "" if not codes and none.lower() in a.text.lower() and _ints(a.text) == [judged] else f"none of {judged} is worse"
    all_of = zh and len(fired) == judged > 1
    told = f"{judged}项可比指标均弱于" if all_of else f"{judged}项可比指标中{len(fired)}项弱于" if zh else f"{len(fired)} of {judged} indicator{'' if judged == 1 else 's'} {'is' if len(fired) == 1 else 'are'} worse than"
    if told not in a.text:
        return f"{len(fired)} of {judged} are worse"
    weights = {f.rule.id: f.weight for f in fired}
    if [c in weights for c in codes] != [True] * min(2, len(fired)) or any(abs(weights[c] - f.weight) > 1e-9 for c, f in zip(codes, fired, strict=False)):
        return f"the widest gaps are {', '.join(f.rule.id for f in fired[:2])}"
    named = a.text.split("最大的是" if len(fired) > 1 else "：")[-1] if zh else a.text.split(": ")[-1]
    names = [_short_name(a, r) for c in codes for r in a.figures.cat.plans.rules if r.id == c]
    return "" if re.split("、| and ", named.lower()) == [n.lower() for n in names] else f"it does not name {', '.join(names)}"


def _short_name(a: About, r: Rule) -> str:
    return a.figures.cat.indicator(r.indicator).short(a.lang)


@rule("alarms")
@_either
def _alarms(a: About, slack: int) -> str:
    rang = [f.rule.id for f in found(a, "alarm", slack) if f.state == "fired"]
    if a.claim.way != ",".join(rang):
        return f"the alarms are {', '.join(rang) or 'none'}"
    n, zh = len(rang), a.lang == "zh"
    told = (f"触发预警{n}条" if n else "没有触发预警") if zh else f"{n} alert{' was' if n == 1 else 's were'} raised" if n else "no alert was raised"
    return "" if a.text.lower() == told else f"{n} alarms went off"


@rule("asked")
@_either
def _asked(a: About, slack: int) -> str:
    all_ = [f for kind in ("shortboard", "alarm") for f in found(a, kind, slack) if f.state != "idle"]
    blind = [f for f in all_ if f.state == "unjudged"]
    shown = _ints(a.text)
    if shown[: 1 + bool(blind)] != [len(all_), len(blind)][: 1 + bool(blind)] or sum(shown[2:]) != len(blind):
        return f"{len(all_)} rules are asked, {len(blind)} cannot be judged"
    if blind and ("按未触发处理" if a.lang == "zh" else "they count as not fired") not in a.text:
        return "it does not say what becomes of those"
    few = sum(f.why == "few" for f in blind)
    told = re.search(r"企业数不足的(\d+)条|too few enterprises: (\d+)", a.text)
    if few != (int(told[1] or told[2]) if told else 0):
        return f"{few} have too few enterprises"
    return "" if ("≥" in a.text) == any(_ever(a, f) for f in found(a, "shortboard", slack) if f.state == "fired") else "the mark ≥ is explained where it is used"


def _ever(a: About, f: Found) -> bool:
    return f.running == sum(p <= a.claim.period for p in a.figures.periods)


@rule("watch")
@_either
def _watch(a: About, slack: int) -> str:
    f = next((f for kind in ("shortboard", "alarm") for f in found(a, kind, slack) if f.rule.id == a.claim.versus), None)
    if f is None or f.state != "fired":
        return f"the rule {a.claim.versus} does not fire"
    return {"name": _name, "gap": _gap, "running": _running, "moved": _moved, "told": _told, "id": lambda a, f: "" if a.text == f.rule.id else f"the rule is {f.rule.id}"}[a.claim.way](a, f)


def _name(a: About, f: Found) -> str:
    known = a.figures.cat.indicator(f.rule.indicator)
    if f.rule.kind == "alarm":
        return "" if a.text.lower() == f.rule.name(a.lang).lower() else f"the rule is {f.rule.name(a.lang)}"
    lower = ("低为优" if a.lang == "zh" else "lower is better") in a.text
    return "" if a.text.startswith(known.short(a.lang)) and lower == (known.direction == "lower") else f"the indicator is {known.short(a.lang)}"


def _shown_as(a: About, f: Found, value: float) -> Decimal:
    """Return a figure of the rule's indicator as the page's language prints it."""
    known = a.figures.cat.indicator(f.rule.indicator)
    name, factor, least = unit(known, a.lang)
    return rounded(value * factor, places(value * factor, least, name))


def _gap(a: About, f: Found) -> str:
    region, sector, period = a.where
    own, whole = (a.figures.value(f.rule.indicator, r, sector, period) for r in (region, a.root))
    gap, shown = _shown_as(a, f, own) - _shown_as(a, f, whole), numbers(a.text)
    return "" if len(shown) == 1 and shown[0].value == gap and ("+" in a.text) == (gap > 0) else f"the gap is {gap}"


def _running(a: About, f: Found) -> str:
    right = numbers(a.text)[:1] and _ints(a.text) == [f.running] and ("≥" in a.text) == _ever(a, f)
    return "" if right else f"it has held for {f.running} periods"


def _moved(a: About, f: Found) -> str:
    if f.before is None:
        word = ("—", "—")
    elif f.before < 0:
        word = ("▲ 由优转弱", "▲ was better")
    elif f.before == 0:
        word = ("▲ 由平转弱", "▲ was level")
    elif f.gap == f.before:
        word = ("► 持平", "► the same")
    else:
        word = ("▲ 扩大", "▲ wider") if f.gap > f.before else ("▼ 缩小", "▼ narrower")
    return "" if a.text == word[a.lang != "zh"] else f"a year ago the gap was {f.before}, now it is {f.gap}"


def _told(a: About, f: Found) -> str:
    """Hold what set an alarm off against its words: every figure in its order, every verb."""
    figures, (region, sector, period), zh, test = a.figures, a.where, a.lang == "zh", f.rule.test
    margin, run = Decimal(repr(f.rule.margin)), Decimal(f.running)
    own = figures.value(f.rule.indicator, *a.where)
    if test.startswith("below"):
        other = figures.value(f.rule.indicator, a.root, sector, period)
        if figures.cat.indicator(f.rule.indicator).kind != "growth":
            margin *= Decimal(repr(unit(figures.cat.indicator(f.rule.indicator), a.lang)[1]))
        pairs, after = [own, other], [run, margin] if zh else [margin, run]
        if figures.cat.place.reference_name(a.lang) not in a.text:
            return "it does not name the whole"
        if (test == "below_and_worsening") != ("变差" in a.text or "worse than a year ago" in a.text):
            return "it does not say which way it moved"
    elif test == "negative_for":
        pairs, after = [own], [run, margin] if zh else [margin, run]
    elif test == "slowed":
        pairs, after = [own], [f.gap]
    elif test == "turned_negative":
        before = [p for p in figures.periods if p < period][-1]
        pairs, after = [own, figures.value(f.rule.indicator, region, sector, before)], []
    else:
        pairs, after = [own, figures.base(f.rule.indicator, *a.where)], []
    known = figures.cat.indicator(f.rule.indicator)
    rates = known.kind == "growth"
    parts = re.split(r"[，；;,] ?| against |, after | after ", a.text)
    wanted = []
    for value, text in zip(pairs, parts, strict=False):
        if rates:
            way = ">" if _shown_as(a, f, value) > SMALL_BASE else sign(near(value, 1)).pop()
            if not says("rate", way, text):
                return f"“{text}” does not say {way!r}"
            wanted += [] if way in ">0" else [abs(_shown_as(a, f, value))]
        else:
            wanted.append(_shown_as(a, f, value))
    if test == "turned_to_loss" and f.rule.indicator == "profit":
        wanted[0] = -wanted[0]
        if any(word not in text for word, text in zip(("亏损", "盈利") if zh else ("a loss of", "a profit of"), parts, strict=False)):
            return "a loss is called a loss and a profit a profit"
    wanted += after
    shown = [n.value for n in numbers(bare(a.text))]
    return "" if shown == wanted else f"the figures are {', '.join(map(str, wanted))}"
