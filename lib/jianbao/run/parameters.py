"""The parameters of a notebook, checked before anything is run or written.

papermill itself only warns of an unknown parameter, runs the default county and exits 0; and it pastes names and
values that are not text into code as they are. So the names are a closed list, every value is a text of a register,
and whatever else is given stops the run.
"""

import unicodedata
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao.run.declared import SCHEMA, Parameter, ParameterError, read
from jianbao.run.words import nearest, say

if TYPE_CHECKING:
    from jianbao.catalogue import Catalogue

__all__ = ["SCHEMA", "Parameter", "ParameterError", "check", "read"]

def check(
    notebook: Path,
    given: Mapping[str, object],
    cat: "Catalogue",
    *,
    periods: Collection[str] | None = None,
    lang: str = "zh",
) -> dict[str, str]:
    """Return the parameters for a notebook, in the order it declares them, or refuse them in one line.

    Parameters
    ----------
    given : mapping
        Every parameter that the notebook declares and no other: a run from the command falls back on no default.
    periods : collection of str, optional
        The periods that the data hold; not checked where None.
    lang : str
        Language of the message.

    Raises
    ------
    ParameterError
        With one line that says which parameter, what is wrong, and the nearest right one where there is one.
    """
    declared = [p.name for p in read(notebook, lang)]
    _check_names(declared, given, Path(notebook).name, lang)
    for name in declared:
        _check_text(name, given[name], cat, lang)
    values = {name: str(given[name]) for name in declared}
    _check_swapped(values, cat, lang)
    for name, value in values.items():
        _CHECKS[name](value, cat, periods, lang)
    return values


def _check_names(declared: list[str], given: Mapping[str, object], notebook: str, lang: str) -> None:
    for name in given:
        if name in declared:
            continue
        shown = _shown(name)
        near = nearest(name, declared) if isinstance(name, str) else None
        hint = say(lang, f"；是否指 {near}？", f"; did you mean {near}?") if near else ""
        if name in SCHEMA:
            raise ParameterError(
                say(lang, f"{notebook} 没有参数 {shown}，请去掉", f"{notebook} has no parameter {shown}; leave it out")
            )
        raise ParameterError(say(lang, f"没有名为 {shown} 的参数{hint}", f"there is no parameter {shown}{hint}"))
    for name in declared:
        if name not in given:
            raise ParameterError(say(lang, f"缺少参数 {name}（{notebook}）", f"parameter {name} is missing ({notebook})"))


def _check_text(name: str, value: object, cat: "Catalogue", lang: str) -> None:
    shown = _shown(value)
    if type(value) is not str:
        kind = type(value).__name__
        raise ParameterError(
            say(lang, f"{name} 须是带引号的文本，给出的是 {kind}：{shown}", f"{name} must be text in quotes, not {kind}: {shown}")
        )
    if value == "":
        raise ParameterError(say(lang, f"{name} 为空", f"{name} is empty"))
    if value != value.strip():
        raise ParameterError(say(lang, f"{name} 前后有空格：{shown}", f"{name} has blanks around it: {shown}"))
    if any(unicodedata.category(c)[0] == "C" for c in value):
        raise ParameterError(say(lang, f"{name} 含换行或控制字符：{shown}", f"{name} holds a line break or control character: {shown}"))
    narrow = unicodedata.normalize("NFKC", value)
    if narrow != value:
        raise ParameterError(
            say(lang, f"{name} 含全角字符：{shown}；请写半角 {_shown(narrow)}", f"{name} has full-width characters: {shown}; write {_shown(narrow)}")
        )


def _check_swapped(values: Mapping[str, str], cat: "Catalogue", lang: str) -> None:
    region, sector = values.get("region_code"), values.get("sector_code")
    regions, sectors = _codes(cat.regions()), _codes(cat.sectors())
    if region and sector and region not in regions and sector not in sectors and region in sectors and sector in regions:
        raise ParameterError(
            say(
                lang,
                f"地区与行业写反了：请写 region_code={sector}、sector_code={region}",
                f"region and sector are swapped: write region_code={sector}, sector_code={region}",
            )
        )


def _check_region(value: str, cat: "Catalogue", periods: object, lang: str) -> None:
    known = cat.regions()
    if value not in _codes(known):
        raise ParameterError(_unknown("region_code", value, known, say(lang, "地区", "region"), lang))


def _check_sector(value: str, cat: "Catalogue", periods: object, lang: str) -> None:
    known = cat.sectors()
    if value not in _codes(known):
        raise ParameterError(_unknown("sector_code", value, known, say(lang, "行业", "sector"), lang))
    level = cat.sector(value).level
    if level not in ("division", "set"):
        example = cat.brief_sectors()[0].code
        raise ParameterError(
            say(
                lang,
                f"sector_code 须是行业大类或产业（如 {example}），{value} 的层级是 {level}",
                f"sector_code must be a division or a set (such as {example}); {value} is of level {level}",
            )
        )


def _check_period(value: str, cat: "Catalogue", periods: Collection[str] | None, lang: str) -> None:
    from jianbao.catalogue.period import Period, PeriodError

    try:
        Period.parse(value)
    except PeriodError as error:
        raise ParameterError(say(lang, f"period 不可用：{_shown(value)}；应如 {cat.place.default_period}", f"period {_shown(value)}: {error}")) from None
    if periods is not None and value not in periods:
        last = max(periods, default="-")
        raise ParameterError(
            say(lang, f"数据中没有 period {value}；最近的是 {last}", f"the data have no period {value}; the latest is {last}")
        )


def _check_lang(value: str, cat: "Catalogue", periods: object, lang: str) -> None:
    if value not in cat.place.languages:
        known = list(cat.place.languages)
        raise ParameterError(
            say(lang, f"lang 须是 {'、'.join(known)} 之一，不是 {_shown(value)}", f"lang must be one of {', '.join(known)}, not {_shown(value)}")
        )


_CHECKS = {"region_code": _check_region, "sector_code": _check_sector, "period": _check_period, "lang": _check_lang}


def _unknown(name: str, value: str, known: Collection, what: str, lang: str) -> str:
    """Say that a code is unknown; suggest the code where a name was written, else the nearest code."""
    named = [x.code for x in known if value in (*x.names.values(), *x.shorts.values())]
    near = named[:3] or [n for n in [nearest(value, [x.code for x in known], 0.75)] if n]
    hint = say(lang, f"；是否指 {'、'.join(near)}？", f"; did you mean {', '.join(near)}?") if near else ""
    return say(lang, f"{name}：没有代码为 {_shown(value)} 的{what}{hint}", f"{name}: there is no {what} {_shown(value)}{hint}")


def _codes(items: Collection) -> set[str]:
    return {x.code for x in items}


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
