"""Each notebook reads like the page it makes: parameters first, no logic, prose before results, no outputs kept."""

import ast
import re
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LOGIC = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.If, ast.IfExp, ast.For, ast.While, ast.Try, ast.Lambda, ast.Match,
         ast.With, ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp)
PARAMETER = re.compile(r'[a-z][a-z0-9_]*: str = "[^"=#|]*"  # \S[^#=|]*')
MADE_BY_MACHINE = re.compile(r"(?=.*\d)[0-9a-f]{6,}(-[0-9a-f]{4,})*")
LINES_A_CELL = 12


def is_parameters(cell: NotebookNode) -> bool:
    return "parameters" in cell.metadata.get("tags", [])


def faults_of_parameters(notebook: NotebookNode) -> list[str]:
    """Return what is wrong with the notebook's parameters: one cell, the first of code, each line typed with a help."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    tagged = [cell for cell in notebook.cells if is_parameters(cell)]
    if len(tagged) != 1:
        return [f"{len(tagged)} cells tagged parameters"]
    if tagged[0] is not code[0]:
        return ["the parameters are not the first code cell"]
    return [f"not `name: str = \"default\"  # help`: {line}" for line in tagged[0].source.splitlines() if not PARAMETER.fullmatch(line)]


def faults_of_cell(cell: NotebookNode) -> list[str]:
    """Return what is wrong with one cell: its id, its logic, its length, an output that was kept."""
    faults = []
    if not re.fullmatch(r"[a-z][a-z0-9-]*", cell.id) or MADE_BY_MACHINE.fullmatch(cell.id):
        faults.append(f"id {cell.id!r} does not read")
    if cell.cell_type != "code":
        return faults
    kinds = {type(node).__name__ for node in ast.walk(ast.parse(cell.source)) if isinstance(node, LOGIC)}
    faults += [f"{cell.id}: {kind} belongs in lib/" for kind in sorted(kinds)]
    if len(cell.source.splitlines()) > LINES_A_CELL:
        faults.append(f"{cell.id}: more than {LINES_A_CELL} lines")
    if cell.outputs or cell.execution_count is not None:
        faults.append(f"{cell.id}: outputs kept; run nbstripout --keep-id notebooks/*.ipynb")
    return faults


def faults_of_prose(notebook: NotebookNode) -> list[str]:
    """Return the code cells with no prose before them; the first after the parameters makes the page's title."""
    faults = []
    titled = False
    for before, cell in zip(notebook.cells, notebook.cells[1:], strict=False):
        if cell.cell_type == "code" and before.cell_type == "code":
            if titled or not is_parameters(before):
                faults.append(f"{cell.id}: no prose before it")
            titled = True
    return faults


def faults(notebook: NotebookNode) -> list[str]:
    cells = [fault for cell in notebook.cells for fault in faults_of_cell(cell)]
    ids = [cell.id for cell in notebook.cells]
    doubles = [f"id {name} twice" for name in sorted({i for i in ids if ids.count(i) > 1})]
    return faults_of_parameters(notebook) + cells + doubles + faults_of_prose(notebook)


def good() -> NotebookNode:
    """A notebook of our own that keeps every rule."""
    return new_notebook(cells=[
        new_code_cell('region_code: str = "330502"  # 六位行政区划代码', id="parameters", metadata={"tags": ["parameters"]}),
        new_code_cell("from jianbao import brief\n\nb = brief.open(region_code)", id="open"),
        new_markdown_cell("## 概要", id="headline-zh"),
        new_code_cell("brief.headline(b)", id="headline"),
    ])


def test_there_are_notebooks_to_hold_to_it() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_keeps_the_contract(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert faults(notebook) == []


def test_a_good_notebook_has_no_fault() -> None:
    assert faults(good()) == []


@pytest.mark.parametrize(
    "line",
    ['region_code = "330502"  # no type', 'region_code: str = "330502"', "region_code: str = 330502  # a number",
     'Region: str = "330502"  # capital', 'note: str = "a=b"  # papermill loses it', "import os"],
)
def test_a_parameter_without_type_default_or_help_is_refused(line: str) -> None:
    notebook = good()
    notebook.cells[0].source = line
    assert len(faults(notebook)) == 1


@pytest.mark.parametrize(
    ("source", "word"),
    [("def f():\n    pass", "FunctionDef"), ("if b:\n    b", "If"), ("for x in b:\n    x", "For"), ("f = lambda: 1", "Lambda"),
     ("try:\n    b\nexcept E:\n    b", "Try"), ("[x for x in b]", "ListComp"), ("b if b else 0", "IfExp"), ("while b:\n    b", "While"),
     ("\n".join(["b"] * 13), "12 lines")],
)
def test_logic_and_long_cells_are_refused(source: str, word: str) -> None:
    notebook = good()
    notebook.cells[3].source = source
    assert [fault for fault in faults(notebook) if word in fault]


def test_a_result_without_prose_is_refused() -> None:
    notebook = good()
    notebook.cells.append(new_code_cell("brief.cards(b)", id="cards"))
    assert faults(notebook) == ["cards: no prose before it"]


def test_outputs_and_counts_are_refused() -> None:
    notebook = good()
    notebook.cells[3].outputs = [new_output("stream", text="7")]
    notebook.cells[1].execution_count = 1
    assert len(faults(notebook)) == 2


@pytest.mark.parametrize("name", ["1a2b3c4d", "deadbee1", "Cell-1", "7f0c1d2e-1111-4222-8333-abcdefabcdef"])
def test_an_id_that_does_not_read_is_refused(name: str) -> None:
    notebook = good()
    notebook.cells[2].id = name
    assert faults(notebook) == [f"id {name!r} does not read"]


def test_parameters_come_first_and_once() -> None:
    notebook = good()
    notebook.cells[3].metadata = {"tags": ["parameters"]}
    assert faults_of_parameters(notebook) == ["2 cells tagged parameters"]
    late = good()
    late.cells = [late.cells[1], late.cells[2], late.cells[0]]
    assert faults_of_parameters(late) == ["the parameters are not the first code cell"]
