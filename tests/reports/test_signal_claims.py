"""Claims of leading_signals on the small place, right and wrong; the figures are small_signals.MONITORS, worked by hand."""

import importlib.util
from pathlib import Path

import pytest

from jianbao import panel
from jianbao.panel import release
from jianbao.verify.report import pages

_spec = importlib.util.spec_from_file_location("small_signals", Path(__file__).with_name("small_signals.py"))
signals = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(signals)

E, C, M = "above_scale_electricity_growth", "capacity_utilisation", "manufacturing_investment_growth"
#: About 甲市, 全部工业, 2024年1—12月.
RIGHT = [
    ("高于增加值增速3.5个百分点", f"diverge|{E}||||value_added_growth|+"),
    ("+3.5", f"diverge|{E}||||value_added_growth"),
    ("−3.2", f"diverge|{E}|990101|||value_added_growth"),
    ("—", f"diverge|{E}|990103|||value_added_growth"),
    ("3.5 percentage points above value added growth", f"diverge|{E}||||value_added_growth|+"),
    ("已连续2期背离", f"diverged|{E}||||DIV"),
    ("2", f"diverged|{E}||||DIV"),
    ("差距达到门槛1期", f"diverged|{E}|990101|||DIV"),
    ("未达到背离门槛", f"diverged|{E}|990102|||DIV"),
    ("—", f"diverged|{E}|990102|||DIV"),
    ("2个县中，用电增速与增加值增速相比，1个低3.0个百分点以上", "diverging|||||under:990100|DIV:0/1/2"),
    ("1个重点行业的用电与增加值增速之差均未达到3.0个百分点", "diverging|||||sectors|DIV:0/0/1"),
    ("3.0个百分点、持续2期", "signal|||||DIV"),
    ("−20%", "signal|||||VOC"),
    ("低于75%参考线0.8个百分点", f"line|{C}||||CAP75|-"),
    ("与75%参考线持平", f"line|{C}|990000|||CAP75|0"),
    ("1个重点行业中1个低于75%", f"lines|{C}||||CAP75|1/1"),
    ("连续3个月两位数增长", f"double|{M}||||DD"),
    ("6以上", f"double|{M}|990000|||DD"),
    ("—", f"double|{M}|990101|||DD"),
    ("1个行业中1个低于全省同行业", "better|carbon_intensity||||990000|1/1"),
    ("比2023年下降15.0%（甲市方案：下降20%以上）", "since|voc_intensity||||VOC|-"),
    ("−15.0", "since|||||VOC"),
    ("比2023年下降45.0%", "since|nox_intensity|990000|||NOX|-"),
    ("2024年二季度", "quartered||||2024-06"), ("1个低于75%", f"lines|{C}||||CAP75|1/1"),
    ("11.1%", "ofpublished|above_scale_enterprises|990000||2023|census_legal_entities"),
    ("40.0", "ofpublished|industrial_value_added|990101||2024|gdp"),
    ("高于全国0.5个百分点", "besides|value_added_growth||||NAT|+"),
    ("与江苏持平", "besides|value_added_growth||||JS|0"),
    ("1.2", "comparator|||||NAT"),
    ("90.0%", "rest|digital_level_4_share"),
    ("口径2024年调整，与上年不可比", "broken|digital_transformation_coverage||||COV"),
]
WRONG = [
    ("低于增加值增速3.5个百分点", f"diverge|{E}||||value_added_growth|+"), ("高于增加值增速3.6个百分点", f"diverge|{E}||||value_added_growth|+"),
    ("低于增加值增速3.5个百分点", f"diverge|{E}||||value_added_growth|-"), ("高于利润增速3.5个百分点", f"diverge|{E}||||value_added_growth|+"),
    ("3.5", f"diverge|{E}||||value_added_growth"), ("−3.5", f"diverge|{E}||||value_added_growth"), ("+0.1", f"diverge|{E}|990103|||value_added_growth"),
    ("已连续3期背离", f"diverged|{E}||||DIV"), ("已连续2期以上背离", f"diverged|{E}||||DIV"), ("未达到背离门槛", f"diverged|{E}||||DIV"), ("差距达到门槛2期", f"diverged|{E}||||DIV"),
    ("已连续1期背离", f"diverged|{E}|990101|||DIV"), ("已连续2期背离", f"diverged|{E}||||CAP75"), ("—", f"diverged|{E}||||DIV"),
    ("2个县中，用电增速与增加值增速相比，1个高3.0个百分点以上", "diverging|||||under:990100|DIV:0/1/2"),
    ("2个县中，用电增速与增加值增速相比，1个高3.0个百分点以上", "diverging|||||under:990100|DIV:1/0/2"),
    ("3个县的用电与增加值增速之差均未达到3.0个百分点", "diverging|||||under:990100|DIV:0/0/3"),
    ("2.0个百分点、持续2期", "signal|||||DIV"), ("−50%", "signal|||||OLD"),
    ("高于75%参考线0.8个百分点", f"line|{C}||||CAP75|+"), ("低于75%参考线0.9个百分点", f"line|{C}||||CAP75|-"), ("低于80%参考线0.8个百分点", f"line|{C}||||CAP75|-"),
    ("比2023年下降45.0%（参照甲市方案：下降40%以上）", "since|nox_intensity|990000|||NOX|-"), ("比2023年下降15.0%", "since|voc_intensity||||VOC|-"), ("2024年1—6月", "quartered||||2024-06"), ("2024年一季度", "quartered||||2024-06"), ("0个低于75%", f"lines|{C}||||CAP75|1/1"),
    ("1个重点行业中0个低于75%", f"lines|{C}||||CAP75|0/1"), ("1个重点行业中1个低于80%", f"lines|{C}||||CAP75|1/1"),
    ("连续4个月两位数增长", f"double|{M}||||DD"), ("连续3个月以上两位数增长", f"double|{M}||||DD"), ("6", f"double|{M}|990000|||DD"), ("5以上", f"double|{M}|990000|||DD"),
    ("—", f"double|{M}||||DD"), ("1", f"double|{M}|990101|||DD"),
    ("1个行业中0个低于全省同行业", "better|carbon_intensity||||990000|0/1"), ("1个行业中1个低于上年", "better|carbon_intensity||||990000|1/1"),
    ("比2023年下降16.0%（甲市方案：下降20%以上）", "since|voc_intensity||||VOC|-"), ("比2023年上升15.0%（甲市方案：下降20%以上）", "since|voc_intensity||||VOC|+"),
    ("比2023年下降15.0%（甲市方案：下降25%以上）", "since|voc_intensity||||VOC|-"), ("比2022年下降15.0%（甲市方案：下降20%以上）", "since|voc_intensity||||VOC|-"),
    ("比2023年下降15.0%（参照甲市方案：下降20%以上）", "since|voc_intensity||||VOC|-"), ("比2023年下降45.0%（甲市方案：下降40%以上）", "since|nox_intensity|990000|||NOX|-"),
    ("−14.9", "since|||||VOC"), ("−45.0", "since||990000|||OLD"),
    ("11.2%", "ofpublished|above_scale_enterprises|990000||2023|census_legal_entities"), ("40.0", "ofpublished|industrial_value_added|990102||2024|gdp"),
    ("12.0%", "ofpublished|digital_core_value_added|990100||2024-12|gdp"),
    ("低于全国0.5个百分点", "besides|value_added_growth||||NAT|-"), ("高于全国0.6个百分点", "besides|value_added_growth||||NAT|+"), ("高于江苏0.5个百分点", "besides|value_added_growth||||NAT|+"),
    ("低于广东0.3个百分点", "besides|value_added_growth||||GD|-"), ("1.3", "comparator|||||NAT"), ("2.0", "comparator|||||GD"), ("90.1%", "rest|digital_level_4_share"),
    ("口径2023年调整，与上年不可比", "broken|digital_transformation_coverage||||COV"), ("口径2024年调整，与上年可比", "broken|digital_transformation_coverage||||COV"),
    ("口径2024年调整，与上年不可比", "broken|industrial_robots||||COV"), ("口径2024年调整，与上年不可比", "broken|digital_transformation_coverage||||DD"),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = signals.write(tmp_path_factory.mktemp("claims"))
    panel.build(folder)
    release.cut(folder)
    return folder


def failed(place, cases):
    """Return the cases whose claim does not hold, all in one look-up."""
    metas = '<meta name="jianbao:region" content="990100"><meta name="jianbao:sector" content="IND"><meta name="jianbao:period" content="2024-12">'
    files = {
        f"{n}.html": f'<html lang="{"en" if text.isascii() and text[0].isdigit() and " " in text else "zh"}"><head>{metas}</head><body><p class="w"><span data-claim="{claim}">{text}</span></p></body></html>'
        for n, (text, claim) in enumerate(cases)
    }
    bad = {int(u.file.removesuffix(".html")): u.line() for u in pages(files, place).unproved}
    return {cases[n]: why for n, why in bad.items()}


def test_what_holds_is_proved(place):
    assert failed(place, RIGHT) == {}


def test_what_does_not_hold_is_refused(place):
    refused = failed(place, WRONG)
    assert [case for case in WRONG if case not in refused] == []
