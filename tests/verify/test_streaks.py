"""Streaks over the months and the largest of several regions, by both roads; words in place of rates that say nothing."""

import random

import pandas as pd
import pytest

from jianbao.brief.streak import Streak, streak
from jianbao.facts import Fact
from jianbao.verify.page import read_page
from jianbao.verify.report import pages
from jianbao.verify.rules import _falling, _stepping

MONTHS = [f"{year}-{month:02d}" for year in (2023, 2024) for month in range(2, 13)]


def rate(value):
    return Fact("value_added_growth", "", "", "", value, "estimated" if value is not None else "not_applicable", 1, "%", "%")


@pytest.mark.parametrize(
    ("rates", "found"),
    [
        ([1.0, 2.0, 3.0, 4.0], Streak("faster", 3)),  # 1—9月 … 1—12月
        ([4.0, 3.0, 2.0, 1.0], Streak("slower", 3)),
        ([4.0, 3.04, 2.96, 1.0], None),  # 3.0 and 3.0 are 持平
        ([1.0, -0.1, -0.2, -0.3], Streak("falling", 3)),
        ([-0.1, -0.2, -0.3], Streak("falling", 3, True)),
        ([1.0, -0.1, -0.2, -0.04], None),  # prints as 0.0
        ([1.0, 2.0, None, 4.0], None),
        ([1.0, -0.1, None, -0.2, -0.3], None),
        ([], None),
    ],
)
def test_a_streak_is_at_least_three_points_one_way_as_printed(rates, found):
    assert streak(list(zip(MONTHS[-len(rates):] if rates else [], map(rate, rates), strict=True))) == found


def test_january_and_february_are_two_months_of_a_fall_and_no_step_of_a_pace():
    at = MONTHS.index("2024-02")
    falls = dict(zip(MONTHS[at - 1 : at + 1], (-1.0, -1.0), strict=True))
    assert streak([(MONTHS[at - 2], rate(1.0)), *((p, rate(v)) for p, v in falls.items())]) == Streak("falling", 3)
    assert streak([(p, rate(float(n))) for n, p in enumerate(MONTHS[: at + 1])]) is None


def test_two_roads_find_the_same_streaks():
    for seed in range(500):
        draw = random.Random(seed)
        n = draw.randint(1, len(MONTHS))
        rates = [None if draw.random() < 0.05 else round(draw.choice([draw.uniform(-3, 0), draw.uniform(-1, 1), draw.uniform(0, 3) + k]), 3) for k in range(n)]
        periods = MONTHS[:n]
        found = streak(list(zip(periods, map(rate, rates), strict=True)))
        fall = _falling(periods, rates)
        if found is None:
            assert fall[0] < 3 and max(_stepping(periods, rates, w) for w in ("faster", "slower")) < 3
        elif found.way == "falling":
            assert (found.length, found.open) == fall
        else:
            assert found.length == _stepping(periods, rates, found.way)


@pytest.fixture
def more(small):
    """The small place with every month of 2024 and a third county that is larger than the others."""
    rows = small.cells[(small.cells["period"] == "2024-12") & (small.cells["vintage"] == "final")]
    months = [rows.assign(period=p, value_added_growth=-0.5 if p < "2024-09" else k - 6.0) for k, p in enumerate(MONTHS[11:])]
    third = rows[rows["region"] == "990101"].assign(region="990103", value_added=9.0, value_added_growth=600.0)
    cells = pd.concat([small.cells[small.cells["period"] < "2024-02"], *months, third], ignore_index=True)
    small.write(cells)
    yield small
    small.write(small.cells)


CASES = [
    ("连续3个月加快", "streak|value_added_growth|||||faster", True),  # 1—9月 1, then 2, 3, 4
    ("faster for 3 months in a row", "streak|value_added_growth|||||faster", True),
    ("连续4个月加快", "streak|value_added_growth|||||faster", False),  # from −0.5 to 1 is 由负转正
    ("连续3个月回落", "streak|value_added_growth|||||slower", False),
    ("连续3年加快", "streak|value_added_growth|||||faster", False),
    ("增速连续9个月以上为负", "streak|value_added_growth|||2024-08||>falling", True),  # 12月, 1—2月 … 1—8月; no data before
    ("增速连续9个月为负", "streak|value_added_growth|||2024-08||falling", False),
    ("增速连续8个月以上为负", "streak|value_added_growth|||2024-08||>falling", False),
    ("丑县、子县", "top|value_added|990000|||county|990102,990101", False),
    ("寅县、子县、丑县", "top|value_added|990000|||county|990103,990101,990102", True),
    ("寅县、丑县、子县", "top|value_added|990000|||county|990103,990101,990102", False),
    ("大幅增长（基数较小）", "rate|value_added_growth|990103||||>", True),
    ("增长600.0%", "rate|value_added_growth|990103||||+", False),
]


@pytest.mark.parametrize(("text", "claim", "holds"), CASES, ids=[f"{t}-{c}" for t, c, _ in CASES])
def test_streaks_leaders_and_small_bases_are_proved(more, text, claim, holds):
    assert bool(pages({"p": more.said(text, claim)}, more.folder).failed) != holds


def test_the_page_says_in_words_what_a_tiny_base_makes_of_a_rate(small):
    cells = small.cells.copy()
    here = (cells["region"] == "990101") & (cells["sector"] == "T01") & (cells["period"] == "2024-12")
    cells.loc[here, ["value_added_growth", "profit_growth"]] = 5831.9
    small.write(cells)
    zh, en = (small.page("sector_county", {"region_code": "990101", "sector_code": "T01"}, lang, cells=cells) for lang in ("zh", "en"))
    small.write(cells)
    assert not pages({"zh": zh, "en": en}, small.folder).unproved
    assert "同比<b data-claim" in zh and "大幅增长（基数较小）" in zh and "up strongly from a small base" in en
    assert all("5831.9" not in s.text for s in read_page(zh, "IND").sentences if not s.line) and "高于" not in zh.split("利润总额")[0].split("实现增加值")[1], "no gap to a rate that is not printed"
    small.write(small.cells)
