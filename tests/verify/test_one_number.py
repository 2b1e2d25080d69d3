"""What a chart draws is what the tables list and the sentences say: all are the panel's figures, read by the second road."""

import math

import pytest

from jianbao.brief import charts, lists, place, running, shift, structure
from jianbao.brief import map as maps
from jianbao.claims import Claim
from jianbao.verify.figures import Figures
from jianbao.verify.groups import pulls
from jianbao.verify.page import read_page
from jianbao.verify.report import pages
from jianbao.verify.rules import About

DRAWN = ("growth_lines", "pull_bars", "shift_share_bars", "rank_dots", "level_growth", "heat")


@pytest.fixture
def drawn(monkeypatch):
    """What was given to each chart, by its name: positional arguments and options."""
    held = {}

    def note(module, name):
        real = getattr(module, name)

        def called(*given, **options):
            held[name if name not in held else f"{name} of {options['ident']}"] = (given, options)
            return real(*given, **options)

        monkeypatch.setattr(module, name, called)

    for name in DRAWN:
        note(charts, name)
    note(maps, "choropleth")
    return held


@pytest.fixture
def figures(small):
    """The second road to any one figure, looked up when it is asked for."""
    return Figures(small.folder)


def asked(figures, work):
    found = work()
    while figures.load():
        found = work()
    return found


def same(drawn, wanted):
    assert len(drawn) == len(wanted)
    for a, b in zip(drawn, wanted, strict=True):
        assert (a is None or math.isnan(a)) == (b is None) and (b is None or math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)), (drawn, wanted)


CASES = [("sector_county", {"region_code": "990101", "sector_code": "T01"}), ("sector_county", {"region_code": "990100", "sector_code": "T01"}), ("county", {"region_code": "990101"}), ("sector", {"sector_code": "T01"})]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("kind", "about"), CASES, ids=[f"{k}-{'-'.join(a.values())}" for k, a in CASES])
def test_charts_tables_and_sentences_hold_the_same_numbers(small, figures, drawn, kind, about, lang):
    assert {running, structure, shift, place, lists}  # the modules that draw
    html = small.page(kind, about, lang)
    assert not pages({"page": html}, small.folder).unproved, "tables and sentences are the panel's"
    assert drawn, "there are charts"
    region, sector = about.get("region_code", "990000"), about.get("sector_code", "IND")
    get = lambda i, r, s, p="2024-12": asked(figures, lambda: figures.value(i, r, s, p))  # noqa: E731
    page = read_page(html, "IND")
    said = {s.claim.kind + s.claim.way: s for s in page.said}
    counties = [r.code for r in figures.cat.regions(level="county")]
    scale = 0.1 if lang == "en" else 1  # billion yuan
    for name, (given, _) in drawn.items():
        if name == "growth_lines":
            periods, lines = given
            about_line = {"own": (region, sector), "reference": ("990000", sector), "context": (region, "IND")}
            for line in lines:
                same(line.values, [get("value_added_growth", *about_line[line.role], p) for p in periods])
        elif name == "choropleth":
            wanted = {c: get("value_added", c, sector) for c in counties}
            same([given[1][c] for c in counties], [wanted[c] and wanted[c] * scale for c in counties])
        elif name == "pull_bars":
            each = asked(figures, lambda: pulls(About(figures, Claim("most", "value_added", region, sector, "2024-12"), "", lang)))
            same(given[1], [*sorted(each.values(), reverse=True), get("value_added_growth", region, "IND") - sum(each.values())])
        elif name == "shift_share_bars":
            parts = [v for _, v in given[0]]
            for kind_of, v in zip(("change", "share", "mix", "regional"), [given[1][1], *parts], strict=True):
                text = said[f"shift{kind_of}"].text
                assert math.isclose(v, float(text.replace("−", "-")), abs_tol=0.05 * scale), "the boxes beside it print what is drawn"
        elif name == "heat":
            cities = [r.code for r in figures.cat.regions(level="city")]
            periods = [p for p in figures.periods if p <= "2024-12"]
            for row, city in zip(given[0], cities, strict=True):
                same(row, [get("value_added_growth", city, sector, p) for p in periods])
        else:
            assert name in ("rank_dots", "level_growth"), f"{name} is compared with nothing"
