"""Parts taken together: the published examples of pull and contribution (methods.md, e-10), the guards, and N成, by hand."""

import math
from types import SimpleNamespace

import pytest

from jianbao import catalogue
from jianbao.brief import words
from jianbao.facts import Fact
from jianbao.reports import together
from jianbao.reports.together import Group
from jianbao.verify.together import tenths

CAT = catalogue.read(None)


class Cells:
    """A brief that knows only its cells: (indicator, sector) → this period, comparable base, official growth in percent."""

    lang, zh, at = "zh", True, "2024-12"
    release = SimpleNamespace(modelled=True)
    region = SimpleNamespace(code="R")
    sector = SimpleNamespace(code="IND")
    cat = CAT

    def __init__(self, cells: dict) -> None:
        self._cells = cells

    def _one(self, at: int, indicator: str, sector: str) -> Fact:
        value = self._cells.get((indicator, sector), (None,) * 3)[at]
        return Fact.of(CAT.indicator(indicator), "R", sector, self.at, value, "missing" if value is None else "estimated")

    def fact(self, indicator, *, region="", sector="IND", period=""):
        return self._one(0, indicator, sector)

    def before(self, indicator, *, region="", sector="IND", period=""):
        return self._one(1, indicator, sector)

    def growth(self, indicator, *, region="", sector="IND", period=""):
        return self._one(2, indicator, sector)


WHOLE = ("R", "IND")


def parts(*sectors: str) -> Group:
    return Group("", tuple(("R", s) for s in sectors), WHOLE)


def test_a_sector_that_fell_by_57_percent_takes_10_points():
    """Check 1: 文教 4.54亿, −57.2%, so a base of 10.61 of 60.98: 下拉 10.0."""
    b = Cells({("value_added", "C24"): (4.54, 10.61, -57.2), ("value_added", "IND"): (52.0, 60.98, -15.6)})
    assert together.pull(b, "value_added", parts("C24")) == pytest.approx(-10.0, abs=0.05)
    assert math.isnan(together.contribution(b, "value_added", parts("C24")))  # the whole fell: only pulls are told


@pytest.mark.parametrize(("growth", "base_share", "pull", "rate"), [(3.8, 0.937, 3.56, 82.8), (6.6, 0.2833, 1.87, 43.5)])
def test_the_province_of_2021_11_manufacturing_and_large_enterprises(growth, base_share, pull, rate):
    """Check 2: 4.3 % in all; 制造业 3.8 %, 贡献率 82.8 %; 大型企业 6.6 %, 拉动 1.9, 贡献率 43.5 %."""
    b = Cells({("value_added", "M"): (100 * base_share, 100 * base_share, growth), ("value_added", "IND"): (104.3, 100.0, 4.3)})
    assert together.pull(b, "value_added", parts("M")) == pytest.approx(pull, abs=0.005)
    assert together.contribution(b, "value_added", parts("M")) == pytest.approx(rate, abs=0.05)


def test_profit_of_traditional_industries_contributed_83_percent():
    """The form of seed 001: Δ of the parts over Δ of the whole; a loss that became smaller counts as a gain."""
    b = Cells({("profit", "A"): (160.0, 70.0, None), ("profit", "B"): (-3.0, 4.0, None), ("profit", "IND"): (1100.0, 1000.0, 10.0)})
    assert together.contribution(b, "profit", parts("A", "B")) == pytest.approx(83.0)
    assert together.pull(b, "profit", parts("A", "B")) == pytest.approx(8.3)


@pytest.mark.parametrize(
    ("whole", "part"),
    [((100.04, 100.0, 0.04), (60.0, 50.0, 20.0)), ((110.0, 100.0, 10.0), (40.0, 50.0, -20.0)), ((90.0, 100.0, -10.0), (40.0, 50.0, -20.0)), ((None, None, None), (40.0, 50.0, -20.0))],
    ids=["the whole hardly moved", "the part fell while the whole grew", "both fell", "the whole is unknown"],
)
def test_a_contribution_that_says_nothing_is_not_given(whole, part):
    b = Cells({("revenue", "A"): part, ("revenue", "IND"): whole})
    assert math.isnan(together.contribution(b, "revenue", parts("A")))


def test_a_withheld_part_leaves_the_whole_unknown_and_an_absent_one_adds_nothing():
    b = Cells({("revenue", "A"): (60.0, 50.0, 20.0), ("revenue", "IND"): (110.0, 100.0, 10.0)})
    assert together.total(b, "revenue", parts("A", "none").cells).value == 60.0
    hidden = SimpleNamespace(**{**{k: getattr(b, k) for k in ("fact", "before", "growth", "cat", "region", "sector", "at", "release")}})
    hidden.fact = lambda i, *, region="", sector="", period="": b.fact(i, sector=sector) if sector != "none" else Fact.of(CAT.indicator(i), "R", sector, b.at, None, "suppressed")
    assert together.total(hidden, "revenue", parts("A", "none").cells).status == "suppressed"
    assert math.isnan(together.pull(hidden, "revenue", parts("A", "none")))


def test_growth_together_weighs_official_rates_by_bases():
    b = Cells({("value_added", "A"): (70.0, 60.0, 5.0), ("value_added", "B"): (44.0, 40.0, 10.0)})
    assert together.grown(b, "value_added", parts("A", "B").cells).value == pytest.approx(7.0)  # 3 + 4 of 100; not 114 / 100


#: 贡献了增量的9成: near below is at most 3 % short of it, beyond is less than half a tenth.
NINE = [(90.0, "九成"), (88.0, "近九成"), (87.3, "近九成"), (91.2, "超九成"), (94.9, "超九成"), (83.0, "超八成"), (87.2, "")]


@pytest.mark.parametrize(("percent", "told"), NINE)
def test_nine_tenths_are_told_only_where_they_are_near(percent, told):
    assert words.tenths(percent) == told
    assert not tenths(f"贡献率为{told}（{percent}%）", percent)


@pytest.mark.parametrize(("text", "percent"), [("近九成", 90.4), ("近九成", 86.0), ("九成", 88.0), ("超九成", 89.9), ("超九成", 96.0), ("超八成", 88.0)])
def test_another_number_of_tenths_is_refused(text, percent):
    assert tenths(text, percent)
