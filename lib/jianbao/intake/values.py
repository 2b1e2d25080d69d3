"""From the text of a cell to a figure or a mark; whatever is neither stops the file."""

import re
from dataclasses import dataclass
from fractions import Fraction

from jianbao.intake.grid import Cell

__all__ = ["MARKS", "Value", "plain", "value_of"]

#: Mark → status, as Chinese yearbooks print them; a form may say otherwise. Compared after ``plain``.
MARKS = {
    "": "missing", "…": "missing", "……": "missing", "...": "missing", "......": "missing", "—": "missing", "——": "missing", "-": "missing", "--": "missing",
    "–": "missing", "NA": "missing", "N/A": "missing", "空白": "missing", "未取得": "missing", "未列": "missing", "注": "missing", "持平": "missing",
    "#": "suppressed", "x": "suppressed", "X": "suppressed", "×": "suppressed", "*": "suppressed", "**": "suppressed",
    "/": "not_applicable", "不适用": "not_applicable",
}  # fmt: skip
_NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d*)(?:\.\d+)?|[+-]?\.\d+", re.ASCII)
_STORED = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_BLANK_INSIDE = re.compile(r"[\d.．]\s+[\d.．]")  # 125 over 136 in one cell is not 125136
_SPACED = re.compile(r"[+-]?\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:\.\d+)?", re.ASCII)
_WORDS = {
    "formula": ("公式没有计算结果（请在 Excel 中打开并保存一次）", "a formula without a result (open the file in Excel and save it once)"),
    "date": ("是日期，不是数", "a date, not a number"),
    "bool": ("是 TRUE/FALSE，不是数", "TRUE or FALSE, not a number"),
    "error": ("公式出错", "the error of a formula"),
    "scaled": ("显示格式会换算单位（如以万显示），看到的与存的不是一个数；请改为普通数值", "shown in another unit than stored; use a plain number format"),
}


@dataclass(frozen=True, slots=True)
class Value:
    """A figure (``number``, its printed ``decimals``) or a ``mark`` with its ``status``; ``trouble`` says why it is neither.

    ``fraction`` is true for a number that the sheet shows as a percentage but stores as a fraction of 1.
    """

    number: Fraction | None = None
    decimals: int = 0
    mark: str = ""
    status: str = "observed"
    fraction: bool = False
    trouble: tuple[str, str] | None = None


def plain(text: str) -> str:
    """Return a text with full-width characters made half-width and all blanks gone, dashes and minus signs made one.

    >>> plain(" １２．５ "), plain("－3"), plain("······")
    ('12.5', '-3', '......')
    """
    kept = re.sub(r"[\s\u200b\ufeff\u00ad]+", "", _half(text))
    return kept.replace("\u2212", "-").replace("·", ".")


def _half(text: str) -> str:
    # only full-width forms: NFKC would make 12.3① into 12.31 and 5² into 52
    return "".join(chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else c for c in text)


def value_of(cell: Cell, marks: dict[str, str], percent: bool = False) -> Value:
    """Return what a cell says.

    Parameters
    ----------
    cell : Cell
        A cell under a head of figures.
    marks : dict
        The form's own marks (after ``plain``) before the usual ones.
    percent : bool
        The figures are percentages, so that ``6.8%`` in text means 6.8.
    """
    if cell.kind in _WORDS:
        return Value(trouble=_WORDS[cell.kind])
    if len(cell.text) > 60 and cell.kind != "text" or len(cell.text) > 500:
        return Value(trouble=("太长，不像一个数", "too long for a figure"))
    if cell.kind in ("number", "percent"):
        if not _STORED.fullmatch(cell.text):
            return Value(trouble=("不是数", "no number"))
        return _number(cell.text, cell.kind == "percent")
    text = plain(cell.text)
    if _BLANK_INSIDE.search(cell.text) and not _SPACED.fullmatch(_half(cell.text).strip("\ufeff\u200b \t\r\n\u00a0\u3000")):
        return Value(trouble=("数中间有空格或换行：是一个数还是两个？", "a blank or break inside: one figure or two?"))
    if text in marks:
        return Value(mark=text, status=marks[text])
    if _NUMBER.fullmatch(text) or _GROUPED.fullmatch(text):
        return _number(text.replace(",", ""), False)
    if percent and text.endswith("%") and _NUMBER.fullmatch(text[:-1]):
        return _number(text[:-1], False)
    if text in MARKS:
        return Value(mark=text, status=MARKS[text])
    return Value(trouble=_why(text))


def _number(text: str, fraction: bool) -> Value:
    number = Fraction(text) if abs(_exponent(text)) <= 30 else None
    if number is None or abs(number) > 10**18:
        return Value(trouble=("数太大或太小", "out of all proportion"))
    return Value(number, _decimals(text), fraction=fraction)


def _decimals(text: str) -> int:
    """Return the digits after the point, without the noise of binary fractions (139.79999999999998) and empty ones (837001.0)."""
    if "e" in text.lower():
        return 0
    digits = text.partition(".")[2]
    if len(text) > 14 and digits:
        digits = f"{float(text):.10g}".partition(".")[2]
    return len(digits.rstrip("0"))


def _exponent(text: str) -> int:
    exponent = text.lower().partition("e")[2]
    return int(exponent) if exponent and len(exponent) < 6 else 99 if exponent else 0


def _why(text: str) -> tuple[str, str]:
    if text.lower().lstrip("+-") in ("nan", "inf", "infinity", "∞", "null", "none", "#n/a", "#ref!", "#value!", "#div/0!"):
        return ("不是有效数值", "no valid number")
    if re.fullmatch(r"[+-]?\d+(\.\d+)?[eE][+-]?\d+", text):
        return ("科学记数法可能丢了位数，请写全", "scientific notation may have lost digits; write the number out")
    if re.fullmatch(r"\(.*\)", text):
        return ("括号是负数还是注释？请写成 -12.3", "is the bracket a minus or a note? write -12.3")
    if "," in text and re.fullmatch(r"[+-]?[\d,.]+", text):
        return ("逗号位置不像千分位，分不清小数点", "the commas do not group thousands: which one is the decimal point?")
    if re.fullmatch(r"[+-]?0\d+(\.\d+)?", text):
        return ("以 0 开头，像代码不像数", "starts with 0: a code, not a number")
    if re.match(r"[+-]?\d", text):
        return ("数后带有其他字符（单位、注号？）", "something follows the number (a unit, a footnote?)")
    return ("既不是数，也不是已知的记号", "neither a number nor a known mark")
