"""What an enterprise return must be: its two years, its size per person and its parts tell a wrong unit or a single month."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from jianbao.catalogue import Catalogue
from jianbao.intake.words import Finding
from jianbao.panel.columns import FIGURES

if TYPE_CHECKING:
    import duckdb

__all__ = ["check_return"]

# 千元 of revenue a person and year in the middle enterprise: usual in a county, and possible in any industry
_USUAL, _POSSIBLE = (250.0, 5_000.0), (20.0, 60_000.0)
_FAR = 100
_STEADY = ("revenue", "gross_output", "total_assets", "average_employees", "operating_cost", "value_added", "energy_consumption", "total_liabilities")
_YEARS_APART = 4.0
_PART_OF = (("operating_cost", "revenue", 3.0), ("value_added", "gross_output", 1.0), ("export_delivery", "gross_output", 1.5), ("total_liabilities", "total_assets", 20.0))


def check_return(con: "duckdb.DuckDBPyConnection", cat: Catalogue) -> list[Finding]:
    """Return what is wrong or doubtful with the table ``made`` (rows of an enterprise file)."""
    return [*_years(con, cat), *_persons(con), *_parts(con), *_negative(con), *_places(con, cat)]


def _years(con: "duckdb.DuckDBPyConnection", cat: Catalogue) -> Iterator[Finding]:
    """This year beside last year, in the middle enterprise: four times apart is another unit, or a month beside months so far."""
    for name in (n for n in FIGURES if not n.endswith("_prev")):
        zh, en = (cat.indicator(name).short(lang) for lang in (cat.place.languages[0], cat.place.languages[-1]))
        middle, n = con.execute(f"SELECT median({name} / {name}_prev), count(*) FROM made WHERE {name} > 0 AND {name}_prev > 0").fetchone()
        if n >= 5 and not 1 / _YEARS_APART < middle < _YEARS_APART:
            yield Finding("error" if name in _STEADY else "warning", "unit", f"{zh}本期是上年同期的 {middle:.3g} 倍（{n} 家的中位数）：两列单位不同，或一列是当月",
                          f"{en} is {middle:.3g} times last year's (median of {n}): two units, or one column is a single month")  # fmt: skip
        far, first = con.execute(
            f"SELECT count(*), min(enterprise_id) FROM made WHERE greatest({name}, {name}_prev) > 1000 AND least({name}, {name}_prev) > 0 "
            f"AND greatest({name}, {name}_prev) > {_FAR} * least({name}, {name}_prev)"
        ).fetchone()
        if far:
            yield Finding("warning", "jump", f"{far} 家企业的{zh}与上年同期相差 {_FAR} 倍以上（如 {first}）：单位错了？",
                          f"{far} enterprises have {en} over {_FAR} times apart from last year's (such as {first}): another unit?")  # fmt: skip


def _persons(con: "duckdb.DuckDBPyConnection") -> Iterator[Finding]:
    months = "coalesce(try_cast(nullif(split_part(period, '-', 2), '') AS INT), 12)"
    for tail, zh in (("", "本期"), ("_prev", "上年同期")):
        middle, n = con.execute(
            f"SELECT median(revenue{tail} * 12 / {months} / average_employees{tail}), count(*) FROM made WHERE revenue{tail} > 0 AND average_employees{tail} > 0"
        ).fetchone()
        if n < 5 or _USUAL[0] <= middle <= _USUAL[1]:
            continue
        level = "warning" if _POSSIBLE[0] <= middle <= _POSSIBLE[1] else "error"
        yield Finding(level, "unit", f"{zh}人均营业收入中位数折合一年为 {middle:.3g} 千元：金额或人数的单位错了？",
                      f"revenue a person is {middle:.3g} thousand yuan a year in the middle ({tail or 'this period'}): is the unit of money or persons wrong?")  # fmt: skip


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


def _places(con: "duckdb.DuckDBPyConnection", cat: Catalogue) -> Iterator[Finding]:
    """A few enterprises of another city in a return of one city: a name or code taken for another?"""
    parts = con.execute("SELECT region, count(*), min(enterprise_id) FROM made GROUP BY 1 ORDER BY 1").fetchall()
    of_city: dict[str, int] = {}
    for region, n, _ in parts:
        of_city[cat.region(region).parent] = of_city.get(cat.region(region).parent, 0) + n
    city, most = max(of_city.items(), key=lambda item: item[1])
    others = [p for p in parts if cat.region(p[0]).parent != city]
    count = sum(n for _, n, _ in others)
    if others and count * 10 < most:
        zh, en = (cat.region(others[0][0]).name(lang) for lang in (cat.place.languages[0], cat.place.languages[-1]))
        yield Finding("warning", "place", f"{count} 家企业不在{cat.region(city).name(cat.place.languages[0])}（如 {others[0][2]}：{zh}）：地区写错了？",
                      f"{count} enterprises are not in {cat.region(city).name(cat.place.languages[-1])} (such as {others[0][2]}: {en}): a wrong region?")  # fmt: skip
