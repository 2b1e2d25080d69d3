"""一市一县一策: the sentences and tables of a county and a city, every word proved; tasks from a ledger where there is one."""

import importlib.util
import os
from pathlib import Path

import pytest

from jianbao import brief, reports
from jianbao.brief.measures import answered
from jianbao.brief.parts import Part
from jianbao.verify.report import pages

_spec = importlib.util.spec_from_file_location("test_league_of_policy", Path(__file__).with_name("test_league.py"))
league = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(league)
GOLDEN = Path(__file__).with_name("golden")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return league.league_place.write(tmp_path_factory.mktemp("policy") / "data")


def opened(place, region="990101", lang="zh"):
    return brief.open(region, period="2024-12", lang=lang, data_dir=place)


def parts(b):
    return [reports.diagnosis(b), brief.shortboards(b), brief.targets(b), brief.measures(b), reports.region_tasks(b), reports.policy_notes(b)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("region", ["990101", "990100"])
def test_the_plan_says_what_it_said_and_every_word_is_proved(place, region, lang):
    b = opened(place, region, lang)
    found = parts(b)
    golden, text = GOLDEN / f"policy-{region}.{lang}.txt", league.text_of(found)
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    report = pages({"p": league.page(b, "".join(p.html for p in found))}, place)
    assert [u.line() for u in report.unproved] == [] and report.figures > 10


def test_the_diagnosis_by_hand(place):
    """子县: growth 12 % against 6.0 %, first and one place up; margin −2 against 5 %, last of six, its like are the other five: 6.40 %."""
    text = league.text_of([reports.diagnosis(opened(place))])
    assert "增加值 | 11.2亿元 | 12.0% | 1 | ▲1 | +6.0" in text and "利润率 | −2.00% | 0.00个百分点 | 6 | = | −7.00 | −8.40" in text


def test_tasks_name_the_measure_and_who_answers(place):
    b = opened(place)
    assert [(at, m.id if m else None, of) for at, m, of in answered(b)] == [(1, "M2", ["profit_margin"])]
    assert "利润率 | 第1条 | ______ | ______ | ______" in league.text_of([reports.region_tasks(b)])


def test_tasks_of_a_ledger_come_first(place, monkeypatch):
    monkeypatch.setattr(reports, "ledger", lambda b, kind, heading: Part(f"<p>{kind}</p>"), raising=False)
    html = reports.region_tasks(opened(place)).html
    assert html.startswith("<h3>（一）已登记任务办理情况</h3><p>task</p>") and "第1条" in html and "（二）拟办事项（待填）" in html


RIGHT = [("第1条", "offered|||||M2|1"), ("利润率", "offered|||||M2|names")]
WRONG = [("第2条", "offered|||||M2|1"), ("第2条", "offered|||||M2|2"), ("第1条", "offered|||||M1|1"), ("增加值增速", "offered|||||M2|names"), ("利润率", "offered||||||names"), ("甲市经信局", "offered|||||M2|owner")]


@pytest.mark.parametrize(("text", "claim", "holds"), [(*c, True) for c in RIGHT] + [(*c, False) for c in WRONG])
def test_claims_about_measures_in_the_table_of_tasks(place, text, claim, holds):
    assert (league.said(place, text, claim, "990101") == []) is holds
