"""Which region and which sector a number in a text is about."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from jianbao.catalogue import Catalogue
from jianbao.disclosure.plans import aimed

__all__ = ["Mention", "Namer"]

#: A name after such a word is what the subject is compared with, or a part of; it is not what the number is about.
_OBJECT = re.compile(r"(?:高于|低于|快于|慢于|高出|落后于|强于|弱于|比|较|与|和|占|居|列|排|在|拉动|下拉|带动|第|[、,，和] ?(?:高于|低于)|\b(?:than|above|below|versus|vs\.?|from that of|share of|% of|points? (?:of|to)|times|ranks? .{0,16}of)(?: the)?)\s*$")
#: A name before such a word is the field in which the subject is placed.
_FIELD = re.compile(r"的?(?:平均|均值|位次|排名|名次|占比|比重|份额|第[\d一二三四五六七八九十]|rank)")
_END = re.compile(r"[。！？!?；;\n]|(?<=[a-z)%])\.(?=\s|$)")
_OWN = ("同行业", "本行业", "该行业", "the sector", "this sector", "its sector", "the same sector")
_WHOLE = ("全部工业", "全省工业", "全市工业", "全区工业", "全县工业", "全口径", "规模以上工业增加值", "all sectors", "all industry", "whole industry")
_HERE = ("全区", "全县", "全市", "本区", "本县", "本市", "本地", "本地区", "当地", "the district", "the county", "the city", "this region", "the region", "this district", "this county")
_ROOT = ("全省", "全国以外的全省", "the province")


@dataclass(frozen=True)
class Mention:
    """A name in a text: where it stands, whether of a region or a sector, the codes it may mean, whether compared with only."""

    start: int
    end: int
    region: bool
    codes: tuple[str, ...]
    compared: bool


class Namer:
    """Finds the names and codes of a place's registers in texts."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.cat = catalogue
        place = catalogue.place
        self.root, self.whole = place.root_region, place.all_sector
        self.aimed = aimed(catalogue)
        known: dict[str, tuple[bool, set[str]]] = {}
        self._letters: dict[str, tuple[bool, tuple[str, ...]]] = {}  # a name of one letter is one where it stands alone (水)
        for is_region, units in ((True, catalogue.regions()), (False, catalogue.sectors())):
            for unit in units:
                for name in {unit.code, *(t for lang in place.languages for t in (unit.name(lang), unit.short(lang)))}:
                    if len(name) == 1:
                        self._letters[name.lower()] = (is_region, (unit.code,))
                    elif name:
                        known.setdefault(name.lower(), (is_region, set()))[1].add(unit.code)
        for words, is_region, code in ((_OWN, False, "@own"), (_WHOLE, False, self.whole), (_HERE, True, "@here"), (_ROOT, True, self.root)):
            for word in words:
                known.setdefault(word, (is_region, set()))[1].add(code)
        for lang in place.languages:
            known.setdefault(place.reference_name(lang).lower(), (True, {self.root}))
        self._known = {name: (is_region, tuple(sorted(codes))) for name, (is_region, codes) in known.items()}
        self._pattern = re.compile(_trie(self._known), re.I)
        self.mentions = lru_cache(maxsize=100_000)(self._mentions)

    def _mentions(self, text: str) -> tuple[Mention, ...]:
        """Return the names in a text (from ``tokens.plain``), in order."""
        if alone := self._letters.get(text.strip().lower()):
            return (Mention(0, len(text), *alone, compared=False),)
        found: list[Mention] = []
        for m in self._pattern.finditer(text):
            start, end = m.span()
            if (m[0][0].isascii() and m[0][0].isalnum() and start and text[start - 1].isascii() and text[start - 1].isalnum()) or (
                m[0][-1].isascii() and m[0][-1].isalnum() and end < len(text) and text[end].isascii() and text[end].isalnum()
            ):
                continue
            is_region, codes = self._known[m[0].lower()]
            beside = found[-1] if found and found[-1].end >= start - 1 else None
            compared = bool(_OBJECT.search(text[max(0, start - 24) : start])) or (beside is not None and beside.compared) or bool(_FIELD.match(text, end))
            found.append(Mention(start, end, is_region, codes, compared))
        return tuple(found)

    def subject(self, text: str, start: int, end: int, is_region: bool, spoken: bool = False) -> tuple[str, ...]:
        """Return the codes that the number at start … end is about, () if the text names none.

        Within its sentence the name before it counts, else the one after; else the last one of an earlier sentence.
        ``spoken`` is a label that may put its number first: "7.0 全省".
        """
        here = [m for m in self.mentions(text) if m.region == is_region and not m.compared]
        if not here:
            return ()
        ends = [m.end() for m in _END.finditer(text)]
        left = max((e for e in ends if e <= start), default=0)
        right = min((e for e in ends if e > end), default=len(text))
        before = [m for m in here if left <= m.start and m.end <= start]
        # Behind the number only a proper name is its subject ("3.2亿元来自定海区"), not "7th in the province".
        after = [m for m in here if end <= m.start < right and (spoken or not (m.codes[0].startswith("@here") or m.codes == (self.root,)))]
        earlier = [m for m in here if m.end <= left]
        chosen = before[-1:] or after[:1] or earlier[-1:]
        return chosen[0].codes if chosen else ()

    def resolve(self, codes: Iterable[str], region: str, sector: str) -> tuple[str, ...]:
        """Return codes with 全市, 同行业 and their like replaced by what they mean on the page of a region and sector."""
        return tuple(region if c == "@here" else sector if c == "@own" else c for c in codes)


def _trie(words: Iterable[str]) -> str:
    """Return a pattern of the words, the longest first, that looks at each letter once."""
    tree: dict = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branch(tree)


def _branch(node: dict) -> str:
    options = [re.escape(letter) + _branch(rest) for letter, rest in node.items() if letter]
    if not options:
        return ""
    joined = options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"
    return f"(?:{joined})?" if "" in node else joined
