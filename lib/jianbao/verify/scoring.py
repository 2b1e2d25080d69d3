"""Scores, tiers and ranks of the annual evaluation worked out anew from the panel and the register of schemes."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from jianbao.catalogue.calendar import end_of
from jianbao.catalogue.period import Period
from jianbao.catalogue.schemes import Scheme, Tier
from jianbao.verify.figures import year_ago
from jianbao.verify.printed import near, numbers
from jianbao.verify.rules import About, rule

__all__ = []

#: Said until the figures are looked up: then the rule is asked again.
_WAITING = "the figures are not looked up yet"


def _scheme(a: About) -> Scheme | None:
    last = end_of(Period.parse(a.claim.period))
    return max((s for s in a.figures.cat.schemes if s.in_force(last)), key=lambda s: s.valid_from or date.min, default=None)


@dataclass(frozen=True)
class _Board:
    """All regions of a level: points of each item (regions with every item), weights, what lacks, tiers."""

    scheme: Scheme
    items: list[str]
    codes: list[str]
    points: np.ndarray
    weights: np.ndarray
    lacking: dict[str, str]
    tiers: dict[str, Tier | None]

    def rows(self, codes: list[str]) -> np.ndarray:
        return self.points[[self.codes.index(c) for c in codes]]

    def group(self, tier: str) -> list[str]:
        """Return the regions that are ranked together."""
        return [c for c in self.codes if not tier or (self.tiers[c] is not None and self.tiers[c].id == tier)]

    def score(self, code: str, dimension: str = "") -> float:
        own = [n for n, i in enumerate(self.items) if not dimension or i in _items(self.scheme, dimension)]
        row, w = self.points[self.codes.index(code)][own], self.weights[own]
        return float(sum(row * w) / sum(w))


def _items(scheme: Scheme, dimension: str) -> list[str]:
    return [i.indicator for d in scheme.dimensions for i in d.items if i.indicator and d.id == dimension]


def _board(a: About, level: str) -> _Board:
    return a.figures.once(("board", level, a.claim.period), lambda: _made(a, level))


def _made(a: About, level: str) -> _Board:
    cat, scheme, period, sector = a.figures.cat, _scheme(a), a.claim.period, a.all_sectors
    weights = {i.indicator: d.weight / len([j for j in d.items if j.indicator]) for d in scheme.dimensions for i in d.items if i.indicator}
    items, lacking, rows, tiers = list(weights), {}, {}, {}
    for region in cat.regions(level=level):
        values = [a.figures.value(i, region.code, sector, period) for i in items]
        if None in values:
            hidden = any(a.figures.withheld(i, region.code, sector, period) for i in items)
            lacking[region.code] = "withheld" if hidden else "missing"
        else:
            rows[region.code] = values
        last = a.figures.value(scheme.tier_indicator, region.code, sector, year_ago(period))
        tiers[region.code] = None if last is None else next((t for t in scheme.tiers if last >= t.floor), scheme.tiers[-1])
    table = np.array([rows[c] for c in rows], dtype=float).reshape(len(rows), len(items))
    turn = np.array([-1.0 if cat.indicator(i).direction == "lower" else 1.0 for i in items]) * table
    low, wide = (turn.min(axis=0), turn.max(axis=0) - turn.min(axis=0)) if len(rows) else (0.0, 1.0)
    with np.errstate(all="ignore"):
        points = 100 * (turn - low) / wide
    return _Board(scheme, items, list(rows), points, np.array([weights[i] for i in items]), lacking, tiers)


def _places(totals: np.ndarray) -> list[int]:
    """Return positions, the highest first; equal to ten decimals is the same position."""
    shown = [round(float(t), 10) for t in totals]
    return [1 + sum(other > own for other in shown) for own in shown]


def _drawn(a: About, board: _Board, tier: str) -> dict[str, tuple[int, int, int, float]]:
    """Return rank, 5th and 95th percentile and share of draws at the rank, of each region of a group."""
    return a.figures.once(("drawn", a.claim.versus, a.claim.period), lambda: _draw(board, tier))


def _draw(board: _Board, tier: str) -> dict[str, tuple[int, int, int, float]]:
    own, draws = board.group(tier), board.scheme.draws
    rows = board.rows(own)
    nominal = _places(rows @ board.weights / board.weights.sum())
    random = np.random.default_rng(draws.seed).uniform(1 - draws.spread, 1 + draws.spread, (draws.runs, len(board.items)))
    each = np.empty((draws.runs, len(own)), dtype=int)
    for n, factors in enumerate(random * board.weights / board.weights.sum()):
        totals = np.round(rows @ (factors / factors.sum()), 10)
        each[n] = 1 + (totals[None, :] > totals[:, None]).sum(axis=1)
    found = {}
    for k, code in enumerate(own):
        ordered = sorted(each[:, k])
        low, high = (ordered[int(np.ceil(share * draws.runs)) - 1] for share in (0.05, 0.95))
        found[code] = nominal[k], int(low), int(high), float((each[:, k] == nominal[k]).sum() / draws.runs)
    return found


def _one(a: About, value: float, decimals: int) -> str:
    shown = numbers(a.text)
    return "" if len(shown) == 1 and shown[0].value in near(value, decimals) and shown[0].decimals == decimals else f"it is {value:.6g}"


@rule("score")
def _score(a: About) -> str:
    level, _, tier = a.claim.versus.partition(".")
    board, code = _board(a, level), a.claim.region
    if a.figures.short:
        return _WAITING
    if code not in board.group(tier):
        return "the region is not ranked there"
    place, low, high, held = _drawn(a, board, tier)[code]
    shown = [int(n.value) for n in numbers(a.text.replace("–", " "))]
    if a.claim.way == "rank":
        return "" if shown == [place] else f"the rank is {place}"
    if a.claim.way == "range":
        return "" if shown == ([low, high] if low < high else [place]) else f"the range is {low}–{high}"
    if a.claim.way == "held":
        return "" if len(shown) == 1 and abs(shown[0] - 100 * held) <= 0.6 else f"{100 * held:.1f} % of the draws keep it"
    if a.claim.way == "gain":
        return _gain(a, board, tier)
    return _one(a, board.score(code, "" if a.claim.way == "total" else a.claim.way), 1)


def _gain(a: About, board: _Board, tier: str) -> str:
    """Hold the item that brings most against what each item alone would bring, up to the upper quartile of the group."""
    own, code = board.group(tier), a.claim.region
    rows, mine, share = board.rows(own), board.points[board.codes.index(code)], board.weights / board.weights.sum()
    bring = [max(float(np.quantile(rows[:, k], 0.75)) - float(mine[k]), 0.0) * float(share[k]) for k in range(len(board.items))]
    best = max(bring, default=0.0)
    if not best > 0:
        return "" if a.text == "—" else "no item would bring anything"
    item = board.items[bring.index(best)]
    name = a.figures.cat.indicator(item).short(a.lang)
    totals = {c: board.score(c) for c in own}
    totals[code] += best
    place = _places(np.array(list(totals.values())))[own.index(code)]
    shown = [n.value for n in numbers(a.text.removeprefix(name))]
    same = any(w in a.text for w in ("位次不变", "same rank"))
    told = shown[1:] == ([] if same else [place]) and same == (place == _drawn(a, board, tier)[code][0])
    right = a.text.startswith(name) and bool(shown) and shown[0] in near(best, 1) and told
    return "" if right else f"{name} would bring {best:.2f} and rank {place}"


@rule("scored")
def _scored(a: About) -> str:
    level, _, tier = a.claim.versus.partition(".")
    board, cat = _board(a, level), a.figures.cat
    if a.figures.short:
        return _WAITING
    if a.claim.way in ("withheld", "missing", "adrift"):
        codes = [c for c, why in board.lacking.items() if why == a.claim.way] if a.claim.way != "adrift" else [c for c in board.codes if board.tiers[c] is None]
        named = all(cat.region(c).short(a.lang) in a.text for c in codes)
        return "" if codes and named and numbers(a.text)[0].value == len(codes) else f"{len(codes)} are not ranked for that reason"
    own, shown = board.group(tier), [n.value for n in numbers(a.text)]
    if a.claim.way == "held":
        firm = sum(held >= 0.5 for *_, held in _drawn(a, board, tier).values())
        return "" if shown == [firm] or not firm and not shown and "没有一个" in a.text else f"{firm} keep their rank in half of the draws"
    scores = {c: board.score(c) for c in own}
    best = max(scores, key=lambda c: round(scores[c], 10))
    name = next((t.name(a.lang) for t in board.scheme.tiers if t.id == tier), "")
    wrong = cat.region(best).name(a.lang) not in a.text or not a.text.startswith(name)
    right = len(shown) == 3 and shown[0] == len(own) and shown[1] in near(sum(scores.values()) / len(own), 1) and shown[2] in near(scores[best], 1)
    return "" if right and not wrong else f"{len(own)} with a mean of {sum(scores.values()) / len(own):.4g}, the best {cat.region(best).name(a.lang)} with {scores[best]:.4g}"
