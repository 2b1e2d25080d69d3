"""A state's tables from the US Bureau of Economic Analysis become a data folder; nothing hidden becomes a number."""

import csv
import gzip
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from jianbao import catalogue
from jianbao.intake.bea import make_place
from jianbao.intake.bea_file import BeaError, identify, read_table
from jianbao.intake.bea_form import read_bea_form
from jianbao.panel import published
from jianbao.run.intake_command import intake

DATA = Path(__file__).parents[1] / "data" / "bea"
FORM = read_bea_form()
FILES = {name: DATA / f"{name}_ML_2016_2018.csv" for name in ("CAINC5N", "CAGDP2", "CAEMP25N")}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    out = tmp_path_factory.mktemp("bea") / "meadowland"
    make_place(FILES.values(), out)
    return out


def rows(place, table):
    with (place / "published" / table / "data.csv").open(encoding="utf-8", newline="") as file:
        return {(r["indicator"], r["region"], r["sector"], r["period"]): r for r in csv.DictReader(file)}


def changed(tmp_path, old, new, name="CAINC5N", count=1):
    """Return a copy of a replica with one text replaced."""
    text = FILES[name].read_bytes().decode("latin-1")
    assert old in text
    path = tmp_path / FILES[name].name
    path.write_bytes(text.replace(old, new, count).encode("latin-1"))
    return path


def one_line(error):
    text = str(error.value)
    assert text and "\n" not in text
    return text


def test_the_registers_are_read_by_the_catalogue(place):
    cat = catalogue.read(place)
    assert [r.code for r in cat.regions()] == ["99000", "99001", "99003", "99005"]
    assert len(cat.brief_sectors()) == 22
    assert {s.parent for s in cat.brief_sectors()} == {"500"} == {cat.place.all_sector}
    assert cat.place.languages == ("en",) and not cat.place.official_growth and not cat.place.modelled and cat.place.map == ""
    assert cat.place.default_period == "2018"
    assert cat.peer_groups() == () and cat.region_changes("99001") == ()


def test_names_lose_the_state_the_star_the_indent_and_the_footnote_number(place):
    cat = catalogue.read(place)
    assert cat.region("99005").name("en") == "Doña Cedar County" and cat.region("99005").pinyin == "donacedar"
    assert cat.region("99003").short("en") == "De Birch" and cat.region("99003").initials == "db"
    assert cat.region("99000").name("en") == "Meadowland" and cat.region("99000").level == "province"
    assert cat.sector("518").name("en") == "Motor vehicles, bodies and trailers, and parts manufacturing"
    assert read_table(FILES["CAINC5N"], ["20"], FORM.marks).lines["20"].name == "Population (persons)"


def test_336_is_two_lines(place):
    cat = catalogue.read(place)
    assert "3361-3363" in cat.sector("518").source and "3364-3369" in cat.sector("519").source


def test_the_panel_takes_the_tables_in_the_registers_units(place):
    tables = published.tables(place)
    assert [t.id for t in tables] == ["bea_earnings", "bea_gdp", "bea_jobs", "bea_population"]
    assert [problem for table in tables for problem in published.verify(table)] == []
    frame = published.read(tables[0]).set_index(["indicator", "region", "sector", "period"])
    assert frame.loc[("earnings", "99005", "542", "2017"), "value"] == pytest.approx(-30.0)
    assert frame.loc[("income_per_person", "99001", "500", "2016"), "value"] == 9537
    hidden = frame.loc[("earnings", "99003", "531", "2018")]
    assert hidden["status"] == "suppressed" and hidden["value"] != hidden["value"]
    assert set(frame["status"]) == {"observed", "suppressed", "missing"} and set(frame["measure"]) == {"year"}


def test_figures_are_kept_as_printed(place):
    data = rows(place, "bea_earnings")
    assert data["earnings", "99001", "534", "2018"]["value"] == "0"
    assert data["earnings", "99001", "500", "2017"]["value"] == "16296"
    assert data["earnings", "99005", "542", "2017"]["value"] == "-30"
    assert data["income_per_person", "99005", "500", "2018"]["value"] == "12441"
    assert rows(place, "bea_gdp")["gdp_manufacturing", "99001", "500", "2018"]["value"] == str(2 * 18359 - 11)
    assert rows(place, "bea_jobs")["jobs", "99003", "500", "2016"]["value"] == "73"
    assert rows(place, "bea_population")["population", "99003", "500", "2016"]["value"] == "4060"


@pytest.mark.parametrize(("key", "mark", "status"), [
    (("99003", "531", "2018"), "(D)", "suppressed"),
    (("99005", "500", "2018"), "(D)", "suppressed"),
    (("99001", "536", "2016"), "(L)", "missing"),
    (("99001", "539", "2016"), "(NA)", "missing"),
])
def test_a_mark_has_a_status_and_no_value(place, key, mark, status):
    row = rows(place, "bea_earnings")["earnings", *key]
    toml = tomllib.loads((place / "published/bea_earnings/table.toml").read_text(encoding="utf-8"))
    assert (row["value"], row["mark"]) == ("", mark)
    assert toml["marks"][mark] == status


def test_every_row_has_a_value_or_a_mark_never_both(place):
    for table in ("bea_earnings", "bea_population", "bea_jobs", "bea_gdp"):
        assert all(bool(r["value"]) != bool(r["mark"]) for r in rows(place, table).values())


def test_the_table_says_what_it_is(place):
    toml = tomllib.loads((place / "published/bea_earnings/table.toml").read_text(encoding="utf-8"))
    assert toml["released"] == "2020-03-05" and toml["table_number"] == "CAINC5N"
    assert any("less than 50 thousand dollars" in caveat for caveat in toml["caveats"])
    undated = tomllib.loads((place / "published/bea_jobs/table.toml").read_text(encoding="utf-8"))
    assert undated["released"] == "" and any("does not state" in caveat for caveat in undated["caveats"])


def test_sums_are_tested_only_where_every_part_is_printed(tmp_path):
    summary = make_place(FILES.values(), tmp_path / "out")
    found = {i.name.split(" = ")[0]: i for i in summary.identities}
    # 4 regions x 3 years; durable hidden in 99005 for 2017 (parts) and 2018 (total and a part)
    assert found["durable goods"].tested == 10
    assert found["durable goods"].of == 12
    assert summary.tables["bea_earnings"] == Counter(observed=299, suppressed=11, missing=2)


def test_a_sum_that_does_not_hold_stops_the_step_before_anything_is_written(tmp_path):
    path = changed(tmp_path, "15219,16296,18359", "15219,16296,18459")
    with pytest.raises(BeaError, match="Aster, ML 2018: manufacturing = durable") as error:
        make_place([path], tmp_path / "out")
    one_line(error)
    assert not (tmp_path / "out").exists()


def test_gzip_and_crlf_give_the_same_folder(tmp_path, place):
    packed = []
    for path in FILES.values():
        packed.append(tmp_path / f"{path.name}.gz")
        packed[-1].write_bytes(gzip.compress(path.read_bytes().replace(b"\n", b"\r\n")))
    make_place(packed, tmp_path / "out")
    for table in ("bea_earnings", "bea_population", "bea_jobs", "bea_gdp"):
        assert rows(tmp_path / "out", table) == rows(place, table)


def test_two_runs_give_the_same_bytes(tmp_path, place):
    make_place(reversed(FILES.values()), tmp_path / "out")
    files = sorted(p.relative_to(place) for p in place.rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(tmp_path / "out") for p in (tmp_path / "out").rglob("*") if p.is_file())
    assert all((place / f).read_bytes() == (tmp_path / "out" / f).read_bytes() for f in files)


def test_without_jobs_and_gdp_their_indicators_and_cards_are_not_registered(tmp_path):
    make_place([FILES["CAINC5N"]], tmp_path / "out")
    cat = catalogue.read(tmp_path / "out")
    assert cat.place.cards == ("earnings", "manufacturing_share")
    assert not {"jobs", "gdp_manufacturing", "earnings_per_job"} & {i.id for i in cat.indicators()}


def test_a_table_is_known_by_its_text_where_its_name_does_not_say(tmp_path):
    for name, path in FILES.items():
        copy = tmp_path / f"download_{len(name)}.csv"
        copy.write_bytes(path.read_bytes())
        if name == "CAEMP25N":  # it has neither a footer nor a column for it
            with pytest.raises(BeaError, match="which table it is"):
                identify(copy)
        else:
            assert identify(copy) == name


@pytest.mark.parametrize(("old", "new", "message"), [
    ('" ""99001""",', '" ""9901""",', "is not a five-digit code"),
    (",(D),", ",(E),", "neither a number nor a known mark"),
    (",15219,", ",,", "neither a number nor a known mark"),
    (",15219,16296,", ",15219;16296,", "cells under"),
    ("LineCode", "Line", "no column LineCode"),
    ("2016,2017,2018", "a,b,c", "no column of a year"),
    ('" ""99000""",Meadowland,600', '" ""98000""",Elsewhere,600', "98000 has no line"),
    ("Number of persons", "Persons", "expected 'Number of persons'"),
    ('"Aster, ML",511,', '"Aster, ML",512,', "for the second time"),
    ('"Aster, ML",511,', '"Aster, ML",5110,', "99001 has no line 511"),
])
def test_what_is_not_understood_is_refused_in_one_line(tmp_path, old, new, message):
    with pytest.raises(BeaError) as error:
        make_place([changed(tmp_path, old, new)], tmp_path / "out")
    assert message in one_line(error)
    assert not (tmp_path / "out").exists()


def test_tables_of_other_regions_or_years_are_refused(tmp_path):
    with pytest.raises(BeaError, match="not the regions of"):
        make_place([FILES["CAINC5N"], changed(tmp_path, '""99005""', '""99007""', "CAEMP25N", -1)], tmp_path / "out")
    with pytest.raises(BeaError, match="2016-2019, but"):
        make_place([FILES["CAINC5N"], changed(tmp_path, "2018", "2019", "CAEMP25N")], tmp_path / "out")
    with pytest.raises(BeaError, match="CAINC5N .* is not among"):
        make_place([FILES["CAGDP2"]], tmp_path / "out")
    with pytest.raises(BeaError, match="given twice"):
        make_place([FILES["CAINC5N"], FILES["CAINC5N"]], tmp_path / "out")


def test_a_broken_archive_is_refused(tmp_path):
    path = tmp_path / "CAINC5N.csv.gz"
    path.write_bytes(gzip.compress(FILES["CAINC5N"].read_bytes())[:500])
    with pytest.raises(BeaError, match="cannot be read"):
        make_place([path], tmp_path / "out")


def test_another_place_is_never_written_over(tmp_path):
    out = tmp_path / "out"
    (out / "catalogue").mkdir(parents=True)
    (out / "catalogue/place.toml").write_text('id = "zhejiang"\n', encoding="utf-8")
    with pytest.raises(BeaError, match="another place"):
        make_place([FILES["CAINC5N"]], out, replace=True)


def test_the_same_place_is_written_over_only_when_asked(tmp_path):
    command = [*map(str, FILES.values()), "--place", str(tmp_path / "out")]
    first = CliRunner().invoke(intake, command)
    assert first.exit_code == 0
    assert "3 counties, 22 subsectors" in first.output and "11 suppressed" in first.output
    again = CliRunner().invoke(intake, command)
    assert again.exit_code == 2 and "--replace" in again.output
    assert CliRunner().invoke(intake, [*command, "--replace"]).exit_code == 0


def test_only_the_lines_wanted_are_kept():
    table = read_table(FILES["CAINC5N"], FORM.lines["CAINC5N"], FORM.marks)
    assert {line for _, line, _ in table.cells} == set(FORM.lines["CAINC5N"])
