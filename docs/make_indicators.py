"""Write docs/indicators.md from the docstrings of the indicator library and its table of edge cases (make docs)."""

import csv
import importlib
import inspect
import pkgutil
import re
import sys
from pathlib import Path

from jianbao import indicators

DOCS = Path(__file__).resolve().parent
EDGES = DOCS.parent / "tests" / "indicators" / "edges"
CONDITIONS = ("missing", "suppressed", "zero", "negative", "infinite")
HEAD = """# 指标函数 · Indicator functions

Generated from the docstrings (`make docs`); do not edit. `from jianbao.indicators import …`

Results are fractions or ratios (0.052 is 5.2 %): only the printing multiplies by 100. Data conditions (missing, suppressed, a
total with a hole, a zero base, negative parts where a share has no meaning) give NaN; programming errors raise. Never infinite,
never a quiet repair. 结果一律为小数或比值，仅在印出时乘以100；数据缺失、不公布、零基期等得 NaN，程序错误则报错。
"""


def noted(text: str, label: str) -> str:
    """Return what a docstring says after ``label:``, over its lines, without the backticks of a formula."""
    found = re.search(rf"^ *{label}: (.*?)(?=^ *\w+: |^ *$|\Z)", text, re.M | re.S)
    return " ".join(found[1].split()).rstrip(".").replace("|", "\\|") if found else ""


def modules() -> list[str]:
    return [m.name for m in pkgutil.iter_modules(indicators.__path__) if not m.name.startswith("_")]


def functions(module: object) -> list[str]:
    return [name for name in module.__all__ if inspect.isfunction(getattr(module, name))]


def section(name: str) -> str:
    module = importlib.import_module(f"jianbao.indicators.{name}")
    rows = []
    for item in functions(module):
        text = inspect.getdoc(getattr(module, item))
        summary = text.splitlines()[0].removeprefix("Return ").replace("|", "\\|")
        signature = ", ".join(inspect.signature(getattr(module, item)).parameters)
        rows.append(f"| `{item}({signature})` | {noted(text, 'Chinese')} | {summary} | {noted(text, 'Formula')} | {noted(text, 'Source')} |")
    title = inspect.getdoc(module).splitlines()[0]
    return "\n".join([f"## {name}", "", title, "", "| function | 中文名 | returns | formula | source |", "|---|---|---|---|---|", *rows, ""])


def edges() -> str:
    rows = [row for path in sorted(EDGES.glob("*.csv")) for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())]
    order = {name: i for i, name in enumerate(sorted({row["function"] for row in rows}))}
    rows.sort(key=lambda row: (order[row["function"]], CONDITIONS.index(row["condition"])))
    lines = [f"| {r['function']} | {r['condition']} | `{r['call']}` | `{r['result']}` |".replace(" || ", " | ") for r in rows]
    return "\n".join([
        "## 缺失、不公布、零、负数、无穷 · Missing, suppressed, zero, negative, infinite", "",
        f"Each row is a test ({len(rows)}). `S` a Series, `N` a Series with suppressed cells (`NA`), `D` a DataFrame.", "",
        "| function | condition | call | result |", "|---|---|---|---|", *lines, "",
    ])


def page() -> str:
    return "\n".join([HEAD, *(section(name) for name in modules() if functions(importlib.import_module(f"jianbao.indicators.{name}"))), edges()])


if __name__ == "__main__":
    (DOCS / "indicators.md").write_text(page(), encoding="utf-8")
    sys.exit(0)
