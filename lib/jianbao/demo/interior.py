"""County x class: who is where, by iterative proportional fitting from the stated prior."""

from dataclasses import dataclass

import numpy as np

from jianbao.demo.inputs import Inputs
from jianbao.demo.rounding import share_out, systematic

__all__ = ["Interior", "fit", "interior"]


@dataclass(frozen=True)
class Interior:
    """The inside of the table: enterprises and shares of value added."""

    count: np.ndarray  # enterprises, county x leaf
    value_added: np.ndarray  # target share of all value added, county x leaf; sums to 1


def fit(seed: np.ndarray, rows: np.ndarray, columns: np.ndarray, *, rounds: int = 200, tolerance: float = 1e-7) -> np.ndarray:
    """Scale ``seed`` (>= 0) to sums of rows and columns; columns are met exactly, rows as far as its zeros allow.

    A margin whose cells are all zero stays zero. Sums of both margins must be equal.

    Raises
    ------
    ValueError
        If the margins do not sum to the same.
    """
    if not np.isclose(rows.sum(), columns.sum()):
        raise ValueError(f"margins sum to {rows.sum():.6g} and {columns.sum():.6g}")
    table = seed.astype(float).copy()
    for _ in range(rounds):
        held = table.sum(axis=1)
        table *= np.divide(rows, held, out=np.zeros_like(held), where=held > 0)[:, None]
        held = table.sum(axis=0)
        table *= np.divide(columns, held, out=np.zeros_like(held), where=held > 0)
        held = table.sum(axis=1)
        if np.abs(held - rows)[held > 0].max() <= tolerance * rows.max():
            break
    return table


def _seed(given: Inputs, expected: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Independence x prior x noise; small cells mostly dropped, for few counties have every sector."""
    rules = given.model["interior"]
    utility = np.isin(np.array(given.divisions)[given.division_of], rules["utilities"])
    deviation = np.where(utility, rules["noise_utilities"], rules["noise"])
    # what the prior states is not to be drowned in noise
    deviation = np.where(given.prior > 1, np.minimum(deviation, rules["noise_stated"]), deviation)
    noise = np.exp(rng.normal(size=expected.shape) * deviation)
    seed = expected * given.prior * noise
    drop = (seed < rules["small_seed"]) & (rng.random(expected.shape) < 0.7) & ~utility
    thin = np.where(drop, 0.0, seed)
    empty = thin.sum(axis=0) == 0  # a class must be somewhere
    thin[:, empty] = seed[:, empty]
    return thin


def interior(given: Inputs, enterprises: np.ndarray, value_added: np.ndarray, rng: np.random.Generator) -> Interior:
    """Return counts and target shares for the last year.

    ``enterprises`` and ``value_added`` are by division. Counts sum to the division's exactly; value added follows the
    county margin as far as whole enterprises allow.
    """
    rules = given.model["interior"]
    rows = given.county_value_added / given.county_value_added.sum()
    leaf_count = np.zeros(len(given.leaves), dtype=np.int64)
    for d in range(len(given.divisions)):
        under = np.flatnonzero(given.division_of == d)
        leaf_count[under] = share_out(int(enterprises[d]), given.leaf_share[under])
    columns = value_added[given.division_of] * given.leaf_share
    columns = np.where(leaf_count > 0, columns, 0.0)
    columns /= columns.sum()
    seed = _seed(given, np.outer(rows, leaf_count), rng)
    target = fit(seed * np.divide(columns, leaf_count, out=np.zeros_like(columns), where=leaf_count > 0), rows, columns)
    count = np.zeros(target.shape, dtype=np.int64)
    for j, total in enumerate(leaf_count):
        if total:
            # the order of counties is shuffled so that the systematic start does not favour neighbours
            order = rng.permutation(len(rows))
            expected = target[order, j] ** rules["size_elasticity"]
            count[order, j] = systematic(expected, int(total), rng.random())
    return Interior(count, fit(np.where(count > 0, target, 0.0), rows, columns))
