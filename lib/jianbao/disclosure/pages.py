"""An HTML page as blocks of text (visible, spoken, hidden, in attributes and comments) and drawings."""

import json
import re
from html import unescape

from jianbao.disclosure.blocks import Block
from jianbao.disclosure.naming import Namer
from jianbao.disclosure.pieces import Drawing, Mark, json_blocks
from jianbao.disclosure.tokens import plain, tokens

__all__ = ["page_parts"]

_TAG = re.compile(r"<!--(.*?)(?:-->|\Z)|<(/?)([a-zA-Z][\w:-]*)((?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>|<[!?][^>]*>", re.S)
_ATTR = re.compile(r"([^\s=\"'/>]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>\"']+))?")
_BLOCKS = frozenset(
    ["html", "body", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "td", "th", "tr", "table", "caption", "thead", "tbody", "tfoot", "summary", "details", "section", "header", "footer", "main", "nav", "figure", "figcaption", "title", "desc", "option", "label", "dt", "dd", "dl", "blockquote", "pre", "text", "head", "svg", "br", "hr", "noscript", "template", "script", "style", "textarea", "select", "button", "aside", "article", "form", "metadata", "foreignobject"]
)
_VOID = frozenset(["br", "hr", "img", "input", "meta", "link", "col", "source", "wbr", "area", "base", "embed", "track", "param"])
_GEOMETRY = frozenset(
    ["x", "y", "x1", "y1", "x2", "y2", "d", "points", "viewbox", "width", "height", "r", "rx", "ry", "cx", "cy", "dx", "dy", "transform", "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "stroke-linecap", "stroke-opacity", "fill-opacity", "opacity", "font-size", "font-weight", "font-family", "text-anchor", "offset", "patternunits", "patterntransform", "markerwidth", "markerheight", "refx", "refy", "clip-path", "colspan", "rowspan", "span", "tabindex", "class", "id", "for", "href", "aria-labelledby", "aria-describedby", "aria-hidden", "role", "scope", "xmlns", "lang", "charset", "rel", "type", "style", "open", "hidden", "preserveaspectratio", "dominant-baseline", "letter-spacing", "maxlength", "size", "xlink:href"]
)
_KNOWN_META = re.compile(r"viewport|referrer|jianbao:(?:region|sector|period|audience|modelled|place)|Content-Security-Policy", re.I)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])|font-size\s*:\s*0(?![.\d])|color\s*:\s*(?:#fff(?:fff)?\b|white|transparent)", re.I)
_WIDTH = re.compile(r"(?:^|;)\s*(?:width|height|left|top|flex(?:-basis)?|--[\w-]+)\s*:\s*(?:calc\()?(\d+(?:\.\d+)?)", re.I)
_COUNT_HEAD = re.compile(r"可排位数|^Ranked$")
_CLAIMED = re.compile(r"(?<=\|)\d{1,3}(?:/\d{1,3})*$")
#: A column of ranks or shares is about its row, whatever field its head names (全省位次).
_PLACED = re.compile(r"位次|排名|占|比重|份额|[Rr]ank|[Ss]hare")
#: What stands under such an element is about what it names, until the next one.
_OVER = frozenset(("h3", "h4", "h5", "h6", "dt", "caption", "figcaption", "summary", "legend"))
_HREF = re.compile(r"(?:^|/)(?:briefs/)?(?:([A-Za-z0-9]+)/)?([A-Za-z0-9]+)(?:\.[a-z]{2})?\.html$")


class _Reader:
    """One pass over a page's tags; texts of one element and its inline children make one block."""

    def __init__(self, html: str, region: str, sector: str, namer: Namer) -> None:
        self.html, self.region, self.sector, self.namer = html, region, sector, namer
        self.blocks: list[Block] = []
        self.drawings: list[Drawing] = []
        self.shaded: list[tuple[str, str]] = []  # what cells in a shade of growth lead to
        self._text: list[str] = []
        self._facts: list[tuple[int, int, str]] = []
        self._length = 0
        self._open: list[tuple[str, bool]] = []  # tag, whether it hides what is in it
        self._fact: tuple[int, str, str] | None = None
        self._row: list[tuple[Block, int]] = []
        self._heads: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
        self._counts: set[int] = set()
        self._groups = False
        self._cell = -1
        self._in_row = self._in_head = False
        self._link: tuple[str, str] | None = None
        self._over: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self._shade = ""
        self._card = ""
        self._svg: Drawing | None = None
        self._fills: list[str] = []
        self._row_drawings: list[Drawing] = []
        self._tag = "body"

    def read(self) -> None:
        at = 0
        html = self.html
        for m in _TAG.finditer(html):
            if m.start() < at:
                continue
            if m.start() > at:
                self._data(html[at : m.start()])
            at = m.end()
            if m[1] is not None:
                self._add(m[1], "comment", never="a number in a comment")
            elif m[3]:
                tag = m[3].lower()
                if m[2]:
                    self._end(tag)
                else:
                    self._start(tag, m[4])
                    if tag in ("script", "style") and not m[4].rstrip().endswith("/"):
                        end = html.find(f"</{tag}", at)
                        end = len(html) if end < 0 else end
                        self._raw(tag, html[at:end], m[4])
                        at = end
        self._data(html[at:])
        self._flush()
        self._end_row()

    # ---- texts ------------------------------------------------------------------------------------------------

    def _data(self, raw: str) -> None:
        text = unescape(raw) if "&" in raw else raw
        self._text.append(text)
        self._length += len(text)

    def _hidden(self) -> bool:
        return any(h for _, h in self._open)

    def _flush(self) -> None:
        text = "".join(self._text)
        if text.strip():
            never = "a number in a hidden part" if self._hidden() and self._tag != "noscript" else ""
            self._add(text, self._tag, facts=tuple(self._facts), never=never)
        self._text, self._facts, self._length = [], [], 0

    def _add(self, text: str, place: str, *, facts: tuple = (), never: str = "", loose: bool = False) -> None:
        region, sector = self._link or (self.region, self.sector)
        if place in _OVER:
            self._over = self._names(plain(text))
        elif place in ("h1", "h2", "section", "main"):
            self._over = ((), ())
        block = Block(text, place, region, sector, ((), ()) if self._link else self._over, facts=facts, never=never, loose=loose)
        if self._svg is not None and place in ("text", "title", "desc"):
            if place == "text" and self._svg.marks or place == "title" and self._svg.marks and self._open and len(self._open) > 1 and self._open[-2][0] not in ("svg", "g"):
                self._svg.marks[-1].text += text
            block = Block(text, f"svg {place}", region, sector, self._svg.row, facts=facts, never=never, loose=place == "text")
        if self._in_row:
            self._row.append((block, self._cell))
        else:
            self.blocks.append(block)

    # ---- elements ---------------------------------------------------------------------------------------------

    def _start(self, tag: str, raw: str) -> None:
        given = {k.lower(): unescape(v[1:-1] if v[:1] in "\"'" else v) for k, v in _ATTR.findall(raw)}
        if tag in _BLOCKS:
            self._flush()
            self._tag = tag
        if tag in ("td", "th"):
            self._cell += 1
            self._shade = given.get("class", "")
        elif tag == "tr":
            self._end_row()
            self._in_row, self._cell = True, -1
        elif tag == "table":
            self._end_row()
            self._heads, self._counts, self._groups = [], set(), False
        elif tag == "thead":
            self._in_head = True
        elif tag == "tbody":
            self._end_row()
            self._in_head = False
        elif tag == "a" and "href" in given:
            self._link = self._linked(given["href"])
            if self._link and self._shade in ("a", "b", "c", "d", "e"):
                self.shaded.append(self._link)
        if given.get("class", "") == "card" or tag in ("h2", "h3", "section", "table", "figure"):
            self._card = ""
        self._attributes(tag, given)
        if tag == "svg":
            self._svg = Drawing("svg", self.region, self.sector, ((), ()), self._card)
            (self._row_drawings if self._in_row else self.drawings).append(self._svg)
            self._fills = []
        elif self._svg is not None and tag in ("path", "rect", "circle", "ellipse", "use", "line", "polyline", "polygon", "text", "image"):
            self._svg.marks.append(Mark(tag, given, fill=given.get("fill", self._fills[-1] if self._fills else "")))
        if tag == "g":
            self._fills.append(given.get("fill", self._fills[-1] if self._fills else ""))
        if "data-fact" in given:
            self._fact = (self._length, given["data-fact"], tag)
            self._card = given["data-fact"]
        if tag not in _VOID and not raw.rstrip().endswith("/"):
            hides = ("hidden" in given and given.get("id") not in ("find", "found")) or bool(_UNSEEN.search(given.get("style", ""))) or tag in ("template", "textarea", "metadata")
            self._open.append((tag, hides))

    def _end(self, tag: str) -> None:
        if self._fact and self._fact[2] == tag:
            self._facts.append((self._fact[0], self._length, self._fact[1]))
            self._fact = None
        if tag in _BLOCKS:
            self._flush()
        if tag == "a":
            self._flush()
            self._link = None
        elif tag in ("tr", "table"):
            self._end_row()
        elif tag == "thead":
            self._end_row()
            self._in_head = False
        elif tag == "svg":
            self._svg = None
        elif tag == "g" and self._fills:
            self._fills.pop()
        for k in range(len(self._open) - 1, -1, -1):
            if self._open[k][0] == tag:
                del self._open[k:]
                break
        if tag in _BLOCKS and self._open:
            self._tag = self._open[-1][0]

    def _attributes(self, tag: str, given: dict[str, str]) -> None:
        for name, value in given.items():
            if name == "data-fact" or not any(c.isdigit() for c in plain(value)):
                continue
            if name == "data-claim" and value.startswith("count|"):
                value = _CLAIMED.sub("", value)  # how many regions or sectors
            if tag == "meta" and _KNOWN_META.fullmatch(given.get("name", given.get("http-equiv", ""))):
                continue
            if name == "style":
                for found in _WIDTH.finditer(value):
                    if "." in found[1] or self._svg is None and tag != "svg" and "%" in value:
                        self._add(found[1], f"{tag} style", never="" if tag == "svg" else "a length in a style attribute")
            elif name in ("src", "srcset", "data", "action", "poster") or (name == "href" and value.startswith("data:")):
                if not re.match(r"data:image/png;base64,", value):
                    self._add(value[:500], f"{tag} {name}", never="data in an address")
            elif name not in _GEOMETRY:
                self._add(value, f"{tag} {name}", loose=name == "content" and tag == "meta" and given.get("name") is None)
            elif name in ("id", "class", "href", "for", "lang") and re.search(r"\d[._-]\d", value) and not re.search(r"[0-9a-f]{8}", value):
                bare = re.sub(r"[A-Za-z_]", " ", value)
                self._add(bare, f"{tag} {name}", never="a number in an identifier" if re.search(r"\d\.\d", bare) and name in ("id", "class") else "", loose=True)
            elif name in ("x", "y", "width", "height", "r", "cx", "cy", "d", "points", "x1", "x2", "y1", "y2") and re.search(r"\d\.\d{2,}", value):
                long = " ".join(re.findall(r"\d+\.\d{2,}", value)[:50])
                self._add(long, f"{tag} {name}", loose=True)

    def _linked(self, href: str) -> tuple[str, str] | None:
        found = _HREF.search(href.split("#")[0])
        if not found:
            return None
        region = found[1] or self.region
        sector = self.namer.whole if found[2] == "index" else found[2]
        if found[1] == "sectors":
            region = self.namer.root
        return (region, sector)

    def _raw(self, tag: str, text: str, attributes: str) -> None:
        self._text.clear()
        if tag == "style":
            for m in re.finditer(r"/\*(.*?)\*/|content\s*:\s*(\"[^\"]*\"|'[^']*')|(--[\w-]+)\s*:\s*(\d+(?:\.\d+)?)(?=\s*[;}])", text, re.S):
                if m[1]:
                    self._add(m[1], "style comment", never="a number in a comment")
                elif m[2]:
                    self._add(re.sub(r"\\([0-9a-fA-F]{1,6}) ?", lambda h: chr(int(h[1], 16)), m[2][1:-1]), "style content")
                else:
                    self._add(m[4], "style property", never="a number in a style property")
            for m in re.finditer(r"(?:width|height|left|top|basis)\s*:\s*(\d+\.\d+)%", text):
                self._add(m[1], "style", never="a length of part of a per cent in a style sheet")
        elif "json" in attributes or text.lstrip()[:1] in "{[":
            try:
                self.blocks += json_blocks(json.loads(text), "script", self.region, self.sector, self.namer)
            except ValueError:
                self._add(text, "script")
        else:
            for literal in re.findall(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`]*`|//[^\n]*|/\*.*?\*/", text, re.S):
                self._add(literal.strip("\"'`/* "), "script")
            self._add(" ".join(re.findall(r"(?<![\w.])\d+\.\d+|\d{4,}", text)), "script", never="a number in a script")

    # ---- rows -------------------------------------------------------------------------------------------------

    def _end_row(self) -> None:
        if not self._in_row:
            return
        self._flush()
        self._in_row = False
        cells: dict[int, str] = {}
        for block, cell in self._row:
            cells[cell] = cells.get(cell, "") + " " + block.text
        if self._in_head or not any(tokens(plain(t)) for t in cells.values()) and not self._heads:
            texts = [plain(cells.get(c, "")).strip() for c in range(max(cells, default=-1) + 1)]
            self._heads = [((), self._names(t)[1]) if _PLACED.search(t) else self._names(t) for t in texts]
            self._counts = {c for c, t in enumerate(texts) if _COUNT_HEAD.search(t)}
            self._groups = bool(texts) and texts[0] in ("组别", "Group")
        # The ranks in a table of groups are the page's own.
        row = ((), ()) if self._groups else self._row_names([plain(cells[c]) for c in sorted(cells)])
        said = plain("".join(b.text for b, c in self._row if c == 0 and b.place in ("td", "th"))).strip()
        for block, cell in self._row:
            column = self._heads[cell] if 0 <= cell < len(self._heads) and not self._in_head else ((), ())
            if cell in self._counts and re.fullmatch(r"\s*\d{1,3}\s*", block.text):
                continue  # how many regions have a rank
            if cell == 1 and block.place == "td" and (said, plain(block.text).strip()) in self.namer.aimed:
                continue  # a plan's aim behind its target's name
            linked = (block.region, block.sector) != (self.region, self.sector)
            kept = ((), ()) if linked else (row[0] or block.row[0], row[1] or block.row[1])
            self.blocks.append(Block(block.text, block.place, block.region, block.sector, kept, column if not linked else ((), ()), block.facts, block.loose, block.never))
        for drawing in self._row_drawings:
            drawing.row = row
            self.drawings.append(drawing)
        self._row, self._row_drawings = [], []

    def _names(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        found = self.namer.mentions(text)
        return tuple(next((m.codes for m in found if m.region == side), ()) for side in (True, False))  # type: ignore[return-value]

    def _row_names(self, texts: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        sides: list[tuple[str, ...]] = [(), ()]
        for text in texts:
            for k, codes in enumerate(self._names(text)):
                sides[k] = sides[k] or codes
        return sides[0], sides[1]


def page_parts(html: str, region: str, sector: str, namer: Namer) -> tuple[list[Block], list[Drawing], list[tuple[str, str]]]:
    """Return the blocks and drawings of a page about a region and a sector, and the cells that it shows in a shade of growth."""
    reader = _Reader(html, region, sector, namer)
    reader.read()
    return reader.blocks, reader.drawings, reader.shaded
