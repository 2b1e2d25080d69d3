"""The child's end of a warm run: an IPython shell that runs cells and sends what they show, one JSON line each.

It lives in a process forked for one brief and never outlives it. The messages: ``{"output": …}`` for each output as it
comes, ``{"clear": wait}``, ``{"update": …}``, and at the end of a cell ``{"done": count, "ok": …}``.
"""

import gc
import json
import resource
import socket
import sys
import time
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Any as AnyTrait
from traitlets import Type
from traitlets.config import Config

__all__ = ["Shell", "cap_memory", "make_shell", "serve"]

_PLAIN = Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}})


class _Stream:
    """Standard output or error of a cell: what is written goes into the notebook, as from a kernel."""

    encoding, errors, closed = "utf-8", "replace", False

    def __init__(self, name: str, send: Any) -> None:
        self.name, self._send, self._held = f"<{name}>", send, ""
        self._kind = name

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._held += text
        if len(self._held) > 8192:
            self.flush()
        return len(text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        held, self._held = self._held, ""
        if held:
            self._send({"output": {"output_type": "stream", "name": self._kind, "text": held}})

    def isatty(self) -> bool:
        return False

    def readable(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1 if self._kind == "stdout" else 2


class _Publisher(DisplayPublisher):
    """``display()``: sends the data as a kernel would."""

    def publish(self, data: dict[str, Any], metadata: Any = None, *, transient: Any = None, update: bool = False, **_: Any) -> None:
        kind = "update" if update else "output"
        shown = {"output_type": "display_data", "data": _plain(data), "metadata": metadata or {}}
        self.shell.send({kind: shown, "id": (transient or {}).get("display_id")})

    def clear_output(self, wait: bool = False) -> None:
        self.shell.send({"clear": wait})


class _Hook(DisplayHook):
    """The value of a cell's last expression."""

    def start_displayhook(self) -> None:
        self._shown: dict[str, Any] = {}

    def write_output_prompt(self) -> None:
        self._shown = {"output_type": "execute_result", "execution_count": self.prompt_count, "data": {}, "metadata": {}}

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        self._shown |= {"data": _plain(format_dict), "metadata": md_dict or {}}

    def finish_displayhook(self) -> None:
        if self._shown.get("data"):
            self.shell.send({"output": self._shown})
        self._shown = {}


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Return a bundle fit for JSON: pictures as base64, as a kernel sends them."""
    from base64 import b64encode

    return {kind: b64encode(v).decode("ascii") if isinstance(v, bytes) else v for kind, v in data.items()}


class Shell(InteractiveShell):
    """IPython without a terminal and without a kernel's sockets."""

    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_Hook)
    channel = AnyTrait(None, allow_none=True)

    def send(self, message: dict[str, Any]) -> None:
        """Send one line, after what was printed before it."""
        if "output" not in message or message["output"]["output_type"] != "stream":
            sys.stdout.flush()
            sys.stderr.flush()
        self.channel.sendall(json.dumps(message, default=str, ensure_ascii=False).encode() + b"\n")

    def _showtraceback(self, etype: type, evalue: Any, stb: Any) -> None:
        text = str(evalue)
        self.send({"output": {"output_type": "error", "ename": etype.__name__, "evalue": text, "traceback": list(stb)}})

    def ask_exit(self) -> None:
        """``exit()`` and ``quit()``: a notebook that leaves early is not one that ran to its end."""
        self.send({"output": {"output_type": "error", "ename": "SystemExit", "evalue": "the notebook asked to exit", "traceback": []}})

    def init_io(self) -> None:
        """Nothing: the streams are put in place when a brief is forked."""

    def enable_gui(self, gui: str | None = None) -> None:
        """No event loop here."""


def make_shell() -> Shell:
    """Return a shell that has run nothing; made before the fork, it is each brief's own after it."""
    shell = Shell.instance(config=_PLAIN)
    shell.system = shell.system_piped
    return shell


def cap_memory(megabytes: int | None) -> None:
    """Let this process take so much memory beyond what it has now; an allocation above it is a MemoryError."""
    if megabytes:
        with open("/proc/self/statm", encoding="ascii") as file:
            now = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + megabytes * 2**20,) * 2)


def serve(shell: Shell, channel: socket.socket) -> int:
    """Run each cell that comes, until the other end has the completion mark or is gone; return the exit code."""
    shell.channel = channel
    sys.stdout, sys.stderr = _Stream("stdout", shell.send), _Stream("stderr", shell.send)
    gc.enable()
    with channel.makefile("r", encoding="utf-8") as lines:
        for line in lines:
            question = json.loads(line)
            if "finish" in question:
                from jianbao.run import mark

                shell.send({"finished": mark.statement(question["finish"]), "count": shell.execution_count - 1})
                return 0
            _run(shell, question)
    return 1


def _run(shell: Shell, question: dict[str, Any]) -> None:
    begun = time.perf_counter()
    result = shell.run_cell(question["code"], store_history=True, cell_id=question["id"])
    error = result.error_before_exec or result.error_in_exec
    if isinstance(error, SystemExit):  # IPython only prints it
        shell.send({"output": {"output_type": "error", "ename": "SystemExit", "evalue": str(error), "traceback": []}})
    shell.send({"done": shell.execution_count - 1, "ok": error is None, "seconds": time.perf_counter() - begun})
