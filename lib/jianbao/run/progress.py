"""The progress bar: how many, how fast, how long still, how many failed. On a file or pipe a line a minute instead."""

import sys
import threading
import time

import click

from jianbao.run.words import say
from jianbao.run.worker import Result

__all__ = ["Bar"]


class Bar:
    """Shows a build's progress; *every* is the seconds from line to line where there is no terminal."""

    def __init__(self, total: int, lang: str, every: float = 60) -> None:
        self.total, self.lang, self.every = total, lang, every
        self.done = self.kept = self.failed = 0
        self.start = time.monotonic()
        self._rich = None
        self._end = threading.Event()

    def __enter__(self) -> "Bar":
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            self._rich = Progress(
                TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
                TextColumn("{task.fields[rate]}"), console=Console(stderr=True), transient=True,
            )  # fmt: skip
            self._rich.start()
            self._task = self._rich.add_task(say(self.lang, "简报", "briefs"), total=self.total, rate="")
        else:  # a thread, so that a build that hangs says so too
            threading.Thread(target=self._lines, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        if self._rich is not None:
            self._rich.stop()

    def step(self, result: Result) -> None:
        """Count one brief that is done; an empty page stands for one that was kept and says nothing of the rate."""
        self.done += 1
        self.kept += result.html == b""
        self.failed += not result.ok
        if self._rich is not None:
            self._rich.update(self._task, completed=self.done, rate=self._text())

    def _lines(self) -> None:
        while not self._end.wait(self.every):
            click.echo(f"{self.done:,}/{self.total:,}  {self._text()}", err=True)

    def _text(self) -> str:
        if self.done == self.kept:
            return say(self.lang, "尚无完成", "none done yet")
        rate = (self.done - self.kept) / max(time.monotonic() - self.start, 1e-9)
        minutes, seconds = divmod(round((self.total - self.done) / rate), 60)
        failed = say(self.lang, f"　失败 {self.failed}", f"  {self.failed} failed") if self.failed else ""
        return say(
            self.lang,
            f"每分钟 {rate * 60:.0f} 份　剩余 {minutes}分{seconds:02d}秒{failed}",
            f"{rate * 60:.0f} a minute  {minutes}:{seconds:02d} left{failed}",
        )
