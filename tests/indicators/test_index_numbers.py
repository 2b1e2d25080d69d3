"""Index numbers and chains by hand."""

import math

import pandas as pd
import pytest

from jianbao.indicators.chains import chain, chain_residual, chain_volume, rebase, volume_links
from jianbao.indicators.index_numbers import chained_index, deflate, price_index, quantity_index

NAN = math.nan


def series(*values: float, start: int = 0) -> pd.Series:
    return pd.Series(values, index=range(start, start + len(values)), dtype=float)


P0, P1, Q0, Q1 = series(1, 4), series(4, 9), series(4, 1), series(9, 4)


@pytest.mark.parametrize(
    ("formula", "price", "quantity"),
    [
        ("laspeyres", 25 / 8, 25 / 8),  # (4x4 + 9x1) / (1x4 + 4x1); (1x9 + 4x4) / 8
        ("paasche", 72 / 25, 72 / 25),  # (4x9 + 9x4) / (1x9 + 4x4); 72 / (4x4 + 9x1)
        ("fisher", 3.0, 3.0),  # sqrt(25/8 x 72/25) = sqrt(9)
        ("walsh", (4 * 6 + 9 * 2) / (1 * 6 + 4 * 2), (9 * 2 + 4 * 6) / (4 * 2 + 1 * 6)),
        ("tornqvist", 4**0.5 * (9 / 4) ** 0.5, (9 / 4) ** 0.5 * 4**0.5),  # all shares are one half
    ],
)
def test_each_formula_weighs_in_its_own_way(formula: str, price: float, quantity: float) -> None:
    assert price_index(P0, P1, Q0, Q1, formula) == pytest.approx(price, rel=1e-12)
    assert quantity_index(P0, P1, Q0, Q1, formula) == pytest.approx(quantity, rel=1e-12)
    assert type(price_index(P0, P1, Q0, Q1, formula)) is float


def test_the_quantity_index_weighs_by_prices() -> None:
    prices = series(1, 1), series(2, 1), series(1, 1), series(1, 3)
    assert quantity_index(*prices, "laspeyres") == 2.0
    assert quantity_index(*prices, "paasche") == pytest.approx(5 / 3)
    assert price_index(*prices, "laspeyres") == 1.5
    assert price_index(*prices, "paasche") == 1.25


def test_tornqvist_weighs_by_the_mean_of_the_value_shares() -> None:
    # Shares 1/4, 3/4 before and 3/4, 1/4 after; relatives 8 and 1/2.
    p0, p1, q0, q1 = series(1, 1), series(8, 0.5), series(1, 3), series(3 / 8, 2)
    assert price_index(p0, p1, q0, q1, "tornqvist") == pytest.approx(8**0.5 * 0.5**0.5)


@pytest.mark.parametrize("formula", ["laspeyres", "paasche", "fisher", "tornqvist", "walsh"])
@pytest.mark.parametrize("which", range(4))
@pytest.mark.parametrize("bad", [NAN, -1.0, math.inf])
def test_one_unknown_price_or_quantity_leaves_no_index(formula: str, which: int, bad: float) -> None:
    given = [v.copy() for v in (P0, P1, Q0, Q1)]
    given[which].iloc[1] = bad
    assert math.isnan(price_index(*given, formula)) and math.isnan(quantity_index(*given, formula))


def test_a_zero_price_is_a_price_but_has_no_logarithm() -> None:
    assert price_index(series(1, 1), series(0, 1), Q0, Q1, "laspeyres") == pytest.approx(0.2)
    assert math.isnan(price_index(series(1, 1), series(0, 1), Q0, Q1, "tornqvist"))
    assert math.isnan(price_index(series(0, 1), series(1, 1), Q0, Q1, "tornqvist"))
    assert price_index(series(1, 1), series(4, 5), series(1, 0), series(1, 0), "tornqvist") == pytest.approx(4)


def test_goods_without_value_have_no_index() -> None:
    for formula in ("laspeyres", "paasche", "fisher", "tornqvist", "walsh"):
        assert math.isnan(price_index(P0, P1, Q0 * 0, Q1 * 0, formula))
        assert math.isnan(price_index(series(), series(), series(), series(), formula))
    assert price_index(P0, P1, Q0, Q1 * 0, "laspeyres") == 25 / 8
    assert math.isnan(price_index(P0, P1, Q0, Q1 * 0, "fisher"))


def test_what_an_index_number_refuses() -> None:
    with pytest.raises(ValueError, match="edgeworth"):
        price_index(P0, P1, Q0, Q1, "edgeworth")
    with pytest.raises(ValueError, match="unknown formula"):
        quantity_index(P0, P1, Q0, Q1, "Fisher")
    for which in range(4):
        given = [P0, P1, Q0, Q1]
        given[which] = given[which].iloc[::-1]
        with pytest.raises(ValueError, match="different indexes"):
            price_index(*given, "fisher")


PRICES = pd.DataFrame({"a": [1.0, 2.0, 2.0], "b": [1.0, 1.0, 1.0]}, index=[2019, 2020, 2021])
QUANTITIES = pd.DataFrame({"a": [1.0, 1.0, 2.0], "b": [1.0, 3.0, 3.0]}, index=[2019, 2020, 2021])


def test_a_chained_index_multiplies_the_links() -> None:
    assert chained_index(PRICES, QUANTITIES, "laspeyres").to_dict() == {2019: 1.0, 2020: 2.0, 2021: 2.0 * 7 / 5}
    assert chained_index(PRICES, QUANTITIES, "laspeyres", "price").to_dict() == {2019: 1.0, 2020: 1.5, 2021: 1.5}
    assert chained_index(PRICES, QUANTITIES, "paasche", kind="price").to_dict() == {2019: 1.0, 2020: 1.25, 2021: 1.25}
    assert chained_index(PRICES[:1], QUANTITIES[:1], "fisher").to_dict() == {2019: 1.0}


def test_what_a_chained_index_refuses() -> None:
    for given in ((PRICES, QUANTITIES, "fisher", "value"), (PRICES, QUANTITIES, "mean"), (PRICES[:1], QUANTITIES[:1], "mean")):
        with pytest.raises(ValueError, match="no chained index"):
            chained_index(*given)
    with pytest.raises(ValueError, match="no chained index"):
        chained_index(PRICES[:0], QUANTITIES[:0], "fisher")
    with pytest.raises(ValueError, match="different indexes"):
        chained_index(PRICES, QUANTITIES[:2], "fisher")


def test_years_after_the_reference_are_multiplied_and_years_before_are_divided() -> None:
    links = series(7, 2, 4, 5, start=2009).rename("links")
    assert chain(links, 2009).to_dict() == {2009: 1, 2010: 2, 2011: 8, 2012: 40}
    assert chain(links, 2010).to_dict() == {2009: 0.5, 2010: 1, 2011: 4, 2012: 20}
    assert chain(links, 2011).to_dict() == {2009: 0.125, 2010: 0.25, 2011: 1, 2012: 5}
    assert chain(links, 2012).to_dict() == {2009: 0.025, 2010: 0.05, 2011: 0.2, 2012: 1}
    assert chain(links, 2012).name == "links"


@pytest.mark.parametrize("bad", [NAN, 0.0, -2.0, math.inf])
def test_a_broken_chain_holds_on_the_side_of_the_reference(bad: float) -> None:
    links = series(NAN, 2, bad, 4)
    assert chain(links, 0).fillna(-9).tolist() == [1, 2, -9, -9]
    assert chain(links, 1).fillna(-9).tolist() == [0.5, 1, -9, -9]
    assert chain(links, 2).fillna(-9).tolist() == [-9, -9, 1, 4]
    assert chain(links, 3).fillna(-9).tolist() == [-9, -9, 0.25, 1]


def test_a_chain_beyond_the_largest_number_is_unknown() -> None:
    assert chain(series(1, 1e300, 1e300), 0).fillna(-9).tolist() == [1, 1e300, -9]
    assert chain(series(1, 1e-300, 1e-300), 2).isna().tolist() == [True, False, False]


def test_what_a_chain_refuses() -> None:
    with pytest.raises(ValueError, match="2015"):
        chain(series(1, 2), 2015)
    with pytest.raises(ValueError, match="2015"):
        rebase(series(1, 2), 2015)
    with pytest.raises(ValueError, match="twice"):
        chain(pd.Series([1.0, 2.0], index=[1, 1]), 1)
    with pytest.raises(ValueError, match="twice"):
        rebase(pd.Series([1.0, 2.0], index=[1, 1]), 1)
    with pytest.raises(ValueError, match="2015"):
        chain_volume(series(1, 2), series(1, 2), 2015)


def test_rebase_divides_by_the_reference() -> None:
    index = series(80, 100, 0, -5, NAN).rename("PPI")
    assert rebase(index, 0).fillna(-9).tolist() == [1, 1.25, 0, -9, -9]
    assert rebase(index, 1).fillna(-9).tolist() == [0.8, 1, 0, -9, -9]
    assert all(rebase(index, at).isna().all() for at in (2, 3, 4))
    assert rebase(index, 1).name == "PPI"


VALUES, VOLUMES = series(100, 120, 130, start=2009), series(NAN, 110, 150, start=2009)


def test_a_volume_link_is_this_year_in_last_years_prices_over_last_year() -> None:
    assert volume_links(VALUES, VOLUMES).fillna(-9).tolist() == [-9, 1.1, 1.25]
    assert volume_links(VALUES, VOLUMES * 0).fillna(-9).tolist() == [-9, 0, 0]
    assert volume_links(VALUES, -VOLUMES).isna().all() and volume_links(VALUES * 0, VOLUMES).isna().all()
    with pytest.raises(ValueError, match="different indexes"):
        volume_links(VALUES, VOLUMES[:2])


def test_chained_volumes_are_in_prices_of_the_reference() -> None:
    assert chain_volume(VALUES, VOLUMES, 2009).tolist() == pytest.approx([100, 110, 137.5])
    assert chain_volume(VALUES, VOLUMES, 2010).tolist() == pytest.approx([120 / 1.1, 120, 150])
    assert chain_volume(VALUES, VOLUMES, 2011).tolist() == pytest.approx([130 / 1.375, 104, 130])
    for bad in (NAN, -100.0, math.inf):
        assert chain_volume(VALUES.where(VALUES != 100, bad), VOLUMES, 2009).isna().all()


def test_the_residual_is_the_total_less_the_parts() -> None:
    parts = pd.DataFrame({"a": [60.0, 63.0, NAN], "b": [40.0, 46.0, 50.0]})
    assert chain_residual(series(100, 110, 120), parts).fillna(-9).tolist() == [0, 1, -9]
    assert chain_residual(series(90, NAN, 120), parts).fillna(-9).tolist() == [-10, -9, -9]
    with pytest.raises(ValueError, match="different indexes"):
        chain_residual(series(100, 110), parts)
    with pytest.raises(ValueError, match="twice"):
        chain_residual(series(100, 110, 120), parts.set_axis(["a", "a"], axis=1))


def test_deflation_divides_cell_by_cell() -> None:
    assert deflate(210.0, 1.05) == pytest.approx(200) and type(deflate(210, 1)) is float
    assert deflate(series(10, -10, NAN), series(2, 2, 2)).fillna(-9).tolist() == [5, -5, -9]
    assert deflate(series(10, 10, 10), series(0, -1, NAN)).isna().all()
    assert deflate(PRICES, 2.0).to_numpy().tolist() == (PRICES / 2).to_numpy().tolist()
    with pytest.raises(ValueError, match="different indexes"):
        deflate(series(1, 2), series(1, 2, 3))
