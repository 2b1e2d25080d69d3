"""The layouts that a form can describe, each on a small sheet with figures worked out by hand, and what ``form new`` makes of them."""

import re
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from replicas import Sheet, csv_bytes, xlsx

from jianbao import catalogue, paths
from jianbao.intake.propose import propose
from jianbao.intake.take import take
from jianbao.panel.taken import rows
from jianbao.run.intake_command import form as form_command

NOW = datetime(2025, 2, 1, 9, 0)


@pytest.fixture
def data(tmp_path) -> Path:
    shutil.copytree(paths.root() / "data" / "catalogue", tmp_path / "data" / "catalogue")
    return tmp_path / "data"


def form(data: Path, name: str, text: str) -> None:
    about = f'id = "{name}"\ntitle_zh = "{name}"\ntitle_en = "{name}"\nscope = "above_scale"\nprice = "current"\nmeasure = "cumulative"\n'
    data.joinpath("catalogue", "forms", f"{name}.toml").write_text(about + text, encoding="utf-8")


def figures(result) -> dict:
    assert result.taking, [f.zh for f in result.errors]
    frame = rows(result.taking)
    return {(r.indicator, r.region, r.sector, r.period): r.value for r in frame.itertuples()}


def csv_file(path: Path, sheet: Sheet, encoding: str) -> Path:
    path.write_bytes(csv_bytes(sheet, encoding))
    return path


def said(result, level: str = "error") -> str:
    return "；".join(f.zh for f in result.findings if f.level == level)


# -- one sheet a county: a head of two rows, several units in a corner, names of the past

SIZES = {"越城": (30_000, 1_200), "绍兴县": (50_000, 2_500), "上虞市": (42_000, 2_100), "诸 暨": (46_000, 2_000)}
LINES = (("总  计", 1.0), ("  17 纺织业", 0.5), ("  18 纺织服装、服饰业", 0.3), ("  26 化学原料和化学制品制造业", 0.2))


def sheets(date: str = "2024年10月", corner: str = "计量单位：万元、%、人") -> list[Sheet]:
    """Revenue so far, its growth, the month's own revenue and persons: 越城's C17 is half of 30,000 and of 1,200."""
    made = []
    for name, (revenue, persons) in SIZES.items():
        body = [[line, round(revenue * part / 10), round(revenue * part), 5.2, round(persons * part)] for line, part in LINES]
        head = [["绍兴市规上工业分行业效益月报"], [date, "", "", corner], ["行    业", "营业收入", "", "", "平均用\n工人数"], ["", "10月", "1-10月累计", "累计±%", ""]]
        made.append(Sheet(name, [*head, *body, ["注：本表为快报数。"]], ["A1:E1", "D2:E2", "A3:A4", "B3:D3", "E3:E4"]))
    return made


def test_one_sheet_a_county_is_proposed_and_taken_as_it_was_proposed(data, tmp_path):
    """Tried as a new user with the docs alone: each of these stopped or misled."""
    path = xlsx(tmp_path / "效益.xlsx", *sheets())
    made = propose(path, catalogue.read(data), name="shaoxing_month")
    assert [(g.indicator, g.unit, g.skip) for g in made.guesses] == [("revenue", "万元", True), ("revenue", "万元", False), ("revenue_growth", "%", False), ("average_employees", "人", False)]
    assert 'from = ["sheet"]' in made.toml and 'vintage = "flash"' in made.toml and 'title = ["规上工业分行业效益月报"]' in made.toml and not made.doubts
    data.joinpath("catalogue", "forms", "shaoxing_month.toml").write_text(made.toml, encoding="utf-8")
    result = take(path, data, now=NOW)
    found = figures(result)
    assert len(found) == 4 * 4 * 3
    assert found["revenue", "330602", "C17", "2024-10"] == 1.5 and found["average_employees", "330602", "C17", "2024-10"] == 0.06
    assert found["revenue", "330603", "IND", "2024-10"] == 5.0 and found["revenue", "330604", "C26", "2024-10"] == pytest.approx(0.84)
    assert "“绍兴县”按柯桥区 330603 收入" in said(result, "warning") and "“上虞市”按上虞区 330604 收入" in said(result, "warning")


def test_the_proposed_form_reads_the_next_months_file(data, tmp_path):
    made = propose(xlsx(tmp_path / "效益.xlsx", *sheets()), catalogue.read(data), name="shaoxing_month")
    data.joinpath("catalogue", "forms", "shaoxing_month.toml").write_text(made.toml, encoding="utf-8")
    later = sheets("2024年11月")
    for sheet in later:
        sheet.rows[3] = ["", "11月", "1-11月累计", "累计±%", ""]
    assert figures(take(xlsx(tmp_path / "下月.xlsx", *later), data, now=NOW))["revenue", "330681", "IND", "2024-11"] == 4.6


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s: s[1].rows[3].__setitem__(2, "1-9月累计"), "表头写 1—9月，表名是 2024-10"), (lambda s: setattr(s[2], "name", "江干区"), "旧名"), (lambda s: setattr(s[2], "name", "Sheet3"), "不认识地区"),
        (lambda s: s[0].rows[5].__setitem__(2, 16_000), "下级行业之和"), (lambda s: setattr(s[3], "name", "越城区"), "出现两次"), (lambda s: s[0].rows[1].__setitem__(0, "2023年10月"), "越城是 2023-10，绍兴县是 2024-10"),
    ],
)  # fmt: skip
def test_one_sheet_that_is_wrong_stops_the_file(data, tmp_path, change, words):
    made = propose(xlsx(tmp_path / "效益.xlsx", *sheets()), catalogue.read(data), name="shaoxing_month")
    data.joinpath("catalogue", "forms", "shaoxing_month.toml").write_text(made.toml, encoding="utf-8")
    spoilt = sheets()
    change(spoilt)
    result = take(xlsx(tmp_path / "另一.xlsx", *spoilt), data, now=NOW)
    assert result.taking is None and re.search(words, said(result)), said(result)


def test_a_corner_with_several_units_gives_each_column_its_own(data, tmp_path):
    """万人 for 人 in the corner: the form's own unit would make ten thousand times too few."""
    made = propose(xlsx(tmp_path / "效益.xlsx", *sheets()), catalogue.read(data), name="shaoxing_month")
    data.joinpath("catalogue", "forms", "shaoxing_month.toml").write_text(made.toml, encoding="utf-8")
    result = take(xlsx(tmp_path / "万人.xlsx", *sheets(corner="单位：万元、%、万人")), data, now=NOW)
    assert figures(result)["average_employees", "330602", "C17", "2024-10"] == 600 and "的单位是 万人，表单写的是 人" in said(result, "warning")


def test_a_list_of_some_sectors_only_is_proposed_without_a_sum(data, tmp_path):
    some = [Sheet(s.name, [*s.rows[:7], *s.rows[8:]], s.merges) for s in sheets()]
    made = propose(xlsx(tmp_path / "部分.xlsx", *some), catalogue.read(data), name="some")
    assert "[[sum]]" not in made.toml and any("只列了部分行业" in zh for zh, _ in made.doubts)


def test_a_total_above_the_counties_and_a_sheet_a_year_are_proposed(data, tmp_path):
    """Found by trying it: the row 全市 was taken for the head."""
    def year(n, size):
        body = [[name, size + k, 5.1, 23.5] for k, name in enumerate(("全市", "吴兴区", "南浔区", "德清县", "长兴县", "安吉县"))]
        return Sheet(f"{n}年", [["湖州市各区县规上工业主要指标"], ["", "单位：亿元"], ["区  县", "增加值", "", "亩均税收（万元/亩）"], ["", "总量", "比上年增长(%)", ""], *body], ["A3:A4", "B3:C3", "D3:D4"])

    path = xlsx(tmp_path / "历年.xlsx", year(2023, 200), year(2024, 220))
    made = propose(path, catalogue.read(data), name="years")
    assert [g.indicator for g in made.guesses] == ["value_added", "value_added_growth", "tax_per_mu"] and 'names = { "全市" = "330500" }' in made.toml and 'column = ["区县"]' in made.toml
    data.joinpath("catalogue", "forms", "years.toml").write_text(made.toml, encoding="utf-8")
    found = figures(take(path, data, now=NOW))
    assert found["value_added", "330500", "IND", "2023"] == 200 and found["value_added", "330523", "IND", "2024"] == 225 and found["tax_per_mu", "330522", "IND", "2023"] == 23.5 and len(found) == 36


def test_a_column_of_periods_is_proposed(data, tmp_path):
    table = [["规上工业分县营业收入"], ["地区", "报告期", "营业收入（万元）"], *([name, f"2024年1—{month}月", 1000 * month + k] for k, name in enumerate(("吴兴区", "南浔区", "德清县")) for month in (9, 10))]
    path = xlsx(tmp_path / "x.xlsx", Sheet("s", table))
    made = propose(path, catalogue.read(data), name="long")
    assert '[keys.period]\ncolumn = ["报告期"]\nkind = "month"' in made.toml and 'measure = "cumulative"' in made.toml
    data.joinpath("catalogue", "forms", "long.toml").write_text(made.toml, encoding="utf-8")
    assert figures(take(path, data, now=NOW))["revenue", "330503", "IND", "2024-10"] == pytest.approx(1.0001)


def test_names_that_nothing_knows_are_quoted(data, tmp_path):
    path = xlsx(tmp_path / "x.xlsx", Sheet("s", [["各企业2024年"], ["企业", "营业收入（万元）"], ["甲公司", 1], ["乙公司", 2], ["丙公司", 3]]))
    done = CliRunner().invoke(form_command, ["new", str(path), "--data", str(data)])
    assert "“甲公司”、“乙公司”、“丙公司”" in str(done.exception) and "别名" in str(done.exception)


# -- heads that are names themselves

ACROSS = '[keys.region]\ncolumn = "地区"\nlevel = "county"\n[keys.sector]\nfixed = "IND"\n[keys.period]\nfrom = "title"\nkind = "month"\n'


def test_sectors_across(data, tmp_path):
    form(data, "across_sectors", ACROSS.replace('[keys.sector]\nfixed = "IND"\n', "") + '[across]\nwhat = "sector"\nindicator = "revenue"\nunit = "万元"\nskip = ["备注"]\n[[sum]]\nover = "sector"\n')
    table = [["湖州市分行业营业收入（2024年1—9月）"], ["地区", "合计", "17纺织业", "化学纤维制造业", "备注"], ["吴兴区", 900.0, 600.0, 300.0, "快报"], ["德清", 500.0, 125.5, 374.5, ""]]
    found = figures(take(xlsx(tmp_path / "a.xlsx", Sheet("s", table)), data, form="across_sectors", now=NOW))
    assert found["revenue", "330502", "C17", "2024-09"] == pytest.approx(0.06) and found["revenue", "330521", "C28", "2024-09"] == pytest.approx(0.03745) and len(found) == 6
    table[2][3] = 320.0  # 600 + 320 is not 900
    assert "下级行业之和" in said(take(xlsx(tmp_path / "b.xlsx", Sheet("s", table)), data, form="across_sectors", now=NOW))


def test_counties_across_and_sectors_down(data, tmp_path):
    text = '[keys.region]\nlevel = "county"\nnames = { "全市" = "330500" }\n[keys.sector]\ncolumn = "行业"\n[keys.period]\nfrom = "title"\nkind = "month"\n[across]\nwhat = "region"\nindicator = "profit"\nunit = "万元"\n[[sum]]\nover = "region"\n'
    form(data, "across_regions", text)
    table = [["各县利润总额（2024年1—9月，单位：万元）"], ["行业", "全市", "吴兴", "南浔", "德清", "长兴", "安吉"], ["总计", 150, 10, 20, 30, 40, 50], ["纺织业", "15", "1", "…", "-3", "4", "x"]]
    table[3][1] = 15
    found = figures(take(csv_file(tmp_path / "a.csv", Sheet("s", table), "gb18030"), data, form="across_regions", now=NOW))
    assert found["profit", "330500", "IND", "2024-09"] == pytest.approx(0.015) and found["profit", "330521", "C17", "2024-09"] == pytest.approx(-0.0003)
    assert found["profit", "330503", "C17", "2024-09"] != found["profit", "330503", "C17", "2024-09"], "a mark is no figure"
    table[2][4] = 41
    assert "之和" in said(take(csv_file(tmp_path / "b.csv", Sheet("s", table), "utf-8-sig"), data, form="across_regions", now=NOW))
    table[1][5] = "绍兴"
    assert "歧义" in said(take(csv_file(tmp_path / "c.csv", Sheet("s", table), "utf-8-sig"), data, form="across_regions", now=NOW))


def test_names_in_the_heads_are_proposed_and_taken(data, tmp_path):
    table = [["湖州市规模以上工业利润总额（2024年1—9月）"], ["单位：万元"], ["行业", "全市", "吴兴区", "南浔区", "德清县", "长兴县", "安吉县"], ["总计", 150, 10, 20, 30, 40, 50], ["纺织业", 15, 1, 2, 3, 4, 5], ["汽车制造业", 60, 4, 8, 12, 16, 20]]
    path = xlsx(tmp_path / "a.xlsx", Sheet("s", table))
    made = propose(path, catalogue.read(data), name="counties_across")
    assert 'what = "region"\nindicator = "profit"\nunit = "万元"\nskip = ["全市"]' in made.toml and any("全市 不是地区" in zh for zh, _ in made.doubts)
    target = data / "catalogue" / "forms" / "counties_across.toml"
    target.write_text(made.toml, encoding="utf-8")
    found = figures(take(path, data, now=NOW))
    assert len(found) == 15 and found["profit", "330523", "C36", "2024-09"] == pytest.approx(0.002)
    target.write_text(made.toml.replace('indicator = "profit"', 'indicator = ""'), encoding="utf-8")
    done = CliRunner().invoke(form_command, ["check", str(target), "--data", str(data), "--lang", "en"])
    assert done.exit_code == 2 and done.output.strip() == "form counties_across.toml: [across] has no indicator"


def test_periods_across(data, tmp_path):
    form(data, "across_periods", '[keys.region]\ncolumn = "地区"\n[keys.sector]\nfixed = "C17"\n[keys.period]\nkind = "month"\n[across]\nwhat = "period"\nindicator = "revenue"\nunit = "亿元"\n')
    table = [["纺织业营业收入"], ["地区", "2024年1—2月", "2024年1—3月", "2024-10"], ["吴兴区", 3.5, 5.25, 18.0], ["长兴县", 2.0, 3.0, 11.5]]
    found = figures(take(xlsx(tmp_path / "a.xlsx", Sheet("s", table)), data, form="across_periods", now=NOW))
    assert found == {("revenue", r, "C17", p): v for r, vs in (("330502", (3.5, 5.25, 18.0)), ("330522", (2.0, 3.0, 11.5))) for p, v in zip(("2024-02", "2024-03", "2024-10"), vs, strict=True)}
    table[1][2] = "2024年3月"
    assert "当月" in said(take(xlsx(tmp_path / "b.xlsx", Sheet("s", table)), data, form="across_periods", now=NOW))


# -- long: one row a region, sector and period

LONG = """[keys.region]
column = "地区"
code = "地区代码"
[keys.sector]
column = "行业"
code = "行业代码"
[keys.period]
column = "期间"
kind = "month"
[[column]]
head = "营业收入"
indicator = "revenue"
unit = "千元"
[[column]]
head = "用工"
indicator = "average_employees"
unit = "人"
[marks]
"保密" = "suppressed"
"""


def test_a_long_table_with_codes_beside_names(data, tmp_path):
    form(data, "long", LONG)
    table = [["地区代码", "地区", "行业代码", "行业", "期间", "营业收入", "用工"], ["330502", "吴兴区", "17", "纺织业", "2024-09", "1,234,500", "1200"],
             ["330502", "吴兴区", "17", "纺织业", "2024年1—10月", "1400000.5", "1180"], ["330503", "南浔区", "C18", "纺织服装、服饰业", "2024-10", "保密", "…"]]  # fmt: skip
    found = figures(take(csv_file(tmp_path / "a.csv", Sheet("s", table), "utf-16"), data, form="long", now=NOW))
    assert found["revenue", "330502", "C17", "2024-09"] == 12.345 and found["revenue", "330502", "C17", "2024-10"] == pytest.approx(14.000005)
    assert found["average_employees", "330502", "C17", "2024-10"] == pytest.approx(0.118) and len(found) == 6
    for row, column, value, words in ((2, 4, "2024-09", "出现两次"), (1, 0, "330503", "不是同一个"), (1, 2, "18", "不是同一个"), (2, 4, "", "期间"), (2, 4, "2024年10月", "当月")):
        spoilt = [list(r) for r in table]
        spoilt[row][column] = value
        assert words in said(take(csv_file(tmp_path / "b.csv", Sheet("s", spoilt), "utf-8"), data, form="long", now=NOW)), (row, column, value)
    form(data, "long", LONG.replace('unit = "千元"', 'unit = "千元"\nmeasure = "cumulative"'))
    table[2][4] = "2024年10月"  # the form says itself what the month is
    assert figures(take(csv_file(tmp_path / "c.csv", Sheet("s", table), "utf-8"), data, form="long", now=NOW))["revenue", "330502", "C17", "2024-10"] == pytest.approx(14.000005)
