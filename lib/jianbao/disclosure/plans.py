"""What plans aim at, as pages quote it: a plan is published, no return is in it."""

from collections.abc import Iterator

from jianbao.catalogue import Catalogue, Target
from jianbao.disclosure.tokens import plain

__all__ = ["aimed", "aims", "of_plans"]

#: What an English page counts a plan's unit in, a factor to the plan's own and its name; and its words for about, over.
_IN_ENGLISH = {
    "亿元": (0.1, "billion yuan"), "万人": (10.0, "thousand persons"), "万吨标准煤": (10.0, "thousand tce"), "万吨": (10.0, "thousand tonnes"),
    "万元/人": (10.0, "thousand yuan per person"), "万元/亩": (10.0, "thousand yuan per mu"), "万千瓦时": (0.01, "million kWh"),
}  # fmt: skip
_LOOSE = {"以上": "at least ", "突破": "above ", "超": "above ", "左右": "about ", "原则上不超过": "at most "}


def aims(target: Target, lang: str) -> Iterator[str]:
    """Yield what is aimed at behind the target's own name, to the last letter of its unit; by itself only with the plan's word for about, over."""
    name, loose, zh = target.name(lang), target.loose, target.unit("zh")
    if lang == "zh":
        for aim in dict.fromkeys(f"{number}{zh}" for number in (f"{target.value:g}", f"{target.value:,.0f}") if float(number.replace(",", "")) == target.value):
            yield from (f"{name}{aim}", *((f"{loose}{aim}", f"{aim}{loose}", f"{name}{loose}{aim}", f"{name}{aim}{loose}") if loose else ()))
        return
    value, end = target.value * _IN_ENGLISH.get(zh, (1.0, ''))[0], "%" if zh == "%" else " "
    for number in dict.fromkeys((f"{value:g}", f"{value:,.0f}", f"{value:,.1f}")):
        if abs(float(number.replace(",", "")) - value) < 1e-9:
            yield f"{name} {_LOOSE.get(loose, '')}{number}{end}"


def of_plans(cat: Catalogue) -> Iterator[str]:
    """Yield what plans say, as pages quote it: clauses, and numbers that are aimed at; a plan is published, no return is in it."""
    for lang in cat.place.languages:
        for t in cat.plans.targets:
            yield from (t.clause(lang), t.name(lang))
            if t.value is not None:
                yield from aims(t, lang)
        for c in cat.clusters.cards:
            yield c.text("clause", lang)
        for m in cat.plans.measures:
            yield from (m.clause(lang), m.text(lang))


def aimed(cat: Catalogue) -> frozenset[tuple[str, str]]:
    """Return the pairs of a target's name and what it aims at, as the first two cells of a row print them."""
    pairs = ((lang, t, t.name(lang)) for lang in cat.place.languages for t in cat.plans.targets if t.value is not None)
    quoted = ((t, lang, name, aim) for lang, t, name in pairs for aim in aims(t, lang) if aim.startswith(name))
    return frozenset((plain(name).strip(), plain(f"{aim[len(name) :]}{_unit(t) if lang == 'en' else ''}").strip()) for t, lang, name, aim in quoted)


def _unit(target: Target) -> str:
    zh = target.unit("zh")
    return "" if zh in ("%", "家") else _IN_ENGLISH[zh][1] if zh in _IN_ENGLISH else target.unit("en")
