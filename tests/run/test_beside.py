"""Word and Excel files lie beside their pages, belong to them in every way, and are never of another state than they are."""

import functools
import hashlib
import json

import pytest

from jianbao.publish.edition import Edition, read_manifest, restore, whole
from jianbao.publish.meta import Entry
from jianbao.run import build as builder
from jianbao.run import engine, stale
from jianbao.run.build import Job
from jianbao.run.worker import Result

PART = ("build", "--region", "330502", "--notebook", "sector_county_brief", "--sector", "T02")
BOTH = ("docx", "xlsx")


def edition_of(office):
    return next(office.outputs.glob("*2024-12-internal"))


def test_a_build_puts_the_files_beside_the_page_and_lists_them(office):
    office.notebook("ok", "sector_county_brief")
    code, _, err = office.run(*PART, "--with", "excel，WORD")
    assert code == 0, err
    edition = edition_of(office)
    (brief,) = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))["briefs"]
    assert brief["beside"] == {
        f"briefs/330502/T02.{ending}": hashlib.sha256((edition / f"briefs/330502/T02.{ending}").read_bytes()).hexdigest() for ending in BOTH
    }
    page = (edition / "briefs/330502/T02.html").read_text(encoding="utf-8")
    assert '<a href="T02.docx">' in page and '<a href="T02.xlsx">' in page
    code, out, _ = office.run(*PART, "--with", "word,excel")
    assert code == 0 and "没有变化" in out


def test_by_default_there_is_a_workbook_and_with_none_there_is_none(office):
    office.notebook("ok", "sector_county_brief")
    assert office.run(*PART)[0] == 0
    folder = edition_of(office) / "briefs" / "330502"
    assert {p.name for p in folder.iterdir()} == {"T02.html", "T02.xlsx"}
    assert office.run(*PART, "--with", "none")[0] == 0
    assert {p.name for p in folder.iterdir()} == {"T02.html"}
    assert "T02.xlsx" not in (folder / "T02.html").read_text(encoding="utf-8")


def test_a_kind_that_is_not_known_is_one_line_and_nothing_is_written(office):
    office.notebook("ok", "sector_county_brief")
    code, _, err = office.run(*PART, "--with", "odt")
    assert code == 2 and "'odt'" in err and "Traceback" not in err and len(err.strip().splitlines()) == 1
    assert not office.files()


@pytest.fixture
def make_both(shop, tmp_path, monkeypatch):
    """Builds of the workshop with a Word and an Excel file made of each page."""
    monkeypatch.setattr(builder, "code_version", shop.version)
    monkeypatch.setattr(stale, "environment", lambda: dict(shop.versions))
    monkeypatch.setattr(stale, "keys", functools.partial(stale.keys, package=shop.package, versions=shop.versions))
    monkeypatch.setenv("JIANBAO_HOME", str(shop.notebooks.parent))

    def run(specs, context, workers=None):
        for result in shop.run(specs, context):
            yield Result(result.spec, result.html, 0.0, reads=result.reads, beside={e: e.encode() + result.html for e in context.formats})

    def build(outputs="outputs", formats=BOTH):
        monkeypatch.setattr(engine, "run", run)
        shop.calls.clear()
        out = tmp_path / outputs
        return builder.build(Job(shop.specs, shop.data, out, out / "e", "2024-12", formats=formats))

    return build


def agree(edition):
    """Every file beside a page was made of the page that is there."""
    manifest = read_manifest(edition)
    assert whole(edition, manifest) == ""
    for row in manifest["briefs"]:
        for path in row["beside"]:
            assert (edition / path).read_bytes() == path.rpartition(".")[2].encode() + (edition / row["file"]).read_bytes()
    return sum(len(row["beside"]) for row in manifest["briefs"])


def test_after_an_edit_the_files_are_those_of_the_new_pages_as_a_clean_build_makes_them(shop, make_both, tmp_path):
    assert make_both().made == 6 and agree(tmp_path / "outputs" / "e") == 12
    shop.edits()["a figure"](9)
    outcome = make_both()
    assert (outcome.made, outcome.reused) == (1, 5) and agree(tmp_path / "outputs" / "e") == 12
    make_both("clean")
    assert shop.tree(tmp_path / "outputs" / "e") == shop.tree(tmp_path / "clean" / "e")
    assert make_both().made == 0


@pytest.mark.parametrize("ending", BOTH)
def test_a_file_changed_by_hand_is_put_right(make_both, tmp_path, ending):
    make_both()
    file = tmp_path / "outputs" / "e" / "briefs" / "990101" / f"plain.{ending}"
    good = file.read_bytes()
    file.write_bytes(b"by hand")
    make_both()
    assert file.read_bytes() == good


def test_another_choice_of_files_is_another_edition(make_both, tmp_path):
    make_both()
    assert make_both(formats=("xlsx",)).made == 6 and agree(tmp_path / "outputs" / "e") == 6
    assert make_both(formats=()).made == 6 and agree(tmp_path / "outputs" / "e") == 0
    assert not list((tmp_path / "outputs" / "e").rglob("*.docx"))


def test_restore_brings_the_files_back_and_refuses_torn_ones(shop, make_both, tmp_path):
    make_both()
    place = tmp_path / "outputs" / "e"
    before = shop.tree(place)
    shop.edits()["a figure"](9)
    make_both()
    restore(place)
    assert shop.tree(place) == before
    torn = next(Edition(place).previous.rglob("*.xlsx"))
    torn.unlink()
    torn.write_bytes(b"torn")
    with pytest.raises(RuntimeError, match="not whole.*xlsx"):
        restore(place)


def test_nothing_kept_is_dropped_while_it_is_used_and_all_of_it_when_it_is_not(shop, make_both, tmp_path):
    make_both()
    for n in range(1, 6):
        shop.edits()["a function of one notebook"](n)
        make_both()
    kept = [p.suffix for p in (tmp_path / "outputs" / "cache").rglob("pages/*/*")]
    assert {kept.count(s) for s in (".html", ".docx", ".xlsx")} == {9}, "two states of three pages and one of the others"


def entry(region):
    return Entry(file="", kind="sector_county_brief", region=region, title=region, sector="T01")


def test_a_page_that_is_replaced_or_fails_takes_its_files_with_it(tmp_path):
    out = tmp_path / "e"
    for text in ("one", "two"):
        with Edition(out, {"n": "1"}) as edition:
            edition.stage(merge=text == "two")
            for region in ("a", "b", "c") if text == "one" else ():
                edition.add(f"{region}.html", text, entry(region))
                edition.add_beside(f"{region}.docx", region.encode(), f"{region}.html")
            if text == "two":
                edition.add("a.html", text, entry("a"))
                edition.fail("b.html", entry("b"))
            edition.publish()
    assert sorted(p.name for p in out.iterdir()) == ["a.html", "c.docx", "c.html", "manifest.json"]
    assert [row["beside"] for row in read_manifest(out)["briefs"]] == [{}, {}, {"c.docx": hashlib.sha256(b"c").hexdigest()}]


def test_a_file_that_vanished_before_publishing_stops_it(tmp_path):
    with Edition(tmp_path / "e", {}) as edition:
        part = edition.stage()
        edition.add("a.html", "a", entry("a"))
        edition.add_beside("a.xlsx", b"a", "a.html")
        (part / "a.xlsx").unlink()
        with pytest.raises(RuntimeError, match="a.xlsx has vanished"):
            edition.publish()
