"""The style sheets, made small."""

import re
from functools import cache
from pathlib import Path
from string import ascii_lowercase

__all__ = ["PAGE_DIR", "minify", "sheet", "short_names"]

PAGE_DIR = Path(__file__).parent / "page"
_SHORT = [letter + digit for digit in ("", *"123456789") for letter in ascii_lowercase]


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
    return short_names("".join(minify((PAGE_DIR / name).read_text(encoding="utf-8")) for name in names))


def short_names(css: str) -> str:
    """Return *css* with its variables named by one or two letters, in the order in which they first stand: half a kilobyte a page.

    >>> short_names(":root{--ink:#000;--f1:12px}b{color:var(--ink)}")
    ':root{--a:#000;--b:12px}b{color:var(--a)}'
    """
    names: dict[str, str] = {}
    for name in re.findall(r"--[a-z][a-z0-9-]*", css):
        names.setdefault(name, f"--{_SHORT[len(names)]}")
    return re.sub(r"--[a-z][a-z0-9-]*", lambda m: names[m[0]], css)
