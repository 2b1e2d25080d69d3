"""One build: plan → briefs → edition. The edition that is there is replaced only when every brief has succeeded."""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jianbao import catalogue, paths
from jianbao.run import engine
from jianbao.run.plan import BriefSpec
from jianbao.run.register import Register
from jianbao.run.words import say
from jianbao.run.worker import Context, Result

__all__ = ["GIVE_UP_AFTER", "Job", "Outcome", "build", "code_version", "failures_by_cause", "keep_failure"]

#: If the first so many briefs all fail, the rest would too: stop.
GIVE_UP_AFTER = 10
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Job:
    """What to build and where: *scope* names a part of the edition, "" the whole."""

    specs: tuple[BriefSpec, ...]
    data_dir: Path
    outputs: Path
    edition: Path
    period: str
    audience: str = "internal"
    scope: str = ""
    jobs: int | None = None
    command: str = ""
    lang: str = "zh"


@dataclass(frozen=True)
class Outcome:
    """How a build ended: the edition's folder, or the failures (and then nothing was published)."""

    edition: Path
    made: int
    failures: tuple[Result, ...]
    log: Path
    stopped_early: bool = False


def code_version() -> str:
    """Return a checksum of everything that decides a page's bytes and is not data: package and notebooks."""
    package = Path(__file__).resolve().parents[1]
    files = [p for p in package.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    digest = hashlib.sha256()
    for base, path in sorted([(package, p) for p in files] + [(paths.notebooks_dir(), p) for p in paths.notebooks_dir().glob("*.ipynb")]):
        digest.update(path.relative_to(base).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def build(job: Job, progress: Callable[[Result], None] = lambda _: None) -> Outcome:
    """Make every brief of the job and publish the edition, or say what failed and leave the old edition.

    Raises
    ------
    publish.edition.EditionError
        If another build has the edition (one line says which process).
    """
    from jianbao.panel.release import open_release
    from jianbao.publish.edition import edition_for

    cat, release = catalogue.read(job.data_dir), open_release(job.data_dir, job.audience)
    inputs = {
        "place": cat.place.id, "period": job.period, "audience": job.audience, "code": code_version(), "data": release.checksum,
    }
    edition, merge = edition_for(job.edition, inputs, job.scope)
    with edition:
        edition.stage(merge=merge)
        register = Register(job.outputs / "runs.sqlite", job.command, edition.path.name, len(job.specs))
        log = job.outputs / "log" / f"{register.id}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        result = "stopped"
        try:
            made, failures, early = _briefs(job, edition, register, release, log, progress)
            result = "failed" if failures else "published"
            if not failures:
                _index(job, edition, cat, release, inputs)
                edition.publish()
        finally:
            register.end(result)
            if log.is_file() and not log.stat().st_size:
                log.unlink()
    return Outcome(edition.path, made, tuple(failures), log, early)


def _briefs(job: Job, edition, register: Register, release, log: Path, progress) -> tuple[int, list[Result], bool]:
    from jianbao.run.headlines import headlines

    cat = catalogue.read(job.data_dir)
    shown = headlines(job.specs, cat, release)
    failed_dir = job.outputs / "failed" / edition.path.name
    shutil.rmtree(failed_dir, ignore_errors=True)
    made, failures = 0, []
    with tempfile.TemporaryDirectory(prefix="jb-", ignore_cleanup_errors=True) as work:
        context = Context(
            job.data_dir.resolve(), job.audience, paths.root(), Path(work), log.resolve(),
            modelled=release.modelled, periods=release.periods, lang=job.lang,
        )  # fmt: skip
        for result in engine.run(job.specs, context, job.jobs):
            spec = result.spec
            line = "ok" if result.ok else result.cause
            register.brief(
                spec.file, spec.notebook.stem, spec.region, spec.sector, spec.values["lang"], result.seconds, line, result.cell
            )
            if result.ok:
                made += 1
                edition.add(spec.file, result.html, _entry(spec, cat, shown[spec.file]))
            else:
                failures.append(result)
                keep_failure(result, failed_dir, log)
            progress(result)
            if not made and len(failures) >= GIVE_UP_AFTER and len(failures) < len(job.specs):
                return made, failures, True
    return made, failures, False


def _entry(spec: BriefSpec, cat, headline):
    from jianbao.publish.meta import Entry
    from jianbao.run.pages import brief_title

    return Entry(
        file=spec.file, kind=spec.kind, region=spec.region or cat.place.root_region, sector=spec.sector,
        title=brief_title(spec, cat), lang=spec.values["lang"], notebook=spec.notebook.stem, parameters=spec.values,
        headline=headline,
    )  # fmt: skip


def keep_failure(result: Result, folder: Path, log: Path) -> None:
    """Keep what helps to find the fault: the notebook as far as it ran, and the traceback."""
    if result.notebook:
        target = folder / Path(result.spec.file).with_suffix(".ipynb")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(result.notebook, encoding="utf-8")
    with log.open("a", encoding="utf-8") as out:
        out.write(f"== {result.spec.file} · {result.spec.notebook.name} · {result.spec.values}\n")
        out.write(f"cell {result.cell}: {result.cause}\n{_ANSI.sub('', result.trace)}\n\n")


def _index(job: Job, edition, cat, release, inputs: dict[str, str]) -> None:
    """Add the index pages, one a language; the place's first language is ``index.html``."""
    from jianbao.catalogue.period import Period
    from jianbao.publish.index import index_page
    from jianbao.publish.meta import IndexMeta

    first = cat.place.languages[0]
    langs = sorted({e.lang for e in edition.entries}, key=cat.place.languages.index)
    for position, lang in enumerate(langs):
        headline = cat.indicator(cat.place.headline)
        label = Period.parse(job.period).label(lang)
        meta = IndexMeta(
            title=say(lang, f"{cat.place.name(lang)}行业与地区简报", f"{cat.place.name(lang)}: sector and region briefs"),
            lang=lang,
            period_label=label,
            audience=job.audience,
            modelled=release.modelled,
            as_of=label,
            build=f"{inputs['code'][:8]}-{inputs['data'][:8]}",
            measure=_measure(headline, lang),
        )
        name = "index.html" if position == 0 or lang == first else f"index.{lang}.html"
        edition.add(name, index_page(edition.entries, cat, meta))


def _measure(indicator, lang: str) -> str:
    """Say what the figures of the index are."""
    name = indicator.short(lang)
    return f"格中为{name}增速（%）" if lang == "zh" else f"growth of {name.lower()} in %"


def failures_by_cause(failures: Sequence[Result]) -> list[tuple[str, list[Result]]]:
    """Return failures grouped by cell and cause, the most frequent first."""
    groups: dict[str, list[Result]] = {}
    for failure in failures:
        groups.setdefault(f"{failure.spec.notebook.stem} [{failure.cell}] {failure.cause}", []).append(failure)
    return sorted(groups.items(), key=lambda pair: -len(pair[1]))
