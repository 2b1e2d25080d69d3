"""The parameters of a notebook, checked before anything is run or written.

papermill itself only warns of an unknown parameter, runs the default county and exits 0; and it pastes names and
values that are not text into code as they are. So the names are a closed list, every value is a text of a register,
and whatever else is given stops the run.
"""

import ast
import json
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jianbao.run.words import RunError, nearest, say

if TYPE_CHECKING:
    from jianbao.catalogue import Catalogue

__all__ = ["SCHEMA", "Parameter", "ParameterError", "check", "read"]

#: The only names that a parameters cell may have.
SCHEMA = ("region_code", "sector_code", "period", "lang")


class ParameterError(RunError):
    """A parameter or a parameters cell that is refused; one line."""


@dataclass(frozen=True)
class Parameter:
    """One line of a parameters cell: ``name: str = "default"  # help``."""

    name: str
    default: str
    help: str


def read(notebook: Path, lang: str = "zh") -> tuple[Parameter, ...]:
    """Return the parameters that a notebook declares in its only cell tagged ``parameters``.

    Raises
    ------
    ParameterError
        If the file is no notebook, has no such cell or several, or the cell holds anything but
        ``name: str = "default"`` with names of the closed list.
    """
    name = Path(notebook).name
    try:
        cells = json.loads(Path(notebook).read_text(encoding="utf-8"))["cells"]
        tagged = [c for c in cells if "parameters" in c.get("metadata", {}).get("tags", [])]
    except FileNotFoundError:
        raise ParameterError(say(lang, f"没有笔记本 {name}", f"there is no notebook {name}")) from None
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        raise ParameterError(say(lang, f"{name} 不是可读的笔记本", f"{name} is not a readable notebook")) from None
    if len(tagged) != 1 or tagged[0].get("cell_type") != "code":
        raise ParameterError(
            say(
                lang,
                f"{name} 应有且只有一个带 parameters 标签的代码单元，现有 {len(tagged)} 个",
                f"{name} must have exactly one code cell tagged parameters; it has {len(tagged)}",
            )
        )
    source = tagged[0].get("source", "")
    return _parse("".join(source) if isinstance(source, list) else source, name, lang)


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


def _parse(source: str, name: str, lang: str) -> tuple[Parameter, ...]:
    try:
        body = ast.parse(source).body
    except SyntaxError as error:
        raise ParameterError(
            say(lang, f"{name} 的参数单元第 {error.lineno} 行有语法错误", f"{name}: syntax error in line {error.lineno} of the parameters cell")
        ) from None
    lines, found = source.splitlines(), []
    for node in body:
        plain = (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and isinstance(node.annotation, ast.Name)
            and node.annotation.id == "str"
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        )
        if not plain:
            raise ParameterError(
                say(
                    lang,
                    f'{name} 的参数单元第 {node.lineno} 行须写成 name: str = "默认值"  # 说明',
                    f'{name}: line {node.lineno} of the parameters cell must read name: str = "default"  # help',
                )
            )
        if node.target.id not in SCHEMA or node.target.id in [p.name for p in found]:
            raise ParameterError(
                say(
                    lang,
                    f"{name} 的参数 {node.target.id} 不可用或重复；可用的是 {'、'.join(SCHEMA)}",
                    f"{name}: parameter {node.target.id} is unknown or given twice; the names are {', '.join(SCHEMA)}",
                )
            )
        note = lines[node.end_lineno - 1].encode()[node.end_col_offset :].decode().strip()
        found.append(Parameter(node.target.id, node.value.value, note.lstrip("# ").strip()))
    names = {p.name for p in found}
    missing = sorted({"period", "lang"} - names) or ([] if names & {"region_code", "sector_code"} else ["region_code"])
    if missing:
        raise ParameterError(
            say(lang, f"{name} 的参数单元缺少 {'、'.join(missing)}", f"{name}: the parameters cell lacks {', '.join(missing)}")
        )
    return tuple(found)


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
