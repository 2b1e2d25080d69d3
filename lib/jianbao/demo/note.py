"""``enterprise.toml``: what the file is, how it was made, and where it departs from what was asked."""

import json

import numpy as np

from jianbao.demo.controls import YEARS
from jianbao.demo.inputs import Inputs

__all__ = ["county_shares", "note"]

METHOD = (
    "Modelled, not observed. By division, totals of the last month equal the yearbook to the printed digit; county x class "
    "interior by iterative proportional fitting from data/demo/prior.csv to county shares of industrial value added (all "
    "industry, last year) and division totals; enterprises, their paths, months and last year's columns are drawn. Value "
    "added is output times the rate in data/demo/rates.csv, chained so that real growth is near the aim in model.toml."
)
CAVEATS = (
    "County shares are of all industry and the divisions are above designated size: the interior is an estimate.",
    "Real growth is an aim of the model, not a published figure.",
    "Both vintages of a month are modelled.",
)


def county_shares(given: Inputs, county: np.ndarray, value_added: np.ndarray) -> np.ndarray:
    """Return target and modelled share (%) of the province's value added, county x 2."""
    held = np.bincount(county, weights=value_added, minlength=len(given.counties))
    return np.stack([given.county_value_added / given.county_value_added.sum(), held / held.sum()], axis=1) * 100


def note(given: Inputs, seed: int, years: list[int], shares: np.ndarray | None, files: dict[str, str]) -> str:
    """Return the text of ``enterprise.toml``; ``shares`` as from ``county_shares``, ``files`` name -> SHA-256."""

    def text(value) -> str:
        return json.dumps(value, ensure_ascii=False)

    lines = [
        'status = "estimated"', 'label = "模拟数据"', 'label_en = "modelled data"', f"seed = {seed}",
        f"years = {text([YEARS[y] for y in years])}", f"method = {text(METHOD)}", f"caveats = {text(list(CAVEATS))}",
        f"divisions = {text(list(given.divisions))}", f"withheld = {text(list(given.controls.withheld))}",
        f"blank_taken_as_nothing = {text([' '.join(b) for b in given.controls.blank])}",
        f"classes_without_stated_share = {text(list(given.defaulted))}",
        "", "[units]", 'money = "千元"', 'persons = "人"', 'land = "亩"', 'energy = "吨标准煤"', 'enterprises = "家"',
        "", "[vintages]", 'final = "<year>.parquet"', f"flash = {text(given.model['flash']['periods'])}",
        "", "# What the yearbook lacks for a year: carried back from the next one.", "[extrapolated]",
    ]
    lacking: dict[tuple[str, str], list[str]] = {}
    for year, indicator, division in given.controls.extrapolated:
        lacking.setdefault((year, indicator), []).append(division)
    for year in sorted({y for y, _ in lacking}):
        lines.append(f"[extrapolated.{year}]")
        for (_, indicator), missing in sorted(lacking.items()):
            whole = len(missing) == len(given.divisions)
            lines.append(f"{indicator} = {text('all' if whole else missing)}")
    if shares is not None:
        gap = np.abs(shares[:, 1] - shares[:, 0])
        lines += [
            "", "[county_margin]", f"year = {text(YEARS[-1])}",
            'unit = "% of the province; difference in percentage points"',
            f"largest_difference = {gap.max():.4f}", f"mean_difference = {gap.mean():.4f}",
            f"largest_at = {text(given.counties[int(gap.argmax())])}", "[county_margin.residual]",
        ]
        lines += [
            f"{code} = {{ asked = {a:.4f}, modelled = {b:.4f}, difference = {b - a:.4f} }}"
            for code, (a, b) in zip(given.counties, shares, strict=True)
        ]
    lines += ["", "[sha256]", *(f"{text(name)} = {text(value)}" for name, value in files.items())]
    return "\n".join(lines) + "\n"
