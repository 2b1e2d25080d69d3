"""Pieces of a page: what a notebook cell shows. All text is escaped here, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from jianbao.facts import Fact

__all__ = ["Cell", "Column", "EMPTY", "MARK", "Part", "attribute", "conclusion", "escape", "fact_span", "modelled_tag", "source_line", "table"]

MARK = "<!--jianbao-->"
EMPTY = "<!--jianbao:empty-->"


@dataclass(frozen=True)
class Part:
    """A finished piece of the page, shown by Jupyter as it will look.

    An empty part leaves no trace on the page; one with ``why`` a line that names its section and says why it is left out.
    """

    html: str = ""
    why: str = ""

    def _repr_html_(self) -> str:
        return MARK + self.html if self.html else EMPTY.replace("-->", f":{self.why}-->") if self.why else EMPTY

    def __repr__(self) -> str:
        return f"<Part {len(self.html)} characters>"


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, whether it holds text, whether a phone leaves it out, what its cells claim.

    ``claims`` is a packed claim (``claims.Claim``) in which ``@`` stands for the row's key; region, sector and period
    that it leaves out are those of the row's first figure.
    ``of`` is an indicator that the page's glossary has an entry of: the heading leads there.
    """

    label: str
    text: bool = False
    wide_only: bool = False
    span: int = 1
    claims: str = ""
    of: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell with ready-made HTML (a bar, a link) instead of text to be escaped."""

    html: str
    classes: str = ""


def fact_span(fact: Fact, lang: str, *, unit: bool = False, strong: bool = False) -> str:
    """Return a number of the page, carrying what it is a number of."""
    tag = "b" if strong else "span"
    identity = escape("|".join((fact.indicator, fact.region, fact.sector, fact.period, *(["observed"] if fact.status == "observed" else []))), quote=True)
    text = escape(fact.text(lang) if unit else fact.number(lang))
    if fact.status == "suppressed":
        text = f'<abbr title="{"不公布" if lang == "zh" else "not disclosed"}">{text}</abbr>'
    return f'<{tag} data-fact="{identity}">{text}</{tag}>'


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[str | Cell]], *, caption: str | Markup, note: str = "",
    own: Sequence[int] = (), classes: str = "", label: str = "", stacked: bool = False, keys: Sequence[str] = (),
    over: Sequence[tuple[str, int]] = (),
) -> str:
    """Return a table: caption, column heads with scope, the first column as row heads (by HTML's own rule; a scope each costs 3 KB a page).

    Parameters
    ----------
    rows : sequence of rows
        One entry a column (a column of span 2 takes two entries). Plain text is escaped.
    own : sequence of int
        Rows that are about the brief's own region or sector.
    stacked : bool
        Whether a phone shows each row as a block with the column's name at each cell: for wide rows of words.
    keys : sequence of str
        What each row is about, for the claims of the columns.
    over : sequence of (text, columns)
        Headings above the column heads, each over so many columns.
    """
    classes = f"{classes} tg".strip() if stacked else classes
    heads = "".join(
        f'<th scope="col"{_class(("l " if c.text else "") + ("wide" if c.wide_only else ""))}'
        f'{f" colspan={c.span}" if c.span > 1 else ""}{attribute("data-col", c.claims)}>{_explained(c)}</th>'
        for c in columns
    )
    above = "".join(f'<th scope="colgroup" class="ov" colspan={n}>{escape(text)}</th>' for text, n in over)
    kinds = [c for c in columns for _ in range(c.span)]
    body = []
    for n, row in enumerate(rows):
        cells = []
        for k, (column, value) in enumerate(zip(kinds, row, strict=True)):
            names = ("l " if column.text and k else "") + ("wide " if column.wide_only else "")
            html = value.html if isinstance(value, Cell) else escape(value)
            names += value.classes if isinstance(value, Cell) else ""
            named = f' data-l="{escape(column.label, quote=True)}"' if stacked else ""
            head = ' class="nmv"' if stacked else ""
            cells.append(f'<th{head}>{html}</th>' if k == 0 else f"<td{_class(names)}{named}>{html}</td>")
        body.append(f'<tr{_class("me") if n in own else ""}>{"".join(cells)}</tr>')
    said = caption.striptags() if isinstance(caption, Markup) else caption
    small = f" <small>{note if isinstance(note, Markup) else escape(note)}</small>" if note else ""
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label or said, quote=True)}">'
        f'<table{_class(classes)}{attribute("data-rows", " ".join(keys))}><caption>{caption if isinstance(caption, Markup) else escape(caption)}{small}</caption>'
        f"<thead>{f'<tr>{above}</tr>' if over else ''}<tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def conclusion(sentence: str | Markup) -> str:
    """Return the sentence a section opens with: made of claims (``brief.said``), or a plain text, which is escaped."""
    return f'<p class="w">{sentence if isinstance(sentence, Markup) else escape(sentence)}</p>'


def modelled_tag(modelled: bool, lang: str) -> str:
    """Return the label that a chart's heading carries when its figures are modelled."""
    return f' <small class="sim-tag">{"模拟数据" if lang == "zh" else "modelled"}</small>' if modelled else ""


def source_line(text: str | Markup) -> str:
    """Return the small line under a table or chart: a plain text, which is escaped, or one with claims."""
    return f'<div class="src">{text if isinstance(text, Markup) else escape(text)}</div>'


def attribute(name: str, value: str) -> str:
    """Return an attribute with a blank before it; “” for an empty value."""
    return f' {name}="{escape(value, quote=True)}"' if value else ""


def _explained(column: Column) -> str:
    label = escape(column.label)
    return f'<a href="#g-{column.of}">{label}</a>' if column.of else label


def _class(names: str) -> str:
    return f' class="{names.strip()}"' if names.strip() else ""
