"""Numbers and words as a page prints them, read back: our own rounding, units and verbs, none of the pages'."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from jianbao.catalogue import Indicator

__all__ = ["Printed", "agrees", "bare", "even", "in_english", "near", "numbers", "places", "rounded", "says", "unit"]

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
#: Names of periods, and units that have a number in them: their digits are no claim.
_PERIODS = re.compile(
    rf"\d{{4}}年(?:1—\d{{1,2}}月|[一二三四]季度|上半年|前三季度)?|1—\d{{1,2}}月|\d{{1,2}}月末?"
    rf"|(?:(?:{_MONTHS})[–-])?(?:{_MONTHS}) (?:of )?\d{{4}}|\b(?:in|of|from|since|after|to|than|for|In|[Nn]ew:) (?:19|20)\d\d\b|\b(?:19|20)\d\d(?=,)|\bper 10[0,]* yuan\b"
)
_NUMBER = re.compile(r"([−-]?)(\d[\d,]*)(?:\.(\d+))?")

#: English units: what a Chinese unit is counted in, its factor and how many decimals more are printed.
_ENGLISH = {
    "亿元": ("billion yuan", 0.1, 1), "万元": ("million yuan", 0.01, 2), "万人": ("thousand persons", 10.0, -1), "万吨标准煤": ("thousand tce", 10.0, -1), "万吨": ("thousand tonnes", 10.0, -1),
    "万元/人": ("thousand yuan per person", 10.0, -1), "万元/亩": ("thousand yuan per mu", 10.0, -1),
    "万千瓦时": ("million kWh", 0.01, 1), "家": ("", 1.0, 0), "%": ("%", 1.0, 0),
}

#: What each direction may be called; a text has one of its own words and none of the others'.
_WORDS = {
    "rate": {"+": ("增长", "up "), "-": ("下降", "down "), "0": ("持平", "unchanged"), ">": ("大幅增长", "up strongly from a small base")},
    "moved": {"+": ("提高", "增加", "up "), "-": ("下降", "减少", "down "), "0": ("持平", "unchanged")},
    "gap": {"+": ("高于", " above "), "-": ("低于", " below "), "0": ("持平", "the same as")},
    "pace": {
        "faster": ("加快", "quickened"), "slower": ("回落", "slowed"), "same": ("持平", "the same as"), "narrower": ("收窄", "narrowed"),
        "wider": ("扩大", "widened"), "up": ("由负转正", "turned positive"), "down": ("由正转负", "turned negative"),
    },
    "streak": {"faster": ("加快", "faster"), "slower": ("回落", "slower"), "falling": ("为负", "below zero")},
    "turn": {
        "profit": ("扭亏为盈", "from a loss to a profit"), "loss": ("由盈转亏", "from a profit to a loss"),
        "smaller": ("亏损减少", "smaller loss"), "larger": ("亏损增加", "larger loss"), "even": ("亏损额持平", "loss of the same size"), "zero": ("上年同期为零", "from zero"),
    },
    "tag": {"+": ("上升", "rising"), "-": ("下降", "falling"), "0": ("持平", "unchanged"), "?": ("无法比较", "not comparable")},
    "moves": {"+": ("上升", "up:"), "-": ("下降", "down:"), "0": ("持平", "unchanged:")},
    "pull": {"+": ("拉动", "added", "adding", "+"), "-": ("下拉", "took", "taking", "−"), "~": ("不足", "less than")},
    "revised": {"+": ("上修", ", up"), "-": ("下修", ", down")},
    "issue": {
        "new": ("新增", "new:"), "same": ("相同", "as in the last"), "newest": ("最新", "latest"), "older": ("往期", "earlier period"),
    },
    "most": {"+": ("拉动", "pull"), "-": ("下拉", "drag")},
}


class Printed(NamedTuple):
    """A number in a text: its value, signed, and how many decimals it shows."""

    value: Decimal
    decimals: int


def bare(text: str) -> str:
    """Return a text without the names of periods.

    >>> bare("增速比1—11月加快0.3个百分点"), bare("2024年1—12月，子县")
    ('增速比加快0.3个百分点', '，子县')
    """
    return _PERIODS.sub("", text)


def numbers(text: str) -> list[Printed]:
    """Return the numbers of a text in order, without those of periods.

    >>> numbers("降幅比2024年1—11月收窄2.0个百分点"), numbers("−1,234.50")
    ([Printed(value=Decimal('2.0'), decimals=1)], [Printed(value=Decimal('-1234.50'), decimals=2)])
    """
    found = []
    for sign, whole, part in _NUMBER.findall(bare(text)):
        value = Decimal(whole.replace(",", "").rstrip(",") + (f".{part}" if part else ""))
        found.append(Printed(-value if sign else value, len(part)))
    return found


def near(value: float, decimals: int) -> set[Decimal]:
    """Return what a value may print as: half away from zero, both neighbours where binary arithmetic hides a tie.

    >>> sorted(near(2.25, 1)), sorted(near(-0.04, 1))
    ([Decimal('2.2'), Decimal('2.3')], [Decimal('0.0')])
    """
    exact = Decimal(repr(float(value)))
    slack = abs(exact) * Decimal("1e-9") + Decimal("1e-12")
    unit = Decimal(1).scaleb(-decimals)
    rounded = {(exact + move).quantize(unit, ROUND_HALF_UP) for move in (-slack, Decimal(0), slack)}
    return {abs(v) if v == 0 else v for v in rounded}


def rounded(value: float, decimals: int, slack: int = 0) -> Decimal:
    """Return a value rounded half away from zero; *slack* 1 or −1 takes what is within binary error of a tie up or down.

    >>> rounded(2.25, 1), rounded(-0.04, 1), rounded(1.0049999999, 2), rounded(1.0049999999, 2, 1)
    (Decimal('2.3'), Decimal('0.0'), Decimal('1.00'), Decimal('1.01'))
    """
    exact = Decimal(repr(float(value)))
    exact += slack * (abs(exact) * Decimal("1e-9") + Decimal("1e-12"))
    found = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return abs(found) if found == 0 else found


def places(value: float, least: int, unit_name: str) -> int:
    """Return how many decimals a figure prints with: a level that would print as zero gets up to three more.

    >>> places(0.04, 1, "亿元"), places(0.04, 1, "%"), places(2.0, 1, "亿元")
    (2, 1, 1)
    """
    if unit_name == "%" or not value:
        return least
    return next((d for d in range(least, least + 4) if rounded(value, d)), least)


def even(value: float, other: float, indicator: Indicator, lang: str) -> bool:
    """Return whether two figures of an indicator print as the same number, with the decimals of the first."""
    name, factor, least = unit(indicator, lang)
    d = places(value * factor, least, name)
    return rounded(value * factor, d) == rounded(other * factor, d)


def agrees(value: float, printed: Printed, least: int, *, signless: bool = False) -> bool:
    """Return whether a value prints as that number, with at least so many decimals."""
    if printed.decimals < least:
        return False
    allowed = near(value, printed.decimals)
    return abs(printed.value) in {abs(v) for v in allowed} if signless else printed.value in allowed


def unit(indicator: Indicator, lang: str) -> tuple[str, float, int]:
    """Return the unit that a language prints, the factor from the register's unit, and the decimals it shows at least."""
    zh = indicator.units.get("zh", next(iter(indicator.units.values()), ""))
    if lang == "zh":
        return zh, 1.0, indicator.decimals
    name, factor, more = in_english(zh, indicator.units.get("en", zh))
    return name, factor, max(0, indicator.decimals + more)


def in_english(zh: str, en: str) -> tuple[str, float, int]:
    """Return what an English page counts a Chinese unit in, the factor to it, and how many decimals more it prints.

    >>> in_english("亿元", "100 million yuan"), in_english("亩", "mu")
    (('billion yuan', 0.1, 1), ('mu', 1.0, 0))
    """
    return _ENGLISH.get(zh, (en, 1.0, 0))


def says(kind: str, way: str, text: str) -> bool:
    """Return whether a text has a word for that way and none for another.

    >>> says("rate", "+", "增长3.0%"), says("rate", "+", "下降3.0%"), says("rate", ">", "大幅增长（基数较小）")
    (True, False, True)
    """
    words = _WORDS[kind]
    low = text.lower()
    if way not in words or not any(w.lower() in low for w in words[way]):
        return False
    skip = {way, "+" if way in (">", "~") else way}  # 大幅增长 holds 增长, 影响不足 holds 拉动
    return not any(w.lower() in low for other, given in words.items() if other not in skip for w in given)
