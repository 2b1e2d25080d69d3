"""What pages say of targets (how many stand how, and each row of their table) held against ``goals``."""

import re
from decimal import Decimal

from jianbao.catalogue import Target
from jianbao.verify.goals import Stand, binding, sectors_of, stand
from jianbao.verify.printed import agrees, in_english, numbers, places, rounded, unit
from jianbao.verify.rules import About, rule
from jianbao.verify.states import told_state

__all__ = []

_VERDICTS = {
    "met": ("已达到", "met"), "ahead": ("快于序时", "ahead of schedule"), "on_track": ("与序时同步", "on schedule"), "behind": ("慢于序时", "behind schedule"),
    "missed": ("未达到", "not reached"), "unknown": ("未达到", "not reached"),
}
_IN_PROSE = {"快于序时": "快于序时进度", "与序时同步": "与序时进度同步", "慢于序时": "慢于序时进度"}
_LOOSE = {"以上": "at least", "突破": "above", "超": "above", "左右": "about", "原则上不超过": "at most"}


def _reached(t: Target, s: Stand) -> bool:
    """Return whether a yardstick is reached: an average once it is as high as aimed at."""
    return s.verdict == "met" or t.type.startswith("average") and s.verdict in ("ahead", "on_track")


@rule("targets")
def _targets(a: About) -> str:
    found, zh = [(t, here, stand(a, t, here)) for t, here in binding(a)], a.lang == "zh"
    which, shown = a.claim.versus, [int(n.value) for n in numbers(a.text)]
    if which == "none":
        if found or shown:
            return f"{len(found)} targets apply"
        whom = a.figures.cat.place.region_word(a.figures.cat.region(a.claim.region), "zh") + ("" if a.claim.sector == a.all_sectors else "本行业")
        return "" if not zh or a.text.endswith(f"没有适用于{whom}的目标") else f"there is none for {whom}"
    own = [s for _, here, s in found if here and s.actual is not None]
    above = [(t, s) for t, here, s in found if not here and s.actual is not None]
    blind = [s for _, here, s in found if here and s.actual is None]
    if which == "above":
        met = sum(_reached(t, s) for t, s in above)
        told = _above(len(above), met, zh)
        return "" if above and a.text.lower() == told.lower() else f"{met} of {len(above)} yardsticks are reached"
    if which == "blind":
        right = blind and shown == [len(blind)] and ("没有监测数" in a.text or "cannot be tracked" in a.text)
        more = ("另有" if zh else "more") in a.text
        return "" if right and more == bool(own) else f"{len(blind)} targets have no figures"
    if which == "withheld":
        return "" if any(not here and s.actual is None for _, here, s in found) and not shown else "no yardstick is withheld"
    if not own:
        return "no target of its own has figures"
    counted: dict[str, int] = {}
    for s in own:
        word = _VERDICTS[s.verdict][not zh]
        counted[word] = counted.get(word, 0) + 1
    told = _counted(len(own), counted, zh)
    return "" if a.text.lower() == told.lower() else f"of {len(own)}: {counted}"


def _above(n: int, met: int, zh: bool) -> str:
    if not zh:
        return f"yardsticks reached: {met} of {n}"
    every = "均" if n > 1 else ""
    return f"上级目标中可参照的{n}项，本地" + (f"{every}达到" if met == n else f"{met}项达到" if met else f"{every}未达到")


def _counted(n: int, counted: dict[str, int], zh: bool) -> str:
    order = list(dict.fromkeys(v[not zh] for v in _VERDICTS.values()))
    told = [(_IN_PROSE.get(w, w), counted[w]) for w in order if w in counted]
    if zh:
        head = f"有数据的{n}项目标"
        return f"{head}{'均' if n > 1 else ''}{told[0][0]}" if len(told) == 1 else f"{head}中，" + "、".join(f"{k}项{w}" for w, k in told)
    if len(told) == 1:
        return f"{'The one target with figures is' if n == 1 else f'All {n} targets with figures are'} {told[0][0]}"
    said = [f"{k} {'is' if k == 1 else 'are'} {w}" for w, k in told]
    return f"Of {n} targets with figures, {', '.join(said[:-1])} and {said[-1]}"


# ---- a row of the table -------------------------------------------------------------------------------------------


@rule("target")
def _target(a: About) -> str:
    found = next(((t, here) for t, here in binding(a) if t.id == a.claim.versus), None)
    if found is None:
        return f"the target {a.claim.versus} does not apply"
    t, here = found
    s = stand(a, t, here)
    check = {"name": _name, "aim": _aim, "actual": _actual, "done": _done, "verdict": _verdict, "gap": _gap, "owner": _owner, "clause": _clause, "blind": _blind, "state": told_state}
    if a.claim.way not in ("name", "aim", "owner", "clause", "blind") and s.actual is None:
        return "there is no figure to judge by"
    return check[a.claim.way](a, t, here, s)


def _name(a: About, t: Target, here: bool, s: Stand) -> str:
    mark = "" if here else " 参照" if a.lang == "zh" else " yardstick"
    return "" if a.text == t.name(a.lang) + mark else f"the target is {t.name(a.lang)!r}{mark}"


def _owner(a: About, t: Target, here: bool, s: Stand) -> str:
    return "" if a.text == (t.owner(a.lang) or "—") else f"the plan names {t.owner(a.lang) or 'nobody'}"


def _clause(a: About, t: Target, here: bool, s: Stand) -> str:
    return "" if a.text == t.clause(a.lang) else f"the clause is {t.clause(a.lang)}"


def _unit(a: About, t: Target) -> tuple[str, float, int]:
    """Return the unit in which a target's figures are printed, the factor to it, and least decimals of its own figure."""
    if t.type.startswith("average") or t.type == "decline_from_base":
        return "%", 1.0, 1
    if t.indicator:
        return unit(a.figures.cat.indicator(t.indicator), a.lang)
    return t.unit(a.lang), 1.0, 0


def _written(t: Target) -> int:
    """Return the decimals of a target as the document writes it."""
    return max(0, -Decimal(repr(t.value)).normalize().as_tuple().exponent)


def _aimed(a: About, t: Target, s: Stand) -> tuple[Decimal, int] | None:
    """Return what is aimed at as printed, and its decimals."""
    if t.type == "comparator":
        if s.reference is None:
            return None
        name, factor, least = _unit(a, t)
        d = places(s.reference * factor, least, name)
        return rounded(s.reference * factor, d), d
    name, factor, more = unit_of_document(t, a.lang)
    d = places(t.value * factor, max(0, _written(t) + more), name)
    return rounded(t.value * factor, d), d


def unit_of_document(t: Target, lang: str) -> tuple[str, float, int]:
    """Return the unit of a target as its document has it, in a language: name, factor, decimals more."""
    zh = t.unit("zh") or t.unit("en")
    return (zh, 1.0, 0) if lang == "zh" else in_english(zh, t.unit("en"))


def _aim(a: About, t: Target, here: bool, s: Stand) -> str:
    aimed, shown = _aimed(a, t, s), numbers(a.text)
    if aimed is None:
        return "" if not a.text else "there is nothing to reach"
    if len(shown) != 1 or shown[0].value != aimed[0]:
        return f"the aim is {aimed[0]}"
    if t.type == "comparator":
        return of_whole(a, sectors_of(a, t, here))
    word = t.loose if a.lang == "zh" else _LOOSE.get(t.loose, "")
    others = [w for w in (_LOOSE if a.lang == "zh" else _LOOSE.values()) if w != word and w in a.text.replace(word or "\0", "")]
    name = unit_of_document(t, a.lang)[0]
    return "" if word in a.text and not others and name in a.text else f"the document says {t.loose or 'neither more nor less'}, in {name}"


def of_whole(a: About, sectors: tuple[str, ...]) -> str:
    """Hold the words for the whole that is looked at against the sectors its figure is of."""
    lang, cat = a.lang != "zh", a.figures.cat
    words = {"own": ("同行业", "the sector in"), "same": ("同口径", "same sectors")}
    of = "own" if sectors == (a.claim.sector,) else "same"
    wanted = {words[of][lang]} if sectors != (a.all_sectors,) else set()
    right = cat.place.reference_name(a.lang) in a.text and wanted == {w[lang] for w in words.values() if w[lang] in a.text}
    return "" if right else f"it is of {cat.place.reference_name(a.lang)}, {', '.join(wanted) or 'all sectors'}"


def _actual(a: About, t: Target, here: bool, s: Stand) -> str:
    shown, (name, factor, least) = numbers(a.text), _unit(a, t)
    if not t.type.startswith("average"):
        return "" if len(shown) == 1 and agrees(s.actual * factor, shown[0], least) and name in a.text else f"the panel gives {s.actual * factor:.6g}{name}"
    rate = rounded(s.actual, 1)
    growth = rate if t.type == "average_growth" else -rate
    verbs = {True: ("增长" if t.type == "average_growth" else "上升", "up "), False: ("下降", "down ")}
    if not growth:
        return "" if not shown and ("持平" in a.text or "unchanged" in a.text) else "nothing has changed"
    right = len(shown) == 1 and shown[0].value == abs(growth) and verbs[growth > 0][a.lang != "zh"] in a.text
    return "" if right and verbs[growth < 0][a.lang != "zh"] not in a.text else f"the panel gives {growth}%"


def _done(a: About, t: Target, here: bool, s: Stand) -> str:
    if not here or s.done is None or t.type.startswith("average") or t.type == "comparator" and s.verdict == "met":
        return "" if a.text == "—" else "nothing can be said of how much is done"
    if s.done < 0:
        return "" if a.text in ("差距扩大", "gap wider") else "the gap is wider than it was"
    wanted = [rounded(100 * v, 1) for v in (s.done, s.due) if v is not None]
    return "" if _near(a.text, wanted) else f"{'／'.join(map(str, wanted))} is done and due"


def _near(text: str, wanted: list[Decimal]) -> bool:
    """Whether a text has these numbers in this order; the last digit may differ where binary arithmetic hides a tie."""
    shown = [n.value for n in numbers(text)]
    return len(shown) == len(wanted) and all(abs(x - y) <= Decimal("1e-9") for x, y in zip(shown, wanted, strict=True))


def _verdict(a: About, t: Target, here: bool, s: Stand) -> str:
    zh = a.lang == "zh"
    word = _VERDICTS[s.verdict][not zh] if here else (("达到" if zh else "reached") if _reached(t, s) else _VERDICTS["missed"][not zh])
    told = a.text.lstrip("●▲►▼○ ")
    return "" if told == word else f"the verdict is {word}"


def _gap(a: About, t: Target, here: bool, s: Stand) -> str:
    aimed, zh = _aimed(a, t, s), a.lang == "zh"
    if aimed is None:
        return "" if not a.text else "there is nothing to reach"
    name, factor, least = _unit(a, t)
    own = rounded(s.actual * factor, places(s.actual * factor, least, name))
    gap, wanted = own - aimed[0], []
    better = gap > 0 if t.higher or t.type.startswith("average") else gap < 0
    first = re.split("[；;] ?", a.text)[0]
    word = ("持平", "level") if gap == 0 else ("超", "beyond") if better else ("差", "short")
    if word[not zh] not in first:
        return f"it is {word[not zh]}"
    wanted += [abs(gap)] if gap else []
    if (need := _needed(a, t, s) if here else None) is not None:
        wanted.append(need[0])
        if need[1][not zh] not in a.text:
            return f"the words of what is needed are {need[1][not zh]}"
    return "" if _near(a.text, wanted) else f"the figures are {', '.join(map(str, wanted))}"


def _needed(a: About, t: Target, s: Stand) -> tuple[Decimal, tuple[str, str]] | None:
    """Return what each year left has to bring as printed, with words that belong to it; None where the page says nothing."""
    year, average, end = int(a.claim.period[:4]), t.type.startswith("average"), t.end
    months = int(a.claim.period[5:7]) if a.claim.period[4:5] == "-" else 12
    if s.need is None or year == end or s.verdict in ("met", "missed"):
        return None
    last = year + 1 >= end and (months == 12 or average)
    name, factor, least = _unit(a, t)
    if t.type in ("cumulative", "count_new"):
        d = places(s.need * factor, least, name)
        return None if last else (rounded(s.need * factor, d), ("今后每年需", "a year from now"))
    if average or t.type == "level" and name != "%":
        when = (f"{end}年需", f"in {end}") if last else ("今后年均需", "a year from now")
        return abs(rounded(100 * s.need, 1)), (when[0] + ("下降" if t.type == "average_decline" else "增长"), when[1])
    return None


def _blind(a: About, t: Target, here: bool, s: Stand) -> str:
    """Hold a target without figures against the register: it has none, and its aim is the document's."""
    if s.actual is not None or not here:
        return "there is a figure"
    if not a.text.startswith(t.name(a.lang)):
        return f"the target is {t.name(a.lang)!r}"
    why = _why(a, t, s)
    if not re.search(f"[（(]{why}[）)]$", a.text):
        return f"the reason is {why}"
    rest = a.text[len(t.name(a.lang)) :].rsplit("（" if a.lang == "zh" else "(", 1)[0].strip()
    if t.type == "comparator" and s.reference is None:
        return "" if not rest else "there is nothing to reach"
    return _aim(About(a.figures, a.claim, rest, a.lang), t, here, s)


def _why(a: About, t: Target, s: Stand) -> str:
    """Return why nothing can be said of a target."""
    zh, based = a.lang == "zh", t.type == "decline_from_base"
    if based and t.base is None:
        return "方案未列基期" if zh else "no base year stated"
    if based:
        return "缺基期数" if zh else "no figure of the base year"
    if not t.indicator:
        return "无对应监测指标" if zh else "no such indicator"
    if s.hidden:
        return "不公布" if zh else "not disclosed"
    return "无数据" if zh else "no data"


@rule("sources")
def _sources(a: About) -> str:
    """Hold the documents that a note names against those of the targets that apply, and its year of the base."""
    found = [t for t, _ in binding(a)]
    if not found:
        return "no target applies"
    plans, base = a.figures.cat.plans, min(t.start for t in found) - 1
    for document in {t.document for t in found}:
        if plans.documents[document].title(a.lang) not in a.text:
            return f"it does not name {plans.documents[document].title(a.lang)}"
    told = f"以{base}年为基期" if a.lang == "zh" else f"start from {base}"
    return "" if told in a.text else f"the base year is {base}"
