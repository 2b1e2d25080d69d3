"""Primary rules against the Handbook's printed numbers, and their parameters as an office writes them."""

import numpy as np
import pytest

from jianbao.disclosure import rules
from jianbao.disclosure.parameters import read_rules
from jianbao.disclosure.rules import Rules
from jianbao.panel.store import PanelError

HANDBOOK = "ESSnet Handbook on SDC, 2nd ed., ch. 4"


def p_percent(contributions, p):
    ordered = sorted(contributions, reverse=True)
    return bool(rules.p_percent(sum(ordered), ordered[0], ordered[1], p))


@pytest.mark.parametrize(
    ("contributions", "n", "k", "unsafe"),
    [((50000, 49000, 1000), 1, 90, False), ((52000, 50000, 8000), 2, 100 * 100 / 110, True), ((300, 20, 10), 1, 85, True)],
    ids=["P1", "P3", "P4"],
)
def test_dominance_is_that_of_the_handbook(contributions, n, k, unsafe):
    assert rules.dominance(contributions, n, k) is unsafe, HANDBOOK


@pytest.mark.parametrize(("contributions", "unsafe"), [((52000, 50000, 8000), False), ((50000, 49000, 1000), True)], ids=["P2", "P10"])
def test_the_p_percent_rule_is_that_of_the_handbook(contributions, unsafe):
    assert p_percent(contributions, 10) is unsafe, HANDBOOK


def test_the_pq_rule_is_the_p_rule_with_what_is_known_beforehand():
    assert bool(rules.p_q(110000, 52000, 50000, 10, 100)) is p_percent((52000, 50000, 8000), 10)
    assert bool(rules.p_q(110000, 52000, 50000, 10, 50)) is p_percent((52000, 50000, 8000), 20)


@pytest.mark.parametrize(("k", "p"), [(80, 25.0), (95, 5.26)])
def test_k_of_two_is_turned_into_p(k, p):
    assert rules.p_of_k(k) == pytest.approx(p, abs=5e-3)


@pytest.mark.parametrize(("groups", "unsafe"), [(0, False), (1, True), (2, True), (3, False)])
def test_fewer_than_three_groups_are_too_few_and_none_is_nobody(groups, unsafe):
    assert bool(rules.too_few(groups, 3)) is unsafe


def test_protection_levels_are_those_of_the_handbook():
    assert rules.protection_level((300, 20, 10), n=1, k=85) == pytest.approx(22.94, abs=5e-3)
    assert rules.protection_level((50000, 49000, 1000), p=10) == 4000
    assert rules.protection_level((10, 10, 10, 10), p=10) == 0


def test_rules_give_the_reason_and_a_cell_of_few_is_not_also_called_dominated():
    found = Rules("2024-01-01").unsafe(np.array([2, 3, 9]), np.array([100.0, 100.0, 100.0]), np.array([60.0, 95.0, 20.0]), np.array([40.0, 4.0, 15.0]))
    assert {name: hit.tolist() for name, hit in found.items()} == {"too_few": [True, False, False], "p_percent": [False, True, False]}


def test_an_np_rule_can_be_added():
    found = Rules("2024-01-01", p=None, n=2, k=85.0).unsafe(np.array([9]), np.array([100.0]), np.array([60.0]), np.array([30.0]))
    assert found["dominance"].tolist() == [True] and "p_percent" not in found


def written(tmp_path, text):
    path = tmp_path / "catalogue" / "methods"
    path.mkdir(parents=True)
    (path / "disclosure.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_newest_block_in_force_holds(tmp_path):
    data = written(tmp_path, "[[rules]]\nvalid_from = 2020-01-01\nminimum = 3\np = 10.0\n[[rules]]\nvalid_from = 2025-01-01\nminimum = 5\np = 15.0\n")
    assert read_rules(data, "2024-12").minimum == 3
    assert (read_rules(data).minimum, read_rules(data).p) == (5, 15.0)


def test_a_place_without_parameters_has_those_of_custom(tmp_path):
    assert (read_rules(tmp_path).minimum, read_rules(tmp_path).p) == (3, 10.0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[rules]]\nvalid_from = 2020-01-01\nminimun = 3\n", "minimun"),
        ("[[rules]]\nminimum = 3\n", "valid_from"),
        ("[[rules]]\nvalid_from = 2020-01-01\nminimum = 'three'\n", "minimum"),
        ("[[rules]]\nvalid_from = 2020-01-01\np = 500\n", "p = 500"),
        ("[[rules]]\nvalid_from = 2020-01-01\nn = 2\n", "n 与 k"),
        ("[[rules]\n", "TOML"),
        ("", "没有生效"),
    ],
)
def test_bad_parameters_are_one_line_that_names_them(tmp_path, text, said):
    with pytest.raises(PanelError, match=said) as found:
        read_rules(written(tmp_path, text))
    assert "disclosure.toml" in str(found.value) and "\n" not in str(found.value)
