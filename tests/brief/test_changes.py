"""Section 1 after known edits between two editions: the cause that the page names is the cause there was, and every line is proved."""

import csv
import importlib.util
import random
import re
import shutil
import sys
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from jianbao import brief, catalogue, panel
from jianbao.panel import earlier, release, taken
from jianbao.panel.columns import FIGURES
from jianbao.panel.store import COLUMNS, connect
from jianbao.verify.report import pages

_spec = importlib.util.spec_from_file_location("small_place", Path(__file__).parents[1] / "panel" / "small_place.py")
small_place = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(small_place)

CASES = {"sector_county": ("990101", "T01"), "county": ("990101", ""), "other": ("990102", "T01"), "city": ("990100", "T01"), "sector": ("", "T01")}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return the place with a whole edition made of it; a second set of all codes, and a county that could move."""
    folder = small_place.write(tmp_path_factory.mktemp("small"))
    panel.build(folder)
    earlier.note_issued(folder, "2024-12-internal", "2024-12")
    return folder


@pytest.fixture
def place(made, tmp_path):
    return shutil.copytree(made, tmp_path / "place")


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def edit(place, name, change):
    """Rewrite a register; *change* gets the rows and returns them."""
    path = place / "catalogue" / name
    before = rows(path) if path.is_file() else []
    after = change(before)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(after[0]))
        writer.writeheader()
        writer.writerows(after)


def take(place, name="新.xlsx", **given):
    path = place / name
    path.write_text(name)
    taken.keep(place, file=path, form="f", form_sha256="", vintage="final", released="", taken=datetime(2025, 2, 1), **given)


def observed(indicator, value, region="990101", sector="T01", period="2024-12"):
    row = {
        "indicator": indicator, "region": region, "sector": sector, "period": period, "measure": "cumulative", "scope": "above_scale",
        "price": "current", "status": "observed", "vintage": "final", "value": value, "source": "新.xlsx#1!B2",
    }  # fmt: skip
    return pd.DataFrame([row])[list(COLUMNS)]


def sections(place, lang="zh", period="2024-12"):
    """Return section 1 of every brief as pages, by name, after a new panel; each proved."""
    panel.build(place)
    release.cut(place)
    found = {}
    for name, (region, sector) in CASES.items():
        region = region if not region or region in catalogue.read(place).all_regions else "990191"
        b = brief.open(region, sector, period, lang, data_dir=place)
        metas = "".join(f'<meta name="jianbao:{k}" content="{v}">' for k, v in (("region", b.region.code), ("sector", b.sector.code), ("period", b.at)))
        found[name] = f'<html lang="{lang}"><head>{metas}</head><body>{brief.changes(b)._repr_html_()}</body></html>'
    report = pages(found, place)
    assert [u.line() for u in report.unproved] == []
    return found


def text(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def causes(page):
    """Return what the page says has changed, and the cause of differing figures."""
    named = set(re.findall(r'data-claim="cause\|(?:[^"|]*\|){4}([a-z]+)', page))
    return named | {w for w in re.findall(r'data-claim="register\|(?:[^"|]*\|){4}([a-z]+)', page) if w != "none"}


def test_an_edition_of_the_same_data_says_that_nothing_changed(place):
    take(place, observations=observed("revenue", 3.3, "990103"))  # of a county that no brief here is about
    said = {n: text(p) for n, p in sections(place).items()}
    assert said["sector_county"] == "数据无变化 期次 2024年，与上一版相同 数据 数据无变化 口径与名录 无变化 行政区划 无变化"
    assert all("原因" not in t for t in said.values())


def test_the_first_edition_says_that_there_is_none_to_compare_with(tmp_path):
    folder = small_place.write(tmp_path / "p")
    said = text(sections(folder)["sector_county"])
    assert said == "首次编发，没有可比的上一版 期次 2024年，为最新一期 增速与1—11月持平"
    assert "First edition: none to compare with" in text(sections(folder, "en")["sector_county"])


def test_a_period_whose_flash_figures_are_not_kept_says_so_and_calls_nothing_new(tmp_path, monkeypatch):
    folder = small_place.write(tmp_path / "p")
    panel.build(folder)
    release.cut(folder)
    monkeypatch.setattr(sys.modules["jianbao.brief.changes"], "Stood", lambda b: SimpleNamespace(against="flash", unflashed=True))
    for lang, told in (("zh", "没有可比的快报数 期次"), ("en", "No flash figures to compare with Period")):
        said = text(brief.changes(brief.open("990101", "T01", "2024-11", lang, data_dir=folder)).html)
        assert said.startswith(told) and "新增" not in said and "new:" not in said


def test_a_revision_is_told_with_its_size_and_the_file_it_came_in(place):
    # E1 alone makes 子县·印染与服装: 2.2 亿元 become 2.4, +9.1 %; revenue 10.0, margin 0.5 / 10 stay.
    take(place, observations=observed("value_added", 2.4))
    said = text(sections(place)["sector_county"])
    assert said.startswith("增加值由2.2亿元修订为2.4亿元，上修9.1% 期次")
    assert "原因：新收文件1个：“新.xlsx”" in said
    assert "Value added revised from 0.22 billion yuan to 0.24 billion yuan, up 9.1%" in text(sections(place, "en")["sector_county"])


def test_an_observed_figure_among_modelled_ones_is_called_so_and_the_banner_stays(place):
    take(place, observations=observed("value_added", 2.4))
    panel.build(place)
    release.cut(place)
    b = brief.open("990101", "T01", "2024-12", "zh", data_dir=place)
    assert "实现增加值 2.4亿元 （实际数）" in text(brief.headline(b).html)
    assert "模拟数据" in text(brief.head(b).html)
    cards = text(brief.cards(b).html)
    assert "增加值 实际数 2.4" in cards and cards.count("实际数 ") == 1
    assert "增加值来自收到的文件，是实际数；本页其余数字仍为模拟。" in text(brief.notes(b).html)
    english = brief.open("990101", "T01", "2024-12", "en", data_dir=place)
    assert "(observed)" in text(brief.headline(english).html)


def test_a_whole_page_with_an_observed_figure_is_proved(place):
    sheet = importlib.util.spec_from_file_location("brief_text", Path(__file__).with_name("test_brief_text.py"))
    texts = importlib.util.module_from_spec(sheet)
    sheet.loader.exec_module(texts)
    take(place, observations=pd.concat([observed("value_added", 2.4), observed("revenue", 11.0), observed("profit", 0.6), observed("profit_growth", -2.0, "990100")]))
    panel.build(place)
    release.cut(place)
    found = {}
    for kind, name, about in texts.CASES:
        b = brief.open(**about, period="2024-12", lang="zh", data_dir=place)
        metas = "".join(f'<meta name="jianbao:{k}" content="{v}">' for k, v in (("region", b.region.code), ("sector", b.sector.code), ("period", b.at)))
        found[f"{kind}-{name}"] = f'<html lang="zh"><head>{metas}</head><body>{"".join(part(b)._repr_html_() for part in texts.SECTIONS[kind])}</body></html>'
    assert [u.line() for u in pages(found, place).unproved if u.wrong] == []
    assert "5.45%" in found["sector_county-zi"]  # 0.6 / 11: a ratio of two observed figures


def test_a_verdict_that_a_revision_turns_is_named(place):
    # 子县 grew by 0.0 % against 2.3 % in the province; 4.0 % turns it.
    take(place, observations=observed("value_added_growth", 4.0))
    said = text(sections(place)["sector_county"])
    assert "增加值同比由持平修订为增长4.0%，上修4.0个百分点" in said and "增加值增速修订后由低于全省变为高于全省" in said
    assert "增加值增速修订后由零变为正" in said


def test_a_new_period_is_told_with_how_growth_moved(place):
    take(place, observations=pd.concat([observed("value_added", 0.3, period="2025-02"), observed("value_added_growth", 2.0, period="2025-02")]))
    panel.build(place)
    release.cut(place)
    b = brief.open("990101", "T01", "2025-02", "zh", data_dir=place)
    assert "新增2025年1—2月" in text(brief.changes(b).html)


def test_a_county_that_moved_to_another_city_changes_three_regions(place):
    edit(place, "regions.csv", _moved)
    pages_made = sections(place)
    assert "改属乙市，前后不可直接比较" in text(pages_made["sector_county"])
    assert "所辖县（市、区）有调整" in text(pages_made["city"]) and causes(pages_made["city"]) == {"boundary"}
    assert causes(pages_made["other"]) == set()


def test_undoing_a_file_is_a_revision_too(place):
    take(place, observations=observed("value_added", 2.4))
    panel.build(place)
    earlier.note_issued(place, "2024-12-internal", "2024-12")
    taken.undo(place, 1)
    page = sections(place)["sector_county"]
    assert "由2.4亿元修订为2.2亿元" in text(page) and causes(page) == {"revision"}


# ---- 200 known edits: the cause that is named is the cause there was -------------------------------------------------


def _file(place, rng):
    take(place, observations=observed(rng.choice(("value_added", "revenue", "profit")), round(rng.uniform(3, 9), 2)))


def _return(place, rng):
    row = {"enterprise_id": "E1", "group_id": "E1", "region": "990101", "sector": "C1713", "period": "2024-12", "loss": False, "loss_prev": False}
    row |= dict.fromkeys(FIGURES, 0) | {"value_added": rng.randint(300_000, 900_000), "value_added_prev": 200_000, "revenue": 2_000_000, "revenue_prev": 900_000}
    take(place, enterprise=pd.DataFrame([row]))


def _revision(place, rng):
    path = place / "incoming" / "enterprise" / "2024.parquet"
    con, factor = connect(), rng.choice((2, 3, 4))
    con.execute(f"COPY (SELECT * REPLACE (value_added * {factor} AS value_added, revenue * {factor} AS revenue) FROM read_parquet('{path}')) TO '{path}.new' (FORMAT parquet)")
    con.close()
    Path(f"{path}.new").replace(path)
    note = path.with_name("enterprise.toml")
    note.write_text(note.read_text(encoding="utf-8").replace("seed = 1", f"seed = {rng.randint(2, 99)}"), encoding="utf-8")


def _definition(place, rng):
    field, value = rng.choice((("definition_zh", f"口径{rng.randint(1, 9)}。"), ("direction", "neutral"), ("decimals", "2")))
    name = rng.choice(("value_added", "revenue", *(["profit"] if field != "direction" else [])))  # a rule judges profit
    edit(place, "indicators.csv", lambda held: [r | {field: value} if r["id"] == name else r for r in held])


def _list(place, rng):
    member = rng.choice(("C17R", "C1713"))
    kept = [("T01", "C18"), *([("T01", "C17R"), ("T01", "C1713")] if member == "C17R" else [("T01", "C17R")])]
    edit(place, "sector_set_members.csv", lambda held: [held[0] | {"set": s, "member": m} for s, m in kept])


def _boundary(place, rng):
    if rng.random() < 0.5:
        row = {
            "region": "990101", "year": rng.choice(("2021", "2023", "2024")), "type": "合并重组", "type_en": "merger", "old_code": "", "old_name": "", "new_code": "",
            "new_name": "", "comparable": "no", "note_zh": "部分划出", "note_en": "parts went elsewhere", "source": "invented", "certainty": "stated",
        }  # fmt: skip
        edit(place, "region_changes.csv", lambda held: [*held, row])
    else:
        edit(place, "regions.csv", _moved)


def _moved(held):
    """Return the regions with a second city, and 子县 in it."""
    city = next(r for r in held if r["code"] == "990100")
    second = city | {"code": "990200", "name_zh": "乙市", "name_en": "Beta"}
    return [*(r | {"parent": "990200"} if r["code"] == "990101" else r for r in held), second]


def _code(place, rng):
    """子县 gets another code; the enterprise file follows."""
    swap = {"990101": "990191"}
    edit(place, "regions.csv", lambda held: [r | {"code": swap.get(r["code"], r["code"])} for r in held])
    for name in ("targets.csv", "measures.csv"):
        edit(place, name, lambda held: [r | {"region": swap.get(r["region"], r["region"])} for r in held])
    for path in (place / "incoming" / "enterprise").glob("*.parquet"):
        con = connect()
        con.execute(f"COPY (SELECT * REPLACE (replace(region, '990101', '990191') AS region) FROM read_parquet('{path}')) TO '{path}.new' (FORMAT parquet)")
        con.close()
        Path(f"{path}.new").replace(path)


EDITS = {"file": _file, "return": _return, "revision": _revision, "definition": _definition, "list": _list, "boundary": _boundary, "code": _code}
NAMED = {"return": "file"}
EACH = 1  # by default; the acceptance run makes 200 in all


def edits(count):
    rng = random.Random(7)
    names = [n for n in EDITS for _ in range(-(-count // len(EDITS)))][:count]
    return [(n, k, rng.randint(0, 10**6)) for k, n in enumerate(names)]


@pytest.mark.parametrize(("name", "number", "seed"), edits(EACH * len(EDITS)), ids=[f"{n}-{k}" for n, k, _ in edits(EACH * len(EDITS))])
def test_the_cause_that_is_named_is_the_cause_there_was(place, name, number, seed):
    EDITS[name](place, random.Random(seed))
    assert causes(sections(place)["sector_county"]) == {NAMED.get(name, name)}


@pytest.mark.acceptance
def test_200_edits_are_named_200_times(made, tmp_path):
    wrong = []
    for name, number, seed in edits(200):
        copy = shutil.copytree(made, tmp_path / str(number))
        EDITS[name](copy, random.Random(seed))
        found = causes(sections(copy)["sector_county"])
        if found != {NAMED.get(name, name)}:
            wrong.append((name, number, found))
        shutil.rmtree(copy)
    assert wrong == []
