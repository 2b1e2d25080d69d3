"""Section 12: the figures behind every chart, as the chart's own part gave them."""

from collections.abc import Sequence

from jianbao.brief.context import Brief
from jianbao.brief.parts import Part, attribute, conclusion, escape
from jianbao.brief.said import Markup, plain

__all__ = ["ANNEX", "annex", "data_table"]

ANNEX = "<!--jianbao:annex-->"


def data_table(
    b: Brief, title: str | Markup, heads: Sequence[str], rows: Sequence[Sequence[str]], *, note: str = "", claims: Sequence[str] = (), keys: Sequence[str] = ()
) -> str:
    """Return the figures of a chart, to stand right after it; the page moves them to its annex.

    Parameters
    ----------
    heads, rows
        Text as printed, or claims; the first column names the rows. Two charts with the same heads and rows share a table.
    note
        Unit and what else a reader of the table alone must know.
    claims, keys
        What each column's figures claim and each row is about, as in ``parts.Column``; without them nobody can prove the table.
    """
    title = title if isinstance(title, Markup) else escape(title)
    told = ["label|||||@" if keys else "", *claims, *[""] * len(heads)]
    top = "".join(f"<th scope=\"col\"{' class=l' if k == 0 else ''}{attribute('data-col', told[k])}>{escape(h)}</th>" for k, h in enumerate(heads))
    body = "".join(
        f"<tr><th>{row[0] if isinstance(row[0], Markup) else escape(row[0])}</th>{''.join(f'<td>{v if isinstance(v, Markup) else escape(v)}</td>' for v in row[1:])}</tr>" for row in rows
    )
    said = [note] if note else []
    said += ([] if not b.release.modelled else ["模拟数据"] if b.zh else ["modelled data"])
    small = f" <small>{escape(('；' if b.zh else '; ').join(said))}</small>" if said else ""
    return (
        f'<details class="data"><summary>{title}</summary><table{attribute("data-rows", " ".join(keys))}><caption><span class="vh">{title}</span>{small}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></details>"
    )


def annex(b: Brief) -> Part:
    """Return the place where the page puts the charts' figures; nothing where it has no chart."""
    said = "各图所用数据，与图和正文为同一组数" if b.zh else "The figures behind each chart, the same as in charts and text"
    return Part(f"{conclusion(plain(b, said))}{ANNEX}")
