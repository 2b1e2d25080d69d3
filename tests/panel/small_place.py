"""An invented place, small enough to work out by hand: one province, one city, three counties, two divisions, one set.

Three periods: 2024-12 as in ``ENTERPRISES``; 2024-11 with nine tenths of every flow; 2023-12 with last year's columns, but
without E3, which was below the threshold then: so growth on the comparable base differs from dividing two levels.
"""

import csv
import json
from pathlib import Path

from jianbao.panel.columns import FLOWS, STOCKS
from jianbao.panel.store import connect

SOURCE = {"source": "invented", "certainty": "stated"}

PLACE = """
id = "small"
name_zh = "小省"
name_en = "Small"
languages = ["zh", "en"]
root_region = "990000"
levels = ["province", "city", "county"]
all_sector = "IND"
brief_sectors = "set:traditional17"
structure_level = "division"
default_period = "2024-12"
headline = "value_added"
cards = ["value_added", "revenue", "profit", "profit_margin", "above_scale_enterprises"]
official_growth = true
modelled = true
map = "map/counties.geojson"
[reference_name]
zh = "全省"
en = "the province"
[level_names.province]
zh = "省"
en = "province"
[level_names.city]
zh = "设区市"
en = "city"
[level_names.county]
zh = "县（市、区）"
en = "county"
[region_words."省"]
zh = "全省"
en = "the province"
[region_words."地级市"]
zh = "全市"
en = "the city"
[modelled_note]
zh = "本页为虚构的小省。"
en = "An invented province."
[modelled_method]
zh = "三家虚构企业。"
en = "Three invented enterprises."
[region_words."县"]
zh = "全县"
en = "the county"
"""

REGIONS = [
    ("990000", "小省", "Small", "province", "", "省"),
    ("990100", "甲市", "Alpha", "city", "990000", "地级市"),
    ("990101", "子县", "Zi", "county", "990100", "县"),
    ("990102", "丑县", "Chou", "county", "990100", "县"),
    ("990103", "寅县", "Yin", "county", "990100", "县"),
]
SECTORS = [
    ("IND", "全部工业", "All industry", "all", "", "no"),
    ("C17", "纺织业", "Textiles", "division", "IND", "no"),
    ("C1713", "棉印染", "Dyeing", "class", "C17", "no"),
    ("C17R", "其余纺织", "Other textiles", "class", "C17", "yes"),
    ("C18", "服装业", "Apparel", "division", "IND", "no"),
    ("C18R", "服装业", "Apparel", "class", "C18", "yes"),
]
SETS = [("T01", "印染与服装", "Dyeing and apparel", ("C1713", "C18"))]

#: id, county, class, then this year's and last year's value added, revenue, cost, profit (千元), employees; by hand.
ENTERPRISES = [
    ("E1", "990101", "C1713", (220_000, 200_000), (1_000_000, 900_000), (800_000, 700_000), (50_000, 40_000), (500, 500)),
    ("E2", "990101", "C17R", (110_000, 100_000), (500_000, 500_000), (450_000, 400_000), (-20_000, 10_000), (300, 310)),
    ("E3", "990102", "C18R", (66_000, 60_000), (300_000, 240_000), (200_000, 150_000), (30_000, -5_000), (200, 190)),
]
PERIODS = ("2023-12", "2024-11", "2024-12")
PRICE = {"C17": 110.0, "C18": 100.0}


#: The plan, its targets and measures, the rules; what they make of E1 is worked out in test_targets.py and test_rules.py.
DOCUMENT = {"id": "D1", "number": "小政发〔2024〕1号", "title_zh": "提升方案（2024—2025年）", "title_en": "Upgrading plan, 2024–2025", "valid_from": "2024-01-01", "valid_to": "2025-12-31"}
_TARGET = ("id", "name_zh", "name_en", "indicator", "region", "sector", "type", "target", "unit_zh", "unit_en", "loose", "owner_zh", "owner_en")
TARGETS = [
    ("X1", "利润率", "Profit margin", "profit_margin", "990101", "T01", "level", "6", "%", "%", "以上", "子县经信局", "Zi bureau"),
    ("X2", "利润率达到全省水平", "Profit margin at the provincial level", "profit_margin", "990100", "set:traditional17", "comparator", "", "", "", "", "", ""),
    ("X3", "累计营业收入", "Revenue in all", "revenue", "990101", "T01", "cumulative", "25", "亿元", "100 million yuan", "", "", ""),
    ("X4", "增加值年均增长", "Value added, average growth", "value_added", "990101", "T01", "average_growth", "5", "%", "%", "", "", ""),
    ("X5", "产业规模", "Size", "", "990101", "T01", "level", "10", "亿元", "100 million yuan", "突破", "", ""),
]
_RULE = ("id", "kind", "name_zh", "name_en", "test", "indicator", "margin", "periods", "enterprises")
RULES = [
    ("B1", "shortboard", "利润率弱于全省", "margin below the province", "below_reference", "profit_margin", "0.01", "1", ""),
    ("B2", "shortboard", "增速弱于全省", "growth below the province", "below_reference", "value_added_growth", "0.1", "1", ""),
    ("A1", "alarm", "增速低于全省", "growth below the province", "below_reference", "value_added_growth", "1", "1", ""),
    ("A2", "alarm", "利润由盈转亏", "from profit to loss", "turned_to_loss", "profit", "", "", ""),
    ("A3", "alarm", "收入下降", "revenue falls", "negative_for", "revenue_growth", "0", "1", "5"),
]
#: What section 5 compares: E1 grows slower and earns less on its revenue than the province, its workers produce more.
BENCHMARKS = ("value_added_growth", "profit_margin", "cost_per_100_revenue", "labour_productivity")
_MEASURE = ("id", "region", "sector", "trouble", "measure_zh", "measure_en", "owner_zh", "owner_en")
MEASURES = [
    ("M1", "990100", "T01", "profit_margin", "推进“品牌+”行动", "build brands", "甲市经信局", "Alpha bureau"),
    ("M2", "990000", "set:traditional17;IND", "profit_margin;value_added_growth", "扩大投资", "invest more", "", ""),
]


def write(folder: Path) -> Path:
    """Write the place into a folder: registers, one published table, the enterprise file of 2024-12."""
    catalogue = folder / "catalogue"
    catalogue.mkdir(parents=True)
    (catalogue / "place.toml").write_text(PLACE, encoding="utf-8")
    keys = ("code", "name_zh", "name_en", "level", "parent", "kind")
    _csv(catalogue / "regions.csv", [dict(zip(keys, r, strict=True)) | {"pinyin": "x", "initials": "x", "note": ""} | SOURCE for r in REGIONS])
    keys = ("code", "name_zh", "name_en", "level", "parent", "residual")
    _csv(catalogue / "sectors.csv", [dict(zip(keys, r, strict=True)) | {"note": ""} | SOURCE for r in SECTORS])
    head = ("code", "name_zh", "name_en")
    sets = [dict(zip(head, s[:3], strict=True)) | {"order": "1", "kind": "traditional17", "note": "", "valid_from": "", "valid_to": ""} | SOURCE for s in SETS]
    _csv(catalogue / "sector_sets.csv", sets)
    _csv(catalogue / "sector_set_members.csv", [{"set": s[0], "member": m, "note": ""} | SOURCE for s in SETS for m in s[3]])
    plan = {"document": "D1", "clause_zh": "一", "clause_en": "I"} | SOURCE
    _csv(catalogue / "documents.csv", [DOCUMENT | SOURCE])
    years = {"base": "2023", "start": "2024", "end": "2025", "direction": "higher"}
    _csv(catalogue / "targets.csv", [dict(zip(_TARGET, t, strict=True)) | years | plan for t in TARGETS])
    _csv(catalogue / "measures.csv", [dict(zip(_MEASURE, m, strict=True)) | plan for m in MEASURES])
    _csv(catalogue / "shortboard_rules.csv", [dict(zip(_RULE, r, strict=True)) | SOURCE for r in RULES])
    _csv(catalogue / "benchmarks.csv", [{"indicator": i, "valid_from": "", "valid_to": ""} | SOURCE for i in BENCHMARKS])
    own = Path(__file__).parents[2] / "data" / "catalogue" / "indicators.csv"
    (catalogue / "indicators.csv").write_bytes(own.read_bytes())
    (folder / "published").mkdir()
    (folder / "map").mkdir()
    counties = [(r[0], r[1], 120.0 + n, 30.0) for n, r in enumerate(r for r in REGIONS if r[3] == "county")]
    features = [
        {
            "type": "Feature",
            "properties": {"code": int(code), "name": name, "city": "甲市", "city_code": 990100},
            "geometry": {"type": "Polygon", "coordinates": [[[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]]},
        }
        for code, name, x, y in counties
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    (folder / "map" / "counties.geojson").write_text(text, encoding="utf-8")
    _enterprises(folder / "incoming" / "enterprise")
    return folder


def _enterprises(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "enterprise.toml").write_text('status = "estimated"\nlabel = "模拟数据"\nseed = 1\n', encoding="utf-8")
    rows = [{"division": d, "period": t, "price_index": p} for d, p in PRICE.items() for t in PERIODS]
    _csv(folder / "prices.csv", rows)
    con = connect()
    for year in ("2023", "2024"):
        rows = " UNION ALL ".join(_select(e, t) for t in PERIODS if t.startswith(year) for e in ENTERPRISES if t != "2023-12" or e[0] != "E3")
        con.execute(f"COPY ({rows}) TO '{folder / f'{year}.parquet'}' (FORMAT parquet)")
    con.close()


def _select(row: tuple, period: str) -> str:
    enterprise, county, sector, *values = row
    given = ("value_added", "revenue", "operating_cost", "profit", "average_employees")
    pairs = {}
    for name, (now, before) in zip(given, values, strict=True):
        flow = 0.9 if period == "2024-11" and name != "average_employees" else 1
        pairs[name] = (before, before) if period == "2023-12" else (round(now * flow), round(before * flow))
    columns = [
        f"{now}::BIGINT AS {name}, {before}::BIGINT AS {name}_prev"
        for name in (*FLOWS, *STOCKS)
        for now, before in [pairs.get(name, (0, 0))]
    ]
    loss, loss_prev = (str(v < 0).lower() for v in pairs["profit"])
    return (
        f"SELECT '{enterprise}' AS enterprise_id, '{enterprise}' AS group_id, '{county}' AS region, '{sector}' AS sector, "
        f"'{period}' AS period, {loss} AS loss, {loss_prev} AS loss_prev, {', '.join(columns)}"
    )


def _csv(path: Path, rows: list[dict]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
