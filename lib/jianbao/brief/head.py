"""Section 0 and 2: title, stamp, banner; the few sentences a director reads."""

from jianbao.brief import mix, naming, words
from jianbao.brief.breaks import notice
from jianbao.brief.context import Brief
from jianbao.brief.freshness import late
from jianbao.brief.glossary import vintage_words
from jianbao.brief.parts import Part, conclusion, escape
from jianbao.brief.said import Markup, claim, claim_of, claimed_value, say
from jianbao.brief.standing import printed, rank_claim, standing
from jianbao.facts import SUPPRESSED, Fact, difference

__all__ = ["grown", "head", "headline", "masthead", "modelled_note", "observed_tag", "profit_change"]


def modelled_note(lang: str) -> str:
    """Return the words that label modelled figures wherever they appear."""
    return "模拟数据" if lang == "zh" else "Modelled data"


def observed_tag(b: Brief, value: Fact) -> str:
    """Return the label of an observed figure that stands among modelled ones; “” elsewhere."""
    if not b.release.modelled or value.status != "observed":
        return ""
    return f' <small class="sim-tag">{"实际数" if b.zh else "observed"}</small>'


def head(b: Brief) -> Part:
    """Return the title block: what, where, when, for whom, from what; and the banner if any figure is modelled."""
    zh = b.zh
    titles = {
        "sector_county_brief": ("行业县域简报", "Sector brief of a region"),
        "county_brief": ("地区工业简报", "Region brief"),
        "sector_brief": ("行业简报", "Sector brief"),
    }
    kicker = titles[b.kind][0 if zh else 1]
    about = [b.region.name(b.lang)] + ([] if b.is_total else [b.sector.name(b.lang)])
    if b.kind == "sector_brief":
        about = [b.sector.name(b.lang), b.root.name(b.lang)]
    return masthead(b, kicker=kicker, heading=f"<i>{'｜' if zh else ' | '}</i>".join(escape(t) for t in about))


def masthead(b: Brief, *, kicker: str, heading: str) -> Part:
    """Return a title block: *kicker* is the kind of page, *heading* ready-made HTML; stamp, vintage and banner are the brief's."""
    zh = b.zh
    gap = "　" if zh else " · "
    codes = f"{'地区' if zh else 'Region'} {b.region.code}{gap}{'行业' if zh else 'Sector'} {b.sector.code}"
    stamp = ("公开" if zh else "Public") if b.public else ("内部资料" if zh else "Internal")
    made = f"{b.sector.code}-{b.region.code}-{b.at.replace('-', '')}"
    made_up = ("（模拟）" if zh else " (modelled)") if b.release.modelled else ""
    as_of = f"数据版次：{vintage_words(b)}{made_up}" if zh else f"Vintage: {vintage_words(b)}{made_up}"
    reference = f"编制号 {made}" if zh else f"Reference {made}"
    banner = ""
    if b.release.modelled:
        text = b.cat.place.modelled_note(b.lang)
        banner = f'<div class="sim" role="note"><b>{modelled_note(b.lang)}</b>{"　" if zh else ". "}{escape(text)}</div>'
    return Part(
        f'<header><div class="mast"><div><div class="kick">{escape(kicker)}</div><h1>{heading}</h1>'
        f'<div class="per">{escape(b.when()[:1].upper() + b.when()[1:])}{gap}<span class="nb">{escape(codes)}</span></div></div>'
        f'<div class="stamp"><b>{stamp}</b><br>{escape(as_of)}<br>{escape(reference)}</div></div>{banner}{late(b)}</header>'
    )


def headline(b: Brief) -> Part:
    """Return the opening sentences: level and growth, against province and city, rank, profit, pull and drag."""
    if not b.present:
        return _absent(b)
    value = b.fact(b.headline.id)
    if value.status == "suppressed":
        return _withheld(b)
    first, lead = _level(b, value, b.growth(b.headline.id))
    body = Markup("").join(say("<p>{}</p>", p) for p in (first, _profit(b), mix.pull_sentence(b)) if p)
    return Part(f'{conclusion(lead)}<div class="lead">{body}</div>')


def _gap(b: Brief, own: Fact, other: Fact, whom: str) -> Markup:
    gap = difference(own, other, b.lang)
    if gap is None or words.from_small_base(own) or words.from_small_base(other):
        return Markup("")
    text = words.compare(gap, whom, words.points(gap, b.lang, own.places(b.lang)), b.lang)
    return claim(b, text, claim_of(own, "gap", versus=other.region, way=words.way(gap)))


def _level(b: Brief, value: Fact, growth: Fact) -> tuple[Markup, Markup]:
    """Return the first sentence and the finding that the section opens with."""
    zh, name, shown = b.zh, naming.headline_name(b), claimed_value(b, value, strong=True)
    text = say("{}，{}实现{}{}", b.when(), naming.subject(b), name, shown) if zh else say("In {}, {} of {} came to {}", b.when(), name, naming.subject(b), shown)
    if b.release.modelled and value.status == "observed":
        text += "（实际数）" if zh else " (observed)"
    lead = say("{}{}" if zh else "{} {}", name if zh else f"{name[:1].upper()}{name[1:]}", claimed_value(b, value))
    if growth.known:
        real = "按可比价格计算，" if zh and b.cat.place.official_growth and _growth_price(b) == "comparable" else ""
        year = "同比" if b.monthly else "比上年"
        text += say("，{}{}{}", real, year, grown(b, growth, strong=True)) if zh else say(", {} on a year earlier", grown(b, growth, strong=True))
        lead += say("，{}{}", year, grown(b, growth)) if zh else say(", {}", grown(b, growth))
        broke = notice(b, str(b.period.year_ago()))
        text, lead = text + broke, lead + broke
        if growth.derived:
            text += "（按发布数计算）" if zh else " (calculated from published figures)"
        whom = [] if b.is_root else [(b.root.code, naming.against_root(b))]
        whom += [(b.city.code, naming.against_city(b))] if b.city else []
        gaps = [g for code, called in whom if (g := _gap(b, growth, b.growth(b.headline.id, region=code), called))]
        if gaps:
            text += say("，增速{}", Markup("、").join(gaps)) if zh else say("; growth was {}", Markup(" and ").join(gaps))
            lead += say("，增速{}" if zh else ", {}", gaps[0])
    return text + _rank(b, value) + ("。" if zh else "."), lead


def grown(b: Brief, growth: Fact, *, strong: bool = False) -> Markup:
    """Return growth in words as a claim."""
    how = ">" if words.from_small_base(growth) else words.way(growth.shown(b.lang))
    return claim(b, words.change_words(growth, b.lang), claim_of(growth, "rate", way=how), strong=strong)


def _rank(b: Brief, value: Fact) -> Markup:
    rank = None if b.is_root else standing(b)
    if not rank:
        return Markup("")
    level, position = naming.level_name(b, b.region.level), say("<b>{}</b>", printed(rank, b.lang))
    if b.zh:
        tied, whole = "（并列）" if rank.tied > 1 else "", b.cat.place.region_word(b.root, "zh")
        text = say("总量居{}{}个有数据的{}{}{}", whole, rank.ranked, level, position, tied)
    else:
        tied, of = " (tied)" if rank.tied > 1 else "", naming.counted(b, rank.ranked, b.region.level)
        text = say("it ranks {}{} of {} of {} with a figure", position, tied, of, b.root.name("en"))
    return say("；{}" if b.zh else "; {}", claim(b, text, rank_claim(value, rank, b.region.level)))


def _growth_price(b: Brief) -> str:
    return b.cat.indicator(f"{b.headline.id}_growth").price


def _profit(b: Brief) -> Markup:
    known = {i.id for i in b.cat.indicators()}
    if not {"profit", "profit_margin"} <= known or not b.cat.place.official_growth:
        return mix.share_sentence(b)
    profit, margin, zh = b.fact("profit"), b.fact("profit_margin"), b.zh
    if not profit.known:
        return Markup("")
    loss = profit.value < 0
    shown = claimed_value(b, profit, strong=True, loss=loss)
    text = say("{}{}", "亏损总额" if loss else "利润总额", shown) if zh else say("{} was {}", "Total loss" if loss else "Total profit", shown)
    if how := profit_change(b, profit, strong=True):
        text += say("，{}" if zh else ", {}", how)
    if margin.known:
        text += say("；营业收入利润率{}" if zh else "; the profit margin was {}", claimed_value(b, margin))
        gap = "" if b.is_root else _gap(b, margin, b.fact("profit_margin", region=b.root.code), naming.against_root(b))
        text += say("，{}" if zh else ", {}", gap) if gap else ""
    losing = b.fact("loss_enterprise_share")
    if losing.known:
        text += say("；亏损面{}" if zh else "; {} of enterprises made a loss", claimed_value(b, losing))
    return text + ("。" if zh else ".")


def profit_change(b: Brief, profit: Fact, *, strong: bool = False) -> Markup:
    """Return how a profit changed as a claim: a rate, or words where none exists; “” where nothing can be said."""
    growth, before = b.growth("profit"), b.before("profit").value
    if growth.known:
        said = grown(b, growth, strong=strong)
        return say("同比{}" if b.zh else "{} on a year earlier", said)
    turn = words.profit_turn(profit, before, b.lang)
    return claim(b, words.profit_words(profit, before, growth, b.lang), claim_of(profit, "turn", way=turn), strong=strong)


def _absent(b: Brief) -> Part:
    """The short page of a region without the sector."""
    own = b.fact(b.headline.id)
    if own.status == "missing" and not b.release.modelled:
        return _unpublished(b)
    name, region, none = b.sector.name(b.lang), b.region.name(b.lang), claim_of(own, "none", versus="level")
    having = int(b.across("county", b.headline.id).notna().sum())
    whole = b.fact(b.headline.id, region=b.root.code)
    there = claim_of(whole, "having", versus="county", way=str(having))
    if b.zh:
        lead = claim(b, f"{region}本期没有规模以上{name}企业", none)
        first = claim(b, f"{region}没有规模以上{name}企业", none)
        has = claim(b, f"有{having}个{naming.level_name(b, 'county')}有该行业", there)
        text = say(
            "{}，{}，因此没有指标、图表和位次。{}{}，{}合计{}。", b.when(), first, b.cat.place.reference_name("zh"), has, naming.headline_name(b), claimed_value(b, whole)
        )
    else:
        lead = claim(b, f"{region} reported no {naming.lower(name)} in this period", none)
        first = claim(b, f"{region} reported no {naming.lower(name)}", none)
        has = claim(b, f"{naming.counted(b, having, 'county')} of {b.root.name('en')} {'has' if having == 1 else 'have'} a figure for it", there)
        text = say(
            "In {} {}, so there are no indicators, charts or ranks. {}; {} came to {} in all.", b.when(), first, has, naming.headline_name(b), claimed_value(b, whole)
        )
    return _short(lead, text)


def _unpublished(b: Brief) -> Part:
    """The short page where a place publishes no figure: nothing may be said of what there is."""
    name, region, none = naming.headline_name(b), b.region.name(b.lang), claim_of(b.fact(b.headline.id), "none", versus="level")
    lead = f"没有公布{region}{b.sector.name('zh')}的{name}" if b.zh else f"No figure is published for {naming.lower(b.sector.name('en'))} in {region}"
    text = "来源表中没有这个数" if b.zh else f"The source has no figure for {b.when()}"
    rest = "{}，{}，因此没有指标、图表和位次。" if b.zh else "{1}, so there are no indicators, charts or ranks."
    return _short(claim(b, lead, none), say(rest, b.when(), claim(b, text, none)))


def _withheld(b: Brief) -> Part:
    name, none = naming.headline_name(b), claim_of(b.fact(b.headline.id), "none", versus="level", way="s")
    if b.zh:
        lead = f"{name}不公布（{SUPPRESSED}）"
        why = "为保护单个企业资料" if b.public else "来源单位保密"
        told = f"{why}，{b.region.name('zh')}{b.sector.name('zh')}的{name}不公布"
        text = say(f"{{}}，{{}}，以“{SUPPRESSED}”表示：它不是零，也不进入位次和图。", b.when(), claim(b, told, none))
    else:
        lead = f"{name[:1].upper() + name[1:]} not disclosed ({SUPPRESSED})"
        why = "to protect the data of single enterprises" if b.public else "by the source to avoid disclosing confidential information"
        told = f"The figure of {b.when()} for {name} of {naming.subject(b)} is withheld"
        text = say(
            f"{{}} {why}. It is shown as “{SUPPRESSED}”: it is not zero, and it enters no rank or chart.", claim(b, told, none)
        )
    others = mix.share_sentence(b, region_only=True)
    return _short(claim(b, lead, none), text, *([others] if others else []))


def _short(lead: Markup, *paragraphs: Markup) -> Part:
    body = Markup("").join(say("<p>{}</p>", p) for p in paragraphs)
    return Part(f'{conclusion(lead)}<div class="lead">{body}</div>')
