"""What the words of a head say: the name of a column, its unit, the period, whether it is cumulative."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from jianbao.catalogue.period import Period

__all__ = ["Dated", "name_of", "periods_in", "sheet_units", "unit_in"]

_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]*)(?:[)）\]】]|$)")
_NUMBERS = "|".join(("百万", "千", "万", "亿", ""))
_UNITS = re.compile(
    rf"^(?:单位[:：])?((?:{_NUMBERS})(?:元|美元|人|千瓦时|吨标准煤|吨|个|家|户|辆|台|公里|公顷|亩)|%|％|百分点|个百分点|平方公里|(?:千元|万元|元)/(?:人|亩|吨|吨标准煤)|(?:吨标准煤|千克)/万元)$"
)
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_TIME = re.compile(
    _YEAR + r"(?:年(?P<half>上半年|前三季度|一季度|二季度|三季度|四季度|全年)"
    r"|年?(?:1|一)(?:月)?(?:-|至|到|~)(?P<to>1[0-2]|[2-9]|十[一二]?|[二三四五六七八九])月"
    r"|年(?P<month>1[0-2]|0?[1-9])月(?!份?(?:至|-|~))"
    r"|[-_./](?P<digits>1[0-2]|0[1-9])(?!\d)"
    r"|(?P<solid>1[0-2]|0[1-9])(?!\d)"
    r"|年(?![\d—-])|(?!\d))"
)
_CHINESE = {c: n for n, c in enumerate("一二三四五六七八九", 1)} | {"十": 10, "十一": 11, "十二": 12}
_STRETCH = {"上半年": 6, "前三季度": 9, "一季度": 3, "全年": 12}


@dataclass(frozen=True, slots=True)
class Dated:
    """A period found in words; ``measure`` is ``cumulative``, ``month``, ``year`` or "" where the words leave it open."""

    period: Period
    measure: str
    words: str


def _narrow(text: str) -> str:
    text = unicodedata.normalize("NFKC", re.sub(r"[①-⓿⁰-₟²³¹]", "", text))  # footnote marks are no digits
    return re.sub(r"\s+", "", re.sub(r"[—–−－―]+", "-", text))


def unit_in(text: str) -> str:
    """Return the unit that a head prints in brackets, closed or not; "" where it prints none.

    >>> unit_in("生产总值 （亿元"), unit_in("利润总额(万元)"), unit_in("工业"), unit_in("亩均税收（万元/亩）")
    ('亿元', '万元', '', '万元/亩')
    """
    for inside in reversed(_BRACKETS.findall(unicodedata.normalize("NFKC", text))):
        if found := _UNITS.match(re.sub(r"\s+", "", inside)):
            return found[1].replace("％", "%")
    return ""


def sheet_units(text: str) -> tuple[str, ...]:
    """Return the units of a line such as ``计量单位：万元、%、人``, () where it names none.

    >>> sheet_units("计量单位：万元、%、人"), sheet_units("单位：亿元"), sheet_units("填报单位：统计局")
    (('万元', '%', '人'), ('亿元',), ())
    """
    found = re.search(r"单位:(\S+)", re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))
    parts = re.split(r"[,;、)]", found[1]) if found else []
    inside = [match[1] for part in parts if (match := _UNITS.match(part))]
    return tuple(dict.fromkeys(inside)) if parts and _UNITS.match(parts[0]) else ()


@lru_cache(maxsize=5000)
def name_of(text: str) -> str:
    """Return what a head calls its column: without unit, blanks, numbering, marks of of-which rows and dashes of width.

    >>> name_of("#城乡居民\\n生活用电"), name_of("生产总值 （亿元"), name_of("其中：工 业"), name_of("1—10月累计（万元）")
    ('城乡居民生活用电', '生产总值', '工业', '1-10月累计')
    """
    text = _BRACKETS.sub(lambda m: "" if _UNITS.match(re.sub(r"\s+", "", unicodedata.normalize("NFKC", m[1]))) else m[0], _narrow(text))
    text = re.sub(r"^(?:其中[:：]|#|\*)+", "", text)
    return text.rstrip(":：*")


def periods_in(text: str) -> list[Dated]:
    """Return the periods that a title or file name says, each once, in their order.

    >>> [(str(d.period), d.measure) for d in periods_in("各县规上工业（2024年1—10月）")]
    [('2024-10', 'cumulative')]
    >>> [(str(d.period), d.measure) for d in periods_in("17-25 主要指标（2024年）.xlsx")]
    [('2024', 'year')]
    """
    found: list[Dated] = []
    for match in _TIME.finditer(_narrow(text)):
        if match.start() and _narrow(text)[match.start() - 1].isdigit():
            continue
        dated = _dated(match)
        if dated and dated.period not in [d.period for d in found]:
            found.append(dated)
    return found


def _dated(match: re.Match[str]) -> Dated | None:
    year, words = int(match["year"]), match[0]
    if match["half"]:
        month = _STRETCH.get(match["half"])
        return Dated(Period(year, month), "cumulative", words) if month else None
    if match["to"]:
        month = _CHINESE.get(match["to"]) or int(match["to"])
        return Dated(Period(year, month), "cumulative", words)
    if number := match["month"] or match["digits"] or match["solid"]:
        month = int(number)
        return Dated(Period(year, month), "month" if match["month"] and month > 1 else "", words) if month > 1 else None
    return Dated(Period(year), "year", words)
