"""No warning leaks from an indicator, and every property is tried on 200 examples, the same ones each time."""

import pytest
from hypothesis import settings

settings.register_profile("indicators", max_examples=200, deadline=None, derandomize=True, database=None)
settings.load_profile("indicators")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/indicators" in item.path.as_posix():
            item.add_marker(pytest.mark.filterwarnings("error"))
