"""Section 7, peers: counties of like structure and size, chosen before the figures they are compared by."""

from jianbao.brief import naming
from jianbao.brief.context import Brief
from jianbao.brief.glossary import explained
from jianbao.brief.parts import Cell, Column, Part, conclusion, fact_span, source_line, table
from jianbao.brief.said import Markup, capital, claim, claim_of, plain
from jianbao.brief.standing import SHOWN, Standing, alike, printed, rank_claim, standing
from jianbao.catalogue.period import Period
from jianbao.facts import Fact, number

__all__ = ["peers"]

_BESIDE = ("profit_margin", "labour_productivity")


def peers(b: Brief) -> Part:
    """Return up to five regions of like structure beside the region's own figures, and its rank among them.

    Those without the sector are left out. Empty for the whole place, and where no peer was found.
    """
    year, listed = b.release.peers(b.region.code)
    if b.is_root or not b.told or not listed:
        return Part(why=b.unlike if listed or b.is_root else "")
    having = alike(b)
    shown = having[:SHOWN]
    if not shown:
        return Part()
    beside = [i for i in _BESIDE if i in b.cat.place.cards]
    rows = [_row(b, b.region.code, "—", "1.00", beside)]
    rows += [_row(b, code, number(distance, 2), number(size, 2), beside) for code, distance, size in shown]
    note = ("模拟数据" if b.zh else "modelled data") if b.release.modelled else ""
    caption = f"同类{naming.level_name(b, b.region.level)}" if b.zh else f"Similar {naming.plural(b, b.region.level)}"
    lead = conclusion(_lead(b, tuple(c for c, _, _ in shown)))
    return Part(lead + table(_columns(b, beside), rows, caption=caption, note=note, own=[0]) + source_line(claim(b, _reason(b, year, len(listed) - len(having)), claim_of(b.fact(b.headline.id), "chosen", versus=",".join(c for c, _, _ in shown)))))


def _columns(b: Brief, beside: list[str]) -> list[Column]:
    unit = b.fact(b.headline.id, region=b.root.code).unit_text(b.lang)
    heads = (
        ["地区", "结构差异度", "规模（本地=1）", f"{b.headline.short('zh')}（{unit}）", "增速（%）"] if b.zh
        else ["Region", "Difference", "Size (own = 1)", f"{b.headline.short('en')} ({unit})", "Growth (%)"]
    )
    told = ("label||||||region", *(f"peer|{b.headline.id}||||{b.region.code}|{way}" for way in ("distance", "size")), "", "")
    of = ("", "", "", explained(b, b.headline.id), explained(b, f"{b.headline.id}_growth"))
    columns = [Column(h, text=n == 0, wide_only=n == 2, claims=told[n], of=of[n]) for n, h in enumerate(heads)]
    for name in beside:
        known = b.fact(name, region=b.root.code)
        unit = known.unit_text(b.lang)
        label = b.cat.indicator(name).short(b.lang)
        columns.append(Column((f"{label}（{unit}）" if b.zh else f"{label} ({unit})") if unit else label, wide_only=True, of=explained(b, name)))
    return columns


def _row(b: Brief, code: str, distance: str, size: str, beside: list[str]) -> list[str | Cell]:
    shown = [b.fact(b.headline.id, region=code), b.growth(b.headline.id, region=code), *(b.fact(i, region=code) for i in beside)]
    return [b.cat.region(code).name(b.lang), distance, size, *(Cell(fact_span(f, b.lang)) for f in shown)]


def _lead(b: Brief, codes: tuple[str, ...]) -> Markup:
    """Return the region's rank among itself and its peers, with its range."""
    members = (b.region.code, *codes)
    ranked = [(f, p) for f, g in ((b.fact(b.headline.id), False), (b.growth(b.headline.id), True)) if (p := standing(b, growth=g, members=members))]
    if not ranked:
        return plain(b, "与结构相近的地区对照" if b.zh else "Beside regions of similar structure")
    among = f"在本地和{len(codes)}个同类地区中，" if b.zh else f"among itself and {len(codes)} similar region{'' if len(codes) == 1 else 's'}: "
    said = [
        claim(b, (among if n == 0 else "") + _said(b, p, f), rank_claim(f, p, ",".join(members))) for n, (f, p) in enumerate(ranked)
    ]
    return Markup("，").join(said) if b.zh else capital(Markup(" and ").join(said))


def _said(b: Brief, place: Standing, ranked: Fact) -> str:
    growth = ranked.indicator != b.headline.id
    label = ("增速" if b.zh else "growth") if growth else naming.headline_name(b)
    tied = "" if place.tied == 1 else "（并列）" if b.zh else " (tied)"
    return f"{label}居{printed(place, 'zh')}{tied}" if b.zh else f"{printed(place, 'en')}{tied} by {label}"


def _reason(b: Brief, year: str, without: int) -> str:
    """Return in a sentence how the peers were chosen."""
    when = Period.parse(year).label(b.lang, "year") if Period.parse(year).month is None else str(Period.parse(year).year)
    name = naming.headline_name(b)
    if b.zh:
        when = when if when.endswith("年") else f"{when}年"
        why = "没有该行业或数值不公布" if b.public else "没有该行业"
        left = f"；其中{without}个{why}，未列" if without else ""
        return (
            f"同类地区按{when}{name}的行业构成选出：总量为本地三分之一至三倍、构成最接近的同级地区，在看本期数之前已确定，全年固定{left}。"
            "结构差异度为各行业占比之差的绝对值之和，0为完全相同，2为完全不同。"
        )
    why = "without the sector, or withheld," if b.public else "without the sector"
    left = f" {without} {why} {'is' if without == 1 else 'are'} left out." if without else ""
    return (
        f"Chosen by the mix of sectors in {name} of {when} among {naming.plural(b, b.region.level)} of a third to three times the size, before this period's figures were seen, "
        f"and fixed for the year.{left} The difference is the sum of the absolute differences of shares: 0 the same, 2 nothing in common."
    )
