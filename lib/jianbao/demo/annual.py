"""One year's returns: published totals shared out exactly, the rest by the rates of the division."""

import numpy as np

from jianbao.demo.controls import YEARS
from jianbao.demo.inputs import Inputs
from jianbao.demo.roster import Roster
from jianbao.demo.rounding import share_out, share_out_signed

__all__ = ["FLOWS", "STOCKS", "annual", "profits"]

FLOWS = (
    "gross_output", "value_added", "revenue", "operating_cost", "taxes_and_surcharges", "vat", "selling_expense",
    "administrative_expense", "financial_expense", "rd_expense", "profit", "export_delivery", "new_product_output",
    "energy_consumption", "technical_upgrade_investment",
)
STOCKS = ("total_assets", "total_liabilities", "average_employees", "industrial_land")
#: Published figure -> how far enterprises of one size differ in it (log standard deviation).
NOISE = {
    "revenue": 0.06, "average_employees": 0.30, "total_assets": 0.35, "total_liabilities": 0.30,
    "taxes_and_surcharges": 0.35, "vat": 0.35, "selling_expense": 0.50, "administrative_expense": 0.25,
}



def profits(total: int, losers: int, revenue: np.ndarray, margin: np.ndarray, loss_rate: np.ndarray) -> np.ndarray:
    """Return whole profits (千元) that sum to ``total``, exactly ``losers`` of them negative.

    The enterprises with the lowest ``margin`` lose ``loss_rate`` of their revenue; the others share the rest
    by revenue x exp(margin). If none may lose, ``total`` must not be negative (ValueError).
    """
    order = np.argsort(margin, kind="stable")
    lose, gain = order[:losers], order[losers:]
    loss = int(np.rint((revenue[lose] * loss_rate[lose]).sum()))
    loss = max(loss, losers, -total) if losers else 0  # at least 1 each
    gains = total + loss
    floor = int(0.003 * revenue[gain].sum())
    if losers and gains < floor:  # a division that loses as a whole still has enterprises that do not
        gains, loss = floor, floor - total
    result = np.zeros(len(revenue), dtype=np.int64)
    if losers:
        result[lose] = -1 - share_out(loss - losers, revenue[lose] * loss_rate[lose])
    if len(gain):
        result[gain] = share_out(gains, revenue[gain] * np.exp(0.5 * margin[gain]))
    return result


def _published(given: Inputs, year: str, division, output_weight, margin, quality, rng) -> dict[str, np.ndarray]:
    """Share out the yearbook's totals, division by division."""
    total = given.controls.total
    n = len(division)
    noise = {k: np.exp(rng.normal(size=n) * s) for k, s in NOISE.items()}
    loss_rate = 0.02 + rng.gamma(1.2, 0.035, size=n)
    result = {k: np.zeros(n, dtype=np.int64) for k in (*NOISE, "gross_output", "operating_cost", "profit", "financial_expense")}
    for d in range(len(given.divisions)):
        at = np.flatnonzero(division == d)
        control = {i: int(values[d]) for (y, i), values in total.items() if y == year}
        weight = output_weight[at]
        output = result["gross_output"][at] = share_out(control["gross_output"], weight)
        revenue = result["revenue"][at] = share_out(control["revenue"], output * noise["revenue"][at] + 1e-9)
        result["profit"][at] = profits(control["profit"], control["loss_enterprises"], revenue, margin[at], loss_rate[at])
        lean = np.exp(-0.18 * quality[at])  # a better enterprise makes the same with fewer people and less debt
        bases = {
            "average_employees": revenue**0.82 * lean, "total_assets": revenue * lean**0.5, "taxes_and_surcharges": revenue,
            "vat": revenue, "selling_expense": revenue, "administrative_expense": revenue**0.94,
        }
        for indicator, base in bases.items():
            result[indicator][at] = share_out(control[indicator], base * noise[indicator][at] + 1e-9)
        ratio = control["total_liabilities"] / max(control["total_assets"], 1)
        owed = np.clip(ratio * noise["total_liabilities"][at] * lean, 0.04, 1.35)
        result["total_liabilities"][at] = share_out(control["total_liabilities"], result["total_assets"][at] * owed + 1e-9)
        interest = result["total_liabilities"][at] * 0.011 * noise["taxes_and_surcharges"][at]
        result["financial_expense"][at] = share_out_signed(
            control["financial_expense"], interest, revenue.astype(float) ** 1.15 + 1e-9
        )
        spent = sum(
            result[i][at]
            for i in ("profit", "taxes_and_surcharges", "selling_expense", "administrative_expense", "financial_expense")
        )
        cost = np.clip(revenue * (1 - given.rates["rd_rate"].iloc[d]) - spent, 0.3 * revenue, 1.15 * revenue)
        result["operating_cost"][at] = share_out(control["operating_cost"], cost + 1e-9)
    return result


def annual(given: Inputs, roster: Roster, year: int, value_added_rate: np.ndarray, traits: dict, rng) -> dict[str, np.ndarray]:
    """Return the year's figures (whole numbers) of the enterprises on its list, in the order of ``roster.listed``.

    ``traits`` are habits that an enterprise keeps from year to year (``growth.traits``).
    """
    rows = roster.listed(year)
    division, quality = roster.division[rows], roster.quality[rows]
    weight = np.exp(roster.log_size[rows, year + 1])
    margin = 0.8 * quality + rng.normal(size=len(rows)) * 0.7
    result = _published(given, YEARS[year], division, weight, margin, quality, rng)
    output, revenue = result["gross_output"], result["revenue"]
    rate = given.rates
    by = {c: rate[c].to_numpy()[division] for c in rate.columns}

    def habit(name: str, spread: float) -> np.ndarray:
        return np.exp(spread * (0.9 * traits[name][rows] + 0.3 * rng.normal(size=len(rows))) - spread**2 / 2.2)

    added = np.zeros(len(rows), dtype=np.int64)
    part = output * np.exp(0.08 * quality) * habit("value_added", 0.14) + 1e-9
    for d in range(len(given.divisions)):
        at = np.flatnonzero(division == d)
        added[at] = share_out(int(round(value_added_rate[d] * output[at].sum())), part[at])
    result["value_added"] = added
    exports = np.where(traits["exports"][rows] < 0.45, habit("export_delivery", 0.6) / 0.45, 0.0) * by["export_share"]
    renews = np.where(traits["renews"][rows] < 0.75, habit("new_product_output", 0.4) / 0.75, 0.0) * by["new_product_share"]
    invests = np.where(rng.random(len(rows)) < 0.4, rng.gamma(0.8, 1.25, size=len(rows)) / 0.4, 0.0) * by["upgrade_rate"]
    result["export_delivery"] = np.rint(output * np.minimum(exports, 0.97))
    result["new_product_output"] = np.rint(output * np.minimum(renews, 0.98))
    result["technical_upgrade_investment"] = np.rint(output * np.minimum(invests, 0.6))
    works = np.where(traits["researches"][rows] < 0.85, habit("rd_expense", 0.6) / 0.85, 0.0)
    result["rd_expense"] = np.rint(revenue * np.minimum(by["rd_rate"] * works, 0.25))
    energy = by["energy_per_output"] * (0.97**year) / 0.97**2  # tonnes of standard coal in 10 thousand yuan of output
    result["energy_consumption"] = np.maximum(np.rint(output / 10 * energy * habit("energy_consumption", 0.45)), 1)
    result["industrial_land"] = traits["land"][rows]
    return {k: v.astype(np.int64) for k, v in result.items()}
