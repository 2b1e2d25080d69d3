"""Claims of the small place, right and wrong, each worked by hand from small_place.ENTERPRISES; and the whole of its pages."""

import importlib.util
import re
from pathlib import Path

import pytest

from jianbao.claims import KINDS, Claim, ClaimError
from jianbao.verify import rules
from jianbao.verify.page import read_page
from jianbao.verify.report import pages

_spec = importlib.util.spec_from_file_location("plan_claims", Path(__file__).with_name("test_plan_claims.py"))
plans = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(plans)

#: Words and claim about 子县·印染与服装, 2024年1—12月. E1 makes it: value added 2.2 (200,000 → 220,000 at an index of 110),
#: revenue 10.0 from 9.0, profit 0.5 from 0.4; with 丑县's E3 (0.66 from 0.6, profit 0.3 from −0.05) the province.
RIGHT = [
    ("2.2亿元", "value|value_added"),
    ("5.00%", "value|profit_margin"),
    ("持平", "rate|value_added_growth|||||0"),
    ("增长25.0%", "rate|profit_growth|||||+"),
    ("下降9.1%", "rate|value_added_growth|||2023-12||-"),
    ("提高0.56个百分点", "moved|profit_margin|||||+"),
    ("低于全省同行业2.3个百分点", "gap|value_added_growth||||990000|-"),
    ("低于甲市同行业1.15个百分点", "gap|profit_margin||||990100|-"),
    ("增速与1—11月持平", "pace|value_added_growth||||2024-11|same"), ("降幅比2023年收窄9.1个百分点", "pace|value_added_growth||||2023-12|narrower"),
    ("居全省第1位（2个县（市、区）有数据）", "rank|value_added||||county|1/2"),
    ("在2个县中居第1位（1–2）（并列）", "rank|above_scale_enterprises||||county|1/2=:1-2"),
    ("在本地和1个同类地区中，增速居第2位", "rank|value_added_growth||||990101,990102|2/2"),
    ("占全县66.7%", "share|value_added||||region"),
    ("占全省76.9%", "share|value_added||||root"),
    ("区位商0.92", "quotient|value_added"),
    ("影响不足0.1个百分点", "pull|value_added|||||~"),
    ("纺织业占全县的100.0%", "mix|value_added||IND|||C17"),
    ("+0.2", "shift|value_added||||2023-12|change"),
    ("−0.7", "shift|value_added||||2023-12|regional"),
    ("▲ 上升·向好", "tag|profit_margin|||||+b"),
    ("营业收入、利润总额上升", "moves|revenue,profit|||||+"), ("增加值持平", "moves|value_added|||||0"),
    ("扭亏为盈", "turn|profit|990102||||profit"), ("▲ 上升·向好", "tag|profit|990102||||+b"), ("利润总额上升", "moves|profit|990102||||+"),
    ("寅县没有规模以上企业", "none|value_added|990103|||level"),
    ("有2个县（市、区）有该行业", "having|value_added|990000|||county|2"),
    ("有可比增速的2个县（市、区）中，1个增长、1个持平", "count|value_added|990000|||county+|2/1/0"),
    ("拉动最大的是服装业（1.7个百分点）", "most|value_added|990000||||+C18"),
    ("对标的4项指标中1项优于、3项弱于全省同行业", "benchmark|||||990000|1/3/4"),
    ("−1.15 弱于", "beside|profit_margin||||990000|w"),
    ("+3.1 优于", "beside|labour_productivity||||990000|b"),
    ("口径与来源", "plain"),
]
WRONG = [
    ("无法比较", "tag|profit|990102||||?"), ("▼ 下降·趋差", "tag|profit|990102||||-w"), ("利润总额下降", "moves|profit|990102||||-"),
    ("降幅比2023年1—12月收窄9.1个百分点", "pace|value_added_growth||||2023-12|narrower"), ("降幅比上半年收窄9.1个百分点", "pace|value_added_growth||||2023-12|narrower"),
    ("2.3亿元", "value|value_added"), ("2亿元", "value|value_added"), ("2.2万元", "value|value_added"), ("…", "value|value_added"), ("—", "value|value_added"),
    ("0.22 billion yuan", "value|value_added"), ("2.2亿元", "value|value_added|990102"), ("增长0.1%", "rate|value_added_growth|||||+"),
    ("下降25.0%", "rate|profit_growth|||||-"), ("下降25.0%", "rate|profit_growth|||||+"), ("增长25.1%", "rate|profit_growth|||||+"),
    ("大幅增长（基数较小）", "rate|profit_growth|||||>"), ("增长9.1%", "rate|value_added_growth|||2023-12||+"), ("下降0.56个百分点", "moved|profit_margin|||||-"),
    ("提高0.56个百分点", "moved|revenue|||||+"), ("高于全省同行业2.3个百分点", "gap|value_added_growth||||990000|+"),
    ("低于甲市同行业2.3个百分点", "gap|value_added_growth||||990000|-"), ("低于全省同行业2.4个百分点", "gap|value_added_growth||||990000|-"),
    ("增速比1—11月加快0.3个百分点", "pace|value_added_growth||||2024-11|faster"), ("居全省第2位（2个县（市、区）有数据）", "rank|value_added||||county|2/2"),
    ("居全省第1位（3个县（市、区）有数据）", "rank|value_added||||county|1/2"), ("居全省第1位（并列）（2个县有数据）", "rank|value_added||||county|1/2"),
    ("居全省第1位（1–2）（2个县有数据）", "rank|value_added||||county|1/2:1-2"), ("在2个县中居第1位（并列）", "rank|above_scale_enterprises||||county|1/2="),
    ("在2个县中居第1位（1–3）（并列）", "rank|above_scale_enterprises||||county|1/2=:1-2"), ("增速第1位", "rank|value_added_growth||||990101,990102|1/2"),
    ("在本地和2个同类地区中，增速居第2位", "rank|value_added_growth||||990101,990102|2/2"), ("在本地和1个同类地区中，增速第2位", "rank|value_added_growth||||990101,990102|2/2"), ("占全县66.6%", "share|value_added||||region"), ("区位商0.93", "quotient|value_added"), ("拉动0.1个百分点", "pull|value_added|||||+"),
    ("服装业占全县的100.0%", "mix|value_added||IND|||C18"), ("纺织业占全市的100.0%", "mix|value_added||IND|||C17"), ("纺织业占全县的99.9%", "mix|value_added||IND|||C17"), ("纺织业占全县的近七成（66.7%）", "mix|value_added||IND|||C17"),
    ("+0.3", "shift|value_added||||2023-12|change"), ("▲ 上升·趋差", "tag|profit_margin|||||+w"), ("▼ 下降·趋差", "tag|profit_margin|||||-w"),
    ("营业收入、增加值上升", "moves|revenue,value_added|||||+"), ("营业收入持平", "moves|revenue|||||0"), ("增加值上升", "moves|value_added|||||0"), ("由盈转亏", "turn|profit|990102||||loss"), ("扭亏为盈", "turn|profit|||||profit"),
    ("没有规模以上企业", "none|value_added||||level"), ("不公布", "none|value_added||||level|s"), ("有3个县有该行业", "having|value_added|990000|||county|3"),
    ("2个县有增速，全部增长", "count|value_added|990000|||county+|2/2/0"), ("2个县有增速，全部增长", "count|value_added|990000|||county+|2/1/0"),
    ("2个县有增速，其中1个增长", "count|value_added|990000|||county+|2/1/0"), ("2个县有增速，其中1个增长、1个下降", "count|value_added|990000|||county+|2/1/0"),
    ("拉动最大的是纺织业（1.7个百分点）", "most|value_added|990000||||+C17"), ("连续3个月加快", "streak|value_added_growth|||||faster"),
    ("对标的4项指标中2项优于、2项弱于全省同行业", "benchmark|||||990000|2/2/4"), ("对标的4项指标中3项优于、1项弱于全省同行业", "benchmark|||||990000|1/3/4"),
    ("对标的4项指标中1项优于、3项弱于甲市同行业", "benchmark|||||990000|1/3/4"), ("4项指标均弱于全省同行业", "benchmark|||||990000|0/4/4"),
    ("−1.15 优于", "beside|profit_margin||||990000|b"), ("−1.15 优于", "beside|profit_margin||||990000|w"), ("+1.15 弱于", "beside|profit_margin||||990000|w"),
    ("−1.14 弱于", "beside|profit_margin||||990000|w"), ("居最优的四分之一（2个县）", "quarter|profit_margin||||county|4/2"),
    ("（2024年区划调整，与此前不可比）", "break|||||2023-12|2024"), ("1项居最优的四分之一", "quarters|||||county|1/0"), ("5.58", "quartile|profit_margin||||county|2"),
    ("共3家企业", "plain"), ("2.2亿元", "level|value_added"), ("2.2亿元", "value|nothing"), ("2.2亿元", "value|value_added|999999"),
]


@pytest.mark.parametrize(("text", "claim"), RIGHT, ids=[c for _, c in RIGHT])
def test_a_claim_that_holds_is_proved(small, text, claim):
    report = pages({"page": small.said(text, claim)}, small.folder)
    assert [u.line() for u in report.unproved] == [] and (report.sentences, report.claims) == (1, 1)


@pytest.mark.parametrize(("text", "claim"), WRONG, ids=[f"{t}-{c}" for t, c in WRONG])
def test_a_claim_that_does_not_hold_fails_the_page(small, text, claim):
    report = pages({"page": small.said(text, claim)}, small.folder)
    assert report.failed == {"page"} and text in report.unproved[0].line()


def test_every_kind_of_claim_has_a_rule_and_a_case():
    assert set(rules.RULES) == set(KINDS)
    # Three periods and two counties are too few for streaks, leaders and the documents: other files have their cases.
    elsewhere = "".join(p.read_text(encoding="utf-8") for p in sorted(Path(__file__).parents[1].rglob("test_*.py")) if p != Path(__file__))
    left = set(KINDS) - {c.split("|")[0] for _, c in RIGHT + plans.RIGHT}
    assert [k for k in sorted(left) if not re.search(rf"""["']{k}(\||["'])""", elsewhere)] == []
    assert {c.split("|")[0] for _, c in WRONG + plans.WRONG} >= set(KINDS) - left


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_sentence_of_the_small_place_is_proved(small, lang):
    found = {f"{kind}-{name}": small.page(kind, about, lang) for kind, name, about in small.CASES}
    report = pages(found, small.folder)
    assert [u.line() for u in report.unproved] == []
    assert report.briefs == len(found) and report.claims > report.sentences > 60 and report.figures > 50
    assert all(s.claims for html in found.values() for s in read_page(html, "IND").sentences if s.text and not s.line)


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("增加值增长3.0%", "no claim"),
        ('增加值<b data-claim="value|value_added">2.2亿元</b>，居第1位', "a number"),
        ('增加值<b data-claim="value|value_added">2.2亿元</b>，高于全省', "高于"),
    ],
)
def test_what_no_claim_proves_is_reported(small, sentence, why):
    html = small.said("", "plain", around=f'<p class="w">{sentence}</p>{{}}')
    found = pages({"page": html}, small.folder).unproved
    assert len(found) == 1 and why in found[0].why and not found[0].wrong


def test_a_negative_profit_is_printed_as_a_loss(small):
    """E2 loses 20,000 千元: 0.2亿元."""
    claim = "value|profit||C17R|||abs"
    assert not pages({"p": small.said("0.2亿元", claim)}, small.folder).unproved
    assert pages({"p": small.said("0.2亿元", "value|profit||C17R")}, small.folder).unproved
    assert not pages({"p": small.said("−0.2亿元", "value|profit||C17R")}, small.folder).unproved


@pytest.mark.parametrize("text", ["", "level|value_added", "value|a|b|c|d|e|f|g"])
def test_a_mark_that_is_no_claim_is_refused_in_one_line(text):
    with pytest.raises(ClaimError) as refusal:
        Claim.parse(text, ("r", "s", "p"))
    assert "\n" not in str(refusal.value)


def test_a_claim_is_read_back_as_it_was_written():
    own = ("330502", "T02", "2024-12")
    for kind in KINDS:
        claim = Claim(kind, "profit", "330000", "T02", "2023-12", "x,y", "+")
        assert Claim.parse(claim.packed(own), own) == claim
