"""Cards of sectors and clusters: what the registers say, which areas their lists name, who moved up."""

from jianbao.catalogue.clusters import ROLES, Cluster
from jianbao.claims import Claim
from jianbao.verify.figures import year_ago
from jianbao.verify.printed import near, numbers
from jianbao.verify.rules import About, rule
from jianbao.verify.together import day_of, gain_of, parts_of

__all__ = []

_ROLE_WORDS = {"core": ("核心区", "core"), "coordinated": ("协同区", "coordinated"), "star": ("“新星”产业群", "star"), "candidate": ("争创（未见公布）", "candidate (award not seen)")}


@rule("path")
def _path(a: About) -> str:
    """A measure quoted from the register whose document is in force in the place and about the sector."""
    cat, lang, zh = a.figures.cat, a.lang, a.lang == "zh"
    m = next((m for m in cat.plans.measures if m.id == a.claim.versus), None)
    sector = cat.sector(a.claim.sector)
    if m is None or not {sector.code, f"set:{sector.kind}"} & set(m.sectors):
        return "the register has no such measure for the sector"
    document = cat.plans.documents[m.document]
    if not document.in_force(day_of(a)):
        return "its document is not in force"
    quoted = m.text(lang).replace("“", "‘").replace("”", "’") if zh else m.text(lang)
    owner = m.owner(lang)
    if owner and a.root not in m.regions and not all(cat.region(r).name(lang) in a.text for r in m.regions):
        return "it does not say whose the responsible unit is"
    before = next((x for x in cat.plans.measures if x.id == a.claim.way), None)  # the one above, from the same document
    same = before is not None and before.document == m.document and ("同上" if zh else "the same") in a.text
    for part in (quoted, *(() if same else (document.title(lang), document.number or document.state(lang))), m.clause(lang), owner):
        if part and part not in a.text:
            return f"the register says {part!r}"
    return "" if bool(owner) == (("责任单位" if zh else "responsible") in a.text) else "it names a responsible unit that the document does not"


@rule("card")
def _card(a: About) -> str:
    """A field's card in a plan: its name, shortboard, goal or clause, for a sector that the field is or is shown with."""
    cat, what = a.figures.cat, a.claim.way
    card = next((c for c in cat.clusters.cards if c.id == a.claim.versus), None)
    if card is None or a.claim.sector not in (card.sector, *card.shown_with) or not cat.plans.documents[card.document].in_force(day_of(a)):
        return "the register has no such card for the sector"
    if what == "where":
        told = ("、" if a.lang == "zh" else ", ").join(cat.region(r).name(a.lang) for r in card.regions)
        return "" if a.text == told else f"the card names {told}"
    told = card.text(what, a.lang)
    if a.lang == "zh":
        told = told.replace("“", "‘").replace("”", "’")
    return "" if told in a.text and not numbers(a.text.replace(told, "")) else f"the card says {told!r}"


def _cluster(a: About) -> Cluster | None:
    return a.figures.cat.clusters.clusters.get(a.claim.versus)


@rule("tagged")
def _tagged(a: About) -> str:
    """A cluster that shares classes with the sector."""
    cat, cluster = a.figures.cat, _cluster(a)
    if cluster is None or not cluster.sector:
        return "the register has no such cluster with known codes"
    inside = set(cat.classes(cluster.sector)) & set(cat.classes(a.claim.sector))
    if not inside:
        return "the cluster and the sector have no class in common"
    if inside != set(cat.classes(a.claim.sector)) and ("部分" if a.lang == "zh" else "in part") not in a.text:
        return "only a part of the sector is in the cluster"
    return "" if cluster.name(a.lang) in a.text else f"the cluster is {cluster.name(a.lang)}"


@rule("cluster")
def _register(a: About) -> str:
    """What the register says of a cluster: the goal of its group (aim), its chain, the group above it (parent), its codes."""
    cluster, held, lang = _cluster(a), a.figures.cat.clusters.clusters, a.lang
    if cluster is None:
        return "the register has no such cluster"
    if a.claim.way == "aim":
        if cluster.certainty == "inferred" or cluster.target is None:
            return "nobody states such a goal"
        if cluster.level == "system" and ("总目标" if lang == "zh" else "in all") not in a.text:
            return "it is the goal of all together"
        told = [f"{cluster.target:g}{cluster.units['zh']}" if lang == "zh" else f"{cluster.target:g} {cluster.units['en']}", str(cluster.target_year), cluster.name(lang)]
    elif a.claim.way == "chain":
        told = [c.name(lang) for c in held.values() if c.level == "chain" and c.parent == cluster.id]
        if not told:
            return "" if ("没有" if lang == "zh" else "none") in a.text else "no chain is registered"
    elif a.claim.way == "parent":
        told = [cluster.name(lang), held[cluster.parent].name(lang)]
    else:
        told = list(a.figures.cat.sector(cluster.sector).members)
    missing = [t for t in told if t not in a.text]
    return f"the register says {', '.join(missing)}" if missing else ""


@rule("area")
def _area(a: About) -> str:
    """A row of the list of a cluster's areas in force: name, role, batch or day; versus: cluster and region."""
    code, _, region = a.claim.versus.partition(":")
    found = [x for x in a.figures.cat.clusters.areas if x.cluster == code and x.region == region and x.in_force(day_of(a))]
    if not found:
        return "the lists do not name it"
    told = {
        "name": lambda x: x.name if a.lang == "zh" else a.figures.cat.region(x.region).name("en"), "role": lambda x: _ROLE_WORDS[x.role][a.lang != "zh"],
        "batch": lambda x: (f"第{'〇一二三四五六七八九'[x.batch]}批" if a.lang == "zh" else str(x.batch)), "since": lambda x: x.valid_from.isoformat(),
    }[a.claim.way]
    return "" if a.text.lower() in {told(x).lower() for x in found} else f"the list says {' or '.join(sorted({told(x) for x in found}))}"


@rule("areas")
def _areas(a: About) -> str:
    """How many core and coordinated areas of a cluster are known, and how many the lists of all clusters hold in all."""
    held, on = a.figures.cat.clusters, day_of(a)
    counts = [c for c in held.counts if c.in_force(on)]
    known = {role: len({x.region for x in held.areas if x.cluster == a.claim.versus and x.role == role and x.in_force(on)}) for role in ("core", "coordinated")}
    whole = max(counts, key=lambda c: c.batch).numbers if counts else {}
    wanted = [whole[r] for r in ("core", "coordinated") if whole.get(r) is not None] + [known[r] for r in ("core", "coordinated")]
    words = _ROLE_WORDS["core"][a.lang != "zh"] in a.text and _ROLE_WORDS["coordinated"][a.lang != "zh"] in a.text
    return "" if words and [int(n.value) for n in numbers(a.text)] == wanted else f"the registers give {wanted}"


@rule("promoted")
def _promoted(a: About) -> str:
    """A region that has a later row of a higher role on a cluster's lists; way: its code, or none."""
    rows = [x for x in a.figures.cat.clusters.areas if x.cluster == a.claim.versus and x.valid_from <= day_of(a)]
    found = {}
    for x in rows:
        for y in rows:
            if x.region == y.region and x.valid_from < y.valid_from and ROLES.index(x.role) < ROLES.index(y.role):
                found.setdefault(x.region, []).append((x, y))
    if a.claim.way == "none":
        return "" if not found and not numbers(a.text) else f"{', '.join(found)} moved up"
    if a.claim.way not in found:
        return "the lists show no such move"
    at = a.lang != "zh"
    name = a.figures.cat.region(a.claim.way).name(a.lang)
    for x, y in found[a.claim.way]:
        places = [a.text.find(_ROLE_WORDS[r.role][at]) for r in (x, y)]
        if name in a.text and -1 not in places and places[0] < places[1]:
            return ""
    return "it moved otherwise"


# ---- what there is none of ----------------------------------------------------------------------------------------


@rule("worse")
def _worse(a: About) -> str:
    """Every indicator named is worse than a year earlier, as printed."""
    for indicator in a.claim.indicator.split(","):
        known = a.figures.cat.indicator(indicator)
        if known.short(a.lang) not in a.text:
            return f"it does not name {known.short(a.lang)}"
        now = a.figures.value(indicator, *a.where)
        then = a.figures.value(indicator, *a.where[:2], year_ago(a.claim.period)) if known.kind == "growth" else a.figures.base(indicator, *a.where)
        if now is None or then is None:
            return f"{indicator} is not known"
        gaps = {x - y for x in near(now, known.decimals) for y in near(then, known.decimals)}
        if not any(g < 0 if known.direction == "higher" else g > 0 for g in gaps):
            return f"{indicator} is not worse"
    if ("弱于上年同期" if a.lang == "zh" else "worse than a year earlier") not in a.text:  # a cost that is 不及 would read as lower
        return "the words are not that it is worse"
    rest = a.text
    for indicator in a.claim.indicator.split(","):
        rest = rest.replace(a.figures.cat.indicator(indicator).short(a.lang), "")
    return "" if not numbers(rest) else "a number where none belongs"


@rule("nothing")
def _nothing(a: About) -> str:
    """That a register, or a comparison, has nothing for the page."""
    if numbers(a.text):
        return "a number where none belongs"
    return "" if not _FOUND[a.claim.versus](a) else "there is some"


def _sector_measures(a: About) -> list:
    cat = a.figures.cat
    return [m for m in cat.plans.measures if a.claim.sector in m.sectors and cat.plans.documents[m.document].in_force(day_of(a))]


def _sector_goals(a: About) -> list:
    cat, year = a.figures.cat, int(a.claim.period[:4])
    cards = [c for c in cat.clusters.cards if a.claim.sector in (c.sector, *c.shown_with) and cat.plans.documents[c.document].in_force(day_of(a))]
    return cards + [t for t in cat.plans.targets if a.claim.sector in (t.sector, *t.shown_with) and t.start <= year <= t.end]


def _sector_clusters(a: About) -> list:
    cat = a.figures.cat
    return [c for c in cat.clusters.clusters.values() if c.sector and set(cat.classes(c.sector)) & set(cat.classes(a.claim.sector))]


def _behind(a: About) -> list:
    """Return the indicators in which the sector is worse than all sectors of the region."""
    cat, found = a.figures.cat, []
    for i in BESIDE:
        if i not in cat.all_indicators:
            continue
        known = cat.indicator(i)
        own, other = (a.figures.value(i, a.claim.region, s, a.claim.period) for s in (a.claim.sector, a.all_sectors))
        if own is not None and other is not None:
            gaps = {x - y for x in near(own, known.decimals) for y in near(other, known.decimals)}
            found += [i] if all(g < 0 if known.direction == "higher" else g > 0 for g in gaps) else []
    return found


def _place_measures(a: About) -> list:
    """Return the measures for the whole place whose troubles are worse than a year earlier."""
    cat = a.figures.cat
    offered = [m for m in cat.plans.measures if a.root in m.regions and cat.place.brief_sectors in m.sectors and cat.plans.documents[m.document].in_force(day_of(a))]
    named = {t: cat.indicator(t).short(a.lang) for m in offered for t in m.troubles}
    return [m for m in offered if any(not _worse(About(a.figures, Claim("worse", t, *a.where), f"{named[t]}弱于上年同期" if a.lang == "zh" else f"{named[t]} worse than a year earlier", a.lang)) for t in m.troubles)]


def _known_areas(a: About) -> list:
    return parts_of(a, "areas:core+coordinated")[0]


def _increment(a: About) -> list:
    parts, _ = parts_of(a, "areas:core+coordinated")
    return [] if gain_of(a, a.figures.cat.place.headline, parts) is None else parts


def _counties(a: About) -> list:
    level, headline = a.figures.cat.place.levels[-1], a.figures.cat.place.headline
    return [r for r in a.figures.cat.regions(level=level) if (v := a.figures.value(headline, r.code, *a.where[1:])) is not None and v > 0]


_FOUND = {
    "behind": _behind, "goals": _sector_goals, "routes": _sector_measures, "clusters": _sector_clusters, "measures": _place_measures,
    "areas": _known_areas, "increments": _increment, "counties": _counties,
}
BESIDE = (
    "value_added_growth", "profit_margin", "cost_per_100_revenue", "financial_expense_per_100_revenue", "labour_productivity", "value_added_rate",
    "rd_expense_share_revenue", "new_product_output_rate", "tax_per_mu", "energy_intensity",
)
