"""Forms: what an analyst writes down about a workbook, in TOML, so that its figures can be read the same way each time."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from fractions import Fraction
from pathlib import Path
from typing import Any

from jianbao.catalogue import Catalogue, CatalogueError
from jianbao.intake.words import IntakeError
from jianbao.panel.published import Identity, PublishedError, unit_factor

__all__ = ["KINDS", "Across", "Column", "Form", "Key", "Sum", "forms", "read_form"]

KINDS = ("observations", "enterprise", "ledger", "bea")
_MEASURES = ("year", "cumulative", "month", "point")
_STATUSES = ("suppressed", "missing", "not_applicable")


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
        With one line a mistake, joined by semicolons.
    """
    data = path.read_bytes()
    try:
        about = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise IntakeError(f"表单 {path.name}：{error}", f"form {path.name}: {error}") from None
    if about.get("kind") == "bea":
        return _bea(path, about, data)
    mistakes: list[str] = []
    form = _form(path, about, hashlib.sha256(data).hexdigest(), mistakes)
    if not mistakes and form is not None:
        mistakes = [*_own(form), *(_registered(form, cat) if cat is not None else [])]
    if mistakes or form is None:
        raise IntakeError(f"表单 {path.name}：" + "；".join(mistakes), f"form {path.name}: " + "; ".join(mistakes))
    return form


def _bea(path: Path, about: dict[str, Any], data: bytes) -> Form:
    from jianbao.intake.bea_file import BeaError
    from jianbao.intake.bea_form import read_bea_form

    try:
        read_bea_form(path)
    except BeaError as error:
        raise IntakeError(f"表单 {error}", f"form {error}") from None
    return Form(path.stem, {lang: about.get(f"title_{lang}", "") for lang in ("zh", "en")}, "bea", hashlib.sha256(data).hexdigest(), path)


def _form(path: Path, about: dict[str, Any], sha256: str, mistakes: list[str]) -> Form | None:
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
        mistakes.append(f"[keys] 不认识 {sorted(keys)[0]}（可用 region sector period）")
    made |= {"id": about.pop("id", path.stem), "kind": about.pop("kind", "observations")}
    found = _made(Form, about | made, "", mistakes)
    return found if not mistakes else None


def _made(kind: type, given: dict[str, Any], where: str, mistakes: list[str]) -> Any:
    known = {f.name: str(f.type) for f in fields(kind)}
    if unknown := sorted(set(given) - set(known)):
        mistakes.append(f"{where} 不认识“{unknown[0]}”（可用 {' '.join(n.rstrip('_') for n in known)}）".strip())
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
            mistakes.append(f"{where} {name.rstrip('_')} 的写法不对（{wants}）".strip())
            return None
        values[name] = value
    try:
        return kind(**values)
    except TypeError as error:
        mistakes.append(f"{where} {str(error).rpartition(': ')[2]}".strip())
        return None


def _identity(given: dict[str, Any], mistakes: list[str]) -> Identity | None:
    item = dict(given)
    if "indicator" in item:
        item["indicators"] = [item.pop("indicator")]
    try:
        return Identity(**{"over": "indicator"} | {k: tuple(v) if isinstance(v, list) else v for k, v in item.items()})
    except TypeError as error:
        mistakes.append(f"[[identity]] {error}")
        return None


def _own(form: Form) -> list[str]:
    """Return what the form's own words get wrong."""
    found = []
    if form.id != form.path.stem:
        found.append(f"id {form.id!r} 与文件名不同")
    if form.kind not in KINDS:
        found.append(f"kind {form.kind!r} 应为 {' '.join(KINDS)} 之一")
    if form.measure and form.measure not in _MEASURES:
        found.append(f"measure {form.measure!r} 应为 {' '.join(_MEASURES)} 之一")
    if wrong := sorted(set(form.marks.values()) - set(_STATUSES)):
        found.append(f"[marks] 的状态 {wrong[0]!r} 应为 {' '.join(_STATUSES)} 之一")
    if form.unknown_columns not in ("warning", "error"):
        found.append("unknown_columns 应为 warning 或 error")
    if not form.columns and not form.across:
        found.append("没有 [[column]]，也没有 [across]")
    if form.across and form.across.what not in ("region", "sector", "period"):
        found.append("[across] what 应为 region、sector 或 period")
    if form.kind == "observations":
        for name in ("region", "sector", "period"):
            key = getattr(form, name)
            if not (key.column or key.code or key.fixed or key.from_ or (form.across and form.across.what == name)):
                found.append(f"[keys.{name}] 没有说 {name} 在哪里（column、code、from 或 fixed）")
            if wrong := sorted(set(key.from_) - {"title", "sheet", "file", "option"}):
                found.append(f"[keys.{name}] from {wrong[0]!r} 应为 title、sheet、file")
        if not form.measure:
            found.append("没有 measure（累计 cumulative、当月 month、时点 point、年 year）")
        if not form.scope or not form.price:
            found.append("没有 scope 或 price")
    for s in form.sums:
        if s.over not in ("region", "sector") or s.level not in ("error", "warning"):
            found.append("[[sum]] over 应为 region 或 sector，level 应为 error 或 warning")
    return found


def _registered(form: Form, cat: Catalogue) -> list[str]:
    """Return what the registers say against the form."""
    found, lang = [], cat.place.languages[0]
    if form.kind != "observations":
        return found
    across = [Column((form.across.what,), form.across.indicator, form.across.unit)] if form.across and form.across.indicator else []
    for column in (*form.columns, *across):
        if column.skip or column.field:
            continue
        where = f"列“{'|'.join(column.head)}”"
        try:
            indicator = cat.indicator(column.indicator)
        except CatalogueError as error:
            found.append(f"{where}：{error}")
            continue
        try:
            if column.unit:
                _ = unit_factor(column.unit, indicator.unit(lang))
        except PublishedError as error:
            found.append(f"{where}：{error}")
        measure = column.measure or form.measure
        if measure not in (indicator.measure, "year") and indicator.measure != "year":
            found.append(f"{where}：{column.indicator} 在目录中是 {indicator.measure}，表单写 {measure}：不能混用")
    for key, known in (("region", cat.all_regions), ("sector", cat.all_sectors)):
        part = getattr(form, key)
        for code in (part.fixed, *part.names.values()):
            if code and code not in known:
                found.append(f"[keys.{key}] 代码 {code!r} 不在目录中")
        if key == "region" and part.level and part.level not in cat.place.levels:
            found.append(f"[keys.region] level {part.level!r} 不在 place.toml 中")
    return found


def factor_of(unit: str, registered: str, where: str) -> Fraction:
    """Return what one printed unit is in the registered one; IntakeError where they do not convert."""
    try:
        return unit_factor(unit, registered)
    except PublishedError:
        raise IntakeError(f"{where}：单位 {unit} 不能换算成 {registered}", f"{where}: unit {unit} does not convert to {registered}") from None
