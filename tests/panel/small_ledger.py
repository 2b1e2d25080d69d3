"""Ledgers of the small invented place, few enough to count by hand; the kinds are the project's own, regions are the place's.

甲市 has 子县, 丑县, 寅县. At the end of 2024: tasks 3 (one closed, one late, one due in January; one more was closed in 2023);
outdated capacity 11 (子县 5, 丑县 2, 寅县 4, one of them late); 29 lines of cement = 11 + 13 + 5; land 100 of 400 亩.
"""

import csv
from pathlib import Path

from jianbao.panel.ledger import COLUMNS

ZI, CHOU, YIN = "990101", "990102", "990103"
TEXT = "针对设备老旧、用工偏多的问题，当地分批更换自动化设备，按工序打通数据，实行以奖代补、先验收后兑付。试行一年后，参与企业单位产品能耗下降8%左右，带动同类企业主动改造，主要做法是先摸清底数再分类施策、部门联动、一抓到底、及时总结并推广。"


def items() -> list[dict[str, str]]:
    """Return the items as the rows of a ledger."""
    found: list[dict[str, str]] = []

    def add(kind: str, region: str, state: str, **more: str) -> None:
        found.append({"kind": kind, "region": region, "state": state, "id": f"{kind}-{len(found):03d}", "item": f"事项{len(found)}", "owner": "经信局", "status": "estimated"} | more)

    add("task", ZI, "办结", opened="2024-02-01", due="2024-06-30", closed="2024-06-20")
    add("task", CHOU, "办理中", opened="2024-02-01", due="2024-11-30")
    add("task", CHOU, "待办", opened="2024-03-01", due="2025-01-15")
    add("task", ZI, "办结", opened="2023-02-01", due="2023-06-30", closed="2023-06-20")
    for n, region in enumerate([ZI] * 5 + [CHOU] * 2 + [YIN] * 3):
        add("eliminated", region, "已淘汰", opened="2024-01-10", due="2024-12-31", closed="2024-09-30", firm=f"某厂{n}")
    add("eliminated", YIN, "淘汰中", opened="2024-01-10", started="2024-02-01", due="2024-10-31", firm="某厂甲")
    for word, counts in {"关停": (4, 4, 3), "整合提升": (4, 5, 4), "保留": (2, 2, 1)}.items():
        for region, count in zip((ZI, CHOU, YIN), counts, strict=True):
            for n in range(count):
                done = word == "保留" or n < 2
                add("cement", region, "已完成" if done else "未实施", **{"class": word}, opened="2023-06-30", due="2025-12-31", closed="2024-05-31" if done else "")
    for region, word, amount in ((ZI, "淘汰落后产能", 510), (CHOU, "淘汰落后产能", 4690), (ZI, "腾出低效用地", 51000), (YIN, "腾出低效用地", 99000), (ZI, "新引进项目", 12)):
        add("campaign", region, "已完成", **{"class": word}, quantity=str(amount), planned=str(amount), opened="2022-03-31", closed="2022-12-20")
    for region, word in ((ZI, "用地"), (CHOU, "用地"), (CHOU, "融资")):
        add("factor_survey", region, "未解决", **{"class": word}, opened="2024-05-01", firm="某厂")
    for n, (opened, closed) in enumerate((("2024-10-01", "2024-10-05"), ("2024-10-01", "2024-10-07"), ("2024-11-01", "2024-11-12"), ("2024-12-20", ""))):
        due = f"{opened[:8]}16" if n < 3 else "2025-01-04"
        add("request", ZI, "办结" if closed else "办理中", **{"class": "三服务"}, opened=opened, closed=closed, due=due, firm="某厂")
    for region, covered in ((ZI, True), (CHOU, False), (YIN, True)):
        add("complex", region, "已覆盖" if covered else "未覆盖", opened="2021-06-30", closed="2023-01-31" if covered else "")
    add("policy_pay", ZI, "已兑付", quantity="100", planned="100", unit="万元", opened="2024-03-01", due="2024-09-30", closed="2024-08-31")
    add("policy_pay", CHOU, "部分兑付", quantity="50", planned="200", unit="万元", opened="2024-03-01", due="2024-09-30")
    for region, state in ((ZI, "股改"), (CHOU, "辅导"), (YIN, "上市")):
        add("listing", region, state, opened="2022-01-01", closed="2024-04-30" if state == "上市" else "", firm="某厂")
    for region, word in ((ZI, "创新型中小企业"), (CHOU, "创新型中小企业"), (ZI, "小巨人")):
        add("tiers", region, "在册", **{"class": word}, opened="2023-05-01", firm="某厂")
    add("land", ZI, "已盘活", **{"class": "连片整治"}, quantity="100", planned="100", unit="亩", opened="2024-01-31", due="2024-10-31", closed="2024-10-20")
    add("land", CHOU, "待盘活", **{"class": "连片整治"}, quantity="300", planned="300", unit="亩", opened="2024-01-31", due="2025-03-31")
    add("exits", ZI, "已整治", **{"class": "腾退低效企业"}, opened="2024-01-31", due="2024-10-31", closed="2024-10-20", firm="某厂乙")
    add("exits", CHOU, "已整治", **{"class": "集聚入园"}, opened="2024-01-31", due="2024-10-31", closed="2024-10-20", firm="某厂丙")
    add("cement_capacity", ZI, "已实施", **{"class": "退出产能"}, quantity="90", planned="90", unit="万吨", opened="2024-01-31", closed="2024-10-20", firm="某厂丁")
    add("cement_capacity", ZI, "已实施", **{"class": "新建产能"}, quantity="60", planned="60", unit="万吨", opened="2024-01-31", closed="2024-10-20", firm="某厂丁")
    add("case", ZI, "已推广", **{"class": "智能技改"}, item="以奖代补推进技改", evidence=TEXT, opened="2024-06-01", closed="2024-06-01")
    return found


def write(folder: Path) -> Path:
    """Write the kinds and the items into the folder of the small place."""
    own = (Path(__file__).parents[2] / "data" / "catalogue" / "ledgers.toml").read_text("utf-8")
    for code, ours in (("330500", "990100"), ("330000", "990000"), ("330600", "990101")):
        own = own.replace(f'"{code}"', f'"{ours}"')
    own = own.replace('"ZJ2021"', '"D1"').replace('"HZ2023"', '"D1"')
    (folder / "catalogue" / "ledgers.toml").write_text(own, encoding="utf-8")
    target = folder / "incoming" / "ledger" / "ledger.csv"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        out.writeheader()
        out.writerows(items())
    return folder
