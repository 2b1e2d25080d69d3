"""Letters: which counties get one, by hand; what was told is not told again; the words; what is noted when they are issued."""

import importlib.util
import re
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest

from jianbao import brief, catalogue, reports
from jianbao.brief import BriefError
from jianbao.catalogue import CatalogueError
from jianbao.catalogue.letters import check_letter_rules, told, write_told
from jianbao.reports.letter import mean_of
from jianbao.reports.letter_rules import addressees, due
from jianbao.run import letters as issued
from jianbao.run.register import letters_of
from jianbao.verify.letters import alike
from jianbao.verify.lint import lint
from jianbao.verify.report import pages

_spec = importlib.util.spec_from_file_location("test_league", Path(__file__).with_name("test_league.py"))
league = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(league)
league_place, page, text_of = league.league_place, league.page, league.text_of
CODES = league_place.CODES
BLAME = ("落后", "不力", "责令", "批评", "问责", "必须", "严重", "通报", "滞后")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return league_place.write(tmp_path_factory.mktemp("letters") / "data")


@pytest.fixture
def place(written):
    """The place, nothing told yet."""
    yield written
    for path in (written / "letters").glob("*/*.csv"):
        path.unlink()


def opened(place, region="990202", lang="zh", period="2024-12"):
    return brief.open(region, period=period, lang=lang, data_dir=place)


def found(place, region="990202", period="2024-12"):
    return [(f.rule.id, f.running, f.since) for f in reports.findings(opened(place, region, period=period))]


def test_rules_fire_by_hand(place):
    """Growth: −4 and 2 % are the last two, 10.0 and 4.0 points below 6.0 %, in two periods (a year ago all stood still).

    Margin: −2 % is the last sixth (17 % of six is 1.02), 7 points below 5 %, in all three; rule N asks for nine periods."""
    assert found(place, "990202") == [("G", 2, "2024-11")]
    assert found(place, "990201") == [("G", 2, "2024-11")]
    assert found(place, "990101") == [("M", 3, "2023-12")]
    assert [c for c in CODES if found(place, c)] == ["990101", "990201", "990202"]


def test_the_plan_makes_letters_only_for_those(place):
    assert addressees(place, "internal", "2024-12", ("990000", "990100", *CODES)) == ("990101", "990201", "990202")
    assert addressees(place, "internal", "2023-12", CODES) == () and addressees(place, "internal", "2031-12", CODES) == ()
    assert addressees(place, "public", "2024-12", CODES) == ()


def test_a_finding_told_in_another_period_is_not_told_again(place):
    assert found(place, "990101", "2024-11") == [("M", 2, "2023-12")]
    write_told(place, "990101", "2024-11", [("profit_margin", "M", "2023-12")])
    assert found(place, "990101") == [] and addressees(place, "internal", "2024-12", CODES) == ("990201", "990202")
    assert found(place, "990101", "2024-11") == [("M", 2, "2023-12")], "its own letter is made again as it was"
    assert [f.rule.id for f in due(opened(place, "990101"))] == ["M"], "the finding itself is still there"


def test_a_revised_start_is_the_same_run(place):
    write_told(place, "990202", "2024-11", [("value_added_growth", "G", "2024-09")])  # before a revision it began earlier
    assert found(place) == []


def test_a_run_that_ended_and_began_again_is_told_anew(place):
    write_told(place, "990202", "2023-12", [("value_added_growth", "G", "2023-11")])
    assert found(place) == [("G", 2, "2024-11")]


def test_another_rule_told_does_not_silence_this_one(place):
    write_told(place, "990202", "2024-11", [("profit_margin", "M", "2024-11")])
    assert found(place) == [("G", 2, "2024-11")]


def test_a_page_reads_what_other_periods_told_and_not_its_own(place):
    from jianbao.panel import reads

    reads._opened.clear()
    found(place, "990101")
    asked = {Path(p).name for p in reads._opened if "/letters/990101/" in p.replace("\\", "/")}
    assert asked == {"2023-12.csv", "2024-11.csv"}, "missing ones too, so that their appearing makes the page anew"


@pytest.mark.parametrize(("region", "lang"), [("990202", "zh"), ("990101", "zh"), ("990202", "en"), ("990101", "en"), ("990103", "zh"), ("990103", "en")])
def test_every_word_of_a_letter_is_proved(place, region, lang):
    b = opened(place, region, lang)
    html = page(b, reports.letter(b).html)
    report = pages({"p": html}, place)
    assert [u.line() for u in report.unproved] == [] and [s.line() for s in lint(html)] == []


def test_the_letter_in_words(place):
    b = opened(place)
    head, text = text_of([reports.letter_head(b)]), text_of([reports.letter(b)])
    assert "关于巳县规模以上工业增加值增速指标的提示函" in head
    assert text.splitlines()[0] == "巳县经济和信息化局："
    assert "根据2024年规模以上工业主要指标监测情况（模拟数据），按照短板弱项提示规则，贵县有1项指标达到提示条件，现将有关情况函告如下，供研究参考。" in text
    assert "增加值增速。2024年规模以上工业增加值为9.6亿元，同比下降4.0%，居全省6个县（市、区）第6位，位次较1—11月不变，低于全省10.0个百分点" in text
    assert "自2024年1—11月以来已连续2期达到提示条件（提示条件：居全省县（市、区）后2位，且低于全省1.0个百分点以上，连续2期）。" in text
    assert "二、建议分析的问题" in text and text.index("特此函告。") < text.index("联系人：") and "指标 | 巳县 | 全省 |" in text and "本地" not in text
    assert "以下问题供分析时参考，不是结论：value_added_growth为何变化？" in text and "收到本函之日起15日内（______年__月__日前）" in text
    assert text.splitlines()[-4:-3] != [] and "联系人：______" in text and "（单位名称）______" in text and "______年__月__日\n" in text


@pytest.mark.parametrize("region", ["990101", "990202"])
def test_the_letter_is_neutral_and_has_no_number_of_its_own(place, region):
    b = opened(place, region)
    text = text_of([reports.letter_head(b), reports.letter(b)])
    assert not [w for w in BLAME if w in text] and "〔" not in text and "函〔" not in text and "文件" not in text


def test_the_marks_that_the_register_reads(place):
    marks = [unescape(t).split("|") for t in re.findall(r'data-letter="([^"]*)"', reports.letter(opened(place)).html)]
    assert marks == [["value_added_growth", "G", "2024-11"]]


def test_no_letter_where_nothing_is_found_or_all_was_told(place):
    assert "没有达到提示条件的指标" in text_of([reports.letter(opened(place, "990103"))])
    write_told(place, "990202", "2024-11", [("value_added_growth", "G", "2024-11")])
    html = reports.letter(opened(place)).html
    assert "达到提示条件的指标此前均已提示" in html and "data-letter" not in html
    assert [u.line() for u in pages({"p": page(opened(place), html)}, place).unproved] == []


def test_a_public_edition_and_a_city_are_refused_in_one_line(place, monkeypatch):
    with pytest.raises(BriefError, match="县") as refusal:
        reports.findings(opened(place, "990100"))
    assert "\n" not in str(refusal.value)
    b = opened(place)
    public = SimpleNamespace(public=True, region=b.region, cat=b.cat, lang="zh")
    with pytest.raises(BriefError, match="公开版") as refusal:
        reports.findings(public)
    assert "\n" not in str(refusal.value)


def test_several_regions_together_are_total_over_total(place):
    """Growth of the first two: (11.2 + 11.0) / 20 - 1 = 11 %; their margin (−0.4 + 0.4) / 40 = 0."""
    b = opened(place)
    growth, used = mean_of(b, "value_added_growth", ("990101", "990102", "990203"))
    assert growth.value == pytest.approx(11.0) and used == ("990101", "990102")
    assert mean_of(b, "profit_margin", ("990101", "990102"))[0].value == pytest.approx(0.0)
    assert mean_of(b, "profit_margin", ("990203",))[0].known is False


RIGHT = [
    ("贵县有1项指标达到提示条件", "letter|||||G|count"), ("自2024年1—11月以来已连续2期达到提示条件", "letter|||||G|run"), ("已连续2期达到提示条件", "letter|||||G|run"),
    ("收到本函之日起15日内", "letter|||||G|days"), ("value_added_growth为何变化", "letter|||||G|ask"), ("没有达到提示条件的指标", "letter||990103||||none"),
    ("提示条件：居全省县后2位，且低于全省1.0个百分点以上，连续2期", "letter|||||G|condition"),
    ("低于2个同类县平均15.0个百分点", "mean|value_added_growth||||990101,990102|-"), ("−15.0", "mean|value_added_growth||||990101,990102"),
    ("高于2个同类县平均12.00个百分点", "mean|profit_margin||||990101,990102|+"),
]
WRONG = [
    ("贵县有2项指标达到提示条件", "letter|||||G|count"), ("贵县有1项指标达到提示条件", "letter|||||M|count"), ("贵县有1项指标达到提示条件", "letter||990103|||G|count"),
    ("自2024年1—11月以来已连续3期达到提示条件", "letter|||||G|run"), ("自2023年1—12月以来已连续2期达到提示条件", "letter|||||G|run"), ("收到本函之日起20日内", "letter|||||G|days"),
    ("profit_margin为何变化", "letter|||||G|ask"),
    ("提示条件：居全省县后3位，且低于全省1.0个百分点以上，连续2期", "letter|||||G|condition"), ("提示条件：居全省县后2位，且高于全省1.0个百分点以上，连续2期", "letter|||||G|condition"),
    ("提示条件：居全省县后2位，且低于全省5.0个百分点以上，连续2期", "letter|||||G|condition"), ("提示条件：居全省县后2位，且低于全省1.0个百分点以上，连续3期", "letter|||||G|condition"), ("提示条件：居全省县后2%，且低于全省1.0个百分点以上，连续2期", "letter|||||G|condition"),
    ("提示条件同上", "letter|||||G,G|same"), ("提示条件同上", "letter|||||G,M|same"), ("没有达到提示条件的指标", "letter||||||none"), ("达到提示条件的指标此前均已提示", "letter|||||G|none"),
    ("低于2个同类县平均14.9个百分点", "mean|value_added_growth||||990101,990102|-"), ("高于2个同类县平均15.0个百分点", "mean|value_added_growth||||990101,990102|+"),
    ("低于3个同类县平均15.0个百分点", "mean|value_added_growth||||990101,990102|-"), ("低于2个同类县平均15.0个百分点", "mean|value_added_growth||||990101,990203|-"), ("15.0", "mean|value_added_growth||||990101,990102"),
]


def test_the_period_is_named_once_where_ranges_overlap(place, monkeypatch):
    monkeypatch.setattr(importlib.import_module("jianbao.reports.letter"), "move_of", lambda *args: SimpleNamespace(places=1, sure=False))
    assert "位次较1—11月前移1位（位次区间重叠，不判断升降），" in text_of([reports.letter(opened(place))])


def test_a_condition_is_the_same_only_where_every_part_of_it_is(place):
    a = SimpleNamespace(figures=SimpleNamespace(cat=opened(place).cat), lang="zh")
    one = SimpleNamespace(indicator="value_added_growth", last=2, share=0, gap=1.0, periods=2)
    for other, same in (({"indicator": "revenue_growth"}, True), ({"periods": 3}, False), ({"gap": 2.0}, False), ({"last": 3}, False), ({"indicator": "profit_margin"}, False)):
        assert alike(a, [one, SimpleNamespace(**{**vars(one), **other})]) == same, other


def said(place, text, claim):
    b = opened(place)
    return [u.why for u in pages({"p": page(b, f'<p class="w"><span data-claim="{claim}">{text}</span></p>')}, place).unproved]


@pytest.mark.parametrize(("text", "claim"), RIGHT, ids=[f"{t}-{c}" for t, c in RIGHT])
def test_a_claim_that_holds_is_proved(place, text, claim):
    assert said(place, text, claim) == []


@pytest.mark.parametrize(("text", "claim"), WRONG, ids=[f"{t}-{c}" for t, c in WRONG])
def test_a_claim_that_does_not_hold_fails_the_page(place, text, claim):
    assert said(place, text, claim)


def specs(*regions, period="2024-12", lang="zh"):
    return tuple(SimpleNamespace(notebook=Path("shortboard_letter.ipynb"), region=r, file=f"reports/shortboard_letter/{r}{'' if lang == 'zh' else '.' + lang}.html", values={"period": period, "lang": lang}) for r in regions)


def test_what_is_issued_is_noted_once_and_the_next_period_is_silent(place, tmp_path):
    register, pages_ = tmp_path / "runs.sqlite", {s.file: reports.letter(opened(place, s.region)).html for s in specs("990202", "990103")}
    for _ in range(2):  # the same build again changes nothing
        assert issued.note(specs("990202", "990103"), pages_.__getitem__, place, register) == 1
        assert [r[:6] for r in letters_of(register)] == [("990202", "value_added_growth", "G", "2024-11", "2024-12", "reports/shortboard_letter/990202.html")]
    assert [(t.rule, t.period) for t in told(place, "990202", ("2024-11", "2024-12"), "")] == [("G", "2024-12")]
    assert not (place / "letters" / "990103").exists()
    assert found(place) == [("G", 2, "2024-11")] and found(place, period="2024-11") == []


def test_a_letter_made_anew_replaces_what_was_noted(place, tmp_path):
    register, marks = tmp_path / "runs.sqlite", ['<p data-letter="profit_margin|M|2023-12"><p data-letter="value_added_growth|G|2024-11">', '<p data-letter="value_added_growth|G|2024-11">']
    for html in marks:
        issued.note(specs("990202"), lambda _, html=html: html, place, register)
    assert [r[2] for r in letters_of(register)] == ["G"] and [t.rule for t in told(place, "990202", ("2024-12",), "")] == ["G"]


def test_two_languages_are_one_letter(place, tmp_path):
    both = specs("990202") + specs("990202", lang="en")
    pages_ = {s.file: reports.letter(opened(place, "990202", s.values["lang"])).html for s in both}
    assert issued.note(both, pages_.__getitem__, place, tmp_path / "runs.sqlite") == 1


def test_only_those_with_findings_stay_in_the_plan(place):
    others = tuple(SimpleNamespace(notebook=Path("league_table.ipynb"), region=r, file="x", values={"period": "2024-12"}) for r in ("990000",))
    assert [s.region for s in issued.addressed(others + specs(*CODES), place, "internal")] == ["990000", "990101", "990201", "990202"]


def test_the_list_of_letters(place, tmp_path, capsys):
    register = tmp_path / "runs.sqlite"
    issued.show(place, register, "zh")
    assert "还没有发出提示函" in capsys.readouterr().out
    issued.note(specs("990202"), lambda _: reports.letter(opened(place)).html, place, register)
    issued.show(place, register, "zh")
    assert "巳县" in (out := capsys.readouterr().out) and "共1项" in out
    register.unlink()  # the outputs may be deleted: what was told stays
    issued.show(place, register, "en")
    assert "F county" in (out := capsys.readouterr().out) and "1 findings" in out


def test_a_broken_list_of_what_was_told_is_one_line(place):
    path = place / "letters" / "990202" / "2024-11.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match="letters/990202/2024-11.csv") as refusal:
        found(place)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("row", "says"),
    [("Z,nothing,1,,1,1,15", "not in indicators.csv"), ("Z,value_added,1,,1,1,15", "level or neutral"), ("Z,profit_margin,1,10,1,1,15", "exactly one"),
     ("Z,profit_margin,,,1,1,15", "exactly one"), ("Z,profit_margin,1,,-1,1,15", "negative"), ("Z,profit_margin,1,,x,1,15", "number"), ("Z,profit_margin,,101,1,1,15", "percent")],
)
def test_a_wrong_rule_is_refused_in_one_line(place, row, says):
    path = place / "catalogue" / "letter_rules.csv"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.splitlines()[0] + "\n" + row + ",问,ask,invented,stated,,,\n", encoding="utf-8")
    try:
        with pytest.raises(CatalogueError, match=says) as refusal:
            check_letter_rules(catalogue.read(place))
        assert "\n" not in str(refusal.value)
    finally:
        path.write_text(before, encoding="utf-8")
