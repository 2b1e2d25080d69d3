"""What the notebooks of documents call beside ``jianbao.brief``: the parts that only documents have.

>>> from jianbao import brief, reports
>>> b = brief.open("330000", period="2024-12")  # doctest: +SKIP
>>> reports.head(b, "league_table")  # doctest: +SKIP
"""

from jianbao.reports import signals
from jianbao.reports.head import head

__all__ = ["head", "signals"]
