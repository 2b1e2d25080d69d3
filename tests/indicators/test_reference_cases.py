"""The published cases: figures of books, statistics offices and peer packages, each with its citation.

``reference_cases/*.json`` holds the figures (its fields: id, function, source, provenance A printed / B asserted by a
peer / C computed by a peer / D definition, convention, inputs, expected, tolerance). Each module ``reference_*.py``
here says, case by case, how the library reproduces the expected figures from the inputs.
"""

import importlib.util
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
CASES = {case["id"]: case for path in sorted((HERE / "reference_cases").glob("*.json")) for case in json.loads(path.read_text("utf-8"))}


def reproductions() -> dict[str, Callable[[dict], dict]]:
    """Return case id → function from the case's inputs to a dict like its expected figures."""
    found: dict[str, Callable[[dict], dict]] = {}
    for path in sorted(HERE.glob("reference_*.py")):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        assert not found.keys() & module.CASES.keys()
        found |= module.CASES
    return found


HOW = reproductions()


def test_all_seventy_two_cases_are_reproduced() -> None:
    assert len(CASES) == 72
    assert HOW.keys() == CASES.keys()


def differences(expected: Any, got: Any, tolerance: dict[str, float], where: str = "") -> list[str]:
    """Return where the reproduction is outside the tolerance of the case."""
    if isinstance(expected, dict):
        if not isinstance(got, dict) or set(expected) - set(got):
            return [f"{where}: expected {sorted(expected)}, got {got!r}"]
        return [d for key, item in expected.items() for d in differences(item, got[key], tolerance, f"{where}.{key}")]
    if isinstance(expected, list):
        got = list(got)
        if len(got) != len(expected):
            return [f"{where}: {len(got)} values for {len(expected)}"]
        return [d for i, pair in enumerate(zip(expected, got, strict=True)) for d in differences(*pair, tolerance, f"{where}[{i}]")]
    if expected is None or isinstance(expected, bool | str):
        same = (got is None or (isinstance(got, float) and math.isnan(got))) if expected is None else got == expected
        return [] if same else [f"{where}: expected {expected!r}, got {got!r}"]
    return [] if abs(got - expected) <= allowed(expected, tolerance, where) else [f"{where}: expected {expected}, got {got}"]


def allowed(expected: float, tolerance: dict[str, float], where: str) -> float:
    """Return the case's tolerance for one figure: ``abs`` + ``rel`` × |expected|, or the one named for that field."""
    named = [value for key, value in tolerance.items() if key.startswith("abs_") and key.removeprefix("abs_") in where]
    return named[0] if named else tolerance.get("abs", 0.0) + tolerance.get("rel", 0.0) * abs(expected)


@pytest.mark.parametrize("id", CASES)
def test_a_published_case(id: str) -> None:
    case = CASES[id]
    assert not differences(case["expected"], HOW[id](case["inputs"]), case["tolerance"]), case["source"]


def test_the_comparison_can_fail() -> None:
    assert differences({"a": [1.0, None]}, {"a": [1.2, math.nan]}, {"abs": 0.1}) == [".a[0]: expected 1.0, got 1.2"]
    assert differences({"a": 1}, {}, {"abs": 9}) and differences([1], [1, 2], {"abs": 9}) and differences("x", "y", {})
    assert not differences({"index_2011": 105.46}, {"index_2011": 105.465}, {"abs": 0.5, "abs_index": 0.006})
    assert differences({"index_2011": 105.46}, {"index_2011": 105.5}, {"abs": 0.5, "abs_index": 0.006})
