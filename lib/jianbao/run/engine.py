"""Many briefs: one interface over the processes of this computer (``pool``) and those of a cluster (``cluster``)."""

import contextlib
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from jianbao.run.plan import BriefSpec
from jianbao.run.pool import Pool, default_jobs
from jianbao.run.worker import Context, Result

__all__ = ["DEADLINE", "Executor", "Workers", "default_jobs", "run"]

#: Seconds that one brief may take in all; after them its worker is killed.
DEADLINE = 900.0
#: What a brief may take beyond ``--timeout``: a start, an export and the asking.
_GRACE = 30.0


class Executor(Protocol):
    """Who makes briefs."""

    def results(self, specs: Iterable[BriefSpec]) -> Iterator[Result | None]:
        """Yield each brief's result as it is done, in no fixed order, and None at least every second."""

    def stop(self) -> None:
        """End every process and drop what is not done."""


@dataclass(frozen=True)
class Workers:
    """Who makes the briefs and within which limits: *jobs* processes here, or a scheduler's (``tcp://host:port``).

    ``timeout`` in seconds a brief, ``memory`` in megabytes a brief, ``engine`` warm, cold or auto.
    """

    jobs: int | None = None
    scheduler: str = ""
    engine: str = "auto"
    memory: int | None = None
    timeout: int | None = None

    def limit(self, context: Context) -> Context:
        """Return the context with these limits."""
        return replace(context, engine=self.engine, memory=self.memory, timeout=self.timeout or context.timeout)


def run(
    specs: Iterable[BriefSpec], context: Context, workers: Workers | int | None = None, deadline: float | None = None
) -> Iterator[Result]:
    """Yield the result of each brief as it is done, in no fixed order.

    However the caller leaves the loop (its end, an error, a signal), every process started here is gone afterwards.

    Raises
    ------
    RunError
        If the scheduler cannot be reached, has no workers, or they have other code or data.
    """
    todo = tuple(specs)
    workers = workers if isinstance(workers, Workers) else Workers(workers)
    context = workers.limit(context)
    deadline = deadline or (workers.timeout + _GRACE if workers.timeout else DEADLINE)
    with contextlib.ExitStack() as stack:
        stopped = stack.enter_context(_noticing_signals())
        executor = _executor(workers, context, deadline)
        stack.callback(executor.stop)
        for result in executor.results(todo):
            if stopped:
                raise stopped[0]
            if result is not None:
                yield result


def _executor(workers: Workers, context: Context, deadline: float) -> Executor:
    if not workers.scheduler:
        return Pool(context, workers.jobs, deadline)
    from jianbao.run.cluster import Cluster  # dask is an extra

    return Cluster(workers.scheduler, context, deadline)


@contextlib.contextmanager
def _noticing_signals() -> Iterator[list[BaseException]]:
    """Take Ctrl-C even where a background job inherits it ignored, SIGTERM and a closed terminal.

    They are remembered too, since Python drops what is raised inside a callback.
    """
    stopped: list[BaseException] = []
    if threading.current_thread() is not threading.main_thread():
        yield stopped
        return

    def stop(number: int, _: object) -> None:
        stopped.append(KeyboardInterrupt() if number == signal.SIGINT else SystemExit(128 + number))
        raise stopped[-1]

    numbers = [signal.SIGINT, signal.SIGTERM]
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup ignores it
        numbers.append(signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
