"""Periods are text; what does not exist is refused."""

import pytest

from jianbao.catalogue.period import Period, PeriodError


@pytest.mark.parametrize("text", ["2018", "2024Q4", "2024-02", "2024-12"])
def test_a_period_comes_back_as_it_was_written(text):
    assert str(Period.parse(text)) == text


@pytest.mark.parametrize("text", ["2024-01", "2024-13", "2024-00", "202412", "2024-1", "２０２４-12", "2024-１２", "2024Q5",
                                  "2024q4", " 2024", "2024\n", "", "2024-12-31", "0999", None, 2024, "二〇二四"])
def test_what_is_no_period_is_refused_in_one_line(text):
    with pytest.raises(PeriodError) as caught:
        Period.parse(text)
    assert "\n" not in str(caught.value)


def test_january_is_told_why():
    with pytest.raises(PeriodError, match="January is not collected"):
        Period.parse("2024-01")


@pytest.mark.parametrize(("text", "measure", "zh", "en"), [
    ("2024-12", "cumulative", "2024年1—12月", "January–December 2024"),
    ("2024-02", "cumulative", "2024年1—2月", "January–February 2024"),
    ("2024-02", "month", "2024年1—2月", "January–February 2024"),
    ("2024-03", "month", "2024年3月", "March 2024"),
    ("2024-06", "point", "2024年6月末", "end of June 2024"),
    ("2018", "year", "2018年", "2018"),
    ("2018", "point", "2018年末", "end of 2018"),
    ("2024Q4", "cumulative", "2024年四季度", "fourth quarter of 2024"),
])
def test_labels(text, measure, zh, en):
    assert (Period.parse(text).label("zh", measure), Period.parse(text).label("en", measure)) == (zh, en)


@pytest.mark.parametrize(("text", "zh", "en"), [
    ("2024-12", "2024年", "2024"), ("2024-06", "2024年上半年", "the first half of 2024"),
    ("2024-03", "2024年一季度", "the first quarter of 2024"), ("2024-09", "2024年前三季度", "the first three quarters of 2024"),
    ("2024-10", "2024年1—10月", "January–October 2024"), ("2024", "2024年", "2024"),
])
def test_prose_names_the_usual_stretches(text, zh, en):
    assert (Period.parse(text).narrative("zh"), Period.parse(text).narrative("en")) == (zh, en)


@pytest.mark.parametrize(("text", "ago"), [("2024-12", "2023-12"), ("2024Q1", "2023Q1"), ("2018", "2017")])
def test_a_year_ago(text, ago):
    assert str(Period.parse(text).year_ago()) == ago


def test_a_year_has_eleven_months():
    months = [str(month) for month in Period.parse("2024-05").months_of_year()]
    assert months == [f"2024-{n:02d}" for n in range(2, 13)]
    assert [str(month) for month in Period.parse("2024-04").months_so_far()] == ["2024-02", "2024-03", "2024-04"]


def test_an_unknown_language_is_refused():
    with pytest.raises(PeriodError):
        Period.parse("2024").label("fr")
