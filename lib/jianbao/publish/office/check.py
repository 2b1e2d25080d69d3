"""May this Word or Excel file leave the office? It must say what its page says, fetch nothing and do nothing."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from jianbao.publish.office.tree import Node

__all__ = ["numbers", "numbers_of", "problems"]

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_EXCEL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ACTIVE = ("vba", "activex", "oleobject", "externallink", "embedding", "connections", "customxml", "attachedtemplate")
_SPOKEN = ("alt", "aria-label", "title")


def numbers(text: str) -> set[str]:
    """Return the numbers in a text, thousands not grouped.

    >>> sorted(numbers("2024年1—12月，增加值1,234.50亿元"))
    ['1', '12', '1234.50', '2024']
    """
    return {found.replace(",", "") for found in _NUMBER.findall(text)}


def numbers_of(page: Node) -> set[str]:
    """Return the numbers that a page shows or says."""
    return numbers(" ".join(_said(page)))


def problems(content: bytes, shown: set[str]) -> list[str]:
    """Return why a file may not be published, each in one line; *shown*: the page's numbers. An empty list means that it may."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            parts = {name: file.read(name) for name in file.namelist()}
        trees = {name: ElementTree.fromstring(data) for name, data in parts.items() if name.endswith((".xml", ".rels"))}
    except (zipfile.BadZipFile, ElementTree.ParseError) as error:
        return [f"it is not whole: {error}"]
    found = [f"{name} could act when it is opened" for name in parts if any(word in name.lower() for word in _ACTIVE)]
    for name, tree in trees.items():
        for element in tree.iter():
            if element.get("TargetMode") == "External":
                found.append(f"{name} leads out of the file: {element.get('Target')}")
            if element.tag == f"{_EXCEL}f" or element.tag == f"{_WORD}instrText" and (element.text or "").strip() != "PAGE":
                found.append(f"{name} has a formula or a field: {(element.text or '')[:40]}")
    allowed = shown | _labels(trees)
    for name, tree in trees.items():
        if alien := sorted(numbers(" ".join(_texts(tree))) - allowed):
            found.append(f"{name} has numbers that the page has not: {', '.join(alien[:5])}")
    return found


def _labels(trees: dict[str, ElementTree.Element]) -> set[str]:
    """The numbers that the file itself counts: tables, figures, sheets and rows."""
    most = max((sum(1 for e in tree.iter() if e.tag in (f"{_WORD}tr", f"{_WORD}drawing", f"{_EXCEL}row")) for tree in trees.values()), default=0)
    return {str(n) for n in range(most + 2)}


def _texts(tree: ElementTree.Element) -> Iterator[str]:
    """Yield each paragraph, each text of a workbook and each number of its cells."""
    for element in tree.iter():
        if element.tag == f"{_WORD}p":
            yield "".join(t.text or "" for t in element.iter(f"{_WORD}t"))
        elif element.tag == f"{_EXCEL}si":
            yield "".join(t.text or "" for t in element.iter(f"{_EXCEL}t"))
        elif element.tag == f"{_EXCEL}c" and element.get("t") != "s":
            yield (element.findtext(f"{_EXCEL}v") or "").lstrip("-")
        elif element.tag.endswith("}docPr"):
            yield element.get("descr", "")
        elif element.tag == f"{_EXCEL}sheet":
            yield element.get("name", "")


def _said(node: Node) -> Iterator[str]:
    """Yield what a page says to eye or ear, block by block: text of one line is not torn apart by its mark-up."""
    if node.attrs:
        yield from (node.attrs[k] for k in _SPOKEN if k in node.attrs)
    line = ""
    for child in node.children:
        if isinstance(child, str):
            line += child
        elif child.tag in ("b", "span", "small", "strong", "em", "i", "a", "abbr", "sup", "sub", "tspan"):
            line += child.text()
            yield from _said(child)
        elif child.tag not in ("style", "script"):
            yield line
            line = ""
            yield from _said(child)
    yield line
