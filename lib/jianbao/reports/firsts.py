"""Who stands first and last in the league, and who has moved most: sentences about the first indicator, a table about all."""

import re
from collections.abc import Sequence

from jianbao.brief import naming, words
from jianbao.brief.context import Brief
from jianbao.brief.lists import counted_growth, regions_called
from jianbao.brief.parts import Cell, Column, Part, conclusion, table
from jianbao.brief.said import Markup, capital, claim, claimed_value, say
from jianbao.brief.standing import Standing, printed
from jianbao.catalogue.league import Listed
from jianbao.catalogue.period import Period
from jianbao.claims import Claim
from jianbao.reports.league import levels_of, listed
from jianbao.reports.order import candidates, earlier, move_of, place_claim, place_of, table_of

__all__ = ["ends", "firsts", "league_lead", "movers"]

#: So many are named at each end at most, and never more than a third of those ranked.
_MOST = 3
#: How the two ends are called by how many they name.
_ENDS = {1: ("居首位", "居末位", "first is", "last"), 2: ("居前两位", "居后两位", "the first two are", "the last two"), 3: ("居前三位", "居后三位", "the first three are", "the last three")}


def league_lead(b: Brief) -> Part:
    """Return the sentences a reader takes away: how many grew, who is first and last, who has moved most in the first indicator."""
    rows = listed(b)
    if not rows:
        return Part()
    row, said = rows[0], []
    if b.is_root:
        counted = [counted_growth(b, [b.growth(row.indicator, region=c) for c in candidates(b, level)], regions_called(b, level), level) for level in levels_of(b)]
        lead = say("{}：{}" if b.zh else "{}: {}", b.cat.indicator(row.indicator).short(b.lang), Markup("；" if b.zh else "; ").join(counted if b.zh else map(_within, counted)))
    else:
        lead = _own(b, row)
    for among in levels_of(b):
        said.append(Markup("" if b.zh else " ").join(t for t in (_ends(b, row, among), _moved(b, row, among)) if t))
    body = Markup("").join(say("<p>{}</p>", t) for t in said if t)
    return Part(conclusion(lead) + (f'<div class="lead">{body}</div>' if body else ""))


def _within(sentence: Markup) -> Markup:
    """Return an English sentence as it stands within another: “of 2 cities …”."""
    return Markup(re.sub(r"(?:(?<=>)|^)(?:Of|All|The|No)(?= )", lambda m: m[0].lower(), str(sentence), count=1))


def _own(b: Brief, row: Listed) -> Markup:
    """Return where the region itself stands in the first indicator."""
    fact, level = b.growth(row.indicator) if row.shows == "growth" else b.fact(row.indicator), b.region.level
    place, name = place_of(b, row.ranked, b.region.code, level), b.cat.indicator(row.ranked).name(b.lang)
    text = say("{}{}{}" if b.zh else "{}{}: {}", naming.here(b) if b.zh else "", name, claimed_value(b, fact))
    if place is None:
        return text
    n = naming.counted(b, place.ranked, level)
    called = f"居{n}{_position(place, 'zh')}" if b.zh else f"{_position(place, 'en')} of {n}"
    return text + ("，" if b.zh else ", ") + place_claim(b, called, row.ranked, b.region.code, place, level)


def _position(place: Standing, lang: str) -> str:
    tied = "" if place.tied == 1 else "（并列）" if lang == "zh" else " (tied)"
    return printed(place, lang) + tied


def ends(b: Brief, row: Listed, among: str) -> tuple[list[str], list[str]]:
    """Return the codes of those first and last, the better first: at most a third of those ranked and three; none for fewer than two."""
    ranked = table_of(b, row.ranked, among)["rank"]
    order = sorted(ranked.index, key=lambda c: (ranked[c], c))
    n = min(_MOST, max(1, len(order) // 3)) if len(order) > 1 else 0
    return order[:n], order[len(order) - n :]


def _wide(b: Brief, among: str) -> str:
    """Return the level of the regions that *among* names."""
    return among if ":" not in among else b.cat.place.levels[-1]


def movers(b: Brief, row: Listed, among: str, sign: int) -> tuple[list[str], int]:
    """Return who moved most towards the first (sign 1) or the last (−1) beyond the error of the ranks, at most three, and by how many places.

    Counties under a city move among all counties of the place.
    """
    found = {c: m.places for c in candidates(b, among) if (m := move_of(b, row.ranked, c, _wide(b, among))) and m.sure and m.places * sign > 0}
    most = max(found.values(), key=abs, default=0)
    codes = sorted(c for c, places in found.items() if places == most)
    return (codes, abs(most)) if len(codes) <= 3 else ([], 0)


def _names(b: Brief, codes: Sequence[str]) -> str:
    return words.joined([b.cat.region(c).name(b.lang) for c in codes], b.lang)


def _claimed(b: Brief, text: str, row: Listed, among: str, way: str) -> Markup:
    return claim(b, text, Claim("firsts", row.ranked, b.region.code, b.sector.code, b.at, among, way))


def _ends(b: Brief, row: Listed, among: str) -> Markup:
    first, last = ends(b, row, among)
    if not first:
        return Markup("")
    name, called = b.cat.indicator(row.ranked).name(b.lang), naming.level_name(b, _wide(b, among))
    n = len(first)
    if b.zh:
        top, low = _ENDS[n][:2]
        whole = naming.here(b) if among.startswith("under:") else ""
        return say("{}{}；{}。", f"{whole}{called}中，{name}", _claimed(b, f"{top}的是{_names(b, first)}", row, among, f"first:{n}"), _claimed(b, f"{low}的是{_names(b, last)}", row, among, f"last:{n}"))
    top, low = _ENDS[n][2:]
    return capital(say("{} by {}: {}; {}.", naming.plural(b, _wide(b, among)), naming.lower(name),
                       _claimed(b, f"{top} {_names(b, first)}", row, among, f"first:{n}"), _claimed(b, f"{low} {_names(b, last)}", row, among, f"last:{n}")))


def _moved(b: Brief, row: Listed, among: str) -> Markup:
    then = earlier(b)
    bits = [_mover(b, row, among, sign, then) for sign in (1, -1)] if then else []
    bits = [t for t in bits if t]
    if not then or not table_of(b, row.ranked, among, then).size:
        return Markup("")
    when = Period.parse(then).narrative(b.lang).removeprefix(f"{b.period.year}年" if b.zh else "")
    if not bits:
        if any((m := move_of(b, row.ranked, c, _wide(b, among))) and m.sure and m.places for c in candidates(b, among)):
            return Markup("")  # more than three share the widest move
        none = "位次变动均在误差范围内，不判断升降" if b.zh else "no place moved beyond the error of the ranks"
        return say("与{}相比，{}。" if b.zh else "Since {}, {}.", when, _claimed(b, none, row, among, f"still:{then}"))
    if b.zh:
        return say("与{}相比，{}位次{}。", when, _among_all(b, among), Markup("，").join(bits))
    return say("Since {}, {}{}.", when, _among_all(b, among), Markup("; ").join(bits))


def _among_all(b: Brief, among: str) -> str:
    """Return among whom places are counted, where it is not those that the sentence is about: counties of a city stand among all."""
    if not among.startswith("under:"):
        return ""
    return b.cat.place.reference_name("zh") if b.zh else f"among all {naming.plural(b, _wide(b, among))} "


def _mover(b: Brief, row: Listed, among: str, sign: int, then: str) -> Markup:
    codes, places = movers(b, row, among, sign)
    if not codes:
        return Markup("")
    names, way = _names(b, codes), f"{'up' if sign > 0 else 'down'}:{then}"
    if b.zh:
        return _claimed(b, f"{'前移' if sign > 0 else '后移'}最多的是{names}（{places}位）", row, among, way)
    return _claimed(b, f"{names} moved {'up' if sign > 0 else 'down'} most ({places} place{'' if places == 1 else 's'})", row, among, way)


def firsts(b: Brief, among: str = "") -> Part:
    """Return for every indicator of the list who is first, last and has moved most; *among* as in ``league``."""
    rows = listed(b)
    among = among or levels_of(b)[-1]
    if not rows or among not in levels_of(b) or not candidates(b, among):
        return Part()
    then = earlier(b)
    whole = f"{b.cat.place.reference_name('zh')}位次" if among.startswith("under:") else ""
    one = all(len(ends(b, row, among)[0]) < 2 for row in rows)
    heads = ("指标", "居首" if one else "居前", "居末" if one else "居后", f"{whole}前移最多", f"{whole}后移最多") if b.zh else ("Indicator", "First", "Last", "Moved up most", "Moved down most")
    columns = [Column(h, text=True, claims="label|||||@" if k == 0 else "") for k, h in enumerate(heads)][: 5 if then else 3]
    body = []
    for row in rows:
        first, last = ends(b, row, among)
        cells: list[str | Cell] = [b.cat.indicator(row.ranked).short(b.lang)]
        cells += [Cell(_claimed(b, _names(b, codes), row, among, f"{way}:{len(codes)}")) if codes else "—" for way, codes in (("first", first), ("last", last))]
        for sign in (1, -1) if then else ():
            codes, places = movers(b, row, among, sign)
            cells.append(Cell(_claimed(b, f"{_names(b, codes)}（{places}位）" if b.zh else f"{_names(b, codes)} ({places})", row, among, f"{'up' if sign > 0 else 'down'}:{then}")) if codes else "—")
        body.append(cells)
    level = naming.level_name(b, _wide(b, among))
    caption = f"各指标首末位次与变动最大的{level}" if b.zh else f"First, last and moved most: {naming.plural(b, _wide(b, among))}"
    note = ("模拟数据" if b.zh else "modelled data") if b.release.modelled else ""
    return Part(table(columns, body, caption=caption, note=note, keys=[r.ranked for r in rows]))
