"""“What changed, and why”: the page of an edition that gathers section 1 of its briefs by cause, read from the pages themselves."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Any

import jinja2
from markupsafe import Markup

from jianbao.publish.css import PAGE_DIR, sheet
from jianbao.publish.meta import Entry, IndexMeta, say
from jianbao.publish.policy import policy

__all__ = ["MAX_BYTES", "Changed", "changed_of", "changes_page"]

MAX_BYTES = 150_000
#: In the order in which a brief asks for the cause.
CAUSES = ("code", "boundary", "list", "definition", "file", "flash", "revision")
_CAUSE = re.compile(r'data-claim="(?:cause|register)\|(?:[^"|]*\|){4}(code|boundary|list|definition|file|flash|revision)')
_SECTION = re.compile(r'<div class="chg">(.*?)</section>', re.S)
_FINDING = re.compile(r'<h2><span class="n">1　[^<]*</span> <span class="w">(.*?)</span></h2>\s*(?:<div class="md"></div>)?\s*<div class="chg">', re.S)
_NEW = re.compile(r'data-claim="issue\|[^"]*\|new"')
_SIZE = re.compile(r"(?:上修|下修|, up |, down )(\d[\d,.]*)(%|个|[ ]percentage)")
_WORDS = {
    "zh": {
        "kick": "行业县域简报　变化", "title": "变化与原因", "index": "返回总目录", "heads": ("简报", "变化"), "region": "工业", "n": "{n}篇", "none": "{n}篇简报的数据都没有变化", "hidden": "{n}篇简报；公开版不列修订前后的数",
        "lead": "{made}篇简报中{n}篇有变化", "new": "，其中新增期次{k}篇", "same": "{k}篇无变化", "files": "新收文件", "file_heads": ("编号", "文件", "收入日期", "期间"),
        "rest": "每类只列修订幅度最大的{n}篇。", "sim_text": "本版含由模拟企业数据推算的数字，不得作为实际情况引用。",
        "note": "由各篇简报第1节汇总。一篇可有几种变化；数字变化只归于一个原因，依次为代码、行政区划、行业范围、指标口径、新数据、快报修订、数据修订。",
        "against": {"edition": "与上一版比较", "flash": "首次编发：与快报数比较", "": "首次编发，没有可比的上一版"},
        "cause": {"code": "代码", "boundary": "行政区划", "list": "行业范围", "definition": "指标口径", "file": "新数据", "flash": "快报修订", "revision": "数据修订"},
    },
    "en": {
        "kick": "Sector and county briefs · changes", "title": "What changed, and why", "index": "Back to the index", "heads": ("Brief", "Change"), "region": "all industry", "n": "Briefs: {n}",
        "none": "No figure has changed in {n} briefs", "hidden": "Briefs: {n}; public editions do not list figures before and after a revision", "lead": "{n} of {made} briefs have changed", "new": ", {k} of them have a new period", "same": "unchanged: {k}", "files": "New files",
        "file_heads": ("No.", "File", "Taken", "Periods"), "rest": "Of each kind the {n} largest are listed.", "sim_text": "This edition holds figures from modelled enterprise data; do not quote them as fact.",
        "note": "Gathered from section 1 of the briefs. A brief may have several changes; figures that differ have one cause: code, boundary, list, definition, new data, first to final figures, other revision, in this order.",
        "against": {"edition": "Compared with the last edition", "flash": "First edition: compared with flash figures", "": "First edition: none to compare with"},
        "cause": {"code": "Codes", "boundary": "Boundaries", "list": "Lists of codes", "definition": "Definitions", "file": "New data", "flash": "Flash figures revised", "revision": "Data revised"},
    },
}  # fmt: skip


@dataclass(frozen=True)
class Changed:
    """What section 1 of a brief says: the causes named, its finding, the size of the revision, and whether the period is new."""

    causes: tuple[str, ...]
    finding: str
    size: float
    new: bool


def changed_of(page: str) -> Changed | None:
    """Return what a page of a brief says has changed; None for a page without the section."""
    section, finding = _SECTION.search(page), _FINDING.search(page)
    if section is None:
        return None
    told = _text(finding[1]) if finding else ""
    named = tuple(c for c in CAUSES if c in set(_CAUSE.findall(section[1])))
    size = _SIZE.search(told)
    return Changed(named, told, float(size[1].replace(",", "").rstrip(".")) if size else 0.0, bool(_NEW.search(section[1])))


def _text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(loader=jinja2.FileSystemLoader(PAGE_DIR), autoescape=True, undefined=jinja2.StrictUndefined)


def changes_page(
    entries: Iterable[Entry], found: Mapping[str, Changed], catalogue: Any, meta: IndexMeta, index: str, against: str,
    files: Sequence[tuple[str, str, str, str]] = (), freshness: Sequence[tuple[str, ...]] = (), judged: str = "",
) -> str:  # fmt: skip
    """Return the page of one language.

    Parameters
    ----------
    found
        What the briefs say, by file.
    against
        ``edition``, ``flash`` or “” as in the release.
    files
        What was taken since: number, file, date, periods.
    freshness
        Rows of the table of freshness and coverage, as printed; ``judged`` says on which day they were judged.
    """
    own = [e for e in entries if e.lang == meta.lang and e.file in found]
    for most in (len(own) + 1, 300, 100, 30):
        page = _page(own, found, catalogue, meta, index, against, files, freshness, judged, most)
        if len(page.encode()) <= MAX_BYTES:
            break
    return page


def _page(entries, found, catalogue, meta, index, against, files, freshness, judged, most) -> str:
    words = _WORDS["en" if meta.lang == "en" else "zh"] | {"skip": say("skip", meta.lang), "sim": say("sim", meta.lang), "stop": say("stop", meta.lang), "gap": say("gap", meta.lang)}
    count = Counter(c for e in entries for c in found[e.file].causes)
    groups = []
    for cause in CAUSES:
        if count[cause]:
            rows = sorted((e for e in entries if cause in found[e.file].causes), key=lambda e: (-found[e.file].size, e.region, e.sector))
            listed = [(e.file, _title(e, catalogue, meta.lang, words), found[e.file].finding) for e in rows[:most]]
            groups.append((words["cause"][cause], words["n"].format(n=f"{len(rows):,}"), listed))
    changed, new = sum(bool(found[e.file].causes) for e in entries), sum(found[e.file].new for e in entries)
    if changed or new:
        lead = words["lead"].format(made=f"{len(entries):,}", n=f"{sum(bool(found[e.file].causes) or found[e.file].new for e in entries):,}") + (words["new"].format(k=f"{new:,}") if new else "")
    else:
        lead = words["hidden" if meta.audience == "public" else "none"].format(n=f"{len(entries):,}")
    css = sheet("page.css", "changes.css")
    return _environment().get_template("changes.html.j2").render(
        meta=meta, w=words, lead=lead, groups=groups, index=index, against=words["against"][against], files=files,
        freshness=freshness, judged=judged, fresh=_FRESH["en" if meta.lang == "en" else "zh"],
        rest=words["rest"].format(n=most) if any(n > most for n in count.values()) else "",
        stamp=say(meta.audience, meta.lang) if meta.audience in ("public", "internal") else meta.audience,
        css=Markup(css), policy=Markup(policy(css)),
    )  # fmt: skip


_FRESH = {
    "zh": {"title": "数据时效与覆盖", "heads": ("指标", "最新一期", "应有一期", "迟（天）", "有数的县", "发布日程依据")},
    "en": {"title": "Freshness and coverage", "heads": ("Indicator", "Newest", "Due", "Days late", "Counties present", "Calendar")},
}


def _title(entry: Entry, catalogue: Any, lang: str, words: Mapping[str, Any]) -> str:
    region = catalogue.region(entry.region).short(lang)
    sector = catalogue.sector(entry.sector).short(lang) if entry.sector else words["region"]
    return f"{region}　{sector}" if lang == "zh" else f"{region}, {sector[:1].lower() + sector[1:]}"
