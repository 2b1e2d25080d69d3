"""Files as offices spoil them: each is refused in one line, flagged, or read as it stands; nothing is silently wrong."""

import random
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from replicas import MUTATIONS, county_table, csv_bytes, ods, xlsx

from jianbao import catalogue, paths
from jianbao.intake.take import take
from jianbao.panel.taken import rows, takings

NOW = datetime(2026, 1, 5, 9, 0)


def table(year: int):
    """The twelve counties of one city."""
    cat = catalogue.read(paths.root() / "data")
    return county_table([(r.code, r.name("zh")) for r in cat.regions(level="county", under="330300")], year, seed=year)


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Path:
    """A data folder that has taken last year's table in, so that there is something to hold a new one against."""
    data = tmp_path_factory.mktemp("office") / "data"
    shutil.copytree(paths.root() / "data" / "catalogue", data / "catalogue")
    data.joinpath("in").mkdir()
    assert take(xlsx(data / "in" / "17-25（2023年）.xlsx", table(2023)), data, now=NOW).taking
    return data


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: m.name)
def test_a_spoilt_file_is_refused_or_flagged_and_a_sound_one_is_taken(office, tmp_path, mutation):
    sheet = table(2024)
    mutation.change(sheet, random.Random(len(mutation.name)))
    result = take(xlsx(tmp_path / "17-25（2024年）.xlsx", sheet), office, now=NOW, dry_run=True)
    assert bool(result.findings) if mutation.spoils else not result.errors, [f.zh for f in result.findings]
    assert all("\n" not in f.zh + f.en and f.zh and f.en for f in result.findings)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_text_in_every_encoding_gives_the_figures_of_the_workbook(office, tmp_path, encoding, separator):
    path = tmp_path / "17-25（2024年）.csv"
    path.write_bytes(csv_bytes(table(2024), encoding, separator))
    same_figures(take(path, office, now=NOW, dry_run=True))


def test_an_ods_gives_the_figures_of_the_workbook(office, tmp_path):
    same_figures(take(ods(tmp_path / "17-25（2024年）.ods", table(2024)), office, now=NOW, dry_run=True))


def same_figures(result):
    assert not result.errors, [f.zh for f in result.errors]
    printed = {(r, c): float(v) for r, row in enumerate(table(2024).rows) if r > 2 for c, v in enumerate(row) if isinstance(v, int | float)}
    assert printed == {(e.row, e.column): float(e.value.number) for e in result.extract.entries if e.value.number is not None}
    assert len(printed) == 12 * 15


def test_what_is_kept_names_the_cell_it_came_from_and_a_second_take_is_refused(office):
    (taking,) = takings(office)
    frame = rows(taking)
    row = frame[(frame.indicator == "gdp") & (frame.region == "330302")].iloc[0]
    assert row.source == "17-25（2023年）.xlsx#17-25 各市、县（2023年）!D4" and row.value == table(2023).rows[3][3]
    with pytest.raises(ValueError, match="第 1 号"):
        take(taking.original, office, now=NOW)


def test_a_file_with_one_error_leaves_nothing_behind(office, tmp_path):
    sheet = table(2024)
    sheet.rows[5][0] = "吴兴县"
    assert take(xlsx(tmp_path / "17-25（2024年）.xlsx", sheet), office, now=NOW).taking is None
    assert len(takings(office)) == 1
