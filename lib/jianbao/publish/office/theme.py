"""The theme part, which Office's own checker asks of both kinds of file: the house's colours, the faces that the styles name.

No style refers to it: what a reader sees is said by the styles alone. It is what a program offers when somebody edits the file.
"""

from jianbao.publish.office.package import HEAD, attribute

__all__ = ["PART", "TYPE", "theme"]

#: The part's place below ``word/`` or ``xl/``, and its content type.
PART = "theme/theme1.xml"
TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"

_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
#: Ink, paper, two more for text and ground; six for charts; links.
_COLOURS = {
    "dk1": "1B1F23", "lt1": "FFFFFF", "dk2": "0F4C5C", "lt2": "F3F1EA", "accent1": "0F4C5C", "accent2": "A84F00", "accent3": "1F63A6",
    "accent4": "468593", "accent5": "7D848B", "accent6": "86B0B9", "hlink": "0F4C5C", "folHlink": "555C64",
}  # fmt: skip
_PLAIN = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'


def theme(lang: str, head: tuple[str, str], body: tuple[str, str]) -> str:
    """Return ``theme1.xml``; *head* and *body* are (face of Latin letters, face of Chinese ones) of headings and of text."""
    name = "简报" if lang != "en" else "Brief"
    colours = "".join(f'<a:{k}><a:srgbClr val="{v}"/></a:{k}>' for k, v in _COLOURS.items())
    fonts = "".join(
        f'<a:{kind}Font><a:latin typeface="{attribute(latin)}"/><a:ea typeface="{attribute(east)}"/><a:cs typeface=""/></a:{kind}Font>'
        for kind, (latin, east) in (("major", head), ("minor", body))
    )
    line = "".join(f'<a:ln w="{w}">{_PLAIN}<a:prstDash val="solid"/></a:ln>' for w in (6350, 12700, 19050))
    look = (
        f"<a:fillStyleLst>{_PLAIN * 3}</a:fillStyleLst><a:lnStyleLst>{line}</a:lnStyleLst>"
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst><a:bgFillStyleLst>{_PLAIN * 3}</a:bgFillStyleLst>"
    )
    return (
        f'{HEAD}<a:theme xmlns:a="{_MAIN}" name="{name}"><a:themeElements><a:clrScheme name="{name}">{colours}</a:clrScheme>'
        f'<a:fontScheme name="{name}">{fonts}</a:fontScheme><a:fmtScheme name="{name}">{look}</a:fmtScheme></a:themeElements></a:theme>'
    )
