"""Many briefs in a few processes. One worker holds one brief, so a worker's death is one failed brief and no more."""

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from multiprocessing.connection import wait

from jianbao.run.plan import BriefSpec
from jianbao.run.worker import Context, Result, serve

__all__ = ["default_jobs", "run"]

#: Seconds that one brief may take in all; after them its worker is killed.
DEADLINE = 900.0


def default_jobs() -> int:
    """Return how many processes to use: one more than there are cores, since a kernel's start is partly waiting."""
    return min(8, (os.cpu_count() or 1) + 1)


class _Slot:
    """One worker process and the brief it holds."""

    def __init__(self, number: int, context: Context) -> None:
        self.number, self.context = number, context
        self.spec: BriefSpec | None = None
        self.since = 0.0
        self._start()

    def _start(self) -> None:
        spawn = multiprocessing.get_context("spawn")  # fork would copy whatever threads and handles we have
        self.pipe, theirs = spawn.Pipe()
        context = replace(self.context, work=self.context.work / f"w{self.number}")
        self.process = spawn.Process(target=serve, args=(theirs, context), daemon=True)
        self.process.start()
        theirs.close()  # ours must see the end when theirs is gone

    def give(self, spec: BriefSpec) -> None:
        self.spec, self.since = spec, time.monotonic()
        with contextlib.suppress(OSError):  # it died idle: the answer is the end of the pipe
            self.pipe.send(spec)

    def take(self) -> Result:
        """Return the answer; a failed brief and a new worker where there is none."""
        spec, self.spec = self.spec, None
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            return self.lost(spec, "the worker process died")

    def late(self, deadline: float) -> bool:
        return self.spec is not None and time.monotonic() - self.since > deadline

    def lost(self, spec: BriefSpec | None, cause: str) -> Result:
        self.stop()
        code = self.process.exitcode
        self._start()
        assert spec is not None
        return Result(spec, None, time.monotonic() - self.since, "-", f"{cause} (exit code {code})")

    def stop(self) -> None:
        self.process.kill()
        self.process.join(5)
        self.pipe.close()


def run(specs: Iterable[BriefSpec], context: Context, jobs: int | None = None, deadline: float = DEADLINE) -> Iterator[Result]:
    """Yield the result of each brief as it is done, in no fixed order.

    However the caller leaves the loop (its end, an error, Ctrl-C), every worker and its kernel is gone afterwards.
    """
    todo = list(specs)[::-1]
    slots: list[_Slot] = []
    stopped: list[int] = []
    with contextlib.ExitStack() as stack:
        stack.callback(lambda: [slot.stop() for slot in slots])
        stack.enter_context(_noticing_ctrl_c(stopped))
        for number in range(min(jobs or default_jobs(), len(todo))):
            slots.append(_Slot(number, context))
            slots[-1].give(todo.pop())
        while busy := [s for s in slots if s.spec is not None]:
            ready = wait([s.pipe for s in busy], timeout=1.0)
            if stopped:
                raise KeyboardInterrupt
            for slot in busy:
                if slot.pipe in ready:
                    result = slot.take()
                elif slot.late(deadline):
                    spec, slot.spec = slot.spec, None
                    result = slot.lost(spec, f"the brief took longer than {deadline:.0f} s")
                else:
                    continue
                if todo:
                    slot.give(todo.pop())
                yield result


@contextlib.contextmanager
def _noticing_ctrl_c(stopped: list[int]) -> Iterator[None]:
    """Take Ctrl-C even where a background job inherits it ignored; remember it, since Python drops some interrupts."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, _: object) -> None:
        stopped.append(number)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
