"""Names of regions and sectors: one meaning, or candidates; never a guess."""

import pytest

from jianbao import catalogue, paths
from jianbao.catalogue import Period
from jianbao.intake.names import Names
from jianbao.intake.words import IntakeError


@pytest.fixture(scope="module")
def names():
    return Names(catalogue.read(paths.root() / "data"))


@pytest.mark.parametrize(
    ("name", "code", "period", "found"),
    [
        ("吴兴区", "", "2024", "330502"), ("吴　兴", "", "2024", "330502"), ("  吴 兴 区", "330502", "2024", "330502"), ("", "330502000000", "2024", "330502"),
        ("景宁县", "", "2024", "331127"), ("湖州", "", "2024", "330500"), ("绍兴县", "", "2012", "330603"), ("", "330621", "2012", "330603"), ("富阳市", "", "2013", "330111"),
        ("余杭区", "", "2024", "330110"), ("余杭区", "", "2019", "330110"), ("临平区", "", "2024", "330113"), ("全省", "", "2024", "330000"), ("#柯桥区", "", "2024", "330603"),
    ],
)  # fmt: skip
def test_a_region_is_found(names, name, code, period, found):
    assert names.region(name, code, period=Period.parse(period)).code == found


@pytest.mark.parametrize(
    ("name", "code", "period", "words"),
    [
        ("吴兴县", "", "2024", "候选：吴兴区"), ("绍兴", "", "2024", "歧义.*绍兴市.*柯桥区"), ("江干区", "", "2019", "旧名.*上城区"), ("临平区", "", "2019", "2021年才设立"),
        ("钱塘区", "", "2020", "2021年才设立"), ("吴兴区", "330503", "2024", "不是同一个"), ("全市", "", "2024", "不能自动归入"), ("杭州市区", "", "2024", "不能自动归入"),
        ("上海市", "", "2024", "不认识"), ("", "999999", "2024", "不认识"), ("", "3305", "2024", "不认识"), ("", "", "2024", "没有地区"), ("=1+1", "", "2024", "不认识"),
    ],
)  # fmt: skip
def test_a_region_that_is_not_certain_stops(names, name, code, period, words):
    with pytest.raises(IntakeError, match=words):
        names.region(name, code, period=Period.parse(period))


def test_an_old_name_brings_its_note(names):
    assert "并非一一对应" in names.region("绍兴县", "", period=Period.parse("2012")).note_zh
    assert "同一代码不同区域" in names.region("余杭区", "", period=Period.parse("2019")).note_zh
    assert names.region("余杭区", "", period=Period.parse("2024")).note_zh == ""


@pytest.mark.parametrize(
    ("name", "code", "found"),
    [
        ("纺织业", "", "C17"), ("17.纺织业", "", "C17"), ("纺织", "", "C17"), ("", "17", "C17"), ("", "C17", "C17"), ("", "1713", "C1713"), ("纺织服装、服饰业", "18", "C18"),
        ("电气机械及器材制造业", "", "C38"), ("合计", "", "IND"), ("　总　计", "", "IND"), ("通信设备、计算机及其他电子设备制造业", "", "C39"),
    ],
)  # fmt: skip
def test_a_sector_is_found(names, name, code, found):
    assert names.sector(name, code).code == found


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("交通运输设备制造业", "", "C36.*C37"), ("橡胶制品业", "", "旧名"), ("纺织服装", "", "候选"), ("轻工业", "", "不认识"), ("纺织业", "18", "不是同一个"), ("", "99", "不在目录"), ("", "C1", "不在目录"),
    ],
)  # fmt: skip
def test_a_sector_that_is_not_certain_stops(names, name, code, words):
    with pytest.raises(IntakeError, match=words):
        names.sector(name, code)


def test_a_set_is_found_only_where_sets_are_asked_for(names):
    assert names.sector("泵阀轴承", "", sets=True).code == "T14"
    with pytest.raises(IntakeError):
        names.sector("泵阀轴承", "")


@pytest.mark.parametrize(("code", "found"), [("1713", "C1713"), ("1799", "C17R"), ("1599", "C15R"), ("3443", "C344"), ("0810", "B08R")])
def test_an_enterprise_belongs_to_its_class_or_to_the_rest_of_its_division(names, code, found):
    assert names.leaf("", code) == found


@pytest.mark.parametrize("code", ["17", "9999", "C17"])
def test_an_enterprise_without_a_class_stops(names, code):
    with pytest.raises(IntakeError):
        names.leaf("", code)


@pytest.mark.parametrize(
    ("what", "text", "found"),
    [
        ("sector", "17 纺织业", "C17"), ("sector", "  18 纺织服装、服饰业", "C18"), ("sector", "C17纺织业", "C17"), ("sector", "1713 棉印染精加工", "C1713"), ("region", "330602 越城区", "330602"),
        ("region", "330621绍兴县", "330603"), ("sector", "C18纺织业", "不是同一个"), ("sector", "1723棉印染精加工", "不是同一个"), ("region", "330603 越城区", "不是同一个"), ("region", "330699越城区", "不认识"),
    ],
)  # fmt: skip
def test_a_code_before_the_name_in_one_cell_must_agree_with_it(names, what, text, found):
    if found.isascii():
        assert getattr(names, what)(text).code == found
    else:
        with pytest.raises(IntakeError, match=found):
            getattr(names, what)(text)
