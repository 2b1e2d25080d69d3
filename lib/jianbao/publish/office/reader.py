"""A finished page → its blocks: the one way in for Word and Excel, so that neither can say what the page does not."""

import base64
import re
from dataclasses import replace

from jianbao.publish.office.blocks import Block, Cell, Document, Heading, Paragraph, Picture, Run, Table
from jianbao.publish.office.grid import read_table
from jianbao.publish.office.tree import Node

__all__ = ["read"]

#: What is on the page for another medium, or twice.
_SKIPPED = frozenset(("vh", "narrow", "pr", "toc", "noprint", "files", "skip"))
_SOURCE = re.compile(r"(来源：|Source: )")
_INLINE = frozenset(("a", "abbr", "b", "br", "code", "em", "i", "small", "span", "strong", "sub", "sup"))
_PARAGRAPHS = {"w": "finding", "to": "to", "sign": "sign"}
_CARD = (("nm", "指标", "Indicator"), ("v", "数值", "Value"), ("gr", "同比变动", "Change"), ("cmp", "对照", "Compared"), ("tg1", "走势", "Trend"))


def read(root: Node) -> Document:
    """Return a page, parsed, as blocks. Raises ValueError where it has no ``<main>``."""
    main, page = root.first("main"), root.first("html")
    if main is None or page is None:
        raise ValueError("the page has no <main>")
    title = root.first("span", "ti") or root.first("title")  # a letter's own title
    found = Document("en" if page.get("lang") == "en" else "zh", title.text() if title else "")
    if header := root.first("header"):
        _head(header, found)
    if (running := root.first(name="pf")) is not None:
        found.running = "".join(n.text() for n in running.elements)
    found.compact = main.first(name="onepage") is not None
    walk = _Walk(found)
    walk.blocks(main)
    walk.close()
    if footer := root.first("footer"):
        found.footer = tuple(p.text() for p in footer.all("p"))
    return found


def _head(header: Node, found: Document) -> None:
    named = {name: header.first(name=name) for name in ("kick", "per", "stamp", "sim")}
    found.kicker, found.period = (n.text() if (n := named[k]) else "" for k in ("kick", "per"))
    found.banner = named["sim"].text() if named["sim"] else ""
    if stamp := named["stamp"]:
        lines, line = [], ""
        for child in [*stamp.children, Node("br")]:
            if isinstance(child, Node) and child.tag == "br":
                lines.append(line.strip())
                line = ""
            elif isinstance(child, str) or not child.classes & _SKIPPED:
                line += child if isinstance(child, str) else child.text()
        found.stamp = tuple(t for t in lines if t)


class _Walk:
    """Goes through the page in order and collects its blocks."""

    def __init__(self, found: Document) -> None:
        self.found, self.out = found, found.blocks
        self.zh = found.zh
        self.title = ""  # of a third-level heading that may belong to a chart
        self.section = ""

    def add(self, block: Block) -> None:
        if self.title and isinstance(block, Picture):
            block = replace(block, title=self.title)
        elif self.title:
            self.out.append(Heading(2, self.title))
        self.title = ""
        self.out.append(replace(block, section=self.section) if isinstance(block, Table) else block)

    def close(self) -> None:
        if self.title:
            self.out.append(Heading(2, self.title))

    def blocks(self, node: Node) -> None:
        """Read the children of an element; text between them makes a paragraph of its own."""
        loose: list[Node | str] = []
        for child in node.children:
            if isinstance(child, str) or child.tag in _INLINE:
                loose.append(child)
                continue
            self._paragraph(loose, "note")
            loose = []
            self.block(child)
        self._paragraph(loose, "note")

    def block(self, node: Node) -> None:
        """Read one element."""
        names = node.classes
        if names & _SKIPPED or node.get("aria-hidden") == "true" or node.tag in ("style", "template", "svg"):
            return
        if node.tag == "h2":
            self._section(node)
        elif node.tag in ("h3", "h4", "h5", "h6"):
            self.close()
            self.title = node.text()
        elif node.tag == "p" and "src" in names:
            if _SOURCE.match(said := node.text()):
                self.found.source = self.found.source or _SOURCE.sub("", said)
            self._paragraph(node.children, "note")
        elif node.tag == "p":
            self._paragraph(node.children, next((kind for name, kind in _PARAGRAPHS.items() if name in names), "body"))
        elif node.tag == "table":
            self._table(node, "")
        elif node.tag == "figure":
            self._figure(node)
        elif "cards" in names:
            self._cards(node)
        elif "ss" in names:
            self._boxes(node)
        elif "src" in names:
            self._source(node)
        elif node.tag == "details":
            self._details(node)
        elif node.tag in ("ul", "ol"):
            self._items(node)
        elif "own" in names:
            self.found.notes += [" ".join(text for child in node.elements if (text := child.text()))]
            self.blocks(node)
        elif "gloss" in names:
            for child in node.elements:
                name = b.text() if (b := child.first("b")) else ""
                self.found.definitions.append((name.rstrip("：: "), child.text().removeprefix(name).strip()))
                self._paragraph(child.children, "note")
        elif "notes" in names:
            self.found.notes += [text for child in node.elements if (text := child.text())]
            for child in node.elements:
                self._paragraph(child.children, "note")
        elif "md" in names:
            for child in node.elements:
                if child.tag == "p":
                    self._paragraph(child.children, "note")
                else:
                    self.block(child)
        else:
            self.blocks(node)

    def _section(self, node: Node) -> None:
        self.close()
        self.title = ""
        number, finding = node.first("span", "n"), node.first("span", "w")
        self.section = (number or node).text()
        self.out.append(Heading(1, self.section))
        if finding:
            self._paragraph(finding.children, "finding")

    def _paragraph(self, children: list[Node | str], kind: str) -> None:
        runs: list[Run] = []
        for child in children:
            _runs(child, False, runs)
        merged: list[Run] = []
        for run in runs:
            if merged and merged[-1].bold == run.bold:
                merged[-1] = Run(merged[-1].text + run.text, run.bold)
            else:
                merged.append(run)
        merged = [Run(re.sub(r"[ \t\r\n]+", " ", r.text), r.bold) for r in merged]
        if any(r.text.strip() for r in merged):
            merged[0] = replace(merged[0], text=merged[0].text.lstrip(" "))
            merged[-1] = replace(merged[-1], text=merged[-1].text.rstrip(" "))
            self.add(Paragraph(tuple(r for r in merged if r.text), kind))

    def _table(self, node: Node, title: str) -> None:
        table = read_table(node, title)
        if table.width:
            self.add(table)

    def _figure(self, node: Node) -> None:
        svg, img, caption = node.first("svg"), node.first("img"), node.first("figcaption")
        if caption and not self.title:
            self.title = caption.text()
        if svg is not None:
            said = [n.text() for n in svg.elements if n.tag in ("title", "desc")] or [svg.get("aria-label")]
            self.add(Picture("", " ".join(t for t in said if t), svg))
        elif img is not None and img.get("src").startswith("data:image/png;base64,"):
            self.add(Picture("", img.get("alt"), png=base64.b64decode(img.get("src").partition(",")[2])))
        for table in node.all("table"):
            self._table(table, "")

    def _cards(self, node: Node) -> None:
        rows: list[tuple[Cell, ...]] = []
        for card in (c for c in node.elements if "card" in c.classes):
            parts = {name: card.first(name=name) for name, _, _ in _CARD}
            text = {name: part.text() if part else "" for name, part in parts.items()}
            value, unit = parts["v"], ""
            if value and (small := value.first("small")):
                unit = small.text()
                text["v"] = text["v"].removesuffix(unit).strip()
            label = text["nm"] + ((f"（{unit}）" if self.zh else f" ({unit})") if unit else "")
            rows.append((
                Cell(label, words=True), Cell(text["v"], fact=True),
                *(Cell(text[name], words=True) for name, _, _ in _CARD[2:]),
            ))
        used = [k for k in range(len(_CARD)) if any(row[k].text for row in rows)]
        heads = tuple(Cell(_CARD[k][1 if self.zh else 2], words=k != 1) for k in used)
        if rows:
            title = re.sub(r"^[\d.]+[　 ]*", "", self.section)
            self.add(Table(title, "", (heads,), tuple(tuple(row[k] for k in used) for row in rows)))

    def _boxes(self, node: Node) -> None:
        """A row of figures, each under its name."""
        pairs = [(box.text(), b.text()) for box in node.elements if (b := box.first("b"))]
        if pairs:
            heads = tuple(Cell(whole.removesuffix(value).strip()) for whole, value in pairs)
            self.add(Table("", "", (heads,), (tuple(Cell(value) for _, value in pairs),)))

    def _source(self, node: Node) -> None:
        """A line under a table or chart; it is the source of the table that stands before it."""
        last = self.out[-1] if self.out else None
        if isinstance(last, Table) and not self.title:
            self.out[-1] = replace(last, source=node.text())
        self._paragraph(node.children, "note")

    def _details(self, node: Node) -> None:
        summary = node.first("summary")
        said = summary.text() if summary else ""
        if (table := node.first("table")) is not None:
            self._table(table, said)
        elif text := "".join(c if isinstance(c, str) else c.text() for c in node.children if c is not summary).strip():
            self.add(Paragraph((Run(f"{said}{'：' if self.zh else ': '}", True), Run(text)) if said else (Run(text),), "note"))

    def _items(self, node: Node) -> None:
        for n, item in enumerate((i for i in node.elements if i.tag == "li"), 1):
            mark = f"{n}. " if node.tag == "ol" else "· "
            flat = [c for c in item.children if isinstance(c, str) or c.tag not in ("ul", "ol", "details", "table")]
            self._paragraph([mark, *flat], "item")
            for inner in item.elements:
                if inner.tag in ("ul", "ol", "details", "table"):
                    self.block(inner)


def _runs(node: Node | str, bold: bool, out: list[Run]) -> None:
    if isinstance(node, str):
        out.append(Run(node, bold))
    elif node.tag == "br":
        out.append(Run(" ", bold))
    elif not (node.classes & _SKIPPED or node.get("aria-hidden") == "true" or node.tag in ("svg", "style", "summary")):
        heavy = bold or node.tag in ("b", "strong")
        if "doc" in node.classes or node.tag in ("p", "div") and out and out[-1].text.strip():
            out.append(Run(" ", bold))
        for child in node.children:
            _runs(child, heavy, out)
