"""The style sheets, made small."""

import re
from functools import cache
from pathlib import Path

__all__ = ["PAGE_DIR", "minify", "sheet"]

PAGE_DIR = Path(__file__).parent / "page"


def minify(css: str) -> str:
    """Return *css* without comments and needless space (our own style sheets only: no strings with ``/*`` in them).

    >>> minify("a { color : red ; }\\n/* why */ @media (max-width: 9px) { b > i { margin: 0 1px } }")
    'a{color:red}@media (max-width:9px){b>i{margin:0 1px}}'
    """
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    css = re.sub(r"\s*:\s+", ":", css)
    return css.replace(";}", "}").replace(" :", ":").strip()


@cache
def sheet(*names: str) -> str:
    """Return the named files of the page folder, one after the other, made small."""
    return "".join(minify((PAGE_DIR / name).read_text(encoding="utf-8")) for name in names)
