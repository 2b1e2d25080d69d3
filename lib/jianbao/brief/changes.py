"""Section 1: what changed since the last edition, and why: period, figures, definitions and lists, boundaries; “无变化” is said too.

What is compared with is part of the release (``panel.changes``): the state of the data that the last whole edition was
made of, or the modelled file's first figures. A public page says only what may have changed: figures as they stood are
not covered by its mask.
"""

from jianbao.brief import words
from jianbao.brief.context import Brief
from jianbao.brief.parts import Part, conclusion
from jianbao.brief.said import Markup, capital, claim, claim_of
from jianbao.brief.stood import Stood
from jianbao.catalogue.period import Period
from jianbao.claims import Claim
from jianbao.facts import Fact, number
from jianbao.indicators import growth_rate

__all__ = ["changes"]

_CAUSES = {
    "code": ("代码调整", "a changed code"), "boundary": ("行政区划变动", "a changed boundary"), "list": ("行业范围调整", "a changed list of codes"),
    "definition": ("指标口径调整", "a changed definition"), "file": ("新收文件", "a new file"), "flash": ("快报数修订", "the revision of flash figures"),
    "revision": ("数据修订", "a revision of the data"),
}  # fmt: skip


def changes(b: Brief) -> Part:
    """Return a short strip: the period, revised figures with their sizes and cause, definitions and lists, boundaries."""
    if not b.told:
        return Part(why=b.untold)
    stood, zh = Stood(b), b.zh
    boxes = [(("期次" if zh else "Period"), _period(b))]
    if stood.against == "edition" or (stood.against and not b.public):
        figures = [] if stood.unflashed else [(("数据" if zh else "Figures"), _figures(b, stood))]  # the section opens with it
        boxes += [*figures, *_registers(b)]
    items = "".join(f"<div><b>{head}</b>{''.join(_line(b, line, n) for n, line in enumerate(lines))}</div>" for head, lines in boxes)
    lead = _lead(b, stood)
    return Part(f'{conclusion(lead if zh else capital(lead))}<div class="chg">{items}</div>')


def _line(b: Brief, line: Markup, n: int) -> str:
    return f'<p class="ch{" mu" if n else ""}">{line if b.zh else capital(line)}</p>'


def _said(b: Brief, text: str, kind: str, *, indicator: str = "", versus: str = "", way: str = "", period: str = "") -> Markup:
    return claim(b, text, Claim(kind, indicator, b.region.code, b.sector.code, period or b.at, versus, way))


def _lead(b: Brief, stood: Stood) -> Markup:
    """The finding of the section: the headline's revision, or that there is none."""
    if not stood.against:
        return _said(b, "首次编发，没有可比的上一版" if b.zh else "First edition: none to compare with", "against", way="none")
    if b.public:
        first, second = ("与上一版比较", "compared with the last edition") if stood.against == "edition" else ("首次编发", "first edition")
        return _said(b, f"{first}，修订前的数不公布" if b.zh else f"{second}; figures before revision are not disclosed", "against", way=stood.against)
    if stood.unflashed:
        return _said(b, "没有可比的快报数" if b.zh else "No flash figures to compare with", "against", way="unflashed")
    if first := _first(b, stood):
        return _revised(b, stood, first, short=True)
    return _also(b, stood, stood.revised) if stood.revised else _unrevised(b, stood)


def _first(b: Brief, stood: Stood) -> str:
    """The figure whose revision the section opens with: the headline or, where that prints as it did, its growth."""
    return next((name for name in (b.headline.id, f"{b.headline.id}_growth") if name in stood.pairs), "")


def _period(b: Brief) -> list[Markup]:
    zh, when, issued = b.zh, b.when(), b.release.changed("issued") or []
    before = [p for p in b.release.periods if p < b.at]
    if b.release.changed("against") == "edition":
        way = "same" if b.at in issued else "new"
        text = {"same": ("{}，与上一版相同", "{}, as in the last edition"), "new": ("新增{}", "New: {}")}[way]
    else:
        way = "newest" if b.at == b.release.periods[-1] else "older"
        text = {"newest": ("{}，为最新一期", "{}, the latest period"), "older": ("{}，为往期", "{}, an earlier period")}[way]
    lines = [_said(b, text[0 if zh else 1].format(when), "issue", way=way)]
    if before and way in ("new", "newest") and before[-1][:4] == b.at[:4]:
        now, then = b.growth(b.headline.id), b.growth(b.headline.id, period=before[-1])
        if told := words.pace_way(now, then, b.lang):
            label = _label(b, before[-1]).removeprefix(f"{b.period.year}年")
            text = words.pace(now, then, label, b.lang)
            lines.append(claim(b, text, claim_of(now, "pace", versus=before[-1], way=told)))
    return lines


def _label(b: Brief, period: str) -> str:
    return Period.parse(period).narrative(b.lang)


def _figures(b: Brief, stood: Stood) -> list[Markup]:
    if b.public:
        return [_said(b, "以本版为准" if b.zh else "this edition's figures stand", "against", way=stood.against)]
    growth = f"{b.headline.id}_growth"
    told = [_revised(b, stood, growth)] if growth in stood.pairs and _first(b, stood) != growth else []
    flips = [f for name in stood.verdicts if (f := _flipped(b, stood, name))]
    others = [n for n in stood.revised if n not in (b.headline.id, growth)]
    lines = [Markup("；" if b.zh else "; ").join(found) for found in (told, flips) if found]
    if others and (lines or _first(b, stood)):  # else the section opens with them
        lines.append(_also(b, stood, others))
    if not stood.pairs:
        lines = [_unrevised(b, stood)]
    if stood.past:
        n = len(stood.past)
        lines.append(_said(b, f"另有{n}个往期的{b.headline.short('zh')}有修订" if b.zh else f"{b.headline.short('en')} revised in {n} earlier period{'s' if n > 1 else ''} too", "past", indicator=b.headline.id, way=str(n), period=stood.period))
    if stood.new:
        names = words.joined([b.cat.indicator(i).short(b.lang) for i in stood.new], b.lang)
        lines.append(_said(b, f"新增{names}" if b.zh else f"new: {names.lower()}", "appeared", indicator=",".join(stood.new), period=stood.period))
    if stood.cause:
        lines.append(_cause(b, stood))
    return lines


def _cause(b: Brief, stood: Stood) -> Markup:
    zh, (why, detail) = b.zh, stood.cause
    text = _CAUSES[why][0 if zh else 1]
    if why == "file":
        files = [b.release.changed("takings", n) for n in detail.split(",")]
        named = "、".join(f"“{f['file']}”" for f in files[:2]) + (("等" if zh else " …") if len(files) > 2 else "")
        text = f"{text}{len(files)}个：{named}" if zh else f"{text if len(files) == 1 else f'{len(files)} new files'}: {named}"
    return _said(b, f"原因：{text}" if zh else f"cause: {text}", "cause", versus=why, way=detail, period=stood.period)


def _revised(b: Brief, stood: Stood, name: str, *, short: bool = False) -> Markup:
    """How a figure stood and stands, with the size of the revision; “” where it prints as it did."""
    pair = stood.pairs.get(name)
    if pair is None:
        return Markup("")
    then, now = pair
    zh, up = b.zh, now.shown(b.lang) > then.shown(b.lang)
    label = b.cat.indicator(name).short(b.lang) if name in b.cat.all_indicators else ""
    worded = name.endswith("_growth") and min(then.shown(b.lang), now.shown(b.lang)) <= 0  # 增速由2.1%修订为2.4%, but 同比由下降2.1%修订为持平
    if name.endswith("_growth") and not short:
        label = f"{b.headline.short('zh')}增速" if zh else f"growth of {b.headline.short('en').lower()}"
    if worded and zh:
        label = label.removesuffix("增速") + "同比"
    was, stands = (_worded(f, b.lang) if worded else f.text(b.lang) for f in pair)
    size, verb = _size(b, then, now), ("上修" if up else "下修") if zh else ("up" if up else "down")
    when = "" if stood.period == b.at else _label(b, stood.period)
    flash = stood.against == "flash" and short
    if zh:
        text = f"{when}{label}由{('快报的' if worded else '快报') if flash else ''}{was}修订为{stands}" + (f"，{verb}{size}" if size else f"，{verb}")
    else:
        was = f"a flash {was.removeprefix('a ')}" if flash else was
        text = f"{label if not short else label[:1].upper() + label[1:]} revised from {was} to {stands}{f' (for {when})' if when else ''}, {verb} {size}".rstrip()
    return claim(b, text, claim_of(now, "revised", indicator=name, versus=stood.against, way="+" if up else "-", period=stood.period))


def _worded(growth: Fact, lang: str) -> str:
    """Return growth within a sentence that has a fall in it: 下降2.1%, a fall of 2.1%; prose has no minus sign."""
    if lang == "zh":
        return words.change_words(growth, "zh")
    size = number(abs(growth.shown("en")), growth.places("en"))
    return f"a {'rise' if growth.shown('en') > 0 else 'fall'} of {size}%" if growth.shown("en") else "no growth"


def _size(b: Brief, then: Fact, now: Fact) -> str:
    """Return the size of a revision as printed, from the figures as printed; “” where there is no rate."""
    old, new = then.shown(b.lang), now.shown(b.lang)
    if now.unit == "%":
        return words.points(new - old, b.lang, now.places(b.lang))
    if old <= 0 or new < 0:
        return ""
    rate = number(abs(100 * growth_rate(float(new), float(old))), 1)
    return f"{rate}%" if rate != "0.0" else ("不足0.1%" if b.zh else "by less than 0.1%")


def _flipped(b: Brief, stood: Stood, name: str) -> Markup:
    """A verdict that the revision turned: the sign of a growth or profit, or above and below the whole place."""
    versus, was, now = stood.verdicts[name]
    zh, whole = b.zh, b.cat.place.reference_name(b.lang)
    base = name.removesuffix("|gap")
    kind = base.removesuffix("_growth")
    label = b.cat.indicator(kind).short(b.lang) if zh else b.cat.indicator(kind).short("en").lower()
    label += ("增速" if zh else " growth") if base.endswith("_growth") else ""
    names = {"+": ("高于", "above"), "-": ("低于", "below"), "0": ("持平", "level with")} if versus else {"+": ("正", "positive"), "-": ("负", "negative"), "0": ("零", "zero")}
    k = 0 if zh else 1
    if versus:
        before, after = (f"与{whole}持平" if way == "0" else names[way][0] + whole for way in (was, now))
        text = f"{label}修订后由{before}变为{after}" if zh else f"{label} was {names[was][k]} {whole} before the revision, now {names[now][k]}"
    else:
        text = f"{label}修订后由{names[was][k]}变为{names[now][k]}" if zh else f"{label} was {names[was][k]} before the revision, now {names[now][k]}"
    return _said(b, text, "flipped", indicator=base, versus=versus or stood.against, way=was + now, period=stood.period)


def _also(b: Brief, stood: Stood, names: list[str]) -> Markup:
    revised = {n.removesuffix("_growth") for n in names}
    levels = [i for i in stood.compared if i in revised]
    shown = words.joined([b.cat.indicator(i).short(b.lang) for i in levels], b.lang)
    text = f"{shown}有修订" if b.zh else f"revised too: {shown.lower()}"
    return _said(b, text, "also", indicator=",".join(levels), versus=stood.against, period=stood.period)


def _unrevised(b: Brief, stood: Stood) -> Markup:
    text = ("各项指标与快报数一致" if stood.against == "flash" else "数据无变化") if b.zh else ("figures are as in the flash estimate" if stood.against == "flash" else "no figure has changed")
    return _said(b, text, "unrevised", indicator=",".join(stood.compared), versus=stood.against, period=stood.period)


def _registers(b: Brief) -> list[tuple[str, list[Markup]]]:
    """Definitions, lists and codes of the brief's indicators and sector; boundary and code of its region."""
    zh = b.zh
    if b.release.changed("against") != "edition":
        never = "首次编发，尚无上一版可比" if zh else "first edition: none to compare with"
        return [(("口径、名录、区划" if zh else "Definitions, lists, boundaries"), [_said(b, never, "against", way=b.release.changed("against"))])]
    shown = list(dict.fromkeys(p for i in (b.headline.id, *b.cat.place.cards) for k in [b.cat.indicator(i)] for p in (i, k.numerator, k.denominator) if p))
    lines, where = [], []
    if redefined := [i for i in shown if b.release.changed("definition", i)]:
        names = words.joined([b.cat.indicator(i).short(b.lang) for i in redefined], b.lang)
        lines.append(_said(b, f"{names}口径有调整" if zh else f"definition changed: {names.lower()}", "register", indicator=",".join(redefined), versus="definition"))
    if listed := b.release.changed("list", b.sector.code):
        told = [(("新增" if zh else "added "), listed["added"]), (("移出" if zh else "removed "), listed["removed"])]
        parts = [verb + words.joined(codes, b.lang) for verb, codes in told if codes]
        way = ",".join([*(f"+{c}" for c in listed["added"]), *(f"-{c}" for c in listed["removed"])])
        lines.append(_said(b, ("行业范围" if zh else "codes of the sector: ") + ("、" if zh else ", ").join(parts), "register", versus="list", way=way))
    if old := b.release.changed("code", b.sector.code):
        lines.append(_said(b, f"行业代码由{old}改为{b.sector.code}" if zh else f"sector code {old} is now {b.sector.code}", "register", versus="code", way=f"{old}>{b.sector.code}"))
    if not lines:
        lines.append(_said(b, "无变化" if zh else "no change", "register", indicator=",".join(shown), versus="none", way="sector"))
    if moved := b.release.changed("boundary", b.region.code):
        years, under = "、".join(moved["years"]), moved["under"]
        told = (f"{years}年有区划变动" if years else f"改属{b.cat.region(under).name('zh')}" if under else "所辖县（市、区）有调整") if zh else (
            f"boundary change of {', '.join(moved['years'])}" if years else f"now under {b.cat.region(under).name('en')}" if under else "its counties have changed"
        )
        where.append(_said(b, f"{told}，前后不可直接比较" if zh else f"{told}: not comparable", "register", versus="boundary", way=",".join(moved["years"]) or f">{under}"))
    if old := b.release.changed("code", b.region.code):
        where.append(_said(b, f"地区代码由{old}改为{b.region.code}" if zh else f"region code {old} is now {b.region.code}", "register", versus="code", way=f"{old}>{b.region.code}"))
    if not where:
        where.append(_said(b, "无变化" if zh else "no change", "register", versus="none", way="region"))
    return [(("口径与名录" if zh else "Definitions, lists"), lines), (("行政区划" if zh else "Boundaries"), where)]
