"""Files as offices spoil them: each is refused in one line or its figures are those of the file; nothing is silently wrong."""

import random
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from replicas import MUTATIONS, county_table, xlsx

from jianbao import catalogue, paths
from jianbao.intake.take import take

NOW = datetime(2026, 1, 5, 9, 0)


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Path:
    """A data folder that has taken last year's table in, so that there is something to hold a new one against."""
    data = tmp_path_factory.mktemp("office") / "data"
    (data).mkdir()
    shutil.copytree(paths.root() / "data" / "catalogue", data / "catalogue")
    assert take(xlsx(data.parent / "17-25（2023年）.xlsx", table(2023)), data, now=NOW).taking
    return data


def table(year: int):
    cat = catalogue.read(paths.root() / "data")
    return county_table([(r.code, r.name("zh")) for r in cat.regions(level="county")], year, seed=year)


def figures(result):
    return {(e.row, e.column): None if e.value.number is None else float(e.value.number) for e in result.extract.entries}


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: m.name)
def test_a_spoilt_file_is_refused_or_flagged_and_a_sound_one_is_taken(office, tmp_path, mutation):
    sheet = table(2024)
    mutation.change(sheet, random.Random(len(mutation.name)))
    result = take(xlsx(tmp_path / "17-25（2024年）.xlsx", sheet), office, now=NOW, dry_run=True)
    flagged = [f for f in result.findings if f.code != "no-reference"]
    assert bool(flagged) if mutation.spoils else not result.errors, [f.zh for f in flagged]
