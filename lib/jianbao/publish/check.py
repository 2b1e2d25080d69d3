"""Is this page fit to leave the office? Asked of each page before it is published."""

import re
from html.parser import HTMLParser

from jianbao.publish.meta import PageMeta
from jianbao.publish.policy import policy

__all__ = ["MAX_BYTES", "check_page", "visible_text"]

MAX_BYTES = 200_000

_FORBIDDEN = {"script", "iframe", "object", "embed", "form", "link", "base", "frame", "portal", "video", "audio"}
_ADDRESSES = {"src", "href", "xlink:href", "srcset", "poster", "action", "formaction", "background", "data", "ping", "manifest"}
_SPOKEN = {"alt", "aria-label", "title", "placeholder", "aria-description", "content"}
_VOID = {"area", "br", "col", "hr", "img", "input", "meta", "source", "wbr"}
# Words of Python and pandas for "no value". "None of the counties" is English, not a leak.
_LEAK = re.compile(r"(?<![A-Za-z_'’-])(?:NaN|nan|NaT|-?inf|None(?! of\b)|undefined|<NA>)(?![A-Za-z_'’-])")


class _Reader(HTMLParser):
    """Collects what a reader sees or hears, and everything that could act or fetch."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.spoken: list[str] = []
        self.problems: list[str] = []
        self.metas: dict[str, str] = {}
        self.tags: dict[str, int] = {}
        self.lang = ""
        self.csp = ""
        self.styles: list[str] = []
        self._silent = 0
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] = self.tags.get(tag, 0) + 1
        given = {k: v or "" for k, v in attrs}
        if tag == "html":
            self.lang = given.get("lang", "")
        if tag in _FORBIDDEN:
            self.problems.append(f"<{tag}> is not allowed in a page")
        if tag == "meta":
            self.metas[given.get("name", "")] = given.get("content", "")
            equiv = given.get("http-equiv", "").lower()
            if equiv == "content-security-policy":
                self.csp = given.get("content", "")
            elif equiv:
                self.problems.append(f"meta http-equiv={equiv} is not allowed")
        if tag in ("style", "title"):
            self._silent += 1
            self._style = tag == "style"
            if self._style:
                self.styles.append("")
        for name, value in given.items():
            self._attribute(tag, name, value)

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "title"):
            self._silent -= 1
            self._style = False

    def handle_data(self, data: str) -> None:
        if self._style:
            self._css(data, "style sheet")
            self.styles[-1] += data
        if not self._silent:
            self.text.append(data)

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on"):
            self.problems.append(f"<{tag} {name}=…> would run a script")
        if name in _ADDRESSES:
            address = re.sub(r"[\x00-\x20]", "", value).lower()
            ok = address.startswith("data:image/") if tag in ("img", "image") else not re.match(r"[a-z][a-z0-9+.-]*:|//|\\\\", address)
            if not ok:
                self.problems.append(f"<{tag} {name}> leads out of the page: {value[:60]}")
        if name == "style":
            self.problems.append(f"<{tag} style=…> would be dropped: give it a class, or an attribute of SVG")
        if name == "style" or "url(" in value.lower() and name not in _SPOKEN:
            self._css(value, f"<{tag} {name}>")
        if name in _SPOKEN and tag != "meta":
            self.spoken.append(value)

    def _css(self, css: str, where: str) -> None:
        if "@import" in css.lower():
            self.problems.append(f"@import in the {where}")
        for address in re.findall(r"url\(\s*['\"]?([^'\")]*)", css, re.I):
            if not address.startswith(("#", "data:image/")):
                self.problems.append(f"url() in the {where} leads out of the page: {address[:60]}")


def visible_text(html: str) -> str:
    """Return what a reader sees, in order, white space made single; without titles and alternative texts."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return re.sub(r"\s+", " ", " ".join(reader.text)).strip()


def check_page(html: str, meta: PageMeta) -> list[str]:
    """Return the reasons why *html* may not be published, each in one line; an empty list means that it may.

    Looked at: size, script, addresses that lead out, the page's own region, sector and period, landmarks, and words
    such as NaN that mean a number was lost.
    """
    problems = []
    if (size := len(html.encode())) > MAX_BYTES:
        problems.append(f"the page has {size:,} bytes, more than {MAX_BYTES:,}")
    reader = _Reader()
    reader.feed(html)
    reader.close()
    problems += reader.problems
    for name, wanted in meta.codes.items():
        if (found := reader.metas.get(f"jianbao:{name}")) != wanted:
            problems.append(f"the page says {name} {found!r}, it should be {wanted!r}")
    if reader.lang != meta.html_lang:
        problems.append(f"the page's language is {reader.lang!r}, it should be {meta.html_lang!r}")
    if reader.csp not in {policy("".join(reader.styles), images=images) for images in (True, False)}:
        problems.append("the page's content security policy is missing, too wide, or not that of its style sheet")
    for tag in ("header", "main", "footer", "h1"):
        if not reader.tags.get(tag):
            problems.append(f"the page has no <{tag}>")
    for tag in ("main", "h1"):
        if reader.tags.get(tag, 0) > 1:
            problems.append(f"the page has {reader.tags[tag]} <{tag}>")
    text = re.sub(r"\s+", " ", " ".join(reader.text))
    for name in filter(None, (meta.region_name, meta.sector_name)):
        if re.sub(r"\s+", " ", name).strip() not in text:
            problems.append(f"the page does not name {name}")
    for word in sorted(set(_LEAK.findall(" ".join([text, *reader.spoken])))):
        problems.append(f"the page shows {word!r}: a value was lost on the way")
    return list(dict.fromkeys(problems))
