"""What there is: regions, sectors, notebooks, periods, runs; and what an indicator means."""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from jianbao import catalogue, paths
from jianbao.run.plan import find_notebooks
from jianbao.run.words import RunError, nearest, say

__all__ = ["describe", "periods_of", "show"]

_HEADS = {
    "regions": {"zh": ("代码", "名称", "层级"), "en": ("code", "name", "level")},
    "sectors": {"zh": ("代码", "名称", "层级", "可靠程度"), "en": ("code", "name", "level", "certainty")},
    "notebooks": {"zh": ("笔记本", "参数"), "en": ("notebook", "parameters")},
    "periods": {"zh": ("期间",), "en": ("period",)},
    "runs": {
        "zh": ("开始", "结束", "版", "成功", "失败", "结果"),
        "en": ("started", "ended", "edition", "made", "failed", "result"),
    },
}


def show(what: str | None, data: Path, outputs: Path, lang: str) -> None:
    """Print one list, or, where none is named, how much there is of each."""
    cat, console = catalogue.read(data), Console(highlight=False)
    tongue = lang if lang in cat.place.languages else cat.place.languages[0]
    if what is None:
        _overview(cat, data, console, lang)
        return
    table = Table(*_HEADS[what]["zh" if lang == "zh" else "en"], box=None, pad_edge=False)
    for row in _rows(what, cat, data, outputs, lang, tongue):
        table.add_row(*row)
    console.print(table)


def describe(indicator: str, data: Path, lang: str) -> None:
    """Print what an indicator is; RunError with the nearest id where there is none of that id or name."""
    cat = catalogue.read(data)
    tongue = lang if lang in cat.place.languages else cat.place.languages[0]
    known = cat.indicators()
    found = next((i for i in known if indicator == i.id or indicator in (*i.names.values(), *i.shorts.values())), None)
    if found is None:
        near = nearest(indicator, [i.id for i in known], 0.5)
        hint = say(lang, f"；是否指 {near}？", f"; did you mean {near}?") if near else ""
        raise RunError(say(lang, f"没有指标 {indicator!r}{hint}", f"there is no indicator {indicator!r}{hint}"))
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for label, text in _description(found, cat, lang, tongue):
        if text:
            table.add_row(label, text)
    Console(highlight=False).print(table)


def _description(found, cat, lang: str, tongue: str) -> list[tuple[str, str]]:
    direction = {
        "higher": say(lang, "越高越好", "higher is better"),
        "lower": say(lang, "越低越好", "lower is better"),
        "neutral": say(lang, "无好坏之分", "neither is better"),
    }
    certainty = {
        "stated": say(lang, "来源写明", "stated by the source"),
        "well_known": say(lang, "公认", "well known"),
        "inferred": say(lang, "推断", "inferred"),
        "unverified": say(lang, "未核实", "not verified"),
    }
    formula = ""
    if found.numerator and found.denominator:
        top, bottom = cat.indicator(found.numerator).name(tongue), cat.indicator(found.denominator).name(tongue)
        formula = f"{top} ÷ {bottom}" + (f" × {found.factor:g}" if found.factor not in (None, 1) else "")
        formula += say(lang, "（折年率）", " (annualised)") if found.annualised else ""
    elif found.growth_of or found.base_of:
        of = cat.indicator(found.growth_of or found.base_of).name(tongue)
        formula = say(lang, f"{of}的{'增速（直接发布，不由两期水平推算）' if found.growth_of else '可比基数'}",
                      f"{'growth (as published, never from two levels)' if found.growth_of else 'comparable base'} of {of}")  # fmt: skip
    return [
        (say(lang, "代码", "id"), found.id),
        (say(lang, "名称", "name"), found.name(tongue)),
        (say(lang, "单位", "unit"), found.unit(tongue)),
        (say(lang, "定义", "definition"), found.definition(tongue)),
        (say(lang, "公式", "formula"), formula),
        (say(lang, "方向", "direction"), direction.get(found.direction, found.direction)),
        (say(lang, "来源", "source"), found.source),
        (say(lang, "可靠程度", "certainty"), certainty.get(found.certainty, found.certainty)),
        (say(lang, "说明", "note"), found.note),
    ]


def _rows(what: str, cat, data: Path, outputs: Path, lang: str, tongue: str):
    if what == "regions":
        for r in cat.regions():
            yield r.code, "  " * cat.place.levels.index(r.level) + r.name(tongue), cat.place.level_name(r.level, tongue)
    elif what == "sectors":
        brief = cat.brief_sectors()
        for s in (*brief, *(s for s in cat.sectors() if s.level in ("division", "set") and s not in brief)):
            yield s.code, s.name(tongue), s.level, s.certainty
    elif what == "notebooks":
        from jianbao.run.parameters import read

        for path in find_notebooks(paths.notebooks_dir(), lang):
            yield path.stem, ", ".join(p.name for p in read(path, lang))
    elif what == "periods":
        yield from ((p,) for p in _periods(data, lang))
    else:
        from jianbao.run.register import runs

        for r in runs(outputs / "runs.sqlite"):
            yield str(r["started"])[:16], str(r["ended"] or "")[:16], str(r["edition"]), str(r["made"]), str(r["failed"]), str(r["result"])


def periods_of(data: Path) -> tuple[str, ...]:
    """Return the periods that there are data of, none before the first panel."""
    from jianbao.panel.release import open_release

    try:
        return open_release(data, "internal").periods
    except Exception:  # no panel yet
        return ()


def _periods(data: Path, lang: str) -> tuple[str, ...]:
    if not (found := periods_of(data)):
        raise RunError(say(lang, "还没有数据；请先运行 jianbao panel", "there are no data yet; run jianbao panel first"))
    return found


def _overview(cat, data: Path, console: Console, lang: str) -> None:
    zh = lang == "zh"
    try:
        periods = _periods(data, lang)
        span = f"{periods[0]} … {periods[-1]}（{len(periods)}）" if zh else f"{periods[0]} … {periods[-1]} ({len(periods)})"
    except RunError as error:
        span = str(error)
    levels = ", ".join(f"{cat.place.level_name(x, cat.place.languages[0])} {len(cat.regions(level=x))}" for x in cat.place.levels)
    for label, text in (
        ("地区" if zh else "regions", f"{len(cat.regions())}: {levels}"),
        ("行业" if zh else "sectors", f"{len(cat.brief_sectors())}: {', '.join(s.code for s in cat.brief_sectors())}"),
        ("笔记本" if zh else "notebooks", ", ".join(p.stem for p in find_notebooks(paths.notebooks_dir(), lang))),
        ("期间" if zh else "periods", span),
    ):
        console.print(f"{label}\t{text}", soft_wrap=True)
    console.print("jianbao list regions | sectors | notebooks | periods | runs", style="dim")
