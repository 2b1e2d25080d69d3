"""The league table of a place of six counties with figures: places, moves, who is first, what each brings; by hand."""

import importlib.util
import os
import re
from html import unescape
from pathlib import Path

import pytest

from jianbao import brief, catalogue, reports
from jianbao.catalogue import CatalogueError
from jianbao.catalogue.league import check_league
from jianbao.reports.contributions import points, rate
from jianbao.reports.league import levels_of
from jianbao.reports.order import Move, earlier, move_of, place_of
from jianbao.verify.report import pages

_spec = importlib.util.spec_from_file_location("league_place", Path(__file__).with_name("league_place.py"))
league_place = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(league_place)
GOLDEN = Path(__file__).with_name("golden")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return league_place.write(tmp_path_factory.mktemp("league") / "data")


def opened(place, region="990000", lang="zh", period="2024-12"):
    return brief.open(region, period=period, lang=lang, data_dir=place)


def parts(b):
    found = [reports.league_lead(b), reports.firsts(b)]
    found += [reports.league(b, "city"), reports.big_counties(b)] if b.is_root else []
    return [*found, reports.league(b), reports.league_groups(b), reports.league_notes(b)]


def page(b, body: str) -> str:
    metas = "".join(f'<meta name="jianbao:{k}" content="{v}">' for k, v in (("region", b.region.code), ("sector", b.sector.code), ("period", b.at)))
    return f'<html lang="{b.lang}"><head>{metas}</head><body>{body}</body></html>'


def text_of(found) -> str:
    html = "".join(p.html for p in found)
    html = re.sub(r"</(p|div|tr|h3|caption|li|summary)>", "\n", html)
    lines = [" ".join(unescape(re.sub(r"<[^>]+>", "", line)).split()) for line in re.sub(r"</t[hd]>", " | ", html).splitlines()]
    return "\n".join(line for line in lines if line) + "\n"


def said(place, text: str, claim: str, region="990000", lang="zh") -> list[str]:
    """Return why one claim does not hold."""
    b = opened(place, region, lang)
    return [u.why for u in pages({"p": page(b, f'<p class="w"><span data-claim="{claim}">{text}</span></p>')}, place).unproved]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("region", ["990000", "990100"])
def test_the_table_says_what_it_said_and_every_word_is_proved(place, region, lang):
    b = opened(place, region, lang)
    found = parts(b)
    golden, text = GOLDEN / f"league-{region}.{lang}.txt", text_of(found)
    if os.environ.get("GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    report = pages({"p": page(b, "".join(p.html for p in found))}, place)
    assert [u.line() for u in report.unproved] == [] and report.figures > 50


def test_places_and_moves_by_hand(place):
    b = opened(place)
    growth = {c: place_of(b, "value_added_growth", c, "county") for c in league_place.CODES}
    assert [growth[c].position for c in league_place.CODES[:6]] == [1, 2, 3, 4, 5, 6] and growth["990203"] is None
    assert (growth["990103"].low, growth["990103"].high) == (3, 4)  # 8.00 and 7.95 are less than the last digit apart
    moves = [move_of(b, "value_added_growth", c, "county") for c in league_place.CODES[:6]]
    assert moves == [Move(1, True), Move(-1, True), Move(1, False), Move(-1, False), Move(0, False), Move(0, False)]


def test_less_is_better_where_the_register_says_so(place):
    b = opened(place)
    assert [place_of(b, "cost_per_100_revenue", c, "county").position for c in league_place.CODES[:6]] == [6, 5, 4, 3, 2, 1]


def test_places_within_a_city_and_within_a_group(place):
    b = opened(place)
    assert place_of(b, "value_added_growth", "990202", "under:990200").position == 2
    assert place_of(b, "value_added_growth", "990104", "group:hills").position == 2
    assert place_of(b, "value_added_growth", "990102", "group:hills") is None


def test_the_first_period_of_a_year_has_no_moves(place):
    assert earlier(opened(place)) == "2024-11" and earlier(opened(place, period="2024-11")) == ""
    assert "前移" not in text_of([reports.league_lead(opened(place, period="2024-11"))])


def test_pull_and_contribution_by_hand(place):
    """10 of 60 times 12 % is 2.0 points of 5.99 %: 33.4 %; a drag has no rate."""
    b = opened(place)
    assert points(b, ("990101",)) == pytest.approx(2.0) and points(b, ("990202",)) == pytest.approx(-40 / 60)
    assert rate(b, 2.0) == pytest.approx(100 * 2.0 / (35.95 / 6)) and rate(b, -0.6) != rate(b, -0.6)
    text = text_of([reports.big_counties(b)])
    assert "子县 | 11.2 | 17.6 | 12.0 | +2.00 | 33.4" in text and "巳县 | 9.6 | 15.1 | −4.0 | −0.67 | —" in text
    assert "名单已核实2个（共3个），已核实的合计占全省增加值的32.7%，拉动1.3个百分点" in text


def test_a_list_known_in_part_is_not_ranked(place):
    text = text_of([reports.league_groups(opened(place))])
    assert "工业大县名单已核实2个（共3个），不排组内位次" in text and "山区县3个" in text


def test_among_whom(place):
    assert levels_of(opened(place)) == ("city", "county") and levels_of(opened(place, "990100")) == ("under:990100",)
    assert reports.league(opened(place, "990100"), "city").html == ""


RIGHT = [
    ("5", "stands|value_added_growth|990201|||county", ""), ("3（3–4）", "stands|value_added_growth|990103|||county", ""), ("6", "stands|cost_per_100_revenue|990101|||county|position", ""),
    ("—", "stands|value_added_growth|990203|||county", ""), ("居6个县第5位", "stands|value_added_growth|990201|||county|5/6", ""), ("居第5位", "stands|value_added_growth|990201|||county|5/6", ""),
    ("▲1", "shifts|value_added_growth|990101|||county|2024-11", ""), ("△1", "shifts|value_added_growth|990103|||county|2024-11", ""), ("=", "shifts|value_added_growth|990201|||county|2024-11", ""),
    ("位次较1—11月前移1位", "shifts|value_added_growth|990101|||county|2024-11:1", ""), ("位次较1—11月后移1位（区间重叠）", "shifts|value_added_growth|990104|||county|2024-11:-1", ""),
    ("居前两位的是子县、丑县", "firsts|value_added_growth||||county|first:2", ""), ("居后两位的是辰县、巳县", "firsts|value_added_growth||||county|last:2", ""), ("居首位的是子县", "firsts|value_added_growth||||under:990100|first:1", ""),
    ("前移最多的是子县（1位）", "firsts|value_added_growth||||county|up:2024-11", ""), ("后移最多的是丑县（1位）", "firsts|value_added_growth||||county|down:2024-11", ""),
    ("位次变动均在误差范围内", "firsts|value_added_growth||||under:990200|still:2024-11", ""), ("居首位的是辰县", "firsts|value_added_growth||||under:990200|first:1", ""),
    ("0.00", "step|profit_margin|990101", ""), ("3项指标、7个县（市、区），按规模以上工业增加值增速排列", "tabled|||||county|7", ""), ("山区县3个", "tabled|||||group:hills|3", ""),
    ("+2.00", "lifts|value_added|990101||||cell", ""), ("33.4", "lifts|value_added|990101||||rate", ""), ("—", "lifts|value_added|990202||||rate", ""),
    ("合计占全省的32.7%", "lifts|value_added||||group:big_industrial45|share", ""), ("拉动1.3个百分点", "lifts|value_added||||group:big_industrial45|points", ""),
]
WRONG = [
    ("4", "stands|value_added_growth|990201|||county", "gives 5"), ("3", "stands|value_added_growth|990103|||county", "3–4"), ("1", "stands|cost_per_100_revenue|990101|||county", "gives 6"),
    ("…", "stands|value_added_growth|990203|||county", "no figure"), ("居6个县第4位", "stands|value_added_growth|990201|||county|5/6", "words"), ("居7个县第5位", "stands|value_added_growth|990201|||county|5/7", "5/6"),
    ("▲1", "shifts|value_added_growth|990103|||county|2024-11", "△1"), ("▼1", "shifts|value_added_growth|990101|||county|2024-11", "▲1"), ("▲1", "shifts|value_added_growth|990101|||county|2023-12", "not the period before"),
    ("位次较1—11月后移1位", "shifts|value_added_growth|990101|||county|2024-11:1", "moved by 1"), ("位次较1—11月后移1位", "shifts|value_added_growth|990104|||county|2024-11:-1", "within the error"),
    ("居前两位的是丑县、子县", "firsts|value_added_growth||||county|first:2", "in this order"), ("居后两位的是子县、丑县", "firsts|value_added_growth||||county|first:2", "other end"),
    ("居前三位的是子县、丑县、寅县", "firsts|value_added_growth||||county|first:3", "6 are ranked"), ("居前三位的是子县、丑县", "firsts|value_added_growth||||county|first:2", "not those of 2"),
    ("居前两位的是子县、寅县", "firsts|value_added_growth||||county|first:2", "does not name"), ("居前两位的是子县、丑县、寅县", "firsts|value_added_growth||||county|first:2", "in this order"),
    ("居首位的是子县", "firsts|value_added_growth||||county|first:1", "6 are ranked"), ("前移最多的是子县（2位）", "firsts|value_added_growth||||county|up:2024-11", "most is 1"),
    ("前移最多的是寅县（1位）", "firsts|value_added_growth||||county|up:2024-11", "does not name"), ("后移最多的是子县（1位）", "firsts|value_added_growth||||county|up:2024-11", "other way"),
    ("位次变动均在误差范围内", "firsts|value_added_growth||||county|still:2024-11", "2 have moved"), ("+0.01", "step|profit_margin|990101", "0.00"), ("—", "step|profit_margin|990101", "0.00"),
    ("3项指标、6个县", "tabled|||||county|7", "7 regions"), ("3项指标、6个县", "tabled|||||county|6", "7 regions"), ("3项指标、7个县，按利润率排列", "tabled|||||county|7", "first indicator"),
    ("+2.01", "lifts|value_added|990101||||cell", "2.00"), ("2.00", "lifts|value_added|990101||||cell", "2.00"), ("−11.1", "lifts|value_added|990202||||rate", "no such rate"),
    ("33.3", "lifts|value_added|990101||||rate", "33.4"), ("合计占32.6%", "lifts|value_added||||group:big_industrial45|share", "32.7"), ("下拉1.3个百分点", "lifts|value_added||||group:big_industrial45|points", "panel gives"),
]


@pytest.mark.parametrize(("text", "claim", "_"), RIGHT, ids=[f"{t}-{c}" for t, c, _ in RIGHT])
def test_a_claim_that_holds_is_proved(place, text, claim, _):
    assert said(place, text, claim) == []


@pytest.mark.parametrize(("text", "claim", "why"), WRONG, ids=[f"{t}-{c}" for t, c, _ in WRONG])
def test_a_claim_that_does_not_hold_fails_the_page(place, text, claim, why):
    assert any(why in w for w in said(place, text, claim))


@pytest.mark.parametrize(
    ("row", "says"),
    [("nothing,growth,higher", "not in indicators.csv"), ("profit_margin,growth,higher", "cannot be shown"), ("value_added,level,higher", "cannot be shown"),
     ("profit_margin,level,lower", "direction is lower"), ("profit_margin,rank,higher", "must be one of"), ("profit_margin,level,up", "must be one of")],
)
def test_a_wrong_row_of_the_list_is_refused_in_one_line(place, row, says):
    path = place / "catalogue" / "league.csv"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.splitlines()[0] + "\n" + row + ",invented,stated,,,\n", encoding="utf-8")
    try:
        with pytest.raises(CatalogueError, match=says) as refusal:
            check_league(catalogue.read(place))
        assert "\n" not in str(refusal.value)
    finally:
        path.write_text(before, encoding="utf-8")


class Masked:
    """The release of the place, with one county withheld from its readers."""

    audience = "public"

    def __init__(self, own, place, region: str) -> None:
        from jianbao.panel.store import connect

        con = connect()
        cells = con.execute("SELECT * FROM read_parquet(?)", [str(place / "panel" / "cells.parquet")]).df()
        con.close()
        wide = cells[cells["vintage"] == "final"].drop(columns=["vintage"]).assign(status="estimated", flags="")
        hidden = wide["region"] == region
        wide.loc[hidden, [c for c in wide.columns if c not in ("region", "sector", "period", "status", "flags")]] = float("nan")
        wide.loc[hidden, "status"] = "suppressed"
        self._own, self._wide = own, wide

    def __getattr__(self, name: str):
        return getattr(self._own, name)

    def has(self, kind: str, code: str) -> bool:
        return (self._wide[kind] == code).any()

    def _slice(self, kind: str, other: str, code: str):
        from jianbao.panel.slices import Slice

        rows = self._wide[self._wide[kind] == code].drop(columns=[kind]).rename(columns={other: "key"})
        return Slice.of(rows, f"{kind}/{code}")

    def sector(self, code: str):
        return self._slice("sector", "region", code)

    def region(self, code: str):
        return self._slice("region", "sector", code)


def test_a_withheld_county_is_three_dots_and_not_ranked(place):
    import dataclasses

    b = opened(place)
    b = dataclasses.replace(b, release=Masked(b.release, place, "990102"), _slices={}, _known={})
    assert b.fact("value_added", region="990102").status == "suppressed"
    text = text_of([reports.league(b)])
    assert "丑县 | … | … | … | … | … | … | … | … | … | … | … | … |" in text
    assert "寅县 | 10.8 | 8.0 | 2（2–3） | △1" in text, "the others are ranked among themselves, now and then"
    assert place_of(b, "value_added_growth", "990102", "county") is None and move_of(b, "value_added_growth", "990102", "county") is None
    assert "丑县" not in text_of([reports.firsts(b), reports.league_lead(b)])
    assert points(b, ("990101", "990102")) != points(b, ("990101", "990102")), "no sum with a hole in it"
