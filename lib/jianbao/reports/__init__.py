"""What the notebooks of documents call beside ``jianbao.brief``: the parts that only documents have.

>>> from jianbao import brief, reports
>>> b = brief.open("330000", period="2024-12")  # doctest: +SKIP
>>> reports.head(b, "league_table")  # doctest: +SKIP
"""

from jianbao.reports.bulletin import main_table, opening, pulls, weaknesses
from jianbao.reports.card import carriers, goals, routes, shortcomings, tags
from jianbao.reports.clusters import (
    chain,
    cluster_areas,
    cluster_counties,
    cluster_members,
    cluster_opening,
    increments,
)
from jianbao.reports.contributions import big_counties
from jianbao.reports.evaluation import awards, evaluation, evaluation_scheme
from jianbao.reports.features import features
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
from jianbao.reports.suggestions import suggestions
from jianbao.reports.tables import below, by_sector, structure
from jianbao.reports.targets import milestones, target_checks, target_progress

__all__ = [
    "awards", "below", "big_counties", "by_sector", "capacity", "carriers", "chain", "cluster_areas", "cluster_counties", "cluster_members",
    "cluster_opening", "decomposition", "diagnosis", "digitalisation", "due_letters", "electricity", "evaluation", "evaluation_scheme", "features",
    "findings", "firsts", "goals", "greening", "head", "increments", "investment", "land_firms", "land_grades", "land_method_used", "land_ratios",
    "land_sectors", "league", "league_groups", "league_lead", "league_notes", "ledger", "ledger_overview", "ledgers", "letter", "letter_head",
    "main_table", "makeup", "milestones", "opening", "policy_notes", "pulls", "region_tasks", "routes", "shortcomings", "signal_notes", "structure",
    "suggestions", "tags", "target_checks", "target_progress", "weaknesses",
]
