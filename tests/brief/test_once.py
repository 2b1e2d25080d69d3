"""What a brief works out once stays its own: nobody can spoil it, and no other brief sees it."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from jianbao import brief, panel
from jianbao.brief.mix import sector_frame
from jianbao.panel import release

_spec = importlib.util.spec_from_file_location("small_place", Path(__file__).parents[1] / "panel" / "small_place.py")
small_place = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(small_place)


@pytest.fixture
def place(tmp_path):
    folder = small_place.write(tmp_path)
    panel.build(folder)
    release.cut(folder)
    return folder


def opened(place, region="990101", period="2024-12"):
    return brief.open(region, "T01", period, "zh", data_dir=place)


def test_a_series_changed_by_a_notebook_changes_no_later_answer(place):
    b = opened(place)
    values, frame = b.across("county", "value_added"), sector_frame(b)
    values["990101"] = 999.0
    frame["share"] = 0.0
    assert b.across("county", "value_added")["990101"] == opened(place).across("county", "value_added")["990101"] != 999.0
    assert sector_frame(b)["share"].sum() > 0


def test_regions_periods_and_indicators_are_told_apart(place):
    b = opened(place)
    asked = [
        b.fact("value_added"), b.fact("profit"), b.fact("value_added", region="990102"), b.fact("value_added", period="2023-12"),
        b.fact("value_added", sector="IND"),
    ]
    assert len({(f.indicator, f.region, f.sector, f.period) for f in asked}) == 5
    assert [f.value for f in asked] == [b._fact(f.indicator, f.region, f.sector, f.period).value for f in asked]
    assert opened(place, "990102").fact("value_added").value == asked[2].value != asked[0].value


def test_levels_and_growth_are_ranked_apart(place):
    b = opened(place)
    level, growth = b.across("county", "value_added"), b.across("county", "value_added", growth=True)
    assert not level.equals(growth)
    assert b.rank("value_added", growth=True) != b.rank("value_added", members=("990101",))


def test_a_brief_opened_after_new_data_sees_the_new_data(place):
    before = opened(place).fact("value_added").value
    path = next((place / "incoming" / "enterprise").glob("2024.parquet"))
    doubled = f"SELECT * REPLACE (value_added * 2 AS value_added) FROM read_parquet('{path}')"
    duckdb.sql(f"COPY ({doubled}) TO '{path}.new' (FORMAT parquet)")
    Path(f"{path}.new").replace(path)
    panel.build(place)
    release.cut(place)
    assert opened(place).fact("value_added").value == pytest.approx(2 * before)


def test_what_was_read_before_is_read_again_when_a_register_changed(place):
    brief.warm(place)
    register = place / "catalogue" / "regions.csv"
    known = opened(place).region.name("zh")
    register.write_text(register.read_text(encoding="utf-8").replace(known, "新名县"), encoding="utf-8")
    assert opened(place).region.name("zh") == "新名县"


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads and files are counted in /proc")
def test_warming_starts_no_thread_and_leaves_no_file_open(place):
    code = (
        "import os, sys; from jianbao import brief; count = lambda: (len(os.listdir('/proc/self/task')), len(os.listdir('/proc/self/fd')));"
        "before = count(); brief.warm(sys.argv[1]); print(before == count())"
    )
    run = subprocess.run([sys.executable, "-c", code, str(place)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "True"
