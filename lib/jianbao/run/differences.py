"""What a reader would see changed between two pages of the same brief: its figures and its words, section by section."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from jianbao.publish.office.tree import Node, parse

__all__ = ["KINDS", "Change", "differences"]

#: A figure that carries its identity, a sentence or heading, any other text (a table's cell, a chart's label).
KINDS = ("number", "sentence", "other")

_SENTENCES = frozenset(("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "blockquote", "dt", "dd"))
_OTHERS = frozenset(("td", "th", "caption", "div", "figcaption", "text", "title", "desc"))
_CUT = frozenset(("script", "style"))
_INLINE = frozenset(("a", "abbr", "b", "br", "code", "em", "i", "small", "span", "strong", "sub", "sup", "tspan", "u", "img", "s", "del"))


@dataclass(frozen=True)
class Change:
    """One change: ``old`` or ``new`` is "" for what came or went; ``what`` is a figure's identity, or ""."""

    section: str
    kind: str
    old: str
    new: str
    what: str = ""


def differences(old: str, new: str) -> list[Change]:
    """Return what changed between two pages, in the order of the new page's sections; empty where a reader sees the same.

    A number that changed inside a sentence is both a changed number and a changed sentence.
    """
    before, after = _sections(parse(old)), _sections(parse(new))
    found: list[Change] = []
    for name in dict.fromkeys((*after, *before)):
        a, b = before.get(name, []), after.get(name, [])
        found += _numbers(name, a, b)
        for kind in KINDS[1:]:
            found += _texts(name, kind, [t for n in a for t in _pieces(n, kind)], [t for n in b for t in _pieces(n, kind)])
    return found


def _sections(root: Node) -> dict[str, list[Node]]:
    """Return the parts of a page under the names of its sections; what is outside them has the name ""."""
    found: dict[str, list[Node]] = {}
    for part in (root.first("header"), *root.all("section"), root.first("footer")):
        if part is not None:
            head = part.first("h2")
            name = head.first("", "n") if head else None
            found.setdefault((name or head).text() if head else "", []).append(part)
    return found


def _numbers(section: str, old: list[Node], new: list[Node]) -> Iterator[Change]:
    a, b = (_facts(nodes) for nodes in (old, new))
    for what in dict.fromkeys((*b, *a)):
        for was, now in zip_longest(a.get(what, ()), b.get(what, ()), fillvalue=""):
            if was != now:
                yield Change(section, "number", was, now, what)


def _facts(nodes: list[Node]) -> dict[str, list[str]]:
    """Return the printed figures by their identity (that of a claim includes its kind, comparator and way)."""
    found: dict[str, list[str]] = {}
    for node in (n for top in nodes for n in _every(top)):
        for key in ("data-fact", "data-claim"):
            if what := node.get(key):
                found.setdefault(what, []).append(node.text())
    return found


def _every(node: Node) -> Iterator[Node]:
    yield node
    for child in node.elements:
        yield from _every(child)


def _pieces(node: Node, kind: str) -> Iterator[str]:
    """Yield the texts of a kind: those of elements that hold no other block."""
    wanted = _SENTENCES if kind == "sentence" else _OTHERS
    for child in node.elements:
        if child.tag in _CUT:
            continue
        if child.tag in wanted and all(n.tag in _INLINE for n in _every(child) if n is not child):
            if text := child.text():
                yield text
        elif child.tag not in _SENTENCES or child.tag == "li":
            yield from _pieces(child, kind)


def _texts(section: str, kind: str, old: list[str], new: list[str]) -> Iterator[Change]:
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from (Change(section, kind, was, now) for was, now in zip_longest(old[i1:i2], new[j1:j2], fillvalue=""))
