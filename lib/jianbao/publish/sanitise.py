"""Text that others wrote → HTML that can do no harm.

Two walls. The Markdown writer turns raw HTML into visible text, so what an analyst or a workbook holds is shown
literally; nh3 then lets through only an allow-list. The page's CSP is the third.
"""

import re
from html import escape, unescape

import mistune
import nh3
from mistune.renderers.html import HTMLRenderer

__all__ = ["html_table", "markdown", "svg"]

_TEXT_TAGS = {
    "p", "br", "hr", "b", "strong", "i", "em", "s", "del", "u", "small", "sub", "sup", "span", "div", "blockquote",
    "ul", "ol", "li", "code", "pre", "h2", "h3", "h4", "h5", "h6", "a", "img",
    "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td",
}  # fmt: skip
_TEXT_ATTRIBUTES = {
    "a": {"href"}, "img": {"src", "alt"}, "th": {"scope", "colspan", "rowspan", "class"},
    "td": {"colspan", "rowspan", "class"}, "ol": {"start"}, "span": {"class"},
}  # fmt: skip
_CLASSES = {"th": {"l"}, "td": {"l"}, "span": {"url"}}
_SVG_TAGS = {
    "svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
    "tspan", "use", "clipPath", "pattern", "linearGradient", "radialGradient", "stop", "symbol", "marker", "mask",
}  # fmt: skip
_SVG_ATTRIBUTES = {
    "id", "class", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "dx", "dy", "width", "height",
    "viewBox", "preserveAspectRatio", "points", "transform", "fill", "fill-opacity", "fill-rule", "stroke",
    "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-opacity", "stroke-miterlimit",
    "opacity", "clip-path", "clip-rule", "mask", "text-anchor", "dominant-baseline", "font-size", "font-weight",
    "font-style", "offset", "stop-color", "stop-opacity", "gradientUnits", "gradientTransform", "patternUnits",
    "patternTransform", "clipPathUnits", "role", "aria-label", "aria-labelledby", "aria-hidden", "href", "xlink:href",
    "style", "paint-order", "markerWidth", "markerHeight", "refX", "refY", "orient", "marker-end", "marker-start",
}  # fmt: skip
_SVG_STYLE = {
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-dasharray", "stroke-dashoffset",
    "stroke-linecap", "stroke-linejoin", "stroke-opacity", "stroke-miterlimit", "opacity", "font", "font-size",
    "font-weight", "font-style", "font-family", "text-anchor", "stop-color", "stop-opacity", "clip-path", "paint-order",
}  # fmt: skip
_TAG = re.compile(r'<([A-Za-z]\w*)((?:\s+[^\s=<>"/]+(?:="[^"]*")?)*)\s*(/?)>')
_PAIR = re.compile(r'([^\s=<>"/]+)(?:="([^"]*)")?')
_FONT = re.compile(r"(?:(?P<style>italic|oblique)\s+|(?P<weight>bold|[1-9]00)\s+|normal\s+)*(?P<size>[\d.]+(?:px|pt|em|rem|%)?)(?:\s*/\s*\S+)?\s+(?P<family>.+)")
_PLAIN_TAG = re.compile(r"</?(?:br|sub|sup|b|i|em|strong|small|u)\s*/?>", re.I)
_COMMENT = re.compile(r"<!--.*?-->\s*", re.S)
_LOCAL_URL = re.compile(r"url\(\s*['\"]?#([\w.-]+)['\"]?\s*\)")


class _Writer(HTMLRenderer):
    """Markdown as our page wants it: no raw HTML, no address that a browser could fetch, headings below the page's h1."""

    def heading(self, text: str, level: int, **attrs: object) -> str:
        return f"<h{max(level, 2)}>{text}</h{max(level, 2)}>\n"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        if url.startswith("#") or not re.match(r"^(?:[a-z][a-z0-9+.-]*:|//|\\\\)", url.strip(), re.I):
            return f'<a href="{escape(url)}">{text}</a>'
        # An address outside the page is printed, not linked: the page must work, and print, without a network.
        return text if url in (text, f"mailto:{text}") else f'{text}<span class="url"> ({escape(url)})</span>'

    def image(self, text: str, url: str, title: str | None = None) -> str:
        if re.match(r"^data:image/(?:png|jpeg|gif|webp);base64,", url):
            return f'<img src="{escape(url)}" alt="{escape(text)}">'
        return f'{escape(text)}<span class="url"> ({escape(url)})</span>'

    def inline_html(self, html: str) -> str:
        if _COMMENT.fullmatch(html):
            return ""
        return html if _PLAIN_TAG.fullmatch(html.strip()) else escape(html, quote=False)

    def block_html(self, html: str) -> str:
        rest = _COMMENT.sub("", html).strip()
        return f"<p>{escape(rest, quote=False)}</p>\n" if rest else ""


def _text_attribute(tag: str, name: str, value: str) -> str | None:
    """Keep only classes of ours and images that are in the page."""
    if name == "class":
        return " ".join(c for c in value.split() if c in _CLASSES.get(tag, ())) or None
    if name == "src":
        return value if value.startswith("data:image/") and not value.startswith("data:image/svg") else None
    return value


_TEXT = nh3.Cleaner(
    tags=_TEXT_TAGS,
    attributes=_TEXT_ATTRIBUTES,
    attribute_filter=_text_attribute,
    url_schemes={"data"},
    link_rel=None,
    strip_comments=True,
)
_WRITER = mistune.create_markdown(renderer=_Writer(escape=True), plugins=["table", "strikethrough"])


def _tables(html: str) -> str:
    """Left-align words, give an empty corner cell no header role, and let wide tables scroll in their own box."""
    html = re.sub(r"<th([^>]*)>\s*</th>", r"<td\1></td>", html)
    html = re.sub(r"<table[^>]*>", '<div class="scroll" tabindex="0" role="region" aria-label="@@table@@"><table>', html)
    return html.replace("</table>", "</table></div>")


def markdown(text: str) -> str:
    """Return Markdown as safe HTML; raw HTML in it becomes visible text, headings start at h2, no heading anchors."""
    html = str(_WRITER(text))
    html = re.sub(r'<(t[hd])(?: style="text-align:(?:left|center)")?>', r'<\1 class="l">', html)
    return _tables(_TEXT.clean(html))


def html_table(text: str) -> str:
    """Return another library's HTML (a DataFrame, a Styler) reduced to text and tables: no style, script, link or form."""
    return _tables(_TEXT.clean(text))


def svg(text: str, prefix: str) -> str:
    """Return an SVG drawing without script, style sheet, foreign content or outside reference; ids get *prefix*.

    Ids of two charts of one page would else meet, and a clip path of the one cut the other.
    """

    def attribute(tag: str, name: str, value: str) -> str | None:
        if name == "id":
            return f"{prefix}{value}"
        if name in ("href", "xlink:href"):
            return f"#{prefix}{value[1:]}" if value.startswith("#") else None
        if "url(" in value.lower():
            rest = _LOCAL_URL.sub("", value)
            return None if "url(" in rest.lower() else _LOCAL_URL.sub(rf"url(#{prefix}\1)", value)
        if name in ("aria-labelledby",):
            return " ".join(prefix + v for v in value.split())
        return value

    cleaner = nh3.Cleaner(
        tags=_SVG_TAGS,
        attributes=dict.fromkeys(_SVG_TAGS, _SVG_ATTRIBUTES),
        attribute_filter=attribute,
        clean_content_tags={"script", "style"},
        filter_style_properties=_SVG_STYLE,
        link_rel=None,
        url_schemes=set(),
    )
    start = text.find("<svg")
    return _TAG.sub(_presented, cleaner.clean(text[start:])) if start >= 0 else ""


def _presented(found: re.Match[str]) -> str:
    """Return an element's start with its style attribute written as presentation attributes, which the policy lets through.

    A style wins over an attribute of the same name. A drawing with a viewBox has no size of its own: the page gives it one.
    """
    given = dict(_PAIR.findall(found[2]))
    for pair in unescape(given.pop("style", "")).split(";"):
        name, _, value = (part.strip() for part in pair.partition(":"))
        value = re.sub(r"\s*!\s*important$", "", value)
        if name == "font" and (font := _FONT.fullmatch(value)):
            given |= {f"font-{part}": escape(said) for part, said in font.groupdict().items() if said}
        elif name and name != "font" and value:
            given[name] = escape(value)
    if found[1] == "svg" and "viewBox" in given:
        given = {name: value for name, value in given.items() if name not in ("width", "height")}
    written = "".join(f' {name}="{value}"' for name, value in given.items())
    return f"<{found[1]}{written}{found[3]}>"
