"""What to make: one brief for each notebook and the regions and sectors that it is about; documents where they are asked for."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao.catalogue.period import Period
from jianbao.catalogue.reports import Report, issued
from jianbao.publish.documents import REPORT
from jianbao.run import parameters
from jianbao.run.words import RunError, nearest, say

if TYPE_CHECKING:
    from jianbao.catalogue import Catalogue

__all__ = ["REPORT", "BriefSpec", "Choice", "PlanError", "find_notebooks", "kind_of", "plan"]

#: The parameters that a notebook declares decide what there is one of.
_KINDS = {("region_code", "sector_code"): "sector_county_brief", ("region_code",): "county_brief", ("sector_code",): "sector_brief"}

_HEAD = re.compile(r"reports\.\w*head\(")
_PLAIN = ("sector_county_brief", "county_brief", "sector_brief")


class PlanError(RunError):
    """A choice that finds nothing, or nothing that exists; one line."""


@dataclass(frozen=True)
class BriefSpec:
    """One brief to be made: which notebook with which parameters into which file of the edition."""

    notebook: Path
    kind: str  # sector_county_brief, county_brief, sector_brief or report
    parameters: tuple[tuple[str, str], ...]
    file: str

    @property
    def values(self) -> dict[str, str]:
        """The parameters by name."""
        return dict(self.parameters)

    @property
    def region(self) -> str:
        """The region's code; "" for a sector brief."""
        return self.values.get("region_code", "")

    @property
    def sector(self) -> str:
        """The sector's code; "" for a region brief."""
        return self.values.get("sector_code", "")


@dataclass(frozen=True)
class Choice:
    """What the user chose; empty means all briefs. ``scope`` names the part of the edition, "" the whole.

    ``due`` chooses documents instead of briefs: those of a cadence, or (``now``) all that are due on the day ``on``. A ``public`` edition has no document that is for the office only.
    """

    region: str = ""
    level: str = ""
    sector: str = ""
    notebook: str = ""
    due: str = ""
    on: date | None = None
    public: bool = False

    @property
    def scope(self) -> str:
        """The part of the whole edition, fit for a folder's name."""
        return "-".join(p for p in (self.region, self.level, self.sector, self.notebook, self.due) if p)


def find_notebooks(folder: Path, lang: str = "zh") -> tuple[Path, ...]:
    """Return the notebooks of a folder that make briefs, by name: those with a cell tagged ``parameters``.

    Raises
    ------
    parameters.ParameterError
        If a notebook's parameters cell is not as it must be.
    """
    found = [p for p in sorted(Path(folder).glob("*.ipynb")) if '"parameters"' in p.read_text(encoding="utf-8", errors="replace")]
    for path in found:
        parameters.read(path, lang)
    return tuple(found)


def plan(
    cat: "Catalogue", notebooks: Iterable[Path], choice: Choice, period: str, langs: Sequence[str], lang: str = "zh"
) -> tuple[BriefSpec, ...]:
    """Return the briefs to be made, in a fixed order: notebook, language, sector, region.

    A region means that region and all below it; a level narrows them. A sector brief is about all regions, so it is
    made when no region or level was chosen, or when its notebook was. A chosen sector leaves out the region briefs.
    Documents of the register (``reports.csv``) are made when they or their cadence are asked for, and only they then.

    Raises
    ------
    PlanError
        If a code, level or notebook does not exist or nothing is left.
    """
    notebooks = tuple(notebooks)
    if choice.notebook:
        notebooks = (_one(notebooks, choice.notebook, lang),)
    documents = {n: rows for n in notebooks if (rows := issued(cat.reports, n.stem))}
    unlisted = [n for n in notebooks if n not in documents and _is_document(n)]  # of another place: its register has no row for it
    if unlisted and choice.notebook:
        raise PlanError(say(lang, f"reports.csv 没有登记文件 {unlisted[0].stem}", f"reports.csv has no row for {unlisted[0].stem}"))
    notebooks = tuple(n for n in notebooks if n not in unlisted)
    if choice.due or documents and documents.keys() == set(notebooks):
        return _documents(cat, documents, choice, period, langs, lang)
    notebooks = tuple(n for n in notebooks if n not in documents)
    regions = [r.code for r in _regions(cat, choice, lang)]
    sectors = [choice.sector] if choice.sector else [s.code for s in cat.brief_sectors()]
    specs: list[BriefSpec] = []
    for notebook in notebooks:
        names = tuple(p.name for p in parameters.read(notebook, lang))
        kind = kind_of(names)
        if not choice.notebook and (kind == "county_brief" and choice.sector or kind == "sector_brief" and (choice.region or choice.level)):
            continue
        cells = [
            (r, s)
            for s in (sectors if kind != "county_brief" else [""])
            for r in (regions if kind != "sector_brief" else [cat.place.root_region])
        ]
        specs += _specs(cat, notebook, kind, cells, period, langs, lang)
    if not specs:
        raise PlanError(say(lang, "没有符合所选条件的简报", "no brief fits what was chosen"))
    return tuple(specs)


def _specs(
    cat: "Catalogue", notebook: Path, kind: str, cells: Sequence[tuple[str, str]], period: str, langs: Sequence[str], lang: str
) -> Iterator[BriefSpec]:
    names = tuple(p.name for p in parameters.read(notebook, lang))
    for tongue in langs:
        suffix = ".html" if tongue == cat.place.languages[0] else f".{tongue}.html"
        for region, sector in cells:
            given = {"region_code": region, "sector_code": sector, "period": period, "lang": tongue}
            yield BriefSpec(notebook, kind, tuple((n, given[n]) for n in names), _file(notebook, kind, region, sector) + suffix)


def _documents(
    cat: "Catalogue", documents: Mapping[Path, Sequence[Report]], choice: Choice, period: str, langs: Sequence[str], lang: str
) -> tuple[BriefSpec, ...]:
    """Return the documents that are asked for by name, by their cadence, or because they are due."""
    when, chosen = Period.parse(period), {r.code for r in _regions(cat, choice, lang)}
    specs: list[BriefSpec] = []
    for notebook, rows in documents.items():
        rows = [r for r in rows if _asked(r, choice, when)]
        sectors = {s.code for r in rows if r.sectors for s in cat.sectors(level="set", kind=r.sectors.removeprefix("set:")) if s.members}
        regions = [] if choice.sector else [r.code for r in cat.regions() if r.code in chosen and any(r.level in w.levels for w in rows)]
        apart = not choice.notebook and (choice.region or choice.level)  # a part of the place is asked for: no sector's own
        named = [] if apart else [s.code for s in cat.sectors() if s.code in sectors and choice.sector in ("", s.code)]
        cells = [(r, "") for r in regions] + [(cat.place.root_region, s) for s in named]
        specs += _specs(cat, notebook, REPORT, cells, period, langs, lang)
    if not specs:
        what = choice.notebook or choice.due
        raise PlanError(say(lang, f"{period} 没有符合所选条件的文件（{what}）", f"no document for {period} fits what was chosen ({what})"))
    return tuple(specs)


def _is_document(notebook: Path) -> bool:
    """Tell whether a notebook makes a document, by the head that it opens with."""
    return _HEAD.search(notebook.read_text(encoding="utf-8", errors="replace")) is not None


def _asked(report: Report, choice: Choice, when: Period) -> bool:
    if report.internal and choice.public:
        return False
    if choice.due == "now":
        return report.cadence != "demand" and report.reports_on(when) and choice.on is not None and report.due(when) <= choice.on
    if choice.due:
        return report.cadence == choice.due and report.reports_on(when)
    return True


def kind_of(names: Sequence[str]) -> str:
    """Return what a notebook makes one page for: a sector in a region, a region, a sector.

    >>> kind_of(("sector_code", "period", "lang"))
    'sector_brief'
    """
    return _KINDS[tuple(n for n in ("region_code", "sector_code") if n in names)]


def _regions(cat: "Catalogue", choice: Choice, lang: str) -> tuple:
    if choice.level and choice.level not in cat.place.levels:
        known = list(cat.place.levels)
        raise PlanError(
            say(lang, f"没有层级 {choice.level!r}；可用：{'、'.join(known)}", f"there is no level {choice.level!r}; use {', '.join(known)}")
        )
    found = cat.regions(level=choice.level or None, under=choice.region or None)
    if not found:
        raise PlanError(say(lang, f"{choice.region} 以下没有层级 {choice.level}", f"there is no {choice.level} in {choice.region}"))
    return found


def _one(notebooks: Sequence[Path], name: str, lang: str) -> Path:
    stems = {p.stem: p for p in notebooks}
    stem = name.removesuffix(".ipynb")
    if stem in stems:
        return stems[stem]
    near = nearest(stem, list(stems), 0.5)
    hint = say(lang, f"；是否指 {near}？", f"; did you mean {near}?") if near else ""
    raise PlanError(say(lang, f"没有笔记本 {name!r}{hint}", f"there is no notebook {name!r}{hint}"))


def _file(notebook: Path, kind: str, region: str, sector: str) -> str:
    """Return the page's file without its ending. A notebook of the office's own adds its name, so that none overwrites another."""
    tail = "" if notebook.stem in _PLAIN else f"-{notebook.stem}"
    if kind == REPORT:
        return f"reports/{notebook.stem}/{sector or region}"
    if kind == "county_brief":
        return f"briefs/{region}/index{tail}"
    return f"briefs/sector/{sector}{tail}" if kind == "sector_brief" else f"briefs/{region}/{sector}{tail}"
