"""Ledgers: what state an item was in on a day, what a row counts, what a public cut leaves out."""

import csv
import importlib.util
import json
import random
import shutil
from collections import Counter
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from jianbao import catalogue, panel
from jianbao.catalogue.records import CatalogueError
from jianbao.panel import ledger, release
from jianbao.panel.ledger_cut import MINIMUM, _open, cut_ledgers, ledgers_are_current, rows_on


def _beside(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


small_ledger, small_place = _beside("small_ledger"), _beside("small_place")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = small_ledger.write(small_place.write(tmp_path_factory.mktemp("ledger")))
    panel.build(folder)
    release.cut(folder)
    cut_ledgers(folder, "internal")
    (folder / "panel" / "release-public").mkdir()
    (folder / "panel" / "release-public" / "release.json").write_bytes((folder / "panel" / "release-internal" / "release.json").read_bytes())
    cut_ledgers(folder, "public")
    return folder


def row(place, kind, region="990100", audience="internal", period="2024-12"):
    held = json.loads((place / "panel" / f"release-{audience}" / "ledger" / f"{region}.json").read_text(encoding="utf-8"))
    return held["kinds"][kind]["rows"][period][region]


CASES = [
    # kind, state, opened, started, closed → state on 30 June 2024 (None: not in the ledger of that day)
    ("task", "办结", "2024-01-10", "", "2024-05-01", "办结"), ("task", "办结", "2024-01-10", "", "2024-09-01", "待办"),
    ("task", "办结", "2024-01-10", "2024-03-01", "2024-09-01", "办理中"), ("task", "办结", "2024-07-01", "", "2024-09-01", None),
    ("task", "办结", "2023-01-10", "", "2023-09-01", None), ("task", "办理中", "2024-01-10", "2024-08-01", "", "待办"),
    ("cement", "已完成", "2023-01-10", "", "2023-09-01", "已完成"), ("cement", "已完成", "2023-01-10", "", "2024-06", "已完成"),
    ("tiers", "在册", "2023-05-01", "", "", "在册"), ("project", "投产", "2022-01-01", "2022-06-01", "2024-08-01", "开工在建"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "state", "opened", "started", "closed", "then"), CASES)
def test_an_item_is_in_the_state_it_was_in_on_the_day(place, kind, state, opened, started, closed, then):
    known = catalogue.read(place).ledgers[kind]
    row = dict.fromkeys(ledger.COLUMNS, "") | {"kind": kind, "state": state, "opened": opened, "started": started, "closed": closed}
    found = ledger.state_at(ledger._item(row, known), "2024-06-30")
    assert (None if found is None else known.states[found].name("zh")) == then


def test_a_row_counts_what_was_closed_what_is_late_and_what_is_due_soon(place):
    task = row(place, "task")
    assert (task["n"], task["red"], task["amber"]) == (3, 1, 1) and {k: n for k, (n, _) in task["by"].items()} == {".0": 1, ".1": 1, ".2": 1}
    assert row(place, "request", small_ledger.ZI)["days"] == 6  # 4, 6 and 11 days
    assert row(place, "factor_survey")["reach"] == {"0": [1, 2], "3": [1, 1]}
    assert row(place, "complex")["miss"] == [small_ledger.CHOU]
    assert row(place, "land")["planned"] == 400


def test_cement_lines_add_up_to_29(place):
    assert row(place, "cement")["n"] == 29
    of_class = Counter()
    for key, (n, _) in row(place, "cement")["by"].items():
        of_class[key.split(".")[0]] += n
    assert of_class == {"0": 11, "1": 13, "2": 5}


def test_what_was_paid_after_the_day_is_not_counted(place):
    paid = sum(q for _, q in row(place, "policy_pay", period="2024-11")["by"].values())
    assert paid == 150
    cat = catalogue.read(place)
    held = [i for i in ledger.items(place, cat) if i.kind.id == "policy_pay"]
    early = rows_on(cat, cat.ledgers["policy_pay"], held, "2024-06")["990100"]
    assert sum(q for _, q in early["by"].values()) == 50  # the other was closed in August


def test_a_public_row_of_enterprises_shows_no_small_count_and_lets_none_be_subtracted(place):
    """11 = 5 + 2 + 4: 2 is too few; 4 is withheld as well, or 11 - 5 - 4 would be 2. One item is late: no states of 甲市."""
    assert row(place, "eliminated", audience="public") == {"hidden": "states", "n": 11}
    assert row(place, "eliminated", small_ledger.CHOU, "public") == {"hidden": "all"}
    assert row(place, "eliminated", small_ledger.YIN, "public") == {"hidden": "all"}
    own = row(place, "eliminated", small_ledger.ZI, "public")
    assert own["n"] == 5 and own["by"] == {".2": [5, None]} and own["red"] is None


def test_public_files_hold_no_item_but_texts_that_name_no_enterprise(place):
    for path in (place / "panel" / "release-public" / "ledger").glob("99*.json"):
        text = path.read_text(encoding="utf-8")
        assert "某厂" not in text and "经信局" not in text
        assert set(json.loads(text)["items"]) <= {i["id"] for i in small_ledger.items() if i["kind"] == "case"}


def test_lists_that_are_published_and_places_are_counted_in_public(place):
    assert row(place, "tiers", small_ledger.ZI, "public")["n"] == 2 and row(place, "land", audience="public")["planned"] == 400


def tree(counts):
    """Return a stand-in for a catalogue: a root with cities, each with counties, by their codes."""
    children = {c: sorted(d for d in counts if len(d) == len(c) + 1 and d.startswith(c)) for c in counts}
    levels = {0: "province", 1: "city", 2: "county"}
    region = lambda c: SimpleNamespace(code=c, level=levels[len(c)])  # noqa: E731
    return SimpleNamespace(place=SimpleNamespace(root_region="", levels=("province", "city", "county")), region=region, children=lambda c: [region(d) for d in children.get(c, ())])


@pytest.mark.parametrize("seed", range(40))
def test_nothing_small_can_be_subtracted_whatever_the_counts_are(seed):
    dice = random.Random(seed)
    counties = {f"{c}{k}": dice.choice((0, 1, 2, 3, 4, 9)) for c in "ABC" for k in range(dice.randint(1, 4))}
    counts = counties | {c: sum(v for k, v in counties.items() if k[0] == c) for c in "ABC"}
    counts[""] = sum(counties.values())
    cells = {c: Counter(n=v) for c, v in counts.items() if v}
    shown = _open(tree(counts), cells, {c for c in cells if counts[c] >= MINIMUM})

    def below(c):
        found = []
        for d in sorted(k for k in cells if len(k) == len(c) + 1 and k.startswith(c)):
            found += [d] if d in shown else below(d)
        return found

    for c in shown:
        rest = counts[c] - sum(counts[d] for d in below(c))
        assert (rest == 0 or rest >= MINIMUM) or not below(c)


def test_ledgers_are_cut_anew_when_an_item_changes(place, tmp_path):
    assert ledgers_are_current(place, "internal")
    path = place / "incoming" / "ledger" / "ledger.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("事项0", "别的事项"), encoding="utf-8")
    assert not ledgers_are_current(place, "internal")
    path.write_text(text, encoding="utf-8")


def test_a_ledger_that_came_later_is_not_there_in_a_panel_as_of_a_day(place, tmp_path):
    """Taken on 5 March: not there on 4 March, when the modelled items still stood; the cut is made anew between the two."""
    shutil.copytree(place, tmp_path / "data")
    data, cat = tmp_path / "data", catalogue.read(place)
    folder = data / ledger.TAKEN / "L0001-0123abcd"
    folder.mkdir(parents=True)
    values = dict.fromkeys(ledger.COLUMNS, "") | {"kind": "task", "item": "收到的事项", "region": "990101", "state": "办结", "opened": "2024-01-10", "closed": "2024-05-01"}
    with (folder / "ledger.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, ledger.COLUMNS)
        out.writeheader()
        out.writerow(values)
    (folder / "ledger.json").write_text(json.dumps({"taken": "2025-03-05T09:00:00"}), encoding="utf-8")

    def tasks(known_on):
        panel.build(data, known_on=known_on)
        return [i.texts["item"] for i in ledger.items(data, cat) if i.kind.id == "task"], ledger.sum_of(data)

    before, then = tasks(date(2025, 3, 4)), tasks(date(2025, 3, 5))
    assert "收到的事项" not in before[0] and len(before[0]) > 1
    assert then[0] == tasks(None)[0] == ["收到的事项"]
    assert before[1] != then[1]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("all = 29", "all = 30", "11 [+] 13 [+] 5 is not 30"), ('group = "clearing"', 'group = "clear"', "group"), ('region = "990100"', 'region = "999999"', "not in regions.csv"),
        ('zh = "关停"', 'zh = "保留"', "could be two"), ('shape = "lines"', 'shape = "line"', "shape"), ('id = "land"', 'id = "task"', "twice"),
    ],
)  # fmt: skip
def test_a_wrong_kind_is_refused_in_one_line(tmp_path, old, new, words):
    folder = small_ledger.write(small_place.write(tmp_path / "p"))
    path = folder / "catalogue" / "ledgers.toml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=words) as error:
        catalogue.read(folder)
    assert "\n" not in str(error.value)


def test_every_kind_names_what_it_serves_and_all_rows_of_the_documents_that_ledgers_can_serve():
    served = {s for k in catalogue.read().ledgers.values() for s in k.serves}
    assert len(served) >= 100 and all(k.serves for k in catalogue.read().ledgers.values())


def test_the_modelled_ledgers_keep_to_the_documents():
    """The campaign: 绍兴 500, 1000, 5万亩, 40, 80 of 5000, 10000, 15万亩, 400, 800: 10, 10, 33, 10, 10 per cent."""
    goals = catalogue.read().ledgers["campaign"].goals
    whole = {g.word: g.value for g in goals if g.region == "330000"}
    part = {g.word: g.value for g in goals if g.region == "330600"}
    assert [round(100 * part[w] / whole[w]) for w in whole] == [10, 10, 33, 10, 10]
    assert catalogue.read().ledgers["cement"].totals == (("330500", {"关停": 11, "整合提升": 13, "保留": 5}),)


def test_the_kind_that_the_docs_add_is_one(tmp_path):
    """docs/ledgers.md shows a kind to copy: it must be read as it stands."""
    text = (Path(__file__).parents[2] / "docs" / "ledgers.md").read_text("utf-8")
    shown = "\n".join(line.strip() for line in text.partition("[[kind]]")[2].splitlines() if line.startswith("    "))
    folder = small_ledger.write(small_place.write(tmp_path / "p"))
    (folder / "catalogue" / "ledgers.toml").write_text("[[kind]]\n" + shown.replace("330500", "990100"), encoding="utf-8")
    kind = catalogue.read(folder).ledgers["boiler"]
    assert kind.state_of("已完成") == 1 and kind.totals == (("990100", {"10蒸吨以下": 3}),) and kind.secret
