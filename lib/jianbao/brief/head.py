"""Section 0 and 2: title, stamp, banner; the few sentences a director reads."""

from dataclasses import replace

from jianbao.brief import mix, naming, words
from jianbao.brief.context import Brief
from jianbao.brief.parts import Part, conclusion, escape, fact_span
from jianbao.facts import SUPPRESSED, Fact, difference

__all__ = ["head", "headline", "modelled_note"]


def modelled_note(lang: str) -> str:
    """Return the words that label modelled figures wherever they appear."""
    return "模拟数据" if lang == "zh" else "Modelled data"


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
    heading = "<i>｜</i>".join(escape(t) for t in about)
    codes = f"{'地区' if zh else 'Region'} {b.region.code}　{'行业' if zh else 'Sector'} {b.sector.code}"
    stamp = ("公开" if zh else "Public") if b.public else ("内部资料" if zh else "Internal")
    made = f"{b.sector.code}-{b.region.code}-{b.at.replace('-', '')}"
    whole_year = b.period.months == 12
    vintage = {"final": ("年报数" if whole_year else "定案数", "final"), "flash": ("快报数", "flash")}.get(b.release.vintage, (b.release.vintage,) * 2)
    made_up = ("（模拟）" if zh else " (modelled)") if b.release.modelled else ""
    as_of = f"数据版次：{vintage[0]}{made_up}" if zh else f"Vintage: {vintage[1]}{made_up}"
    reference = f"编制号 {made}" if zh else f"Reference {made}"
    banner = ""
    if b.release.modelled:
        text = b.cat.place.modelled_note(b.lang)
        banner = f'<div class="sim" role="note"><b>{modelled_note(b.lang)}</b>　{escape(text)}</div>'
    return Part(
        f'<header><div class="mast"><div><div class="kick">{escape(kicker)}</div><h1>{heading}</h1>'
        f'<div class="per">{escape(b.when())}　<span class="nb">{escape(codes)}</span></div></div>'
        f'<div class="stamp"><b>{stamp}</b><br>{escape(as_of)}<br>{escape(reference)}</div></div>{banner}</header>'
    )


def headline(b: Brief) -> Part:
    """Return the opening sentences: level and growth, against province and city, rank, profit, pull and drag."""
    if not b.present:
        return _absent(b)
    value = b.fact(b.headline.id)
    if value.status == "suppressed":
        return _withheld(b)
    growth, paragraphs = b.growth(b.headline.id), []
    first, lead = _level(b, value, growth)
    paragraphs.append(first)
    paragraphs += [p for p in (_profit(b), mix.pull_sentence(b)) if p]
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    return Part(f'{conclusion(lead)}<div class="lead">{body}</div>')


def _gap(b: Brief, own: Fact, other: Fact, whom: str) -> str:
    gap = difference(own, other, b.lang)
    return "" if gap is None else words.compare(gap, whom, words.points(gap, b.lang, own.places(b.lang)), b.lang)


def _level(b: Brief, value: Fact, growth: Fact) -> tuple[str, str]:
    zh, name = b.zh, naming.headline_name(b)
    shown = fact_span(value, b.lang, unit=True, strong=True)
    if zh:
        text = f"{b.when()}，{escape(naming.subject(b))}实现{escape(name)}{shown}"
    else:
        text = f"In {b.when()}, {escape(name)} of {escape(naming.subject(b))} came to {shown}"
    lead = f"{name}{value.text(b.lang)}" if zh else f"{name[:1].upper() + name[1:]} {value.text(b.lang)}"
    if growth.known:
        how = f"<b>{words.change_words(growth, b.lang)}</b>"
        real = "按可比价格计算，" if zh and b.cat.place.official_growth and _growth_price(b) == "comparable" else ""
        year = "同比" if b.monthly else "比上年"
        text += f"，{real}{year}{how}" if zh else f", {how} on a year earlier"
        lead += f"，{year}{words.change_words(growth, 'zh')}" if zh else f", {words.change_words(growth, 'en')}"
        if growth.derived:
            text += "（按发布数计算）" if zh else " (calculated from published figures)"
        gaps = []
        if not b.is_root:
            gaps.append(_gap(b, growth, b.growth(b.headline.id, region=b.root.code), naming.against_root(b)))
        if b.city:
            gaps.append(_gap(b, growth, b.growth(b.headline.id, region=b.city.code), naming.against_city(b)))
        gaps = [g for g in gaps if g]
        if gaps:
            text += ("，增速" + "、".join(gaps)) if zh else ("; growth was " + " and ".join(gaps))
            lead += ("，" + gaps[0]) if zh else f", {gaps[0]}"
    rank = b.rank(b.headline.id) if not b.is_root else None
    if rank:
        level = naming.level_name(b, b.region.level)
        position = words.ordinal(rank.position, b.lang)
        tied = "（并列）" if rank.tied > 1 and zh else " (tied)" if rank.tied > 1 else ""
        whole = b.cat.place.region_word(b.root, b.lang)
        text += (
            f"；总量居{whole}{rank.ranked}个有数据的{level}<b>{position}</b>{tied}" if zh
            else f"; it ranks <b>{position}</b>{tied} of {naming.counted(b, rank.ranked, b.region.level)} of {escape(b.root.name('en'))} with a figure"
        )
    return text + ("。" if zh else "."), lead


def _growth_price(b: Brief) -> str:
    return b.cat.indicator(f"{b.headline.id}_growth").price


def _profit(b: Brief) -> str:
    known = {i.id for i in b.cat.indicators()}
    if not {"profit", "profit_margin"} <= known or not b.cat.place.official_growth:
        return mix.share_sentence(b)
    profit, margin = b.fact("profit"), b.fact("profit_margin")
    if not profit.known:
        return ""
    how = words.profit_words(profit, b.before("profit").value, b.growth("profit"), b.lang)
    loss = profit.value < 0
    shown = fact_span(replace(profit, value=abs(profit.value)), b.lang, unit=True, strong=True)
    text = f"{'亏损总额' if loss else '利润总额'}{shown}" if b.zh else f"{'Total loss' if loss else 'Total profit'} was {shown}"
    year = " on a year earlier" if b.growth("profit").known else ""
    text += (f"，<b>{how}</b>" if b.zh else f", <b>{how}</b>{year}") if how else ""
    if margin.known:
        text += f"；营业收入利润率{fact_span(margin, b.lang, unit=True)}" if b.zh else f"; the profit margin was {fact_span(margin, b.lang, unit=True)}"
        gap = "" if b.is_root else _gap(b, margin, b.fact("profit_margin", region=b.root.code), naming.against_root(b))
        text += (f"，{gap}" if b.zh else f", {gap}") if gap else ""
    losing = b.fact("loss_enterprise_share")
    if losing.known:
        text += f"；亏损面{fact_span(losing, b.lang, unit=True)}" if b.zh else f"; {fact_span(losing, b.lang, unit=True)} of enterprises made a loss"
    return text + ("。" if b.zh else ".")


def _absent(b: Brief) -> Part:
    """The short page of a region without the sector."""
    name = b.sector.name(b.lang)
    having = int(b.across("county", b.headline.id).notna().sum())
    county = naming.level_name(b, "county")
    whole = b.fact(b.headline.id, region=b.root.code)
    if b.fact(b.headline.id).status == "missing" and not b.release.modelled:
        return _unpublished(b)
    if b.zh:
        lead = f"{b.region.name('zh')}本期没有规模以上{name}企业"
        text = (
            f"{b.when()}，{b.region.name('zh')}没有规模以上{name}企业，因此没有指标、图表和位次。"
            f"{b.cat.place.reference_name('zh')}有{having}个{county}有该行业，{naming.headline_name(b)}合计{whole.text('zh')}。"
        )
    else:
        lead = f"{b.region.name('en')} reported no {naming.lower(name)} in this period"
        text = (
            f"In {b.when()} {b.region.name('en')} reported no {naming.lower(name)}, so there are no indicators, charts or ranks. "
            f"{naming.counted(b, having, 'county')} of {b.root.name('en')} {'has' if having == 1 else 'have'} a figure for it; {naming.headline_name(b)} came to {whole.text('en')} in all."
        )
    return Part(f'{conclusion(lead)}<div class="lead"><p>{escape(text)}</p></div>')


def _unpublished(b: Brief) -> Part:
    """The short page where a place publishes no figure: nothing may be said of what there is."""
    name, region = naming.headline_name(b), b.region.name(b.lang)
    lead = f"没有公布{region}{b.sector.name('zh')}的{name}" if b.zh else f"No figure is published for {naming.lower(b.sector.name('en'))} in {region}"
    text = f"{b.when()}，来源表中没有这个数，因此没有指标、图表和位次。" if b.zh else f"The source has no figure for {b.when()}, so there are no indicators, charts or ranks."
    return Part(f'{conclusion(lead)}<div class="lead"><p>{escape(text)}</p></div>')


def _withheld(b: Brief) -> Part:
    name = naming.headline_name(b)
    if b.zh:
        lead = f"{name}不公布（{SUPPRESSED}）"
        why = "为保护单个企业的资料不公布" if b.public else "由来源单位保密不公布"
        text = f"{b.when()}，{b.region.name('zh')}{b.sector.name('zh')}的{name}{why}，以“{SUPPRESSED}”表示：它不是零，也不进入位次和图。"
    else:
        lead = f"{name[:1].upper() + name[1:]} not disclosed ({SUPPRESSED})"
        why = "to protect the data of single enterprises" if b.public else "by the source to avoid disclosing confidential information"
        text = (
            f"The figure of {b.when()} for {name} of {naming.subject(b)} is withheld {why}. "
            f"It is shown as “{SUPPRESSED}”: it is not zero, and it enters no rank or chart."
        )
    others = mix.share_sentence(b, region_only=True)
    return Part(f'{conclusion(lead)}<div class="lead"><p>{escape(text)}</p>{f"<p>{others}</p>" if others else ""}</div>')
