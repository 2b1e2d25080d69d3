"""Word and Excel files of an edition: every XML part as blocks of text."""

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from jianbao.disclosure.blocks import Block
from jianbao.disclosure.naming import Namer
from jianbao.disclosure.tokens import plain

__all__ = ["office_blocks"]

_ROW = re.compile(r"<(?:\w+:)?row\b([^>]*)>(.*?)</(?:\w+:)?row>", re.S)
_CELL = re.compile(r"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.S)
_INSIDE = re.compile(r"<(?:\w+:)?(v|f|t)\b[^>]*>(.*?)</(?:\w+:)?\1>", re.S)
_TEXT = re.compile(r"<(?:\w+:)?(?:t|v|f|instrText|delText)\b[^>]*>(.*?)</(?:\w+:)?(?:t|v|f|instrText|delText)>", re.S)
_PARAGRAPH = re.compile(r"<((?:w|a):p)\b.*?</\1>", re.S)
_STRING = re.compile(r"<(?:\w+:)?si\b.*?</(?:\w+:)?si>", re.S)
_HIDDEN = re.compile(r"\b(?:hidden|veryHidden)\b\s*=\s*\"(?:1|true)\"|state\s*=\s*\"(?:hidden|veryHidden)\"")
_LEAVES = re.compile(r">([^<>]+)<|\b(?:name|descr|title|alt|tooltip|val|formatCode|codeName|localSheetId|target)\s*=\s*\"([^\"]*)\"", re.I)
_QUIET = re.compile(r"(?:styles|theme\d*|fontTable|settings|webSettings|numbering|calcChain)\.xml$|\[Content_Types\]|\.rels$")

Names = tuple[tuple[str, ...], tuple[str, ...]]


def office_blocks(path: Path, region: str, sector: str, namer: Namer) -> Iterator[Block]:
    """Yield the texts of a workbook or document about a region and sector: cells by row, hidden parts, properties, charts."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {n: archive.read(n) for n in archive.namelist()}
    except (zipfile.BadZipFile, OSError):
        yield Block("1", "file", region, sector, never="a file that cannot be read")
        return
    texts = {n: raw.decode("utf-8", "replace") for n, raw in parts.items() if n.endswith((".xml", ".rels", ".vml"))}
    for name in sorted(parts.keys() - texts.keys()):
        if not name.endswith("/") and not re.search(r"\.png$", name, re.I):
            yield Block("1", name, region, sector, never="a part of a kind that an edition does not have")
    strings = [_join(m[0]) for m in _STRING.finditer(next((t for n, t in texts.items() if n.endswith("sharedStrings.xml")), ""))]
    unseen = _hidden_sheets(texts)
    for name in sorted(texts):
        text = texts[name]
        if "/worksheets/" in name and name.endswith(".xml"):
            yield from _sheet(name, text, strings, name in unseen, region, sector, namer)
        elif name.endswith("sharedStrings.xml"):
            for string in strings:
                yield Block(string, name, region, sector)
        elif re.search(r"docProps/|comments", name):
            for leaf in _leaves(text) if "docProps" in name else [_join(text)]:
                if not re.fullmatch(r"[\d-]+T[\d:.]+Z|\d{1,2}(?:\.\d{4})?", leaf) and not re.match(r"http", leaf):
                    yield Block(leaf, name, region, sector, never="a number in a property or a comment")
        elif "/charts/" in name:
            yield from _chart(name, text, region, sector, namer)
        elif _PARAGRAPH.search(text):
            yield from _document(name, text, region, sector, namer)
        elif not _QUIET.search(name):
            for leaf in _leaves(text):
                yield Block(leaf, name, region, sector, loose=True)
        else:
            for m in re.finditer(r"formatCode=\"([^\"]*)\"|<!--(.*?)-->", text, re.S):
                yield Block(" ".join(re.findall(r"\"([^\"]*)\"", unescape(m[1] or ""))) or m[2] or "", name, region, sector)


def _sheet(name: str, text: str, strings: list[str], hidden: bool, region: str, sector: str, namer: Namer) -> Iterator[Block]:
    heads: dict[str, Names] = {}
    title: Names = ((), ())
    columns = [tuple(int(v) for v in re.findall(r"\b(?:min|max)=\"(\d+)\"", m[0])) for m in re.finditer(r"<(?:\w+:)?col\b[^>]*>", text) if _HIDDEN.search(m[0])]
    for row in _ROW.finditer(text):
        cells: list[tuple[str, str]] = []
        for cell in _CELL.finditer(row[2]):
            place = (re.search(r"\br=\"([A-Z]+)\d+\"", cell[1]) or ["", chr(65 + len(cells))])[1]
            held = _INSIDE.findall(cell[2] or "")
            if 't="s"' in cell[1]:
                held = [("t", strings[int(v)] if v.isdigit() and int(v) < len(strings) else v) for k, v in held if k == "v"]
            cells += [(place, unescape(re.sub(r"<[^>]+>", "", v))) for _, v in held]
        names = [(p, _names(plain(t), namer)) for p, t in cells]
        numbers = sum(bool(re.fullmatch(r"[-+\d.,eE%]+", t.strip())) for _, t in cells)
        sides = tuple(next((n[k] for _, n in names if n[k]), ()) for k in (0, 1))
        if not numbers:
            if len(cells) == 1:
                title = tuple(sides[k] or title[k] for k in (0, 1))  # type: ignore[assignment]
            elif len(cells) > 1:
                heads = dict(names)
        closed = hidden or bool(_HIDDEN.search(row[1]))
        own = tuple(sides[k] or title[k] for k in (0, 1))
        for place, value in cells:
            off = closed or any(len(c) == 2 and c[0] <= _column(place) <= c[1] for c in columns)
            yield Block(value, f"{name} {place}", region, sector, own, heads.get(place, ((), ())), never="a number in a hidden part" if off else "")  # type: ignore[arg-type]
    for m in re.finditer(r"<(?:\w+:)?(?:oddHeader|oddFooter|evenHeader|evenFooter|firstHeader|firstFooter|dataValidation|formula\d?)\b[^>]*>(.*?)<", text, re.S):
        yield Block(unescape(m[1]), f"{name} header", region, sector)
    for m in re.finditer(r"<!--(.*?)-->", text, re.S):
        yield Block(m[1], f"{name} comment", region, sector, never="a number in a comment")


def _chart(name: str, text: str, region: str, sector: str, namer: Namer) -> Iterator[Block]:
    """Yield the cached points of a chart, each about its category and series."""
    for series in re.findall(r"<c:ser\b.*?</c:ser>", text, re.S) or [text]:
        label = _names(plain(_join("".join(re.findall(r"<c:tx\b.*?</c:tx>", series, re.S)))), namer)
        cats = dict(re.findall(r"<c:pt idx=\"(\d+)\"[^>]*><c:v>(.*?)</c:v>", "".join(re.findall(r"<c:cat\b.*?</c:cat>", series, re.S)), re.S))
        for kind in ("val", "xVal", "yVal", "bubbleSize"):
            for idx, value in re.findall(r"<c:pt idx=\"(\d+)\"[^>]*><c:v>(.*?)</c:v>", "".join(re.findall(rf"<c:{kind}\b.*?</c:{kind}>", series, re.S)), re.S):
                own = _names(plain(unescape(cats.get(idx, ""))), namer)
                yield Block(value, name, region, sector, tuple(own[k] or label[k] for k in (0, 1)))  # type: ignore[arg-type]
    for leaf in re.findall(r"<a:t>(.*?)</a:t>", text, re.S):
        yield Block(unescape(leaf), name, region, sector)


def _document(name: str, text: str, region: str, sector: str, namer: Namer) -> Iterator[Block]:
    rest = text
    for table in re.findall(r"<w:tbl\b.*?</w:tbl>", text, re.S):
        heads: list[Names] = []
        for row in re.findall(r"<w:tr\b.*?</w:tr>", table, re.S):
            cells = [_join(c) for c in re.findall(r"<w:tc\b.*?</w:tc>", row, re.S)]
            names = [_names(plain(c), namer) for c in cells]
            heads = heads or names
            own = tuple(next((n[k] for n in names if n[k]), ()) for k in (0, 1))
            for k, cell in enumerate(cells):
                column = heads[k] if k < len(heads) and heads is not names else ((), ())
                yield Block(cell, f"{name} table", region, sector, own, column)  # type: ignore[arg-type]
        rest = rest.replace(table, "")
    for m in _PARAGRAPH.finditer(rest):
        never = "a number in a hidden part" if re.search(r"<w:(?:vanish|del)\b", m[0]) else ""
        yield Block(_join(m[0]), name, region, sector, never=never)
    for m in re.finditer(r"\b(?:descr|title|tooltip|alias)=\"([^\"]*)\"|<!--(.*?)-->|<w:alias w:val=\"([^\"]*)\"", text, re.S):
        yield Block(unescape(m[1] or m[2] or m[3] or ""), f"{name} alternative text", region, sector)


def _names(text: str, namer: Namer) -> Names:
    found = namer.mentions(text)
    return tuple(next((m.codes for m in found if m.region == side), ()) for side in (True, False))  # type: ignore[return-value]


def _join(xml: str) -> str:
    return unescape("".join(re.sub(r"<[^>]+>", "", t) for t in _TEXT.findall(xml)))


def _leaves(xml: str) -> Iterator[str]:
    for m in _LEAVES.finditer(xml):
        if (text := unescape(m[1] or m[2] or "").strip()) and any(c.isdigit() for c in plain(text)):
            yield text


def _hidden_sheets(texts: dict[str, str]) -> set[str]:
    book = next((t for n, t in texts.items() if n.endswith("workbook.xml")), "")
    links = dict(re.findall(r"Id=\"([^\"]+)\"[^>]*Target=\"/?(?:xl/)?([^\"]+)\"", next((t for n, t in texts.items() if n.endswith("workbook.xml.rels")), "")))
    links |= {i: t for t, i in re.findall(r"Target=\"/?(?:xl/)?([^\"]+)\"[^>]*Id=\"([^\"]+)\"", next((t for n, t in texts.items() if n.endswith("workbook.xml.rels")), ""))}
    found = set()
    for sheet in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book):
        if _HIDDEN.search(sheet) and (m := re.search(r"\w+:id=\"([^\"]+)\"", sheet)):
            found.add(f"xl/{links.get(m[1], '')}")
    return found


def _column(letters: str) -> int:
    number = 0
    for c in letters:
        number = 26 * number + ord(c) - 64
    return number
