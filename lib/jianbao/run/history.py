"""``jianbao runs``: the last runs, as a table or as JSON."""

import json
from datetime import datetime
from pathlib import Path

import click

from jianbao.run.register import runs
from jianbao.run.words import say

__all__ = ["show"]

_RESULTS = {
    "running": "进行中", "published": "已发布", "unchanged": "没有变化", "ok": "完成", "failed": "有失败", "interrupted": "被中断",
    "died": "异常中断", "refused": "输入有误", "busy": "已有运行", "error": "程序出错", "stopped": "停止",
}  # fmt: skip


def show(outputs: Path, last: int, as_json: bool, lang: str) -> None:
    """Print the last runs, the newest first. JSON has every field, times in UTC; the table has local times."""
    rows = runs(outputs / "runs.sqlite", last)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if not rows:
        click.echo(say(lang, "还没有运行记录", "there are no runs yet"))
        return
    from rich.console import Console
    from rich.table import Table

    heads = (("开始", "用时", "结果", "成功", "沿用", "失败", "退出码", "主机", "版", "说明"),
             ("started", "took", "result", "made", "kept", "failed", "exit", "host", "edition", "message"))  # fmt: skip
    table = Table(*heads[lang == "en"], box=None, pad_edge=False)
    for row in rows:
        result = str(row["result"])
        table.add_row(
            f"{_time(row['started']):%Y-%m-%d %H:%M}", _took(row), say(lang, _RESULTS.get(result, result), result),
            *(str("" if row[k] is None else row[k]) for k in ("made", "reused", "failed", "exit_code", "host", "edition", "message")),
        )  # fmt: skip
    Console(highlight=False, markup=False).print(table)


def _time(text: object) -> datetime:
    return datetime.fromisoformat(str(text)).astimezone()


def _took(row: dict) -> str:
    if not row["ended"]:
        return ""
    minutes, seconds = divmod(round((_time(row["ended"]) - _time(row["started"])).total_seconds()), 60)
    return f"{minutes}:{seconds:02d}"
