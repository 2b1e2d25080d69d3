"""``jianbao preview`` and ``jianbao impact``: an analyst's loop between an edited notebook and the edition (docs/analyst.md)."""

import sys
from pathlib import Path

import click

from jianbao.run.asked import audience_of, place_of

__all__ = ["impact", "preview"]

_DATA = click.option("--data", "data", type=click.Path(path_type=Path), help="另一地的数据文件夹 · data folder of another place")
_LANG = click.option("--lang", "langs", multiple=True, help="zh、en · language of pages and messages")
_NOTEBOOK = click.argument("notebook", type=click.Path(path_type=Path))


@click.command()
@_NOTEBOOK
@click.option("--period", default="", help="期间 · period")
@click.option("--audience", default="internal", help="internal、public")
@_DATA
@_LANG
def preview(notebook: Path, period: str, audience: str, data: Path | None, langs: tuple[str, ...]) -> None:
    """四种典型情形的简报：最大、最小、缺失最多、最极端 · four telling briefs of a notebook, in seconds.

    退出码 · exit code: 0 完成 done · 1 有简报失败或与数据不符 a brief failed or is wrong · 2 参数有误 bad input
    """
    from jianbao.run.preview import preview as make

    folder, lang = place_of(data, langs)
    sys.exit(make(folder, lang, notebook, period=period, tongue=lang if langs else "", audience=audience_of(audience, lang)))


@click.command()
@_NOTEBOOK
@click.option("--edition", type=click.Path(path_type=Path, file_okay=False), help="对照的一版，默认最近的 · the edition to compare with, else the last")
@click.option("--sample", type=click.IntRange(1), metavar="N", help="需要重做的只试N篇 · make only so many of the briefs to be made")
@click.option("--examples", type=click.IntRange(0), default=5, metavar="N", help="每节举例数 · examples a section")
@_DATA
@_LANG
def impact(notebook: Path, edition: Path | None, sample: int | None, examples: int, data: Path | None, langs: tuple[str, ...]) -> None:
    """改过的笔记本会改变哪些简报、数字、句子 · which briefs, numbers and sentences an edited notebook changes.

    退出码 · exit code: 0 没有变化 nothing changes · 4 有变化 something does · 1 有简报失败 a brief failed · 2 参数有误 bad input
    · 3 这一版正在生成 the edition is being built
    """
    from jianbao.run.impact import impact as compare

    folder, lang = place_of(data, langs)
    sys.exit(compare(folder, lang, notebook, edition=edition, sample=sample, examples=examples))
