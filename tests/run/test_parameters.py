"""Every wrong parameter is refused in one line before a kernel is started."""

from pathlib import Path

import pytest

from jianbao import catalogue
from jianbao.run.parameters import ParameterError, check, read

NOTEBOOKS = Path(__file__).parent / "notebooks"
DATA = Path(__file__).resolve().parents[2] / "data"
GOOD = {"region_code": "330502", "sector_code": "T02", "period": "2024-12", "lang": "zh"}
PERIODS = ("2023-12", "2024-11", "2024-12")


def but(**changes):
    return {**GOOD, **changes}


def without(*names):
    return {k: v for k, v in GOOD.items() if k not in names}


# (what is wrong, what is given, what the line must say)
CASES = [
    ("misspelt name", without("region_code") | {"regoin_code": "330502"}, "region_code？"),
    ("misspelt sector name", without("sector_code") | {"secter_code": "T02"}, "sector_code？"),
    ("name in capitals", without("lang") | {"LANG": "zh"}, "没有名为"),
    ("short name", without("region_code") | {"region": "330502"}, "region_code？"),
    ("extra name", but(top_n="5"), "top_n"),
    ("extra name that is code", but(**{"x=__import__('os').system('true')#": "1"}), "没有名为"),
    ("extra name with a line break", but(**{"lang\nimport os": "zh"}), "没有名为"),
    ("name that is no text", {**GOOD, 5: "x"}, "没有名为 5"),
    ("region missing", without("region_code"), "缺少参数 region_code"),
    ("sector missing", without("sector_code"), "缺少参数 sector_code"),
    ("period missing", without("period"), "缺少参数 period"),
    ("lang missing", without("lang"), "缺少参数 lang"),
    ("nothing given", {}, "缺少参数"),
    ("region and sector swapped", but(region_code="T02", sector_code="330502"), "写反"),
    ("sector as region", but(region_code="T02"), "T02"),
    ("region as sector", but(sector_code="330502"), "330502"),
    ("number as region", but(region_code=330502), "int"),
    ("number as period", but(period=2024), "int"),
    ("float", but(region_code=330502.0), "float"),
    ("true", but(lang=True), "bool"),
    ("none", but(sector_code=None), "NoneType"),
    ("list", but(region_code=["330502"]), "list"),
    ("path", but(region_code=Path("330502")), "Path"),
    ("bytes", but(region_code=b"330502"), "bytes"),
    ("text of another kind", but(region_code=type("T", (str,), {})("330502")), "文本"),
    ("empty region", but(region_code=""), "为空"),
    ("empty period", but(period=""), "为空"),
    ("leading blank", but(region_code=" 330502"), "空格"),
    ("trailing blank", but(sector_code="T02 "), "空格"),
    ("trailing line break", but(region_code="330502\n"), "空格"),
    ("full-width space", but(region_code="330502\u3000"), "空格"),
    ("line break inside", but(region_code="330502\nimport os"), "换行"),
    ("null character", but(region_code="330502\0"), "控制字符"),
    ("zero-width space", but(region_code="330\u200b502"), "控制字符"),
    ("full-width digits", but(region_code="３３０５０２"), "'330502'"),
    ("full-width letters", but(sector_code="Ｔ02"), "'T02'"),
    ("full-width period", but(period="２０２４-12"), "2024-12"),
    ("name of the region", but(region_code="吴兴区"), "330502"),
    ("name of the sector", but(sector_code=catalogue.read(DATA).sector("T02").name("zh")), "T02"),
    ("unknown region", but(region_code="999999"), "999999"),
    ("one digit wrong", but(region_code="330592"), "是否指"),
    ("five digits", but(region_code="33052"), "是否指"),
    ("region that was abolished", but(region_code="330103"), "330103"),
    ("unknown sector", but(sector_code="T18"), "T18"),
    ("lower-case sector", but(sector_code="t02"), "t02"),
    ("all sectors in a sector brief", but(sector_code="IND"), "层级"),
    ("class in a sector brief", but(sector_code="C1713"), "C1713"),
    ("path out of the folder", but(region_code="../330502"), "330502"),
    ("path of the system", but(sector_code="/etc/passwd"), "passwd"),
    ("papermill's own braces", but(region_code="{pm[run_uuid].__class__}"), "没有代码"),
    ("code in quotes", but(region_code='330502"; import os #'), "没有代码"),
    ("January", but(period="2024-01"), "period"),
    ("thirteenth month", but(period="2024-13"), "period"),
    ("month without zero", but(period="2024-2"), "period"),
    ("Chinese period", but(period="2024年12月"), "period"),
    ("path as period", but(period="../2024"), "period"),
    ("period not in the data", but(period="2031-12"), "2024-12"),
    ("unknown language", but(lang="fr"), "zh"),
    ("language with region", but(lang="zh-CN"), "zh"),
]


@pytest.fixture(scope="module")
def cat():
    return catalogue.read(DATA)


@pytest.mark.parametrize(("given", "says"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_wrong_parameters_are_refused_in_one_line(cat, given, says):
    with pytest.raises(ParameterError) as refused:
        check(NOTEBOOKS / "ok.ipynb", given, cat, periods=PERIODS)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("given", [c[1] for c in CASES], ids=[c[0] for c in CASES])
def test_the_refusal_in_english_has_no_chinese_words(cat, given):
    with pytest.raises(ParameterError) as refused:
        check(NOTEBOOKS / "ok.ipynb", given, cat, periods=PERIODS, lang="en")
    words = str(refused.value).replace(" ", "")
    chinese = {c for v in given.values() for c in str(v)}
    assert not {c for c in words if "\u4e00" <= c <= "\u9fff"} - chinese


def test_there_are_at_least_forty_cases():
    assert len(CASES) >= 40


def test_right_parameters_come_back_in_the_notebooks_order(cat):
    given = dict(reversed(GOOD.items()))
    assert list(check(NOTEBOOKS / "ok.ipynb", given, cat, periods=PERIODS).items()) == list(GOOD.items())


def test_a_division_is_a_sector_too(cat):
    assert check(NOTEBOOKS / "ok.ipynb", but(sector_code="C17"), cat)["sector_code"] == "C17"


def test_a_parameter_that_this_notebook_lacks_is_refused(cat):
    with pytest.raises(ParameterError, match="没有参数 'sector_code'"):
        check(NOTEBOOKS / "region_only.ipynb", GOOD, cat)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("no_parameters", "现有 0 个"),
        ("two_parameters", "现有 2 个"),
        ("no_type", "第 1 行"),
        ("number", "第 1 行"),
        ("call", "第 1 行"),
        ("other_name", "top_n"),
        ("twice", "lang"),
        ("no_lang", "缺少 lang"),
        ("absent", "没有笔记本"),
    ],
)
def test_a_wrong_parameters_cell_is_refused(name, says):
    with pytest.raises(ParameterError, match=says):
        read(NOTEBOOKS / f"{name}.ipynb")


def test_defaults_and_help_are_read_without_running_anything():
    first = read(NOTEBOOKS / "ok.ipynb")[0]
    assert (first.name, first.default, first.help) == ("region_code", "330502", "地区")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"cells": [', "不是可读的笔记本"),
        ('[]', "不是可读的笔记本"),
        ('{"cells": [{"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": "lang: str ="}]}', "语法"),
    ],
)
def test_a_broken_file_is_refused(tmp_path, text, says):
    broken = tmp_path / "broken.ipynb"
    broken.write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError, match=says):
        read(broken)
