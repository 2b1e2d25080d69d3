"""Slips of number grammar are found; what official releases write is none."""

import json
import re
from pathlib import Path

import pytest

from jianbao import brief
from jianbao.publish.annex import gather
from jianbao.verify.lint import lint, lint_text

ROOT = Path(__file__).parents[2]

SLIPS = [
    "增加值同比增长−3.0%", "利润下降-4.2%", "增速下降3.2%", "增速比上月加快0.3%", "利润率同比提高0.5%", "降幅收窄2.0%", "降幅比上期加快1.0个百分点",
    "增加值同比增长3.2个百分点", "利润负增长3.0%", "亏损总额−0.2亿元", "同比下降0.0%", "利润率提高0.00个百分点", "高于全省同行业0.0个百分点",
    "占比6.2%个百分点", "增加值2.2亿元元", "营业收入3.1亿元万元", "提高0.3百分点", "占 6.2 %", "占6.2％", "企业数-3", "1-10月增加值", "1~11月", "1–9月",
    "累计增加值当月增长3.0%", "1—10月当月增长3.0%", "同比增长3.0%，比上年下降1.0个百分点", "约300家左右", "近三成以上", "超300家以上",
]
STYLE = ["增加值增长,利润下降", "增长3.0%。。", "去年同期", "２０２４年", "其中0个增长", "全省(不含宁波)增长"]
RIGHT = [
    "2024年1—12月，子县印染与服装行业规模以上企业实现增加值2.2亿元，按可比价格计算，同比持平，增速低于全省同行业2.3个百分点",
    "利润总额0.5亿元，同比增长25.0%；营业收入利润率5.00%，低于全省同行业1.15个百分点；亏损面0.0%。",
    "本行业拉动全省工业增长1.7个百分点；全省拉动最大的是服装业（1.7个百分点）。", "增速比1—11月加快0.3个百分点，连续4个月加快",
    "累计增加值下降13.7%，增速连续12个月为负，降幅比1—11月扩大2.2个百分点", "低于全省同行业30.0个百分点", "服装服饰、通用设备居前两位，合计占全区的超四成（41.6%）",
    "按行业代码C1713、C18；编制号T02-330502-202412", "每百元营业收入中的成本为85.39元，同比增加0.32元", "差距（百分点）", "−9.1", "2024-12",
    "与上年同期持平，同比增速未变", "1月份数据免报，不连接12月与次年1—2月",
]
ENGLISH_SLIPS = [
    "growth was 1.0 percentage points above", "1 counties with a figure", "up −3.0%", "3.0% percentage points", "up 0.0%", "ranks 2th", "the 11st", "profit -3.0",
]
ENGLISH_RIGHT = [
    "less than 0.1 percentage points", "1.0 percentage point above the sector", "It made up 0.0% of manufacturing earnings", "ranks 112th, 21st and 3rd",
    "11 counties with a figure", "January–December 2024", "Reference T02-330502-202412",
]


@pytest.mark.parametrize("text", SLIPS)
def test_a_wrong_number_phrase_is_found(text):
    assert any(s.wrong for s in lint_text(text))


@pytest.mark.parametrize("text", STYLE)
def test_style_is_reported_but_blocks_nothing(text):
    found = lint_text(text)
    assert found and not any(s.wrong for s in found)


@pytest.mark.parametrize("text", RIGHT)
def test_official_wording_is_no_slip(text):
    assert lint_text(text) == []


@pytest.mark.parametrize("text", ENGLISH_SLIPS)
def test_a_slip_in_english_is_found(text):
    assert any(s.wrong for s in lint_text(text, "en"))


@pytest.mark.parametrize(
    "html", ["<p>1　What changed</p>", "<h1>Zi<i>｜</i>Textiles</h1>", "<p>land freed（mu）</p>", "<td>Zi：done</td>", '<svg aria-label="增加值"></svg>']
)
def test_chinese_marks_and_spaces_in_an_english_page_are_found(html):
    assert {s.why for s in lint(f'<html lang="en"><body>{html}</body></html>')} == {"Chinese in an English page"}
    assert lint("<p>1　主要变化</p>") == []


def test_the_number_of_a_document_is_its_name_in_any_language():
    assert lint('<html lang="en"><p>From Upgrading plan (浙政办发〔2024〕11号).</p>') == []


@pytest.mark.parametrize("text", ENGLISH_RIGHT)
def test_right_english_is_no_slip(text):
    assert lint_text(text, "en") == []


def test_one_indicator_in_two_units_of_money_in_one_table_is_found():
    row = "<tr><th scope=row>{}</th><td>{}</td><td>{}</td></tr>"
    drifts = f"<table>{row.format('增加值', '2.2亿元', '22,000万元')}</table>"
    two = f"<table>{row.format('增加值', '2.2亿元', '3.1亿元')}{row.format('人均收入', '6.1万元', '')}</table>"
    assert [s.words for s in lint(drifts)] == ["增加值"] and lint(two) == []


def test_titles_and_alternative_texts_are_read_styles_and_scripts_are_not():
    assert lint('<svg aria-label="增速下降3.0%"><style>a{b:-1px}</style></svg><script>-1</script>')[0].words == "增速下降3.0%"
    assert lint("<style>a{margin:-1px}</style>") == []


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "brief" / "golden").glob("*.txt")), ids=lambda p: p.name)
def test_the_reviewed_texts_have_no_slip(path):
    lang = path.name.split(".")[-2]
    assert [s.line() for line in path.read_text("utf-8").splitlines() for s in lint_text(line, lang)] == []


#: Left in Chinese in an English page: what the office wrote itself (items of its ledgers, units that answer for them, cases), names of local rules.
QUOTED = re.compile(r"事项\d+|经信局|子县办法|(?<=smart renovation Zi: )以奖代补推进技改。.*")


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "reports" / "golden").glob("*.en.txt")), ids=lambda p: p.name)
def test_english_documents_have_no_chinese_but_names(path):
    lines = [QUOTED.sub("", line) for line in path.read_text("utf-8").splitlines()]
    assert [s.line() for line in lines for s in lint_text(line, "en")] == []


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.stem)
def test_the_prose_of_notebooks_has_no_slip(path):
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        lang = next((t for t in cell["metadata"].get("tags", ()) if t in ("zh", "en")), "zh")
        if cell["cell_type"] == "markdown":
            assert [s.line() for line in cell["source"] for s in lint_text(line, lang)] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_number_of_a_table_in_the_annex_does_not_run_into_its_unit(small, lang):
    """“附表2 %” was read as a figure with its unit."""
    b = brief.open(sector_code="T01", period="2024-12", lang=lang, data_dir=small.folder)
    parts = gather([part(b)._repr_html_() for part in (brief.running, brief.heat, brief.cards, brief.annex)], lang)
    assert "id=\"a2\"" in parts[-1]
    assert [s.line() for s in lint(f'<html lang="{lang}"><body>{"".join(parts)}</body></html>') if s.wrong] == []
