"""A year's return month by month: cumulative since January, beside the same months of last year."""

from dataclasses import dataclass

import numpy as np

from jianbao.demo.annual import FLOWS, STOCKS
from jianbao.demo.inputs import Inputs

__all__ = ["MONTHS", "Year", "restated", "spread", "virtual_last_year"]

MONTHS = tuple(range(2, 13))


@dataclass(frozen=True)
class Year:
    """One year of returns: ``values[name]`` is month x enterprise (int32), the last month the whole year."""

    rows: np.ndarray  # places in the roster
    values: dict[str, np.ndarray]


def _profile(given: Inputs, division: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Cumulative share of the year, month x enterprise, ends at exactly 1."""
    base = np.diff(given.model["months"]["profile"], prepend=0.0)
    season = np.exp(rng.normal(size=(len(base), len(given.divisions))) * 0.05)
    noise = rng.normal(size=(len(base), len(division)), scale=given.model["months"]["noise"])
    steps = base[:, None] * season[:, division] * np.exp(noise)
    share = np.cumsum(steps, axis=0)
    share /= share[-1]
    share[-1] = 1.0
    return share


def spread(given: Inputs, division: np.ndarray, year: dict[str, np.ndarray], rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Spread a year's figures over its months; flows never fall, but for profit and financial expense."""
    share = _profile(given, division, rng)
    bend = share * (1 - share)
    n = len(division)
    result = {}
    for name in FLOWS:
        # |tilt| < 1 keeps the cumulative share rising
        tilt = np.clip(rng.normal(size=n) * (0.02 if name == "gross_output" else 0.05), -0.5, 0.5)
        if name == "technical_upgrade_investment":
            tilt = np.clip(rng.normal(size=n) * 0.5, -0.9, 0.9)
        result[name] = np.rint(year[name] * (share + tilt * bend)).astype(np.int32)
    # profit swings around its path, and the first months are the poorest
    swing = rng.normal(size=share.shape) * 0.014 - 0.010 * (1 - share)
    path = year["profit"] * share + year["revenue"] * np.sqrt(np.maximum(bend, 0)) * swing
    result["profit"] = np.rint(path).astype(np.int32)
    still = (1 - np.array(MONTHS) / 12)[:, None]
    for name in STOCKS:
        move = 0.0 if name == "industrial_land" else rng.normal(size=n, loc=-0.03, scale=0.03)
        result[name] = np.maximum(np.rint(year[name] * (1 + move * still)), np.minimum(year[name], 1)).astype(np.int32)
    return result


def virtual_last_year(year: dict[str, np.ndarray], factor: np.ndarray, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Return last year's figures of enterprises that were on no list then; ``factor`` is last year's output over this year's.

    Stocks move less than flows; land stays.
    """
    power = {"total_assets": 0.5, "total_liabilities": 0.5, "average_employees": 0.6, "industrial_land": 0.0}
    result = {}
    for name, values in year.items():
        noise = 1.0 if power.get(name) == 0 else np.exp(rng.normal(size=len(factor)) * 0.03)
        if name == "gross_output":
            noise = 1.0
        result[name] = np.rint(values * factor ** power.get(name, 1.0) * noise).astype(np.int64)
    result["profit"] += np.rint(result["revenue"] * rng.normal(size=len(factor)) * 0.02).astype(np.int64)
    return result


def restated(given: Inputs, values: dict[str, np.ndarray], rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Return last year's own returns as they stand this year: a few enterprises have corrected them."""
    rules = given.model["list"]
    n = values["gross_output"].shape[1]
    factor = np.where(rng.random(n) < rules["revised_share"], np.exp(rng.normal(size=n) * rules["revision"]), 1.0)
    return {
        k: v if k == "industrial_land" else np.rint(v * factor).astype(np.int32) for k, v in values.items()
    }
