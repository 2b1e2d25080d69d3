"""A page as a tree of elements, as far as Word and Excel need it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

__all__ = ["Node", "parse"]

_VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
_SPACE = re.compile(r"[ \t\r\n]+")


@dataclass
class Node:
    """One element: its tag and attributes in lower case, its children (elements and text) in order."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    def get(self, name: str) -> str:
        """Return an attribute, "" where there is none."""
        return self.attrs.get(name, "")

    @property
    def classes(self) -> frozenset[str]:
        """The element's classes."""
        return frozenset(self.get("class").split())

    @property
    def elements(self) -> list["Node"]:
        """The children that are elements."""
        return [c for c in self.children if isinstance(c, Node)]

    def all(self, *tags: str) -> Iterator["Node"]:
        """Yield the elements below of these tags, in the page's order."""
        for child in self.elements:
            if child.tag in tags:
                yield child
            yield from child.all(*tags)

    def first(self, tag: str = "", name: str = "") -> "Node | None":
        """Return the first element below of a tag, of a class, or of both."""
        for child in self.elements:
            if (not tag or child.tag == tag) and (not name or name in child.classes):
                return child
            if found := child.first(tag, name):
                return found
        return None

    def text(self) -> str:
        """Return the text below, white space made single; drawings have none."""
        return _SPACE.sub(" ", "".join(self._texts())).strip(" ")

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag == "br":
                yield " "
            elif child.tag not in ("svg", "style", "script") and child.get("aria-hidden") != "true":
                if child.tag == "small":
                    yield " "
                yield from child._texts()


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {k: v or "" for k, v in attrs})
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Node(tag, {k: v or "" for k, v in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if any(n.tag == tag for n in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(html: str) -> Node:
    """Return the root above everything in *html*; never raises."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.open[0]
