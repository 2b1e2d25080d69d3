"""The style sheets, made small."""

import re
from functools import cache
from pathlib import Path
from string import ascii_lowercase

__all__ = ["PAGE_DIR", "minify", "sheet", "short_names", "used"]

PAGE_DIR = Path(__file__).parent / "page"
_CLASSES = re.compile(r"""class=(?:"([^"]*)"|([\w-]+))""")
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


def used(css: str, html: str) -> str:
    """Return the rules of *css*, made small, that some element of *html* can meet: by the elements and classes they name, and the language.

    >>> used(".a,.b>i{top:0}@media print{.c{top:1px}}p:not(.d){top:2px}[lang=en] p{top:3px}.b pre{top:4px}", '<html lang="zh-CN"><p class="b x"><i>')
    '.b>i{top:0}p:not(.d){top:2px}'
    """
    names = {name for quoted, bare in _CLASSES.findall(html) for name in (quoted or bare).split()}
    return _met(css, names | {f"<{tag}" for tag in re.findall(r"<([a-z][a-z0-9]*)", html)}, "[lang=en]" if 'lang="en"' in html[:99] else "[lang=zh-CN]")


def _met(css: str, names: set[str], lang: str) -> str:
    out, at = "", 0
    while at < len(css):
        opens = css.index("{", at)
        closes, depth = opens + 1, 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[closes], 0)
            closes += 1
        heads, body = css[at:opens], css[opens + 1 : closes - 1]
        if heads.startswith("@media"):
            body = _met(body, names, lang)
        elif not heads.startswith("@"):
            heads = ",".join(head for head in heads.split(",") if _can_meet(head, names, lang))
        out += f"{heads}{{{body}}}" if heads and body else ""
        at = closes
    return out


def _can_meet(head: str, names: set[str], lang: str) -> bool:
    wanted = re.sub(r":not\([^)]*\)", "", head)
    tags = {f"<{tag}" for tag in re.findall(r"(?:^|[\s>+~])([a-z][a-z0-9]*)", re.sub(r"\[[^\]]*\]|::?[\w-]+(\([^)]*\))?", "", wanted))}
    return set(re.findall(r"\.([a-z][\w-]*)", wanted)) | tags <= names and ("[lang=" not in wanted or lang in wanted)


def short_names(css: str) -> str:
    """Return *css* with its variables named by one or two letters, in the order in which they first stand: half a kilobyte a page.

    >>> short_names(":root{--ink:#000;--f1:12px}b{color:var(--ink)}")
    ':root{--a:#000;--b:12px}b{color:var(--a)}'
    """
    names: dict[str, str] = {}
    for name in re.findall(r"--[a-z][a-z0-9-]*", css):
        names.setdefault(name, f"--{_SHORT[len(names)]}")
    return re.sub(r"--[a-z][a-z0-9-]*", lambda m: names[m[0]], css)
