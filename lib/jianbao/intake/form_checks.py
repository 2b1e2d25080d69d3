"""What a form gets wrong: each mistake one line, in Chinese and English."""

import difflib
from typing import TYPE_CHECKING

from jianbao.catalogue import Catalogue
from jianbao.panel.published import PublishedError, unit_factor

if TYPE_CHECKING:
    from jianbao.intake.forms import Form

__all__ = ["KINDS", "Mistake", "own", "registered"]

Mistake = tuple[str, str]
KINDS = ("observations", "enterprise", "ledger", "bea")
_MEASURES = ("year", "cumulative", "month", "point")
_STATUSES = ("suppressed", "missing", "not_applicable")


def own(form: "Form") -> list[Mistake]:
    """Return what the form's own words get wrong."""
    found = []
    if form.id != form.path.stem:
        found.append((f"id {form.id!r} 与文件名不同", f"id {form.id!r} is not the file's name"))
    found += _one_of("kind", form.kind, KINDS) + (_one_of("measure", form.measure, _MEASURES) if form.measure else [])
    for status in sorted(set(form.marks.values()) - set(_STATUSES)):
        found += [(f"[marks] 的状态 {status!r} 应为 {' '.join(_STATUSES)} 之一", f"[marks] status {status!r} is none of {' '.join(_STATUSES)}")][:1]
    found += _one_of("unknown_columns", form.unknown_columns, ("warning", "error"))
    if not form.columns and not form.across:
        found.append(("没有 [[column]]，也没有 [across]", "neither [[column]] nor [across]"))
    if form.across:
        found += _one_of("[across] what", form.across.what, ("region", "sector", "period"))
    if form.kind == "observations":
        found += _keys(form)
        if form.across and not form.across.indicator:
            found.append(("[across] 没有写 indicator", "[across] has no indicator"))
        if not form.measure:
            found.append(("没有 measure（累计 cumulative、当月 month、时点 point、年 year）", "no measure (cumulative, month, point or year)"))
        if not form.scope or not form.price:
            found.append(("没有 scope 或 price", "no scope, or no price"))
    for s in form.sums:
        found += _one_of("[[sum]] over", s.over, ("region", "sector")) + _one_of("[[sum]] level", s.level, ("error", "warning"))
    return found


def _one_of(name: str, value: str, known: tuple[str, ...]) -> list[Mistake]:
    return [] if value in known else [(f"{name} {value!r} 应为 {' '.join(known)} 之一", f"{name} {value!r} is none of {' '.join(known)}")]


def _keys(form: "Form") -> list[Mistake]:
    found = []
    for name in ("region", "sector", "period"):
        key = getattr(form, name)
        if not (key.column or key.code or key.fixed or key.from_ or (form.across and form.across.what == name)):
            found.append((f"[keys.{name}] 没有说 {name} 在哪里（column、code、from 或 fixed）", f"[keys.{name}] does not say where {name} stands (column, code, from or fixed)"))
        for source in sorted(set(key.from_) - {"title", "sheet", "file", "option"})[:1]:
            found.append((f"[keys.{name}] from {source!r} 应为 title、sheet、file", f"[keys.{name}] from {source!r} is none of title, sheet, file"))
    return found


def registered(form: "Form", cat: Catalogue) -> list[Mistake]:
    """Return what the registers say against the form."""
    if form.kind != "observations":
        return []
    found = []
    heads = [(c.head, c.indicator, c.unit, c.measure) for c in form.columns if not (c.skip or c.field)]
    heads += [((form.across.what,), form.across.indicator, form.across.unit, "")] if form.across and form.across.indicator else []
    for head, indicator, unit, measure in heads:
        found += [(f"列“{'|'.join(head)}”：{zh}", f"column {'|'.join(head)!r}: {en}") for zh, en in _column(cat, indicator, unit, measure or form.measure)]
    for key, known in (("region", cat.all_regions), ("sector", cat.all_sectors)):
        part = getattr(form, key)
        for code in (part.fixed, *part.names.values()):
            if code and code not in known:
                found.append((f"[keys.{key}] 代码 {code!r} 不在目录中", f"[keys.{key}] code {code!r} is not in the register"))
        if key == "region" and part.level and part.level not in cat.place.levels:
            levels = " ".join(cat.place.levels)
            found.append((f"[keys.region] level {part.level!r} 不在 place.toml 中（有 {levels}）", f"[keys.region] level {part.level!r} is not in place.toml (there are {levels})"))
    return found


def _column(cat: Catalogue, id: str, unit: str, measure: str) -> list[Mistake]:
    found: list[Mistake] = []
    indicator = cat.all_indicators.get(id)
    if not id:
        return [("没有写 indicator（不收这一列就写 skip = true）", "no indicator (a column that is not taken says skip = true)")]
    if indicator is None:
        near = " ".join(difflib.get_close_matches(id, list(cat.all_indicators), n=3))
        return [(f"目录中没有指标 {id!r}" + (f"，相近：{near}" if near else ""), f"there is no indicator {id!r}" + (f"; near: {near}" if near else ""))]
    known = indicator.unit(cat.place.languages[0])
    try:
        _ = unit and unit_factor(unit, known)
    except PublishedError:
        found.append((f"单位 {unit} 不能换算成目录的 {known}", f"unit {unit} does not convert to the register's {known}"))
    if measure not in (indicator.measure, "year") and indicator.measure != "year":
        found.append((f"{id} 在目录中是 {indicator.measure}，表单写 {measure}：不能混用", f"{id} is {indicator.measure} in the register, the form says {measure}: they are never mixed"))
    return found
