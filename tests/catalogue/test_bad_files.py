"""A register that is wrong is refused in one line that names file and row."""

import os
import shutil

import pytest

from jianbao import paths
from jianbao.catalogue import CatalogueError, read

GOOD = paths.root() / "data" / "catalogue"


@pytest.fixture
def place(tmp_path):
    shutil.copytree(GOOD, tmp_path / "catalogue")
    return tmp_path


def edit(place, file, change):
    path = place / "catalogue" / file
    text = path.read_text(encoding="utf-8")
    assert (changed := change(text)) != text
    path.write_text(changed, encoding="utf-8")


def append(line):
    return lambda text: text + line + "\n"


def swap(old, new):
    return lambda text: text.replace(old, new, 1)


def drop(start):
    return lambda text: "".join(line for line in text.splitlines(keepends=True) if not line.startswith(start))


CASES = [
    ("regions.csv", append("330502,吴兴区,Wuxing,吴兴,Wuxing,county,330500,市辖区,,,,x,stated"), "row 104: code 330502 stands already"),
    ("regions.csv", append("330599,新区,New,新,New,county,339900,市辖区,,,,x,stated"), "330599: parent 339900 is unknown"),
    ("regions.csv", append("330599,新区,New,新,New,county,330000,市辖区,,,,x,stated"), "a county cannot be under the province"),
    ("regions.csv", append("330599,新区,New,新,New,town,330500,市辖区,,,,x,stated"), "row 104: level is 'town'"),
    ("regions.csv", append("330599,新区,New,新,New,county,330500,旗,,,,x,stated"), "kind 旗 has no"),
    ("regions.csv", append("330599,新区,,新,New,county,330500,市辖区,,,,x,stated"), "row 104: name_en is empty"),
    ("regions.csv", append("330599,新区"), "row 104: 2 cells"),
    ("regions.csv", append("330599,新区,New,新,New,county,330500,市辖区,,,,,stated"), "row 104: source is empty"),
    ("regions.csv", append("330599,新区,New,新,New,county,330500,市辖区,,,,x,perhaps"), "certainty is 'perhaps'"),
    ("regions.csv", swap(",parent,", ",above,"), "column missing: parent"),
    ("sectors.csv", append("C382,x,x,x,x,class,C38,no,,x,stated"), "C3823: overlaps with the leaf C382"),
    ("sectors.csv", append("C1799,x,x,x,x,class,C99,no,,x,stated"), "C1799: parent C99"),
    ("sectors.csv", append("C1799,x,x,x,x,class,C17,yes,,x,stated"), "needs one residual class, has 2"),
    ("sectors.csv", drop("C17R"), "C17: a division with classes needs one residual class, has 0"),
    ("sector_set_members.csv", append("T01,C1713,,x,inferred"), "C1713 would be counted twice"),
    ("sector_set_members.csv", append("T01,C9999,,x,inferred"), "member C9999 of T01 is not in sectors.csv"),
    ("sector_set_members.csv", append("T99,C17,,x,inferred"), "set T99 is not in sector_sets.csv"),
    ("indicators.csv", swap(",profit,revenue,100,", ",profitt,revenue,100,"), "numerator profitt is not an indicator"),
    ("indicators.csv", swap(",profit,revenue,100,", ",profit,,100,"), "go together"),
    ("indicators.csv", swap(",profit,revenue,100,", ",profit,revenue,many,"), "factor is 'many'"),
    ("indicators.csv", drop("revenue,"), "revenue"),
    ("peer_groups.csv", swap("2024-08-01", "2024/8/1"), "must be a date"),
    ("peer_group_members.csv", drop("mountain_island25,331181"), "complete, 25 expected, 24 listed"),
    ("peer_group_members.csv", append("pilot,999999,x,,x,stated,,"), "region 999999 is not in regions.csv"),
    ("region_changes.csv", append("999999,2021,x,x,,,,,no,x,x,x,stated"), "region 999999"),
    ("documents.csv", swap(",2023-01-01,", ",2023/1/1,"), "must be a date"),
    ("targets.csv", swap("HZ01,HZ2023,", "HZ01,HZ2099,"), "HZ01: HZ2099 is not in documents.csv"),
    ("targets.csv", swap(",330500,set:traditional17,,level,5000,", ",330599,set:traditional17,,level,5000,"), "HZ01: 330599 is not in regions.csv"),
    ("targets.csv", swap("set:traditional17", "set:traditional71"), "HZ01: set:traditional71 is not in sectors.csv"),
    ("targets.csv", swap(",level,5000,", ",level,,"), "row 2: a target of type level has a number"),
    ("targets.csv", swap(",comparator,,", ",comparator,5,"), "a target of type comparator has none"),
    ("targets.csv", swap(",level,5000,", ",level,many,"), "target is 'many', must be a number"),
    ("targets.csv", swap(",level,5000,", ",about,5000,"), "type is 'about'"),
    ("targets.csv", swap(",higher,2022,2023,2025,", ",higher,2022,2026,2025,"), "are not in order"),
    ("targets.csv", swap(",亿元,100 million yuan,", ",,,"), "HZ01: a target without an indicator needs its own unit"),
    ("measures.csv", swap(",new_product_output_rate;", ",new_products;"), "M01: new_products is not in indicators.csv"),
    ("shortboard_rules.csv", swap(",below_reference,", ",above_reference,"), "test is 'above_reference'"),
    ("shortboard_rules.csv", swap(",below_reference,profit_margin,", ",negative_for,profit_margin,"), "does not fit profit_margin, which is of kind ratio"),
    ("shortboard_rules.csv", swap(",below_reference,profit_margin,", ",below_reference,export_share,"), "export_share is neutral"),
    ("shortboard_rules.csv", swap(",below_reference,profit_margin,", ",below_reference,profit,"), "a level of profit cannot be compared"),
    ("shortboard_rules.csv", swap("value_added_growth,0.1,", "value_added_growth,-1,"), "margin is negative"),
    ("shortboard_rules.csv", swap("B02,", "B01,"), "id B01 stands already in row 2"),
    ("place.toml", swap("headline =", "headlines ="), "headline is missing"),
    ("place.toml", swap('"set:traditional17"', '"set:none"'), "finds no sector"),
    ("place.toml", swap('"2024-12"', '"2024-01"'), "January"),
    ("place.toml", swap("modelled = true", "modelled = maybe"), "place.toml:"),
    ("place.toml", swap("[region_words.", "[["), "place.toml:"),
]


@pytest.mark.parametrize(("file", "change", "message"), CASES, ids=[case[2] for case in CASES])
def test_is_refused_in_one_line(place, file, change, message):
    edit(place, file, change)
    with pytest.raises(CatalogueError) as caught:
        read(place)
    line = str(caught.value)
    assert message in line and "\n" not in line
    assert ".csv" in line or "place.toml" in line


def test_a_file_that_is_not_utf8_says_how_to_save_it(place):
    (place / "catalogue" / "regions.csv").write_bytes("code,名称\n".encode("gbk"))
    with pytest.raises(CatalogueError, match="not UTF-8"):
        read(place)


def test_a_missing_register_is_named(place):
    (place / "catalogue" / "indicators.csv").unlink()
    with pytest.raises(CatalogueError, match="indicators.csv: no such file"):
        read(place)


def test_a_file_saved_by_excel_is_read(place):
    path = place / "catalogue" / "regions.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert len(read(place).regions()) == 102


def test_an_edit_is_seen_by_the_next_read_and_no_edit_costs_nothing(place):
    first = read(place)
    assert read(place) is first
    edit(place, "regions.csv", swap("吴兴区", "吴兴新区"))
    os.utime(place / "catalogue" / "regions.csv", (2e9, 2e9))
    assert read(place).region("330502").name("zh") == "吴兴新区"
