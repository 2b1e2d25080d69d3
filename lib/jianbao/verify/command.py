"""``jianbao verify``: every sentence and figure of an edition against the panel, by the second road."""

import sys
from pathlib import Path

import click

from jianbao import paths

__all__ = ["verify"]


class VerifyError(click.ClickException):
    """What was asked for is not there; one line for the user."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        """Print the line."""
        click.echo(self.message, err=True)


_SHOWN = 50
_BATCH = 200


@click.command()
@click.argument("edition", required=False)
@click.option("--brief", "briefs", multiple=True, metavar="330502/T02", help="只核对这些简报 · only these briefs")
@click.option("--data", "data", type=click.Path(path_type=Path), help="另一地的数据文件夹 · data folder of another place")
@click.option("--lang", default="zh", help="zh、en · language of messages")
def verify(edition: str | None, briefs: tuple[str, ...], data: Path | None, lang: str) -> None:
    """重新核对一版简报中的每句话和每个数 · prove every sentence and figure of an edition anew.

    退出码 · exit code: 0 全部成立 all proved · 1 有不成立的 some unproved · 2 参数有误 bad input
    """
    zh = lang != "en"
    folder = _folder(edition, zh)
    pages = _pages(folder, briefs, zh)
    report, slips = proved(pages, data or paths.data_dir(), _audience(folder))
    found = [u.line() for u in report.unproved] + slips
    for line in found[:_SHOWN]:
        click.echo(line)
    if len(found) > _SHOWN:
        click.echo(f"… {len(found) - _SHOWN} 处未列出" if zh else f"… {len(found) - _SHOWN} more")
    for doubt in report.doubted:
        click.echo(f"提示：手写按语 {doubt.line()}" if zh else f"note: words by hand, {doubt.line()}")
    n, words = len(report.unproved), len(slips)
    click.echo(
        f"{report.briefs} 份简报：{report.sentences} 句、{report.claims} 处论断、表中 {report.figures} 个数；不成立 {n} 处，用语和图的问题 {words} 处" if zh
        else f"{report.briefs} briefs: {report.sentences} sentences, {report.claims} claims, {report.figures} figures in tables; {n} unproved, {words} slips of wording and charts"
    )
    sys.exit(1 if found else 0)


def proved(files: dict[str, Path], data_dir: Path, audience: str):
    """Return the report on pages by name, read a batch at a time, and the lint's lines."""
    from jianbao.verify.drawn import drawn
    from jianbao.verify.figures import Figures
    from jianbao.verify.lint import lint
    from jianbao.verify.report import Report, pages

    figures, whole, slips = Figures(data_dir, audience), Report(), []
    names = list(files)
    for start in range(0, len(names), _BATCH):
        found = {name: files[name].read_text(encoding="utf-8") for name in names[start : start + _BATCH]}
        whole = whole.with_more(pages(found, data_dir, audience, figures))
        slips += [f"{name}: {line}" for name, html in found.items() for line in [*(s.line() for s in lint(html)), *drawn(html)]]
    return whole, slips


def _folder(edition: str | None, zh: bool) -> Path:
    """Return the edition's folder: by path or name, the latest where none is given."""
    outputs = paths.outputs_dir()
    known = sorted((p.parent for p in outputs.glob("[!.]*/manifest.json")), key=lambda p: p.joinpath("manifest.json").stat().st_mtime)
    if edition:
        places = [Path(edition), outputs / edition]
        folder = next((p for p in places if (p / "manifest.json").is_file()), None)
    else:
        folder = known[-1] if known else None
    if folder is None:
        names = ("、" if zh else ", ").join(p.name for p in known) or ("无" if zh else "none")
        raise VerifyError(f"没有这一版：{edition or '—'}；现有：{names}" if zh else f"there is no edition {edition or '—'}; there are: {names}")
    return folder


def _audience(folder: Path) -> str:
    import json

    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["inputs"].get("audience", "internal")


def _pages(folder: Path, briefs: tuple[str, ...], zh: bool) -> dict[str, Path]:
    """Return the edition's briefs and documents by name, or those asked for: 330502/T02, with or without .html."""
    base = folder / "briefs"
    found = {p.relative_to(base).as_posix(): p for p in sorted(base.rglob("*.html"))}
    found |= {p.relative_to(folder).as_posix(): p for p in sorted((folder / "reports").rglob("*.html"))}
    if not briefs:
        return found
    asked = {b.removeprefix("briefs/") if b.endswith(".html") else f"{b.removeprefix('briefs/')}.html" for b in briefs}
    if unknown := sorted(asked - set(found)):
        raise VerifyError(f"这一版没有简报 {unknown[0]}" if zh else f"the edition has no brief {unknown[0]}")
    return {name: path for name, path in found.items() if name in asked}
