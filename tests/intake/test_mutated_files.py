"""A sample of the thousand spoilt files (`make mutated`), and every fault that they brought to light."""

from collections import Counter
from pathlib import Path

import pytest
from mutate import MUTATIONS, Office, judge, plan
from replicas import Sheet, ods, xlsx
from small_forms import BUILDERS, county_year, monthly

from jianbao.intake.bea import make_place
from jianbao.intake.bea_file import BeaError
from jianbao.intake.grid import Cell
from jianbao.intake.readers import read_book
from jianbao.intake.values import value_of

SAMPLE = 26
#: Faults that were silent, or refused with a line about something else, when the thousand were first run: (mutation, form, what is right)
FOUND = (
    ("last year's figures under this year's names", "sector", "refused", "完全相同"),
    ("figures slide down a row", "sector", "refused", "疑似错行"),
    ("figures of the row above", "county", "refused", "两行的数完全相同"),
    ("a cell: a footnote in superscript", "county", "refused", "数后带有其他字符"),
    ("all columns × 10", "enterprise", "flagged", "人均营业收入"),
    ("a figure: full-width digits", "ledger", "same", ""),
    ("a second table in another unit below, said in its title", "county", "refused", "请拆成两张表"),
    ("a column without head", "monthly", "refused", "分不清"),
    ("figures of the row above", "electricity", "refused", "两行的数完全相同"),
    ("two columns' figures swapped", "sector", "refused", "疑似错列"),
    ("one row a column to the left", "electricity", "flagged", "的数是"),
    ("a column's figures gone", "county", "flagged", "往期有数"),
    ("a row with the city's total, 10 % too large", "electricity", "refused", "所辖地区之和"),
    ("title without a period, file with another", "county", "flagged", "按文件名"),
    ("a CSV cut off between rows", "monthly", "flagged", "缺所辖地区"),
    ("a figure: two figures in a cell", "enterprise", "refused", "不是数"),
    ("a name of another place", "enterprise", "flagged", "1 家企业不在湖州市"),
    ("a cell: two cells of one name", "county", "refused", "损坏"),
    ("the head again on the next page", "monthly", "same", ""),
    ("the head again in another unit", "monthly", "refused", "请拆成两张表"),
    ("a CSV called .xlsx", "county", "refused", "改为 .csv"),
)


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


def test_no_spoilt_file_of_a_sample_is_silently_wrong_or_ends_in_a_traceback(office, tmp_path):
    every = [p for p in plan(sum(len(m.on) for m in MUTATIONS)) if not p[0].heavy]
    found = []
    for n, (mutation, name, seed) in enumerate(every[:: len(every) // SAMPLE][:SAMPLE]):
        folder = tmp_path / str(n)
        folder.mkdir()
        found.append(judge(office, mutation, name, seed, folder))
    bad = [(o.mutation.name, o.form, o.words) for o in found if o.what == "TRACEBACK" or o.what == "SILENT" and not o.mutation.unseen]
    assert not bad and len(found) == SAMPLE
    assert {"same", "refused"} <= set(Counter(o.what for o in found))


@pytest.mark.parametrize(("name", "form", "what", "words"), FOUND, ids=lambda v: str(v)[:50])
def test_a_fault_that_was_found_stays_found(office, tmp_path, name, form, what, words):
    mutation = next(m for m in MUTATIONS if m.name == name and form in m.on)
    outcome = judge(office, mutation, form, 7, tmp_path)
    assert outcome.what == what and words in outcome.words, outcome.words


def test_the_truth_of_a_replica_is_what_it_was_made_of(office):
    for name in ("county", "monthly"):
        small = BUILDERS[name]()
        truth, usual = office.right[name]
        assert len([v for v in truth.values() if v is not None]) == len(small.figures) and not usual
    (value,) = [v for k, v in office.right["county"][0].items() if k[:2] == ("gdp", "330302")]
    assert value == county_year().sheet.rows[3][3]
    (output,) = [v for k, v in office.right["monthly"][0].items() if k == ("gross_output", "330500", "IND", "2024-10")]
    assert round(output * 10_000) == monthly().sheet.rows[3][4]


@pytest.mark.parametrize(
    ("text", "number"),
    [("1 234", 1234), ("1\u00a0234.5", 1234.5), ("125\n136", None), ("12 34", None), ("1 2.5", None), (" 12 ", 12), ("１ ２３４", 1234), ("12. 5", None), ("123¹", None)],
)
def test_two_figures_in_a_cell_are_never_one(text, number):
    assert value_of(Cell("text", text), {}).number == number


def test_a_raised_or_struck_digit_is_no_part_of_the_figure(tmp_path):
    raised = '<c r="A1" t="inlineStr"><is><r><t>123</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></is></c>'
    struck = '<c r="B1" t="inlineStr"><is><r><rPr><strike/></rPr><t>9</t></r><r><t>123</t></r></is></c>'
    cells = read_book(xlsx(tmp_path / "a.xlsx", Sheet("s", [["x", "y"]], raw={"A1": raised, "B1": struck}))).grids[0].cells
    assert cells[0, 0].text == "123¹" and value_of(cells[0, 0], {}).trouble and value_of(cells[0, 1], {}).trouble


def test_a_raised_digit_of_an_ods_is_no_part_of_the_figure(tmp_path):
    import zipfile

    path = ods(tmp_path / "a.ods", Sheet("s", [["MARK"]]))
    with zipfile.ZipFile(path) as file:
        text = file.read("content.xml").decode()
    style = '<office:automatic-styles><style:style xmlns:style="urn:x" style:name="T1"><style:text-properties style:text-position="super 58%"/></style:style></office:automatic-styles>'
    text = text.replace("<office:body>", style + "<office:body>").replace("MARK", '123<text:span text:style-name="T1">1</text:span>')
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("content.xml", text)
    assert read_book(path).grids[0].cells[0, 0].text == "123¹"


def test_a_file_of_the_bureau_that_was_cut_off_between_two_counties_is_refused(tmp_path):
    whole = Path(__file__).parents[1] / "data" / "bea" / "CAINC5N_ML_2016_2018.csv"
    lines = whole.read_bytes().splitlines(keepends=True)
    last = max(n for n, line in enumerate(lines) if b"99003" in line)
    path = tmp_path / whole.name
    path.write_bytes(b"".join(lines[: last + 1]))
    with pytest.raises(BeaError, match="cut off"):
        make_place([path], tmp_path / "place")


def test_two_divisions_a_quarter_apart_that_are_swapped_are_told_though_all_grew(office, tmp_path):
    mutation = next(m for m in MUTATIONS if m.name == "two rows' figures swapped")
    assert judge(office, mutation, "sector", 11, tmp_path).what in ("flagged", "refused")


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Office:
    """An office that holds nothing yet."""
    return Office(tmp_path_factory.mktemp("first"), earlier=False)


@pytest.mark.parametrize(("name", "form"), [("a column × 0.0001", "sector"), ("all columns × 0.1", "sector"), ("a column × 1000", "electricity")])
def test_a_first_file_tells_a_wrong_unit_by_its_own_columns(first, tmp_path, name, form):
    mutation = next(m for m in MUTATIONS if m.name == name)
    assert judge(first, mutation, form, 5, tmp_path).what in ("flagged", "refused")
