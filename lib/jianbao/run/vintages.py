"""``jianbao history``: each value that a figure has had. ``undo`` puts a taking aside; ``day`` reads ``--known-on``."""

import importlib.util
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jianbao import catalogue, paths
from jianbao.run.words import RunError, say

if TYPE_CHECKING:
    from jianbao.panel.history import Known

__all__ = ["day", "history", "undo"]

_STATUS = {
    "observed": ("实际数", "observed"), "estimated": ("模拟/估算", "modelled"), "suppressed": ("不公布", "withheld"), "missing": ("缺", "missing"),
    "not_applicable": ("不适用", "not applicable"),
}  # fmt: skip
_VINTAGE = {"flash": ("快报", "flash"), "final": ("定案", "final")}


@click.command()
@click.argument("region")
@click.argument("sector")
@click.argument("indicator")
@click.argument("period")
@click.option("--data", "data", type=click.Path(path_type=Path), help="另一地的数据文件夹 · data folder of another place")
@click.option("--lang", default="zh", help="zh、en · language of messages")
def history(region: str, sector: str, indicator: str, period: str, data: Path | None, lang: str) -> None:
    """一个数的历次数值：何时、来自哪个文件和单元格，现用哪个 · every value a figure has had.

    例 · example: jianbao history 330502 T02 revenue 2024-12
    """
    from jianbao.catalogue.period import Period
    from jianbao.panel.history import history as values_of

    folder = (data or paths.data_dir()).resolve()
    cat = catalogue.read(folder)
    when = str(Period.parse(period))
    place, line = _code(cat, "region", region), _code(cat, "sector", sector)
    known = cat.indicator(_indicator(cat, indicator))
    click.echo(f"{cat.region(place).name(lang)}　{cat.sector(line).name(lang)}　{Period.parse(when).label(lang)}")
    empty = True
    for one in [cat.indicator(p) for p in (known.numerator, known.denominator)] if known.numerator else [known]:
        found = values_of(folder, one.id, place, line, when)
        waiting = _waiting(folder, one.id, place, line, when)
        empty = empty and not found and not waiting
        click.echo(f"{one.name(lang)}（{one.id}）" if lang != "en" else f"{one.name('en')} ({one.id})")
        for value in found:
            click.echo(_line(value, one, place, line, when, lang))
        for value in waiting:
            click.echo(_line(value, one, place, line, when, lang) + say(lang, "  ← 待下次生成", "  ← from the next build on"))
        if not found and not waiting:
            click.echo(say(lang, "  没有数", "  no figure"))
    sys.exit(1 if empty else 0)


def _waiting(folder: Path, *key: str) -> list["Known"]:
    """Return what was taken of a figure since the panel was made: the next build has it."""
    import json

    from jianbao.panel.history import Known
    from jianbao.panel.taken import rows, takings

    note = folder / "panel" / "panel.json"
    made_of = json.loads(note.read_text(encoding="utf-8")).get("takings", ()) if note.is_file() else ()
    found = []
    for one in takings(folder):
        if one.number in made_of or one.kind != "observations" or key[3] not in one.periods:
            continue
        frame = rows(one)
        for row in frame[(frame[["indicator", "region", "sector", "period"]] == list(key)).all(axis=1)].itertuples():
            value = None if row.value != row.value else float(row.value)
            found.append(Known(value, row.status, row.vintage, row.measure, one.taken[:10], row.source, one.number, one.file, one.form, used=False))
    return found


def _line(value: "Known", indicator: "catalogue.Indicator", region: str, sector: str, period: str, lang: str) -> str:
    from jianbao.facts import Fact

    k = 0 if lang != "en" else 1
    shown = Fact.of(indicator, region, sector, period, value.value, value.status).text(lang)
    vintage = _VINTAGE.get(value.vintage, (value.vintage, value.vintage))[k]
    if value.vintage.startswith("before-"):
        number = int(value.vintage.rpartition("-")[2])
        vintage = say(lang, f"第 {number} 号收入之前", f"until taking {number}")
    came = value.came or say(lang, "日期不详", "day unknown")
    origin = value.source
    if value.number:
        form = say(lang, f"，表单 {value.form}", f", form {value.form}") if value.form else ""
        origin = say(lang, f"第 {value.number} 号收入 {value.source if '!' in value.source else value.file}{form}", f"taking {value.number} {value.source if '!' in value.source else value.file}{form}")
    other = "" if value.measure == indicator.measure else f"（{value.measure}）"
    mark = say(lang, "  ← 现用", "  ← in use") if value.used else ""
    return f"  {shown}{other}　{_STATUS[value.status][k]}　{vintage}　{came}　{origin}{mark}"


def undo(data_dir: Path, outputs: Path, number: int, lang: str) -> str:
    """Put a taking aside and return what to tell the user; PanelError if there is none of that number."""
    from jianbao.panel.taken import undo as put_aside
    from jianbao.run.supply import held

    with held(data_dir, outputs, lang):
        one = put_aside(data_dir, number)
    return say(lang, f"已撤回第 {number} 号收入（{one.file}），文件留在 {one.folder}；下次生成时面板不再含它", f"taking {number} ({one.file}) was put aside in {one.folder}; the next build leaves it out")


def day(text: str, lang: str) -> date | None:
    """Return the day of ``--known-on``, None for ""; RunError if it is no ISO date."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise RunError(say(lang, f"--known-on 应为 2025-01-31 这样的日期，收到 {text!r}", f"--known-on takes a date such as 2025-01-31, not {text!r}")) from None


def _code(cat: "catalogue.Catalogue", what: str, text: str) -> str:
    """Return the code of a region or sector given by code or name."""
    register = cat.all_regions if what == "region" else cat.all_sectors
    if text in register:
        return text
    if importlib.util.find_spec("jianbao.intake.names"):
        from jianbao.intake import names

        return getattr(names.Names(cat), what)(text).code
    same = [c for c, r in register.items() if text in (*r.names.values(), *(r.short(lang) for lang in cat.place.languages))]
    return same[0] if len(same) == 1 else getattr(cat, what)(text).code


def _indicator(cat: "catalogue.Catalogue", text: str) -> str:
    same = [i.id for i in cat.indicators() if text in (i.id, *(n for lang in cat.place.languages for n in (i.name(lang), i.short(lang))))]
    return same[0] if len(same) == 1 else text
