"""Only what changed is made again, and nothing tells an incremental tree from a clean one."""

import functools
import importlib.util
import json
import os
import random
import shutil
import sys
from pathlib import Path

import pytest

from jianbao.panel import build as build_panel
from jianbao.panel.release import cut, fingerprints, open_release
from jianbao.run import build as builder
from jianbao.run import engine, stale
from jianbao.run.kept import Kept

HERE = Path(__file__).parent


def load(path: Path):
    spec = importlib.util.spec_from_file_location(f"incremental_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


Workshop = load(HERE / "office_package.py").Workshop


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = load(HERE.parent / "panel" / "small_place.py").write(tmp_path_factory.mktemp("place") / "data")
    build_panel(folder)
    cut(folder)
    return folder


@pytest.fixture
def shop(tmp_path, place):
    return Workshop(tmp_path / "shop", shutil.copytree(place, tmp_path / "data"))


@pytest.fixture
def make(shop, tmp_path, monkeypatch):
    """``make(outputs="outputs")``: a whole build of the workshop, with its maker in the place of kernels."""
    monkeypatch.setattr(engine, "run", shop.run)
    monkeypatch.setattr(stale, "environment", lambda: dict(shop.versions))
    monkeypatch.setattr(stale, "keys", functools.partial(stale.keys, package=shop.package, versions=shop.versions))
    monkeypatch.setenv("JIANBAO_HOME", str(shop.notebooks.parent))

    def build(outputs="outputs"):
        shop.calls.clear()
        out = tmp_path / outputs
        return builder.build(builder.Job(shop.specs, shop.data, out, out / "e", "2024-12"))

    return build


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def edits(shop):
    """Every kind of edit: its name, a function that makes it with a number, whether a page may change by it."""

    def replace(module, old, new):
        path = shop.package / f"{module}.py"

        def edit(n):
            text = path.read_text()
            head, found, tail = text.partition(old)
            assert found, old
            path.write_text(head + new.format(n=n, old=old) + tail)

        return edit

    def whole(module, tail):
        path = shop.package / f"{module}.py"
        return lambda n: path.write_text(path.read_text().split("#~")[0] + "#~" + tail.format(n=n))

    def notebook(name, cells):
        return lambda n: shop.write_notebook(name, [c.format(n=n) for c in cells])

    plain, noted = (json.loads((shop.notebooks / f"{n}.ipynb").read_text())["cells"] for n in ("plain", "noted"))
    plain, noted = [c["source"] for c in plain], [c["source"] for c in noted]
    return {
        "a reached function": lambda n: swap(shop, "words", "def say(word):\n    return word + ", f"'say{n}'"),
        "a reached constant": lambda n: swap(shop, "words", "UNIT = ", f"'yuan{n}'"),
        "a method": lambda n: swap(shop, "model", "    mark = ", f"'m{n}'"),
        "a function in a table": lambda n: swap(shop, "extra", "TABLE = {1: lambda: ", f"'x{n}'", until=","),
        "a function of one notebook": lambda n: swap(shop, "words", "def whisper(word):\n    return word + ", f"'w{n}'"),
        "a function nobody reaches": lambda n: swap(shop, "parts", "return cards(x, '') + ", f"'u{n}'"),
        "a constant nobody reads": lambda n: swap(shop, "words", "OTHER = ", f"'other{n}'"),
        "a comment": whole("parts", " comment {n}\n"),
        "a notebook's code": notebook("plain", [*plain, "out += 'k{n}'"]),
        "a notebook's comment": notebook("noted", [*noted[:-1], noted[-1] + "  # {n}"]),
        "a figure": lambda n: shop.set_cell("990101", 1000.0 + n),
        "a figure nobody reads": lambda n: shop.set_cell("990101", 1000.0 + n, "profit"),
        "a figure of another sector": lambda n: shop.set_cell("990101", 1000.0 + n, "revenue", "IND"),
        "a package's version": lambda n: shop.versions.update(numpy=str(n)),
    }


def swap(shop, module, before, value, until="\n"):
    path = shop.package / f"{module}.py"
    head, found, tail = path.read_text().partition(before)
    assert found, before
    path.write_text(head + before + value + until + tail.partition(until)[2])


def test_after_each_of_200_edits_a_kept_page_is_the_page_that_would_be_made(shop, tmp_path):
    kept, draw, kinds = Kept(tmp_path / "outputs", tmp_path / "outputs" / "e"), random.Random(4), None
    kinds = list(edits(shop).items())
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
    edits(shop)[edit](9)
    outcome = make()
    assert (outcome.made, outcome.reused) == (files, 6 - files)
    assert make("clean").made == 6
    assert tree(tmp_path / "outputs" / "e") == tree(tmp_path / "clean" / "e")


def test_a_build_after_no_change_makes_and_writes_nothing(make, tmp_path):
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


def test_without_what_is_kept_the_same_tree_comes_out(make, tmp_path):
    make()
    before = tree(tmp_path / "outputs" / "e")
    shutil.rmtree(tmp_path / "outputs" / "cache")
    assert make().made == 6
    assert tree(tmp_path / "outputs" / "e") == before


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
    assert in_child(make) == 9
    monkeypatch.setattr(engine, "run", shop.run)
    assert make().made == 6 - after, "no finished brief is lost"
    make("clean")
    assert tree(tmp_path / "outputs" / "e") == tree(tmp_path / "clean" / "e")


def test_what_is_kept_is_bounded_by_two_editions(shop, make, tmp_path):
    for n in range(5):
        edits(shop)["a package's version"](n)
        make()
    assert len(list((tmp_path / "outputs" / "cache").rglob("*.html"))) == 12


def in_child(do) -> int:
    """Return the exit code of a child process that does something: 0 done, 3 an error of one line, 4 another error."""
    child = os.fork()
    if not child:
        code = 4
        try:
            do()
            code = 0
        except Exception as error:
            from jianbao.run.words import RunError

            code = 3 if isinstance(error, RunError) and "\n" not in str(error) else 4
            if code == 4:
                print(repr(error), file=sys.stderr)
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
