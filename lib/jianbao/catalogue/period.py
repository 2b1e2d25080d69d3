"""Periods as text: ``2018``, ``2024Q4``, ``2024-12``.

January is not collected: the industrial year starts with the joint ``2024-02`` (1—2月), so
``2024-01`` does not exist and a year has eleven months.
"""

import re
from dataclasses import dataclass

__all__ = ["Period", "PeriodError"]

FORM = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?:-(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4]))?")
MONTHS = ("January", "February", "March", "April", "May", "June",
          "July", "August", "September", "October", "November", "December")
QUARTERS_ZH = ("一季度", "二季度", "三季度", "四季度")
QUARTERS_EN = ("first", "second", "third", "fourth")
# how prose names the usual cumulative stretches
STRETCHES_ZH = {3: "一季度", 6: "上半年", 9: "前三季度", 12: ""}
STRETCHES_EN = {3: "the first quarter of ", 6: "the first half of ", 9: "the first three quarters of ", 12: ""}


class PeriodError(ValueError):
    """A text that names no period; the message is one line."""


@dataclass(frozen=True, slots=True)
class Period:
    """A year, a quarter or a month. The month of a cumulative measure means 1—N月.

    >>> Period.parse("2024-12").label("zh")
    '2024年1—12月'
    >>> str(Period.parse("2024-02").year_ago())
    '2023-02'
    """

    year: int
    month: int | None = None
    quarter: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Return the period that ``text`` names; PeriodError for anything else, January included."""
        found = FORM.fullmatch(text) if isinstance(text, str) else None
        if found is None:
            raise PeriodError(f"{text!r} is not a period: write a year 2018, a quarter 2024Q4 or a month 2024-12")
        month, quarter = found["month"], found["quarter"]
        if month == "01":
            raise PeriodError(f"{text} does not exist: January is not collected; {text[:4]}-02 is the joint January–February")
        return cls(int(found["year"]), int(month) if month else None, int(quarter) if quarter else None)

    def __str__(self) -> str:
        if self.month:
            return f"{self.year}-{self.month:02d}"
        return f"{self.year}Q{self.quarter}" if self.quarter else f"{self.year}"

    @property
    def kind(self) -> str:
        """``year``, ``quarter`` or ``month``."""
        return "month" if self.month else "quarter" if self.quarter else "year"

    @property
    def months(self) -> int:
        """Months that a cumulative value of this period covers: 10 for 1—10月, 3 for a quarter, 12 for a year."""
        return self.month or (3 if self.quarter else 12)

    def year_ago(self) -> "Period":
        """Return the same period of last year."""
        return Period(self.year - 1, self.month, self.quarter)

    def months_of_year(self) -> tuple["Period", ...]:
        """Return the eleven month periods of the year, 02 (joint 1—2月) to 12."""
        return tuple(Period(self.year, month) for month in range(2, 13))

    def months_so_far(self) -> tuple["Period", ...]:
        """Return the month periods of the year up to this one; PeriodError if this is no month."""
        if self.month is None:
            raise PeriodError(f"{self} is not a month, so it has no months so far")
        return tuple(Period(self.year, month) for month in range(2, self.month + 1))

    def label(self, lang: str, measure: str = "cumulative") -> str:
        """Return the period as tables and captions print it, for ``measure`` cumulative, month, point or year."""
        zh = _is_zh(lang)
        if self.month is None:
            return self._long_label(zh, measure)
        name = MONTHS[self.month - 1]
        if measure == "point":
            return f"{self.year}年{self.month}月末" if zh else f"end of {name} {self.year}"
        if measure == "year":
            return self._long_label(zh, measure)
        if measure == "month" and self.month != 2:  # February alone is not collected either
            return f"{self.year}年{self.month}月" if zh else f"{name} {self.year}"
        return f"{self.year}年1—{self.month}月" if zh else f"January–{name} {self.year}"

    def _long_label(self, zh: bool, measure: str) -> str:
        if self.quarter and measure == "point":
            name = MONTHS[3 * self.quarter - 1]
            return f"{self.year}年{3 * self.quarter}月末" if zh else f"end of {name} {self.year}"
        if self.quarter:
            order = self.quarter - 1
            return f"{self.year}年{QUARTERS_ZH[order]}" if zh else f"{QUARTERS_EN[order]} quarter of {self.year}"
        if measure == "point":
            return f"{self.year}年末" if zh else f"end of {self.year}"
        return f"{self.year}年" if zh else f"{self.year}"

    def narrative(self, lang: str) -> str:
        """Return a cumulative period as prose says it: 2024年, 2024年上半年; else the label."""
        zh = _is_zh(lang)
        if self.month not in STRETCHES_ZH:
            return self.label(lang)
        return f"{self.year}年{STRETCHES_ZH[self.month]}" if zh else f"{STRETCHES_EN[self.month]}{self.year}"


def _is_zh(lang: str) -> bool:
    if lang not in ("zh", "en"):
        raise PeriodError(f"language {lang!r} is unknown: zh or en")
    return lang == "zh"
