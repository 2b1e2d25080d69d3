"""The yearbook's totals by division, as whole numbers in the units of the enterprise file."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

__all__ = ["COUNTS", "FACTOR", "PUBLISHED", "YEARS", "Controls", "read_controls"]

YEARS = ("2022", "2023", "2024")
COUNTS = ("above_scale_enterprises", "loss_enterprises")
#: Published indicator -> units of the enterprise file in one unit of the yearbook (亿元 -> 千元, 万人 -> 人).
FACTOR = {
    **dict.fromkeys(COUNTS, 1),
    "average_employees": 10_000,
    **dict.fromkeys(
        (
            "gross_output", "revenue", "operating_cost", "profit", "taxes_and_surcharges", "vat", "total_assets",
            "total_liabilities", "selling_expense", "administrative_expense", "financial_expense",
        ),
        100_000,
    ),
}
#: What is compared with the yearbook: the above and the sum of profit, taxes and VAT.
PUBLISHED = {**FACTOR, "profit_and_tax": 100_000}


@dataclass(frozen=True)
class Controls:
    """Totals that the enterprises must add up to."""

    divisions: tuple[str, ...]
    total: dict[tuple[str, str], np.ndarray]  # (year, indicator) -> whole number by division
    printed: pd.DataFrame  # year, indicator, division, value: what the yearbook prints
    extrapolated: tuple[tuple[str, str, str], ...]  # (year, indicator, division) that it does not
    blank: tuple[tuple[str, str, str], ...]  # (year, indicator, division) blank in a complete year, taken as nothing
    withheld: tuple[str, ...]  # divisions not modelled: no count in some year in which they are listed


def _wide(rows: pd.DataFrame, divisions: list[str]) -> dict[str, pd.DataFrame]:
    return {
        year: rows[rows["period"].eq(year)]
        .pivot(index="sector", columns="indicator", values="value")
        .reindex(index=divisions, columns=list(PUBLISHED))
        for year in YEARS
    }


def _fit_sum(cell: pd.Series) -> pd.Series:
    """Move profit, taxes and VAT inside their printed digit so that their sum prints as the yearbook's does."""
    parts = ["profit", "taxes_and_surcharges", "vat"]
    gap = cell["profit_and_tax"] - cell[parts].sum()
    return cell if not abs(gap) >= 0.005 else cell.add(pd.Series(gap / 3, index=parts), fill_value=0.0)


def read_controls(sector: pd.DataFrame, region: str, divisions: tuple[str, ...], *, only=None) -> Controls:
    """Take the totals from tidy published rows (unit of the yearbook) and extend them where the first year lacks them.

    A division with a withheld count, or with a count and nothing else, in any later year is left out of every year.
    The extension: the next year's figure times the change of all divisions that have both years; without any, the
    next year's ratio to revenue.
    """
    rows = sector[
        sector["region"].eq(region) & sector["sector"].isin(divisions) & sector["indicator"].isin(PUBLISHED)
    ].assign(value=lambda d: pd.to_numeric(d["value"], errors="coerce"))
    rows = rows.dropna(subset=["value"])[["period", "sector", "indicator", "value"]]
    listed = [d for d in divisions if d in set(rows["sector"])]
    wide = _wide(rows, listed)
    whole = {d for d in listed if all(wide[y].loc[d, ["above_scale_enterprises", "revenue"]].notna().all() for y in YEARS[1:])}
    kept = [d for d in listed if d in whole]
    first, second = (wide[y].loc[kept] for y in YEARS[:2])
    chosen = [d for d in kept if only is None or d in only]
    blank = tuple((y, i, d) for y in YEARS[1:] for i in FACTOR for d in chosen if pd.isna(wide[y].loc[d, i]))
    total = {}
    for year in YEARS:
        # A blank inside a complete year is taken as nothing: VAT's is, by the sum of profit and taxes.
        table = _extended(first, second) if year == YEARS[0] else wide[year].loc[kept].fillna(dict.fromkeys(FACTOR, 0.0))
        table = table.loc[chosen].apply(_fit_sum, axis=1)
        for indicator, factor in FACTOR.items():
            total[year, indicator] = np.rint(table[indicator].to_numpy(dtype=float) * factor).astype(np.int64)
    printed = rows[rows["sector"].isin(chosen)].rename(columns={"period": "year", "sector": "division"})
    extrapolated = tuple((YEARS[0], i, d) for i in FACTOR for d in chosen if pd.isna(first.loc[d, i]))
    withheld = tuple(d for d in listed if d not in whole)
    return Controls(tuple(chosen), total, printed.reset_index(drop=True), extrapolated, blank, withheld)


def _extended(table: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    table = table.copy()
    revenue = table["revenue"].notna()
    table.loc[~revenue, "revenue"] = later.loc[~revenue, "revenue"] * (
        table.loc[revenue, "revenue"].sum() / later.loc[revenue, "revenue"].sum()
    )
    base = "above_scale_enterprises"
    for indicator in FACTOR:
        known = table[indicator].notna()
        by = base if indicator == "loss_enterprises" else "revenue"
        change = (
            table.loc[known, indicator].sum() / later.loc[known, indicator].sum()
            if known.any()
            else table[by] / later[by]
        )
        filled = later[indicator] * change
        if indicator in COUNTS:
            filled = filled.round()
        table[indicator] = table[indicator].where(known, filled)
    return table
