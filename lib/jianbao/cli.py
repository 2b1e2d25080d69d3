"""The command ``jianbao``. Heavy libraries are imported only where a command needs them."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import click

from jianbao import paths
from jianbao.run.analyst_command import impact, preview
from jianbao.run.asked import audience_of, place_of
from jianbao.run.disclosure_command import disclosure
from jianbao.run.intake_command import form, intake
from jianbao.run.letters import letters
from jianbao.run.restore import restore
from jianbao.run.vintages import history
from jianbao.run.words import RunError, say
from jianbao.verify.command import verify

__all__ = ["cli", "main"]

_STOPPED = "已停止，没有发布任何内容 · stopped, nothing was published"
_DATA = click.option("--data", "data", type=click.Path(path_type=Path), help="另一地的数据文件夹 · data folder of another place")
_LANG = click.option("--lang", "langs", multiple=True, help="zh、en 或 all · language of pages and messages")


def _choice(command):
    """Add the options of ``build`` and ``run``: which briefs, and by whom they are made."""
    options = (
        click.option("--period", default="", help="期间，如 2024-12 · period"),
        click.option("--region", default="", help="地区代码：该地区及其下各级 · region and all below it"),
        click.option("--level", default="", help="county、city 或 province · only regions of this level"),
        click.option("--sector", default="", help="行业代码 · sector"),
        click.option("--notebook", default="", help="笔记本名 · notebook"),
        click.option("--due", type=click.Choice(["month", "quarter", "year", "demand", "now"]), callback=lambda _, __, v: v or "", help="按周期的文件，now 为到期的全部 · documents of a cadence"),
        click.option("--known-on", "known_on", default="", metavar="DATE", help="按当日已知的数据 · as the data were known on a day"),
        click.option("--with", "formats", default="", metavar="word,excel,pdf,text", help="每页另附；不要写 none · files beside each page"),
        click.option("--audience", default="internal", help="internal 内部版，public 公开版 · for whom"),
        click.option("--jobs", type=click.IntRange(1, 64), help="进程数 · processes"),
        click.option("--scheduler", default="", metavar="tcp://HOST:PORT", help="由 dask 集群生成 · made by a dask cluster (docs/cluster.md)"),
        click.option("--engine", type=click.Choice(["auto", "warm", "cold"]), default="auto", help="内核：热、冷 · how kernels start"),
        click.option("--memory", type=click.IntRange(64), metavar="MB", help="每份简报的内存上限 · memory cap of a brief"),
        click.option("--timeout", type=click.IntRange(1), metavar="SECONDS", help="每份简报的时间上限 · time limit of a brief"),
        click.option("--out", type=click.Path(path_type=Path), help="输出到此文件夹 · the edition's folder"),
        _DATA,
        _LANG,
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """简报：由参数化笔记本生成地区与行业简报 · regional industry briefs from parameterised notebooks."""


@cli.command()
@_DATA
@_LANG
def demo(data: Path | None, langs: tuple[str, ...]) -> None:
    """生成模拟企业数据 · make the modelled enterprise file."""
    from jianbao.run import supply

    folder, lang = place_of(data, langs)
    supply.demo(folder, paths.outputs_dir(), click.echo, lang)
    click.echo(say(lang, f"已生成：{folder / 'incoming' / 'enterprise'}（模拟数据）", f"made: {folder / 'incoming' / 'enterprise'} (modelled data)"))


@cli.command()
@_DATA
@_LANG
@click.option("--audience", default="internal", help="internal、public")
def panel(data: Path | None, langs: tuple[str, ...], audience: str) -> None:
    """生成面板与发布数据 · build the panel and cut the release."""
    from jianbao.run import supply

    folder, lang = place_of(data, langs)
    audience_of(audience, lang)
    supply.panel(folder, audience, paths.outputs_dir(), click.echo, lang)
    click.echo(say(lang, f"已生成：{folder / 'panel'}", f"made: {folder / 'panel'}"))


@cli.command("list")
@click.argument("what", type=click.Choice(["regions", "sectors", "notebooks", "periods", "runs"]), required=False)
@_DATA
@_LANG
def list_(what: str | None, data: Path | None, langs: tuple[str, ...]) -> None:
    """列出地区、行业、笔记本、期间、运行记录 · list what there is."""
    from jianbao.run import listing

    folder, lang = place_of(data, langs)
    listing.show(what, folder, paths.outputs_dir(), lang)


@cli.command()
@click.option("--on", "on", default="", metavar="DATE", help="按哪一天，默认今天 · the day, today by default")
@click.option("--days", type=click.IntRange(0, 366), default=30, help="前后几天 · so many days before and after")
@_DATA
@_LANG
def due(on: str, days: int, data: Path | None, langs: tuple[str, ...]) -> None:
    """哪些文件到期、是否已生成 · which documents are due, and which are made."""
    from datetime import date

    from jianbao.run import due as calendar
    from jianbao.run.vintages import day

    folder, lang = place_of(data, langs)
    calendar.show(folder, paths.outputs_dir(), day(on, lang) or date.today(), days, lang)


@cli.command()
@click.argument("indicator")
@_DATA
@_LANG
def describe(indicator: str, data: Path | None, langs: tuple[str, ...]) -> None:
    """说明一个指标 · say what an indicator is."""
    from jianbao.run import listing

    folder, lang = place_of(data, langs)
    listing.describe(indicator, folder, lang)


@cli.command()
@_choice
def build(**choice) -> None:
    """生成简报 · make the briefs of an edition."""
    from jianbao.run import command

    folder, lang, choice = _chosen(choice)
    sys.exit(command.build_edition(folder, lang, **choice))


@cli.command()
@click.argument("single", required=False, metavar="")
@click.option("-p", "pairs", nargs=2, multiple=True, hidden=True)
@_choice
def run(single: str | None, pairs: tuple[tuple[str, str], ...], **choice) -> None:
    """定时任务：取新数据、生成有变化的简报、发布、登记、通知 · what cron or a timer calls (docs/schedule.md).

    退出码 · exit code: 0 完成或没有变化 done or nothing to do · 1 有简报失败 some briefs failed · 2 数据或参数有误 bad input
    · 3 另一次运行正在进行 another run is going on · 130、143 被中断 interrupted
    """
    from jianbao.run import command

    if single or pairs:  # as `page`, which it was called before
        _page(Path(single or ""), pairs, choice["out"], choice["data"])
    folder, lang, choice = _chosen(choice)
    sys.exit(command.scheduled_build(folder, lang, **choice))


@cli.command()
@click.option("-n", "last", type=click.IntRange(1), default=10, help="几次 · how many")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@_LANG
def runs(last: int, as_json: bool, langs: tuple[str, ...]) -> None:
    """最近的运行记录 · the last runs."""
    from jianbao.run import history

    history.show(paths.outputs_dir(), last, as_json, "en" if langs and langs[0] == "en" else "zh")


@cli.command()
@click.argument("notebook", type=click.Path(path_type=Path))
@click.option("-p", "pairs", nargs=2, multiple=True, metavar="NAME VALUE", help="参数，如 -p region_code 330502 · a parameter")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="输出文件 · the page to write")
@_DATA
def page(notebook: Path, pairs: tuple[tuple[str, str], ...], out: Path | None, data: Path | None) -> None:
    """以核对过的参数运行一个笔记本，得到一页 · run one notebook with checked parameters to one page."""
    _page(notebook, pairs, out, data)


def _page(notebook: Path, pairs: tuple[tuple[str, str], ...], out: Path | None, data: Path | None) -> NoReturn:
    from jianbao.run import command

    given = dict(pairs)
    folder, lang = place_of(data, (given.get("lang", ""),))
    if len(given) < len(pairs):
        raise RunError(say(lang, "有参数给了两次", "a parameter is given twice"))
    if not notebook.is_file():  # a name as in `build --notebook`
        notebook = paths.notebooks_dir() / f"{notebook.name.removesuffix('.ipynb')}.ipynb"
    sys.exit(command.run_notebook(folder, lang, notebook, given, out))


@cli.command("open")
@click.option("--period", default="", help="期间 · period")
@click.option("--audience", default="internal")
@_DATA
@_LANG
def open_(period: str, audience: str, data: Path | None, langs: tuple[str, ...]) -> None:
    """打开一版简报的目录页 · open the index of an edition."""
    import webbrowser

    from jianbao.run import command

    folder, lang = place_of(data, langs)
    index = command.index_of(folder, period, audience, lang)
    click.echo(str(index))
    if not webbrowser.open(index.as_uri()):
        click.echo(say(lang, "请在浏览器中打开上面的文件", "open the file above in a browser"))


@cli.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """运行测试 · run the tests."""
    sys.exit(subprocess.call([sys.executable, "-m", "pytest", *arguments], cwd=paths.root()))


@cli.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@_DATA
def lab(arguments: tuple[str, ...], data: Path | None) -> None:
    """在 JupyterLab 中打开笔记本 · open the notebooks in JupyterLab."""
    extra = {"JIANBAO_HOME": str(paths.root())} | ({"JIANBAO_DATA": str(data.resolve())} if data else {})
    folder = f"--ServerApp.root_dir={paths.notebooks_dir()}"
    sys.exit(subprocess.call([sys.executable, "-m", "jupyterlab", folder, *arguments], env=os.environ | extra))


def _chosen(choice: dict) -> tuple[Path, str, dict]:
    """Return the data folder, the language of messages and what ``build_edition`` takes."""
    from jianbao.run.engine import Workers

    folder, lang = place_of(choice.pop("data"), choice["langs"])
    audience_of(choice["audience"], lang)
    limits = {name: choice.pop(name) for name in ("jobs", "scheduler", "engine", "memory", "timeout")}
    if limits["scheduler"] and limits["jobs"]:
        raise RunError(say(lang, "--jobs 与 --scheduler 不能同时使用", "--jobs and --scheduler do not go together"))
    return folder, lang, choice | {"workers": Workers(**limits), "formats": _formats(choice["formats"], lang)}


def _formats(asked: str, lang: str) -> tuple[str, ...] | None:
    """Return the endings of the files asked for beside each page, None for the usual ones."""
    from jianbao.publish.office.make import KINDS

    if not asked:
        return None
    wanted = {name.strip().lower() for name in asked.replace("，", ",").split(",") if name.strip()}
    if unknown := sorted(wanted - {*KINDS, "none"}):
        raise RunError(say(lang, f"--with 不认识 {unknown[0]!r}；可用：word、excel、pdf、text、none", f"--with does not know {unknown[0]!r}; use word, excel, pdf, text, none"))
    return tuple(ending for name, ending in KINDS.items() if name in wanted)


cli.add_command(restore)
cli.add_command(disclosure)
cli.add_command(history)
cli.add_command(intake)
cli.add_command(form)
cli.add_command(letters)
cli.add_command(verify)
cli.add_command(preview)
cli.add_command(impact)


def main() -> None:
    """Run the command: 0 done, 1 some brief failed, 2 refused, 3 another process is at it, 130 Ctrl-C, 143 SIGTERM."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a pipe on a machine whose locale is not UTF-8
            stream.reconfigure(encoding="utf-8", errors="replace")
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # leave through the finally clauses
    try:
        code = cli.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except SystemExit as done:
        if isinstance(done.code, int) and done.code > 128:
            click.echo(_STOPPED, err=True)
        raise
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo(_STOPPED, err=True)
        sys.exit(130)
    except Exception as error:
        _report(error)


def _report(error: Exception) -> None:
    """Print one line for an error of the user's, or one line and the log for ours."""
    from jianbao.run.failure import expected, write_log

    if expected(error):
        click.echo(" ".join(str(error).split()), err=True)
        sys.exit(3 if isinstance(error.__context__, BlockingIOError) else 2)  # a lock that another process holds
    log = write_log(error, paths.outputs_dir())
    click.echo(f"程序出错 · internal error: {type(error).__name__}: {' '.join(str(error).split())[:200]} ({log})", err=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
