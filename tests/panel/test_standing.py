"""What is worked out once when a release is cut: peers by structure, the spread of the last revision."""

import json
import math

import pandas as pd
import pytest

from jianbao.catalogue import read
from jianbao.panel.standing import NAME, write_standing
from jianbao.panel.store import connect

CAT = read()
PEERS = ("330502", "330503", "330521", "330522", "330523")
#: region -> textiles, apparel, not disclosed; by hand.
MIX = {"330502": (60, 40, 0), "330503": (50, 50, 0), "330521": (10, 90, 0), "330522": (30, 20, 50), "330523": (500, 400, 0)}


def cells(period, scale=1.0, vintage="final", late=None):
    rows = []
    for region, (textile, apparel, hidden) in MIX.items():
        grow = late if late and region == "330522" else 1.0
        for sector, value in (("C17", textile), ("C18", apparel), ("IND", textile + apparel + hidden)):
            rows.append((region, sector, period, value * scale * grow, 5.0 * grow, vintage))
    return pd.DataFrame(rows, columns=["region", "sector", "period", "value_added", "value_added_growth", "vintage"])


def written(tmp_path, frame, vintages=None):
    con = connect()
    con.register("given", frame)
    con.execute("CREATE TABLE wide AS SELECT * FROM given")
    path = None
    if vintages is not None:
        path = tmp_path / "cells.parquet"
        con.register("all_of_them", vintages)
        con.execute(f"COPY (SELECT * FROM all_of_them) TO '{path}' (FORMAT parquet)")
    write_standing(con, CAT, tmp_path, path)
    con.close()
    return json.loads((tmp_path / NAME).read_text(encoding="utf-8"))


def test_peers_are_the_nearest_in_structure_of_like_size(tmp_path):
    """Shares 60/40 against 50/50: 0.2; 10/90: 1.0; 30/20 and half not disclosed: 0.3 + 0.2 + 0.5 = 1.0. 安吉 is nine times the size."""
    found = written(tmp_path, cells("2023-12"))["peers"]["330502"]
    assert found == [["330503", 0.2, 1.0], ["330521", 1.0, 1.0], ["330522", 1.0, 1.0]]


def test_no_peer_is_further_than_three_times_in_size_either_way(tmp_path):
    found = written(tmp_path, cells("2023-12"))["peers"]
    assert "330523" not in found or not found["330523"]
    assert all("330523" not in [code for code, _, _ in peers] for peers in found.values())


def test_the_structure_is_that_of_the_last_whole_year_before_the_newest(tmp_path):
    both = pd.concat([cells("2023-12"), cells("2024-06", 0.5), cells("2024-12", 1.1)])
    assert written(tmp_path, both)["year"] == "2023-12"
    assert written(tmp_path, pd.concat([cells("2023-11"), cells("2023-12"), cells("2024-02", 0.1)]))["year"] == "2023-12"
    assert written(tmp_path, cells("2024-12"))["year"] == "2024-12"  # there is no earlier one


def test_a_revision_of_one_county_is_the_spread_over_all(tmp_path):
    """长兴 by 21 %, four others by nothing: the deviation of (0, 0, 0, 0, ln 1.21) with n − 1 is ln 1.21 / √5."""
    both = pd.concat([cells("2024-12", vintage="flash"), cells("2024-12", late=1.21)])
    found = written(tmp_path, cells("2024-12"), both)["revision"]["C17"]
    assert found["level"] == pytest.approx(math.log(1.21) / 5**0.5, abs=1e-6)
    assert found["growth"] == pytest.approx(5.0 * 0.21 / 5**0.5, abs=1e-6)


def test_a_withheld_cell_is_part_of_what_is_not_disclosed_and_of_no_revision(tmp_path):
    """Without its apparel 南浔 is 50 textiles and 50 not disclosed: 0.1 + 0.4 + 0.5 = 1.0 away from 60/40, not 0.2."""
    hidden = cells("2024-12")
    hidden.loc[(hidden["region"] == "330503") & (hidden["sector"] == "C18"), ["value_added", "value_added_growth"]] = None
    both = pd.concat([cells("2024-12", vintage="flash"), cells("2024-12", late=1.21)])
    found = written(tmp_path, hidden, both)
    assert found["peers"]["330502"] == [["330503", 1.0, 1.0], ["330521", 1.0, 1.0], ["330522", 1.0, 1.0]]
    assert "C17" in found["revision"] and "C18" not in found["revision"]  # four counties are too few


def test_figures_of_one_vintage_have_no_revision(tmp_path):
    assert written(tmp_path, cells("2024-12"), cells("2024-12"))["revision"] == {}
    assert written(tmp_path, cells("2024-12"))["revision"] == {}


def test_an_edited_rule_needs_no_new_panel_but_an_edited_register_does(tmp_path):
    import shutil

    from jianbao.panel.build import checksum

    shutil.copytree(CAT.folder, tmp_path / "catalogue")
    before = checksum(tmp_path)
    for name, same in (("shortboard_rules.csv", True), ("targets.csv", True), ("regions.csv", False)):
        path = tmp_path / "catalogue" / name
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        assert (checksum(tmp_path) == before) is same, name
