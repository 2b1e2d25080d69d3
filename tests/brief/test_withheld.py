"""A place with withheld, negative and missing figures (the replica of the BEA's layout): none of them becomes a number."""

import re
from pathlib import Path

import pytest

from jianbao import brief, panel
from jianbao.intake.bea import make_place
from jianbao.panel import release

DATA = Path(__file__).parents[1] / "data" / "bea"
PARTS = (brief.head, brief.headline, brief.cards, brief.running, brief.structure, brief.place, brief.league, brief.notes)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    out = tmp_path_factory.mktemp("withheld") / "meadowland"
    make_place(sorted(DATA.glob("*.csv")), out)
    panel.build(out)
    release.cut(out)
    return out


def page(place, region, sector):
    b = brief.open(region, sector, "2018", "en", data_dir=place)
    return b, "\n".join(part(b)._repr_html_() for part in PARTS)


def test_a_withheld_figure_is_shown_as_withheld_and_never_as_a_number(place):
    b, html = page(place, "99003", "531")
    assert b.fact("earnings").status == "suppressed"
    text = re.sub(r"<[^>]+>", "", html)
    assert "is withheld by the source" in text and "not disclosed (…)" in text
    identity = re.escape("earnings|99003|531|2018")
    shown = set(re.findall(rf'data-fact="{identity}">(.*?)</(?:span|b)>', html))
    assert shown == {'<abbr title="not disclosed">…</abbr>'}
    assert b.growth("earnings").value is None
    assert b.rank("earnings") is None
    assert "99003" not in b.across("county", "earnings").dropna().index


def test_a_withheld_figure_enters_no_chart_of_others(place):
    b, html = page(place, "", "511")  # Cedar's wood products are (D) in 2018
    drawn = b.across("county", "earnings")
    assert drawn["99005"] != drawn["99005"], "not a number, so not drawn"
    row = re.search(r'<tr[^>]*><th>—</th>.*?</tr>', html, re.S)
    assert row and "Cedar" in row.group(0) and "not disclosed" in row.group(0), "the league names it without a rank"


def test_superlatives_say_that_they_are_among_the_disclosed(place):
    _, html = page(place, "99003", "")
    for claim in re.findall(r"[^.;]*(?:largest pull|largest drag|[Tt]he largest,)[^.;]*", html):
        assert "mong the sectors disclosed" in claim or "mong the sectors disclosed" in html


def test_a_negative_figure_has_a_level_and_nothing_else(place):
    cat_region, sector = "99005", "542"
    b = brief.open(cat_region, sector, "2018", "en", data_dir=place)
    own = b.fact("earnings")
    if not (own.known and own.value < 0):
        negatives = [
            (r.code, s.code) for r in b.cat.regions(level="county") for s in b.cat.brief_sectors()
            if (f := b.fact("earnings", region=r.code, sector=s.code)).known and f.value < 0
        ]
        assert negatives, "the replica holds no negative figure of 2018"
        b = brief.open(*negatives[0], "2018", "en", data_dir=place)
        own = b.fact("earnings")
    html = "\n".join(part(b)._repr_html_() for part in PARTS)
    assert own.number("en").startswith("−")
    assert b.rank("earnings") is None
    assert "no share, quotient or pull" in html
    assert "negative" in html


def test_what_a_place_lacks_is_said(place):
    _, html = page(place, "99001", "531")
    assert "This place has no data for" in html
    for lacking in ("monthly running", "a map", "official growth rates", "cities"):
        assert lacking in html
    assert "calculated from published figures" in html


def test_no_page_of_any_county_and_sector_prints_nonsense(place):
    first = brief.open("", "531", "2018", "en", data_dir=place)
    for region in first.cat.regions():
        for sector in first.cat.brief_sectors():
            _, html = page(place, region.code, sector.code)
            text = re.sub(r"<[^>]+>", " ", html)
            assert not re.search(r"\b(nan|None|inf)\b", text), (region.code, sector.code)


def test_what_a_withheld_sector_leaves_empty_has_no_legend_and_a_claim(place):
    b, html = page(place, "99003", "531")
    assert brief.cards(b).html == '<p class="w"><span data-claim="plain">No indicator is disclosed</span></p>'
    assert re.fullmatch(r'<p class="w"><span data-claim="none\|earnings\|\|\|\|level\|s">[^<]*no line is drawn</span></p>', brief.running(b).html)


def test_a_table_explains_the_mark_that_it_shows(place):
    shown = [brief.sectors(brief.open(code, period="2018", lang="en", data_dir=place)).html for code in ("99001", "99003", "99005")]
    for html in shown:
        head, _, body = html.partition("<thead>")
        assert [(f"“{mark}”" in head) for mark in "…—"] == [(f">{mark}<" in body) for mark in "…—"]
    assert any("“…”: not disclosed" in html for html in shown)


def test_where_the_whole_is_withheld_no_share_is_told_and_the_figure_is_not_called_negative(tmp_path):
    """Found in Georgia, 8 of 161 pages of one subsector: a figure of 7 was said to be negative."""
    for file in DATA.glob("*.csv"):
        text = file.read_text(encoding="latin-1").replace("Manufacturing,Thousands of dollars,4393,5166,5029", "Manufacturing,Thousands of dollars,4393,(D),(D)")
        (tmp_path / file.name).write_text(text, encoding="latin-1")
    out = tmp_path / "meadowland"
    make_place(sorted(tmp_path.glob("*.csv")), out)
    panel.build(out)
    release.cut(out)
    b = brief.open("99003", "533", "2018", "en", data_dir=out)
    assert b.fact("earnings").value > 0 and b.fact("earnings", sector="500").status == "suppressed"
    html = brief.structure(b)._repr_html_()
    assert "The figure of Manufacturing is withheld: no share, quotient or pull" in html and "A negative figure" not in html and "none|earnings||500||level|s" in html
