"""What pages say of a scheme of evaluation and of lists of awards, held against the registers."""

import re

from jianbao.catalogue.schemes import Scheme
from jianbao.verify.printed import near, numbers
from jianbao.verify.rules import About, rule
from jianbao.verify.scoring import _scheme

__all__ = []


@rule("scheme")
def _about_scheme(a: About) -> str:
    scheme = _scheme(a)
    if a.claim.way == "none":
        return "" if scheme is None and not numbers(a.text) else "a scheme is in force"
    if scheme is None or scheme.id != a.claim.versus:
        return "that scheme is not in force"
    return {"items": _items, "weights": _weights, "draws": _draws, "source": _source, "example": _example, "heaviest": _heaviest, "tiers": _tiers}[a.claim.way](a, scheme)


def _items(a: About, scheme: Scheme) -> str:
    every = [i for d in scheme.dimensions for i in d.items]
    counted = {len(every), sum(bool(i.indicator) for i in every)}
    shown = [int(n.value) for n in numbers(a.text)]
    wanted = sorted(counted, reverse=a.lang == "zh")
    return "" if shown == wanted else f"{min(counted)} of {max(counted)} items have figures"


def _weights(a: About, scheme: Scheme) -> str:
    full = [d for d in scheme.dimensions if any(i.indicator for i in d.items)]
    empty = [d for d in scheme.dimensions if d not in full]
    named = all(d.name(a.lang) in a.text for d in scheme.dimensions)
    wanted = [d.weight for d in full] + [d.weight for d in empty]
    shown = [float(n.value) for n in numbers(re.sub("满分100分|of 100", "", a.text))]
    told = any(w in a.text for w in ("没有数据", "has no figures")) == bool(empty)
    return "" if named and told and shown == wanted and ("推定" in a.text or "inferred" in a.text) else f"the weights are {wanted}"


def _draws(a: About, scheme: Scheme) -> str:
    wanted = sorted((100 * scheme.draws.spread, float(scheme.draws.runs), 5.0, 95.0))
    return "" if sorted(float(n.value) for n in numbers(a.text)) == wanted else f"the draws are {wanted}"


def _shares(scheme: Scheme) -> dict[str, float]:
    """Return the weight of each item with figures, in percent of all that have."""
    full = [d for d in scheme.dimensions if any(i.indicator for i in d.items)]
    whole = sum(d.weight for d in full)
    return {i.indicator: 100 * d.weight / sum(bool(j.indicator) for j in d.items) / whole for d in full for i in d.items if i.indicator}


def _heaviest(a: About, scheme: Scheme) -> str:
    shares = _shares(scheme)
    name = a.figures.cat.indicator(max(shares, key=lambda i: shares[i])).name(a.lang)
    shown = numbers(a.text)
    right = name.lower() in a.text.lower() and len(shown) == 1 and shown[0].value in near(max(shares.values()), 1)
    return "" if right else f"{name} weighs most, {max(shares.values()):.2f}"


def _tiers(a: About, scheme: Scheme) -> str:
    wanted = [t.published_mean for t in scheme.tiers if t.published_mean is not None]
    shown = [float(n.value) for n in numbers(a.text.replace("of 2016", ""))]
    return "" if shown == wanted and all(t.name(a.lang) in a.text for t in scheme.tiers) else f"the means published are {wanted}"


def _source(a: About, scheme: Scheme) -> str:
    return "" if scheme.source in a.text else f"the source is {scheme.source}"


def _example(a: About, scheme: Scheme) -> str:
    """Work the published example out by hand: the weighted mean, and what the rounding of its parts leaves open."""
    given = scheme.example
    weights = {d.id: d.weight for d in scheme.dimensions}
    total = sum(weights.values())
    made = sum(weights[n] * s for n, s in given.scores.items()) / total
    region = a.figures.cat.region(given.region).name(a.lang)
    shown = [n.value for n in numbers(a.text.replace("—", " ").replace("–", " ").replace(f"{given.year}年度", "").replace(str(given.year), ""))]
    wanted = [*(given.scores[n] for n in weights), *weights.values(), made, made - 0.05, made + 0.05, given.total]
    right = len(shown) == len(wanted) and all(s in near(float(w), 2) | near(float(w), 1) for s, w in zip(shown, wanted, strict=True))
    reached = min(near(made - 0.05, 1)) <= min(near(given.total, 1)) <= max(near(made + 0.05, 1))
    verdict = ("可由此得到，但不能据此证明" if reached else "不能由此得到") if a.lang == "zh" else ("can be reached, which does not prove" if reached else "cannot be reached")
    return "" if right and region in a.text and verdict in a.text else f"it is {made:.2f}, from {made - 0.05:.2f} to {made + 0.05:.2f}: {verdict}"


@rule("item")
def _item(a: About) -> str:
    """A row of a scheme's table: the item's name, the weight that it has among those with figures, in percent."""
    scheme, (dimension, _, place) = _scheme(a), a.claim.versus.partition(".")
    part = next(d for d in scheme.dimensions if d.id == dimension)
    item = part.items[int(place)]
    if a.claim.way == "name":
        name = a.figures.cat.indicator(item.indicator).name(a.lang) if item.indicator else item.names[a.lang]
        return "" if a.text == name else f"the item is {name}"
    if not item.indicator:
        return "" if a.text == "—" else "the item has no figures"
    weight, shown = _shares(scheme)[item.indicator], numbers(a.text)
    return "" if len(shown) == 1 and shown[0].value in near(weight, 1) else f"the weight is {weight:.2f}"


@rule("award")
def _award(a: About) -> str:
    """A list of the register: how many are on it, each named; or where it is from."""
    group = a.figures.cat.peer_group(a.claim.versus)
    if a.claim.way == "source":
        return "" if a.text and group.source.startswith(a.text) else f"the source is {group.source}"
    names = [a.figures.cat.region(c).short(a.lang) for c in group.members]
    rest = a.text.replace(group.name(a.lang), "")
    shown = [int(n.value) for n in numbers(rest)]
    return "" if shown == [len(names)] and all(n in rest for n in names) else f"{len(names)} are on the list"
