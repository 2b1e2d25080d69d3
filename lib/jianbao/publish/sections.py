"""The parts of a page put into sections, each under a heading that says what was found."""

import re
from collections.abc import Iterator

__all__ = ["EMPTY", "sections"]

EMPTY = "<!--jianbao:empty-->"
"""What a part of ours shows when it has nothing to say about this region: a section of such parts is left out."""

_PROSE = '<div class="md">'
_HEADING = re.compile(r'<div class="md"><h2>((?:(?!<h2>).)*?)</h2>\s*(.*)</div>\Z', re.S)
_FINDING = re.compile(r'<p class="w">(.*?)</p>\s*', re.S)


def sections(parts: list[str]) -> Iterator[str]:
    """Yield the page's sections: each starts at a second-level heading of the prose.

    A section whose parts all had nothing to say is left out with its heading and prose. Where the first of our parts
    opens with its finding, the finding joins the heading: a reader of headings alone has read the brief.

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
    for group in groups:
        shown = [p for p in group if p != EMPTY]
        prose = all(p.startswith(_PROSE) for p in shown)
        if shown and not (prose and EMPTY in group):
            annex = ' class="tables"' if any('<div class="annex">' in p for p in shown) else ""  # on paper one line of it
            yield f"<section{annex}>{chr(10).join(_headed(shown))}</section>"


def _headed(parts: list[str]) -> list[str]:
    """Return the parts of one section with the finding in its heading."""
    heading = _HEADING.match(parts[0])
    at = next((k for k, p in enumerate(parts) if not p.startswith(_PROSE)), None)
    finding = _FINDING.match(parts[at]) if at is not None else None
    if not (heading and finding):
        return parts
    title = f'<h2><span class="n">{heading[1]}</span> <span class="w">{finding[1]}</span></h2>'
    prose = [f"{_PROSE}{heading[2]}</div>"] if heading[2].strip() else []
    parts = [*parts[:at], parts[at][finding.end() :], *parts[at + 1 :]]
    return [title, *prose, *(p for p in parts[1:] if p.strip())]
