"""The index of an edition: find a brief by name, code, pinyin or sector; read it whole without script."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import jinja2
from markupsafe import Markup

from jianbao.facts import Fact
from jianbao.publish.css import PAGE_DIR, minify, sheet
from jianbao.publish.documents import REPORT, documents
from jianbao.publish.map import index_map
from jianbao.publish.matrix import FAR, NEAR, Layout, column_labels, figure, layout, matrix
from jianbao.publish.meta import Entry, IndexMeta, say
from jianbao.publish.policy import policy

__all__ = ["index_page"]

_WORDS = {
    "zh": {
        "kick": "行业县域简报　总目录", "as_of": "数据截至 ", "build": "版次 ", "find": "查找简报", "results": "查找结果", "all": "地区 × 行业",
        "sim_text": "本版含由模拟企业数据推算的数字，不得作为实际情况引用。", "example": "如 吴兴 纺织 / wx fz / 330502",
        "hint": "可输地区或行业的名称、代码、拼音、首字母，多个词以空格分开；↓ 进入结果，Esc 清除。",
        "found": "找到 {n} 篇。", "none": "没有找到。请减少一个词，或核对名称、代码。", "more": "先列 {n} 篇，可再加一个词。",
        "noscript": "未启用脚本，查找不可用；下表列出全部简报。", "region_brief": "地区简报", "sector_brief": "行业简报", "briefs": "{n} 篇",
        "failed": "未生成", "absent": "无", "open": "打开", "total": "本版简报（篇）", "cells": "地区·行业简报", "regions": "地区简报", "sectors": "行业简报",
        "bad": "未生成（篇）", "note": "点数字打开该地区该行业的简报；点地区名、列名打开地区简报、行业简报。差距由四舍五入后的数计算。",
        "worry": "哪些简报需要留意：触发预警的简报 →", "changes": "变化与原因 →", "withheld": "… 不公布", "none_here": "无：该地区没有这一行业", "missing": "— 无数据",
        "map": "各县（市、区）{measure}增速（全部规模以上工业）", "map_note": "点地图上的县（市、区）打开其简报。深浅按增速与{root}的差距；横线为低于，斜线为不公布，白色为本版没有。",
        "map_said": "共{n}个县（市、区）有数据，与全省相比：{parts}。", "above": "高于", "alike": "相差不大", "below": "低于", "comma": "，", "no_brief": "本版没有",
        "place": "地区", "growth": "增速（%）", "documents": "文件（篇）", "document_list": "通报、晾晒、评估等文件",
    },
    "en": {
        "kick": "Sector and county briefs · index", "as_of": "Data as of ", "build": "Edition ", "find": "Find a brief", "results": "Results",
        "all": "Regions × sectors", "sim_text": "This edition holds figures from modelled enterprise data; do not quote them as fact.",
        "example": "a place, a sector, a code", "hint": "Type names or codes of places and sectors, several words with spaces between; ↓ goes to the results, Esc clears.",
        "found": "{n} found. ", "none": "Nothing found. Try one word less, or check the name or code.", "more": "The first {n} are listed; add a word.",
        "noscript": "Script is off, so the search is not available; the tables below list every brief.", "region_brief": "place brief", "sector_brief": "sector brief",
        "briefs": "{n} briefs", "failed": "not made", "absent": "none", "open": "open", "total": "briefs in this edition", "cells": "by place and sector", "regions": "by place",
        "sectors": "by sector", "bad": "not made", "note": "A figure opens the brief of that place and sector; the name of a place or column opens its own brief. Differences are of the rounded figures.",
        "worry": "Which briefs should worry me? Briefs with alerts →", "changes": "What changed, and why →", "withheld": "… not disclosed", "none_here": "none: the place has no such sector", "missing": "— no data",
        "map": "Growth of {measure} by place, all industry", "map_note": "A place on the map opens its brief; shades as in the key, by distance from {root}. Lines: below; hatched: not disclosed; white: not in this edition.",
        "map_said": "{n} places with figures, against the whole: {parts}.", "above": "above: ", "alike": "about the same: ", "below": "below: ", "comma": ", ", "no_brief": "not in this edition",
        "place": "Place", "growth": "growth, %", "documents": "documents", "document_list": "Bulletins, league tables and other documents",
    },
}  # fmt: skip


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(loader=jinja2.FileSystemLoader(PAGE_DIR), autoescape=True, undefined=jinja2.StrictUndefined)


@cache
def _script() -> str:
    """Return the script without comments and indents."""
    lines = (PAGE_DIR / "index.js").read_text(encoding="utf-8").splitlines()
    return "\n".join(s for s in (line.strip() for line in lines) if s and not s.startswith("//"))


def index_page(entries: Iterable[Entry], place_catalogue: Any, meta: IndexMeta) -> str:
    """Return the whole index page; *entries* in another language than ``meta.lang`` are left to that language's index.

    Raises CatalogueError for an entry whose region or sector is not in the registers.
    """
    entries = tuple(entries)
    entries = tuple(e for e in entries if e.lang == meta.lang) or entries
    reports, entries = tuple(e for e in entries if e.kind == REPORT), tuple(e for e in entries if e.kind != REPORT)
    words = _WORDS["en" if meta.lang == "en" else "zh"] | {"skip": say("skip", meta.lang), "sim": say("sim", meta.lang), "stop": say("stop", meta.lang), "gap": say("gap", meta.lang)}
    plan = layout(entries, place_catalogue)
    headline = place_catalogue.indicator(place_catalogue.place.headline)
    measure, root = headline.short(meta.lang), place_catalogue.region(plan.root)
    words |= {"map": words["map"].format(measure=measure if meta.lang != "en" else measure.lower()), "map_note": words["map_note"].format(root=root.name(meta.lang))}
    css = sheet("page.css", "index.css") + minify(column_labels(plan, meta.lang))
    stamp = say(meta.audience, meta.lang) if meta.audience in ("public", "internal") else meta.audience
    return _environment().get_template("index.html.j2").render(
        meta=meta,
        w=words,
        stamp=stamp,
        script=Markup(_script()),
        policy=Markup(policy(css, _script())),
        css=Markup(css),
        counts=_counts(entries, reports, words),
        documents=documents(reports, place_catalogue, meta.lang),
        legend=_legend(plan, meta.lang, words, plan.reference, plan.cells.values()),
        map_legend=_legend(plan, meta.lang, words, _reference(plan), plan.regions.values()),
        map=Markup(_map(plan, place_catalogue, meta.lang, words)),
        cities=_cities(plan, place_catalogue, meta.lang, words),
        city_heads=(words["place"], f"{measure}（{headline.unit('zh')}）" if meta.lang != "en" else f"{measure}, {Fact.of(headline, plan.root, '', '', None, 'missing').unit_text(meta.lang)}", words["growth"]),
        matrix=Markup(matrix(plan, meta.lang, words)) if entries else "",
        footer=words["gap"].join(filter(None, (meta.title, meta.period_label, stamp))),
    )


def _map(plan: Layout, catalogue: Any, lang: str, words: dict[str, str]) -> str:
    """Return the map, "" for a place or an edition without one."""
    path = catalogue.folder.parent / catalogue.place.map
    return index_map(plan, catalogue, path, lang, words) if catalogue.place.map and path.is_file() else ""


def _cities(plan: Layout, catalogue: Any, lang: str, words: dict[str, str]) -> list[tuple[str, str, str, str, str]]:
    """Return (address, name, level, shade, growth) of the root region and those right below it that have a brief."""
    reference, rows = _reference(plan), []
    for region in (catalogue.region(plan.root), *(r for r in catalogue.regions() if r.parent == plan.root)):
        entry = plan.regions.get(region.code)
        if entry and entry.result == "ok" and entry.headline:
            shade, text = figure(entry, reference, words)
            rows.append((entry.file, region.name(lang), entry.headline.value or text, shade, text))
    return rows


def _counts(entries: tuple[Entry, ...], reports: tuple[Entry, ...], words: dict[str, str]) -> list[tuple[str, str]]:
    made = [e for e in entries if e.result == "ok"]
    heads = sum(e.kind == "sector_brief" for e in made)
    cells = sum(bool(e.sector) for e in made) - heads
    rows = [
        (len(made), words["total"]),
        (cells, words["cells"]),
        (len(made) - cells - heads, words["regions"]),
        (heads, words["sectors"]),
    ]
    rows = [*(rows if entries else []), *([(sum(e.result == "ok" for e in reports), words["documents"])] if reports else [])]
    rows.append((sum(e.result != "ok" for e in (*entries, *reports)), words["bad"]))
    return [(f"{n:,}", label) for n, label in rows]


def _reference(plan: Layout) -> float | None:
    """Return the growth of the root region's own brief, None where there is none."""
    root = plan.regions.get(plan.root)
    return root.headline.growth if root and root.headline else None


def _legend(plan: Layout, lang: str, words: dict[str, str], reference: Any, entries: Iterable[Entry]) -> list[tuple[str, str]]:
    """Return (class, text) of each shade that a picture of these entries can show."""
    en = lang == "en"
    if reference is not None and reference != {}:
        root = plan.groups[0][0].name(lang)
        shades = [
            ("a", f"▲ {FAR:.0f}+ points above {root}" if en else f"▲ 高于{root}{FAR:.0f}个百分点及以上"),
            ("b", f"{NEAR:.0f}–{FAR:.0f} above" if en else f"高{NEAR:.0f}—{FAR:.0f}"),
            ("c", f"within {NEAR:.0f}" if en else f"相差不足{NEAR:.0f}"),
            ("d", f"{NEAR:.0f}–{FAR:.0f} below" if en else f"低{NEAR:.0f}—{FAR:.0f}"),
            ("e", f"▼ {FAR:.0f}+ below" if en else f"▼ 低{FAR:.0f}及以上"),
        ]
    else:
        shades = [("b", "+ up" if en else "+ 增长"), ("d", "− down" if en else "− 下降")]
    statuses = {e.headline.status for e in entries if e.headline}
    if "suppressed" in statuses:
        shades.append(("h", words["withheld"]))
    if "not_applicable" in statuses:
        shades.append(("o", words["none_here"]))
    return shades
