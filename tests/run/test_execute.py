"""A notebook counts as run only when it is proved to have run to its end (real kernels)."""

import os
from pathlib import Path

import pytest

from jianbao.run.execute import BriefError, execute
from jianbao.run.worker import Context
from jianbao.run.zygote import usable

ENGINES = ["warm", "cold"] if usable() else ["cold"]
NOTEBOOKS = Path(__file__).parent / "notebooks"
GIVEN = {"region_code": "330502", "sector_code": "T02", "period": "2024-12", "lang": "zh"}


@pytest.fixture
def work(tmp_path_factory, monkeypatch):
    import tempfile

    with tempfile.TemporaryDirectory(prefix="jb-") as folder:
        context = Context(Path("data"), "internal", Path.cwd(), Path(folder), Path(folder) / "outputs/log/run.log")
        for name, value in context.environment().items():
            monkeypatch.setenv(name, value)
        yield Path(folder)


@pytest.mark.parametrize(
    ("name", "cell", "says"),
    [
        ("raises", "divide", "ZeroDivisionError: division by zero"),
        ("sysexit0", "leave", "SystemExit"),
        ("exit", "vanish", "kernel died"),
        ("killed", "shot", "kernel died"),
        ("hangs", "wait", "longer than allowed"),
        ("allowed_error", "divide", "ZeroDivisionError"),
        ("skipped", "skip", "never run"),
    ],
)
@pytest.mark.parametrize("engine", ENGINES)
def test_a_run_that_does_not_reach_its_end_names_the_cell(work, engine, name, cell, says):
    with pytest.raises(BriefError) as failed:
        execute(NOTEBOOKS / f"{name}.ipynb", GIVEN, work, timeout=2, engine=engine)
    assert failed.value.cell == cell
    assert says in failed.value.cause
    assert failed.value.notebook is not None, "the notebook is kept as far as it ran"
    assert not list(work.glob("k*")), "nothing of the run is left behind"


@pytest.mark.parametrize("engine", ENGINES)
def test_stderr_is_no_failure_and_nothing_is_left_behind(work, engine):
    nb = execute(NOTEBOOKS / "stderr.ipynb", GIVEN, work, engine=engine).notebook
    assert nb.cells[-1].outputs[0].text == "the end\n"
    assert not list(work.glob("k*"))


@pytest.mark.parametrize("engine", ENGINES)
def test_the_users_startup_files_and_activation_play_no_part(work, engine, monkeypatch):
    home = work / "home"
    startup = home / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00-surprise.py").write_text("raise SystemExit(3)\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("JUPYTER_PATH", "/nowhere")
    nb = execute(NOTEBOOKS / "ok.ipynb", GIVEN, work, engine=engine).notebook
    shown = nb.cells[3].outputs[0]["data"]["text/html"]
    assert shown == "<p>330502 T02 2024-12 zh internal 2</p>" or shown.startswith("<p>330502 T02 2024-12 zh internal")


def test_a_path_with_braces_is_a_path(work):
    folder = work / "{pm[run_uuid]}"
    folder.mkdir()
    target = folder / "ok.ipynb"
    target.write_bytes((NOTEBOOKS / "ok.ipynb").read_bytes())
    assert execute(target, GIVEN, work).notebook.cells[-1].execution_count
    assert os.listdir(folder) == ["ok.ipynb"]


@pytest.mark.parametrize(("source", "lost"), [("brief.cards(b)", True), ("x = brief.cards(b)", False), ("print(1)", False), ("brief.theme();", False)])
def test_a_part_whose_output_was_lost_is_a_failed_brief(source, lost):
    import nbformat

    from jianbao.run.pages import _lost

    cell = nbformat.v4.new_code_cell(source, id="part", execution_count=1)
    assert _lost(nbformat.v4.new_notebook(cells=[cell])) == ("part" if lost else "")
    cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": "<p>1</p>"})]
    assert _lost(nbformat.v4.new_notebook(cells=[cell])) == ""
