"""The plans' registers say what the documents say."""

from datetime import date

import pytest

from jianbao import paths
from jianbao.catalogue import read

CAT = read(paths.root() / "data")
PLANS = CAT.plans
BY_ID = {t.id: t for t in PLANS.targets}


@pytest.mark.parametrize(
    ("id", "value", "unit", "type", "region", "loose"),
    [  # the sentence of the plan in brackets
        ("HZ01", 5000, "亿元", "level", "330500", ""),  # 全市传统产业规模达到5000亿元
        ("HZ04", 2.2, "%", "level", "330500", "以上"),  # 研发费用占主营业务收入比重达到2.2%以上
        ("HZ05", 7, "%", "average_growth", "330500", ""),  # 新产品产值年均增长7%
        ("HZ06", 35, "家", "count_new", "330500", "以上"),  # 新增“品字标浙江制造”企业35个以上
        ("HZ08", 600, "亿元", "cumulative", "330500", ""),  # 三年累计完成技改投资600亿元
        ("HZ10", 3.66, "%", "average_decline", "330500", "以上"),  # 单位增加值能耗年均下降3.66%以上
        ("HZ17", 1000, "亿元", "level", "330502", "突破"),  # 产业规模突破1000亿元 (吴兴区)
        ("HZ24", 800, "亩", "cumulative", "330500", "左右"),  # 盘活土地800亩左右
        ("HZ32", 600, "个", "cumulative", "330500", ""),  # 三年累计实施绿色化技改项目600个
        ("ZJ01", 37, "万元/亩", "level", "330000", ""),  # 全省规上工业亩均税收达到37万元
        ("ZJ02", 180, "万元/亩", "level", "330000", ""),  # 亩均增加值达到180万元
    ],
)
def test_a_target_is_as_the_plan_has_it(id, value, unit, type, region, loose):
    target = BY_ID[id]
    assert (target.value, target.unit("zh"), target.type, target.regions, target.loose) == (value, unit, type, (region,), loose)


def test_targets_that_ask_for_the_provincial_average_have_no_number():
    assert {t.id for t in PLANS.targets if t.type == "comparator"} == {"HZ02", "HZ03", "HZ11"}
    assert all(BY_ID[i].value is None for i in ("HZ02", "HZ03", "HZ11"))


def test_a_base_that_the_plan_does_not_state_is_not_invented():
    assert BY_ID["HZ12"].base is None and BY_ID["HZ13"].base is None


def test_the_huzhou_plan_is_a_draft_without_a_number_and_in_force_for_three_years():
    plan = PLANS.documents["HZ2023"]
    assert plan.state("zh") == "征求意见稿" and plan.number == ""
    assert [plan.in_force(date(y, 6, 30)) for y in (2022, 2023, 2025, 2026)] == [False, True, True, False]


def test_only_tasks_have_a_responsible_unit():
    """The main targets of the plan name none; the numbered tasks do."""
    assert not any(t.owner("zh") for t in PLANS.targets if "主要目标" in t.clause("zh"))
    assert all(t.owner("zh") for t in PLANS.targets if t.document == "HZ2023" and t.clause("zh").startswith("三"))


def test_there_are_twelve_alarms_and_each_trouble_of_a_measure_is_asked_by_a_rule():
    assert sum(r.kind == "alarm" for r in PLANS.rules) == 12
    asked = {r.indicator for r in PLANS.rules}
    assert {t for m in PLANS.measures for t in m.troubles} <= asked


def test_every_shortboard_has_a_measure_for_the_huzhou_traditional_sectors():
    offered = {t for m in PLANS.measures if "set:traditional17" in m.sectors for t in m.troubles}
    assert {r.indicator for r in PLANS.rules if r.kind == "shortboard"} <= offered


def test_nothing_of_the_english_register_is_chinese():
    texts = [x for t in PLANS.targets for x in (t.name("en"), t.clause("en"), t.unit("en"), t.owner("en"))]
    texts += [x for m in PLANS.measures for x in (m.text("en"), m.clause("en"), m.owner("en"))]
    texts += [x for r in PLANS.rules for x in (r.name("en"),)] + [d.title("en") + d.state("en") for d in PLANS.documents.values()]
    assert not [t for t in texts if any("一" <= c <= "鿿" for c in t)]
