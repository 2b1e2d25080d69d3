"""A plain page in the house's look, for what analysts read at their desk: no brief, never part of an edition."""

from collections.abc import Iterable, Sequence
from html import escape

from jianbao.publish.css import sheet
from jianbao.publish.policy import policy

__all__ = ["plain_page", "plain_table"]


def plain_page(title: str, lead: str, body: str, lang: str) -> str:
    """Return a whole page: *title* and *lead* are text, *body* is HTML."""
    css = sheet("page.css")
    return (
        f'<!DOCTYPE html>\n<html lang="{"en" if lang == "en" else "zh-CN"}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(css)}"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><style>{css}</style></head><body><div class="sheet"><header><div class="mast"><h1>{escape(title)}</h1></div></header>'
        f'<main><p class="w">{escape(lead)}</p>{body}</main></div></body></html>\n'
    )


def plain_table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; the first column and every text that does not start with a digit stand left. Cells are HTML."""
    head = "".join(f'<th scope="col" class="l">{escape(h)}</th>' for h in heads)
    body = "".join("<tr>" + "".join(_cell(k, cell) for k, cell in enumerate(row)) + "</tr>" for row in rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(position: int, html: str) -> str:
    return f'<th scope="row">{html}</th>' if position == 0 else f'<td class="l">{html}</td>'
