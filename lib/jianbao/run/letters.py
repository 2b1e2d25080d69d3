"""Letters that were issued: noted when an edition with them is published, so that no later letter tells a finding again.

Two places (decision 0010): ``data/letters/<region>/<period>.csv`` is what later pages read, without a clock; the table of the
register of runs says in which file and when.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jianbao import catalogue, paths
from jianbao.catalogue.letters import FOLDER, told, write_told
from jianbao.run.asked import place_of
from jianbao.run.register import letters_of, note_letters
from jianbao.run.words import say

if TYPE_CHECKING:
    from jianbao.run.plan import BriefSpec

__all__ = ["LETTER", "addressed", "letters", "note", "show"]

LETTER = "shortboard_letter"
_FINDING = re.compile(r'data-letter="([^"]*)"')


def addressed(specs: Sequence[BriefSpec], data_dir: Path, audience: str) -> tuple[BriefSpec, ...]:
    """Return the documents to be made without the letters of counties that have no new finding.

    The registers and the release have to be there: ask it after the data were made.
    """
    from jianbao.reports.letter_rules import addressees

    due: dict[str, tuple[str, ...]] = {}
    asked = [s for s in specs if s.notebook.stem == LETTER]
    for period in {s.values["period"] for s in asked}:
        regions = tuple(dict.fromkeys(s.region for s in asked if s.values["period"] == period))
        due[period] = addressees(data_dir, audience, period, regions)
    return tuple(s for s in specs if s.notebook.stem != LETTER or s.region in due[s.values["period"]])


def note(specs: Sequence[BriefSpec], read: Callable[[str], str], data_dir: Path, register: Path) -> int:
    """Note the letters of a published edition; *read* returns a page by its file. Returns how many findings were noted.

    The same letter again changes nothing; a letter of the same county and period that was made anew replaces what is noted.
    """
    rows, seen = [], set()
    for spec in specs:
        period = spec.values["period"]
        if spec.notebook.stem != LETTER or (spec.region, period) in seen:  # other languages tell the same
            continue
        seen.add((spec.region, period))
        found = [tuple(unescape(t).split("|")) for t in _FINDING.findall(read(spec.file))]
        if found:
            if found != [(t.indicator, t.rule, t.since) for t in told(data_dir, spec.region, (period,), "")]:
                write_told(data_dir, spec.region, period, found)
            rows += [(spec.region, *f, period, spec.file) for f in found]
    note_letters(register, rows)
    return len(rows)


@click.command()
@click.option("--period", default="", help="期间 · period")
@click.option("--data", "data", type=click.Path(path_type=Path), help="另一地的数据文件夹 · data folder of another place")
@click.option("--lang", "langs", multiple=True, help="zh、en · language of messages")
def letters(period: str, data: Path | None, langs: tuple[str, ...]) -> None:
    """已发出的提示函 · the letters that were issued."""
    folder, lang = place_of(data, langs)
    show(folder, paths.outputs_dir() / "runs.sqlite", lang, period)


def show(data_dir: Path, register: Path, lang: str, period: str = "") -> None:
    """Print the letters that were issued: county, finding, since when, period, file, when it was made."""
    from rich.console import Console
    from rich.table import Table

    cat, console = catalogue.read(data_dir), Console(highlight=False)
    tongue = lang if lang in cat.place.languages else cat.place.languages[0]
    rows = [r for r in _all(data_dir, register) if period in ("", r[4])]
    if not rows:
        console.print(say(lang, "还没有发出提示函", "no letter was issued yet"))
        return
    heads = ("地区", "指标", "规则", "起始", "期间", "文件", "生成") if lang == "zh" else ("region", "indicator", "rule", "since", "period", "file", "made")
    table = Table(*heads, box=None, pad_edge=False)
    for region, indicator, rule, since, when, file, made in rows:
        known = cat.all_indicators.get(indicator)
        table.add_row(cat.region(region).name(tongue) if region in cat.all_regions else region, known.short(tongue) if known else indicator, rule, since, when, file, made[:16])
    console.print(table)
    console.print(say(lang, f"共{len(rows)}项；撤回一份：删除 {FOLDER}/地区代码/期间.csv", f"{len(rows)} findings; to withdraw a letter delete {FOLDER}/REGION/PERIOD.csv of the data folder"), style="dim")


def _all(data_dir: Path, register: Path) -> list[tuple[str, ...]]:
    """Return what is noted in the data folder, with file and time where the register has them: that can be lost with the outputs."""
    try:
        made = {r[:5]: r[5:] for r in letters_of(register)}
    except sqlite3.DatabaseError:
        made = {}
    found = []
    for path in sorted((Path(data_dir) / FOLDER).glob("*/*.csv")):
        region, period = path.parent.name, path.stem
        for t in told(data_dir, region, (period,), ""):
            key = (region, t.indicator, t.rule, t.since, period)
            found.append((*key, *made.get(key, ("—", "—"))))
    return sorted(found, key=lambda r: (r[4], r[0], r[2]))
