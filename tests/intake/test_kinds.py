"""Monthly returns, enterprise returns, ledgers, databases, the drop folder, the report, proposals: each way in."""

import csv
import os
import random
import re
import shutil
import sqlite3
import tomllib
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from replicas import Sheet, county_table, csv_bytes, xlsx
from small_forms import enterprises

from jianbao import catalogue, paths
from jianbao.intake.enterprise import UNITS
from jianbao.intake.forms import read_form
from jianbao.intake.page import page
from jianbao.intake.propose import propose
from jianbao.intake.sql import fetched
from jianbao.intake.take import recognise, take
from jianbao.intake.words import IntakeError
from jianbao.panel.taken import rows, takings
from jianbao.run.intake_command import form as form_command
from jianbao.run.intake_command import intake

NOW = datetime(2026, 1, 5, 9, 0)


@pytest.fixture
def data(tmp_path) -> Path:
    shutil.copytree(paths.root() / "data" / "catalogue", tmp_path / "data" / "catalogue")
    return tmp_path / "data"


# -- the monthly return

SECTORS = {"合计": 1.0, "纺织业": 0.25, "17": 0.25}


def monthly(title="湖州市规模以上工业分县分行业主要指标（2024年1—10月）") -> Sheet:
    head = ["地区", "行业", "企业数（家）", "工业增加值（万元）", "", "", "", "利润总额（万元）", ""]
    subs = ["", "", "", "本月", "1-本月", "上年同期", "增长（%）", "1-本月", "增长（%）"]
    body = []
    for name, size in (("吴兴区", 100), ("南浔区", 60)):
        for sector, share, firms in (("合计", 1.0, 40), ("其中：纺织业", 0.6, 25), ("18.纺织服装、服饰业", 0.4, 15)):
            level, base = round(size * share * 1000.0), round(size * share * 950.0)
            body.append([name, sector, firms, round(level * 0.1), level, base, round(level / base * 100 - 100, 1), "…" if sector == "合计" else round(level * 0.05), 3.1])
    merges = ["A2:A3", "B2:B3", "C2:C3", "D2:G2", "H2:I2"]
    return Sheet("1-10月", [[title], head, subs, *body, ["注：本表为快报数。"]], merges)


def test_a_monthly_return_by_county_and_sector_is_taken_without_its_single_months(data, tmp_path):
    result = take(xlsx(tmp_path / "月报.xlsx", monthly()), data, now=NOW)
    assert result.taking, [f.zh for f in result.errors]
    frame = rows(result.taking).set_index(["indicator", "region", "sector"])
    assert set(frame.index.get_level_values(0)) == {"above_scale_enterprises", "value_added", "value_added_base", "value_added_growth", "profit", "profit_growth"}
    row = frame.loc[("value_added", "330502", "C17")]
    assert (row["value"], row["period"], row["measure"], row["vintage"], row["status"]) == (6.0, "2024-10", "cumulative", "flash", "observed")
    assert frame.loc[("profit", "330502", "IND"), "status"] == "missing"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s: (s.rows[0].__setitem__(0, s.rows[0][0].replace("1—10月", "10月")), s.rows[2].__setitem__(7, "")), "是当月，表单按累计数收"),
        (lambda s: s.rows[2].__setitem__(4, "1-9月"), "表头写 1—9月"),
        (lambda s: s.rows[3].__setitem__(4, s.rows[3][4] + 5000), "下级行业之和|增长|增加值"),
        (lambda s: [r.__setitem__(6, r[6] / 100) for r in s.rows[3:9]], "百分数写成了小数|按本期与上年同期"),
        (lambda s: s.rows[4].__setitem__(1, "交通运输设备制造业"), "旧名"),
        (lambda s: s.rows[4].__setitem__(2, 25.5), "个数不应有小数"),
        (lambda s: s.rows[2].__setitem__(3, "累计"), "两列都像"),
    ],
)  # fmt: skip
def test_a_monthly_return_that_contradicts_itself_stops(data, tmp_path, change, words):
    sheet = monthly()
    change(sheet)
    try:
        said = " ".join(f.zh for f in take(xlsx(tmp_path / "月报.xlsx", sheet), data, now=NOW).errors)
    except IntakeError as error:
        said = error.zh
    assert re.search(words, said), said


# -- enterprises

def returns(path: Path, change=None) -> Path:
    about = read_form(paths.root() / "data" / "catalogue" / "forms" / "enterprise_return.toml", None)
    columns = [c for c in about.columns if c.field and c.field not in ("enterprise_id", "group_id")]
    size = {"total_assets": 90_000, "total_liabilities": 50_000, "average_employees": 80, "industrial_land": 20, "energy_consumption": 300, "revenue": 60_000, "gross_output": 62_000,
            "value_added": 14_000, "operating_cost": 50_000, "export_delivery": 9_000, "new_product_output": 8_000}  # fmt: skip
    table = [["规模以上工业企业月报（2024年1—10月）"], ["统一社会信用代码", "地区代码", "所在地区", "行业代码", *(c.head[-2] if c.field.endswith("_prev") else c.head[4 if len(c.head) == 5 else -1] for c in columns)]]
    for n in range(8):
        figures = [round(size.get(c.field.removesuffix("_prev"), 900) * (1 + n / 10) * (0.95 if c.field.endswith("_prev") else 1)) for c in columns]
        table.append([f"9133{n:04d}", "330502", "吴兴区", ("1713", "1799")[n % 2], *figures])
    if change:
        change(table, [c.field for c in columns])
    path.write_bytes(csv_bytes(Sheet("s", table), "gb18030"))
    return path


def test_an_enterprise_return_becomes_rows_of_an_enterprise_file(data, tmp_path):
    result = take(returns(tmp_path / "企业.csv"), data, now=NOW)
    assert result.taking and result.taking.kind == "enterprise", [f.zh for f in result.errors]
    frame = rows(result.taking).set_index("enterprise_id")
    row = frame.loc["91330001"]
    assert (row["region"], row["sector"], row["period"], row["revenue"], row["revenue_prev"], bool(row["loss"])) == ("330502", "C17R", "2024-10", 66_000, 62_700, False)
    assert frame.loc["91330000", "sector"] == "C1713" and set(UNITS) <= set(frame.columns)


def test_a_return_of_thousands_keeps_every_figure_in_the_order_of_its_enterprises(data, tmp_path):
    """Rows come in any order, padded, grouped and in full width among plain ones; blank and total rows stand between them."""
    small = enterprises()
    head, body = small.sheet.rows[:3], small.sheet.rows[3:]
    dice, table, truth = random.Random(4), [], {}
    for n in range(3000):
        row = [f"91330500MB{n:08d}", *body[n % len(body)][1:4], *(v + n for v in body[n % len(body)][4:])]
        truth[row[0]] = row[4:]
        odd = (lambda v: f" {v:,} ", lambda v: "".join(chr(ord(c) + 0xFEE0) for c in str(v)), str)[n % 3]
        table.append([*row[:4], *(odd(v) if k % 7 == n % 7 else v for k, v in enumerate(row[4:]))])
    dice.shuffle(table)
    table[1000:1000] = [[""] * len(table[0]), ["合计", *table[0][1:]]]
    path = tmp_path / "企业月报（2024年1—10月）.csv"
    path.write_bytes(csv_bytes(Sheet("s", [*head, *table]), "gb18030"))
    result = take(path, data, now=NOW)
    assert result.taking, [f.zh for f in result.errors]
    frame, fields = rows(result.taking), [c["field"] for c in tomllib.loads((data / "catalogue" / "forms" / "enterprise_return.toml").read_text(encoding="utf-8"))["column"] if c.get("field", "").strip() and c.get("unit")]
    assert frame["enterprise_id"].tolist() == sorted(truth) and frame["enterprise_id"].is_unique
    assert (frame[fields].to_numpy() == [truth[e] for e in sorted(truth)]).all()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda t, f: t[3].__setitem__(4 + f.index("profit"), ""), "空白"), (lambda t, f: t[3].__setitem__(4, "12.3①"), "不是数"), (lambda t, f: t.append(list(t[3])), "出现 2 次"),
        (lambda t, f: t[3].__setitem__(2, "南浔区"), "不是同一个"), (lambda t, f: t[3].__setitem__(3, "17"), "不是小类"),
        (lambda t, f: [r.__setitem__(4 + f.index("revenue"), r[4 + f.index("revenue")] / 10000) for r in t[2:]], "单位不同|单位错了"),
        (lambda t, f: [r.__setitem__(n, r[n] * 1000) for r in t[2:] for n, x in enumerate(f, 4) if "employees" not in x], "单位错了"),
    ],
)  # fmt: skip
def test_an_enterprise_return_that_cannot_be_right_stops(data, tmp_path, change, words):
    result = take(returns(tmp_path / "企业.csv", change), data, now=NOW)
    assert result.taking is None and re.search(words, " ".join(f.zh for f in result.errors)), [f.zh for f in result.errors]


# -- the ledger of plans

LEDGER = [["规划任务台账"], ["地区", "行业", "事项", "数量", "单位", "完成时限", "责任单位", "进展"], ["吴兴区", "纺织业", "整治提升低散乱企业", 30, "家", "2025年6月", "区经信局", "进行中"]]


def test_a_ledger_is_checked_and_kept(data, tmp_path):
    result = take(xlsx(tmp_path / "台账.xlsx", Sheet("s", LEDGER)), data, now=NOW)
    with (result.kept / "ledger.csv").open(encoding="utf-8") as file:
        (item,) = csv.DictReader(file)
    assert (item["region"], item["sector"], item["quantity"], item["due"], item["source"]) == ("330502", "C17", "30", "2025-06", "台账.xlsx#s!C3")
    assert not takings(data)


@pytest.mark.parametrize(("column", "text", "words"), [(0, "", "没有地区"), (0, "吴兴县", "候选"), (3, "三十", "既不是数"), (4, "", "没有单位"), (5, "年底前", "不是日期")])
def test_a_ledger_with_a_doubtful_item_stops(data, tmp_path, column, text, words):
    table = [list(r) for r in LEDGER]
    table[2][column] = text
    result = take(xlsx(tmp_path / "台账.xlsx", Sheet("s", table)), data, now=NOW)
    assert result.kept is None and any(words in f.zh for f in result.errors), [f.zh for f in result.errors]


# -- databases

QUERY = 'SELECT name AS "市县名称", used AS "全年用电量(万千瓦时)", industry AS "工业用电" FROM power'


def test_the_answer_of_a_database_is_a_file_like_any_other(data, tmp_path):
    pytest.importorskip("sqlalchemy")
    base = tmp_path / "base.db"
    con = sqlite3.connect(base)
    con.execute("CREATE TABLE power (name TEXT, used REAL, industry REAL)")
    counties = catalogue.read(data).regions(level="county", under="330500")
    con.executemany("INSERT INTO power VALUES (?, ?, ?)", [(r.name("zh"), 250_000.5 + n, None if n == 0 else 1e5) for n, r in enumerate(counties)])
    con.commit()
    result = take(fetched(f"sqlite:///{base}", QUERY, tmp_path), data, form="yearbook_county_electricity", period="2024", now=NOW)
    assert result.taking, [f.zh for f in result.errors]
    frame = rows(result.taking).set_index(["indicator", "region"])
    assert frame.loc[("electricity", "330502"), "value"] == 250_000.5 and frame.loc[("industrial_electricity", "330502"), "status"] == "missing"


@pytest.mark.parametrize(
    ("url", "query", "words"),
    [
        ("sqlite:///none.db", "SELECT 1", "没有数据库文件"), ("nonsense", "SELECT 1", "地址不对"), ("sqlite://", "DROP TABLE x", "一条 SELECT"),
        ("sqlite://", "SELECT 1; DELETE FROM x", "一条 SELECT"), ("sqlite://", "SELECT * FROM nothing", "没有给出结果"), ("nosuch://u:secret@h/b", "SELECT 1", "驱动"),
    ],
)  # fmt: skip
def test_a_database_that_refuses_is_told_in_one_line_without_the_password(tmp_path, url, query, words):
    pytest.importorskip("sqlalchemy")
    with pytest.raises(IntakeError, match=words) as error:
        fetched(url, query, tmp_path)
    assert "secret" not in str(error.value) and "\n" not in str(error.value)


@pytest.mark.acceptance
@pytest.mark.skipif(not os.environ.get("JIANBAO_POSTGRES"), reason="JIANBAO_POSTGRES names no PostgreSQL (postgresql+psycopg://…)")
def test_a_postgresql_gives_every_digit(tmp_path):
    query = "SELECT * FROM (VALUES ('吴兴区', 250000.50::numeric(12,2), NULL::float8), ('南浔区', 0.1::numeric, 1e-7::float8)) AS t(a, b, c)"
    with fetched(os.environ["JIANBAO_POSTGRES"], query, tmp_path).open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["a", "b", "c"], ["吴兴区", "250000.50", ""], ["南浔区", "0.1", "0.0000001"]]


@pytest.mark.acceptance
@pytest.mark.skipif(not os.environ.get("JIANBAO_POSTGRES"), reason="JIANBAO_POSTGRES names no PostgreSQL (postgresql+psycopg://…)")
def test_a_table_of_a_postgresql_is_taken_through_its_form(data, tmp_path):
    from sqlalchemy import create_engine, text

    counties = [r.name("zh") for r in catalogue.read(data).regions(level="county", under="330500")]
    engine = create_engine(os.environ["JIANBAO_POSTGRES"])
    table = f"jianbao_{os.getpid()}"
    with engine.begin() as con:
        con.execute(text(f"CREATE TABLE {table} (name text, used numeric(14,2), industry double precision)"))
        con.execute(text(f"INSERT INTO {table} VALUES (:n, :u, :i)"), [{"n": n, "u": f"{250_000 + k}.25", "i": None if k == 0 else 1e5 + k / 8} for k, n in enumerate(counties)])
    try:
        path = fetched(os.environ["JIANBAO_POSTGRES"], QUERY.replace("power", table), tmp_path)
    finally:
        with engine.begin() as con:
            con.execute(text(f"DROP TABLE {table}"))
        engine.dispose()
    result = take(path, data, form="yearbook_county_electricity", period="2024", now=NOW)
    assert result.taking, [f.zh for f in result.errors]
    frame = rows(result.taking).set_index(["indicator", "region"])["value"]
    assert [frame["electricity", f"33050{n}"] for n in (2, 3)] == [250_000.25, 250_001.25] and frame["industrial_electricity", "330503"] == 100_000.125
    assert len(frame) == 2 * len(counties) and rows(result.taking)["status"].value_counts()["missing"] == 1


# -- the command, the drop folder, the report

def run(command, *arguments):
    done = CliRunner().invoke(command, [str(a) for a in arguments], catch_exceptions=True)
    return done.exit_code, done.output, done.exception


def city(year):
    cat = catalogue.read(paths.root() / "data")
    return county_table([(r.code, r.name("zh")) for r in cat.regions(level="county", under="330500")], year, seed=year)


def test_what_is_dropped_is_taken_once_and_what_is_wrong_stays(data, tmp_path, monkeypatch):
    monkeypatch.setenv("JIANBAO_OUTPUTS", str(tmp_path / "out"))
    drop = data / "incoming"
    drop.mkdir()
    bad = city(2023)
    bad.rows[4][0] = "吴兴县"
    xlsx(drop / "17-25（2024年）.xlsx", city(2024))
    xlsx(drop / "17-25（2023年）.xlsx", bad)
    drop.joinpath("~$17-25.xlsx").write_bytes(b"lock")
    code, said, _ = run(intake, "--data", data)
    assert code == 1 and "已收入" in said and "吴兴县" in said
    assert sorted(p.name for p in drop.iterdir()) == ["17-25（2023年）.xlsx", "~$17-25.xlsx"]
    assert len(list((tmp_path / "out" / "intake").glob("*.html"))) == 2 and len(takings(data)) == 1
    assert run(intake, "--data", data, "--undo", "1")[0] == 0 and not takings(data)


def test_the_report_shows_the_cell_and_runs_nothing(data, tmp_path):
    sheet = city(2024)
    sheet.rows[4][0] = "<script>alert(1)</script>"
    result = take(xlsx(tmp_path / "17-25（2024年）.xlsx", sheet), data, now=NOW)
    html = page(result, catalogue.read(data), "zh")
    assert "<script" not in html and "&lt;script&gt;alert" in html and "default-src 'none'" in html and 'class="E' in html
    assert "http" not in html.replace("http-equiv", "")


def test_two_forms_that_fit_stop_with_both_names(data, tmp_path):
    folder = data / "catalogue" / "forms"
    text = (folder / "yearbook_county_main.toml").read_text(encoding="utf-8").replace('"yearbook_county_main"', '"another"')
    folder.joinpath("another.toml").write_text(text, encoding="utf-8")
    with pytest.raises(IntakeError, match="another、yearbook_county_main"):
        take(xlsx(tmp_path / "17-25（2024年）.xlsx", city(2024)), data, now=NOW)


def test_a_file_that_no_form_knows_names_what_the_nearest_lacks(data, tmp_path):
    sheet = city(2024)
    sheet.rows[1][2] = "户籍人口 (万人)"
    with pytest.raises(IntakeError, match="最接近 yearbook_county_main，缺列“年末常住人口”"):
        take(xlsx(tmp_path / "17-25（2024年）.xlsx", sheet), data, now=NOW)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('scope = "all"', "", "没有 scope"), ('indicator = "gdp"\n', 'indicator = "gdpp"\n', "gdpp"), ('unit = "平方公里"', 'unit = "万元"', "不能换算成目录的 平方公里"), ('level = "county"', 'level = "town"', "town"),
        ('measure = "year"', 'measure = "years"', "years"), ("plausible = [20, 12000]", "plausible = [20]", "写法不对"), ('head = "生产总值"', 'haed = "生产总值"', "haed"), ("[[column]]", "[[column]", "line|column"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_form_is_one_line(data, old, new, words):
    path = data / "catalogue" / "forms" / "yearbook_county_main.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    code, said, _ = run(form_command, "check", path, "--data", data)
    assert code == 2 and re.search(words, said), said
    code, said, _ = run(form_command, "check", path, "--data", data, "--lang", "en")
    assert code == 2 and said.startswith("form yearbook_county_main.toml: ") and not re.search("[，。：；（）]|[一-龥]{5}", said), said


def test_a_month_above_heads_that_say_months_so_far_is_the_month_of_the_report(data, tmp_path):
    """Found by trying it as a new user: 2024年10月 stands above columns 1-本月, and nothing was taken."""
    result = take(xlsx(tmp_path / "月报.xlsx", monthly("湖州市规模以上工业分县分行业主要指标（2024年10月）")), data, now=NOW)
    assert result.taking, [f.zh for f in result.errors]
    frame = rows(result.taking).set_index(["indicator", "region", "sector"])
    assert frame.loc[("value_added", "330502", "C17"), ["value", "period", "measure"]].tolist() == [6.0, "2024-10", "cumulative"]


def test_a_proposed_form_reads_the_workbook_that_it_was_proposed_for(data, tmp_path):
    table = [["各县规模以上工业营业收入（2024年1—9月）"], ["单位：万元"], ["县市区", "营业收入", "营业收入增长（%）", "从业情况"], *([r.name("zh"), 1000.5 + n, 3.2, 7] for n, r in enumerate(catalogue.read(data).regions(level="county", under="330500")))]
    path = xlsx(tmp_path / "new.xlsx", Sheet("s", table))
    made = propose(path, catalogue.read(data), name="county_revenue")
    assert [(g.indicator, g.unit, g.skip) for g in made.guesses] == [("revenue", "万元", False), ("revenue_growth", "%", False), ("", "万元", True)]
    data.joinpath("catalogue", "forms", "county_revenue.toml").write_text(made.toml, encoding="utf-8")
    result = take(path, data, now=NOW)
    assert result.taking, [f.zh for f in result.errors]
    frame = rows(result.taking).set_index(["indicator", "region"])
    assert frame.loc[("revenue", "330502"), "value"] == pytest.approx(0.10005) and frame.loc[("revenue", "330502"), "period"] == "2024-09"


def test_a_chosen_form_that_is_not_there_is_told_with_those_that_are(data):
    with pytest.raises(IntakeError, match="现有：无"):
        recognise(None, [], "nothing")  # type: ignore[arg-type]


def test_a_title_with_brackets_and_a_head_of_two_rows_are_proposed_as_they_are_printed(data, tmp_path):
    """Found by trying it as a new user: the proposed title was one that the workbook does not print."""
    counties = catalogue.read(data).regions(level="county", under="330500")
    table = [["附表3 各县（市、区）财政与居民收入情况（2024年）"], ["单位：万元"], ["地 区", "一般公共预算", ""], ["", "收入", "支出"], *([" " + r.name("zh"), 50_000.5 + n, 70_000] for n, r in enumerate(counties))]
    path = xlsx(tmp_path / "附表3.xlsx", Sheet("s", table, ["A3:A4", "B3:C3"]))
    made = propose(path, catalogue.read(data), name="county_fiscal")
    assert [g.indicator for g in made.guesses] == ["budget_revenue", "budget_expenditure"]
    data.joinpath("catalogue", "forms", "county_fiscal.toml").write_text(made.toml, encoding="utf-8")
    result = take(path, data, now=NOW)
    assert result.taking, [f.zh for f in result.errors]
    assert rows(result.taking).set_index(["indicator", "region"]).loc[("budget_revenue", "330502"), "value"] == pytest.approx(5.00005)


def divisions() -> Sheet:
    cat = catalogue.read(paths.root() / "data")
    names = [s.name("zh") for s in cat.sectors(level="division")][6:30]
    body = [[name, 100 + n, round(50.25 + 3.5 * n, 2), round(5.11 + n / 4, 2)] for n, name in enumerate(names)]
    body[3][3] = None
    whole = ["总计", *(round(sum(r[c] or 0 for r in body), 2) for c in (1, 2, 3))]
    whole[3] = round(whole[3] + 0.04, 2)
    return Sheet("7-5", [["7-5 按行业分的规模以上工业企业主要经济指标（2024年）"], ["单位：亿元"], ["行业", "企业单位数(个)", "营业收入", "销售费用"], whole, *body])


def test_a_table_by_division_is_taken_with_its_blank_cells(data, tmp_path):
    result = take(xlsx(tmp_path / "7-5.xlsx", divisions()), data, now=NOW)
    assert result.taking, [f.zh for f in result.errors]
    assert {f.code for f in result.warnings} <= {"no-reference"} and set(rows(result.taking)["region"]) == {"330000"}


@pytest.mark.parametrize(
    ("row", "column", "factor", "codes"),
    [(3, 2, 1.03, {"sum"}), (3, 3, 1.05, {"residual"}), (3, 3, 0.9, {"sum"}), (9, 2, 1e-4, {"digits", "sum"}), (3, 1, 1.01, {"count", "sum"})],
)  # fmt: skip
def test_a_total_that_drifts_is_seen_even_where_a_part_is_blank(data, tmp_path, row, column, factor, codes):
    """Found by drifting totals at random: with one part blank, a total up by 3 % passed."""
    sheet = divisions()
    sheet.rows[row][column] = round(sheet.rows[row][column] * factor, 6)
    found = take(xlsx(tmp_path / "7-5.xlsx", sheet), data, now=NOW, dry_run=True).findings
    assert codes & {f.code for f in found}, [f.zh for f in found]
