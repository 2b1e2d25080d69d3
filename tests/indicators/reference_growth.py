"""Growth, comparable basis, cumulative figures and contributions: each published case from its inputs."""

import json
from pathlib import Path

import pandas as pd

from jianbao.indicators.comparable import comparable_base, comparable_gap, implied_base_share
from jianbao.indicators.contribution import contribution_from_rate, contribution_rate, contribution_to_growth
from jianbao.indicators.cumulative import (
    months_covered,
    period_from_cumulative,
    period_growth_from_cumulative,
)
from jianbao.indicators.growth import (
    annualised_growth,
    average_growth_cumulative,
    growth_rate,
    trend_growth,
    two_year_average_growth,
)
from jianbao.indicators.verdicts import describe_change, growth_is_defined

FILE = Path(__file__).parent / "reference_cases" / "ytd_decomposition.json"
PUBLISHED = {case["id"]: case["expected"] for case in json.loads(FILE.read_text("utf-8"))}


def percent(values) -> list[float]:
    return (100 * pd.Series(values, dtype=float)).tolist()


def trend(case: dict) -> dict:
    values = pd.Series(case["x"], index=case["years"], dtype=float)
    steps = case["years"][-1] - case["years"][0]
    return {"cagr": annualised_growth(values.iloc[0], values.iloc[-1], steps), "prc_change_per_year": 100 * trend_growth(values)}


def plan(case: dict) -> dict:
    n, values = case["end_year"] - case["base_year"], pd.Series(case["values"])
    level = annualised_growth(case["base"], values.iloc[-1], n)
    return {
        "n_years": n, "level_method_pct": 100 * level,
        "cumulative_method_pct": 100 * average_growth_cumulative(case["base"], values),
    }


def basis(case: dict) -> dict:
    current, previous, growth = case["current"], case["previous_published"], case["published_growth_pct"] / 100
    return {
        "naive_growth_pct": 100 * growth_rate(current, previous),
        "implied_comparable_base": comparable_base(current, growth),
        "gap_pp": 100 * comparable_gap(current, previous, growth),
    }


def words(case: dict) -> dict:
    pairs = list(zip(case["current"], case["previous"], strict=True))
    return {"growth_defined": [growth_is_defined(*pair) for pair in pairs], "label": [describe_change(*pair) for pair in pairs]}


def september(case: dict) -> dict:
    half_unit = 0.5 * 10 ** -case["decimals"] / 100
    level, growth, low, high = period_growth_from_cumulative(
        case["cum_now"], case["g_now_pct"] / 100, case["cum_prev"], case["g_prev_pct"] / 100, half_unit
    )
    published = PUBLISHED["YT-01"]["published_growth_pct"]  # not computed: it has to lie inside the interval
    return {
        "period_level": level, "growth_pct_point": 100 * growth, "growth_pct_interval": [100 * low, 100 * high],
        "published_growth_pct": published if 100 * low <= published <= 100 * high else None,
    }


def single_months(case: dict) -> dict:
    cumulative = pd.Series({f"2025-{month}": value for month, value in case["cumulative"].items()})
    joint = months_covered(cumulative) == 2
    names = [f"01-{label[5:]}" if two else label[5:] for label, two in joint.items()]
    return {"single": dict(zip(names, period_from_cumulative(cumulative), strict=True))}


def three_demands(case: dict) -> dict:
    rates = pd.DataFrame(case["contribution_rate_pct"], case["years"], case["components"]) / 100
    growth = rates.apply(lambda _: pd.Series(case["growth_pct"], case["years"]) / 100)
    return {
        "pull_pp": (100 * contribution_from_rate(rates, growth)).to_numpy().tolist(),
        "rate_sum": percent(rates.sum(axis=1, skipna=False)),
    }


def two_crops(case: dict) -> dict:
    current, previous = pd.Series(case["current"], dtype=float), pd.Series(case["previous"], dtype=float)
    return {
        "growth_pct": 100 * growth_rate(current.sum(), previous.sum()),
        "pull_pp": (100 * contribution_to_growth(current, previous)).to_dict(),
        "contribution_rate_pct": (100 * contribution_rate(current, previous)).to_dict(),
    }


def six_prices(case: dict) -> dict:
    p0, p1, q0 = (pd.Series(case[name], dtype=float) for name in ("p0", "p1", "q0"))
    return {"change": growth_rate((p1 * q0).sum(), (p0 * q0).sum()), "contributions": contribution_to_growth(p1 * q0, p0 * q0).tolist()}


CASES = {
    "GR-01": lambda case: {
        "two_year_average_pct": percent(two_year_average_growth(pd.Series(case["growth_vs_two_years_earlier_pct"]) / 100))
    },
    "GR-03": trend,
    "GR-04": plan,
    "GB-01": basis,
    "GN-01": words,
    "YT-01": september,
    "YT-03": single_months,
    "CO-01": three_demands,
    "CO-03": two_crops,
    "CO-04": six_prices,
    "CO-06": lambda case: {
        "base_share_pct": percent(implied_base_share(pd.Series(case["pull_pp"]) / 100, pd.Series(case["growth_pct"]) / 100))
    },
}
