"""What ``jianbao build``, ``run``, ``page`` and ``open`` do, with what they say to the user."""

import sys
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jianbao import catalogue, paths
from jianbao.catalogue.reports import issued
from jianbao.run import letters, parameters
from jianbao.run.plan import REPORT, BriefSpec, Choice, find_notebooks, kind_of, plan
from jianbao.run.vintages import day
from jianbao.run.words import RunError, say

if TYPE_CHECKING:
    from jianbao.run.engine import Workers

__all__ = ["build_edition", "index_of", "run_notebook", "scheduled_build"]


def build_edition(
    data: Path, lang: str, *, period: str, region: str, level: str, sector: str, notebook: str, audience: str,
    workers: "Workers", out: Path | None, langs: tuple[str, ...], formats: tuple[str, ...] | None = None, known_on: str = "", due: str = "",
) -> int:  # fmt: skip
    """Make an edition (*known_on*: as the data were known on that day); return 0, or 1 if a brief failed. Raises RunError before anything is written."""
    cat, outputs, on = catalogue.read(data), paths.outputs_dir(), day(known_on, lang)
    period = period or cat.place.default_period
    tongues = _languages(cat, langs, lang)
    choice = Choice(region, level, sector, notebook.removesuffix(".ipynb"), due, on or date.today(), audience == "public")
    specs = plan(cat, find_notebooks(paths.notebooks_dir(), lang), choice, period, tongues, lang)
    _check(specs, cat, lang, _periods(data, audience, on))
    supply_for(data, audience, outputs, lang, on)
    _check(specs[:1], cat, lang, _periods(data, audience, on))
    if not (specs := letters.addressed(specs, data, audience)):
        click.echo(say(lang, f"{period} 没有需要发出的提示函", f"no letter is due for {period}"))
        return 0

    from jianbao.run.build import Job, build
    from jianbao.run.progress import Bar
    from jianbao.run.register import recorded

    scope = "-".join(p for p in (choice.scope, "" if tongues[0] == cat.place.languages[0] else "-".join(tongues)) if p)
    job = Job(
        specs, data, outputs, (out or _edition(data, cat, outputs, period, audience, on)).resolve(), period, audience, scope, workers,
        _called(), lang, _usual(specs, audience) if formats is None else formats,
    )  # fmt: skip
    with recorded(outputs / "runs.sqlite", job.command) as register, Bar(len(specs), lang) as bar:
        outcome = build(job, bar.step)
        register.reused(getattr(outcome, "reused", 0))
        if not outcome.failures and audience == "internal" and on is None and out is None:  # a trial elsewhere issues nothing
            letters.note(specs, lambda file: (outcome.edition / file).read_text(encoding="utf-8"), data, outputs / "runs.sqlite")
    return _summary(outcome, len(specs), lang)


def scheduled_build(data: Path, lang: str, **choice) -> int:
    """Do what ``jianbao run`` does: take new files, make what ``build_edition`` makes, keep the register, tell people."""
    from jianbao.run.schedule import scheduled

    return scheduled(data, paths.outputs_dir(), lang, _called(), lambda: build_edition(data, lang, **choice))


def run_notebook(data: Path, lang: str, notebook: Path, given: Mapping[str, str], out: Path | None) -> int:
    """Make one page outside any edition; return 0, or 1 if it failed. Raises ParameterError before anything is written."""
    from jianbao.panel.release import open_release
    from jianbao.run import engine
    from jianbao.run.register import Register, recorded
    from jianbao.run.worker import Context

    cat, outputs = catalogue.read(data), paths.outputs_dir()
    values = parameters.check(notebook, given, cat, periods=_periods(data, "internal"), lang=lang)
    supply_for(data, "internal", outputs, lang)
    values = parameters.check(notebook, given, cat, periods=_periods(data, "internal"), lang=lang)
    name = "-".join([notebook.stem, *values.values()]) + ".html"
    kind = REPORT if issued(cat.reports, notebook.stem) else kind_of(tuple(values))
    spec = BriefSpec(notebook.resolve(), kind, tuple(values.items()), name)
    target = out or outputs / "pages" / name
    with recorded(outputs / "runs.sqlite", _called()), tempfile.TemporaryDirectory(prefix="jb-", ignore_cleanup_errors=True) as work:
        register = Register(outputs / "runs.sqlite", _called(), "", 1)
        log = outputs / "log" / f"{register.id}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        release = open_release(data, "internal")
        context = Context(
            data, "internal", paths.root(), Path(work), log.resolve(), modelled=release.modelled, periods=release.periods, lang=lang
        )
        (result,) = engine.run([spec], context, 1)
        line = "ok" if result.ok else result.cause
        register.brief(name, notebook.stem, spec.region, spec.sector, values["lang"], result.seconds, line, result.cell)
        register.end("ok" if result.ok else "failed")
    if result.ok:
        from jianbao.publish.folder import write_atomic

        write_atomic(target, result.html)
        click.echo(str(target))
        return 0
    from jianbao.run.build import keep_failure

    keep_failure(result, outputs / "failed" / "pages", log)
    click.echo(say(lang, f"失败：单元 {result.cell}：{result.cause}（详见 {log}）", f"failed: cell {result.cell}: {result.cause} (see {log})"), err=True)
    return 1


def index_of(data: Path, period: str, audience: str, lang: str) -> Path:
    """Return the index of an edition: of the period, else the place's own period; RunError where there is none."""
    cat = catalogue.read(data)
    index = _edition(data, cat, paths.outputs_dir(), period or cat.place.default_period, audience) / "index.html"
    if not index.is_file():
        raise RunError(say(lang, f"还没有这一版：{index}；请先运行 jianbao build", f"there is no such edition yet: {index}; run jianbao build first"))
    return index


def supply_for(data: Path, audience: str, outputs: Path, lang: str, known_on: date | None = None) -> None:
    """Make the data that are missing, saying so."""
    from jianbao.run.supply import supply

    supply(data, audience, outputs, click.echo, lang, known_on)


def _called() -> str:
    """Return the command as it was called."""
    return " ".join(["jianbao", *sys.argv[1:]])


def _edition(data: Path, cat: "catalogue.Catalogue", outputs: Path, period: str, audience: str, on: date | None = None) -> Path:
    """Return the edition's folder; another place than the project's own has its name before it, an earlier day follows it."""
    audience += f"-{on.isoformat()}" if on else ""
    own = data == (paths.root() / "data").resolve()
    return outputs / (f"{period}-{audience}" if own else f"{cat.place.id}-{period}-{audience}")


def _usual(specs: tuple[BriefSpec, ...], audience: str) -> tuple[str, ...]:
    """Return the files made beside each page where the user names none: documents are sent on and edited, so they have Word too."""
    if audience != "internal":
        return ()
    return ("docx", "xlsx") if all(s.kind == REPORT for s in specs) else ("xlsx",)


def _languages(cat: "catalogue.Catalogue", asked: tuple[str, ...], lang: str) -> tuple[str, ...]:
    known = cat.place.languages
    if "all" in asked:
        return known
    for tongue in asked:
        if tongue not in known:
            raise RunError(say(lang, f"该地没有语言 {tongue!r}；可用：{'、'.join(known)}", f"the place has no language {tongue!r}; use {', '.join(known)}"))
    return tuple(t for t in known if t in asked) or known[:1]


def _periods(data: Path, audience: str, on: date | None = None) -> tuple[str, ...] | None:
    """Return the periods of the release, None where there is none yet or it is not current: a file taken since may hold a new one."""
    from jianbao.panel import is_current as panel_is_current
    from jianbao.panel.release import is_current, open_release

    try:
        return open_release(data, audience).periods if panel_is_current(data, on) and is_current(data, audience) else None
    except Exception:  # no panel yet: it is made later
        return None


def _check(specs: tuple[BriefSpec, ...], cat: "catalogue.Catalogue", lang: str, periods: tuple[str, ...] | None) -> None:
    """Check one brief of each notebook, region and sector before anything is written."""
    seen: set[tuple] = set()
    for spec in specs:
        for key in ((spec.notebook, "r", spec.region), (spec.notebook, "s", spec.sector)):
            if key not in seen:
                seen.add(key)
                parameters.check(spec.notebook, spec.values, cat, periods=periods, lang=lang)


def _summary(outcome, planned: int, lang: str) -> int:
    from jianbao.run.build import failures_by_cause

    index, reused = outcome.edition / "index.html", getattr(outcome, "reused", 0)
    for line in getattr(outcome, "warnings", ()):
        click.echo(say(lang, f"提示：{line}", f"note: {line}"), err=True)
    if getattr(outcome, "unchanged", False):
        click.echo(say(lang, f"没有变化，{reused:,} 份简报均为最新：{index}", f"nothing has changed, all {reused:,} briefs are current: {index}"))
        return 0
    if not outcome.failures:
        kept = say(lang, f"，沿用 {reused:,} 份", f", {reused:,} kept") if reused else ""
        click.echo(say(lang, f"已生成 {outcome.made:,} 份简报{kept}，请打开：{index}", f"{outcome.made:,} briefs made{kept}; open {index}"))
        return 0
    click.echo(
        say(
            lang,
            f"{len(outcome.failures):,} 份简报失败（成功 {outcome.made:,}，计划 {planned:,}）：",
            f"{len(outcome.failures):,} briefs failed ({outcome.made:,} made, {planned:,} planned):",
        ),
        err=True,
    )
    for cause, results in failures_by_cause(outcome.failures):
        for result in results[:5]:
            click.echo(f"  {result.spec.file}  {cause}", err=True)
        if len(results) > 5:
            click.echo(say(lang, f"  …同样原因另有 {len(results) - 5:,} 份", f"  … and {len(results) - 5:,} more for the same cause"), err=True)
    if outcome.stopped_early:
        click.echo(say(lang, "最先的简报全部失败，已提前停止。", "The first briefs all failed, so the build was stopped."), err=True)
    click.echo(
        say(
            lang,
            f"只有全部成功才发布；原有的一版没有改动。详见 {outcome.log}",
            f"An edition is published only when every brief succeeds; the old one is unchanged. See {outcome.log}",
        ),
        err=True,
    )
    return 1
