"""Take files in, one after the other, each with its report; what was dropped into ``data/incoming`` is put away after a clean take."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from jianbao import catalogue
from jianbao.intake.readers import ENDINGS
from jianbao.intake.take import Result, take
from jianbao.intake.words import Finding, IntakeError
from jianbao.run.words import RunError, say

__all__ = ["drop", "files", "from_sql", "waiting"]


def files(chosen: Sequence[Path], data_dir: Path, outputs: Path, options: dict, lang: str) -> list[bool]:
    """Take files in and say of each what became of it; return which were taken (or would be, in a dry run)."""
    from jianbao.run.supply import held

    with held(data_dir, outputs, lang):
        return [_one(path, data_dir, outputs, options, lang) for path in chosen]


def drop(data_dir: Path, outputs: Path, options: dict, lang: str) -> list[bool]:
    """Take in what lies in ``data/incoming``; a file is put away once it was taken, for the taking holds it."""
    found = waiting(data_dir)
    if not found:
        click.echo(say(lang, f"{data_dir / 'incoming'} 中没有待收入的文件", f"nothing waits in {data_dir / 'incoming'}"))
        return []
    taken = files(found, data_dir, outputs, options, lang)
    for path, good in zip(found, taken, strict=True):
        if good and not options.get("dry_run"):
            path.unlink()
    return taken


def waiting(data_dir: Path) -> list[Path]:
    """Return the files that lie in ``data/incoming`` to be taken, in the order of their names."""
    folder = data_dir / "incoming"
    return sorted(p for p in folder.iterdir() if p.is_file() and _waits(p)) if folder.is_dir() else []


def _waits(path: Path) -> bool:
    """Tell a file of a known kind from others and from the lock file of an open workbook."""
    return path.name.lower().endswith(ENDINGS) and not path.name.startswith((".", "~$"))


def _one(path: Path, data_dir: Path, outputs: Path, options: dict, lang: str) -> bool:
    from jianbao.run.intake_command import describe

    try:
        result = take(path, data_dir, now=datetime.now(), **options)
    except IntakeError as error:
        click.echo(say(lang, f"未收入 {error.zh}", f"not taken: {error.en}"), err=True)
        return False
    except MemoryError:
        click.echo(say(lang, f"未收入 {path.name}：内存不足，请拆分文件", f"not taken: {path.name}: out of memory, split the file"), err=True)
        return False
    target = report(result, data_dir, outputs, lang)
    click.echo(describe(result, lang), err=bool(result.errors))
    for item in [*result.errors, *result.warnings][:12]:
        click.echo(f"  {mark(item, lang)} {item.text(lang)}  {item.where}", err=item.level == "error")
    if len(result.findings) > 12:
        click.echo(say(lang, f"  …另有 {len(result.findings) - 12} 处，见报告", f"  … and {len(result.findings) - 12} more, see the report"))
    click.echo(say(lang, f"  报告：{target}", f"  report: {target}"))
    return not result.errors


def mark(item: Finding, lang: str) -> str:
    """Return the word before a finding."""
    return say(lang, "错误" if item.level == "error" else "留意", item.level)


def report(result: Result, data_dir: Path, outputs: Path, lang: str) -> Path:
    """Write the report of an intake and return it."""
    from jianbao.intake.page import page
    from jianbao.publish.folder import write_atomic

    sha = result.book.sha256[:8] if result.book else "0" * 8
    target = outputs / "intake" / f"{sha}-{''.join(c if c.isalnum() else '-' for c in result.path.stem)[:60]}.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(target, page(result, catalogue.read(data_dir), "en" if lang == "en" else "zh").encode())
    return target


def from_sql(urls: Sequence[str], query: str, data_dir: Path, outputs: Path, options: dict, lang: str) -> int:
    """Take in the answer of a database; the answer itself is kept as the original, without the connection's words."""
    from jianbao.intake.sql import fetched

    if len(urls) != 1 or not query:
        raise RunError(say(lang, "请给出一个数据库地址和 --query", "name one database and its --query"))
    import tempfile

    with tempfile.TemporaryDirectory(prefix="jb-") as work:
        path = fetched(urls[0], query, Path(work))
        return 0 if all(files([path], data_dir, outputs, options, lang)) else 1
