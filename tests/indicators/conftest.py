"""No warning leaks from an indicator, and every property is tried on 200 examples, the same ones each time."""

import os

import pytest
from hypothesis import settings

# A mutation run (mutants.py) tries fewer on each of its many mutants.
examples = int(os.environ.get("JIANBAO_EXAMPLES", "200"))
settings.register_profile("indicators", max_examples=examples, deadline=None, derandomize=True, database=None)
settings.load_profile("indicators")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/indicators" in item.path.as_posix():
            item.add_marker(pytest.mark.filterwarnings("error"))
