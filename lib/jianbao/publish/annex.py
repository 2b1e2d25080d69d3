"""The figures behind the charts, moved from under each chart to the page's annex."""

import re
from html import escape

from jianbao.publish.meta import say
from jianbao.publish.sections import EMPTY

__all__ = ["gather"]

_PLACE = "<!--jianbao:annex-->"
_DATA = re.compile(r'<details class="data"><summary>(.*?)</summary>(.*?)</details>', re.S)
_BODY = re.compile(r"<thead>.*</tbody>", re.S)


def gather(parts: list[str], lang: str, links: str = "") -> list[str]:
    """Return the parts with every chart's figures in the annex, numbered, and a link to them under the chart.

    Charts with the same figures share a table, which then has all their titles. A page without an annex keeps them
    under the charts; an annex without figures is left out. *links* are HTML that stands at the annex's head.
    """
    if not any(_PLACE in part for part in parts):
        return parts
    tables: dict[str, list[tuple[str, str]]] = {}  # figures → the charts' titles and whole tables

    def move(found: re.Match[str]) -> str:
        figures = _BODY.search(found[2])
        same = tables.setdefault(figures[0] if figures else found[2], [])
        same.append((found[1], found[2]))
        n = list(tables).index(figures[0] if figures else found[2]) + 1
        return f'<div class="src files"><a href="#a{n}">{escape(say("data_in", lang).format(n=n))}</a></div>'

    parts = [_DATA.sub(move, part) for part in parts]
    shown = "".join(_table(n, same, lang) for n, same in enumerate(tables.values(), 1))
    return [part.replace(_PLACE, f'<div class="annex">{links}<p class="pr src">{say("on_screen", lang)}</p>{shown}</div>') if shown else EMPTY if _PLACE in part else part for part in parts]


def _table(number: int, same: list[tuple[str, str]], lang: str) -> str:
    titles = say("titles", lang).join(dict.fromkeys(title for title, _ in same))
    name = say("annex_table", lang).format(n=number)
    table = same[0][1].replace(f'<span class="vh">{same[0][0]}', f'<span class="vh">{name.strip(" 　.")}', 1)
    return (
        f'<details class="data" id="a{number}"><summary>{name}{titles}</summary>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(name.strip(" 　."))}">{table}</div></details>'
    )
