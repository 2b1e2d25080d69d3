"""From a notebook that ran to the page of an edition: what the page says of itself, and the check before it leaves."""

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from jianbao.catalogue.reports import titled
from jianbao.run.execute import BriefError
from jianbao.run.plan import REPORT, BriefSpec
from jianbao.run.words import say

if TYPE_CHECKING:
    import nbformat

    from jianbao.catalogue import Catalogue
    from jianbao.publish.meta import PageMeta
    from jianbao.run.worker import Context

__all__ = ["brief_title", "files_beside", "page", "page_meta"]


def brief_title(spec: BriefSpec, cat: "Catalogue") -> str:
    """Return the title of a brief or document: region, sector and period, in its language."""
    from jianbao.catalogue.period import Period

    values = spec.values
    lang = values["lang"]
    region = cat.region(spec.region or cat.place.root_region).name(lang)
    sector = cat.sector(spec.sector).name(lang) if spec.sector else ""
    period = Period.parse(values["period"])
    label = period.narrative(lang)
    if spec.kind == REPORT:
        return titled(cat.reports, spec.notebook.stem, period, lang, cat.region(spec.region or cat.place.root_region), sector)
    if lang == "en":
        return f"{', '.join(p for p in (sector, region) if p)}: industrial brief, {label}"
    return f"{region}{sector}{'工业' if not sector else ''}简报（{label}）"


def page_meta(spec: BriefSpec, cat: "Catalogue", audience: str, modelled: bool, formats: tuple[str, ...] = ()) -> "PageMeta":
    """Return the identity that the page prints and carries."""
    from jianbao.catalogue.period import Period
    from jianbao.publish.meta import PageMeta
    from jianbao.publish.office.make import beside

    values = spec.values
    lang = values["lang"]
    region = spec.region or cat.place.root_region
    footer = [say(lang, "内部资料，不得外传。", "Internal; not for distribution.")] if audience == "internal" else []
    if modelled:
        footer.append(
            say(lang, "本页企业数据为模拟数据，不代表任何企业或地区的实际情况。", "Enterprise figures on this page are modelled data and describe no real enterprise or region.")
        )
    return PageMeta(
        title=brief_title(spec, cat),
        lang=lang,
        region_code=region,
        region_name=cat.region(region).name(lang),
        sector_code=spec.sector,
        sector_name=cat.sector(spec.sector).name(lang) if spec.sector else "",
        period=values["period"],
        period_label=Period.parse(values["period"]).narrative(lang),
        audience=audience,
        modelled=modelled,
        place=cat.place.name(lang),
        footer=tuple(footer),
        files=tuple(beside(spec.file.rpartition("/")[2], formats).values()),
    )


def page(nb: "nbformat.NotebookNode", spec: BriefSpec, cat: "Catalogue", context: "Context") -> str:
    """Return the page of a notebook that ran; BriefError if it may not be published. (Its claims are proved later: ``run.proof``.)"""
    from jianbao.publish.check import check_page
    from jianbao.verify.lint import lint

    if lost := _lost(nb):
        raise BriefError(lost, "the cell's part shows nothing: its output was lost", "", nb)
    meta = page_meta(spec, cat, context.audience, context.modelled, context.formats)
    html = _exporter().page(nb, meta)
    problems = check_page(html, meta) + [slip.line() for slip in lint(html) if slip.wrong]
    if problems:
        raise BriefError("page", "; ".join(problems), "\n".join(problems), nb)
    return html


def files_beside(html: str, nb: "nbformat.NotebookNode", context: "Context") -> dict[str, bytes]:
    """Return the page's Word and Excel files by their ending; BriefError if one may not be published."""
    from jianbao.publish.office.make import OfficeError, make

    try:
        return make(html, context.formats)
    except OfficeError as error:
        raise BriefError("page", str(error), "", nb) from error


def _lost(nb: "nbformat.NotebookNode") -> str:
    """Return the id of the first cell that ends in a part of ours and shows nothing; a part always shows something."""
    for cell in nb.cells:
        if cell.cell_type != "code" or any(o.output_type in ("display_data", "execute_result") for o in cell.outputs):
            continue
        last = ast.parse(cell.source).body[-1:] if cell.source.strip() and not cell.source.lstrip().startswith(("%", "!")) else []
        call = last[0].value if last and isinstance(last[0], ast.Expr) else None
        if isinstance(call, ast.Call) and ast.unparse(call.func).startswith(("brief.", "reports.")) and not cell.source.rstrip().endswith(";"):
            return str(cell.get("id"))
    return ""


@lru_cache(maxsize=1)
def _exporter():
    """One exporter for all briefs of a process: making one costs more than a page."""
    from jianbao.publish.exporter import BriefExporter

    return BriefExporter()
