"""What the notebooks of documents call beside ``jianbao.brief``: the parts that only documents have.

>>> from jianbao import brief, reports
>>> b = brief.open("330000", period="2024-12")  # doctest: +SKIP
>>> reports.head(b, "league_table")  # doctest: +SKIP
"""

from jianbao.reports.head import head
from jianbao.reports.signal_green import greening, makeup
from jianbao.reports.signal_money import digitalisation, investment
from jianbao.reports.signal_notes import signal_notes
from jianbao.reports.signal_power import capacity, electricity

__all__ = ["capacity", "digitalisation", "electricity", "greening", "head", "investment", "makeup", "signal_notes"]
