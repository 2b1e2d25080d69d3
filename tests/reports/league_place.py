"""An invented place of two cities and seven counties, one firm each but for the last, every figure worked out by hand.

Growth of value added is 12, 10, 8.00, 7.95, 2 and −4 % (10, 12, 8.00, 8.05, 2, −4 % in the month before), on a base of 10 each:
6.0 % in all, 35.95 / 6. Margins are −2, 2, 4, 6, 8, 12 % of a revenue of 20 each: 5 % in all. Costs per 100 yuan are 90, 86, 84, 82, 80, 76.
"""

import csv
import importlib.util
from pathlib import Path

from jianbao import panel
from jianbao.panel import release

CODES = ("990101", "990102", "990103", "990104", "990201", "990202", "990203")
NAMES = "子丑寅卯辰巳午"
GROWTH = {"2024-12": (12.0, 10.0, 8.0, 7.95, 2.0, -4.0), "2024-11": (10.0, 12.0, 8.0, 8.05, 2.0, -4.0)}
MARGINS, COSTS = (-2, 2, 4, 6, 8, 12), (90, 86, 84, 82, 80, 76)
LEAGUE = (("value_added", "growth", "higher"), ("profit_margin", "level", "higher"), ("cost_per_100_revenue", "level", "lower"))
#: G fires for the last two by growth, M for the last by margin; N asks for more periods than there are.
RULES = (("G", "value_added_growth", "2", "", "1", "2", "15"), ("M", "profit_margin", "", "17", "1", "2", "20"), ("N", "profit_margin", "1", "", "1", "9", "20"))
REPORTS = ("league_table,month,,12,province;city,,,,,月度指标晾晒,Monthly league table", "shortboard_letter,month,,15,county,,yes,,,短板弱项提示函,Letter on shortboards", "region_policy,quarter,,30,city;county,,,,,一市一县一策,Plan for one region")
OWN = {"source": "invented", "certainty": "stated", "valid_from": "", "valid_to": "", "note": ""}


def small_place():
    spec = importlib.util.spec_from_file_location("small_place_of_the_league", Path(__file__).parents[1] / "panel" / "small_place.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(path: Path, found: list[dict]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(found[0]))
        writer.writeheader()
        writer.writerows(found)


def write(folder: Path) -> Path:
    """Write the place, build its panel, cut its release."""
    small = small_place()
    cities = [("990100", "甲市", "Alpha", "city", "990000", "地级市"), ("990200", "乙市", "Beta", "city", "990000", "地级市")]
    counties = [(c, f"{n}县", f"{'ABCDEFG'[k]} county", "county", f"{c[:4]}00", "县") for k, (c, n) in enumerate(zip(CODES, NAMES, strict=True))]
    small.REGIONS = [small.REGIONS[0], *cities, *counties]
    made, select = {}, small._select
    for period, growth in GROWTH.items():
        made[period] = [
            (f"F{k}", code, "C18R", (round(1_000_000 * (1 + g / 100)), 1_000_000), (2_000_000, 2_000_000), (cost * 20_000, cost * 20_000), (m * 20_000, m * 20_000), (100, 100))
            for k, (code, g, m, cost) in enumerate(zip(CODES[:6], growth, MARGINS, COSTS, strict=True))
        ]
    small.ENTERPRISES = made["2024-12"]

    def of_month(row: tuple, period: str) -> str:
        if period == "2024-11":  # as it was then; the place itself takes nine tenths of this month
            row = next(r for r in made[period] if r[0] == row[0])
            return select(row, "2024-12").replace("'2024-12' AS period", "'2024-11' AS period")
        return select(row, period)

    small._select = of_month
    small.write(folder)
    catalogue = folder / "catalogue"
    rows(catalogue / "league.csv", [{"indicator": i, "shows": s, "direction": d, **OWN} for i, s, d in LEAGUE])
    keys = ("id", "indicator", "last", "share", "gap", "periods", "reply_days")
    rows(catalogue / "letter_rules.csv", [{**dict(zip(keys, r, strict=True)), "question_zh": f"{r[1]}为何变化", "question_en": f"Why does {r[1]} change?", **OWN} for r in RULES])
    head = "notebook,cadence,months,days,levels,sectors,internal,valid_from,valid_to,name_zh,name_en,note,source,certainty"
    (catalogue / "reports.csv").write_text("\n".join([head, *(f"{r},,invented,stated" for r in REPORTS)]) + "\n", encoding="utf-8")
    group = {"rule": "", "valid_from": "", "valid_to": "", "note": "", "source": "invented", "certainty": "stated"}
    rows(catalogue / "peer_groups.csv", [
        {"group": "hills", "name_zh": "山区县", "name_en": "Hill counties", "complete": "yes", "expected": "3", **group},
        {"group": "big_industrial45", "name_zh": "工业大县", "name_en": "Major counties", "complete": "no", "expected": "3", **group},
    ])
    listed = [("hills", "990101"), ("hills", "990104"), ("hills", "990202"), ("big_industrial45", "990101"), ("big_industrial45", "990202")]
    rows(catalogue / "peer_group_members.csv", [{"group": g, "region": r, "name": "", **OWN} for g, r in listed])
    panel.build(folder)
    release.cut(folder)
    return folder
