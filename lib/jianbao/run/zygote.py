"""One process that has imported what every brief needs and does nothing but fork: ``python -m jianbao.run.zygote``.

Half of a brief's time is imports. The zygote imports once; it has one thread, no event loop and no data file, and has
run no cell and drawn nothing, so each child starts as a fresh process with the imports done. A child runs one brief's
cells in an IPython shell (``shell``) and ends. Linux only; elsewhere, or with ``JIANBAO_WARM=0``, kernels start plainly.
"""

import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

__all__ = ["Zygote", "ZygoteError", "main", "usable"]

#: A library that starts threads when it is imported could not be forked.
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR")}

#: What a brief loads; none of it may start a thread.
_IMPORTS = (
    "faulthandler", "IPython.core.completerlib", "matplotlib.figure", "matplotlib.backends.backend_svg",
    "matplotlib.font_manager", "matplotlib_inline.backend_inline", "jianbao.brief", "jianbao.run.mark",
)
_CHILD_SUBREAPER = 36


class ZygoteError(OSError):
    """The zygote cannot fork; a kernel has to be started plainly."""


def usable() -> bool:
    """Return whether briefs may be forked on this system."""
    return sys.platform.startswith("linux") and os.environ.get("JIANBAO_WARM") != "0"


class Zygote:
    """The worker's end: starts the zygote when first needed and asks it for children."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None

    def fork(self, env: dict[str, str], cwd: str, memory: int | None = None) -> tuple[int, socket.socket]:
        """Return a new child's process number and the channel to it.

        Raises
        ------
        ZygoteError
            If the zygote cannot be started or does not fork.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            answer = self._ask({"env": env, "cwd": cwd, "memory": memory}, theirs.fileno())
        if "pid" not in answer:
            ours.close()
            raise ZygoteError(answer.get("error", "the zygote does not answer"))
        return answer["pid"], ours

    def end(self, pid: int) -> int:
        """Kill a child, its group and whatever it started; return its exit status (negative: the signal)."""
        return self._ask({"end": pid}).get("status", -signal.SIGKILL)

    def status(self, pid: int, seconds: float = 5.0) -> int | None:
        """Return the exit status of a child that has said goodbye, None if it does not end in time."""
        return self._ask({"wait": pid, "seconds": seconds}).get("status")

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "jianbao.run.zygote", str(theirs.fileno())], pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL,
                env={**os.environ, **_ONE_THREAD, "JPY_PARENT_PID": str(os.getpid())},
            )
        self._socket = ours

    def _ask(self, question: dict[str, Any], fd: int | None = None) -> dict[str, Any]:
        if self._process is None or self._process.poll() is not None:
            if fd is None:
                return {}  # its children died with it
            self._start()
        try:
            message = json.dumps(question).encode() + b"\n"
            socket.send_fds(self._socket, [len(message).to_bytes(4, "big")], [fd] if fd is not None else [])
            self._socket.sendall(message)
            return _line(self._socket)
        except (OSError, ValueError):
            self._process.kill()  # its answers are out of step: the next question starts another
            self._process.wait()
            return {}


def _line(channel: socket.socket) -> dict[str, Any]:
    """Return one JSON answer; ValueError when the other end is gone."""
    held = b""
    while not held.endswith(b"\n"):
        more = channel.recv(65536)
        if not more:
            raise ValueError("the other end is gone")
        held += more
    return json.loads(held)


def main() -> None:
    """Import, then fork on demand until the worker is gone."""
    import ctypes

    from jianbao.run.kernel import die_with_parent

    die_with_parent(int(os.environ.get("JPY_PARENT_PID") or 0))
    ctypes.CDLL(None).prctl(_CHILD_SUBREAPER, 1, 0, 0, 0)  # what a cell leaves running comes to us, and is killed
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in _IMPORTS:
        importlib.import_module(name)
    shell = _prepared()
    gc.collect()
    gc.freeze()  # the collector's marks would copy every page in every child
    channel = socket.socket(fileno=int(sys.argv[1]))
    while True:
        head, fds, _, _ = socket.recv_fds(channel, 4, 1)
        if not head:
            os._exit(0)  # the libraries' own good-byes would only fill the log
        question = json.loads(_exactly(channel, int.from_bytes(head, "big")))
        answer = _answer(question, fds[0] if fds else None, shell, channel)
        for fd in fds:
            os.close(fd)
        channel.sendall(json.dumps(answer).encode() + b"\n")


def _prepared() -> Any:
    """Make the shell, and read what is the same for every brief and changes in none: registers, outlines, the font."""
    from jianbao.run.shell import make_shell

    with suppress(Exception):  # a brief will say what is wrong, in its own words
        sys.modules["jianbao.brief"].warm()
    return make_shell()


def _exactly(channel: socket.socket, size: int) -> bytes:
    held = b""
    while len(held) < size:
        held += channel.recv(size - len(held))
    return held


def _answer(question: dict[str, Any], fd: int | None, shell: Any, channel: Any) -> dict[str, Any]:
    if "end" in question:
        return {"status": _end(question["end"])}
    if "wait" in question:
        return {"status": _wait(question["wait"], question["seconds"])}
    if len(os.listdir("/proc/self/task")) != 1:
        return {"error": "the zygote has more than one thread"}
    _prepare_barrier(question["env"])
    if pid := os.fork():
        return {"pid": pid}
    _become_brief(question, fd, shell, channel)


def _prepare_barrier(env: dict[str, str]) -> None:
    """Have the rule of a public edition ready: making it takes a hundred times as long as obeying it."""
    from jianbao.run.barrier import prepared

    if audience := env.get("JIANBAO_AUDIENCE"):
        outputs = env.get("JIANBAO_OUTPUTS") or os.path.join(env["JIANBAO_HOME"], "outputs")
        prepared(audience, Path(env["JIANBAO_DATA"]).resolve(), Path(outputs).resolve())


def _wait(pid: int, seconds: float) -> int | None:
    """Return the exit status of a child once it ended by itself, and clear away what it left."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            _sweep()
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    return None


def _end(pid: int) -> int:
    for kill, target in ((os.killpg, pid), (os.kill, pid)):
        with suppress(ProcessLookupError, PermissionError):
            kill(target, signal.SIGKILL)
    status = -signal.SIGKILL
    with suppress(ChildProcessError):
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    _sweep()
    return status


def _sweep() -> None:
    """Kill and bury every process left below us: this zygote has one brief at a time, and it has ended."""
    for _ in range(100):
        left = _children()
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not left:
            return
        time.sleep(0.005)


def _children() -> list[int]:
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as file:
            return [int(pid) for pid in file.read().split()]
    except OSError:  # a kernel built without this file: only the group was killed
        return []


def _become_brief(question: dict[str, Any], fd: int, shell: Any, zygote: Any) -> NoReturn:
    """Run one brief's cells, and never return."""
    code = 1
    try:
        from jianbao import paths
        from jianbao.run.barrier import raise_barrier
        from jianbao.run.kernel import die_with_parent
        from jianbao.run.shell import cap_memory, serve

        os.setsid()
        die_with_parent(0)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        zygote.close()
        os.dup2(2, 1)  # what a cell prints past Python goes to the log
        os.environ.clear()
        os.environ.update(question["env"])
        os.chdir(question["cwd"])
        time.tzset()
        import numpy as np

        np.random.seed()  # numpy's old generator would be the same in every child
        sys.argv = ["jianbao"]
        raise_barrier(os.environ.get("JIANBAO_AUDIENCE", ""), paths.data_dir().resolve(), paths.outputs_dir().resolve())
        cap_memory(question.get("memory"))
        code = serve(shell, socket.socket(fileno=fd))
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:  # it must not fall back into the zygote's loop
        import traceback

        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
