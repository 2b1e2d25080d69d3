"""短板弱项提示函: the facts of what the rules found, questions about causes, a request with its term; neutral, for the office only.

The body of a 函 without a red head and without a number: who signs and dates it fills the blanks in.
"""

import math
from dataclasses import replace

from jianbao import indicators
from jianbao.brief import naming, words
from jianbao.brief.context import Brief, BriefError
from jianbao.brief.head import grown, masthead
from jianbao.brief.parts import Cell, Column, Part, escape, fact_span, table
from jianbao.brief.said import Markup, claim, claim_of, claimed_value, own_claim, plain, say
from jianbao.brief.standing import chosen, printed
from jianbao.catalogue.period import Period
from jianbao.claims import Claim
from jianbao.facts import Fact, difference, number
from jianbao.reports.letter_rules import Due, due, due_letters
from jianbao.reports.order import earlier, move_of, place_claim, place_text

__all__ = ["findings", "letter", "letter_head", "mean_of"]

_BLANK = "______"


def findings(b: Brief) -> list[Due]:
    """Return the new findings of the brief's county: a letter is due where there is one.

    Raises BriefError in a public edition, and for a region that is no county.
    """
    if b.public:
        raise BriefError("提示函只供内部使用，公开版没有 · letters are for the office only, a public edition has none")
    if b.region.level != b.cat.place.levels[-1]:
        raise BriefError(f"提示函只发给县（市、区），{b.region.name(b.lang)}不是 · letters are for counties only")
    return b.once(("letter",), lambda: due_letters(b, (b.region.code,)).get(b.region.code, []))


def letter_head(b: Brief) -> Part:
    """Return the title block: 关于××县××指标的提示函."""
    found = findings(b)
    kicker = "短板弱项提示函（供审核签发）" if b.zh else "Letter on weak points (for review and signature)"
    return masthead(b, kicker=kicker, heading=f'<span class="ti">{escape(_title(b, found))}</span>')


def _title(b: Brief, found: list[Due]) -> str:
    region = b.region.name(b.lang)
    if not found:
        return f"{region}：本期不发提示函" if b.zh else f"{region}: no letter this period"
    name = b.cat.indicator(found[0].rule.indicator).name(b.lang) if b.zh else _short(b, found[0])
    if b.zh:
        return f"关于{region}{name}{f'等{len(found)}项' if len(found) > 1 else ''}指标的提示函"
    more = f" and {len(found) - 1} other indicator{'s' if len(found) > 2 else ''}" if len(found) > 1 else ""
    return f"On {naming.lower(name)}{more} of {region}"


def letter(b: Brief) -> Part:
    """Return the letter: addressee, facts, questions, request, blanks for contact, sender and date; one line where none is due."""
    found = findings(b)
    if not found:
        told = due(b)
        text = ("达到提示条件的指标此前均已提示" if told else "没有达到提示条件的指标") if b.zh else ("what the rules find was told before" if told else "no indicator meets the rules")
        return Part(f'<p class="w">{own_claim(b, text, "letter", ",".join(f.rule.id for f in told), "none")}</p>')
    paragraphs = [_opening(b, found), _heading(b, "一、指标情况", "The figures"), *(_fact(b, n, f, len(found)) for n, f in enumerate(found))]
    paragraphs += [_heading(b, "二、建议分析的问题", "Questions to look into"), _causes(b, found), _heading(b, "三、请研究的事项", "The request"), _request(b, found)]
    body = "".join(f"<p{_marks(f)}>{p}</p>" for p, f in _paired(paragraphs, found))
    sign = [f"联系人：{_BLANK}　联系电话：{_BLANK}", f"（单位名称）{_BLANK}", "______年__月__日"] if b.zh else [f"Contact: {_BLANK}  Telephone: {_BLANK}", f"(Name of the office) {_BLANK}", f"Date: {_BLANK}"]
    close = f"<p>{plain(b, '特此函告。' if b.zh else 'This is for your information and study.')}</p><p>{plain(b, sign[0])}</p>" + "".join(f'<p class="sign">{plain(b, line)}</p>' for line in sign[1:])
    return Part(f'<div class="lead letter"><p class="to">{_addressee(b)}</p>{body}{close}</div>{_table(b, found)}')


def _heading(b: Brief, zh: str, en: str) -> Markup:
    return say("<b>{}</b>", plain(b, zh if b.zh else en))


def _paired(paragraphs: list[Markup], found: list[Due]) -> list[tuple[Markup, Due | None]]:
    """Return each paragraph with the finding that it is about."""
    return [(p, found[n - 2] if 2 <= n < 2 + len(found) else None) for n, p in enumerate(paragraphs)]


def _marks(f: Due | None) -> str:
    """Return what the register of letters reads from the page (``run.letters``)."""
    return f' data-letter="{escape(f"{f.rule.indicator}|{f.rule.id}|{f.since}", quote=True)}"' if f else ""


def _short(b: Brief, f: Due) -> str:
    return b.cat.indicator(f.rule.indicator).short(b.lang)


def _addressee(b: Brief) -> Markup:
    name = b.region.name(b.lang)
    return plain(b, f"{name}经济和信息化局：" if b.zh else f"To the Economy and Information Bureau of {name}:")


def _you(b: Brief) -> str:
    """Return 贵县 / 贵区 / 贵市."""
    return "贵" + naming.here(b)[1:]


def _opening(b: Brief, found: list[Due]) -> Markup:
    ids, n = ",".join(f.rule.id for f in found), len(found)
    sim = ("（模拟数据）" if b.zh else " (modelled data)") if b.release.modelled else ""
    if b.zh:
        told = own_claim(b, f"{_you(b)}有{n}项指标达到提示条件", "letter", ids, "count")
        return say("根据{}规模以上工业主要指标监测情况{}，按照短板弱项提示规则，{}，现将有关情况函告如下，供研究参考。", b.period.narrative("zh"), sim, told)
    told = own_claim(b, f"{n} indicator{'s' if n > 1 else ''} of your county meet{'' if n > 1 else 's'} the rules for a letter", "letter", ids, "count")
    return say("The main indicators of industry are followed each month{}. In {}, {}; the facts are given below for your study.", sim, b.period.narrative("en"), told)


def _fact(b: Brief, n: int, f: Due, many: int) -> Markup:
    """Return the facts of one finding in a sentence."""
    known, level = b.cat.indicator(f.rule.indicator), b.cat.place.levels[-1]
    growth, lead = known.kind == "growth", f"（{'一二三四五六七八九十'[n]}）" if many > 1 and b.zh else ""
    among, when = (naming.counted(b, f.place.ranked, level), b.period.narrative(b.lang)) if n == 0 else ("", "")  # said once
    where = f"居{f'全省{among}' if among else ''}{printed(f.place, 'zh')}{'（并列）' if f.place.tied > 1 else ''}" if b.zh else f"{printed(f.place, 'en')}{' (tied)' if f.place.tied > 1 else ''}{f' of {among}' if among else ''}"
    place = place_claim(b, where, f.rule.indicator, b.region.code, f.place, level)
    bits = [t for t in (place, _moved(b, f), _gap(b, f), _beside(b, f)) if t]
    run = own_claim(b, _running(b, f, many), "letter", f.rule.id, "run")
    if growth:
        own = b.fact(known.growth_of)
        own_name = b.cat.indicator(known.growth_of)
        name = own_name.name("zh") if b.zh else own_name.short("en")
        first = say("{}{}。{}为{}，同比{}", lead, _short(b, f), f"{when}{name}", claimed_value(b, own), grown(b, f.own)) if b.zh else say("{}: {}{} was {}, {} on a year earlier", _short(b, f), f"in {when}, " if when else "", naming.lower(name), claimed_value(b, own), grown(b, f.own))
    else:
        first = say("{}{}。{}为{}", lead, _short(b, f), f"{when}{known.name('zh')}", claimed_value(b, f.own)) if b.zh else say("{}: {}{}", _short(b, f), claimed_value(b, f.own), f" in {when}" if when else "")
    middle = Markup("，" if b.zh else ", ").join(bits)
    asked = own_claim(b, *_asked(b, n, f))
    return say("{}，{}；{}（{}）。", first, middle, run, asked) if b.zh else say("{}; {}; {} ({}).", first, middle, run, asked)


def _asked(b: Brief, n: int, f: Due) -> tuple[str, str, str, str]:
    """Return what the rule of the n-th finding asks for, as a claim; the same condition is not written out twice."""
    told = _condition(b, f)
    before = next((x for x in findings(b)[:n] if _condition(b, x) == told), None)
    if before is None:
        return told, "letter", f.rule.id, "condition"
    return "提示条件同上" if b.zh else "the rule as above", "letter", f"{f.rule.id},{before.rule.id}", "same"


def _condition(b: Brief, f: Due) -> str:
    """Return what a rule asks for: how far down, how far behind the whole place, for how many periods."""
    known, level, rule = b.cat.indicator(f.rule.indicator), b.cat.place.levels[-1], f.rule
    whole, size = b.cat.place.reference_name(b.lang), _size(b, rule.gap, f.own)
    if b.zh:
        last = f"后{rule.last}位" if rule.last else f"后{rule.share}%"
        gap = f"{'低于' if known.direction == 'higher' else '高于'}{whole}{size}以上" if rule.gap else f"{'低于' if known.direction == 'higher' else '高于'}{whole}"
        return f"提示条件：居{whole}{naming.level_name(b, level)}{last}，且{gap}，连续{rule.periods}期"
    last = f"among the last {rule.last}" if rule.last else f"in the last {rule.share}%"
    gap = f"{size} or more {'below' if known.direction == 'higher' else 'above'} {whole}" if rule.gap else f"{'below' if known.direction == 'higher' else 'above'} {whole}"
    return f"the rule: {last} of all {naming.plural(b, level)} and {gap}, {rule.periods} periods running"


def _moved(b: Brief, f: Due) -> Markup:
    """Return by how many places it moved since the period before; “” in the first period of a year."""
    then, level = earlier(b), b.cat.place.levels[-1]
    move = move_of(b, f.rule.indicator, b.region.code, level)
    if not then or move is None:
        return Markup("")
    when = Period.parse(then).narrative(b.lang)
    when = when.removeprefix(f"{b.period.year}年") if b.zh else when
    if b.zh:
        text = "位次不变" if not move.places else f"位次{'前移' if move.places > 0 else '后移'}{abs(move.places)}位" + ("" if move.sure else "（位次区间重叠，不判断升降）")
        said = text.replace("位次", f"位次较{when}", 1)
    else:
        text = "unchanged" if not move.places else f"{'up' if move.places > 0 else 'down'} {abs(move.places)}" + ("" if move.sure else " (the ranges overlap)")
        said = f"{text} since {when}"
    return claim(b, said, Claim("shifts", f.rule.indicator, b.region.code, b.sector.code, b.at, level, f"{then}:{move.places}"))


def _size(b: Brief, gap, like: Fact) -> str:
    """Return the size of a difference with its unit."""
    unit, decimals = like.unit_text(b.lang), like.places(b.lang)
    return words.points(gap, b.lang, decimals) if unit == "%" else f"{number(abs(gap), decimals)}{'' if b.zh else ' '}{unit}"


def _gap(b: Brief, f: Due) -> Markup:
    gap = difference(f.own, f.whole, b.lang)
    if gap is None or words.from_small_base(f.own) or words.from_small_base(f.whole):
        return Markup("")
    return claim(b, words.compare(gap, naming.against_root(b), _size(b, gap, f.own), b.lang), claim_of(f.own, "gap", versus=b.root.code, way=words.way(gap)))


def mean_of(b: Brief, indicator: str, codes: tuple[str, ...]) -> tuple[Fact, tuple[str, ...]]:
    """Return a ratio or growth of several regions together (total over total) as a fact, and those that it is of.

    A region without a figure, or with a base that is not positive, is left out.
    """
    known = b.cat.indicator(indicator)
    if known.kind == "growth":
        rates = {c: b.growth(known.growth_of, region=c) for c in codes}
        bases = {c: b.before(known.growth_of, region=c) for c in codes}
        used = tuple(c for c in codes if rates[c].known and bases[c].known and bases[c].value > 0)
        total = math.fsum(bases[c].value for c in used)
        value = math.fsum(100 * indicators.contribution_from_share(indicators.share(bases[c].value, total), rates[c].value / 100) for c in used)
        return replace(rates[codes[0]], value=value if used else None, derived=True), used
    tops, bottoms = ({c: b.fact(i, region=c) for c in codes} for i in (known.numerator, known.denominator))
    used = tuple(c for c in codes if tops[c].known and bottoms[c].known)
    if not used:
        return replace(b.fact(indicator, region=codes[0]), value=None), used
    top, bottom = (replace(found[used[0]], value=math.fsum(found[c].value for c in used)) for found in (tops, bottoms))
    return b.of_parts(known, top, bottom), used


def _beside(b: Brief, f: Due) -> Markup:
    """Return the difference to the counties of like structure taken together; “” where there are none."""
    peers = chosen(b)
    if len(peers) < 2:
        return Markup("")
    mean, used = mean_of(b, f.rule.indicator, peers)
    gap = difference(f.own, mean, b.lang) if len(used) > 1 else None
    if gap is None or words.from_small_base(mean) or words.from_small_base(f.own):
        return Markup("")
    level = naming.level_name(b, b.region.level)
    whom = f"{len(used)}个同类{level}平均" if b.zh else f"the mean of {len(used)} similar {naming.plural(b, b.region.level)}"
    return claim(b, words.compare(gap, whom, _size(b, gap, f.own), b.lang), claim_of(f.own, "mean", versus=",".join(used), way=words.way(gap)))


def _running(b: Brief, f: Due, many: int) -> str:
    if many > 1:
        return f"已连续{f.running}期达到提示条件" if b.zh else f"the rule has been met for {f.running} periods running"
    since = Period.parse(f.since).label(b.lang)
    return f"自{since}以来已连续{f.running}期达到提示条件" if b.zh else f"the rule has been met for {f.running} periods running, since {since}"


def _causes(b: Brief, found: list[Due]) -> Markup:
    """Return the questions of the rules, each once."""
    asked: dict[str, Due] = {}
    for f in found:
        asked.setdefault(f.rule.question(b.lang), f)
    told = [own_claim(b, question, "letter", f.rule.id, "ask") for question, f in asked.items()]
    if b.zh:
        return say("以下问题供分析时参考，不是结论：{}？", Markup("；").join(told))
    return say("These are questions, not findings: {}", Markup(" ").join(told))


def _request(b: Brief, found: list[Due]) -> Markup:
    days = min(f.rule.reply_days for f in found)
    ids = ",".join(f.rule.id for f in found)
    if b.zh:
        told = own_claim(b, f"收到本函之日起{days}日内", "letter", ids, "days")
        return say("请结合实际研究上述指标变化的原因，核对有关数据，提出针对性的改进措施，于{}（______年__月__日前）将有关情况书面反馈。工作中有需要协调的事项，请一并提出。", told)
    told = own_claim(b, f"within {days} days of receipt", "letter", ids, "days")
    return say("Please study the causes, check the figures, consider measures, and reply in writing {} (by {}). Please name whatever needs to be co-ordinated.", told, _BLANK)


def _table(b: Brief, found: list[Due]) -> str:
    """Return the figures of the letter as a table, for those who check them."""
    zh, level, rows = b.zh, b.cat.place.levels[-1], []
    for f in found:
        gap = f.own.shown(b.lang) - f.whole.shown(b.lang)
        run = own_claim(b, f"{f.running}期" if zh else str(f.running), "letter", f.rule.id, "run")
        unit = f.own.unit_text(b.lang)
        rows.append([f"{_short(b, f)}（{unit}）" if zh else f"{_short(b, f)} ({unit})", Cell(fact_span(f.own, b.lang)), Cell(fact_span(f.whole, b.lang)),
                     number(gap, f.own.places(b.lang), sign=True), place_text(f.place, b.lang), Cell(run)])
    heads = ("指标", b.region.name("zh"), "全省", "差距", "位次", "连续期数") if zh else ("Indicator", "Here", "Province", "Gap", "Rank", "Running")
    told = ("", "", "", f"diff|@||||{b.root.code}", f"stands|@||||{level}", "")
    columns = [Column(h, text=k == 0, claims=c) for k, (h, c) in enumerate(zip(heads, told, strict=True))]
    note = "%类的差距为百分点；位次后括号内为按四舍五入误差推算的位次区间" if zh else "gaps of % in points; in brackets after a place its range, allowing for rounding"
    note += ("；模拟数据" if zh else "; modelled data") if b.release.modelled else ""
    return table(columns, rows, caption=f"附：{b.period.narrative('zh')}指标情况" if zh else f"Annex: the figures, {b.period.narrative('en')}", note=note, keys=[f.rule.indicator for f in found])
