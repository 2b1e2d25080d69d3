"""matplotlib's SVG made small: real text, numbers to 0.1 px, no wrappers, every id beginning with the chart's own."""

import re
from xml.etree import ElementTree

from jianbao.brief.style import INK, SMALL
from jianbao.brief.svg import escape_text, hatch, short

__all__ = ["tidy"]

_NS = re.compile(r"\{[^}]*\}")
_NUMBER = re.compile(r"-?\d*\.\d+(?:e-?\d+)?")
_PLAIN = {"stroke-linecap", "stroke-linejoin", "stroke-dashoffset", "stroke-miterlimit"}  # do not show at these sizes
_LEFT_OUT = {"metadata", "style"}
_PLACES = ("x", "y", "width", "height")


def tidy(raw: str, ident: str) -> str:
    """Return the body of matplotlib's SVG, fit to stand in `svg.frame`."""
    names: dict[str, str] = {}
    return "".join(_write(child, names, ident) for child in ElementTree.fromstring(raw))


def _tag(element: ElementTree.Element) -> str:
    return _NS.sub("", element.tag)


def _write(element: ElementTree.Element, names: dict[str, str], ident: str) -> str:
    tag = _tag(element)
    if tag in _LEFT_OUT:
        return ""
    if tag == "text":
        return _text(element)
    if tag == "pattern":
        ground, lines = element
        stroke = _style(lines.get("style", ""))["stroke"]
        return hatch(_name(element.get("id"), names, ident), stroke, ground.get("fill", "#fff"))
    inner = "".join(_write(child, names, ident) for child in element)
    if tag in ("path", "use", "image", "rect"):
        return f"<{tag}{_attributes(element, names, ident, named=tag == 'path')}/>"
    if tag in ("g", "defs", "clipPath"):
        kept = _attributes(element, names, ident, named=tag == "clipPath")
        return f"<{tag}{kept}>{inner}</{tag}>" if inner and (kept or tag == "defs") else inner
    return inner


def _attributes(element: ElementTree.Element, names: dict[str, str], ident: str, named: bool) -> str:
    """Return what a shape keeps; the id only of what may be referred to."""
    kept: dict[str, str] = {}
    for key, value in ((_NS.sub("", k), v) for k, v in element.attrib.items()):
        if key == "id" and named:
            kept[key] = _name(value, names, ident)
        elif key == "href":
            kept[key] = f"#{_name(value[1:], names, ident)}" if value.startswith("#") else value.replace("\n", "")
        elif key == "d":
            kept[key] = _path(value)
        elif key == "style":
            kept |= {k: _reference(v, names, ident) for k, v in _style(value).items()}
        elif key in _PLACES:
            kept[key] = _rounded(value)
        elif key == "transform":
            kept[key] = _turned(value)
        elif key in ("clip-path", "opacity"):
            kept[key] = _reference(value, names, ident)
    return "".join(f' {key}="{value}"' for key, value in kept.items())


def _style(text: str) -> dict[str, str]:
    """Read a style, without joins and caps."""
    pairs = (part.split(":", 1) for part in text.split(";") if ":" in part)
    found = {key.strip(): value.strip() for key, value in pairs}
    return {key: value if "opacity" in key else _rounded(value) for key, value in found.items() if key not in _PLAIN}


def _rounded(text: str) -> str:
    return _NUMBER.sub(lambda m: short(float(m[0])), text)


def _turned(text: str) -> str:
    """Return a transformation; a scale needs more digits than a place."""
    return _NUMBER.sub(lambda m: f"{float(m[0]):.4g}", text)


def _reference(value: str, names: dict[str, str], ident: str) -> str:
    return f"url(#{_name(value[5:-1], names, ident)})" if value.startswith("url(#") else value


def _name(old: str | None, names: dict[str, str], ident: str) -> str:
    return names.setdefault(old or "", f"{ident}-{len(names)}")


def _path(d: str) -> str:
    text = re.sub(r"\s*([MLQCz])\s*", r"\1", _rounded(d).strip())
    return re.sub(r"\s+", " ", text)


def _text(element: ElementTree.Element) -> str:
    style = _style(element.get("style", ""))
    place = "".join(f' {key}="{_rounded(element.get(key, "0"))}"' for key in ("x", "y"))
    turn = element.get("transform", "")
    # Nearly all text is turned by 0 degrees.
    turned = f' transform="{_turned(turn)}"' if turn and not re.match(r"rotate\(-?0[ ,)]", turn) else ""
    anchor = f' text-anchor="{style["text-anchor"]}"' if style.get("text-anchor", "start") != "start" else ""
    # What differs from the chart's own text; the page's rules for svg text leave alone what has an attribute.
    size = style.get("font-size", "").removesuffix("px")
    styled = f' font-size="{size}"' if size not in ("", short(SMALL)) else ""
    styled += ' font-weight="700"' if style.get("font-weight") == "700" else ""
    colour = style.get("fill", INK)
    styled += f' fill="{colour}"' if colour != INK else ""
    return f"<text{place}{turned}{anchor}{styled}>{escape_text(element.text or '')}{''.join(map(_span, element))}</text>"


def _span(element: ElementTree.Element) -> str:
    """Return a piece of a formula (10³ on a logarithmic axis)."""
    place = "".join(f' {key}="{_rounded(element.get(key))}"' for key in ("x", "y") if element.get(key))
    size = re.search(r"([\d.]+)px", element.get("style", ""))
    styled = f' font-size="{_rounded(size[1])}"' if size else ""
    return f"<tspan{place}{styled}>{escape_text(element.text or '')}</tspan>"
