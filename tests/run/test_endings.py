"""However a kernel ends, in whichever cell: the brief fails, the cell is named, and nothing is left behind (real kernels)."""

import os
from pathlib import Path

import nbformat
import pytest

from jianbao.run.execute import BriefError, execute
from jianbao.run.worker import Context
from jianbao.run.zygote import usable

HEAVY = "x = [bytearray(10**7) for _ in range(10**6)]"
#: How a cell ends its kernel, and what the report says of it.
ENDINGS = {
    "sigkill": ("import os; os.kill(os.getpid(), 9)", "kernel died"),
    "sigsegv": ("import os; os.kill(os.getpid(), 11)", "kernel died"),
    "os._exit": ("import os; os._exit(0)", "kernel died"),
    "sys.exit": ("import sys; sys.exit(0)", "SystemExit"),
    "quit": ("quit()", ""),
    "exception": ("1 / 0", "ZeroDivisionError"),
    "memory": (HEAVY, "MemoryError"),
    "loop": ("while True: pass", "longer than allowed"),
    "deaf": ("import re, signal; signal.signal(signal.SIGINT, signal.SIG_IGN); re.match('(a+)+b', 'a' * 60)", "longer than allowed"),
}
ENGINES = ["warm", "cold"] if usable() else ["cold"]


@pytest.fixture
def work(tmp_path_factory, monkeypatch):
    import tempfile

    with tempfile.TemporaryDirectory(prefix="jb-") as folder:
        context = Context(Path("data"), "internal", Path.cwd(), Path(folder), Path(folder) / "outputs/log/run.log")
        for name, value in context.environment().items():
            monkeypatch.setenv(name, value)
        yield Path(folder)


def notebook(work: Path, at: int, source: str) -> Path:
    """Write a notebook of a parameters cell and three others, one of which ends the kernel."""
    sources = ["a = 1", "b = a + 1", "print(b)"]
    sources[at] = source
    cells = [nbformat.v4.new_code_cell('lang: str = "zh"  # language', metadata={"tags": ["parameters"]}, id="parameters")]
    cells += [nbformat.v4.new_code_cell(s, id=f"c{k}") for k, s in enumerate(sources)]
    path = work / "ending.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "P", "language": "python"}}), path)
    return path


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("kind", ENDINGS)
@pytest.mark.parametrize("engine", ENGINES)
def test_a_kernel_that_ends_early_is_a_failed_brief_with_its_cell(work, engine, kind, at):
    source, says = ENDINGS[kind]
    with pytest.raises(BriefError) as failed:
        execute(notebook(work, at, source), {"lang": "zh"}, work, timeout=1 if says == "longer than allowed" else 20, engine=engine, memory=600)
    assert failed.value.cell == f"c{at}"
    assert says in failed.value.cause
    assert not list(work.glob("k*"))
    assert all(c.execution_count for c in failed.value.notebook.cells if c.get("id") in [f"c{k}" for k in range(at)]), "those before it ran"


@pytest.mark.parametrize("engine", ENGINES)
def test_a_run_that_cannot_state_its_end_is_a_failed_brief(work, engine):
    """The last cell ran, but what should state it was tampered with."""
    path = notebook(work, 2, "import jianbao.run.mark as m\nm.statement = lambda token: {'token': 'another'}")
    with pytest.raises(BriefError, match="did not state that it came to its end"):
        execute(path, {"lang": "zh"}, work, engine=engine)


def test_the_stray_children_of_a_killed_brief_are_gone(work):
    if not usable():
        return
    pids = work / "pids"
    source = f"import subprocess\np = subprocess.Popen(['sleep', '300'], start_new_session=True)\nopen({str(pids)!r}, 'w').write(str(p.pid))\nwhile True: pass"
    with pytest.raises(BriefError):
        execute(notebook(work, 1, source), {"lang": "zh"}, work, timeout=1, engine="warm")
    assert not os.path.exists(f"/proc/{pids.read_text()}")
