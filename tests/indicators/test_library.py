"""The library as a whole: every function documented alike, nothing else imported, and the page of docs true."""

import ast
import importlib.util
import inspect
import re
import statistics
from pathlib import Path

import pytest

from jianbao import indicators

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "lib" / "jianbao" / "indicators"
MODULES = sorted(p for p in PACKAGE.glob("*.py") if not p.name.startswith("_"))
PUBLIC = [name for name in indicators.__all__ if inspect.isfunction(getattr(indicators, name))]


def body_lines(node: ast.FunctionDef) -> int:
    """Return the lines of a function without its docstring."""
    work = node.body[1:] if ast.get_docstring(node) else node.body
    return work[-1].end_lineno - work[0].lineno + 1 if work else 0


@pytest.mark.parametrize("name", PUBLIC)
def test_a_docstring_says_shape_unit_error_formula_source_and_chinese_name(name: str) -> None:
    function = getattr(indicators, name)
    text = inspect.getdoc(function)
    assert text.startswith("Return ")
    parts = [part for part in ("Parameters\n---", "Returns\n---", "Notes\n---", "Examples\n---") if part not in text]
    assert not parts, parts
    for parameter in inspect.signature(function).parameters:
        assert re.search(rf"^(\w+, )*\*?{parameter}(, \w+)* : ", text, re.M), parameter
    assert re.search(r"^Formula: ``[^`]+``", text, re.M) and re.search(r"^Source: .", text, re.M)
    assert re.search(r"^Chinese: .*[一-鿿]", text, re.M) and ">>> " in text
    assert ("raise " in inspect.getsource(function)) <= ("Raises\n---" in text)


def test_a_public_name_is_exported_once_and_all_of_them() -> None:
    names = [name for path in MODULES for name in ast.literal_eval(re.search(r"__all__ = (\[.*?\])", path.read_text("utf-8"), re.S)[1])]
    assert sorted(names) == sorted(set(names)) == sorted(indicators.__all__)


def test_bodies_are_short() -> None:
    bodies = [body_lines(node) for path in MODULES for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
    assert statistics.median(bodies) <= 8 and max(bodies) <= 30


def test_the_page_of_docs_is_the_docstrings() -> None:
    spec = importlib.util.spec_from_file_location("make_indicators", ROOT / "docs" / "make_indicators.py")
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert (ROOT / "docs" / "indicators.md").read_text("utf-8") == maker.page(), "run make docs"


#: Where a division is geometry of a drawing, not an indicator.
DRAWING = {"canvas", "cells", "chart_bars", "chart_dots", "chart_heat", "chart_lines", "figure", "geometry", "map", "style", "svg"}


def divisions(source: str) -> list[str]:
    """Return the divisions of a source that may be an indicator's formula: neither a path nor percent made a fraction."""
    found = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Div | ast.FloorDiv)]
    texts = [ast.unparse(n) for n in found if not (isinstance(n.right, ast.Constant) and n.right.value == 100)]
    # Value over value of one fact is the scale of its unit.
    return [t for t in texts if not re.search(r"['\"]|folder|_dir|path|manifest|root\(\)|scaled\(\w+\.lang\) / like\.value|^share / widest$", t.lower())]


@pytest.mark.parametrize(
    "path",
    [p for p in sorted((PACKAGE.parent / "brief").glob("*.py")) if p.stem not in DRAWING]
    + [PACKAGE.parent / "run" / "headlines.py", *sorted((PACKAGE.parent / "publish").glob("*.py"))],
    ids=lambda p: f"{p.parent.name}-{p.stem}",
)
def test_no_formula_of_an_indicator_lives_outside_the_library(path: Path) -> None:
    assert divisions(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.stem)
def test_no_formula_of_an_indicator_lives_in_a_notebook(path: Path) -> None:
    import nbformat

    code = "\n".join(c.source for c in nbformat.read(path, 4).cells if c.cell_type == "code")
    assert divisions(code) == [] and not re.search(r"pct_change|\.rank\(", code)


def test_a_formula_outside_is_seen() -> None:
    assert divisions("rate = now / then - 1") == ["now / then"]
    assert divisions("a = growth / 100; b = folder / name; c = x['a'] / 'b'") == []
