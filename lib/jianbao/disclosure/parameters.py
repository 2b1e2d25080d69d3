"""The parameters in force, read from ``catalogue/methods/disclosure.toml``."""

import tomllib
from datetime import date
from pathlib import Path

from jianbao.disclosure.rules import Rules
from jianbao.panel.store import PanelError

__all__ = ["read_rules"]

_KNOWN = {"valid_from": date, "minimum": int, "p": float, "n": int, "k": float, "interval": float, "source": str}


def read_rules(data_dir: Path, on: str = "9999-12") -> Rules:
    """Return the rules in force in a month (``2024-12``); those of the default where the place states none.

    Raises PanelError naming file, block and key if something is unknown, of another kind or out of its range.
    """
    path = Path(data_dir) / "catalogue" / "methods" / "disclosure.toml"
    if not path.is_file():
        return Rules("2000-01-01")
    try:
        blocks = tomllib.loads(path.read_text(encoding="utf-8")).get("rules", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PanelError(f"{path.name}：不是 TOML 文件 · not TOML（{error}）") from None
    found = [_checked(block, f"{path.name} [[rules]] {n}") for n, block in enumerate(blocks, 1)]
    valid = [r for r in found if r.valid_from[:7] <= on]
    if not valid:
        raise PanelError(f"{path.name}：{on} 没有生效的参数；请加一段 [[rules]] · no rules in force in {on}")
    return max(valid, key=lambda r: r.valid_from)


def _checked(block: dict, where: str) -> Rules:
    for key, value in block.items():
        kind = _KNOWN.get(key)
        if kind is None:
            raise PanelError(f"{where}：没有参数 {key}；可用 {'、'.join(_KNOWN)} · unknown key {key}")
        if not isinstance(value, (int, float) if kind is float else kind) or isinstance(value, bool):
            raise PanelError(f"{where}：{key} = {value!r} 类型不对 · {key} must be {kind.__name__}")
    for key, low, high in (("minimum", 1, 100), ("p", 0, 100), ("n", 1, 2), ("k", 0, 100), ("interval", 0.1, 100)):
        if key in block and not low <= block[key] <= high:
            raise PanelError(f"{where}：{key} = {block[key]} 应在 {low}—{high} 之间 · {key} must lie between {low} and {high}")
    if "valid_from" not in block or ("n" in block) != ("k" in block):
        raise PanelError(f"{where}：valid_from 必填；n 与 k 须同时给出 · valid_from is required, n and k go together")
    values = {k: v for k, v in block.items() if k not in ("source", "valid_from")}
    if "minimum" in block and "p" not in block and "k" not in block:
        values["p"] = None
    return Rules(str(block["valid_from"]), **values)
