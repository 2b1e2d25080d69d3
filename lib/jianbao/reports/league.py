"""月度指标晾晒: every indicator of the list for all regions of a level: figure, growth, place with its range, places moved."""

from collections.abc import Sequence
from datetime import date

from jianbao.brief import naming
from jianbao.brief.context import Brief
from jianbao.brief.parts import Column, Part, conclusion, source_line, table
from jianbao.brief.said import Markup, own_claim
from jianbao.brief.standing import range_note
from jianbao.catalogue.league import Listed, listed_on
from jianbao.catalogue.period import Period
from jianbao.facts import SUPPRESSED, Fact
from jianbao.reports.order import candidates, earlier, move_of, move_text, place_of, place_text, table_of

__all__ = ["indicator_name", "league", "league_groups", "league_notes", "levels_of", "listed"]

#: So many indicators stand side by side: with their four columns each they fit the width of A4, in Word too.
_BESIDE = 3


def listed(b: Brief) -> tuple[Listed, ...]:
    """Return the indicators of the list in force, those that the place has figures of."""
    return tuple(row for row in listed_on(b.cat, b.at) if b.fact(row.indicator, region=b.root.code).status != "missing")


def levels_of(b: Brief) -> tuple[str, ...]:
    """Return among whom the regions of this document stand: its cities and counties, or the counties under the region."""
    if not b.is_root:
        return (f"under:{b.region.code}",)
    return tuple(level for level in b.cat.place.levels[1:] if b.cat.regions(level=level))


def indicator_name(b: Brief, row: Listed) -> str:
    """Return what an indicator is called in a heading, and a word where less is better."""
    known = b.cat.indicator(row.indicator)
    less = "" if row.higher else "，低为优" if b.zh else ", lower is better"
    unit = b.fact(row.indicator, region=b.root.code).unit_text(b.lang)
    return f"{known.short(b.lang)}（{unit}{less}）" if b.zh else f"{known.short(b.lang)} ({unit}{less})"


def league(b: Brief, among: str = "") -> Part:
    """Return the league among the cities, or all counties (of the region), in tables of three indicators side by side.

    Parameters
    ----------
    among : str
        ``city`` or ``county`` in the whole place's document; “” for the regions under the document's own.
    """
    rows = listed(b)
    among = among or levels_of(b)[-1]
    codes = _ordered(b, rows, among)
    if not rows or not codes or among not in (*levels_of(b),):
        return Part()
    tables = [_table(b, rows[k : k + _BESIDE], codes, among) for k in range(0, len(rows), _BESIDE)]
    lead = conclusion(_counted(b, rows, among))
    return Part(lead + "".join(tables))


def _ordered(b: Brief, rows: Sequence[Listed], among: str) -> list[str]:
    """Return the codes by their place in the list's first indicator; those without one after them."""
    codes = candidates(b, among)
    if not rows:
        return list(codes)
    first = table_of(b, rows[0].ranked, among)["rank"] if codes else {}
    return sorted(codes, key=lambda c: (first.get(c, len(codes) + 1), c))


def _counted(b: Brief, rows: Sequence[Listed], among: str) -> Markup:
    """Return how many regions and indicators the tables have, and by what they stand in order."""
    n, first = len(candidates(b, among)), b.cat.indicator(rows[0].ranked).name(b.lang)
    if b.zh:
        text = f"{len(rows)}项指标、{n}个{naming.level_name(b, _level(b, among))}，按{first}排列"
    else:
        text = f"{len(rows)} indicators of {naming.counted(b, n, _level(b, among))}, in order of {naming.lower(first)}"
    return own_claim(b, text, "tabled", among, str(n))


def _level(b: Brief, among: str) -> str:
    return among if ":" not in among else b.cat.place.levels[-1]


def _table(b: Brief, rows: Sequence[Listed], codes: Sequence[str], among: str) -> str:
    zh, whole = b.zh, among.startswith("under:")
    wide, then = _level(b, among) if whole else among, earlier(b)
    columns = [Column("地区" if zh else "Region", text=True, claims="label|||||@")]
    for row in rows:
        growth = row.shows == "growth"
        heads = ("数值", "增速%" if growth else "增减", "位次", "变动") if zh else ("Figure", "Growth %" if growth else "Change", "Rank", "Moved")
        told = (f"value|{row.indicator}|@", f"value|{row.ranked}|@" if growth else f"step|{row.indicator}|@", f"stands|{row.ranked}|@|||{wide}", f"shifts|{row.ranked}|@|||{wide}|{then}" if then else "")
        columns += [Column(h, claims=c) for h, c in zip(heads, told, strict=True)]
        if whole:
            columns.append(Column("市内" if zh else "In city", claims=f"stands|{row.ranked}|@|||{among}|position"))
    body = [_row(b, rows, code, wide, among if whole else "") for code in codes]
    heads = [("", 1), *((indicator_name(b, row), 5 if whole else 4) for row in rows)]
    names = Markup("、" if zh else ", ").join(own_claim(b, b.cat.indicator(r.indicator).short(b.lang), "label", r.indicator) for r in rows)
    return table(columns, body, caption=names, note=_note(b), classes="league", keys=codes, over=heads)


def _row(b: Brief, rows: Sequence[Listed], code: str, wide: str, within: str) -> list[str]:
    cells = [b.cat.region(code).short(b.lang)]
    for row in rows:
        fact = b.fact(row.indicator, region=code)
        moved = b.growth(row.indicator, region=code) if row.shows == "growth" else b.change(row.indicator, region=code)
        hidden = moved.status == "suppressed" or fact.status == "suppressed"
        cells += [fact.number(b.lang), moved.number(b.lang) if row.shows == "growth" else _signed(moved, b.lang)]
        cells += [SUPPRESSED if hidden else place_text(place_of(b, row.ranked, code, wide), b.lang), SUPPRESSED if hidden else move_text(move_of(b, row.ranked, code, wide))]
        if within:
            place = place_of(b, row.ranked, code, within)
            cells.append(SUPPRESSED if hidden else str(place.position) if place else "—")
    return cells


def _signed(change: Fact, lang: str) -> str:
    return change.number(lang, sign=True)


def _note(b: Brief) -> str:
    return ("模拟数据" if b.zh else "modelled data") if b.release.modelled else ""


def league_groups(b: Brief) -> Part:
    """Return the league within each list of counties that is complete and in force; of a list known in part only how much is known."""
    rows, found, partly = listed(b), [], []
    if not rows or not b.is_root:
        return Part()
    for group in b.cat.peer_groups(_day(b)):
        if group.rule or not group.expected or not group.members:
            continue
        among = f"group:{group.id}"
        if group.complete:
            found.append((group.name(b.lang), among))
        else:
            n, of = len(group.members), group.expected
            text = f"{group.name('zh')}名单已核实{n}个（共{of}个），不排组内位次" if b.zh else f"{group.name('en')}: list known only in part ({n}/{of}), not ranked"
            partly.append(own_claim(b, text, "listed", among))
    if not found and not partly:
        return Part()
    html = "".join(_group_table(b, rows, name, among) for name, among in found)
    lead = conclusion(Markup("；" if b.zh else "; ").join([own_claim(b, _size(b, name, among), "tabled", among, str(len(candidates(b, among)))) for name, among in found] or partly))
    left = source_line(Markup("；" if b.zh else "; ").join(partly) + ("。" if b.zh else ".")) if found and partly else ""
    return Part(lead + html + left)


def _size(b: Brief, name: str, among: str) -> str:
    n = len(candidates(b, among))
    return f"{name}{n}个，只在组内排位" if b.zh else f"{name}: {n}, ranked among themselves"


def _group_table(b: Brief, rows: Sequence[Listed], name: str, among: str) -> str:
    """Return the places within a group, a column an indicator; the figures are in the table of all counties."""
    columns = [Column("地区" if b.zh else "Region", text=True, claims="label|||||@")]
    columns += [Column(b.cat.indicator(row.ranked).short(b.lang), claims=f"stands|{row.ranked}|@|||{among}") for row in rows]
    codes, body = _ordered(b, rows, among), []
    for code in codes:
        cells = [b.cat.region(code).short(b.lang)]
        for row in rows:
            fact = b.growth(row.indicator, region=code) if row.shows == "growth" else b.fact(row.indicator, region=code)
            cells.append(SUPPRESSED if fact.status == "suppressed" else place_text(place_of(b, row.ranked, code, among), b.lang))
        body.append(cells)
    return table(columns, body, caption=f"{name}：组内位次" if b.zh else f"{name}: places", note=_note(b), classes="league", keys=codes)


def league_notes(b: Brief) -> Part:
    """Return how to read the tables: marks, ranges, who is not ranked, where the list of indicators is from."""
    then = earlier(b)
    lines = []
    if b.zh:
        when = Period.parse(then).narrative("zh") if then else ""
        lines.append(f"变动为与{when}相比前移（▲）或后移（▼）的位数；空心（△▽）为位次区间重叠，不判断升降；“=”为位次不变。" if then else "年内首期没有上期可比，不列位次变动。")
        lines.append("数值不公布（“…”）、没有数据或没有可比增速（“—”）的地区不参加排位；位次后的“=”为并列，括号内为位次区间。")
        lines.append("列有增速的指标按增速排位，列有增减的指标按数值排位；指标名单为本报告拟定，低为优的指标在表头注明。")
    else:
        when = Period.parse(then).narrative("en") if then else ""
        lines.append(f"Moved: places gained (▲) or lost (▼) since {when}; hollow (△▽) where the ranges overlap and no move is claimed; “=” unmoved." if then else "The first period of a year has no earlier one to compare places with.")
        lines.append("Regions whose figure is withheld (“…”), missing or has no rate (“—”) are not ranked; “=” after a place: shared; in brackets the range of the place.")
        lines.append("Where growth is shown places go by growth, else by the figure; the list of indicators is this report’s own; the head says where lower is better.")
    first = listed(b)[0] if listed(b) else None
    told = [own_claim(b, text, "plain") for text in lines]
    more = [range_note(b)] if first else []
    return Part("".join(source_line(t) for t in [*told, *more]))


def _day(b: Brief) -> date:
    return date(b.period.year, b.period.month or 12, 28)
