"""The progress bar: how many, how fast, how long still. On a file or pipe a line now and then instead."""

import sys
import time

import click

from jianbao.run.words import say
from jianbao.run.worker import Result

__all__ = ["Bar"]


class Bar:
    """Shows a build's progress on the terminal."""

    def __init__(self, total: int, lang: str) -> None:
        self.total, self.lang = total, lang
        self.done = self.failed = 0
        self.start = self.last = time.monotonic()
        self._rich = None

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
        return self

    def __exit__(self, *_: object) -> None:
        if self._rich is not None:
            self._rich.stop()

    def step(self, result: Result) -> None:
        """Count one brief that is done."""
        self.done += 1
        self.failed += not result.ok
        text = self._text()
        if self._rich is not None:
            self._rich.update(self._task, completed=self.done, rate=text)
        elif time.monotonic() - self.last >= 30:
            self.last = time.monotonic()
            click.echo(f"{self.done:,}/{self.total:,}  {text}", err=True)

    def _text(self) -> str:
        rate = self.done / max(time.monotonic() - self.start, 1e-9)
        minutes, seconds = divmod(round((self.total - self.done) / rate), 60)
        failed = say(self.lang, f"　失败 {self.failed}", f"  {self.failed} failed") if self.failed else ""
        return say(
            self.lang,
            f"每分钟 {rate * 60:.0f} 份　剩余 {minutes}分{seconds:02d}秒{failed}",
            f"{rate * 60:.0f} a minute  {minutes}:{seconds:02d} left{failed}",
        )
