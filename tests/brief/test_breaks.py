"""Where a series breaks, the sentence, the chart, its figures and the notes say so; where it does not, nothing does."""

import importlib.util
import re
from pathlib import Path

import pytest

from jianbao import brief, catalogue, panel
from jianbao.brief import breaks, charts
from jianbao.catalogue import CatalogueError
from jianbao.panel import release
from jianbao.verify.report import pages

_spec = importlib.util.spec_from_file_location("small_place", Path(__file__).parents[1] / "panel" / "small_place.py")
small_place = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(small_place)

REGION = "region,year,type,comparable,old_code,new_code,note_zh,note_en,source,certainty\n990101,2024,析置,no,,,东半部划出,lost its east,x,stated\n990101,2021,撤县设区,yes,,,一一对应,one to one,x,stated\n"
SECTOR = "sector,year,type,comparable,note_zh,note_en,source,certainty\nT01,2024,list,no,名单增加一类,a class was added,x,stated\nC18,2024,classification,no,换版,new edition,x,stated\n"
PARTS = (brief.headline, brief.running, brief.structure, brief.notes)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = small_place.write(tmp_path_factory.mktemp("breaks"))
    (folder / "catalogue" / "region_changes.csv").write_text(REGION, encoding="utf-8")
    (folder / "catalogue" / "sector_changes.csv").write_text(SECTOR, encoding="utf-8")
    panel.build(folder)
    release.cut(folder)
    return folder


def opened(place, region="990101", sector="T01", lang="zh"):
    return brief.open(region, sector, "2024-12", lang, data_dir=place)


def told(part):
    return " ".join(re.sub(r"<[^>]+>", "", re.sub(r"<svg.*?</svg>", "", part.html, flags=re.S)).split())


def test_a_sentence_that_compares_over_the_break_says_so(place):
    assert "同比持平（2024年区划调整、2024年名单调整，与此前不可比）" in told(brief.headline(opened(place)))
    assert "不可比）" in told(brief.running(opened(place)))
    assert "(boundary change in 2024, list changed in 2024: not comparable with earlier figures)" in told(brief.headline(opened(place, lang="en")))


def test_the_chart_has_a_mark_and_its_figures_a_note(place):
    html = brief.running(opened(place)).html
    drawing = re.search(r"<svg.*?</svg>", html, re.S)[0]
    assert ">2024年区划调整</text>" in drawing and 'stroke-dasharray="2,3"' in drawing and "2024年区划调整" in re.search("<desc.*?</desc>", drawing)[0]
    assert "2024年区划调整；2024年名单调整" in re.search(r"<caption>.*?</caption>", html[html.index("data") :], re.S)[0]
    assert "变动含口径变化" in told(brief.structure(opened(place)))


def test_the_notes_list_every_change_and_whether_the_series_goes_on(place):
    text = told(brief.notes(opened(place)))
    assert "行政区划。2021年：一一对应；2024年：东半部划出（序列有断点）。" in text and "分类与名单。2024年：名单增加一类（序列有断点）。" in text


def test_another_county_or_a_change_that_keeps_the_series_is_not_marked(place):
    text = "".join(told(part(opened(place, "990102", "IND"))) for part in PARTS)
    assert "不可比" not in text and "断点" not in text
    assert breaks.broken(opened(place), "2020-12", "2023-12") == [] and len(breaks.broken(opened(place), "2020-12")) == 2
    assert breaks.broken(opened(place), "2024-11") == []  # both sides of the year's change


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_words_are_proved_by_the_registers(place, lang):
    metas = "".join(f'<meta name="jianbao:{k}" content="{v}">' for k, v in (("region", "990101"), ("sector", "T01"), ("period", "2024-12")))
    html = "".join(part(opened(place, lang=lang))._repr_html_() for part in PARTS)
    page = f'<html lang="{lang}"><head>{metas}</head><body>{html}</body></html>'
    assert page.count('data-claim="break|') >= 2 and [u.line() for u in pages({"p": page}, place).unproved] == []
    wrong = page.replace("2023-12|2024", "2023-12|2023")
    assert pages({"p": wrong}, place).failed == {"p"}


def test_a_mark_near_the_edge_is_written_to_the_left():
    periods = ["2019", "2020", "2021"]
    drawn = charts.growth_lines(periods, [charts.Line("本区", [1.0, 2.0, 3.0], "own")], unit="%", lang="zh", alt="图。", ident="c", breaks=[(2, "2021年区划调整，很长的说明文字在此")])
    assert re.search(r'text-anchor="end"[^>]*>2021年区划调整', drawn.svg)


def test_a_change_of_an_unknown_sector_is_refused_in_one_line(place, tmp_path):
    folder = small_place.write(tmp_path / "place")
    (folder / "catalogue" / "sector_changes.csv").write_text(SECTOR.replace("T01", "T99"), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"sector_changes.csv: T99") as refusal:
        catalogue.read(folder)
    assert "\n" not in str(refusal.value)
