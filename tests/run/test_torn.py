"""A build that dies or finds no room at any file operation leaves the old edition or the new one, whole; then goes on."""

import errno
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from jianbao.publish import folder
from jianbao.publish.edition import EditionError, read_manifest, whole
from jianbao.run import build as builder
from jianbao.run import room
from jianbao.run.restore import restore
from jianbao.run.words import RunError

OPERATIONS = [
    (os, "fsync"), (os, "replace"), (os, "rename"), (os, "link"), (os, "mkdir"), (os, "unlink"), (os, "chmod"), (os, "fdopen"),
    (tempfile, "mkstemp"), (tempfile, "mkdtemp"), (folder, "_exchange"),
]  # fmt: skip
FAULTS = {"kill -9": None, "no room": errno.ENOSPC, "input/output error": errno.EIO}


def failing(at: int, fault: int | None, below: Path) -> list[int]:
    """Let the file operation number *at* of this process go wrong; return a counter. Operations elsewhere do not count."""
    count = [0]

    def wrapped(real):
        def call(*arguments, **more):
            said = [*arguments, *more.values()]
            if not any(isinstance(a, int) and not isinstance(a, bool) or str(a).startswith(str(below)) for a in said):
                return real(*arguments, **more)
            count[0] += 1
            if count[0] == at:
                if real is fdopen:  # half of what is written arrives
                    os.write(arguments[0], b"half")
                if fault is None:
                    os._exit(9)
                raise OSError(fault, os.strerror(fault), str(below))
            return real(*arguments, **more)

        return call

    fdopen = os.fdopen
    for owner, name in OPERATIONS:
        setattr(owner, name, wrapped(getattr(owner, name)))
    return count


@pytest.mark.skipif(not hasattr(os, "fork"), reason="breaks a child process")
@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_file_operation_goes_wrong_the_edition_is_the_old_or_the_new(shop, make, tmp_path, fault):
    def build(out: Path):
        return builder.build(builder.Job(shop.specs[:1], shop.data, out, out / "e", "2024-12"))

    build(tmp_path / "was")
    old = shop.tree(tmp_path / "was" / "e")
    shop.edits()["a reached function"](7)
    build(tmp_path / "clean")
    new = shop.tree(tmp_path / "clean" / "e")
    assert old != new
    ends, at, out = {}, 0, tmp_path / "out"
    while True:
        at += 1
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(tmp_path / "was", out)
        went_wrong = tmp_path / "wrong"
        went_wrong.unlink(missing_ok=True)

        def broken(at=at, went_wrong=went_wrong):
            count = failing(at, FAULTS[fault], out)
            try:
                build(out)
            finally:
                if count[0] >= at:
                    os.close(os.open(went_wrong, os.O_CREAT))

        code = shop.in_child(broken)
        there = shop.tree(out / "e")
        assert there in (old, new), (at, code)
        assert code in (0, 3, 9), f"operation {at}: not one clear line"
        if code in (3, 9):
            ends[there == new] = ends.get(there == new, 0) + 1
        build(out)
        assert shop.tree(out / "e") == new, at
        assert not [p for p in out.rglob(".*") if ".part-" in p.name or ".old-" in p.name], at
        if code != 9 and not went_wrong.exists():
            break
    assert at > 20, "every operation of one brief"
    assert ends[False] > 5


def test_a_disk_without_room_is_refused_before_anything_is_written(shop, make, tmp_path, monkeypatch):
    make()
    before = shop.tree(tmp_path / "outputs")
    shop.edits()["a package's version"](2)
    monkeypatch.setattr(room.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(RunError, match=r"空间不足：需要 \d+ MB，剩余 0 MB"):
        make()
    after = shop.tree(tmp_path / "outputs")
    assert {k: v for k, v in after.items() if k.startswith("e/")} == {k: v for k, v in before.items() if k.startswith("e/")}


def test_a_folder_that_vanishes_publishes_nothing(shop, make, tmp_path, monkeypatch):
    from jianbao.run import engine

    make()
    before = shop.tree(tmp_path / "outputs" / "e")
    shop.edits()["a package's version"](2)

    def vanishing(specs, context, workers=None):
        for n, result in enumerate(shop.run(specs, context)):
            if n == 3:
                (part,) = (tmp_path / "outputs").glob(".e.part-*")
                shutil.rmtree(part)
            yield result

    monkeypatch.setattr(engine, "run", vanishing)
    with pytest.raises(EditionError, match="has vanished; nothing was published"):
        make()
    assert shop.tree(tmp_path / "outputs" / "e") == before


def test_a_read_only_folder_is_one_clear_line(make, tmp_path, monkeypatch):
    (tmp_path / "outputs").mkdir(mode=0o500)
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # root may write anywhere: the disk itself has to refuse
        def refused(*_, **__):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(tmp_path / "outputs"))

        for owner, name in ((os, "open"), (os, "mkdir"), (tempfile, "mkdtemp"), (tempfile, "mkstemp")):
            monkeypatch.setattr(owner, name, refused)
    with pytest.raises(RunError, match="不能写入"):
        make()


def test_restore_brings_the_edition_before_back_and_once_more_exchanges_them(shop, make, tmp_path, monkeypatch):
    out = tmp_path / "outputs"
    monkeypatch.setenv("JIANBAO_OUTPUTS", str(out))
    make()
    old = shop.tree(out / "e")
    shop.edits()["a reached function"](5)
    make()
    new = shop.tree(out / "e")
    for expected in (old, new):
        done = CliRunner().invoke(restore)
        assert done.exit_code == 0 and "已恢复上一版" in done.output
        assert shop.tree(out / "e") == expected and not whole(out / "e", read_manifest(out / "e"))


def test_an_earlier_edition_that_is_not_whole_is_not_restored(shop, make, tmp_path, monkeypatch):
    out = tmp_path / "outputs"
    monkeypatch.setenv("JIANBAO_OUTPUTS", str(out))
    refused = CliRunner().invoke(restore, ["e", "--lang", "en"])
    assert "there is no earlier edition" in str(refused.exception)
    make()
    shop.edits()["a reached function"](5)
    make()
    (out / ".e.previous" / "index.html").write_text("by hand")
    now = shop.tree(out / "e")
    refused = CliRunner().invoke(restore, ["e"])
    assert isinstance(refused.exception, RunError) and "index.html" in str(refused.exception)
    assert shop.tree(out / "e") == now
