"""The warm engine for papermill: cells run in a process forked from a zygote, one for each notebook.

``papermill --engine jianbao in.ipynb out.ipynb`` finds it by its entry point. Where nothing can be forked (other than
Linux, ``JIANBAO_WARM=0``, a zygote with threads), papermill's own engine runs the notebook and a line in the log says so.
"""

import json
import logging
import os
import select
import socket
import time
from typing import Any

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import Engine, NBClientEngine

from jianbao.run.zygote import Zygote, ZygoteError, usable

__all__ = ["CELL_TIMEOUT", "WarmEngine"]

#: Seconds that a cell may take.
CELL_TIMEOUT = 300
_log = logging.getLogger(__name__)


class WarmEngine(Engine):
    """papermill engine ``jianbao``; its zygote lives as long as the process that uses it."""

    zygote = Zygote()
    cell = "-"  # where the run is, for whoever reports a failure
    notebook: nbformat.NotebookNode | None = None
    finished: dict[str, Any] | None = None

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, cwd: str | None = None, execution_timeout: int | None = None, memory: int | None = None,
        token: str = "", **options: Any,
    ) -> None:
        """Run the notebook's code cells; errors as papermill's own engine reports them."""
        cls.notebook, cls.cell, cls.finished = nb_man.nb, "-", None
        try:
            if not usable():
                raise ZygoteError("warm runs are switched off or the system has no fork")
            pid, channel = cls.zygote.fork(dict(os.environ), cwd or os.getcwd(), memory)
        except ZygoteError as error:
            _log.warning("kernels start plainly: %s", error)
            NBClientEngine.execute_managed_notebook(nb_man, kernel_name, execution_timeout=execution_timeout, **options)
            return
        run = _Run(nb_man, channel, execution_timeout or CELL_TIMEOUT)
        status = None
        try:
            run.cells(cls)
            cls.finished = run.finish(token)
            channel.close()
            status = cls.zygote.status(pid)
        finally:
            channel.close()
            if status is None:
                status = cls.zygote.end(pid)
        if cls.finished is not None and status != 0:
            raise DeadKernelError(f"Kernel died (exit code {status})")


class _Run:
    """One notebook in one child."""

    def __init__(self, nb_man: Any, channel: socket.socket, timeout: float) -> None:
        self.nb_man, self.channel, self.timeout = nb_man, channel, timeout
        self._held = b""
        self._shown: dict[str, list[Any]] = {}

    def cells(self, where: type[WarmEngine]) -> None:
        for index, cell in enumerate(self.nb_man.nb.cells):
            if cell.cell_type != "code" or not cell.source.strip():
                continue
            where.cell = str(cell.get("id") or f"#{index + 1}")
            if "skip-execution" in cell.metadata.get("tags", ()):
                continue  # as papermill's own engine; a brief with such a cell is refused
            self.nb_man.cell_start(cell, index)
            try:
                if not self._run(cell):
                    self.nb_man.cell_exception(cell, cell_index=index)
                    return
            finally:
                self.nb_man.cell_complete(cell, cell_index=index)

    def finish(self, token: str) -> dict[str, Any] | None:
        """Ask for the completion mark, if every cell has run."""
        code = [c for c in self.nb_man.nb.cells if c.cell_type == "code" and c.source.strip()]
        if any(c.execution_count is None or any(o.output_type == "error" for o in c.outputs) for c in code):
            return None
        self._send({"finish": token})
        return self._receive(time.monotonic() + self.timeout, "the completion mark")["finished"]

    def _run(self, cell: Any) -> bool:
        """Run one cell; return whether it succeeded."""
        deadline, clear = time.monotonic() + self.timeout, False
        self._send({"code": cell.source, "id": cell.get("id")})
        while True:
            message = self._receive(deadline, cell.source)
            if "done" in message:
                cell.execution_count = message["done"]
                allowed = "raises-exception" in cell.metadata.get("tags", ())
                return message["ok"] or allowed
            if "clear" in message:
                clear = message["clear"]
                cell.outputs = cell.outputs if clear else []
                continue
            if clear:
                cell.outputs, clear = [], False
            self._keep(cell, message)

    def _keep(self, cell: Any, message: dict[str, Any]) -> None:
        if "update" in message:
            for output in self._shown.get(message["id"], ()):
                output.update(nbformat.from_dict(message["update"]))
            return
        output = nbformat.from_dict(message["output"])
        last = cell.outputs[-1] if cell.outputs else {}
        if output.output_type == "stream" == last.get("output_type") and last.name == output.name:
            last.text += output.text
            return
        cell.outputs.append(output)
        if message.get("id"):
            self._shown.setdefault(message["id"], []).append(output)

    def _send(self, message: dict[str, Any]) -> None:
        try:
            self.channel.sendall(json.dumps(message).encode() + b"\n")
        except OSError:
            raise DeadKernelError("Kernel died") from None

    def _receive(self, deadline: float, source: str) -> dict[str, Any]:
        while b"\n" not in self._held:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.channel], [], [], left)[0]:
                raise CellTimeoutError.error_from_timeout_and_cell("Cell execution timed out", int(self.timeout), nbformat.from_dict({"source": source}))
            try:
                more = self.channel.recv(1 << 18)
            except OSError:
                more = b""
            if not more:
                raise DeadKernelError("Kernel died")
            self._held += more
        line, _, self._held = self._held.partition(b"\n")
        try:
            return json.loads(line)
        except ValueError:
            raise DeadKernelError("Kernel died in the middle of a message") from None
