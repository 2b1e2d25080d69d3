"""The sections of the document ``leading_signals``: what notebooks call as ``reports.signals``.

>>> from jianbao import brief, reports
>>> reports.signals.power(brief.open("330000", period="2024-12"))  # doctest: +SKIP
"""

from jianbao.reports.signal_green import green, structure
from jianbao.reports.signal_money import digital, investment
from jianbao.reports.signal_power import capacity, power

__all__ = ["capacity", "digital", "green", "investment", "power", "structure"]
