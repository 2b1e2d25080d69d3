"""A piece of text of an edition with what it is about, and the judgement whether it gives a withheld cell away."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from jianbao.disclosure.naming import Namer
from jianbao.disclosure.secrets import Secrets
from jianbao.disclosure.tokens import Token, plain, tokens

__all__ = ["Block", "Finding", "Judge"]

_REST = re.compile(r"其余|其他[^（]{0,6}合计|除[^。；]{1,40}外|剩余|\bother (?:count|distri|region|sector)|\bthe rest\b|\bremain|excluding|without ")
_MANY = 5
#: The number of a section, and what the drawing of pulls calls the rest: several regions or sectors, shown ones among them.
_SECTION = re.compile(r"^\s*\d{1,2}(?:\.\d)?[\s　]+(?=[^\s\d亿万千家%])")
_RESIDUE = re.compile(r"(?:其余\(含不公布\)|\S+ incl\. withheld|^withheld) [+−-]?\d+\.\d(?!\d)")
_OWN_NUMBERS = {"h2": _SECTION, "h3": _SECTION, "svg title": _RESIDUE, "svg desc": _RESIDUE}


@dataclass(frozen=True)
class Finding:
    """Something in a file that tells of a withheld cell. ``shown`` and the rest are for the internal archive only."""

    file: str
    place: str
    rule: str
    region: str
    sector: str
    indicator: str = ""
    period: str = ""
    shown: str = ""

    def line(self) -> str:
        """Return one line for the log of a build: where, and which cell; never the number."""
        return f"{self.file} · {self.place} · {self.rule} · {self.region}×{self.sector}"


@dataclass(frozen=True)
class Block:
    """A text, where it stands, and what it is about unless it says so itself.

    ``row`` and ``column`` are codes that the row and the head of the column name (regions, sectors); ``facts`` marks the
    parts of the text that say which figure they are: (start, end, identity). ``loose`` texts (ticks, script) are about
    nothing in particular: only what they name, or a long number, counts. ``never`` is a kind of place that has no number.
    """

    text: str
    place: str
    region: str
    sector: str
    row: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    column: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    facts: tuple[tuple[int, int, str], ...] = field(default=())
    loose: bool = False
    never: str = ""


class Judge:
    """Decides about blocks of one edition."""

    def __init__(self, held: Secrets, published: dict[tuple[str, str, str, str], float], own_words: tuple[str, ...]) -> None:
        self.held, self.namer = held, Namer(held.cat)
        self._published = published
        self._registers = sorted({w for w in map(plain, own_words) if tokens(w)}, key=len, reverse=True)
        self._regions = {r.code for r in held.cat.regions()}
        self._heads: dict[tuple[str, str], list[float]] = {}
        self._sound: set[tuple[str, str]] = set()  # marked figures that were found to be what they say

    def findings(self, block: Block, file: str) -> Iterator[Finding]:
        """Yield what is wrong with a block."""
        text = plain(block.text)
        if len(text) != len(block.text):  # marks are places in the text as it was: take them one by one
            yield from self._marked(block, file)
            text = plain("".join(self._between(block)))
            marks: tuple[tuple[int, int, str], ...] = ()
        else:
            yield from self._marked(block, file)
            marks = block.facts
        for start, end, _ in marks:
            text = text[:start] + " " * (end - start) + text[end:]
        if block.place in _OWN_NUMBERS:
            text = _OWN_NUMBERS[block.place].sub(lambda m: " " * len(m[0]), text)
        for words in self._registers:
            if words in text:
                text = text.replace(words, " " * len(words))
        for token in tokens(text):
            if len(token.shown) >= 5 and token.shown in self._regions:
                continue
            found = self._verdict(text, token, block)
            if found:
                rule, region, sector, (indicator, period) = found
                yield Finding(file, block.place, rule, region, sector, indicator, period, token.shown)

    @staticmethod
    def _between(block: Block) -> Iterator[str]:
        at = 0
        for start, end, _ in block.facts:
            yield block.text[at:start]
            at = end
        yield block.text[at:]

    def _marked(self, block: Block, file: str) -> Iterator[Finding]:
        for start, end, identity in block.facts:
            shown = plain(block.text[start:end])
            if (identity, shown) in self._sound:
                continue
            parts = identity.split("|")
            held = tokens(f"{shown}家" if shown.isdigit() else shown)  # 1954 is no year here
            if len(parts) not in (4, 5) or not held:
                if not held and not re.search(r"\d", shown):
                    self._sound.add((identity, shown))
                    continue
                yield Finding(file, block.place, "a mark that names no figure", block.region, block.sector, identity, "", shown)
                continue
            indicator, region, sector, period = parts[:4]  # a fifth part says that it is the bureau's own
            true = self._published.get((indicator, region, sector, period))
            hidden = self.held.hidden(region, sector)
            if true is None or not _prints(held[0], true):
                true = None if hidden else self.held.raw(region, sector, period, indicator)
            if true is not None and len(held) == 1 and _prints(held[0], true):
                self._sound.add((identity, shown))
            elif hidden:
                yield Finding(file, block.place, "a withheld figure under its own mark", region, sector, indicator, period, shown)
            else:
                yield Finding(file, block.place, "another number under the mark of a published figure", region, sector, indicator, period, shown)

    def _verdict(self, text: str, token: Token, block: Block) -> tuple[str, str, str, tuple[str, str]] | None:
        if not block.never and self._total(text, token, block):
            return None
        regions, sectors = self.about(text, token, block)
        pairs = list(product(regions, sectors))
        hidden = [p for p in pairs if self.held.hidden(*p)]
        if block.never:
            pair = (hidden or pairs or [(block.region, block.sector)])[0]
            return block.never, *pair, self._name(pair, token)
        own = {p for p in pairs if p not in hidden}
        named = self._named(text, block)
        says = bool(self.namer.mentions(text))
        if hidden and not own and (says or not block.loose) and token.shown != "0":
            return "a number about a withheld cell", *hidden[0], self._name(hidden[0], token)
        near = own or {(block.region, block.sector)}
        # A number of three digits that reads like one of a withheld cell named in the same text, and like none of what it is about.
        least = 3 if block.loose or own - {(self.held.cat.place.root_region, block.sector)} else 2
        if token.digits >= least:
            for pair in dict.fromkeys([*(hidden if own or says else ()), *named]):
                name = self.held.values(*pair).match(token)
                if name and not self._explained(token, near):
                    return "a number of a withheld cell that the text names", *pair, name
        if token.digits > _MANY or (block.loose and hidden and token.digits >= 3):
            for pair in hidden if token.digits <= _MANY else self.around(block.region, block.sector):
                name = self.held.values(*pair).match(token)
                if name and name[1] == self.held.period and not self._explained(token, near) and not self._seen(token, block):
                    return "a long number of a withheld cell near by", *pair, name
        if token.digits >= 2 and _REST.search(text[max(0, token.start - 48) : token.start]):
            return self._remainder(text, token, block)
        return None

    def about(self, text: str, token: Token, block: Block) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the regions and the sectors that a number may be about."""
        out = []
        for k, (is_region, own) in enumerate(((True, block.region), (False, block.sector))):
            codes = self.namer.subject(text, token.start, token.end, is_region, block.loose) or block.row[k] or block.column[k] or (own,)
            codes = self.namer.resolve(codes, block.region, block.sector)
            out.append(tuple(c for c in codes if c) or (own,))
        if block.column[0] and not self.namer.subject(text, token.start, token.end, True, block.loose):
            out[0] = self.namer.resolve(block.column[0], block.region, block.sector)
        if block.column[1] and not self.namer.subject(text, token.start, token.end, False, block.loose):
            out[1] = self.namer.resolve(block.column[1], block.region, block.sector)
        return out[0], out[1]

    def _named(self, text: str, block: Block) -> list[tuple[str, str]]:
        """Return the withheld cells that a text names, wherever in it; the row's and the page's own names stand for what it leaves out."""
        mentions = self.namer.mentions(text)
        if not mentions and not any(block.row):
            return []
        sides = []
        for k, (is_region, own) in enumerate(((True, block.region), (False, block.sector))):
            codes = [c for m in mentions if m.region == is_region for c in m.codes]
            sides.append(dict.fromkeys(self.namer.resolve([*codes, *block.row[k]], block.region, block.sector) or (own,)))
        if len(sides[0]) * len(sides[1]) > 60:
            return []
        return [p for p in product(*sides) if self.held.hidden(*p)]

    def around(self, region: str, sector: str) -> Iterator[tuple[str, str]]:
        """Yield the withheld cells of a page's region and of its sector."""
        for other in self.held.by_region.get(region, ()):
            yield region, other
        for other in self.held.by_sector.get(sector, ()):
            yield other, sector

    def _total(self, text: str, token: Token, block: Block) -> bool:
        """Return whether a number is the growth of the whole region, which heads its parts (合计)."""
        held, place = self.held, self.held.cat.place
        if not re.search(r"合计|\btotal|in all", text[max(0, token.start - 12) : token.start] + "|" + text[token.end : token.end + 8]):
            return False
        return any(abs(token.value - abs(held.raw(*p, held.period, f"{place.headline}_growth"))) <= token.half * 1.001 for p in ((block.region, place.all_sector),))

    def _seen(self, token: Token, block: Block) -> bool:
        """Return whether a published cell of the page's region or sector has that figure among the headline and the cards."""
        held, place = self.held, self.held.cat.place
        key = (block.region, block.sector)
        if key not in self._heads:
            cells = [(r.code, block.sector) for r in held.cat.regions()] + [(block.region, s.code) for s in held.cat.sectors()]
            names = (place.headline, f"{place.headline}_growth", *place.cards)
            self._heads[key] = [abs(v) for c in cells if not held.hidden(*c) for n in names if (v := held.raw(*c, held.period, n)) == v]
        return any(abs(token.value * k - v) <= token.half * k * 1.001 for v in self._heads[key] for k in (1, 10))

    def _explained(self, token: Token, pairs: set[tuple[str, str]]) -> bool:
        """Return whether a published number of the cells that the text is about reads the same."""
        return any(not self.held.hidden(*p) and self.held.values(*p).match(token) for p in pairs)

    def _name(self, pair: tuple[str, str], token: Token) -> tuple[str, str]:
        return self.held.values(*pair).match(token) or ("", "")

    def _remainder(self, text: str, token: Token, block: Block) -> tuple[str, str, str, tuple[str, str]] | None:
        """Return the withheld cells of which a number is the sum, where the text speaks of the rest."""
        held, cat = self.held, self.held.cat
        regions = [c for m in self.namer.mentions(text) if m.region for c in self.namer.resolve(m.codes, block.region, block.sector)] + [block.region]
        sectors = [c for m in self.namer.mentions(text) if not m.region for c in self.namer.resolve(m.codes, block.region, block.sector)] + [block.sector]
        groups = [[(c.code, s) for c in cat.children(r) if held.hidden(c.code, s)] for r in dict.fromkeys(regions) for s in dict.fromkeys(sectors)]
        groups += [[(r, s) for s in held.by_region.get(r, ()) if cat.sector(s).level == level] for r in dict.fromkeys(regions) for level in ("division", "set")]
        for group in groups:
            for name in ("value_added", "revenue", "profit", "average_employees", "above_scale_enterprises"):
                whole = sum(v for p in group if (v := held.raw(*p, held.period, name)) == v)
                if group and _prints(token, whole):
                    return "the sum of withheld cells", *group[0], (name, held.period)
        return None


def _prints(token: Token, value: float) -> bool:
    """Return whether a token prints a value, in whatever unit of ten."""
    if value != value:
        return False
    if value == 0 or token.value == 0:
        return abs(value - token.value) <= token.half * 1.001
    return any(abs(token.value * 10.0**k - abs(value)) <= token.half * 10.0**k * 1.001 for k in range(-8, 9))
