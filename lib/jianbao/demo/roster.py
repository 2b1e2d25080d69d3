"""The enterprises themselves: where they are, how large, from which year's list to which, in which group."""

from dataclasses import dataclass

import numpy as np

from jianbao.demo.controls import YEARS
from jianbao.demo.inputs import Inputs
from jianbao.demo.interior import Interior

__all__ = ["Roster", "make_roster"]


@dataclass(frozen=True)
class Roster:
    """One row an enterprise that is on any year's list; rows in the order class, county, number."""

    number: np.ndarray  # 1 …, anonymous: drawn at random
    group: np.ndarray
    leaf: np.ndarray
    county: np.ndarray
    division: np.ndarray
    first: np.ndarray  # place of the first and last year on the list
    last: np.ndarray
    joins: np.ndarray  # month (3 … 12) in which it enters its first year's list; 0 = from its beginning
    log_size: np.ndarray  # enterprise x (year before the first, first, …): latent output, log
    quality: np.ndarray  # standing of the enterprise, standard normal

    def listed(self, year: int) -> np.ndarray:
        """Return the rows on the list of a year (its place)."""
        return np.flatnonzero((self.first <= year) & (self.last >= year))


def _lists(given: Inputs, division: np.ndarray, size: np.ndarray, counts: list[np.ndarray], rng) -> tuple[np.ndarray, ...]:
    """Walk back from the last list: who is new, and who was on the list before and is no longer."""
    share = given.model["list"]["exit_share"]
    years = len(counts)
    origin = [np.arange(len(division))]  # whose place and size a row takes
    first, last = np.zeros(len(division), dtype=int), np.full(len(division), years - 1)
    for year in range(years - 1, 0, -1):
        rows = np.concatenate(origin)
        now = first <= year  # rows of this year's list (all others were added for earlier years)
        for d in range(len(given.divisions)):
            here = np.flatnonzero((division[rows] == d) & (last >= year) & now)
            before = int(counts[year - 1][d])
            stay = min(before - int(round(share * before)), len(here))
            key = size[rows[here]] + rng.normal(size=len(here)) * 0.8  # newcomers are small, mostly
            new = here[np.argsort(key, kind="stable")[: len(here) - stay]]
            first[new] = year
            gone = rng.choice(here, size=before - stay, replace=True)
            origin.append(rows[gone])
            first = np.concatenate([first, np.zeros(len(gone), dtype=int)])
            last = np.concatenate([last, np.full(len(gone), year - 1)])
            rows = np.concatenate([rows, rows[gone]])
            now = np.concatenate([now, np.zeros(len(gone), dtype=bool)])
    return np.concatenate(origin), first, last


def _groups(given: Inputs, county: np.ndarray, size: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Number the groups: most enterprises are alone, some belong together, mostly in one city, larger ones sooner."""
    n = len(county)
    members = np.argsort(-(size + rng.normal(size=n) * 1.5), kind="stable")[: int(n * given.model["list"]["group_share"])]
    near = np.where(rng.random(len(members)) < 0.9, given.city_of[county[members]] * 100.0 + county[members], 0.0)
    members = members[np.lexsort((rng.random(len(members)), np.floor(near)))]
    cut = rng.random(len(members)) < 0.34  # a new group starts: three enterprises a group on average
    group = np.arange(n) + len(members)
    group[members] = np.cumsum(cut)
    return np.unique(rng.permutation(2 * n)[group], return_inverse=True)[1] + 1


def _in_cells(given: Inputs, inside: Interior, cell, log_size, listed, rng: np.random.Generator) -> np.ndarray:
    """Scale sizes so that the last list's enterprises of a cell make its target, few of them below the threshold."""
    rate = given.rates["value_added_rate"].to_numpy()
    output = given.controls.total[YEARS[-1], "gross_output"]
    division = given.division_of[cell % inside.count.shape[1]]
    # the threshold in shares of all value added, the unit of the targets; lower where a whole division is small
    enterprises = np.bincount(given.division_of, weights=inside.count.sum(axis=0), minlength=len(rate))
    floor = np.minimum(given.model["size"]["floor"], 0.4 * output / enterprises)
    least = (floor * rate / (output * rate).sum())[division] * rng.uniform(0.6, 1.4, size=len(cell))
    size = np.exp(log_size)
    for turn in range(3):
        held = np.bincount(cell, weights=size * listed, minlength=inside.count.size)
        scale = np.divide(inside.value_added.ravel(), held, out=np.ones_like(held), where=held > 0)
        size = np.hypot(size * scale[cell], least * (turn > 0))
    return np.log(size)


def make_roster(given: Inputs, inside: Interior, counts: list[np.ndarray], rng: np.random.Generator) -> Roster:
    """Draw the enterprises; ``counts`` are those of each year's list by division, the last equal to ``inside``."""
    rules, lists = given.model["size"], given.model["list"]
    county, leaf = (np.repeat(axis.ravel(), inside.count.ravel()) for axis in np.indices(inside.count.shape))
    draw = rng.normal(size=len(leaf)) * rules["sigma"]
    tail = rng.random(len(leaf)) < rules["tail_share"]
    draw[tail] = np.log(rng.pareto(rules["tail_alpha"], size=tail.sum()) + 1) + rules["sigma"]
    draw = np.minimum(draw, rules["sigma"] + 5.2)
    origin, first, last = _lists(given, given.division_of[leaf], draw, counts, rng)

    newcomer = np.where(first > 0, np.log(lists["newcomer_size"]), 0.0)
    county, leaf = county[origin], leaf[origin]
    leaver = np.where(last < len(counts) - 1, np.log(0.4) + rng.normal(size=len(leaf)) * 0.4, 0.0)
    cell = county * inside.count.shape[1] + leaf
    at_last = _in_cells(given, inside, cell, draw[origin] + newcomer + leaver, last == len(counts) - 1, rng)

    drift = rng.normal(size=(len(given.counties), len(counts))) * rules["growth_county"]
    local = rng.normal(size=(inside.count.size, len(counts))) * rules["growth_cell"]
    own = rng.normal(size=(len(leaf), len(counts))) * rules["growth_enterprise"]
    growth = drift[county] + local[cell] + own
    newcomer_year = np.arange(len(counts)) == first[:, None]
    growth += np.where(newcomer_year & (first[:, None] > 0), -np.log(lists["newcomer_last_year"]), 0.0)
    path = np.concatenate([np.zeros((len(leaf), 1)), np.cumsum(growth, axis=1)], axis=1)
    log_size = at_last[:, None] + path - np.take_along_axis(path, last[:, None] + 1, axis=1)

    late = (first > 0) & (rng.random(len(leaf)) < lists["joins_in_its_month"])
    number = rng.permutation(len(leaf)) + 1
    group = _groups(given, county, at_last, rng)
    joins = np.where(late, rng.integers(3, 13, size=len(leaf)), 0)
    quality = rng.normal(size=len(leaf))
    order = np.lexsort((number, county, leaf))
    columns = (number, group, leaf, county, given.division_of[leaf], first, last, joins, log_size, quality)
    return Roster(*(column[order] for column in columns))
