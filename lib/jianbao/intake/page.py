"""The report of an intake: what was read, what is wrong or doubtful, and the cells in question shown where they stand."""

from html import escape

from jianbao.catalogue import Catalogue
from jianbao.intake.grid import Grid, address
from jianbao.intake.layout import Head
from jianbao.intake.take import Result
from jianbao.intake.words import Finding, cut

__all__ = ["page"]

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
body{margin:0 auto;max-width:1100px;padding:16px;font:14px/1.6 "Noto Sans SC","Microsoft YaHei","PingFang SC",sans-serif;color:#1b1f23;overflow-wrap:anywhere}
h1{font-size:22px;margin:8px 0}h2{font-size:16px;border-top:2px solid #1b1f23;padding-top:6px;margin:28px 0 8px}
table{border-collapse:collapse;font-size:12px;font-variant-numeric:tabular-nums}td,th{border:1px solid #d5d2ca;padding:2px 6px;text-align:right;max-width:14em}
th{background:#f6f4ef;font-weight:400;color:#555c64;text-align:center}td.t{text-align:left}td.h{background:#f6f4ef;text-align:left}
.s{overflow-x:auto}li{margin:4px 0}.e{border-left:4px solid #a84f00;padding-left:8px}.w{border-left:4px dashed #7d848b;padding-left:8px}
td.E{outline:3px solid #a84f00;font-weight:700}td.W{outline:2px dashed #7d848b}
code{font-size:12px;color:#555c64}.ok{border-left:4px solid #1f63a6;padding-left:8px}dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px}dt{color:#555c64}dd{margin:0}
@media print{.s{overflow:visible}li{break-inside:avoid}}
"""
_WORDS = {
    "zh": {
        "title": "收入报告", "file": "文件", "form": "表单", "sheets": "工作表", "period": "期间", "rows": "读到", "figures": "个数", "marks": "个记号（无数值）",
        "errors": "必须处理", "warnings": "请留意（随数据保存）", "kept": "已收入，编号 {}", "dry": "只检查，未保存", "stopped": "有错误，未收入任何数",
        "place": "出处", "around": "所在位置", "columns": "各列怎样读", "head": "表头", "indicator": "指标", "unit": "表中单位 → 目录单位", "n": "数", "status": "记号",
        "none": "没有问题。", "passed": "未读取的工作表",
    },
    "en": {
        "title": "Intake report", "file": "File", "form": "Form", "sheets": "Sheets", "period": "Period", "rows": "Read", "figures": "figures", "marks": "marks (no figure)",
        "errors": "To be put right", "warnings": "To be noted (kept with the data)", "kept": "Taken in, no. {}", "dry": "Checked only, nothing kept",
        "stopped": "Errors: nothing was taken", "place": "Cell", "around": "Where it stands", "columns": "How each column was read", "head": "Head",
        "indicator": "Indicator", "unit": "Unit printed → register", "n": "Figures", "status": "Marks", "none": "Nothing is wrong.", "passed": "Sheets not read",
    },
}  # fmt: skip


def page(result: Result, cat: Catalogue, lang: str) -> str:
    """Return the report as one HTML page: no script, nothing from outside, every text of the file escaped."""
    w = _WORDS[lang]
    state = w["kept"].format(result.taking.number if result.taking else "台账") if result.taking or result.kept else w["stopped"] if result.errors else w["dry"]
    kind = "ok" if not result.errors else "e"
    parts = [
        f'<h1>{w["title"]}：{escape(cut(result.path.name, 120))}</h1><p class="{kind}">{escape(state)}</p>',
        _facts(result, w, lang),
        *(_list(w[name], found, css, result, w, lang) for name, found, css in (("errors", result.errors, "e"), ("warnings", result.warnings, "w"))),
        "" if result.findings else f'<p class="ok">{w["none"]}</p>', _columns(result, cat, w, lang),
    ]  # fmt: skip
    return (
        f'<!doctype html><html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><meta name="viewport" content="width=device-width">'
        f"<title>{w['title']} {escape(result.path.name)}</title><style>{_STYLE}</style></head><body><main>{''.join(parts)}</main></body></html>\n"
    )


def _facts(result: Result, w: dict[str, str], lang: str) -> str:
    entries = result.extract.entries if result.extract else []
    figures = sum(e.value.number is not None for e in entries)
    rows = {
        w["file"]: result.path.name, w["form"]: f"{result.form.name(lang)}（{result.form.id}）" if result.form else "—",
        w["sheets"]: "、".join(h.grid.name for h in result.extract.heads) if result.extract else "—",
        w["period"]: "、".join(sorted({e.period for e in entries})[:12]) or "—",
        w["rows"]: f"{result.rows:,}" if result.extract is None else f"{figures:,} {w['figures']}，{len(entries) - figures:,} {w['marks']}",
        w["passed"]: "、".join(result.extract.passed_over) if result.extract else "",
    }  # fmt: skip
    return "<dl>" + "".join(f"<dt>{k}</dt><dd>{escape(cut(v, 200))}</dd>" for k, v in rows.items() if v) + "</dl>"


def _list(title: str, found: list[Finding], css: str, result: Result, w: dict[str, str], lang: str) -> str:
    if not found:
        return ""
    items = "".join(
        f'<li class="{css}">{escape(f.text(lang))}<br><code>{escape(f.where)}</code>{_around(f, css, result) if n < 40 else ""}</li>' for n, f in enumerate(found)
    )
    return f"<h2>{title}（{len(found)}）</h2><ul>{items}</ul>"


def _around(finding: Finding, css: str, result: Result) -> str:
    """Return a small piece of the sheet around the first cell in question, the head above it."""
    if not finding.cells or result.book is None:
        return ""
    name, row, column = finding.cells[0]
    grid = next((g for g in result.book.grids if g.name == name), None)
    if grid is None:
        return ""
    head = next((h for h in result.extract.heads if h.grid is grid), None) if result.extract else None
    rows = sorted({*(range(head.top, min(head.bottom + 1, head.top + 4)) if head else ()), *range(max(row - 1, 0), row + 2)})
    names = sorted({*(head.keys.values() if head else (0,)), *range(max(column - 2, 0), column + 3)})
    marked = {(r, c) for s, r, c in finding.cells if s == name}
    body = "".join(
        f"<tr><th>{r + 1}</th>" + "".join(_cell(grid, r, c, marked, css, head) for c in names) + "</tr>" for r in rows if r < max(grid.height, row + 1)
    )
    heads = "".join(f"<th>{address(0, c)[:-1]}</th>" for c in names)
    return f'<div class="s"><table><tr><th></th>{heads}</tr>{body}</table></div>'


def _cell(grid: Grid, row: int, column: int, marked: set[tuple[int, int]], css: str, head: Head | None) -> str:
    kinds = [("E" if css == "e" else "W") if (row, column) in marked else "", "h" if head and head.top <= row <= head.bottom else ""]
    cell = grid.at(row, column)
    kinds.append("t" if cell.kind == "text" else "")
    names = " ".join(k for k in kinds if k)
    return f'<td class="{names}">{escape(cut(cell.text, 24))}</td>' if names else f"<td>{escape(cut(cell.text, 24))}</td>"


def _columns(result: Result, cat: Catalogue, w: dict[str, str], lang: str) -> str:
    """Return the table that says how each column was understood: what an analyst confirms."""
    if not result.extract or not result.extract.entries or result.form is None:
        return ""
    own = cat.place.languages[0] if lang not in cat.place.languages else lang
    paths = {(h.grid.name, p.at): p.path for h in result.extract.heads for p in h.placed}
    paths |= {(h.grid.name, at): path for h in result.extract.heads for at, path, _ in h.across}
    groups: dict[tuple[int, str, str, str], list] = {}  # a column that reads the same on every sheet is told once
    for entry in result.extract.entries:
        groups.setdefault((entry.column, paths.get((entry.sheet, entry.column), ""), entry.indicator, entry.unit), []).append(entry)
    rows = []
    for (column, path, indicator, unit), entries in list(groups.items())[:300]:
        known = cat.indicator(indicator)
        figures = sum(e.value.number is not None for e in entries)
        cells = (address(0, column)[:-1], path, known.name(own), f"{unit} → {known.unit(own)}", f"{figures:,}", f"{len(entries) - figures:,}")
        rows.append("<tr>" + "".join(f'<td class="t">{escape(cut(c, 60))}</td>' for c in cells) + "</tr>")
    heads = "".join(f"<th>{h}</th>" for h in ("", w["head"], w["indicator"], w["unit"], w["n"], w["status"]))
    return f'<h2>{w["columns"]}</h2><div class="s"><table><tr>{heads}</tr>{"".join(rows)}</table></div>'
