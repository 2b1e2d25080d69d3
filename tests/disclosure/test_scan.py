"""The leak scan finds what was planted, wherever, and nothing in an edition made from the public release alone."""

import importlib.util
import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from jianbao import brief
from jianbao.brief import spine
from jianbao.disclosure import plans
from jianbao.disclosure import scan as scan_module
from jianbao.disclosure.blocks import Block
from jianbao.disclosure.scan import Scanner, scan, secrets
from jianbao.disclosure.tokens import plain, tokens
from jianbao.panel.release import open_release

HERE = Path(__file__).parent


def _beside(name: str):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


small_edition, plants = _beside("small_edition"), _beside("plants")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    base = tmp_path_factory.mktemp("scan")
    place = small_edition.write_place(base / "place")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIANBAO_AUDIENCE", "public")
        edition = small_edition.write_edition(place, base / "edition")
    return edition, secrets(place), open_release(place, "public")


@pytest.fixture(scope="module")
def scanner(made):
    return Scanner(made[1], made[2])


def test_a_clean_edition_raises_no_alarm(made):
    edition, held, release = made
    assert len(list(edition.rglob("*.html"))) == 40
    assert [f.line() + " " + f.shown for f in scan(edition, held, release)] == []


def test_a_benchmark_is_drawn_from_shown_counties_only(made, monkeypatch):
    """Twelve counties, of which some are withheld: neither the ends nor the quartiles know of those, nor does their number."""
    monkeypatch.setenv("JIANBAO_AUDIENCE", "public")
    b = brief.open("990104", "T01", "2024-12", "zh", data_dir=made[0].parent / "place")
    withheld = {region for region, sectors in small_edition.WITHHELD.items() if "T01" in sectors}
    assert len(withheld) == 5
    for row in spine.rows(b):
        shown = [v for code, v in b.across("county", row.known.growth_of or row.known.id, growth=row.known.kind == "growth").items() if code not in withheld and v == v]
        assert row.count == len(shown) == 7 and not withheld & {row.worst.region, row.best.region, *row.members}
        assert {row.worst.value, row.best.value} == {min(shown), max(shown)}


@pytest.mark.parametrize(("words", "found"), [("同处一市的子川县印染与服装增加值{:.2f}亿元。", True), ("子川县印染与服装订单回暖，数值不公布。", False)])
def test_a_withheld_number_written_by_hand_stops_the_edition(made, scanner, monkeypatch, tmp_path, words, found):
    monkeypatch.setenv("JIANBAO_AUDIENCE", "public")
    place, (edition, held, _) = made[0].parent / "place", made
    text = place / "commentary" / "2024-12" / "990104" / "T01.md"
    text.parent.mkdir(parents=True, exist_ok=True)
    value = held.raw("990101", "T01", "2024-12", "value_added")
    text.write_text(f'+++\nauthor = "张三"\ndate = 2025-01-20\npublic = true\n+++\n{words.format(value)}', encoding="utf-8")
    part = brief.commentary(brief.open("990104", "T01", "2024-12", "zh", data_dir=place)).html
    text.unlink()
    page = (edition / "briefs" / "990104" / "T01.html").read_text("utf-8")
    path = tmp_path / "T01.html"
    path.write_text(page.replace("</main>", f"{part}</main>"), "utf-8")
    assert part and bool(list(scanner.file(path, "briefs/990104/T01.html"))) == found


def test_two_hundred_planted_leaks_are_all_found(made, scanner, tmp_path):
    planter = plants.Planter(made[0], made[1], seed=20)
    missed = []
    for channel, name, content in planter.many(200):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if not list(scanner.file(path, name)):
            missed.append((channel, name))
        path.unlink()
    assert missed == []


def test_an_edition_of_the_whole_data_is_full_of_alarms(made, tmp_path):
    """The internal figures of a withheld cell on its own page: every card, the sentence, the chart."""
    edition, held, release = made
    page = (edition / "briefs" / "990104" / "T01.html").read_text("utf-8")
    (tmp_path / "briefs" / "990101").mkdir(parents=True)
    (tmp_path / "briefs" / "990101" / "T01.html").write_text(page.replace("990104", "990101").replace("卯谷", "子川"), "utf-8")
    assert len(scan(tmp_path, held, release)) > 20


def test_what_goes_into_the_log_names_the_cell_and_never_the_number(made, scanner):
    block = Block("子川县印染与服装增加值12.34亿元", "p", "990000", "IND")
    (found,) = scanner.judge.findings(block, "a.html")
    assert (found.region, found.sector, found.shown) == ("990101", "T01", "12.34")
    assert "12.34" not in found.line() and "990101×T01" in found.line()


@pytest.mark.parametrize(
    "text",
    [
        "子川县印染与服装不公布，全省同行业共有企业。",
        "子川县印染与服装增速不公布；卯谷县12.3亿元。",
        "2024年1—12月，子川县印染与服装不公布，11个县（市、区）有数据，4个不公布。",
        "《小省统计年鉴2025》表7-5：子川县 印染与服装",
        "编制号 T01-990101-202412",
        "子川县共3项不公布",
        "位次区间按四舍五入和最近一次由快报数到年报数的修订幅度（增速标准差0.8个百分点）推算",
        "Ranges allow for the last revision (standard deviation of growth: 0.8 points)",
        "990200",  # a code that ends in noughts has few significant digits
    ],
)  # fmt: skip
def test_dates_codes_counts_and_numbers_of_others_are_no_leak(scanner, text):
    assert list(scanner.judge.findings(Block(text, "p", "990000", "T01"), "a.html")) == []


@pytest.mark.parametrize(
    "text",
    [
        "增加值3亿元", "It was ３.２ billion yuan", "占八成", "三点二亿元", "高于全省同行业4.6个百分点", "居全省第7位", "1 234.5万元",
        "全省6.6%，其中子川县4.1%", "4.1%（子川县）", "the county ranks 7", "仅2家", "3.2e8", "约三分之一",
        "It is ranked 7th in the province", "12.3% of the province", "翻了一番", "约三倍", "全省位次 7", "在全省排第7",
    ],
)  # fmt: skip
def test_any_number_about_a_withheld_cell_is_a_leak_whatever_its_value(scanner, text):
    assert list(scanner.judge.findings(Block(text, "p", "990101", "T01"), "a.html"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("没有监测数的目标：子川县印染与服装上市企业数（指标未登记）；三年累计技改投资120亿元（不公布）。", 0),  # as the plan has it
        ("没有监测数的目标：子川县印染与服装上市企业数（指标未登记）；三年累计技改投资121亿元（不公布）。", 1),
        ("没有监测数的目标：子川县印染与服装上市企业数（指标未登记）；三年累计技改投资120.7亿元（不公布）。", 1),
        ("没有监测数的目标：子川县印染与服装上市企业数（指标未登记）；技改投资120亿元（不公布）。", 1),
        ("子川县印染与服装：三年累计技改投资120亿元，已完成36.4亿元。", 1),
        ("Not followed: listed firms of 印染与服装 in 子川县 (no such indicator); Investment over three years 12.0 billion yuan (not disclosed).", 0),
        ("Not followed: listed firms of 印染与服装 in 子川县 (no such indicator); Investment over three years 12.05 billion yuan (not disclosed).", 1),
        ("Not followed: listed firms of 印染与服装 in 子川县 (no such indicator); Investment over three years 12.0, now 3.6 billion yuan.", 2),
    ],
)  # fmt: skip
def test_an_aim_behind_its_targets_own_name_is_the_plans(made, monkeypatch, text, found):
    aims = _scanner_of_a_plan(made, monkeypatch)
    assert len(list(aims.judge.findings(Block(text, "p", "990101", "IND"), "a.html"))) == found


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("<th><span data-claim=\"target||990100|||HZ25|name\">子川县印染与服装关停生产线</span></th><td><span>11条</span></td><td>甲原市</td>", 0),  # as the plan has it
        ("<th>子川县印染与服装关停生产线</th><td>12条</td><td>甲原市</td>", 1),
        ("<th>子川县印染与服装关停生产线</th><td>11条</td><td>11条</td>", 1),  # what was done is no plan's
        ("<th>子川县印染与服装关停生产线</th><td>…</td><td>11条</td>", 1),
        ("<th>子川县印染与服装停产线</th><td>11条</td><td>甲原市</td>", 1),
        ("<th>子川县印染与服装关停生产线</th><td>11.3条</td><td>甲原市</td>", 1),
    ],
)  # fmt: skip
def test_an_aim_in_the_row_of_its_target_is_the_plans(made, scanner, monkeypatch, tmp_path, row, found):
    monkeypatch.setattr(scanner.namer, "aimed", frozenset({("子川县印染与服装关停生产线", "11条")}))
    path = tmp_path / "T01.html"
    path.write_text(f"<html><body><table><thead><tr><th>目标</th><th>目标值</th><th>其他</th></tr></thead><tbody><tr>{row}</tr></tbody></table></body></html>", "utf-8")
    assert len(list(scanner.file(path, "briefs/990000/T01.html"))) == found


@pytest.mark.parametrize(("sector", "found"), [("C17", 0), ("T01", 1)])
def test_a_row_named_by_one_letter_is_about_it(scanner, monkeypatch, tmp_path, sector, found):
    """水 is the short name of a sector: its row is not about the page's own withheld one, and a withheld one of that name is found."""
    monkeypatch.setattr(scanner.namer, "_letters", {"水": (False, (sector,))})
    scanner.namer.mentions.cache_clear()
    path, page = tmp_path / "page.html", "T01" if sector == "C17" else "T02"
    path.write_text("<html><body><table><thead><tr><th>行业</th><th>拉动（百分点）</th></tr></thead><tbody><tr><th>水</th><td>+0.1</td></tr></tbody></table></body></html>", "utf-8")
    assert len(list(scanner.file(path, f"briefs/990101/{page}.html"))) == found
    scanner.namer.mentions.cache_clear()


def test_what_a_target_aims_at_is_read_from_the_register():
    cat = SimpleNamespace(place=SimpleNamespace(languages=("zh", "en")), plans=SimpleNamespace(targets=[_target("以上", "万吨标准煤", "10,000 tce", 50.0)]))
    assert plans.aimed(cat) >= {("三年累计技改投资", "50万吨标准煤以上"), ("Investment over three years", "at least 500 thousand tce")}


def _target(loose: str, zh: str, en: str, value: float):
    names = {"zh": "三年累计技改投资", "en": "Investment over three years"}
    return SimpleNamespace(name=names.get, unit={"zh": zh, "en": en}.get, value=value, loose=loose)


def _scanner_of_a_plan(made, monkeypatch):
    """Return a scanner for which a plan aims at 12 billion yuan."""
    target = _target("", "亿元", "100 million yuan", 120.0)
    monkeypatch.setattr(scan_module, "of_plans", lambda cat: [a for lang in ("zh", "en") for a in (target.name(lang), *plans.aims(target, lang))])
    return Scanner(made[1], made[2])


def test_a_number_that_a_published_cell_explains_is_no_leak(made, scanner):
    shown = made[1].raw("990000", "T01", "2024-12", "value_added_growth")
    text = f"子川县印染与服装不公布，全省同行业增长{shown:.1f}%。"
    assert list(scanner.judge.findings(Block(text, "p", "990000", "T01"), "a.html")) == []


def test_a_size_in_the_manifest_that_is_not_the_files_is_a_message(made, scanner, tmp_path):
    import shutil

    edition = shutil.copytree(made[0], tmp_path / "edition")
    manifest = json.loads((edition / "manifest.json").read_text("utf-8"))
    manifest["briefs"][0]["bytes"] = 31416
    (edition / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert [f.rule for f in scanner.file(edition / "manifest.json", "manifest.json")] == ["a size that is not the file's"]


@pytest.mark.parametrize(("manifest", "found"), [({"format": 1}, 0), ({"format": 2}, 1), ({"note": 1}, 1)])
def test_the_version_of_a_manifest_is_no_count_of_the_cell_it_is_about(scanner, monkeypatch, tmp_path, manifest, found):
    """An edition of one brief names a withheld cell as its scope; any other one-figure number beside it is still found."""
    seen = []
    monkeypatch.setattr(scanner.judge, "findings", lambda block, name: seen.extend(re.findall(r"[12]", block.text)) or ())
    (tmp_path / "manifest.json").write_text(json.dumps(manifest | {"briefs": []}), "utf-8")
    list(scanner.file(tmp_path / "manifest.json", "manifest.json"))
    assert len(seen) == found


def test_numbers_are_read_as_a_reader_reads_them():
    shown = [(t.value, t.digits) for t in tokens(plain("１，２３４．５ 与 1\u2009234 与 0.50 与 三点二亿元 与 C17 与 2024年 与 八成"))]
    assert shown == [(1234.5, 5), (1234.0, 4), (0.5, 2), (3.2, 3), (80.0, 1)]


@pytest.mark.parametrize(
    ("name", "about"),
    [
        ("reports/league_table/990101.html", ("990101", "IND", True)),
        ("reports/league_table/T01.docx", ("990000", "T01", True)),
        ("reports/league_table/57.html", ("990000", "IND", False)),
        ("reports/other/990101.html", ("990101", "IND", False)),
    ],
)
def test_the_name_of_a_document_says_what_it_is_about(scanner, monkeypatch, name, about):
    monkeypatch.setattr(scanner, "_reports", {"league_table"})
    assert scanner._about(name) == about
