"""The pages of an edition that lead to its briefs."""

from typing import TYPE_CHECKING

from jianbao.run.plan import REPORT
from jianbao.run.words import say

if TYPE_CHECKING:
    from jianbao.catalogue import Catalogue
    from jianbao.panel.release import Release
    from jianbao.publish.edition import Edition
    from jianbao.run.build import Job

__all__ = ["add_index"]


def add_index(job: "Job", edition: "Edition", cat: "Catalogue", release: "Release", inputs: dict[str, str]) -> None:
    """Add the index, the page of changes and the page of alarms, each in every language; those of the place's first have no language in the name."""
    from jianbao.catalogue.period import Period
    from jianbao.publish.changed import changed_of, changes_page
    from jianbao.publish.index import index_page
    from jianbao.publish.meta import IndexMeta
    from jianbao.publish.worry import alarms_of, worry_page
    from jianbao.run import freshness

    first = cat.place.languages[0]
    langs = sorted({e.lang for e in edition.entries}, key=cat.place.languages.index)
    texts = {e.file: edition.text(e.file) for e in edition.entries if e.result == "ok" and e.kind != REPORT}
    found = {file: a for file, text in texts.items() if (a := alarms_of(text))}
    changed = {file: c for file, text in texts.items() if (c := changed_of(text))}
    for position, lang in enumerate(langs):
        headline = cat.indicator(cat.place.headline)
        label = Period.parse(job.period).narrative(lang)
        suffix = ".html" if position == 0 or lang == first else f".{lang}.html"
        alarming = any(e.lang == lang and e.file in found for e in edition.entries)
        meta = IndexMeta(
            title=say(lang, f"{cat.place.name(lang)}行业与地区简报", f"{cat.place.name(lang)}: sector and region briefs"),
            lang=lang,
            period_label=label,
            audience=job.audience,
            modelled=release.modelled,
            as_of=label,
            build=f"{inputs['code'][:8]}-{inputs['data'][:8]}",
            measure=_measure(headline, lang),
            worry=f"worry{suffix}" if alarming else "",
            changes=f"changes{suffix}" if any(e.lang == lang and e.file in changed for e in edition.entries) else "",
        )
        edition.add(f"index{suffix}", index_page(edition.entries, cat, meta))
        if meta.changes:
            rows, judged = freshness.rows(cat, release, lang)
            edition.add(meta.changes, changes_page(edition.entries, changed, cat, meta, f"index{suffix}", release.changed("against"), _files(release), rows, judged))
        if alarming:
            edition.add(f"worry{suffix}", worry_page(edition.entries, found, cat, meta, f"index{suffix}"))


def _files(release: "Release") -> list[tuple[str, str, str, str]]:
    """Return the files that were taken since the last edition: number, name, day, periods."""
    held = release.changed("takings") or {}
    return [(n, f["file"], f["taken"], "、".join(f["periods"][:3]) + ("…" if len(f["periods"]) > 3 else "")) for n, f in sorted(held.items(), key=lambda i: int(i[0]))]


def _measure(indicator, lang: str) -> str:
    """Say what the figures of the index are."""
    name = indicator.short(lang)
    return f"格中为{name}增速（%）" if lang == "zh" else f"growth of {name.lower()} in %"
