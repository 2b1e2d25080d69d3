"""Data that change under a page: what it says of them changes, or it is no longer proved."""

import random

import numpy as np
import pytest

from jianbao.verify.page import read_page
from jianbao.verify.report import pages

MUTATIONS = 300
#: What the pages of the small place are made of.
COLUMNS = (
    "value_added", "value_added_base", "value_added_growth", "revenue", "revenue_base", "revenue_growth", "profit", "profit_base", "profit_growth",
    "above_scale_enterprises", "loss_enterprises",
)
BRIEFS = [
    ("sector_county", {"region_code": "990101", "sector_code": "T01"}),
    ("sector_county", {"region_code": "990100", "sector_code": "T01"}),
    ("county", {"region_code": "990101"}),
    ("sector", {"sector_code": "T01"}),  # without cards: fewer figures
]


def changed(value: float, column: str, random_: random.Random) -> float:
    """Return another value for a cell: a little or a lot more or less, another sign, nothing."""
    if column.endswith("_growth"):
        return random_.choice([np.nan, 0.0, random_.uniform(-30, 30), random_.uniform(-3, 3), random_.uniform(400, 900)])
    if "enterprises" in column:
        return float(random_.randint(1, 9))
    scale = abs(value) if value == value and value else 1.0
    return random_.choice([value * random_.uniform(0.5, 2), value * random_.uniform(0.98, 1.02), -scale * random_.uniform(0.1, 2), np.nan, value + 1e-7])


def shown(html: str) -> set[tuple[str, str]]:
    return {(s.raw, s.text) for s in read_page(html, "IND").said}


@pytest.fixture(scope="module")
def first(small):
    return [small.page(kind, about) for kind, about in BRIEFS]


def mutate(small, seed: int):
    """Return the number of a brief, the cells with one figure changed, mostly one that the brief prints, and what was done."""
    random_, cells, n = random.Random(seed), small.cells.copy(), seed % len(BRIEFS)
    region, sector = BRIEFS[n][1].get("region_code", "990000"), BRIEFS[n][1].get("sector_code", "IND")
    if random_.random() < 0.75:
        wanted = (random_.choice([region, region, "990000"]), random_.choice([sector, sector, "IND"]), "2024-12")
        column = random_.choice([c for c in COLUMNS if c not in ("revenue_base", "profit_base") or sector != "IND"])
    else:
        wanted, column = (random_.choice(list(cells["region"])), random_.choice(["C17", "C18", "T01"]), random_.choice(list(cells["period"]))), random_.choice(COLUMNS[:3])
    final = cells[cells["vintage"] == "final"]
    rows = final[(final["region"] == wanted[0]) & (final["sector"] == wanted[1]) & (final["period"] == wanted[2])].index
    row = rows[0] if len(rows) else final.index[random_.randrange(len(final))]
    cells.at[row, column] = changed(cells.at[row, column], column, random_)
    return n, cells, f"seed {seed}: {column} of {dict(cells.loc[row, ['region', 'sector', 'period']])} is now {cells.at[row, column]}"


def test_a_figure_that_changes_changes_its_claims_or_blocks_the_brief(small, first):
    """Of the page made before: what the new page no longer says fails, unless it is left out though true; the rest holds."""
    touched, blocked, kinds = 0, 0, set()
    for seed in range(MUTATIONS):
        n, cells, what = mutate(small, seed)
        small.write(cells)
        kind, about = BRIEFS[n]
        report = pages({"old": first[n], "new": (new := small.page(kind, about, cells=cells))}, small.folder)
        assert not [u.line() for u in report.unproved if u.file == "new"], what
        failing = {u.words for u in report.unproved if u.file == "old"}
        kinds |= {u.why.rsplit("[", 1)[-1].rstrip("]").split("|")[0] for u in report.unproved if u.file == "old"}
        gone = {text for _, text in shown(first[n]) - shown(new)}
        assert failing <= gone, what
        touched, blocked = touched + bool(gone), blocked + bool(failing)
    assert touched > MUTATIONS // 3, "many mutations must reach a page, or nothing is tested"
    assert blocked >= 0.98 * touched, "the rest left something out that is still true"
    assert kinds >= {"value", "rate", "gap", "rank", "place", "ranked", "share", "pull", "shift", "targets", "target", "shortboards", "alarms", "watch", "measures", "measure"}


def test_a_page_made_from_other_figures_than_the_panels_is_blocked(small, first):
    small.write(small.cells)
    reached = 0
    for seed in range(40):
        n, cells, what = mutate(small, seed)
        kind, about = BRIEFS[n]
        new = small.page(kind, about, cells=cells)
        other = {text for _, text in shown(new) - shown(first[n])}
        failing = {u.words for u in pages({"new": new}, small.folder).unproved}
        assert failing <= other and bool(failing) == bool(other), what
        reached += bool(other)
    assert reached > 10
