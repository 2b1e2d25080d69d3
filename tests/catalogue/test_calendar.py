"""When figures are due, worked out by hand."""

from datetime import date

import pytest

from jianbao import catalogue
from jianbao.catalogue import CatalogueError
from jianbao.catalogue.calendar import Due, read_calendar
from jianbao.catalogue.period import Period

HEAD = "indicators,kind,days,label_zh,label_en,source,certainty\n"
MONTH = Due(("*",), "month", 27, {}, "", "stated")


@pytest.mark.parametrize(
    ("last", "on", "late", "due"),
    [
        ("2024-12", "2025-03-27", 0, "2024-12"),  # the joint 1—2月 ends on 28 February; 27 days later is 27 March
        ("2024-12", "2025-03-28", 1, "2025-02"),
        ("2024-12", "2025-05-01", 35, "2025-03"),  # 1—3月 were due on 27 April
        ("2023-12", "2024-03-28", 1, "2024-02"),  # a leap year: 29 February, 27 March
        ("2024-11", "2024-12-01", 0, "2024-11"),
    ],
)
def test_days_late_count_from_the_day_the_next_period_was_due(last, on, late, due):
    period, day = Period.parse(last), date.fromisoformat(on)
    assert MONTH.days_late(period, day) == late
    assert str(MONTH.newest_due(period, day)) == due


def test_years_and_quarters_follow_one_another():
    assert Due(("*",), "year", 365, {}, "", "").days_late(Period.parse("2022"), date(2025, 1, 1)) == 2  # 2024 is a leap year: 2023's were due on 30 December
    assert Due(("*",), "quarter", 30, {}, "", "").days_late(Period.parse("2024Q3"), date(2025, 1, 31)) == 1


def test_an_indicator_of_its_own_row_is_due_by_that():
    cat = catalogue.read()
    assert cat.due("value_added", "month").days == 20 and cat.due("profit", "month").days == 27
    assert cat.due("profit", "quarter") is None


def test_a_place_may_have_no_calendar_and_a_wrong_row_is_named(tmp_path):
    assert read_calendar(tmp_path) == ()
    (tmp_path / "calendar.csv").write_text(HEAD + "*,month,soon,a,b,x,stated\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"calendar.csv row 2: days is 'soon'"):
        read_calendar(tmp_path)
    (tmp_path / "calendar.csv").write_text(HEAD + "*,week,3,a,b,x,stated\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match="row 2: kind is 'week'"):
        read_calendar(tmp_path)
