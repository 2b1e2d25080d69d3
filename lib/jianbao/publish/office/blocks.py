"""What a page holds, as Word and Excel write it."""

from dataclasses import dataclass, field

from jianbao.publish.office.tree import Node

__all__ = ["Block", "Cell", "Document", "Heading", "Paragraph", "Picture", "Run", "Table"]


@dataclass(frozen=True)
class Run:
    """A piece of a paragraph in one look."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (a section), 2 or 3."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """``kind``: body, finding (what a section found), note (small), item (of a list), to (whom a letter is for), sign (whom it is from, and when)."""

    runs: tuple[Run, ...]
    kind: str = "body"

    @property
    def text(self) -> str:
        """The paragraph as plain text."""
        return "".join(r.text for r in self.runs)


@dataclass(frozen=True)
class Cell:
    """One cell as printed. ``fact`` says that the text is a figure of the page, with or without its unit; ``spoken`` that it is what the drawing shows, in words."""

    text: str = ""
    span: int = 1
    rows: int = 1
    words: bool = False
    fact: bool = False
    bold: bool = False
    drawing: Node | None = None
    spoken: bool = False


@dataclass(frozen=True)
class Table:
    """``heads`` and ``body`` are rows of cells, a cell that spans stands once. ``own``: rows about the brief's own subject."""

    title: str
    note: str
    heads: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]
    own: frozenset[int] = frozenset()
    source: str = ""
    section: str = ""

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((sum(c.span for c in row) for row in (*self.heads, *self.body)), default=0)


@dataclass(frozen=True)
class Picture:
    """A chart: its drawing (SVG) or its bytes (PNG), its title and what it shows in words."""

    title: str
    alt: str
    drawing: Node | None = None
    png: bytes = b""


Block = Heading | Paragraph | Table | Picture


@dataclass
class Document:
    """A whole page. Every text is as the page shows it. ``source``: where its figures come from; ``compact``: it is meant for one sheet of paper."""

    lang: str
    title: str
    kicker: str = ""
    period: str = ""
    stamp: tuple[str, ...] = ()
    banner: str = ""
    running: str = ""
    source: str = ""
    compact: bool = False
    blocks: list[Block] = field(default_factory=list)
    footer: tuple[str, ...] = ()
    definitions: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def zh(self) -> bool:
        """Whether the page is in Chinese."""
        return self.lang != "en"

    @property
    def tables(self) -> list[Table]:
        """The tables, the annex's too, in the page's order."""
        return [b for b in self.blocks if isinstance(b, Table)]
