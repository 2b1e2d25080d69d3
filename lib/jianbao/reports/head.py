"""The title block of a document: what it is called, about what, when, for whom, from what."""

from jianbao.brief.context import Brief, BriefError
from jianbao.brief.head import masthead
from jianbao.brief.parts import Part, escape
from jianbao.catalogue.reports import called, titled
from jianbao.reports.explained import explain_document

__all__ = ["head", "title"]


def title(b: Brief, report: str) -> str:
    """Return a document's title: region, period, sector and what it is called.

    Raises BriefError for a document that the register (reports.csv) does not have.
    """
    text = titled(b.cat.reports, report, b.period, b.lang, b.region, b.region.level, b.sector if b.kind == "sector_brief" else None)
    if not text:
        raise BriefError(f"reports.csv 中没有文件 {report!r} · reports.csv has no document {report!r}")
    return text


def head(b: Brief, report: str) -> Part:
    """Return the title block of a document of the register, and the banner if any figure is modelled."""
    explain_document(b, report)
    return masthead(b, kicker=called(b.cat.reports, report, b.period, b.lang, b.region.level), heading=escape(title(b, report)))
