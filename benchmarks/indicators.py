"""How long the indicators take over a whole province: ``python benchmarks/indicators.py``.

Cell-wise ones on 102 regions × 60 sectors × 33 periods at once; the others one by one on their usual size. Median of n runs.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from jianbao import indicators as i

REGIONS, SECTORS, PERIODS = 102, 60, 33
RNG = np.random.default_rng(2024)
INDEX = pd.MultiIndex.from_product([range(REGIONS), range(SECTORS), range(PERIODS)], names=["region", "sector", "period"])


def column() -> pd.Series:
    """A level of every cell, one in twenty missing."""
    values = RNG.lognormal(3, 2, len(INDEX))
    return pd.Series(np.where(RNG.random(len(INDEX)) < 0.05, np.nan, values), INDEX)


def cell_wise() -> dict[str, Callable[[], object]]:
    now, before, local, reference, whole = (column() for _ in range(5))
    return {
        "growth_rate": lambda: i.growth_rate(now, before),
        "annualised_growth": lambda: i.annualised_growth(before, now, 3),
        "comparable_base": lambda: i.comparable_base(now, before / 100),
        "share": lambda: i.share(now, whole),
        "change_of_share": lambda: i.change_of_share(now, whole, before, local),
        "contribution_from_share": lambda: i.contribution_from_share(before / 1e6, now / 100),
        "contribution_to_growth": lambda: i.contribution_to_growth(now, before, total=float(before.sum())),
        "location_quotient": lambda: i.location_quotient(now, local, reference, whole),
        "operating_margin": lambda: i.operating_margin(now, whole),
        "cost_per_revenue": lambda: i.cost_per_revenue(now, whole),
        "labour_productivity": lambda: i.labour_productivity(now, whole),
        "value_added_per_mu": lambda: i.value_added_per_mu(now, whole),
        "energy_intensity": lambda: i.energy_intensity(now, whole),
        "finished_goods_turnover_days": lambda: i.finished_goods_turnover_days(now, whole),
        "gap": lambda: i.gap(now, before),
        "deflate": lambda: i.deflate(now, before),
    }


def others() -> dict[str, Callable[[], object]]:
    table = pd.DataFrame(RNG.lognormal(3, 2, (REGIONS, SECTORS)))
    after = table * RNG.lognormal(0.05, 0.2, table.shape)
    scores = pd.DataFrame(RNG.random((REGIONS - 12, 20)), columns=[f"x{k}" for k in range(20)])
    weights = pd.Series(1 / 20, scores.columns)
    ring = pd.DataFrame(np.eye(REGIONS, k=1) + np.eye(REGIONS, k=-1))
    seen = i.presence(i.location_quotients(table))
    return {
        "location_quotients (102 × 60)": lambda: i.location_quotients(table),
        "shift_share (60 sectors, one region)": lambda: i.shift_share(table.loc[0], after.loc[0], table.sum(), after.sum()),
        "theil_decomposition (102, 11 groups)": lambda: i.theil_decomposition(table[0], pd.Series(range(REGIONS)) % 11),
        "morans_i (102)": lambda: i.morans_i(table[0], ring),
        "economic_complexity (102 × 60, eigenvector)": lambda: i.economic_complexity(seen),
        "relatedness_density (102 × 60)": lambda: i.relatedness_density(seen, i.proximity(seen)),
        "iterative_proportional_fitting (102 × 60)": lambda: i.iterative_proportional_fitting(table, after.sum(axis=1), after.sum()),
        "rank_interval (90)": lambda: i.rank_interval(scores["x0"], unit=0.01),
        "topsis (90 × 20)": lambda: i.topsis(scores, weights, pd.Series(1, scores.columns)),
        "benefit_of_the_doubt (90 × 20, 90 LPs)": lambda: i.benefit_of_the_doubt(scores + 0.01),
        "rank_robustness (90 × 20, 1,000 draws)": lambda: i.rank_robustness(scores, weights, n=1000, seed=1),
        "structural_peers (102 × 60)": lambda: i.structural_peers(table, 0, 8),
    }


def seconds(call: Callable[[], object], n: int) -> float:
    taken = []
    for _ in range(n):
        begun = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def main(n: int = 5) -> None:
    """Print the table."""
    print(f"cell-wise, {len(INDEX):,} cells, median of {n}")
    taken = {name: seconds(call, n) for name, call in cell_wise().items()}
    for name, each in taken.items():
        print(f"  {name:46} {1000 * each:8.1f} ms")
    print(f"  {'all of them':46} {1000 * sum(taken.values()):8.1f} ms")
    print(f"the others, median of {n}")
    for name, call in others().items():
        print(f"  {name:46} {1000 * seconds(call, n):8.1f} ms")


if __name__ == "__main__":
    main()
