"""``jianbao run``: what cron or a timer calls. New files, what is stale, the register, and who is told."""

import hashlib
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

import click

from jianbao.run import supply
from jianbao.run.notify import News, send
from jianbao.run.register import Register, failures, recorded, runs
from jianbao.run.words import RunError, say

__all__ = ["BusyError", "scheduled"]


class BusyError(RunError):
    """Another run has this place."""


def scheduled(data: Path, outputs: Path, lang: str, command: str, build: Callable[[], int]) -> int:
    """Take new files, call *build*, keep the run in the register and tell how it ended. Return build's exit code.

    Raises
    ------
    BusyError
        If a run of the same place is going on; one line says which.
    """
    path, register = outputs / "runs.sqlite", None
    try:
        died = [r for r in runs(path, last=1) if r["result"] == "died"]
        with recorded(path, command) as register, _alone(data, outputs, lang, register):
            if died:
                click.echo(say(lang, f"上一次运行（{_when(died[0])}）异常中断", f"the last run ({_when(died[0])}) died"), err=True)
            supply.take(data, outputs, click.echo, lang)
            return build()
    finally:
        _tell(register, sys.exception(), data, lang)


def _tell(register: Register | None, error: BaseException | None, data: Path, lang: str) -> None:
    if isinstance(error, (KeyboardInterrupt, SystemExit)):  # whoever stopped it knows, and is waiting
        return
    if register is not None:
        news = _news(register.row, failures(register.path, register.id), lang)
    else:  # not even the register could be written: a full disk, a folder that is gone
        news = News("failure", say(lang, "简报：没有运行", "jianbao: did not run"), " ".join(str(error).split()), {"host": socket.gethostname()})
    send(news, data, lambda line: click.echo(line, err=True), lang)


@contextmanager
def _alone(data: Path, outputs: Path, lang: str, register: Register) -> Iterator[None]:
    """Hold this place for one run; BusyError with who has it."""
    from jianbao.publish.folder import lock

    key = hashlib.sha256(str(data).encode()).hexdigest()[:16]
    with ExitStack() as stack:
        try:
            stack.enter_context(lock(outputs / "locks" / f"run-of-{key}.lock"))
        except BlockingIOError as error:
            who = error.args[-1]
            holder = next((r for r in runs(register.path, 100) if str(r["pid"]) == who and r["result"] == "running"), None)
            since = say(lang, f"，{holder['host']}，{_when(holder)} 起", f" on {holder['host']} since {_when(holder)}") if holder else ""
            raise BusyError(say(lang, f"另一次运行正在进行（进程 {who}{since}）", f"another run is going on (process {who}{since})")) from error
        yield


def _news(row: dict, failed: list[tuple[str, str, int]], lang: str) -> News:
    """Say how a run ended, failures first."""
    result = str(row["result"])
    words = {
        "published": ("已发布", "published"), "unchanged": ("没有变化", "nothing to do"), "ok": ("没有变化", "nothing to do"),
        "failed": ("有简报失败", "some briefs failed"), "refused": ("数据或设置有误", "bad input"), "busy": ("另一次运行正在进行", "another run is going on"),
    }  # fmt: skip
    zh, en = words.get(result, ("程序出错", "internal error"))
    level = {"published": "finish", "unchanged": "always", "ok": "always"}.get(result, "failure")
    counts = say(lang, f"成功 {row['made']}，沿用 {row['reused']}，失败 {row['failed']}（计划 {row['planned']}）",
                 f"{row['made']} made, {row['reused']} kept, {row['failed']} failed ({row['planned']} planned)")  # fmt: skip
    lines = [f"{file} {cause}" + (f" ×{n}" if n > 1 else "") for cause, file, n in failed[:5]]
    if len(failed) > 5:
        lines.append(say(lang, f"…另有 {len(failed) - 5} 种原因", f"… and {len(failed) - 5} more causes"))
    lines += [str(row["message"])] if row["message"] else []
    lines += [counts, f"{row['edition']} · {socket.gethostname()} · {_when(row)}"]
    keys = ("id", "started", "ended", "result", "edition", "planned", "made", "reused", "failed", "exit_code", "host", "message")
    return News(level, say(lang, f"简报：{zh}", f"jianbao: {en}"), "\n".join(lines), {k: row[k] for k in keys})


def _when(row: dict) -> str:
    """Return a run's start in local time."""
    return f"{datetime.fromisoformat(str(row['started'])).astimezone():%Y-%m-%d %H:%M}"
