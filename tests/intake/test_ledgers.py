"""Ledgers handed in: each shape, the checks of each kind, what adds up, what is taken back."""

import csv
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from replicas import Sheet, xlsx

from jianbao import catalogue, paths
from jianbao.intake.take import read, take
from jianbao.panel.ledger import items
from jianbao.run.intake_command import intake

NOW = datetime(2026, 1, 5, 9, 0)
TEXT = "针对设备老旧、用工偏多的问题，当地分批更换自动化设备，按工序打通数据，实行以奖代补、先验收后兑付。" * 3


@pytest.fixture
def data(tmp_path) -> Path:
    shutil.copytree(paths.root() / "data" / "catalogue", tmp_path / "data" / "catalogue")
    return tmp_path / "data"


def book(folder: Path, title: str, head: list, *rows: list, name: str = "附件.xlsx") -> Path:
    return xlsx(folder / name, Sheet("s", [[title], head, *rows]))


def kept(result) -> list[dict[str, str]]:
    assert result.kept, [f.zh for f in result.errors]
    with (result.kept / "ledger.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


#: title, head, a row, and what of it is kept.
SHAPES = [
    ("淘汰落后产能台账", ["地区", "企业名称", "状态", "完成时限", "办结日期", "佐证"], ["吴兴区", "某厂", "已关停", "2024-12", "2024-06-30", "验收表"], {"kind": "eliminated", "state": "已淘汰", "item": "某厂", "closed": "2024-06-30"}),
    ("2024年盘活用地台账", ["所在地", "项目名称", "分类", "面积（公顷）", "进展", "时限"], ["德清县", "某地块", "连片整治", 2, "盘活中", "2024-12-31"], {"kind": "land", "quantity": "30", "unit": "亩", "class": "连片整治"}),
    ("腾出用能台账", ["地区", "事项", "用能量", "单位", "状态", "时限"], ["安吉县", "淘汰锅炉", 12000, "吨标准煤", "腾出中", "2024-12-31"], {"kind": "energy", "quantity": "1.2", "unit": "万吨标准煤"}),
    ("五类风险台账", ["地区", "企业", "风险类型", "等级", "状态", "时限"], ["吴兴区", "某厂", "两链风险", "", "高", "2024-12-31"], None),
    ("企业融资“三张名单”", ["地区", "企业名称", "所属名单", "状态"], ["长兴县", "某厂", "帮扶纾困", "在名单"], {"kind": "three_lists", "class": "帮扶纾困"}),
    ("股改上市名单", ["地区", "企业名称", "阶段"], ["长兴县", "某厂", "辅导"], {"kind": "listing", "state": "辅导"}),
    ("惠企政策兑付情况", ["地区", "事项", "应付金额（元）", "已付金额（元）", "状态", "时限"], ["吴兴区", "技改补助", 2000000, 500000, "部分兑付", "2024-09-30"], {"kind": "policy_pay", "planned": "200", "quantity": "50", "unit": "万元"}),
    ("各类台账", ["类别", "地区", "事项", "状态", "时限"], ["一地曝光问题整改", "吴兴区", "排口不规范", "整治中", "2024-09-30"], {"kind": "exposure", "state": "整治中"}),
    ("优质企业梯度培育名单", ["类别", "地区", "企业名称", "状态"], ["小巨人", "吴兴区", "某厂", "在册"], {"kind": "tiers", "class": "专精特新“小巨人”"}),
    ("典型案例", ["地区", "题目", "分类", "正文", "状态"], ["吴兴区", "以奖代补", "智能技改", TEXT, "已推广"], {"kind": "case", "class": "智能技改"}),
    ("产业创新服务综合体", ["地区", "事项", "状态"], ["吴兴区", "童装综合体", "未覆盖"], {"kind": "complex", "state": "未覆盖"}),
    ("规划任务台账", ["地区", "行业", "事项", "数量", "单位", "完成时限", "责任单位", "进展"], ["吴兴区", "纺织业", "整治提升低散乱企业", 30, "家", "2025年6月", "区经信局", "进行中"], {"kind": "task", "state": "办理中", "due": "2025-06"}),
]


@pytest.mark.parametrize(("title", "head", "row", "wanted"), [s for s in SHAPES if s[3]], ids=[s[3]["kind"] for s in SHAPES if s[3]])
def test_a_ledger_of_each_shape_is_taken_by_its_title_or_its_column(data, tmp_path, title, head, row, wanted):
    (item,) = kept(take(book(tmp_path, title, head, row), data, now=NOW))
    assert {k: item[k] for k in wanted} == wanted


RIGHT = {"地区": "吴兴区", "事项": "排口不规范", "状态": "已整治", "时限": "2024-09-30", "开始日期": "2024-05-01", "办结日期": "2024-08-31", "佐证": "照片"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"状态": "快了"}, "没有状态“快了”；一地曝光问题整改可用：待整治、整治中、已整治"), ({"状态": ""}, "没有状态；"), ({"时限": ""}, "没有完成时限"), ({"时限": "年底"}, "不是日期"),
        ({"办结日期": "2024-04-01"}, "办结日期 2024-04-01 早于开始日期"), ({"佐证": ""}, "没有佐证"), ({"状态": "整治中"}, "有办结日期，状态却是整治中"), ({"地区": "吴兴县"}, "候选"),
        ({"办结日期": "", "开始日期": "", "佐证": ""}, "没有办结日期或佐证"), ({"事项": ""}, "没有事项名称"),
    ],
)  # fmt: skip
def test_an_item_that_its_kind_does_not_allow_stops_the_file(data, tmp_path, change, words):
    row = RIGHT | change
    result = take(book(tmp_path, "一地曝光整改台账", list(RIGHT), list(row.values())), data, now=NOW)
    assert result.kept is None and any(words in f.zh for f in result.errors), [f.zh for f in result.errors]


@pytest.mark.parametrize(
    ("title", "head", "row", "words"),
    [
        ("盘活用地台账", ["地区", "事项", "分类", "面积（亩）", "状态", "时限"], ["吴兴区", "地块", "荒山", 3, "盘活中", "2024-12"], "没有分类“荒山”；盘活存量建设用地可用：存量建设用地"),
        ("盘活用地台账", ["地区", "事项", "分类", "面积（万元）", "状态", "时限"], ["吴兴区", "地块", "连片整治", 3, "盘活中", "2024-12"], "单位 万元 不能换算成 亩"),
        ("盘活用地台账", ["地区", "事项", "分类", "面积（亩）", "状态", "时限"], ["吴兴区", "地块", "连片整治", -3, "盘活中", "2024-12"], "数量为负"),
        ("盘活用地台账", ["地区", "事项", "分类", "状态", "时限"], ["吴兴区", "地块", "连片整治", "盘活中", "2024-12"], "没有数量（亩）"),
        ("典型案例", ["地区", "题目", "分类", "正文", "状态"], ["吴兴区", "题", "智能技改", "太短", "已推广"], "正文 2 字，应为 100—200 字"),
        ("典型案例", ["地区", "题目", "分类", "正文", "状态", "企业名称"], ["吴兴区", "题", "智能技改", TEXT, "已推广", "设备"], "正文或题目中有企业名称"),
        ("各类台账", ["类别", "地区", "事项", "状态", "时限"], ["不知何类", "吴兴区", "x", "整治中", "2024-09"], "不知道是哪类台账（“不知何类”）"),
    ],
)  # fmt: skip
def test_a_wrong_class_unit_amount_text_or_kind_stops_the_file(data, tmp_path, title, head, row, words):
    result = take(book(tmp_path, title, head, row), data, now=NOW)
    assert result.kept is None and any(words in f.zh for f in result.errors), [f.zh for f in result.errors]
    assert all(f.en and "\n" not in f.zh + f.en for f in result.errors)


def cement(closed: int, merged: int, kept_: int) -> list[list]:
    counties = [r.name("zh") for r in catalogue.read().children("330500")]
    classes = ["关停"] * closed + ["整合提升"] * merged + ["保留"] * kept_
    return [[counties[n % 5], f"{n}号线", word, f"厂{n % 5}", "未实施", "2025-12-31"] for n, word in enumerate(classes)]


HEAD = ["地区", "生产线", "处置方式", "企业名称", "状态", "时限"]


def test_29_cement_lines_that_add_up_are_taken(data, tmp_path):
    result = take(book(tmp_path, "水泥粉磨线处置台账", HEAD, *cement(11, 13, 5)), data, now=NOW)
    assert len(kept(result)) == 29 and not result.warnings


@pytest.mark.parametrize(("counts", "words"), [((10, 13, 5), "关停10"), ((10, 14, 5), "关停10、整合提升14"), ((11, 13, 6), "保留6")])
def test_cement_lines_that_do_not_add_up_are_refused(data, tmp_path, counts, words):
    result = take(book(tmp_path, "水泥粉磨线处置台账", HEAD, *cement(*counts)), data, now=NOW)
    assert result.kept is None
    assert [f.zh for f in result.errors] == [f"湖州市水泥粉磨生产线处置应为29＝关停11＋整合提升13＋保留5，文件中{words}"]


def test_two_enterprises_that_keep_lines_in_a_county_are_pointed_out(data, tmp_path):
    rows = cement(11, 13, 5)
    for n, row in enumerate(rows[24:]):
        row[0], row[3] = "吴兴区", f"厂{n}"
    result = take(book(tmp_path, "水泥粉磨线处置台账", HEAD, *rows), data, now=NOW)
    assert result.kept and [f.zh for f in result.warnings] == ["吴兴区保留5条，原则上不超过 1"]


def test_more_new_capacity_than_what_leaves_is_pointed_out(data, tmp_path):
    rows = [["吴兴区", "某厂", "退出产能", 100, "已实施", "2024-06-30"], ["吴兴区", "某厂", "新建产能", 120, "已实施", "2024-06-30"]]
    result = take(book(tmp_path, "产能置换台账", ["地区", "企业", "类型", "产能（万吨）", "状态", "完成日期"], *rows), data, now=NOW)
    assert any("新增 120 大于退出 100" in f.zh for f in result.warnings), [f.zh for f in result.findings]


def test_a_taken_ledger_stands_in_place_of_modelled_items_and_a_later_file_of_an_earlier_one(data, tmp_path):
    from jianbao.demo.ledger import make_ledgers

    shutil.copytree(paths.root() / "data" / "demo", data / "demo")
    make_ledgers(data)
    cat, head = catalogue.read(data), ["地区", "企业名称", "阶段"]
    assert all(i.modelled for i in items(data, cat))
    take(book(tmp_path, "股改上市名单", head, ["长兴县", "某厂", "辅导"], ["安吉县", "乙厂", "股改"], name="一.xlsx"), data, now=NOW)
    take(book(tmp_path, "股改上市名单", head, ["长兴县", "某厂", "过会"], name="二.xlsx"), data, now=datetime(2026, 2, 5))
    found = [i for i in items(data, cat) if i.kind.id == "listing"]
    assert [(i.region, i.texts["state"], i.modelled) for i in sorted(found, key=lambda i: i.region)] == [("330522", "过会", False), ("330523", "股改", False)]
    assert any(i.modelled for i in items(data, cat) if i.kind.id == "task")


def test_a_ledger_is_taken_back_by_its_number_and_numbers_are_not_given_twice(data, tmp_path):
    path = book(tmp_path, "股改上市名单", ["地区", "企业名称", "阶段"], ["长兴县", "某厂", "辅导"])
    assert take(path, data, now=NOW).kept.name.startswith("L0001-")
    runner = CliRunner()
    gone = runner.invoke(intake, ["--undo", "L1", "--data", str(data)])
    assert gone.exit_code == 0 and "已撤销台账 L1" in gone.output and not items(data, catalogue.read(data))
    assert take(path, data, now=NOW).kept.name.startswith("L0002-")
    for wrong, words in (("L9", "没有第 L9 号台账"), ("x", "应为 3 或 L3"), ("L0", "应为 3 或 L3")):
        refused = runner.invoke(intake, ["--undo", wrong, "--data", str(data)])
        assert refused.exit_code != 0 and words in str(refused.exception), (refused.output, refused.exception)


def test_a_ledger_of_a_kind_that_a_title_names_is_not_read_as_a_plan(data, tmp_path):
    head = ["地区", "行业", "事项", "数量", "单位", "完成时限", "责任单位", "进展"]
    result = read(book(tmp_path, "一地曝光整改台账", head, ["吴兴区", "纺织业", "排口", 1, "个", "2025-06", "区经信局", "整治中"]), data)
    assert result.form.id == "ledger_items" and not result.errors
