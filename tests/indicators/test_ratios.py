"""The bureau's ratios: each by hand, each as the register says, and the points of the assessment per mu."""

import csv
import inspect
import math
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from jianbao.indicators import efficiency, land, output_ratios, productivity, ratios, solvency
from jianbao.indicators.land import land_efficiency_score
from jianbao.indicators.ratios import ratio

NAN = math.nan
MODULES = (ratios, solvency, output_ratios, productivity, efficiency, land)
NAMED = {name: getattr(module, name) for module in MODULES for name in module.__all__}
RATIOS = {name: function for name, function in NAMED.items() if name not in ("ratio", "land_efficiency_score")}
ROOT = Path(__file__).resolve().parents[2]
ROWS = [row for row in csv.DictReader((ROOT / "data/catalogue/indicators.csv").open(encoding="utf-8")) if row["numerator"]]
# A part of a count over the count, a sum done over a sum planned: a share without a name of its own in the field.
ROWS = [row for row in ROWS if not re.fullmatch(r"programme_\w+_rate|digital_level_\d_share", row["id"])]
# Register id → function, where the field's word is not the id.
OTHER_NAMES = {
    "profit_margin": "operating_margin", "cost_per_100_revenue": "cost_per_revenue",
    "expense_per_100_revenue": "expense_per_revenue", "financial_expense_per_100_revenue": "finance_cost_per_revenue",
    "loss_enterprise_share": "loss_share", "debt_asset_ratio": "debt_ratio", "rd_expense_share_revenue": "rd_expense_share",
    "new_product_output_rate": "new_product_rate", "value_added_per_tce": "value_added_per_energy",
    "revenue_per_100_assets": "revenue_per_asset", "output_sales_ratio": "sales_rate",
    "rd_expenditure_share_revenue": "rd_intensity", "digital_core_share_gdp": "digital_core_share",
    "carbon_intensity": "emission_intensity",
}
# Register measure → argument, where the argument is the shorter word.
ARGUMENTS = {
    "total_liabilities": "liabilities", "total_assets": "assets", "loss_enterprises": "loss_making",
    "above_scale_enterprises": "enterprises", "loss_amount": "losses", "profits_of_profitable_enterprises": "profits",
    "average_employees": "employees", "new_product_output": "new_products", "industrial_land": "land", "tax_total": "tax",
    "energy_consumption": "energy", "carbon_emission": "emission",
}
# Those whose numerator may be negative: profit, expenses with interest earned, value added, taxes with refunds.
SIGNED = {
    "operating_margin", "expense_per_revenue", "finance_cost_per_revenue", "value_added_rate", "labour_productivity",
    "profit_per_employee", "value_added_per_energy", "value_added_per_emission", "tax_per_electricity",
    "value_added_per_mu", "tax_per_mu",
}
ANNUALISED = {
    "labour_productivity", "revenue_per_employee", "profit_per_employee", "revenue_per_asset", "value_added_per_mu",
    "tax_per_mu", "revenue_per_mu",
}
DAYS = {"finished_goods_turnover_days", "receivables_days"}


def of(row: dict[str, str]) -> Callable:
    return RATIOS[OTHER_NAMES.get(row["id"], row["id"])]


def test_the_register_has_ratios_and_each_has_its_own_function() -> None:
    functions = [of(row).__name__ for row in ROWS]
    assert len(functions) == len(set(functions)) == 25


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_ratio_is_what_the_register_says(row: dict[str, str]) -> None:
    names = list(inspect.signature(of(row)).parameters)
    assert names[:2] == [ARGUMENTS.get(row[part], row[part]) for part in ("numerator", "denominator")]
    assert (row["annualised"] == "yes") == (len(names) == 3)
    totals = np.random.default_rng(20).uniform(1, 1000, (2, 50))
    for top, bottom in totals.T.tolist():
        if row["annualised"] == "yes":
            for months in (2, 9, 12):
                assert of(row)(top, bottom, months) == pytest.approx(ratio(top, bottom, 12 / months), rel=1e-14)
            assert of(row)(top, bottom) == ratio(top, bottom)
        else:
            assert of(row)(top, bottom) * float(row["factor"]) == pytest.approx(ratio(top, bottom, float(row["factor"])), rel=1e-14)


@pytest.mark.parametrize("name", sorted(RATIOS))
def test_a_ratio_is_total_over_total(name: str) -> None:
    function, scale = RATIOS[name], 360 if name in DAYS else 1
    assert function(3.0, 4.0) == 0.75 * scale and type(function(3, 4)) is float
    assert function(0.0, 4.0) == 0 and math.isnan(function(3.0, 0.0)) and math.isnan(function(3.0, -4.0))
    assert math.isnan(function(NAN, 4.0)) and math.isnan(function(3.0, NAN)) and math.isnan(function(1e308, 1e-308))
    assert function(6.0, 4.0) == 1.5 * scale  # nothing is clipped at 1
    if name in SIGNED:
        assert function(-3.0, 4.0) == -0.75
    else:
        assert math.isnan(function(-3.0, 4.0))


@pytest.mark.parametrize("name", sorted(RATIOS))
def test_a_ratio_works_cell_by_cell(name: str) -> None:
    function, scale = RATIOS[name], 360 if name in DAYS else 1
    top = pd.DataFrame([[1.0, NAN], [3.0, 4.0]], index=["a", "b"], columns=["x", "y"])
    found = function(top, top * 0 + 4)
    pd.testing.assert_frame_equal(found, top * scale / 4)
    pd.testing.assert_series_equal(function(top["x"], 4), top["x"] * scale / 4)
    assert top.isna().sum().sum() == 1
    with pytest.raises(ValueError, match="different indexes"):
        function(top["x"], top["x"].iloc[::-1])
    with pytest.raises(TypeError):
        function("3", 4.0)


@pytest.mark.parametrize("name", sorted(ANNUALISED))
def test_a_cumulative_total_is_made_yearly(name: str) -> None:
    assert RATIOS[name](3.0, 4.0, 1) == 9 and RATIOS[name](3.0, 4.0, 6) == 1.5 and RATIOS[name](3.0, 4.0, months=12) == 0.75
    for months in (0, 13, -1, 2.5, NAN):
        with pytest.raises(ValueError, match="months"):
            RATIOS[name](3.0, 4.0, months)


@pytest.mark.parametrize("name", sorted(DAYS))
def test_days_of_a_stock_grow_with_the_months_of_the_flow(name: str) -> None:
    assert RATIOS[name](3.0, 4.0, 12) == 270 and RATIOS[name](3.0, 4.0, 1) == 22.5 and RATIOS[name](3.0, 4.0, 6) == 135
    for months in (0, 13):
        with pytest.raises(ValueError, match="months"):
            RATIOS[name](3.0, 4.0, months)


def test_only_flows_over_stocks_take_months() -> None:
    assert {name for name, f in RATIOS.items() if "months" in inspect.signature(f).parameters} == ANNUALISED | DAYS


def test_a_ratio_takes_the_factor_of_the_register() -> None:
    assert ratio(3.0, 4.0) == 0.75 and ratio(3.0, 4.0, 100) == 75 and ratio(-3.0, 4.0, factor=100) == -75
    assert math.isnan(ratio(1e308, 1.0, 100)) and ratio(1e308, 1e308, 100) == 100
    for factor in (0, -1, NAN, math.inf):
        with pytest.raises(ValueError, match="factor"):
            ratio(3.0, 4.0, factor)


def test_total_over_total_is_not_the_mean_of_firms_ratios() -> None:
    tax, mu = pd.Series([10.0, 90.0]), pd.Series([1.0, 3.0])
    assert land.tax_per_mu(tax.sum(), mu.sum()) == 25 and land.tax_per_mu(tax, mu).mean() == 20


# 黄岩区, firms above the threshold: weight, base of 2021, base of 2022; below it: 2022.
ITEMS = pd.DataFrame(
    {
        "tax_per_mu": (30, 26.01, 24.097), "value_added_per_mu": (20, 132.27, 136.16),
        "value_added_per_energy": (20, 2.54, 2.694), "value_added_per_emission": (10, 4861.08, 4929.81),
        "labour_productivity": (10, 17.45, 18.14), "rd_intensity": (10, 0.0305, 0.0302),
    },
    index=["weight", 2021, 2022],
).T
BELOW = pd.DataFrame({"tax_per_mu": (50, 11.5932), "tax_per_electricity": (50, 0.2352)}, index=["weight", 2022]).T


@pytest.mark.parametrize("year", [2021, 2022])
def test_a_firm_at_the_base_gets_a_hundred_points(year: int) -> None:
    assert set(ITEMS.index) <= set(RATIOS)
    assert land_efficiency_score(ITEMS[year], ITEMS[year], ITEMS["weight"]) == pytest.approx(100, rel=1e-14)
    assert land_efficiency_score(ITEMS[year] * 1.5, ITEMS[year], ITEMS["weight"]) == pytest.approx(150)
    assert type(land_efficiency_score(ITEMS[year], ITEMS[year], ITEMS["weight"])) is float


def test_each_item_of_huangyan_earns_its_weight_by_the_base_of_the_year() -> None:
    for item, (weight, first, second) in ITEMS.iterrows():
        double = ITEMS[2022].where(ITEMS.index != item, 2 * second)
        assert land_efficiency_score(double, ITEMS[2022], ITEMS["weight"]) == pytest.approx(100 + weight)
        same = ITEMS[2022].where(ITEMS.index != item, first)
        assert land_efficiency_score(same, ITEMS[2022], ITEMS["weight"]) == pytest.approx(100 + weight * (first / second - 1))


def test_a_firm_by_hand() -> None:
    # 2 x 30 + 0.5 x 20 + 1 x 20 + 0 x 10 + 3 x 10 + 0.1 x 10
    firm = ITEMS[2021] * [2, 0.5, 1, 0, 3, 0.1]
    assert land_efficiency_score(firm, ITEMS[2021], ITEMS["weight"]) == pytest.approx(121)
    assert land_efficiency_score(firm, ITEMS[2021], ITEMS["weight"], cap=1.5) == pytest.approx(45 + 10 + 20 + 0 + 15 + 1)


def test_firms_below_the_threshold_have_two_items() -> None:
    firm = pd.Series({"tax_per_mu": 23.1864, "tax_per_electricity": 0.0588})
    assert land_efficiency_score(firm, BELOW[2022], BELOW["weight"]) == pytest.approx(112.5)


def test_an_item_without_data_takes_the_stated_points_and_no_others() -> None:
    firm = ITEMS[2022].where(ITEMS.index != "value_added_per_emission")
    points = pd.Series(NAN, ITEMS.index)
    assert math.isnan(land_efficiency_score(firm, ITEMS[2022], ITEMS["weight"]))
    assert math.isnan(land_efficiency_score(firm, ITEMS[2022], ITEMS["weight"], substitutes=points))
    points["value_added_per_emission"] = 8.5
    assert land_efficiency_score(firm, ITEMS[2022], ITEMS["weight"], substitutes=points) == pytest.approx(98.5)
    assert land_efficiency_score(ITEMS[2022], ITEMS[2022], ITEMS["weight"], substitutes=points) == pytest.approx(100)
    # Substitutes are points, so no cap falls on them.
    points["value_added_per_emission"] = 85.0
    assert land_efficiency_score(firm, ITEMS[2022], ITEMS["weight"], cap=1, substitutes=points) == pytest.approx(175)


def test_all_firms_are_assessed_at_once() -> None:
    base, weights = pd.Series({"x": 2.0, "y": 4.0}), pd.Series({"x": 60.0, "y": 40.0})
    firms = pd.DataFrame({"x": [2.0, 6.0, NAN, -1.0], "y": [4.0, 2.0, 4.0, 4.0]}, index=list("abcd"))
    assert land_efficiency_score(firms, base, weights).fillna(-9).to_dict() == {"a": 100, "b": 200, "c": -9, "d": 10}
    assert land_efficiency_score(firms, base, weights, cap=2.0).fillna(-9).to_dict() == {"a": 100, "b": 140, "c": -9, "d": 10}
    points = pd.Series({"x": 7.0, "y": 0.0})
    assert land_efficiency_score(firms, base, weights, substitutes=points).to_dict() == {"a": 100, "b": 200, "c": 47, "d": 10}


def test_what_the_assessment_refuses() -> None:
    base, weights = pd.Series({"x": 2.0, "y": 4.0}), pd.Series({"x": 60.0, "y": 40.0})
    for bad in (0.0, -1.0, NAN):
        with pytest.raises(ValueError, match="a base"):
            land_efficiency_score(base, pd.Series({"x": bad, "y": 4.0}), weights)
    for bad in (-1.0, NAN):
        with pytest.raises(ValueError, match="weights"):
            land_efficiency_score(base, base, pd.Series({"x": bad, "y": 4.0}))
    with pytest.raises(ValueError, match="weights"):
        land_efficiency_score(base, base, weights * 0)
    assert land_efficiency_score(base, base, pd.Series({"x": 0.0, "y": 4.0})) == 4
    for bad in (0, -1, NAN):
        with pytest.raises(ValueError, match="cap"):
            land_efficiency_score(base, base, weights, cap=bad)
    backwards = base.iloc[::-1]
    for given in ((backwards, base, weights), (base, backwards, weights), (base, base, weights.iloc[::-1]), (base, base, weights, None, backwards)):
        with pytest.raises(ValueError, match="different indexes"):
            land_efficiency_score(*given)
    firms = pd.DataFrame([base, base], index=["a", "a"])
    with pytest.raises(ValueError, match="twice"):
        land_efficiency_score(firms, base, weights)
    with pytest.raises(ValueError, match="different indexes"):
        land_efficiency_score(firms.set_axis(["a", "b"])[["y", "x"]], base, weights)
