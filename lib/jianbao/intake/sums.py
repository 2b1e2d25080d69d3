"""Sums: what the form says must add up, and parts against their whole along the trees of regions and sectors."""

from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatchcase
from fractions import Fraction

from jianbao.intake.checks import Case, finding, shown
from jianbao.intake.entries import Entry
from jianbao.intake.forms import Sum
from jianbao.intake.words import Finding
from jianbao.panel.published import Identity

__all__ = ["CHECKS"]

_LEFT = Fraction(2, 100)  # what a few parts without a figure may come to
_ADDITIVE = ("flow", "stock", "count", "base")


def _identities(case: Case) -> Iterator[Finding]:
    for identity in case.form.identities:
        groups: dict[tuple[str, str, str], dict[str, Entry]] = defaultdict(dict)
        for entry in case.by_key.values():
            where = identity.over == "sector"
            if identity.indicators and entry.indicator not in identity.indicators:
                continue
            name = entry.sector if where else entry.indicator
            groups[entry.indicator if where else entry.sector, entry.region, entry.period][name] = entry
        for group in groups.values():
            yield from _identity(case, identity, group)


def _identity(case: Case, identity: Identity, group: dict[str, Entry]) -> Iterator[Finding]:
    total = group.get(identity.total)
    parts = [e for name, e in group.items() if any(fnmatchcase(name, p) for p in identity.parts) and e is not total]
    if total is None or total.number is None or not parts:
        return
    open_parts = [e for e in parts if e.number is None]
    withheld = [e for e in open_parts if e.value.mark]  # a blank may be nothing, a mark never is
    if (withheld or open_parts and identity.missing_parts == "skip") and identity.relation == "equal":
        yield from _at_most(case, total, parts, identity.name)
        return
    figures = [e for e in parts if e.number is not None]
    if not figures:
        return
    gap = total.number - sum((e.number for e in figures), Fraction(0))  # type: ignore[misc]
    limit = sum((case.half(e) for e in (total, *figures)), Fraction(0)) if identity.tolerance == "rounding" else Fraction(str(identity.tolerance))
    if gap >= -limit if identity.relation == "at_most" else abs(gap) <= limit:
        return
    if any(_excepted(item, total, gap) for item in identity.exceptions):
        return
    yield _wrong(case, "error", "identity", identity.name, total, figures, gap)


def _excepted(item: dict, total: Entry, gap: Fraction) -> bool:
    keys = {k: str(item[k]) for k in ("region", "sector", "period", "indicator") if k in item}
    return all(getattr(total, k) == v for k, v in keys.items()) and abs(gap - Fraction(str(item["difference"]))) < Fraction(1, 10**6)


def _wrong(case: Case, level: str, code: str, name: str, total: Entry, parts: list[Entry], gap: Fraction) -> Finding:
    zh, en = case.said(total)
    added = total.number - gap  # type: ignore[operator]
    return finding(
        case, level, code, f"{zh}：{name}不成立：写的是 {shown(total.number)}，各项合计 {shown(added)}，差 {shown(gap)}",  # type: ignore[arg-type]
        f"{en}: {name} does not hold: {shown(total.number)} is printed, the parts add up to {shown(added)}, {shown(gap)} apart", total, *parts,  # type: ignore[arg-type]
    )  # fmt: skip


def _at_most(case: Case, total: Entry, parts: list[Entry], name: str) -> Iterator[Finding]:
    """With a part withheld the others must not exceed the whole, if none is negative."""
    figures = [e for e in parts if e.number is not None]
    if not figures or any(e.number < 0 for e in figures) or total.number is None:  # type: ignore[operator]
        return
    gap = total.number - sum((e.number for e in figures), Fraction(0))  # type: ignore[misc]
    if gap < -sum((case.half(e) for e in (total, *figures)), Fraction(0)):
        yield _wrong(case, "error", "identity", name, total, figures, gap)


def _trees(case: Case) -> Iterator[Finding]:
    for wanted in case.form.sums:
        groups: dict[tuple[str, str, str], dict[str, Entry]] = defaultdict(dict)
        for entry in case.by_key.values():
            if case.cat.indicator(entry.indicator).kind in _ADDITIVE and (not wanted.indicators or entry.indicator in wanted.indicators):
                other = entry.sector if wanted.over == "region" else entry.region
                groups[entry.indicator, other, entry.period][getattr(entry, wanted.over)] = entry
        for group in groups.values():
            yield from _tree(case, wanted, group)


def _tree(case: Case, wanted: Sum, group: dict[str, Entry]) -> Iterator[Finding]:
    for code, total in group.items():
        below = _below(case, wanted.over, code, set(group))
        parts = [group[c] for c in below if c in group]
        if not parts or total.number is None:
            continue
        name = {"region": "所辖地区之和", "sector": "下级行业之和"}[wanted.over]
        whole = len(parts) == len(below) and all(e.number is not None for e in parts)
        if wanted.over == "region" and len(parts) < len(below) and total.sector == case.cat.place.all_sector:
            gone = "、".join(case.cat.region(c).short(case.cat.place.languages[0]) for c in below if c not in group)
            yield finding(case, "warning", "absent", f"{case.said(total)[0]}：缺所辖地区 {gone}", f"{case.said(total)[1]}: without {gone}", total)
        if not whole:
            if len(parts) > 1:
                yield from _at_most_within(case, wanted, total, parts, name)
            continue
        gap = total.number - sum((e.number for e in parts), Fraction(0))  # type: ignore[misc]
        rounding = sum((case.half(e) for e in (total, *parts)), Fraction(0))
        if abs(gap) > rounding + abs(total.number) * Fraction(str(wanted.within)):
            yield _wrong(case, wanted.level, "sum", name, total, parts, gap)
        elif abs(gap) > rounding:
            yield _wrong(case, "warning", "residual", name, total, parts, gap)


def _below(case: Case, over: str, code: str, there: set[str]) -> list[str]:
    """Return the codes that make up one: its children; the counties below, where the table leaves out the cities."""
    if over == "region":
        children = [r.code for r in case.cat.children(code)]
        if children and not there & set(children):
            children = [r.code for c in children for r in case.cat.children(c)]
        return children
    own = case.cat.sector(code)
    if own.level == "set":
        return []
    children = [s.code for s in case.cat.sectors() if s.parent == code and s.level != "set"]
    if own.level == "all":
        # a place without an industry prints no row for it: what the file lists under the whole is all there is
        return [c for c in children if c in there]
    return children


def _at_most_within(case: Case, wanted: Sum, total: Entry, parts: list[Entry], name: str) -> Iterator[Finding]:
    figures = [e for e in parts if e.number is not None]
    if not figures or any(e.number < 0 for e in figures) or total.number is None or total.number < 0:  # type: ignore[operator]
        return
    gap = total.number - sum((e.number for e in figures), Fraction(0))  # type: ignore[misc]
    limit = sum((case.half(e) for e in (total, *figures)), Fraction(0)) + abs(total.number) * Fraction(str(wanted.within))
    if gap < -limit:
        yield _wrong(case, wanted.level, "sum", name, total, figures, gap)
    elif len(figures) > 5 and (len(parts) - len(figures)) * 10 <= len(parts) and gap > abs(total.number) * _LEFT + limit:
        yield _wrong(case, "warning", "residual", name + "（有未列项）", total, figures, gap)


CHECKS = (_identities, _trees)
