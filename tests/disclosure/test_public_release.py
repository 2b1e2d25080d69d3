"""A public release has nothing of what is withheld; a public brief cannot reach what it was cut from."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jianbao.disclosure import masking
from jianbao.disclosure.gate import GateError, frozen
from jianbao.panel import build
from jianbao.panel.cut import Withheld
from jianbao.panel.release import cut, is_current, open_release
from jianbao.panel.store import PanelError

ROOT = Path(__file__).resolve().parents[2]
COUNTY, SECTOR = "990101", "C17"


def small_place():
    spec = importlib.util.spec_from_file_location("small_place", ROOT / "tests" / "panel" / "small_place.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = small_place().write(tmp_path_factory.mktemp("small"))
    build(folder)
    return folder


@pytest.fixture(scope="module")
def pairs(data):
    """A county with figures, and one of its divisions."""
    release = open_release(data if (data / "panel" / "release-internal").is_dir() else cut(data).parents[1], "internal")
    county = next(r for r in sorted(p.stem for p in (release.folder / "region").iterdir()) if r not in ("990000", "990100"))
    frame = release.region(county).frame
    division = next(k for k in frame["key"] if k.startswith("C") and len(k) == 3)
    klass = next((k for k in frame["key"] if k.startswith(division) and len(k) > 3), None)
    return county, division, klass


def test_a_withheld_cell_has_no_value_in_any_period_and_says_so(data, pairs):
    county, division, _ = pairs
    cut(data, "public", Withheld("m1", frozenset({(county, division)}), frozenset()))
    release = open_release(data, "public")
    for found in (release.region(county).frame.query("key == @division"), release.sector(division).frame.query("key == @county")):
        assert len(found) == len(release.periods) and set(found["status"]) == {"suppressed"}
        assert found.drop(columns=["key", "period", "status", "flags"]).isna().all(axis=None)
    assert release.region(county).value("revenue", division, release.periods[-1]) == (None, "suppressed")
    shown = release.region(county).frame.query("key != @division")
    assert shown["revenue"].notna().any(), "the rest is there"


def test_no_byte_of_the_public_release_tells_the_withheld_value(data, pairs):
    """Two panels that differ in the withheld cell alone give one release, but for the checksum of the inputs."""
    county, division, _ = pairs
    withheld = Withheld("m1", frozenset({(county, division)}), frozenset())

    def tree():
        folder = cut(data, "public", withheld)
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}

    before = tree()
    cells = data / "panel" / "cells.parquet"
    kept = cells.read_bytes()
    try:
        from jianbao.panel.store import connect, quoted

        con = connect()
        con.execute(f"CREATE TABLE t AS SELECT * FROM read_parquet({quoted(cells)})")
        con.execute("UPDATE t SET revenue = revenue * 7 + 3, value_added = value_added + 5 WHERE region = ? AND sector = ?", [county, division])
        con.execute(f"COPY t TO {quoted(cells)} (FORMAT parquet)")
        con.close()
        after = tree()
    finally:
        cells.write_bytes(kept)
    assert before == after


def test_what_only_the_root_shows_is_nowhere_below_it(data, pairs):
    county, _, klass = pairs
    if klass is None:
        pytest.fail("the small place has classes")
    cut(data, "public", Withheld("m1", frozenset(), frozenset({klass})))
    release = open_release(data, "public")
    assert klass not in set(release.region(county).frame["key"])
    assert klass in set(release.region("990000").frame["key"])


def test_there_is_no_public_release_without_a_mask(data):
    with pytest.raises(PanelError, match="mask"):
        cut(data, "public")


def test_a_release_is_current_only_under_its_own_mask(data):
    cut(data, "public", Withheld("m1", frozenset(), frozenset()))
    assert is_current(data, "public", "m1") and is_current(data, "public") and not is_current(data, "public", "m2")


def test_the_gate_is_shut_without_a_mask_that_is_in_force(data):
    with pytest.raises(GateError, match="mask"):
        frozen(data, "m1")


def test_the_gate_is_shut_if_the_release_was_cut_under_another_mask(data, monkeypatch):
    monkeypatch.setattr("jianbao.disclosure.gate.masking.is_current", lambda _: True)
    folder = data / "panel" / "mask"
    folder.mkdir(exist_ok=True)
    note = {"checksum": "m2", "aggregate_only": False, "audit": {"failed": 0}}
    (folder / "mask.json").write_text(json.dumps(note), encoding="utf-8")
    with pytest.raises(GateError, match="another mask"):
        frozen(data, "m1")
    assert frozen(data, "m2") == note
    (folder / "mask.json").write_text(json.dumps(note | {"audit": {"failed": 1}}), encoding="utf-8")
    with pytest.raises(GateError, match="audit"):
        frozen(data, "m2")


def test_a_place_of_aggregates_keeps_its_sources_marks_and_has_a_mask_of_nothing(data, tmp_path):
    import shutil

    place = tmp_path / "place"
    shutil.copytree(data, place)
    shutil.rmtree(place / "incoming")
    build(place)
    masking.make(place)
    mask = masking.read(place)
    assert not mask.pairs and not mask.root_only and masking.is_current(place)


READ = """
import os, sys
from pathlib import Path
from jianbao.run.barrier import raise_barrier
data, way = Path(sys.argv[1]), sys.argv[2]
if way == "hook":
    import jianbao.run.barrier as barrier
    barrier._landlock = lambda _: False
held = raise_barrier(sys.argv[3], data, data / "outputs")
def tried(read):
    try:
        return "read" if read() else "empty"
    except PermissionError:
        return "refused"
print(held, tried(lambda: (data / "panel" / "cells.parquet").read_bytes()), tried(lambda: (data / "panel" / "release-public" / "release.json").read_bytes()),
      tried(lambda: (data / "catalogue" / "place.toml").read_bytes()), tried(lambda: next((data / "incoming").rglob("*.parquet")).read_bytes()))
if way == "library":
    import duckdb
    try:
        print(duckdb.sql(f"SELECT count(*) FROM read_parquet('{data / 'panel' / 'cells.parquet'}')").fetchone())
    except Exception as error:
        print("refused" if "ermission denied" in str(error) else error)
if way == "child":
    import subprocess
    print(subprocess.run(["cat", str(data / "panel" / "panel.json")], capture_output=True).returncode)
"""


def reads(data, way, audience="public"):
    cut(data, "public", Withheld("m1", frozenset(), frozenset()))
    done = subprocess.run(
        [sys.executable, "-c", READ, str(data), way, audience], capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": str(ROOT / "lib")}
    )
    return done.stdout.split()


@pytest.mark.parametrize("way", ["plain", "hook"])
def test_a_public_brief_can_read_its_release_and_nothing_that_it_was_cut_from(data, way):
    assert reads(data, way)[1:] == ["refused", "read", "read", "refused"]


def test_an_internal_brief_can_read_both(data):
    assert reads(data, "plain", "internal")[-4:] == ["read"] * 4


@pytest.mark.parametrize(("way", "end"), [("library", "refused"), ("child", "1")])
def test_neither_a_library_in_c_nor_a_child_process_gets_past_the_kernel(data, way, end):
    held, *said = reads(data, way)
    assert held == "hook" or said[-1] == end  # an old Linux has no Landlock: the docs say what is left then


def test_making_the_rule_is_not_taken_for_files_that_a_brief_read(data):
    """It opens a thousand folders; each would be checked again after every brief."""
    code = (
        "import sys; from pathlib import Path; opened = []; sys.addaudithook(lambda e, a: opened.append(a[0]) if e == 'open' else None);"
        "from jianbao.run.barrier import prepared; before = len(opened); prepared('public', Path(sys.argv[1]), Path(sys.argv[1]) / 'o'); print(len(opened) - before)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(data)], capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": str(ROOT / "lib")})
    assert int(done.stdout) == 0
