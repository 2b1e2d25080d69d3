"""What a file must be in itself: figures in plausible bounds, fractions that are not percentages, growth that fits its levels, nobody missing."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from math import log10
from statistics import median

from jianbao.intake.checks import Case, finding, shown
from jianbao.intake.entries import Entry
from jianbao.intake.grid import address
from jianbao.intake.words import Finding

__all__ = ["CHECKS", "columns"]

# growth printed beside levels of the same set: apart by rounding only; real growth beside nominal levels: by prices
_NOMINAL_BAND, _REAL_BAND = 1.0, 8.0
# log10 of one figure over another, in the register's units, in the middle of five rows or more
_USUAL = (
    ("profit", "revenue", -2.7, -0.2), ("operating_cost", "revenue", -0.5, 0.1), ("value_added", "gross_output", -1.5, -0.1), ("gross_output", "revenue", -0.5, 0.5),
    ("total_liabilities", "total_assets", -1.0, 0.3), ("revenue", "average_employees", 1.3, 2.9), ("industrial_electricity", "electricity", -1.3, 0.0),
    ("revenue", "above_scale_enterprises", -1.7, 1.0), ("gross_output", "above_scale_enterprises", -1.7, 1.0),
)  # fmt: skip
_TELLING = 8  # digits that two rows do not share by chance
_FAR = 10.0  # so many times the band is no price change and no list any more


def columns(case: Case) -> dict[tuple[str, int, str], list[Entry]]:
    """Return the figures of each column of each sheet."""
    found: dict[tuple[str, int, str], list[Entry]] = defaultdict(list)
    for entry in case.entries:
        if entry.number is not None:
            found[entry.sheet, entry.column, entry.indicator].append(entry)
    return found


def _plausible(case: Case) -> Iterator[Finding]:
    for entry in case.entries:
        if entry.number is None:
            continue
        zh, en = case.said(entry)
        known = case.cat.indicator(entry.indicator)
        if entry.plausible and not entry.plausible[0] <= float(entry.number) <= entry.plausible[1] and _one_of_the_level(case, entry):
            low, high = (shown(n) for n in entry.plausible)
            yield finding(case, "error", "bounds", f"{zh} = {shown(entry.number)} {known.unit(case.cat.place.languages[0])}，超出合理范围 {low}—{high}（单位错了？）",
                          f"{en} = {shown(entry.number)}, outside {low} to {high} (another unit?)", entry)  # fmt: skip
        elif known.kind in ("count", "stock") and entry.number < 0 and known.id != "equity":
            yield finding(case, "error", "negative", f"{zh} = {shown(entry.number)}：不应为负", f"{en} = {shown(entry.number)}: cannot be negative", entry)
        elif known.kind == "count" and known.unit(case.cat.place.languages[0]) in ("家", "个", "件") and entry.number.denominator != 1:
            yield finding(case, "error", "count", f"{zh} = {shown(entry.number)}：个数不应有小数", f"{en} = {shown(entry.number)}: a count has no fraction", entry)
        elif known.kind == "growth" and abs(entry.number) > 300:
            yield finding(case, "error" if abs(entry.number) > 100_000 else "warning", "bounds", f"{zh} = {shown(entry.number)}%：增速过大", f"{en} = {shown(entry.number)} %: too large", entry)


def _one_of_the_level(case: Case, entry: Entry) -> bool:
    """Bounds are those of a unit of the form's own level; a total row is larger."""
    level = case.form.region.level
    return (not level or case.cat.region(entry.region).level == level) and (
        bool(case.form.region.fixed) or entry.sector == case.cat.place.all_sector or case.form.sector.fixed != case.cat.place.all_sector
    )


def _fractions(case: Case) -> Iterator[Finding]:
    """A column of percentages in which every figure is below 1 was written as fractions."""
    for entries in columns(case).values():
        if entries[0].unit != "%":
            continue
        sizes = sorted(abs(float(e.number)) for e in entries if e.number != 0)  # type: ignore[arg-type]
        if len(sizes) >= 4 and sizes[-1] <= 1.5 and median(sizes) < 0.6:
            name = case.cat.indicator(entries[0].indicator).short(case.cat.place.languages[0])
            yield finding(case, "error", "fraction", f"{name}一列的数都小于 1.5：像是把百分数写成了小数（0.068 应写 6.8）",
                          f"all figures of {name} are below 1.5: fractions instead of percentages (0.068 for 6.8)?", *entries)  # fmt: skip


def _growth(case: Case) -> Iterator[Finding]:
    """Growth beside the level and its base: far from what they give, a figure or a unit is wrong."""
    apart: dict[str, list[tuple[float, Entry, Entry, float]]] = defaultdict(list)
    for entry in case.by_key.values():
        known = case.cat.indicator(entry.indicator)
        if known.kind != "growth" or not known.growth_of or entry.number is None:
            continue
        level = case.by_key.get((known.growth_of, *entry.key[1:]))
        base = next((b for i in case.cat.indicators("base") if i.base_of == known.growth_of and (b := case.by_key.get((i.id, *entry.key[1:])))), None)
        if level is None or base is None or level.number is None or base.number is None or base.number <= 0:
            continue
        given = float(level.number * Fraction(1) * 100 * _one_over(base.number)) - 100.0
        slack = float(case.half(entry) + 100 * (case.half(level) + abs(level.number * _one_over(base.number)) * case.half(base)) * _one_over(base.number))
        apart[entry.indicator].append((max(abs(given - float(entry.number)) - slack, 0.0), entry, level, given))
    for indicator, found in apart.items():
        real = case.cat.indicator(indicator).price == "comparable"
        band = _REAL_BAND if real else _NOMINAL_BAND
        middle = median(d for d, *_ in found)
        for distance, entry, level, given in found:
            printed = float(entry.number)
            if 0 < abs(printed) < 0.3 and abs(given) > 1.5 and abs(100 * printed - given) < 0.5 * abs(printed - given):
                zh, en = case.said(entry)
                yield finding(case, "warning", "fraction", f"{zh}写的是 {shown(entry.number)}%，按本期与上年同期数算是 {given:.1f}%：像是小数",
                              f"{en}: {shown(entry.number)} % is printed, the two levels give {given:.1f} %: a fraction?", entry)  # fmt: skip
            if distance <= band:
                continue
            zh, en = case.said(entry)
            far = distance > band * _FAR or (len(found) >= 5 and middle > band)
            yield finding(
                case, "error" if far else "warning", "growth", f"{zh}写的是 {shown(entry.number)}%，按本期与上年同期数算是 {given:.1f}%",  # type: ignore[arg-type]
                f"{en}: {shown(entry.number)} % is printed, the two levels give {given:.1f} %", entry, level,  # type: ignore[arg-type]
            )  # fmt: skip


def _one_over(number: Fraction) -> Fraction:
    return Fraction(number.denominator, number.numerator)


def _ratios(case: Case) -> Iterator[Finding]:
    """A ratio printed beside its parts agrees with them roughly: averages and year ends differ, units do not."""
    for entry in case.by_key.values():
        known = case.cat.indicator(entry.indicator)
        if not known.numerator or not known.factor or entry.number is None or entry.number <= 0:
            continue
        over, under = (case.by_key.get((part, *entry.key[1:])) for part in (known.numerator, known.denominator))
        if over is None or under is None or not over.number or not under.number or over.number <= 0 or under.number <= 0:
            continue
        apart = log10(float(entry.number)) - log10(float(over.number)) + log10(float(under.number)) - log10(known.factor)
        if known.annualised or abs(apart) < 0.06:  # 15 %
            continue
        zh, en = case.said(entry)
        yield finding(
            case, "error" if abs(apart) > 0.3 else "warning", "ratio", f"{zh} = {shown(entry.number)}，与分子、分母不符（相差 {_times(apart)} 倍）",
            f"{en} = {shown(entry.number)} does not agree with its parts ({_times(apart)} times)", entry, over, under,
        )  # fmt: skip


def _times(apart: float) -> str:
    return f"{10 ** abs(apart):.3g}"


def _proportions(case: Case) -> Iterator[Finding]:
    """Columns of one file beside each other, in the middle row: what a first file, with no past to hold it against, tells of its units."""
    for one, other, low, high in _USUAL:
        apart = [
            (log10(float(e.number)) - log10(float(o.number)), e) for e in case.entries  # type: ignore[arg-type]
            if e.indicator == one and e.number and e.number > 0 and (o := case.by_key.get((other, *e.key[1:]))) and o.number and o.number > 0
        ]  # fmt: skip
        middle = median(a for a, _ in apart) if len(apart) >= 5 else low
        if not low <= middle <= high:
            langs = case.cat.place.languages
            zh, en = ([case.cat.indicator(i).short(lang) for i in (one, other)] for lang in (langs[0], langs[-1]))
            yield finding(case, "warning", "proportion", f"{zh[0]}与{zh[1]}的比例反常（中位 {10 ** middle:.3g}，通常 {10 ** low:.3g}—{10 ** high:.3g}）：有一列单位错了？",
                          f"{en[0]} beside {en[1]} is unusual ({10 ** middle:.3g} in the middle, {10 ** low:.3g} to {10 ** high:.3g} is usual): is one column in another unit?",
                          *(e for _, e in apart))  # fmt: skip


def _outliers(case: Case) -> Iterator[Finding]:
    """A figure alone in its order of magnitude, by the median and the median distance from it, on a log scale."""
    for entries in columns(case).values():
        known = case.cat.indicator(entries[0].indicator)
        level = case.cat.region(entries[0].region).level
        sizes = [(log10(float(e.number)), e) for e in entries if e.number > 0 and case.cat.region(e.region).level == level]  # type: ignore[arg-type,operator]
        if len(sizes) < 8 or known.kind == "growth" or any(e.sector != entries[0].sector for e in entries):
            continue
        middle = median(s for s, _ in sizes)
        spread = max(median(abs(s - middle) for s, _ in sizes) * 1.4826, 0.05)
        for size, entry in sizes:
            if abs(size - middle) > max(6 * spread, 1.0):
                zh, en = case.said(entry)
                yield finding(case, "warning", "outlier", f"{zh} = {shown(entry.number)}，与同列其他数相差 {_times(size - middle)} 倍",  # type: ignore[arg-type]
                              f"{en} = {shown(entry.number)}, {_times(size - middle)} times the middle of its column", entry)  # type: ignore[arg-type]  # fmt: skip


def _digits(case: Case) -> Iterator[Finding]:
    """A figure with more decimals than its column prints was multiplied, divided or typed by another hand."""
    for entries in columns(case).values():
        counts = sorted(e.value.decimals for e in entries)
        usual = counts[len(counts) * 9 // 10] if len(counts) >= 8 else 99
        for entry in entries:
            if entry.value.decimals > usual + 1:
                zh, en = case.said(entry)
                yield finding(case, "warning", "digits", f"{zh} = {shown(entry.number)}，小数位数比同列其他数多（{entry.value.decimals} 位，其他 {usual} 位）",  # type: ignore[arg-type]
                              f"{en} = {shown(entry.number)} has {entry.value.decimals} decimals, its column {usual}", entry)  # type: ignore[arg-type]  # fmt: skip


def _copied(case: Case) -> Iterator[Finding]:
    """Two rows with the same figures throughout: one was copied over the other. A whole and its only part may be alike."""
    rows: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    for entry in case.entries:
        if entry.number:
            rows[entry.sheet, entry.row].append(entry)
    seen: dict[tuple, Entry] = {}
    for entries in rows.values():
        first = entries[0]
        different = {e.number for e in entries}
        if len(different) < 2 or sum(len(str(n.numerator).strip("-0")) for n in different) < _TELLING:  # type: ignore[union-attr]
            continue
        alike = (first.sheet, first.period, tuple((e.column, e.number) for e in entries))
        other = seen.setdefault(alike, first)
        if other is first or first.key == other.key or _whole_and_part(case, first, other):
            continue
        names = [case.said(e) for e in (other, first)]
        yield finding(case, "error", "copied", f"两行的数完全相同：{names[0][0]}（{address(other.row, other.column)}）与 {names[1][0]}",
                      f"two rows hold the same figures: {names[0][1]} ({address(other.row, other.column)}) and {names[1][1]}", first, other)  # fmt: skip


def _whole_and_part(case: Case, one: Entry, other: Entry) -> bool:
    def above(code: str) -> set[str]:
        return {code, *(a.code for a in case.cat.ancestors(code))}

    regions = one.region in above(other.region) or other.region in above(one.region)
    sectors = {one.sector, other.sector}
    within = len(sectors) == 1 or case.cat.place.all_sector in sectors or any(case.cat.sector(s).parent in sectors for s in sectors)
    return regions and within


def _absent(case: Case) -> Iterator[Finding]:
    key, cat, lang = case.form.region, case.cat, case.cat.place.languages[0]
    if not case.entries:
        return  # that nothing was read is told already
    if key.complete and key.level:
        there = {e.region for e in case.entries}
        expected = _expected(case, there)
        absent = [r for r in expected if r.code not in there]
        if absent:
            names = "、".join(r.short(lang) for r in absent[:12]) + ("…" if len(absent) > 12 else "")
            level = "error" if len(absent) * 2 > len(expected) else "warning"
            yield Finding(level, "absent", f"缺 {len(absent)} 个{cat.place.level_names[key.level][lang]}（共 {len(expected)}）：{names}",
                          f"{len(absent)} of {len(expected)} regions are not there: {names}", case.file)  # fmt: skip
    if case.form.sector.complete:
        there = {e.sector for e in case.entries}
        absent_sectors = [s for s in cat.sectors(level="division") if s.code not in there]
        if absent_sectors:
            names = "、".join(s.short(lang) for s in absent_sectors[:12]) + ("…" if len(absent_sectors) > 12 else "")
            level = "error" if len(absent_sectors) * 2 > len(cat.sectors(level="division")) else "warning"
            yield Finding(level, "absent", f"缺 {len(absent_sectors)} 个行业：{names}", f"{len(absent_sectors)} sectors are not there: {names}", case.file)


def _expected(case: Case, there: set[str]) -> list:
    """Return the regions of the form's level, under the smallest region that holds all that are there."""
    cat, level = case.cat, case.form.region.level
    paths = [[a.code for a in reversed(cat.ancestors(code))] + [code] for code in there]
    shared = cat.place.root_region
    for step in zip(*paths, strict=False):
        if len(set(step)) > 1:
            break
        shared = step[0]
    return list(cat.regions(level=level, under=shared))


CHECKS = (_plausible, _fractions, _growth, _ratios, _proportions, _outliers, _digits, _copied, _absent)
