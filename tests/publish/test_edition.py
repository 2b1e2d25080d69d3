"""A reader finds the old edition or the new one, whole; a build of a part never mixes two states."""

import hashlib
import json
import os
import subprocess
import sys
import threading

import pytest

from jianbao.publish import folder
from jianbao.publish.edition import Edition, EditionError, edition_for, read_manifest
from jianbao.publish.meta import Entry, Headline

INPUTS = {"code": "0.1.0+abc", "data": {"regions.csv": "12"}, "period": "2024-12"}


def entry(region, **more):
    return Entry(file="", kind="sector_county_brief", region=region, title=region, sector="T01", **more)


def build(out, pages, inputs=INPUTS, scope=""):
    edition, merge = edition_for(out, inputs, scope)
    with edition:
        edition.stage(merge)
        for region, text in pages.items():
            edition.add(f"briefs/{region}.html", text, entry(region, headline=Headline("1", 6.8, "estimated")))
        edition.add("index.html", f"{len(edition.entries)} briefs")
        edition.publish()
    return edition


def content(out):
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}


@pytest.fixture
def out(tmp_path):
    return tmp_path / "outputs" / "2024-12-internal"


def test_the_manifest_names_every_file_with_its_checksum(out):
    build(out, {"330502": "甲", "330503": "乙"})
    manifest = read_manifest(out)
    listed = {row["file"]: row["sha256"] for row in manifest["briefs"]} | manifest["files"]
    found = {k: hashlib.sha256(v).hexdigest() for k, v in content(out).items() if k != "manifest.json"}
    assert listed == found and manifest["inputs"] == INPUTS
    assert Entry.from_dict(manifest["briefs"][0]).headline == Headline("1", 6.8, "estimated")
    assert manifest["briefs"][0]["bytes"] == len("甲".encode())


def test_the_same_briefs_in_another_order_give_the_same_bytes(tmp_path):
    one, two = tmp_path / "a", tmp_path / "b"
    build(one, {"330502": "甲", "330503": "乙"})
    build(two, {"330503": "乙", "330502": "甲"})
    assert content(one) == content(two)


def test_nothing_but_the_edition_is_left_beside_it(out):
    build(out, {"330502": "甲"})
    build(out, {"330502": "甲2"})
    kept = [".2024-12-internal.lock", ".2024-12-internal.previous", "2024-12-internal"]
    assert sorted(p.name for p in out.parent.iterdir()) == kept


def test_a_reader_sees_the_old_edition_until_publish(out):
    build(out, {"330502": "旧"})
    before = content(out)
    with Edition(out, INPUTS) as edition:
        edition.stage()
        edition.add("briefs/330502.html", "新", entry("330502"))
        assert content(out) == before
    assert content(out) == before and len(list(out.parent.iterdir())) == 2


def test_a_part_of_the_same_inputs_joins_the_whole(out):
    build(out, {"330502": "甲", "330503": "乙"})
    edition = build(out, {"330503": "乙二"}, scope="330503")
    pages = content(out)
    assert edition.path == out
    assert pages["briefs/330502.html"].decode() == "甲" and pages["briefs/330503.html"].decode() == "乙二"
    assert pages["index.html"] == b"2 briefs" and read_manifest(out)["scope"] == ""


def test_replacing_a_merged_page_does_not_touch_the_old_editions_file(out):
    build(out, {"330502": "甲"})
    with Edition(out, INPUTS) as edition:
        edition.stage(merge=True)
        edition.add("briefs/330502.html", "改", entry("330502"))
        assert (out / "briefs/330502.html").read_text() == "甲"


def test_a_part_of_other_inputs_gets_its_own_folder_and_leaves_the_whole_alone(out):
    build(out, {"330502": "甲", "330503": "乙"})
    before = content(out)
    edition = build(out, {"330503": "丙"}, inputs=INPUTS | {"code": "0.2.0"}, scope="330500")
    assert content(out) == before and edition.path.name == "2024-12-internal-330500"
    assert list(content(edition.path)) == ["briefs/330503.html", "index.html", "manifest.json"]


def test_a_part_alone_is_the_edition_and_is_replaced_by_the_same_part(out):
    build(out, {"330502": "甲"}, scope="330500")
    edition = build(out, {"330502": "乙"}, inputs=INPUTS | {"code": "0.2.0"}, scope="330500")
    assert edition.path == out and (out / "briefs/330502.html").read_text() == "乙"


def test_two_parts_of_the_same_inputs_make_one_edition_of_both(out):
    build(out, {"330502": "甲"}, scope="330500")
    build(out, {"330102": "乙"}, scope="330100")
    assert read_manifest(out)["scope"] == "330100+330500" and len(read_manifest(out)["briefs"]) == 2


def test_a_whole_build_takes_nothing_over(out):
    build(out, {"330502": "甲", "330503": "乙"})
    build(out, {"330502": "丙"})
    assert sorted(content(out)) == ["briefs/330502.html", "index.html", "manifest.json"]


def test_a_page_changed_by_hand_is_not_carried_over(out):
    build(out, {"330502": "甲"})
    (out / "briefs/330502.html").write_text("手改")
    with pytest.raises(EditionError, match="changed after it was published"):
        build(out, {"330503": "乙"}, scope="330500")


def test_a_brief_that_failed_takes_its_old_page_away_and_says_why(out):
    build(out, {"330502": "甲", "330503": "乙"})
    with Edition(out, INPUTS, "330500") as edition:
        edition.stage(merge=True)
        edition.fail("briefs/330503.html", entry("330503", result="cell 4 failed: KeyError"))
        edition.publish()
    assert not (out / "briefs/330503.html").exists()
    assert [row["result"] for row in read_manifest(out)["briefs"]] == ["ok", "cell 4 failed: KeyError"]


@pytest.mark.parametrize(
    "path",
    ["", "/etc/x", "../x", "a/../../x", "a//b", ".x", "a/.x", "a\\b", "c:x", "a\x00b", "a\nb", "x.", "x ", "县" * 70, "manifest.json", "a/"],
)  # fmt: skip
def test_a_path_that_could_land_elsewhere_is_refused(out, path):
    with Edition(out, INPUTS) as edition:
        edition.stage()
        with pytest.raises(EditionError):
            edition.add(path, "x")


def test_two_names_that_are_one_on_windows_are_refused(out):
    with Edition(out, INPUTS) as edition:
        edition.stage()
        edition.add("briefs/a.html", "x")
        with pytest.raises(EditionError, match="one file on Windows"):
            edition.add("briefs/A.html", "x")


def test_a_folder_that_is_no_edition_is_never_replaced(tmp_path):
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(EditionError, match="is not an edition"):
        Edition(tmp_path, INPUTS).stage()
    assert (tmp_path / "thesis.docx").read_text() == "mine"


def test_a_second_build_is_told_who_has_the_edition(out):
    with Edition(out, INPUTS) as first:
        first.stage()
        with pytest.raises(EditionError, match=f"being built by process {os.getpid()}"):
            Edition(out, INPUTS).stage()
    with Edition(out, INPUTS) as second:
        second.stage()


KILLED = """
import os, sys
from jianbao.publish.edition import Edition
from jianbao.publish.meta import Entry
e = Edition(sys.argv[1], {"code": "x"})
e.stage()
e.add("briefs/330502.html", "half", Entry("", "k", "330502", "t"))
os.kill(os.getpid(), 9)
"""


def test_a_killed_build_leaves_the_edition_and_the_next_one_clears_up(out):
    build(out, {"330502": "甲"})
    before = content(out)
    subprocess.run([sys.executable, "-c", KILLED, str(out)], check=False)
    assert content(out) == before and len(list(out.parent.glob(".*.part-*"))) == 1
    build(out, {"330502": "乙"})
    assert list(out.parent.glob(".*.part-*")) == [] and (out / "briefs/330502.html").read_text() == "乙"


def test_a_build_that_died_between_two_renames_is_repaired(out):
    build(out, {"330502": "甲"})
    before = content(out)
    out.rename(out.with_name(".2024-12-internal.old-x"))
    with Edition(out, INPUTS) as edition:
        edition.stage()
        assert content(out) == before


def test_where_names_cannot_be_exchanged_two_renames_do(out, monkeypatch):
    monkeypatch.setattr(folder, "_exchange", lambda a, b: False)
    build(out, {"330502": "甲"})
    build(out, {"330502": "乙"})
    assert (out / "briefs/330502.html").read_text() == "乙" and len(list(out.parent.iterdir())) == 3


def test_where_there_are_no_links_pages_are_copied(out, monkeypatch):
    def no_links(*_):
        raise OSError(1, "not permitted")

    monkeypatch.setattr(os, "link", no_links)
    build(out, {"330502": "甲"})
    build(out, {"330503": "乙"}, scope="330500")
    assert (out / "briefs/330502.html").read_text() == "甲"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="one-step exchange of folders is a Linux call")
def test_a_reader_never_finds_a_mixture(out):
    """Read both pages and the manifest through one open folder while editions change: all of one edition."""
    build(out, {"330502": "0", "330503": "0"})
    stop, mixed, reads = threading.Event(), [], [0]

    def read():
        while not stop.is_set():
            try:
                handle = os.open(out, os.O_RDONLY)
            except FileNotFoundError:
                mixed.append("no edition")
                continue
            try:
                texts = []
                for name in ("briefs/330502.html", "briefs/330503.html"):
                    file = os.open(name, os.O_RDONLY, dir_fd=handle)
                    texts.append(os.read(file, 99))
                    os.close(file)
                if len(set(texts)) != 1:
                    mixed.append(texts)
                reads[0] += 1
            except FileNotFoundError:
                pass  # the old edition was taken away while it was read: the reader opens the new one
            finally:
                os.close(handle)

    reader = threading.Thread(target=read)
    reader.start()
    for k in range(1, 31):
        build(out, {"330502": str(k), "330503": str(k)})
    stop.set()
    reader.join()
    assert mixed == [] and reads[0] > 30


def test_a_manifest_that_cannot_be_read_is_one_clear_line(out):
    out.mkdir(parents=True)
    (out / "manifest.json").write_text("{")
    with pytest.raises(EditionError, match="cannot be read") as error:
        read_manifest(out)
    assert "\n" not in str(error.value)
    (out / "manifest.json").write_text(json.dumps({"format": 99}))
    with pytest.raises(EditionError, match="format 1"):
        read_manifest(out)
