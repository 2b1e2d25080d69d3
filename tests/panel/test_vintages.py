"""What a file that was taken does to the panel and its release, on the place worked out by hand (small_place.py)."""

import importlib.util
import shutil
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from jianbao import panel
from jianbao.panel import earlier, release, taken
from jianbao.panel.columns import FIGURES
from jianbao.panel.store import COLUMNS
from jianbao.verify.figures import Figures

_spec = importlib.util.spec_from_file_location("small_place", Path(__file__).with_name("small_place.py"))
small_place = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(small_place)

KEY = {"region": "990101", "sector": "C17", "period": "2024-12"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = small_place.write(tmp_path_factory.mktemp("small"))
    panel.build(folder)
    return folder


@pytest.fixture
def place(made, tmp_path):
    return shutil.copytree(made, tmp_path / "place")


def observed(value, indicator="revenue", status="observed", measure="cumulative", **key):
    row = {
        "indicator": indicator, "measure": measure, "scope": "above_scale", "price": "current", "status": status, "vintage": "final",
        "value": value, "source": "月报.xlsx#Sheet1!C5",
    } | KEY | key  # fmt: skip
    return pd.DataFrame([row])[list(COLUMNS)]


def take(place, name, day=1, **rows):
    path = place / f"{name}.xlsx"
    path.write_text(name)
    given = {"form": "f", "form_sha256": "", "vintage": "final", "released": "", "taken": datetime(2025, 2, day)}
    return taken.keep(place, file=path, **given | rows)


def value(place, indicator="revenue", region="990101", sector="C17", period="2024-12"):
    """Return the figure by both roads; they must agree."""
    panel.build(place)
    release.cut(place)
    found = release.open_release(place).sector(sector).value(indicator, region, period)
    figures = Figures(place)
    while figures.value(indicator, region, sector, period) is None and figures.load():
        pass
    second = figures.value(indicator, region, sector, period)
    assert found[0] == (pytest.approx(second) if second is not None else None)
    assert figures.withheld(indicator, region, sector, period) == (found[1] == "suppressed")
    return found


def test_an_observed_figure_stands_in_place_of_a_modelled_one(place):
    take(place, "a", observations=observed(15.7))
    assert value(place) == (15.7, "observed")
    assert value(place, "profit")[1] == "estimated", "its neighbours stay modelled"
    assert release.open_release(place).region("990101").value("revenue", "C17", "2024-12") == (15.7, "observed")


def test_the_later_of_two_files_stands_and_an_undone_one_does_not(place):
    take(place, "a", observations=observed(15.7))
    take(place, "b", 2, observations=observed(15.9))
    assert value(place) == (15.9, "observed")
    taken.undo(place, 2)
    assert value(place) == (15.7, "observed")
    taken.undo(place, 1)
    assert value(place) == (pytest.approx(15.0), "estimated")


def test_what_a_source_withholds_is_withheld_though_a_model_has_a_figure(place):
    take(place, "a", observations=observed(None, status="suppressed"))
    assert value(place) == (None, "suppressed")


def test_a_blank_in_a_file_takes_no_figure_away(place):
    take(place, "a", observations=observed(None, status="missing"))
    assert value(place) == (pytest.approx(15.0), "estimated")


def test_a_single_month_never_stands_for_a_cumulative_figure(place):
    take(place, "a", observations=observed(1.2, measure="month"))
    assert value(place) == (pytest.approx(15.0), "estimated")
    assert 1.2 in panel.Panel(place).query(indicator="revenue", **KEY)["value"].tolist(), "but it is kept"


def test_a_period_of_its_own_and_an_indicator_of_its_own_find_a_place(place):
    take(place, "a", observations=observed(1.5, period="2025-02"))
    take(place, "b", observations=observed(7.0, "industrial_electricity", measure=measure("industrial_electricity", place)))
    assert value(place, period="2025-02") == (1.5, "observed")
    assert release.open_release(place).periods[-1] == "2025-02"
    assert value(place, "profit", period="2025-02") == (None, "missing")


def measure(indicator, place):
    from jianbao import catalogue

    return catalogue.read(place).indicator(indicator).measure


def test_the_panel_keeps_every_vintage(place):
    take(place, "a", observations=observed(15.7))
    take(place, "b", observations=observed(15.9))
    panel.build(place)
    kept = panel.Panel(place).query(indicator="revenue", **KEY)
    assert sorted(kept["value"]) == pytest.approx([15.0, 15.7, 15.9])


def test_as_known_on_a_day_leaves_out_what_came_later(place):
    take(place, "a", 1, observations=observed(15.7))
    take(place, "b", 5, observations=observed(15.9))
    panel.build(place, known_on=date(2025, 2, 4))
    release.cut(place)
    assert release.open_release(place).sector("C17").value("revenue", "990101", "2024-12") == (15.7, "observed")
    assert panel.is_current(place, date(2025, 2, 4)) and not panel.is_current(place)


def enterprise(id="E1", region="990101", sector="C1713", period="2024-12", **figures):
    row = {"enterprise_id": id, "group_id": id, "region": region, "sector": sector, "period": period, "loss": False, "loss_prev": False}
    return pd.DataFrame([row | dict.fromkeys(FIGURES, 0) | figures])


def test_a_return_replaces_its_enterprise_and_no_other(place):
    take(place, "a", enterprise=enterprise(revenue=1_200_000))  # 12 亿元 where the file says 10
    assert value(place) == (pytest.approx(17.0), "estimated")
    assert value(place, region="990000", sector="IND") == (pytest.approx(20.0), "estimated")
    assert value(place, period="2024-11") == (pytest.approx(13.5), "estimated"), "other periods are as they were"


def test_the_later_return_of_an_enterprise_stands_and_the_earlier_cells_are_kept(place):
    take(place, "a", enterprise=enterprise(revenue=1_200_000))
    take(place, "b", 2, enterprise=enterprise(revenue=1_100_000))
    assert value(place)[0] == pytest.approx(16.0)
    kept = panel.Panel(place).query(indicator="revenue", **KEY)
    assert dict(zip(kept["vintage"], kept["value"], strict=True)) == pytest.approx({"before-0001": 15.0, "before-0002": 17.0, "final": 16.0})
    assert panel.Panel(place).query(indicator="revenue", region="990102", vintage="before-0001").empty, "a county without a return has no earlier cells"


def test_an_enterprise_that_moves_leaves_the_county_it_was_in(place):
    take(place, "a", enterprise=enterprise(region="990102", revenue=1_000_000))
    assert value(place)[0] == pytest.approx(5.0)
    assert value(place, region="990102")[0] == pytest.approx(10.0)
    kept = panel.Panel(place).query(indicator="revenue", vintage="before-0001", **KEY)
    assert kept["value"].tolist() == pytest.approx([15.0])


def test_a_return_of_a_period_that_has_no_prices_is_named(place):
    take(place, "a", enterprise=enterprise(period="2025-02"))
    with pytest.raises(panel.PanelError, match="E1（2025-02）.*prices.csv"):
        panel.build(place)


def test_a_public_release_refuses_a_taken_aggregate_in_one_line(place):
    from jianbao.panel.cut import Withheld

    one = take(place, "a", observations=observed(15.7))
    panel.build(place)
    with pytest.raises(panel.PanelError, match=f"第 {one.number} 号收入（a.xlsx）") as told:
        release.cut(place, "public", Withheld("x", frozenset(), frozenset()))
    assert "\n" not in str(told.value)


def test_the_state_of_the_last_edition_is_kept_only_when_the_data_change(place):
    earlier.note_issued(place, "2024-12-internal", "2024-12")
    panel.build(place)
    assert earlier.read(place) == {}, "nothing changed"
    take(place, "a", observations=observed(15.7))
    panel.build(place)
    assert earlier.read(place)["issued"] == {"2024-12": "2024-12-internal"}
    first = earlier.id_of(earlier.read(place))
    take(place, "b", observations=observed(15.9))
    panel.build(place)
    assert earlier.id_of(earlier.read(place)) == first, "no edition was made of the state in between"
    assert panel.is_current(place)


def test_figures_as_they_stood_are_in_the_internal_release_alone(place):
    earlier.note_issued(place, "2024-12-internal", "2024-12")
    take(place, "a", observations=observed(13.2, sector="T01"))
    panel.build(place)
    release.cut(place)
    held = release.open_release(place)
    assert held.earlier("T01").value("revenue", "990101", "2024-12") == (pytest.approx(10.0), "estimated")
    assert held.changed("against") == "edition" and held.changed("issued") == ["2024-12"]
    assert held.changed("touched", "990101", "T01") == [1] and held.changed("touched", "990102", "T01") is None
