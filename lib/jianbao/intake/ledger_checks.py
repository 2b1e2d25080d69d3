"""What an item of a ledger must be by the rules of its kind, and what the items of a file must add up to."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from jianbao.catalogue import Catalogue
from jianbao.catalogue.ledgers import LedgerKind, Word
from jianbao.intake.words import Finding, cut
from jianbao.panel.ledger import last_day
from jianbao.panel.published import PublishedError, unit_factor

__all__ = ["check_file", "check_item"]

#: level, field that it is about, what is wrong in Chinese and English.
Wrong = tuple[str, str, str, str]


def check_item(item: dict[str, str], kind: LedgerKind) -> Iterable[Wrong]:
    """Yield what is wrong with an item; its state, class, unit and amounts become those of the register."""
    yield from _words(item, kind)
    yield from _amounts(item, kind)
    yield from _days(item, kind)
    yield from _text(item, kind)


def _words(item: dict[str, str], kind: LedgerKind) -> Iterable[Wrong]:
    state, word = kind.state_of(item["state"]), kind.class_of(item["class"])
    if state is None:
        what = f"没有状态“{cut(item['state'])}”" if item["state"] else "没有状态"
        yield "error", "state", f"{what}；{_zh(kind)}可用：{_list(kind.states)}", f"state {cut(item['state'])!r} is none of {kind.id}'s: {_list(kind.states, 'en')}"
    else:
        item["state"] = _first(kind.states[state])
    if kind.classes and word is None:
        what = f"没有分类“{cut(item['class'])}”" if item["class"] else "没有分类"
        yield "error", "class", f"{what}；{_zh(kind)}可用：{_list(kind.classes)}", f"class {cut(item['class'])!r} is none of {kind.id}'s: {_list(kind.classes, 'en')}"
    elif word is not None:
        item["class"] = _first(kind.classes[word])
    elif item["class"]:
        yield "warning", "class", f"{_zh(kind)}不分类，“{cut(item['class'])}”未用", f"{kind.id} has no classes: {cut(item['class'])!r} is not used"
        item["class"] = ""


def _amounts(item: dict[str, str], kind: LedgerKind) -> Iterable[Wrong]:
    word = kind.class_of(item["class"]) if item["class"] else None
    wanted = kind.unit(next(iter(kind.names)), word)
    held = {f: float(item[f]) for f in ("quantity", "planned") if _is_number(item[f])}
    if kind.amount and "quantity" not in held:
        yield "error", "quantity", f"没有数量（{wanted}）", f"no quantity ({wanted})"
    if wanted and item["unit"] and held:
        try:
            factor = unit_factor(item["unit"], wanted)
        except PublishedError:
            yield "error", "unit", f"单位 {cut(item['unit'])} 不能换算成 {wanted}", f"unit {cut(item['unit'])} does not convert to {wanted}"
        else:
            for field, value in held.items():
                held[field] = value * factor.numerator / factor.denominator
                item[field] = f"{held[field]:.10g}"
            item["unit"] = wanted
    for field, value in held.items():
        if value < 0:
            yield "error", field, "数量为负", "a negative quantity"
    if kind.shape == "funds" and len(held) == 2 and held["quantity"] > held["planned"]:
        yield "warning", "quantity", "完成（已付）数大于计划（应付）数", "more was paid than planned"


def _days(item: dict[str, str], kind: LedgerKind) -> Iterable[Wrong]:
    state = kind.state_of(item["state"])
    final = state is not None and kind.states[state].final
    moves = any(not s.final for s in kind.states)
    if kind.timed and not item["due"]:
        yield "error", "due", "没有完成时限", "no date it is due"
    if final and moves and not item["closed"] and item["opened"] + item["evidence"] == "":
        yield "error", "closed", f"状态为{item['state']}，没有办结日期或佐证", f"closed ({item['state']}), without a date or evidence"
    elif final and moves and not item["closed"]:
        yield "warning", "closed", f"状态为{item['state']}，没有办结日期", f"closed ({item['state']}), without a date"
    if final and kind.evidence and not item["evidence"]:
        yield "error", "evidence", f"状态为{item['state']}，没有佐证", f"closed ({item['state']}), without evidence"
    if item["closed"] and state is not None and not final:
        yield "error", "closed", f"有办结日期，状态却是{item['state']}", f"a date of closing, yet the state is {item['state']}"
    if item["closed"] and item["opened"] and last_day(item["closed"]) < item["opened"]:
        yield "error", "closed", f"办结日期 {item['closed']} 早于开始日期 {item['opened']}", f"closed {item['closed']}, before it was opened"
    if item["due"] and item["opened"] and last_day(item["due"]) < item["opened"]:
        yield "warning", "due", f"完成时限 {item['due']} 早于开始日期 {item['opened']}", f"due {item['due']}, before it was opened"


def _text(item: dict[str, str], kind: LedgerKind) -> Iterable[Wrong]:
    if kind.texts is None:
        return
    low, high = kind.texts
    if not low <= len(item["evidence"]) <= high:
        yield "error", "evidence", f"正文 {len(item['evidence'])} 字，应为 {low}—{high} 字", f"the text has {len(item['evidence'])} characters, it should have {low} to {high}"
    if item["firm"] and item["firm"] in item["evidence"] + item["item"]:
        yield "error", "evidence", "正文或题目中有企业名称；公开版会照录，请改为“某企业”", "the text names the enterprise; public editions print it"


def check_file(items: Sequence[dict[str, str]], cat: Catalogue, file: str) -> list[Finding]:
    """Return where the items of a file do not add up to what the register says of their kind."""
    found: list[Finding] = []
    for kind in cat.ledgers.values():
        own = [i for i in items if i["kind"] == kind.id and i["region"] in cat.all_regions]
        for region, parts in kind.totals:
            under = {r.code for r in cat.regions(under=region)}
            counts = Counter(kind.class_of(i["class"]) for i in own if i["region"] in under)
            if counts:
                found += _adds_up(kind, region, parts, counts, cat, file)
        for place, word, count in _too_many(kind, own):
            zh, en = cat.region(place).name(cat.place.languages[0]), cat.region(place).name(cat.place.languages[-1])
            found.append(Finding("warning", "ledger", f"{zh}{word}{count}{kind.count('zh')}，原则上不超过 1", f"{en}: {count} {word}, at most 1 in principle", file))
        if kind.balanced and own:
            sides = {s: sum(float(i["quantity"] or 0) for i in own if _side(kind, i) == s and _is_number(i["quantity"])) for s in ("out", "in")}
            if sides["in"] > sides["out"]:
                found.append(Finding("warning", "ledger", f"{_zh(kind)}：新增 {sides['in']:g} 大于退出 {sides['out']:g}", f"{kind.id}: more comes in than leaves", file))
    return found


def _adds_up(kind: LedgerKind, region: str, parts: dict[str, int], counts: Counter, cat: Catalogue, file: str) -> Iterable[Finding]:
    wrong = [(name, n, counts[kind.class_of(name)]) for name, n in parts.items() if counts[kind.class_of(name)] != n]
    if wrong:
        whole = f"{sum(parts.values())}＝" + "＋".join(f"{name}{n}" for name, n in parts.items())
        said = "、".join(f"{name}{got}" for name, _, got in wrong)
        where = cat.region(region).name(cat.place.languages[0])
        yield Finding("error", "ledger", f"{where}{_zh(kind)}应为{whole}，文件中{said}", f"{kind.id} of {region}: {sum(parts.values())} in all, the file has {said}", file)


def _too_many(kind: LedgerKind, items: Sequence[dict[str, str]]) -> Iterable[tuple[str, str, int]]:
    """Yield regions with more enterprises of a class than there should be one of each (``totals`` with as many as regions)."""
    for name in (n for _, parts in kind.totals for n in parts if n == "保留"):
        word, firms = kind.class_of(name), {}
        for item in items:
            if kind.class_of(item["class"]) == word:
                firms.setdefault(item["region"], set()).add(item["firm"] or item["item"])
        yield from ((region, name, len(here)) for region, here in sorted(firms.items()) if len(here) > 1)


def _side(kind: LedgerKind, item: dict[str, Any]) -> str:
    word = kind.class_of(item["class"])
    return kind.classes[word].side if word is not None else ""


def _zh(kind: LedgerKind) -> str:
    return kind.names.get("zh", kind.id)


def _first(word: Word) -> str:
    return next(iter(word.names.values()))


def _list(words: Sequence[Word], lang: str = "zh") -> str:
    return "、".join(w.names.get(lang, _first(w)) for w in words)


def _is_number(text: str) -> bool:
    try:
        return text != "" and float(text) == float(text)
    except ValueError:
        return False
