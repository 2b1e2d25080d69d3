"""The ledger report of the small place: its text as prose, each shape's sentence by hand, the claims proved and refused."""

import importlib.util
import json
import os
import re
from html import unescape
from pathlib import Path

import pytest

from jianbao import brief, panel, reports
from jianbao.catalogue import read
from jianbao.catalogue.ledgers import GROUPS
from jianbao.demo.ledger import make_ledgers
from jianbao.panel import release
from jianbao.panel.ledger_cut import cut_ledgers
from jianbao.reports.targets import in_ledger
from jianbao.verify.drawn import drawn
from jianbao.verify.report import pages

GOLDEN = Path(__file__).with_name("golden")


def _of_panel(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[1] / "panel" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


small_ledger, small_place = _of_panel("small_ledger"), _of_panel("small_place")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = small_ledger.write(small_place.write(tmp_path_factory.mktemp("report")))
    panel.build(folder)
    release.cut(folder)
    cut_ledgers(folder, "internal")
    # The figures of a public release are another matter (tests/disclosure): here it stands for its ledgers.
    public = folder / "panel" / "release-public"
    public.mkdir()
    for path in (folder / "panel" / "release-internal").iterdir():
        if path.name != "ledger":
            os.symlink(path, public / path.name)
    cut_ledgers(folder, "public")
    return folder


def opened(place, monkeypatch, region="990100", lang="zh", audience="internal"):
    monkeypatch.setenv("JIANBAO_AUDIENCE", audience)
    return brief.open(region, period="2024-12", lang=lang, data_dir=place)


def page(b, parts=None) -> str:
    parts = parts or [reports.ledger_overview(b), *(reports.ledgers(b, g) for g in GROUPS)]
    metas = "".join(f'<meta name="jianbao:{k}" content="{v}">' for k, v in (("region", b.region.code), ("sector", "IND"), ("period", b.at)))
    return f'<html lang="{b.lang}"><head>{metas}</head><body>{"".join(p.html for p in parts)}</body></html>'


def text_of(html: str) -> str:
    html = re.sub(r'<details class="data">.*?</details>', "", html, flags=re.S)
    html = re.sub(r"<svg.*?</svg>", " [drawing] ", html, flags=re.S)
    html = re.sub(r"</t[hd]>", " | ", re.sub(r"</(p|div|tr|h3|caption|li|summary)>", "\n", html))
    lines = [" ".join(unescape(re.sub(r"<[^>]+>", "", line)).split()) for line in html.splitlines()]
    return "\n".join(line for line in lines if line) + "\n"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("audience", "region"), [("internal", "990100"), ("public", "990100"), ("internal", "990000"), ("internal", "990101"), ("public", "990101")])
def test_every_sentence_number_and_drawing_of_the_report_is_proved(place, monkeypatch, audience, region, lang):
    b = opened(place, monkeypatch, region, lang, audience)
    html = page(b)
    found = pages({"x": html}, place, audience)
    assert found.claims > 20 and [u.line() for u in found.unproved] == [] and drawn(html) == []


@pytest.mark.parametrize(("lang", "audience"), [("zh", "internal"), ("en", "internal"), ("zh", "public")])
def test_the_report_says_what_it_said(place, monkeypatch, lang, audience):
    text = text_of(page(opened(place, monkeypatch, lang=lang, audience=audience)))
    golden = GOLDEN / f"ledger-city.{audience}.{lang}.txt"
    if os.environ.get("GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


#: kind, region, what its sentence says; worked by hand from small_ledger.
SENTENCES = [
    ("task", "990100", "共3项，待办1项、办理中1项、办结1项，办结率33.3%，低于序时进度66.7个百分点，逾期1项，临期1项。"),
    ("eliminated", "990100", "共11家，淘汰中1家、已淘汰10家，完成率90.9%，低于序时进度9.1个百分点，逾期1家。"),
    ("cement", "990100", "共29条，计划关停11条、整合提升13条、保留5条，已完成17条，完成率58.6%。"),  # 6 + 6 + 5 of 29
    ("land", "990100", "计划400亩、已盘活100亩，完成率25.0%，低于序时进度75.0个百分点。"),
    ("factor_survey", "990100", "共3件，用地2件、融资1件，其中用地涉及面最广，有2个县（市、区）反映。"),
    ("factor_survey", "990000", "共3件，用地2件、融资1件，其中用地涉及面最广，有1个市、2个县（市、区）反映。"),
    ("request", "990100", "共4件，办理中1件、办结3件，办结率75.0%，办结用时中位数6天，临期1件。"),
    ("complex", "990100", "共3个，覆盖率66.7%（2／3），尚无覆盖的有丑县。"),
    ("policy_pay", "990100", "共2项，应付300万元，已付150万元，兑付率50.0%，逾期1项。"),
    ("listing", "990100", "共3家，到达股改阶段3家、到达辅导阶段2家、到达过会阶段1家、上市1家。"),
    ("tiers", "990100", "共3家，创新型中小企业2家、专精特新“小巨人”1家。"),
    ("exits", "990100", "共2家，腾出方面腾退低效企业1家；换入方面集聚入园1家。"),
    ("cement_capacity", "990100", "共2家，腾出方面退出产能90万吨；换入方面新建产能60万吨，新增不大于退出。"),
    ("campaign", "990101", "腾出方面淘汰落后产能510家、腾出低效用地51000亩；换入方面新引进项目12个。"),
]


@pytest.mark.parametrize(("kind", "region", "said"), SENTENCES)
def test_a_ledger_says_in_one_sentence_what_there_is(place, monkeypatch, kind, region, said):
    b = opened(place, monkeypatch, region)
    assert said in text_of(reports.ledger(b, kind).html).splitlines()
    assert text_of(reports.ledger(b, kind, heading=False, detail=False).html) == f"{b.cat.ledgers[kind].name('zh')}：{said}\n"


def test_goals_tell_the_share_of_the_goal_above_and_what_was_done(place, monkeypatch):
    """子县 stands for 绍兴: 500 of 5000 and 50000 of 150000; 510 and 51000 were done in 2022."""
    text = text_of(reports.ledger(opened(place, monkeypatch, "990101"), "campaign").html)
    assert "淘汰落后产能 | 500家 | 2021—2023年 | 510 | 102.0 | 10 |" in text and "腾出低效用地 | 50000亩 | 2021—2023年 | 51000 | 102.0 | 33 |" in text


def test_what_is_late_is_listed_with_who_answers_for_it_inside_the_office_only(place, monkeypatch):
    internal = text_of(reports.ledger(opened(place, monkeypatch), "task").html)
    assert "事项1 | 丑县 | 2024-11-30 | 31 | 办理中 | 经信局 |" in internal
    public = text_of(reports.ledger(opened(place, monkeypatch, audience="public"), "task").html)
    assert "事项1" not in public and "经信局" not in public and "逾期1项" in public  # tasks are nobody's secret, their names are the office's


def test_a_public_page_withholds_small_counts_of_enterprises(place, monkeypatch):
    b = opened(place, monkeypatch, audience="public")
    text = text_of(reports.ledger(b, "eliminated", heading=False).html)
    assert text.startswith("淘汰落后产能：共11家，分状态的数不公布。\n") and "甲市 | 11 | … | … | … | … |" in text
    assert "子县 | 5 | 0 | 0 | 5 | 100.0 |" in text and "丑县 | … | … | … | … | … |" in text and "寅县 | … | … | … | … | … |" in text
    assert "不公布（…）" in text_of(reports.ledger(opened(place, monkeypatch, "990102", audience="public"), "eliminated").html)
    assert "某厂" not in page(b)
    assert reports.ledger(b, "cement").html == ""  # a county has one or two enterprises: nothing of it in public


def test_a_kind_without_items_leaves_no_trace(place, monkeypatch):
    b = opened(place, monkeypatch)
    assert reports.ledger(b, "unlicensed").html == "" and "无证无照" not in page(b)
    assert reports.ledgers(opened(place, monkeypatch, "990103"), "funds").html == ""
    with pytest.raises(ValueError, match="no group"):
        reports.ledgers(b, "none")


#: Claims of 甲市 that do not hold: the text, the claim.
WRONG = [
    ("共4项", "ledger|task|||||n"), ("办结2项", "ledger|task|||||s2"), ("办结1", "ledger|task|||||s2"), ("办结1家", "ledger|task|||||s2"), ("—", "ledger|task|||||done"), ("待办1", "ledger|task|||||s2"), ("办结率33.4%", "ledger|task|||||rate"),
    ("高于序时进度66.7个百分点", "ledger|task||||-|pace"), ("高于序时进度66.7个百分点", "ledger|task||||+|pace"), ("低于序时进度66.8个百分点", "ledger|task||||-|pace"),
    ("■ 逾期2项", "ledger|task|||||red"), ("▲ 临期2项", "ledger|task|||||amber"), ("● 绿", "ledger|task|||||light"), ("关停12", "ledger|cement|||||c0"), ("关停11", "ledger|cement|||||c1"),
    ("+12", "ledger|cement|||||c0"), ("已盘活101亩", "ledger|land|||||q"), ("已盘活100公顷", "ledger|land|||||q"), ("计划300亩", "ledger|land|||||p"),
    ("用地涉及面最广，有3个县（市、区）反映", "ledger|factor_survey||||0|reach"), ("融资涉及面最广，有1个县（市、区）反映", "ledger|factor_survey||||3|reach"), ("用地、融资涉及面最广，各有2个县（市、区）反映", "ledger|factor_survey||||0,3|reach"),
    ("用地在各县（市、区）均有反映", "ledger|factor_survey||||0|reach"), ("用地、融资涉及面最广，有2个县（市、区）反映", "ledger|factor_survey||||0|reach"), ("计划300万元", "ledger|policy_pay|||||p"), ("完成150万元", "ledger|policy_pay|||||paid"), ("中位数7天", "ledger|request|||||days"),
    ("覆盖率66.7%（1／3）", "ledger|complex|||||cover"), ("尚无覆盖的有子县", "ledger|complex|||||miss"), ("已付151万元", "ledger|policy_pay|||||paid"), ("辅导及以后3", "ledger|listing|||||f1"),
    ("新增大于退出", "ledger|cement_capacity||||+|balance"), ("501家", "ledger|campaign|990101|||1|goal.aim"), ("511", "ledger|campaign|990101|||1|goal.done"), ("11", "ledger|campaign|990101|||1|goal.share"),
    ("102.1", "ledger|campaign|990101|||1|goal.rate"), ("2021—2024", "ledger|campaign|990101|||1|goal.years"), ("事项2", "ledger|||||task/task-001|item.item"), ("30", "ledger|||||task/task-001|item.late"),
    ("事项0", "ledger|||||task/task-000|item.item"), ("…", "ledger|eliminated|||||n"), ("不公布", "ledger|eliminated|||||hidden"), ("65类", "ledger||||||kinds"), ("■ 逾期共9项", "ledger||||||reds"),
    ("任务", "ledger|task|||||name"), ("1", "ledger|nothing|||||n"), ("1", "ledger|task|||||what"), ("子县：别的。", "ledger|case||||case-075|text"), ("99.0", "ledger|complex|||||cov"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "claim"), WRONG)
def test_a_claim_that_the_items_do_not_bear_out_is_refused(place, text, claim):
    html = f'<html lang="zh"><head><meta name="jianbao:region" content="990100"><meta name="jianbao:period" content="2024-12"></head><body><p class="w"><span data-claim="{claim}">{text}</span></p></body></html>'
    assert pages({"x": html}, place).failed == {"x"}


@pytest.mark.parametrize(
    ("text", "claim", "right"),
    [
        ("owed 3.00 million yuan", "ledger|policy_pay|||||p", True), ("owed 300 million yuan", "ledger|policy_pay|||||p", False), ("owed 3.00 billion yuan", "ledger|policy_pay|||||p", False),
        ("owed 300 ten thousand yuan", "ledger|policy_pay|||||p", False), ("paid 1.50 million yuan", "ledger|policy_pay|||||paid", True), ("paid 1.5 million yuan", "ledger|policy_pay|||||paid", False),
        ("capacity that left 900 thousand tonnes", "ledger|cement_capacity|||||qc0", True), ("capacity that left 90 thousand tonnes", "ledger|cement_capacity|||||qc0", False),
        ("planned 400 mu", "ledger|land|||||p", True), ("planned 400 ha", "ledger|land|||||p", False),
    ],
)  # fmt: skip
def test_amounts_in_english_are_in_units_that_its_readers_count_in(place, text, claim, right):
    html = f'<html lang="en"><head><meta name="jianbao:region" content="990100"><meta name="jianbao:period" content="2024-12"></head><body><p class="w"><span data-claim="{claim}">{text}</span></p></body></html>'
    assert pages({"x": html}, place).failed == (set() if right else {"x"})


@pytest.mark.parametrize(("text", "claim"), [("2", "ledger|eliminated|990102||||n"), ("淘汰中1", "ledger|eliminated|||||s1"), ("■ 逾期1家", "ledger|eliminated|||||red"), ("事项1", "ledger|||||task/task-001|item.item"), ("已实施90万吨", "ledger|cement_capacity|||||qc0"), ("共29条", "ledger|cement|||||n"), ("14类", "ledger||||||kinds")])
def test_a_public_page_may_not_show_what_only_the_office_knows(place, text, claim):
    html = f'<html lang="zh"><head><meta name="jianbao:region" content="990100"><meta name="jianbao:period" content="2024-12"></head><body><p class="w"><span data-claim="{claim}">{text}</span></p></body></html>'
    assert pages({"x": html}, place, "public").failed == {"x"}


def test_a_drawing_that_does_not_show_its_table_is_found(place, monkeypatch):
    html = page(opened(place, monkeypatch), [reports.ledger(opened(place, monkeypatch), "tiers")])
    assert drawn(html) == [] and drawn(html.replace(">2</text>", ">3</text>")) != []


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """The province's own registers with the modelled items, cut for the office; there are no other figures."""
    folder = tmp_path_factory.mktemp("demonstration")
    for name in ("catalogue", "demo", "published"):
        os.symlink(Path(__file__).parents[2] / "data" / name, folder / name)
    make_ledgers(folder)
    made = folder / "panel" / "release-internal"
    made.mkdir(parents=True)
    made.joinpath("release.json").write_text(json.dumps({"checksum": "x", "modelled": True, "periods": ["2024-09", "2024-12"], "vintage": "final"}), encoding="utf-8")
    cut_ledgers(folder, "internal")
    return folder


def test_targets_that_a_ledger_counts_are_known_by_their_number_and_words(demonstration, monkeypatch):
    """Of Huzhou's plan: 11 lines closed and 13 merged, 4 and 4 firms, 10 centres and 50 institutes, 600 projects; not 600亿元 of investment."""
    b = opened(demonstration, monkeypatch, "330500")
    kept = [t.id for t in b.cat.plans.targets if t.document == "HZ2023" and "330500" in t.regions and not t.version and in_ledger(b, t)]
    assert kept == ["HZ25", "HZ26", "HZ28", "HZ29", "HZ30", "HZ31", "HZ32"]


def test_classes_that_tie_are_named_together(demonstration, monkeypatch):
    """In all five counties of Huzhou land, workers and finance are short: none of them is met with most widely."""
    text = text_of(reports.ledger(opened(demonstration, monkeypatch, "330500"), "factor_survey").html)
    assert "用地、用人、融资在各县（市、区）均有反映。" in text and "最广" not in text


@pytest.mark.parametrize("kind", sorted(read().ledgers))
def test_every_kind_of_the_province_has_its_own_sentence_and_table(demonstration, monkeypatch, kind):
    b = opened(demonstration, monkeypatch, "330000")
    known, html = b.cat.ledgers[kind], reports.ledger(b, kind).html
    text = text_of(html)
    assert known.name("zh") in text and "模拟" in text and re.search(r"\d", text)
    assert "data-claim" in html and ("<table" in html or known.shape == "cases")
