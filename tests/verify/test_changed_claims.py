"""Claims of section 1, right and wrong, each worked by hand: 子县·印染与服装 before and after one file.

E1 alone is the sector there: value added 2.2 亿元 became 2.4, its growth 0.0 % became 4.0 % (the province's stays at 2.3 %), revenue
stayed 10.0. The set T01 gained C17R, profit is defined anew, 子县 has a boundary change of 2023.
"""

import importlib.util
import re
from datetime import datetime
from pathlib import Path

import pytest

from jianbao import panel
from jianbao.claims import KINDS
from jianbao.panel import earlier, release
from jianbao.verify import changes, figures
from jianbao.verify.report import pages

_spec = importlib.util.spec_from_file_location("changes_text", Path(__file__).parents[1] / "brief" / "test_changes.py")
made = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(made)


class Edited:
    """The small place after an edition and edits."""

    def __init__(self, folder: Path, *edits) -> None:
        self.folder = made.small_place.write(folder)
        panel.build(self.folder)
        earlier.note_issued(self.folder, "2024-12-internal", "2024-12")
        for edit in edits:
            edit(self.folder)
        panel.build(self.folder)
        release.cut(self.folder)

    def why(self, text, claim, lang="zh"):
        metas = "".join(f'<meta name="jianbao:{k}" content="{v}">' for k, v in (("region", "990101"), ("sector", "T01"), ("period", "2024-12")))
        page = f'<html lang="{lang}"><head>{metas}</head><body><p class="ch"><span data-claim="{claim}">{text}</span></p></body></html>'
        return [u.why for u in pages({"page": page}, self.folder).unproved]


def _file(place):
    import pandas as pd

    made.take(place, observations=pd.concat([made.observed("value_added", 2.4), made.observed("value_added_growth", 4.0)]))


def _registers(place):
    made.edit(place, "sector_set_members.csv", lambda held: [*held, held[0] | {"member": "C17R"}])
    made.edit(place, "indicators.csv", lambda held: [r | {"definition_zh": "另一种口径。"} if r["id"] == "profit" else r for r in held])
    row = {
        "region": "990101", "year": "2023", "type": "合并重组", "type_en": "merger", "old_code": "", "old_name": "", "new_code": "", "new_name": "",
        "comparable": "no", "note_zh": "部分划出", "note_en": "parts went elsewhere", "source": "invented", "certainty": "stated",
    }  # fmt: skip
    made.edit(place, "region_changes.csv", lambda held: [*held, row])


def _calendar(place):
    head = {"indicators": "*", "kind": "month", "days": "27", "label_zh": "惯例", "label_en": "practice", "note": "", "source": "invented", "certainty": "stated"}
    made.edit(place, "calendar.csv", lambda held: [head])
    path = place / "late.xlsx"
    path.write_text("late")
    from jianbao.panel import taken

    # The newest file came on 1 May; the figures of 2025-02 were due on 27 March, 35 days before.
    taken.keep(place, file=path, form="f", form_sha256="", vintage="final", released="", taken=datetime(2025, 5, 1), observations=made.observed("revenue", 3.3, "990103"))


@pytest.fixture(scope="module")
def filed(tmp_path_factory):
    return Edited(tmp_path_factory.mktemp("filed"), _file)


@pytest.fixture(scope="module")
def registered(tmp_path_factory):
    return Edited(tmp_path_factory.mktemp("registered"), _registers, _calendar)


RIGHT = [
    ("增加值由2.2亿元修订为2.4亿元，上修9.1%", "revised|value_added||||edition|+"),
    ("增加值同比由持平修订为增长4.0%，上修4.0个百分点", "revised|value_added_growth||||edition|+"),
    ("增加值有修订", "also|value_added||||edition"),
    ("数据无变化", "unrevised|revenue,profit||||edition"),
    ("增加值增速修订后由低于全省变为高于全省", "flipped|value_added_growth||||990000|-+"),
    ("增加值增速修订后由零变为正", "flipped|value_added_growth||||edition|0+"),
    ("2024年，与上一版相同", "issue||||||same"),
    ("新增2024年1—11月", "issue||||2024-11||new"),
    ("与上一版比较", "against||||||edition"),
    ("原因：新收文件1个：“新.xlsx”", "cause|||||file|1"),
    ("无变化", "register|value_added||||none|sector"),
    ("无变化", "register|||||none|region"),
]
RIGHT_REGISTERED = [
    ("利润总额口径有调整", "register|profit||||definition"),
    ("行业范围新增C17R", "register|||||list|+C17R"),
    ("2023年有区划变动，前后不可直接比较", "register|||||boundary|2023"),
    ("原因：行政区划变动", "cause|||||boundary"),
    ("至2025-05-01已迟35天", "late|value_added||||2025-05-01|35"),
    ("新增寅县营业收入", "appeared|revenue|990103"),
    ("另有2个往期的增加值有修订", "past|value_added|||||2"),
]
WRONG = [
    ("增加值由2.2亿元修订为2.4亿元，下修9.1%", "revised|value_added||||edition|-"), ("增加值由2.2亿元修订为2.4亿元，上修9.2%", "revised|value_added||||edition|+"),
    ("增加值由2.1亿元修订为2.4亿元，上修9.1%", "revised|value_added||||edition|+"), ("增加值由2.2亿元修订为2.4亿元，上修9.1%", "revised|value_added||||flash|+"),
    ("营业收入由10.0亿元修订为10.0亿元，上修0.0%", "revised|revenue||||edition|+"), ("增加值同比由持平修订为增长4.0%，上修4.0%", "revised|value_added_growth||||edition|+"), ("增加值增速由0.0%修订为4.0%，上修4.0个百分点", "revised|value_added_growth||||edition|+"),
    ("增加值同比由持平修订为下降4.0%，上修4.0个百分点", "revised|value_added_growth||||edition|+"), ("增加值同比由下降0.1%修订为增长4.0%，上修4.1个百分点", "revised|value_added_growth||||edition|+"),
    ("营业收入有修订", "also|revenue||||edition"), ("利润总额有修订", "also|value_added||||edition"), ("数据无变化", "unrevised|value_added||||edition"),
    ("增加值增速修订后由高于全省变为低于全省", "flipped|value_added_growth||||990000|+-"), ("增加值增速修订后由高于全省变为低于全省", "flipped|value_added_growth||||990000|-+"),
    ("增加值增速由低于全省变为高于全省", "flipped|value_added_growth||||990000|-+"), ("同比由持平修订为增长4.0%，上修4.0个百分点", "revised|value_added_growth||||edition|+"),
    ("营业收入修订后由负变为正", "flipped|revenue||||edition|-+"), ("新增2024年", "issue||||||new"), ("新增2024年", "issue||||||same"),
    ("与快报数比较", "against||||||flash"), ("原因：数据修订", "cause|||||revision"), ("原因：新收文件2个", "cause|||||file|1,2"), ("原因：行业范围调整", "cause|||||file|1"),
    ("另有2个往期的增加值有修订", "past|value_added|||||2"), ("新增增加值", "appeared|value_added"), ("利润总额口径有调整", "register|profit||||definition"),
    ("行业范围新增C17R", "register|||||list|+C17R"), ("2023年有区划变动", "register|||||boundary|2023"), ("地区代码由990101改为990191", "register|||||code|990101>990191"),
    ("至2025-02-01已迟5天", "late|value_added||||2025-02-01|5"),
]
WRONG_REGISTERED = [
    ("无变化", "register|profit||||none|sector"), ("无变化", "register|||||none|region"), ("原因：行业范围调整", "cause|||||list"), ("行业范围移出C17R", "register|||||list|-C17R"),
    ("2024年有区划变动", "register|||||boundary|2024"), ("至2025-05-01已迟34天", "late|value_added||||2025-05-01|34"), ("至2025-05-02已迟36天", "late|value_added||||2025-05-02|36"),
    ("另有3个往期的增加值有修订", "past|value_added|||||3"),
]


@pytest.mark.parametrize(("text", "claim"), RIGHT, ids=[c for _, c in RIGHT])
def test_what_a_file_changed_is_proved(filed, text, claim):
    assert filed.why(text, claim) == []


@pytest.mark.parametrize(("text", "claim"), RIGHT_REGISTERED, ids=[c for _, c in RIGHT_REGISTERED])
def test_what_the_registers_changed_is_proved(registered, text, claim):
    assert registered.why(text, claim) == []


@pytest.mark.parametrize(("text", "claim"), WRONG, ids=[f"{t}-{c}" for t, c in WRONG])
def test_what_a_file_did_not_change_fails(filed, text, claim):
    assert filed.why(text, claim) != []


@pytest.mark.parametrize(("text", "claim"), WRONG_REGISTERED, ids=[f"{t}-{c}" for t, c in WRONG_REGISTERED])
def test_what_the_registers_did_not_change_fails(registered, text, claim):
    assert registered.why(text, claim) != []


@pytest.mark.parametrize(
    ("then", "now", "text", "way", "holds"),
    [(-0.6, 0.03, "增加值增速修订后由负变为零", "-0", True), (-0.6, 0.03, "增加值增速修订后由负变为正", "-+", False), (0.04, -0.3, "增加值增速修订后由零变为负", "0-", True), (-0.04, -0.6, "增加值增速修订后由零变为负", "0-", True)],
)
def test_a_rate_that_prints_as_zero_is_zero_and_gets_no_more_digits(filed, monkeypatch, then, now, text, way, holds):
    """Found by the first build of the whole province: four briefs where growth was revised to 0.0 per cent."""
    monkeypatch.setattr(changes, "pair", lambda *_: (then, now))
    assert (filed.why(text, f"flipped|value_added_growth||||edition|{way}") == []) == holds


@pytest.mark.parametrize(
    ("kept", "text", "claim", "holds"),
    [
        (None, "没有可比的快报数", "against||||||unflashed", True), (2.2, "没有可比的快报数", "against||||||unflashed", False), (None, "与快报数比较", "against||||||unflashed", False),
        (None, "各项指标与快报数一致", "unrevised|revenue,profit||||flash", False),
    ],
)  # fmt: skip
def test_figures_that_have_no_flash_are_not_called_as_in_the_flash(filed, monkeypatch, kept, text, claim, holds):
    """Found on 浙江·服装, 2024年1—2月: 各项指标与快报数一致, and below it 新增增加值、营业收入 …: only the newest period keeps its flash figures."""
    monkeypatch.setattr(figures.Figures, "against", "flash")
    monkeypatch.setattr(changes, "_as_it_stood", lambda *_: kept)
    assert (filed.why(text, claim) == []) == holds


def test_every_kind_of_this_section_has_a_right_and_a_wrong_case():
    from jianbao.verify import causes, changes

    entered = {k for m in (causes, changes) for k in re.findall(r'@rule\("(\w+)"\)', Path(m.__file__).read_text(encoding="utf-8"))}
    assert entered <= set(KINDS)
    assert {c.split("|")[0] for _, c in (*RIGHT, *RIGHT_REGISTERED)} == entered == {c.split("|")[0] for _, c in (*WRONG, *WRONG_REGISTERED)}


def test_an_overdue_figure_marks_the_brief_itself(registered):
    from jianbao import brief

    told = made.text(brief.head(brief.open("990101", "T01", "2024-12", "zh", data_dir=registered.folder)).html)
    assert "数据未按期更新 增加值等最新为2024年1—12月，按发布日程 至2025-05-01已迟35天" in told


def test_without_a_day_to_judge_by_nothing_is_overdue(tmp_path):
    place = Edited(tmp_path / "p")
    from jianbao import brief

    assert "未按期" not in brief.head(brief.open("990101", "T01", "2024-12", "zh", data_dir=place.folder)).html
