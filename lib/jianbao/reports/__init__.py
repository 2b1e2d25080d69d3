"""What the notebooks of documents call beside ``jianbao.brief``: the parts that only documents have.

>>> from jianbao import brief, reports
>>> b = brief.open("330000", period="2024-12")  # doctest: +SKIP
>>> reports.head(b, "league_table")  # doctest: +SKIP
"""

from jianbao.reports.contributions import big_counties
from jianbao.reports.evaluation import awards, evaluation, evaluation_scheme
from jianbao.reports.firsts import firsts, league_lead
from jianbao.reports.head import head
from jianbao.reports.land import land_firms, land_grades, land_method_used, land_ratios, land_sectors
from jianbao.reports.league import league, league_groups, league_notes
from jianbao.reports.ledgers import ledger, ledger_overview, ledgers
from jianbao.reports.letter import findings, letter, letter_head
from jianbao.reports.letter_rules import due_letters
from jianbao.reports.policy import diagnosis, policy_notes, region_tasks
from jianbao.reports.shares import decomposition
from jianbao.reports.signal_green import greening, makeup
from jianbao.reports.signal_money import digitalisation, investment
from jianbao.reports.signal_notes import signal_notes
from jianbao.reports.signal_power import capacity, electricity
from jianbao.reports.targets import milestones, target_checks, target_progress

__all__ = [
    "awards", "big_counties", "capacity", "decomposition", "diagnosis", "digitalisation", "due_letters", "electricity", "evaluation",
    "evaluation_scheme", "findings", "firsts", "greening", "head", "investment", "land_firms", "land_grades", "land_method_used",
    "land_ratios", "land_sectors", "league", "league_groups", "league_lead", "league_notes", "ledger", "ledger_overview", "ledgers",
    "letter", "letter_head", "makeup", "milestones", "policy_notes", "region_tasks", "signal_notes", "target_checks", "target_progress",
]
