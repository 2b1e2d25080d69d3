"""What ``jianbao impact`` does: which briefs, numbers and sentences an edited notebook would change, nothing published.

Briefs that nothing reached come from the kept pages at no cost; the others are made, compared with the edition's own
pages and kept, so that the next impact and the build that follows need not make them again.
"""

import tempfile
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import click

from jianbao import catalogue, paths
from jianbao.run import parameters
from jianbao.run.command import supply_for
from jianbao.run.differences import KINDS, Change, differences
from jianbao.run.plan import BriefSpec, kind_of
from jianbao.run.preview import the_notebook
from jianbao.run.words import RunError, say
from jianbao.run.worker import Context, Result

__all__ = ["CHANGED", "impact"]

#: The exit code where something would change.
CHANGED = 4


def impact(data: Path, lang: str, notebook: Path, *, edition: Path | None = None, sample: int | None = None, examples: int = 5) -> int:
    """Compare and report; return 0 (nothing changes), ``CHANGED``, or 1 (a brief failed). Raises RunError in one line."""
    from jianbao.publish.edition import Edition, read_manifest

    notebook, outputs = the_notebook(notebook, lang), paths.outputs_dir()
    folder = edition.absolute() if edition else _last(outputs, catalogue.read(data), notebook, lang)
    there = read_manifest(folder)
    rows = _rows(there, notebook)
    if not rows:
        raise RunError(say(lang, f"{folder} 中没有 {notebook.name} 的简报；请先运行 jianbao build", f"{folder} has no briefs of {notebook.name}; run jianbao build first"))
    supply_for(data, there["inputs"]["audience"], outputs, lang)
    with Edition(folder) as held:
        held.hold()  # the kept pages are those of its builds
        new, failures = _made(_specs(rows, notebook, lang), rows, folder, there["inputs"], data, outputs, sample, lang)
    found = {file: differences((folder / file).read_text("utf-8"), html.decode()) if html else [] for file, html in new.items()}
    return _report(found, failures, len(rows), folder, notebook, {f: r["title"] for f, r in rows.items()}, outputs, examples, lang)


def _last(outputs: Path, cat: "catalogue.Catalogue", notebook: Path, lang: str) -> Path:
    """Return the edition of the place that was published last among those with briefs of the notebook."""
    from jianbao.publish.edition import EditionError, read_manifest

    known = []
    for path in outputs.glob("*/manifest.json"):
        try:
            there = read_manifest(path.parent)
        except EditionError:
            continue
        if there and there["inputs"].get("place") == cat.place.id and _rows(there, notebook):
            known.append((path.stat().st_mtime_ns, path.parent))
    if not known:
        raise RunError(say(lang, f"还没有含 {notebook.name} 的一版；请先运行 jianbao build", f"there is no edition with {notebook.name} yet; run jianbao build first"))
    return max(known)[1]


def _rows(there: Mapping[str, Any] | None, notebook: Path) -> dict[str, dict[str, Any]]:
    """Return the edition's briefs of the notebook by their file."""
    return {r["file"]: r for r in (there or {}).get("briefs", ()) if r["notebook"] == notebook.stem and r["result"] == "ok"}


def _specs(rows: Mapping[str, Mapping[str, Any]], notebook: Path, lang: str) -> list[BriefSpec]:
    """Return the same briefs as the notebook of today makes them."""
    names = [p.name for p in parameters.read(notebook, lang)]
    return [BriefSpec(notebook, kind_of(names), tuple((n, row["parameters"].get(n, "")) for n in names), file) for file, row in sorted(rows.items())]


def _made(
    specs: Sequence[BriefSpec], rows: Mapping[str, Mapping[str, Any]], folder: Path, inputs: Mapping[str, Any], data: Path, outputs: Path,
    sample: int | None, lang: str,
) -> tuple[dict[str, bytes | None], list[Result]]:  # fmt: skip
    """Return the new page of each brief looked at (None: the bytes are the edition's), and the briefs that failed."""
    from jianbao.panel.release import fingerprints, open_release
    from jianbao.run import engine, stale
    from jianbao.run.kept import Kept

    release = open_release(data, inputs["audience"])
    fingerprint, kept = fingerprints(release), Kept(outputs, folder)
    formats = tuple(f for f in inputs.get("formats", "").split("+") if f)
    keys = stale.keys(specs, data, inputs["audience"], formats=formats)
    new: dict[str, bytes | None] = {}
    todo = []
    for spec in specs:
        if page := kept.find(keys[spec.file], fingerprint):
            new[spec.file] = None if page.sha256 == rows[spec.file]["sha256"] else kept.path(page).read_bytes()
        else:
            todo.append(spec)
    if sample is not None and len(todo) > sample:  # spread over all of them, the same ones each time
        todo = [todo[(2 * k + 1) * len(todo) // (2 * sample)] for k in range(sample)]
    failures = []
    with tempfile.TemporaryDirectory(prefix="jb-", ignore_cleanup_errors=True) as work:
        log = outputs / "log" / "impact.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        context = Context(
            data, inputs["audience"], paths.root(), Path(work), log.resolve(), modelled=release.modelled, periods=release.periods,
            lang=lang, formats=formats,
        )  # fmt: skip
        for result in engine.run(todo, context, None) if todo else ():
            if not result.ok:
                failures.append(result)
                continue
            new[result.spec.file] = result.html
            if result.reads:
                kept.put(keys[result.spec.file], result.reads, fingerprint(result.reads), result.html, result.beside)
    return new, failures


def _report(
    found: Mapping[str, Sequence[Change]], failures: Sequence[Result], planned: int, folder: Path, notebook: Path, titles: Mapping[str, str],
    outputs: Path, examples: int, lang: str,
) -> int:  # fmt: skip
    """Print the summary, write the page with every change, return the exit code."""
    changed = {file: list(changes) for file, changes in found.items() if changes}
    unseen = planned - len(found) - len(failures)
    lead = say(
        lang,
        f"{notebook.name} 对照 {folder.name}：{planned:,}篇中{len(changed):,}篇有变化，{len(found) - len(changed):,}篇不变" + (f"，{unseen:,}篇未查" if unseen else ""),
        f"{notebook.name} against {folder.name}: of {planned:,} briefs {len(changed):,} change, {len(found) - len(changed):,} do not" + (f", {unseen:,} were not looked at" if unseen else ""),
    )
    click.echo(lead)
    rows = _by_section(changed)
    heads = (say(lang, "节", "section"), say(lang, "简报", "briefs"), say(lang, "数字", "numbers"), say(lang, "句子", "sentences"), say(lang, "其他文字", "other text"))
    for section, counts in rows.items():
        click.echo(f"{section or say(lang, '页首、页脚', 'head and foot')}  " + "  ".join(f"{h}{n:,}" if lang == "zh" else f"{h} {n:,}" for h, n in zip(heads[1:], counts, strict=True)))
        for file, change in _examples(changed, section, examples):
            click.echo(f"    {file}  {_told(change, lang)}")
    for failure in failures:
        click.echo(say(lang, f"失败：{failure.spec.file}：单元 {failure.cell}：{failure.cause}", f"failed: {failure.spec.file}: cell {failure.cell}: {failure.cause}"), err=True)
    if changed:
        path = outputs / "impact" / f"{notebook.stem}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_page(lead, rows, heads, changed, titles, notebook, lang), encoding="utf-8")
        click.echo(say(lang, f"全部变化见 {path}", f"all changes: {path}"))
    return 1 if failures else CHANGED if changed else 0


def _by_section(changed: Mapping[str, Sequence[Change]]) -> dict[str, tuple[int, ...]]:
    """Return for each section: how many briefs, then how many changes of each kind."""
    sections = dict.fromkeys(c.section for changes in changed.values() for c in changes)
    return {
        name: (
            sum(any(c.section == name for c in changes) for changes in changed.values()),
            *(sum(c.section == name and c.kind == kind for changes in changed.values() for c in changes) for kind in KINDS),
        )
        for name in sections
    }


def _examples(changed: Mapping[str, Sequence[Change]], section: str, most: int) -> list[tuple[str, Change]]:
    """Return the first changes of a section, sentences before numbers before other texts, each pair of texts once."""
    order = ("sentence", "number", "other")
    all_of = sorted(((order.index(c.kind), file, c) for file, changes in changed.items() for c in changes if c.section == section), key=lambda x: x[:2])
    once = {(c.old, c.new): (file, c) for _, file, c in reversed(all_of)}
    return [pair for pair in dict.fromkeys((file, c) for _, file, c in all_of) if pair in once.values()][:most]


def _told(change: Change, lang: str) -> str:
    nothing = say(lang, "（无）", "(nothing)")
    what = f"[{change.what}] " if change.what else ""
    return f"{what}{change.old or nothing} → {change.new or nothing}"


def _page(
    lead: str, rows: Mapping[str, tuple[int, ...]], heads: Sequence[str], changed: Mapping[str, Sequence[Change]], titles: Mapping[str, str],
    notebook: Path, lang: str,
) -> str:  # fmt: skip
    from jianbao.publish.plain import plain_page, plain_table

    outside = say(lang, "页首、页脚", "head and foot")
    title = say(lang, f"影响：{notebook.stem}", f"Impact: {notebook.stem}")
    summary = plain_table(say(lang, "各节的变化", "Changes by section"), heads, [(escape(s or outside), *(f"{n:,}" for n in counts)) for s, counts in rows.items()])
    columns = (heads[0], say(lang, "原来", "before"), say(lang, "改后", "after"), say(lang, "数字的来历", "identity"))
    parts = [
        plain_table(titles.get(file, file), columns, [(escape(c.section or outside), escape(c.old), escape(c.new), escape(c.what)) for c in changes])
        for file, changes in sorted(changed.items())
    ]
    return plain_page(title, lead, summary + "".join(parts), lang)
