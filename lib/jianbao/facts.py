"""A value with its identity and its printed form. Numbers are formatted here and nowhere else."""

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from jianbao.catalogue import Indicator

__all__ = ["ABSENT", "MINUS", "SUPPRESSED", "Fact", "derived_rate", "difference", "english_unit", "number", "rounded"]

SUPPRESSED = "…"
ABSENT = "—"
MINUS = "−"

#: English readers count in thousands: unit of the register -> (factor, unit, decimals more).
_ENGLISH = {
    "亿元": (0.1, "billion yuan", 1),
    "万元": (0.01, "million yuan", 2),
    "万人": (10.0, "thousand persons", -1),
    "万吨标准煤": (10.0, "thousand tce", -1),
    "万吨": (10.0, "thousand tonnes", -1),
    "万元/人": (10.0, "thousand yuan per person", -1),
    "万元/亩": (10.0, "thousand yuan per mu", -1),
    "万千瓦时": (0.01, "million kWh", 1),
    "家": (1.0, "", 0),
    "%": (1.0, "%", 0),
}
_TIGHT = ("%", "‰")


def english_unit(zh: str, en: str) -> tuple[float, str, int]:
    """Return what an English page counts a Chinese unit in: the factor to it, its name, how many decimals more it prints.

    >>> english_unit("万元", "ten thousand yuan"), english_unit("亩", "mu")
    ((0.01, 'million yuan', 2), (1.0, 'mu', 0))
    """
    factor, name, more = _ENGLISH.get(zh, (1.0, en, 0))
    return factor, name or en, more


def rounded(value: float, decimals: int) -> Decimal:
    """Return a value rounded half away from zero (四舍五入), as a reader does it by hand.

    >>> rounded(2.675, 2), rounded(-0.05, 1)
    (Decimal('2.68'), Decimal('-0.1'))
    """
    exact = Decimal(repr(float(value)))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number(value: float | Decimal | None, decimals: int, *, sign: bool = False, grouped: bool = False) -> str:
    """Return a number as printed: real minus sign, never ``-0.0``, a dash for none.

    >>> number(-4.71, 1), number(0.04, 1, sign=True), number(2.86, 1, sign=True), number(None, 1)
    ('−4.7', '0.0', '+2.9', '—')
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ABSENT
    shown = rounded(float(value), decimals)
    if shown == 0:
        shown = abs(shown)
    text = f"{abs(shown):,}" if grouped else f"{abs(shown)}"
    return (MINUS if shown < 0 else "+" if sign and shown > 0 else "") + text


@dataclass(frozen=True)
class Fact:
    """One value of one indicator, and how it is printed.

    ``value`` is in the register's unit, None unless the status is observed or estimated. ``derived`` marks what was
    calculated from published figures rather than published itself.
    """

    indicator: str
    region: str
    sector: str
    period: str
    value: float | None
    status: str
    decimals: int
    unit: str
    unit_en: str
    derived: bool = False

    @classmethod
    def of(
        cls, indicator: Indicator, region: str, sector: str, period: str, value: float | None, status: str,
        *, derived: bool = False,
    ) -> "Fact":
        """Return a fact of a registered indicator."""
        if value is not None and not math.isfinite(value):
            value, status = None, "not_applicable"
        units = indicator.units  # a place has only the languages it has
        first = next(iter(units.values()), "")
        return cls(
            indicator.id, region, sector, period, value, status, indicator.decimals, units.get("zh", first),
            units.get("en", first), derived,
        )

    @property
    def known(self) -> bool:
        """Whether there is a value that may be shown."""
        return self.value is not None and self.status in ("observed", "estimated")

    def scaled(self, lang: str) -> float:
        """Return the value in the unit that this language's readers see."""
        factor = _ENGLISH.get(self.unit, (1.0, "", 0))[0] if lang == "en" else 1.0
        return self.value * factor

    def places(self, lang: str) -> int:
        """Return the number of decimals printed in this language; a small level gets enough not to print as zero.

        >>> loss = Fact("profit", "", "", "", -0.0312, "estimated", 1, "亿元", "100 million yuan")
        >>> loss.text("zh"), loss.text("en")
        ('−0.03亿元', '−0.003 billion yuan')
        """
        usual = max(0, self.decimals + (_ENGLISH.get(self.unit, (1.0, "", 0))[2] if lang == "en" else 0))
        if not self.known or not self.value or self.unit == "%":
            return usual
        return next((d for d in range(usual, usual + 4) if rounded(self.scaled(lang), d)), usual)

    def shown(self, lang: str) -> Decimal:
        """Return the rounded value that the reader sees: what differences are computed from."""
        return rounded(self.scaled(lang), self.places(lang))

    def unit_text(self, lang: str) -> str:
        """Return the unit as printed."""
        if lang == "zh":
            return self.unit
        return _ENGLISH[self.unit][1] if self.unit in _ENGLISH else self.unit_en

    def number(self, lang: str, *, sign: bool = False) -> str:
        """Return the number without its unit; ``…`` if suppressed, ``—`` if there is none."""
        if self.status == "suppressed":
            return SUPPRESSED
        if not self.known:
            return ABSENT
        return number(self.scaled(lang), self.places(lang), sign=sign, grouped=lang == "en")

    def text(self, lang: str) -> str:
        """Return the number with its unit.

        >>> f = Fact("value_added", "330502", "T02", "2024-12", 19.63, "estimated", 1, "亿元", "100 million yuan")
        >>> f.text("zh"), f.text("en")
        ('19.6亿元', '1.96 billion yuan')
        """
        if not self.known:
            return self.number(lang)
        unit = self.unit_text(lang)
        gap = "" if lang == "zh" or unit in _TIGHT or not unit else " "
        return f"{self.number(lang)}{gap}{unit}"


def difference(own: Fact, other: Fact, lang: str) -> Decimal | None:
    """Return own − other, computed from the rounded values that the reader sees; None if one is not known."""
    if not own.known or not other.known:
        return None
    return own.shown(lang) - other.shown(lang)


def derived_rate(like: Fact, indicator: str, percent: float) -> Fact:
    """Return a growth in percent that was calculated from published figures."""
    known = math.isfinite(percent)
    return Fact(
        indicator, like.region, like.sector, like.period, percent if known else None,
        like.status if known else "not_applicable", 1, "%", "%", True,
    )
