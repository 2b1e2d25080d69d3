"""A build from the command, end to end, with real kernels: all or nothing, and nothing left behind."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

PART = ("build", "--region", "330502", "--notebook", "sector_county_brief", "--sector", "T02")


def pages(office):
    return sorted(f for f in office.files() if f.endswith(".html"))


def test_a_build_makes_an_edition_and_a_failed_one_leaves_it(office):
    office.notebook("ok", "sector_county_brief")
    code, out, err = office.run(*PART)
    assert code == 0, err
    edition = next(office.outputs.glob("*2024-12-internal"))
    assert str(edition / "index.html") in out
    page = edition / "briefs" / "330502" / "T02.html"
    first = page.read_bytes()
    assert b"330502 T02 2024-12 zh internal" in first
    manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    assert [b["result"] for b in manifest["briefs"]] == ["ok"]

    office.notebook("raises", "sector_county_brief")
    code, out, err = office.run(*PART)
    assert code == 1
    assert "briefs/330502/T02.html" in err and "[divide] ZeroDivisionError: division by zero" in err
    assert "只有全部成功才发布" in err and "Traceback" not in err
    assert page.read_bytes() == first, "the old edition stays"
    (kept,) = office.outputs.glob("failed/*/briefs/330502/T02.ipynb")
    assert "papermill" not in json.loads(kept.read_text(encoding="utf-8"))["metadata"]
    assert any("ZeroDivisionError" in p.read_text(encoding="utf-8") for p in office.outputs.glob("log/*.log"))

    with sqlite3.connect(office.outputs / "runs.sqlite") as db:
        assert [r for (r,) in db.execute("SELECT result FROM run ORDER BY id")] == ["published", "failed"]
        assert db.execute("SELECT count(*) FROM brief WHERE result = 'ok'").fetchone() == (1,)


@pytest.mark.parametrize(
    ("warm", "cause"), [("0", "worker process died"), ("1", "the kernel died")], ids=["worker killed", "zygote killed"]
)
def test_a_dead_parent_of_kernels_is_one_failed_brief_and_the_rest_goes_on(office, warm, cause):
    from jianbao.run.engine import run
    from jianbao.run.plan import BriefSpec
    from jianbao.run.worker import Context

    values = {"region_code": "330502", "sector_code": "T02", "period": "2024-12", "lang": "zh"}
    specs = []
    for n, fixture in enumerate(("kills_worker", "ok", "raises")):
        notebook = office.notebook(fixture, fixture)
        specs.append(BriefSpec(notebook, "sector_county_brief", tuple(values.items()), f"briefs/{n}.html"))
    work = office.home / "w"
    log = office.outputs / "log" / "run.log"
    log.parent.mkdir(parents=True)
    context = Context(office.data, "internal", office.home, work, log, extra={"JIANBAO_WARM": warm})
    results = {r.spec.notebook.stem: r for r in run(specs, context, 1)}
    assert results["ok"].ok
    assert cause in results["kills_worker"].cause
    assert results["raises"].cell == "divide"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "kill -9"])
def test_a_stopped_build_publishes_nothing_and_leaves_no_process(office, sent):
    office.notebook("hangs", "sector_county_brief")
    process = office.start("build", "--region", "330500", "--sector", "T02", "--jobs", "2")
    until = time.monotonic() + 60
    while len(kernels(office)) < 2 and time.monotonic() < until:
        time.sleep(0.2)
    assert len(kernels(office)) == 2
    since = time.monotonic()
    process.send_signal(sent)
    try:
        _, err = process.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGABRT)  # say where it hangs: the office's processes run with faulthandler
        raise AssertionError(process.communicate()[1]) from None
    while processes(office) and time.monotonic() < since + 10:  # the parent of the kernels goes just after them
        time.sleep(0.1)
    assert not processes(office), "no orphans"
    assert time.monotonic() - since < 8
    assert pages(office) == []
    if sent == signal.SIGINT:
        assert process.returncode == 130
        assert "Traceback" not in err
        assert not list(office.outputs.glob(".*part*")), "the half edition is gone"


def test_ctrl_c_stops_a_build_that_a_script_put_in_the_background(office):
    """A shell's background job inherits SIGINT ignored; found when the tests themselves ran as one."""
    office.notebook("hangs", "sector_county_brief")
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process = office.start(*PART)
    finally:
        signal.signal(signal.SIGINT, before)
    until = time.monotonic() + 60
    while not kernels(office) and time.monotonic() < until:
        time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode == 130
    until = time.monotonic() + 5
    while processes(office) and time.monotonic() < until:
        time.sleep(0.1)
    assert not processes(office)


def kernels(office) -> list[int]:
    """Return the kernels whose environment names this office: started plainly, or forked from a zygote."""
    found = processes(office)
    return [pid for pid, (name, parent) in found.items() if name == "kernel" or parent in found]


def processes(office) -> dict[int, tuple[str, int]]:
    """Return this office's kernels and zygotes: process, then its kind and parent."""
    mark, found = f"JIANBAO_DATA={office.data}".encode(), {}
    for folder in os.scandir("/proc"):
        if folder.name.isdigit():
            try:
                line = Path(folder, "cmdline").read_bytes()
                name = next((n for n in ("kernel", "zygote") if f"jianbao.run.{n}".encode() in line), "")
                if name and mark in Path(folder, "environ").read_bytes():
                    found[int(folder.name)] = (name, int(Path(folder, "stat").read_text().rsplit(")", 1)[1].split()[1]))
            except OSError:
                continue
    return found


def test_an_edited_rule_is_another_edition_and_makes_every_brief_anew(office):
    """The tables of plans are no part of the panel's checksum; an edition of other rules must not be merged into."""
    office.notebook("ok", "sector_county_brief")
    assert office.run(*PART)[0] == 0
    stated = next(office.outputs.glob("*2024-12-internal")) / "manifest.json"
    before = json.loads(stated.read_text(encoding="utf-8"))["inputs"]
    rules = office.data / "catalogue" / "shortboard_rules.csv"
    rules.write_text(rules.read_text(encoding="utf-8").replace(",5,3,5,", ",6,3,5,"), encoding="utf-8")
    assert office.run(*PART)[0] == 0
    after = json.loads(stated.read_text(encoding="utf-8"))["inputs"]
    assert {k for k in after if after[k] != before[k]} == {"plans"}


def test_the_page_of_alarms_is_made_from_the_briefs_own_findings(office):
    """A page that carries its findings is listed; an edition whose pages carry none has no such page and no link to it."""
    import nbformat

    path = office.notebook("ok", "sector_county_brief")
    assert office.run(*PART)[0] == 0
    edition = next(office.outputs.glob("*2024-12-internal"))
    assert not (edition / "worry.html").exists() and "worry.html" not in (edition / "index.html").read_text(encoding="utf-8")
    notebook = nbformat.read(path, 4)
    shown = '<!--jianbao--><div data-short="7"><ol><li data-rule="A02">x</li><li data-rule="A05">y</li></ol></div>'
    notebook.cells.append(nbformat.v4.new_code_cell(f"from IPython.display import HTML, display\ndisplay(HTML({shown!r}))"))
    nbformat.write(notebook, path)
    code, _, err = office.run(*PART)
    assert code == 0, err
    page = (edition / "worry.html").read_text(encoding="utf-8")
    assert "<a href=briefs/330502/T02.html>" in page and "增加值增速持续低于全省；营业收入持续下降" in page
    assert 'href="worry.html"' in (edition / "index.html").read_text(encoding="utf-8")
    assert "worry.html" in json.loads((edition / "manifest.json").read_text(encoding="utf-8"))["files"]
