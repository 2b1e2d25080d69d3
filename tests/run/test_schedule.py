"""``jianbao run``: new files in, register, exit codes, one at a time, told to those who want it."""

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from jianbao.run.register import Register, recorded, runs

PART = ("--region", "330502", "--notebook", "sector_county_brief", "--sector", "T02")


def history(office) -> list[dict]:
    code, out, err = office.run("runs", "--json")
    assert code == 0, err
    return json.loads(out)


@pytest.fixture
def robot(office):
    """A robot on this computer, named in the office's settings for everything."""

    class Web(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"errcode":0}')

        def log_message(self, *_: object) -> None:
            pass

    heard: list[dict] = []
    server = HTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    (office.data / "notify.toml").write_text(
        f'on = "always"\n[[webhook]]\nkind = "json"\nurl = "http://127.0.0.1:{server.server_port}/?token=TOKEN"\n', encoding="utf-8"
    )
    yield heard
    server.shutdown()
    server.server_close()


def waiting_for(what, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it never came to that"
        time.sleep(0.05)


def briefs_under_way(office) -> bool:
    """Whether a run has come to its briefs."""
    try:
        with sqlite3.connect(office.outputs / "runs.sqlite") as db:
            return bool(db.execute("SELECT 1 FROM run WHERE result = 'running' AND planned > 0").fetchone())
    except sqlite3.OperationalError:
        return False


def test_a_run_publishes_and_is_in_the_register_and_told(office, robot):
    office.notebook("ok", "sector_county_brief")
    code, out, err = office.run("run", *PART)
    assert code == 0, err
    assert (next(office.outputs.glob("*2024-12-internal")) / "briefs" / "330502" / "T02.html").is_file()
    (row,) = history(office)
    assert (row["result"], row["exit_code"], row["made"], row["failed"], row["planned"]) == ("published", 0, 1, 0, 1)
    assert row["ended"] >= row["started"] and row["pid"] and row["host"] and row["command"].startswith("jianbao run")
    (news,) = robot
    assert news["result"] == "published" and news["made"] == 1
    assert "TOKEN" not in out + err
    assert not list((office.outputs / "locks").glob("run-2*")), "no lock is left"


def test_a_failed_brief_is_exit_1_and_told_first(office, robot):
    office.notebook("raises", "sector_county_brief")
    code, _, err = office.run("run", *PART)
    assert code == 1
    assert err.splitlines()[0].startswith("1 份简报失败")
    (row,) = history(office)
    assert (row["result"], row["exit_code"], row["made"], row["failed"]) == ("failed", 1, 0, 1)
    assert robot[0]["text"].startswith("briefs/330502/T02.html sector_county_brief [divide] ZeroDivisionError: division by zero")


def test_bad_input_is_exit_2_in_the_register_and_told(office, robot):
    office.notebook("ok", "sector_county_brief")
    code, _, err = office.run("run", "--region", "330599")
    assert code == 2 and len(err.strip().splitlines()) == 1
    (row,) = history(office)
    assert (row["result"], row["exit_code"]) == ("refused", 2) and row["message"] == err.strip()
    assert err.strip() in robot[0]["text"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_second_run_is_refused_and_says_who_is_at_it(office, robot):
    office.notebook("hangs", "sector_county_brief")
    first = office.start("run", *PART)
    waiting_for(lambda: briefs_under_way(office))
    code, _, err = office.run("run", *PART)
    assert code == 3
    assert len(err.strip().splitlines()) == 1 and f"进程 {first.pid}" in err and os.uname().nodename in err
    first.send_signal(signal.SIGTERM)
    first.communicate(timeout=20)
    assert [(r["result"], r["exit_code"]) for r in history(office)] == [("busy", 3), ("interrupted", 143)]
    assert [news["result"] for news in robot] == ["busy"], "whoever stops a run knows it"


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_run_is_refused_while_somebody_builds_by_hand(office):
    office.notebook("hangs", "sector_county_brief")
    first = office.start("build", *PART)
    waiting_for(lambda: briefs_under_way(office))
    code, _, err = office.run("run", *PART)
    assert code == 3 and str(first.pid) in err
    first.send_signal(signal.SIGINT)
    first.communicate(timeout=20)
    assert first.returncode == 130


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)])
@pytest.mark.parametrize("command", ["run", "build"])
def test_a_signal_stops_it_within_five_seconds(office, command, sent, code):
    office.notebook("hangs", "sector_county_brief")
    process = office.start(command, "--region", "330500", "--sector", "T02", "--jobs", "2")
    waiting_for(lambda: briefs_under_way(office))
    time.sleep(1)  # into the workers' start or a brief
    since = time.monotonic()
    process.send_signal(sent)
    _, err = process.communicate(timeout=20)
    assert time.monotonic() - since < 5
    assert process.returncode == code
    assert err.strip().splitlines() == ["已停止，没有发布任何内容 · stopped, nothing was published"]
    (row,) = history(office)
    assert (row["result"], row["exit_code"]) == ("interrupted", code) and row["ended"]


@pytest.mark.parametrize("engine", ["warm", "cold"])
@pytest.mark.parametrize(("limit", "fixture", "says"), [(("--timeout", "3"), "hangs", "longer"), (("--memory", "700"), "raises", "MemoryError")])
def test_a_brief_beyond_its_limit_fails_with_its_cell(office, limit, fixture, says, engine):
    notebook = office.notebook(fixture, "sector_county_brief")
    notebook.write_text(notebook.read_text(encoding="utf-8").replace("x / 0", "[bytearray(10**7) for _ in range(1000)]"), encoding="utf-8")
    code, _, err = office.run("build", *PART, *limit, "--engine", engine)
    assert code == 1
    assert says in err and f"[{'divide' if fixture == 'raises' else 'wait'}" in err


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_killed_run_died_and_the_next_one_goes_on_and_says_so(office, robot):
    office.notebook("hangs", "sector_county_brief")
    process = office.start("run", *PART)
    waiting_for(lambda: briefs_under_way(office))
    assert history(office)[0]["result"] == "running"
    process.kill()
    process.communicate()
    (row,) = history(office)
    assert (row["result"], row["exit_code"], row["ended"]) == ("died", None, None)
    office.notebook("ok", "sector_county_brief")
    code, _, err = office.run("run", *PART)
    assert code == 0 and "异常中断" in err
    assert [r["result"] for r in history(office)] == ["published", "died"]


def test_the_history_as_a_table(office):
    assert office.run("runs")[1].strip() == "还没有运行记录"
    with recorded(office.outputs / "runs.sqlite", "jianbao run"):
        pass
    assert "完成" in office.run("runs")[1] and "ok" in office.run("runs", "--lang", "en")[1]
    assert len(json.loads(office.run("runs", "-n", "1", "--json")[1])) == 1


def test_a_build_inside_a_run_is_one_row(tmp_path):
    path = tmp_path / "runs.sqlite"
    with recorded(path, "jianbao run"):
        inner = Register(path, "jianbao run", "2024-12-internal", 7)
        inner.brief("a.html", "n", "r", "s", "zh", 0.1, "ok", "")
        inner.end("published")
        assert runs(path)[0]["ended"] is None, "the run goes on"
    (row,) = runs(path)
    assert (row["edition"], row["planned"], row["made"], row["result"], row["exit_code"]) == ("2024-12-internal", 7, 1, "published", 0)


@pytest.mark.parametrize(
    ("error", "result", "code"),
    [(KeyboardInterrupt(), "interrupted", 130), (SystemExit(143), "interrupted", 143), (ValueError("x"), "error", 1)],
)
def test_how_a_run_ended_is_told_from_what_ended_it(tmp_path, error, result, code):
    path = tmp_path / "runs.sqlite"
    with pytest.raises(type(error)), recorded(path, "jianbao run"):
        raise error
    assert [(r["result"], r["exit_code"]) for r in runs(path)] == [(result, code)]


def test_a_register_of_an_older_version_goes_on(tmp_path):
    path = tmp_path / "runs.sqlite"
    with sqlite3.connect(path) as db:
        db.execute(
            "CREATE TABLE run (id TEXT PRIMARY KEY, started TEXT NOT NULL, ended TEXT, command TEXT NOT NULL, edition TEXT NOT NULL, "
            "planned INTEGER NOT NULL, result TEXT NOT NULL DEFAULT 'running')"
        )
        db.execute("INSERT INTO run VALUES ('1', '2026-01-01T00:00:00+00:00', NULL, 'jianbao build', 'e', 3, 'stopped')")
    Register(path, "jianbao build", "e", 1).end("published")
    assert [(r["result"], r["reused"]) for r in runs(path)] == [("published", 0), ("stopped", 0)]


@pytest.fixture
def drop(office):
    """A modelled place with an enterprise file, and a delivery that is on its way."""
    place = office.data / "catalogue" / "place.toml"
    place.write_text(place.read_text(encoding="utf-8").replace("modelled = false", "modelled = true"), encoding="utf-8")
    folder = office.data / "incoming" / "enterprise"
    folder.mkdir(parents=True)
    (folder / "enterprise.toml").write_text("old = 1\n")
    new = office.data / "incoming" / "drop" / "enterprise"
    new.mkdir(parents=True)
    (new / "2024.parquet").write_bytes(b"new")
    return new


def complete(drop, content: bytes = b"new") -> None:
    (drop / "enterprise.toml").write_text(f'[sha256]\n"2024.parquet" = "{hashlib.sha256(content).hexdigest()}"\n')


def take(office):
    from jianbao.run import supply

    said: list[str] = []
    return supply.take(office.data, office.outputs, said.append, "zh"), said


def test_a_whole_delivery_is_taken_once_and_the_old_file_stays_beside(office, drop):
    complete(drop)
    assert take(office) == (["enterprise"], ["已取用新数据：enterprise"])
    incoming = office.data / "incoming"
    assert (incoming / "enterprise" / "2024.parquet").read_bytes() == b"new"
    assert (incoming / "enterprise.before" / "enterprise.toml").read_text() == "old = 1\n"
    assert take(office) == ([], [])


def test_a_delivery_that_is_still_arriving_waits(office, drop):
    assert take(office) == ([], ["没有取用 enterprise：还不完整"])
    complete(drop)
    (drop / "2024.parquet").unlink()
    assert take(office)[0] == []
    assert (office.data / "incoming" / "enterprise" / "enterprise.toml").read_text() == "old = 1\n"


def test_a_damaged_delivery_is_refused_and_the_old_file_stays(office, drop):
    complete(drop, b"other")
    with pytest.raises(ValueError, match="校验和"):
        take(office)
    assert (office.data / "incoming" / "enterprise" / "enterprise.toml").read_text() == "old = 1\n"


def test_a_stop_between_two_renames_is_made_good_by_the_next_run(office, drop):
    complete(drop)
    incoming = office.data / "incoming"
    shutil.move(incoming / "enterprise", incoming / "enterprise.before")
    assert take(office)[0] == ["enterprise"]
    assert (incoming / "enterprise" / "2024.parquet").is_file() and (incoming / "enterprise.before" / "enterprise.toml").is_file()


def test_what_nobody_knows_is_left_and_said(office, drop):
    shutil.rmtree(drop)
    (drop.parent / "附件.xlsx").write_bytes(b"x")
    assert take(office) == ([], ["没有取用 附件.xlsx：不认识"])


@pytest.mark.skipif(sys.platform == "win32", reason="permissions")
def test_a_folder_that_cannot_be_written_is_told_too(office, robot):
    office.notebook("ok", "sector_county_brief")
    office.outputs.write_text("not a folder")
    process = subprocess.run([sys.executable, "-m", "jianbao", "run", *PART], env=office.environment, cwd=office.home, capture_output=True, check=False)
    assert process.returncode not in (0, 3)
    assert len(robot) == 1
