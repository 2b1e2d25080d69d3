"""The parameters cell of a notebook, read without running anything."""

import ast
import json
from dataclasses import dataclass
from pathlib import Path

from jianbao.run.words import RunError, say

__all__ = ["SCHEMA", "Parameter", "ParameterError", "read"]

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
