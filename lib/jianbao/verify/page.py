"""A finished page taken apart: its sentences, and the claims in them and in its tables."""

import re
from dataclasses import dataclass, field
from html import unescape

from jianbao.claims import Claim, ClaimError

__all__ = ["PageText", "Said", "Sentence", "read_page"]

_DRAWING = re.compile(r"<svg\b.*?</svg>|<style\b.*?</style>|<!--.*?-->", re.S)
#: An end tag, a start tag with its attributes, or text. Pages are our own and well-formed (``publish.check``), and a parser
#: that also forgives what is not takes five times as long.
_TOKEN = re.compile(r"""</([a-zA-Z0-9]+)\s*>|<([a-zA-Z0-9]+)((?:"[^"]*"|'[^']*'|[^"'>])*)>|([^<]+)""")
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""")
_TOLD = ("class", "data-", "content", "lang")
_VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
#: Classes of elements that are sentences: a section's finding, a card's lines and its tag.
_SENTENCES = {"w", "gr", "cmp", "tag"}


@dataclass
class Said:
    """A claim and the words that print it; ``sentence`` is the number of its sentence, None in a table or card."""

    claim: Claim | None
    raw: str
    sentence: int | None
    text: str = ""


@dataclass
class Sentence:
    """A sentence as it is read, and ``rest``: what of it is inside no claim."""

    text: str = ""
    rest: str = ""
    claims: int = 0


@dataclass
class PageText:
    """A page as its reader sees it."""

    lang: str = ""
    region: str = ""
    sector: str = ""
    period: str = ""
    sentences: list[Sentence] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)

    @property
    def own(self) -> tuple[str, str, str]:
        """Region, sector and period that the page is about."""
        return self.region, self.sector, self.period


class _Reader:
    def __init__(self, all_sector: str) -> None:
        self.page = PageText(sector=all_sector)
        self._stack: list[tuple[str, str]] = []  # tag, and what it opened: sentence, claim, lead, boxes or nothing
        self._sentence: int | None = None
        self._claim: Said | None = None

    def feed(self, html: str) -> None:
        """Take a page apart."""
        for end, start, attributes, text in _TOKEN.findall(html):
            if text:
                if self._claim is not None or self._sentence is not None:
                    self._text(unescape(text))
            elif start:
                told = attributes if any(name in attributes for name in _TOLD) else ""
                self._start(start.lower(), {k.lower(): unescape(a or b or c) for k, a, b, c in _ATTRIBUTE.findall(told)} if told else {})
            else:
                self._end(end.lower())

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag in _VOID:
            if tag == "meta":
                self._meta(given)
            return
        if tag == "html":
            self.page.lang = given.get("lang", "")[:2]
        self._stack.append((tag, self._opens(tag, given) if given or tag in ("p", "div") else ""))

    def _meta(self, given: dict[str, str]) -> None:
        name = given.get("name", "").removeprefix("jianbao:")
        if name in ("region", "sector", "period") and given.get("content"):
            setattr(self.page, name, given["content"])

    def _opens(self, tag: str, given: dict[str, str]) -> str:
        packed = given.get("data-claim") or ("value|" + _fact(given["data-fact"]) if "data-fact" in given else "")
        if packed and self._claim is None:
            try:
                claim = Claim.parse(packed, self.page.own)
            except ClaimError:
                claim = None
            self._claim = Said(claim, packed, self._sentence)
            self.page.said.append(self._claim)
            if self._sentence is not None:
                self.page.sentences[self._sentence].claims += 1
            return "claim"
        classes = set(given.get("class", "").split())
        around = next((kind for _, kind in reversed(self._stack) if kind in ("lead", "boxes")), "")
        if self._sentence is None and "table" not in (t for t, _ in self._stack) and (classes & _SENTENCES or (around == "lead" and tag == "p") or (around == "boxes" and tag == "div")):
            self._sentence = len(self.page.sentences)
            self.page.sentences.append(Sentence())
            return "sentence"
        return "lead" if "lead" in classes else "boxes" if "ss" in classes else ""

    def _end(self, tag: str) -> None:
        while self._stack:
            name, kind = self._stack.pop()
            if kind == "sentence":
                self._sentence = None
            elif kind == "claim":
                self._claim = None
            if name == tag:
                return

    def _text(self, data: str) -> None:
        if self._claim is not None:
            self._claim.text += data
        if self._sentence is not None:
            sentence = self.page.sentences[self._sentence]
            sentence.text += data
            sentence.rest += data if self._claim is None else "\0"


def _fact(identity: str) -> str:
    """Return what ``data-fact`` says as a claim: indicator, region, sector, period, and observed."""
    parts = identity.split("|")
    return "|".join(parts[:4]) + ("||observed" if parts[4:] == ["observed"] else "")


def read_page(html: str, all_sector: str) -> PageText:
    """Return a page taken apart; *all_sector* is the sector of a page that names none. Drawings are left out."""
    reader = _Reader(all_sector)
    reader.feed(_DRAWING.sub(" ", html))
    page = reader.page
    for sentence in page.sentences:
        sentence.text = " ".join(sentence.text.split())
    for said in page.said:
        said.text = " ".join(said.text.split())
    return page
