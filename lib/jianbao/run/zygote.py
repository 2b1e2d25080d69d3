"""Kernels forked from a process that has imported what every brief needs: ``python -m jianbao.run.zygote``.

Half of a brief's time is imports. The zygote imports once and then does nothing but fork: it has one thread, no event
loop, no socket and no data file, so each kernel starts as a fresh process with the imports done. It answers one JSON
line for each asked on its standard input. Linux only; elsewhere, or with ``JIANBAO_WARM=0``, kernels start plainly.
"""

import gc
import importlib
import json
import os
import signal
import subprocess
import sys
from typing import Any, NoReturn

__all__ = ["Forked", "Zygote", "ZygoteError", "main", "usable"]

#: A library that starts threads when it is imported could not be forked.
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR")}

#: What a kernel and a brief load; none of it may start a thread.
_IMPORTS = (
    "faulthandler", "ipykernel.debugger", "ipykernel.kernelapp", "ipykernel.zmqshell", "IPython.core.completerlib",
    "IPython.core.debugger", "IPython.extensions.storemagic", "tornado.platform.asyncio", "matplotlib.figure",
    "matplotlib.backends.backend_svg", "matplotlib.font_manager", "jianbao.brief",
)


class ZygoteError(OSError):
    """The zygote cannot fork; a kernel has to be started plainly."""


def usable() -> bool:
    """Return whether kernels may be forked on this system."""
    return sys.platform.startswith("linux") and os.environ.get("JIANBAO_WARM") != "0"


class Zygote:
    """The worker's end: starts the zygote when first needed and asks it for kernels."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def fork(self, argv: list[str], env: dict[str, str], cwd: str | None) -> "Forked":
        """Return a new kernel's process.

        Raises
        ------
        ZygoteError
            If the zygote cannot be started or does not fork.
        """
        answer = self._ask({"argv": argv, "env": env, "cwd": cwd or os.getcwd()})
        if "pid" not in answer:
            raise ZygoteError(answer.get("error", "the zygote does not answer"))
        return Forked(self, answer["pid"])

    def status(self, pid: int) -> int | None:
        """Return the exit status of a kernel (negative: the signal), None while it lives."""
        return self._ask({"poll": pid}).get("status", -signal.SIGKILL)

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        if self._process is None or self._process.poll() is not None:
            if "poll" in question:
                return {}  # its kernels died with it
            self._process = subprocess.Popen(
                [sys.executable, "-m", "jianbao.run.zygote"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                env={**os.environ, **_ONE_THREAD, "JPY_PARENT_PID": str(os.getpid())},
            )
        try:
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
            return json.loads(self._process.stdout.readline() or "{}")
        except (OSError, ValueError):
            self._process.kill()  # its answers are out of step: the next question starts another
            self._process.wait()
            return {}


class Forked:
    """What a kernel provisioner needs of a process, in the manner of ``subprocess.Popen``."""

    stdin = stdout = stderr = None

    def __init__(self, zygote: Zygote, pid: int) -> None:
        self._zygote, self.pid, self.returncode = zygote, pid, None

    def poll(self) -> int | None:
        """Return the exit status, None while it lives."""
        if self.returncode is None:
            self.returncode = self._zygote.status(self.pid)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        """Return the exit status; the caller has seen that it ended."""
        return self.poll()

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel, if it lives."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


def main() -> None:
    """Import, then fork on demand until standard input ends."""
    from jianbao.run.kernel import die_with_parent

    die_with_parent(int(os.environ.get("JPY_PARENT_PID") or 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in _IMPORTS:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # the collector's marks would copy every page in every kernel
    ended: dict[int, int] = {}
    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line), ended)), flush=True)


def _answer(question: dict[str, Any], ended: dict[int, int]) -> dict[str, Any]:
    _reap(ended)
    if "poll" in question:
        return {"status": ended.get(question["poll"])}
    if len(os.listdir("/proc/self/task")) != 1:
        return {"error": "the zygote has more than one thread"}
    if pid := os.fork():
        ended.pop(pid, None)  # the system gives numbers out again: this one is alive
        return {"pid": pid}
    _become_kernel(question)


def _reap(ended: dict[int, int]) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        ended[pid] = os.waitstatus_to_exitcode(status)


def _become_kernel(question: dict[str, Any]) -> NoReturn:
    """Be what ``python -m jianbao.run.kernel`` would be, and never return."""
    code = 1
    try:
        from jianbao.run.kernel import die_with_parent

        os.setsid()
        die_with_parent(0)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.dup2(2, 1)  # what a cell prints past Python goes to the log, not into the zygote's answers
        os.environ.clear()
        os.environ.update(question["env"])
        os.chdir(question["cwd"])
        if "numpy" in sys.modules:
            import numpy as np

            np.random.seed()  # numpy's old generator would be the same in every kernel
        argv = question["argv"]
        sys.argv = argv[argv.index("-m") + 1 :]
        from ipykernel.kernelapp import IPKernelApp

        IPKernelApp.launch_instance(sys.argv[1:])
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:  # it must not fall back into the zygote's loop
        import traceback

        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
