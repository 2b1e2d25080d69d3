"""What an enterprise return must be: its two years, its size per person and its parts tell a wrong unit or a single month."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from jianbao.intake.words import Finding

if TYPE_CHECKING:
    import duckdb

__all__ = ["check_return"]

# 千元 of revenue a person in the middle enterprise, over the months so far: 20 to 60,000 a year in any industry
_PER_PERSON = (4.0, 60_000.0)
_YEARS_APART = 4.0
_PART_OF = (("operating_cost", "revenue", 3.0), ("value_added", "gross_output", 1.0), ("export_delivery", "gross_output", 1.5), ("total_liabilities", "total_assets", 20.0))


def check_return(con: "duckdb.DuckDBPyConnection", period: str) -> list[Finding]:
    """Return what is wrong or doubtful with the table ``made`` (rows of an enterprise file)."""
    return [*_years(con), *_persons(con), *_parts(con), *_negative(con)]


def _years(con: "duckdb.DuckDBPyConnection") -> Iterator[Finding]:
    """This year beside last year, in the middle enterprise: four times apart is another unit, or a month beside months so far."""
    for name, zh in (("revenue", "营业收入"), ("gross_output", "总产值"), ("total_assets", "资产总计"), ("average_employees", "用工人数"), ("operating_cost", "营业成本"),
                     ("value_added", "增加值"), ("energy_consumption", "综合能耗"), ("total_liabilities", "负债合计")):  # fmt: skip
        middle, n = con.execute(f"SELECT median({name} / {name}_prev), count(*) FROM made WHERE {name} > 0 AND {name}_prev > 0").fetchone()
        if n >= 5 and not 1 / _YEARS_APART < middle < _YEARS_APART:
            yield Finding("error", "unit", f"{zh}本期是上年同期的 {middle:.3g} 倍（{n} 家的中位数）：两列单位不同，或一列是当月",
                          f"{name} is {middle:.3g} times last year's (median of {n}): two units, or one column is a single month")  # fmt: skip
        far = con.execute(f"SELECT count(*) FROM made WHERE {name} > 1000 AND {name}_prev > 0 AND ({name} > 1000 * {name}_prev)").fetchone()[0]
        if far:
            yield Finding("warning", "jump", f"{far} 家企业的{zh}比上年同期大 1000 倍以上", f"{far} enterprises have {name} over 1000 times last year's")


def _persons(con: "duckdb.DuckDBPyConnection") -> Iterator[Finding]:
    for tail, zh in (("", "本期"), ("_prev", "上年同期")):
        middle, n = con.execute(f"SELECT median(revenue{tail} / average_employees{tail}), count(*) FROM made WHERE revenue{tail} > 0 AND average_employees{tail} > 0").fetchone()
        if n >= 5 and not _PER_PERSON[0] <= middle <= _PER_PERSON[1]:
            yield Finding("error", "unit", f"{zh}人均营业收入中位数为 {middle:.3g} 千元：金额或人数的单位错了",
                          f"revenue a person is {middle:.3g} thousand yuan in the middle ({tail or 'this period'}): the unit of money or persons is wrong")  # fmt: skip


def _parts(con: "duckdb.DuckDBPyConnection") -> Iterator[Finding]:
    for part, whole, times in _PART_OF:
        n, found = con.execute(
            f"SELECT count(*) FILTER ({part} > {times} * {whole} AND {part} > 1000), count(*) FROM made WHERE {whole} > 0"
        ).fetchone()
        if n:
            level = "error" if n * 4 > found and found >= 5 else "warning"
            yield Finding(level, "part", f"{n} 家企业的 {part} 超过 {whole} 的 {times:g} 倍", f"{n} enterprises have {part} over {times:g} times {whole}")


def _negative(con: "duckdb.DuckDBPyConnection") -> Iterator[Finding]:
    for name in ("total_assets", "average_employees", "industrial_land", "gross_output", "energy_consumption"):
        n = con.execute(f"SELECT count(*) FROM made WHERE {name} < 0 OR {name}_prev < 0").fetchone()[0]
        if n:
            yield Finding("error", "negative", f"{n} 家企业的 {name} 为负", f"{n} enterprises have a negative {name}")
