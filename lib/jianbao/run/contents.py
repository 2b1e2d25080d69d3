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
