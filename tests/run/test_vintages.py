"""``jianbao history`` and ``--known-on`` as a user calls them, on the place worked out by hand."""

import importlib.util
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from jianbao import catalogue, panel
from jianbao.panel import taken
from jianbao.run.vintages import day, history, undo
from jianbao.run.words import RunError

_spec = importlib.util.spec_from_file_location("vintages_panel", Path(__file__).parents[1] / "panel" / "test_vintages.py")
made = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(made)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Revenue of 子县·纺织业 in 2024: 15.0 modelled, a return makes it 17.0, a file says 15.7, a later one 15.9, and one month 1.2."""
    folder = made.small_place.write(tmp_path_factory.mktemp("small"))
    made.take(folder, "a", 1, enterprise=made.enterprise(revenue=1_200_000))
    made.take(folder, "b", 2, observations=made.observed(15.7))
    made.take(folder, "c", 3, observations=made.observed(15.9))
    made.take(folder, "d", 4, observations=made.observed(1.2, measure="month"))
    panel.build(folder)
    return folder


def told(place, *given):
    result = CliRunner().invoke(history, [*given, "--data", str(place)])
    return result.exit_code, result.output.splitlines()


def test_each_value_is_told_with_its_day_its_cell_and_its_form_and_the_one_in_use_is_marked(place):
    code, lines = told(place, "990101", "C17", "revenue", "2024-12")
    assert code == 0
    assert lines == [
        "子县　纺织业　2024年1—12月", "营业收入（revenue）",
        "  15.7亿元　实际数　定案　2025-02-02　第 2 号收入 月报.xlsx#Sheet1!C5，表单 f",
        "  15.9亿元　实际数　定案　2025-02-03　第 3 号收入 月报.xlsx#Sheet1!C5，表单 f  ← 现用",
        "  1.2亿元（month）　实际数　定案　2025-02-04　第 4 号收入 月报.xlsx#Sheet1!C5，表单 f",
        "  15.0亿元　模拟/估算　第 1 号收入之前　日期不详　enterprise:2024",
        "  17.0亿元　模拟/估算　定案　2025-02-01　第 1 号收入 a.xlsx，表单 f",
    ]


def test_names_do_as_well_as_codes_and_english_is_complete(place):
    assert told(place, "子县", "纺织业", "营业收入", "2024-12") == told(place, "990101", "C17", "revenue", "2024-12")
    _, lines = told(place, "990101", "C17", "revenue", "2024-11", "--lang", "en")
    assert lines[2] == "  1.35 billion yuan　modelled　final　day unknown　enterprise:2024  ← in use"


def test_a_ratio_is_told_by_its_parts(place):
    _, lines = told(place, "990101", "C17", "profit_margin", "2024-12")
    assert [line for line in lines if not line.startswith("  ")][1:] == ["利润总额（profit）", "营业收入（revenue）"]


def test_a_figure_that_nobody_has_is_no_success(place):
    assert told(place, "990103", "C18", "revenue", "2024-12")[0] == 1


def test_the_value_in_use_is_the_one_that_the_release_has(place):
    from jianbao.panel import history as values
    from jianbao.panel import release

    release.cut(place)
    for indicator, sector in (("revenue", "C17"), ("profit", "C17"), ("revenue", "T01")):
        used = [k.value for k in values.history(place, indicator, "990101", sector, "2024-12") if k.used]
        assert used == [pytest.approx(release.open_release(place).sector(sector).value(indicator, "990101", "2024-12")[0])]


def test_undo_says_where_the_file_is(tmp_path):
    folder = made.small_place.write(tmp_path / "p")
    made.take(folder, "b", 2, observations=made.observed(15.7))
    assert "已撤回第 1 号收入（b.xlsx）" in undo(folder, tmp_path / "out", 1, "zh")
    assert taken.takings(folder) == ()


def test_what_was_taken_since_the_panel_was_made_is_told_as_waiting(place):
    number = made.take(place, "e", 5, observations=made.observed(16.0)).number
    _, lines = told(place, "990101", "C17", "revenue", "2024-12")
    taken.undo(place, number)
    assert lines[-1] == "  16.0亿元　实际数　定案　2025-02-05　第 5 号收入 月报.xlsx#Sheet1!C5，表单 f  ← 待下次生成" and sum("现用" in line for line in lines) == 1
    assert not any("待下次生成" in line for line in told(place, "990101", "C17", "revenue", "2024-12")[1])


def test_a_day_that_is_none_is_refused_in_one_line():
    assert day("", "zh") is None and day("2025-02-01", "zh") == date(2025, 2, 1)
    with pytest.raises(RunError, match="--known-on 应为"):
        day("昨天", "zh")


def test_as_known_on_a_day_is_an_edition_of_its_own(tmp_path):
    from jianbao.run import command
    from jianbao.run.supply import supply

    folder = made.small_place.write(tmp_path / "p")
    made.take(folder, "b", 2, observations=made.observed(15.7))
    supply(folder, "internal", tmp_path / "out", lambda _: None, "zh", date(2025, 2, 1))
    assert panel.is_current(folder, date(2025, 2, 1)) and panel.Panel(folder).query(indicator="revenue", status="observed").empty
    assert command._edition(folder, catalogue.read(folder), tmp_path, "2024-12", "internal", date(2025, 2, 1)).name.endswith("2024-12-internal-2025-02-01")

