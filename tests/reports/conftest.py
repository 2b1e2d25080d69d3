"""The place of documents, made once, and its briefs."""

import importlib.util
from pathlib import Path

import pytest

from jianbao import brief

_spec = importlib.util.spec_from_file_location("report_place", Path(__file__).with_name("report_place.py"))
report_place = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(report_place)


@pytest.fixture(scope="session")
def place(tmp_path_factory) -> Path:
    return report_place.write(tmp_path_factory.mktemp("reports"))


@pytest.fixture
def opened(place, monkeypatch):
    def open_(region: str = "990000", period: str = "2024-12", lang: str = "zh", audience: str = "internal"):
        monkeypatch.setenv("JIANBAO_AUDIENCE", audience)
        return brief.open(region, period=period, lang=lang, data_dir=place)

    return open_
