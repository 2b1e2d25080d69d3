"""Numbers in texts as a reader would see them: full width, separators, Chinese numerals; dates, codes and counts aside."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Token", "plain", "tokens"]

_GAPS = re.compile(r"(?<=\d)[\u00a0\u2007\u2009\u202f'’](?=\d{3}(?!\d))")
_HIDDEN = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_COUNTED = (
    r"个(?!百分点|人)|期|项|篇|组|位?地区|次(?!数)|种|级|行|列|页|版|张|"
    r"(?:of the )?(?:count(?:y|ies)|districts?|regions?|sectors?|periods?|briefs?|figures?|places?|units?|cities|groups?|months?|years?|points drawn)\b|"
    r"(?:related|are|is|were|was|have|has|not|with|grew|fell|rose|drawn|ranked|withheld|without)\b"
)
#: What is a date, a code, a citation or a count of things in the edition; it is taken out before numbers are looked for.
_ASIDE = re.compile(
    r"增速标准差\d+\.\d个百分点|standard deviation of growth: \d+\.\d points|《[^》]*》|(?:表|[Tt]able )\d+(?:-\d+)?|"
    r"(?:19|20)\d\d年(?:\d{1,2}(?:[—–-]\d{1,2})?月(?:\d{1,2}日)?)?|\d{1,2}(?:[—–-]\d{1,2})?月(?:\d{1,2}日)?|"
    r"\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?\b|\b(?:19|20)\d\d(?:Q[1-4])?(?![\d.,]*\d|\s*(?:%|[万亿千百元家人吨亩]|yuan|billion|million|thousand))|"
    rf"{_MONTH}(?:[ –—-]{{1,3}}{_MONTH})?|\b[A-Z]+\d*[A-Z]?-\d{{6}}-\d{{6}}\b|\b[0-9a-f]{{8}}-[0-9a-f]{{8}}\b|\b[0-9a-f]{{32,}}\b|"
    rf"(?<!\d)(?<!\d[.,])(?<![Rr]ank )(?<!ranks )\d+(?= of \d+ (?:{_COUNTED}) (?:with|have|has|had|are|were|grew|fell|rose)\b)|(?<!\d)(?<!\d[.,])\d+(?=\s*(?:{_COUNTED}))|[=＝]\s*1(?![\d.])|(?:大于|above )1(?![\d.])|[×x*]\s*100\s*%?|近\d+期|只知\d+/\d+|in part \(\d+/\d+\)|(?:last|past) \d+"
)
_NUMBER = re.compile(r"(?<![A-Za-z\d.#_])[+−-]?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?:[eE]([+-]?\d{1,2})(?!\d))?(?![\d])")
_NUMERAL = re.compile(r"[一二三四五六七八九两]成[一二三四五六七八九半]?|[一二三四五六七八九十两半]倍|翻了?[一二两]?番|[一二三四五六七八九十百]+分之[一二三四五六七八九十百点]+|[〇零一二三四五六七八九两][〇零一二三四五六七八九十百千两]*(?:点[〇零一二三四五六七八九]+)?(?=[万亿]?元|[万亿]|家|％|%|个百分点|人)")
_DIGITS = dict(zip("〇零一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))


@dataclass(frozen=True)
class Token:
    """A number of a text: where, how printed, its value without sign, half a unit of its last digit, significant digits."""

    start: int
    end: int
    shown: str
    value: float
    half: float
    digits: int


def plain(text: str) -> str:
    """Return a text in one width of letters and digits, without invisible characters and blanks inside numbers."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", _GAPS.sub("", text.translate(_HIDDEN)))


@lru_cache(maxsize=100_000)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the numbers of a text (from ``plain``) that may be data, in order.

    >>> [t.shown for t in tokens("2024年1—12月，80个县中1,234.5亿元，占八成，C17，330502-0.3")]
    ['1,234.5', '八成', '330502', '0.3']
    """
    if not any(c.isdigit() for c in text) and not _NUMERAL.search(text):
        return ()
    bare = _ASIDE.sub(lambda m: " " * len(m[0]), text)
    found = []
    for m in _NUMBER.finditer(bare):
        digits = m[1].replace(",", "")
        whole, _, part = digits.partition(".")
        power = int(m[2] or 0) - len(part)
        found.append(Token(m.start(), m.end(), m[0], float(digits) * 10.0 ** int(m[2] or 0), 0.5 * 10.0**power, len((whole + part if part else whole.rstrip("0")).lstrip("0")) or 1))
    for m in _NUMERAL.finditer(bare):
        value = _numeral(m[0])
        found.append(Token(m.start(), m.end(), m[0], value, 0.5 if "成" not in m[0] else 5.0, 1 if "成" in m[0] else len(m[0])))
    return tuple(sorted(found, key=lambda t: t.start))


def _numeral(text: str) -> float:
    """Return what a Chinese numeral says, roughly: 八成 is 80, 三点二 is 3.2; a fraction is only known to be a number."""
    if re.search("分之|倍|番", text):
        return 0.0
    if "成" in text:
        return 10.0 * _DIGITS.get(text[0], 0)
    whole, _, part = text.partition("点")
    total, last = 0.0, 0
    for c in whole:
        if c in _DIGITS:
            last = _DIGITS[c] if last == 0 else 10 * last + _DIGITS[c]
        else:
            total, last = total + (last or 1) * {"十": 10, "百": 100, "千": 1000}[c], 0
    return total + last + sum(_DIGITS[c] * 10.0 ** -(k + 1) for k, c in enumerate(part))
