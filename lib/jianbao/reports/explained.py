"""Which indicators the notes of a document explain: those of its own tables, not those of a brief."""

from collections.abc import Callable, Iterable

from jianbao.brief.context import Brief
from jianbao.brief.glossary import explain
from jianbao.brief.progress import binding
from jianbao.reports.bulletin import shown_in_main
from jianbao.reports.card import behind
from jianbao.reports.land import RATIOS
from jianbao.reports.scoring import scheme_of
from jianbao.reports.tables import BESIDE

__all__ = ["explain_document"]


def _headline(b: Brief) -> tuple[str, str]:
    return b.headline.id, f"{b.headline.id}_growth"


def _main(b: Brief) -> Iterable[str]:
    after = BESIDE if b.is_total else behind(b)  # the table of a later section; the share of loss-makers is in the opening
    return (*_headline(b), *shown_in_main(b), *(i for i in (*after, "loss_enterprise_share") if i in b.cat.all_indicators and b.fact(i).known))


def _cluster(b: Brief) -> Iterable[str]:
    return (*_headline(b), "revenue", "profit", "profit_margin")


def _aimed_at(b: Brief) -> Iterable[str]:
    return (p.target.indicator for p in binding(b) if p.actual is not None and p.actual.known)


def _scored(b: Brief) -> Iterable[str]:
    scheme = scheme_of(b)
    return () if scheme is None else (*(i.indicator for _, i in scheme.present), scheme.tier_indicator)


_SHOWN: dict[str, Callable[[Brief], Iterable[str]]] = {
    "annual_evaluation": _scored, "cluster_brief": _cluster, "land_efficiency": lambda b: RATIOS,
    "quarterly_bulletin": _main, "sector_bulletin": _main, "target_progress": _aimed_at,
}  # fmt: skip


def explain_document(b: Brief, report: str) -> None:
    """Let the notes of a document explain the indicators of its own tables."""
    if report in _SHOWN:
        explain(b, _SHOWN[report](b))
