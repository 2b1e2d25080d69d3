"""The pages of an edition that lead to its briefs."""

from typing import TYPE_CHECKING

from jianbao.run.words import say

if TYPE_CHECKING:
    from jianbao.catalogue import Catalogue
    from jianbao.panel.release import Release
    from jianbao.publish.edition import Edition
    from jianbao.run.build import Job

__all__ = ["add_index"]


def add_index(job: "Job", edition: "Edition", cat: "Catalogue", release: "Release", inputs: dict[str, str]) -> None:
    """Add the index and the page of alarms, each in every language; those of the place's first have no language in the name."""
    from jianbao.catalogue.period import Period
    from jianbao.publish.index import index_page
    from jianbao.publish.meta import IndexMeta
    from jianbao.publish.worry import alarms_of, worry_page

    first = cat.place.languages[0]
    langs = sorted({e.lang for e in edition.entries}, key=cat.place.languages.index)
    found = {e.file: a for e in edition.entries if e.result == "ok" and (a := alarms_of(edition.text(e.file)))}
    for position, lang in enumerate(langs):
        headline = cat.indicator(cat.place.headline)
        label = Period.parse(job.period).label(lang)
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
        )
        edition.add(f"index{suffix}", index_page(edition.entries, cat, meta))
        if alarming:
            edition.add(f"worry{suffix}", worry_page(edition.entries, found, cat, meta, f"index{suffix}"))


def _measure(indicator, lang: str) -> str:
    """Say what the figures of the index are."""
    name = indicator.short(lang)
    return f"格中为{name}增速（%）" if lang == "zh" else f"growth of {name.lower()} in %"
