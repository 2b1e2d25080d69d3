"""Briefs in a few processes of this computer. One worker holds one brief, so its death is one failed brief and no more."""

import contextlib
import multiprocessing
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from multiprocessing.connection import wait

from jianbao.run.plan import BriefSpec
from jianbao.run.worker import Context, Result, serve

__all__ = ["Pool", "default_jobs"]


def default_jobs() -> int:
    """Return how many processes to use: one more than there are cores, since a kernel's start is partly waiting."""
    return min(8, (os.cpu_count() or 1) + 1)


class Pool:
    """The local executor."""

    def __init__(self, context: Context, jobs: int | None, deadline: float) -> None:
        self.context, self.jobs, self.deadline = context, jobs or default_jobs(), deadline
        self._slots: list[_Slot] = []

    def results(self, specs: Iterable[BriefSpec]) -> Iterator[Result | None]:
        """Yield each result as it is done, None when a second passed without one."""
        todo = list(specs)[::-1]
        for number in range(min(self.jobs, len(todo))):
            self._slots.append(_Slot(number, self.context))
            self._slots[-1].give(todo.pop())
        while busy := [s for s in self._slots if s.spec is not None]:
            ready = wait([s.pipe for s in busy], timeout=1.0)
            yield None
            for slot in busy:
                if slot.pipe in ready:
                    result = slot.take()
                elif slot.late(self.deadline):
                    result = slot.lost(f"the brief took longer than {self.deadline:.0f} s")
                else:
                    continue
                if todo:
                    slot.give(todo.pop())
                yield result

    def stop(self) -> None:
        """Kill every worker; its kernel dies with it."""
        for slot in self._slots:
            slot.process.kill()
        for slot in self._slots:
            slot.stop()


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
        try:
            result = self.pipe.recv()
        except (EOFError, OSError):
            return self.lost("the worker process died")
        self.spec = None
        return result

    def late(self, deadline: float) -> bool:
        return self.spec is not None and time.monotonic() - self.since > deadline

    def lost(self, cause: str) -> Result:
        spec, self.spec = self.spec, None
        assert spec is not None
        self.stop()
        code = self.process.exitcode
        self._start()
        return Result(spec, None, time.monotonic() - self.since, "-", f"{cause} (exit code {code})")

    def stop(self) -> None:
        self.process.kill()
        self.process.join(5)
        self.pipe.close()
