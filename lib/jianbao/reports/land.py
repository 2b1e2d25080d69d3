"""Returns on land (亩均效益): ratios total over total, the region's own method, firms by grade and by energy, the list for the office."""

from typing import Any

from jianbao.brief import naming, words
from jianbao.brief.context import Brief
from jianbao.brief.parts import Cell, Column, Part, conclusion, fact_span, source_line, table
from jianbao.brief.said import Markup, claim, claim_of, claimed_value, own_claim, say
from jianbao.catalogue.land_methods import LandItem, LandMethod
from jianbao.facts import ABSENT, SUPPRESSED, difference, number
from jianbao.indicators import share

__all__ = ["land_firms", "land_grades", "land_method_used", "land_ratios", "land_sectors"]

RATIOS = ("value_added_per_mu", "tax_per_mu", "revenue_per_mu", "value_added_per_tce", "labour_productivity", "rd_expense_share_revenue")
_BY_SECTOR = ("value_added_per_mu", "tax_per_mu", "value_added_per_tce")
_PARTS = ("industrial_land", "value_added", "tax", "energy_consumption")


def _held(b: Brief, region: str = "") -> dict[str, Any]:
    """Return what the release has of a whole year's firms; empty for a part of a year, which no method is for."""
    return b.release.land(region or b.region.code, b.period.year) if b.period.months == 12 else {}


def _method(b: Brief, region: str = "") -> LandMethod | None:
    name = _held(b, region).get("method")
    return next((m for m in b.cat.land_methods if m.id == name), None)


# ---- ratios -------------------------------------------------------------------------------------------------------


def land_ratios(b: Brief) -> Part:
    """Return the region's returns beside its city's and the whole place's, each total over total."""
    own = b.fact("value_added_per_mu")
    known = {i.id for i in b.cat.indicators()}
    regions = [b.region.code, *([b.city.code] if b.city else []), *([] if b.is_root else [b.root.code])]
    heads = ["指标" if b.zh else "Indicator", *(b.cat.region(r).short(b.lang) if r != b.root.code else _titled(b.cat.place.reference_name(b.lang)) for r in regions)]
    rows = []
    for name in (i for i in RATIOS if i in known):
        facts = [b.fact(name, region=r) for r in regions]
        label = f"{b.cat.indicator(name).short('zh')}（{facts[0].unit_text('zh')}）" if b.zh else f"{b.cat.indicator(name).short('en')} ({facts[0].unit_text('en')})"
        rows.append([Cell(str(claim(b, label, claim_of(facts[0], "ratio")))), *(Cell(fact_span(f, b.lang)) for f in facts)])
    html = table([Column(h, text=k == 0) for k, h in enumerate(heads)], rows, caption="亩均效益主要指标" if b.zh else "Returns on land", note=_note(b))
    note = "各指标为总量之比，不是企业比值的平均；税收为税金及附加与应交增值税之和。" if b.zh else "Each is total over total, never the mean of firms' ratios; tax is surcharges and VAT payable."
    return Part((conclusion(_lead(b, own)) if own.known else "") + html + source_line(note))


def _titled(name: str) -> str:
    """Return a name as the head of a row or column: an English one starts with a capital."""
    return name[:1].upper() + name[1:]


def _lead(b: Brief, own: Any) -> Markup:
    name = b.cat.indicator(own.indicator).short(b.lang)
    said = say("{}{}{}", naming.here(b), name, claimed_value(b, own)) if b.zh else say("{} in {} was {}", name, b.region.name("en"), claimed_value(b, own))
    other = b.fact(own.indicator, region=b.root.code)
    gap = None if b.is_root else difference(own, other, b.lang)
    if gap is not None:
        size = f"{number(abs(gap), own.places(b.lang))}{'' if b.zh else ' '}{own.unit_text(b.lang)}"
        whole = b.cat.place.reference_name(b.lang)
        said += say("，{}" if b.zh else ", {}", claim(b, words.compare(gap, whole, size, b.lang), claim_of(own, "gap", versus=b.root.code, way=words.way(gap))))
    return said


# ---- the method ---------------------------------------------------------------------------------------------------


def land_method_used(b: Brief) -> Part:
    """Return by which method firms were scored: items, weights, bases, what was missing, where the grades' shares are from."""
    if b.region.level != b.cat.place.levels[-1]:
        return Part(conclusion(own_claim(b, *_of_city(b))) + _trial(b))
    method = _method(b)
    if method is None:
        return Part(conclusion(own_claim(b, "评价办法暂未收录，企业未计分" if b.zh else "No method is on the register: firms have no scores", "land", "", "none")))
    base = _held(b)["base"]
    rows = [[_titled(i.name(b.lang)), i.unit(b.lang) or ABSENT, number(i.weight, 0), _base(i, base.get(i.id))] for i in method.items]
    heads = ("指标", "单位", "权重", "基准值") if b.zh else ("Item", "Unit", "Weight", "Base")
    columns = [Column(h, text=k < 2, claims=f"landitem|||||@|{way}") for k, (h, way) in enumerate(zip(heads, ("name", "unit", "weight", "base"), strict=True))]
    html = table(columns, rows, caption=method.name(b.lang), keys=[i.id for i in method.items])
    return Part(conclusion(own_claim(b, _which(b, method), "land", method.id, "method")) + html + source_line(_about(b, method)))


def _base(item: LandItem, value: float | None) -> str:
    """Return a base as its notice writes it, a share in percent; a region's own total over total with two decimals, four for a small one."""
    if value is None:
        return ABSENT
    if item.percent:
        return number(100 * value, 2)
    written = len(f"{item.base}".partition(".")[2]) if item.base is not None else 4 if abs(value) < 1 else 2
    return number(value, written)


def _of_city(b: Brief) -> tuple[str, str, str, str]:
    held = _held(b)
    if not held:
        return ("评价办法暂未收录，企业未计分" if b.zh else "No method is on the register: firms have no scores"), "land", "", "none"
    own = [c for c in held["counties"] if (m := _method(b, c)) is not None and m.own]
    n = len(held["counties"])
    if not own:
        text = f"{n}个县（市、区）均按试算办法计分，等级按各县（市、区）分别划定" if b.zh else f"All {n} counties are scored by the trial; grades are cut county by county"
        return text, "land", "", "city"
    if b.zh:
        return f"{n}个县（市、区）中{len(own)}个按本地办法计分，其余按试算办法计分，等级按各县（市、区）分别划定", "land", "", "city"
    return f"{len(own)} of {n} counties are scored by a method of their own on the register, the others by the trial; grades are cut county by county", "land", "", "city"


def _trial(b: Brief) -> str:
    """Return what the trial is that a city's counties are scored by; “” where each has a method of its own."""
    method = next((m for c in _held(b).get("counties", ()) if (m := _method(b, c)) is not None and not m.own), None)
    if method is None:
        return ""
    text = f"试算办法：{method.abouts['zh']}，指标为亩均税收等{len(method.items)}项；不是本地评价结果" if b.zh else f"The trial: {method.abouts['en']}, {len(method.items)} items; no result of the counties' own"
    return source_line(own_claim(b, text, "land", method.id, "trial") + ("。" if b.zh else "."))


def _which(b: Brief, method: LandMethod) -> str:
    """Return in a sentence which method it is: the region's own of the year, an earlier one carried on, or the trial."""
    year = b.period.year
    if not method.own:
        if b.zh:
            return f"{b.region.name('zh')}本地办法暂未收录，按试算办法计分：{method.abouts['zh']}；不是本地评价结果"
        return f"{b.region.name('en')} has no method on the register: firms are scored by the trial ({method.abouts['en']}); this is no result of its own"
    if method.year < year:
        return f"{year}年度办法未收录，沿用{method.year}年度办法和基准值，仅供测算参考" if b.zh else f"The method of {year} is not on the register: that of {method.year} goes on, bases as they were"
    return f"按{method.name('zh')}办法计分" if b.zh else f"Scored by the method of {method.name('en')}"


def _about(b: Brief, method: LandMethod) -> Markup:
    blank = [i for i in method.items if not i.bottom]
    bits = []
    if blank:
        names = words.joined([i.name(b.lang) for i in blank], b.lang)
        points = number(sum(i.weight for i in blank), 0)
        text = f"{names}没有企业数据，各企业均按当地平均水平计{points}分，不影响先后" if b.zh else f"No firm has figures of {names}: each gets the {points} points of the local average, which moves nobody"
        bits.append(own_claim(b, text, "land", method.id, "blank"))
    cap = (f"单项最高按权重的{method.cap:g}倍计" if b.zh else f"an item earns at most {method.cap:g} times its weight") if method.cap else ("办法没有写明单项封顶" if b.zh else "the notice has no cap")
    bits.append(own_claim(b, cap, "land", method.id, "cap"))
    if method.cuts:
        ends = ("、" if b.zh else ", ").join(_cut(b, g, start, end) for (g, end), start in zip(method.cuts.items(), (0.0, *method.cuts.values()), strict=False))
        text = f"等级按得分排序划定：{ends}（{method.cuts_about['zh']}）" if b.zh else f"grades are cut by rank: {ends} ({method.cuts_about['en']})"
        bits.append(own_claim(b, text, "land", method.id, "cuts"))
    rule = "得分＝各项实际值÷基准值×权重之和" if b.zh else "Score: the sum of actual over base times weight"
    return say("{}。{}。" if b.zh else "{}. {}.", rule, Markup("；" if b.zh else "; ").join(bits))


def _cut(b: Brief, grade: str, start: float, end: float) -> str:
    """Return what part of the ranking a grade is: A类前20%, B类20%—80%."""
    first, last = number(100 * start, 0), number(100 * end, 0)
    if b.zh:
        return f"{grade}类{first}%—{last}%" if start else f"{grade}类前{last}%"
    return f"{grade} {first}% to {last}%" if start else f"{grade} the first {last}%"


# ---- grades -------------------------------------------------------------------------------------------------------


def land_grades(b: Brief) -> Part:
    """Return firms by grade with what they hold of land, value added, tax and energy, and how each grade uses energy."""
    held = _held(b)
    if not held:
        return Part(why="评价办法暂未收录" if b.zh else "no method on the register")
    if not held["shown"]:
        text = "有的等级企业数少或由个别企业主导，为保护单个企业资料，各等级情况不公布" if b.zh else "A grade is a few firms or one that outweighs the others: grades are withheld to protect them"
        return Part(conclusion(own_claim(b, f"{text}（{SUPPRESSED}）" if b.zh else f"{text} ({SUPPRESSED})", "land", "", "withheld")))
    grades = held["grades"]
    own = table(_grade_columns(b), [_grade_row(b, g, one, held["graded"]) for g, one in grades.items()], caption="各等级企业数及其占用、产出" if b.zh else "Firms by grade: what they use and yield", note=_note(b), keys=list(grades))
    note = "占比为该等级占全部计分企业的比重。" if b.zh else "Shares are of all firms with a score."
    cross = _cross(b, grades) if held["crossed"] else ""
    return Part(conclusion(_grade_lead(b, grades)) + own + source_line(note) + cross + _counties(b, held))


def _grade_columns(b: Brief) -> list[Column]:
    heads = (
        ("等级", "企业数（家）", "企业占比（%）", "用地占比（%）", "增加值占比（%）", "税收占比（%）", "能耗占比（%）") if b.zh
        else ("Grade", "Firms", "Firms, %", "Land, %", "Value added, %", "Tax, %", "Energy, %")
    )
    ways = ("name", "firms", "share", *_PARTS)
    return [Column(h, text=k == 0, claims=f"grade|||||@|{way}") for k, (h, way) in enumerate(zip(heads, ways, strict=True))]


def _grade_row(b: Brief, grade: str, one: dict[str, Any], graded: int) -> list[str]:
    return [f"{grade}类" if b.zh else grade, f"{one['firms']}", _percent(share(float(one["firms"]), float(graded))), *(_percent(one[p]) for p in _PARTS)]


def _percent(part: float) -> str:
    return number(100 * part, 1)


def _grade_lead(b: Brief, grades: dict[str, Any]) -> Markup:
    """Return what the last grade holds of land, and yields."""
    last = list(grades)[-1]
    one = grades[last]
    if b.zh:
        text = f"{last}类企业{one['firms']}家，占用工业用地{_percent(one['industrial_land'])}%、能耗{_percent(one['energy_consumption'])}%，增加值占{_percent(one['value_added'])}%、税收占{_percent(one['tax'])}%"
    else:
        text = f"{one['firms']} firms of grade {last} hold {_percent(one['industrial_land'])}% of the land and use {_percent(one['energy_consumption'])}% of the energy, with {_percent(one['value_added'])}% of value added and {_percent(one['tax'])}% of tax"
    return own_claim(b, text, "grade", last, "lead")


_USES = ("low", "middle", "high")


def _cross(b: Brief, grades: dict[str, Any]) -> str:
    heads = ("等级", "能耗低", "能耗中", "能耗高") if b.zh else ("Grade", "Low use", "Middle", "High use")
    columns = [Column(h, text=k == 0, claims=f"grade|||||@|{way}") for k, (h, way) in enumerate(zip(heads, ("name", *_USES), strict=True))]
    rows = []
    for grade, one in grades.items():
        told = float(sum(one[u] for u in _USES))
        rows.append([f"{grade}类" if b.zh else grade, *(_percent(share(float(one[u]), told)) if told else ABSENT for u in _USES)])
    caption = "等级与用能交叉（各等级企业中，%）" if b.zh else "Grade by energy use (% of the firms of a grade)"
    note = "按单位增加值能耗由低到高把有增加值的企业分为三等份。" if b.zh else "Firms with value added in three equal parts by energy per unit of value added."
    return table(columns, rows, caption=caption, note=_note(b), keys=list(grades)) + source_line(note)


def _counties(b: Brief, held: dict[str, Any]) -> str:
    """Return a city's counties: by which method, how many firms in each grade, returns per mu; empty for a county."""
    if "counties" not in held:
        return ""
    grades, rows = list(held["grades"]), []
    for code in held["counties"]:
        own, method = _held(b, code), _method(b, code)
        name = b.cat.region(code).short(b.lang)
        counted = [f"{own['grades'][g]['firms']}" if own["shown"] else SUPPRESSED for g in grades]
        ratios = [Cell(fact_span(b.fact(i, region=code), b.lang)) for i in ("value_added_per_mu", "tax_per_mu")]
        rows.append([name, ("本地" if b.zh else "own") if method and method.own else "试算" if b.zh else "trial", *counted, *ratios])
    heads = [("县（市、区）" if b.zh else "County", "label|||||@"), ("办法" if b.zh else "Method", "land||@||||which")]
    heads += [(f"{g}类（家）" if b.zh else g, f"grade||@|||{g}|firms") for g in grades]
    heads += [(_headed(b, i), "") for i in ("value_added_per_mu", "tax_per_mu")]
    columns = [Column(h, text=k < 2, claims=c) for k, (h, c) in enumerate(heads)]
    return table(columns, rows, caption="各县（市、区）企业等级与亩均效益" if b.zh else "Counties: grades and returns per mu", note=_note(b), keys=held["counties"])


# ---- sectors and firms --------------------------------------------------------------------------------------------


def land_sectors(b: Brief) -> Part:
    """Return each sector's returns, total over total, and (for the office) its firms by grade."""
    held = _held(b)
    inside, grades = held.get("sectors", {}), list(held.get("grades", {}))
    heads = [("行业" if b.zh else "Sector", "label|||||@")]
    heads += [(_headed(b, i), "") for i in _BY_SECTOR]
    heads += [(f"{g}类（家）" if b.zh else g, f"grade|||@||{g}|firms") for g in grades if inside]
    rows, keys = [], []
    for sector in b.cat.brief_sectors():
        facts = [b.fact(i, sector=sector.code) for i in _BY_SECTOR]
        if any(f.known or f.status == "suppressed" for f in facts):
            counts = inside.get(sector.code, [0] * len(grades)) if inside else []
            rows.append([sector.short(b.lang), *(Cell(fact_span(f, b.lang)) for f in facts), *map(str, counts)])
            keys.append(sector.code)
    if not rows:
        return Part()
    said = "亩均效益为本地该行业总量之比，不是企业比值的平均。" if b.zh else "Returns of each sector here, total over total."
    columns = [Column(h, text=k == 0, claims=c) for k, (h, c) in enumerate(heads)]
    return Part(table(columns, rows, caption="分行业亩均效益" if b.zh else "Returns on land by sector", note=_note(b), keys=keys) + source_line(own_claim(b, said, "plain")))


def land_firms(b: Brief) -> Part:
    """Return the firms at both ends of the ranking, by their number in the file; only for the office, so empty elsewhere."""
    held, method = _held(b), _method(b)
    if b.public or not held.get("firms") or method is None:
        inside = b.public and b.region.level == b.cat.place.levels[-1]
        return Part(why=("只列在内部版" if b.zh else "in internal editions only") if inside else "")
    items = [i for i in method.items if i.bottom]
    heads = ["名次", "企业编号", "行业", "得分", "等级"] if b.zh else ["Rank", "Enterprise", "Sector", "Score", "Grade"]
    ways = ["place", "id", "sector", "score", "grade", *(f"item.{i.id}" for i in items)]
    heads += [(f"{i.name('zh')}（{i.unit('zh')}）" if b.zh else f"{_titled(i.name('en'))} ({i.unit('en')})") if i.unit(b.lang) else _titled(i.name(b.lang)) for i in items]
    columns = [Column(h, text=k in (1, 2, 4), wide_only=k > 4, claims=f"firm|||||@|{way}") for k, (h, way) in enumerate(zip(heads, ways, strict=True))]
    rows = []
    for place, code, sector, score, grade, values in held["firms"]:
        rows.append([f"{place}", code, b.cat.sector(sector).short(b.lang), number(score, 1), grade, *(ABSENT if v is None else number(100 * v, 2) if i.percent else number(v, 3 if abs(v) < 1 else 1) for i, v in zip(items, values, strict=True))])
    n = len(rows)
    text = f"内部资料：{held['graded']}家计分企业中首尾共{n}家，企业以编号表示" if b.zh else f"For the office only: {n} firms at both ends of {held['graded']}, by their number"
    return Part(conclusion(own_claim(b, text, "land", "", "firms")) + table(columns, rows, caption="企业得分" if b.zh else "Scores of firms", note=_note(b), keys=[str(f[0]) for f in held["firms"]]))


def _headed(b: Brief, indicator: str) -> str:
    """Return an indicator and its unit at the head of a column."""
    name, unit = b.cat.indicator(indicator).short(b.lang), b.fact(indicator).unit_text(b.lang)
    return f"{name}（{unit}）" if b.zh else f"{name} ({unit})"


def _note(b: Brief) -> str:
    return ("模拟数据" if b.zh else "modelled data") if b.release.modelled else ""
