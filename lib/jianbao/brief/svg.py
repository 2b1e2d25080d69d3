"""A finished chart, and the rewriting of matplotlib's SVG into a small one with real text and ids of its own."""

import re
from dataclasses import dataclass
from html import escape
from xml.etree import ElementTree

from jianbao.brief.style import FONT_STACK, INK, SMALL

__all__ = ["Chart", "escape_text", "frame", "hatch", "short", "tidy"]

_NS = re.compile(r"\{[^}]*\}")
_NUMBER = re.compile(r"-?\d*\.\d+(?:e-?\d+)?")
_IDENT = re.compile(r"[A-Za-z][\w-]*\Z", re.ASCII)


@dataclass(frozen=True)
class Chart:
    """One picture as SVG text, and the sentence that says what it shows."""

    svg: str
    alt: str

    def html(self) -> str:
        """Return the figure element of the page."""
        return f'<figure class="chart">{self.svg}</figure>'

    _repr_html_ = html


def frame(body: str, *, width: float, height: float, ident: str, alt: str, units: int = 1, grow: float = 1.15) -> str:
    """Return the svg element around a body drawn on `width` × `height` px of `units` units each.

    It shrinks with its column and grows to `grow` times its natural width. Raises ValueError for an ident that cannot
    be an id.
    """
    if not _IDENT.match(ident):
        raise ValueError(f"not an id: {ident!r}")
    title, rest = _first_sentence(alt)
    said = f'<title id="{ident}-t">{escape_text(title)}</title>'
    said += f'<desc id="{ident}-d">{escape_text(rest)}</desc>' if rest else ""
    labelled = f"{ident}-t {ident}-d" if rest else f"{ident}-t"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{labelled}" viewBox="0 0 {short(width * units)} '
        f'{short(height * units)}" style="display:block;width:100%;max-width:{short(width * grow)}px;height:auto" '
        f'font-family="{FONT_STACK}" font-size="{short(SMALL * units)}" fill="{INK}">{said}{body}</svg>'
    )


def escape_text(text: str) -> str:
    """Return text fit to stand between tags."""
    return escape(text, quote=False)


def _first_sentence(alt: str) -> tuple[str, str]:
    parts = re.split(r"(?<=[。；])|(?<=[.;]) ", alt, maxsplit=1)
    return parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""


def short(value: float) -> str:
    """Return a number with at most one decimal and no needless zero."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def hatch(ident: str, stroke: str, ground: str = "#fff", units: int = 1) -> str:
    """Return a pattern of slanted lines: the sign of what is negative or not disclosed, also without colour."""
    side, line = 5 * units, short(1.5 * units)
    return (
        f'<pattern id="{ident}" width="{side}" height="{side}" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<path d="M0 0H{side}V{side}H0z" fill="{ground}"/><path d="M0 0V{side}" stroke="{stroke}" stroke-width="{line}"/></pattern>'
    )


def tidy(raw: str, *, width: float, height: float, ident: str, alt: str) -> str:
    """Return matplotlib's SVG without prolog, metadata and wrappers, numbers to 0.1 px, every id beginning with ident."""
    names: dict[str, str] = {}
    root = ElementTree.fromstring(raw)
    body = "".join(_write(child, names, ident) for child in root if modelled_tag(child) != "metadata")
    return frame(body, width=width, height=height, ident=ident, alt=alt)


def modelled_tag(element: ElementTree.Element) -> str:
    return _NS.sub("", element.tag)


def _write(element: ElementTree.Element, names: dict[str, str], ident: str) -> str:
    tag = modelled_tag(element)
    if tag == "text":
        return _text(element)
    if tag == "pattern":
        ground, lines = element
        stroke = _style(lines.get("style", ""))["stroke"]
        return hatch(_name(element.get("id"), names, ident), stroke, ground.get("fill", "#fff"))
    if tag in ("path", "use"):
        return _shape(element, names, ident)
    inner = "".join(_write(child, names, ident) for child in element)
    if tag == "style" or not inner:
        return ""
    return f"<defs>{inner}</defs>" if tag == "defs" else inner


def _shape(element: ElementTree.Element, names: dict[str, str], ident: str) -> str:
    parts = []
    for key, value in element.attrib.items():
        key = _NS.sub("", key)
        if key == "id":
            parts.append(f'id="{_name(value, names, ident)}"')
        elif key == "href":
            parts.append(f'href="#{_name(value[1:], names, ident)}"')
        elif key == "d":
            parts.append(f'd="{_path(value)}"')
        elif key == "style":
            parts += [f'{k}="{_reference(v, names, ident)}"' for k, v in _style(value).items()]
        elif key in ("x", "y"):
            parts.append(f'{key}="{short(float(value))}"')
    return f"<{modelled_tag(element)} {' '.join(parts)}/>"


def _style(text: str) -> dict[str, str]:
    """Read a style; joins and caps are dropped where they do not show at these sizes."""
    pairs = (part.split(":", 1) for part in text.split(";") if ":" in part)
    found = {key.strip(): _NUMBER.sub(lambda m: short(float(m[0])), value.strip()) for key, value in pairs}
    return {key: value for key, value in found.items() if key not in ("stroke-linecap", "stroke-linejoin", "stroke-dashoffset")}


def _reference(value: str, names: dict[str, str], ident: str) -> str:
    return f"url(#{_name(value[5:-1], names, ident)})" if value.startswith("url(#") else value


def _name(old: str | None, names: dict[str, str], ident: str) -> str:
    return names.setdefault(old or "", f"{ident}-{len(names)}")


def _path(d: str) -> str:
    text = _NUMBER.sub(lambda m: short(float(m[0])), d)
    text = re.sub(r"\s*([MLQCz])\s*", r"\1", text.strip())
    return re.sub(r"\s+", " ", text)


def _text(element: ElementTree.Element) -> str:
    style = _style(element.get("style", ""))
    place = f'x="{short(float(element.get("x", 0)))}" y="{short(float(element.get("y", 0)))}"'
    anchor = f' text-anchor="{style["text-anchor"]}"' if style.get("text-anchor", "start") != "start" else ""
    # What differs from the chart's own text is a style, since a page's rule for svg text would override an attribute.
    kept = [f"font-size:{style['font-size']}"] if style.get("font-size") != f"{short(SMALL)}px" else []
    kept += ["font-weight:700"] if style.get("font-weight") == "700" else []
    kept += [f"fill:{style['fill']}"] if style.get("fill", INK) != INK else []
    styled = f' style="{";".join(kept)}"' if kept else ""
    return f"<text {place}{anchor}{styled}>{escape_text(element.text or '')}</text>"
