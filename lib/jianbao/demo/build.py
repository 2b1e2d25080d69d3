"""``jianbao demo``: make the modelled enterprise file."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from jianbao.demo.annual import annual
from jianbao.demo.controls import YEARS
from jianbao.demo.growth import common_growth, last_year, traits, value_added_rates
from jianbao.demo.inputs import DemoError, Inputs, read_inputs
from jianbao.demo.interior import interior
from jianbao.demo.months import Year, restated, spread, virtual_last_year
from jianbao.demo.note import county_shares, note
from jianbao.demo.roster import Roster, make_roster
from jianbao.demo.write import checksum, periods, price_table, write_year

__all__ = ["SEED", "make"]

SEED = 2024


def make(
    data_dir: Path, *, seed: int = SEED, years: tuple[int, ...] = (2022, 2023, 2024),
    divisions: tuple[str, ...] | None = None, echo: Callable[[str], None] | None = None,
) -> Path:
    """Make ``<data_dir>/incoming/enterprise`` and return it. The same input and seed give the same bytes.

    ``divisions`` models only those (their totals still hold): a small file for tests.
    The new folder is made beside the old one and put in its place when it is whole.

    Raises
    ------
    DemoError
        If ``years`` or ``divisions`` are not ones that can be modelled, or an input is missing.
    """
    data_dir = Path(data_dir)
    say = echo or (lambda _: None)
    if not years or set(map(str, years)) - set(YEARS):
        raise DemoError(f"years must be of {', '.join(YEARS)}; got {', '.join(map(str, years)) or 'none'}")
    given = read_inputs(data_dir, divisions=divisions)
    target = data_dir / "incoming" / "enterprise"
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".enterprise-", dir=target.parent))
    try:
        _write_all(work, given, seed, {YEARS.index(str(y)) for y in years}, say)
        work.chmod(0o755)
        old = work.with_name(work.name + ".old")
        if target.exists():
            target.rename(old)
        work.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target


def _write_all(folder: Path, given: Inputs, seed: int, wanted: set[int], say: Callable[[str], None]) -> None:
    def rng(*part: int) -> np.random.Generator:
        return np.random.default_rng([seed, *part])

    say("企业名录…")
    total = given.controls.total
    counts = [total[y, "above_scale_enterprises"] for y in YEARS]
    added = total[YEARS[-1], "gross_output"] * given.rates["value_added_rate"].to_numpy()
    roster = make_roster(given, interior(given, counts[-1], added, rng(1)), counts, rng(2))
    common = common_growth(given, roster)
    rates = value_added_rates(given, roster, common)
    habits = traits(given, roster, rng(3))
    earlier: Year | None = None
    report = None
    for year in range(max(wanted) + 1):
        if year in wanted:
            say(f"{YEARS[year]} 年…")
        now, before, whole = _year(given, roster, year, rates[:, year], common, habits, earlier, rng)
        if year in wanted:
            write_year(folder / f"{YEARS[year]}.parquet", given, roster, year, now, before)
            _flash(folder, given, roster, year, now, before, rng(5, year))
        if year == len(YEARS) - 1:
            report = county_shares(given, roster.county[now.rows], whole["value_added"])
        earlier = now
    prices = price_table(given, rng(4))
    prices.to_csv(folder / "prices.csv", index=False, float_format="%.1f", lineterminator="\n")
    files = {p.name: checksum(p) for p in sorted(folder.iterdir())}
    (folder / "enterprise.toml").write_text(note(given, seed, sorted(wanted), report, files), encoding="utf-8")


def _year(given, roster: Roster, year: int, rate, common, habits, earlier: Year | None, rng) -> tuple[Year, dict, dict]:
    """Return the year by months, the same months of last year, and the whole year."""
    rows = roster.listed(year)
    division = roster.division[rows]
    whole = annual(given, roster, year, rate, habits, rng(10, year))
    now = Year(rows, spread(given, division, whole, rng(11, year)))
    own = np.zeros(len(rows), dtype=bool)
    if earlier is not None:
        own = np.isin(rows, earlier.rows, assume_unique=True)
    fresh = np.flatnonzero(~own)
    factor = last_year(roster, rows[fresh], year, common)
    made_up = virtual_last_year({k: v[fresh] for k, v in whole.items()}, factor, rng(12, year))
    filled = spread(given, division[fresh], made_up, rng(13, year))
    if earlier is None:
        return now, filled, whole
    returned = restated(given, earlier.values, rng(14, year))
    place = np.searchsorted(earlier.rows, rows[own])
    before = {}
    for name, values in filled.items():
        table = np.empty((values.shape[0], len(rows)), dtype=np.int32)
        table[:, own] = returned[name][:, place]
        table[:, fresh] = values
        before[name] = table
    return now, before, whole


def _flash(folder: Path, given, roster: Roster, year: int, now: Year, before, rng: np.random.Generator) -> None:
    """Write the flash estimate of the year's last month, where the model asks for one."""
    rules = given.model["flash"]
    if periods(year)[-1] not in rules["periods"]:
        return
    n = len(now.rows)
    keep = rng.random(n) >= rules["late_share"]
    revised = rng.random(n) < rules["revised_share"]
    factor = np.where(revised, np.exp(rules["mean"] + rng.normal(size=n) * rules["deviation"]), 1.0)
    values = {}
    for name, table in now.values.items():
        own = np.where(revised, np.exp(rng.normal(size=n) * (0.10 if name == "profit" else 0.01)), 1.0)
        scale = 1.0 if name == "industrial_land" else factor * own
        values[name] = np.rint(table[-1:] * scale).astype(np.int32).repeat(len(table), axis=0)
    path = folder / f"{YEARS[year]}-flash.parquet"
    write_year(path, given, roster, year, Year(now.rows, values), before, months=(len(periods(year)) - 1,), keep=keep)
