"""Briefs on a dask cluster: real scheduler and workers over TCP on this computer."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

pytest.importorskip("distributed", reason="dask is not installed (the dev extra has it)")
WHAT = ("build", "--region", "330502", "--notebook", "sector_county_brief")


class Cluster:
    """A scheduler and its workers, started as the docs say; the workers have the project in another folder."""

    def __init__(self, office, folder) -> None:
        self.office, self.home, self.file = office, folder / "elsewhere", folder / "scheduler.json"
        office.data = office.data.rename(office.home / "data")
        self.processes: list[subprocess.Popen] = []
        self.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(self.file))
        until = time.monotonic() + 60
        while not self.file.exists() and time.monotonic() < until:
            time.sleep(0.1)
        self.address = json.loads(self.file.read_text())["address"]

    def start(self, *arguments: str) -> subprocess.Popen:
        own = {"JIANBAO_HOME": self.home, "JIANBAO_DATA": self.home / "data", "JIANBAO_OUTPUTS": self.home / "outputs"}
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments], cwd=self.home.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=os.environ | {k: str(v) for k, v in own.items()} | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"},
        )  # fmt: skip
        self.processes.append(process)
        return process

    def worker(self, *arguments: str, threads: int = 1) -> subprocess.Popen:
        """Start a worker process on what the office has now."""
        if not self.home.exists():
            shutil.copytree(self.office.home, self.home)
        local = self.home.parent / f"dask{len(self.processes)}"
        return self.start("worker", self.address, "--nthreads", str(threads), "--no-dashboard", "--local-directory", str(local), *arguments)

    def stop(self) -> None:
        """End the workers first: without their scheduler they would look for it."""
        for process in self.processes[::-1]:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture
def cluster(office, tmp_path):
    made = Cluster(office, tmp_path)
    yield made
    made.stop()


def tree(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def briefs(office) -> int:
    try:
        with closing(sqlite3.connect(office.outputs / "runs.sqlite", timeout=30)) as db:
            return db.execute("SELECT count(*) FROM brief").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


def test_a_worker_killed_midway_loses_no_brief_and_the_pages_are_those_of_a_local_build(office, cluster):
    office.notebook("ok", "sector_county_brief")
    workers = [cluster.worker("--no-nanny"), cluster.worker("--no-nanny")]  # a dead one stays dead
    process = office.start(*WHAT, "--scheduler", cluster.address, "--out", str(office.outputs / "far"))
    until = time.monotonic() + 120
    while briefs(office) < 3 and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    os.kill(workers[0].pid, signal.SIGKILL)
    at = briefs(office)
    _, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    assert workers[1].poll() is None
    far = tree(office.outputs / "far")
    made = json.loads(far["manifest.json"])["briefs"]
    assert at < len(made), "it was killed midway"
    assert {b["result"] for b in made} == {"ok"}

    code, _, err = office.run(*WHAT, "--out", str(office.home / "near"), "--jobs", "2")
    assert code == 0, err
    assert far == tree(office.home / "near")


@pytest.fixture
def here(office, monkeypatch):
    """``here(address, notebooks, engine) -> results``, from this process as if it were the office's."""
    from jianbao.run import cluster, engine
    from jianbao.run.plan import BriefSpec
    from jianbao.run.worker import Context

    def run(address: str, notebooks, kernels: str = "auto"):
        for name, value in office.environment.items():
            monkeypatch.setenv(name, value)
        cluster._code.cache_clear()  # this process has had other offices
        values = {"region_code": "330502", "sector_code": "T02", "period": "2024-12", "lang": "zh"}
        specs = [BriefSpec(path, "sector_county_brief", tuple(values.items()), f"briefs/{path.stem}.html") for path in notebooks]
        context = Context(office.data, "internal", office.home, office.home / "w", office.outputs / "log" / "run.log")
        done = engine.run(specs, context, engine.Workers(scheduler=address, engine=kernels))
        return {result.spec.notebook.stem: result for result in done}

    return run


def test_a_brief_that_fails_or_kills_its_worker_fails_alone(office, cluster, here):
    notebooks = [office.notebook(name, name) for name in ("raises", "ok", "kills_worker")]
    cluster.worker()
    results = here(cluster.address, notebooks, "cold")  # a cold kernel's parent is the worker itself
    assert results["ok"].ok
    assert results["raises"].cell == "divide"
    assert results["kills_worker"].cause == "each worker that took it was lost"


@pytest.mark.parametrize(("what", "says"), [("code", "代码或笔记本"), ("data", "发布数据"), ("threads", "--nthreads 1"), ("nobody", "没有工作进程")])
def test_workers_that_would_make_other_pages_are_refused_in_one_line(office, cluster, here, monkeypatch, what, says):
    from jianbao.run.words import RunError

    notebook = office.notebook("ok", "sector_county_brief")
    if what == "nobody":
        monkeypatch.setattr("jianbao.run.cluster.CONNECT", 2)
    else:
        cluster.worker("--no-nanny", threads=2 if what == "threads" else 1)
        monkeypatch.setattr("jianbao.run.cluster.CONNECT", 60)
    if what == "code":  # the office changed it after the worker's folder was filled
        notebook.write_text(notebook.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    elif what == "data":
        place = cluster.home / "data" / "catalogue" / "place.toml"
        place.write_text(place.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(RunError, match=says) as refused:
        here(cluster.address, [notebook])
    assert "\n" not in str(refused.value)


def test_a_scheduler_that_is_not_there_is_one_line_and_exit_2(office):
    office.notebook("ok", "sector_county_brief")
    code, _, err = office.run(*WHAT, "--sector", "T02", "--scheduler", "tcp://127.0.0.1:9")
    assert code == 2
    assert len(err.strip().splitlines()) == 1 and "连不上" in err
    assert not [f for f in office.files() if f.endswith(".html")]
