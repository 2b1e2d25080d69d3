"""The leak scan: every file of an edition, every channel in it, against what the mask withholds."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from jianbao.disclosure.blocks import Block, Finding, Judge
from jianbao.disclosure.drawings import drawn
from jianbao.disclosure.office import office_blocks
from jianbao.disclosure.pages import page_parts
from jianbao.disclosure.pieces import json_blocks
from jianbao.disclosure.plans import of_plans
from jianbao.disclosure.secrets import Secrets, secrets
from jianbao.panel.release import Release

__all__ = ["Finding", "Scanner", "Secrets", "scan", "secrets"]

_KINDS = (".html", ".json", ".docx", ".xlsx")
_FORMAT = 1  # the manifest's own version, which stands beside the scope (publish.edition): no figure
_PATH = re.compile(r"(?:reports/(?P<report>[a-z_]+)/|(?:briefs/)?(?:(?P<region>[A-Za-z0-9]+)/)?)(?P<name>[A-Za-z0-9]+)(?:\.(?P<lang>[a-z]{2}))?\.(?P<kind>html|docx|xlsx)")
_META = re.compile(r'<meta name="jianbao:(region|sector)" content="([A-Za-z0-9]+)"')


def scan(folder: Path, held: Secrets, release: Release, derived: frozenset[str] = frozenset()) -> list[Finding]:
    """Return what the files of a (staged) edition tell of withheld cells; an empty list means that it may be published.

    Parameters
    ----------
    folder : Path
        The staged edition; every file below it is read, whatever the manifest says.
    held : Secrets
        From ``secrets``: the mask and the true values.
    release : Release
        The public release that the edition was made from: the bureau's own published figures are in it.
    derived : frozenset of str
        Files that are, to the byte, what a function makes of a page that is scanned here: they tell nothing that it does not.
    """
    found: list[Finding] = []
    look = Scanner(held, release)
    for path in sorted(Path(folder).rglob("*")):
        if path.is_symlink() or path.is_file() and path.relative_to(folder).as_posix() not in derived:
            found += look.file(path, path.relative_to(folder).as_posix())
    return found


class Scanner:
    """The scan of one file after another, against one mask and one release."""

    def __init__(self, held: Secrets, release: Release) -> None:
        self.held, self.cat = held, held.cat
        known: dict[tuple[str, str, str, str], float] = {}
        for region in self.cat.regions():
            for row in release.published(region.code).itertuples():
                if row.value == row.value:
                    known[str(row.indicator), str(row.region), str(row.sector), str(row.period)] = float(row.value)
        place = self.cat.place
        words = [t for lang in place.languages for i in self.cat.indicators() for t in (i.definition(lang), i.definition(lang).rstrip("。."))]
        words += [t for lang in place.languages for i in self.cat.indicators() for t in (i.name(lang), i.short(lang))]
        words += [t for lang in place.languages for t in (place.modelled_method(lang), place.modelled_note(lang))]
        words += [c.note(lang) for r in self.cat.regions() for c in self.cat.region_changes(r.code) for lang in place.languages]
        words += [c.note(lang) for c in self.cat.plans.sector_changes for lang in place.languages]
        words += list(of_plans(self.cat))
        titles = [t for lang in place.languages for t in release.table_titles(lang)]
        self.judge = Judge(held, known, tuple(w for w in (*words, *titles) if len(w) > 3))
        self.namer = self.judge.namer
        self._regions = {r.code for r in self.cat.regions()}
        self._sectors = {s.code for s in self.cat.sectors()}
        self._reports = {r.notebook for r in self.cat.reports}

    def file(self, path: Path, name: str) -> Iterator[Finding]:
        """Yield what is wrong with a file, its name included."""
        suffix = path.suffix.lower()
        if path.is_symlink() or (suffix not in _KINDS):
            yield Finding(name, "file", "a kind of file that an edition does not have", "", "")
            return
        region, sector, known = self._about(name)
        if not known:
            stem = Block(re.sub(r"[_~@]", " ", name), "file name", region, sector, never="a number in a file name")
            yield from self.judge.findings(stem, name)
        if suffix == ".html":
            html = path.read_text(encoding="utf-8", errors="replace")
            stated = dict(_META.findall(html[:6000]))
            region = stated.get("region", region) if not known else region
            sector = stated.get("sector", sector) if not known else sector
            blocks, drawings, shaded = page_parts(html, region, sector, self.namer)
            for block in blocks:
                yield from self.judge.findings(block, name)
            yield from (Finding(name, "td", "a colour of a withheld cell", *cell) for cell in shaded if self.held.hidden(*cell))
            for drawing in drawings:
                yield from drawn(drawing, self.judge, name)
        elif suffix == ".json":
            yield from self._json(path, name)
        else:
            for block in office_blocks(path, region, sector, self.namer):
                yield from self.judge.findings(block, name)

    def _about(self, name: str) -> tuple[str, str, bool]:
        """Return what a file is about by its path, and whether its name is one that an edition has."""
        root, whole = self.cat.place.root_region, self.cat.place.all_sector
        m = _PATH.fullmatch(name)
        if not m:
            return root, whole, name == "manifest.json"
        stem, folder = m["name"], m["region"]
        if m["report"]:
            known = m["report"] in self._reports and stem in self._regions | self._sectors
            return (stem, whole, known) if stem in self._regions else (root, stem if stem in self._sectors else whole, known)
        sector = whole if stem == "index" else stem if stem in self._sectors else ""
        region = folder if folder in self._regions else stem if stem in self._regions else root
        known = (folder in self._regions or folder in (None, "sectors")) and (bool(sector) or stem in self._regions)
        return region, sector or whole, known

    def _json(self, path: Path, name: str) -> Iterator[Finding]:
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            yield Finding(name, "file", "a file that cannot be read", "", "")
            return
        root, whole = self.cat.place.root_region, self.cat.place.all_sector
        if name == "manifest.json" and isinstance(content, dict):
            for row in content.get("briefs", ()):
                yield from self._entry(row, name)
                there = path.parent / str(row.get("file"))
                if there.is_file() and row.get("bytes") != there.stat().st_size:
                    yield Finding(name, f"{row.get('file')} bytes", "a size that is not the file's", str(row.get("region")), str(row.get("sector")))
            content = {k: v for k, v in content.items() if k != "briefs" and (k, v) != ("format", _FORMAT)}
        for block in json_blocks(content, "json", root, whole, self.namer):
            yield from self.judge.findings(block, name)

    def _entry(self, row: dict, name: str) -> Iterator[Finding]:
        """Check one line of the manifest: the headline is the published one, the size is no message."""
        region = row.get("region") or self.cat.place.root_region
        sector = row.get("sector") or self.cat.place.all_sector
        headline = row.get("headline") or {}
        rest = {k: v for k, v in row.items() if k not in ("bytes", "sha256", "headline")}
        if self.held.hidden(region, sector):
            for key in ("value", "growth"):
                if headline.get(key) not in (None, "", "…", "—"):
                    yield Finding(name, f"{row.get('file')} {key}", "a headline of a withheld cell", region, sector, self.cat.place.headline, self.held.period, str(headline[key]))
            headline = {k: v for k, v in headline.items() if k not in ("value", "growth")}
        for block in json_blocks({"region": region, "sector": sector, "headline": headline} | rest, "manifest", region, sector, self.namer):
            if self.held.hidden(region, sector) or block.place != "manifest.headline.growth":
                yield from self.judge.findings(block, name)
