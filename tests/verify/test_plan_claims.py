"""Claims of sections 7 to 10, right and wrong, worked by hand from small_place: its targets, rules, measures and ranks."""

import json
from types import SimpleNamespace

import pytest

from jianbao.claims import Claim
from jianbao.verify import cells
from jianbao.verify.aims import of_whole
from jianbao.verify.report import pages
from jianbao.verify.rules import RULES, About

#: 子县·印染与服装 (E1) misses X1, X3 and X4, cannot follow X5, and stands under X2 of the city (5.00 % against 6.15 %).
#: Both gaps of the shortboards are three tenths of the farthest (1.15 of 3.85, 2.3 of 7.7): either may stand first.
#: B1 and B2 fire (1.15 and 2.3 points worse; a year ago E1 was all there was), so does A1; A3 asks for five enterprises.
RIGHT = [
    ("有数据的3项目标均慢于序时进度", "targets|||||here"), ("上级目标中可参照的1项，本地未达到", "targets|||||above"), ("另有1项目标没有监测数", "targets|||||blind"),
    ("利润率", "target|||||X1|name"), ("6%以上", "target|||||X1|aim"), ("5.00%", "target|||||X1|actual"), ("83.3／86.1", "target|||||X1|done"),
    ("▼ 慢于序时", "target|||||X1|verdict"), ("差1.00个百分点", "target|||||X1|gap"), ("子县经信局", "target|||||X1|owner"), ("一", "target|||||X1|clause"),
    ("利润率达到全省水平 参照", "target|||||X2|name"), ("全省同行业6.15%", "target|||||X2|aim"), ("○ 未达到", "target|||||X2|verdict"), ("—", "target|||||X2|done"),
    ("差1.15个百分点", "target|||||X2|gap"), ("25亿元", "target|||||X3|aim"), ("10.0亿元", "target|||||X3|actual"), ("40.0／50.0", "target|||||X3|done"),
    ("差15.0亿元", "target|||||X3|gap"), ("持平", "target|||||X4|actual"), ("差5.0个百分点；2025年需增长10.3%", "target|||||X4|gap"),
    ("产业规模突破10亿元（无对应监测指标）", "target|||||X5|blind"), ("目标出自《提升方案（2024—2025年）》，以2023年为基期", "sources"),
    ("2项可比指标均弱于全省同行业，差距最大的是利润率、增加值增速", "shortboards||||||B1,B2"), ("触发预警1条", "alarms||||||A1"),
    ("利润率（%）", "watch|||||B1|name"), ("−1.15", "watch|||||B1|gap"), ("2期", "watch|||||B1|running"), ("▲ 由平转弱", "watch|||||B1|moved"),
    ("本期持平，全省同行业增长2.3%，差距连续2期大于1个百分点", "watch|||||A1|told"), ("增速低于全省", "watch|||||A1|name"), ("A1", "watch|||||A1|id"),
    ("按登记的规则表逐条判断5条。1条未判断（企业数不足的1条），按未触发处理", "asked"),
    ("登记的文件中与短板对应的举措2条，供研究", "measures||||||M1,M2"),
    ("利润率：“推进‘品牌+’行动”《提升方案（2024—2025年）》（小政发〔2024〕1号）一；责任单位：甲市经信局", "measure|||||M1"),
    ("利润率、增加值增速：“扩大投资”同上，一", "measure|||||M2"),
    ("−2.3", "diff|value_added_growth||||990000"), ("1", "place|value_added||||county|position"), ("1–2", "place|above_scale_enterprises||||county|range"),
    ("2", "place|value_added||||county|ranked"), ("2", "place|value_added_growth||||under:990100|both"),
    ("上年也居第1位", "ranked|value_added||||2023-12"), ("2个有数据；1个没有该行业", "left|value_added||||county"), ("1个没有该行业", "left|value_added||||county|rest"),
    ("2个县（市、区）", "plotted|value_added||||county"), ("所需的数中1个为负", "lacks|profit|990101|C17R||2023-12"), ("子县", "label||||||region"), ("服装业", "label|||||C18"), ("2024年1—12月", "label||||||period"),
]
WRONG = [
    ("有数据的3项目标均快于序时进度", "targets|||||here"), ("有数据的4项目标均慢于序时进度", "targets|||||here"), ("有数据的3项目标中，2项慢于序时进度、1项已达到", "targets|||||here"),
    ("上级目标中可参照的1项，本地达到", "targets|||||above"), ("上级目标中可参照的2项，本地均未达到", "targets|||||above"), ("1项目标没有监测数", "targets|||||blind"),
    ("另有2项目标没有监测数", "targets|||||blind"), ("没有适用于本地的目标", "targets|||||none"), ("上级目标未作对照", "targets|||||withheld"),
    ("利润总额", "target|||||X1|name"), ("利润率 参照", "target|||||X1|name"), ("6%", "target|||||X1|aim"), ("7%以上", "target|||||X1|aim"), ("6%左右", "target|||||X1|aim"),
    ("5.01%", "target|||||X1|actual"), ("83.3／86.2", "target|||||X1|done"), ("83.4／86.1", "target|||||X1|done"), ("—", "target|||||X1|done"), ("▲ 快于序时", "target|||||X1|verdict"),
    ("● 已达到", "target|||||X1|verdict"), ("超1.00个百分点", "target|||||X1|gap"), ("差1.10个百分点", "target|||||X1|gap"), ("甲市经信局", "target|||||X1|owner"), ("—", "target|||||X1|owner"),
    ("二", "target|||||X1|clause"), ("利润率达到全省水平", "target|||||X2|name"), ("全省同行业6.16%", "target|||||X2|aim"), ("甲市同行业6.15%", "target|||||X2|aim"), ("全省6.15%", "target|||||X2|aim"), ("全省同口径6.15%", "target|||||X2|aim"), ("● 达到", "target|||||X2|verdict"),
    ("80.0", "target|||||X2|done"), ("25万元", "target|||||X3|aim"), ("10.0万元", "target|||||X3|actual"), ("增长0.1%", "target|||||X4|actual"), ("差5.0个百分点", "target|||||X4|gap"),
    ("差5.0个百分点；今后年均需增长10.3%", "target|||||X4|gap"), ("差5.0个百分点；2025年需增长10.4%", "target|||||X4|gap"), ("产业规模突破11亿元（无对应监测指标）", "target|||||X5|blind"),
    ("产业规模突破10亿元（不公布）", "target|||||X5|blind"), ("利润率6%以上（无数据）", "target|||||X1|blind"), ("10.0亿元", "target|||||X5|actual"), ("6%", "target|||||X9|aim"),
    ("目标出自《提升方案（2024—2025年）》，以2022年为基期", "sources"), ("目标出自《另一方案》，以2023年为基期", "sources"),
    ("2项可比指标均弱于全省同行业，差距最大的是利润率、增加值增速", "shortboards||||||B2,B1"), ("2项可比指标中1项弱于全省同行业：利润率", "shortboards||||||B1"),
    ("2项可比指标都不弱于全省同行业", "shortboards"), ("2项可比指标均弱于甲市同行业，差距最大的是利润率、增加值增速", "shortboards||||||B1,B2"),
    ("3项可比指标均弱于全省同行业，差距最大的是利润率、增加值增速", "shortboards||||||B1,B2"), ("没有可判断的数", "shortboards||||||open"),
    ("没有触发预警", "alarms"), ("触发预警2条", "alarms||||||A1,A2"), ("触发预警2条", "alarms||||||A1"), ("利润率（%，低为优）", "watch|||||B1|name"), ("增加值增速（%）", "watch|||||B1|name"),
    ("+1.15", "watch|||||B1|gap"), ("−1.14", "watch|||||B1|gap"), ("3期", "watch|||||B1|running"), ("≥2期", "watch|||||B1|running"), ("▲ 扩大", "watch|||||B1|moved"), ("—", "watch|||||B1|moved"),
    ("2期", "watch|||||A2|running"), ("本期增长0.1%，全省同行业增长2.3%，差距连续2期大于1个百分点", "watch|||||A1|told"), ("本期持平，全省同行业下降2.3%，差距连续2期大于1个百分点", "watch|||||A1|told"),
    ("本期持平，全省同行业增长2.4%，差距连续2期大于1个百分点", "watch|||||A1|told"), ("本期持平，全省同行业增长2.3%，差距连续3期大于1个百分点", "watch|||||A1|told"),
    ("本期持平，全省同行业增长2.3%，差距连续2期大于2个百分点", "watch|||||A1|told"), ("本期持平，甲市同行业增长2.3%，差距连续2期大于1个百分点", "watch|||||A1|told"), ("增速高于全省", "watch|||||A1|name"), ("A2", "watch|||||A1|id"),
    ("按登记的规则表逐条判断6条。1条未判断（企业数不足的1条），按未触发处理", "asked"), ("按登记的规则表逐条判断5条。", "asked"), ("按登记的规则表逐条判断5条。1条未判断（企业数不足的1条）：不公布的数不触发规则", "asked"), ("按登记的规则表逐条判断5条。1条未判断（无数据的1条）", "asked"),
    ("登记的文件中与短板对应的举措1条，供研究", "measures||||||M1"), ("登记的文件中与短板对应的举措3条，供研究", "measures||||||M1,M2"), ("没有对应的举措", "measures||||||none"),
    ("登记的文件中与短板对应的举措2条，供研究；另有1项短板没有查到对应举措", "measures||||||M1,M2"),
    ("利润率：“推进‘质量+’行动”《提升方案（2024—2025年）》（小政发〔2024〕1号）一；责任单位：甲市经信局", "measure|||||M1"),
    ("利润率：“推进‘品牌+’行动”《提升方案（2024—2025年）》（小政发〔2024〕2号）一；责任单位：甲市经信局", "measure|||||M1"),
    ("利润率：“推进‘品牌+’行动”《提升方案（2024—2025年）》（小政发〔2024〕1号）一", "measure|||||M1"), ("增加值增速：“推进‘品牌+’行动”《提升方案（2024—2025年）》（小政发〔2024〕1号）一；责任单位：甲市经信局", "measure|||||M1"),
    ("利润率、增加值增速：“扩大投资”同上，一；责任单位：甲市经信局", "measure|||||M2"), ("利润率、增加值增速：“扩大投资”同上，二", "measure|||||M2"), ("利润率：“x”同上，一", "measure|||||M3"),
    ("+2.3", "diff|value_added_growth||||990000"), ("−2.4", "diff|value_added_growth||||990000"), ("2", "place|value_added||||county|position"), ("1", "place|above_scale_enterprises||||county|range"),
    ("3", "place|value_added||||county|ranked"), ("1", "place|value_added_growth||||under:990100|both"), ("2=", "place|value_added_growth||||under:990100|both"),
    ("上年同期也居第1位", "ranked|value_added||||2023-12"), ("上年第2位，位次前移", "ranked|value_added||||2023-12"), ("上年也居第2位", "ranked|value_added||||2023-12"), ("上年也居第1位", "ranked|value_added||||2024-11"),
    ("3个有数据", "left|value_added||||county"), ("2个有数据；1个不公布", "left|value_added||||county"), ("2个没有该行业", "left|value_added||||county|rest"), ("3个县（市、区）", "plotted|value_added||||county"),
    ("所需的数中2个为负", "lacks|profit|990101|C17R||2023-12"), ("所需的数中1个不公布", "lacks|profit|990101|C17R||2023-12"), ("丑县", "label||||||region"), ("纺织业", "label|||||C18"), ("2024年1—11月", "label||||||period"),
]


@pytest.mark.parametrize(("text", "claim"), RIGHT, ids=[f"{t}-{c}" for t, c in RIGHT])
def test_what_plans_rules_and_ranks_give_is_proved(small, text, claim):
    assert [u.line() for u in pages({"page": small.said(text, claim)}, small.folder).unproved] == []


@pytest.mark.parametrize(("text", "claim"), WRONG, ids=[f"{t}-{c}" for t, c in WRONG])
def test_anything_else_fails_the_page(small, text, claim):
    assert pages({"page": small.said(text, claim)}, small.folder).failed == {"page"}


@pytest.mark.parametrize(
    ("text", "claim", "about", "holds"),
    [
        ("登记的方案中没有适用于全省本行业的目标", "targets|||||none", ("990000", "T01"), True),
        ("登记的方案中没有适用于全省的目标", "targets|||||none", ("990000", "T01"), False), ("登记的方案中没有适用于全县本行业的目标", "targets|||||none", ("990000", "T01"), False),
        ("有数据的1项目标未达到", "targets|||||here", ("990100", "IND"), False),  # of the sets together: E1 and E3, level with the province
        ("没有触发预警", "alarms", ("990000", "T01"), True),
        ("触发预警1条", "alarms||||||A2", ("990101", "C17R"), True),  # E2: 10 to −20; nobody else has the sector
        ("本期亏损0.2亿元，上年同期盈利0.1亿元", "watch|||||A2|told", ("990101", "C17R"), True), ("本期−0.2亿元，上年同期0.1亿元", "watch|||||A2|told", ("990101", "C17R"), False),
        ("本期盈利0.2亿元，上年同期亏损0.1亿元", "watch|||||A2|told", ("990101", "C17R"), False), ("本期亏损0.2亿元，上年同期盈利0.2亿元", "watch|||||A2|told", ("990101", "C17R"), False),
        ("没有可判断的数，短板和预警未作判断", "shortboards||||||open", ("990103", "T01"), True),
        ("按登记的规则表逐条判断2条。1条未判断（企业数不足的1条），按未触发处理", "asked", ("990000", "T01"), True),
    ],
)
def test_other_regions_and_sectors_by_hand(small, text, claim, about, holds):
    assert bool(pages({"page": small.said(text, claim, about=about)}, small.folder).failed) != holds


def test_the_same_in_english(small):
    right = [
        ("All 3 targets with figures are behind schedule", "targets|||||here"), ("yardsticks reached: 0 of 1", "targets|||||above"), ("2.5 billion yuan", "target|||||X3|aim"),
        ("1.50 billion yuan short", "target|||||X3|gap"), ("5.0 points short; growth of 10.3% in 2025", "target|||||X4|gap"), ("at least 6%", "target|||||X1|aim"),
        ("2 of 2 indicators are worse than the sector in the province; the widest gaps: profit margin and value added growth", "shortboards||||||B1,B2"),
        ("Unchanged against up 2.3% in the province; the gap has been above 1 point for 2 periods", "watch|||||A1|told"), ("1 alert was raised", "alarms||||||A1"),
        ("Profit margin and value added growth: invest moreThe same, I", "measure|||||M2"),
    ]
    for text, claim in right:
        assert not pages({"page": small.said(text, claim, "en")}, small.folder).unproved, text
        wrong = text.translate(str.maketrans("0123456789", "1234567890")) if any(c.isdigit() for c in text) else text.replace("margin", "rate")
        assert pages({"page": small.said(wrong, claim, "en")}, small.folder).failed, wrong


# ---- what the small place's release has not: peers, revisions, lists known in part -----------------------------------


@pytest.fixture
def standing(small):
    """The release's own file of revisions, with one."""
    path = small.folder / "panel" / "release-internal" / "standing.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(json.dumps(json.loads(text) | {"revision": {"T01": {"level": 0.5, "growth": 1.26}}}), encoding="utf-8")
    yield small
    path.write_text(text, encoding="utf-8")


def test_the_error_of_a_revision_is_the_releases_and_widens_ranges(standing):
    for text, claim, holds in (
        ("增速标准差1.3个百分点", "error", True), ("增速标准差1.2个百分点", "error", False), ("1–2", "place|value_added||||county|range", True), ("1", "place|value_added||||county|range", False),
    ):
        assert bool(pages({"page": standing.said(text, claim)}, standing.folder).failed) != holds, text


def test_like_regions_are_worked_out_from_the_structure_of_the_year_before(small):
    """In 2023 子县 is C17 alone (E1 and E2) and 丑县 nothing: no region is like another, and none may be named as a peer."""
    row = '<table><thead><tr><th>x</th><th data-col="peer|value_added||||990101|{}">y</th></tr></thead><tbody><tr><th><span data-fact="value_added|{}|T01|2024-12">{}</span></th><td>{}</td></tr></tbody></table>'
    for way, region, figure, text, holds in (
        ("distance", "990101", "2.2", "—", True), ("size", "990101", "2.2", "1.00", True), ("size", "990101", "2.2", "1.01", False), ("distance", "990102", "0.7", "0.50", False),
    ):
        html = small.said("口径与来源", "plain", around="<p class=w>{}</p>" + row.format(way, region, figure, text))
        assert bool(pages({"page": html}, small.folder).failed) != holds, (way, region)


# ---- numbers that nothing claims ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("around", "reported"),
    [
        ("<table><caption>位次，共3个</caption></table>", True), ("<div class=src>标准差0.5个百分点</div>", True), ("<h3>合计2.8</h3>", True), ("<ul><li>共3条</li></ul>", True),
        ("<table><tr><td>3.2</td></tr></table>", True), ("<details><summary>合计2.8</summary></details>", True),
        ("<div class=src>据《浙江统计年鉴2025》表7-5，数据见附表3，2024年1—12月</div>", False), ("<table><tr><td>2024</td></tr></table>", False), ("<div class=src>小政发〔2024〕1号</div>", False), ("<summary>Table A3. Growth, last 6 periods</summary>", False),
    ],
)
def test_a_number_in_a_caption_note_or_cell_is_claimed_or_reported(small, around, reported):
    report = pages({"page": small.said("口径与来源", "plain", around="<p class=w>{}</p>" + around)}, small.folder)
    assert bool(report.unproved) == reported and not report.failed and report.sentences == 1


@pytest.mark.parametrize(
    ("text", "versus", "holds"),
    [
        ("按2023年的行业构成选取", "990102", True),
        ("按2024年的行业构成选取", "990102", False),
        ("按2023年的行业构成选取，其中1个没有该行业", "990102", False),
        ("按2023年的行业构成选取", "990101", False),
    ],
)
def test_why_peers_were_chosen_is_worked_out(small, monkeypatch, text, versus, holds):
    """As if 丑县, which has the sector (E3), were the one like region of 子县."""
    monkeypatch.setattr(cells, "_listed", lambda a: [("990102", 0.1, 1.0)])
    monkeypatch.setattr(cells, "_year", lambda a: "2023-12")
    assert bool(pages({"page": small.said(text, f"chosen|value_added||||{versus}")}, small.folder).failed) != holds


@pytest.mark.parametrize(
    ("text", "complete", "holds"), [("名单45个，已查到2个", False, False), ("已查到2个，应有45个", False, True), ("已查到2个，应有45个", True, False), ("已查到3个，应有45个", False, False)]
)
def test_a_list_known_in_part_says_how_much_of_it(text, complete, holds):
    group = SimpleNamespace(id="big", complete=complete, members=("990101", "990102"), expected=45)
    figures = SimpleNamespace(cat=SimpleNamespace(peer_groups=lambda: (group,)))
    why = RULES["listed"](About(figures, Claim("listed", "value_added", "990101", "T01", "2024-12", "group:big"), text, "zh"))
    assert (why == "") == holds


@pytest.mark.parametrize(("text", "sectors", "right"), [
    ("全省同口径4.16%", ("T01", "T02"), True), ("全省4.16%", ("T01", "T02"), False), ("全省同行业4.16%", ("T01", "T02"), False), ("同口径4.16%", ("T01", "T02"), False),
    ("全省5.08%", ("IND",), True), ("全省同口径5.08%", ("IND",), False),
])
def test_the_whole_of_several_sectors_together_is_not_all_industry(text, sectors, right):
    """湖州's plan of 17 sectors: 「全省同口径4.16%」 was refused, and no page of the city could be made."""
    place = SimpleNamespace(reference_name=lambda lang: "全省")
    a = SimpleNamespace(text=text, lang="zh", figures=SimpleNamespace(cat=SimpleNamespace(place=place)), all_sectors="IND", claim=SimpleNamespace(sector="IND"))
    assert (of_whole(a, sectors) == "") == right
