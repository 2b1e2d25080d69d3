"""The way from enterprise rows to the release, on a place worked out by hand (tests/panel/small_place.py)."""

import importlib.util
from pathlib import Path

import pytest

from jianbao import panel
from jianbao.panel import release

_spec = importlib.util.spec_from_file_location("small_place", Path(__file__).with_name("small_place.py"))
small_place = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(small_place)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = small_place.write(tmp_path_factory.mktemp("small"))
    panel.build(folder)
    release.cut(folder)
    return folder


# Revenue in 亿元: E1 10, E2 5, E3 3. The set T01 is E1 + E3.
LEVELS = [
    ("revenue", "990101", "C1713", 10.0),
    ("revenue", "990101", "C17", 15.0),
    ("revenue", "990101", "IND", 15.0),
    ("revenue", "990101", "T01", 10.0),
    ("revenue", "990100", "T01", 13.0),
    ("revenue", "990000", "IND", 18.0),
    ("profit", "990101", "C17", 0.3),
    ("loss_enterprises", "990101", "C17", 1.0),
    ("loss_enterprises_base", "990000", "IND", 1.0),
    ("loss_amount", "990000", "IND", 0.2),
    ("above_scale_enterprises", "990000", "IND", 3.0),
    ("average_employees", "990000", "IND", 0.1),
    # Growth is this year's enterprises over the same enterprises a year earlier: 18.0 / 16.4 - 1.
    ("revenue_growth", "990000", "IND", 100 * (18.0 / 16.4 - 1)),
    # Value added growth is real: C17 prices rose 10 %, so 3.3 / 1.1 against 3.0 is no growth; C18 0.66 against 0.60 is +10 %.
    ("value_added_growth", "990101", "C17", 0.0),
    ("value_added_growth", "990102", "C18", 10.0),
    ("value_added_growth", "990000", "IND", 100 * (3.66 / 3.6 - 1)),
    ("value_added_base", "990000", "IND", 3.6),
]


@pytest.mark.parametrize(("indicator", "region", "sector", "expected"), LEVELS)
def test_a_cell_is_the_sum_of_its_enterprises(place, indicator, region, sector, expected):
    found = panel.Panel(place).query(indicator=indicator, region=region, sector=sector, period="2024-12")
    assert found["value"].tolist() == pytest.approx([expected], abs=1e-9)
    assert found["status"].tolist() == ["estimated"]
    cut = release.open_release(place).sector(sector).value(indicator, region, "2024-12")
    assert cut == (pytest.approx(expected, abs=1e-9), "estimated")
    assert release.open_release(place).region(region).value(indicator, sector, "2024-12")[0] == pytest.approx(expected, abs=1e-9)


def test_growth_from_a_negative_base_does_not_exist(place):
    value, status = release.open_release(place).sector("C18").value("profit_growth", "990102", "2024-12")
    assert (value, status) == (None, "not_applicable")


def test_comparable_growth_is_not_the_quotient_of_two_published_levels(place):
    cut = release.open_release(place).sector("IND")
    now, then = (cut.value("revenue", "990000", p)[0] for p in ("2024-12", "2023-12"))
    assert (now, then) == (pytest.approx(18.0), pytest.approx(14.0))  # E3 was not on last year's list
    assert cut.value("revenue_growth", "990000", "2024-12")[0] == pytest.approx(100 * (18.0 / 16.4 - 1))


def test_a_county_without_the_sector_has_no_cell(place):
    assert not release.open_release(place).sector("C18").has("990101")
    assert release.open_release(place).sector("C18").value("revenue", "990101", "2024-12") == (None, "missing")


def test_an_observation_carries_its_whole_identity(place):
    row = panel.Panel(place).query(indicator="value_added_growth", region="990000", sector="IND", period="2024-12").iloc[0]
    assert tuple(row.index) == panel.COLUMNS
    assert (row["measure"], row["scope"], row["price"], row["vintage"], row["source"]) == (
        "cumulative", "above_scale", "comparable", "final", "enterprise:2024",
    )


def test_sets_are_never_added_to_the_tree(place):
    found = panel.Panel(place).query(indicator="revenue", region="990000", period="2024-12").set_index("sector")["value"]
    assert found["C17"] + found["C18"] == pytest.approx(found["IND"])
    assert found["C1713"] + found["C17R"] == pytest.approx(found["C17"])
    assert found["T01"] == pytest.approx(found["C1713"] + found["C18"])


def test_an_unknown_key_is_refused(place):
    with pytest.raises(panel.PanelError, match="county"):
        panel.Panel(place).query(county="990101")


def test_editions_are_internal_or_public_and_a_public_one_needs_a_mask(place):
    with pytest.raises(panel.PanelError, match="mask"):
        release.cut(place, "public")
    for ask in (release.cut, release.open_release):
        with pytest.raises(panel.PanelError, match="internal、public"):
            ask(place, "press")


@pytest.mark.parametrize("code", ["../catalogue/place", "T99", ""])
def test_a_file_that_is_not_in_the_release_is_refused(place, code):
    with pytest.raises(panel.PanelError):
        release.open_release(place).sector(code)


def test_the_panel_knows_when_its_inputs_changed(place):
    assert panel.is_current(place)
    note = place / "incoming" / "enterprise" / "enterprise.toml"
    old = note.read_text(encoding="utf-8")
    note.write_text(old + "# another draw\n", encoding="utf-8")
    assert not panel.is_current(place)
    note.write_text(old, encoding="utf-8")


def test_the_same_inputs_give_the_same_bytes(place):
    names = ("cells.parquet", "release-internal/sector/T01.slice", "release-internal/release.json")
    before = [(place / "panel" / n).read_bytes() for n in names]
    panel.build(place)
    release.cut(place)
    assert [(place / "panel" / n).read_bytes() for n in names] == before


@pytest.mark.parametrize(
    ("county", "sector", "named"), [("990199", "C1713", "990199"), ("990101", "C9999", "C9999")], ids=["county", "class"]
)
def test_an_enterprise_that_no_total_would_hold_is_refused(tmp_path, monkeypatch, county, sector, named):
    stray = ("E9", county, sector, (1, 1), (1, 1), (1, 1), (1, 1), (1, 1))
    monkeypatch.setattr(small_place, "ENTERPRISES", [*small_place.ENTERPRISES, stray])
    folder = small_place.write(tmp_path / "p")
    with pytest.raises(panel.PanelError, match=f"E9.*{named}"):
        panel.build(folder)
    assert not (folder / "panel").exists(), "nothing half-written"


def test_of_two_published_vintages_the_later_is_released(tmp_path):
    from jianbao.panel.store import connect
    from jianbao.panel.wide import make_wide

    con = connect()
    rows = [("0", "observed", "2024-01-flash", 1.0), ("0", "suppressed", "2024-03-final", None)]
    con.execute("CREATE TABLE o AS SELECT * FROM (VALUES " + ", ".join(
        f"('earnings', '1', 'S', '2023', '{s}', '{v}', {'NULL' if x is None else x}::DOUBLE, 't', 0, true)" for _, s, v, x in rows
    ) + ") t(indicator, region, sector, period, status, vintage, value, source, number, stands)")
    con.execute(f"COPY o TO '{tmp_path / 'observations.parquet'}' (FORMAT parquet)")
    make_wide(con, tmp_path, "wide")
    frame = con.execute("SELECT region AS key, period, earnings, status, flags FROM wide").df()
    assert release.Slice.of(frame, "sector/S").value("earnings", "1", "2023") == (None, "suppressed")


def test_a_slice_gives_an_analyst_one_period_as_a_frame(place):
    frame = release.open_release(place).sector("T01").at("2024-12")
    assert frame.loc["990100", "revenue"] == pytest.approx(13.0)
    assert set(frame.index) == {"990000", "990100", "990101", "990102"}
