"""Ranks, composite indicators and orderings by several criteria: each published case from its inputs."""

import pandas as pd

from jianbao.indicators.composite import aggregate, weights_entropy
from jianbao.indicators.multicriteria import benefit_of_the_doubt, copeland, outranking, topsis
from jianbao.indicators.normalisation import borda, distance_to_target, minmax, percentile_rank, zscore
from jianbao.indicators.ranking import ranks


def series(values: list) -> pd.Series:
    return pd.Series(values, dtype=float)


def ranked(given: dict) -> dict:
    methods = ("average", "min", "max", "first")
    return {m: ranks(series(given["x"]), m, higher_is_first=not given["ascending"]).tolist() for m in methods}


def normalised(given: dict) -> dict:
    x = series(given["x"])
    found = {"minmax_0_100": 100 * minmax(x), "zscore": zscore(x), "borda": borda(x), "percentile_rank": percentile_rank(x)}
    return {name: values.tolist() for name, values in found.items()}


def to_target(given: dict) -> dict:
    found = {}
    for way, direction in (("up", 1), ("down", -1)):
        x, target = series(given[way]["x"]), given[way]["target"]
        found[way] = distance_to_target(x, target, direction).tolist()
        found[f"{way}_capped"] = distance_to_target(x, target, direction, cap=True).tolist()
    return found


def means(given: dict) -> dict:
    x, w = series(given["x"]), series(given["w"])
    found = {method: aggregate(x, w, method) for method in ("arithmetic", "geometric", "harmonic")}
    return found | {"generalised": aggregate(x, w, "generalised", power=given["p"])}


def outranked(given: dict) -> dict:
    table = pd.DataFrame(given)
    return {"copeland": copeland(table).tolist(), "outrank": outranking(table).to_numpy().tolist()}


def close(given: dict) -> dict:
    closeness = topsis(pd.DataFrame(given["x"]), series(given["w"]), series(given["direction"]), normalise=given["normalise"])
    return {"closeness": closeness.tolist(), "rank": ranks(closeness).tolist()}


CASES = {
    "RK-01": ranked,
    "CI-01": normalised,
    "CI-02": to_target,
    "CA-01": means,
    "CA-03": outranked,
    "OW-01": lambda given: {"entropy": weights_entropy(pd.DataFrame(given["x"])).tolist()},
    "OW-02": lambda given: {"entropy": weights_entropy(pd.DataFrame(given["x"])).tolist()},
    "TO-01": close,
    "TO-03": close,
    "BD-01": lambda given: {"score": benefit_of_the_doubt(pd.DataFrame(given["x"])).tolist()},
}
