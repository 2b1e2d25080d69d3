"""The shipped form of the BEA's regional tables (data/catalogue/forms/bea_regional.toml), checked when it is read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jianbao import paths
from jianbao.intake.bea_file import BeaError
from jianbao.intake.bea_registers import DURABLE, MANUFACTURING, NONDURABLE, SUBSECTORS

__all__ = ["BeaForm", "read_bea_form"]

_GROUPS = {"durable": DURABLE, "nondurable": NONDURABLE, "subsectors": SUBSECTORS, "manufacturing": (MANUFACTURING, *SUBSECTORS)}
_STATUSES = ("suppressed", "missing", "not_applicable")


@dataclass(frozen=True)
class BeaForm:
    """What the form says. ``tables``: id -> (file, price, {indicator: (unit printed, its name in table.toml, {line: sector})}).

    ``marks``: mark -> (status, meaning). ``lines``: file -> lines to read. ``identities``: (name, total, parts) of ``needed``.
    """

    needed: str
    marks: Mapping[str, tuple[str, str]]
    tables: Mapping[str, tuple[str, str, Mapping[str, tuple[str, str, Mapping[str, str]]]]]
    identities: tuple[tuple[str, str, tuple[str, ...]], ...]
    caveats: Mapping[str, tuple[str, ...]]
    lines: Mapping[str, tuple[str, ...]]


def read_bea_form(path: Path | None = None) -> BeaForm:
    """Return the form; the project's own unless a path is given. Raises BeaError with one line for a mistake in it."""
    path = path or paths.root() / "data" / "catalogue" / "forms" / "bea_regional.toml"
    try:
        about = tomllib.loads(path.read_text(encoding="utf-8"))
        tables = {t["id"]: (t["file"], t["price"], {i["id"]: _indicator(i) for i in t["indicator"]}) for t in about["table"]}
        identities = tuple((i["name"], i["total"], _codes(i["parts"])) for i in about.get("identity", ()))
        marks = {mark: (status, meaning) for mark, (status, meaning) in about["marks"].items()}
        needed, caveats = about["needed"], {name: tuple(texts) for name, texts in about["caveats"].items()}
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError, TypeError) as error:
        raise BeaError(f"{path.name}: {error}") from None
    except KeyError as error:
        raise BeaError(f"{path.name}: no {error.args[0]}") from None
    if wrong := sorted({status for status, _ in marks.values()} - set(_STATUSES)):
        raise BeaError(f"{path.name}: status {wrong[0]!r} of a mark; use one of {', '.join(_STATUSES)}")
    lines: dict[str, tuple[str, ...]] = {}
    for file, _, indicators in tables.values():
        lines[file] = (*lines.get(file, ()), *(line for *_, codes in indicators.values() for line in codes))
    tested = [code for _, total, parts in identities for code in (total, *parts)]
    lines[needed] = tuple(sorted({*lines.get(needed, ()), *tested}))
    if absent := sorted(set(lines) - set(caveats)):
        raise BeaError(f"{path.name}: no caveats for {absent[0]}")
    return BeaForm(needed, marks, tables, identities, caveats, lines)


def _codes(what: str | list[str]) -> tuple[str, ...]:
    return _GROUPS.get(what, (what,)) if isinstance(what, str) else tuple(what)


def _indicator(about: dict) -> tuple[str, str, dict[str, str]]:
    """Return unit printed, its name, and line -> sector; a figure of the region stands under manufacturing."""
    grouped = about["lines"] in _GROUPS
    return about["printed"], about["unit"], {line: line if grouped else MANUFACTURING for line in _codes(about["lines"])}
