"""The brief of one 415X cluster: figures, listed areas, what they add to the province's growth, who moved up, the chain."""

import math

from jianbao.brief import naming, words
from jianbao.brief.context import Brief, BriefError
from jianbao.brief.head import grown
from jianbao.brief.parts import Cell, Column, Part, conclusion, fact_span, source_line, table
from jianbao.brief.said import Markup, claim, claim_of, claimed_value, own_claim, say
from jianbao.catalogue.clusters import Area, Cluster
from jianbao.claims import Claim
from jianbao.facts import ABSENT, SUPPRESSED, number
from jianbao.reports import together
from jianbao.reports.words import added, contributed, over, rate_of, signed, whole_name

__all__ = ["chain", "cluster_areas", "cluster_counties", "cluster_members", "cluster_opening", "increments"]

_ROLES = {"core": ("核心区", "Core"), "coordinated": ("协同区", "Coordinated"), "star": ("“新星”产业群", "Star"), "candidate": ("争创（未见公布）", "Candidate (award not seen)")}
_LOW = {"core": "core", "coordinated": "coordinated", "star": "star", "candidate": "candidate"}
_NUMBERS = "〇一二三四五六七八九"


def cluster_of(b: Brief) -> Cluster:
    """Return the cluster that the page's sector stands for; BriefError where it is none."""
    found = b.cat.clusters.of_sector(b.sector.code)
    if found is None:
        raise BriefError(f"{b.sector.code} 不是登记的“415X”集群；集群代码见 clusters.csv · {b.sector.code} is no cluster of clusters.csv")
    return found


def cluster_opening(b: Brief) -> Part:
    """Return the opening: value added, growth, share of all industry, profit, the goal of the group above it."""
    cluster, zh = cluster_of(b), b.zh
    if not b.told:
        return Part()
    value, growth = b.fact(b.headline.id), b.growth(b.headline.id)
    name = f"{b.region.name(b.lang)}{cluster.name('zh')}集群" if zh else f"the cluster {cluster.name('en')}"
    first = say("{}，{}规模以上工业增加值{}", b.period.narrative("zh"), name, claimed_value(b, value, strong=True)) if zh else say("In {}, value added of {} came to {}", b.period.narrative("en"), name, claimed_value(b, value, strong=True))
    bits = [first]
    if growth.known:
        bits.append(say("按可比价格计算，同比{}" if zh else "{} on a year earlier", grown(b, growth, strong=True)))
        rate = b.growth(b.headline.id, sector=b.all_sectors.code)
        if beside := over(b, growth, rate):
            bits.append(say("增速{}" if zh else "with growth {}", beside))
    share = together.share_of(b, b.headline.id, together.single(b))
    if not math.isnan(share):
        text = f"占{naming.here(b)}{whole_name(b)}的{number(share, 1)}%" if zh else f"making up {number(share, 1)}% of all industry in {b.region.name('en')}"
        bits.append(claim(b, text, claim_of(value, "share", versus="region")))
    bits.append(added(b, b.headline.id, together.single(b), whole_name(b)))
    joined = Markup("，" if zh else ", ").join([x for x in bits if x])
    said = [say("<p>{}{}</p>", joined, "。" if zh else "."), say("<p>{}</p>", _money(b)), say("<p>{}</p>", _aim(b, cluster))]
    lead = say("{}{}", "增加值" if zh else "Value added ", claimed_value(b, value)) + (say("，同比{}" if zh else ", {} on a year earlier", grown(b, growth)) if growth.known else "")
    return Part(conclusion(lead) + f'<div class="lead">{Markup("").join(said)}</div>')


def _money(b: Brief) -> Markup:
    revenue, profit = b.fact("revenue"), b.fact("profit")
    bits = []
    for name, fact in (("营业收入" if b.zh else "revenue", revenue), ("利润总额" if b.zh else "profit", profit)):
        growth = b.growth(fact.indicator)
        if fact.known and fact.value > 0:
            more = say("，同比{}" if b.zh else " ({} on a year earlier)", grown(b, growth)) if growth.known else ""
            bits.append(say("{}{}{}" if b.zh else "{} {}{}", name, claimed_value(b, fact), more))
    text = Markup("；" if b.zh else "; ").join(bits)
    return (text if b.zh else Markup(str(text)[:1].upper() + str(text)[1:])) + ("。" if b.zh else ".")


def _aim(b: Brief, cluster: Cluster) -> Markup:
    """Return which group the cluster belongs to, and the group's goal; where nobody states one, the goal of all groups together."""
    above = b.cat.clusters.clusters[cluster.parent]
    if b.zh:
        first = own_claim(b, f"{cluster.name('zh')}属{above.name('zh')}", "cluster", cluster.id, "parent")
    else:
        first = own_claim(b, f"{cluster.name('en')} belongs to the group {above.name('en')}", "cluster", cluster.id, "parent")
    stated = above.target is not None and above.certainty != "inferred"
    held = above if stated else b.cat.clusters.clusters.get(above.parent)
    if held is None or held.target is None:
        return first + ("。" if b.zh else ".")
    if b.zh:
        aim = f"{held.name('zh')}{held.target_year}年规上营业收入{'' if stated else '总'}目标为{held.target:g}{held.units['zh']}" + ("" if stated else "，分项未见公布")
    else:
        aim = f"the goal of {held.name('en')} for {held.target_year} is revenue of {held.target:g} {held.units['en']}" + ("" if stated else " in all; none for each group was found")
    return say("{}；{}{}" if b.zh else "{}; {}{}", first, own_claim(b, aim, "cluster", held.id, "aim"), "。" if b.zh else ".")


def cluster_members(b: Brief) -> Part:
    """Return the divisions and classes that the cluster is taken as, with level, growth and pull on the cluster."""
    cluster = cluster_of(b)
    codes = list(b.sector.members)
    rows = [[b.cat.sector(c).short(b.lang), Cell(fact_span(b.fact(b.headline.id, sector=c), b.lang)), Cell(fact_span(b.growth(b.headline.id, sector=c), b.lang)), Cell(fact_span(b.fact("profit_margin", sector=c), b.lang))] for c in codes]
    unit, name = b.fact(b.headline.id).unit_text(b.lang), b.headline.short(b.lang)
    heads = ("行业", f"{name}（{unit}）", "增速（%）", "利润率（%）") if b.zh else ("Sector", f"{name} ({unit})", "Growth (%)", "Margin (%)")
    columns = [Column(h, text=k == 0, claims="label|||||@" if k == 0 else "") for k, h in enumerate(heads)]
    lead = own_claim(b, f"本集群暂按{'、'.join(b.cat.sector(c).short('zh') for c in codes)}{len(codes)}个行业统计（代码{'、'.join(codes)}），行业范围由集群名称推定，以省发布的统计目录为准" if b.zh else f"Taken as {', '.join(codes)}: codes inferred from the name; the province’s own list prevails", "cluster", cluster.id, "codes")
    note = ("模拟数据" if b.zh else "modelled data") if b.release.modelled else ""
    return Part(conclusion(lead) + table(columns, rows, caption="行业构成" if b.zh else "What it is made of", note=note, keys=codes))


# ---- 培育区 -------------------------------------------------------------------------------------------------------


def cluster_areas(b: Brief) -> Part:
    """Return the areas that the lists name for the cluster: role, batch, since when, figures of the county, share of the cluster."""
    cluster = cluster_of(b)
    found = b.cat.clusters.areas_of(cluster.id, together.on(b))
    lead = conclusion(_known(b, cluster, found))
    if not found:
        return Part(lead + _promoted(b, cluster))
    unit, name = b.fact(b.headline.id).unit_text(b.lang), b.headline.short(b.lang)
    heads = ("名单所列", "类别", "批次", "公布日期", f"所在县{name}（{unit}）", "增速（%）", "占全省本集群（%）") if b.zh else ("Listed as", "Role", "Batch", "Published", f"{name} of its county ({unit})", "Growth (%)", "Of the cluster (%)")
    columns = [Column(h, text=k < 4, wide_only=k in (2, 3)) for k, h in enumerate(heads)]
    rows = [_area_row(b, cluster, a) for a in found]
    note = "所在县整个集群行业的数，不只是该园区" if b.zh else "figures are of the whole county, not of the park alone"
    note += ("；模拟数据" if b.zh else "; modelled data") if b.release.modelled else ""
    sure = any(a.role in ("core", "coordinated") for a in found)
    caption = ("核心区、协同区名单（已核实部分）" if sure else "争创和“新星”产业群名单") if b.zh else "Core and coordinated areas (as far as verified)" if sure else "Candidates and star groups"
    return Part(lead + table(columns, rows, caption=caption, note=note) + _promoted(b, cluster))


def _area_row(b: Brief, cluster: Cluster, a: Area) -> list[str | Cell]:
    def told(text: str, way: str) -> Cell:
        return Cell(own_claim(b, text, "area", f"{cluster.id}:{a.region}", way))

    own, at = b.fact(b.headline.id, region=a.region), not b.zh
    part = together.share_of(b, b.headline.id, together.single(b, region=a.region))
    shown = SUPPRESSED if own.status == "suppressed" else number(None if math.isnan(part) else part, 1)
    share = Cell(claim(b, shown, claim_of(own, "share", versus="root")))
    figures = [Cell(fact_span(own, b.lang)), Cell(fact_span(b.growth(b.headline.id, region=a.region), b.lang)), share]
    if b.public and not own.known:
        figures = [SUPPRESSED] * len(figures)  # a public release has the cluster for the whole place only
    called = a.name if b.zh else b.cat.region(a.region).name("en")
    batch = f"第{_NUMBERS[a.batch]}批" if b.zh else str(a.batch)
    listed = [ABSENT, ABSENT] if a.role == "candidate" else [told(batch, "batch"), told(a.valid_from.isoformat(), "since")]  # no list names a candidate
    return [told(called, "name"), told(_ROLES[a.role][at], "role"), *listed, *figures]


def _known(b: Brief, cluster: Cluster, found: tuple[Area, ...]) -> Markup:
    counts = [c for c in b.cat.clusters.counts if c.in_force(together.on(b))]
    known = {role: len({a.region for a in found if a.role == role}) for role in ("core", "coordinated")}
    whole = max(counts, key=lambda c: c.batch).numbers if counts else {}
    all_of = [(whole.get(r), r) for r in ("core", "coordinated") if whole.get(r) is not None]
    if b.zh:
        total = "全省各集群名单共" + "、".join(f"{_ROLES[r][0]}{n}个" for n, r in all_of)
        text = f"{total}；其中本集群已核实{_ROLES['core'][0]}{known['core']}个、{_ROLES['coordinated'][0]}{known['coordinated']}个，名单不全，不排位次"
    else:
        total = "The lists of all clusters hold " + " and ".join(f"{n} {_LOW[r]}" for n, r in all_of)
        text = f"{total} areas; of this cluster {known['core']} core and {known['coordinated']} coordinated are verified: the list is not complete, no rank is given"
    return own_claim(b, text, "areas", cluster.id)


def _promoted(b: Brief, cluster: Cluster) -> str:
    """Return who moved up between the dated lists (新星→协同区→核心区), or that no move is known."""
    moves = b.cat.clusters.promotions(cluster.id, together.on(b))
    at = not b.zh
    if not moves:
        text = "已核实的名单中没有升档记录（“新星”产业群—协同区—核心区）" if b.zh else "No move up (star, coordinated, core) is recorded on the lists known"
        return source_line(own_claim(b, text, "promoted", cluster.id, "none") + ("。" if b.zh else "."))
    said = []
    for before, after in moves:
        name = b.cat.region(after.region).name(b.lang)
        text = f"{name}由{_ROLES[before.role][at]}升为{_ROLES[after.role][at]}" if b.zh else f"{name} moved from {_LOW[before.role]} to {_LOW[after.role]}"
        said.append(own_claim(b, text, "promoted", cluster.id, after.region))
    return source_line(Markup("；" if b.zh else "; ").join(said) + ("。" if b.zh else "."))


def increments(b: Brief) -> Part:
    """Return what the listed core and coordinated areas add to the growth of the cluster: rate, points, contribution, N成."""
    group = together.areas(b, cluster_of(b), "core", "coordinated")
    whole = f"{naming.here(b)}本集群" if b.zh else f"the cluster in {naming.here(b)}"
    if not group.cells or not b.told:
        return Part(conclusion(own_claim(b, "本集群核心区、协同区名单暂未核实，不计算对增量的贡献" if b.zh else "No core or coordinated area is known: no share of growth is worked out", "nothing", "areas")))
    rate, points = rate_of(b, b.headline.id, group), added(b, b.headline.id, group, whole)
    if not rate or not points:
        return Part(conclusion(own_claim(b, "已核实的地区中有数值不公布或缺失的，不计算对增量的贡献" if b.zh else "A figure of the areas known is withheld or missing: no share of growth is worked out", "nothing", "increments")))
    share = contributed(b, b.headline.id, group, whole, tenths=True)
    first = say("已核实的核心区、协同区所在县（市、区）本集群行业增加值合计同比{}，{}" if b.zh else "Value added of the cluster’s industries in the whole counties of the verified core and coordinated areas was {} together, {}", rate, points)
    return Part(conclusion(say("{}，{}" if b.zh else "{}, {}", first, share) if share else first))


def chain(b: Brief) -> Part:
    """Return the chain of the eight that belongs to the cluster; leaders of chains are not on the register."""
    cluster = cluster_of(b)
    found = [c for c in b.cat.clusters.clusters.values() if c.level == "chain" and c.parent == cluster.id]
    if b.zh:
        text = f"对应的重点产业链为{'、'.join(_chained(c.name('zh')) for c in found)}" if found else "登记的重点产业链中没有与本集群对应的"
        more = "；链长、链主名单未核实，不列" if found else ""
    else:
        text = f"Its chain: {', '.join(c.name('en') for c in found)}" if found else "On the register of chains there is none for this cluster"
        more = "; no list of chain leaders was found" if found else ""
    return Part(conclusion(own_claim(b, text + more, "cluster", cluster.id, "chain")))


def _chained(name: str) -> str:
    return name if name.endswith("链") else f"{name}产业链"


def cluster_counties(b: Brief) -> Part:
    """Return the ten largest counties of the cluster: level, growth, share, pull on the cluster's growth."""
    level, i = b.cat.place.levels[-1], b.headline.id
    values = b.across(level, i).dropna().sort_values(ascending=False, kind="stable")
    codes = list(values.index[:10])
    if not codes:
        return Part(conclusion(own_claim(b, "分县数不公布" if b.public and b.zh else "Counties are not disclosed" if b.public else "没有分县数" if b.zh else "No county has a figure", "nothing", "counties")))
    unit, name = b.fact(i).unit_text(b.lang), b.headline.short(b.lang)
    heads = ("地区", f"{name}（{unit}）", "增速（%）", "占比（%）", "拉动（百分点）") if b.zh else ("Region", f"{name} ({unit})", "Growth (%)", "Share (%)", "Pull (points)")
    told = ["label|||||@", "", "", f"share|{i}||||root", f"adds|{i}||||root"]
    columns = [Column(h, text=k == 0, claims=told[k]) for k, h in enumerate(heads)]
    rows = []
    for code in codes:
        group = together.single(b, region=code)
        part = together.share_of(b, i, group)
        rows.append([b.cat.region(code).name(b.lang), Cell(fact_span(b.fact(i, region=code), b.lang)), Cell(fact_span(b.growth(i, region=code), b.lang)), number(None if math.isnan(part) else part, 1), signed(together.pull(b, i, group))])
    note = ("模拟数据" if b.zh else "modelled data") if b.release.modelled else ""
    lead = claim(b, _first(b, codes[:3]), Claim("top", i, b.root.code, b.sector.code, b.at, level, ",".join(codes[:3])))
    return Part(conclusion(lead) + table(columns, rows, caption="规模居前的地区" if b.zh else "The largest", note=note, keys=codes))


def _first(b: Brief, codes: list[str]) -> str:
    names = words.joined([b.cat.region(c).name(b.lang) for c in codes], b.lang)
    return f"规模居前的是{names}" if b.zh else f"The largest: {names}"
