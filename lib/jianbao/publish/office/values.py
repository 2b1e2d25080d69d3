"""What a printed cell is in a workbook: a number with the format it was printed in, or text."""

import re
from dataclasses import dataclass

from jianbao.publish.office.blocks import Cell

__all__ = ["Number", "is_formula", "sheet_name", "value"]

_PRINTED = re.compile(r"([+−-]?)(0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(\.\d+)?(\s?)([^\d\s.,+−-][^\d.,]{0,24})?")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True)
class Number:
    """A number as a workbook holds it: ``digits`` exactly as printed, ``form`` so that it is shown as printed."""

    digits: str
    form: str


def value(cell: Cell) -> Number | str:
    """Return a cell's number; its text where it is none, is a code or a year, or is a figure not shown.

    >>> value(Cell("−4.7")), value(Cell("+1,234.50")), value(Cell("57.9亿元", fact=True))
    (Number(digits='-4.7', form='0.0'), Number(digits='1234.50', form='+#,##0.00;-#,##0.00;0.00'), Number(digits='57.9', form='0.0"亿元"'))
    >>> value(Cell("…")), value(Cell("330502", words=True)), value(Cell("007")), value(Cell("第1位"))
    ('…', '330502', '007', '第1位')
    """
    found = _PRINTED.fullmatch(cell.text)
    if not found or found[5] and not cell.fact:
        return cell.text
    whole = found[2].replace(",", "")
    if cell.words and not (cell.fact or found[3]) and len(whole) > 3:  # a year, a code; a rank is shorter
        return cell.text
    sign = "-" if found[1] in ("−", "-") else ""
    form = ("#,##0" if "," in found[2] else "0") + ("." + "0" * (len(found[3]) - 1) if found[3] else "")
    unit = f'"{found[4]}{found[5]}"' if found[5] else ""
    if '"' in (found[5] or ""):
        return cell.text
    plain = form.replace("#,##0", "0") + unit
    return Number(sign + whole + (found[3] or ""), f"+{form}{unit};-{form}{unit};{plain}" if found[1] == "+" else form + unit)


def is_formula(text: str) -> bool:
    """Whether a program that reads the text from a plain file could take it for a formula."""
    return text.lstrip().startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


def sheet_name(number: int, title: str, taken: set[str]) -> str:
    """Return a name for a sheet: its title, its number only where another has it, at most 31 letters, allowed in Excel, added to *taken*; words stay whole.

    A number before each name would stand, in a public edition, beside names of withheld cells.

    >>> sheet_name(3, "Wuxing District beside the whole province", set()), sheet_name(12, "主要指标", {"主要指标"})
    ('Wuxing District beside the', '主要指标 12')
    """
    plain = re.sub(r"\s+", " ", _FORBIDDEN.sub(" ", re.split(r"[（(]", title)[0])).strip(" '")
    name = plain
    if len(name) > 31:
        cut = name[:31]
        name = cut if not cut.isascii() or " " not in cut[12:] or name[31] == " " else cut.rpartition(" ")[0]
    name = name.strip(" '")
    if not name or name.casefold() in taken:
        name = f"{name[:27]} {number}".strip(" '")
    taken.add(name.casefold())
    return name
