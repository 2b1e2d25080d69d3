"""A worker process: takes one brief after another from a pipe, executes it and hands back the checked page."""

import contextlib
import os
import signal
import sys
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from jianbao.run.plan import BriefSpec

__all__ = ["Context", "Result", "make", "serve"]

_THREADS = ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR")


@dataclass(frozen=True)
class Context:
    """What every brief of a build shares. ``work`` is a short folder for kernels, ``log`` takes what they print.

    ``timeout`` is in seconds a cell, ``memory`` in megabytes a brief; ``engine`` is warm, cold or auto; ``formats`` are the
    endings of the files made beside each page.
    """

    data_dir: Path
    audience: str
    home: Path
    work: Path
    log: Path
    modelled: bool = False
    periods: tuple[str, ...] | None = None
    lang: str = "zh"
    timeout: int = 300
    engine: str = "auto"
    memory: int | None = None
    formats: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        """Return what kernels find in their environment, whatever the user's own says."""
        return {
            "JIANBAO_DATA": str(self.data_dir),
            "JIANBAO_AUDIENCE": self.audience,
            "JIANBAO_HOME": str(self.home),
            "IPYTHONDIR": str(self.work / "ipython"),  # no start-up files of the user's
            "JUPYTER_RUNTIME_DIR": str(self.work / "runtime"),
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # as in JupyterLab
            "MPLCONFIGDIR": str(self.log.parent.parent / "cache" / "matplotlib"),
            "PYTHONHASHSEED": "0",
            "SOURCE_DATE_EPOCH": "0",
            "PYTHONIOENCODING": "utf-8",
            **{f"{name}_NUM_THREADS": "1" for name in _THREADS},
            **self.extra,
        }


@dataclass(frozen=True)
class Result:
    """What came of one brief: the page, or the cell and one line why there is none."""

    spec: BriefSpec
    html: bytes | None
    seconds: float
    cell: str = ""
    cause: str = ""
    trace: str = ""
    notebook: str = ""  # JSON, of a failed run
    reads: Any = None  # what of the release the run read
    beside: Mapping[str, bytes] = field(default_factory=dict)  # the page's Word and Excel files by their ending
    warnings: tuple[str, ...] = ()  # what the user is told of a page that is published all the same

    @property
    def ok(self) -> bool:
        """Whether there is a page."""
        return self.html is not None


def serve(pipe: Connection, context: Context) -> None:
    """Answer briefs with results until the pipe ends."""
    from jianbao.run.kernel import die_with_parent

    die_with_parent(os.getppid())
    signal.signal(signal.SIGINT, _ignore)  # Ctrl-C is the parent's to handle; a function is not passed on to kernels
    for name in ("PYTHONSTARTUP", "MATPLOTLIBRC", "PYTHONWARNINGS"):
        os.environ.pop(name, None)
    os.environ.update(context.environment())
    context.work.mkdir(parents=True, exist_ok=True)
    Path(os.environ["MPLCONFIGDIR"]).mkdir(parents=True, exist_ok=True)
    sys.stdout.flush()
    log = os.open(context.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    for stream in (1, 2):  # what kernels print must not run into the progress bar
        os.dup2(log, stream)
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            pipe.send(make(pipe.recv(), context))


def make(spec: BriefSpec, context: Context) -> Result:
    """Return the checked page of one brief, or why there is none. Never raises what a brief can cause."""
    import nbformat

    from jianbao import catalogue
    from jianbao.run.execute import BriefError, execute
    from jianbao.run.pages import files_beside, page
    from jianbao.run.parameters import ParameterError, check

    start, notebook = time.perf_counter(), None
    try:
        cat = catalogue.read(context.data_dir)
        given = check(spec.notebook, spec.values, cat, periods=context.periods, lang=context.lang)
        ran = execute(spec.notebook, given, context.work, context.timeout, engine=context.engine, memory=context.memory)
        notebook = ran.notebook
        html = page(notebook, spec, cat, context)
        beside = files_beside(html, notebook, context)
        return Result(spec, html.encode(), time.perf_counter() - start, reads=ran.reads, beside=beside)
    except ParameterError as error:
        return Result(spec, None, time.perf_counter() - start, "parameters", str(error))
    except BriefError as error:
        notebook = error.notebook or notebook
        cell, cause, trace = error.cell, error.cause, error.trace
    except Exception as error:
        cell, cause, trace = "-", f"{type(error).__name__}: {error}", traceback.format_exc()
    text = ""
    if notebook is not None:
        # Papermill's hold paths of this computer; not popped, for the metadata are shared with the notebook that is read once.
        notebook.metadata = nbformat.from_dict({k: v for k, v in notebook.metadata.items() if k != "papermill"})
        text = nbformat.writes(nbformat.v4.upgrade(notebook))
    return Result(spec, None, time.perf_counter() - start, cell, " ".join(cause.split())[:300], trace, text)


def _ignore(*_: object) -> None:
    """Do nothing."""
