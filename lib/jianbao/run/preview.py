"""What ``jianbao preview`` does: four telling briefs of one notebook, made now, outside any edition."""

import shutil
import tempfile
import time
from dataclasses import replace
from html import escape
from pathlib import Path

import click

from jianbao import catalogue, paths
from jianbao.run.command import supply_for
from jianbao.run.plan import BriefSpec, Choice, PlanError, plan
from jianbao.run.telling import Case, telling
from jianbao.run.words import RunError, say
from jianbao.run.worker import Context, Result

__all__ = ["preview", "the_notebook"]


def the_notebook(given: Path, lang: str) -> Path:
    """Return a notebook given by path or by name as in ``build --notebook``; RunError where there is none."""
    named = paths.notebooks_dir() / f"{given.name.removesuffix('.ipynb')}.ipynb"
    found = given if given.is_file() else named
    if not found.is_file():
        raise RunError(say(lang, f"没有笔记本 {given}", f"there is no notebook {given}"))
    return found.resolve()


def preview(data: Path, lang: str, notebook: Path, *, period: str = "", tongue: str = "", audience: str = "internal") -> int:
    """Make the four briefs into ``outputs/preview/<notebook>``; return 0, or 1 if one failed or its figures are wrong.

    *tongue* is the language of the pages. Raises RunError before anything is written.
    """
    start = time.perf_counter()
    notebook, cat, outputs = the_notebook(notebook, lang), catalogue.read(data), paths.outputs_dir()
    tongue = tongue or cat.place.languages[0]
    supply_for(data, audience, outputs, lang)
    from jianbao.panel.release import open_release

    release = open_release(data, audience)
    period = period or cat.place.default_period
    if period not in release.periods:
        raise RunError(say(lang, f"没有期间 {period} 的数据", f"there are no data of {period}"))
    cases = telling(_all(cat, notebook, period, tongue, lang), cat, release, lang)
    folder = outputs / "preview" / notebook.stem
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    results = _made(cases, data, audience, release, folder, lang)
    (folder / "index.html").write_text(_contents(cases, results, notebook, cat, lang), encoding="utf-8")
    for case in cases:
        path, wrong = results[case.spec.file]
        click.echo(f"{case.name}  {_title(case.spec, cat)}  {case.reason}\n    {path or ''}{'  ' if path and wrong else ''}{wrong}")
    click.echo(say(lang, f"用时{time.perf_counter() - start:.0f}秒，请打开：{folder / 'index.html'}", f"took {time.perf_counter() - start:.0f} s; open {folder / 'index.html'}"))
    return int(any(wrong for _, wrong in results.values()))


def _all(cat: "catalogue.Catalogue", notebook: Path, period: str, tongue: str, lang: str) -> tuple[BriefSpec, ...]:
    """Return every brief of the notebook at the finest level of regions."""
    finest = next((level for level in reversed(cat.place.levels) if cat.regions(level=level)), "")
    choice = Choice(level=finest, notebook=notebook.stem)
    try:
        return plan(cat, (notebook,), choice, period, (tongue,), lang)
    except PlanError:  # a notebook without regions
        return plan(cat, (notebook,), replace(choice, level=""), period, (tongue,), lang)


def _made(cases: tuple[Case, ...], data: Path, audience: str, release, folder: Path, lang: str) -> dict[str, tuple[Path | None, str]]:
    """Make the pages; return each one's path (None: it failed) and what is wrong with it, "" if nothing."""
    from jianbao.run import engine
    from jianbao.run.proof import Proof

    found: dict[str, tuple[Path | None, str]] = {}
    log = folder / "log.txt"
    with tempfile.TemporaryDirectory(prefix="jb-", ignore_cleanup_errors=True) as work:
        context = Context(data, audience, paths.root(), Path(work), log.resolve(), modelled=release.modelled, periods=release.periods, lang=lang)
        made = list(engine.run([c.spec for c in cases], context, None))
    proved = {r.spec.file: r for r in Proof(data, audience, lang).through(r for r in made if r.ok)}
    for result in made:
        file = result.spec.file
        path = folder / file.replace("/", "-")
        if not result.ok:
            found[file] = None, _cause(result, lang)
            continue
        path.write_bytes(result.html)
        found[file] = path, "" if proved[file].ok else proved[file].cause
    if log.is_file() and not log.stat().st_size:
        log.unlink()
    return found


def _cause(result: Result, lang: str) -> str:
    return say(lang, f"失败：单元 {result.cell}：{result.cause}", f"failed: cell {result.cell}: {result.cause}")


def _title(spec: BriefSpec, cat: "catalogue.Catalogue") -> str:
    from jianbao.run.pages import brief_title

    return brief_title(spec, cat)


def _contents(cases: tuple[Case, ...], results: dict, notebook: Path, cat: "catalogue.Catalogue", lang: str) -> str:
    from jianbao.publish.plain import plain_page, plain_table

    rows = []
    for case in cases:
        path, wrong = results[case.spec.file]
        title = escape(_title(case.spec, cat))
        rows.append((escape(case.name), f'<a href="{escape(path.name)}">{title}</a>' if path else title, escape(case.reason), escape(wrong)))
    heads = (say(lang, "情形", "Case"), say(lang, "简报", "Brief"), say(lang, "理由", "Why"), say(lang, "问题", "What is wrong"))
    title = say(lang, f"预览：{notebook.stem}", f"Preview: {notebook.stem}")
    lead = say(lang, f"{len(cases)}种典型情形，未发布", f"{len(cases)} telling cases, not published")
    return plain_page(title, lead, plain_table(title, heads, rows), lang)
