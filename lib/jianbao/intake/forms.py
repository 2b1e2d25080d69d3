"""Forms: what an analyst writes down about a workbook, in TOML, so that its figures can be read the same way each time."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from fractions import Fraction
from pathlib import Path
from typing import Any

from jianbao.catalogue import Catalogue
from jianbao.intake.form_checks import KINDS, Mistake, own, registered
from jianbao.intake.words import IntakeError
from jianbao.panel.published import Identity, PublishedError, unit_factor

__all__ = ["KINDS", "Across", "Column", "Form", "Key", "Sum", "converts", "factor_of", "forms", "read_form"]


@dataclass(frozen=True)
class Key:
    """Where the region, sector or period of a figure stands: a column of names, of codes, both, the title, or nowhere (``fixed``)."""

    column: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    fixed: str = ""
    from_: tuple[str, ...] = ()
    level: str = ""
    kind: str = ""
    sets: bool = False
    skip: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    complete: bool = False


@dataclass(frozen=True)
class Column:
    """One column of figures: how its head reads (``上/下`` for two rows) and what stands below."""

    head: tuple[str, ...]
    indicator: str = ""
    unit: str = ""
    unit_as: str = ""
    measure: str = ""
    skip: bool = False
    optional: bool = False
    plausible: tuple[float, float] | None = None
    field: str = ""


@dataclass(frozen=True)
class Across:
    """The heads of the figures are names themselves: sectors, regions or periods, all of one indicator."""

    what: str
    indicator: str = ""
    unit: str = ""
    skip: tuple[str, ...] = ()
    plausible: tuple[float, float] | None = None


@dataclass(frozen=True)
class Sum:
    """Parts add up to their whole along the tree of regions or sectors; ``within`` is a share of the whole beside rounding."""

    over: str
    within: float = 0.0
    level: str = "error"
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """A form as read and checked. ``least`` is how many columns of figures a sheet must have to be one of this form."""

    id: str
    titles: Mapping[str, str]
    kind: str
    sha256: str
    path: Path
    scope: str = ""
    price: str = ""
    measure: str = ""
    vintage: str = "final"
    title: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ("*",)
    region: Key = Key()
    sector: Key = Key()
    period: Key = Key()
    columns: tuple[Column, ...] = ()
    across: Across | None = None
    sums: tuple[Sum, ...] = ()
    identities: tuple[Identity, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ("注", "资料来源", "说明", "备注")
    unknown_columns: str = "warning"
    least: int = 1
    ledger: str = ""  # of a ledger: the kind of items that do not say it themselves

    def name(self, lang: str) -> str:
        """Return the form's title."""
        return self.titles.get(lang) or self.id


def forms(folder: Path, cat: Catalogue) -> tuple[Form, ...]:
    """Return the forms of a data folder in the order of their ids. Raises IntakeError at the first mistake."""
    return tuple(read_form(path, cat) for path in sorted((Path(folder) / "catalogue" / "forms").glob("*.toml")))


def read_form(path: Path, cat: Catalogue | None) -> Form:
    """Return a form, checked against the registers.

    Parameters
    ----------
    path : Path
        A TOML file; its name without ending is the form's id.
    cat : Catalogue or None
        None checks the form's own words only.

    Raises
    ------
    IntakeError
        With the mistakes joined by semicolons.
    """
    data = path.read_bytes()
    try:
        about = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise IntakeError(f"表单 {path.name}：{error}", f"form {path.name}: {error}") from None
    if about.get("kind") == "bea":
        return _bea(path, about, data)
    mistakes: list[Mistake] = []
    form = _form(path, about, hashlib.sha256(data).hexdigest(), mistakes)
    if not mistakes and form is not None:
        mistakes = [*own(form), *(registered(form, cat) if cat is not None else [])]
    if mistakes or form is None:
        raise IntakeError(f"表单 {path.name}：" + "；".join(zh for zh, _ in mistakes), f"form {path.name}: " + "; ".join(en for _, en in mistakes))
    return form


def _bea(path: Path, about: dict[str, Any], data: bytes) -> Form:
    from jianbao.intake.bea_file import BeaError
    from jianbao.intake.bea_form import read_bea_form

    try:
        read_bea_form(path)
    except BeaError as error:
        raise IntakeError(f"表单 {error}", f"form {error}") from None
    return Form(path.stem, {lang: about.get(f"title_{lang}", "") for lang in ("zh", "en")}, "bea", hashlib.sha256(data).hexdigest(), path)


def _form(path: Path, about: dict[str, Any], sha256: str, mistakes: list[Mistake]) -> Form | None:
    about = dict(about)
    titles = {lang: about.pop(f"title_{lang}", "") for lang in ("zh", "en")}
    keys = about.pop("keys", {})
    made: dict[str, Any] = {"titles": titles, "path": path, "sha256": sha256}
    made["columns"] = tuple(_made(Column, c, f"[[column]] {n}", mistakes) for n, c in enumerate(about.pop("column", ()), 1))
    made["sums"] = tuple(_made(Sum, s, "[[sum]]", mistakes) for s in about.pop("sum", ()))
    made["identities"] = tuple(_identity(i, mistakes) for i in about.pop("identity", ()))
    if "across" in about:
        made["across"] = _made(Across, about.pop("across"), "[across]", mistakes)
    for key in ("region", "sector", "period"):
        entry = dict(keys.pop(key, {}))
        if "from" in entry:
            entry["from_"] = entry.pop("from")
        made[key] = _made(Key, entry, f"[keys.{key}]", mistakes)
    if keys:
        mistakes.append((f"[keys] 不认识 {sorted(keys)[0]}（可用 region sector period）", f"[keys] knows no {sorted(keys)[0]} (region, sector, period)"))
    made |= {"id": about.pop("id", path.stem), "kind": about.pop("kind", "observations")}
    found = _made(Form, about | made, "", mistakes)
    return found if not mistakes else None


def _made(kind: type, given: dict[str, Any], where: str, mistakes: list[Mistake]) -> Any:
    known = {f.name: str(f.type) for f in fields(kind)}
    if unknown := sorted(set(given) - set(known)):
        words = " ".join(n.rstrip("_") for n in known)
        mistakes.append((f"{where} 不认识“{unknown[0]}”（可用 {words}）".strip(), f"{where} knows no {unknown[0]!r} (there are {words})".strip()))
        return None
    values = {}
    for name, value in given.items():
        wants = known[name]
        if wants.startswith("tuple[str"):
            value = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list | tuple) else value
            right = isinstance(value, tuple) and all(isinstance(v, str) for v in value)
        elif wants.startswith("tuple[float"):
            right = isinstance(value, list) and len(value) == 2 and all(isinstance(v, int | float) for v in value) and value[0] < value[1]
            value = tuple(value) if right else value
        else:
            simple = {"str": str, "bool": bool, "float": (int, float), "int": int}.get(wants)
            right = isinstance(value, simple) if simple else True
        if not right:
            mistakes.append((f"{where} {name.rstrip('_')} 的写法不对（{wants}）".strip(), f"{where} {name.rstrip('_')} is not written as {wants}".strip()))
            return None
        values[name] = value
    try:
        return kind(**values)
    except TypeError as error:
        absent = str(error).rpartition(": ")[2]
        mistakes.append((f"{where} 缺 {absent}".strip(), f"{where} lacks {absent}".strip()))
        return None


def _identity(given: dict[str, Any], mistakes: list[Mistake]) -> Identity | None:
    item = dict(given)
    if "indicator" in item:
        item["indicators"] = [item.pop("indicator")]
    try:
        return Identity(**{"over": "indicator"} | {k: tuple(v) if isinstance(v, list) else v for k, v in item.items()})
    except TypeError as error:
        mistakes.append((f"[[identity]] 写法不对：{error}", f"[[identity]] {error}"))
        return None


def factor_of(unit: str, registered: str, where: str) -> Fraction:
    """Return what one printed unit is in the registered one; IntakeError where they do not convert."""
    try:
        return unit_factor(unit, registered)
    except PublishedError:
        raise IntakeError(f"{where}：单位 {unit} 不能换算成 {registered}", f"{where}: unit {unit} does not convert to {registered}") from None


def converts(unit: str, registered: str) -> bool:
    """Return whether a printed unit can be turned into the registered one."""
    try:
        unit_factor(unit, registered)
    except PublishedError:
        return False
    return True
