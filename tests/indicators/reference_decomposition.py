"""How the cases of shift-share, index numbers, chains, convergence, balancing and seasons are reproduced."""

import math

import pandas as pd

from jianbao.indicators._values import whole
from jianbao.indicators.balancing import iterative_proportional_fitting
from jianbao.indicators.chains import chain, volume_links
from jianbao.indicators.convergence import beta_convergence, convergence_speed, half_life
from jianbao.indicators.decomposition import dynamic_shift_share, gerfin_shift, shift_share
from jianbao.indicators.index_numbers import chained_index, deflate, price_index, quantity_index
from jianbao.indicators.seasonal import seasonal_decompose


def floats(values: list) -> pd.Series:
    return pd.Series(values, dtype=float)


def shifts(given: dict, method: str) -> dict:
    levels = [floats(given[name]) for name in ("r0", "r1", "n0", "n1")]
    parts = [whole(part) for part in shift_share(*levels, method=method)]
    return {
        "change": sum(parts), "national": parts[0], "mix": parts[1], "competitive": parts[2], "allocation": parts[3],
        "net_total_shift": parts[1] + parts[2],
    }


def gerfin(given: dict) -> dict:
    reference = floats(given["n0"]), floats(given["n1"])
    return {name: gerfin_shift(floats(r0), floats(r1), *reference)._asdict() for name, (r0, r1) in given["regions"].items()}


def dynamic(given: dict) -> dict:
    found = dynamic_shift_share(pd.DataFrame(given["r"], dtype=float), pd.DataFrame(given["n"], dtype=float))
    names = {"national": "national_share", "mix": "industry_mix", "competitive": "regional_shift"}
    return {
        "change": whole(found.totals.sum()), **{short: whole(found.totals[name]) for short, name in names.items()},
        "by_period": {short: getattr(found, name).sum(axis=1).tolist() for short, name in names.items()},
    }


def indexes(given: dict, function, formulas: tuple[str, ...], suffix: str = "", first: int = 0) -> dict:
    """Each period against the first; the cases have goods in rows."""
    prices, quantities = (pd.DataFrame(given[name], dtype=float) for name in ("p", "q"))
    periods = range(first, prices.shape[1])
    return {
        formula + suffix: [function(prices[0], prices[t], quantities[0], quantities[t], formula) for t in periods]
        for formula in formulas
    }


def chained_laspeyres(given: dict) -> list[float]:
    prices, quantities = (pd.DataFrame(given[name], dtype=float).T for name in ("p", "q"))
    return chained_index(prices, quantities, "laspeyres").tolist()[1:]


def annual_chain(given: dict) -> dict:
    first = given["reference_year"]
    links = floats([math.nan, *given["previous_year_100"]]) / 100
    return {"chain": (chain(links.set_axis(range(first, first + len(links))), first) * 100).tolist()}


def macao(given: dict) -> dict:
    part = deflate(given["current"]["remuneration"], given["price_index_prev_year_100"]["remuneration"] / 100)
    total = whole(floats(list(given["volume_py"].values())))
    earlier = given["also_2010"]
    values = pd.Series({2009: earlier["previous_current_total"], 2010: given["previous_current_total"], 2011: math.nan})
    links = volume_links(values, pd.Series({2009: math.nan, 2010: earlier["volume_py_total"], 2011: total}))
    return {
        "volume_py_remuneration": part, "volume_py_total": total, "index_2011": links[2011] * 100, "index_2010": links[2010] * 100,
        "chain_2009_ref2010": chain(links, 2010)[2009] * 100,
    }


def speed(given: dict) -> dict:
    found = convergence_speed(given["beta"], given["years"])
    return {"lambda_": found, "half_life": half_life(found)}


def fitted(given: dict) -> dict:
    table = iterative_proportional_fitting(
        pd.DataFrame(given["seed"], dtype=float), floats(given["rows"]), floats(given["cols"])
    ).table
    return {"table": table.to_numpy().tolist()}


def seasons(given: dict) -> dict:
    found = seasonal_decompose(floats(given["x"]), given["period"])
    return {"figure": found.figure.tolist(), "trend": found.trend.tolist()}


ALL = ("laspeyres", "paasche", "fisher", "tornqvist", "walsh")
CASES = {
    "SS-01": lambda i: shifts(i, "classic"),
    "SS-02": lambda i: shifts(i, "classic"),
    "SS-03": lambda i: shifts(i, "classic"),
    "SS-05": lambda i: shifts(i, "esteban_marquillas"),
    "SS-07": gerfin,
    "SS-08": dynamic,
    "IX-01": lambda i: indexes(i, price_index, ALL),
    "IX-03": lambda i: indexes(i, price_index, ALL[:3], "_p") | indexes(i, quantity_index, ALL[:3], "_q"),
    "IX-05": lambda i: indexes(i, quantity_index, ALL[:4], first=1) | {"chained_laspeyres": chained_laspeyres(i)},
    "CH-01": annual_chain,
    "CH-02": macao,
    "BE-01": lambda i: beta_convergence(floats(i["y0"]), floats(i["y1"]), i["years"])._asdict(),
    "BE-03": speed,
    "IP-01": fitted,
    "IP-03": fitted,
    "IP-05": fitted,
    "SE-01": seasons,
}
