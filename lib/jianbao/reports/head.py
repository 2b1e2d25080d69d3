"""The title block of a document: what it is called, about what, when, for whom, from what."""

from jianbao.brief.context import Brief, BriefError
from jianbao.brief.head import masthead
from jianbao.brief.parts import Part, escape
from jianbao.catalogue.reports import called

__all__ = ["head", "title"]


def title(b: Brief, report: str) -> str:
    """Return a document's title: region or sector, period as prose says it, and what it is called.

    Raises BriefError for a document that the register (reports.csv) does not have.
    """
    name = called(b.cat.reports, report, b.period, b.lang)
    if not name:
        raise BriefError(f"reports.csv 中没有文件 {report!r} · reports.csv has no document {report!r}")
    about = b.sector.name(b.lang) if b.kind == "sector_brief" else b.region.name(b.lang)
    when = b.period.narrative(b.lang)
    return f"{about}{when}{name}" if b.zh else f"{about}: {name[:1].lower()}{name[1:]}, {when}"


def head(b: Brief, report: str) -> Part:
    """Return the title block of a document of the register, and the banner if any figure is modelled."""
    return masthead(b, kicker=called(b.cat.reports, report, b.period, b.lang), heading=escape(title(b, report)))
