"""What an independent auditor gets: true equations, every unsafe cell attacked, and beside it all that its proof needs."""

import csv
import json

import numpy as np
import pytest
from tests.disclosure.test_public_release import small_place

from jianbao import catalogue
from jianbao.disclosure import masking
from jianbao.disclosure.contributions import read_layer
from jianbao.disclosure.export import runs, write_run
from jianbao.panel import build
from jianbao.panel.store import Panel, PanelError

PERIOD = "2024-12"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = small_place().write(tmp_path_factory.mktemp("small"))
    build(folder)
    return folder


@pytest.fixture(scope="module")
def found(data):
    return masking.masked(data)


def test_the_small_runs_attack_each_unsafe_cell_once_beside_what_its_proof_needs(found):
    whole, *small = runs(found, "revenue", PERIOD, 2)
    assert whole.attacked == frozenset(np.flatnonzero(found.mask.primary)) and len(whole.attacked) > 2
    assert sorted(c for r in small for c in r.attacked) == sorted(whole.attacked)
    for run in small:
        assert run.attacked <= run.hidden <= whole.hidden
        for cell in run.attacked & set(found.mask.proofs):
            assert set(map(int, found.mask.proofs[cell].cells)) <= run.hidden


def test_the_written_tables_add_up_and_hide_what_the_run_hides(found, data, tmp_path):
    cat, run = catalogue.read(data), next(runs(found, "revenue", PERIOD, 2))
    layers = {year: found.contributions.layer("revenue", PERIOD, year == "base") for year in ("now", "base")}
    write_run(tmp_path, run, found, cat, PERIOD, layers)
    with (tmp_path / "cells.csv").open(encoding="utf-8") as file:
        rows = {(r["year"], r["region"], r["sector"]): r for r in csv.DictReader(file)}
    tree = json.loads((tmp_path / "hierarchies.json").read_text(encoding="utf-8"))
    sums = 0
    for (year, region, sector), row in rows.items():
        for parts in tree["region"].get(region, []):
            assert float(row["value"]) == sum(float(rows[year, part, sector]["value"]) for part in parts)
            sums += row["value"] != "0"
        for parts in tree["sector"].get(sector, []):
            assert float(row["value"]) == sum(float(rows[year, region, part]["value"]) for part in parts)
    assert sums > 10
    hidden = {k for k, r in rows.items() if r["status"] in "ux"}
    assert {found.contributions.table.at[region, sector] for _, region, sector in hidden} <= run.hidden and hidden


def test_profit_may_be_negative_and_is_the_panels(found, data):
    now, base = read_layer(data, catalogue.read(data), found.contributions.table, "profit", PERIOD)
    own = Panel(data).query(indicator="profit", period=PERIOD, vintage="final")
    place = catalogue.read(data)
    compared = 0
    for row in own.itertuples():
        cell = found.contributions.table.at.get((row.region, row.sector))
        if cell is not None and place.sector(row.sector).level != "class":
            # The panel is in 亿元, the enterprise file in 千元.
            assert now[cell] == pytest.approx(row.value * 1e5, abs=1e-3)
            compared += 1
    assert compared > 10 and len(base) == len(now)


def test_an_unknown_variable_or_period_is_refused_in_one_line(found, data):
    for variable, period in (("happiness", PERIOD), ("profit", "1999-12")):
        with pytest.raises(PanelError, match=f"没有 {variable if period == PERIOD else period}"):
            read_layer(data, catalogue.read(data), found.contributions.table, variable, period)
