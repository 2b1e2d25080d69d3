"""Only what changed is made again, and nothing tells an incremental tree from a clean one."""

import json
import os
import random
import shutil

import pytest

from jianbao.panel.release import fingerprints, open_release
from jianbao.run import engine, stale
from jianbao.run.kept import Kept


def test_after_each_of_200_edits_a_kept_page_is_the_page_that_would_be_made(shop, tmp_path):
    kept, draw, kinds = Kept(tmp_path / "outputs", tmp_path / "outputs" / "e"), random.Random(4), None
    kinds = list(shop.edits().items())
    before, made, needless, seen = {}, 0, 0, set()
    for step in range(200):
        name, edit = draw.choice(kinds)
        edit(draw.randrange(4))  # few values: many edits put something back
        seen.add(name)
        keys = stale.keys(shop.specs, shop.data, "internal", shop.package, shop.versions)
        fingerprint = fingerprints(open_release(shop.data))
        for spec in shop.specs:
            html, reads = shop.page(spec)
            page = kept.find(keys[spec.file], fingerprint)
            if page is None:
                made += 1
                needless += before.get(spec.file) == html
                page = kept.put(keys[spec.file], reads, fingerprint(reads), html)
            assert kept.path(page).read_bytes() == html, (step, name, spec.file)
            assert kept.find(keys[spec.file], fingerprint) == page, "with nothing changed nothing is made"
            before[spec.file] = html
    assert seen == set(dict(kinds)) and made > 100
    assert needless <= 0.05 * made, f"{needless} of {made} pages were made again and were the same"


@pytest.mark.parametrize(
    ("edit", "files"),
    [
        ("a reached function", 3), ("a function of one notebook", 3), ("a function nobody reaches", 0), ("a constant nobody reads", 0),
        ("a comment", 0), ("a notebook's code", 3), ("a notebook's comment", 0), ("a figure", 1), ("a figure nobody reads", 0),
        ("a figure of another sector", 0), ("a package's version", 6),
    ],
)  # fmt: skip
def test_an_edit_makes_the_briefs_it_concerns_and_the_tree_is_as_a_clean_build_makes_it(shop, make, tmp_path, edit, files):
    assert make().made == 6
    shop.edits()[edit](9)
    outcome = make()
    assert (outcome.made, outcome.reused) == (files, 6 - files)
    assert make("clean").made == 6
    assert shop.tree(tmp_path / "outputs" / "e") == shop.tree(tmp_path / "clean" / "e")


def test_a_build_after_no_change_makes_and_writes_nothing(shop, make, tmp_path):
    make()
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "outputs" / "e").rglob("*")}
    outcome = make()
    assert (outcome.made, outcome.reused, outcome.failures) == (0, 6, ())
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "outputs" / "e").rglob("*")} == before


@pytest.mark.parametrize("file", ["briefs/990101/plain.html", "index.html"])
def test_a_file_changed_by_hand_is_put_right(make, tmp_path, file):
    make()
    page = tmp_path / "outputs" / "e" / file
    good = page.read_bytes()
    page.write_bytes(b"by hand")  # the kept page is the same file where links are possible
    make()
    assert page.read_bytes() == good


def test_without_what_is_kept_the_same_tree_comes_out(shop, make, tmp_path):
    make()
    before = shop.tree(tmp_path / "outputs" / "e")
    shutil.rmtree(tmp_path / "outputs" / "cache")
    assert make().made == 6
    assert shop.tree(tmp_path / "outputs" / "e") == before


def test_data_replaced_during_a_build_publish_nothing(shop, make, tmp_path, monkeypatch):
    def replaced(specs, context, workers=None):
        for n, result in enumerate(shop.run(specs, context)):
            note = shop.data / "panel" / "release-internal" / "release.json"
            if not n:
                note.write_text(json.dumps(json.loads(note.read_text()) | {"checksum": "other"}))
            yield result

    monkeypatch.setattr(engine, "run", replaced)
    outcome = make()
    assert outcome.made == 1 and {f.cause for f in outcome.failures} == {"生成期间数据被更换，请重新运行"}
    assert not (tmp_path / "outputs" / "e").exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a child process")
@pytest.mark.parametrize("after", range(1, 6))
def test_a_killed_build_goes_on_where_it_was(shop, make, tmp_path, monkeypatch, after):
    def killed(specs, context, workers=None):
        for n, result in enumerate(shop.run(specs, context)):
            if n == after:
                os._exit(9)
            yield result

    monkeypatch.setattr(engine, "run", killed)
    assert shop.in_child(make) == 9
    monkeypatch.setattr(engine, "run", shop.run)
    assert make().made == 6 - after, "no finished brief is lost"
    make("clean")
    assert shop.tree(tmp_path / "outputs" / "e") == shop.tree(tmp_path / "clean" / "e")


def test_what_is_kept_is_bounded_by_two_editions(shop, make, tmp_path):
    for n in range(5):
        shop.edits()["a package's version"](n)
        make()
    assert len(list((tmp_path / "outputs" / "cache").rglob("*.html"))) == 12
