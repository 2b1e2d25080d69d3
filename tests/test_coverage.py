"""Each thing that the source documents ask for: what serves it is there, the test that shows it is there, else a reason is given."""

import ast
import importlib.util
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
_spec = importlib.util.spec_from_file_location("make_coverage", ROOT / "docs" / "make_coverage.py")
make = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(make)
ROWS = make.rows()
#: How many things each source document names.
NAMED = {"S000": 21, "S001": 50, "S002": 52, "S003": 13, "S004": 41}


@cache
def functions(path: Path) -> frozenset[str]:
    return frozenset(n.name for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.FunctionDef))


def test_every_thing_named_stands_once():
    ids = [r["id"] for r in ROWS]
    assert ids == [f"{source}-{n:02d}" for source, count in NAMED.items() for n in range(1, count + 1)] and len(ids) == 177


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r["id"])
def test_what_serves_it_is_there_and_a_test_shows_it_or_a_reason_is_given(row):
    if not row["served_by"]:
        assert row["reason"] and not row["test"]
        return
    assert row["test"] and not row["reason"]
    for where in row["served_by"].split(";"):
        path, _, part = where.strip().partition("#")
        assert (ROOT / path).exists(), where
        assert not part or re.search(rf"(?<!\w){re.escape(part)}(?!\w)", (ROOT / path).read_text(encoding="utf-8")), where
    for test in row["test"].split(";"):
        path, _, function = test.strip().partition("::")
        assert function in functions(ROOT / path), test


def test_the_page_is_the_table():
    assert (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8") == make.page()


def test_nearly_all_is_served():
    assert sum(bool(r["served_by"]) for r in ROWS) >= 160
