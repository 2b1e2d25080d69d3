"""What the notebooks of documents call beside ``jianbao.brief``: the parts that only documents have.

>>> from jianbao import brief, reports
>>> b = brief.open("330000", period="2024-12")  # doctest: +SKIP
>>> reports.head(b, "league_table")  # doctest: +SKIP
"""

from jianbao.reports.evaluation import awards, evaluation, evaluation_scheme
from jianbao.reports.head import head
from jianbao.reports.land import land_firms, land_grades, land_method_used, land_ratios, land_sectors
from jianbao.reports.shares import decomposition
from jianbao.reports.targets import milestones, target_checks, target_progress

__all__ = [
    "awards", "decomposition", "evaluation", "evaluation_scheme", "head", "land_firms", "land_grades", "land_method_used", "land_ratios", "land_sectors", "milestones", "target_checks", "target_progress",
]
