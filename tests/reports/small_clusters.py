"""The invented place of tests/panel/small_place.py with a cluster, its areas, pilots and cards: what documents are made from."""

import csv
import importlib.util
import re
from html import unescape
from pathlib import Path

_spec = importlib.util.spec_from_file_location("small_place", Path(__file__).parents[1] / "panel" / "small_place.py")
small_place = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(small_place)

SOURCE = {"source": "invented", "certainty": "stated"}
#: 丑县 was a star and is a core area, 子县 is only a candidate; 寅县 came after the period.
AREAS = [
    ("K1", "star", "990102", "丑县（印染）", "1", "2023-01-01", "2023-12-31"),
    ("K1", "core", "990102", "丑县（印染）", "2", "2024-01-01", ""),
    ("K1", "candidate", "990101", "子县（印染）", "1", "2024-01-01", ""),
    ("K1", "core", "990103", "寅县（印染）", "3", "2025-06-01", ""),
]


def write(folder: Path) -> Path:
    """Write the place with its registers of clusters, pilots, cards and documents."""
    small_place.write(folder)
    catalogue = folder / "catalogue"
    _csv(catalogue / "documents.csv", [small_place.DOCUMENT | SOURCE | {"reviewed": "2023"}])
    groups = [
        {"id": "K4", "level": "system", "order": "0", "name_zh": "先进制造业集群", "name_en": "advanced manufacturing clusters", "target_year": "2027", "target_value": "12", "target_unit_zh": "万亿元", "target_unit_en": "trillion yuan", "certainty": "stated"},
        {"id": "W1", "level": "world_class", "order": "1", "name_zh": "现代消费产业群", "name_en": "Consumption", "parent": "K4", "sector": "", "target_year": "2027", "target_value": "3", "target_unit_zh": "万亿元", "target_unit_en": "trillion yuan", "certainty": "inferred"},
        {"id": "K1", "level": "characteristic", "order": "1", "name_zh": "现代印染", "name_en": "Dyeing", "parent": "W1", "sector": "T01", "certainty": "stated"},
        {"id": "L1", "level": "chain", "order": "1", "name_zh": "印染链", "name_en": "Dyeing chain", "parent": "K1", "sector": "", "certainty": "stated"},
    ]
    keys = ("id", "level", "order", "name_zh", "name_en", "parent", "sector", "target_year", "target_value", "target_unit_zh", "target_unit_en", "source", "certainty")
    _csv(catalogue / "clusters.csv", [{k: g.get(k, "invented" if k == "source" else "") for k in keys} for g in groups])
    names = ("cluster", "role", "region", "name", "batch", "valid_from", "valid_to")
    _csv(catalogue / "cluster_areas.csv", [dict(zip(names, a, strict=True)) | SOURCE for a in AREAS])
    _csv(catalogue / "cluster_counts.csv", [{"batch": "2", "core": "5", "coordinated": "7", "star": "", "valid_from": "2024-01-01", "valid_to": ""} | SOURCE])
    _csv(catalogue / "pilots.csv", [{"region": "990101", "level": "county", "sector": "", "batch": "1", "valid_from": "2018-01-01", "valid_to": ""} | SOURCE])
    card = {
        "id": "C1", "document": "D1", "clause_zh": "二", "clause_en": "II", "sector": "T01", "shown_with": "", "name_zh": "印染", "name_en": "Dyeing",
        "shortboard_zh": "企业数量多且分布散", "shortboard_en": "many scattered firms", "goal_zh": "形成若干个印染组团", "goal_en": "a few dyeing parks", "region": "990101",
    }
    _csv(catalogue / "sector_cards.csv", [card | SOURCE])
    _csv(catalogue / "peer_groups.csv", [{"group": "pilot", "name_zh": "试点县", "name_en": "Pilots", "rule": "", "complete": "no", "expected": "35", "valid_from": "", "valid_to": ""} | SOURCE])
    _csv(catalogue / "peer_group_members.csv", [{"group": "pilot", "region": "990101"} | SOURCE])
    report = {"cadence": "quarter", "months": "", "days": "25", "levels": "province", "sectors": "", "internal": "no", "valid_from": "", "valid_to": "", "name_zh": "通报", "name_en": "Bulletin"}
    _csv(catalogue / "reports.csv", [report | {"notebook": n} | SOURCE for n in ("quarterly_bulletin", "sector_bulletin", "sector_card", "cluster_brief")])
    return folder


def _csv(path: Path, rows: list[dict]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def text_of(parts) -> str:
    """Return what a reader sees, a line a block."""
    lines = []
    for part in parts:
        html = re.sub(r'<details class="data">.*?</details>|<svg.*?</svg>', " ", part._repr_html_(), flags=re.S)
        html = re.sub(r"</t[hd]>", " | ", re.sub(r"</(p|div|tr|h3|caption|li)>", "\n", html))
        lines += [" ".join(unescape(re.sub(r"<[^>]+>", "", line)).split()) for line in html.splitlines()]
    text = "\n".join(line for line in lines if line)
    return re.sub(r"(编制号|Reference) \S+", r"\1 #", text) + "\n"


def page(body: str, region: str, sector: str, lang: str = "zh", period: str = "2024-12") -> str:
    """Return a page with what the checker reads of it."""
    metas = "".join(f'<meta name="jianbao:{k}" content="{v}">' for k, v in (("region", region), ("sector", sector), ("period", period)))
    return f'<html lang="{lang}"><head>{metas}</head><body>{body}</body></html>'
