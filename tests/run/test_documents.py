"""Documents of the register: which are made for a name or a cadence, which are due, how the index lists them."""

import json
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from jianbao import catalogue
from jianbao.catalogue import CatalogueError
from jianbao.catalogue.period import Period
from jianbao.catalogue.reports import called, titled
from jianbao.publish.index import index_page
from jianbao.publish.meta import Entry, IndexMeta
from jianbao.run.due import items
from jianbao.run.plan import Choice, PlanError, find_notebooks, plan

ROOT = Path(__file__).resolve().parents[2]
HEAD = "notebook,cadence,months,days,levels,sectors,internal,valid_from,valid_to,name_zh,name_en,note,source,certainty\n"
ROWS = """table,month,,18,province;city,,,,,晾晒,League table,,a test,inferred
opening,month,2;3,10,province,,,,,开门红,Opening,,a test,inferred
card,quarter,,30,,set:traditional17,,,,领域卡片,Card,,a test,inferred
judged,year,,60,province,,yes,2022-01-01,,评估,Evaluation,,a test,inferred
"""


def place(folder: Path, rows: str = ROWS) -> catalogue.Catalogue:
    shutil.copytree(ROOT / "data" / "catalogue", folder / "data" / "catalogue")
    (folder / "data" / "catalogue" / "reports.csv").write_text(HEAD + rows, encoding="utf-8")
    return catalogue.read(folder / "data")


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("documents")
    cat = place(folder)
    books = folder / "notebooks"
    shutil.copytree(ROOT / "notebooks", books, ignore=lambda _, names: [n for n in names if n not in ("county_brief.ipynb", "sector_brief.ipynb", "sector_county_brief.ipynb")])
    for name, like in {"table": "county_brief", "opening": "county_brief", "judged": "county_brief", "card": "sector_brief"}.items():
        shutil.copy(books / f"{like}.ipynb", books / f"{name}.ipynb")
    return cat, find_notebooks(books)


def made(shop, period="2024-12", **choice):
    return plan(*shop, Choice(**choice), period, ("zh",))


def counts(specs) -> dict[str, int]:
    return dict(Counter(s.notebook.stem for s in specs))


def test_a_plain_build_makes_briefs_and_no_document(shop):
    assert counts(made(shop)) == {"county_brief": 102, "sector_brief": 17, "sector_county_brief": 1734}


def test_a_cadence_makes_its_documents_and_no_brief(shop):
    assert counts(made(shop, due="month")) == {"table": 12}
    assert counts(made(shop, due="month", period="2024-03")) == {"opening": 1, "table": 12}
    assert counts(made(shop, due="quarter")) == {"card": 17}
    assert counts(made(shop, due="year")) == {"judged": 1}


def test_a_month_that_ends_no_quarter_has_no_quarterly_document(shop):
    with pytest.raises(PlanError, match="2024-11"):
        made(shop, due="quarter", period="2024-11")


def test_what_is_due_is_due_by_its_day(shop):
    with pytest.raises(PlanError):
        made(shop, due="now", on=date(2025, 1, 17))
    assert counts(made(shop, due="now", on=date(2025, 1, 18))) == {"table": 12}
    assert counts(made(shop, due="now", on=date(2025, 3, 1))) == {"table": 12, "card": 17, "judged": 1}


def test_a_document_asked_for_by_name_is_made_in_any_month(shop):
    (spec,) = made(shop, notebook="judged", period="2024-11")
    assert (spec.kind, spec.file) == ("report", "reports/judged/330000.html")
    assert [s.file for s in made(shop, notebook="card", sector="T02")] == ["reports/card/T02.html"]


def test_a_document_is_called_by_the_row_that_reports_on_its_period(tmp_path):
    rows = "b,quarter,,25,province,,,,,运行通报,Bulletin,,t,inferred\nb,month,2,25,province,,,,,开门红通报,Opening bulletin,,t,inferred\n"
    cat = place(tmp_path, rows)
    names = [called(cat.reports, "b", Period.parse(p), lang) for p, lang in (("2024-02", "zh"), ("2024-03", "zh"), ("2024-11", "zh"), ("2024-02", "en"))]
    assert names == ["开门红通报", "运行通报", "运行通报", "Opening bulletin"] and called(cat.reports, "none", Period.parse("2024-02"), "zh") == ""


def test_a_title_names_region_and_sector_the_months_of_a_monthly_document_and_the_level():
    cat = catalogue.read(ROOT / "data")
    cases = [
        ("league_table", "330600", "", "zh", "绍兴市2024年1—12月工业主要指标晾晒"), ("sector_bulletin", "330000", "T01", "zh", "浙江省2024年纺织行业运行情况通报"),
        ("region_policy", "330902", "", "zh", "定海区2024年一县一策"), ("region_policy", "330600", "", "zh", "绍兴市2024年一市一策"),
        ("sector_card", "330000", "T01", "en", "Textiles, Zhejiang Province: sector card, 2024"), ("region_policy", "330902", "", "en", "Dinghai District: plan for the county, 2024"),
    ]
    for notebook, code, sector, lang, title in cases:
        region = cat.region(code)
        assert titled(cat.reports, notebook, Period.parse("2024-12"), lang, region, region.level, cat.sector(sector) if sector else None) == title
    assert called(cat.reports, "region_policy", Period.parse("2024-12"), "zh") == "一市一县一策"  # all of them together
    assert titled(cat.reports, "none", Period.parse("2024-12"), "zh", cat.region("330000"), "province") == ""


def test_the_opening_months_have_their_own_bulletin():
    cat = catalogue.read(ROOT / "data")
    specs = plan(cat, find_notebooks(ROOT / "notebooks"), Choice(due="month"), "2024-02", ("zh",))
    assert {s.region for s in specs if s.notebook.stem == "quarterly_bulletin"} == {r.code for level in ("province", "city") for r in cat.regions(level=level)}
    assert called(cat.reports, "quarterly_bulletin", Period.parse("2024-02"), "zh").startswith("开局")


def test_a_place_without_the_register_makes_no_document(tmp_path):
    cat = place(tmp_path, "")
    (tmp_path / "data" / "catalogue" / "reports.csv").unlink()
    cat, books = catalogue.read(tmp_path / "data"), find_notebooks(ROOT / "notebooks")
    assert len(books) > 10
    assert set(counts(plan(cat, books, Choice(), "2024-12", ("zh",)))) == {"county_brief", "sector_brief", "sector_county_brief"}
    for choice in (Choice(notebook="league_table"), Choice(due="month")):
        with pytest.raises(PlanError):
            plan(cat, books, choice, "2024-12", ("zh",))


def test_region_and_level_narrow_the_documents(shop):
    assert [s.region for s in made(shop, due="month", region="330500")] == ["330500"]
    assert [s.region for s in made(shop, due="month", level="province")] == ["330000"]


def test_a_document_for_the_office_is_not_in_a_public_edition(shop):
    with pytest.raises(PlanError):
        made(shop, due="year", public=True)


def test_a_scheme_that_is_not_in_force_yet_gives_no_document(shop):
    with pytest.raises(PlanError):
        made(shop, due="year", period="2021-12")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("x,month,,5,province,set:traditional17,,,,甲,A,,t,inferred", "levels or sectors"),
        ("x,month,,5,,,,,,甲,A,,t,inferred", "levels or sectors"),
        ("x,month,,5,town,,,,,甲,A,,t,inferred", "town"),
        ("x,weekly,,5,city,,,,,甲,A,,t,inferred", "cadence"),
        ("x,month,1;2,5,city,,,,,甲,A,,t,inferred", "January"),
        ("x,month,two,5,city,,,,,甲,A,,t,inferred", "months"),
        ("x,month,,,city,,,,,甲,A,,t,inferred", "days"),
        ("x,month,,5,,set:none,,,,甲,A,,t,inferred", "none"),
        ("x,month,,5,city,,,,,甲,A,,t,inferred\nx,month,,5,city,,,,,甲,A,,t,inferred", "twice"),
    ],
)
def test_a_wrong_row_is_refused_in_one_line(tmp_path, row, says):
    with pytest.raises(CatalogueError, match=says):
        place(tmp_path, row + "\n")


def test_due_says_what_is_late_made_and_without_data(shop, tmp_path):
    cat, _ = shop
    edition = tmp_path / "2024-11-internal-month"
    edition.mkdir()
    briefs = [{"kind": "report", "result": "ok", "notebook": "table", "sector": "", "file": f"reports/table/{r.code}.html"} for level in ("province", "city") for r in cat.regions(level=level)]
    (edition / "manifest.json").write_text(json.dumps({"inputs": {"period": "2024-11"}, "briefs": briefs}), encoding="utf-8")
    on = date(2025, 1, 20)
    found = items(cat, ("2024-11", "2024-12"), tmp_path, on, 45)
    told = [(i.report.notebook, str(i.period), i.by.isoformat(), i.planned, i.state(on, "zh")) for i in found]
    assert told == [
        ("table", "2024-11", "2024-12-18", 12, "已生成"),
        ("table", "2024-12", "2025-01-18", 12, "逾期2天"),
        ("card", "2024-12", "2025-01-30", 17, "还有10天"),
        ("judged", "2024-12", "2025-03-01", 1, "还有40天"),
    ]
    (late,) = [i for i in items(cat, ("2024-12",), tmp_path, date(2025, 3, 20), 3) if i.report.notebook == "table"]
    assert (str(late.period), late.state(date(2025, 3, 20), "en")) == ("2025-02", "no data yet")


def test_the_index_lists_documents_with_their_files(shop):
    cat, _ = shop
    entry = Entry("reports/table/330500.html", "report", "330500", "", notebook="table", beside={"reports/table/330500.docx": "", "reports/table/330500.xlsx": ""})
    page = index_page([entry], cat, IndexMeta("总目录"))
    assert "晾晒" in page and 'href="reports/table/330500.html">湖州市' in page and 'href="reports/table/330500.docx">Word 文件' in page
    assert 'id="all"' not in page  # no matrix where there is no brief

