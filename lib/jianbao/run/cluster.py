"""Briefs on the workers of a dask scheduler; imported only with ``--scheduler`` (extra ``cluster``, docs/cluster.md).

Each dask worker process makes one brief at a time, as a local worker does, and keeps its warm zygote between briefs. A
worker may have the project in another folder, but must have the same code, packages and release, or it is refused.
"""

import atexit
import contextlib
import hashlib
import importlib.metadata
import logging
import os
import platform
import queue
import shutil
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jianbao import paths
from jianbao.run.plan import BriefSpec
from jianbao.run.words import RunError, say
from jianbao.run.worker import Context, Result, make

try:
    from distributed import CancelledError, Client, Future, KilledWorker, get_worker
except ImportError as error:
    raise RunError("没有安装 dask：pip install 'jianbao[cluster]' · dask is not installed: pip install 'jianbao[cluster]'") from error

__all__ = ["Cluster", "Same", "same_here"]

#: Seconds to wait for the scheduler, and for a worker when there is none (left).
CONNECT, WORKERLESS = 15, 60
#: How often a brief that the scheduler lost is given to it again; a brief whose worker died it gives to others itself.
RETRIES = 2


@dataclass(frozen=True)
class Same:
    """What decides a page's bytes and must be the same on every worker."""

    code: str
    packages: str
    data: str


@dataclass(frozen=True)
class _Task:
    """What a worker needs besides the brief."""

    run: str
    context: Context
    same: Same
    deadline: float


class Cluster:
    """The executor of ``--scheduler tcp://host:port``."""

    def __init__(self, address: str, context: Context, deadline: float) -> None:
        for name in ("distributed", "tornado"):  # a lost worker is our line, not a traceback in the progress bar
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self.address, self.lang = address, context.lang
        try:
            self._client = Client(address, timeout=CONNECT, set_as_default=False, name="jianbao")
        except (OSError, ValueError) as error:
            raise RunError(
                say(self.lang, f"连不上调度器 {address}：{error}", f"the scheduler {address} cannot be reached: {error}")
            ) from None
        try:
            self._task = _Task(uuid.uuid4().hex, context, same_here(context.data_dir, context.audience), deadline)
            self._check()
        except BaseException:
            self.stop()
            raise

    def results(self, specs: Iterable[BriefSpec]) -> Iterator[Result | None]:
        """Yield each result as it is done, None when a second passed without one."""
        done: queue.SimpleQueue = queue.SimpleQueue()
        specs, lost, seen = list(specs), Counter(), time.monotonic()

        def give(number: int) -> None:
            future = self._client.submit(_brief, specs[number], self._task, pure=False)
            waiting[future.key] = number, future
            future.add_done_callback(done.put)

        waiting: dict[str, tuple[int, Future]] = {}  # held: a future let go of is a task cancelled
        for number in range(len(specs)):
            give(number)
        while waiting:
            try:
                future = done.get(timeout=1.0)
            except queue.Empty:
                seen = self._still_there(seen)
                yield None
                continue
            number, _ = waiting.pop(future.key)
            result = self._taken(future, specs[number])
            if result is None and lost[number] < RETRIES:
                lost[number] += 1
                give(number)
            else:
                yield result or Result(specs[number], None, 0.0, "-", f"its worker was lost {RETRIES + 1} times")

    def stop(self) -> None:
        """Let go of what is not done; a brief being made elsewhere ends by itself and is dropped."""
        self._client.close(timeout=3)

    def _taken(self, future: Future, spec: BriefSpec) -> Result | None:
        """Return what a task came to, None where it was lost without the scheduler giving it to another worker."""
        try:
            return replace(future.result(timeout=self._task.deadline), spec=spec)
        except KilledWorker:  # the scheduler has tried it on others (allowed-failures)
            return Result(spec, None, 0.0, "-", "each worker that took it was lost")
        except (CancelledError, TimeoutError):
            return None
        except Exception as error:
            return Result(spec, None, 0.0, "-", f"{type(error).__name__}: {error}")

    def _check(self) -> None:
        """Refuse workers that would make other pages; wait a little for the first one."""
        try:
            self._client.wait_for_workers(1, timeout=CONNECT)
        except TimeoutError:
            raise RunError(say(self.lang, f"调度器 {self.address} 没有工作进程", f"the scheduler {self.address} has no workers")) from None
        for address, (same, threads) in sorted(self._client.run(_about, self._task).items()):
            if threads != 1:
                raise RunError(
                    say(
                        self.lang,
                        f"工作进程 {address} 有 {threads} 个线程；请以 --nthreads 1 启动",
                        f"worker {address} has {threads} threads; start it with --nthreads 1",
                    )
                )
            if line := _difference(self._task.same, same, self.lang):
                raise RunError(say(self.lang, f"工作进程 {address} {line}", f"worker {address} {line}"))

    def _still_there(self, seen: float) -> float:
        """Return when there was a worker last; RunError when there has been none for long."""
        with contextlib.suppress(OSError):
            if self._client.status == "running" and self._client.nthreads():
                return time.monotonic()
        if time.monotonic() - seen > WORKERLESS:
            raise RunError(
                say(self.lang, f"调度器 {self.address} 已没有工作进程", f"the scheduler {self.address} has no workers left")
            )
        return seen


def same_here(data: Path, audience: str) -> Same:
    """Return what this process has loaded, and the release and its inputs as they are now."""
    from jianbao.panel.build import checksum

    try:
        release = (data / "panel" / f"release-{audience}" / "release.json").read_text(encoding="utf-8") + checksum(data)
    except OSError as error:
        release = f"{uuid.uuid4()}: {error}"  # the same as no other
    return Same(_code(), _packages(), release)


@cache
def _code() -> str:
    """Return the code version as it was when this process first asked: what it runs, whatever is on the disk now."""
    from jianbao.run.build import code_version

    return code_version()


@cache
def _packages() -> str:
    """Return a checksum of Python's version and those of the packages that the project asks for."""
    names = sorted({line.split(";")[0].strip() for line in importlib.metadata.requires("jianbao") or () if "extra ==" not in line})
    plain = [name for line in names if (name := "".join(c if c.isalnum() or c in "-_." else " " for c in line).split()[0])]
    versions = [f"{name}=={importlib.metadata.version(name)}" for name in plain]
    return hashlib.sha256("\n".join([platform.python_version(), *versions]).encode()).hexdigest()


def _difference(mine: Same, theirs: Same, lang: str) -> str:
    if mine.code != theirs.code:
        return say(lang, "的代码或笔记本与本机不同", "has other code or notebooks than this computer")
    if mine.packages != theirs.packages:
        return say(lang, "的 Python 或软件包版本与本机不同", "has another Python or other packages than this computer")
    if mine.data != theirs.data:
        return say(lang, "的发布数据与本机不同", "has another release of the data than this computer")
    return ""


# From here on: what runs on the workers.


def _about(task: _Task, dask_worker: Any) -> tuple[Same, int]:
    """Return what this worker has, and its threads."""
    return _same_once(_here(task.context.data_dir, task.context.home), task.context.audience, task.run), dask_worker.state.nthreads


def _brief(spec: BriefSpec, task: _Task) -> Result:
    """Make one brief on this worker; one that came late to the cluster is checked here."""
    context = _prepared(task.context)
    if line := _difference(task.same, _same_once(context.data_dir, context.audience, task.run), context.lang):
        return Result(spec, None, 0.0, "-", f"worker {get_worker().address} {line}")
    watch = threading.Timer(task.deadline, os._exit, (1,))  # a thread cannot be stopped: its worker is, and starts anew
    watch.daemon = True
    watch.start()
    try:
        return make(replace(spec, notebook=_here(spec.notebook, task.context.home)), context)
    finally:
        watch.cancel()


@lru_cache(maxsize=2)
def _same_once(data: Path, audience: str, run: str) -> Same:
    """Look once a run."""
    return same_here(data, audience)


@cache
def _work() -> Path:
    """Return this worker's own short folder for kernels."""
    folder = Path(tempfile.mkdtemp(prefix="jb-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _prepared(given: Context) -> Context:
    """Return the context with this worker's folders, and set its environment as a local worker's is set."""
    context = replace(
        given, data_dir=_here(given.data_dir, given.home), home=paths.root(), work=_work(), log=paths.outputs_dir() / "log" / given.log.name
    )
    for name in ("PYTHONSTARTUP", "MATPLOTLIBRC", "PYTHONWARNINGS"):
        os.environ.pop(name, None)
    os.environ.update(context.environment())
    Path(os.environ["MPLCONFIGDIR"]).mkdir(parents=True, exist_ok=True)
    sys.stdout.flush()
    return context


def _here(path: Path, home: Path) -> Path:
    """Return the place on this worker of a path inside the project; any other path is a shared folder's."""
    return paths.root() / path.relative_to(home) if path.is_relative_to(home) else path
