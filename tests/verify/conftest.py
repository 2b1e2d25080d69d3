"""The small invented place as pages that can be proved, and what a mutation of its cells makes of them."""

import dataclasses
import importlib.util
from pathlib import Path

import pytest

from jianbao import brief, panel
from jianbao.panel import release
from jianbao.panel.slices import Slice
from jianbao.panel.store import connect

_spec = importlib.util.spec_from_file_location("brief_text", Path(__file__).parents[1] / "brief" / "test_brief_text.py")
brief_text = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(brief_text)


class Small:
    """The small place in a folder, its briefs as pages."""

    CASES = brief_text.CASES

    def __init__(self, folder: Path) -> None:
        self.folder = brief_text.small_place.write(folder)
        panel.build(self.folder)
        release.cut(self.folder)
        self._parquet = self.folder / "panel" / "cells.parquet"
        con = connect()
        self.cells = con.execute("SELECT * FROM read_parquet(?) ORDER BY ALL", [str(self._parquet)]).df()
        con.close()

    def page(self, kind: str, about: dict, lang: str = "zh", *, cells=None) -> str:
        """Return a brief's page; with *cells* from a release that was cut from those."""
        b = brief.open(**about, period="2024-12", lang=lang, data_dir=self.folder)
        if cells is not None:
            b = dataclasses.replace(b, release=_Cut(b.release, cells), _slices={}, _known={})
        body = "".join(part(b)._repr_html_() for part in brief_text.SECTIONS[kind])
        codes = {"region": b.region.code, "sector": b.sector.code, "period": b.at}
        metas = "".join(f'<meta name="jianbao:{k}" content="{v}">' for k, v in codes.items())
        return f'<html lang="{lang}"><head>{metas}</head><body>{body}</body></html>'

    def said(self, text: str, claim: str, lang: str = "zh", around: str = '<p class="w">{}</p>', about: tuple[str, str] = ("990101", "T01")) -> str:
        """Return a page of 子县·印染与服装 (or of *about*: region and sector) with one sentence that is one claim."""
        metas = "".join(f'<meta name="jianbao:{k}" content="{v}">' for k, v in (("region", about[0]), ("sector", about[1]), ("period", "2024-12")))
        span = f'<span data-claim="{claim}">{text}</span>'
        return f'<html lang="{lang}"><head>{metas}</head><body>{around.format(span)}</body></html>'

    def write(self, cells) -> None:
        """Make *cells* the panel's."""
        con = connect()
        con.register("given", cells)
        con.execute(f"COPY (SELECT * FROM given) TO '{self._parquet}' (FORMAT parquet)")
        con.close()


class _Cut:
    """A release cut from cells in memory; all else is the release's own."""

    def __init__(self, own, cells) -> None:
        self._own = own
        self._wide = cells[cells["vintage"] == "final"].drop(columns=["vintage"]).assign(status="estimated", flags="")

    def __getattr__(self, name: str):
        return getattr(self._own, name)

    def has(self, kind: str, code: str) -> bool:
        return (self._wide[kind] == code).any()

    def sector(self, code: str) -> Slice:
        return self._slice("sector", "region", code)

    def region(self, code: str) -> Slice:
        return self._slice("region", "sector", code)

    def _slice(self, kind: str, other: str, code: str) -> Slice:
        rows = self._wide[self._wide[kind] == code].drop(columns=[kind]).rename(columns={other: "key"})
        return Slice.of(rows, f"{kind}/{code}")


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Small:
    return Small(tmp_path_factory.mktemp("small"))
