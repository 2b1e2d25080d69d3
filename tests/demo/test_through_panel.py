"""The enterprise file, aggregated by the panel, is the yearbook: no published figure is looked at on the way."""

import pytest

from jianbao import catalogue, panel
from jianbao.panel import published

INDICATORS = (
    "above_scale_enterprises", "loss_enterprises", "gross_output", "revenue", "operating_cost", "profit", "profit_and_tax",
    "taxes_and_surcharges", "vat", "total_assets", "total_liabilities", "selling_expense", "administrative_expense",
    "financial_expense", "average_employees",
)


@pytest.fixture(scope="session")
def built(whole):
    panel.build(whole)
    return whole


@pytest.mark.parametrize("year", ["2023", "2024"])
def test_every_division_equals_the_yearbook_to_the_printed_digit(built, year):
    cat = catalogue.read(built)
    table = next(t for t in published.tables(built) if t.id == f"zj_sector_{year}")
    divisions = [s.code for s in cat.sectors(level="division")]
    ask = {"indicator": INDICATORS, "region": "330000", "sector": divisions}
    modelled = panel.Panel(built).query(**ask, period=f"{year}-12", status="estimated", vintage="final", source="enterprise")
    assert set(modelled["source"]) == {f"enterprise:{year}"}
    modelled = modelled.set_index(["indicator", "sector"])["value"]
    printed = panel.Panel(built).query(**ask, period=year, status="observed", source=table.id)
    not_modelled = {"C16", "B06"}  # the source withholds their number of enterprises in one of the two years
    checked, wrong = 0, []
    for row in printed.itertuples():
        if row.sector in not_modelled:
            assert (row.indicator, row.sector) not in modelled.index
            continue
        decimals = table.decimals.get(row.indicator, 0 if row.indicator in table.exact else 2)
        checked += 1
        if round(modelled[(row.indicator, row.sector)], decimals) != round(row.value, decimals):
            wrong.append((row.indicator, row.sector, row.value, modelled[(row.indicator, row.sector)]))
    print(f"{year}: {checked} figures compared, {len(wrong)} differ")
    assert wrong == []
    assert checked >= 530


def test_the_year_has_60605_enterprises_and_both_vintages(built):
    ask = {"indicator": "above_scale_enterprises", "region": "330000", "sector": "IND", "period": "2024-12", "source": "enterprise"}
    found = panel.Panel(built).query(**ask).set_index("vintage")["value"]
    assert found["final"] == 60605
    assert set(found.index) == {"final", "flash"}


def test_published_and_modelled_stand_side_by_side(built):
    found = panel.Panel(built).query(indicator="revenue", region="330000", sector="C17", period=["2024", "2024-12"], vintage="final")
    assert sorted(zip(found["period"], found["status"], strict=True)) == [("2024", "observed"), ("2024-12", "estimated")]


def test_tobacco_has_no_number_of_enterprises_in_2024(built):
    row = panel.Panel(built).query(indicator="above_scale_enterprises", region="330000", sector="C16", period="2024")
    assert row["status"].tolist() == ["missing"]
    assert row["value"].isna().all()


def test_real_growth_is_not_nominal_growth(built):
    ask = {"region": "330000", "sector": "IND", "period": "2024-12", "vintage": "final", "source": "enterprise"}
    values = panel.Panel(built).query(indicator=["value_added", "value_added_base", "value_added_growth"], **ask).set_index("indicator")["value"]
    nominal = 100 * (values["value_added"] / values["value_added_base"] - 1)
    assert abs(nominal - values["value_added_growth"]) > 0.2, "prices moved, so the two must differ"
