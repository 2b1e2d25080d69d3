"""The annual evaluation by hand: the shipped scheme, scores, tiers, ranks, what would bring most (see report_place)."""

import importlib.util
from pathlib import Path

import pytest

from jianbao import catalogue, reports
from jianbao.reports.scoring import scored
from jianbao.verify.report import pages

_spec = importlib.util.spec_from_file_location("report_place", Path(__file__).with_name("report_place.py"))
report_place = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(report_place)
said = report_place.said

ROOT = Path(__file__).parents[2]


def test_the_scheme_of_2021_has_its_twenty_indicators_and_weights():
    (scheme,) = catalogue.read(ROOT / "data").schemes
    assert [(d.id, d.weight, len(d.items)) for d in scheme.dimensions] == [("quality", 20, 7), ("efficiency", 20, 6), ("drive", 20, 7), ("work", 40, 0)]
    assert all(d.certainty == "inferred" for d in scheme.dimensions) and scheme.certainty == "stated"
    assert len(scheme.present) == 10 and [(t.id, t.floor, t.published_mean) for t in scheme.tiers] == [("I", 1000, 66.6), ("II", 500, 53.7), ("III", 0, 43.7)]


@pytest.mark.parametrize(("output", "tier"), [(1000.0, "I"), (999.9, "II"), (500.0, "II"), (499.9, "III"), (0.0, "III")])
def test_a_county_has_its_tier_by_last_years_output(output, tier):
    (scheme,) = catalogue.read(ROOT / "data").schemes
    assert scheme.tier_of(output).id == tier


def test_jiaxing_2021_is_reached_by_the_inferred_weights_and_not_proved():
    """0.2 × (83.9 + 75.2 + 84.0) + 0.4 × 98.5 = 88.02; parts rounded to a tenth leave 87.97–88.07, so 88.1 (from 88.05 on) is possible."""
    (scheme,) = catalogue.read(ROOT / "data").schemes
    example, weights = scheme.example, {d.id: d.weight for d in scheme.dimensions}
    made = sum(weights[d] * s for d, s in example.scores.items()) / sum(weights.values())
    assert (example.region, example.total) == ("330400", 88.1) and made == pytest.approx(88.02)
    assert made - 0.05 == pytest.approx(87.97) and made + 0.05 == pytest.approx(88.07) and round(made, 1) == 88.0 != example.total


def test_the_page_says_what_the_example_does_and_does_not_prove(opened):
    b = opened()
    html = reports.evaluation_scheme(b).html
    assert "合成分在83.95—84.05之间，公布的84.1分可由此得到，但不能据此证明权重" in html


def test_an_example_that_cannot_be_reached_is_said_to_be_so(place, opened):
    path = place / "catalogue" / "schemes" / "trial.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("total = 84.1", "total = 84.2"), encoding="utf-8")
    try:
        b = opened()
        part = reports.evaluation_scheme(b)
        assert "公布的84.2分不能由此得到" in part.html and not pages({"p": report_place.page([part], b)}, place).unproved
    finally:
        path.write_text(text, encoding="utf-8")


def test_scores_tiers_and_ranks_by_hand(opened):
    found = scored(opened(), "county")
    assert found.totals.round(9).to_dict() == {"990101": 50.0, "990102": 75.0, "990103": 25.0, "990104": 78.75}
    first, second = found.scheme.tiers
    assert found.ranking(first)["nominal"].to_dict() == {"990102": 1, "990101": 2, "990103": 3} and list(found.ranking(second).index) == ["990104"]
    assert (found.ranking(first)["held"] == 1).all()  # margins are at least 1.8 times as heavy in every draw


def test_what_would_bring_most_is_the_gap_to_the_upper_quartile_of_the_tier(opened):
    """Quartiles of tier I: 75 in both items. 寅县: margin 75 × 0.75 = 56.25, then 81.25 and first; 丑县: productivity 75 × 0.25."""
    found = scored(opened(), "county")
    tier = found.scheme.tiers[0]
    gains = {c: found.gain(c, tier) for c in ("990101", "990102", "990103")}
    assert [(g.indicator, round(g.points, 6), g.rank) for g in gains.values()] == [("profit_margin", 18.75, 2), ("labour_productivity", 18.75, 1), ("profit_margin", 56.25, 1)]
    assert found.gain("990104", found.scheme.tiers[1]) is None  # alone in its tier


@pytest.mark.parametrize("status", ["suppressed", "missing"])
def test_a_region_with_a_figure_withheld_or_missing_has_no_score_and_is_named(opened, monkeypatch, status):
    from jianbao.panel.slices import Slice

    real = Slice.value
    monkeypatch.setattr(Slice, "value", lambda self, i, key, period: (None, status) if (i, key) == ("profit", "990101") else real(self, i, key, period))
    b = opened()
    html = reports.evaluation(b, "county").html
    assert "子县" in html and f"1个{'有指标不公布' if status == 'suppressed' else '缺指标'}，不计分、不排位：子县" in html
    assert "990101" not in scored(b, "county").totals.index


def test_a_region_without_last_years_output_is_in_no_tier(opened, monkeypatch):
    b = opened(period="2023-12")  # the panel has no 2022
    assert "4个没有上年数，不分档、不排位" in reports.evaluation(b, "county").html


def test_without_a_scheme_the_page_says_so(place, opened):
    path = place / "catalogue" / "schemes" / "trial.toml"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    try:
        b = opened()
        assert "评价办法暂未收录" in reports.evaluation_scheme(b).html and reports.evaluation(b, "county").html == ""
        assert not pages({"p": report_place.page([reports.evaluation_scheme(b)], b)}, place).unproved
    finally:
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("old", "new", "told"), [
    ('indicator = "profit_margin"', 'indicator = "profits"', "profits is not in indicators.csv"), ("floor = 3", "floor = -1", "floor"), ("spread = 0.25", "spread = 1.5", "spread"),
    ('certainty = "inferred"', 'certainty = "maybe"', "certainty"), ("weight = 30", 'weight = "a"', "weight"), ("work = 90.0", "other = 90.0", "score of each dimension"), ('indicator = "labour_productivity"', 'indicator = "total_assets"', "neutral"),
])  # fmt: skip
def test_a_wrong_scheme_is_refused_in_one_line(place, tmp_path, old, new, told):
    import shutil

    shutil.copytree(place / "catalogue", tmp_path / "catalogue")
    path = tmp_path / "catalogue" / "schemes" / "trial.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(catalogue.CatalogueError, match=told) as refusal:
        catalogue.read(tmp_path)
    assert "\n" not in str(refusal.value)


RIGHT = [
    ("75.0", "score||990102|||county.I|total"), ("1", "score||990102|||county.I|rank"), ("2", "score||990101|||county.I|range"), ("100", "score||990103|||county.I|held"), ("50.0", "score||990101|||county.I|efficiency"),
    ("利润率 +56.3分，第1位", "score||990103|||county.I|gain"), ("利润率 +18.8分，位次不变", "score||990101|||county.I|gain"), ("—", "score||990104|||county.II|gain"),
    ("Ⅰ档3个县（市、区）平均得分50.0分，丑县最高，为75.0分", "scored|||||county.I|mean"), ("3个的位次在半数以上的试算中保持不变", "scored|||||county.I|held"),
    ("3项发展指标中2项有数据", "scheme|||||trial|items"), ("营业收入利润率权重最大，占75.0%", "scheme|||||trial|heaviest"), ("75.0", "item|||||quality.0|weight"), ("专利数", "item|||||quality.1|name"),
    ("公布的平均分为Ⅰ档66.6、Ⅱ档43.7", "scheme|||||trial|tiers"), ("来源：own", "scheme|||||trial|source"), ("金鼎地区（2025年）登记2个：子县、丑县", "award|||||tiangong_gold_2025"), ("own", "award|||||tiangong_gold_2025|source"),
]  # fmt: skip
WRONG = [
    ("75.1", "score||990102|||county.I|total"), ("2", "score||990102|||county.I|rank"), ("1–2", "score||990101|||county.I|range"), ("97", "score||990103|||county.I|held"), ("50.0", "score||990101|||county.II|total"),
    ("利润率 +56.3分，第2位", "score||990103|||county.I|gain"), ("利润率 +18.8分，第2位", "score||990101|||county.I|gain"), ("劳动生产率 +56.3分，第1位", "score||990103|||county.I|gain"), ("利润率 +1.0分，位次不变", "score||990104|||county.II|gain"),
    ("Ⅰ档4个县（市、区）平均得分50.0分，丑县最高，为75.0分", "scored|||||county.I|mean"), ("Ⅰ档3个县（市、区）平均得分50.0分，子县最高，为75.0分", "scored|||||county.I|mean"), ("Ⅱ档3个县（市、区）平均得分50.0分，丑县最高，为75.0分", "scored|||||county.I|mean"),
    ("2个的位次在半数以上的试算中保持不变", "scored|||||county.I|held"), ("1个缺指标：子县", "scored|||||county|missing"),
    ("3项发展指标中3项有数据", "scheme|||||trial|items"), ("营业收入利润率权重最大，占50.0%", "scheme|||||trial|heaviest"), ("评价办法暂未收录", "scheme||||||none"), ("3项发展指标中2项有数据", "scheme|||||other|items"), ("50.0", "item|||||quality.0|weight"),
    ("37.5", "item|||||quality.1|weight"), ("公布的平均分为Ⅰ档66.6、Ⅱ档43.8", "scheme|||||trial|tiers"), ("来源：another", "scheme|||||trial|source"), ("金鼎地区（2025年）登记3个：子县、丑县", "award|||||tiangong_gold_2025"), ("金鼎地区（2025年）登记2个：子县、寅县", "award|||||tiangong_gold_2025"), ("another", "award|||||tiangong_gold_2025|source"),
    ("甲市2021年度各维度80.0、60.0、90.0分，按30：10：60合成得84.00分，合成分在83.95—84.05之间，公布的84.1分不能由此得到", "scheme|||||trial|example"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "claim"), RIGHT, ids=[c for _, c in RIGHT])
def test_what_the_scheme_gives_is_proved(place, text, claim):
    assert [u.line() for u in pages({"p": said(text, claim)}, place).unproved] == []


@pytest.mark.parametrize(("text", "claim"), WRONG, ids=[f"{t}-{c}" for t, c in WRONG])
def test_anything_else_fails_the_page(place, text, claim):
    assert pages({"p": said(text, claim)}, place).failed == {"p"}
