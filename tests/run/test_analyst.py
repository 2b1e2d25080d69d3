"""The analysts' loop on a small place with real kernels: preview shows telling briefs, impact says what an edit changes."""

import functools
import hashlib
import importlib.util
import json
import re
import shutil
from pathlib import Path

import pytest

from jianbao.run.differences import Change, differences

HERE = Path(__file__).parent
ROOT_NOTEBOOK = "sector_county_brief"
PAGE = '<header><h1>子县纺织</h1></header><main>{}</main><footer><p>脚注</p></footer>'
SECTION = '<section><h2><span class="n">2　概要</span> <span class="w">{}</span></h2>{}</section>'


@pytest.fixture(scope="module")
def small(tmp_path_factory, cut_place):
    """An office with the small place's data and one of the project's notebooks, and an edition of it."""
    spec = importlib.util.spec_from_file_location("office_of_tests", HERE / "conftest.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    office = module.Office(tmp_path_factory.mktemp("analyst"))
    shutil.rmtree(office.data)
    shutil.copytree(cut_place, office.data)
    shutil.copy(HERE.parents[1] / "notebooks" / f"{ROOT_NOTEBOOK}.ipynb", office.home / "notebooks")
    office.run = functools.partial(office.run, timeout=600)
    code, out, err = office.run("build", "--notebook", ROOT_NOTEBOOK, "--with", "none")
    assert code == 0, out + err
    return office


@pytest.fixture
def notebook(small):
    """The notebook, put back as it was afterwards."""
    path = small.home / "notebooks" / f"{ROOT_NOTEBOOK}.ipynb"
    text = path.read_text("utf-8")
    yield path
    path.write_text(text, "utf-8")


def edition(office):
    (manifest,) = office.outputs.glob("*/manifest.json")
    return manifest.parent


def state(folder):
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}


def edit(path, change):
    nb = json.loads(path.read_text("utf-8"))
    change(nb)
    path.write_text(json.dumps(nb, ensure_ascii=False), "utf-8")


def test_preview_shows_each_telling_brief_with_its_reason_and_leaves_editions_alone(small):
    before = state(edition(small))
    code, out, err = small.run("preview", ROOT_NOTEBOOK)
    assert code == 0, out + err
    cases = re.findall(r"^(最大|最小|缺失最多|最极端)  (\S+)  (.+)\n    (\S+\.html)$", out, re.M)
    assert cases[0][0] == "最大" and cases[0][2].startswith("增加值") and len({c[3] for c in cases}) == len(cases) >= 3
    folder = small.outputs / "preview" / ROOT_NOTEBOOK
    index = (folder / "index.html").read_text("utf-8")
    for name, title, reason, path in cases:
        page = (folder / path.rpartition("/")[2]).read_text("utf-8")
        assert f"<title>{title}</title>" in page and f'href="{path.rpartition("/")[2]}"' in index and reason in index and name in index
    assert str(folder / "index.html") in out and state(edition(small)) == before


def test_preview_of_a_broken_notebook_names_the_cell(small, notebook):
    edit(notebook, lambda nb: nb["cells"][-1].update(cell_type="code", id="broken", source="1 / 0", outputs=[], execution_count=None, metadata={}))
    code, out, _ = small.run("preview", ROOT_NOTEBOOK)
    assert code == 1 and "失败：单元 broken：ZeroDivisionError" in out


@pytest.mark.parametrize("command", ["preview", "impact"])
def test_a_notebook_that_is_not_there_is_refused_in_one_line(small, command):
    code, out, err = small.run(command, "no_such")
    assert (code, out, err) == (2, "", "没有笔记本 no_such\n")


def test_an_edit_without_effect_changes_nothing_and_costs_no_run(small, notebook):
    edit(notebook, lambda nb: nb["cells"][1].update(metadata={"collapsed": True}))
    code, out, err = small.run("impact", ROOT_NOTEBOOK)
    assert code == 0 and re.search(r"：(\d+)篇中0篇有变化，\1篇不变\n", out), out + err


def test_impact_tells_the_section_the_old_and_the_new_words_and_the_build_then_makes_nothing_again(small, notebook):
    before = state(edition(small))

    def change(nb):
        cell = next(c for c in nb["cells"] if c["cell_type"] == "markdown" and "".join(c["source"]).startswith("## 11"))
        cell["source"] = "".join(cell["source"]) + "\n\n分析员补充的一句。"

    edit(notebook, change)
    code, out, err = small.run("impact", ROOT_NOTEBOOK)
    planned = int(re.search(r"：(\d+)篇中", out)[1])
    assert code == 4, out + err
    assert re.search(rf"^11.*?  简报{planned}  数字0  句子{planned}  其他文字0$", out, re.M), out
    assert "（无） → 分析员补充的一句。" in out
    report = (small.outputs / "impact" / f"{ROOT_NOTEBOOK}.html").read_text("utf-8")
    assert report.count("分析员补充的一句。") == planned and " style=" not in report
    assert state(edition(small)) == before
    code, out, _ = small.run("build", "--notebook", ROOT_NOTEBOOK, "--with", "none")
    assert code == 0 and f"沿用 {planned} 份" in out


def test_a_sample_says_what_was_not_looked_at(small, notebook):
    edit(notebook, lambda nb: nb["cells"].append({"cell_type": "markdown", "id": "new", "metadata": {}, "source": "再加一句。"}))
    code, out, err = small.run("impact", ROOT_NOTEBOOK, "--sample", "1", "--lang", "en")
    planned, unseen = re.search(r"of (\d+) briefs 1 change, 0 do not, (\d+) were not looked at", out).groups()
    assert code == 4 and int(unseen) == int(planned) - 1, out + err


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('<p class="w"><span data-claim="g|a">增长6.8%</span></p>', '<p class="w"><span data-claim="g|a">增长6.9%</span></p>', [("number", "增长6.8%", "增长6.9%"), ("sentence", "增长6.8%", "增长6.9%")]),
        ("<table><tr><td>1.0</td></tr></table>", "<table><tr><td>1.1</td></tr></table>", [("other", "1.0", "1.1")]),
        ('<table><tr><td><span data-fact="v|1">1.0</span></td></tr></table>', '<table><tr><td><span data-fact="v|1">1.1</span></td></tr></table>', [("number", "1.0", "1.1"), ("other", "1.0", "1.1")]),
        ("<p>甲。</p><p>乙。</p>", "<p>甲。</p>", [("sentence", "乙。", "")]),
        ("<ul><li>甲</li></ul>", "<ul><li>甲</li><li>乙</li></ul>", [("sentence", "", "乙")]),
        ("<svg><text>3.0</text></svg>", "<svg><text>3.1</text></svg>", [("other", "3.0", "3.1")]),
        ('<p class="a">甲</p>', "<p>甲</p>", []),
    ],
)  # fmt: skip
def test_what_a_reader_sees_changed(old, new, found):
    pages = (PAGE.format(SECTION.format("总体", body)) for body in (old, new))
    changes = differences(*pages)
    assert [(c.kind, c.old, c.new) for c in changes] == found and {c.section for c in changes} <= {"2　概要"}


def test_a_section_that_went_is_told_with_its_name():
    old = PAGE.format(SECTION.format("总体", "<p>甲。</p>"))
    assert Change("2　概要", "sentence", "甲。", "") in differences(old, PAGE.format(""))
