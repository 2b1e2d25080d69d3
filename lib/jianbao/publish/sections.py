"""The parts of a page put into sections, each under a heading that says what was found."""

import re
from collections.abc import Iterator
from html import escape, unescape

from jianbao.publish.meta import say

__all__ = ["EMPTY", "sections"]

EMPTY = "<!--jianbao:empty-->"
"""What a part of ours shows when it has nothing to say about this region: a section of such parts is left out."""
_DIGITS = "〇一二三四五六七八九"
NOTHING = re.compile(r"<!--jianbao:empty(?::([^<>]*))?-->")
"""The same, or with why: then a line stands where the section would."""

_PROSE = '<div class="md">'
_HEADING = re.compile(r'<div class="md"><h2>((?:(?!<h2>).)*?)</h2>\s*(.*)</div>\Z', re.S)
_NUMBERED = re.compile(r"(?:[\d.]+|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)[\s　]*")
_ORDINAL = re.compile(r"(<h2>(?:<span class=\"n\">)?)[一二三四五六七八九十]+、")
_FINDING = re.compile(r'<p class="w">(.*?)</p>\s*', re.S)


def sections(parts: list[str], lang: str = "zh") -> Iterator[str]:
    """Yield the page's sections: each starts at a second-level heading of the prose.

    A section whose parts all had nothing to say is left out with its heading and prose. Where the first of our parts
    opens with its finding, the finding joins the heading: a reader of headings alone has read the brief. Prose that would
    stand above nothing but the finding is left out. Where a part said why it is empty, one line in its place names the
    sections left out in a row, so that no number seems lost; by name, for a bare number could be a withheld figure.
    Sections that count 一、二、 count on over one that is left out.

    >>> list(sections(['<div class="md"><h2>A</h2></div>', EMPTY, '<div class="md"><h2>B</h2></div>', "<p>1</p>"]))
    ['<section><div class="md"><h2>B</h2></div>\\n<p>1</p></section>']
    >>> list(sections(['<div class="md"><h2>3 A</h2></div>', '<p class="w">All up</p><p>1</p>']))
    ['<section><h2><span class="n">3 A</span> <span class="w">All up</span></h2>\\n<p>1</p></section>']
    """
    groups: list[list[str]] = [[]]
    for part in parts:
        if part.startswith(_PROSE) and "<h2" in part:
            groups.append([])
        groups[-1].append(part)
    told = 0  # sections shown that count 一、二、
    gone: list[tuple[str, str]] = []  # heading and reason of sections left out since the last one shown
    for group in groups:
        empty = [found for p in group if (found := NOTHING.fullmatch(p))]
        shown = [p for p in group if not NOTHING.fullmatch(p)]
        prose = all(p.startswith(_PROSE) for p in shown)
        if shown and not (prose and empty):
            yield from _left_out(gone, lang)
            gone = []
            annex = ' class="tables"' if any('<div class="annex">' in p for p in shown) else ""  # on paper one line of it
            told += bool(_ORDINAL.search(shown[0]))
            counted = _ORDINAL.sub(rf"\g<1>{_ordinal(told)}、", chr(10).join(_headed(shown)), count=1)
            yield f"<section{annex}>{counted}</section>"
        elif shown and empty[0][1] and (heading := _HEADING.match(shown[0])):
            gone.append((heading[1], empty[0][1]))
    yield from _left_out(gone, lang)


def _ordinal(n: int) -> str:
    """Return a number below a hundred as headings count: 一, 十, 十三, 二十一."""
    tens, ones = divmod(n, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def _left_out(gone: list[tuple[str, str]], lang: str) -> Iterator[str]:
    """Yield the line that names sections left out, those with one reason together."""
    for why in dict.fromkeys(reason for _, reason in gone):
        named = say("and", lang).join(_NUMBERED.sub("", unescape(heading)) for heading, reason in gone if reason == why)
        yield f'{_PROSE}<p>{escape(say("left_out", lang).format(named=named, why=unescape(why)))}</p></div>'


def _headed(parts: list[str]) -> list[str]:
    """Return the parts of one section with the finding in its heading."""
    heading = _HEADING.match(parts[0])
    at = next((k for k, p in enumerate(parts) if not p.startswith(_PROSE)), None)
    finding = _FINDING.match(parts[at]) if at is not None else None
    if not (heading and finding):
        return parts
    title = f'<h2><span class="n">{heading[1]}</span> <span class="w">{finding[1]}</span></h2>'
    parts = [*parts[:at], parts[at][finding.end() :], *parts[at + 1 :]]
    below = [p for p in parts[1:] if p.strip()]
    prose = [f"{_PROSE}{heading[2]}</div>"] if heading[2].strip() and below else []
    return [title, *prose, *below]
