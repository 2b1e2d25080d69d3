"""A public edition: no claim names a suppressed cell, and what is counted or ranked leaves it out."""

import shutil

import pytest

from jianbao.panel import release
from jianbao.panel.slices import SUFFIX, Slice, write_slice
from jianbao.verify.figures import Figures
from jianbao.verify.report import pages


@pytest.fixture
def public(small, monkeypatch):
    """The small place with a public release that withholds 丑县's 印染与服装."""
    folder = small.folder / "panel" / "release-public"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(small.folder / "panel" / "release-internal", folder)
    path = folder / "sector" / f"T01{SUFFIX}"
    frame = Slice.open(path, "sector/T01").frame.copy()
    here = frame["key"] == "990102"
    names = [c for c in frame.columns if c not in ("key", "period", "status", "flags")]
    frame.loc[here, names] = float("nan")
    frame.loc[here, "status"] = "suppressed"
    write_slice(path, frame)
    monkeypatch.setattr(release, "AUDIENCES", ("internal", "public"))
    return small


CASES = [
    ("0.7亿元", "value|value_added|990102", False), ("…", "value|value_added|990102", True), ("—", "value|value_added|990102", False),
    ("增长10.0%", "rate|value_added_growth|990102||||+", False), ("扭亏为盈", "turn|profit|990102||||profit", False),
    ("10.00%", "value|profit_margin|990102", False), ("…", "value|profit_margin|990102", True), ("不公布", "none|value_added|990102|||level|s", True),
    ("居全省第1位（2个县有数据）", "rank|value_added||||county|1/2", False), ("居全省第1位（1个县有数据）", "rank|value_added||||county|1/1", True),
    ("1个县有数据", "having|value_added|990000|||county|1", True), ("2.2亿元", "value|value_added", True),
    ("1", "place|value_added|990102|||county|ranked", True), ("2", "place|value_added|990102|||county|ranked", False),
    ("未计算：所需的数中2个不公布", "lacks|value_added|990102|||2024-11", True), ("未计算：所需的数中1个不公布", "lacks|value_added|990102|||2024-11", False),
]


@pytest.mark.parametrize(("text", "claim", "holds"), CASES, ids=[f"{t}-{c}" for t, c, _ in CASES])
def test_a_withheld_cell_is_named_by_no_claim(public, text, claim, holds):
    report = pages({"page": public.said(text, claim)}, public.folder, "public")
    assert [u.line() for u in report.unproved if u.wrong] == [] if holds else report.failed == {"page"}


def test_the_same_words_hold_in_the_internal_edition(public):
    for text, claim, holds in CASES:
        if text != "—" and claim != "value|value_added" and not (claim.startswith("lacks") and not holds) and "place" not in claim:
            assert bool(pages({"page": public.said(text, claim)}, public.folder).failed) == holds


def test_peers_are_of_a_whole_structure_and_no_withheld_cell_denies_them(public):
    for text, holds in (("1.00", True), ("1.01", False)):
        assert (pages({"page": public.said(text, "peer|value_added|990102|||990102|size")}, public.folder, "public").failed == set()) == holds


def test_the_reason_names_the_suppressed_cell(public):
    (found,) = pages({"page": public.said("0.7亿元", "value|value_added|990102")}, public.folder, "public").unproved
    assert "suppressed" in found.why


def test_a_withheld_figure_reaches_nobody_by_the_second_road(public):
    figures = Figures(public.folder, "public")
    for _ in range(2):
        value, hidden = figures.value("value_added", "990102", "T01", "2024-12"), figures.withheld("value_added", "990102", "T01", "2024-12")
        figures.load()
    assert value is None and hidden


def test_a_sector_that_only_the_whole_shows_is_not_said_to_be_absent(public):
    """Left out of the release altogether: the panel has it, so the page may neither print it nor say that there is none."""
    path = public.folder / "panel" / "release-public" / "sector" / f"T01{SUFFIX}"
    frame = Slice.open(path, "sector/T01").frame
    write_slice(path, frame[frame["key"] != "990102"].copy())
    for text, claim in (("丑县没有规模以上企业", "none|value_added|990102|||level"), ("0.7亿元", "value|value_added|990102")):
        assert pages({"page": public.said(text, claim)}, public.folder, "public").failed
    absent = public.said("寅县没有规模以上企业", "none|value_added|990103|||level")
    assert not pages({"page": absent}, public.folder, "public").failed


def test_the_earlier_state_is_read_where_only_the_public_release_was_cut(public, tmp_path):
    folder = shutil.copytree(public.folder, tmp_path / "place")
    shutil.copytree(folder / "panel", folder / "earlier", ignore=shutil.ignore_patterns("release-*"))
    shutil.rmtree(folder / "panel" / "release-internal")
    figures = Figures(folder, "public")
    for _ in range(2):
        stood = figures.stood.value("value_added", "990101", "T01", "2024-12")
        figures.load()
    assert stood == pytest.approx(2.2)
