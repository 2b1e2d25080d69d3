"""“Which briefs should worry me?”: the briefs of an edition whose alarms went off, read from the pages themselves."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import jinja2
from markupsafe import Markup

from jianbao.facts import ABSENT, Fact, number
from jianbao.publish.css import PAGE_DIR, sheet
from jianbao.publish.meta import Entry, IndexMeta, say
from jianbao.publish.policy import policy

__all__ = ["MAX_BYTES", "Alarms", "alarms_of", "worry_page"]

MAX_BYTES = 150_000
_MANY = 3

_WORDS = {
    "zh": {
        "kick": "行业县域简报　预警", "title": "哪些简报需要留意", "index": "返回总目录", "rules": "预警规则", "rules_lead": "共{n}条",
        "rule_heads": ("编号", "规则", "幅度", "连续期数", "触发（篇）"), "heads": ("简报", "条", "触发的规则", "短板（项）"), "region": "工业", "all": "{n}篇都没有触发预警",
        "lead": "{made}篇简报中{n}篇触发预警", "of": "，其中{many}篇触发{k}条及以上", "group": "触发{k}条", "more": "触发{k}条及以上", "n": "{n}篇",
        "note": "根据各篇简报的判断结果汇总，数值和理由见各篇“短板与预警”。按触发条数、短板项数排列，条数相同的不分先后。不公布或缺失的数不触发规则，没有触发不等于没有问题。",
        "codes": "规则以编号表示，对照本表。", "rest": "只列前{n}篇。", "sim_text": "本版含由模拟企业数据推算的数字，不得作为实际情况引用。",
    },
    "en": {
        "kick": "Sector and county briefs · alerts", "title": "Which briefs should worry me?", "index": "Back to the index", "rules": "Alert rules", "rules_lead": "{n} in all",
        "rule_heads": ("Id", "Rule", "Margin", "Periods", "Briefs"), "heads": ("Brief", "No.", "Rules triggered", "Weak points"), "region": "all industry", "all": "No alert was raised; briefs: {n}",
        "lead": "Briefs with an alert: {n} of {made}", "of": "; with {k} or more: {many}", "group": "Alerts: {k}", "more": "{k} alerts or more", "n": "Briefs: {n}",
        "note": "Gathered from the briefs' own findings; figures and reasons stand in each brief under “Weak points and alerts”. Ordered by the number of alerts and weak points; equal numbers are not ranked. A figure that is withheld or missing triggers no rule: no alert does not mean no trouble.",
        "codes": "Rules are given by their ids; see the table.", "rest": "The first {n} are listed.", "sim_text": "This edition holds figures from modelled enterprise data; do not quote them as fact.",
    },
}  # fmt: skip
_RULE, _SHORT = re.compile(r'data-rule="([^"]+)"'), re.compile(r'data-short="(\d+)"')


@dataclass(frozen=True)
class Alarms:
    """What a brief found: the ids of the alarms that went off, and the number of shortboards."""

    rules: tuple[str, ...]
    short: int


def alarms_of(page: str) -> Alarms | None:
    """Return what a page of a brief says it found; None for a page without rules.

    >>> alarms_of('<div data-short="4"><li data-rule="A02">'), alarms_of("<p>no section 9</p>")
    (Alarms(rules=('A02',), short=4), None)
    """
    short = _SHORT.search(page)
    return Alarms(tuple(dict.fromkeys(_RULE.findall(page))), int(short[1])) if short else None


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(loader=jinja2.FileSystemLoader(PAGE_DIR), autoescape=True, undefined=jinja2.StrictUndefined)


def worry_page(entries: Iterable[Entry], found: Mapping[str, Alarms], catalogue: Any, meta: IndexMeta, index: str) -> str:
    """Return the page of one language; *found* by the brief's file, *index* the name of the index page to link back to.

    Rules are written out; where the page would grow beyond ``MAX_BYTES`` by their ids alone, then only the first thousand.
    """
    own = [e for e in entries if e.lang == meta.lang and e.file in found]
    for codes, most in ((False, len(own)), (True, len(own)), (True, 1000)):
        page = _page(own, found, catalogue, meta, index, codes, most)
        if len(page.encode()) <= MAX_BYTES:
            break
    return page


def _page(
    entries: list[Entry], found: Mapping[str, Alarms], catalogue: Any, meta: IndexMeta, index: str, codes: bool, most: int
) -> str:
    words = _WORDS["en" if meta.lang == "en" else "zh"] | {"skip": say("skip", meta.lang), "sim": say("sim", meta.lang), "stop": say("stop", meta.lang), "gap": say("gap", meta.lang)}
    rang = sorted((e for e in entries if found[e.file].rules), key=lambda e: _order(e, found[e.file], catalogue))
    names = {r.id: r.name(meta.lang) for r in catalogue.plans.rules}
    count = Counter(rule for e in rang for rule in found[e.file].rules)
    many = sum(len(found[e.file].rules) >= _MANY for e in rang)
    lead = words["lead" if rang else "all"].format(made=f"{len(entries):,}", n=f"{len(rang) or len(entries):,}")
    lead += words["of"].format(many=f"{many:,}", k=_MANY) if many else ""
    listed_all, rang = len(rang) <= most, rang[:most]
    groups = []
    for k in range(_MANY, 0, -1):
        rows = [e for e in rang if min(len(found[e.file].rules), _MANY) == k]
        if rows:
            listed = [(e.file, _title(e, catalogue, meta.lang, words), len(found[e.file].rules), _rules(found[e.file], names, codes, meta.lang), found[e.file].short) for e in rows]
            groups.append((words["more" if k == _MANY else "group"].format(k=k), words["n"].format(n=f"{len(rows):,}"), listed))
    rules = [(r.id, r.name(meta.lang), _margin(r, catalogue, meta.lang), r.periods, count[r.id]) for r in catalogue.plans.rules if r.kind == "alarm"]
    css = sheet("page.css", "worry.css")
    words["rules_lead"] = words["rules_lead"].format(n=len(rules))
    return _environment().get_template("worry.html.j2").render(
        meta=meta, w=words, lead=lead, groups=groups, index=index, codes=codes, rules=rules, rest="" if listed_all else words["rest"].format(n=f"{most:,}"),
        stamp=say(meta.audience, meta.lang) if meta.audience in ("public", "internal") else meta.audience,
        css=Markup(css), policy=Markup(policy(css)),
    )  # fmt: skip


def _order(entry: Entry, alarms: Alarms, catalogue: Any) -> tuple:
    return -len(alarms.rules), -alarms.short, entry.region, entry.sector


def _title(entry: Entry, catalogue: Any, lang: str, words: Mapping[str, Any]) -> str:
    region = catalogue.region(entry.region).short(lang)
    sector = catalogue.sector(entry.sector).short(lang) if entry.sector else words["region"]
    return f"{region}　{sector}" if lang == "zh" else f"{region}, {sector[:1].lower() + sector[1:]}"


def _rules(alarms: Alarms, names: Mapping[str, str], codes: bool, lang: str) -> str:
    if codes:
        return " ".join(alarms.rules)
    return ("；" if lang == "zh" else "; ").join(names.get(rule, rule) for rule in alarms.rules)


def _margin(rule: Any, catalogue: Any, lang: str) -> str:
    """Return how far a figure has to be off, with its unit; a dash where any distance counts."""
    if not rule.margin:
        return ABSENT
    units = catalogue.indicator(rule.indicator).units
    size = _plain(rule.margin)
    if units.get(lang) == "%":  # a fall of so much, or a difference
        return f"{size}%" if rule.test == "negative_for" else f"{size}个百分点" if lang == "zh" else f"{size} points"
    places = len(size.partition(".")[2])
    zh, en = units.get("zh", units.get("en", "")), units.get("en", units.get("zh", ""))
    return Fact(rule.indicator, "", "", "", rule.margin, "observed", places, zh, en).text(lang)


def _plain(margin: float) -> str:
    return number(margin, 0 if float(margin).is_integer() else len(str(margin).partition(".")[2]))
