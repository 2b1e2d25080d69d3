"""Claims of bulletins, cards and cluster briefs, right and wrong, worked by hand from the small place (tests/reports)."""

import importlib.util
from pathlib import Path
from types import SimpleNamespace

import pytest

from jianbao import panel
from jianbao.panel import release
from jianbao.verify import counters
from jianbao.verify.report import pages

_spec = importlib.util.spec_from_file_location("small_clusters", Path(__file__).parents[1] / "reports" / "small_clusters.py")
clusters = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(clusters)

PROVINCE, CITY, SET = ("990000", "IND"), ("990100", "IND"), ("990000", "T01")
ALL = "set:traditional17"
RIGHT = [
    (PROVINCE, "拉动全部工业增长1.7个百分点", f"adds|value_added||||{ALL}|+"), (PROVINCE, "+1.7", "adds|value_added||C18"), (PROVINCE, "0.0", "adds|value_added||C17"),
    (SET, "+2.3", "adds|value_added|990102|||root"), (SET, "拉动全省本集群增长2.3个百分点", "adds|value_added||||areas:core+coordinated|+"),
    (PROVINCE, "对全部工业增长的贡献率为100.0%", f"contribution|value_added||||{ALL}"), (PROVINCE, "对全部工业利润增长的贡献率为300.0%", f"contribution|profit||||{ALL}"),
    (PROVINCE, "100.0", "contribution|value_added||C18"), (PROVINCE, "—", "contribution|value_added||C17"), (("990101", "IND"), "—", "contribution|value_added||C1713"),
    (PROVINCE, "增长2.3%", f"together|value_added||||{ALL}|rate+"), (PROVINCE, "72.2%", f"together|value_added||||{ALL}|share"), (PROVINCE, "持平", f"together|value_added||||{ALL}|moved0"),
    (PROVINCE, "6.15%", f"together|profit_margin||||{ALL}|value"), (PROVINCE, "高于全部工业2.82个百分点", f"together|profit_margin||||{ALL}|over+"),
    (PROVINCE, "持平", "together|value_added||||pilot:county|rate0"), (PROVINCE, "增长10.0%", "together|value_added||||rest:county|rate+"),
    (SET, "高于全部工业2.82个百分点", "over|profit_margin|||||+"), (SET, "+0.6", "over|value_added_growth"), (SET, "−3.64", "over|cost_per_100_revenue"),
    (PROVINCE, "1个传统制造业增加值均增长", "sectors|value_added||||grew|1/1"), (PROVINCE, "没有行业实现两位数增长", "sectors|value_added||||double|0/1"),
    (PROVINCE, "1个行业增速快于全部工业", "sectors|value_added||||faster|1/1"), (PROVINCE, "1个传统制造业劳动生产率均高于上年同期", "sectors|labour_productivity||||better|1/1"),
    (PROVINCE, "营收、利润2项均实现两位数增长".replace("2项", ""), f"fourfold|revenue,profit||||{ALL}|2/2"), (PROVINCE, "2项中1项实现两位数增长", f"fourfold|revenue,value_added||||{ALL}|1/2"),
    (PROVINCE, "2个有可比数的行业大类都没有下拉全部工业增长", "drags|value_added||||sectors|0/2"),
    (CITY, "丑县增长10.0%为最快，子县持平为最慢，相差10.0个百分点", "range|value_added_growth||||under:990100|990102,990101"),
    (CITY, "劳动生产率的变异系数为0.11", "variation|labour_productivity||||under:990100"),  # 41.25 and 33.0: 4.125 / 37.125
    (PROVINCE, "一是生产保持增长。", "lead|||||production|+"), (PROVINCE, "二是利润率提高。", "lead|||||efficiency|+"), (CITY, "保持增长的县（市、区）占一半", "lead|||||regions|0"), (PROVINCE, "四是各设区市均保持增长。", "lead|||||regions|all"),
    (PROVINCE, "三是传统制造业占比持平。", "lead|||||structure|0"), (SET, "规模前2位的县（市、区）中，劳动生产率最高的是子县", "leader|labour_productivity||||county|990101"),
    (SET, "“推进‘品牌+’行动”《提升方案（2024—2025年）》（小政发〔2024〕1号）一；责任单位（甲市）：甲市经信局", "path|||||M1"),
    (PROVINCE, "引自《提升方案（2024—2025年）》的各条为2023年已开展的相关工作，供对接参考", "reviewed|||||D1"),
    (SET, "“扩大投资”同上，一", "path|||||M2|M1"), (SET, "企业数量多且分布散", "card|||||C1|shortboard"), (SET, "子县", "card|||||C1|where"), (SET, "二", "card|||||C1|clause"), (SET, "“415X”现代印染集群", "tagged|||||K1"),
    (("990000", "C17"), "现代印染集群（部分）", "tagged|||||K1"), (SET, "先进制造业集群2027年规上营业收入总目标为12万亿元，分项未见公布", "cluster|||||K4|aim"), (SET, "印染链", "cluster|||||K1|chain"),
    (SET, "现代印染属现代消费产业群", "cluster|||||K1|parent"), (SET, "按C1713、C18计", "cluster|||||K1|codes"),
    (SET, "丑县（印染）", "area|||||K1:990102|name"), (SET, "核心区", "area|||||K1:990102|role"), (SET, "第二批", "area|||||K1:990102|batch"), (SET, "2024-01-01", "area|||||K1:990102|since"),
    (SET, "核心区5个、协同区7个；已查到核心区1个、协同区0个", "areas|||||K1"), (SET, "丑县由“新星”产业群升为核心区", "promoted|||||K1|990102"),
    (SET, "可比指标均不弱于规上工业", "nothing|||||behind"), (PROVINCE, "登记的文件中没有对应举措", "nothing|||||measures"),
    (("990101", "T01"), "利润率弱于上年同期".replace("利润率", "每百元成本"), "worse|cost_per_100_revenue"),
]  # fmt: skip
WRONG = [
    (PROVINCE, "拉动全部工业增长1.6个百分点", f"adds|value_added||||{ALL}|+"), (PROVINCE, "下拉全部工业增长1.7个百分点", f"adds|value_added||||{ALL}|-"), (PROVINCE, "拉动全省本行业增长1.7个百分点", f"adds|value_added||||{ALL}|+"),
    (PROVINCE, "−1.7", "adds|value_added||C18"), (PROVINCE, "+0.1", "adds|value_added||C17"), (SET, "+1.7", "adds|value_added|990102|||root"),
    (PROVINCE, "对全部工业增长的贡献率为83.0%", f"contribution|value_added||||{ALL}"), (PROVINCE, "对全部工业利润增长的贡献率为近九成（300.0%）", f"contribution|profit||||{ALL}"),
    (PROVINCE, "—", "contribution|value_added||C18"), (PROVINCE, "0.0", "contribution|value_added||C17"), (("990101", "IND"), "0.0", "contribution|value_added||C1713"),
    (PROVINCE, "增长2.4%", f"together|value_added||||{ALL}|rate+"), (PROVINCE, "下降2.3%", f"together|value_added||||{ALL}|rate-"), (PROVINCE, "72.3%", f"together|value_added||||{ALL}|share"),
    (PROVINCE, "提高5.5个百分点", f"together|value_added||||{ALL}|moved+"), (PROVINCE, "6.15元", f"together|profit_margin||||{ALL}|value"), (PROVINCE, "6.16%", f"together|profit_margin||||{ALL}|value"),
    (PROVINCE, "低于全部工业2.82个百分点", f"together|profit_margin||||{ALL}|over-"), (PROVINCE, "高于全部工业2.82元", f"together|profit_margin||||{ALL}|over+"), (PROVINCE, "高于全省2.82个百分点", f"together|profit_margin||||{ALL}|over+"),
    (PROVINCE, "增长10.0%", "together|value_added||||pilot:county|rate+"), (SET, "低于全部工业2.82个百分点", "over|profit_margin|||||-"), (SET, "−0.6", "over|value_added_growth"),
    (PROVINCE, "1个传统制造业增加值均未增长", "sectors|value_added||||grew|0/1"), (PROVINCE, "17个传统制造业中，1个行业增加值增长", "sectors|value_added||||grew|1/1"), (PROVINCE, "1个行业实现两位数增长", "sectors|value_added||||double|1/1"),
    (PROVINCE, "没有行业增速快于全部工业", "sectors|value_added||||faster|0/1"), (PROVINCE, "1个传统制造业劳动生产率均不高于上年同期", "sectors|labour_productivity||||better|1/1"),
    (PROVINCE, "2项均未实现两位数增长", f"fourfold|revenue,profit||||{ALL}|2/2"), (PROVINCE, "2项中2项实现两位数增长", f"fourfold|revenue,value_added||||{ALL}|1/2"), (PROVINCE, "2个有可比数的行业大类中，1个下拉全部工业增长", "drags|value_added||||sectors|1/2"),
    (CITY, "子县增长10.0%为最快，丑县持平为最慢，相差10.0个百分点", "range|value_added_growth||||under:990100|990101,990102"), (CITY, "丑县增长10.0%为最快，子县持平为最慢，相差9.0个百分点", "range|value_added_growth||||under:990100|990102,990101"),
    (CITY, "劳动生产率的变异系数为0.12", "variation|labour_productivity||||under:990100"), (PROVINCE, "一是生产同比下降。", "lead|||||production|-"), (PROVINCE, "生产与上年同期持平", "lead|||||production|+"), (CITY, "各县（市、区）均保持增长", "lead|||||regions|all"), (PROVINCE, "各地均保持增长", "lead|||||regions|all"), (PROVINCE, "各县（市、区）均保持增长", "lead|||||regions|all"), (PROVINCE, "传统制造业占比基本持平", "lead|||||structure|~"), (PROVINCE, "所占比重持平", "lead|||||structure|0"),
    (PROVINCE, "引自《提升方案（2024—2025年）》的各条为2022年已开展的相关工作", "reviewed|||||D1"), (PROVINCE, "引自《提升方案（2024—2025年）》的各条供下步落实", "reviewed|||||D1"), (PROVINCE, "引自《提升方案》的各条为2023年已开展的相关工作", "reviewed|||||D1"), (PROVINCE, "引自《提升方案（2024—2025年）》的各条为2023年已开展的相关工作", "reviewed|||||D2"),
    (SET, "规模前2位的县（市、区）中，劳动生产率最高的是丑县", "leader|labour_productivity||||county|990102"), (SET, "劳动生产率领先地区为子县（规模前10位县（市、区）中最高）", "leader|labour_productivity||||county|990101"),
    (SET, "“推进‘品牌+’行动”《提升方案（2024—2025年）》（小政发〔2024〕1号）一；责任单位：市经信局", "path|||||M1"), (SET, "“推进‘质量+’行动”《提升方案（2024—2025年）》（小政发〔2024〕1号）一；责任单位（甲市）：甲市经信局", "path|||||M1"), (SET, "“推进‘品牌+’行动”《提升方案（2024—2025年）》（小政发〔2024〕1号）一", "path|||||M1"), (("990000", "C17"), "“推进‘品牌+’行动”《提升方案（2024—2025年）》（小政发〔2024〕1号）一；责任单位（甲市）：甲市经信局", "path|||||M1"),
    (SET, "“扩大投资”同上，一", "path|||||M2"), (SET, "“扩大投资”同上，二", "path|||||M2|M1"), (SET, "企业数量少", "card|||||C1|shortboard"), (SET, "丑县", "card|||||C1|where"), (("990000", "C17"), "印染", "card|||||C1|name"), (("990000", "C17"), "现代印染集群", "tagged|||||K1"), (SET, "现代纺织集群", "tagged|||||K1"),
    (SET, "现代消费产业群2027年目标为3万亿元", "cluster|||||W1|aim"), (SET, "先进制造业集群2027年规上营业收入总目标为3万亿元", "cluster|||||K4|aim"), (SET, "先进制造业集群2027年规上营业收入目标为12万亿元", "cluster|||||K4|aim"), (SET, "没有", "cluster|||||K1|chain"),
    (SET, "协同区", "area|||||K1:990102|role"), (SET, "“新星”产业群", "area|||||K1:990102|role"), (SET, "第一批", "area|||||K1:990102|batch"), (SET, "核心区", "area|||||K1:990103|role"),
    (SET, "核心区5个、协同区7个；已查到核心区2个、协同区0个", "areas|||||K1"), (SET, "没有升档记录", "promoted|||||K1|none"), (SET, "丑县由协同区升为核心区", "promoted|||||K1|990102"), (SET, "子县由争创（未见公布）升为核心区", "promoted|||||K1|990101"),
    (SET, "没有举措", "nothing|||||routes"), (SET, "没有目标", "nothing|||||goals"), (SET, "没有", "nothing|||||clusters"), (SET, "没有", "nothing|||||areas"), (SET, "没有", "nothing|||||counties"), (("990000", "C17"), "不比规上工业差", "nothing|||||behind"),
    (PROVINCE, "利润率弱于上年同期", "worse|profit_margin"), (("990101", "T01"), "每百元成本不及上年同期", "worse|cost_per_100_revenue"), (PROVINCE, "二是盈利水平提高。", "lead|||||efficiency|+"), (("990101", "T01"), "每百元成本弱于上年同期3元", "worse|cost_per_100_revenue"),
]  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = clusters.write(tmp_path_factory.mktemp("claims"))
    panel.build(folder)
    release.cut(folder)
    return folder


def said(about: tuple[str, str], text: str, claim: str) -> str:
    return clusters.page(f'<p class="w"><span data-claim="{claim}">{text}</span></p>', *about)


def test_what_the_panel_and_the_registers_give_is_proved(place):
    given = {f"{n:02d} {text} {claim}": said(about, text, claim) for n, (about, text, claim) in enumerate(RIGHT)}
    assert [u.line() for u in pages(given, place).unproved] == []


def test_anything_else_fails_its_page(place):
    given = {f"{n:02d} {text} {claim}": said(about, text, claim) for n, (about, text, claim) in enumerate(WRONG)}
    assert sorted(given.keys() - pages(given, place).failed) == []


@pytest.mark.parametrize(("then", "way"), [(47.5, "~"), (47.3, "~"), (47.6, "-"), (47.2, "+"), (47.4, "0")])
def test_a_share_that_moved_by_a_tenth_is_nearly_unchanged(monkeypatch, then, way):
    """Printed 47.4 % of 100 this year: a tenth more or less a year earlier is no rise and no fall."""
    monkeypatch.setattr(counters, "parts_of", lambda a, versus: ([], ("R", "IND")))
    monkeypatch.setattr(counters, "sum_of", lambda a, indicator, parts: 47.4)
    monkeypatch.setattr(counters, "base_of", lambda a, indicator, parts: then)
    cat = SimpleNamespace(place=SimpleNamespace(headline="value_added", brief_sectors="set:all"))
    figures = SimpleNamespace(cat=cat, value=lambda *cell: 100.0, base=lambda *cell: 100.0)
    about = SimpleNamespace(figures=figures, claim=SimpleNamespace(sector="IND", period="2024-12"), all_sectors="IND")
    assert counters._structure(about) == {way}
