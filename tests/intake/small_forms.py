"""Small replicas of the layouts that the shipped forms read, with figures that hold together: a year or a month, and the one before."""

import random
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from replicas import Sheet, county_table

from jianbao import catalogue, paths

__all__ = ["BUILDERS", "Small", "earlier_files"]

CITY = "330500"
DIVISIONS = ("C13", "C14", "C17", "C18", "C26", "C34", "C38", "C39")


@dataclass
class Small:
    """A file to be spoilt: rows of its head and figures, columns of names, of figures by kind, and what files are called."""

    form: str
    file: str  # without ending
    sheet: Sheet
    head: int  # first row of the head
    top: int  # first row of figures
    end: int  # row after the last one of figures
    keys: tuple[int, ...]
    levels: tuple[int, ...]  # columns that add up
    percents: tuple[int, ...] = ()
    totals: tuple[int, ...] = ()  # rows of totals
    more: list[Sheet] = field(default_factory=list)  # further sheets

    @property
    def figures(self) -> list[tuple[int, int]]:
        """The cells with figures."""
        columns = [c for c in range(len(self.sheet.rows[self.head])) if c not in self.keys]
        return [(r, c) for r in range(self.top, self.end) for c in columns if isinstance(self.sheet.rows[r][c], int | float)]

    def copy(self) -> "Small":
        """Return a copy to spoil."""
        return Small(self.form, self.file, self.sheet.copy(), self.head, self.top, self.end, self.keys, self.levels, self.percents, self.totals, list(self.more))


@cache
def _cat() -> catalogue.Catalogue:
    return catalogue.read(paths.root() / "data")


def county_year(year: int = 2024) -> Small:
    """The yearbook's main indicators of a city's twelve counties."""
    sheet = county_table([(r.code, r.name("zh")) for r in _cat().regions(level="county", under="330300")], year, seed=year)
    return Small("yearbook_county_main", f"17-25（{year}年）", sheet, 1, 3, len(sheet.rows) - 1, (0,), (3, 9, 10, 11, 12, 13))


def electricity(year: int = 2024) -> Small:
    """The yearbook's electricity by county, among columns that the form passes over."""
    rows: list[list] = [[f"17-35 各市、县公路里程和用电量情况（{year}年）"] + [""] * 4,
                        ["市县名称", "境内公路里程 (公里)", "全年用电量 (万千瓦时)", "#工业用电", "#城乡居民 生活用电"]]  # fmt: skip
    for region in _cat().regions(level="county", under="330300"):
        size = random.Random(region.code + "e").uniform(80_000, 900_000) * (1 + random.Random(f"{region.code}{year}").uniform(0.02, 0.09)) ** (year - 2023)
        rows.append([region.name("zh"), round(size / 300), round(size), round(size * 0.61), round(size * 0.2)])
    return Small("yearbook_county_electricity", f"17-35（{year}年）", Sheet("17-35", rows, ["A1:E1"]), 1, 2, len(rows), (0,), (2, 3))


def sector_year(year: int = 2024) -> Small:
    """The yearbook's industry by division: a total and some divisions."""
    rows: list[list] = [[f"7-5 按行业分的规模以上工业企业主要经济指标（{year}年）"] + [""] * 8,
                        ["行业", "企业单位数 (个)", "亏损企业 (个)", "工业总产值 (亿元)", "资产总计 (亿元)", "负债合计 (亿元)", "营业收入 (亿元)", "利润总额 (亿元)", "平均用工人数 (万人)"], [""] * 9]  # fmt: skip
    for code in DIVISIONS:
        size = random.Random(code).uniform(500, 9000) * 1.06 ** (year - 2023) * random.Random(f"{code}{year}").uniform(0.98, 1.02)
        rows.append([_cat().sector(code).name("zh"), round(size / 4), round(size / 20), *(round(size * k, 2) for k in (1.0, 1.1, 0.6, 0.97, 0.055, 0.012))])
    rows[2] = ["总计", *(round(sum(r[c] for r in rows[3:]), 2) for c in range(1, 9))]
    return Small("yearbook_sector_main", f"7-5（{year}年）", Sheet("7-5", rows, ["A1:I1"]), 1, 2, len(rows), (0,), (3, 4, 5, 6, 7), totals=(2,))


_RETURN = (("工业总产值", 1.0), ("营业收入", 0.97), ("工业增加值", 0.21), ("利润总额", 0.06))


def monthly(year: int = 2024, month: int = 10) -> Small:
    """A return of a city and its counties by division: months so far, the same months of last year, growth."""
    counties = [r.code for r in _cat().children(CITY)]
    head = [["地区", "地区代码", "行业", "行业代码"], [""] * 4]
    for name, _ in _RETURN:
        head[0] += [f"{name}（万元）", "", ""]
        head[1] += [f"1-{month}月", "上年同期", "增长（%）"]
    head[0] += ["企业数（家）", "亏损企业（家）"]
    head[1] += ["", ""]
    figures: dict[tuple[str, str], list[float]] = {}
    for region in counties:
        for sector in DIVISIONS:
            row: list[float] = []
            for name, k in _RETURN:
                row += [round(_level(region, sector, name, y, month) * k) for y in (year, year - 1)]
            many = random.Random(region + sector).randint(12, 90)
            figures[region, sector] = [*row, many, many // 7]
    for region in counties:
        figures[region, "IND"] = [sum(figures[region, s][i] for s in DIVISIONS) for i in range(10)]
    for sector in ("IND", *DIVISIONS):
        figures[CITY, sector] = [sum(figures[r, sector][i] for r in counties) for i in range(10)]
    rows: list[list] = [[f"规模以上工业主要指标分县分行业（{year}年1—{month}月）"] + [""] * 17, *head]
    totals = []
    for region in (CITY, *counties):
        for sector in ("IND", *DIVISIONS):
            if sector == "IND" or region == CITY:
                totals.append(len(rows))
            own, cells = figures[region, sector], []
            for n in range(4):
                now, then = own[2 * n], own[2 * n + 1]
                cells += [now, then, round((now / then - 1) * 100, 1)]
            rows.append([_cat().region(region).name("zh"), region, "合计" if sector == "IND" else _cat().sector(sector).name("zh"), "" if sector == "IND" else sector, *cells, *own[8:]])
    merges = ["A1:R1", *(f"{a}2:{a}3" for a in "ABCDQR"), "E2:G2", "H2:J2", "K2:M2", "N2:P2"]
    levels = (4, 5, 7, 8, 10, 11, 13, 14)
    return Small("monthly_county_sector", f"分县分行业（{year}年1—{month}月）", Sheet("月报", rows, merges), 1, 3, len(rows), (0, 1, 2, 3), levels, (6, 9, 12, 15), tuple(totals))


def _level(region: str, sector: str, name: str, year: int, month: int) -> float:
    size = 10 ** random.Random(region + sector).uniform(4.2, 5.6)
    return size * (1 + random.Random(f"{region}{sector}{name}").uniform(-0.04, 0.12)) ** (year - 2022) * month / 12


def enterprises(year: int = 2024, month: int = 10) -> Small:
    """A return of forty enterprises, every figure in both years."""
    about = tomllib.loads((paths.root() / "data" / "catalogue" / "forms" / "enterprise_return.toml").read_text(encoding="utf-8"))
    wanted = [c for c in about["column"] if c.get("field", "").strip() and c.get("unit")]
    leaves = [s.code for s in _cat().sectors() if s.level == "class"][:20]
    counties = [r.code for r in _cat().children(CITY)]
    rows: list[list] = [[f"规模以上工业企业月报（{year}年1—{month}月）"] + [""] * (3 + len(wanted)), ["统一社会信用代码", "地区", "行业代码", "企业名称"], [""] * 4]
    for column in wanted:
        above, _, below = column["head"][0].partition("/")
        rows[1].append(f"{above}（{column['unit']}）")
        rows[2].append(below)
    shares = {"revenue": 0.96, "operating_cost": 0.8, "value_added": 0.22, "profit": 0.06, "total_assets": 1.1, "total_liabilities": 0.6, "gross_output": 1.0, "export_delivery": 0.2}
    for n in range(40):
        dice = random.Random(f"firm {n}")
        size = 10 ** dice.uniform(4.3, 5.8)
        row = [f"91330500MA{n:08d}", _cat().region(counties[n % len(counties)]).name("zh"), leaves[n % len(leaves)], f"企业{n}"]
        for column in wanted:
            name, before = column["field"].removesuffix("_prev"), column["field"].endswith("_prev")
            value = size * shares.get(name, 0.02) * (1.0 if before else dice.uniform(1.0, 1.1)) * month / 12
            row.append(round({"average_employees": size / 800, "industrial_land": size / 4000, "energy_consumption": size / 60}.get(name, value)))
        rows.append(row)
    levels = tuple(range(4, 4 + len(wanted)))
    return Small("enterprise_return", f"企业月报（{year}年1—{month}月）", Sheet("企业", rows), 1, 3, len(rows), (0, 1, 2, 3), levels[:12])


def ledger(year: int = 2024, _: int = 0) -> Small:
    """A ledger of plan items."""
    rows: list[list] = [["规划任务台账"] + [""] * 7, ["地区", "行业", "事项", "数量", "单位", "完成时限", "责任单位", "进展"]]
    for n, region in enumerate(_cat().children(CITY)):
        for k, sector in enumerate(("纺织业", "医药制造业")):
            rows.append([region.name("zh"), sector, f"技术改造项目{n}{k}", 12 + 7 * n + k, "个", f"{year}-{6 + n:02d}", "经信局", "进行中"])
    return Small("plan_ledger", f"台账{year}", Sheet("台账", rows, ["A1:H1"]), 1, 2, len(rows), (0, 1, 2, 4, 5, 6, 7), (3,))


BUILDERS: dict[str, Callable[..., Small]] = {
    "county": county_year, "electricity": electricity, "sector": sector_year, "monthly": monthly, "enterprise": enterprises, "ledger": ledger,
}  # fmt: skip


def earlier_files() -> list[Small]:
    """Return what an office has taken in before: last year's tables, the same months of last year, the month before."""
    return [county_year(2023), electricity(2023), sector_year(2023), monthly(2023, 10), monthly(2024, 9)]
