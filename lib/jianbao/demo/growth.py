"""From year to year: last year's figures of newcomers, habits, and real growth that stays plausible."""

import numpy as np

from jianbao.demo.controls import YEARS
from jianbao.demo.inputs import Inputs
from jianbao.demo.roster import Roster

__all__ = ["common_growth", "last_year", "traits", "value_added_rates"]


def traits(given: Inputs, roster: Roster, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Draw what an enterprise keeps over the years: its habits, and its land (亩) by its size in the last year."""
    n = len(roster.number)
    kept = {
        k: rng.normal(size=n)
        for k in ("value_added", "export_delivery", "new_product_output", "rd_expense", "energy_consumption")
    }
    kept |= {k: rng.random(n) for k in ("exports", "renews", "researches")}
    listed = roster.listed(len(YEARS) - 1)
    weight = np.bincount(
        roster.division[listed], weights=np.exp(roster.log_size[listed, -1]), minlength=len(given.divisions)
    )
    output = np.exp(roster.log_size[:, -1]) * (given.controls.total[YEARS[-1], "gross_output"] / weight)[roster.division]
    per_mu = given.rates["output_per_land"].to_numpy()[roster.division]  # 万元 of output a mu
    kept["land"] = np.maximum(np.rint(output / 10 / per_mu * np.exp(rng.normal(size=n) * 0.5 - 0.125)), 1).astype(np.int64)
    return kept


def common_growth(given: Inputs, roster: Roster) -> np.ndarray:
    """Return what every enterprise of a division grows by apart from its own path, division x year (a factor).

    For the first year, which has no year before, the modelled real growth at the modelled price.
    """
    level = []
    for year, label in enumerate(YEARS):
        rows = roster.listed(year)
        weight = np.bincount(
            roster.division[rows], weights=np.exp(roster.log_size[rows, year + 1]), minlength=len(given.divisions)
        )
        level.append(given.controls.total[label, "gross_output"] / weight)
    real = 1 + given.model["value_added"]["real_growth"][YEARS[0]] / 100
    start = real * given.rates[f"price_{YEARS[0]}"].to_numpy() / 100
    return np.stack([start, *(b / a for a, b in zip(level, level[1:], strict=False))], axis=1)


def last_year(roster: Roster, rows: np.ndarray, year: int, common: np.ndarray) -> np.ndarray:
    """Return last year's output of ``rows`` as a share of this year's."""
    step = roster.log_size[rows, year] - roster.log_size[rows, year + 1]
    return np.exp(step) / common[roster.division[rows], year]


def value_added_rates(given: Inputs, roster: Roster, common: np.ndarray) -> np.ndarray:
    """Return value added / output, division x year.

    The middle year has the stated rate. From it each rate is chained so that real growth on the comparable set is
    the aim of the whole plus a part of the division's own distance from the mean, within the stated bounds.
    """
    rules = given.model["value_added"]
    rate = np.empty((len(given.divisions), len(YEARS)))
    rate[:, 1] = given.rates["value_added_rate"]
    steps = {}
    for year in (1, 2):
        rows = roster.listed(year)
        weight = np.exp(roster.log_size[rows, year + 1])
        before = weight * last_year(roster, rows, year, common) * common[roster.division[rows], year]
        size = [np.bincount(roster.division[rows], weights=w, minlength=len(given.divisions)) for w in (weight, before)]
        nominal = common[:, year] * size[0] / size[1]
        price = given.rates[f"price_{YEARS[year]}"].to_numpy() / 100
        own = (nominal / price - 1) * 100
        weights = given.controls.total[YEARS[year], "gross_output"] * given.rates["value_added_rate"]
        aim = rules["real_growth"][YEARS[year]]
        path = aim + rules["keep_of_own"] * (own - np.average(own, weights=weights))
        shift = 0.0
        for _ in range(20):  # the bounds move the mean: shift until the whole is at the aim
            real = np.clip(path + shift, *rules["bounds"])
            shift += aim - np.average(real, weights=weights)
        steps[year] = (1 + real / 100) * price / nominal
    rate[:, 2] = rate[:, 1] * steps[2]
    rate[:, 0] = rate[:, 1] / steps[1]
    return rate
