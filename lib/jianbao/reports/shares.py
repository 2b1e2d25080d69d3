"""How targets were passed down: each region's share in every version, what the shares add up to, and the difference."""

from collections.abc import Sequence

from jianbao.brief.context import Brief
from jianbao.brief.parts import Cell, Column, Part, conclusion, escape, source_line, table
from jianbao.brief.said import Markup, own_claim, say
from jianbao.catalogue import Target
from jianbao.catalogue.calendar import end_of
from jianbao.catalogue.shares import SUMMED, Share
from jianbao.facts import ABSENT, Fact, number
from jianbao.indicators import share

__all__ = ["decomposition"]


def decomposition(b: Brief) -> Part:
    """Return the shares of targets that the region passed down or was given, all versions; empty where there is none in the period's year."""
    shares = _told(b)
    if not shares:
        return Part(why="没有登记的分解" if b.zh else "no shares on the register")
    targets = {t.id: t for t in b.cat.plans.targets if not t.version}
    rows = [_row(b, targets[s.target], s) for s in shares]
    heads = (
        ("目标", "上级目标", "地区", "分解值", "占上级（%）", "版次", "生效", "签发", "状态") if b.zh
        else ("Target", "Whole", "Region", "Share", "Of the whole (%)", "Version", "From", "Signed off", "State")
    )
    ways = ("name", "whole", "region", "value", "part", "version", "since", "signed", "state")
    columns = [Column(h, text=k in (0, 2, 7, 8), claims=f"part|||||@|{way}") for k, (h, way) in enumerate(zip(heads, ways, strict=True))]
    html = table(columns, rows, caption="目标分解" if b.zh else "Targets passed down", keys=[_key(s) for s in shares], stacked=True, note=_note(b, shares))
    sums = [own_claim(b, text, "parts", t, "sum") for t in dict.fromkeys(s.target for s in shares) if (text := _sum(b, targets[t], shares))]
    counted = own_claim(b, _lead(b, shares), "parts", "", "count")
    return Part(conclusion(counted) + html + "".join(source_line(say("{}{}", s, "。" if b.zh else ".")) for s in sums) + source_line(_explained(b)))


def _told(b: Brief) -> list[Share]:
    """Return the shares that the page tells: the region's own and those of the regions right below it."""
    below = {b.region.code, *(r.code for r in b.cat.children(b.region.code))}
    years = {t.id for t in b.cat.plans.targets if not t.version and t.start <= b.period.year <= t.end}
    last = end_of(b.period)
    return [s for s in b.cat.plans.shares if s.region in below and s.target in years and (s.valid_from is None or s.valid_from <= last)]


def _key(s: Share) -> str:
    return f"{s.target}.{s.region}.{s.version}"


def _whole(b: Brief, s: Share) -> float:
    """Return what a share is a part of: the share in force of the nearest region above that has one, else the target."""
    for above in b.cat.ancestors(s.region):
        for other in b.cat.plans.shares:
            if (other.target, other.region) == (s.target, above.code) and other.in_force(end_of(b.period)):
                return other.value
    return s.whole


def _amount(t: Target, s: Share, value: float, lang: str) -> str:
    """Return an amount in the share's unit, as the document writes it."""
    places = len(f"{value:g}".partition(".")[2])
    unit = {x: s.unit(x) or t.unit(x) for x in ("zh", "en")}
    return Fact("", s.region, t.sector, "", value, "observed", places, unit["zh"] or unit["en"], unit["en"]).text(lang)


def _row(b: Brief, t: Target, s: Share) -> list[str | Cell]:
    whole = _whole(b, s)
    now = s.in_force(end_of(b.period))
    signed = "，".join(x for x in (s.signed_on.isoformat() if s.signed_on else "", s.signer(b.lang)) if x) or ("未列明" if b.zh else "not stated")
    mark = ("现行" if b.zh else "in force") if now else "已被新版替换" if b.zh else "replaced"
    return [
        t.name(b.lang) + (("（模拟分解）" if b.zh else " (modelled)") if s.estimated else ""), _amount(t, s, whole, b.lang), b.cat.region(s.region).short(b.lang),
        _amount(t, s, s.value, b.lang), number(100 * share(s.value, whole), 1), f"{s.version}", s.valid_from.isoformat() if s.valid_from else ABSENT,
        signed if b.zh else signed.replace("，", ", "), Cell(f'<span class="tag">{escape(mark)}</span>'),
    ]  # fmt: skip


def _sum(b: Brief, t: Target, shares: Sequence[Share]) -> str:
    """Return what the shares in force below the region add up to, and by how much that is not the whole; "" where they need not."""
    now = [s for s in shares if s.target == t.id and s.in_force(end_of(b.period)) and s.region != b.region.code]
    if t.type not in SUMMED or not now or t.unit("zh") == "%" or t.unit("en") == "%":
        return ""
    total, whole = sum(s.value for s in now), _whole(b, now[0])
    gap = round(total - whole, 6)
    said, size = _amount(t, now[0], total, b.lang), _amount(t, now[0], abs(gap), b.lang)
    missing = len(b.cat.children(b.region.code)) - len(now)
    if b.zh:
        how = "与目标相等" if not gap else f"比目标{'多' if gap > 0 else '少'}{size}，差额如实列示，不作调整"
        some = f"，另有{missing}个下级地区没有登记" if missing else ""
        return f"{t.name('zh')}已分解到{len(now)}个地区，合计{said}，{how}{some}"
    how = "equal to the target" if not gap else f"{size} {'above' if gap > 0 else 'below'} the target: the difference stands as it is"
    return f"{t.name('en')}: passed down to {len(now)} regions, {said} in all, {how}" + (f"; {missing} regions below have none on the register" if missing else "")


def _lead(b: Brief, shares: Sequence[Share]) -> str:
    n, old = len({s.target for s in shares}), sum(not s.in_force(end_of(b.period)) for s in shares)
    if b.zh:
        return f"{n}项目标有登记的分解" + (f"，历次版本{old}条一并保留" if old else "")
    return f"{n} {'target has' if n == 1 else 'targets have'} shares on the register" + (f"; {old} earlier {'version is' if old == 1 else 'versions are'} kept" if old else "")


def _note(b: Brief, shares: Sequence[Share]) -> str:
    return ("含模拟分解" if b.zh else "some shares are modelled") if any(s.estimated for s in shares) else ""


def _explained(b: Brief) -> Markup:
    if b.zh:
        return Markup("分解值以签发的最新版次为准；旧版保留备查。没有写明签发日期和单位的，标“未列明”。")
    return Markup("The latest version signed off counts; earlier ones stay readable. “Not stated” where no day or office is named.")
