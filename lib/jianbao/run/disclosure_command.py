"""``jianbao disclosure``: what is withheld and why, what other parameters would cost, files for an independent auditor."""

from pathlib import Path

import click

from jianbao import catalogue, paths
from jianbao.run.words import RunError, say

__all__ = ["disclosure"]


def _folder(data: Path | None) -> Path:
    folder = (data or paths.data_dir()).resolve()
    if not (folder / "panel" / "panel.json").is_file():
        raise RunError("还没有面板数据，请先运行 jianbao panel --audience public · there is no panel yet")
    return folder


_DATA = click.option("--data", type=click.Path(path_type=Path), help="另一地的数据文件夹 · data folder of another place")
_LANG = click.option("--lang", default="zh", type=click.Choice(["zh", "en"]), help="语言 · language")


@click.group()
def disclosure() -> None:
    """披露控制（内部使用） · disclosure control, for the office's own eyes."""


@disclosure.command()
@_DATA
@_LANG
def report(data: Path | None, lang: str) -> None:
    """不公布的单元、信息损失、审核结果 · cells withheld, information lost, the audit."""
    import json

    from jianbao.disclosure import masking
    from jianbao.disclosure.report import lines

    folder = _folder(data)
    if not masking.is_current(folder):
        click.echo(say(lang, "确定不公布的单元并审核…", "Choosing what is withheld, and attacking the choice…"), err=True)
        masking.make(folder)
    note = json.loads((folder / "panel" / "mask" / "mask.json").read_text(encoding="utf-8"))
    for line in lines(note, lang):
        click.echo(line)


@disclosure.command("what-if")
@click.option("--minimum", type=click.IntRange(1, 100), help="最少企业集团数 · fewest enterprise groups")
@click.option("--p", type=click.FloatRange(0, 100), help="p% 规则 · p % rule")
@click.option("--n", type=click.IntRange(1, 2), help="(n,k) 规则的 n · n of the dominance rule")
@click.option("--k", type=click.FloatRange(0, 100), help="(n,k) 规则的 k · k of the dominance rule")
@click.option("--interval", type=click.FloatRange(0.1, 100), help="区间保护 % · interval protection, %")
@_DATA
@_LANG
def what_if(data: Path | None, lang: str, **asked: float | None) -> None:
    """换一组参数会多、少不公布多少；不改动任何文件 · the cost of other parameters; nothing is written."""
    import time
    from dataclasses import replace

    from jianbao.disclosure import masking
    from jianbao.disclosure.audit import audit
    from jianbao.disclosure.parameters import read_rules
    from jianbao.disclosure.report import lines, loss

    if (asked["n"] is None) != (asked["k"] is None):
        raise RunError(say(lang, "--n 与 --k 须同时给出", "--n and --k go together"))
    folder, begun = _folder(data), time.perf_counter()
    rules = replace(read_rules(folder), **{k: v for k, v in asked.items() if v is not None})
    found = masking.masked(folder, rules)
    note = {
        "aggregate_only": False, "loss": loss(found, catalogue.read(folder)),
        "audit": audit(found.problem, found.mask, found.contributions).summary(), "seconds": time.perf_counter() - begun,
    }  # fmt: skip
    for line in lines(note, lang):
        click.echo(line)


@disclosure.command()
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@click.option("--variable", default="revenue", help="指标 · variable")
@click.option("--period", required=True, help="期间 · period")
@click.option("--base/--no-base", default=True, help="连同上年可比数 · with last year's comparable figure")
@click.option("--most", default=30, type=click.IntRange(1), help="分份时每份攻击的单元数 · cells attacked in each of the smaller runs")
@_DATA
@_LANG
def export(out: Path, variable: str, period: str, base: bool, most: int, data: Path | None, lang: str) -> None:
    """为独立审核员写出表格（含真值，机密） · write the tables for an independent auditor: true values, confidential."""
    from jianbao.disclosure import masking
    from jianbao.disclosure.contributions import read_layer
    from jianbao.disclosure.export import runs, write_run

    folder = _folder(data)
    cat, found = catalogue.read(folder), masking.masked(folder)
    held = found.contributions
    if (variable, period, False) in held.layers:
        layers = {year: held.layer(variable, period, year == "base") for year in ("now", "base") if (variable, period, year == "base") in held.layers}
    else:
        layers = dict(zip(("now", "base"), read_layer(folder, cat, held.table, variable, period), strict=True))
    if not base:
        layers.pop("base", None)
    for run in runs(found, variable, period, most):
        write_run(out / run.name, run, found, cat, period, layers)
        click.echo(f"{out / run.name}\t{len(run.attacked)}\t{len(run.hidden)}")
