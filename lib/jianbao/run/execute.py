"""Execute one notebook in a kernel of its own and prove that it ran to its end.

A saved notebook's own marks are not to be trusted: after a dead kernel or a timeout papermill marks every cell
completed, and after ``sys.exit(0)`` it raises nothing. So success is: the call returned, no cell shows an error, and
every code cell has an execution count, and the run itself states after its last cell that it came so far (``mark``).
"""

import os
import secrets
import sys
import tempfile
import traceback
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import papermill.parameterize
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from papermill.engines import NBClientEngine, papermill_engines
from papermill.utils import chdir
from traitlets.config import Config

from jianbao.run import mark
from jianbao.run.warm import CELL_TIMEOUT, WarmEngine
from jianbao.run.zygote import usable

__all__ = ["BriefError", "Ran", "execute"]

#: Seconds that a kernel's start may take.
START_TIMEOUT = 60
_LONGEST_SOCKET = 90  # the system's limit is 104–108 characters; the port is added


class BriefError(Exception):
    """A notebook that did not run to its end: ``cell`` is the id of the cell, ``cause`` one line."""

    def __init__(self, cell: str, cause: str, trace: str = "", notebook: nbformat.NotebookNode | None = None) -> None:
        super().__init__(cause)
        self.cell, self.cause, self.trace, self.notebook = cell, " ".join(cause.split())[:300], trace, notebook


class Ran(NamedTuple):
    """A notebook that came to its end, and what of the release it read (None where nothing was recorded)."""

    notebook: nbformat.NotebookNode
    reads: Any


class _Kernel(AsyncKernelManager):
    """Starts this very Python, whatever kernels are installed on the machine and whether its venv is activated or not."""

    @property
    def kernel_spec(self) -> KernelSpec:
        argv = [sys.executable, "-m", "jianbao.run.kernel", "-f", "{connection_file}", "--HistoryManager.enabled=False"]
        return KernelSpec(argv=argv, display_name="jianbao", language="python", interrupt_mode="signal")


class _Cold(NBClientEngine):
    """papermill's own engine with a kernel of its own; lets us see the notebook when the call does not return."""

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


papermill_engines.register("jianbao", WarmEngine)
papermill_engines.register("jianbao-cold", _Cold)


def execute(
    notebook: Path, parameters: Mapping[str, str], work: Path, timeout: int = CELL_TIMEOUT, *, engine: str = "auto", memory: int | None = None,
) -> Ran:
    """Return the notebook as it ran with *parameters* (already checked) in a process of its own, or raise BriefError.

    *work* is a folder for what the run leaves behind; each run has its own below it, removed at the end. *engine* is
    ``warm`` (forked from a zygote), ``cold`` (a kernel started for it) or ``auto`` (warm where the system can);
    *memory* is the megabytes that the run may take.
    """
    engine = ("warm" if usable() else "cold") if engine == "auto" else engine
    token = secrets.token_hex(8)
    nb = _parameterised(notebook, parameters)
    with tempfile.TemporaryDirectory(prefix="k", dir=work, ignore_cleanup_errors=True) as folder:
        try:
            if engine == "warm":
                mark = _warm(nb, folder, timeout, memory, token)
            else:
                mark = _cold(nb, Path(folder), timeout, memory, token)
        except Exception as error:
            raise _failed(error, WarmEngine if engine == "warm" and WarmEngine.notebook is nb else _Cold) from error
    _prove(nb)
    if mark is None or mark.get("token") != token:
        raise BriefError("-", "the run did not state that it came to its end", "", nb)
    return Ran(nb, mark.get("reads"))


def _parameterised(notebook: Path, parameters: Mapping[str, str]) -> nbformat.NotebookNode:
    """Return the notebook with its parameters injected, as papermill prepares it."""
    nb = papermill.parameterize.parameterize_notebook(_read(Path(notebook), Path(notebook).stat().st_mtime_ns), dict(parameters), kernel_name="python3", language="python")
    for cell in nb.cells:
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell.id = "injected"  # papermill's is random
    return nb


@lru_cache(maxsize=32)
def _read(notebook: Path, _: int) -> nbformat.NotebookNode:
    nb = nbformat.v4.upgrade(nbformat.read(notebook, as_version=4))
    nb.metadata.papermill = {}
    for cell in nb.cells:
        cell.metadata.setdefault("tags", [])
        cell.metadata.setdefault("papermill", {})
    return nb


def _warm(nb: nbformat.NotebookNode, folder: str, timeout: int, memory: int | None, token: str) -> dict[str, Any] | None:
    WarmEngine.notebook, WarmEngine.cell = nb, "-"
    papermill_engines.execute_notebook_with_engine(
        "jianbao", nb, kernel_name="python3", output_path=None, progress_bar=False, log_output=False, cwd=folder,
        execution_timeout=timeout, memory=memory, token=token, kernel_manager_class=_Kernel, config=_transport(Path(folder)), start_timeout=START_TIMEOUT,
    )  # fmt: skip
    return WarmEngine.finished


def _cold(nb: nbformat.NotebookNode, folder: Path, timeout: int, memory: int | None, token: str) -> dict[str, Any] | None:
    """Run in a kernel started for it, with the completion mark as a hidden last cell."""
    path = folder / "mark.json"
    nb.cells.append(nbformat.v4.new_code_cell(mark.CELL.format(path=str(path), token=token), id="jianbao-mark"))
    _Cold.notebook, _Cold.cell = nb, "-"
    before = os.environ.get("JIANBAO_MEMORY")
    os.environ["JIANBAO_MEMORY"] = str(memory or "")
    try:
        with chdir(str(folder)):
            papermill_engines.execute_notebook_with_engine(
                "jianbao-cold", nb, kernel_name="python3", output_path=None, progress_bar=False, log_output=False,
                config=_transport(folder), kernel_manager_class=_Kernel, shutdown_kernel="immediate", start_timeout=START_TIMEOUT, execution_timeout=timeout,
            )  # fmt: skip
    finally:
        nb.cells.pop()
        os.environ.pop("JIANBAO_MEMORY")
        if before is not None:
            os.environ["JIANBAO_MEMORY"] = before
    return mark.read(path, token)


def _transport(folder: Path) -> Config:
    """Sockets in the run's own folder: TCP ports race between parallel kernels, and shared names mix their messages."""
    where = folder / "s"
    if sys.platform == "win32" or len(str(where)) > _LONGEST_SOCKET:
        return Config({"KernelManager": {"connection_file": str(folder / "k.json")}})
    return Config({"KernelManager": {"transport": "ipc", "ip": str(where), "connection_file": str(folder / "k.json")}})


def _failed(error: Exception, engine: type[WarmEngine] | type[_Cold]) -> BriefError:
    """Say which cell failed and why, in one line."""
    nb = engine.notebook
    erred = [_cell_id(c, n) for n, c in enumerate(nb.cells if nb else ()) if any(o.output_type == "error" for o in c.get("outputs", ()))]
    ename, evalue = getattr(error, "ename", type(error).__name__), getattr(error, "evalue", str(error))
    trace = "\n".join(getattr(error, "traceback", None) or []) or traceback.format_exc()
    cause = {
        "DeadKernelError": "the kernel died",
        "CellTimeoutError": "the cell took longer than allowed",
    }.get(type(error).__name__, f"{ename}: {evalue}" if evalue else ename)
    return BriefError(erred[0] if erred else engine.cell, cause, trace, nb)


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
