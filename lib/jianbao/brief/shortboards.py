"""Section 9: what is worse here than in the same sector of the whole place, and which alarms went off."""

from dataclasses import replace
from decimal import Decimal

from jianbao.brief import naming, words
from jianbao.brief.context import Brief
from jianbao.brief.glossary import term
from jianbao.brief.parts import Cell, Column, Part, conclusion, escape, fact_span, source_line, table
from jianbao.brief.rules import Finding, findings
from jianbao.brief.said import Markup, capital, own_claim
from jianbao.catalogue.period import Period
from jianbao.facts import number

__all__ = ["shortboards"]


def shortboards(b: Brief) -> Part:
    """Return the table of shortboards, worst first, and the alarms that went off.

    What the worry page of an edition lists is read from here: ``data-rule`` on each alarm, ``data-short`` on the whole.
    Empty where the place has no rules or the region no such sector.
    """
    short, alarms = findings(b, "shortboard"), findings(b, "alarm")
    if not b.told or not short and not alarms:
        return Part(why=b.untold if short or alarms else "")
    fired = [f for f in short if f.state == "fired"]
    rang = [f for f in alarms if f.state == "fired"]
    html = _table(b, fired) + _alarms(b, rang) + source_line(_counted(b, short, alarms, any(_all_along(b, f) for f in fired)))
    return Part(f'{conclusion(_lead(b, short, fired, rang))}<div data-short="{len(fired)}">{html}</div>')


def _name(b: Brief, f: Finding) -> str:
    return b.cat.indicator(f.rule.indicator).short(b.lang)


def _lead(b: Brief, short: list[Finding], fired: list[Finding], rang: list[Finding]) -> Markup:
    bits, judged = [], sum(f.state in ("fired", "quiet") for f in short)
    if not judged and not rang and all(f.state != "quiet" for f in [*short, *findings(b, "alarm")]):
        return own_claim(b, "没有可判断的数，短板和预警未作判断" if b.zh else "No figure to judge by: weak points and alerts are left open", "shortboards", way="open")
    if fired:
        worst = words.joined([_name(b, f) if b.zh else naming.lower(_name(b, f)) for f in fired[:2]], b.lang)
        if b.zh:
            many = f"{judged}项可比指标均弱于" if len(fired) == judged > 1 else f"{judged}项可比指标中{len(fired)}项弱于"
            text = f"{many}{naming.against_root(b)}" + (f"，差距最大的是{worst}" if len(fired) > 1 else f"：{worst}")
        else:
            are, gaps = "is" if len(fired) == 1 else "are", "gaps" if len(fired) > 1 else "gap"
            text = f"{len(fired)} of {judged} indicator{'' if judged == 1 else 's'} {are} worse than {naming.against_root(b)}; the widest {gaps}: {worst}"
        bits.append(own_claim(b, text, "shortboards", way=",".join(f.rule.id for f in fired[:2])))
    elif judged:
        none = f"{judged}项可比指标都不弱于" if b.zh else f"None of {judged} indicator{'' if judged == 1 else 's'} is worse than "
        bits.append(own_claim(b, f"{none}{naming.against_root(b)}", "shortboards"))
    if rang:
        text = f"触发预警{len(rang)}条" if b.zh else f"{len(rang)} alert{'s were' if len(rang) > 1 else ' was'} raised"
        bits.append(own_claim(b, text, "alarms", way=",".join(f.rule.id for f in rang)))
    elif not judged or not fired:
        bits.append(own_claim(b, "没有触发预警" if b.zh else "no alert was raised", "alarms"))
    return Markup("；").join(bits) if b.zh else capital(Markup("; ").join(bits))


def _table(b: Brief, fired: list[Finding]) -> str:
    if not fired:
        return ""
    rows = [[Cell(term(b, f.rule.indicator, _labelled(b, f))), *_figures(b, f), Cell(_running(b, f), "nb"), Cell(_moved(b, f))] for f in fired]
    whole = naming.against_root(b)
    heads = ("指标", "本地", whole, "差距", "连续", "差距比上年") if b.zh else ("Indicator", "Here", whole[:1].upper() + whole[1:], "Gap", "Running", "Gap on a year ago")
    ways = ("name", "", "", "gap", "running", "moved")
    columns = [Column(h, text=k in (0, 4, 5), claims=f"watch|||||@|{way}" if way else "") for k, (h, way) in enumerate(zip(heads, ways, strict=True))]
    note = "%类的差距为百分点" if b.zh else "gaps of % in percentage points"
    note += ("；模拟数据" if b.zh else "; modelled data") if b.release.modelled else ""
    return table(columns, rows, caption="短板，按差距由大到小" if b.zh else "Weak points, the widest gap first", note=note, keys=[f.rule.id for f in fired])


def _labelled(b: Brief, f: Finding) -> str:
    """Return the indicator with its unit, and a word where less is better."""
    unit, lower = f.own.unit_text(b.lang), b.cat.indicator(f.rule.indicator).direction == "lower"
    if b.zh:
        more = "，".join(t for t in (unit, "低为优" if lower else "") if t)
        return f"{_name(b, f)}（{more}）" if more else _name(b, f)
    more = ", ".join(t for t in (unit, "lower is better" if lower else "") if t)
    return f"{_name(b, f)} ({more})" if more else _name(b, f)


def _figures(b: Brief, f: Finding) -> list[Cell]:
    gap = f.own.shown(b.lang) - f.reference.shown(b.lang)
    shown = [fact_span(f.own, b.lang), fact_span(f.reference, b.lang), number(gap, f.own.places(b.lang), sign=True, grouped=not b.zh)]
    return [Cell(text) for text in shown]


def _running(b: Brief, f: Finding) -> str:
    """Return for how many periods running; since when, if the figures do not go back further."""
    since = "≥" if _all_along(b, f) else ""
    if b.zh:
        return f"{since}{f.running}期"
    return f"{since}{f.running} period{'s' if f.running > 1 else ''}"


def _all_along(b: Brief, f: Finding) -> bool:
    return f.running == sum(p <= b.at for p in b.release.periods)


def _moved(b: Brief, f: Finding) -> str:
    """Return whether the gap has widened since a year ago; before that it may not have been one."""
    if f.before is None:
        return "—"
    if f.before <= 0:
        was = ("由优转弱", "was better") if f.before < 0 else ("由平转弱", "was level")
        return _tag(f"▲ {was[0 if b.zh else 1]}", "dn")
    change = f.gap - f.before
    if change == 0:
        return _tag("► 持平" if b.zh else "► the same", "")
    wider = change > 0
    return _tag(("▲ 扩大" if wider else "▼ 缩小") if b.zh else ("▲ wider" if wider else "▼ narrower"), "dn" if wider else "up")


def _tag(text: str, colour: str) -> str:
    return f'<span class="tag {colour}">{escape(text)}</span>'


def _alarms(b: Brief, rang: list[Finding]) -> str:
    if not rang:
        return ""
    items = "".join(
        f'<li data-rule="{escape(f.rule.id, quote=True)}"><b>{_sentence_case(f, b)}</b>{"：" if b.zh else ": "}{own_claim(b, _told(b, f), "watch", f.rule.id, "told")} '
        f'<small class="mu">{own_claim(b, f.rule.id, "watch", f.rule.id, "id")}</small></li>' for f in rang
    )
    return f'<h3>{"预警" if b.zh else "Alarms"}</h3><ol class="ms">{items}</ol>'


def _sentence_case(f: Finding, b: Brief) -> Markup:
    """Return the rule's name as the start of a sentence."""
    text = f.rule.name(b.lang)
    return own_claim(b, text[:1].upper() + text[1:], "watch", f.rule.id, "name")


def _told(b: Brief, f: Finding) -> str:
    """Return what made an alarm go off, from the figures printed."""
    own = words.change_words(f.own, b.lang) if b.cat.indicator(f.rule.indicator).kind == "growth" else f.own.text(b.lang)
    margin = _margin(b, f)
    if f.rule.test.startswith("below"):
        who = naming.against_root(b)
        other = words.change_words(f.reference, b.lang) if b.cat.indicator(f.rule.indicator).kind == "growth" else f.reference.text(b.lang)
        zh, en = f"本期{own}，{who}{other}，差距连续{f.running}期大于{margin}", f"{own} against {other} in {who.removeprefix('the sector in ')}; the gap has been above {margin} for {f.running} periods"
        if f.rule.test == "below_and_worsening":
            zh, en = f"{zh}，且本期值比上年变差", f"{en}, and it is worse than a year ago"
    elif f.rule.test == "negative_for":
        zh, en = f"本期{own}，降幅连续{f.running}期大于{margin.replace('个百分点', '%')}", f"{own}; down by more than {margin.replace(' points', '%').replace(' point', '%')} for {f.running} periods"
    elif f.rule.test == "slowed":
        fall = f"{number(f.gap, 1)}{'个百分点' if b.zh else ' points'}"
        lower = "低" if f.own.shown(b.lang) < 0 else "回落"  # 回落 is of growth that is still growth
        zh, en = f"本期{own}，增速比上年同期{lower}{fall}", f"{own}; growth {fall} lower than a year ago"
    elif f.rule.test == "turned_negative":
        before = Period.parse(f.reference.period).narrative(b.lang)
        zh, en = f"本期{own}，{before}{words.change_words(f.reference, 'zh')}", f"{own}, after {words.change_words(f.reference, 'en')} in {before}"
    elif f.rule.indicator == "profit":  # prose has no minus sign: a loss is called one
        loss = replace(f.own, value=abs(f.own.value)).text(b.lang)
        zh, en = f"本期亏损{loss}，上年同期盈利{f.reference.text('zh')}", f"a loss of {loss}, after a profit of {f.reference.text('en')} a year ago"
    else:
        zh, en = f"本期{own}，上年同期{f.reference.text('zh')}", f"{own}, after {f.reference.text('en')} a year ago"
    return zh if b.zh else en


def _margin(b: Brief, f: Finding) -> str:
    """Return the rule's margin with its unit, as the table of rules has it."""
    if f.own.unit == "%":
        return f"{_plain(f.rule.margin)}{'个百分点' if b.zh else ' point' if f.rule.margin == 1 else ' points'}"
    scale = replace(f.own, value=f.rule.margin)
    return f"{_plain(round(scale.scaled(b.lang), 6))}{'' if b.zh else ' '}{f.own.unit_text(b.lang)}"


def _plain(value: float) -> str:
    exact = Decimal(str(value)).normalize()
    return number(exact, max(0, -int(exact.as_tuple().exponent)))


def _counted(b: Brief, short: list[Finding], alarms: list[Finding], all_along: bool) -> Markup:
    """Say how many rules were asked and how many could not be judged, and why."""
    asked = [f for f in [*short, *alarms] if f.state != "idle"]
    compared = any(f.state != "idle" for f in short)
    blind = [f for f in asked if f.state == "unjudged"]
    reasons = {
        "few": ("企业数不足", "too few enterprises"), "suppressed": ("数值不公布", "withheld"), "missing": ("无数据", "no figure"),
        "not_applicable": ("无可比数", "no comparison"),
    }
    said = [(reasons.get(w, reasons["missing"])[0 if b.zh else 1], n) for w in reasons if (n := sum(f.why == w for f in blind))]
    if b.zh:
        text = f"共按{len(asked)}条规则逐条判断"
        text += "，差距大于所示数值末位的一个单位才列为短板，差距大小按在同级地区中的标准化距离比较。" if compared else "。"
        if blind:
            text += f"{len(blind)}条未判断（{'、'.join(f'{w}的{n}条' for w, n in said)}），按未触发处理。"
        text += "“≥”为有数据以来一直如此。" if all_along else ""
        return own_claim(b, text + ("一期为一个累计月份（1—2月为一期）。" if b.monthly else ""), "asked")
    text = f"{len(asked)} rules of the register were applied."
    text += " A gap counts if it is more than one printed unit; gaps are ordered by their distance among regions of the same level." if compared else ""
    if blind:
        text += f" {len(blind)} could not be judged ({', '.join(f'{w}: {n}' for w, n in said)}): they count as not fired."
    text += " “≥”: ever since the figures begin." if all_along else ""
    return own_claim(b, text + (" A period is a month, cumulative (January–February is one)." if b.monthly else ""), "asked")
