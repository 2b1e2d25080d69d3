"""The small invented place with monitors, one published table, thresholds and comparators of its own; every figure by hand.

Value added (small_place.ENTERPRISES) grows 1.7 % in 小省 and 甲市 (366 / 360), 0.0 % in 子县, 10.0 % in 丑县, 2.3 % in T01 of 小省.
"""

import csv
import hashlib
import importlib.util
from pathlib import Path

_spec = importlib.util.spec_from_file_location("small_place", Path(__file__).parents[1] / "panel" / "small_place.py")
small_place = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(small_place)

NOW, MONTH, THEN = "2024-12", "2024-11", "2023-12"
#: indicator, region, sector → period: value
MONITORS = {
    ("above_scale_electricity_growth", "990000", "IND"): {MONTH: 2.5, NOW: 2.5},
    ("above_scale_electricity_growth", "990100", "IND"): {THEN: -9.0, MONTH: 5.0, NOW: 5.2},
    ("above_scale_electricity_growth", "990100", "T01"): {NOW: 2.0},
    ("above_scale_electricity_growth", "990101", "IND"): {NOW: -3.2},
    ("above_scale_electricity_growth", "990102", "IND"): {NOW: 10.4},
    ("capacity_utilisation", "990000", "IND"): {THEN: 76.0, NOW: 75.0},
    ("capacity_utilisation", "990100", "IND"): {THEN: 76.0, NOW: 74.2},
    ("capacity_utilisation", "990100", "T01"): {THEN: 75.1, NOW: 73.0},
    ("manufacturing_investment_growth", "990000", "IND"): {THEN: 12.0, "2024-02": 11.0, "2024-03": 10.5, MONTH: 10.2, NOW: 9.96},
    ("manufacturing_investment_growth", "990100", "IND"): {THEN: 12.0, "2024-02": 9.9, "2024-03": 10.5, MONTH: 10.2, NOW: 11.8},
    ("manufacturing_investment_growth", "990101", "IND"): {NOW: 9.9},
    ("manufacturing_investment_growth", "990102", "IND"): {MONTH: 10.0, NOW: 12.0},
    ("industrial_investment_growth", "990100", "IND"): {NOW: 8.0},
    ("programme_upgrade_plan", "990100", "IND"): {NOW: 200.0},
    ("programme_upgrade_done", "990100", "IND"): {NOW: 91.2},
    ("digital_transformation_coverage", "990100", "IND"): {THEN: 50.0, NOW: 58.0},
    ("digital_transformation_coverage", "990101", "IND"): {THEN: 51.0, NOW: 60.0},
    ("digital_transformation_coverage", "990102", "IND"): {THEN: 49.0, NOW: 55.5},
    ("digital_assessed", "990100", "IND"): {NOW: 10},
    ("digital_level_1", "990100", "IND"): {NOW: 4},
    ("digital_level_2", "990100", "IND"): {NOW: 3},
    ("digital_level_3", "990100", "IND"): {NOW: 2},
    ("digital_level_4", "990100", "IND"): {NOW: 1},
    ("industrial_robots", "990100", "IND"): {THEN: 100, NOW: 120},
    ("gdp", "990100", "IND"): {THEN: 100.0, NOW: 110.0},
    ("digital_core_value_added", "990100", "IND"): {THEN: 11.0, NOW: 13.2},
    ("carbon_emission", "990000", "T01"): {NOW: 5.72},
    ("carbon_emission", "990100", "T01"): {NOW: 5.0},
    ("voc_intensity", "990100", "IND"): {THEN: 1.00, NOW: 0.85},
    ("nox_intensity", "990000", "IND"): {THEN: 2.00, NOW: 1.10},
    ("strategic_emerging_share", "990100", "IND"): {THEN: 33.9, NOW: 34.6},
    ("manufacturing_share_gdp", "990100", "IND"): {THEN: 33.0, NOW: 32.5},
    ("above_scale_enterprise_share", "990100", "IND"): {NOW: 9.0},
}
PUBLISHED = {("gdp", "990101", "IND"): 50.0, ("industrial_value_added", "990101", "IND"): 20.0, ("above_scale_enterprises", "990000", "IND"): 3, ("census_legal_entities", "990000", "IND"): 27}
RULES = """id,kind,indicator,versus,value,periods,joint,region,name_zh,name_en,valid_from,valid_to,note,source,certainty
DIV,divergence,above_scale_electricity_growth,value_added_growth,3,2,,,背离,away,2024-01-01,,,a test,inferred
CAP75,reference,capacity_utilisation,,75,,,,75%,75%,,,,a test,inferred
DD,streak,manufacturing_investment_growth,,10,3,2,,两位数增长,growth in double digits,,,,a test,stated
VOC,base,voc_intensity,2023-12,20,,,990100,VOCs下降,fall of VOCs,,,,a test,stated
NOX,base,nox_intensity,2023-12,40,,,990100,氮氧化物下降,fall of NOx,,,,a test,stated
COV,break,digital_transformation_coverage,,2024,,,,覆盖率口径调整,coverage counts otherwise,,,,a test,stated
OLD,base,nox_intensity,2023-12,50,,,990100,氮氧化物下降,fall of NOx,,2023-12-31,,a test,stated
"""
PROGRAMMES = """id,plan,done,rate,name_zh,name_en,valid_from,valid_to,source,certainty
UPGRADE,programme_upgrade_plan,programme_upgrade_done,programme_upgrade_rate,千亿技术改造,technical upgrading,,,a test,stated
"""
COMPARATORS = """id,indicator,period,value,name_zh,name_en,source,certainty
NAT,value_added_growth,2024-12,1.2,全国,the nation,an invented bulletin,stated
JS,value_added_growth,2024-12,1.7,江苏,Jiangsu,an invented bulletin,stated
SD,value_added_growth,2024-12,2.0,山东,Shandong,an invented bulletin,stated
GD,value_added_growth,2023-12,2.0,广东,Guangdong,an invented bulletin,stated
"""
REPORTS = """notebook,cadence,months,days,levels,sectors,internal,valid_from,valid_to,name_zh,name_en,note,source,certainty
leading_signals,month,,18,province;city,,,,,先行指标与专项监测报告,Leading signals,,a test,inferred
"""
_TOML = """id = "{id}"
title_zh = "{id}"
title_en = "{id}"
publication = "invented"
table_number = "1"
scope = "all"
measure = "year"
price = "current"
vintage = "final"
status = "{status}"
sha256 = "{sha}"
key = ["indicator", "region", "sector", "period"]
caveats = []
[units]
{units}
[marks]
"""


def write(folder: Path, comparators: str = COMPARATORS) -> Path:
    """Write the small place with everything that leading_signals shows."""
    small_place.write(folder)
    catalogue = folder / "catalogue"
    for name, text in (("signal_rules.csv", RULES), ("programmes.csv", PROGRAMMES), ("comparators.csv", comparators), ("reports.csv", REPORTS)):
        if text:
            (catalogue / name).write_text(text, encoding="utf-8")
    units = {r["id"]: r["unit_zh"] for r in csv.DictReader((catalogue / "indicators.csv").open(encoding="utf-8"))}
    rows = [(i, r, s, p, f"{v}", "") for (i, r, s), held in MONITORS.items() for p, v in held.items()]
    _table(folder / "incoming" / "monitors", "estimated", rows, units)
    year = {"census_legal_entities": "2023", "above_scale_enterprises": "2023"}
    _table(folder / "published" / "small_yearbook", "observed", [(i, r, s, year.get(i, "2024"), f"{v}", "") for (i, r, s), v in PUBLISHED.items()], units)
    return folder


def _table(folder: Path, status: str, rows: list[tuple], units: dict[str, str]) -> None:
    folder.mkdir(parents=True)
    text = "indicator,region,sector,period,value,mark\n" + "".join(",".join(row) + "\n" for row in rows)
    (folder / "data.csv").write_text(text, encoding="utf-8")
    held = "\n".join(f'{i} = "{units[i]}"' for i in sorted({row[0] for row in rows}))
    sha = hashlib.sha256((folder / "data.csv").read_bytes()).hexdigest()
    (folder / "table.toml").write_text(_TOML.format(id=folder.name, status=status, sha=sha, units=held), encoding="utf-8")
