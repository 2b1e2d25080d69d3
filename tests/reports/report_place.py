"""An invented place for documents: one city, four counties, firms with land, tax and energy; all worked out by hand.

Scores: margins 5, 10, 0, 8 % give 50, 100, 0, 80 points, productivity 20, 10, 30, 25 gives 50, 0, 100, 75; weighed 30 : 10 that is
50, 75, 25, 78.75. Output of the year before puts the first three in tier I, the last in tier II.
"""

import csv
import importlib.util
from pathlib import Path

import pandas as pd

from jianbao import panel
from jianbao.panel import release
from jianbao.panel.columns import FLOWS, STOCKS
from jianbao.panel.cut import Withheld
from jianbao.panel.store import connect

TESTS = Path(__file__).parents[1]


def _load(name: str, path: Path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


small_place = _load("report_small_place", TESTS / "panel" / "small_place.py")
text_of = _load("report_brief_text", TESTS / "brief" / "test_brief_text.py").text_of

REGIONS = [*small_place.REGIONS, ("990104", "卯县", "Mao", "county", "990100", "县")]
#: id, county, class; thousand yuan: value added, revenue, profit, taxes; persons; mu; tonnes of coal. 子县 has five, 寅县 twelve alike but for land.
FIRMS = [
    ("A1", "990101", "C1713", 100_000, 400_000, 30_000, 20_000, 300, 50, 2_000),  # tax 40, value added 200 (10,000 yuan per mu)
    ("A2", "990101", "C1713", 40_000, 200_000, 10_000, 8_000, 200, 40, 8_000),  # 20, 100
    ("A3", "990101", "C18R", 30_000, 200_000, 10_000, 6_000, 200, 60, 12_000),  # 10, 50
    ("A4", "990101", "C18R", 20_000, 100_000, 0, 1_000, 200, 20, 10_000),  # 5, 100
    ("A5", "990101", "C17R", 10_000, 100_000, 0, 600, 100, 30, 20_000),  # 2, 33.3
    ("B1", "990102", "C1713", 100_000, 500_000, 50_000, 9_000, 1_000, 100, 5_000),
    *((f"C{n}", "990103", "C18R", 10_000, 33_000 if n > 1 else 37_000, 0, 500 + 10 * n, 33 if n > 4 else 34, 10 + n, 100 * n) for n in range(1, 13)),
    ("D1", "990104", "C17R", 20_000, 200_000, 16_000, 2_000, 80, 25, 1_000),
]
OUTPUT_BEFORE = {"990101": 500_000, "990102": 400_000, "990103": 300_000, "990104": 100_000}
PERIODS = ("2023-12", "2024-11", "2024-12")

SCHEME = """
id = "trial"
name_zh = "试评价办法"
name_en = "Trial scheme"
valid_from = 2020-01-01
source = "own"
certainty = "stated"
[draws]
runs = 200
seed = 1
spread = 0.25
[tiers]
indicator = "gross_output"
[[tiers.tier]]
id = "I"
name_zh = "Ⅰ档"
name_en = "Tier I"
floor = 3
mean_2016 = 66.6
[[tiers.tier]]
id = "II"
name_zh = "Ⅱ档"
name_en = "Tier II"
floor = 0
mean_2016 = 43.7
[[dimension]]
id = "quality"
name_zh = "质量"
name_en = "Quality"
weight = 30
certainty = "inferred"
[[dimension.item]]
indicator = "profit_margin"
[[dimension.item]]
name_zh = "专利数"
name_en = "Patents"
[[dimension]]
id = "efficiency"
name_zh = "效率"
name_en = "Efficiency"
weight = 10
certainty = "inferred"
[[dimension.item]]
indicator = "labour_productivity"
[[dimension]]
id = "work"
name_zh = "工作"
name_en = "Work"
weight = 60
certainty = "inferred"
[example]
region = "990100"
year = 2021
scores = { quality = 80.0, efficiency = 60.0, work = 90.0 }
total = 84.1
source = "own"
"""

METHOD = """
id = "{id}"
name_zh = "{name}"
name_en = "{name}"
{about}regions = ["{region}"]
year = {year}
scope = "above_scale"
source = "own"
certainty = "stated"
[grades]
A = 0.25
B = 0.75
C = 1.0
[grades_about]
source_zh = "自定"
source_en = "own"
source = "own"
certainty = "stated"
[[item]]
id = "tax_per_mu"
name_zh = "亩均税收"
name_en = "tax per mu"
unit_zh = "万元/亩"
unit_en = "10,000 yuan per mu"
top = ["taxes_and_surcharges", "vat"]
bottom = "industrial_land"
factor = 0.1
weight = 60
base = {tax}
[[item]]
id = "value_added_per_mu"
name_zh = "亩均增加值"
name_en = "value added per mu"
unit_zh = "万元/亩"
unit_en = "10,000 yuan per mu"
top = ["value_added"]
bottom = "industrial_land"
factor = 0.1
weight = 30
base = {added}
[[item]]
id = "emission"
name_zh = "单位排放增加值"
name_en = "value added per emission"
unit_zh = "万元/吨"
unit_en = "10,000 yuan per tonne"
top = ["value_added"]
bottom = ""
factor = 0.1
weight = 10
base = 100.0
"""

TARGETS = [
    ("Y1", "累计营业收入", "Revenue in all", "revenue", "990100", "cumulative", "100", "亿元", "100 million yuan", "规模", "Size", "", ""),
    ("Y2", "利润率", "Profit margin", "profit_margin", "990100", "level", "5", "%", "%", "质效", "Quality", "", ""),
    ("Y3", "增加值年均增长", "Value added, average growth", "value_added", "990100", "average_growth", "30", "%", "%", "规模", "Size", "", ""),
    ("Y4", "产业规模", "Total size", "", "990100", "level", "10", "亿元", "100 million yuan", "", "", "", ""),
    ("N1", "印发要点", "Circular out", "", "990100", "milestone", "", "", "", "", "", "2024-03-31", "2024-03-29"),
    ("N2", "平台上线", "Platform live", "", "990100", "milestone", "", "", "", "", "", "2024-06-30", ""),
    ("N3", "年终考核", "Yearly review", "", "990100", "milestone", "", "", "", "", "", "2024-12-31", ""),
]
_TARGET = ("id", "name_zh", "name_en", "indicator", "region", "type", "target", "unit_zh", "unit_en", "group_zh", "group_en", "due", "done")
_SHARE = ("target", "region", "value", "version", "status", "signed_on", "signed_by_zh", "signed_by_en", "valid_from")
SHARES = [
    ("Y1", "990101", "60", "1", "stated", "2024-01-05", "市办", "city office", "2024-01-01"),
    ("Y1", "990101", "50", "2", "stated", "2024-12-14", "市办", "city office", "2024-12-15"),
    ("Y1", "990102", "30", "1", "estimated", "", "", "", "2024-01-01"),
]
CHECKS = [("K1", "below_start", "0", "目标不高于基期实际", "an aim no higher than the base"), ("K2", "growth_above", "15", "所需增速偏高", "steep growth needed"), ("K3", "near", "5", "接近", "near")]
REPORTS = [("annual_evaluation", "综合评估报告", "Annual evaluation"), ("land_efficiency", "亩均效益报告", "Returns on land"), ("target_progress", "目标进度通报", "Progress on targets")]


def _csv(path: Path, rows: list[dict]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _row(firm: tuple, period: str) -> dict:
    name, county, sector, added, revenue, profit, tax, people, land, coal = firm
    now = {
        "value_added": added, "revenue": revenue, "profit": profit, "taxes_and_surcharges": tax, "average_employees": people, "industrial_land": land,
        "energy_consumption": coal, "gross_output": 4 * added,
    }  # fmt: skip
    before = dict(now)
    if period == "2023-12":
        firms = sum(f[1] == county for f in FIRMS)
        now["gross_output"] = OUTPUT_BEFORE[county] // firms
        now["profit"] = profit // 2  # the margin of the city was half of what it is
    row = {"enterprise_id": name, "group_id": name, "region": county, "sector": sector, "period": period, "loss": False, "loss_prev": False}
    return row | {k: v for c in (*FLOWS, *STOCKS) for k, v in ((c, now.get(c, 0)), (f"{c}_prev", before.get(c, 0)))}


def write(folder: Path) -> Path:
    """Write the place: registers of the small place, with schemes, methods, targets, shares and firms of its own."""
    small_place.REGIONS, kept = REGIONS, small_place.REGIONS
    try:
        small_place.write(folder)
    finally:
        small_place.REGIONS = kept
    catalogue, source = folder / "catalogue", {"source": "own", "certainty": "stated"}
    (catalogue / "schemes").mkdir()
    (catalogue / "schemes" / "trial.toml").write_text(SCHEME, encoding="utf-8")
    (catalogue / "land_methods").mkdir()
    own = METHOD.format(id="zi", name="子县办法", about="", region="990101", year=2023, tax="10.0", added="100.0")
    every = METHOD.format(id="trial", name="试算办法", about='about_zh = "自定"\nabout_en = "own"\n', region="*", year=2023, tax='"local"', added='"local"')
    (catalogue / "land_methods" / "zi.toml").write_text(own, encoding="utf-8")
    (catalogue / "land_methods" / "trial.toml").write_text(every, encoding="utf-8")
    plan = {"document": "D1", "clause_zh": "一", "clause_en": "I", "sector": "IND", "base": "2023", "start": "2024", "end": "2025", "direction": "higher", "loose": "", "owner_zh": "市经信局", "owner_en": "bureau"}
    _csv(catalogue / "targets.csv", [dict(zip(_TARGET, t, strict=True)) | plan | source for t in TARGETS])
    _csv(catalogue / "target_shares.csv", [dict(zip(_SHARE, s, strict=True)) | source for s in SHARES])
    _csv(catalogue / "target_checks.csv", [dict(zip(("id", "test", "margin", "name_zh", "name_en"), c, strict=True)) | {"valid_from": "", "valid_to": ""} | source for c in CHECKS])
    group = {"group": "tiangong_gold_2025"} | source
    _csv(catalogue / "peer_groups.csv", [group | {"name_zh": "金鼎地区（2025年）", "name_en": "Gold award 2025", "rule": "", "complete": "yes", "expected": "", "valid_from": "2025-05-01", "valid_to": "", "note": ""}])
    _csv(catalogue / "peer_group_members.csv", [group | {"region": r, "name": "", "note": "", "valid_from": "", "valid_to": ""} for r in ("990101", "990102")])
    row = {"cadence": "year", "months": "", "days": "90", "levels": "province;city;county", "sectors": "", "internal": "", "valid_from": "", "valid_to": ""}
    _csv(catalogue / "reports.csv", [{"notebook": n, "name_zh": zh, "name_en": en} | row | source for n, zh, en in REPORTS])
    con = connect()
    for year in ("2023", "2024"):
        con.register("given", pd.DataFrame([_row(f, p) for p in PERIODS if p.startswith(year) for f in FIRMS]))
        con.execute(f"COPY (SELECT * FROM given) TO '{folder / 'incoming' / 'enterprise' / year}.parquet' (FORMAT parquet)")
        con.unregister("given")
    con.close()
    panel.build(folder)
    release.cut(folder)
    release.cut(folder, "public", Withheld("m", frozenset(), frozenset()))
    return folder


def page(parts, b) -> str:
    """Return parts as a page that can be proved."""
    metas = "".join(f'<meta name="jianbao:{k}" content="{v}">' for k, v in (("region", b.region.code), ("sector", b.sector.code), ("period", b.at)))
    return f'<html lang="{b.lang}"><head>{metas}</head><body>{"".join(p._repr_html_() for p in parts)}</body></html>'


def said(text: str, claim: str, region: str = "990000", lang: str = "zh", period: str = "2024-12") -> str:
    """Return a page with one sentence that is one claim."""
    metas = "".join(f'<meta name="jianbao:{k}" content="{v}">' for k, v in (("region", region), ("sector", "IND"), ("period", period)))
    return f'<html lang="{lang}"><head>{metas}</head><body><p class="w"><span data-claim="{claim}">{text}</span></p></body></html>'
