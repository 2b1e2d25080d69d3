"""A finished chart as SVG text: its frame, its description, its numbers and patterns."""

import re
from dataclasses import dataclass
from html import escape

from jianbao.brief.style import INK, SMALL

__all__ = ["Chart", "escape_text", "frame", "hatch", "short"]

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

    It stands `grow` times its natural width wide and shrinks with its column (the page's rule for svg); its letters are the
    page's own. No look is in a
    style attribute: the page's policy would drop it. Raises ValueError for an ident that cannot be an id.
    """
    if not _IDENT.match(ident):
        raise ValueError(f"not an id: {ident!r}")
    title, rest = _first_sentence(alt)
    said = f'<title id="{ident}-t">{escape_text(title)}</title>'
    said += f'<desc id="{ident}-d">{escape_text(rest)}</desc>' if rest else ""
    labelled = f"{ident}-t {ident}-d" if rest else f"{ident}-t"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{labelled}" viewBox="0 0 {short(width * units)} '
        f'{short(height * units)}" width="{short(width * grow)}" '
        f'font-size="{short(SMALL * units)}" fill="{INK}">{said}{body}</svg>'
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
