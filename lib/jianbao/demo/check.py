"""Does the file keep to the yearbook? Sums of the rows against the printed figures."""

from pathlib import Path

import duckdb
import pandas as pd

from jianbao.demo.controls import COUNTS, FACTOR, PUBLISHED
from jianbao.demo.inputs import read_inputs

__all__ = ["check"]


def check(data_dir: Path) -> pd.DataFrame:
    """Compare December of each year's file with the yearbook, division by division.

    Returns year, indicator, division, printed, modelled (both in the yearbook's unit, the second rounded to its
    two decimals) and equal. A figure that the yearbook does not print is not compared.
    """
    folder = Path(data_dir) / "incoming" / "enterprise"
    printed = read_inputs(data_dir).controls.printed
    sums = ", ".join(f"sum({i})::BIGINT AS {i}" for i in FACTOR if i not in COUNTS)
    found = []
    for path in sorted(folder.glob("[0-9][0-9][0-9][0-9].parquet")):
        table = duckdb.sql(
            f"SELECT sector[1:3] AS division, count(*) AS above_scale_enterprises, "
            f"count(*) FILTER (loss) AS loss_enterprises, {sums} FROM read_parquet('{path}') "
            f"WHERE period = '{path.stem}-12' GROUP BY ALL"
        ).df()
        table["profit_and_tax"] = table["profit"] + table["taxes_and_surcharges"] + table["vat"]
        long = table.melt("division", var_name="indicator", value_name="sum")
        found.append(long.assign(year=path.stem))
    if not found:
        raise FileNotFoundError(f"no enterprise file in {folder}")
    both = printed.merge(pd.concat(found), on=["year", "indicator", "division"])
    factor = both["indicator"].map(PUBLISHED)
    # half a printed digit away is a tie that either neighbour may print: the model stays clear of it
    both["modelled"] = (both["sum"] / factor).round(2)
    both["equal"] = (both["modelled"] - both["value"]).abs() < 1e-6
    return both.rename(columns={"value": "printed"})[["year", "indicator", "division", "printed", "modelled", "equal"]]
