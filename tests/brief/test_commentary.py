"""Analysts' own words: for one brief, marked as written by hand, harmless whatever is in them; a wrong file gets one line."""

import dataclasses
import importlib.util
import re
from datetime import date
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import nbformat.v4 as v4
import pytest

from jianbao import brief, catalogue, panel
from jianbao.catalogue import CatalogueError
from jianbao.catalogue.commentary import Commentary, check_commentary, read_commentary
from jianbao.panel import reads, release
from jianbao.panel.release import fingerprints, open_release
from jianbao.publish.check import check_page, visible_text
from jianbao.publish.exporter import BriefExporter
from jianbao.publish.meta import PageMeta
from jianbao.publish.office.make import make


def _load(path: Path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TESTS = Path(__file__).parents[1]
small_place, PAYLOADS = _load(TESTS / "panel" / "small_place.py"), _load(TESTS / "publish" / "test_hostile_text.py").PAYLOADS
FRONT = '+++\nauthor = "张三"\ndate = 2025-01-20\n+++\n'
PERIODS = ("2023-12", "2024-12")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = small_place.write(tmp_path_factory.mktemp("words"))
    panel.build(folder)
    release.cut(folder)
    return folder


@pytest.fixture
def write(made):
    """``write(name, text)``: a file below data/commentary, gone after the test."""
    written = []

    def put(name: str, text: str | bytes) -> Path:
        path = made / "commentary" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        written.append(path)
        return made

    yield put
    for path in written:
        path.unlink(missing_ok=True)


def opened(place, region="990101", sector="T01", lang="zh", period="2024-12"):
    return brief.open(region, sector, period, lang, data_dir=place)


def page_of(part, lang="zh"):
    meta = PageMeta("子县印染与服装", lang, "990101", "子县", "T01", "印染与服装", "2024-12", "internal", True, "小省")
    cells = [v4.new_markdown_cell("## 2.1　按语"), v4.new_code_cell("", outputs=[v4.new_output("display_data", {"text/html": part._repr_html_()})])]
    return BriefExporter().page(v4.new_notebook(cells=[v4.new_markdown_cell("子县 印染与服装"), *cells]), meta), meta


def test_a_text_stands_on_its_own_brief_with_author_and_date(write):
    place = write("2024-12/990101/T01.md", FRONT + "订单回暖。\n仍在同一段。\n\n第二段。")
    html = brief.commentary(opened(place)).html
    assert "张三于2025-01-20手写，不是由数据生成" in html and re.findall("<p>(.*?)</p>", html) == ["订单回暖。 仍在同一段。", "第二段。"]
    others = [opened(place, "990102"), opened(place, "990101", ""), opened(place, "", "T01"), opened(place, lang="en"), opened(place, period="2023-12")]
    assert [brief.commentary(b).html for b in others] == [""] * 5


@pytest.mark.parametrize(
    ("name", "about"),
    [("990101/index.md", ("990101", "", "zh")), ("sector/T01.md", ("", "T01", "zh")), ("990101/T01.en.md", ("990101", "T01", "en")), ("990000/T01.md", ("990000", "T01", "zh"))],
)  # fmt: skip
def test_each_kind_of_brief_has_its_place(write, name, about):
    place = write(f"2024-12/{name}", FRONT + "words")
    assert "<p>words</p>" in brief.commentary(opened(place, *about)).html
    assert check_commentary(place, catalogue.read(place), PERIODS) == 1


def test_the_public_edition_has_only_what_its_author_gave_it(write):
    place = write("2024-12/990101/T01.md", FRONT + "内部的话")
    public = dataclasses.replace(opened(place), release=SimpleNamespace(audience="public"))
    assert brief.commentary(public).html == "" and "内部的话" in brief.commentary(opened(place)).html
    write("2024-12/990101/T01.md", FRONT.replace("\n+++\n", "\npublic = true\n+++\n") + "公开的话")
    assert "公开的话" in brief.commentary(public).html


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_shown_literally_and_cannot_act(write, payload):
    author = payload.replace("\\", "\\\\").replace('"', '\\"')
    place = write("2024-12/990101/T01.md", f'+++\nauthor = "{author}"\ndate = 2025-01-20\n+++\n文字 {payload} 文字\n\n=HYPERLINK("http://x.example")')
    page, meta = page_of(brief.commentary(opened(place)))
    assert check_page(page, meta) == []
    assert visible_text(page).count(" ".join(payload.split())) >= 2
    assert {"docx", "xlsx"} == set(make(page, ("docx", "xlsx")))


def test_word_and_excel_have_the_words_and_who_wrote_them(write, tmp_path):
    import zipfile

    place = write("2024-12/990101/T01.md", FRONT + "订单回暖。")
    files = make(page_of(brief.commentary(opened(place)))[0], ("docx", "xlsx"))
    for ending, content in files.items():
        path = tmp_path / f"x.{ending}"
        path.write_bytes(content)
        with zipfile.ZipFile(path) as package:
            text = "".join(unescape(package.read(n).decode()) for n in package.namelist() if n.endswith(".xml"))
        assert "订单回暖。" in text and "张三于2025-01-20手写" in text, ending


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("没有开头", "+++"), (FRONT, "正文"), (FRONT + "字" * 1501, "1501"), ("+++\nauthor = 张三\n+++\n话", "TOML"), ("+++\ndate = 2025-01-20\n+++\n话", "author"),
        ('+++\nauthor = ""\ndate = 2025-01-20\n+++\n话', "author"), ('+++\nauthor = "a"\ndate = "2025"\n+++\n话', "date"), ('+++\nauthor = "a"\ndate = 2025-01-20\npublic = "yes"\n+++\n话', "public"),
        ('+++\nauthor = "a"\ndate = 2025-01-20\nregion = "x"\n+++\n话', "region"), (b"\xff\xfe\x00", "UTF-8"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_such_text_is_refused_in_one_line(write, text, says):
    place = write("2024-12/990101/T01.md", text)
    for ask in (lambda: brief.commentary(opened(place)), lambda: check_commentary(place, catalogue.read(place), PERIODS)):
        with pytest.raises(CatalogueError, match=re.escape(says)) as refusal:
            ask()
        assert "\n" not in str(refusal.value) and "commentary/2024-12/990101/T01.md" in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("2024-12/990199/T01.md", "没有地区 990199"), ("2024-12/990101/T99.md", "没有行业 T99"), ("2031-12/990101/T01.md", "没有 2031-12 这一期"), ("2024-13/990101/T01.md", "没有 2024-13"),
        ("2024-12/990101/T01.fr.md", "没有语言 fr"), ("2024-12/990101/T01.zh.md", "没有语言 zh"), ("2024-12/sector/index.md", "没有行业 index"), ("2024-12/T01.md", "期间/地区/行业.md"), ("说明.txt", "期间/地区/行业.md"),
    ],
)  # fmt: skip
def test_a_text_that_no_brief_would_show_is_named_in_one_line(write, name, says):
    place = write(name, FRONT + "话")
    with pytest.raises(CatalogueError, match=re.escape(says)) as refusal:
        check_commentary(place, catalogue.read(place), PERIODS)
    assert "\n" not in str(refusal.value) and name in str(refusal.value)


def test_a_byte_order_mark_and_windows_lines_are_read(write):
    place = write("2024-12/990101/T01.md", b"\xef\xbb\xbf" + (FRONT + "一。\n\n二。").replace("\n", "\r\n").encode())
    assert read_commentary(place, "2024-12/990101/T01.md") == Commentary("张三", date(2025, 1, 20), False, ("一。", "二。"))


def test_a_brief_looks_for_its_own_text_and_is_made_anew_only_when_that_changes(write, made, monkeypatch):
    monkeypatch.setenv("JIANBAO_DATA", str(made))
    monkeypatch.setattr(reads, "_opened", set())  # not what the test program itself opened
    brief.commentary(opened(made))  # there is none yet
    asked = [w for w in reads.reads()["whole"] if w[0] == reads.FILE and w[2].startswith("commentary/")]
    assert ["file", "data", "commentary/2024-12/990101/T01.md"] in asked
    found = {"rows": {}, "whole": [["file", "data", "commentary/2024-12/990101/T01.md"]]}
    seen = [fingerprints(open_release(made))(found)]
    for name, text in (("990102/T01.md", "旁的"), ("990101/T01.md", "一"), ("990101/T01.md", "二")):
        write(f"2024-12/{name}", FRONT + text)
        seen.append(fingerprints(open_release(made))(found))
    assert seen[0] == seen[1] and len(set(seen[1:])) == 3
