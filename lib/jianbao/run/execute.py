"""Execute one notebook in a kernel of its own and prove that it ran to its end.

A saved notebook's own marks are not to be trusted: after a dead kernel or a timeout papermill marks every cell
completed, and after ``sys.exit(0)`` it raises nothing. So success is: the call returned, no cell shows an error, and
every code cell has an execution count.
"""

import logging
import os
import sys
import tempfile
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from papermill.engines import NBClientEngine, papermill_engines
from traitlets.config import Config

from jianbao.run.zygote import Zygote, ZygoteError, usable

__all__ = ["BriefError", "execute"]

#: Seconds that a cell, and a kernel's start, may take.
CELL_TIMEOUT, START_TIMEOUT = 300, 60
_LONGEST_SOCKET = 90  # the system's limit is 104–108 characters; the port is added


class BriefError(Exception):
    """A notebook that did not run to its end: ``cell`` is the id of the cell, ``cause`` one line."""

    def __init__(self, cell: str, cause: str, trace: str = "", notebook: nbformat.NotebookNode | None = None) -> None:
        super().__init__(cause)
        self.cell, self.cause, self.trace, self.notebook = cell, " ".join(cause.split())[:300], trace, notebook


class _Kernel(AsyncKernelManager):
    """Starts this very Python, whatever kernels are installed on the machine and whether its venv is activated or not.

    Where the system can fork, the kernel comes from the worker's zygote with its imports done; else it starts plainly.
    """

    zygote = Zygote()

    @property
    def kernel_spec(self) -> KernelSpec:
        argv = [sys.executable, "-m", "jianbao.run.kernel", "-f", "{connection_file}", "--HistoryManager.enabled=False"]
        return KernelSpec(argv=argv, display_name="jianbao", language="python", interrupt_mode="signal")

    async def _async_launch_kernel(self, kernel_cmd: list[str], **kw: Any) -> None:
        if usable():
            try:
                process = self.zygote.fork(kernel_cmd, kw.get("env") or dict(os.environ), kw.get("cwd"))
            except ZygoteError as error:
                logging.getLogger(__name__).warning("kernels start plainly: %s", error)
            else:
                own = self.provisioner
                own.process, own.pid, own.pgid = process, process.pid, process.pid  # the kernel leads a group of its own
                self._reconcile_connection_info(own.connection_info)
                return
        await super()._async_launch_kernel(kernel_cmd, **kw)


class _Engine(NBClientEngine):
    """papermill's own engine that also lets us see the notebook when the call does not return."""

    notebook: nbformat.NotebookNode | None = None
    cell = "-"

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> Any:
        cls.notebook, cls.cell = nb_man.nb, "-"
        return super().execute_managed_notebook(nb_man, kernel_name, on_cell_start=cls._start, **options)

    @classmethod
    def _start(cls, cell: Any, cell_index: int) -> None:
        if cell.cell_type == "code":
            cls.cell = _cell_id(cell, cell_index)


papermill_engines.register("jianbao", _Engine)


def execute(notebook: Path, parameters: Mapping[str, str], work: Path, timeout: int = CELL_TIMEOUT) -> nbformat.NotebookNode:
    """Return the notebook as it ran with *parameters* (already checked) in a new kernel, or raise BriefError.

    *work* is a folder for what the kernel leaves behind; each run has its own below it, removed at the end.
    """
    path = str(Path(notebook).absolute()).replace("{", "{{").replace("}", "}}")  # papermill formats every path
    _Engine.notebook, _Engine.cell = None, "-"
    with tempfile.TemporaryDirectory(prefix="k", dir=work, ignore_cleanup_errors=True) as folder:
        try:
            ran = papermill.execute_notebook(
                path,
                None,
                dict(parameters),
                engine_name="jianbao",
                kernel_name="python3",
                cwd=folder,
                config=_transport(Path(folder)),
                kernel_manager_class=_Kernel,
                request_save_on_cell_execute=False,
                progress_bar=False,
                log_output=False,
                shutdown_kernel="immediate",
                start_timeout=START_TIMEOUT,
                execution_timeout=timeout,
            )
        except Exception as error:
            raise _failed(error) from error
    _prove(ran)
    return ran


def _transport(folder: Path) -> Config:
    """Sockets in the run's own folder: TCP ports race between parallel kernels, and shared names mix their messages."""
    where = folder / "s"
    if sys.platform == "win32" or len(str(where)) > _LONGEST_SOCKET:
        return Config({"KernelManager": {"connection_file": str(folder / "k.json")}})
    return Config({"KernelManager": {"transport": "ipc", "ip": str(where), "connection_file": str(folder / "k.json")}})


def _failed(error: Exception) -> BriefError:
    """Say which cell failed and why, in one line."""
    nb = _Engine.notebook
    erred = [_cell_id(c, n) for n, c in enumerate(nb.cells if nb else ()) if any(o.output_type == "error" for o in c.get("outputs", ()))]
    ename, evalue = getattr(error, "ename", type(error).__name__), getattr(error, "evalue", str(error))
    trace = "\n".join(getattr(error, "traceback", None) or []) or traceback.format_exc()
    cause = {
        "DeadKernelError": "the kernel died",
        "CellTimeoutError": "the cell took longer than allowed",
    }.get(type(error).__name__, f"{ename}: {evalue}" if evalue else ename)
    return BriefError(erred[0] if erred else _Engine.cell, cause, trace, nb)


def _prove(nb: nbformat.NotebookNode) -> None:
    for index, cell in enumerate(nb.cells):
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        for output in cell.outputs:
            if output.output_type == "error":
                cause = f"{output.ename}: {output.evalue}".rstrip(": ")
                raise BriefError(_cell_id(cell, index), f"{cause} (the notebook stopped here)", "\n".join(output.traceback), nb)
        if cell.execution_count is None:
            raise BriefError(_cell_id(cell, index), "the cell was never run", "", nb)


def _cell_id(cell: nbformat.NotebookNode, index: int) -> str:
    return str(cell.get("id") or f"#{index + 1}")
