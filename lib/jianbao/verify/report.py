"""Pages checked against the panel: how many sentences and claims they have, and which do not hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jianbao.catalogue import CatalogueError
from jianbao.verify import (  # noqa: F401 - each enters its rules
    aims,
    breaks,
    causes,
    cells,
    changes,
    clusters,
    counters,
    groups,
    land,
    land_methods,
    league,
    ledgers,
    letters,
    offers,
    schemes,
    scoring,
    shares,
    signals,
    spread,
    states,
    together,
    troubles,
)
from jianbao.verify.commentary import contradictions
from jianbao.verify.figures import Figures
from jianbao.verify.page import PageText, Said, Sentence, read_page
from jianbao.verify.printed import bare
from jianbao.verify.rules import RULES, About

__all__ = ["Report", "Unproved", "pages"]

#: Words that state something: outside a claim they are unproved. 增长 alone is part of names (拉动增长), a number makes it one.
_VERDICTS = {
    "zh": ("高于", "低于", "持平", "加快", "放缓", "回落", "收窄", "扩大", "转正", "转负", "扭亏", "转亏", "最大的", "居前", "连续", "下拉", "第"),
    "en": ("points above", "points below", "unchanged", "quickened", "slowed", "narrowed", "widened", "turned", "largest", "it ranks", "in a row"),
}


#: Kinds of claims that are about others than their own region and sector (peers: about all sectors of a region), or say
#: themselves that a figure is withheld.
_OF_OTHERS = {"quartile", "value", "lacks", "none", "having", "count", "top", "most", "mix", "left", "plotted", "chosen", "peer", "score", "scored", "firsts", "tabled", "diverging", "lines", "better", "together", "sectors", "fourfold", "drags", "range", "variation", "leader"}
#: Digits in a caption, note or cell that state nothing of the panel: years, titles and numbers of documents and tables.
_CITED = re.compile(r"《[^》]*》|〔\d+〕\d*号?|(?:附表|表)\d+(?:-\d+)?|近\d+期|last \d+ periods|\btable A?\d+(?:-\d+)?|\b(?:19|20)\d\d\b(?!\.\d|%)|[=＝] ?1\b", re.I)


@dataclass(frozen=True)
class Unproved:
    """A sentence (or a figure of a table) that does not hold: where, its words, the words that fail, why."""

    file: str
    sentence: str
    words: str
    why: str
    wrong: bool = True  # False: it states something that no claim proves

    def line(self) -> str:
        """Return it in one line."""
        named = f"“{self.sentence}”" if self.sentence == self.words else f"“{self.sentence}”: “{self.words}”"
        return f"{self.file}: {named}: {self.why}"


@dataclass
class Report:
    """What was checked and what failed; ``failed`` are the files with a wrong claim."""

    briefs: int = 0
    sentences: int = 0
    claims: int = 0
    figures: int = 0
    unproved: list[Unproved] = field(default_factory=list)
    doubted: list[Unproved] = field(default_factory=list)  # in analysts' own words: pointed out, blocks nothing

    @property
    def failed(self) -> set[str]:
        """Files that may not be published."""
        return {u.file for u in self.unproved if u.wrong}

    def with_more(self, other: "Report") -> "Report":
        """Return this report and another as one."""
        return Report(
            self.briefs + other.briefs, self.sentences + other.sentences, self.claims + other.claims, self.figures + other.figures,
            [*self.unproved, *other.unproved], [*self.doubted, *other.doubted],
        )


def pages(found: Mapping[str, str], data_dir: Path, audience: str = "internal", figures: Figures | None = None) -> Report:
    """Return the report on finished pages, by file name. Every figure they need is looked up in one query.

    Raises
    ------
    PanelError
        If the panel or its release is not there.
    """
    figures = figures or Figures(data_dir, audience)
    figures.forget()
    report, taken = Report(briefs=len(found)), {}
    for file, html in found.items():
        taken[file] = read_page(html, figures.cat.place.all_sector)
    _doubts(figures, taken, found)  # asks for its figures with the rest
    problems = {file: [""] * len(page.said) for file, page in taken.items()}
    waiting = [(file, n) for file, page in taken.items() for n in range(len(page.said))]
    while waiting:  # every time those again that asked for a figure which was not looked up yet
        short = []
        for file, n in waiting:
            figures.short = False
            problems[file][n] = _problem(figures, taken[file], taken[file].said[n])
            short += [(file, n)] if figures.short else []
        waiting = short if figures.load() else []
    figures.load()
    report.doubted = _doubts(figures, taken, found)
    for file, page in taken.items():
        report.sentences += sum(not s.line for s in page.sentences)
        report.claims += sum(s.claims for s in page.sentences)
        report.figures += sum(s.sentence is None for s in page.said)
        report.unproved += [_unproved(file, page, said, why) for said, why in zip(page.said, problems[file], strict=True) if why]
        report.unproved += [Unproved(file, s.text, s.text, why, wrong=False) for s in page.sentences if (why := _unclaimed(s, page.lang))]
    return report


def _doubts(figures: Figures, taken: Mapping[str, PageText], found: Mapping[str, str]) -> list[Unproved]:
    written = [file for file in taken if 'class="own"' in found[file]]
    return [Unproved(file, clause, clause, why, wrong=False) for file in written for clause, why in contradictions(figures, taken[file], found[file])]


def _problem(figures: Figures, page: PageText, said: Said) -> str:
    if said.claim is None:
        return f"{said.raw!r} is no claim"
    if said.claim.kind not in RULES:
        return f"nothing proves a claim of kind {said.claim.kind!r}"
    about = About(figures, said.claim, said.text, page.lang)
    try:
        why = RULES[said.claim.kind](about)
    except (CatalogueError, KeyError, ValueError, TypeError) as error:
        return f"the claim cannot be worked out ({error})"
    others = said.claim.kind in _OF_OTHERS or (said.claim.kind, said.claim.way) == ("place", "ranked")
    if not why and said.claim.indicator and not others and said.text not in ("—", "…") and _suppressed(figures, said):
        return "names a suppressed cell"
    return why


def _suppressed(figures: Figures, said: Said) -> bool:
    c = said.claim
    return any(figures.withheld(i, c.region, c.sector, c.period) for i in c.indicator.split(","))


def _unproved(file: str, page: PageText, said: Said, why: str) -> Unproved:
    sentence = page.sentences[said.sentence].text if said.sentence is not None else said.text
    return Unproved(file, sentence, said.text, f"{why} [{said.raw}]")


def _unclaimed(sentence: Sentence, lang: str) -> str:
    rest = bare(sentence.rest)
    if not sentence.text:
        return ""
    if sentence.line:
        return "a number in it is claimed by nothing" if any(ch.isdigit() for ch in _CITED.sub("", rest)) else ""
    if not sentence.claims:
        return "no claim proves it"
    if any(ch.isdigit() for ch in rest):
        return "a number in it is claimed by nothing"
    told = next((w for w in _VERDICTS.get(lang, ()) if w in rest), "")
    return f"“{told.strip()}” is claimed by nothing" if told else ""
