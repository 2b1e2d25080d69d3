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
_TOLD = ("class", "data-", "content", "lang", "colspan")
_VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
#: Classes of elements that are sentences: a section's finding, a card's lines and its tag, a line of what changed.
_SENTENCES = {"w", "gr", "cmp", "tag", "ch"}
#: What is read for its numbers only: headings and lines under tables and charts.
_LINES, _LINE_CLASS = {"caption", "h3", "li", "summary"}, "src"


@dataclass
class Said:
    """A claim and the words that print it; ``sentence`` is the number of its sentence, None in a table or card."""

    claim: Claim | None
    raw: str
    sentence: int | None
    text: str = ""


@dataclass
class Sentence:
    """A sentence as it is read, and ``rest``: what of it is inside no claim.

    A ``line`` (caption, note, cell of a table) needs a claim only where it has a number.
    """

    text: str = ""
    rest: str = ""
    claims: int = 0
    line: bool = False


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


@dataclass
class _Table:
    """A table that is being read. Its head says what a column's cells claim (``data-col``), a row what it is about.

    What ``data-rows`` of the table gives a row stands for ``@`` in the column's claim; region, sector and period that are
    left out there are those of the row's first figure.
    """

    rows: list[str] = field(default_factory=list)

    columns: dict[int, str] = field(default_factory=dict)
    at: int = 0
    row: str = ""
    fact: tuple[str, str, str] | None = None
    cells: list[tuple[str, str]] = field(default_factory=list)  # a column's claim and the cell's text
    cell: str | None = None  # the text of a cell that claims something, while it is read


class _Reader:
    def __init__(self, all_sector: str) -> None:
        self.page = PageText(sector=all_sector)
        self._stack: list[tuple[str, str]] = []  # tag, and what it opened: sentence, claim, cell, lead, boxes or nothing
        self._tables: list[_Table] = []
        self._sentence: int | None = None
        self._claim: Said | None = None

    def feed(self, html: str) -> None:
        """Take a page apart."""
        for end, start, attributes, text in _TOKEN.findall(html):
            if text:
                if self._claim is not None or self._sentence is not None or self._tables and self._tables[-1].cell is not None:
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
        self._stack.append((tag, self._opens(tag, given)))

    def _meta(self, given: dict[str, str]) -> None:
        name = given.get("name", "").removeprefix("jianbao:")
        if name in ("region", "sector", "period") and given.get("content"):
            setattr(self.page, name, given["content"])

    def _opens(self, tag: str, given: dict[str, str]) -> str:
        if tag == "table":
            self._tables.append(_Table(given.get("data-rows", "").split()[::-1]))
        elif self._tables and tag in ("tr", "td", "th"):
            return self._cell(self._tables[-1], tag, given)
        if "data-fact" in given and self._tables and self._tables[-1].fact is None:
            parts = (given["data-fact"].split("|") + [""] * 4)[1:4]
            self._tables[-1].fact = (parts[0], parts[1], parts[2])
        packed = given.get("data-claim") or ("value|" + _fact(given["data-fact"]) if "data-fact" in given else "")
        if packed and self._claim is None:
            self._claim = self._said(packed, self._sentence)
            if self._sentence is not None:
                self.page.sentences[self._sentence].claims += 1
            return "claim"
        classes = set(given.get("class", "").split())
        around = next((kind for _, kind in reversed(self._stack) if kind in ("lead", "boxes")), "")
        if self._sentence is None:
            read = not self._tables and (classes & _SENTENCES or (around == "lead" and tag == "p") or (around == "boxes" and tag == "div"))
            if read or tag in _LINES or _LINE_CLASS in classes:
                return self._open(line=not read)
        return "lead" if "lead" in classes else "boxes" if "ss" in classes else ""

    def _open(self, *, line: bool) -> str:
        self._sentence = len(self.page.sentences)
        self.page.sentences.append(Sentence(line=line))
        return "sentence"

    def _said(self, packed: str, sentence: int | None, text: str = "") -> Said:
        try:
            claim = Claim.parse(packed, self.page.own)
        except ClaimError:
            claim = None
        said = Said(claim, packed, sentence, text)
        self.page.said.append(said)
        return said

    # ---- tables -----------------------------------------------------------------------------------------------

    def _cell(self, table: _Table, tag: str, given: dict[str, str]) -> str:
        if tag == "tr":
            table.at, table.fact, table.cells = 0, None, []
            table.row = table.rows.pop() if table.rows and not self._in_head() else ""
            return ""
        at, table.at = table.at, table.at + int(given.get("colspan", "1"))
        if self._in_head():
            if "data-col" in given:
                table.columns[at] = given["data-col"]
        elif at in table.columns and ("@" not in table.columns[at] or table.row):
            table.cell = ""
            return f"cell{at}"
        elif self._sentence is None:
            return self._open(line=True)
        return ""

    def _in_head(self) -> bool:
        return any(name == "thead" for name, _ in self._stack)

    def _close(self, table: _Table) -> None:
        """Enter what the cells of a row claim: only now is it known which figure the row is about."""
        for packed, text in table.cells:
            fields = (packed.replace("@", table.row).split("|") + [""] * 5)[:max(5, packed.count("|") + 1)]
            if table.fact:
                fields[2:5] = [own or about for own, about in zip(fields[2:5], table.fact, strict=True)]
            self._said("|".join(fields).rstrip("|"), None, text)
        table.cells = []

    def _end(self, tag: str) -> None:
        while self._stack:
            name, kind = self._stack.pop()
            if kind == "sentence":
                self._sentence = None
            elif kind == "claim":
                self._claim = None
            elif kind.startswith("cell"):
                table = self._tables[-1]
                table.cells.append((table.columns[int(kind[4:])], table.cell or ""))
                table.cell = None
            elif name == "tr" and self._tables:
                self._close(self._tables[-1])
            elif name == "table" and self._tables:
                self._tables.pop()
            if name == tag:
                return

    def _text(self, data: str) -> None:
        if self._tables and self._tables[-1].cell is not None:
            self._tables[-1].cell += data
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
