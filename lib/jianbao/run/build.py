"""One build: plan → briefs → edition. The edition that is there is replaced only when every brief has succeeded.

A brief is made only if something that decides its bytes changed since a page of it was kept: its notebook, the code it
reaches, the page's frame, the packages, the registers (``run.stale``), or the data it read (``run.kept``).
"""

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jianbao import catalogue, paths
from jianbao.catalogue.commentary import check_commentary
from jianbao.publish.office.make import beside
from jianbao.run import engine, room, stale
from jianbao.run.contents import add_index
from jianbao.run.kept import Kept, Page
from jianbao.run.plan import BriefSpec
from jianbao.run.proof import Proof
from jianbao.run.register import Register
from jianbao.run.words import say
from jianbao.run.worker import Context, Result

if TYPE_CHECKING:
    from jianbao.run.engine import Workers

__all__ = ["GIVE_UP_AFTER", "Job", "Outcome", "build", "code_version", "failures_by_cause", "keep_failure"]

#: If the first so many briefs all fail, the rest would too: stop.
GIVE_UP_AFTER = 10
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Job:
    """What to build and where: *scope* names a part of the edition, "" the whole; *workers* says who makes the briefs.

    *formats* are the endings of the files made beside each page (``docx``, ``xlsx``).
    """

    specs: tuple[BriefSpec, ...]
    data_dir: Path
    outputs: Path
    edition: Path
    period: str
    audience: str = "internal"
    scope: str = ""
    workers: "Workers | int | None" = None
    command: str = ""
    lang: str = "zh"
    formats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """How a build ended: the edition's folder, or the failures (and then nothing was published).

    ``reused`` briefs were as they had to be; ``unchanged``: so was the whole edition, and nothing was written.
    """

    edition: Path
    made: int
    failures: tuple[Result, ...]
    log: Path
    stopped_early: bool = False
    reused: int = 0
    unchanged: bool = False
    warnings: tuple[str, ...] = ()


def code_version() -> str:
    """Return a checksum of everything that decides a page's bytes and is not data: package and notebooks."""
    package = Path(__file__).resolve().parents[1]
    files = [p for p in package.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    digest = hashlib.sha256()
    for base, path in sorted([(package, p) for p in files] + [(paths.notebooks_dir(), p) for p in paths.notebooks_dir().glob("*.ipynb")]):
        digest.update(path.relative_to(base).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _plans(data_dir: Path) -> str:
    """Return a checksum of the tables of plans, which the data's own leaves out."""
    from jianbao.catalogue.plans import FILES

    folder = Path(data_dir) / "catalogue"
    files = [*(folder / name for name in FILES), *sorted((folder / "schemes").glob("*.toml"))]
    return hashlib.sha256(b"".join(f.name.encode() + b"\0" + f.read_bytes() for f in files if f.is_file())).hexdigest()


def build(job: Job, progress: Callable[[Result], None] = lambda _: None) -> Outcome:
    """Make every brief of the job that is not there as it must be and publish the edition, or say what failed.

    Raises
    ------
    publish.edition.EditionError
        If another build has the edition (one line says which process).
    RunError
        If the disk is full or the folder cannot be written (one line says how much is needed).
    """
    with room.explained(job.edition, job.lang):
        return _Build(job, progress).run()


class _Build:
    """A build on its way: what it makes, what it need not make, and where it puts both."""

    def __init__(self, job: Job, progress: Callable[[Result], None]) -> None:
        from jianbao.panel.release import fingerprints, open_release
        from jianbao.publish.edition import edition_for
        from jianbao.run.headlines import headlines

        self.job, self.progress, self.made, self.warnings = job, progress, 0, []
        self.cat, self.release = catalogue.read(job.data_dir), open_release(job.data_dir, job.audience)
        check_commentary(job.data_dir, self.cat, self.release.periods)
        self.fingerprint = fingerprints(self.release)
        self.inputs = {
            "place": self.cat.place.id, "period": job.period, "audience": job.audience, "code": code_version(),
            "data": self.release.inputs, "plans": _plans(job.data_dir),
            "packages": hashlib.sha256(json.dumps(stale.environment(), sort_keys=True).encode()).hexdigest(),
        }  # fmt: skip
        if job.formats:  # pages then have links, so an edition with them is another one
            self.inputs["formats"] = "+".join(job.formats)
        self.edition, self.merge = edition_for(job.edition, self.inputs, job.scope)
        self.kept = Kept(job.outputs, self.edition.path)
        self.proof, self.pages = Proof(job.data_dir, job.audience, job.lang), {}
        shown = headlines(job.specs, self.cat, self.release)
        self.entries = {s.file: _entry(s, self.cat, shown.get(s.file)) for s in job.specs}

    def run(self) -> Outcome:
        """Do it."""
        from jianbao.panel.earlier import note_issued

        job, edition = self.job, self.edition
        with edition:
            edition.hold()
            keys = stale.keys(job.specs, job.data_dir, job.audience, formats=job.formats)
            found = {s.file: self.kept.find(keys[s.file], self.fingerprint) for s in job.specs}
            ready = self._true({file: page for file, page in found.items() if page})
            todo = tuple(s for s in job.specs if s.file not in ready)
            register = Register(job.outputs / "runs.sqlite", job.command, edition.path.name, len(job.specs))
            log = job.outputs / "log" / f"{register.id}.log"
            log.parent.mkdir(parents=True, exist_ok=True)
            result, failures, early = "stopped", [], False
            try:
                for spec in job.specs:
                    if spec.file in ready:
                        self.progress(Result(spec, b"", 0.0))
                if not todo and self._is_published(ready):
                    result = "unchanged"
                else:
                    room.check(edition.path, len(todo), job.lang)
                    edition.stage(merge=self.merge)
                    for file, page in ready.items():
                        self._link(file, page)
                    failures, early = self._make(todo, keys, register, log) if todo else ([], False)
                    result = "failed" if failures else "published"
                    if not failures:
                        add_index(job, edition, self.cat, self.release, self.inputs)
                        if job.audience == "public":
                            from jianbao.run.public import gate

                            gate(edition, job, self.release)
                        edition.publish()
                        if not job.scope:  # a part of an edition is no state to compare the next one with
                            note_issued(job.data_dir, edition.path.name, job.period)
                        self.kept.tidy(keys.values(), self.merge)
            finally:
                register.end(result)
                if log.is_file() and not log.stat().st_size:
                    log.unlink()
        return Outcome(edition.path, self.made, tuple(failures), log, early, len(ready), result == "unchanged", tuple(self.warnings))

    def _is_published(self, ready: dict[str, Page]) -> bool:
        """Whether the edition that is there is, to the byte, what this build would publish."""
        from jianbao.publish.edition import read_manifest, whole

        there = read_manifest(self.edition.path)
        if there is None or there["inputs"] != self.edition.inputs or not (self.merge or there["scope"] == self.job.scope):
            return False
        listed = {row["file"]: row["sha256"] for row in there["briefs"]}
        if not self.merge and set(listed) != set(ready):
            return False
        return all(listed.get(file) == page.sha256 for file, page in ready.items()) and not whole(self.edition.path, there)

    def _link(self, file: str, page: Page) -> None:
        entry = replace(self.entries[file], sha256=page.sha256, bytes=page.bytes)
        self.edition.link(file, self.kept.path(page), entry)
        for ending, path in beside(file, tuple(page.beside)).items():
            self.edition.add_beside(path, self.kept.path(page, ending), file)

    def _make(self, specs: Sequence[BriefSpec], keys: dict[str, str], register: Register, log: Path) -> tuple[list[Result], bool]:
        """Make the briefs; return the failures and whether it was given up."""
        job, failures = self.job, []
        failed_dir = job.outputs / "failed" / self.edition.path.name
        shutil.rmtree(failed_dir, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix="jb-", ignore_cleanup_errors=True) as work:
            context = Context(
                job.data_dir.resolve(), job.audience, paths.root(), Path(work), log.resolve(),
                modelled=self.release.modelled, periods=self.release.periods, lang=job.lang,
                formats=job.formats,
            )  # fmt: skip
            for result in self.proof.through(self._taken(engine.run(specs, context, job.workers), keys)):
                spec = result.spec
                line = "ok" if result.ok else result.cause
                register.brief(
                    spec.file, spec.notebook.stem, spec.region, spec.sector, spec.values["lang"], result.seconds, line, result.cell
                )
                self.warnings += result.warnings
                if result.ok:
                    self.made += 1
                    if spec.file in self.pages:
                        self.kept.prove(self.pages[spec.file], self.proof.rules)
                else:
                    failures.append(result)
                    keep_failure(result, failed_dir, log)
                self.progress(result)
                if not self.made and len(failures) >= GIVE_UP_AFTER and len(failures) < len(specs):
                    return failures, True
        return failures, False

    def _true(self, ready: dict[str, Page]) -> dict[str, Page]:
        """Return those kept pages whose claims are proved; one that a stopped build left unproved is proved now."""
        specs = {s.file: s for s in self.job.specs}
        unproved = {file: page for file, page in ready.items() if not self.kept.is_proved(page, self.proof.rules)}
        results = (Result(specs[file], self.kept.path(page).read_bytes(), 0.0) for file, page in unproved.items())
        hold = self.proof.holds(results)
        for file in hold:
            self.kept.prove(unproved[file], self.proof.rules)
        return {file: page for file, page in ready.items() if file not in unproved or file in hold}

    def _taken(self, results: Iterator[Result], keys: dict[str, str]) -> Iterator[Result]:
        """Yield each result, its page kept at once: what proves it may come later, or not any more."""
        for made in results:
            result = self._of_one_release(made)
            if result.ok:
                self._take(result, keys[result.spec.file])
            yield result

    def _of_one_release(self, result: Result) -> Result:
        """Return the result; a failure if the data were replaced while the brief was made."""
        opened = _reads(result).get("releases", [])
        if not result.ok or set(opened) <= {self.release.inputs}:
            return result
        cause = say(self.job.lang, "生成期间数据被更换，请重新运行", "the data were replaced during the build; run it again")
        return replace(result, html=None, cell="-", cause=cause)

    def _take(self, result: Result, key: str) -> None:
        """Put a page into the edition, and keep it if it is known what it read."""
        file, reads = result.spec.file, _reads(result)
        if not reads:
            self.edition.add(file, result.html, self.entries[file])
            for ending, path in beside(file, tuple(result.beside)).items():
                self.edition.add_beside(path, result.beside[ending], file)
            return
        self.pages[file] = self.kept.put(key, reads, self.fingerprint(reads), result.html, result.beside)
        self._link(file, self.pages[file])


def _reads(result: Result) -> dict[str, Any]:
    """Return what a brief read of the release, nothing where the run did not say."""
    return getattr(result, "reads", None) or {}


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


def failures_by_cause(failures: Sequence[Result]) -> list[tuple[str, list[Result]]]:
    """Return failures grouped by cell and cause, the most frequent first."""
    groups: dict[str, list[Result]] = {}
    for failure in failures:
        groups.setdefault(f"{failure.spec.notebook.stem} [{failure.cell}] {failure.cause}", []).append(failure)
    return sorted(groups.items(), key=lambda pair: -len(pair[1]))
