"""``jianbao intake`` and ``jianbao form``: files that exist are taken in; forms that say how to read them."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jianbao import catalogue, paths
from jianbao.intake.words import IntakeError
from jianbao.run.words import RunError, say

if TYPE_CHECKING:
    from jianbao.intake.take import Result

__all__ = ["form", "intake"]

_DATA = click.option("--data", type=click.Path(path_type=Path), help="另一地的数据文件夹 · data folder of another place")
_LANG = click.option("--lang", default="", help="zh、en：语言 · language of messages")


def _folder(data: Path | None, lang: str) -> tuple[Path, str]:
    folder = (data or paths.data_dir()).resolve()
    if not (folder / "catalogue" / "place.toml").is_file():
        raise RunError(say(lang, f"{folder} 不是数据文件夹（没有 catalogue/place.toml）", f"{folder} is no data folder (no catalogue/place.toml)"))
    return folder, lang or ("zh" if "zh" in catalogue.read(folder).place.languages else "en")


@click.command()
@click.argument("files", nargs=-1, metavar="FILE…")
@click.option("--form", "form_id", default="", metavar="ID", help="表单；不写则按表头识别 · the form; recognised by its head if left out")
@click.option("--period", default="", help="期间，如 2024-10（文件没有写明时） · period, where the file does not say it")
@click.option("--vintage", default="", help="flash 快报、final 年报或出版物编号 · what the figures are")
@click.option("--released", default="", metavar="YYYY-MM-DD", help="发布日期 · day of publication")
@click.option("--dry-run", is_flag=True, help="只检查，不保存 · check only")
@click.option("--undo", default="", metavar="N", help="撤销第 N 号收入，台账写 L1 · take back taking N, or ledger L1")
@click.option("--query", default="", help="SQL 查询（FILE 写 sqlite:///… 或 postgresql+psycopg://…） · for a database")
@click.option("--place", "out", type=click.Path(file_okay=False, path_type=Path), help="由 BEA 文件新建一地的数据文件夹 · make a data folder of BEA files")
@click.option("--county-word", default="County", show_default=True, help="--place：该州怎样称县 · what the state calls its counties")
@click.option("--replace", is_flag=True, help="--place：覆盖同一地的登记表 · write over registers of the same place")
@_DATA
@_LANG
def intake(
    files: tuple[str, ...], form_id: str, period: str, vintage: str, released: str, dry_run: bool, undo: str, query: str,
    out: Path | None, county_word: str, replace: bool, data: Path | None, lang: str,
) -> None:  # fmt: skip
    """收入已有的表格：核对后保存，原件与每次版本都留下 · take in workbooks as they come; every vintage is kept.

    没有 FILE 时收入 data/incoming/ 中的文件 · without FILE, what lies in data/incoming/ is taken.

    退出码 · exit code: 0 全部收入 all taken · 1 有文件未收入 some were not · 2 用法有误 wrong use
    """
    if out is not None:
        sys.exit(_place([Path(f) for f in files], out, county_word, replace, lang))
    folder, lang = _folder(data, lang)
    try:
        if undo:
            sys.exit(_undo(folder, undo, lang))
        from jianbao.run import intake_run

        options = {"form": form_id, "period": period, "vintage": vintage, "released": released, "dry_run": dry_run}
        _check(options, lang)
        if query or any("://" in f for f in files):
            sys.exit(intake_run.from_sql(files, query, folder, paths.outputs_dir(), options, lang))
        chosen = [Path(f) for f in files]
        results = intake_run.files(chosen, folder, paths.outputs_dir(), options, lang) if chosen else intake_run.drop(folder, paths.outputs_dir(), options, lang)
    except IntakeError as error:
        raise RunError(error.text(lang)) from None
    sys.exit(0 if all(results) else 1)


def _check(options: dict, lang: str) -> None:
    from datetime import date

    from jianbao.catalogue import Period, PeriodError

    try:
        _ = options["period"] and Period.parse(options["period"])
        _ = options["released"] and date.fromisoformat(options["released"])
    except PeriodError as error:
        raise RunError(f"--period：{error}") from None
    except ValueError:
        raise RunError(say(lang, f"--released {options['released']!r} 应为 2025-01-31 这样的日期", f"--released {options['released']!r} is no ISO date")) from None


def _undo(folder: Path, number: str, lang: str) -> int:
    from jianbao.intake import ledger
    from jianbao.panel.store import PanelError
    from jianbao.run.vintages import undo

    digits = number.upper().removeprefix("L")
    if not digits.isascii() or not digits.isdigit() or int(digits) < 1:
        raise RunError(say(lang, f"--undo {number!r} 应为 3 或 L3 这样的编号", f"--undo {number!r} is no number such as 3 or L3"))
    if number.upper().startswith("L"):
        back = ledger.undo(folder, int(digits))
        click.echo(say(lang, f"已撤销台账 L{int(digits)}（原件在 {back}）", f"taken back: ledger L{int(digits)} (the file is in {back})"))
        return 0
    try:
        click.echo(undo(folder, paths.outputs_dir(), int(digits), lang))
    except PanelError as error:
        raise RunError(str(error)) from None
    return 0


def _place(files: list[Path], out: Path, county_word: str, replace: bool, lang: str) -> int:
    from jianbao.intake.bea import make_place
    from jianbao.intake.bea_file import BeaError

    if not files:
        raise RunError(say(lang or "zh", "请给出 BEA 的文件（CAINC5N，另可有 CAEMP25N、CAGDP2）", "name the bureau's files: CAINC5N, and CAEMP25N, CAGDP2 if you have them"))
    try:
        made = make_place(files, out, county_word=county_word, replace=replace)
    except BeaError as error:
        click.echo(str(error), err=True)
        return 2
    for line in made.lines(out):
        click.echo(line)
    return 0


@click.group()
def form() -> None:
    """表单：怎样读一种表格 · forms, which say how a workbook is read."""


@form.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FORM.toml…]")
@_DATA
@_LANG
def form_check(files: tuple[Path, ...], data: Path | None, lang: str) -> None:
    """检查表单，一个错误一行 · check forms, one line a mistake."""
    from jianbao.intake.forms import read_form

    folder, lang = _folder(data, lang)
    cat, wrong = catalogue.read(folder), 0
    for path in files or sorted((folder / "catalogue" / "forms").glob("*.toml")):
        try:
            if not path.is_file():
                raise IntakeError(f"{path}：没有这个文件", f"{path}: no such file")
            found = read_form(path, cat)
        except IntakeError as error:
            wrong += 1
            for line in error.text(lang).split("；" if lang != "en" else "; "):
                click.echo(line, err=True)
        else:
            click.echo(f"{found.id}  {found.name(lang)}")
    sys.exit(2 if wrong else 0)


@form.command("new")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--id", "name", default="", help="表单名（英文字母、数字、下划线） · the form's id")
@click.option("--sheet", default="", help="工作表 · the sheet")
@click.option("--write", is_flag=True, help="确认后写入 data/catalogue/forms/ · write it, once you agree")
@_DATA
@_LANG
def form_new(file: Path, name: str, sheet: str, write: bool, data: Path | None, lang: str) -> None:
    """看一个表格，提出表单和疑问，列表请你确认 · look at a workbook, propose a form with its doubts."""
    from jianbao.intake.propose import propose

    folder, lang = _folder(data, lang)
    try:
        proposal = propose(file, catalogue.read(folder), name=name, sheet=sheet)
    except IntakeError as error:
        raise RunError(error.text(lang)) from None
    for line in proposal.lines(lang):
        click.echo(line)
    target = folder / "catalogue" / "forms" / f"{proposal.id}.toml"
    if not write:
        click.echo(say(lang, f"\n同意后加 --write 写入 {target}；也可先把上面的内容另存修改", f"\nadd --write to write {target}, or save and change the text above"))
        return
    if target.exists():
        raise RunError(say(lang, f"{target} 已存在；请用 --id 另取名", f"{target} is there already; choose another --id"))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(proposal.toml, encoding="utf-8")
    click.echo(say(lang, f"\n已写入 {target}；请处理其中 # 疑问 的各处，再运行 jianbao form check", f"\nwritten: {target}; settle the lines marked # 疑问, then run jianbao form check"))


def describe(result: "Result", lang: str) -> str:
    """Return one line about what became of a file."""
    name, n = result.path.name, sum(e.value.number is not None for e in result.extract.entries) if result.extract else result.rows
    if result.errors:
        return say(lang, f"未收入 {name}：{len(result.errors)} 处必须处理", f"not taken: {name}: {len(result.errors)} errors")
    tail = say(lang, f"，{len(result.warnings)} 处请留意", f", {len(result.warnings)} to be noted") if result.warnings else ""
    if result.taking:
        return say(lang, f"已收入 {name}（第 {result.taking.number} 号，{result.form.id}，{n:,} 个数{tail}）", f"taken: {name} (no. {result.taking.number}, {result.form.id}, {n:,} figures{tail})")
    if result.kept:
        return say(lang, f"已收入 {name}（台账，{n:,} 项）：{result.kept}", f"taken: {name} (ledger, {n:,} items): {result.kept}")
    return say(lang, f"检查通过 {name}（{result.form.id}，{n:,} 个数{tail}），未保存", f"checked: {name} ({result.form.id}, {n:,} figures{tail}), nothing kept")
