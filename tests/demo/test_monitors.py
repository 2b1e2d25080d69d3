"""The modelled figures of other reports: the same bytes every time, sound as a published table, none outside what can be."""

import pandas as pd
import pytest

from jianbao.demo import DemoError, monitors
from jianbao.panel import published


@pytest.fixture(scope="module")
def made(small):
    return monitors.make(small)


def rows(folder):
    return pd.read_csv(folder / "data.csv", dtype={"region": str, "sector": str, "period": str})


def test_the_same_file_gives_the_same_bytes(small, made):
    first = {p.name: p.read_bytes() for p in made.iterdir()}
    again = monitors.make(small)
    assert {p.name: p.read_bytes() for p in again.iterdir()} == first
    assert monitors.is_current(small)


def test_it_keeps_the_promises_of_a_table_and_is_estimated(small, made):
    table = next(t for t in published.tables(small) if t.id == published.MONITORS)
    assert published.verify(table) == []
    assert set(published.read(table)["status"]) == {"estimated"}


def test_shares_are_shares_and_levels_of_enterprises_add_up(made):
    frame = rows(made)
    percent = frame[frame["indicator"].isin(["capacity_utilisation", "digital_transformation_coverage", "strategic_emerging_share", "manufacturing_share_gdp", "above_scale_enterprise_share"])]
    assert percent["value"].between(0, 100).all()
    wide = frame.pivot(index=["region", "sector", "period"], columns="indicator", values="value")
    levels = wide[[f"digital_level_{n}" for n in (1, 2, 3, 4)]].dropna()
    assert (levels.sum(axis=1) == wide.loc[levels.index, "digital_assessed"]).all() and (levels >= 0).all().all()


def test_no_sector_of_a_county_has_a_monitor(small, made):
    frame = rows(made)
    assert set(frame[~frame["region"].str.endswith("00")]["sector"]) == {"IND"}


def test_a_changed_assumption_makes_it_anew(small, made):
    file = small / monitors.ASSUMPTIONS
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace("level = 77.0", "level = 78.0"), encoding="utf-8")
    assert not monitors.is_current(small)
    file.write_text(before, encoding="utf-8")


def test_without_an_enterprise_file_there_is_nothing_to_lean_on(tmp_path):
    with pytest.raises(DemoError, match="enterprise file"):
        monitors.make(tmp_path)
