"""Write docs/coverage.md from docs/coverage.csv: what of the source documents the kit serves, where, and the test that shows it (make docs)."""

import csv
from pathlib import Path

DOCS = Path(__file__).resolve().parent
SOURCES = {
    "S000": "思考文章（地级市，传统产业改造提升）",
    "S001": "浙江省工业转型升级领导小组办公室通知（2019-03-06）",
    "S002": "湖州市传统产业转型升级三年行动方案（2023—2025年）（征求意见稿）",
    "S003": "衢州日报评论（2025-12-13）",
    "S004": "浙江省经信系统2023年总结、2024年安排",
}
HEAD = """# 源文件所列事项的落实 · What the source documents ask for, and where it is

Generated from `docs/coverage.csv` (`make docs`); do not edit. The ids are those of the list of 177 things that the five source
documents name. A row is served by a notebook, a part of a page, a register or a command; the test shows it. A row without one
says honestly why not. What ledgers and monitors hold is modelled until an office hands in its own. 由 `docs/coverage.csv` 生成；每项写明由哪个笔记本、页面部分、登记表或命令落实，由哪个测试证明；没有落实的写明原因。
"""


def rows() -> list[dict[str, str]]:
    with (DOCS / "coverage.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def page() -> str:
    listed = rows()
    served = sum(bool(r["served_by"]) for r in listed)
    out = [HEAD, f"**{served} / {len(listed)}** 项已落实 · rows served.", ""]
    for source, title in SOURCES.items():
        own = [r for r in listed if r["id"].startswith(source)]
        out += [f"## {source}　{title}（{sum(bool(r['served_by']) for r in own)} / {len(own)}）", "", "| id | 事项 | 落实 · served by | 测试 · test | 限度或未落实的原因 · limits, or why not |", "|---|---|---|---|---|"]
        out += [f"| {r['id']} | {r['name']} | {_code(r['served_by'])} | {_code(r['test'])} | {r['limits'] or r['reason']} |" for r in own]
        out.append("")
    return "\n".join(out)


def _code(text: str) -> str:
    return "；".join(f"`{part.strip()}`" for part in text.split(";") if part.strip())


if __name__ == "__main__":
    (DOCS / "coverage.md").write_text(page(), encoding="utf-8")
